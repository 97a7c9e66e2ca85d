"""Sending: answers go out piece by piece, and a client that stops reading is let go."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

from starlette.responses import StreamingResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PIECE = 1 << 16


class Patience:
    """Middleware: a piece the client does not take within ``seconds`` ends the connection."""

    def __init__(self, app: ASGIApp, seconds: float) -> None:
        """Wrap ``app``."""
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything through, with a time limit on each piece sent."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def patient(message: Message) -> None:
            async with asyncio.timeout(self._seconds):
                await send(message)

        await self._app(scope, receive, patient)


class _Answer(StreamingResponse):
    """An answer in pieces, so that a slow reader fills no buffer; ``sent`` is called at its end."""

    def __init__(
        self, body: bytes, media: str, headers: dict[str, str], sent: Callable[[], None]
    ) -> None:
        async def pieces() -> AsyncIterator[memoryview]:
            view = memoryview(body)
            for start in range(0, len(view), _PIECE):
                yield view[start : start + _PIECE]

        super().__init__(pieces(), headers=headers, media_type=media)
        self.headers["Content-Length"] = str(len(body))
        self._sent = sent

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._sent()


def send_slowly(
    body: bytes, media: str, headers: dict[str, str], sent: Callable[[], None]
) -> StreamingResponse:
    """The response that sends ``body`` in pieces and then calls ``sent``."""
    return _Answer(body, media, headers, sent)
