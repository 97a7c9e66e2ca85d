"""OpenDocument as blocks: .ods and .odt, their content.xml walked directly.

The libraries for spreadsheets do not report merged cells of .ods; the file does
(OpenDocument 1.3 part 3: 9.1 tables, 5.3 lists, 5.5 tracked changes).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.reading.blocks import Block
from kg.reading.containers.archives import Archive, encrypted
from kg.reading.containers.grid import (
    Budget,
    Cell,
    GridRow,
    Place,
    paragraphs,
    spread,
    to_blocks,
    trim,
)
from kg.reading.containers.limits import MAX_CELLS, MAX_COLUMNS, MAX_NESTING, TextProblem, too_large
from kg.reading.containers.numbering import Level, Numbering
from kg.reading.containers.sheets import sheet_blocks
from kg.reading.containers.struck import struck_words

if TYPE_CHECKING:
    from lxml.etree import _Element

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_SKIPPED = frozenset(
    (
        f"{_OFFICE}annotation",
        f"{_TEXT}tracked-changes",
        f"{_TEXT}note",
        f"{_TEXT}sequence-decls",
        f"{_OFFICE}forms",
        f"{_TABLE}shapes",
    )
)
_GROUPS = frozenset(
    (
        f"{_TABLE}table-header-rows",
        f"{_TABLE}table-rows",
        f"{_TABLE}table-row-group",
    )
)
_EMPTY_REPEATS = 1_000
"""Repeated rows or cells beyond which only emptiness is repeated: the rest of a sheet."""


def odf_blocks(data: bytes) -> tuple[list[Block], list[TextProblem]]:
    """The blocks of a spreadsheet or text document.

    Raises:
        Refused: it is damaged, has a password or is larger than any list.
    """
    archive = Archive(data)
    if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.read(
        "META-INF/manifest.xml"
    ):
        raise encrypted()
    root = archive.xml("content.xml")
    reader = _Reader(root)
    styles = archive.xml("styles.xml") if "styles.xml" in archive else None
    reader.problems.extend(struck_words(root, styles))
    sheets = root.find(f"{_OFFICE}body/{_OFFICE}spreadsheet")
    if sheets is not None:
        for number, table in enumerate(sheets.iter(f"{_TABLE}table"), 1):
            name = table.get(f"{_TABLE}name", "")
            if table.get(f"{_TABLE}style-name", "") in reader.hidden:
                what = f"工作表“{name}”是隐藏的，没有读入；需要时请取消隐藏 (a hidden sheet)"
                reader.problems.append(TextProblem("hidden-text", 0, what, name))
                continue
            grid = reader.grid(table, 0)
            reader.blocks.extend(sheet_blocks(name, number, grid, reader.budget, reader.problems))
        return reader.blocks, reader.problems
    body = root.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is not None:
        reader.walk(body, 0)
    return reader.blocks, reader.problems


class _Reader:
    """Reads the elements of a document in order."""

    def __init__(self, root: _Element) -> None:
        self.blocks: list[Block] = []
        self.problems: list[TextProblem] = []
        self.budget = Budget()
        self.hidden = _hidden_styles(root)
        self._lists = _list_styles(root)
        self._running: dict[str, Numbering] = {}
        self._tables = 0
        self._paragraphs = 0
        if any(True for _ in root.iter(f"{_TEXT}deletion")):
            what = "文件里有修订中删除的文字，没有读入 (tracked deletions left aside)"
            self.problems.append(TextProblem("deleted-text", 0, what))

    def walk(self, node: _Element, depth: int) -> None:
        """Read what stands in a text document: paragraphs, lists, tables, sections."""
        if depth > MAX_NESTING:
            raise too_large(f"嵌套超过 {MAX_NESTING} 层")
        for child in node:
            if child.tag in _SKIPPED:
                continue
            if child.tag == f"{_TABLE}table":
                self._read_table(child, depth)
            elif child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
                self._paragraph(_words(child, 0))
            elif child.tag == f"{_TEXT}list":
                for line in self._list_lines(child, 0, None, 0):
                    self._paragraph(line)
            else:
                self.walk(child, depth + 1)

    def _paragraph(self, text: str) -> None:
        if text.strip():
            self._paragraphs += 1
            at = Place(len(self.blocks) + 1, f"第{self._paragraphs}段")
            self.blocks.extend(paragraphs(text, at, self.budget))

    def _read_table(self, table: _Element, depth: int) -> None:
        if _is_layout(table):
            for cell in table.iter(f"{_TABLE}table-cell"):
                self.walk(cell, depth + 1)
            return
        self._tables += 1
        number, first = self._tables, len(self.blocks) + 1

        def place(index: int) -> Place:
            return Place(first + index, f"表{number} 第{index + 1}行", number)

        grid = trim(self.grid(table, depth))
        self.blocks.extend(to_blocks(grid, place, self.budget, self.problems))

    def grid(self, table: _Element, depth: int) -> list[GridRow]:
        """The rows of a table; what repeats without text is the empty rest of a sheet."""
        rows: list[list[Cell]] = []
        cells = 0
        for row in _rows(table, 0):
            found = self._cells(row, depth)
            times = _count(row, "number-rows-repeated")
            if not any(cell.text for cell in found):
                times = min(times, 1 if times > _EMPTY_REPEATS else times)
                found = [] if not any(cell.rows > 1 for cell in found) else found
            cells += (len(found) + 1) * times
            if cells > MAX_CELLS:
                raise too_large(f"表的单元格超过上限 {MAX_CELLS:,}")
            rows.extend(found for _ in range(times))
        return spread(rows)

    def _cells(self, row: _Element, depth: int) -> list[Cell]:
        found: list[Cell] = []
        for node in row:
            if node.tag == f"{_TABLE}covered-table-cell":
                continue
            if node.tag != f"{_TABLE}table-cell":
                continue
            text = "\n".join(line for line in self._cell_lines(node, depth) if line.strip())
            times = _count(node, "number-columns-repeated")
            if times > MAX_COLUMNS:
                if text:
                    raise too_large(f"一行的列数超过上限 {MAX_COLUMNS}")
                times = 1
            rows, columns = (
                _count(node, "number-rows-spanned"),
                _count(node, "number-columns-spanned"),
            )
            found.extend(Cell(text, rows, columns) for _ in range(times))
            if len(found) > MAX_COLUMNS * 2:
                raise too_large(f"一行的列数超过上限 {MAX_COLUMNS}")
        return found

    def _cell_lines(self, node: _Element, depth: int) -> list[str]:
        """The lines of a cell: its paragraphs, list items and the rows of tables inside it."""
        if depth > MAX_NESTING:
            raise too_large(f"嵌套超过 {MAX_NESTING} 层")
        lines: list[str] = []
        for child in node:
            if child.tag in _SKIPPED:
                continue
            if child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
                lines.append(_words(child, 0))
            elif child.tag == f"{_TEXT}list":
                lines.extend(self._list_lines(child, 0, None, 0))
            elif child.tag == f"{_TABLE}table":
                for row in _rows(child, 0):
                    lines.append(" ".join(cell.text for cell in self._cells(row, depth + 1)))
            else:
                lines.extend(self._cell_lines(child, depth + 1))
        return lines

    def _list_lines(
        self, node: _Element, level: int, numbering: Numbering | None, depth: int
    ) -> list[str]:
        if depth > MAX_NESTING:
            raise too_large(f"嵌套超过 {MAX_NESTING} 层")
        style = node.get(f"{_TEXT}style-name", "")
        if numbering is None or style in self._lists:
            numbering = self._numbering(node, style)
        lines: list[str] = []
        for item in node:
            if item.tag not in (f"{_TEXT}list-item", f"{_TEXT}list-header"):
                continue
            label = numbering.next(level) if item.tag == f"{_TEXT}list-item" else ""
            for child in item:
                if child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
                    lines.append(label + _words(child, 0))
                    label = ""
                elif child.tag == f"{_TEXT}list":
                    lines.extend(self._list_lines(child, level + 1, numbering, depth + 1))
        return lines

    def _numbering(self, node: _Element, style: str) -> Numbering:
        """The counters of a list: those of the list it continues, of its style, or new ones."""
        key = f"\0{style}"
        goes_on = node.get(f"{_TEXT}continue-numbering") == "true" or node.get(
            f"{_TEXT}continue-list"
        )
        if goes_on and key in self._running:
            return self._running[key]
        self._running[key] = Numbering(dict(self._lists.get(style, {})))
        return self._running[key]


def _rows(table: _Element, depth: int) -> list[_Element]:
    if depth > MAX_NESTING:
        raise too_large(f"嵌套超过 {MAX_NESTING} 层")
    rows: list[_Element] = []
    for child in table:
        if child.tag == f"{_TABLE}table-row":
            rows.append(child)
        elif child.tag in _GROUPS:
            rows.extend(_rows(child, depth + 1))
    return rows


def _is_layout(table: _Element) -> bool:
    """Whether a table only arranges other tables: it holds some, and no row of three texts."""
    if next(table.iterdescendants(f"{_TABLE}table"), None) is None:
        return False
    return all(
        sum(1 for _ in row.iterchildren(f"{_TABLE}table-cell")) < 3 for row in _rows(table, 0)
    )


def _words(node: _Element, depth: int) -> str:
    """The text of a paragraph: spaces, tabs and line breaks are elements of their own."""
    if depth > MAX_NESTING:
        raise too_large(f"嵌套超过 {MAX_NESTING} 层")
    parts = [node.text or ""]
    for child in node:
        if child.tag == f"{_TEXT}s":
            parts.append(" " * min(_count(child, "c", _TEXT), 100))
        elif child.tag == f"{_TEXT}tab":
            parts.append("\t")
        elif child.tag == f"{_TEXT}line-break":
            parts.append("\n")
        elif child.tag == f"{_TEXT}ruby":
            base = child.find(f"{_TEXT}ruby-base")
            parts.append(_words(base, depth + 1) if base is not None else "")
        elif child.tag not in _SKIPPED:
            parts.append(_words(child, depth + 1))
        parts.append(child.tail or "")
    return "".join(parts)


def _count(node: _Element, name: str, space: str = _TABLE) -> int:
    value = node.get(space + name, "1")
    return max(1, int(value)) if value.isascii() and value.isdigit() and len(value) < 9 else 1


def _hidden_styles(root: _Element) -> frozenset[str]:
    """Names of table styles that hide their sheet."""
    found = set()
    for style in root.iter(f"{_STYLE}style"):
        for properties in style.iter(f"{_STYLE}table-properties"):
            if properties.get(f"{_TABLE}display") == "false":
                found.add(style.get(f"{_STYLE}name", ""))
    return frozenset(found)


def _list_styles(root: _Element) -> dict[str, dict[int, Level]]:
    """The levels of each list style: how its labels look."""
    found: dict[str, dict[int, Level]] = {}
    for style in root.iter(f"{_TEXT}list-style"):
        levels: dict[int, Level] = {}
        for level in style.iter(f"{_TEXT}list-level-style-number"):
            at = _count(level, "level", _TEXT) - 1
            form = level.get(f"{_STYLE}num-format", "")
            before = level.get(f"{_STYLE}num-prefix", "")
            after = level.get(f"{_STYLE}num-suffix", "")
            names = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman"}
            kind = "chineseCounting" if form.startswith("一") else names.get(form, "decimal")
            if form:
                levels[at] = Level(
                    kind, f"{before}%{at + 1}{after}", _count(level, "start-value", _TEXT)
                )
        found[style.get(f"{_STYLE}name", "")] = levels
    return found
