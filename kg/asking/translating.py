"""Translating: the program's own sentences about an answer, in English.

The phrases stand in ``spoken.csv``. What stands in quotes (words of the question and of the
lists) and names stay as they are.
"""

from __future__ import annotations

import re
from functools import lru_cache

from kg.vocabulary.loading import load
from kg.vocabulary.plural import ones
from kg.vocabulary.tables import read_table

_QUOTED = re.compile("“[^”]*”")
_SLOT = re.compile(r"\{([qn])\}")
_FIRST = 0xE200
"""Characters that stand for quoted words while the sentence is put into English."""
_BEFORE_SIGN = re.compile(r" ([,;:.?!)])")
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
    told = _BEFORE_SIGN.sub(r"\1", re.sub(" +", " ", told.translate(_SIGNS))).replace("( ", "(")
    for n, words in enumerate(quoted):
        told = told.replace(chr(_FIRST + n), words)
    return ones(told.strip())


@lru_cache(maxsize=1)
def _phrases() -> list[tuple[re.Pattern[str], str]]:
    rows = [row for _, row in read_table(load().folders, "spoken", ("chinese", "english"), 1)]
    rows.sort(key=lambda row: -len(row["chinese"]))
    return [(_pattern(row["chinese"]), _replacement(row["english"])) for row in rows]


def _pattern(phrase: str) -> re.Pattern[str]:
    made, at = "", 0
    for slot in _SLOT.finditer(phrase):
        made += re.escape(phrase[at : slot.start()])
        made += f"([{chr(_FIRST)}-{chr(_FIRST + 0xFF)}])" if slot[1] == "q" else r"([\d.]+)"
        at = slot.end()
    return re.compile(made + re.escape(phrase[at:]))


def _replacement(phrase: str) -> str:
    numbers = iter(range(1, 10))
    told = _SLOT.sub(lambda _: rf"\g<{next(numbers)}>", phrase.replace("\\", r"\\"))
    return f" {told} "
