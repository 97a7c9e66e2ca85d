"""A visit becomes bytes: the page is found, made, and written in the format that was asked for."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from kg.rdf.terms import NAMESPACE
from kg.store.graph import Graph
from kg.web.errors import Refused
from kg.web.negotiation import page_format, reads_files
from kg.web.site import (
    about,
    comparing,
    home,
    library,
    ontology,
    pictures,
    searching,
    sources,
)
from kg.web.site.answers import asking, checking
from kg.web.site.answers.uploads import fields_of
from kg.web.site.formats import offers, write
from kg.web.site.page import Page, Visit
from kg.web.site.render import html
from kg.web.site.results import results
from kg.web.site.things import things

PAGES: dict[str, Callable[[Graph, Visit], Page]] = {
    "": home.home,
    "ask": asking.ask,
    "check": checking.check,
    "search": searching.search,
    "queries": library.queries,
    "compare": comparing.compare,
    "matrix": pictures.matrix,
    "graph": pictures.graph_page,
    "source": sources.source,
    "report": about.report,
    "about": about.about,
    "sparql": about.editor,
    "ontology": ontology.ontology,
}
"""The pages by the first part of their path; every other path is that of a thing of the graph."""
KNOWN: dict[str, Callable[[Graph, Visit], tuple[str, ...]]] = {"compare": comparing.offered}
"""Pages that take long, whose formats are known before they are made."""
_FIELDS = 60
"""Fields of a request."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a visit is answered with; ``location`` where the page lies elsewhere."""

    status: int
    media: str
    body: bytes
    location: str = ""
    about: str = ""
    """The IRI the page is about."""
    file: str = ""
    """What a browser should call it when it keeps it; "" for what it shows."""


def answer(graph: Graph, message: dict[str, Any]) -> Reply:
    """The reply to a visit: ``path``, ``query`` and ``body`` as they came, ``lang``, ``accept``, ``root``.

    Raises:
        Refused: no such page, or not in the format that was asked for.
        KgError: a name on it is unknown, a store cannot be read.
    """
    visit = read(message)
    root = message["root"]

    def address(path: str) -> str:
        return path if "://" in path else f"{root}/{path}"

    if visit.page == "graph" and visit.path == "graph/picture":
        made = pictures.picture(graph, visit, f"{root}/static/")
        return Reply(200, "text/html", made.encode())
    form = "json" if message.get("json_only") else visit.fields.get("format", "")
    if message.get("json_only"):
        visit = replace(visit, whole="page" not in visit.fields)
    else:
        visit = replace(visit, whole=reads_files(form, message["accept"]))
    if known := KNOWN.get(visit.page):
        page_format(form, message["accept"], known(graph, visit))  # refused before it is made
    make = PAGES.get(visit.page, things.thing)
    page = make(graph, visit)
    if "location" in page.context:
        return Reply(303, "text/plain", b"", address(_onwards(visit, page.context["location"])))
    about_iri = page.about[0] if visit.page not in PAGES and page.about else ""
    if visit.page == "ontology":
        about_iri = NAMESPACE.removesuffix("#")
    media, name = page_format(form, message["accept"], _offered(page))
    if name == "html" and visit.whole:  # the format did not fit: it is a page to read after all
        page = make(graph, replace(visit, whole=False))
    if page.form and name != "html":
        raise Refused(400, page.form)
    if page.letter and name == "docx":
        return Reply(200, media, page.letter(), file=_file(page, name))
    if page.solve and name in {"xml", "tsv"}:
        return Reply(200, media, page.solve(name))
    if name == "html":
        return Reply(
            page.status, media, html(page, visit, address, graph).encode(), about=about_iri
        )
    kept = _file(page, name) if name in {"csv", "xlsx"} else ""
    body = write(page, name, graph, english=visit.lang == "en")
    return Reply(page.status, media, body, about=about_iri, file=kept)


_STAYING = ("township", "format", "lang")
"""Fields that hold on the page a visitor is sent on to."""


def _onwards(visit: Visit, path: str) -> str:
    """Where a visitor is sent on to, in the format and language that were asked for."""
    kept = {name: visit.fields[name] for name in _STAYING if visit.fields.get(name)}
    return f"{path}{'&' if '?' in path else '?'}{urlencode(kept)}" if kept else path


_NAME = 60
"""Characters of a file's name."""


def _file(page: Page, form: str) -> str:
    """A name every system allows: letters, digits and Chinese of the title."""
    kept = "".join(c if c.isalnum() or c in "-_" else " " for c in page.title)
    return "-".join(kept.split())[:_NAME].strip("-") + f".{form}"


def _offered(page: Page) -> tuple[str, ...]:
    return offers(
        tables=bool(page.tables),
        rdf=bool(page.about or page.triples),
        rows=page.solve is not None,
        letter=page.letter is not None,
    )


def of_results(graph: Graph, answer: bytes, media: str, message: dict[str, Any]) -> str:
    """The page of an answer of the endpoint."""
    page = results(graph, answer, media, message["page"], message["query"])
    visit = Visit("sparql", "sparql", {}, message.get("lang", "zh"))
    return html(
        page, visit, lambda path: path if "://" in path else f"{message['root']}/{path}", graph
    )


def read(message: dict[str, Any]) -> Visit:
    """The visit of a message: the fields of its address, and of its form if it has one.

    Raises:
        Refused: 400, a field is given twice or is no text; there are too many.
    """
    fields: dict[str, str] = {}
    for text in (message["query"], message.get("body", "")):
        for name, value in _fields(text):
            if name in fields and fields[name] != value:
                raise Refused(400, f"参数重复 (given twice): {name[:60]}")
            fields[name] = value
    fields |= _json(message.get("json", ""))
    if "form" in message:
        fields |= fields_of(message["media"], b64decode(message["form"]))
    _of_characters(fields)
    path = message["path"]
    return Visit(path.partition("/")[0], path, fields, message["lang"])


def _json(text: str) -> dict[str, str]:
    """The fields of a JSON object of texts."""
    if not text:
        return {}
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused(400, "请求不是 JSON (the request is no JSON)") from error
    texts = isinstance(value, dict) and all(isinstance(v, str | None) for v in value.values())
    if not texts or len(value) > _FIELDS:
        raise Refused(400, "请求应为文字字段的 JSON 对象 (must be a JSON object of texts)")
    return {str(name): text or "" for name, text in value.items()}


def _of_characters(fields: Mapping[str, str]) -> None:
    """Refuse what cannot be written in an answer: JSON and forms can hold half of a pair of surrogates."""
    try:
        "".join((*fields, *fields.values())).encode()
    except UnicodeEncodeError as error:
        raise Refused(
            400, "请求里有不成字符的编码 (the request has codes that are no character)"
        ) from error


def _fields(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    except ValueError as error:
        raise Refused(
            400,
            f"参数应为百分号编码的 UTF-8，至多 {_FIELDS} 个"
            f" (parameters must be percent-encoded UTF-8, {_FIELDS} at most)",
        ) from error
