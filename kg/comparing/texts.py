"""Texts: what two clauses say differently, readable in Chinese, as printed.

They are compared letter by letter (``kg.meaning.letters``): own place names and punctuation do not count.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.meaning.letters import Letter

ALIKE = 0.5
"""From this share of equal characters on two clauses are one clause, changed."""

_PUNCTUATION = "，。；：、,;:. "
_LEADING = re.compile(f"[{_PUNCTUATION}]*")
_SHORT = 2
"""Equal runs shorter than this inside a change are shown as part of the change."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of two texts: equal words (``a`` and ``b`` as printed), or what each has instead."""

    equal: bool
    a: str
    b: str


def difference(a: str, b: str, one: Sequence[Letter], two: Sequence[Letter]) -> tuple[Piece, ...]:
    """The pieces of two texts in order; together they are the whole of both."""
    blocks = _blocks(one, two)
    pieces: list[Piece] = []
    at_a = at_b = 0
    done_a = done_b = 0
    for start_a, start_b, size in [*blocks, (len(one), len(two), 0)]:
        changed = start_a > done_a or start_b > done_b
        end_a = one[start_a][1] if start_a < len(one) else len(a)
        end_b = two[start_b][1] if start_b < len(two) else len(b)
        if changed:
            pieces.append(Piece(False, a[at_a:end_a], b[at_b:end_b]))
            at_a, at_b = end_a, end_b
        if size:
            done_a, done_b = start_a + size, start_b + size
            upto_a, upto_b = one[done_a - 1][2], two[done_b - 1][2]
            pieces.append(Piece(True, a[at_a:upto_a], b[at_b:upto_b]))
            at_a, at_b = upto_a, upto_b
    if pieces and pieces[-1].equal:
        pieces[-1] = Piece(True, pieces[-1].a + a[at_a:], pieces[-1].b + b[at_b:])
    return tuple(_tidy(pieces))


def _tidy(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Punctuation at both ends of a change that both texts have there is no part of the change."""
    for piece in pieces:
        if piece.equal or not (piece.a and piece.b):
            if piece.a or piece.b:
                yield piece
            continue
        before = [_LEADING.match(text) for text in (piece.a, piece.b)]
        heads = [match[0] if match else "" for match in before]
        if all(heads) and heads[0] != piece.a and heads[1] != piece.b:
            yield Piece(True, *heads)
        else:
            heads = ["", ""]
        a, b = piece.a[len(heads[0]) :], piece.b[len(heads[1]) :]
        tails = [text[len(text.rstrip(_PUNCTUATION)) :] for text in (a, b)]
        if not all(tails):
            tails = ["", ""]
        a, b = a[: len(a) - len(tails[0])], b[: len(b) - len(tails[1])]
        if a or b:
            yield Piece(False, a, b)
        if tails[0]:
            yield Piece(True, *tails)


def _blocks(one: Sequence[Letter], two: Sequence[Letter]) -> list[tuple[int, int, int]]:
    keys = ["".join(letter for letter, _, _ in side) for side in (one, two)]
    matcher = difflib.SequenceMatcher(None, keys[0], keys[1], autojunk=False)
    blocks = [(b.a, b.b, b.size) for b in matcher.get_matching_blocks() if b.size]
    kept = []
    for at, block in enumerate(blocks):
        start_a, start_b, size = block
        edge = (start_a == 0 and start_b == 0) or (
            start_a + size == len(one) and start_b + size == len(two)
        )
        if size >= _SHORT or edge or len(blocks) == 1 or at == len(blocks) - 1:
            kept.append(block)
    return kept


def similarity(one: Sequence[Letter], two: Sequence[Letter]) -> float:
    """0…1: the share of letters that two texts have in common, in order."""
    if not one and not two:
        return 1.0
    keys = ["".join(letter for letter, _, _ in side) for side in (one, two)]
    matcher = difflib.SequenceMatcher(None, keys[0], keys[1], autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0


def aligned(
    ones: Sequence[Sequence[Letter]], twos: Sequence[Sequence[Letter]]
) -> Iterator[tuple[int | None, int | None]]:
    """Positions of the clauses of two cells: equal ones first, then the most alike, then the rest."""
    keys = [["".join(x for x, _, _ in text) for text in side] for side in (ones, twos)]
    partner: dict[int, int] = {}
    free = set(range(len(twos)))
    for at, key in enumerate(keys[0]):
        other = next(
            (x for x in sorted(free, key=lambda x: abs(x - at)) if keys[1][x] == key), None
        )
        if other is not None:
            partner[at] = other
            free.discard(other)
    edges = sorted(
        (-score, abs(at - other), at, other)
        for at in range(len(ones))
        if at not in partner
        for other in free
        if (score := similarity(ones[at], twos[other])) >= ALIKE
    )
    for _, _, at, other in edges:
        if at not in partner and other in free:
            partner[at] = other
            free.discard(other)
    rest = sorted(free)
    for at in range(len(ones)):
        other = partner.get(at)
        while other is not None and rest and rest[0] < other:
            yield None, rest.pop(0)
        yield at, other
    for other in rest:
        yield None, other


def marked(pieces: Sequence[Piece]) -> str:
    """A difference on one line: what only the first has in 〔−…〕, what only the second has in 〔＋…〕."""
    parts = []
    for piece in pieces:
        if piece.equal:
            parts.append(piece.b)
        else:
            parts.append(f"〔−{piece.a}〕" * bool(piece.a) + f"〔＋{piece.b}〕" * bool(piece.b))
    return "".join(parts)
