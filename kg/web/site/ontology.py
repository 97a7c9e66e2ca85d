"""The ontology: every term with its labels and definitions in both languages."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import Any

import pyoxigraph as ox

from kg.rdf.terms import NAMESPACE, W
from kg.resources import folder
from kg.store.graph import Graph
from kg.version import VERSION
from kg.web.site.page import Column, Page, Table, Visit, not_found

_DEFINITION = "http://www.w3.org/2004/02/skos/core#definition"
_KINDS = (
    ("Class", "类", "Classes"),
    ("ObjectProperty", "关系", "Relations"),
    ("DatatypeProperty", "数据属性", "Values"),
    ("", "其他", "Others"),
)
_COLUMNS = (
    Column("term", "名称", "Term"),
    Column("zh", "中文", "Chinese"),
    Column("en", "英文", "English"),
    Column("definition", "定义", "Definition in Chinese"),
    Column("definition_en", "英文定义", "Definition"),
)


def ontology(graph: Graph, visit: Visit) -> Page:
    """The terms, by kind; below ``ontology/`` the files beside it.

    Raises:
        Refused: 404, there is no such file.
    """
    name = visit.path.partition("/")[2] or "duty"
    if name not in {"duty", "alignment", "shapes", VERSION}:
        raise not_found("没有这个页面 (not found)")
    name = name if name in {"alignment", "shapes"} else "duty"
    tables = _tables()
    return Page(
        "ontology",
        "本体",
        {"tables": tables, "namespace": NAMESPACE},
        tables,
        {str(table.en): table.rows for table in tables},
        title_en="Ontology",
        schema={
            "@context": "https://schema.org",
            "@type": "DefinedTermSet",
            "@id": NAMESPACE.removesuffix("#"),
            "name": "履职事项清单本体",
            "license": "https://creativecommons.org/licenses/by/4.0/",
            "hasDefinedTerm": [
                {"@type": "DefinedTerm", "@id": row["iri"], "name": row["zh"]}
                for table in tables
                for row in table.rows
            ],
        },
        triples=lambda: list(_triples(name)),
    )


@cache
def _triples(name: str) -> tuple[Any, ...]:
    quads = ox.parse(path=str(folder("ontology") / f"{name}.ttl"), format=ox.RdfFormat.TURTLE)
    return tuple(quad.triple for quad in quads)


@cache
def _tables() -> list[Table]:
    values: dict[str, dict[tuple[str, str], list[str]]] = defaultdict(lambda: defaultdict(list))
    for triple in _triples("duty"):
        subject = getattr(triple.subject, "value", "")
        if subject.startswith(NAMESPACE):
            language = getattr(triple.object, "language", None) or ""
            values[subject][triple.predicate.value, language].append(triple.object.value)
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for iri, found in sorted(values.items()):
        kinds = {kind.rpartition("#")[2] for kind in found[W.type, ""]}
        kind = next((name for name, _, _ in _KINDS if name in kinds), "")
        rows[kind].append(
            {
                "term": iri.removeprefix(NAMESPACE),
                "iri": iri,
                "zh": _first(found, W.label, "zh"),
                "en": _first(found, W.label, "en"),
                "definition": _first(found, _DEFINITION, "zh"),
                "definition_en": _first(found, _DEFINITION, "en"),
            }
        )
    return [Table(zh, en, _COLUMNS, rows[kind], kind) for kind, zh, en in _KINDS if rows[kind]]


@cache
def labels() -> dict[str, tuple[str, str]]:
    """The labels of every term in Chinese and English."""
    return {row["iri"]: (row["zh"], row["en"]) for table in _tables() for row in table.rows}


def _first(found: dict[tuple[str, str], list[str]], name: str, language: str) -> str:
    own = found.get((name, language), [])
    if not own and name == W.label:
        own = found.get(("http://www.w3.org/2004/02/skos/core#prefLabel", language), [])
    return own[0] if own else ""
