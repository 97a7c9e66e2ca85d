"""Tokens: a linked question as characters, Latin words, numbers and marks for names."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence

from kg.asking.spans import Linked, Span, SpanKind
from kg.frozen import frozen
from kg.patterns import regex

MARKS = {
    SpanKind.TOWNSHIP: "Ⓣ",
    SpanKind.PLACE: "Ⓟ",
    SpanKind.BODY: "Ⓑ",
    SpanKind.CATEGORY: "Ⓒ",
    SpanKind.UNKNOWN: "Ⓤ",
}
"""What stands for a name in a skeleton."""

PLACES = (MARKS[SpanKind.TOWNSHIP], MARKS[SpanKind.PLACE])
BODY, CATEGORY = MARKS[SpanKind.BODY], MARKS[SpanKind.CATEGORY]

TOPIC, NUMBER = "Ⓚ", "Ⓝ"
"""What stands for words of a duty, and for a number, in a skeleton."""

_PIECE = regex(r"[A-Za-z][A-Za-z'’-]*|\d+(?:\.\d+)?|\s+|.", re.DOTALL)
_QUOTES = {"“": 1, "”": -1, '"': 0, "《": 1, "》": -1}
_SPOKEN = regex('(?<!写[着有到了])(?<!印着)[“"][^”"]{0,6}不再[^”"]{0,10}[”"]')
"""Quoted words of the lists themselves: 不再开展 is no duty, unless it is said to be written there."""
_LITERAL = regex(
    "这[些几两三四五六七八九十]?[个句]?(?:字|词|话)|字样|字眼|出现|\\b(?:contain|words?|phrase|wording|read)",
    re.IGNORECASE,
)
"""Words are asked for as they stand: 有“不再开展此项工作”这几个字的."""
_NUMERALS = "一二两三四五六七八九十百"
_UNITS = "个项条类名家位成份张件部地样句点步处次号款种宗桩"


@frozen
class Token:
    """A piece of a question. ``span`` is set for names; ``key`` is what features see.

    ``piece``: it belongs to four characters of a duty's name. ``quoted``: it stands in quotes.
    """

    text: str
    key: str
    start: int
    end: int
    span: Span | None = None
    piece: bool = False
    quoted: bool = False

    @property
    def is_mark(self) -> bool:
        """Whether it stands for a name."""
        return self.span is not None

    @property
    def is_blank(self) -> bool:
        """Whether it is punctuation or blank."""
        return self.span is None and not self.text[0].isalnum()


def tokens(linked: Linked) -> list[Token]:
    """The tokens of a linked question; duties' names are text, all other names are marks."""
    found: list[Token] = []
    position = 0
    for span in linked.spans:
        if span.kind is SpanKind.TOPIC:
            continue
        found.extend(_plain(linked.text, position, span.start))
        found.append(Token(span.text, MARKS[span.kind], span.start, span.end, span))
        position = span.end
    found.extend(_plain(linked.text, position, len(linked.text)))
    return _flagged(found, linked)


def _plain(text: str, start: int, end: int) -> Iterable[Token]:
    for match in _PIECE.finditer(text, start, end):
        written = match[0]
        if written[0].isdigit():
            key = "0"
        elif written.isspace():
            key = " "
        elif written[0].isascii() and written[0].isalpha():
            key = written.casefold()
        else:
            key = written
        yield Token(written, key, match.start(), match.end())


def _flagged(found: list[Token], linked: Linked) -> list[Token]:
    """The tokens, told whether they are quoted or part of a duty's name."""
    named = [False] * (len(linked.text) + 1)
    for span in linked.spans:
        if span.kind is SpanKind.TOPIC and linked.text[span.start] not in '“"《':
            named[span.start : span.end] = [True] * (span.end - span.start)
    spoken = _SPOKEN.search(linked.text) and not _LITERAL.search(linked.text)
    flagged, depth = [], 0
    for token in found:
        step = _QUOTES.get(token.text)
        if step is not None:
            depth = (1 - depth) if step == 0 else max(0, step)
        quoted = bool(depth) and step is None and not spoken
        if not token.is_mark and (quoted or named[token.start]):
            token = Token(
                token.text, token.key, token.start, token.end, None, named[token.start], quoted
            )
        flagged.append(token)
    return flagged


_ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve"
    " thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
).split()


def value(text: str) -> int | None:
    """The number that digits, English words or Chinese numerals below a thousand write."""
    if text.casefold() in _ENGLISH:
        return _ENGLISH.index(text.casefold())
    if text.isascii() and text.isdigit():
        return int(text) if len(text) < 7 else None
    total, digit = 0, 0
    for character in text:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        elif character in "零〇":
            digit = 0
        elif character in _NUMERALS:
            digit = 2 if character == "两" else _NUMERALS.replace("两", "").index(character) + 1
        else:
            return None
    return total + digit


@frozen
class Item:
    """An item of a skeleton: its key, and the tokens it stands for (first, past the last)."""

    key: str
    first: int
    last: int


def skeleton(found: Sequence[Token], topical: Sequence[bool]) -> list[Item]:
    """The question without its names: runs of words of duties and numbers become marks too."""
    items: list[Item] = []
    i = 0
    while i < len(found):
        token = found[i]
        if topical[i] and not token.is_mark:
            j = i + 1
            while j < len(found) and (topical[j] or _joins(found, topical, j)):
                if _unquoted(found, j):
                    break
                j += 1
            while not topical[j - 1]:
                j -= 1
            items.append(Item(TOPIC, i, j))
            i = j
            continue
        size = 0 if token.is_mark else _number(found, topical, i)
        if size:
            items.append(Item(NUMBER, i, i + size))
            i += size
            continue
        items.append(Item(token.key, i, i + 1))
        i += 1
    return items


def words_before(items: Sequence[Item], at: int, reach: int = 12) -> str:
    """What stands before an item, of so many items."""
    return "".join(item.key for item in items[max(0, at - reach) : at])


def in_quotes(item: Item, found: Sequence[Token]) -> bool:
    """Whether words stand in quotes: then they are meant as words, however common they are."""
    return any(token.quoted for token in found[item.first : item.last])


def sought(items: Sequence[Item], at: int, found: Sequence[Token]) -> bool:
    """Whether an item is words that are to be found, in quotes or by what stands before: 哪几项提到台账."""
    return in_quotes(items[at], found) or bool(_SAYS.search(words_before(items, at)))


_SAYS = regex("(?:提到|提及|写到|写明|写有|写着|写了|说到|出现|包含|含有|带有|带着)[了过]?$")
"""What stands before words that are to be found."""


def _joins(found: Sequence[Token], topical: Sequence[bool], at: int) -> bool:
    """Whether a blank or mark between two pieces of one duty's words belongs to them."""
    after = at + 1
    return found[at].text in '、·-— “”()（）"' and after < len(found) and topical[after]


def _unquoted(found: Sequence[Token], at: int) -> bool:
    """Whether Latin words begin behind quoted Chinese ones: “12月底” in the entries on machinery."""
    before = next((t for t in reversed(found[:at]) if t.text[0].isalnum()), None)
    token = found[at]
    latin = token.key.isascii() and token.key.isalpha() and not token.quoted
    return latin and before is not None and before.quoted and not before.text.isascii()


def _number(found: Sequence[Token], topical: Sequence[bool], at: int) -> int:
    """How many tokens from here write a number; 0 if they do not."""
    if found[at].key == "0" or found[at].key in _ENGLISH[2:]:
        return 1
    end = at
    while end < len(found) and found[end].text in _NUMERALS and not topical[end]:
        end += 1
    if end == at:
        return 0
    before = found[at - 1].text if at else ""
    after = found[end].text[0] if end < len(found) else ""
    if end - at > 1 or before in ("第", "前") or (after in _UNITS and before not in ("统", "唯")):
        return end - at
    return 0


class Around:
    """What the lists know of pairs of characters: pair → passages and names that have it."""

    def __init__(self, passages: dict[str, int], names: dict[str, int]) -> None:
        """Take counts as they are."""
        self.passages, self.names = passages, names

    def buckets(self, pair: str) -> tuple[int, int]:
        """How common a pair is, roughly."""
        return _bucket(self.passages.get(pair, 0)), _bucket(self.names.get(pair, 0))


def _bucket(count: int) -> int:
    return 0 if not count else 1 if count < 3 else 2 if count < 10 else 3 if count < 50 else 4


def pairs(found: Sequence[Token]) -> set[str]:
    """The pairs of characters that the tagger wants to know about."""
    return {a.key + b.key for a, b in itertools.pairwise(found)}


SEEN = (5, 5, 5, 5, 2, 2, 2, 3)
"""How many values each thing has that is known of a token beside its word."""


def seen(found: Sequence[Token], around: Around) -> list[tuple[int, ...]]:
    """What is known of each token beside its word.

    How common its pairs are in the passages and names of the lists (to the left, to the right),
    whether it belongs to a piece of a name, is quoted, is a mark; its kind.
    """
    rows: list[tuple[int, ...]] = []
    for at, token in enumerate(found):
        before = found[at - 1].key if at else ""
        after = found[at + 1].key if at + 1 < len(found) else ""
        left, right = around.buckets(before + token.key), around.buckets(token.key + after)
        latin = token.key.isascii() and token.key.isalpha()
        kind = 2 if latin else 1 if token.is_blank else 0
        rows.append((*left, *right, int(token.piece), int(token.quoted), int(token.is_mark), kind))
    return rows


def language(found: Sequence[Token] | Sequence[Item]) -> str:
    """``en`` for more Latin words than half of the Chinese characters beside the marks, else ""."""
    words = [one.key for one in found if one.key[0].isalpha()]
    return "en" if sum(word.isascii() for word in words) * 2 > len(words) else ""


def written(found: Sequence[Token], tags: Sequence[bool]) -> list[bool]:
    """The tags with the Chinese words of an English question: they are a duty's, or looked for."""
    if language(found) != "en":
        return list(tags)
    chinese = [not t.is_mark and t.key.isalpha() and not t.key.isascii() for t in found]
    told = list(tags)
    at = 0
    for is_chinese, group in itertools.groupby(chinese):
        end = at + len(list(group))
        if is_chinese and not _NUMBERING.fullmatch("".join(t.text for t in found[at:end])):
            told[at:end] = [True] * (end - at)
        at = end
    return told


_NUMBERING = regex("(?:配合|基本|收回)?(?:履职)?(?:事项)?(?:清单)?第?|[项条号]")
"""What stands around the number of a duty: 配合第104项."""
