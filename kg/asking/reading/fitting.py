"""Fitting: what was understood must use every name that was said, and its parts must go together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from kg.asking.frame import LISTS, Ask, Frame, Question, Refusal, Status
from kg.asking.lexicon import Lexicon
from kg.asking.planning.convening import CONVENED, JOINTLY, convening
from kg.asking.planning.grounds import on_exclusion
from kg.asking.planning.omissions import see_none_omitted
from kg.asking.planning.plan import Planner
from kg.asking.planning.sides import (
    also_there,
    apart,
    body_against_body,
    categories_both,
    of_each,
    of_one_county,
    of_rows_apart,
    of_the_other,
    one_not_other,
)
from kg.asking.planning.wholes import see_whole
from kg.asking.reading.cues import OF_BODIES, without_whether
from kg.asking.reading.leftovers import no_longer, short_word
from kg.asking.reading.marks import Mark, Trace
from kg.asking.reading.numbers import of_all_places
from kg.asking.reading.positions import at_end
from kg.asking.reading.selections import of_upper, once, own_places
from kg.asking.reading.telling import ASKED, PARTS
from kg.asking.reading.tokens import BODY, CATEGORY, PLACES, TOPIC, Token
from kg.folding import has_chinese
from kg.patterns import regex

_OF_ROWS = (Ask.DUTIES, Ask.NUMBER, Ask.TOWNSHIPS, Ask.CATEGORIES)
"""What is answered of a set of rows: every name said limits it."""

_OURS = regex("(?:我们?|咱们?|俺们?|本)(?:委|局|单位|部门|中心|院|会|队)(?!员)")
"""Who speaks of an office of theirs: 我委, 本局."""

_WHOLE = 16
"""Characters of a sentence beside its names, above which it hardly asks for a whole list."""


def fitting(
    marks: Sequence[Mark], found: Sequence[Token], question: Question, lexicon: Lexicon
) -> None:
    """Pass a question that has all the names which were said.

    Raises:
        Refusal: one is not in what was understood; it is named.
    """
    have = set(_used(question))
    for mark in marks:
        if mark.span is None or not mark.span.iris or not _limits(mark, question):
            continue
        if have.isdisjoint(mark.span.iris) and not _lies_in(mark, have, lexicon):
            raise Refusal(Status.NOT_UNDERSTOOD, f"没有看懂“{mark.text}”在这里的意思")
    unread = _beside_left_out(marks, found)
    if unread:
        raise Refusal(Status.NOT_UNDERSTOOD, f"没有看懂“{unread}”在这里的意思，请写上部门的名称")
    text = "".join("Ⓑ" if t.key == BODY else t.text for t in found)
    named = BODY in text
    speaker = _OURS.search(text)
    if speaker and not named and question.ask in (*_OF_ROWS, Ask.BOOLEAN):
        raise Refusal(Status.NOT_UNDERSTOOD, f"没有看懂“{speaker[0]}”是哪个部门，请写上名称")
    if question.ask is Ask.DEPARTMENTS and question.rank and not question.frame.lists:
        raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂比的是哪张清单，请写明配合事项还是收回事项")


def one_thing(question: Question, text: str, whole: str) -> None:
    """Pass a question of rows that asks for one thing, and not for what no column tells.

    Raises:
        Refusal: two numbers are asked for, or rows that are marked 牵头 whoever it is.
    """
    frame = question.frame
    rows = question.ask in _OF_ROWS and not (frame.topic or frame.rows or frame.words)
    marked = question.parties == "conveners"
    if (
        rows
        and not (frame.bodies or marked)
        and "basic" not in frame.lists
        and CONVENED.search(text)
        and not JOINTLY.search(text)
    ):
        raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂“牵头”在这里的意思，请写上部门的名称")
    bounds = (frame.departments, frame.clauses, question.having)
    if any(b and b[1] is None for b in bounds) and (most := _AT_MOST.search(whole)):
        raise Refusal(Status.NOT_UNDERSTOOD, f"没有用上“{most[0]}”，不知道它在这里的意思")
    if question.count == "difference" and (frame.topic or frame.rows):
        raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂相差的是哪两个数")
    if rows and (alone := _ONLY_THERE.search(whole)) and not (frame.in_none or question.other):
        raise Refusal(Status.NOT_UNDERSTOOD, f"没有用上“{alone[0]}”，请问“某镇独有的是哪些”")
    if question.ask is Ask.TOWNSHIPS and frame.in_all:
        raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂“都有”在这里的意思")
    if question.excluded and question.ask is Ask.NUMBER and not question.count:
        raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂数的是事项还是部门")
    if question.having and question.ask is Ask.DUTIES:
        raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂几项以上说的是部门、乡镇还是类别")
    picks = question.ask in (Ask.DEPARTMENTS, Ask.TOWNSHIPS) and not question.negate
    if picks and (odd := _ODD_ONE.search(whole)):
        raise Refusal(
            Status.NOT_UNDERSTOOD,
            f"没有用上“{odd[0]}”，请问有一个地方的部门和其他地方不一样，是哪里",
        )
    due = _DUE.search(text) if rows else None
    if due:
        raise Refusal(
            Status.NOT_UNDERSTOOD, f"没有用上“{_NAME.sub('…', due[0])}”，不知道它在这里的意思"
        )
    if question.ask is Ask.DUTIES and frame.categories and frame.numbers and _NTH.search(text):
        raise Refusal(
            Status.NOT_UNDERSTOOD,
            "不知道是整张清单的第几项，还是这一类里的第几项；请只写序号，或写明是这一类里的第几项",
        )
    if question.ask is Ask.BOOLEAN:
        soon = _SOON.search(text)
        if soon:
            told = f"没有用上“{_NAME.sub('…', soon['due'] or soon['till'])}”，不知道它在这里的意思"
            raise Refusal(Status.NOT_UNDERSTOOD, told)
        if question.test in LISTS and _NOT_SO.search(without_whether(text)):
            raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂问的是是还是不是，请问“是不是”")
    if question.ask is Ask.BOOLEAN and not (frame.topic or frame.rows):
        if question.test != "exists" and not frame.numbers and _SELECTS.match(whole.strip()):
            raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂问的是哪一件事项")
        _either(question, text)
    free = not (frame.limited or frame.lists or question.rank)
    if question.ask is Ask.CATEGORIES and free and _ONE_DUTY.search(text):
        raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂问的是哪一件事项的类别")
    if question.count == "difference" and _MORE_THERE.search(text):
        raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂比的是什么，请问“哪些乡镇的……比……多”")
    if question.count == "difference" and question.rank:
        raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂比的是什么，请问最多的和最少的乡镇相差几项")
    if question.where and not (frame.limited or question.other or frame.discontinued is not None):
        told = "没有看懂问的是哪一件事项的序号；比多少请问哪个乡镇最多"
        raise Refusal(Status.NOT_UNDERSTOOD, told)
    counts = [part for part in PARTS.split(whole) if ASKED["count"].search(part)]
    if question.ask is Ask.NUMBER and question.other is None and len(counts) > 1:
        raise Refusal(Status.NOT_UNDERSTOOD, "一次只能回答一个数，请分开问")


def _either(question: Question, text: str) -> None:
    """Pass a yes or no about some row of a selection.

    Raises:
        Refusal: it is asked about every row, or whether there is none, or of how many there are.
    """
    found = _TOTAL.search(text) or (question.test == "exists" and _EVERY.search(text))
    if found and not _SOME.search(text):
        raise Refusal(
            Status.NOT_UNDERSTOOD,
            f"没有看懂“{_NAME.sub('…', found[0])}”在这里的意思，请问有几项、有哪些",
        )
    if question.test == "exists" and _NONE.search(without_whether(text)) and not _SOME.search(text):
        raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂问的是有还是没有，请问“有没有”")


_ODD_ONE = regex(
    "唯独|偏偏|例外|[跟和与同](?:[他外](?=[县乡镇地])|其他|其它|别的?|另外|其余|别处)[^,，]{0,6}(?:不一样|不同|不是一)"
)
"""One place is set against all others."""
_AT_MOST = regex("至多|顶多|不超过|不多于|最多(?![的数])")
"""What sets an upper bound."""
_ONLY_THERE = regex("唯独|独有|独一份|才有的|别处(?:都)?没有")
"""What one place alone has."""
_ONE_DUTY = regex("[那这][一Ⓝ]?[项条件桩档](?:子)?(?:事情?|工作|活)?[,，]|的(?:事情?|活|工作)[,，]")
"""One duty is spoken of: 管狗那项,放在哪个类目."""
_MORE_THERE = regex("比[^,，。]*[多少]的[^,，。几哪多]{0,6}(?:[几哪Ⓝ]|多少)[个些家]?")
"""It is asked where there are more: 配合比基本多的有几个."""
_DUE = regex(
    "每(?:[一两Ⓝ]个?)?(?:年|月|季度?|周|星期|天|日)|[Ⓝ半几一两]个?(?:小时|工作日|天|日|月|年)(?:之内|以内|内)"
)
"""How often or how soon something is due, which no column tells."""
_SOON = regex(
    f"(?:是不是|是否|必须)(?:必须|要|得|在)*(?P<due>{_DUE.pattern})|(?P<till>{_DUE.pattern})[^,，。]{{0,4}}(?:就行|就可以|就好|对吗|对吧)"
)
"""Whether something is due so soon: 是不是两小时内报就行."""
_NOT_SO = regex("(?:不(?:属于|是|算|在)|没有?被?(?:收|列)|非)[^,，。]*(?:[吗吧么]|对[吗吧不]|[?])")
"""A list that something is said not to be on: 不属于基本事项对吧."""
_NTH = regex("Ⓒ类?(?:的|里|中|事项)*(?:配合|收回|基本)(?:的|里|中|事项|清单)*第Ⓝ[项条件]")
"""A number of a list or of a category in it: 民生服务类配合事项第三项."""
_TOTAL = regex("(?:共|总共|合计|总数|总计|[有是为达])Ⓝ[项条件](?!以[上下内]|清单)")
"""How many there are: 共28项, 对吗."""
_EVERY = regex(
    r"\b(?:every|all|each)\b|每[一Ⓝ]?个?[项条件]?|所有|全部|全都|全是|都(?!有[吗么嘛])|均"
)
_NONE = regex("没有?|[一Ⓝ][项条件个]也?都?不")
_SELECTS = regex("(?:配合|收回|基本)(?:履职)?(?:事项|清单)(?:里面|当中|[里中上])?(?:有|没|不|无)")
"""What selects rows and is no duty: 配合事项里没有某局的."""
_NAME = regex("[ⓉⓅⒷⓀⒸⓃ]")
"""A name or number in the skeleton."""
_SOME = regex(
    r"\b(?:any|there)\b|有没有|有无|是否有|存不存在|(?<![没只仅])有(?:[吗么嘛]|(?:哪|[一几Ⓝ])[项条件个些])"
)
"""What asks whether there is one."""


def selecting(question: Question, text: str, trace: Trace, planner: Planner) -> Question:
    """The question with selections that hold together: both sides, the whole of a share, marked conveners.

    Raises:
        Refusal: names that are to be the same, a mark of conveners, or words left out could not be used.
    """
    question = of_one_county(own_places(body_against_body(question, planner)))
    question = of_upper(question, text)
    question = one_not_other(of_each(question, trace.cues.text), trace.cues.text)
    question = at_end(no_longer(short_word(question, text), text), text, trace, planner)
    question = of_the_other(also_there(question, text, planner), trace.cues.text)
    question = of_all_places(_of_both(question, text), text, planner)
    question = categories_both(apart(question, trace.cues.text), trace.cues.text)
    question = of_rows_apart(question, trace.cues.text)
    question = convening(once(_of_whole(question), text, planner), trace.cues.text, planner)
    if trace.cues.values("where") and question.ask in (Ask.DUTIES, Ask.NUMBER):
        _sought(question)
    if trace.cues.has("exclusion"):
        on_exclusion(question, planner)
    elif question.excluded and not (question.parties or question.frame.limited):
        raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂问的是哪些事项里的部门")
    figures = question.rank or question.having
    if figures and question.relation in ("departments-minus", "departments-and"):
        raise Refusal(
            Status.NOT_UNDERSTOOD, "没有看懂怎样比，请先问几项以上的部门有哪些，再问哪些没有收回"
        )
    differs = "number/difference" in "|".join(trace.cues.values("kind")).split("|")
    if differs and question.ask is Ask.NUMBER and not (question.other or question.count):
        raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂相差的是哪两个数")
    _see_ranked(question, trace)
    see_none_omitted(question, trace.cues.text)
    see_whole(question, trace.cues.text)
    return question


_BY_ROWS = regex("(?:项|件|次)数|(?i:\\btop)")
"""Departments are in an order by their rows: 部门项数第四名."""


def _see_ranked(question: Question, trace: Trace) -> None:
    """Pass a question of rows that are in an order, if one was said.

    Raises:
        Refusal: the order would be left out: 排在最前头的两个.
    """
    frame = question.frame
    free = not (frame.topic or frame.rows or frame.numbers or question.parties or question.other)
    by_bodies = question.ask is Ask.DUTIES and question.rank and question.rank.by == "departments"
    said = trace.cues.text
    if by_bodies and (not OF_BODIES.search(said) or _BY_ROWS.search(said)):
        raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂按什么排先后，请写明按序号还是按部门多少")
    if question.ask is not Ask.DUTIES or question.rank or not free:
        return
    for cue in trace.cues.found:
        if cue.effect == "rank":
            told = f"没有用上“{_NAME.sub('…', cue.text)}”，不知道它在这里的意思"
            raise Refusal(Status.NOT_UNDERSTOOD, told)


def _sought(question: Question) -> None:
    """Pass a question that says that words stand somewhere, if something limits the duties.

    Raises:
        Refusal: all duties of a list would be the answer, the words being lost.
    """
    frame = question.frame
    whole = Frame(lists=frame.lists, townships=frame.townships, places=frame.places)
    if frame == whole and not (
        question.other or question.rank or question.having or question.where
    ):
        raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂要找的是哪些字；请把要找的字写在引号里")


def _of_both(question: Question, text: str) -> Question:
    """The question, rows that two townships both have (甲、乙两边都要做的) being those of both.

    Raises:
        Refusal: their names are to be the same, and it was not understood of which.
    """
    frame = question.frame
    if _SAME_NAME.search(text) and not (question.relation == "both" or frame.in_all):
        raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂怎样比名称；请问“甲、乙两边都有的是哪些”")
    alone = question.ask is Ask.DUTIES and not (question.other or question.rank or frame.topic)
    if not alone or len(frame.townships) != 1 or len(frame.in_all) != 1 or frame.in_none:
        return question
    if not _BOTH_SIDES.search(text):
        return question
    other = replace(frame, townships=frame.in_all, in_all=())
    return replace(question, frame=replace(frame, in_all=()), other=other, relation="both")


_SAME_NAME = regex("名[称字](?:完全|都|也)*(?:一样|相同|一致|一字不差)|同名")
"""Rows are wanted whose names are the same: 名称完全一样的是哪项."""
_BOTH_SIDES = regex(
    "两[边地家头处]|两个?(?:乡|镇|乡镇|街道|地方)|双方|两份|both (?:towns|townships|of them|lists|sides)"
)


def _of_whole(question: Question) -> Question:
    """The question, the whole of a share being where its part is: 承接（含与别家一起）的占比."""
    frame, other = question.frame, question.other
    if question.relation != "of" or question.count != "percent" or other is None:
        return question
    if not (frame.townships and other.townships) or set(frame.townships) <= set(other.townships):
        return question
    return replace(question, other=replace(other, townships=frame.townships, places=frame.places))


def _beside_left_out(marks: Sequence[Mark], found: Sequence[Token]) -> str:
    """Words that stand beside a body which is left out, as if they were one: apart from education and Ⓑ."""
    ordered = sorted(marks, key=lambda mark: mark.item.first)
    for one, two in pairwise(ordered):
        words, body = (one, two) if one.item.key == TOPIC else (two, one)
        if words.item.key != TOPIC or body.item.key != BODY or body.role not in _LEFT_OUT:
            continue
        between = "".join(token.text for token in found[one.item.last : two.item.first])
        if between == "," and has_chinese(words.text):
            continue  # 除开县卫健局,救治管控这项工作
        if _JOINED.fullmatch(between):
            return words.text
    return ""


_LEFT_OUT = ("except", "without")
_JOINED = regex(" ?(?:,|、|和|与|跟|及|以及|,? ?(?:and|or)(?: the)?) ?")


def _limits(mark: Mark, question: Question) -> bool:
    """Whether a name has to be in what was understood; who asks, or is told of, need not be."""
    if mark.item.key not in (BODY, CATEGORY):
        return mark.item.key in PLACES
    return (
        question.ask in _OF_ROWS
        and not question.where
        and not (question.ask is Ask.TOWNSHIPS and question.frame.topic)
    )


def _used(question: Question) -> Iterator[str]:
    """The IRI of every name that what was understood holds."""
    for frame in (question.frame, question.other):
        if frame is None:
            continue
        yield from (*frame.townships, *frame.places, *frame.in_all, *frame.in_none)
        yield from (*frame.categories, *frame.other_categories)
        for ref in (*frame.bodies, *frame.without):
            yield from ref.bodies
    for ref in (*question.actors, *question.asker):
        yield from ref.bodies
    yield from question.excluded


def _lies_in(mark: Mark, have: set[str], lexicon: Lexicon) -> bool:
    """Whether a place just tells where a township lies that is there, or a township stands for its."""
    iris = set(mark.span.iris) if mark.span else set()
    townships = [t for t in have if t in lexicon.townships]
    if any(iris & {*lexicon.townships[t].places} for t in townships):
        return True
    above = {p for t in iris if t in lexicon.townships for p in lexicon.townships[t].places}
    return bool(above & have)
