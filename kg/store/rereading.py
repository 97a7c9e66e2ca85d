"""Rereading: how often the engine's parser comes back to a piece of a query.

The parser tries one form after the other and keeps nothing of what it has read, so what stands inside a form
that has two readings is read twice, and twice again for each level. Measured, a query of 350 characters
with forty ``REPLACE(`` inside one another was never done with; there is no end to wait for.

What it reads twice (by the engine's grammar, every form tried at 40 levels): the arguments of functions
that come with and without the last one, whatever ``!`` stands before if it does not end as it should, those of a
function named by an IRI where a condition stands, and annotations behind ``~``.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.store.tokens import Brackets, Token

_OPTIONAL_LAST = ("REPLACE", "SUBSTR", "REGEX", "GROUP_CONCAT")
"""Functions whose last argument may be left out; a word before may have grown together with them."""
_PIECE = 32
"""Characters of a token, a comment or blanks that cost as much as another token."""


class Rereading:
    """Counts what is read again beyond the first time, in tokens."""

    def __init__(self) -> None:
        """At the start of a query."""
        self.tokens = 0
        """Tokens read again so far."""
        self._times = [1]
        """How often the parser reads what stands inside each of the open brackets."""
        self._blank = 0

    @property
    def deep(self) -> bool:
        """Whether what follows is read more than once."""
        return self._times[-1] > 1

    def count(self, token: Token, past: Sequence[Token], brackets: Brackets) -> None:
        """Go on to a token; ``past`` are the last before it, ``brackets`` those open where it stands.

        Those that are no marks may be left out where it is not ``deep``.
        """
        del self._times[len(brackets.open) + 1 :]
        blank, self._blank = brackets.blank - self._blank, brackets.blank
        if self.deep:
            again = self._times[-1] - 1
            self.tokens += again * (1 + (len(token[1]) + blank) // _PIECE)
        if token[0] == "other" and token[1] in {"(", "{", "["}:
            self._times.append(self._times[-1] * _readings(token[1], past))


def _readings(bracket: str, past: Sequence[Token]) -> int:
    """How often what this bracket holds is read at most."""
    before = list(past)
    readings = 1
    if bracket == "(":
        kind, name = before[-1]
        if kind in {"name", "iri"} or (kind == "word" and name.endswith(_OPTIONAL_LAST)):
            readings = 2
        if kind in {"name", "iri", "word"}:
            del before[-1]
    elif bracket == "{":
        if ("other", "~") in before[-2:]:
            return 2
        if before[-1][1].endswith("EXISTS"):
            del before[-1]
            if before[-1][1] == "NOT":
                del before[-1]
    return readings * 2 if before[-1] == ("other", "!") else readings
