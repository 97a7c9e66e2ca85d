"""Remarks: what is said of headers that are not printed as the tables of the vocabulary have them."""

from __future__ import annotations

import re

from kg.findings import shorten
from kg.reading.blocks import Block
from kg.reading.headers import EXTRA, HeaderReader
from kg.reading.lists.found import ListReading
from kg.values import Columns

_OWN_NAME = re.compile(r"(?!乡镇|镇街|街道)[^（(]{2,}(?:镇|乡|街道|团场)(?:（街道）)?(?:配合|协助)")


def say_columns(reading: ListReading, block: Block, columns: Columns) -> None:
    """Say which columns have a name of their own or are not known."""
    for place, (role, title) in enumerate(zip(columns.roles, columns.titles, strict=True)):
        if role == "township" and _OWN_NAME.match(title):
            what = f"表头“{title}”里写了乡镇自己的名字，读作乡镇配合职责"
            reading.report("header-own-name", block.line, what, title)
        if role == EXTRA and title:
            number = columns.titles[: place + 1].count(title)
            what = (
                f"不认识的列“{title}”，内容原样保留"
                if number == 1
                else f"第 {number} 个“{title}”列，内容原样另外保留"
            )
            reading.report("header-unknown", block.line, what, title)


def say_unread(
    reading: ListReading, headers: HeaderReader, block: Block, cells: tuple[str, ...]
) -> None:
    """Report a row that resembles a header but has no column of names."""
    unknown = [cell for cell in cells if cell.strip() and not headers.resembles((cell, cell))]
    named = "、".join(f"“{shorten(cell, 20)}”" for cell in unknown)
    what = "这一行像是表头，但找不到“事项名称”一列"
    what += f"；不认识的是 {named}" if named else ""
    reading.report_block(block, "header-unread", what)


def say_misread(reading: ListReading, block: Block, misread: tuple[str, ...]) -> None:
    """Account for a header printed again; say which of its words are misread."""
    reading.furniture += 1
    if misread:
        named = "、".join(f"“{cell}”" for cell in misread)
        what = f"重复的表头里有认错的字：{named}；按前面的表头读"
        reading.report("header-misread", block.line, what, misread[0])


def say_reordered(reading: ListReading, block: Block, before: Columns, columns: Columns) -> None:
    """Say that a header comes again inside a table with its words in another order."""
    if sorted(before.titles) == sorted(columns.titles):
        what = "同一张表里再次出现的表头，各栏次序与前面不同，以下各行按它读，请核对"
        reading.report("header-misread", block.line, what, block.text.strip()[:60])
