"""Listed: the rows of the lists: what the graph says of those a check shows, and those a task names by number.

A task that names a row (请落实配合履职事项清单第33项) may say nothing else; what it is about stands in the
row, which is another one in each township.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.asking.rows import RowReader
from kg.checking.names import Township
from kg.patterns import regex
from kg.querying.numbered import all_of
from kg.store.gate import Bound, iris
from kg.vocabulary.running import LIST_WORDS

if TYPE_CHECKING:
    from kg.store.graph import Graph

_WORDS = "|".join(re.escape(word) for word, _ in LIST_WORDS)
_NUMBER = r"[0-9]{1,4}|[零〇一二两三四五六七八九十百]{1,5}"
_REFERENCE = regex(
    rf"(?:按照?|根据|依照|依据)?({_WORDS})(?:清单)?(?:中的|里的|的|中|里)?"
    rf"(?:第(?:{_NUMBER})(?:[、,和及]第?(?:{_NUMBER}))*[项条号]|[0-9]{{1,4}}(?![0-9\u4e00-\u9fff%.]))(?:的?(?:要求|规定|内容))?"
)
"""A list with one number or several: 配合清单第33项, 配合第33、34项, 配合33."""
NO_ROW = "#"
"""The topic of a task that names a number which a list does not have."""
_ONE = regex(_NUMBER)


class Listed:
    """Reads rows of one graph; what was read once is kept."""

    def __init__(self, graph: Graph) -> None:
        """Prepare; rows are read when needed."""
        self._graph = graph
        self.reader = RowReader(graph)
        self._bodies: dict[str, tuple[str, ...]] = {}
        self._conveners: dict[str, tuple[str, ...]] = {}

    def read(self, duties: Sequence[str]) -> None:
        """Read these rows at once."""
        missing = [duty for duty in dict.fromkeys(duties) if duty not in self._bodies]
        if not missing:
            return
        query = f"""SELECT ?duty ?role ?body ?position WHERE {{
          VALUES ?duty {{ {iris(missing)} }}
          ?r :responsibilityFor ?duty ; :role ?role ; :party ?body ; :position ?position .
          FILTER (?role IN (:role-leads, :role-reclaimed, :role-convenes))
          FILTER NOT EXISTS {{ ?r :inClause ?clause }} }}"""
        found: dict[str, list[tuple[int, str, bool]]] = {duty: [] for duty in missing}
        for row in self._graph.rows(Bound(query)):
            convenes = row["role"].endswith("convenes")
            found[row["duty"]].append((int(row["position"]), row["body"], convenes))
        for duty, bodies in found.items():
            told = sorted(bodies)
            self._bodies[duty] = tuple(dict.fromkeys(b for _, b, c in told if not c))
            self._conveners[duty] = tuple(dict.fromkeys(b for _, b, c in told if c))

    def prepare(self, duties: Sequence[str]) -> None:
        """Read all that is told of these rows at once."""
        self.read(duties)
        self.reader.rows(list(dict.fromkeys(duties)))

    def own(self, duties: Sequence[str], asker: frozenset[str]) -> dict[str, bool]:
        """Of rows with bodies in their column, whether one of the asker's is; none if unknown."""
        if not asker:
            return {}
        self.read(duties)
        return {duty: bool(asker & set(of)) for duty in duties if (of := self._bodies[duty])}

    def bodies(self, duty: str) -> tuple[str, ...]:
        """The departments of a row's column, in its order."""
        self.read([duty])
        return self._bodies[duty]

    def conveners(self, duty: str) -> tuple[str, ...]:
        """The bodies that the list says 牵头 of, for the duty as a whole."""
        self.read([duty])
        return self._conveners[duty]


class Referred:
    """Reads tasks that name rows by number against one graph."""

    def __init__(self, graph: Graph) -> None:
        """Prepare for a graph; rows are read when first needed."""
        self._graph = graph

    @staticmethod
    def rest(text: str) -> tuple[list[tuple[str, str]], str]:
        """The lists and numbers that a text names, and what else it says."""
        found: list[tuple[str, str]] = []
        for match in _REFERENCE.finditer(text):
            numbers = _ONE.findall(match[0].partition(match[1])[2])
            found += [(match[1], number) for number in numbers]
        return found, _REFERENCE.sub("", text).rpartition(":")[2]

    def name(self, word: str, number: str, place: Township) -> str:
        """The name of the row of this number in the township's list; '' where it has none, or several."""
        rows = all_of(self._graph, f"{place.name}{word}第{number}项")
        return rows[0].name if len(rows) == 1 else ""
