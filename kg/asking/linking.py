"""Linking: the places, bodies, categories and duty names a question mentions.

Longest match over the graph's own names; what a longer piece of a duty's name covers is part of
that name (司法所 in 司法所规范化建设). Misspelt places are taken only where one loaded name differs by
one character and sounds the same or is long; anything else is asked back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.asking.lexicon import Entity, Lexicon
from kg.asking.misspelt import Misreading, Misspelt
from kg.asking.normal import Normaliser
from kg.asking.shapes import (
    AS_WORDS,
    AT,
    LEVEL,
    WORDS_BEFORE,
)
from kg.asking.spans import PLACED, Linked, Span, SpanKind, in_one_breath, of_one_kind, stemmed
from kg.asking.strangers import Strangers, office_meant
from kg.folding import match_key
from kg.meaning.words import common
from kg.patterns import regex
from kg.store.search import PIECE, TextIndex

_Entities = tuple[Entity, ...]
__all__ = ["TOPIC_LENGTH", "Linked", "Linker", "Span", "SpanKind"]

TOPIC_LENGTH = PIECE
"""Characters that a piece of a duty's name must have to be seen as one."""

_LONGEST_TOPIC, _ASKED = 120, 16
_QUOTED = regex(r"[“\"《]([^“”\"《》]{1,200})[”\"》]")
_KIND_END = regex("(?:类|类别|方面|领域|板块)(?!型|似|比)")
_OTHER_LEVEL = regex("镇(?!里|上|村)|乡(?!里|上|村)|街道(?!上)")
_RUN = regex(r"[\w、·—\-]+")
_BEFORE_LIST = regex("(?:^|[,，。、;； 和与跟比])$")
_LISTED = regex("的?(?:配合|基本|收回|主责|履职)")
_PART = regex("[县市区旗州省路街巷村门桥站镇乡]|社区|街道|大道|中学|小学")
"""What makes a name of two characters part of another name."""
_HERE = regex("(?:这|那)(?:边|儿|里|块|点|头|地方|一[带片块])|街上|乡下|(?:人民)?政府|党委|人大")
_OF_THE_VILLAGE = regex("(?:我们?|咱们?|俺们?|我家|家住|住在?)(?:是|在)?$")
"""Before a village of the township's name, whose people ask: 我们东城村."""
_BY_ROADS = regex("[路桥](?:边|口|旁|两[边侧旁])|街(?:上|边|口|头|面)|村(?:头|口|边|外)|门口")
"""Where something is in a place, so that the name before is no part of another: 东城路边 is no road named 东城路."""
_OFFICE = regex("(?:常委会)?(?:办公室|机关|办(?![理好的了]))")
"""What makes of 木垒县人大 the office that serves it."""


class Linker:
    """Finds names in questions."""

    def __init__(self, lexicon: Lexicon, normaliser: Normaliser, index: TextIndex) -> None:
        """Prepare; the text index tells the names of duties."""
        self._lexicon = lexicon
        self._misspelt = Misspelt(lexicon, normaliser)
        self._strangers = Strangers(lexicon, self._misspelt, index)
        self._index = index
        self.link = lru_cache(maxsize=_ASKED)(self._link)
        """The names in a normalised question; of one that is read several times they are kept."""

    def full(self, span: Span) -> str:
        """The name of a span, that of a township with what it is: 甲镇 where 甲 is written."""
        township = self._lexicon.townships.get(span.iris[0]) if len(span.iris) == 1 else None
        return township.short if township else span.text

    def _link(self, text: str) -> Linked:
        known = [*self._known(text)]
        behind = {s.end for s in known if s.kind is SpanKind.PLACE}
        owners = {s.end for s in known if s.kind is SpanKind.TOWNSHIP}
        spans = self._resolve(
            text,
            [
                *self._quoted(text),
                *known,
                *self._bare(text),
                *of_one_kind(text, self._lexicon.townships),
                *self._kinds(text),
                *stemmed(text, self._lexicon.stems, sorted(behind), owners),
                *self._misread(text),
                *self._topics(text),
            ],
        )
        spans = in_one_breath(text, self._strangers.added(text, spans), self._body)
        masked: list[str] = []
        position = 0
        for span in spans:
            masked.append(text[position : span.start])
            masked.append(span.kind.value)
            position = span.end
        return Linked(text, tuple(spans), "".join((*masked, text[position:])))

    def _quoted(self, text: str) -> Iterator[Span]:
        for match in _QUOTED.finditer(text):
            inner = match_key(match[1])
            entities = self._lexicon.surfaces.get(inner, ())
            category = self._lexicon.category_forms.get(inner)
            if not entities and "不再" in inner:
                continue  # 不再开展: words of the question, not of a duty
            if WORDS_BEFORE.search(text, 0, match.start()) or AS_WORDS.match(text, match.end()):
                entities, category = (), None  # 条款里写到“法院”: it is looked for as a word
            if entities and entities[0].kind == "category":
                yield Span(
                    match.start(), match.end(), SpanKind.CATEGORY, match[1], (entities[0].iri,)
                )
            elif category and re.match(
                "(?:这(?:一|个))?(?:类|方面|领域|板块)", text[match.end() :]
            ):
                yield Span(match.start(), match.end(), SpanKind.CATEGORY, match[1], (category.iri,))
            elif not entities:
                yield Span(match.start(), match.end(), SpanKind.TOPIC, match[1])

    def _kinds(self, text: str) -> Iterator[Span]:
        """Colloquial names of categories with their ending: 城建类, 文旅方面."""
        forms = self._lexicon.category_forms
        for match in _KIND_END.finditer(text):
            for size in range(min(10, match.start()), 1, -1):
                entity = forms.get(match_key(text[match.start() - size : match.start()]))
                if entity:
                    start = match.start() - size
                    written = text[start : match.start()]
                    yield Span(start, match.start(), SpanKind.CATEGORY, written, (entity.iri,))
                    break

    def _topics(self, text: str) -> Iterator[Span]:
        for run in _RUN.finditer(text):
            key, positions = _keyed(run[0])
            names = self._index.keys(key)
            best = [_longest(names, key, i) for i in range(len(key))]
            for i, length in enumerate(best):
                if length >= TOPIC_LENGTH and (i == 0 or best[i - 1] <= length):
                    start = run.start() + positions[i]
                    end = run.start() + positions[i + length - 1] + 1
                    yield Span(start, end, SpanKind.TOPIC, text[start:end])

    def _known(self, text: str) -> Iterator[Span]:
        surfaces = self._lexicon.surfaces
        longest = surfaces.longest
        key = "".join(c.casefold() if len(c.casefold()) == 1 else c for c in text)
        heads = surfaces.heads
        for position in range(len(key)):
            if key[position : position + 2] not in heads:
                continue
            for length in range(min(longest, len(key) - position), 1, -1):
                entities = surfaces.get(key[position : position + length])
                if entities:
                    end = position + length
                    yield from self._spans(text, position, end, entities)
                    break

    def _bare(self, text: str) -> Iterator[Span]:
        """Townships by two characters: right before a list (东城配合33), or where a place is told."""
        for name, iris in self._lexicon.bare_townships.items():
            start = text.find(name)
            while start >= 0:
                end = start + len(name)
                if self._is_told(text, start, end):
                    lone = len(iris) == 1 and (
                        _BY_ROADS.match(text, end) or text.startswith("村", end)
                    )
                    note = f"misspelt:{self._lexicon.townships[iris[0]].short}" if lone else ""
                    yield Span(start, end, SpanKind.TOWNSHIP, name, iris, note=note)
                start = text.find(name, end)

    @staticmethod
    def _is_told(text: str, start: int, end: int) -> bool:
        """Whether two characters stand where a place is told, and are no part of another name."""
        before = text[:start]
        if _LISTED.match(text, end) and _BEFORE_LIST.search(before):
            return True
        if text.startswith("村", end) and _OF_THE_VILLAGE.search(before):
            return True
        if _PART.match(text, end) and not _BY_ROADS.match(text, end):
            return False  # 东城区, 东城路: something else
        if _HERE.match(text, end):
            return True
        return bool(AT.search(before)) and text[start:end] not in common()

    def _spans(self, text: str, start: int, end: int, entities: _Entities) -> Iterator[Span]:
        written = text[start:end]
        kinds = {entity.kind for entity in entities}
        if "township" in kinds:
            other = _OTHER_LEVEL.match(text, end)
            if other and not written.endswith(("镇", "乡", "街道", "场")):
                yield Span(
                    start, other.end(), SpanKind.UNKNOWN, text[start : other.end()], note="township"
                )
                return
            yield Span(start, end, SpanKind.TOWNSHIP, written, _iris(entities, "township"))
        elif "place" in kinds:
            yield Span(start, end, SpanKind.PLACE, written, _iris(entities, "place"))
        elif "department" in kinds:
            body = self._lexicon.bodies[_iris(entities, "department")[0]]
            found = self._lexicon.serving(_iris(entities, "department"))
            office = _OFFICE.match(text, end)
            if office and self._lexicon.has_office(body.function):  # a body of its own, not there
                end, written = office.end(), text[start : office.end()]
                yield Span(
                    start, end, SpanKind.UNKNOWN, written, (), body.function, body.place, "body"
                )
                return
            yield Span(start, end, SpanKind.BODY, written, found, body.function, body.place)
        elif "function" in kinds:
            yield Span(start, end, SpanKind.BODY, written, (), _iris(entities, "function")[0])
        elif "absent-place" in kinds:
            yield Span(start, end, SpanKind.UNKNOWN, written, note="place")
        elif "absent-function" in kinds:
            if office_meant(text, start, end):
                yield Span(start, end, SpanKind.UNKNOWN, written, note="body")
        else:
            yield Span(start, end, SpanKind.CATEGORY, written, _iris(entities, "category"))

    # -- choice ---------------------------------------------------------------------------

    def _resolve(self, text: str, candidates: list[Span]) -> list[Span]:
        """Spans that do not overlap: quoted first, then the longest, names before topics."""
        chosen: list[Span] = []
        taken = [False] * len(text)
        named = [False] * len(text)
        for span in candidates:
            if span.kind in PLACED and span.end - span.start > 2:
                named[span.start : span.end] = [True] * (span.end - span.start)
        candidates = [  # a place in a duty's name is the place asked about
            part
            for span in candidates
            for part in (
                [self._trim(span, named)]
                if span.kind is SpanKind.TOPIC and text[span.start] not in '“"《'
                else [span]
            )
            if part
        ]

        def rank(span: Span) -> tuple[bool, int, int, int, int]:
            quoted = text[span.start] in '“"《'
            length = span.end - span.start
            place = span.kind in PLACED
            return (
                not quoted,
                -length - (1 if place else 0),
                span.kind is SpanKind.TOPIC,
                span.start,
                span.kind is SpanKind.CATEGORY,  # 自然资源口: the body, which something shows
            )

        for span in sorted(candidates, key=rank):
            if any(taken[span.start : span.end]):
                part = self._trim(span, taken) if span.kind is SpanKind.TOPIC else None
                if part is None:
                    continue
                span = part
            taken[span.start : span.end] = [True] * (span.end - span.start)
            chosen.append(span)
        return self._joined(text, sorted(chosen, key=lambda span: span.start))

    @staticmethod
    def _trim(span: Span, taken: list[bool]) -> Span | None:
        """The longest free part of a topic."""
        best, start = (0, 0), span.start
        for position in range(span.start, span.end + 1):
            if position == span.end or taken[position]:
                best = max(best, (position - start, -start))
                start = position + 1
        length, begin = best[0], -best[1]
        if length < TOPIC_LENGTH:
            return None
        offset = begin - span.start
        return Span(begin, begin + length, span.kind, span.text[offset : offset + length])

    def _joined(self, text: str, spans: list[Span]) -> list[Span]:
        """Bodies with the place or the level word before them, vertical bodies with their place after."""
        joined: list[Span] = []
        for span in spans:
            before = joined[-1] if joined else None
            if span.kind is SpanKind.BODY and not span.iris and before:
                between = text[before.end : span.start]
                if before.kind is SpanKind.PLACE and re.fullmatch(r"的?[县市区旗委]?的?", between):
                    joined[-1] = self._body(text, before.start, span, before.iris[0])
                    continue
            if (
                span.kind is SpanKind.PLACE
                and before
                and before.kind is SpanKind.BODY
                and text.startswith("分局", span.end)
                and before.end == span.start
            ):
                body = Span(before.start, span.end + 2, SpanKind.BODY, "", (), before.function)
                joined[-1] = self._body(text, before.start, body, span.iris[0])
                continue
            if (
                span.kind is SpanKind.UNKNOWN
                and span.note == "body"
                and before
                and before.end == span.start
                and before.kind is SpanKind.PLACE
            ):
                joined[-1] = Span(
                    before.start,
                    span.end,
                    SpanKind.UNKNOWN,
                    text[before.start : span.end],
                    note="body",
                )
                continue
            if span.kind is SpanKind.TOWNSHIP and before and before.kind is SpanKind.PLACE:
                mine = [
                    t
                    for t in span.iris
                    if set(before.iris) & set(self._lexicon.townships[t].places)
                ]
                if before.end == span.start or text[before.end : span.start] == "的":
                    note = "" if mine else "township"
                    kind = SpanKind.TOWNSHIP if mine else SpanKind.UNKNOWN
                    joined[-1] = Span(
                        before.start,
                        span.end,
                        kind,
                        text[before.start : span.end],
                        tuple(mine),
                        note=note,
                    )
                    continue
            joined.append(span)
        return [self._levelled(text, span, joined) for span in joined]

    def _levelled(self, text: str, span: Span, spans: list[Span]) -> Span:
        if span.kind is not SpanKind.BODY or span.place:
            return span
        left = max((s.end for s in spans if s.end <= span.start), default=0)
        level = LEVEL.search(text[left : span.start])
        start = left + level.start() if level else span.start
        if text[span.start] == "委" and span.start > left and text[span.start - 1] in "县市区旗":
            start = min(start, span.start - 1)
        bodies = self._lexicon.bodies_of(span.function)
        return Span(
            start, span.end, span.kind, text[start : span.end], bodies, span.function, "", span.note
        )

    def _body(self, text: str, start: int, span: Span, place: str) -> Span:
        """A function in a place; without such a body there it is a name that failed."""
        written = text[start : span.end]
        level = self._lexicon.places[place].level
        inside = {
            p for t in self._lexicon.townships_in(place) for p in self._lexicon.townships[t].places
        }
        places = {place} if level == "county" else {place, *inside}
        bodies = self._lexicon.bodies_of(span.function, places)
        if not bodies:
            return Span(
                start, span.end, SpanKind.UNKNOWN, written, (), span.function, place, "body"
            )
        return Span(
            start, span.end, SpanKind.BODY, written, bodies, span.function, place, span.note
        )

    # -- names that are not in the graph --------------------------------------------------

    def _bare_misspelt(self, text: str) -> Iterator[Misreading]:
        """Misspelt places without 镇 or 县, unless the lists have these very words."""
        for found in self._misspelt.bare(text):
            if not self._index.has(text[found.start : found.end]):
                yield found

    def _misread(self, text: str) -> Iterator[Span]:
        for found in (*self._misspelt.find(text), *self._bare_misspelt(text)):
            mark = SpanKind.TOWNSHIP if found.kind == "township" else SpanKind.PLACE
            written, note = text[found.start : found.end], f"misspelt:{found.name}"
            yield Span(found.start, found.end, mark, written, (found.iri,), note=note)
        for start, end, function, name in self._misspelt.bodies(text):
            note = f"misspelt:{name}"
            yield Span(start, end, SpanKind.BODY, text[start:end], (), function, note=note)


def _iris(entities: _Entities, kind: str) -> tuple[str, ...]:
    return tuple(entity.iri for entity in entities if entity.kind == kind)


def _longest(names: str, key: str, start: int) -> int:
    """The length of the longest piece of a name that begins there; 0 if it is short."""
    low, high = TOPIC_LENGTH, min(len(key) - start, _LONGEST_TOPIC)
    if high < low or key[start : start + low] not in names:
        return 0
    while low < high:
        middle = (low + high + 1) // 2
        if key[start : start + middle] in names:
            low = middle
        else:
            high = middle - 1
    return low


def _keyed(text: str) -> tuple[str, list[int]]:
    """The letters and digits of a text and where each stands."""
    # Folded, a character can be two: ß is ss.
    found = [(part, i) for i, c in enumerate(text) if c.isalnum() for part in c.casefold()]
    return "".join(part for part, _ in found), [i for _, i in found]
