"""What a search looks for, in the characters of the lists: one width, simplified, phrases whole."""

from __future__ import annotations

import unicodedata

from kg.folding import simplified, strip_blanks
from kg.patterns import regex

_QUOTED = regex(r"[\"“”「」『』]([^\"“”「」『』]*)[\"“”「」『』]")
"""A phrase in quotation marks of any kind: “城乡 居民”."""


def wanted(text: str) -> str:
    """A search as the text index takes it: what stands in quotation marks is one part, without blanks."""
    folded = unicodedata.normalize("NFKC", text)
    whole = _QUOTED.sub(lambda quoted: f" {strip_blanks(quoted[1])} ", folded)
    return " ".join(simplified(whole).split())
