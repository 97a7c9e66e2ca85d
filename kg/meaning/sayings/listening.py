"""Listening: the Matters a text means, by its words and by what people said before."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING

from kg.meaning.encoding.kept import Kept
from kg.meaning.sayings import hearing
from kg.meaning.sayings.hearing import Hearer
from kg.meaning.sayings.recalling import Choice, Judge, Kin, Memory, Recalled, kin, names
from kg.meaning.sayings.sorting import Sort, Sorter
from kg.meaning.sayings.understanding import Understanding, Understood

if TYPE_CHECKING:
    from kg.meaning.meaning import Meaning
    from kg.meaning.rows import Hit

    Ranked = Sequence[Sequence[Hit]]

_LIKELY, _LEAST, _NAMES = 4, 0.05, 3
"""So many duties that are understood bring rows of their names, from this probability on, by so many names."""

_KEPT = 512
"""Texts of which it is kept what is understood; a notice is asked of every township."""


class Listener:
    """Listens with what the program has been taught; the files are opened with the first text."""

    def __init__(self) -> None:
        """Listen to nothing yet."""
        self._kept = Kept(Understanding().understood, _KEPT)

    @cached_property
    def _memory(self) -> Memory:
        return Memory.load()

    @cached_property
    def _sorter(self) -> Sorter:
        return Sorter.load()

    @cached_property
    def _judge(self) -> Judge:
        return Judge.load(self._sorter.taught)

    @cached_property
    def _hearer(self) -> Hearer:
        return Hearer.load()

    @lru_cache(maxsize=256)  # noqa: B019 -- there is one listener, see below
    def sorted(self, text: str) -> tuple[Sort, ...]:
        """The duties that a text sorts under, the likeliest first; a notice is asked of every township."""
        return self._sorter.sorted(text)

    @lru_cache(maxsize=256)  # noqa: B019 -- as above
    def _recalled(self, text: str) -> Recalled:
        return self._memory.recall(text)

    def understand(self, texts: Sequence[str]) -> dict[str, tuple[Understood, ...]]:
        """What each text means by its sense; texts that will be heard take half the time together."""
        return self._kept.of(texts)

    @lru_cache(maxsize=16384)  # noqa: B019 -- as above; the names of rows come up again and again
    def _named(self, name: str) -> tuple[Sort, ...]:
        return self._sorter.sorted(name)

    def choices(
        self,
        meaning: Meaning,
        text: str,
        *,
        townships: Collection[str] | None = None,
        lists: Collection[str] | None = None,
        story: str = "",
    ) -> list[Choice]:
        """The Matters a text may mean in these townships and lists, the likeliest first.

        ``story`` is the whole of what was told, where the text is (part of) a story.
        """
        if story:
            found = self.evidence(meaning, text, story, townships=townships, lists=lists)
            return self._hearer.choices(*found)
        return self._judge.choices(*self._gathered(meaning, text, townships, lists))

    def evidence(
        self,
        meaning: Meaning,
        text: str,
        story: str,
        *,
        townships: Collection[str] | None = None,
        lists: Collection[str] | None = None,
    ) -> tuple[Ranked, list[dict[str, float]]]:
        """The Matters that a text of a story may mean, and what speaks for each (see :mod:`hearing`)."""
        understood = self.understand((text,))[text]
        ranked, recalled, sorts, near = self._gathered(meaning, text, townships, lists, understood)
        taught = self._sorter.taught
        return ranked, hearing.evidence(
            story, ranked, recalled, sorts, near, taught, self._named, understood
        )

    def _gathered(
        self,
        meaning: Meaning,
        text: str,
        townships: Collection[str] | None,
        lists: Collection[str] | None,
        understood: Sequence[Understood] = (),
    ) -> tuple[Ranked, Recalled, tuple[Sort, ...], Kin]:
        """The Matters, what is recalled, the duties that the text sorts under, and what these are here."""
        recalled, sorts = self._recalled(text), self.sorted(text)
        likely = (one.names for one in understood[:_LIKELY] if one.probability >= _LEAST)
        meant = (name for own in likely for name in own[:_NAMES])
        also = tuple(dict.fromkeys((*names(recalled, sorts), *meant)))
        ranked = meaning.ranked(text, townships=townships, lists=lists, also=also)
        return ranked, recalled, sorts, kin(ranked, recalled, sorts, self._named)


@cache
def listener() -> Listener:
    """The one of this process: its files are opened once."""
    return Listener()
