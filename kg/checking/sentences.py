"""Sentences: how a text is parted into sentences, clauses and the things it speaks of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.checking.sayings import WHEN
from kg.patterns import regex

_SENTENCE = regex(
    r"(?<=[。！？!?；;])|\n|[,，](?=(?:另外|还有|再一个|再就是|再有)(?:那个|一个|个|就是)?)"
    r"|(?<=[\u4e00-\u9fff]{6})\s+(?=[\u4e00-\u9fff]{6})"
)
_ENDS, _MORE = frozenset("。！？!?；;\n\r\t\f\v "), ("另外", "还有", "再一个", "再就是", "再有")
_STOPS = frozenset(",，、:：。；;！!？?")
"""Without any of these a text is one sentence, one clause."""
BESIDES = regex("[,，]?(?:另外|还有|再一个|再就是|再有|此外|另,)")
"""How a further thing begins."""
_THINGS = regex(
    r"(?<=[,，。;；!！?？\s])(?=(?:另外|还有|再一个|再就是|再有|然后那个|然后就是|对了|哦对|第[二三四五六](?:个|件))(?!没|什么|谁))"
)
_RUN = regex("[\u4e00-\u9fff]{40,}")
_NEXT = regex(
    "(?<=[\u4e00-\u9fff]{8})(?:然后|完了|再)?(?=(?:然后那个|然后就是|还有就是|还有一个|还有那个|另外就是|另外那个|再一个|再就是)[\u4e00-\u9fff]{8})"
)
"""Where a long run of characters goes on to another thing."""
ONE_THING = regex(
    "(?:另外|还有|再一个|再就是|再有|然后那个|然后就是|对了|哦对|此外|另,|(?:第|头)[一二三四五六]个|一[个件](?:事)?(?:就)?是|一[个件]事?[,:])"
)
"""How one of several things begins in a message."""
_CLAUSE = regex(r"(?<=[,，、:：])|(?<=[。；;！!？?])")
_ANOTHER = regex(
    r"[,，](?=(?:同时|另外|另|此外)(?:请|要)?(?:对|由)[^,，]{8,})|[,，](?=另(?:外)?请[^,，]{6,})"
)
OWN = regex("(?:由|请|要)(?:你|贵|各|本)?(?:镇|乡|街道)(?:里|上|政府|村)?[^,，]{2,}")
"""What says itself that the township does it: 由镇里审查备案"""
_APART = regex("^[^,，]{4,}的[,，](?:一律)?由(?:你|贵|各|本)?(?:镇|乡|街道)[^,，]{2,}")
"""已经压占管道的,由你镇下处罚决定"""
_LABEL = regex(r"^(?:通知|工单|诉求|内容|事由|标题|主题|任务|事项|要求|备注|温馨提示|提醒)[:：]\s*")


def sentences_of(text: str) -> list[str]:
    """A text by its sentences; most short ones are one, and no pattern is compiled for them."""
    plain = _ENDS.isdisjoint(text) and not any(map(text.__contains__, _MORE))
    return [text] if plain else _SENTENCE.split(text)


def clauses_of(text: str) -> list[str]:
    """A text by its clauses, each with the sign that ends it."""
    return [text] if _STOPS.isdisjoint(text) else _CLAUSE.split(text)


def parted(sentences: Sequence[str]) -> list[list[str]]:
    """The sentences of a task, or of several where one says 同时对…, 另请…."""
    *before, last = sentences
    first, *others = _ANOTHER.split(last)
    return [[*before, first], *([other] for other in others)]


def told_apart(sentences: Sequence[str]) -> Iterator[list[str]]:
    """The sentences of an item; one that says itself of what and who does it is a task of its own."""
    found = [sentences[0]]
    for sentence in sentences[1:]:
        if _APART.search(sentence):
            yield found
            found = []
        found.append(sentence)
    yield found


def topic(text: str) -> str:
    """The words of a text that are looked up: no label, no date."""
    text = _LABEL.sub("", WHEN.sub(" ", text))
    return text.strip('“”"《》、,，:：。；; \n')[:160]


def things(text: str) -> list[str]:
    """The parts of a message that each speak of another thing: …, 还有…, 另外….

    What was spoken and written down without any sign is parted at 然后那个, too.
    """
    apart = _RUN.sub(lambda m: _NEXT.sub(",", m[0]), text)
    return [part for one in _THINGS.split(apart) if (part := one.strip())]
