"""Performance: a table of ratios and medians, written to docs/performance.md.

python tests/benchmarks/performance.py [--runs N] [--write docs/performance.md]

CPU is user and system time of the whole process. What is compared runs in turns, so that the load of
the machine meets both; the median of the ratio's parts is taken. Nothing fails by its time.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import functools
import io
import os
import platform
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
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
from stores import running

from kg.asking.engine import asker
from kg.building import build
from kg.commands.common import SENSED
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
RDFLIB = "import sys, rdflib; rdflib.Graph().parse(sys.argv[1]).serialize(sys.argv[2], 'turtle')"
COMMANDS = {
    "kg --help": (("--help",), 1.4),
    "kg query": (("query", "pushed-down", "-p", "department=县水利局"), 2.2),
    "kg ask": (("ask", "县水利局把哪些事项交给乡镇配合？"), 3.0),
    "kg ask 群众的话 a story": (("ask", "我家水龙头没水了，找谁管"), 3.0),
    "kg check": (("check", "请各乡镇开展工伤认定调查", "--township", "东城镇"), 3.0),
    "kg search": (("search", "防汛"), None),
    "kg stats": (("stats",), None),
}
QUESTIONS = (
    "县水利局把哪些事项交给乡镇配合？", "东城镇的基本履职事项有多少项", "谁牵头农业水价调整工作",
    "哪些事项由三个以上部门牵头", "各乡镇配合事项分别有多少", "秸秆焚烧归谁管", "工伤认定调查现在由谁承接",
    "Which bureau leads flood control?", "六户地镇收回了哪些事项", "哪个部门交给乡镇的事项最多",
)  # fmt: skip
CLIENTS, REQUESTS, BATCH = 50, 2_000, 250
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


def built(graph: Graph, home: Path, runs: int = 3) -> list[str]:
    """Building the five lists, against rdflib, which reads the same triples and writes them as Turtle."""
    lines = home / "same.nt"
    with lines.open("wb") as stream:
        write_rdf(graph, "ntriples", stream)
    taken: dict[str, list[float]] = {"kg build": [], "rdflib: N-Triples → Turtle": []}
    for turn in range(runs):
        own = [sys.executable, "-c", OWN, "build", "--store", str(home / f"again-{turn}")]
        taken["kg build"].append(cpu(own, home / "store"))
        peer = [sys.executable, "-c", RDFLIB, str(lines), str(home / "same.ttl")]
        taken["rdflib: N-Triples → Turtle"].append(cpu(peer, home / "store"))
    least = statistics.median(taken["kg build"])
    table = ["| | CPU | × kg build |", "|---|---|---|"]
    for name, spent_on in taken.items():
        seconds = statistics.median(spent_on)
        table.append(f"| {name} | {seconds:.1f} s | {seconds / least:.1f} |")
    return table


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


@dataclass
class Served:
    """A server under load: its process, where it listens, what was asked and what that took."""

    name: str
    pid: int
    port: int
    path: str
    queries: list[str]
    seconds: float = 0.0
    own: float = 0.0
    workers: float = 0.0

    def ask(self, queries: list[str]) -> None:
        """Put some more queries to it: so many clients, each with a connection that stays."""
        before, start = spent(self.pid), time.perf_counter()
        asyncio.run(asked(self.port, self.path, queries))
        self.seconds += time.perf_counter() - start
        after = spent(self.pid)
        self.own += after[0] - before[0]
        self.workers += after[1] - before[1]

    def row(self, peer: float) -> str:
        """A row of the table; ``peer`` is the CPU of another server."""
        count = len(self.queries)
        total = self.own + self.workers
        return (
            f"| {self.name} | {count / self.seconds:.0f} | {self.own / count * 1000:.2f} |"
            f" {self.workers / count * 1000:.2f} | {total / peer:.1f} |"
        )


def served(store: Path, graph: Graph) -> list[str]:
    """Cheap queries, asked before and new ones, to ``kg serve`` and to the engine's own server, in turns."""
    nodes = sorted(row["d"] for row in graph.rows("SELECT ?d { ?d a :Duty }"))
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    fresh = [f"SELECT ?n {{ <{nodes[i % len(nodes)]}> {label} ?n }} # {i}" for i in range(REQUESTS)]
    same = fresh[:4] * (REQUESTS // 4)
    with serving(store) as site, engine(graph) as (pid, port):
        asyncio.run(asked(int(site.place[1]), "/sparql", same[:50]))
        own = int(site.place[1])
        servers = [
            Served("kg serve，问过的 asked before", site.pid, own, "/sparql", same),
            Served("kg serve，没问过的 new", site.pid, own, "/sparql", fresh),
        ]
        if port:
            servers.append(Served("oxigraph serve-read-only", pid, port, "/query", fresh))
        for start in range(0, REQUESTS, BATCH):
            for one in servers:
                one.ask(one.queries[start : start + BATCH])
    peer = servers[-1].own + servers[-1].workers
    return [
        f"| | 每秒 requests/s | 服务进程 server, CPU ms | 工作进程 workers, CPU ms | × {servers[-1].name} |",
        "|---|---|---|---|---|",
        *(one.row(peer) for one in servers),
    ]


@contextlib.contextmanager
def engine(graph: Graph) -> Iterator[tuple[int, int]]:
    """The engine's own server over the same triples: its process and port; zeros if it is not installed."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent))
    if program is None:
        yield 0, 0
        return
    with tempfile.TemporaryDirectory() as home:
        copy = Path(home) / "graph"
        graph.store.backup(str(copy))
        command = functools.partial(_engine_command, program, copy)
        with running(Path(home), "/", command) as address:
            port = int(address.rpartition(":")[2])
            yield _listening(copy), port


def _engine_command(program: str, copy: Path, folder: Path, web: int, another: int) -> list[str]:
    return [program, "serve-read-only", "--location", str(copy), "--bind", f"127.0.0.1:{web}"]


def _listening(copy: Path) -> int:
    """The process whose command names this folder."""
    own = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text("ascii").split()
    for one in own:
        if str(copy).encode() in Path(f"/proc/{one}/cmdline").read_bytes():
            return int(one)
    raise AssertionError(copy)


def spent(pid: int) -> tuple[float, float]:
    """Seconds of CPU that a process, and its children, have used; Linux."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    used = []
    for one in [str(pid), *children]:
        fields = Path(f"/proc/{one}/stat").read_text("utf-8").rpartition(")")[2].split()
        used.append((int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"))
    own, *others = used
    return own, sum(others)


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
            if found:
                await reader.readexactly(int(found[1]))
                continue
            size = 1
            while size:  # in chunks
                size = int(await reader.readline(), 16)
                await reader.readexactly(size + 2)
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
        build(into=store, senses=SENSED, workers=0)  # as ``kg build`` makes it
        graph = Graph(store)
        parts = {
            "启动 · Start": started(store, given.runs),
            "建图 · Building": built(graph, Path(folder)),
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
