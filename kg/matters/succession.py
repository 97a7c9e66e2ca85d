"""Succession: which row of one list follows which row of another one, one to one, with the reason.

Rows of two editions of a township, or of two townships, are matched by name, then by Matter, then by
what they say. What is left over may be a part: one row became several, or several one. Limits were
chosen on lists of two townships of one template (rows known to be the same) and on rows known to be
different, and hold on a plateau around the values.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from kg.meaning.letters import LetterReader
from kg.meaning.same_duty import apartness
from kg.meaning.wording import Wording, WordingReader
from kg.values import ListKind, Township
from kg.vocabulary.loading import Vocabulary

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

PART = 0.6
"""So much of a row must be in another one to be a part of it."""

WHOLE = 0.7
"""So much of a row must be in the parts that it fell into."""

GAIN = 0.2
"""So much more of it must the last part bring, or, of a row that fell into many, …"""

SHARE = 0.04
"""… so much, if nearly all of the part that is in the row is in no other one."""

NEARLY = 0.8


COMMON = 3
"""What more rows of a list say is a standing phrase of it."""

ENOUGH = 8
"""With fewer character pairs of its own a row is known by its name alone."""


class How(StrEnum):
    """What a pair rests on."""

    NAME = "name"
    MATTER = "matter"
    CONTENT = "content"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Item:
    """A row as compared: its name, what its clauses or way of working say, who answers for it.

    ``content`` are the character pairs of all clauses, ``matter`` is "" where it is not known.
    """

    kind: ListKind
    number: int
    wording: Wording
    content: frozenset[str]
    category: str = ""
    matter: str = ""

    @property
    def key(self) -> str:
        """The name, places neutral and without punctuation."""
        return self.wording.key


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


def pairs(old: Sequence[Item], new: Sequence[Item], *, parts: bool = True) -> tuple[Pair, ...]:
    """Match the rows of two lists; a row that is in no pair has nothing on the other side.

    ``parts`` also looks for rows that were split or merged: between editions of one list.
    """
    matching = _Matching(old, new)
    if parts:
        matching.by_words()
    matching.by_name()
    matching.by_matter()
    matching.by_content()
    if parts:
        matching.by_parts()
    return tuple(sorted(matching.found(), key=lambda pair: (pair.old, pair.new)))


def _own(items: Sequence[Item]) -> list[Item]:
    """The items with only what is their own: standing phrases of a list tell no row from another."""
    counts = Counter(gram for item in items for gram in item.content)
    found = []
    for item in items:
        own = frozenset(gram for gram in item.content if counts[gram] <= COMMON)
        found.append(replace(item, content=own if len(own) >= ENOUGH else frozenset()))
    return found


class ItemReader:
    """Makes items of rows, with the tables of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Load the tables.

        Raises:
            VocabularyError: one cannot be used.
        """
        self.names = WordingReader(vocabulary)
        self.letters = LetterReader(vocabulary)

    def item(
        self,
        kind: ListKind,
        number: int,
        name: str,
        texts: Iterable[str],
        township: Township | None,
        category: str = "",
        matter: str = "",
    ) -> Item:
        """A row: ``texts`` are its clauses, or its way of working."""
        content = frozenset[str]().union(*(self.letters.grams(text, township) for text in texts))
        return Item(kind, number, self.names.wording(name, township), content, category, matter)


class _Matching:
    def __init__(self, old: Sequence[Item], new: Sequence[Item]) -> None:
        self._old, self._new = _own(old), _own(new)
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
                lambda o, n, same_list=same_list: (o.kind is n.kind) >= same_list,  # type: ignore[misc]
                How.NAME,
            )

    def by_matter(self) -> None:
        self._best(lambda o: o.matter, lambda o, n: True, How.MATTER)

    def _best(
        self, group: Callable[[Item], str], may: Callable[[Item, Item], bool], how: How
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
                if may(item, self._new[other]):
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
        if name >= RENAMED or (content is not None and name >= BOTH <= content):
            return True
        return (
            item.category == candidate.category
            and item.kind is candidate.kind
            and self._between(at, other)
        )

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
        for whole, parts, score in _parts(self._old, self._new, forward):
            self._several.append(Pair((whole,), parts, How.PART, round(score, 3)))
            self._drop(parts)
            self._partner.pop(whole, None)
        backward = {partner[0]: at for at, partner in self._partner.items()}
        gone = {at for pair in self._several for at in pair.old}
        used = {at for pair in self._several for at in pair.new}
        for whole, parts, score in _parts(self._new, self._old, backward, used, gone):
            self._several.append(Pair(parts, (whole,), How.PART, round(score, 3)))
            for part in parts:
                self._partner.pop(part, None)

    def _drop(self, news: Iterable[int]) -> None:
        for other in news:
            at = self._taken.pop(other, None)
            if at is not None:
                self._partner.pop(at, None)


def _parts(
    wholes: Sequence[Item],
    items: Sequence[Item],
    partner: dict[int, int],
    closed: Iterable[int] = (),
    used: Iterable[int] = (),
) -> list[tuple[int, tuple[int, ...], float]]:
    """(whole, its parts, share of it they cover) for each row that fell into several."""
    taken = set(partner.values()) | set(used)
    loose = [at for at in range(len(items)) if at not in taken]
    found: list[tuple[int, tuple[int, ...], float]] = []
    closed = set(closed)
    edges: dict[int, list[tuple[float, int]]] = {}
    for at in loose:
        best: tuple[float, int] | None = None
        for whole, item in enumerate(wholes):
            if whole in closed:
                continue
            inside = covered(items[at], item)
            near = partner.get(whole)
            if inside < PART or (near is not None and not _lost(item, items[near], items[at])):
                continue
            if best is None or inside > best[0]:
                best = (inside, whole)
        if best is not None:
            edges.setdefault(best[1], []).append((best[0], at))
    for whole, candidates in sorted(edges.items()):
        parts = [at for _, at in candidates]
        near = partner.get(whole)
        if near is not None:
            parts.append(near)
        if len(parts) < 2:
            continue
        share = _together(wholes[whole], [items[at] for at in parts])
        if share >= WHOLE:
            found.append((whole, tuple(sorted(parts)), share))
    return found


def _lost(whole: Item, partner: Item, part: Item) -> bool:
    """Whether the partner of a row no longer says what a third row says."""
    if covered(partner, whole) < PART:
        return False
    gain = _together(whole, [partner, part]) - _together(whole, [partner])
    if gain >= GAIN or _divided(whole, partner, part):
        return True
    # One of many parts, each a small one: it brings little, but all it has.
    alone = _together(whole, [part])
    return gain >= SHARE and gain >= NEARLY * alone and covered(part, whole) >= NEARLY


def _divided(whole: Item, partner: Item, part: Item) -> bool:
    """Whether two names share out the name of a row, each with its clauses: 森林防灭火、草原防灭火."""
    names = [frozenset(item.wording.key) for item in (whole, partner, part)]
    said = names[1] | names[2]
    return (
        said == names[0]
        and bool(names[1] - names[2] and names[2] - names[1])
        and len(names[1] & names[2]) * 3 >= len(names[0])
    )


def _together(whole: Item, parts: Sequence[Item]) -> float:
    """How much of a row its parts say: of its clauses, or of its name where it has none."""
    if whole.content and all(part.content for part in parts):
        said = frozenset[str]().union(*(part.content for part in parts))
        return len(whole.content & said) / len(whole.content)
    terms = frozenset(whole.wording.terms)
    said = frozenset(term for part in parts for term in part.wording.terms)
    return len(terms & said) / len(terms) if terms else 0.0


def covered(part: Item, whole: Item) -> float:
    """How much of ``part`` stands in ``whole``: of its clauses, or of its name without those."""
    if part.content and whole.content:
        return len(part.content & whole.content) / len(part.content)
    terms = frozenset(part.wording.terms)
    return len(terms & frozenset(whole.wording.terms)) / len(terms) if terms else 0.0


def name_likeness(one: Item, two: Item) -> float:
    """Dice of the character pairs of two names, synonyms and filler aside."""
    first, second = frozenset(one.wording.terms), frozenset(two.wording.terms)
    return 2 * len(first & second) / (len(first) + len(second)) if first or second else 0.0


def content_likeness(one: Item, two: Item) -> float | None:
    """Dice of what the clauses say; None where one of the two has none."""
    if not one.content or not two.content:
        return None
    return 2 * len(one.content & two.content) / (len(one.content) + len(two.content))


def likeness(one: Item, two: Item) -> float:
    """0…1: the better of name and clauses, with a share of the other."""
    name, content = name_likeness(one, two), content_likeness(one, two)
    if content is None:
        return name
    return 0.75 * max(name, content) + 0.25 * min(name, content)
