"""Facts: what the views draw, read from the graph by SPARQL alone, in one fixed order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from kg.kinds import LIST_ORDER, shown_function
from kg.rdf.terms import EDGES
from kg.views import printed
from kg.views.bundles import Bundle, counted, each
from kg.views.details import among

if TYPE_CHECKING:
    from kg.store.graph import Graph

PARTS = ("leads", "reclaimed", "supports")
"""Edges from a department to a duty that say whose the duty is; convenes only narrows leads."""

_DUTIES = """
SELECT ?iri ?township ?code ?list ?number ?printed ?category ?name ?line ?locator ?quote ?document
  ?edition ?discontinued ?method ?matter WHERE {
  %s
  ?iri a :Duty ; rdfs:label ?name ; :number ?number ; :printedNumber ?printed ; :inList ?l ;
    :ofTownship ?township ; :citation ?c .
  ?l :listKind ?list ; :inDocument ?d .
  ?township :code ?code .
  ?c :line ?line ; :locator ?locator ; :quote ?quote .
  ?d :path ?document ; :edition ?edition .
  OPTIONAL { ?iri :category ?category }
  OPTIONAL { ?iri :discontinued ?discontinued }
  OPTIONAL { ?iri :method ?method }
  OPTIONAL { ?iri :matter ?matter }
}"""
_EDGES = """
SELECT ?party ?edge ?duty WHERE {
  %s
  ?party ?edge ?duty ; a :Department . ?duty a :Duty .
}"""
_ROLES = {EDGES[role]: role for role in ("leads", "reclaimed", "supports", "convenes")}
"""What an edge from a department to a duty says."""
_OF_DUTIES = among("edge", _ROLES, few=True)
_LED = """
SELECT DISTINCT ?duty WHERE {
  VALUES ?party { %s } VALUES ?edge { :leads :reclaimed } ?party ?edge ?duty . ?duty a :Duty
}"""
_NAMED = 2_000
"""Duties that are asked for by name where there are no prepared tables; for more than these all are read."""
_DEPARTMENTS = """
SELECT ?iri ?label ?function ?place WHERE {
  ?iri a :Department ; rdfs:label ?label ; org:classification ?function .
  OPTIONAL { ?iri :jurisdiction ?place }
}"""
_TOWNSHIPS = """
SELECT ?iri ?label ?code ?place WHERE {
  ?iri a :Township ; rdfs:label ?label ; :code ?code . OPTIONAL { ?iri :within ?place }
}"""
_PLACES = (
    "SELECT ?iri ?label ?code WHERE { ?iri a :Jurisdiction ; rdfs:label ?label ; :code ?code }"
)
_CONCEPTS = """
SELECT ?iri ?label (LANG(?label) AS ?language) WHERE {
  VALUES ?cls { :Function :Category } ?iri a ?cls ; rdfs:label ?label .
}"""


@dataclass(frozen=True, slots=True)
class Named:
    """A thing with a Chinese name and, where the vocabulary has one, an English name."""

    iri: str
    label: str
    label_en: str = ""
    code: str = ""
    place: str = ""
    function: str = ""


@dataclass(frozen=True, slots=True)
class DutyFact:
    """One duty with its source line and the departments that have a part in it."""

    iri: str
    township: str
    kind: str
    number: int
    printed: str
    category: str
    name: str
    document: str
    edition: str
    line: int
    locator: str
    quote: str
    method: str
    discontinued: bool
    matter: str
    parties: tuple[tuple[str, str], ...] = field(default=())
    """(role, department), the role being leads, reclaimed, supports or convenes."""

    def departments(self, *roles: str) -> list[str]:
        """The departments in one of these roles (none: leads, reclaimed, supports), each once."""
        wanted = roles or PARTS
        return list(dict.fromkeys(party for role, party in self.parties if role in wanted))


def _values(iris: Iterable[str]) -> str:
    return " ".join(f"<{iri}>" for iri in sorted(iris))


class Facts:
    """The current editions of a graph, as the views need them."""

    def __init__(self, graph: Graph) -> None:
        """Read nothing yet; each table is read when first needed."""
        self.graph = graph

    @cached_property
    def duties(self) -> list[DutyFact]:
        """Duties of the current editions in the order of division code, list, number."""
        found = self._prepared(None)
        return self._read() if found is None else found

    def of_townships(self, *townships: str) -> list[DutyFact]:
        """The duties of these townships: read alone where not all duties have been read yet."""
        if "duties" in self.__dict__:
            return [duty for duty in self.duties if duty.township in townships]
        values = _values(townships)
        own = f"SELECT ?iri {{ VALUES ?township {{ {values} }} ?iri a :Duty ; :ofTownship ?township }}"
        found = self._prepared({row["iri"] for row in self.graph.table(own, "iri")})
        if found is not None:
            return found
        return self._read(
            f"VALUES ?township {{ {values} }}", f"?duty :ofTownship ?t . VALUES ?t {{ {values} }}"
        )

    def of_departments(self, departments: Iterable[str]) -> list[DutyFact]:
        """The duties that one of these departments leads or took back, in the same way."""
        wanted = set(departments)
        if "duties" in self.__dict__:
            return [
                d for d in self.duties if wanted.intersection(d.departments("leads", "reclaimed"))
            ]
        found = self.graph.table(_LED % _values(wanted), "duty")
        return self.those({row["duty"] for row in found})

    def of_matter(self, matter: str) -> list[DutyFact]:
        """The duties of a matter, in the same way."""
        if "duties" in self.__dict__:
            return [duty for duty in self.duties if duty.matter == matter]
        found = self.graph.table(f"SELECT ?duty {{ ?duty :matter <{matter}> }}", "duty")
        return self.those({row["duty"] for row in found})

    def those(self, duties: Collection[str]) -> list[DutyFact]:
        """These duties of current editions, in the same way."""
        found = None if "duties" in self.__dict__ else self._prepared(duties)
        if found is not None:
            return found
        if "duties" in self.__dict__ or len(duties) > _NAMED:
            return [
                self.duties[at]
                for at in sorted(self.position[d] for d in duties if d in self.position)
            ]
        values = _values(duties)
        return self._read(f"VALUES ?iri {{ {values} }}", f"VALUES ?duty {{ {values} }}")

    def _prepared(self, iris: Collection[str] | None) -> list[DutyFact] | None:
        """These duties (None: all) from prepared tables; None where there are none."""
        rows, edges = printed.duties(self.graph, iris), printed.edges(self.graph, iris)
        return None if rows is None or edges is None else self._made(rows, edges)

    def _read(self, duties: str = "", edges: str = "") -> list[DutyFact]:
        """The duties and edges for which these patterns hold."""
        found = self.graph.table(_EDGES % (edges + _OF_DUTIES), "duty")
        rows = self.graph.table(_DUTIES % duties, "iri")
        return self._made(rows, ((row["party"], row["edge"], row["duty"]) for row in found))

    def _made(
        self, found: Iterable[dict[str, str]], edges: Iterable[tuple[str, str, str]]
    ) -> list[DutyFact]:
        parties: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for party, edge, duty in edges:
            parties[duty].append((_ROLES[edge], party))
        current = self.graph.current_editions
        rows = [row for row in found if current.get(row["code"]) == row["edition"]]
        rows.sort(key=lambda r: (r["code"], LIST_ORDER[r["list"]], int(r["number"]), r["iri"]))
        return [
            DutyFact(
                iri=row["iri"],
                township=row["township"],
                kind=row["list"],
                number=int(row["number"]),
                printed=row["printed"],
                category=row.get("category", ""),
                name=row["name"],
                document=row["document"],
                edition=row["edition"],
                line=int(row["line"]),
                locator=row["locator"],
                quote=row["quote"],
                method=row.get("method", "") if "discontinued" in row else "",
                discontinued=row.get("discontinued") == "true" and "method" in row,
                matter=row.get("matter", ""),
                parties=tuple(sorted(parties.get(row["iri"], ()))),
            )
            for row in rows
        ]

    @cached_property
    def bundles(self) -> list[Bundle]:
        """The duties as overviews count them."""
        found = counted(self.graph)
        return each(self.duties) if found is None else found

    @cached_property
    def position(self) -> dict[str, int]:
        """Duty IRI → its place in :attr:`duties`."""
        return {duty.iri: index for index, duty in enumerate(self.duties)}

    @cached_property
    def townships(self) -> dict[str, Named]:
        """Townships by IRI in the order of their codes; only those with a current list."""
        used = {f"{self.graph.base}township/{code}" for code in self.graph.current_editions}
        rows = sorted(self.graph.table(_TOWNSHIPS, "iri"), key=lambda r: (r["code"], r["iri"]))
        return {
            r["iri"]: Named(r["iri"], r["label"], code=r["code"], place=r.get("place", ""))
            for r in rows
            if r["iri"] in used
        }

    @cached_property
    def departments(self) -> dict[str, Named]:
        """Departments by IRI, in the order of place and name."""
        rows = sorted(
            self.graph.table(_DEPARTMENTS, "iri"),
            key=lambda r: (r.get("place", ""), r["label"], r["iri"]),
        )
        return {
            r["iri"]: Named(r["iri"], r["label"], place=r.get("place", ""), function=r["function"])
            for r in rows
        }

    @cached_property
    def places(self) -> dict[str, Named]:
        """Counties and what lies above them, by IRI."""
        rows = sorted(self.graph.table(_PLACES, "iri"), key=lambda r: (r["code"], r["iri"]))
        return {r["iri"]: Named(r["iri"], r["label"], code=r["code"]) for r in rows}

    @cached_property
    def concepts(self) -> dict[str, Named]:
        """Functions and categories by IRI, with their names in both languages."""
        labels: dict[str, dict[str, str]] = defaultdict(dict)
        for row in self.graph.table(_CONCEPTS, "iri"):
            labels[row["iri"]][row["language"]] = row["label"]
        return {
            iri: Named(
                iri, shown_function(names.get("zh") or min(names.values())), names.get("en", "")
            )
            for iri, names in sorted(labels.items())
        }

    def name(self, iri: str) -> str:
        """The Chinese name of a township, department, place, function or category."""
        return self.named(iri).label

    def named(self, iri: str) -> Named:
        """Whatever has this IRI; an unknown one is shown by its last part."""
        for table in (self.townships, self.departments, self.concepts, self.places):
            if iri in table:
                return table[iri]
        return Named(iri, iri.rsplit("/", 1)[-1])

    def function(self, department: str) -> str:
        """The function (IRI) of a department."""
        return self.departments[department].function
