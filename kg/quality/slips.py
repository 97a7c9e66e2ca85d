"""Slips: wording that departs by a character or two from what the other townships print.

Compared are the rows of one Matter in one kind of list. Where at least two other documents have the
same words (places neutral) and this one differs in a few characters only, a careful reader would
look twice; which side is right is not for the program to say.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from kg.findings import Finding
from kg.folding import longest_run
from kg.matters.matching import DutyRef, Matters
from kg.values import Document, Duty, ListKind, Township
from kg.vocabulary.loading import Vocabulary

_MOST_EDITS = 3
_LEAST_LENGTH = 8
_LEAST_OTHERS = 2
_SIDES = 4
_MARKS = re.compile(r"[\s，,。；;：:、“”\"'（）()《》]")
_LOCAL = re.compile(r"社区|本[镇乡县市]|本?辖区|村居")
"""What differs rightly from place to place."""
_LEVELS = str.maketrans({"市": "县", "区": "县", "旗": "县", "乡": "镇"})


Words = tuple[str, str]
"""A name or clause: verbatim, and its key with places and marks neutral."""


class Wordings(NamedTuple):
    """The words of a row, and where it stands: the sides are name, both clause cells, way of working."""

    path: str
    township: str | None
    kind: str
    number: int
    line: int
    locator: str
    sides: tuple[tuple[Words, ...], ...]


class _Text(NamedTuple):
    """One name or clause of a row."""

    row: Wordings
    words: str
    key: str


def slips(
    documents: Sequence[Document], matters: Matters, vocabulary: Vocabulary
) -> Iterator[Finding]:
    """Yield one finding for each name or clause that departs slightly from the others'."""
    rows: dict[DutyRef, Wordings] = {}
    for document in documents:
        if document.township:
            for found in wordings(document, vocabulary):
                kind = ListKind(found.kind)
                ref = DutyRef(document.township.code, document.edition, kind, found.number)
                rows[ref] = found
    for matter in matters.matters:
        yield from slips_of([rows[member] for member in matter.members if member in rows])


def slips_of(members: Iterable[Wordings]) -> Iterator[Finding]:
    """The slips among the rows of one Matter."""
    groups: dict[str, list[Wordings]] = defaultdict(list)
    for row in members:
        groups[row.kind].append(row)
    for group in groups.values():
        if len({row.path for row in group}) > _LEAST_OTHERS:
            for side in range(_SIDES):
                texts = [_Text(row, *words) for row in group for words in row.sides[side]]
                yield from _compare(texts)


def wordings(document: Document, vocabulary: Vocabulary) -> list[Wordings]:
    """The words of every row of a document."""
    neutral = _neutral(document.township, vocabulary)

    def words(text: str) -> Words:
        key = _LOCAL.sub("", neutral.sub("", _MARKS.sub("", text)))
        return text, key.translate(_LEVELS)

    return [
        Wordings(
            document.path,
            document.township.name if document.township else None,
            duty.row.kind.value,
            duty.row.number,
            duty.row.line,
            duty.row.locator,
            (
                (words(longest_run(duty.row.cell("name") or "")),),
                tuple(words(clause.quote) for clause in duty.superior),
                tuple(words(clause.quote) for clause in duty.township),
                (words(_method(duty)),) if duty.method else (),
            ),
        )
        for duty in document.duties
    ]


def kept_wordings(row: Sequence[Any]) -> Wordings:
    """Wordings as they come back from JSON."""
    path, township, kind, number, line, locator, sides = row
    found = tuple(tuple((words, key) for words, key in side) for side in sides)
    return Wordings(path, township, kind, number, line, locator, found)


def _neutral(township: Township | None, vocabulary: Vocabulary) -> re.Pattern[str]:
    """The document's own place names, which differ rightly."""
    names: set[str] = set()
    place = township.place if township else None
    while place is not None:
        names.update((place.printed, place.name, place.printed[:-1]))
        row = vocabulary.places.get(place.code)
        names.update((*row.aliases, row.bare) if row else ())
        place = place.parent
    longest = sorted((name for name in names if len(name) > 1), key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, longest)) or r"(?!)")


def _method(duty: Duty) -> str:
    """The way of working, verbatim."""
    cell = duty.row.cell("method") or duty.row.cell("taker-and-method") or ""
    return duty.method if duty.method in cell else longest_run(cell)


def _compare(texts: Sequence[_Text]) -> Iterator[Finding]:
    holders: dict[str, set[str]] = defaultdict(set)
    for text in texts:
        holders[text.key].add(text.row.path)
    usual = [key for key, found in holders.items() if len(found) >= _LEAST_OTHERS]
    by_document: dict[str, set[str]] = defaultdict(set)
    for text in texts:
        by_document[text.row.path].add(text.key)
    for text in texts:
        if len(text.key) < _LEAST_LENGTH or len(holders[text.key]) >= _LEAST_OTHERS:
            continue
        # What this document prints elsewhere in the row is not what this text departs from.
        open_keys = [key for key in usual if key not in by_document[text.row.path]]
        found = _nearest(text.key, open_keys)
        if found:
            other, differences = found
            example = next(item for item in texts if item.key == other)
            row = text.row
            yield Finding(
                row.path,
                row.line,
                "wording-differs",
                f"与 {len(holders[other])} 个乡镇的同一事项相差 {differences}；疑似笔误，照原样保留。别处："
                f"“{example.words}”",
                text.words,
                row.township,
                row.kind,
                row.number,
                row.locator,
            )


def _nearest(key: str, others: Iterable[str]) -> tuple[str, str] | None:
    """The nearest of ``others`` within a few edits, and what differs."""
    from rapidfuzz.distance import Levenshtein

    best: tuple[int, str] | None = None
    for other in others:
        limit = min(_MOST_EDITS, max(1, len(other) // 12))
        distance = Levenshtein.distance(key, other, score_cutoff=limit)
        if 0 < distance <= limit and (best is None or (distance, other) < best):
            best = (distance, other)
    if best is None:
        return None
    parts: Counter[str] = Counter()
    for step in Levenshtein.opcodes(best[1], key):
        usual, here = best[1][step.src_start : step.src_end], key[step.dest_start : step.dest_end]
        if step.tag == "replace":
            parts[f"“{usual}”写作“{here}”"] += 1
        elif step.tag == "delete":
            parts[f"少“{usual}”"] += 1
        elif step.tag == "insert":
            parts[f"多“{here}”"] += 1
    return best[1], "、".join(parts)
