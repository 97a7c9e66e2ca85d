"""Places: which townships a question means, and whether it means all."""

from __future__ import annotations

from dataclasses import replace

from kg.asking.closed.limits import Unread
from kg.asking.closed.parse import Parse
from kg.asking.closed.words import BODY, NUMBER, PLACE, TOWN, Item
from kg.asking.spans import SpanKind
from kg.patterns import regex

_ALL_TOWNS = regex(f"[+]*{NUMBER}t")
_ALL_LISTS = regex(f"(?<![GLVOofzM>X~v]){NUMBER}(?=l|[bck]|[.&+@k2]|{BODY}|$)(?!.?[JjYd])")
"""The five townships, the five cooperation lists, in all five, the five counties' water bureaus."""
_ALIKE = regex(rf"\^[+]*{BODY}?[bck]")
"""各乡镇都收回."""
UNITS = "家份张地个"
"""Units of places, lists and bodies."""
ROWS = tuple("项条件桩样宗行号")
"""Units of rows."""


def placed(parse: Parse) -> None:
    """Say of places which townships they are, and take what says that all are meant.

    Raises:
        Unread: a body is of another place, or it is not clear whether each is meant.
    """
    _townships(parse)
    _of_bodies(parse)
    lexicon = parse.lexicon
    towns = {iri for item in parse.of(TOWN) if item.span for iri in item.span.iris}
    above = {place for town in towns for place in lexicon.townships[town].places}
    parse.items = [
        i for i in parse.items if not (i.letter == PLACE and i.span and set(i.span.iris) & above)
    ]
    if any(i.text.startswith("各") for i in parse.of("t")):
        parse.items = [i for i in parse.items if i.letter != "t" or not i.text.startswith("各")]
        parse.several = True
        if _ALIKE.search(parse.code):
            raise Unread  # 各乡镇都收回的: each, or all of them?
        parse.all_places = parse.all_places or not parse.has(TOWN + PLACE)
    counts = {len(lexicon.townships), len(towns)} - {0, 1}
    for item in parse.of(PLACE):
        counts.update(len(lexicon.townships_in(p)) for p in (item.span.iris if item.span else ()))
    _counted(parse, counts)
    known = lexicon.townships
    for item in parse.of(BODY):
        place = item.body.place if item.body else ""
        if place and any(place not in known[town].places for town in towns):
            raise Unread  # a body of another county


def _townships(parse: Parse) -> None:
    """Take a county of which one township is loaded for that township, and call all by their full names."""
    known = parse.lexicon.townships
    for n, item in enumerate(parse.items):
        if item.letter == PLACE and item.span:
            towns = [t for place in item.span.iris for t in parse.lexicon.townships_in(place)]
            if len(towns) == 1:
                span = replace(item.span, iris=tuple(towns))
                parse.items[n] = replace(item, letter=TOWN, span=span, text=known[towns[0]].name)
        elif item.letter == TOWN and item.span and len(item.span.iris) == 1:  # 甲, 甲镇
            parse.items[n] = replace(item, text=known[item.span.iris[0]].name)


def _of_bodies(parse: Parse) -> None:
    """Name the only township of the county whose body is named: 甲县水利局."""
    bodies = parse.of(BODY)
    places = {i.body.place if i.body else "" for i in bodies}
    if len(places) != 1 or "" in places or parse.has(TOWN + PLACE):
        return
    inside = parse.lexicon.townships_in(next(iter(places)))
    span = bodies[0].span
    if len(inside) == 1 and span is not None:
        named = replace(span, kind=SpanKind.TOWNSHIP, iris=tuple(inside))
        parse.items.insert(0, Item(TOWN, parse.lexicon.townships[inside[0]].name, named))


def _counted(parse: Parse, counts: set[int]) -> None:
    """Take numbers that are those of all townships that are spoken of."""
    for pattern in (_ALL_TOWNS, _ALL_LISTS):
        at = 0
        while match := pattern.search(parse.code, at):
            number = next(i for i in parse.items[match.start() : match.end()] if i.letter == NUMBER)
            of_towns = match[0].endswith("t") or number.text in UNITS
            if number.number not in counts or not of_towns:
                at = match.end()
                continue
            asked = bool(match.start()) and parse.items[match.start() - 1].letter == "?"
            parse.several = True
            parse.items[match.start() : match.end()] = [Item("t", "")] if asked else []
            every = number.number == len(parse.lexicon.townships)
            parse.all_places = parse.all_places or every
            at = match.start()
