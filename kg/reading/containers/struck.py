"""Struck: cells of an .xlsx whose characters are shown struck out, which the values do not say.

Who drops a row in a workbook often strikes it out and leaves it. The library that reads the values knows no fonts; the
parts of the file that have them are looked through for it, and the cells are said. They are read all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.reading.containers.archives import Archive
from kg.reading.containers.limits import TextProblem

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
