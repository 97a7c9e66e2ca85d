"""Categories: lines that name the category of the rows below them (一、党的建设（12项）)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.reading.numerals import COUNT, number_of
from kg.reading.titles import title_text
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
_NO_CATEGORY = re.compile(r"说明$|表$|单$|目录|备注|附|注")
_LONGEST_MARKED = 8
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """The category a line names, and how many items it says there are."""

    name: str
    count: int | None


class CategoryReader:
    """Knows such lines by the categories of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Use the categories of ``vocabulary``."""
        self._known = vocabulary.category_by_form

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


def _may_be_category(name: str) -> bool:
    """Whether the words of a heading may be a category of which no table knows: no 填表说明."""
    return len(name) <= _LONGEST_MARKED and _NO_CATEGORY.search(name) is None
