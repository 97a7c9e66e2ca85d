"""Our own style, scripts and icon: read and compressed once, away from the thread that serves everybody."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from kg.resources import client_files
from kg.web.errors import Refused
from kg.web.site.render import STATIC

_MEDIA = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
}


@dataclass(frozen=True, slots=True)
class _File:
    media: str
    plain: bytes
    packed: bytes
    tag: str


class Files:
    """The files of pages and pictures, by name."""

    def __init__(self) -> None:
        """Nothing is read yet."""
        self._read: dict[str, _File] = {}

    async def file(self, request: Request) -> Response:
        """The file of the name in the path.

        Raises:
            Refused: 404, there is none.
        """
        name = request.path_params["name"]
        file = self._read.get(name)
        if file is None:
            file = self._read[name] = await asyncio.to_thread(_load, name)
        headers = {"ETag": f'"{file.tag}"', "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
        if file.tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if request.headers.get("accept-encoding") == "gzip":
            headers["Content-Encoding"] = "gzip"
            return Response(file.packed, headers=headers, media_type=file.media)
        return Response(file.plain, headers=headers, media_type=file.media)


def _load(name: str) -> _File:
    """Names are looked up among the known, never in the file system."""
    from kg.views.page import assets, shared_style

    own = {path.name: path for path in STATIC.iterdir() if path.suffix in _MEDIA}
    if name in own:
        data = own[name].read_bytes()
        if name == "style.css":
            data = shared_style().encode() + data
    elif name in (others := client_files()) and Path(name).suffix in _MEDIA:
        data = others[name].read_bytes()
    elif name in (made := assets()):
        data = made[name].encode()
    else:
        raise Refused(404, "没有这个文件 (no such file)")
    tag = hashlib.sha256(data).hexdigest()[:32]
    return _File(_MEDIA[Path(name).suffix], data, gzip.compress(data, 6, mtime=0), tag)
