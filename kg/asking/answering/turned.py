"""Turned: questions of a shape that is not read as it stands, put into one that is, with what is then to be done.

*除了甲镇，还有哪些乡镇配合养犬管理* is read as *哪些乡镇配合养犬管理*, of all townships but that one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path

from kg.asking import wording
from kg.asking.answering.context import Context, Handler
from kg.asking.answering.figures import GROUPS, counted_by
from kg.asking.answering.naming import townships
from kg.asking.answering.nicknames import Nicknames
from kg.asking.answering.outnumbering import HOW_MANY, MORE, outnumbered, outnumbering
from kg.asking.answering.yesno import ANYONE_ELSE, AS_MANY, tested
from kg.asking.answers import EVIDENCE_LIMIT, Answer, answered
from kg.asking.frame import EVERY, Ask, Question, Refusal, Status
from kg.asking.lexicon import Lexicon
from kg.asking.rows import township_code
from kg.folding import match_key
from kg.frozen import frozen
from kg.patterns import regex
from kg.vocabulary import compiled
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.tables import read_table, refuse, wrong_pattern

COLUMNS = ("name", "needs", "pattern", "becomes", "then", "example", "reads")
_LONGEST = 300
"""Characters of a pattern of the table."""
_ITEM = regex(r"\s*(?:[、;；,，]|[①-⑳]|[(（]?\d{1,2}(?:[)）.．、]|(?=[\u4e00-\u9fff])))\s*")
"""Between things named one by one, with or without numbers."""
_WAYS = {"大": "多", "高": "多", "小": "少", "低": "少", "more": "most", "fewer": "fewest"}
_WAYS |= {"longer": "more", "longest": "more", "shorter": "fewer", "shortest": "fewer"}
_DONE = {"收走": "收回", "收上去": "收回", "要配合": "配合"}
_MOST, _FEWEST, _EXTREME = "most-departments", "fewest-departments", "extremes"
_NONE_ELSE, _EVERYWHERE, _LACKING_BODIES = "only", "everywhere", "lacking"
_OTHERS, _PLACE, _ALL_BUT, _ORDER = "others", "place", "all-but", "in-order"
_ASKS = {_EXTREME: (*GROUPS,), _LACKING_BODIES: (Ask.DEPARTMENTS,)}  # the others: townships
_ON = "on"
"""Words are put into others, and the table is gone through further."""
_OFTEN = 3
"""So many times such words are put into others."""


@frozen
class Turned:
    """A question in a shape that is read, and what is then done: of all places but some, or with the figures.

    ``have`` and ``but`` are the places that are named for that.
    """

    text: str
    then: str = ""
    have: str = ""
    but: str = ""


@frozen
class _Shape:
    """A row of turned.csv: words of which a question of this shape has one, the shape, and what it becomes."""

    needs: tuple[str, ...]
    pattern: re.Pattern[str]
    becomes: str
    then: str


class Turns:
    """The shapes of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Prepare; the tables are read when first needed."""
        self._vocabulary = vocabulary
        self._nicknames = Nicknames(vocabulary)

    def turned(self, text: str) -> Turned | None:
        """The question in another shape; None for one that is read as it stands.

        Raises:
            VocabularyError: the table turned.csv cannot be used.
        """
        plain = text
        text = self._nicknames(text)
        for shape in self._shapes:
            if not any(map(text.__contains__, shape.needs)):
                continue
            for _ in range(_OFTEN if shape.then == _ON else 1):
                match = shape.pattern.search(text)
                if match is None:
                    break
                said = {k: _plain(k, value or "") for k, value in match.groupdict().items()}
                around = {"before": text[: match.start()], "after": text[match.end() :]}
                becomes = shape.becomes.format_map({**said, **around})
                if shape.then != _ON:
                    return Turned(becomes, shape.then, said.get("have", ""), said.get("but", ""))
                if becomes == text:
                    break
                text = becomes
        if text != plain:
            return Turned(text)
        return None

    def patterns(self) -> Iterator[re.Pattern[str]]:
        """Those of the tables."""
        yield from self._nicknames.patterns
        yield from (shape.pattern for shape in self._shapes)

    @cached_property
    def _shapes(self) -> tuple[_Shape, ...]:
        found, problems = list[_Shape](), list[str]()
        # The packaged table is tried by its tests; once it is compiled, no question waits for that.
        tried = cache(lambda file: compiled.holds(Path(file)))
        for where, row in read_table(self._vocabulary.folders, "turned", COLUMNS, 1):
            if row["then"] not in _THENS:
                problems.append(f"{where}: 没有“{row['then']}”这种做法 (no such thing to be done)")
            if not tried(where.rpartition(":")[0]):
                problems += (
                    f"{where}: {wrong}" for wrong in _wrong(row["pattern"], row["becomes"])
                )
            needs = tuple(filter(None, row["needs"].split("|")))
            found.append(_Shape(needs, regex(row["pattern"]), row["becomes"], row["then"]))
        refuse(problems)
        return tuple(found)


def _wrong(pattern: str, becomes: str) -> list[str]:
    """What is wrong with a shape, if anything is."""
    if wrong := wrong_pattern(pattern, _LONGEST):
        return [wrong]
    try:
        becomes.format_map(dict.fromkeys(("before", "after", *re.compile(pattern).groupindex), ""))
    except (KeyError, ValueError, AttributeError, TypeError) as error:
        return [f"becomes 里的组 pattern 没有，或括号不成对 (no such group, odd braces): {error}"]
    return []


def _plain(name: str, value: str) -> str:
    """What a part of a question says, as the shape it becomes has it."""
    if name == "items":
        return "、".join(filter(None, _ITEM.split(value.strip(";；。?？ "))))
    if name == "way":
        return _WAYS.get(value, value)
    return _DONE.get(value, value) if name == "did" else value.strip(",， ")


def asked_then(question: Question, shape: Turned, lexicon: Lexicon) -> Question:
    """The question as it was read, with what is then to be done.

    Raises:
        Refusal: it is no question that this can be done with, or a place left out is not known.
    """
    if shape.then == _OTHERS:
        return _but(question, shape.but, lexicon)
    if shape.then == _ALL_BUT:
        return _all_but(question, shape, lexicon)
    if shape.then == _PLACE:
        return _placed(question)
    if shape.then == _ORDER:
        return _ordered(question)
    if shape.then in (MORE, HOW_MANY):
        return outnumbering(question, shape.then)
    if shape.then in (AS_MANY, ANYONE_ELSE):
        return tested(question, shape.then)
    wanted = _ASKS.get(shape.then, (Ask.TOWNSHIPS,))
    odd = question.ask not in wanted or question.other or question.each or question.negate
    if shape.then and (odd or (shape.then != _EXTREME and question.rank)):
        raise Refusal(Status.NOT_UNDERSTOOD, "没有把握看懂问的是什么，请换个说法或说得更短")
    if shape.then == _NONE_ELSE:
        return replace(question, then=shape.then, told=_named(shape.but, lexicon))
    if shape.then == _LACKING_BODIES:
        less = _named(shape.but, lexicon)
        names = [name for name in re.split("[、,，和跟与]", shape.have) if name]
        others = tuple(township for name in names for township in _named(name, lexicon))
        frame = replace(question.frame, townships=(*others, *less), places=())
        return replace(question, then=shape.then, told=less, frame=frame)
    return replace(question, then=shape.then)


def _ordered(question: Question) -> Question:
    """The question for all townships, departments or categories in the order of their duties, not just the first.

    Raises:
        Refusal: something else is ordered.
    """
    rank = question.rank
    if question.ask not in GROUPS or rank is None or rank.by != "count":
        raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂要把什么按多少排")
    return replace(question, rank=replace(rank, number=EVERY))


def _placed(question: Question) -> Question:
    """The question at which place of an order a body, category or township stands, of how many duties it has.

    Raises:
        Refusal: it is not a count of the duties of just one of them.
    """
    frame = question.frame
    counts = question.ask is Ask.NUMBER and not (question.count or question.other)
    limits = (frame.bodies, frame.categories, frame.townships)
    own = next((limit for limit in limits if limit), ())
    if not counts or len(own) != 1 or frame.topic or frame.rows or frame.numbers:
        raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂是谁在什么里面排第几")
    return replace(question, then=_PLACE)


def _named(name: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The townships of a name.

    Raises:
        Refusal: there is none.
    """
    found = lexicon.surfaces.get(match_key(name))
    inside = [t for e in found if e.kind == "place" for t in lexicon.townships_in(e.iri)]
    named = tuple(entity.iri for entity in found if entity.kind == "township") or tuple(inside)
    if not named:
        raise Refusal(Status.NOT_UNDERSTOOD, f"没有看懂“{name}”在这里的意思")
    return named


def _but(question: Question, but: str, lexicon: Lexicon) -> Question:
    left_out = _named(but, lexicon)
    frame = question.frame
    if question.ask is not Ask.TOWNSHIPS or frame.townships or question.each:
        raise Refusal(Status.NOT_UNDERSTOOD, f"没有看懂“{but}”在这里的意思")
    others = tuple(t for t in lexicon.townships if t not in left_out)
    return replace(question, frame=replace(frame, townships=others))


def _all_but(question: Question, shape: Turned, lexicon: Lexicon) -> Question:
    """The question about the duties that all townships (of a place, if one is told) have, but for some.

    Raises:
        Refusal: nothing is left to be compared, or a place is not known.
    """
    less = _named(shape.but, lexicon)
    place = re.sub("[那这的]+$", "", shape.have)
    within = _named(place, lexicon) if place else tuple(lexicon.townships)
    others = tuple(t for t in within if t not in less)
    frame = question.frame
    odd = question.ask is not Ask.DUTIES or question.other or question.rank
    if odd or not others or len(frame.lists) != 1:
        raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂是哪些乡镇都有、哪个乡镇没有")
    return replace(
        question,
        frame=replace(frame, townships=others, places=(), in_all=others, in_none=less),
    )


def figures_of(context: Context, question: Question, understood: str) -> Answer:
    """The answer to a question with something to be done with its figures.

    Raises:
        Refusal: the graph does not have what it is about.
    """
    return _FIGURES[question.then](context, question, understood)


def _between(context: Context, question: Question, understood: str) -> Answer:
    """How many duties the one with most has more than the one with fewest."""
    known, sparql = counted_by(context, question)
    if len(known) <= 1:
        raise Refusal(Status.NOT_FOUND, "只有一个，没有最多和最少可比")
    most, least = max(known.values()), min(known.values())
    told = [
        f"{'、'.join(name for name, count in known.items() if count == n)}（{n} 项）"
        for n in (most, least)
    ]
    found = context.planner.count(question.frame, EVIDENCE_LIMIT)
    evidence, total = context.cited(found.first, found.total, question.frame)
    return answered(
        "",
        Ask.NUMBER,
        most - least,
        understood=understood,
        text=f"最多：{told[0]}；最少：{told[1]}；相差 {most - least} 项",
        evidence=evidence,
        total=total,
        sparql=sparql,
    )


def _place(context: Context, question: Question, understood: str) -> Answer:
    """At which place one stands among all of its kind, by duties; who has as many shares its place.

    Raises:
        Refusal: it is not one of them, or several have the name.
    """
    frame, lexicon = question.frame, context.lexicon
    if frame.bodies:
        names = context.labels(sorted(context.departments(frame.bodies, frame)))
        ask, among = Ask.DEPARTMENTS, replace(frame, bodies=(), joint=False)
    elif frame.categories:
        names = [lexicon.categories[one] for one in frame.categories]
        ask, among = Ask.CATEGORIES, replace(frame, categories=())
    else:
        names = [lexicon.townships[one].name for one in frame.townships]
        ask, among = Ask.TOWNSHIPS, replace(frame, townships=(), places=())
    known, sparql = counted_by(context, Question(ask, among))
    if len(names) != 1 or names[0] not in known:
        raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂是谁在什么里面排第几")
    own = known[names[0]]
    ahead = sum(1 for count in known.values() if count > own)
    level = [name for name, count in known.items() if count == own and name != names[0]]
    tied = f"，与{'、'.join(level)}并列" if level else ""
    found = context.planner.count(frame, EVIDENCE_LIMIT)
    evidence, total = context.cited(found.first, found.total, frame)
    return answered(
        "",
        Ask.NUMBER,
        ahead + 1,
        understood=understood,
        text=f"第 {ahead + 1} 位：{names[0]}（{own} 项），共 {len(known)} 个{tied}",
        evidence=evidence,
        total=total,
        sparql=f"{sparql}\n# own\n{found.sparql}",
    )


def _all(context: Context, question: Question, understood: str) -> Answer:
    """Whether the townships are those that were named and no others, or all that are loaded."""
    found = townships(context, replace(question, then=""), understood)
    known = context.lexicon.townships
    meant = question.told if question.then == _NONE_ELSE else tuple(known)
    value = set(found.answer) == {known[t].name for t in meant}
    text = f"{wording.verdict(value)}：{found.text}"
    return replace(found, type=Ask.BOOLEAN, answer=value, count=None, text=text)


def _lacking(context: Context, question: Question, understood: str) -> Answer:
    """The departments, by what they are, that all places have in their row of a duty but the one that was told.

    Raises:
        Refusal: one of the places has no such row.
    """
    found = context.found(question)
    pairs, sparql = context.planner.edges.departments(found.duties)
    known, bodies = context.lexicon.townships, context.lexicon.bodies
    have: dict[str, set[str]] = {known[t].code: set() for t in question.frame.townships}
    for duty, body in pairs:
        have.setdefault(township_code(duty), set()).add(bodies[body].function or body)
    if not all(have.values()):
        raise Refusal(Status.NOT_FOUND, "有的地方没有这样的事项，或者没有写部门，不能相比")
    less = {known[t].code for t in question.told}
    kinds = set.intersection(*(own for code, own in have.items() if code not in less))
    kinds -= set().union(*(have[code] for code in less))
    labels = context.labels([b for _, b in sorted(pairs) if (bodies[b].function or b) in kinds])
    return answered(
        "",
        Ask.DEPARTMENTS,
        labels,
        understood=understood,
        text="、".join(labels) or "没有这样的部门 (none)",
        evidence=context.evidence(found.duties, question.frame),
        sparql=f"{found.sparql}\n# departments\n{sparql}",
    )


def _by_departments(context: Context, question: Question, understood: str) -> Answer:
    """The townships whose row of a duty has most departments, or fewest."""
    found = context.found(question)
    context.narrow(found, question.frame)
    pairs, sparql = context.planner.edges.departments(found.duties)
    counts = Counter(duty for duty, _ in set(pairs))
    rows = context.reader.rows([duty for duty in found.duties if counts[duty]])
    if not rows or len({township_code(row.iri) for row in rows}) < len(rows):
        raise Refusal(Status.NOT_UNDERSTOOD, "没有把握说的是哪一项，不好比部门多少")
    pick = max if question.then == _MOST else min
    wanted = pick(counts[row.iri] for row in rows)
    names = [row.township for row in rows if counts[row.iri] == wanted]
    ordered = sorted(rows, key=lambda row: -counts[row.iri])
    return answered(
        "",
        Ask.TOWNSHIPS,
        names,
        understood=understood,
        text="；".join(f"{row.township}（{counts[row.iri]} 个部门）" for row in ordered),
        evidence=context.evidence([row.iri for row in rows], question.frame),
        sparql=f"{found.sparql}\n# departments\n{sparql}",
    )


_FIGURES: dict[str, Handler] = {
    _EXTREME: _between,
    _LACKING_BODIES: _lacking,
    _PLACE: _place,
    MORE: outnumbered,
    HOW_MANY: outnumbered,
    _NONE_ELSE: _all,
    _EVERYWHERE: _all,
    _MOST: _by_departments,
    _FEWEST: _by_departments,
}
"""What is done with the figures."""
_THENS = ("", _ON, _OTHERS, _ALL_BUT, _ORDER, AS_MANY, ANYONE_ELSE, *_FIGURES)
