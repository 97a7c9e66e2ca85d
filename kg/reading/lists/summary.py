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
_NAMES_OR_COUNTS = re.compile(f"{_OF_LISTS.pattern}|{_OF_COUNTS.pattern}")
_BESIDE = re.compile(r"序号|编号|序|备注|说明|页码|占比")
"""Further columns of such a table."""
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
        self._categories = vocabulary.category_by_form
        self._columns: tuple[int, int] | None = None
        self._across: list[ListKind | None] = []

    def take(self, block: Block, cells: Sequence[str], reading: ListReading) -> bool:
        """Account for a row of a summary in ``reading``; whether it is one."""
        words = [fold_forms(strip_blanks(strip_markup(cell))).strip("*") for cell in cells]
        said = self._below(block, words)
        if said is None and not self._begins(words):
            return False
        reading.said.extend(said or ())
        reading.furniture += 1
        return True

    def _begins(self, words: list[str]) -> bool:
        """Whether a row is the header of a summary: names of lists and counts, or the lists side by side."""
        self._columns, self._across = None, []
        named = [at for at, word in enumerate(words) if _OF_LISTS.fullmatch(word)]
        counted = [at for at, word in enumerate(words) if _OF_COUNTS.fullmatch(word)]
        rest = [word for word in words if word and not _NAMES_OR_COUNTS.fullmatch(word)]
        if named and counted and all(_BESIDE.fullmatch(word) for word in rest):
            self._columns = named[0], counted[0]
            return True
        if rest and all(self._list(word) or _TOTAL.fullmatch(word) for word in rest):
            across = [self._list(word) for word in rest]
            if len(set(across) - {None}) >= _LEAST:
                self._across = across
        return bool(self._across)

    def _below(self, block: Block, words: list[str]) -> list[Said] | None:
        """What a row below such a header says; None where it is another row."""
        if self._columns is not None:
            return self._beside(block, words, *self._columns)
        if not self._across:
            return None
        label = [word for word in words if word and _count(word) is None]
        counts = [count for word in words if (count := _count(word)) is not None]
        if len(counts) != len(self._across) or len(label) > 1:
            return None
        if label and label[0] in self._categories:
            return []  # the rows of one category, list by list
        if label and not _NAMES_OR_COUNTS.fullmatch(label[0]) and not _TOTAL.fullmatch(label[0]):
            return None
        return [Said(kind, count, block) for kind, count in zip(self._across, counts, strict=True)]

    def _beside(self, block: Block, words: list[str], name: int, count: int) -> list[Said] | None:
        """The rows of 清单名称、事项数量: a list, a category or the total, and its count."""
        number = _count(words[count]) if max(name, count) < len(words) else None
        if number is None:
            return None
        word = next((word for word in words[: name + 1] if _TOTAL.fullmatch(word)), words[name])
        if kind := self._list(word):
            return [Said(kind, number, block)]
        # The total may be that of the categories of one list.
        if word in self._categories or _TOTAL.fullmatch(word):
            return []
        return None

    def _list(self, word: str) -> ListKind | None:
        if word in self._kinds:
            return self._kinds[word]
        match = self._titles.match(title_text(word))
        return ListKind(match[0]) if match and match[0] in LIST_KINDS else None


def _count(word: str) -> int | None:
    match = _COUNT.fullmatch(word)
    return number_of(match["count"]) if match else None
