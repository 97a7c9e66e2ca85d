"""Pauses: blanks by which people in haste part what they say: 数花眼了 甲镇收回了几项 别带配合的.

A blank between Chinese characters is no part of a word, and would be lost; here it becomes a comma (、 between
two names of one kind). One inside a name, or beside a character that stands alone, came with pasted text.
"""

from __future__ import annotations

from kg.asking.linking import Linker
from kg.asking.spans import PLACED, Span, SpanKind
from kg.patterns import regex

_PAUSE = regex("(?<=[\\u4e00-\\u9fff])[ \\t\\r\\n\\u3000]+(?=[\\u4e00-\\u9fff])")
_WIDER = regex(
    "(?<=[\u4e00-\u9fff])[ \t\r\n\u3000]+(?=[\u4e00-\u9fffA-Za-z0-9])"
    "|(?<=[A-Za-z0-9])[ \t\r\n\u3000]+(?=[\u4e00-\u9fff])"
)
"""Also one beside letters or numbers, of a writer who makes pauses so: 哪个乡镇最多 PPT上要写."""
_ALONE = regex(
    "(?:^|(?<=[^\\u4e00-\\u9fff]))[\\u4e00-\\u9fff][ \\t\\r\\n\\u3000]+"
    "|[ \\t\\r\\n\\u3000]+[\\u4e00-\\u9fff](?=$|[^\\u4e00-\\u9fff])"
)
"""A blank beside a character that stands alone: 发 展."""
_PARTICLES = "哎唉喂嗯哦噢哈嘿诶呃啊急快"
"""What is said alone: 喂 我问一下."""
_SHORT = 10
"""Characters of words that are only looked up: 甲镇 养犬."""
_SEVERAL = 2
_NAMES = (*PLACED, SpanKind.BODY, SpanKind.CATEGORY)


class Pauses:
    """Marks pauses, with the names of one graph."""

    def __init__(self, linker: Linker) -> None:
        """Prepare for the names that the linker knows."""
        self._linker = linker

    def __call__(self, text: str) -> str:
        """The text with a comma for each blank by which its clauses are parted."""
        blanks = list(_PAUSE.finditer(text))
        if (
            len(text) < _SHORT
            or not blanks
            or any(m[0].strip() not in _PARTICLES for m in _ALONE.finditer(text))
        ):
            return text
        pattern = _WIDER if len(blanks) >= _SEVERAL else _PAUSE
        spans = [s for s in self._linker.link(pattern.sub("", text)).spans if s.kind in _NAMES]
        told, at, lost = list[str](), 0, 0
        for blank in pattern.finditer(text):
            place = blank.start() - lost
            lost += len(blank[0])
            told += (text[at : blank.start()], _mark(place, spans))
            at = blank.end()
        return "".join((*told, text[at:]))


def _mark(place: int, spans: list[Span]) -> str:
    """What stands for a blank at a place of the text without blanks."""
    if any(span.start < place < span.end for span in spans):
        return ""
    before = next((span for span in spans if span.end == place), None)
    behind = next((span for span in spans if span.start == place), None)
    alike = before and behind and before.kind is behind.kind and before.text != behind.text
    return "、" if alike else "，"
