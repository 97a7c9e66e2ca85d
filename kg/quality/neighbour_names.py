"""Foreign places: the names of neighbours, which a list copied from another leaves in its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

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


_ELSEWHERE = re.compile(r"(?=([\u4e00-\u9fff]{2,4}?(?:镇|乡|街道))(?![镇乡村土亲民情愁规域]))")


def townships_elsewhere(vocabulary: Vocabulary, own: str, text: str) -> Iterator[tuple[int, str]]:
    """Names of townships of the nation in a text, with their places; ``own`` is the township itself.

    A list copied from another keeps its township's name in some clause. Words that people write before 镇 and
    乡 (会同乡, 中心镇) are names of townships somewhere, too: those of the sign ``no-township`` are left out.
    """
    words, end = vocabulary.signs.get("no-township", ()), 0
    for match in _ELSEWHERE.finditer(text):
        at, name = match.start(), match[1]
        if at >= end and name in vocabulary.township_names and not name.startswith(words):
            end = at + len(name)
            if name not in own:
                yield at, name
