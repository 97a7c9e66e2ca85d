"""Shaping: the items of a Chinese question put into the order and the letters that the kinds of questions know.

What stands before or behind its word in Chinese (不含水利局, 水利局不在) is told once: bodies and categories left
out, how many departments or clauses, which words; what is asked for comes first.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from kg.asking.closed.limits import LISTS, Unread
from kg.asking.closed.parse import Parse
from kg.asking.closed.words import BODY, CATEGORY, NUMBER, ORDINAL, PLACE, TOWN, WORD, Item
from kg.asking.composed.bounding import bounded
from kg.asking.frame import Words
from kg.asking.spans import SpanKind
from kg.patterns import regex

_B, _C, _N, _O, _T, _W = BODY, CATEGORY, NUMBER, ORDINAL, TOWN, WORD
_NOBODY_ELSE = regex("再无|没|无|不[带含涉拉]")
_ONLY_ROWS = ("只", "仅", "光", "单", "就", "单单")
_WEAK = "都均皆也又且并兼而共"
"""What words for *both* begin with that may just mean *all*."""
_ALL_TOWNS = regex(f"[+]*{_N}t")
_ALL_LISTS = regex(f"(?<![GLVOofzM>X~v]){_N}(?=l|[bck]|[.&+@k]|$)(?!.?[JjYd])")
_UNITS = "家份张地个"
_CLAUSES = (
    (regex("[St](?P<keep>c?)C+[St]?"), "u"),
    (regex("[Hd]C+[Hd]?"), "D"),
    (regex("S[r+]*n(?=[.+]*[Mf])"), "u"),
    (regex(f"S(?=[+]*[GLVOov]+{_N})"), "u"),
    (regex(f"H(?=[+]*[GLVOov]+{_N})"), "D"),
)
"""Whose clauses are meant: 镇里职责, 上级部门职责."""
_TITLES = regex(f"x?[NCuD\"@+r2]*x?[@+\"2]*{_W}(?:[\"r+]*[|&2NC.+x]*{_W})*[\"]*(?:[@+]*[NCuD](?![.]))?")
_LEFT_OUT = (
    regex(f"X[@d.+g]*(?P<out>[{_B}{_C}](?:g?[&|]+[{_B}{_C}])*)(?:g|{_N}[dg])?(?:[+2]*[rbck](?=[}}.X]|$))?[}}]?"),
    regex(f"(?:g|(?<![?])d)?[@+]*x[@+]*(?P<out>[{_B}{_C}](?:[&|]+[{_B}{_C}])*)g?"),
    regex(f"(?P<out>[{_B}{_C}](?:g?[&|]+[{_B}{_C}])*)(?:g|{_N}[dg]?)?[+2d&^]*(?:[XA}}]+|x(?![{_B}{_C}{_W}@]))"),
)  # fmt: skip
"""Bodies and categories that are left out: 除水利局外, 不含水利局, 水利局不在."""
_ASKED = regex(f"[?][*]?%?{_N}?(?P<group>[dtg])|(?P<back>[dtg])[+@]*[?]|n(?P<many>[dtg])")
_AMOUNTS = ("数量", "数", "数目", "个数", "家数")
"""What does not say whether departments or rows are counted."""
_ASKS_ROW = regex("[项条件桩样宗事活]$")
_ENDS = regex("(?P<last>[dtg])[.+Kl@]*$")
_PAIRED = regex(f"[{_B}{_T}{_C}]")


def shaped(parse: Parse) -> None:
    """Put the items of a question into the order that is read.

    Raises:
        Unread: something has no place in it.
    """
    _small(parse)
    _places(parse)
    for pattern, letter in _CLAUSES:
        _sub(parse, pattern, lambda found, letter=letter: _of_side(found, letter))  # type: ignore[misc]
    _words(parse)
    _taken(parse)
    _alone(parse)
    _left_out(parse)
    bounded(parse)
    _spoken(parse)
    _both(parse)
    _asked(parse)
    if parse.has("/") and (parse.has("nsa") or parse.code[:1] == "?" and parse.code[1:2] in "dg"):
        raise Unread  # 各有几项
    parse.drop("/")


def _said(item: Item) -> int:
    """1 for a word that names a number but does not ask for it, which is left out: 部门数最多."""
    return 0 if re.search("[几多]", item.text) else 1


def _of_side(found: list[Item], letter: str) -> list[Item]:
    """The clauses of one side, with the list that is named between: 乡镇配合职责."""
    return [*(item for item in found if item.letter == "c"), Item(letter, "")]


def _sub(parse: Parse, pattern: re.Pattern[str], new: Callable[[list[Item]], list[Item]]) -> None:
    """Replace the items of every match of a pattern."""
    at = 0
    while match := pattern.search(parse.code, at):
        items = new(parse.items[match.start() : match.end()])
        parse.items[match.start() : match.end()] = items
        at = match.start() + len(items)


def _small(parse: Parse) -> None:
    """Take what the little words mean by what stands beside them: 后三项 but 收回后, 一到三 but 西北湾-配合."""
    _sub(parse, regex(f"(?<![{_N}{_O}])~|~(?![+f]*[{_N}{_O}])"), lambda found: [Item(".", "-")])
    _sub(parse, regex(f"z(?!{_N})"), lambda found: found if found[0].text != "后" else [])
    _sub(parse, regex(f"V(?=[{_B}{_C}])"), lambda found: found if found[0].text not in ("=", "等于") else [])
    if re.search(f"(?<!x){_B}x{_B}[+]|[?]d[+@]*x", parse.code):
        raise Unread  # 水利局没有林草局有, 有哪些部门里没有水利局
    _sub(parse, regex(f">f(?={_N})"), lambda found: [replace(found[0], letter="z")])
    parse.items = [replace(i, letter="M") if i.letter == "R" and i.text.lower() == "top" else i for i in parse.items]
    _sub(parse, regex("n(?![.GLVOo_sa-]|$)"), lambda found: found if found[0].text != "数" else [])
    if any(i.text == "多少" for i in parse.of("n")) and not parse.has("s"):  # 占总数多少
        parse.items = [replace(i, letter="s") if i.text == "占" else i for i in parse.items]
    _sub(parse, regex(f":(?=[{_T}{PLACE}]|{_B}(?![.]))"), lambda found: [])  # 我们东城镇
    one = len({i.text for i in parse.of(TOWN)} | {i.text for i in parse.of(PLACE)}) == 1
    if one and not any(i.text[0] in "我咱俺" or i.text[-1] in "局门位" for i in parse.of(":")):
        parse.drop(":")  # 该镇
    _sub(parse, regex(f"{_N}(?=[bck]?[Ax])"), lambda found: [] if found[0].number == 1 else found)
    if not parse.has(BODY):
        parse.drop("B")  # 三张清单放一块儿
    _sub(parse, regex("nd(?=[+]*[MEf])"), lambda found: found[_said(found[0]) :])
    if parse.code.count("M") > 1:
        parse.items = [i for i in parse.items if i.letter != "M" or not i.text.startswith("主要")]
    if parse.code.count("-") > 1:
        _sub(parse, regex(f"-(?!{_T})"), lambda found: [])
    _sub(parse, regex(f"{_O}[mY]"), lambda found: found[:1])
    _sub(parse, regex(f"{_O}e"), lambda found: [found[0], replace(found[1], letter="E")])
    if parse.has("?"):
        parse.items = [i for i in parse.items if i.letter != "q" or "有" not in i.text]


def _places(parse: Parse) -> None:
    """Say of places which townships they are, and take what says that all are meant."""
    lexicon = parse.lexicon
    for n, item in enumerate(parse.items):
        if item.letter == PLACE and item.span:
            towns = [t for place in item.span.iris for t in lexicon.townships_in(place)]
            if len(towns) == 1:
                span = replace(item.span, iris=tuple(towns))
                parse.items[n] = replace(item, letter=TOWN, span=span, text=lexicon.townships[towns[0]].name)
            continue
        if item.letter == TOWN and item.span:  # 东城, 东城镇
            name = lexicon.townships[item.span.iris[0]].name
            parse.items[n] = replace(item, text=name) if len(item.span.iris) == 1 else item
    places = {i.body.place if i.body else "" for i in parse.of(BODY)}
    if len(places) == 1 and not parse.has(TOWN + PLACE) and any(places):
        inside = lexicon.townships_in(next(iter(places)))
        if len(inside) == 1:  # 奇台县水利局 is that of its only township
            span = parse.of(BODY)[0].span
            assert span is not None
            named = replace(span, kind=SpanKind.TOWNSHIP, iris=tuple(inside))
            parse.items.insert(0, Item(TOWN, lexicon.townships[inside[0]].name, named))
    towns = {iri for item in parse.of(TOWN) if item.span for iri in item.span.iris}
    above = {place for town in towns for place in lexicon.townships[town].places}
    parse.items = [
        i for i in parse.items if not (i.letter == PLACE and i.span and set(i.span.iris) & above)
    ]
    if any(i.text.startswith("各") for i in parse.of("t")):
        parse.items = [i for i in parse.items if i.letter != "t" or not i.text.startswith("各")]
        parse.several = True
        parse.drop("^")
        parse.all_places = parse.all_places or not parse.has(TOWN + PLACE)
    every = len(lexicon.townships)
    counts = {every, len(towns)} - {0, 1}
    for item in parse.of(PLACE):
        counts.update(len(lexicon.townships_in(p)) for p in (item.span.iris if item.span else ()))
    for pattern in (_ALL_TOWNS, _ALL_LISTS):
        at = 0
        while match := pattern.search(parse.code, at):
            number = next(i for i in parse.items[match.start() : match.end()] if i.number)
            of_towns = match[0].endswith("t") or number.text in _UNITS
            if number.number not in counts or not of_towns:
                at = match.end()
                continue
            asked = bool(match.start()) and parse.items[match.start() - 1].letter == "?"
            parse.several = True
            parse.items[match.start() : match.end()] = [Item("t", "")] if asked else []
            parse.all_places = parse.all_places or number.number == every
            at = match.start()


def _words(parse: Parse) -> None:
    """Take the words that names or clauses have, or have not.

    Raises:
        Unread: it is not said where they stand, or whether one is enough.
    """
    if not parse.has(WORD):
        parse.drop("N")  # 第二项的名称
        return
    found = parse.take(_TITLES.pattern)
    code = "".join(item.letter for item in found)
    where = {"N": "name", "C": "clauses", "u": "township", "D": "department"}
    if not {*code} & {*where}:  # “处罚”出现在名称里
        raise Unread
    said = {*code} & {*where}
    if said == {"C"}:
        parse.items = [i for i in parse.items if i.letter != "N" or len(i.text) > len("事项名称")]
    if len(said) != 1 or parse.has(WORD + '"NC'):
        parse.drop('"')
        if len(said) != 1 or parse.has(WORD + "NC"):
            raise Unread
    part = where[said.pop()]
    out = [n for n, item in enumerate(found) if item.letter == WORD and "x" in code[:n].rpartition(WORD)[2]]
    texts = tuple(i.text for n, i in enumerate(found) if i.letter == WORD and n not in out)
    behind = bool(not parse.has(BODY + CATEGORY) and parse.take("A|X"))
    if behind and (out or len(texts) > 1):
        raise Unread
    negated = behind
    if out and texts:  # 有“审批”但没有“许可”
        if len(texts) > 1 or len(out) > 1:
            raise Unread
        parse.words = (Words(texts, part), Words((found[out[0]].text,), part, negated=True))
        return
    if out:
        texts, negated = tuple(found[n].text for n in out), True
    if len(texts) > 1 and "2" in code and "|" not in code:
        parse.words = tuple(Words((text,), part, negated) for text in texts)
    elif len(texts) == 1 or "|" in code or parse.drop("|"):
        parse.words = (Words(texts, part, negated),)
    else:
        raise Unread


def _taken(parse: Parse) -> None:
    """Take whether somebody does what was taken back: 不再开展, 有部门承接."""
    if parse.take("X[+@]*F[}]?|F[}X]"):
        parse.discontinued = False
    elif parse.drop("F"):
        parse.discontinued = True
    elif parse.drop("T"):
        parse.discontinued = False
    if parse.discontinued is not None:
        parse.drop("F")
        if not parse.has("k"):
            raise Unread


def _alone(parse: Parse) -> None:
    """Take that a body stands alone in its rows, or does not.

    Raises:
        Unread: another number of departments is told, too.
    """
    names = list(dict.fromkeys(item.text for item in parse.of(BODY)))
    if not names:
        if parse.has("c") and parse.take("vd(?=r|s|.*n)"):
            parse.bounds["d"] = (1, 1)
        elif any(i.text[:2] in ("单部", "单一", "单家", "一个", "一家", "单独", "独家") for i in parse.of("v")) and parse.has("c"):
            parse.drop("v")
            parse.bounds["d"] = (1, 1)
        return
    lone = [item for item in parse.of("v") if _NOBODY_ELSE.match(item.text)]
    if lone:  # 除水利局外再无他人
        parse.items = [i for i in parse.items if i not in lone]
        parse.take(f"X(?P<keep>[@+]*{_B})[}}]?")
        alone = True
    else:
        way = f"[vV][@+]*(?P<keep>{_B}(?:&{_B})*)(?:[vV]|{_N}d?)?|(?P<kept>{_B}(?:&{_B})*)[+@]*(?:{_N}?[vV]{_N}?d?|{_N}(?=[.rbck]|$))"
        found = parse.take(way)
        one = any(i.letter == _N and i.number == 1 for i in found)
        if one and len(names) > 1 and not any(i.letter in "vV" for i in found):
            one = False
            parse.items.append(Item("|", "其中一个"))
        alone = one or any(i.letter in "vV" for i in found)
    if re.search("[.][+]w", parse.code):
        raise Unread  # (含与其他部门联合的)
    if parse.drop("w"):
        if alone or len(names) > 1:
            raise Unread
        parse.bounds["d"] = (2, None)
    elif alone:
        parse.bounds["d"] = (len(names), len(names))
        if len(names) > 1 and not parse.has("2|"):
            parse.items.append(Item("2", "同时"))
    if parse.bounds.get("d") == (2, None):
        parse.items = [i for i in parse.items if i.letter != NUMBER or i.number != 1]
    _sub(parse, regex(f"{_N}d|{_N}(?=2)"), lambda found: [] if found[0].number == len(names) > 1 else found)


def _left_out(parse: Parse) -> None:
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


def _spoken(parse: Parse) -> None:
    """Take what only says how a name is meant: 水利局这个部门, 生态环保类, 两类."""
    count = len({item.text for item in parse.of(CATEGORY)} | {*parse.other_categories})
    _sub(parse, regex(f"{_C}g"), lambda found: found[:1])
    _sub(parse, regex(f"{_N}g(?![?])"), lambda found: [] if found[0].number == count else found)
    _sub(parse, regex(f"[?]?{_N}[dt]?(?=2)"), lambda found: [] if found[-1].number == 2 else found)
    parse.take(f"d(?=[2+@]*{_B})|(?<={_B})d(?![?])")
    several = len({item.text for item in parse.of(BODY)} | {ref.text for ref in parse.without})
    _sub(parse, regex(f"{_N}(?![dtgrfz])"), lambda found: [] if found[0].number == several > 1 and found[0].text in _UNITS else found)
    if not parse.bounds and not parse.has("MECa"):
        parse.drop("SH")
    for item in parse.of("C"):
        if item.text not in ("职责", "任务") or parse.has(BODY + ORDINAL):
            raise Unread  # what is the water bureau to do?
    parse.drop("C")


def _both(parse: Parse) -> None:
    """Drop the words for *both* that mean *all*, where there are not two of anything."""
    bodies = {item.text for item in parse.of(BODY)}
    _of_one_place(parse)
    parse.items = [replace(i, letter="2") if i.letter == "B" and len(bodies) > 1 else i for i in parse.items]
    towns = {item.text for item in parse.of(TOWN)}
    lists = {item.letter for item in parse.items if item.letter in "bck"}
    if len(bodies) > 1 and re.search(r"2[+]*[?]", parse.code):
        raise Unread  # 水利局和应急局都有哪些: of both, or of each?
    parse.take("2(?=[+]*n)") if len(bodies) < 2 and len(towns) < 2 else None
    alike = len(towns) > 1 or (parse.all_places and not towns)
    if parse.all_places and (match := re.search(r"\^[+]*k.*[?]", parse.code)):
        if parse.items[match.start() + match[0].index("k")].text.endswith("了"):
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


def _asked(parse: Parse) -> None:
    """Put what is asked for first, as a word that asks and a group: 部门有哪些 as 哪些部门.

    Raises:
        Unread: two groups are asked for.
    """
    if (match := re.search(f"dn[+]*{_O}", parse.code)) and parse.items[match.start() + 1].text in _AMOUNTS:
        raise Unread  # the row whose departments are the second most
    found = [match for match in _ASKED.finditer(parse.code) if _of_group(parse, match)]
    groups = {match[g] for match in found for g in ("group", "back", "many") if match[g]}
    many = {match["many"] for match in found if match["many"]}
    counted = [m for m in re.finditer("([dtg])[+@.]*n", parse.code) if parse.items[m.end() - 1].text[-1] in "个家类"]
    if counted and not groups:
        groups = many = {counted[0][1]}
    alone = parse.all_places and not parse.has(TOWN + BODY + PLACE)
    if not groups and alone and ("r" in parse.bounds or parse.has("R")) and not parse.has("dg"):
        groups = {"t"}
    if parse.has("h"):
        if not groups:
            towns = parse.has(TOWN + BODY) or (parse.has(PLACE) and not parse.several)
            if towns is (parse.all_places or parse.several):
                raise Unread
            groups = {"d" if towns else "t"}
        if "nh" in parse.code:
            many = groups
        parse.drop("h")
    asked = parse.has("?") or any(re.search("[几多]", i.text) for i in parse.of("n"))
    if not groups and not asked and (match := _ENDS.search(parse.code)):
        groups = {match["last"]}
    bound = {i.letter for i in parse.items if i.letter in "dtg"}
    if not groups and "r" in parse.bounds and not asked and len(bound) == 1:
        groups = bound
    if not groups and (match := re.match("[.@]*([dtg])[+]*[?]", parse.code)):
        groups = {match[1]}
    if not groups and parse.has("MER") and any(i.text[:2] in ("部门", "单位") for i in parse.of("@")):
        groups = {"d"}
    if not groups and len({*parse.code} & {*LISTS}) == 2 and parse.has("?") and parse.has("xA"):
        groups = {i.letter for i in parse.items if i.letter in "dg"}
    if not groups and parse.has("MERf") and any(i.text == "家" for i in parse.of(NUMBER)):
        if parse.has("kc") and parse.has(TOWN) is not parse.all_places:
            groups = {"t" if parse.all_places else "d"}
    if not groups and parse.has("MER" + ORDINAL) and not parse.has("?") and "Qg" not in parse.code:
        groups = {i.letter for i in parse.items if i.letter in "dtg"} - ({"t"} if parse.has(TOWN) else set())
    if len(groups) > 1:
        raise Unread
    group = next(iter(groups), "")
    if parse.has("?") and any(re.search("[几多]", i.text) for i in parse.of("n")):
        raise Unread  # how many, and which
    if not group:
        if parse.has("tdg"):
            _unasked(parse)
        return
    if many and parse.has("Qa"):
        return
    parse.drop("?" + group)
    parse.items = [i for i in parse.items if i.letter != "q" or "有" not in i.text]
    if many:
        parse.drop("n")
        parse.items[:0] = [Item("n", ""), Item(group, "")]
    else:
        parse.items[:0] = [Item("?", "哪些"), Item(group, "")]


def _of_group(parse: Parse, match: re.Match[str]) -> bool:
    """Whether a word that asks does so for the group behind it: 哪些部门, but not 哪一项的部门最多."""
    return not match["group"] or not _ASKS_ROW.search(parse.items[match.start()].text)


def _unasked(parse: Parse) -> None:
    """Drop the groups that are spoken of but not asked for."""
    if parse.has(TOWN + PLACE) or parse.all_places:
        parse.take("(?<!Q)t")
    if (parse.without or parse.bounds) and parse.has("n"):
        parse.take("(?<!Q)d")  # 水利局以外的部门接的有几项
