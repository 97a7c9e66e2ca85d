"""Ranking: who has most rows, which rows are the largest, and which stand at a place."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.asking.closed.limits import GROUPS, Unread, limited
from kg.asking.closed.ordering import placed, ranked
from kg.asking.closed.parse import Parse
from kg.asking.closed.words import BODY, CATEGORY, NUMBER, ORDINAL, PLACE, TOWN, Item
from kg.asking.composed.asking import asks_number
from kg.asking.composed.places import ROWS
from kg.asking.frame import EVERY, Ask, Question, Rank
from kg.patterns import regex

LED = (("cooperation",), ("reclaimed",))
"""The lists that have departments."""
_SEVERAL = f"{ORDINAL}(?:[~][{NUMBER}{ORDINAL}]|(?:&[{NUMBER}{ORDINAL}])+)"
_WITHIN = regex(f"(?:[fz]{NUMBER}|{ORDINAL}|[Zz]).*[{BODY}{CATEGORY}]")
_WORDS_WITHIN = regex(f"[fz]{NUMBER}[+]")
"""What is said of the rows that stand at places."""


def by_size(parse: Parse) -> Question | None:
    """The rows with most departments or clauses."""
    if parse.code.startswith("?") and parse.code[1:2] in ("d", "t", "g"):
        return None
    found = parse.take(
        f"[duD]n?[+@]*{ORDINAL}?[ME]|[ME][+]*[duD]|[uD]n?(?P<keep>f)"
    )  # 部门最多, 部门数第二多
    if not found:
        return None
    place = next((i.number for i in found if i.letter == ORDINAL), 0)
    by = {"d": "departments", "u": "clauses", "D": "upper"}[
        next(i.letter for i in found if i.letter in "duD")
    ]
    most = not any(i.letter == "E" for i in found)
    number = parse.take(f"[f?]?{NUMBER}|{ORDINAL}")
    if any(i.letter == ORDINAL for i in number) or parse.has("n") or parse.bounds:
        raise Unread
    parse.drop("fR")
    size = next((i.number for i in number if i.number), 1)
    frame = limited(parse)
    if frame.lists not in (("cooperation",), ()) or (by != "departments" and not frame.lists):
        raise Unread
    frame = replace(frame, lists=("cooperation",))
    if place > 1:
        return Question(Ask.DUTIES, frame, rank=Rank(place, most, place, by))
    return Question(Ask.DUTIES, frame, rank=Rank(size, most, 1, by))


_BY_AMOUNT = regex(f"(?:n[duD]|[duD]n).*R[.+]*{ORDINAL}[.+]*[?]")
_OF_ROWS = regex("[项条件桩样宗](?:事项?|工作)?$|事项$")


def by_amount(parse: Parse) -> None:
    """Put rows that are ranked by an amount as those with the second most of it: 按部门数排序,排第二的是哪项."""
    match = parse.find(_BY_AMOUNT)
    if match is None or not _OF_ROWS.search(parse.items[match.end() - 1].text):
        return
    found = parse.items[match.start() : match.end()]
    what = next(i for i in found if i.letter in "duD")
    place = next(i for i in found if i.letter == ORDINAL)
    most = Item("E" if any(i.letter == "y" for i in found) else "M", "")
    used = (found[0], found[1], place)
    kept = [i for i in found if i not in used and i.letter not in "Ry"]
    parse.items[match.start() : match.end()] = [what, place, most, *kept]


def in_order(parse: Parse) -> Question | None:
    """The departments, townships or categories that have most rows, or the second most.

    Raises:
        Unread: something else is asked, too.
    """
    if parse.code[:2] not in ("?d", "?t", "?g") or not parse.has("MERZ>f" + ORDINAL):
        return None
    group = parse.code[1]
    both = parse.has(ORDINAL) and re.search(f"(?<!{ORDINAL})[ME]", parse.code)
    last = group != "t" and any(i.text == "垫底" for i in parse.of("E"))
    if both or last:
        raise Unread  # the most and the second most; the last row?
    if any(i.text in ROWS for i in parse.items if i.letter in NUMBER + ORDINAL):
        return None
    if asks_number(parse):
        raise Unread  # how many the first has
    parse.drop("Qn*%")
    if group == "t" and (parse.take("Z", ORDINAL) or parse.take(">(?=.)")):  # 倒数第二的乡镇
        parse.items = [
            replace(i, number=i.number or 2) if i.letter == ORDINAL else i for i in parse.items
        ]
        parse.items.append(Item("E", ""))
    if parse.has("R") and not parse.has("MEf" + NUMBER + ORDINAL):
        return _all_in_order(parse)
    if parse.drop("y"):  # 从少到多排,前两名
        parse.items.append(Item("E", ""))
    if parse.has("ME"):
        parse.drop("f")  # 最多的前三家
    _number_behind(parse)
    if group != "t" and (parse.has(TOWN + PLACE) or parse.all_places):
        parse.drop("t")
    if group == "d":
        parse.take("d(?=[+]*[MEf])")
    if {i.letter for i in parse.items if i.letter in GROUPS} != {group} or parse.has("2v"):
        raise Unread
    if not parse.has("MER"):
        parse.items.append(Item("R", ""))
    if group == "d":
        for ref in parse.without:
            parse.items += [Item("X", ""), Item(BODY, ref.text, body=ref)]
        parse.without = ()
    return ranked(parse)


def _number_behind(parse: Parse) -> None:
    """Put the number of places behind what says from which end: 哪三个局最多."""
    numbers = parse.of(NUMBER)
    if len(numbers) == 1 and parse.has("MEf"):
        parse.drop(NUMBER)
        at = next(n for n, i in enumerate(parse.items) if i.letter in "MEf")
        parse.items.insert(at + 1, numbers[0])


def _all_in_order(parse: Parse) -> Question:
    """All in their order.

    Raises:
        Unread: they are bound, or departments of no list that has them.
    """
    parse.drop("R")
    most = not parse.drop("y")
    found = parse.take("^[?][dtg]")
    frame = limited(parse)
    what = GROUPS[found[1].letter]
    led = what is not Ask.DEPARTMENTS or frame.lists in LED
    some = frame.limited and what is not Ask.TOWNSHIPS
    if parse.bounds or some or not frame.lists or not led:
        raise Unread
    return Question(what, frame, rank=Rank(EVERY, most))


def first_of_each(parse: Parse) -> Question | None:
    """The first or last row of every category."""
    if not parse.has("Q") or parse.has("a") or not parse.take("Qg|gQ"):
        return None
    place = parse.take(f"{ORDINAL}|[fz]{NUMBER}?")
    if not place or parse.has("nMER2" + ORDINAL):
        raise Unread
    number = next((i.number for i in place if i.number), 1)
    last = place[0].letter == "z"
    start = number if place[0].letter == ORDINAL else 1
    parse.drop("g?")
    frame = limited(parse)
    if len(frame.lists) != 1 or len(frame.townships) != 1 or frame.limited or parse.bounds:
        raise Unread
    rank = Rank(number, last, start, "number")
    return Question(Ask.DUTIES, frame, rank=rank, each=True, group="category")


def at_places(parse: Parse) -> Question | None:
    """The rows at a place of a list, or the departments of one.

    Raises:
        Unread: something is said of the rows at these places, or it is a place among departments.
    """
    if _WITHIN.search(parse.code) or (parse.words and _WORDS_WITHIN.search(parse.code)):
        raise Unread  # which of the first ten are of the water bureau?
    if parse.has("n2UME") or parse.code[:2] in ("?t", "?g"):
        return None
    units = {i.text for i in parse.of(NUMBER)} & {"名", "位", "家"}
    if units or any(i.text == "名" for i in parse.of(ORDINAL)):
        raise Unread  # of departments
    parse.take(f"v(?=[fz?{NUMBER}{ORDINAL}])")
    if parse.take(f"z?>(?=[?]?{NUMBER})"):  # 倒数三项
        parse.items.insert(parse.code.index(NUMBER), Item("z", ""))
    parse.take(f"[fz](?=.*[fz]{NUMBER})")  # 结尾,最后五项
    parse.take(f"[?](?={NUMBER})")
    if parse.has(ORDINAL + "Z>fz"):
        parse.drop("<")
    several = parse.take(_SEVERAL)
    if several:
        return _rows(parse, several)
    if parse.code.startswith("?d"):
        return _departments_of_rows(parse)
    return placed(parse)


def _rows(parse: Parse, several: list[Item]) -> Question:
    """Rows by their numbers, which count within what limits them: 第一、第二项, 第五到第八项; or their departments.

    Raises:
        Unread: they are of several lists, or not the first of what limits them.
    """
    said = [i.number for i in several if i.number]
    if any(i.letter == "~" for i in several):
        said = list(range(said[0], said[-1] + 1))
    asked = Ask.DEPARTMENTS if parse.take("^[?]d") else Ask.DUTIES
    parse.drop("?")
    frame = limited(parse)
    if len(frame.lists) != 1 or len(frame.townships) != 1 or parse.bounds or not said:
        raise Unread
    if not (frame.limited or frame.without or frame.other_categories):
        return Question(asked, replace(frame, numbers=tuple(said)))
    if asked is Ask.DEPARTMENTS or said != [*range(1, len(said) + 1)] or frame.words:
        raise Unread
    return Question(Ask.DUTIES, frame, rank=Rank(said[-1], False, 1, "number"))


def _departments_of_rows(parse: Parse) -> Question | None:
    """The departments of one row, or of the first ones.

    Raises:
        Unread: it is not said of which list.
    """
    rows = parse.take(f"f{NUMBER}") or parse.take(ORDINAL)
    if not rows or parse.has(">Zfz" + BODY):
        return None
    parse.drop("?d")
    frame = limited(parse)
    if len(frame.lists) != 1 or len(frame.townships) != 1 or frame.limited or parse.bounds:
        raise Unread
    number = rows[-1].number
    numbers = (number,) if rows[0].letter == ORDINAL else tuple(range(1, number + 1))
    return Question(Ask.DEPARTMENTS, replace(frame, numbers=numbers))
