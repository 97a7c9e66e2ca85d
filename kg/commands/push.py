"""``kg push``: load the graph into another SPARQL store."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.common import open_or_build, say, say_loaded, store_option


@click.command(name="push")
@click.argument("url")
@click.option(
    "--graph",
    "target",
    default="",
    metavar="IRI",
    help="放进哪个命名图；不写则放进默认图。 The named graph to replace; else the default graph.",
)
@click.option(
    "--user", default="", help="用户名；密码取自环境变量 KG_PASSWORD。 Name; password: KG_PASSWORD."
)
@store_option
def push_command(url: str, target: str, user: str, store: Path | None) -> None:
    """用 Graph Store Protocol 把图谱载入另一个 SPARQL 库，替换那个图里原有的内容。

    Load the graph into another SPARQL store over the Graph Store Protocol; what that graph held is
    replaced.

    \b
    kg push http://localhost:7878/store --graph https://example.org/duties
    KG_PASSWORD=… kg push http://localhost:8890/sparql-graph-crud-auth --graph https://example.org/duties --user dba
    """
    import os

    from kg.querying.push import push
    from kg.querying.transport import Client

    graph = open_or_build(store)
    say_loaded(graph)

    def progress(sent: int) -> None:
        say(f"已送 {sent:,} 条三元组 (triples sent)")

    client = Client(user, os.environ.get("KG_PASSWORD", ""), say)
    sent = push(graph, url, target, client, progress)
    where = target or "默认图 (the default graph)"
    click.echo(f"载入 {sent:,} 条三元组 (triples loaded) → {url} {where}")
