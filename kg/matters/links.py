"""Relations of duties: the values that matching gives back.

A Matter groups the rows that are one duty; links say how two rows relate and why, doubts what a
person should look at.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from kg.matters.decisions import duty_key
from kg.values import ListKind

IriOf = Callable[[str, str, ListKind, int], str]
"""(township code, edition, list, number) → IRI of the duty."""


class LinkKind(StrEnum):
    """How two duties relate, in the words of SKOS."""

    EXACT = "exact"
    CLOSE = "close"
    BROADER = "broader"
    NARROWER = "narrower"


class DutyRef(NamedTuple):
    """A duty by the parts of its IRI; a tuple, since there are many to be sorted and looked up."""

    township: str
    edition: str
    kind: ListKind
    number: int

    @property
    def document(self) -> tuple[str, str]:
        """The list document: township and edition."""
        return (self.township, self.edition)

    @property
    def key(self) -> str:
        """``township code/edition/letter-number``, the tail of the IRI."""
        return duty_key(self.township, self.edition, self.kind, self.number)


@dataclass(frozen=True, slots=True)
class Link:
    """A relation of two duties, read as SKOS does: ``first`` has ``second`` as its match.

    BROADER: the second is the broader one. ``method`` is text, person, wording or part, ``score``
    0…1, ``why`` one line in Chinese for people.
    """

    first: DutyRef
    second: DutyRef
    kind: LinkKind
    method: str
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two duties of different Matters that a person should look at, and why."""

    first: DutyRef
    second: DutyRef
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Matter:
    """The same duty wherever it occurs; ``members`` sorted, ``name`` the commonest wording."""

    members: tuple[DutyRef, ...]
    name: str

    def iri(self, base: str, iri_of: IriOf | None = None) -> str:
        """``{base}matter/`` + 12 hex of the SHA-256 of the earliest member's IRI."""
        return matter_iri(base, (member_iri(base, member, iri_of) for member in self.members))


@dataclass(frozen=True, slots=True)
class Matters:
    """The result of matching: every duty in exactly one Matter, sorted by first member.

    ``unknown`` are duties of matters.csv that are not loaded, ``contradictions`` pairs a person
    keeps apart although other decisions make them the same; there the rejection is not applied.
    ``unlooked`` is the number of duties for which no other words were looked for, being too many.
    """

    matters: tuple[Matter, ...]
    links: tuple[Link, ...]
    doubts: tuple[Doubt, ...]
    unknown: tuple[str, ...] = ()
    contradictions: tuple[tuple[str, str], ...] = ()
    unlooked: int = 0

    def by_duty(self) -> dict[DutyRef, Matter]:
        """Every duty → its Matter."""
        return {member: matter for matter in self.matters for member in matter.members}


def member_iri(base: str, member: DutyRef, iri_of: IriOf | None = None) -> str:
    """The IRI of a member; ``iri_of`` is for callers with a minting function of their own."""
    if iri_of is not None:
        return iri_of(member.township, member.edition, member.kind, member.number)
    return f"{base}duty/{member.key}"


def matter_iri(base: str, members: Iterable[str]) -> str:
    """``{base}matter/`` + 12 hex of the SHA-256 of the first of the sorted member IRIs.

    Raises:
        ValueError: there are no members.
    """
    earliest = min(members)
    return f"{base}matter/{hashlib.sha256(earliest.encode()).hexdigest()[:12]}"
