"""Otherwise: what was taken back and is still asked in one county with hardly a word in common.

民办幼儿园年检 and 社会力量举办的学前教育机构年度核验 share no thing by their letters. What speaks for one duty is
that the deed is the same, that of all rows of the county this one is among the nearest to what was taken back,
that the same department answers for both, and that no other duty fits better on either side.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.comparing.acts.acting import PART, Texts
from kg.comparing.rows import Entry
from kg.meaning.encoding.senses import said_texts
from kg.meaning.same_duty import contrast
from kg.values import ListKind

if TYPE_CHECKING:
    from kg.meaning.encoding.senses import Senses

NEAREST = 3
"""So many rows of a county, those nearest to what was taken back, may be about it."""

ROW = 0.77
"""Rows less near than this are about something else."""

SAME = 0.8
"""From this nearness on a row is about what was taken back, ``BOTH`` with the text that asks it."""

BOTH = 1.545
"""The nearness of the row and that of the text, together."""

TEXT = 0.84
"""From this nearness on a text is about what was taken back, whatever else its row is about."""

WATCHED = 1.6
"""As ``BOTH``, of watching over something, which townships do with much."""

ALONE = 1.57
"""As ``BOTH``, where no department answers for both and words in common must do instead."""

WORDS = 0.3
"""So much of what was taken back is said in the same words, or those for the same, then."""

LETTERED, LETTERS = 1.6, 0.25
"""Or that near and with so many of its letters, as 村医 has of 乡村医生."""

OWN = 0.79
"""From this nearness on a text speaks of what was taken back by itself, without a letter of it."""

PARTLY = 0.5
"""So much in common by words is enough for words to tell two things apart; where no department speaks for one, any."""

MAYBE = 1.53
"""As ``BOTH``: from here on people are asked to look."""

_WATCHING = "监管"
_RECORDING = "登记"
_FINING = "处罚"
_CHECKING = "审核"
_FIRST = "初审"
_YEARLY = "年检"
_GETTING = "追缴"


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A row that took back a duty, a text that seems to ask it of a township, how near they are, whether surely one."""

    gone: Entry
    row: Entry
    text: str
    nearness: float
    sure: bool


@dataclass(frozen=True, slots=True)
class _Candidate:
    gone: Entry
    row: Entry
    text: str
    deed: str
    said: str
    near: float
    """How near the row is to what was taken back; 0 where its name names no thing."""
    shared: float
    """How much of what was taken back the text, or the text with its row's name, says in words for the same."""
    letters: float
    """How many of its letters the text has."""
    own: bool
    """Whether the text alone has letters of it: 农贸市场检查 has none of 冷库检查, whatever its row is called."""
    other: bool
    """Whether it has some of its words and not all: 兽药经营 is no 农药经营, a matter of words (:mod:`meant`).

    Or another step of it, or what was taken back is several things or leaves something out.
    """

    procedure: bool
    """Whether the deed is a step of a procedure, whose clauses leave it to the row's name what it is about."""

    @property
    def together(self) -> bool:
        """Whether one department answers for both."""
        return bool(self.gone.functions & self.row.functions)


def otherwise(
    gone: Sequence[Entry],
    rows: Sequence[Entry],
    texts: Texts,
    senses: Senses,
    told: Set[frozenset[str]],
) -> Iterator[Otherwise]:
    """The texts of rows that seem to ask what others of their county took back; not pairs of rows already ``told``."""
    found = [
        each
        for each in _candidates(gone, rows, texts, senses)
        if frozenset((each.gone.iri, each.row.iri)) not in told
    ]
    wanted = dict.fromkeys(text for each in found for text in (each.gone.name, each.text))
    vectors = senses.vectors(list(wanted))
    held: list[tuple[float, _Candidate, bool]] = []
    for each in found:
        near = float(vectors[each.gone.name] @ vectors[each.text])
        both = (each.near or near) + near
        sure = _surely(each, both, near)
        if sure or _maybe(each, both):
            held.append((both, each, sure))
    held.sort(key=lambda item: (not item[2], -item[0], item[1].gone.iri, item[1].row.iri))
    # Of what is gone one row is the likeliest, and of a row one thing that is gone; lists copy each other.
    fits: dict[str, str] = {}
    meant: dict[str, str] = {}
    done: set[tuple[str, str]] = set()
    for both, each, sure in held:
        here, there = texts.key(each.gone), texts.key(each.row)
        if fits.setdefault(here, there) != there or meant.setdefault(there, here) != here:
            continue
        if (each.gone.iri, each.row.iri) not in done:
            done.add((each.gone.iri, each.row.iri))
            yield Otherwise(each.gone, each.row, each.text, round(both / 2, 3), sure)


def _surely(each: _Candidate, both: float, near: float) -> bool:
    """Whether a text surely asks what was taken back."""
    # To check first what a department decides is the township's anyhow, unless that was taken back.
    if each.said == _CHECKING or (each.said == _FIRST and each.deed != _FIRST):
        return False
    if each.other or not (each.own or each.procedure or (near >= OWN and each.deed != _GETTING)):
        return False
    if each.said == _RECORDING and not (each.together and near >= TEXT):
        return False
    if not each.together:
        # What it looks after by itself a township also inspects.
        if each.deed != each.said or each.deed == _WATCHING or both < ALONE:
            return False
        letters = each.deed != _FINING and both >= LETTERED and each.letters >= LETTERS
        return each.shared >= WORDS or letters
    if each.deed == _WATCHING:
        same = each.shared > 0 or each.letters >= LETTERS
        return same and (each.near or near) >= SAME and both >= WATCHED
    return near >= TEXT or (each.near >= SAME and both >= BOTH)


def _maybe(each: _Candidate, both: float) -> bool:
    """Whether people had better look."""
    if each.said == _RECORDING:
        return False
    if each.together:
        alike = each.deed != _WATCHING or each.shared > 0 or each.letters >= LETTERS
        return alike and each.near >= SAME and both >= MAYBE
    return each.deed == each.said and each.shared >= WORDS / 2 and both >= ALONE


def _candidates(
    gone: Sequence[Entry], rows: Sequence[Entry], texts: Texts, senses: Senses
) -> Iterator[_Candidate]:
    """Texts of the nearest rows of a county that do the same deed."""
    counties: dict[str, list[Entry]] = defaultdict(list)
    for row in rows:
        counties[row.township.county.code].append(row)
    taken: dict[str, list[tuple[Entry, str]]] = defaultdict(list)
    for one in gone:
        # The deed that names a duty stands at its end: 对…的监督检查.
        if one.township.county.code in counties and (deeds := texts.cues.deeds(one.name)[-1:]):
            taken[one.township.county.code].append((one, deeds[0]))
    for code, named in taken.items():
        yield from _of_county(named, counties[code], texts, senses)


def _of_county(
    gone: Sequence[tuple[Entry, str]], rows: Sequence[Entry], texts: Texts, senses: Senses
) -> Iterator[_Candidate]:
    asked = [list(_asked(row, texts)) for row in rows]
    for (one, deed), best in zip(
        gone, nearness_of([g for g, _ in gone], rows, texts, senses), strict=True
    ):
        for at, value in _nearest(best):
            for text, said in asked[at]:
                if texts.cues.kin_of(said) == texts.cues.kin_of(deed):
                    yield from _candidate(one, rows[at], text, deed, said, value, texts)


def nearness_of(
    gone: Sequence[Entry], rows: Sequence[Entry], texts: Texts, senses: Senses
) -> Iterator[Sequence[float]]:
    """For each row that took something back how near the others are to it by their names, or those with their clauses.

    By the senses that were kept with the graph: none is made, so 0 where there are none.
    """
    import numpy as np

    own = [_texts_of(row, texts) for row in rows]
    vectors = senses.stored([*(text for each in own for text in each), *(one.name for one in gone)])
    matrix = np.stack(list(vectors.values())) if vectors else None
    place = {text: at for at, text in enumerate(vectors)}
    places = [[place[text] for text in each if text in place] for each in own]
    for one in gone:
        if matrix is None or one.name not in vectors:
            yield [0.0] * len(rows)
            continue
        scores = matrix @ vectors[one.name]
        yield [max((float(scores[at]) for at in each), default=0.0) for each in places]


def _nearest(best: Sequence[float]) -> list[tuple[int, float]]:
    """(number, nearness) of the nearest rows; rows of one nearness count once."""
    order = sorted(range(len(best)), key=lambda at: -best[at])
    found: list[tuple[int, float]] = []
    values: set[float] = set()
    for at in order:
        values.add(round(best[at], 4))
        if best[at] < ROW or len(values) > NEAREST:
            break
        found.append((at, best[at]))
    return found


def _candidate(
    gone: Entry, row: Entry, text: str, deed: str, said: str, near: float, texts: Texts
) -> Iterator[_Candidate]:
    """The two as a pair, unless something tells them apart."""
    whole = f"{row.name}，{text}"
    paid = [bool(texts.cues.money.search(texts.cues.alike(said))) for said in (gone.name, whole)]
    if paid[0] != paid[1]:
        return
    if said == _RECORDING and deed != _RECORDING:
        return
    if contrast(texts.wording(gone, gone.name), texts.wording(row, text)):
        return
    # Of a fine the deed that is fined says what it is; elsewhere the row's name may say the thing.
    thing = texts.thing(gone, gone.name)
    fined = deed == _FINING
    other = texts.thing(row, text if fined else whole, read=not fined)
    shared = texts.covered(thing.terms, other.terms | other.added)
    if len(thing.terms) > 1 and thing.within(other):
        shared = 1.0
    if not texts.thing(row, texts.cues.whole.sub(" ", row.name)).terms:
        near = 0.0
    procedure = deed == _YEARLY or texts.cues.kin_of(deed) != deed
    alone = texts.thing(row, text)
    common = texts.covered(thing.terms, alone.terms)
    least = PARTLY if gone.functions & row.functions else WORDS
    partly = common >= least and not thing.within(alone)
    own = len(thing.letters & alone.letters) > 1
    narrower = texts.several(gone) or bool(texts.excepted(gone))
    apart = partly or narrower or texts.another_step(gone, row)
    both = thing.letters & other.letters
    # 农 alone is no letter that tells.
    letters = len(both) / len(thing.letters) if len(both) > 1 else 0.0
    yield _Candidate(gone, row, text, deed, said, near, shared, letters, own, apart, procedure)


def _asked(row: Entry, texts: Texts) -> Iterator[tuple[str, str]]:
    """(the words that ask it of the township, the deed) for each part of what a row asks by itself."""
    for text in texts.asked(row):
        whole = [part.strip() for part in PART.split(text)]
        for own in PART.split(texts.cues.own(text)):
            # 对批准补贴的 is a case, not what is done.
            if not own.strip() or own.rstrip().endswith("的"):
                continue
            part = next((part for part in whole if own.strip() in part), own.strip())
            yield from ((part, deed) for deed in texts.cues.deeds(own.strip()))


def _texts_of(row: Entry, texts: Texts) -> tuple[str, ...]:
    """The texts whose senses are kept for a row with the graph."""
    helps = row.kind is ListKind.COOPERATION
    own = [texts.folded(clause.text) for clause in row.cooperation] if helps else []
    return said_texts(row.name, own)
