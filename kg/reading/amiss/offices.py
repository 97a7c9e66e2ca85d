"""Offices: whether all that a list gives to an office is an office's like it.

A name replaced by another all over a list leaves rows that agree with themselves: the column and the clauses name the
wrong office alike. Taken together, what the rows of the office say is then about another kind of office. A station of
an office (市场监管所) that does the work, while another office took it over, tells the same of one row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.bodies.names import NameReader
from kg.findings import shorten
from kg.folding import fold_forms, strip_markup
from kg.reading.known.printed import Printed
from kg.reading.plausible.topics import TopicReader, topic_reader, words_of
from kg.reading.rows import RowProblem
from kg.values import Department, Duty, ListKind, Township
from kg.vocabulary.loading import Vocabulary

_OTHER = 2.4
"""Evidence (log-odds) of all texts of an office for another kind: of 345 offices of 47 lists with two rows none has it."""
_FEWEST = 2
_STATION = re.compile(
    r"(?:^|[，。；：、])由(?:所在地|属地|辖区|当地|各|乡镇|镇|基层)?(?P<what>[\u4e00-\u9fff]{2,6}?)所(?=[\u4e00-\u9fff])"
)
"""``由所在地市场监管所受理``."""
_SENTENCE = re.compile("[。；;]")
_LONGEST, _QUOTE = 120, 60


def judge_offices(
    duties: Sequence[Duty],
    names: NameReader,
    township: Township | None,
    vocabulary: Vocabulary,
    problems: list[RowProblem],
) -> None:
    """Add offices whose rows are about another kind of office to ``problems``."""
    if township is None:
        return
    topics, printed = topic_reader(vocabulary), Printed(vocabulary)
    level = township.county.printed[-1:]
    said = {p.line for p in problems if p.kind in ("department-doubtful", "rows-crossed")}
    for duty in duties:
        if duty.row.kind is ListKind.RECLAIMED and duty.row.line not in said:
            problems.extend(_other_station(duty, names, level, topics))
        elif duty.row.kind is ListKind.COOPERATION:
            problems.extend(_two_names(duty, names))
        problems.extend(_no_bodies(duty, names))
    for kind in (ListKind.COOPERATION, ListKind.RECLAIMED):
        found = [duty for duty in duties if duty.row.kind is kind]
        problems.extend(p for p in _replaced(found, topics, printed) if p.line not in said)


def _no_bodies(duty: Duty, names: NameReader) -> Iterator[RowProblem]:
    """A sentence in the column of supporting bodies: the header is another list's."""
    cell = strip_markup(duty.row.cell("supporting") or "").strip()
    if _SENTENCE.search(cell) and not any(m.department.known for m in names.split(cell).mentions):
        what = f"配合部门一格写的不像部门：“{shorten(cell, 30)}”；这一行的格子可能错位"
        yield RowProblem("department-odd", duty.row.line, what, cell[:_QUOTE], duty.row)


def _other_station(
    duty: Duty, names: NameReader, level: str, topics: TopicReader
) -> Iterator[RowProblem]:
    text = fold_forms(strip_markup(duty.method))
    for found in _STATION.finditer(text):
        office = names.read_heading(f"{level}{found['what']}局")
        itself = names.read_heading(f"{level}{found['what']}所")
        if itself and itself[0].department.known:
            continue
        if len(office) != 1 or not office[0].department.known or not duty.departments:
            continue
        own = office[0].department.function
        if any(topics.related(own, body.function) for body in duty.departments):
            continue
        what = (
            f"工作方式里写由“{found['what']}所”去做，承接部门写的是“{duty.departments[0].name}”，"
            "承接部门可能写错了，请核对"
        )
        yield RowProblem("department-doubtful", duty.row.line, what, text[:_QUOTE], duty.row)
        return


def _two_names(duty: Duty, names: NameReader) -> Iterator[RowProblem]:
    """Clauses of one row that begin with one office by two names: of 47 lists none has them."""
    written: dict[Department, str] = {}
    for clause in duty.superior:
        first = names.begins(fold_forms(clause.text)[:_LONGEST])
        if first is None:
            continue
        other = written.setdefault(first.department, first.written)
        if other != first.written:
            what = (
                f"同一项里“{other}”和“{first.written}”各有一条职责，都读作{first.department.name}；"
                "可能有一处换错了名称，请核对"
            )
            quote = clause.quote[:_QUOTE]
            yield RowProblem("department-doubtful", duty.row.line, what, quote, duty.row)
            return


def _replaced(
    duties: Sequence[Duty], topics: TopicReader, printed: Printed
) -> Iterator[RowProblem]:
    """Offices of which the rows together are far more about another kind of office."""
    for body, own in _rows_of(duties).items():
        if len(own) < _FEWEST or not body.known or any(map(printed.confirms, own)):
            continue
        scores = topics.offices("。".join(map(words_of, own)))
        mine = scores.get(body.function)
        others = (
            score
            for kind, score in scores.items()
            if topics.is_usual(kind) and not topics.related(kind, body.function)
        )
        if mine is None or max(others, default=mine) - mine <= _OTHER:
            continue
        numbers = "、".join(str(duty.row.number) for duty in own)
        what = f"对应“{body.name}”的第 {numbers} 项合起来像是别的部门的事；部门的名称可能整张换错了，请核对"
        row = own[0].row
        yield RowProblem("department-doubtful", row.line, what, shorten(row.name, _QUOTE), row)


def _rows_of(duties: Sequence[Duty]) -> dict[Department, list[Duty]]:
    """The rows that each office has alone."""
    found: dict[Department, list[Duty]] = {}
    for duty in duties:
        bodies = {*duty.departments, *duty.supporting}
        if len(bodies) == 1:
            found.setdefault(bodies.pop(), []).append(duty)
    return found
