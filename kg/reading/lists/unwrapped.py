"""Unwrapped: text copied from printed pages, its lines made paragraphs again.

Where paragraphs begin with two blanks and lines of the full width go on below, the lines of a paragraph are one block;
numbers of pages, and the running head that stands below each of them, are taken out of the sentences they cut.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from kg.reading.blocks import Block
from kg.reading.lists.categories import CategoryReader
from kg.reading.lists.found import ListReading
from kg.reading.titles import TitleReader, is_furniture, title_text
from kg.vocabulary.loading import Vocabulary

_INDENT = re.compile(r"(?:\u3000| {2,})\s*\S")
_PAGE_NUMBER = re.compile(r"\s*(?:[-—–―－·]+\s*\d{1,4}\s*[-—–―－·]+|第\s*\d{1,4}\s*页.{0,12})\s*")
_SECTION = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章部类])")
_START = re.compile(
    r"\s*(?:第\d{1,4}项|事项\d|\d{1,4}[.．、](?!\d)|[（(][\d一二三四五六七八九十]{1,3}[)）]|\d{1,2}[)）]"
    r"|[一二三四五六七八九十]是|[①-⑳⑴-⒛]|【|(?:[-*+]|#{1,6})\s|\*\*)"
)
"""How an item, a clause or a label begins, whether or not with blanks before it."""
_DIGITS = re.compile(r"\d+")
_FEWEST_INDENTED = 5
FULL = 0.86
"""A line is full that is as wide as this part of the widest usual one: a mark may have gone to the next."""
_USUAL = 0.9
_LONGEST_HEADING = 24


def unwrapped(blocks: Sequence[Block], vocabulary: Vocabulary, reading: ListReading) -> list[Block]:
    """The blocks with wrapped lines put together; as they are where they are no such text."""
    indented = sum(_INDENT.match(block.text) is not None for block in blocks)
    if indented < _FEWEST_INDENTED or any(block.tabular for block in blocks):
        return list(blocks)
    lines = _without_page_ends(blocks, reading)
    widths = sorted(width(block.text) for block in lines)
    full = FULL * widths[int(_USUAL * (len(widths) - 1))]
    headings = _Headings(vocabulary)
    found: list[list[Block]] = []
    for block in lines:
        before = found[-1][-1] if found else None
        goes_on = (
            before is not None
            and not _INDENT.match(block.text)
            and (len(found[-1]) > 1 or _INDENT.match(found[-1][0].text))
            and width(before.text) >= full
            and not _START.match(block.text)
            and not headings.has(block.text)
        )
        if goes_on:
            found[-1].append(block)
        else:
            found.append([block])
    joined = sum(len(lines) > 1 for lines in found)
    if joined:
        what = f"按行首空格和行宽把折断的行接成 {joined} 段，请核对"
        reading.report("row-joined", 0, what, "")
    return [_one(lines) for lines in found]


def _one(lines: Sequence[Block]) -> Block:
    if len(lines) == 1:
        return lines[0]
    text = "".join(block.text.strip() for block in lines)
    return replace(lines[0], text=text, cells=(text,))


def width(text: str) -> int:
    """How wide a line prints: Chinese characters are two columns."""
    return sum(map(_columns, text.rstrip()))


@lru_cache(maxsize=1 << 14)
def _columns(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1


def _without_page_ends(blocks: Sequence[Block], reading: ListReading) -> list[Block]:
    """The blocks without numbers of pages and the heads that stand below at least two of them."""
    heads = Counter(
        _DIGITS.sub("0", title_text(after.text))
        for block, after in pairwise(blocks)
        if _PAGE_NUMBER.fullmatch(block.text)
    )
    found: list[Block] = []
    at_end, taken = False, 0
    for block in blocks:
        is_number = _PAGE_NUMBER.fullmatch(block.text) is not None
        is_head = at_end and heads[_DIGITS.sub("0", title_text(block.text))] > 1
        if is_number or is_head or (at_end and is_furniture(title_text(block.text))):
            reading.total += 1
            reading.furniture += 1
            taken += is_head
        else:
            found.append(block)
        at_end = is_number
    if taken:
        reading.report("running-head", 0, f"页眉（每页页码下面的一行）{taken} 处，不作正文", "")
    return found


class _Headings:
    """Knows the lines that are headings, and so never the rest of the line before."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._titles = TitleReader(vocabulary)
        self._categories = CategoryReader(vocabulary, self._titles)

    def has(self, line: str) -> bool:
        text = title_text(line)
        if len(text) > _LONGEST_HEADING:
            return False
        return bool(
            self._titles.match(text)
            or self._categories.read(line, counted=True)
            or (_SECTION.match(text) and text[-1:] not in "。；，")
        )
