"""Topics: whether a text is about what its office or category is about.

A small trained table (topics.csv: how often pairs of characters stand in texts of each kind of office
and each category) tells rows apart: where two rows fit each other's office better than their own a cell
was exchanged, shifted or filled down. Nothing is repaired; the rows are named.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from kg.findings import shorten
from kg.folding import fold_forms, strip_markup
from kg.reading.rows import RowProblem
from kg.values import Department, Duty, ListKind
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.tables import read_table

COLUMNS = ("gram", "offices", "categories")
ALL = "*"
"""The row with the number of texts of each field; other rows name fields by their place in it."""
TEXTS = ("name", "superior", "township", "taker-and-method", "method")
"""The columns whose words are about the matter of a row."""
_IDEOGRAPHS = re.compile(r"[^\u4e00-\u9fff]+")
_CROSSED = 4.0
"""Evidence (log-odds over the root of their number) for an exchange; of pairs of unseen lists 1 in 100 has it."""
_OTHER_CATEGORY = 5.5
_OTHER_OFFICE = 5.0
_FEWEST = 2

_Counts = dict[str, dict[str, int]]


def grams(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a text, markup and everything but ideographs left out."""
    words = _IDEOGRAPHS.sub("", strip_markup(fold_forms(text)))
    return frozenset(words[place : place + 2] for place in range(len(words) - 1))


class TopicReader:
    """How much a text speaks for an office or a category, by the table of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Use the table topics.csv of ``vocabulary``; without one nothing is told."""
        self._offices, self._categories = _read(vocabulary.checksum, vocabulary.folders)
        self._by_form = {form: c.id for form, c in vocabulary.category_by_form.items()}

    def office(self, text: str, departments: Iterable[Department]) -> float | None:
        """The evidence of a text for the best of these bodies; None if none of them is known."""
        functions = {d.function for d in departments if self._offices.knows(d.function)}
        if not functions:
            return None
        found = grams(text)
        return max(self._offices.score(found, function) for function in functions)

    def category(self, text: str, name: str) -> float | None:
        """The evidence of a text for a category; None if it is not known."""
        field = self._by_form.get(name, "")
        return self._categories.score(grams(text), field) if self._categories.knows(field) else None


class _Table:
    """Counts of pairs of characters by field."""

    def __init__(self, counts: _Counts) -> None:
        self._sizes = counts.pop(ALL, {})
        self._all = sum(self._sizes.values())
        self._counts = counts
        totals = {gram: sum(found.values()) for gram, found in counts.items()}
        self._totals = {gram: total for gram, total in totals.items() if total}
        self._logs: dict[str, tuple[float, dict[str, float]]] = {}
        self.score = lru_cache(maxsize=4096)(self._score)

    def knows(self, field: str) -> bool:
        """Whether enough texts of a field were counted."""
        return self._sizes.get(field, 0) >= _FEWEST

    def _score(self, found: frozenset[str], field: str) -> float:
        """What pairs of characters say for a field that is known."""
        none, logs = self._logs_of(field)
        known = [logs.get(gram, none) for gram in found if gram in self._totals]
        # Exact whatever the order: that of a set differs from run to run.
        return math.fsum(known) / math.sqrt(len(known)) if known else 0.0

    def _logs_of(self, field: str) -> tuple[float, dict[str, float]]:
        """What a pair says for a field in which it was never seen, and what others say."""
        made = self._logs.get(field)
        if made is None:
            size = self._sizes[field]
            logs = {
                gram: math.log((counts[field] * self._all / self._totals[gram] + 1) / (size + 1))
                for gram, counts in self._counts.items()
                if counts.get(field)
            }
            made = self._logs[field] = math.log(1 / (size + 1)), logs
        return made


@lru_cache(maxsize=4)
def _read(checksum: str, folders: tuple[Path, ...]) -> tuple[_Table, _Table]:
    return tables([row for _, row in read_table(folders, "topics", COLUMNS, 1)])


def tables(rows: Sequence[dict[str, str]]) -> tuple[_Table, _Table]:
    """The counts by office and by category that the rows of topics.csv give."""
    offices, categories = (_counts(rows, column) for column in COLUMNS[1:])
    return _Table(offices), _Table(categories)


def _counts(rows: Sequence[dict[str, str]], column: str) -> _Counts:
    found: _Counts = {ALL: {}}
    fields: list[str] = []
    for row in sorted(rows, key=lambda row: row["gram"] != ALL):
        parts = [part.partition(":") for part in row[column].split(";") if part]
        if row["gram"] == ALL:
            fields = [field for field, _, _ in parts]
            found[ALL] = {field: int(count) for field, _, count in parts}
        else:
            found[row["gram"]] = {fields[int(place)]: int(count) for place, _, count in parts}
    return found


# -- judging ----------------------------------------------------------------------------------


def judge_topics(duties: Sequence[Duty], topics: TopicReader, problems: list[RowProblem]) -> None:
    """Report rows whose cells seem to belong to another row, office or category."""
    said = {p.line for p in problems if p.kind == "rows-crossed"}
    everybody = frozenset(d for duty in duties for d in duty.departments)
    for first, second in pairwise(duties):
        if first.row.kind is not second.row.kind:
            continue
        if first.row.line not in said and (
            _crossed(first, second, topics) or _names_the_other(first, second)
        ):
            what = (
                f"第 {first.row.number} 项与第 {second.row.number} 项像是对调了一格"
                "（各自的文字更像对方部门的事），请核对"
            )
            row = first.row
            problems.append(RowProblem("rows-crossed", row.line, what, row.name, row))
        elif _dragged(first, second, everybody, topics):
            what = (
                f"部门与上一行相同（{second.departments[0].name}），而文字像是别的部门的事，请核对"
            )
            row = second.row
            problems.append(RowProblem("department-doubtful", row.line, what, row.name, row))
    _judge_categories(duties, topics, problems)


def _crossed(first: Duty, second: Duty, topics: TopicReader) -> bool:
    """Whether a column of two rows fits better the other's departments."""
    ours, theirs = set(first.departments), set(second.departments)
    if not ours or not theirs or ours & theirs:
        return False
    for role in TEXTS:
        one, other = first.row.cell(role), second.row.cell(role)
        if not one or not other or one == other:
            continue
        scores = [
            topics.office(text, bodies)
            for text, bodies in ((one, theirs), (other, ours), (one, ours), (other, theirs))
        ]
        if None not in scores:
            gains = [there - here for there, here in zip(scores[:2], scores[2:], strict=True)]  # type: ignore[operator]
            if min(gains) > 0 and sum(gains) > _CROSSED:
                return True
    return False


def _names_the_other(first: Duty, second: Duty) -> bool:
    """Whether a side's clauses of a row name only the other row's departments, none of its own."""
    if first.row.kind is not ListKind.COOPERATION:
        return False
    for side in "st":
        for row, other in ((first, second), (second, first)):
            ours, theirs = set(row.departments) | set(row.supporting), set(other.departments)
            if not ours or not theirs or ours & theirs:
                continue
            named, named_there = _named(row, side), _named(other, side)
            elsewhere = _named(row, "t" if side == "s" else "s")
            if (
                named & theirs
                and not named & ours
                and not named_there & theirs
                and not elsewhere & theirs
            ):
                return True
    return False


def _named(duty: Duty, side: str) -> set[Department]:
    return {body for body, _, where in duty.named if where.startswith(side)}


def _dragged(
    first: Duty, second: Duty, everybody: frozenset[Department], topics: TopicReader
) -> bool:
    """Whether the department of the row above stands in a row that is about another's matters."""
    if not second.departments or set(first.departments) != set(second.departments):
        return False
    text = "。".join(filter(None, (second.row.cell(role) for role in ("name", "superior"))))
    own = topics.office(text, second.departments)
    if own is None:
        return False
    best = topics.office(text, everybody.difference(second.departments))
    return best is not None and best - own > _OTHER_OFFICE


def _judge_categories(
    duties: Sequence[Duty], topics: TopicReader, problems: list[RowProblem]
) -> None:
    """Rows at the edge of a category that fit the neighbouring one much better."""
    for place, duty in enumerate(duties):
        row = duty.row
        for other in (*duties[max(place - 1, 0) : place], *duties[place + 1 : place + 2]):
            category = other.row.category
            if other.row.kind is not row.kind or not category or category == row.category:
                continue
            here = topics.category(row.name, row.category)
            there = topics.category(row.name, category)
            if here is None or there is None or there - here <= _OTHER_CATEGORY:
                continue
            what = (
                f"事项类别印的是“{row.category}”，文字更像相邻的“{category}”；"
                f"合并的类别可能多盖或少盖了一行，请核对：“{shorten(row.name, 30)}”"
            )
            problems.append(RowProblem("category-doubtful", row.line, what, row.name, row))
            break
