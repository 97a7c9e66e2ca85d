"""Lists: from the blocks of a document to the rows of its three lists.

A list is recognised by its title and by the header of its table, never by a particular file.
Every block ends up in a row, in known furniture (cover, contents, repeated header, page number)
or in a finding; the three are counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from kg.findings import shorten
from kg.folding import fold_blanks, strip_blanks, strip_markup
from kg.reading.blocks import Block
from kg.reading.headers import EXTRA, HeaderReader
from kg.reading.rows import RowProblem, RowReader
from kg.reading.titles import (
    COVER,
    LIST_KINDS,
    TitleReader,
    has_date,
    is_contents_heading,
    is_furniture,
    title_text,
)
from kg.values import Columns, Coverage, ListKind, Row, Title
from kg.vocabulary.loading import Vocabulary

_OWN_NAME = re.compile(r"(?!乡镇|镇街|街道)[^（(]{2,}(?:镇|乡|街道|团场)(?:（街道）)?(?:配合|协助)")
_CATEGORY = re.compile(
    r"(?P<numbering>[（(]?[一二三四五六七八九十]{1,3}[)）]?[、.．]?|第[一二三四五六七八九十]{1,3}[类部]分?[:：、]?)?"
    r"(?P<name>.{2,14}?)(?P<count>[（(](?:共)?\d+[项条件个][)）])?[：:]?"
)
_LONGEST_CATEGORY = 40
_SENTENCE_ENDS = "。；;！!？?：:"
_MAX_TITLE_LINES = 4
_ROW_START = re.compile(r"\d{1,4}\s")
_FULL_STOP = "。"
_USUAL_SHARE = 0.9
_BRACKETS = (("（", "）"), ("《", "》"), ("“", "”"), ("【", "】"), ("〔", "〕"))
_FEWEST_ROWS = 5
_LONGEST_QUOTE = 200


@dataclass(slots=True)
class ListReading:
    """What was read of one document: rows, titles, the words of cover and titles, problems."""

    rows: list[Row] = field(default_factory=list)
    titles: list[Title] = field(default_factory=list)
    title_places: list[tuple[str, Title]] = field(default_factory=list)
    cover: list[Block] = field(default_factory=list)
    announced: set[str] = field(default_factory=set)
    problems: list[RowProblem] = field(default_factory=list)
    furniture: int = 0
    reported: int = 0
    total: int = 0
    date_printed: str = ""
    other_document: Block | None = None

    @property
    def coverage(self) -> Coverage:
        """How the blocks are accounted for."""
        return Coverage(self.total, len(self.rows), self.furniture, self.reported)


def read_lists(blocks: Iterable[Block], vocabulary: Vocabulary) -> ListReading:
    """Recognise the lists of a document in its blocks."""
    reader = _Reader(vocabulary)
    for block in blocks:
        reader.take(block)
    reader.finish()
    return reader.reading


def folded_cover(blocks: Iterable[Block]) -> str:
    """The words of a cover as one text."""
    return "".join(strip_blanks(fold_blanks(block.text)).strip("#*") for block in blocks)


class _Reader:
    """The state of reading one document, block by block."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.reading = ListReading()
        self._titles = TitleReader(vocabulary)
        self._headers = HeaderReader(vocabulary)
        self._categories = vocabulary.category_by_form
        self._kind: ListKind | None = None
        self._columns: Columns | None = None
        self._titled = False
        self._pending: list[Block] = []
        self._rows = RowReader(self.reading.problems)

    # -- blocks ---------------------------------------------------------------------------

    def take(self, block: Block) -> None:
        """Account for one block."""
        self.reading.total += 1
        if not block.tabular:
            self._take_paragraph(block)
            return
        cells, columns, kind = block.cells, self._columns, self._kind
        if (
            columns is not None
            and kind is not None
            and len(cells) == len(columns.roles)
            and cells[0].isdecimal()
        ):
            self._take_row(block, cells, columns, kind)
        else:
            self._take_table_row(block)

    def finish(self) -> None:
        """Settle what is left when the document ends."""
        self._flush_pending()
        reading = self.reading
        found = {title.kind for title in reading.titles} | {row.kind for row in reading.rows}
        for kind in ListKind:
            if kind in found and not self._rows.counts[kind]:
                title = next(title for title in reading.titles if title.kind is kind)
                self._report(
                    "list-empty",
                    title.line,
                    f"《{kind.zh}清单》只有标题，没有事项；文件可能被截断",
                    title.text,
                )
            if kind not in found and kind.value in reading.announced:
                self._report(
                    "cut-off",
                    0,
                    f"目录里有《{kind.zh}清单》，正文里没有；文件可能被截断",
                    f"{kind.zh}清单",
                )
        self._check_end()

    def _check_end(self) -> None:
        """Whether the last row breaks off: it ends otherwise than the rows before it."""
        rows = [row for row in self.reading.rows if row.kind is self._kind]
        if not rows:
            return
        last = rows[-1].texts[-1]
        what = ""
        if _ending(last) != _FULL_STOP and _ends_open(last):
            what = "最后一行没有写完（括号、引号或标记没有结束）"
        elif len(rows) >= _FEWEST_ROWS and last.strip():
            before = [_ending(row.texts[-1]) for row in rows[:-1]]
            usual = max(set(before), key=before.count)
            if usual == _FULL_STOP and before.count(usual) >= _USUAL_SHARE * len(before):
                what = "最后一行没有写完（没有句末标点）" if _ending(last) != usual else ""
        if what:
            self._report("cut-off", rows[-1].line, f"{what}，文件可能被截断", last[-40:], rows[-1])

    # -- paragraphs -----------------------------------------------------------------------

    def _take_paragraph(self, block: Block) -> None:
        text = title_text(block.text)
        if is_furniture(text):
            self.reading.furniture += 1
        elif is_contents_heading(text):
            self._flush_pending()
            self.reading.furniture += 1
        elif self._take_contents_entry(text) or self._take_title(block, text):
            pass
        elif self._kind is not None and self._take_category_row(block.text, counted=True):
            pass
        elif self._kind is None or self._columns is None:
            self._pending.append(block)
        else:
            self._take_loose(block)

    def _take_title(self, block: Block, text: str) -> bool:
        """A title may run over several paragraphs: try it with those before."""
        for count in range(min(len(self._pending), _MAX_TITLE_LINES - 1) + 1):
            before = self._pending[len(self._pending) - count :] if count else []
            joined = "".join(title_text(other.text) for other in before) + text
            match = self._titles.match(joined)
            if match is None:
                continue
            kind, place = match
            if kind == COVER:
                return False
            if kind not in LIST_KINDS:
                if self.reading.other_document is None:
                    self.reading.other_document = block
                self.reading.furniture += 1
                return True
            if before:
                del self._pending[-count:]
            self._flush_pending()
            self.reading.furniture += count + 1
            words = "".join(other.text.strip() for other in (*before, block))
            self._open(ListKind(kind), block, words)
            if place:
                self.reading.title_places.append((place, self.reading.titles[-1]))
            return True
        return False

    def _open(self, kind: ListKind, block: Block, text: str) -> None:
        self._kind, self._columns, self._titled = kind, None, True
        self._rows.open()
        title = Title(kind, block.line, block.locator, text.lstrip("# ").strip())
        self.reading.titles.append(title)
        if block.text.lstrip().startswith("#"):
            self._report("title-mark", block.line, "标题前有 # 号，读作标题", block.text.strip())

    def _take_contents_entry(self, text: str) -> bool:
        kind = self._titles.contents_entry(text)
        if kind is None:
            return False
        self._flush_pending()
        self.reading.announced.add(kind)
        self.reading.furniture += 1
        return True

    def _flush_pending(self) -> None:
        """Paragraphs before a list: cover text, the date, or text to report."""
        for block in self._pending:
            if self.reading.rows:
                self._report_loose(block)
                continue
            if not self.reading.date_printed and has_date(block.text):
                self.reading.date_printed = block.text.strip().lstrip("# ")
            self.reading.cover.append(block)
            self.reading.furniture += 1
        self._pending.clear()

    def _take_loose(self, block: Block) -> None:
        last = self.reading.rows[-1] if self.reading.rows else None
        text = block.text.strip()
        unfinished = (
            last is not None
            and last.kind is self._kind
            and len(last.texts) > 3
            and not _ends_in_stop(last.texts[-1])
            and any(cell.rstrip()[-1:] in _SENTENCE_ENDS for cell in last.texts)
        )
        if unfinished or (last is not None and _ROW_START.match(text)):
            self.reading.reported += 1
            self._report(
                "row-broken",
                block.line,
                f"表格中间断开的文字：“{shorten(text)}”；请把它接回所在的单元格",
                text[:_LONGEST_QUOTE],
            )
        else:
            self._report_loose(block)

    def _report_loose(self, block: Block) -> None:
        self.reading.reported += 1
        text = block.text.strip()
        self._report(
            "loose-text",
            block.line,
            f"表外文字，未作为事项读入：“{shorten(text)}”",
            text[:_LONGEST_QUOTE],
        )

    # -- table rows -----------------------------------------------------------------------

    def _take_table_row(self, block: Block) -> None:
        columns = self._headers.read(block.cells)
        if columns is not None:
            self._take_header(block, columns)
            return
        text = title_text("".join(block.cells))
        if self._take_contents_entry(text):
            return
        filled = [cell for cell in block.cells if cell.strip()]
        if len(filled) == 1:
            if is_furniture(text):
                self.reading.furniture += 1
                return
            if self._take_title(block, text) or self._take_category_row(filled[0], counted=False):
                return
        columns = self._columns
        if columns is None or self._kind is None:
            self._report_row(block, "row-without-header", "表头之前就出现了表行")
            return
        cells = list(block.cells)
        while len(cells) > len(columns.roles) and not cells[-1].strip():
            cells.pop()
        if len(cells) == len(columns.roles):
            self._take_row(block, tuple(cells), columns, self._kind)
            return
        short = len(cells) < len(columns.roles)
        self._report_row(
            block,
            "row-too-short" if short else "row-too-long",
            f"表头有 {len(columns.roles)} 格（{'、'.join(columns.titles)}），这一行有 {len(cells)} 格",
        )

    def _take_row(
        self, block: Block, cells: tuple[str, ...], columns: Columns, kind: ListKind
    ) -> None:
        if self._pending:
            self._flush_pending()
        row = self._rows.read(block, cells, columns, kind)
        if row is None:
            self._report_row(block, "row-without-name", "这一行没有事项名称")
        else:
            self.reading.rows.append(row)

    def _report_row(self, block: Block, kind: str, what: str) -> None:
        self.reading.reported += 1
        text = block.text.strip()
        self._report(kind, block.line, f"{what}：“{shorten(text)}”", text[:_LONGEST_QUOTE])

    def _take_header(self, block: Block, columns: Columns) -> None:
        self._flush_pending()
        kind = self._kind_under(columns)
        if self._kind is None or (self._columns is not None and kind is not self._kind):
            self._titled = False
            self._rows.open()
            what = f"清单没有标题，按表头判断为《{kind.zh}清单》"
            self._report("title-missing", block.line, what, block.text.strip())
        elif kind is not self._kind:
            what = f"标题是《{self._kind.zh}清单》，表头却是《{kind.zh}清单》的，按表头读入"
            self._report("title-missing", block.line, what, block.text.strip())
        self._kind = kind
        if kind is ListKind.RECLAIMED and "taker" not in columns.roles:
            roles = tuple("taker" if role == "departments" else role for role in columns.roles)
            columns = replace(columns, roles=roles)
        if columns != self._columns:
            for role, title in zip(columns.roles, columns.titles, strict=True):
                if role == "township" and _OWN_NAME.match(title):
                    what = f"表头“{title}”里写了乡镇自己的名字，读作乡镇配合职责"
                    self._report("header-own-name", block.line, what, title)
                if role == EXTRA and title:
                    what = f"不认识的列“{title}”，内容原样保留"
                    self._report("header-unknown", block.line, what, title)
        self._columns = columns
        self._rows.stand_under(columns)
        self.reading.furniture += 1

    def _kind_under(self, columns: Columns) -> ListKind:
        """The list whose rows follow: by the columns where they tell, else by the title."""
        told = columns.kind
        if told is not None and not (self._titled and columns.is_weak):
            return told
        if self._titled and self._kind is not None:
            return self._kind
        return told or ListKind.BASIC

    def _take_category_row(self, text: str, *, counted: bool) -> bool:
        """A category printed as a heading over its rows.

        A category of the vocabulary needs no more; another one must be numbered and, outside a
        table (``counted``), say how many items it has.
        """
        if len(text) > _LONGEST_CATEGORY:
            return False
        match = _CATEGORY.fullmatch(title_text(text))
        if match is None:
            return False
        if match["name"] not in self._categories and not (
            match["numbering"] and (match["count"] or not counted)
        ):
            return False
        self._flush_pending()
        self._rows.category = match["name"]
        self.reading.furniture += 1
        return True

    def _report(
        self, kind: str, line: int, message: str, quote: str, row: Row | None = None
    ) -> None:
        self.reading.problems.append(RowProblem(kind, line, message, quote, row))


def _ends_in_stop(cell: str) -> bool:
    return strip_markup(cell).rstrip()[-1:] in _SENTENCE_ENDS


def _ending(cell: str) -> str:
    """What a cell ends with: a full stop of some kind, another mark, or words ('')."""
    end = strip_markup(cell).rstrip()[-1:]
    if end in "。！？!?":
        return _FULL_STOP
    return end if end in _SENTENCE_ENDS or not end.isalnum() else ""


def _ends_open(cell: str) -> bool:
    """Whether a bracket, a quotation or a tag begins near the end of a cell and never ends."""
    tail = cell[-_LONGEST_QUOTE:]
    if tail.rfind("<") > tail.rfind(">"):
        return True
    return any(tail.rfind(opening) > tail.rfind(closing) for opening, closing in _BRACKETS)
