"""The engines behind the question box, the entry check and the search: one place to swap them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, cast

from kg.store.graph import Graph
from kg.store.search import Hit

if TYPE_CHECKING:
    from kg.checking.entry import Checker
    from kg.comparing.comparison import Comparison
    from kg.views.facts import Facts
    from kg.views.model import View

K = TypeVar("K")
T = TypeVar("T")


def ask(graph: Graph, question: str) -> dict[str, Any]:
    """The answer to a question, in the form of the contract."""
    from kg.asking.engine import Asker, asker

    answer = once(graph, Asker, lambda: asker(graph)).ask(question)
    told: dict[str, Any] = answer.to_json()
    return told


def check(
    graph: Graph, text: str, townships: str | Sequence[str], department: str
) -> dict[str, Any]:
    """The entry check of a text, in the form of the contract; for all townships if none is given.

    Raises:
        QueryError: a township or the department is in no loaded list.
    """
    return _checker(graph).check(text, townships or None, department or None)


def addressed(graph: Graph, text: str) -> tuple[str, ...]:
    """The loaded townships that a text names; none if it is written to all."""
    return _checker(graph).addressed(text)


def _checker(graph: Graph) -> Checker:
    from kg.checking.entry import Checker

    return once(graph, Checker, lambda: Checker(graph))


def search(graph: Graph, text: str, fields: Collection[str], limit: int) -> list[Hit]:
    """Passages of the current editions that have every word of ``text``, best first."""
    editions = [f"{code}/{edition}" for code, edition in graph.current_editions.items()]
    return graph.text.find(text, fields=fields, editions=editions, limit=limit)


def meant(graph: Graph, text: str) -> tuple[list[Hit], tuple[tuple[str, str], ...]]:
    """Names of duties that a text means in other words, and which words were read as which."""
    from kg.meaning.meaning import Meaning
    from kg.querying import meant as meanings

    said = meanings.meant(once(graph, Meaning, lambda: Meaning(graph.meanings)), text)
    return meanings.passages(said), said.read_as


class Recent(dict[K, T]):
    """What was made before, by key; the oldest is forgotten where there would be more than ``most``."""

    most = 16

    def made(self, key: K, make: Callable[[], T]) -> T:
        """What was made for a key, or is made now."""
        if key not in self:
            self[key] = make()
            if len(self) > self.most:
                del self[next(iter(self))]
        return self[key]


class _Compared(Recent[tuple[str, str, bool], "Comparison"]):
    """Comparisons without the words that differ: each takes a tenth of a second to make."""

    most = 24


def compare(graph: Graph, first: str, second: str, *, topics: bool = False) -> Comparison:
    """The comparison of two sides; with ``topics`` what the other has of a topic that one side lacks.

    Looking for topics takes as long again as the comparison.

    Raises:
        QueryError: a name fits nothing loaded, or several things.
    """
    from kg.comparing.comparison import compare as made

    known = once(graph, _Compared, _Compared)
    plain = known.made((first, second, False), lambda: made(graph, first, second, brief=True))
    if not topics:
        return plain
    from kg.comparing.topics import with_topics

    return known.made((first, second, True), lambda: with_topics(graph, plain))


def facts(graph: Graph) -> Facts:
    """What the views draw, read once."""
    from kg.views.facts import Facts

    return once(graph, Facts, lambda: Facts(graph))


class _Views(Recent[tuple[str, tuple[str, ...]], "View"]):
    """Views by kind and names."""


def view(graph: Graph, kind: str, names: tuple[str, ...]) -> View:
    """The view of ``kind`` for ``names``.

    Raises:
        UsageError: no such kind, or a wrong number of names.
        QueryError: a name is in no loaded list, or fits several things.
    """
    from kg.views.catalogue import of_facts

    known = once(graph, _Views, _Views)
    return known.made((kind, names), lambda: of_facts(facts(graph), kind, names))


def once(graph: Graph, kind: type[T], make: Callable[[], T]) -> T:
    """What is made once of a graph, by its class."""
    known = graph.derived.get(kind)
    if known is None:
        known = graph.derived[kind] = make()
    return cast(T, known)
