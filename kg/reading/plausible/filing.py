"""Filing: whether a row stands under the office and the category that its words are about.

By the trained tables of ``topics`` and ``categories``: two rows that fit each other's office better than their own had a cell
exchanged; a row that is far more about another body of the list than about its own, or whose clauses name
only others, has a wrong one; a category that fits the neighbour's was merged over a row too many. Nothing
is repaired; the rows are named.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, combinations, groupby, pairwise

from kg.bodies.names import NameReader
from kg.folding import fold_forms, strip_markup
from kg.reading.known.printed import Printed
from kg.reading.known.usual import UsualCategories
from kg.reading.plausible.categories import CategoryWeights, Misfiled, filed_otherwise
from kg.reading.plausible.topics import TEXTS, TopicReader, words_of
from kg.reading.rows import RowProblem
from kg.values import Department, Duty, ListKind, Row

_CROSSED = 2.4
"""Evidence (log-odds over the root of their number) for an exchange; of 1,300 pairs of rows of 36 lists, each left out
of the table in turn, one has it."""
_OTHER_CATEGORY = 3.0
"""Evidence (log-odds) for the neighbouring category; of rows of lists of the same province none has it, of
others 1 in 150, of wrong categories half to nine tenths."""
_SLIP = 4.0
"""The same where many rows are filed otherwise than known lists file them."""
_OTHER_CATEGORY_FAR = 4.3
"""The same for any category of the document; of 217 rows of lists elsewhere one has it."""
_OTHER_CATEGORY_RECLAIMED = 3.0
"""The same in a reclaimed list, where names say the act and its object: of 30 rows of two lists never seen three have it."""
_OTHER_CATEGORY_BASIC = 3.1
"""The same in a basic list for any known category: names are long, and of 108 rows none has it."""
_OTHER_CATEGORY_ALL = 3.0
"""The same for all rows of a category together, at least two: none of 150 categories has it."""
_OFFICE_SHARE = 0.5
"""What the office of a row says counts half of what its name says."""
_OTHER_OFFICE = 3.5
_ANY_OFFICE, _CATEGORY_SHARE = 2.5, 0.3
"""Evidence for another body of the list, and how much of it is what duties the two have in this category elsewhere; of 2,004
sound rows with one body 30 have it, of wrong bodies eight in ten (without the category: seven)."""
_NAMED_OFFICE = 1.8
"""The same for a body that the clauses name, while they name none of the row's own."""
_OTHER_KIND = 3.3
"""The same for any kind of office; of the same rows seven have it (2.9: eleven), of wrong bodies nearly as many as at 2.9."""
_SELDOM_SHARE = 0.33
"""An office that has few duties of this category elsewhere needs less, a third of what that says; one that
has many needs all of it more."""
_FEW = 20
"""In a list of so few rows an exchange is looked for between any two, else between neighbours."""
_OTHER_CATEGORY_MERGED = 4.5
"""The same for any known category, where the row above has the same one."""
_GONE, _FEW_ROWS = 7.5, 3
_BESIDE = {ListKind.BASIC: 4.5, ListKind.COOPERATION: 6.6, ListKind.RECLAIMED: 6.6}
"""Evidence (log-odds over the root of their number) of rows at an end of a block for a category that the list lacks, or the
neighbour's where they are few; at 5.2 more merged blocks were told, and more sound ones of nine lists of other provinces."""
_IN_ORDER = 1.4
"""Categories stand in blocks where they change at most so many times as there are categories."""


class Filing:
    """Judges how the rows of a document are filed."""

    def __init__(
        self,
        topics: TopicReader,
        categories: CategoryWeights,
        usual: UsualCategories,
        printed: Printed,
    ) -> None:
        """``printed`` knows rows that other lists file in the same way: these are not doubted."""
        self._topics = topics
        self._weights = categories
        self._usual = usual
        self._printed = printed
        self._known = categories.names

    def judge(self, duties: Sequence[Duty], reader: NameReader, problems: list[RowProblem]) -> None:
        """Report rows whose cells seem to belong to another row, office or category.

        ``reader`` reads the bodies of a text.
        """
        said = {p.line for p in problems if p.kind in ("rows-crossed", "cell-misplaced")}
        everybody = tuple(sorted({d for duty in duties for d in duty.departments}))
        printed = dict.fromkeys(duty.row.category for duty in duties if duty.row.category)
        names = [name for name in printed if self._weights.knows(name)]
        misfiled: list[Misfiled] = []
        pieces: list[RowProblem] = []
        for kind in ListKind:
            found = [duty for duty in duties if duty.row.kind is kind]
            pairs = combinations(found, 2) if len(found) <= _FEW else pairwise(found)
            for first, second in pairs:
                if first.row.line not in said and self._exchanged(first, second):
                    what = (
                        f"第 {first.row.number} 项与第 {second.row.number} 项像是对调了一格"
                        "（各自的文字更像对方部门的事），请核对"
                    )
                    problems.append(_of(first.row, "rows-crossed", what))
                    said |= {first.row.line, second.row.line}
            for before, duty in zip((None, *found), found, strict=False):
                if duty.row.line in said or not duty.departments:
                    continue
                what = self._other_office(before, duty, everybody, reader)
                if what:
                    problems.append(_of(duty.row, "department-doubtful", what))
            misfiled += self._categories(found, names)
            pieces += self._pieces(found, names)
        filed = list(filed_otherwise(misfiled, duties))
        lines = {problem.line for problem in filed}
        problems.extend((*filed, *(piece for piece in pieces if piece.line not in lines)))

    # -- offices --------------------------------------------------------------------------

    def _exchanged(self, first: Duty, second: Duty) -> bool:
        return self._crossed(first, second) or _names_the_other(first, second)

    def _crossed(self, first: Duty, second: Duty) -> bool:
        """Whether a column of two rows fits better the other's departments."""
        ours, theirs = set(first.departments), set(second.departments)
        if not ours or not theirs or ours & theirs:
            return False
        for role in TEXTS:
            one, other = first.row.cell(role), second.row.cell(role)
            if not one or not other or one == other:
                continue
            scores = [
                self._topics.office(text, bodies)
                for text, bodies in ((one, theirs), (other, ours), (one, ours), (other, theirs))
            ]
            if None not in scores:
                gains = [there - here for there, here in zip(scores[:2], scores[2:], strict=True)]  # type: ignore[operator]
                if min(gains) > 0 and sum(gains) > _CROSSED:
                    return True
        return False

    def _other_office(
        self,
        before: Duty | None,
        duty: Duty,
        everybody: tuple[Department, ...],
        reader: NameReader,
    ) -> str:
        """What speaks against the departments of a row, '' if nothing does."""
        ours = {*duty.departments, *duty.supporting}
        named = {body for body, _, _ in duty.named}
        told = {
            mention.department for mention in reader.find(fold_forms(strip_markup(duty.method)))
        }
        if (named | told) & ours or self._printed.confirms(duty):
            return ""
        if before is not None and set(before.departments) == set(duty.departments):
            scores = self._topics.offices(words_of(duty, township=False))
            if self._best(scores, ours, everybody)[1] > _OTHER_OFFICE:
                name = duty.departments[0].name
                return f"部门与上一行相同（{name}），而文字像是别的部门的事，请核对"
        scores = self._topics.offices(words_of(duty))
        if named and all(body.known for body in named):
            body, gain = self._best(scores, ours, tuple(sorted(named)))
            if gain > _NAMED_OFFICE:
                return f"职责里写的是{body}，部门栏里没有它，也没有写到“{duty.departments[0].name}”，请核对"
        body, gain = self._best(scores, ours, everybody, duty.row.category)
        if gain > _ANY_OFFICE:
            return f"文字更像“{body}”的事，与“{duty.departments[0].name}”对不上，请核对部门"
        if any(self._topics.speaks_of(body.function, duty.row.name) for body in ours):
            return ""
        usual = self._usual.leaning(ours, duty.row.category)
        least = _OTHER_KIND + (usual if usual > 0 else _SELDOM_SHARE * usual)
        if self._other_kind(scores, ours) > least:
            return f"文字像是别的部门的事，与“{duty.departments[0].name}”对不上，请核对部门"
        return ""

    def _other_kind(self, scores: Mapping[str, float], ours: set[Department]) -> float:
        """How much more a text (``scores`` by office) speaks for some kind of office than for ours.

        Who has to do with any matter (permits, money) is no other kind.

        For an office that has no texts a text says nothing, neither for it nor against it.
        """
        kinds = {body.function for body in ours}
        own = [score for kind, score in scores.items() if kind in kinds]
        others = [
            score
            for kind, score in scores.items()
            if kind not in self._topics.any_matter and not self._is_of(kind, kinds)
        ]
        if not own and not all(body.known for body in ours):
            return 0.0
        return max(others, default=0.0) - max(own, default=0.0)

    def _best(
        self,
        scores: Mapping[str, float],
        ours: set[Department],
        others: tuple[Department, ...],
        category: str = "",
    ) -> tuple[str, float]:
        """The body among ``others`` that a text speaks for most, and how much more than for ours.

        What else these bodies have to do with the ``category`` counts a little.
        """
        kinds = {body.function for body in ours}
        own = [scores[kind] for kind in kinds if kind in scores]
        found = [
            (scores[body.function] + self._leaning((body,), category), body.name)
            for body in others
            if body.function in scores
            and body.function not in self._topics.any_matter
            and not self._is_of(body.function, kinds)
        ]
        if not own or not found:
            return "", 0.0
        best, name = max(found)
        return name, best - max(own) - self._leaning(ours, category)

    def _leaning(self, bodies: Iterable[Department], category: str) -> float:
        return _CATEGORY_SHARE * self._usual.leaning(tuple(bodies), category) if category else 0.0

    def _is_of(self, kind: str, kinds: Iterable[str]) -> bool:
        return any(self._topics.related(kind, own) for own in kinds)

    # -- categories -----------------------------------------------------------------------

    def _categories(self, duties: list[Duty], all_names: list[str]) -> Iterator[Misfiled]:
        """Rows that fit another category much better, the neighbouring one where they stand in blocks.

        Where categories stand in no order the neighbours tell nothing.
        """
        rows = [duty.row for duty in duties]
        names = {row.category for row in rows if row.category}
        changes = sum(a.category != b.category for a, b in pairwise(rows)) + 1
        in_order = changes <= _IN_ORDER * len(names)
        renamed = self._renamed(duties)
        for place, (duty, row) in enumerate(zip(duties, rows, strict=True)):
            if self._printed.confirms_category(row):
                continue
            near = rows[max(place - 1, 0) : place] + rows[place + 1 : place + 2]
            beside = [other.category for other in near] if in_order else []
            # Merged over its last row a category may be gone from a short document.
            merged = in_order and place and rows[place - 1].category == row.category
            category, where = renamed.get(row.category, ""), "本清单的各项都更像"
            for others, least, words in (
                (beside, _OTHER_CATEGORY, "文字更像相邻的"),
                (
                    all_names,
                    _OTHER_CATEGORY_RECLAIMED
                    if row.kind is ListKind.RECLAIMED
                    else _OTHER_CATEGORY_FAR,
                    "文字更像",
                ),
                (self._known if merged else (), _OTHER_CATEGORY_MERGED, "文字更像"),
                (
                    self._known if row.kind is ListKind.BASIC else (),
                    _OTHER_CATEGORY_BASIC,
                    "文字更像",
                ),
            ):
                if not category:
                    better, gain = self._better(duty, others)
                    category, where = (better, words) if gain > least else ("", "")
            if category:
                alone = row.category not in renamed and category in beside
                slip = alone and self._gain(duty, category) > _SLIP
                yield row, category, where, slip

    def _pieces(self, duties: list[Duty], all_names: list[str]) -> Iterator[RowProblem]:
        """Rows at an end of a category's block that together fit the neighbour's category, or one that is gone here."""
        blocks = [list(group) for _, group in groupby(duties, key=lambda d: d.row.category)]
        here = [block[0].row.category for block in blocks]
        if len(blocks) > _IN_ORDER * len(set(here)):
            return
        gone = [name for name in all_names if name not in here]
        for at, block in enumerate(blocks):
            beside = [here[near] for near in (at - 1, at + 1) if 0 <= near < len(blocks)]
            found = [
                (total / (least if last - first < _FEW_ROWS else _GONE), first, last, category)
                for others, least in ((gone, _GONE), (beside, _BESIDE[block[0].row.kind]))
                for category in others
                for total, first, last in self._ends(block, category)
            ]
            gain, first, last, category = max(found, default=(0.0, 0, 0, ""))
            if gain > 1 and not any(
                self._printed.confirms_category(duty.row) for duty in block[first : last + 1]
            ):
                begin, end = block[first].row, block[last].row
                what = (
                    f"第 {begin.number} 项至第 {end.number} 项的类别印的是“{begin.category}”，文字合起来更像"
                    f"“{category}”；类别可能多盖、少盖了几行，请核对"
                )
                yield _of(begin, "category-doubtful", what)

    def _ends(self, block: list[Duty], category: str) -> Iterator[tuple[float, int, int]]:
        """What each end of a block of two rows or more says for a category, over the root of their number."""
        gains = [self._gain(duty, category) for duty in block]
        for step in (1, -1):
            for count, total in enumerate(accumulate(gains[::step]), 1):
                if 1 < count < len(block):
                    first, last = (
                        (0, count - 1) if step > 0 else (len(block) - count, len(block) - 1)
                    )
                    yield total / math.sqrt(count), first, last

    def _renamed(self, duties: list[Duty]) -> dict[str, str]:
        """Categories all of whose rows together fit another one much better, with that one."""
        found = {}
        by_category: dict[str, list[Duty]] = defaultdict(list)
        for duty in duties:
            by_category[duty.row.category].append(duty)
        for category, rows in by_category.items():
            if (
                not category
                or len(rows) < 2
                or any(self._printed.confirms_category(d.row) for d in rows)
            ):
                continue
            gain, better = max(
                (math.fsum(self._gain(duty, other) for duty in rows), other)
                for other in self._known
            )
            if gain > _OTHER_CATEGORY_ALL:
                found[category] = better
        return found

    def _gain(self, duty: Duty, category: str) -> float:
        """How much better a duty fits a category than its own; 0 if nothing is known of either."""
        there, here = self._score(duty, category), self._score(duty, duty.row.category)
        return 0.0 if there is None or here is None else there - here

    def _score(self, duty: Duty, category: str) -> float | None:
        """How well a duty fits a category: by its name, and by its office where it has one."""
        score = self._weights.score(duty.row.name, category) if category else None
        if score is None or duty.row.kind is ListKind.BASIC:
            return score
        bodies = (*duty.departments, *duty.supporting)
        return score + _OFFICE_SHARE * self._usual.leaning(bodies, category)

    def _better(self, duty: Duty, categories: Iterable[str]) -> tuple[str, float]:
        scores = [
            (self._gain(duty, category), category)
            for category in categories
            if category != duty.row.category
        ]
        gain, category = max(scores, default=(0.0, ""))
        return category, gain


def _of(row: Row, kind: str, what: str) -> RowProblem:
    return RowProblem(kind, row.line, what, row.name, row)


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
