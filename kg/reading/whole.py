"""Whole: what a complete document has, and whether what was read is all of it.

A cover, a date, three lists that are not empty, as many rows and pages as it says itself. Where a list
says nothing of its length, that is noted with its last row: a last row that is lost leaves no trace.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.findings import shorten
from kg.reading.lists.contents import lost_pages
from kg.reading.lists.found import ListReading
from kg.reading.naming import Named
from kg.reading.rows import RowProblem
from kg.values import ListKind, Row

_HABITS = {"name-separator": "", "name-glued": " "}
"""What a list may have throughout, and what must stand in the quote: bodies with a comma or a blank between them."""
_FEW = 5
"""Rows from which on it is the list's manner, which is said once; of 54 lists seen none has so many."""

_HEADER_WORDS = frozenset({"序号", "事项类别", "事项名称", "类别", "事项"})
"""A line that is only one of them is the cell of a table copied without its lines."""


def with_habits_once(problems: Sequence[RowProblem]) -> list[RowProblem]:
    """The problems, where a manner of the whole list stands once, at its first row, naming all."""
    rows: dict[str, dict[int, None]] = {kind: {} for kind in _HABITS}
    for problem in problems:
        if _is_habit(problem):
            rows[problem.kind][problem.line] = None
    kept, said = list[RowProblem](), set[str]()
    for problem in problems:
        lines = rows.get(problem.kind, {})
        if len(lines) <= _FEW or not _is_habit(problem):
            kept.append(problem)
        elif problem.kind not in said:
            said.add(problem.kind)
            where = "、".join(map(str, sorted(lines)))
            what = f"{problem.message}；这份清单有 {len(lines)} 行这样，在第 {where} 行"
            kept.append(replace(problem, message=what))
    return kept


def _is_habit(problem: RowProblem) -> bool:
    return problem.kind in _HABITS and _HABITS[problem.kind] in problem.quote


def check_whole(
    reading: ListReading, rows: list[Row], date: str, problems: list[RowProblem]
) -> None:
    """What a complete document has: a cover, a date, three lists, none of them empty."""
    found = {row.kind for row in rows} | {title.kind for title, _, _ in reading.titles}
    present = {row.kind for row in rows}
    for kind in ListKind:
        if kind in found and kind not in present:
            _say_empty(reading, kind, problems)
        if kind not in found and any(e.kind == kind.value for e in reading.contents):
            what = f"目录里有《{kind.zh}清单》，正文里没有；文件可能被截断"
            problems.append(RowProblem("cut-off", 0, what, f"{kind.zh}清单"))
    if not rows:
        return
    if not reading.covers[0]:
        problems.append(RowProblem("cover-missing", 0, "没有封面", ""))
    if not date:
        what = "没有印制日期，显示为“未注明日期”"
        problems.append(RowProblem("date-missing", 0, what, ""))
    for kind in ListKind:
        if kind not in found:
            problems.append(RowProblem("list-missing", 0, f"没有《{kind.zh}清单》", ""))


def check_said(reading: ListReading, rows: list[Row], problems: list[RowProblem]) -> None:
    """The counts that a cover, a preface or a page of contents gives of the lists."""
    for said in dict.fromkeys(reading.said):
        count = sum(said.kind in (None, row.kind) for row in rows)
        if count and count != said.count:
            name = f"《{said.kind.zh}清单》" if said.kind else "各清单合起来"
            what = f"文中写明{name} {said.count} 项，读到 {count} 项"
            problems.append(RowProblem("count-differs", said.block.line, what, said.block.quote))


def check_parts(reading: ListReading, rows: list[Row], problems: list[RowProblem]) -> None:
    """The counts of categories that are headings: 一、党的建设（12项）, up to the next heading."""
    starts = [block.line for _, _, block in reading.parts]
    for (name, said, block), end in zip(reading.parts, [*starts[1:], None], strict=False):
        below = [row for row in rows if row.line > block.line]
        inside = [row for row in below if row.category == name and row.kind is below[0].kind]
        count = sum(end is None or row.line < end for row in inside)
        if count and count != said and not block.sheet:  # lines begin again on every sheet
            what = f"标题“{name}”写明 {said} 项，读到 {count} 项"
            problems.append(RowProblem("count-differs", block.line, what, block.quote))


def _say_empty(reading: ListReading, kind: ListKind, problems: list[RowProblem]) -> None:
    title = next(title for title, _, _ in reading.titles if title.kind is kind)
    what = f"《{kind.zh}清单》只有标题，没有读到事项"
    if reading.last_line <= title.line:
        what += "；标题后面没有内容，文件可能被截断"
    elif any(t.title is title for t in reading.tables):
        what += "；表头下面没有事项行"
    elif any(p.quote in _HEADER_WORDS and p.line > title.line for p in reading.problems):
        what += "；表里每格各占一行，分不出哪几行是一项：请从网页或原文件把整张表复制到 Excel、WPS 表格里，另存为 .xlsx"
    else:
        what += "；标题下面没有认得的表头（要有“序号、事项名称”等列）"
    problems.append(RowProblem("list-empty", title.line, what, title.text))


def check_length(
    reading: ListReading, named: Iterable[Named], rows: list[Row], problems: list[RowProblem]
) -> None:
    """Pages the contents promise; lists of which nothing says how many rows they have."""
    parts = list(named)
    problems.extend(
        lost_pages(reading.contents, ((part.kind, part.table.headers) for part in parts))
    )
    problems.extend(problem for part in parts for problem in _bare_headers(part))
    if any(part.by_column for part in parts):
        return
    counted = {said.kind for said in reading.said}
    counted |= {part.kind for part in parts if part.table.said is not None}
    if None in counted or reading.parts:
        return
    for kind in ListKind:
        found = [row for row in rows if row.kind is kind]
        if found and kind not in counted:
            last = found[-1]
            what = (
                f"《{kind.zh}清单》没有写明共几项：读到 {len(found)} 项，最后一项是“{shorten(last.name, 30)}”；"
                "末尾若少了行，程序查不出，请与原件核对"
            )
            problems.append(RowProblem("count-unprinted", last.line, what, last.name, last))


def _bare_headers(part: Named) -> Iterator[RowProblem]:
    """Headers of a page without a row below them: the rows of that page are gone."""
    table = part.table
    ends = [*(at for _, at in table.bare[1:]), len(table.lines)]
    for (block, start), end in zip(table.bare, ends, strict=False):
        if start == end:
            what = f"《{part.kind.zh}清单》这一处又印了表头，下面没有事项行；可能缺了一页，请与原件核对"
            yield RowProblem("page-missing", block.line, what, block.text.strip()[:60])
