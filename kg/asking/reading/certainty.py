"""Certainty: a question read too doubtfully, or of which something said was not used, is refused."""

from __future__ import annotations

import math
import re
from collections.abc import Container, Sequence
from dataclasses import replace
from itertools import pairwise

from kg.asking.frame import (
    LIST_NAMES,
    LISTS,
    Ask,
    Bounds,
    Frame,
    Question,
    Refusal,
    Status,
    Words,
)
from kg.asking.planning.undone import not_done
from kg.asking.reading.cues import OF_BODIES, Cues, plain, told_lists
from kg.asking.reading.guiding.kinds import phrased
from kg.asking.reading.heads import Guess
from kg.asking.reading.leftovers import selects, unheard, unread_place
from kg.asking.reading.marks import Mark, Trace
from kg.asking.reading.operators import OPERATORS, RANKED, narrative, spent
from kg.asking.reading.tokens import NUMBER, PLACES, TOPIC, Item, Token, in_quotes
from kg.patterns import regex

KIND, CONDITION, LISTED, EITHER, ROLE = 0.63, 0.3, 0.5, 0.7, 0.3
"""The least probabilities of what is asked, of a condition, of the lists, of "any or all of these
bodies" and of a name's role. Chosen on 240 questions of strangers: of 16 answers below, 13 were wrong."""

KIND_ENGLISH = 0.6
"""The same of what an English sentence asks, whose words come in more orders."""

TOGETHER = 0.4
"""The least probability of what is asked and of every name's role together, phrases or not. Of 300 questions
nobody here had seen four were answered below it, all wrongly."""

_NO_OTHER = regex(
    "(?:none|not in any|not one) of the (?:other|remaining)|其[他它余](?:Ⓝ|几)?[个家]?[^,，。]{0,6}?(?:都|全)?没有"
)
"""What no other has, in so many words: in none of the others, 其他几个乡镇都没有."""

_BOUNDED = ("departments", "township_clauses", "having")
"""Roles of numbers that are bounds."""

_DOUBTFUL = "没有把握看懂问的是什么，请换个说法或说得更短"

_WORD = 12
"""Characters of a word that is looked for in the lists."""
_WHOLE = regex(
    r"^(?:of )?(?:the )?(?:loaded )?(?:个|份|家|张)?(?:试点|已载入的?|loaded )?(?:基本|配合|收回|上收)?(?:履职)?(?:事项)?(?:乡镇|镇|乡|清单|地|县市?|区县|点|里[面头]|当中|之中|count(?:y|ies)|townships?|towns?|lists?|places?)|^(?:loaded |basic |cooperation |reclaimed |duty ){1,3}lists"
)
_THESE = regex("[家个处](?=[,，、的里上]|$)")
"""Behind the number of places that are named: 某州那四家."""
_ASKS_WHOLE = (Ask.DEPARTMENTS, Ask.CLAUSES, Ask.LISTS, Ask.BOOLEAN)


def of_all(mark: Mark, items: Sequence[Item], townships: Container[int]) -> bool:
    """Whether a number only says how many townships there are (in all, or in a place named)."""
    if mark.item.key != NUMBER or mark.number not in townships:
        return False
    after = "".join(item.key for item in items[mark.at + 1 : mark.at + 20]).strip()
    these = plain(items[max(0, mark.at - 1) : mark.at]) in ("这", "那")
    return bool(_WHOLE.match(after) or (these and _THESE.match(after)))


def certain(guess: Guess, question: Question, cues: Cues) -> None:
    """Pass a question of which enough is sure.

    Raises:
        Refusal: what is asked, or how it is limited, is too doubtful.
    """
    frame = question.frame
    condition = guess.best("cond")
    told = (condition == "discontinued" and cues.has("discontinued")) or (
        condition == "in_all all" and cues.has("allof")
    )
    told = told or (condition == "in_none others" and _NO_OTHER.search(cues.text) is not None)
    listed = set(frame.lists) == told_lists(cues)
    doubtful = (
        not _asks(guess, question, cues)
        or (bool(condition) and guess.sure("cond") < CONDITION and not (told or question.parties))
        or (len(frame.bodies) > 1 and guess.sure("any") < EITHER)
        or (bool(frame.lists) and not (frame.topic or listed) and guess.sure("lists") < LISTED)
    )
    if doubtful:
        raise Refusal(Status.NOT_UNDERSTOOD, _DOUBTFUL)


def together(guess: Guess, marks: Sequence[Mark], found: Sequence[Token]) -> None:
    """Pass a question of which what is asked and all roles are likely right at once.

    A single word in quotes is one to be found, wherever it may stand.

    Raises:
        Refusal: they are not.
    """
    words = [mark for mark in marks if in_quotes(mark.item, found)]
    doubted = [mark.sure for mark in marks if words != [mark]]
    if guess.sure("kind") * math.prod(doubted) < TOGETHER:
        raise Refusal(Status.NOT_UNDERSTOOD, _DOUBTFUL)


def _asks(guess: Guess, question: Question, cues: Cues) -> bool:
    """Whether what is asked is sure: learned so, or said by a phrase that asks for it."""
    kind = guess.best("kind")
    if guess.sure("kind") >= (KIND_ENGLISH if guess.language else KIND):
        return True
    if question.asker:  # a body is looked up in the row whatever the yes or no is about
        return sum(p for k, p in guess.heads["kind"] if k.startswith("boolean")) >= KIND
    asked = {k for v in cues.values("kind") for k in v.split("|")}
    own = "clauses" in asked and kind.startswith("clauses/")  # whose is told by the names
    return phrased(kind, cues) or kind in asked or own


def used(
    marks: Sequence[Mark], items: Sequence[Item], question: Question, narrated: bool = False
) -> None:
    """Pass a question all of whose names and numbers are in what was understood.

    Numbers of what is told (``narrated``) need not be: 我妈满八十了.

    Raises:
        Refusal: something said is not; it is named.
    """
    for mark in marks:
        if mark.item.key == TOPIC:
            continue
        sure_of_role = mark.sure >= ROLE or question.ask in _ASKS_WHOLE or mark.item.key in PLACES
        if mark.role.startswith(_BOUNDED) and mark.sure < ROLE:
            raise Refusal(Status.NOT_UNDERSTOOD, f"没有看懂“{mark.text}”在这里的意思")
        if mark.role.startswith("number") and plain(items[mark.at + 1 : mark.at + 2]) == "类":
            raise Refusal(Status.NOT_UNDERSTOOD, f"没有看懂“{mark.text}”在这里的意思")  # 第三类
        if mark.item.key == NUMBER and mark.number is not None:
            told = narrated and mark.role != "place"  # but 承接项数第二的
            about = question.frame.topic or question.frame.rows or told
            if question.ask in _ASKS_WHOLE and not question.rank and about:
                continue  # a story's numbers: 两点, 二十几个娃娃
            if (
                mark.number > 1
                and not _counts_words(mark, items, question)
                and (mark.number not in _numbers(question))
            ):
                raise Refusal(Status.NOT_UNDERSTOOD, f"没有用上“{mark.text}”，不知道它在这里的意思")
        elif mark.span and not sure_of_role:
            raise Refusal(Status.NOT_UNDERSTOOD, f"没有看懂“{mark.text}”在这里的意思")


def _counts_words(mark: Mark, items: Sequence[Item], question: Question) -> bool:
    """Whether a number counts characters, the three lists or what is asked for: 两个字, 三张清单, 哪两项."""
    after = "".join(item.key for item in items[mark.at + 1 : mark.at + 5])
    if mark.at and items[mark.at - 1].key == "哪" and after[:1] in ("项", "条", "件", "样"):
        return question.rank is None
    return bool(
        re.match(
            "个?字|[张份类种]?清单|[张份](?:表|单子?)|点(?:钟|前|之前|半)|稿|遍|分钟| ?(?:lists|words|characters)",
            after,
        )
    )


def _numbers(question: Question) -> set[int]:
    """Every number that what was understood holds."""
    found: set[int] = set()
    for frame in (question.frame, question.other):
        if frame is not None:
            found |= {*frame.numbers, *_ends(frame.departments), *_ends(frame.clauses)}
            found |= _ends(frame.upper)
            found |= {
                len(frame.townships),
                len(frame.places),
                len(frame.bodies),
                len(frame.categories),
                len(frame.in_all),
                len(frame.in_none),
                len((*frame.townships, *frame.in_all, *frame.in_none)),
            }
    if question.rank is not None:
        found |= {question.rank.number, question.rank.start}
    return found | _ends(question.having)


def _ends(bounds: Bounds | None) -> set[int]:
    """The numbers that bounds were said with: more than 4 is from 5 on."""
    if bounds is None:
        return set()
    low, high = bounds
    return {low, low - 1} | ({high, high + 1} if high is not None else set())


def _stray(words: Sequence[Words]) -> bool:
    """Whether words to be found are hardly words of the lists: half translated, or a sentence."""
    return any(len(t) > _WORD or re.search("[A-Za-z]", t) for w in words for t in w.texts)


def _told_gone(guess: Guess, cues: Cues) -> bool:
    """Whether it is surely asked for what nobody does any more: by a phrase, or as it was learned."""
    return cues.has("discontinued") or guess.sure("cond") >= _SURELY


_SURELY = 0.9


def plausible_empty(question: Question, guess: Guess, cues: Cues) -> bool:
    """Whether an empty answer may be told: every limit is a name or a list, and it is sure."""
    frame = question.frame
    if frame.rows:
        # The duty was found, and nobody above is responsible for it; or it is not where it was said to be.
        elsewhere = frame.categories or frame.bodies
        return not (question.rank or (elsewhere and question.ask in (Ask.DUTIES, Ask.NUMBER)))
    other = question.other
    lacks = question.relation in ("categories-minus", "departments-minus")
    apart = lacks and other is not None and other == _plain(other)
    simple = Frame(
        lists=frame.lists,
        townships=frame.townships,
        places=frame.places,
        bodies=frame.bodies,
        categories=frame.categories,
        words=frame.words if cues.values("where") and not _stray(frame.words) else (),
        discontinued=frame.discontinued if _told_gone(guess, cues) else None,
        departments=frame.departments if cues.has("bound", "exactly") else None,
    )
    sure = guess.sure("kind") >= 0.8 and len(frame.bodies) < 2
    compared = other and not apart
    return sure and frame == simple and not (compared or question.rank or question.having)


def _plain(frame: Frame) -> Frame:
    """What a selection limits by lists and places alone."""
    return Frame(lists=frame.lists, townships=frame.townships, places=frame.places)


_ORDER = ("top", "most", "fewest", "rank", "ranked", "最多", "最少")
_UNORDERED = ("number/duties", "number/departments", "duties/source")
"""What has no order of its own: 水利局排在第一位的有几项."""
_GROUPED = regex(
    "按(?:部门|类别|乡镇|县|地方)|(?:各|每个?)(?:部门|单位|局)[^,，]{0,2}平均|平均每个?(?:部门|单位|局)"
)
_FIELDS = ("lists", "townships", "places", "bodies", "categories", "topic", "words")

_MORE_THAN = regex("比[^,，。]{0,10}(?P<more>[多少][了出]?(?:来)?(?:的)?(?:是)?)[哪谁]")
"""比木垒县多了哪家: what one column has more than the other."""


def unused(trace: Trace) -> None:
    """Refuse where an operator that was said is not in the frame."""
    more = _MORE_THAN.search(trace.cues.text)
    if more and trace.guess.best("kind") == "departments":
        raise Refusal(Status.NOT_UNDERSTOOD, f"没有看懂“{more['more']}”在这里的意思")
    not_done(trace.guess.best("kind"), trace.cues.text)
    if narrative(trace.guess, trace.items):
        left_out = next((c for c in trace.cues.found if c.effect == "exclusion"), None)
        if left_out and not spent(left_out.effect, trace.guess, trace.cues):
            raise Refusal(Status.NOT_UNDERSTOOD, f"没有看懂“{left_out.text}”在这里的意思")
        return
    unread_place(trace.cues)
    kind = trace.guess.best("kind")
    for mark in trace.marks:
        if mark.role.startswith("departments") and not OF_BODIES.search(trace.cues.text):
            raise Refusal(Status.NOT_UNDERSTOOD, f"没有看懂“{mark.text}”在这里的意思")
    have = {*trace.guess.best("lists").split("+"), *trace.guess.best("lists2").split("+")}
    lists = told_lists(trace.cues)
    unused, some = lists - have, kind == "boolean/exists" and lists & have
    if unused and (some or kind.startswith(("duties", "number", "townships", "categories"))):
        names = "、".join(LIST_NAMES[k] for k in LISTS if k in unused)
        raise Refusal(Status.NOT_UNDERSTOOD, f"没有看懂“{names}”在这里的意思")
    if kind == "number/percent" and trace.cues.has("rank"):
        raise Refusal(Status.NOT_UNDERSTOOD, "占比一次只能算一个，不能比哪个最高；请逐个乡镇问")
    grouped = _GROUPED.search(trace.cues.text)
    if kind.endswith("/each"):
        raise Refusal(Status.NOT_UNDERSTOOD, "一次只能回答一个数，请逐个乡镇或部门问")
    if grouped and kind.startswith("number"):
        raise Refusal(Status.NOT_UNDERSTOOD, f"一次只能回答一个数，没有用上“{grouped[0]}”")
    several = [m for m in trace.marks if m.span and m.role in ("in", "at")]
    if trace.cues.has("each") and kind.startswith("number") and len(several) > 1:
        asked = tuple(_alone(m, several, trace) for m in several[:3])
        raise Refusal(Status.NOT_UNDERSTOOD, "一次只能回答一个数，请分开问", asked)
    if (
        trace.cues.has("each")
        and kind.startswith("number")
        and _EACH_OF.search(trace.cues.text)
        and not _SUMMED.search(trace.cues.text)
    ):
        raise Refusal(Status.NOT_UNDERSTOOD, "一次只能回答一个数，请逐个乡镇或部门问")
    for cue in trace.cues.found:
        if cue.effect in OPERATORS and not spent(cue.effect, trace.guess, trace.cues):
            told = cue.text.replace(NUMBER, "一")
            raise Refusal(Status.NOT_UNDERSTOOD, f"没有看懂“{told}”在这里的意思")
        ranked = trace.guess.best("kind").split("/")[0] in RANKED
        lost = (cue.text in _ORDER or "Ⓝ位" in cue.text) and kind in _UNORDERED
        if cue.effect == "rank" and (lost or (ranked and not trace.guess.best("rank"))):
            told = cue.text.replace(NUMBER, "几")
            raise Refusal(Status.NOT_UNDERSTOOD, f"没有看懂“{told}”在这里的意思")


_EACH_OF = regex(
    "(?:[Ⓝ两几]个|每个?|各)(?:乡镇|街道|镇|乡|地方)|Ⓝ[张份类种](?:清单|表|单子|事项)|配合[^,，。]{0,6}收回|收回[^,，。]{0,6}配合"
)
"""Townships that are not named, or lists, each of which is to have its own number."""

_SUMMED = regex("合计|总共|一共|总计|加起来|in total|altogether")
"""Not each by itself: 分别几项先不说，合计多少."""


def demand(question: Question, trace: Trace) -> None:
    """Refuse what has no content: no list, name or words, and nothing asked of the whole.

    A selection taken from itself has none either.
    """
    frame = question.frame
    office = _office(trace)
    if office and not (frame.topic or frame.rows or frame.bodies or frame.words):
        told = f"清单只写到乡镇，不写乡镇里的“{office}”做哪些事"
        raise Refusal(Status.OUT_OF_SCOPE, told)
    unheard(question, trace.cues.text)
    offices = (c for c in trace.cues.found if c.effect == "office")
    unknown = next((c for c in offices if not _ASKS.match(trace.cues.text, c.end)), None)
    if unknown and selects(question) and not (frame.topic or frame.rows or frame.words):
        told = f"没有用上“{unknown.text}”：清单里没有叫这个名字的部门，请写部门栏里的名称"
        raise Refusal(Status.NOT_UNDERSTOOD, told)
    if question.rank and question.rank.by != "count" and question.ask is not Ask.DUTIES:
        raise Refusal(Status.NOT_UNDERSTOOD, "按部门数、条款数排的只能是事项，请先问是哪几项")
    if question.test == "more" and question.having:
        raise Refusal(Status.NOT_UNDERSTOOD, "比多少时不能再问多出几项以上，请分开问")
    if question.other is not None and "minus" in question.relation:
        pairs = ((getattr(question.other, f), getattr(frame, f)) for f in _FIELDS)
        if all(not theirs or theirs == mine for theirs, mine in pairs):
            raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂是和什么相比")
    if question.count == "percent" and question.other == frame:
        raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂是占什么的百分之几")
    bare = replace(frame, departments=None, clauses=None)
    if empty(bare) and not (trace.cues.has("wh", "yesno") or trace.cues.values("kind")):
        frame = bare  # 我们一家 is no number of departments
    if not empty(frame) or question.other or question.rank or question.having:
        return
    if question.ask in (Ask.CLAUSES, Ask.LISTS, Ask.BOOLEAN, Ask.DEPARTMENTS):
        return  # they need a duty, see _found
    placed = bool(frame.townships or frame.places)
    asked = trace.cues.has("wh") or bool(trace.cues.values("kind"))
    if asked and (placed or question.ask is not Ask.DUTIES):
        return
    raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂问的是什么事项、部门或清单")


def _office(trace: Trace) -> str:
    """An office of a township whose own work is asked for; who only asks is not meant."""
    for at, (before, token) in enumerate(pairwise(trace.tokens), 1):
        if before.key != PLACES[0]:
            continue
        span = token.span
        strange = span is not None and span.kind.name == "UNKNOWN" and span.note == "body"
        after = "".join(t.text for t in trace.tokens[at:])
        house = _HOUSE.match(after)
        name = token.text if strange else house[0] if house else ""
        if name and _OWN_WORK.match(after[len(name) :]):
            return name
    return ""


_ASKS = regex("[^,，。]{0,6}(?:想|问|请|打听|咨询|核对|统计|需要知道)")
"""Who asks: 党政办想问一下."""
_HOUSE = regex("[^的,，。?？]{2,6}?(?:所(?!有)|站|中心|大队|执法队)")
"""An office of a township behind its name: 司法所, 便民服务中心."""
_OWN_WORK = regex(
    "(?:主要|具体|平时|都|要|该|应该?|需要|一共|总共)*(?:负责|承担|管|做|干|有|配合|的(?:职责|事|工作))"
)
"""What follows an office whose work is asked for: 党政办主要负责; not 党政办想问."""


def _alone(mark: Mark, several: Sequence[Mark], trace: Trace) -> str:
    """The question about one of several names."""
    others = {m.item.first for m in several if m is not mark}
    kept = "".join(t.text for n, t in enumerate(trace.tokens) if n not in others)
    return re.sub(
        "分别|各自|各(?=[有派收要几多])|(?<![\u4e00-\u9fff])[、和与]|[、和与](?=[、和与派收有给])",
        "",
        kept,
    )


def empty(frame: Frame) -> bool:
    """Whether a selection limits nothing but places."""
    return replace(frame, townships=(), places=()) == Frame()


def limits(question: Question, cues: Cues) -> bool:
    """Whether a selection is told by more than its places and a list nobody spoke of."""
    frame = question.frame
    if not told_lists(cues) and not (frame.bodies or frame.without):
        frame = replace(frame, lists=())
    return not empty(frame) or bool(question.rank or question.having or question.parties)
