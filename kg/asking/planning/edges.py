"""Edges: the departments, categories and Matters of duties, read in batches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from kg.asking.frame import BodyRef
from kg.asking.lexicon import Lexicon
from kg.asking.rows import list_of
from kg.store.gate import Bound, batches, iris

if TYPE_CHECKING:
    from kg.store.graph import Graph

_PRINTED = """SELECT DISTINCT ?k ?t ?printed WHERE {
  { SELECT DISTINCT ?k WHERE { ?other :printedCategory ?form ; :category ?k } }
  ?duty :category ?k ; :ofTownship ?t . OPTIONAL { ?duty :printedCategory ?printed } }"""
"""How the lists print the categories that one of them prints by another name."""


CLAUSE_CLASSES = {"township": ":TownshipClause", "superior": ":SuperiorClause"}
"""The class of the clauses of each side."""


class Edges:
    """What belongs to the duties of one graph."""

    def __init__(self, graph: Graph, lexicon: Lexicon) -> None:
        """Prepare for a graph."""
        self._graph = graph
        self._lexicon = lexicon

    def departments(self, duties: Collection[str]) -> tuple[list[tuple[str, str]], str]:
        """(duty, department) pairs of these duties, with the query."""
        pairs = [pair for batch in batches(tuple(duties)) for pair in self._leading(batch)]
        return pairs, self.departments_query(duties)

    @staticmethod
    def departments_query(duties: Collection[str]) -> str:
        """The query for the departments of these duties."""
        return f"""SELECT DISTINCT ?duty ?department WHERE {{
  VALUES ?duty {{ {iris(duties)} }}
  {{ ?department :leads ?duty }} UNION {{ ?department :reclaimed ?duty }}
  ?department a :Department .
}}"""

    def _leading(self, duties: Sequence[str]) -> Iterator[tuple[str, str]]:
        """As :meth:`departments`.

        Asking the class of every body would cost ten times as much.
        """
        reclaimed = [duty for duty in duties if list_of(duty) == "reclaimed"]
        for edge, mine in ((":leads", duties), (":reclaimed", reclaimed)):
            query = f"""SELECT DISTINCT ?duty ?department WHERE {{
              VALUES ?duty {{ {iris(mine)} }} ?department {edge} ?duty }}"""
            for row in self._graph.rows(Bound(query)) if mine else ():
                if row["department"] in self._lexicon.bodies:
                    yield row["duty"], row["department"]

    def categories(self, duties: Sequence[str]) -> list[tuple[str, str]]:
        """(duty, category) of these duties; some have none."""
        query = "SELECT ?duty ?k WHERE {{ VALUES ?duty {{ {} }} ?duty :category ?k }}"
        return [
            (row["duty"], row["k"])
            for batch in batches(duties)
            for row in self._graph.rows(Bound(query.format(iris(batch))))
        ]

    def category_names(self, townships: Collection[str]) -> dict[str, str]:
        """Category → its name, of those that the lists of these townships print by one and the same other name."""
        found: dict[str, str] = {}
        for category, printed in self._printed.items():
            names = {name for t in townships for name in printed.get(t, ())}
            if len(names) == 1 and (name := names.pop()) != self._lexicon.categories[category]:
                found[category] = name
        return found

    @cached_property
    def _printed(self) -> dict[str, dict[str, set[str]]]:
        """Category → township → how its list prints it, of the categories that a list prints otherwise."""
        found: dict[str, dict[str, set[str]]] = {}
        for row in self._graph.rows(Bound(_PRINTED)):
            if row["k"] in self._lexicon.categories:
                name = row.get("printed", self._lexicon.categories[row["k"]])
                found.setdefault(row["k"], {}).setdefault(row["t"], set()).add(name)
        return found

    def discontinued(self, duties: Sequence[str]) -> set[str]:
        """Those of the duties that nobody does any more."""
        query = "SELECT ?duty WHERE {{ VALUES ?duty {{ {} }} ?duty :discontinued true }}"
        return {
            row["duty"]
            for batch in batches(duties)
            for row in self._graph.rows(Bound(query.format(iris(batch))))
        }

    def reporting(self, bodies: Collection[str]) -> set[str]:
        """The duties in which a township reports to one of these bodies."""
        query = f"""SELECT DISTINCT ?duty WHERE {{ VALUES ?body {{ {iris(tuple(bodies))} }}
          ?clause :reportsTo ?body ; a :TownshipClause ; :clauseOf ?duty }}"""
        return {row["duty"] for row in self._graph.rows(Bound(query))} if bodies else set()

    def conveners(self, duties: Collection[str]) -> set[tuple[str, str]]:
        """The (duty, body) pairs of which the list says 牵头, of these duties as a whole."""
        query = "SELECT ?duty ?d WHERE {{ VALUES ?duty {{ {} }} ?d :convenes ?duty }}"
        return {
            (row["duty"], row["d"])
            for batch in batches(tuple(duties))
            for row in self._graph.rows(Bound(query.format(iris(batch))))
        }

    def convened(self, named: Sequence[BodyRef] = ()) -> set[str]:
        """The duties of which the list says who convenes (牵头), or that one of those ``named`` does."""
        bodies = tuple(body for ref in named for body in ref.bodies)
        which = f"VALUES ?body {{ {iris(bodies)} }}" if named else ""
        query = f"SELECT DISTINCT ?duty WHERE {{ {which} ?body :convenes ?duty . ?duty :ofTownship ?town }}"
        return {row["duty"] for row in self._graph.rows(Bound(query))}

    def clauses(self, duties: Sequence[str], side: str) -> Counter[str]:
        """Duty → how many clauses one side has in it: "township", or the departments ("superior")."""
        found = {
            (row["duty"], row["c"])
            for batch in batches(duties)
            for row in self._graph.rows(Bound(self.clauses_query(batch, side)))
        }
        return Counter(duty for duty, _ in found)

    @staticmethod
    def clauses_query(duties: Collection[str], side: str) -> str:
        """The query for the clauses that one side has in these duties."""
        return f"""SELECT ?duty ?c WHERE {{
  VALUES ?duty {{ {iris(duties)} }}
  ?c a {CLAUSE_CLASSES[side]} ; :clauseOf ?duty .
}}"""

    def same_matter(self, duties: Collection[str]) -> dict[str, str]:
        """Duty → its Matter."""
        query = "SELECT ?duty ?matter WHERE {{ VALUES ?duty {{ {} }} ?duty :matter ?matter }}"
        return {
            row["duty"]: row["matter"]
            for batch in batches(tuple(duties))
            for row in self._graph.rows(Bound(query.format(iris(batch))))
        }
