"""Headings: the title that a line ends, with the lines before it that belong to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.reading.blocks import Block
from kg.reading.titles import COVER, TitleReader, title_text

_MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class Heading:
    """A title: what it names, the place in front of it, how many lines before are part of it."""

    kind: str
    place: str
    lines: int


def find_heading(text: str, before: Sequence[Block], titles: TitleReader) -> Heading | None:
    """The title that ``text`` (as titles are compared) ends; it may run over several paragraphs.

    The kind is :data:`COVER` where only the name of the whole document is found.
    """
    found: Heading | None = None
    is_cover = False
    joined = text
    for count in range(min(len(before), _MOST_LINES - 1) + 1):
        if count:
            other = before[-count]
            if other.tabular:
                break
            joined = title_text(other.text) + joined
        match = titles.match(joined)
        if match is None or (found and (found.place or match[0] != found.kind)):
            continue
        if match[0] == COVER:  # with more lines before it, it may be the title of one list
            is_cover = True
        else:
            found = Heading(*match, count)
    return found or (Heading(COVER, "", 0) if is_cover else None)
