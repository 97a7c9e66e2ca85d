"""Word documents (.docx) as blocks: an own walk over the parts of the file.

Tables with vMerge and gridSpan, tables inside tables, text boxes, fields and numbered paragraphs as
they are printed; tracked insertions are text, tracked deletions and hidden text are left aside and
said so (ECMA-376 part 1, 17.4 tables, 17.13.5 revisions; part 3 for alternate content).
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any

from kg.reading.blocks import Block
from kg.reading.containers.archives import Archive, parse_xml
from kg.reading.containers.grid import Budget, Cell, Place, paragraphs, spread, to_blocks, trim
from kg.reading.containers.limits import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_NESTING,
    Refused,
    TextProblem,
    too_large,
)
from kg.reading.containers.word_styles import STRICT, Styles, W, is_struck

if TYPE_CHECKING:
    from lxml.etree import _Element

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_DELETED = frozenset((f"{W}del", f"{W}moveFrom"))
_BOX = f"{W}txbxContent"
_FEWEST_DATA_CELLS = 3
_DEEPEST = MAX_NESTING * 4


def word_blocks(data: bytes) -> tuple[list[Block], list[TextProblem]]:
    """The paragraphs and table rows of a document in reading order.

    Raises:
        Refused: it is damaged, has a password or is larger than any list.
    """
    archive = Archive(data)
    main = _main_part(archive)
    root = _part(archive, main)
    folder = posixpath.dirname(main)
    styles = Styles(
        *(
            _part(archive, name) if (name := f"{folder}/{part}.xml") in archive else None
            for part in ("numbering", "styles")
        )
    )
    body = root.find(f"{W}body")
    if body is None:
        raise Refused("damaged", "文档里没有正文；请用 Word 或 WPS 打开，另存为 .docx (no body)")
    reader = _Reader(styles)
    reader.walk(body, 0)
    for name, what in (("footnotes", "脚注"), ("endnotes", "尾注"), ("comments", "批注")):
        if (part := f"{folder}/{name}.xml") in archive:
            reader.note_notes(_part(archive, part), what)
    return reader.blocks, [*reader.problems, *reader.left_aside()]


def _main_part(archive: Archive) -> str:
    """The part that holds the document, as the package's relationships name it."""
    if "_rels/.rels" in archive:
        for relation in archive.xml("_rels/.rels").iter(f"{_RELATIONS}Relationship"):
            target = relation.get("Target", "").lstrip("/")
            if relation.get("Type", "").endswith("/officeDocument") and target in archive:
                return target
    return "word/document.xml"


def _part(archive: Archive, name: str) -> _Element:
    """A part with the namespace of the transitional form, which most files have."""
    data = archive.read(name)
    if STRICT[1:-1].encode() in data:
        data = data.replace(STRICT[1:-1].encode(), W[1:-1].encode())
    return parse_xml(data)


class _Reader:
    """Reads the elements of a document in order."""

    def __init__(self, styles: Styles) -> None:
        self.blocks: list[Block] = []
        self.problems: list[TextProblem] = []
        self._styles = styles
        self._budget = Budget()
        self._tables = 0
        self._paragraphs = 0
        self._cells = 0
        self._deleted: list[str] = []
        self._hidden: list[str] = []
        self._boxes: list[_Element] = []

    def left_aside(self) -> list[TextProblem]:
        """What was not read because it is deleted or hidden."""
        return [
            TextProblem(kind, 0, f"{what} {len(texts)} 处，没有读入", texts[0][:40])
            for kind, what, texts in (
                ("deleted-text", "文件里有修订中删除或划掉的文字", self._deleted),
                ("hidden-text", "文件里有隐藏的文字", self._hidden),
            )
            if texts
        ]

    def note_notes(self, root: _Element, what: str) -> None:
        """Say that there are footnotes, endnotes or comments, which belong to no row."""
        texts = ["".join(t.text or "" for t in p.iter(f"{W}t")).strip() for p in root.iter(f"{W}p")]
        texts = [text for text in texts if text]
        if texts:
            words = f"文件里有{what} {len(texts)} 段，没有读入 (notes left aside)"
            self.problems.append(TextProblem("hidden-text", 0, words, texts[0][:40]))

    # -- the document ---------------------------------------------------------------------

    def walk(self, node: _Element, depth: int) -> None:
        """Read paragraphs and tables, through whatever wraps them."""
        if depth > _DEEPEST:
            raise too_large(f"文档的嵌套超过 {_DEEPEST} 层")
        for child in _children(node):
            if child.tag == f"{W}p":
                self._read_paragraph(child, depth)
            elif child.tag == f"{W}tbl":
                self._read_table(child, depth)
            elif child.tag in _DELETED:
                self._note_deleted(child)
            elif child.tag not in (f"{W}sectPr", f"{W}tblPr", f"{W}tcPr", f"{W}sdtPr"):
                self.walk(child, depth + 1)

    def _read_paragraph(self, paragraph: _Element, depth: int) -> None:
        text = self._paragraph_text(paragraph)
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.walk(box, depth + 1)
        if text.strip():
            self._paragraphs += 1
            at = Place(len(self.blocks) + 1, f"第{self._paragraphs}段")
            self.blocks.extend(paragraphs(text, at, self._budget))

    def _read_table(self, table: _Element, depth: int) -> None:
        rows = [row for row in _rows(table) if not self._row_deleted(row)]
        if _is_layout(table, rows):
            for row in rows:
                for cell in _cells(row):
                    self.walk(cell, depth + 1)
            return
        self._tables += 1
        number, first = self._tables, len(self.blocks) + 1

        def place(index: int) -> Place:
            return Place(first + index, f"表{number} 第{index + 1}行", number)

        grid = trim(spread(self._grid(rows, depth)))
        boxes, self._boxes = self._boxes, []
        self.blocks.extend(to_blocks(grid, place, self._budget, self.problems))
        for box in boxes:
            self.walk(box, depth + 1)

    # -- tables ---------------------------------------------------------------------------

    def _grid(self, rows: list[_Element], depth: int) -> list[list[Cell]]:
        """The cells of a table; a cell merged downwards counts the rows that go on with it."""
        grid: list[list[Cell]] = []
        open_cells: dict[int, Cell] = {}
        for row in rows:
            cells, at = [Cell("") for _ in range(_grid_skip(row, "gridBefore"))], 0
            at = len(cells)
            going: dict[int, Cell] = {}
            for node in _cells(row):
                width = min(_number(node, "gridSpan", 1), MAX_COLUMNS + 1)
                merge = node.find(f"{W}tcPr/{W}vMerge")
                above = open_cells.get(at)
                if merge is not None and merge.get(f"{W}val", "continue") == "continue" and above:
                    above.rows += 1
                    going[at] = above
                    if extra := self._cell_text(node, depth):
                        above.text = f"{above.text}\n{extra}".strip("\n")
                else:
                    cell = Cell(self._cell_text(node, depth), 1, width)
                    cells.append(cell)
                    if merge is not None:
                        going[at] = cell
                at += width
            open_cells = going
            self._cells += at
            if at > MAX_COLUMNS or self._cells > MAX_CELLS:
                raise too_large(f"表的单元格超过上限（{MAX_COLUMNS} 列，共 {MAX_CELLS:,} 格）")
            grid.append(cells)
        return grid

    def _cell_text(self, cell: _Element, depth: int) -> str:
        lines: list[str] = []
        self._gather(cell, lines, depth)
        return "\n".join(line for line in lines if line.strip())

    def _gather(self, node: _Element, lines: list[str], depth: int) -> None:
        if depth > _DEEPEST:
            raise too_large(f"文档的嵌套超过 {_DEEPEST} 层")
        for child in _children(node):
            if child.tag == f"{W}p":
                lines.append(self._paragraph_text(child))
            elif child.tag == f"{W}tbl":
                for row in _rows(child):
                    texts = [self._cell_text(inner, depth + 1) for inner in _cells(row)]
                    lines.append(" ".join(text for text in texts if text))
            elif child.tag in _DELETED:
                self._note_deleted(child)
            elif child.tag != f"{W}tcPr":
                self._gather(child, lines, depth + 1)

    def _row_deleted(self, row: _Element) -> bool:
        if row.find(f"{W}trPr/{W}del") is None:
            return False
        self._note_deleted(row)
        return True

    # -- paragraphs -----------------------------------------------------------------------

    def _paragraph_text(self, paragraph: _Element) -> str:
        """The text of a paragraph with its label; text boxes in it wait in ``_boxes``."""
        parts: list[str] = []
        self._runs(paragraph, parts, 0)
        text = "".join(parts)
        label = self._styles.label(paragraph)
        return f"{label}{text}" if label else text

    def _runs(self, node: _Element, parts: list[str], depth: int) -> None:
        if depth > _DEEPEST:
            raise too_large(f"文档的嵌套超过 {_DEEPEST} 层")
        for child in _children(node):
            tag = child.tag
            if tag == f"{W}t" or tag == f"{_MATH}t":
                parts.append(child.text or "")
            elif tag == f"{W}tab":
                parts.append("\t")
            elif tag in (f"{W}br", f"{W}cr"):
                parts.append("\n")
            elif tag == f"{W}noBreakHyphen":
                parts.append("-")
            elif tag in _DELETED:
                self._note_deleted(child)
            elif tag == _BOX:
                self._boxes.append(child)
            elif tag == f"{W}ruby":
                base = child.find(f"{W}rubyBase")
                if base is not None:
                    self._runs(base, parts, depth + 1)
            elif tag == f"{W}r" and is_struck(child):
                self._note_deleted(child)
            elif tag == f"{W}r" and self._styles.hides(child):
                text = "".join(t.text or "" for t in child.iter(f"{W}t")).strip()
                if text:
                    self._hidden.append(text)
            elif tag not in (f"{W}pPr", f"{W}rPr", f"{W}instrText", f"{W}delText"):
                self._runs(child, parts, depth + 1)

    def _note_deleted(self, node: _Element) -> None:
        words = (t.text or "" for t in node.iter(f"{W}delText", f"{W}t"))
        if text := "".join(words).strip():
            self._deleted.append(text)


def _children(node: _Element) -> list[_Element]:
    """The elements inside; of alternate content the form that is preferred, once."""
    found: list[_Element] = []
    for child in node:
        tag: Any = child.tag  # of an entity that was not expanded it is no text
        if not isinstance(tag, str):
            continue
        if tag == f"{_MC}AlternateContent":
            chosen = child.find(f"{_MC}Choice")
            if chosen is None:
                chosen = child.find(f"{_MC}Fallback")
            if chosen is not None:
                found.append(chosen)
        else:
            found.append(child)
    return found


def _inside(node: _Element, tag: str, depth: int = 0) -> list[_Element]:
    """The rows or cells of a table, content controls and insertions looked through."""
    found: list[_Element] = []
    for child in _children(node):
        if child.tag == tag:
            found.append(child)
        elif child.tag not in (f"{W}tc", f"{W}tr", f"{W}p", f"{W}tbl") and depth < MAX_NESTING:
            found.extend(_inside(child, tag, depth + 1))
    return found


def _rows(table: _Element) -> list[_Element]:
    return _inside(table, f"{W}tr")


def _cells(row: _Element) -> list[_Element]:
    return _inside(row, f"{W}tc")


def _is_layout(table: _Element, rows: list[_Element]) -> bool:
    """Whether a table only arranges other tables: it holds some, and no row of three texts."""
    if next(table.iterdescendants(f"{W}tbl"), None) is None:
        return False
    for row in rows:
        plain = [cell for cell in _cells(row) if next(cell.iter(f"{W}tbl"), None) is None]
        if len(plain) >= _FEWEST_DATA_CELLS:
            return False
    return True


def _grid_skip(row: _Element, name: str) -> int:
    found = row.find(f"{W}trPr/{W}{name}")
    value = found.get(f"{W}val", "0") if found is not None else "0"
    return min(int(value), MAX_COLUMNS) if value.isascii() and value.isdigit() else 0


def _number(cell: _Element, name: str, otherwise: int) -> int:
    found = cell.find(f"{W}tcPr/{W}{name}")
    value = found.get(f"{W}val", "") if found is not None else ""
    if value.isascii() and value.isdigit() and len(value) < 6:
        return max(1, int(value))
    return otherwise
