"""Naming: what each row itself calls its departments, so that a body renamed by a reform is seen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from kg.comparing.rows import Body, Entry
from kg.folding import strip_blanks
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.rows import Function

_BRACKET = re.compile(r"[（(][^（）()]*[）)]$")
"""What stands in brackets after a name: （牵头）."""


def as_printed(rows: Sequence[Entry], vocabulary: Vocabulary) -> tuple[Entry, ...]:
    """The rows with their departments under the full names that stand in them.

    In the graph a body has one name, whatever an edition calls it. A short form says nothing about
    the name and keeps that one.
    """
    return tuple(
        replace(row, departments=tuple(_named(body, vocabulary) for body in row.departments))
        for row in rows
    )


def _named(body: Body, vocabulary: Vocabulary) -> Body:
    function = vocabulary.functions.get(body.function.rpartition("/")[2])
    if function is None:
        return body
    called, known = full_name(body.words, function), full_name(body.name, function)
    if not called or not known:
        return body
    return replace(body, name=body.name[: -len(known)] + called, called=called)


def full_name(words: str, function: Function) -> str:
    """The full name of an office that words end with; "" if they have a short form of it."""
    text = _BRACKET.sub("", strip_blanks(words))
    fitting = [name for name in (function.name, *function.names) if text.endswith(name)]
    return max(fitting, key=len, default="")


def shared(name: str, place: str) -> int:
    """How many characters a name and the full name of a township begin with in common: its county."""
    pairs = zip(name, place, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
