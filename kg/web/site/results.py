"""Results of the SPARQL endpoint as pages: rows as a table, triples as they stand."""

from __future__ import annotations

import json
import re
from typing import Any

from kg.export.results import LIST_NAMES
from kg.rdf.terms import NAMESPACE, PREFIXES
from kg.store.graph import Graph
from kg.views.words import KINDS
from kg.web.site.graphs import path_of
from kg.web.site.page import Column, Link, Page, Table, Words

SHOWN = 2_000
"""Rows, or lines of triples, on a page: a browser is no place for more."""
_TRUTHS = (("json", "JSON"), ("xml", "XML"))
_ROWS = (("csv", "CSV"), *_TRUTHS, ("tsv", "TSV"))
_GRAPHS = (
    ("turtle", "Turtle"),
    ("jsonld", "JSON-LD"),
    ("ntriples", "N-Triples"),
    ("rdfxml", "RDF/XML"),
)
"""Formats of the endpoint and what they are called."""
_TERM = re.compile(r"[\w-]*")
"""What follows a namespace in a name that is shown short."""


def results(graph: Graph, answer: bytes, media: str, whole: str, query: str) -> Page:
    """An answer as a page; ``whole`` is the address, but for a format's name, of all of it, if it has one."""
    context: dict[str, Any] = {
        "whole": whole,
        "query": query,
        "shown": SHOWN,
        "boolean": None,
        "triples": None,
        "table": None,
    }
    if media == "text/turtle":
        lines = answer.decode("utf-8").splitlines(keepends=True)
        context |= {"triples": "".join(lines[:SHOWN]), "total": len(lines)}
        return Page("results", "SPARQL", context | {"forms": _GRAPHS}, title_en="SPARQL")
    data = json.loads(answer)
    if "boolean" in data:
        return Page(
            "results",
            "SPARQL",
            context | {"boolean": data["boolean"], "total": 1, "forms": _TRUTHS},
        )
    names, found = data["head"]["vars"], data["results"]["bindings"]
    rows = [
        {name: cell(graph, row[name]) if name in row else "" for name in names}
        for row in found[:SHOWN]
    ]
    table = Table("结果", "Results", tuple(Column(name, name, name) for name in names), rows)
    return Page(
        "results", "SPARQL", context | {"table": table, "total": len(found), "forms": _ROWS}
    )


def cell(graph: Graph, term: dict[str, Any]) -> Link | Words | str:
    """A term of a result: things of the graph lead to their page, others to their address."""
    value = str(term["value"])
    if term["type"] != "uri":
        return Words(LIST_NAMES[value], KINDS[value][1]) if value in LIST_NAMES else value
    path = path_of(graph, value)
    if value.startswith(NAMESPACE):
        return Link(f":{value[len(NAMESPACE) :]}", f"ontology#{value[len(NAMESPACE) :]}", value)
    if path:
        return Link(path, path, value)
    short = _short(value)
    if value.startswith(("http://", "https://")):
        return Link(short or value, value, value)
    return short or value


def _short(iri: str) -> str:
    """``prefix:name`` where the IRI is a term of a namespace everybody here uses, or empty."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and _TERM.fullmatch(iri, len(namespace)):
            return f"{prefix}:{iri[len(namespace) :]}"
    return ""
