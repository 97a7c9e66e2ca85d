"""Where a command's answer goes and in which form: one rule for ask, search, query, names, matters."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import click

F = TypeVar("F", bound=Callable[..., Any])

_BINARY = frozenset(("xlsx", "docx"))
"""Formats that are no text: a screen or pipe would be given signs nobody reads."""


def output_options(formats: tuple[str, ...], default: str = "table") -> Callable[[F], F]:
    """``--format`` and ``-o``, handed to the command as ``name`` and ``output``.

    Without ``--format`` the file's name says it; a name that says another format is refused.
    ``--json``, where a command has it, is ``--format json`` said shortly.
    """

    def decorate(command: F) -> F:
        @functools.wraps(command)
        def run(*args: Any, name: str | None, output: Path | None, **kwargs: Any) -> Any:
            from kg.export.targets import chosen

            if output is not None and str(output) == "-":
                output = None
            name = agreed(name, as_json=kwargs.get("as_json", False))
            form = chosen(output, name, formats) if output is not None else name or default
            if output is None and form in _BINARY:
                raise click.UsageError(
                    f"{form} 要用 -o 给一个文件 ({form} is binary: it needs -o FILE)"
                )
            return command(*args, name=form, output=output, **kwargs)

        run = click.option(
            "--output",
            "-o",
            type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
            metavar="FILE",
            help="写到文件；没有 --format 时看扩展名。 A file; its ending says the format.",
        )(run)
        run = click.option(
            "--format",
            "name",
            type=click.Choice(formats),
            help=f"格式，默认 {default}。 Format.",
        )(run)
        return cast(F, run)

    return decorate


def agreed(name: str | None, *, as_json: bool) -> str | None:
    """The format that ``--format`` and ``--json`` say together.

    Raises:
        click.UsageError: they say different things.
    """
    if as_json and name not in (None, "json"):
        raise click.UsageError(
            f"--json 和 --format {name} 只能用一个 (use --json or --format, not both)"
        )
    return "json" if as_json else name


def keep_apart(source: Path, output: Path | None) -> None:
    """See that an answer is not written over what is read.

    Raises:
        click.UsageError: ``output`` is the file ``source``.
    """
    if output is not None and output.exists() and source.exists() and output.samefile(source):
        raise click.UsageError(
            f"-o {output} 就是要读的文件，写了原文就没有了；请换一个文件名 (-o would overwrite the input)"
        )


def language_option(command: F) -> F:
    """``--lang``: the language of a table's headings and words."""
    return click.option(
        "--lang",
        "language",
        envvar="KG_LANG",
        default="zh",
        show_default=True,
        type=click.Choice(("zh", "en")),
        help="表头和用词（KG_LANG）；原文不译。 Headings and words; the source's text stays.",
    )(command)
