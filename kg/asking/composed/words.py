"""Words: a Chinese question as a row of items, each a name, a number or a word of ``composed.csv``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from kg.asking.closed.words import NUMBER, ORDINAL, SPANS, WORD, Item, named
from kg.asking.lexicon import Lexicon
from kg.asking.linking import Linker
from kg.asking.reading.tokens import value
from kg.asking.shapes import AS_WORDS, WORDS_BEFORE
from kg.asking.spans import Span, SpanKind
from kg.patterns import regex
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.phrases import Phrases

SENSES = {
    "filler": "", "and": "&", "rows": "r", "list": "l", "basic": "b", "cooperation": "c", "reclaimed": "k",
    "departments": "d", "townships": "t", "categories": "g", "which-departments": "?d", "which-townships": "?t",
    "which-categories": "?g", "which-other-departments": "?%d", "who": "h", "asks": "?", "many": "n", "many-departments": "nd",
    "many-townships": "nt", "many-categories": "ng", "share": "s", "average": "a", "each-township": "Qt",
    "each-row": "Qr", "each-department": "Qd", "each-category": "Qg", "difference": "i", "subtracting": "-",
    "compared": "_", "more": "m", "fewer": "e", "most": "M", "fewest": "E", "runner-up": ORDINAL, "third": ORDINAL,
    "order": "R", "ascending": "Ry", "first": "f", "last": "z", "from-end": ">", "from-start": "<", "penultimate": "Z",
    "whole-rows": "W", "without": "x", "absent": "A", "excluding": "X", "excepted": "}", "rest": "*", "present": "+", "alone": "v",
    "accompanied": "w", "both": "2", "either": "|", "exactly": "V", "least": "G", "at-most": "L", "over": "O",
    "under": "o", "or-more": "J", "or-fewer": "j", "and-more": "Y", "range": "~", "township-side": "S",
    "upper-side": "H", "clause": "C", "name": "N", "wording": '"', "column": "@", "unique": "U",
    "others": "!", "beside": "B", "ceased": "F", "taken-on": "T", "marked": "", "whether": "q",
    "distinct": "K", "nothing-left": "", "stop": "§", "after": "#", "average-row": "aQr", "average-township": "aQt", "there": ":", "many-who": "nh", "one-digit": f"L{NUMBER}", "two-digits": f"G{NUMBER}", "three-digits": f"G{NUMBER}", "apiece": "/", "all-alike": "^", "rest-asked": "*?", "together": "=",
}  # fmt: skip
"""Sense of the table → the letters that stand for it."""
_SAID = {"runner-up": 2, "third": 3, "one-digit": 9, "two-digits": 10, "three-digits": 100}
"""The numbers that senses say."""
_NUMERAL = r"\d{1,3}|[一二两三四五六七八九]百(?:零[一二三四五六七八九]|[一二三四五六七八九]?十[一二三四五六七八九]?|)|[二三四五六七八九]?十[一二三四五六七八九]?|[零一二两三四五六七八九]"
_NUMBER = regex(
    rf"(?P<order>第)?(?P<number>{_NUMERAL})(?P<unit>项|条|件|桩|样|宗|行|个|家|类|份|张|本|地|次|回|处|名|位|号|种|局|镇|方|)(?!个)"
)
"""A number with what it counts."""
UNITS = {"类": "g", "地": "t", "镇": "t", "局": "d"}
"""What a unit counts by itself, whatever stands behind it."""
_GROUP = regex(r"\(([^()]*)\)")
_PAUSES = frozenset(" \t\n,.;:?!()[]{}<>|/\\-—–…·•“”\"'‘’、，。；：？！（）【】《》〈〉｜／～")
"""Signs between words that say nothing."""
_QUOTES = '“”"'
_FORMER = regex("前者|后者")


def ways(phrase: str) -> list[list[str]]:
    """The alternatives of each part of a phrase: (列|写)在 is 列在 or 写在."""
    return [
        p.split("|") if n % 2 else [p] for n, p in enumerate(_GROUP.split(phrase)) if n % 2 or p
    ]


class Words:
    """Takes questions apart with the names of one graph and the table of one vocabulary."""

    def __init__(self, lexicon: Lexicon, linker: Linker, vocabulary: Vocabulary) -> None:
        """Prepare; the table is read with the first question."""
        self._lexicon, self._linker = lexicon, linker
        self._phrases = Phrases(vocabulary, "composed")

    def pointed(self, text: str) -> str:
        """The text with the former and the latter (前者、后者) called by their names, where two townships or bodies are named."""
        if not _FORMER.search(text):
            return text
        spans = self._linker.link(text).spans
        for kind in (SpanKind.TOWNSHIP, SpanKind.BODY):
            named = list(dict.fromkeys(s.text for s in spans if s.kind is kind))
            if len(named) == 2:
                return text.replace("前者", named[0]).replace("后者", named[1])
        return text

    def items(self, text: str) -> list[Item] | None:
        """The items of a question; None: it says something else, too."""
        found: list[Item] = []
        at = 0
        linked = self._linker.link(text).spans
        known = [s for s in linked if s.kind in SPANS or _quoted(text, s)]
        named = any(s.kind is SpanKind.TOPIC and s not in known for s in linked)
        if named or any(span.note for span in known):
            return None  # a duty is named, or a name was not spelt so
        table = self._of(text)
        spans = [s for s in known if s.kind in SPANS or _looked_for(text, s, table)]
        for span in (*spans, None):
            inner = self._said(text[at : span.start if span else len(text)], table)
            if inner is None:
                return None
            found += inner
            if span is not None:
                at = span.end
                found.append(self._named(span))
        return found

    def _named(self, span: Span) -> Item:
        if span.kind not in SPANS:
            return Item(WORD, span.text.strip(_QUOTES), span)
        return named(span, self._lexicon)

    def _said(self, text: str, table: Mapping[str, str]) -> list[Item] | None:
        """The items of words beside names, in as few pieces as there can be; None if there are others."""
        best: list[tuple[int, tuple[int, ...], tuple[Item, ...]] | None] = [None] * (len(text) + 1)
        best[0] = (0, (), ())
        for at in range(len(text)):
            so_far = best[at]
            if so_far is None:
                continue
            for end, items in self._pieces(text, at, table):
                cost = so_far[0] + (2 if end == at + 1 and text[at] == "一" else 1)
                before, sizes = best[end], (*so_far[1], at - end)
                if before is None or (cost, sizes) < before[:2]:  # the longer piece first
                    best[end] = (cost, sizes, (*so_far[2], *items))
        return None if best[-1] is None else list(best[-1][2])

    def _pieces(
        self, text: str, at: int, table: Mapping[str, str]
    ) -> Iterator[tuple[int, tuple[Item, ...]]]:
        if (match := _NUMBER.match(text, at)) and value(match["number"]):  # none is at place 0
            yield match.end(), tuple(_counted(match))
        for end in range(len(text), at, -1):
            if (sense := table.get(text[at:end])) is not None:
                yield (
                    end,
                    tuple(
                        Item(letter, text[at:end], number=_SAID.get(sense, 0))
                        for letter in SENSES[sense]
                    ),
                )
        if text[at] in _PAUSES:
            yield at + 1, (Item(".", text[at]),)

    @cached_property
    def _told(self) -> list[tuple[str, list[list[str]]]]:
        """Senses, each with the alternatives of every part of a phrase, in the order of the table."""
        return [
            (sense, ways(phrase))
            for sense, phrases in self._phrases.kinds.items()
            for phrase in phrases
        ]

    def _of(self, text: str) -> dict[str, str]:
        """The phrases of a text with their senses; of one in two rows the upper one's.

        Written out the table has eighty thousand: a phrase is followed only as far as the text has it.
        """
        found: dict[str, str] = {}
        for sense, ways in self._told:
            begun = [""]
            for way in ways:
                begun = [whole for one in begun for more in way if (whole := one + more) in text]
                if not begun:
                    break
            for one in begun:
                found.setdefault(one, sense)
        found.pop("", None)
        return found


def _quoted(text: str, span: Span) -> bool:
    return span.kind is SpanKind.TOPIC and text[span.start] in _QUOTES


def _looked_for(text: str, span: Span, table: Mapping[str, str]) -> bool:
    """Whether what is quoted is looked for, and no word that is put in quotes: 甲镇的“独一份”."""
    said = table.get(span.text.strip(_QUOTES)) not in _UNQUOTED
    return said or bool(WORDS_BEFORE.search(text, 0, span.start) or AS_WORDS.match(text, span.end))


_UNQUOTED = frozenset(
    "unique most fewest beside alone both runner-up basic cooperation reclaimed whole-rows order".split()
)
"""Senses of words that people put in quotes for what they are."""


def _counted(match: re.Match[str]) -> Iterable[Item]:
    """A number, or a place in an order, with the letter of what its unit counts."""
    number = value(match["number"]) or 0
    unit = match["unit"]
    yield Item(ORDINAL if match["order"] or unit == "号" else NUMBER, unit, number=number)
    if unit in UNITS:
        yield Item(UNITS[unit], unit)
