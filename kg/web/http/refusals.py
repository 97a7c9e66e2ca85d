"""Refusals: an error as JSON for programs, as a page for people."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from kg.errors import StoreError
from kg.store.generations import Generation
from kg.web.errors import Refused
from kg.web.http.visiting import language, reads_pages
from kg.web.limits import Limits
from kg.web.pool import UNOPENED


def crowded(limits: Limits) -> JSONResponse:
    """What a client is told when more connections are open than the limit."""
    message = f"连接超过 {limits.connections:,} 个的上限，请稍后再试 (too many connections)"
    return refusal(503, message, {"Retry-After": "5", "Connection": "close"})


def refusal(status: int, message: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """An error in the form of every error of the endpoint."""
    return JSONResponse({"ok": False, "error": message, "status": status}, status, headers)


class Origins(CORSMiddleware):
    """Lets other sites ask; what is refused is said in the form of every error."""

    def preflight_response(self, request_headers: Headers) -> Response:
        """The answer to a browser that asks what another site may do."""
        answer = super().preflight_response(request_headers)
        if answer.status_code == 200:
            return answer
        kept = {name: value for name, value in answer.headers.items() if "content" not in name}
        said = bytes(answer.body).decode()
        message = f"不接受这样的跨站请求 (a request from another site is refused): {said}"
        return refusal(answer.status_code, message, kept)


def ready() -> None:
    """Import, in a thread, what a refusal for a person and a long answer need, and make one."""
    import anyio

    from kg.web.site.page import Page, Visit
    from kg.web.site.render import html

    async def group() -> None:
        async with anyio.create_task_group():
            pass

    anyio.run(group)
    context = {"message": "", "detail": "", "query": "", "again": "", "unswitched": True}
    context |= {"offered": ()}
    page = Page("problem", "", context, title_en="")
    html(page, Visit("problem", "", {}), lambda path: path)


_SYNTAX = re.compile(r" \(syntax error\): error at (?P<line>\d+):(?P<column>\d+): ")
"""What a parser says of a query: SPARQL 语法有误 (syntax error): error at 1:17: expected one of …."""
_FIELDS = 4_000
"""Characters of an address that a page of an error leads back to."""


_FORMS = frozenset(("compare", "queries", "graph"))
"""Pages with a form in which what was not understood can be chosen anew."""


_POSTED = "check"
"""The page whose form is sent by POST, also with a file: whatever was wrong with it, it can be filled in anew."""


def plainly(message: str) -> tuple[str, str]:
    """A message as a person reads it, and what only a programmer wants to know."""
    found = _SYNTAX.search(message)
    if not found:
        return message, ""
    line, column = found["line"], found["column"]
    said = f"{message[: found.start()]}，从第 {line} 行第 {column} 个字符起读不懂"
    return f"{said} (syntax error in line {line}, column {column})", message[found.end() :]


def _fields(request: Request) -> dict[str, str] | None:
    """The fields of an address that can be asked again, in the other language; None if it cannot."""
    if request.method not in {"GET", "HEAD"} or len(request.scope["query_string"]) > _FIELDS:
        return None
    given = request.query_params.multi_items()
    fields = dict(given)
    return fields if len(fields) == len(given) else None


def _titles(status: int) -> tuple[str, str]:
    """What a page of a refusal is called: that there is no such page is no missing answer."""
    if status == 404:
        return "没有这个页面", "No such page"
    return ("没有回答", "No answer") if status < 500 else ("现在答不了", "No answer now")


def _loaded(request: Request) -> list[dict[str, Any]]:
    """The loaded lists, which every page names; none while there is no store."""
    try:
        return _documents(request.app.state.source.current().path)
    except (StoreError, OSError, AttributeError, KeyError):  # KeyError: no app serves it
        return []


@lru_cache(maxsize=2)
def _documents(generation: Path) -> list[dict[str, Any]]:
    return list(Generation(generation).summary["documents"])


def told(
    request: Request,
    status: int,
    message: str,
    headers: dict[str, str] | None = None,
    refused: Refused | None = None,
) -> Response:
    """An error as a page for a person, for everybody else in the form of every error.

    What was ``refused`` may offer pages that are near.
    """
    headers = {"Vary": "Accept, Accept-Language, Cookie", **(headers or {})}
    if not reads_pages(request, ("json",)):
        return refusal(status, message, headers)
    from kg.web.site.page import Page, Visit
    from kg.web.site.render import html

    root = request.scope.get("root_path", "")
    fields = _fields(request)
    said, detail = plainly(refused.plain if refused else message)
    context = {"message": said, "detail": detail, "unswitched": fields is None}
    context["offered"] = refused.near if refused else ()
    first, _, rest = request.url.path.removeprefix(root).strip("/").partition("/")
    filled = first in _FORMS and bool(fields) and status == 400
    context["again"] = f"{first}/{rest}".rstrip("/") if filled or first == _POSTED else ""
    editor = request.url.path.endswith("/sparql")
    context["query"] = (fields or {}).get("query", "") if editor else ""
    context["documents"] = _loaded(request)
    title, title_en = _titles(status)
    page = Page("problem", title, context, title_en=title_en)
    visit = Visit("problem", "", fields or {}, language(request))
    return HTMLResponse(html(page, visit, lambda path: f"{root}/{path}"), status, headers)


async def problem(request: Request, error: Exception) -> Response:
    """What a KgError is answered with."""
    if isinstance(error, StoreError):  # clients need not know the server's folders
        error = Refused(503, UNOPENED)
    status = error.status if isinstance(error, Refused) else 400
    headers = {}
    if status == 503:
        headers["Retry-After"] = "5"
    if status in {408, 413, 415}:
        headers["Connection"] = "close"  # the rest of the request is not read
    return told(request, status, str(error), headers, error if isinstance(error, Refused) else None)


async def http_problem(request: Request, error: Exception) -> Response:
    """What Starlette refuses, in our words."""
    assert isinstance(error, HTTPException)
    messages = {404: "没有这个页面 (not found)", 405: "不接受这种方法 (method not allowed)"}
    return told(
        request,
        error.status_code,
        messages.get(error.status_code, error.detail),
        dict(error.headers) if error.headers else None,
    )


async def surprise(request: Request, error: Exception) -> Response:
    """An error of ours."""
    return told(request, 500, "服务器出错，已记录 (an error in the server)")
