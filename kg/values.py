"""The values that pass through the program: frozen, typed, compared by value.

The blocks of a document become rows of its three lists, rows become duties with clauses, resolved
departments and responsibilities: the qualified form of every statement about organisations.
"""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING

from kg.frozen import frozen
from kg.kinds import LIST_ORDER, UNDATED, ListKind, edition_order, shown_edition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.findings import Finding

__all__ = [
    "CODE_SCHEME",
    "LIST_ORDER",
    "UNDATED",
    "Cell",
    "Certainty",
    "Clause",
    "Columns",
    "Coverage",
    "Department",
    "Document",
    "Duty",
    "Level",
    "ListKind",
    "Mention",
    "Party",
    "Place",
    "Reclaim",
    "Responsibility",
    "Row",
    "Side",
    "Title",
    "Township",
    "edition_order",
    "shown_edition",
]

CODE_SCHEME = "mca"
"""Scheme of known place codes: Ministry of Civil Affairs (民政部) division codes."""


class Level(StrEnum):
    """Levels of China's administrative divisions (行政区划层级)."""

    NATION = "nation"
    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    TOWNSHIP = "township"


@frozen
class Cell:
    """A cell of a row: its verbatim text, the header above it and the role of that column."""

    role: str
    header: str
    text: str


@frozen
class Columns:
    """The header of a table: what stands over each column and which role it has ("extra": none)."""

    roles: tuple[str, ...]
    titles: tuple[str, ...]

    @property
    def kind(self) -> ListKind | None:
        """The list such a header belongs to; None where it does not tell."""
        roles = set(self.roles)
        if roles & {"superior", "township"}:
            return ListKind.COOPERATION
        if roles & {"taker", "taker-and-method", "method"}:
            return ListKind.RECLAIMED
        if "departments" in roles:
            return ListKind.COOPERATION
        return None

    @property
    def is_weak(self) -> bool:
        """Whether ``kind`` rests on a column of departments alone, which any list may have."""
        return not set(self.roles) & {"superior", "township", "taker", "taker-and-method", "method"}


@frozen
class Row:
    """One row of one list as published; ``number`` runs on, ``printed`` is what stands there.

    ``texts`` are the verbatim cells, one for each of the ``columns``.
    """

    kind: ListKind
    number: int
    printed: str
    category: str
    name: str
    line: int
    locator: str
    columns: Columns
    texts: tuple[str, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells with their headers."""
        columns = self.columns
        return tuple(map(Cell, columns.roles, columns.titles, self.texts))

    def cell(self, role: str) -> str | None:
        """Return the verbatim text of the first column with this role, or None."""
        roles = self.columns.roles
        return self.texts[roles.index(role)] if role in roles else None

    @property
    def quote(self) -> str:
        """The verbatim row: its cells joined by tabs."""
        return "\t".join(self.texts)


@frozen
class Place:
    """A jurisdiction or township.

    ``code`` is an official division code, or ``x-`` + 10 hex of the name's SHA-256 when the
    place is not in the tables (``known`` False). ``printed`` is the name the document uses.
    """

    code: str
    name: str
    level: Level
    printed: str
    known: bool = True
    parent: Place | None = None

    def ancestor(self, level: Level) -> Place | None:
        """Return this place or the nearest one above it at ``level``, or None."""
        return next((place for place in self.lineage() if place.level is level), None)

    def lineage(self) -> Iterator[Place]:
        """This place and those above it, the nearest first."""
        place: Place | None = self
        while place is not None:
            yield place
            place = place.parent


@frozen
class Township:
    """The township a list belongs to; ``name`` is county as printed + township."""

    name: str
    place: Place

    @property
    def code(self) -> str:
        """The division code of the township."""
        return self.place.code

    @property
    def county(self) -> Place:
        """The county, or without one the prefecture-level city, above the township."""
        return self.place.parent or self.place


@frozen(order=True)
class Department:
    """One body: a kind of office (function) in one jurisdiction.

    Equality and order go by ``code`` (of the jurisdiction) and ``function``: one body has one
    record whatever its written forms. ``function`` is ``x-`` + 10 hex for unresolved names.
    """

    code: str
    function: str
    name: str = field(compare=False)
    branch: str = field(compare=False, default="")
    jurisdiction: Place | None = field(compare=False, default=None)
    known: bool = field(compare=False, default=True)

    @property
    def key(self) -> tuple[str, str]:
        """The pair that identifies the body: jurisdiction code and function."""
        return (self.code, self.function)


@frozen
class Mention:
    """A body named in a text: the words as written, where, and the department they mean."""

    written: str
    start: int
    end: int
    department: Department
    elided: bool = False


@frozen
class Clause:
    """One item of a clause cell.

    ``number`` is its position in the cell, ``printed`` the number that stands there, ``text``
    the source's words without number and markup, ``quote`` verbatim characters of the cell,
    ``heading`` the department heading it stands under, as written.
    """

    number: int
    printed: str | None
    section: str | None
    text: str
    quote: str
    heading: str | None = None
    heading_mentions: tuple[Mention, ...] = ()


Party = Department | Township
"""An organisation that can have a part in a duty."""


class Side(StrEnum):
    """The two clause cells of a cooperation duty: 上级部门职责 and 配合职责."""

    SUPERIOR = "superior"
    TOWNSHIP = "township"


class Certainty(StrEnum):
    """What a responsibility rests on.

    The clause's own words, a column or the list itself, a department heading above the clause, or
    the reader's conclusion (a clause that names nobody in a row of one department).
    """

    STATED = "stated"
    COLUMN = "column"
    HEADING = "heading"
    INFERRED = "inferred"


class Reclaim(StrEnum):
    """Ways in which a duty is taken back: handed over, no longer done, no longer assessed.

    SHARED: department and township go on together, but nobody is assessed.
    """

    TRANSFERRED = "transferred"
    ABOLISHED = "abolished"
    ASSESSMENT_DROPPED = "assessment-dropped"
    SHARED = "shared-not-assessed"


@frozen
class Responsibility:
    """One organisation's part in a duty or in one clause of it.

    ``party`` has the ``role`` (acts, leads, reviews …) or, for roles that point to another body
    (guides, reportsTo, handsOver …), is the one it is done to; then ``agents`` are those who do it,
    so that a flow runs from ``agents`` to ``party``. ``party`` is None for an open set, whose words
    are ``open_words``; beside a party they tell that the list it stands in is open. ``clause`` is
    None for the duty as a whole. ``words`` are verbatim.
    """

    role: str
    party: Party | None
    certainty: Certainty
    words: str
    agents: tuple[Party, ...] = ()
    side: Side | None = None
    clause: int | None = None
    open_words: str = ""
    reclaim: Reclaim | None = None

    @property
    def stated(self) -> bool:
        """Whether the document says it (in words, column or heading), not the reader."""
        return self.certainty is not Certainty.INFERRED


@frozen
class Duty:
    """One row of one list, interpreted.

    ``mentions`` are the bodies of the column as written (several mentions may mean one
    department); ``departments`` has each of them once, in the order of the column.
    """

    row: Row
    departments: tuple[Department, ...] = ()
    supporting: tuple[Department, ...] = ()
    conveners: tuple[Department, ...] = ()
    mentions: tuple[Mention, ...] = ()
    open_ended: bool = False
    open_words: str = ""
    method: str = ""
    discontinued: bool = False
    superior: tuple[Clause, ...] = ()
    township: tuple[Clause, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    named: tuple[tuple[Department, str, str], ...] = ()

    def attributed(
        self,
        responsibilities: tuple[Responsibility, ...],
        named: tuple[tuple[Department, str, str], ...],
    ) -> Duty:
        """This duty with its responsibilities and the bodies its clauses name."""
        return Duty(
            self.row,
            self.departments,
            self.supporting,
            self.conveners,
            self.mentions,
            self.open_ended,
            self.open_words,
            self.method,
            self.discontinued,
            self.superior,
            self.township,
            self.extra,
            responsibilities,
            named,
        )


@frozen
class Title:
    """The title line of one list in a document."""

    kind: ListKind
    line: int
    locator: str
    text: str


@frozen
class Coverage:
    """How the non-empty lines of a document are accounted for; the parts add up to ``total``."""

    total: int
    records: int
    furniture: int
    findings: int

    @property
    def complete(self) -> bool:
        """Whether every non-empty line is in a record, known furniture or a finding."""
        return self.total == self.records + self.furniture + self.findings


@frozen
class Document:
    """A source as read: where it is from, which township and edition, its duties and findings.

    ``path`` is relative to the folder given, with forward slashes. ``edition`` is the printed
    month (2025-07) or ``u-`` + 8 hex of the checksum; ``date_printed`` is verbatim or empty.
    Lists published in files of their own share an edition; ``part`` numbers these files.
    """

    path: str
    sha256: str
    edition: str
    date_printed: str
    township: Township | None
    titles: tuple[Title, ...]
    duties: tuple[Duty, ...]
    findings: tuple[Finding, ...]
    coverage: Coverage
    part: int = 1

    def count(self, kind: ListKind) -> int:
        """Number of duties of one list."""
        return sum(1 for duty in self.duties if duty.row.kind is kind)
