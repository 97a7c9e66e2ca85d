"""``kg serve``: the SPARQL endpoint and its page."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.common import open_or_build, say, say_loaded, store_option


@click.command(name="serve")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="监听地址。 Address to listen on."
)
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="端口，0 为任选。 Port; 0 picks one.",
)
@click.option(
    "--with",
    "named",
    multiple=True,
    metavar="图=文件",
    help="另把一个 RDF 文件作为命名图提供，可重复。 Serve a further RDF file as a named graph.",
)
@click.option(
    "--time-limit",
    default=10.0,
    show_default=True,
    help="一个查询最多几秒。 Seconds a query may run.",
)
@click.option(
    "--memory-limit",
    default=1024,
    show_default=True,
    help="一个查询最多几 MiB 内存（POSIX）。 MiB a query may use.",
)
@click.option(
    "--max-rows", default=100_000, show_default=True, help="一个结果最多几行。 Rows of an answer."
)
@click.option(
    "--max-answer", default=32, show_default=True, help="一个结果最多几 MiB。 MiB of an answer."
)
@click.option(
    "--max-request", default=1024, show_default=True, help="一个请求最多几 KiB。 KiB of a request."
)
@click.option(
    "--workers",
    default=4,
    show_default=True,
    type=click.IntRange(1),
    help="同时运行几个查询。 Queries that run at once.",
)
@click.option(
    "--waiting",
    default=256,
    show_default=True,
    help="最多几个查询排队；满了由占得最多的客户让出。"
    " Queries that may wait in line; when it is full, who has most of them gives one up.",
)
@click.option(
    "--max-wait",
    default=60.0,
    show_default=True,
    help="一个查询最多排队几秒。 Seconds a query may wait in line.",
)
@click.option(
    "--patience",
    default=20.0,
    show_default=True,
    help="收发时等一个慢客户端几秒：每个请求，每 64 KiB 结果。"
    " Seconds to wait for a slow client: for each request, and each 64 KiB of an answer.",
)
@click.option(
    "--max-connections",
    default=1000,
    show_default=True,
    type=click.IntRange(1),
    help="同时最多几个连接；满了由占得最多的客户让出，先是最久不用的。"
    " Connections open at once; when they are too many, who has most gives one up, the longest idle first.",
)
@click.option(
    "--max-sending",
    default=256,
    show_default=True,
    type=click.IntRange(1),
    help="正在发送的结果一共最多几 MiB，一个客户最多一半。"
    " MiB of answers on their way at once, half of them to one client.",
)
@store_option
def serve_command(
    host: str,
    port: int,
    named: tuple[str, ...],
    time_limit: float,
    memory_limit: int,
    max_rows: int,
    max_answer: int,
    max_request: int,
    workers: int,
    waiting: int,
    max_wait: float,
    patience: float,
    max_connections: int,
    max_sending: int,
    store: Path | None,
) -> None:
    """在网页和 SPARQL 1.1 上只读地提供图谱；标准输出只有一行网址。

    Serve the graph read-only, with a page at / and a SPARQL 1.1 endpoint at /sparql. The address
    is the one line on stdout.

    \b
    kg serve --port 8000
    kg serve --port 0 --with https://example.org/extra=extra.ttl
    """
    from kg.web.limits import MIB, Limits
    from kg.web.server import serve
    from kg.web.sources import NamedFile, Source

    files = [NamedFile.read(text) for text in named]
    graph = open_or_build(store)
    say_loaded(graph)
    limits = Limits(
        seconds=time_limit,
        memory=memory_limit * MIB,
        rows=max_rows,
        answer=max_answer * MIB,
        request=max_request << 10,
        workers=workers,
        waiting=waiting,
        wait=max_wait,
        patience=patience,
        sending=max_sending * MIB,
        connections=max_connections,
    )
    directory = graph.directory
    del graph

    def started(address: str) -> None:
        click.echo(address)
        say("按 Ctrl+C 结束 (Ctrl+C ends it)")

    serve(Source(directory, files), limits, host, port, started)
