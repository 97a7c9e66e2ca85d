"""Sending: answers go out piece by piece, others taking turns between them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

_PIECE = 1 << 16


class _Answer(StreamingResponse):
    """An answer in pieces, so that a slow reader fills no buffer; ``sent`` is called at its end."""

    def __init__(
        self, body: bytes | bytearray, media: str, headers: dict[str, str], sent: Callable[[], None]
    ) -> None:
        async def pieces() -> AsyncIterator[memoryview]:
            view = memoryview(body)
            for start in range(0, len(view), _PIECE):
                yield view[start : start + _PIECE]
                await asyncio.sleep(0)  # a client that reads fast would have the loop for itself

        super().__init__(pieces(), headers=headers, media_type=media)
        self.headers["Content-Length"] = str(len(body))
        self._sent = sent

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._sent()


def send_slowly(
    body: bytes | bytearray, media: str, headers: dict[str, str], sent: Callable[[], None]
) -> StreamingResponse:
    """The response that sends ``body`` in pieces and then calls ``sent``."""
    return _Answer(body, media, headers, sent)


def send_at_once(body: bytes | bytearray, media: str, headers: dict[str, str]) -> Response | None:
    """The response that sends ``body`` in one piece; None if it is too large for one."""
    return Response(bytes(body), headers=headers, media_type=media) if len(body) <= _PIECE else None
