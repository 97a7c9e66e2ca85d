"""Pages as blocks: the tables and lines of printed pages in reading order, joined over page ends.

A row that goes on over a page prints no serial on the next one; its rest is put back and said so. A
category merged over several rows may be printed on one page only; the rows on both have it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from kg.folding import strip_blanks
from kg.reading.blocks import Block
from kg.reading.containers.grid import (
    Budget,
    GridRow,
    Place,
    paragraphs,
    spread,
    to_blocks,
    trim,
)
from kg.reading.containers.limits import Refused, TextProblem
from kg.reading.containers.page import Line, Page, Table, tables_of

_SERIALS = ("序号", "编号", "序", "号", "No", "NO", "No.")
_CATEGORIES = ("类别", "领域", "分类", "类型", "板块")
_NAMES = ("名称", "事项")
_STOPS = "。；;：:！？!?"
_SCAN_SHARE = 0.5
_FEW_GLYPHS = 12
_UNREADABLE_SHARE = 0.2
_SCANNED = (
    "是扫描件（图片），没有文字可读；请向发布单位要有文字的 PDF、.docx 或 .xlsx，"
    "或先用文字识别软件转成文字并核对 (a scan: pictures without text)"
)
_BORDERLESS = (
    "PDF 里的表没有框线，分不清各栏，不猜着读；请用原来的软件另存为 .docx 或 .xlsx，"
    "或在 WPS 里“PDF 转 Word／Excel”后核对 (tables without ruling lines)"
)
_BROKEN_FONT = (
    "PDF 里的字体没有带文字编码，读出来是乱码；请用原来的软件另存为 .docx 或 .xlsx"
    " (fonts without text)"
)


@dataclass(slots=True)
class _Chain:
    """The table that is being read, over several pages: its header and where its columns are."""

    header: list[list[str]] = field(default_factory=list)
    columns: int = 0
    serial: int = 0
    name: int = -1
    category: int = -1

    @classmethod
    def of(cls, header: list[str]) -> _Chain | None:
        """A chain for a row that is the header of a numbered table."""
        words = [strip_blanks(cell) for cell in header]
        serial = next((at for at, word in enumerate(words) if word in _SERIALS), -1)
        if serial < 0:
            return None
        name = next((at for at, word in enumerate(words) if word.endswith(_NAMES)), -1)
        category = next((at for at, word in enumerate(words) if word.endswith(_CATEGORIES)), -1)
        return cls([words], len(words), serial, name, category)

    def repeats(self, cells: list[str]) -> bool:
        """Whether a row is the header again."""
        return [strip_blanks(cell) for cell in cells] in self.header


def page_blocks(pages: Iterable[Page]) -> tuple[list[Block], list[TextProblem]]:
    """The blocks of a document's pages.

    Raises:
        Refused: they are pictures, have no ruled tables, or are larger than any list.
    """
    reader = _Reader()
    for page in pages:
        reader.take(page)
    return reader.finish()


class _Reader:
    """Reads page after page."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.problems: list[TextProblem] = []
        self._budget = Budget()
        self._chain: _Chain | None = None
        self._scanned: list[int] = []
        self._layered: list[int] = []
        self._margins: dict[str, int] = {}
        self._repeated = 0
        self._ruled = 0
        self._glyphs = self._unreadable = 0
        self._listed = False
        self._pages = 0

    def take(self, page: Page) -> None:
        """Read one page."""
        self._pages += 1
        glyphs = [glyph for glyph in page.glyphs if not glyph.text.isspace()]
        self._glyphs += len(glyphs)
        self._unreadable += sum(map(_is_unreadable, (glyph.text for glyph in glyphs)))
        if page.pictured >= _SCAN_SHARE:
            (self._scanned if len(glyphs) < _FEW_GLYPHS else self._layered).append(page.number)
        tables, lines = tables_of(page)
        lines = [line for line in lines if line.text and not self._is_margin(line, page)]
        if not self._listed:
            together = strip_blanks("".join(line.text for line in lines))
            self._listed = "序号" in together and "事项" in together
        items: list[tuple[float, Table | Line]] = [(table.top, table) for table in tables]
        items.extend((line.top, line) for line in lines)
        count = 0
        first = True
        for _, item in sorted(items, key=lambda pair: pair[0]):
            if isinstance(item, Line):
                at = Place(len(self.blocks) + 1, f"第{page.number}页", 0, page.number)
                self.blocks.extend(paragraphs(item.text, at, self._budget))
                if not _is_page_number(item.text):
                    first = False
                    self._chain = None
                continue
            count += 1
            self._take_table(item, page.number, count, follows=first)
            first = False

    def finish(self) -> tuple[list[Block], list[TextProblem]]:
        """All blocks, or why there are none."""
        if len(self._scanned) * 2 > self._pages or (self._scanned and not self._glyphs):
            raise Refused("scanned", f"PDF {_SCANNED}")
        if not self._glyphs:
            raise Refused("empty", "PDF 里没有任何文字 (no text)")
        if self._unreadable > _UNREADABLE_SHARE * self._glyphs:
            raise Refused("undecodable", _BROKEN_FONT)
        if self._listed and not self._ruled:
            raise Refused("borderless", _BORDERLESS)
        if self._scanned:
            pages = "、".join(map(str, self._scanned[:20]))
            self.problems.append(TextProblem("scanned", 0, f"第{pages}页{_SCANNED}"))
        if self._layered:
            pages = "、".join(map(str, self._layered[:20]))
            what = f"第{pages}页是图片加识别出来的文字，不是印出来的文字，请核对 (recognised text)"
            self.problems.append(TextProblem("recognised", 0, what))
        if self._repeated:
            what = f"页眉页脚每页重复，共略去 {self._repeated} 行 (running heads left out)"
            self.problems.append(TextProblem("running-head", 0, what))
        return self.blocks, self.problems

    def _is_margin(self, line: Line, page: Page) -> bool:
        """A line at the edge of the page that stood on an earlier page too."""
        if page.height * 0.1 < line.top < page.height * 0.9:
            return False
        words = strip_blanks(line.text)
        before = self._margins.setdefault(words, page.number)
        if before == page.number:
            return False
        self._repeated += 1
        return True

    # -- tables ---------------------------------------------------------------------------

    def _take_table(self, table: Table, page: int, number: int, *, follows: bool) -> None:
        rows = trim(spread(table.rows))
        if not rows:
            return
        if len(rows[0].cells) > 1:
            self._ruled += 1
        chain = self._chain if follows and self._chain else None
        if chain is not None and chain.columns != len(rows[0].cells):
            chain = None
        start = 0
        if chain is not None:
            while start < len(rows) and chain.repeats(rows[start].cells):
                start += 1
            if start < len(rows):
                self._carry_category(chain, rows, start)

        joined = len(rows)

        def place(index: int) -> Place:
            index += index >= joined
            which = f"表{number} " if number > 1 else ""
            words = f"第{page}页 {which}第{index + 1}行"
            return Place(len(self.blocks) + index + 1, words, number, page)

        if chain is not None and start < len(rows) and self._goes_on(chain, rows[start]):
            self._join(chain, rows[start], place(start))
            joined = start
            rows = [*rows[:start], *rows[start + 1 :]]
        self.blocks.extend(to_blocks(rows, place, self._budget, self.problems))
        self._chain = chain
        for row in rows:
            found = _Chain.of(row.cells)
            if found is not None:
                if self._chain is not None and self._chain.columns == found.columns:
                    found.header.extend(self._chain.header)
                self._chain = found

    def _goes_on(self, chain: _Chain, row: GridRow) -> bool:
        """Whether a row is the rest of the row before: no serial, and not a whole row."""
        last = self._last_row(chain)
        if last is None or row.cells[chain.serial].strip():
            return False
        filled = set(row.filled)
        if len(filled) == 1 and 0 in filled and chain.serial != 0 and len(row.wide) > 0:
            return False
        whole = chain.name in filled and (chain.category in filled or chain.category < 0)
        return bool(filled) and not whole

    def _last_row(self, chain: _Chain) -> int | None:
        """The last row of a list that was read; page numbers and repeated headers do not count."""
        for at in range(len(self.blocks) - 1, max(-1, len(self.blocks) - 8), -1):
            block = self.blocks[at]
            if block.tabular:
                return at if len(block.cells) == chain.columns else None
            if not _is_page_number(block.text):
                return None
        return None

    def _join(self, chain: _Chain, row: GridRow, at: Place) -> None:
        """Put the rest of a row back where the page end cut it off."""
        last = self._last_row(chain)
        assert last is not None
        block = self.blocks[last]
        cells = [_put_together(*pair) for pair in zip(block.cells, row.cells, strict=True)]
        locator = f"{block.locator}，接{at.locator}"
        self.blocks[last] = replace(
            block, cells=tuple(cells), text="\t".join(cells), locator=locator
        )
        words = next(row.cells[place] for place in row.filled).strip()
        what = f"{at.locator}没有序号，是{block.locator}跨页的后半行，已接上"
        self.problems.append(TextProblem("row-joined", block.line, what, words[:40]))

    def _carry_category(self, chain: _Chain, rows: list[GridRow], start: int) -> None:
        """A category printed on the next page only: the rows at the end of this one have it too."""
        at = chain.category
        if at < 0 or not rows[start].cells[at].strip() or not self._merges(at):
            return
        text = rows[start].cells[at]
        for index in range(len(self.blocks) - 1, -1, -1):
            block = self.blocks[index]
            if not block.tabular:
                if _is_page_number(block.text):
                    continue
                return
            if len(block.cells) != chain.columns:
                return
            if chain.repeats(list(block.cells)):
                continue
            if block.cells[at].strip():
                return
            cells = (*block.cells[:at], text, *block.cells[at + 1 :])
            self.blocks[index] = replace(
                block, cells=cells, text="\t".join(cells), merged=(*block.merged, at)
            )
            what = f"{block.locator}的类别印在下一页，读作“{strip_blanks(text)}”"
            self.problems.append(TextProblem("category-over-page", block.line, what, ""))

    def _merges(self, column: int) -> bool:
        """Whether the document merges cells of this column over rows; else a blank repeats."""
        return any(column in block.merged for block in self.blocks)


def _put_together(before: str, after: str) -> str:
    if not before.strip() or not after.strip():
        return before or after
    if before.rstrip()[-1:] in _STOPS:
        return f"{before}\n{after}"
    blank = " " if before[-1:].isascii() and before[-1:].isalnum() and after[:1].isascii() else ""
    return f"{before}{blank}{after}"


def _is_page_number(text: str) -> bool:
    words = strip_blanks(text).strip("-—–―－·第页共/")
    return not words or (words.isdecimal() and len(words) <= 4)


def _is_unreadable(text: str) -> bool:
    return text == "\ufffd" or "\ue000" <= text <= "\uf8ff" or text < " "
