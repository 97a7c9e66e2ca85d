"""Translating: the program's own sentences about an answer, in English.

The phrases stand in ``spoken.csv``. What stands in quotes (words of the question and of the
lists) and names stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from kg.patterns import regex
from kg.vocabulary.loading import load
from kg.vocabulary.plural import ones
from kg.vocabulary.sorts import sorted_out
from kg.vocabulary.tables import read_table

_QUOTED = re.compile("“[^”]*”")
_SLOT = re.compile(r"\{([qnw])\}")
"""In a phrase: words in quotes, a number, words without quotes."""
_FIRST = 0xE200
"""Characters that stand for quoted words while the sentence is put into English."""
_HELD = {
    "q": f"[{chr(_FIRST)}-{chr(_FIRST + 0xFF)}]",
    "n": r"[\d.]+",
    "w": f"[^{chr(_FIRST)}-{chr(_FIRST + 0xFF)}，；：？]+?",
}
"""What each slot holds."""
_BEFORE_SIGN = re.compile(r" ([,;:.?!)])")
_TWICE = regex(r"(\w[^()]{2,}?) \(\1\)")
"""A sentence that had its English beside it: discontinued (discontinued)."""
_SIGNS = str.maketrans(
    {"，": ", ", "；": "; ", "：": ": ", "、": ", ", "（": " (", "）": ")", "。": ". "}
)


def in_english(text: str) -> str:
    """A sentence of an answer in English; phrases that no table has stay Chinese."""
    quoted: list[str] = []

    def kept(match: re.Match[str]) -> str:
        quoted.append(match[0])
        return chr(_FIRST + len(quoted) - 1)

    told = _QUOTED.sub(kept, text)
    for pattern, english in _phrases():
        told = pattern.sub(english, told)
    told = sorted_out(told)
    told = _BEFORE_SIGN.sub(r"\1", re.sub(" +", " ", told.translate(_SIGNS))).replace("( ", "(")
    told = _TWICE.sub(r"\1", told.strip())
    for n, words in enumerate(quoted):
        told = told.replace(chr(_FIRST + n), words)
    return ones(told.strip())


def suggested(text: str) -> str:
    """A suggestion in English: what is asked, or which duty; its name and other names stay as they are."""
    where, mark, name = text.partition("：")
    return f"{in_english(where)}: {name}" if mark else in_english(text)


@lru_cache(maxsize=1)
def _phrases() -> list[tuple[re.Pattern[str], str]]:
    rows = [row for _, row in read_table(load().folders, "spoken", ("chinese", "english"), 1)]
    rows.sort(key=lambda row: -len(_SLOT.sub("", row["chinese"])))
    return [(_pattern(row["chinese"]), _replacement(row)) for row in rows]


def _pattern(phrase: str) -> re.Pattern[str]:
    made, at = "", 0
    for slot in _SLOT.finditer(phrase):
        made += re.escape(phrase[at : slot.start()])
        made += f"({_HELD[slot[1]]})"
        at = slot.end()
    return re.compile(made + re.escape(phrase[at:]))


def _replacement(row: Mapping[str, str]) -> str:
    """The English with its slots filled; those of one kind come in the order of the Chinese."""
    numbers: dict[str, list[int]] = {}
    for number, slot in enumerate(_SLOT.finditer(row["chinese"]), 1):
        numbers.setdefault(slot[1], []).append(number)
    english = row["english"].replace("\\", r"\\")
    told = _SLOT.sub(lambda slot: rf"\g<{numbers[slot[1]].pop(0)}>", english)
    return f" {told} "
