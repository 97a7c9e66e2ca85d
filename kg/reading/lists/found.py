"""Found: what stands in one document, as far as it is known before its lists have names."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from kg.findings import shorten
from kg.folding import fold_blanks, fold_forms, strip_blanks
from kg.reading.blocks import Block
from kg.reading.lists.contents import Entry
from kg.reading.lists.counts import Said
from kg.reading.rows import RowProblem
from kg.reading.tables import Table
from kg.values import Title

_LONGEST_QUOTE = 200


@dataclass(slots=True)
class ListReading:
    """What stands in one document: its tables, titles, covers, and what is irregular.

    ``covers`` has the blocks of each cover, one more than there are further covers in the file;
    ``strange`` are headings of lists no table knows, ``other`` is the title of another kind of
    document (权责清单), ``contents`` the entries of its page of contents, ``said`` the counts it prints of its lists,
    ``parts`` those of categories that stand as headings, ``asides`` lines of covers that stand in brackets below a
    title and say more than a date. ``reported`` and ``furniture`` count blocks that are in no row.
    """

    tables: list[Table] = field(default_factory=list)
    titles: list[tuple[Title, str, int]] = field(default_factory=list)
    covers: list[list[Block]] = field(default_factory=lambda: [[]])
    contents: list[Entry] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    strange: list[Block] = field(default_factory=list)
    asides: list[Block] = field(default_factory=list)
    other: Block | None = None
    said: list[Said] = field(default_factory=list)
    parts: list[tuple[str, int, Block]] = field(default_factory=list)
    furniture: int = 0
    reported: int = 0
    total: int = 0
    last_line: int = 0

    def report_block(self, block: Block, kind: str, what: str) -> None:
        """Report a block that is in no row."""
        self.reported += 1
        text = block.text.strip()
        self.report(
            kind, block.line, f"{what}：“{shorten(text)}”{block.where}", text[:_LONGEST_QUOTE]
        )

    def report(self, kind: str, line: int, message: str, quote: str) -> None:
        """Note something irregular at a line."""
        self.problems.append(RowProblem(kind, line, message, quote))

    def known_after_all(self, table: Table, titles: Collection[str]) -> None:
        """Take back that columns of a table with these titles are unknown."""
        self.problems = [
            p
            for p in self.problems
            if not (
                p.kind == "header-unknown" and p.line == table.header.line and p.quote in titles
            )
        ]


def folded_cover(blocks: Iterable[Block]) -> str:
    """The words of a cover as one text."""
    return "".join(strip_blanks(fold_blanks(fold_forms(b.text))).strip("#*") for b in blocks)
