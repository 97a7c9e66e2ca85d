"""Warming: a visit to a page of each kind, so that what pages import and read once is there before people come."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from itertools import permutations
from urllib.parse import quote, urlencode

from kg.comparing.items import KEPT, LAID_BY, Recent
from kg.comparing.rows import Source, sources
from kg.errors import KgError
from kg.meaning.encoding.encoder import encoder
from kg.meaning.encoding.senses import texts_of
from kg.querying.library import library
from kg.store.graph import Graph
from kg.web.site.graphs import path_of
from kg.web.site.home import examples
from kg.web.site.site import answer

_MOST = 4000
"""Pages that are made ahead, at most."""
_EACH_OTHER = 6
"""Townships from which on not each is compared with each: a comparison takes a tenth of a second."""
_PAIRS = 4
"""Pairs of townships that are compared: each list is read once, and as many are kept as these have."""
_SENSES = 16
"""Texts of rows whose senses are made at a time: a quarter of a second, for which somebody may wait."""
_FORMS = 256
"""Wordings of rows that are looked at together."""
_KINDS = (":Jurisdiction", ":Category", ":Function", ":Department", ":Duty", ":Matter")
"""Classes whose pages are made ahead."""
_FIRST = """SELECT ?duty ?name ?body ?place {
  ?body a :Department ; :leads ?duty ; :jurisdiction ?place . ?duty a :CooperationDuty ; rdfs:label ?name
} LIMIT 1"""


def warm(graph: Graph, step: int) -> bool:
    """Make the page of one step, from 0, then a list ready to be compared; whether there are more.

    What cannot be made now is told to who asks for it.
    """
    pages = _pages(graph)
    lists = _current(graph)
    if step == 0:
        _ = encoder().layers  # who checks one notice checks others: made at once, not at the fourth
    if step < len(pages):
        path, _, query = pages[step].partition("?")
        message = {"path": path, "query": query, "accept": "text/html", "lang": "zh", "root": ""}
        with contextlib.suppress(KgError):
            answer(graph, message)
    elif step < len(pages) + len(lists):
        Recent.of(graph, None).lay_by(lists[step - len(pages)])
    return step + 1 < len(pages) + len(lists)


def _current(graph: Graph) -> list[Source]:
    """Lists that people may compare, of which so many are there that comparing keeps only some."""
    found = [each for each in sources(graph) if each.current]
    return found[:LAID_BY] if len(found) > KEPT else []


def ahead(graph: Graph) -> list[str]:
    """Addresses of pages worth making before anybody asks, those that most people open first."""
    documents = graph.documents
    base = graph.base
    names = list(dict.fromkeys(d["township"] for d in documents if d["township"]))
    found = ["", "check", "queries", "matrix", "graph", "report", "about"]
    found += [
        f"queries/{name}"
        for name, item in library().items()
        if not any(parameter.required for parameter in item.parameters)
    ]
    found += [f"township/{code}" for code in dict.fromkeys(d["township_code"] for d in documents)]
    if len(names) <= _EACH_OTHER:
        pairs = permutations(names, 2)
        found += [f"compare?{urlencode({'a': one, 'b': two})}" for one, two in pairs]
    found += [f"source/{quote(d['document'], safe='/')}" for d in documents]
    for kind in _KINDS:
        if len(found) < _MOST:
            rows = graph.rows(f"SELECT ?x {{ ?x a {kind} }} ORDER BY ?x LIMIT {_MOST}")
            found += [path_of(graph, row["x"]) for row in rows if row["x"].startswith(base)]
    return found[:_MOST]


@dataclass
class _Unsensed:
    """Rows up to ``read`` were looked at; ``texts`` are those of them whose senses nobody has made."""

    read: int = 0
    texts: list[str] = field(default_factory=list)


def sense(graph: Graph) -> bool:
    """Make the senses of some rows that a build has not made (of large stores it makes none); whether there are more.

    A check of a task looks at some twenty rows of a township: made while somebody waits they take half a second.
    """
    index, left = graph.meanings, graph.once(_Unsensed, _Unsensed)
    if index.senses.prepared:
        return False
    if not left.texts:
        some = range(left.read, min(left.read + _FORMS, index.size))
        left.read = some.stop
        index.forms(some)
        left.texts = index.senses.missing(t for n in some for t in texts_of(index.form(n)))
    made, left.texts = left.texts[:_SENSES], left.texts[_SENSES:]
    # Where it cannot be kept it is of no use: what one process makes helps no other.
    return (not made or index.senses.make(made)) and bool(left.texts or left.read < index.size)


def _pages(graph: Graph) -> tuple[str, ...]:
    """An address of each kind of page, those that most people open first."""
    return graph.once(_Pages, lambda: _Pages(_addresses(graph)))


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
        pairs = [(first, last), *zip(documents[::2], documents[1::2], strict=False)]
        names = [{"a": one["township"], "b": two["township"]} for one, two in pairs[:_PAIRS]]
        found += [f"compare?{urlencode(each)}" for each in names]
    return found
