"""What a search looks for, in the characters of the lists: one width, simplified, phrases whole."""

from __future__ import annotations

import unicodedata
from functools import cache

from kg.folding import strip_blanks
from kg.patterns import regex
from kg.resources import folder
from kg.vocabulary.tables import read_table

_QUOTED = regex(r"[\"“”「」『』]([^\"“”「」『』]*)[\"“”「」『』]")
"""A phrase in quotation marks of any kind: “城乡 居民”."""


def wanted(text: str) -> str:
    """A search as the text index takes it: what stands in quotation marks is one part, without blanks."""
    folded = unicodedata.normalize("NFKC", text)
    whole = _QUOTED.sub(lambda quoted: f" {strip_blanks(quoted[1])} ", folded)
    return " ".join(whole.translate(_simplified()).split())


@cache
def _simplified() -> dict[int, str]:
    rows = read_table((folder("vocabulary"),), "traditional", ("traditional", "simplified"), 2)
    return {
        ord(character): row["simplified"] for _, row in rows for character in row["traditional"]
    }
