"""People on the site: each draws pages, questions and notices at random, as clerks and officers would.

python tests/benchmarks/load_people.py STORE [--clients 50] [--think 0] [--requests 2000] [--settle 60]: starts
``kg serve``, lets it settle, and prints what the visits of each kind took by the clock, what the server and
its workers spent of a processor, and how busy the machine was besides. With ``--think 0`` everybody asks
again at once; people read for a while between two pages. Reads /proc (Linux).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import threading
import time
from collections import defaultdict
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

from kg.querying.library import library
from kg.store.graph import Graph

ROOT = Path(__file__).resolve().parents[2]
TRAINING = ROOT / "build" / "training"
SHARES = {
    "ask": 20, "duty": 18, "search": 12, "check": 8, "department": 8, "township": 8, "compare": 5, "home": 5,
    "query": 5, "source": 4, "graph": 3, "function": 2, "category": 2, "matter": 2, "matrix": 1, "queries": 1,
    "report": 1, "about": 1, "place": 1, "download": 2,
}  # fmt: skip
"""Visits of each kind in a hundred, or so."""


class Drawing:
    """Draws visits of what is loaded."""

    def __init__(self, graph: Graph, seed: int) -> None:
        """From ``graph``."""
        self._pick = random.Random(seed)
        base = graph.base
        self._townships = [(d["township"], d["township_code"]) for d in graph.documents]
        self._files = [d["document"] for d in graph.documents]

        def paths(kind: str) -> list[str]:
            return [r["x"][len(base) :] for r in graph.rows(f"SELECT ?x {{ ?x a {kind} }}")]

        self._things = {
            "duty": paths(":Duty"), "department": paths(":Department"), "function": paths(":Function"),
            "category": paths(":Category"), "matter": paths(":Matter"), "place": paths(":County"),
        }  # fmt: skip
        self._bodies = [
            r["n"] for r in graph.rows("SELECT ?n { ?b a :Department ; rdfs:label ?n }")
        ]
        self._names = [r["n"] for r in graph.rows("SELECT ?n { ?d a :Duty ; rdfs:label ?n }")]
        self._questions = _read("questions.jsonl", "question") + _read("asked.jsonl", "question")
        self._tasks = _read("tasks.jsonl", "text")
        self._queries = list(library().values())

    def visit(self) -> tuple[str, str, str, bytes | None]:
        """Kind, method, address and body of a visit."""
        pick = self._pick
        (kind,) = pick.choices(list(SHARES), list(SHARES.values()))
        place, code = pick.choice(self._townships)
        english = {"lang": "en"} if pick.random() < 0.1 else {}
        path, fields = kind, dict(english)
        if kind == "home":
            path = ""
        elif self._things.get(kind):
            path = pick.choice(self._things[kind])
        elif kind == "township":
            path = f"township/{code}"
        elif kind == "source":
            path = f"source/{pick.choice(self._files)}"
            fields["line"] = str(pick.randrange(20, 300))
        elif kind == "ask":
            fields["question"] = pick.choice(self._questions)
        elif kind == "search":
            name = pick.choice(self._names)
            at = pick.randrange(max(1, len(name) - 3))
            fields["text"] = name[at : at + 4]
        elif kind == "check":
            texts = pick.sample(self._tasks, pick.randrange(1, 4))
            fields |= {"text": "\n".join(texts), "township": place}
            return kind, "POST", "check", urlencode(fields).encode()
        elif kind == "compare":
            fields |= {"a": place, "b": pick.choice(self._townships)[0]}
            if fields["a"] == fields["b"]:
                return self.visit()
        elif kind == "graph":
            fields |= {"kind": "township", "name": place} if pick.random() < 0.5 else {}
        elif kind in {"query", "download"}:
            item = pick.choice(self._queries)
            path = f"queries/{item.name}"
            if kind == "download":
                fields["format"] = pick.choice(("csv", "xlsx", "json"))
            for parameter in item.parameters:
                if parameter.type == "township":
                    fields[parameter.name] = place
                elif parameter.type == "department":
                    fields[parameter.name] = pick.choice(self._bodies)
        return kind, "GET", quote(path) + ("?" + urlencode(fields) if fields else ""), None


def _read(name: str, key: str) -> list[str]:
    lines = (TRAINING / name).read_text("utf-8").splitlines()
    return [found[key] for line in lines if (found := json.loads(line)).get(key)]


def spent(pids: list[int]) -> float:
    """Seconds of a processor that processes have used."""
    total = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
        except OSError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def children(pid: int) -> list[int]:
    """The processes it has started."""
    return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]


def busy() -> tuple[int, int]:
    """Ticks the machine has worked, and all of them."""
    ticks = [int(t) for t in Path("/proc/stat").read_text("ascii").split("\n", 1)[0].split()[1:]]
    return sum(ticks) - ticks[3] - ticks[4], sum(ticks)


class Visitors:
    """Clients that come until so many visits were made."""

    def __init__(self, address: str, graph: Graph, given: argparse.Namespace) -> None:
        """All of them, seeded apart."""
        self._address = urlsplit(address).netloc
        self._given = given
        self._left = given.requests
        self._lock = threading.Lock()
        self._graph = graph
        self.took: dict[str, list[float]] = defaultdict(list)
        self.wrong: list[str] = []

    def come(self) -> float:
        """Let them come; the seconds it took."""
        threads = [
            threading.Thread(target=self._one, args=(n, Drawing(self._graph, n + self._given.seed)))
            for n in range(self._given.clients)
        ]
        begun = time.monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return time.monotonic() - begun

    def _one(self, number: int, drawing: Drawing) -> None:
        think = self._given.think
        wait = random.Random(number)
        place = (f"127.0.1.{number % 250 + 1}", 0)  # people have an address each
        connection = HTTPConnection(self._address, timeout=120, source_address=place)
        time.sleep(wait.uniform(0, think))
        while True:
            with self._lock:
                if self._left <= 0:
                    return
                self._left -= 1
            kind, method, path, body = drawing.visit()
            headers = {"Accept": "text/html,*/*;q=0.8", "Accept-Encoding": "gzip"}
            if body:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            start = time.perf_counter()
            connection.request(method, "/" + path, body, headers)
            got = connection.getresponse()
            got.read()
            took = (time.perf_counter() - start) * 1000
            with self._lock:
                self.took[kind].append(took)
                if got.status >= 500:
                    self.wrong.append(f"{got.status} {method} /{path}")
            if think:
                time.sleep(wait.uniform(0.5, 1.5) * think)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser()
    options.add_argument("store", type=Path)
    options.add_argument("--clients", type=int, default=50)
    options.add_argument("--requests", type=int, default=2000)
    options.add_argument("--think", type=float, default=0, help="seconds between two pages, about")
    options.add_argument(
        "--settle", type=float, default=60, help="seconds between start and visits"
    )
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--option", action="append", default=[], help="of kg serve, NAME=VALUE")
    given = options.parse_args()
    extra = [part for option in given.option for part in ("--" + option).split("=", 1)]
    command = [sys.executable, "-m", "kg", "serve", "--port", "0", "--store", str(given.store)]
    with subprocess.Popen([*command, *extra], stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            visitors = Visitors(server.stdout.readline().strip(), Graph(given.store), given)
            time.sleep(given.settle)
            workers = children(server.pid)
            before = [spent([server.pid]), spent(workers), *busy()]
            seconds = visitors.come()
            after = [spent([server.pid]), spent(workers), *busy()]
        finally:
            server.terminate()
    used = [b - a for a, b in zip(before, after, strict=True)]
    every = sorted(t for times in visitors.took.values() for t in times)
    count = len(every)
    own = time.process_time() / seconds / (os.cpu_count() or 1)
    print(f"{given.clients} clients, think {given.think:g} s: {count} visits in {seconds:.1f} s")
    print(
        f"{count / seconds:.0f} a second; CPU ms a visit: server {used[0] / count * 1000:.1f},",
        end=" ",
    )
    print(
        f"workers {used[1] / count * 1000:.1f}; machine busy {used[2] / used[3]:.0%}, clients {own:.0%}"
    )
    print("| | visits | median ms | p90 | p99 | longest |\n|---|---:|---:|---:|---:|---:|")
    rows = {"all": every, **{k: sorted(v) for k, v in sorted(visitors.took.items())}}
    for kind, times in rows.items():
        p90, p99 = (times[int(len(times) * share)] for share in (0.9, 0.99))
        middle = statistics.median(times)
        print(f"| {kind} | {len(times)} | {middle:.0f} | {p90:.0f} | {p99:.0f} | {times[-1]:.0f} |")
    print(*visitors.wrong[:10], sep="\n")


if __name__ == "__main__":
    main()
