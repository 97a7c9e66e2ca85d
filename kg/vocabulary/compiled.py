"""Compiled tables: the cells of a vocabulary folder's tables as JSON, kept beside a store.

Reading CSV cell by cell took a fifth of the start of ``kg ask``. A build writes what it read into the
generation; whoever opens the generation offers it here. A compiled table stands for its CSV only as long
as that has the size and time it had, or else the same checksum: an edited table is read anew.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import patterns
from kg.hashing import sha256
from kg.resources import folder

if TYPE_CHECKING:
    from kg.vocabulary.sheets import Cells

FOLDER = "vocabulary"
"""Name of the folder of compiled tables in a generation."""

INDEX = "index"
_VERSION = 1
_KEPT = 4
_AS_TEXT = frozenset(("townships",))
_offered: list[Path] = []


def offer(directory: Path) -> None:
    """Let tables be taken from ``directory``; what is not there, or older, is read from CSV."""
    if directory not in _offered:
        patterns.offer(directory / patterns.FILE)
        _offered.insert(0, directory)
        del _offered[_KEPT:]


def rows(path: Path, columns: Sequence[str]) -> list[Cells] | None:
    """The rows of the table at ``path`` if a compiled one with these columns is at hand."""
    found = _found(path)
    if found is None or found.get("columns") != list(columns):
        return None
    return [(line, cells) for line, *cells in found["rows"]]


def text(path: Path) -> str | None:
    """The whole text of a table that is searched as text, if it is at hand."""
    found = _found(path)
    return found.get("text") if found else None


def derived(path: Path, name: str) -> dict[str, Any]:
    """What was made of tables and compiled as ``name`` where that of ``path`` is at hand; empty if it is not."""
    directory = _holder(path)
    return _read(directory / f"{name}.json") if directory else {}


def holds(path: Path) -> bool:
    """Whether there is a compiled table of the file at ``path`` as it is now: whoever wrote it checked it."""
    return _holder(path) is not None


def packaged() -> Iterator[tuple[str, os.stat_result]]:
    """The packaged tables by name, with what the file system says of them."""
    with os.scandir(folder("vocabulary")) as entries:
        for entry in entries:
            if entry.name.endswith(".csv"):
                yield entry.name.removesuffix(".csv"), entry.stat()


def whole() -> bool:
    """Whether all packaged tables are at hand, compiled from files of the size and time they have now."""
    state = {name: [found.st_size, found.st_mtime_ns] for name, found in packaged()}
    return any(
        state == {name: stamp[:2] for name, stamp in _index(directory).items()}
        for directory in _offered
    )


def _found(path: Path) -> dict[str, Any] | None:
    directory = _holder(path)
    found = _read(directory / f"{path.stem}.json") if directory else None
    return found or None


def _holder(path: Path) -> Path | None:
    if path.parent != folder("vocabulary"):
        return None
    for directory in _offered:
        stamp = _index(directory).get(path.stem)
        if stamp and fits(stamp, path):
            return directory
    return None


@lru_cache(maxsize=_KEPT)
def _index(directory: Path) -> dict[str, list[Any]]:
    found = _read(directory / f"{INDEX}.json")
    tables = found.get("tables") if found.get("version") == _VERSION else None
    return tables if isinstance(tables, dict) else {}


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def fits(stamp: list[Any], path: Path) -> bool:
    """Whether a compiled table is of the file that lies at ``path`` now."""
    try:
        size, time, digest = stamp
        status = path.stat()
        return bool(status.st_size == size) and (
            bool(status.st_mtime_ns == time) or checksum(path) == digest
        )
    except (OSError, ValueError, TypeError):
        return False


def checksum(path: Path) -> str:
    """The checksum of a file."""
    return sha256(path.read_bytes()).hexdigest()


def ours(generation: Path) -> bool:
    """Whether the patterns of a generation were compiled by the Python that runs."""
    return patterns.fit(generation / FOLDER / patterns.FILE)


def taken(directory: Path, former: Path) -> bool:
    """Give ``directory`` the files of ``former``, compiled by this very program, if they are of the tables as they are.

    Raises:
        OSError: they cannot be written.
    """
    known = _index(former)
    paths = sorted(folder("vocabulary").glob("*.csv"))
    if known.keys() != {path.stem for path in paths} or not ours(former.parent):
        return False
    for path in paths:
        status = path.stat()
        if known[path.stem][:2] != [status.st_size, status.st_mtime_ns]:
            return False
    directory.mkdir()
    for path in former.iterdir():
        try:
            (directory / path.name).hardlink_to(path)
        except OSError:  # a file system without links
            import shutil

            shutil.copyfile(path, directory / path.name)
    return True


def write(directory: Path, made: Mapping[str, dict[str, Any]]) -> None:
    """Write the packaged tables, and what was ``made`` of them, into ``directory``.

    A table with mistakes is left out.

    Raises:
        OSError: they cannot be written.
    """
    directory.mkdir()
    tables: dict[str, list[Any]] = {}
    for path in sorted(folder("vocabulary").glob("*.csv")):
        digest = checksum(path)
        text = _compiled(path, digest)
        if text is not None:
            status = path.stat()
            tables[path.stem] = [status.st_size, status.st_mtime_ns, digest]
            _write(directory / f"{path.stem}.json", text)
    for name, body in made.items():
        _write(directory / f"{name}.json", _json(body))
    _write(directory / f"{INDEX}.json", _json({"version": _VERSION, "tables": tables}))


@lru_cache(maxsize=64)
def _compiled(path: Path, digest: str) -> str | None:
    """A table of this checksum compiled; None where it has mistakes."""
    from kg.vocabulary.sheets import as_lines, read_sheet  # where it is compiled, no CSV is read

    if path.stem in _AS_TEXT:
        return _json({"text": as_lines(path)})
    problems: list[str] = []
    columns, found = read_sheet(path, problems)
    if problems:
        return None
    return _json({"columns": columns, "rows": [[line, *cells] for line, cells in found]})


def _json(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8", newline="\n")
