"""The graph in another SPARQL 1.1 store: the same library over HTTP instead of the embedded engine."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pyoxigraph as ox

from kg.errors import QueryError, StoreMissing, UsageError
from kg.graph import Graph, Solutions
from kg.sparql import admit
from kg.terms import PREFIXES
from kg.transport import Client

_ACCEPT = (
    "application/sparql-results+xml, application/sparql-results+json;q=0.8, "
    "application/n-triples;q=0.7, text/turtle;q=0.6, application/rdf+xml;q=0.5"
)
_ROWS = {
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
}
_TRIPLES = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "text/plain": ox.RdfFormat.N_TRIPLES,
}
_PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
_PAGE = 10_000
_DOCUMENTS = """SELECT ?doc ?document ?sha256 ?edition ?current ?township ?township_code ?county WHERE {
  ?doc a :Document ; :path ?document ; :sha256 ?sha256 ; :edition ?edition ; :ofTownship ?t .
  ?t rdfs:label ?township ; :code ?township_code .
  OPTIONAL { ?doc :current ?current }
  OPTIONAL { ?t :within ?c . ?c rdfs:label ?county }
} ORDER BY ?township_code ?edition"""


class RemoteGraph(Graph):
    """A graph behind a SPARQL 1.1 endpoint; for reading only.

    Raises:
        UsageError: the address is no http(s) URL.
    """

    def __init__(self, url: str, graph: str = "", user: str = "", password: str = "") -> None:
        """Query ``url``; ``graph`` names the graph that holds the triples, if not the default one."""
        if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).netloc:
            raise UsageError(f"--endpoint 应为 http(s) 网址 (must be an http(s) URL): {url}")
        self.directory = Path()
        self.derived: dict[type, object] = {}
        self._url = url
        self._named = graph
        self._client = Client(user, password)

    @cached_property
    def summary(self) -> dict[str, Any]:
        """What the endpoint holds: its documents and the base of its IRIs.

        Raises:
            StoreMissing: it holds no duty lists.
        """
        rows = list(self.rows(_DOCUMENTS))
        if not rows:
            raise StoreMissing(
                f"{self._url} 里没有履职事项清单 (no duty lists there); kg push 可以载入"
            )
        return {"base": rows[0]["doc"].partition("document/")[0], "documents": rows}

    def query(self, sparql: str) -> Solutions:
        """Evaluate a query there.

        Raises:
            QueryError: the query is refused here or there, or the endpoint does not answer.
        """
        admit(sparql)
        fields = {"query": _PROLOGUE + sparql}
        if self._named:
            fields["default-graph-uri"] = self._named
        # As a form, which every endpoint reads; Virtuoso 7.2 does not answer a direct POST.
        answer = self._client.send(
            "POST",
            self._url,
            urlencode(fields).encode(),
            {"Content-Type": "application/x-www-form-urlencoded", "Accept": _ACCEPT},
        )
        media = answer.media
        if media in _ROWS:
            solutions = ox.parse_query_results(answer.body, format=_ROWS[media])
            assert isinstance(solutions, ox.QuerySolutions | ox.QueryBoolean)
            return solutions
        if media in _TRIPLES:
            store = ox.Store()
            store.load(answer.body, format=_TRIPLES[media])
            triples = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
            assert isinstance(triples, ox.QueryTriples)
            return triples
        raise QueryError(f"{self._url} 的回答格式不认识 (unknown format of answer): {media}")

    def pages(self, sparql: str, size: int = _PAGE) -> Iterator[dict[str, str]]:
        """All rows of a SELECT query with ORDER BY, fetched ``size`` at a time.

        Endpoints cut off long answers in silence (Virtuoso at 10,000 rows), so a full page is
        followed by another.
        """
        start = 0
        while True:
            count = 0
            for row in self.rows(f"{sparql}\nLIMIT {size} OFFSET {start}"):
                count += 1
                yield row
            if count < size:
                return
            start += size
