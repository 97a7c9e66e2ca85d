"""Sentences: what was understood, and the answer in words."""

from __future__ import annotations

from collections.abc import Sequence

from kg.asking.frame import LIST_NAMES, Ask, Frame, Question
from kg.asking.lexicon import Lexicon
from kg.asking.rows import Row

_ASKED = {
    Ask.DUTIES: "哪些事项",
    Ask.DEPARTMENTS: "哪些部门",
    Ask.TOWNSHIPS: "哪些乡镇",
    Ask.CATEGORIES: "哪些类别",
    Ask.CLAUSES: "哪些职责条款",
    Ask.LISTS: "在哪张清单",
    Ask.NUMBER: "多少项",
    Ask.BOOLEAN: "是或否",
}
_LIST_EN = {"basic": "basic", "cooperation": "cooperation", "reclaimed": "reclaimed"}
_SHOWN = 6


def understood(question: Question, lexicon: Lexicon) -> str:
    """One sentence that says what was asked, as the program took it."""
    parts = [scope(question.frame, lexicon), conditions(question.frame, lexicon)]
    told = "，".join(part for part in parts if part)
    asked = _ASKED[question.ask]
    if question.value == "share":
        asked = "占百分之几"
    elif question.value == "difference":
        asked = "多（少）几项"
    elif question.value == "where":
        asked = "列在哪里"
    elif question.value == "together":
        asked = "还有哪些部门同在一项"
    elif question.group == "departments":
        asked = "多少个部门"
    elif question.group == "townships":
        asked = "多少个乡镇"
    if question.rank:
        number, direction = question.rank
        asked += f"（最{'多' if direction == 'max' else '少'}的 {number} 个）"
    if question.side:
        asked += "（乡镇一方）" if question.side == "township" else "（上级部门一方）"
    if question.excluded:
        labels = [lexicon.bodies[b].label for b in question.excluded]
        if len(labels) > 1:
            labels = [lexicon.functions[lexicon.bodies[b].function] for b in question.excluded]
        names = "、".join(dict.fromkeys(labels))
        asked += f"，{names}除外"
    if question.other is not None:
        other = "，".join(
            p for p in (scope(question.other, lexicon), conditions(question.other, lexicon)) if p
        )
        link = {"minus": "有而对方没有", "both": "双方都有", "share": "占"}.get(
            question.relation or question.value, "相比"
        )
        told = f"{told}；{link}：{other}"
    notes = f"（{'；'.join(question.notes)}）" if question.notes else ""
    return f"问：{told}——{asked}{notes}"


def scope(frame: Frame, lexicon: Lexicon) -> str:
    """Where a frame looks."""
    names = [lexicon.townships[t].name for t in frame.townships]
    names += [lexicon.places[p].label for p in frame.places if not frame.townships]
    if not names and len(frame.bodies) == 1 and frame.bodies[0].place:
        return lexicon.places[frame.bodies[0].place].label
    return "、".join(names) or f"已载入的 {len(lexicon.townships)} 个乡镇"


def conditions(frame: Frame, lexicon: Lexicon) -> str:
    """What a frame demands of its duties."""
    told: list[str] = ["、".join(LIST_NAMES[kind] for kind in frame.lists) or "三张清单"]
    if frame.bodies:
        names = [
            lexicon.bodies[ref.bodies[0]].label
            if len(ref.bodies) == 1
            else f"各县市{lexicon.functions.get(ref.function, ref.text)}"
            for ref in frame.bodies
        ]
        told.append(f"部门为{('同时有' if frame.joint else '') + '、'.join(names)}")
    if frame.categories:
        told.append(f"类别为{'、'.join(lexicon.categories[k] for k in frame.categories)}")
    if frame.topic:
        told.append(f"事项“{frame.topic}”")
    if frame.mentions:
        where = "条款里" if frame.clauses_only else ""
        told.append(f"{where}提到“{'”或“'.join(frame.mentions)}”")
    if frame.name_words:
        told.append(f"名称有“{'”“'.join(frame.name_words)}”")
    if frame.depts != (0, 0):
        low, high = frame.depts
        told.append(f"上级部门{'正好' if high else '不少于'} {high or low} 个")
    if frame.discontinued:
        told.append("不再开展")
    return "，".join(told)


def where(row: Row) -> str:
    """Where a row stands."""
    return f"{row.township} {LIST_NAMES[row.list]} 第{row.number}项"


def duties(rows: Sequence[Row], question: Question) -> str:
    """An answer of duties in words."""
    if not rows:
        return "查过这些清单，没有这样的事项 (none in the lists searched)"
    if question.value == "where":
        return "；".join(f"{where(row)}，{row.document} {row.locator}" for row in rows[:_SHOWN])
    groups: dict[str, int] = {}
    for row in rows:
        groups[row.township] = groups.get(row.township, 0) + 1
    told = "；".join(f"{name} {count} 项" for name, count in groups.items())
    return f"共 {len(rows)} 项（{len(rows)} duties）：{told}"


def departments(labels: Sequence[str], rows: Sequence[Row], conveners: Sequence[str]) -> str:
    """An answer of departments in words, and whether the source names a convener."""
    if not labels:
        if rows and all(row.list == "reclaimed" for row in rows):
            return "不再开展，没有承接部门 (discontinued, nobody took it over)"
        if rows and all(row.list == "basic" for row in rows):
            return "基本履职事项，由乡镇自己负责 (a basic duty: the township itself leads)"
        return "没有这样的部门 (none)"
    told = "、".join(labels)
    if len(labels) > 1 and any(row.list == "cooperation" for row in rows):
        told += f"；原文写明由{'、'.join(conveners)}牵头" if conveners else "；原文没有写明谁牵头"
    return told


def names(found: Sequence[str], unit: str, rows: Sequence[Row]) -> str:
    """An answer of names in words."""
    return f"{len(found)} {unit}：{'、'.join(found)}" if found else "没有 (none)"


def lists(kinds: Sequence[str], rows: Sequence[Row]) -> str:
    """An answer of lists in words."""
    return "；".join(f"{where(row)}“{row.name}”" for row in rows[:_SHOWN]) or "没有 (none)"


def clauses(texts: Sequence[str], rows: Sequence[Row], note: str) -> str:
    """An answer of clauses in words."""
    told = "；".join(dict.fromkeys(where(row) for row in rows))
    if not texts:
        return f"{told}：这一行没有职责条款 (no clauses)"
    return f"{told}，共 {len(texts)} 条{f'（{note}）' if note else ''}"


def number(value: int, question: Question) -> str:
    """A count in words."""
    unit = {"departments": "个部门", "townships": "个乡镇", "categories": "个类别"}.get(
        question.group, "项"
    )
    return f"{value} {unit}"


def yes_no(value: bool, rows: Sequence[Row]) -> str:
    """Yes or no in words, with the rows it rests on."""
    told = "；".join(f"{where(row)}“{row.name}”" for row in rows[:_SHOWN])
    return f"{'是' if value else '否'} ({'yes' if value else 'no'})：{told}"
