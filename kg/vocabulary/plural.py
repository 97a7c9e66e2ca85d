"""Plural: numbers before English nouns, for messages that are put together of counts and words."""

from __future__ import annotations

import re
from functools import cache

_NOUNS = (
    "actors answers bodies categories cells changes characters checks clauses contradictions corrections counties deadlines"
    " departments differences documents duties edges editions entries errors files findings forms functions gaps groups"
    " items kinds links lists lines marks matters minutes names nodes notes others pages pairs parts places points processes"
    " provinces questions records reports results rows sentences shapes sheets spellings statements steps sources texts"
    " tables times townships triples warnings words"
).split()
"""The nouns that messages count, in the plural that they are written in."""
_VERBS = {
    "are": "is",
    "have": "has",
    "were": "was",
    "name": "names",
    "hand": "hands",
    "only have": "only has",
    "share": "shares",
    "open": "opens",
}
"""What stands behind a counted noun and agrees with it."""


def how_many(number: int, noun: str) -> str:
    """A number and its noun, given in the singular: ``1 error``, ``12 counties``."""
    return f"{number:,} {noun if number == 1 else _many(noun)}"


def ones(text: str) -> str:
    """An English text with what stands behind a 1 in the singular: ``1 duties are`` → ``1 duty is``."""
    return _pattern().sub(_one, text) if "1 " in text else text


def _one(match: re.Match[str]) -> str:
    noun, verb = match["noun"], match["verb"] or match["verb_alone"]
    words = [match["number"], _single(noun) if noun else "", _VERBS[verb] if verb else ""]
    return " ".join(filter(None, words))


@cache
def _pattern() -> re.Pattern[str]:
    nouns, verbs = "|".join(_NOUNS), "|".join(sorted(_VERBS, key=len, reverse=True))
    number = r"(?<![\w.,–~/-])(?P<number>1(?: (?:other|more|loaded|such|basic))?)"
    return re.compile(
        rf"{number} (?:(?P<noun>{nouns})\b(?: (?P<verb>{verbs})\b)?|(?P<verb_alone>are|have|were)\b)"
    )


def _single(noun: str) -> str:
    if noun.endswith("ies"):
        return f"{noun[:-3]}y"
    return noun[:-2] if noun.endswith("sses") else noun[:-1]


def _many(noun: str) -> str:
    if re.search(r"[^aeiou]y$", noun):
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"
