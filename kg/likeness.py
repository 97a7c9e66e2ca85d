"""Likeness: how likely two differently worded rows are the same duty, and why.

The name decides; departments' functions, category, list and clause texts add to it or take away.
Weights and limits were chosen on lists of two editions and hold on a plateau around the values.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.records import ListKind
from kg.wording import Wording

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


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is compared of one duty, or of all duties whose names are identical."""

    wording: Wording
    kinds: frozenset[ListKind]
    functions: frozenset[str]
    categories: frozenset[str]
    clause_terms: frozenset[str]


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


class Comparer:
    """Compares evidence with term weights counted over all of it (rare terms weigh more)."""

    def __init__(self, evidence: Sequence[Evidence]) -> None:
        """Count in how many names and clause texts each term occurs."""
        self._names = Counter(term for item in evidence for term in item.wording.terms)
        self._size = len(evidence)
        self._clauses = Counter(term for item in evidence for term in item.clause_terms)
        self._texts = sum(1 for item in evidence if item.clause_terms)
        self._norms: dict[int, float] = {}

    def weight(self, term: str) -> float:
        """Weight of a term in names."""
        return math.log(1 + self._size / max(1, self._names[term]))

    def frequency(self, term: str) -> int:
        """Number of names with this term."""
        return self._names[term]

    def total(self, terms: Iterable[str]) -> float:
        """Sum of weights, in a fixed order so that it is the same on every run."""
        return math.fsum(map(self.weight, terms))

    def _clause_total(self, terms: Iterable[str]) -> float:
        texts = self._texts
        return math.fsum(math.log(texts / max(1, self._clauses[term])) ** 2 for term in terms)

    def clause_likeness(self, first: Evidence, second: Evidence) -> float | None:
        """Cosine of the weighted clause terms; None where one of the two has no clauses."""
        if not first.clause_terms or not second.clause_terms:
            return None
        norm = math.sqrt(self._norm(first) * self._norm(second))
        if not norm:
            return None
        return self._clause_total(first.clause_terms & second.clause_terms) / norm

    def _norm(self, item: Evidence) -> float:
        found = self._norms.get(id(item))
        if found is None:
            found = self._norms[id(item)] = self._clause_total(item.clause_terms)
        return found

    def compare(self, first: Evidence, second: Evidence) -> Likeness:
        """Score two rows whose names differ; the result is the same in both directions."""
        apart = apartness(first.wording, second.wording)
        one, two = first.wording.terms, second.wording.terms
        weight_one, weight_two = self.total(one), self.total(two)
        common = frozenset(one) & frozenset(two)
        shared = self.total(common)
        dice = 2 * shared / (weight_one + weight_two)
        covers = (shared / weight_one, shared / weight_two)
        longer = max(
            (first, weight_one), (second, weight_two), key=lambda it: (it[0].wording.parts, it[1])
        )[0]
        head_terms = longer.wording.head
        head = self.total(t for t in head_terms if t in common) / self.total(head_terms)
        smaller = min(weight_one, weight_two)
        score = 0.45 * dice + 0.25 * max(covers) * min(1.0, smaller / 15) + 0.30 * head
        reasons = [f"名称用词相近 {dice:.0%}"]
        if max(covers) >= 0.8 > dice:
            reasons.append("一个名称包含另一个")
        if longer.wording.parts > 1 and dice < HEAD_NEEDED and head < HEAD_MISSING:
            score -= 0.20
            reasons.append("只与较长名称的后半部分相近")
        if first.functions and second.functions:
            if first.functions & second.functions:
                score += 0.08
                reasons.append("部门类别相同")
            else:
                score -= 0.12
                reasons.append("部门类别不同")
        if first.categories & second.categories:
            score += 0.05
            reasons.append("事项类别相同")
        clauses = self.clause_likeness(first, second)
        if clauses is not None:
            score += 0.35 * min(0.5, clauses)
            if clauses >= 0.1:
                reasons.append(f"职责内容相近 {clauses:.0%}")
            elif dice < 0.5 and clauses < UNLIKE_CLAUSES:
                score -= 0.06
                reasons.append("职责内容不相近")
        if not first.kinds & second.kinds:
            score -= 0.20 if ListKind.BASIC in first.kinds | second.kinds else 0.05
            reasons.append("在不同清单")
        if (
            (acts := _acts(first.wording))
            and (others := _acts(second.wording))
            and not acts & others
        ):
            score -= 0.20
            reasons.append("做法不同")
        return Likeness(round(min(1.0, max(0.0, score)), 4), dice, covers, tuple(reasons), apart)


def _acts(wording: Wording) -> frozenset[str]:
    return frozenset(label for label in wording.aspects if label.startswith("act:"))


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
