"""Unread: what a question says is not passed over where rows are selected."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from kg.asking.frame import Question, Refusal, Status
from kg.asking.reading.cues import CLAUSE
from kg.asking.reading.marks import Trace
from kg.asking.reading.tokens import Token
from kg.asking.spans import Linked, Span, SpanKind
from kg.patterns import regex

_LEAST = 2
_TOO_MUCH = 4
"""Characters: 具体村名 is a condition, 取整 is none."""


def see_all_read(
    question: Question,
    rest: Sequence[str],
    trace: Trace,
    linked: Linked,
    generic: Collection[str],
    stems: Collection[str],
) -> None:
    """See that nothing is left out (``rest``) of a selection that changes it (:func:`unread`), nor the stem of a body.

    Where all rows of lists are taken, nothing is left out but single characters, nor a piece of a duty's name; behind
    words that are looked for nothing is.

    Raises:
        Refusal: something would be; it says what.
    """
    every = _whole_lists(question)
    lost = unread(rest, generic, trace.cues.text, _LEAST if every else _TOO_MUCH)
    lost = lost or next((run for run in rest if any(stem in run for stem in stems)), "")
    lost = lost or (_unused_name(trace.tokens, trace.topical, linked.spans) if every else "")
    if question.frame.words:
        beside = (run for run in rest if f"Ⓚ{run}" in trace.cues.text)
        lost = lost or next(beside, "")
    if lost:
        raise Refusal(Status.NOT_UNDERSTOOD, f"没有用上“{lost}”，不知道它在这里的意思")


def _whole_lists(question: Question) -> bool:
    """Whether all rows of lists are taken, so that any word that was passed over may have limited them."""
    frame = question.frame
    told = question.rank or question.having or question.other or question.then
    return not (frame.narrowed or frame.in_all or frame.in_none or told or question.count)


def _unused_name(found: Sequence[Token], topical: Sequence[bool], spans: Sequence[Span]) -> str:
    """A piece of a duty's name that was passed over; "" for none."""
    used = {
        n
        for token, tag in zip(found, topical, strict=True)
        if tag
        for n in range(token.start, token.end)
    }
    topics = (s for s in spans if s.kind is SpanKind.TOPIC)
    return next((s.text for s in topics if used.isdisjoint(range(s.start, s.end))), "")


def unread(
    rest: Sequence[str], generic: Collection[str], text: str = "", most: int = _TOO_MUCH
) -> str:
    """What of leftovers is too much (``most`` characters) to be left out of a selection; "" where nothing is.

    Words that say nothing (``generic``) and who asks are not counted. Where a place is told of whose list it
    is, at the beginning of the skeleton ``text``, no word is left out.
    """
    if place := _STRANGE.match(text):
        return place["name"]
    if beside := _ONE_OF_TWO.search(text):
        return beside["word"]
    ends = _ends(text)
    for clause in filter(_LIMITING.search, ends):
        if len(_BARE.sub("", clause)) >= _LEAST:
            return clause
    for run in rest:
        if text.startswith(run) and run not in generic and _ITS_LIST.match(text, len(run)):
            return run
        bare = _HASTE.sub("", _SAYING.sub("", run))
        for word in sorted(generic, key=len, reverse=True):
            if len(word) > 1 and word in bare:
                bare = bare.replace(word, "")
        if _STEEP.search(run) or (len(bare) >= most and not _is_aside(run, ends)):
            return run
    return ""


def _is_aside(run: str, ends: Sequence[str]) -> bool:
    """Whether words stand in a first or last clause that names nothing and limits nothing: 报表就差这一格."""
    said = _NUMERALS.sub("Ⓝ", run)
    return any((run in clause or said in clause) and not _LIMITS.search(clause) for clause in ends)


def _ends(text: str) -> Sequence[str]:
    """The first and the last clause of a skeleton of several."""
    clauses = [clause["said"] for clause in CLAUSE.finditer(text)]
    return (clauses[0], clauses[-1]) if len(clauses) > 1 else ()


_LIMITING = regex(
    "^(?![我咱俺这给写]|.*(?:谁|哪|几|多少|什么|[ⒷⓉⓅⒸⓀⓊⓃ]|配合|收回|基本|事项|清单|部门|单位|名称|标题|条款|职责|方式|乡镇|类))(?:[只仅光就]|.*的(?:那一?[种类些]|那部分)$|(?!.*(?:这样|情况|事情)).*的$)"
)
"""A clause that only limits: 只算夜里做的, 冬天要做的那种."""
_BARE = regex("[只仅光就算看要做的那种类些一部分给我用想统列都]")
_NUMERALS = regex("[0-9一二两三四五六七八九十百]+")
_LIMITS = regex(
    "[ⒷⓉⓅⒸⓀⓊ]|谁|哪|几|多少|什么|吗|配合|收回|基本|主责|上收|清单|事项|的$|只|除|不|没|非|未|外|含|算"
)
"""What a clause has that asks, or may limit what is asked."""


_ITS_LIST = regex("的?(?:配合|收回|基本|主责)(?:履职)?(?:事项|清单)")
_STRANGE = regex(
    f"(?P<name>[\u4e00-\u9fff]{{1,4}}[湾沟城郊屯庄村坝滩川岭塘桥堡寨营洼洲浜港]){_ITS_LIST.pattern}"
)
"""A place that nothing knows, at the beginning: 西南湾的配合事项."""
_ONE_OF_TWO = regex(
    "(?:名称?|名字|标题|题目|条款|职责|方式)[里中上]?(?:面)?[既]?(?:没有?|无|[不未][含带提写有])[有着过]?(?P<word>[\u4e00-\u9fff]{2,6}?)(?:这个?[字词])?"
    "[,，]?[也又且]?(?:没有?|无|[不未][含带提写有])[有着过]?Ⓚ"
)
"""A word beside another that was read as one to be looked for: 名称里没有安全也没有Ⓚ."""
_STEEP = regex(
    "最|更(?![新换正改])|排[个一了下]?[队序名位]|仅|独一|[头末]一[个家条项]|席|[屈位名]居|交椅|座次|名次|[冠亚季]军|榜眼|探花"
)
"""What picks or compares is never left out, however short: 挂得更勤, 条目最扎堆."""
_HASTE = regex(
    "我?(?:翻|看|找|查|读)了[几Ⓝ两]遍|帮我(?:快点|赶紧|尽快)?(?:数|查|看|列|算|找)?|统统|通通"
)
"""What people in haste say beside a question: 我翻了两遍, 帮我快点数."""
_SAYING = regex(
    "保留[^,，。]{0,2}位小数|四?舍五入(?:到|取)?(?:整数?|个位)?|我们?局|你们?局|咱们?|我们|挂(?:了?名|的)?|[条清]单[里中上]?|^单[里中上]?|条目|给我|列(?:一下|出来?|给)?|对账|履职|事项|数量|放一?(?:块儿?|起)(?:统计|算|看)?|统计|总条数|总项数|[镇乡]?三张清单|一下|麻烦|请|合起来|牵涉|涉及|牵头|负责|主管|主办|承办|经办"
    "|(?:材料|名单|表格?|资料|手续)?(?:初?审|报|办|收|核|排?查|写|填|登记)(?:完|好|齐|过)了?"
)
