"""Pages: how long each kind takes by itself, and all together for 50 clients at once.

python tests/benchmarks/load_pages.py STORE [--requests 1000] [--settle 60]: prints two tables. The first is CPU time of
this process. The second is what clients see, on whatever runs besides: where every request accepts
something else besides, no page is one that was made before; most visits are to pages that were. With
``--settle`` the server has so many seconds of quiet first, in which its workers get ready, as in life;
without, each begins cold, and the longest waits are for what they read once.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

from serving import Site, serving

from kg.store.graph import Graph
from kg.web.site.site import answer

CLIENTS, REQUESTS, RUNS = 50, 1_000, 9
NOTICE = "关于近期工作的通知\n一、请各乡镇做好工伤认定调查。\n二、配合农村供水保障工作。\n三、请做好地名管理工作。"


def pages(graph: Graph) -> dict[str, str]:
    """An address of each kind of page, of what is loaded."""
    first, last = graph.documents[0], graph.documents[-1]
    base = graph.base
    (duty,) = graph.rows(
        f"SELECT ?d {{ ?d a :CooperationDuty ; :ofTownship <{base}township/{last['township_code']}> ;"
        " :matter ?m ; :category ?c . ?b :leads ?d } ORDER BY ?d LIMIT 1"
    )
    iri = duty["d"]
    (around,) = graph.rows(
        f"SELECT ?b ?f ?c ?m ?p {{ <{iri}> :matter ?m ; :category ?c . ?b :leads <{iri}> ;"
        " org:classification ?f ; :jurisdiction ?p } ORDER BY ?b LIMIT 1"
    )
    a, b = first["township"], last["township"]
    return {
        "home": "",
        "ask": "ask?" + urlencode({"question": "县水利局把哪些事项交给乡镇配合？"}),
        "check": "check?" + urlencode({"text": NOTICE, "township": b}),
        "search": "search?" + urlencode({"text": "防汛"}),
        "compare": "compare?" + urlencode({"a": a, "b": b}),
        "matrix": "matrix",
        "graph": "graph",
        "picture": "graph/picture",
        "graph of a township": "graph?" + urlencode({"kind": "township", "name": b}),
        "queries": "queries",
        "query": "queries/pushed-down?" + urlencode({"department": "县水利局"}),
        "duty": iri[len(base) :],
        "department": around["b"][len(base) :],
        "function": around["f"][len(base) :],
        "category": around["c"][len(base) :],
        "matter": around["m"][len(base) :],
        "county": around["p"][len(base) :],
        "township": f"township/{last['township_code']}",
        "source": f"source/{last['document']}?line=20",
        "report": "report",
        "about": "about",
        "sparql": "sparql",
        "ontology": "ontology",
    }


def milliseconds(site: Site, path: str, number: int) -> float:
    """How long one page takes; it must be there. With another ``number`` it is one not made before."""
    headers = {"Accept": f"text/html;q=0.9, x/n{number}", "Accept-Encoding": "gzip"}
    start = time.perf_counter()
    got = site.send("GET", f"/{path}", headers=headers, timeout=120)
    took = (time.perf_counter() - start) * 1000
    assert got.status == 200, (path, got.status)
    return took


def cpu(graph: Graph, path: str) -> float:
    """Milliseconds of this process for one page, made anew."""
    path, _, query = path.partition("?")
    message = {"path": path, "query": query, "accept": "text/html", "lang": "zh", "root": ""}
    start = time.process_time()
    assert answer(graph, message).status == 200, path
    return (time.process_time() - start) * 1000


def alone(store: Path) -> list[str]:
    """Each kind of page in a process that has made none yet, and then; lines of Markdown."""
    graph = Graph(store)
    lines = ["| 页 page | 第一次 first | 之后 then |", "|---|---:|---:|"]
    then = []
    for name, path in pages(graph).items():
        first = cpu(graph, path)
        then.append(statistics.median(cpu(graph, path) for _ in range(RUNS)))
        lines.append(f"| {name} | {first:.0f} | {then[-1]:.1f} |")
    return [*lines, f"| 中位 median | | {statistics.median(then):.1f} |"]


def together(store: Path, requests: int = REQUESTS, settle: float = 0) -> list[str]:
    """All kinds at random for many clients at once: pages not made before, and those asked for again."""
    # The editor's address is the protocol's too, for whom does not like HTML best.
    kinds = [path for name, path in pages(Graph(store)).items() if name != "sparql"]
    pick = random.Random(7)
    lines = [
        f"| {CLIENTS} 个客户，{requests:,} 次 requests | 中位 median ms | p99 ms | 每秒 a second |",
        "|---|---:|---:|---:|",
    ]
    options = ("--time-limit", "60", *(("--warm-after", "0.5") if settle else ()))
    with serving(store, *options) as site, ThreadPoolExecutor(CLIENTS) as clients:
        time.sleep(settle)
        for path in kinds:
            milliseconds(site, path, 0)
        for said, step in (("没做过的 not made before", 1), ("做过的 again", 0)):
            jobs = [(pick.choice(kinds), n * step) for n in range(requests)]
            start = time.perf_counter()
            times = sorted(clients.map(lambda job: milliseconds(site, *job), jobs))
            rate = requests / (time.perf_counter() - start)
            middle, late = statistics.median(times), times[int(len(times) * 0.99)]
            lines.append(f"| {said} | {middle:.0f} | {late:.0f} | {rate:.0f} |")
    return lines


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser()
    options.add_argument("store", type=Path)
    options.add_argument("--requests", type=int, default=REQUESTS)
    options.add_argument("--settle", type=float, default=0, help="seconds of quiet first")
    given = options.parse_args()
    print("\n".join([*alone(given.store), ""]), flush=True)
    print("\n".join(together(given.store, given.requests, given.settle)))


if __name__ == "__main__":
    main()
