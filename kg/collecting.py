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
            if not _others_froze():
                # To the oldest values with all that was made: else the next one made has them all looked at.
                gc.freeze()
                gc.unfreeze()
            gc.enable()


_by_others: list[int] = []
"""How many values somebody else has frozen, once there are any: Python counts them one by one."""


def _others_froze() -> bool:
    """Whether whoever runs this program has values frozen: they are not ours to unfreeze."""
    if not _by_others and (count := gc.get_freeze_count()):
        _by_others.append(count)
    return bool(_by_others)
