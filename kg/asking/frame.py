"""The frame of a question: what is asked for, of whom, under which conditions."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

LISTS = ("basic", "cooperation", "reclaimed")
"""The three lists, in their order."""

LIST_NAMES = {
    "basic": "基本履职事项",
    "cooperation": "配合履职事项",
    "reclaimed": "上级部门收回事项",
}
"""Their Chinese names."""


class Ask(StrEnum):
    """What an answer consists of: the types of the contract."""

    DUTIES = "duties"
    DEPARTMENTS = "departments"
    TOWNSHIPS = "townships"
    CATEGORIES = "categories"
    CLAUSES = "clauses"
    LISTS = "lists"
    NUMBER = "number"
    BOOLEAN = "boolean"


class Status(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"
    NOT_FOUND = "not_found"
    NOT_UNDERSTOOD = "not_understood"
    OUT_OF_SCOPE = "out_of_scope"


class Refusal(Exception):
    """A question that gets no answer: why, and what could be meant instead."""

    def __init__(self, status: Status, text: str, suggestions: tuple[str, ...] = ()) -> None:
        """Keep the reason for the person who asked."""
        super().__init__(text)
        self.status = status
        self.text = text
        self.suggestions = suggestions


@dataclass(frozen=True, slots=True)
class BodyRef:
    """A body as named: its function and the departments it can mean."""

    text: str
    function: str
    bodies: tuple[str, ...]
    place: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything a question says about the duties it is about.

    ``lists`` empty means all three; ``townships`` empty means all loaded ones (``places`` narrow
    them). ``bodies`` are alternatives unless ``joint``. ``topic`` is a duty named loosely,
    ``mentions`` are words in the text (in ``clauses_only`` clauses and way of working only),
    ``name_words`` words in the name. ``depts`` bounds the number of departments of a row.
    """

    lists: tuple[str, ...] = ()
    townships: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    bodies: tuple[BodyRef, ...] = ()
    joint: bool = False
    categories: tuple[str, ...] = ()
    topic: str = ""
    mentions: tuple[str, ...] = ()
    clauses_only: bool = False
    name_words: tuple[str, ...] = ()
    depts: tuple[int, int] = (0, 0)
    discontinued: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood: the frame and what is to be done with its duties.

    ``value`` refines ``ask``: for numbers count, share or difference; for duties where; for
    departments plain, except, together; for booleans what a yes means. ``other`` is the second
    frame of a comparison, a share (the whole) or a difference; ``relation`` how they compare
    (minus, both, and). ``rank`` is (n, direction), ``group`` what is counted or ranked by.
    ``side`` says whose clauses are meant. ``notes`` tell how words were taken.
    """

    ask: Ask
    frame: Frame
    value: str = ""
    other: Frame | None = None
    relation: str = ""
    rank: tuple[int, str] | None = None
    group: str = ""
    side: str = ""
    excluded: tuple[str, ...] = ()
    english: bool = False
    notes: tuple[str, ...] = field(default=())
