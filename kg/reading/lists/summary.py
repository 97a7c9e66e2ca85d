"""Summary: a small table that says how many duties each list has, before the lists or behind them.

Its rows are counts to hold against what was read, no duties: 清单名称、事项数量 over 基本履职事项清单 52; or the lists side
by side with their counts below.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.folding import fold_forms, strip_blanks, strip_markup
from kg.reading.blocks import Block
from kg.reading.lists.counts import Said
from kg.reading.lists.found import ListReading
from kg.reading.numerals import number_of
from kg.reading.tables import serial
from kg.reading.titles import LIST_KINDS, TitleReader, title_text
from kg.values import ListKind
from kg.vocabulary.loading import Vocabulary

_OF_LISTS = re.compile(
    r"(?:各|三张)?(?:清单|事项)?(?:名称|类型|种类|类别|清单)|(?:履职)?事项(?:清单)?"
)
"""The header over the names of lists: ``清单名称``."""
_OF_COUNTS = re.compile(
    r"(?:履职)?(?:事项|清单|条目)?(?:的)?(?:数量|项数|数目|条数|个数|总数|数|总量)(?:[（(](?:项|条|个|件)[)）])?"
)
"""The header over the counts: ``事项数量（项）``."""
_COUNT = re.compile(r"(?:共|计)?(?P<count>\d{1,4}|[一二三四五六七八九十百零〇]{1,7})[项条个件]?")
_TOTAL = re.compile(r"合计|总计|共计|总数|小计")
_NUMBER = re.compile(r"序号|编号|序")
_LEAST = 2


class SummaryReader:
    """Recognises the rows of such a table, one after the other."""

    def __init__(self, titles: TitleReader, vocabulary: Vocabulary) -> None:
        """``titles`` tells which list a name is of."""
        self._titles = titles
        self._kinds = {
            word: kind
            for kind in ListKind
            for word in vocabulary.signs.get(f"list-{kind.value}", ())
        }
        self._open = False
        self._across: list[ListKind | None] = []

    def take(self, block: Block, cells: Sequence[str], reading: ListReading) -> bool:
        """Account for a row of a summary in ``reading``; whether it is one."""
        words = _filled(cells)
        said = self._beside(block, words) if self._open else self._below(block, words)
        if said is None and not self._begins(words):
            return False
        reading.said.extend(said or ())
        reading.furniture += 1
        return True

    def _begins(self, words: list[str]) -> bool:
        """Whether a row is the header of a summary: names of lists, and counts; or the lists themselves."""
        named = any(_OF_LISTS.fullmatch(word) for word in words)
        counted = any(_OF_COUNTS.fullmatch(word) for word in words)
        rest = [w for w in words if not (_OF_LISTS.fullmatch(w) or _OF_COUNTS.fullmatch(w))]
        self._open = named and counted and all(_NUMBER.fullmatch(word) for word in rest)
        lists = [self._list(word) for word in words]
        if words and lists[0] is None and _OF_LISTS.fullmatch(words[0]):
            words, lists = words[1:], lists[1:]
        whole = sum(kind is not None for kind in lists) >= _LEAST and all(
            kind is not None or _TOTAL.fullmatch(word)
            for kind, word in zip(lists, words, strict=True)
        )
        self._across = lists if whole and not self._open else []
        return self._open or bool(self._across)

    def _beside(self, block: Block, words: list[str]) -> list[Said] | None:
        """The rows of 清单名称、事项数量: a list and its count."""
        if len(words) == _LEAST + 1 and serial(words[0]) is not None:
            words = words[1:]
        count = _count(words[-1]) if len(words) == _LEAST else None
        kind = self._list(words[0]) if count is not None else None
        if count is None or (kind is None and not self._is_total(words)):
            return None
        return [Said(kind, count, block)]

    def _below(self, block: Block, words: list[str]) -> list[Said] | None:
        """The counts below the lists that stand side by side."""
        lists, self._across = self._across, []
        if words and _count(words[0]) is None and _OF_COUNTS.fullmatch(words[0]):
            words = words[1:]
        counts = [count for word in words if (count := _count(word)) is not None]
        if not lists or len(counts) != len(words) or len(counts) != len(lists):
            return None
        return [Said(kind, count, block) for kind, count in zip(lists, counts, strict=True)]

    @staticmethod
    def _is_total(words: Sequence[str]) -> bool:
        return bool(words) and _TOTAL.fullmatch(words[0]) is not None

    def _list(self, word: str) -> ListKind | None:
        if word in self._kinds:
            return self._kinds[word]
        match = self._titles.match(title_text(word))
        return ListKind(match[0]) if match and match[0] in LIST_KINDS else None


def _filled(cells: Sequence[str]) -> list[str]:
    words = (fold_forms(strip_blanks(strip_markup(cell))).strip("*") for cell in cells)
    return [word for word in words if word]


def _count(word: str) -> int | None:
    match = _COUNT.fullmatch(word)
    return number_of(match["count"]) if match else None
