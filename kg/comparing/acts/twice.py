"""Twice: one act that is given to different departments to lead, in two clauses of a row or in two rows of a list."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING

from kg.comparing.acts.acting import Texts
from kg.comparing.acts.contrasting import diverging
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

NEAR = 0.915
"""From this on names that only begin with one thing are."""

_ENOUGH = 8
"""Shorter clauses say too little to be compared."""

_PART = re.compile("[，,；;。]")
_LEADS = frozenset(("acts", "convenes"))

_Act = tuple[str, str, list[str]]
"""An act, the part of a name that it ends, and that part with each thing in it."""


@dataclass(frozen=True, slots=True)
class _Led:
    """What a clause, or the column, says is led: its words, by whom, how it is compared, whether it is the whole row.

    ``convenes``: a clause says so in the very words (牵头).
    """

    words: str
    bodies: frozenset[str]
    key: str
    whole: bool
    convenes: bool = False


@dataclass(frozen=True, slots=True)
class Convened:
    """What a clause, or the column, says in the very words (牵头) is led: its words, by whom, what; whether the whole row."""

    words: str
    bodies: frozenset[str]
    text: str
    whole: bool
    step: bool = False
    """Whether it names no thing of its own: 牵头制定方案."""


class Leads:
    """What the cooperation rows of a graph say is led, each read once."""

    def __init__(self, reader: Reader) -> None:
        """Read with the words of ``reader``."""
        self._reader = reader
        self._read: dict[str, list[_Led]] = {}
        self._convened: dict[str, tuple[Convened, ...]] = {}

    def of(self, row: Entry) -> list[_Led]:
        """What a row says is led, and by whom."""
        if row.iri not in self._read:
            self._read[row.iri] = _led(row, self._reader)
        return self._read[row.iri]

    def convened(self, row: Entry) -> tuple[Convened, ...]:
        """What a row says in the very words is led."""
        if row.iri not in self._convened:
            self._convened[row.iri] = tuple(_convened(row, self._reader))
        return self._convened[row.iri]


def led_twice(rows: Sequence[Entry], leads: Leads) -> Iterator[tuple[Entry, str, str, float]]:
    """(row, the words of the one, those of the other, likeness) for each pair in a row."""
    for row in rows:
        if row.kind is not ListKind.COOPERATION:
            continue
        told: set[tuple[str, str]] = set()
        for one, two in combinations(leads.of(row), 2):
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
        found.append(_Led(row.name, houses(row.conveners), name, whole=True))
    for clause in row.superior:
        bodies = houses([p for p in clause.parts if p.role in _LEADS and p.certainty != "inferred"])
        if not bodies or cues.share.search(clause.text) or cues.assists.search(clause.text):
            continue
        for text in _texts(clause.text):
            if not cues.leads.search(text):
                continue
            for part in clause.parts:
                for words in (part.words, part.name):
                    text = text.replace(words, "") if words else text
            key = reader.key(row, cues.led(text))
            # 牵头此项工作 leaves it to the row's name what is led.
            if cues.whole.fullmatch(key):
                found.append(_Led(clause.text, bodies, name, whole=True))
            elif len(key) >= _ENOUGH:
                whole = _likeness(key, name) >= SAME
                convenes = cues.says_who_leads(text) and not cues.only_step(key)
                found.append(_Led(clause.text, bodies, key, whole, convenes))
    return found


def _convened(row: Entry, reader: Reader) -> Iterator[Convened]:
    cues = reader.cues
    name = reader.key(row, row.name)
    if row.conveners:
        yield Convened(row.name, houses(row.conveners), row.name, whole=True)
    for clause in row.superior:
        bodies = houses([p for p in clause.parts if p.role in _LEADS and p.certainty != "inferred"])
        if not bodies or cues.share.search(clause.text):
            continue
        for part in _PART.split(clause.text):
            if not cues.says_who_leads(part) or cues.assists.search(part):
                continue
            text = part
            for words in {words for p in clause.parts for words in (p.words, p.name) if words}:
                text = text.replace(words, "")
            text = cues.whole.sub("", cues.led(text)).strip(" 由")
            key = reader.key(row, text)
            whole = not key or _likeness(key, name) >= SAME or (len(key) > 3 and key in name)
            yield Convened(clause.text, bodies, text, whole, cues.only_step(key))


def led_across(
    rows: Sequence[Entry], leads: Leads
) -> Iterator[tuple[tuple[Entry, str], tuple[Entry, str], float]]:
    """((row, words), (row, words), likeness) of clauses in two rows of a list that give one thing to lead (牵头) to two departments."""
    lists: dict[tuple[str, str], list[tuple[Entry, _Led]]] = defaultdict(list)
    for row in rows:
        if row.kind is ListKind.COOPERATION:
            led = (each for each in leads.of(row) if each.convenes)
            lists[row.township.code, row.edition] += ((row, each) for each in led)
    for group in lists.values():
        told: set[tuple[str, str]] = set()
        for (one, first), (two, second) in combinations(group, 2):
            if one is two or first.bodies & second.bodies or (one.iri, two.iri) in told:
                continue
            score = _likeness(first.key, second.key)
            if score >= SAME:
                told.add((one.iri, two.iri))
                yield (one, first.words), (two, second.words), round(score, 3)


def led_apart(
    rows: Sequence[Entry], texts: Texts, senses: Senses, leads: Leads
) -> Iterator[tuple[Entry, Entry, float]]:
    """(row, row, nearness) of one list that give one act to different departments."""
    lists: dict[tuple[str, str, ListKind], list[tuple[Entry, frozenset[str], list[_Act]]]]
    lists = defaultdict(list)
    for row in rows:
        if leaders := _leaders(row, leads):
            acts = list(texts.takes(row)) or [("", row.name, [row.name])]
            lists[row.township.code, row.edition, row.kind].append((row, leaders, acts))
    pairs = [
        (one, first, two, second, least)
        for group in lists.values()
        for (one, led, acts), (two, other, others) in combinations(group, 2)
        if not led & other
        for first, second, least in _one_act((one, acts), (two, others), texts)
    ]
    wanted = dict.fromkeys(text for _, first, _, second, _ in pairs for text in (first, second))
    vectors = senses.vectors(list(wanted))
    told: set[tuple[str, str]] = set()
    for one, first, two, second, least in pairs:
        near = float(vectors[first] @ vectors[second])
        if near >= least and (one.iri, two.iri) not in told:
            told.add((one.iri, two.iri))
            yield one, two, round(near, 3)


def _one_act(
    this: tuple[Entry, list[_Act]], that: tuple[Entry, list[_Act]], texts: Texts
) -> Iterator[tuple[str, str, float]]:
    """Parts of two names that have one act and may be about one thing, with how near their senses have to be then.

    农药经营 and 农药经营门店 are one, all of the one being said in the other; 兽药经营 and 农药经营 are two;
    户用沼气池 and 沼气设施 begin with one thing.
    """
    (one, sides), (two, those) = this, that
    for (first, part, objects), (second, other, others) in product(sides, those):
        if first != second or apartness(texts.wording(one, part), texts.wording(two, other)):
            continue
        things = [
            [texts.thing(row, text) for text in said]
            for row, said in ((one, objects), (two, others))
        ]
        ends = ((things[0], things[1][0]), (things[1], things[0][0]))
        if first and any(
            len(each.terms) > 1 and each.within(whole) for own, whole in ends for each in own
        ):
            yield part, other, SENSE
        elif (
            one.kind is ListKind.COOPERATION
            and not diverging(part, other)
            and any(own[0].first in whole.terms for own, whole in ends)
        ):
            yield part, other, NEAR


def _leaders(row: Entry, leads: Leads) -> frozenset[str]:
    """Who surely leads or took back a row: who is marked or alone, or is said to lead the whole of it."""
    if row.kind is ListKind.RECLAIMED:
        return houses(row.departments)
    if row.kind is ListKind.BASIC:
        return frozenset()
    if len(row.departments) == 1:
        return houses(row.departments)
    return frozenset().union(*(led.bodies for led in leads.of(row) if led.whole))


def houses(bodies: Sequence[Body] | Sequence[Part]) -> frozenset[str]:
    """Bodies by name; a body and the office that serves it are one."""
    return frozenset(body.house.name or body.name or body.iri for body in bodies)


def _texts(text: str) -> list[str]:
    """A clause whole, and its parts where one body does several things: 牵头制定方案，检查落实."""
    parts = [part for part in _PART.split(text) if part.strip()]
    return [text, *parts] if len(parts) > 1 else [text]


def _likeness(one: str, two: str) -> float:
    pairs = [{text[at : at + 2] for at in range(len(text) - 1)} for text in (one, two)]
    whole = len(pairs[0]) + len(pairs[1])
    return 2 * len(pairs[0] & pairs[1]) / whole if whole else 0.0
