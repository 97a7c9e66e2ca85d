"""By sheet: what only the names of a workbook's sheets say: categories (1.党的建设, 2.经济发展), another list."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.findings import shorten
from kg.reading.lists.categories import no_category
from kg.reading.lists.found import ListReading
from kg.reading.rows import RowProblem
from kg.reading.tables import Table
from kg.reading.titles import LIST_KINDS, TitleReader, title_text
from kg.vocabulary.loading import Vocabulary

_NUMBERING = re.compile(
    r"(?:[附表件]{0,2}[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]?[、.．：:_\-—]*)?(?P<name>.+?)类?"
)
"""``1.党的建设``, ``二、经济发展类``, ``表3-民生服务``."""
_IN_BRACKETS = re.compile(r"[（(](?P<name>[^（()）]{2,14}?)类?(?:事项)?[)）]")
"""What a title says of its sheet: ``…清单（党的建设类）``."""
_LONGEST = 14
_FEWEST_KNOWN = 2


def categories_by_sheet(reading: ListReading, vocabulary: Vocabulary) -> None:
    """Give rows without any category that of their sheet, where the sheets are told apart by categories.

    At least two names of sheets, and most of them, are categories of the vocabulary.
    """
    known = vocabulary.category_by_form
    bare: dict[str, list[Table]] = {}
    for table in reading.tables:
        if "category" not in table.columns.roles and "list" not in table.columns.roles:
            bare.setdefault(table.header.sheet, []).append(table)
    bare = {s: found for s, found in bare.items() if any(table.lines for table in found)}
    names = {sheet: name for sheet in bare if (name := _category_of(sheet))}
    certain = sum(name in known for name in names.values())
    if certain < _FEWEST_KNOWN or 2 * certain < len(bare):
        return
    for sheet, name in names.items():
        lines = [line for table in bare[sheet] for line in table.lines if not line.category]
        if list(names.values()).count(name) > 1 or not lines:
            continue
        for line in lines:
            line.category = name
        what = f"工作表“{sheet}”没有类别一列，按工作表的名称把 {len(lines)} 行记作“{name}”"
        reading.report("category-from-sheet", 0, what, sheet)
        _check_title(reading, sheet, name, {*names.values(), *known})
    for sheet, found in bare.items():
        rows = sum(not line.category for table in found for line in table.lines)
        if rows:
            what = f"工作表“{sheet}”的 {rows} 行没有写类别，工作表的名称也不是一个类别"
            reading.report("category-empty", 0, what, sheet)


def _category_of(sheet: str) -> str:
    """The category that the name of a sheet is; ''."""
    match = _NUMBERING.fullmatch(title_text(sheet))
    name = match["name"] if match else ""
    return "" if not 1 < len(name) <= _LONGEST or no_category(name) else name


def _check_title(reading: ListReading, sheet: str, name: str, others: Iterable[str]) -> None:
    """Whether the title on a sheet says another category than its name."""
    said = set(others)
    printed = [block for cover in reading.covers for block in cover if block.sheet == sheet]
    for block in printed:
        inside = [match["name"] for match in _IN_BRACKETS.finditer(title_text(block.text))]
        for other in inside:
            if other != name and other in said:
                what = f"工作表的名称是“{name}”，标题写的是“{other}”；类别按工作表的名称记，请核对{block.where}"
                reading.report("category-doubtful", block.line, what, block.text.strip())


def check_sheet_names(
    reading: ListReading, titles: TitleReader, problems: list[RowProblem]
) -> None:
    """Add sheets that are named as one list and have the title of another to ``problems``."""
    for sheet in dict.fromkeys(table.header.sheet for table in reading.tables if table.lines):
        named = titles.match(title_text(sheet)) if sheet else None
        printed = {
            table.title.kind.value: table.title
            for table in reading.tables
            if table.header.sheet == sheet and table.title
        }
        if named is None or named[0] not in LIST_KINDS or not printed or named[0] in printed:
            continue
        title = next(iter(printed.values()))
        what = (
            f"工作表的名称是“{sheet}”，里面的标题是“{shorten(title.text)}”，是两张清单的名称；"
            "按标题读入，请核对"
        )
        problems.append(RowProblem("list-doubtful", title.line, what, title.text))
