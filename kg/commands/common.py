"""What the commands share: the store option, opening a graph, talking to people."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from kg.graph import Graph

F = TypeVar("F", bound=Callable[..., Any])


def store_option(command: F) -> F:
    """The ``--store`` option of every command that reads or writes the graph."""
    return click.option(
        "--store",
        "store",
        envvar="KG_STORE",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="DIR",
        help="图库目录，默认在源码目录的 build/out/graph 或用户数据目录。 Where the graph lies (KG_STORE).",
    )(command)


def open_or_build(store: Path | None) -> Graph:
    """Open the store; if it is the default one and missing, build it from the bundled lists."""
    from kg import store as stores
    from kg.graph import Graph
    from kg.resources import default_store

    directory = store or default_store()
    if store is None and not stores.exists(directory):
        from kg.building import build

        say("还没有图库，先用附带的清单建一个 (no store yet: building it from the bundled lists)")
        build(into=directory, say=say)
    return Graph(directory)


def open_remote(url: str, named: str) -> Graph:
    """The graph behind a SPARQL endpoint; name and password from KG_USER and KG_PASSWORD."""
    import os

    from kg.remote import RemoteGraph

    return RemoteGraph(url, named, os.environ.get("KG_USER", ""), os.environ.get("KG_PASSWORD", ""))


def say(message: str) -> None:
    """Tell people something on stderr; stdout is for data."""
    click.echo(message, err=True)


def say_loaded(graph: Graph) -> None:
    """Say which lists are loaded, as every answer does."""
    names = "、".join(f"{d['township']}（{d['edition']}）" for d in graph.documents)
    say(f"已载入 {len(graph.documents)} 份清单 (lists loaded): {names}")


def documents_table(documents: list[dict[str, Any]]) -> tuple[list[str], list[list[object]]]:
    """Header and rows of the table of loaded documents."""
    header = [
        "乡镇 township",
        "版本",
        "基本",
        "配合",
        "收回",
        "上级条款",
        "乡镇条款",
        "行数",
        "已入账",
        "提醒",
        "文件 file",
    ]
    rows: list[list[object]] = []
    for d in documents:
        accounted = d["lines_in_records"] + d["lines_furniture"] + d["lines_reported"]
        share = f"{100 * accounted // d['lines']}%" if d["lines"] else ""
        rows.append(
            [
                d["township"],
                d["edition"],
                d["basic"],
                d["cooperation"],
                d["reclaimed"],
                d["superior_clauses"],
                d["township_clauses"],
                d["lines"],
                share,
                d["warnings"],
                d["document"],
            ]
        )
    return header, rows


def write_output(data: bytes, output: Path | None) -> None:
    """Write ``data`` to a file and say so, or to stdout.

    Raises:
        ExportError: the file cannot be written.
    """
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    from kg.errors import ExportError

    try:
        output.write_bytes(data)
    except OSError as error:
        raise ExportError(f"写不了 {output}：{error.strerror} (cannot be written)") from error
    say(f"写好 (written): {output}")
