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
        match = _LINE.fullmatch(title_text(text).strip("【】")) if len(text) <= _LONGEST else None
        if match is None:
            return None
        count = number_of(match["count"]) if match["count"] else None
        numbered = match["numbering"] and (count is not None or not counted)
        if match["name"] not in self._known and not numbered:
            return None
        return CategoryLine(match["name"], count)
