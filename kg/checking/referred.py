"""Referred: tasks that name a duty of a list by its number, 请落实配合履职事项清单第33项.

Such a task says nothing else; what it is about stands in the row, which is another one in each township.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.checking.names import Township
from kg.querying.lookup import LIST_WORDS
from kg.querying.numbered import all_of

if TYPE_CHECKING:
    from kg.store.graph import Graph

_WORDS = "|".join(re.escape(word) for word, _ in LIST_WORDS)
_NUMBER = r"[0-9]{1,4}|[零〇一二两三四五六七八九十百]{1,5}"
REFERENCE = re.compile(
    rf"(?:按照?|根据|依照|依据)?({_WORDS})(?:清单)?(?:中的|里的|的|中|里)?"
    rf"(?:第(?:{_NUMBER})(?:[、,和及]第?(?:{_NUMBER}))*[项条号]|[0-9]{{1,4}}(?![0-9\u4e00-\u9fff%.]))(?:的?(?:要求|规定|内容))?"
)
"""A list with one number or several: 配合清单第33项, 配合第33、34项, 配合33."""
NO_ROW = "#"
"""The topic of a task that names a number which a list does not have."""
_ONE = re.compile(_NUMBER)


class Referred:
    """Reads such tasks against one graph."""

    def __init__(self, graph: Graph) -> None:
        """Prepare for a graph; rows are read when first needed."""
        self._graph = graph

    @staticmethod
    def rest(text: str) -> tuple[list[tuple[str, str]], str]:
        """The lists and numbers that a text names, and what else it says."""
        found: list[tuple[str, str]] = []
        for match in REFERENCE.finditer(text):
            numbers = _ONE.findall(match[0].partition(match[1])[2])
            found += [(match[1], number) for number in numbers]
        return found, REFERENCE.sub("", text).rpartition(":")[2]

    def name(self, word: str, number: str, place: Township) -> str:
        """The name of the row of this number in the township's list; '' where it has none, or several."""
        rows = all_of(self._graph, f"{place.name}{word}第{number}项")
        return rows[0].name if len(rows) == 1 else ""
