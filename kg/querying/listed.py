"""Listed: the rows of documents with their clauses and parties, from the tables a build has prepared.

They are what the selects of :mod:`kg.comparing.rows` find, column for column, in a tenth of the time: the
store looks for each term by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from kg.rdf.terms import D
from kg.store.graph import Graph

Row = dict[str, str]

_DUTIES = """
SELECT ?iri ?in ?matter WHERE {
  VALUES ?in { %s }
  ?iri :inList ?in .
  OPTIONAL { ?iri :matter ?matter }
}"""
_LISTS = "SELECT ?in ?doc ?list WHERE { ?in :listKind ?list ; :inDocument ?doc }"
"""All of them: of one document all its clauses are in it, too, and the store would look at each."""
_NAMES = """
SELECT ?party ?name ?kind ?function WHERE {
  VALUES ?party { %s }
  ?party rdfs:label ?name .
  OPTIONAL { ?party a ?kind . VALUES ?kind { :Department } }
  OPTIONAL { ?party org:classification ?function }
}"""
_CHINESE = """
SELECT ?iri ?name WHERE {
  VALUES ?iri { %s }
  ?iri rdfs:label ?name . FILTER(lang(?name) = "zh")
}"""


@dataclass(frozen=True, slots=True)
class Listed:
    """Rows of duties, of the departments in them as a whole, of clauses, of who acts in those."""

    duties: list[Row]
    parties: list[Row]
    clauses: list[Row]
    roles: list[Row]


@dataclass
class _Named:
    """What parties and kinds of office are called, as far as it was asked."""

    parties: dict[str, list[Row]] = field(default_factory=dict)
    functions: dict[str, list[str]] = field(default_factory=dict)


class _Lists(dict[str, dict[str, Row]]):
    """The lists of each document, with their kinds, by IRI; read once."""

    @classmethod
    def of(cls, graph: Graph) -> _Lists:
        found = cls()
        for row in graph.rows(_LISTS):
            found.setdefault(row["doc"], {})[row["in"]] = {"doc": row["doc"], "list": row["list"]}
        return found


def listed(graph: Graph, documents: Collection[str]) -> Listed | None:
    """The rows of these documents (IRIs); None where no tables were prepared."""
    every = graph.once(_Lists, lambda: _Lists.of(graph))
    lists = {iri: said for each in documents for iri, said in every.get(each, {}).items()}
    known = {row["iri"]: row for row in graph.rows(_DUTIES % _values(lists))}
    printed = graph.prepared_of("duty-rows", known)
    parties = graph.prepared_of("duty-parties", known)
    clauses = graph.prepared_of("duty-clauses", known)
    actors = graph.prepared_of("duty-actors", known)
    if printed is None or parties is None or clauses is None or actors is None:
        return None
    rows = [{**row, **known[row["iri"]], **lists[row["in"]]} for row in printed]
    named = graph.once(_Named, _Named)
    whole = [row for row in parties if "clause" not in row]
    _ask(graph, named, (row["party"] for row in (*whole, *actors) if "party" in row))
    return Listed(rows, list(_offices(whole, named)), clauses, list(_called(actors, named)))


def _offices(rows: Iterable[Row], named: _Named) -> Iterable[Row]:
    """Parties that are departments of a kind with a name."""
    for row in rows:
        for own in named.parties.get(row["party"], ()):
            if own.get("kind") != D.Department:
                continue
            for name in named.functions.get(own.get("function", ""), ()):
                role = row["role"].rpartition("#role-")[2]
                yield {**row, **own, "role": role, "functionName": name}


def _called(rows: Iterable[Row], named: _Named) -> Iterable[Row]:
    """Who acts, with a name where there is one."""
    for row in rows:
        found = named.parties.get(row.get("party", ""))
        if found:
            for own in found:
                yield {**row, **own}
        else:
            yield {key: value for key, value in row.items() if key != "party"}


def _ask(graph: Graph, named: _Named, parties: Iterable[str]) -> None:
    """Have the names of these parties at hand, and of their kinds."""
    missing = {party for party in parties if party not in named.parties}
    if not missing:
        return
    named.parties |= {party: [] for party in missing}
    for row in graph.rows(_NAMES % _values(missing)):
        named.parties[row["party"]].append(row)
    kinds = {row["function"] for one in missing for row in named.parties[one] if "function" in row}
    kinds -= named.functions.keys()
    named.functions |= {kind: [] for kind in kinds}
    for kind, name in chinese_names(graph, kinds):
        named.functions[kind].append(name)


def chinese_names(graph: Graph, iris: Collection[str]) -> Iterator[tuple[str, str]]:
    """These things (IRIs), each with every Chinese name it has."""
    if iris:
        yield from ((row["iri"], row["name"]) for row in graph.rows(_CHINESE % _values(iris)))


def _values(iris: Iterable[str]) -> str:
    return " ".join(f"<{iri}>" for iri in sorted(iris))
