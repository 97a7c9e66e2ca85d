"""Categories: how much the name of a duty speaks for a category.

A logistic regression over the characters of a name and their pairs, trained on the lists of this repository:
its weights are the table leanings.csv.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from kg.findings import shorten
from kg.folding import fold_forms, strip_markup
from kg.reading.rows import RowProblem
from kg.values import Duty, ListKind, Row
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.rows import Category
from kg.vocabulary.tables import read_table

COLUMNS = ("gram", "categories")
ALL = "*"
"""The row with the categories and their own weights; other rows name them by their place in it."""
_AND = re.compile(r"[与和及]")
"""The word between two categories that a list has put together: 城乡建设与交通运输."""
_IDEOGRAPHS = re.compile(r"[^\u4e00-\u9fff]+")

_MANY_DOUBTS = 5
"""Rows in doubtful categories beyond which a list has a filing of its own: of ten lists never seen the median has nine,
of lists with a category merged over a row too many hardly one has more than two."""
_MOST_SLIPS = 3
"""Rows at the border of the category they fit that are said nevertheless: who merges a cell over a row too many
makes that of one. Of 27 lists with more doubts nine have one such row, two have two."""
_MOST_DOUBTS = 0.25
"""Unless they are more than this share of its rows, the most of those lists being 0.14: then the column is in doubt."""
_MOST_OF_LIST = 0.36
"""The same of the rows of one of its lists: of 47 lists one has three tenths."""

_SHORTEST_BLOCK, _FEWEST_BLOCKS = 2, 3
_USUAL_FORM = 3
"""Rows that print a category in one way, beside the one that prints it in another; no sound list has two ways."""

Misfiled = tuple[Row, str, str, bool]
"""A row, the category that it fits better, which one that is, and whether it seems a slip at the border of the two."""


def grams(text: str) -> frozenset[str]:
    """The characters of a text and their pairs, markup and everything but ideographs left out."""
    words = _IDEOGRAPHS.sub("", strip_markup(fold_forms(text)))
    return frozenset(words).union(words[place : place + 2] for place in range(len(words) - 1))


def glued(words: str, names: Collection[str]) -> str:
    """What to say of a cell that has two categories, or a number and one; '' where it has not."""
    if words.lstrip("0123456789") in names and words not in names:
        return f"事项类别一格前面连着数字：“{words}”；像是序号和类别写在一格里"
    for end in range(2, len(words) - 1):
        if words[:end] in names and words[end:] in names:
            return f"事项类别一格写着两类：“{words[:end]}”和“{words[end:]}”；像是两行连在一起"
    return ""


@dataclass(frozen=True, slots=True)
class _Weights:
    """The weights of characters and pairs by category."""

    own: dict[str, float]
    grams: dict[str, dict[str, float]]


class CategoryWeights:
    """Weighs names by the table of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Use the table leanings.csv of ``vocabulary``; without one nothing is told."""
        self._weights = _read(vocabulary.checksum, vocabulary.folders)
        self._by_form = {form: c.id for form, c in vocabulary.category_by_form.items()}
        self.names = tuple(
            c.name for c in vocabulary.categories.values() if c.id in self._weights.own
        )
        """The categories of which something is known."""
        self._cache: dict[str, dict[str, float]] = {}

    def score(self, name: str, category: str) -> float | None:
        """The log-odds of a name for a category as printed; None if nothing is known of it."""
        return self._scores(name).get(self._by_form.get(category, ""))

    def knows(self, category: str) -> bool:
        """Whether something is known of a category as printed."""
        return self._by_form.get(category, "") in self._weights.own

    def _scores(self, name: str) -> dict[str, float]:
        """The log-odds of a name for every category that is known, by its id."""
        scores = self._cache.get(name)
        if scores is None:
            found = grams(name)
            table, root = self._weights.grams, math.sqrt(len(found) or 1)
            weights: dict[str, list[float]] = {field: [] for field in self._weights.own}
            for gram in found:
                for field, weight in table.get(gram, {}).items():
                    weights[field].append(weight)
            # Exact whatever the order: that of a set differs from run to run.
            scores = self._cache[name] = {
                field: own + math.fsum(weights[field]) / root
                for field, own in self._weights.own.items()
            }
        return scores


def is_compound(category: str, known: Container[str]) -> bool:
    """Whether a category is two known ones that a list has put together: 城乡建设与交通运输."""
    return any(
        category[: match.start()] in known and category[match.end() :] in known
        for match in _AND.finditer(category)
    )


@lru_cache(maxsize=4)
def _read(checksum: str, folders: tuple[Path, ...]) -> _Weights:
    rows = {
        row["gram"]: row["categories"] for _, row in read_table(folders, "leanings", COLUMNS, 1)
    }
    first = _cell(rows.pop(ALL, ""))
    fields = list(first)
    return _Weights(
        first,
        {
            gram: {fields[int(place)]: weight for place, weight in _cell(cell).items()}
            for gram, cell in rows.items()
        },
    )


def _cell(cell: str) -> dict[str, float]:
    parts = (part.partition(":") for part in cell.split(";") if part)
    return {name: float(weight) for name, _, weight in parts}


def filed_otherwise(misfiled: Sequence[Misfiled], duties: Sequence[Duty]) -> Iterator[RowProblem]:
    """Doubtful categories among ``duties``, said of each row; where they are many, said once with all rows.

    Who files much otherwise than known lists has made no slip in each of the rows: that is a note, beside what seems one.
    """
    few = len(misfiled) <= _MANY_DOUBTS
    slips = misfiled if few else [one for one in misfiled if one[3]]
    if few or len(slips) <= _MOST_SLIPS:
        for row, category, where, _ in slips:
            what = (
                f"事项类别印的是“{row.category}”，{where}“{category}”；"
                f"类别可能填错，或合并时多盖、少盖了一行，请核对：“{shorten(row.name, 30)}”"
            )
            yield RowProblem("category-doubtful", row.line, what, row.name, row)
    if few:
        return
    alike: dict[tuple[ListKind, str, str], list[str]] = defaultdict(list)
    for row, category, _, _ in misfiled:
        alike[row.kind, row.category, category].append(str(row.number))
    where = "；".join(
        f"{kind.short}第 {'、'.join(numbers)} 项印的是“{printed}”，更像“{category}”"
        for (kind, printed, category), numbers in alike.items()
    )
    what = (
        f"有 {len(misfiled)} 项的类别与已知清单的分法不同，多半是当地自己的分法，"
        f"也可能类别一列错了位，请核对：{where}"
    )
    rows = Counter(row.kind for row, *_ in misfiled)
    own = len(misfiled) <= _MOST_DOUBTS * len(duties) and not any(
        found > max(_MOST_OF_LIST * sum(d.row.kind is kind for d in duties), _MANY_DOUBTS)
        for kind, found in rows.items()
    )
    first = misfiled[0][0]
    kind = "category-own" if own else "category-doubtful"
    yield RowProblem(kind, first.line, what, first.name, first)


def judge_forms(
    rows: Sequence[Row], categories: Mapping[str, Category], problems: list[RowProblem]
) -> None:
    """Add the one row that prints its category otherwise than all others do: 民生 among 民生服务."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row.category in categories:
            forms[categories[row.category].id][row.category] += 1
    for row in rows:
        counts = forms[categories[row.category].id] if row.category in categories else Counter()
        usual, times = max(counts.items(), key=lambda item: item[1], default=("", 0))
        if counts[row.category] == 1 and times >= _USUAL_FORM:
            what = (
                f"别的各项写作“{usual}”，这一项写的是“{row.category}”，可能少了字或填错了，请核对"
            )
            problems.append(
                RowProblem(
                    "category-doubtful", row.line, what, row.cell("category") or row.name, row
                )
            )


def judge_shifted(
    rows: Sequence[Row], weights: CategoryWeights, problems: list[RowProblem]
) -> None:
    """Add a list whose categories stand a row too low or too high: the last, or first, row of each block is the next one's.

    Of sound lists the mean log-odds for the next block are -9 to -2.5, of moved ones 1.4 to 9.
    """
    for kind in ListKind:
        found = [row for row in rows if row.kind is kind]
        blocks = [list(block) for _, block in groupby(found, lambda row: row.category)]
        for at, step, way in ((-1, 1, "下"), (0, -1, "上")):
            gains = []
            for place, block in enumerate(blocks):
                if len(block) < _SHORTEST_BLOCK or not 0 <= place + step < len(blocks):
                    continue
                name, other = block[at].name, blocks[place + step][0].category
                there, here = weights.score(name, other), weights.score(name, block[at].category)
                if there is not None and here is not None:
                    gains.append(there - here)
            if len(gains) >= _FEWEST_BLOCKS and math.fsum(gains) > 0:
                first, last = found[0], found[-1]
                what = (
                    f"《{kind.zh}清单》类别一列像是{way}移了一行：各类的{'最后' if step > 0 else '最前'}一项更像相邻的一类，"
                    f"请核对第 {first.number} 项至第 {last.number} 项的类别"
                )
                problems.append(
                    RowProblem("category-doubtful", first.line, what, first.name, first)
                )
