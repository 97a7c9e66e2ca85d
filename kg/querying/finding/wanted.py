"""What a search looks for, in the characters of the lists: one width, simplified, phrases whole."""

from __future__ import annotations

import unicodedata

from kg.folding import simplified, strip_blanks
from kg.patterns import regex

_QUOTED = regex(r"[\"“”「」『』]([^\"“”「」『』]*)[\"“”「」『』]")
"""A phrase in quotation marks of any kind: “城乡 居民”."""


def wanted(text: str) -> str:
    """A search as the text index takes it: what stands in quotation marks is one part, without blanks."""
    return " ".join(word for word, _ in parts(text))


def parts(text: str) -> list[tuple[str, bool]]:
    """The parts of a search, each with whether it stands in quotation marks: 东城镇 “防汛 抗旱” are two."""
    folded = unicodedata.normalize("NFKC", text)
    found: list[tuple[str, bool]] = []
    end = 0
    for quoted in _QUOTED.finditer(folded):
        found += [(word, False) for word in simplified(folded[end : quoted.start()]).split()]
        found += [(word, True) for word in simplified(strip_blanks(quoted[1])).split()]
        end = quoted.end()
    return found + [(word, False) for word in simplified(folded[end:]).split()]
