"""Categories: lines that name the category of the rows below them (一、党的建设（12项）)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.reading.blocks import Block
from kg.reading.numerals import COUNT, number_of
from kg.reading.titles import LIST_KINDS, TitleReader, is_furniture, title_text
from kg.vocabulary.loading import Vocabulary

_LINE = re.compile(
    r"(?P<numbering>[（(]?[一二三四五六七八九十]{1,3}[)）]?[、.．]?|第[一二三四五六七八九十]{1,3}[类部]分?[:：、]?)?"
    rf"(?P<name>.{{2,14}}?)(?:[（(](?:共|共计)?(?P<count>{COUNT})[项条个件][)）])?[：:]?"
)
COUNTED = re.compile(r"[\u4e00-\u9fff、]{2,10}[（(](?:共|共计|计)?\d{1,3}[项条][)）]")
"""A line of its own that says how many items it has: ``兵地融合（1项）``."""
_COUNTED_ON = re.compile(r"\d{1,2}[.．、](?=\D)")
"""The number of a heading of Markdown: ``### 1. 党建统领（3项）``; elsewhere it may be that of a clause."""
_MARK = "#"
_NO_HEADING = re.compile(r"说明$|表$|单$|目录|备注|附|注")
_LONGEST_MARKED = 8
_LONGEST = 40
_NUMERAL = re.compile(r"[一二三四五六七八九十]{1,3}")
_NO_CATEGORY = re.compile(r"事项|清单|续|接上|转下|单位|[：:，。；、\d]")
"""What no category is called: （续表）, 单位：项, 其他事项."""
_FEWEST_KNOWN = 2
_NEARLY = 0.75
"""The share of lines without numbers that are known categories, where all of them are some."""


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """The category a line names, how many items it says there are, and how it is numbered."""

    name: str
    count: int | None
    numbering: str = ""


def no_category(name: str) -> bool:
    """Whether a name is none that a category has, known or not."""
    return _NO_CATEGORY.search(name) is not None


class CategoryReader:
    """Knows such lines by the categories of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary, titles: TitleReader) -> None:
        """Use the categories of ``vocabulary``; ``titles`` tells where a list begins."""
        self._known = vocabulary.category_by_form
        self._titles = titles
        self._above_tables: dict[int, CategoryLine] = {}
        self._unclear: set[int] = set()

    def read(self, text: str, *, counted: bool) -> CategoryLine | None:
        """The category a line names, None if it names none.

        A category of the vocabulary needs no more; another one must be numbered and, where it must
        be ``counted``, say how many items it has.
        """
        if len(text) > _LONGEST:
            return None
        words, marked = title_text(text).strip("【】"), text.lstrip().startswith(_MARK)
        digits = _COUNTED_ON.match(words)
        match = _LINE.fullmatch(words[digits.end() :] if digits else words)
        if match is None:
            return None
        count = number_of(match["count"]) if match["count"] else None
        known = match["name"] in self._known
        if digits and not marked and not (known and count):
            return None
        named = count is not None or not counted or (marked and _may_be_category(match["name"]))
        numbered = match["numbering"] or digits or (counted and COUNTED.fullmatch(words))
        if not known and not (named and numbered):
            return None
        return CategoryLine(match["name"], count)

    def of(self, block: Block) -> CategoryLine | None:
        """The category of a line that only the tables around it tell to be one."""
        return self._above_tables.get(id(block))

    def is_nothing(self, block: Block) -> bool:
        """Whether a line is a picture that stands where no category would: 二维码."""
        return block.picture and id(block) not in self._unclear

    def look_ahead(self, blocks: Sequence[Block]) -> None:
        """Know the lines alone above a table that are categories though no table knows them.

        Pages print a small table for each category and its name above, in words or as a picture. Where at
        least two of these lines below one title, and most of them, are known categories, the others are, too:
        the next ones where they are numbered; else those that stand once, where nearly all are known.
        """
        for part in _parts(blocks, self._titles):
            lone = [
                (line, read)
                for (before, line), (_, after) in pairwise(pairwise(part))
                if after.tabular and (read := self._lone(before, line))
            ]
            for picture in (False, True):
                self._take_alike([one for one in lone if one[0].picture is picture])

    def _take_alike(self, lone: list[tuple[Block, CategoryLine]]) -> None:
        """Take lines that are set in one way, as far as they are categories."""
        known = sum(self.read(line.text, counted=True) is not None for line, _ in lone)
        if known < _FEWEST_KNOWN or 2 * known < len(lone):
            self._unclear.update(id(line) for line, _ in lone if known and line.picture)
            return
        nearly_all = known > _FEWEST_KNOWN and known >= _NEARLY * len(lone)
        names = [read.name for _, read in lone]
        for place, (line, read) in enumerate(lone, 1):
            numeral = _NUMERAL.search(read.numbering)
            in_turn = number_of(numeral[0]) == place if numeral else nearly_all
            if in_turn and names.count(read.name) == 1:
                self._above_tables[id(line)] = read
            elif line.picture:
                self._unclear.add(id(line))

    def _lone(self, before: Block, line: Block) -> CategoryLine | None:
        """The category that a line above a table would name."""
        text = title_text(line.text).strip("【】")
        if line.tabular or len(text) > _LONGEST or is_furniture(text):
            return None
        match = _LINE.fullmatch(text)
        if match is None or no_category(match["name"]):
            return None
        if not match["numbering"] and not before.tabular and before.text:
            return None  # a line below others: what they are about
        count = number_of(match["count"]) if match["count"] else None
        return CategoryLine(match["name"], count, match["numbering"] or "")


def _parts(blocks: Sequence[Block], titles: TitleReader) -> Iterator[list[Block]]:
    """The blocks below each title of a list; an empty one stands for the title."""
    part: list[Block] | None = None
    for block in blocks:
        match = None if block.tabular else titles.match(title_text(block.text))
        if match is not None and match[0] in LIST_KINDS:
            if part:
                yield part
            part = [Block(block.line, "", ("",), False, block.locator)]
        elif part is not None:
            part.append(block)
    if part:
        yield part


def _may_be_category(name: str) -> bool:
    """Whether the words of a heading may be a category of which no table knows: no 填表说明."""
    return len(name) <= _LONGEST_MARKED and _NO_HEADING.search(name) is None
