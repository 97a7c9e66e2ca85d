"""Garbage: pauses of Python's search for cycles while many lasting values are made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Pause the search for garbage cycles: for work whose values stay and form no cycles."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            if not gc.get_freeze_count():
                # To the oldest values with all that was made: else the next one made has them all looked at.
                gc.freeze()
                gc.unfreeze()
            gc.enable()
