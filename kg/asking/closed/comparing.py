"""Comparing: how much more one side has than another, whether it has more, and what it has that the other has not."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.asking.closed.limits import LISTS, Unread, asked, limited, wanted
from kg.asking.closed.parse import Parse
from kg.asking.closed.words import BODY, CATEGORY, NUMBER, PLACE, TOWN, Item
from kg.asking.frame import Ask, BodyRef, Frame, Question, Refusal, Status

_LACKS = {"lack", "lacks", "lacking"}
_MINUS = "没有看懂“minus”：是问相差多少项，还是问哪些事项只有一边有"


def difference(parse: Parse) -> Question | None:
    """How much more one side has."""
    counted = any("how" in item.text or "what" in item.text for item in parse.of("n"))
    counted = counted or (parse.has("n") and not parse.has("Yq"))
    if parse.drop("i"):
        parse.drop("n")
        turn = parse.has("e")
        apart = not parse.drop("me_")
    elif counted and parse.has("me"):
        turn, apart = parse.has("e"), False
        if parse.has("m") and parse.has("e"):
            raise Unread
        parse.drop("nme_")
    elif counted and parse.has("-") and len(_sides(parse)) == 2:
        parse.drop("n-")
        turn = apart = False
    elif (
        parse.has("-") and not parse.has("n?") and {i.letter for i in _sides(parse)} & {PLACE, BODY}
    ):
        raise Refusal(Status.NOT_UNDERSTOOD, _MINUS)
    elif parse.drop("S"):
        turn, apart = True, False
        parse.drop("n")
    else:
        return None
    one, other = _two(parse)
    if turn:
        one, other = other, one
    relation = "apart" if apart else "of"
    return Question(Ask.NUMBER, one, count="difference", other=other, relation=relation)


def more(parse: Parse) -> Question | None:
    """Whether one side has more than the other."""
    if not parse.has("me") or not parse.has("qY") or parse.has("MEi"):
        return None
    if parse.bounds:
        raise Unread  # is it longer, by more than thirty?
    if not parse.has("q") and parse.has("?R"):
        return None
    if parse.has("m") and parse.has("e"):
        raise Unread
    turn = parse.has("e")
    parse.drop("me_qnRf")
    one, other = _two(parse)
    if turn:
        one, other = other, one
    return Question(Ask.BOOLEAN, one, other=other, relation="of", test="more")


def minus(parse: Parse) -> Question | None:
    """The rows of one township that another does not have."""
    towns = parse.of(TOWN)
    if len(towns) != 2 or parse.has(BODY + "MERmed"):
        return None
    if re.search(f"{TOWN}[^{TOWN}]*A[^{TOWN}]*{TOWN}", parse.code) and _LACKS & {
        item.text for item in parse.of("A")
    }:
        raise Unread  # what does X lack that Y has?
    out = parse.take(f"[xXA-][bckrl&Y.I]*{TOWN}") or parse.take(f"{TOWN}[bckrlY]*[xXA]")
    if not out or (towns[0].span and towns[1].span and towns[0].span.iris == towns[1].span.iris):
        return None
    parse.items += [item for item in out if item.letter in LISTS]
    what = Ask.NUMBER if parse.drop("n") else asked(parse, wanted(parse))
    if what not in (Ask.DUTIES, Ask.NUMBER):
        raise Unread
    parse.drop("v*")
    frame = limited(parse)
    there = tuple(iri for item in out if item.span for iri in item.span.iris)
    return Question(what, frame, other=replace(frame, townships=there), relation="minus")


def _sides(parse: Parse) -> list[Item]:
    """The names that stand for the two sides, in their order; none if it is not clear which do."""
    for letter in (TOWN, PLACE, BODY, CATEGORY):
        found = parse.of(letter)
        names = list(dict.fromkeys(item.text for item in found))
        if len(names) == 2:
            one, other = (next(i for i in found if i.text == name) for name in names)
            # X and Y: how many more does X have?
            last = len(found) == 3 and found[-1].text == names[1]
            return [other, one] if last else [one, other]
        if len(names) > 2:
            return []
    return []


def _two(parse: Parse) -> tuple[Frame, Frame]:
    """The frames of the two sides, in their order.

    Raises:
        Unread: there are not just two.
    """
    _bind(parse)
    parse.drop("V")
    sides = _sides(parse)
    if not sides:
        return _two_lists(parse)
    parse.drop(sides[0].letter)
    parse.items = [i for i in parse.items if i.letter != NUMBER or i.number != 2]
    if sides[0].letter in (TOWN, PLACE) and parse.has(TOWN if sides[0].letter == PLACE else PLACE):
        raise Unread
    parse.drop("dot" if sides[0].letter == BODY else "dt")
    shared = limited(parse)
    return _with(shared, sides[0]), _with(shared, sides[1])


def _with(frame: Frame, side: Item) -> Frame:
    if side.body:
        return replace(frame, bodies=(*frame.bodies, side.body))
    if side.letter == CATEGORY:
        return replace(frame, categories=(side.category,))
    assert side.span is not None
    if side.letter == TOWN:
        return replace(frame, townships=side.span.iris)
    return replace(frame, places=side.span.iris)


def _two_lists(parse: Parse) -> tuple[Frame, Frame]:
    found = [i.letter for i in parse.items if i.letter in LISTS]
    if len(found) != 2 or found[0] == found[1]:
        raise Unread
    parse.drop("bckdt")
    frame = limited(parse)
    if not (frame.townships or frame.places):
        raise Unread
    one, other = (replace(frame, lists=(LISTS[letter],)) for letter in found)
    return one, other


def _bind(parse: Parse) -> None:
    """Put bodies and the places beside them together: the water bureau of one county and its counterpart in another."""
    bodies, places = parse.of(BODY), parse.of(PLACE)
    if not bodies or not places or len(bodies) > 2:
        return
    kinds = {item.body.function for item in bodies if item.body}
    owned = [item for item in bodies if item.body and item.body.place]
    if len(kinds) == 1 and len(owned) == 1 and len(places) == 1:
        body = owned[0].body
        assert body is not None
        assert places[0].span is not None
        iris = places[0].span.iris
        if body.place in iris:
            return
        found = parse.lexicon.bodies_of(body.function, iris)
        label = parse.lexicon.bodies[found[0]].label if found else body.text
        there = BodyRef(label, body.function, found, iris[0])
        items = [i for i in parse.items if i.letter != BODY or i is owned[0]]
        items[items.index(places[0])] = replace(owned[0], text=places[0].text, body=there)
        parse.items = items
