"""Mixed load: people and programs of every kind at once for long; memory and open files must stay flat.

python tests/benchmarks/load_mixed.py STORE [REQUESTS] [CLIENTS]; prints figures as JSON lines while it goes and a
summary at the end; exit status 1 if an answer had a status that its kind does not allow. Reads /proc (Linux).
"""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from urllib.parse import quote, urlencode

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

from load_pages import NOTICE, pages
from serving import serving

from kg.store.graph import Graph

REQUESTS, CLIENTS, LOOKS = 20_000, 50, 20
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PROBLEMS = frozenset(range(500, 600))
BAD = (
    ("GET", "nothing/here", 404),
    ("GET", "duty/%00/%ff", 404),
    ("GET", "ask?question=" + quote("事" * 3000), 0),
    ("GET", "sparql?query=" + quote("SELECT { ?s"), 400),
    ("GET", "sparql?query=" + quote("SELECT * { SERVICE <http://a/> { ?s ?p ?o } }"), 400),
    ("GET", "compare?a=%E6%97%A0&b=%E6%9C%89", 400),
    ("PUT", "sparql", 405),
    ("GET", "queries/" + "x" * 256, 404),
    ("GET", "source/..%2f..%2fetc%2fpasswd", 404),
)


@dataclass(frozen=True)
class Job:
    """A request: its kind, how it is sent, and the status it must have (0: any that is no 5xx)."""

    kind: str
    method: str
    path: str
    status: int = 200
    body: bytes | None = None
    headers: tuple[tuple[str, str], ...] = ()


def jobs(graph: Graph, count: int) -> list[Job]:
    """As many requests, each kind at random, most of them not sent before."""
    pick = random.Random(20)
    known = pages(graph)
    names = [d["township"] for d in graph.documents]
    bodies = [r["n"] for r in graph.rows("SELECT ?n { ?b a :Department ; rdfs:label ?n }")]
    duties = list(graph.rows("SELECT ?d ?n { ?d a :Duty ; rdfs:label ?n }"))
    places = [path for path in known.values() if "?" not in path]
    asked = ("{b}把哪些事项交给乡镇配合？", "{t}的{n}由谁负责？", "{n}，各乡镇分别在哪张清单？",
             "能不能要求{t}做{n}？", "How many duties does {t} have?", "{b}在{t}要做什么？")  # fmt: skip
    queries = (
        "SELECT ?n {{ <{d}> rdfs:label ?n }}",
        "SELECT (COUNT(*) AS ?n) {{ ?d a :Duty ; :ofTownship ?t }} # {x}",
        "CONSTRUCT {{ <{d}> ?p ?o }} {{ <{d}> ?p ?o }}",
        'SELECT ?d {{ ?d rdfs:label ?n FILTER(CONTAINS(STR(?n), "{c}")) }} LIMIT 50',
        "SELECT ?c (COUNT(?d) AS ?k) {{ ?d :category ?c }} GROUP BY ?c ORDER BY DESC(?k) # {x}",
    )
    pairs = list(permutations(names, 2))

    def page() -> Job:
        path = pick.choice(places)
        return Job("page", "GET", path + pick.choice(("", "?lang=en", "?format=json")))

    def duty() -> Job:
        return Job("page", "GET", pick.choice(duties)["d"].removeprefix(graph.base))

    def filled(form: str) -> str:
        row = pick.choice(duties)
        x, c = pick.randrange(10**6), row["n"][:2]
        return form.format(t=pick.choice(names), b=pick.choice(bodies), n=row["n"], d=row["d"], c=c, x=x)  # fmt: skip

    def ask() -> Job:
        return Job("ask", "GET", "ask?" + urlencode({"question": filled(pick.choice(asked))}))

    def check() -> Job:
        rows = pick.sample(duties, 3)
        text = NOTICE + "".join(f"\n{at}、请做好{row['n']}。" for at, row in enumerate(rows, 4))
        body = urlencode({"text": text, "township": pick.choice(names)}).encode()
        return Job("check", "POST", "check", 200, body, tuple(FORM.items()))

    def search() -> Job:
        at = pick.choice(duties)["n"]
        return Job("search", "GET", "search?" + urlencode({"text": at[:2] + " " + at[2:4]}), 0)

    def compare() -> Job:
        a, b = pick.choice(pairs)
        more = pick.choice(({}, {}, {"topics": "yes"}, {"format": "csv"}))
        return Job("compare", "GET", "compare?" + urlencode({"a": a, "b": b} | more))

    def sparql() -> Job:
        return Job("sparql", "GET", "sparql?query=" + quote(filled(pick.choice(queries))))

    def api() -> Job:
        what = pick.choice(("ask", "search", "entity", "compare"))
        row = pick.choice(duties)
        a, b = pick.choice(pairs)
        given = {
            "ask": {"question": filled(asked[1])},
            "search": {"text": row["n"][:4]},
            "entity": {"iri": row["d"]},
            "compare": {"a": a, "b": b},
        }
        return Job("api", "GET", f"api/{what}?" + urlencode(given[what]), 0)

    def bad() -> Job:
        method, path, status = pick.choice(BAD)
        return Job("bad", method, path, status)

    kinds: list[Callable[[], Job]] = [page, duty, ask, check, search, compare, sparql, api, bad]
    return [pick.choice(kinds)() for _ in range(count)]


def used(pid: int) -> dict[str, float]:
    """Megabytes and open files of the server and of all its workers."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    found = {}
    for name, pids in (("server", [str(pid)]), ("workers", children)):
        memory = files = 0
        for each in pids:
            try:
                memory += int(Path(f"/proc/{each}/statm").read_text("ascii").split()[1])
                files += sum(1 for _ in Path(f"/proc/{each}/fd").iterdir())
            except OSError:  # it has just been replaced
                continue
        found[f"{name} MB"] = round(memory * os.sysconf("SC_PAGE_SIZE") / 1e6)
        found[f"{name} files"] = files
    return found


def main() -> None:
    """Send them all and print what was seen."""
    store = Path(sys.argv[1])
    count, clients = (int(x) for x in (*sys.argv[2:], REQUESTS, CLIENTS)[:2]) if len(sys.argv) > 3 else (
        int(sys.argv[2]) if len(sys.argv) > 2 else REQUESTS, CLIENTS)  # fmt: skip
    work = jobs(Graph(store), count)
    took: dict[str, list[float]] = defaultdict(list)
    seen: Counter[str] = Counter()
    wrong: list[str] = []
    lock = threading.Lock()
    done = 0
    begun = time.monotonic()
    with serving(store) as site:

        def one(job: Job) -> None:
            nonlocal done
            start = time.monotonic()
            try:
                got = site.send(
                    job.method, f"/{job.path}", job.body, dict(job.headers), timeout=300
                )
                status = got.status
            except OSError as error:
                status, got = 599, error  # type: ignore[assignment]
            fit = status == job.status if job.status else status not in PROBLEMS
            with lock:
                took[job.kind].append(time.monotonic() - start)
                seen[f"{job.kind} {status}"] += 1
                if not fit:
                    wrong.append(
                        f"{status} {job.method} {job.path[:200]} {getattr(got, 'text', got)!s:.200}"
                    )
                done += 1
                if done % max(1, count // LOOKS) == 0:
                    print(
                        json.dumps(
                            {
                                "done": done,
                                "seconds": round(time.monotonic() - begun),
                                **used(site.pid),
                            }
                        ),
                        flush=True,
                    )

        with ThreadPoolExecutor(clients) as pool:
            list(pool.map(one, work))
        said = site.said
    times = {
        kind: {
            "median": round(statistics.median(v), 3),
            "p99": round(sorted(v)[int(len(v) * 0.99)], 3),
            "max": round(max(v), 2),
        }
        for kind, v in sorted(took.items())
    }
    print(
        json.dumps(
            {
                "times": times,
                "statuses": dict(sorted(seen.items())),
                "wrong": len(wrong),
                "said": said[-500:],
            },
            ensure_ascii=False,
        )
    )
    print(*wrong[:40], sep="\n")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
