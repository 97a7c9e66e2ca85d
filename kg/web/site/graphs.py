"""The graph as pages read it: queries of ``queries/pages``, and addresses of what the graph names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from urllib.parse import quote, urlencode

import pyoxigraph as ox

from kg.resources import folder
from kg.store.gate import Bound, iri_term, string_term
from kg.store.graph import Graph, Solutions

_THESE = re.compile(r"VALUES (?P<variable>\?\w+|\([?\w ]+\)) \{[^{}]*\} # these")
"""Where a page query names what it is about: ``VALUES ?iri { <…> } # these``, or with several columns."""
_SAFE = "/-._~!$&'()*+,;=:@"
"""Characters of a path that stand for themselves (RFC 3986, pchar)."""
_PLAIN = re.compile(r"[A-Za-z0-9/._-]*")
"""A path without anything to escape, like ``duty/652328104/2025-07/c-012``."""


@cache
def text_of(name: str) -> str:
    """The page query of this name, without its head of comments."""
    text = (folder("queries") / "pages" / f"{name}.rq").read_text("utf-8")
    return "\n".join(line for line in text.splitlines() if not line.startswith("#"))


def bound(name: str, these: Iterable[str], *, texts: bool = False) -> str:
    """A page query about ``these`` IRIs (or texts)."""
    if texts:
        return _about(name, " ".join(map(string_term, these)))
    # No IRI can hold what ends it: the gate, which took as long as a short query's answer, is spared.
    return Bound(_about(name, " ".join(map(iri_term, these))))


def bound_rows(name: str, these: Iterable[Sequence[str | int]]) -> str:
    """A page query about rows of texts and whole numbers."""
    lines = (
        " ".join(str(v) if isinstance(v, int) else string_term(v) for v in row) for row in these
    )
    return _about(name, " ".join(f"({line})" for line in lines))


def _about(name: str, values: str) -> str:
    return _THESE.sub(lambda place: f"VALUES {place['variable']} {{ {values} }}", text_of(name))


def rows(
    graph: Graph, name: str, these: Iterable[str] = (), *, texts: bool = False
) -> Iterator[dict[str, str]]:
    """The rows of a page query."""
    return graph.rows(bound(name, these, texts=texts))


_ASKED = 60
"""Duties named in a query that is opened in the editor: it goes there in an address."""


def about_duties(iris: Iterable[str]) -> list[tuple[str, str]]:
    """The query for the rows of a page that are duties: at most the first of them; none about nothing."""
    wanted = list(dict.fromkeys(iris))[:_ASKED]
    return [("SPARQL", bound("duties", wanted))] if wanted else []


class _Tables(dict[str, list[dict[str, str]]]):
    """Rows of queries about nothing in particular."""


def whole(graph: Graph, name: str) -> list[dict[str, str]]:
    """All rows of a page query that is about nothing in particular, read once: nobody writes into them."""
    known = graph.once(_Tables, _Tables)
    if name not in known:
        known[name] = list(rows(graph, name))
    return known[name]


def triples(graph: Graph, name: str) -> list[ox.Triple]:
    """The triples of a page query that is about nothing in particular."""
    found = graph.query(text_of(name))
    assert isinstance(found, ox.QueryTriples)
    return list(found)


def solutions(graph: Graph, name: str, these: Iterable[str]) -> Solutions:
    """What a page query answers."""
    return graph.query(bound(name, these))


def path_of(graph: Graph, iri: str) -> str:
    """The path of a thing of the graph on this site; "" for what lies elsewhere.

    The path decides, whatever host the base of the data names.
    """
    base = graph.base
    if not iri.startswith(base):
        return ""
    path = iri[len(base) :]
    return path if _PLAIN.fullmatch(path) else quote(path, safe=_SAFE)


def address(path: str, **fields: str | int) -> str:
    """A path with a query string; empty fields are left out."""
    given = {name: value for name, value in fields.items() if value not in ("", 0)}
    return f"{path}?{urlencode(given)}" if given else path


def source_path(document: str, line: int | str) -> str:
    """The address of a line of a document."""
    return f"source/{_quoted(document)}?line={line}#L{line}"


@lru_cache(maxsize=1_000)
def _quoted(document: str) -> str:
    return quote(document, safe=_SAFE)
