"""The web application: routes, and how a request becomes an answer."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import re
from collections import Counter
from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from kg.errors import KgError, QueryError, StoreError
from kg.export.library import library_turtle
from kg.querying.library import find, library
from kg.store.graph import Graph
from kg.version import VERSION
from kg.web import pages
from kg.web.coding import Coding
from kg.web.connections import client_of
from kg.web.description import Description, serialised
from kg.web.errors import Refused
from kg.web.limits import Limits
from kg.web.negotiation import OFFERED, choose, ranges
from kg.web.pool import UNOPENED, Pool
from kg.web.protocol import Operation, library_values, read_operation
from kg.web.sending import send_at_once, send_slowly

_CHANGING = re.compile(r"(?:RAND|NOW|UUID|BNODE)\s*[(#]|\\u", re.IGNORECASE)
"""Functions whose answers differ from call to call, and escapes that can hide them: such answers have
no ETag. A search, not the tokenizer: it runs in the one thread that serves everybody."""
_ADDRESS = 1 << 16
"""Characters of an address that a page links to."""
_FOR_PAGE = "application/json, text/turtle;q=0.5"
"""What a page is made of: rows and truth values, or else triples."""


def application(pool: Pool) -> Starlette:
    """The application over one pool, which the server starts and closes."""
    site = _Site(pool)
    return Starlette(
        routes=[
            Route("/", site.home),
            Route("/sparql", site.sparql, methods=["GET", "POST"]),
            Route("/sparql/", site.sparql, methods=["GET", "POST"]),
            Route("/library.ttl", site.library_file),
            Route("/library/{name}", site.question),
            Route("/void", site.void),
            Route("/.well-known/void", site.void),
        ],
        middleware=[
            Middleware(
                _Origins,
                allow_origins=["*"],
                allow_methods=["GET", "HEAD", "POST", "OPTIONS"],
                allow_headers=["*"],
                expose_headers=["ETag"],
                max_age=86400,
            ),
            Middleware(Coding),
            Middleware(GZipMiddleware, minimum_size=1024, compresslevel=5),
        ],
        exception_handlers={
            KgError: _problem,
            HTTPException: _http_problem,
            Exception: _surprise,
        },
    )


class _Site:
    """The handlers, over one pool."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self._graph: Graph | None = None
        self._sending: Counter[str] = Counter()

    # -- pages and descriptions ------------------------------------------------------------

    async def home(self, request: Request) -> Response:
        return HTMLResponse(pages.home(self.graph.documents, library().values(), self.pool.limits))

    async def library_file(self, request: Request) -> Response:
        return Response(library_turtle(library().values()), media_type="text/turtle")

    async def void(self, request: Request) -> Response:
        return self._described(request, "")

    def _described(self, request: Request, forced: str, *, service: bool = False) -> Response:
        media, name = choose(forced or _accept(request), OFFERED["graph"])
        endpoint = str(request.base_url.replace(query="")) + "sparql"
        named = [item.graph for item in self.pool.source.named]
        description = Description(self.graph, named)
        try:
            triples = description.service(endpoint) if service else description.dataset(endpoint)
        except ValueError as error:
            raise Refused(400, "请求的 Host 不对 (the Host of the request is wrong)") from error
        return Response(serialised(triples, name), headers={"Vary": "Accept"}, media_type=media)

    @property
    def graph(self) -> Graph:
        """The current generation, for what the pages show; queries run in the workers.

        While there is none the last one goes on, as it does in the workers.
        """
        try:
            current = self.pool.source.current()
            if self._graph is None or self._graph.generation.path != current.path:
                opened = Graph(self.pool.source.directory)
                _ = opened.summary
                self._graph = opened
        except (StoreError, OSError):
            if self._graph is None:
                raise
        return self._graph

    # -- queries ---------------------------------------------------------------------------

    async def sparql(self, request: Request) -> Response:
        page, query_string = _asked(request)
        body = await self._body(request)
        operation = read_operation(
            request.method, request.headers.get("content-type", ""), query_string, body
        )
        if operation.query is None:
            return self._described(request, operation.format, service=True)
        message = {"query": operation.query, **_dataset(operation)}
        return await self._answer(request, message, operation.format, page)

    async def question(self, request: Request) -> Response:
        page, query_string = _asked(request)
        values, forced = library_values(query_string)
        try:
            item = find(request.path_params["name"])
        except QueryError as error:
            raise Refused(404, str(error)) from error
        message = {"query": item.text, "library": item.name, "values": values}
        return await self._answer(request, message, forced, page)

    async def _answer(
        self,
        request: Request,
        message: dict[str, Any],
        forced: str,
        page: bool,
    ) -> Response:
        message["accept"] = _FOR_PAGE if page else forced or _accept(request)
        message["base"] = str(request.url.replace(query="", fragment=""))
        headers = self._headers(message, page, self.pool.generation)
        unchanged = _tags(request) if request.method in {"GET", "HEAD"} else set()
        if headers.get("ETag", "-").removeprefix("W/") in unchanged:
            return Response(status_code=304, headers=headers)
        form: dict[str, Any] = {"gzip": "gzip" in request.headers.get("accept-encoding", "")}
        if page:
            form["page"] = _whole(request, message)
        client = client_of(request.client.host) if request.client else ""
        answered = asyncio.ensure_future(self.pool.run(message | form, client))
        left = asyncio.ensure_future(_left(request))
        try:
            await asyncio.wait({answered, left}, return_when=asyncio.FIRST_COMPLETED)
            if not answered.done():
                answered.cancel()
                return Response(status_code=499)
            reply = answered.result()
        finally:
            for task in (left, answered):
                task.cancel()
                task.add_done_callback(lambda done: done.cancelled() or done.exception())
        headers = self._headers(message, page, reply.generation)
        if "*" in unchanged:  # only of what is answered: a refusal is no representation
            return Response(status_code=304, headers=headers)
        if reply.head["encoding"]:
            headers["Content-Encoding"] = reply.head["encoding"]
        return self._sent(reply.head["media"], reply.body, headers, client)

    def _sent(self, media: str, body: bytes, headers: dict[str, str], client: str) -> Response:
        if small := send_at_once(body, media, headers):
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

        return send_slowly(body, media, headers, sent)

    async def _body(self, request: Request) -> bytes:
        limit = self.pool.limits.request
        too_large = Refused(413, f"请求超过 {limit:,} 字节的上限 (the request exceeds the limit)")
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
        self, message: dict[str, Any], page: bool, generation: str | None
    ) -> dict[str, str]:
        """With an ETag that needs no evaluation: the store of a ``generation`` never changes."""
        # A long query is not looked through for a tag.
        long = len(message["query"]) > _ADDRESS
        if generation is None or long or _CHANGING.search(message["query"]):
            return {"Vary": "Accept", "Cache-Control": "no-store"}
        parts = [
            VERSION,
            generation,
            self.pool.source.identity,
            str(page),
            *(f"{k}={message[k]}" for k in sorted(message)),
        ]
        tag = hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:32]
        return {"Vary": "Accept", "Cache-Control": "no-cache", "ETag": f'W/"{tag}"'}


def _dataset(operation: Operation) -> dict[str, list[str]]:
    if not operation.has_dataset:
        return {}
    return {"default": list(operation.default_graphs), "named": list(operation.named_graphs)}


def _accept(request: Request) -> str:
    return ",".join(request.headers.getlist("accept"))


def _asked(request: Request) -> tuple[bool, bytes]:
    """Whether a page is wanted, and the query string without the word for it."""
    query_string = request.scope["query_string"]
    if not _asks_for_page(request):
        return False, query_string
    return True, b"&".join(p for p in query_string.split(b"&") if p != b"format=html")


def _asks_for_page(request: Request) -> bool:
    """Whether a page for people is wanted; a browser that names HTML first, or format=html."""
    asks = request.query_params.get("query") or request.path_params.get("name")
    return _reads_pages(request) and bool(asks or request.query_params.get("format"))


def _whole(request: Request, message: dict[str, Any]) -> str:
    """The address, but for the name of a format, of what a page shows the beginning of; "" if too long for one."""
    fields = _asked(request)[1].decode("latin-1")
    if request.method == "POST":
        if len(message["query"]) > _ADDRESS:  # too long before it is written for an address
            return ""
        graphs = [(f"{kind}-graph-uri", message.get(kind, ())) for kind in ("default", "named")]
        fields = urlencode([("query", message["query"]), *graphs], doseq=True)
    return f"?{fields}&format=" if len(fields) <= _ADDRESS else ""


def _reads_pages(request: Request) -> bool:
    """Whether it is a person who reads the answer: format=html, or a browser that names HTML first."""
    given = request.query_params.getlist("format")
    if given:
        return given == ["html"]
    return any(
        (r.type, r.subtype, r.quality) == ("text", "html", 1.0) for r in ranges(_accept(request))
    )


def _tags(request: Request) -> set[str]:
    """The tags of If-None-Match, compared weakly (RFC 9110, section 13.1.2)."""
    given = ",".join(request.headers.getlist("if-none-match")).split(",")
    return {tag.strip().removeprefix("W/") for tag in given}


async def _left(request: Request) -> None:
    """Return when the client has gone away."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def crowded(limits: Limits) -> JSONResponse:
    """What a client is told when more connections are open than the limit."""
    message = f"连接超过 {limits.connections:,} 个的上限，请稍后再试 (too many connections)"
    return refusal(503, message, {"Retry-After": "5", "Connection": "close"})


def refusal(status: int, message: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """An error in the form of every error of the endpoint."""
    return JSONResponse({"ok": False, "error": message, "status": status}, status, headers)


class _Origins(CORSMiddleware):
    """Lets other sites ask; what is refused is said in the form of every error."""

    def preflight_response(self, request_headers: Headers) -> Response:
        answer = super().preflight_response(request_headers)
        if answer.status_code == 200:
            return answer
        kept = {name: value for name, value in answer.headers.items() if "content" not in name}
        said = bytes(answer.body).decode()
        message = f"不接受这样的跨站请求 (a request from another site is refused): {said}"
        return refusal(answer.status_code, message, kept)


def _told(
    request: Request, status: int, message: str, headers: dict[str, str] | None = None
) -> Response:
    """An error as a page for a person, for everybody else in the form of every error."""
    headers = {"Vary": "Accept", **(headers or {})}
    if _reads_pages(request):
        return HTMLResponse(pages.problem(message, str(request.base_url)), status, headers)
    return refusal(status, message, headers)


async def _problem(request: Request, error: Exception) -> Response:
    if isinstance(error, StoreError):  # clients need not know the server's folders
        error = Refused(503, UNOPENED)
    status = error.status if isinstance(error, Refused) else 400
    headers = {}
    if status == 503:
        headers["Retry-After"] = "5"
    if status in {408, 413, 415}:
        headers["Connection"] = "close"  # the rest of the request is not read
    return _told(request, status, str(error), headers)


async def _http_problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    messages = {404: "没有这个页面 (not found)", 405: "不接受这种方法 (method not allowed)"}
    return _told(
        request,
        error.status_code,
        messages.get(error.status_code, error.detail),
        dict(error.headers) if error.headers else None,
    )


async def _surprise(request: Request, error: Exception) -> Response:
    return _told(request, 500, "服务器出错，已记录 (an error in the server)")
