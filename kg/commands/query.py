"""``kg query`` and ``kg queries``: the library, a file, or standard input."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.commands.common import Source, say_loaded, source_options

QUERY_FORMATS = ("table", "csv", "tsv", "json", "xml", "turtle")
"""Formats of results."""


@click.command(name="query")
@click.argument("source", metavar="NAME|FILE|-")
@click.option(
    "--param",
    "-p",
    "pairs",
    multiple=True,
    metavar="名=值",
    help="参数，可重复。 Parameter, repeatable.",
)
@click.option(
    "--format", "name", default="table", show_default=True, type=click.Choice(QUERY_FORMATS)
)
@source_options
def query_command(
    source: str,
    pairs: tuple[str, ...],
    name: str,
    origin: Source,
) -> None:
    """运行现成的问题、SPARQL 文件或标准输入（-）。

    Run a library query, a SPARQL file or standard input.

    \b
    kg query pushed-down -p department=县水利局
    kg query my.rq --format csv      kg query - < my.rq
    """
    from kg import queries
    from kg.export.results import print_results

    values: dict[str, str] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key:
            raise click.BadParameter(f"应写成 名=值 (must be name=value): {pair}", param_hint="-p")
        values[key] = value
    if source == "-":
        text = sys.stdin.buffer.read().decode("utf-8-sig", "replace")
    elif source.endswith((".rq", ".sparql")) or Path(source).is_file():
        text = _read_query(Path(source))
    else:
        text = ""
    if text and values:
        raise click.UsageError("-p 只用于现成的问题 (parameters are for library queries)")
    if not text and source == "-":
        raise click.UsageError("标准输入里没有查询 (no query on standard input)")
    item = None if text else queries.find(source)
    graph = origin.open()
    if item:
        text = item.bind(graph, values)
    say_loaded(graph)
    columns, group = (item.columns, item.group) if item else ((), ())
    if not print_results(graph.query(text), name, columns, group):
        raise SystemExit(1)


def _read_query(path: Path) -> str:
    from kg.errors import QueryError

    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError as error:
        raise QueryError(f"没有这个查询文件 (no such query file): {path}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"查询文件读不了，应为 UTF-8 (cannot be read): {path}") from error


@click.command(name="queries")
@click.option(
    "--format",
    "name",
    default="text",
    show_default=True,
    type=click.Choice(("text", "turtle")),
    help="turtle：sh:SPARQLExecutable，供别的编辑器载入。 For the editors of others.",
)
def list_queries(name: str) -> None:
    """列出现成的问题和参数。 List the query library."""
    from kg.queries import library

    if name == "turtle":
        from kg.export.library import library_turtle

        click.echo(library_turtle(library().values()), nl=False)
        return
    for item in library().values():
        click.echo(f"{item.name}\n    {item.title}\n    {item.title_en}")
        for parameter in item.parameters:
            needed = "必填" if parameter.required else "可选"
            click.echo(
                f"      -p {parameter.name}={parameter.example}    {parameter.help}（{needed}）"
            )
