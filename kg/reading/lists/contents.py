"""Contents: what a page of contents says of the lists — that they are there, and on which pages.

Published lists print their header at the head of every page. Where the headers of one list are as many
as its pages by the contents, and those of another nearly, these must be, too: fewer, and a page was lost. A list
with half as many headers as pages does not print one on every page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from kg.reading.blocks import Block
from kg.reading.rows import RowProblem
from kg.values import ListKind

_PAGE = re.compile(r"\d{1,4}$")
_FEWEST = 3
_NEARLY = 0.75
"""The share of its pages that have a header, where a list prints one on every page and some are lost."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: the list it announces, the page where that begins."""

    kind: str
    page: int
    block: Block


def entry(kind: str, text: str, block: Block) -> Entry:
    """The entry of a line (as titles are compared) that announces ``kind``."""
    page = _PAGE.search(text)
    return Entry(kind, int(page[0]) if page else 0, block)


def lost_pages(
    entries: Iterable[Entry], headers: Iterable[tuple[ListKind, int]]
) -> Iterator[RowProblem]:
    """Lists with fewer headers than pages; ``headers`` are counted for each table."""
    printed: Counter[str] = Counter()
    for kind, count in headers:
        printed[kind.value] += count
    spans = {
        one.kind: (one, other.page - one.page)
        for one, other in pairwise(dict.fromkeys(entries))
        if other.page > one.page
    }
    if not any(span >= _FEWEST and printed[kind] == span for kind, (_, span) in spans.items()):
        return
    for announced, (one, span) in spans.items():
        if announced in set(ListKind) and _NEARLY * span <= printed[announced] < span:
            what = (
                f"目录里《{ListKind(announced).zh}清单》占 {span} 页，正文里它的表头印了 {printed[announced]} 次"
                "（别的清单每页一次）；可能缺了一页，请核对"
            )
            yield RowProblem("page-missing", one.block.line, what, one.block.text.strip()[:60])
