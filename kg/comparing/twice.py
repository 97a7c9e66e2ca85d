"""Twice: two clauses of one row that give the same act to different departments to lead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.comparing.items import Reader
from kg.comparing.rows import Entry, Said
from kg.values import ListKind

SAME = 0.85
"""From this likeness of two clauses, their departments aside, on they are about the same act."""

_ENOUGH = 8
"""Shorter clauses say too little to be compared."""

_PART = re.compile("[，,；;。]")
_LEADS = frozenset(("acts", "convenes"))


def led_twice(rows: Sequence[Entry], reader: Reader) -> Iterator[tuple[Entry, Said, Said, float]]:
    """(row, one clause, the other, likeness) for each pair."""
    cues = reader.cues
    for row in rows:
        if row.kind is not ListKind.COOPERATION:
            continue
        said = []
        for clause in row.superior:
            bodies = {
                p.house.name or p.name
                for p in clause.parts
                if p.role in _LEADS and p.certainty != "inferred"
            }
            if not bodies or cues.share.search(clause.text) or cues.assists.search(clause.text):
                continue
            for text in _texts(clause):
                if not cues.leads.search(text):
                    continue
                for part in clause.parts:
                    for name in (part.words, part.name):
                        text = text.replace(name, "") if name else text
                key = reader.key(row, cues.leads.sub("", text))
                if len(key) >= _ENOUGH:
                    said.append((clause, bodies, key))
        told: list[tuple[Said, Said]] = []
        for at, (one, first, key) in enumerate(said):
            for two, second, other in said[at + 1 :]:
                if first & second or (one, two) in told:
                    continue
                score = _likeness(key, other)
                if score >= SAME:
                    told.append((one, two))
                    yield row, one, two, round(score, 3)


def _texts(clause: Said) -> list[str]:
    """A clause whole, and its parts where one body does several things: 牵头制定方案，检查落实."""
    parts = [part for part in _PART.split(clause.text) if part.strip()]
    return [clause.text, *parts] if len(parts) > 1 else [clause.text]


def _likeness(one: str, two: str) -> float:
    pairs = [{text[at : at + 2] for at in range(len(text) - 1)} for text in (one, two)]
    return 2 * len(pairs[0] & pairs[1]) / (len(pairs[0]) + len(pairs[1]))
