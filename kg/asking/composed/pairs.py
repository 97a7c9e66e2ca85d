"""Pairs: the departments that two named duties have in common, that only one of them has, or of both together.

The names are taken for words in quotes, and what is left is put together as any question of known words is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.asking.closed.limits import LISTS
from kg.asking.closed.words import NUMBER, PLACE, TOWN, WORD, Item, code
from kg.asking.composed.asking import MANY
from kg.asking.composed.words import Words
from kg.asking.frame import Ask, Frame, Question, Refusal, Status
from kg.asking.reading.tagging import stretches
from kg.asking.reading.telling import Said
from kg.asking.rows import list_of, order
from kg.asking.spans import SpanKind
from kg.frozen import frozen
from kg.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.asking.linking import Linker
    from kg.asking.reading.reader import Reader
    from kg.asking.spans import Linked, Span

_COMMON = regex(
    "重[合叠]|交集|共[同有]|共用|少不了|两头都|两边都|[都均皆][有在要管]|[都均皆]参[与加]|[都均皆]涉及|[都均皆]出[现力面]|减去?|只[管在有].{0,9}不|合并|并集|去重|加起来|合起来|合在一起|有[、,][^,，。]{0,24}有(?:的|$)|[两2][项件个条张桩样](?:事项?|工作|任务|桌子|活)?(?:里|上|中|的)?[都均皆同](?![归由是该找属让叫谁哪])"
)
"""What is said of two duties together: 两项都参加的部门, but not 这两件都归谁管."""
_BARE = regex("[ 　]")
"""A chat without signs, in which what stands side by side need not belong together."""
_OFFICES = regex(
    "哪[些几个]*(?:部门|单位|局|家)|谁|几家|(?:部门|单位|局)(?:[是有都共里中?？。,，:：]|各?[几多]|$|[^,，。]{0,8}[几哪])"
)
"""Offices are asked for."""
_JOINT = regex("[和与、跟及同]|以及|还有|减去?|[,，]")
"""What stands between the names of two duties."""
_LEAST, _LONGEST = 2, 24
"""Characters of a name."""
_BESIDE = 6
"""Characters between two names at most."""
_TWO = 2
_PASSED = frozenset(".rlck&?+@tdhn2^K=BvA-xfz" + TOWN + PLACE + NUMBER + WORD)
"""What may be said of two duties: places, the list they are in, pauses, and what is asked of their departments."""
_PLACES = regex(f"f{NUMBER}.*z{NUMBER}|z{NUMBER}.*f{NUMBER}")
"""The former and the latter: 前一件, 后一件."""
_LACKING = regex(
    f"{WORD}[+&.]*(?P<first>[xA][+.&]*){WORD}[+.d]*$"
    f"|(?P<second>{WORD}[+&.d]*-{WORD}[^xA]*(?:f{NUMBER}[^f]*[xA]+[^f]*z{NUMBER}[^xAf]*)?$)"
    f"|(?P<then>{WORD}[+&.]*{WORD}[^fz]*f{NUMBER}[^xAf]*[xA]+[^fxA]*z{NUMBER}[^xA]*$)"
    f"|(?P<last>{WORD}[+.&]+{WORD}[+.]*[xA]+[+.?dhn]*$)"
)
"""Which of the two a department is not in: 甲有、乙没有的, 甲减去乙, 前一件有后一件没有的."""


@frozen
class _Pair:
    """Two names of duties in a text, and where they stand."""

    first: tuple[int, int]
    second: tuple[int, int]
    halves: bool = False


class Pairs:
    """Reads questions about the departments of two named duties."""

    def __init__(self, words: Words, linker: Linker, reader: Reader) -> None:
        """``reader`` tells which words name duties, and which rows these mean."""
        self._words, self._linker, self._reader = words, linker, reader

    def read(self, text: str) -> Question | None:
        """The question of a normalised Chinese text; None: no two duties are spoken of together.

        Raises:
            Refusal: they are, and it is not understood what of their departments is asked.
        """
        if not (_OFFICES.search(text) and _COMMON.search(text)):
            return None
        linked = self._linker.link(text)
        places = Frame(
            townships=_named(linked.of(SpanKind.TOWNSHIP)), places=_named(linked.of(SpanKind.PLACE))
        )
        for pair in self._pairs(text, linked):
            names = [text[slice(*at)].strip('“”"') for at in (pair.first, pair.second)]
            one, other = (self._resolved(name, places) for name in names)
            if (
                not pair.halves
                and _BARE.search(text) is None
                and (one is None) is not (other is None)
            ):
                missing = names[0] if one is None else names[1]
                raise Refusal(Status.NOT_UNDERSTOOD, f"没有找到说“{missing}”的事项")
            if not (one and other) or {*(one.rows or ())} & {*(other.rows or ())}:
                continue
            items = self._words.items(_without_names(text, pair)) or self._words.items(
                _without_names(text, _to_the_end(text, pair))
            )
            question = _of(items, one, other) if items and one.rows and other.rows else None
            if question is None:
                told = (
                    "“{}”和“{}”是两件事，没有看懂问的是它们共有的部门、只有一件有的，还是合起来的"
                )
                raise Refusal(Status.NOT_UNDERSTOOD, told.format(*names))
            return question
        return None

    def _resolved(self, name: str, places: Frame) -> Frame | None:
        """The rows that words for a duty mean in these places; None: they mean none."""
        asked = Question(Ask.DEPARTMENTS, replace(places, topic=name))
        try:
            frame = self._reader.duties.resolved(asked, Said((name,), name)).frame
        except Refusal:
            return None
        led = tuple(row for row in frame.rows or () if list_of(row) != "basic")
        return replace(frame, rows=led)  # nobody above is responsible for basic duties

    def _runs(self, text: str) -> list[tuple[int, int]]:
        """Where duties are spoken of, by the nets."""
        trace = self._reader.trace(text)
        told = trace.tokens
        return [(told[a].start, told[b - 1].end) for a, b in stretches(trace.topical)]

    def _pairs(self, text: str, linked: Linked) -> Iterator[_Pair]:
        """Two quoted names, two runs side by side, or the halves of one."""
        topics = linked.of(SpanKind.TOPIC)
        quoted = [(span.start, span.end) for span in topics if text[span.start] in '“"']
        if len(quoted) == _TWO:
            yield _Pair(quoted[0], quoted[1])
            return
        runs = self._runs(text)
        for one, other in pairwise(runs):
            between = text[one[1] : other[0]]
            long = max(one[1] - one[0], other[1] - other[0]) > _LONGEST
            if not long and len(between) <= _BESIDE and _JOINT.search(between):
                yield _Pair(one, other)
        for start, end in runs:
            for match in _JOINT.finditer(text, start + _LEAST, end - _LEAST):
                yield _Pair((start, match.start()), (match.end(), end), halves=True)


def _named(spans: Sequence[Span]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(iri for span in spans for iri in span.iris))


def _to_the_end(text: str, pair: _Pair) -> _Pair:
    """Names with what stands between them and the next word that asks: 校外培训 of 校外培训监管没有的."""
    ends = [end + len(_REST.match(text, end)[0]) for _, end in (pair.first, pair.second)]  # type: ignore[index]
    return _Pair((pair.first[0], ends[0]), (pair.second[0], ends[1]))


_REST = regex("(?:(?![没不未有的和与及跟])[\u4e00-\u9fff]){0,4}?(?=[没不未有的、,，和与及跟]|$)|")


def _without_names(text: str, pair: _Pair) -> str:
    (start, end), (then, last) = pair.first, pair.second
    return f"{text[:start]}“甲”{text[end:then]}“乙”{text[last:]}"


def _of(items: list[Item], one: Frame, other: Frame) -> Question | None:
    """The question of two duties; None: something else is said of them."""
    letters = code(items)
    if letters.count(WORD) != _TWO or not {*letters} & {*"dh"}:
        return None
    named = [LISTS[letter] for letter in LISTS if letter in letters]
    rows = tuple(sorted({*(one.rows or ()), *(other.rows or ())}, key=order))
    if named and any(list_of(row) not in named for row in rows):
        return None
    if any(i.number != _TWO and not _PLACES.search(letters) for i in items if i.letter in NUMBER):
        return None
    many = any(MANY.search(i.text) for i in items if i.letter == "n") or "nh" in letters
    if {*letters} - _PASSED:
        return None
    ask = Ask.NUMBER if many else Ask.DEPARTMENTS
    asked = Question(ask, one, count="departments" if many else "")
    if lacks := _LACKING.search(letters):
        if lacks.lastgroup == "first":
            one, other = other, one
        return replace(asked, frame=one, other=other, relation="departments-minus")
    if {*letters} & {*"xAv-fz"} or any(i.number and i.number != _TWO for i in items):
        return None
    if {*letters} & {*"2B"}:
        return replace(asked, other=other, relation="departments-and")
    if {*letters} & {*"=K"}:
        return replace(asked, frame=replace(one, rows=rows, topic=f"{one.topic}、{other.topic}"))
    return None
