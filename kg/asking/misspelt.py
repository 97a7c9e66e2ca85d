"""Misspelt places: written as no place is, but one character away from a loaded one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from kg.asking.lexicon import Lexicon
from kg.asking.normal import Normaliser
from kg.asking.shapes import AT, NO_TOWNSHIP, PLACE_END, SUFFIXES, TOWNSHIP_LIKE
from kg.frozen import frozen
from kg.patterns import regex

_PLACE_END = regex(f"(?<=[\u4e00-\u9fff]{{2}}){PLACE_END}")
_BODY_END = regex("[局委办部会院队]")
_SHORTEST = 3
_LONG = 6
"""Characters of a name that one wrong character leaves without doubt."""
_LONGEST_BODY = 10
_ENDS = (*SUFFIXES, "自治县", "县", "市", "区", "旗")


@frozen
class Misreading:
    """A piece of a text and the place that is meant: its name, IRI and kind."""

    start: int
    end: int
    name: str
    iri: str
    kind: str


class Misspelt:
    """Finds misspelt names of loaded townships and counties."""

    def __init__(self, lexicon: Lexicon, normaliser: Normaliser) -> None:
        """Prepare; names are sorted when first needed."""
        self._lexicon = lexicon
        self._normal = normaliser

    def find(self, text: str) -> Iterator[Misreading]:
        """Places that are loaded but for one character, where no other place has that very name."""
        for match in _PLACE_END.finditer(text):
            end = match.end()
            for place, size in sorted(self._near(text, end)):
                name, iri, kind = self._names[place]
                written = text[end - size : end]
                if self._exists(written):
                    continue
                sounds = self._normal.reading(name) == self._normal.reading(written)
                if sounds or (len(name) >= _LONG and len(name) == size):
                    yield Misreading(end - size, end, name, iri, kind)

    def bare(self, text: str) -> Iterator[Misreading]:
        """Places without their 镇, 乡 or 县, where a place is told, with one character of the same sound."""
        for start in range(len(text)):
            if not AT.search(text[max(0, start - 1) : start]):
                continue
            for size in self._bare_sizes:
                written = text[start : start + size]
                found = self._bare_sounds.get(self._normal.reading(written), set())
                if len(found) != 1 or len(written) < size or self._exists(written):
                    continue
                bare, name, iri, kind = next(iter(found))
                if len(bare) == size and one_apart(written, bare):
                    yield Misreading(start, start + size, name, iri, kind)

    @cached_property
    def _bare_sizes(self) -> tuple[int, ...]:
        sizes = {len(bare) for found in self._bare_sounds.values() for bare, *_ in found}
        return tuple(sorted(sizes, reverse=True))

    @cached_property
    def _bare_sounds(self) -> dict[str, set[tuple[str, str, str, str]]]:
        """How names of three characters or more sound without what they are → these, the name, IRI, kind."""
        found: dict[str, set[tuple[str, str, str, str]]] = {}
        for name, iri, kind in self._names:
            end = next((e for e in _ENDS if name.endswith(e)), "")
            bare = name.removesuffix(end)
            if len(bare) >= _SHORTEST:
                for sound in self._normal.readings(bare):
                    found.setdefault(sound, set()).add((bare, name, iri, kind))
        return found

    def like(self, text: str) -> Iterator[tuple[int, int]]:
        """Pieces that look like a loaded place and are none: a neighbour may well have that name."""
        for match in _PLACE_END.finditer(text):
            end = match.end()
            for place, size in sorted(self._near(text, end)):
                written = text[end - size : end]
                if (
                    len(self._names[place][0]) == size
                    and not self._exists(written)
                    and (TOWNSHIP_LIKE.fullmatch(written) or written[-1] in "县市区旗")
                    and not NO_TOWNSHIP.search(written)
                ):
                    yield end - size, end

    def bodies(self, text: str) -> Iterator[tuple[int, int, str, str]]:
        """(start, end, function, its name) of bodies written with characters of the same sound."""
        for match in _BODY_END.finditer(text):
            for size in range(_SHORTEST, min(match.end(), _LONGEST_BODY) + 1):
                start = match.end() - size
                written = text[start : match.end()]
                if self._lexicon.surfaces.get(written):
                    continue
                found = self._sounds.get(self._normal.reading(written), set())
                if len(found) == 1:
                    function, name = next(iter(found))
                    if one_apart(written, name):
                        yield start, match.end(), function, name

    @cached_property
    def _sounds(self) -> dict[str, set[tuple[str, str]]]:
        """How the functions' names sound → function and name."""
        found: dict[str, set[tuple[str, str]]] = {}
        for function, names in self._lexicon.function_names.items():
            for name in names:
                if len(name) >= _SHORTEST:
                    found.setdefault(self._normal.reading(name), set()).add((function, name))
        return found

    def _near(self, text: str, end: int) -> Iterator[tuple[int, int]]:
        """(number of a name, length written) of the pieces before ``end`` one character from a name."""
        for size in range(_SHORTEST, min(end, self._longest + 1) + 1):
            written = text[end - size : end]
            places = {
                *self._firsts.get(written[0], ()),
                *self._rests.get(written[1:], ()),
                *self._rests.get(written, ()),
                *self._whole.get(written[1:], ()),
            }
            for place in places:
                name = self._names[place][0]
                if _same_end(written, name) and one_apart(written, name):
                    yield place, size

    def _exists(self, name: str) -> bool:
        return name in self._lexicon.surfaces or self._lexicon.is_township(name)

    @cached_property
    def _names(self) -> list[tuple[str, str, str]]:
        return [(name, *meant) for name, meant in self._lexicon.place_names.items()]

    @cached_property
    def _longest(self) -> int:
        return max((len(name) for name, _, _ in self._names), default=0)

    # A name one character away begins alike, or is alike after its first character.

    @cached_property
    def _firsts(self) -> dict[str, list[int]]:
        return self._by(slice(0, 1))

    @cached_property
    def _rests(self) -> dict[str, list[int]]:
        return self._by(slice(1, None))

    @cached_property
    def _whole(self) -> dict[str, list[int]]:
        return self._by(slice(None))

    def _by(self, part: slice) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place, (name, _, _) in enumerate(self._names):
            found.setdefault(name[part], []).append(place)
        return found


def one_apart(first: str, second: str) -> bool:
    """Whether one character put in, left out or changed makes one text the other."""
    short, long = sorted((first, second), key=len)
    if len(long) - len(short) > 1 or short == long:
        return False
    same = 0
    while same < len(short) and short[same] == long[same]:
        same += 1
    rest = same + (len(short) == len(long))
    return short[rest:] == long[same + 1 :]


def _same_end(written: str, name: str) -> bool:
    """Whether both end as places of one level do: 乡 and 镇, 县 and 市."""
    ends = ("镇乡", "县市区旗", "道")
    return any(written[-1] in group and name[-1] in group for group in ends)
