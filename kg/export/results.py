"""Results: what a query answers, as a table or in the W3C formats."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence

import pyoxigraph as ox

from kg.errors import UsageError
from kg.export.terminal import print_table
from kg.store.graph import Solutions
from kg.values import ListKind

_RESULTS = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}


LIST_NAMES = {kind.value: kind.zh for kind in ListKind}
"""What people call the lists."""


def print_results(
    solutions: Solutions,
    name: str,
    columns: Sequence[tuple[str, str]] = (),
    group: Sequence[str] = (),
) -> bool:
    """Write the results on stdout; whether there were any.

    ``columns`` (variable, heading) and ``group`` (variables) shape the table for people.

    Raises:
        UsageError: rows were asked for as Turtle, or triples as rows.
    """
    if isinstance(solutions, ox.QueryTriples):
        if name not in {"table", "turtle"}:
            raise UsageError(
                "CONSTRUCT、DESCRIBE 的结果是三元组，请用 --format turtle (use turtle)"
            )
        sys.stdout.buffer.write(solutions.serialize(format=ox.RdfFormat.TURTLE) or b"")
        sys.stdout.buffer.flush()
        return True
    if name == "turtle":
        raise UsageError("SELECT、ASK 的结果不是三元组，不能用 turtle (rows are no triples)")
    if name in _RESULTS:
        sys.stdout.buffer.write(solutions.serialize(format=_RESULTS[name]) or b"")
        sys.stdout.buffer.flush()
        return True
    if isinstance(solutions, ox.QueryBoolean):
        _say("是 (true)" if solutions else "否 (false)")
        return True
    names = [variable.value for variable in solutions.variables]
    rows = [{name: _cell(solution[name]) for name in names} for solution in solutions]
    if not rows:
        _say("没有结果：已载入的清单里没有这样的事项 (nothing in the loaded lists)")
        return False
    for title, headings, members in grouped(rows, names, columns, group):
        print_table(
            headings, [[LIST_NAMES.get(cell, cell) for cell in row] for row in members], title
        )
        _say("")
    _say(f"共 {len(rows)} 项 ({len(rows)} in all)")
    return True


def grouped(
    rows: Iterable[Mapping[str, str]],
    names: Sequence[str],
    columns: Sequence[tuple[str, str]],
    group: Sequence[str],
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
        title = f"{' · '.join(key)}（{len(members)} 项）" if group else ""
        yield title, [heading for _, heading in shown], members


def _cell(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> str:
    if term is None:
        return ""
    return term.value if isinstance(term, ox.NamedNode | ox.BlankNode | ox.Literal) else str(term)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
