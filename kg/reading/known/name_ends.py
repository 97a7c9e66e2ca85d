"""Name ends: whether a name ends as names of its list do.

What a township helps with or what was taken back is named by what is done, last (……整治, ……的处罚); a name that ends in
a thing or in half a word was cut. The table name_ends.csv was learned of sound names and of the same names cut anywhere.
"""

from __future__ import annotations

import re

from kg.reading.known.characters import Words
from kg.reading.known.weights import evidence, weights_of
from kg.values import ListKind
from kg.vocabulary.loading import Vocabulary

SHORTEST = 7
"""Characters of the shortest name whose last word is judged: a shorter one may be a thing done to a thing, 推荐帮扶对象; of
130 such in thirty lists all end in a whole word."""
_PARTS = re.compile("[、，；]")
_PAIR = re.compile(r"[\u4e00-\u9fff]{2}$")
_LONGEST_PART, _OFTEN = 10, 2
_LEAST = {ListKind.BASIC: 5.0, ListKind.COOPERATION: 4.0, ListKind.RECLAIMED: 4.0}
"""Evidence (log-odds) that a name was cut: of 6,150 names of lists left out of the table 12 have it, and of cut ones that
nothing else tells six in ten of the two lists that name acts, a third of the basic list."""


class NameEnds:
    """Tells names that end too early, by the table of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary, words: Words) -> None:
        """Use name_ends.csv of ``vocabulary``; without it nothing is told."""
        self._weights = weights_of(vocabulary, "name_ends")
        self._words = words

    def is_cut(self, name: str, kind: ListKind, elsewhere: int) -> bool:
        """Whether a name seems cut; ``elsewhere`` rows of its list end some phrase with its last two characters."""
        # A basic duty may end in any thing (管护古榕树), but in a whole word.
        if len(name) < SHORTEST:
            return bool(_PAIR.search(name)) and not ends_whole(name, self._words)
        if kind is ListKind.BASIC and ends_whole(name, self._words):
            return False
        found = features(name, kind, elsewhere, self._words)
        return evidence(self._weights, found) > _LEAST[kind]


def ends_whole(name: str, words: Words) -> bool:
    """Whether the last two characters of a name end a word."""
    return bool(_PAIR.search(name)) and name[-1] in words.ends.get(name[-2], "")


def features(name: str, kind: ListKind, elsewhere: int, words: Words) -> list[str]:
    """How a name ends, how long its last part is, and how often the list ends a phrase so."""
    of = ListKind.BASIC.value if kind is ListKind.BASIC else "other"
    ends = [f"…{name[-length:]}" for length in (1, 2)]
    length = min(len(_PARTS.split(name)[-1]), _LONGEST_PART)
    found = [kind.value, *ends, *(f"{of} {end}" for end in ends), f"{of} part {length}"]
    if not _PAIR.search(name):
        return [*found, "no word"]
    one, last = name[-2], name[-1]
    looked = {"ends": words.ends, "begins": words.begins, "acts": words.acts}
    is_word = "+".join(how for how, pairs in looked.items() if last in pairs.get(one, ""))
    alone = "alone" if last in words.last else "not alone"
    return [
        *found,
        f"{of} word {is_word or 'none'}",
        alone,
        f"{of} elsewhere {min(elsewhere, _OFTEN)}",
    ]
