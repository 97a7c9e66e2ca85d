"""The SPARQL endpoint and what the service says of itself."""

from __future__ import annotations

import asyncio
from functools import cache
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from kg.export.library import library_turtle
from kg.querying.library import library
from kg.web.description import Description, serialised
from kg.web.errors import Refused
from kg.web.http.answering import Answering
from kg.web.http.visiting import accept, language, likes_pages, reads_pages
from kg.web.negotiation import ANSWERS, answer_format
from kg.web.protocol import Operation, read_operation
from kg.web.sources import Newest

_ADDRESS = 1 << 16
"""Characters of an address that a page links to."""
_FOR_PAGE = "application/json, text/turtle;q=0.5"
"""What a page is made of: rows and truth values, or else triples."""


class Endpoint:
    """The handlers of /sparql, /void and /library.ttl."""

    def __init__(self, answering: Answering) -> None:
        """Answer by ``answering``."""
        self._answering = answering
        self._newest = Newest(answering.pool.source)
        self._describing = asyncio.Lock()

    async def sparql(self, request: Request) -> Response:
        """A query operation, or the description of the service."""
        page, query_string = _asked(request)
        body = await self._answering.body(request)
        operation = read_operation(
            request.method, request.headers.get("content-type", ""), query_string, body
        )
        if operation.query is None:
            return await self._described(request, operation.format, service=True)
        message: dict[str, Any] = {
            "query": operation.query,
            "format": "" if page else operation.format,
            "accept": _FOR_PAGE if page else accept(request),
            "saved": not page and likes_pages(accept(request)),
            "base": str(request.url.replace(query="", fragment="")),
            **_dataset(operation),
        }
        if page or message["saved"]:
            shown = {
                "page": _whole(request, message),
                "lang": language(request),
                "root": request.scope.get("root_path", ""),
            }
            # Whether a format fits is known when the query is: what does not fit leaves it to Accept.
            message |= shown if page else {"unfit": {**shown, "accept": _FOR_PAGE}}
            return await self._answering.answer(request, message, "Accept, Accept-Language, Cookie")
        return await self._answering.answer(request, message, "Accept")

    async def library_file(self, request: Request) -> Response:
        """The query library as RDF."""
        return Response(await asyncio.to_thread(_library), media_type="text/turtle")

    async def void(self, request: Request) -> Response:
        """The description of the dataset."""
        return await self._described(request, request.query_params.get("format", ""))

    async def _described(self, request: Request, forced: str, *, service: bool = False) -> Response:
        media, name = answer_format(forced, accept(request), "graph")
        endpoint = str(request.base_url.replace(query="")) + "sparql"
        async with (
            self._describing
        ):  # one thread at a time, and never the one that serves everybody
            body = await asyncio.to_thread(self._description, endpoint, name, service=service)
        return Response(body, headers={"Vary": "Accept"}, media_type=media)

    def _description(self, endpoint: str, form: str, *, service: bool) -> bytes:
        """The description in a format; the first of a generation counts the whole graph."""
        named = [item.graph for item in self._answering.pool.source.named]
        description = Description(self._newest.graph, named)
        try:
            triples = description.service(endpoint) if service else description.dataset(endpoint)
        except ValueError as error:
            raise Refused(400, "请求的 Host 不对 (the Host of the request is wrong)") from error
        return serialised(triples, form)


@cache
def _library() -> str:
    return library_turtle(library().values())


def _dataset(operation: Operation) -> dict[str, list[str]]:
    if not operation.has_dataset:
        return {}
    return {"default": list(operation.default_graphs), "named": list(operation.named_graphs)}


def _asked(request: Request) -> tuple[bool, bytes]:
    """Whether a page is wanted, and the query string without the word for it."""
    query_string = request.scope["query_string"]
    if not _asks_for_page(request):
        return False, query_string
    return True, b"&".join(p for p in query_string.split(b"&") if not p.startswith(b"format="))


def _asks_for_page(request: Request) -> bool:
    """Whether a page for people is wanted; a browser that names HTML first, or format=html."""
    asks = request.query_params.get("query") or request.query_params.get("format")
    return reads_pages(request, ANSWERS) and bool(asks or request.method == "POST")


def _whole(request: Request, message: dict[str, Any]) -> str:
    """The address, but for the name of a format, of what a page shows the beginning of; "" if too long for one."""
    fields = _asked(request)[1].decode("latin-1")
    if request.method == "POST":
        if len(message["query"]) > _ADDRESS:  # too long before it is written for an address
            return ""
        graphs = [(f"{kind}-graph-uri", message.get(kind, ())) for kind in ("default", "named")]
        fields = urlencode([("query", message["query"]), *graphs], doseq=True)
    return f"?{fields}&format=" if len(fields) <= _ADDRESS else ""
