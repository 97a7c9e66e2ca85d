"""The cache: files made from what an endpoint holds, so that it is read only once.

``duty-kg/r1-<key>/`` in the user's cache directory has the files of one state of one endpoint's
graph. A file is made under a temporary name and put in place in one step: whoever is killed, or
comes at the same time, never sees half of it. Everything here can be deleted at any time.
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from kg.errors import StoreError, UsageError, reason
from kg.resources import default_cache
from kg.store.databases import reading

FORMAT = 1
"""Version of the files' layout; files of another one are not read and swept in time."""
_KEPT = 8
_STALE_SECONDS = 3_600.0
_LARGE = 32 << 20
"""Bytes above which looking through a whole database would cost more than it is worth each time."""
_MAGIC = b"SQLite format 3\x00"


class Cache:
    """The files of one state of one source."""

    def __init__(self, *key: str, say: Callable[[str], None] = lambda message: None) -> None:
        """Take the folder of ``key``: the checksum of what is there, and where "there" is.

        ``say`` tells people that nothing can be kept, if so.
        """
        digest = hashlib.sha256("\n".join(key).encode()).hexdigest()
        self._name = f"r{FORMAT}-{digest[:32]}"
        self._say = say
        self._folder: Path | None = None

    @property
    def folder(self) -> Path:
        """The folder, made when first asked for; a temporary one if the cache cannot be written."""
        if self._folder is None:
            try:
                root = default_cache()
                self._folder = _writable(root / self._name)
                _sweep(root, keep=self._name)
            except (OSError, UsageError) as error:
                self._say(
                    f"写不了缓存：{error}；这次放在临时文件夹，可用 KG_CACHE 另指"
                    " (the cache cannot be written: a temporary folder this time; see KG_CACHE)"
                )
                self._folder = Path(tempfile.mkdtemp(prefix="duty-kg-"))
                atexit.register(shutil.rmtree, self._folder, ignore_errors=True)
        return self._folder

    def file(self, name: str, make: Callable[[Path], None], sound: Callable[[Path], bool]) -> Path:
        """The file ``name``, written by ``make`` if it is missing or not ``sound``.

        Raises:
            StoreError: there is no room for it.
        """
        path = self.folder / name
        if path.is_file() and sound(path):
            return path
        try:
            # A folder of its own, since SQLite writes a journal beside its file.
            work = Path(tempfile.mkdtemp(prefix="tmp-", dir=self.folder))
            try:
                make(work / name)
                _replace(work / name, path)
            finally:
                shutil.rmtree(work, ignore_errors=True)
        except OSError as error:
            raise StoreError(
                f"写不了缓存 {path}：{reason(error)} (the cache cannot be written)"
            ) from error
        return path


def sound_database(path: Path) -> bool:
    """Whether an SQLite file is whole: as long as it says, and, if it is small, right inside.

    https://www.sqlite.org/fileformat.html#the_database_header
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            header = stream.read(100)
        page, pages = int.from_bytes(header[16:18], "big"), int.from_bytes(header[28:32], "big")
        if not header.startswith(_MAGIC) or (65_536 if page == 1 else page) * pages != size:
            return False
        if size > _LARGE:
            return True
        with contextlib.closing(reading(path)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except (OSError, sqlite3.Error):
        return False


def _writable(folder: Path) -> Path:
    """The folder, made for its owner only, and marked as used now.

    Raises:
        OSError: nothing can be written there.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder):
        pass
    os.utime(folder)
    return folder


def _replace(work: Path, path: Path) -> None:
    try:
        work.replace(path)
    except PermissionError:
        # Windows: another process made the same file first and has it open.
        if not path.is_file():
            raise


def _sweep(root: Path, keep: str) -> None:
    """Remove all but the folders used last, and what killed processes left behind."""
    with contextlib.suppress(OSError):
        found = [entry for entry in root.glob("r*-*") if entry.is_dir() and entry.name != keep]
        found.sort(key=lambda entry: entry.stat().st_mtime, reverse=True)
        for folder in found[_KEPT - 1 :]:
            shutil.rmtree(folder, ignore_errors=True)
        for left in (root / keep).glob("tmp-*"):
            if time.time() - left.stat().st_mtime > _STALE_SECONDS:
                shutil.rmtree(left, ignore_errors=True)
