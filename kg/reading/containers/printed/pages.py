"""Pages as blocks: the tables and lines of printed pages in reading order, joined over page ends.

A row that goes on over a page prints no serial on the next one; its rest is put back and said so. A
category merged over several rows may be printed on one page only; the rows on both have it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from kg.citing import RECOGNISED
from kg.folding import strip_blanks
from kg.reading.blocks import Block
from kg.reading.containers.grid import (
    Budget,
    Place,
    paragraphs,
    spread,
    to_blocks,
)
from kg.reading.containers.limits import MAX_SCANS, Refused, TextProblem, Waiting, too_large
from kg.reading.containers.printed.ends import Chain, join_pages
from kg.reading.containers.printed.gaps import Gaps
from kg.reading.containers.printed.lattice import Line, Table, tables_of
from kg.reading.containers.printed.page import Page
from kg.reading.containers.recognising import HOW_TO_READ

_MARGIN = 0.12
_LEGIBLE = 0.9
"""How surely a page is recognised on average when it can be read at all."""
_ILLEGIBLE = 0.6
_GUESSED = 0.4
"""A character recognised less surely is a guess."""
_SHOWN = 8
_TITLE = re.compile(r"清单|事项|目录|附件|一览表")
"""What a line between two tables holds that parts them, however near the edge it stands."""
_FEW_MISPLACED = 3
_UNREADABLE_SHARE = 0.2
_SCANNED = f"是扫描件（图片），{HOW_TO_READ}"
_BORDERLESS = (
    "PDF 里的表没有框线，分不清各栏，不猜着读；请用原来的软件另存为 .docx 或 .xlsx，"
    "或在 WPS 里“PDF 转 Word／Excel”后核对 (tables without ruling lines)"
)
_UNCLEAR = (
    "图片太不清楚，认不出文字；请用扫描仪按 200 dpi 以上重新扫描，或照着录入表格"
    " (an illegible picture)"
)
_BROKEN_FONT = (
    "PDF 里的字体没有带文字编码，读出来是乱码；请用原来的软件另存为 .docx 或 .xlsx"
    " (fonts without text)"
)


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
        self._chain: Chain | None = None
        self._chains: list[Chain | None] = []
        self._cut: list[int] = []
        self._scanned: list[int] = []
        self._layered: list[int] = []
        self._margins: dict[str, int] = {}
        self._repeated = 0
        self._ruled = 0
        self._glyphs = self._unreadable = 0
        self._listed = False
        self._pages = 0
        self._gaps = Gaps()
        self._mark = ""
        self._sure: list[float] = []

    def take(self, page: Page) -> None:
        """Read one page."""
        self._pages += 1
        glyphs = [glyph for glyph in page.glyphs if not glyph.text.isspace()]
        self._glyphs += len(glyphs)
        self._unreadable += sum(map(_is_unreadable, (glyph.text for glyph in glyphs)))
        if page.recognised:
            self._take_recognised(page)
        elif page.scanned:
            self._scanned.append(page.number)
        elif page.layered:
            self._layered.append(page.number)
        self._mark = RECOGNISED if page.recognised or page.layered else ""
        self._gaps.complete(page)
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
                words = f"第{page.number}页{self._mark}"
                at = Place(len(self.blocks) + 1, words, 0, page.number)
                made = paragraphs(item.text, at, self._budget)
                self.blocks.extend(made)
                self._chains.extend([None] * len(made))
                if _TITLE.search(item.text):  # another list begins
                    first = False
                    self._chain = None
                continue
            count += 1
            self._take_table(item, page.number, count, follows=first)
            first = False

    def _take_recognised(self, page: Page) -> None:
        """Say how surely a page was recognised; one that is hardly legible is an error."""
        Waiting.tell()
        if len(self._sure) >= MAX_SCANS:
            raise too_large(f"要识别的页超过上限 {MAX_SCANS:,}")
        letters = [glyph for glyph in page.glyphs if glyph.text.isalnum()]
        if not letters:
            return
        sure = sum(glyph.sure for glyph in letters) / len(letters)
        self._sure.append(sure)
        unsure = sum(glyph.doubtful for glyph in letters)
        kind = "recognised" if sure >= _LEGIBLE else "illegible"
        what = (
            f"第{page.number}页是识别所得，非原文印出：识别出 {len(letters)} 个字，平均把握 {sure:.1%}，"
            f"没有把握的 {unsure} 个；请对照原件核对 (recognised, not printed)"
        )
        self.problems.append(TextProblem(kind, 0, what))

    def finish(self) -> tuple[list[Block], list[TextProblem]]:
        """All blocks, or why there are none."""
        if len(self._scanned) * 2 > self._pages or (self._scanned and not self._glyphs):
            raise Refused("scanned", f"PDF {_SCANNED}")
        if self._sure and max(self._sure) < _ILLEGIBLE:
            raise Refused("illegible", _UNCLEAR)
        if not self._glyphs:
            raise Refused("empty", "PDF 里没有任何文字 (no text)")
        if self._unreadable > _UNREADABLE_SHARE * self._glyphs:
            raise Refused("undecodable", _BROKEN_FONT)
        if (self._listed and not self._ruled) or (self._gaps.drawn and self._gaps.failed):
            raise Refused("borderless", _BORDERLESS)
        if self._scanned:
            pages = "、".join(map(str, self._scanned[:20]))
            self.problems.append(TextProblem("scanned", 0, f"第{pages}页{_SCANNED}"))
        if self._layered:
            pages = "、".join(map(str, self._layered[:20]))
            what = f"第{pages}页是图片加识别出来的文字，不是印出来的文字，请核对 (recognised text)"
            self.problems.append(TextProblem("recognised", 0, what))
        if self._gaps.drawn:
            pages = "、".join(map(str, self._gaps.drawn[:20]))
            what = (
                f"第{pages}页的表没有竖线，按各栏之间的空白分的栏，请核对 (columns told by blanks)"
            )
            self.problems.append(TextProblem("columns-by-gaps", 0, what))
        if self._repeated:
            what = f"页眉页脚每页重复，共略去 {self._repeated} 行 (running heads left out)"
            self.problems.append(TextProblem("running-head", 0, what))
        joined = join_pages(self.blocks, self._chains, self._cut, self.problems)
        return joined, self.problems

    def _is_margin(self, line: Line, page: Page) -> bool:
        """A line at the edge of the page that stood on an earlier page too."""
        if page.height * _MARGIN < line.top < page.height * (1 - _MARGIN):
            return False
        words = strip_blanks(line.text)
        before = self._margins.setdefault(words, page.number)
        if before == page.number:
            return False
        self._repeated += 1
        return True

    def _doubt(self, table: Table, place: Callable[[int], Place]) -> None:
        """Say which rows have characters that were recognised without being sure."""
        for row, glyphs in sorted(table.doubts.items()):
            at = place(row)
            words = "".join(cell.text for cell in table.rows[row])[:40]
            which = "、".join(f"“{g.text}”（{g.sure:.0%}）" for g in glyphs[:_SHOWN])
            worst = min((g.sure for g in glyphs if g.text.isalnum()), default=1.0)
            kind = "illegible" if worst < _GUESSED else "recognised-unsure"
            what = f"{at.locator.removesuffix(RECOGNISED)}有 {len(glyphs)} 个字识别得没有把握：{which}，请对照原件核对"
            self.problems.append(TextProblem(kind, at.line, what, words))

    def _doubt_merged(self, rows: Sequence[Block]) -> None:
        """Say which rows share a cell though each has its serial: a line was not found in a scan."""
        chain = self._chain
        for block in rows:
            if chain is None or not block.tabular or len(block.cells) != chain.columns:
                continue
            shared = [at for at in block.merged if at not in (chain.serial, chain.category)]
            if shared and chain.serial not in block.merged and block.cells[chain.serial].strip():
                what = (
                    f"{block.locator.removesuffix(RECOGNISED)}和上一行之间，第 {shared[0] + 1} 格没有找到横线，"
                    "分不清哪些字是哪一行的；请用更清楚的扫描件，或照着录入 (no line between two rows)"
                )
                words = block.cells[shared[0]][:40]
                self.problems.append(TextProblem("illegible", block.line, what, words))

    # -- tables ---------------------------------------------------------------------------

    def _take_table(self, table: Table, page: int, number: int, *, follows: bool) -> None:
        rows = spread(table.rows)
        if not any(row.filled for row in rows):
            return
        if len(rows[0].cells) > 1:
            self._ruled += 1
        if table.misplaced > _FEW_MISPLACED:
            what = (
                f"第{page}页的表里有 {table.misplaced} 个字压在表格线或别的字上（格子装不下），"
                "分不清属于哪一格；请用原来的文件，或另存为 .xlsx、.docx (text over the lines)"
            )
            self.problems.append(TextProblem("text-overlaps", len(self.blocks) + 1, what))
        chain = self._chain if follows and self._chain else None
        if chain is not None and chain.columns != len(rows[0].cells):
            chain = None
        start = 0
        while chain is not None and start < len(rows) and chain.repeats(rows[start].cells):
            start += 1

        def place(index: int) -> Place:
            which = f"表{number} " if number > 1 else ""
            words = f"第{page}页 {which}第{index + 1}行{self._mark}"
            return Place(len(self.blocks) + index + 1, words, number, page)

        before = len(self.blocks)
        self._doubt(table, place)
        made = to_blocks(rows, place, self._budget, self.problems)
        self.blocks.extend(made)
        if chain is not None:
            first = next((at for at, b in enumerate(made) if not chain.repeats(list(b.cells))), -1)
            if first >= 0 and made[first].tabular and not made[first].cells[chain.serial].strip():
                self._cut.append(before + first)
        self._chain = chain
        for row in rows:
            found = Chain.of(row.cells)
            if found is not None:
                if self._chain is not None and self._chain.columns == found.columns:
                    found.header.extend(self._chain.header)
                self._chain = found
        if self._mark:
            self._doubt_merged(self.blocks[before:])
        for at in range(before, len(self.blocks)):
            self._chains.append(self._chain if self.blocks[at].tabular else None)


def _is_unreadable(text: str) -> bool:
    return text == "\ufffd" or "\ue000" <= text <= "\uf8ff" or text < " "
