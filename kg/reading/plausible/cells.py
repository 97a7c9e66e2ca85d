"""Cells: whether the words of single cells are whole and their own.

A page's furniture inside a text, a name that says 同上 or breaks off, the same long text as in the row
above: each is what copying and page ends leave behind, and is said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from kg.findings import shorten
from kg.folding import fold_forms, strip_blanks, strip_markup
from kg.reading.rows import RowProblem
from kg.values import ListKind, Row

_PAGE = re.compile(
    r"第\s?\d{1,3}\s?页|共\s?\d{1,3}\s?页|续表|[-—–－―]\s+\d{1,3}\s+[-—–－―]"
    r"|(?<![0-9A-Za-z])[-—–－―]\d{1,3}[-—–－―](?![0-9A-Za-z])"
)
"""Page numbers inside a text: ``第3页``, ``第 3 页``, ``- 12 -``."""
_STAMP = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?P<mark>[-/.])\d{1,2}(?P=mark)\d{1,2}(?!\d|[-/.]\d)"
    r"(?:\s*\d{1,2}:\d\d(?::\d\d)?)?"
)
"""When a page was printed, as programs put it at its edge: ``2025/7/3 15:22``. Offices write 2025年7月3日."""
_BARE = re.compile(r"(?<=[\u4e00-\u9fff])\d{1,3}(?=[\u4e00-\u9fff])")
_BEFORE_NUMBER = frozenset("第为至到于约达近超满每前后以共各占过足按在了内与和或及款项号条")
_AFTER_NUMBER = frozenset(
    "个日月年天周时分秒小平立人名户口家项条次元万千百亿亩级类期届岁位号处米度种间台件份批"
    "套只头栋层幢座段章部所辆张本页倍成折斤克吨升厘毫热工以及至余多大类"
)
_UNITS = ("公里", "公斤", "公顷", "公分", "公升", "公吨", "公路")
_SHORTEST_TITLE = 8
_LONGEST_QUOTE = 200
_LONG = 8
_LONGEST_NUMBER = 4
_RUNS_ON = frozenset({"name", "superior", "township", "taker-and-method", "method"})
_REMARK = re.compile(r"(?:备注|说明|附注|注|合计|总计|小计|共计)[：:]|(?:合计|总计|小计|共计)\d")
_ITEM_FIRST = re.compile(r"(\d{1,2})[.．、](?!\d)")
_NUMBER_FIRST = re.compile(r"\d{1,2}(?=[\u4e00-\u9fff])")
_ONE_LEFT = re.compile(r"[、，][^、，。；]$")
_BRACKETED = re.compile(r"[（(【\[]([^（）()【】\[\]]{1,12})[)）】\]]")
_NOTED = re.compile(
    r"(?:^|[。；;\s）)])(?:注|备注|附注)[：:]|(?:此项|本项|该项)(?:工作|职责|事项)?(?:自|从|已|暂|不再|予以)"
    r"|[（(](?:详见|参见|见)附[件表][^（）()]*[)）]|[①-⑳＊*※]\s*$"
)
"""A note beside a text, or the mark of one: ``注：``, ``此项自2026年起取消``, ``（见附件3）``, ``①``."""
_NOTE_BEHIND = re.compile(r"(?:注|备注|附注|说明)[：:]")
"""The same behind a name, which has no colon of its own."""
_SAID_OF_ALL = ("name", "superior", "township")
_COLON = frozenset("：:")
_ALLOWED_BEFORE = re.compile(
    r"(?:.*[，。；：:、;,\s）)>]|今后|以后|目前|已经?|现已?|乡镇?|镇|街道|一律|原则上|均|将)$",
    re.DOTALL,
)


def judge_cells(
    rows: Sequence[Row],
    titles: Iterable[str],
    not_names: Iterable[str],
    nobody: Sequence[str],
    categories: Container[str],
    remarks: Sequence[str],
    negations: Mapping[str, Sequence[str]],
    problems: list[RowProblem],
) -> None:
    """Add what is odd about single cells to ``problems``.

    ``titles`` are the titles printed in the document, ``not_names`` words that stand where a name
    should and name nothing, ``nobody`` words by which nobody does a thing any more, ``categories`` the
    known ones, ``remarks`` begin what an editor writes beside a text, ``negations`` are words that
    no name begins with, each with the words that begin so and are none.
    """
    heads = {words for title in titles if len(words := _bare(title)) >= _SHORTEST_TITLE}
    empty = frozenset(not_names)
    # A list may print the number of every item before its name once more.
    numbered = 2 * sum(_ITEM_FIRST.match(row.name) is not None for row in rows) > len(rows)
    printed = {row.category for row in rows if row.category and row.category not in categories}
    for row in rows:
        problems.extend(_odd_name(row, empty, printed, numbered))
        problems.extend(_remarked(row, tuple(remarks)))
        problems.extend(_negated(row, negations))
        problems.extend(_furniture(row, heads))
        problems.extend(_before_nobody(row, nobody))
        problems.extend(_next_row_inside(row, categories))
        problems.extend(_without_header(row))
    for first, second in pairwise(rows):
        if first.kind is second.kind:
            problems.extend(_repeated(first, second))
    problems.extend(_taken_in(rows))


def _bare(text: str) -> str:
    return fold_forms(strip_blanks(strip_markup(text))).strip("#*")


def _odd_name(
    row: Row, empty: frozenset[str], categories: Container[str], numbered: bool
) -> Iterator[RowProblem]:
    name = row.name
    what = ""
    if name in categories:
        what = f"事项名称写的是本清单的一个类别：“{name}”"
    elif row.category and name.startswith(row.category):
        what = f"事项名称前面像是连着类别“{row.category}”：“{shorten(name)}”"
        yield _of(row, "name-doubtful", f"{what}；照原样保留", "name")
        return
    elif strip_blanks(name).strip("（()）：:。") in empty or _REMARK.match(name):
        what = f"事项名称一格写的是“{shorten(name)}”，不是事项"
    elif (item := _ITEM_FIRST.match(name)) and row.printed and item[1] != row.printed:
        what = f"事项名称一格像是职责条款：“{shorten(name)}”"
    elif name.endswith(("：", ":")):
        what = f"事项名称没有写完，或连着下一格：“{shorten(name)}”"
    if what:
        yield _of(row, "row-shifted", f"{what}；这一行的格子可能错位", "name")
    elif (_ITEM_FIRST.match(name) and not numbered) or (
        (number := _NUMBER_FIRST.match(name)) and name[number.end()] not in _AFTER_NUMBER
    ):
        what = f"事项名称前面像是连着序号：“{shorten(name)}”；照原样保留"
        yield _of(row, "name-doubtful", what, "name")
    elif _ONE_LEFT.search(name):
        what = f"事项名称像是没有写完：“…{name[-12:]}”"
        yield _of(row, "cell-unfinished", what, "name")


def _remarked(row: Row, remarks: tuple[str, ...]) -> Iterator[RowProblem]:
    """A remark of an editor inside a text: （此项删除）, （待定）."""
    for cell in row.cells:
        if cell.role in ("number", "code", "notes", "basis", "extra"):
            continue
        text = fold_forms(strip_markup(cell.text))
        noted = _NOTED.search(text) or (cell.role == "name" and _NOTE_BEHIND.search(text))
        if noted:
            what = f"文字里像是夹着附注“{shorten(text[noted.start() :].strip(), 20)}”；照原样保留，请核对"
            yield _of(row, "remark-inside", what, cell.role)
            return
        for match in _BRACKETED.finditer(text):
            if match[1].startswith(remarks):
                what = f"文字里像是夹着批注“{match[0]}”；照原样保留，这一项是否有效请核对"
                yield _of(row, "remark-inside", what, cell.role)
                return


def _negated(row: Row, negations: Mapping[str, Sequence[str]]) -> Iterator[RowProblem]:
    """A name that begins with 不: a duty is something to do."""
    for word, others in negations.items():
        if row.name.startswith(word) and not row.name.startswith(tuple(others)):
            what = f"事项名称以“{word}”开头，像是多了一个字：“{shorten(row.name)}”；照原样保留"
            yield _of(row, "name-doubtful", what, "name")


def _furniture(row: Row, heads: set[str]) -> Iterator[RowProblem]:
    """A page number or a title inside a text: the end of a page ran into it."""
    for cell in row.cells:
        if cell.role in ("number", "code", "notes", "basis", "list", "place"):
            continue
        text = strip_markup(cell.text)
        page = _PAGE.search(text) or _STAMP.search(fold_forms(text))
        found = page[0] if page else _lost_number(text)
        if not found and len(text) > _SHORTEST_TITLE:
            words = _bare(text)
            found = next((head for head in heads if head in words), "")
        if found:
            what = f"文字里像是夹着页码或页眉“{shorten(found)}”；照原样保留，请核对"
            yield _of(row, "furniture-inside", what, cell.role)
            return


def _lost_number(text: str) -> str:
    """A number between two words that counts nothing."""
    for match in _BARE.finditer(text):
        before, after = text[match.start() - 1], text[match.end()]
        if text.startswith(_UNITS, match.end()):
            continue
        if before not in _BEFORE_NUMBER and after not in _AFTER_NUMBER:
            return text[match.start() - 1 : match.end() + 1]
    return ""


def _without_header(row: Row) -> Iterator[RowProblem]:
    """Words under no header: the cells of another row may have run into this one."""
    for cell in row.cells:
        if cell.role == "extra" and not cell.header.strip() and cell.text.strip():
            what = f"没有表头的一格里有文字，原样保留：“{shorten(cell.text)}”"
            yield RowProblem("header-unknown", row.line, what, cell.text.strip()[:60], row)
            return


def _next_row_inside(row: Row, categories: Container[str]) -> Iterator[RowProblem]:
    """The number of the next row in the middle of a cell, before words or a category."""
    if not row.printed.isdecimal() or len(row.printed) > _LONGEST_NUMBER:
        return
    number = str(int(row.printed) + 1)
    for cell in row.cells:
        text = fold_forms(strip_markup(cell.text)) if cell.role in _RUNS_ON else ""
        for match in re.finditer(
            rf"(?:^|[。；;：:\s]){number}(?P<gap>\s*)(?P<words>[\u4e00-\u9fff]+)", text
        ):
            words = match["words"]
            known = any(words[:length] in categories for length in range(3, 9))
            if known or (match["gap"] and match.start() and cell.role != "superior"):
                what = (
                    f"这一格里像是连着下一行（第 {number} 项）：“{shorten(text[match.start() :])}”"
                )
                yield _of(row, "row-shifted", what, cell.role)
                return


def _before_nobody(row: Row, nobody: Sequence[str]) -> Iterator[RowProblem]:
    """不再开展 begins its sentence; words glued before it are the end of another cell."""
    if row.kind is not ListKind.RECLAIMED:
        return
    for role in ("taker", "taker-and-method", "method"):
        text = fold_forms(strip_markup(row.cell(role) or ""))
        for word in nobody:
            at = text.find(word) if word.startswith("不再") else -1
            if at > 0 and not _COLON & set(text) and not _ALLOWED_BEFORE.search(text[:at]):
                what = f"“{word}”前面连着别的字，像是上一格的后半截：“{shorten(text)}”"
                yield _of(row, "row-shifted", what, role)
                return


def _repeated(first: Row, second: Row) -> Iterator[RowProblem]:
    """The same long text in one column of a row and the next: copied or dragged down."""
    for role in _SAID_OF_ALL:
        one, other = (strip_blanks(row.cell(role) or "") for row in (first, second))
        if len(other) > _LONG and one == other:
            what = f"与上一行（第 {first.number} 项）的同一格文字完全相同：“{shorten(other)}”"
            yield _of(second, "cells-repeated", what, role)


def _taken_in(rows: Sequence[Row]) -> Iterator[RowProblem]:
    """The whole clauses of another row behind or before a row's own."""
    for role in ("superior", "township", "taker-and-method", "method"):
        texts = ((row, strip_markup(row.cell(role) or "").strip()) for row in rows)
        cells = [(row, text) for row, text in texts if len(text) > _LONG]
        heads = Counter(text[:_LONG] for _, text in cells)
        tails = Counter(text[-_LONG:] for _, text in cells)
        for row, text in cells:
            # Two cells in one begin as the one does and end as the other.
            if heads[text[:_LONG]] == 1 and tails[text[-_LONG:]] == 1:
                continue
            for other, inside in cells:
                if len(inside) < len(text) and text.startswith(inside) | text.endswith(inside):
                    what = f"这一格里像是连着第 {other.number} 项的整格文字：“{shorten(inside)}”"
                    yield _of(row, "cells-repeated", what, role)
                    break


def _of(row: Row, kind: str, what: str, role: str) -> RowProblem:
    quote = (row.cell(role) or row.name).strip()[:_LONGEST_QUOTE]
    return RowProblem(kind, row.line, what, quote, row)
