"""How build/vocabulary/sound_alikes.csv is made: which characters are typed with the same letters.

The common characters of GB 2312 by the reading that pypinyin 0.55.0 (MIT; only for this) gives them, without tones, as
people type them; meant can be what the lists of this repository use OFTEN. Run as a program to write the table again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from kg.reading.known.look_alikes import COLUMNS

OFTEN = 8
"""So often the lists use a character for it to be meant."""


def table(readings: Mapping[str, str], used: Counter[str]) -> Iterable[tuple[str, str]]:
    """The rows of sound_alikes.csv."""
    by_reading: dict[str, list[str]] = defaultdict(list)
    for character, reading in readings.items():
        if used[character] >= OFTEN:
            by_reading[reading].append(character)
    for character, reading in sorted(readings.items()):
        if meant := "".join(sorted(c for c in by_reading[reading] if c != character)):
            yield character, meant


if __name__ == "__main__":
    from look_alikes_training import common
    from pypinyin import Style, pinyin
    from topics_training import documents, write

    used: Counter[str] = Counter()
    for document in documents(heard=True):
        for duty in document.duties:
            used.update("".join(duty.row.texts))
    readings = {c: pinyin(c, style=Style.NORMAL)[0][0] for c in common()}
    write("sound_alikes", COLUMNS, table(readings, used))
