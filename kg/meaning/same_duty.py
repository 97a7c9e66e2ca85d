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

_MOST_OF_CLAUSES = 0.35 * 0.5
_ROUNDED = 0.001
"""More than rounding can take from a score."""


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


@dataclass(frozen=True, slots=True)
class Likeness:
    """A comparison: ``score`` 0…1, ``covers`` how much of each name the other contains.

    ``apart`` is the reason why the two are different duties whatever the score, or empty.
    """

    score: float
    dice: float
    covers: tuple[float, float]
    reasons: tuple[str, ...]
    apart: str

    @property
    def why(self) -> str:
        """The reasons as one line."""
        return "；".join(self.reasons)


@dataclass(frozen=True, slots=True)
class _Measure:
    """What is needed of one name in every comparison."""

    terms: frozenset[str]
    weight: float
    head_weight: float
    acts: frozenset[str]


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
            {term: math.log(1 + size / count) for term, count in names.items()}
        )
        self._weights.rarest = math.log(1 + size)
        clauses = Counter(term for item in evidence for term in item.clause_terms)
        texts = sum(1 for item in evidence if item.clause_terms)
        self._clause_weights = {
            term: math.log(texts / count) ** 2 for term, count in clauses.items()
        }
        self._norms: dict[int, float] = {}
        self._measures: dict[int, _Measure] = {}
        self._focus: Evidence | None = None
        self._focus_terms: frozenset[str] = frozenset()

    def focus(self, item: Evidence) -> None:
        """Expect comparisons with ``item``: only its clause terms are kept as a set."""
        self._focus = item
        self._focus_terms = frozenset(item.clause_terms)

    def weight(self, term: str) -> float:
        """Weight of a term in names."""
        return self._weights[term]

    def total(self, terms: Iterable[str]) -> float:
        """Sum of weights, exact whatever the order, so that it is the same on every run."""
        return math.fsum(map(self._weights.__getitem__, terms))

    def _measure(self, item: Evidence) -> _Measure:
        found = self._measures.get(id(item))
        if found is None:
            wording = item.wording
            found = self._measures[id(item)] = _Measure(
                frozenset(wording.terms),
                self.total(wording.terms),
                self.total(wording.head),
                frozenset(label for label in wording.aspects if label.startswith("act:")),
            )
        return found

    def _clause_total(self, terms: Iterable[str]) -> float:
        return math.fsum(map(self._clause_weights.__getitem__, terms))

    def clause_likeness(self, first: Evidence, second: Evidence) -> float | None:
        """Cosine of the weighted clause terms; None where one of the two has no clauses."""
        if not first.clause_terms or not second.clause_terms:
            return None
        norm = math.sqrt(self._norm(first) * self._norm(second))
        if not norm:
            return None
        if second is self._focus:
            first, second = second, first
        elif first is not self._focus:
            self.focus(first)
        return (
            self._clause_total(filter(self._focus_terms.__contains__, second.clause_terms)) / norm
        )

    def _norm(self, item: Evidence) -> float:
        found = self._norms.get(id(item))
        if found is None:
            found = self._norms[id(item)] = self._clause_total(item.clause_terms)
        return found

    def compare(self, first: Evidence, second: Evidence) -> Likeness:
        """Score two rows whose names differ; the result is the same in both directions."""
        found = self.compare_from(first, second, 0.0)
        assert found is not None
        return found

    def compare_from(self, first: Evidence, second: Evidence, floor: float) -> Likeness | None:
        """Like :meth:`compare`; None where the score is below ``floor``, which is told sooner."""
        one, two = self._measure(first), self._measure(second)
        common = one.terms & two.terms
        shared = self.total(common)
        dice = 2 * shared / (one.weight + two.weight)
        covers = (shared / one.weight, shared / two.weight)
        longer, measure = (
            (second, two) if _length(first, one) < _length(second, two) else (first, one)
        )
        head = self.total(common.intersection(longer.wording.head)) / measure.head_weight
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
        apart_lists = not first.kinds & second.kinds
        basic = ListKind.BASIC in first.kinds or ListKind.BASIC in second.kinds
        minus = (0.20 if basic else 0.05) if apart_lists else 0.0
        other_act = bool(one.acts and two.acts and not one.acts & two.acts)
        most = score + _MOST_OF_CLAUSES - minus - (0.20 if other_act else 0.0)
        if floor > 0 and most < floor - _ROUNDED:
            return None
        clauses = self.clause_likeness(first, second)
        unlike = False
        if clauses is not None:
            score += 0.35 * min(0.5, clauses)
            unlike = clauses < 0.1 and dice < 0.5 and clauses < UNLIKE_CLAUSES
            if unlike:
                score -= 0.06
        if apart_lists:
            score -= minus
        if other_act:
            score -= 0.20
        score = round(min(1.0, max(0.0, score)), 4)
        if score < floor:
            return None
        said = (
            (True, _percent("名称用词相近", round(dice * 100))),
            (max(covers) >= 0.8 > dice, "一个名称包含另一个"),
            (late, "只与较长名称的后半部分相近"),
            (functions, "部门类别相同" if same_function else "部门类别不同"),
            (same_category, "事项类别相同"),
            (clauses is not None and clauses >= 0.1, _likeness_of_clauses(clauses)),
            (unlike, "职责内容不相近"),
            (apart_lists, "在不同清单"),
            (other_act, "做法不同"),
        )
        reasons = tuple(words for holds, words in said if holds)
        return Likeness(score, dice, covers, reasons, apartness(first.wording, second.wording))


def _length(item: Evidence, measure: _Measure) -> tuple[int, float, str]:
    return item.wording.parts, measure.weight, item.wording.key


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
