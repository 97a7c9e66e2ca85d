"""Serials: columns of numbers that a spreadsheet made something else of, or that do not run on.

Where most rows print digits, what differs is said row by row (``rows``). Where none do, the column may be codes, Chinese
numerals — or dates, as a spreadsheet makes them of 1-1, 1.2 or of numbers in a column of dates.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.reading.numerals import number_of
from kg.reading.rows import RowProblem
from kg.reading.tables import serial
from kg.values import ListKind, Row

_DATE = re.compile(
    r"(?:18|19|20)\d{2}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?(?:[T\s]?\d{1,2}:\d{2}.{0,10})?"
    r"|\d{1,2}月\d{1,2}日|\d{1,2}/\d{1,2}/(?:\d{2}|\d{4})"
    r"|(?:\d{1,2}[-/ ]?)?[A-Z][a-z]{2}[-/ ]?\d{1,4}|\d{1,2}:\d{2}(?::\d{2})?"
)
"""``1900/1/1``, ``1900-01-01 00:00:00``, ``1月2日``, ``Jan-01``, ``1/2/00``."""
_FAILED = re.compile(r"#+[A-Z/!?0-9]*|=.{1,40}|\d+(?:\.\d+)?[Ee][+-]?\d+|[?？]{2,}")
"""What a spreadsheet shows instead of a number: ``#####``, ``1E+00``, or its formula: ``=ROW()-1``."""
_LAST = re.compile(r"(?P<before>.*?)(?P<number>\d{1,4})(?P<behind>\D{0,2})")
_NUMERAL = re.compile(r"第?[（(]?(?P<number>[一二三四五六七八九十百]{1,5})[)）、.项]{0,2}")
_WHOLE = re.compile(r"(\d{1,4})\.0+")
_FEWEST = 3
_MOST = 3
_RUNS_ON = 0.6
"""Codes of which so many follow on the one before are numbers; those of catalogues are not."""


def judge_serials(rows: Sequence[Row], problems: list[RowProblem]) -> None:
    """Add columns of numbers that hold none, or that do not run on, to ``problems``."""
    for kind in ListKind:
        of_kind = [row for row in rows if row.kind is kind]
        found = [row for row in of_kind if "number" in row.columns.roles]
        if not found:
            problems.extend(_odd_codes(of_kind))
        printed = [row for row in found if row.printed]
        if len(printed) < _FEWEST or 2 * sum(_is_digits(r.printed) for r in printed) >= len(found):
            continue
        odd = [row for row in printed if _DATE.fullmatch(row.printed)]
        failed = [row for row in printed if _FAILED.fullmatch(row.printed)]
        if 2 * len(odd) > len(printed):
            problems.append(_not_numbers(odd, "像是表格程序把序号变成了日期"))
        elif 2 * len(failed) > len(printed):
            problems.append(_not_numbers(failed, "是表格程序显示的公式或出错标记，不是序号"))
        else:
            problems.extend(list(_not_running(printed))[:_MOST])


def _odd_codes(rows: Sequence[Row]) -> Iterator[RowProblem]:
    """Codes in the place of numbers that do not run on, where nearly all do: PH-06 behind PH-04, JB-05 among PH."""
    values = [_value(row.printed) for row in rows]
    before = Counter(value[0] for value in values if value)
    usual, times = max(before.items(), key=lambda item: item[1], default=("", 0))
    numbers = [value[1] if value and value[0] == usual else None for value in values]
    steps = sum(b is not None and a is not None and b == a + 1 for a, b in pairwise(numbers))
    if times < _FEWEST or steps < _RUNS_ON * (len(rows) - 1):
        return
    for row, value in zip(rows, values, strict=True):
        if value is None or value[0] != usual:
            what = f"别的各项的编码都是“{usual}”后面接着数字，这一项印的是“{row.printed}”，请核对"
            yield RowProblem("serial-odd", row.line, what, row.printed or row.name, row)
    yield from _not_running([r for r, v in zip(rows, values, strict=True) if v and v[0] == usual])


def _is_digits(printed: str) -> bool:
    return serial(printed) is not None


def _not_numbers(rows: Sequence[Row], why: str) -> RowProblem:
    first = rows[0]
    what = (
        f"《{first.kind.zh}清单》有 {len(rows)} 行的序号一格印的是“{first.printed}”一类，{why}；"
        "按各行的先后编号，是否少了行、乱了次序请与原件核对"
    )
    return RowProblem("serial-odd", first.line, what, first.printed, first)


def _not_running(rows: Sequence[Row]) -> Iterator[RowProblem]:
    """Codes and numerals that repeat, or leave one out: 三 behind 一, NY-03 behind NY-01."""
    last: tuple[str, int] | None = None
    for row in rows:
        value = _value(row.printed)
        if value is None or last is None or value[0] != last[0]:
            last = value
            continue
        if value[1] != last[1] + 1 and not value[1] == 1 < last[1]:
            again = value[1] <= last[1]
            kind, why = ("serial-repeat", "重复或倒退") if again else ("serial-jump", "中间缺项")
            what = f"序号“{row.printed}”接不上前面的第 {last[1]} 号，{why}，请核对"
            yield RowProblem(kind, row.line, what, row.printed, row)
        last = value


def _value(printed: str) -> tuple[str, int] | None:
    """What stands before the number of a code, and the number: ``NY-03``, ``（三）``, ``3.0``."""
    if whole := _WHOLE.fullmatch(printed):
        return "", int(whole[1])
    if numeral := _NUMERAL.fullmatch(printed):
        number = number_of(numeral["number"])
        return None if number is None else ("", number)
    found = _LAST.fullmatch(printed)
    return (found["before"] + found["behind"], int(found["number"])) if found else None
