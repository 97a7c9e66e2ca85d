"""Digest: a row as a short sum of what it says, whatever container and marks it was printed with.

Where a document is a known list in the same edition, a row whose sum is another one says something else than the
copy that is bundled: a word, an office or a clause was changed on the way.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence

from kg.findings import shorten
from kg.folding import fold_forms, strip_markup
from kg.reading.rows import RowProblem
from kg.values import Duty

_IDEOGRAPHS = re.compile(r"[^\u4e00-\u9fff]+")
_LENGTH = 6
_MOST = 0.34
"""Where more of the rows differ it is another copy altogether: said once."""


def digest(duty: Duty) -> str:
    """The sum of a duty: its category, name, offices, clauses and way of working, ideographs only."""
    row = duty.row
    parts = (
        row.category,
        row.name,
        *sorted(f"{d.code} {d.function}" for d in duty.departments),
        *(["+"] if duty.supporting else []),
        *sorted(f"{d.code} {d.function}" for d in duty.supporting),
        "".join(f"{c.heading or ''}{c.text}" for c in duty.superior),
        "".join(f"{c.heading or ''}{c.text}" for c in duty.township),
        duty.method,
    )
    words = "\n".join(
        part if part.isascii() else _IDEOGRAPHS.sub("", strip_markup(fold_forms(part)))
        for part in parts
    )
    return hashlib.sha256(words.encode()).hexdigest()[:_LENGTH]


def changed(
    duties: Sequence[Duty], sums: Sequence[Mapping[str, str]], edition: str
) -> Iterator[RowProblem]:
    """Rows that say something else than in the bundled copy of ``edition``; ``sums`` has those of each row by edition."""
    known = [
        (duty, found[edition]) for duty, found in zip(duties, sums, strict=True) if edition in found
    ]
    differ = [duty for duty, sum_ in known if sum_ != digest(duty)]
    for duty in differ if len(differ) <= max(2, _MOST * len(known)) else differ[:1]:
        row = duty.row
        what = f"这一项的文字、部门或类别与随附的同一版清单不同：“{shorten(row.name, 30)}”；照原样读入，请与原件核对"
        yield RowProblem("edition-again", row.line, what, row.name, row)
