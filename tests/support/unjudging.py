"""Lists read without a look for what is implausible in them, which is three quarters of the work.

For tests that look at what rows say, and at findings of no list.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

_NOTHING = SimpleNamespace(judge=lambda *_: None)


@contextlib.contextmanager
def unjudged() -> Iterator[None]:
    """While this lasts nothing that this process reads is judged."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.reading.assembly.Judge", lambda *_: _NOTHING)
        yield
