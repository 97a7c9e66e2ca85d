"""Page ends: what the end of a page cut apart in a table is put together again.

A row that goes on over a page prints no serial on the next one; it is put back where the serials
around it say that there is one way only. A category merged over several rows may be printed on one
page only; the rows on both have it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kg.citing import RECOGNISED
from kg.folding import strip_blanks
from kg.reading.blocks import Block
from kg.reading.containers.limits import TextProblem
from kg.reading.containers.printed.lines import STOPS, goes_on_counting, stops_end_items

_SERIALS = ("序号", "编号", "序", "号", "No", "NO", "No.")
_CATEGORIES = ("类别", "领域", "分类", "类型", "板块")
_NAMES = ("名称", "事项")


@dataclass(slots=True)
class Chain:
    """The table that is being read, over several pages: its header and where its columns are."""

    header: list[list[str]] = field(default_factory=list)
    columns: int = 0
    serial: int = 0
    name: int = -1
    category: int = -1

    @classmethod
    def of(cls, header: list[str]) -> Chain | None:
        """A chain for a row that is the header of a numbered table."""
        words = [strip_blanks(cell) for cell in header]
        serial = next((at for at, word in enumerate(words) if word in _SERIALS), -1)
        if serial < 0:
            return None
        name = next((at for at, word in enumerate(words) if word.endswith(_NAMES)), -1)
        category = next((at for at, word in enumerate(words) if word.endswith(_CATEGORIES)), -1)
        return cls([words], len(words), serial, name, category)

    def repeats(self, cells: list[str]) -> bool:
        """Whether a row is the header again."""
        return [strip_blanks(cell) for cell in cells] in self.header


def join_pages(
    blocks: list[Block],
    chains: Sequence[Chain | None],
    cut: Sequence[int],
    problems: list[TextProblem],
) -> list[Block]:
    """The blocks with rows and categories whole; ``chains`` has the table of each block.

    ``cut`` are the first rows of pages that have no serial. What cannot be told is left as it
    stands: the reader of lists reports it.
    """
    blocks = list(blocks)
    gone: set[int] = set()
    for at in cut:
        chain = chains[at]
        before = _row_before(blocks, chains, at, gone)
        if chain is None or before is None or len(blocks[before].cells) != chain.columns:
            continue
        if len(blocks[at].cells) != chain.columns or not _is_rest(blocks, chains, before, at):
            continue
        _join(blocks, chain, before, at, problems)
        gone.add(at)
    kept = [at for at in range(len(blocks)) if at not in gone]
    rows = [at for at in kept if blocks[at].tabular]
    merged = {id(chains[at]) for at in rows if _merges(blocks[at], chains[at])}
    if merged:
        _spread_categories(blocks, chains, rows, problems)
    return [blocks[at] for at in kept]


def _merges(block: Block, chain: Chain | None) -> bool:
    return chain is not None and chain.category in block.merged


def _row_before(
    blocks: list[Block], chains: Sequence[Chain | None], at: int, gone: set[int]
) -> int | None:
    """The row of a list before this one; headers and page numbers do not count."""
    for index in range(at - 1, -1, -1):
        block, chain = blocks[index], chains[index]
        if index in gone or (chain is not None and chain.repeats(list(block.cells))):
            continue
        if block.tabular:
            return index
        if not is_page_number(block.text):
            return None
    return None


def _is_rest(blocks: list[Block], chains: Sequence[Chain | None], before: int, at: int) -> bool:
    """Whether a row without serial is the rest of the row before: the serials run on around it."""
    chain = chains[at]
    assert chain is not None
    last = blocks[before].cells[chain.serial].strip()
    if not last.isdecimal():
        return False
    for index in range(at + 1, len(blocks)):
        block, other = blocks[index], chains[index]
        if not block.tabular:
            if is_page_number(block.text):
                continue
            break
        if other is not None and other.repeats(list(block.cells)):
            continue
        if len(block.cells) != chain.columns:
            break
        following = block.cells[chain.serial].strip()
        if following:
            return following.isdecimal() and int(following) == int(last) + 1
    # The table ends: a whole row could be the next one, without its number.
    cells = blocks[at].cells
    named = chain.name >= 0 and cells[chain.name].strip()
    sorted_ = chain.category >= 0 and at not in blocks[at].merged and cells[chain.category].strip()
    return not (named and sorted_)


def _join(
    blocks: list[Block], chain: Chain, before: int, at: int, problems: list[TextProblem]
) -> None:
    first, rest = blocks[before], blocks[at]
    cells = [
        _put_together(one, two) if place not in rest.merged else one
        for place, (one, two) in enumerate(zip(first.cells, rest.cells, strict=True))
    ]
    locator = f"{_unmarked(first)}，接{_unmarked(rest)}{_mark_of(first) or _mark_of(rest)}"
    blocks[before] = replace(first, cells=tuple(cells), text="\t".join(cells), locator=locator)
    words = next((cell for cell in rest.cells if cell.strip()), "").strip()
    what = f"{_unmarked(rest)}没有序号，是{_unmarked(first)}跨页的后半行，已接上"
    problems.append(TextProblem("row-joined", first.line, what, words[:40]))
    # A category cut by the page end goes on over the rows below: they have the whole of it.
    for column, piece in enumerate(rest.cells):
        if not piece.strip() or column in rest.merged or cells[column] == piece:
            continue
        for index in range(at + 1, len(blocks)):
            block = blocks[index]
            if not block.tabular or column not in block.merged or block.cells[column] != piece:
                break
            blocks[index] = _with(block, column, cells[column])


def _spread_categories(
    blocks: list[Block],
    chains: Sequence[Chain | None],
    rows: list[int],
    problems: list[TextProblem],
) -> None:
    """Give rows without a category the one whose cell they are in, printed on another page.

    A cell that begins on a page and is empty there is printed on the next; one at the head of a
    page goes on from the page before. Where a cell fills a whole page both could be: that is said,
    if the document prints categories in the middle of their cells.
    """
    words, middle = "", False
    waiting, going = list[int](), list[int]()
    last: Block | None = None
    last_chain: Chain | None = None
    for at in rows:
        block, chain = blocks[at], chains[at]
        if chain is None or chain.category < 0 or len(block.cells) != chain.columns:
            _unclear(blocks, waiting, problems)
            words, waiting, going, last = "", [], [], None
            continue
        if chain.repeats(list(block.cells)):
            if last_chain is None or last_chain.header[0] not in chain.header:
                _unclear(blocks, waiting, problems)
                # A list begins: its first cell begins here.
                words, waiting, going, last = "", [], [], block
            last_chain = chain
            continue
        column = chain.category
        fresh = last is not None and last.page == block.page
        if block.cells[column].strip():
            words = block.cells[column]
            for index in waiting:
                blocks[index] = _with(blocks[index], column, words)
                what = f"{_unmarked(blocks[index])}的类别印在下一页，读作“{strip_blanks(words)}”"
                problems.append(TextProblem("category-over-page", blocks[index].line, what))
            if going and middle and not fresh:
                _unclear(blocks, going, problems)
            middle = middle or bool(waiting)
            waiting, going = [], []
        elif waiting or (fresh and column not in block.merged):
            waiting.append(at)
            going = []
        elif words:
            blocks[at] = _with(block, column, words)
            going.append(at)
        last, last_chain = block, chain
    _unclear(blocks, waiting, problems)


def _unclear(blocks: list[Block], waiting: list[int], problems: list[TextProblem]) -> None:
    """Say which rows stand in a cell whose category is printed nowhere."""
    if waiting:
        first, last = blocks[waiting[0]], blocks[waiting[-1]]
        span = f"从{_unmarked(first)}到{_unmarked(last)}"
        what = f"{span}的类别没有印出来，看不出是哪一类，请核对"
        problems.append(TextProblem("category-unclear", first.line, what))


def _with(block: Block, column: int, text: str) -> Block:
    cells = (*block.cells[:column], text, *block.cells[column + 1 :])
    merged = tuple(sorted({*block.merged, column}))
    return replace(block, cells=cells, text="\t".join(cells), merged=merged)


def _mark_of(block: Block) -> str:
    return RECOGNISED if block.locator.endswith(RECOGNISED) else ""


def _unmarked(block: Block) -> str:
    return block.locator.removesuffix(RECOGNISED)


def _put_together(before: str, after: str) -> str:
    if not before.strip() or not after.strip():
        return before or after
    ended = before.rstrip()[-1:] in STOPS and stops_end_items(f"{before}\n{after}")
    if ended or goes_on_counting(before, after):
        return f"{before}\n{after}"
    blank = " " if before[-1:].isascii() and before[-1:].isalnum() and after[:1].isascii() else ""
    return f"{before}{blank}{after}"


def is_page_number(text: str) -> bool:
    """Whether a line between the tables of two pages is a page number, or empty."""
    words = strip_blanks(text).strip("-—–―－·第页共/")
    return not words or (words.isdecimal() and len(words) <= 4)
