"""Sharing: what is the part and what the whole of a share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.asking.frame import Ask, Frame, Question, Refusal, Status
from kg.asking.lexicon import Lexicon
from kg.asking.reading.cues import BY_FUNCTION, Cues, told_lists
from kg.asking.reading.heads import TOLD, Guess, odds_of, with_head, with_role
from kg.asking.reading.operators import LISTED, of_conveners
from kg.asking.reading.tokens import BODY, CATEGORY, NUMBER, PLACES, Item
from kg.patterns import regex

_WHOLE = regex(
    "[五Ⓝ](?:地|个乡镇|个地方|份|家(?=乡镇|清单|合|总|加|全|里|当中|的?(?:收回|配合|基本)))|五地|全部乡镇|所有乡镇|各乡镇|各地|样本|五个|五份|几个乡镇|全州|all town|overall"
)

_WITHIN = regex("^.*?(?:事项|清单|任务|工作|[活事])(?:当中|之中|里[面头边]?|中|内)")
"""What is said before these words is the whole: 农业农村局的配合事项当中，单独牵头的占几成."""

_STANDING_IN = regex(
    "^.+?在(?P<whole>[^,，。;；在]{2,}?(?:事项|清单|任务|工作)(?:当中|之中|里[面头边]?|中|内)?)(?:总共|一共|大[概约])?(?:(?:所|能)?占|是多[大少高]的?(?:比例|比重|占比)|的?(?:比例|比重|占比)(?:是|有)?多[大少高])"
)
"""What a part stands in is the whole: 党的建设这一类在东城镇基本清单里占比多少."""

_OUT_OF = regex("占(?!比|百分)(?P<whole>[^,，。;；]{2,}?)的?(?:多少|几成|几分|百分|比例|比重)")
"""What stands after 占 is the whole: 水利局收走的占东城镇收回事项的几成."""

_SHARE_OF = regex(
    r"(?:percentage|per ?cent|share|proportion|fraction) of (?P<whole>.+?)(?= (?:went|goes?|going|belongs?|is|are"
    r"|has|have|had|was|were|falls?|involves?|carry|carries|names?|lists?|concerns?|comes?|came|does|did|ended?"
    r"|sits?|lies?|rests?|can|do|stands?|requires?|needs?)\b|[?,;]|$)"
)
"""What stands between these words is the whole: the share of *T's reclaimed duties* that went to B."""

_PART = regex("Ⓒ(?:[这那]?[一Ⓝ]?(?:个)?(?:类|领域|方面|块))?的?(?:事项)?(?:占|的?比例|的?比重)")
"""A category that takes a share is the part: 收回清单,城市管理那一类占了总数的百分之多少."""
_LIST = regex("配合|基本|主责|收回|上收|cooperation|basic|own dut|reclaim|taken (?:back|over|away)")


def _told(items: Sequence[Item]) -> tuple[frozenset[int], bool] | None:
    """The marks that stand in the words for the whole, and whether these name a list."""
    text, starts = "", []
    for item in items:
        starts.append(len(text))
        text += item.key
    match = _SHARE_OF.search(text) or _OUT_OF.search(text) or _STANDING_IN.search(text)
    span = match.span("whole") if match else None
    if span is None:
        match = _WITHIN.search(text)
        span = match.span() if match else None
    if span is None:
        return None
    inside = frozenset(n for n, at in enumerate(starts) if span[0] <= at < span[1])
    return inside, bool(_LIST.search(text, *span))


def shared(guess: Guess, cues: Cues, items: Sequence[Item]) -> Guess:
    """A share: every mark is in the part, and in the whole unless that makes them the same."""
    lists = guess.best("lists")
    whole_told = _told(items)
    conveners = of_conveners(cues.text)
    part = bool(_PART.search(cues.text))
    inside = whole_told[0] if whole_told else frozenset()
    if not (part or (lists and conveners)) and _is_told(guess, items, inside):
        return guess
    everywhere = bool(_WHOLE.search(cues.text))
    wholes = {lists: dict(guess.heads["lists2"]).get(lists, 0.01)}
    wholes.setdefault("", max(0.05, dict(guess.heads["lists2"]).get("", 0.0)))
    marked = [
        at
        for at, found in enumerate(guess.roles)
        if found
        and found[0][0].rstrip("+2") not in ("none", "except", "first", "place")
        and items[at].key != NUMBER
    ]
    if (whole_told and whole_told[1]) or (lists and conveners):
        wholes = {lists: 1.0}
    differs = bool(guess.best("cond") or conveners) or any(
        found and items[at].key == NUMBER and "=" in found[0][0] + "=" and found[0][0] != "none"
        for at, found in enumerate(guess.roles)
    )
    best: tuple[float, str, dict[int, str]] = (-1.0, "", {})
    for whole, odds in wholes.items():
        for both in _subsets(marked):
            if whole == lists and len(both) == len(marked) and not differs:
                continue
            score, given = odds, {}
            for at in marked:
                role = guess.roles[at][0][0].rstrip("+2")
                scope = "+" if at in both else ""
                place = items[at].key in PLACES
                weight = max(0.02, dict(guess.roles[at]).get(role + scope, 0.0))
                if items[at].key == BODY and guess.best("cond") == "departments=1":
                    weight = 1.0 if scope else 0.05  # of its duties those it has alone
                if part and items[at].key == CATEGORY:
                    weight = 0.02 if scope else 1.0
                elif at in inside and not everywhere:
                    weight = 1.0 if scope else 0.02
                elif place:
                    weight = 0.02 if everywhere is bool(scope) else 1.0
                score *= weight
                given[at] = role + scope
            if score > best[0]:
                best = (score, whole, given)
    if best[0] < 0:
        return guess
    guess = with_head(guess, "lists2", best[1])
    for at, role in best[2].items():
        # In which selection it stands was decided here.
        guess = with_role(guess, at, role, odds_of(guess.roles[at], role))
    return guess


def compared_lists(guess: Guess, cues: Cues) -> Guess:
    """How many more of one list than of another: each is the one that is named on its side of 比."""
    sides = cues.text.split("比")
    if not guess.best("kind").startswith("number/difference") or len(sides) != _BOTH:
        return guess
    named = [{kind for kind, words in LISTED.items() if words.search(side)} for side in sides]
    if any(len(kinds) != 1 for kinds in named) or named[0] == named[1]:
        return guess
    first, second = (kinds.pop() for kinds in named)
    return _with_lists(guess, first, second)


def lacking_lists(guess: Guess, cues: Cues) -> Guess:
    """What one list has and others lack: those in whose part of the sentence that is said.

    有哪些类别只在基本清单里有,配合和收回两张清单里都没有; 哪些局没有派过配合任务但是收回了事项.
    """
    kind, told = guess.best("kind"), told_lists(cues)
    if not kind.endswith(_MINUS):
        return guess
    if not told:  # of all lists
        return _with_lists(guess, "", "") if kind.endswith(_OF_CATEGORIES) else guess
    had, lacked = set[str](), set[str]()
    for part in _PARTS.split(cues.text):
        named = {one for one, words in LISTED.items() if words.search(part)}
        (lacked if _NONE.search(part) else had).update(named)
    if OTHER_LISTS.search(cues.text) and told in (had, lacked):
        had, lacked = had or {*LISTED} - lacked, lacked or {*LISTED} - had
        told = {*LISTED}
    if not had or not lacked or had & lacked or had | lacked != told:
        return guess
    return _with_lists(
        guess, *("+".join(k for k in LISTED if k in kinds) for kinds in (had, lacked))
    )


def _with_lists(guess: Guess, first: str, second: str) -> Guess:
    heads = {**guess.heads, "lists": ((first, TOLD),), "lists2": ((second, TOLD),)}
    return replace(guess, heads=heads)


_OF_CATEGORIES = "/minus_categories"
_MINUS = (_OF_CATEGORIES, "/minus_departments", "duties/minus")
_PARTS = regex(r"[,，;；。?？]|却|但是?|而(?!且)|、(?=[不没])|(?<=有)、|\bbut\b|\byet\b")
_NONE = regex(
    r"没有?|无|不见|未|不(?:要|用|让|找|需|必|配合|收回)|\b(?:neither|nor|not|no|none|nowhere)\b"
)
OTHER_LISTS = regex(
    r"(?:其[他它余]|另外?|别的|剩下的?)(?:[两二Ⓝ]?[张份个])?清单|\bother (?:two |Ⓝ )?lists?\b"
)
"""Lists of the same places, beside the one that is named: 其他两张清单里都没有."""


_SAME_OF = regex(
    "比Ⓣ(?:那?[边里儿]|那[边里儿]|的)?(?:还|要|也|又)?[多少]"
    r"|\bthan (?:(?:in|for|at|of|from|with) )?Ⓣ(?: (?:does|did|has|had|is|was))?[?. ]*$",
    re.IGNORECASE,
)
"""The second of two is a place and nothing else: 甲镇有水利局的配合事项比乙镇多几项, more than in 乙镇."""


def of_the_same(frame: Frame, other: Frame, text: str, lexicon: Lexicon) -> Frame:
    """The second selection of a difference: the first, in another township, where only that is named.

    Raises:
        Refusal: a body of the first place has nothing to do with the second.
    """
    if not _SAME_OF.search(text) or not other.townships or other.townships == frame.townships:
        return other
    above = {place for t in other.townships for place in lexicon.townships[t].places}
    for ref in frame.bodies:
        if ref.place and not above & {lexicon.bodies[body].place for body in ref.bodies}:
            told = f"“{ref.text}”不管相比的乡镇；请分别写出两边的部门"
            raise Refusal(Status.NOT_UNDERSTOOD, told)
    return replace(frame, townships=other.townships, places=other.places)


def difference_of(text: str) -> str:
    """The relation of two sides of a difference: the first has so many fewer, either way (apart), or more (of)."""
    told = text.replace("多少", "几")
    if _FEWER.search(told):
        return "fewer"
    return "apart" if _APART.search(told) else "of"


_FEWER = regex("少[几了于]|更少|比.*少|fewer|less")
_APART = regex("相差|差了?几|差出几|差值|difference|谁|哪[个家边里]")


def by_kind(question: Question, cues: Cues, lexicon: Lexicon) -> bool:
    """Whether the offices of several counties are counted by what they are: 哪几类局, 五地合着看."""
    of_bodies = question.ask is Ask.DEPARTMENTS or question.count == "departments"
    if not of_bodies or not BY_FUNCTION.search(cues.text):
        return False
    return len(lexicon.counties(question.frame.townships, question.frame.places)) > 1


_BOTH = 2
_SURE = 0.8


def _is_told(guess: Guess, items: Sequence[Item], inside: frozenset[int]) -> bool:
    """Whether part and whole were read surely, differ, and have what is said of the whole (``inside``)."""
    if any((found := guess.roles[at]) and not found[0][0].endswith("+") for at in inside):
        return False
    marked = [
        found[0]
        for found, item in zip(guess.roles, items, strict=True)
        if found and item.key != NUMBER
    ]
    sure = min([guess.sure("lists2"), *(odds for _, odds in marked)]) >= _SURE
    apart = guess.best("lists") != guess.best("lists2")
    return sure and (apart or any(not role.endswith(("+", "2")) for role, _ in marked))


def _subsets(marked: Sequence[int]) -> list[frozenset[int]]:
    found: list[frozenset[int]] = [frozenset()]
    for at in marked[:6]:
        found += [known | {at} for known in found]
    return found
