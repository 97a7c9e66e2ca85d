"""Sentences: ``python -m kg.asking.training.sentences FILE`` writes what the nets learn from.

A line of JSON a sentence (gzip): ``source`` and ``weight``; ``words``, ``seen`` and ``topical`` for the
tagger; ``items``, ``heads`` and ``roles`` for the frames. The sentences are made of the templates; questions whose
answers are known are read by the program as it is, and taken where it answers them rightly.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from kg.asking.engine import Asker
from kg.asking.reading import tokens
from kg.asking.reading.tagging import Surroundings
from kg.asking.training.examples import Example, Maker, shuffled
from kg.asking.training.graphs import graph_of
from kg.asking.training.material import (
    GRID,
    SEED,
    confirmed_examples,
    examples,
    names,
    questions,
    records,
)
from kg.resources import folder
from kg.store.graph import Graph

_EACH = 8
"""Sentences made of a template."""


def written(data: Path, graph: Graph, without: str, left_out: str) -> Iterator[dict[str, Any]]:
    """The sentences as JSON has them."""
    asker = Asker(graph)
    maker = Maker(asker.linker, asker.normal, asker.english, names(asker, data))
    found = shuffled(records(data, {"templates": 1.0, "grid": GRID}), SEED)
    found += records(data, {"english": 1.0})
    around = Surroundings(graph)
    for example in examples(maker, found, _EACH):
        # The grid has few words for much; the tagger would take all others for a duty's.
        yield _record(example, around if example.weight == 1 else None)
    tagger = asker.reading.tagger
    asked = (maker.of_question(q, tagger) for q in questions(data, without))
    for one in [e for e in asked if e is not None]:
        yield _record(one, None)
    for one in confirmed_examples(data, left_out):
        yield _record(one, None)


def _record(example: Example, around: Surroundings | None) -> dict[str, Any]:
    record: dict[str, Any] = {
        "source": example.source,
        "weight": example.weight,
        "items": [item.key for item in example.items],
        "heads": example.heads,
        "roles": list(example.roles),
    }
    if around is not None:
        record["words"] = [token.key for token in example.tokens]
        record["seen"] = tokens.seen(example.tokens, around.of(example.tokens))
        record["topical"] = [int(t) for t in example.topical]
    return record


def write(file: Path, data: Path, without: str = "", left_out: str = "") -> int:
    """Write the sentences; ``without`` a set of questions.jsonl, and ids of asked.jsonl that begin so."""
    graph = graph_of([folder("sources"), data / "lists"])
    count = 0
    with gzip.open(file, "wt", encoding="utf-8", newline="\n") as stream:
        for record in written(data, graph, without, left_out):
            stream.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")
            count += 1
    return count


def main() -> None:
    """Write the sentences of the data of the checkout."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--data", type=Path, default=folder("vocabulary").parent / "training")
    parser.add_argument("--without", default="", help="a set of questions.jsonl, or all")
    parser.add_argument("--left-out", default="", help="ids of asked.jsonl that begin so")
    options = parser.parse_args()
    count = write(options.file, options.data, options.without, options.left_out)
    click.echo(f"{count} sentences")


if __name__ == "__main__":
    main()
