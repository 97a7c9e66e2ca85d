"""Joining: what stands between two rows of a table and fits no header.

A row may be broken over lines or pages. It is put together again where there is one way only, and
that is said; anything else is an error at its line: a guess would move words into the wrong duty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from kg.findings import shorten
from kg.folding import strip_blanks, strip_markup
from kg.reading.blocks import Block
from kg.reading.lists.dates import has_date
from kg.reading.lists.found import ListReading
from kg.reading.lists.spanned import is_further, join_further
from kg.reading.rows import RowProblem
from kg.reading.tables import Line, counted_at, serial
from kg.values import Columns

_ROW_START = re.compile(r"\d{1,4}\s")
_ITEM_START = re.compile(r"\d{1,2}[.．、]|[（(]\d{1,2}[)）]|[一二三四五六七八九十]{1,3}、|[①-⑳]")
_OF_THE_LIST = re.compile(r"\s*(?:本|上述|以上|前述)(?:清单|目录|一览表|附件)")
"""A sentence on the list itself, as notes behind it begin: ``2.本清单自印发之日起施行。``; no duty speaks of it."""
_STOPS = "。；;！!？?：:"
_BRACKETED = re.compile(r"[（(【\[].*[)）】\]]")
_CONTINUED = re.compile(r"[（(]?(?:续上?表|接上[页表]|转下页|下转.{0,6}|上接.{0,6})[)）]?")
_SIGNED = re.compile(r".{2,30}(?:人民政府|办事处|委员会|办公室|编办|党委|党工委)")
_CLAUSE_ROLES = frozenset({"superior", "township", "method", "taker-and-method"})
_PAGE = re.compile(r"第(\d+)页")
_SHORTEST_NAME = 7
_LONGEST_QUOTE = 200


@dataclass(slots=True)
class Settled:
    """What became of the fragments between two rows.

    ``lines`` are rows put together; ``reported`` counts the blocks that are in no row.
    """

    lines: list[Line] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    reported: int = 0


@dataclass(frozen=True, slots=True)
class Gap:
    """Where fragments stand: between ``last`` and a row numbered ``after`` (None: the table ends)."""

    last: Line | None
    before: int | None
    after: int | None
    columns: Columns
    category: str

    @property
    def is_end(self) -> bool:
        """Whether no further row of the table follows."""
        return self.after is None

    @property
    def misses_one(self) -> bool:
        """Whether the number of exactly one row is missing here (or may be, at the end)."""
        expected = (self.before or 0) + 1
        return self.after is None or self.after == expected + 1

    @property
    def misses_none(self) -> bool:
        """Whether the numbers run on without a gap."""
        return self.after is not None and self.before is not None and self.after == self.before + 1


def settle(fragments: list[Block], gap: Gap, notes: tuple[str, ...]) -> Settled:
    """Account for every fragment: in a row, or in a finding. ``notes`` begin remarks."""
    settled = Settled()
    rest = []
    noted = False
    for block in fragments:
        # Behind 说明：1.…… the further items are its own, no clauses of the row above.
        noted = _goes_on(block, notes, noted=noted)
        remark = noted or (not block.tabular and _is_remark(block, gap, notes))
        if remark or (block.tabular and _is_apart(block, gap)):
            _loose(block, settled)
        else:
            rest.append(block)
    if not rest:
        return settled
    if not any(join(rest, gap, settled) for join in (_join_pages, _join_row, _join_tail)):
        for block in rest:
            _broken(block, gap, settled)
    return settled


def join_numbers(reading: ListReading) -> None:
    """Put rows together whose number a narrow column of a printed page parted: 1 at its end, 0 at the next one's head.

    The two are one number where it is the next, and the first alone is not.
    """
    for table in reading.tables:
        at = counted_at(table.columns)
        lines, before = table.lines, 0
        for place, line in enumerate(lines[:-1] if at is not None else ()):
            below = lines[place + 1]
            first, second = (strip_blanks(one.cells[at or 0]) for one in (line, below))
            number = serial(first) or 0
            whole = f"{first}{second}"
            if number != before + 1 and whole == str(before + 1) and _is_next_page(line, below):
                cells = tuple(map(_over_page, table.columns.roles, line.cells, below.cells))
                below.cells = (*cells[: at or 0], whole, *cells[(at or 0) + 1 :])
                below.block, below.blocks = line.block, line.blocks + below.blocks
                line.blocks, number = 0, 0
                what = f"第 {whole} 项的序号断在两页（{first}、{second}），接成一行，请核对"
                reading.report("row-joined", below.block.line, what, below.block.text[:60])
            before = number or before
        table.lines = [line for line in lines if line.blocks]


def _is_next_page(first: Line, second: Line) -> bool:
    pages = [_PAGE.search(line.block.locator) for line in (first, second)]
    return all(pages) and len({page[1] for page in pages if page}) == 2


def _goes_on(block: Block, notes: tuple[str, ...], *, noted: bool) -> bool:
    """Whether a paragraph is a note, or an item of the note before it (``noted``), or speaks of the list itself."""
    text = block.text.strip()
    filled = [cell for cell in block.cells if cell.strip()]
    if block.tabular and len(filled) > 1:  # 填报单位：… and, at the right, 填报日期：…
        return all(cell.strip().startswith(notes) for cell in filled)
    item = _ITEM_START.match(text)
    return bool(
        (noted and item)
        or text.startswith(notes)
        or _OF_THE_LIST.match(text, item.end() if item else 0)
    )


def _is_apart(block: Block, gap: Gap) -> bool:
    """Whether a row is of a small table behind the last one, as web pages have them: links, words."""
    return (
        gap.is_end
        and gap.last is not None
        and block.table != gap.last.block.table
        and len(block.cells) < len(gap.columns.roles)
        and all(len(cell) < _SHORTEST_NAME and serial(cell) is None for cell in block.cells)
    )


def _is_remark(block: Block, gap: Gap, notes: tuple[str, ...]) -> bool:
    """Whether a paragraph is a remark beside the table: a note, a date, a signature."""
    text = block.text.strip()
    if text.startswith(notes) or _SIGNED.fullmatch(text) or _CONTINUED.fullmatch(text):
        return True
    if gap.last is not None and block.sheet != gap.last.block.sheet:
        return True  # on the next sheet of a workbook no cell goes on
    if not gap.is_end or _ROW_START.match(text):
        return False
    if _BRACKETED.fullmatch(text) is not None or (has_date(text) and len(text) < 20):
        return True
    if gap.last is None or not gap.last.cells[-1].strip():
        return False
    if gap.last.block.locator.startswith("表"):
        return True  # a table with an end of its own: what stands behind it is no part of a cell
    # Behind the last row: the rest of a cell that has no end, or a sentence for itself.
    ended = strip_markup(gap.last.cells[-1]).rstrip()[-1:] in _STOPS
    if gap.columns.roles[-1] in _CLAUSE_ROLES:
        return ended and not _ITEM_START.match(text)
    return text[-1:] in _STOPS or "：" in text


def _join_pages(rest: list[Block], gap: Gap, settled: Settled) -> bool:
    """Rows as wide as the header without a number: the rest of the row before, over a page."""
    columns, last = gap.columns, gap.last
    width = len(columns.roles)
    if last is None or any(not block.tabular or len(block.cells) != width for block in rest):
        return False
    at = columns.roles.index("name")
    for block in rest:
        named = block.cells[at].strip()
        if (gap.misses_none or gap.is_end) and is_further(block, last, columns):
            join_further(block, last, columns)
            what = f"这一行没有序号、名称，读作上一项（{shorten(last.cells[at], 20)}）的又一个部门"
            _say_joined(block, what, settled)
        elif gap.misses_none or (gap.is_end and not named) or (gap.before is None and not named):
            cells = tuple(map(_over_page, columns.roles, last.cells, block.cells))
            last.cells, last.blocks = cells, last.blocks + 1
            _say_joined(block, "这一行没有序号，接在上一行后面（跨页的一行）", settled)
        elif gap.misses_one and named and len(rest) == 1:
            settled.lines.append(Line(block, block.cells, gap.category))
        else:
            what = "这一行没有序号，看不出是上一行的后半截还是另一行"
            settled.problems.append(_problem("row-unclear", block, what))
            settled.reported += 1
    return True


def _join_row(rest: list[Block], gap: Gap, settled: Settled) -> bool:
    """Pieces that make up exactly the one row whose number is missing."""
    pieces = [
        [cell.strip() for cell in block.cells] if block.tabular else [block.text.strip()]
        for block in rest
    ]
    width = len(gap.columns.roles)
    expected = (gap.before or 0) + 1
    if gap.columns.roles[0] != "number" or not gap.misses_one or len(rest) < 2:
        return False
    if serial(pieces[0][0]) != expected or any(serial(p[0]) is not None for p in pieces[1:]):
        return False
    total = sum(map(len, pieces))
    if total == width:
        cells = [cell for piece in pieces for cell in piece]
    elif total - len(pieces) + 1 == width:
        cells = list(pieces[0])
        for piece in pieces[1:]:
            cells[-1] = _glue(cells[-1], piece[0])
            cells.extend(piece[1:])
    else:
        return False
    block = replace(rest[0], text="\n".join(block.text for block in rest))
    settled.lines.append(Line(block, tuple(cells), gap.category, len(rest)))
    _say_joined(rest[0], f"第 {expected} 项断成 {len(rest)} 段，接成一行", settled)
    return True


def _join_tail(rest: list[Block], gap: Gap, settled: Settled) -> bool:
    """Words between two rows that follow on each other: the rest of the last cell before."""
    last = gap.last
    if last is None or not gap.misses_none:
        return False
    if last.block.locator.startswith("表") and not all(block.table for block in rest):
        return False  # between two tables that have ends of their own
    is_clause = gap.columns.roles[-1] in _CLAUSE_ROLES
    end = strip_markup(last.cells[-1]).rstrip()[-1:]
    if any(block.tabular or _ROW_START.match(block.text.strip()) for block in rest) or (
        end in _STOPS and not is_clause
    ):
        return False
    for block in rest:
        last.cells = (*last.cells[:-1], _glue(last.cells[-1], block.text))
        last.blocks += 1
        _say_joined(block, "接在上一行最后一格的后面", settled)
    return True


def _over_page(role: str, first: str, second: str) -> str:
    """Two pieces of a cell; a category of several rows is printed again on the next page."""
    again = role == "category" and strip_blanks(first) == strip_blanks(second)
    return first if again else _glue(first, second)


def _glue(first: str, second: str) -> str:
    """Two pieces of a cell as one; an item of its own begins on a new line."""
    first, second = first.rstrip(), second.strip()
    if not first or not second:
        return first or second
    return first + ("\n" if _ITEM_START.match(second) else "") + second


def _say_joined(block: Block, what: str, settled: Settled) -> None:
    problem = _problem("row-joined", block, f"{what}，请核对")
    settled.problems.append(problem)


def _broken(block: Block, gap: Gap, settled: Settled) -> None:
    settled.reported += 1
    if block.tabular:
        width, count = len(gap.columns.roles), len(block.cells)
        kind = "row-too-short" if count < width else "row-too-long"
        if count == width:
            kind = "row-unclear"
        titles = "、".join(title or "（空）" for title in gap.columns.titles)
        what = f"表头有 {width} 格（{titles}），这一行有 {count} 格"
        settled.problems.append(_problem(kind, block, what))
    else:
        what = "表格中间断开的文字，看不出该接在哪里；请把它接回所在的单元格"
        settled.problems.append(_problem("row-broken", block, what))


def _loose(block: Block, settled: Settled) -> None:
    settled.reported += 1
    settled.problems.append(_problem("loose-text", block, "表外文字，未作为事项读入"))


def _problem(kind: str, block: Block, what: str) -> RowProblem:
    text = block.text.strip()
    return RowProblem(
        kind, block.line, f"{what}：“{shorten(text)}”{block.where}", text[:_LONGEST_QUOTE]
    )
