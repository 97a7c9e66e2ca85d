"""Wheres: in which part of a row the words stand that a question asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kg.asking.reading.cues import WITH_WORD, Cues
from kg.asking.reading.guiding.guesses import TAKEN_OUT
from kg.asking.reading.marks import Mark, Parts
from kg.asking.reading.tagging import cleaned
from kg.asking.reading.tokens import TOPIC, Item
from kg.patterns import regex


def _named(cues: Cues) -> bool:
    """Whether words of names are meant; an English *name* beside *mention* is what a column does."""
    said = {cue.text for cue in cues.found if cue.effect == "where:name"}
    return bool(said - {"name", "named"}) or (bool(said) and not cues.has("where:all"))


def _about(cues: Cues) -> bool:
    """Whether a question in English asks what duties are about, not which words stand there."""
    said = {cue.text for cue in cues.found if cue.effect.startswith("where:")}
    return bool(said) and said <= _ON


_ON = frozenset(("about", "concern", "concerning", "related to", "involve", "to do with"))

_KINDS = regex(
    "(?:行政)?(?:处罚|考核|审批|核发|检查|登记|许可|备案|奖励|监管|执法|强制|认定|检疫)(?:类|权|性)?"
)


_PARTS = {
    "township_clauses": regex(
        "(?:乡镇|[乡镇][里上]|街道)(?:那|这)?一?栏|(?:[乡镇Ⓣ](?:这一?边|自己|一方)的?|(?:[乡镇]|街道)[里上街镇]?的?)(?:配合)?(?:职责|责任|分工)"
        "|配合(?:职责|责任)的?(?:条款|分工)|\\bt(?:own|ownship)(?:'s|s'?)? own (?:clauses|part|side|share|half)"
        "|要求(?:各?乡镇|[镇乡村]里?|街道)?(?:做好?|搞|开展)?[“]?$|(?:各?乡镇|[镇乡]里|街道)(?:需要|要|得|须)(?:做好?|搞|开展)?[“]?$"
        "|\\bin what (?:Ⓣ|the town(?:ship)?) (?:has to|must|should|is to) do"
    ),
    "department_clauses": regex(
        "(?:上级|部门|单位|县里|区里|市里|县级|区级|市级)(?:这一?边|那一?边|自己|一方)?的?(?:职责|责任|分工|条款)"
        "|(?:上级|部门|单位|县里|区里|市里)(?:需要|要|得|须)(?:做好?|搞|开展)?[“]?$"
        "|\\b(?:department|bureau|office|count(?:y|ie))s?(?:'s|'|s')? (?:own )?(?:clauses|part|side|share|half)"
    ),
    "clauses": regex("条款(?:[里中内]|当中)?(?:却|也|还|又)?(?:没有?|不)?(?:写|提|出现|含|有|带)"),
    "name": regex(
        "(?:事项)?(?:名称|名字|标题)(?:里|中|当中|上)?(?:却|也|还|又)?(?:没有?|不|看不[到见])?(?:写|提|出现|含|有|带|“)"
    ),
}
"""The part of a row that is named: 镇这一边的配合职责条款, 街道职责写到, 部门职责写到, 名称里有."""
_BOTH_PARTS = regex(
    "(?:部门|[县市区]里|上级)(?:那[边头])?[、和与跟及,，](?:[乡镇][里上]?|街道)(?:这[边头])?的?(?:条款|职责)?[^,，)]{0,2}[都均]算|(?:条款|职责)[^,，]{0,2}(?:不分|两边)[^,，]{0,6}[都均]?算"
)
"""Both sides' clauses: 部门那边、镇这边的条款都算."""
_ROLES = ("clauses", "all", "name", "township_clauses", "department_clauses")
_LACKING = regex(
    '(?:没有?|无|不[含带见写提]|看不[到见]|找不[到着]|未)(?:写|含|带|出现|提)?[到过有着]?[“"]?$'
)
"""What says before words that they are not there: 名称里没有“银行”."""


def _side(cues: Cues) -> str:
    """Whose clauses are spoken of, as a role; "" for neither or both."""
    sided = cues.has("side:township") and cues.has("where:clauses")
    own = sided or bool(_PARTS["township_clauses"].search(cues.text))
    if own is bool(_PARTS["department_clauses"].search(cues.text)):
        return ""
    return "township_clauses" if own else "department_clauses"


_UNRELATED = regex('[”"]?(?:没有?关系|没有?关联|无关|不相干|不沾边)')
"""What says behind words that they are not there: 和“消防”没关系的."""
_SURE = 0.9
"""So sure is what is said in so many words."""


def _told(mark: Mark, items: Sequence[Item], cues: Cues) -> str:
    """The part of a row that is named before words, or else for all of them; "" if none is."""
    if mark.role.removeprefix("not-").rstrip("|") not in _ROLES:
        return ""
    if _BOTH_PARTS.search(cues.text):
        return "clauses"
    before = next((n for n in range(mark.at - 1, -1, -1) if items[n].key == TOPIC), -1)
    left = "".join(item.key for item in items[before + 1 : mark.at])
    right = "".join(item.key for item in items[mark.at + 1 : mark.at + 16])
    if _UNRELATED.match(right):
        return "not-all"
    here = [role for role, words in _PARTS.items() if words.search(left)]
    side = _side(cues)
    if here:
        part = side if here[0] == "clauses" and side else here[0]
        out = mark.role.startswith("not-") and TAKEN_OUT.match(right)  # 标题带“处罚”的都删掉
        return f"not-{part}" if out or _LACKING.search(left) else part
    if mark.role == "name" and _named(cues):
        return ""
    return side


_OF_NUMBERS = regex(
    "having|departments[<>=]|clauses[<>=]|number|place|first|except|who|at$|in$|without$"
)
"""Roles that words cannot have."""


def plainly(
    mark: Mark, items: Sequence[Item], cues: Cues, kind: str, parts: Parts, *, quoted: bool
) -> Mark:
    """A topic that is no word of a name, unless the question speaks of names or of a kind of act."""
    if mark.item.key != TOPIC:
        return mark
    if _OF_NUMBERS.match(mark.role):  # 带“奖励”的收回事项由哪些部门承接
        mark = replace(mark, role="all" if quoted and cues.values("where") else "topic")
        if mark.role == "all" and _KINDS.fullmatch(cleaned(mark.text)):
            return replace(mark, role="name")
    if told := _told(mark, items, cues):
        either = "|" if mark.role.endswith("|") and not told.startswith("not-") else ""
        return replace(mark, role=told + either, sure=max(mark.sure, _SURE))
    one = (
        kind.split("/", maxsplit=1)[0] in ("departments", "clauses", "lists", "boolean")
        or "source" in kind
    )
    if quoted and kind == "departments" and WITH_WORD.search(cues.text):
        return replace(mark, role="all")  # 和“老年人”有关的事项都对应哪些部门
    if one and mark.role not in ("topic", "name") and not cues.values("where"):
        return replace(mark, role="topic")
    rows_asked = kind.split("/", maxsplit=1)[0] in ("duties", "number", "townships", "categories")
    said = "clauses" if cues.has("where:clauses") else "all"
    spoken = rows_asked and "source" not in kind and cues.has("where:all")
    spoken = spoken or (quoted and rows_asked and bool(cues.values("where")))
    text = cleaned(mark.text)
    groups, unknown = parts(text) if text.isascii() else ([[text]], [])
    if spoken and (unknown or len(groups) > 1) and _about(cues):
        return replace(
            mark, role="topic"
        )  # a duty about guarding long pipelines: no words to be found
    if mark.role in ("topic", "all") and spoken:
        return replace(mark, role="name" if _named(cues) else said)
    words = [one for group in groups for one in group]
    kinds = bool(words) and all(_KINDS.fullmatch(word) for word in words)
    if rows_asked and kinds:
        return replace(mark, role="not-name" if mark.role.startswith("not-") else "name")
    if mark.role.removeprefix("not-").rstrip("|") != "name":
        return mark
    if _named(cues) or kinds or mark.role.startswith("not-"):
        return mark
    return replace(mark, role=said if spoken else "topic")


def alternatives(marks: Sequence[Mark], items: Sequence[Item]) -> list[Mark]:
    """The marks, those of words joined by *or* being alternatives: 名称里有“宣传”或“检查”的."""
    read = list(marks)
    words = [n for n, m in enumerate(read) if m.item.key == TOPIC and m.role in _WORDS]
    for a, b in pairwise(words):
        between = "".join(item.key for item in items[read[a].at + 1 : read[b].at])
        if _OR.fullmatch(between):
            for n in (a, b):
                role = read[n].role.rstrip("|")
                read[n] = replace(read[n], role=f"{role}|")
    return read


_OR = regex('[”" ]*(?:或者?|或是|还是|or)(?:[^“"Ⓚ]{0,6})[“" ]*')
_WORDS = frozenset(role + end for role in _ROLES for end in ("", "|"))
