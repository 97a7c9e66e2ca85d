"""The web application: which address leads where, and what every answer has in common."""

from __future__ import annotations

from base64 import b64encode
from typing import Any
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from kg.errors import KgError
from kg.version import VERSION
from kg.web.endpoint import Endpoint
from kg.web.errors import Refused
from kg.web.http.answering import Answering
from kg.web.http.coding import Coding
from kg.web.http.files import Files
from kg.web.http.headers import Guarded
from kg.web.http.journal import Logged, Write
from kg.web.http.prefix import Prefixed
from kg.web.http.refusals import Origins, http_problem, problem, surprise
from kg.web.http.remembered import Remembered
from kg.web.http.visiting import COOKIE, LANGUAGES, language, page_accept, reads_pages
from kg.web.negotiation import GRAPHS
from kg.web.openapi import description
from kg.web.pool import Pool
from kg.web.process import Answer
from kg.web.protocol import FORM
from kg.web.site.answers.uploads import MEDIA

_YEAR = 365 * 24 * 3600
_VARY = "Accept, Accept-Language, Cookie"
_FORMS = ("check", "ask", "search")
"""Pages whose form may be posted."""


_KINDS = frozenset(
    "ask check search compare matrix graph source queries report about sparql ontology void api static "
    "health duty org function township place category matter department list library".split()
)
"""First parts of paths that the access log names."""


def application(pool: Pool, prefix: str = "") -> Starlette:
    """The application over one pool, which the server starts and closes; addresses begin with ``prefix``."""
    answering = Answering(pool)
    endpoint, site = Endpoint(answering), Site(answering)
    pool.warming.keeper = Ahead(answering, prefix)

    async def sparql(request: Request) -> Response:
        plain = request.method != "POST" and not request.query_params.get("query")
        if plain and reads_pages(request, GRAPHS):
            return await site.page(request)
        return await endpoint.sparql(request)

    made = Starlette(
        routes=[
            Route("/sparql", sparql, methods=["GET", "POST"]),
            Route("/sparql/", sparql, methods=["GET", "POST"]),
            Route("/library.ttl", endpoint.library_file),
            Route("/library", site.library),
            Route("/library/{name}", site.library),
            Route("/void", endpoint.void),
            Route("/.well-known/void", endpoint.void),
            Route("/health", site.health),
            Route("/api/openapi.json", site.openapi),
            Route("/api/check", site.api, methods=["GET", "POST"]),
            Route("/api/{path:path}", site.api),
            Route("/static/{name}", Files().file),
            Route("/favicon.ico", site.icon),
            *(Route(f"/{name}", site.page, methods=["GET", "POST"]) for name in _FORMS),
            Route("/{path:path}", site.page),
        ],
        middleware=[
            Middleware(Prefixed, prefix=prefix),
            Middleware(Guarded),
            Middleware(
                Origins,
                allow_origins=["*"],
                allow_methods=["GET", "HEAD", "POST", "OPTIONS"],
                allow_headers=["*"],
                expose_headers=["ETag", "Link"],
                max_age=86400,
            ),
            Middleware(Coding),
            Middleware(GZipMiddleware, minimum_size=1024, compresslevel=5),
        ],
        exception_handlers={
            KgError: problem,
            HTTPException: http_problem,
            Exception: surprise,
        },
    )
    made.state.source = pool.source  # refusals name what is loaded, too
    return made


def remembering(pool: Pool, prefix: str = "", log: Write | None = None) -> ASGIApp:
    """The application with a memory of its answers; ``log`` takes a line for every answer."""
    app = Remembered(application(pool, prefix), pool)
    return Logged(app, log, _KINDS, prefix) if log else app


class Site:
    """The pages: what a worker needs to know of a request, and the switch of language."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering

    async def page(self, request: Request) -> Response:
        """A page, made in a worker."""
        body = await self._answering.body(request)
        if body and _media(request) not in {FORM, MEDIA}:
            raise _unsupported(request, f"{FORM}, {MEDIA}")
        message = self.message_of(request, request.url.path.removeprefix(_root(request)))
        if body and _media(request) == MEDIA:
            message["media"] = request.headers["content-type"]
            message["form"] = b64encode(body).decode("ascii")
        elif body:
            message["body"] = body.decode("latin-1")
        answer = await self._answering.answer(request, message, _VARY)
        given = request.query_params.get("lang", "")
        if given in LANGUAGES:
            answer.set_cookie(
                COOKIE,
                given,
                max_age=_YEAR,
                path=_root(request) or "/",
                httponly=True,
                samesite="lax",
            )
        return answer

    async def api(self, request: Request) -> Response:
        """The data of a page as JSON; a posted text may come as JSON too."""
        body = await self._answering.body(request)
        message = self.message_of(request, request.url.path.removeprefix(f"{_root(request)}/api"))
        message["accept"] = "application/json"
        message["json_only"] = True
        if body:
            name = {FORM: "body", "application/json": "json"}.get(_media(request))
            if name is None:
                raise _unsupported(request, f"application/json, {FORM}")
            message[name] = body.decode("utf-8" if name == "json" else "latin-1", "replace")
        return await self._answering.answer(request, message, "Accept-Language, Cookie")

    async def openapi(self, request: Request) -> Response:
        """What the API can be asked."""
        server = str(request.base_url.replace(query="")).rstrip("/") + "/api"
        return JSONResponse(description(server))

    @staticmethod
    def message_of(request: Request, path: str) -> dict[str, Any]:
        """What a worker needs to know of a visit."""
        query = request.scope["query_string"].decode("latin-1")
        return Site.message(path, query, page_accept(request), language(request), _root(request))

    @staticmethod
    def message(path: str, query: str, accept: str, lang: str, root: str) -> dict[str, Any]:
        """The same, in its parts."""
        path = path.strip("/")
        return {"path": path, "query": query, "accept": accept, "lang": lang, "root": root}

    async def library(self, request: Request) -> Response:
        """The query library's former addresses."""
        from urllib.parse import quote

        name = request.path_params.get("name", "")
        query = request.scope["query_string"].decode("latin-1")
        path = f"{_root(request)}/queries/{quote(name, safe='')}".rstrip("/")
        return RedirectResponse(f"{path}?{query}" if query else path, 301)

    async def health(self, request: Request) -> Response:
        """Whether queries are answered: 200 if a worker is alive over a store."""
        generation = self._answering.pool.generation
        alive = self._answering.pool.alive
        answer = {
            "ok": alive,
            "version": VERSION,
            "generation": generation,
        }
        return JSONResponse(answer, 200 if alive else 503, {"Cache-Control": "no-store"})

    async def icon(self, request: Request) -> Response:
        """The icon browsers ask for by themselves."""
        return RedirectResponse(f"{_root(request)}/static/icon.svg", 301)


class Ahead:
    """Pages made ahead are those a Chinese browser asks for."""

    def __init__(self, answering: Answering, root: str) -> None:
        self._answering, self._root = answering, root

    def visit(self, address: str) -> dict[str, Any]:
        """The message of a visit to this address."""
        path, _, query = address.partition("?")
        return Site.message(unquote(path), query, "text/html", LANGUAGES[0], self._root)

    def keep(self, message: dict[str, Any], answer: Answer) -> bool:
        """Keep it for everybody; whether there is room for others."""
        return self._answering.keep(message, _VARY, answer)


def _root(request: Request) -> str:
    return str(request.scope.get("root_path", ""))


def _media(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _unsupported(request: Request, wanted: str) -> Refused:
    given = _media(request)[:60] or "—"
    return Refused(415, f"请求应为 {wanted} (unsupported media type): {given}")
