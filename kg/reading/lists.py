"""Lists: from the blocks of a document to its tables, with the titles above them.

Every block ends up in a table row, in known furniture (cover, contents, repeated header, page
number) or in a finding; the three are counted. Which list a table is, is told afterwards
(``naming``), when all of it has been seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.findings import shorten
from kg.folding import fold_blanks, fold_forms, strip_blanks, strip_markup
from kg.reading.blocks import Block
from kg.reading.headers import EXTRA, HeaderReader
from kg.reading.joining import Gap, settle
from kg.reading.rows import RowProblem
from kg.reading.tables import Line, Table, serial_of
from kg.reading.titles import (
    COVER,
    LIST_KINDS,
    TitleReader,
    count_said,
    has_date,
    is_contents_heading,
    is_furniture,
    title_text,
)
from kg.values import Columns, ListKind, Title
from kg.vocabulary.loading import Vocabulary

_OWN_NAME = re.compile(r"(?!乡镇|镇街|街道)[^（(]{2,}(?:镇|乡|街道|团场)(?:（街道）)?(?:配合|协助)")
_CATEGORY = re.compile(
    r"(?P<numbering>[（(]?[一二三四五六七八九十]{1,3}[)）]?[、.．]?|第[一二三四五六七八九十]{1,3}[类部]分?[:：、]?)?"
    r"(?P<name>.{2,14}?)(?P<count>[（(](?:共)?\d+[项条件个][)）])?[：:]?"
)
_LONGEST_CATEGORY = 40
_MAX_TITLE_LINES = 4
_ROW_START = re.compile(r"\d{1,4}\s+\S")
_LONE_NUMBER = re.compile(r"\d{1,4}")
_LONGEST_QUOTE = 200


@dataclass(slots=True)
class ListReading:
    """What stands in one document: its tables, titles, covers, and what is irregular.

    ``covers`` has the blocks of each cover, one more than there are further covers in the file;
    ``strange`` are headings of lists no table knows, ``other`` is the title of another kind of
    document (权责清单). ``reported`` and ``furniture`` count blocks that are in no row.
    """

    tables: list[Table] = field(default_factory=list)
    titles: list[tuple[Title, str, int]] = field(default_factory=list)
    covers: list[list[Block]] = field(default_factory=lambda: [[]])
    announced: set[str] = field(default_factory=set)
    problems: list[RowProblem] = field(default_factory=list)
    strange: list[Block] = field(default_factory=list)
    other: Block | None = None
    furniture: int = 0
    reported: int = 0
    total: int = 0
    last_line: int = 0


def read_lists(
    blocks: Iterable[Block], vocabulary: Vocabulary, columns: Mapping[str, str] | None = None
) -> ListReading:
    """Recognise the tables of a document in its blocks; ``columns`` gives headers roles by hand."""
    reader = _Reader(vocabulary, columns)
    for block in blocks:
        reader.take(block)
    reader.finish()
    return reader.reading


def folded_cover(blocks: Iterable[Block]) -> str:
    """The words of a cover as one text."""
    return "".join(strip_blanks(fold_blanks(fold_forms(b.text))).strip("#*") for b in blocks)


class _Reader:
    """The state of reading one document, block by block."""

    def __init__(self, vocabulary: Vocabulary, columns: Mapping[str, str] | None) -> None:
        self.reading = ListReading()
        self._titles = TitleReader(vocabulary)
        self._headers = HeaderReader(vocabulary, columns)
        self._categories = vocabulary.category_by_form
        self._notes = vocabulary.signs.get("note-start", ())
        self._title: Title | None = None
        self._place = ""
        self._said: int | None = None
        self._table: Table | None = None
        self._columns: Columns | None = None
        self._category = ""
        self._serial: int | None = None
        self._pending: list[Block] = []
        self._fragments: list[Block] = []
        self._strange: Block | None = None
        self._half: Block | None = None

    # -- blocks ---------------------------------------------------------------------------

    def take(self, block: Block) -> None:
        """Account for one block."""
        self.reading.total += 1
        self.reading.last_line = block.line
        if self._half is not None and self._drop_half(block):
            return
        if not block.tabular:
            self._take_paragraph(block)
            return
        cells, columns = block.cells, self._columns
        if columns is not None and len(cells) == len(columns.roles) and cells[0].isdecimal():
            self._take_row(block, cells)
        else:
            self._take_table_row(block)

    def finish(self) -> None:
        """Settle what is left when the document ends."""
        if self._half is not None:
            self._drop_half(None)
        self._settle(None)
        self._flush_pending()

    # -- paragraphs -----------------------------------------------------------------------

    def _take_paragraph(self, block: Block) -> None:
        text = title_text(block.text)
        if is_furniture(text):
            if self._table is not None and self._is_next_number(text):
                self._fragments.append(block)
            else:
                self.reading.furniture += 1
        elif is_contents_heading(text):
            self._close_table()
            self._flush_pending()
            self.reading.furniture += 1
        elif self._take_contents_entry(text) or self._take_title(block, text):
            pass
        elif self._take_category_row(block.text, counted=True):
            pass
        elif self._table is None:
            self._pending.append(block)
        else:
            self._fragments.append(block)

    def _is_next_number(self, text: str) -> bool:
        """Whether a lone number is that of the row which is due, not of a page."""
        return _LONE_NUMBER.fullmatch(text) is not None and int(text) == (self._serial or 0) + 1

    def _take_title(self, block: Block, text: str) -> bool:
        """A title may run over several paragraphs: try it with those before."""
        before_all = self._pending if self._table is None else self._fragments
        joined, found, is_cover = text, None, False
        for count in range(min(len(before_all), _MAX_TITLE_LINES - 1) + 1):
            if count:
                other = before_all[-count]
                if other.tabular:
                    break
                joined = title_text(other.text) + joined
            match = self._titles.match(joined)
            if match is None or (found and (found[2] or match[0] != found[1])):
                continue
            if match[0] == COVER:  # with more lines before it, it may be the title of one list
                is_cover = True
            else:
                found = (count, *match)
        if found is None:
            return self._take_cover_title(block) if is_cover else self._take_strange(block, text)
        count, kind, place = found
        before = before_all[len(before_all) - count :] if count else []
        if before:
            del before_all[-count:]
        self._close_table()
        self._flush_pending()
        if kind not in LIST_KINDS:
            self._open_other(block, count)
            return True
        self.reading.furniture += count + 1
        words = "".join(other.text.strip() for other in (*before, block))
        self._open(ListKind(kind), block, words, place)
        return True

    def _take_cover_title(self, block: Block) -> bool:
        """The name of the whole document: on a cover, or again at the head of a page."""
        if self._table is None:
            return False
        self._fragments.append(block)
        return True

    def _sort_covers(self, after: int | None) -> None:
        """Names of the document among the fragments: heads of pages, or a further cover.

        They are the head of a page where the table goes on below; else what stands from there on,
        and the paragraphs right before, is the cover of another document in the same file.
        """
        found = [
            place
            for place, block in enumerate(self._fragments)
            if not block.tabular
            and (match := self._titles.match(title_text(block.text)))
            and match[0] == COVER
        ]
        if not found:
            return
        if after is not None:
            for place in reversed(found):
                self._account_page_head(self._fragments.pop(place))
            return
        start = found[0]
        while start and not self._fragments[start - 1].tabular and found[0] - start < 3:
            if _ROW_START.match(self._fragments[start - 1].text.strip()):
                break
            start -= 1
        self._pending.extend(self._fragments[start:])
        del self._fragments[start:]

    def _account_page_head(self, block: Block) -> None:
        seen = {title_text(b.text) for cover in self.reading.covers for b in cover}
        if title_text(block.text) in seen:
            self.reading.furniture += 1
        else:
            self._report_block(block, "loose-text", "表外文字，未作为事项读入")

    def _take_strange(self, block: Block, text: str) -> bool:
        """A heading …清单 that no table knows: evidence against what stands below it."""
        if self._titles.unknown_heading(text) is None:
            return False
        self._strange = block
        self.reading.strange.append(block)
        if self._table is None:
            return False
        self._close_table()
        self._title, self._place, self._said = None, "", None
        self._pending.append(block)
        return True

    def _open_other(self, block: Block, count: int) -> None:
        if self.reading.other is None:
            self.reading.other = block
        self.reading.furniture += count + 1
        self._title, self._strange = None, block

    def _open(self, kind: ListKind, block: Block, text: str, place: str) -> None:
        words = text.lstrip("# ").strip()
        self._title = Title(kind, block.line, block.locator, words)
        self._place, self._said, self._strange = place, count_said(text), None
        self.reading.titles.append((self._title, place, len(self.reading.covers) - 1))
        if block.text.lstrip().startswith("#"):
            self._report("title-mark", block.line, "标题前有 # 号，读作标题", block.text.strip())

    def _take_contents_entry(self, text: str) -> bool:
        kind = self._titles.contents_entry(text)
        if kind is None:
            return False
        self._close_table()
        self._flush_pending()
        self.reading.announced.add(kind)
        self.reading.furniture += 1
        return True

    def _flush_pending(self) -> None:
        """Paragraphs outside tables: a cover, a line under a title, or text to report."""
        pending, self._pending = self._pending, []
        if not pending:
            return
        reading = self.reading
        fresh = not reading.tables and self._title is None
        if not fresh and self._is_cover(pending):
            reading.covers.append([])
            self._title, self._place, fresh = None, "", True
        for block in pending:
            text = block.text.strip()
            if _ROW_START.match(text) and (not fresh or self._is_row_of_words(text)):
                what = "这一行像是事项，但各格之间没有制表符或表格线，分不出哪一格是什么"
                self._report_block(block, "row-broken", what)
            elif fresh or self._is_subtitle(text):
                reading.covers[-1].append(block)
                reading.furniture += 1
            elif self._headers.resembles(tuple(text.split())) >= 2:
                what = "这一行像是表头，但各格之间没有制表符或表格线"
                self._report_block(block, "header-unread", what)
            else:
                self._report_block(block, "loose-text", "表外文字，未作为事项读入")

    def _is_cover(self, pending: list[Block]) -> bool:
        """Whether these paragraphs name a whole document: the cover of a further one."""
        joined = ""
        for block in reversed(pending[-8:]):
            joined = title_text(block.text) + joined
            for words in (title_text(block.text), joined):
                match = self._titles.match(words)
                if match and match[0] == COVER:
                    return True
        return False

    def _is_row_of_words(self, text: str) -> bool:
        """Whether a line of a cover is a row of a table whose cells are parted by blanks."""
        parts = text.split()
        return len(parts) >= 3 and fold_forms(parts[1]) in self._categories

    @staticmethod
    def _is_subtitle(text: str) -> bool:
        bracketed = text[:1] in "（([【" and text[-1:] in "）)]】"
        return bracketed or (has_date(text) and len(text) < 20)

    def _report_block(self, block: Block, kind: str, what: str) -> None:
        self.reading.reported += 1
        text = block.text.strip()
        self._report(kind, block.line, f"{what}：“{shorten(text)}”", text[:_LONGEST_QUOTE])

    # -- table rows -----------------------------------------------------------------------

    def _take_table_row(self, block: Block) -> None:
        cells = _trimmed(block.cells, self._columns)
        columns = self._headers.read(cells)
        if columns is not None:
            self._take_header(block, columns)
            return
        if self._take_second_header_row(block, cells):
            return
        text = title_text("".join(block.cells))
        if self._take_contents_entry(text):
            return
        filled = [cell for cell in block.cells if cell.strip()]
        if len(filled) == 1:
            if is_furniture(text) and not self._is_next_number(text):
                self.reading.furniture += 1
                return
            if self._take_title(block, text) or self._take_category_row(filled[0], counted=False):
                return
        known = self._columns
        if known is not None:
            misread = self._headers.misread(cells, known)
            if misread is not None:
                self._take_misread(block, misread)
            elif len(cells) == len(known.roles) and self._is_row(cells, known):
                self._take_row(block, cells)
            elif self._headers.resembles(cells) >= 2 and serial_of_first(cells) is None:
                self._close_table()
                self._report_unread(block, cells)
            else:
                self._fragments.append(block)
            return
        if self._headers.resembles(cells) >= 1 and serial_of_first(cells) is None:
            self._half = block
        elif len(filled) == 1 and not self.reading.tables:
            self._pending.append(block)
        else:
            self._report_block(block, "row-without-header", "这一行上面没有认得的表头")

    def _is_row(self, cells: tuple[str, ...], columns: Columns) -> bool:
        """Whether cells as many as the header's are a row of their own, not the rest of one."""
        table = self._table
        if "number" not in columns.roles or table is None:
            return True
        if cells[columns.roles.index("number")].strip():
            return True
        return not any(serial_of(line.cells, columns) is not None for line in table.lines)

    def _take_row(self, block: Block, cells: tuple[str, ...]) -> None:
        table, columns = self._table, self._columns
        assert table is not None
        assert columns is not None
        number = serial_of(cells, columns)
        if self._fragments:
            self._settle(number)
        table.lines.append(Line(block, cells, self._category))
        if number is not None:
            self._serial = number

    def _settle(self, after: int | None) -> None:
        """Account for what stood between the last row and the one numbered ``after``."""
        if self._fragments:
            self._sort_covers(after)
        fragments, self._fragments = self._fragments, []
        if not fragments:
            return
        table = self._table
        assert table is not None
        gap = Gap(
            table.lines[-1] if table.lines else None,
            self._serial,
            after,
            table.columns,
            self._category,
        )
        settled = settle(fragments, gap, self._notes)
        table.lines.extend(settled.lines)
        self.reading.problems.extend(settled.problems)
        self.reading.reported += settled.reported

    def _close_table(self) -> None:
        self._settle(None)
        self._table = self._columns = None
        self._category, self._serial = "", None

    # -- headers --------------------------------------------------------------------------

    def _take_header(self, block: Block, columns: Columns) -> None:
        self._flush_pending()
        self.reading.furniture += 1
        if self._table is not None and columns == self._table.columns:
            return  # The header again, at the head of a page: what was broken may go on below it.
        self._close_table()
        table = Table(
            block,
            columns,
            self._title,
            self._place,
            self._strange if self._title is None else None,
            len(self.reading.covers) - 1,
            said=self._said,
        )
        self._table, self._columns, self._said = table, columns, None
        self.reading.tables.append(table)
        self._say_columns(block, columns)

    def _say_columns(self, block: Block, columns: Columns) -> None:
        for role, title in zip(columns.roles, columns.titles, strict=True):
            if role == "township" and _OWN_NAME.match(title):
                what = f"表头“{title}”里写了乡镇自己的名字，读作乡镇配合职责"
                self._report("header-own-name", block.line, what, title)
            if role == EXTRA and title:
                what = f"不认识的列“{title}”，内容原样保留"
                self._report("header-unknown", block.line, what, title)

    def _take_second_header_row(self, block: Block, cells: tuple[str, ...]) -> bool:
        """The lower row of a header in two rows (职责分工 over 上级部门职责, 配合职责)."""
        table = self._table
        if table is None or table.lines or self._fragments:
            return False
        columns = self._headers.under(table.header.cells, cells)
        if columns is None:
            return False
        self.reading.problems = [
            p for p in self.reading.problems if p.line != table.header.line or p.row is not None
        ]
        self.reading.furniture += 1
        table.columns = self._columns = columns
        self._say_columns(block, columns)
        return True

    def _drop_half(self, block: Block | None) -> bool:
        """A row that might be the upper half of a header: whether ``block`` is the lower half."""
        half, self._half = self._half, None
        assert half is not None
        if block is not None and block.tabular:
            columns = self._headers.under(half.cells, block.cells)
            if columns is not None:
                self.reading.furniture += 1
                self._take_header(half, columns)
                return True
        self._report_unread(half, half.cells)
        return False

    def _report_unread(self, block: Block, cells: tuple[str, ...]) -> None:
        unknown = [
            cell for cell in cells if cell.strip() and not self._headers.resembles((cell, cell))
        ]
        named = "、".join(f"“{shorten(cell, 20)}”" for cell in unknown)
        what = "这一行像是表头，但找不到“事项名称”一列"
        what += f"；不认识的是 {named}" if named else ""
        self._report_block(block, "header-unread", what)

    def _take_misread(self, block: Block, misread: tuple[str, ...]) -> None:
        self.reading.furniture += 1
        if misread:
            named = "、".join(f"“{cell}”" for cell in misread)
            what = f"重复的表头里有认错的字：{named}；按前面的表头读"
            self._report("header-misread", block.line, what, misread[0])

    def _take_category_row(self, text: str, *, counted: bool) -> bool:
        """A category printed as a heading over its rows.

        A category of the vocabulary needs no more; another one must be numbered and, outside a
        table (``counted``), say how many items it has.
        """
        if len(text) > _LONGEST_CATEGORY or (self._title is None and self._table is None):
            return False
        match = _CATEGORY.fullmatch(title_text(text))
        if match is None:
            return False
        if match["name"] not in self._categories and not (
            match["numbering"] and (match["count"] or not counted)
        ):
            return False
        if self._table is not None and self._fragments:
            if any(_LONE_NUMBER.fullmatch(b.text.strip()) for b in self._fragments):
                return False  # one cell of a row that was broken cell by cell
            self._settle(None)
        self._flush_pending()
        self._category = match["name"]
        self.reading.furniture += 1
        return True

    def _report(self, kind: str, line: int, message: str, quote: str) -> None:
        self.reading.problems.append(RowProblem(kind, line, message, quote))


def serial_of_first(cells: tuple[str, ...]) -> int | None:
    """The number a row begins with, None if it begins with anything else."""
    words = strip_blanks(strip_markup(cells[0]))
    return int(words) if words.isdecimal() and len(words) < 6 else None


def _trimmed(cells: tuple[str, ...], columns: Columns | None) -> tuple[str, ...]:
    """Cells without empty ones at the end beyond the header's last."""
    if columns is None:
        return cells
    end = len(cells)
    while end > len(columns.roles) and not cells[end - 1].strip():
        end -= 1
    return cells[:end]
