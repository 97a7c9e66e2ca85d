"""The same duty in other words: lists of other provinces are joined, look-alikes are not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from unjudging import unjudged

from kg.building import Build
from kg.matters.matching import match
from kg.reading.documents import collect, read_documents
from kg.vocabulary.loading import Vocabulary

TRAINING = Path(__file__).parents[2] / "build" / "training"
JOINED = 55
"""So many of the 77 pairs at least; 61 are. The weights were learned from these pairs, too."""

DATA = Path(__file__).parents[1] / "data"
STRANGE = 32
"""So many of the 35 pairs of a strange county with the bundled lists; 34 are (27 at first sight)."""

Place = tuple[str, str, int]


@pytest.fixture(scope="module")
def matter_of(tables: Vocabulary) -> dict[Place, int]:
    """Row → its Matter, over the invented lists."""
    with unjudged():
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


def test_a_strange_county_is_joined_with_the_bundled_lists_and_its_look_alikes_are_not(
    tables: Vocabulary, five: Build
) -> None:
    """35 duties in the words of another province, 20 look-alikes with another act, 5 unrelated."""
    documents = [
        *five.documents,
        *read_documents(collect([DATA / "other-words.txt"]).sources, tables),
    ]
    strange = next(d.township.code for d in documents if d.township and "串场镇" in d.township.name)
    found = match(documents, tables)
    matter_of = {m.key: at for at, matter in enumerate(found.matters) for m in matter.members}
    own = {key.rsplit("/", 1)[1]: at for key, at in matter_of.items() if key.startswith(strange)}
    lines = (DATA / "other-words.tsv").read_text("utf-8").splitlines()
    gold = [line.split("\t") for line in lines]

    joined = dict.fromkeys(("same", "different"), 0)
    for verdict, row, other in gold:
        joined[verdict] += own[row] == matter_of[other]

    assert joined["different"] == 0
    assert joined["same"] >= STRANGE
    partners = {row: matter_of[other] for verdict, row, other in gold if verdict == "same"}
    mixed = [
        at
        for row, at in own.items()
        if len(found.matters[at].members) > 1 and partners.get(row) != at
    ]
    assert mixed == []
