"""Holding: a reader keeps the generation it reads on disk until its process ends.

Each generation has an empty file that readers lock together and that whoever wants to remove the
generation must lock alone. The system frees the locks of a process that ends, however it ends.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

FILE = "reading"
"""The file that readers hold."""


class Swept(OSError):
    """The generation is being removed, or gone."""


class Held:
    """A lock that lives as long as this object."""

    def __init__(self, handle: int) -> None:
        """Take an open file over."""
        self._handle = handle

    def __del__(self) -> None:
        """Free the lock."""
        os.close(self._handle)


def hold(folder: Path) -> Held | None:
    """Keep a generation from being removed as long as what is returned lives; None: it has no such file.

    Raises:
        Swept: it is being removed.
    """
    try:
        held = Held(handle := os.open(folder / FILE, os.O_RDONLY))
    except FileNotFoundError:
        if not folder.is_dir():
            raise Swept(str(folder)) from None
        return None  # written by an older version
    except OSError:
        return None
    if not _lock(handle, alone=False) or not (folder / FILE).exists():
        raise Swept(str(folder))
    return held


def clear(folder: Path) -> None:
    """Remove a folder with what is in it, as far as the system lets one."""
    import shutil  # brings every kind of archive along: not for those who only read

    shutil.rmtree(folder, ignore_errors=True)


def remove(folder: Path) -> bool:
    """Remove a generation nobody reads; whether it was. What is held stays for the next time."""
    path = folder / FILE
    try:
        with path.open("rb") as stream:
            if not _lock(stream.fileno(), alone=True):
                return False
            if sys.platform == "win32":
                stream.close()
                path.rename(path.with_suffix(".gone"))  # refused while a reader has it open
            clear(folder)
    except FileNotFoundError:
        clear(folder)
    except OSError:
        return False
    return not folder.exists()


if sys.platform == "win32":

    def _lock(handle: int, *, alone: bool) -> bool:
        return True  # an open file cannot be renamed or removed there
else:
    import fcntl

    def _lock(handle: int, *, alone: bool) -> bool:
        try:
            fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
