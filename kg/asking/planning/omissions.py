"""Omissions: words by which a question limits, orders or counts, and that what was understood does without."""

from __future__ import annotations

from kg.asking.frame import GROUPS, Ask, Question
from kg.asking.planning.refusing import Rule, see_used
from kg.patterns import regex

_OF_ROWS = (Ask.DUTIES, Ask.NUMBER)
_CLAUSES = ("clauses", "upper")


def see_none_omitted(question: Question, text: str) -> None:
    """Pass a question (and its skeleton) of which no such word was left out.

    Raises:
        Refusal: one was; it is named.
    """
    see_used(question, text, _OMITTED)


def _leaves_out(question: Question) -> bool:
    """Whether bodies, categories, places or words are left out."""
    frame = question.frame
    out = frame.without or frame.other_categories or frame.in_none or question.excluded
    return bool(out) or any(words.negated for words in frame.words)


def _keeps_all(question: Question) -> bool:
    """Whether nothing is left out of the rows that are asked for."""
    frame = question.frame
    narrowed = frame.rows is not None or frame.numbers or frame.discontinued is not None
    rows = question.ask in _OF_ROWS and not (question.other or question.rank or question.notes)
    return rows and not (narrowed or _leaves_out(question))


def _counts_no_clauses(question: Question) -> bool:
    """Whether rows are asked for, however many clauses they have."""
    frame, rank = question.frame, question.rank
    bound = frame.clauses or frame.upper or (rank and rank.by in _CLAUSES)
    return question.ask in _OF_ROWS and not (bound or question.count or question.other)


def _of_any_taker(question: Question) -> bool:
    """Whether rows of what was taken back are asked for, taken over by somebody or not."""
    frame = question.frame
    rows = question.ask in _OF_ROWS and frame.lists == ("reclaimed",) and not question.count
    free = not (frame.bodies or frame.topic or frame.rows or frame.departments or question.other)
    return rows and free and frame.discontinued is None


def _keeps_all_english(question: Question) -> bool:
    """Whether nothing is left out of what an English question asks for."""
    out = _leaves_out(question) or question.negate
    return question.english and not (out or question.other or question.then)


def _by_other_figures(question: Question) -> bool:
    """Whether rows are ranked, but not by clauses."""
    rank = question.rank
    return question.english and rank is not None and rank.by not in _CLAUSES


def _of_departments(question: Question) -> bool:
    return question.english and question.ask is Ask.DEPARTMENTS


def _rows_apart(question: Question) -> bool:
    return question.english and _apart(question)


def _not_from_end(question: Question) -> bool:
    """Whether rows are asked for by no place from the end of the list."""
    rank = question.rank
    return question.ask is Ask.DUTIES and (rank is None or (rank.by == "number" and not rank.most))


def _placed_twice(question: Question) -> bool:
    """Whether rows have a running number and a place in an order at once."""
    return question.ask is Ask.DUTIES and bool(question.frame.numbers and question.rank)


def _placed(question: Question) -> bool:
    """Whether rows are asked for by a place."""
    rank = question.rank
    by_number = rank is not None and rank.by == "number"
    return question.ask is Ask.DUTIES and bool(question.frame.numbers or by_number)


def _either_of_two(question: Question) -> bool:
    """Whether so many departments are wanted as are named, of which one would do."""
    frame = question.frame
    count = len(frame.bodies)
    return count > 1 and not frame.joint and frame.departments == (count, count)


def _not_beside(question: Question) -> bool:
    frame = question.frame
    return question.ask is Ask.DEPARTMENTS and bool(frame.bodies) and question.parties != "together"


def _the_first(question: Question) -> bool:
    rank = question.rank
    return rank is not None and rank.by != "number" and rank.number == 1 and rank.start == 1


def _had_by_others(question: Question) -> bool:
    """Whether rows of one place are asked for that others may have, too."""
    frame = question.frame
    named = frame.topic or frame.rows or frame.words or frame.bodies or question.other
    return question.ask in _OF_ROWS and not (frame.in_none or named or question.count)


def _alone(question: Question) -> bool:
    """Whether rows are asked for beside which no others stand."""
    compared = question.other or question.frame.in_all or question.compared
    return question.ask in _OF_ROWS and not (compared or question.count == "difference")


def _no_average(question: Question) -> bool:
    means = ("average", "per_")
    return question.ask is Ask.NUMBER and not question.count.startswith(means)


def _no_share(question: Question) -> bool:
    return question.ask is Ask.NUMBER and question.count not in ("percent", "difference")


def _exists(question: Question) -> bool:
    return question.ask is Ask.BOOLEAN and question.test == "exists"


def _have_it_not(question: Question) -> bool:
    return question.ask is Ask.TOWNSHIPS and question.negate


def _told_not_counted(question: Question) -> bool:
    return question.ask is Ask.CLAUSES and not question.count


def _bodies_bounded(question: Question) -> bool:
    return question.ask is Ask.DEPARTMENTS and question.having is not None


def _of_several(question: Question) -> bool:
    """Whether rows of bodies are asked for, whoever else stands in them."""
    frame = question.frame
    plain = not (frame.departments or frame.in_none or question.other or question.actors)
    return question.ask in _OF_ROWS and bool(frame.bodies) and plain and not question.parties


def _of_all_rows(question: Question) -> bool:
    """Whether the departments of all rows of a list are asked for."""
    frame = question.frame
    narrowed = frame.numbers or frame.topic or frame.rows or frame.words or question.rank
    return question.ask is Ask.DEPARTMENTS and not (narrowed or question.having)


def _of_places(question: Question) -> bool:
    return question.count == "average"


def _apart(question: Question) -> bool:
    return question.ask is Ask.DUTIES and question.other is not None


def _unordered(question: Question) -> bool:
    frame = question.frame
    of_lists = not (frame.topic or frame.rows or question.then)
    return question.ask in GROUPS and question.rank is None and of_lists


def _up(question: Question) -> bool:
    return question.rank is None or question.rank.most


def _down(question: Question) -> bool:
    return question.rank is None or not question.rank.most


def _plain_number(question: Question) -> bool:
    return question.ask is Ask.NUMBER and not (question.count or question.then)


def _of_one_selection(question: Question) -> bool:
    """Whether the categories or departments of one selection are asked for, of a duty in one place at most."""
    frame = question.frame
    asked = question.ask in (Ask.CATEGORIES, Ask.DEPARTMENTS) and question.other is None
    return question.english and asked and len(frame.townships) <= 1


def _ranked_together(question: Question) -> bool:
    """Whether departments of all places are ranked as one."""
    together = not (question.group or question.each)
    return question.ask is Ask.DEPARTMENTS and question.rank is not None and together


def _rows_of_others(question: Question) -> bool:
    """Whether rows are asked for that another selection has not, of whatever category."""
    frame = question.frame
    apart = question.other or frame.in_none or frame.in_all
    return question.ask is Ask.DUTIES and bool(apart) and not frame.categories


def _had_by_all(question: Question) -> bool:
    """Whether rows are asked for that all places have in the same list."""
    return question.ask in _OF_ROWS and bool(question.frame.in_all)


_OMITTED: tuple[Rule, ...] = (
    (
        _keeps_all,
        regex(
            "(?:其余|剩余|余下|剩下|还剩)(?!的?[两三四五六几ⓃⓉ]|个|各?(?:乡镇|镇|地|县)|[^,，。?？]{0,4}(?:部门|单位|局))"
        ),
        "没有看懂要去掉的是什么",
    ),
    (
        _counts_no_clauses,
        regex(
            "(?:职责|条款)[^。?？]{0,6}条数|(?:职责|条款)的?(?:条数|数量|总数)|(?:多少|几)条(?:职责|条款)"
        ),
        "请问“职责超过（不到）几条的”",
    ),
    (
        _of_any_taker,
        regex(
            "(?<![没未无])[有由][^,，。?？]{0,4}(?:部门|单位)(?:来|在)?(?:承接|接手|接着|接盘|接收|接管)|(?<![没未无])(?:有|明确|写明|注明)了?(?:承接|接手|接收)(?:部门|单位)"
        ),
        "请问“有部门承接的有几项”",
    ),
    (
        _told_not_counted,
        regex("总?条数|总数|合计"),
        "请问“职责条款有几条”",
    ),
    (
        _bodies_bounded,
        regex("(?:职责|条款)[^,，。?？]{0,8}(?:条|Ⓝ)"),
        "请问“哪些事项的职责超过（不到）几条”",
    ),
    (
        _of_several,
        regex(
            "栏?(?<![观风阳])光[有挂写列是]|独[挑扛揽办占]|单[列写挂]了?Ⓑ|包揽|单挑|单扛|独门|一家说了算"
        ),
        "请问“只有某局一个部门的有哪些”",
    ),
    (
        _of_all_rows,
        regex("(?:最后面?|最末|末尾|垫底|压轴|打头|开头|最前面)的?[那这]?[一Ⓝ]?[条项件]"),
        "请写明是第几项",
    ),
    (
        _of_places,
        regex(
            "[一每][个项]?(?:配合|收回|基本)?(?:履职)?事项(?!平均)|(?:职责|[干做管])[^,，。?？]{0,3}(?:几|多少)条"
        ),
        "请问“平均每项几条职责”",
    ),
    (
        _unordered,
        regex("大头|扎堆|居首|之最|冠军|亚军|季军|(?i:\\btop ?[Ⓝ0-9])"),
        "请问最多的（第几多的）是哪个",
    ),
    (
        _apart,
        regex("的[^,，。?？哪]{0,6}(?:部门|单位)[?？。 ]*$"),
        "请问“哪些部门收回了……、没有配合……”",
    ),
    (
        _not_from_end,
        regex(
            "倒数|倒[着过]来?[数念看]|往[回前上]数|从最?(?:末|尾|后|底)[^,，。?？]{0,8}(?:往|开始|数|起)|殿后|(?:排|列|站)(?:在)?最后|(?:最后|末尾|结尾)面?的?[那这]?Ⓝ行"
        ),
        "请问“最后几项”或者“倒数第几项”",
    ),
    (_placed_twice, regex("."), "请问“第几项”或者“最多的是哪一项”"),
    (
        _placed,
        regex(
            "Ⓝ[条项件个]?(?:事项)?(?:的)?(?:紧)?(?:后面|前面|上面|下面|之后|之前|后头|前头|上一|下一|紧挨|紧接|往后一|往前一)|(?:最后|末尾|倒数)[^,，。?？]{0,8}[里中][^,，。?？]{0,4}最?(?:靠前|前面|头)"
        ),
        "请直接问那一项是第几项",
    ),
    (_either_of_two, regex("."), "请问“某局和某局都在、再没有别家的”"),
    (
        _not_beside,
        regex("一[道同并][^,，。?？]{0,4}(?:露|出现|挂|列|写|在)"),
        "请问“还有哪些部门”",
    ),
    (_the_first, regex("第[一Ⓝ]名?之后|仅次于|紧随其后|屈居|次席"), "请问第二多的是哪个"),
    (_had_by_others, regex("专有|独有|特有|独[一Ⓝ]份|独此|专属"), "请问“只有某地有的”"),
    (_alone, regex("减去|减掉|扣减|作差|差值"), "请问相差多少"),
    (_alone, regex("以[^,，。?？]{2,30}为(?:底|基础|基准|准)"), "请问两地都有的"),
    (_no_average, regex("平均|均下来|摊下来"), "请问“平均每个乡镇（每项）几个”"),
    (
        _no_share,
        regex("占[了到去]?(?:多大|多少|几成|几分|百分)|百分[数之比点]"),
        "请问“占百分之几”",
    ),
    (_exists, regex("有的?话[^,，。?？]{0,4}(?:列|报|说|给|写)"), "请问“有哪些”"),
    (
        _have_it_not,
        regex("(?:其余|其他|别的?)[^,，。?？]{0,6}(?:都|全|均)[不没未]"),
        "请问“只有哪个乡镇有”",
    ),
    (
        _keeps_all_english,
        regex(
            r"(?i)(?:^|[.!?;] *)(?:please )?(?:ignore|disregard|forget)\b|\b(?:struck|str(?:ike|iking)) out\b|\bnothing to do with\b|\b(?:lacking|nowhere)\b|\bis (?:it|he|she) (?:missing|absent)\b|\bdisregarding\b"
        ),
        "没有看懂要去掉的是什么 (what is left out was not understood)",
    ),
    (
        _by_other_figures,
        regex(
            r"(?i)\b(?:most|largest|greatest|highest|fewest|smallest|least)\b[^.?!]{0,40}\bclauses\b|\b(?:measured in|by|in terms of) clauses\b"
        ),
        "请问哪一项的条款最多 (which has the most clauses)",
    ),
    (
        _of_departments,
        regex(
            r"(?i)(?:^|[.?!,]\s*)town(?:ship)?s\W*$|\(town(?:ship)?s?\)|\btownship responsibilit(?:y|ies)\b|\b(?:is|are) the town(?:ship)?'s\b|\bthe town(?:ship)?'s (?:own )?(?:part|side|steps?)\b"
        ),
        "请问哪些乡镇，或者乡镇要做什么 (which townships, or what the township does)",
    ),
    (
        _rows_apart,
        regex(r"(?i)^[^.?!]*\b(?:offices|bureaus|bureaux|departments|agencies|bodies)\b"),
        "请问哪些部门 (which departments)",
    ),
    (
        _of_one_selection,
        regex(
            r"(?i)(?:\b(?:three|all|both)\b|Ⓝ)[^.?!]{0,40}\blists?\b[^.?!]{0,30}\bin common\b|\bcommon to (?:all|both|the)\b|\bdut(?:y|ies)\b[^.?!]{0,20}\bin common\b"
        ),
        "请分别问，再比较 (please ask of each alone)",
    ),
    (
        _ranked_together,
        regex(
            "[一每各Ⓝ]个?(?:县市?|地|乡镇|市)[^,，。?？]{0,3}[报列给出写选挑说][一Ⓝ](?:家|个)|逐[个县地一]"
        ),
        "请问“各县分别是哪个”",
    ),
    (
        _rows_of_others,
        regex("(?:类别|门类|大类)(?:(?=[,，])|[^,，。?？]{0,12}(?:设|有)了?[^,，。?？]{0,10}没)"),
        "请问“哪些类别”",
    ),
    (
        _had_by_all,
        regex(
            "(?:还|仍)(?:然|旧|是)?(?:在|由|归|要|得)?(?:镇里|乡里|自己|乡镇)?(?:做|干|承担|保留|管)"
        ),
        "请问“甲镇收回了、乙镇没有收回的”",
    ),
    (_up, regex("升序"), "请问最少的是哪个"),
    (_down, regex("降序"), "请问最多的是哪个"),
    (
        _plain_number,
        regex("均摊|平摊|分摊|匀[给到成]|摊[给到]|[家个]摊"),
        "请问“平均每个乡镇多少项”",
    ),
    (_plain_number, regex("份额|占比|比重|除以|÷"), "请问“占百分之几”"),
)
"""Whether a question does without it, the words, and how to ask."""
