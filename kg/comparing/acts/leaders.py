"""Leaders: one thing that two rows of a county give to different departments to lead, or to take back.

Rows of two townships that are one Matter are held against each other by who leads them. Rows that are not, or two of one
list, may still give one thing to two: what a clause says is led (牵头) is held against what another one says by its
sense. Lists of a county are copies of each other for the most part, so rows of two townships can only be one thing in
other words where neither has its like in the other list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from kg.comparing.acts.acting import Texts
from kg.comparing.acts.contrasting import diverging
from kg.comparing.acts.hearing import Hearing
from kg.comparing.acts.twice import Convened, Leads, houses
from kg.comparing.cues import Cues
from kg.comparing.rows import DOING, Entry, order
from kg.meaning.encoding.nearness import nearness
from kg.meaning.same_duty import apartness
from kg.values import ListKind

if TYPE_CHECKING:
    from kg.meaning.encoding.senses import Senses

ONE = 0.5
"""From this nearness on what two rows of one Matter say is led is one thing."""

ALIKE = 0.7
"""The same where nothing but the department of a row says who leads."""

TOLD = 0.58
"""From this nearness on what two clauses say is led is one thing in other words."""

SHARED = 0.4
"""The same of two townships' rows that name the same departments, each the other's leader."""

LETTERS = 2
"""So many letters have what is led in common."""

HEARD, UNHEARD = 0.65, 0.2
"""Heard so far as one duty (:mod:`hearing`), and nearly as near, two clauses are about one thing; heard less far, of two."""

NEARLY = 0.5
"""So near they have to be for that."""

Place = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Led:
    """Rows of a county that give one thing to different departments, with their words; how near they are."""

    rows: tuple[tuple[Entry, str], ...]
    nearness: float


@dataclass(frozen=True, slots=True)
class _Thing:
    """What a row gives to whom: the words, what it is, whether it is all of the row, whether somebody is said to lead."""

    row: Entry
    words: str
    bodies: frozenset[str]
    text: str
    whole: bool
    said: bool


def led_in_county(
    rows: Sequence[Entry], texts: Texts, senses: Senses, leads: Leads
) -> Iterator[Led]:
    """What the lists of each county give to two departments: one Matter in two townships, or one thing in other words."""
    counties: dict[str, list[_Thing]] = defaultdict(list)
    for row in rows:
        counties[row.township.county.code] += _things(row, leads)
    for things in counties.values():
        pairs = [pair for pair in combinations(things, 2) if _may_be_one(*pair)]
        near = _near(pairs, senses)
        yield from _grouped([(a, b, n) for a, b, n in near if _one_matter(a, b, n, texts)])
        told = [(a, b, n) for a, b, n in near if a.row.matter != b.row.matter]
        yield from _grouped(list(_in_other_words(told, things, texts, Hearing(senses))))


def coordinated(row: Entry, cues: Cues) -> bool:
    """Whether one department is said to bring the others together."""
    who: set[str] = set()
    for clause in row.superior:
        if said := cues.brings_together(clause.text):
            named = [part for part in clause.parts if part.name and part.role in DOING]
            own = {part.name for part in named if part.words and part.words in said}
            who |= own or {part.name for part in named}
    return len(who) == 1


def _things(row: Entry, leads: Leads) -> Iterator[_Thing]:
    if row.kind is ListKind.BASIC:
        return
    if row.kind is ListKind.RECLAIMED:
        if row.departments:
            yield _Thing(row, row.quote, houses(row.departments), row.name, True, False)
        return
    # To make a plan and to call meetings are steps of every duty: what is led is not said.
    convened = [each for each in leads.convened(row) if each.whole or not each.step]
    yield from (_thing(row, each) for each in convened)
    if not convened and len(row.departments) == 1:
        yield _Thing(row, row.name, houses(row.departments), row.name, True, False)


def _thing(row: Entry, led: Convened) -> _Thing:
    return _Thing(row, led.words, led.bodies, row.name if led.whole else led.text, led.whole, True)


def _may_be_one(one: _Thing, two: _Thing) -> bool:
    """Whether two things of other leaders stand where they can contradict each other."""
    first, second = one.row, two.row
    if first.kind is not second.kind or first is two.row or one.bodies & two.bodies:
        return False
    if first.township.code == second.township.code:
        # Of one list: what only its department speaks for is looked at elsewhere (:mod:`twice`).
        return first.edition == second.edition and one.said and two.said
    said = one.said and two.said
    if first.matter == second.matter:
        return said or (one.whole and two.whole)
    return said


def _one_matter(one: _Thing, two: _Thing, near: float, texts: Texts) -> bool:
    """Whether rows of one Matter in two townships are about one thing, done the same way."""
    if one.row.matter != two.row.matter:
        return False
    if one.whole and two.whole and texts.key(one.row) == texts.key(two.row):
        return True
    if _apart(one, two, texts):
        return False
    if one.row.kind is ListKind.RECLAIMED:
        return near >= ALIKE and _acts(one.row, texts) == _acts(two.row, texts)
    if not (one.said and two.said):
        return near >= ALIKE
    # What two clauses say of two parts of a duty is not the duty.
    return near >= (ONE if one.whole or two.whole else TOLD)


def _in_other_words(
    pairs: Sequence[tuple[_Thing, _Thing, float]],
    things: Sequence[_Thing],
    texts: Texts,
    hearing: Hearing,
) -> Iterator[tuple[_Thing, _Thing, float]]:
    """Things of two Matters that are nearest to each other, and near enough."""
    there: dict[str, set[str]] = defaultdict(set)
    for thing in things:
        there[thing.row.matter].add(thing.row.township.code)
    best: dict[tuple[str, str], float] = defaultdict(float)
    for one, two, near in pairs:
        for own, other in ((one, two), (two, one)):
            place = own.row.iri, other.row.township.code
            best[place] = max(best[place], near)
    for one, two, near in pairs:
        codes = one.row.township.code, two.row.township.code
        if near < max(best[one.row.iri, codes[1]], best[two.row.iri, codes[0]]):
            continue
        common = len(_letters(one, texts) & _letters(two, texts))
        if not common or _apart(one, two, texts):
            continue
        hearing.listen((one.text, two.text))
        heard = hearing.meant(one.text, two.text)
        # 校车 and 接送学生车辆 have one letter in common, and are near and heard as one.
        if common < LETTERS and (near < TOLD or heard < HEARD):
            continue
        if (near >= TOLD and heard >= UNHEARD) or (near >= NEARLY and heard >= HEARD):
            yield one, two, near
        elif codes[0] != codes[1] and near >= SHARED:
            # Neither has its like in the other list, and each names the other's leader.
            alone = codes[1] not in there[one.row.matter] and codes[0] not in there[two.row.matter]
            if (
                alone
                and one.bodies <= houses(two.row.departments)
                and two.bodies <= houses(one.row.departments)
            ):
                yield one, two, near


def _apart(one: _Thing, two: _Thing, texts: Texts) -> bool:
    """Whether something in the words tells the two apart: what they are about, whom, what is done, before or after."""
    if apartness(texts.wording(one.row, one.text), texts.wording(two.row, two.text)):
        return True
    first, second = (set(texts.acts(thing.text)) - texts.cues.around for thing in (one, two))
    people = {texts.cues.people(thing.text) for thing in (one, two)} - {frozenset()}
    if len(people) > 1:
        return True
    said = one.text, two.text
    if any(diverging(*map(read, said)) for read in (texts.bare, texts.cues.alike)):
        return True
    stages = [texts.cues.stage(thing.text) for thing in (one, two)]
    deeds = [set(map(texts.cues.kin_of, texts.cues.deeds(thing.text))) for thing in (one, two)]
    others = bool(first and second) and not first & second and not deeds[0] & deeds[1]
    return others or set(stages) == {"before", "after"}


def _letters(thing: _Thing, texts: Texts) -> frozenset[str]:
    return texts.thing(thing.row, thing.text, read=True).letters


def _acts(row: Entry, texts: Texts) -> frozenset[str]:
    return frozenset(act for act, _, _ in texts.takes(row))


def _near(
    pairs: Sequence[tuple[_Thing, _Thing]], senses: Senses
) -> list[tuple[_Thing, _Thing, float]]:
    """The pairs with how near what they give to lead is, without what all texts have in common."""
    wanted = dict.fromkeys(thing.text for pair in pairs for thing in pair)
    own = {text: nearness().own(v) for text, v in senses.vectors(list(wanted)).items()}
    return [(one, two, float(own[one.text] @ own[two.text])) for one, two in pairs]


def _grouped(pairs: Sequence[tuple[_Thing, _Thing, float]]) -> Iterator[Led]:
    """One finding for each Matter, or pair of them."""
    groups: dict[frozenset[str], list[tuple[_Thing, _Thing, float]]] = defaultdict(list)
    for pair in pairs:
        groups[frozenset(thing.row.matter or thing.row.iri for thing in pair[:2])].append(pair)
    for group in groups.values():
        said = {thing.row.iri: thing for one, two, _ in group for thing in (one, two)}
        chosen = sorted(said.values(), key=lambda thing: order(thing.row))
        near = max(value for *_, value in group)
        yield Led(tuple((thing.row, thing.words) for thing in chosen), round(min(1.0, near), 3))
