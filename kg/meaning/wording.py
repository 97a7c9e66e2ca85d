"""Wording: what a duty's name says, independent of place, filler words and synonyms.

Names of one duty differ between lists in three ways: in the places they name (本镇, 本乡, the
county's own name), in filler (做好…工作, 负责…管理) and in terms (养犬, 家养动物). Tables of the
vocabulary take each away: ``neutral.csv`` places, ``synonyms.csv`` filler (term ``-``) and terms,
``contrasts.csv`` the words that make two similar names different duties.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from operator import add
from sys import intern
from types import MappingProxyType

from kg.errors import VocabularyError
from kg.folding import strip_blanks
from kg.values import Place, Township
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.tables import read_table

_FILLER = "-"
_BREAK = "\n"
_MARKS = re.compile(r"[^0-9a-z\u3400-\u4dbf\u4e00-\u9fff\n]+")
_RUNS = re.compile(_MARKS.pattern + "|\n")
"""What ends a run of characters: marks, and what was taken out."""
_PARTS = re.compile("[,;。]")
_ADVERBIAL = re.compile("按照|按|根据|依据|以.*为")
_BRACKETED = re.compile(r"\([^()]*\)")
_OWN = {"township": "本乡", "county": "本县", "prefecture": "本州", "province": "本区"}


@dataclass(frozen=True, slots=True)
class Wording:
    """A name as compared.

    ``key`` is the text with own place names neutral and punctuation dropped: equal keys are
    identical texts. ``terms`` are its character pairs after synonyms, filler and brackets are
    taken away, ``head`` those of the first of its ``parts`` (between commas), ``aspects`` the contrasts it speaks of (``act:处罚``), ``sole`` the act it ends
    with when that act alone can be meant.
    """

    key: str
    terms: tuple[str, ...]
    head: tuple[str, ...]
    parts: int
    aspects: frozenset[str]
    sole: str


@dataclass(frozen=True, slots=True)
class _Contrast:
    aspect: str
    term: str
    words: tuple[str, ...]
    alone: bool
    first: frozenset[str]
    """The first characters of the words."""


class WordingReader:
    """Reads names with the tables of one vocabulary."""

    def __init__(
        self, vocabulary: Vocabulary, before: Mapping[str, Wording] = MappingProxyType({})
    ) -> None:
        """Load neutral.csv, synonyms.csv and contrasts.csv; ``before``: names that were read with the same tables.

        Raises:
            VocabularyError: a table cannot be used.
        """
        self._vocabulary = vocabulary
        folders = vocabulary.folders
        self._neutral: list[tuple[re.Pattern[str], str]] = []
        for where, row in read_table(folders, "neutral", ("pattern", "text", "note"), 1):
            try:
                self._neutral.append((re.compile(row["pattern"]), row["text"]))
            except re.error as error:
                raise VocabularyError(f"{where}: 正则表达式有误 (bad pattern): {error}") from error
        table: dict[str, str] = {}
        for _, row in read_table(folders, "synonyms", ("term", "words", "note"), 2):
            term = _BREAK if row["term"] == _FILLER else _plain(row["term"])
            for word in (*_split(row["words"]), *(() if term == _BREAK else (row["term"],))):
                table.setdefault(_plain(word), term)
        self._canonical = table
        words = sorted(table, key=lambda word: (-len(word), word))
        self._words = re.compile("|".join(map(re.escape, words)) or "(?!)")
        self._contrasts = tuple(
            _contrast(row)
            for _, row in read_table(
                folders, "contrasts", ("aspect", "term", "words", "alone", "note"), 2
            )
        )
        self._before = before
        self.known: dict[str, Wording] = {}
        self._own: tuple[Township, tuple[tuple[str, str], ...]] | None = None
        """The names of the township asked for last: its rows come one after another."""

    def key(self, text: str, township: Township | None = None) -> str:
        """The text for comparing: NFKC, own places neutral, no blanks and punctuation."""
        return _MARKS.sub("", self.neutral(text, township))

    def terms(self, text: str, township: Township | None = None) -> tuple[str, ...]:
        """Character pairs of a text of any length, own places neutral (for clauses)."""
        return self.terms_of(self.neutral(text, township))

    def terms_of(self, neutral: str) -> tuple[str, ...]:
        """Character pairs of a text whose places are neutral."""
        return _pairs(neutral.replace("本乡", "\n").replace("本县", "\n"))

    def neutral(self, text: str, township: Township | None) -> str:
        """The text folded, with the township's own places neutral."""
        text = _plain(text)
        if township is not None:
            if self._own is None or self._own[0] is not township:
                self._own = (township, own_names(township, self._vocabulary))
            for name, neutral in self._own[1]:
                if name in text:
                    text = text.replace(name, neutral)
        for pattern, neutral in self._neutral:
            text = pattern.sub(neutral, text)
        return text

    def wording(self, name: str, township: Township | None = None) -> Wording:
        """Read one name of a duty in a list of this township."""
        return self.wording_of(self.neutral(name, township))

    def wording_of(self, neutral: str) -> Wording:
        """Read a name whose places are neutral."""
        found = self.known.get(neutral)
        if found is None:
            found = self.known[neutral] = self._before.get(neutral) or self._read(neutral)
        return found

    def _read(self, text: str) -> Wording:
        key = _MARKS.sub("", text)
        bare = _BRACKETED.sub("", text)
        core = self._core(bare)
        pairs = _pairs(core)
        terms = pairs or _pairs(bare) or (key,)
        pieces = _PARTS.split(bare)
        found = [pairs] if len(pieces) == 1 else [_pairs(self._core(piece)) for piece in pieces]
        parts = [both for both in zip(pieces, found, strict=True) if both[1]] or [("", terms)]
        head = next((own for part, own in parts if not _ADVERBIAL.match(part)), parts[0][1])
        aspects = set()
        sole = ""
        # "对…，…的处罚" is one act for all its parts; other names with commas list several.
        single = len(parts) == 1 or bare.startswith("对")
        ending = re.sub(r"(?:等|的|工作|管理|行为|活动|任务|事项|进行)+$", "", _MARKS.sub("", bare))
        characters = {*bare, *core}
        for contrast in self._contrasts:
            if contrast.first.isdisjoint(characters):
                continue
            named = [word for word in contrast.words if word in bare or word in core]
            if named:
                label = f"{contrast.aspect}:{contrast.term}"
                aspects.add(label)
                if contrast.alone and single and ending.endswith(tuple(named)):
                    sole = label
        return Wording(key, terms, head, len(parts), frozenset(aspects), sole)

    def _core(self, text: str) -> str:
        return self._words.sub(lambda match: f"{_BREAK}{self._canonical[match[0]]}{_BREAK}", text)


def _plain(text: str) -> str:
    return strip_blanks(unicodedata.normalize("NFKC", text)).casefold()


def _contrast(row: Mapping[str, str]) -> _Contrast:
    words = _split(row["words"])
    first = frozenset(word[0] for word in words)
    return _Contrast(row["aspect"], row["term"], words, row["alone"] == "yes", first)


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split("[;；]", cell) if part.strip())


def _pairs(text: str) -> tuple[str, ...]:
    """Pairs of neighbouring characters within unbroken runs; a lone character stands alone."""
    found: list[str] = []
    for run in _RUNS.split(text):
        if len(run) > 1:
            found += map(add, run, run[1:])
        elif run:
            found.append(run)
    # One object for each pair: a few thousand different ones stand millions of times.
    return tuple(dict.fromkeys(map(intern, found)))


@cache
def _own_names_of(
    places: tuple[tuple[str, str, tuple[str, ...]], ...],
) -> tuple[tuple[str, str], ...]:
    names = {
        _plain(name): _OWN[level]
        for level, _, spellings in reversed(places)
        for name in spellings
        if len(name) > 1
    }
    return tuple(sorted(names.items(), key=lambda item: (-len(item[0]), item[0])))


def own_names(township: Township, vocabulary: Vocabulary) -> tuple[tuple[str, str], ...]:
    """The names of a township and of what it lies in, folded, longest first → 本乡, 本县, 本州, 本区."""
    places = []
    place: Place | None = township.place
    while place is not None:
        if place.level.value in _OWN:
            row = vocabulary.places.get(place.code)
            aliases = row.aliases if row else ()
            places.append(
                (place.level.value, place.code, tuple({place.name, place.printed, *aliases} - {""}))
            )
        place = place.parent
    return _own_names_of(
        tuple((level, code, tuple(sorted(spellings))) for level, code, spellings in places)
    )
