"""Topics: rows of different lists that are about the same thing, whatever they ask of it.

Not a contradiction: one list may hand a topic's heavy part to a department and leave its daily part
with the township. A person who draws up a list wants to see both.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.comparing.comparison import Comparison, Match, Status
from kg.comparing.cues import Kindred
from kg.comparing.items import Reader
from kg.comparing.naming import shared
from kg.comparing.rows import Entry, order
from kg.folding import match_key
from kg.meaning.meaning import Meaning
from kg.meaning.words import Words
from kg.values import ListKind

if TYPE_CHECKING:
    from kg.store.graph import Graph
    from kg.vocabulary.loading import Vocabulary

ELSEWHERE = 0.35
"""From this certainty on two rows share a topic, where places list it differently."""

HERE = 0.6
"""The same within the lists of one place: there both rows are on purpose, so it must be plain."""

KINDRED = 0.06
"""From this certainty on words of one topic (kindred.csv) join a row that some place lacks, and that
nothing better explains, to the nearest row of that place's other lists."""

NEARLY = 0.9
"""Of rows of a topic a second one is told, too, whose certainty is this share of the nearest one's."""

LIKELY = 0.5
"""A pair whose meaning is less likely than this must share words that are rare."""

RARE = 4.0
"""What words of a pair must weigh (about two words that few rows have) to count as rare."""

_COMMON = 60
"""A word in the names of more Matters than this finds no partners (it still counts)."""
_FULL = 12.0
_AKIN = 0.7
"""What it adds that both names have words of one topic (kindred.csv) …"""
_STRANGE = 0.5
"""… and takes that they have none: words that many duties use (隐患排查, 基础设施建设) are no topic."""
_TOP = 3.0
_MOST = 3
"""So many rows near a duty that one side lacks are named."""


@dataclass(frozen=True, slots=True)
class Topic:
    """Two Matters of one topic: their rows, how certain, why, whether places differ in it."""

    one: tuple[Entry, ...]
    two: tuple[Entry, ...]
    certainty: float
    why: str
    differs: bool
    """Whether some place has one of them without the other."""


def topics(
    graph: Graph,
    by_matter: Mapping[str, Sequence[Entry]],
    reader: Reader,
    say: Callable[[str], None] = lambda message: None,
    *,
    among: Set[str] | None = None,
) -> list[Topic]:
    """Pairs of Matters in different lists that share a topic, the most certain first.

    ``among``: only pairs with one of these.
    """
    likely = _likely(graph, by_matter, reader, say, among)
    names = _Names(by_matter, reader)
    places = {m: {row.township.code for row in rows} for m, rows in by_matter.items()}
    kindred = Kindred(reader.vocabulary)
    topics_of = {
        matter: {t: w for row in rows for t, w in kindred.of(_unsigned(row)).items()}
        for matter, rows in by_matter.items()
    }
    found = []
    for one, two in sorted(set(likely) | set(names.pairs())):
        first, second = by_matter[one], by_matter[two]
        if not _apart(first, second) or (among and not {one, two} & among):
            continue
        probability, matched = likely.get((one, two), (0.0, ()))
        overlap = names.overlap(one, two)
        if probability < LIKELY and overlap.weight < RARE:
            continue
        akin = topics_of[one].keys() & topics_of[two].keys()
        score = _score(probability, overlap, first, second)
        certainty = _share(score + (_AKIN if akin else -_STRANGE))
        differs = places[one] != places[two]
        if certainty < (ELSEWHERE if differs else HERE):
            continue
        rows = (tuple(sorted(first, key=order)), tuple(sorted(second, key=order)))
        # Words of clauses say less what two rows share than those of their names.
        words = "、".join(overlap.words or matched[:6])
        why = f"都说到：{words}" if words else "说的是相近的事"
        found.append(Topic(*rows, certainty, why, differs))
    found += _lacking(by_matter, topics_of, places, found, likely, names)
    return sorted(found, key=lambda t: (-t.certainty, order(t.one[0]), order(t.two[0])))


_Near = tuple[Entry, float, str]


def with_topics(
    graph: Graph, comparison: Comparison, vocabulary: Vocabulary | None = None
) -> Comparison:
    """The comparison with rows of the same topic among those near a duty that one side lacks.

    That they stand in other lists is a difference of two places, not a doubt whether it is one duty.
    Two editions of one township are left as they are.
    """
    if comparison.editions:
        return comparison
    sides: dict[bool, set[str]] = {True: set(), False: set()}
    by_matter: dict[str, list[Entry]] = defaultdict(list)
    for match in comparison.matches:
        for first, rows in ((True, match.a), (False, match.b)):
            for row in rows:
                sides[first].add(row.iri)
                by_matter[row.matter or row.iri].append(row)
    only = {
        row.matter or row.iri
        for status in (Status.ONLY_A, Status.ONLY_B)
        for match in comparison.of(status)
        for row in (*match.a, *match.b)
    }
    near: dict[str, list[_Near]] = defaultdict(list)
    for topic in topics(graph, by_matter, Reader(vocabulary), among=only):
        for one, two in ((topic.one, topic.two), (topic.two, topic.one)):
            for row in one:
                other = _there(two, sides[row.iri not in sides[True]], row)
                if other is not None:
                    said = f"在另一张清单（{other.kind.zh}），{topic.why}"
                    near[row.iri].append((other, topic.certainty, said))
    matches = tuple(_nearer(match, near) for match in comparison.matches)
    return replace(comparison, matches=matches)


def _there(rows: Iterable[Entry], side: set[str], row: Entry) -> Entry | None:
    return next((x for x in rows if x.iri in side and x.kind is not row.kind), None)


def _nearer(match: Match, near: dict[str, list[_Near]]) -> Match:
    if match.status not in (Status.ONLY_A, Status.ONLY_B):
        return match
    known = {entry.iri for entry, _, _ in match.near}
    found: dict[str, _Near] = {}
    for row in (*match.a, *match.b):
        for item in near.get(row.iri, ()):
            if item[0].iri not in known:
                found.setdefault(item[0].iri, item)
    chosen = sorted(found.values(), key=lambda item: (-item[1], item[0].iri))
    return replace(match, near=(*match.near, *chosen)[:_MOST]) if chosen else match


def _unsigned(row: Entry) -> str:
    """The name of a row without its departments (after the county), which speak of topics, too."""
    name = row.name
    for body in row.departments:
        for words in (body.words, body.name):
            tail = words[shared(words, row.township.name) :]
            name = name.replace(tail, "") if tail else name
    return name


def _told(found: Iterable[Topic]) -> set[tuple[str, ListKind]]:
    """Each Matter of a pair with the lists in which its partner is."""
    sure = [topic for topic in found if topic.certainty >= HERE]
    pairs = [pair for topic in sure for pair in ((topic.one, topic.two), (topic.two, topic.one))]
    return {(one[0].matter, row.kind) for one, two in pairs for row in two}


def _lacking(
    by_matter: Mapping[str, Sequence[Entry]],
    topics_of: Mapping[str, Mapping[str, str]],
    places: Mapping[str, set[str]],
    found: Sequence[Topic],
    likely: Mapping[tuple[str, str], tuple[float, tuple[str, ...]]],
    names: _Names,
) -> Iterator[Topic]:
    """For each Matter that some place lacks: the nearest one by topic there, or the two nearest.

    In each list that the Matter itself is not in and where nothing is surely of its topic.
    """
    speaking: dict[str, list[str]] = defaultdict(list)
    for matter, words in topics_of.items():
        for topic in words:
            speaking[topic].append(matter)
    everywhere = set[str]().union(*places.values())
    told = _told(found)
    seen = {tuple(sorted((topic.one[0].matter, topic.two[0].matter))) for topic in found}
    for one in by_matter:
        kinds = {row.kind for row in by_matter[one]}
        if places[one] == everywhere or len(kinds) > 1:
            continue
        near: dict[ListKind, list[tuple[float, str]]] = defaultdict(list)
        for two in sorted({other for topic in topics_of[one] for other in speaking[topic]}):
            kind = by_matter[two][0].kind
            if kind in kinds or (one, kind) in told or not places[two] - places[one]:
                continue
            pair = (min(one, two), max(one, two))
            if pair in seen:
                continue
            probability, _ = likely.get(pair, (0.0, ()))
            overlap = names.overlap(one, two)
            certainty = _certainty(probability, overlap, by_matter[one], by_matter[two])
            # The fewer Matters speak of a topic, the more it says that these two do.
            akin = topics_of[one].keys() & topics_of[two].keys()
            rarest = min(len(speaking[topic]) for topic in akin)
            certainty = round(min(max(certainty, ELSEWHERE), certainty + 0.3 / (rarest - 1)), 3)
            if certainty >= KINDRED:
                near[kind].append((certainty, two))
        for certainty, two in (pair for pairs in near.values() for pair in _nearest(pairs)):
            seen.add((min(one, two), max(one, two)))
            said = "；".join(
                f"{topic}（{'、'.join(dict.fromkeys((topics_of[one][topic], topics_of[two][topic])))}）"
                for topic in sorted(topics_of[one].keys() & topics_of[two].keys())
            )
            first, second = (tuple(sorted(by_matter[m], key=order)) for m in (one, two))
            yield Topic(first, second, certainty, f"都是{said}的事", differs=True)


def _likely(
    graph: Graph,
    by_matter: Mapping[str, Sequence[Entry]],
    reader: Reader,
    say: Callable[[str], None],
    among: Set[str] | None,
) -> dict[tuple[str, str], tuple[float, tuple[str, ...]]]:
    """How likely the name of one Matter means a row of another, with the words that say so."""
    meaning = Meaning(graph.meanings, Words(reader.vocabulary.folders))
    found: dict[tuple[str, str], tuple[float, tuple[str, ...]]] = {}
    for count, (matter, rows) in enumerate(by_matter.items(), 1):
        if count % 500 == 0:
            say(f"比对了 {count:,} / {len(by_matter):,} 件事项 (matters looked at)")
        if among is not None and matter not in among:
            continue
        own = {row.kind for row in rows}
        others = [kind.value for kind in ListKind if kind not in own]
        first = min(rows, key=order)
        for other, probability, matched in meaning.matters(first.name, lists=others):
            if other == matter or other not in by_matter:
                continue
            pair = (min(matter, other), max(matter, other))
            if pair not in found or found[pair][0] < probability:
                found[pair] = (probability, matched)
    return found


def _nearest(pairs: Sequence[tuple[float, str]]) -> list[tuple[float, str]]:
    """The nearest one, and a second one that is about as near."""
    first, *others = sorted(pairs, key=lambda pair: (-pair[0], pair[1]))
    return [first, *(pair for pair in others[:1] if pair[0] >= NEARLY * first[0])]


@dataclass(frozen=True, slots=True)
class _Overlap:
    """What two names share: its weight, its share of the shorter one, the words as they stand there."""

    weight: float = 0.0
    share: float = 0.0
    words: tuple[str, ...] = ()


class _Names:
    """The names of Matters as weighed words.

    A word counts the more, the fewer Matters have it and the fewer categories of duties they are
    in: 地膜 is a topic, 处罚 or 基础设施 stands in all of them.
    """

    def __init__(self, by_matter: Mapping[str, Sequence[Entry]], reader: Reader) -> None:
        self._terms: dict[str, list[tuple[str, frozenset[str]]]] = {}
        categories: dict[str, set[str]] = defaultdict(set)
        for matter, rows in by_matter.items():
            names = {reader.name_key(row): row for row in reversed(rows)}
            self._terms[matter] = [
                (row.name, frozenset(reader.wording(row, row.name).terms)) for row in names.values()
            ]
            for row in rows:
                for term in reader.wording(row, row.name).terms:
                    categories[term].add(match_key(row.category))
        self._count = Counter(
            term
            for forms in self._terms.values()
            for term in frozenset().union(*(terms for _, terms in forms))
        )
        total = len(by_matter)
        self._weight = {
            term: math.log(total / count) / max(1, len(categories[term]))
            for term, count in self._count.items()
        }

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Pairs of Matters whose names share a word that is not common."""
        there: dict[str, set[str]] = defaultdict(set)
        for matter, forms in self._terms.items():
            for _, terms in forms:
                for term in terms:
                    if self._count[term] <= _COMMON:
                        there[term].add(matter)
        for matters in there.values():
            ordered = sorted(matters)
            for at, one in enumerate(ordered):
                for two in ordered[at + 1 :]:
                    yield one, two

    def overlap(self, one: str, two: str) -> _Overlap:
        """The most that two of their names share."""
        best = _Overlap()
        for name, first in self._terms[one]:
            for _, second in self._terms[two]:
                shared = first & second
                if not shared:
                    continue
                weight = self._sum(shared)
                least = min(self._sum(first), self._sum(second))
                share = min(1.0, weight / least) if least else 0.0
                if weight * share > best.weight * best.share:
                    best = _Overlap(weight, share, _words(name, shared))
        return best

    def _sum(self, terms: frozenset[str]) -> float:
        return math.fsum(self._weight[term] for term in terms)


def _words(name: str, terms: frozenset[str]) -> tuple[str, ...]:
    """The stretches of a name that its shared character pairs cover."""
    covered = [False] * len(name)
    for term in terms:
        at = name.find(term)
        while at >= 0:
            covered[at : at + len(term)] = [True] * len(term)
            at = name.find(term, at + 1)
    words, word = [], ""
    for letter, inside in zip(name + " ", [*covered, False], strict=True):
        if inside:
            word += letter
        elif word:
            words.append(word)
            word = ""
    return tuple(dict.fromkeys(word for word in words if len(word) > 1))


def _certainty(
    probability: float, overlap: _Overlap, one: Sequence[Entry], two: Sequence[Entry]
) -> float:
    """0…1 from the meaning, the words of the names, the category and the departments."""
    return _share(_score(probability, overlap, one, two))


def _share(score: float) -> float:
    return round(max(0.0, min(1.0, score / _TOP)), 3)


def _score(
    probability: float, overlap: _Overlap, one: Sequence[Entry], two: Sequence[Entry]
) -> float:
    score = 1.5 * probability + 3 * overlap.share * min(1.0, overlap.weight / _FULL)
    if {match_key(row.category) for row in one} & {match_key(row.category) for row in two}:
        score += 0.5
    bodies = [frozenset[str]().union(*(row.functions for row in rows)) for rows in (one, two)]
    if all(bodies):
        score += 0.3 if bodies[0] & bodies[1] else -0.3
    return score


def _apart(one: Sequence[Entry], two: Sequence[Entry]) -> bool:
    """Whether they stand in different lists somewhere."""
    return len({row.kind for row in (*one, *two)}) > 1
