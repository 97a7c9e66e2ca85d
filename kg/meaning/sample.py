"""The sample: how telling characters and pairs are, counted once over the lists that come with the program.

Counted over the loaded lists, weights would change with every list, and with them what is
joined; counted over three lists of other provinces they join fewer of those lists' duties, too.
``python -m kg.matters.sampling`` counts them again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from kg.frozen import frozen
from kg.meaning.index import Index, telling

FILE = "sample.txt"
"""Beside this module: the number of forms, then lines ``names clauses`` with the grams that stand in so many."""


@frozen
class Sample:
    """The number of forms, and of each gram in how many names, and in how many others' clauses, it stands."""

    size: int
    counts: Mapping[str, tuple[int, int]]

    @classmethod
    def of(cls, index: Index) -> Sample:
        """The counts of an index."""
        return cls(index.size, index.counts())

    @staticmethod
    def load() -> Sample:
        """That of the program."""
        return _load(Path(__file__).with_name(FILE))

    def weight(self, gram: str) -> float:
        """How telling a gram is: 0 for one in every form, 1 for one in none."""
        return telling(self.size, *self.counts.get(gram, (0, 0)))

    def weights(self, grams: Iterable[str]) -> dict[str, float]:
        """How telling several are."""
        return {gram: self.weight(gram) for gram in grams}

    def write(self, path: Path) -> None:
        """Write it as :meth:`load` reads it."""
        by_count: dict[tuple[int, int], list[str]] = {}
        for gram, both in self.counts.items():
            by_count.setdefault(both, []).append(gram)
        lines = [str(self.size)]
        for (names, clauses), grams in sorted(by_count.items()):
            lines.append(f"{names} {clauses} {' '.join(sorted(grams))}")
        path.write_text("\n".join(lines) + "\n", "utf-8", newline="\n")


@cache
def _load(path: Path) -> Sample:
    size, *lines = path.read_text("utf-8").splitlines()
    counts: dict[str, tuple[int, int]] = {}
    for line in lines:
        names, clauses, *grams = line.split(" ")
        counts.update(dict.fromkeys(grams, (int(names), int(clauses))))
    return Sample(int(size), counts)
