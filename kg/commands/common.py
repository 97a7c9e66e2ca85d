"""What the commands share: the store option, opening a graph, talking to people."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from kg.commands.telling.english import language as chosen_language
from kg.commands.telling.english import tell
from kg.frozen import frozen
from kg.patterns import regex

if TYPE_CHECKING:
    from kg.store.graph import Graph

SENSED = 100
"""Of up to so many lists the senses of the rows are made with the graph, four seconds a list; of more, when needed."""

F = TypeVar("F", bound=Callable[..., Any])


class _Folder(click.Path):
    """A folder's path; an empty one is no name, and would mean the folder one happens to be in."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, str) and not value.strip():
            self.fail("图库目录是空的；请写一个文件夹 (no folder is named)", param, ctx)
        return super().convert(value, param, ctx)


class TablesFolder(click.Path):
    """A folder of vocabulary tables; one without any is a slip, and is refused, or ``told`` where it means none."""

    def __init__(self, *, told: bool = False) -> None:
        """``told``: only said."""
        super().__init__(path_type=Path, exists=True, file_okay=False)
        self._told = told

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The folder's path."""
        path = cast("Path", super().convert(value, param, ctx))
        from kg.resources import folder

        known = {table.name for table in folder("vocabulary").glob("*.csv")}
        if not any(file.stem.casefold() + ".csv" in known for file in path.iterdir()):
            what = f"{path} 里没有一张词表（functions.csv、places.csv 这样的名称）"
            if not self._told:
                self.fail(
                    f"{what}；只用自带的就不要写这个选项 (no table in this folder)", param, ctx
                )
            say(f"{what}，只用自带的 (no table in this folder: the packaged ones alone)")
        return path


def store_option(command: F) -> F:
    """The ``--store`` option of every command that reads or writes the graph."""
    return click.option(
        "--store",
        "store",
        envvar="KG_STORE",
        type=_Folder(path_type=Path, file_okay=False),
        metavar="DIR",
        help="图库目录，默认在源码目录的 build/out/graph 或用户数据目录。 Where the graph lies (KG_STORE).",
    )(command)


@frozen
class Source:
    """Where a command reads the graph: a store on this machine, or a SPARQL endpoint."""

    store: Path | None
    endpoint: str = ""
    named: str = ""

    def open(self) -> Graph:
        """The graph; name and password of an endpoint come from KG_USER and KG_PASSWORD."""
        if not self.endpoint:
            return _open_or_build(self.store)
        import os

        from kg.querying.remote import RemoteGraph

        user, password = os.environ.get("KG_USER", ""), os.environ.get("KG_PASSWORD", "")
        graph = RemoteGraph(self.endpoint, self.named, user, password, say)
        _ = graph.documents  # that there are none is no answer to a question about them
        return graph


def source_options(command: F) -> F:
    """``--store``, ``--endpoint`` and ``--graph``, handed to the command as one ``origin``."""

    @functools.wraps(command)
    def run(*args: Any, store: Path | None, endpoint: str, named: str, **kwargs: Any) -> Any:
        return command(*args, origin=_source(store, endpoint, named), **kwargs)

    run = click.option(
        "--graph",
        "named",
        envvar="KG_GRAPH",
        default="",
        metavar="IRI",
        help="那里放图谱的命名图（KG_GRAPH）。 The named graph that holds the triples there.",
    )(run)
    run = click.option(
        "--endpoint",
        envvar="KG_ENDPOINT",
        default="",
        metavar="URL",
        help="改问另一个 SPARQL 1.1 服务（KG_ENDPOINT）。 Ask another SPARQL 1.1 endpoint instead.",
    )(run)
    return cast(F, store_option(run))


def _source(store: Path | None, endpoint: str, named: str) -> Source:
    """What was said last holds: an option before the environment.

    Raises:
        UsageError: both options are there, or a graph without an endpoint.
    """
    from click.core import ParameterSource

    context = click.get_current_context()

    def given(name: str) -> bool:
        return context.get_parameter_source(name) is ParameterSource.COMMANDLINE

    if given("store") and given("endpoint"):
        raise click.UsageError("--store 和 --endpoint 只用一个 (use --store or --endpoint)")
    if given("store") and endpoint:
        say("按 --store 读本地图库，不问 KG_ENDPOINT (reading --store, not KG_ENDPOINT)")
        endpoint = ""
    if given("named") and not endpoint:
        raise click.UsageError("--graph 要和 --endpoint 一起用 (--graph needs --endpoint)")
    return Source(store, endpoint, named)


def open_or_build(store: Path | None) -> Graph:
    """The store of a command that reads no endpoint; says so if KG_ENDPOINT names one."""
    import os

    if os.environ.get("KG_ENDPOINT"):
        say("这个命令只读本地图库，不问 KG_ENDPOINT (reads the local store, not KG_ENDPOINT)")
    return _open_or_build(store)


def _open_or_build(store: Path | None) -> Graph:
    """Open the store; if it is the default one and missing, build it from the bundled lists."""
    from kg.resources import default_store
    from kg.store import generations as stores
    from kg.store.graph import Graph
    from kg.vocabulary import keeping

    directory = store or default_store()
    if store is None and not stores.exists(directory):
        from kg.building import build

        say("还没有图库，先用附带的清单建一个 (no store yet: building it from the bundled lists)")
        build(into=directory, senses=SENSED, say=say)
    _bound_memory()
    graph = Graph(directory)
    keeping.offer()
    return graph


def existing_store(store: Path | None) -> Path:
    """The directory of a store that must be there.

    Raises:
        StoreMissing: it is not.
    """
    from kg.resources import default_store
    from kg.store import generations as stores

    directory = store or default_store()
    stores.current(directory)
    return directory


def _bound_memory() -> None:
    """Let a reader have three quarters of the machine's memory, or KG_MEMORY MiB (0: all); POSIX.

    What the engine makes of a damaged table, or a query of a friend's, must not take the machine down.
    """
    import contextlib
    import os

    if sys.platform == "win32":
        return
    import resource

    with contextlib.suppress(ValueError, OSError, AttributeError):
        whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        given = os.environ.get("KG_MEMORY", "")
        limit = int(given) << 20 if given else whole // 4 * 3
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        if limit and soft == resource.RLIM_INFINITY:
            resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


_FILE_LIKE = (".txt", ".md", ".docx", ".doc", ".wps", ".pdf", ".html", ".csv", ".xlsx", ".ofd")
_LONGEST_NAME = 240
_SENTENCE = regex(r"[\s，。；：！？]|请")
"""What no file's name has: 请各乡镇填写附件.xlsx is a sentence."""


def no_file(text: str, instead: str, *, exact: bool = False) -> None:
    """See that a text is no file's name where words are wanted.

    A file of just that name is meant where ``exact``; else it must look like one, for words people
    look for may be the name of something that lies there. ``instead`` says how files are read.

    Raises:
        click.UsageError: it is one, or looks like one that is not there.
    """
    text = text.strip()
    if len(text) > _LONGEST_NAME or "\n" in text:
        return
    named = text.lower().endswith(_FILE_LIKE) and not _SENTENCE.search(text)
    parted = text.endswith(("/", "\\")) or text.startswith(("./", "../", "/", "~/", ".\\"))
    if (exact or named or parted) and _is(Path.is_file, text):
        raise click.UsageError(f"“{text}”是一个文件；{instead} (this is a file)")
    if parted and _is(Path.is_dir, text):
        raise click.UsageError(f"“{text}”是文件夹；{instead} (this is a folder)")
    if named or (parted and not _SENTENCE.search(text)):
        raise click.UsageError(f"“{text}”像是文件名，但没有这个文件 (no such file)")


def loaded_names(*texts: str | None) -> None:
    """See that what should name a place, a department or a duty of the loaded lists is no file's name.

    Raises:
        click.UsageError: it is one.
    """
    for text in filter(None, texts):
        no_file(text, "要看其中的清单，先用 kg add 读进图库")


def lies_there(text: str) -> bool:
    """Whether a folder has this name."""
    return 0 < len(text.strip()) <= _LONGEST_NAME and _is(Path.is_dir, text.strip())


def _is(test: Callable[[Path], bool], text: str) -> bool:
    """Whether a text names a file (or folder); one that no file system takes as a name does not."""
    try:
        return test(Path(text))
    except (OSError, ValueError):  # too long in bytes, a NUL, signs a system forbids
        return False


def decoded(data: bytes) -> str:
    """The text of a stream as ``kg build`` reads one: UTF-8, GB18030 or UTF-16.

    Raises:
        click.UsageError: it is no text; nothing is made of bytes that were not understood.
    """
    from kg.reading.containers.encodings import decode
    from kg.reading.containers.limits import Refused

    if not data.strip():
        return ""
    try:
        return decode(data).text
    except Refused as refused:
        raise click.UsageError(str(refused)) from refused


def say(message: str) -> None:
    """Tell people something on stderr; stdout is for data."""
    tell(message)


_NAMED = 20
"""So many lists are named before an answer; of more, the first ones and their number."""
_SCREEN = 80


def say_loaded(graph: Graph) -> None:
    """Say which lists are loaded, as every answer does; on a screen in lines that fit."""
    from kg.kinds import UNDATED, shown_edition

    undated = "undated" if chosen_language() == "en" else UNDATED
    names = [f"{d['township']}（{shown_edition(d['edition'], undated)}）" for d in graph.documents]
    listed = names if len(names) <= _NAMED else [*names[: _NAMED // 2], "……"]
    where = f"；来自 (from) {graph.origin}" if graph.origin else ""
    head = f"已载入 {len(names)} 份清单 (lists loaded): "
    if chosen_language() == "en":
        where = f"; from {graph.origin}" if graph.origin else ""
        head = f"{len(names)} list{'s' * (len(names) != 1)} loaded: "
    if not sys.stderr.isatty():
        click.echo(head + "、".join(listed) + where, err=True)
        return
    import shutil

    width = shutil.get_terminal_size((_SCREEN, 24)).columns
    lines, room = [head], width - _cells(head)
    for position, name in enumerate(listed):
        part = name + ("、" if position + 1 < len(listed) else where)
        if room < _cells(part):
            lines.append("  ")
            room = width - 2
        lines[-1] += part
        room -= _cells(part)
    click.echo("\n".join(line.rstrip() for line in lines), err=True)


def _cells(text: str) -> int:
    """How many columns of a screen a text takes: Chinese characters take two."""
    import unicodedata

    return sum(1 + (unicodedata.east_asian_width(c) in "WFA") for c in text)


def documents_table(
    documents: Sequence[dict[str, Any]], language: str = "zh"
) -> tuple[list[str], list[list[object]]]:
    """Header and rows of the table of loaded documents; an endpoint knows nothing of lines."""
    header = [
        "乡镇",
        "版本",
        "基本",
        "配合",
        "收回",
        "上级条款",
        "乡镇条款",
        "行数",
        "已入账",
        "提醒",
        "文件",
    ]
    from kg.export.wording import edition, heading

    rows: list[list[object]] = []
    for d in documents:
        accounted = sum(
            d.get(f"lines_{what}", 0) for what in ("in_records", "furniture", "reported")
        )
        share = f"{100 * accounted // d['lines']}%" if d.get("lines") else ""
        rows.append(
            [
                d["township"],
                edition(d["edition"], language),
                d["basic"],
                d["cooperation"],
                d["reclaimed"],
                d["superior_clauses"],
                d["township_clauses"],
                d.get("lines", ""),
                share,
                d.get("warnings", ""),
                d["document"],
            ]
        )
    return [heading(text, language) for text in header], rows


def say_undated(documents: Sequence[dict[str, Any]]) -> None:
    """Say of which townships several lists have no date: which of them is the newest nobody knows."""
    from kg.kinds import edition_order

    found: dict[str, dict[str, str]] = {}
    for d in documents:
        if d["edition"].startswith("u-"):
            found.setdefault(d["township"], {}).setdefault(d["edition"], d["document"])
    for township, editions in found.items():
        if len(editions) > 1 and not any(
            d["township"] == township and d["edition"] not in editions for d in documents
        ):
            current = editions[max(editions, key=edition_order)]
            say(
                f"{township}有 {len(editions)} 份没有日期的清单（{'、'.join(editions.values())}），分不出哪份新，"
                f"暂以 {current} 为现行；请分别用 --edition 指明 (undated lists of one township: say --edition)"
            )


def write_output(data: bytes, output: Path | None) -> None:
    """Write ``data`` to a file and say so, or to stdout.

    Raises:
        ExportError: the file cannot be written.
    """
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    from kg.errors import ExportError, reason

    try:
        output.write_bytes(data)
    except OSError as error:
        raise ExportError(f"写不了 {output}：{reason(error)} (cannot be written)") from error
    say(f"写好 (written): {output}")
