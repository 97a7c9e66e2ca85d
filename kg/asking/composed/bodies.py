"""Bodies: which bodies and categories are left out, which stand alone, and whether one or all are meant."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.asking.closed.limits import Unread
from kg.asking.closed.parse import Parse
from kg.asking.closed.words import BODY, CATEGORY, NUMBER, PLACE, TOWN, WORD, Item
from kg.patterns import regex

_B, _C, _N, _W = BODY, CATEGORY, NUMBER, WORD
_NOBODY_ELSE = regex("再无|没|无|不[带含涉拉]")
_SINGLE = ("单部", "单一", "单家", "一个", "一家", "单独", "独家")
"""What words for one department alone begin with, whatever it is."""
_ALONE = (
    f"[vV][@+]*(?P<keep>{_B}(?:&{_B})*)(?:[vV]|{_N}d?)?"
    f"|(?P<kept>{_B}(?:&{_B})*)[+@]*(?:{_N}?[vV]{_N}?d?|{_N}(?=[.rbck]|$))"
)
_WEAK = "都均皆也又且并兼而共"
"""What words for *both* begin with that may just mean *all*."""
_LEFT_OUT = (
    regex(f"X[@d.+g]*(?P<out>[{_B}{_C}](?:g?[&|]+[{_B}{_C}])*)(?:g|{_N}[dg])?(?:[+2]*[rbck](?=[}}.X]|$))?[}}]?"),
    regex(f"(?:(?<![?])[gd])?[@+]*x[@+]*(?P<out>[{_B}{_C}](?:[&|]+[{_B}{_C}])*)g?"),
    regex(f"(?P<out>[{_B}{_C}](?:g?[&|]+[{_B}{_C}])*)(?:g|{_N}[dg]?)?[+2d&^]*(?:[XA}}]+|x(?![{_B}{_C}{_W}@]))"),
)  # fmt: skip
"""Bodies and categories that are left out: 除水利局外, 不含水利局, 水利局不在."""


def alone_taken(parse: Parse) -> None:
    """Take that a body stands alone in its rows, or does not.

    Raises:
        Unread: another number of departments is told, too.
    """
    names = list(dict.fromkeys(item.text for item in parse.of(BODY)))
    if not names:
        if parse.has("c") and parse.take("vd(?=r|s|.*n)"):
            parse.bounds["d"] = (1, 1)
        elif parse.has("c") and any(i.text[:2] in _SINGLE for i in parse.of("v")):
            parse.drop("v")
            parse.bounds["d"] = (1, 1)
        return
    lone = [item for item in parse.of("v") if _NOBODY_ELSE.match(item.text)]
    if lone:  # 除水利局外再无他人
        parse.items = [i for i in parse.items if i not in lone]
        parse.take(f"X(?P<keep>[@+]*{_B})[}}]?")
        alone = True
    else:
        found = parse.take(_ALONE)
        one = any(i.letter == _N and i.number == 1 for i in found)
        if one and len(names) > 1 and not any(i.letter in "vV" for i in found):
            one = False
            parse.items.append(Item("|", "其中一个"))
        alone = one or any(i.letter in "vV" for i in found)
    if re.search("[.][+]w", parse.code):
        raise Unread  # (含与其他部门联合的)
    if parse.has("w") and parse.has("X}"):
        raise Unread  # 除了公安局以外还有别的部门
    if parse.drop("w"):
        if alone or len(names) > 1:
            raise Unread
        parse.bounds["d"] = (2, None)
    elif alone:
        if not lone and parse.has("Xx}A"):
            raise Unread  # 除水利局独家的以外
        parse.bounds["d"] = (len(names), len(names))
        if len(names) > 1 and not parse.has("2|"):
            parse.items.append(Item("2", "同时"))
    if parse.bounds.get("d") == (2, None):
        parse.items = [i for i in parse.items if i.letter != NUMBER or i.number != 1]
    parse.each(
        f"{_N}d|{_N}(?=2)",
        lambda found: [] if found[0].number == len(names) > 1 else found,
    )


def left_out(parse: Parse) -> None:
    """Take the bodies and categories that are left out."""
    for pattern in _LEFT_OUT:
        at = 0
        while match := pattern.search(parse.code, at):
            found = parse.items[match.start() : match.end()]
            out = parse.items[match.start("out") : match.end("out")]
            if {i.letter for i in out} >= {BODY, CATEGORY}:
                raise Unread
            parse.without += tuple(item.body for item in out if item.letter == BODY and item.body)
            parse.other_categories += tuple(i.category for i in out if i.letter == CATEGORY)
            kept = [i for i in found if i.letter in "bck." and i not in out]
            parse.items[match.start() : match.end()] = kept
            at = match.start()
    if parse.without or parse.other_categories:
        parse.drop("*")
        parse.take("[}]")
    here = {i.body.function for i in parse.of(BODY) if i.body}
    if {ref.function for ref in parse.without} & here:
        if len(parse.without) > 1 or len(here) > 1 or not parse.has("%h"):
            raise Unread
        parse.without = ()  # 水利局的事项里除水利局还有谁
        parse.items.append(Item("B", ""))


def joined(parse: Parse) -> None:
    """Drop the words for *both* that mean *all*, where there are not two of anything."""
    bodies = {item.text for item in parse.of(BODY)}
    _of_one_place(parse)
    if len({i.body.place for i in parse.of(BODY) if i.body}) > 1 and parse.has("2"):
        raise Unread  # in no row stand bodies of two counties
    parse.items = [
        replace(i, letter="2") if i.letter == "B" and len(bodies) > 1 else i for i in parse.items
    ]
    towns = {item.text for item in parse.of(TOWN)}
    lists = {item.letter for item in parse.items if item.letter in "bck"}
    if (len(bodies) > 1 or parse.all_places) and re.search(r"2[+]*[?]", parse.code):
        raise Unread  # 水利局和应急局都有哪些: of both, or of each?
    if len(bodies) < 2 and len(towns) < 2 and not parse.all_places:
        parse.take("2(?=[+]*n)")
    match = re.search("2[+]*n", parse.code)
    if match and len(bodies) < 2 and parse.all_places:
        counted = parse.items[match.end() - 1].text
        if not counted.startswith(("有", "是", "共", "一共", "总")):
            raise Unread  # 五个乡镇收回事项都有几项: each, or had by all?
    alike = len(towns) > 1 or (parse.all_places and not towns)
    match = re.search(r"\^[+]*k.*[?]", parse.code) if parse.all_places else None
    if match and parse.items[match.start() + match[0].index("k")].text.endswith("了"):
        raise Unread  # 五个乡镇都收回了什么: each, or all of them?
    if (alike or parse.all_places) and len(bodies) < 2:
        parse.take(rf"\^(?=[+]*{_B}?[bck])", "2")
    if re.search(r"\^[+]*x", parse.code):
        raise Unread  # 都没收回: none of them, or not all?
    parse.drop("^")
    alike = alike or (parse.all_places and parse.has("2"))
    if not bodies and "d" in parse.bounds:
        parse.drop("B")  # 要跟三家部门打交道
    if len(bodies) < 2 and not alike and len(lists) < 2 and "W" not in parse.code:
        parse.items = [i for i in parse.items if i.letter != "2" or i.text[0] not in _WEAK]
    if lists == {"k"} and len(bodies) > 1:  # each row has one who took it
        parse.items = [i for i in parse.items if i.letter != "2" or i.text[0] != "一"]
    joined = parse.drop("=") or (lists == {"k"} and not parse.has("_-i"))
    if len(bodies) > 1 and joined and not parse.has("2|"):
        parse.items.append(Item("|", "或"))  # one of them took it


def of_them(parse: Parse) -> None:
    """Take at least one of the bodies that are named for any of them: 教育局和卫健委至少有一家的.

    Raises:
        Unread: just one, or so many of them.
    """
    several = len({item.text for item in parse.of(BODY)}) > 1
    if several and any("一家" in item.text for item in parse.of("v")):
        raise Unread
    found = parse.find(_OF_THEM)
    if found is None:
        return
    last = parse.items[found.end() - 1]
    if found["how"][0] != "G" or last.number != 1 or last.text not in ("家", "个"):
        raise Unread
    parse.items[found.start("how") : found.end()] = [Item("|", "或")]


_OF_THEM = regex(f"{BODY}[&|]{BODY}[.+]*(?P<how>[GVvL]{NUMBER})")
"""教育局和卫健委至少有一家的."""


def _of_one_place(parse: Parse) -> None:
    """Take a body that is named beside one with its place for that of the same place, if no township is named."""
    places = {i.body.place for i in parse.of(BODY) if i.body and i.body.place}
    if len(places) != 1 or parse.has(TOWN + PLACE):
        return
    place = places.pop()
    for n, item in enumerate(parse.items):
        if item.letter == BODY and item.body and not item.body.place:
            found = parse.lexicon.bodies_of(item.body.function, (place,))
            if not found:
                raise Unread
            parse.items[n] = replace(item, body=replace(item.body, bodies=found, place=place))
