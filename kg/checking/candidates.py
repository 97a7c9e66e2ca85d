"""Candidates: the rows a task may mean, in one township and everywhere, each form measured once."""

from __future__ import annotations

from collections.abc import Mapping

from kg.frozen import frozen
from kg.meaning.meaning import Meaning
from kg.meaning.model import gaps
from kg.meaning.packing import Form

_EVERYWHERE = 24
_HERE = 16


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
        self._query = meaning.evidence.query(text)
        self._wanted = meaning.evidence.wanted(self._query)
        self._measured: dict[int, dict[str, float]] = {}

    def everywhere(self) -> list[Candidate]:
        """Rows of any township, the likeliest first."""
        return self._found(None, _EVERYWHERE)

    def of(self, township: str) -> list[Candidate]:
        """Rows of a township, the likeliest first."""
        return self._found((township,), _HERE)

    def matched(self, candidate: Candidate) -> tuple[str, ...]:
        """The words of the text that a row says."""
        return self._meaning.evidence.matched(self._query, candidate.form.id)

    def _measure(self, form: int) -> dict[str, float]:
        found = self._measured.get(form)
        if found is None:
            found = self._measured[form] = self._meaning.evidence.measure(self._query, form)
        return found

    def _found(self, townships: tuple[str, ...] | None, limit: int) -> list[Candidate]:
        index, model = self._meaning.index, self._meaning.model
        forms = [f for f, _ in index.candidates(self._wanted, limit, townships=townships)]
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
