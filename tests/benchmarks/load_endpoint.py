"""Load: 1,000 requests from 50 clients at once, one in twenty a killer; every other one must be right.

python tests/benchmarks/load_endpoint.py STORE; prints figures as JSON, exit status 1 if a request was
lost or wrong. POSIX: reads the memory of the server's processes from /proc where it can.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

from serving import Site, serving

from kg.querying import library as queries

REQUESTS, CLIENTS, KILLERS = 1_000, 50, 0.05
SECONDS = 8.0
KILLER = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
    "SELECT (COUNT(*) AS ?n) { ?s (:|!:)* ?o . ?o (:|!:)* ?t . ?t (:|!:)* ?u }",
)


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


def ask(site: Site, job: tuple[str, dict[str, str], int | None]) -> tuple[bool, float, int]:
    """(right, seconds, status) of one request."""
    path, fields, expected = job
    start = time.monotonic()
    answer = site.send("GET", f"{path}?{urlencode(fields)}", timeout=300)
    took = time.monotonic() - start
    if expected is None:
        return answer.status in {504, 507}, took, answer.status
    rows = json.loads(answer.body).get("results", {}).get("bindings", [])
    return answer.status == 200 and len(rows) == expected, took, answer.status


def main() -> int:
    """Run the load and print the figures."""
    library = list(queries.library().values())
    pick = random.Random(7)
    jobs: list[tuple[str, dict[str, str], int | None]] = []
    for number in range(REQUESTS):
        if number % int(1 / KILLERS) == 0:
            jobs.append(("/sparql", {"query": pick.choice(KILLER)}, None))
        else:
            item = pick.choice(library)
            values = {p.name: p.example for p in item.parameters if p.required}
            jobs.append((f"/library/{item.name}", values | {"format": "json"}, item.expected_rows))
    peak, stop = [0], threading.Event()
    options = ("--time-limit", str(SECONDS), "--memory-limit", "512")
    with serving(Path(sys.argv[1]), *options) as site, ThreadPoolExecutor(CLIENTS) as clients:

        def watch() -> None:
            while not stop.wait(0.2):
                peak[0] = max(peak[0], memory(site.pid))

        watcher = threading.Thread(target=watch)
        watcher.start()
        start = time.monotonic()
        results = list(clients.map(lambda job: ask(site, job), jobs))
        took = time.monotonic() - start
        stop.set()
        watcher.join()
    good = [r for r, job in zip(results, jobs, strict=True) if job[2] is not None]
    killers = [r for r, job in zip(results, jobs, strict=True) if job[2] is None]
    times = sorted(seconds for _, seconds, _ in good)
    figures = {
        "requests": len(results),
        "others_right": sum(right for right, _, _ in good),
        "others": len(good),
        "killers_ended": sum(right for right, _, _ in killers),
        "killers": len(killers),
        "seconds": round(took, 1),
        "median": round(statistics.median(times), 2),
        "p95": round(times[int(len(times) * 0.95)], 2),
        "slowest": round(times[-1], 2),
        "peak_mib": peak[0] >> 20,
        "wrong": sorted({status for right, _, status in results if not right}),
    }
    sys.stdout.write(json.dumps(figures) + "\n")
    return 0 if all(right for right, _, _ in results) else 1


if __name__ == "__main__":
    sys.exit(main())
