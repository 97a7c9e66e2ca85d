"""Cut: cells of one page that all break off at one width, as where a margin was cut off or a column was too narrow.

The rest of the column has longer cells, so that the length tells nothing of the whole column; of some rows running
it does: none of them is longer, those that reach it break off, those that do not end as texts end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from kg.folding import strip_markup
from kg.reading.rows import RowProblem
from kg.values import ListKind, Row

_STOPPED = ("superior", "township", "taker-and-method", "method")
_ROLES = ("name", *_STOPPED)
_ENDS = tuple("。；;！!？?：:）)」”》】>")
_FEWEST_ROWS = 4
_FEWEST = 3
_FEWEST_NAMES = 6
"""Names have no stop at their end: of 42 lists none has more than four of one length running."""
_FEWEST_BROKEN = 2
_USUAL = 0.6
_SHORTEST = 4
_TAIL = 40

_Cell = tuple[Row, str, int]
"""A row, the words of its cell, and their length as it counts: that of the words, or of what is printed."""


def judge_widths(
    rows: Sequence[Row], whole: Callable[[str], bool], problems: list[RowProblem]
) -> None:
    """Add cells that break off at the width of those around them to ``problems``.

    ``whole`` tells whether a name ends with a whole word.
    """
    said = {p.line for p in problems if p.kind == "cell-unfinished" and "截断" in p.message}
    for kind in ListKind:
        found = [row for row in rows if row.kind is kind]
        for role in _ROLES:
            printed = [(row.cell(role) or "").strip() for row in found]
            words = [strip_markup(text).strip() for text in printed]
            for measured in (words, printed):
                cells = list(zip(found, words, map(len, measured), strict=True))
                cut = list(_cut(cells, whole, stopped=role in _STOPPED))
                if cut and not any(row.line in said for row, _, _ in cut):
                    problems.extend(_say(cut, role))
                if cut:
                    break


def _cut(cells: Sequence[_Cell], whole: Callable[[str], bool], *, stopped: bool) -> Iterator[_Cell]:
    longest = max((length for _, _, length in cells), default=0)
    # How many of the cells before each one have words, and how many of these end as texts end.
    written = list(accumulate((bool(text) for _, text, _ in cells), initial=0))
    ended = list(accumulate((_ends(text) for _, text, _ in cells), initial=0))
    start = 0
    while start < len(cells):
        width = cells[start][2]
        end = start
        while end < len(cells) and cells[end][2] <= width:
            end += 1
        full = [cell for cell in cells[start:end] if cell[2] == width]
        others = written[-1] - written[end] + written[start]
        ends = ended[-1] - ended[end] + ended[start]
        stops = stopped and others >= _FEWEST and ends >= _USUAL * others
        if _SHORTEST <= width < longest and _is_cut(cells[start:end], full, whole, stopped=stops):
            yield from full
            start = end
        else:
            start += 1


def _is_cut(
    run: Sequence[_Cell], full: Sequence[_Cell], whole: Callable[[str], bool], *, stopped: bool
) -> bool:
    """Whether the cells of a run that reach its width (``full``) were cut there; ``whole`` tells whole words."""
    if len({text for _, text, _ in full}) < min(len(full), _FEWEST):
        return False  # the same words again
    if not stopped:
        # Whole names of one length end alike (……的处罚); where they were cut hardly any two do.
        ends = {text[-2:] for _, text, _ in full}
        broken = sum(not whole(text) for _, text, _ in full)
        return (
            len(full) == len(run) >= _FEWEST_NAMES
            and len(ends) > _USUAL * len(full)
            and broken >= _FEWEST_BROKEN
        )
    broken = sum(not _ends(text) for _, text, _ in full)
    within = run[: 1 + max(place for place, cell in enumerate(run) if cell[2] == full[0][2])]
    short = [text for _, text, length in within if text and length < full[0][2]]
    return (
        len(within) >= _FEWEST_ROWS
        and broken >= _FEWEST
        and broken >= _USUAL * len(full)
        and 2 * len(full) >= len(within)
        and all(map(_ends, short))
    )


def _ends(text: str) -> bool:
    return text.endswith(_ENDS)


def _say(cut: Sequence[_Cell], role: str) -> Iterator[RowProblem]:
    for row, text, _ in cut:
        what = (
            f"这一段有 {len(cut)} 格都正好到第 {len(text)} 个字为止，像是这一页的一栏被裁去了右边："
            f"“…{text[-20:]}”；照原样读入，请与原件核对"
        )
        quote = (row.cell(role) or "").strip()[-_TAIL:]
        yield RowProblem("cell-unfinished", row.line, what, quote, row)
