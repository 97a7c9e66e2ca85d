"""Place words: the places that names of townships and bodies begin with."""

from __future__ import annotations

from kg.patterns import regex

_PLACE = regex(r"^[\u4e00-\u9fff]{1,12}?(?:自治州|自治县|自治旗|地区|州|县|市|区|旗)(?=.{2})")
_PLACE_END = regex(r"(?:自治州|自治县|自治旗|地区|州|县|市|区|旗)$")


def place_words(township: str) -> tuple[str, ...]:
    """How people write a township's name and those of the places it begins with.

    ``木垒县东城镇`` → itself, 东城镇, 木垒县, 木垒.
    """
    found, rest = [township], township
    while match := _PLACE.match(rest):
        place, rest = match[0], rest[match.end() :]
        short = _PLACE_END.sub("", place)
        found += [rest, place, *([short] if len(short) > 1 else [])]
    return tuple(found)


def without_place(body: str) -> str:
    """A body's name without the place before it."""
    return _PLACE.sub("", body)
