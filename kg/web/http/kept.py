"""Pages made before, kept for everybody: a store never changes, so neither do its pages."""

from __future__ import annotations

from collections import OrderedDict

from kg.web.process import Answer


class Kept:
    """Answers by tag, those asked for longest ago forgotten first, within a bound of bytes."""

    def __init__(self, bound: int, largest: int, each: int = 0) -> None:
        """Keep ``bound`` bytes, ``each`` for an answer besides its body, none longer than ``largest``."""
        self._bound = bound
        self._each = each
        self._largest = largest
        self.held = 0
        """Bytes that are kept."""
        self._answers: OrderedDict[str, Answer] = OrderedDict()

    def get(self, tag: str) -> Answer | None:
        """The answer of this tag."""
        found = self._answers.get(tag)
        if found is not None:
            self._answers.move_to_end(tag)
        return found

    def put(self, tag: str, answer: Answer) -> None:
        """Keep an answer under its tag."""
        size = len(answer.body)
        if size > self._largest or tag in self._answers:
            return
        self._answers[tag] = answer
        self.held += size + self._each
        while self.held > self._bound:
            _, old = self._answers.popitem(last=False)
            self.held -= len(old.body) + self._each
