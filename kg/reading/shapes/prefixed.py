"""Prefixed: categories in front of the names — 【民生服务】某事, 党的建设—某事 — where no column has them."""

from __future__ import annotations

import re

from kg.folding import strip_blanks, strip_markup
from kg.reading.lists.found import ListReading
from kg.reading.tables import Table
from kg.vocabulary.loading import Vocabulary

_BRACKETED = re.compile(
    r"[【\[〔［](?P<category>[^【】\[\]〔〕［］]{2,14}?)类?[】\]〕］]\s*[：:]?\s*(?P<name>\S.*)",
    re.DOTALL,
)
_DASHED = re.compile(
    r"(?P<category>[^，。；：、—－-]{2,14}?)类?\s*(?:[—－–-]{1,2}|[：:])\s*(?P<name>\S.*)",
    re.DOTALL,
)
_FEWEST = 3


def part_prefixes(reading: ListReading, vocabulary: Vocabulary) -> None:
    """Take the category from the front of the names of each table where every name has one.

    Words before a dash or colon are one only where the vocabulary has every one of them.
    """
    known = vocabulary.category_by_form
    for table in reading.tables:
        if "category" in table.columns.roles or len(table.lines) < _FEWEST:
            continue
        if any(line.category for line in table.lines):
            continue
        at = table.columns.roles.index("name")
        names = [strip_markup(line.cells[at]).strip() for line in table.lines]
        for pattern in (_BRACKETED, _DASHED):
            found = [pattern.fullmatch(name) for name in names]
            parted = [(strip_blanks(match["category"]), match["name"]) for match in found if match]
            if len(parted) < len(names):
                continue
            sure = sum(category in known for category, _ in parted)
            if sure == len(parted) or (pattern is _BRACKETED and 2 * sure > len(parted)):
                _part(reading, table, at, parted)
                break


def _part(reading: ListReading, table: Table, at: int, parted: list[tuple[str, str]]) -> None:
    for line, (category, name) in zip(table.lines, parted, strict=True):
        line.category = category
        line.cells = (*line.cells[:at], name, *line.cells[at + 1 :])
    what = f"没有类别一列，每个事项名称前面都写着类别（如“{parted[0][0]}”），已分开，请核对"
    reading.report("category-from-name", table.header.line, what, parted[0][0])
