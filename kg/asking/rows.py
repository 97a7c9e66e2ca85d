"""Rows of the lists as answers cite them, read from the graph in batches and kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from kg.asking.frame import LISTS
from kg.frozen import frozen
from kg.store.gate import Bound, batches, iris

if TYPE_CHECKING:
    from kg.store.graph import Graph

_LETTERS = {"b": 0, "c": 1, "r": 2}
_KEPT = 50_000


@frozen
class Row:
    """A duty where it stands."""

    iri: str
    township: str
    township_iri: str
    edition: str
    list: str
    number: int
    name: str
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


@frozen
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
        """Prepare; rows and the lists they stand in are read when needed."""
        self._graph = graph
        self._rows: dict[str, Row] = {}
        self._lists: dict[str, dict[str, str]] = {}

    def rows(self, duties: Sequence[str]) -> list[Row]:
        """The rows of these duties, in this order."""
        missing = [iri for iri in duties if iri not in self._rows]
        if missing:
            if len(self._rows) > _KEPT:
                self._rows.clear()
                missing = list(duties)
            for batch in batches(missing):
                self._read(batch)
        return [self._rows[iri] for iri in duties]

    def titles(self, kinds: Iterable[str], codes: Iterable[str]) -> list[dict[str, Any]]:
        """The title lines of these lists of these townships, as evidence that they were searched."""
        current, wanted = self._graph.current_editions, set(kinds)
        lists = [
            f"{self._graph.base}list/{code}/{current[code]}/{kind}"
            for code in sorted(set(codes))
            if code in current
            for kind in LISTS
            if kind in wanted
        ]
        found = self._titles(lists)
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
            for row in map(found.get, lists)
            if row
        ]

    def _titles(self, lists: Iterable[str]) -> dict[str, dict[str, str]]:
        """List IRI → township, code, kind, edition, document and the title line."""
        missing = [iri for iri in dict.fromkeys(lists) if iri not in self._lists]
        for batch in batches(missing):
            query = f"""SELECT ?list ?township ?t ?kind ?edition ?path ?line ?locator ?quote WHERE {{
              VALUES ?list {{ {iris(batch)} }}
              ?list :listKind ?kind ; :ofTownship ?t ; :inDocument ?doc ; :citation ?c .
              ?t rdfs:label ?township . ?doc :path ?path ; :edition ?edition .
              ?c :line ?line ; :locator ?locator ; :quote ?quote }}"""
            self._lists.update((row["list"], row) for row in self._graph.rows(Bound(query)))
        return self._lists

    def _read(self, duties: Sequence[str]) -> None:
        query = f"""SELECT ?duty ?name ?line ?locator ?quote WHERE {{
          VALUES ?duty {{ {iris(duties)} }}
          ?duty rdfs:label ?name ; :citation ?c .
          ?c :line ?line ; :locator ?locator ; :quote ?quote }}"""
        # A duty's IRI tells its list and number: two look-ups less for every row.
        base = self._graph.base
        places = {duty: order(duty) for duty in duties}
        lists = {d: f"{base}list/{p[0]}/{p[1]}/{list_of(d)}" for d, p in places.items()}
        titles = self._titles(lists.values())
        for row in self._graph.rows(Bound(query)):
            of = titles[lists[row["duty"]]]
            self._rows[row["duty"]] = Row(
                row["duty"],
                of["township"],
                of["t"],
                of["edition"],
                of["kind"],
                places[row["duty"]][3],
                row["name"],
                of["path"],
                int(row["line"]),
                row["locator"],
                row["quote"],
            )
