"""Spans: the pieces of a question that name something."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Protocol

from kg.asking.frame import BodyRef
from kg.frozen import frozen
from kg.patterns import regex

_COLUMN = regex(
    "(?:部门|单位)(?:那|这)?一?[栏列]|部门栏|(?:部门|单位)里[有带含挂列写]|对应上级部门[栏里中]"
)
_LEADS_IN = r"(?<![\u4e00-\u9fff])|(?<=写了)|(?<=写着)|(?<=写有)|(?<=列了)|(?<=列着)|(?<=挂着)|(?<=挂了)|(?<=有)|(?<=带)|(?<=含)|(?<=[和与跟是])"
_LEADS_OUT = r"的名字|[两三四五六七八九几][家个]|都|的|和|与|跟|共|这|[^\u4e00-\u9fff]|$"
"""What stands around a body's stem where the column of departments is spoken of."""
_SEVERAL = regex(r"\s*(?:这?[两二三四五]?(?:个|家)?(?:部门|单位|家)|都|同时|两家|一起|共同)")
_JOINED = "(?:、|和|与|跟|及|\\+|/)"
_JOINT = regex(_JOINED)
_LEVEL = regex("(?:(?<![\u4e00-\u9fff])|(?<=[和与跟及有是让由归叫找]))[县市区旗州]")
_LEVEL_OUT = regex(
    "(?:的|和|与|跟|及|同|在|挂|收|是|都|也|那边|这边|有没有|参与|牵头|承接|要|得|该|管|干|做|负责|具体|到底|会|需|出现|露面|露脸|上榜|一共|总共|上班|从|让|派|拿走|接走|被|写[了着进]|列[了着名])|[^\u4e00-\u9fff]|$"
)
"""What stands around a body's stem after its level: 县网信在某乡挂着哪几件, 有区住建局和区消防的."""

_SIDE = regex(
    "那边儿?|那头|[这那]一?[块摊](?!儿?[地草])|这边|这头|那一?口|口子?[上里]?(?![头岸粮水])|条线上?"
)
"""What is said behind the stem of a body in talk: 由住建那边接手, 民政口的."""
_SIDE_IN = regex("(?:^|[里中上的]|[由被归让给是找跟和与同从向叫请问、,，。:：;； ])$")


_UNINVOLVED = regex(
    "[也又却都]?(?:没有?|不|未)(?:掺和|参与|参加|沾边|沾|挂名|挂|列名|列|在里|插手|介入|出现|露面|牵头|管)"
)
"""What is said of a body by its stem that has no part: 市监局参与、但公安没掺和的."""
_CLAUSE_BEGINS = regex("(?:^|[、,，。;；:： (]|[但而却])$")
_OR = regex("还是(?:是|由|归|该|找|让)*")
_IS = regex("[是由归找让]")
_NEAR = 4
"""Characters between the stem of a body and what asks for it or another: 公安牵头还是市监牵头."""


class SpanKind(StrEnum):
    """What a piece of the question is; each has its own mark in the masked text."""

    TOWNSHIP = "\ue000"
    PLACE = "\ue001"
    BODY = "\ue002"
    CATEGORY = "\ue003"
    TOPIC = "\ue004"
    UNKNOWN = "\ue005"


PLACED = (SpanKind.TOWNSHIP, SpanKind.PLACE)
"""The kinds of pieces that name a place."""


@frozen
class Span:
    """A piece of the question and what it names.

    For bodies ``function`` and ``place`` say what was named, ``bodies`` the departments it can
    mean (all of the function where no place is named). ``note`` tells how a misspelt or unknown
    name was taken.
    """

    start: int
    end: int
    kind: SpanKind
    text: str
    iris: tuple[str, ...] = ()
    function: str = ""
    place: str = ""
    note: str = ""

    def body(self) -> BodyRef:
        """The body that is named."""
        return BodyRef(self.text, self.function, self.iris, self.place)


@frozen
class Linked:
    """A question with its spans and the text in which each span is one mark."""

    text: str
    spans: tuple[Span, ...]
    masked: str

    def of(self, kind: SpanKind) -> list[Span]:
        """The spans of a kind, in textual order."""
        return [span for span in self.spans if span.kind is kind]


def stemmed(
    text: str,
    stems: Mapping[str, str],
    behind: Collection[int] = (),
    owners: Collection[int] = (),
) -> Iterator[Span]:
    """Bodies named by their stems alone (stem → kind of office), where something shows that bodies are meant.

    The column of departments (部门一栏写了公安的), several together (水利和应急两个部门), the level (县网信),
    a place that ends there (``behind``: 某某县消防那边), or what people say behind it (由住建那边接手), also where a
    township ends (``owners``: 某某镇水利这块).
    """

    def body(start: int, end: int, stem: str) -> Span:
        return Span(start, end, SpanKind.BODY, text[start:end], (), stems[stem])

    end = 0
    for match in _LEVEL.finditer(text):
        if match.start() >= end and (stem := _stem_at(text, match.end(), stems)):
            end = match.end() + len(stem)
            yield body(match.start(), end, stem)
    for at in behind:
        if stem := _stem_at(text, at, stems):
            yield body(at, at + len(stem), stem)
    for match in _SIDE.finditer(text):
        ends = (s for s in stems if text.endswith(s, 0, match.start()))
        stem = max(ends, key=len, default="")
        start = match.start() - len(stem)
        told = start in owners or _SIDE_IN.search(text, 0, start)
        if stem and start >= end and start not in behind and told:
            yield body(start, match.start(), stem)
    for match in _UNINVOLVED.finditer(text):
        ends = (s for s in stems if text.endswith(s, 0, match.start()))
        stem = max(ends, key=len, default="")
        start = match.start() - len(stem)
        if stem and start >= end and _CLAUSE_BEGINS.search(text, 0, start):
            yield body(start, match.start(), stem)
    for match in _OR.finditer(text):
        after = max((s for s in stems if text.startswith(s, match.end())), key=len, default="")
        before = [
            (m.end(), s)
            for m in _IS.finditer(text, 0, match.start())
            for s in stems
            if text.startswith(s, m.end())
        ]
        if after and before:
            start, stem = max(before, key=lambda one: (one[0], len(one[1])))
            if match.start() - start - len(stem) <= _NEAR:
                yield body(start, start + len(stem), stem)
                yield body(match.end(), match.end() + len(after), after)
    column = _COLUMN.search(text)
    # Of all stems a pattern is made only for a question that may need it.
    if not column and not (_JOINT.search(text) and _SEVERAL.search(text)):
        return
    words = "|".join(sorted(map(re.escape, stems), key=len, reverse=True))
    if not words:
        return
    if column:
        for match in re.finditer(f"(?:{_LEADS_IN})(?P<stem>{words})(?={_LEADS_OUT})", text):
            yield body(*match.span("stem"), match["stem"])
        return
    several = rf"(?:{words})(?:{_JOINED}(?:{words}))+(?![\u4e00-\u9fff]{{0,2}}局)"
    for match in re.finditer(several, text):
        if _SEVERAL.match(text, match.end()):
            for found in re.finditer(words, match[0]):
                yield body(match.start() + found.start(), match.start() + found.end(), found[0])


_OF_ONE_KIND = regex(
    "(?P<n>[两二三四五六七八九2-9])个(?P<kind>镇|乡|街道)(?![镇里上级办])(?=的|[,，。?？!！;；、]|[都均全各]|[有要在]|收回|配合|基本|[合加]|$)"
)
_FEW = {
    **{c: n for n, c in enumerate("两三四五六七八九", 2)},
    **{str(n): n for n in range(2, 10)},
    "二": 2,
}


class _Named(Protocol):
    @property
    def name(self) -> str: ...


def of_one_kind(text: str, townships: Mapping[str, _Named]) -> Iterator[Span]:
    """All loaded ``townships`` (by IRI) of one kind, where there are as many as is said: 三个镇."""
    for match in _OF_ONE_KIND.finditer(text):
        found = tuple(i for i, one in townships.items() if one.name.endswith(match["kind"]))
        if len(found) == _FEW[match["n"]] != len(townships):
            yield Span(match.start(), match.end(), SpanKind.TOWNSHIP, match[0], found, note="kind")


_IN_ONE_BREATH = regex("(?:、|和|与|跟|及|以及|或者?|或是|还是|加上)")


def in_one_breath(
    text: str, spans: Sequence[Span], placed: Callable[[str, int, Span, str], Span]
) -> list[Span]:
    """The spans, of which bodies named in one breath with one of a place are of that place: 甲市教育局或者司法局.

    A county that is named before the body of another means its own one: 甲县、乙县公安局.
    ``placed`` gives a body its place; one that is not there stays of any.
    """
    found: list[Span] = []
    for span in spans:
        before = found[-1] if found else None
        both = (
            before and before.kind is SpanKind.PLACE and span.kind is SpanKind.BODY and span.place
        )
        if before and both and _IN_ONE_BREATH.fullmatch(text, before.end, span.start):
            own = placed(text, before.start, replace(span, end=before.end), before.iris[0])
            found[-1] = own if own.kind is SpanKind.BODY and own.iris else before
        bare = span.kind is SpanKind.BODY and not span.place and bool(span.function)
        placed_before = before if before and before.kind is SpanKind.BODY and before.place else None
        if placed_before and bare and _IN_ONE_BREATH.fullmatch(text, placed_before.end, span.start):
            there = placed(text, span.start, span, placed_before.place)
            span = there if there.kind is SpanKind.BODY else span
        found.append(span)
    return found


def _stem_at(text: str, at: int, stems: Mapping[str, str]) -> str:
    """The longest stem that stands there by itself, "" if none does."""
    alone = (s for s in stems if text.startswith(s, at) and _LEVEL_OUT.match(text, at + len(s)))
    return max(alone, key=len, default="")
