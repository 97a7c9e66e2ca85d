"""Kinds: how far the phrases of a question speak for or against what was learned that it asks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.asking.reading.cues import (
    ASKS_LAST,
    BY_FUNCTION,
    PER_DUTY,
    WHO_MORE,
    Cues,
    told_lists,
)
from kg.asking.reading.guiding.told import EITHER_PLACE, IN_SAME_ROWS, MANY, OF_THESE, ONE_OF
from kg.asking.reading.heads import AGAINST, DOUBTED
from kg.asking.reading.tokens import BODY, NUMBER, PLACES, TOPIC, Item
from kg.patterns import regex

_NARRATED = 8
_OF_A_BODY = ("boolean/leads", "boolean/sole", "clauses/department", "departments/together_with")
_TAKES_AWAY = ("negation", "exclusion", "only", "others", "compare")
_COUNTS = ("number/departments", "number/duties", "number/categories", "number/townships")
"""Counts, which are no means."""
_OPENS = regex(
    r"[^a-z]*(?:(?:in|on|to|from|for|by|under) )?(?:which|what|who|whom|where|how|list|give|show|name)\b"
)
_YES = regex(
    r"(?:can|could|may|must|should|does|do|did|is|are|was|were|has|have|will|(?:is|are|does|do|did|has)n't) "
    r"(?!you|someone|anyone|somebody|anybody|i |we |there|it )",
    re.IGNORECASE,
)
"""An English question that begins so wants a yes or a no."""
_NOBODY = regex("(?:没(?:有)?人|没(?:有)?谁|无人|谁都不|都不)管(?:了|的)?(?:吗|么|嘛|[?。! ]*$)")
_CHINESE = regex("[\u4e00-\u9fff]")
_HOW_MUCH = regex("how many|how much|多少|几")
_OF_KINDS = regex("类|categor")
_WHETHER = regex(
    r"(?:^|[.?!;:,\u2014-] ?)(?:(?:so|and|but|then|now|or|well|please|also|still) )?(?:can|could|may|must|should|shall|does|do|did|is|are|was|were|has|have|had|will|would|(?:is|are|does|do|did|has|have|ca|wo)n't)\b|\bwhether\b|\bif\b|or not|right ?\?|true or false|correct ?\?",
    re.IGNORECASE,
)
"""Where an English question wants a yes or a no: Is it …, whether …, …, right?"""
_MODAL = regex(
    "能不能|可不可以|能否|可否|有权|有没有权|还能|还可以|该不该|^(?:can|may|could|is)|(?:can|may|could|still) "
)
_BODIES = regex("部门|单位|[家局]|depart|bureau")
_TOWNSHIPS = regex("town|count|street|place|where|乡|镇|街道|县|市|谁|哪家|哪里|哪儿|地")
_NUMBERED = regex(r"\b(?:which|what) (?:item )?number\b|\bnumber will do|第几[项条号]")
_CITED = regex("出处|出自|序号|编号(?!.{0,3}[Ⓝ0-9])")
_ENDING = regex(
    "的(?:前?[Ⓝ几]?[个家名位]?)(?:配合|上级|承接|收回|对应|履职|事项)*(?P<noun>部门|单位|乡镇|类别)(?:有哪些|都?有谁|是谁|是哪[个些家]|名单|是(?=[?。 ]*$)|[?。 ])*$"
)
_NOUNS = {"部门": "departments", "单位": "departments", "乡镇": "townships", "类别": "categories"}
_WHICH_ONES = regex(
    "[?,，。？ ]+(?:是|具体是)?哪[一几Ⓝ]?[些项件条个](?:事|事项)?[?？。 ]*$|which (?:ones?|are they)|what are they|(?:list|name|quote|give(?: me| us)?|show(?: me| us)?) (?:them|it|which|those|the (?:entry|entries|rows?|items?|dut(?:y|ies)))"
)
_ENDS_NOT = regex("(?<=[一-鿿ⓉⓅⒷⓀ])(?:不|否|没)[?？。 ]*$")
"""有权要我们配合不: a yes or a no."""
_APART = regex(
    "别[处地的]|其[他它余]|本[乡镇地]|独有|只有|单独|only|alone|elsewhere|nobody else|no other"
)
_AMONG = regex("乡镇(?:里|中|当中|里面|之中|里头)?[^部门单位局]{0,4}(?:谁|哪家|哪个)")
_TAKEN = regex("(?:是不是|是否|有没有)[^,，?？]{0,8}(?:收回|收走|上收)")
"""Whether it was taken back, in so many words."""
OWN_PART = regex(
    "Ⓑ(?:在Ⓣ)?[^ⓉⒷ乡镇街我,，]{0,14}自己(?:要|该|得)?(?:做|干|负责|承担|管)|Ⓑ在Ⓣ[这那]?[边里]?[要该得应](?:做|干|负责|承担|管)"
)
"""A body's own part: 某局在某项工作里自己要做什么."""
_LIST_WORDS = regex("哪|还是|什么|啥|清单|属于|算|which|what|list|or ")
_WHO = regex("^[^乡镇地]*谁[^乡镇地]*[多少][?。 ]*$")
_HAS_TO = regex(
    "(?:是不是|是否|要不要|用不用|需不需要)(?:也|还)?(?:要|得|需要|该)?[^,，。]*(?:配合|做|办|干)"
)
_TOGETHER = regex(
    "一起|一块|共同|联合|搭|同列|同在|同一|联手|合作|挂过?名|[跟和与同].*(?:哪|谁)|with|together|alongside|work"
)


_PART = regex("职责|负责(?:些|干)?[什哪啥]|做(?:些|点)?[什啥]|干(?:些|点)?[什啥]|管哪一?[段块步]")
_PHRASED: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (
        regex(
            "(?:多少|几)[个家](?:不同的?)?(?:上级|牵头|承接|对应|县直)*(?:部门|单位)(?:[?。,，参牵接]|$)"
        ),
        ("number/departments", "departments", "townships", "categories", "boolean", "duties"),
    ),
    (
        regex(
            "占[^,，。]*(?:多少|几成|比例|百分|比重)|percentage|per ?cent|what %|% of|what share|which share|proportion"
        ),
        ("number/percent", "boolean"),
    ),
    (
        regex("有?哪几[项条件样桩](?![^,，。?]*(?:多少|共几|总共))|是哪[一Ⓝ]?[项条件](?:[?。]|$)"),
        ("duties", "lists", "clauses", "departments", "townships", "boolean", "categories"),
    ),
    (
        regex("具体职责|职责(?:是|有)[什哪]|负责[什哪]|职责原文"),
        ("clauses", "duties", "departments"),
    ),
    (
        regex("第几[项条号个](?:[?。,，]|$)|序号是多少|编号是多少"),
        ("duties/source", "categories"),
    ),
    (regex("什么类型|哪种类型|类型是"), ("lists", "boolean", "duties/source")),
    (regex("(?:which|what) (?:duty )?categories"), ("categories", "number/categories", "boolean")),
)
"""Phrases with the kinds of question they can belong to."""


_FIRST_OF = regex(
    "(?:哪[一Ⓝ]?个|哪家)(?:上级|县级)?(?:部门|单位|局|乡镇|类别)[^,，。?]*最[多少][,，]?[^,，。?]{0,6}(?:几|多少)[项条件][?。 ]*$"
)
"""哪个部门的配合事项最多,有几项."""
_EACH = regex("各|每|分别|依次|逐|each|per |every|respectively")
_WHICH = regex("哪几[个类种家项条]")
_MORE = regex("更|多于|more")


def phrased(kind: str, cues: Cues) -> bool:
    """Whether what is asked for stands in so many words: …的前三个部门, 多少个不同的部门."""
    ending = _ENDING.search(cues.text)
    if ending and _NOUNS[ending["noun"]] == kind.split("/", maxsplit=1)[0]:
        return True
    if kind == "boolean/may" and _HAS_TO.search(cues.text):
        return True
    if kind == "boolean/reclaimed" and _TAKEN.search(cues.text):
        return True
    if kind == "townships" and any(
        pattern.search(cues.text) for pattern in (OF_THESE, ONE_OF, EITHER_PLACE)
    ):
        return True
    if kind == "departments" and _WHO.search(cues.text) and cues.has("rank"):
        return True
    if kind == "duties" and _WHICH_ONES.search(cues.text):
        return True
    if kind == "departments" and WHO_MORE.search(cues.text) and cues.text.count(BODY) > 1:
        return True
    return any(
        pattern.search(cues.text) and kind.startswith(prefixes[0]) for pattern, prefixes in _PHRASED
    )


def _tells(items: Sequence[Item]) -> bool:
    """Whether a sentence that asks nothing tells something: a complaint to be passed on."""
    length = sum(item.last - item.first for item in items if item.key == TOPIC)
    return length >= _NARRATED and BODY not in {item.key for item in items}


def _starts(kind: str, prefix: str) -> bool:
    return kind == prefix or kind.startswith(f"{prefix}/") or f"/{prefix}" in f"/{kind}"


def fits(kind: str, cues: Cues, items: Sequence[Item]) -> float:
    """How much likelier the phrases make a kind of question; below 1 they speak against it."""
    weight = 1.0
    wanted = [p for value in cues.values("kind") for p in value.split("|")]
    topical = any(item.key in (TOPIC, NUMBER) for item in items)
    others = [p for p in wanted if p not in ("duties/bare", "clauses", "boolean", "departments")]
    if "duties/bare" in wanted and not topical and not others:
        wanted.append("duties")
    if kind.startswith("clauses") and "clauses" not in wanted:
        weight *= 0.2
    if kind == "departments/reports_to" and kind not in wanted:
        weight *= AGAINST
    if kind.startswith("clauses") and not topical:
        weight *= AGAINST
    if kind == "duties/source" and "lists" in wanted and "duties/source" not in wanted:
        weight *= 0.01
    if kind == "lists" and _NUMBERED.search(cues.text):
        weight *= AGAINST  # at which number of which list: both are told by where it stands
    if wanted and kind != "none" and not any(_starts(kind, p) for p in wanted):
        weight *= 0.01
    asked = kind.startswith("boolean")
    if asked and not cues.has("yesno", "refuse") and not ("?" in cues.text and not cues.has("wh")):
        weight *= AGAINST
    if (
        not asked
        and cues.has("yesno", "refuse")
        and not cues.has("wh")
        and not kind.startswith(("lists", "none"))
    ):
        weight *= 0.01
    if not cues.has("wh", "yesno", "refuse") and not wanted:
        plain = "departments" if _tells(items) else "duties"
        weight *= 1.0 if kind.split("/", maxsplit=1)[0] in (plain, "none") else 0.005
    if (
        not asked
        and _YES.match(cues.text)
        and not _WHICH_ONES.search(cues.text)
        and not kind.startswith(("lists", "none"))
    ):
        weight *= 0.02
    if kind == "boolean/may_refuse" and not cues.has("refuse"):
        weight *= AGAINST if _CHINESE.search(cues.text) else AGAINST**2
    if kind == "boolean/may" and cues.has("refuse"):
        weight *= 0.005
    if kind == "none":
        weight *= 2000.0 if cues.has("outside") else 0.1 if wanted else 0.5
        if not cues.has("outside") and (told_lists(cues) or BODY in {i.key for i in items}):
            weight *= DOUBTED
    own = OWN_PART.search(cues.text)
    if kind == "clauses/township" and own:
        weight *= AGAINST
    if kind == "clauses/department" and cues.has("side:township") and not own:
        weight *= AGAINST**2
    if kind == "lists" and cues.has("yesno") and not _LIST_WORDS.search(cues.text):
        weight *= AGAINST  # 是不是还由镇上自己批
    if kind == "clauses/township" and cues.has("side:department"):
        weight *= AGAINST**2
    unasked = kind == "departments" and cues.values("where") and not cues.has("wh")
    if unasked and _CHINESE.search(cues.text):
        weight *= AGAINST  # 名字含“审批”的找一下: the duties
    if kind == "departments" and BODY in cues.text and IN_SAME_ROWS.search(cues.text):
        weight *= AGAINST
    if kind == "duties" and {BODY, TOPIC} <= {i.key for i in items} and _PART.search(cues.text):
        weight *= 0.05  # what a body does in a duty, not which duty
    for pattern, prefixes in _PHRASED:
        if pattern.search(cues.text) and kind != "none" and not kind.startswith(prefixes):
            weight *= 0.01
    if asked and not _CHINESE.search(cues.text) and not _WHETHER.search(cues.text):
        weight *= AGAINST  # English: a yes or no is asked by an auxiliary that opens a clause
    if asked and _NOBODY.search(cues.text):
        weight *= AGAINST  # 后堂老鼠乱窜, 没人管吗: who should
    if asked and _OPENS.match(cues.text):
        weight *= AGAINST
    if asked and _HOW_MUCH.search(cues.text):
        weight *= AGAINST
    if _CITED.search(cues.text) and not kind.endswith("source"):
        weight *= 0.05
    ending = _ENDING.search(cues.text)
    if ending and not asked and kind != "none":
        noun = _NOUNS[ending["noun"]]
        if kind.split("/", maxsplit=1)[0] != noun and f"number/{noun}" not in kind:
            weight *= AGAINST
    if kind.startswith(("duties", "number")) and WHO_MORE.search(cues.text):
        weight *= 0.05  # 谁下派的最多: asks for one of those named, not for a duty
    if kind.startswith("townships") and _WHO.search(cues.text) and BODY in {i.key for i in items}:
        weight *= 0.1  # 各县水利局谁派得最多: one of the bodies
    if _AMONG.search(cues.text) and kind.startswith("departments"):
        weight *= AGAINST
    if kind == "number/difference" and kind not in wanted and not cues.has("compare"):
        weight *= AGAINST
    if "together_with" in kind and not _TOGETHER.search(cues.text):
        weight *= AGAINST
    if kind == "boolean/more" and not (cues.has("compare") or _MORE.search(cues.text)):
        weight *= AGAINST
    if (
        cues.has("rank")
        and kind in ("number/duties", "number/departments")
        and not re.search("多少|几|how many", cues.text)
    ):
        weight *= 0.002
    if kind.startswith("number") and _FIRST_OF.search(cues.text):
        weight *= 0.002  # 哪个部门最多,有几项: the first of them, whose number is told
    if asked and _MODAL.search(cues.text) and BODY in {i.key for i in items}:
        # whether a body may have the township do it is no question of who is responsible
        weight *= 0.05 if kind == "boolean/leads" and {i.key for i in items} & {*PLACES} else 1.0
    if kind == "number/percent" and "number/percent" not in cues.values("kind"):
        weight *= AGAINST
    places = sum(item.key in PLACES for item in items)
    if kind == "duties/minus" and places < 2 and not cues.has("others", "everyone"):
        weight *= 1.0 if len(told_lists(cues)) > 1 or _APART.search(cues.text) else AGAINST**2
    if _ENDS_NOT.search(cues.text) and not kind.startswith(("boolean", "none")):
        weight *= AGAINST**2
    if kind.startswith("boolean") and ASKS_LAST.search(cues.text):
        weight *= AGAINST**2
    if kind == "boolean/exists" and _WHICH_ONES.search(cues.text):
        weight *= AGAINST  # 有没有……？哪一项？ wants the duties
    if kind.startswith("number/average") and "number/average" not in cues.values("kind"):
        weight *= AGAINST
    if "number/average" in wanted and kind.startswith(_COUNTS):
        weight *= AGAINST  # 平均一条对几个部门: a count would leave 平均 unused
    if kind == "number/average" and PER_DUTY.search(cues.text) and _BODIES.search(cues.text):
        weight *= AGAINST
    if kind.startswith(("number/categories", "categories")) and not _OF_KINDS.search(cues.text):
        weight *= AGAINST
    if kind.startswith("townships") and not _TOWNSHIPS.search(cues.text):
        weight *= AGAINST
    if kind.startswith("number/departments") and not _BODIES.search(cues.text):
        weight *= AGAINST
    if kind.endswith("/each") and not _EACH.search(cues.text):
        weight *= 0.1
    if kind.startswith("number/") and _WHICH.search(cues.text) and not MANY.search(cues.text):
        weight *= 0.1  # 有哪几个类别: which, not how many
    marks = {item.key for item in items}
    if BODY not in marks and kind in _OF_A_BODY:
        weight *= 0.1
    if kind == "boolean/sole" and not cues.has("only", "exactly"):
        weight *= AGAINST
    if kind.endswith("negate") and not cues.has("negation"):
        weight *= AGAINST
    if "minus_departments" in kind and not cues.has(*_TAKES_AWAY):
        weight *= AGAINST  # 配合清单和收回清单里都有的部门: those of both
    if "function" in kind.split("/") and not BY_FUNCTION.search(cues.text):
        weight *= AGAINST
    return weight
