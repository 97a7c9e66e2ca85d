"""Running numbers: a text that is nothing but a place, a list and a number, 东城镇配合第33项."""

from __future__ import annotations

import unicodedata

from kg.folding import match_key
from kg.frozen import frozen

LISTS = {
    "basic": ("基本", "基本履职", "基本履职事项"),
    "cooperation": ("配合", "配合履职", "配合履职事项"),
    "reclaimed": ("收回", "上收", "上级部门收回", "上级部门收回事项", "收回事项"),
}
LIST_WORDS = sorted(
    ((name, kind) for kind, names in LISTS.items() for name in (*names, f"{names[0]}事项")),
    key=lambda pair: -len(pair[0]),
)
"""What people call the lists and the kind each word stands for, longest words first."""

_UNITS = ("项", "号", "条", "件")
_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "两": 2,
}
_PLACES = {"十": 10, "百": 100}
_LETTERS = {"b": "basic", "c": "cooperation", "r": "reclaimed"}


@frozen
class Numbered:
    """What such a text says; ``township`` and ``list`` (basic …) are empty where it does not."""

    township: str
    list: str
    number: int


def numbered(text: str) -> Numbered | None:
    """The place, list and number a text consists of; None if it says anything else.

    ``东城镇配合第33项``, ``配合12``, ``东城镇 基本履职事项清单 第3项``, ``东城镇 c-012``, ``第十二项``;
    a code needs no unit.
    """
    key = match_key(unicodedata.normalize("NFKC", text))
    rest = key
    unit = next((unit for unit in _UNITS if rest.endswith(unit)), "")
    rest, number = _number_at_end(rest.removesuffix(unit))
    if number is None:
        return None
    said = rest.endswith("第")
    rest = rest.removesuffix("第").rstrip("-—的")
    kind = ""
    if rest[-1:] in _LETTERS and rest[-1:].isascii() and not unit:
        kind, rest = _LETTERS[rest[-1]], rest[:-1]
    else:
        rest = rest.removesuffix("清单").removesuffix("的")
        for word, name in LIST_WORDS:
            if rest.endswith(word):
                kind, rest = name, rest[: -len(word)]
                break
    if not kind and not (said and unit):  # 第三 may begin the name of a duty
        return None
    return Numbered(rest.strip("的:,、"), kind, number)


def _number_at_end(text: str) -> tuple[str, int | None]:
    """What stands before the number at the end of a text, and the number."""
    start = len(text)
    while start and text[start - 1] in "0123456789":
        start -= 1
    if start < len(text):
        return text[:start], int(text[start:][:9])
    while start and (text[start - 1] in _DIGITS or text[start - 1] in _PLACES):
        start -= 1
    return text[:start], _chinese(text[start:])


def _chinese(text: str) -> int | None:
    """The number below a thousand that Chinese numerals say; None where they say none."""
    total, digit = 0, None
    for character in text:
        if character in _PLACES:
            total += (1 if digit is None else digit) * _PLACES[character]
            digit = None
        elif digit in {None, 0}:
            digit = _DIGITS[character]
        else:
            return None
    return (total + (digit or 0)) or None
