"""Renewing: an index made of a former one and of the rows that came since.

Forms are numbered by their first rows, so that a row more or less may change every number: all of them are
written anew, but neither read nor taken apart again.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from kg.meaning.index import Index
from kg.meaning.packing import Grams, RowWording, grams_of, opened
from kg.meaning.words import Words

_ROWS = "SELECT key, form, township, list, number FROM row"
_FORMS = "SELECT id, list, body FROM form"
_GRAMS = "SELECT gram, names, clauses FROM gram ORDER BY gram"
_NUMBER = np.dtype("<u4")

Array = np.ndarray[Any, Any]


class _Row(NamedTuple):
    """A row and the former number of its form, or a new one that no former form has."""

    key: str
    form: int
    township: str
    list: str
    number: int


class _Former:
    """What a former index has: rows, the wordings of its forms, postings."""

    def __init__(self, path: Path) -> None:
        """Read it.

        Raises:
            sqlite3.Error: it cannot be read.
        """
        with contextlib.closing(opened(path)) as database:
            self.rows = [_Row(*row) for row in database.execute(_ROWS)]
            forms = database.execute(_FORMS).fetchall()
            grams = database.execute(_GRAMS).fetchall()
        self.bodies = {number: (kind, body) for number, kind, body in forms}
        self.grams = [gram for gram, _, _ in grams]
        self.sides = [[row[side] for row in grams] for side in (1, 2)]


def renewed(
    former: Path,
    stays: Callable[[str], bool],
    fresh: Iterable[RowWording],
    matter_of: Mapping[str, str],
    words: Words,
) -> Index | None:
    """The index that :meth:`Index.of_wordings` makes of the rows of a former one that stay and fresh ones.

    None where the former one cannot be read.

    ``stays`` tells of the key of a former row whether it is still the same, but for its Matter;
    ``matter_of`` has that of every row.
    """
    try:
        known = _Former(former)
    except sqlite3.Error:
        return None
    rows = [row for row in known.rows if stays(row.key)]
    bodies, grams = known.bodies, dict[int, Grams]()
    numbers = {body: number for number, (_, body) in bodies.items()}
    for row in fresh:
        form = numbers.setdefault(row.body, len(numbers))
        if form not in bodies:
            bodies[form] = row.list, row.body
            grams[form] = row.grams or grams_of(row.list, row.body)
        rows.append(_Row(row.key, form, row.township, row.list, row.number))
    rows.sort()
    members: dict[int, list[_Row]] = {}
    for one in rows:
        members.setdefault(one.form, []).append(one)
    place = np.full(len(bodies), -1, np.int64)
    place[list(members)] = np.arange(len(members))
    return Index.of_tables(
        [(*bodies[form], [_told(row, matter_of) for row in own]) for form, own in members.items()],
        _postings(known, grams, place, len(members)),
        words,
    )


def _told(row: _Row, matter_of: Mapping[str, str]) -> tuple[str, str, str, str, int]:
    return row.key, matter_of[row.key], row.township, row.list, row.number


def _postings(
    known: _Former, fresh: Mapping[int, Grams], place: Array, size: int
) -> Iterable[tuple[str, bytes, bytes]]:
    """Each gram with the forms that have it; ``place`` has the new number of each form, -1 for one that is gone."""
    of_gram = {gram: at for at, gram in enumerate(known.grams)}
    found = [
        [
            (of_gram.setdefault(gram, len(of_gram)), form)
            for form, own in fresh.items()
            for gram in own[side]
        ]
        for side in (0, 1)
    ]
    texts = list(of_gram)
    sides = [_numbered(known.sides[side], found[side], len(texts), place, size) for side in (0, 1)]
    for at in sorted(range(len(texts)), key=texts.__getitem__):
        names, clauses = sides[0][at], sides[1][at]
        if names or clauses:
            yield texts[at], names, clauses


def _numbered(
    blobs: Sequence[bytes], fresh: Sequence[tuple[int, int]], count: int, place: Array, size: int
) -> list[bytes]:
    """The forms of each of ``count`` grams by their new numbers, in order."""
    forms = np.frombuffer(b"".join(blobs), _NUMBER)
    lengths = np.array([len(blob) // _NUMBER.itemsize for blob in blobs], np.int64)
    came = np.array(fresh, np.int64).reshape(-1, 2)
    grams = np.concatenate((np.repeat(np.arange(len(blobs)), lengths), came[:, 0]))
    numbers = place[np.concatenate((forms, came[:, 1]))]
    kept = numbers >= 0
    # One number for gram and form; what is nearly in order already is soon in order.
    both = np.sort(grams[kept] * size + numbers[kept], kind="stable")
    grams, numbers = np.divmod(both, size)
    data = numbers.astype(_NUMBER).tobytes()
    ends = np.cumsum(np.bincount(grams, minlength=count)) * _NUMBER.itemsize
    bounds = [0, *ends.tolist()]
    return [data[begin:end] for begin, end in pairwise(bounds)]
