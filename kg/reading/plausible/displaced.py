"""Displaced: a cell that two rows have exchanged, or that stands a row too low or too high in several.

Two things speak for a cell and a row: the rare words that it shares with the rest of the row (``fitting``), and that its
words are about what the row's departments do (``topics``). Each alone leaves half of the exchanges between neighbours in
doubt, which speak of related matters; together they tell nearly all. Over several rows that were moved alike little is
needed in each. Nothing is repaired; the rows are named.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import combinations, pairwise

from kg.findings import shorten
from kg.reading.plausible.fitting import judge_fit
from kg.reading.plausible.topics import TopicReader
from kg.reading.rows import RowProblem
from kg.values import Duty, ListKind

_OFFICE = "departments"
_WORDS = {
    "name": "事项名称",
    "superior": "上级部门职责",
    "township": "乡镇配合职责",
    _OFFICE: "对应上级部门",
}
_ROLES = {
    ListKind.COOPERATION: ("name", "superior", "township"),
    ListKind.RECLAIMED: ("name",),
}
_FEWEST = 8
_MOST = 300
"""Lists seen have 130 rows; in a longer one only neighbours are held against one another."""
_SHARE = {ListKind.COOPERATION: 0.03, ListKind.RECLAIMED: 0.06}
"""What a topic counts beside shared words; holders and names share few."""
_CLEAREST = 3.0
"""A topic says no more than that."""
_NOT_WORSE = -0.02
"""Each of two exchanged cells fits the other row, one of them hardly worse than its own."""
_CROSSED = {
    (ListKind.COOPERATION, "name"): (0.06, 0.13, 0.08, 0.12),
    (ListKind.COOPERATION, "superior"): (0.05, 0.06, 0.06, 0.06),
    (ListKind.COOPERATION, "township"): (0.10, 0.13, 0.14, 0.13),
    (ListKind.RECLAIMED, "name"): (0.19, 0.12, 0.26, 0.26),
}
"""Evidence for an exchange between neighbours with other departments and with some in common, then between any two such
rows. The most of 96,000 sound pairs of fifty lists: 0.00, 0.10, 0.04, 0.08; 0.01; 0.07, 0.10, 0.10, 0.09; 0.16, 0.08,
0.21, 0.22. Of exchanged ones most have it."""
_SHIFTED = {
    (ListKind.COOPERATION, "name"): 0.17,
    (ListKind.COOPERATION, "superior"): 0.13,
    (ListKind.COOPERATION, "township"): 0.20,
    (ListKind.COOPERATION, _OFFICE): 0.45,
    (ListKind.RECLAIMED, "name"): 0.36,
}
"""Evidence of all rows of a run together for the row above, or below: the most of fifty sound lists is 0.11, 0.08, 0.15
and 0.29, of five rows moved by one the median is 0.5, 0.9, 0.4 and 0.4; of departments, of which only shared words tell,
the most of seventeen sound lists is 0.33, of five rows moved 0.55."""
_FEWEST_SHIFTED = 2
_OFFICES = {
    (ListKind.COOPERATION, True): 0.9,
    (ListKind.COOPERATION, False): 1.8,
    (ListKind.RECLAIMED, True): 1.4,
    (ListKind.RECLAIMED, False): 2.6,
}
"""Evidence (log-odds over the root of their number) of two names for each other's offices, of neighbours (True) and of any
two rows. Of 36 lists never seen none, three, one and three have it; of exchanged ones eight in ten, of reclaimed neighbours seven."""
_OTHER_OFFICES = 2.3
"""The same where they have an office in common, for the others of each; of the same lists two have it, of exchanged ones eight in ten."""
_MARK = re.compile(r"<(?:ol|ul|p|br)")
"""What sets a cell: ``<p>1.巡查；</p>``."""
_MOST_ODD, _FEWEST_SET = 3, 4
"""Rows whose sides are set in two ways, and rows set in another than the usual way; of 70 lists none has one to three odd ones."""
_PAIR_OF_ROWS = 2
"""Of more rows a side of one clause without marks is the list's manner."""
_QUOTE = 60
_SAID = ("rows-crossed", "cell-misplaced")


def judge_displaced(
    duties: Sequence[Duty],
    topics: TopicReader,
    confirms: Callable[[Duty], bool],
    problems: list[RowProblem],
) -> None:
    """Report cells that seem to be another row's: by their words, then by what offices do as well.

    ``confirms`` tells whether known lists print the name of a duty with its office.
    """
    fits = judge_fit([duty.row for duty in duties], problems)
    for kind, roles in _ROLES.items():
        found = [duty for duty in duties if duty.row.kind is kind]
        if len(found) < _FEWEST:
            continue
        lines = {problem.line for problem in problems if problem.kind in _SAID}
        said = {at for at, duty in enumerate(found) if duty.row.line in lines}
        for role in roles:
            if sum(bool(cell[role]) for cell in fits[kind].cells) < _FEWEST:
                continue
            gains = _Gains(found, role, fits[kind].of(role), topics)
            problems.extend(_shifted(gains, said))
            problems.extend(_crossed(gains, said))
        if kind is ListKind.COOPERATION:
            offices = _Gains(found, _OFFICE, fits[kind].of(_OFFICE), topics)
            problems.extend(_shifted(offices, said))
        problems.extend(_exchanged_offices(found, topics, confirms, said))
        problems.extend(_otherwise_set(found, said))


class _Gains:
    """How much better the cell of one row fits another than its own."""

    def __init__(
        self, duties: list[Duty], role: str, fit: list[list[float]], topics: TopicReader
    ) -> None:
        self.duties, self.role, self.kind = duties, role, duties[0].row.kind
        self.texts = [duty.row.cell(role) or "" for duty in duties]
        self._fit = fit
        self._least = _NOT_WORSE - _SHARE[self.kind] * _CLEAREST
        self._own = [line[at] for at, line in enumerate(fit)]
        self._departments = [frozenset(duty.departments) for duty in duties]
        self._bodies = [frozenset(body.function for body in d.departments) for d in duties]
        self._topics = topics
        self._scores: dict[tuple[int, frozenset[str]], float | None] = {}

    def __call__(self, cell: int, row: int) -> float:
        """What speaks for the cell of ``cell`` in ``row``, less what speaks for it where it stands."""
        better = self._fit[row][cell] - self._fit[cell][cell]
        if self.role == _OFFICE or self.shares(cell, row):
            return better
        there, here = self._score(cell, row), self._score(cell, cell)
        if there is None or here is None:
            return better
        return better + _SHARE[self.kind] * max(-_CLEAREST, min(_CLEAREST, there - here))

    def may_cross(self, one: int, other: int) -> bool:
        """Whether two rows have different texts whose words do not rule out an exchange: most pairs are told at once."""
        least = self._least
        return (
            self._fit[other][one] - self._own[one] > least
            and self._fit[one][other] - self._own[other] > least
            and bool(self.texts[one] and self.texts[other])
            and self.texts[one] != self.texts[other]
        )

    def shares(self, one: int, other: int) -> bool:
        """Whether two rows have a department in common."""
        return not self._departments[one].isdisjoint(self._departments[other])

    def _score(self, cell: int, row: int) -> float | None:
        key = cell, self._bodies[row]
        if key not in self._scores:
            scores = self._topics.offices(self.texts[cell], key[1])
            self._scores[key] = max(scores.values(), default=None)
        return self._scores[key]


def _crossed(gains: _Gains, said: set[int]) -> Iterator[RowProblem]:
    """Pairs of rows whose cells fit each other's row, the clearest first."""
    least = _CROSSED[gains.kind, gains.role]
    count = len(gains.duties)
    found = []
    for one in range(count):
        for other in range(one + 1, count if count <= _MOST else min(one + 2, count)):
            if not gains.may_cross(one, other):
                continue
            there, back = gains(one, other), gains(other, one)
            which = 2 * (other > one + 1) + gains.shares(one, other)
            if min(there, back) > _NOT_WORSE and there + back > least[which]:
                found.append((there + back, one, other))
    for _, one, other in sorted(found, reverse=True):
        if one in said or other in said:
            continue
        said |= {one, other}
        row = gains.duties[one].row
        what = (
            f"第 {row.number} 项与第 {gains.duties[other].row.number} 项像是对调了“{_WORDS[gains.role]}”一格"
            "（各自与对方的其余各格更对得上），请核对"
        )
        yield RowProblem("rows-crossed", row.line, what, row.name, row)


def _shifted(gains: _Gains, said: set[int]) -> Iterator[RowProblem]:
    """Runs of rows whose cells all fit the row above, or all the row below."""
    for step, way, where in ((-1, "下", "上"), (1, "上", "下")):
        total, first, best = 0.0, 0, (0.0, 0, 0)
        for at in range(max(0, -step), len(gains.duties) - max(0, step)):
            if total <= 0:
                total, first = 0.0, at
            total += gains(at, at + step) if gains.texts[at] else 0.0
            best = max(best, (total, first, at))
        total, first, last = best
        run = set(range(first, last + 1))
        better = sum(gains(at, at + step) > 0 for at in run if gains.texts[at])
        if total <= _SHIFTED[gains.kind, gains.role] or better < _FEWEST_SHIFTED:
            continue
        said |= run
        begin, end = gains.duties[first].row, gains.duties[last].row
        what = (
            f"第 {begin.number} 项至第 {end.number} 项的“{_WORDS[gains.role]}”像是{way}移了一行"
            f"（各自与{where}一行的其余各格更对得上），请核对：“{shorten(gains.texts[first], 30)}”"
        )
        quote = gains.texts[first].strip()[:_QUOTE]
        yield RowProblem("cell-misplaced", begin.line, what, quote, begin)


def _exchanged_offices(
    duties: list[Duty], topics: TopicReader, confirms: Callable[[Duty], bool], said: set[int]
) -> Iterator[RowProblem]:
    """Pairs of rows whose names speak for each other's offices, the clearest first."""
    offices = [frozenset(body.function for body in duty.departments) for duty in duties]
    every = frozenset().union(*offices)
    scores = [topics.offices(duty.row.name, every) for duty in duties]

    @cache
    def score(name: int, kinds: frozenset[str]) -> float | None:
        known = scores[name]
        return max([known[kind] for kind in kinds if kind in known], default=None)

    places = [
        at for at, kinds in enumerate(offices) if at not in said and score(at, kinds) is not None
    ]
    found = []
    for one, other in combinations(places, 2) if len(duties) <= _MOST else pairwise(places):
        ours, theirs, least = offices[one], offices[other], _OTHER_OFFICES
        if shared := ours & theirs:
            ours, theirs = (kinds - shared - topics.any_matter for kinds in (ours, theirs))
        else:
            least = _OFFICES[duties[one].row.kind, other == one + 1]
        there, here = score(one, theirs), score(one, ours)
        if there is None or here is None or there - here <= 0:  # most pairs
            continue
        back, home = score(other, ours), score(other, theirs)
        if back is None or home is None or back - home <= 0:
            continue
        # Rows that one body leads differ in who helps it, of which a name says little.
        led = duties[one].departments[:1] == duties[other].departments[:1]
        gain = 0.0 if led else there + back - here - home
        if gain <= least:
            continue
        kin = any(topics.related(a, b) for a in ours for b in theirs)
        if not kin and not confirms(duties[one]) and not confirms(duties[other]):
            found.append((gain, one, other))
    for _, one, other in sorted(found, reverse=True):
        if one in said or other in said:
            continue
        said |= {one, other}
        row = duties[one].row
        what = (
            f"第 {row.number} 项与第 {duties[other].row.number} 项的名称像是对方部门的事，"
            "名称或部门可能对调了，请核对"
        )
        yield RowProblem("rows-crossed", row.line, what, row.name, row)


def _otherwise_set(duties: list[Duty], said: set[int]) -> Iterator[RowProblem]:
    """Rows whose two sides are set in other ways (in paragraphs, in one line), where all others have both in one way.

    One of the sides came from a row that is set otherwise.
    """
    cells = [(duty.row.cell("superior"), duty.row.cell("township")) for duty in duties]
    sides = [
        (at, _setting(one), _setting(other))
        for at, (one, other) in enumerate(cells)
        if one and other
    ]
    odd = [at for at, one, other in sides if one != other]
    alike = Counter(one for _, one, other in sides if one == other)
    if len(odd) > _MOST_ODD or alike.total() - max(alike.values(), default=0) < _FEWEST_SET:
        return
    # A side of one clause needs no marks: where several rows have such a one it is the list's manner.
    plain = [at for at in odd if _has_plain_clause(duties[at])]
    if len(plain) > _PAIR_OF_ROWS:
        odd = [at for at in odd if at not in plain]
    for at in odd:
        if at in said:
            continue
        said.add(at)
        row = duties[at].row
        what = (
            "这一行两格职责的排版不同（一格分段或编号，一格不分），本清单别的行两格都一样；"
            f"其中一格可能是别的行的，请核对：“{shorten(row.name, 30)}”"
        )
        yield RowProblem("cell-misplaced", row.line, what, row.name, row)


def _has_plain_clause(duty: Duty) -> bool:
    """Whether a side of a row is one clause without any mark."""
    sides = (("superior", duty.superior), ("township", duty.township))
    return any(
        len(clauses) == 1 and not _setting(duty.row.cell(role) or "") for role, clauses in sides
    )


def _setting(text: str) -> str:
    """The first mark by which a cell is set: ``<ol>``, ``<p>``, none."""
    found = _MARK.search(text)
    return found[0] if found else ""
