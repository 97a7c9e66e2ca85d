"""Worded: names as they were read, kept so that a list more has only its own names read."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from sys import intern

from kg.meaning.wording import Wording


def to_bytes(names: Mapping[str, Wording], key: str) -> bytes:
    """As :func:`from_bytes` takes it; ``key`` says of which program and tables this is."""
    rows = [
        [text, one.key, one.terms, one.head, one.parts, sorted(one.aspects), one.sole]
        for text, one in names.items()
    ]
    data = json.dumps([key, rows], ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(data.encode("utf-8", "surrogatepass"), 1)


def from_bytes(data: bytes, key: str) -> dict[str, Wording]:
    """What :func:`to_bytes` wrote; nothing where it is damaged, or another program's."""
    try:
        made, rows = json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass"))
        if made != key:
            return {}
        return {
            # One object for each term: a few thousand different ones stand millions of times.
            text: Wording(
                own, tuple(map(intern, terms)), tuple(head), parts, frozenset(aspects), sole
            )
            for text, own, terms, head, parts, aspects, sole in rows
        }
    except (ValueError, TypeError, zlib.error):
        return {}
