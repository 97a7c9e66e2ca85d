"""Readings: words of a text that may stand for others, also where they are not said exactly so.

The phrases of the vocabulary (everyday words, synonyms, English terms) lie in the index by their
characters. A phrase is read where all of it stands, or most of its characters close together:
狗追着人咬 is read as 狗咬人 is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kg.frozen import frozen
from kg.meaning.grams import pairs
from kg.patterns import regex
from kg.stems import STOP_WORDS, stem

_UNITS = regex(r"[a-z0-9]+|[\u3400-\u4dbf\u4e00-\u9fff]")
_LOOSE = 0.75
"""Share of a phrase's weight that has to be there."""

_BETWEEN = 12
"""So many letters of other words may stand between those of an English phrase."""

_MOST = 16
"""So many readings of a text are used, the surest and longest first."""


@frozen
class Phrase:
    """A phrase of the vocabulary; ``formal`` what it may stand for, the likeliest first."""

    surface: str
    kind: str
    formal: tuple[str, ...]


@frozen
class Option:
    """One of the words a phrase may stand for, as grams."""

    formal: str
    grams: tuple[str, ...]
    factor: float


@frozen
class Reading:
    """A phrase found in a text: where, how surely, as what."""

    positions: tuple[int, ...]
    surface: str
    kind: str
    sure: float
    options: tuple[Option, ...]


def units(text: str) -> list[tuple[str, int, int]]:
    """Chinese characters and Latin words with where they stand."""
    return [(match[0], match.start(), match.end()) for match in _UNITS.finditer(text)]


def keys(text: str) -> list[tuple[str, int, int]]:
    """Chinese characters and the stems of Latin words that say something, with where they stand."""
    return [
        (stem(unit) if unit.isascii() else unit, start, end)
        for unit, start, end in units(text)
        if unit not in STOP_WORDS
    ]


def read(
    text: str,
    phrases: Sequence[Phrase],
    weight: Callable[[str], float],
) -> list[Reading]:
    """Readings of a folded text by these phrases, the surest first."""
    there: dict[str, list[tuple[int, int]]] = {}
    for unit, start, end in keys(text):
        there.setdefault(unit, []).append((start, end))
    found = []
    for phrase in phrases:
        exact = _exact(text, phrase.surface)
        if exact:
            positions, sure = exact, 1.0
        elif phrase.kind == "everyday":
            positions, sure = _loose(phrase.surface, there, weight)
        elif phrase.kind == "english":
            positions, sure = _inflected(phrase.surface, there)
        else:
            continue
        if positions:
            found.append(
                Reading(
                    positions,
                    "".join(text[at] for at in positions),
                    phrase.kind,
                    sure,
                    _options(phrase.formal),
                )
            )
    found.sort(key=lambda one: (-one.sure * len(one.positions), one.positions, one.surface))
    return _widest(found)[:_MOST]


def _widest(found: Sequence[Reading]) -> list[Reading]:
    """The readings without English ones that a longer phrase has: *fire* in *fire extinguisher*."""
    kept: list[Reading] = []
    for one in found:
        mine = set(one.positions)
        if one.kind != "english" or not any(
            other.kind == "english" and mine < set(other.positions) for other in kept
        ):
            kept.append(one)
    return kept


def _options(formal: Sequence[str]) -> tuple[Option, ...]:
    return tuple(
        Option(word, grams, max(0.6, 1 - 0.1 * at))
        for at, word in enumerate(formal)
        if (grams := pairs(word))
    )


def _exact(text: str, surface: str) -> tuple[int, ...]:
    positions: list[int] = []
    at = text.find(surface)
    while at >= 0:
        end = at + len(surface)
        whole = not surface[0].isascii() or not (
            (at and text[at - 1].isascii() and text[at - 1].isalnum())
            or (end < len(text) and text[end].isascii() and text[end].isalnum())
        )
        if whole:
            positions += range(at, end)
        at = text.find(surface, end)
    return tuple(positions)


def _loose(
    surface: str, there: dict[str, list[tuple[int, int]]], weight: Callable[[str], float]
) -> tuple[tuple[int, ...], float]:
    """Where most of a phrase stands close together in any order, and how surely that is it."""
    wanted = [unit for unit, _, _ in keys(surface)]
    present = [unit for unit in wanted if unit in there]
    if len(present) < 3 or len(present) < len(wanted) - len(wanted) // 4:
        return (), 0.0
    weights = {unit: weight(unit) for unit in wanted}
    total = sum(weights[unit] for unit in wanted)
    share = sum(weights[unit] for unit in present) / total if total else 0.0
    if share < _LOOSE or max(wanted, key=lambda unit: (weights[unit], unit)) not in there:
        return (), 0.0
    best, ordered = _closest(present, there)
    length = best[-1] - best[0] + 1
    if length > 2 * len(wanted) + 2:
        return (), 0.0
    tight = min(1.0, len(wanted) / length)
    return best, min(0.9, share * (0.6 + 0.4 * tight) * (1.0 if ordered else 0.85))


def _inflected(
    surface: str, there: dict[str, list[tuple[int, int]]]
) -> tuple[tuple[int, ...], float]:
    """Where an English phrase stands in other forms or another order, its words close together."""
    wanted = list(dict.fromkeys(unit for unit, _, _ in keys(surface)))
    if not wanted or any(unit not in there for unit in wanted):
        return (), 0.0
    if len(wanted) == 1:
        return tuple(at for spot in there[wanted[0]] for at in range(*spot)), 0.95
    best, ordered = _closest(wanted, there)
    if best[-1] - best[0] >= 2 * len(surface) + _BETWEEN:
        return (), 0.0
    return best, 0.95 if ordered else 0.9


def _closest(
    present: Sequence[str], there: dict[str, list[tuple[int, int]]]
) -> tuple[tuple[int, ...], bool]:
    """Where these units stand closest together, and whether in this order."""
    best: tuple[int, ...] = ()
    in_order = False
    for start, _ in there[present[0]]:
        taken: list[int] = []
        starts = []
        for unit in present:
            near = min(there[unit], key=lambda spot: (abs(spot[0] - start), spot))
            starts.append(near[0])
            taken += range(*near)
        spots = tuple(sorted(set(taken)))
        if not best or spots[-1] - spots[0] < best[-1] - best[0]:
            best, in_order = spots, starts == sorted(starts)
    return best, in_order
