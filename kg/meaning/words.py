"""Words: the tables that say how people, lists and English speakers name the same thing."""

from __future__ import annotations

import contextlib
import json
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, cached_property, lru_cache
from operator import add
from pathlib import Path
from typing import Any

from kg.folding import fold_blanks, strip_markup
from kg.meaning.wordset import WordSet
from kg.patterns import regex
from kg.resources import folder
from kg.vocabulary.tables import read_table

_NO_TEXT = regex(r"[\x00-\x08\x0b-\x1f\x7f\ufffd\ue000-\uf8ff]+")
_LIST = regex("[;；]")
_OF_PHRASES = ("traditional", "everyday", "synonyms", "glossary")
_OF_WORDS = (*_OF_PHRASES, "talk", "acts", "contrasts")
"""The tables that :meth:`Words.phrases`, and all words, are made of."""

FINES = regex("罚|\\bfin(?:e|ed|es|ing)\\b|\\bpenali[sz]|\\bpunish")
"""Who punishes is asked, not who is in charge of the topic."""


class Words:
    """The tables of some vocabulary folders, later ones laid over earlier ones; read when needed."""

    def __init__(self, folders: Sequence[Path] = (), kept: str = "") -> None:
        """Use these folders (none: the packaged vocabulary), or what :meth:`keep` has kept."""
        self._folders = tuple(folders) or (folder("vocabulary"),)
        self._kept: dict[str, Any] = json.loads(kept) if kept else {}

    def keep(self) -> str:
        """What is needed to read texts, to be read again without the tables."""
        content = {
            "simplified": {chr(one): other for one, other in self._simplified.items()},
            "filler": sorted(self._filler),
            "acts": self.acts,
            "aspects": self.aspects,
        }
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"))

    def fold(self, text: str) -> str:
        """The text in one width, simplified, lower case, without markup and inner blanks."""
        folded = unicodedata.normalize("NFKC", _NO_TEXT.sub(" ", text))
        return fold_blanks(strip_markup(folded)).translate(self._simplified).casefold().strip()

    @cached_property
    def _simplified(self) -> dict[int, str]:
        if self._kept:
            return {ord(one): other for one, other in self._kept["simplified"].items()}
        rows = read_table(self._folders, "traditional", ("traditional", "simplified"), 2)
        return {ord(one): row["simplified"] for _, row in rows for one in row["traditional"]}

    @cached_property
    def filler(self) -> WordSet:
        """Words that say nothing about a matter: of lists (synonyms.csv) and of people (talk.csv)."""
        return WordSet(self._kept["filler"] if self._kept else self._filler)

    @cached_property
    def _filler(self) -> set[str]:
        words = {
            word
            for _, row in read_table(self._folders, "synonyms", ("term", "words", "note"), 2)
            if row["term"] == "-"
            for word in _LIST.split(row["words"])
            if word
        }
        for _, row in read_table(self._folders, "talk", ("words", "note"), 1):
            words |= {word for word in _LIST.split(row["words"]) if word}
        return words

    def phrases(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        """Folded word or phrase → (everyday, synonym or english; what it may stand for)."""
        found: dict[str, tuple[str, dict[str, None]]] = {}

        def add(word: str, kind: str, formal: Iterable[str]) -> None:
            word = self.fold(word)
            if len(word) > 1:
                into = found.setdefault(word, (kind, {}))[1]
                into.update(dict.fromkeys(one for one in map(self.fold, formal) if one != word))

        for _, row in read_table(self._folders, "everyday", ("everyday", "formal", "note"), 1):
            formal = [w for w in _LIST.split(row["formal"]) if w]
            for word in _LIST.split(row["everyday"]):
                add(word, "everyday", formal)
        for _, row in read_table(self._folders, "synonyms", ("term", "words", "note"), 2):
            if row["term"] != "-":
                group = [w for w in (row["term"], *_LIST.split(row["words"])) if w]
                for word in group:
                    add(word, "synonym", group)
        for _, row in read_table(self._folders, "glossary", ("english", "chinese", "note"), 1):
            formal = [w for w in _LIST.split(row["chinese"]) if w]
            for word in _LIST.split(row["english"]):
                add(word, "english", formal)
        return {word: (kind, tuple(formal)) for word, (kind, formal) in found.items() if formal}

    @property
    def folders(self) -> tuple[Path, ...]:
        """The vocabulary folders."""
        return self._folders

    def phrases_checksum(self) -> str:
        """A checksum of the tables that the phrases are made of, as they are now."""
        return _checksum(self._folders, _OF_PHRASES)

    @cached_property
    def acts(self) -> dict[str, tuple[str, ...]]:
        """Act → the words that ask for it."""
        if self._kept:
            return {act: tuple(words) for act, words in self._kept["acts"].items()}
        rows = read_table(self._folders, "acts", ("act", "words", "note"), 1)
        return {
            row["act"]: tuple(map(self.fold, _several(row["act"], row["words"]))) for _, row in rows
        }

    @cached_property
    def aspects(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """Aspect (people, land, …) → (word, what it says), from contrasts.csv without the acts."""
        if self._kept:
            kept = self._kept["aspects"].items()
            return {aspect: tuple((w, t) for w, t in words) for aspect, words in kept}
        columns = ("aspect", "term", "words", "alone", "note")
        found: dict[str, list[tuple[str, str]]] = {}
        for _, row in read_table(self._folders, "contrasts", columns, 2):
            if row["aspect"] != "act":
                found.setdefault(row["aspect"], []).extend(
                    (word, row["term"]) for word in _several(row["term"], row["words"])
                )
        return {aspect: tuple(words) for aspect, words in found.items()}


def words_of(folders: Sequence[Path] = ()) -> Words:
    """The words of some folders (none: the packaged vocabulary): of a process once, while the tables stay."""
    found = tuple(folders) or (folder("vocabulary"),)
    return _words_of(found, _checksum(found, _OF_WORDS))


@lru_cache(maxsize=4)
def _words_of(folders: tuple[Path, ...], checksum: str) -> Words:
    return Words(folders)


def _checksum(folders: Iterable[Path], tables: Iterable[str]) -> str:
    import hashlib  # readers have no use for it

    digest = hashlib.sha256()
    for base in folders:
        for name in tables:
            with contextlib.suppress(FileNotFoundError):
                data = (base / f"{name}.csv").read_bytes()
                digest.update(b"%s %d\n" % (name.encode(), len(data)))
                digest.update(data)
        digest.update(b"/")
    return digest.hexdigest()


@cache
def common() -> dict[str, float]:
    """Pairs of characters that are common in Chinese of any kind: pair → how common, 0 to 1."""
    found: dict[str, float] = {}
    for name, run in _levels("common_pairs.txt"):
        found.update(dict.fromkeys(_pairs(run), int(name) / 9))
    return found


@cache
def function_words() -> dict[str, float]:
    """Characters and pairs that carry grammar, not matter: each → how much so, 0 to 1."""
    found: dict[str, float] = {}
    for name, run in _levels("function_words.txt"):
        if name == "pairs":
            found.update(dict.fromkeys(_pairs(run), 1.0))
        else:
            found.update(dict.fromkeys(run, int(name) / 9))
    return found


def _pairs(run: str) -> Iterable[str]:
    return map(add, run[::2], run[1::2])


def _levels(name: str) -> list[tuple[str, str]]:
    """Lines of a table of this package, counted in the word list of jieba 0.42.1 (MIT)."""
    lines = Path(__file__).with_name(name).read_text("utf-8").splitlines()
    return [(level, run) for level, _, run in (line.partition(" ") for line in lines)]


def _several(first: str, cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(w for w in (first, *_LIST.split(cell)) if w))
