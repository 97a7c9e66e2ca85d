"""The notice of changes between two editions, as a staffing office could publish it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.comparing.changes import Change, ChangeKind, changes
from kg.comparing.comparison import Comparison
from kg.comparing.differences import ClauseChange
from kg.comparing.rows import Entry
from kg.comparing.texts import Piece
from kg.export.reports.model import Block, Heading, Marked, Paragraph, Report, table
from kg.values import ListKind

_NUMBERS = (*"一二三四五六七八九十", "十一", "十二", "十三")
"""A number for each kind of change: there are editions with all of them."""
_MONTH = re.compile(r"(\d{4})-0?(\d{1,2})(?:\.(\d+))?")
_CELLS = {"superior": "上级部门职责", "township": "配合职责", "method": "工作方式"}
_ORDER = tuple(ChangeKind)
_INNER = str.maketrans("“”", "‘’")
_MARKS = re.compile(r"\W")


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
        return Report(title, (Paragraph(text), _counts(comparison), _sources(comparison)))
    told = {kind: [change for change in found if _tells(kind, change)] for kind in _ORDER}
    said = [f"{kind.zh} {len(chosen)} 项" for kind, chosen in told.items() if chosen]
    blocks: list[Block] = [
        Paragraph(f"{place}履职事项清单{new}对{old}作了如下调整：{'，'.join(said)}。{renumbered}"),
        _counts(comparison),
    ]
    sections = ((kind, chosen) for kind, chosen in told.items() if chosen)
    for at, (kind, chosen) in enumerate(sections):
        blocks.append(Heading(2, f"{_NUMBERS[at]}、{_HEADINGS[kind]}（{len(chosen)} 项）"))
        for number, alike in enumerate(_alike(kind, chosen), 1):
            head = f"{number}．"
            blocks += (
                _together(kind, alike, head) if len(alike) > 1 else _said(kind, alike[0], head)
            )
    return Report(title, (*blocks, _sources(comparison)))


def _sources(comparison: Comparison) -> Block:
    """Of which files the two editions were read, and whose numbers are given."""
    a, b = comparison.a.documents, comparison.b.documents
    files = [
        f"{edition_words(side[0].edition)}（{'、'.join(document.path for document in side)}）"
        for side in (a, b)
    ]
    return Paragraph(
        f"依据：{'，'.join(files)}。取消的事项、拆分和合并前的事项用前一版的序号，其他用后一版的。"
    )


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
    ChangeKind.ENDED: "不再开展的事项",
    ChangeKind.RESUMED: "改由部门承接的事项",
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


def _alike(kind: ChangeKind, chosen: Sequence[Change]) -> list[list[Change]]:
    """Changes that are told in one sentence: the same departments, or categories, of several rows."""
    groups: dict[object, list[Change]] = {}
    for change in chosen:
        found, rows = change.match.differences, (*change.match.a, *change.match.b)
        key: object = id(change)
        if kind is ChangeKind.DEPARTMENTS and found.conveners == ((), ()) and _bodies(change):
            key = (rows[0].kind is ListKind.RECLAIMED, _bodies(change))
        elif kind is ChangeKind.CATEGORY:
            key = (rows[0].category, rows[-1].category)
        groups.setdefault(key, []).append(change)
    return list(groups.values())


def _together(kind: ChangeKind, alike: Sequence[Change], head: str) -> list[Block]:
    """What several rows have in common, and which rows they are."""
    rows = "；".join(_full(change.match.b) for change in alike)
    said = _category(alike[0]) if kind is ChangeKind.CATEGORY else "，".join(_bodies(alike[0]))
    return [Paragraph(f"{head}下列 {len(alike)} 项{said}：{rows}。")]


def _bodies(change: Change) -> tuple[str, ...]:
    """What happened to the departments of a row, piece by piece."""
    found, row = change.match.differences, change.match.b[0]
    word = "承接部门" if row.kind is ListKind.RECLAIMED else "上级部门"
    gone, come = ("、".join(body.name for body in bodies) for bodies in (found.gone, found.come))
    said = [f"{old.name}改称{new.name}" for old, new in found.renamed]
    if len(found.gone) == len(found.come) == 1:
        said.append(f"{word}由{gone}改为{come}")
    else:
        said += [f"{word}增加{come}"] * bool(come)
        said += [f"{'' if come else word}不再列{gone}"] * bool(gone)
    return tuple(said)


def _convened(before: str, now: str) -> str:
    if before and now:
        return f"牵头部门由{before}改为{now}"
    return f"写明由{now}牵头" if now else f"不再写明由{before}牵头"


def _category(change: Change) -> str:
    return f"类别由“{change.match.a[0].category}”改为“{change.match.b[0].category}”"


def _said(kind: ChangeKind, change: Change, head: str) -> list[Block]:
    a, b = change.match.a, change.match.b
    found = change.match.differences
    doubt = "（是否同一事项请核对）" if change.match.doubtful else ""
    if kind is ChangeKind.ADDED:
        return [Paragraph(f"{head}{_full(b)}。{_who(b[0])}")]
    if kind is ChangeKind.REMOVED:
        return [Paragraph(f"{head}{_full(a)}。{_who(a[0])}")]
    if kind is ChangeKind.RENAMED:
        now = "" if _where(a) == _where(b) else f"（现为{_where(b)}）"
        text = f"{head}{_full(a)}改为“{_quoted(b[0].name)}”{now}{doubt}。"
        return [Paragraph(text)]
    if kind is ChangeKind.MOVED:
        renamed = ChangeKind.RENAMED in change.kinds
        name = f"，名称改为“{_quoted(b[0].name)}”" * renamed
        moved = f"“{_quoted(a[0].name)}”由{_where(a)}转为{_where(b)}"
        return [Paragraph(f"{head}{moved}{name}{doubt}。{_who(b[0])}")]
    if kind is ChangeKind.ENDED:
        gone = "、".join(body.name for body in found.gone)
        return [Paragraph(f"{head}{_full(b)}{doubt}。原承接部门：{gone}。")]
    if kind is ChangeKind.RESUMED:
        text = f"{head}{_full(b)}，原来不再开展{doubt}。"
        way = [f"工作方式：{b[0].method}"] * bool(b[0].method)
        return [Paragraph(said) for said in (text, *_each(b), *way)]
    if kind is ChangeKind.SPLIT:
        parts = "、".join(_named(row) for row in b)
        return [Paragraph(said) for said in (f"{head}{_full(a)}拆分为{parts}{doubt}。", *_each(b))]
    if kind is ChangeKind.MERGED:
        parts = "、".join(_named(row) for row in a)
        return [Paragraph(said) for said in (f"{head}{parts}合并为{_full(b)}{doubt}。", *_each(b))]
    if kind is ChangeKind.DEPARTMENTS:
        said = list(_bodies(change))
        if found.conveners != ((), ()):
            said.append(_convened(*("、".join(names) for names in found.conveners)))
        if not said:
            said.append("配合部门有变动")
        return [Paragraph(f"{head}{_full(b)}：{'，'.join(said)}。")]
    if kind is ChangeKind.CATEGORY:
        return [Paragraph(f"{head}{_full(b)}：{_category(change)}。")]
    return [Paragraph(f"{head}{_full(b)}："), *_clauses(kind, found.clauses)]


def _clauses(kind: ChangeKind, found: Sequence[ClauseChange]) -> list[Block]:
    """The clauses of a row that changed, one to a paragraph; one that went to the other side is one."""
    blocks: list[Block] = []
    gone = {_plain(c.a): c for c in found if c.status == "removed"}
    come = {_plain(c.b): c for c in found if c.status == "added"}
    over = {text for text in gone.keys() & come.keys() if gone[text].cell != come[text].cell}
    for clause in found:
        in_method = clause.cell == "method"
        in_duty = clause.cell in ("superior", "township")
        if not {ChangeKind.METHOD: in_method, ChangeKind.CLAUSES: in_duty}.get(
            kind, not (in_method or in_duty)
        ):
            continue
        if clause.status == "removed" and _plain(clause.a) in over:
            new = come[_plain(clause.a)]
            lead = f"{_at(clause)}转为{_at(new)}：“{_quoted(new.b.rstrip('；;。'))}”。"
            blocks.append(Paragraph(lead))
            continue
        if clause.status == "added" and _plain(clause.b) in over:
            continue
        word = {"changed": "修改", "added": "增加", "removed": "删去"}[clause.status]
        lead = f"{_at(clause)}{word}："
        blocks.append(Paragraph(Marked((Piece(True, lead, lead), *clause.pieces))))
    return blocks


def _at(clause: ClauseChange) -> str:
    """Where a clause stands: now, or, if it is gone, where it stood."""
    where = _CELLS.get(clause.cell, clause.cell)
    if clause.cell not in ("superior", "township"):
        return where
    return f"{where}第 {clause.b_number or clause.a_number} 条"


def _plain(text: str) -> str:
    return _MARKS.sub("", text)


def _named(row: Entry) -> str:
    return f"“{_quoted(row.name)}”（{_where([row])}）"


def _quoted(name: str) -> str:
    """A name inside quotation marks: its own become single ones."""
    return name.translate(_INNER)


def _where(rows: Sequence[Entry]) -> str:
    return "、".join(f"{row.kind.zh}第 {row.number} 项" for row in rows)


def _full(rows: Sequence[Entry]) -> str:
    return "、".join(f"{row.kind.zh}第 {row.number} 项“{_quoted(row.name)}”" for row in rows)


def _each(rows: Sequence[Entry]) -> list[str]:
    """Who answers for each of these rows: once, where it is the same for all."""
    said = {row.number: _who(row) for row in rows}
    if len(set(said.values())) == 1:
        return [who for who in (_who(rows[0]),) if who]
    return [f"其中第 {number} 项{who}" for number, who in said.items() if who]


def _who(row: Entry) -> str:
    names = "、".join(body.name for body in row.departments)
    if row.kind is ListKind.COOPERATION and names:
        return f"上级部门：{names}。"
    if row.kind is ListKind.RECLAIMED:
        nobody = "不再开展。" if row.discontinued else "没有写明承接部门。"
        return f"承接部门：{names}。" if names else nobody
    return ""
