"""The notice of changes between two editions, as a staffing office could publish it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.comparing.changes import Change, ChangeKind, changes
from kg.comparing.comparison import Comparison
from kg.comparing.rows import Entry
from kg.comparing.texts import Piece
from kg.export.reports.model import Block, Heading, Marked, Paragraph, Report, table
from kg.values import ListKind

_NUMBERS = "一二三四五六七八九十"
_MONTH = re.compile(r"(\d{4})-0?(\d{1,2})(?:\.(\d+))?")
_CELLS = {"superior": "上级部门职责", "township": "配合职责", "method": "工作方式"}
_ORDER = tuple(ChangeKind)


def notice(comparison: Comparison) -> Report:
    """The notice; says so where nothing changed."""
    place = comparison.b.documents[0].township.name
    old, new = (edition_words(s.documents[0].edition) for s in (comparison.a, comparison.b))
    title = f"{place}履职事项清单调整情况"
    found = changes(comparison)
    count = len(comparison.renumbered)
    renumbered = f"另有 {count} 项只是序号变动，内容不变，不作为调整列出。" if count else ""
    if not found:
        text = f"{place}履职事项清单{new}与{old}相比，内容一致，没有调整。{renumbered}"
        return Report(title, (Paragraph(text), _counts(comparison)))
    told = {kind: [change for change in found if _tells(kind, change)] for kind in _ORDER}
    said = [f"{kind.zh} {len(chosen)} 项" for kind, chosen in told.items() if chosen]
    blocks: list[Block] = [
        Paragraph(f"{place}履职事项清单{new}对{old}作了如下调整：{'，'.join(said)}。{renumbered}"),
        _counts(comparison),
    ]
    section = 0
    for kind, chosen in told.items():
        if not chosen:
            continue
        blocks.append(Heading(2, f"{_NUMBERS[section]}、{_HEADINGS[kind]}（{len(chosen)} 项）"))
        section += 1
        for number, change in enumerate(chosen, 1):
            blocks += _said(kind, change, number)
    return Report(title, tuple(blocks))


def _tells(kind: ChangeKind, change: Change) -> bool:
    """Whether a change stands in the section of a kind; a new name is told with the new list."""
    if kind is ChangeKind.RENAMED and ChangeKind.MOVED in change.kinds:
        return False
    return kind in change.kinds


_HEADINGS = {
    ChangeKind.ADDED: "新增的事项",
    ChangeKind.REMOVED: "取消的事项",
    ChangeKind.RENAMED: "更改名称的事项",
    ChangeKind.MOVED: "转到另一张清单的事项",
    ChangeKind.DEPARTMENTS: "调整部门的事项",
    ChangeKind.CLAUSES: "调整职责内容的事项",
    ChangeKind.METHOD: "调整工作方式的事项",
    ChangeKind.CATEGORY: "调整类别的事项",
    ChangeKind.OTHER: "调整其他栏目的事项",
    ChangeKind.SPLIT: "拆分的事项",
    ChangeKind.MERGED: "合并的事项",
}


def edition_words(edition: str) -> str:
    """2025-07 as 2025年7月版; an undated edition as 未注明日期的版本."""
    match = _MONTH.fullmatch(edition)
    if match is None:
        return "未注明日期的版本"
    year, month, number = match.groups()
    return f"{year}年{month}月版" + (f"（第 {number} 份）" if number else "")


def _counts(comparison: Comparison) -> Block:
    rows: list[list[str | int]] = []
    for kind in ListKind:
        a = {e.iri for m in comparison.matches for e in m.a if e.kind is kind}
        b = {e.iri for m in comparison.matches for e in m.b if e.kind is kind}
        rows.append([kind.zh, len(a), len(b), len(b) - len(a)])
    rows.append(["合计", *(sum(int(row[at]) for row in rows) for at in (1, 2, 3))])
    return table("清单项数", ("清单", "原有", "现有", "增减"), rows)


def _said(kind: ChangeKind, change: Change, number: int) -> list[Block]:
    a, b = change.match.a, change.match.b
    found = change.match.differences
    doubt = "（是否同一事项请核对）" if change.match.doubtful else ""
    head = f"{number}．"
    if kind is ChangeKind.ADDED:
        return [Paragraph(f"{head}{_full(b)}。{_who(b[0])}", item=True)]
    if kind is ChangeKind.REMOVED:
        return [Paragraph(f"{head}{_full(a)}。{_who(a[0])}", item=True)]
    if kind is ChangeKind.RENAMED:
        text = f"{head}{_where(a)}“{a[0].name}”改为“{b[0].name}”（{_where(b)}）{doubt}。"
        return [Paragraph(text, item=True)]
    if kind is ChangeKind.MOVED:
        renamed = ChangeKind.RENAMED in change.kinds
        name = f"，名称改为“{b[0].name}”" * renamed
        text = f"{head}“{a[0].name}”由{_where(a)}转为{_where(b)}{name}{doubt}。{_who(b[0])}"
        return [Paragraph(text, item=True)]
    if kind is ChangeKind.SPLIT:
        parts = "、".join(f"“{row.name}”（{_where([row])}）" for row in b)
        return [Paragraph(f"{head}{_full(a)}拆分为{parts}{doubt}。", item=True)]
    if kind is ChangeKind.MERGED:
        parts = "、".join(f"“{row.name}”（{_where([row])}）" for row in a)
        return [Paragraph(f"{head}{parts}合并为{_full(b)}{doubt}。", item=True)]
    if kind is ChangeKind.DEPARTMENTS:
        gone = "、".join(body.name for body in found.gone)
        come = "、".join(body.name for body in found.come)
        said = [f"{old.name}改称{new.name}" for old, new in found.renamed]
        said += [f"增加{come}"] * bool(come) + [f"不再列{gone}"] * bool(gone)
        if found.conveners != ((), ()):
            heads = ["、".join(names) or "未写明" for names in found.conveners]
            said.append(f"牵头部门由{heads[0]}改为{heads[1]}")
        if not said:
            said.append("配合部门有变动")
        return [Paragraph(f"{head}{_full(b)}：{'，'.join(said)}。", item=True)]
    if kind is ChangeKind.CATEGORY:
        text = f"{head}{_full(b)}：类别由“{a[0].category}”改为“{b[0].category}”。"
        return [Paragraph(text, item=True)]
    blocks: list[Block] = [Paragraph(f"{head}{_full(b)}：", item=True)]
    for clause in found.clauses:
        in_method = clause.cell == "method"
        in_duty = clause.cell in ("superior", "township")
        if {ChangeKind.METHOD: in_method, ChangeKind.CLAUSES: in_duty}.get(
            kind, not (in_method or in_duty)
        ):
            word = {"changed": "修改", "added": "增加", "removed": "删去"}[clause.status]
            at = clause.b_number or clause.a_number
            where = f"第 {at} 条" if in_duty else ""
            lead = f"{_CELLS.get(clause.cell, clause.cell)}{where}{word}："
            blocks.append(Paragraph(Marked((Piece(True, lead, lead), *clause.pieces))))
    return blocks


def _where(rows: Sequence[Entry]) -> str:
    return "、".join(f"{row.kind.zh}第 {row.number} 项" for row in rows)


def _full(rows: Sequence[Entry]) -> str:
    return "、".join(f"{row.kind.zh}第 {row.number} 项“{row.name}”" for row in rows)


def _who(row: Entry) -> str:
    names = "、".join(body.name for body in row.departments)
    if row.kind is ListKind.COOPERATION and names:
        return f"上级部门：{names}。"
    if row.kind is ListKind.RECLAIMED:
        return f"承接部门：{names}。" if names else "不再开展。"
    return ""
