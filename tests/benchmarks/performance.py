"""Performance: a table of ratios and medians, written to docs/performance.md.

python tests/benchmarks/performance.py [--runs N] [--write docs/performance.md]

CPU is user and system time of the whole process. What is compared runs in turns, so that the load of
the machine meets both; the median of the ratio's parts is taken. Nothing fails by its time.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import os
import platform
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import load_pages
import pyoxigraph as ox
from serving import serving

from kg.asking.engine import asker
from kg.building import build
from kg.export.rdf import FORMATS, write_rdf
from kg.querying.validation import validate
from kg.store.graph import Graph

BARE = "import click\n@click.command()\ndef main(): click.echo('x')\nmain()"
OWN = "from kg.cli import run; run()"
FLOOR = (
    "import sys, click, pyoxigraph as ox\n@click.command()\ndef main():\n"
    "  for row in ox.Store.read_only(sys.argv[1]).query('SELECT * { ?s a ?o } LIMIT 9'):\n"
    "    click.echo(str(row))\nmain([])"
)
COMMANDS = {
    "kg --help": (("--help",), 1.4),
    "kg query": (("query", "pushed-down", "-p", "department=县水利局"), 2.2),
    "kg ask": (("ask", "县水利局把哪些事项交给乡镇配合？"), 3.0),
    "kg ask 群众的话 a story": (("ask", "我家附近有人半夜放鞭炮找谁管"), 3.0),
    "kg check": (("check", "请各乡镇开展工伤认定调查", "--township", "东城镇"), 3.0),
    "kg search": (("search", "防汛"), None),
    "kg stats": (("stats",), None),
}
QUESTIONS = (
    "县水利局把哪些事项交给乡镇配合？", "东城镇的基本履职事项有多少项", "谁牵头农业水价调整工作",
    "哪些事项由三个以上部门牵头", "各乡镇配合事项分别有多少", "秸秆焚烧归谁管", "工伤认定调查现在由谁承接",
    "Which bureau leads flood control?", "六户地镇收回了哪些事项", "哪个部门交给乡镇的事项最多",
)  # fmt: skip
CLIENTS, REQUESTS = 50, 2_000
UNSET = frozenset(("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX", "KG_STORE"))


def cpu(command: list[str], store: Path) -> float:
    """User and system seconds of a process whose modules are compiled, as an installation has them."""
    settings = {"KG_STORE": str(store), "PYTHONPYCACHEPREFIX": str(store.parent / "compiled")}
    settings |= {name: value for name, value in os.environ.items() if name not in UNSET}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=settings, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def started(store: Path, runs: int) -> list[str]:
    """The commands against a program that only has click."""
    graph = str(Graph(store).generation.path / "graph")
    commands = {"": [sys.executable, "-c", BARE]}
    commands["click, pyoxigraph, one query"] = [sys.executable, "-c", FLOOR, graph]
    commands |= {name: [sys.executable, "-c", OWN, *given] for name, (given, _) in COMMANDS.items()}
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            seconds = cpu(command, store)
            if turn:  # the first one writes bytecode
                taken[name].append(seconds)
    bare = statistics.median(taken.pop(""))
    lines = ["| 命令 command | × click | 目标 aim |", "|---|---|---|"]
    for name, spent in taken.items():
        aim = COMMANDS[name][1] if name in COMMANDS else None
        ratio = statistics.median(spent) / bare
        lines.append(f"| {name} | {ratio:.2f} | {f'≤ {aim}' if aim else ''} |")
    return [*lines, "", f"click: {bare * 1000:.0f} ms CPU; {runs} runs each."]


def own_time(work: Callable[[], object], runs: int = 3) -> float:
    """The median of this process's CPU seconds for a piece of work."""
    taken = []
    for _ in range(runs):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def warm(graph: Graph) -> list[str]:
    """Questions to a process that is there."""
    ready = asker(graph)
    for question in QUESTIONS:
        ready.ask(question)
    taken = [own_time(partial(ready.ask, question)) for question in QUESTIONS]
    middle, mean = statistics.median(taken), statistics.mean(taken)
    return [
        "| | | 目标 aim |",
        "|---|---|---|",
        f"| 一问，中位 a question, median | {middle * 1000:.1f} ms | ≤ 15 ms |",
        f"| 170 问 170 questions | {mean * 170:.1f} s | ≤ 4 s |",
    ]


def whole(graph: Graph) -> list[str]:
    """What reads the whole graph: validation, and exports over the engine's own dump."""
    lines = ["| | CPU | × dump | 目标 aim |", "|---|---|---|---|"]
    seconds = own_time(lambda: validate(graph.store), 1)
    lines.append(f"| kg validate | {seconds:.1f} s | | ≤ 5 s |")
    for name, form in FORMATS.items():
        graphs: dict[str, Any] = (
            {} if name in ("trig", "nquads") else {"from_graph": ox.DefaultGraph()}
        )
        dump = own_time(partial(graph.store.dump, io.BytesIO(), form, **graphs))
        taken = own_time(partial(write_rdf, graph, name, io.BytesIO()))
        lines.append(f"| kg export --format {name} | {taken:.2f} s | {taken / dump:.2f} | ≤ 1.5 |")
    return lines


def served(store: Path, graph: Graph) -> list[str]:
    """Cheap queries to ``kg serve``: those asked before, and new ones."""
    nodes = sorted(row["d"] for row in graph.rows("SELECT ?d { ?d a :Duty }"))
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    fresh = [f"SELECT ?n {{ <{nodes[i % len(nodes)]}> {label} ?n }}" for i in range(REQUESTS)]
    same = fresh[:4] * (REQUESTS // 4)
    lines = ["| | 每秒 requests/s | CPU ms/request |", "|---|---|---|"]
    with serving(store) as site:
        port = int(site.place[1])
        asyncio.run(asked(port, "/sparql", same[:50]))
        for name, queries in (
            ("kg serve，问过的 asked before", same),
            ("kg serve，没问过的 new", fresh),
        ):
            lines.append(loaded(name, site.pid, port, "/sparql", queries))
    return lines


def loaded(name: str, pid: int, port: int, path: str, queries: list[str]) -> str:
    """A row: so many clients, each with a connection that stays."""
    before, start = ticks(pid), time.perf_counter()
    asyncio.run(asked(port, path, queries))
    took = time.perf_counter() - start
    spent = (ticks(pid) - before) / os.sysconf("SC_CLK_TCK") / len(queries)
    return f"| {name} | {len(queries) / took:.0f} | {spent * 1000:.2f} |"


def ticks(pid: int) -> int:
    """What a process and its children have used; Linux."""
    total = 0
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    for one in [str(pid), *children]:
        fields = Path(f"/proc/{one}/stat").read_text("utf-8").rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total


async def asked(port: int, path: str, queries: list[str]) -> None:
    """Ask all, and see that each is answered."""
    waiting = list(queries)

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while waiting:
            target = f"{path}?{urlencode({'query': waiting.pop()})}"
            head = f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: application/sparql-results+json\r\n\r\n"
            writer.write(head.encode())
            answer = await reader.readuntil(b"\r\n\r\n")
            assert b" 200 " in answer[:20], answer
            found = re.search(rb"content-length: (\d+)", answer, re.IGNORECASE)
            assert found
            await reader.readexactly(int(found[1]))
        writer.close()

    await asyncio.gather(*(client() for _ in range(CLIENTS)))


def main() -> None:
    """Measure, print and perhaps write."""
    options = argparse.ArgumentParser()
    options.add_argument("--runs", type=int, default=9)
    options.add_argument("--write", type=Path)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        build(into=store)
        graph = Graph(store)
        parts = {
            "启动 · Start": started(store, given.runs),
            "问答（程序已在）· Questions to a warm process": warm(graph),
            "读全图的 · What reads the whole graph": whole(graph),
            f"服务，{CLIENTS} 个客户 · Serving, {CLIENTS} clients": served(store, graph),
            "页面，毫秒 CPU · Pages, ms of CPU": load_pages.alone(store),
            "页面，一起要 · Pages, all at once": load_pages.together(store),
        }
    machine = (
        f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()},"
        f" {os.cpu_count()} CPU, load {os.getloadavg()[0]:.1f}"
    )
    versions = ", ".join(f"{name} {version(name)}" for name in ("pyoxigraph", "click", "uvicorn"))
    lines = [
        "# 快慢 · Performance",
        "",
        "五份清单；CPU 是整个进程的用户态加系统态时间，轮流运行取中位数，比倍数。由 `make bench` 写出，测试不因时间失败。",
        "Five lists; CPU is user and system time of whole processes, run in turns, medians, as ratios. Written by",
        "`make bench`; no test fails by its time. How it grows: [measurements.md](measurements.md).",
        "",
        f"{machine}; {versions}.",
    ]
    for title, found in parts.items():
        lines += ["", f"## {title}", "", *found]
    text = "\n".join(lines) + "\n"
    print(text)
    if given.write:
        given.write.write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
