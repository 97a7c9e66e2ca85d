"""Pairs: how likely two rows of two lists are one duty, in whatever words.

The name of each is read as a text that may mean the other; what both directions say, and what
lists, categories, bodies, acts and objects say, is weighed into the chance that they are the same.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from kg.bodies.place_words import place_words
from kg.meaning.acts import STRONG, Acts
from kg.meaning.compared import Carried, Compared, Known, Measures
from kg.meaning.evidence import Evidence
from kg.meaning.index import Index, ceilings
from kg.meaning.model import NO_OTHER, Model
from kg.meaning.packing import Grams, grams_of, wording_of
from kg.meaning.query import Query
from kg.meaning.rows import Row
from kg.meaning.sample import Sample
from kg.meaning.words import Words, words_of
from kg.meaning.wordset import WordSet

_LOOKED_AT, _KEPT = 36, 48
"""So many forms are looked at for a name; some more are kept, so that it does not matter if one of them goes."""
_SHARE = 0.4
"""A row that has less than this share of what the likeliest row of another list has in common with a
name is not looked at: of 50 townships' rows none such was ever joined."""
_FLOOR = 0.03
"""Rows that a name means less likely than this are no partners."""

_MORE = 10
"""Of so many times the forms that are wanted those are chosen that are not too many of one Matter."""

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Partner:
    """Another row that a name may mean, with what the measurement of their objects says."""

    probability: float
    said: float
    thing: float
    characters: float
    people_clash: float


class Pairs:
    """Compares rows of lists; positions in ``rows`` stand for them.

    ``documents`` has for each row a number whose bits are the lists it stands in.
    """

    def __init__(
        self,
        rows: Sequence[Row],
        documents: Sequence[int],
        sample: Sample | None = None,
        before: Compared | None = None,
        *,
        words: Words | None = None,
        model: Model | None = None,
    ) -> None:
        """``words`` and ``model`` default to those of the program.

        How telling characters are is counted over these rows, or was over a ``sample``. Then what was
        compared ``before`` with the same words, model and sample need not be compared again.
        """
        self._words = words = words or words_of()
        self._rows, self._documents, self._sample = rows, documents, sample
        self._model = model or Model.load()
        self._rises = self._model.rises
        self._wordings = [wording_of(row, words) for row in rows]
        self._forms: list[str] = []
        self._at: dict[int, list[int]] = defaultdict(list)
        self._number_forms()
        acts = Acts(words)
        self._acts = [frozenset(acts.of(words.fold(row.name))) for row in rows]
        self._bodies = [frozenset(row.departments) for row in rows]
        self._partners: dict[int, dict[int, Partner]] = {}
        townships = sorted({row.township for row in rows})
        self._places = WordSet(words.fold(word) for t in townships for word in place_words(t))
        self._known: dict[str, Known] = {}
        self._carried: Carried | None = None
        if before is not None and sample is not None:
            with suppress(ValueError):
                self._carried = Carried(before, self._forms, _grams, _LOOKED_AT, _KEPT)

    def _number_forms(self) -> None:
        """Number the forms as an index of the rows does."""
        numbers: dict[str, int] = {}
        for at in sorted(range(len(self._rows)), key=lambda at: self._rows[at].key):
            wording = self._wordings[at]
            number = numbers.setdefault(wording.body, len(numbers))
            if number == len(self._forms):
                self._forms.append(f"{wording.key}\n{wording.body}")
            self._at[number].append(at)
        for found in self._at.values():
            found.sort()

    @cached_property
    def index(self) -> Index:
        """The index of all rows; it is made when something must be compared."""
        return Index.of_wordings(self._wordings, self._words)

    @cached_property
    def _evidence(self) -> Evidence:
        return Evidence(self.index, self._words, self._sample)

    @cached_property
    def _scorer(self) -> Scorer:
        return Scorer(self.index)

    def compared(self) -> Compared:
        """All that was compared, for the next time."""
        counts = self._carried.counts if self._carried else self.index.counts()
        names = {}
        for text, known in sorted(self._known.items()):
            measured = {at: known.measured[at] for at, _ in known.best if at in known.measured}
            names[text] = Known(known.wanted, known.best, measured, known.every)
        return Compared(tuple(self._forms), {g: counts[g] for g in sorted(counts)}, names)

    def partners(self, at: int) -> Mapping[int, Partner]:
        """Rows of other lists that the name of this one may mean."""
        found = self._partners.get(at)
        if found is None:
            found = self._partners[at] = self._find(at)
        return found

    def _looked_up(self, at: int) -> Known:
        """What is known of the name of a row."""
        text = self._places.blank(self._words.fold(self._rows[at].name))
        known = self._known.get(text)
        if known is None:
            before = self._carried
            known = before.find(text) if before else None
            if known is None:
                wanted = before.wanted(text) if before else None
                wanted = wanted or self._evidence.wanted(self._query(at))
                best = self._scorer.candidates(wanted, _KEPT)
                measured = before.measured(text) if before else {}
                known = Known(wanted, best, measured, len(best) < _KEPT)
            self._known[text] = known
        return known

    def _query(self, at: int) -> Query:
        return self._evidence.query(self._rows[at].name)

    def _measure(self, query: Query, form: int) -> Measures:
        evidence = self._evidence.measure(query, form)
        return Measures(
            self._model.raw(evidence),
            self._model.own(evidence),
            evidence["text_in_name"],
            evidence["object_in_name"],
            evidence["characters_of_name"],
            evidence["people_clash"],
        )

    def _find(self, at: int) -> dict[int, Partner]:
        known, own = self._looked_up(at), self._documents[at]
        query: Query | None = None
        measured: dict[int, Measures] = {}
        elsewhere: dict[int, int] = {}
        most = 0.0
        for form, score in known.best[:_LOOKED_AT]:
            others = [other for other in self._at[form] if self._documents[other] & ~own]
            if not others:
                continue
            most = most or score
            if score < _SHARE * most:
                break
            found = known.measured.get(form)
            if found is None:
                query = query or self._query(at)
                found = known.measured[form] = self._measure(query, form)
            for other in others:
                measured[other] = found
                elsewhere[other] = self._documents[other] & ~own
        ahead = _ahead({other: it.raw for other, it in measured.items()}, elsewhere)
        best: dict[int, Partner] = {}
        for other, between in ahead.items():
            it = measured[other]
            gaps = (max(between),) if self._rises else between
            chance = max(self._model.chance(it.own, it.raw, gap) for gap in gaps)
            if chance >= _FLOOR:
                best[other] = Partner(chance, it.said, it.thing, it.characters, it.people_clash)
        return best

    def chance(self, one: int, two: int, least: float = 0.0) -> float:
        """The probability that two rows are one duty, the same in both directions; 0 if surely below ``least``."""
        first, second = (one, two) if one < two else (two, one)
        said = self._said(first, second)
        if not said or (least and not self._model.may_be(said, least)):
            return 0.0
        return self._model.pair_probability(said | self._shared(first, second, said["thing"]))

    def evidence(self, one: int, two: int) -> dict[str, float]:
        """What speaks for two rows being one duty; empty if nothing does."""
        said = self._said(one, two)
        return said and said | self._shared(one, two, said["thing"])

    def _said(self, one: int, two: int) -> dict[str, float]:
        """What each of two rows says of the other, and lists and categories do; empty if they say nothing."""
        there, back = self.partners(one).get(two), self.partners(two).get(one)
        if there is None or back is None:
            side = there or back
            if side is None:
                return {}
            there, back, lower = side, side, 0.0
        else:
            lower = min(there.probability, back.probability)
        upper = max(there.probability, back.probability)
        first, second = self._rows[one], self._rows[two]
        same_category = float(first.category == second.category)
        return {
            "mean": (lower + upper) / 2,
            "least": lower,
            "same_list": float(first.list == second.list),
            "same_category": same_category,
            "likely_and_category": same_category * upper,
            "thing": (there.thing + back.thing) / 2,
            "least_thing": min(there.thing, back.thing),
            "least_said": min(there.said, back.said),
            "least_characters": min(there.characters, back.characters),
            "people_clash": float(bool(there.people_clash or back.people_clash)),
        }

    def _shared(self, one: int, two: int, thing: float) -> dict[str, float]:
        """What bodies and acts of two rows say of them."""
        bodies = self._bodies[one], self._bodies[two]
        every = self._acts[one], self._acts[two]
        acts = every[0] & STRONG, every[1] & STRONG
        return {
            "bodies_same": float(bool(bodies[0] & bodies[1])),
            "bodies_other": float(bool(bodies[0] and bodies[1] and not bodies[0] & bodies[1])),
            "act_other": float(bool(acts[0] and acts[1] and not acts[0] & acts[1])),
            "no_act_shared": float(bool(every[0] and every[1] and not every[0] & every[1])),
            "act_of_one": float(bool(acts[0]) != bool(acts[1])),
            "same_act_other_thing": float(bool(acts[0] & acts[1])) * (1 - thing),
        }


class Scorer:
    """Scores the forms of one index as it does itself, many at a time: weights are added in the same order."""

    def __init__(self, index: Index) -> None:
        """Score the forms of ``index``."""
        self._index = index
        self._limits = ceilings(index.size)

    def candidates(
        self, wanted: Sequence[tuple[str, float]], limit: int
    ) -> list[tuple[int, float]]:
        """Forms that share weighted grams with a text, best first, at most three of a Matter."""
        self._index.read(gram for gram, _ in wanted)
        found, weights, lengths = [], list[float](), list[int]()
        for gram, weight in wanted:
            both = self._index.postings(gram)
            for forms, factor, most in zip(both, (1.0, 0.4), self._limits, strict=True):
                if weight > 0 and 0 < len(forms) <= most:
                    found.append(np.frombuffer(forms, np.uintc))
                    weights.append(weight * factor)
                    lengths.append(len(forms))
        if not found:
            return []
        scores = np.bincount(np.concatenate(found), np.repeat(weights, lengths))
        there = np.flatnonzero(scores)
        best = self._best(there, scores, limit, limit)
        # Seldom there are too many of one Matter among them.
        return best if len(best) == limit else self._best(there, scores, _MORE * limit, limit)

    def _best(self, there: Array, scores: Array, many: int, limit: int) -> list[tuple[int, float]]:
        """The best of the forms that are ``there``, chosen among so ``many``."""
        if len(there) > many:
            own = scores[there]
            there = there[own >= np.partition(own, -many)[-many]]
        found = dict(zip(there.tolist(), scores[there].tolist(), strict=True))
        return self._index.best(found, limit)


def _grams(form: str) -> Grams:
    """The grams of a form, named by its first row and its wording."""
    body = form.partition("\n")[2]
    return grams_of(json.loads(body)[0], body)


def _ahead(scores: Mapping[int, float], lists: Mapping[int, int]) -> dict[int, set[float]]:
    """What each row is ahead of the best other one of a list, for all lists that have it.

    Rows are held against each other, not list by list: what it costs does not grow with the lists.
    """
    order = sorted(lists, key=lambda row: (-scores[row], row))
    found: dict[int, set[float]] = {}
    for row, left in lists.items():
        own = found[row] = set()
        for other in order:
            if other != row and left & lists[other]:
                own.add(scores[row] - scores[other])
                left &= ~lists[other]
                if not left:
                    break
        if left:
            own.add(NO_OTHER)
    return found
