"""Rows of the lists as answers cite them, read from the graph in batches and kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.asking.frame import LISTS

if TYPE_CHECKING:
    from kg.graph import Graph

_LETTERS = {"b": 0, "c": 1, "r": 2}
_KEPT = 50_000
_BATCH = 1_000  # Virtuoso takes some 4,000 values


@dataclass(frozen=True, slots=True)
class Row:
    """A duty where it stands."""

    iri: str
    township: str
    township_iri: str
    edition: str
    list: str
    number: int
    name: str
    category: str
    document: str
    line: int
    locator: str
    quote: str

    def duty(self) -> dict[str, Any]:
        """The row as an item of an answer."""
        return {
            "iri": self.iri,
            "township": self.township,
            "list": self.list,
            "number": self.number,
            "name": self.name,
        }

    def evidence(self) -> dict[str, Any]:
        """The row as evidence: where the words stand."""
        return {
            "township": self.township,
            "edition": self.edition,
            "list": self.list,
            "number": self.number,
            "document": self.document,
            "line": self.line,
            "locator": self.locator,
            "quote": self.quote,
            "iri": self.iri,
        }


@dataclass(frozen=True, slots=True)
class Clause:
    """An item of a clause cell with the row it belongs to."""

    iri: str
    duty: str
    number: int
    text: str


def order(iri: str) -> tuple[str, str, int, int]:
    """The order of answers, from a duty's IRI: division code, edition, list, number."""
    code, edition, tail = iri.rsplit("/", 3)[1:]
    return code, edition, _LETTERS.get(tail[0], 3), int(tail[2:] or 0)


def list_of(iri: str) -> str:
    """The list a duty's IRI belongs to."""
    return LISTS[_LETTERS[iri.rsplit("/", 1)[1][0]]]


def township_code(iri: str) -> str:
    """The code of the township a duty's IRI belongs to."""
    return iri.rsplit("/", 3)[1]


class RowReader:
    """Reads rows of one graph; what was read once is kept."""

    def __init__(self, graph: Graph) -> None:
        """Prepare; documents and townships are read when first needed."""
        self._graph = graph
        self._rows: dict[str, Row] = {}
        self._lists: dict[str, dict[str, str]] | None = None

    def rows(self, duties: Sequence[str]) -> list[Row]:
        """The rows of these duties, in this order."""
        missing = [iri for iri in duties if iri not in self._rows]
        if missing:
            if len(self._rows) > _KEPT:
                self._rows.clear()
                missing = list(duties)
            self._read(missing)
        return [self._rows[iri] for iri in duties]

    def lists(self) -> dict[str, dict[str, str]]:
        """List IRI → township, code, kind, edition, document and the title line."""
        if self._lists is None:
            query = """SELECT ?list ?township ?t ?code ?kind ?edition ?path ?line ?locator ?quote WHERE {
              ?list a :DutyList ; :listKind ?kind ; :ofTownship ?t ; :inDocument ?doc ; :citation ?c .
              ?t rdfs:label ?township ; :code ?code . ?doc :path ?path ; :edition ?edition .
              ?c :line ?line ; :locator ?locator ; :quote ?quote }"""
            self._lists = {row["list"]: row for row in self._graph.table(query, "list")}
        return self._lists

    def titles(self, kinds: Iterable[str], codes: Iterable[str]) -> list[dict[str, Any]]:
        """The title lines of these lists of these townships, as evidence that they were searched."""
        wanted, places = set(kinds), set(codes)
        current = self._graph.current_editions
        found = [
            row
            for row in self.lists().values()
            if row["kind"] in wanted
            and row["code"] in places
            and row["edition"] == current.get(row["code"])
        ]
        found.sort(key=lambda row: (row["code"], LISTS.index(row["kind"])))
        return [
            {
                "township": row["township"],
                "edition": row["edition"],
                "list": row["kind"],
                "number": None,
                "document": row["path"],
                "line": int(row["line"]),
                "locator": row["locator"],
                "quote": row["quote"],
                "iri": row["list"],
            }
            for row in found
        ]

    def _read(self, duties: Sequence[str]) -> None:
        for start in range(0, len(duties), _BATCH):
            self._read_batch(duties[start : start + _BATCH])

    def _read_batch(self, duties: Sequence[str]) -> None:
        lists = self.lists()
        query = f"""SELECT ?duty ?number ?name ?list ?line ?locator ?quote ?k WHERE {{
          VALUES ?duty {{ {iris(duties)} }}
          ?duty rdfs:label ?name ; :number ?number ; :inList ?list ; :citation ?c .
          ?c :line ?line ; :locator ?locator ; :quote ?quote .
          OPTIONAL {{ ?duty :category ?k }} }}"""
        for row in self._graph.rows(query):
            of = lists[row["list"]]
            self._rows[row["duty"]] = Row(
                row["duty"],
                of["township"],
                of["t"],
                of["edition"],
                of["kind"],
                int(row["number"]),
                row["name"],
                row.get("k", ""),
                of["path"],
                int(row["line"]),
                row["locator"],
                row["quote"],
            )


def iris(values: Iterable[str]) -> str:
    """IRIs as SPARQL terms."""
    return " ".join(f"<{value}>" for value in values)
