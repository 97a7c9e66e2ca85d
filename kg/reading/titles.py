"""Titles: which lines of a document are titles, contents, dates, page numbers or rules.

All of them are compared without blanks, markup and ``#``. What a title says is in the vocabulary
(titles.csv); this module knows how titles are numbered, bracketed and preceded by a place.
"""

from __future__ import annotations

import re
from functools import lru_cache

from kg.folding import strip_blanks, strip_markup
from kg.values import ListKind
from kg.vocabulary.loading import Vocabulary

COVER = "cover"
"""The kind of a title that names the whole document, not one list."""
LIST_KINDS = frozenset(kind.value for kind in ListKind)
"""The kinds of titles that open a list."""

LONGEST_TITLE = 90
_LONGEST_ENTRY = 240
_NUMERAL = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_NUMBERING = re.compile(
    rf"(?:附件|附表|附|表)?[:：]?(?:[（(]{_NUMERAL}[)）]|{_NUMERAL}[、.．：:]|第{_NUMERAL}(?:部分|章|篇)[:：、]?"
    rf"|(?<=[件表附]){_NUMERAL}(?:-\d{{1,2}})?[:：、]?)?"
)
_TAIL = re.compile(r"(?:[（(][^（）()]{1,20}[)）]|（?(?:试行|征求意见稿|公示稿)）?)$")
_FILLER = re.compile(
    r"(?:党委|党工委)?(?:人民政府|政府|街道办事处|办事处|管理委员会|管委会)?(?:（街道）|乡镇（街道）|乡镇)?"
    r"[“”《]?(?:20\d\d年度?)?的?[“”《]?$"
)
_PLACE = re.compile(
    r"[^，。；：、“”《》]{1,40}(?:乡|镇|街道|团|场|苏木|区|县|市|州|省|旗|盟|师|连)"
)
_ENTRY = re.compile(r"(?P<title>.+?)[.．·…‥\-—_]*(?P<page>\d{1,4})")
_ENTRY_DOTS = ".．·…‥-—_"
_CONTENTS = re.compile(r"目录|目次|CONTENTS", re.IGNORECASE)
_PAGE_NUMBER = re.compile(
    r"第?[-—–―－·]*\d{1,4}[-—–―－·]*页?|共\d{1,4}页|第\d{1,4}页[,，/]?共\d{1,4}页|\d{1,4}/\d{1,4}"
)
_RULE = re.compile(r"[-=_*#|:—]+")
_DATE = re.compile(
    r"(?P<year>(?:19|20)\d{2}|二[〇○Ｏ零0][一二三四五六七八九〇○零]{2})年"
    r"(?P<month>\d{1,2}|[一二三四五六七八九十]{1,3})月"
)
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "Ｏ": 0, "0": 0}


def title_text(text: str) -> str:
    """A line as titles are compared: no blanks, no markup, no ``#``."""
    return strip_blanks(strip_markup(text)).strip("#*")


def is_furniture(text: str) -> bool:
    """Whether a line (as titles are compared) is a page number, a rule or nothing at all."""
    return len(text) <= LONGEST_TITLE and (
        not text or _PAGE_NUMBER.fullmatch(text) is not None or _RULE.fullmatch(text) is not None
    )


def is_contents_heading(text: str) -> bool:
    """Whether a line is the heading of a page of contents."""
    return _CONTENTS.fullmatch(text) is not None


def has_date(text: str) -> bool:
    """Whether a line prints a month."""
    return _DATE.search(strip_blanks(text)) is not None


def month_of(date: str) -> str:
    """``2025-07`` of a printed date, '' if there is none (Chinese numerals are read)."""
    match = _DATE.search(strip_blanks(date))
    if match is None:
        return ""
    year, month = match["year"], match["month"]
    if not year.isdecimal():
        year = "".join(str(_DIGITS[c]) for c in year)
    number = int(month) if month.isdecimal() else _chinese_number(month)
    return f"{year}-{number:02d}" if 1 <= number <= 12 else ""


def _chinese_number(text: str) -> int:
    tens, ten, ones = text.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


class TitleReader:
    """Recognises titles by the patterns of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Use the titles of ``vocabulary``."""
        self._patterns = vocabulary.titles
        self._match = lru_cache(maxsize=256)(self._find)

    def match(self, text: str) -> tuple[str, str] | None:
        """What a title names (``basic`` … or ``cover``, ``power``) and the place in front of it."""
        return self._match(text) if len(text) <= LONGEST_TITLE else None

    def _find(self, text: str) -> tuple[str, str] | None:
        numbering = _NUMBERING.match(text)
        core = text[numbering.end() :] if numbering else text
        core = _TAIL.sub("", core).strip("“”《》：:")
        for kind, pattern in self._patterns:
            for match in pattern.finditer(core):
                place = _FILLER.sub("", core[: match.start()])
                if match.end() == len(core) and (not place or _PLACE.fullmatch(place)):
                    return kind, place
        return None

    def contents_entry(self, text: str) -> str | None:
        """The kind of title that a line of a page of contents announces, or None."""
        if not text[-1:].isdecimal() or len(text) > _LONGEST_ENTRY:
            return None
        entry = _ENTRY.fullmatch(text)
        found = self.match(entry["title"].rstrip(_ENTRY_DOTS)) if entry else None
        return found[0] if found else None
