"""Misprints: characters in clauses and ways of working that were misread, mistyped or turned round.

What ``plausible.words`` tells of names holds of all texts, with the same proof: the character stands with neither
neighbour anywhere else in the list, and the one that is meant, or the other order, is a word that the list has.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from operator import add

from kg.folding import fold_forms
from kg.reading.known.characters import words_of
from kg.reading.known.look_alikes import LookAlikes
from kg.reading.rows import RowProblem
from kg.values import Duty
from kg.vocabulary.loading import Vocabulary

_RUN = re.compile(r"[\u4e00-\u9fff]+")
_QUOTED = re.compile(r"“[^“”]{1,12}”")
"""What stands in quotation marks is a name or saying of its own."""
_AGAIN = 2
"""So often the list, or names of known lists, must have two characters in the other order."""
_AROUND, _QUOTE = 6, 60


def judge_misprints(
    duties: Sequence[Duty],
    vocabulary: Vocabulary,
    pairs: Counter[str],
    problems: list[RowProblem],
) -> None:
    """Add rows with a character in their clauses that seems to be another to ``problems``.

    ``pairs`` is how often two characters stand together in the list and in the names of known lists.
    """
    reader = _Reader(vocabulary, pairs)
    for duty in duties:
        texts = [clause.text for clause in (*duty.superior, *duty.township)]
        for text in (*texts, duty.method):
            if found := next(reader.found(text), None):
                what, near = found
                what = f"{what}：“{near}”；照原样保留，请核对"
                problem = RowProblem("word-doubtful", duty.row.line, what, near, duty.row)
                problems.append(problem)


class _Reader:
    """Looks for misprints in the texts of one list."""

    def __init__(self, vocabulary: Vocabulary, pairs: Counter[str]) -> None:
        self._alike = LookAlikes(vocabulary)
        self._words = words_of(vocabulary)
        self._pairs = pairs

    def found(self, text: str) -> Iterator[tuple[str, str]]:
        """What is wrong in a text, and the words around it."""
        if not self._words.begins:
            return
        times = self._pairs.get
        for run in _RUN.findall(_QUOTED.sub("“”", fold_forms(text))):
            if all(times(pair, 0) > 1 for pair in map(add, run, run[1:])):
                continue
            if alike := self._alike.misprinted(run, self._pairs):
                yield f"文字里的“{alike[0]}”像是“{alike[1]}”认错或打错了", _near(run, alike[0])
            for printed, meant in self._words.turned(run):
                if self._pairs[printed] <= 1 and self._pairs[meant] >= _AGAIN:
                    yield f"文字里的“{printed}”像是“{meant}”颠倒了", _near(run, printed)


def _near(run: str, printed: str) -> str:
    """The words around what is printed, as they stand in the text."""
    at = run.find(printed)
    return run[max(0, at - _AROUND) : at + len(printed) + _AROUND][:_QUOTE]
