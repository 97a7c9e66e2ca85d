"""Words: whether a name begins and ends with whole words, of characters that make words together.

The table words.csv has which characters follow each other at the beginning and at the end of words. A last
character that ends no word with the one before it and does not stand alone was cut off its word; a name that
begins with no action in a list where nearly all do lost its beginning; a character that makes no word with
its neighbours, where one that looks like it does, was misread. What is less sure — a break in the middle of a name,
characters turned round — is told only where no sound text has the same two characters there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice, pairwise

from kg.findings import shorten
from kg.reading.known.borders import PAIR, Borders, stands_again
from kg.reading.known.characters import AT_BORDERS, JOINING, WELL, words_of
from kg.reading.known.counted import CountedWords
from kg.reading.known.look_alikes import LookAlikes
from kg.reading.known.name_ends import NameEnds
from kg.reading.known.name_starts import NameStarts
from kg.reading.known.seams import Seams
from kg.reading.plausible.strangers import (
    judge_exchanged_names,
    judge_exchanged_sides,
    words_in,
)
from kg.reading.rows import RowProblem
from kg.values import ListKind, Row
from kg.vocabulary.loading import Vocabulary

_RUN = re.compile(r"[\u4e00-\u9fff]+")
_LAST_RUN = re.compile(r"[\u4e00-\u9fff]+$")
_MARK = re.compile(r"[、，；,;]")
"""The marks between the parts of a name; each part begins and ends with whole words, too."""
_QUOTED = re.compile(r"“[^“”]{1,12}”")
"""What stands in quotation marks is a name or saying of its own: “战区制、主官上、权下放”."""
_COMMON = 0xD7
"""First byte of GB 2312 up to which a character is one of the 3,755 common ones."""
_UNSURE = "word-misused"
"""The kind of what may as well be a seldom word: a note."""
_OF_NAMES = ("name-doubtful", "cell-unfinished", "row-shifted", "list-doubtful")
_SHORTEST_DUTY, _SHORTEST_CATEGORY = 8, 4
_LEADING = frozenset("对为以按将在从由与把向")
"""Words of one character before the object of an action."""
_WITH = re.compile(r"与[^，；]{2,20}(?:建立|签订|共同|联合|对接|结对|协同|开展)")
"""A name that begins with whom something is done: 与寺庙管理委员会建立联系."""
_ONE_BEFORE = re.compile("[\u4e00-\u9fff][，；]")
"""One character before a comma is the end of a word: 院，开展文体活动."""
_TWICE = re.compile(r"([\u4e00-\u9fff])\1")
_LEFT = 3
_USUAL = 0.9
_FEWEST = 3


class WordReader:
    """Knows which characters make words together, by the table of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Use the table words.csv of ``vocabulary``; without one nothing is told."""
        self._words = words_of(vocabulary)
        self._name_ends = NameEnds(vocabulary, self._words)
        self._look_alikes = LookAlikes(vocabulary)
        self.pairs: Counter[str] = Counter()
        """How often two characters stand together in the list judged last, and in names of known lists."""
        self._seams = Seams(vocabulary)
        self._name_starts = NameStarts(vocabulary, self._words)
        self._counted = CountedWords(vocabulary)
        pairs = vocabulary.signs.get("look-alike", ())
        self._alike = {(pair[0], pair[1]) for pair in pairs if len(pair) == 2}
        self._seldom = frozenset(read for read, _ in self._alike)
        self._manner = vocabulary.signs.get("manner", ())
        self._acts = vocabulary.signs.get("act-word", ())
        self._bodies = frozenset(
            name for f in vocabulary.functions.values() for name in (f.name, *f.names, *f.forms)
        )
        self._alone = frozenset(vocabulary.signs.get("act-alone", ()))
        self._common, lawful = (
            frozenset(word for sign in signs for word in vocabulary.signs.get(sign, ()))
            for signs in (("common-pair", "no-content"), ("lawful-act",))
        )
        self._usual = self._common | lawful

    def judge(
        self, rows: Sequence[Row], prints: Callable[[Row], bool], problems: list[RowProblem]
    ) -> None:
        """Add names that begin or end inside a word, or have a misread character, to ``problems``.

        ``prints`` tells whether a known list prints the name of a row.
        """
        if not self._words.begins:
            return
        borders = Borders(rows)
        self.pairs = self._look_alikes.pairs(text for row in rows for text in row.texts)
        said = {problem.line for problem in problems if problem.kind == "cell-unfinished"}
        for row in rows:
            if self._is_two(row) and not prints(row):
                what = f"事项名称里有分号，像是两项写在一起：“{shorten(row.name, 30)}”；照原样保留，请核对"
                problems.append(RowProblem("name-doubtful", row.line, what, row.name, row))
            cut, late = self._broken(row, borders)
            if (self.ends_inside(row.name) and not borders.end(row.name, row)) or self._goes_on(
                row, borders
            ):
                what = f"事项名称像是断在词的中间，没有写完：“…{row.name[-12:]}”"
                problems.append(RowProblem("cell-unfinished", row.line, what, row.name, row))
            elif (
                (self.begins_inside(row.name) and not borders.begin(row.name, row))
                or self._begins_joining(row.name)
                or self._goes_on(row, borders, back=True)
            ):
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
                (twice := self._doubled(_QUOTED.sub("“”", row.name)))
                and not prints(row)
                and not stands_again(twice, row, rows)
            ):
                what = f"事项名称里“{twice}”像是多了一个字：“{shorten(row.name, 30)}”；照原样保留"
                problems.append(RowProblem("name-doubtful", row.line, what, row.name, row))
            elif (
                (turned := _first(_turned(self._words.turned, run) for run in _runs(row.name)))
                and not prints(row)
                and not stands_again(turned[0], row, rows)
            ):
                what = (
                    f"事项名称里的“{turned[0]}”像是“{turned[1]}”颠倒了："
                    f"“{shorten(row.name, 30)}”；照原样保留"
                )
                # A word that the list has nowhere else may be another one that is seldom: 速测.
                sure = stands_again(turned[1], row, rows)
                kind = "name-doubtful" if sure else _UNSURE
                problems.append(RowProblem(kind, row.line, what, row.name, row))
            elif row.line not in said and self._ends_early(row, borders) and not prints(row):
                what = f"事项名称不像写完了，末尾可能少了字：“…{row.name[-12:]}”；请核对"
                problems.append(RowProblem("cell-unfinished", row.line, what, row.name, row))
            elif self._starts_late(row, borders) and not prints(row):
                what = f"事项名称不像从头写起，开头可能少了字：“{shorten(row.name, 30)}”；请核对"
                problems.append(RowProblem("name-doubtful", row.line, what, row.name, row))
            elif alike := _first(self._look_alike(run) for run in _runs(row.name)):
                what = f"事项名称里的“{alike[0]}”像是“{alike[1]}”认错或打错了：“{shorten(row.name, 30)}”；照原样保留"
                problems.append(RowProblem("name-doubtful", row.line, what, row.name, row))
            elif counted := self._counted.other(row.name):
                what = f"事项名称里的“{counted[0]}”通常写作“{counted[1]}”：“{shorten(row.name, 30)}”；照原样保留"
                problems.append(RowProblem("name-doubtful", row.line, what, row.name, row))
            else:
                problems.extend(self._misread(row, rows))
        told = {p.line for p in problems if p.kind in _OF_NAMES}
        for row, first, second in self._seams.found(rows):
            if row.line not in told and not prints(row):
                what = f"事项名称像是两项连在一起，中间没有标点：“{shorten(first, 30)}”和“{shorten(second, 30)}”；照原样保留，请核对"
                problems.append(RowProblem("name-doubtful", row.line, what, row.name, row))
        categories = {row.category for row in rows if len(row.category) >= _SHORTEST_CATEGORY}
        for row in rows:
            if row.line not in told and (found := self._seams.behind(row, categories)):
                what = f"事项名称后面像是连着类别“{found}”：“…{row.name[-16:]}”；照原样保留"
                problems.append(RowProblem("name-doubtful", row.line, what, row.name, row))
        judge_exchanged_names(rows, self._words.link, self._usual, problems)
        judge_exchanged_sides(rows, self._words.link, self._usual, problems)
        problems.extend(self._begun_late([row for row in rows if row.kind is ListKind.BASIC]))

    def link(self, one: str, other: str) -> bool:
        """Whether two characters stand side by side in a word."""
        return self._words.link(one, other)

    def telling(self, texts: Iterable[str]) -> set[str]:
        """The words of two characters in texts, without those that any duty may have."""
        return words_in(texts, self._words.link, self._common)

    def ends_inside(self, text: str) -> bool:
        """Whether a text ends with the first part of a word."""
        words, whole, before, last = self._words, text[-3:-2], text[-2:-1], text[-1:]
        if not before or not _RUN.fullmatch(before + last) or last in words.last:
            return False
        # Behind half a word the two last ones are a word that no table has: 土法|熏烤.
        if _RUN.fullmatch(whole) and not words.link(whole, before):
            return False
        return last not in words.ends.get(before, "")

    def begins_inside(self, text: str) -> bool:
        """Whether a text begins with the last part of a word."""
        words, first, after, whole = self._words, text[:1], text[1:2], text[2:3]
        if not after or not _RUN.fullmatch(first + after) or first in words.first:
            return False
        if _RUN.fullmatch(whole) and not words.link(after, whole):
            return False
        return first not in _LEADING and after not in words.begins.get(first, "")

    def _goes_on(self, row: Row, borders: Borders, *, back: bool = False) -> bool:
        """Whether a name breaks off where each text with the same two characters goes on to make a word of the last.

        ``back`` looks at the beginning: 工企业整治, where the list has 化工企业 only.
        """
        run, words = (_RUN.match(row.name) if back else _LAST_RUN.search(row.name)), self._words
        pair = (run[0][:PAIR] if back else run[0][-PAIR:]) if run and len(run[0]) > PAIR else ""
        if not pair or words.link(*pair):
            return False
        beside = borders.beside(pair, row, back=back)
        return bool(beside) and (
            words.link(beside, pair[0]) if back else words.link(pair[1], beside)
        )

    def _ends_early(self, row: Row, borders: Borders) -> bool:
        elsewhere = borders.ending(row.name, row)
        return self._name_ends.is_cut(row.name, row.kind, elsewhere)

    def _starts_late(self, row: Row, borders: Borders) -> bool:
        elsewhere = borders.beginning(row.name, row)
        if row.name[:1] in _LEADING or (
            row.kind is ListKind.BASIC and self.begins_with_action(row.name)
        ):
            return False
        return self._name_starts.is_late(row.name, row.kind, elsewhere)

    def _broken(self, row: Row, borders: Borders) -> tuple[str, str]:
        """The part of a name that ends inside a word, and the one that begins inside one; '' for none."""
        parts = _MARK.split(_QUOTED.sub(lambda m: _MARK.sub("", m[0]), row.name))
        cut = late = ""
        for before, after in pairwise(parts):
            # 人、房、车基础信息: characters that stand alone.
            if min(len(before), len(after)) > 1 and not {before, after} & self._bodies:
                cut = cut or (before if self._cut(before) and not borders.end(before, row) else "")
                late = late or (
                    after if self._late(after) and not borders.begin(after, row) else ""
                )
        return cut, late

    def _cut(self, part: str) -> bool:
        """Whether a part of a name ends with the first part of a word, and as no text did that was ever seen."""
        words = self._words
        known = part[-1:] in words.closes or part[-1:] in words.closing.get(part[-2:-1], "")
        return len(part) >= _LEFT and self.ends_inside(part) and not known

    def _late(self, part: str) -> bool:
        """Whether a part of a name begins with the last part of a word, and as no text did that was ever seen."""
        words = self._words
        # What is left of a word before a whole one: 居老人, of 独居老人.
        left = len(part) == _LEFT and words.link(part[1], part[2])
        known = part[:1] in words.opens and not left
        known = known or part[1:2] in words.opening.get(part[:1], "")
        return len(part) >= _LEFT and self.begins_inside(part) and not known

    def _begins_joining(self, text: str) -> bool:
        """Whether a text begins with a word that joins it to what stood before: 和经营安全检查."""
        if _WITH.match(text):
            return False
        if _ONE_BEFORE.match(text):
            return True
        return text[:1] in JOINING and text[1:2] not in self._words.begins.get(text[:1], "")

    def _doubled(self, name: str) -> str:
        """A character twice that makes no word with itself, and does not end one word and begin the next."""
        for match in _TWICE.finditer(name):
            one = match[1]
            before, after = name[match.start() - 1 : match.start()], name[match.end() :][:1]
            begins, ends = self._words.begins.get(one, ""), self._words.ends
            if one in begins or one in ends.get(one, "") or one in AT_BORDERS:
                continue
            if before and after and one in ends.get(before, "") and after in begins:
                continue
            # Of 公路路产 and 黄化病病株 a single one would leave a character that makes no word.
            once, at = name[: match.start()] + name[match.start() + 1 :], match.start()
            near = (at - 1, at, at + 1)
            if not any(0 <= n < len(once) and self._is_alone(once, n) for n in near):
                return match[0]
        return ""

    def _is_alone(self, text: str, at: int) -> bool:
        """Whether a character of a text makes no word with those beside it, and is no usual word itself."""
        return (
            _RUN.fullmatch(text[at]) is not None
            and text[at] not in JOINING
            and self._words.is_loose(text, at)
        )

    def begins_with_action(self, text: str) -> bool:
        """Whether a text begins with something to do."""
        first, second = text[:1], text[1:2]
        if not _RUN.fullmatch(first + second) or first in _LEADING or second in WELL:
            return True
        words, third = self._words, text[2:3]
        if text.startswith(self._acts) or second in words.acts.get(first, ""):
            return True
        if how := next((words for words in self._manner if text.startswith(words)), ""):
            return self.begins_with_action(text.removeprefix(how))
        # A verb of one character before a word: 抓骑楼商户.
        whole = bool(third) and words.link(second, third) and not words.link(first, second)
        return first in self._alone and whole

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

    def _look_alike(self, run: str) -> Iterator[tuple[str, str]]:
        alike = self._look_alikes
        if found := alike.misread(run, self.pairs) or alike.mistyped(run, self.pairs):
            yield found

    def _misread(self, row: Row, rows: Sequence[Row]) -> Iterator[RowProblem]:
        for run in _runs(row.name):
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
                kind = "name-doubtful"
                if meant:
                    what = (
                        f"事项名称里的“{character}”像是“{meant}”认错了：“{shorten(row.name, 30)}”"
                    )
                elif any(
                    stands_again(pair, row, rows)
                    for pair in (before + character, character + after)
                ):
                    continue
                elif character in self._seldom or (
                    _is_seldom(character) and not stands_again(character, row, rows)
                ):
                    # Plants, food and instruments are written with seldom characters: 浒苔.
                    kind = kind if character in self._seldom else _UNSURE
                    what = f"事项名称里的“{character}”与前后的字不成词，可能认错了：“{shorten(row.name, 30)}”"
                else:
                    continue
                yield RowProblem(kind, row.line, f"{what}；照原样保留", row.name, row)
                return

    def _makes_word(self, before: str, character: str, after: str) -> bool:
        """Whether a character belongs to a word with the one before or behind it."""
        return any(
            other in table.get(one, "")
            for one, other in ((before, character), (character, after))
            for table in (self._words.begins, self._words.ends)
        )


@lru_cache(maxsize=2048)
def _turned(
    turned: Callable[[str], Iterator[tuple[str, str]]], run: str
) -> tuple[tuple[str, str], ...]:
    """The first characters of a run that are turned round; lists have many a name in common."""
    return tuple(islice(turned(run), 1))


def _runs(name: str) -> list[str]:
    """The runs of characters of a name that stand in no quotation marks."""
    return _RUN.findall(_QUOTED.sub("“”", name))


def _first(found: Iterable[Iterable[tuple[str, str]]]) -> tuple[str, str] | None:
    """The first of what was found in the runs of a name."""
    return next((pair for pairs in found for pair in pairs), None)


def _is_seldom(character: str) -> bool:
    """Whether a character is not one of the common ones of GB 2312."""
    try:
        return character.encode("gb2312")[0] > _COMMON
    except UnicodeEncodeError:
        return True
