"""Endings: whether a text ends where a text may end.

A cell without the stop that all others have, a name that ends in the middle of a word, a last row that
breaks off: something was cut. A small trained table (endings.csv) has pairs of characters that often
stand inside texts and never end one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from kg.folding import fold_forms, strip_markup
from kg.reading.rows import RowProblem
from kg.values import Duty, ListKind, Row
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.tables import read_table

COLUMNS = ("gram", "times")
_SENTENCE_ENDS = "。；;！!？?：:"
_FULL_STOP = "。"
_CLOSES = "；;。：:，,、！!？?）)”》"
_USUAL_SHARE = 0.9
_CLOSING_LINE = re.compile(
    r"(?:政府|办事处|委员会|办公室|党委|党工委|编办)$|^[（(]?[^，：:]{4}年[^，]{1,3}月[^，]{0,4}(?:印发|发布|公布)?$"
    r"|^(?:注|说明|备注)[：:]|印发$"
)
"""A line behind the last row that ends a document: who signs, a date, a note."""
_BRACKETS = (("（", "）"), ("《", "》"), ("“", "”"), ("【", "】"), ("〔", "〕"))
_FEWEST_ROWS = 5
_FEWEST_PAIRS = 3
_TAIL = 200
_TEXTS = ("name", "superior", "township", "taker-and-method", "method")
_NEVER_LAST = "的"
_TO = "对"
_DONE = ("的", "进行", "开展", "实施", "予以", "给予", "加以", "作出", "工作")
"""What stands behind the object in a name that begins with 对."""


class EndingReader:
    """Knows which pairs of characters never end a text, by the table of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Use the table endings.csv of ``vocabulary``; without one nothing is told."""
        self._never = _read(vocabulary.checksum, vocabulary.folders)

    def judge(
        self,
        duties: Sequence[Duty],
        nobody: Sequence[str],
        closing: Sequence[str],
        problems: list[RowProblem],
    ) -> None:
        """Add cells that seem to break off to ``problems``.

        ``nobody`` are words by which nobody does a thing, ``closing`` those that names and texts end with.
        """
        rows = [duty.row for duty in duties]
        for duty in duties:
            found = [*self._broken_off(duty.row)]
            problems.extend(found or self._broken_inside(duty, tuple(closing)))
        _judge_objects(rows, tuple(closing), problems)
        _judge_stops(rows, nobody, problems)
        _judge_end(rows, nobody, problems)

    def _broken_off(self, row: Row) -> Iterator[RowProblem]:
        for role in _TEXTS:
            cell = fold_forms(strip_markup(row.cell(role) or "")).rstrip()
            last = cell[-2:]
            if last in self._never or last[-1:] == _NEVER_LAST:
                what = f"文字像是断在词的中间，可能没有写完：“…{cell[-20:]}”"
                quote = (row.cell(role) or "").strip()[-40:]
                yield RowProblem("cell-unfinished", row.line, what, quote, row)
                return

    def _broken_inside(self, duty: Duty, closing: tuple[str, ...]) -> Iterator[RowProblem]:
        """A clause before the last one that breaks off in a word, or alone has no mark at its end."""
        for clauses in (duty.superior, duty.township):
            quotes = [clause.quote.rstrip() for clause in clauses]
            ended = sum(quote[-1:] in _CLOSES for quote in quotes[:-1])
            for clause, quote in zip(clauses[:-1], quotes, strict=False):
                if quote[-1:] in _CLOSES or quote.endswith(closing) or not quote[-1:].isalnum():
                    continue
                alone = clause.printed and ended == len(quotes) - 2
                if alone or fold_forms(quote[-2:]) in self._never:
                    what = f"一条职责像是没有写完：“…{quote[-20:]}”"
                    yield RowProblem("cell-unfinished", duty.row.line, what, quote[-40:], duty.row)
                    return


@lru_cache(maxsize=4)
def _read(checksum: str, folders: tuple[Path, ...]) -> frozenset[str]:
    return frozenset(row["gram"] for _, row in read_table(folders, "endings", COLUMNS, 1))


def _judge_objects(
    rows: Sequence[Row], closing: tuple[str, ...], problems: list[RowProblem]
) -> None:
    """A name 对…… without what is done to it, in a list where all the others have it: 对……的处罚.

    One that ends as names do (对民办幼儿园年度检查) is whole.
    """
    for kind in ListKind:
        names = [(row, row.name) for row in rows if row.kind is kind and row.name[:1] == _TO]
        without = [
            (row, name)
            for row, name in names
            if not any(w in name for w in _DONE) and not name.endswith(closing)
        ]
        if len(names) - len(without) < _FEWEST_PAIRS * max(len(without), 1):
            continue
        for row, name in without:
            what = f"名称只写了对什么，没有写做什么，可能没有写完：“{name[-20:]}”"
            problems.append(RowProblem("cell-unfinished", row.line, what, name[-40:], row))


def _judge_stops(rows: Sequence[Row], nobody: Sequence[str], problems: list[RowProblem]) -> None:
    """A cell of text that ends without a stop where nearly all others have one."""
    for role in ("superior", "township", "taker-and-method", "method"):
        cells = [
            (row, text)
            for row in rows
            if (text := (row.cell(role) or "").strip()) and not text.startswith(tuple(nobody))
        ]
        if len(cells) < _FEWEST_PAIRS:
            continue
        ends = [_ending(text) == _FULL_STOP for _, text in cells]
        if ends.count(True) < _USUAL_SHARE * (len(cells) - 1):
            ends = [_ending(text) in (_FULL_STOP, "；", ";") for _, text in cells]
        if ends.count(True) < _USUAL_SHARE * (len(cells) - 1):
            continue
        for (row, text), ended in zip(cells, ends, strict=True):
            if not ended:
                what = f"这一格的末尾与别的行不同，别的行都有句号，可能没有写完：“…{text[-20:]}”"
                problems.append(RowProblem("cell-unfinished", row.line, what, text[-40:], row))


def _judge_end(rows: Sequence[Row], nobody: Sequence[str], problems: list[RowProblem]) -> None:
    """Whether the last row of the document breaks off: it ends otherwise than those before it."""
    if not rows:
        return
    last = max(rows, key=lambda row: row.line)
    rows = [row for row in rows if row.kind is last.kind]
    text = last.texts[-1]
    what = ""
    if _ending(text) != _FULL_STOP and _ends_open(text):
        what = "最后一行没有写完（括号、引号或标记没有结束）"
    elif len(rows) >= _FEWEST_ROWS and text.strip() and not _is_remark_of(text, nobody):
        before = [_ending(row.texts[-1]) for row in rows if row is not last]
        usual = max(set(before), key=before.count)
        if usual == _FULL_STOP and before.count(usual) >= _USUAL_SHARE * len(before):
            what = "最后一行没有写完（没有句末标点）" if _ending(text) != usual else ""
    elif whole := _written_out(text, [row.texts[-1] for row in rows if row is not last]):
        what = f"最后一行写的是“{text.strip()}”，别的行写作“{whole}”；可能没有写完，请核对"
        problems.append(RowProblem("cell-unfinished", last.line, what, text[-40:], last))
        return
    if what and any(_closes(problem, last.line) for problem in problems):
        what = f"{what}；后面还有落款，文件没有被截断，请核对这一格"
        problems.append(RowProblem("cell-unfinished", last.line, what, text[-40:], last))
    elif what:
        what = f"{what}，文件可能被截断"
        problems.append(RowProblem("cut-off", last.line, what, text[-40:], last))


def _closes(problem: RowProblem, line: int) -> bool:
    """Whether a line behind the last row closes the document: who signs, a date, a note."""
    loose = problem.kind == "loose-text" and problem.line > line
    return loose and _CLOSING_LINE.search(problem.quote.strip()) is not None


def _is_remark_of(text: str, nobody: Sequence[str]) -> bool:
    """Whether a text is the words by which nobody does a thing: 不再开展此项工作 needs no stop."""
    words = strip_markup(text).strip()
    return words.startswith(tuple(nobody)) and words.endswith(("工作", "开展", "承担", *nobody))


def _written_out(text: str, others: Sequence[str]) -> str:
    """What all other cells say that begin with a text, in more words: 不再开展此项工作 (不再开展)."""
    words = strip_markup(text).strip()
    found = {
        whole.strip() for whole in map(strip_markup, others) if whole.strip().startswith(words)
    }
    return max(found) if words and found and words not in found else ""


def _ending(cell: str) -> str:
    """What a cell ends with: a full stop of some kind, another mark, or words ('')."""
    end = strip_markup(cell).rstrip()[-1:]
    if end in "。！？!?":
        return _FULL_STOP
    return end if end in _SENTENCE_ENDS or not end.isalnum() else ""


def _ends_open(cell: str) -> bool:
    """Whether a bracket, a quotation or a tag begins near the end of a cell and never ends."""
    tail = cell[-_TAIL:]
    if tail.rfind("<") > tail.rfind(">"):
        return True
    return any(tail.rfind(opening) > tail.rfind(closing) for opening, closing in _BRACKETS)
