"""Foreign places: the names of neighbours, which a list copied from another leaves in its text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from kg.reading.known.characters import words_of
from kg.values import Level
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.peoples import SIGN, plain_township


@lru_cache(maxsize=64)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile("|".join(map(re.escape, names))) if names else None


def foreign_places(vocabulary: Vocabulary, county: str, own: str) -> re.Pattern[str] | None:
    """The other townships and counties of a county's prefecture; ``own`` is the township itself."""
    prefecture = vocabulary.places[county].parent
    names: set[str] = set()
    for row in vocabulary.places.values():
        if row.parent == prefecture and row.level == Level.COUNTY.value:
            names.update(name for name in vocabulary.townships_of(row.code) if len(name) > 2)
            if row.code != county:
                names.update(name for name in (row.name, *row.aliases) if len(name) > 2)
    peoples = vocabulary.signs.get(SIGN, ())
    names |= {plain_township(name, peoples) for name in names}
    names = {
        name
        for name in names
        if len(name) > 2 and name != own and name not in own and own not in name
    }
    return _pattern(tuple(sorted(names, key=lambda name: (-len(name), name))))


_RANK = re.compile("(?:镇|乡|街道)$")
_ROADS = frozenset("道段")
"""Behind 乡 and 街道 these make a road of it: 县道乡道, 某河街道段."""
_SHORTEST, _OWN = 2, 3
"""Characters of a name that are told, and of the end of the township's own name that make it the same."""
_OFTEN = 60
"""So many townships of the nation must have a character last before 镇 or 乡 for it to end such a name: 沟, 河, 桥."""
_ELSEWHERE = re.compile(r"(?=([\u4e00-\u9fff]{2,4}?(?:镇|乡|街道))(?![镇乡村土亲民情愁规域]))")


def townships_elsewhere(vocabulary: Vocabulary, own: str, text: str) -> Iterator[tuple[int, str]]:
    """Names of townships of the nation in a text, with their places; ``own`` is the township itself.

    A list copied from another keeps its township's name in some clause. Words that people write before 镇 and
    乡 (会同乡, 中心镇) are names of townships somewhere, too: those of the sign ``no-township`` are left out.
    What no township is called, and ends as their names do (白杨沟乡), is told from the character before 镇 on.
    """
    words, end = vocabulary.signs.get("no-township", ()), 0
    inside, known = vocabulary.signs.get("no-township-inside", ()), vocabulary.township_names
    words_known = words_of(vocabulary)
    for match in _ELSEWHERE.finditer(text):
        at, name = match.start(), match[1]
        if at < end or name.startswith(words):
            continue
        stop = at + len(name)
        if name in known:
            end = stop
            if name not in own:
                yield at, name
            continue
        noun = _RANK.search(name)
        if (
            noun is None
            or noun.start() < _SHORTEST
            or text[:stop].endswith(own[-_OWN:])
            or text[stop : stop + 1] in _ROADS
        ):
            continue
        last = name[noun.start() - 1]
        if (
            last in _last_characters(known)
            and not words_known.is_word(last + noun[0][0])
            and not any(word in name for word in inside)
        ):
            end = stop
            yield stop - len(noun[0]) - _SHORTEST, name[noun.start() - _SHORTEST :]


@lru_cache(maxsize=4)
def _last_characters(names: frozenset[str]) -> frozenset[str]:
    """The characters with which the names of townships often end, before 镇, 乡 and 街道."""
    found = Counter(name[: noun.start()][-1:] for name in names if (noun := _RANK.search(name)))
    return frozenset(character for character, times in found.items() if times >= _OFTEN)
