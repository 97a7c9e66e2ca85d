"""Contradictions, gaps and differences as a report: the quotes of each side by side."""

from __future__ import annotations

from collections.abc import Sequence

from kg.comparing.contradictions import Finding, Kind, Level
from kg.comparing.rows import Entry
from kg.export.reports.model import Block, Cell, Heading, Paragraph, Report, table

_COLUMNS = ("事项", "把握", "依据", "乡镇", "清单", "序号", "原文", "出处")
_FLAT = ("程度", "种类", *_COLUMNS)


def report(found: Sequence[Finding], title: str, levels: Sequence[Level] = tuple(Level)) -> Report:
    """The findings by level and kind; each quote is a row. ``levels`` are those that were looked for."""
    blocks: list[Block] = [Paragraph(summary(found, levels))]
    for level in Level:
        of_level = [finding for finding in found if finding.level is level]
        if not of_level:
            continue
        blocks.append(Heading(2, f"{level.zh}（{len(of_level)}）"))
        for kind in Kind:
            chosen = [finding for finding in of_level if finding.kind is kind]
            if chosen:
                rows = [row for finding in chosen for row in _rows(finding)]
                blocks.append(Heading(3, f"{kind.zh}（{len(chosen)}）"))
                blocks.append(table("", _COLUMNS, rows))
    return Report(title, tuple(blocks))


def flat(found: Sequence[Finding], title: str) -> Report:
    """One table, a row a quote, every cell filled; what two findings say in the same words stands once."""
    rows = dict.fromkeys(
        (finding.level.zh, finding.kind.zh, *row)
        for finding in found
        for row in _rows(finding, whole=True)
    )
    return Report(title, (table("矛盾与差别", _FLAT, list(rows)),))


def summary(found: Sequence[Finding], levels: Sequence[Level] = tuple(Level)) -> str:
    """How many of each level and kind, of those that were looked for."""
    parts = []
    for level in Level:
        counts = [
            (kind, sum(f.kind is kind for f in found)) for kind in Kind if kind.level is level
        ]
        said = "，".join(f"{kind.zh} {count}" for kind, count in counts if count)
        total = sum(count for _, count in counts)
        if total:
            parts.append(f"{level.zh} {total} 处（{said}）")
    looked = [level.zh for level in Level if level in levels]
    words = "或".join(["、".join(looked[:-1]), looked[-1]] if looked[1:] else looked)
    return "；".join(parts) + "。" if parts else f"没有发现{words}。 (Nothing found.)"


def _rows(finding: Finding, *, whole: bool = False) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for at, quote in enumerate(finding.quotes):
        entry = quote.entry
        head: list[Cell] = [finding.name, finding.certainty, finding.why]
        if at and not whole:
            head = ["", "", ""]
        rows.append(
            [
                *head,
                entry.township.name,
                entry.kind.zh,
                entry.number,
                _words(entry, quote.words),
                entry.source,
            ]
        )
    return rows


def _words(entry: Entry, words: str) -> str:
    """The quote, with the row's name before it where it is only a part of the row."""
    return words if entry.name in words else f"{entry.name}：{words}"
