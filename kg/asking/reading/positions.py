"""Positions: rows asked for by where they stand: 打头的三条, 最后一项, 第20到25项, the last two items."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.asking.frame import Ask, Frame, Question, Rank, Refusal, Status
from kg.asking.planning.plan import Planner
from kg.asking.reading.cues import OF_BODIES, Cues, plain
from kg.asking.reading.heads import AGAINST, Guess, with_head, with_role
from kg.asking.reading.marks import Trace
from kg.asking.reading.operators import RANKED
from kg.asking.reading.tokens import NUMBER, Item, value
from kg.frozen import frozen
from kg.patterns import regex

ROLE = "number"
"""The role of a running number."""
_ROWS = "(?:(?:条|项|件|行)(?:事|事项)?(?!清单)|个事项|个(?=是|[,，?？]|$))"
_SAID = "(?:处|部|面|头|里|上)?(?:写|列|排|出现|登)?的?(?:这|那)?"
_HEAD = regex(
    "(?:领衔|排头|打头|开头|开篇|起头|最前面|最前头?|前面|最靠前|靠前|领头|最?先|一上来|最上面|顶上|首|头|前)"
    f"{_SAID}Ⓝ{_ROWS}"
)
"""打头的三条, 前五项, 头一条, 最先写的五件."""
_TAIL = regex(
    "(?:最后|最靠后|末尾|最末尾?|最末端|末端|尾部|收尾|压轴|(?<=[的单表])后|垫底|殿后|打底|结尾|尾巴|最底下|最下面|尾|末)"
    f"{_SAID}Ⓝ{_ROWS}|倒数Ⓝ{_ROWS}"
)
"""最后一条, 末尾三项, 倒数三条."""
_FROM_END = regex(f"倒数第Ⓝ(?:{_ROWS}|个(?:配合|收回|基本)?(?:事项)?|[位名]?(?=[,，。?？]|$))")
"""倒数第二条."""
_ENGLISH = regex(
    r"\b(?P<end>first|opening|last|final) (?P<number>Ⓝ )?(?:(?:basic|cooperation|reclaimed|Ⓒ) )?(?:items?|duties|duty|rows?|entry|entries|things?|tasks?)\b(?= (?:on|of|in|from|under)\b)"
)
"""the first three duties on …, the last item of …."""
_LIST = regex("接走|收走|接过|那一串|清单|事项|履职|名单|单子|表|配合|收回|基本|list")
COUNTED = regex(
    "[最较更]?[多少](?:的|[?。,， ]|$)|[从按]多|[从按]少|最[长短高低大小]|most|fewest|largest|smallest|longest|shortest"
)
"""最多的前三项 are told by a count."""


_UNIT = "[个项条号件行]?"
_THROUGH = regex(
    rf"{_UNIT}\s*(?:一?直?到|至|~|～|-|—|–|－|through|thru|to|until)+\s*第?\s*", re.IGNORECASE
)
"""Between the first and the last of a run of numbers: 第20到25项, 第3项至第8项, items 3-8."""
_ALSO = regex(
    rf"{_UNIT}\s*(?:(?:、|以?及|和|与|跟|还有|and|&)\s*(?:and\s*)?第?|[,，]\s*第)\s*", re.IGNORECASE
)
"""Between two of several numbers: 第33、35和40项."""
_LONGEST = 500
"""No run of numbers is longer."""


@frozen
class _End:
    """Rows at an end as a phrase tells them: from where, and the items of the phrase and its number."""

    label: str
    first: int
    last: int
    number: int


def _end(items: Sequence[Item]) -> _End | None:
    """What a Chinese phrase says of rows at an end of a list."""
    text, at = _spread(items)
    for pattern, label in ((_HEAD, "asc"), (_FROM_END, "desc from"), (_TAIL, "desc")):
        if match := pattern.search(text):
            number = at[text.index(NUMBER, match.start())]
            return _End(label, at[match.start()], at[match.end() - 1], number)
    return None


def at_end(question: Question, text: str, trace: Trace, planner: Planner) -> Question:
    """The question of another thing than which rows they are (最后一项谁承接), with their running numbers.

    Raises:
        Refusal: of which list or place is not said.
    """
    question = _of_selected(_nth(question, text), trace, planner)
    frame = question.frame
    if question.ask in (Ask.DUTIES, Ask.NUMBER) or question.other or COUNTED.search(text):
        return question
    told = None if frame.rows or frame.topic else _end(trace.items)
    if told is None:
        return question
    n = value(_said(trace, told.number, told.number))
    towns = planner.townships(frame)
    if not n or len(frame.lists) != 1 or len(towns) != 1:
        phrase = _said(trace, told.first, told.last)
        raise Refusal(Status.NOT_UNDERSTOOD, f"“{phrase}”要说明是哪个乡镇的哪张清单")
    whole = replace(Frame(), lists=frame.lists, townships=tuple(towns))
    total = planner.count(whole, 0).total
    found = {
        "asc": range(1, n + 1),
        "desc": range(max(1, total - n + 1), total + 1),
        "desc from": range(total - n + 1, total - n + 2),
    }[told.label]
    return replace(question, frame=replace(frame, numbers=tuple(found)), rank=None)


_OF_SELECTED = regex(
    "Ⓒ[那这]?[Ⓝ一]?[类块口摊]?(?:的|里面?|中|下|头|,|事项)*(?:(?:挨个)?(?:排|数|列|轮)(?:在|到|过去|下来)*,?)?第Ⓝ(?:[条项件个位]|的)"
)
"""What stands at a place among the duties of a category: 应急管理那一类的第二条."""

_OF_BODIES = regex(
    "Ⓑ[^第Ⓝ]{0,24}(?:那些|这些|事项|条目|任务)(?:(?:里|中|当中)?面?[,，]?(?:数|排在?)?第Ⓝ个"
    "|[^第Ⓝ]{0,4}(?:按[^,，第Ⓝ]{0,8}|挨个|顺着|依次)(?:数|排|列)?(?:下来|过去|下去)?[,，]?(?:数|排在?|轮到)*第Ⓝ[个项条])"
    "|按[^,，Ⓝ]{0,6}(?:先后|顺序|次序)[^,，Ⓝ]{0,4}[,，]?[^Ⓝ]{0,20}Ⓑ[^Ⓝ]{0,20}第Ⓝ[项条个]"
)
"""What stands at a place among the duties of a body: 甲局在乙镇配合清单里的那些事项,第三个."""


_IN_ORDER = regex(
    "(?:排|位列|列|数|轮)(?:在|到|着)?第Ⓝ[位名个项条件]?(?:的|是|叫|[,，。?？]|$)"
    "|(?:顺序|次序|先后|序号|依次|挨个|顺排|从[上前头][往到]?[下后尾]?)[^,，第Ⓝ]{0,6}[,，]?[^,，第Ⓝ]{0,16}第Ⓝ[位名个项条件]?"
)
"""What stands at a place in the order of the list, where nothing is counted: 排第三的是什么, 按先后第三件."""
_BY_FIGURES = regex("[条项件个次部门款]数|数量|(?<!多)多少|频次")
"""An order by figures."""


def _of_selected(question: Question, trace: Trace, planner: Planner) -> Question:
    """The question for the n-th duty of a category or body, whose running number is another.

    Where nothing says so, no row of that running number is among them, so that it can only be meant so.
    """
    frame = question.frame
    text = _spread(trace.items)[0]
    match = _OF_SELECTED.search(text) if frame.categories else _OF_BODIES.search(text)
    limited = frame.categories or frame.bodies
    first, last = min(frame.numbers, default=0), max(frame.numbers, default=0)
    among = first and limited and not (frame.topic or frame.rows or frame.words or question.rank)
    if not (among and len(frame.lists) == 1) or question.ask is not Ask.DUTIES or question.other:
        return question
    if last - first + 1 != len(frame.numbers):
        return question
    whole = replace(frame, numbers=())
    if not (match and first == last):
        own = frame.places or tuple({ref.place for ref in frame.bodies if ref.place})
        towns = planner.townships(replace(frame, places=own))
        if planner.count(frame, 0).total or len(towns) != 1:
            return question
        if planner.count(whole, 0).total < last:
            return question
    rank = Rank(number=last, most=False, start=first, by="number")
    return replace(question, frame=whole, rank=rank, where=False)


def _said(trace: Trace, first: int, last: int) -> str:
    """The words of these items."""
    tokens = trace.tokens[trace.items[first].first : trace.items[last].last]
    return "".join(token.text for token in tokens)


_ORDINALS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
)
_NTH = regex(
    rf"\b(?:(?P<word>{'|'.join(_ORDINALS)})|(?P<digits>\d{{1,3}})(?:st|nd|rd|th)) "
    r"(?:cooperation |reclaimed |basic |own )?(?:items?|duty|entry|row)\b",
    re.IGNORECASE,
)
"""The third cooperation duty of a place."""


def _nth(question: Question, text: str) -> Question:
    """The question about the n-th row, told in English."""
    match = _NTH.search(text)
    if match is None or COUNTED.search(text) or question.frame.numbers or question.frame.topic:
        return question
    word = (match["word"] or "").casefold()
    n = _ORDINALS.index(word) + 1 if word else int(match["digits"])
    return replace(question, frame=replace(question.frame, numbers=(n,)), rank=None)


def positioned(guess: Guess, cues: Cues, items: Sequence[Item]) -> Guess:
    """The guess, with the rank by running number that a phrase says; any other guess as it is."""
    guess = _chained(guess, items)
    kind = guess.best("kind")
    if not kind.startswith(("duties", "departments")) or not _LIST.search(cues.text):
        return guess
    if COUNTED.search(cues.text):
        return guess
    text, at = _spread(items)
    among = _OF_SELECTED.search(text) or _OF_BODIES.search(text)
    if among is None and not _BY_FIGURES.search(text) and not _FROM_END.search(text):
        among = _IN_ORDER.search(text)
    if kind.startswith("duties") and among:
        place = at[text.index(NUMBER, text.rindex("第", among.start(), among.end()))]
        return _ranked(guess, "asc from", place)
    told = _end(items)
    if kind.startswith("departments"):  # of whose rows they are: at_end
        return with_role(guess, told.number, ROLE, 0.9) if told else guess
    if told is not None:
        return _ranked(guess, told.label, told.number)
    match = _ENGLISH.search(text)
    if match is None:
        return guess
    label = "asc" if match["end"] in ("first", "opening") else "desc"
    number = at[match.start("number")] if match["number"] else None
    return _ranked(guess, label, number)


def _chained(guess: Guess, items: Sequence[Item]) -> Guess:
    """The guess, with every number of a run of running numbers as one."""
    last: int | None = None
    for at, item in enumerate(items):
        if item.key != NUMBER:
            continue
        role = guess.roles[at][0][0] if guess.roles[at] else ""
        if last is not None and not role.startswith(ROLE):  # number2: of the other selection
            between = plain(items[last + 1 : at])
            if _THROUGH.fullmatch(between) or _ALSO.fullmatch(between):
                guess, role = with_role(guess, at, ROLE, 0.9), ROLE
        last = at if role.startswith(ROLE) else None
    return guess


def numbers(found: Sequence[tuple[int, int]], items: Sequence[Item]) -> tuple[int, ...]:
    """The running numbers asked for, of (where it stands, number); of 第20到25项 those between, too."""
    asked: dict[int, None] = {}
    before: tuple[int, int] | None = None
    for at, number in sorted(found):
        if before is not None and 0 < number - before[1] < _LONGEST:
            between = plain(items[before[0] + 1 : at])
            if _THROUGH.fullmatch(between):
                asked |= dict.fromkeys(range(before[1] + 1, number))
        asked[number] = None
        before = (at, number)
    return tuple(asked)


def _ranked(guess: Guess, label: str, number: int | None) -> Guess:
    order, *start = label.split()
    told = "1" if number is None else "n"
    guess = with_head(guess, "rank", " ".join(("number", order, told, *start)))
    kind = guess.best("kind").removesuffix("/source")
    guess = with_head(guess, "kind", kind)
    return guess if number is None else with_role(guess, number, "place" if start else "first", 0.9)


def _spread(items: Sequence[Item]) -> tuple[str, list[int]]:
    """The skeleton as one text with single blanks, and the item each character belongs to."""
    text, at = "", list[int]()
    for n, item in enumerate(items):
        key = re.sub(r"\s+", " ", item.key)
        if key == " " and text.endswith(" "):
            continue
        text += key
        at += [n] * len(key)
    return text, at


_LEAST = regex(
    "(?<!多)少|最短|最低|末[位尾]|垫底|倒数|最后|最小|轻|fewest|least|smallest|shortest|lightest|lowest|bottom"
)
_MOST = regex(
    "最?多(?!少)|最长|最高|最大|居首|第一|头[一名]|前[Ⓝ几]|重|most|largest|longest|heaviest|busiest|greatest|highest|biggest|top"
)


_OF_CLAUSES = regex(
    "条|职责|步|长|短|多|clause|long|short|step|detail|part|work|heavy|heaviest|load"
)


_MOST_CLAUSES = regex("(?:条款|职责|条文)(?:的?条?数|的?数量)?最[多少长短]")
"""Clauses are counted: 乡镇职责条款最多的是哪一项."""


def ranking(label: str, cues: Cues, kind: str) -> float:
    """How well an order that was guessed goes with what is said: 1, or less."""
    if kind.split("/", maxsplit=1)[0] not in RANKED:
        return AGAINST if label else 1.0
    of_rows = label.startswith(("departments", "township_clauses"))
    if label and of_rows is not kind.startswith("duties"):
        return AGAINST**2
    if label and not cues.has("rank"):
        return AGAINST
    if label.startswith("departments") and (
        not OF_BODIES.search(cues.text) or _MOST_CLAUSES.search(cues.text)
    ):
        return AGAINST**2  # nobody spoke of departments
    if label.startswith("township_clauses") and not _OF_CLAUSES.search(cues.text):
        return AGAINST**2
    least, most = _LEAST.search(cues.text), _MOST.search(cues.text)
    if label and bool(least) is not bool(most) and (" asc " in f"{label} ") is not bool(least):
        return AGAINST
    if not label and cues.has("rank"):
        return 0.1
    return 1.0


def ordered(guess: Guess, cues: Cues) -> Guess:
    """The guess, fewest where fewest is said: an order that was guessed from the other end is turned.

    Of an English order with a place in it (the second-shortest) that place is meant.
    """
    label = guess.best("rank")
    least, most = _LEAST.search(cues.text), _MOST.search(cues.text)
    if not label or label.startswith("number") or bool(least) is bool(most):
        return guess
    by, _, *rest = label.split()
    place = _PLACED.search(cues.text)
    rest = [str(_PLACES.index(place["nth"]) + 2), "from"] if place else rest
    return with_head(guess, "rank", " ".join((by, "asc" if least else "desc", *rest)))


_PLACES = ("second", "third", "fourth", "fifth")
_PLACED = regex(
    rf"\b(?P<nth>{'|'.join(_PLACES)})[ -](?:most|fewest|least|(?:long|short|larg|small|bigg|high|low|busi|great|heavi|light)est)\b"
)
"""A place in an order: the second-shortest list, the third most duties."""


_MORE_OF = regex(
    "Ⓣ[^,，Ⓣ?？。]{0,4}[多少]?(?:一些|些)?还是Ⓣ[^,，Ⓣ?？。]{0,4}[多少](?:一些|些)?[?？。 ]*$|Ⓣ[^Ⓣ?？。]*Ⓣ[^Ⓣ?？。]*(?:哪(?:[一Ⓝ]?[家边头]|里|儿|[一Ⓝ]?个(?!部门|单位|局))|谁)(?!的?(?:部门|单位|局))[^,，。?？ⒷⓀ]*?(?:更|要|比较|较|[条项件个总]数量?|数量)?(?:[多大小]|(?<!多)少)(?:一?[些点])?[?？。 ]*$"
)
"""Which of two places has more: 住建局派的活,甲镇和乙镇比,谁那儿更多; 甲镇多还是乙镇多."""
_MORE_IS = regex(
    "Ⓣ[^Ⓣ?？。]*Ⓣ[^Ⓣ?？。ⒷⓀ]*(?:更|要|比较|较)[多少](?:一?[些点])?的(?:乡镇|街道|镇|乡|地方|一?[方边家])?是(?:哪|谁)[^,，。?？]{0,6}[?？。 ]*$"
)
"""收回事项更多的是哪一个: the same with what has more first."""


def more_of(text: str) -> str:
    """Which of two places has more is asked, or which has fewer: the order, as heads say it; "" for neither."""
    match = _MORE_OF.search(text) or _MORE_IS.search(text)
    ways = re.findall("[多少大小]", match[0]) if match else ()
    return f"count {'desc' if ways[-1] in '多大' else 'asc'} 1" if ways else ""
