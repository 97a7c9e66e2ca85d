"""Parts: what a row asks of the township by itself, deed for deed, each with what it says that the deed is done to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.comparing.acts.acting import PART, SENTENCE, Texts
from kg.comparing.rows import Entry
from kg.values import ListKind

_BARE = 4
"""A part with fewer letters of things leaves it to the one before what is done to what."""
_PIECE = re.compile("[^，,。；;]+")
_CASE = re.compile("^(?:发现|遇|如|若|经)|[后时]$")
"""A part that only says when something is done."""
_TOPIC = re.compile("(?:对|给|为|把|将|向).*|.*(?:的|[工成]后)$")
"""What says of what or whom the next part is: 对做豆腐的作坊, 老板跑路的, 危房改造完工后."""


def asked_parts(row: Entry, texts: Texts) -> Iterator[tuple[str, str]]:
    """(the words that ask it of the township, the deed) for each part of what a row asks by itself.

    "" for a deed that no word of the table says, if it is none of those that townships do anyhow (``mild``).
    """
    cues = texts.cues
    if row.kind is ListKind.COOPERATION:
        sentences = [(text, cues.own(text)) for text in texts.asked(row)]
    else:
        # A name says one duty after another: what others are urged to in one ends there.
        parts = [(text, PART.split(text)) for text in SENTENCE.split(row.name)]
        sentences = [
            (text, "，".join(cues.own(part) for part in own if not cues.assists.search(part)))
            for text, own in parts
        ]
    for text, said in sentences:
        whole = list(_PIECE.finditer(text))
        # Who leaves a part of it to others does not do it.
        entire = len("".join(_PIECE.findall(said))) == sum(len(part[0]) for part in whole)
        for own in PART.split(said):
            # 对批准补贴的 is a case, not what is done.
            if not own.strip() or own.rstrip().endswith("的"):
                continue
            deeds = cues.deeds(own.strip())
            at = next((at for at, part in enumerate(whole) if own.strip() in part[0]), None)
            part = own.strip() if at is None else _with_topic(text, whole, at, row, texts)
            if deeds:
                yield from ((part, deed) for deed in deeds)
            elif entire and not _CASE.search(own) and not cues.mild.search(part):
                yield part, ""


def _with_topic(
    text: str, parts: Sequence[re.Match[str]], at: int, row: Entry, texts: Texts
) -> str:
    """A part with those before it that say of what or whom it is: 对做豆腐的作坊，看过后发证.

    Or, where it names no thing, with the one before it.
    """
    first = at
    while first:
        before = parts[first - 1][0].strip()
        bare = first == at and len(texts.thing(row, parts[at][0]).letters) < _BARE
        if not (_TOPIC.match(before) or bare):
            break
        first -= 1
    return text[parts[first].start() : parts[at].end()].strip()
