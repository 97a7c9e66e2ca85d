"""Leftovers: words of a question that are neither a name nor a duty's, and that ask nothing.

Latin words need no such list: those that questions do not use are taken for a duty's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import pairwise

from kg.asking.reading.cues import Cues
from kg.asking.reading.tokens import Item, Token
from kg.meaning.words import function_words
from kg.patterns import regex

_GRAMMAR = 0.3
"""From this on a character carries grammar."""
_LEAST = 2
_MOST = 5


def leftovers(
    found: Sequence[Token], items: Sequence[Item], cues: Cues, is_asked: Callable[[str], bool]
) -> tuple[str, ...]:
    """What a question says that nothing was done with: so that who asks sees it.

    ``is_asked`` tells pairs of characters that questions are made of: 牵涉, 保留一位小数.
    """
    free = [False] * len(found)
    for item, told in zip(items, _told(items, cues), strict=True):
        if item.last - item.first == 1 and not told:
            token = found[item.first]
            free[item.first] = not token.is_mark and not token.is_blank and token.key != "0"
    runs = dict.fromkeys(_runs(found, free))
    return tuple(r for r in runs if not all(map(is_asked, map("".join, pairwise(r)))))[:_MOST]


def unread(rest: Sequence[str], generic: Collection[str]) -> str:
    """What of leftovers is too much to be left out of a selection; "" where nothing is.

    Words that say nothing (``generic``) and who asks are not counted.
    """
    for run in rest:
        bare = _SAYING.sub("", run)
        for word in sorted(generic, key=len, reverse=True):
            if len(word) > 1 and word in bare:
                bare = bare.replace(word, "")
        if len(bare) >= _TOO_MUCH:
            return run
    return ""


_TOO_MUCH = 4
"""Characters: 具体村名 is a condition, 取整 is none."""
_SAYING = regex(
    "保留[^,，。]{0,2}位小数|四?舍五入(?:到|取)?(?:整数?|个位)?|我们?局|你们?局|咱们?|我们|挂(?:了?名|的)?|[条清]?单[里中上]?|条目|给我|列(?:一下|出来?|给)?|对账|履职|事项|数量|一下|麻烦|请|合起来|牵涉|涉及"
    "|(?:材料|名单|表格?|资料|手续)?(?:初?审|报|办|收|核|排?查|写|填|登记)(?:完|好|齐|过)了?"
)


def _told(items: Sequence[Item], cues: Cues) -> Iterator[bool]:
    """For each item of the skeleton whether it stands in a phrase of the table."""
    covered: set[int] = set()
    for cue in cues.found:
        covered.update(range(cue.start, cue.end))
    at, blank = 0, False
    for item in items:
        if item.key.isspace():
            yield False
            at += not blank
            blank = True
            continue
        blank = False
        yield not covered.isdisjoint(range(at, at + len(item.key)))
        at += len(item.key)


def _runs(found: Sequence[Token], free: Sequence[bool]) -> Iterator[str]:
    run: list[Token] = []
    for token, is_free in zip(found, free, strict=True):
        if is_free and not token.text.isascii():
            run.append(token)
        else:
            yield from _content(run)
            run = []
    yield from _content(run)


def _content(run: Sequence[Token]) -> Iterator[str]:
    """The run without characters of grammar at its ends, if anything is left."""
    grammar = function_words()
    text = "".join(token.text for token in run)
    while text and (grammar.get(text[0], 0.0) >= _GRAMMAR or grammar.get(text[:2], 0.0) >= 1):
        text = text[2:] if grammar.get(text[:2], 0.0) >= 1 else text[1:]
    while text and (grammar.get(text[-1], 0.0) >= _GRAMMAR or grammar.get(text[-2:], 0.0) >= 1):
        text = text[:-2] if grammar.get(text[-2:], 0.0) >= 1 else text[:-1]
    if len(text) >= _LEAST:
        yield text
