"""The vocabulary: tables that people edit, loaded and checked.

``build/vocabulary/`` holds one CSV a subject (its README documents the columns). A user's own
folder with tables of the same columns is laid over them: rows with the same key replace, others
are added. Every problem is reported with file and line, all at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, cast

from kg.errors import VocabularyError
from kg.kinds import ListKind
from kg.resources import folder
from kg.vocabulary import compiled
from kg.vocabulary.roles import Role
from kg.vocabulary.rows import READERS, Category, Function, PlaceRow, Rows
from kg.vocabulary.tables import merged_rows, refuse

COLUMNS: dict[str, tuple[str, ...]] = {
    "functions": (
        "function",
        "name",
        "name_en",
        "branch",
        "names",
        "forms",
        "broader",
        "pattern",
        "note",
        "own_patterns",
        "stems",
        "generic",
    ),
    "stand_ins": ("a", "b", "note"),
    "places": ("code", "name", "level", "parent", "aliases", "bare"),
    "townships": ("code", "name"),
    "categories": ("category", "name", "name_en", "forms"),
    "headers": ("role", "pattern", "note"),
    "titles": ("list", "pattern", "note"),
    "signs": ("sign", "words", "note"),
    "roles": (
        "role",
        "name",
        "name_en",
        "axis",
        "party",
        "strength",
        "before",
        "after",
        "note",
    ),
}
"""Columns of each table, in order."""

KEYS = {
    "functions": 1,
    "stand_ins": 2,
    "places": 1,
    "townships": 1,
    "categories": 1,
    "headers": 2,
    "titles": 2,
    "signs": 1,
    "roles": 1,
}
"""How many leading columns identify a row when tables are laid over each other."""


_SEVERAL = 16
"""So many names of townships are looked for in the text of the table; of more, a set of them all is worth its making."""
_CELL_ENDS = frozenset(",\n")


class Vocabulary:
    """All tables, ready for look-up; each is read when first needed. Get it with :func:`load`."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        """Take the folders; later ones lie over earlier ones."""
        self.folders = folders
        self._townships: dict[str, dict[str, str]] = {}
        self._looked_up = 0

    def check(self) -> None:
        """Read every table.

        Raises:
            VocabularyError: some cannot be used; the message lists every problem as file:line.
        """
        problems: list[str] = []
        rows = {table: self._rows(table, problems) for table in READERS}
        for table, reader in READERS.items():
            self.__dict__[table] = reader(rows[table], problems)
        problems += [
            f"stand_ins.csv: functions.csv 没有这类机构 (no such function): {function}"
            for function in self.stand_ins
            if function not in self.functions
        ]
        refuse(problems)

    def _rows(self, table: str, problems: list[str]) -> Rows:
        columns, key = COLUMNS[table], KEYS[table]
        return merged_rows(self.folders, table, columns, key, problems, required=True)

    def _read(self, table: str) -> Any:
        problems: list[str] = []
        found = READERS[table](self._rows(table, problems), problems)
        refuse(problems)
        return found

    @cached_property
    def functions(self) -> dict[str, Function]:
        """Kinds of offices by their id."""
        return cast("dict[str, Function]", self._read("functions"))

    @cached_property
    def stand_ins(self) -> dict[str, tuple[str, ...]]:
        """Kind of office → the kinds that do its work where a place has no such office, and the other way."""
        return cast("dict[str, tuple[str, ...]]", self._read("stand_ins"))

    @cached_property
    def categories(self) -> dict[str, Category]:
        """Categories by their id."""
        return cast("dict[str, Category]", self._read("categories"))

    @cached_property
    def places(self) -> dict[str, PlaceRow]:
        """Divisions down to counties by their code."""
        return cast("dict[str, PlaceRow]", self._read("places"))

    @cached_property
    def headers(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """Role of a column and the titles printed over it."""
        return cast("tuple[tuple[str, re.Pattern[str]], ...]", self._read("headers"))

    @cached_property
    def titles(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """List and the titles printed over it."""
        return cast("tuple[tuple[str, re.Pattern[str]], ...]", self._read("titles"))

    @cached_property
    def signs(self) -> dict[str, tuple[str, ...]]:
        """Words that are a sign of something, by what they show."""
        return cast("dict[str, tuple[str, ...]]", self._read("signs"))

    @cached_property
    def roles(self) -> dict[str, Role]:
        """Roles by their id."""
        return cast("dict[str, Role]", self._read("roles"))

    @cached_property
    def checksum(self) -> str:
        """The checksum of every table, those that other modules read as well: part of the provenance."""
        import hashlib

        digest = hashlib.sha256()
        for base in self.folders:
            for path in sorted(base.glob("*.csv")):
                data = path.read_bytes().replace(b"\r\n", b"\n")
                digest.update(path.stem.encode() + b"\0" + data)
        return digest.hexdigest()

    @cached_property
    def spellings(self) -> dict[str, tuple[Function, str]]:
        """Every name and form → its function and the full name it stands for."""
        table: dict[str, tuple[Function, str]] = {}
        for function in self.functions.values():
            for form in function.forms:
                table[form] = (function, function.meant(form))
        for function in self.functions.values():
            for name in (function.name, *function.names):
                table[name] = (function, name)
        return table

    @cached_property
    def spellings_by_start(self) -> dict[str, tuple[str, ...]]:
        """First three characters (two of names that short) → spellings that begin so, longest first."""
        table: dict[str, list[str]] = {}
        for spelling in self.spellings:
            table.setdefault(spelling[:3], []).append(spelling)
        return {
            start: tuple(sorted(group, key=lambda name: (-len(name), name)))
            for start, group in table.items()
        }

    @cached_property
    def role_words(self) -> frozenset[str]:
        """The words that stand between a subject and another body (会同, 配合 …)."""
        return frozenset(word for role in self.roles.values() for word in role.before)

    @cached_property
    def category_by_form(self) -> dict[str, Category]:
        """Every name and form of a category → the category."""
        table: dict[str, Category] = {}
        for category in self.categories.values():
            for form in (*category.forms, category.name):
                table[form] = category
        return table

    @cached_property
    def lists_by_word(self) -> dict[str, ListKind]:
        """What a column of list types calls each list → the list."""
        return {
            word.casefold(): kind
            for kind in ListKind
            for word in self.signs.get(f"list-{kind.value}", ())
        }

    @cached_property
    def places_by_name(self) -> dict[str, dict[str, list[PlaceRow]]]:
        """Level → every name and alias → the places that carry it."""
        table: dict[str, dict[str, list[PlaceRow]]] = {}
        for row in self.places.values():
            names = table.setdefault(row.level, {})
            for name in dict.fromkeys((row.name, *row.aliases)):
                names.setdefault(name, []).append(row)
        return table

    @cached_property
    def place_endings(self) -> frozenset[str]:
        """The last two characters of every county's and prefecture's names."""
        return frozenset(
            name[-2:]
            for level in ("county", "prefecture")
            for name in self.places_by_name.get(level, ())
        )

    def townships_of(self, county: str) -> dict[str, str]:
        """Township name → 9-digit code for the county (or prefecture) with this code."""
        found = self._townships.get(county)
        if found is None:
            found = self._townships[county] = self._find_townships(county)
        return found

    def _find_townships(self, county: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for text in self._township_texts:
            position = text.find(f"\n{county}")
            while position >= 0:
                end = text.find("\n", position + 1)
                line = text[position + 1 : end if end >= 0 else None]
                code, name = line.strip("\r").split(",")[:2]
                found[name] = code
                if end < 0 or not text.startswith(county, end + 1):
                    break
                position = end
        return found

    def has_township(self, name: str) -> bool:
        """Whether some county of the nation has a township of this name."""
        self._looked_up += 1
        if self._looked_up > _SEVERAL and not _CELL_ENDS & {*name}:
            return name in self._last_cells
        return any(f",{name}\n" in text for text in self._township_texts)

    @cached_property
    def _last_cells(self) -> frozenset[str]:
        lines = (line for text in self._township_texts for line in text.split("\n"))
        return frozenset(line.rpartition(",")[2] for line in lines if "," in line)

    @cached_property
    def township_names(self) -> frozenset[str]:
        """The names of all townships of the nation, for those who look at many words."""
        lines = (line for text in self._township_texts for line in text.splitlines() if line)
        return frozenset(line.split(",", 2)[1] for line in lines if "," in line)

    @cached_property
    def _township_texts(self) -> tuple[str, ...]:
        # 38,723 rows: searched as text, since a run needs a few counties only.
        from kg.vocabulary.sheets import as_lines

        texts = []
        for base in self.folders:
            path = base / "townships.csv"
            if path.exists():
                text = compiled.text(path) or as_lines(path)
                texts.append(f"\n{text}\n")
        return tuple(texts)


def _misnamed(overlay: Path) -> list[str]:
    """What is wrong with the names of files that are meant to be tables: they would not be read."""
    known = {path.stem for path in folder("vocabulary").glob("*.csv")}
    problems = []
    for path in sorted(overlay.iterdir()):
        stem, ending = path.stem.casefold(), path.suffix.casefold()
        if path.is_dir() or path.name in {f"{name}.csv" for name in known}:
            continue
        if stem in known and ending == ".csv":
            problems.append(f"{path}: 请改名为 {stem}.csv (call it {stem}.csv)")
        elif stem in known and ending in _SHEETS:
            problems.append(
                f"{path}: 词表应为 CSV，请在表格软件里另存为 {stem}.csv (save it as {stem}.csv)"
            )
        elif ending == ".csv" and (near := _near(stem, known)):
            problems.append(
                f"{path}: 没有叫这个的词表，不会读；是不是 {near}.csv？不是就移走 (no table of this name)"
            )
    return problems


_SHEETS = frozenset((".xlsx", ".xls", ".et", ".ods", ".txt", ".tsv"))
"""What spreadsheets save that is no CSV."""


def _near(name: str, known: Iterable[str]) -> str:
    """The known name that ``name`` is a slip of, or a copy: function, functions(1), functions - 副本."""
    plain = "".join(c for c in name if c.isascii() and c.isalpha())
    for one in sorted(known):
        if plain == one or plain + "s" == one or plain == one + "s":
            return one
    return ""


def load(overlay: Path | None = None) -> Vocabulary:
    """Load the packaged tables, with the tables of ``overlay`` laid over them.

    Raises:
        VocabularyError: a table cannot be used; the message lists every problem as file:line.
    """
    return _load(overlay.resolve() if overlay else None)


@lru_cache(maxsize=4)
def _load(overlay: Path | None) -> Vocabulary:
    if overlay is not None and not overlay.is_dir():
        raise VocabularyError(f"词表目录不存在：{overlay} (vocabulary folder not found)")
    if overlay is not None:
        refuse(_misnamed(overlay))
    packaged = folder("vocabulary")
    found = Vocabulary((packaged, *((overlay,) if overlay else ())))
    # Tables that a build has checked and compiled are read when they are needed.
    if overlay or not all(compiled.holds(packaged / f"{table}.csv") for table in READERS):
        found.check()
    return found
