"""Keeping: tables and patterns that the build of a store did not compile, kept for the next start.

After an update of the program, or of a table, those compiled with a store are no longer the program's: every
start read CSV files and compiled hundreds of patterns, which took ten times as long as the answer. The first
process to find that keeps what it made in the user's cache folder, in ``t1-…``, named after the state of the tables
and the Python that runs; the next ones take it from there. It can be deleted at any time, and where nothing can
be written nothing is kept.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from kg import patterns
from kg.errors import UsageError
from kg.hashing import sha256
from kg.resources import default_cache
from kg.vocabulary import compiled

FORMAT = 1
"""Version of what is kept; that of another one is not read and swept in time."""
_FOLDERS = 4
"""So many states of the tables are kept: several versions of the program may be in use."""
_MANY = 20
"""From so many patterns on, all short ones together, compiling them takes longer than to keep them."""


def offer() -> None:
    """Let what an earlier process kept be taken."""
    with contextlib.suppress(OSError, UsageError):
        folder = _folder()
        if _ours(folder):
            compiled.offer(folder)


def keep() -> None:
    """Keep what this process had to make itself, if it was much; another process may do the same."""
    stale = not compiled.whole()
    if not stale and len(patterns.fresh) < _MANY:
        return
    with contextlib.suppress(OSError, UsageError):
        _write(_folder())


def _folder() -> Path:
    """Where what is kept of the tables as they are lies, whether it is there or not."""
    state = [sys.version, str(FORMAT), *(f"{name} {size} {at}" for name, size, at in _state())]
    return default_cache() / f"t{FORMAT}-{sha256(chr(10).join(state).encode()).hexdigest()[:32]}"


def _state() -> list[tuple[str, int, int]]:
    return sorted((name, found.st_size, found.st_mtime_ns) for name, found in compiled.packaged())


def _ours(folder: Path) -> bool:
    """Whether the folder is there, and nobody else can have written it."""
    if not folder.is_dir():
        return False
    if sys.platform == "win32":
        return True
    found = folder.stat()
    return found.st_uid == os.getuid() and not found.st_mode & 0o022


def _write(target: Path) -> None:
    import shutil
    import tempfile

    root = target.parent
    root.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix="tmp-", dir=root))
    try:
        if _ours(target):
            patterns.add_fresh(work / patterns.FILE, target / patterns.FILE)
            (work / patterns.FILE).replace(target / patterns.FILE)
            os.utime(target)
        else:
            from kg.vocabulary import spellings

            made = work / "made"
            compiled.write(made, spellings.to_keep())
            made.chmod(0o700)
            patterns.add_fresh(made / patterns.FILE)
            made.replace(target)
            _sweep(root, target)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _sweep(root: Path, keep: Path) -> None:
    """Remove all but the states kept last."""
    import shutil

    found = [entry for entry in root.glob("t[0-9]*-*") if entry != keep and entry.is_dir()]
    found.sort(key=lambda entry: entry.stat().st_mtime, reverse=True)
    for folder in found[_FOLDERS - 1 :]:
        shutil.rmtree(folder, ignore_errors=True)
