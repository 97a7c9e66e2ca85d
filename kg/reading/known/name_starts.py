"""Name starts: whether a name begins as names of its list do.

A name of which the first characters were lost begins with what stands inside phrases and begins none: 领、骗取低保金的追缴.
The table name_starts.csv was learned of sound names and of the same names without their first characters; how often
two characters begin a phrase or a name is in pairs.csv.
"""

from __future__ import annotations

from kg.reading.known.borders import PAIR
from kg.reading.known.characters import Words
from kg.reading.known.seams import RUN, Pairs, pairs_of
from kg.reading.known.weights import evidence, weights_of
from kg.values import ListKind
from kg.vocabulary.loading import Vocabulary

SHORTEST = 6
_OFTEN = 2
_LEAST = 3.5
"""Evidence (log-odds) that a beginning was lost: of 1,442 names of twelve lists never seen two have it, of those that
lost one to seven characters seven in ten of the basic list, four in ten of the two that name acts."""


class NameStarts:
    """Tells names that begin too late, by the tables of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary, words: Words) -> None:
        """Use name_starts.csv and pairs.csv of ``vocabulary``; without them nothing is told."""
        self._weights = weights_of(vocabulary, "name_starts")
        self._pairs = pairs_of(vocabulary)
        self._words = words

    def is_late(self, name: str, kind: ListKind, elsewhere: int) -> bool:
        """Whether a name seems to lack its beginning; ``elsewhere`` rows of its list begin some phrase as it does."""
        if len(name) < SHORTEST or not RUN.fullmatch(name[: PAIR + 1]):
            return False
        found = features(name, kind, elsewhere, self._words, self._pairs)
        return evidence(self._weights, found) > _LEAST


def features(name: str, kind: ListKind, elsewhere: int, words: Words, pairs: Pairs) -> list[str]:
    """With what a name begins, whether that is a word, and how often phrases and names begin so."""
    of = "basic" if kind is ListKind.BASIC else "other"
    pair, first, second, third = name[:PAIR], name[0], name[1], name[PAIR]
    begins, named = pairs.level("begins", pair), pairs.level(f"{of}_begins", pair)
    stands = pairs.level("stands", pair)
    looked = {"begins": words.begins, "ends": words.ends, "acts": words.acts}
    is_word = "+".join(how for how, told in looked.items() if second in told.get(first, ""))
    linked = f"{int(words.link(first, second))}{int(words.link(second, third))}"
    own = min(_OFTEN, elsewhere)
    return [
        kind.value,
        f"{of} begins {begins} stands {stands}",
        f"{of} named {named}",
        f"{of} begins {begins}",
        f"{of} word {is_word or 'none'}",
        f"{of} word {is_word or 'none'} begins {begins}",
        f"{'alone' if first in words.first else 'not alone'} own {own}",
        f"{of} own {own}",
        f"{of} own {own} named {named}",
        f"{of} linked {linked}",
        f"{of} linked {linked} begins {begins}",
        f"{of} {first}…",
        f"{of} {pair}…",
    ]
