"""Questions as compared: one width, simplified characters, blanks only where they part words."""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property

from kg.folding import fold_blanks, is_simplified, strip_markup
from kg.patterns import regex
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.tables import read_table

_NO_TEXT = regex(r"[\x00-\x08\x0b-\x1f\x7f\ufffd\ue000-\uf8ff]+")
_QUOTES = str.maketrans(
    {"「": "“", "」": "”", "『": "“", "』": "”", "〝": "“", "〞": "”", "‘": "“", "’": "”"}
)


_SOUNDS = ("pinyin", "characters", "also")
_READINGS = 8
"""Ways to read a name that are told apart."""
_COLUMN = regex("“([^“”]{2,8})”(?=[这那]?一?[栏列])")
"""The name of a column in quotes: “对应上级部门”一栏; no words to be found."""
_CONVENED = regex("(?P<said>[注标写载]明?[了着为的有]?)“[(（]?牵头[)）]?”")
"""The mark of a convener in quotes: 注明了“牵头”的部门."""
_APOSTROPHE = regex("(?<=[A-Za-z])[‘’](?=[A-Za-z])")
_PARTICLE = regex(
    "(?:(?P<negated>不)(?:咯|啦|哈|噻|嘞)|(?P<tag>呗)(?=[?？])|(?<![采砍滥盗间皆轮择征讨北步矜])(?:伐|啵|咩|噻)|(?<=[能会该用归管开办发收批查][开办发做管收批查写罚用交报])不)(?=[?？。! ]*$)"
)
"""The last word of a question in dialect: 证还能由我们来发伐, 要我们去不咯, 归我们管呗, 还能开不?"""
_OWNERS = regex("(?<=s)’(?= [A-Za-z])")
"""Apostrophes written as quotes: the town’s part, the townships’ lists."""


class Normaliser:
    """Folds the ways one question can be written, with the tables of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Prepare for the tables in ``vocabulary``'s folders; they are read when first needed."""
        self._folders = vocabulary.folders

    def __call__(self, text: str) -> str:
        """The question in one width, simplified characters and the words of the standard language."""
        folded = unicodedata.normalize("NFKC", _NO_TEXT.sub(" ", text))
        folded = _APOSTROPHE.sub("'", folded)
        if "‘" not in folded:
            folded = _OWNERS.sub("'", folded)
        folded = _COLUMN.sub(r"\1", folded.translate(_QUOTES))
        folded = _CONVENED.sub(r"\g<said>牵头", folded)
        plain = fold_blanks(strip_markup(folded)).strip()
        if not is_simplified(plain):
            plain = plain.translate(self._simplified)
        plain = self.dialect.sub(lambda match: self._standard[match[0]], plain)
        return _PARTICLE.sub(
            lambda match: match["negated"] or ("吧" if match["tag"] else "吗"), plain
        )

    @cached_property
    def _simplified(self) -> dict[int, str]:
        rows = read_table(self._folders, "traditional", ("traditional", "simplified"), 2)
        return {
            ord(character): row["simplified"] for _, row in rows for character in row["traditional"]
        }

    @cached_property
    def _standard(self) -> dict[str, str]:
        """Words of dialects → what the standard language says: 边个 → 哪个."""
        rows = read_table(self._folders, "dialect", ("written", "standard", "example"), 2)
        return {one: row["standard"] for _, row in rows for one in row["written"].split(";")}

    @cached_property
    def dialect(self) -> re.Pattern[str]:
        """The words of dialects."""
        words = sorted(self._standard, key=lambda one: (-len(one), one))
        return regex("|".join(map(re.escape, words)))

    @cached_property
    def _readings(self) -> dict[int, str]:
        return {ord(one): row["pinyin"] for row in self._sounds for one in row["characters"]}

    @cached_property
    def _sounds(self) -> list[dict[str, str]]:
        return [row for _, row in read_table(self._folders, "pinyin", _SOUNDS, 1)]

    @cached_property
    def _second(self) -> dict[str, list[str]]:
        """Character → its further readings, as names of places have them: 长, 乐, 六."""
        found: dict[str, list[str]] = {}
        for row in self._sounds:
            for one in row["also"]:
                found.setdefault(one, []).append(row["pinyin"])
        return found

    def readings(self, text: str) -> list[str]:
        """The ways a name can be read, without tones and blanks, the commonest first (at most eight)."""
        told = [""]
        for one in text:
            sounds = (self.reading(one), *self._second.get(one, ()))
            told = [f"{head}{sound}" for head in told for sound in sounds][:_READINGS]
        return list(dict.fromkeys(told))

    def reading(self, text: str) -> str:
        """The pinyin of a text without tones and blanks; other characters stay."""
        return text.translate(self._readings).casefold()
