"""The index of rows: which rows share rare characters and pairs with a text.

Rows with the same words are one *form*, so that what a search costs grows with the wordings there
are, not with the townships. It is one SQLite file, opened as it lies: nothing is read before it is
asked for. In memory it is the same database.
"""

from __future__ import annotations

import math
import sqlite3
import threading
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from heapq import nlargest
from operator import neg
from pathlib import Path

from kg.meaning.encoding import senses
from kg.meaning.packing import (
    Form,
    Phrasebook,
    RowWording,
    form_of,
    grams_of,
    json_list,
    no_posting,
    opened,
    packed,
    unpacked,
    with_phrases,
    wording_of,
)
from kg.meaning.rows import Row
from kg.meaning.words import Words, words_of

FILE = "meaning.sqlite"
"""Name of the index in a generation of the store."""

FORMAT = "3"
"""Version of the tables; another one is not opened."""

_LONGEST = 1_500
"""A pair that more forms than this have in their clauses is not looked up there."""

_SCHEMA = """
CREATE TABLE form (id INTEGER PRIMARY KEY, matter INTEGER, list TEXT, body TEXT);
CREATE TABLE matter (id INTEGER PRIMARY KEY, key TEXT);
CREATE TABLE row (key TEXT PRIMARY KEY, form INTEGER, matter INTEGER, township TEXT, list TEXT,
  number INTEGER) WITHOUT ROWID;
CREATE TABLE gram (gram TEXT PRIMARY KEY, names BLOB, clauses BLOB) WITHOUT ROWID;
"""
_INDEXES = """
CREATE INDEX row_form ON row (form);
CREATE INDEX row_matter ON row (matter);
CREATE INDEX row_township ON row (township, form);
"""
_POSTINGS = "SELECT gram, names, clauses FROM gram, json_each(?) WHERE gram = value"
_COUNTS = """
SELECT gram, length(names) / 4, length(clauses) / 4 FROM gram, json_each(?) WHERE gram = value
"""
_BODIES = "SELECT form.id, matter, list, body FROM form, json_each(?) WHERE form.id = value"
_FORM_OF = "SELECT row.key, form FROM row, json_each(?) WHERE row.key = value"
_LISTED = "SELECT DISTINCT form FROM row WHERE list IN (SELECT value FROM json_each(?2))"
_PLACED = """
SELECT DISTINCT form FROM row WHERE township IN (SELECT value FROM json_each(?1))
  AND (?2 IS NULL OR list IN (SELECT value FROM json_each(?2)))"""
_HERE = """(?1 IS NULL OR township IN (SELECT value FROM json_each(?1)))
    AND (?2 IS NULL OR list IN (SELECT value FROM json_each(?2)))"""
# Many townships have a form: others' rows are left out before the two are made one.
_ROWS = f"""
SELECT row.key, form, matter.key, township, list, number FROM (
  SELECT * FROM row WHERE form IN (SELECT value FROM json_each(?3)) AND {_HERE}
  UNION SELECT * FROM row WHERE matter IN (SELECT value FROM json_each(?4)) AND {_HERE}
) AS row JOIN matter ON matter.id = row.matter
ORDER BY row.key"""  # noqa: S608 -- the parts are ours
# Of few townships all rows are looked over: a Matter may have one in each of all others.
_ROWS_PLACED = f"""
SELECT row.key, form, matter.key, township, list, number FROM row JOIN matter ON matter.id = row.matter
WHERE township IN (SELECT value FROM json_each(?1)) AND {_HERE.partition("AND")[2]}
  AND (form IN (SELECT value FROM json_each(?3)) OR matter IN (SELECT value FROM json_each(?4)))
ORDER BY row.key"""  # noqa: S608 -- as above
_PLACES = 3

Postings = tuple["array[int]", "array[int]"]
"""The forms that have a gram in their names, and those that have it in their clauses."""

_FORMS_KEPT, _POSTINGS_KEPT = 4096, 8192


class Index:
    """Forms by their grams, and the rows of each."""

    def __init__(self, database: sqlite3.Connection, beside: Path | None = None) -> None:
        """Use an index database (:meth:`of` and :meth:`load` make one) and what lies in the folder ``beside``."""
        self._database, self.beside = database, beside
        self._lock = threading.Lock()
        self._forms: dict[int, Form] = {}
        self._postings: dict[str, Postings] = {}
        self.senses = senses.Senses(beside / senses.FILE if beside else None)
        self.phrases = Phrasebook(self._all).phrases
        self.within = lru_cache(maxsize=64)(self._within)

    # -- making ---------------------------------------------------------------------------

    @classmethod
    def of(cls, rows: Iterable[Row], words: Words | None = None) -> Index:
        """An index in memory over these rows; the order in which they come does not matter."""
        words = words or words_of()
        return cls.of_wordings((wording_of(row, words) for row in rows), words)

    @classmethod
    def of_wordings(cls, rows: Iterable[RowWording], words: Words) -> Index:
        """An index in memory over rows whose wordings are known."""
        with_forms: dict[str, list[RowWording]] = {}
        for row in sorted(rows, key=lambda row: row.key):
            with_forms.setdefault(row.body, []).append(row)
        postings: defaultdict[str, tuple[array[int], array[int]]] = defaultdict(no_posting)
        for number, (body, members) in enumerate(with_forms.items()):
            for side, grams in enumerate(members[0].grams or grams_of(members[0].list, body)):
                for gram in grams:
                    postings[gram][side].append(number)
        return cls.of_tables(
            [
                (own[0].list, body, [(r.key, r.matter, r.township, r.list, r.number) for r in own])
                for body, own in with_forms.items()
            ],
            ((gram, packed(both[0]), packed(both[1])) for gram, both in sorted(postings.items())),
            words,
        )

    @classmethod
    def of_tables(
        cls,
        forms: Sequence[tuple[str, str, Sequence[tuple[str, str, str, str, int]]]],
        postings: Iterable[tuple[str, bytes, bytes]],
        words: Words,
    ) -> Index:
        """An index in memory of forms in their order and of the packed numbers of those that have each gram.

        A form is a list, a wording and its rows: key, Matter, township, list, number.
        """
        database, matters = with_phrases(words), dict[str, int]()
        database.executescript(_SCHEMA)
        rows = [
            (key, form, matters.setdefault(matter, len(matters)), *told)
            for form, (_, _, own) in enumerate(forms)
            for key, matter, *told in own
        ]
        first = [(n, matters[own[0][1]], kind, body) for n, (kind, body, own) in enumerate(forms)]
        numbered = [(number, matter) for matter, number in matters.items()]
        database.execute("BEGIN")
        database.executemany("INSERT INTO form VALUES (?,?,?,?)", first)
        # In the order of the table and before its indexes are there: half the work.
        database.executemany("INSERT INTO row VALUES (?,?,?,?,?,?)", sorted(rows))
        database.executemany("INSERT INTO matter VALUES (?,?)", numbered)
        database.executemany("INSERT INTO gram VALUES (?,?,?)", postings)
        database.executemany(
            "INSERT INTO meta VALUES (?,?)",
            [("format", FORMAT), ("forms", str(len(forms))), ("words", words.keep())],
        )
        database.execute("COMMIT")
        database.executescript(_INDEXES)
        return cls(database)

    def save(self, path: Path) -> None:
        """Write the index to a file that must not exist."""
        with self._lock:
            self._database.execute("VACUUM INTO ?", (str(path),))

    @classmethod
    def load(cls, path: Path) -> Index:
        """Open an index file for reading.

        Raises:
            ValueError: it is no index of this version.
        """
        try:
            database = opened(path)
            found = database.execute("SELECT value FROM meta WHERE name = 'format'").fetchone()
        except sqlite3.Error as error:
            raise ValueError(f"索引读不了 (no index): {path}: {error}") from error
        if found != (FORMAT,):
            raise ValueError(f"索引版本不同 (index of another version): {path}")
        return cls(database, path.parent)

    # -- asking ---------------------------------------------------------------------------

    def _all(self, query: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        with self._lock:
            return self._database.execute(query, values).fetchall()

    @cached_property
    def size(self) -> int:
        """How many forms there are."""
        return int(str(self._all("SELECT value FROM meta WHERE name = 'forms'")[0][0]))

    @cached_property
    def words(self) -> Words:
        """The vocabulary the index was made with."""
        return Words(kept=str(self._all("SELECT value FROM meta WHERE name = 'words'")[0][0]))

    @cached_property
    def matters(self) -> array[int]:
        """The number of the Matter of each form."""
        return array(
            "I", [int(str(m)) for (m,) in self._all("SELECT matter FROM form ORDER BY id")]
        )

    @cached_property
    def matter_keys(self) -> tuple[str, ...]:
        """The key of each Matter, by its number."""
        found = {int(str(n)): str(k) for n, k in self._all("SELECT id, key FROM matter")}
        return tuple(found.get(number, "") for number in range(max(found, default=-1) + 1))

    def postings(self, gram: str) -> Postings:
        """The forms that have a gram."""
        return self._postings.get(gram) or self._read((gram,))[gram]

    def read(self, grams: Iterable[str]) -> None:
        """Read the forms that have each of these grams at once; they are kept."""
        wanted = [gram for gram in dict.fromkeys(grams) if gram not in self._postings]
        if wanted:
            self._read(wanted)

    def _read(self, wanted: Sequence[str]) -> dict[str, Postings]:
        found: dict[str, Postings] = {gram: (array("I"), array("I")) for gram in wanted}
        for gram, names, clauses in self._all(_POSTINGS, (json_list(wanted),)):
            found[str(gram)] = unpacked(names), unpacked(clauses)
        if len(self._postings) + len(found) > _POSTINGS_KEPT:
            self._postings.clear()
        self._postings.update(found)
        return found

    def weights(self, grams: Iterable[str]) -> dict[str, float]:
        """How telling each gram is: 0 for one in every form, 1 for one in none; read at once."""
        wanted = list(dict.fromkeys(grams))
        rows = self._all(_COUNTS, (json_list(wanted),))
        counts = {str(gram): (int(str(n)), int(str(c))) for gram, n, c in rows}
        size = self.size
        return {gram: telling(size, *counts.get(gram, (0, 0))) for gram in wanted}

    def weight(self, gram: str) -> float:
        """How telling a gram is: 0 for one in every form, 1 for one in none."""
        return telling(self.size, *map(len, self.postings(gram)))

    def counts(self) -> dict[str, tuple[int, int]]:
        """Every gram, in how many names it stands, and in how many others' clauses."""
        found = self._all("SELECT gram, length(names) / 4, length(clauses) / 4 FROM gram")
        return {str(gram): (int(str(n)), int(str(c))) for gram, n, c in found}

    def known(self, gram: str) -> bool:
        """Whether any row has it."""
        names, clauses = self.postings(gram)
        return bool(names or clauses)

    def form(self, number: int) -> Form:
        """The words of a form."""
        return self._forms.get(number) or self._read_forms((number,))[number]

    def forms(self, numbers: Iterable[int]) -> dict[int, Form]:
        """The words of these forms that were not read yet, read at once and kept."""
        wanted = [number for number in numbers if number not in self._forms]
        return self._read_forms(wanted) if wanted else {}

    def _read_forms(self, wanted: Sequence[int]) -> dict[int, Form]:
        found: dict[int, Form] = {}
        for number, matter, kind, body in self._all(_BODIES, (json_list(wanted),)):
            one = form_of(int(str(number)), int(str(matter)), str(kind), str(body))
            found[one.id] = one
        if len(self._forms) + len(found) > _FORMS_KEPT:
            self._forms.clear()
        self._forms.update(found)
        return found

    def form_numbers(self, keys: Iterable[str]) -> dict[str, int]:
        """The form of each row that there is, looked up at once."""
        found = self._all(_FORM_OF, (json_list(list(keys)),))
        return {str(key): int(str(form)) for key, form in found}

    @cached_property
    def townships(self) -> tuple[str, ...]:
        """Names of the townships that have rows."""
        query = "SELECT DISTINCT township FROM row ORDER BY township"
        return tuple(str(name) for (name,) in self._all(query))

    def _within(
        self, townships: tuple[str, ...] | None, lists: tuple[str, ...] | None
    ) -> frozenset[int] | None:
        """Forms with a row in these townships and lists; None: all."""
        if townships is None and lists is None:
            return None
        query = _LISTED if townships is None else _PLACED  # by its own index
        return frozenset(
            int(str(one)) for (one,) in self._all(query, (json_list(townships), json_list(lists)))
        )

    def candidates(
        self,
        wanted: Iterable[tuple[str, float]],
        limit: int = 40,
        *,
        townships: Collection[str] | None = None,
        lists: Collection[str] | None = None,
    ) -> list[tuple[int, float]]:
        """Forms that share weighted grams with a text, best first, at most three of a Matter."""
        inside = self.within(_key(townships), _key(lists))
        return self._best(self._scores(wanted, inside), limit)

    def scores(self, wanted: Iterable[tuple[str, float]]) -> dict[int, float]:
        """What all forms score that share weighted grams with a text, to be chosen from again and again."""
        return self._scores(wanted, None)

    def best(
        self, scores: Mapping[int, float], limit: int, townships: Collection[str] | None = None
    ) -> list[tuple[int, float]]:
        """Of forms that were scored, those in some townships, as :meth:`candidates` gives them."""
        inside = self.within(_key(townships), None)
        kept = scores if inside is None else {f: scores[f] for f in inside & scores.keys()}
        return self._best(kept, limit)

    def _scores(
        self, wanted: Iterable[tuple[str, float]], inside: frozenset[int] | None
    ) -> dict[int, float]:
        scores: dict[int, float] = {}
        before = scores.get
        limits = ceilings(self.size)
        for gram, weight in wanted:
            names, clauses = self.postings(gram)
            for forms, factor, ceiling in zip((names, clauses), (1.0, 0.4), limits, strict=True):
                if weight <= 0 or len(forms) > ceiling:
                    continue
                add = weight * factor
                for form in forms if inside is None else inside.intersection(forms):
                    scores[form] = before(form, 0.0) + add
        return scores

    def _best(self, scores: Mapping[int, float], limit: int) -> list[tuple[int, float]]:
        # Most often each of the best is of another Matter, and these are enough.
        found = self._of_matters(scores, limit, limit)
        return found if len(found) == limit else self._of_matters(scores, 10 * limit, limit)

    def _of_matters(
        self, scores: Mapping[int, float], looked_at: int, limit: int
    ) -> list[tuple[int, float]]:
        """The best of so many that are looked at, at most three of a Matter."""
        taken: dict[int, int] = {}
        found = []
        best = nlargest(looked_at, zip(scores.values(), map(neg, scores), strict=True))
        for score, negative in best:
            form = -negative
            matter = self.matters[form]
            if taken.get(matter, 0) < 3:
                taken[matter] = taken.get(matter, 0) + 1
                found.append((form, score))
                if len(found) == limit:
                    break
        return found

    def rows(
        self,
        *,
        forms: Collection[int] = (),
        matters: Collection[int] = (),
        townships: Collection[str] | None = None,
        lists: Collection[str] | None = None,
    ) -> list[tuple[str, int, str, str, str, int]]:
        """Rows of these forms or Matters as (key, form, matter key, township, list, number)."""
        query = _ROWS if townships is None or len(townships) > _PLACES else _ROWS_PLACED
        values = (
            json_list(_key(townships)),
            json_list(_key(lists)),
            json_list(sorted(forms)),
            json_list(sorted(matters)),
        )
        return [
            (str(k), int(str(f)), str(m), str(t), str(li), int(str(n)))
            for k, f, m, t, li, n in self._all(query, values)
        ]


def ceilings(size: int) -> tuple[int, int]:
    """A gram that more names, or more clauses, of so many forms have is not looked up there.

    What stands in a quarter of the rows tells little; long lists of clauses cost the most.
    """
    quarter = size // 4
    return max(200, quarter), max(200, min(quarter, _LONGEST))


def telling(size: int, names: int, clauses: int) -> float:
    """How telling a gram is that stands in so many names, and in the clauses of others, of ``size`` forms."""
    count = names + 0.3 * clauses
    return math.log(1 + size / (1 + count)) / math.log(1 + size)


def _key(given: Collection[str] | None) -> tuple[str, ...] | None:
    return None if given is None else tuple(sorted(given))
