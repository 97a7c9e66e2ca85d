"""The frame of a question: an algebra of selections, executed exactly.

A :class:`Frame` selects duties; a :class:`Question` says what is told of them: listed, counted,
ranked, compared with a second frame, asked yes or no. It says nothing of how a question is worded.
"""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum

from kg.frozen import frozen

LISTS = ("basic", "cooperation", "reclaimed")
"""The three lists, in their order."""
REPORTS = ("reports", "handover")
"""The parties that are no department of the columns: to whom a township reports or hands over."""

LIST_NAMES = {
    "basic": "基本履职事项",
    "cooperation": "配合履职事项",
    "reclaimed": "上级部门收回事项",
}
"""Their Chinese names."""

EVERY = 9_999
"""The number of a :class:`Rank` that wants all in their order."""

Bounds = tuple[int, int | None]
"""From how many to how many; None: no upper end."""


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


ROWS = (Ask.DUTIES, Ask.NUMBER)
"""Duties themselves are asked for, or how many there are."""
GROUPS = (Ask.TOWNSHIPS, Ask.DEPARTMENTS, Ask.CATEGORIES)
"""It is asked where duties are, and whose."""


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


@frozen
class BodyRef:
    """A body as named: its function and the departments it can mean."""

    text: str
    function: str
    bodies: tuple[str, ...]
    place: str = ""


@frozen
class Words:
    """Words that stand in a duty's text; one of ``texts`` is enough.

    ``where`` is the part of the duty: name, clauses (both sides and way of working), township,
    department (the clauses of one side), method, or all of it. ``negated``: none of them stands
    there.
    """

    texts: tuple[str, ...]
    where: str = "all"
    negated: bool = False


@frozen
class Frame:
    """A selection of duties; what is empty does not limit it, the rest must hold together.

    ``townships`` are narrower than ``places``. ``bodies`` stand in the department column (or took
    the duty back): one of them is enough unless ``joint``, where all must; ``without`` are bodies
    that do not stand there. ``topic`` is a duty named loosely and ``rows`` what it was resolved to.
    ``departments``, ``clauses`` and ``upper`` bound how many departments, township clauses and clauses
    of departments a duty has.
    ``in_all`` and ``in_none`` are townships that (do not) have the same duty in the same list.
    """

    lists: tuple[str, ...] = ()
    townships: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    bodies: tuple[BodyRef, ...] = ()
    joint: bool = False
    without: tuple[BodyRef, ...] = ()
    categories: tuple[str, ...] = ()
    other_categories: tuple[str, ...] = ()
    topic: str = ""
    rows: tuple[str, ...] | None = None
    words: tuple[Words, ...] = ()
    numbers: tuple[int, ...] = ()
    departments: Bounds | None = None
    clauses: Bounds | None = None
    upper: Bounds | None = None
    discontinued: bool | None = None
    in_all: tuple[str, ...] = ()
    in_none: tuple[str, ...] = ()

    @property
    def limited(self) -> bool:
        """Whether rows are limited by what they are, not by where they stand."""
        named = (self.topic, self.rows, self.words, self.bodies, self.categories, self.numbers)
        return any(named)

    @property
    def narrowed(self) -> bool:
        """Whether rows are limited by anything but where they stand: what they are, what they lack, how much they have."""
        out = self.without or self.other_categories or self.discontinued is not None
        return self.limited or bool(out or self.departments or self.clauses or self.upper)


@frozen
class Rank:
    """The first ``number`` by count, ties included; with ``start`` only the places from there.

    ``by`` is count (of duties), departments, clauses or upper (of a duty: the township's, the departments') or number (its running number in
    its list: the first three rows); ``most`` tells from which end. ``number`` is EVERY where all are wanted.
    """

    number: int = 1
    most: bool = True
    start: int = 1
    by: str = "count"


@frozen
class Question:
    """A question understood: a frame and what is to be told of its duties.

    - ``count`` refines a number: "" (duties), departments, townships, categories, percent,
      difference, matters (what is one duty in several places is counted once), average (a township), average_departments, average_clauses (a duty), per_category, per_department (means).
    - ``other`` is a second selection, ``relation`` what is done with it: minus, both (the same
      duties by Matter), departments-minus, departments-and, categories-minus, categories-and, of (whole of a
      share, other side of a difference or of more).
    - ``rank``, ``having`` order and bound departments, townships or categories by their duties;
      ``group`` is what they are counted as: function (no county) or county.
    - ``side`` says whose clauses are meant (township, superior), ``actors`` who acts in them.
    - ``parties`` refines departments: column, together (in the same rows), conveners (of which the
      list says 牵头), helpers (the others, where it says so), partners (会同), shared (in every row),
      everywhere (in every township; of categories, too), throughout (categories of every list), reports (to whom the township reports); ``excluded`` bodies
      are left out. Of clauses: jointly (only those in which each of the actors has a part).
    - ``test`` is what a yes means: may, may_not, exists, basic, cooperation, reclaimed, leads,
      convenes (leads, and is the one that the list says 牵头 of, if it says), sole, others
      (beside it), more; of
      departments leader (the ones that the list says 牵头 of, where it says so of each row);
      ``asker`` is the body that wants the duty done or is asked about.
    - ``each``: the first in order are wanted of every place by itself, or with ``group`` category of
      every category; ``compared``: whether
      the departments of the places are the same (same) or not (differ), or what the first or the
      second of two has more.
    - ``timed``: of clauses only those that say how often or until when (often, until) or that say
      it (quoted), and are about what the question ``said``.
    - ``focus``: what the clause that asks for departments says: perhaps only a step of the duty,
      surely where it is ``stepped``, spoken of as one.
    - ``then``: what is done with the figures: extremes (what the first has more than the last),
      most-departments, fewest-departments (the townships whose row has them), only, everywhere
      (whether they are just the townships that were ``told``, or all), lacking (the departments that
      all have but those), place (at which place of an order the one that is named stands), more and
      how-many-more (the townships that have more of the first selection than of the other).
    - ``negate``: the townships that do not have it. ``where``: the place in the lists is asked for.
    - ``frail``: so doubtful that an empty answer would rather be a misreading.
    - ``notes`` tell how words were taken, ``unused`` are words that nothing was done with.
    """

    ask: Ask
    frame: Frame
    count: str = ""
    other: Frame | None = None
    relation: str = ""
    rank: Rank | None = None
    having: Bounds | None = None
    group: str = ""
    side: str = ""
    actors: tuple[BodyRef, ...] = ()
    parties: str = ""
    excluded: tuple[str, ...] = ()
    test: str = ""
    asker: tuple[BodyRef, ...] = ()
    negate: bool = False
    each: bool = False
    compared: str = ""
    timed: str = ""
    said: str = ""
    focus: str = ""
    stepped: bool = False
    then: str = ""
    told: tuple[str, ...] = ()
    where: bool = False
    english: bool = False
    frail: bool = False
    notes: tuple[str, ...] = field(default=())
    unused: tuple[str, ...] = field(default=())
