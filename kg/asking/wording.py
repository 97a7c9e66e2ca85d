"""Sentences: what was understood, and the answer in words."""

from __future__ import annotations

from collections.abc import Sequence

from kg.asking.frame import EVERY, LIST_NAMES, Ask, BodyRef, Bounds, Frame, Question
from kg.asking.lexicon import Lexicon
from kg.asking.rows import Row
from kg.citing import shorten
from kg.vocabulary.plural import ones

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
_COUNTED = {
    "percent": "占百分之几",
    "difference": "多（少）几项",
    "average": "平均每个乡镇多少项",
    "average_departments": "平均每项多少个部门",
    "average_clauses": "平均每项多少条乡镇职责",
    "per_category": "平均每个类别多少项",
    "per_department": "平均每个部门多少项",
    "departments": "多少个部门",
    "townships": "多少个乡镇",
    "categories": "多少个类别",
    "matters": "多少件不同的事（几个乡镇都有的算一件）",
}
_TESTED = {
    "may": "乡镇要不要做，是或否",
    "may_not": "乡镇能不能不做，是或否",
    "exists": "有没有，是或否",
    "basic": "是不是基本履职事项",
    "cooperation": "是不是配合履职事项",
    "reclaimed": "是不是收回事项",
    "taken": "是不是有部门承接了，是或否",
    "leads": "部门是不是在其中，是或否",
    "convenes": "是不是由这个部门牵头，是或否",
    "sole": "是不是只有这个部门，是或否",
    "others": "除这个部门以外有没有别的部门，是或否",
    "more": "是不是更多，是或否",
    "fewer": "是不是更少，是或否",
    "equal": "是不是一样多，是或否",
}
_PARTIES = {
    "together": "还有哪些部门同在一项",
    "reports": "报给哪些部门",
    "handover": "移交给哪些部门",
    "conveners": "清单标明由哪些部门牵头",
    "helpers": "清单标明牵头的以外还有哪些部门",
    "partners": "会同哪些部门",
    "shared": "每一项都有的部门",
    "everywhere": "所问各乡镇都有的部门（各县的按职能算一个）",
    "jointly": "哪些职责条款由所说的部门一起做",
}
_LINKS = {
    "minus": "有而对方没有",
    "both": "双方都有",
    "departments-minus": "没有出现在",
    "departments-and": "也出现在",
    "categories-minus": "类别不见于",
    "categories-and": "类别也见于",
    "percent": "占",
}
_WHERE = {
    "all": "文字里",
    "name": "名称里",
    "clauses": "条款里",
    "township": "乡镇职责里",
    "department": "上级职责里",
    "method": "工作方式里",
}
_THEN = {
    "extremes": "最多的比最少的多几项",
    "most-departments": "哪个乡镇对应的部门最多",
    "fewest-departments": "哪个乡镇对应的部门最少",
    "only": "是不是只有那里有",
    "everywhere": "是不是各乡镇都有",
    "lacking": "别处都有、那里没有的是哪些部门",
    "place": "按项数排第几",
    "more": "哪些乡镇前一样比后一样多",
    "how-many-more": "有几个乡镇前一样比后一样多",
}
_SHOWN = 6


_RANKED = {"clauses": "乡镇职责条款", "upper": "上级部门职责条款"}
_SIDES = {"township": "乡镇一方", "superior": "上级部门一方", "both": "乡镇和上级部门"}


def understood(question: Question, lexicon: Lexicon, courtesies: Sequence[str] = ()) -> str:
    """One sentence that says what was asked, as the program took it, and what it did nothing with."""
    told = told_frame(question.frame, lexicon)
    asked = _asked(question, lexicon)
    if question.other is not None:
        link = _LINKS.get(question.relation) or _LINKS.get(question.count, "相比")
        told = f"{told}；{link}：{told_frame(question.other, lexicon)}"
    unused = "、".join(f"“{text}”" for text in (*courtesies, *question.unused))
    told_notes = (*question.notes, *([f"没有用上：{unused}"] if unused else []))
    notes = f"（{'；'.join(told_notes)}）" if told_notes else ""
    return f"问：{told}——{asked}{notes}"


def told_frame(frame: Frame, lexicon: Lexicon) -> str:
    """A selection in words."""
    return "，".join(part for part in (scope(frame, lexicon), conditions(frame, lexicon)) if part)


def _asked(question: Question, lexicon: Lexicon) -> str:
    asked = _ASKED[question.ask]
    if question.then:
        asked = _THEN[question.then]
    elif question.where:
        asked = "列在哪里"
    elif question.ask is Ask.NUMBER:
        asked = _COUNTED.get(question.count, asked)
    elif question.ask is Ask.BOOLEAN:
        than = question.relation if question.test == "more" else ""
        asked = _TESTED.get(than, _TESTED.get(question.test, asked))
    elif question.parties:
        asked = _PARTIES.get(question.parties, asked)
        if question.ask is Ask.CATEGORIES:
            each = "各乡镇" if question.parties == "everywhere" else "各清单"
            asked = f"所问{each}都有的类别"
    elif question.negate:
        asked = "哪些乡镇没有"
    if question.group == "function":
        asked += "（不分县，按职能）"
    if question.rank and question.rank.by == "number":
        first, last = question.rank.start, question.rank.number
        from_ = "从后面数起" if question.rank.most else "从前面数起"
        asked += (
            f"（按序号{from_}第 {first}～{last} 项）"
            if last > first
            else f"（按序号{from_}第 {last} 项）"
        )
    elif question.rank and question.rank.number == EVERY:
        asked += "（从多到少排）" if question.rank.most else "（从少到多排）"
    elif question.rank:
        most = "多" if question.rank.most else "少"
        most = f"{_RANKED.get(question.rank.by, '')}最{most}"
        first, last = question.rank.start, question.rank.number
        asked += (
            f"（{most}的 {last} 个）"
            if first == 1
            else f"（从{most}的数起第 {first if first == last else f'{first}～{last}'} 名）"
        )
    if question.each:
        asked += "（各类分别）" if question.group == "category" else "（各地分别）"
    if question.having:
        asked += f"（有 {_bounds(question.having)} 项的）"
    if question.timed:
        told = {"often": "写明次数的", "until": "写明期限的", "quoted": "说到它的那一句"}
        asked += f"（{told[question.timed]}）"
    if question.side:
        asked += f"（{_SIDES[question.side]}）"
    if question.count == "clauses":
        asked = asked.replace("哪些职责条款", "职责条款有几条")
    refs = [*question.actors, *question.asker]
    if refs:
        asked += f"（{'、'.join(_body(ref, lexicon) for ref in refs)}）"
    if question.excluded:
        labels = [lexicon.bodies[b].label for b in question.excluded]
        if len(labels) > 1:
            labels = [lexicon.functions[lexicon.bodies[b].function] for b in question.excluded]
        asked += f"，{'、'.join(dict.fromkeys(labels))}除外"
    return asked


def _bounds(bounds: Bounds) -> str:
    low, high = bounds
    if high is None:
        return f"不少于 {low}"
    return f"正好 {low}" if low == high else f"{low}～{high}"


def _body(ref: BodyRef, lexicon: Lexicon) -> str:
    if len(ref.bodies) == 1:
        return lexicon.bodies[ref.bodies[0]].label
    return f"各县市{lexicon.functions.get(ref.function, ref.text)}"


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
        names = "、".join(_body(ref, lexicon) for ref in frame.bodies)
        told.append(f"部门为{'同时有' if frame.joint else ''}{names}")
    if frame.without:
        told.append(f"部门里没有{'、'.join(_body(ref, lexicon) for ref in frame.without)}")
    if frame.categories:
        told.append(f"类别为{'、'.join(lexicon.categories[k] for k in frame.categories)}")
    if frame.other_categories:
        names = "、".join(lexicon.categories[k] for k in frame.other_categories)
        told.append(f"类别不是{names}")
    if frame.topic:
        told.append(f"事项“{frame.topic}”")
    for words in frame.words:
        verb = "没有" if words.negated else "有"
        told.append(f"{_WHERE[words.where]}{verb}“{'”或“'.join(words.texts)}”")
    if frame.numbers:
        told.append("、".join(f"第 {number} 项" for number in frame.numbers))
    if frame.departments is not None:
        told.append(f"上级部门{_bounds(frame.departments)} 个")
    if frame.clauses is not None:
        told.append(f"乡镇职责{_bounds(frame.clauses)} 条")
    if frame.upper is not None:
        told.append(f"上级部门职责{_bounds(frame.upper)} 条")
    if frame.discontinued is not None:
        told.append("不再开展" if frame.discontinued else "有部门承接")
    for townships, verb in ((frame.in_all, "都有"), (frame.in_none, "都没有")):
        if townships:
            names = "、".join(lexicon.townships[t].name for t in townships)
            told.append(f"{names}{verb}同一事项")
    return "，".join(told)


def where(row: Row) -> str:
    """Where a row stands."""
    return f"{row.township} {LIST_NAMES[row.list]} 第{row.number}项"


def duties(rows: Sequence[Row], question: Question) -> str:
    """An answer of duties in words."""
    if not rows:
        return "查过这些清单，没有这样的事项 (none in the lists searched)"
    if question.where:
        return "；".join(f"{where(row)}，{row.document} {row.locator}" for row in rows[:_SHOWN])
    groups: dict[str, int] = {}
    for row in rows:
        groups[row.township] = groups.get(row.township, 0) + 1
    told = "；".join(f"{name} {count} 项" for name, count in groups.items())
    duties = ones(f"{len(rows)} duties")
    return f"共 {len(rows)} 项（{duties}）：{told}"


def departments(
    labels: Sequence[str],
    rows: Sequence[Row],
    conveners: Sequence[str],
    steps: Sequence[tuple[str, str]] = (),
) -> str:
    """An answer of departments in words, and whether the source names a convener.

    ``steps`` are bodies with the clauses that say that they lead what is told there.
    """
    if not labels:
        if rows and all(row.list == "reclaimed" for row in rows):
            return "不再开展，没有承接部门 (discontinued, nobody took it over)"
        if rows and all(row.list == "basic" for row in rows):
            return "基本履职事项，由乡镇自己负责 (a basic duty: the township itself leads)"
        return "没有这样的部门 (none)"
    told = "、".join(labels)
    if len({row.list for row in rows}) > 1 and any(row.list == "basic" for row in rows):
        told += "；另有基本履职事项，由乡镇自己负责，见依据"
    if len(labels) > 1 and any(row.list == "cooperation" for row in rows):
        if conveners:
            told += f"；原文写明由{'、'.join(conveners)}牵头"
        else:
            told += convened(steps) or "；原文没有写明谁牵头"
    return told


def convened(steps: Sequence[tuple[str, str]]) -> str:
    """Who leads (牵头) by single clauses, with what they say: only that step, not the whole duty."""
    said = dict.fromkeys(f"{body}（“{shorten(text, _QUOTED)}”）" for body, text in steps[:_STEPS])
    more = "等" if len(steps) > _STEPS else ""
    return f"；整项没有写明谁牵头，条款里写了牵头的：{'、'.join(said)}{more}" if said else ""


_STEPS, _QUOTED = 3, 51
"""So many clauses, and so many characters of each, are told beside an answer; the rows are cited."""


def names(found: Sequence[str], unit: str) -> str:
    """An answer of names in words."""
    return f"{len(found)} {unit}：{'、'.join(found)}" if found else "没有 (none)"


def lists(rows: Sequence[Row]) -> str:
    """An answer of lists in words."""
    return "；".join(f"{where(row)}“{row.name}”" for row in rows[:_SHOWN]) or "没有 (none)"


def clauses(texts: Sequence[str], rows: Sequence[Row], note: str) -> str:
    """An answer of clauses in words."""
    told = "；".join(dict.fromkeys(where(row) for row in rows))
    if not texts:
        return f"{told}：这一行没有职责条款 (no clauses)"
    return f"{told}，共 {len(texts)} 条{f'（{note}）' if note else ''}"


def number(value: float, question: Question, total: int) -> str:
    """A count in words."""
    unit = {"departments": "个部门", "townships": "个乡镇", "categories": "个类别"}
    if question.count == "matters":
        return f"{value} 件不同的事（共 {total} 项）"
    if question.count == "average" or question.count.startswith("per_"):
        return f"{_COUNTED[question.count].replace('多少', f' {value} ')}（共 {total} 项）"
    return f"{value} {unit.get(question.count, '项')}"


def verdict(value: bool) -> str:
    """Yes or no in words."""
    return "是 (yes)" if value else "否 (no)"


def yes_no(value: bool, rows: Sequence[Row]) -> str:
    """Yes or no in words, with the rows it rests on."""
    told = "；".join(f"{where(row)}“{row.name}”" for row in rows[:_SHOWN])
    return f"{verdict(value)}：{told}" if told else verdict(value)
