"""The engines behind the question box, the entry check and the search: one place to swap them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from kg.collecting import uncollected
from kg.store.graph import Graph

if TYPE_CHECKING:
    from kg.checking.entry import Checker
    from kg.comparing.comparison import Comparison
    from kg.comparing.sides import Side
    from kg.querying.finding.searched import Searched
    from kg.views.facts import Facts
    from kg.views.model import View

K = TypeVar("K")
T = TypeVar("T")


def ask(graph: Graph, question: str) -> dict[str, Any]:
    """The answer to a question, in the form of the contract."""
    from kg.asking.engine import Asker, asker

    def answer() -> dict[str, Any]:
        told: dict[str, Any] = graph.once(Asker, lambda: asker(graph)).ask(question).to_json()
        return told

    return graph.once(_Answers, _Answers).made(question, answer)


def check(
    graph: Graph, text: str, townships: str | Sequence[str], department: str
) -> dict[str, Any]:
    """The entry check of a text, in the form of the contract; for all townships if none is given.

    Raises:
        QueryError: a township or the department is in no loaded list.
    """
    named = townships if isinstance(townships, str) else tuple(townships)
    return graph.once(_Checks, _Checks).made(
        (text, named, department),
        lambda: _checker(graph).check(text, townships or None, department or None),
    )


def passed_over(graph: Graph, text: str) -> list[str]:
    """What a text says that was not taken for a task."""
    return _checker(graph).passed_over(text)


def addressed(graph: Graph, text: str) -> tuple[str, ...]:
    """The loaded townships that a text names; none if it is written to all."""
    return _checker(graph).addressed(text)


def _checker(graph: Graph) -> Checker:
    from kg.checking.entry import Checker

    return graph.once(Checker, lambda: Checker(graph))


def search(graph: Graph, text: str, limit: int) -> Searched:
    """What a search of the current editions finds, best first, and how it was read."""
    from kg.querying.finding.searched import searched

    editions = [f"{code}/{edition}" for code, edition in graph.current_editions.items()]
    return searched(graph, text, editions=editions, limit=limit)


class Recent(dict[K, T]):
    """What was made before, by key; what was asked for longest ago is forgotten where there would be too much."""

    most = 16
    """So many at most,"""
    heaviest = 0
    """and no more than this weight together; 0: they are not weighed."""

    def made(self, key: K, make: Callable[[], T]) -> T:
        """What was made for a key, or is made now."""
        value = self.pop(key) if key in self else make()
        self[key] = value
        while len(self) > 1 and (len(self) > self.most or self._weighs() > self.heaviest > 0):
            del self[next(iter(self))]
        return value

    def weight(self, value: T) -> int:
        """What one weighs."""
        return 1

    def _weighs(self) -> int:
        return sum(map(self.weight, self.values())) if self.heaviest else 0


class _Answers(Recent[str, dict[str, Any]]):
    """Answers by question: who reads one takes its table or its triples next. Their rows are weighed."""

    most = 64
    heaviest = 4_000

    def weight(self, value: dict[str, Any]) -> int:
        """Its rows, and itself."""
        return len(value["evidence"]) + 1


class _Checks(Recent[tuple[str, str | tuple[str, ...], str], dict[str, Any]]):
    """Entry checks by what was given: who reads one takes its letter next. Their rows are weighed."""

    most = 32
    heaviest = 4_000

    def weight(self, value: dict[str, Any]) -> int:
        """Its rows, and its results with their words."""
        rows = sum(len(one["evidence"]) + len(one["duties"]) for one in value["results"])
        return rows + len(value["results"]) + len(value["text"]) // 100 + 1


_Compare = tuple[tuple[str, ...], tuple[str, ...], bool]
"""What two sides are called and which documents they are, and whether topics were looked for."""


class _Compared(Recent[_Compare, "Comparison"]):
    """Comparisons without the words that differ, however their sides were named. Their rows are weighed."""

    most = 128
    heaviest = 16_000

    def weight(self, value: Comparison) -> int:
        """Its rows."""
        return sum(len(match.a) + len(match.b) for match in value.matches)


def sides(graph: Graph, first: str, second: str) -> tuple[Side, Side]:
    """What two names mean, which takes no time beside comparing them.

    Raises:
        QueryError: a name fits nothing loaded, or several things.
    """
    from kg.comparing.sides import side

    return side(graph, first), side(graph, second)


def compare(graph: Graph, first: Side, second: Side, *, topics: bool = False) -> Comparison:
    """The comparison of two sides; with ``topics`` what the other has of a topic that one side lacks.

    Looking for topics takes as long again as the comparison.
    """
    from kg.comparing.comparison import compare as made

    known = graph.once(_Compared, _Compared)
    one, two = ((side.title, *(each.iri for each in side.documents)) for side in (first, second))
    with uncollected():  # thousands of rows are taken up, and stay
        plain = known.made((one, two, False), lambda: made(graph, first, second, brief=True))
    if not topics:
        return plain
    from kg.comparing.topics import with_topics

    return known.made((one, two, True), lambda: with_topics(graph, plain))


def facts(graph: Graph) -> Facts:
    """What the views draw, read once."""
    from kg.views.facts import Facts

    return graph.once(Facts, lambda: Facts(graph))


class _Views(Recent[tuple[str, tuple[str, ...]], "View"]):
    """Views by kind and names."""


def view(graph: Graph, kind: str, names: tuple[str, ...]) -> View:
    """The view of ``kind`` for ``names``.

    Raises:
        UsageError: no such kind, or a wrong number of names.
        QueryError: a name is in no loaded list, or fits several things.
    """
    from kg.views.catalogue import of_facts

    known = graph.once(_Views, _Views)
    return known.made((kind, names), lambda: of_facts(facts(graph), kind, names))
