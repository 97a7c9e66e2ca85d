"""Full text over names, clauses and ways of working: SQLite FTS5 beside the graph.

Characters are set apart by blanks and looked up as phrases, so that a query of one, two or four
characters finds every passage that has it (design section 5). Punctuation is a token of its own:
a phrase never runs across it.
"""

from __future__ import annotations

import json
import math
import sqlite3
import threading
from collections.abc import Collection, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from kg.errors import StoreError
from kg.folding import match_key
from kg.frozen import frozen
from kg.patterns import regex
from kg.store.databases import AMONG, reading

FILE = "text.sqlite"
"""Name of the index in a generation."""

FIELDS = ("name", "superior", "township", "method")
"""What a passage is: the duty's name, a clause of either side, or the way of working."""

CLAUSE_FIELDS = ("superior", "township", "method")
"""Where 条款里 looks: clauses and way of working."""

PASSAGES = 14
"""Bits of a passage's number within its duty; the name is the first."""

PIECE = 4
"""Characters of the pieces that names are looked up by."""

_GRAMS = 200
_RARE = 8
_BREAK = "\u01c0"  # a letter no text has, so that the tokenizer keeps it
_SIMPLE = regex(r"[\x00-\x7f\u2000-\u206f\u2460-\u24ff\u3000-\u303f\u4e00-\u9fff\uff00-\uff65]*")
"""Texts of which no two characters become one when folded."""
SCHEMA = f"""
CREATE TABLE name(id INTEGER PRIMARY KEY, key TEXT NOT NULL, text TEXT NOT NULL);
CREATE TABLE duty(id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, name INTEGER NOT NULL,
  township TEXT NOT NULL, edition TEXT NOT NULL, kind TEXT NOT NULL, number INTEGER NOT NULL);
CREATE INDEX name_text ON name(text);
CREATE INDEX duty_name ON duty(name);
CREATE INDEX duty_township ON duty(township);
CREATE TABLE passage(id INTEGER PRIMARY KEY, duty INTEGER NOT NULL, field TEXT NOT NULL,
  number INTEGER NOT NULL, text TEXT NOT NULL);
CREATE TABLE gram(gram TEXT NOT NULL, name INTEGER NOT NULL, PRIMARY KEY(gram, name)) WITHOUT ROWID;
CREATE TABLE piece(piece TEXT NOT NULL, name INTEGER NOT NULL, PRIMARY KEY(piece, name)) WITHOUT ROWID;
CREATE TABLE pair(gram TEXT PRIMARY KEY, passages INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE place(township TEXT NOT NULL, edition TEXT NOT NULL, id INTEGER PRIMARY KEY);
CREATE VIRTUAL TABLE words USING fts5(tokens, content='', detail=full,
  tokenize="unicode61 remove_diacritics 0 tokenchars '{_BREAK}'");
"""


_HIT = "SELECT d.iri, d.township, d.edition, d.kind, d.number, p.field, p.number, p.text FROM"
_FOUND = (
    f"{_HIT} words JOIN passage p ON p.id = words.rowid JOIN duty d ON d.id = p.duty"
    " WHERE words MATCH ?"
)
_BEST = (
    f"{_HIT} (SELECT rowid AS id, bm25(words) AS score FROM words WHERE words MATCH ?{{}}"
    " ORDER BY score, rowid LIMIT ?) AS best JOIN passage p ON p.id = best.id"
    " JOIN duty d ON d.id = p.duty ORDER BY best.score, p.id"
)


@frozen
class Hit:
    """A passage that has the words: whose, which part (see FIELDS), its clause number, its text."""

    duty: str
    township: str
    edition: str
    kind: str
    number: int
    field: str
    clause: int
    text: str


@frozen
class Name:
    """A distinct name of duties, with its key (no blanks, no punctuation)."""

    id: int
    key: str
    text: str


@frozen
class Named:
    """A duty that has a name: its IRI and where it stands."""

    duty: str
    name: int
    township: str
    edition: str
    kind: str
    number: int


def tokens(text: str) -> str:
    """The tokens of a text, set apart by blanks: single characters; punctuation is one mark."""
    found: list[str] = []
    # Marks that fold into the letter before them would hide the letter.
    key = match_key(text) if _SIMPLE.fullmatch(text) else "".join(map(match_key, text))
    for character in key:
        if character.isalnum():
            found.append(character)
        elif found and found[-1] != _BREAK:
            found.append(_BREAK)
    return " ".join(found).removesuffix(_BREAK).rstrip()


def name_key(text: str) -> str:
    """A name as compared: letters and digits only, blanks and punctuation dropped."""
    return "".join(character for character in match_key(text) if character.isalnum())


def grams(key: str, size: int = 2) -> frozenset[str]:
    """The pairs (or ``size``) of neighbouring characters of a key."""
    return frozenset(key[i : i + size] for i in range(len(key) - size + 1))


class TextIndex:
    """The text index of a generation, open for reading; several threads may share it.

    Raises:
        StoreError: the store has none (it was built by an older version) or it is damaged.
    """

    def __init__(self, folder: Path) -> None:
        """Open the index in the generation's ``folder``."""
        path = folder / FILE
        if not path.is_file():
            raise StoreError(
                f"图库里没有文字索引，请重新运行 kg build (no text index, run kg build again): {folder}"
            )
        try:
            self._connection = reading(path)
        except sqlite3.Error as error:
            raise StoreError(f"文字索引损坏 (damaged text index): {error}") from error
        self._lock = threading.Lock()

    def find(
        self,
        query: str,
        *,
        fields: Collection[str] = FIELDS,
        townships: Collection[str] = (),
        editions: Collection[str] = (),
        kinds: Collection[str] = (),
        limit: int | None = None,
    ) -> list[Hit]:
        """Passages with every blank-separated part of ``query``, best first.

        Names come before clauses, then BM25. Without ``townships`` all are searched,
        without ``editions`` ("township code/edition") every edition, without ``kinds`` all lists.
        """
        expression = match_expression(query)
        if not expression:
            return []
        sql = ""
        values: list[str | int] = [expression]
        if set(fields) != set(FIELDS):
            sql += f" AND p.field {AMONG}"
            values.append(_array(fields))
        if townships:
            sql += f" AND d.township {AMONG}"
            values.append(_array(townships))
        if editions:
            sql += f" AND d.township || '/' || d.edition {AMONG}"
            values.append(_array(editions))
        if kinds:
            sql += f" AND d.kind {AMONG}"
            values.append(_array(kinds))
        if not limit:
            return [Hit(*row) for row in self._rows(f"{_FOUND} {sql} ORDER BY p.id", *values)]
        if not self._names_are_first:  # built by an older version
            sql += " ORDER BY p.field <> 'name', bm25(words), p.id LIMIT ?"
            return [Hit(*row) for row in self._rows(f"{_FOUND} {sql}", *values, limit)]
        # BM25 scores every hit it is asked for: names first, and most often they are enough.
        found: list[Hit] = []
        for which, wanted in (("= 0", {"name"}), ("<> 0", set(CLAUSE_FIELDS))):
            if len(found) < limit and not wanted.isdisjoint(fields):
                part = f" AND words.rowid & {(1 << PASSAGES) - 1} {which}"
                query = f"{_FOUND} {part} {sql} ORDER BY bm25(words), p.id LIMIT ?"
                if not sql:  # nothing of what a hit stands for is needed to choose it
                    query = _BEST.format(part)
                rows = self._rows(query, *values, limit - len(found))
                found += [Hit(*row) for row in rows]
        return found

    def has(self, query: str) -> bool:
        """Whether some passage has every blank-separated part of ``query``; nothing is ranked."""
        expression = match_expression(query) or '""'  # a phrase without words is found nowhere
        return any(self._rows("SELECT 1 FROM words WHERE words MATCH ? LIMIT 1", expression))

    def duties_with(
        self, words: Collection[str], fields: Collection[str], limit: int
    ) -> list[str] | None:
        """The duties (IRIs) with a passage that may have one of ``words``; none that has is missing.

        None where a word has no letters to look up, or more than ``limit`` duties have them.
        """
        expressions = [match_expression(word) for word in words]
        if not all(expressions):
            return None
        either = " OR ".join(f"({expression})" for expression in expressions)
        sql = (
            "SELECT DISTINCT d.id, d.iri FROM words JOIN passage p ON p.id = words.rowid"
            f" JOIN duty d ON d.id = p.duty WHERE words MATCH ? AND p.field {AMONG} LIMIT ?"
        )
        found = [row[1] for row in self._rows(sql, either, _array(fields), limit + 1)]
        return found if len(found) <= limit else None

    def resembling(self, key: str, limit: int = 40) -> list[Hit]:
        """Passages that share the rarest pairs of characters with ``key``, best first."""
        counts = self.pairs(grams(key))
        rare = sorted(counts, key=lambda gram: (counts[gram], gram))[:_RARE]
        if not rare:
            return []
        sql = (
            "SELECT d.iri, d.township, d.edition, d.kind, d.number, p.field, p.number, p.text"
            " FROM words JOIN passage p ON p.id = words.rowid JOIN duty d ON d.id = p.duty"
            " WHERE words MATCH ? ORDER BY bm25(words), p.id LIMIT ?"
        )
        expression = " OR ".join(f'"{tokens(gram)}"' for gram in rare)
        return [Hit(*row) for row in self._rows(sql, expression, limit)]

    def candidates(self, key: str, limit: int = 80) -> list[Name]:
        """Names that share rare pairs of characters with ``key``, those that share most first."""
        wanted = sorted(grams(key))[:_GRAMS]
        if not wanted:
            sql = "SELECT id, key, text FROM name WHERE instr(key, ?) ORDER BY id LIMIT ?"
            return [Name(*row) for row in self._rows(sql, key, limit)]
        counts: dict[str, int] = dict(
            self._rows(
                f"SELECT gram, count(*) FROM gram WHERE gram {AMONG} GROUP BY gram", _array(wanted)
            )
        )
        total = self.names
        useful = sorted(counts, key=lambda gram: (counts[gram], gram))
        rare = [gram for gram in useful if counts[gram] <= max(200, total // 20)] or useful[:3]
        weights: dict[int, float] = {}
        for gram, name in self._rows(
            f"SELECT gram, name FROM gram WHERE gram {AMONG}", _array(rare)
        ):
            weights[name] = weights.get(name, 0.0) + math.log(1 + total / counts[gram])
        best = sorted(weights, key=lambda name: (-weights[name], name))[:limit]
        rows = self._rows(f"SELECT id, key, text FROM name WHERE id {AMONG}", _array(best))
        found = {row[0]: Name(*row) for row in rows}
        return [found[name] for name in best]

    def duties(self, names: Collection[int], townships: Collection[str] = ()) -> list[Named]:
        """The duties that have one of these names, in the order of the store."""
        sql = f"SELECT iri, name, township, edition, kind, number FROM duty WHERE name {AMONG}"
        values = [_array(names)]
        if townships:
            sql += f" AND township {AMONG}"
            values.append(_array(townships))
        return [Named(*row) for row in self._rows(f"{sql} ORDER BY id", *values)]

    def listed(
        self,
        kinds: Collection[str] = (),
        townships: Collection[str] | None = None,
        editions: Collection[str] | None = None,
        words: Collection[str] = (),
        limit: int | None = None,
    ) -> list[str]:
        """The duties (IRIs) of these lists, in the order of the store, ``limit`` at most.

        ``words`` must all stand in the name as they are. None for ``townships`` (codes) or
        ``editions`` ("township code/edition") means all, no ``kinds`` all three lists.
        """
        conditions, values = ["1"], list[str | int]()
        for expression, wanted in (
            ("kind", kinds or None),
            ("township", townships),
            ("township || '/' || edition", editions),
        ):
            if wanted is not None:
                conditions.append(f"{expression} {AMONG}")
                values.append(_array(wanted))
        if words:
            having = " AND ".join("instr(text, ?)" for _ in words)
            conditions.append(f"name IN (SELECT id FROM name WHERE {having})")
            values.extend(words)
        sql = f"SELECT iri FROM duty WHERE {' AND '.join(conditions)} ORDER BY id LIMIT ?"
        return [row[0] for row in self._rows(sql, *values, -1 if limit is None else limit)]

    def pairs(self, wanted: Collection[str]) -> dict[str, int]:
        """In how many passages each of these pairs of characters stands."""
        sql = f"SELECT gram, passages FROM pair WHERE gram {AMONG}"
        return dict(self._rows(sql, _array(wanted)))

    def name_pairs(self, wanted: Collection[str]) -> dict[str, int]:
        """In how many distinct names each of these pairs of characters stands."""
        sql = f"SELECT gram, count(*) FROM gram WHERE gram {AMONG} GROUP BY gram"
        return dict(self._rows(sql, _array(wanted)))

    def keys(self, text: str) -> str:
        """The keys, one a line, of all names that share a piece of PIECE characters with a key."""
        if not self._has_pieces:  # built by an older version: all names
            return "\n".join(row[0] for row in self._rows("SELECT key FROM name ORDER BY id"))
        sql = (
            f"SELECT key FROM name WHERE id IN (SELECT name FROM piece WHERE piece {AMONG})"
            " ORDER BY id"
        )
        pieces = grams(text, PIECE)
        return "\n".join(row[0] for row in self._rows(sql, _array(pieces))) if pieces else ""

    @cached_property
    def _names_are_first(self) -> bool:
        return any(self._rows("SELECT 1 FROM sqlite_master WHERE name = 'place'"))

    @cached_property
    def _has_pieces(self) -> bool:
        return any(self._rows("SELECT 1 FROM sqlite_master WHERE name = 'piece'"))

    @cached_property
    def names(self) -> int:
        """The number of distinct names."""
        return max((row[0] for row in self._rows("SELECT count(*) FROM name")), default=0)

    def _rows(self, sql: str, *values: str | int) -> Iterator[Any]:
        try:
            with self._lock:
                return iter(self._connection.execute(sql, values).fetchall())
        except sqlite3.Error as error:
            raise StoreError(
                f"文字索引损坏，请重新运行 kg build (damaged text index, run kg build again): {error}"
            ) from error


def match_expression(query: str) -> str:
    """The FTS5 expression of a query: a phrase for each blank-separated part; empty if no words."""
    phrases = [tokens(part) for part in query.split()]
    return " AND ".join(f'"{phrase}"' for phrase in phrases if phrase.strip(_BREAK + " "))


def highlight(text: str, query: str, mark: tuple[str, str] = ("【", "】")) -> str:
    """The text with every part of the query marked where it stands."""
    spans: list[tuple[int, int]] = []
    folded = text.casefold()
    for part in query.casefold().split():
        start = folded.find(part)
        while part and start >= 0:
            spans.append((start, start + len(part)))
            start = folded.find(part, start + len(part))
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]}{mark[0]}{text[start:end]}{mark[1]}{text[end:]}"
    return text


def _array(values: Collection[str] | Collection[int]) -> str:
    """Values as one JSON parameter: SQLite limits the number of parameters, not their length."""
    return json.dumps(sorted(values), ensure_ascii=False)
