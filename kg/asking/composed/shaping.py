"""Shaping: the items of a Chinese question put into the order and the letters that the kinds of questions know.

What stands before or behind its word in Chinese (不含水利局, 水利局不在) is told once: bodies and categories left
out, how many departments or clauses, which words; what is asked for comes first.
"""

from __future__ import annotations

import re
from dataclasses import replace

from kg.asking.closed.limits import Unread
from kg.asking.closed.parse import Parse
from kg.asking.closed.words import BODY, CATEGORY, NUMBER, ORDINAL, PLACE, TOWN, WORD, Item
from kg.asking.composed.asking import MANY, asking_first
from kg.asking.composed.bodies import alone_taken, joined, left_out, of_them
from kg.asking.composed.bounding import bounded
from kg.asking.composed.places import ROWS, UNITS, placed
from kg.asking.composed.ranking import by_amount
from kg.asking.composed.titles import words_taken
from kg.patterns import regex

_B, _C, _N, _O, _T = BODY, CATEGORY, NUMBER, ORDINAL, TOWN
_CLAUSES = (
    (regex("[St](?P<keep>c?)C+[St]?"), "u"),
    (regex("[Hd]C+[Hd]?"), "D"),
    (regex("S[r+]*n(?=[.+]*[Mf])"), "u"),
    (regex(f"S(?=[+]*[GLVOov]+{_N})"), "u"),
    (regex(f"H(?=[+]*[GLVOov]+{_N})"), "D"),
)
"""Whose clauses are meant: 镇里职责, 上级部门职责."""


_AND_OTHERS = regex(f"X[+]*{_B}[}}.+]*[?]%d(?=[+.rbck]*[?n])")
"""除了水利局还涉及其他部门的有哪些: those of the bureau that has company."""


def shaped(parse: Parse) -> None:
    """Put the items of a question into the order that is read.

    Raises:
        Unread: something has no place in it.
    """
    parse.each(
        _AND_OTHERS, lambda found: [*(i for i in found if i.letter == _B), Item("w", "还有别的")]
    )
    _small(parse)
    placed(parse)
    for pattern, letter in _CLAUSES:
        _of_sides(parse, pattern, letter)
    words_taken(parse)
    _taken(parse)
    of_them(parse)
    alone_taken(parse)
    left_out(parse)
    bounded(parse)
    _spoken(parse)
    joined(parse)
    by_amount(parse)
    asking_first(parse)
    if parse.has("/") and (parse.has("nsa") or parse.code[:2] in ("?d", "?g")):
        raise Unread  # 各有几项
    parse.drop("/")


def _of_sides(parse: Parse, pattern: re.Pattern[str], letter: str) -> None:
    """Say of clauses whose they are; the list that is named between stays: 乡镇配合职责."""
    parse.each(
        pattern,
        lambda found: [*(item for item in found if item.letter == "c"), Item(letter, "")],
    )


_SEEN = ("用到", "见到", "能看到", "出现过", "出现")
"""What is said of words, and of what a list has."""
_BEYOND = regex(
    f"[{_N}{_O}]r?#|{_O}[zf]|A[+]*{_B}|(?<!x){_B}x{_B}[+]|[?]d[+@]*x|[?][+]*l|{_B}X[bck]"
)
"""What is not read: 第三项以后, 第三项后, 都没有水利局, 水利局没有林草局有, 哪些部门里没有水利局, 在哪些清单里, 水利局除了收回还派什么."""
_NONE_OF_THE_OTHERS = regex(
    f"{_T}[lr+]*[bck][lr+]*[&.]*(?:{_T}(?:[&.]{_T})+|{PLACE})[{_N}t]*\\^[+]*x"
)
"""甲镇收回了而乙州四个乡镇全都没收回的."""
_SO_MANY_TOWNS = regex(f"[GLVOo]{_N}t|{_N}t[JjY]")
"""恰好三个乡镇有, but not 超过一百的乡镇."""


def _small(parse: Parse) -> None:
    """Take what the little words mean by what stands beside them: 后三项 but 收回后, 一到三 but 甲镇-配合."""
    if _BEYOND.search(parse.code):
        raise Unread
    match = _SO_MANY_TOWNS.search(parse.code)
    if match and any(i.text in UNITS and i.text for i in parse.items[slice(*match.span())]):
        raise Unread
    parse.drop("#")
    if _NONE_OF_THE_OTHERS.search(parse.code):
        parse.each(r"\^(?=[+]*x)", lambda found: [])
    if parse.has("c"):
        parse.take("[.]+k[+lr]*[X}]")  # 已经收走的别算
    parse.each(  # 有没有类别
        "q(?=[dgt][+])",
        lambda found: [replace(found[0], letter="?")] if "有" in found[0].text else found,
    )
    if not parse.has(WORD):
        parse.items = [i for i in parse.items if i.letter != '"' or i.text not in _SEEN]
    parse.each(f"(?<![{_N}{_O}])~|~(?![+f]*[{_N}{_O}])", lambda found: [Item(".", "-")])
    parse.each(f"z(?!{_N})", lambda found: found if found[0].text != "后" else [])
    parse.each(
        f"V(?=[{_B}{_C}])",
        lambda found: found if found[0].text not in ("=", "等于") else [],
    )
    parse.each(f">f(?={_N})", lambda found: [replace(found[0], letter="z")])
    parse.items = [
        replace(i, letter="M") if i.letter == "R" and i.text.lower() == "top" else i
        for i in parse.items
    ]
    parse.each("n(?![.GLVOo_sa-]|$)", lambda found: found if found[0].text != "数" else [])
    if any(i.text == "多少" for i in parse.of("n")) and not parse.has("s"):  # 占总数多少
        parse.items = [replace(i, letter="s") if i.text == "占" else i for i in parse.items]
    parse.each(f":(?=[{_T}{PLACE}]|{_B}(?![.]))", lambda found: [])  # 我们甲镇
    one = len({i.text for i in parse.of(TOWN)} | {i.text for i in parse.of(PLACE)}) == 1
    if one and not any(i.text[0] in "我咱俺" or i.text[-1] in "局门位" for i in parse.of(":")):
        parse.drop(":")  # 该镇
    parse.each(f"{_N}(?=[bck]?[Ax])", lambda found: [] if found[0].number == 1 else found)
    if not parse.has(BODY):
        parse.drop("B")  # 三张清单放一块儿
    parse.each(
        "nd(?=[+]*[MEf])",
        lambda found: found if MANY.search(found[0].text) else found[1:],
    )
    if parse.code.count("M") > 1:
        parse.items = [i for i in parse.items if i.letter != "M" or not i.text.startswith("主要")]
    if parse.code.count("-") > 1:
        parse.each(f"-(?!{_T})", lambda found: [])
    parse.each(f"{_O}[mY]", lambda found: found[:1])
    parse.each(f"{_O}(?:&[{_N}{_O}])+{_N}?", _several_places)
    parse.each(f"{_N}[.]?[+]?[.]?J", _included)
    parse.take(f"(?<=G{_N})J")  # 达到十项以上
    if parse.has("w"):
        parse.take("[:]?v[+]?X")  # 和别的部门一起的,一家单干的不要
    parse.each(f"{_O}e", lambda found: [found[0], replace(found[1], letter="E")])
    if parse.has("?"):
        parse.items = [i for i in parse.items if i.letter != "q" or "有" not in i.text]


def _included(found: list[Item]) -> list[Item]:
    """A bound without what says that it is included: 十项(含)以上."""
    return [i for i in found if i.letter not in ".+"]


def _several_places(found: list[Item]) -> list[Item]:
    """Places in a list, without the number that says how many they are: 第18、19两项."""
    last = found[-1]
    many = sum(item.letter != "&" for item in found[:-1])
    told = last.letter == _N and found[-2].letter != "&"
    if told and (last.number != many or last.text in UNITS):
        return found
    listed = found[:-1] if told else found
    if any(i.letter == _N and i.text and i.text not in ROWS for i in listed):
        return found
    unit = next((i.text for i in found if i.text in ROWS), "")
    return [replace(i, letter=_O, text=unit) if i.number else i for i in listed]


def _taken(parse: Parse) -> None:
    """Take whether somebody does what was taken back: 不再开展, 有部门承接."""
    if parse.has("F") and parse.take("X[+@]*F[}]?|F[}X]"):
        parse.discontinued = False
    elif parse.drop("F"):
        parse.discontinued = True
    elif parse.drop("T"):
        parse.discontinued = False
    if parse.discontinued is not None:
        parse.drop("F")
        if not parse.has("k"):
            raise Unread


def _spoken(parse: Parse) -> None:
    """Take what only says how a name is meant: 水利局这个部门, 生态环保类, 两类."""
    if "d" in parse.bounds:
        parse.take("(?<![?nQ])d(?=[+2]*[bck])")  # 两家以上部门的配合事项
    count = len({item.text for item in parse.of(CATEGORY)} | {*parse.other_categories})
    parse.each(f"{_C}g", lambda found: found[:1])
    parse.each(f"{_N}g(?![?])", lambda found: [] if found[0].number == count else found)
    parse.each(f"[?]?{_N}[dt]?(?=2)", lambda found: [] if found[-1].number == 2 else found)
    parse.take(f"d(?=[2+@]*{_B})|(?<={_B})d(?![?])")
    several = len({item.text for item in parse.of(BODY)} | {ref.text for ref in parse.without})
    parse.each(
        f"{_N}(?![dtgrfz])",
        lambda found: [] if found[0].number == several > 1 and found[0].text in UNITS else found,
    )
    if not parse.bounds and not parse.has("MECa"):
        parse.drop("SH")
    for item in parse.of("C"):
        if item.text not in ("职责", "任务") or parse.has(BODY + ORDINAL):
            raise Unread  # what is the water bureau to do?
    parse.drop("C")
