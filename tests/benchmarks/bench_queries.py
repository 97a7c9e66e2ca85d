"""The library in this process against the engine alone, and against rdflib's engine: ratios of CPU time."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import partial

import pytest
from against_engines import compared, differences, summary
from engines import Plain

from kg.building import build
from kg.querying import library as queries
from kg.rdf.terms import PREFIXES
from kg.store.graph import Graph

RUNS = 5
LIMIT = 1.2
ADVANTAGE = 20.0
RDFLIB_SECONDS = 5
"""Many queries take rdflib's engine minutes: it is ended here, and then faster than it is."""


def cpu(function: Callable[[], object]) -> float:
    start = time.process_time()
    function()
    return time.process_time() - start


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return Graph(build(into=tmp_path_factory.mktemp("bench") / "store").store)


def _drain(graph: Graph, item: queries.LibraryQuery, values: dict[str, str]) -> object:
    return list(graph.query(item.bind(graph, values)))  # type: ignore[arg-type]


def ratios(graph: Graph, texts: Graph, other: Callable[[str], object], runs: int) -> list[float]:
    """Per query: median CPU of the library over the other's, in turns.

    The other gets the text bound for ``texts``, ready-made.
    """
    found = []
    for item in queries.library().values():
        values = {p.name: p.example for p in item.parameters if p.required}
        text = item.bind(texts, values)
        pairs = []
        for _ in range(runs + 1):
            ours = cpu(partial(_drain, graph, item, values))
            pairs.append((ours, cpu(partial(other, text))))
        pairs = pairs[1:]
        mine, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
        found.append(mine / theirs)
    return found


def test_the_library_costs_little_more_than_the_engine(graph: Graph) -> None:
    """Once the raw engine gets the query's own text with its values bound, as any engine would;

    once the very text that the library makes of it, prepared rows in it, ready-made.
    """

    def engine(text: str) -> object:
        return list(graph.store.query(text, prefixes=PREFIXES))  # type: ignore[arg-type]

    own = ratios(graph, Plain(graph.directory), engine, RUNS)
    same = ratios(graph, graph, engine, RUNS)
    for what, found in (("own text", own), ("same text ready-made", same)):
        print(
            f"\nlibrary over raw engine, {what}: median {statistics.median(found):.2f},"
            f" worst {max(found):.2f}"
        )
    assert statistics.median(own) <= LIMIT
    assert statistics.median(same) <= LIMIT


def test_the_library_is_quicker_than_rdflib_and_both_answer_the_same(graph: Graph) -> None:
    """The whole library with its examples; where rdflib is ended, the ratio is a lower bound."""
    pytest.importorskip("resource", reason="each query runs in a forked copy: POSIX")
    found = list(compared(graph.directory, RDFLIB_SECONDS))
    print(f"\n{summary(found)}")
    assert [differences(one) for one in found if not one.same] == []
    assert statistics.median(one.advantage for one in found) >= ADVANTAGE
