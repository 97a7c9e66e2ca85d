"""Words: an English question as a row of items, each a name, a number or a word of ``operators.csv``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from kg.asking.closed.fields import Fields
from kg.asking.frame import BodyRef
from kg.asking.lexicon import Lexicon
from kg.asking.linking import Linker
from kg.asking.spans import Span, SpanKind
from kg.folding import has_chinese
from kg.frozen import frozen
from kg.patterns import regex
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.phrases import Phrases

_TOKEN = regex(r"[A-Za-z]+|\d+|[\u4e00-\u9fff]+|[^\s\w]")
_NOT = regex(r"(?i)\b([a-z]+)n['’]t\b")
_TAIL = regex(r"(?i)(?<=[a-z])['’](?:s|d|ve|re|ll|m)\b|(?<=s)['’](?=[\s,.:;?]|$)")
_ORDER = regex(r"(?<=\d)(?:st|nd|rd|th)\b")
_TAKEN = regex(
    r"(?i)\b(?:take[ns]?|taking|took|pull(?:ed|ing)?|claw(?:ed|ing)?)((?: (?:more|most|fewer|any|the|some|exactly|just|only|one|two|three|work|duties|duty|items?|tasks?|things?|jobs))+) (?:back|over|away|off|up)\b"
)
"""What stands between the words that say that something was taken back: took the most duties off."""
_PLAINLY = (
    (_NOT, r"\1 not"),
    (_ORDER, " th"),
    (regex(r"(?i)\bno(?:\. ?| )(?=\d)"), "number "),
    (regex(r"(?<=\d) ?(?:[–—-]|(?:up )?to|thru|through) ?(?=\d)"), " ~ "),
    (regex(r"(?<=[A-Za-z])-(?=[A-Za-z])"), " "),
    (regex(r"\(s\)"), ""),
    (regex(r"(?i)\bd\.p\."), "decimal place"),
    (_TAKEN, r"taken back \1"),
    (regex(";"), ","),
)
"""Isn't as two words, 57th as a number, no. 57, 1–3, 1 to 3, words joined by hyphens."""
_BEFORE = ("and", "so", "but", "then", "well", "now", "please", "okay", "ok")
"""What may stand before them."""
_QUOTED = regex('[“”"]')
_ASKS = frozenset("is are was were do does did has have had can".split())
"""Words with which a question begins that is answered by yes or no."""
_LONGEST = 8
"""Words of a phrase."""
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ODD = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth"}
_ODD |= {"nine": "ninth", "twelve": "twelfth"}
_NUMBERS = {w: n for n, w in enumerate(_SMALL)} | {w: 10 * n for n, w in enumerate(_TENS, 2)}
_ORDINALS = {
    _ODD.get(w, w.removesuffix("y") + ("ieth" if w in _TENS else "th")): n
    for w, n in _NUMBERS.items()
}

TOWN, PLACE, BODY, FIELD, CATEGORY, WORD, NUMBER, ORDINAL = "①②③④⑤⑥⑦⑧"
"""The letters of names and numbers."""
LETTERS = {
    "pause": ".", "asks": "?", "rows": "r", "list": "l", "basic": "b", "cooperation": "c", "reclaimed": "k",
    "own": "o", "departments": "d", "townships": "t", "categories": "g", "clauses": "u", "who": "h", "where": "H",
    "many": "n", "more": "m", "fewer": "e", "than": "_", "most": "M", "fewest": "E", "order": "R",
    "first": "f", "last": "z", "from-end": ">", "penultimate": "Z", "not": "x", "without": "X", "absent": "A",
    "minus": "-", "subtract": "S", "alone": "v", "accompanied": "w", "exactly": "V", "least": "G", "at-most": "L",
    "upwards": "J", "downwards": "j", "average": "a", "share": "s", "difference": "i", "both": "2", "either": "|",
    "and": "&", "different": "K", "each": "Q", "whether": "q", "nowhere": "U",
    "everywhere": "I", "people": "+", "yes": "1", "one": "#", "twice": "#", "range": "~", "part": "P", "under": "{", "column": "}", "upto": "$", "nobody": "!", "sharing": "B", "other": "%", "position": "p", "name": "N", "whole": "W", "held": "^", "branch": "<",
    "departments-side": "D", "second": ORDINAL, "filler": "",
}  # fmt: skip
"""Sense of the table → the letter that stands for it."""
_SAID = {"one": 1, "second": 2, "twice": 2}
"""The numbers that senses say."""
SPANS = {
    SpanKind.TOWNSHIP: TOWN,
    SpanKind.PLACE: PLACE,
    SpanKind.BODY: BODY,
    SpanKind.CATEGORY: CATEGORY,
}


@frozen
class Item:
    """A piece of a question: its letter, its words, and the name or number it is."""

    letter: str
    text: str
    span: Span | None = None
    number: int = 0
    high: int | None = None
    body: BodyRef | None = None
    category: str = ""


class Words:
    """Takes questions apart with the names of one graph and the table of one vocabulary."""

    def __init__(self, lexicon: Lexicon, linker: Linker, vocabulary: Vocabulary) -> None:
        """Prepare; the table is read with the first English question."""
        self._lexicon, self._linker = lexicon, linker
        self._phrases = Phrases(vocabulary, "operators")
        self._fields = Fields(lexicon, vocabulary)

    def items(self, text: str) -> list[Item] | None:
        """The items of a question, its names in Chinese; None: it says something else, too."""
        for pattern, plain in _PLAINLY:
            text = pattern.sub(plain, text)
        found = self._items(text)
        if any(item.letter == WORD for item in found or ()) and _QUOTED.search(text):
            found = self._items(_QUOTED.sub(" ", text)) or found  # “X, cooperation, 57”
        return found

    def _items(self, text: str) -> list[Item] | None:
        found: list[Item] = []
        at = 0
        for span in (*self._linker.link(text).spans, None):
            begins = not found or found[-1].letter == "."
            inner = self._said(text[at : span.start if span else len(text)], begins)
            if inner is None:
                return None
            found += inner
            if span is None:
                break
            at = span.end
            if span.kind is SpanKind.TOPIC:
                found.append(Item(WORD, span.text))
            elif span.kind in SPANS:
                found.append(self._named(span))
            else:
                return None
        return found

    def _named(self, span: Span) -> Item:
        found = named(span, self._lexicon)
        body = self._fields.of_category(span.text) if found.category else found.body
        return replace(found, body=body)

    def _said(self, text: str, begins: bool) -> list[Item] | None:
        """The items of words beside names, with which a clause ``begins``; None if a word is not known."""
        words = [m[0].casefold() for m in _TOKEN.finditer(_TAIL.sub(" ", text))]
        found: list[Item] = []
        at = 0
        while at < len(words):
            for end in range(min(len(words), at + _LONGEST), at, -1):
                phrase = " ".join(words[at:end])
                item = self._item(phrase, words[at:end])
                if item is not None:
                    if item.letter in (NUMBER, ORDINAL) and not item.number:
                        return None  # nothing is at place 0
                    if phrase in _ASKS and begins:
                        item = Item("Y", phrase)
                    begins = item.letter == "." or (begins and phrase in _BEFORE)
                    found += [item] if item.letter else []
                    at = end
                    break
            else:
                return None
        return found

    def _item(self, phrase: str, words: list[str]) -> Item | None:
        if phrase in self._table:
            letter, number = self._table[phrase]
            high = number if letter == "#" else None
            return Item(letter, phrase, number=number, high=high)
        if (n := _number(words)) is not None:
            return n
        if has_chinese(phrase) and len(words) == 1:
            return Item(WORD, phrase)
        body, category = self._fields.body(phrase), self._fields.category(phrase)
        return Item(FIELD, phrase, body=body, category=category) if body or category else None

    @cached_property
    def _table(self) -> dict[str, tuple[str, int]]:
        """Phrase → its letter, and the number that it says: runner-up."""
        found: dict[str, tuple[str, int]] = {}
        for sense, phrases in self._phrases.kinds.items():
            for phrase in phrases:
                words = " ".join(_TOKEN.findall(phrase.casefold()))
                found[words] = (LETTERS[sense], _SAID.get(sense, 0))
        return found


def named(span: Span, lexicon: Lexicon) -> Item:
    """The item of a name; a body by its kind alone is that of every county."""
    letter = SPANS[span.kind]
    body = span.body() if letter == BODY else None
    if body and not body.bodies:
        body = replace(body, bodies=lexicon.bodies_of(body.function))
    category = span.iris[0] if letter == CATEGORY else ""
    return Item(letter, span.text, span, body=body, category=category)


def _number(words: list[str]) -> Item | None:
    """A number, or a place in an order: fifty-seventh."""
    order = len(words) == 2 and words[-1] == "th" and words[-2].isdecimal()
    if order or (len(words) == 1 and words[0].isdecimal()):
        return Item(ORDINAL if order else NUMBER, " ".join(words), number=int(words[0]))
    if len(words) == 3 and words[1] == "-":
        words = [words[0], words[2]]
    if not 1 <= len(words) <= 2 or (len(words) == 2 and words[0] not in _TENS):
        return None
    tens = _NUMBERS[words[0]] if len(words) == 2 else 0
    last = words[-1]
    if last in _NUMBERS and not (tens and _NUMBERS[last] > 9):
        return Item(NUMBER, " ".join(words), number=tens + _NUMBERS[last])
    if last in _ORDINALS and not (tens and _ORDINALS[last] > 9):
        return Item(ORDINAL, " ".join(words), number=tens + _ORDINALS[last])
    return None


def code(items: Iterable[Item]) -> str:
    """The letters of items, one each."""
    return "".join(item.letter for item in items)
