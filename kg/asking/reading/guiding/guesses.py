"""Guesses: what was learned is held against the phrases that leave no doubt.

A guess that a phrase contradicts, or that needs one which is not there, becomes unlikely; no phrase decides alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from kg.asking.reading.cues import NOT_LISTED, SUM, Cues, told_lists, without_whether
from kg.asking.reading.guiding.conditions import of_condition
from kg.asking.reading.guiding.kinds import fits
from kg.asking.reading.guiding.told import any_of, told_kinds
from kg.asking.reading.heads import (
    AGAINST,
    DOUBTED,
    TOLD,
    Guess,
    Guesses,
    compared,
    turned,
    with_head,
)
from kg.asking.reading.marks import two_parts
from kg.asking.reading.numbers import comparison, unspoken
from kg.asking.reading.operators import (
    INCLUDING,
    of_each_place,
    of_one_place,
    spending,
)
from kg.asking.reading.positions import more_of, ordered, positioned, ranking
from kg.asking.reading.sharing import compared_lists, lacking_lists, shared
from kg.asking.reading.tokens import BODY, NUMBER, PLACES, TOPIC, Item, words_before
from kg.patterns import regex

_ACT = regex("处罚|考核|审批|核发|检查|登记|许可|备案|奖励|监管|执法")
_PLACE = regex(r"(?:第|排|no\.? ?|number |item |名次|位列)\s*$")
_ORDINAL = regex(r"(?:第|序号(?:是|为|:)?|编号(?:是|为|:)?|no\.? ?|number |item |#)\s*$")

_EITHER = ("departments", "boolean/leads", "boolean/may", "duties", "duties/source", "none")
"""What *is it this body or that one* may be taken for."""


def _no_longer(text: str) -> bool:
    """Whether a yes/no question says that the township does it no longer: 已经不归我们管了吧, but not 还用不用做."""
    last = _CLAUSE_ENDS.split(text.strip("?？。"))[-1]
    return bool(_NO_LONGER.search(last if _STILL.search(last) else text))


def guided(guess: Guess, cues: Cues, items: Sequence[Item]) -> Guess:
    """The guess, with what the cues speak against made unlikely."""
    heads = dict(guess.heads)
    heads["kind"] = _weighted(heads["kind"], lambda k: fits(k, cues, items))
    kind = heads["kind"][0][0]
    if (
        kind == "boolean/leads"
        and _MADE_TO.search(cues.text)
        and set(PLACES) & {i.key for i in items}
    ):
        kind = turned(heads, "boolean/may")
    if kind == "boolean/may" and _BESIDE_IT.search(cues.text):
        kind = turned(heads, "boolean/leads", TOLD)
    if kind == "boolean/may" and _no_longer(cues.text):
        kind = turned(heads, "boolean/may_refuse")
    keys = {item.key for item in items}
    if kind == "clauses/township" and _OUR_OFFICE.search(cues.text) and BODY in keys:
        kind = turned(heads, "clauses/department")
    if kind in ("duties", "number/duties") and SUM.search(cues.text):
        kind = turned(heads, "number/duties", TOLD)
    either = cues.has("either") and kind in _EITHER and TOPIC in keys
    if meant := "departments" if either else told_kinds(kind, cues):
        kind = turned(heads, meant, TOLD)
    of_two = more_of(cues.text)
    if kind == "townships" and of_two:
        heads["rank"] = ((of_two, 1.0),)
    if kind in ("duties", "departments") and two_parts(items, kind) and cues.has(*_LESS):
        kind = "duties/minus" if kind == "duties" else "departments/minus_departments"
        heads["kind"] = ((kind, 0.6), *heads["kind"])
        none = "-" if kind.startswith("duties") else ""
        heads["lists2"] = tuple((label or none, p) for label, p in heads["lists"] if label != "-")
    kind = of_one_place(kind, heads, cues)
    one = not compared(kind)
    heads["lists2"] = _weighted(
        heads["lists2"], lambda label: 1.0 if (label == "-") is one else AGAINST**2
    )
    heads["lists"], heads["lists2"] = _lists(heads["lists"], heads["lists2"], kind, cues, items)
    heads["cond"] = _weighted(heads["cond"], lambda label: of_condition(label, cues, kind))
    heads["rank"] = _weighted(heads["rank"], lambda label: ranking(label, cues, kind))
    heads["any"] = _weighted(heads["any"], lambda label: any_of(label, cues))
    roles = tuple(
        _weighted(found, lambda role, at=at: _role(role, at, cues, items, kind)) if found else found  # type: ignore[misc]
        for at, found in enumerate(guess.roles)
    )
    if either:  # whichever it is, both are asked about
        pairs = zip(items, roles, strict=True)
        roles = tuple((("who", 1.0),) if item.key == BODY else found for item, found in pairs)
    guess = replace(guess, heads=heads, roles=_alike(roles, items))
    if not (cues.has("rank") or of_two) and guess.best("rank"):
        guess = with_head(guess, "rank", "")  # nobody spoke of an order
    guess = ordered(guess, cues)
    each = guess.best("cond") == "in_all all" and of_each_place(cues.text)
    if each or ("discontinued" in guess.best("cond") and INCLUDING.search(cues.text)):
        guess = with_head(guess, "cond", "")
    if kind.startswith("number/percent"):
        guess = shared(guess, cues, items)
    guess = lacking_lists(compared_lists(guess, cues), cues)
    return positioned(spending(guess, cues, items), cues, items)


_LESS = ("negation", "exclusion")


def _weighted(found: Guesses, weight: Callable[[str], float]) -> Guesses:
    raw = [(label, odds * weight(label)) for label, odds in found]
    total = sum(odds for _, odds in raw) or 1.0
    return tuple(sorted(((label, round(odds / total, 3)) for label, odds in raw), key=_order))


def _order(item: tuple[str, float]) -> tuple[float, str]:
    return -item[1], item[0]


_BESIDE_IT = regex("(?:是不是|是否|有没有)都?(?:挂|列|写|标)(?:了|着|有)?Ⓑ[?？ ]*$")
"""Whether a body stands in the column: 两地是不是都挂了应急管理局."""
_MADE_TO = regex(
    "(?:can|may|could|does|will|is) [^,.?]*(?:make|have|ask|asks|order|require|tell|let|send) (?:us|Ⓣ|our|the town)"
)
_CLAUSE_ENDS = regex("[,，。;；:：]")
_NO_LONGER = regex(
    "(?<![用需归由要该])不(?:再)?(?:归|由|用|必|需要?)(?:我们|咱们?|乡|镇|街道|Ⓣ|再)?[^,，。?]{0,4}(?:了|做|干|管|办|配合)|no longer|not have to|needn't"
)
_STILL = regex(
    "(?P<verb>[用要需该能做办管归])得?不(?P=verb)|(?:还|能|要|得)[^,，]{0,16}(?:吗|么)[?？]?$"
)
"""别处都不管了,我们还做不做: the last clause asks for itself."""
_OUR_OFFICE = regex(
    "(?:我们|咱们?|本|我)(?:局|委|办|部门?|单位|大队|中心)(?!.*(?:让|要|叫|请)(?:乡|镇|街道|Ⓣ))"
)
"""Somebody of a body asks what his own has to do: 我是住建局的,里面我们局要干啥."""
_LISTED = regex(
    r"(?:配合|基本|收回)(?:履职)?(?:事项)?(?:清单|表|目录)?(?:里头?|中|上|的)?\s*(?:序号|编号)?\s*$"
)
_NO_ROW = regex("[天次年回遍轮批代胎季]|小学|中学|村|组|队")
"""What comes after a number that is no row's: 第二天, 第三小学."""
_COUNTED = regex(
    r"\s*(?:[多余来几Ⓝ]|[项个条件家类种桩样张份次名位成倍年月日天人户](?!号)|部门|单位|乡镇|%)"
)
_ANYWHERE = regex("出现|有关|相关|涉及|沾边|牵扯|appear|involv|concern|mention|relate")
"""A body that has to do with a duty, in whichever list: 我们局一共出现在哪几项."""
_WHICHEVER = regex(
    "(?:无论|不管|不论|甭管|不问)[^,，。]{0,8}?(?:配合|收回|基本)[^,，。]{0,8}?(?:还是|或)"
)
"""Both lists are meant: 无论配合的还是收回的."""
_GIVEN_BACK = regex("(?:gave|give|gives|given|handed|hand|took|take|taken|takes) back")


def _lists(
    first: Guesses, second: Guesses, kind: str, cues: Cues, items: Sequence[Item]
) -> tuple[Guesses, Guesses]:
    """The lists of both selections together: those that are named stand in one of them."""
    told = told_lists(cues)
    if (NOT_LISTED.search(cues.text) or _WHICHEVER.search(cues.text)) and len(told) == 2:
        label = "+".join(k for k in ("basic", "cooperation", "reclaimed") if k in told)
        return ((label, 1.0),), second
    free = kind.startswith(("lists", "boolean", "clauses"))
    bodied = any(item.key == BODY for item in items)
    scored: dict[tuple[str, str], float] = {}
    for a, p in first:
        for b, q in second:
            have = {x for x in (*a.split("+"), *b.split("+")) if x and x != "-"}
            weight = 1.0
            if not free and told and b not in ("-", "") and set(b.split("+")) - told:
                weight *= 0.1  # the other side has a list that nobody spoke of
            if not free and told == {"reclaimed"} and _GIVEN_BACK.search(cues.text):
                weight *= 0.01 ** (len(have - told) + len(told - have))
            if not free:
                weight *= 0.1 ** len(told - have)
                if cues.has("discontinued") and have and "reclaimed" not in have:
                    weight *= AGAINST  # only what was taken back can be done by nobody
                if bodied and not told and _ANYWHERE.search(cues.text):
                    weight *= AGAINST ** len(have)
                if not bodied and told:
                    weight *= 0.3 ** len(have - told)
                elif not bodied:
                    weight *= AGAINST ** len(have)
            scored[a, b] = p * q * weight
    total = sum(scored.values()) or 1.0
    best = sorted(scored, key=lambda pair: (-scored[pair], pair))
    firsts = tuple(dict.fromkeys(a for a, _ in best))
    seconds = tuple(dict.fromkeys(b for _, b in best))
    return (
        tuple(
            (a, round(sum(v for k, v in scored.items() if k[0] == a) / total, 3)) for a in firsts
        ),
        tuple(
            (b, round(sum(v for k, v in scored.items() if k[1] == b) / total, 3)) for b in seconds
        ),
    )


_NEEDS = {
    "name": "name",
    "clauses": "clauses",
    "township_clauses": "clauses",
    "department_clauses": "clauses",
    "method": "method",
    "all": "all",
}
"""Where words stand → the cue that says so."""


_BREATH = tuple("和 与 及 、 或 跟 以及 还有 and or , nor".split())
"""What stands between two bodies named in one breath."""


def _alike(roles: tuple[Guesses, ...], items: Sequence[Item]) -> tuple[Guesses, ...]:
    """The roles, bodies that are named in one breath (甲和乙) being left out together."""
    found = list(roles)
    bodies = [n for n, item in enumerate(items) if item.key == BODY]
    left_out = set[int]()
    for first, second in pairwise(bodies):
        between = "".join(i.key for i in items[first + 1 : second]).replace("the ", " ").strip()
        pair = (
            (found[first][0][0], found[second][0][0])
            if found[first] and found[second]
            else ("", "")
        )
        out = next((role for role in pair if role in ("without", "except")), "")
        if between in _BREATH and pair == ("without", "without"):
            left_out |= {second} if _denied(items, first) else set()
            after = "".join(i.key for i in items[second + 1 : second + 9])
            left_out |= {first, second} if _NEITHER.match(after) else set()
        if between in _BREATH and out and "in" in pair:
            left_out |= {first, second}
            at = first if pair[0] == "in" else second
            found[at] = ((out, 0.6), *(r for r in found[at] if r[0] != out))
    for n in bodies:
        told = found[n] and found[n][0][0] == "without"
        if told and n not in left_out and not _denied(items, n):
            joined = _JOINED.search("".join(i.key for i in items[max(0, n - 10) : n]))
            found[n] = (("in", 0.6 if joined else DOUBTED), *found[n])  # along with the Ⓑ
    return tuple(found)


_DENIED_BEFORE = regex(
    "没有?|不|无|非|未|除|抛开|刨|撇|剔除|去掉|去除|扣|减去|排除|拿掉|without|not|except|no |neither|nor "
    "|n't |do not |does not |are not |is not |never |nothing to do with |excluding|other than|apart from|besides|leaving out"
)
_DENIED_AFTER = regex(
    "(?:根本|压根|一概|统统|完全|从来?|并|也|都|却)?(?:就|都)?(?:不在|没有|没|除外|以外|之外|外|不含|无关|不算|缺席|不参与)|excluded"
    "|(?:branch )?(?:is|are|was|were) (?:not(?! (?:in|under) (?:the )?categor)|missing|absent)|(?:is|are)n't|does not|do not|not (?:named|listed|there|in)"
)


_NEITHER = regex("(?:两家|两个)?(?:都|均|全)(?:没|未|不|缺)")
"""What leaves out two bodies named in one breath: 甲局和乙局都不在列."""
_LEFT_OUT = regex(
    "(?:(?<!有)没有|没[写列]|[未不][写列]|缺少?|不含|不包括|不算|不计|除了?|除去|抛开|刨[去掉除开]|撇[开去掉]|去[掉除]|扣[掉除]|减去|拿掉)(?:了|由)?$"
)


_JOINED = regex(
    "(?<!not )(?:along with|together with|as well as|alongside|jointly with|side by side with)(?: the| a)? ?$"
)
"""A body that is there with another."""


_SEEN = 8
"""Words (or Chinese characters) before a body that can leave it out."""


def _denied(items: Sequence[Item], at: int) -> bool:
    """Whether a body is left out by the words around it, up to the next body or mark."""
    before, seen = "", 0
    for item in reversed(items[:at]):
        seen += not item.key.isspace()
        if (
            seen > _SEEN
            or item.key in ",;。"
            or (item.key == BODY and re.search("[在参有挂]", before))
        ):
            break
        before = item.key + before
    after = ""
    for item in items[at + 1 : at + 15]:
        if item.key == BODY or item.key in ",;。":
            break
        after += item.key
    return bool(
        _DENIED_BEFORE.search(without_whether(before))
        or _DENIED_AFTER.match(after[1:])
        or _DENIED_AFTER.match(after)
    )


_NOT_THERE = regex(
    "不在其中|不在(?:其)?[内列]|没在(?:其中|[里内])|也?(?:一起|同时)?(?:挂名|出现|参与|列入|在列)?的?[都全](?:要|得)?(?:剔|去|刨|扣|排除|减|筛)"
)
"""What follows a body that is left out: 公安局不在其中的, 市监局也挂名的都剔掉."""
TAKEN_OUT = regex(
    '[”"]?(?:[两Ⓝ]个?字|字样|字眼)?的(?:那些|那几[项件条个])?(?:事项?)?(?:先|都|全)*(?:给|要|得)?(?:我)?'
    "(?:剔|去掉|去除|刨|扣[掉除]|排除|减去|筛[掉去]|滤掉|划掉|撇开|拿掉|除去|除外|不要|不算|不计|删)"
)
"""What follows a word whose rows are left out: 名称带“某词”的剔掉."""
_ALL_WANTED = regex("都(?:要|给我|列出?|算上?|看看?|写上?)[?？。 ]*$")
_TOO = regex("(?:那边|这边|那里|里|的?清单[里上中]?)?也")
"""What follows a place that has the same: 乙镇也有."""


def _role(role: str, at: int, cues: Cues, items: Sequence[Item], kind: str) -> float:
    key = items[at].key
    bare = role.rstrip("+2|")
    left = words_before(items, at, 6)
    right = "".join(i.key for i in items[at + 1 : at + 7]).strip()
    if key == NUMBER:
        several = sum(item.key == BODY for item in items) > 1
        if bare.startswith("departments") and several and not comparison(items, at):
            return AGAINST**2  # 公安局、教育局两个部门: they are counted, not bounded
        if bare == "number" and _NO_ROW.match(right):
            return AGAINST**3
        if bare.endswith("=") and bare[-2] not in "<>" and not comparison(items, at):
            return AGAINST if not cues.has("only", "exactly") else 0.5
        if bare.startswith("departments") and kind == "departments":
            return AGAINST**2  # departments have duties, not departments
        if bare in ("first", "place") and not cues.has("rank"):
            return AGAINST
        if bare.startswith("having") and kind.startswith("duties"):
            return AGAINST  # a duty has no number of duties
        named = words_before(items, at)
        if _LISTED.search(named) and not _COUNTED.match(right):  # 配合32: its number there
            return 50.0 if bare == "number" else AGAINST
        placed = re.match(
            "[多少名位大]|(?:的|,|是|$)" if cues.has("rank") else "[多少名位大]", right
        )
        if placed and _ORDINAL.search(left):
            return 50.0 if bare == "place" else AGAINST
        if bare.startswith("departments") and re.match("[条款句]", right):
            return AGAINST
        if unspoken(bare, cues.text):
            return AGAINST**2
        if bare.startswith("township_clauses") and re.match(
            "个?(?:上级)?(?:部门|单位|家|局)", right
        ):
            return AGAINST
        if bare == "place" and not _PLACE.search(left):
            return DOUBTED
        if bare == "number" and not _ORDINAL.search(left):
            return AGAINST
        if bare == "number" and re.match("[稿版次轮批季遍天年章期周]", right):
            return AGAINST**3  # 正在改第二稿
        if bare in ("none", "first") and cues.has("rank") and re.search("[哪前]$|top $", left):
            return 50.0 if bare == "first" else AGAINST
        if bare == "none" and (comparison(items, at) not in ("", "=") or _ORDINAL.search(left)):
            return 0.002
        return 1.0
    if bare == "none" and key in PLACES:
        return DOUBTED
    if key == BODY and _NOT_THERE.match("".join(i.key for i in items[at + 1 : at + 16])):
        return 50.0 if bare == "without" and not kind.startswith("departments") else 1.0
    if key == TOPIC and TAKEN_OUT.match("".join(i.key for i in items[at + 1 : at + 16])):
        return 50.0 if bare.startswith("not-") else 1.0
    if bare == "without" and key == BODY:
        return 1.0 if _denied(items, at) else AGAINST**2
    if key == BODY and _LEFT_OUT.search(left):
        left_out = ("without", "except") if kind.startswith("departments") else ("without",)
        return 1.0 if bare in left_out else 0.01
    if bare in ("without", "not") or bare.startswith("not-"):
        told = _denied(items, at) and cues.has(*_LESS, "only", "others")  # not 不再开展的考核类
        return 1.0 if told else AGAINST**2
    if bare in ("none", "except") and key == BODY:
        useless = not kind.startswith("departments") if bare == "except" else kind != "none"
        if useless:
            return 0.05
    if bare == "except" and "together" not in kind:
        return (
            1.0
            if cues.has("exclusion", "others") or re.search("还有|一起|以外", cues.text)
            else AGAINST
        )
    if key == TOPIC:
        where = _NEEDS.get(bare.removeprefix("not-"))
        if bare == "name" and _ACT.search("".join(i.key for i in items)):
            return 1.0
        if where and not cues.has(f"where:{where}"):
            return AGAINST if where == "all" else AGAINST**2
    several = sum(item.key in PLACES for item in items) > 1
    if key in PLACES and kind in ("duties", "number/duties") and several and _TOO.match(right):
        return 1.0 if bare == "in_all" else AGAINST  # 甲镇有哪些是乙镇也有的
    if bare in ("at", "in_all") and key in PLACES and _ALL_WANTED.search(cues.text):
        return 50.0 if bare == "at" else AGAINST  # 甲县的和乙县的都要
    if bare in ("in_all", "in_none"):
        if not kind.startswith(("duties", "number/duties")):
            return AGAINST
        return 1.0 if cues.has("everyone", "only", "others", "negation") else AGAINST
    return 1.0
