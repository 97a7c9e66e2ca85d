"""How build/vocabulary/words.csv is made: which characters begin and end words together.

Words are those of the word list of jieba 0.42.1 (MIT; ``pip install jieba==0.42.1``, only for this); what
may stand alone at the end and what begins a name is learned from the lists of this repository, too. Run as
a program to write the table again.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kg.folding import fold_forms, without_tags
from kg.reading.plausible.words import COLUMNS
from kg.values import Document

LEAST = 20
"""Smallest frequency of a word."""
MORE_THAN_ONE = 2
"""So many texts must end with a character that no word ends with; one may be a slip."""
ENDS_MORE = 0.25
"""A character may stand alone at the end where it begins words no more than it ends them, but for this
(log-odds); at the beginning the other way round."""
_ALSO_ACTS = ("关心", "关怀", "联系", "帮教", "接转", "盘点")
"""Things to do that the list of words has as things, or not at all."""
_RUN = re.compile(r"[\u4e00-\u9fff]+")
_FIRST = re.compile(r"(?:^|[；。;\s>]|\d[.．、])\s*([\u4e00-\u9fff]{2})")
_TEXTS = ("name", "superior", "township", "taker-and-method", "method")

Words = dict[str, tuple[int, str]]
Pairs = dict[str, set[str]]


def words() -> Words:
    """The words of jieba of two to four characters, with frequency and part of speech."""
    import jieba

    found: Words = {}
    lines = (Path(jieba.__file__).parent / "dict.txt").read_text("utf-8").splitlines()
    for line in lines:
        word, times, tag = line.split(" ")
        # Words of two characters that are marked as people's names are words, too: 康复, 楼宇, 温馨.
        a_name = tag.startswith("nr") and len(word) > 2
        if 2 <= len(word) <= 4 and _RUN.fullmatch(word) and not a_name:
            found[word] = int(times), tag
    return found


def _texts(documents: Iterable[Document]) -> Iterator[tuple[str, str]]:
    for document in documents:
        for duty in document.duties:
            for role in _TEXTS:
                yield role, fold_forms(without_tags(duty.row.cell(role) or "", "；"))


def names() -> list[str]:
    """The names of duties of lists elsewhere, as the sayings in build/training tell of them."""
    path = Path(__file__).parents[2] / "build" / "training" / "people.jsonl"
    said = map(json.loads, path.read_text("utf-8").splitlines())
    return sorted({str(one["duty"]) for one in said if one.get("duty")})


def table(
    known: Words, documents: list[Document], acts: Iterable[str], names: Sequence[str] = ()
) -> list[tuple[str, ...]]:
    """The rows of words.csv; the ``names`` of further duties begin and end with whole words, too."""
    begins: Pairs = defaultdict(set)
    ends: Pairs = defaultdict(set)
    starts: Pairs = defaultdict(set)
    sides: Counter[str] = Counter()
    for word, (times, tag) in known.items():
        weight = math.log1p(times)
        sides[word[0] + "-"] += weight  # type: ignore[assignment]
        sides["-" + word[-1]] += weight  # type: ignore[assignment]
        if times < LEAST:
            continue
        begins[word[0]].add(word[1])
        ends[word[-2]].add(word[-1])
        if len(word) == 2 and tag[0] in "vdpac":
            starts[word[0]].add(word[1])
    parts = [part for name in names for part in re.split("[、，；]", fold_forms(name))]
    for part in parts:
        if len(part) > 1 and _RUN.fullmatch(part[:2]):
            begins[part[0]].add(part[1])
        if len(part) > 1 and _RUN.fullmatch(part[-2:]):
            ends[part[-2]].add(part[-1])
    learned: Counter[str] = Counter(act[:2] for act in (*acts, *_ALSO_ACTS) if len(act) > 1)
    alone: Counter[str] = Counter()
    leading: set[str] = set()
    inside: set[str] = set()
    for role, text in (*_texts(documents), *(("", part) for part in parts)):
        if role:  # further names may begin with what it is about
            learned.update(_FIRST.findall(text))
        if role == "name":
            learned[text[:2]] += 1
        for run in _RUN.findall(text):
            if len(run) > 1 and run[-1] not in ends[run[-2]]:
                alone[run[-1]] += 1
            if len(run) > 1 and run[1] not in begins[run[0]]:
                leading.add(run[0])
            for before, one, after in zip(run, run[1:], run[2:], strict=False):
                if not any(
                    b in t[a] for a, b in (before + one, one + after) for t in (begins, ends)
                ):
                    inside.add(one)
    for pair in learned:
        if len(pair) == 2 and _RUN.fullmatch(pair):
            starts[pair[0]].add(pair[1])
    rows = []
    last = {one for one, times in alone.items() if times >= MORE_THAN_ONE}
    for first in sorted({*begins, *ends, *starts, *last, *leading, *inside}):
        odds = math.log((sides[first + "-"] + 3) / (sides["-" + first] + 3))
        flags = {
            "first": first in leading or -odds <= ENDS_MORE,
            "inside": first in inside,
            "last": first in last or odds <= ENDS_MORE,
        }
        one, other = begins[first], ends[first]
        pairs = (one & other, one - other, other - one, starts[first])
        rows.append(
            (
                first,
                *("".join(sorted(part)) for part in pairs),
                " ".join(f for f in flags if flags[f]),
            )
        )
    return rows


if __name__ == "__main__":
    from topics_training import documents, write

    from kg.vocabulary import loading
    from kg.vocabulary.tables import read_table

    folders = loading.load().folders
    acts = [
        word
        for _, row in read_table(folders, "acts", ("act", "words", "note"), 1)
        for word in row["words"].split(";")
    ]
    write("words", COLUMNS, table(words(), documents(), acts, names()))
