"""The command line: a thin skin over the library.

Only click is imported here; a command is imported when it is called and loads what it needs when it
runs, so that ``kg --help`` is quick.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from typing import Any, NoReturn

import click

from kg.commands.listed import Commands

_COMMANDS = Commands()

_ONE_ANSWER = frozenset(("ask", "check", "query", "search", "stats", "--help", "-h", "--version"))
"""What reads, says one thing and ends."""
_ASKS_FOR_HELP = frozenset(("--help", "-h"))
_GARBAGE = 300_000
"""So many new objects make Python look for circles: one answer ends before it has made as many."""


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
            raise _misused(error) from error

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name, command, rest = super().resolve_command(ctx, args)
        if command is not None and any(not text.strip() or text.endswith("=") for text in rest):
            from kg.commands.telling.usage import see_filled

            see_filled(command, ctx, rest)
        return name, command, rest

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """As click's own, without importing the commands."""
        from kg.commands.telling.english import language

        limit = formatter.width - 6 - max(map(len, _COMMANDS))
        english = language() == "en"
        rows = [
            (name, _COMMANDS.short_help(name, limit, english=english))
            for name in self.list_commands(ctx)
        ]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        from kg.commands.telling.english import language

        english = language() == "en"
        words = {*sys.argv, *(args[1] if args[1:] else ())}
        if english or _ASKS_FOR_HELP & words:
            from kg.helping import Formatter

            Formatter.english = english
            click.Context.formatter_class = Formatter
        try:
            return super().make_context(*args, **kwargs)
        except click.UsageError as error:
            raise _misused(error) from error

    def main(self, *args: Any, **kwargs: Any) -> Any:
        from kg.commands.telling.english import choose, tell

        # Windows and LC_ALL=C would otherwise break Chinese output.
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(encoding="utf-8", errors="replace")
        # click takes the arguments from its caller or else from the command line.
        given = list(
            args[0] if args and args[0] is not None else kwargs.get("args") or sys.argv[1:]
        )
        choose([str(text) for text in given])
        if unreadable := _undecodable([str(text) for text in given]):
            tell(
                f"错误：第 {unreadable} 个参数不是 UTF-8 文字，读不出来；请检查终端的编码"
                " (an argument is no UTF-8 text: see the terminal's encoding)"
            )
            raise SystemExit(2)
        return super().main(*args, **kwargs)


def _misused(error: click.UsageError) -> click.UsageError:
    from kg.commands.telling.usage import Misused

    return Misused.of(error)


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
    from kg.commands.telling.english import language, tell
    from kg.errors import KgError
    from kg.findings import errors

    assert isinstance(error, KgError)
    for finding in errors(error.findings):
        click.echo(finding.render(language()), err=True)
    tell(f"错误：{error}")
    raise SystemExit(error.exit_code)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="duty-kg", message="duty-kg %(version)s")
def main() -> None:
    """履职事项清单知识图谱：谁牵头、谁配合、谁收回，句句有出处。

    A knowledge graph of China's township duty lists, every statement traced to its source line.

    \b
    kg build                                      读附带的五份清单
    kg query pushed-down -p department=县水利局   县水利局把哪些事项交给乡镇配合
    """


main.commands = _COMMANDS


def run() -> None:
    """The command line as a process of its own.

    One that gives one answer ends at once: to take a graph's memory apart piece by piece took a tenth
    of its time. What is to be done at the end of a process is done.
    """
    quick = set(sys.argv[1:2]) <= _ONE_ANSWER
    if quick:
        gc.set_threshold(_GARBAGE)
    try:
        main()
    except SystemExit as end:
        if not quick or not isinstance(end.code, int | None):
            raise
        if (keeping := sys.modules.get("kg.vocabulary.keeping")) and end.code in (0, None, 1):
            keeping.keep()
        atexit._run_exitfuncs()
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except (OSError, ValueError, AttributeError):  # Python tells of it
            raise end from None
        os._exit(end.code or 0)
