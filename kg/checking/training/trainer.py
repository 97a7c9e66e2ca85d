"""The trainer: ``weights.json``, ``trees.json`` and ``examples.json`` are made of labelled tasks.

From ``build/training/tasks.jsonl``, one labelled task a line::

    {"id": "tasks of one text", "author", "text", "context": "what stands above it", "department",
     "rows": "five", "invented" or files, "township", "right": [[list, number]…],
     "verdicts": [those a careful person would give]}

``five`` are the bundled lists, ``invented`` those in ``build/training/lists``; others are named by their files there
(``heard/a.txt+heard/b.txt``). A task is also learned
in another township, each in the next one: there the rows of the same Matter are right, and where there
are none no row is; so it is for the texts of ``texts.jsonl`` that no list has. Its other texts, the tasks and
``wordings.jsonl`` are the examples. Figures are by leaving some authors out: those of their tasks
by a model and examples without them. The same input gives the same file.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.asking.training.graphs import SENSED
from kg.building import build
from kg.checking import examples as known
from kg.checking import nearby
from kg.checking.choice import FILE, Model
from kg.checking.examples import Near
from kg.checking.reading.tasks import folded
from kg.checking.steps import Steps
from kg.checking.training import boosting
from kg.checking.training.boosting import grown
from kg.checking.training.ears import ear_without
from kg.checking.training.fitting import Case, fit
from kg.checking.training.samples import Known, Sample, Source, said, samples, source, unlisted
from kg.checking.verdicts import decide
from kg.checking.weighing import Weigher, with_nearness
from kg.meaning.encoding.senses import Senses, texts_of
from kg.meaning.sayings.listening import Listener
from kg.resources import folder
from kg.store.graph import Graph

if TYPE_CHECKING:
    from kg.checking.training.nearing import Nearing

LEFT_OUT = (
    ("bank",),
    ("n1", "n2", "n3", "n4", "n5", "n6", "n7"),
    ("n8", "n9", "n10", "n11", "n12"),
    ("n13", "n14", "n15", "n16", "n17", "n18"),
    ("invented", "x1", "x2", "x3"),
    ("x4", "x5", "x6"),
    ("x7", "x8", "x9", "x10", "x11", "x12"),
    ("x13", "x14", "x15", "x16", "x17", "x18"),
    ("x19", "x20", "x21", "x22"),
)
"""Authors that are left out together, one after the other, for the figures."""

_COUNTS = {"own": 0.6, "unlisted": 0.3}
"""How much a task of an author counts; others 1."""
_REPEATED = 0.97
"""A text this near to another is the same text."""
_ALLOWED = frozenset(("cooperation", "basic"))


class Trainer:
    """Learns from samples and examples, with or without those of some authors."""

    def __init__(
        self,
        told: Sequence[Sample],
        nearness: Sequence[Sequence[float]],
        examples: Known,
        source: Source,
        ear: Listener,
    ) -> None:
        """Find the examples near each sample; ``nearness`` of its rows by what others than its author taught."""
        self._said, self.examples = examples.said, examples.examples
        weigh = source.meaning.evidence.weight
        empty = Model({}, {}, {})
        self._weigher = Weigher(source.meaning, Steps(), empty, self.examples, ear)
        nears: dict[str, tuple[Near, ...]] = {}
        self.samples = []
        for sample, values in zip(told, nearness, strict=True):
            if sample.task.topic not in nears:
                grams = source.meaning.evidence.query(sample.task.topic).grams
                found = self.examples.near({gram: weigh(gram) for gram in grams})
                nears[sample.task.topic] = tuple(found)
            near, rows = nears[sample.task.topic], with_nearness(sample.rows, values)
            self.samples.append(replace(sample, near=near, rows=tuple(rows)))

    def fit(self, without: Collection[str] = (), *, worded: bool = False) -> Model:
        """Weights and trees by the samples of all authors but these; ``worded``: without the senses of rows."""
        cases = []
        but = frozenset(nearby.NAMES if worded else ())
        for sample in self.samples:
            if sample.author in without or (sample.listed and not any(sample.right)):
                continue
            weighing = self._weighing(sample, without)
            order = {
                row.hit.key: right for row, right in zip(sample.rows, sample.right, strict=True)
            }
            none = sample.listed is False and "not_listed" in sample.verdicts
            weight = _COUNTS.get(sample.author, 1.0)
            cases.append(
                Case(
                    [_but(row.evidence, but) for row in weighing.rows],
                    _but(weighing.evidence, but),
                    [order[row.hit.key] for row in weighing.rows],
                    weight,
                    none,
                )
            )
        return grown(cases, fit(cases))

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
                if sample.author in authors
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


def _but(evidence: Mapping[str, float], names: frozenset[str]) -> dict[str, float]:
    return {name: value for name, value in evidence.items() if name not in names}


def nearing(told: Sequence[Sample]) -> Nearing:
    """Who learns from samples how near rows are; needs torch, which the weights do without."""
    from kg.checking.training.nearing import Meant, Nearing

    tasks = [
        Meant(
            sample.author,
            sample.task.topic,
            [texts_of(row.hit.form) for row in sample.rows],
            sample.right,
        )
        for sample in told
    ]
    texts = {text for task in tasks for text in (task.text, *chain.from_iterable(task.rows))}
    return Nearing(tasks, Senses().vectors(sorted(texts, key=len)), _COUNTS)


def trainer(told: Path, stores: Mapping[str, Path]) -> tuple[Trainer, Nearing]:
    """The trainer on the data of a folder, and who tells it how near rows are.

    ``stores`` are those of the sets of lists by what tasks call them.

    Who listens meanwhile has not been taught any text that is a task, too, or asked as one.
    """

    def lines(name: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (told / name).read_text("utf-8").splitlines()]

    tasks, texts, people = lines("tasks.jsonl"), lines("texts.jsonl"), lines("people.jsonl")
    asked = {folded(one["text"]) for one in tasks}
    but = {one["text"] for one in texts}
    but |= {one["text"] for one in people if folded(one["text"]) in asked}
    lists = [Graph(stores[name]) for name in ("five", "invented")]
    ear = ear_without([*people, *texts], but, lists, told)
    sources = {name: source(store, ear) for name, store in stores.items()}
    more = unlisted(texts, sources["five"].meaning.index.townships)
    written = said(tasks, texts, lines("wordings.jsonl"), sources)
    examples = Known(written, sources["five"].meaning.evidence.weight)
    found = list(samples([*tasks, *more], sources, examples))
    near = nearing(found)
    return Trainer(found, near.apart(), examples, sources["five"], ear), near


def made(told: Path, into: Path) -> dict[str, Path]:
    """The stores of all sets of lists that tasks name, built below a folder."""
    tasks = (json.loads(line) for line in (told / "tasks.jsonl").read_text("utf-8").splitlines())
    names = dict.fromkeys(("five", "invented", *(task["rows"] for task in tasks)))
    own = {"five": [folder("sources")], "invented": [told / "lists"]}
    return {
        name: build(
            own.get(name) or [told / path for path in name.split("+")],
            into=into / str(at),
            senses=SENSED,
        ).store
        for at, name in enumerate(names)
    }


def learn() -> dict[str, Any]:
    """Train and write the weights and the examples beside the code; gives the figures."""
    with tempfile.TemporaryDirectory() as temporary:
        data = folder("sources").parent / "training"
        trained, near = trainer(data, made(data, Path(temporary)))
    told, model, worded = trained.figures(), trained.fit(), trained.fit(worded=True)
    written = {
        "about": "Weights of kg.checking, see choice.py. Made by training, not by hand.",
        "figures, some authors left out": told,
        "rows": model.rows,
        "none": model.none,
        "unlisted": model.unlisted,
        "worded": {"rows": worded.rows, "none": worded.none, "unlisted": worded.unlisted},
    }
    text = json.dumps(written, ensure_ascii=False, indent=1) + "\n"
    here = Path(__file__).parents[1]
    (here / FILE).write_text(text, "utf-8", newline="\n")
    boosting.save(here, model, worded)
    trained.examples.save(here / known.FILE)
    near.save()
    return told
