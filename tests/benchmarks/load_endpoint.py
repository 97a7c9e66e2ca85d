"""Load: 1,000 requests from 50 clients at once, one in twenty of a killer; every other one must be right.

python tests/benchmarks/load_endpoint.py STORE [REQUESTS]; prints figures as JSON, exit status 1 if a request
was lost or wrong. Killers are queries without end, headers of 120 KB, forms of a megabyte of %20 and clients
that hardly read. POSIX: reads the memory of the server's processes from /proc where it can.
"""

from __future__ import annotations

import contextlib
import json
import random
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

from serving import Site, serving

from kg.querying import library as queries

REQUESTS, CLIENTS, KILLERS = 1_000, 50, 0.05
SECONDS = 8.0
READS = 20.0
"""Seconds a slow reader reads, a few bytes a second."""
KILLER = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
    "SELECT (COUNT(*) AS ?n) { ?s (:|!:)* ?o . ?o (:|!:)* ?t . ?t (:|!:)* ?u }",
)
LONG = "SELECT * { ?s ?p ?o } LIMIT 30000"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Job:
    """A request: of a kind, with the rows it should have if it is no killer's."""

    kind: str
    path: str = ""
    rows: int | None = None


@dataclass(frozen=True)
class Told:
    """How a request went."""

    right: bool
    seconds: float
    status: int


def memory(pid: int) -> int:
    """Resident bytes of a process and its children."""
    total = 0
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
        for one in [str(pid), *children]:
            fields = Path(f"/proc/{one}/statm").read_text(encoding="utf-8").split()
            total += int(fields[1]) * 4096
    except OSError:
        pass
    return total


def handles(pid: int) -> int:
    """Files a process has open; 0 where the system does not tell."""
    try:
        return len(list(Path(f"/proc/{pid}/fd").iterdir()))
    except OSError:
        return 0


def rested(pid: int) -> None:
    """Return when the workers have got ready for every kind of page: they use no time any more."""
    spent, until = -1, time.monotonic() + 180
    while (now := ticks(pid)) != spent and time.monotonic() < until:
        spent = now
        time.sleep(3)


def ticks(pid: int) -> int:
    """What the children of a process have used of the processors; 0 where the system does not tell."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
        return sum(int(Path(f"/proc/{n}/stat").read_text("ascii").split()[13]) for n in children)
    except OSError:
        return 0


def jobs(number: int) -> list[Job]:
    """The requests, the same ones each time."""
    library = list(queries.library().values())
    pick = random.Random(7)
    killers = [
        *(Job("product", f"/sparql?{urlencode({'query': one})}") for one in KILLER),
        Job("header"),
        Job("form"),
        Job("reader"),
    ]
    found = []
    for at in range(number):
        if at % int(1 / KILLERS) == 0:
            found.append(killers[at // int(1 / KILLERS) % len(killers)])
        elif at % 4 == 1:
            found.append(Job("quick", "/sparql?query=ASK%7B%7D"))
        else:
            item = pick.choice(library)
            fields = {p.name: p.example for p in item.parameters if p.required}
            path = f"/queries/{item.name}?{urlencode(fields | {'format': 'xml'})}"
            found.append(Job("library", path, item.expected_rows))
    return found


def ask(site: Site, job: Job) -> Told:
    """Send one request."""
    start = time.monotonic()
    if job.kind == "reader":
        right, status = read_slowly(site), 200
    elif job.kind == "header":
        answer = site.send("GET", "/sparql?query=ASK%7B%7D", headers={"Accept": "a/b," * 30_000})
        right, status = answer.status in {400, 431}, answer.status
    elif job.kind == "form":
        answer = site.send("POST", "/sparql", b"query=" + b"%20" * 349_000, FORM)
        right, status = answer.status in {200, 400}, answer.status
    else:
        answer = site.send("GET", job.path, timeout=300)
        status = answer.status
        if job.kind == "product":
            right = status in {504, 507}
        elif job.kind == "quick":
            right = status == 200
        else:
            right = status == 200 and answer.body.count(b"<result>") == job.rows
    return Told(right, time.monotonic() - start, status)


def read_slowly(site: Site) -> bool:
    """Ask for much and hardly read it; the server may end that."""
    with contextlib.suppress(OSError), socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect(site.place)
        line = f"GET /sparql?query={quote(LONG)} HTTP/1.1\r\nHost: a\r\n\r\n"
        connection.sendall(line.encode())
        until = time.monotonic() + READS
        while time.monotonic() < until and connection.recv(64):
            time.sleep(0.2)
    return True


def figures(told: Sequence[Told]) -> dict[str, object]:
    """Right ones and times of some requests."""
    times = sorted(one.seconds for one in told)
    return {
        "right": f"{sum(one.right for one in told)}/{len(told)}",
        "median": round(statistics.median(times), 3),
        "p99": round(times[int(len(times) * 0.99)], 3),
        "slowest": round(times[-1], 3),
        "statuses": {str(k): n for k, n in Counter(one.status for one in told).items()},
    }


def main() -> int:
    """Run the load and print the figures."""
    number = int(sys.argv[2]) if len(sys.argv) > 2 else REQUESTS
    todo = jobs(number)
    peak, stop = [0], threading.Event()
    options = ("--time-limit", str(SECONDS), "--memory-limit", "512", "--warm-after", "0.5")
    steps = Path(tempfile.mkdtemp()) / "steps.json"
    program = (str(Path(__file__).with_name("watched.py")), str(steps))
    with (
        serving(Path(sys.argv[1]), *options, program=program) as site,
        ThreadPoolExecutor(CLIENTS) as clients,
    ):

        def watch() -> None:
            while not stop.wait(0.2):
                peak[0] = max(peak[0], memory(site.pid))

        watcher = threading.Thread(target=watch)
        watcher.start()
        rested(site.pid)
        before = handles(site.pid)
        start = time.monotonic()
        results = list(clients.map(lambda job: ask(site, job), todo))
        took = time.monotonic() - start
        stop.set()
        watcher.join()
        after = handles(site.pid)
        time.sleep(1)  # what was watched is written down
    kinds = dict.fromkeys(job.kind for job in todo)
    told: dict[str, object] = {
        kind: figures([r for r, job in zip(results, todo, strict=True) if job.kind == kind])
        for kind in kinds
    }
    blocked = [step for step in json.loads(steps.read_text("utf-8")) if step[1] >= start]
    told |= {
        "requests": len(results),
        "seconds": round(took, 1),
        "peak_mib": peak[0] >> 20,
        "handles": [before, after],
        "loop_ms_longest": [round(step[0] * 1000, 1) for step in blocked[:5]],
        "loop_longest": blocked[0][2] if blocked else "",
    }
    sys.stdout.write(json.dumps(told, indent=1) + "\n")
    return 0 if all(one.right for one in results) else 1


if __name__ == "__main__":
    sys.exit(main())
