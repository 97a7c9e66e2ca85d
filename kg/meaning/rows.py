"""Rows and hits: what meaning knows of a duty, and what it says about a text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from kg.frozen import frozen


@frozen
class Clause:
    """One item of a cell and the bodies it gives the work to."""

    text: str
    actors: tuple[str, ...] = ()


@frozen
class Row:
    """One duty as it is printed; ``key`` its IRI, ``matter`` that of its Matter or its own key.

    ``list`` is basic, cooperation or reclaimed; ``superior`` are the departments' clauses, ``own``
    the township's, ``method`` the way of working of a reclaimed row.
    """

    key: str
    matter: str
    township: str
    list: str
    number: int
    category: str
    name: str
    departments: tuple[str, ...] = ()
    superior: tuple[Clause, ...] = ()
    own: tuple[Clause, ...] = ()
    method: str = ""


@frozen
class Hit:
    """A row that a text may mean.

    ``score`` is the probability (0…1) that the text means this row, ``evidence`` the named
    measurements it rests on, ``matched`` the words of the text found in the row, ``read_as`` the
    words of the text that were read as others (everyday → the lists' words), ``act`` what the text
    asks to be done, if the row says who does that.
    """

    key: str
    matter: str
    township: str
    list: str
    number: int
    name: str
    score: float
    evidence: Mapping[str, float] = field(compare=False)
    matched: tuple[str, ...] = ()
    read_as: tuple[tuple[str, str], ...] = ()
    act: str | None = None


@frozen
class Decision:
    """What a text means: ``hits`` are all rows of the accepted Matters, ``near`` the next ones.

    ``match``: the hits are meant. ``ambiguous``: several Matters are about as likely; ``hits`` are
    empty and ``near`` has them. ``none``: no row is meant, ``near`` has the nearest. ``score`` is
    the probability that the best row is meant, ``second`` that of the next Matter that is not.
    """

    kind: Literal["match", "ambiguous", "none"]
    hits: tuple[Hit, ...]
    near: tuple[Hit, ...]
    score: float = 0.0
    second: float = 0.0
