"""Samples: labelled tasks in townships, with the evidence of their rows, and the examples they make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from kg.checking.choice import Model
from kg.checking.examples import Examples, Near
from kg.checking.listed import Listed
from kg.checking.names import Names
from kg.checking.reading.notices import Notices
from kg.checking.reading.tasks import Task
from kg.checking.steps import Steps
from kg.checking.weighing import Weighed, Weigher
from kg.frozen import frozen
from kg.meaning.meaning import Meaning
from kg.meaning.sayings.listening import Listener
from kg.store.graph import Graph

OF_BANK = frozenset(("task", "complaint", "question", "topic"))
"""Kinds of texts.jsonl that are worded as in the bank."""


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
    """A task in its township: its rows, and which are right."""

    author: str
    id: str
    task: Task
    verdicts: frozenset[str]
    rows: tuple[Weighed, ...]
    right: tuple[bool, ...]
    listed: bool
    near: tuple[Near, ...] = ()


def source(store: Path, ear: Listener) -> Source:
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
    empty = Weigher(meaning, Steps(), Model({}, {}, {}), Examples([], {}, [], []), ear)
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
) -> Iterator[Sample]:
    """The tasks in the townships they were asked of, with the evidence of their rows."""
    notices = Notices()
    for told in tasks:
        origin = sources[told["rows"]]
        task = replace(notices.task(told["text"]), context=told.get("context", ""))
        near, above = origin.weigher.candidates(task), origin.weigher.above(task)
        near.like(
            [*examples.meant(told["author"], near.said), *origin.weigher.likely(task)],
            near.examples,
        )
        right = {origin.rows[told["township"], kind, number] for kind, number in told["right"]}
        place = next(p for p in origin.names.townships if p.name == told["township"])
        asker = origin.names.asker(told.get("department") or "", (place,))

        def own(
            rows: Sequence[str],
            bodies: frozenset[str] = asker.bodies,
            listed: Listed = origin.listed,
        ) -> dict[str, bool]:
            return listed.own(rows, bodies)

        rows = origin.weigher.rows(task, place.name, near, above, own)
        hits = tuple((row.hit.key, row.hit.matter) in right for row in rows)
        verdicts = frozenset(told["verdicts"])
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
            author = "bank" if text["kind"] in OF_BANK else "own"
            add(author, "", text["text"], text["rows"], text["right"])
    for one in wordings:
        add("own", "", one["text"], one["rows"], one["right"])
    for task in tasks:
        if task["right"] or "not_listed" in task["verdicts"]:
            right = [(task["township"], kind, number) for kind, number in task["right"]]
            topic = notices.task(task["text"]).topic
            add(task["author"], task["id"], topic, task["rows"], right)
    return found
