"""How much work something takes, whatever else the machine does meanwhile."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator


@contextlib.contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """The block takes no more than so many seconds of this thread's CPU.

    The clock on the wall would also count what other programs take of a busy machine.
    """
    start = time.thread_time()
    yield
    taken = time.thread_time() - start
    assert taken < seconds, f"{taken:.1f} of {seconds:g} s of CPU"
