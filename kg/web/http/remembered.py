"""Remembered answers: what was answered before, of the same generation, is sent again without a worker.

Only answers with an ETag are kept: those are a function of the request and of the generation. A request
that differs in any header that could matter is another one. A newer generation empties the memory.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from kg.frozen import frozen
from kg.web.pool import Pool

_LARGEST = 1 << 16
"""Bytes of an answer that is kept, its request with it."""
_ALL = 1 << 24
"""Bytes of all answers."""
_EACH = 5 << 10
"""Bytes that an answer takes besides, however short: its headers and its request in pieces (measured)."""
_IDLE = frozenset(
    (
        b"user-agent",
        b"connection",
        b"keep-alive",
        b"referer",
        b"dnt",
        b"priority",
        b"content-length",
    )
)
"""Headers that change no answer."""

Key = tuple[Any, ...]


@frozen
class _Kept:
    """A whole answer as it was sent, and its bytes."""

    start: dict[str, Any]
    body: dict[str, Any]
    size: int


class Remembered:
    """The application, asked for what was not answered yet."""

    def __init__(self, app: Any, pool: Pool) -> None:
        """Remember what ``app`` answers by ``pool``."""
        self._app, self._pool = app, pool
        self._kept: OrderedDict[Key, _Kept] = OrderedDict()
        self._generation: str | None = None
        self._size = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer a request (ASGI)."""
        generation = self._current()
        key = _key(scope) if generation else None
        if key is None:
            await self._app(scope, receive, send)
            return
        if found := self._kept.get(key):
            self._kept.move_to_end(key)
            await send(found.start)
            await send(found.body)
            return
        listener = _Listener(send)
        await self._app(scope, receive, listener)
        if listener.whole and self._current() == generation:
            self._keep(key, listener)

    def _current(self) -> str | None:
        """The generation that answers now; what was said of another one is forgotten."""
        generation = self._pool.generation if self._pool.alive else None
        if generation != self._generation:
            self._generation = generation
            self._kept.clear()
            self._size = 0
        return generation

    def _keep(self, key: Key, heard: _Listener) -> None:
        size = len(heard.body["body"]) + len(key[-2])
        size += sum(len(name) + len(value) for name, value in key[-1])
        if size > _LARGEST or key in self._kept:
            return
        size += _EACH
        self._kept[key] = _Kept(heard.start, heard.body, size)
        self._size += size
        while self._size > _ALL:
            self._size -= self._kept.popitem(last=False)[1].size


class _Listener:
    """Sends on, and keeps an answer that is whole, has a tag and is for everybody."""

    def __init__(self, send: Any) -> None:
        self._send = send
        self.start: dict[str, Any] = {}
        self.body: dict[str, Any] = {}

    async def __call__(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.start = message
        elif message["type"] == "http.response.body" and not self.body:
            self.body = message
        else:
            self.start = {}
        await self._send(message)

    @property
    def whole(self) -> bool:
        """Whether it was one piece of an answer that may be given again."""
        if self.start.get("status") != 200 or self.body.get("more_body", False):
            return False
        names = {name.lower() for name, _ in self.start.get("headers", ())}
        return b"etag" in names and b"set-cookie" not in names and "body" in self.body


def _key(scope: Any) -> Key | None:
    """What an answer depends on; None where it is not to be remembered."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return None
    headers = tuple(pair for pair in scope["headers"] if pair[0] not in _IDLE)
    query = scope["query_string"]
    if len(query) > _LARGEST:
        return None
    return (scope["scheme"], scope.get("root_path", ""), scope["path"], query, headers)
