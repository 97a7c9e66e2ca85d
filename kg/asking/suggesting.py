"""Suggesting: questions that can be typed, near to one that was not understood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.asking.reading.marks import Mark
from kg.asking.reading.tagging import cleaned
from kg.asking.reading.tokens import BODY, CATEGORY, PLACES, TOPIC

MOST = 3
"""So many are offered."""


def near_questions(marks: Sequence[Mark]) -> tuple[str, ...]:
    """Questions about the names and the duty that were said; none where nothing was."""
    return tuple(dict.fromkeys(_near(marks)))[:MOST]


def _near(marks: Sequence[Mark]) -> Iterator[str]:
    place = next((m.text for m in marks if m.item.key in PLACES and m.span), "")
    body = next((m.text for m in marks if m.item.key == BODY), "")
    category = next((m.text for m in marks if m.item.key == CATEGORY), "")
    topics = [text for m in marks if m.item.key == TOPIC and 1 < len(text := cleaned(m.text)) < 16]
    where = f"{place}的" if place else ""
    if topics:
        topic = max(topics, key=len)
        yield f"{where}“{topic}”由哪些部门负责？"
        if place:
            yield f"“{topic}”在{place}的哪张清单？"
            yield f"{place}在“{topic}”里要做什么？"
        else:
            yield f"哪些乡镇有“{topic}”？"
    if body:
        yield f"{body}让{place or '乡镇'}配合哪些事项？"
        yield f"{body}从{place or '乡镇'}收回了哪些事项？"
    if category:
        yield f"{where}{category}类事项有哪些？"
    if place and not (topics or body):
        yield f"{place}有哪些配合事项？"
        yield f"{place}有哪些收回事项？"
        yield f"给{place}派活最多的是哪个部门？"
