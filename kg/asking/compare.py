"""Comparisons: two townships, counties or bodies against each other, shares of a whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from kg.asking.cues import Cues
from kg.asking.frame import Ask, Frame, Question
from kg.asking.linking import Linked, SpanKind

_NAMED = f"[{SpanKind.TOWNSHIP.value}{SpanKind.PLACE.value}{SpanKind.BODY.value}]"


def compared(
    linked: Linked,
    cues: Cues,
    frame_of: Callable[[int, int], Frame],
    frame: Frame,
    ask: Ask,
    english: bool,
    notes: tuple[str, ...],
) -> Question | None:
    """The question if it compares two things, else None."""
    asks = cues.values("ask")
    if "share" in asks:
        return _share(linked, cues, frame_of, frame, english, notes)
    places = [m.start() for m in re.finditer(_NAMED, linked.masked)]
    if len(places) < 2:
        return None
    if "difference" in asks or (cues.has("connect", "than") and ask is Ask.NUMBER):
        left, right = _halves(frame_of, places, frame, len(linked.masked))
        relation = (
            "fewer"
            if any(c.text.startswith("少") for c in cues.of("ask") if c.value == "difference")
            else "more"
        )
        return Question(
            Ask.NUMBER, left, "difference", right, relation, english=english, notes=notes
        )
    both = _both(linked, cues, frame_of, places, frame) if ask in (Ask.DUTIES, Ask.NUMBER) else None
    if both:
        value = "count" if ask is Ask.NUMBER else ""
        return Question(ask, both[0], value, both[1], "both", english=english, notes=notes)
    if ask in (Ask.DUTIES, Ask.NUMBER) and cues.has("negative"):
        negative = cues.of("negative")[-1].start
        before = max((p for p in places if p < negative), default=0)
        split = min((p for p in places if p > negative), default=0) if english else before
        if split > places[0]:
            left, right = _halves(frame_of, [places[0], split], frame, len(linked.masked), split)
            return Question(
                ask,
                left,
                "count" if ask is Ask.NUMBER else "",
                right,
                "minus",
                english=english,
                notes=notes,
            )
    return None


def _both(
    linked: Linked,
    cues: Cues,
    frame_of: Callable[[int, int], Frame],
    places: list[int],
    frame: Frame,
) -> tuple[Frame, Frame] | None:
    """甲和乙都收回的, 在甲配合、在乙收回的: the two frames, or nothing."""
    if cues.has("negative"):
        return None
    left, right = _halves(frame_of, [places[0], places[-1]], frame, len(linked.masked), places[-1])
    apart = (left.townships or left.places) and (right.townships or right.places)
    if not apart or (left.townships == right.townships and left.places == right.places):
        return None
    own = frame_of(0, places[-1]).lists, frame_of(places[-1], len(linked.masked)).lists
    if own[0] and own[1] and own[0] != own[1]:
        return left, right
    together = cues.has("same") or re.search(
        f"{_NAMED}[^{_NAMED[1:-1]}]{{0,3}}都", linked.masked[places[-1] :]
    )
    return (left, right) if together else None


def _halves(
    frame_of: Callable[[int, int], Frame],
    places: list[int],
    frame: Frame,
    end: int,
    split: int | None = None,
) -> tuple[Frame, Frame]:
    """The frames of the two sides; what only one side says about lists holds for the other too."""
    cut = places[1] if split is None else split
    left, right = frame_of(0, cut), frame_of(cut, end)
    lists = left.lists or right.lists or frame.lists
    return (
        replace(
            left,
            lists=left.lists or lists,
            categories=frame.categories,
            topic=frame.topic,
            mentions=frame.mentions,
            name_words=frame.name_words,
        ),
        replace(
            right,
            lists=right.lists or lists,
            bodies=right.bodies or (left.bodies if right.townships or right.places else ()),
            categories=frame.categories,
            topic=frame.topic,
            mentions=frame.mentions,
            name_words=frame.name_words,
        ),
    )


def _share(
    linked: Linked,
    cues: Cues,
    frame_of: Callable[[int, int], Frame],
    frame: Frame,
    english: bool,
    notes: tuple[str, ...],
) -> Question | None:
    """A share: in 甲中乙占… the whole is 甲, in 乙占甲的… it is what follows 占."""
    verb = next((c for c in cues.of("ask") if c.value == "share"), None)
    if verb is None:
        return None
    tail = frame_of(verb.end, len(linked.masked))
    said = bool(tail.lists or tail.townships or tail.bodies or tail.categories)
    whole, part = frame_of(0, verb.start), frame_of(0, verb.start)
    if english or ("占" not in verb.text and said):  # 甲里有百分之几乙
        part = frame
        whole = replace(frame, lists=(), bodies=()) if english else whole
    elif said or cues_between(cues, verb.end):  # 乙占甲的百分之几
        whole = tail
    else:  # 甲里乙占百分之几
        inside = re.search("[里中内]", linked.masked[: verb.start])
        whole = frame_of(0, inside.start() if inside else 0)
        if inside:
            late = frame_of(inside.start(), verb.start)
            part = replace(part, lists=late.lists or part.lists)
    whole = replace(
        whole,
        townships=whole.townships or frame.townships,
        places=whole.places or frame.places,
    )
    part = replace(
        part, townships=part.townships or frame.townships, places=part.places or frame.places
    )
    if part == whole:
        whole = replace(whole, lists=(), bodies=(), categories=())
    part = replace(part, topic=frame.topic, name_words=frame.name_words)
    return Question(Ask.NUMBER, part, "share", whole, english=english, notes=notes)


def cues_between(cues: Cues, start: int) -> bool:
    """Whether the whole is named after ``start``: 全部事项."""
    return any(cue.slot == "total" and cue.start >= start for cue in cues.found)
