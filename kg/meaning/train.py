"""Training: ``python -m kg.meaning.train ROWS.jsonl… --texts FILE --pairs FILE`` makes the weights.

ROWS are records (``kg export --format jsonl``), one file for each set of lists; its stem is the
name by which a text says whose rows are meant. TEXTS has one labelled text a line::

    {"kind", "text", "rows": stem or null (all), "townships": [...] or null,
     "right": [[township, list, number]…], "wrong": [look-alikes], "topic": "texts of one topic"}

PAIRS has two rows of two townships a line: ``{"rows", "a", "b", "same"}``, rows as above.
``right`` empty: no row is meant. Figures are by cross-validation over topics (a topic is learned
or tested, never both), and from one set of lists to the other. Seeded by nothing: the same input
gives the same file.
"""

from __future__ import annotations

import argparse
import json
import sys
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kg.bodies.place_words import without_place
from kg.meaning.evidence import Evidence
from kg.meaning.fitting import Choice, Example, fit_choices, fit_probability
from kg.meaning.index import Index
from kg.meaning.model import FILE, Model, gaps, relative
from kg.meaning.pairs import Pairs
from kg.meaning.rows import Clause, Row
from kg.meaning.words import Words

FOLDS = 5
CANDIDATES = 30
"""So many candidates of a text are learned from."""

_JUDGED = 8
"""So many of them, the best ones, are judged for the probability."""

_COUNTS = {"unlisted": 0.4, "name": 0.7}
"""How much a text of a kind counts; others 1. There are many of these."""

_LOOK_ALIKE = 3.0
_RUNNER_UP = 0.5


@dataclass(frozen=True, slots=True)
class Measured:
    """A labelled text with the evidence of its candidates."""

    kind: str
    rows: str
    topic: str
    text: str
    listed: bool
    evidence: tuple[dict[str, float], ...]
    matters: tuple[int, ...]
    right: tuple[bool, ...]
    wrong: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a model says of a text: the best candidate's probability and whether it is right.

    ``rank`` is that of the first right candidate, from 0; 99: not among the judged.
    """

    text: Measured
    score: float
    right: bool
    rank: int


def read_rows(path: Path) -> list[Row]:
    """Rows from records."""
    found = []
    for line in path.read_text("utf-8").splitlines():
        record = json.loads(line)
        found.append(
            Row(
                record["iri"],
                record["concept"] or record["iri"],
                record["township"],
                record["list"],
                record["number"],
                record["category"],
                record["name"],
                tuple(without_place(body) for body in record["departments"]),
                tuple(Clause(c["text"], tuple(c["actors"])) for c in record["superior_clauses"]),
                tuple(Clause(c["text"]) for c in record["township_clauses"]),
                record["method"],
            )
        )
    return found


def measure(sets: dict[str, list[Row]], texts: Iterable[dict[str, Any]]) -> list[Measured]:
    """The evidence of every text against the rows it is about."""
    words = Words()
    sides = {}
    for name, rows in sets.items():
        keys = {row.key: (row.township, row.list, row.number) for row in rows}
        sides[name] = (Evidence(Index.of(rows, words), words), keys)
    found = []
    for text in texts:
        for name in [text["rows"]] if text["rows"] else list(sides):
            found.append(_measure(name, *sides[name], text))
    return found


def _measure(
    name: str, evidence: Evidence, keys: dict[str, tuple[str, str, int]], text: dict[str, Any]
) -> Measured:
    query = evidence.query(text["text"])
    townships = text["townships"]
    wanted = evidence.wanted(query)
    forms = [f for f, _ in evidence.index.candidates(wanted, CANDIDATES, townships=townships)]
    held: dict[int, set[tuple[str, str, int]]] = defaultdict(set)
    for key, form, *_ in evidence.index.rows(forms=forms, townships=townships):
        held[form].add(keys[key])
    right = {(t, kind, number) for t, kind, number in text["right"]}
    wrong = {(t, kind, number) for t, kind, number in text["wrong"]}
    return Measured(
        text["kind"],
        name,
        text["topic"],
        text["text"],
        bool(right),
        tuple(dict(evidence.measure(query, form)) for form in forms),
        tuple(evidence.index.matters[form] for form in forms),
        tuple(bool(held[form] & right) for form in forms),
        tuple(bool(held[form] & wrong) for form in forms),
    )


def learn(texts: Sequence[Measured]) -> Model:
    """The model of these texts."""
    names = list(next(text.evidence[0] for text in texts if text.evidence))
    choices = [
        Choice(
            tuple([e[name] for name in names] for e in text.evidence),
            text.right,
        )
        for text in texts
        if any(text.right)
    ]
    rank = dict(zip(names, fit_choices(choices), strict=True))
    interim = Model(rank, {}, 0.0)
    more = list(relative(0.0, 0.0))
    examples = []
    for text in texts:
        for place, (at, raw, gap) in enumerate(_judged(interim, text)):
            values = text.evidence[at] | relative(raw, gap)
            weight = _COUNTS.get(text.kind, 1.0)
            if text.wrong[at]:
                weight *= _LOOK_ALIKE
            elif place and not text.right[at]:
                weight *= _RUNNER_UP
            examples.append(
                Example([values[name] for name in [*names, *more]], text.right[at], weight)
            )
    trust, bias = fit_probability(examples)
    return Model(
        {name: round(weight, 4) for name, weight in rank.items()},
        {n: round(w, 4) for n, w in zip([*names, *more], trust, strict=True)},
        round(bias, 4),
    )


def _judged(model: Model, text: Measured) -> list[tuple[int, float, float]]:
    """The best candidates as (position, raw score, gap), best first."""
    raw = [model.raw(evidence) for evidence in text.evidence]
    between = gaps(raw, text.matters)
    order = sorted(range(len(raw)), key=lambda at: (-raw[at], at))[:_JUDGED]
    return [(at, raw[at], between[at]) for at in order]


def outcome(model: Model, text: Measured) -> Outcome:
    """What the model says of the text."""
    scored = sorted(
        (
            (-model.probability(text.evidence[at], raw, gap), at)
            for at, raw, gap in _judged(model, text)
        ),
    )
    if not scored:
        return Outcome(text, 0.0, False, 99)
    rank = next((place for place, (_, at) in enumerate(scored) if text.right[at]), 99)
    return Outcome(text, -scored[0][0], text.right[scored[0][1]], rank)


def cross_validated(texts: Sequence[Measured]) -> list[Outcome]:
    """Every text judged by a model that has seen no text of its topic."""
    found = []
    for fold in range(FOLDS):
        model = learn([text for text in texts if _fold(text) != fold])
        found += [outcome(model, text) for text in texts if _fold(text) == fold]
    return found


def _fold(text: Measured) -> int:
    return zlib.crc32((text.topic or text.text).encode()) % FOLDS


def figures(outcomes: Iterable[Outcome], accept: float = 0.5) -> dict[str, dict[str, float]]:
    """By kind of text and set: how many, recall at 1, 3, 5; right, wrong and none at ``accept``."""
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for one in outcomes:
        kind = one.text.kind if one.text.listed else f"{one.text.kind} (none listed)"
        groups[f"{kind}, {one.text.rows}"].append(one)
    found = {}
    for name, group in sorted(groups.items()):
        size = len(group)
        said = [one for one in group if one.score >= accept]
        right = sum(one.right for one in said)
        entry: dict[str, float] = {"texts": size}
        if group[0].text.listed:
            for limit in (1, 3, 5):
                entry[f"recall@{limit}"] = _share(sum(one.rank < limit for one in group), size)
            entry["right"] = _share(right, size)
        entry["wrong"] = _share(len(said) - right, size)
        found[name] = entry
    return found


def calibration(outcomes: Sequence[Outcome]) -> dict[str, list[float]]:
    """Tenth of probability → [how many best candidates, share of them that is right]."""
    bins: dict[int, list[bool]] = defaultdict(list)
    for one in outcomes:
        bins[min(9, int(one.score * 10))].append(one.right)
    return {
        f"{at / 10:.1f}": [len(found), _share(sum(found), len(found))]
        for at, found in sorted(bins.items())
    }


def _share(part: float, whole: float) -> float:
    return round(part / whole, 3) if whole else 0.0


def learn_pairs(
    sets: dict[str, list[Row]],
    labels: Sequence[dict[str, Any]],
    models: dict[str, Model],
) -> tuple[dict[str, float], float]:
    """Weights and bias of pairs; each set's rows are read by a model that has not seen the set.

    Where a labelled row has its partner in a list, the other rows of that list are others.
    """
    names: list[str] = []
    examples: list[Example] = []
    for name, rows in sets.items():
        pairs = Pairs(rows, bits_of(rows), model=models[name])
        place = {(row.township, row.list, row.number): at for at, row in enumerate(rows)}
        known: dict[tuple[int, int], bool] = {}
        partner: dict[tuple[int, str], set[int]] = defaultdict(set)
        for label in labels:
            if label["rows"] == name:
                one, two = (place[(t, kind, n)] for t, kind, n in (label["a"], label["b"]))
                known[min(one, two), max(one, two)] = label["same"]
                if label["same"]:
                    partner[one, rows[two].township].add(two)
                    partner[two, rows[one].township].add(one)
        for (one, township), same in sorted(partner.items()):
            for two in pairs.partners(one):
                if rows[two].township == township and two not in same:
                    known.setdefault((min(one, two), max(one, two)), False)
        for (one, two), same_duty in sorted(known.items()):
            evidence = pairs.evidence(one, two)
            if evidence:
                names = list(evidence)
                # Most pairs of lists of one template have the same names: they teach nothing.
                equal = rows[one].name == rows[two].name
                weight = 0.1 if equal else 1.0 if same_duty else 2.0
                examples.append(Example(list(evidence.values()), same_duty, weight))
    weights, bias = fit_probability(examples, ridge=1.0)
    return {n: round(w, 4) for n, w in zip(names, weights, strict=True)}, round(bias, 4)


def bits_of(rows: Sequence[Row]) -> list[int]:
    """For each row a number with one bit, its township's."""
    townships = sorted({row.township for row in rows})
    return [1 << townships.index(row.township) for row in rows]


def write(model: Model, report: dict[str, Any], path: Path) -> None:
    """Write the weights and the figures of their training."""
    content = {
        "about": "Weights of kg.meaning, made by training (kg/meaning/train.py), not by hand.",
        "figures": report,
        "rank": dict(model.rank),
        "trust": dict(model.trust),
        "bias": model.bias,
        "pair": dict(model.pair),
        "pair_bias": model.pair_bias,
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", "utf-8", newline="\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, print the figures, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("rows", type=Path, nargs="+")
    parser.add_argument("--texts", type=Path, required=True, nargs="+")
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--output", "-o", type=Path, default=Path(__file__).with_name(FILE))
    parser.add_argument("--quick", action="store_true", help="without the figures")
    given = parser.parse_args(arguments)
    sets = {path.stem: read_rows(path) for path in given.rows}
    lines = [line for path in given.texts for line in path.read_text("utf-8").splitlines()]
    texts = measure(sets, [json.loads(line) for line in lines])
    model = learn(texts)
    report: dict[str, Any] = {}
    if not given.quick:
        outcomes = cross_validated(texts)
        report["cross-validated over topics"] = figures(outcomes)
        report["calibration"] = calibration(outcomes)
    others = {name: learn([text for text in texts if text.rows != name]) for name in sets}
    for name, other in others.items():
        tested = [outcome(other, text) for text in texts if text.rows == name]
        report[f"learned without {name}, tested on it"] = figures(tested)
    labels = [json.loads(line) for line in given.pairs.read_text("utf-8").splitlines()]
    pair, pair_bias = learn_pairs(sets, labels, others)
    model = replace(model, pair=pair, pair_bias=pair_bias)
    write(model, report, given.output)
    json.dump(report, sys.stdout, ensure_ascii=False, indent=1)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
