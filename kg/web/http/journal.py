"""The access log: when, what kind of page, how it went; nothing of who asked or what about."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.errors import UsageError, reason

Write = Callable[[str], object]
"""What takes a line."""


def journal(where: str) -> Write | None:
    """What writes to the file ``where``, to stderr for ``-``; None for "".

    Raises:
        UsageError: the file cannot be written.
    """
    if not where:
        return None
    if where == "-":
        return sys.stderr.write
    try:
        return Path(where).open("a", encoding="utf-8", buffering=1).write
    except OSError as error:
        raise UsageError(f"写不了 {where}：{reason(error)} (cannot be written)") from error


class Logged:
    """Middleware: a line for every answer, ``time method kind status bytes milliseconds``.

    The kind is the first part of the path (ask, duty, sparql); the rest of an address, the query, the
    client and the text people paste are not written.
    """

    def __init__(self, app: ASGIApp, write: Write, kinds: frozenset[str], prefix: str = "") -> None:
        """Wrap ``app``; a first part that is none of ``kinds`` is written as ``other``.

        ``prefix`` is what all paths begin with.
        """
        self._prefix = prefix
        self._app = app
        self._write = write
        self._kinds = kinds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and write how it ended."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        status = size = 0

        async def counted(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            elif message["type"] == "http.response.body":
                size += len(message.get("body", b""))
            await send(message)

        root = str(scope.get("root_path", "")) or self._prefix
        try:
            await self._app(scope, receive, counted)
        finally:
            first = scope["path"].removeprefix(root).strip("/").partition("/")[0]
            kind = first if first in self._kinds else "other" if first else "home"
            method = scope["method"] if scope["method"] in _METHODS else "OTHER"
            spent = (time.perf_counter() - began) * 1000
            now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            self._write(f"{now} {method} {kind} {status} {size} {spent:.0f}\n")


_METHODS = frozenset(("GET", "HEAD", "POST", "OPTIONS"))
