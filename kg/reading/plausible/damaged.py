"""Damaged: cells that a program could not show, could not decode or cut at a length of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.findings import shorten
from kg.folding import fold_forms, strip_markup
from kg.reading.rows import RowProblem
from kg.values import ListKind, Row

_TEXTS = (
    *("category", "name", "departments", "supporting", "superior", "township"),
    *("taker", "taker-and-method", "method"),
)
_FAILED = re.compile(
    r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)|#{3,}"
    r"|(?:错误|Error)\s*[!！]\s*[\w ]{2,30}|\[object \w+\]|^(?:undefined|NaN)$",
    re.I,
)
"""What a program shows instead of a value: ``#REF!``, ``#####``, ``错误！未找到引用源``, ``[object Object]``."""
_LEFT_OUT = re.compile(r"(?:…+|\.{3,}|。{3,}|[（(](?:略|以下略|下略|余略)[）)])$")
"""How a text ends of which the rest was left out: ``开展招商...``, ``（略）``."""
_LOST = re.compile("[\ufffd\ue000-\uf8ff]|锟斤拷|烫烫烫|[?？]{3,}")
"""Characters that stand for what could not be decoded."""
_IDEOGRAPHS = re.compile(r"[\u4e00-\u9fff]")
_TAGS = re.compile(r"</?(?:p|br|span|div|font|b|s|del|td)\b[^<>]{0,40}>|&(?:nbsp|lt|gt|amp);|~~")
"""Markup of a page that stands in a name as words: ``<p>``."""
_FEWEST_RARE = 3
_FEWEST_CUT = 3
_SHORTEST_CUT = 12
_ENDS = "。；;！!？?：:）)」”》】>"
_TAIL = 40
_FIRST = re.compile(r"1\s*[.．、](?!\d)")
_SECOND = re.compile(r"(?<!\d)2\s*[.．、](?!\d)")
_FEWEST_ONES = 4


def judge_damage(rows: Sequence[Row], problems: list[RowProblem]) -> None:
    """Add cells that are damaged to ``problems``."""
    for row in rows:
        problems.extend(_damaged(row))
    for kind in ListKind:
        found = [row for row in rows if row.kind is kind]
        problems.extend(_cut_at_a_length(found))
        problems.extend(_first_items(found))


def _damaged(row: Row) -> Iterator[RowProblem]:
    for role in _TEXTS:
        text = (row.cell(role) or "").strip()
        if not text:
            continue
        if found := _FAILED.search(text):
            what = f"一格里是表格程序的出错标记“{found[0]}”，不是原来的文字"
            yield RowProblem("row-shifted", row.line, what, text[:_TAIL], row)
        elif (found := _LOST.search(text)) or _is_garbled(text):
            what = f"一格里有认不出的乱码：“{shorten(text, 30)}”"
            yield RowProblem("cell-garbled", row.line, what, text[:_TAIL], row)
        elif _LEFT_OUT.search(fold_forms(strip_markup(text)).strip()):
            what = f"一格的末尾省略了文字，没有写完：“…{text[-20:]}”"
            yield RowProblem("cell-unfinished", row.line, what, text[-_TAIL:], row)
        elif role == "name" and _TAGS.search(row.name):
            what = f"事项名称里夹着网页标记：“{shorten(row.name, 30)}”；照原样保留"
            yield RowProblem("name-doubtful", row.line, what, row.name, row)
        else:
            continue
        return


def _is_garbled(text: str) -> bool:
    """Whether a text was decoded wrongly: a third of its ideographs are of no list of common ones."""
    if _is_common(text):  # nearly every cell: told at once
        return False
    found = _IDEOGRAPHS.findall(text)
    rare = sum(not _is_common(character) for character in found)
    return rare >= _FEWEST_RARE and 3 * rare >= len(found)


def _is_common(text: str) -> bool:
    """Whether all characters are those of GB 2312."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _cut_at_a_length(rows: Sequence[Row]) -> Iterator[RowProblem]:
    """Cells of a column that end without a stop, all at the length of its longest one."""
    for role in ("superior", "township", "taker-and-method", "method"):
        cells = [(row, text) for row in rows if (text := (row.cell(role) or "").strip())]
        longest = max((len(text) for _, text in cells), default=0)
        cut = [(row, text) for row, text in cells if len(text) == longest]
        if longest < _SHORTEST_CUT or len(cut) < min(_FEWEST_CUT, max(2, len(cells) - 1)):
            continue
        open_ended = [(row, text) for row, text in cut if text[-1] not in _ENDS]
        if 2 * len(open_ended) < len(cut) or len(open_ended) < 2:
            continue
        for row, text in open_ended:
            what = f"这一列有 {len(cut)} 格都正好 {longest} 个字，像是在同一长度处截断：“…{text[-20:]}”"
            yield RowProblem("cell-unfinished", row.line, what, text[-_TAIL:], row)


def _first_items(rows: Sequence[Row]) -> Iterator[RowProblem]:
    """A column in which every numbered cell has number 1 and no other: the rest of each is gone."""
    for role in ("superior", "township"):
        texts = [(row, fold_forms(strip_markup(row.cell(role) or "")).strip()) for row in rows]
        ones = [row for row, text in texts if _FIRST.match(text)]
        if len(ones) >= _FEWEST_ONES and not any(_SECOND.search(text) for _, text in texts):
            what = f"这一列有 {len(ones)} 格写着第 1 条，没有一格有第 2 条，像是每格只留下了第一条"
            yield RowProblem("cell-unfinished", ones[0].line, what, "", ones[0])
