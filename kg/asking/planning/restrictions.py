"""Restrictions: what a duty must not have, how much it has, and where else it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence

from kg.asking.frame import Bounds, Frame
from kg.asking.lexicon import Lexicon
from kg.asking.planning.edges import Edges
from kg.asking.rows import list_of, order, township_code


class Restrictions:
    """Leaves out of the duties of a plain selection those for which the rest does not hold."""

    def __init__(
        self, lexicon: Lexicon, edges: Edges, listed: Callable[[Frame], Sequence[str]]
    ) -> None:
        """``listed`` gives the duties of whole lists of townships."""
        self._lexicon, self._edges, self._listed = lexicon, edges, listed

    def kept(
        self, frame: Frame, duties: list[str], without: Collection[str], saying: Collection[str]
    ) -> list[str]:
        """Those of the duties for which the rest of a frame holds: numbers, counts, negations.

        ``without`` are the departments that may not stand in the column, ``saying`` the duties
        with words that may not stand in them.
        """
        if frame.numbers:
            duties = [duty for duty in duties if order(duty)[3] in frame.numbers]
        if without and duties:
            pairs = self._edges.departments(duties)[0]
            out = {duty for duty, body in pairs if body in without}
            duties = [duty for duty in duties if duty not in out]
        if frame.other_categories and duties:
            of = dict(self._edges.categories(duties))
            duties = [duty for duty in duties if of.get(duty) not in frame.other_categories]
        duties = [duty for duty in duties if duty not in saying]
        if frame.discontinued is False and duties:
            rows = self._edges.discontinued(duties)
            duties = [duty for duty in duties if duty not in rows]
        if frame.departments is not None and duties:
            counts = Counter(duty for duty, _ in self._edges.departments(duties)[0])
            duties = [duty for duty in duties if within(counts[duty], frame.departments)]
        if frame.clauses is not None and duties:
            counts = self._edges.clauses(duties, "township")
            duties = [duty for duty in duties if within(counts[duty], frame.clauses)]
        if frame.upper is not None and duties:
            counts = self._edges.clauses(duties, "superior")
            duties = [duty for duty in duties if within(counts[duty], frame.upper)]
        if frame.in_all or frame.in_none:
            duties = self._elsewhere(frame, duties)
        return duties

    def _elsewhere(self, frame: Frame, duties: list[str]) -> list[str]:
        """Duties whose Matter stands in the same list of all (or none) of other townships."""
        matters = self._edges.same_matter(duties)
        there: dict[tuple[str, str], set[str]] = {}
        for township in (*frame.in_all, *frame.in_none):
            found = self._listed(Frame(frame.lists, (township,)))
            for duty, matter in self._edges.same_matter(found).items():
                there.setdefault((matter, list_of(duty)), set()).add(township)

        def keep(duty: str) -> bool:
            code = township_code(duty)
            have = there.get((matters.get(duty, duty), list_of(duty)), set())
            own = {t for t in frame.in_all if self._lexicon.townships[t].code == code}
            return set(frame.in_all) <= have | own and not have.intersection(frame.in_none)

        return [duty for duty in duties if keep(duty)]


def within(number: int, bounds: Bounds) -> bool:
    """Whether a number is within bounds."""
    low, high = bounds
    return low <= number <= (number if high is None else high)
