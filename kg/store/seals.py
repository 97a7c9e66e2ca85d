"""Seals: the checksums of a generation's files, looked at when it is opened.

A file whose size and time are as they were written is believed; any other is read and compared. The
engine's own tables are among them: what random bytes in one of them make of its memory is nobody's wish.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.errors import StoreError
from kg.hashing import sha256

FILE = "files.json"
"""Name of the list of checksums in a generation."""

SUMMARY = "summary.json"
"""The file that is written last; its checksum stands among the others before it is there."""

_CHANGING = ("LOG", "LOCK")
"""What the engine writes into when a store is only read; all else of its files stays as it is."""
_VERSION = 1
_PIECE = 1 << 18


def seal(folder: Path, summary: str, former: Path | None = None) -> str:
    """The list of the checksums of the files in ``folder`` and of the ``summary`` to come, as text.

    A file that ``folder`` shares with the ``former`` generation keeps the checksum it has there.
    """
    known = _sealed(former) if former else {}
    files = {}
    for name, path in _files(folder):
        status = path.stat()
        size, time = status.st_size, status.st_mtime_ns
        old = known.get(name)
        shared = (
            old is not None
            and former is not None
            and old[:2] == [size, time]
            and os.path.samestat(status, (former / name).stat())
        )
        files[name] = [size, time, old[2] if shared and old else _digest(path)]
    own = sha256(summary.encode()).hexdigest()
    return json.dumps({"version": _VERSION, "summary": own, "files": files}, sort_keys=True)


def _sealed(folder: Path) -> dict[str, list[Any]]:
    """The checksums of a generation's files; none where they cannot be read."""
    try:
        return dict(json.loads((folder / FILE).read_text("utf-8"))["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def check(folder: Path, *, deep: bool = False) -> None:
    """See that nothing in a generation was changed since it was written.

    ``deep`` reads every file that has a checksum, whatever its time says: what a disk loses has no time.

    Raises:
        StoreError: something was, or is gone; the message names it.
    """
    damaged = damages(folder)
    if deep and not damaged:
        known = _sealed(folder)
        damaged = [name for name in damages(folder, deep=True) if name in known]
    if damaged:
        raise StoreError(
            f"图库损坏，请重新运行 kg build：{folder.parent}（{'、'.join(damaged[:5])}）"
            " (damaged store: run kg build again)"
        )


def damages(folder: Path, *, deep: bool = False) -> list[str]:
    """The files that are not as they were written; ``deep`` reads every one of them."""
    try:
        text = (folder / FILE).read_text("utf-8")
        sealed = json.loads(text)
        if sealed.get("version") != _VERSION:  # written by an older version: sizes only
            return [FILE] if deep else []
        found = [SUMMARY] if _digest(folder / SUMMARY) != sealed["summary"] else []
        base = os.fspath(folder)  # of a hundred files each start makes no Path
        for name, (size, time, digest) in sealed["files"].items():
            if _changed(os.path.join(base, name), size, time, digest, deep=deep):  # noqa: PTH118
                found.append(name)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return [FILE if not (folder / FILE).is_file() or (folder / SUMMARY).is_file() else SUMMARY]
    if deep:
        found += sorted({name for name, _ in _files(folder)} - sealed["files"].keys())
    return found


def _changed(path: str, size: int, time: int, digest: str, *, deep: bool) -> bool:
    try:
        status = os.stat(path)  # noqa: PTH116
        if status.st_size != size:
            return True
        return (deep or status.st_mtime_ns != time) and _digest(Path(path)) != digest
    except OSError:
        return True


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """The files of a generation that never change, by name."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        changing = path.parent.name == "graph" and path.name.startswith(_CHANGING)
        if path.is_file() and not changing and name not in {FILE, SUMMARY}:
            yield name, path


def _digest(path: Path) -> str:
    found = sha256()
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            found.update(piece)
    return found.hexdigest()
