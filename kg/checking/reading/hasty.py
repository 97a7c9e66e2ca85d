"""Hasty: the tasks of a message that is typed or spoken in haste."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.checking.reading.haste import clauses, haste, typed
from kg.checking.reading.items import ONE_THING, items, things
from kg.checking.reading.requests import requests
from kg.checking.reading.sayings import Sayings
from kg.patterns import regex

_GAP = regex(r"(?<=[\u4e00-\u9fff\d”」])\s+(?=[\u4e00-\u9fff“「])")
_ASKS, _PLAIN, _COUNTED = 0.5, 0.8, 0.1
"""From this probability on a part asks for something, one of its clauses does, and a part does that is one of several."""
_SAYS = 6
"""Characters of a clause that may ask by itself: 每人90块 does not."""
_CELLS = regex(r"[|\t]| {3}|\S / \S+ / ")
"""Rows of a table, which are read as such."""
_INTRO = 8
"""Characters of what only says that some things follow: 三件事."""
_OURS = regex(
    "^(?!.*[你您贵])(?:.*我(?:们|就|来|这边|自己|局)|.*(?:这边|那边)(?:来|去)?(?:弄|办|管|干)|.*都?[是归].{1,6}(?:的事|的活|管))"
)
"""What is told of others: 停发和算钱我们这边弄, 招标盖房都是部里的事; it leads to nothing."""
_NAMED = regex(r"^[^,。]{4,}(?:那[回次件事家]+|的事)$")
"""A thing that is only named: 上个月砂厂压了人那回."""
_SHORT = 2
"""Characters of a clause that may be nothing but a sign of life: 行, 好吧."""


class Hasty:
    """Finds tasks in messages in haste, with the sayings of some vocabulary."""

    def __init__(self, sayings: Sayings) -> None:
        """Use these sayings; the weights are those of the program."""
        self._is = sayings

    def tasks(self, text: str) -> list[list[str]]:
        """The sentences of each task of a folded text; none if it is not typed in haste.

        What is told before a request leads to it; what others do and what need not be done is left out.
        """
        found: list[list[str]] = []
        lead: list[str] = []
        for part, counted in self._parts(text):
            left, freed = self._left(part)
            if not left or self._is.by_the_way(told := _joined(left)) or self._is.empty(told):
                lead = []
                continue
            *each, whole = requests().probabilities([*left, told])
            plain = [p for clause, p in zip(left, each, strict=True) if len(clause) >= _SAYS]
            wanted = counted and not freed and (whole >= _COUNTED or self._is.wants(told))
            asks = whole >= _ASKS or max(plain, default=0.0) >= _PLAIN
            if (wanted or asks) and not _NAMED.search(told):
                found.append([*lead, told])
                lead = []
            else:
                lead = [] if freed or _OURS.search(told) else [*lead, told]
        rest = [one for one in lead if not _NAMED.search(one)]
        return [*found, rest] if found and rest else found

    def line(self, line: str) -> str:
        """A line of a chat, which has blanks for its commas and full stops."""
        parts = _GAP.split(line) if any(map(str.isspace, line)) else ()
        if len(parts) < 3 or "。" in line:
            return line
        told = parts[0]
        for before, part in pairwise(parts):
            ends = self._is.asks(before) and self._is.imperative(part)
            told += ("。" if ends else ",") + part
        return told

    def _parts(self, text: str) -> Iterator[tuple[str, bool]]:
        """The things of a text typed in haste, and whether it counts them: numbered, or 对了, 还有."""
        if _CELLS.search(text) or not typed(text):
            return  # before items are looked for, which takes longer
        found = items(text)
        if any(item.marked for item in found) and not typed(text, numbered=True):
            return
        for item in found:
            for part in haste().parts(item.text):
                for thing in things(part):
                    yield thing, item.marked or bool(ONE_THING.match(thing))

    def _left(self, part: str) -> tuple[list[str], bool]:
        """The clauses of a part that are left for the township, and whether it is freed of one.

        Of 苗子我来调,不用你们掏钱 nothing is left: before what it is freed of stands who does it.
        """
        left: list[str] = []
        freed = False
        for clause in self._clauses(part):
            if self._is.negated(clause):
                freed = True
                if left and self._does_itself(left[-1]):
                    left.pop()
            elif not self._opens(clause):
                left.append(clause)
        return [clause for clause in left if not self._of_others(clause)], freed

    def _opens(self, clause: str) -> bool:
        """Whether a clause only says who is spoken to, or that there are some things: @老李, 三件事."""
        said = self._is
        if len(clause) <= _INTRO and said.introduces(clause):
            return True
        return (
            clause.startswith("@")
            or said.opening(clause)
            or said.hello(clause)
            or said.counts(clause)
        )

    def _of_others(self, clause: str) -> bool:
        """Whether a clause tells what others do: 钱我们这边弄, 招标都是部里的事."""
        return bool(_OURS.search(clause) and _asks_nothing(clause)) or self._is.others(clause)

    def _does_itself(self, clause: str) -> bool:
        """Whether a clause tells what somebody else does: it asks for nothing."""
        return self._is.others(clause) or _asks_nothing(clause)

    def _clauses(self, part: str) -> Iterator[str]:
        """The clauses of a part; a full stop stands behind one that ends a line."""
        where = clauses(part)
        for (start, end), (following, _) in pairwise([*where, (len(part), 0)]):
            if end - start > _SHORT or start == 0:
                yield part[start:end] + ("。" if "\n" in part[end:following] else "")


def _asks_nothing(clause: str) -> bool:
    return requests().probabilities([clause])[0] < _ASKS


def _joined(told: Sequence[str]) -> str:
    """Clauses as one sentence, or as those that end with a full stop."""
    return "".join(
        one if one.endswith("。") or last else f"{one},"
        for one, last in zip(told, [*[False] * (len(told) - 1), True], strict=True)
    )
