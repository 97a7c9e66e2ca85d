"""What a whole run of tests shares, made by whichever of its processes wants it first."""

from __future__ import annotations

import os
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from kg.store.locking import locked

_Made = TypeVar("_Made")


def once(
    factory: pytest.TempPathFactory, name: str, make: Callable[[Path], _Made]
) -> tuple[Path, _Made]:
    """A folder and what ``make`` said when it filled it: once in a run, however many processes it has.

    The folder lies beside those of the processes and goes with them; who changes what lies there changes it
    for other tests.
    """
    root = factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        root = root.parent  # a process has a folder of its own in that of the run
    place = root / f"shared-{name}"
    place.mkdir(exist_ok=True)
    folder, said = place / "made", place / "said"
    with locked(place, lambda message: None):
        if not said.is_file():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            made = make(folder)
            work = place / "work"
            work.write_bytes(pickle.dumps(made))
            work.replace(said)
        return folder, pickle.loads(said.read_bytes())
