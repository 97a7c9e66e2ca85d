"""Features: what the tagger, the heads and the roles look at."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from kg.asking.reading.tokens import MARKS, NUMBER, TOPIC, Item, Token

_MARKS = frozenset((*MARKS.values(), TOPIC, NUMBER))
_NEAR = 8
_LONGEST = 4
_PAD = 5


class Around:
    """What the lists know of pairs of characters: pair → passages and names that have it."""

    def __init__(self, passages: dict[str, int], names: dict[str, int]) -> None:
        """Take counts as they are."""
        self.passages, self.names = passages, names

    def buckets(self, pair: str) -> tuple[int, int]:
        """How common a pair is, roughly."""
        return _bucket(self.passages.get(pair, 0)), _bucket(self.names.get(pair, 0))


def _bucket(count: int) -> int:
    return 0 if not count else 1 if count < 3 else 2 if count < 10 else 3 if count < 50 else 4


def pairs(found: Sequence[Token]) -> set[str]:
    """The pairs of characters that the tagger wants to know about."""
    return {a.key + b.key for a, b in itertools.pairwise(found)}


def lexical(keys: Sequence[str], at: int) -> Iterator[str]:
    """The n-grams around a token, each told from where it stands to it."""
    for size in range(1, _LONGEST + 1):
        for start in range(at - size, at + 2):
            yield f"{start - at}{''.join(keys[start + _PAD : start + size + _PAD])}"


def padded(found: Sequence[Token]) -> list[str]:
    """Keys with room before and after; Latin words are kept apart by blanks."""
    keys = [f"{t.key} " if t.key.isascii() and t.key.isalpha() else t.key for t in found]
    return ["^"] * _PAD + keys + ["$"] * _PAD


def shape(found: Sequence[Token], at: int, around: Around) -> Iterator[str]:
    """What is known of a token beside its words."""
    token = found[at]
    before = found[at - 1].key if at else ""
    after = found[at + 1].key if at + 1 < len(found) else ""
    left, right = around.buckets(before + token.key), around.buckets(token.key + after)
    yield f"=l{left}"
    yield f"=r{right}"
    yield f"=m{max(left, right)}"
    if token.piece:
        yield "=piece"
    if token.quoted:
        yield "=quoted"
    if token.is_blank:
        yield "=blank"
    if token.key.isascii() and token.key.isalpha():
        yield "=latin"
    if token.key == "0":
        yield "=digit"
    yield f"=p{_nearest(found, at, -1)}"
    yield f"=n{_nearest(found, at, 1)}"
    yield f"=len{min(len(found) // 8, 5)}"


def _nearest(found: Sequence[Token], at: int, step: int) -> str:
    """The kind of the next mark or edge in a direction and how far it is."""
    distance, i = 0, at + step
    while 0 <= i < len(found):
        distance += 1
        if found[i].is_mark:
            return f"{found[i].key}{min(distance, _NEAR)}"
        if found[i].is_blank and found[i].text not in "、":
            return f",{min(distance, _NEAR)}"
        i += step
    return f"|{min(distance, _NEAR)}"


def sentence(items: Sequence[Item]) -> Iterator[str]:
    """What the heads look at: n-grams of the skeleton, its marks, their number and order."""
    keys = [f"{i.key} " if i.key.isascii() and i.key.isalpha() else i.key for i in items]
    text = ["^", *keys, "$"]
    for size in range(1, _LONGEST + 1):
        for start in range(len(text) - size + 1):
            yield "h:" + "".join(text[start : start + size])
    marks = [key for key in keys if key in _MARKS]
    yield "h=order" + "".join(marks)
    for mark in set(marks):
        yield f"h={mark}{min(marks.count(mark), 3)}"
    for first, second in itertools.pairwise(marks):
        yield f"h=then{first}{second}"
    yield f"h=len{min(len(keys) // 5, 5)}"


def role(items: Sequence[Item], at: int, kind: str) -> Iterator[str]:
    """What tells the role of the mark at a place of a skeleton; ``kind`` is what is asked."""
    keys = [f"{i.key} " if i.key.isascii() and i.key.isalpha() else i.key for i in items]
    mark = keys[at]
    text = ["^"] * _PAD + keys + ["$"] * _PAD
    here = at + _PAD
    yield f"r:{mark}"
    yield f"r:{mark}?{kind}"
    same = [i for i, key in enumerate(keys) if key == mark]
    place = same.index(at)
    yield f"r:{mark}#{min(place, 3)}of{min(len(same), 4)}"
    yield f"r:{mark}#{min(place, 3)}of{min(len(same), 4)}?{kind}"
    for size in range(1, _LONGEST + 1):
        yield f"r:{mark}<{''.join(text[here - size : here])}"
        yield f"r:{mark}>{''.join(text[here + 1 : here + 1 + size])}"
    yield f"r:{mark}<>{text[here - 1]}{text[here + 1]}"
    yield f"r:{mark}<>{text[here - 2]}{text[here - 1]}{text[here + 1]}{text[here + 2]}"
    for side, stretch in (("<", keys[max(0, at - 9) : at]), (">", keys[at + 1 : at + 10])):
        for size in (1, 2, 3):
            for start in range(len(stretch) - size + 1):
                yield f"r:{mark}{side}*{''.join(stretch[start : start + size])}"
    for size in (2, 3):
        for start in range(len(keys) - size + 1):
            yield f"r:{mark}*{''.join(keys[start : start + size])}"
    marks = [key for key in keys if key in _MARKS]
    yield f"r:{mark}=order{''.join(marks)}"


def language(found: Sequence[Token] | Sequence[Item]) -> str:
    """``en`` for more Latin words than half of the Chinese characters beside the marks, else "".

    What many English sentences teach must not move the Chinese ones: each has weights of its own.
    """
    words = [one.key for one in found if one.key[0].isalpha()]
    return "en" if sum(word.isascii() for word in words) * 2 > len(words) else ""
