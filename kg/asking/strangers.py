"""Strangers: names in a question that no loaded list has, told by their shape."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.asking.frame import Refusal, Status
from kg.asking.lexicon import Lexicon
from kg.asking.misspelt import Misspelt
from kg.asking.shapes import (
    AFTER_BODY,
    AFTER_KNOWN_BODY,
    BEHIND_PLACE,
    IN_TOWN,
    LEVEL,
    LOOSE_TOWNSHIP,
    NO_BODY,
    NO_TOWNSHIP,
    STRANGE_TOWNSHIP,
    STRONG_END,
    UNKNOWN_BODY,
    UNKNOWN_TOWNSHIP,
)
from kg.asking.spans import Span, SpanKind
from kg.meaning.words import common
from kg.patterns import regex
from kg.store.search import TextIndex

_SHORT = 4
"""Characters of a township's name in front of which no other word stands: 通知望潮街道 has one."""


class Strangers:
    """Finds names that are not in one graph."""

    def __init__(self, lexicon: Lexicon, misspelt: Misspelt, index: TextIndex) -> None:
        """Prepare; the index tells words of the lists from names."""
        self._lexicon, self._misspelt, self._index = lexicon, misspelt, index

    def added(self, text: str, spans: list[Span]) -> list[Span]:
        """The spans with townships that are not loaded, and bodies nobody has heard of, put in."""
        found = list(spans)
        taken = [False] * (len(text) + 1)
        for span in found:
            taken[span.start : span.end] = [True] * (span.end - span.start)
        for start, end in self._strange(text):
            if not any(taken[start:end]):
                taken[start:end] = [True] * (end - start)
                written = text[start:end]
                found.append(Span(start, end, SpanKind.UNKNOWN, written, note="township"))
        for start, end in _gaps(text, sorted(found, key=lambda span: span.start)):
            for match in UNKNOWN_TOWNSHIP.finditer(text, start, end):
                written = match[0]
                none = NO_TOWNSHIP.search(written) or IN_TOWN.match(text, match.end() - 2)
                if none or len(written) < 3:
                    continue
                known = self._known_elsewhere(written)
                before = [s for s in spans if s.end == match.start() and s.kind is SpanKind.PLACE]
                if known:
                    begin = match.end() - len(known)
                    found.append(Span(begin, match.end(), SpanKind.UNKNOWN, known, note="township"))
                elif before and BEHIND_PLACE.fullmatch(written):
                    found.append(
                        Span(match.start(), match.end(), SpanKind.UNKNOWN, written, note="township")
                    )
        found.sort(key=lambda span: span.start)
        found = [_town_of_place(span, text) for span in found]
        for index, span in enumerate(found):
            if span.kind is SpanKind.PLACE or (
                span.kind is SpanKind.UNKNOWN and span.note == "place"
            ):
                behind = (s for s in found[index + 1 :] if s.kind is not SpanKind.CATEGORY)
                stop = next((s.start for s in behind), len(text))
                body = UNKNOWN_BODY.match(text, span.end, stop)
                if (
                    body
                    and not NO_BODY.match(body["name"])
                    and not told_of(body["name"], text[body.end("name") :])
                ):
                    end = body.end("name")
                    found[index] = Span(
                        span.start, end, SpanKind.UNKNOWN, text[span.start : end], note="body"
                    )
        ends = [(s.start, s.end) for s in found if s.kind is SpanKind.UNKNOWN]
        inside = SpanKind.CATEGORY  # 甲市低空经济发展局: what it is called after is no category
        return [
            s
            for s in found
            if s.kind is not inside or not any(a <= s.start and s.end <= b for a, b in ends)
        ]

    def _strange(self, text: str) -> Iterator[tuple[int, int]]:
        """Townships by their shape that nothing knows: named where a place is named."""
        yield from self._misspelt.like(text)
        for match in STRANGE_TOWNSHIP.finditer(text):
            if self._may_be_name(match["name"]):
                yield match.span("name")
        for match in LOOSE_TOWNSHIP.finditer(text):
            name, (first, end) = match["name"], match.span("name")
            if self._may_be_name(name):
                said = name[:2] in common() and len(name) > _SHORT
                yield first + 2 * said, end

    def _may_be_name(self, written: str) -> bool:
        """Whether words that end like a township are neither a common noun nor words of the lists."""
        return not NO_TOWNSHIP.search(written) and not self._index.has(written)

    def _known_elsewhere(self, written: str) -> str:
        """The longest ending that is a township somewhere in the nation."""
        for start in range(len(written) - 2):
            if self._lexicon.is_township(written[start:]):
                return written[start:]
        return ""


_OLD = regex("[老旧新大小]?$")
_TOWN = regex("(?:镇|乡(?!镇)|街道)(?=$|[的在有要把被和与,，。?？:：]|配合|收回|基本|清单|那|这)")


def _town_of_place(span: Span, text: str) -> Span:
    """A county's short name that is the beginning of a township's, which is not loaded: 老奇台镇 of 奇台."""
    town = _TOWN.match(text, span.end) if span.kind is SpanKind.PLACE else None
    if town is None or span.text[-1:] in "县市区旗州盟":
        return span
    start = span.start - len(_OLD.search(text[: span.start])[0])  # type: ignore[index]
    end = town.end()
    return Span(start, end, SpanKind.UNKNOWN, text[start:end], note="township")


def office_meant(text: str, start: int, end: int) -> bool:
    """Whether a name that a table knows, and no loaded list has, is that of an office there, and none of a story's."""
    written, before = text[start:end], text[:start]
    if told_of(written, text[end:]):
        return False  # 供热公司一直推脱: a firm of the story
    placed = LEVEL.search(before) or (before and before[-1] in "县市区旗州")
    named = placed or STRONG_END.search(written)
    first = not before and AFTER_BODY.match(text, end)
    return bool(first or (named and AFTER_KNOWN_BODY.match(text, end)))


def told_of(name: str, after: str) -> bool:
    """Whether a firm or hospital is only spoken of, by what comes after its name; a body acts."""
    if not re.search("(?:公司|物业|医院|中心|院|所|站|队|银行)$", name):
        return False
    acts = "的?[^,。?]{0,4}(?:要求乡|收回|下派|派给|交给乡|承接|牵头)"
    return not re.match(acts, after)


def _gaps(text: str, spans: Sequence[Span]) -> list[tuple[int, int]]:
    edges = [0, *(edge for span in spans for edge in (span.start, span.end)), len(text)]
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a > 1]


def strange_name(written: str, what: str) -> None:
    """Refuse an English name that nothing loaded has.

    Raises:
        Refusal: always.
    """
    told = "部门" if what == "body" else "地方"
    raise Refusal(
        Status.NOT_FOUND, f"已载入的清单里没有“{written}”这个{told} (not in the loaded lists)"
    )


def only_town(place: str, lexicon: Lexicon) -> str:
    """The one loaded township of a county that is named; empty where there are several, or it is no county."""
    bare = _bare(place)
    found = {
        town
        for one in lexicon.places.values()
        if bare and one.level == "county" and bare in map(_bare, one.names)
        for town in lexicon.townships_in(one.iri)
    }
    return lexicon.townships[found.pop()].name if len(found) == 1 else ""


def _bare(name: str) -> str:
    """A place's name without its level: 昌吉 of 昌吉州 and of 昌吉市."""
    return re.sub("(?:自治)?[州县市区旗]$", "", name)
