"""Content negotiation: formats and compression a client likes (RFC 9110, 12.4.2, 12.5.1, 12.5.3)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kg.web.errors import Refused

Kind = Literal["rows", "boolean", "graph"]
"""What a query answers: SELECT rows, ASK a boolean, CONSTRUCT and DESCRIBE a graph."""

_JSON = "application/sparql-results+json"
_XML = "application/sparql-results+xml"
OFFERED: Mapping[Kind, tuple[tuple[str, str], ...]] = {
    "rows": (
        (_JSON, "json"),
        (_XML, "xml"),
        ("text/csv", "csv"),
        ("text/tab-separated-values", "tsv"),
        ("application/json", "json"),
        ("application/xml", "xml"),
        ("text/xml", "xml"),
    ),
    "boolean": (
        (_JSON, "json"),
        (_XML, "xml"),
        ("application/json", "json"),
        ("application/xml", "xml"),
        ("text/xml", "xml"),
    ),
    "graph": (
        ("text/turtle", "turtle"),
        ("application/n-triples", "ntriples"),
        ("application/ld+json", "jsonld"),
        ("application/rdf+xml", "rdfxml"),
    ),
}
"""(media type, format) by kind, the server's preference first."""
GRAPHS = tuple(name for _, name in OFFERED["graph"])
"""Formats of triples."""
ANSWERS = tuple(dict.fromkeys(name for kind in OFFERED.values() for _, name in kind))
"""Formats of whatever a query answers."""

FORMATS: Mapping[str, tuple[str, ...]] = {
    "html": ("html",),
    "json": ("json", "jsonld"),
    "xml": ("xml", "rdfxml"),
    "csv": ("csv",),
    "tsv": ("tsv",),
    "xlsx": ("xlsx",),
    "turtle": ("turtle",),
    "ntriples": ("ntriples",),
    "jsonld": ("jsonld",),
    "rdfxml": ("rdfxml",),
    "ttl": ("turtle",),
    "nt": ("ntriples",),
    "n-triples": ("ntriples",),
    "json-ld": ("jsonld",),
    "rdf": ("rdfxml",),
    "rdf+xml": ("rdfxml",),
    "rdf/xml": ("rdfxml",),
    "excel": ("xlsx",),
    "docx": ("docx",),
    "word": ("docx",),
    "text": ("tsv",),
}
"""Names clients give in ``format=``, which stands in for an Accept header, with the formats they mean:
the first that fits what is answered. Media types are understood besides; anything else is left to Accept."""

PAGE_MEDIA = {
    "html": "text/html",
    "turtle": "text/turtle",
    "jsonld": "application/ld+json",
    "ntriples": "application/n-triples",
    "rdfxml": "application/rdf+xml",
    "json": "application/json",
    "csv": "text/csv",
    "xml": _XML,
    "tsv": "text/tab-separated-values",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
"""Media types of pages by format."""

_WEIGHT = re.compile(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Range:
    """One media range of an Accept header."""

    type: str
    subtype: str
    quality: float


def ranges(accept: str) -> Iterator[Range]:
    """The media ranges of an Accept header; malformed ones are left out."""
    for part in accept.split(","):
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        kind, slash, sub = media.partition("/")
        if not slash:
            continue
        yield Range(kind, sub, _quality(parameters))


def takes_gzip(accept_encoding: str) -> bool:
    """Whether an Accept-Encoding header allows gzip and does not like the plain answer better.

    Codings are compared without regard to case; ``*`` stands for those that are not named.
    """
    qualities: dict[str, float] = {}
    for part in accept_encoding.split(","):
        coding, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if coding:
            qualities[coding.removeprefix("x-")] = _quality(parameters)
    gzip = qualities.get("gzip", qualities.get("*", 0.0))
    return gzip > 0 and gzip >= qualities.get("identity", 0.0)


def _quality(parameters: Iterable[str]) -> float:
    """The weight among parameters (lower case); 1 without one, 0 for one that is malformed."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            return float(value) if _WEIGHT.fullmatch(value.strip()) else 0.0
    return 1.0


def choose(accept: str, offered: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """The offered (media type, format) the client likes best; an empty header takes the first.

    Raises:
        Refused: 406, naming what is offered.
    """
    # The quality of each range, the best of those that are there twice: looked up, not searched.
    wanted: dict[tuple[str, str], float] = {}
    for one in ranges(accept):
        pair = (one.type, one.subtype)
        wanted[pair] = max(one.quality, wanted.get(pair, 0.0))
    wanted = wanted or {("*", "*"): 1.0}
    best: tuple[str, str] | None = None
    best_quality = 0.0
    for media, name in offered:
        kind, _, sub = media.partition("/")
        fitting = [pair for pair in ((kind, sub), (kind, "*"), ("*", "*")) if pair in wanted]
        quality = wanted[fitting[0]] if fitting else 0.0
        if quality > best_quality:
            best, best_quality = (media, name), quality
    if best is None:
        listed = ", ".join(media for media, _ in offered)
        raise Refused(406, f"没有所要的格式，可用 (not acceptable; there are): {listed}")
    return best


def answer_format(name: str, accept: str, kind: Kind) -> tuple[str, str]:
    """The (media type, format) of an answer of the endpoint, by ``format=`` if that fits, else by Accept.

    Raises:
        Refused: 406, naming what is offered.
    """
    return _named(name, OFFERED[kind]) or choose(accept, OFFERED[kind])


def suits(name: str, kind: Kind) -> bool:
    """Whether ``format=`` means a format that an answer of this kind has."""
    return _named(name, OFFERED[kind]) is not None


def page_format(name: str, accept: str, offered: Iterable[str]) -> tuple[str, str]:
    """The (media type, format) of a page, of the ``offered`` formats, in the same way.

    Raises:
        Refused: 406, naming what is offered.
    """
    pairs = [(PAGE_MEDIA[one], one) for one in offered]
    return _named(name, pairs) or choose(accept, pairs)


def reads_files(name: str, accept: str) -> bool:
    """Whether a file is wanted and not a page, as far as that is known before a page is made."""
    try:
        return page_format(name, accept, PAGE_MEDIA)[1] != "html"
    except Refused:
        return False


def fits(name: str, offered: Iterable[str]) -> str:
    """The one of the ``offered`` formats that a ``format=`` means; "" if it means none of them."""
    pair = _named(name, [(PAGE_MEDIA[one], one) for one in offered])
    return pair[1] if pair else ""


def _named(name: str, offered: Sequence[tuple[str, str]]) -> tuple[str, str] | None:
    """What ``format=`` means among the offered; None if it means none of them."""
    key = name.strip().lower()
    media = key.partition(";")[0].replace(" ", "+")  # a plus sign in a form is a blank
    for pair in offered:
        if pair[0] == media:
            return pair
    for wanted in FORMATS.get(media, ()):
        for pair in offered:
            if pair[1] == wanted:
                return pair
    return None
