"""Times: how often something is due, and until when, as clauses say it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.comparing.rows import Entry
from kg.times import often, until


@dataclass(frozen=True, slots=True)
class Due:
    """A time a clause names: ``often`` or a deadline, the words, the clause, whose it is."""

    entry: Entry
    often: bool
    words: str
    text: str
    side: str


def times(rows: Sequence[Entry]) -> Iterator[Due]:
    """Every frequency and deadline of the rows, in their order."""
    for row in rows:
        cells = [("上级部门", c.text) for c in row.superior]
        cells += [("乡镇", c.text) for c in row.cooperation]
        if row.method:
            cells.append(("承接部门", row.method))
        for side, text in cells:
            for is_often, found in ((True, often(text)), (False, until(text))):
                for words in found:
                    yield Due(row, is_often, words, text, side)
