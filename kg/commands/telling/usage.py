"""Wrong usage: what click says in English, said in Chinese first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import IO, Any

import click

from kg.commands.telling.english import told

_SAYINGS = tuple(
    (re.compile(pattern, re.DOTALL), chinese)
    for pattern, chinese in (
        (r"No such option:? (.+?)\.?", "没有 {} 这个选项"),
        (r"No such command (.+)\.", "没有 {} 这个命令"),
        (r"Missing command\.", "缺少命令"),
        (r"Got unexpected extra arguments? \((.+)\)", "多出了 {}"),
        (r"Option (.+) requires an argument\.", "选项 {} 后面要有一个值"),
        (r"Option (.+) requires (\d+) arguments\.", "选项 {} 后面要有 {} 个值"),
        (r"Option (.+) does not take a value\.", "选项 {} 不带值"),
        (r"Argument (.+) takes (\d+) values\.", "参数 {} 要有 {} 个值"),
        (r"(.+) is not one of (.+)\.", "{} 不在可选的值中：{}"),
        (r"(.+) is not in the range (.+)\.", "{} 超出范围 {}"),
        (r"(.+) is not a valid integer(?: range)?\.", "{} 不是整数"),
        (r"(.+) is not a valid float(?: range)?\.", "{} 不是数字"),
        (r"(?:File|Directory|Path) (.+) does not exist\.", "{} 不存在"),
        (r"(?:File|Directory|Path) (.+) is a file\.", "{} 是文件，应为文件夹"),
        (r"(?:File|Directory|Path) (.+) is a directory\.", "{} 是文件夹，应为文件"),
        (r"(?:File|Directory|Path) (.+) is not readable\.", "{} 读不了"),
        (r"(?:File|Directory|Path) (.+) is not writable\.", "{} 写不了"),
        (r"(.+) is not (.+)\.", "{} 不对，只能是 {}"),
    )
)
"""Messages of click 8.1 to 8.5, and what they say; the last fits more than one, so it stands last."""
_VARIABLE = re.compile(r" \(env var: [^)]*\)")
_CHINESE = re.compile("[\u4e00-\u9fff]")


class Misused(click.UsageError):
    """A usage error that shows itself in both languages."""

    def __init__(self, error: click.UsageError) -> None:
        """Keep where ``error`` happened, and say what it says."""
        super().__init__(explained(error), error.ctx)

    @classmethod
    def of(cls, error: click.UsageError) -> click.UsageError:
        """The error to raise in place of ``error``; itself, if it shows itself in a way of its own."""
        return error if type(error).show is not click.UsageError.show else cls(error)

    def show(self, file: IO[Any] | None = None) -> None:
        """Print usage, where there is help, and the error."""
        if self.ctx is not None:
            usage = self.ctx.get_usage().removeprefix("Usage: ")
            click.echo(told(f"用法 (usage): {usage}"), file, err=True)
            click.echo(told(f"帮助 (help): {self.ctx.command_path} --help\n"), file, err=True)
        click.echo(told(f"错误：{self.message}"), file, err=True)


def explained(error: click.UsageError) -> str:
    """The message of ``error``, Chinese first; what is Chinese already stays as it is."""
    hint = _hint(error)
    said = _said(error.message)
    if not said and _CHINESE.search(error.message):
        return f"{hint} 的值不对 (invalid value)：{error.message}" if hint else error.message
    english = " ".join(error.format_message().split())
    if advice := _advice(error):
        english = f"{english} {advice[1]}."
    return f"{_chinese(error, hint, said or '用法不对')} ({english})"


def _said(message: str) -> str:
    """What a message of click's says; empty if it is none."""
    for pattern, chinese in _SAYINGS:
        if match := pattern.fullmatch(message):
            return chinese.format(
                *(part.strip("'").replace("', '", "、") for part in match.groups())
            )
    return ""


def _chinese(error: click.UsageError, hint: str, said: str) -> str:
    if isinstance(error, click.MissingParameter):
        kind = "选项" if isinstance(error.param, click.Option) else "参数"
        said = f"缺少{kind} {hint}".rstrip()
        choices = getattr(getattr(error.param, "type", None), "choices", ())
        return f"{said}，可选：{'、'.join(map(str, choices))}" if choices else said
    if advice := _advice(error):
        return f"{said}；{advice[0]}"
    near = getattr(error, "possibilities", None)
    if near:
        return f"{said}；是不是：{'、'.join(near)}"
    return f"{hint} 的值不对：{said}" if hint else said


def _advice(error: click.UsageError) -> tuple[str, str] | None:
    """Where an option is that a command has in another way, or that stands before the command."""
    if not isinstance(error, click.NoSuchOption) or error.ctx is None:
        return None
    command = error.ctx.command
    if isinstance(command, click.Group):
        behind = "选项写在命令后面：kg 命令 选项", "Options stand behind the command"
        return behind if error.option_name.startswith("--") else None
    for option in command.params:
        choices = getattr(option.type, "choices", ())
        if "--format" in option.opts and error.option_name.removeprefix("--") in choices:
            name = error.option_name.removeprefix("--")
            return f"用 --format {name}", f"Use --format {name}"
    return None


def _hint(error: click.UsageError) -> str:
    """The parameter a wrong value was given for, as click names it."""
    if not isinstance(error, click.BadParameter):
        return ""
    hint = error.param_hint
    if hint is None and error.param is not None and error.ctx is not None:
        hint = error.param.get_error_hint(error.ctx)
    names = [hint] if isinstance(hint, str) else hint or ()
    # click 8.5 names the environment variable behind the option
    return _VARIABLE.sub("", " / ".join(names)).replace("'", "")


_MAY_BE_EMPTY = frozenset(("endpoint", "named"))
"""No endpoint is the local store, whatever the environment says."""
_WORDS = frozenset(("ask", "check", "search"))
"""Commands that say themselves what words they want."""


def see_filled(command: click.Command, context: click.Context, arguments: Sequence[str]) -> None:
    """See that no value is empty: ``kg load "$PLACE"`` without a place must not mean all of them.

    Raises:
        click.UsageError: a value is.
    """
    own = click.Context(command, info_name=command.name, parent=context)
    values, _, _ = command.make_parser(own).parse_args(args=list(arguments))
    for parameter in command.params:
        value = values.get(parameter.name or "")
        given = value if isinstance(value, tuple | list) else (value,)
        blank = any(isinstance(text, str) and not text.strip() for text in given)
        words = command.name in _WORDS and isinstance(parameter, click.Argument)
        if blank and not words and parameter.name not in _MAY_BE_EMPTY:
            name = parameter.get_error_hint(own).strip("'[].").replace("'", "")
            raise click.UsageError(f"{name} 是空的；不用就不要写 (is empty: leave it out)", own)
