"""How a request becomes an answer: a turn of the pool, tags, and sending that leaves others their turn."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import re
from collections import Counter
from typing import Any
from urllib.parse import quote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from kg.version import VERSION
from kg.web.errors import Refused
from kg.web.http.connections import client_of
from kg.web.http.joining import Joining
from kg.web.http.kept import Kept
from kg.web.http.sending import send_at_once, send_slowly
from kg.web.http.visiting import tags
from kg.web.pool import Pool
from kg.web.process import Answer

_CHANGING = re.compile(r"(?:RAND|NOW|UUID|BNODE)\s*[(#]|\\u", re.IGNORECASE)
"""Functions whose answers differ from call to call, and escapes that can hide them: such answers have
no ETag. A search, not the tokenizer: it runs in the one thread that serves everybody."""
_POSTED = frozenset(("body", "form", "json"))
"""Parts of a message that a client has posted."""
_KEPT, _LARGEST, _EACH = 48 << 20, 1 << 20, 2 << 10
"""Bytes of pages kept for everybody, of the largest of them, and what each takes besides."""
_AHEAD = 32 << 20
"""Bytes that are kept beyond which no page is made ahead: the rest is for what is asked for."""
_ADDRESS = 1 << 16
"""Characters of a query that is looked through."""


class Answering:
    """Answers messages by one pool."""

    def __init__(self, pool: Pool) -> None:
        """Over ``pool``, which the server starts and closes."""
        self.pool = pool
        self._kept = Kept(_KEPT, _LARGEST, _EACH)
        self._joining: Joining[Answer] = Joining()
        self._sending: Counter[str] = Counter()

    async def answer(self, request: Request, message: dict[str, Any], vary: str) -> Response:
        """The answer to a message for the workers.

        Raises:
            Refused: with the status that fits.
        """
        generation = self.pool.generation
        headers = self._headers(message, vary, generation)
        unchanged = tags(request) if request.method in {"GET", "HEAD"} else set()
        if headers.get("ETag", "-").removeprefix("W/") in unchanged:
            return Response(status_code=304, headers=headers)
        packed = "gzip" in request.headers.get("accept-encoding", "")
        client = client_of(request.client.host) if request.client else ""
        shared = "path" in message and _POSTED.isdisjoint(message)
        page = f"{headers['ETag']} {packed}" if shared and "ETag" in headers else ""
        reply = self._kept.get(page) if page else None
        if reply is None:
            reply = await self._turn(request, message | {"gzip": packed}, client, page)
            if reply is None:
                return Response(status_code=499)
            if page and reply.generation == self.pool.generation:
                self._kept.put(page, reply)
        if reply.generation != generation:  # a newer one has come meanwhile
            headers = self._headers(message, vary, reply.generation)
        code = reply.head.get("code", 200)
        if "*" in unchanged and code == 200:  # a refusal is no representation
            return Response(status_code=304, headers=headers)
        if reply.head["encoding"]:
            headers["Content-Encoding"] = reply.head["encoding"]
        if reply.head.get("location"):
            headers["Location"] = reply.head["location"]
        if reply.head.get("about"):
            headers["Link"] = _links(request, reply.head["about"])
        if reply.head.get("file"):
            name = quote(reply.head["file"], safe="")
            headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"  # RFC 6266
        return self._sent(reply.head["media"], reply.body, headers, client, code)

    def keep(self, message: dict[str, Any], vary: str, answer: Answer) -> bool:
        """Keep a page made ahead, gzip, as if it had been asked for; whether there is room for others."""
        headers = self._headers(message, vary, answer.generation)
        if answer.generation == self.pool.generation:
            self._kept.put(f"{headers['ETag']} {True}", answer)
        return self._kept.held < _AHEAD

    async def _turn(
        self, request: Request, message: dict[str, Any], client: str, page: str
    ) -> Answer | None:
        """What a worker answers; None if the client has gone away meanwhile.

        Those who ask for the same ``page`` at one time have one worker make it for all.
        """
        return await self._joining.get(
            page, lambda: self.pool.run(message, client), lambda: _left(request)
        )

    def _sent(
        self, media: str, body: bytes | bytearray, headers: dict[str, str], client: str, code: int
    ) -> Response:
        if small := send_at_once(body, media, headers):
            small.status_code = code
            return small
        limit, own = self.pool.limits.sending, self._sending[client]
        if self._sending.total() + len(body) > limit or (own and own + len(body) > limit // 2):
            raise Refused(
                503,
                f"正在发送的结果超过 {self.pool.limits.sending:,} 字节的上限，请稍后再试"
                " (too many answers on their way)",
            )
        self._sending[client] += len(body)

        def sent() -> None:
            self._sending[client] -= len(body)
            if not self._sending[client]:
                del self._sending[client]

        made = send_slowly(body, media, headers, sent)
        made.status_code = code
        return made

    async def body(self, request: Request) -> bytes:
        """The body of a POST, within the limits; empty for other methods.

        Raises:
            Refused: it is too large, too slow, or compressed.
        """
        limit = self.pool.limits.request
        too_large = Refused(413, f"请求超过 {limit:,} 字节的上限 (the request exceeds the limit)")
        if request.headers.get("content-type", "").lower().startswith("multipart/"):
            too_large = Refused(
                413,
                f"文件太大，超过 {limit >> 10:,} KiB 的上限：请打开文件，把要核对的文字复制、粘进来"
                " (the file is too large: open it, copy the text, paste it instead)",
            )
        if len(request.scope["query_string"]) > limit:
            raise too_large
        if request.method != "POST":
            return b""
        coding = ",".join(request.headers.getlist("content-encoding")).strip().lower()
        if coding not in {"", "identity"}:
            raise Refused(415, f"请求不要压缩 (a request must not be compressed): {coding[:60]}")
        with contextlib.suppress(ValueError):
            if int(request.headers.get("content-length", "0")) > limit:
                raise too_large
        body = bytearray()
        try:
            async with asyncio.timeout(self.pool.limits.patience):
                async for chunk in request.stream():
                    body += chunk
                    if len(body) > limit:
                        raise too_large
        except ClientDisconnect:
            raise Refused(499, "对方已离开 (the client has gone)") from None
        except TimeoutError:
            raise Refused(
                408,
                f"请求发得太慢，上限 {self.pool.limits.patience:g} 秒 (the request came too slowly)",
            ) from None
        return bytes(body)

    def _headers(
        self, message: dict[str, Any], vary: str, generation: str | None
    ) -> dict[str, str]:
        """With an ETag that needs no evaluation: the store of a ``generation`` never changes."""
        # A long query is not looked through for a tag, and nobody asks again for what was posted.
        query = "" if "path" in message else message["query"]
        long = len(query) > _ADDRESS or not _POSTED.isdisjoint(message)
        if generation is None or long or _CHANGING.search(query):
            return {"Vary": vary, "Cache-Control": "no-store"}
        parts = [
            VERSION,
            generation,
            self.pool.source.identity,
            *(f"{k}={message[k]}" for k in sorted(message)),
        ]
        tag = hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:32]
        return {"Vary": vary, "Cache-Control": "no-cache", "ETag": f'W/"{tag}"'}


def _links(request: Request, iri: str) -> str:
    """The other forms of a page about a thing, and the thing itself (RFC 8288, RFC 6892)."""
    root = request.scope.get("root_path", "")
    path = root + request.url.path.removeprefix(root).removeprefix("/api")  # the API has JSON alone
    forms = (
        ("text/turtle", "turtle"),
        ("application/ld+json", "jsonld"),
        ("application/n-triples", "ntriples"),
        ("text/html", "html"),
    )
    links = [f'<{path}?format={name}>; rel="alternate"; type="{media}"' for media, name in forms]
    return ", ".join([*links, f'<{iri}>; rel="describes"'])


async def _left(request: Request) -> None:
    """Return when the client has gone away."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
