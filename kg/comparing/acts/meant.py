"""Meant: what was taken back and is still asked in other words (取水许可审批, 批准村民打井取水).

Two texts that share the act and some words are held against each other by their senses, too: the nearer
those are, the fewer words they need to share.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.comparing.acts.acting import Texts, Thing
from kg.comparing.rows import Entry
from kg.meaning.same_duty import apartness
from kg.meaning.sayings.listening import listener

if TYPE_CHECKING:
    from kg.meaning.encoding.senses import Senses

SENSE = 0.86
"""Senses less near than this are two things, however many words they share."""

WORDS = 0.2
"""So much does sharing all words count beside the nearness of the senses."""

SURE = 0.965
"""Nearness and words together, from which on two texts ask one thing."""

SORTED = -0.7
"""A duty that less speaks for is not what a text is about."""

LOOSE = 0.8
"""Senses at least this near may be one thing in other words, if both texts sort under one duty."""

LOOSER = 0.81
"""The same where something of the one is said in the other by everyday words or by what it includes."""

LEFT_OUT = 0.5
"""So much of what the county's own list leaves out of what was taken back, and a text asks that."""


@dataclass(frozen=True, slots=True)
class Meant:
    """A row that took back an act, a text that asks it of a township, how near the two are."""

    gone: Entry
    row: Entry
    text: str
    nearness: float


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two texts of one act.

    ``shared``: how much of what the one is done to the other says in the same words; ``plain``: all of it, without
    what everyday words stand for or what includes the things.
    """

    gone: Entry
    taken: str
    row: Entry
    text: str
    sense: str
    shared: float
    plain: bool


def meant(
    gone: Sequence[Entry], rows: Sequence[Entry], texts: Texts, senses: Senses
) -> Iterator[Meant]:
    """The texts of rows that ask what others took back, by act and sense."""
    pairs = list(_pairs(gone, rows, texts))
    wanted = dict.fromkeys(text for pair in pairs for text in (pair.taken, pair.sense))
    vectors = senses.vectors(list(wanted))
    for pair in pairs:
        near = float(vectors[pair.taken] @ vectors[pair.sense])
        sure = near >= SENSE and near + WORDS * pair.shared >= SURE
        least = LOOSE if pair.plain else LOOSER
        if sure or (near >= least and _one_duty(pair.taken, pair.sense, loosely=pair.plain)):
            yield Meant(pair.gone, pair.row, pair.text, round(near, 3))


def _one_duty(one: str, two: str, *, loosely: bool) -> bool:
    """Whether two texts sort under one duty of those that people's words are known for (:mod:`kg.meaning.sayings`).

    That is the first of both, or each other's second; ``loosely``: any of their first two.
    """
    first, second = (
        [sort.names for sort in listener().sorted(text)[:2] if sort.names and sort.value >= SORTED]
        for text in (one, two)
    )
    if not first or not second:
        return False
    mutual = first[0] in second and second[0] in first
    return first[0] == second[0] or mutual or (loosely and any(name in second for name in first))


def _pairs(gone: Sequence[Entry], rows: Sequence[Entry], texts: Texts) -> Iterator[_Pair]:
    """The pairs of texts that share the act, where nothing that the one is done to is left unsaid in the other."""
    asked: dict[str, list[tuple[Entry, str, str, Thing]]] = defaultdict(list)
    for row in rows:
        for act, text, sense in texts.asks(row):
            asked[act].append((row, text, sense, texts.thing(row, sense, read=True)))
    excepted: dict[tuple[str, str], frozenset[str]] = defaultdict(frozenset)
    for one in gone:
        left = texts.excepted(one)
        for act, *_ in texts.takes(one) if left else ():
            excepted[act, one.township.county.code] |= left
    for one in gone:
        for act, part, objects in texts.takes(one):
            things = [texts.thing(one, text) for text in objects]
            for row, text, sense, said in asked.get(act, ()):
                within = [thing for thing in things if thing.letters and thing.within(said)]
                if not within:
                    continue
                out = excepted.get((act, row.township.county.code))
                if out and texts.covered(out, said.terms | texts.name(row)) >= LEFT_OUT:
                    continue
                if apartness(texts.wording(one, part), texts.wording(row, sense)):
                    continue
                share = max(texts.covered(thing.terms, said.terms) for thing in within)
                plain = any(
                    len(thing.terms) > 1 and thing.letters <= said.letters for thing in within
                )
                yield _Pair(one, part, row, text, sense, share, plain)
