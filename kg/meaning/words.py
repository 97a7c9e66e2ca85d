"""Words: the tables that say how people, lists and English speakers name the same thing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kg.folding import fold_blanks, strip_markup
from kg.resources import folder
from kg.tables import read_table

_NO_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffd\ue000-\uf8ff]+")
_LATIN = re.compile(r"[a-z0-9]+(?:['’.-][a-z0-9]+)*")
_LIST = re.compile("[;；]")


@dataclass(frozen=True, slots=True)
class Reading:
    """A word of a text (``start`` to ``end``) and the words it may stand for.

    ``kind`` is everyday, synonym or english.
    """

    start: int
    end: int
    surface: str
    formal: tuple[str, ...]
    kind: str


class Words:
    """The tables of some vocabulary folders, later ones laid over earlier ones; read when needed."""

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        """Use these folders; none: the packaged vocabulary."""
        self._folders = tuple(folders) or (folder("vocabulary"),)

    def fold(self, text: str) -> str:
        """The text in one width, simplified, lower case, without markup and inner blanks."""
        folded = unicodedata.normalize("NFKC", _NO_TEXT.sub(" ", text))
        return fold_blanks(strip_markup(folded)).translate(self._simplified).casefold().strip()

    @cached_property
    def _simplified(self) -> dict[int, str]:
        rows = read_table(self._folders, "traditional", ("traditional", "simplified"), 2)
        return {ord(one): row["simplified"] for _, row in rows for one in row["traditional"]}

    @cached_property
    def filler(self) -> re.Pattern[str]:
        """Words that say nothing about a matter, the longest first."""
        words = {
            word
            for _, row in read_table(self._folders, "synonyms", ("term", "words", "note"), 2)
            if row["term"] == "-"
            for word in _LIST.split(row["words"])
            if word
        }
        return alternation(words)

    @cached_property
    def _readings(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        """Word → (kind, what it may stand for)."""
        found: dict[str, tuple[str, dict[str, None]]] = {}

        def add(word: str, kind: str, formal: Iterable[str]) -> None:
            word = self.fold(word)
            if len(word) > 1 or (word and kind == "everyday"):
                into = found.setdefault(word, (kind, {}))[1]
                into.update(dict.fromkeys(one for one in map(self.fold, formal) if one != word))

        for _, row in read_table(self._folders, "synonyms", ("term", "words", "note"), 2):
            if row["term"] != "-":
                group = [w for w in (row["term"], *_LIST.split(row["words"])) if w]
                for word in group:
                    add(word, "synonym", group)
        for _, row in read_table(self._folders, "everyday", ("everyday", "formal", "note"), 1):
            formal = [w for w in _LIST.split(row["formal"]) if w]
            for word in _LIST.split(row["everyday"]):
                add(word, "everyday", formal)
        for _, row in read_table(self._folders, "glossary", ("english", "chinese", "note"), 1):
            formal = [w for w in _LIST.split(row["chinese"]) if w]
            for word in _LIST.split(row["english"]):
                add(word, "english", formal)
        return {word: (kind, tuple(formal)) for word, (kind, formal) in found.items() if formal}

    @cached_property
    def _starts(self) -> dict[str, tuple[str, ...]]:
        """First character → words that begin with it, the longest first."""
        starts: dict[str, list[str]] = {}
        for word in self._readings:
            starts.setdefault(word[0], []).append(word)
        return {one: tuple(sorted(ws, key=lambda w: (-len(w), w))) for one, ws in starts.items()}

    def readings(self, text: str) -> list[Reading]:
        """Words of a folded text that may stand for others: longest first, none overlaps."""
        found: list[Reading] = []
        at = 0
        while at < len(text):
            step = 1
            for word in self._starts.get(text[at], ()):
                if text.startswith(word, at) and _whole(text, at, word):
                    kind, formal = self._readings[word]
                    found.append(Reading(at, at + len(word), word, formal, kind))
                    step = len(word)
                    break
            at += step
        return found

    @cached_property
    def acts(self) -> dict[str, tuple[str, ...]]:
        """Act → the words that ask for it."""
        rows = read_table(self._folders, "acts", ("act", "words", "note"), 1)
        if rows:
            return {row["act"]: _several(row["act"], row["words"]) for _, row in rows}
        columns = ("aspect", "term", "words", "alone", "note")
        table = read_table(self._folders, "contrasts", columns, 2)
        return {
            row["term"]: _several(row["term"], row["words"])
            for _, row in table
            if row["aspect"] == "act"
        }

    @cached_property
    def aspects(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """Aspect (people, land, …) → (word, what it says), from contrasts.csv without the acts."""
        columns = ("aspect", "term", "words", "alone", "note")
        found: dict[str, list[tuple[str, str]]] = {}
        for _, row in read_table(self._folders, "contrasts", columns, 2):
            if row["aspect"] != "act":
                found.setdefault(row["aspect"], []).extend(
                    (word, row["term"]) for word in _several(row["term"], row["words"])
                )
        return {aspect: tuple(words) for aspect, words in found.items()}


def alternation(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern of these words, the longest first."""
    return re.compile("|".join(map(re.escape, sorted(words, key=lambda w: (-len(w), w)))) or "(?!)")


def _several(first: str, cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(w for w in (first, *_LIST.split(cell)) if w))


def _whole(text: str, at: int, word: str) -> bool:
    """Whether a Latin word is not a part of a longer one."""
    if not _LATIN.match(word):
        return True
    end = at + len(word)
    before = at > 0 and text[at - 1].isascii() and text[at - 1].isalnum()
    after = end < len(text) and text[end].isascii() and text[end].isalnum()
    return not before and not after
