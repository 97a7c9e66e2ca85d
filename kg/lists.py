"""Lists: from the blocks of a document to the rows of its three lists.

A list is recognised by its title and by the header of its table, never by a particular file.
Every block ends up in a row, in known furniture (cover, contents, repeated header, page number)
or in a finding; the three are counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.findings import shorten
from kg.folding import fold_blanks, plain, strip_blanks, strip_markup
from kg.records import Block, Cell, Coverage, ListKind, Row, Title
from kg.vocabulary import Vocabulary

_CONTENTS_ENTRY = re.compile(r"^\d{0,2}[.．、]?(?P<title>.+?)[.．·…‥\-—_]*(?P<page>\d{1,4})$")
_CONTENTS_WORD = re.compile(r"#*目录")
_PAGE_NUMBER = re.compile(r"(?:第?[-—–―－]*\d{1,4}[-—–―－]*页?|共\d+页|第\d+页[,，/]?共\d+页)")
_RULE = re.compile(r"[-=_*#|:]+")
_DATE = re.compile(
    r"(?P<year>(?:19|20)\d{2}|[二][〇○Ｏ零0][一二三四五六七八九〇○零]{2})年(?P<month>\d{1,2}|[一二三四五六七八九十]{1,3})月"
    r"(?:\d{1,2}日|[一二三四五六七八九十]{1,3}日)?"
)
_CATEGORY_ROW = re.compile(
    r"(?:[（(]?[一二三四五六七八九十]{1,3}[)）]?[、.．]?)?(?P<name>.{2,14}?)(?:[（(](?:共)?\d+[项条件个][)）])?[：:]?"
)
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "Ｏ": 0}
_SENTENCE_ENDS = "。；;！!？?：:"
_MAX_TITLE_LINES = 4
_KINDS = frozenset(kind.value for kind in ListKind)
_MAX_TITLE = 90
_MAX_HEADER = 60
_TITLE_NUMBER = re.compile(
    r"(?:附件|附表|附|表)?[:：]?(?:[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]|(?:\d{1,2}|[一二三四五六七八九十]{1,3})[、.．：:]"
    r"|(?<=[件表附])\d{1,2}(?:-\d{1,2})?[：:、]?)"
)
_TITLE_TAIL = re.compile(r"[（(][^（）()]{1,20}[)）]$")
_TITLE_FILLER = re.compile(
    r"(?:党委|党工委)?(?:人民政府|政府|街道办事处|办事处|管理委员会|管委会)?(?:（街道）|乡镇（街道）|乡镇)?(?:20\d\d年)?的?$"
)
_TITLE_PLACE = re.compile(
    r"[^，。；：、“”《》]{1,40}(?:乡|镇|街道|团|场|苏木|区|县|市|州|省|旗|盟|师|连)"
)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Something irregular met while reading rows; becomes a finding of the document."""

    kind: str
    line: int
    message: str
    quote: str
    list: ListKind | None = None
    number: int | None = None


@dataclass(slots=True)
class ListReading:
    """What was read of one document: rows, titles, the words of cover and titles, problems."""

    rows: list[Row] = field(default_factory=list)
    titles: list[Title] = field(default_factory=list)
    title_places: list[str] = field(default_factory=list)
    cover: list[Block] = field(default_factory=list)
    announced: set[ListKind] = field(default_factory=set)
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


@dataclass(frozen=True, slots=True)
class _Header:
    roles: tuple[str, ...]
    titles: tuple[str, ...]

    @property
    def kind(self) -> ListKind | None:
        """The list such a header belongs to."""
        roles = set(self.roles)
        if roles & {"superior", "township"}:
            return ListKind.COOPERATION
        if roles & {"taker", "taker-and-method", "method"}:
            return ListKind.RECLAIMED
        if "departments" in roles:
            return ListKind.COOPERATION
        return None


def read_lists(blocks: Iterable[Block], vocabulary: Vocabulary) -> ListReading:
    """Recognise the lists of a document in its blocks."""
    reader = _Reader(vocabulary)
    for block in blocks:
        reader.take(block)
    reader.finish()
    return reader.reading


def month_of(date: str) -> str:
    """``2025-07`` of a printed date, '' if there is none (Chinese numerals are read)."""
    match = _DATE.search(strip_blanks(date))
    if match is None:
        return ""
    year, month = match["year"], match["month"]
    if not year.isdigit():
        year = "".join(str(_DIGITS[c]) for c in year)
    if not month.isdigit():
        month = str(_chinese_number(month))
    return f"{year}-{int(month):02d}"


def _chinese_number(text: str) -> int:
    if "十" not in text:
        return _DIGITS[text]
    tens, _, ones = text.partition("十")
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


class _Reader:
    """The state of reading one document, block by block."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.reading = ListReading()
        self._vocabulary = vocabulary
        self._kind: ListKind | None = None
        self._header: _Header | None = None
        self._titled = False
        self._pending: list[Block] = []
        self._category = ""
        self._printed: int | None = None
        self._counts = dict.fromkeys(ListKind, 0)
        self._in_contents = False

    # -- blocks ---------------------------------------------------------------------------

    def take(self, block: Block) -> None:
        """Account for one block."""
        self.reading.total += 1
        if block.tabular:
            self._take_table_row(block)
        else:
            self._take_paragraph(block)

    def finish(self) -> None:
        """Settle what is left when the document ends."""
        self._flush_pending()
        reading = self.reading
        found = {title.kind for title in reading.titles} | {row.kind for row in reading.rows}
        for kind in ListKind:
            if kind in found and not any(row.kind is kind for row in reading.rows):
                title = next(title for title in reading.titles if title.kind is kind)
                self._report(
                    "list-empty",
                    title.line,
                    f"《{kind.zh}清单》只有标题，没有事项；文件可能被截断",
                    title.text,
                )
            if kind not in found and kind in reading.announced:
                self._report(
                    "cut-off",
                    0,
                    f"目录里有《{kind.zh}清单》，正文里没有；文件可能被截断",
                    f"{kind.zh}清单",
                )
        self._check_end()

    def _check_end(self) -> None:
        """The last row of a cut document breaks off in mid-sentence where others end in a stop."""
        rows = [row for row in self.reading.rows if row.kind is self._kind]
        if len(rows) < 5:
            return
        ends = [row.cells[-1].text.rstrip()[-1:] for row in rows]
        stopped = [strip_markup(row.cells[-1].text).rstrip()[-1:] in _SENTENCE_ENDS for row in rows]
        if not stopped[-1] and sum(stopped[:-1]) >= 0.9 * (len(rows) - 1) and ends[-1]:
            last = rows[-1]
            self._report(
                "cut-off",
                last.line,
                "最后一行没有写完（没有句末标点），文件可能被截断",
                last.cells[-1].text[-40:],
                last,
            )

    # -- paragraphs -----------------------------------------------------------------------

    def _take_paragraph(self, block: Block) -> None:
        text = _title_text(block.text)
        if not text or _RULE.fullmatch(text) or _PAGE_NUMBER.fullmatch(text):
            self.reading.furniture += 1
        elif _CONTENTS_WORD.fullmatch(text):
            self._flush_pending()
            self.reading.furniture += 1
            self._in_contents = True
        elif self._is_contents(text):
            self.reading.furniture += 1
        elif self._take_title(block, text):
            pass
        elif self._kind is not None and self._take_category_row(block, (block.text,)):
            pass
        elif self._kind is None or self._before_rows():
            self._pending.append(block)
        else:
            self._take_loose(block)

    def _before_rows(self) -> bool:
        return self._header is None

    def _take_title(self, block: Block, text: str) -> bool:
        """A title may run over several paragraphs: try it with those before."""
        for count in range(min(len(self._pending), _MAX_TITLE_LINES - 1) + 1):
            before = self._pending[len(self._pending) - count :] if count else []
            joined = "".join(_title_text(other.text) for other in before) + text
            match = self._match_title(joined)
            if match is None:
                continue
            kind, place = match
            if kind == "cover":
                return False
            if kind not in _KINDS:
                if self.reading.other_document is None:
                    self.reading.other_document = block
                self.reading.furniture += 1
                return True
            if before:
                del self._pending[-count:]
            self._flush_pending()
            self.reading.furniture += count + 1
            self._open(
                ListKind(kind), block, "".join(o.text.strip() for o in before) + block.text.strip()
            )
            if place:
                self.reading.title_places.append(place)
            return True
        return False

    def _match_title(self, text: str) -> tuple[str, str] | None:
        """The list a title names and the place in front of it, or None."""
        if len(text) > _MAX_TITLE:
            return None
        core = _TITLE_TAIL.sub("", _TITLE_NUMBER.sub("", text))
        for kind, pattern in self._vocabulary.titles:
            for match in pattern.finditer(core):
                place = _TITLE_FILLER.sub("", core[: match.start()])
                if match.end() == len(core) and (not place or _TITLE_PLACE.fullmatch(place)):
                    return kind, place
        return None

    def _open(self, kind: ListKind, block: Block, text: str) -> None:
        self._in_contents = False
        self._kind, self._header, self._titled = kind, None, True
        self._category, self._printed = "", None
        self.reading.titles.append(
            Title(kind, block.line, block.locator, text.lstrip("# ").strip())
        )

    def _is_contents(self, text: str) -> bool:
        match = _CONTENTS_ENTRY.match(text)
        if match is None:
            return False
        title = self._match_title(match["title"].rstrip(".．·…‥-—_"))
        if title is None:
            return False
        if title[0] in _KINDS:
            self.reading.announced.add(ListKind(title[0]))
        return True

    def _flush_pending(self) -> None:
        """Paragraphs before a list: cover text, the date, or text to report."""
        for block in self._pending:
            if self.reading.rows:
                self._report_loose(block)
                continue
            text = strip_blanks(block.text)
            date = _DATE.search(text)
            if date and not self.reading.date_printed:
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
            and len(last.cells) > 3
            and strip_markup(last.cells[-1].text).rstrip()[-1:] not in _SENTENCE_ENDS
            and any(cell.text.rstrip()[-1:] in _SENTENCE_ENDS for cell in last.cells)
        )
        if unfinished or (last is not None and re.match(r"\d{1,4}\s", text)):
            self.reading.reported += 1
            self._report(
                "row-broken",
                block.line,
                f"表格中间断开的文字：“{shorten(text)}”；请把它接回所在的单元格",
                text,
            )
        else:
            self._report_loose(block)

    def _report_loose(self, block: Block) -> None:
        self.reading.reported += 1
        text = block.text.strip()
        self._report("loose-text", block.line, f"表外文字，未作为事项读入：“{shorten(text)}”", text)

    # -- table rows -----------------------------------------------------------------------

    def _take_table_row(self, block: Block) -> None:
        text = _title_text("".join(block.cells))
        filled = [cell for cell in block.cells if cell.strip()]
        if self._is_contents(text):
            self._flush_pending()
            self.reading.furniture += 1
            return
        header = self._read_header(block)
        if header is not None:
            self._take_header(block, header)
            return
        if len(filled) == 1 and (
            self._take_title(block, text)
            or _PAGE_NUMBER.fullmatch(text)
            or self._take_category_row(block, (filled[0],))
        ):
            if _PAGE_NUMBER.fullmatch(text):
                self.reading.furniture += 1
            return
        if self._header is None or self._kind is None:
            self.reading.reported += 1
            self._report(
                "row-without-header",
                block.line,
                f"表头之前就出现了表行：“{shorten(block.text)}”",
                block.text.strip(),
            )
            return
        self._take_row(block, self._header, self._kind)

    def _read_header(self, block: Block) -> _Header | None:
        if len(block.cells[0]) > _MAX_HEADER or block.cells[0].strip().isdigit():
            return None
        roles = []
        for cell in block.cells:
            if len(cell) > _MAX_HEADER:
                return None
            title = strip_blanks(strip_markup(cell)).strip("*")
            roles.append(
                next(
                    (
                        role
                        for role, pattern in self._vocabulary.headers
                        if pattern.fullmatch(title)
                    ),
                    "",
                )
            )
        known = {role for role in roles if role}
        if "name" not in known or len(known) < 2:
            return None
        return _Header(tuple(roles), tuple(plain(cell) for cell in block.cells))

    def _take_header(self, block: Block, header: _Header) -> None:
        kind = header.kind or (self._kind if self._titled and self._header is None else None)
        if kind is None:
            kind = ListKind.BASIC if self._header is None or self._header.kind else self._kind
        if self._kind is None or (self._header is not None and kind is not self._kind):
            self._flush_pending()
            self._kind = kind
            self._titled, self._category, self._printed = False, "", None
            assert kind is not None
            self._report(
                "title-missing",
                block.line,
                f"清单没有标题，按表头判断为《{kind.zh}清单》",
                block.text.strip(),
            )
        elif kind is not self._kind and header.kind is not None:
            assert self._kind is not None
            self._report(
                "title-missing",
                block.line,
                f"标题是《{self._kind.zh}清单》，表头却是《{header.kind.zh}清单》的，按表头读入",
                block.text.strip(),
            )
            self._kind = header.kind
        self._flush_pending()
        if header != self._header:
            for role, title in zip(header.roles, header.titles, strict=True):
                if not role and title:
                    self._report(
                        "header-unknown", block.line, f"不认识的列“{title}”，内容原样保留", title
                    )
        self._header = header
        self._in_contents = False
        self.reading.furniture += 1

    def _take_category_row(self, block: Block, cells: tuple[str, ...]) -> bool:
        """A category printed as a heading over its rows."""
        match = _CATEGORY_ROW.fullmatch(_title_text(cells[0]))
        if match is None or match["name"] not in self._vocabulary.category_by_form:
            return False
        self._flush_pending()
        self._category = match["name"]
        self.reading.furniture += 1
        return True

    def _take_row(self, block: Block, header: _Header, kind: ListKind) -> None:
        self._flush_pending()
        cells = list(block.cells)
        while len(cells) > len(header.roles) and not cells[-1].strip():
            cells.pop()
        if len(cells) != len(header.roles):
            short = len(cells) < len(header.roles)
            self.reading.reported += 1
            self._report(
                "row-too-short" if short else "row-too-long",
                block.line,
                f"表头有 {len(header.roles)} 格（{'、'.join(header.titles)}），这一行有 {len(cells)} 格："
                f"“{shorten(block.text)}”",
                block.text.strip()[:200],
            )
            return
        row_cells = tuple(
            Cell(role or "extra", title, text)
            for role, title, text in zip(header.roles, header.titles, cells, strict=True)
        )
        values = {cell.role: cell.text for cell in reversed(row_cells)}
        name = plain(values["name"])
        if not name:
            self.reading.reported += 1
            self._report(
                "row-without-name",
                block.line,
                f"这一行没有事项名称：“{shorten(block.text)}”",
                block.text.strip(),
            )
            return
        self._counts[kind] += 1
        printed = strip_blanks(strip_markup(values.get("number", "")))
        category = self._read_category(values.get("category"))
        row = Row(
            kind, self._counts[kind], printed, category, name, block.line, block.locator, row_cells
        )
        if not strip_blanks(values.get("category", category)) and category:
            self._report(
                "category-carried", block.line, f"事项类别沿用上一行：{category}", name, row
            )
        self._category = category
        self.reading.rows.append(row)
        self._check_serial(row)
        self._check_blanks(row, values)

    def _read_category(self, cell: str | None) -> str:
        text = strip_blanks(strip_markup(cell or ""))
        return text or self._category

    def _check_serial(self, row: Row) -> None:
        digits = re.fullmatch(r"\D*(\d+)\D*", row.printed)
        if digits is None:
            if not row.printed and any(cell.role == "number" for cell in row.cells):
                self._report("serial-missing", row.line, "这一行没有序号", row.name, row)
            return
        value, last = int(digits[1]), self._printed
        self._printed = value
        if last is None or value == last + 1:
            return
        if value == 1:
            self._report(
                "serial-restart",
                row.line,
                f"序号从 1 重新开始（上一行是 {last}）",
                row.printed,
                row,
            )
        elif value <= last:
            self._report(
                "serial-repeat",
                row.line,
                f"序号重复：上一行是 {last}，这一行是 {value}",
                row.printed,
                row,
            )
        else:
            self._report("serial-jump", row.line, f"序号从 {last} 跳到 {value}", row.printed, row)

    def _check_blanks(self, row: Row, values: dict[str, str]) -> None:
        category = strip_markup(values.get("category", "")).strip()
        if category and category != strip_blanks(category):
            self._report(
                "category-blank",
                row.line,
                f"事项类别“{category}”里有空格，读作“{row.category}”",
                category,
                row,
            )
        name = strip_markup(values["name"]).strip()
        if name != row.name and strip_blanks(name) == strip_blanks(row.name):
            self._report(
                "word-blank", row.line, f"事项名称里有空格，读作“{shorten(row.name)}”", name, row
            )

    def _report(
        self, kind: str, line: int, message: str, quote: str, row: Row | None = None
    ) -> None:
        self.reading.problems.append(
            RowProblem(
                kind, line, message, quote, row.kind if row else None, row.number if row else None
            )
        )


def _title_text(text: str) -> str:
    """A line as titles are compared: no blanks, no markup, no ``#``."""
    return strip_blanks(strip_markup(text)).strip("#*")


def folded_cover(blocks: Iterable[Block]) -> str:
    """The words of a cover as one text."""
    return "".join(strip_blanks(fold_blanks(block.text)).strip("#*") for block in blocks)
