"""Spans: the pieces of a question that name something."""

from __future__ import annotations

from enum import StrEnum

from kg.frozen import frozen


class SpanKind(StrEnum):
    """What a piece of the question is; each has its own mark in the masked text."""

    TOWNSHIP = "\ue000"
    PLACE = "\ue001"
    BODY = "\ue002"
    CATEGORY = "\ue003"
    TOPIC = "\ue004"
    UNKNOWN = "\ue005"


@frozen
class Span:
    """A piece of the question and what it names.

    For bodies ``function`` and ``place`` say what was named, ``bodies`` the departments it can
    mean (all of the function where no place is named). ``note`` tells how a misspelt or unknown
    name was taken.
    """

    start: int
    end: int
    kind: SpanKind
    text: str
    iris: tuple[str, ...] = ()
    function: str = ""
    place: str = ""
    note: str = ""


@frozen
class Linked:
    """A question with its spans and the text in which each span is one mark."""

    text: str
    spans: tuple[Span, ...]
    masked: str

    def of(self, kind: SpanKind) -> list[Span]:
        """The spans of a kind, in textual order."""
        return [span for span in self.spans if span.kind is kind]
