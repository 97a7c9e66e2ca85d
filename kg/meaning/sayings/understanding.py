"""Understanding: which duty people mean by the sense of a text, not by its characters.

The vector of a text (:mod:`kg.meaning.encoding`) goes through one matrix to the duties that texts were learned
of, those of :mod:`kg.meaning.sayings.sorting`, as probabilities. So words that nobody used before speak
for what lies near them, a text in English as well as one in Chinese. ``understanding.bin`` is made by training.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kg.frozen import frozen
from kg.matrices import Matrices

if TYPE_CHECKING:
    from kg.matrices import Array

FILE = Path(__file__).with_name("understanding.bin")
_MOST = 12
"""Duties that are told of a text."""


@frozen
class Understood:
    """A duty by its names (none: what no list has) and the probability that a text means it."""

    probability: float
    names: tuple[str, ...]


class Understanding:
    """Understands texts with what the program has been taught; its file is opened with the first text."""

    @cached_property
    def _duties(self) -> Matrices:
        return Matrices(FILE)

    def likeliest(self, vector: Array) -> tuple[Understood, ...]:
        """The likeliest duties of a text with this vector, best first."""
        import numpy as np

        duties = self._duties
        vector = (vector - duties.array("mean")) / duties.array("spread")
        sums = duties.array("duties") @ vector + duties.array("duties.bias")
        parts = np.exp(sums - sums.max())
        parts /= parts.sum()
        best = np.argsort(-parts, kind="stable")[:_MOST]
        classes = duties.about["classes"]
        return tuple(Understood(round(float(parts[n]), 4), tuple(classes[n])) for n in best)
