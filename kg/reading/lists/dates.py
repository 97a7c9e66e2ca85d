"""Dates: which month a document prints, dates that are none, and years that contradict it."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from kg.folding import fold_forms, strip_blanks
from kg.reading.blocks import Block
from kg.reading.numerals import number_of
from kg.reading.rows import RowProblem
from kg.reading.titles import TitleReader, title_text
from kg.values import Columns, Row, Title

_LONGEST_DATE = 16
_LONGEST_QUOTE = 200
_LEAP_YEAR = 2024
_YEAR = r"(?:(?:19|20)\d{2}|二[〇○Ｏ零0O][一二三四五六七八九〇○零]{2})"
_TENTHS = "一二三四五六七八九十〇零"
_DATE = re.compile(
    rf"(?P<year>{_YEAR})年(?P<month>\d{{1,3}}|[{_TENTHS}]{{1,3}})月"
    rf"(?:(?P<day>\d{{1,3}}|[{_TENTHS}廿卅]{{1,4}})[日号])?"
)
# 2025.06, 2025-6-30, （2025/6）: a line of its own, or it may be the number of a document.
_SHORT_DATE = re.compile(
    r"[（(]?(?P<year>20\d{2})[.．/\-—–](?P<month>\d{1,2})(?:[.．/\-—–](?P<day>\d{1,2}))?日?[)）]?"
)
_DAY = re.compile(r"(?<!\d)(?<!\d年)(?P<month>\d{1,2})月(?P<day>\d{1,2})日")
"""6月31日 in a clause, without a year."""
_EDITION = re.compile(
    rf"(?<![\d〔\[])(?:(?P<year>{_YEAR})(?:年(?![\d{_TENTHS}]{{1,3}}月)(?:度|版|修订|本)*|版)"
    rf"|(?<=[（(])(?P<bare>{_YEAR})(?=[)）]))"
)
"""The year of an edition: 2023年版, 2024版, 2023年度, （2023）."""
_BRACKETED = re.compile(r"[（(]([^（）()]{1,20})[)）]")
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | dict.fromkeys("〇○ＯO0", 0)


def has_date(text: str) -> bool:
    """Whether a line prints a month, be there such a month or not."""
    return any(True for _ in _dates(text))


def month_of(date: str) -> str:
    """``2025-07`` of a printed date, '' if there is none (Chinese numerals are read)."""
    found = next((match for match in _dates(date) if _is_possible(match)), None)
    return f"{_year(found['year'])}-{number_of(found['month']) or 0:02d}" if found else ""


def impossible_date(text: str) -> str:
    """The first date of a text that no calendar has (2025年17月, 2025-02-30), '' if there is none."""
    return next((match[0].strip("（()）") for match in _dates(text) if not _is_possible(match)), "")


def date_behind(text: str) -> str:
    """The date in brackets behind a title, as printed: ``…清单（2025年7月）``; '' if there is none."""
    inside = _BRACKETED.findall(title_text(text))
    return next((words for words in inside if month_of(words)), "")


class Dates:
    """The dates that a document prints: on its cover, behind its titles, in its file's name."""

    def __init__(
        self,
        cover: Sequence[Block],
        titles: Sequence[Title],
        stem: str,
        loose: Sequence[RowProblem],
    ) -> None:
        """``stem`` is the name of the file, ``loose`` what was said of text outside the tables."""
        self._cover = [(block.line, block.text.strip().lstrip("# ")) for block in cover]
        self._titles = [(title.line, title.text) for title in titles]
        self._loose = [(p.line, p.quote) for p in loose if p.kind == "loose-text"]
        self._stem = stem

    @cached_property
    def printed(self) -> str:
        """The printed date of the cover, else that behind a list's title, else that of the file's name; or ''."""
        behind = (date_behind(text) for _, text in self._titles)
        lines = (*(text for _, text in self._cover), *behind, self._stem)
        return next((text for text in lines if month_of(text)), "")

    @property
    def impossible(self) -> str:
        """A date that is printed and that no calendar has; ''."""
        return next((words for _, _, words in self._impossible()), "")

    def problems(
        self, columns: Iterable[tuple[int, Columns]], titles: TitleReader
    ) -> Iterator[RowProblem]:
        """Dates that are none, further months, and years in titles and headers (``columns``) that differ."""
        month = month_of(self.printed)
        read = f"按另印的日期记作 {month}" if month else "按没有日期读入"
        for line, text, words in self._impossible():
            what = f"印的日期“{words}”历书上没有，{read}；请改正"
            yield RowProblem("date-impossible", line, what, text[:_LONGEST_QUOTE])
        yield from self._other_months(month)
        yield from self._other_years(month, columns, titles)

    def _impossible(self) -> Iterator[tuple[int, str, str]]:
        for line, text in (*self._cover, *self._titles, *self._loose):
            inside = _BRACKETED.findall(title_text(text))
            if words := next(filter(None, map(impossible_date, (text, *inside))), ""):
                yield line, text, words

    def _other_months(self, month: str) -> Iterator[RowProblem]:
        """Further dates of another month: lines of a cover that are nothing else, and those behind titles."""
        lines = [(line, text, "封面上") for line, text in self._cover]
        lines += [(line, date_behind(text), "标题里") for line, text in self._titles]
        for line, text, where in lines:
            if len(text) < _LONGEST_DATE and month_of(text) not in ("", month):
                what = f"{where}还印着另一个日期“{text}”，按前面的日期记作 {month}，请核对"
                yield RowProblem("date-differs", line, what, text)

    def _other_years(
        self, month: str, columns: Iterable[tuple[int, Columns]], titles: TitleReader
    ) -> Iterator[RowProblem]:
        """Years of an edition in titles and headers, where the date that is printed is of another year."""
        found = [
            (line, text, editions(text), "标题里")
            for line, text in self._titles
            if not date_behind(text)
        ]
        for line, text in (*self._cover, *self._loose):
            words = title_text(text)
            if titles.match(words) or _EDITION.fullmatch(words.strip("（()）")):
                found.append((line, text, editions(words), "标题里"))
        for line, header in columns:
            for title in header.titles:
                years = [words for words in editions(title) if _is_edition(words, title)]
                found.append((line, title, years, "表头里"))
        found = [one for one in found if one[2]]
        year = month[:4] or (_year_of(found[0][2][0]) if found else "")
        other = (
            f"印的日期是“{self.printed}”"
            if month
            else f"前面写的是“{found[0][2][0]}”"
            if found
            else ""
        )
        for line, text, words_of, where in dict.fromkeys(
            (a, b, tuple(c), d) for a, b, c, d in found
        ):
            if year not in map(_year_of, words_of):
                what = f"{where}写着“{words_of[0]}”，{other}，不是同一年的，请核对"
                what += f"；记作 {month}" if month else ""
                yield RowProblem("date-differs", line, what, text[:_LONGEST_QUOTE])


def check_days(rows: Iterable[Row]) -> Iterator[RowProblem]:
    """Days in the texts of rows that no calendar has: 6月31日前."""
    for row in rows:
        for text in row.texts:
            words = fold_forms(strip_blanks(text)) if "月" in text else ""
            found = impossible_date(words) if "年" in words else ""
            days = (m for m in _DAY.finditer(words) if not _is_day(_LEAP_YEAR, m))
            if found := found or next((match[0] for match in days), ""):
                what = f"写着历书上没有的日期“{found}”；照原样保留，请核对"
                yield RowProblem("date-impossible", row.line, what, text[:_LONGEST_QUOTE], row)
                break


def editions(text: str) -> list[str]:
    """The words of a title that say the year of its edition: 2023年版, 2024版."""
    return [match[0] for match in _EDITION.finditer(fold_forms(strip_blanks(text)))]


def _is_edition(words: str, header: str) -> bool:
    """Whether a year in a header is that of the list: 2023年完成情况 is a column of its own."""
    return words.endswith("版") or bool(re.search(rf"[（(]{re.escape(words)}[)）]", header))


def _dates(text: str) -> Iterator[re.Match[str]]:
    words = fold_forms(strip_blanks(text))
    if "月" in words:
        yield from _DATE.finditer(words)
    if short := _SHORT_DATE.fullmatch(words.strip("#*")):
        yield short


def _is_possible(match: re.Match[str]) -> bool:
    return _is_day(int(_year(match["year"])), match)


def _is_day(year: int, match: re.Match[str]) -> bool:
    """Whether the calendar has the month, and the day if one is printed."""
    month, day = number_of(match["month"]) or 0, match["day"]
    if not 1 <= month <= 12:
        return False
    return day is None or 1 <= (number_of(day) or 0) <= monthrange(year, month)[1]


def _year(words: str) -> str:
    return words if words.isdecimal() else "".join(str(_DIGITS[c]) for c in words)


def _year_of(words: str) -> str:
    """The year of the words for an edition."""
    match = re.match(_YEAR, words)
    return _year(match[0]) if match else ""
