"""``kg query`` and ``kg queries``: the library, a file, or standard input."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import click

from kg.commands.common import Source, loaded_names, say, say_loaded, source_options
from kg.commands.output import language_option, output_options
from kg.commands.patience import patient

QUERY_FORMATS = ("table", "csv", "xlsx", "tsv", "json", "xml", "turtle")
"""Formats of results."""
_MOST_BYTES = 1 << 25
"""No more of a file or of standard input is read; no query may be so long."""
_SECONDS = 300.0
"""As long as another store is waited for (kg/querying/transport.py)."""
_LONGEST = 7 * 86400.0


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
@output_options(QUERY_FORMATS)
@click.option(
    "--plain",
    is_flag=True,
    help="CSV 给程序用：变量名作表头，无 BOM（W3C）。 CSV for programs, as the W3C has it.",
)
@click.option(
    "--seconds",
    type=click.FloatRange(0, _LONGEST),
    default=_SECONDS,
    show_default=True,
    metavar="SECONDS",
    help="最多算几秒，0 为不限。 Seconds it may take; 0: any time.",
)
@language_option
@source_options
def query_command(
    source: str,
    pairs: tuple[str, ...],
    name: str,
    output: Path | None,
    plain: bool,
    seconds: float,
    language: str,
    origin: Source,
) -> None:
    """运行现成的问题、SPARQL 文件或标准输入（-）。

    Run a library query, a SPARQL file or standard input.

    \b
    kg query pushed-down -p department=县水利局
    kg query duty-parties -p duty=东城镇配合第33项
    kg query duty-clauses -p name=东城镇配合33
    kg query my.rq --format csv      kg query - < my.rq
    kg query pushed-down -p department=县水利局 -o 水利局.xlsx

    --format csv、xlsx 给人看：表头和用词同网页，CSV 带 BOM，表格软件直接能开；程序用 --plain 或 tsv、json、xml。
    csv and xlsx are for people; programs take --plain, tsv, json or xml.

    Ctrl-C 可随时中止，算了 300 秒自己停（--seconds）；内存没有上限，别人写的查询请用 kg serve。
    Ctrl-C ends it at any time, and it ends by itself after 300 s (--seconds). Memory is not limited
    here: run the queries of people you do not know through kg serve, which limits it.
    """
    from kg.export.results import Shape, print_results
    from kg.querying import library as queries

    if plain and name != "csv":
        raise click.UsageError("--plain 只用于 --format csv (only for csv)")
    values: dict[str, str] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key:
            raise click.BadParameter(f"应写成 名=值 (must be name=value): {pair}", param_hint="-p")
        if key in values:
            raise click.UsageError(f"参数重复 (given twice): -p {key}")
        values[key] = value
    if source == "-":
        text = _decode(sys.stdin.buffer.read(_MOST_BYTES), "-")
    elif source.endswith((".rq", ".sparql")) or Path(source).is_file():
        text = _read_query(Path(source))
    else:
        text = ""
    if text and values:
        raise click.UsageError("-p 只用于现成的问题 (parameters are for library queries)")
    if not text and source == "-":
        raise click.UsageError("标准输入里没有查询 (no query on standard input)")
    item = None if text else queries.find(source)
    if item:
        loaded_names(*values.values())
    graph = origin.open()
    if item:
        text = item.bind(graph, values)
    say_loaded(graph)
    shape = Shape(item.columns, item.group, item.once, item.each) if item else None
    message = (
        f"查询算了 {seconds:g} 秒还没有完，已中止；请问得窄些，或用 --seconds 多给些时间"
        f" (not done after {seconds:g} s and ended: ask for less, or give more time with --seconds)"
    )
    with _interruptible(), patient(seconds, message) as evaluated:
        answered = print_results(
            graph.query(text), "plain" if plain else name, shape, output, language, evaluated
        )
    if output is not None:
        say(f"写好 (written): {output}")
    if not answered:
        raise SystemExit(1)


@contextlib.contextmanager
def _interruptible() -> Iterator[None]:
    """Let Ctrl-C end the process at once.

    The engine cannot be cancelled and Python's own handler waits until it returns, so the system's
    takes its place: the shell sees a process that was interrupted (130), without a traceback.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _read_query(path: Path) -> str:
    from kg.errors import QueryError

    try:
        with path.open("rb") as file:
            return _decode(file.read(_MOST_BYTES), str(path))
    except FileNotFoundError as error:
        raise QueryError(f"没有这个查询文件 (no such query file): {path}") from error
    except OSError as error:
        raise QueryError(f"查询文件读不了 (cannot be read): {path}") from error


def _decode(data: bytes, name: str) -> str:
    from kg.errors import QueryError

    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # What was cut off in the middle of a character is far beyond the limit of a query anyway.
        if len(data) == _MOST_BYTES:
            return data.decode("utf-8-sig", "replace")
        raise QueryError(f"查询应为 UTF-8 文本 (a query must be UTF-8 text): {name}") from error


@click.command(name="queries")
@click.option(
    "--format",
    "name",
    default="text",
    show_default=True,
    type=click.Choice(("text", "turtle")),
    help="turtle：sh:SPARQLExecutable，供别的编辑器载入。 For the editors of others.",
)
@language_option
def list_queries(name: str, language: str) -> None:
    """列出现成的问题和参数。 List the query library."""
    from kg.querying.library import library

    if name == "turtle":
        from kg.export.library import library_turtle

        click.echo(library_turtle(library().values()), nl=False)
        return
    for item in library().values():
        titles = [item.title_en] if language == "en" else [item.title, item.title_en]
        click.echo("\n    ".join((item.name, *titles)))
        for parameter in item.parameters:
            needed = _NEEDED[parameter.required][language]
            said = parameter.help_en if language == "en" else parameter.help
            click.echo(f"      -p {parameter.name}={parameter.example}    {said}{needed}")


_NEEDED = {
    True: {"zh": "（必填）", "en": " (required)"},
    False: {"zh": "（可选）", "en": " (optional)"},
}
