"""Kept: what was found of texts that come up again, several made at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """Makes something of texts and keeps it: texts that are new are made together, which takes less time."""

    def __init__(self, make: Callable[[Sequence[str]], Iterable[T]], most: int) -> None:
        """``make`` gives something for each text; about ``most`` are kept."""
        self._make, self._most = make, most
        self._known: dict[str, T] = {}

    def of(self, texts: Sequence[str]) -> dict[str, T]:
        """What was made of each text."""
        known = self._known
        found = {text: known[text] for text in texts if text in known}
        new = [text for text in dict.fromkeys(texts) if text not in found]
        found |= zip(new, self._make(new), strict=True)
        if len(known) + len(new) > self._most:
            # A new one: another thread may be reading what was kept.
            self._known = dict(found)
        else:
            known.update(found)
        return found
