"""Joining: what teaches where breath is taken and the next thing begins in text without any sign.

From ``build/training/notices.jsonl``, ``tasks.jsonl`` and ``people.jsonl``: a gap in which a sign stood is one where breath
is taken. Where the next thing begins is known of notices, whose tasks are spans, and of messages that are made: what several people said,
one thing after the other, sometimes with a word between two (还有, 对了), mostly without.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from kg.checking.reading.haste import SIGN
from kg.checking.reading.items import items
from kg.checking.reading.tasks import folded
from kg.frozen import frozen

BETWEEN = (
    *(
        "还有",
        "另外",
        "再一个",
        "再就是",
        "对了",
        "顺便",
        "完了",
        "然后",
        "还有个事",
        "哦还有",
        "另外一个",
    ),
    *("接着", "第二个", "还有那个", "最后", "一个要紧的", "完了那个", "哦对", "又及"),
)
"""What people say between two things."""
NUMBER = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十\d]{1,2}[)）、.．:]|[一二三四五六七八九十]是|[①-⑳])\s*"
)
PLEASE = re.compile("请(?:你|贵)(?:乡|镇|街道)?|请各?(?:乡镇|街道)?")
_WHOLE = "y"
"""Authors begin so of whose messages is known, too, what stands outside of spans."""
_LEAST, _MOST, _THING = 12, 240, 110
"""Characters of a text that is learned, and of a thing in one that is made."""
_FEW = (2, 3, 3, 4, 4, 5, 6)
_ENDS = ("了", "吧", "啊", "哈", "哦", "呗", "嘛", "一下", "哈你们", "就行", "噢")
_FIRST, _LATER = ("", "", "", "麻烦", "记得"), ("你们", "你们", "镇上", "乡里", "", "给我", "你")
"""What is said for 请 where a thing begins with it, and where it says first what it is about."""
_ASIDES = 0.25
"""How often something that asks for nothing stands between two things."""


@frozen
class Run:
    """Characters without signs; before which a sign stood, with which the next thing begins (None: not known)."""

    author: str
    text: str
    breaths: frozenset[int]
    begins: frozenset[int]
    unknown: frozenset[int] = frozenset()
    real: bool = False


def parted(text: str) -> tuple[str, dict[int, tuple[int, int]]]:
    """A text without its signs, and before which of its characters one stood (from where to where in the text)."""
    run, gaps, at = "", dict[int, tuple[int, int]](), 0
    for match in SIGN.finditer(text):
        run += text[at : match.start()]
        gaps[len(run)] = match.span()
        at = match.end()
    run += text[at:]
    return run, {gap: where for gap, where in gaps.items() if 0 < gap < len(run)}


@frozen
class Pieces:
    """What messages are made of: things of each source, and what is said beside them."""

    things: dict[str, list[tuple[str, str]]]
    asides: list[tuple[str, str]]


def _lines(data: Path, name: str) -> Iterator[dict[str, Any]]:
    for line in (data / f"{name}.jsonl").read_text("utf-8").splitlines():
        yield json.loads(line)


def thorough(author: str) -> bool:
    """Whether of an author's messages everything is known, what stands outside of spans, too."""
    return author.startswith(_WHOLE)


def real(data: Path) -> Iterator[Run]:
    """The notices that number nothing, without their signs."""
    for one in _lines(data, "notices"):
        text = folded(one["text"])
        if any(item.marked for item in items(text)):
            continue
        run, gaps = parted(text)
        spans = [folded(span).strip() for span in one["spans"]]
        at = sorted((text.find(s), text.find(s) + len(s)) for s in spans if s and s in text)
        whole = thorough(one["author"])  # what stands outside of spans is known, too
        begins, unknown = set(), set()
        for gap, (start, end) in gaps.items():
            first, last = (
                any(abs(a - end) <= 1 for a, _ in at),
                any(abs(b - start) <= 1 for _, b in at),
            )
            if last or (first and whole):
                begins.add(gap)
            elif not (whole or any(a < start and end < b for a, b in at)):
                unknown.add(gap)
        if len(run) >= _LEAST:
            yield Run(
                one["author"],
                run[:_MOST],
                frozenset(gaps),
                frozenset(begins),
                frozenset(unknown),
                real=True,
            )


def pieces(data: Path) -> Pieces:
    """What messages are made of, each with its author."""
    things: dict[str, list[tuple[str, str]]] = {name: [] for name in ("spans", "tasks", "people")}
    asides: list[tuple[str, str]] = []
    for one in _lines(data, "notices"):
        spans = [folded(span).strip() for span in one["spans"]]
        things["spans"] += [(one["author"], span) for span in spans]
        if thorough(one["author"]):
            text = folded(one["text"])
            for span in spans:
                text = text.replace(span, "\n")
            left = [part.strip(",. ") for part in text.splitlines()]
            asides += [(one["author"], part) for part in left if len(part) > 3]
    things["tasks"] = [(one["author"], folded(one["text"])) for one in _lines(data, "tasks")]
    for one in _lines(data, "people"):
        if "english" not in one["kind"] and one["kind"] != "name":
            times = 2 if "task" in one["kind"] else 1
            things["people"] += [("people", folded(one["text"]))] * times
    for source, own in things.items():
        things[source] = [(who, text) for who, text in own if _LEAST <= len(text) <= _THING]
    return Pieces(things, asides)


def _said(text: str, chance: random.Random) -> str:
    """A thing as somebody in haste would say it."""
    text = NUMBER.sub("", text).strip("。;,: ")
    if chance.random() < 0.7:
        words = _FIRST if PLEASE.match(text) else _LATER
        text = PLEASE.sub(chance.choice(words), text, count=1)
    if chance.random() < 0.2 and text[-1:].isalnum():
        text += chance.choice(_ENDS)
    return text


def made(of: Pieces, chance: random.Random, count: int, kept: Collection[str]) -> Iterator[Run]:
    """Messages made of things; none of the authors ``kept`` out."""
    things = [[text for who, text in own if who not in kept] for own in of.things.values()]
    asides = [text for who, text in of.asides if who not in kept]
    for _ in range(count):
        own = chance.choice(things)
        run, breaths, begins = "", set[int](), set[int]()
        for _ in range(chance.choice(_FEW)):
            said = _said(chance.choice(own), chance)
            if chance.random() < 0.2:
                said = chance.choice(BETWEEN) + said
            if asides and chance.random() < _ASIDES:
                said = f"{chance.choice(asides)}\n{said}"
            for part in said.split("\n"):
                text, gaps = parted(part)
                begins.add(len(run))
                breaths |= {len(run), *(len(run) + gap for gap in gaps)}
                run += text
        yield Run("", run[:_MOST], frozenset(breaths), frozenset(begins))
