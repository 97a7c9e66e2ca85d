"""Kinds: the kinds of Chinese questions, each of which takes the letters that it understands."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from kg.asking.closed.limits import GROUPS, Unread, limited
from kg.asking.closed.parse import Parse
from kg.asking.closed.reading import COUNTS, average, share
from kg.asking.closed.words import BODY, NUMBER, ORDINAL, PLACE, TOWN, Item
from kg.asking.composed.asking import MANY, asks_number
from kg.asking.composed.ranking import LED, at_places, by_size, first_of_each, in_order
from kg.asking.composed.sides import (
    common,
    differing,
    everywhere,
    had_and_lacking,
    lacking,
    nowhere_else,
    of_lists,
    outnumbering,
    throughout,
)
from kg.asking.frame import Ask, Question


def _average(parse: Parse) -> Question | None:
    """What a township has on average, or a duty, a category, a department.

    Raises:
        Unread: it is not clear of what.
    """
    if not parse.has("a"):
        return None
    if any(i.number != 1 for i in parse.of(NUMBER)):
        raise Unread
    if parse.take("S[+]*n"):  # 乡里要做几条
        parse.items += [Item("n", ""), Item("u", "")]
    if not parse.has("bckW"):
        if not parse.has("u"):
            raise Unread
        parse.items.append(Item("c", ""))
    for n, item in enumerate(parse.items):
        if item.letter == "d" and item.text.startswith("各"):  # 各部门平均
            parse.items[n : n + 1] = [Item("Q", ""), item]
            break
    if group := parse.take(f"{NUMBER}(?P<keep>[dg])"):  # 平均一个部门
        parse.take(group[1].letter, f"Q{group[1].letter}")
    if any(i.text == "个" for i in parse.of(NUMBER)):
        raise Unread  # 平均一个县
    parse.drop("?2" + NUMBER)
    if "Qr" in parse.code and not parse.has("du"):
        raise Unread
    if parse.take("nd|(?<=a)[+]?dn?|(?<=r)d|d(?=.*Qr)"):  # 每项几个部门
        parse.items[:0] = [Item("d", "")]
        if not parse.has("Q"):
            parse.items += [Item("Q", ""), Item("r", "")]
    if not parse.has(TOWN):
        parse.drop("t")
    return average(parse)


def _share(parse: Parse) -> Question | None:
    """What part of the rows something limits further is of those rows.

    Raises:
        Unread: how many they are is asked, too.
    """
    asks = [i for i in parse.of("s") if MANY.search(i.text)]
    if asks and asks_number(parse):
        raise Unread
    return share(parse)


def _beside(parse: Parse) -> Question | None:
    """The other departments that stand in rows with a body."""
    if not parse.code.startswith("?d") or len({i.text for i in parse.of(BODY)}) != 1:
        return None
    if parse.has("MERnsaifz"):
        return None
    strong = any(i.text[0] not in "都均皆也又且" for i in parse.of("2")) or parse.has("B%")
    strong = strong or "X}" in parse.code
    if parse.without or not strong:
        return None
    parse.take("X[}]")
    parse.drop("B2%?d&K")
    frame = limited(parse)
    if parse.bounds or not frame.bodies or frame.lists not in (("cooperation",), ()):
        raise Unread
    frame = replace(frame, lists=("cooperation",))
    return Question(Ask.DEPARTMENTS, frame, parties="together", excluded=frame.bodies[0].bodies)


def _others_than(parse: Parse) -> Question | None:
    """The departments of rows but those that are named: 除水利局外还有哪些部门."""
    if not parse.code.startswith("?d") or not parse.without or parse.has("MERfzsain2" + BODY):
        return None
    parse.drop("?d%*&")
    frame = limited(parse)
    if len(frame.lists) != 1 or parse.bounds or frame.lists == ("basic",):
        raise Unread
    excluded = tuple(body for ref in frame.without for body in ref.bodies)
    return Question(Ask.DEPARTMENTS, replace(frame, without=()), excluded=excluded)


def _plain(parse: Parse) -> Question | None:
    """Rows, or what they have, with all that limits them."""
    if parse.has("MERfzZ>sai_-" + ORDINAL + NUMBER):
        return None
    counted = parse.take("^n[dtg]")
    number = parse.drop("n") or bool(counted)
    if number and parse.has("uD"):
        raise Unread  # how many clauses
    found = parse.take("^[?][dtg]")
    group = (counted or found)[1].letter if counted or found else ""
    if not counted and group and number:
        raise Unread
    distinct = parse.drop("K") and not group
    whole = {*"bck"} & {*parse.code} in (set(), {*"bck"}) and parse.drop("W")
    if parse.has(TOWN + PLACE) or parse.all_places:
        parse.take("t")
    if parse.has(BODY) and not parse.has("bck") and not whole:
        raise Unread  # what the water bureau has to do with
    joined = re.search("[bck][lr]*[&|/=][bck]", parse.code)
    frame = limited(parse)
    what = GROUPS[group] if group else Ask.DUTIES
    having = parse.bounds.get("r")
    named = (
        frame.townships
        or frame.places
        or parse.all_places
        or (group == "t" and (having or parse.without or parse.other_categories))
    )
    if len(frame.lists) > 1 and group and not having:
        raise Unread  # of one, or of both?
    if not (named or frame.limited or frame.departments or frame.clauses or frame.upper):
        raise Unread
    if not frame.lists and not (whole or parse.has("rl") or frame.departments):
        raise Unread
    if len(frame.lists) == 2 and not joined:
        raise Unread  # 收回以后还配合的
    if what is Ask.DUTIES:
        if having or not (frame.lists or frame.limited or number or whole):
            raise Unread
        several = parse.all_places or parse.several or len(frame.townships) > 1
        if distinct and not (number and several):
            raise Unread
        if number:
            return Question(Ask.NUMBER, frame, count="matters" if distinct else "")
        return Question(what, frame)
    if what is Ask.DEPARTMENTS and (frame.bodies or frame.without or frame.lists not in LED):
        raise Unread
    if what is Ask.CATEGORIES and (frame.without or frame.departments or frame.clauses):
        raise Unread  # of some of their rows, or of all: 哪一类没有公安局
    negate = False
    if what is Ask.TOWNSHIPS:
        left = len(frame.without) + len(frame.other_categories)
        if left == 1 and not (
            frame.limited or having or counted
        ):  # which have none of the water bureau's?
            frame = replace(frame, bodies=frame.without, categories=frame.other_categories)
            frame, negate = replace(frame, without=(), other_categories=()), True
        elif left or any(words.negated for words in frame.words):
            raise Unread
        elif not (frame.limited or having):
            raise Unread
    if counted:
        return Question(Ask.NUMBER, frame, count=COUNTS[what], having=having)
    return Question(what, frame, having=having, negate=negate)


KINDS: tuple[Callable[[Parse], Question | None], ...] = (
    _average,
    _share,
    differing,
    outnumbering,
    had_and_lacking,
    lacking,
    common,
    of_lists,
    throughout,
    everywhere,
    first_of_each,
    nowhere_else,
    _beside,
    by_size,
    in_order,
    _others_than,
    at_places,
    _plain,
)
"""The kinds of questions; the first whose words are there reads it."""
