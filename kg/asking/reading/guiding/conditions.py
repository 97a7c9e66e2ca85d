"""Conditions: how well a bound or a limit that was guessed goes with what is said."""

from __future__ import annotations

from kg.asking.reading.cues import Cues
from kg.asking.reading.heads import AGAINST
from kg.folding import has_chinese
from kg.patterns import regex

_SEVERAL = regex("[<>=][3-9]")
_ONLY_WHERE = regex(
    "(?:only|solely|exclusively) (?:[a-z]+ )?(?:in|on|at|within) |\\bonly (?:appear|occur|stand|exist)|[只仅](?:出现|存在|见|列|写)?[在于]"
)
"""Only there, not only one: appear only in the reclaimed list."""
_SHARED_BY = regex(
    r"\b(?:several|more than|multiple|many|most|two|both|joint|jointly|shares?|shared|together|alongside|others?|another|at least|along|sole|alone|only|with)\b|Ⓝ"
)
"""What in English may say that a duty has several departments."""
_ONLY_ONE = regex(
    r"\b(?:only|just) (?:one|a|Ⓝ)(?: single)? (?:clause|step|department|bureau|office|body)\b"
)
"""So many of a duty, not only there."""
_ONE_CLAUSE = regex(r"\b(?:one|Ⓝ|single) (?:clause|step)s?\b|[一Ⓝ]条(?:职责|条款)")
"""So many clauses, not departments: just one clause."""


def of_condition(label: str, cues: Cues, kind: str) -> float:
    """How well a condition that was guessed goes with what is said: 1, or less."""
    weight = 1.0
    if label.startswith(("in_", "not in_")) and not kind.startswith(("duties", "number/duties")):
        weight *= AGAINST
    for part in filter(None, label.split("+")):
        if "discontinued" in part and not cues.has("discontinued"):
            weight *= AGAINST
        if part.startswith("in_none") and not (
            cues.has("only") or (cues.has("others") and cues.has("negation", "exclusion"))
        ):
            weight *= AGAINST
        if part.startswith("in_none") and _ONLY_ONE.search(cues.text):
            weight *= AGAINST**2
        if part.startswith(("in_all", "not in_all")) and not cues.has("everyone", "others"):
            weight *= AGAINST
        if _SEVERAL.search(part):
            weight *= AGAINST**2
        one = cues.has("exactly") or (cues.has("only") and not _ONLY_WHERE.search(cues.text))
        if part.endswith("=1") and not one:
            weight *= AGAINST
        if part.startswith("departments=") and _ONE_CLAUSE.search(cues.text):
            weight *= AGAINST**2
        if part == "departments>1" and not (has_chinese(cues.text) or _SHARED_BY.search(cues.text)):
            weight *= AGAINST
        if part.endswith("departments=0") and not cues.has("negation", "exclusion", "only"):
            weight *= AGAINST**2  # nobody said that there is none
    return weight
