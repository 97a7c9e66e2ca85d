"""Asking: what a question asks for, put first: 部门有哪些 as 哪些部门."""

from __future__ import annotations

import re

from kg.asking.closed.limits import GROUPS, LISTS, Unread
from kg.asking.closed.parse import Parse
from kg.asking.closed.words import BODY, NUMBER, ORDINAL, PLACE, TOWN, Item
from kg.asking.frame import Ask
from kg.patterns import regex

MANY = regex("[几多]")
"""In a word that asks how many there are."""
_ASKED = regex(f"[?][*]?%?{NUMBER}?(?P<group>[dtg])|(?P<back>[dtg])[+@]*[?]|n(?P<many>[dtg])")
_OF_TOWNSHIPS = regex("[?]tr")
_COUNTED = regex("([dtg])[+@.]*n")
_AMOUNT = regex(f"dn[+]*{ORDINAL}")
_AMOUNTS = ("数量", "数", "数目", "个数", "家数")
"""What does not say whether departments or rows are counted."""
_ASKS_ROW = regex("[项条件桩样宗事活]$")
_ENDS = regex("(?P<last>[dtg])[.+Kl@]*(?:[.]2[.]*)?$")
_BEGINS = regex("[.@]*([dtg])[+]*[?]")


def asking_first(parse: Parse) -> None:
    """Put what is asked for first, as a word that asks and a group.

    Raises:
        Unread: two groups are asked for, or how many there are and which.
    """
    if _OF_TOWNSHIPS.search(parse.code):
        raise Unread  # 哪些乡镇事项
    match = _AMOUNT.search(parse.code)
    if match and parse.items[match.start() + 1].text in _AMOUNTS:
        raise Unread  # the row whose departments are the second most
    found = [match for match in _ASKED.finditer(parse.code) if _of_group(parse, match)]
    groups = {match[g] for match in found for g in ("group", "back", "many") if match[g]}
    many = {match["many"] for match in found if match["many"]}
    for counted in _COUNTED.finditer(parse.code):  # 部门有几个
        if not groups and parse.items[counted.end() - 1].text[-1] in "个家类":
            groups = many = {counted[1]}
    everywhere = parse.all_places and not parse.has(TOWN + PLACE + "dg")
    ordered = parse.has("R") or ("r" in parse.bounds and not parse.has(BODY))
    if not groups and everywhere and ordered:
        groups = {"t"}
        many = groups if not parse.has("R") and asks_number(parse) else many
    if parse.has("h"):
        if any(_ASKS_ROW.search(i.text) for i in parse.of("?")):
            raise Unread  # 哪件牵扯的部门最多,都有谁
        groups = groups or {_who(parse)}
        many = groups if "nh" in parse.code else many
        parse.drop("h")
    groups = groups or _headed(parse) or _compared(parse)
    figures = sum(bool(MANY.search(item.text)) for item in parse.of("n"))
    if len(groups) > 1 or (parse.has("?") and figures) or figures > 1:
        raise Unread
    if not groups:
        if parse.has("tdg"):
            _unasked(parse)
        return
    group = next(iter(groups))
    if many and parse.has("Qa"):
        return
    parse.drop("?" + group)
    parse.items = [i for i in parse.items if i.letter != "q" or "有" not in i.text]
    if many:
        parse.drop("n")
    parse.items[:0] = [Item("n", "") if many else Item("?", "哪些"), Item(group, "")]


def asks_number(parse: Parse) -> bool:
    """Whether a word asks how many there are, and does not only name a number: 几项, but not 项数."""
    return any(MANY.search(item.text) for item in parse.of("n"))


def asked_for(parse: Parse) -> Ask:
    """What is asked for: a group that was put first, a number, or the rows; its words are taken.

    Raises:
        Unread: it is the number of a group.
    """
    if parse.take("^n[dtg]"):
        raise Unread
    if parse.drop("n"):
        return Ask.NUMBER
    found = parse.take("^[?][dtg]")
    return GROUPS[found[1].letter] if found else Ask.DUTIES


def _of_group(parse: Parse, match: re.Match[str]) -> bool:
    """Whether a word that asks does so for the group behind it: 哪些部门, but not 哪一项的部门最多."""
    first, last = parse.items[match.start()], parse.items[match.end() - 1]
    if match["many"]:  # 几个部门, but not 按项数给部门排名
        return first.text == last.text or bool(MANY.search(first.text))
    return not match["group"] or not _ASKS_ROW.search(first.text)


def _who(parse: Parse) -> str:
    """The group of 谁 and 哪家: departments of a township, or townships.

    Raises:
        Unread: it can be both.
    """
    of_town = parse.has(TOWN + BODY) or (parse.has(PLACE) and not parse.several)
    if of_town is (parse.all_places or parse.several):
        raise Unread
    return "d" if of_town else "t"


def _headed(parse: Parse) -> set[str]:
    """The group that a question without a word that asks ends with, or that begins it."""
    asked = parse.has("?") or asks_number(parse)
    if not asked and (match := _ENDS.search(parse.code)):
        return {match["last"]}
    told = {i.letter for i in parse.items if i.letter in "dtg"}
    sole = told == {"g"} and parse.has("U!") and not parse.has("Q")
    if not asked and (sole or ("r" in parse.bounds and len(told) == 1)):
        return told
    match = _BEGINS.match(parse.code)
    return {match[1]} if match else set()


def _compared(parse: Parse) -> set[str]:
    """The group that is ranked, or compared between lists."""
    told = {i.letter for i in parse.items if i.letter in "dtg"}
    if parse.has("MER") and any(i.text[:2] in ("部门", "单位") for i in parse.of("@")):
        return {"d"}  # 各部门中收回最多的
    if parse.has("?") and parse.has("xA") and len({*parse.code} & {*LISTS}) == 2 and told & {*"dg"}:
        return told & {*"dg"}
    of_one = parse.has(TOWN) is not parse.all_places
    offices = any(i.text == "家" for i in parse.of(NUMBER))
    if parse.has("MERf") and parse.has("kc") and offices and of_one:
        return {"t" if parse.all_places else "d"}  # 收回最多的前两家
    if parse.has("MER" + ORDINAL) and not parse.has("?") and "Qg" not in parse.code:
        return told - ({"t"} if parse.has(TOWN) else set())
    return set()


def _unasked(parse: Parse) -> None:
    """Drop the groups that are spoken of but not asked for."""
    if parse.has(TOWN + PLACE) or parse.all_places:
        parse.take("(?<!Q)t")
    if (parse.without or parse.bounds) and parse.has("n"):
        parse.take("(?<!Q)d")  # 水利局以外的部门接的有几项
