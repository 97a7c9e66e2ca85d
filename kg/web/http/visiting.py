"""What a visitor's request says besides its address: language, and whether a person reads the answer."""

from __future__ import annotations

from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie

from starlette.requests import Request

from kg.web.negotiation import fits, ranges

COOKIE = "lang"
LANGUAGES = ("zh", "en")
_LONGEST = 1_000
"""Characters of an Accept-Language header that are looked at."""


def accept(request: Request) -> str:
    """The Accept header, its lines together."""
    return ",".join(request.headers.getlist("accept"))


def page_accept(request: Request) -> str:
    """The Accept header of a page: one for all browsers, so that they share what was made for one of them.

    Who likes HTML as well as anything gets it (see :func:`kg.web.negotiation.page_format`).
    """
    given = accept(request)
    return "text/html" if likes_pages(given) else given


def likes_pages(given: str) -> bool:
    """Whether this Accept header is a browser's, behind which a person sits: it likes HTML as well as anything."""
    return any((r.type, r.subtype, r.quality) == ("text", "html", 1.0) for r in ranges(given))


def language(request: Request) -> str:
    """Zh or en: by ``lang=``, by the cookie of the switch, by Accept-Language; Chinese if nothing says."""
    given = request.query_params.get("lang", "")
    if given in LANGUAGES:
        return given
    kept = _cookie(request)
    if kept in LANGUAGES:
        return kept
    for part in request.headers.get("accept-language", "")[:_LONGEST].split(","):
        tag = part.partition(";")[0].strip().lower()
        for name in LANGUAGES:
            if tag == name or tag.startswith(name + "-"):
                return name
    return "zh"


def _cookie(request: Request) -> str:
    text = request.headers.get("cookie", "")
    if f"{COOKIE}=" not in text or len(text) > _LONGEST:
        return ""
    try:
        morsel = SimpleCookie(text).get(COOKIE)
    except CookieError:
        return ""
    return morsel.value if morsel else ""


def reads_pages(request: Request, others: Iterable[str]) -> bool:
    """Whether a person reads the answer: format=html, or a browser that names HTML first.

    A format that is neither a page nor one of the ``others`` an answer may have says nothing.
    """
    offered = ("html", *others)
    given = [found for name in formats(request) if (found := fits(name, offered))]
    return given == ["html"] if given else likes_pages(accept(request))


def formats(request: Request) -> list[str]:
    """What ``format=`` says, as often as it stands there."""
    return request.query_params.getlist("format")


def tags(request: Request) -> set[str]:
    """The tags of If-None-Match, compared weakly (RFC 9110, section 13.1.2)."""
    given = ",".join(request.headers.getlist("if-none-match")).split(",")
    return {tag.strip().removeprefix("W/") for tag in given}
