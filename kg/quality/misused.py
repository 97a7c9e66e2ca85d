"""Misused words: a wrong word that is another word, a verb beside an object it does not go with.

Which they are is a table that people edit, ``build/vocabulary/misused.csv``: ``wrong`` and ``right``;
``near``, words one of which stands in the same phrase (``=``: the right one stands in the same row);
``unless``, longer words in which the wrong one is right. ``督促…工期`` is a verb that begins a phrase
and the object that ends it. The message names both; nothing is put right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from kg.frozen import frozen
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.tables import read_table

Slip = tuple[str, str, str]
"""Kind, message and the words of the source."""
COLUMNS = ("wrong", "right", "near", "unless", "note")
"""Columns of the table."""
_PHRASE = re.compile(r"[^，。；：！？,;\n]+")
_BETWEEN = "…"
_SAME_ROW = "="
_LEAD = r"(?:并|负责|定期|随机|及时|按时|如实|逐级|依法|协助|配合|统一|切实|进一步)*"
_MOST_BETWEEN = 24
_WHO = r"(?:[\u4e00-\u9fff]{2,16}?(?:局|部|委|会|室|办|院|乡|镇|村|中心|街道))?"
"""Who does it, where a phrase begins with that."""


@frozen
class Misuse:
    """A row of the table."""

    wrong: str
    right: str
    near: tuple[str, ...]
    unless: tuple[str, ...]


class MisuseReader:
    """Finds what the table of a vocabulary lists; without one nothing is found."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Use the table misused.csv of ``vocabulary``."""
        self._words, self._pairs, self._any = _read(vocabulary.checksum, vocabulary.folders)
        self._things = tuple({thing for _, thing, _ in self._pairs})

    def slips(self, texts: Sequence[str]) -> Iterator[Slip]:
        """The misused words in the texts of one row, verbatim, with the phrase each stands in."""
        whole = "\n".join(texts)
        for text in texts:
            for match in _PHRASE.finditer(text):
                yield from self._in_phrase(match[0].strip(), whole)

    def _in_phrase(self, phrase: str, row: str) -> Iterator[Slip]:
        for found in self._any.finditer(phrase):
            for one in self._words.get(found[0], ()):
                if _stands(one, phrase, found.start(), row):
                    message = f"“{one.wrong}”像是“{one.right}”；照原样保留"
                    yield "word-misused", message, phrase
        for one, thing, pattern in self._pairs if phrase.endswith(self._things) else ():
            if not phrase.endswith(thing) or not pattern.search(phrase):
                continue
            if not any(word in phrase for word in one.unless):
                said = one.wrong.replace(_BETWEEN, "……")
                message = f"“{said}”搭配不当，像是“{one.right}”；照原样保留"
                yield "word-misused", message, phrase


def _stands(one: Misuse, phrase: str, at: int, row: str) -> bool:
    """Whether the word at this place is the wrong one."""
    for word in one.unless:
        start = phrase.find(word, max(0, at - len(word)))
        if 0 <= start <= at < start + len(word):
            return False
    if one.near == (_SAME_ROW,):
        return one.right in row
    return not one.near or any(word in phrase for word in one.near)


@lru_cache(maxsize=4)
def _read(
    checksum: str, folders: tuple[Path, ...]
) -> tuple[
    dict[str, tuple[Misuse, ...]], tuple[tuple[Misuse, str, re.Pattern[str]], ...], re.Pattern[str]
]:
    """Words by what they are written as, pairs with their object and pattern, and a pattern of all words."""
    words: dict[str, tuple[Misuse, ...]] = {}
    pairs: list[tuple[Misuse, str, re.Pattern[str]]] = []
    for _, row in read_table(folders, "misused", COLUMNS, 2):
        one = Misuse(
            row["wrong"],
            row["right"],
            tuple(filter(None, row["near"].split(";"))),
            tuple(filter(None, row["unless"].split(";"))),
        )
        verb, between, thing = one.wrong.partition(_BETWEEN)
        if between:
            pairs.append((one, thing, _pair(verb, thing)))
        elif one.wrong:
            words[one.wrong] = (*words.get(one.wrong, ()), one)
    longest = sorted(words, key=lambda word: (-len(word), word))
    return words, tuple(pairs), re.compile("|".join(map(re.escape, longest)) or r"(?!)")


def _pair(verb: str, thing: str) -> re.Pattern[str]:
    """A phrase that begins with the verb and ends with the object, no other verb between."""
    other = r"(?![^、]*(?:开展|做好|进行|协助|配合|参与|完成|指导|组织|并))"
    return re.compile(
        rf"^{_WHO}{_LEAD}{re.escape(verb)}(?!和|、|并|及){other}"
        rf"[^、]{{0,{_MOST_BETWEEN}}}{re.escape(thing)}$"
    )
