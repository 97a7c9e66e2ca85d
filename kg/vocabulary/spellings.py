"""Spellings: the names of all counties and of all kinds of offices, by the key under which they are looked up.

With them what questions need of the kinds of offices: their stems and what they are called in general.
"""

from __future__ import annotations

from typing import Any

from kg.folding import match_key
from kg.frozen import frozen
from kg.vocabulary import compiled
from kg.vocabulary.loading import Vocabulary, load

NAME = "spellings"
"""Name of the compiled form: made of two tables, so that neither need be read to look a name up."""
_TABLES = ("functions", "places")
_VERSION = 2
_SHORTEST_PLACE = 3


@frozen
class Spellings:
    """Key (``match_key``) → the name of a county or prefecture, or of the kind of office it stands for."""

    places: dict[str, str]
    functions: dict[str, str]
    stems: dict[str, list[str]]
    """Kind of office by its id → its stems (水利); those without any are left out."""
    generic: dict[str, list[str]]
    """Kind of office by its id → what it is called in general."""


def spellings(vocabulary: Vocabulary) -> Spellings:
    """The spellings of a vocabulary."""
    folder, *others = vocabulary.folders
    if not others and all(compiled.holds(folder / f"{table}.csv") for table in _TABLES):
        found = compiled.derived(folder / f"{_TABLES[0]}.csv", NAME)
        if found.get("version") == _VERSION:
            pairs = {name: _unpacked(found[name]) for name in ("places", "functions")}
            return Spellings(**pairs, stems=found["stems"], generic=found["generic"])
    return _made(vocabulary)


def _made(vocabulary: Vocabulary) -> Spellings:
    places = {
        match_key(row.name): row.name
        for row in vocabulary.places.values()
        if row.level in ("county", "prefecture") and len(row.name) >= _SHORTEST_PLACE
    }
    functions: dict[str, str] = {}
    for spelling, (function, _) in vocabulary.spellings.items():
        if len(spelling) > 1:
            functions.setdefault(match_key(spelling), function.name)
    kinds = vocabulary.functions.values()
    return Spellings(
        places,
        functions,
        {kind.id: list(kind.stems) for kind in kinds if kind.stems},
        {kind.id: list(kind.generic) for kind in kinds if kind.generic},
    )


def to_keep() -> dict[str, Any]:
    """The compiled form of the packaged tables, for :func:`kg.vocabulary.compiled.write`."""
    made = _made(load())
    packed = {"places": _packed(made.places), "functions": _packed(made.functions)}
    return {
        NAME: {"version": _VERSION, **packed, "stems": made.stems, "generic": made.generic},
    }


def _packed(names: dict[str, str]) -> list[str]:
    """Keys and names as two texts: read in a quarter of the time that thousands of strings take."""
    return ["\n".join(names.keys()), "\n".join(names.values())]


def _unpacked(texts: list[str]) -> dict[str, str]:
    keys, names = texts
    return dict(zip(keys.split("\n"), names.split("\n"), strict=True))
