"""Reader: from the blocks of a document to its tables, with the titles above them.

Every block ends up in a table row, in known furniture (cover, contents, repeated header, page
number) or in a finding; the three are counted. Which list a table is, ``naming`` tells afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.reading.blocks import Block
from kg.reading.headers import HeaderReader
from kg.reading.lists.categories import CategoryReader
from kg.reading.lists.contents import entry
from kg.reading.lists.counts import count_above, counts_in, is_subtotal, total_of
from kg.reading.lists.foreign import fitted, foreign_columns, is_foreign, is_of_page
from kg.reading.lists.found import ListReading
from kg.reading.lists.headings import find_heading
from kg.reading.lists.joining import Gap, settle
from kg.reading.lists.outside import Outside
from kg.reading.lists.remarks import say_columns, say_misread, say_reordered, say_unread
from kg.reading.lists.spanned import side_by_side
from kg.reading.lists.summary import SummaryReader
from kg.reading.tables import Line, Table, counted_at, running_number, trimmed
from kg.reading.titles import (
    COVER,
    LIST_KINDS,
    TitleReader,
    count_said,
    is_contents_heading,
    is_furniture,
    is_unit,
    title_text,
)
from kg.values import Columns, ListKind, Title
from kg.vocabulary.loading import Vocabulary

_LONE_NUMBER = re.compile(r"\d{1,4}")


class TableReader:
    """The state of reading one document, block by block."""

    def __init__(self, vocabulary: Vocabulary, columns: Mapping[str, str] | None) -> None:
        self.reading = ListReading()
        self._titles = TitleReader(vocabulary)
        self._headers = HeaderReader(vocabulary, columns)
        self._outside = Outside(self.reading, self._titles, self._headers, vocabulary)
        self.categories = CategoryReader(vocabulary, self._titles)
        self._summary = SummaryReader(self._titles, vocabulary)
        self._notes = vocabulary.signs.get("note-start", ())
        self._title: Title | None = None
        self._place = ""
        self._said: int | None = None
        self._table: Table | None = None
        self._columns: Columns | None = None
        self._category, self._heading_open = "", False
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
        cells = trimmed(block.cells, self._columns)
        if self._table is not None and self._headers.is_numbering(cells, self._table):
            self.reading.furniture += 1
        elif self._table is not None and self._headers.is_row(cells, self._table):
            self._take_row(block, cells)
        else:
            self._take_table_row(block, cells)

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
        elif self._take_total(block, text):
            pass
        elif self._take_contents_entry(block, text):
            self.reading.said.extend(counts_in(text, block))
        elif self._take_title(block, text):
            pass
        elif self._take_category_row(block, block.text, counted=True):
            pass
        elif self.categories.is_nothing(block):
            self.reading.furniture += 1
        else:
            self._note_counts(block, text)
            (self._pending if self._table is None else self._fragments).append(block)

    def _take_total(self, block: Block, text: str) -> bool:
        """A line that says how many rows the table above it has."""
        tables, count = self.reading.tables, total_of(text)
        if not tables or (count is None and not is_subtotal(text)):
            return False
        self.reading.furniture += 1
        if count is not None and tables[-1].said is None:
            tables[-1].said, tables[-1].said_at = count, block
        elif count not in (None, tables[-1].said):
            what = f"这里写明共 {count} 项，别处写明 {tables[-1].said} 项；请核对"
            self.reading.report("count-differs", block.line, what, block.quote)
        return True

    def _note_counts(self, block: Block, text: str) -> None:
        """What a paragraph says of the number of rows, of the lists or of the table above it."""
        said = counts_in(text, block)
        self.reading.said.extend(said)
        if self._table is None and self._title is not None and self._said is None:
            self._said = total_of(text.strip("（）()【】"))
        above = count_above(text) if self._table is not None and not said else None
        if above is not None and self._table is not None and self._table.said is None:
            self._table.said, self._table.said_at = above, block

    def _is_next_number(self, text: str) -> bool:
        """Whether a lone number is that of the row which is due, not of a page."""
        return _LONE_NUMBER.fullmatch(text) is not None and int(text) == (self._serial or 0) + 1

    def _take_title(self, block: Block, text: str) -> bool:
        before_all = self._pending if self._table is None else self._fragments
        found = find_heading(text, before_all, self._titles)
        if found is None:
            return self._take_strange(block, text)
        count, kind, place = found.lines, found.kind, found.place
        if kind == COVER:
            if self._table is not None:  # the name of the whole document, at the head of a page
                self._fragments.append(block)
            return self._table is not None
        before = before_all[len(before_all) - count :] if count else []
        if before:
            del before_all[-count:]
        self._close_table()
        self._flush_pending()
        if kind not in LIST_KINDS:
            self.reading.other = self.reading.other or block
            self.reading.furniture += count + 1
            self._title, self._strange = None, block
            return True
        self.reading.furniture += count + 1
        words = "".join(other.text.strip() for other in (*before, block))
        self._open(ListKind(kind), block, words, place)
        return True

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

    def _open(self, kind: ListKind, block: Block, text: str, place: str) -> None:
        words = text.lstrip("# ").strip()
        self._title = Title(kind, block.line, block.locator, words)
        self._place, self._said, self._strange = place, count_said(text), None
        self.reading.titles.append((self._title, place, len(self.reading.covers) - 1))
        if remark := self._titles.remark_behind(words):
            what = f"标题里写着“{remark}”，这张清单是否有效、是否完整请核对；照常读入"
            self.reading.report("remark-inside", block.line, what, words)
        if block.text.lstrip().startswith("#"):
            what = "标题前有 # 号，读作标题"
            self.reading.report("title-mark", block.line, what, block.text.strip())

    def _take_contents_entry(self, block: Block, text: str) -> bool:
        kind = self._titles.contents_entry(text)
        if kind is None:
            return False
        self._close_table()
        self._flush_pending()
        self.reading.contents.append(entry(kind, text, block))
        self.reading.furniture += 1
        return True

    def _flush_pending(self) -> None:
        pending, self._pending = self._pending, []
        if pending and self._outside.take(pending, titled=self._title is not None):
            self._title, self._place = None, ""

    # -- table rows -----------------------------------------------------------------------

    def _take_table_row(self, block: Block, cells: tuple[str, ...]) -> None:
        if not any(cell.strip() and not is_unit(cell) for cell in cells):
            self.reading.furniture += 1
            return
        if self._summary.take(block, cells, self.reading):
            self._close_table()
            self._flush_pending()
            return
        columns = self._headers.read(cells)
        whole = columns and (self._table is None or columns == self._table.columns)
        if not whole and self._take_second_header_row(block, cells):
            return
        if columns is not None:
            self._take_header(block, columns)
            return
        filled = [cell for cell in block.cells if cell.strip() and not is_unit(cell)]
        text = title_text("".join(filled))
        if self._take_total(block, text) or self._take_contents_entry(block, text):
            return
        if len(filled) == 1:
            if is_furniture(text) and not self._is_next_number(text):
                self.reading.furniture += 1
                return
            if self._take_title(block, text) or self._take_category_row(
                block, filled[0], counted=False
            ):
                return
        known = self._columns
        if known is not None and is_foreign(self._table):
            self._take_row(block, fitted(cells, known))
        elif known is not None:
            misread = self._headers.misread(cells, known)
            if misread is not None:
                assert self._table is not None
                self._table.headers += 1
                say_misread(self.reading, block, misread)
            elif len(cells) == len(known.roles) and self._is_row(cells, known):
                self._take_row(block, cells)
            elif self._headers.resembles(cells) >= 2:
                self._close_table()
                say_unread(self.reading, self._headers, block, cells)
            else:
                self._fragments.append(block)
        elif self._title is None and self._strange and (theirs := foreign_columns(block)):
            self._take_header(block, theirs)
        elif self._headers.resembles(cells) >= 1:
            self._half = block
        elif filled[0].strip().startswith(self._notes) or (
            len(filled) == 1 and not self.reading.tables
        ):
            self._pending.append(block)  # 填报单位：……
        elif self._title is None and is_of_page(block, self.reading.tables):
            self.reading.report_block(block, "loose-text", "表外文字，未作为事项读入")
        else:
            self.reading.report_block(block, "row-without-header", "这一行上面没有认得的表头")

    def _is_row(self, cells: tuple[str, ...], columns: Columns) -> bool:
        """Whether cells as many as the header's are a row of their own, not the rest of one."""
        table = self._table
        at = counted_at(columns)
        if at is None or table is None:
            return True
        if cells[at].strip():
            rest = [cell for cell in cells if cell.strip()]
            return not all(cell.strip().startswith(self._notes) for cell in rest)
        return not any(running_number(line.cells, columns) is not None for line in table.lines)

    def _take_row(self, block: Block, cells: tuple[str, ...]) -> None:
        table = self._table
        assert table is not None
        number = running_number(cells, table.columns)
        if self._fragments:
            self._settle(number)
        table.lines.append(Line(block, side_by_side(block, cells, table.columns), self._category))
        self._heading_open = False
        self._serial = self._serial if number is None else number

    def _settle(self, after: int | None) -> None:
        """Account for what stood between the last row and the one numbered ``after``."""
        if self._fragments:
            self._pending.extend(self._outside.sort_covers(self._fragments, after))
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
        table.bare = [one for one in table.bare if one[1] < len(table.lines)]
        table.lines.extend(settled.lines)
        self.reading.problems.extend(settled.problems)
        self.reading.reported += settled.reported

    def _close_table(self) -> None:
        self._settle(None)
        self._table = self._columns = None
        self._category, self._serial, self._heading_open = "", None, False

    # -- headers --------------------------------------------------------------------------

    def _take_header(self, block: Block, columns: Columns) -> None:
        self._flush_pending()
        self.reading.furniture += 1
        if self._table is not None and columns == self._table.columns:
            self._table.headers += 1
            self._table.bare.append((block, len(self._table.lines)))
            return  # The header again, at the head of a page: what was broken may go on below it.
        if self._table is not None:
            say_reordered(self.reading, block, self._table.columns, columns)
        category = self._category if self._heading_open else ""
        self._close_table()
        self._category = category
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
        say_columns(self.reading, block, columns)

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
        say_columns(self.reading, block, columns)
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
        say_unread(self.reading, self._headers, half, half.cells)
        return False

    def _take_category_row(self, block: Block, text: str, *, counted: bool) -> bool:
        """A category printed as a heading over its rows, outside a table ``counted``."""
        if self._title is None and self._table is None:
            return False
        found = self.categories.of(block) or self.categories.read(text, counted=counted)
        if found is None:
            return False
        if self._table is not None and self._fragments:
            if any(_LONE_NUMBER.fullmatch(b.text.strip()) for b in self._fragments):
                return False  # one cell of a row that was broken cell by cell
            self._settle(None)
        self._flush_pending()
        self._category, self._heading_open = found.name, True
        if found.count is not None:
            self.reading.parts.append((found.name, found.count, block))
        self.reading.furniture += 1
        return True
