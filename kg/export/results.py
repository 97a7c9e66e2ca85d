"""Results: what a query answers, as a table or workbook for people or in the W3C formats."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import pyoxigraph as ox

from kg.errors import ExportError, UsageError, reason
from kg.export.people import Sheet, write_sheet
from kg.export.terminal import print_table
from kg.export.wording import GROUPING, cell, heading
from kg.frozen import frozen
from kg.kinds import ListKind
from kg.rdf.xml import xml_safe
from kg.store.damage import told, watched
from kg.store.graph import Solutions

T = TypeVar("T")

_RESULTS = {
    "plain": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}


@frozen
class Shape:
    """How people see rows: ``columns`` (variable, heading), ``group`` in titles, ``once`` not repeated.

    ``each``: the query that lists the rows behind a line of counts, its parameter and the variable it takes.
    """

    columns: Sequence[tuple[str, str]] = ()
    group: Sequence[str] = ()
    once: Sequence[str] = ()
    each: tuple[str, str, str] | None = None

    def every(self, names: Sequence[str]) -> Sequence[tuple[str, str]]:
        """The columns of one table, without titles: what would stand in the titles comes first."""
        if not self.columns:
            return [(name, name) for name in names]
        shown = {name for name, _ in self.columns}
        return [*((n, GROUPING[n]) for n in self.group if n not in shown), *self.columns]


LIST_NAMES = {kind.value: kind.zh for kind in ListKind}
"""What people call the lists."""


def print_results(
    solutions: Solutions,
    name: str,
    shape: Shape | None = None,
    output: Path | None = None,
    language: str = "zh",
    evaluated: Callable[[], None] = lambda: None,
) -> bool:
    """Write the results on stdout or to a file; whether there were any.

    ``evaluated`` is told when the engine has done its part and nothing is written yet.

    ``shape`` says how people see the rows of a library query: a table, CSV or a workbook. CSV for
    programs is ``plain``: https://www.w3.org/TR/sparql11-results-csv-tsv/.

    Raises:
        UsageError: rows were asked for as Turtle, or triples as rows.
        ExportError: the file cannot be written.
    """
    if isinstance(solutions, ox.QueryTriples):
        if name not in {"table", "turtle"}:
            raise UsageError(
                "CONSTRUCT、DESCRIBE 的结果是三元组，请用 --format turtle (use turtle)"
            )
        data = _serialized(solutions, ox.RdfFormat.TURTLE)
        evaluated()
        _write(data, output)
        return True
    if name == "turtle":
        raise UsageError("SELECT、ASK 的结果不是三元组，不能用 turtle (rows are no triples)")
    if name in _RESULTS:
        data = _serialized(solutions, _RESULTS[name])
        evaluated()
        _write(xml_safe(data) if name == "xml" else data, output)
        return True
    if isinstance(solutions, ox.QueryBoolean):
        evaluated()
        _write(("是 (true)\n" if solutions else "否 (false)\n").encode(), output)
        return True
    names = [variable.value for variable in solutions.variables]
    rows = [
        {name: _cell(solution[name]) for name in names} for solution in watched(iter(solutions))
    ]
    evaluated()
    shape = shape or Shape()
    if name != "table" or output is not None:
        columns = shape.every(names)
        sheet = Sheet(
            heading("结果", language),
            [heading(text, language) for _, text in columns],
            [
                [number_or_text(row[v], cell(v, row[v], language)) for v, _ in columns]
                for row in rows
            ],
        )
        write_sheet(sheet, name, output)
        return True
    if not rows:
        none = "没有结果：已载入的清单里没有这样的事项 (nothing in the loaded lists)"
        _say(none if language == "zh" else "nothing in the loaded lists")
        return False
    for title, headings, members in shown(rows, names, shape, language):
        print_table(headings, members, title)
        _say("")
    _say(f"共 {len(rows)} 项 ({len(rows)} in all)" if language == "zh" else f"{len(rows)} in all")
    if shape.each:
        name, parameter, variable = shape.each
        command = f"kg query {name} -p {parameter}={_quoted(rows[0][variable])}"
        behind = "一行里数到的各项和出处，如 (the rows behind a line):"
        # On a line of its own a command can be copied.
        _say(f"{behind if language == 'zh' else 'the rows behind a line:'}\n  {command}")
    return True


def _quoted(value: str) -> str:
    """A value as a command line takes it."""
    plain = not any(mark in value for mark in " \t\"'`$&|;<>()*?#~！!\\")
    return value if plain else "'" + value.replace("'", "'\\''") + "'"


def _serialized(solutions: Any, form: Any) -> bytes:
    try:
        return solutions.serialize(format=form) or b""
    except (OSError, ValueError, RuntimeError) as error:
        raise told(error) from error


def number_or_text(value: str, text: str) -> object:
    """A whole number as one, so that a spreadsheet adds it up; anything else as text."""
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 16 else text


def shown(
    rows: Sequence[Mapping[str, str]], names: Sequence[str], shape: Shape, language: str = "zh"
) -> Iterator[tuple[str, list[str], list[list[str]]]]:
    """Title, headings and cells of each table, in people's words.

    What a query names ``once`` (a clause with several parties) stands in the first of its rows.
    """
    wordy = [{name: cell(name, text, language) for name, text in row.items()} for row in rows]
    columns = shape.columns or [(name, name) for name in names]
    for title, headings, members in grouped(wordy, names, columns, shape.group, language):
        kept = [v for v, _ in columns if v not in shape.group]
        yield (
            title,
            [heading(text, language) for text in headings],
            _once(members, [kept.index(name) for name in shape.once if name in kept]),
        )


def _once(rows: list[list[str]], positions: Sequence[int]) -> list[list[str]]:
    """The rows, those of one clause together, its words only in the first of them."""
    if not positions:
        return rows
    return [
        row if first else ["" if p in positions else c for p, c in enumerate(row)]
        for row, first in gathered(rows, lambda row: tuple(row[p] for p in positions))
    ]


def gathered(rows: Iterable[T], key: Callable[[T], tuple[str, ...]]) -> Iterator[tuple[T, bool]]:
    """The rows, those with one key together, each with whether it is the first of them."""
    groups: dict[tuple[str, ...], list[T]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    for members in groups.values():
        yield from ((row, number == 0) for number, row in enumerate(members))


def grouped(
    rows: Iterable[Mapping[str, str]],
    names: Sequence[str],
    columns: Sequence[tuple[str, str]],
    group: Sequence[str],
    language: str = "zh",
) -> Iterator[tuple[str, list[str], list[list[str]]]]:
    """Title, headings and cells of each table that shows ``rows`` (variable → text) to people.

    ``columns`` (variable, heading; none: all ``names``) are shown, the variables of ``group`` in
    the title; without a group there is one table, without a title.
    """
    every = columns or [(name, name) for name in names]
    shown = [(name, heading) for name, heading in every if name not in group]
    groups: dict[tuple[str, ...], list[list[str]]] = {}
    for row in rows:
        key = tuple(row[name] for name in group)
        groups.setdefault(key, []).append([row[name] for name, _ in shown])
    for key, members in groups.items():
        count = f"（{len(members)} 项）" if language == "zh" else f" ({len(members)})"
        title = f"{' · '.join(key)}{count}" if group else ""
        yield title, [heading for _, heading in shown], members


def _cell(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> str:
    if term is None:
        return ""
    return term.value if isinstance(term, ox.NamedNode | ox.BlankNode | ox.Literal) else str(term)


def _write(data: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        output.write_bytes(data)
    except OSError as error:
        raise ExportError(f"写不了 {output}：{reason(error)} (cannot be written)") from error


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
