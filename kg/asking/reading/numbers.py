"""Numbers: bounds and places, by the words beside a number; stated totals (甲镇30项配合事项里) are checked and set aside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.asking.frame import LIST_NAMES, Ask, Bounds, Frame, Question, Refusal, Status
from kg.asking.planning.plan import Planner
from kg.asking.reading.cues import CLAUSES_COUNTED, OF_BODIES, PER_DUTY, plain
from kg.asking.reading.marks import Mark
from kg.asking.reading.tokens import NUMBER, Item, value, words_before
from kg.patterns import regex

_LEFT = (
    ("<=", "不超过|不多于|至多|最多|顶多|不高于|不大于|at most|no more than|up to"),
    (">=", "不少于|不低于|不小于|至少|起码|最少|达到|达|不下|at least|no fewer than|no less than"),
    (">", "超过|多于|大于|高于|不止|超|more than|over|above|exceeding"),
    ("<", "少于|低于|小于|不到|不足|不满|fewer than|less than|under|below"),
    ("=", "不多不少|恰好|正好|刚好|恰恰|只有|仅有|只|仅|单|就|exactly|only|just"),
)
_RIGHT = (
    (
        ">=",
        "[个项条类家次份]?(?:部门|单位|事项)?(?:(?:及|或|和)?(?:其)?以上|或者?(?:还要?|更)多|往上|起)|or more|and more|or above",
    ),
    (
        "<=",
        "[个项条类家次份]?(?:部门|单位|事项)?(?:及|或|和)?(?:其)?(?:以内|以下)|or fewer|or less",
    ),
    (">", "[个项条类家次份]?(?:多|开外)(?![少])"),
)
_TOGETHER = regex("[个家](?:部门|单位)(?:一起|一道|一同|共同|联合|联手|合力)")
"""由两个部门一起承接的: exactly so many."""
_REACH = 8


def comparison(items: Sequence[Item], at: int) -> str:
    """How a number is meant by the words before and after it; nothing if they do not tell."""
    left = _text(items[max(0, at - _REACH) : at])
    right = _text(items[at + 1 : at + 1 + _REACH])
    for op, pattern in _RIGHT:
        if re.match(rf"\s*(?:{pattern})", right, re.IGNORECASE):
            return op
    for op, pattern in _LEFT:
        if re.search(rf"(?:{pattern})[了是写过出现有着的挂列标独\s]{{0,4}}$", left, re.IGNORECASE):
            return op
    return "=" if _TOGETHER.match(right) else ""


def bounded(items: Sequence[Item]) -> bool:
    """Whether a question says more or fewer of anything; else a number is meant as it stands."""
    return bool(_UNEQUAL.search(_text(items)))


_UNEQUAL = regex(
    "以[上下内]|超过?|不[超多少高低大小]于?|[多少大高低小]于|至[多少]|最[多少]|[顶最]多|起码|达|不[止下足到满]|开外|多少不等"
    "|at (?:most|least)|(?:more|fewer|less) than|or (?:more|fewer|less|above)|up to|over|under|above|below|exceed|between",
    re.IGNORECASE,
)


def _text(items: Sequence[Item]) -> str:
    latin = any(i.key.isascii() and i.key.isalpha() for i in items)
    text = "".join(i.key if i.key != NUMBER else "#" for i in items)
    return " ".join(" ".join(i.key for i in items).split()) if latin else text


def unspoken(role: str, text: str) -> bool:
    """Whether a number is taken for one of departments, or of clauses, of which nobody spoke."""
    if role.startswith("departments"):
        return not OF_BODIES.search(text)
    return role.startswith("township_clauses") and not CLAUSES_COUNTED.search(text)


def bounds(op: str, number: int) -> Bounds:
    """A comparison as bounds."""
    return {
        "=": (number, number),
        ">=": (number, None),
        ">": (number + 1, None),
        "<": (0, max(0, number - 1)),
        "<=": (0, number),
    }[op]


_RANGE = regex("[个项条类家次份]?(?:部门|单位|事项)?(?:到|至|~|～|-|—)")
"""Between two numbers, from one to the other: 两条到四条."""


def between(
    numbers: Sequence[tuple[int, str, int]], what: str, items: Sequence[Item]
) -> Bounds | None:
    """The bounds that numbers set together: each as (where it stands, its role, itself); None: there are none.

    Raises:
        Refusal: they do not go together.
    """
    if len(numbers) == 2:
        (first, _, low), (last, _, high) = numbers
        if low < high and _RANGE.fullmatch(plain(items[first + 1 : last])):
            return low, high
    found: list[tuple[bool, Bounds]] = []
    for at, role, number in numbers:
        said = comparison(items, at)
        op = said or (role.removeprefix(what) if bounded(items) else "=")
        found.append((not said, bounds(op, number)))
    if not found:
        return None
    unsaid = min(guessed for guessed, _ in found)
    own = {bound for guessed, bound in found if guessed is unsaid}
    low = max(low for low, _ in own)
    highs = [high for _, high in own if high is not None]
    high_of_all = min(highs, default=None)
    if (unsaid and len(own) > 1) or (high_of_all is not None and high_of_all < low):
        told = "说了几个不同的部门数或条款数，不知道以哪个为准 (several different numbers)"
        raise Refusal(Status.NOT_UNDERSTOOD, told)
    return low, high_of_all


def counted_as(count: str, text: str) -> str:
    """What is counted (``Question.count``), by what a mean is said to be of: 平均每项几个部门."""
    if count in ("average", "departments") and PER_DUTY.search(text):
        own = not OF_BODIES.search(text) and CLAUSES_COUNTED.search(text)
        return "average_clauses" if own else "average_departments"
    if count == "average" and (per := _PER_GROUP.search(text)):
        return "per_category" if per["category"] or per["categories"] else "per_department"
    return count


_PER_GROUP = regex(
    "每[一Ⓝ]?个?(?:事项)?(?:(?P<category>类别?)|(?:承接|牵头|上级|配合|县级)*(?P<department>部门|单位|局))"
    "|(?:per|each|every) (?:(?P<categories>category)|(?P<departments>department|bureau|office|body))"
)
"""A mean over categories or departments: 平均每个类别有几项."""

_LONG = regex(
    "(?P<about>[多余来几])?(?:个|大)?[项条件](?:的)?(?:基本|配合|收回|上收|主责|被?上级(?:部门)?收回|履职)"
)
"""What follows a number that says how long a list is: 30项配合履职事项."""
_WITHIN = regex("(?:个|大)?[项条件](?:事项?|工作)?(?:里|中|当中|之中|内)")
"""What follows a number that says how many a selection has: 收回的52项里."""
_STATED = regex("[项条件](?:吧|呢|哈|左右|的话)?[,，]其中")
"""What follows a number that says it in passing: 一共204项吧,其中."""
_SHORTEST = 5
"""A list is longer than that: 同一条配合事项 is one row."""
_THESE = regex("(?P<about>[多余来几])?(?:个|大)?[项条件]")
"""What follows a number behind 这, 那 that says how many a selection has: 那三十来项."""
_PART = regex("[前后头末第哪有少多超于到近约足过是为][ ]?$")
"""What before a number says that it is another's: 前30项, 少于30项, 有30项."""


def counted(
    marks: Sequence[Mark], items: Sequence[Item], question: Question, planner: Planner
) -> list[Mark]:
    """The marks without numbers that say how many duties the lists asked about have.

    Raises:
        Refusal: a number says so and is wrong; the right one is told.
    """
    kept = []
    for mark in marks:
        if mark.role != "none" or not _is_total(mark, items):
            kept.append(mark)
            continue
        frame = question.other if question.relation == "of" and question.other else question.frame
        for whole in _wholes(frame):
            total = planner.count(whole, 0).total
            if _agrees(total, mark, items):
                break
        else:
            lists = "、".join(LIST_NAMES[kind] for kind in frame.lists) or "清单"
            told = f"所问的{lists}有 {total} 项，不是 {mark.number} 项，请核对"
            raise Refusal(Status.NOT_UNDERSTOOD, told)
    return kept


def _wholes(frame: Frame) -> Iterator[Frame]:
    """What a number may be the whole of: the lists that are asked about, or what a body or category has there."""
    whole = replace(Frame(), lists=frame.lists, townships=frame.townships, places=frame.places)
    yield whole
    if frame.categories:
        yield replace(whole, categories=frame.categories)
    if frame.bodies:
        yield replace(whole, bodies=frame.bodies, joint=frame.joint)


def _agrees(total: int, mark: Mark, items: Sequence[Item]) -> bool:
    """Whether a list is as long as was said: 30项, 一百多项, 三十来项."""
    said = mark.number or 0
    after = "".join(item.key for item in items[mark.at + 1 : mark.at + 12])
    match = _LONG.match(after) or _THESE.match(after)
    about = match["about"] if match else None
    step = int(10 ** (len(str(said)) - 1))
    if about is None:
        return total == said
    return abs(total - said) <= step // 2 if about == "来" else said <= total < said + step


def _is_total(mark: Mark, items: Sequence[Item]) -> bool:
    if mark.item.key != NUMBER or (mark.number or 0) < _SHORTEST:
        return False
    after = "".join(item.key for item in items[mark.at + 1 : mark.at + 12])
    whole = _LONG.match(after) or _WITHIN.match(after) or _STATED.match(after)
    if words_before(items, mark.at, 1) in ("这", "那"):
        whole = whole or _THESE.match(after)
    return bool(whole) and not _PART.search(words_before(items, mark.at, 2))


def within(marks: Sequence[Mark], items: Sequence[Item]) -> list[Mark]:
    """The marks, of which numbers that say how many there are to choose from bound nothing: 收回的52项里."""
    return [replace(mark, role="none") if _is_total(mark, items) else mark for mark in marks]


def of_all_places(question: Question, text: str, planner: Planner) -> Question:
    """A yes or no about all townships, which is to hold of each of them: in all five townships, 五个乡镇都.

    Raises:
        Refusal: as many are spoken of as there are not.
    """
    frame = question.frame
    if question.ask is not Ask.BOOLEAN:
        return question
    if question.test == "exists":
        return _had_by_all(question, text, planner)
    if frame.townships:
        return question
    said = _ALL_PLACES.search(text)
    if question.test == "more" or not said:
        return question
    every = tuple(planner.townships(frame))
    if said["count"] and value(said["count"]) != len(every):
        raise Refusal(Status.NOT_UNDERSTOOD, f"没有看懂“{said[0]}”说的是哪几个乡镇")
    return replace(question, frame=replace(frame, townships=every, places=()))


def _had_by_all(question: Question, text: str, planner: Planner) -> Question:
    """The question whether there is such a duty, in each of the townships where all are to have it."""
    frame = question.frame
    if not _ALL_HAVE.search(text):
        return question
    whole = tuple(planner.townships(frame)) if _LISTS_OF_ALL.search(text) else ()
    towns = frame.townships if len(frame.townships) > 1 else whole
    if not towns:
        return question
    frame = replace(frame, townships=towns, places=())
    return replace(question, frame=frame, parties="everywhere")


_ALL_HAVE = regex("[都均](?:有|已|被|列|写|收|在)|(?i:\\b(?:all|each|both|every)\\b)")
_LISTS_OF_ALL = regex(
    "(?:[两二三四五六七八九十Ⓝ]|各|每|所有|全部|这几)个?(?:乡镇街?道?|镇街|街道|地方)[^,，。?？]{0,12}[都均]|(?i:\\b(?:all|each|every)(?: of)?(?: the)? (?:[a-z]+ )?(?:townships?|towns|places|lists))"
)
"""五个乡镇的收回清单里是不是都有: whether each of them has such a duty."""
_ALL_PLACES = regex(
    r"\b(?:all|every|each|both)(?: of)?(?: the)?(?: (?:two|three|four|five|loaded))? (?:townships?|towns?|places|lists)\b|(?:(?P<count>[两二三四五六七八九十])|各|每|所有|全部|这几)个?(?:乡镇街?道?|镇街|街道|地方|[地县乡镇])(?:[里中]|当中)?(?:是不是|是否)?(?:无一例外)?(?:都|全|统统|一律|均)"
)
"""All townships, of each of which a yes is to hold."""


def clauses_counted(question: Question, whole: str) -> Question | None:
    """The question how many clauses a duty has (of the township, the departments, or both); None: none are counted.

    ``whole`` is what is said beside the names.
    """
    counted = _CLAUSES_COUNTED.search(whole)
    if counted is None:
        return _of_one_duty(question, whole)
    if question.ask is Ask.CLAUSES:
        side = "both" if _OF_BOTH_SIDES.search(whole) else question.side
        if _TOWNS_OWN.search(whole):
            return replace(question, count="clauses", side="township", actors=())
        return replace(question, count="clauses", side=side)
    plain = not (question.count or question.other or question.rank)
    if question.ask is not Ask.NUMBER or not plain or not question.frame.topic:
        return None
    own = not (question.frame.bodies or _UPPER.search(whole[: counted.end()]))
    side = "both" if _OF_BOTH_SIDES.search(whole) else "township" if own else "superior"
    return replace(question, ask=Ask.CLAUSES, count="clauses", side=side)


def _of_one_duty(question: Question, whole: str) -> Question | None:
    """The same where only *how many* of one duty is said: 那项,写给县公安局干的有几条; None: it is of many duties.

    Raises:
        Refusal: it is not said whose clauses are meant.
    """
    frame = question.frame
    plain = not (question.count or question.other or question.rank or frame.lists)
    if question.ask is not Ask.NUMBER or not plain:
        return None
    if not _ITS_CLAUSES.search(whole) or _MANY_ROWS.search(whole):
        return None
    if len(frame.words) == 1 and not frame.topic and not frame.words[0].negated:
        frame = replace(frame, topic=frame.words[0].texts[0], words=())
    if not frame.topic or frame.words:
        return None
    question = replace(question, frame=frame)
    if _UPPER_SIDE.search(whole):
        return replace(question, ask=Ask.CLAUSES, count="clauses", side="superior")
    if frame.bodies:
        return replace(
            question,
            ask=Ask.CLAUSES,
            count="clauses",
            side="superior",
            actors=frame.bodies,
            frame=replace(frame, bodies=()),
        )
    if _OWN.search(whole):
        return replace(question, ask=Ask.CLAUSES, count="clauses", side="township")
    raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂数的是哪一方的职责条款，请写明乡镇还是部门")


_UPPER_SIDE = regex("(?:部门|上级|上面|[县市区]里)[^,，]{0,4}(?:一?边|一?方|那头)")
_ITS_CLAUSES = regex("(?<![哪那这])(?:几|多少)[条句点](?!以上|以下|配合|收回|基本)")
_MANY_ROWS = regex(
    "配合事项|收回事项|基本事项|履职事项|清单|事项里|涉及|有关|相关|名称|写[着到]|提到|含有|带有|一共有?几项"
)
_OWN = regex("自己|本[乡镇]|[乡镇][里上]|我们|咱|街道")
_CLAUSES_COUNTED = regex(
    "(?:职责|条款|条文)(?:数一?数)?[^,，。?？;；平均比最超每至]{0,6}?(?<![哪那这])(?:几|多少)[条款句点](?!以上|以下)|(?:职责|条款)数(?:一?数|量)?(?:有|是)?多少"
    "|(?i:\\bhow many (?:separate |different |single |numbered )?(?:clauses|steps|responsibilities)\\b)"
)
"""It is asked how many clauses there are: 县水利局名下的职责有几条."""
_OF_BOTH_SIDES = regex(
    "(?:[县市区]里?|部门|上级|单位)(?:那[边头])?的?(?:加上?|和|与|跟|、|连)[^,，。]{0,8}自己|[县市区][里上]的?[和与跟、加]?[乡镇][里上]|两边|双方|两栏|两级"
)
"""Those of the departments and the township's: 市里的加上乡里自己的."""
_TOWNS_OWN = regex("(?i)\\bclauses (?:is|does|has|must|do) (?: |the )*(?:town|township)\\b")
"""The township's own: how many clauses is the town given."""
_UPPER = regex("(?:上级|部门|县里|市里|区里|县级|市级|局里?)的?[^,，。]{0,4}(?:职责|条款)")
"""Those of the departments: 上级部门职责."""
