"""How build/vocabulary/words.csv is made: which characters begin and end words together.

Words are those of the word list of jieba 0.42.1 (MIT; ``pip install jieba==0.42.1``, only for this); what
may stand alone at the end and what begins a name is learned from the lists of this repository, too. Pairs
with which people's sayings begin or end, and those of sound texts that look turned round, are noted apart: they
are no word's, but nothing is said of them where it would be a guess. Run as a program to write the table again.

How it was weighed: 1,440 names of six lists never seen, cut, turned round, doubled and misread at random places. Of these
39 in 100 were told, with 12 hints a sound list that nothing justifies, when all pairs of a few sources were words;
38 are now, with five hints. Rarer words of jieba (LEAST of 10, 5) make both figures fall alike.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kg.folding import fold_forms, without_tags
from kg.reading.known.characters import COLUMNS
from kg.reading.known.characters import Words as Looked
from kg.values import Document

LEAST = 20
"""Smallest frequency of a word."""
SAID = 5
"""So many sayings must begin or end with a pair for it to begin or end a word."""
MORE_THAN_ONE = 2
"""So many texts must end with a character that no word ends with; one may be a slip."""
ENDS_MORE = 0.25
"""A character may stand alone at the end where it begins words no more than it ends them, but for this
(log-odds); at the beginning the other way round."""
PARTS_MORE = 1.0
"""The same for a part inside a name, of which less is sure."""
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


def sayings() -> list[str]:
    """What people say about duties, in runs of characters."""
    path = Path(__file__).parents[2] / "build" / "training" / "people.jsonl"
    said = (json.loads(line)["text"] for line in path.read_text("utf-8").splitlines())
    return sorted({run for text in said for run in _RUN.findall(text)})


def _borders(runs: Iterable[str], least: int, begins: Pairs, ends: Pairs) -> None:
    """Note with which pairs at least so many different runs begin and end."""
    first: Counter[str] = Counter()
    last: Counter[str] = Counter()
    for run in set(runs):
        if len(run) > 2:
            first[run[:2]] += 1
            last[run[-2:]] += 1
    for counts, pairs in ((first, begins), (last, ends)):
        for pair, times in counts.items():
            if times >= least:
                pairs[pair[0]].add(pair[1])


def _looking_turned(words: Looked, runs: Iterable[str]) -> Pairs:
    """Pairs of sound texts that look turned round: 租转, in 公租房转租转借."""
    found: Pairs = defaultdict(set)
    for run in runs:
        for pair, _ in words.turned(run):
            found[pair[0]].add(pair[1])
    return found


def _looked(begins: Pairs, ends: Pairs) -> Looked:
    """The words that link characters, to look at texts with."""
    pairs = ({one: "".join(others) for one, others in table.items()} for table in (begins, ends))
    return Looked(*pairs, {}, *(frozenset[str]() for _ in range(5)), {}, {}, {})


def table(
    known: Words,
    documents: list[Document],
    acts: Iterable[str],
    names: Sequence[str] = (),
    said: Sequence[str] = (),
    terms: Iterable[str] = (),
    heard: Iterable[Document] = (),
) -> list[tuple[str, ...]]:
    """The rows of words.csv; the ``names`` of further duties begin and end with whole words, too.

    ``said`` is what people say about duties, ``terms`` are Chinese words of the glossary; of the lists
    ``heard`` only the words are learned, not what names begin with.
    """
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
    heard = list(heard)
    texts = [(r == "name", run) for r, t in _texts([*documents, *heard]) for run in _RUN.findall(t)]
    _borders((run for name, run in texts if not name), 1, begins, ends)
    _borders((run for _, text in _texts(heard) for run in _RUN.findall(text)), 1, begins, ends)
    _borders(said, SAID, begins, ends)
    opening: Pairs = defaultdict(set)
    closing: Pairs = defaultdict(set)
    _borders(said, 1, opening, closing)
    runs = (run for text in (*(t for _, t in texts), *said, *terms) for run in _RUN.findall(text))
    sound = _looking_turned(_looked(begins, ends), runs)
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
    for first in sorted(
        {*begins, *ends, *starts, *last, *leading, *inside, *opening, *closing, *sound}
    ):
        odds = math.log((sides[first + "-"] + 3) / (sides["-" + first] + 3))
        flags = {
            "first": first in leading or -odds <= ENDS_MORE,
            "inside": first in inside,
            "last": first in last or odds <= ENDS_MORE,
            "opens": -odds <= PARTS_MORE,
            "closes": odds <= PARTS_MORE,
        }
        one, other = begins[first], ends[first]
        pairs = (one & other, one - other, other - one, starts[first])
        rows.append(
            (
                first,
                *("".join(sorted(part)) for part in pairs),
                " ".join(f for f in flags if flags[f]),
                "".join(sorted(opening[first] - begins[first])),
                "".join(sorted(closing[first] - ends[first])),
                "".join(sorted(sound[first])),
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
    terms = [
        term
        for _, row in read_table(folders, "glossary", ("english", "chinese", "note"), 1)
        for term in row["chinese"].split(";")
    ]
    known = documents()
    others = [d for d in documents(heard=True) if d.path not in {one.path for one in known}]
    rows = table(words(), known, acts, names(), sayings(), terms, others)
    write("words", COLUMNS, rows)
