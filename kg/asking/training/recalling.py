"""What is recalled: ``told.bin`` and the weights of ``recalling.json`` are made of texts with their rows.

Each text is judged without itself in the memory. Figures: by kind, how many of the likeliest
Matters are right and wrong from which probability on.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kg.asking.training import sorting
from kg.asking.training.graphs import graph_of
from kg.meaning.meaning import Meaning
from kg.meaning.rows import Hit
from kg.meaning.sayings import recalling
from kg.meaning.sayings.recalling import Memory, Recalled
from kg.meaning.sayings.sorting import Sort
from kg.resources import folder
from kg.store.graph import Graph

_SEED = 1
_FILES = ("people", "texts")
NO_TALK = ("name", "topic")
"""Kinds of texts that nobody says: names of duties; they are sorted, not remembered."""
_ANYWHERE = 0.3
"""Share of the unlisted texts that are asked of all townships."""
_RUNNER_UP, _UNLISTED = 0.5, 1.0
"""How much a Matter counts that is not the first, and one of a text that is on no list."""
_FOR, _AGAINST = (0.0, None), (None, 0.0)
_SIGNS = {
    **dict.fromkeys(("sorted", "sorted_first", "recalled", "recalled_all"), _FOR),
    **dict.fromkeys(("odds", "ahead", "object_in_row", "words"), _FOR),
    **dict.fromkeys(("sorted_other", "sorted_elsewhere", "sorted_nowhere"), _AGAINST),
    **dict.fromkeys(("recalled_other", "unlisted", "unlisted_nearer"), _AGAINST),
}
"""Evidence that can only speak for a Matter, or only against it."""
_SAMPLE = 3
"""Every so many of the texts about the five lists teach what holds of duties nobody spoke of before."""
_ELSEWHERE = 3
"""Every so many of the texts about duties that only other lists have teach how the evidence is weighed: people ask
more often about what is there."""
_FROM = (0.5, 0.55, 0.6, 0.7)

Place = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Told:
    """A text against the rows of a set of lists."""

    kind: str
    right: frozenset[Place]
    ranked: list[list[Hit]]
    recalled: Recalled
    sorts: tuple[Sort, ...]
    kin: recalling.Kin


def remember(data: Path) -> None:
    """Write what is remembered and what texts sort under; how both are weighed stays as it is."""
    _, told, _ = _taught(data)
    Memory.of(told.items()).save()
    sorting.teach(duties(data))


def duties(data: Path) -> list[tuple[str, tuple[str, ...]]]:
    """The labelled texts with the names of the duty that each means; none: it is on no list."""
    found, _, graphs = _taught(data)
    return list(told_of(found, graphs.values(), twins(data)))


@cache
def _taught(data: Path) -> tuple[list[dict[str, Any]], dict[str, str], dict[str, Graph]]:
    """The labelled texts, what is said with the name of its row, and the graphs of the lists they are about."""
    found = [
        json.loads(line)
        for name in _FILES
        for line in (data / f"{name}.jsonl").read_text("utf-8").splitlines()
    ]
    graphs = {"five": graph_of([folder("sources")]), "invented": graph_of([data / "lists"])}
    names = {place: name for graph in graphs.values() for place, name in _names(graph)}
    told = {
        record["text"]: names.get(_place(record["right"][0]), "")
        if record["right"]
        else record.get("duty", "")
        for record in found
        if record["kind"] not in NO_TALK
    }
    return found, told, graphs


def learn(data: Path) -> dict[str, Any]:
    """Write what is recalled and its weights; gives the figures."""
    found, told, graphs = _taught(data)
    texts = [record for record in found if record["kind"] not in NO_TALK]
    memory = Memory.of(told.items())
    memory.save()
    place = {text: at for at, text in enumerate(told)}
    sorted_ = duties(data)
    held = dict(zip((text for text, _ in sorted_), sorting.held_out(sorted_), strict=True))
    named = lru_cache(maxsize=None)(sorting.teach(sorted_).sorted)
    own = {text: {at} for text, at in place.items()}
    weights, report = {}, {}
    weighed = [t for n, t in enumerate(texts) if not (t.get("duty") and n % _ELSEWHERE)]
    for kind, rows in (("taught", "five"), ("few", "invented")):  # of these few texts are told
        those = [t for t in weighed if t["rows"] in (rows, None)]
        measured = list(_measured(those, {rows: graphs[rows]}, memory, own, held, named))
        weights[kind], chances = _fitted(measured)
        report[kind] = _figures(measured, chances)
    alike: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for text, names_ in sorted_:
        if text in place:
            alike[names_].add(place[text])
    listed = {t["text"] for t in texts if t["right"]}
    # A text that is listed elsewhere alone is known for what it is: that speaks against every row here.
    strange = {
        text: alike[names_] if names_ and text in listed else own[text]
        for text, names_ in sorted_
        if text in own
    }
    classes = dict(sorted_)
    others = {
        text: tuple(
            s for s in found_ if not s.names or text not in listed or s.names != classes[text]
        )
        for text, found_ in held.items()
    }
    some = [
        t
        for n, t in enumerate(weighed)
        if t["rows"] != "five" or n % _SAMPLE == 0 or not t["right"]
    ]
    unnamed = {text: names_ for text, names_ in classes.items() if text in listed}
    measured = list(_measured(some, graphs, memory, strange, others, named, unnamed))
    weights["untaught"], chances = _fitted(measured, strange=True)
    report["untaught"] = _figures(measured, chances)
    content = {
        "about": "Weights of kg.meaning.sayings.recalling, made by training, not by hand.",
        "figures": report,
        "weights": weights,
    }
    shown = json.dumps(content, ensure_ascii=False, indent=1)
    recalling.WEIGHTS.write_text(shown + "\n", "utf-8", newline="\n")
    return report


def told_of(
    texts: Iterable[dict[str, Any]],
    graphs: Iterable[Graph],
    twins: Iterable[Sequence[str]] = (),
) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Labelled texts with the names of the duty that each means; none: it is on no list.

    Duties of several lists that are ``twins`` are one, by all their names.
    """
    matters = {where: names for graph in graphs for where, names in _matters(graph)}
    told = []
    for one in texts:
        if one["right"]:
            told.append((one["text"], matters.get(_place(one["right"][0]), ())))
        else:  # "duty" is one of lists that are not at hand
            told.append((one["text"], (one["duty"],) if one.get("duty") else ()))
    whole = _together([*dict.fromkeys(names for _, names in told if names), *twins])
    for text, names in told:
        yield text, whole[names[0]] if names else ()


def twins(data: Path) -> list[list[str]]:
    """Names of duties that are one matter in several lists (``twins.jsonl``)."""
    return [json.loads(line) for line in (data / "twins.jsonl").read_text("utf-8").splitlines()]


def _together(groups: Iterable[Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Each name with all names that some chain of groups joins it to, sorted."""
    joined: dict[str, set[str]] = {}
    for group in groups:
        whole = set(group).union(*(joined.get(name, set()) for name in group))
        joined.update((name, whole) for name in whole)
    return {name: tuple(sorted(whole)) for name, whole in joined.items()}


def _place(found: list[Any]) -> Place:
    return str(found[0]), str(found[1]), int(found[2])


def _names(graph: Graph) -> Iterable[tuple[Place, str]]:
    index = graph.meanings
    for key, form, _, township, kind, number in index.rows(forms=range(index.size)):
        del key
        yield (township, kind, number), index.form(form).printed


def _matters(graph: Graph) -> Iterable[tuple[Place, tuple[str, ...]]]:
    """Where a row stands, and the names that its Matter has."""
    index = graph.meanings
    rows = index.rows(forms=range(index.size))
    names: dict[str, set[str]] = defaultdict(set)
    for _, form, matter, *_ in rows:
        names[matter].add(index.form(form).printed)
    for _, _, matter, township, kind, number in rows:
        yield (township, kind, number), tuple(sorted(names[matter]))


def _measured(
    texts: Iterable[dict[str, Any]],
    graphs: dict[str, Graph],
    memory: Memory,
    but: Mapping[str, Container[int]],
    held: dict[str, tuple[Sort, ...]],
    named: Callable[[str], Sequence[Sort]],
    unnamed: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> Iterable[Told]:
    pick = random.Random(_SEED)
    meanings = {name: Meaning(graph.meanings) for name, graph in graphs.items()}
    for record in texts:
        for name in _against(record, meanings):
            asked = record["townships"]
            if not record["right"]:
                every = meanings[name].index.townships
                asked = None if pick.random() < _ANYWHERE else [pick.choice(every)]
            elif asked and len(asked) > 2:
                asked = None
            recalled = memory.recall(record["text"], but[record["text"]].__contains__)
            sorts = held[record["text"]]
            also = recalling.names(recalled, sorts)
            ranked = meanings[name].ranked(record["text"], townships=asked, also=also)
            own = unnamed.get(record["text"], ())
            kin = recalling.kin(ranked, recalled, sorts, named, own)
            right = frozenset(map(_place, record["right"]))
            yield Told(f"{record['kind']}, {name}", right, ranked, recalled, sorts, kin)


def _against(record: dict[str, Any], meanings: Iterable[str]) -> list[str]:
    """The sets of lists a text is held against; what other lists have may well be in the invented."""
    wanted = ["five"] if record.get("duty") else [record["rows"]] if record["rows"] else None
    return [name for name in sorted(meanings) if wanted is None or name in wanted]


def _is_right(told: Told, hits: Iterable[Hit]) -> bool:
    return any((hit.township, hit.list, hit.number) in told.right for hit in hits)


def _fitted(
    measured: list[Told], strange: bool = False
) -> tuple[dict[str, float], list[list[float]]]:
    """The weights, and the probability of each Matter of each text.

    A logistic regression whose weights have the sign that their evidence must have. ``strange``: of
    Matters only that are no duty that words are known of.
    """
    import numpy as np
    from scipy.optimize import minimize

    x, y, w, used = [], [], [], []
    names: list[str] = []
    for told in measured:
        found = recalling.evidence(told.ranked, told.recalled, told.sorts, told.kin)
        for at, (hits, values) in enumerate(zip(told.ranked, found, strict=True)):
            names = list(values)
            x.append([*values.values(), 1.0])
            y.append(float(_is_right(told, hits)))
            w.append((_RUNNER_UP if at else 1.0) * (1.0 if told.right else _UNLISTED))
            known = strange and recalling.akin(hits, told.sorts, told.recalled, told.kin)
            used.append(not known)
    every = np.array(x)
    rows, right, weight = every[used], np.array(y)[used], np.array(w)[used]

    def loss(own: Any) -> tuple[float, Any]:
        odds = rows @ own
        chance = 1 / (1 + np.exp(-odds))
        kept = np.append(own[:-1], 0.0)
        total = (weight * (np.logaddexp(0, odds) - right * odds)).sum() + kept @ kept / 2
        return float(total), rows.T @ (weight * (chance - right)) + kept

    bounds = [*(_SIGNS.get(name, (None, None)) for name in names), (None, None)]
    start = np.zeros(every.shape[1])
    own = minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B").x
    chances = iter(1 / (1 + np.exp(-(every @ own))))
    weights = {n: round(float(v), 3) for n, v in zip([*names, "bias"], own, strict=True)}
    return weights, [[float(next(chances)) for _ in told.ranked] for told in measured]


def _figures(measured: list[Told], chances: list[list[float]]) -> dict[str, Any]:
    groups: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for told, found in zip(measured, chances, strict=True):
        if found:
            best = max(range(len(found)), key=found.__getitem__)
            groups[told.kind].append((found[best], _is_right(told, told.ranked[best])))
    return {
        kind: {
            "texts": len(group),
            **{
                f"right and wrong from {least}": [
                    round(sum(p >= least and ok is wanted for p, ok in group) / len(group), 3)
                    for wanted in (True, False)
                ]
                for least in _FROM
            },
        }
        for kind, group in sorted(groups.items())
    }
