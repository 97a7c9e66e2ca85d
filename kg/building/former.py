"""The former generation: what it was made of, so that only what changed is made anew.

Beside the graph lie the recipes of its parts, the lines that all parts share and what was found out of all lists:
what was compared for the Matters, the slips of these. Where they are missing, damaged or an older
program's, there is no former one, and everything is made.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from kg.building import program
from kg.building.parts import Recipe
from kg.building.workshop import heads
from kg.errors import StoreError
from kg.frozen import frozen
from kg.matters import worded
from kg.meaning import packing
from kg.meaning.compared import Compared
from kg.meaning.compared import fingerprint as learned
from kg.meaning.index import FILE as MEANINGS
from kg.meaning.wording import Wording
from kg.quality.noted import Noted
from kg.rdf.sorted_lines import Statements
from kg.reading.corrections import Correction
from kg.reading.placing import Placing
from kg.store import generations

FILE = "made.json"
COMMON = "common.nt.z"
COMPARED = "compared.z"
NAMES = "names.z"
NOTED = "slips.z"
"""Names of its files in a generation."""

_PIECE = 1 << 22


@frozen
class Former:
    """A whole generation by its parts, each by its township's code; ``others``: further keys of the shelf."""

    generation: generations.Generation
    recipes: dict[str, Recipe]
    others: frozenset[str]

    @property
    def path(self) -> Path:
        """Its folder."""
        return self.generation.path

    def common(self) -> set[str]:
        """The lines that no part has alone.

        Raises:
            LookupError: they are damaged.
        """
        try:
            text = zlib.decompress((self.path / COMMON).read_bytes()).decode()
        except (OSError, ValueError, zlib.error) as error:
            raise LookupError(COMMON) from error
        return set(text.split("\n")[:-1])

    def compared(self, tables: str) -> Compared | None:
        """What was compared to find the Matters, with tables of this checksum; None where it is not known."""
        data = self._bytes(COMPARED)
        return Compared.from_bytes(data, _key(tables)) if data else None

    def names(self, tables: str) -> dict[str, Wording]:
        """Names of duties as they were read with tables of this checksum, as far as they are known."""
        data = self._bytes(NAMES)
        return worded.from_bytes(data, _key(tables)) if data else {}

    def noted(self) -> Noted | None:
        """The slips of the Matters that it had; None where they are not known."""
        data = self._bytes(NOTED)
        return Noted.from_bytes(data) if data else None

    def _bytes(self, name: str) -> bytes | None:
        try:
            return (self.path / name).read_bytes()
        except OSError:
            return None


@frozen
class Found:
    """What a build found out of all lists together, which the next one rests on.

    What was compared to find the Matters, the names of duties as they were read, the slips of Matters.
    """

    compared: Compared | None
    names: Mapping[str, Wording]
    noted: Noted | None


def of(directory: Path, base: str) -> Former | None:
    """The current generation of a store, if what is made now can rest on it."""
    try:
        if not generations.exists(directory):
            return None
        path = generations.current(directory).path
        data = json.loads((path / FILE).read_text("utf-8"))
        if data["program"] != program.fingerprint() or data["base"] != base:
            return None
        recipes = {row[0]: _recipe(row) for row in data["parts"]}
        found = Former(generations.Generation.taken(path), recipes, frozenset(data["others"]))
        packing.offer(path / MEANINGS)
        return found
    except (OSError, ValueError, KeyError, TypeError, IndexError, StoreError):
        return None


def _recipe(row: list[Any]) -> Recipe:
    code, placed, put_right, key = row
    documents = []
    for entry, head, edition, part in placed:
        (kept,) = heads([head], head[0])
        documents.append((entry, Placing(kept, edition, part)))
    return Recipe(code, tuple(documents), tuple(Correction(*one) for one in put_right), key)


def write(
    generation: Path,
    recipes: Iterable[Recipe],
    base: str,
    common: Statements,
    others: Iterable[str],
    found: Found,
    tables: str,
) -> None:
    """Keep of what a generation is made; ``others`` are further keys of the shelf.

    ``found`` was so with tables of the checksum ``tables``.

    Raises:
        OSError: it cannot be written.
    """
    data = {
        "program": program.fingerprint(),
        "base": base,
        "others": list(others),
        "parts": [recipe.to_json() for recipe in recipes],
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    (generation / FILE).write_text(text, "utf-8", newline="\n")
    packer = zlib.compressobj(1)
    with common.open() as lines, (generation / COMMON).open("wb") as stream:
        while piece := lines.read(_PIECE):
            stream.write(packer.compress(piece))
        stream.write(packer.flush())
    (generation / NAMES).write_bytes(worded.to_bytes(found.names, _key(tables)))
    if found.compared is not None:
        (generation / COMPARED).write_bytes(found.compared.to_bytes(_key(tables)))
    if found.noted is not None:
        (generation / NOTED).write_bytes(found.noted.to_bytes())


def _key(tables: str) -> str:
    return program.key("compared", tables, learned())


def keys(generation: Path) -> set[str]:
    """The keys of the shelf that a generation was made from."""
    try:
        data = json.loads((generation / FILE).read_text("utf-8"))
        parts = {key for row in data["parts"] for key in (row[3], *(one[0] for one in row[1]))}
        return parts | set(data["others"])
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return set()
