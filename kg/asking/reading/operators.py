"""Operators: 不, 除, 只, 都, 比 and their like are used by the frame, or the question is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.asking.frame import LISTS, Frame
from kg.asking.planning.convening import BESIDE
from kg.asking.planning.sides import IN_BOTH
from kg.asking.reading.cues import GONE, NOT_LISTED, Cues, plain, told_lists
from kg.asking.reading.heads import (
    TOLD,
    Guess,
    Guesses,
    compared,
    turned,
    with_head,
    with_role,
)
from kg.asking.reading.marks import Mark
from kg.asking.reading.tokens import BODY, CATEGORY, MARKS, NUMBER, PLACES, TOPIC, Item
from kg.asking.spans import SpanKind
from kg.patterns import regex

_SPENT_BY: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "only": (
        ("sole", "minus_departments", "minus_categories"),
        ("=1", "in_none", "having="),
        ("departments=", "having=", "township_clauses=", "in_none"),
    ),
    "exactly": (("sole",), ("=",), ("departments=", "having=", "township_clauses=")),
    "discontinued": ((), ("discontinued", "=0"), ("departments=",)),
    "negation": (
        ("negate", "minus", "minus_departments", "minus_categories", "may_refuse"),
        ("in_none", "not ", "=1"),
        ("without", "not", "not-", "in_none", "except", "departments="),
    ),
    "exclusion": (
        ("minus", "minus_departments", "minus_categories", "difference"),
        ("in_none",),
        ("except", "without", "not", "not-", "in_none"),
    ),
    "allof": (("and_departments",), ("in_all",), ("in_all",)),
    "compare": (("minus", "difference", "more", "minus_departments", "minus_categories"), (), ()),
    "bound": (
        (),
        ("<", ">"),
        (
            "departments<",
            "departments>",
            "having<",
            "having>",
            "township_clauses<",
            "township_clauses>",
            "departments=",
            "having=",
            "township_clauses=",
        ),
    ),
}
"""Operator → the parts of kinds, the conditions and the roles (by their beginning) that use it."""

_ALL_AMONG = regex(
    "(?:^|[,，。:：])[^,，。ⓉⓅ]{0,4}[Ⓝ各几]个?(?:乡镇|街道|镇街|地方?|县|清单|镇|家)(?:放在?一起|横着|横向|之间|都|来)?(?:比一?比看?|比较一?下?|对比一?下?|一?比)[,， :：]"
)
"""All places are to be ranked: 五个乡镇比一比，哪个乡镇最多."""
_AMONG = regex(
    "[ⓉⓅ][,、和与跟 ]*(?:这?[Ⓝ几]个?[家地处]?(?:乡镇|街道|地方)?)?(?:里头?)?(?:[相一]?比|比一比)[,， :：]"
)
"""Places named to be ranked: 甲镇、乙镇、丙乡三家比，最多的是谁."""

_BODIES_ALL = regex("Ⓑ(?:(?:和|与|跟|、|及)Ⓑ)+[^ⓉⓅⒷ,，]{0,4}(?:都|全)")

_OVER_ALL = regex(r"\bover (?:the|all|from)\b|\bt(?:ook|ake[ns]?) [^,.;?]{0,30}\bover\b")
"""Over which is no bound: over the five lists, took duties over."""
_TWO_COMPARED = regex("Ⓣ(?:和|与|跟|、|同)Ⓣ(?:相比|比一?比|比起来|比)[,， ]*(?:哪|谁)")
"""甲镇和乙镇相比哪家多."""

_LIKELY = 0.005
"""So likely a reading must have been learned to be, that an operator makes it so."""

RANKED = ("duties", "departments", "townships", "categories")
"""What can stand in an order."""

_OF_ROWS = ("duties", "number", "townships")
_BY_LIST = ("duties", "number/duties", "categories")
OPERATORS = tuple(_SPENT_BY)
"""What has to be used or refused."""


def spent(effect: str, guess: Guess, cues: Cues) -> bool:
    """Whether a guess uses an operator."""
    if effect in ("negation", "exclusion") and NOT_LISTED.search(cues.text):
        return True
    kind = guess.best("kind").split("/")
    if effect == "negation" and kind[0] in _OF_ROWS and BESIDE.search(cues.text):
        return True  # 有份但不是牵头的: convening takes those
    among = (
        _ALL_AMONG.search(cues.text) or _AMONG.search(cues.text) or _TWO_COMPARED.search(cues.text)
    )
    if effect == "compare" and guess.best("rank") and among:
        return True
    if effect == "negation" and guess.best("kind") == "townships" and GONE.search(cues.text):
        return True
    if effect == "allof" and _BODIES_ALL.search(cues.text):
        return True  # 公安局和住建局都列了: the bodies, not the places
    if effect == "only" and guess.best("cond").startswith("discontinued"):
        return True  # 只写“不再开展”的
    if effect == "bound" and all(c.text == "over" for c in cues.found if c.effect == "bound"):
        return bool(_OVER_ALL.search(cues.text))
    if effect == "only" and guess.best("rank").endswith("from"):
        return True  # second place only
    if effect == "negation" and guess.best("cond").startswith("discontinued"):
        return True  # 直接不干了、也没写承接部门
    kinds, conditions, roles = _SPENT_BY[effect]
    if any(part in kinds for part in kind):
        return True
    if any(c in guess.best("cond") for c in conditions):
        return True
    if kind[0] not in ("duties", "number") or kind[1:2] == ["categories"]:
        roles = tuple(role for role in roles if not role.startswith("in_"))  # of rows only
    return any(found and found[0][0].startswith(roles) for found in guess.roles) if roles else False


def spending(guess: Guess, cues: Cues, items: Sequence[Item]) -> Guess:
    """The guess with the likeliest change by which each operator that was said is used."""
    ranked = guess.best("kind").split("/")[0] in RANKED
    if ranked and cues.has("rank") and not guess.best("rank") and len(guess.heads["rank"]) > 1:
        guess = with_head(guess, "rank", guess.heads["rank"][1][0])
    for effect in OPERATORS:
        if not cues.has(effect) or spent(effect, guess, cues) or narrative(guess, items):
            continue
        changes: list[tuple[float, int, str, str]] = []
        kinds, conditions, roles = _SPENT_BY[effect]
        kind = guess.best("kind")
        if (
            kind == "townships" and "negate" in kinds and not cues.has("discontinued")
        ):  # 哪个乡镇没有: those that have not
            found = guess.heads["kind"]
            if dict(found).get("townships/negate", 0.0) < _LIKELY:
                continue  # a story's little word: 老板说自己不小心
            odds = round(min(1.0, sum(p for label, p in found if label.startswith("townships"))), 4)
            rest = tuple(one for one in found if one[0] != "townships/negate")
            guess = replace(
                guess, heads={**guess.heads, "kind": (("townships/negate", odds), *rest)}
            )
            continue
        for label, odds in guess.heads["cond"]:
            if any(c in label for c in conditions):
                changes.append((odds, -1, "cond", label))
        if effect == "discontinued":
            changes.append((0.001, -1, "cond", "discontinued"))
        for at, found in enumerate(guess.roles):
            for role, odds in found if roles else ():
                if role.startswith(roles):
                    changes.append((odds / max(found[0][1], 0.01), at, "role", role))
        if changes:
            _, at, what, label = max(changes, key=lambda c: c[0])
            guess = (
                with_head(guess, "cond", label) if what == "cond" else with_role(guess, at, label)
            )
    return guess


def narrative(guess: Guess, items: Sequence[Item]) -> bool:
    """Whether a question tells of one matter: its little words are no operators on sets."""
    if _NOT_THERE.search(plain(items)):
        return False
    keys = {item.key for item in items}
    kind = guess.best("kind")
    told = kind.startswith(("departments", "boolean/may", "lists", "clauses", "duties/source"))
    whole = (kind == "departments" and not keys & {*PLACES, NUMBER}) or TOPIC in keys
    return (
        told
        and (whole or _simple(guess))
        and not compared(kind)
        and CATEGORY not in keys
        and (BODY not in keys or kind.startswith(("boolean", "clauses")))
    )


_NOT_THERE = regex(r"Ⓣ[^.;?]*\b(?:not|none|neither|doesn't|don't)\b[^.;?]{0,40}Ⓣ")
"""Here and not there: stand in Ⓣ whose kind does not appear in Ⓣ."""


def _simple(guess: Guess) -> bool:
    """Whether it is asked who is responsible, and nothing limits that but places."""
    return guess.best("kind") == "departments" and not (
        guess.best("lists") or guess.best("cond") or guess.best("rank")
    )


_EACH_LIST = regex(
    "(?:配合|基本)[^,，。没不未非除]{0,8}(?:和|与|及|、|以及|还有|加上?)[^,，。没不未非除]{0,8}(?:收回|收走|上收|配合)"
    "|(?:收回|收走|上收)[^,，。没不未非除]{0,8}(?:和|与|及|、|以及|还有|加上?)[^,，。没不未非除]{0,8}(?:配合|基本)"
)
"""Two lists that are asked for in one breath: 要配合的和已经收回的."""


def listed(guess: Guess, cues: Cues) -> Guess:
    """The guess with the one list that was named, where rows are asked for and it left that out."""
    told = told_lists(cues)
    kind = guess.best("kind")
    have = {*guess.best("lists").split("+")}
    asked = kind.startswith(("duties", "number", "townships", "categories")) and not compared(kind)
    each = _EACH_LIST if kind in ("duties", "number/duties") else IN_BOTH
    several = len(told) > 1 and not (kind in _BY_LIST and each.search(cues.text))
    if not told or several or not asked or told <= have or "-" in kind:
        return guess
    return with_head(guess, "lists", "+".join(one for one in LISTS if one in told))


def of_one_place(kind: str, heads: dict[str, Guesses], cues: Cues) -> str:
    """The kind; categories that one place has and no other are those of two selections: only in Ⓣ."""
    none = heads["cond"][0][0].startswith("in_none") and cues.has("others")
    if kind != "categories" or not (none or _ONLY_THERE.search(cues.text)):
        return kind
    heads["cond"], heads["lists2"] = (("", 1.0),), heads["lists"]
    return turned(heads, "categories/minus_categories", TOLD)


_ONLY_THERE = regex(
    "(?:only|solely|exclusively|just|unique) (?:[a-z]+ )?(?:(?:in|at|by|of|to|on) )?(?:(?:the )?[a-z]+ (?:list|duties) (?:of|in) )?Ⓣ"
    "|[只仅](?:有|在|出现在|存在于|见于)Ⓣ"
)
"""Only in Ⓣ, unique to Ⓣ, found only in Ⓣ; only in the cooperation list of Ⓣ; 只出现在Ⓣ的配合清单里."""
INCLUDING = regex(
    "(?:连|含|包括|算上)[^,，。]{1,12}(?:在内|一起算|也算)|算(?:在内|进去)|\\bincluded\\b|including (?:those|the|ones)"
)
"""What is not done any more is counted, too: discontinued ones included."""


def of_each_place(text: str) -> bool:
    """Whether what each place has is asked for, and not what all have in common: 各乡镇的收回事项都有哪些."""
    return bool(_OF_EACH_PLACE.search(text)) and not _COMMON.search(text)


_OF_EACH_PLACE = regex(
    "(?:各个?|每一?个?|每Ⓝ个|所有的?|全部|[这那]?Ⓝ个)(?:乡镇|镇街|镇|乡|街道|县市|地方?)(?:的|收回|配合|分别|自)"
)
_COMMON = regex(
    "[都均全](?![有是收配][^,，。]{0,4}(?:哪|什么|啥|几|多少))|共同|共有|一致|一样|相同|同时|同样|每一?[项条]"
)


FEWER = regex("(?:少|缺)(?:了|掉|少)?(?:哪|什么|啥|几|的是)|lacks?|missing|fewer")
"""What the first place lacks: 甲与乙相比,少了哪些."""


def two_lists(
    items: Sequence[Item], marks: Sequence[Mark], frame: Frame, cues: Cues
) -> tuple[Frame, Frame] | None:
    """在甲是配合、在乙已收回: a frame of each place, where each has a list of its own; of one place, of each list."""
    towns = [m for m in marks if m.span and m.item.key in PLACES]
    told = [kind for kind, words in LISTED.items() if words.search(cues.text)]
    if len(towns) == 1 and len(told) == 2 and _IN_BOTH_LISTS.search(cues.text):
        bare = replace(frame, in_all=(), in_none=())
        return replace(bare, lists=(told[0],)), replace(bare, lists=(told[1],))
    if len(towns) != 2 or any(len(m.span.iris) != 1 for m in towns if m.span):
        return None
    if cues.has("negation", "compare", "exclusion", "others", "everyone"):
        return None
    latin = any(item.key.isascii() and item.key.isalpha() for item in items)
    cut = towns[0].at + 1 if latin else towns[1].at  # cooperation in A but …; 甲是配合,乙……
    start = 0 if latin else towns[0].at
    halves = (plain(items[start:cut]), plain(items[cut:]))
    lists = [[kind for kind, words in LISTED.items() if words.search(half)] for half in halves]
    if len(lists[0]) != 1 or len(lists[1]) != 1 or lists[0] == lists[1]:
        return None
    first, second = (
        replace(frame, lists=(own[0],), townships=_iris(m, town=True), places=_iris(m, town=False))
        for m, own in zip(towns, lists, strict=True)
    )
    return first, second


_KIND = "(?:配合|基本|收回|上收)"
_IN_BOTH_LISTS = regex(
    f"{_KIND}[^,，没未非除]{{0,6}}[和与跟同、及]{_KIND}[^,，没未非除Ⓑ]{{0,8}}[里上中单表](?:都|均|同时)[有在出列写]"
    f"|既[^,，没未非除]{{0,8}}{_KIND}[^,，没未非除]{{0,6}}[,，]?[又也][^,，没未非除]{{0,8}}{_KIND}"
)
"""What a place has in two of its lists: 配合清单和收回清单里都有的, 既在配合又在收回."""


def _iris(mark: Mark, town: bool) -> tuple[str, ...]:
    """What a mark names, if it is a township (or, if it is another place)."""
    is_town = mark.item.key == MARKS[SpanKind.TOWNSHIP]
    return tuple(mark.span.iris) if mark.span and is_town is town else ()


LISTED = {
    "basic": regex("基本|主责|自己|basic|own"),
    "cooperation": regex("配合|cooperat"),
    "reclaimed": regex("收回|收走|上收|reclaim|taken? back|took back"),
}


_CONVENERS = regex(
    "(?:注明|标明|写明|载明|标注|明确|注|标)[了着为的有]?(?:是|由)?(?:Ⓑ来?)?[(“]?牵头|牵头[)”]?(?:[两Ⓝ]个?字)?(?:标|注|写)在"
)
"""Conveners, as the list marks them: 清单上标的牵头单位."""
_ONE_OF_THEM = regex(
    "(?:[几多Ⓝ些](?:家|个)?(?:部门|单位|局|家)(?![^,，。]{0,6}[推踢扯躲甩Ⓚ])|都)[^。?？]{0,24}[,，][^。?？]{0,16}(?:哪[一Ⓝ]?[家个](?:部门|单位|局)?|谁)(?:才|到底|真正|来)?[是算]?[^,，。?？]{0,2}(?:牵头|领头|挑头|打头)(?!的?(?:有|都))"
    "|\\bwhich(?: one)?(?: of (?:them|these|those))? (?:takes|is in|has) the lead\\b"
)
"""One of several leads: 好几家单位挂着,哪家是牵头的; which one of them takes the lead."""


def of_conveners(text: str) -> bool:
    """Whether a question asks for the conveners that a list marks, or for the one of several that leads."""
    return bool(_CONVENERS.search(text) or _ONE_OF_THEM.search(text))


_HELPERS = regex("协办的?(?:部门|单位)")
"""The departments beside the convener: 协办单位有哪些."""
_JOINTLY = regex("Ⓑ[^,，。]{0,2}(?:联手|联合|携手|合伙|一起|一道|共同)[^,，。]{0,4}的")
"""What bodies do together, not each of them: 我们跟民政局联手干的是哪一条."""
_PARTNERS = regex("会同(?:的是?)?(?:哪|谁)|(?:会同|联合)的(?:是|部门|单位)")
"""With whom a body acts: 应急局会同哪家去处置."""
_SHARED = regex(
    "[两几Ⓝ这些][项条件][^,，。]{0,6}(?:都|均|同时)(?:有|出现|在|挂|列)[^,，。]{0,6}(?:部门|单位|局)"
)
"""Bodies that several rows all have: 9号跟10号，两项栏里都有名字的部门."""


_HANDED = regex("移交|移送")
"""A case is handed over, not reported."""
_HANDED_TO = regex("移[交送](?:给|到|至)?(?:谁|哪)")
"""To whom a case is handed over: 后果严重的该移交谁."""
_PLACES = "(?:Ⓝ个?(?:乡镇|县市|地方|镇|乡|地|县)|各(?:个|乡镇|镇|地|县)|每[个一]|所有|全部|Ⓣ[^,，]{0,3}Ⓣ|两[地边个])"
_IN_EACH = regex(
    f"哪.{{0,4}}(?:部门|单位|局|家)[^,，。?？]{{0,24}}{_PLACES}[^,，。?？]{{0,8}}(?:个个|全|全都|都|均)(?!有哪|是哪|由哪)"
    f"|{_PLACES}[^,，。?？]{{0,12}}(?:都|均)[^,，。?？]{{1,16}}的(?:是哪[些几类种个家]*)?(?:部门|单位|局)"
)
"""Departments that each of the places has: 哪个部门在五个乡镇都收回过事项."""
_BY_EACH = regex(
    r"\bwhich (?:departments|bodies|bureaus|offices|agencies)\b[^.?]*\b(?:in|on|by|of|with) (?:every|each|all)(?: of)?(?: the)?(?: Ⓝ)? (?:township|town|place|list)"
)
"""As much in English: which departments take part in every township's list."""


def parties_of(parts: Sequence[str], cues: Cues) -> str:
    """Which departments are meant, as ``Question.parties`` says; "" for those of the column."""
    if _PARTNERS.search(cues.text):
        return "partners"
    if _JOINTLY.search(cues.text) and parts[:1] == ["department"]:
        return "jointly"
    for pattern, parties in ((_HELPERS, "helpers"), (_SHARED, "shared")):
        if not parts and pattern.search(cues.text):
            return parties
    each = _IN_EACH.search(cues.text) or _BY_EACH.search(cues.text)
    if each and {*parts} <= {"departments", "function"}:
        return "everywhere"
    if of_conveners(cues.text) and not {"together_with", "reports_to"} & {*parts}:
        return "conveners"
    if "reports_to" in parts or (not parts and _HANDED_TO.search(cues.text)):
        return "handover" if _HANDED.search(cues.text) else "reports"
    return "together" if "together_with" in parts else ""
