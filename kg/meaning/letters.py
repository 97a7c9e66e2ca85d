"""Letters: a text as it is compared, own place names neutral, each letter knowing where it stands.

The names of its own township and county, and what stands for them (本镇, 我县), count as one neutral
letter each, punctuation as none.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from operator import add

from kg.errors import VocabularyError
from kg.folding import strip_blanks
from kg.meaning.wording import own_names
from kg.values import Township
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.tables import read_table

_LETTER = re.compile(r"[0-9a-z\u3400-\u4dbf\u4e00-\u9fff%]|(?<=\d)\.(?=\d)")
"""A letter, or the point within a number."""
_SELF = {"本乡": "乡", "本县": "县", "本州": "州", "本区": "区"}
_CITY = re.compile(r"(?<![城都超夜菜门股楼校])市(?![场民政容区值])")
_DISTRICT = re.compile(r"(?<![城都社校园景牧林山地辖街小市])区(?![域划位分块])")

Letter = tuple[str, int, int]
"""A letter as compared, and where it stands in the text."""

_Step = tuple[str, re.Pattern[str], str]
"""What is made neutral: a name and its pattern, or a pattern alone; and what for."""


def _name(name: str, neutral: str) -> _Step:
    return name, re.compile(re.escape(name)), neutral


@dataclass(slots=True)
class _Known:
    """Texts of one township read before: hashing a township with its places for each takes longer than finding it."""

    steps: tuple[_Step, ...]
    letters: dict[str, tuple[Letter, ...]] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)


class LetterReader:
    """Reads texts with the tables of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Load neutral.csv.

        Raises:
            VocabularyError: it cannot be used.
        """
        self._vocabulary = vocabulary
        self._neutral: list[tuple[re.Pattern[str], str]] = []
        columns = ("pattern", "text", "note")
        for where, row in read_table(vocabulary.folders, "neutral", columns, 1):
            try:
                self._neutral.append((re.compile(row["pattern"]), row["text"]))
            except re.error as error:
                raise VocabularyError(f"{where}: 正则表达式有误 (bad pattern): {error}") from error
        self._of: dict[Township | None, _Known] = {}
        self._last: tuple[Township | None, _Known] | None = None

    def letters(self, text: str, township: Township | None) -> tuple[Letter, ...]:
        """The letters of a text."""
        known = self._known(township)
        found = known.letters.get(text)
        if found is None:
            found = known.letters[text] = self._letters(text, known.steps)
        return found

    def key(self, text: str, township: Township | None) -> str:
        """The letters without their places: texts of equal keys say the same."""
        known = self._known(township)
        found = known.keys.get(text)
        if found is None:
            found = known.keys[text] = self._key(text, known.steps)
        return found

    def grams(self, text: str, township: Township | None) -> frozenset[str]:
        """The pairs of neighbouring letters."""
        key = self.key(text, township)
        return frozenset(map(add, key, key[1:])) or frozenset([key] * bool(key))

    def _letters(self, text: str, steps: tuple[_Step, ...]) -> tuple[Letter, ...]:
        plain: list[Letter] = []
        for at, character in enumerate(text):
            letters = _folded(character)
            if len(letters) == 1:
                plain.append((letters, at, at + 1))
            else:
                plain += [(letter, at, at + 1) for letter in letters]
        whole = "".join(letter for letter, _, _ in plain)
        for _, pattern, neutral in steps:
            plain, whole = _replaced(plain, whole, pattern, neutral)
        return tuple(plain[match.start()] for match in _LETTER.finditer(whole))

    def _key(self, text: str, steps: tuple[_Step, ...]) -> str:
        """The same letters, without keeping account of where they stand: half the work."""
        whole = "".join(map(_folded, text))
        for name, pattern, neutral in steps:
            if name:
                whole = whole.replace(name, neutral)
            else:
                whole = pattern.sub(lambda match, to=neutral: to if match[0] else "", whole)  # type: ignore[misc]
        return "".join(_LETTER.findall(whole))

    def _known(self, township: Township | None) -> _Known:
        """What was read of a township's texts; those of one list come one after another."""
        if self._last is None or self._last[0] is not township:
            known = self._of.get(township)
            if known is None:
                known = self._of[township] = _Known(self._steps(township))
            self._last = (township, known)
        return self._last[1]

    def _steps(self, township: Township | None) -> tuple[_Step, ...]:
        """What is made neutral, in order: own names, what neutral.csv has, what stands for own names."""
        names = own_names(township, self._vocabulary) if township else ()
        found = [_name(name, neutral) for name, neutral in names]
        found += [("", pattern, neutral) for pattern, neutral in self._neutral]
        found += [_name(word, own) for word, own in _SELF.items()]
        county = township.county.name if township else ""
        if county.endswith("市"):
            found.append(("", _CITY, "县"))
        elif county.endswith("区"):
            found.append(("", _DISTRICT, "县"))
        return tuple(found)


@lru_cache(maxsize=10_000)
def _folded(character: str) -> str:
    return strip_blanks(unicodedata.normalize("NFKC", character)).casefold()


def _replaced(
    plain: list[Letter], whole: str, pattern: re.Pattern[str], neutral: str
) -> tuple[list[Letter], str]:
    """The letters with what ``pattern`` finds made neutral; ``whole`` is their text, before and after."""
    found = [match for match in pattern.finditer(whole) if match.end() > match.start()]
    for match in reversed(found):
        start, end = plain[match.start()][1], plain[match.end() - 1][2]
        # The first letter stands for the whole name; the others for nothing of it.
        plain[match.start() : match.end()] = [
            (letter, start if at == 0 else end, end) for at, letter in enumerate(neutral)
        ]
    return plain, "".join(letter for letter, _, _ in plain) if found else whole
