"""Security headers: what a browser may do with anything this server sends."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; object-src 'none'"
"""Everything comes from here: nothing of others, no script or style written into a page."""
PICTURE = f"{POLICY}; img-src 'self' blob: data:"
"""For pictures, which are saved as files a browser makes itself."""
EDITOR = f"{POLICY}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:"
"""For the SPARQL editor of others, which places its own parts by style attributes; no script but ours and its file."""
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Guarded:
    """Middleware: adds the headers to every answer, refusals too."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap ``app``."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the answer back with the headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        policy = POLICY
        if scope["path"].endswith("/graph/picture"):
            policy = PICTURE
        elif scope["path"].rstrip("/").endswith("/sparql"):
            policy = EDITOR

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = policy
                for name, value in _HEADERS.items():
                    headers[name] = value
            await send(message)

        await self._app(scope, receive, guarded)
