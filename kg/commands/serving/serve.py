"""``kg serve``: the SPARQL endpoint and its page."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from kg.commands.common import open_or_build, say, say_loaded, store_option
from kg.web.limits import MIB, Limits


class _Seconds(click.FloatRange):
    """A time that passes: no zero, no endless one."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        seconds = super().convert(value, param, ctx)
        if math.isnan(seconds):  # compares with nothing, so it is in no range and beyond none
            self.fail("应为数字 (must be a number): nan", param, ctx)
        return seconds


_PREFIX = re.compile(r"(/[A-Za-z0-9._~-]+)*")
"""For instance /lists or /a/b; "" for none."""
_SECONDS = _Seconds(0.01, 86_400)


@dataclass(frozen=True, slots=True)
class _Setting:
    """An option that sets a field of Limits; a field counts in bytes what the option gives in ``unit``."""

    option: str
    field: str
    type: click.IntRange | _Seconds
    help: str
    unit: int = 1


_SETTINGS = (
    _Setting(
        "time-limit",
        "seconds",
        _SECONDS,
        "一个查询最多用几秒处理器时间，网页三倍；机器忙时等到四倍。"
        " Seconds of a processor a query may use, a page three times that; four times by the clock.",
    ),
    _Setting(
        "memory-limit",
        "memory",
        click.IntRange(0, MIB),
        "一个查询最多几 MiB 内存（POSIX），0 为不限。 MiB a query may use; 0 sets no limit.",
        MIB,
    ),
    _Setting("max-rows", "rows", click.IntRange(1, 10**9), "一个结果最多几行。 Rows of an answer."),
    _Setting(
        "max-answer",
        "answer",
        click.IntRange(1, MIB),
        "一个结果最多几 MiB。 MiB of an answer.",
        MIB,
    ),
    _Setting(
        "max-request",
        "request",
        click.IntRange(1, MIB),
        "一个请求最多几 KiB。 KiB of a request.",
        1 << 10,
    ),
    _Setting(
        "workers",
        "workers",
        click.IntRange(1, 256),
        "同时运行几个查询。 Queries that run at once.",
    ),
    _Setting(
        "waiting",
        "waiting",
        click.IntRange(1, 10**6),
        "最多几个查询排队；满了由占得最多的客户让出。"
        " Queries that may wait in line; when it is full, who has most of them gives one up.",
    ),
    _Setting(
        "max-wait",
        "wait",
        _SECONDS,
        "一个查询最多排队几秒。 Seconds a query may wait in line.",
    ),
    _Setting(
        "patience",
        "patience",
        _SECONDS,
        "收发时等一个慢客户端几秒：每个请求，每 64 KiB 结果。"
        " Seconds to wait for a slow client: for each request, and each 64 KiB of an answer.",
    ),
    _Setting(
        "max-connections",
        "connections",
        click.IntRange(1, 10**6),
        "同时最多几个连接；满了由占得最多的客户让出，先是最久不用的。"
        " Connections open at once; when they are too many, who has most gives one up, the longest idle first.",
    ),
    _Setting(
        "max-sending",
        "sending",
        click.IntRange(1, MIB),
        "正在发送的结果一共最多几 MiB，一个客户最多一半。"
        " MiB of answers on their way at once, half of them to one client.",
        MIB,
    ),
    _Setting(
        "warm-after",
        "quiet",
        _SECONDS,
        "空闲几秒后在后台把各类网页预备好，头一个打开的人不用等。"
        " Seconds without a request after which workers get ready for every kind of page.",
    ),
)


def _variable(option: str) -> str:
    """The environment variable of an option."""
    return f"KG_SERVE_{option.replace('-', '_').upper()}"


def _read_settings(ctx: click.Context, param: click.Parameter, path: Path | None) -> Path | None:
    """Settings of a TOML file, by the names of the options; options and environment come before them.

    Raises:
        UsageError: the file cannot be read, or a name in it is no option.
    """
    if path is None:
        return None
    import tomllib

    try:
        given = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise click.BadParameter(f"{path} 读不了 (cannot be read): {error}", ctx, param) from error
    names = {
        option.removeprefix("--"): own.name
        for own in ctx.command.params
        for option in own.opts
        if option.startswith("--") and own.name != param.name
    }
    unknown = [name for name in given if name not in names]
    if unknown:
        raise click.BadParameter(
            f"{path} 里没有这些设置 {'、'.join(unknown)}；可用 {' '.join(sorted(names))} (no such settings)",
            ctx,
            param,
        )
    settings = {names[name]: value for name, value in given.items()}
    ctx.default_map = {**(ctx.default_map or {}), **settings}
    return path


def _prefix(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """A path prefix as the server takes it: "" or /name/name."""
    text = "/" + value.strip("/") if value.strip("/") else ""
    if not _PREFIX.fullmatch(text):
        raise click.BadParameter(f"应写成 /名称 (must be like /lists): {value}", ctx, param)
    return text


def _limits_options(command: Callable[..., None]) -> Callable[..., None]:
    """An option for every limit, handed to the command as one ``limits``."""

    @functools.wraps(command)
    def run(**values: Any) -> None:
        given = {setting.field: values.pop(setting.field) * setting.unit for setting in _SETTINGS}
        command(limits=Limits(**given), **values)

    usual = Limits()
    for setting in reversed(_SETTINGS):
        default = getattr(usual, setting.field)
        run = click.option(
            f"--{setting.option}",
            setting.field,
            default=default // setting.unit if setting.unit > 1 else default,
            show_default=True,
            type=setting.type,
            envvar=_variable(setting.option),
            show_envvar=True,
            help=setting.help,
        )(run)
    return run


@click.command(name="serve")
@click.option(
    "--config",
    "config",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    envvar="KG_SERVE_CONFIG",
    is_eager=True,
    callback=_read_settings,
    metavar="FILE",
    help="TOML 设置文件，名称与下面各选项相同；命令行和环境变量优先。 Settings by the names of the options.",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    envvar=_variable("host"),
    help="监听地址。 Address to listen on.",
)
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    envvar=_variable("port"),
    help="端口，0 为任选。 Port; 0 picks one.",
)
@click.option(
    "--prefix",
    default="",
    envvar=_variable("prefix"),
    callback=_prefix,
    metavar="/路径",
    help="反向代理后面的路径前缀，例如 /lists。 Path before every address, behind a reverse proxy.",
)
@click.option(
    "--with",
    "named",
    multiple=True,
    metavar="图=文件",
    help="另把一个 RDF 文件作为命名图提供，可重复。 Serve a further RDF file as a named graph.",
)
@click.option(
    "--access-log",
    "log",
    default="",
    envvar=_variable("access-log"),
    metavar="FILE",
    help="访问日志写到文件，- 为标准错误；只记时间、哪类页面、结果，不记是谁、问了什么。"
    " Access log: when, which kind of page, how it went; never who or what about.",
)
@click.option(
    "--open",
    "show",
    is_flag=True,
    envvar=_variable("open"),
    help="起动后在浏览器里打开。 Open it in the browser.",
)
@_limits_options
@store_option
def serve_command(
    config: Path | None,
    host: str,
    port: int,
    prefix: str,
    named: tuple[str, ...],
    log: str,
    show: bool,
    limits: Limits,
    store: Path | None,
) -> None:
    """网站：问答、核对来文、查找、比较、各乡镇和部门的清单；SPARQL 1.1 在 /sparql；只读。

    Serve the graph read-only: pages at /, a SPARQL 1.1 endpoint at /sparql, JSON at /api, whether it is
    well at /health. The address is the one line on stdout.

    \b
    kg serve --port 8000
    kg serve --config serve.toml --prefix /lists
    kg serve --port 0 --with https://example.org/extra=extra.ttl
    """
    from kg.web.server import serve
    from kg.web.sources import NamedFile, Source

    files = [NamedFile.read(text) for text in named]
    graph = open_or_build(store)
    say_loaded(graph)
    directory = graph.directory
    del graph

    def started(address: str) -> None:
        click.echo(address)
        say("按 Ctrl+C 结束 (Ctrl+C ends it)")
        if show:
            click.launch(address)

    serve(Source(directory, files), limits, host, port, started, prefix, log)
