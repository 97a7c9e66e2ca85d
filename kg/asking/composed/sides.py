"""Sides: two townships, bodies or lists compared, what both have, and what only one has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.asking.closed.comparing import difference, more
from kg.asking.closed.limits import LISTS, Unread, limited
from kg.asking.closed.parse import Parse
from kg.asking.closed.words import BODY, NUMBER, ORDINAL, PLACE, TOWN, Item
from kg.asking.composed.asking import asked_for
from kg.asking.frame import Ask, Question
from kg.asking.reading.selections import in_the_first
from kg.patterns import regex

_T = TOWN


def differing(parse: Parse) -> Question | None:
    """How many more one side has."""
    if parse.has("MEfzRsa2"):
        return None
    if any("差异" in i.text for i in parse.of("i")) and not parse.has("n"):
        raise Unread  # what differs
    if parse.has("?") and not parse.has("n"):
        return None
    if parse.code.startswith("?") and parse.has("mei-"):
        raise Unread  # who has more, and how many
    if parse.has("-"):
        parse.drop("i")
    if parse.has("i") and not parse.has("me"):
        parse.drop("_")
    return difference(parse)


def outnumbering(parse: Parse) -> Question | None:
    """Whether one side has more."""
    if parse.has("MEfzRsan") or not parse.has("_q"):
        return None
    question = more(parse)
    if question is not None:
        parse.drop("_q")
    return question


def lacking(parse: Parse) -> Question | None:
    """What one township has and another has not: rows, categories or departments."""
    towns = list(dict.fromkeys(i.span.iris for i in parse.of(TOWN) if i.span))
    if len(towns) != 2 or parse.has("MERfzaesi>"):
        return None
    if any(i.text[0] in "都均皆全俱" for i in parse.of("A")) or re.search(
        f"{_T}[&.]{_T}[+lrbck]*[2^]+[Ax]", parse.code
    ):
        raise Unread  # neither has it
    if re.search(f"{_T}x{_T}(?![+])", parse.code):
        raise Unread
    _more_of_one(parse)
    more_of = not parse.has("n") and parse.has("?") and parse.take(f"_{_T}[lrbck+]*m")
    if parse.has("m"):
        return None
    out = (
        more_of
        or parse.take(f"{_T}x(?={_T}[+])")
        or parse.take(f"-[+&.bckrl]*(?P<t>{_T})")
        or parse.take(f"{_T}[lrbck+@d&]*(?:[2]?[Ax])(?!{_T})")
        or parse.take(f"x[+]*{_T}")
        or parse.take(f"X[+]*{_T}[lrbck+]*[}}]?")
    )
    if not out:
        return None
    if parse.has("_") and parse.has(BODY):
        raise Unread
    there = next(i.span.iris for i in out if i.letter == TOWN and i.span)
    parse.items += [i for i in out if i.letter in LISTS]
    here = next(town for town in towns if town != there)
    parse.drop(_T + "_AxXU2v*")
    parse.towns = True
    what = asked_for(parse)
    if len({i.letter for i in parse.items if i.letter in LISTS}) != 1:
        raise Unread
    frame = replace(limited(parse), townships=here)
    other = replace(frame, townships=there)
    if what in (Ask.DUTIES, Ask.NUMBER):
        return Question(what, frame, other=other, relation="minus")
    if what is Ask.CATEGORIES and not frame.limited:
        return Question(what, frame, other=other, relation="categories-minus")
    raise Unread


def _more_of_one(parse: Parse) -> None:
    """Put what has more before what it has more than: 拿甲镇和乙镇的清单对照,甲镇多出来的."""
    match = parse.find(_MORE_OF_ONE)
    if match is None:
        return
    *_, one, _more = parse.items[match.start() : match.end()]
    there = [i for i in parse.items if i.letter == _T and i.text != one.text]
    kept = [i for i in parse.items if i.letter not in _T + "&_m"]
    parse.items = [one, Item("_", ""), there[0], Item("m", ""), *kept]


_MORE_OF_ONE = regex(f"{_T}&{_T}[lrbck+]*_[.+]*{_T}m")


def had_and_lacking(parse: Parse) -> Question | None:
    """What two townships or more have and others have not: 甲镇和乙镇都收回,丙乡没收回的.

    Raises:
        Unread: something else limits it, or it is not of one list.
    """
    match = parse.find(_HAD_AND_LACKING)
    if match is None or parse.has("MERfzaesi>v!" + BODY + ORDINAL):
        return None
    found = parse.items[match.start() : match.end()]
    at = match.start("lack") - match.start()
    have, lack = (_towns(parse, part) for part in (found[:at], found[at:]))
    if len(have) == len(lack) == 1:
        return None
    counted = {i.number for i in found if i.letter == NUMBER}
    lists = {i.letter for i in parse.items if i.letter in LISTS}
    if {*have} & {*lack} or len(lists) != 1 or not counted <= {len(lack)}:
        raise Unread
    parse.items = [
        *parse.items[: match.start()],
        next(i for i in parse.items if i.letter in LISTS),
        *parse.items[match.end() :],
    ]
    parse.towns = True
    what = asked_for(parse)
    if what not in (Ask.DUTIES, Ask.NUMBER):
        raise Unread
    frame = limited(parse)
    if parse.bounds or frame.townships or frame.limited:
        raise Unread
    here, *also = have
    return Question(
        what, replace(frame, townships=(here,), in_all=tuple(also), in_none=tuple(lack))
    )


_HAD_AND_LACKING = regex(
    f"{_T}(?:(?:[&.]{_T})+[lrbck+]*[2^])?[lrbck+]*[.&]*(?P<lack>(?:{_T}(?:[&.]{_T})*|{PLACE})[{NUMBER}t]*[lrbck+^2]*[xA][+lrbck]*)"
)


def _towns(parse: Parse, items: Sequence[Item]) -> list[str]:
    """The townships that are named, or that lie in the places that are."""
    spans = [i.span for i in items if i.letter in (_T, PLACE) and i.span]
    known = parse.lexicon.townships
    inside = parse.lexicon.townships_in
    named = (iri for span in spans for iri in span.iris)
    return list(dict.fromkeys(t for n in named for t in ((n,) if n in known else inside(n))))


def common(parse: Parse) -> Question | None:
    """What two townships both have: rows, departments or categories."""
    towns = list(dict.fromkeys(i.span.iris for i in parse.of(TOWN) if i.span))
    if len(towns) != 2 or not parse.has("2") or parse.has("xXA-meMERfzsai" + BODY):
        return None
    parse.drop("2&_" + _T)
    parse.items = [i for i in parse.items if i.letter != NUMBER or i.number != 2]
    parse.towns = True
    what = asked_for(parse)
    frame = limited(parse)
    if parse.bounds or len(frame.lists) != 1:
        raise Unread
    one, other = (replace(frame, townships=town) for town in towns)
    if what in (Ask.DUTIES, Ask.NUMBER):
        return Question(what, one, other=other, relation="both")
    if what is not Ask.CATEGORIES:
        raise Unread
    return Question(what, one, other=other, relation="categories-and")


def of_lists(parse: Parse) -> Question | None:
    """Departments or categories of one list that are in another, too, or that are not.

    Raises:
        Unread: it is not clear of which list they are not.
    """
    here = list(dict.fromkeys(i.letter for i in parse.items if i.letter in LISTS))
    if len(here) == 1 and parse.code.startswith("?g"):
        return _not_in_list(parse, here[0])
    if len(here) != 2 or parse.code[:2] not in ("?d", "?g") or parse.has("MERfzsaime" + BODY):
        return None
    one = "[" + "".join(here) + "]"
    found = {match[1] for match in re.finditer(f"({one})[rl+@]*[Ax](?!{_T}?{one})", parse.code)}
    found |= {match[1] for match in re.finditer(f"({one})[rl+]*@A(?={one})", parse.code)}
    found |= {
        match[1] for match in re.finditer(f"(?:[xX]|(?<=[&.])A)[rl+]*{_T}?({one})", parse.code)
    }
    if len(found) > 1 or not (found or parse.has("2")):
        raise Unread
    without = found.pop() if found else ""
    parse.drop("xXAUv2&" + "".join(here))
    what = asked_for(parse)
    if parse.bounds.pop("r", (1, None)) != (1, None):
        raise Unread
    frame = limited(parse)
    if frame.limited or parse.bounds or len(frame.townships) > 1:
        raise Unread
    if what is Ask.DEPARTMENTS and "b" in here:
        raise Unread
    second = without or here[1]
    first = next(letter for letter in here if letter != second)
    mine, other = (replace(frame, lists=(LISTS[letter],)) for letter in (first, second))
    return Question(what, mine, other=other, relation=f"{what}-{'minus' if without else 'and'}")


def _not_in_list(parse: Parse, letter: str) -> Question | None:
    """The categories of a township that one of its lists has not: 没有被收回过的类别."""
    if not parse.take(f"[xA][+]*{letter}[rl+]*|{letter}[rl+]*[xA]"):
        return None
    asked_for(parse)
    frame = limited(parse)
    if frame.limited or parse.bounds or len(frame.townships) != 1 or parse.has("2"):
        raise Unread
    other = replace(frame, lists=(LISTS[letter],))
    return Question(Ask.CATEGORIES, frame, other=other, relation="categories-minus")


def throughout(parse: Parse) -> Question | None:
    """Categories that all three lists of one township have."""
    if not parse.has("2") or parse.code[:2] != "?g" or parse.has("xXA_meMERfzsai" + BODY):
        return None
    if not ({*"bck"} <= {*parse.code} or (parse.has("W") and not parse.has("bck"))):
        return None
    parse.drop("2W&bck")
    parse.items = [i for i in parse.items if i.letter != NUMBER or i.number != len(LISTS)]
    asked_for(parse)
    frame = limited(parse)
    if len(frame.townships) != 1 or frame.limited or parse.bounds or frame.lists:
        raise Unread
    return Question(Ask.CATEGORIES, frame, parties="throughout")


def everywhere(parse: Parse) -> Question | None:
    """What all townships have: rows, kinds of departments, categories."""
    if (
        not parse.has("2")
        or not parse.all_places
        or parse.has(PLACE + "xXA_meMERfzsai" + ORDINAL + NUMBER)
    ):
        return None
    if len({item.text for item in parse.of(TOWN)}) > 1:
        return None
    if any(item.span and len(item.span.iris) > 1 for item in parse.of(TOWN)):
        raise Unread  # 两个乡都有
    if len({item.text for item in parse.of(BODY)}) > 1:
        return None
    if f"{BODY}2" in parse.code:
        raise Unread  # 五个县的水利局都要乡镇做什么
    parse.drop("2")
    what = asked_for(parse)
    frame = limited(parse)
    if parse.bounds or len(frame.lists) != 1:
        raise Unread
    every = tuple(parse.lexicon.townships)
    if what is Ask.NUMBER and not frame.townships:
        return Question(what, in_the_first(frame, every))
    if what in (Ask.DUTIES, Ask.NUMBER):
        return Question(what, replace(frame, in_all=every))
    if (
        frame.townships
        or what is Ask.TOWNSHIPS
        or (what is Ask.DEPARTMENTS and frame.lists == ("basic",))
    ):
        raise Unread
    return Question(what, frame, parties="everywhere")


def nowhere_else(parse: Parse) -> Question | None:
    """Duties or categories that one township has and no other."""
    said = parse.drop("U")
    said = bool(parse.take("[xX]!2?(?P<keep>[bck])?|![lrbck@+]*2?[Ax](?P<kept>[bck])?")) or said
    said = bool(parse.take(f"X[+]*(?P<keep>{_T})[}}.]*![lrbck@+]*2?[Ax](?P<kept>[bck])?")) or said
    said = bool(parse.take(f"v[+]?(?={_T})")) or said
    parse.items = [i for i in parse.items if i.letter != NUMBER or (i.number, i.text) != (1, "家")]
    if not said:
        return None
    parse.drop("_B")
    parse.take("(?<![?])[2]")
    parse.take("[!][lrbck@+]*2?[Ax]")
    towns = {i.text for i in parse.of(TOWN)}
    if len(towns) != 1:
        raise Unread
    what = asked_for(parse)
    frame = limited(parse)
    if len(frame.townships) != 1 or len(frame.lists) != 1 or parse.bounds:
        raise Unread
    others = tuple(t for t in parse.lexicon.townships if t not in frame.townships)
    if what is Ask.CATEGORIES and not frame.limited:
        there = replace(frame, townships=others)
        return Question(what, frame, other=there, relation="categories-minus")
    if what not in (Ask.DUTIES, Ask.NUMBER):
        raise Unread
    return Question(what, replace(frame, in_none=others))
