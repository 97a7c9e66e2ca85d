"""Content coding: what a client says of compression, said plainly to the middleware that compresses."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.web.negotiation import takes_gzip


class Coding:
    """Middleware: Accept-Encoding becomes ``gzip`` or ``identity``; every answer says that it varies with it."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap ``app``, which compresses."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with the plain header."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asked = ",".join(Headers(scope=scope).getlist("accept-encoding"))
        plain = b"gzip" if takes_gzip(asked) else b"identity"
        others = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]

        async def varying(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                if "accept-encoding" not in answer.get("vary", "").lower():
                    answer.add_vary_header("Accept-Encoding")
            await send(message)

        headers = [*others, (b"accept-encoding", plain)]
        await self._app({**scope, "headers": headers}, receive, varying)
