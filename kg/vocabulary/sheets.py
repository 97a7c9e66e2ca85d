"""Sheets: the CSV files that people edit with editors and spreadsheets, as lines of cells."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from pathlib import Path

from kg.resources import folder

Cells = tuple[int, list[str]]
"""The line of a row and its cells."""

_USUAL = 0.9
"""The part of a table's Chinese characters that GB 2312 has, at least."""
_FORMULA = frozenset("=+-@＝＋－＠")


def read_sheet(
    path: Path, problems: list[str], columns: Sequence[str] = ()
) -> tuple[list[str], list[Cells]]:
    """Header and rows of a CSV file, each row with its line; what is wrong is added to ``problems``.

    Without ``columns`` the header is taken as it is.
    """
    try:
        text = _text(path)
    except (OSError, UnicodeDecodeError) as error:
        problems.append(
            f"{path}: 读不了，应为 UTF-8、GB18030 或 UTF-16 编码 (cannot be read as UTF-8, GB18030 or UTF-16: {error})"
        )
        return [], []
    import csv  # not needed where tables are compiled

    lines = text.splitlines()
    by_tabs = (
        bool(lines) and "\t" in lines[0] and "," not in lines[0]
    )  # "Unicode text" of spreadsheets
    reader = csv.reader(lines, delimiter="\t" if by_tabs else ",")
    header = [name.strip() for name in next(reader, [])]
    columns = columns or header
    if _within(header, columns) != list(columns):
        problems.append(f"{path}:1: 表头应为 (header must be) {','.join(columns)}")
        return [], []
    found: list[Cells] = []
    for cells in reader:
        if not any(cells):
            continue
        cells = _within(cells, columns)
        if len(cells) != len(columns):
            problems.append(
                f"{path}:{reader.line_num}: 应有 {len(columns)} 格，实有 {len(cells)} 格"
                " (wrong number of cells)"
            )
            continue
        found.append((reader.line_num, [_unguarded(cell) for cell in cells]))
    return list(columns), found


def _text(path: Path) -> str:
    """The text of a table; one of the program's own holds the characters that it holds there, seldom ones too."""
    data = path.read_bytes()
    try:
        return decoded(data)
    except UnicodeDecodeError:
        own = folder("vocabulary") / path.name
        if not own.is_file() or own.samefile(path):
            raise
        return decoded(data, frozenset(own.read_text("utf-8")))


def decoded(data: bytes, known: frozenset[str] = frozenset()) -> str:
    """The text of a table as editors and spreadsheets save it: UTF-8 with or without a mark, GB18030, UTF-16.

    Almost any bytes are some GB18030; what is really Chinese is written in the characters of GB 2312
    or those that are ``known``.

    Raises:
        UnicodeDecodeError: it is neither.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
        wide = [character for character in text if not character.isascii()]
        usual = sum(c in known or bool(c.encode("gb2312", "ignore")) for c in wide)
        if usual < len(wide) * _USUAL:
            raise
        return text


def as_lines(path: Path) -> str:
    """A table as lines of cells between commas, however a spreadsheet has saved it."""
    text = _text(path)
    if not any(sign in text for sign in '"\t'):  # cells and commas, perhaps empty ones behind
        return "\n".join(line.rstrip(", ") for line in text.splitlines())
    return "\n".join(",".join(cells) for _, cells in read_sheet(path, [])[1])


def _within(cells: list[str], columns: Sequence[str]) -> list[str]:
    """A row without the empty cells that spreadsheets write behind a table."""
    behind = cells[len(columns) :]
    return cells if any(cell.strip() for cell in behind) else cells[: len(columns)]


def _unguarded(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:2] in _FORMULA else text
