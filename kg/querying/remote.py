"""The graph in another SPARQL 1.1 store: the same library over HTTP instead of the embedded engine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

import pyoxigraph as ox

from kg.errors import QueryError, StoreError, StoreMissing
from kg.meaning.index import FILE as MEANINGS
from kg.meaning.index import Index
from kg.querying import harvest
from kg.querying.transport import Answer, Client, checked, said_if_slow, without_query
from kg.rdf.terms import PREFIXES
from kg.store import prepared
from kg.store.cache import Cache, sound_database
from kg.store.gate import admit, iri_term, string_term
from kg.store.graph import Graph, Solutions, as_rows
from kg.store.meanings import write_index as write_meanings
from kg.store.prepared import PreparedTables
from kg.store.search import FILE, TextIndex
from kg.store.text_writing import write_index
from kg.vocabulary.plural import how_many

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
_PAGE = 5_000
_CHECKSUM = "SELECT ?sha256 WHERE { ?dataset a :Dataset ; :sha256 ?sha256 }"
_SLOW = 1.0
_FIGURES = "figures.json"
_T = TypeVar("_T")
_CUT = "x-sparql-maxrows"
"""Virtuoso's header of an answer that it cut off after so many rows."""


class RemoteGraph(Graph):
    """A graph behind a SPARQL 1.1 endpoint; for reading only.

    Raises:
        UsageError: the address is no http(s) URL.
    """

    inline = 1_000
    """Virtuoso takes no query with some thousand values in it."""

    def __init__(
        self,
        url: str,
        graph: str = "",
        user: str = "",
        password: str = "",
        say: Callable[[str], None] = lambda message: None,
    ) -> None:
        """Query ``url``; ``graph`` names the graph that holds the triples, if not the default one.

        ``say`` is told what takes longer than a second.
        """
        self.directory = Path()
        self._url = checked(url, "--endpoint")
        self._named = graph
        self._client = Client(user, password, say)
        self._say = say

    @property
    def origin(self) -> str:
        """Where the graph is read from."""
        return f"{without_query(self._url)} <{self._named}>" if self._named else self._url

    @cached_property
    def summary(self) -> dict[str, Any]:
        """What the endpoint holds: its documents and the base of its IRIs.

        Raises:
            StoreMissing: it holds no duty lists.
        """
        rows = harvest.documents(self)
        if not rows:
            raise StoreMissing(
                f"{self.origin} 里没有履职事项清单 (no duty lists there); kg push 可以载入"
            )
        _ = self.checksum  # of a graph that is there in part, nothing is answered
        return {"base": rows[0]["doc"].partition("document/")[0], "documents": rows}

    @cached_property
    def figures(self) -> dict[str, Any]:
        """The summary with counts; counted once for each state of the graph there."""

        def make(path: Path) -> None:
            counted = {
                "base": self.base,
                "triples": self.count(),
                "documents": harvest.figures(self),
            }
            path.write_text(json.dumps(counted, ensure_ascii=False, sort_keys=True), "utf-8")
            self._unchanged()

        path = self._cache.file(_FIGURES, make, lambda found: _figures(found) is not None)
        return _figures(path) or {}

    @cached_property
    def text(self) -> TextIndex:
        """The full-text index, read once for each state of the graph there."""

        def make(path: Path) -> None:
            write_index(path, harvest.duty_texts(self, self.figures["documents"], self._say))
            self._unchanged()

        with said_if_slow(self._say, "读取文字索引…… (reading the text index)", _SLOW):
            return TextIndex(self._cache.file(FILE, make, sound_database).parent)

    @cached_property
    def meanings(self) -> Index:
        """The index of meanings, made once for each state of the graph there."""

        def make(path: Path) -> None:
            write_meanings(path, self.table, ())
            self._unchanged()

        with said_if_slow(self._say, "读取事项…… (reading the duties)", _SLOW):
            return Index.load(self._cache.file(MEANINGS, make, sound_database))

    def _tables(self, select: str) -> PreparedTables:
        """The tables of the graph there; each is read once for each state of it."""
        columns = prepared.columns(select)

        def make(path: Path) -> None:
            rows = (
                [_written(row[column]) for column in columns]
                for row in self._paged(select, columns[0])
            )
            prepared.write_file(path, columns, rows)
            self._unchanged()

        with said_if_slow(self._say, "读取预备表…… (reading a prepared table)", _SLOW):
            path = self._cache.file(prepared.file_name(select), make, sound_database)
        return PreparedTables(path.parent)

    @property
    def doubts(self) -> None:
        """Not known: doubts are written down by a build, beside the graph."""

    # -- which state -----------------------------------------------------------------------

    @cached_property
    def checksum(self) -> str:
        """What tells one state of the graph there from another.

        The SHA-256 that the dataset carries. Where several datasets are together: one over theirs,
        the documents (path, checksum, edition, whether current) and the number of triples.

        Raises:
            StoreError: there is none, so not everything is there: ``kg push`` sends it last.
        """
        return self._read_checksum()

    def _read_checksum(self) -> str:
        found = sorted({row["sha256"] for row in self.rows(_CHECKSUM)})
        if len(found) == 1:
            return found[0]
        if not found:
            raise StoreError(
                f"{self.origin} 里的图谱不完整：kg push 还没有载完，或中途断了；请等它载完，或重新载入"
                " (the graph there is not whole: kg push is under way or was broken off; load it again)"
            )
        told = [
            [d["document"], d["sha256"], d["edition"], d.get("current")]
            for d in harvest.documents(self)
        ]
        state = json.dumps([found, sorted(told, key=str), self.count()], ensure_ascii=False)
        return hashlib.sha256(state.encode()).hexdigest()

    def count(self) -> int:
        """How many triples are there.

        Raises:
            QueryError: the endpoint does not say.
        """
        counted = next(self.rows("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"), {}).get("n", "")
        if not counted.isdecimal():
            raise self._wrong("no number")
        return int(counted)

    def _unchanged(self) -> None:
        if self._read_checksum() != self.checksum:
            raise QueryError(
                f"{without_query(self._url)} 里的图谱在读的时候换了，请再试一次 (the graph there changed: try again)"
            )

    @cached_property
    def _cache(self) -> Cache:
        address = urlsplit(self._url)
        host = address.netloc.rpartition("@")[2]
        return Cache(self.checksum, host, address.path, address.query, self._named, say=self._say)

    # -- asking ----------------------------------------------------------------------------

    def query(self, sparql: str) -> Solutions:
        """Evaluate a query there.

        Raises:
            QueryError: the query is refused here or there, or the endpoint does not answer, or
                only with a part of its answer.
        """
        solutions, cut = self._ask(sparql)
        if cut:
            raise QueryError(
                f"{without_query(self._url)} 只给前 {cut} 行，答案不全；请问得窄些或加 LIMIT"
                f" (the endpoint gives only the first {how_many(cut, 'row')}: ask for less)"
            )
        return solutions

    def rows(self, sparql: str) -> Iterator[dict[str, str]]:
        """Rows of a SELECT query as dicts of variable → value (unbound ones left out).

        Raises:
            QueryError: as ``query``, or the answer has no rows but is of another kind.
        """
        for row in as_rows(self._selected(self.query(sparql))):
            yield _Row(row)

    def table(self, sparql: str, key: str) -> Iterator[dict[str, str]]:
        """All rows of a SELECT query, however many: see :meth:`pages`."""
        return self.pages(sparql, key)

    def pages(self, sparql: str, key: str, size: int = _PAGE) -> Iterator[dict[str, str]]:
        """All rows of a SELECT query (without prologue), ``size`` at a time, ordered by ``key``.

        ``key`` is a variable bound to IRIs, the same one in few rows. Endpoints cut off long
        answers, and Virtuoso sorts no more than 10,000 rows for an OFFSET: so each page begins at
        the key where the last one ended.

        Raises:
            QueryError: one key has more rows than a page.
        """
        for row in self._paged(sparql, key, size):
            yield _Row({name: term.value for name, term in row.items()})

    def _paged(
        self, sparql: str, key: str, size: int = _PAGE
    ) -> Iterator[dict[str, ox.NamedNode | ox.Literal]]:
        start = ""
        while True:
            after = f"FILTER(STR(?{key}) >= {string_term(start)})" if start else ""
            solutions, cut = self._ask(
                f"SELECT * WHERE {{ {{ {sparql}\n}} {after} }} ORDER BY STR(?{key}) LIMIT {size}"
            )
            rows = list(_terms(self._selected(solutions)))
            if not cut and len(rows) < size:
                yield from rows
                return
            last = rows[-1][key].value
            if rows[0][key].value == last:
                raise QueryError(f"一页装不下 {last} 的行 (one key has more rows than a page)")
            yield from (row for row in rows if row[key].value != last)
            start = last

    def _ask(self, sparql: str) -> tuple[Solutions, int]:
        """The answer, and after how many rows the endpoint cut it off (0: it is whole)."""
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
        limit = answer.headers.get(_CUT, "")
        return self._parsed(answer), int(limit) if limit.isdigit() else 0

    def _parsed(self, answer: Answer) -> Solutions:
        media = answer.media
        try:
            if media in _ROWS:
                solutions = ox.parse_query_results(answer.body, format=_ROWS[media])
                if isinstance(solutions, ox.QueryBoolean):
                    return solutions
                for _ in solutions:  # rows are read late: what is broken has to show now
                    pass
                return ox.parse_query_results(answer.body, format=_ROWS[media])
            if media in _TRIPLES:
                store = ox.Store()
                store.load(answer.body, format=_TRIPLES[media])
                triples = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
                assert isinstance(triples, ox.QueryTriples)
                return triples
        except (SyntaxError, ValueError) as error:
            raise self._wrong(str(error)) from error
        raise QueryError(
            f"{without_query(self._url)} 的回答格式不认识 (unknown format of answer): {media}"
        )

    def _selected(self, solutions: Solutions) -> ox.QuerySolutions:
        if not isinstance(solutions, ox.QuerySolutions):
            raise self._wrong("no rows")
        return solutions

    def _wrong(self, reason: str) -> QueryError:
        return QueryError(
            f"{without_query(self._url)} 的回答读不懂 (the answer cannot be read): {reason[:200]}"
        )


class _Row(dict[str, _T]):
    """A row of an endpoint: what was asked for and is not in it is the endpoint's fault."""

    def __missing__(self, name: str) -> _T:
        raise QueryError(
            f"回答里没有所问的 {name}：那不是 SPARQL 服务，或答得不对"
            f" (the answer has no {name}, which was asked for)"
        )


def _written(term: ox.NamedNode | ox.Literal) -> str:
    """A term of an answer as a query writes it: what is no IRI must not get into one."""
    if isinstance(term, ox.NamedNode):
        return iri_term(term.value)
    iri_term(term.datatype.value)
    return str(term)


def _terms(solutions: ox.QuerySolutions) -> Iterator[dict[str, ox.NamedNode | ox.Literal]]:
    """The rows of an answer as variable → term; unbound ones and blank nodes are left out."""
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        values = ((name, solution[name]) for name in names)
        yield _Row({n: term for n, term in values if isinstance(term, ox.NamedNode | ox.Literal)})


def _figures(path: Path) -> dict[str, Any] | None:
    """The figures in a file of the cache; None if it is damaged."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    sound = isinstance(found, dict) and isinstance(found.get("documents"), list)
    return found if sound and "triples" in found else None
