"""Ordering: who has most, which rows are the largest, and which stand first or last."""

from __future__ import annotations

from dataclasses import replace

from kg.asking.closed.limits import GROUPS, Unread, asked, limited, wanted
from kg.asking.closed.parse import Parse
from kg.asking.closed.words import NUMBER, ORDINAL, PLACE, TOWN
from kg.asking.frame import Ask, Question, Rank


def ranked(parse: Parse) -> Question | None:
    """The departments, townships or categories that have most rows, or the second most."""
    parse.take("m(?P<keep>[^.?_]*)_%r?", "M")
    parse.take("v(?=d)")
    if not parse.has("d") and any(i.text.startswith("among") for i in parse.of("}")):
        parse.take("}", "d")  # the runner-up among the departments
    if not (parse.has("ME") or parse.has("R") or (parse.has("d") and parse.has(ORDINAL + "f"))):
        return None
    if parse.code.startswith("n"):
        return None
    groups = {i.letter for i in parse.items if i.letter in GROUPS}
    if len(groups) > 1 and "?t" in parse.code and TOWN not in parse.code:
        return None  # which township has the most departments?
    if TOWN in parse.code or len(groups) > 1:
        groups.discard("t")
    if (parse.all_places or parse.has("H")) and not groups:
        groups = {"t"}
    if parse.has("h") and not groups:
        if parse.has("l"):
            raise Unread  # who has the longest list?
        groups = {"d"}
    if len(groups) != 1 or (groups == {"d"} and _rows_have(parse)):
        return None
    if groups == {"d"} and "Qt" in parse.code:
        raise Unread  # for each township by itself
    parse.take("Q(?P<keep>[dt])")
    if groups == {"t"}:
        parse.drop("Q")
    rank = _rank(parse)
    parse.drop("hRnH" + "".join(GROUPS))
    what = GROUPS[groups.pop()]
    frame = limited(parse)
    excluded = tuple(body for ref in frame.without for body in ref.bodies)
    if excluded and what is Ask.DEPARTMENTS:  # leaving the water bureau aside
        frame = replace(frame, without=())
    if what is Ask.DEPARTMENTS and (frame.bodies or frame.lists not in _TAKEN):
        raise Unread
    if parse.bounds or (frame.bodies and not frame.lists):
        raise Unread
    return Question(what, frame, rank=rank, excluded=excluded)


_TAKEN = (("cooperation",), ("reclaimed",))


def _rows_have(parse: Parse) -> bool:
    """Whether it is a row that has most departments."""
    return bool(parse.take("(?P<keep>r[^dtg]*Md)"))


def _rank(parse: Parse) -> Rank:
    most = not parse.has("E")
    if parse.has("M") and not most:
        raise Unread
    after = parse.take("X[Mf]")
    parse.take(f"p(?={NUMBER})(?P<keep>{NUMBER})" if parse.has("R") else "$^")
    upto = parse.take(f"[$L]{ORDINAL}")
    if upto:
        return Rank(upto[-1].number, most)
    number = parse.take(
        f"{NUMBER}(?P<keep>(?:[{PLACE}]?[dtg][^.?n]*)?)[MEf](?!r.*[MEf])|[MEf]{NUMBER}(?!r)"
    )
    order = parse.take(f"{ORDINAL}[ME]?(?:r?v)?")
    if not order and not number and parse.has("R") and len(parse.of(NUMBER)) == 1:
        order = parse.take(NUMBER)  # ranked by number: no. 2
    ends = parse.drop("ME")
    if (number and order) or (after and (number or order)):
        raise Unread
    if after:
        return Rank(2, most, 2)
    if order:
        place = order[0].number
        return Rank(place, most, place)
    if number:
        return Rank(next(i.number for i in number if i.number), most)
    if ends is bool(parse.take("f(?!r)")) or (parse.has("f") and not ends):
        raise Unread
    return Rank(1, most)


def duties_by_size(parse: Parse) -> Question | None:
    """The rows with most departments or clauses."""
    most = parse.has("M")
    found = parse.take("[ME](?:[otD]*u|d)")
    if not found or asked(parse, wanted(parse)) is not Ask.DUTIES:
        return None
    if any(i.letter == "d" for i in found):
        by = "departments"
    elif any(i.letter == "D" for i in found) or parse.drop("D"):
        by = "upper"
    else:
        by = "clauses"
        if not (any(i.letter in "ot" for i in found) or parse.drop("ot")):
            raise Unread
    frame = limited(parse)
    return Question(Ask.DUTIES, frame, rank=Rank(1, most, 1, by))


def placed(parse: Parse) -> Question | None:
    """The rows at a place of a list: the first three, the tenth, the last but one, number 57."""
    if parse.has("n"):
        return None
    parse.take(f"v(?=[fzZM{ORDINAL}])")
    span = [i.number for i in parse.take(f"[pr]?{NUMBER}~{NUMBER}") if i.number]
    way = f"[pr]{NUMBER}(?:[.&]*{NUMBER})*|(?<=[bck])[.l]*{NUMBER}(?=[.]|$)"
    numbers = [] if span else [i.number for i in parse.take(way) if i.number]
    if span:
        numbers = list(range(span[0], span[1] + 1))
    rank = None if numbers else _place(parse)
    if numbers:
        parse.drop("f")  # how does it start: one, two and three
    if not numbers and rank is None:
        return None
    parse.drop("p")
    group = wanted(parse)
    frame = limited(parse)
    what = asked(parse, group)
    one_row = len(numbers) == len(frame.lists) == len(frame.townships) == 1
    if what is Ask.DEPARTMENTS and one_row and not frame.limited:
        return Question(what, replace(frame, numbers=tuple(numbers)))
    if what is not Ask.DUTIES:
        raise Unread
    if len(frame.lists) != 1 or len(frame.townships) != 1 or parse.bounds:
        raise Unread
    if rank is None or (rank.start == rank.number and not rank.most and not frame.limited):
        if frame.limited:
            raise Unread
        rows = tuple(numbers) if rank is None else (rank.number,)
        return Question(Ask.DUTIES, replace(frame, numbers=rows))
    return Question(Ask.DUTIES, frame, rank=rank)


def _place(parse: Parse) -> Rank | None:
    if parse.take("Z"):
        return Rank(2, True, 2, "number")
    if found := parse.take(f"{ORDINAL}>|>[.]?{ORDINAL}|z{ORDINAL}|{ORDINAL}z"):
        place = next(i.number for i in found if i.number)
        return Rank(place, True, place, "number")
    if found := parse.take(f"[fzM][?r]?{NUMBER}|{NUMBER}r?[fz]"):
        most = any(i.letter == "z" for i in found)
        return Rank(next(i.number for i in found if i.number), most, 1, "number")
    if found := parse.take(ORDINAL):
        if parse.drop(">"):
            return Rank(found[0].number, True, found[0].number, "number")
        parse.drop("f")  # counting from the top
        return Rank(found[0].number, False, found[0].number, "number")
    if parse.take("f"):
        return Rank(1, False, 1, "number")
    return Rank(1, True, 1, "number") if parse.take("z") else None
