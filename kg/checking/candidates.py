"""Candidates: the rows a task may mean, in one township and everywhere, each form measured once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from kg.checking.examples import Near
from kg.frozen import frozen
from kg.meaning.grams import pairs
from kg.meaning.meaning import Meaning
from kg.meaning.model import gaps
from kg.meaning.packing import Form

_EVERYWHERE = 24
_HERE, _KEPT = 16, 10
_NAMED = 0.6
"""A row has a name like another if it says this share of it, by weight."""


@frozen
class Candidate:
    """A row a task may mean: ``score`` as :class:`~kg.meaning.rows.Hit` has it."""

    key: str
    matter: str
    township: str
    list: str
    number: int
    form: Form
    score: float
    evidence: Mapping[str, float]


class Candidates:
    """The candidates of one text."""

    def __init__(self, meaning: Meaning, text: str) -> None:
        """Make the text ready; forms are measured when they first come up."""
        self._meaning = meaning
        self._names: tuple[str, ...] = ()
        self.examples: tuple[Near, ...] = ()
        self._query = meaning.evidence.query(text)
        self._measured: dict[int, Mapping[str, float]] = {}
        self._named_in: dict[str, list[int]] = {}
        self._everywhere: list[Candidate] | None = None

    @property
    def said(self) -> dict[str, float]:
        """The pairs of the text and how telling each is."""
        return {gram: self._meaning.evidence.weight(gram) for gram in self._query.grams}

    def everywhere(self) -> list[Candidate]:
        """Rows of any township, the likeliest first."""
        if self._everywhere is None:
            self._everywhere = self._found(None, _EVERYWHERE)
        return self._everywhere

    def like(self, names: Sequence[str], examples: Sequence[Near] = ()) -> None:
        """Rows of these names, folded, are candidates in each township, too; ``examples`` had them."""
        self._names, self.examples = tuple(names), tuple(examples)

    def of(self, township: str, also: Sequence[str] = ()) -> list[Candidate]:
        """Rows of a township, the likeliest first; few, but all that are named like others, and ``also`` these."""
        numbers = self._meaning.index.form_numbers(also)
        kept = [*self._named(township), *(numbers[key] for key in also)]
        found = self._found((township,), _HERE, kept)
        return [one for at, one in enumerate(found) if at < _KEPT or one.form.id in kept]

    def _named(self, township: str) -> list[int]:
        """The forms of a township with names like those that were given."""
        found = self._named_in.get(township)
        if found is None:
            index = self._meaning.index
            likest = (
                # From the second township on one looks among what all townships score.
                [index.best(scores, 1, (township,)) for scores in self._alike]
                if self._named_in
                else [index.candidates(w, 1, townships=(township,)) for w, _ in self._likenesses]
            )
            found = self._named_in[township] = [
                form
                for (_, least), best in zip(self._likenesses, likest, strict=True)
                for form, score in best
                if score >= least
            ]
        return found

    @cached_property
    def _alike(self) -> list[dict[int, float]]:
        """What the forms of all townships score for each of the names that were given."""
        return [self._meaning.index.scores(wanted) for wanted, _ in self._likenesses]

    @cached_property
    def _likenesses(self) -> list[tuple[list[tuple[str, float]], float]]:
        """What a name has that is like one of those given, and how much of it it must have."""
        weight = self._meaning.evidence.weight
        found = []
        for name in self._names:
            wanted = [(gram, weight(gram)) for gram in sorted(set(pairs(name)))]
            found.append((wanted, _NAMED * sum(weight for _, weight in wanted)))
        return found

    def matched(self, candidate: Candidate) -> tuple[str, ...]:
        """The words of the text that a row says."""
        return self._meaning.evidence.matched(self._query, candidate.form.id)

    @cached_property
    def _scores(self) -> Mapping[int, float]:
        """What the forms of all townships score."""
        return self._meaning.index.scores(self._meaning.evidence.wanted(self._query))

    def _measure(self, form: int) -> Mapping[str, float]:
        found = self._measured.get(form)
        if found is None:
            found = self._measured[form] = self._meaning.evidence.measure(self._query, form)
        return found

    def _found(
        self, townships: tuple[str, ...] | None, limit: int, also: Sequence[int] = ()
    ) -> list[Candidate]:
        index, model = self._meaning.index, self._meaning.model
        forms = [form for form, _ in index.best(self._scores, limit, townships)]
        forms += [form for form in dict.fromkeys(also) if form not in forms]
        self._meaning.evidence.prepare(forms)
        raw = [model.raw(self._measure(form)) for form in forms]
        matters = [index.matters[form] for form in forms]
        scores = {
            form: round(model.probability(self._measure(form), score, gap), 4)
            for form, score, gap in zip(forms, raw, gaps(raw, matters), strict=True)
        }
        found = [
            Candidate(
                key,
                matter,
                township,
                kind,
                number,
                index.form(form),
                scores[form],
                self._measure(form),
            )
            for key, form, matter, township, kind, number in index.rows(
                forms=forms, townships=townships
            )
        ]
        return sorted(found, key=lambda one: (-one.score, one.key))
