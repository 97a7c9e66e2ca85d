"""Numerals: counts as lists print them, in digits or in Chinese (109, 一百零九, 廿三)."""

from __future__ import annotations

CHINESE = "零〇一二两三四五六七八九十百廿卅"
COUNT = rf"(?:\d{{1,4}}|[{CHINESE}]{{1,8}})"
"""A count inside a larger pattern."""
BEFORE_NUMBER = r"(?:[A-Za-z]{1,6}[-—–_.]?|\d{1,2}[-—–])"
"""What a code prints before its number that counts on: ``B-``, ``NY``, ``2-``."""
_DIGITS = {c: n for n, cs in enumerate("零〇 一 二两 三 四 五 六 七 八 九".split()) for c in cs}
_UNITS = {"十": 10, "百": 100}
_TENS = {"廿": 20, "卅": 30}


def number_of(text: str) -> int | None:
    """The number a text writes, None if it writes none: ``一百零九`` and ``一〇九`` are 109."""
    if text.isdecimal():
        return int(text)
    if not text or any(letter not in CHINESE for letter in text):
        return None
    if all(letter in _DIGITS for letter in text):
        return int("".join(str(_DIGITS[letter]) for letter in text))
    total, digit = 0, 0
    for letter in text:
        if letter in _DIGITS:
            digit = _DIGITS[letter]
        elif letter in _TENS:
            total, digit = total + _TENS[letter], 0
        else:
            unit = _UNITS[letter]
            total, digit = total + (digit or (1 if unit == 10 or not total else 0)) * unit, 0
    return total + digit
