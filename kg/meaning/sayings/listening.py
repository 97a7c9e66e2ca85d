"""Listening: the Matters a text means, by its words and by what people said before."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from kg.meaning.encoding.encoder import encoder
from kg.meaning.encoding.kept import Kept
from kg.meaning.encoding.senses import texts_of
from kg.meaning.sayings import hearing, named
from kg.meaning.sayings.hearing import Hearer
from kg.meaning.sayings.named import Named
from kg.meaning.sayings.recalling import Choice, Judge, Kin, Memory, Recalled, kin, names
from kg.meaning.sayings.sorting import Sort, Sorter
from kg.meaning.sayings.understanding import Understanding, Understood

if TYPE_CHECKING:
    from kg.matrices import Array
    from kg.meaning.index import Index
    from kg.meaning.meaning import Meaning
    from kg.meaning.rows import Hit

    Ranked = Sequence[Sequence[Hit]]
    Sensed = tuple[Array | None, tuple[Understood, ...]]

_LIKELY, _LEAST, _NAMES = 4, 0.05, 3
"""So many duties that are understood bring rows of their names, from this probability on, by so many names."""

_ROWS = 6
"""Rows of a Matter whose senses are looked at, each name once."""

_KEPT = 512
"""Texts of which it is kept what is understood; a notice is asked of every township."""


class Listener:
    """Listens with what the program has been taught; the files are opened with the first text."""

    def __init__(self) -> None:
        """Listen to nothing yet."""
        self._understanding = Understanding()
        self._kept = Kept(self._encoded, _KEPT)
        self._beside: WeakKeyDictionary[Index, Named] = WeakKeyDictionary()

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

    def understand(self, texts: Sequence[str]) -> dict[str, Sensed]:
        """The vector of each text and what that means; texts that will be heard take half the time together."""
        return self._kept.of(texts)

    def _encoded(self, texts: Sequence[str]) -> Iterator[Sensed]:
        told = [text for text in texts if any(letter.isalpha() for letter in text)]
        found = dict(zip(told, encoder().vectors(told), strict=True))
        for text in texts:
            vector = found.get(text)
            yield vector, () if vector is None else self.likeliest(vector)

    def likeliest(self, vector: Array) -> tuple[Understood, ...]:
        """The duties that a vector of a text means, the likeliest first."""
        return self._understanding.likeliest(vector)

    @lru_cache(maxsize=16384)  # noqa: B019 -- as above; the names of rows come up again and again
    def _sort_name(self, name: str) -> tuple[Sort, ...]:
        return self._sorter.sorted(name)

    def _named(self, index: Index, ranked: Ranked) -> Named:
        """What the names of rows sort under: those of ``ranked`` are read at once."""
        found = self._beside.get(index)
        if found is None:
            path = index.beside / named.FILE if index.beside else None
            found = self._beside.setdefault(index, Named(path, self._sorter, self._sort_name))
        found.read(hit.name for hits in ranked for hit in hits)
        return found

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
        sensed: bool = True,
    ) -> tuple[Ranked, list[dict[str, float]]]:
        """The Matters that a text of a story may mean, and what speaks for each (see :mod:`hearing`).

        Without ``sensed`` no row's sense is looked at: who asks of one township after another would wait for all.
        """
        vector, understood = self.understand((text,))[text]
        ranked, recalled, sorts, near = self._gathered(meaning, text, townships, lists, understood)
        taught = self._sorter.taught
        places = None if townships is None else len(townships)
        at_hand = sensed and meaning.index.senses.at_hand(places)
        return ranked, hearing.evidence(
            story,
            ranked,
            recalled,
            sorts,
            near,
            taught,
            self._named(meaning.index, ranked),
            understood,
            _nearness(meaning, vector, ranked) if at_hand else None,
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
        named_ = self._named(meaning.index, ranked)
        return ranked, recalled, sorts, kin(ranked, recalled, sorts, named_)


def _nearness(meaning: Meaning, vector: Array | None, ranked: Ranked) -> Sequence[float] | None:
    """How near each Matter is to a text by the senses of some of its rows; None where they are not at hand."""
    index = meaning.index
    if vector is None:
        return None
    keys = [
        [hit.key for hit in {hit.name: hit for hit in hits[:_ROWS]}.values()] for hits in ranked
    ]
    numbers = index.form_numbers(key for own in keys for key in own)
    index.forms(set(numbers.values()))
    texts = [[t for key in own for t in texts_of(index.form(numbers[key]))] for own in keys]
    return index.senses.near(vector, texts)


@cache
def listener() -> Listener:
    """The one of this process: its files are opened once."""
    return Listener()
