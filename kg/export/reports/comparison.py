"""The comparison of two sides as a report and as RDF."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

from kg.comparing.comparison import Comparison, Match, Status
from kg.comparing.differences import ClauseChange, Difference
from kg.comparing.rows import Entry
from kg.comparing.template import Template
from kg.comparing.texts import marked
from kg.export.reports.model import (
    Block,
    Cell,
    Figure,
    Heading,
    Marked,
    Paragraph,
    Report,
    Table,
    table,
)
from kg.export.vocabularies.turtle import write_turtle
from kg.rdf.ntriples import Lines, literal, typed, zh
from kg.rdf.terms import PREFIXES, D, W, X
from kg.values import ListKind

COLUMNS = ("情况", "甲", "甲的部门", "乙", "乙的部门", "差别", "依据", "甲出处", "乙出处")
"""Columns of the table of all duties."""

_CELLS = {"superior": "上级部门职责", "township": "配合职责", "method": "工作方式"}
_METHODS = {
    "name": "名称相同",
    "matter": "同一事项",
    "content": "内容相近",
    "part": "部分与整体",
    "none": "",
}
_ORDER = (
    Difference.LIST,
    Difference.DEPARTMENTS,
    Difference.NAME,
    Difference.CLAUSES,
    Difference.METHOD,
    Difference.CATEGORY,
    Difference.OTHER,
)


def report(comparison: Comparison, *, every: bool = False) -> Report:
    """The report; with ``every`` the duties that are the same are listed, too."""
    a, b = comparison.a.title, comparison.b.title
    counts = comparison.counts
    blocks: list[Block] = [Paragraph(summary(comparison))]
    if comparison.empty:
        blocks.append(Paragraph("两边没有差别。 (Nothing differs.)"))
    blocks.append(_figure(comparison, f"甲 {a}，乙 {b}：各清单里相同、有差别和只有一方有的事项数"))
    shown: set[int] = set()
    for difference in _ORDER:
        found = comparison.with_difference(difference)
        if found:
            blocks.append(Heading(2, f"{difference.zh}（{len(found)}）"))
            if difference in (Difference.CLAUSES, Difference.METHOD, Difference.OTHER):
                blocks.append(_clauses(found, difference))
            else:
                blocks.append(_table(found))
            shown |= {id(match) for match in found}
    for status in (Status.SPLIT, Status.MERGED, Status.ONLY_A, Status.ONLY_B):
        found = comparison.of(status)
        if found:
            blocks.append(Heading(2, f"{status.zh}（{len(found)}）"))
            blocks.append(_table(found))
    if every and counts["same"]:
        blocks.append(Heading(2, f"{Status.SAME.zh}（{counts['same']}）"))
        blocks.append(_table(comparison.of(Status.SAME)))
    return Report(f"履职事项清单比较：甲 {a}，乙 {b}", tuple(blocks))


def template_report(found: Template) -> Report:
    """What each township departs from the common wording of its place."""
    blocks: list[Block] = [
        Paragraph(
            f"{found.place.title}：{len(found.common)} 件事项至少一半的乡镇都有，以多数的写法为共同写法"
            "（地名不算差别）。下面是各乡镇与它的差别。"
        )
    ]
    rows: list[list[Cell]] = []
    for item in found.departures:
        counts = item.counts
        rows.append(
            [
                item.b.title,
                counts["same"],
                counts["list"],
                counts["departments"],
                counts["name"],
                counts["clauses"] + counts["method"],
                counts["only-a"],
                counts["only-b"],
            ]
        )
    header = (
        "乡镇",
        "照共同写法",
        "清单不同",
        "部门不同",
        "名称不同",
        "职责文字不同",
        "没有列",
        "自己另有",
    )
    blocks.append(table("各乡镇与共同写法", header, rows))
    for item in found.departures:
        blocks.append(Heading(2, item.b.title))
        for difference in _ORDER:
            chosen = item.with_difference(difference)
            if chosen:
                blocks.append(Heading(3, f"{difference.zh}（{len(chosen)}）"))
                long = (Difference.CLAUSES, Difference.METHOD, Difference.OTHER)
                blocks.append(
                    _clauses(chosen, difference) if difference in long else _table(chosen)
                )
        for status, words in ((Status.ONLY_A, "没有列的"), (Status.ONLY_B, "自己另有的")):
            chosen = item.of(status)
            if chosen:
                blocks.append(Heading(3, f"{words}（{len(chosen)}）"))
                blocks.append(_table(chosen))
    return Report(f"{found.place.title}：共同写法和各乡镇的差别", tuple(blocks))


def flat(comparison: Comparison, *, every: bool = True, alone: bool = False) -> Report:
    """A row a duty with its changed words, for spreadsheets; with a table of the clauses unless ``alone``."""
    found = [m for m in comparison.matches if every or m.status is not Status.SAME]
    whole = table("逐项比较", (*COLUMNS, _CHANGED), [[*row(m), _changed(m)] for m in found])
    clauses = [
        _clause_row(match, change) for match in found for change in match.differences.clauses
    ]
    return Report(
        f"履职事项清单比较：甲 {comparison.a.title}，乙 {comparison.b.title}",
        (whole,) if alone else (whole, table("文字差别", _CLAUSE_COLUMNS, clauses)),
    )


def _changed(match: Match) -> str:
    """The clauses that differ, one a line: the cell, the numbers, the words."""
    return "\n".join(
        f"{_CELLS.get(change.cell, change.cell)} {_numbers(change)}".rstrip()
        + f"：{marked(change.pieces)}"
        for change in match.differences.clauses
    )


def _numbers(change: ClauseChange) -> str:
    if change.cell not in ("superior", "township"):
        return ""
    return " → ".join(str(n) if n else "无" for n in (change.a_number, change.b_number))


def summary(comparison: Comparison) -> str:
    """What was found, in a sentence."""
    counts = comparison.counts
    parts = [f"相同 {counts['same']} 项"]
    parts += [f"{kind.zh} {counts[kind.value]} 项" for kind in _ORDER if counts[kind.value]]
    parts += [
        f"{status.zh} {counts[status.value]} 处"
        for status in (Status.SPLIT, Status.MERGED)
        if counts[status.value]
    ]
    parts += [f"只在甲 {counts['only-a']} 项", f"只在乙 {counts['only-b']} 项"]
    doubtful = sum(m.doubtful for m in comparison.matches)
    tail = f"；其中 {doubtful} 处拿不准，标“？”" if doubtful else ""
    return (
        f"甲 {comparison.a.title} 与乙 {comparison.b.title}：{'，'.join(parts)}{tail}。"
        f"只是序号不同的 {len(comparison.renumbered)} 项，不算差别。"
    )


def row(match: Match) -> list[Cell]:
    """One duty as a row of COLUMNS."""
    return [
        ("？" if match.doubtful else "") + match.status.zh,
        "\n".join(_title(entry) for entry in match.a),
        _bodies(match.a),
        "\n".join(_title(entry) for entry in match.b),
        _bodies(match.b),
        _differing(match),
        _basis(match),
        "；".join(entry.source for entry in match.a),
        "；".join(entry.source for entry in match.b),
    ]


def _differing(match: Match, sides: tuple[str, str] = ("只在甲", "只在乙")) -> str:
    found = match.differences
    parts = []
    for kind in match.kinds:
        said = kind.zh
        if kind is Difference.LIST:
            said += f"：{_lists(match.a)} → {_lists(match.b)}"
        elif kind is Difference.DEPARTMENTS:
            gone = "、".join(body.name for body in found.gone)
            come = "、".join(body.name for body in found.come)
            told = [f"{old.name} 改称 {new.name}" for old, new in found.renamed]
            told += [f"{sides[0]} {gone}"] * bool(gone) + [f"{sides[1]} {come}"] * bool(come)
            if found.conveners != ((), ()):
                heads = ["、".join(names) or "没有写" for names in found.conveners]
                told.append(f"牵头 {heads[0]} → {heads[1]}")
            said += f"：{'，'.join(told)}" * bool(told)
        elif kind is Difference.CATEGORY:
            said += f"：{_categories(match.a)} → {_categories(match.b)}"
        parts.append(said)
    for entry, score, why in match.near:
        parts.append(f"可能相关：{_title(entry)}（{score:.2f}，{why}）")
    return "；".join(parts)


def _basis(match: Match) -> str:
    if match.method == "none":
        return ""
    said = f"{_METHODS[match.method]} {match.score:.2f}"
    return f"{said}（{match.why}）" if match.why else said


def _lists(rows: Iterable[Entry]) -> str:
    return "、".join(dict.fromkeys(entry.kind.zh for entry in rows))


def _categories(rows: Iterable[Entry]) -> str:
    return "、".join(dict.fromkeys(entry.category for entry in rows))


def _title(entry: Entry) -> str:
    return f"{entry.township.name}{entry.kind.short}{entry.number} {entry.name}"


def _bodies(rows: Iterable[Entry]) -> str:
    names: dict[str, None] = {}
    for entry in rows:
        names.update((body.name, None) for body in entry.departments)
        if entry.kind is ListKind.RECLAIMED and entry.discontinued:
            names["（不再开展）"] = None
    return "、".join(names)


def _table(found: Iterable[Match]) -> Table:
    return table("", COLUMNS, [row(match) for match in found])


_CHANGED = "文字差别（〔−甲有〕〔＋乙有〕）"
_CLAUSE_COLUMNS = ("事项", "栏目", "条", "文字（〔−甲有〕〔＋乙有〕）", "甲出处", "乙出处")


def _clauses(found: Iterable[Match], difference: Difference) -> Table:
    rows = [
        _clause_row(match, change)
        for match in found
        for change in match.differences.clauses
        if difference is _difference(change)
    ]
    return table("", _CLAUSE_COLUMNS, rows)


def _difference(change: ClauseChange) -> Difference:
    if change.cell in ("superior", "township"):
        return Difference.CLAUSES
    return Difference.METHOD if change.cell == "method" else Difference.OTHER


def _clause_row(match: Match, change: ClauseChange) -> list[Cell]:
    return [
        match.name,
        _CELLS.get(change.cell, change.cell),
        _numbers(change),
        Marked(change.pieces),
        "；".join(entry.source for entry in match.a),
        "；".join(entry.source for entry in match.b),
    ]


def _figure(comparison: Comparison, caption: str) -> Figure:
    rows = []
    for kind in ListKind:
        found = [m for m in comparison.matches if (m.a or m.b)[0].kind is kind]
        rows.append(
            (
                kind.zh,
                (
                    sum(m.status is Status.SAME for m in found),
                    sum(m.status not in (Status.SAME, Status.ONLY_A, Status.ONLY_B) for m in found),
                    sum(m.status is Status.ONLY_A for m in found),
                    sum(m.status is Status.ONLY_B for m in found),
                ),
            )
        )
    parts = ("相同", "有差别", "只在甲", "只在乙")
    return Figure("各清单的异同", tuple(rows), parts, caption)


def turtle(comparison: Comparison) -> bytes:
    """The comparison as RDF.

    Between editions every newer row is prov:wasRevisionOf its older one, with a prov:Revision that
    says what changed; between other sides the rows of one duty are joined by a MatchLink.
    """
    stream = io.BytesIO()
    prefixes = {name: PREFIXES[name] for name in ("", "prov", "rdfs", "skos", "owl", "xsd")}
    write_turtle(_lines(comparison), stream, prefixes)
    return stream.getvalue()


def _lines(comparison: Comparison) -> Iterator[str]:
    lines = Lines()
    prov = PREFIXES["prov"]
    for match in comparison.matches:
        for entry in (*match.a, *match.b):
            lines.add(entry.iri, W.label, zh(entry.name))
        if comparison.editions and match.status is Status.ONLY_A:
            lines.add(match.a[0].iri, W.deprecated, typed(True, X.boolean))
            lines.add(match.a[0].iri, PREFIXES["rdfs"] + "comment", zh("取消"))
        if comparison.editions and match.status is Status.ONLY_B:
            lines.add(match.b[0].iri, PREFIXES["rdfs"] + "comment", zh("新增"))
        sides = ("原有", "现有") if comparison.editions else ("只在甲", "只在乙")
        said = "；".join(part for part in (match.status.zh, _differing(match, sides)) if part)
        for new in match.b:
            for old in match.a:
                tail = old.iri.partition("/duty/")[2].replace("/", "_")
                if comparison.editions:
                    node = f"{new.iri}/revision-{tail}"
                    lines.link(new.iri, W.wasRevisionOf, old.iri)
                    lines.link(new.iri, f"{prov}qualifiedRevision", node)
                    lines.link(node, W.type, f"{prov}Revision")
                    lines.link(node, f"{prov}entity", old.iri)
                else:
                    node = f"{old.iri}/match-{new.iri.partition('/duty/')[2].replace('/', '_')}"
                    lines.link(node, W.type, D.MatchLink)
                    lines.link(node, D.matchSubject, old.iri)
                    lines.link(node, D.matchObject, new.iri)
                    exact = match.method == "name"
                    lines.link(node, D.matchPredicate, W.exactMatch if exact else W.closeMatch)
                    lines.add(node, D.matchMethod, literal(match.method))
                    score = f"{match.score:.3f}".rstrip("0").rstrip(".")
                    lines.add(node, D.matchScore, typed(score, X.decimal))
                    if match.why:
                        lines.add(node, D.matchReason, zh(match.why))
                lines.add(node, PREFIXES["rdfs"] + "comment", zh(said))
    yield from lines.found
