"""Slips: wording that departs by a character, or by its marks, from what the other townships print.

Compared are the rows of one Matter in one kind of list. Where at least two other documents have the
same words (places neutral) and this one differs in a few characters only, a careful reader would
look twice; which side is right is not for the program to say.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from kg.bodies.names import NameReader
from kg.findings import Finding
from kg.folding import longest_run
from kg.matters.matching import DutyRef, Matters
from kg.quality.differences import AS_GOOD, Others, differences, is_manner, marks_differ
from kg.values import Department, Document, Duty, Level, ListKind, Township
from kg.vocabulary.loading import Vocabulary

_LEAST_LENGTH = 8
_LEAST_PHRASE = 5
_ALIKE = 85
"""How much two texts have in common, in hundredths, whose phrases are held against each other."""
LEAST_OTHERS = 2
"""So many other documents must have the same words; Matters of no more rows have no slips."""
_SIDES = 4
_BLANKS = re.compile(r"\s+")
_MARKS = re.compile(r"[\s，,。；;：:、“”\"'（）()《》]")
_LOCAL = re.compile(r"社区|本[镇乡县市]|本?辖区|村居")
"""What differs rightly from place to place."""
_LEVELS = str.maketrans({"市": "县", "区": "县", "旗": "县", "乡": "镇"})


_WIDE = str.maketrans(",;:()\u3000", "，；：（） ")
_ENDS = re.compile(r"[，。；]")
"""What ends a phrase."""
_TAIL = "，。；：、"

Words = tuple[str, str]
"""A name or clause: verbatim, and with places neutral, without blanks, marks of full width."""


class Wordings(NamedTuple):
    """The words of a row, and where it stands: the sides are name, both clause cells, way of working."""

    path: str
    township: str | None
    kind: str
    number: int
    line: int
    locator: str
    sides: Sequence[Sequence[Words]]


class _Text(NamedTuple):
    """One name or clause of a row."""

    row: Wordings
    words: str
    marked: str
    key: str
    """The characters alone: words of different marks have one key."""


def slips(
    documents: Sequence[Document], matters: Matters, vocabulary: Vocabulary
) -> Iterator[Finding]:
    """Yield one finding for each name or clause that departs slightly from the others'."""
    rows: dict[DutyRef, Wordings] = {}
    for document in documents:
        if document.township:
            for found in wordings(document, vocabulary):
                kind = ListKind(found.kind)
                ref = DutyRef(document.township.code, document.edition, kind, found.number)
                rows[ref] = found
    as_good = vocabulary.signs.get(AS_GOOD, ())
    for matter in matters.matters:
        yield from slips_of([rows[member] for member in matter.members if member in rows], as_good)


def slips_of(members: Iterable[Wordings], as_good: Collection[str]) -> Iterator[Finding]:
    """The slips among the rows of one Matter; ``as_good``: words that need not stand there."""
    groups: dict[str, list[Wordings]] = defaultdict(list)
    for row in members:
        groups[row.kind].append(row)
    for group in groups.values():
        if len({row.path for row in group}) > LEAST_OTHERS:
            for side in range(_SIDES):
                if not _as_others(group, side):
                    yield from _compare(list(_texts(group, side)), as_good)


def wordings(document: Document, vocabulary: Vocabulary) -> list[Wordings]:
    """The words of every row of a document."""
    neutral = _neutral(document.township, vocabulary)
    bodies = NameReader(vocabulary, document.township)

    def words(text: str) -> Words:
        plain = _standard(_BLANKS.sub("", text.translate(_WIDE)), bodies, vocabulary)
        same = _LOCAL.sub("", neutral.sub("", plain)).translate(_LEVELS)
        return text, same.replace("（）", "")

    return [
        Wordings(
            document.path,
            document.township.name if document.township else None,
            duty.row.kind.value,
            duty.row.number,
            duty.row.line,
            duty.row.locator,
            (
                (words(longest_run(duty.row.cell("name") or "")),),
                tuple(words(clause.quote) for clause in duty.superior),
                tuple(words(clause.quote) for clause in duty.township),
                (words(_method(duty)),) if duty.method else (),
            ),
        )
        for duty in document.duties
    ]


def _standard(text: str, bodies: NameReader, vocabulary: Vocabulary) -> str:
    """The text with every body under its standard name: two spellings of one body are no slip."""
    parts, end = list[str](), 0
    for mention in bodies.find(text):
        parts += (
            text[end : mention.start],
            _body(mention.department, vocabulary) or mention.written,
        )
        end = mention.end
    return "".join((*parts, text[end:]))


def _body(department: Department, vocabulary: Vocabulary) -> str:
    """Level and kind of office, 县水利局; '' for a body of a kind that no table has."""
    function, place = vocabulary.functions.get(department.function), department.jurisdiction
    if not function or not place:
        return ""
    level = "州" if place.level is Level.PREFECTURE else place.printed[-1:]
    return f"{level}{function.name}"


def kept_wordings(row: Sequence[Any]) -> Wordings:
    """Wordings as they come back from JSON, lists for tuples."""
    return Wordings(*row)


def _neutral(township: Township | None, vocabulary: Vocabulary) -> re.Pattern[str]:
    """The document's own place names, which differ rightly."""
    names: set[str] = set()
    for place in township.place.lineage() if township else ():
        names.update((place.printed, place.name, place.printed[:-1]))
        row = vocabulary.places.get(place.code)
        names.update((*row.aliases, row.bare) if row else ())
    longest = sorted((name for name in names if len(name) > 1), key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, longest)) or r"(?!)")


def _method(duty: Duty) -> str:
    """The way of working, verbatim."""
    cell = duty.row.cell("method") or duty.row.cell("taker-and-method") or ""
    return duty.method if duty.method in cell else longest_run(cell)


def _as_others(group: Iterable[Wordings], side: int) -> bool:
    """Whether every text of a side is what some other document prints, with the same marks: nearly always."""
    documents: dict[str, set[str]] = {}
    for row in group:
        for _, marked in row.sides[side]:
            found = documents.get(marked)
            if found is None:
                documents[marked] = {row.path}
            else:
                found.add(row.path)
    ends: dict[str, str] = {}
    holders: dict[str, set[str]] = {}
    for marked, found in documents.items():
        key, end = _MARKS.sub("", marked), marked.rstrip(_TAIL)
        if ends.setdefault(key, end) != end:
            return False
        holders[key] = holders[key] | found if key in holders else found
    return all(len(found) >= LEAST_OTHERS for found in holders.values())


def _texts(group: Iterable[Wordings], side: int) -> Iterator[_Text]:
    """The texts of one side of rows; most townships print the same ones."""
    keys: dict[str, str] = {}
    for row in group:
        for words, marked in row.sides[side]:
            key = keys.get(marked)
            if key is None:
                key = keys[marked] = _MARKS.sub("", marked)
            yield _Text(row, words, marked, key)


def _compare(texts: Sequence[_Text], as_good: Collection[str]) -> Iterator[Finding]:
    holders: dict[str, set[str]] = defaultdict(set)
    by_document: dict[str, set[str]] = defaultdict(set)
    for text in texts:
        holders[text.key].add(text.row.path)
        by_document[text.row.path].add(text.key)
    usual = {key for key, found in holders.items() if len(found) >= LEAST_OTHERS}
    others = Others(usual)
    marks = _Marks(texts)
    phrases = _Phrases(texts, as_good)
    for text in texts:
        if text.key in usual:
            yield from marks.slips(text) if text.key in marks.differ else ()
            continue
        found = None
        if len(text.key) >= _LEAST_LENGTH:
            # What this document prints elsewhere in the row is not what this text departs from.
            found = others.nearest(text.key, by_document[text.row.path])
        if found and is_manner(found, text.key, as_good):
            continue
        if found:
            other = next(item for item in texts if item.key == found)
            said = f"与 {len(holders[found])} 个乡镇的同一事项相差 {differences(found, text.key)}"
            yield _finding(text, "wording-differs", said, other.words, text.words)
        else:
            yield from phrases.slips(text)


class _Phrases:
    """What stands between the marks of the texts of one side, and in which documents."""

    def __init__(self, texts: Sequence[_Text], as_good: Collection[str]) -> None:
        self._texts, self._as_good = texts, as_good
        self._of: dict[str, list[str]] = {}
        self._holders: dict[str, set[str]] = defaultdict(set)
        self._own: dict[str, set[str]] = defaultdict(set)
        for text in texts:
            found = self._phrases(text)
            self._own[text.row.path].update(found)
            for phrase in found:
                self._holders[phrase].add(text.row.path)
        self._usual = {p for p, found in self._holders.items() if len(found) >= LEAST_OTHERS}
        self._others = Others(self._usual)

    def _phrases(self, text: _Text) -> list[str]:
        found = self._of.get(text.marked)
        if found is None:
            found = [_MARKS.sub("", phrase) for phrase in _ENDS.split(text.marked)]
            self._of[text.marked] = found
        return found

    def slips(self, text: _Text) -> Iterator[Finding]:
        """The phrases of a text that depart from what others print by a character."""
        rare = [p for p in self._phrases(text) if len(p) >= _LEAST_PHRASE and p not in self._usual]
        own = self._own[text.row.path]
        for phrase in rare:
            found = self._others.nearest(phrase, own, len(phrase) // 2)
            if not found or is_manner(found, phrase, self._as_good):
                continue
            if other := self._alike(text, found):
                said = f"与 {len(self._holders[found])} 个乡镇的同一事项相差 {differences(found, phrase)}"
                yield _finding(text, "wording-differs", said, other, text.words)

    def _alike(self, text: _Text, phrase: str) -> str:
        """Some much the same text with that phrase, verbatim: in another sentence words are others."""
        from rapidfuzz.fuzz import ratio

        for one in self._texts:
            if phrase in one.key and ratio(text.key, one.key) >= _ALIKE:
                return one.words
        return ""


class _Marks:
    """The marks that texts of the same characters have, and in which documents."""

    def __init__(self, texts: Sequence[_Text]) -> None:
        self._same: dict[str, list[_Text]] = defaultdict(list)
        self._holders: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for text in texts:
            self._same[text.key].append(text)
            self._holders[text.key][text.marked.rstrip(_TAIL)].add(text.row.path)
        self.differ = {key for key, found in self._holders.items() if len(found) > 1}

    def slips(self, text: _Text) -> Iterator[Finding]:
        """Whether all other documents that have the characters of a text put other marks."""
        path, holders = text.row.path, self._holders[text.key]
        if len(text.key) < _LEAST_LENGTH:
            return
        usual = [marked for marked, found in holders.items() if len(found) > (path in found)]
        if len(usual) != 1:
            return
        same = [item for item in self._same[text.key] if item.row.path != path]
        if len(same) < LEAST_OTHERS:
            return
        said = marks_differ(usual[0], text.marked.rstrip(_TAIL))
        if said:
            said = f"与 {len({item.row.path for item in same})} 个乡镇的同一事项标点不同：{said}"
            yield _finding(text, "list-mark", said, same[0].words, text.words)


def _finding(text: _Text, kind: str, said: str, other: str, quote: str) -> Finding:
    row = text.row
    return Finding(
        row.path,
        row.line,
        kind,
        f"{said}；疑似笔误，照原样保留。别处：“{other}”",
        quote,
        row.township,
        row.kind,
        row.number,
        row.locator,
    )
