"""Struck: cells of an .xlsx, and words of .ods and .odt, shown struck out, which the values do not say.

Who drops a row in a workbook often strikes it out and leaves it. The library that reads the values knows no fonts; the
parts of the file that have them are looked through for it, and the cells are said. They are read all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.reading.containers.archives import Archive
from kg.reading.containers.limits import MAX_COLUMNS, TextProblem

if TYPE_CHECKING:
    from lxml.etree import _Element

_STYLES, _STRINGS = "xl/styles.xml", "xl/sharedStrings.xml"
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml")
_FONTS = re.compile(rb"<fonts\b[^>]*>(.*?)</fonts>", re.DOTALL)
_FONT = re.compile(rb"<font\s*/>|<font\b[^>]*>.*?</font>", re.DOTALL)
_FORMATS = re.compile(rb"<cellXfs\b[^>]*>(.*?)</cellXfs>", re.DOTALL)
_FORMAT = re.compile(rb"<xf\b([^>]*)")
_FONT_OF = re.compile(rb'\bfontId="(\d{1,5})"')
_STRIKE = re.compile(rb'<strike(?:\s+val="(?:1|true)")?\s*/>')
_CELL = re.compile(
    rb'<c\b(?=[^>]*\br="[A-Z]{1,3}(\d{1,7})")(?=[^>]*\bs="(\d{1,5})")[^>]*(?<!/)>(?=<[vif])'
)
"""A cell with a value: its row and the number of its format."""
_SHOWN = 5
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_LINE_THROUGH = (f"{_STYLE}text-line-through-style", f"{_STYLE}text-line-through-type")
_CELLS = (f"{_TABLE}table-cell", f"{_TEXT}p", f"{_TEXT}h", f"{_TEXT}span")
_LONGEST = 40


def struck_cells(archive: Archive) -> Iterator[TextProblem]:
    """What is said of the struck cells of a workbook's sheets, and of struck words inside of cells."""
    names = set(archive.names)
    formats = _struck_formats(archive.read(_STYLES)) if _STYLES in names else frozenset()
    for name in archive.names if formats else ():
        if not _SHEET_PART.fullmatch(name):
            continue
        found = [int(m[1]) for m in _CELL.finditer(archive.read(name)) if int(m[2]) in formats]
        if found:
            lines = list(dict.fromkeys(found))
            rows = "、".join(map(str, lines[:_SHOWN]))
            more = "等" if len(lines) > _SHOWN else ""
            what = (
                f"有 {len(found)} 格的字是划掉的（第 {rows} 行{more}），照样读入；"
                "请核对这些事项是否已经不要 (struck cells were read)"
            )
            yield TextProblem("struck-read", lines[0], what, "")
    inside = len(_STRIKE.findall(archive.read(_STRINGS))) if _STRINGS in names else 0
    if inside:
        what = f"有 {inside} 处字是在一格里面划掉的，照样读入；请核对 (struck words were read)"
        yield TextProblem("struck-read", 0, what, "")


def _struck_formats(styles: bytes) -> frozenset[int]:
    """The numbers of the formats of cells whose font is struck out."""
    fonts, formats = _FONTS.search(styles), _FORMATS.search(styles)
    if fonts is None or formats is None or not _STRIKE.search(fonts[1]):
        return frozenset()
    struck = {at for at, font in enumerate(_FONT.findall(fonts[1])) if _STRIKE.search(font)}
    found = enumerate(_FONT_OF.search(one) for one in _FORMAT.findall(formats[1]))
    return frozenset(at for at, font in found if font and int(font[1]) in struck)


def struck_words(content: _Element, styles: _Element | None) -> Iterator[TextProblem]:
    """What is said of the struck cells, paragraphs and words of an OpenDocument's ``content``.

    A style that strikes out may be inherited from another, and a cell may have that of its column or row.
    """
    struck = _struck_styles([root for root in (styles, content) if root is not None])
    if not struck:
        return
    found: list[str] = []
    for table in content.iter(f"{_TABLE}table"):
        columns = _column_styles(table)
        for row in table.iter(f"{_TABLE}table-row"):
            usual, at = row.get(f"{_TABLE}default-cell-style-name", ""), 0
            for cell in row.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                default = usual or (columns[at] if at < len(columns) else "")
                if cell.get(f"{_TABLE}style-name", default) in struck:
                    found.append("".join(map(str, cell.itertext())))
                at += _repeated(cell)
    for node in content.iter(*_CELLS[1:]):
        if node.get(f"{_TEXT}style-name", "") in struck:
            found.append("".join(map(str, node.itertext())))
    found = [text.strip() for text in found if text.strip()]
    if found:
        what = (
            f"有 {len(found)} 处字是划掉的，照样读入，第一处是“{found[0][:_LONGEST]}”；"
            "请核对这些事项是否已经不要 (struck words were read)"
        )
        yield TextProblem("struck-read", 0, what, found[0][:_LONGEST].split("\n")[0])


def _struck_styles(roots: list[_Element]) -> frozenset[str]:
    """The names of styles that strike out, also by the style that they are made of."""
    struck, parents = dict[str, bool](), dict[str, str]()
    for root in roots:
        for style in root.iter(f"{_STYLE}style"):
            name = style.get(f"{_STYLE}name", "")
            parents[name] = style.get(f"{_STYLE}parent-style-name", "")
            for properties in style.iterchildren(f"{_STYLE}text-properties"):
                values = [properties.get(attribute) for attribute in _LINE_THROUGH]
                if any(values):
                    struck[name] = any(value not in (None, "none") for value in values)
    found = set[str]()
    for name in parents:
        seen: list[str] = []
        while name and name not in struck and name not in seen:
            seen.append(name)
            name = parents.get(name, "")
        if struck.get(name):
            found.update((name, *seen))
    return frozenset(found)


def _column_styles(table: _Element) -> list[str]:
    """The usual style of the cells of each column, as far as columns have one."""
    found: list[str] = []
    for column in table.iter(f"{_TABLE}table-column"):
        times = min(_repeated(column), MAX_COLUMNS - len(found))
        found += [column.get(f"{_TABLE}default-cell-style-name", "")] * max(times, 0)
    return found


def _repeated(node: _Element) -> int:
    value = node.get(f"{_TABLE}number-columns-repeated", "1")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else 1
