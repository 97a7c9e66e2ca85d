"""Characters: which of them make words together, and where one may stand alone, by the table words.csv."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.tables import read_table

COLUMNS = ("first", "words", "begins", "ends", "acts", "alone", "opening", "closing", "sound")
_FLAGS = ("first", "inside", "last", "opens", "closes")
JOINING = frozenset("和及与或并等的")
"""Words of one character that join what is before them: nothing begins with them."""
WELL = frozenset("好实强紧齐严牢稳优细全准懂透足密")
"""Second characters of actions done well: 办好, 抓实."""
AT_BORDERS = frozenset("及乡镇县市区村州")
"""Characters that stand alone before a word that begins with them: 本乡乡道, 普及及."""
_NEVER_TURNED = frozenset("一二三四五六七八九十") | JOINING | WELL | AT_BORDERS
"""Characters that are words by themselves."""
_LOOSE = 2
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Words:
    """The characters behind a character where they begin a word, end one, begin an action.

    Besides the characters that stand alone at the beginning of a text, inside one and at its end, and at the borders
    of its parts (``opens``, ``closes``); and the pairs with which some phrase begins (``opening``) or ends (``closing``)
    and those that look turned round and stand so in sound texts (``sound``). ``linked`` are those behind one in any word.
    """

    begins: dict[str, str]
    ends: dict[str, str]
    acts: dict[str, str]
    first: frozenset[str]
    inside: frozenset[str]
    last: frozenset[str]
    opens: frozenset[str]
    closes: frozenset[str]
    opening: dict[str, str]
    closing: dict[str, str]
    sound: dict[str, str]
    linked: dict[str, frozenset[str]]

    def link(self, one: str, other: str) -> bool:
        """Whether two characters stand side by side in a word."""
        return other in self.linked.get(one, _NONE)

    def is_word(self, pair: str) -> bool:
        """Whether two characters are a word, and not only the beginning or the end of longer ones."""
        return pair[1:] in self.begins.get(pair[:1], "") and pair[1:] in self.ends.get(pair[:1], "")

    def is_loose(self, run: str, at: int) -> bool:
        """Whether a character makes a word with neither neighbour."""
        before, after = run[at - 1 : at] if at else "", run[at + 1 : at + 2]
        return not (
            (before and self.link(before, run[at])) or (after and self.link(run[at], after))
        )

    def turned(self, run: str) -> Iterator[tuple[str, str]]:
        """Two characters that make words with their neighbours only the other way round: 售销假劣种子.

        Of 1,608 names 18 have such; of names with two characters exchanged nearly half.
        """
        linked = self.linked.get
        for at, (one, other) in enumerate(pairwise(run)):
            # Nearly all are linked, so that this is looked at first.
            if other in linked(one, _NONE) or one == other:
                continue
            if other in self.sound.get(one, ""):
                continue
            if one in _NEVER_TURNED or other in _NEVER_TURNED:
                continue
            turned = f"{run[:at]}{other}{one}{run[at + 2 :]}"
            near = range(max(0, at - 1), min(len(run), at + 3))
            loose = sum(self.is_loose(run, place) for place in near)
            if loose >= _LOOSE and not any(self.is_loose(turned, place) for place in near):
                yield run[at : at + 2], turned[at : at + 2]


def words_of(vocabulary: Vocabulary) -> Words:
    """What the table words.csv of a vocabulary says; nothing without one."""
    return _read(vocabulary.checksum, vocabulary.folders)


@lru_cache(maxsize=4)
def _read(checksum: str, folders: tuple[Path, ...]) -> Words:
    begins, ends, acts = {}, {}, {}
    further: dict[str, dict[str, str]] = {name: {} for name in COLUMNS[-3:]}
    alone: dict[str, set[str]] = {flag: set() for flag in _FLAGS}
    for _, row in read_table(folders, "words", COLUMNS, 1):
        one, both = row["first"], row["words"]
        begins[one], ends[one] = both + row["begins"], both + row["ends"]
        acts[one] = row["acts"]
        for name, pairs in further.items():
            pairs[one] = row[name]
        for flag in row["alone"].split():
            alone[flag].add(one)
    first, inside, last, opens, closes = (frozenset(alone[flag]) for flag in _FLAGS)
    opening, closing, sound = further.values()
    linked = {one: frozenset(begins[one] + ends[one]) for one in begins}
    edges = (first, inside, last, opens, closes)
    return Words(begins, ends, acts, *edges, opening, closing, sound, linked)
