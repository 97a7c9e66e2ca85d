"""The shelf: what builds worked out of documents, kept by checksum, so that the next one need not.

Entries lie in ``shelf/`` in the store's folder, each under the checksum of all it was made from. They
are a convenience: one that is missing or damaged is made again.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

FOLDER = "shelf"
"""Name of the folder in a store."""

_DIGEST = 32
_NAME = re.compile(r"[0-9a-f]{64}\.[a-z]+(?:\.[\da-f-]+)?")


class Shelf:
    """Entries by kind and key (64 hex digits); in memory until it is given its folder."""

    def __init__(self, folder: Path | None = None) -> None:
        """Keep entries in ``folder``, or in memory for the time being."""
        self.folder = folder
        self._held: dict[str, bytes] = {}

    def settle(self, folder: Path) -> None:
        """Have a folder from now on; what is in memory goes there."""
        self.folder = folder
        for name, data in self._held.items():
            self._write(name, data)
        self._held.clear()

    def put(self, kind: str, key: str, data: bytes) -> None:
        """Keep an entry; one that is there stays."""
        name = f"{key}.{kind}"
        if self.folder is None:
            self._held[name] = data
        else:
            self._write(name, data)

    def get(self, kind: str, key: str) -> bytes | None:
        """An entry; None where there is none, or a damaged one."""
        name = f"{key}.{kind}"
        if name in self._held or self.folder is None:
            return self._held.get(name)
        try:
            found = self._path(name).read_bytes()
        except OSError:
            return None
        data = found[_DIGEST:]
        return data if hashlib.sha256(data).digest() == found[:_DIGEST] else None

    def has(self, kind: str, key: str) -> bool:
        """Whether there is such an entry, whole."""
        return self.get(kind, key) is not None

    def seen(self, kind: str, key: str) -> bool:
        """Whether there is such an entry, whole or not: one look, nothing is read."""
        name = f"{key}.{kind}"
        return name in self._held if self.folder is None else self._path(name).is_file()

    def _path(self, name: str) -> Path:
        assert self.folder is not None
        return self.folder / name[:2] / name

    def _write(self, name: str, data: bytes) -> None:
        path = self._path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        # Machines that share the folder may have processes of the same number.
        work = path.with_name(f"{name}.{os.getpid()}-{os.urandom(4).hex()}")
        work.write_bytes(hashlib.sha256(data).digest() + data)
        work.replace(path)

    def keep(self, names: Iterable[str]) -> None:
        """Remove all entries but those whose key is among ``names``."""
        wanted = set(names)
        if self.folder is None or not self.folder.is_dir():
            return
        for path in self.folder.glob("??/*"):
            if _NAME.fullmatch(path.name) and path.name.partition(".")[0] not in wanted:
                path.unlink(missing_ok=True)

    def drop(self) -> None:
        """Remove the shelf."""
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)
