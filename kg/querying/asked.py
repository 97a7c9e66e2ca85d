"""A graph that answers library questions by name: ``graph.rows("pushed-down", department="县水利局")``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.errors import QueryError
from kg.querying.library import find
from kg.store.gate import Bound
from kg.store.graph import Graph, Solutions, as_rows
from kg.vocabulary.plural import how_many

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""The name of a library question: pushed-down. No SPARQL query is a single word."""

_FILE = re.compile(r"\S+\.(?:rq|sparql)")
"""The name of a file: no SPARQL query is a single word."""


class AskedGraph(Graph):
    """A built store, open for reading; ``query`` and ``rows`` take library questions, too."""

    def __repr__(self) -> str:
        """Where it lies and what it holds."""
        return f"<kg graph {self.directory}: {how_many(len(self.documents), 'list')}>"

    def query(self, sparql: str, **values: str | int) -> Solutions:
        """Evaluate a SPARQL query, or the library question of that name with its parameters.

        Raises:
            QueryError: as of a graph; a parameter is missing, unknown or names nothing here.
        """
        return super().query(self._text(sparql, values))

    def rows(self, sparql: str, **values: str | int) -> Iterator[dict[str, str]]:
        """Rows of a SELECT query or library question as dicts of variable → value.

        ``graph.rows("pushed-down", department="县水利局")``; ``kg queries`` lists names and parameters.

        Raises:
            QueryError: as ``query``, or the query is no SELECT.
        """
        return as_rows(self.query(sparql, **values))

    def _text(self, sparql: str, values: dict[str, str | int]) -> str:
        if not isinstance(sparql, Bound) and _NAME.fullmatch(sparql.strip()):
            return find(sparql.strip()).bind(self, values)
        if _FILE.fullmatch(sparql.strip()):
            raise QueryError(
                f"“{sparql.strip()}”像是文件名；请给查询的文字，例如 Path(…).read_text()"
                " (this looks like a file: give its text)"
            )
        if values:
            raise QueryError(
                "参数只用于现成的问题，不用于 SPARQL (parameters are for library questions only)"
            )
        return sparql
