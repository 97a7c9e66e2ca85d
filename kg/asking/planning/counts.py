"""Counts: how many duties there are, from prepared tables instead of the duties themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from kg.asking.frame import LISTS
from kg.store import prepared

if TYPE_CHECKING:
    from kg.store.graph import Graph

_BY_TOWNSHIP = ("category-counts", "category-counts")
_BY_DEPARTMENT = ("departments-by-load", "load")


class Counts:
    """Counts of one graph's current editions; None where its tables are not at hand."""

    def __init__(self, graph: Graph) -> None:
        """Prepare; tables are read when needed."""
        self._graph = graph

    @cached_property
    def of_lists(self) -> dict[str, dict[str, int]]:
        """Township code → list → number of duties."""
        current = self._graph.current_editions
        found: dict[str, dict[str, int]] = {}
        for document in self._graph.figures["documents"]:
            code = document["township_code"]
            if code and current.get(code) == document["edition"]:
                counts = found.setdefault(code, dict.fromkeys(LISTS, 0))
                for kind in LISTS:
                    counts[kind] += int(document[kind])
        return found

    def listed(self, codes: Collection[str], kinds: Collection[str]) -> int:
        """The duties of these townships in these lists (none: all three)."""
        empty: dict[str, int] = {}
        return sum(
            self.of_lists.get(code, empty).get(kind, 0) for code in codes for kind in kinds or LISTS
        )

    def by_category(
        self, townships: Collection[str] | None, kinds: Collection[str]
    ) -> dict[str, int] | None:
        """Category → number of duties in these townships (IRIs; None: all) and lists."""
        among = _among(kind=_texts(kinds), t=None if townships is None else _terms(townships))
        return self._sums(prepared.marked(*_BY_TOWNSHIP), "category", among)

    def by_township(
        self, categories: Collection[str], kinds: Collection[str]
    ) -> dict[str, int] | None:
        """Township → number of duties in these categories and lists."""
        among = _among(kind=_texts(kinds), category=_terms(categories))
        return self._sums(prepared.marked(*_BY_TOWNSHIP), "t", among)

    def by_department(
        self, categories: Collection[str], kinds: Collection[str]
    ) -> dict[str, int] | None:
        """Body → number of duties it leads or has taken back, in these categories and lists."""
        among = _among(kind=_texts(kinds), category=_terms(categories) if categories else None)
        select = (
            prepared.own("department-category-counts")
            if categories
            else prepared.marked(*_BY_DEPARTMENT)
        )
        return self._sums(select, "d", among)

    def of_function(self, function: str, kinds: Collection[str]) -> int:
        """The duties of all bodies of a function in these lists; 0 where that is not known."""
        if not function:
            return 0
        among = _among(kind=_texts(kinds), function=_terms([function]))
        return (self._sums(prepared.own("function-counts"), "function", among) or {}).get(
            function, 0
        )

    def led_by(self, wanted: Callable[[int], bool]) -> dict[str, int] | None:
        """Cooperation duty (of any edition) → number of its departments, where that is wanted."""
        numbers = self.departments
        if numbers is None:
            return None
        terms = [term for term, number in numbers.items() if wanted(number)]
        return self._sums(self._led, "iri", {"departments": terms})

    def led(self, duties: Collection[str]) -> dict[str, int] | None:
        """Cooperation duty → number of its departments, for those of ``duties`` that have any."""
        return self._sums(self._led, "iri", {"iri": _terms(duties)})

    @cached_property
    def departments(self) -> dict[str, int] | None:
        """The numbers of departments that cooperation duties have: term → number, the most first."""
        found = self._graph.sums(self._led, "departments", {})
        if found is None:
            return None
        numbers = {term: int(re.sub(r"\D.*", "", term[1:])) for term in found}
        return dict(sorted(numbers.items(), key=lambda item: -item[1]))

    @cached_property
    def _led(self) -> str:
        return prepared.own("duty-departments")

    def _sums(
        self, select: str, by: str, among: Mapping[str, Collection[str]]
    ) -> dict[str, int] | None:
        found = self._graph.sums(select, by, among)
        return None if found is None else {term[1:-1]: n for term, n in found.items()}


def _among(**columns: Collection[str] | None) -> dict[str, Collection[str]]:
    return {name: terms for name, terms in columns.items() if terms is not None}


def _texts(kinds: Collection[str]) -> list[str] | None:
    return [f'"{kind}"' for kind in kinds] or None


def _terms(values: Collection[str]) -> list[str]:
    return [f"<{value}>" for value in values]
