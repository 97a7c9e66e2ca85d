"""Twice: one act that is given to different departments to lead, in two clauses of a row or in two rows of a list."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING

from kg.comparing.acts.acting import Texts
from kg.comparing.items import Reader
from kg.comparing.rows import Body, Entry, Part
from kg.meaning.same_duty import apartness
from kg.values import ListKind

if TYPE_CHECKING:
    from kg.meaning.encoding.senses import Senses

SAME = 0.85
"""From this likeness of two clauses, their departments aside, on they are about the same act."""

SENSE = 0.88
"""From this nearness of their senses on two rows of a list are about one act."""

_ENOUGH = 8
"""Shorter clauses say too little to be compared."""

_PART = re.compile("[，,；;。]")
_LEADS = frozenset(("acts", "convenes"))


@dataclass(frozen=True, slots=True)
class _Led:
    """What a clause, or the column, says is led: its words, by whom, how it is compared, whether it is the whole row."""

    words: str
    bodies: frozenset[str]
    key: str
    whole: bool


def led_twice(rows: Sequence[Entry], reader: Reader) -> Iterator[tuple[Entry, str, str, float]]:
    """(row, the words of the one, those of the other, likeness) for each pair in a row."""
    for row in rows:
        if row.kind is not ListKind.COOPERATION:
            continue
        told: set[tuple[str, str]] = set()
        for one, two in combinations(_led(row, reader), 2):
            if one.bodies & two.bodies or (one.words, two.words) in told:
                continue
            score = 1.0 if one.whole and two.whole else _likeness(one.key, two.key)
            if score >= SAME:
                told.add((one.words, two.words))
                yield row, one.words, two.words, round(score, 3)


def _led(row: Entry, reader: Reader) -> list[_Led]:
    cues = reader.cues
    name = reader.key(row, row.name)
    found = []
    if row.conveners:
        found.append(_Led(row.name, _houses(row.conveners), name, whole=True))
    for clause in row.superior:
        bodies = _houses(
            [p for p in clause.parts if p.role in _LEADS and p.certainty != "inferred"]
        )
        if not bodies or cues.share.search(clause.text) or cues.assists.search(clause.text):
            continue
        for text in _texts(clause.text):
            if not cues.leads.search(text):
                continue
            for part in clause.parts:
                for words in (part.words, part.name):
                    text = text.replace(words, "") if words else text
            key = reader.key(row, cues.leads.sub("", text))
            # 牵头此项工作 leaves it to the row's name what is led.
            if cues.whole.fullmatch(key):
                found.append(_Led(clause.text, bodies, name, whole=True))
            elif len(key) >= _ENOUGH:
                found.append(_Led(clause.text, bodies, key, whole=_likeness(key, name) >= SAME))
    return found


def led_apart(
    rows: Sequence[Entry], texts: Texts, senses: Senses
) -> Iterator[tuple[Entry, Entry, float]]:
    """(row, row, nearness) of one list that give one act to different departments."""
    lists: dict[tuple[str, str, ListKind], list[Entry]] = defaultdict(list)
    for row in rows:
        if row.kind is not ListKind.BASIC and _leaders(row, texts):
            lists[row.township.code, row.edition, row.kind].append(row)
    pairs = [
        pair
        for group in lists.values()
        for one, two in combinations(group, 2)
        if not _leaders(one, texts) & _leaders(two, texts)
        and (pair := _one_act(one, two, texts)) is not None
    ]
    vectors = senses.vectors(
        list({text for _, first, _, second in pairs for text in (first, second)})
    )
    best: dict[tuple[str, str], tuple[Entry, Entry, float]] = {}
    for one, first, two, second in pairs:
        near = float(vectors[first] @ vectors[second])
        if near >= SENSE:
            best.setdefault((one.iri, two.iri), (one, two, round(near, 3)))
    yield from best.values()


def _one_act(one: Entry, two: Entry, texts: Texts) -> tuple[Entry, str, Entry, str] | None:
    """The parts of two names that have one act, where nothing that the one is done to is unsaid in the other."""
    for (first, part, objects), (second, other, others) in product(
        texts.takes(one), texts.takes(two)
    ):
        if first != second or apartness(texts.wording(one, part), texts.wording(two, other)):
            continue
        things = [
            [texts.thing(row, x) for x in said] for row, said in ((one, objects), (two, others))
        ]
        if any(
            len(a.terms) > 1 and a.letters <= b.letters
            for own, whole in ((things[0], things[1][0]), (things[1], things[0][0]))
            for a, b in ((each, whole) for each in own)
        ):
            return one, part, two, other
    return None


def _leaders(row: Entry, texts: Texts) -> frozenset[str]:
    """Who surely leads or took back a row: who is marked or alone, or is said to lead the whole of it."""
    if row.kind is ListKind.RECLAIMED:
        return _houses(row.departments)
    if row.conveners:
        return _houses(row.conveners)
    return _houses(row.departments) if len(row.departments) == 1 else frozenset()


def _houses(bodies: Sequence[Body] | Sequence[Part]) -> frozenset[str]:
    return frozenset(body.house.name or body.name or body.iri for body in bodies)


def _texts(text: str) -> list[str]:
    """A clause whole, and its parts where one body does several things: 牵头制定方案，检查落实."""
    parts = [part for part in _PART.split(text) if part.strip()]
    return [text, *parts] if len(parts) > 1 else [text]


def _likeness(one: str, two: str) -> float:
    pairs = [{text[at : at + 2] for at in range(len(text) - 1)} for text in (one, two)]
    whole = len(pairs[0]) + len(pairs[1])
    return 2 * len(pairs[0] & pairs[1]) / whole if whole else 0.0
