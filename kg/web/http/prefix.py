"""A path before every address, for a server behind a reverse proxy."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send


class Prefixed:
    """Middleware: addresses begin with ``prefix``, whether the proxy has taken it off or not."""

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        """Wrap ``app``; ``prefix`` is "" or begins with a slash and ends without one."""
        self._app = app
        self._prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with the whole path and the prefix as its root."""
        prefix = self._prefix
        if scope["type"] == "http" and prefix:
            path = str(scope["path"])
            whole = path if path == prefix or path.startswith(prefix + "/") else prefix + path
            scope = {**scope, "path": whole, "raw_path": None, "root_path": prefix}
        await self._app(scope, receive, send)
