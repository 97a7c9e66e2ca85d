"""Wholes: what a question says before a share, or of all places or lists, that was not understood."""

from __future__ import annotations

from kg.asking.frame import GROUPS, ROWS, Ask, Question
from kg.asking.planning.refusing import Rule, see_used
from kg.patterns import regex


def see_whole(question: Question, text: str) -> None:
    """Pass a question (and its skeleton) of which the whole, or the group that is asked for, was understood.

    Raises:
        Refusal: it was not.
    """
    see_used(question, text, _PASSED_OVER, _LONGEST)


_LONGEST = 12


def _of_a_free_whole(question: Question) -> bool:
    other = question.other
    return question.count == "percent" and other is not None and not other.narrowed


def _rows(question: Question) -> bool:
    plain = not (question.other or question.rank or question.having)
    return question.ask is Ask.DUTIES and plain


def _all_rows(question: Question) -> bool:
    return _rows(question) and not question.frame.narrowed


def _of_any(question: Question) -> bool:
    """Whether categories of some lists are asked for, wherever they are."""
    return question.ask is Ask.CATEGORIES and not (
        question.other or question.parties or question.rank
    )


def _townships_by_rows(question: Question) -> bool:
    rank = question.rank
    return question.ask is Ask.TOWNSHIPS and rank is not None and rank.by == "count"


def _taken_away(question: Question) -> bool:
    return question.relation.endswith("minus")


def _had_by_all(question: Question) -> bool:
    return bool(question.frame.in_all)


def _of_one_list(question: Question) -> bool:
    return question.ask is Ask.DUTIES and len(question.frame.lists) == 1


def _groups(question: Question) -> bool:
    return question.ask in GROUPS


def _plain_number(question: Question) -> bool:
    return question.ask is Ask.NUMBER and not question.count


def _mean(question: Question) -> bool:
    return question.count.startswith(("average", "per_"))


def _clauses(question: Question) -> bool:
    return question.ask is Ask.CLAUSES


def _mean_of_a_row(question: Question) -> bool:
    return question.count in ("average_departments", "average_clauses")


def _of_some_rows(question: Question) -> bool:
    """Whether groups are asked for that have some rows of a kind, perhaps others besides."""
    return question.ask is Ask.CATEGORIES and question.frame.narrowed


def _more(question: Question) -> bool:
    return question.test == "more"


def _exists(question: Question) -> bool:
    return question.test == "exists"


def _any(question: Question) -> bool:
    return True


def _of_all_acts(question: Question) -> bool:
    """Whether rows are taken whatever is done in them."""
    frame = question.frame
    named = frame.words or frame.topic or frame.rows or frame.numbers or question.other
    return not named and question.ask is not Ask.BOOLEAN


def _numbered(question: Question) -> bool:
    return bool(question.frame.numbers)


def _ranked(question: Question) -> bool:
    return question.rank is not None


def _share(question: Question) -> bool:
    return question.count == "percent"


def _share_of_lists(question: Question) -> bool:
    """Whether the whole of a share is a whole list."""
    return _share(question) and _of_a_free_whole(question)


def _of_a_topic(question: Question) -> bool:
    return question.ask in ROWS and bool(question.frame.topic)


def _ranked_bodies(question: Question) -> bool:
    return question.ask is Ask.DEPARTMENTS and question.rank is not None


def _ranked_sizes_of_basic(question: Question) -> bool:
    rank = question.rank
    sized = rank is not None and rank.by in ("departments", "clauses", "upper")
    return sized and question.frame.lists == ("basic",)


def _numbered_count(question: Question) -> bool:
    return _plain_number(question) and bool(question.frame.numbers)


def _rows_ranked(question: Question) -> bool:
    return question.ask is Ask.DUTIES and question.rank is not None


def _groups_of_all(question: Question) -> bool:
    """Whether departments or townships of all places are ranked."""
    frame = question.frame
    return (
        question.ask in GROUPS
        and question.rank is not None
        and not (frame.townships or frame.places)
    )


def _joint_apart(question: Question) -> bool:
    """Whether one row is to have bodies of two counties."""
    frame = question.frame
    return frame.joint and len({ref.place for ref in frame.bodies if ref.place}) > 1


def _alone(question: Question) -> bool:
    return question.frame.departments == (1, 1)


def _townships_bounded(question: Question) -> bool:
    return question.ask is Ask.TOWNSHIPS and question.having is not None


def _yes_or_no(question: Question) -> bool:
    return question.ask is Ask.BOOLEAN


_PASSED_OVER: tuple[Rule, ...] = (
    (
        _of_a_free_whole,
        regex(
            "^(?:[^,，:：]*[ⒷⒸ]|[^,，:：]*(?:Ⓝ[个家](?!乡|镇|县|市|地|清单)|只有|独家|单独))[^,，:：]*[,，:：](?![^占]*占[^,，]{0,6}(?:全|总|整|所有))[^,，:：]*(?:[ⒷⒸ]|只有|独家|单独)[^,，:：]*(?:百分|比例|几成|比重)"
        ),
        "没有看懂占的是什么",
    ),
    (
        _of_a_free_whole,
        regex("[ⒷⒸ].*(?:占其中|占该类?|占这[类些]|占它们|占里[头面])"),
        "没有看懂占的是什么",
    ),
    (_rows, regex("(?:的|[数位]的?)(?:事项)?(?:类别|门类|大类)[?？。 ]*$"), "请问“哪些类别”"),
    (
        _of_any,
        regex(
            "(?:Ⓝ|各|几|所有|每)[份张个地家]?[^,，。?？哪]{0,12}(?:[都均皆全](?!列|报|写|给|要|说)|个个|无一例外|共有|交集)"
        ),
        "请问“五个乡镇都有的类别”",
    ),
    (
        _townships_by_rows,
        regex(
            "(?:部门|单位|[局机]构?)(?:的)?(?:数量|个数|家数|数)|(?:涉及|牵扯|对应|有)的?(?:部门|单位)(?:最[多少]|[排第])|number of (?:departments|bureaus|offices)"
        ),
        "乡镇只按事项数排，部门数请逐个乡镇问",
    ),
    (
        _had_by_all,
        regex("(?:只|就|仅|唯)[有在]?[一1Ⓝ](?:个|家)?(?:乡镇|地方|地|镇|家)"),
        "请问“只有某地有的”",
    ),
    (
        _of_one_list,
        regex("哪[些几][项件个条]?[是归属在][^,，。]{0,6}哪[些几][项件个条]?[是归属在]"),
        "请分开问",
    ),
    (_groups, regex("居中|中位|中间那?[一Ⓝ]?[个类项]|不[多上]不[少下]"), "请问第几多的"),
    (
        _plain_number,
        regex(
            "各个?(?:大)?(?:类别?|门类|部门|单位)(?:的|各|有)*(?:事项|收回|配合|有)*(?:数|几|多少)"
        ),
        "一次只能回答一个数，请逐个问",
    ),
    (
        _mean,
        regex(
            "(?:平均|均值|项均|件均)[^,，。?？]{0,8}最[高低多少大小]|highest average|lowest average"
        ),
        "平均数不能排名",
    ),
    (
        _mean,
        regex(
            "(?:县|区|市|州|乡镇|镇|乡|街道|地方?|类别?)[^,，。?？]{0,8}(?:几|多少|Ⓝ)[个家]?(?:不同的?|上级)?(?:部门|单位|[委办]?局)"
        ),
        "请问“平均每项几个部门”",
    ),
    (
        _mean_of_a_row,
        regex("[每各Ⓝ]一?[个家]?(?:县|区|市|州|乡镇|镇|乡|街道|地方|地|类)"),
        "请问“平均每项几个部门”",
    ),
    (
        _clauses,
        regex("(?:[头前第末]|最[前后初末])Ⓝ?(?:几)?[步句]|(?:头|最[前后])[Ⓝ几][条点项]"),
        "这里把条款全列出来",
    ),
    (
        _all_rows,
        regex("(?:向|往|给|跟)(?:[县市区州]|上)(?:里|级|上|面)?[^,，。]{0,3}(?:报|汇报|交)"),
        "请写明报给哪个部门",
    ),
    (
        _ranked_bodies,
        regex(
            "(?:部门|单位|牵头的?|局)(?:数|数量)?(?:最|[较更])?[多少]的?(?:是|为)?哪[Ⓝ一几]?[项件个条桩](?!部门|单位|局)"
        ),
        "请先问是哪一项，再问它的部门",
    ),
    (
        _ranked_sizes_of_basic,
        regex("[^,，。]{0,8}(?:最|第)[^,，。]{0,4}"),
        "基本履职事项不写部门和职责条款",
    ),
    (
        _of_a_topic,
        regex(
            '(?:部门|单位|县里|乡镇|[镇乡]里|街道)(?:需要|要|得|须)(?:做好?|搞|开展)?[“"]?Ⓚ[”"]?的'
        ),
        "请问“条款里写到某几个字的”",
    ),
    (
        _numbered_count,
        regex("(?:乡镇|[镇乡][里上]|街道|部门|县里|上级)[^,，。]{0,8}(?:几|多少|Ⓝ)[条点句步款]"),
        "请问这一项的职责",
    ),
    (_rows, regex("[是有为]?哪[Ⓝ几些一]?[句段](?!不)"), "请问某一项的职责"),
    (
        _share,
        regex(
            "各[自占]|分别[占是]|最[高低大小]|(?:是不是|是否|有没有|有无)[^,，。]{0,12}(?:超|过|到|达|满|足|一半|半数)|吗[?？。 ]*$"
        ),
        "这里只算一个占百分之几",
    ),
    (
        _of_some_rows,
        regex("哪[些几一Ⓝ]?个?类.{0,16}(?:全部|全都|全是|都|均|一律|没有|不含|不涉及)"),
        "是其中有一项就算，还是每一项都要",
    ),
    (
        _of_all_acts,
        regex(
            "(?:收回|接走?|承接|拿走|上收)了?的?(?:行政)?(?:处罚|奖励|考核|检疫|审批|许可|登记|核发|认定)(?![局办事])"
        ),
        "请把要找的字写在引号里",
    ),
    (
        _numbered,
        regex("Ⓝ[项条件](?:事项)?(?:及|和)?(?:其)?(?:以后|之后|往后|开始|以前|之前|往前|起)"),
        "请写明是第几项到第几项",
    ),
    (
        _numbered,
        regex(
            "Ⓝ[项条件][^,，。]{0,8}[和与跟及、]第?Ⓝ[项条件][^,，。]{0,10}[哪谁][^,，。]{0,10}[多少长短]"
        ),
        "请逐项问",
    ),
    (
        _exists,
        regex("(?:也|同样)(?:是|由|归)[^,，。]{0,10}(?:单独|独家|独自|一家)[^,，。]{0,6}[吗么]"),
        "请逐个乡镇问",
    ),
    (
        _ranked,
        regex("最[多少高低大小][^,，。?？]{0,8}(?:里|中|当中|内)[^?？。]{0,12}最[多少高低大小]"),
        "请一步一步问",
    ),
    (
        _any,
        regex("(?:数|是|为|等于)(?:零|0)(?![0-9.])|[零0][个家项条](?![0-9])"),
        "请问没有的是哪些",
    ),
    (_rows, regex("正中|中间的?[那这]?[一Ⓝ][项条个件]"), "请问“第几项”"),
    (
        _more,
        regex("(?:部门|单位|类别|条款|职责)的?(?:总|个|家|条)?(?:数|数量|数目)"),
        "这里只比事项数，请分别问",
    ),
    (
        _exists,
        regex("是否[^,，。]{0,4}(?:一致|一样|相同|相等)|(?:一致|一样|相同)(?:吗|么|不|与否)"),
        "请问“两边都有的是哪些”",
    ),
    (
        _of_any,
        regex("(?:全部|全都|全|统统|一概|都)(?:被|给)?(?:收回|上收|收走|收了|接走|拿走)"),
        "请逐个类别问还剩几项",
    ),
    (
        _any,
        regex("[市县区]委(?:的|各个?|所有|下属)*(?:部门|单位|机构)(?![的]?清单)"),
        "请写明是哪些部门",
    ),
    (
        _share_of_lists,
        regex(
            "[ⒸⒷ][^,，占]{0,8}[里中][面头]?[^,，占]{0,4}(?:几|多少)[^,，占]{0,4}[是被属归](?:收回|上收|配合|基本)"
        ),
        "请写明占什么的百分之几",
    ),
    (
        _townships_bounded,
        regex(
            "(?:恰好?|正好|刚好|只有|至少|至多|不少于|不多于|超过)[有在]?Ⓝ个?(?:乡镇|镇|乡|地方?|家)"
        ),
        "请写明是哪几个乡镇",
    ),
    (
        _alone,
        regex(
            r"^(?!.*\b(?:one|single|alone|sole\w*|bod(?:y|ies)|department|bureau|office)s?\b)[^.!?]*\bonly\b[^.!?ⒷⓉ]*[.!] "
        ),
        "请在问句里写明",
    ),
    (_share, regex("(?:Ⓝ|几)张(?:清单|表)的?(?:比例|占比|比重)"), "请问哪一张占百分之几"),
    (
        _plain_number,
        regex(
            "(?:职责|条款|任务|分工)(?:条款|条文)?[^,，。]{0,2}(?:共|总共|一共|合计|加起来|总计)[^,，。]{0,2}(?:多少|几|Ⓝ)条"
        ),
        "这里数的是事项，不数条款",
    ),
    (
        _rows_ranked,
        regex(
            "(?:县|乡镇|地方?|州|部门|[委办]?局|单位|类别?)(?:的|之间)?(?:排名|排序|排行|名次|位次|排队)"
        ),
        "请问“哪个乡镇最多”或“哪个部门最多”",
    ),
    (
        _groups_of_all,
        regex("^(?!.*(?:部门|单位|[委办]?局|乡|镇|县|市|地|州|类|[ⒷⓉⓅ])).*(?:哪[Ⓝ一几]?家|谁)"),
        "请写明问的是部门还是乡镇",
    ),
    (
        _joint_apart,
        regex("[^,，。]{0,4}(?:[都均皆]|同时|共同|一起|一道)[^,，。]{0,4}"),
        "两个县的部门不会列在同一项里，请问“两个县都有的事项”",
    ),
    (_any, regex("[,，]Ⓣ(?:那边|这边)?呢[?？。 ]*$"), "请分开问"),
    (
        _yes_or_no,
        regex('(?:[回说讲]|答复|回复)[他她们人家]{0,2}Ⓝ?[句声]?[,，:：]?[“"](?=[^”"]*[ⓀⓃ不没])'),
        "请直接问乡镇还要不要做",
    ),
    (_taken_away, regex("Ⓣ[和与、跟及同]Ⓣ[^,，。]{0,6}[都均皆全][没不未无]"), "请分别问"),
    (
        _taken_away,
        regex(
            "^[^没不未无非减除差缺]*(?:交集|都(?:有|出现|在)|共有|同时|既[是有在]?.*[又还也])[^没不未无非减除差缺]*$"
        ),
        "请问“都有的是哪些”",
    ),
)
"""Whether a question does without it, the words, and how to ask."""
