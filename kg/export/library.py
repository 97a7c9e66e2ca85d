"""The query library as RDF: every question a sh:SPARQLSelectExecutable, for the editors of others.

Terms are those of SHACL (https://www.w3.org/TR/shacl/, https://www.w3.org/TR/shacl-af/) and DCAT.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.querying.library import LibraryQuery
from kg.rdf.ntriples import literal
from kg.rdf.terms import DEFAULT_BASE, SHACL

_PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sh": SHACL,
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_HEAD = """# The query library as RDF, made from the .rq files: kg queries --format turtle
# 问题库的 RDF 形式，由各 .rq 文件生成，不要手改。
"""
_DATATYPES = {"number": "xsd:integer", "text": "xsd:string", "list": "xsd:string"}


def library_turtle(items: Iterable[LibraryQuery]) -> str:
    """The library as Turtle, sorted by name; the queries with their example values."""
    head = [f"@prefix {prefix}: <{iri}> ." for prefix, iri in sorted(_PREFIXES.items())]
    return _HEAD + "\n".join([*head, *(_query(item) for item in items)]) + "\n"


def _query(item: LibraryQuery) -> str:
    iri = f"{DEFAULT_BASE}query/{item.name}"
    body = "\n".join(line for line in item.text.splitlines() if not line.startswith("#"))
    lines = [
        f"\n<{iri}> a sh:SPARQLExecutable, sh:SPARQLSelectExecutable ;",
        f"    dcterms:identifier {literal(item.name)} ;",
        f"    rdfs:label {literal(item.title, 'zh')}, {literal(item.title_en, 'en')} ;",
        f"    rdfs:comment {literal(item.description, 'zh')}, {literal(item.description_en, 'en')} ;",
        f"    dcat:keyword {', '.join(literal(word) for word in item.keywords)} ;",
        *(f"    sh:parameter <{iri}/{p.name}> ;" for p in item.parameters),
        f"    sh:select {literal(body)} .",
    ]
    for order, p in enumerate(item.parameters):
        kind = f"sh:datatype {_DATATYPES[p.type]}" if p.type in _DATATYPES else "sh:nodeKind sh:IRI"
        lines += [
            f"<{iri}/{p.name}> a sh:Parameter ;",
            f"    sh:path <{DEFAULT_BASE}parameter/{p.name}> ;",
            f"    sh:name {literal(p.name)} ;",
            f"    sh:description {literal(p.help, 'zh')} ;",
            f"    {kind} ; sh:order {order} ; sh:optional {str(not p.required).lower()} .",
        ]
    return "\n".join(lines)
