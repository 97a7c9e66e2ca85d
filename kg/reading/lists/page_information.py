"""Page information: the small tables a web page or an official letter prints above a list.

索引号, 发布机构, 成文日期, 名称 with their values are no rows. They are set aside and said so; a value that is
the title of the whole document stays, as a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from kg.findings import shorten
from kg.folding import fold_forms, strip_blanks
from kg.reading.blocks import Block
from kg.reading.lists.found import ListReading
from kg.reading.titles import COVER, TitleReader, title_text
from kg.vocabulary.loading import Vocabulary


def without_page_information(
    blocks: Sequence[Block], vocabulary: Vocabulary, reading: ListReading
) -> list[Block]:
    """The blocks without the page information at the head of their tables; ``reading`` accounts for it."""
    labels, titles = _Labels(vocabulary), TitleReader(vocabulary)
    found: list[Block] = []
    for _, group in groupby(blocks, lambda block: (block.tabular, block.table, block.sheet)):
        rows = list(group)
        head = _head(rows, labels) if rows[0].tabular else []
        if head:
            first, words = head[0], shorten(head[0].text.strip())
            what = f"表上面的信息栏，没有读入：“{words}”{first.where}"
            reading.report("page-information", first.line, what, first.text.strip()[:60])
        for block in head:
            title = next((cell for cell in block.cells if _is_title(cell, titles)), "")
            if title:
                found.append(replace(block, text=title, cells=(title,), tabular=False, merged=()))
            else:
                reading.total += 1
                reading.furniture += 1
        found.extend(rows[len(head) :])
    return found


def _head(rows: Iterable[Block], labels: _Labels) -> list[Block]:
    """The rows a table begins with that are labels and values, one label at least of a page's own."""
    head: list[Block] = []
    own = False
    for block in rows:
        found = labels.of(block.cells)
        if not found:
            break
        own = own or not labels.also_elsewhere.issuperset(found)
        head.append(block)
    return head if own else []


def _is_title(cell: str, titles: TitleReader) -> bool:
    match = titles.match(title_text(cell))
    return match is not None and match[0] == COVER and bool(match[1])


class _Labels:
    """Knows the labels of page information."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.also_elsewhere = frozenset(vocabulary.signs.get("page-label-too", ()))
        self._own = frozenset(vocabulary.signs.get("page-label", ()))

    def of(self, cells: Iterable[str]) -> list[str]:
        """The labels of a row of labels and values; none where a cell is neither."""
        found: list[str] = []
        due = False
        for cell in cells:
            words = fold_forms(strip_blanks(cell))
            label, colon, value = words.partition("：")
            if not words:
                continue
            if label in self._own or label in self.also_elsewhere:
                found.append(label)
                due = not (colon and value)
            elif due:
                due = False
            else:
                return []
        return found
