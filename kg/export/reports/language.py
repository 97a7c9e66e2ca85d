"""Language: a report with the headings of its tables and the words of its findings in English.

What lists say stays as it is printed; so do names of places, bodies and duties.
"""

from __future__ import annotations

import re
from dataclasses import replace

from kg.export.reports.model import Block, Cell, Figure, Heading, Marked, Paragraph, Report, Table
from kg.export.wording import heading, phrase, sentence, translated
from kg.vocabulary.sorts import sort_name

_COUNTED = re.compile(r"(?:[一二三四五六七八九十]+、)?(.+?)（(\d+)[^（）]*）")
"""A heading with a count: 部门不同（13）, 一、新增的事项（2 项）."""

_NUMBERED = re.compile(r"^[一二三四五六七八九十]+、")
"""The number of a heading: 一、."""
_OURS = frozenset(("差别", "依据", "身份", "条", "方式", "哪一方", "种类"))
"""Columns that hold phrases of the program, never a list's words."""
_SORTS = frozenset(("类别", "部门类别", "联系的部门类别"))
"""Columns of categories and kinds of office."""
_LED = "文字差别（〔−甲有〕〔＋乙有〕）"
"""The column of a list's words in which each line begins with the cell and the clauses it is about."""


def in_language(report: Report, language: str) -> Report:
    """The report for readers of a language."""
    if language == "zh":
        return report
    return replace(
        report,
        title=sentence(report.title, language),
        blocks=tuple(_block(block, language) for block in report.blocks),
    )


def _block(block: Block, language: str) -> Block:
    if isinstance(block, Heading):
        return replace(block, text=_heading(block.text, language))
    if isinstance(block, Paragraph) and isinstance(block.text, str):
        return replace(block, text=sentence(block.text, language))
    if isinstance(block, Paragraph) and isinstance(block.text, Marked):
        first, *rest = block.text.pieces
        lead = sentence(first.a, language) if first.equal else first.a
        own = first if lead == first.a else replace(first, a=f"{lead} ", b=f"{lead} ")
        return replace(block, text=Marked((own, *rest)))
    if isinstance(block, Table):
        header = tuple(heading(text, language) for text in block.header)
        rows = tuple(
            tuple(_cell(cell, language, of) for cell, of in zip(row, block.header, strict=True))
            for row in block.rows
        )
        return Table(heading(block.name, language), header, rows)
    if isinstance(block, Figure):
        return replace(
            block,
            title=translated(block.title, language),
            rows=tuple(
                (sort_name(translated(name, language), language), values)
                for name, values in block.rows
            ),
            parts=tuple(translated(heading(part, language), language) for part in block.parts),
            caption=sentence(block.caption, language),
        )
    return block


def _heading(text: str, language: str) -> str:
    counted = _COUNTED.fullmatch(text)
    if counted is None:
        return translated(_NUMBERED.sub("", text), language)
    return f"{translated(counted[1], language)} ({counted[2]})"


def _cell(cell: Cell, language: str, column: str) -> Cell:
    if isinstance(cell, Marked) or not isinstance(cell, str):
        return cell
    if column in _OURS:
        return "; ".join(phrase(part, language) for part in cell.split("；"))
    if column in _SORTS:
        return sort_name(translated(cell, language), language)
    if column == _LED:
        lines = (line.partition("：") for line in cell.splitlines())
        return "\n".join(
            f"{phrase(lead, language)}: {text}" if mark else lead for lead, mark, text in lines
        )
    doubtful = cell.startswith("？")
    words = translated(cell.removeprefix("？"), language)
    return f"?{words}" if doubtful else words
