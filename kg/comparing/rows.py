"""Rows: the duties of some documents as read back from the graph, with what their clauses say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from kg.citing import cited
from kg.frozen import frozen
from kg.querying.listed import chinese_names, listed
from kg.querying.offices import NO_HOUSE, House, Offices
from kg.rdf.terms import D
from kg.values import LIST_ORDER, Level, ListKind, Place, Township, edition_order

if TYPE_CHECKING:
    from kg.store.graph import Graph

_Row = dict[str, str]
_DOCUMENTS = """
SELECT ?iri ?path ?edition ?current ?township WHERE {
  ?iri a :Document ; :path ?path ; :edition ?edition ; :current ?current ; :ofTownship ?township .
}"""
_PLACES = """
SELECT ?iri ?name ?alt ?code ?up ?kind WHERE {
  { ?iri a :Township } UNION { ?iri a :Jurisdiction }
  ?iri rdfs:label ?name ; :code ?code .
  OPTIONAL { ?iri :within ?up }
  OPTIONAL { ?iri skos:altLabel ?alt }
  OPTIONAL { ?iri a ?kind . VALUES ?kind { :Township :County :Prefecture :Province :Nation } }
}"""
# The engine joins an OPTIONAL of several patterns, and MINUS, with all there are of them in the graph: what is
# optional is one pattern, so that a comparison takes no longer in a larger graph.
_DUTIES = """
SELECT ?iri ?doc ?list ?number ?printed ?category ?name ?line ?locator ?quote
  ?discontinued ?method ?openEnded ?matter WHERE {
  %s
  ?iri prov:wasDerivedFrom ?doc ; a :Duty ; rdfs:label ?name ; :number ?number ;
    :printedNumber ?printed ; :inList ?l ; :citation ?c .
  ?l :listKind ?list .
  ?c :line ?line ; :locator ?locator ; :quote ?quote .
  OPTIONAL { ?iri :category ?category }
  OPTIONAL { ?iri :discontinued ?discontinued }
  OPTIONAL { ?iri :method ?method }
  OPTIONAL { ?iri :openEnded ?openEnded }
  OPTIONAL { ?iri :matter ?matter }
}"""
_PARTIES = """
SELECT ?iri ?role ?position ?party ?name ?function ?functionName ?words WHERE {
  %s
  VALUES (?role_ ?role) { (:role-leads "leads") (:role-reclaimed "reclaimed")
    (:role-supports "supports") (:role-convenes "convenes") }
  ?iri prov:wasDerivedFrom ?doc .
  ?r :responsibilityFor ?iri ; :role ?role_ ; :party ?party ; :position ?position .
  ?party a :Department ; rdfs:label ?name ; org:classification ?function .
  ?function rdfs:label ?functionName . FILTER(lang(?functionName) = "zh")
  OPTIONAL { ?r :asWritten ?words }
  FILTER NOT EXISTS { ?r :inClause ?clause }
}"""
_CLAUSES = """
SELECT ?iri ?clause ?side ?number ?printed ?section ?text WHERE {
  %s
  ?iri prov:wasDerivedFrom ?doc .
  VALUES (?cls ?side) { (:SuperiorClause "superior") (:TownshipClause "township") }
  ?clause :clauseOf ?iri ; a ?cls ; :number ?number ; :text ?text .
  OPTIONAL { ?clause :printedNumber ?printed }
  OPTIONAL { ?clause :section ?section }
}"""
_ROLES = """
SELECT ?clause ?role ?certainty ?words ?party ?name ?function ?position WHERE {
  %s
  ?iri prov:wasDerivedFrom ?doc .
  ?clause :clauseOf ?iri .
  ?r :inClause ?clause ; :role ?role ; :certainty ?certainty .
  OPTIONAL { ?r :asWritten ?words }
  OPTIONAL { ?r :position ?position }
  OPTIONAL { ?r :party ?party . ?party rdfs:label ?name .
             OPTIONAL { ?party org:classification ?function } }
}"""
_EXTRA = """
SELECT ?iri ?position ?header ?value WHERE {
  %s
  ?iri prov:wasDerivedFrom ?doc ; :extraColumn ?x . ?x :position ?position ; :header ?header ; :value ?value .
}"""
_APART = 40
"""Lists up to which each is read by itself."""
_LEVELS = {
    D.Township: Level.TOWNSHIP,
    D.County: Level.COUNTY,
    D.Prefecture: Level.PREFECTURE,
    D.Province: Level.PROVINCE,
    D.Nation: Level.NATION,
}


@frozen
class Body:
    """A department in a row: its node, its full name, what kind of office it is, the words there.

    ``called`` is the name of the office that the row itself prints in full, where that was asked for.
    ``house`` takes a body and the office that serves it as one (:mod:`kg.querying.offices`).
    """

    iri: str
    name: str
    function: str
    function_name: str
    words: str = ""
    called: str = ""
    house: House = NO_HOUSE

    @property
    def kind(self) -> str:
        """What it is compared by in other places: its house, its kind of office where it has none."""
        return self.house.key or self.function


DOING = frozenset(("acts", "convenes", "coordinates"))
"""Roles of who does what a clause says."""


@frozen
class Part:
    """What an organisation does in one clause: role, its name, how certain, the words."""

    role: str
    name: str
    certainty: str
    words: str
    function: str = ""
    iri: str = ""
    house: House = NO_HOUSE


@frozen
class Said:
    """One clause: its text and the parts organisations have in it."""

    iri: str
    number: int
    printed: str
    section: str
    text: str
    parts: tuple[Part, ...] = ()


@frozen
class Entry:
    """One row of one list, with where it stands. ``departments`` lead it or took it back."""

    iri: str
    township: Township
    edition: str
    document: str
    line: int
    locator: str
    quote: str
    kind: ListKind
    number: int
    printed: str
    category: str
    name: str
    departments: tuple[Body, ...]
    supporting: tuple[Body, ...]
    conveners: tuple[Body, ...]
    open_ended: bool
    discontinued: bool
    method: str
    matter: str
    extra: tuple[tuple[str, str], ...]
    superior: tuple[Said, ...]
    cooperation: tuple[Said, ...]

    @property
    def functions(self) -> frozenset[str]:
        """The kinds of office that answer for it, a body and its office as one."""
        return frozenset(body.kind for body in self.departments)

    @property
    def texts(self) -> tuple[str, ...]:
        """All clauses, or the way of working."""
        said = tuple(clause.text for clause in (*self.superior, *self.cooperation))
        return said or ((self.method,) if self.method else ())

    @property
    def source(self) -> str:
        """The file and line it stands in."""
        return cited(self.document, self.line, self.locator)


@frozen
class Source:
    """A document of the graph."""

    iri: str
    path: str
    edition: str
    current: bool
    township: Township

    @property
    def code(self) -> str:
        """The division code of its township."""
        return self.township.code


class _Sources(tuple[Source, ...]):
    """The documents of a graph, read once."""

    __slots__ = ()


def sources(graph: Graph) -> tuple[Source, ...]:
    """The documents of the graph, by township code and age."""
    return graph.once(_Sources, lambda: _Sources(_read_sources(graph)))


def _read_sources(graph: Graph) -> tuple[Source, ...]:
    places = _places(graph)
    found = [
        Source(r["iri"], r["path"], r["edition"], r["current"] == "true", places[r["township"]])
        for r in graph.rows(_DOCUMENTS)
        if r["township"] in places
    ]
    return tuple(sorted(found, key=lambda s: (s.code, edition_order(s.edition), s.path)))


def _places(graph: Graph) -> dict[str, Township]:
    rows: dict[str, dict[str, str]] = {}
    alts: dict[str, set[str]] = defaultdict(set)
    for row in graph.rows(_PLACES):
        known = rows.setdefault(row["iri"], row)
        if row.get("kind"):
            known["kind"] = row["kind"]
        if row.get("alt"):
            alts[row["iri"]].add(row["alt"])

    def place(iri: str, printed: str = "") -> Place:
        row = rows[iri]
        up = row.get("up", "")
        level = _LEVELS.get(row.get("kind", ""), Level.COUNTY)
        # A township's label has its county before it; the other name is the printed one alone.
        own = min(alts[iri] or {row["name"]}, key=lambda name: (len(name), name))
        name = own if level is Level.TOWNSHIP else row["name"]
        other = next(iter(sorted(alts[iri])), name) if level is not Level.TOWNSHIP else name
        parent = place(up) if up in rows else None
        return Place(row["code"], name, level, other, parent=parent)

    return {
        iri: Township(row["name"], place(iri))
        for iri, row in rows.items()
        if row.get("kind") == D.Township
    }


def entries(graph: Graph, documents: Sequence[Source]) -> tuple[Entry, ...]:
    """The rows of these documents, by township, edition, list and number."""
    by_iri = {document.iri: document for document in documents}
    if not by_iri:
        return ()
    # Of two lists the engine joins all clauses there are in the graph, of one its own.
    apart = len(by_iri) <= _APART and not graph.origin
    asked = [(iri,) for iri in sorted(by_iri)] if apart else [tuple(sorted(by_iri))]
    among = [f"VALUES ?doc {{ {' '.join(f'<{iri}>' for iri in iris)} }}" for iris in asked]

    def asked_for(query: str) -> Iterator[_Row]:
        return (row for lists in among for row in graph.rows(query % lists))

    made = listed(graph, by_iri) if apart else None
    rows = made.duties if made else list(asked_for(_DUTIES))
    parties = _grouped(made.parties if made else asked_for(_PARTIES))
    clauses = _grouped(made.clauses if made else asked_for(_CLAUSES))
    roles = _grouped(made.roles if made else asked_for(_ROLES), "clause")
    extras = _grouped(asked_for(_EXTRA))
    categories = dict(chinese_names(graph, {row["category"] for row in rows if "category" in row}))
    offices = Offices.of(graph)
    found = []
    for row in rows:
        document = by_iri[row["doc"]]
        whole = parties.get(row["iri"], [])
        said = clauses.get(row["iri"], [])
        found.append(
            Entry(
                row["iri"],
                document.township,
                document.edition,
                document.path,
                int(row["line"]),
                row["locator"],
                row["quote"],
                ListKind(row["list"]),
                int(row["number"]),
                row["printed"],
                categories.get(row.get("category", ""), ""),
                row["name"],
                _bodies(whole, "leads", offices) or _bodies(whole, "reclaimed", offices),
                _bodies(whole, "supports", offices),
                _bodies(whole, "convenes", offices),
                row.get("openEnded") == "true",
                row.get("discontinued") == "true" and "method" in row,
                row.get("method", "") if "discontinued" in row else "",
                row.get("matter", ""),
                tuple(
                    (x["header"], x["value"])
                    for x in sorted(extras.get(row["iri"], ()), key=lambda x: int(x["position"]))
                ),
                _said(said, "superior", roles, offices),
                _said(said, "township", roles, offices),
            )
        )
    found.sort(key=order)
    return tuple(found)


def _grouped(rows: Iterable[_Row], by: str = "iri") -> dict[str, list[_Row]]:
    groups: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        groups[row[by]].append(row)
    return groups


def order(entry: Entry) -> tuple[str, tuple[int, str, int], int, int]:
    """The order of rows in answers: place, edition, list, number."""
    return (
        entry.township.code,
        edition_order(entry.edition),
        LIST_ORDER[entry.kind.value],
        entry.number,
    )


def _bodies(rows: Iterable[_Row], role: str, offices: Offices) -> tuple[Body, ...]:
    found: dict[str, Body] = {}
    for row in sorted((r for r in rows if r["role"] == role), key=lambda r: int(r["position"])):
        kind, words = (row["function"], row["functionName"]), row.get("words", "")
        body = Body(row["party"], row["name"], *kind, words, house=offices.house(row["party"]))
        found.setdefault(row["party"], body)
    return tuple(found.values())


def _said(
    rows: Iterable[_Row],
    side: str,
    roles: dict[str, list[_Row]],
    offices: Offices,
) -> tuple[Said, ...]:
    found = sorted((r for r in rows if r["side"] == side), key=lambda r: int(r["number"]))
    return tuple(
        Said(
            row["clause"],
            int(row["number"]),
            row.get("printed", ""),
            row.get("section", ""),
            row["text"],
            tuple(
                Part(
                    part["role"].rpartition("role-")[2],
                    part.get("name", ""),
                    part["certainty"].rpartition("certainty-")[2],
                    part.get("words", ""),
                    part.get("function", ""),
                    part.get("party", ""),
                    offices.house(part["party"]) if part.get("function") else NO_HOUSE,
                )
                for part in sorted(
                    roles.get(row["clause"], ()),
                    key=lambda p: (p["role"], int(p.get("position", "0")), p.get("name", "")),
                )
            ),
        )
        for row in found
    )


def entry_json(row: Entry) -> dict[str, Any]:
    """A row as JSON names it."""
    return {
        "iri": row.iri,
        "township": row.township.name,
        "edition": row.edition,
        "list": row.kind.value,
        "number": row.number,
        "name": row.name,
        "category": row.category,
        "departments": [body.name for body in row.departments],
        "document": row.document,
        "line": row.line,
        "locator": row.locator,
    }
