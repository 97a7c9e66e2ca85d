"""Tables that people edit: read from every vocabulary folder, later folders win."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kg.errors import VocabularyError
from kg.vocabulary import compiled


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


def table_text(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table as it is written to a file."""
    import csv  # who only reads tables does not need it

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


def replace_file(path: Path, text: str) -> None:
    """Write a file of which there is the old one or the new one, whole, whenever it stops.

    Raises:
        OSError: it cannot be written.
    """
    partial = path.with_name(f"{path.name}.part")
    with partial.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(partial, path)  # noqa: PTH105


def refuse(problems: Sequence[str]) -> None:
    """Stop if there are problems.

    Raises:
        VocabularyError: there are; the message lists them all.
    """
    if problems:
        raise VocabularyError("词表有误 (vocabulary tables have errors):\n" + "\n".join(problems))


def wrong_pattern(pattern: str, longest: int | None = None) -> str:
    """What is wrong with a regular expression of a table, of ``longest`` characters at most; "" if nothing is."""
    if longest is not None and len(pattern) > longest:
        return f"正则表达式超过 {longest} 字 (pattern too long)"
    try:
        re.compile(pattern)
    except re.error as error:
        return f"正则表达式有误 (bad pattern): {error}"
    return ""


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
    found = compiled.rows(path, columns)
    if found is None:
        from kg.vocabulary.sheets import read_sheet

        _, found = read_sheet(path, problems, columns)
    shown = str(path)
    keys = {tuple(cells[:key]) for _, cells in found}
    if len(keys) == len(found):  # as in every table without a mistake
        for line, cells in found:
            yield f"{shown}:{line}", dict(zip(columns, cells, strict=True))
        return
    seen: dict[tuple[str, ...], int] = {}
    for line, cells in found:
        where = f"{shown}:{line}"
        identity = tuple(cells[:key])
        if identity in seen:
            problems.append(
                f"{where}: 与第 {seen[identity]} 行重复 (repeats line {seen[identity]}): {identity[0]}"
            )
            continue
        seen[identity] = line
        yield where, dict(zip(columns, cells, strict=True))
