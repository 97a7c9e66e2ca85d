"""Otherwise: what was taken back and is still asked in one county with hardly a word in common.

民办幼儿园年检 and 社会力量举办的学前教育机构年度核验 share no thing by their letters. What speaks for one duty is
that the deed is the same, that of all rows of the county this one is among the nearest to what was taken back or the
text is heard as that duty (:mod:`hearing`), that the same department answers for both, and that no other duty fits better.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.comparing.acts.acting import Texts, Thing
from kg.comparing.acts.contrasting import replaced
from kg.comparing.acts.hearing import Hearing
from kg.comparing.acts.parts import asked_parts
from kg.comparing.acts.weighing import likelihood
from kg.comparing.rows import Entry
from kg.meaning.encoding.nearness import nearness
from kg.meaning.encoding.senses import said_texts
from kg.meaning.same_duty import contrast
from kg.values import ListKind

if TYPE_CHECKING:
    from kg.meaning.encoding.senses import Senses

NEAREST = 6
"""So many rows of a county, those nearest to what was taken back, may be about it."""

HEARD = 0.1
"""A text that sorts so far under the duty that was taken back may be about it, however far its row is."""

UNSAID = 0.25
"""Or so far, where no word of the table says what is done."""

ONE = 0.4
"""Heard so far as what was taken back by its senses, no word tells a text apart from it."""

ROW = 0.15
"""Rows less near than this are about something else."""

LETTERS = 0.25
"""With so many of its letters, as 村医 has of 乡村医生, a text speaks of what was taken back."""

SURE = 0.5
"""So likely one duty is asked what was taken back."""

WATCHED = 0.65
"""The same of watching over something, which townships do with much."""

CLEAR, AHEAD = 0.3, 0.2
"""So near, and so much nearer than any other, a row is clearly about it."""

NAMED, SPOKEN = 0.3, 0.25
"""Or so much of it is named, or so near is a text that speaks of it in words of its own."""

SEVERAL = 0.5
"""So much of what was taken back is said where that is several things: 安全检查和星级评定."""

RECORDED = 0.5
"""So much of what was taken back is said in words for the same, where it is registered."""

MAYBE = 0.25
"""So likely people are asked to look."""

PARTLY, PARTLY_ALONE = 0.5, 0.3
"""So much in common by words is enough for words to tell two things apart; where no department speaks for one, any."""

_EQUAL = 1e-4
_WATCHING = frozenset(("监管", "整治", "建立", "统计", "管护"))
"""What townships do with much."""
_RECORDING = "登记"
_FINING = "处罚"
_CHECKING = "审核"
_FIRST = "初审"
_YEARLY = "年检"
_GETTING = "追缴"
_PROVING = "出具证明"
_HANDING = "发放"
_PAYING = (_HANDING, "奖励", "补偿", "征收", _FINING, _GETTING)
"""Deeds of money, whether it is named or not."""


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
    """How near the row is to what was taken back, without what all texts have in common; 0 where its name names no thing."""
    ahead: float
    """How much nearer than any other row of the county that is called otherwise."""
    shared: float
    """How much of what was taken back the text, or the text with its row's name, says in words for the same."""
    letters: float
    """How many of its letters the text has."""
    own: bool
    """Whether the text alone has letters of it: 农贸市场检查 has none of 冷库检查, whatever its row is called."""
    other: bool
    """Whether it has some of its words and not all: a matter of words (:mod:`meant`)."""
    foreign: bool
    """Whether the text by itself names something, and nothing of what was taken back."""
    people: bool
    """Whether both speak of people, and of others."""
    within: bool
    """Whether the text with its row's name says all of it."""
    procedure: bool
    """Whether the deed is a step of a procedure, whose clauses leave it to the row's name what it is about."""
    sorted: float
    """How far it is heard as the duty that was taken back, by its letters."""

    @property
    def whole(self) -> str:
        """The text with its row's name."""
        return self.text if self.text in self.row.name else f"{self.row.name}，{self.text}"

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
    hearing = Hearing(senses)
    found = [
        each
        for each in _candidates(gone, rows, texts, senses, hearing)
        if frozenset((each.gone.iri, each.row.iri)) not in told
    ]
    wanted = dict.fromkeys(
        text for each in found for text in (each.gone.name, each.text, each.whole)
    )
    vectors = senses.vectors(list(wanted))
    hearing.listen(list(wanted))
    held: list[tuple[float, _Candidate, bool]] = []
    for each in found:
        own = nearness().own
        near = float(own(vectors[each.gone.name]) @ own(vectors[each.text]))
        likely = likelihood(evidence(each, near, hearing))
        least = SURE if each.deed and each.deed not in _WATCHING else WATCHED
        heard = hearing.meant(each.gone.name, each.text)
        sure = (likely >= least or _clearly(each)) and not _apart(each, near, heard, texts)
        if sure or likely >= MAYBE:
            held.append((likely, each, sure))
    held.sort(key=lambda item: (not item[2], -item[0], item[1].gone.iri, item[1].row.iri))
    # Of what is gone one row is the likeliest, and of a row one thing that is gone; lists copy each other.
    fits: dict[str, str] = {}
    meant: dict[str, str] = {}
    done: set[tuple[str, str]] = set()
    for both, each, sure in held:
        here, there = texts.key(each.gone), f"{texts.key(each.row)} {each.text}"
        if fits.setdefault(here, there) != there or meant.setdefault(there, here) != here:
            continue
        if (each.gone.iri, each.row.iri) not in done:
            done.add((each.gone.iri, each.row.iri))
            yield Otherwise(each.gone, each.row, each.text, round(both, 3), sure)


def evidence(each: _Candidate, near: float, hearing: Hearing) -> dict[str, float]:
    """What speaks for and against a text asking what was taken back, by name; ``near``: how near the text is to it."""
    nearer, watching = max(near, each.near), each.deed in _WATCHING
    heard = hearing.meant(each.gone.name, each.text)
    led = each.row.kind is ListKind.BASIC
    return {
        "text": near,
        "row": each.near,
        "nearer": nearer,
        "ahead": each.ahead,
        "shared": each.shared,
        "letters": each.letters,
        "within": float(each.within),
        "own": float(each.own),
        "other": float(each.other),
        "foreign": float(each.foreign),
        "foreign_text": near * each.foreign,
        "together": float(each.together),
        "deed": float(bool(each.deed) and each.deed == each.said),
        "procedure": float(each.procedure),
        "watching": float(watching),
        "watching_nearer": nearer * watching,
        "watching_shared": each.shared * watching,
        "fining": float(each.deed == _FINING),
        "recording": float(each.said == _RECORDING),
        "led": float(led),
        "led_nearer": nearer * led,
        "sorted": each.sorted,
        "heard": heard,
        "heard_whole": max(heard, hearing.meant(each.gone.name, each.whole)),
        "heard_watching": heard * watching,
        "unsaid": float(not each.deed or not each.said),
        "unsaid_heard": heard * (not each.deed or not each.said),
    }


def _clearly(each: _Candidate) -> bool:
    """Whether of all rows of the county one alone is near, for the same department, and asks a step of the procedure.

    Its clauses leave it to the row's name what it is about: 逐一核定申领条件.
    """
    one = each.together and each.procedure and not each.other
    return one and each.near >= CLEAR and each.ahead >= AHEAD


def _apart(each: _Candidate, near: float, heard: float, texts: Texts) -> bool:
    """Whether, however likely, it is about other people or things, or what townships do anyhow."""
    if each.people or (each.deed == _FINING and each.other and heard < ONE):
        return True
    if each.said and not each.deed:
        # 社区工作者资格证代审 is none of what is done about 社区工作者: at most people look.
        return True
    if each.deed == _PROVING and heard < NAMED and not each.within:
        # 出具相关证明: proofs are of all kinds.
        return True
    if each.foreign and each.shared < NAMED and each.deed in (*_WATCHING, _GETTING):
        # What a township watches over, and what it gets back, is of all kinds.
        return heard < ONE and (each.deed == _GETTING or near < SPOKEN)
    if each.said == _RECORDING:
        return each.shared < RECORDED
    if each.said not in (_CHECKING, _FIRST):
        return False
    # To check first what a department decides is the township's, unless that ended, too.
    return each.deed not in (_CHECKING, _FIRST) or not texts.cues.ended.search(each.gone.method)


def _candidates(
    gone: Sequence[Entry], rows: Sequence[Entry], texts: Texts, senses: Senses, hearing: Hearing
) -> Iterator[_Candidate]:
    """Texts of the nearest rows of a county that do the same deed."""
    counties: dict[str, list[Entry]] = defaultdict(list)
    for row in rows:
        counties[row.township.county.code].append(row)
    taken: dict[str, list[tuple[Entry, str]]] = defaultdict(list)
    for one in gone:
        # The deed that names a duty stands at its end: 对…的监督检查.
        if one.township.county.code in counties:
            deed = texts.cues.named_deed(one.name)
            taken[one.township.county.code].append((one, deed))
    for code, named in taken.items():
        yield from _of_county(named, counties[code], texts, senses, hearing)


def _of_county(
    gone: Sequence[tuple[Entry, str]],
    rows: Sequence[Entry],
    texts: Texts,
    senses: Senses,
    hearing: Hearing,
) -> Iterator[_Candidate]:
    asked = [list(asked_parts(row, texts)) for row in rows]
    names = [g for g, _ in gone]
    bare = nearness_of(names, rows, texts, senses, bare=True)
    for (one, deed), best in zip(gone, bare, strict=True):
        nearest = dict(_nearest(best))
        for at, row in enumerate(rows):
            for text, said in asked[at]:
                if deed and texts.cues.kin_of(said) != texts.cues.kin_of(deed):
                    continue
                heard = hearing.sorted(one.name, text)
                if heard >= UNSAID or (deed and (at in nearest or heard >= HEARD)):
                    near = best[at], best[at] - _next(best, at), heard
                    yield from _candidate(one, row, text, deed, said, near, texts)


def _next(values: Sequence[float], at: int) -> float:
    """The most of those below or above a value; rows that are called the same have the same."""
    return max((v for v in values if abs(v - values[at]) > _EQUAL), default=0.0)


def nearness_of(
    gone: Sequence[Entry],
    rows: Sequence[Entry],
    texts: Texts,
    senses: Senses,
    *,
    bare: bool = False,
) -> Iterator[Sequence[float]]:
    """For each row that took something back how near the others are to it by their names, or those with their clauses.

    By the senses that were kept with the graph: none is made, so 0 where there are none. ``bare``: without what all texts
    have in common.
    """
    import numpy as np

    own = [_texts_of(row, texts) for row in rows]
    vectors = senses.stored([*(text for each in own for text in each), *(one.name for one in gone)])
    if bare:
        vectors = {text: nearness().own(vector) for text, vector in vectors.items()}
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
    gone: Entry,
    row: Entry,
    text: str,
    deed: str,
    said: str,
    nears: tuple[float, float, float],
    texts: Texts,
) -> Iterator[_Candidate]:
    """The two as a pair, unless something tells them apart."""
    whole = f"{row.name}，{text}"
    paid = [bool(texts.cues.money.search(texts.cues.alike(said))) for said in (gone.name, whole)]
    # What is handed out is money or is not: 残疾人证发放 and 残疾人补贴发放.
    named = deed not in _PAYING or (deed == _HANDING and paid[1])
    if paid[0] != paid[1] and named and (paid[1] or nears[-1] < UNSAID):
        return
    if said == _RECORDING and deed != _RECORDING:
        return
    if contrast(texts.wording(gone, gone.name), texts.wording(row, text)):
        return
    if texts.another_step(gone, row) or texts.excepted(gone):
        return
    thing, alone = texts.thing(gone, gone.name), texts.thing(row, text)
    # 蔬菜 stands for no other thing than 食品, which includes it.
    if replaced(texts.bare(gone.name), texts.bare(text)) and not thing.within(alone):
        return
    # Of a fine the deed that is fined says what it is; elsewhere the row's name may say the thing.
    own = max(len(thing.letters & alone.letters), *_widely(thing, alone)) > 1
    fined = deed == _FINING
    # 农贸市场检查 in a row called 冷库管理 says what it is about itself.
    foreign = not own and len(alone.terms - thing.terms) > 1
    other = texts.thing(row, text if fined or foreign else whole, read=not fined)
    shared = texts.covered(thing.terms, other.terms | other.added)
    within = len(thing.terms) > 1 and thing.within(other)
    if within:
        shared = 1.0
    near, ahead, heard = nears
    every = set(texts.cues.deeds(gone.name)) <= set(texts.cues.deeds(text))
    if texts.several(gone) and shared < SEVERAL and not every:
        return
    if not texts.thing(row, texts.cues.whole.sub(" ", row.name)).terms:
        near = 0.0
    procedure = bool(said) and (deed == _YEARLY or texts.cues.kin_of(deed) != deed)
    common = texts.covered(thing.terms, alone.terms)
    least = PARTLY if gone.functions & row.functions else PARTLY_ALONE
    partly = common >= least and not thing.within(alone)
    both = thing.letters & other.letters
    # 农 alone is no letter that tells.
    letters = len(both) / len(thing.letters) if len(both) > 1 else 0.0
    who = texts.cues.people(gone.name), texts.cues.people(whole)
    people = bool(all(who)) and not who[0] & who[1]
    yield _Candidate(
        *(gone, row, text, deed, said, near, ahead, shared, letters),
        *(own, partly, foreign, people, within, procedure, heard),
    )


def _widely(one: Thing, two: Thing) -> tuple[int, int]:
    """How many letters of what includes the things of either the other has: 动物 for 生猪."""
    return len(one.wider & two.letters), len(two.wider & one.letters)


def _texts_of(row: Entry, texts: Texts) -> tuple[str, ...]:
    """The texts whose senses are kept for a row with the graph."""
    helps = row.kind is ListKind.COOPERATION
    own = [texts.folded(clause.text) for clause in row.cooperation] if helps else []
    return said_texts(row.name, own)
