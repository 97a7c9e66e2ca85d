"""Tasks: what a text asks for, in its words folded to one width and one script."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kg.checking.reading.items import CIRCLES
from kg.folding import simplified, strip_markup
from kg.frozen import frozen
from kg.patterns import regex

WHOLE = 200
"""Characters of a task that are kept."""
_FEW = 14
"""Characters of a task that may need what was said before."""
_SPACED = regex(r"(?<!\S)[\u4e00-\u9fff](?:[ \u3000]{1,3}[\u4e00-\u9fff]){2,12}(?![\u4e00-\u9fff])")
"""会 议 纪 要: a word set with blanks between its characters."""


def folded(text: str) -> str:
    """The text in one width, simplified, without markup; numbers in circles stay, ⑴ ⒈ ㈠ become (1) 1. (一).

    Letter-spaced words are closed up: 会 议 纪 要.
    """
    told = "".join(
        one if one in CIRCLES else unicodedata.normalize("NFKC", one) for one in strip_markup(text)
    )
    return _SPACED.sub(lambda m: "".join(m[0].split()), simplified(told))


@frozen
class Task:
    """A task as the text words it, the words that are looked up, and the part that asks.

    ``context`` is what stands above it: the title, and what the text says before it asks.
    ``parts`` are the tasks it may be made of: 开展甲，并配合乙. Only the lists tell whether it is.
    ``runs`` are the clauses of a sentence that runs on: 把甲报来，乙由镇里调剂，丙抓紧收.
    ``marked`` says that it is a numbered item.
    """

    text: str
    topic: str
    asked: str
    parts: tuple[Task, ...] = ()
    context: str = ""
    runs: tuple[Task, ...] = ()
    marked: bool = False


def following(found: Sequence[Task], *, spoken: bool) -> list[Task]:
    """Tasks of a message; one in a few words may be about what was ``spoken`` of before: 最后你们镇上审完就算数."""
    told = list(found[:1])
    for before, task in pairwise(found):
        few = spoken and len(task.topic) <= _FEW
        told.append(replace(task, context=f"{before.topic},{task.topic}") if few else task)
    return told
