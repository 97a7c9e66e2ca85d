"""Charts as SVG, drawn by the program: bars side by side, bars in parts, with their numbers."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Sequence

_COLOURS = ("#2f5d8a", "#c0772c", "#4f8a5b", "#8a4f7d", "#7a7a7a", "#b0453c")
"""Told apart in print and by people who see few colours: dark to light, blue and orange first."""
_ROW, _BAR, _LETTER, _WIDTH = 26, 16, 14, 460


def bars(
    title: str,
    rows: Sequence[tuple[str, Sequence[float]]],
    parts: Sequence[str] = (),
) -> str:
    """A bar a row, each in ``parts``; the numbers stand beside it."""
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
