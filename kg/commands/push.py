"""``kg push``: load a graph into another SPARQL store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.common import open_or_build, say, say_loaded, store_option
from kg.commands.telling.english import told

if TYPE_CHECKING:
    from kg.querying.parcels import Parcels
    from kg.querying.remote import RemoteGraph


@click.command(name="push")
@click.argument("url")
@click.argument(
    "parts",
    required=False,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
)
@click.option(
    "--graph",
    "target",
    default="",
    metavar="IRI",
    help="放进哪个命名图；不写则放进默认图。 The named graph to replace; else the default graph.",
)
@click.option(
    "--user",
    envvar="KG_USER",
    default="",
    help="用户名（KG_USER）；密码取自环境变量 KG_PASSWORD。 Name (KG_USER); password: KG_PASSWORD.",
)
@click.option(
    "--query",
    "asked",
    default="",
    metavar="URL",
    help="那里查询的网址，用来逐块核对和点数；常见的库会自己认。 Where the store is asked: parts are looked for, triples counted.",
)
@click.option(
    "--restart",
    is_flag=True,
    help="上次送到的不算，从头载入。 Send everything again, whatever was sent before.",
)
@store_option
def push_command(
    url: str,
    parts: Path | None,
    target: str,
    user: str,
    asked: str,
    restart: bool,
    store: Path | None,
) -> None:
    """用 Graph Store Protocol 把图谱载入另一个 SPARQL 库，替换那个图里原有的内容。

    Load the graph into another SPARQL store over the Graph Store Protocol; what that graph held is
    replaced. PARTS is a folder that kg build --cluster wrote; without it the store is sent. What was
    sent when it was interrupted is not sent again.

    \b
    kg push http://localhost:7878/store --graph https://example.org/duties
    kg push http://localhost:7878/store /共享/全省 --query http://localhost:7878/query
    KG_PASSWORD=… kg push http://localhost:8890/sparql-graph-crud-auth --graph https://example.org/duties --user dba
    """
    import os

    from kg.building.workshop import Progress
    from kg.errors import reason
    from kg.querying.confirmed import Confirmed
    from kg.querying.push import Push
    from kg.querying.transport import Client, checked, without_query

    checked(url, "网址")
    found, total, folder = _parts(parts) if parts else _store(store)
    password = os.environ.get("KG_PASSWORD", "")
    confirmed = Confirmed(folder, url, target, found.dataset)
    if restart:
        confirmed.keep(0)
    before = sum(statements for _, statements in confirmed.parcels)
    if before:
        say(
            f"上次已送到 {before:,} 条，接着送 (sent before: {before:,} triples; going on)；"
            "要从头就加 --restart"
        )
    progress, done = Progress(total, "已送", say, "条"), before
    progress.already(before)

    def step(sent: int) -> None:
        nonlocal done
        progress.step(sent - done)
        done = sent

    there = _there(url, asked, target, user, password)
    client = Client(user, password, say)
    sent = Push(found, url, target, client, confirmed=confirmed, there=there, say=say).run(step)
    if confirmed.problem is not None:
        say(
            f"没有记下送到哪里：{reason(confirmed.problem)} (what was sent could not be noted beside it)"
        )
    where = target or "默认图 (the default graph)"
    counted = "，在那里点过数 (counted there)" if there else ""
    click.echo(
        told(f"载入 {sent:,} 条三元组 (triples loaded)")
        + f" → {without_query(url)} {where}{counted}"
    )


def _store(store: Path | None) -> tuple[Parcels, int, Path]:
    """What a store sends, how many triples, and the folder beside it."""
    from kg.querying.parcels import OfStore

    graph = open_or_build(store)
    say_loaded(graph)
    return OfStore(graph.store), int(graph.summary["triples"]), graph.directory


def _parts(folder: Path) -> tuple[Parcels, int, Path]:
    """What partitions send."""
    from click.core import ParameterSource

    from kg.querying.parcels import OfPartitions
    from kg.rdf import partitions
    from kg.store import generations

    if click.get_current_context().get_parameter_source("store") is ParameterSource.COMMANDLINE:
        raise click.UsageError("图库和分块只送一样 (name a store or parts, not both)")
    if generations.exists(folder):
        raise click.UsageError(f"{folder} 是图库，请写 --store {folder} (a store: use --store)")
    found = partitions.opened(folder)
    say(
        f"{len(found.pieces)} 块，{found.statements:,} 条三元组，{len(found.values['documents'])} 份清单"
        " (parts, triples, lists)"
    )
    return OfPartitions(found), found.statements, folder


def _there(url: str, asked: str, target: str, user: str, password: str) -> RemoteGraph | None:
    """Where the other store can be asked, if anywhere: an address that was not said has to answer."""
    from kg.errors import QueryError
    from kg.querying.push import asked_beside
    from kg.querying.remote import RemoteGraph

    address = asked or asked_beside(url)
    if address:
        there = RemoteGraph(address, target, user, password, say)
        try:
            there.rows("SELECT ?s WHERE { ?s ?p ?o } LIMIT 1")
        except QueryError:
            if asked:
                raise
        else:
            return there
    say("不知道那里的查询网址，载入后不能点数；可用 --query 指明 (not counted there: say --query)")
    return None
