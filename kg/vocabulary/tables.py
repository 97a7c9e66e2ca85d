"""Tables that people edit: read from every vocabulary folder, later folders win."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.errors import VocabularyError

_USUAL = 0.9
"""The part of a table's Chinese characters that GB 2312 has, at least."""
_FORMULA = frozenset("=+-@＝＋－＠")


def read_table(
    folders: Sequence[Path], name: str, columns: tuple[str, ...], key: int
) -> tuple[tuple[str, dict[str, str]], ...]:
    """Rows of ``name``.csv over all folders as (file:line, row), in the order of the files.

    A row of a later folder replaces an earlier one with the same first ``key`` cells; a table
    that no folder has is empty.

    Raises:
        VocabularyError: a table cannot be used; the message lists every problem as file:line.
    """
    problems: list[str] = []
    rows = merged_rows(folders, name, columns, key, problems)
    refuse(problems)
    return tuple(rows)


def refuse(problems: Sequence[str]) -> None:
    """Stop if there are problems.

    Raises:
        VocabularyError: there are; the message lists them all.
    """
    if problems:
        raise VocabularyError("词表有误 (vocabulary tables have errors):\n" + "\n".join(problems))


def merged_rows(
    folders: Sequence[Path],
    name: str,
    columns: tuple[str, ...],
    key: int,
    problems: list[str],
    *,
    required: bool = False,
) -> list[tuple[str, dict[str, str]]]:
    """Like :func:`read_table`, but what is wrong is added to ``problems``.

    A ``required`` table must be in the first folder.
    """
    merged: dict[tuple[str, ...], tuple[str, dict[str, str]]] = {}
    for depth, base in enumerate(folders):
        path = base / f"{name}.csv"
        if path.exists():
            for where, row in _rows(path, columns, key, problems):
                merged[tuple(row[column] for column in columns[:key])] = (where, row)
        elif required and depth == 0:
            problems.append(f"{path}: 缺少词表 (table is missing)")
    return list(merged.values())


def _rows(
    path: Path, columns: tuple[str, ...], key: int, problems: list[str]
) -> Iterator[tuple[str, dict[str, str]]]:
    try:
        text = decoded(path.read_bytes())
    except (OSError, UnicodeDecodeError) as error:
        problems.append(
            f"{path}: 读不了，应为 UTF-8 或 GB18030 编码 (cannot be read as UTF-8 or GB18030: {error})"
        )
        return
    reader = csv.reader(text.splitlines())
    if _within(next(reader, []), columns) != list(columns):
        problems.append(f"{path}:1: 表头应为 (header must be) {','.join(columns)}")
        return
    seen: dict[tuple[str, ...], int] = {}
    shown = str(path)
    for cells in reader:
        where = f"{shown}:{reader.line_num}"
        if not any(cells):
            continue
        cells = _within(cells, columns)
        if len(cells) != len(columns):
            problems.append(
                f"{where}: 应有 {len(columns)} 格，实有 {len(cells)} 格 (wrong number of cells)"
            )
            continue
        row = dict(zip(columns, map(_unguarded, cells), strict=True))
        identity = tuple(row[column] for column in columns[:key])
        if identity in seen:
            problems.append(
                f"{where}: 与第 {seen[identity]} 行重复 (repeats line {seen[identity]}): {identity[0]}"
            )
            continue
        seen[identity] = reader.line_num
        yield where, row


def decoded(data: bytes) -> str:
    """The text of a table as editors and spreadsheets save it: UTF-8 with or without a mark, GB18030.

    Almost any bytes are some GB18030; what is really Chinese is written in the characters of GB 2312.

    Raises:
        UnicodeDecodeError: it is neither.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
        wide = [character for character in text if not character.isascii()]
        usual = sum(bool(c.encode("gb2312", "ignore")) for c in wide)
        if usual < len(wide) * _USUAL:
            raise
        return text


def _within(cells: list[str], columns: tuple[str, ...]) -> list[str]:
    """A row without the empty cells that spreadsheets write behind a table."""
    behind = cells[len(columns) :]
    return cells if any(cell.strip() for cell in behind) else cells[: len(columns)]


def _unguarded(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:2] in _FORMULA else text
