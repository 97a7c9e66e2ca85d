"""The graph as people use it from Python: open a store, query it, take it elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import pyoxigraph as ox

from kg.errors import QueryError
from kg.kinds import edition_order
from kg.rdf.terms import PREFIXES
from kg.store import generations as store
from kg.store.damage import told, watched
from kg.store.gate import admit, misread
from kg.store.prepared import FOLDER, PreparedTables, Table, own
from kg.store.search import FIELDS, TextIndex

if TYPE_CHECKING:
    import rdflib

    from kg.meaning.index import Index

Solutions = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean
"""What the engine answers: rows, triples or a truth value."""
T = TypeVar("T")
_ALL = 1 << 40
"""More rows than any table has."""


class Graph:
    """A built store, open for reading.

    Raises:
        StoreMissing: there is no store in the directory.
        StoreError: the store is damaged.
    """

    inline = 20_000
    """How many prepared rows or duties of the text index are put into a query at most."""

    def __init__(
        self, directory: Path, opened: tuple[store.Generation, ox.Store] | None = None
    ) -> None:
        """Open the current generation of the store in ``directory``, or take one that is open."""
        self.directory = directory
        self.generation, self.store = opened or store.open_graph(directory)

    @cached_property
    def derived(self) -> dict[type, object]:
        """What is made of the graph once and kept for as long as it is open (see ``once``)."""
        return {}

    def once(self, kind: type[T], make: Callable[[], T]) -> T:
        """What is made once, by its class."""
        known = self.derived.get(kind)
        if known is None:
            known = self.derived[kind] = make()
        return cast(T, known)

    @cached_property
    def summary(self) -> dict[str, Any]:
        """What is loaded: documents with counts, base, checksums."""
        return self.generation.summary

    @property
    def origin(self) -> str:
        """Where the graph is read from, if not from a store on this machine."""
        return ""

    @property
    def figures(self) -> dict[str, Any]:
        """The summary with every count."""
        return self.summary

    @cached_property
    def doubts(self) -> list[dict[str, Any]] | None:
        """Pairs of duties a person should look at, read once; None where they are not known."""
        return self.generation.doubts

    @property
    def base(self) -> str:
        """The base of the data's IRIs."""
        return str(self.summary["base"])

    @property
    def documents(self) -> list[dict[str, Any]]:
        """The loaded documents: township, edition, counts."""
        return list(self.summary["documents"])

    @cached_property
    def text(self) -> TextIndex:
        """The full-text index over names, clauses and ways of working."""
        return TextIndex(self.generation.path)

    @cached_property
    def meanings(self) -> Index:
        """The index of what the rows of the current editions mean (see kg.meaning)."""
        from kg.store.meanings import open_index

        return open_index(self.generation.path, self.table)

    def duties_with(
        self, words: Collection[str], fields: Collection[str] = FIELDS
    ) -> list[str] | None:
        """The duties (IRIs) whose ``fields`` may have one of the words: none that has is missing.

        None where the index is of no help: too many duties, or words without letters.
        """
        return self.text.duties_with(words, fields, self.inline)

    def prepared(self, select: str, bound: Mapping[str, str], over: str = "") -> Table | None:
        """The rows of a prepared sub-select with the ``bound`` terms, if they are at hand and not too many.

        Rows that differ in the variable ``over`` alone are added up, unless it is bound.
        """
        if over and over not in bound:
            return self._tables(select).added(select, over, self.inline)
        return self._tables(select).table(select, bound, self.inline)

    def prepared_whole(self, select: str) -> Table | None:
        """All rows of a prepared sub-select, however many; None if it was not prepared."""
        return self._tables(select).table(select, {}, _ALL)

    def prepared_of(self, name: str, iris: Collection[str] | None) -> list[dict[str, str]] | None:
        """The rows of ``queries/tables/NAME.rq`` about ``iris`` (None: all), its first column; None if it was not prepared.

        They are what the select finds, without looking for every term in the store.
        """
        return None if self.origin else self._tables("").of(own(name), iris)

    def sums(
        self, select: str, by: str, among: Mapping[str, Collection[str]]
    ) -> dict[str, int] | None:
        """Sums of a prepared sub-select's last column by another (see PreparedTables.sums)."""
        return self._tables(select).sums(select, by, among)

    def _tables(self, select: str) -> PreparedTables:
        """The tables among which a prepared sub-select's is, if it was prepared."""
        return PreparedTables(self.generation.path / FOLDER)

    @cached_property
    def current_editions(self) -> dict[str, str]:
        """Township code → its current edition: the latest dated one, undated ones being older."""
        editions: dict[str, list[str]] = {}
        for document in self.documents:
            editions.setdefault(document["township_code"], []).append(document["edition"])
        return {code: max(found, key=edition_order) for code, found in sorted(editions.items())}

    def query(self, sparql: str) -> Solutions:
        """Evaluate a SPARQL 1.1 query over the default graph.

        The usual prefixes (``:``, skos, org …) are declared if the query does not.

        Raises:
            QueryError: the query is malformed or would go outward.
        """
        admit(sparql)
        try:
            return self.store.query(sparql, prefixes=PREFIXES)
        except SyntaxError as error:
            raise misread(sparql, error) from error
        except (OSError, ValueError, RuntimeError) as error:
            raise told(error) from error

    def rows(self, sparql: str) -> Iterator[dict[str, str]]:
        """Rows of a SELECT query as dicts of variable → value (unbound ones left out).

        Raises:
            QueryError: as ``query``, or the query is no SELECT.
        """
        return as_rows(self.query(sparql))

    def table(self, sparql: str, key: str) -> Iterator[dict[str, str]]:
        """All rows of a SELECT query that reads a whole table; in no certain order.

        ``key`` is a variable of it bound to IRIs, the same one in few rows: endpoints are asked
        for page after page of it.
        """
        return self.rows(sparql)

    def to_rdflib(self) -> rdflib.Graph:
        """The whole graph as an rdflib Graph."""
        import rdflib

        graph = rdflib.Graph()
        for prefix, namespace in PREFIXES.items():
            graph.bind(prefix, namespace)
        try:
            data = self.store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
        except (OSError, RuntimeError) as error:
            raise told(error) from error
        graph.parse(data=data, format="nt")
        return graph


def as_rows(solutions: Solutions) -> Iterator[dict[str, str]]:
    """Solutions as dicts of variable → value (unbound ones left out)."""
    if not isinstance(solutions, ox.QuerySolutions):
        raise QueryError(
            "这个查询的结果没有行，不是 SELECT (the query is no SELECT: it has no rows)"
        )
    names = [variable.value for variable in solutions.variables]
    for solution in watched(iter(solutions)):
        yield {
            name: term.value for name, term in zip(names, solution, strict=True) if term is not None
        }
