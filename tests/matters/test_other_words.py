"""The same duty in other words: lists of other provinces are joined, look-alikes are not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.matters.matching import match
from kg.reading.documents import collect, read_documents
from kg.vocabulary.loading import Vocabulary

TRAINING = Path(__file__).parents[2] / "build" / "training"
JOINED = 55
"""So many of the 77 pairs at least; 62 are."""

Place = tuple[str, str, int]


@pytest.fixture(scope="module")
def matter_of(tables: Vocabulary) -> dict[Place, int]:
    """Row → its Matter, over the invented lists."""
    documents = read_documents(collect([TRAINING / "lists"]).sources, tables)
    names = {d.township.code: d.township.name for d in documents if d.township}
    matters = match(documents, tables).matters
    return {
        (names[member.township], member.kind.value, member.number): at
        for at, matter in enumerate(matters)
        for member in matter.members
    }


def _pairs(same: bool) -> list[tuple[Place, Place]]:
    lines = (TRAINING / "pairs.jsonl").read_text("utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    return [
        (tuple(pair["a"]), tuple(pair["b"]))
        for pair in found
        if pair["rows"] == "invented" and pair["same"] is same
    ]


def test_the_same_duty_in_other_words_is_one_matter(matter_of: dict[Place, int]) -> None:
    joined = sum(matter_of[one] == matter_of[two] for one, two in _pairs(True))
    assert joined >= JOINED


def test_look_alikes_stay_apart(matter_of: dict[Place, int]) -> None:
    assert [pair for pair in _pairs(False) if matter_of[pair[0]] == matter_of[pair[1]]] == []
