"""Training: ``python -m kg.checking.train`` makes ``weights.json`` from ``build/training/tasks.jsonl``.

One labelled task a line::

    {"id": "tasks of one text", "text", "rows": "five" or "invented", "township",
     "right": [[list, number]…], "verdicts": [those a careful person would give]}

``five`` are the bundled lists, ``invented`` those in ``build/training/lists``. A task is also learned
in the other townships: there the rows of the same Matter are right, and where there are none no row
is. Figures are by cross-validation over ids. Seeded by nothing: the same input gives the same file.
"""

from __future__ import annotations

import json
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kg.building import build
from kg.checking.notices import Notices, Task
from kg.checking.steps import Steps
from kg.checking.verdicts import decide
from kg.checking.weighing import FILE, Model, Weighed, Weigher
from kg.meaning.fitting import Example, fit_probability
from kg.meaning.meaning import Meaning
from kg.resources import folder
from kg.store.graph import Graph

FOLDS = 5
_ELSEWHERE = 0.4
"""How much a task counts in a township it was not asked of."""
_RIDGE = 1.0
_ALLOWED = frozenset(("cooperation", "basic"))


@dataclass(frozen=True, slots=True)
class Sample:
    """A task in a township: its weighed rows, which are right; no verdicts if it was not asked there."""

    id: str
    verdicts: frozenset[str]
    rows: tuple[Weighed, ...]
    right: tuple[bool, ...]


def samples(tasks: Sequence[dict[str, Any]], meanings: dict[str, Meaning]) -> list[Sample]:
    """The tasks in every township of their lists."""
    notices, steps, found = Notices(), Steps(), []
    known = {name: _known(meaning) for name, meaning in meanings.items()}
    for told in tasks:
        meaning, rows = meanings[told["rows"]], known[told["rows"]]
        weigher = Weigher(meaning, steps, Model({}, 0.0))
        task: Task = notices.task(told["text"])
        near = weigher.candidates(task)
        everywhere = near.everywhere()
        right = {rows[told["township"], kind, number] for kind, number in told["right"]}
        matters = {matter for _, matter in right}
        for township in meaning.index.townships:
            own = township == told["township"]
            if not own and not right:
                continue
            weighed = weigher.weigh(task, township, near, everywhere)
            hits = tuple(
                (row.hit.key, row.hit.matter) in right if own else row.hit.matter in matters
                for row in weighed
            )
            verdicts = frozenset(told["verdicts"] if own else ())
            found.append(Sample(told["id"], verdicts, tuple(weighed), hits))
    return found


def _known(meaning: Meaning) -> dict[tuple[str, str, int], tuple[str, str]]:
    """Township, list and number of a row → its key and Matter."""
    rows = meaning.index.rows(forms=range(meaning.index.size))
    return {(town, kind, number): (key, matter) for key, _, matter, town, kind, number in rows}


def fit(found: Sequence[Sample]) -> Model:
    """The weights that explain these samples best."""
    names = sorted({name for sample in found for row in sample.rows for name in row.evidence})
    examples = [
        Example(
            [row.evidence[name] for name in names], right, 1.0 if sample.verdicts else _ELSEWHERE
        )
        for sample in found
        for row, right in zip(sample.rows, sample.right, strict=True)
    ]
    weights, bias = fit_probability(examples, ridge=_RIDGE, rounds=200)
    return Model(
        {name: round(w, 3) for name, w in zip(names, weights, strict=True)}, round(bias, 3)
    )


def judged(sample: Sample, model: Model) -> str:
    """What a model's verdict is: right, refused (unclear) or wrong; wrong ones say how."""
    rows = [replace(row, same=model.probability(row.evidence)) for row in sample.rows]
    said = decide(sorted(rows, key=lambda row: (-row.same, row.hit.key))).kind
    if said in sample.verdicts:
        return "right"
    if said == "unclear":
        return "refused"
    if said in _ALLOWED and not sample.verdicts & (_ALLOWED | {"unclear"}):
        return "wrongly allowed"
    return "wrongly not listed" if said == "not_listed" else "wrong"


def figures(found: Sequence[Sample]) -> dict[str, int]:
    """Verdicts of models that have not seen the task, by cross-validation over ids."""
    counts: Counter[str] = Counter()
    for fold in range(FOLDS):
        model = fit([s for s in found if _fold(s.id) != fold])
        counts.update(judged(s, model) for s in found if s.verdicts and _fold(s.id) == fold)
    return {"tasks": counts.total(), **dict(sorted(counts.items()))}


def _fold(name: str) -> int:
    return zlib.crc32(name.encode()) % FOLDS


def main() -> None:
    """Train and write the weights beside the code."""
    home = folder("sources").parent / "training"
    tasks = [json.loads(line) for line in (home / "tasks.jsonl").read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as temporary:
        stores = {"five": Path(temporary, "five"), "invented": Path(temporary, "invented")}
        build(into=stores["five"])
        build([home / "lists"], into=stores["invented"])
        meanings = {name: Meaning(Graph(path).meanings) for name, path in stores.items()}
        found = samples(tasks, meanings)
    model, told = fit(found), figures(found)
    written = {
        "about": "Weights of kg.checking, see weighing.py. Made by training, not by hand.",
        "figures": told,
        "weights": model.weights,
        "bias": model.bias,
    }
    text = json.dumps(written, ensure_ascii=False, indent=1) + "\n"
    Path(__file__).with_name(FILE).write_text(text, "utf-8", newline="\n")
    sys.stderr.write(f"{told}\n")


if __name__ == "__main__":
    main()
