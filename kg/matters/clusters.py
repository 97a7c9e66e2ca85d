"""Clusters: forms of wording joined into Matters, best matches of two lists first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from kg.matters.decisions import Opinions
from kg.matters.forms import Form, Held, as_bits, as_held
from kg.matters.links import Doubt, DutyRef, Link, LinkKind, Matter, Matters
from kg.meaning.compared import Compared
from kg.meaning.pairs import Pairs
from kg.meaning.same_duty import ACCEPT, DOUBT, Comparer, Evidence, Likeness, divides
from kg.meaning.sample import Sample

PART = 0.6
"""So much of a name inside another one makes it a possible part of that."""

WHOLE = 0.8
"""From this likeness of two names on neither is a part of the other."""

RIVAL = 0.85
"""A second row of a list that scores this share of the best one is a rival to it."""

LOOK_ALIKE = 0.45
"""From this score on a pair that is kept apart is worth showing."""

FLOOR = 0.1
"""Pairs below this score are forgotten."""

PROBABLE = 0.33
"""From this probability on the likeliest partners of two lists are one duty in other words. Of 77 labelled pairs of three
invented lists 68 are then joined (61 from 0.4 on) and none of 70 look-alikes (one from 0.2 on)."""

MOST_LOOSE = 20_000
"""With more duties than this that some list lacks, other words are not looked for, which is told: some seconds a thousand."""

_SAMPLE = 6
_SAME_NAME = "地名归一后名称完全相同"


@dataclass(frozen=True, slots=True)
class _Choice:
    """What one form finds in the other documents, each with its best candidate first."""

    best: dict[int, Likeness]
    rivals: dict[int, tuple[int, ...]]


class Matching:
    """Joins forms into clusters; positions in the sorted list of forms stand for them."""

    def __init__(self, forms: list[Form], opinions: Opinions, before: Compared | None) -> None:
        """Every form is a cluster of its own at first; ``before``: what was compared by meaning."""
        self._forms, self._before = forms, before
        self._opinions = opinions
        self._comparer = Comparer([form.evidence for form in forms])
        self._parent = list(range(len(forms)))
        self._members: dict[int, list[int]] = {at: [at] for at in range(len(forms))}
        self._joined: dict[int, Held] = {}  # documents of clusters of several forms
        self._enemies: dict[int, set[int]] = {}
        self._likeness: dict[int, Likeness] = {}
        self.pairs: Pairs | None = None  # what compared by meaning, if that was done
        self._unlooked = 0
        self._links: list[Link] = []
        self._contradictions: list[tuple[str, str]] = []
        self._doubts: dict[tuple[DutyRef, DutyRef], Doubt] = {}

    def result(self) -> Matters:
        """Match all forms."""
        unknown = self._apply_opinions()
        self._join_identical()
        nearest = self._nearest()
        choices = [self._choose(at, near) for at, near in enumerate(nearest)]
        self._join_best(choices)
        self._join_by_meaning(choices)
        self._relate(nearest, choices)
        return self._collect(unknown)

    def _apply_opinions(self) -> tuple[str, ...]:
        place = {ref.key: (at, ref) for at, form in enumerate(self._forms) for ref in form.refs}
        unknown = set()
        for item in self._opinions.items:
            ends = [place[key] for key in item.pair if key in place]
            unknown |= {key for key in item.pair if key not in place}
            if len(ends) < 2:
                continue
            (one, first), (two, second) = ends
            if item.same:
                self._unite(one, two)
                why = f"人工确认为同一事项{'：' + item.note if item.note else ''}"
                self._links.append(Link(first, second, LinkKind.EXACT, "person", 1.0, why))
        for item in self._opinions.items:
            ends = [place[key] for key in item.pair if key in place]
            if len(ends) == 2 and not item.same:
                one, two = self._root(ends[0][0]), self._root(ends[1][0])
                if one == two:
                    self._contradictions.append(item.pair)
                    continue
                self._enemies.setdefault(one, set()).add(two)
                self._enemies.setdefault(two, set()).add(one)
        return tuple(sorted(unknown))

    def _join_identical(self) -> None:
        """Identical names are one Matter, except where a person keeps rows apart."""
        first_of: dict[str, list[int]] = {}
        for at, form in enumerate(self._forms):
            start = form.refs[0]
            self._links += [
                Link(start, ref, LinkKind.EXACT, "text", 1.0, _SAME_NAME) for ref in form.refs[1:]
            ]
            for other in first_of.setdefault(form.evidence.wording.key, []):
                if self._root(at) == self._root(other) or not self._are_enemies(at, other):
                    self._unite(at, other)
                    met = self._forms[other].refs[0]
                    self._links.append(Link(met, start, LinkKind.EXACT, "text", 1.0, _SAME_NAME))
                    break
            else:
                first_of[form.evidence.wording.key].append(at)

    def _compare(self, one: int, two: int) -> Likeness:
        found = self._likeness.get(self._pair(one, two))
        return found or self._comparer.compare(*self._evidence(one, two))

    def _evidence(self, one: int, two: int) -> tuple[Evidence, Evidence]:
        first, second = sorted((one, two))
        return self._forms[first].evidence, self._forms[second].evidence

    def _pair(self, one: int, two: int) -> int:
        """One number for two forms, whichever comes first."""
        return one * len(self._forms) + two if one < two else two * len(self._forms) + one

    def _covers(self, one: int, two: int) -> tuple[float, float]:
        """How much of the name of ``one`` is in ``two``, and the other way round."""
        covers = self._compare(one, two).covers
        return covers if one < two else (covers[1], covers[0])

    def _nearest(self) -> list[list[tuple[int, Likeness]]]:
        """For every form those like it, best first; a pair that one side finds counts for both."""
        from kg.matters.nearest import Nearest

        nearest: list[list[tuple[int, Likeness]]] = [[] for _ in self._forms]
        found = Nearest([form.evidence for form in self._forms], self._comparer)
        for one, two, likeness in found.pairs(FLOOR):
            self._likeness[self._pair(one, two)] = likeness
            nearest[one].append((two, likeness))
            nearest[two].append((one, likeness))
        for near in nearest:
            near.sort(key=lambda item: (-item[1].score, item[0]))
        return nearest

    def _choose(self, at: int, nearest: list[tuple[int, Likeness]]) -> _Choice:
        best: dict[int, Likeness] = {}
        rivals: dict[int, list[int]] = {}
        taken: dict[int, int] = {}
        seen = own = self._forms[at].documents
        for other, likeness in nearest:
            if likeness.apart:
                continue
            documents = self._forms[other].documents
            if left := documents & ~seen:
                best[other] = likeness
            met = documents & seen & ~own
            for holder, held in taken.items():
                if not met:
                    break
                if met & held:
                    rivals.setdefault(holder, []).append(other)
                    met &= ~held
            if left:
                taken[other] = left
                seen |= left
        return _Choice(best, {key: tuple(value) for key, value in rivals.items()})

    def _is_split(self, whole: int, part: int, choice: _Choice) -> bool:
        """Whether several rows of the part's list share what is one row here."""
        likeness = choice.best[part]
        if likeness.dice >= WHOLE:
            return False
        rivals = choice.rivals.get(part, ())
        wording = self._forms[whole].evidence.wording
        if any(
            self._compare(whole, at).score >= DOUBT
            and divides(
                wording, self._forms[part].evidence.wording, self._forms[at].evidence.wording
            )
            for at in rivals
        ):
            return True
        inside = [at for at in rivals if self._covers(at, whole)[0] >= PART]
        once = twice = 0
        for at in inside:
            twice |= once & self._forms[at].documents
            once |= self._forms[at].documents
        if twice & self._forms[part].documents:
            return True
        return self._covers(part, whole)[0] >= PART and any(
            self._compare(whole, at).score >= RIVAL * likeness.score for at in inside
        )

    def _join_best(self, choices: list[_Choice]) -> None:
        edges = [
            (-likeness.score, at, other)
            for at, choice in enumerate(choices)
            for other, likeness in choice.best.items()
            if at < other and likeness.score >= DOUBT and at in choices[other].best
        ]
        for negative, at, other in sorted(edges):
            one, two = self._root(at), self._root(other)
            if one == two:
                continue
            likeness = self._compare(at, other)
            if -negative < ACCEPT:
                self._doubt(at, other, "是否同一事项拿不准")
            elif self._are_enemies(at, other):
                continue
            elif self._documents(one) & self._documents(two):
                self._doubt(at, other, "同一份清单里已有更相近的一项")
            elif self._is_split(at, other, choices[at]) or self._is_split(
                other, at, choices[other]
            ):
                self._doubt(at, other, "一方的一项在另一方分成几项")
            elif not self._fit(one, two):
                self._doubt(at, other, "与该事项的其他写法不够相近")
            else:
                self._unite(one, two)
                self._link(
                    at, other, LinkKind.CLOSE, "wording", likeness.score, self._why(at, other)
                )

    def _join_by_meaning(self, choices: list[_Choice]) -> None:
        """Join what other words hide: the likeliest partner in a list, both ways, once for each list."""
        every = 0
        for form in self._forms:
            every |= form.documents
        # One form speaks for its cluster: what it costs grows with the duties, not the wordings.
        heads = [self._head(members) for members in self._members.values()]
        loose = [at for at, head in enumerate(heads) if self._documents(self._root(head)) != every]
        self._unlooked = len(loose) if len(loose) > MOST_LOOSE else 0
        if self._unlooked or len(loose) < 2:
            return
        documents = [self._documents(self._root(head)) for head in heads]
        rows = [self._forms[head].row() for head in heads]
        self.pairs = pairs = Pairs(rows, documents, Sample.load(), self._before)
        chances: dict[tuple[int, int], float] = {}
        for one in loose:
            for two in pairs.partners(one):
                pair = min(one, two), max(one, two)
                if pair not in chances:
                    chances[pair] = round(pairs.chance(*pair, PROBABLE), 4)  # less decides nothing
        first_choice = _first_choices(chances, documents)
        mutual = [
            (-chance, heads[one], heads[two])
            for (one, two), chance in chances.items()
            if chance >= PROBABLE and (one, two) in first_choice and (two, one) in first_choice
        ]
        for negative, at, other in sorted(mutual):
            if self._may_mean(at, other) and not (
                self._splits(at, other, choices) or self._splits(other, at, choices)
            ):
                self._unite(at, other)
                self._link(at, other, LinkKind.CLOSE, "meaning", -negative, "换了说法的同一事项")

    def _head(self, members: list[int]) -> int:
        """The commonest form of a cluster."""
        return min(members, key=lambda at: (-len(self._forms[at].refs), at))

    def _splits(self, whole: int, part: int, choices: list[_Choice]) -> bool:
        """Whether the wording says that another row of the part's list is meant, or several are."""
        choice = choices[whole]
        if part in choice.best:
            return self._is_split(whole, part, choice)
        held = self._forms[part].documents
        return any(
            likeness.score >= DOUBT and self._forms[other].documents & held
            for other, likeness in choice.best.items()
        )

    def _may_mean(self, at: int, other: int) -> bool:
        """Whether nothing forbids that two forms are one duty, however likely it looks."""
        one, two = self._root(at), self._root(other)
        return (
            one != two
            and not self._documents(one) & self._documents(two)
            and not self._are_enemies(at, other)
            and bool(self._forms[at].evidence.kinds & self._forms[other].evidence.kinds)
            and not any(
                self._compare(first, second).apart
                for first in islice(self._members[one], _SAMPLE)
                for second in islice(self._members[two], _SAMPLE)
            )
        )

    def _fit(self, one: int, two: int) -> bool:
        """Whether two clusters are alike as wholes, judged on a few forms of each."""
        scores = []
        for first in islice(self._members[one], _SAMPLE):
            for second in islice(self._members[two], _SAMPLE):
                likeness = self._compare(first, second)
                if likeness.apart:
                    return False
                scores.append(likeness.score)
        return sum(scores) / len(scores) >= ACCEPT * 0.9

    def _relate(self, nearest: list[list[tuple[int, Likeness]]], choices: list[_Choice]) -> None:
        """Link parts to their whole and note look-alikes, for pairs not in one Matter."""
        roots = [self._root(at) for at in range(len(nearest))]
        for at, near in enumerate(nearest):
            for other, likeness in near:
                if roots[at] == roots[other]:
                    continue
                if likeness.apart:
                    if at < other and likeness.score >= LOOK_ALIKE:
                        self._doubt(at, other, likeness.apart)
                    continue
                if likeness.score < DOUBT:
                    continue
                inside, outside = self._covers(at, other)
                if inside >= PART > outside and likeness.dice < WHOLE and other in choices[at].best:
                    self._link(
                        at, other, LinkKind.BROADER, "part", likeness.score, self._why(at, other)
                    )

    def _link(
        self, at: int, other: int, kind: LinkKind, method: str, score: float, why: str
    ) -> None:
        ends = self._forms[at].refs[0], self._forms[other].refs[0]
        self._links.append(Link(*ends, kind, method, score, why))

    def _why(self, one: int, two: int) -> str:
        return "；".join(self._comparer.reasons(*self._evidence(one, two)))

    def _doubt(self, at: int, other: int, why: str) -> None:
        first, second = sorted((self._forms[at].refs[0], self._forms[other].refs[0]))
        if (first, second) not in self._doubts:
            score = self._compare(at, other).score
            reasons = f"{why}；{self._why(at, other)}"
            self._doubts[first, second] = Doubt(first, second, score, reasons)

    def _are_enemies(self, one: int, two: int) -> bool:
        return self._root(two) in self._enemies.get(self._root(one), ())

    def _documents(self, root: int) -> int:
        """The documents of a cluster, a bit for each."""
        return as_bits(self._joined.get(root, self._forms[root].held))

    def _root(self, at: int) -> int:
        while self._parent[at] != at:
            self._parent[at] = self._parent[self._parent[at]]
            at = self._parent[at]
        return at

    def _unite(self, one: int, two: int) -> None:
        keep, gone = sorted((self._root(one), self._root(two)))
        if keep == gone:
            return
        self._parent[gone] = keep
        self._members[keep] += self._members.pop(gone)
        self._joined[keep] = as_held(self._documents(keep) | self._documents(gone))
        self._joined.pop(gone, None)
        for enemy in self._enemies.pop(gone, set()):
            self._enemies[enemy].discard(gone)
            self._enemies[enemy].add(keep)
            self._enemies.setdefault(keep, set()).add(enemy)

    def _collect(self, unknown: tuple[str, ...]) -> Matters:
        matters = []
        for members in self._members.values():
            forms = [self._forms[at] for at in members]
            refs = sorted(ref for form in forms for ref in form.refs)
            name = min(forms, key=lambda form: (-len(form.refs), form.refs[0])).name
            matters.append(Matter(tuple(refs), name))
        return Matters(
            tuple(sorted(matters, key=lambda matter: matter.members[0])),
            tuple(sorted(self._links, key=lambda link: (link.first, link.second, link.kind))),
            tuple(doubt for _, doubt in sorted(self._doubts.items())),
            unknown,
            tuple(self._contradictions),
            self._unlooked,
        )


def _first_choices(
    chances: Mapping[tuple[int, int], float], documents: Sequence[int]
) -> set[tuple[int, int]]:
    """Who is the likeliest for whom in some list; of equals the first. It is asked once for all lists."""
    sides: dict[int, list[tuple[float, int]]] = {}
    for (one, two), chance in chances.items():
        if chance > 0:
            sides.setdefault(one, []).append((-chance, two))
            sides.setdefault(two, []).append((-chance, one))
    found = set()
    for first, others in sides.items():
        seen = 0
        for _, second in sorted(others):
            if documents[second] & ~seen:
                found.add((first, second))
                seen |= documents[second]
    return found
