"""Breaks: blanks, line breaks and numbers in a cell of bodies, whether inside a name or between two."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from kg.folding import strip_markup
from kg.values import Mention

LINE = re.compile(r"\n|</?(?:p|br|div|li|ol|ul)(?:\s[^<>]*)?/?>", re.IGNORECASE)
"""What ends a line of a cell: a line break, or markup that makes one."""
_BEGINS = re.compile(r"[县区市州旗师团省].{3}")
"""How a name begins that is one of its own, whether or not the tables have it: 区某某局."""
_MARKS = re.compile(r"([、，,；;/／|]+|。(?=\s*\n))")
_BLANKS = re.compile(r"(\s+)")
_NUMBER = re.compile(
    r"(\d{1,2})[.．、](?!\d)|[（(](\d{1,2})[)）]|([①-⑳])|([一二三四五六七八九十])、"
)
_NUMERALS = "一二三四五六七八九十"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_BEFORE_NUMBER = re.compile(r"(?:^|[\s、，；;。：:>)）])$")
_LABEL = re.compile(r"^[\u4e00-\u9fff]{2,8}[：:](?=.)")
_ASIDE = re.compile(r"[（(][^（）()]{1,20}[)）]$")
_NEVER_FIRST = "和及与等或（(、"
_SHORTEST_STRANGE = 5
_MOST_PIECES, _MOST_JOINED = 40, 6
_KNOWN, _STRANGE, _BROKEN, _TWO = 2, 3, 4, 16
"""What a name costs: one of the tables, another, another with a blank inside, one that a break makes two."""
_HOLDER_MARKS = "（(【"


class Breaks:
    """Tells breaks between names from those inside one: both sides of the former are whole names."""

    def __init__(
        self,
        known: Callable[[str], bool],
        places: Callable[[], Sequence[str]],
        signs: Mapping[str, tuple[str, ...]],
    ) -> None:
        """``known`` tells a name of the tables, ``places`` names those of the document.

        ``signs`` has the words (signs.csv) that names end with, that say of which sort a body is and not which
        one (有限公司), that end the names of branches and of bodies that have some.
        """
        self._known = known
        self._places = places
        self._ends = signs.get("office-end", ())
        self._branches = signs.get("branch-end", ())
        self._parents = signs.get("parent-end", ())
        sorts = sorted(signs.get("office-sort", ()), key=len, reverse=True)
        self._sort = re.compile(f"(?:{'|'.join(map(re.escape, sorts))})+" if sorts else r"(?!)")

    def parted(self, cell: str) -> str:
        """The cell with 、 where numbers, line breaks or blanks part the bodies.

        ``1.甲局2.乙局``, ``县甲局`` above ``某某供电局`` are two, ``县文 体局`` is one. Where blanks part names that the
        tables all have they are left, to be told as glued.
        """
        cell = numbers_parted(cell)
        text = lines_of(cell)
        if not _BLANKS.search(text):
            return cell
        pieces = _MARKS.split(text)
        parted = [words if at % 2 else self._segment(words) for at, words in enumerate(pieces)]
        if "。" not in pieces[1::2] and [piece.strip() for piece in pieces] == parted:
            return cell
        return "".join("、" if piece == "。" else piece for piece in parted)

    def _segment(self, words: str) -> str:
        pieces, gaps = _pieces(words.strip())
        if not 1 < len(pieces) <= _MOST_PIECES:
            return words.strip()
        names = self._names(pieces)
        if len(names) < 2:
            return words.strip()
        strange = any(not self._known(_bare("".join(pieces[a:b]))) for a, b in names)
        out = []
        for start, end in names:
            for at in range(start, end):
                gap = gaps[at - 1] if at else ""
                if at and at == start and (strange or "\n" in gap):
                    gap = "、"
                out.append(gap + pieces[at])
        return "".join(out)

    def _names(self, pieces: Sequence[str]) -> list[tuple[int, int]]:
        """The pieces put together into names at the least cost; none where some make no name."""
        best: list[tuple[int, list[tuple[int, int]]] | None] = [(0, [])]
        for end in range(1, len(pieces) + 1):
            ways = [
                (before[0] + cost, [*before[1], (start, end)])
                for start in range(max(0, end - _MOST_JOINED), end)
                if (before := best[start]) and (cost := self._cost(pieces[start:end]))
            ]
            best.append(min(ways, key=lambda way: way[0]) if ways else None)
        last = best[-1]
        return last[1] if last else []

    def _cost(self, pieces: Sequence[str]) -> int:
        words = _bare("".join(pieces))
        if self._known(words):
            return _KNOWN
        if not self._is_strange(words):
            return 0
        if len(pieces) == 1:
            return _STRANGE
        sides = (("".join(pieces[:at]), "".join(pieces[at:])) for at in range(1, len(pieces)))
        return _TWO if any(self._are_two(_bare(a), _bare(b)) for a, b in sides) else _BROKEN

    def _are_two(self, one: str, other: str) -> bool:
        if one.endswith(self._parents) and self._is_branch(other):
            return False  # a company with its branch
        return self.is_whole(one) and self.is_whole(other)

    def _is_branch(self, words: str) -> bool:
        """Whether words name a branch and not whose: 甲县分公司, not 某某银行甲县支行."""
        end = next((end for end in self._branches if words.endswith(end)), "")
        return bool(end) and not any(word in words.removesuffix(end) for word in self._parents)

    def is_whole(self, words: str) -> bool:
        """Whether words are one whole name, of the tables or by how it begins and ends."""
        return bool(words) and (self._known(words) or self._is_strange(words))

    def _begins(self, words: str) -> bool:
        """Whether words begin with a level or one of the document's own places."""
        return bool(_BEGINS.match(words)) or words.startswith(tuple(self._places()))

    def _is_strange(self, words: str) -> bool:
        """Whether words that no table has look like the whole name of a body."""
        if (
            not words.endswith(self._ends)
            or words[0] in _NEVER_FIRST
            or self._sort.fullmatch(words)
        ):
            return False
        return len(words) >= _SHORTEST_STRANGE or self._begins(words)


def lines_of(cell: str) -> str:
    """The words of a cell, its lines apart."""
    return strip_markup(LINE.sub("\n", cell)).strip()


def _bare(words: str) -> str:
    """A name without a label before it and what stands in brackets behind it."""
    words = _LABEL.sub("", words).rstrip("。：:")
    return _ASIDE.sub("", words) or words


def _pieces(text: str) -> tuple[list[str], list[str]]:
    """The words between blanks, and the blanks; brackets are kept whole and with what stands before."""
    found = _BLANKS.split(text)
    pieces, gaps = [found[0]], list[str]()
    for gap, words in zip(found[1::2], found[2::2], strict=True):
        last = pieces[-1]
        if _is_open(last) or words[:1] in _HOLDER_MARKS:
            pieces[-1] = last + words
        else:
            pieces.append(words)
            gaps.append(gap)
    return pieces, gaps


def _is_open(words: str) -> bool:
    return sum(map(words.count, "（(")) > sum(map(words.count, "）)"))


def numbers_parted(cell: str) -> str:
    """The cell with 、 for the numbers of its bodies, also where they run on: ``1.甲局2.乙局``."""
    taken = _counted(cell)
    free = [m for m in _NUMBER.finditer(cell) if not m[4] and _is_free(cell, m)]
    spans = sorted({match.span() for match in (*taken, *free)})
    if not spans:
        return cell
    out, last = list[str](), 0
    for start, end in spans:
        out.append(cell[last:start])
        last = end + len(cell[end:]) - len(cell[end:].lstrip())
    out.append(cell[last:])
    return "、".join(out)


def _is_free(cell: str, match: re.Match[str]) -> bool:
    """Whether a number begins a line, or stands behind a blank or a mark."""
    return _BEFORE_NUMBER.search(cell, max(0, match.start() - 1), match.start()) is not None


def _counted(cell: str) -> list[re.Match[str]]:
    """The numbers of one form that count on from 1, the first of them before a name."""
    found: list[re.Match[str]] = []
    for match in _NUMBER.finditer(cell):
        if found and match.lastindex != found[0].lastindex:
            continue
        if _value(match) == len(found) + 1 and (found or _is_free(cell, match)):
            found.append(match)
    return found if len(found) > 1 else []


def _value(match: re.Match[str]) -> int:
    """The number that is printed: ``3.``, ``（3）``, ``③``, ``三、``."""
    if match[3] or match[4]:
        return (_CIRCLED if match[3] else _NUMERALS).index(match[3] or match[4]) + 1
    return int(match[1] or match[2])


def is_broken(raw: str, mentions: Iterable[Mention]) -> bool:
    """Whether a blank stands inside a name rather than between two."""
    closed = before_bracket(raw)
    return any(mention.written not in closed for mention in mentions)


def before_bracket(raw: str) -> str:
    """A text without blanks before brackets: 甲县教育局 （牵头）."""
    return re.sub(r"(?<!\s)\s+(?=[（(])", "", raw)
