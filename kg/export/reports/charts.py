"""Charts of bars in parts with their numbers, drawn by the program: as SVG, and as cells of a Word table."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from kg.export.reports.model import Figure

_COLOURS = ("#2f5d8a", "#c0772c", "#4f8a5b", "#8a4f7d", "#7a7a7a", "#b0453c")
"""Told apart in print and by people who see few colours: dark to light, blue and orange first."""
_ROW, _BAR, _LETTER, _WIDTH = 26, 16, 14, 460


def svg(figure: Figure) -> str:
    """A bar a row, each in its parts; the numbers stand beside it."""
    title, rows, parts = figure.title, figure.rows, figure.parts
    label = min(320, max((_width(name) for name, _ in rows), default=0) + 12)
    top = 34 + (22 if len(parts) > 1 else 0)
    height = top + _ROW * len(rows) + 10
    most = max((sum(values) for _, values in rows), default=0) or 1
    scale = _WIDTH / most
    numbers = [_numbers(values) for _, values in rows]
    width = label + _WIDTH + 24 + max((_width(shown) for shown in numbers), default=0)
    out = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"'
            f' role="img" aria-label="{html.escape(title)}" font-size="{_LETTER}"'
            ' font-family="Noto Sans CJK SC,Microsoft YaHei,sans-serif">'
        ),
        f"<title>{html.escape(title)}</title>",
        f'<text x="0" y="18" font-weight="bold">{html.escape(title)}</text>',
    ]
    if len(parts) > 1:
        x = 0
        for number, part in enumerate(parts):
            colour = _COLOURS[number % len(_COLOURS)]
            out.append(f'<rect x="{x}" y="29" width="12" height="12" fill="{colour}"/>')
            out.append(f'<text x="{x + 17}" y="40">{html.escape(part)}</text>')
            x += 34 + _width(part)
    for at, (name, values) in enumerate(rows):
        y = top + at * _ROW
        out.append(
            f'<text x="{label - 8}" y="{y + 13}" text-anchor="end">{html.escape(_cut(name, label))}</text>'
        )
        x_at = float(label)
        for number, value in enumerate(values):
            wide = value * scale
            if wide:
                out.append(
                    f'<rect x="{x_at:.1f}" y="{y}" width="{wide:.1f}" height="{_BAR}"'
                    f' fill="{_COLOURS[number % len(_COLOURS)]}"/>'
                )
            x_at += wide
        out.append(f'<text x="{x_at + 6:.1f}" y="{y + 13}">{numbers[at]}</text>')
    out.append("</svg>")
    return "".join(out)


def _numbers(values: Sequence[float]) -> str:
    return " + ".join(f"{value:g}" for value in values)


def _width(text: str) -> int:
    """How wide a text is about: a Chinese letter is a square."""
    return sum(
        _LETTER if unicodedata.east_asian_width(letter) in "WF" else _LETTER // 2 + 1
        for letter in text
    )


def _cut(text: str, width: int) -> str:
    while text and _width(text) > width:
        text = text[:-2] + "…" if len(text) > 2 else ""
    return text


_LABEL, _UNITS, _LONGEST = 2600, 60, 44
"""Of a chart in Word: the width of the names, the columns behind them, and how many the longest bar takes."""


def word_table(figure: Figure, page: int) -> str:
    """The chart as a table of coloured cells, which every word processor shows and prints; ``page`` wide."""
    most = max((sum(values) for _, values in figure.rows), default=0) or 1
    unit = (page - _LABEL) // _UNITS
    grid = f'<w:gridCol w:w="{_LABEL}"/>' + f'<w:gridCol w:w="{unit}"/>' * _UNITS
    rows = []
    if len(figure.parts) > 1:
        shown = "".join(
            f'<w:r><w:rPr><w:color w:val="{_colour(at)}"/></w:rPr><w:t xml:space="preserve">■ </w:t></w:r>'
            f'<w:r><w:t xml:space="preserve">{escape(part)}　</w:t></w:r>'
            for at, part in enumerate(figure.parts)
        )
        rows.append(_in_row(_in_cell(_LABEL, 1, ""), _in_cell(unit * _UNITS, _UNITS, shown)))
    for name, values in figure.rows:
        label = f'<w:r><w:t xml:space="preserve">{escape(name)}</w:t></w:r>'
        numbers = f'<w:r><w:t xml:space="preserve"> {_numbers(values)}</w:t></w:r>'
        taken = list(_shares(values, _LONGEST / most))
        bar = "".join(
            _in_cell(unit * wide, wide, "", _colour(at)) for at, wide in enumerate(taken) if wide
        )
        rest = _UNITS - sum(taken)
        rows.append(_in_row(_in_cell(_LABEL, 1, label), bar, _in_cell(unit * rest, rest, numbers)))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{_LABEL + unit * _UNITS}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _shares(values: Sequence[float], scale: float) -> Iterator[int]:
    """How many columns each part of a bar takes; what there is at all takes one."""
    for value in values:
        yield max(1, round(value * scale)) if value else 0


def _colour(at: int) -> str:
    return _COLOURS[at % len(_COLOURS)].removeprefix("#")


def _in_row(*cells: str) -> str:
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def _in_cell(width: int, columns: int, runs: str, colour: str = "") -> str:
    """A cell over some columns; a white line above and below parts the bars."""
    line = '<w:{0} w:val="single" w:sz="24" w:space="0" w:color="FFFFFF"/>'
    lines = "".join(line.format(side) for side in ("top", "bottom"))
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{colour}"/>' if colour else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:gridSpan w:val="{columns}"/>'
        f"<w:tcBorders>{lines}</w:tcBorders>{shade}</w:tcPr>"
        f'<w:p><w:pPr><w:pStyle w:val="Cell"/></w:pPr>{runs}</w:p></w:tc>'
    )
