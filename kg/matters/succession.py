"""Succession: which row of one list follows which row of another one, one to one, with the reason.

Rows of two editions of a township, or of two townships, are matched by name, then by Matter, then by
what they say, then by where they stand if their names mean the same. What is left over may be a part: one row became several, or several one; or
it came from another list, where clauses said what it is called by now. Limits were
chosen on lists of two townships of one template (rows known to be the same) and on rows known to be
different, and hold on a plateau around the values.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kg.matters.items import (
    Item,
    content_likeness,
    head_likeness,
    likeness,
    name_likeness,
    own,
    work,
)
from kg.matters.parts import split_up
from kg.meaning.same_duty import apartness
from kg.values import ListKind

RENAMED = 0.5
"""From this likeness of two names on a row without clauses is taken as renamed."""

NEIGHBOURS = 0.34
"""The same where the rows before and after it are matched to rows that stand around the other one."""

CONTENT = 0.6
"""From this likeness of clauses on a row is the same whatever its name."""

SAME = 0.9
"""From this likeness of clauses on no name tells two rows apart."""

BOTH = 0.3
"""Name and clauses each this much alike are enough together."""

WORK = 0.6
"""So much of the name of a row without clauses is said by the clauses of the one it was in another list."""

LIKE = 0.6
"""From this likeness of two names on their clauses need not be alike."""

HEAD = 0.1
"""So much must the first parts of two names have in common where the whole is not much alike."""


class How(StrEnum):
    """What a pair rests on."""

    NAME = "name"
    MATTER = "matter"
    CONTENT = "content"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Pair:
    """Positions of the rows that belong together: one each, or one and its several parts."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    how: How
    score: float

    @property
    def split(self) -> bool:
        """Whether one old row became several."""
        return len(self.new) > 1

    @property
    def merged(self) -> bool:
        """Whether several old rows became one."""
        return len(self.old) > 1


def pairs(
    old: Sequence[Item], new: Sequence[Item], *, own: bool = True, parts: bool = True
) -> tuple[Pair, ...]:
    """Match the rows of two lists; a row that is in no pair has nothing on the other side.

    ``parts`` also looks for rows that were split or merged.
    ``own``: they are editions of one list, so that a row may stand where it stood, or be called by what it said.
    """
    matching = _Matching(old, new)
    if own:
        matching.by_words()
    matching.by_name()
    matching.by_matter(strict=own)
    matching.by_content()
    if own:
        matching.by_place()
    if parts:
        matching.by_parts()
    if own:
        matching.by_work()
    return tuple(sorted(matching.found(), key=lambda pair: (pair.old, pair.new)))


class _Matching:
    def __init__(self, old: Sequence[Item], new: Sequence[Item]) -> None:
        self._printed = old, new
        self._old, self._new = own(tuple(old)), own(tuple(new))
        self._partner: dict[int, tuple[int, How, float]] = {}
        self._taken: dict[int, int] = {}
        self._several: list[Pair] = []

    def found(self) -> Iterable[Pair]:
        yield from self._several
        for at, (other, how, score) in self._partner.items():
            yield Pair((at,), (other,), how, round(score, 3))

    def by_words(self) -> None:
        """Rows that took each other's names: they say the same words, their namesakes quite others."""
        names = [Counter(item.key for item in items) for items in (self._old, self._new)]
        words = Counter(item.content for item in self._new)
        there = {item.content: at for at, item in enumerate(self._new)}
        named = {item.key: item for item in self._new}
        for at, item in enumerate(self._old):
            namesake, other = named.get(item.key), there.get(item.content)
            if namesake is None or other is None or words[item.content] > 1:
                continue
            if names[0][item.key] > 1 or names[1][item.key] > 1:
                continue
            alike = content_likeness(item, namesake)
            if alike is not None and alike < BOTH / 3 and self._new[other].key != item.key:
                self._join(at, other, How.CONTENT, 1.0)

    def by_name(self) -> None:
        for same_list in (True, False):
            self._best(
                lambda o: o.key,
                lambda at, other, same_list=same_list: (  # type: ignore[misc]
                    (self._old[at].kind is self._new[other].kind) >= same_list
                ),
                How.NAME,
            )

    def by_matter(self, *, strict: bool) -> None:
        """Rows of one Matter; ``strict``: where the rows themselves bear it out.

        A row that is gone leaves its Matter to the next best row of its place, also to one that is new.
        """
        self._best(
            lambda o: o.matter, lambda at, other: not strict or self._follows(at, other), How.MATTER
        )

    def _follows(self, at: int, other: int) -> bool:
        one, two = self._old[at], self._new[other]
        name = name_likeness(one, two)
        if one.kind is not two.kind:
            return name >= BOTH
        if name >= LIKE:
            return True
        # Ways of working are much the same for all fines: that they are alike says nothing.
        same = content_likeness(one, two)
        content = same if one.kind is ListKind.RECLAIMED else self._content(at, other)
        if content is not None:
            return content >= NEIGHBOURS
        return name >= RENAMED or (name >= NEIGHBOURS and head_likeness(one, two) >= HEAD)

    def _content(self, at: int, other: int) -> float | None:
        """How much clauses are alike: what is their own, or, where that is too little, all of them."""
        found = content_likeness(self._old[at], self._new[other])
        if found is None:
            return content_likeness(self._printed[0][at], self._printed[1][other])
        return found

    def _best(
        self, group: Callable[[Item], str], may: Callable[[int, int], bool], how: How
    ) -> None:
        """Rows of one group, the most alike first; of equals those that stand in the same order."""
        there: dict[str, list[int]] = {}
        for at, item in enumerate(self._new):
            if at not in self._taken and group(item):
                there.setdefault(group(item), []).append(at)
        edges = []
        for at, item in enumerate(self._old):
            if at in self._partner or not group(item):
                continue
            for other in there.get(group(item), ()):
                if may(at, other):
                    score = likeness(item, self._new[other])
                    edges.append((-score, abs(at - other), at, other))
        for negative, _, at, other in sorted(edges):
            self._join(at, other, how, 1.0 if how is How.NAME else -negative)

    def by_content(self) -> None:
        edges = []
        for at, item in enumerate(self._old):
            if at in self._partner:
                continue
            for other, candidate in enumerate(self._new):
                if other in self._taken:
                    continue
                score = likeness(item, candidate)
                if score >= NEIGHBOURS and self._same(at, other, score):
                    edges.append((-score, abs(at - other), at, other))
        for negative, _, at, other in sorted(edges):
            self._join(at, other, How.CONTENT, -negative)

    def _same(self, at: int, other: int, score: float) -> bool:
        item, candidate = self._old[at], self._new[other]
        name, content = name_likeness(item, candidate), content_likeness(item, candidate)
        if apartness(item.wording, candidate.wording):
            # A name that says another act, over the very clauses: renamed. Ways of working are
            # too much alike to say so.
            both = item.kind is candidate.kind is ListKind.COOPERATION
            return both and content is not None and content >= SAME
        if content is not None and content >= CONTENT:
            return True
        if content is not None and content < BOTH / 3 and item.kind is candidate.kind:
            return False  # the same words about something else
        if content is None and name < LIKE and item.kind is candidate.kind:
            printed = self._content(at, other)
            if printed is not None and printed < NEIGHBOURS:
                return False
        if name >= RENAMED or (content is not None and name >= BOTH <= content):
            return True
        return (
            item.category == candidate.category
            and item.kind is candidate.kind
            and (content is not None or head_likeness(item, candidate) >= HEAD)
            and self._between(at, other)
        )

    def by_place(self) -> None:
        """Rows that stand where another one stood and mean the same in other words."""
        from kg.matters.renaming import chance

        edges = []
        for at, item in enumerate(self._old):
            for other, candidate in enumerate(self._new):
                if at in self._partner or other in self._taken:
                    continue
                if (item.kind, item.category) != (candidate.kind, candidate.category):
                    continue
                if item.kind is ListKind.COOPERATION and self._strange(at, other):
                    continue
                if self._between(at, other) and (score := chance(item, candidate)):
                    edges.append((-score, abs(at - other), at, other))
        for negative, _, at, other in sorted(edges):
            self._join(at, other, How.CONTENT, -negative)

    def _strange(self, at: int, other: int) -> bool:
        """Whether the clauses of two rows have next to nothing in common."""
        content = self._content(at, other)
        return content is not None and content < BOTH / 3

    def by_work(self) -> None:
        """Rows left in two lists, of which one is called by the work that clauses of the other one say."""
        edges = []
        gone = {at for pair in self._several for at in pair.old}
        used = {at for pair in self._several for at in pair.new}
        for at, item in enumerate(self._printed[0]):
            for other, candidate in enumerate(self._printed[1]):
                if at in self._partner or at in gone or other in self._taken or other in used:
                    continue
                if item.kind is not candidate.kind and (score := work(item, candidate)) >= WORK:
                    edges.append((-score, abs(at - other), at, other))
        for negative, _, at, other in sorted(edges):
            self._join(at, other, How.CONTENT, -negative)

    def _between(self, at: int, other: int) -> bool:
        """Whether the nearest matched rows before and after one stand just so around the other."""
        before = next((o for o in range(at - 1, -1, -1) if o in self._partner), None)
        after = next((o for o in range(at + 1, len(self._old)) if o in self._partner), None)
        low = self._partner[before][0] if before is not None else -1
        high = self._partner[after][0] if after is not None else len(self._new)
        return low < other < high and high - low <= 3

    def _join(self, at: int, other: int, how: How, score: float) -> None:
        if at not in self._partner and other not in self._taken:
            self._partner[at] = (other, how, score)
            self._taken[other] = at

    def by_parts(self) -> None:
        """Rows that are left: with the partner of a row that lost just what they say."""
        forward = {at: partner[0] for at, partner in self._partner.items()}
        for whole, parts, score in split_up(self._old, self._new, forward):
            self._several.append(Pair((whole,), parts, How.PART, round(score, 3)))
            self._drop(parts)
            self._partner.pop(whole, None)
        backward = {partner[0]: at for at, partner in self._partner.items()}
        gone = {at for pair in self._several for at in pair.old}
        used = {at for pair in self._several for at in pair.new}
        for whole, parts, score in split_up(self._new, self._old, backward, used, gone):
            self._several.append(Pair(parts, (whole,), How.PART, round(score, 3)))
            for part in parts:
                self._partner.pop(part, None)

    def _drop(self, news: Iterable[int]) -> None:
        for other in news:
            at = self._taken.pop(other, None)
            if at is not None:
                self._partner.pop(at, None)
