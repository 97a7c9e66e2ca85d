"""Foreign: tables of another kind below a heading that names them: 赋权事项清单, 行政许可事项目录 as appendices.

Their columns are theirs. Where the document has all three lists elsewhere such a table is set aside and said so;
else it is an error, as it may be one of the three under a title nobody knows.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.folding import strip_blanks, strip_markup
from kg.reading.blocks import Block
from kg.reading.headers import EXTRA, LONGEST_HEADER
from kg.reading.tables import Table, serial
from kg.values import Columns

_NUMBERS = frozenset("序号 编号 序 号 项目 项次 顺序号".split())
_FEWEST = 2
_LONGEST_LINK = 12


def foreign_columns(block: Block) -> Columns | None:
    """The columns of a table's first row below a foreign heading, None if that row is no header."""
    titles = tuple(strip_blanks(strip_markup(cell)) for cell in block.cells)
    filled = [title for title in titles if title]
    if (
        len(filled) < _FEWEST
        or titles[0] not in _NUMBERS
        or any(len(title) > LONGEST_HEADER or serial(title) is not None for title in filled)
    ):
        return None
    return Columns(("number", "name", *(EXTRA for _ in titles[2:])), titles)


def is_foreign(table: Table | None) -> bool:
    """Whether the rows of a table are taken as they come, whatever is in them."""
    if table is None or table.title is not None or table.strange is None:
        return False
    return table.columns.roles[0] == "number" and set(table.columns.roles[2:]) <= {EXTRA}


def is_of_page(block: Block, tables: Sequence[Table]) -> bool:
    """Whether a row behind the tables is of the web page they stand on: links, a few words in each cell."""
    return (
        bool(tables)
        and block.table != tables[-1].header.table
        and all(len(cell) <= _LONGEST_LINK and serial(cell) is None for cell in block.cells)
    )


def fitted(cells: tuple[str, ...], columns: Columns) -> tuple[str, ...]:
    """Cells as many as the columns are; what is beyond them stays in the last."""
    width = len(columns.roles)
    if len(cells) <= width:
        return (*cells, *("" for _ in range(width - len(cells))))
    return (*cells[: width - 1], "".join(cells[width - 1 :]))
