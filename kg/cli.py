"""The command line: a thin skin over the library.

Only click is imported here and in the commands; each loads what it needs when it runs, so that
``kg --help`` is quick.
"""

from __future__ import annotations

import sys
from typing import Any, NoReturn

import click

from kg.commands.ask import ask_command
from kg.commands.build import build_command
from kg.commands.check import check_command
from kg.commands.docs import docs_command
from kg.commands.export import export_command
from kg.commands.inspect import inspect_command
from kg.commands.matters import matters
from kg.commands.names import names
from kg.commands.office.compare import compare_command
from kg.commands.office.contradictions import contradictions_command
from kg.commands.office.impact import impact_command
from kg.commands.office.keep import (
    add_command,
    correct_command,
    history_command,
    remove_command,
    replace_command,
    undo_command,
)
from kg.commands.office.load import load_command
from kg.commands.push import push_command
from kg.commands.query import list_queries, query_command
from kg.commands.report import report
from kg.commands.search import search_command
from kg.commands.serving.mcp import mcp_command
from kg.commands.serving.serve import serve_command
from kg.commands.serving.site import site_command
from kg.commands.stats import stats
from kg.commands.usage import Misused
from kg.commands.validate import validate
from kg.commands.view import view_command


class _Group(click.Group):
    """Prints the library's errors and wrong usage as one message for people; no traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        from kg.errors import KgError

        try:
            return super().invoke(ctx)
        except KgError as error:
            _fail(error)
        except (OSError, RuntimeError, ValueError) as error:
            # What the engine says of its files, wherever it says it; anything else is a defect.
            from kg.store.damage import is_damage, told

            if not is_damage(error):
                raise
            _fail(told(error))
        except click.UsageError as error:
            raise Misused.of(error) from error

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        try:
            return super().make_context(*args, **kwargs)
        except click.UsageError as error:
            raise Misused.of(error) from error

    def main(self, *args: Any, **kwargs: Any) -> Any:
        # Windows and LC_ALL=C would otherwise break Chinese output.
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(encoding="utf-8", errors="replace")
        # click takes the arguments from its caller or else from the command line.
        given = list(
            args[0] if args and args[0] is not None else kwargs.get("args") or sys.argv[1:]
        )
        if unreadable := _undecodable([str(text) for text in given]):
            click.echo(
                f"错误：第 {unreadable} 个参数不是 UTF-8 文字，读不出来；请检查终端的编码"
                " (an argument is no UTF-8 text: see the terminal's encoding)",
                err=True,
            )
            raise SystemExit(2)
        return super().main(*args, **kwargs)


def _undecodable(arguments: list[str]) -> int:
    """Which argument, counted from one, has bytes that are no text; 0 if none. Files may be named so."""
    from pathlib import Path

    for number, text in enumerate(arguments, 1):
        try:
            text.encode()
        except UnicodeEncodeError:
            output = number > 1 and arguments[number - 2] in {"-o", "--output"}
            if not output and not Path(text).exists():
                return number
    return 0


def _fail(error: Exception) -> NoReturn:
    from kg.errors import KgError
    from kg.findings import errors

    assert isinstance(error, KgError)
    for finding in errors(error.findings):
        click.echo(finding.render(), err=True)
    click.echo(f"错误：{error}", err=True)
    raise SystemExit(error.exit_code)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="duty-kg", message="duty-kg %(version)s")
def main() -> None:
    """履职事项清单知识图谱：谁牵头、谁配合、谁收回，句句有出处。

    A knowledge graph of China's township duty lists, every statement traced to its source line.

    \b
    kg build                                        读附带的五份清单 (the bundled lists)
    kg query pushed-down -p department=县水利局     县水利局把哪些事项交给乡镇配合
    """


for _command in (
    build_command,
    inspect_command,
    add_command,
    replace_command,
    remove_command,
    correct_command,
    history_command,
    undo_command,
    ask_command,
    check_command,
    compare_command,
    contradictions_command,
    load_command,
    impact_command,
    search_command,
    query_command,
    list_queries,
    export_command,
    names,
    matters,
    report,
    validate,
    stats,
    serve_command,
    site_command,
    mcp_command,
    view_command,
    docs_command,
    push_command,
):
    main.add_command(_command)
