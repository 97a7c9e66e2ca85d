"""``kg mcp``: tools for agents."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.common import open_or_build, say, say_loaded, store_option


@click.command(name="mcp")
@click.option(
    "--http",
    is_flag=True,
    help="用 HTTP（streamable HTTP，地址 /mcp），否则用标准输入输出。 Over HTTP instead of stdio.",
)
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="监听地址。 Address to listen on."
)
@click.option(
    "--port",
    default=8001,
    show_default=True,
    type=click.IntRange(1, 65535),
    help="端口。 Port.",
)
@store_option
def mcp_command(http: bool, host: str, port: int, store: Path | None) -> None:
    """给智能体用的工具（MCP）：问答、核对、查找、查询、节点、比较，回答都带出处。

    Tools for agents over the Model Context Protocol: ask, check, search, query, entity, compare.
    Needs the extra: pip install 'duty-kg[mcp]'.

    \b
    kg mcp
    kg mcp --http --port 8001
    """
    from kg.web.agents import server
    from kg.web.sources import Newest, Source

    graph = open_or_build(store)
    say_loaded(graph)
    made = server(Newest(Source(graph.generation.path.parent), graph), host, port)
    if http:
        say(f"http://{host}:{port}/mcp")
    made.run("streamable-http" if http else "stdio")
