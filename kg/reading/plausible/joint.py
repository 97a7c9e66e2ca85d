"""Joint: whether every body of a row that names several has to do with it.

Who stands beside others in a column is named in the row's clauses, or they are about what that body does. One that
neither is was added, or belongs to another row. A name without its county among names that all have it came from
another list. Nothing is repaired; the rows are named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from kg.bodies.names import NameReader
from kg.findings import shorten
from kg.folding import fold_forms, strip_markup
from kg.reading.plausible.topics import TopicReader, words_of
from kg.reading.rows import RowProblem
from kg.values import Department, Duty, ListKind, Mention, Place, Row

_LEAST = {ListKind.RECLAIMED: 1.6, ListKind.COOPERATION: 2.5}
"""Evidence (log-odds) for another body of the row than for the added one."""
_LITTLE = 0.0
"""The most that the text may say for the added body: of 1,170 rows of six lists never seen four have such a body; of
bodies added to them six in ten (reclaimed) and eight in ten are told."""
_OFTEN = 0.5
"""What it says for a body that it stands in many rows, as the police do."""
_TOGETHER = ("联合", "共同")
"""Words of a way of working that two bodies share: 联合检查，责令整改."""
_NUMBER_INSIDE = re.compile(r"(?<=[\u4e00-\u9fff）)])\d{1,2}[.．、](?!\d)")
"""The number of a clause right behind words: ``县公安局1.查询户籍``."""
_LABELLED = re.compile("[：:]")
_PAIR = 2
_FEWEST_SEVERAL, _MANY_WHOLE, _NEARLY_ALL = 6, 0.8, 0.95
"""Rows with several bodies, and the shares of the others that name each, from which on two or one unnamed are said,
and less than half of the bodies where all others name each: of 71 lists five rows are."""
_FEWEST = 5
_FEW = 0.02
_FEWEST_ROWS = 2
_QUOTE = 60


def judge_joint(
    duties: Sequence[Duty],
    topics: TopicReader,
    gives: Callable[[Row, Department], bool],
    names: NameReader,
    county: Place | None,
    problems: list[RowProblem],
) -> None:
    """Add bodies that have nothing to do with their row to ``problems``.

    ``gives`` tells whether known lists print the name of a row with a body, ``names`` reads the bodies
    of a text; ``county`` is the township's.
    """
    said = {p.line for p in problems if p.kind in ("department-doubtful", "department-elsewhere")}
    for duty in duties:
        if duty.row.line not in said:
            problems.extend(_added(duty, topics, gives, names))
    said = {p.line for p in problems if p.kind in ("department-doubtful", "department-elsewhere")}
    problems.extend(problem for problem in _silent(duties, topics) if problem.line not in said)
    for duty in duties:
        problems.extend(_joined_heading(duty, names))
        problems.extend(_wrong_mark(duty, names))
    for kind in (ListKind.COOPERATION, ListKind.RECLAIMED):
        found = [duty for duty in duties if duty.row.kind is kind]
        problems.extend(_without_county(found, gives, names, county))


def _wrong_mark(duty: Duty, names: NameReader) -> Iterator[RowProblem]:
    """A leading body that is not the first of its cell, or a supporting one that is: 县公安局（配合）、县教育局.

    Of 264 rows of thirty lists that mark who leads, one names the leading body later.
    """
    cell = duty.row.cell("departments") or ""
    if not duty.departments or _LABELLED.search(cell):
        return
    what = ""
    if duty.conveners and duty.departments[0] not in duty.conveners:
        what = f"标着“牵头”的“{duty.conveners[0].name}”不是写在最前的部门"
    elif duty.supporting:
        first = next(iter(names.find(fold_forms(strip_markup(cell)))), None)
        if first is not None and first.department in duty.supporting:
            what = f"写在最前的“{first.written}”标着配合，后面的部门却没有"
    if what:
        what += "；牵头、配合的标记可能标错了部门，请核对"
        quote = strip_markup(cell).strip()[:_QUOTE]
        yield RowProblem("department-doubtful", duty.row.line, what, quote, duty.row)


def _joined_heading(duty: Duty, names: NameReader) -> Iterator[RowProblem]:
    """A body right before the number of a clause, inside another clause: its heading lost its line and colon."""
    for clause in (*duty.superior, *duty.township):
        numbers = {m.start() for m in _NUMBER_INSIDE.finditer(clause.text)}
        body = (
            next((m for m in names.find(clause.text) if m.end in numbers), None)
            if numbers
            else None
        )
        if body is None:
            continue
        what = (
            f"一条职责中间，“{body.written}”后面没有冒号就接着编号，像是它的各条连在了前一条后面；"
            f"照原样保留，请核对由谁负责：“{shorten(clause.text, 30)}”"
        )
        quote = clause.text[body.start :][:_QUOTE]
        yield RowProblem("clause-number-slip", duty.row.line, what, quote, duty.row)
        return


def _added(
    duty: Duty,
    topics: TopicReader,
    gives: Callable[[Row, Department], bool],
    names: NameReader,
) -> Iterator[RowProblem]:
    """Bodies beside others of which the row says nothing, and which do other things."""
    least = _LEAST.get(duty.row.kind)
    bodies = duty.departments
    if least is None or len(bodies) < 2:
        return
    if len(bodies) == _PAIR and any(word in duty.method for word in _TOGETHER):
        return
    named = {body.function for body, _, _ in duty.named}
    named.update(mention.department.function for mention in names.find(duty.method))
    text = words_of(duty)
    if _names_the_rest(duty, topics):
        return
    scores = topics.offices(text, {body.function for body in bodies})
    best = max(scores.values(), default=0.0)
    for body in bodies:
        score = scores.get(body.function)
        if score is None or body.function in topics.any_matter:
            continue
        score += _OFTEN * topics.often(body.function)
        if score > _LITTLE or best - score < least:
            continue
        if any(topics.related(body.function, kind) for kind in named) or gives(duty.row, body):
            continue
        if any(part in text for part in topics.parts(body.function)):
            continue
        what = f"这一项的文字没有写到“{body.name}”，也不像它做的事，像是多写的，请核对部门"
        quote = next((m.written for m in duty.mentions if m.department == body), "")
        yield RowProblem("department-doubtful", duty.row.line, what, quote[:_QUOTE], duty.row)


def _silent(duties: Sequence[Duty], topics: TopicReader) -> Iterator[RowProblem]:
    """Rows whose clauses name one of their bodies and not the others, where the list's clauses name each of them."""
    several = [
        (duty, _unnamed(duty))
        for duty in duties
        if duty.row.kind is ListKind.COOPERATION and len(duty.departments) > 1
    ]
    whole = sum(not silent for _, silent in several)
    others = len(several) - 1
    if others < _FEWEST_SEVERAL or whole < _MANY_WHOLE * others:
        return
    least = 1 if whole >= _NEARLY_ALL * others else _PAIR
    for duty, unnamed in several:
        # One that no table has the clauses may name in brief.
        silent, count = [body for body in unnamed if body.known], len(duty.departments)
        if _names_the_rest(duty, topics):
            continue
        enough = 2 * len(silent) >= count or whole == others
        if least <= len(silent) < count and enough:
            bodies = "、".join(body.name for body in silent)
            what = (
                f"别的各项都写明每个部门做什么，这一项没有写到“{shorten(bodies, 40)}”；"
                "部门一格可能是别的行的，请核对"
            )
            yield RowProblem("department-doubtful", duty.row.line, what, duty.row.name, duty.row)


def _names_the_rest(duty: Duty, topics: TopicReader) -> bool:
    """Whether a clause says what all other bodies do: ``其他部门落实行业监管``."""
    return any(word in clause.text for clause in duty.superior for word in topics.every_body)


def _unnamed(duty: Duty) -> list[Department]:
    """The bodies of a row that its departments' clauses do not name."""
    named = {body.key for body, _, where in duty.named if where.startswith("s")}
    named.update(m.department.key for clause in duty.superior for m in clause.heading_mentions)
    return [body for body in duty.departments if body.key not in named]


def _without_county(
    duties: Sequence[Duty],
    gives: Callable[[Row, Department], bool],
    names: NameReader,
    county: Place | None,
) -> Iterator[RowProblem]:
    """Rows that write a body without its county where all others write it (县民政局, 民政局, 木垒县民政局)."""
    if county is None:
        return
    level = county.printed[-1:]
    full = 0
    bare: list[tuple[Duty, Mention]] = []
    for duty in duties:
        # A body may stand by another of its names, with the county: 木垒县纪委、县监委.
        named = {m.department for m in duty.mentions if county.name in m.written}
        for mention in duty.mentions:
            in_text = duty.row.kind is ListKind.RECLAIMED and mention.written in duty.method
            if mention.department.jurisdiction != county or mention.elided or in_text:
                continue
            if county.printed in mention.written or county.name in mention.written:
                full += 1
            elif mention.department not in named and (
                mention.written.startswith(level) or _is_office_alone(duty, mention, names)
            ):
                bare.append((duty, mention))
    rows = {duty.row.line for duty, _ in bare}
    if full < _FEWEST or len(rows) > max(_FEWEST_ROWS, _FEW * len(duties)) or full < 3 * len(bare):
        return
    for duty, mention in bare:
        if gives(duty.row, mention.department):
            continue
        what = (
            f"别的各项都写明“{county.printed}”，这一项写的是“{mention.written}”；"
            "可能是另加的，或从别处抄来，请核对"
        )
        yield RowProblem("department-doubtful", duty.row.line, what, mention.written, duty.row)


def _is_office_alone(duty: Duty, mention: Mention, names: NameReader) -> bool:
    """Whether a row begins with an office of the county and no place at all (旅游局): what stood before it is gone.

    Behind another body it may share the place of that one: 县水利局、住建局.
    """
    if mention is not duty.mentions[0] or not mention.department.known:
        return False
    found = names.bare_at(mention.written, 0)
    return found is not None and found.end == len(mention.written)
