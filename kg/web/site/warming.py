"""Warming: a visit to a page of each kind, so that what pages import and read once is there before people come."""

from __future__ import annotations

import contextlib
from urllib.parse import urlencode

from kg.errors import KgError
from kg.store.graph import Graph
from kg.web.site.home import examples
from kg.web.site.site import answer

_FIRST = """SELECT ?duty ?name ?body ?place {
  ?body a :Department ; :leads ?duty ; :jurisdiction ?place . ?duty a :CooperationDuty ; rdfs:label ?name
} LIMIT 1"""


def warm(graph: Graph, step: int) -> bool:
    """Make the page of one step, from 0; whether there are more.

    What cannot be made now is told to who asks for it.
    """
    pages = _pages(graph)
    if step < len(pages):
        path, _, query = pages[step].partition("?")
        message = {"path": path, "query": query, "accept": "text/html", "lang": "zh", "root": ""}
        with contextlib.suppress(KgError):
            answer(graph, message)
    return step + 1 < len(pages)


def _pages(graph: Graph) -> tuple[str, ...]:
    """An address of each kind of page, those that most people open first."""
    known = graph.derived.get(_Pages)
    if not isinstance(known, _Pages):
        known = graph.derived[_Pages] = _Pages(_addresses(graph))
    return known


class _Pages(tuple[str, ...]):
    """Addresses of pages."""


def _addresses(graph: Graph) -> list[str]:
    found = ["", "check"]
    documents = graph.documents
    if not documents:
        return found
    with contextlib.suppress(KgError):
        shown = examples(graph)
        found += [f"ask?{urlencode({'question': question})}" for question in shown[:2]]
    first, last = documents[0], documents[-1]
    base = graph.base
    for row in graph.rows(_FIRST):
        found += [
            f"check?{urlencode({'text': row['name'], 'township': first['township']})}",
            f"search?{urlencode({'text': row['name'][:4]})}",
            row["duty"].removeprefix(base),
            row["body"].removeprefix(base),
            row["place"].removeprefix(base),
        ]
    found += [
        f"township/{first['township_code']}",
        f"source/{first['document']}",
        "queries",
        "queries/townships",
        "matrix",
        "graph",
        "graph/picture",
        "report",
        "about",
        "sparql",
    ]
    if first is not last:
        names = {"a": first["township"], "b": last["township"]}
        found.append(f"compare?{urlencode(names)}")
    return found
