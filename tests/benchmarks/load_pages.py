"""Pages: how long each kind takes by itself, and all together for 50 clients at once.

python tests/benchmarks/load_pages.py STORE [--requests 1000]: prints a table. Every request
accepts something else besides, so that no page is one that was made before; "again" is the same address
asked again, which is what most visits are. Milliseconds as a client sees them, on whatever runs besides.
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
    answer = site.send("GET", f"/{path}", headers=headers, timeout=120)
    took = (time.perf_counter() - start) * 1000
    assert answer.status == 200, (path, answer.status)
    return took


def measured(store: Path, requests: int = REQUESTS) -> list[str]:
    """The table, as lines of Markdown."""
    found = pages(Graph(store))
    lines = ["| 页 page | 第一次 first | 新做 made | 再看 again |", "|---|---:|---:|---:|"]
    with serving(store, "--workers", "1", "--time-limit", "60") as site:
        medians = []
        for name, path in found.items():
            first = milliseconds(site, path, 0)
            made = statistics.median(milliseconds(site, path, n + 1) for n in range(RUNS))
            again = statistics.median(milliseconds(site, path, 1) for _ in range(RUNS))
            medians.append(made)
            lines.append(f"| {name} | {first:.0f} | {made:.1f} | {again:.1f} |")
        lines.append(f"| 中位 median | | {statistics.median(medians):.1f} | |")
    pick = random.Random(7)
    kinds = list(found.values())
    with serving(store, "--time-limit", "60") as site, ThreadPoolExecutor(CLIENTS) as clients:
        for path in kinds:
            milliseconds(site, path, 0)
        for said, step in (("新做 made", 1), ("再看 again", 0)):
            jobs = [(pick.choice(kinds), n * step) for n in range(requests)]
            start = time.perf_counter()
            times = sorted(clients.map(lambda job: milliseconds(site, *job), jobs))
            took = time.perf_counter() - start
            lines += [
                "",
                (
                    f"{CLIENTS} 个客户、{requests:,} 次、{said}：中位 median {statistics.median(times):.0f} ms，"
                    f"p99 {times[int(len(times) * 0.99)]:.0f} ms，{requests / took:.0f} 次每秒 a second"
                ),
            ]
    return lines


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser()
    options.add_argument("store", type=Path)
    options.add_argument("--requests", type=int, default=REQUESTS)
    given = options.parse_args()
    print("\n".join(measured(given.store, given.requests)))


if __name__ == "__main__":
    main()
