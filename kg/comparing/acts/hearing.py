"""Hearing: how far two texts mean one of the duties that people's words are known for, whatever words they have.

抱养弃婴的家庭 and 收养登记 share hardly a letter, but both sort under one duty, by their letters
(:mod:`kg.meaning.sayings.sorting`) and by their senses (:mod:`kg.meaning.sayings.understanding`). How far two texts
do is the overlap of what each sorts under: 1 for the same duties alike, 0 for none in common.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kg.meaning.sayings.listening import listener

if TYPE_CHECKING:
    from kg.meaning.encoding.senses import Senses

Duties = Mapping[tuple[str, ...], float]
"""How likely a text means each duty, by its names."""

_SHARP = 4.0
"""So sharply the values of what a text sorts under fall off."""


class Hearing:
    """What texts are heard as, each looked at once."""

    def __init__(self, senses: Senses) -> None:
        """Hear nothing yet."""
        self._senses = senses
        self._sorts: dict[str, Duties] = {}
        self._meant: dict[str, Duties] = {}

    def sorted(self, one: str, two: str) -> float:
        """How far two texts sort under the same duties by their letters."""
        return _overlap(self._sorting(one), self._sorting(two))

    def meant(self, one: str, two: str) -> float:
        """How far two texts that were :meth:`listened` to mean the same duties by their senses."""
        return _overlap(self._meant.get(one, {}), self._meant.get(two, {}))

    def listen(self, texts: Sequence[str]) -> None:
        """Take in the senses of texts; many at once are quicker than one by one."""
        new = [text for text in dict.fromkeys(texts) if text not in self._meant]
        for text, vector in self._senses.vectors(new).items():
            likeliest = listener().likeliest(vector)
            self._meant[text] = {one.names: one.probability for one in likeliest if one.names}

    def _sorting(self, text: str) -> Duties:
        known = self._sorts.get(text)
        if known is None:
            weights = [
                (sort.names, math.exp(_SHARP * sort.value)) for sort in listener().sorted(text)
            ]
            whole = math.fsum(weight for _, weight in weights)
            known = self._sorts[text] = {
                names: weight / whole for names, weight in weights if names
            }
        return known


def _overlap(one: Duties, two: Duties) -> float:
    """The Bhattacharyya coefficient of two distributions."""
    return math.fsum(math.sqrt(value * two[names]) for names, value in one.items() if names in two)
