"""Training: ``python -m kg.checking.train`` makes ``weights.json`` and ``examples.json``.

From ``build/training/tasks.jsonl``, one labelled task a line::

    {"id": "tasks of one text", "author", "text", "context": "what stands above it", "department",
     "rows": "five" or "invented", "township", "right": [[list, number]…],
     "verdicts": [those a careful person would give]}

``five`` are the bundled lists, ``invented`` those in ``build/training/lists``. A task is also learned
in another township, each in the next one: there the rows of the same Matter are right, and where there
are none no row is; so it is for the texts of ``texts.jsonl`` that no list has. Its other texts, the tasks and
``wordings.jsonl`` are the examples. Figures are by leaving one author out: those of the author's tasks
by a model and examples without them. Seeded by nothing: the same input gives the same file.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from kg.asking.training.recalling import told_of
from kg.asking.training.sorting import held_out, taught
from kg.building import build
from kg.checking import examples as known
from kg.checking.choice import FILE, Model
from kg.checking.examples import Examples, Near
from kg.checking.fitting import Case, fit
from kg.checking.listed import Listed
from kg.checking.names import Names
from kg.checking.notices import Notices, Task
from kg.checking.steps import Steps
from kg.checking.verdicts import decide
from kg.checking.weighing import Sorts, Weighed, Weigher
from kg.frozen import frozen
from kg.meaning.meaning import Meaning
from kg.meaning.sayings.sorting import Sort
from kg.resources import folder
from kg.store.graph import Graph

LEFT_OUT = (
    ("bank",),
    ("n1",),
    ("n2",),
    ("n3",),
    ("n4",),
    ("n5",),
    ("n6",),
    ("n7",),
    ("n8",),
    ("n9",),
    ("n10",),
    ("n11",),
    ("n12",),
    ("n13",),
    ("n14",),
    ("n15",),
    ("invented",),
)
"""Authors that are left out together, one after the other, for the figures."""

_ELSEWHERE = 0.6
"""How much a task counts in a township it was not asked of."""
_COUNTS = {"own": 0.6, "unlisted": 0.3}
"""How much a task of an author counts; others 1."""
_REPEATED = 0.97
"""A text this near to another is the same text."""
_OF_BANK = frozenset(("task", "complaint", "question", "topic"))
"""Kinds of texts.jsonl that are worded as in the bank."""
_ALLOWED = frozenset(("cooperation", "basic"))


@frozen
class Source:
    """A set of lists: what reads it, and its rows by township, list and number."""

    meaning: Meaning
    names: Names
    listed: Listed
    weigher: Weigher
    rows: dict[tuple[str, str, int], tuple[str, str]]
    named: dict[str, tuple[str, ...]]


@frozen
class Said:
    """An example: who wrote it, of which text, its pairs and the names of its duties."""

    author: str
    id: str
    grams: frozenset[str]
    names: tuple[str, ...]


class Known:
    """The examples with their authors."""

    def __init__(self, told: Sequence[Said], weigh: Callable[[str], float]) -> None:
        """Number the examples."""
        self.said = told
        self.examples = Examples.of(((one.grams, one.names) for one in told), weigh)

    def meant(self, author: str, grams: Mapping[str, float]) -> list[str]:
        """The names that near examples of others than an author bring."""
        near = self.examples.near(grams)
        return self.examples.meant([one for one in near if self.said[one.at].author != author])


@frozen
class Sample:
    """A task in a township: its rows, which are right; no verdicts if it was not asked there."""

    author: str
    id: str
    task: Task
    verdicts: frozenset[str]
    rows: tuple[Weighed, ...]
    right: tuple[bool, ...]
    listed: bool
    near: tuple[Near, ...] = ()


def source(store: Path, sorts: Sorts) -> Source:
    """What reads the lists of one store."""
    graph = Graph(store)
    meaning = Meaning(graph.meanings)
    rows: dict[tuple[str, str, int], tuple[str, str]] = {}
    named: dict[str, dict[str, None]] = defaultdict(dict)
    for key, form, matter, town, kind, number in meaning.index.rows(
        forms=range(meaning.index.size)
    ):
        rows[town, kind, number] = key, matter
        named[matter][meaning.index.form(form).name] = None
    empty = Weigher(meaning, Steps(), Model({}, {}, {}), Examples([], {}, [], []), sorts)
    return Source(
        meaning,
        Names(graph),
        Listed(graph),
        empty,
        rows,
        {matter: tuple(names) for matter, names in named.items()},
    )


def samples(
    tasks: Sequence[dict[str, Any]],
    sources: dict[str, Source],
    examples: Known,
    *,
    elsewhere: bool = True,
) -> Iterator[Sample]:
    """The tasks in every township of their lists, with the evidence of their rows.

    Without ``elsewhere`` only in those they were asked of: quick, for trying something out.
    """
    notices = Notices()
    for at, told in enumerate(tasks):
        origin = sources[told["rows"]]
        task = replace(notices.task(told["text"]), context=told.get("context", ""))
        near, above = origin.weigher.candidates(task), origin.weigher.above(task)
        near.like(
            [*examples.meant(told["author"], near.said), *origin.weigher.likely(task)],
            near.examples,
        )
        right = {origin.rows[told["township"], kind, number] for kind, number in told["right"]}
        matters = {matter for _, matter in right}
        others = [p.name for p in origin.names.townships if p.name != told["township"]]
        other = others[at % len(others)] if right and elsewhere else ""
        for place in origin.names.townships:
            here = place.name == told["township"]
            if not here and place.name != other:
                continue
            asker = origin.names.asker(told.get("department") or "" if here else "", (place,))

            def own(
                rows: Sequence[str],
                bodies: frozenset[str] = asker.bodies,
                listed: Listed = origin.listed,
            ) -> dict[str, bool]:
                return listed.own(rows, bodies)

            rows = origin.weigher.rows(task, place.name, near, above, own)
            hits = tuple(
                (row.hit.key, row.hit.matter) in right if here else row.hit.matter in matters
                for row in rows
            )
            verdicts = frozenset(told["verdicts"] if here else ())
            yield Sample(
                told["author"], told["id"], task, verdicts, tuple(rows), hits, bool(told["right"])
            )


def unlisted(texts: Sequence[dict[str, Any]], townships: Sequence[str]) -> list[dict[str, Any]]:
    """The texts of what no list has, each asked of one township."""
    mine = [text for text in texts if text["kind"] == "unlisted" and not text["rows"]]
    return [
        {
            "id": f"unlisted-{text['topic']}",
            "author": "unlisted",
            "text": text["text"],
            "rows": "five",
            "township": townships[at % len(townships)],
            "right": [],
            "verdicts": ["not_listed", "unclear"],
        }
        for at, text in enumerate(mine)
    ]


def said(
    tasks: Sequence[dict[str, Any]],
    texts: Sequence[dict[str, Any]],
    wordings: Sequence[dict[str, Any]],
    sources: dict[str, Source],
) -> list[Said]:
    """The examples: labelled texts, tasks, and ways of saying written for the purpose."""
    notices, found = Notices(), []

    def add(author: str, ident: str, text: str, rows: str, right: Sequence[Any]) -> None:
        origin = sources[rows]
        matters = {origin.rows[tuple(one)][1] for one in right if tuple(one) in origin.rows}
        names = sorted({name for matter in matters for name in origin.named[matter]})
        grams = origin.meaning.evidence.query(text).grams
        found.append(Said(author, ident, frozenset(grams), tuple(names)))

    for text in texts:
        if text["kind"] == "unlisted" and not text["rows"]:
            add("unlisted", f"unlisted-{text['topic']}", text["text"], "five", ())
        elif text["right"] and text["rows"] and text["kind"] != "name":
            author = "bank" if text["kind"] in _OF_BANK else "own"
            add(author, "", text["text"], text["rows"], text["right"])
    for one in wordings:
        add("own", "", one["text"], one["rows"], one["right"])
    for task in tasks:
        if task["right"] or "not_listed" in task["verdicts"]:
            right = [(task["township"], kind, number) for kind, number in task["right"]]
            topic = notices.task(task["text"]).topic
            add(task["author"], task["id"], topic, task["rows"], right)
    return found


class Trainer:
    """Learns from samples and examples, with or without those of some authors."""

    def __init__(
        self, told: Sequence[Sample], examples: Known, source: Source, sorts: Sorts
    ) -> None:
        """Find the examples near each sample."""
        self._said, self.examples = examples.said, examples.examples
        weigh = source.meaning.evidence.weight
        empty = Model({}, {}, {})
        self._weigher = Weigher(source.meaning, Steps(), empty, self.examples, sorts)
        nears: dict[str, tuple[Near, ...]] = {}
        self.samples = []
        for sample in told:
            if sample.task.topic not in nears:
                grams = source.meaning.evidence.query(sample.task.topic).grams
                found = self.examples.near({gram: weigh(gram) for gram in grams})
                nears[sample.task.topic] = tuple(found)
            self.samples.append(replace(sample, near=nears[sample.task.topic]))

    def fit(self, without: Collection[str] = ()) -> Model:
        """The weights that explain best the samples of all authors but these."""
        cases = []
        for sample in self.samples:
            here, hit = bool(sample.verdicts), any(sample.right)
            if sample.author in without or (here and sample.listed and not hit):
                continue
            weighing = self._weighing(sample, without)
            order = {
                row.hit.key: right for row, right in zip(sample.rows, sample.right, strict=True)
            }
            none = sample.listed is False and "not_listed" in sample.verdicts
            weight = _COUNTS.get(sample.author, 1.0) * (1.0 if here else _ELSEWHERE)
            cases.append(
                Case(
                    [row.evidence for row in weighing.rows],
                    weighing.evidence,
                    [order[row.hit.key] for row in weighing.rows],
                    weight,
                    none if here else None,
                )
            )
        return fit(cases)

    def judged(self, sample: Sample, model: Model, without: Collection[str]) -> str:
        """What a model's verdict is: right, refused (unclear) or wrong; wrong ones say how."""
        found = decide(self._weighing(sample, without, model)).kind
        if found in sample.verdicts:
            return "right"
        if found == "unclear":
            return "refused"
        if found in _ALLOWED and not sample.verdicts & (_ALLOWED | {"unclear"}):
            taken = sample.verdicts & {"reclaimed", "discontinued"}
            return "wrongly allowed" if taken else "wrongly allowed, on no list"
        return "wrongly not listed" if found == "not_listed" and sample.listed else "wrong"

    def figures(self) -> dict[str, dict[str, int]]:
        """Verdicts on each author's tasks by models that have not seen them."""
        told = {}
        for authors in LEFT_OUT:
            model = self.fit(authors)
            counts = Counter(
                self.judged(sample, model, authors)
                for sample in self.samples
                if sample.author in authors and sample.verdicts
            )
            told["+".join(authors)] = {"tasks": counts.total(), **dict(sorted(counts.items()))}
        return told

    def _weighing(
        self, sample: Sample, without: Collection[str], model: Model | None = None
    ) -> Any:
        """A sample with the examples of others."""
        near = [
            one
            for one in sample.near
            if (told := self._said[one.at]).author not in without
            and (told.id != sample.id or not told.id)
            and one.near < _REPEATED
        ]
        return self._weigher.judged(sample.task, sample.rows, near, model)


def trainer(stores: dict[str, Path], *, elsewhere: bool = True) -> Trainer:
    """The trainer on all the data of a checkout; stores of the five and of the invented lists."""
    home = folder("sources").parent / "training"

    def lines(name: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (home / name).read_text("utf-8").splitlines()]

    tasks, texts = lines("tasks.jsonl"), lines("texts.jsonl")
    sorts = sorted_without([*lines("people.jsonl"), *texts], stores)
    sources = {name: source(store, sorts) for name, store in stores.items()}
    more = unlisted(texts, sources["five"].meaning.index.townships)
    written = said(tasks, texts, lines("wordings.jsonl"), sources)
    examples = Known(written, sources["five"].meaning.evidence.weight)
    found = list(samples([*tasks, *more], sources, examples, elsewhere=elsewhere))
    return Trainer(found, examples, sources["five"], sorts)


def sorted_without(texts: Sequence[dict[str, Any]], stores: dict[str, Path]) -> Sorts:
    """What sorts tasks while learning: taught without the bank's texts, and each text without itself."""
    notices = Notices()
    told = list(told_of(texts, [Graph(store) for store in stores.values()]))
    held = dict(zip((text for text, _ in told), held_out(told), strict=True))
    bank = {one["text"] for one in texts if one["kind"] in _OF_BANK and one["rows"]}
    own = {notices.task(text).topic: found for text, found in held.items() if text not in bank}
    sorter = taught([one for one in told if one[0] not in bank])

    @cache
    def sorts(topic: str) -> Sequence[Sort]:
        return own.get(topic) or sorter.sorted(topic)

    return sorts


def main() -> None:
    """Train and write the weights and the examples beside the code."""
    with tempfile.TemporaryDirectory() as temporary:
        stores = {"five": Path(temporary, "five"), "invented": Path(temporary, "invented")}
        build(into=stores["five"])
        build([folder("sources").parent / "training" / "lists"], into=stores["invented"])
        trained = trainer(stores)
    told, model = trained.figures(), trained.fit()
    written = {
        "about": "Weights of kg.checking, see choice.py. Made by training, not by hand.",
        "figures, each author left out": told,
        "rows": model.rows,
        "none": model.none,
        "unlisted": model.unlisted,
    }
    text = json.dumps(written, ensure_ascii=False, indent=1) + "\n"
    Path(__file__).with_name(FILE).write_text(text, "utf-8", newline="\n")
    trained.examples.save(Path(__file__).with_name(known.FILE))
    sys.stderr.write(f"{json.dumps(told, ensure_ascii=False, indent=1)}\n")


if __name__ == "__main__":
    main()
