"""Words: whether a name begins and ends with whole words, of characters that make words together.

The table words.csv has which characters follow each other at the beginning and at the end of words. A last
character that ends no word with the one before it and does not stand alone was cut off its word; a name that
begins with no action in a list where nearly all do lost its beginning; a character that makes no word with
its neighbours, where one that looks like it does, was misread. What is less sure — a break in the middle of a name,
characters turned round — is told only where no sound text has the same two characters there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from kg.findings import shorten
from kg.reading.rows import RowProblem
from kg.values import ListKind, Row
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.tables import read_table

COLUMNS = ("first", "words", "begins", "ends", "acts", "alone", "opening", "closing", "sound")
_FLAGS = ("first", "inside", "last", "opens", "closes")
_RUN = re.compile(r"[\u4e00-\u9fff]+")
_MARK = re.compile(r"[、，；,;]")
"""The marks between the parts of a name; each part begins and ends with whole words, too."""
_COMMON = 0xD7
"""First byte of GB 2312 up to which a character is one of the 3,755 common ones."""
_SHORTEST_DUTY = 8
_LEADING = frozenset("对为以按将在从由与把")
"""Words of one character before the object of an action."""
_JOINING = frozenset("和及与或并等的")
"""Words of one character that join what is before them: nothing begins with them."""
_WELL = frozenset("好实强紧齐严牢稳优细全准")
"""Second characters of actions done well: 办好, 抓实."""
_TWICE = re.compile(r"([\u4e00-\u9fff])\1")
_AT_BORDERS = frozenset("及乡镇县市区村州")
"""Characters that stand alone before a word that begins with them: 本乡乡道, 普及及."""
_NEVER_TURNED = frozenset("一二三四五六七八九十") | _JOINING | _WELL | _AT_BORDERS
"""Characters that are words by themselves."""
_LOOSE, _PAIR, _LEFT = 2, 2, 3
_USUAL = 0.9
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Words:
    """The characters behind a character where they begin a word, end one, begin an action.

    Besides the characters that stand alone at the beginning of a text, inside one and at its end, and at the borders
    of its parts (``opens``, ``closes``); and the pairs with which some phrase begins (``opening``) or ends (``closing``)
    and those that look turned round and stand so in sound texts (``sound``).
    """

    begins: dict[str, str]
    ends: dict[str, str]
    acts: dict[str, str]
    first: frozenset[str]
    inside: frozenset[str]
    last: frozenset[str]
    opens: frozenset[str]
    closes: frozenset[str]
    opening: dict[str, str]
    closing: dict[str, str]
    sound: dict[str, str]

    def link(self, one: str, other: str) -> bool:
        """Whether two characters stand side by side in a word."""
        return other in self.begins.get(one, "") or other in self.ends.get(one, "")

    def is_loose(self, run: str, at: int) -> bool:
        """Whether a character makes a word with neither neighbour."""
        before, after = run[at - 1 : at] if at else "", run[at + 1 : at + 2]
        return not (
            (before and self.link(before, run[at])) or (after and self.link(run[at], after))
        )

    def turned(self, run: str) -> Iterator[tuple[str, str]]:
        """Two characters that make words with their neighbours only the other way round: 售销假劣种子.

        Of 1,608 names 18 have such; of names with two characters exchanged nearly half.
        """
        for at, (one, other) in enumerate(pairwise(run)):
            if one == other or not _NEVER_TURNED.isdisjoint((one, other)):
                continue
            if self.link(one, other) or other in self.sound.get(one, ""):
                continue
            turned = f"{run[:at]}{other}{one}{run[at + 2 :]}"
            near = range(max(0, at - 1), min(len(run), at + 3))
            loose = sum(self.is_loose(run, place) for place in near)
            if loose >= _LOOSE and not any(self.is_loose(turned, place) for place in near):
                yield run[at : at + 2], turned[at : at + 2]


class WordReader:
    """Knows which characters make words together, by the table of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Use the table words.csv of ``vocabulary``; without one nothing is told."""
        self._words = _read(vocabulary.checksum, vocabulary.folders)
        pairs = vocabulary.signs.get("look-alike", ())
        self._alike = {(pair[0], pair[1]) for pair in pairs if len(pair) == 2}
        self._seldom = frozenset(read for read, _ in self._alike)

    def judge(
        self, rows: Sequence[Row], prints: Callable[[Row], bool], problems: list[RowProblem]
    ) -> None:
        """Add names that begin or end inside a word, or have a misread character, to ``problems``.

        ``prints`` tells whether a known list prints the name of a row.
        """
        if not self._words.begins:
            return
        borders = _Borders(rows)
        for row in rows:
            if self._is_two(row) and not prints(row):
                what = f"事项名称里有分号，像是两项写在一起：“{shorten(row.name, 30)}”；照原样保留，请核对"
                problems.append(RowProblem("name-doubtful", row.line, what, row.name, row))
            parts = _MARK.split(row.name)
            cut = next((p for p in parts[:-1] if self._cut(p) and not borders.end(p, row)), "")
            late = next((p for p in parts[1:] if self._late(p) and not borders.begin(p, row)), "")
            if self.ends_inside(row.name) and not borders.end(row.name, row):
                what = f"事项名称像是断在词的中间，没有写完：“…{row.name[-12:]}”"
                problems.append(RowProblem("cell-unfinished", row.line, what, row.name, row))
            elif (
                self.begins_inside(row.name) and not borders.begin(row.name, row)
            ) or self._begins_joining(row.name):
                what = (
                    f"事项名称像是从词的中间开始，少了开头：“{shorten(row.name, 30)}”；照原样保留"
                )
                problems.append(RowProblem("name-doubtful", row.line, what, row.name, row))
            elif cut or late:
                what = (
                    f"事项名称中间像是断在词的当中，少了几个字：“{shorten(cut or late, 30)}”；"
                    "照原样保留"
                )
                problems.append(RowProblem("name-doubtful", row.line, what, row.name, row))
            elif (
                (twice := self._doubled(row.name))
                and not prints(row)
                and not _stands_again(twice, row, rows)
            ):
                what = f"事项名称里“{twice}”像是多了一个字：“{shorten(row.name, 30)}”；照原样保留"
                problems.append(RowProblem("name-doubtful", row.line, what, row.name, row))
            elif (
                (turned := _first(self._words.turned(run) for run in _RUN.findall(row.name)))
                and not prints(row)
                and not _stands_again(turned[0], row, rows)
            ):
                what = (
                    f"事项名称里的“{turned[0]}”像是“{turned[1]}”颠倒了："
                    f"“{shorten(row.name, 30)}”；照原样保留"
                )
                problems.append(RowProblem("name-doubtful", row.line, what, row.name, row))
            else:
                problems.extend(self._misread(row, rows))
        problems.extend(self._begun_late([row for row in rows if row.kind is ListKind.BASIC]))

    def ends_inside(self, text: str) -> bool:
        """Whether a text ends with the first part of a word."""
        before, last = text[-2:-1], text[-1:]
        if not before or not _RUN.fullmatch(before + last) or last in self._words.last:
            return False
        return last not in self._words.ends.get(before, "")

    def begins_inside(self, text: str) -> bool:
        """Whether a text begins with the last part of a word."""
        first, after = text[:1], text[1:2]
        if not after or not _RUN.fullmatch(first + after) or first in self._words.first:
            return False
        return after not in self._words.begins.get(first, "")

    def _cut(self, part: str) -> bool:
        """Whether a part of a name ends with the first part of a word, and as no text did that was ever seen."""
        words = self._words
        known = part[-1:] in words.closes or part[-1:] in words.closing.get(part[-2:-1], "")
        return self.ends_inside(part) and not known

    def _late(self, part: str) -> bool:
        """Whether a part of a name begins with the last part of a word, and as no text did that was ever seen."""
        words = self._words
        # What is left of a word before a whole one: 居老人, of 独居老人.
        left = len(part) == _LEFT and words.link(part[1], part[2])
        known = part[:1] in words.opens and not left
        known = known or part[1:2] in words.opening.get(part[:1], "")
        return self.begins_inside(part) and not known

    def _begins_joining(self, text: str) -> bool:
        """Whether a text begins with a word that joins it to what stood before: 和经营安全检查."""
        return text[:1] in _JOINING and text[1:2] not in self._words.begins.get(text[:1], "")

    def _doubled(self, name: str) -> str:
        """A character twice that makes no word with itself, and does not end one word and begin the next."""
        for match in _TWICE.finditer(name):
            one = match[1]
            before, after = name[match.start() - 1 : match.start()], name[match.end() :][:1]
            begins, ends = self._words.begins.get(one, ""), self._words.ends
            if one in begins or one in ends.get(one, "") or one in _AT_BORDERS:
                continue
            if not (before and after and one in ends.get(before, "") and after in begins):
                return match[0]
        return ""

    def begins_with_action(self, text: str) -> bool:
        """Whether a text begins with something to do."""
        first, second = text[:1], text[1:2]
        if not _RUN.fullmatch(first + second) or first in _LEADING or second in _WELL:
            return True
        return second in self._words.acts.get(first, "")

    def _is_two(self, row: Row) -> bool:
        """Whether a basic duty has a semicolon and a further thing to do behind it."""
        parts = re.split("[；;]", row.name) if row.kind is ListKind.BASIC else []
        return len(parts) > 1 and all(
            len(part) >= _SHORTEST_DUTY and self.begins_with_action(part) for part in parts
        )

    def _begun_late(self, rows: Sequence[Row]) -> Iterator[RowProblem]:
        odd = [
            row
            for row in rows
            if not self.begins_with_action(row.name) and not self.begins_inside(row.name)
        ]
        if len(rows) < _FEWEST or len(rows) - len(odd) < _USUAL * (len(rows) - 1):
            return
        for row in odd:
            what = f"事项名称开头像是少了字，别的都以要做的事开头：“{shorten(row.name, 30)}”"
            yield RowProblem("name-doubtful", row.line, f"{what}；照原样保留", row.name, row)

    def _misread(self, row: Row, rows: Sequence[Row]) -> Iterator[RowProblem]:
        for run in _RUN.findall(row.name):
            for place, character in enumerate(run):
                before, after = run[place - 1 : place], run[place + 1 : place + 2]
                if (
                    not before
                    or not after
                    or character in self._words.inside
                    or self._makes_word(before, character, after)
                ):
                    continue
                meant = next(
                    (
                        right
                        for read, right in self._alike
                        if read == character and self._makes_word(before, right, after)
                    ),
                    "",
                )
                if meant:
                    what = (
                        f"事项名称里的“{character}”像是“{meant}”认错了：“{shorten(row.name, 30)}”"
                    )
                elif any(
                    _stands_again(pair, row, rows)
                    for pair in (before + character, character + after)
                ):
                    continue
                elif character in self._seldom or (
                    _is_rare(character) and not _stands_again(character, row, rows)
                ):
                    what = f"事项名称里的“{character}”与前后的字不成词，可能认错了：“{shorten(row.name, 30)}”"
                else:
                    continue
                yield RowProblem("name-doubtful", row.line, f"{what}；照原样保留", row.name, row)
                return

    def _makes_word(self, before: str, character: str, after: str) -> bool:
        """Whether a character belongs to a word with the one before or behind it."""
        return any(
            other in table.get(one, "")
            for one, other in ((before, character), (character, after))
            for table in (self._words.begins, self._words.ends)
        )


def _first(found: Iterable[Iterator[tuple[str, str]]]) -> tuple[str, str] | None:
    """The first of what was found in the runs of a name."""
    return next((pair for pairs in found for pair in pairs), None)


class _Borders:
    """The words with which the phrases of a list begin and end, two characters each, and in which rows.

    A word that stands at the border of a phrase of another row was not cut off there.
    """

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self._begins: dict[str, set[int]] = {}
        self._ends: dict[str, set[int]] = {}

    def begin(self, part: str, row: Row) -> bool:
        """Whether another text begins a phrase as this part of a row's name does."""
        return self._elsewhere(self._found()[0].get(part[:_PAIR], set()), row)

    def end(self, part: str, row: Row) -> bool:
        """Whether another text ends a phrase as this part of a row's name does."""
        return self._elsewhere(self._found()[1].get(part[-_PAIR:], set()), row)

    @staticmethod
    def _elsewhere(lines: set[int], row: Row) -> bool:
        return bool(lines - {row.line})

    def _found(self) -> tuple[dict[str, set[int]], dict[str, set[int]]]:
        if not self._begins:
            for row in self._rows:
                for text in (row.name, *(t for t in row.texts if t != row.name)):
                    for run in _RUN.findall(text):
                        self._begins.setdefault(run[:_PAIR], set()).add(row.line)
                        self._ends.setdefault(run[-_PAIR:], set()).add(row.line)
        return self._begins, self._ends


def _stands_again(pair: str, row: Row, rows: Sequence[Row]) -> bool:
    """Whether two characters stand together once more in the list: then they are a word of its own (河长)."""
    return any(
        text.count(pair) > (other is row and text == row.name)
        for other in rows
        for text in other.texts
    )


def _is_rare(character: str) -> bool:
    """Whether a character is not one of the common ones of GB 2312."""
    try:
        return character.encode("gb2312")[0] > _COMMON
    except UnicodeEncodeError:
        return True


@lru_cache(maxsize=4)
def _read(checksum: str, folders: tuple[Path, ...]) -> Words:
    begins, ends, acts = {}, {}, {}
    further: dict[str, dict[str, str]] = {name: {} for name in COLUMNS[-3:]}
    alone: dict[str, set[str]] = {flag: set() for flag in _FLAGS}
    for _, row in read_table(folders, "words", COLUMNS, 1):
        one, both = row["first"], row["words"]
        begins[one], ends[one] = both + row["begins"], both + row["ends"]
        acts[one] = row["acts"]
        for name, pairs in further.items():
            pairs[one] = row[name]
        for flag in row["alone"].split():
            alone[flag].add(one)
    first, inside, last, opens, closes = (frozenset(alone[flag]) for flag in _FLAGS)
    opening, closing, sound = further.values()
    return Words(begins, ends, acts, first, inside, last, opens, closes, opening, closing, sound)
