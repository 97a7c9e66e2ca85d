"""Likeness: how likely two differently worded rows are the same duty, and why.

The name decides; departments' functions, category, list and clause texts add to it or take away.
Weights and limits were chosen on lists of two editions and hold on a plateau around the values.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from kg.meaning.wording import Wording
from kg.values import ListKind

ACCEPT = 0.40
"""From this score on the best match of two lists is taken as the same duty."""

DOUBT = 0.30
"""Between this score and ACCEPT a best match is shown to people as doubtful."""

HEAD_MISSING = 0.2
"""Less of the longer name's first part than this in common: another part of it is meant."""

HEAD_NEEDED = 0.6
"""Names less alike than this must share the first part of the longer one."""


UNLIKE_CLAUSES = 0.08
"""Clause texts of unrelated rows are about this much alike; below it they speak against."""

CLAUSES_COUNT = 0.35
"""So much of a score is the likeness of clauses, of which no more than half counts."""

MOST_OF_CLAUSES = CLAUSES_COUNT * 0.5

ROUNDED = 0.001
"""More than rounding can take from a score."""

_STEPS = 1 << 20
"""Weights are so many parts of one, so that sums of them are exact, whatever the order."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is compared of one duty, or of all duties whose names are identical.

    ``clause_terms`` are distinct; as a set they would take eight times the room.
    """

    wording: Wording
    kinds: frozenset[ListKind]
    functions: frozenset[str]
    categories: frozenset[str]
    clause_terms: tuple[str, ...]


class Likeness(NamedTuple):
    """A comparison: ``score`` 0…1, ``covers`` how much of each name the other contains.

    ``apart`` is the reason why the two are different duties whatever the score, or empty.
    """

    score: float
    dice: float
    covers: tuple[float, float]
    apart: str


class Measure(NamedTuple):
    """What is needed of one name in every comparison."""

    terms: frozenset[str]
    head: frozenset[str]
    weight: float
    head_weight: float
    acts: frozenset[str]


class _Weighed(NamedTuple):
    """What speaks for and against two duties being one."""

    score: float
    dice: float
    covers: tuple[float, float]
    late: bool
    functions: bool
    same_function: bool
    same_category: bool
    clauses: float | None
    unlike: bool
    apart_lists: bool
    other_act: bool


class _Weights(dict[str, float]):
    """Weights of terms; one that stands in no name is as rare as any."""

    rarest = 0.0

    def __missing__(self, term: str) -> float:
        return self.rarest


class Comparer:
    """Compares evidence with term weights counted over all of it (rare terms weigh more)."""

    def __init__(self, evidence: Sequence[Evidence]) -> None:
        """Count in how many names and clause texts each term occurs."""
        names = Counter(term for item in evidence for term in item.wording.terms)
        size = len(evidence)
        self._weights = _Weights(
            {term: _exact(math.log(1 + size / count)) for term, count in names.items()}
        )
        self._weights.rarest = _exact(math.log(1 + size))
        clauses = Counter(term for item in evidence for term in item.clause_terms)
        texts = sum(1 for item in evidence if item.clause_terms)
        self._clause_weights = {
            term: _exact(math.log(texts / count) ** 2) for term, count in clauses.items()
        }
        self._norms: dict[int, float] = {}
        self._measures: dict[int, Measure] = {}

    def weight(self, term: str) -> float:
        """Weight of a term in names."""
        return self._weights[term]

    def clause_weight(self, term: str) -> float:
        """Weight of a term in clauses."""
        return self._clause_weights[term]

    def total(self, terms: Iterable[str]) -> float:
        """Sum of weights of terms in names."""
        return sum(map(self._weights.__getitem__, terms))

    def measure(self, item: Evidence) -> Measure:
        """What is needed of a name in every comparison."""
        found = self._measures.get(id(item))
        if found is None:
            wording = item.wording
            found = self._measures[id(item)] = Measure(
                frozenset(wording.terms),
                frozenset(wording.head),
                self.total(wording.terms),
                self.total(wording.head),
                frozenset(label for label in wording.aspects if label.startswith("act:")),
            )
        return found

    def length(self, item: Evidence) -> tuple[int, float, str]:
        """How long a name is: of two the longer one's first part is looked for in the other."""
        return item.wording.parts, self.measure(item).weight, item.wording.key

    def _clause_total(self, terms: Iterable[str]) -> float:
        return sum(map(self._clause_weights.__getitem__, terms))

    def clause_likeness(self, first: Evidence, second: Evidence) -> float | None:
        """Cosine of the weighted clause terms; None where one of the two has no clauses."""
        if not first.clause_terms or not second.clause_terms:
            return None
        norm = math.sqrt(self._norm(first) * self._norm(second))
        if not norm:
            return None
        return self._clause_total(set(first.clause_terms).intersection(second.clause_terms)) / norm

    def _norm(self, item: Evidence) -> float:
        found = self._norms.get(id(item))
        if found is None:
            found = self._norms[id(item)] = self._clause_total(item.clause_terms)
        return found

    def compare(self, first: Evidence, second: Evidence) -> Likeness:
        """Score two rows whose names differ; the result is the same in both directions."""
        found = self._weighed(first, second)
        apart = apartness(first.wording, second.wording)
        return Likeness(found.score, found.dice, found.covers, apart)

    def reasons(self, first: Evidence, second: Evidence) -> tuple[str, ...]:
        """What a comparison rests on, in words."""
        found = self._weighed(first, second)
        said = (
            (True, _percent("名称用词相近", round(found.dice * 100))),
            (max(found.covers) >= 0.8 > found.dice, "一个名称包含另一个"),
            (found.late, "只与较长名称的后半部分相近"),
            (found.functions, "部门类别相同" if found.same_function else "部门类别不同"),
            (found.same_category, "事项类别相同"),
            (
                found.clauses is not None and found.clauses >= 0.1,
                _likeness_of_clauses(found.clauses),
            ),
            (found.unlike, "职责内容不相近"),
            (found.apart_lists, "在不同清单"),
            (found.other_act, "做法不同"),
        )
        return tuple(words for holds, words in said if holds)

    def _weighed(self, first: Evidence, second: Evidence) -> _Weighed:
        """Weigh two rows; :mod:`kg.matters.nearest` does the same with many at a time."""
        one, two = self.measure(first), self.measure(second)
        common = one.terms & two.terms
        shared = self.total(common)
        dice = 2 * shared / (one.weight + two.weight)
        covers = (shared / one.weight, shared / two.weight)
        longer, measure = (
            (second, two) if self.length(first) < self.length(second) else (first, one)
        )
        head = self.total(common & measure.head) / measure.head_weight
        smaller = min(one.weight, two.weight)
        score = 0.45 * dice + 0.25 * max(covers) * min(1.0, smaller / 15) + 0.30 * head
        late = longer.wording.parts > 1 and dice < HEAD_NEEDED and head < HEAD_MISSING
        if late:
            score -= 0.20
        functions = bool(first.functions and second.functions)
        same_function = functions and bool(first.functions & second.functions)
        if functions:
            score += 0.08 if same_function else -0.12
        same_category = bool(first.categories & second.categories)
        if same_category:
            score += 0.05
        clauses = self.clause_likeness(first, second)
        unlike = False
        if clauses is not None:
            score += CLAUSES_COUNT * min(0.5, clauses)
            unlike = clauses < 0.1 and dice < 0.5 and clauses < UNLIKE_CLAUSES
            if unlike:
                score -= 0.06
        apart_lists = not first.kinds & second.kinds
        if apart_lists:
            basic = ListKind.BASIC in first.kinds or ListKind.BASIC in second.kinds
            score -= 0.20 if basic else 0.05
        other_act = bool(one.acts and two.acts and not one.acts & two.acts)
        if other_act:
            score -= 0.20
        return _Weighed(
            round(min(1.0, max(0.0, score)), 4),
            dice,
            covers,
            late,
            functions,
            same_function,
            same_category,
            clauses,
            unlike,
            apart_lists,
            other_act,
        )


def _exact(weight: float) -> float:
    return round(weight * _STEPS) / _STEPS


def _likeness_of_clauses(clauses: float | None) -> str:
    return _percent("职责内容相近", round((clauses or 0.0) * 100))


@cache
def _percent(words: str, share: int) -> str:
    return f"{words} {share}%"


def divides(whole: Wording, part: Wording, other: Wording) -> bool:
    """Whether two names stand for different objects that the third names together."""
    for aspect in {label.partition(":")[0] for label in whole.aspects} - {"act"}:
        all_of, one, two = (
            {label for label in item.aspects if label.startswith(f"{aspect}:")}
            for item in (whole, part, other)
        )
        if one and two and one < all_of and two < all_of and not one & two:
            return True
    return False


def apartness(first: Wording, second: Wording) -> str:
    """Why two similar names are two duties: another act alone, or contrasting objects."""
    if not first.aspects and not second.aspects:
        return ""
    for one, two in ((first, second), (second, first)):
        if one.sole and one.sole not in two.aspects:
            return "做法不同：一项只是" + one.sole.partition(":")[2]
    return contrast(first, second)


def contrast(first: Wording, second: Wording) -> str:
    """What two names are about, where those are things that exclude each other."""
    by_aspect: dict[str, list[set[str]]] = {}
    for index, wording in enumerate((first, second)):
        for label in wording.aspects:
            aspect, _, term = label.partition(":")
            if aspect != "act":
                by_aspect.setdefault(aspect, [set(), set()])[index].add(term)
    for aspect in sorted(by_aspect):
        one_terms, two_terms = by_aspect[aspect]
        if one_terms and two_terms and not one_terms & two_terms:
            return f"对象不同：{'、'.join(sorted(one_terms))} ≠ {'、'.join(sorted(two_terms))}"
    return ""
