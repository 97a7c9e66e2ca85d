"""The report on the lists as published, the page about data and method, and the SPARQL editor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox

from kg.findings import KINDS, Severity, said
from kg.frozen import frozen
from kg.quality import report as reports
from kg.rdf.terms import DATA_LICENCE, DATA_RIGHTS, NAMESPACE, PREFIXES, SHACL, D, W
from kg.resources import client_files
from kg.store.graph import Graph
from kg.web.site.duties import findings, source, township_named
from kg.web.site.engines import Recent
from kg.web.site.graphs import bound_rows, triples
from kg.web.site.home import dataset, loaded_query, loaded_table
from kg.web.site.page import Column, Page, Row, Table, Visit, Words, chosen_of

_SHOWN = 300
"""Findings on a page about one kind or severity; the other formats have all of them."""
_EACH = 25
"""Findings of each kind on a page about all of them."""
_ASKED = 60
"""Findings in the query that is opened in the editor: it goes there in an address."""
FIRST_QUERY = f"""PREFIX : <{NAMESPACE}>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?township ?duty WHERE {{
  ?iri a :CooperationDuty ; rdfs:label ?duty ; :ofTownship ?t .
  ?t rdfs:label ?township .
}} LIMIT 20"""


def report(graph: Graph, visit: Visit) -> Page:
    """What is irregular in the lists as published, by kind; ``kind``, ``township`` and ``severity`` choose."""
    kind, township, severity = (visit.get(n, 100) for n in ("kind", "township", "severity"))
    townships = list(dict.fromkeys(d["township"] for d in graph.documents))
    township = township_named(graph, township)
    chosen_of("种类", "kinds", kind, KINDS)
    chosen_of("程度", "severities", severity, list(Severity))
    found, summary = _selected(graph, kind, severity, township)
    most = _SHOWN if kind else _EACH
    by_kind: dict[str, list[dict[str, Any]]] = {}
    for item in found:
        by_kind.setdefault(item["kind"], []).append(item)
    asked = [(i["severity"], i["kind"], i["document"], i["line"] or 1) for i in found[:_ASKED]]
    return Page(
        "report",
        "清单质量报告",
        {
            "groups": [
                _Group(
                    name,
                    Words(zh, KINDS[name].en),
                    Words(Severity(level).zh, level),
                    Table(zh, KINDS[name].en, _OF_A_KIND, list(map(_finding, own[:most])), name),
                    count,
                )
                for name, level, zh, count, _ in summary
                if (own := by_kind[name])
            ],
            "total": len(found),
            "kind": kind,
            "severity": severity,
            "township": township,
            "chosen": _chosen(township, severity, kind),
            "townships": townships,
        },
        [Table("逐条", "One by one", _COLUMNS, list(map(_finding, found)) if visit.whole else [])],
        found,
        queries=[("SPARQL", bound_rows("report", asked))] if asked else [],
        title_en="Quality of the lists",
        triples=lambda: list(validation(graph, found)),
    )


_OF_A_KIND = (
    Column("township", "乡镇", "Township"),
    Column("duty", "事项", "Duty"),
    Column("quote", "原文", "Quote"),
    Column("message", "说明", "What it means"),
    Column("source", "出处", "Source", "source"),
)
_COLUMNS = (Column("severity", "程度", "Severity"), Column("kind", "种类", "Kind"), *_OF_A_KIND)


@frozen
class _Group:
    """The findings of a kind: what it is called, how severe it is, the first of them, how many there are."""

    name: str
    title: Words
    severity: Words
    table: Table
    count: int


_Selection = tuple[list[dict[str, Any]], list[tuple[str, str, str, int, int]]]
"""Findings and how many there are of each kind."""


class _Selections(Recent[tuple[str, str, str], _Selection]):
    """Selections by kind, severity and township."""


def _selected(graph: Graph, kind: str, severity: str, township: str) -> _Selection:
    def select() -> _Selection:
        found = reports.select(
            findings(graph),
            kinds=(kind,) if kind else (),
            severities=(severity,) if severity else (),
            township=township or None,
        )
        return found, reports.summary(found)

    return graph.once(_Selections, _Selections).made((kind, severity, township), select)


def _chosen(township: str, severity: str, kind: str) -> list[Words | str]:
    """What the report was narrowed to, in words."""
    said: list[Words | str] = [township]
    said.append(Words(Severity(severity).zh, severity) if severity in set(Severity) else severity)
    said.append(Words(KINDS[kind].zh, KINDS[kind].en) if kind in KINDS else kind)
    return [words for words in said if words]


def _finding(item: dict[str, Any]) -> Row:
    return {
        "severity": Words(Severity(item["severity"]).zh, item["severity"]),
        "kind": Words(KINDS[item["kind"]].zh, KINDS[item["kind"]].en)
        if item["kind"] in KINDS
        else item["kind"],
        "township": item["township"] or "",
        "duty": Words(reports.duty(item), reports.duty(item, "en")),
        "quote": item["quote"] or "",
        "message": Words(
            item["message"], said(item["kind"], item["message"], item["quote"] or "", "en")
        )
        if item["kind"] in KINDS
        else item["message"],
        "source": source(item["document"], item["line"] or 1),
    }


_LEVELS = {"error": "Violation", "warning": "Warning", "note": "Info"}
"""Severities in the words of SHACL (https://www.w3.org/TR/shacl/#severity)."""


def validation(graph: Graph, found: list[dict[str, Any]]) -> Iterator[ox.Triple]:
    """Findings as results of a validation: a document, the line in it, what is said of it."""
    documents = {
        d["document"]: f"{graph.base}document/{d['township_code']}/{d['edition']}"
        for d in graph.documents
    }
    for number, item in enumerate(found, 1):
        node = ox.BlankNode(f"finding{number:06d}")
        severity = ox.NamedNode(SHACL + _LEVELS[item["severity"]])
        said_of = ox.NamedNode(documents.get(item["document"], graph.base))
        kind, quote = item["kind"], item["quote"] or ""
        values: list[tuple[str, ox.NamedNode | ox.Literal]] = [
            (W.type, ox.NamedNode(SHACL + "ValidationResult")),
            (SHACL + "resultSeverity", severity),
            (SHACL + "focusNode", said_of),
            (SHACL + "resultMessage", ox.Literal(item["message"], language="zh")),
            (f"{PREFIXES['dcterms']}subject", ox.Literal(kind)),
            (D.line, ox.Literal(item["line"] or 1)),
        ]
        if quote:
            values.append((SHACL + "value", ox.Literal(quote)))
        for name, value in values:
            yield ox.Triple(node, ox.NamedNode(name), value)


def about(graph: Graph, visit: Visit) -> Page:
    """Data, method, limits, version, licence."""
    table = loaded_table(graph)
    return Page(
        "about",
        "说明",
        {
            "loaded": table,
            "triples": int(graph.summary["triples"]),
            "base": graph.base,
            "namespace": NAMESPACE,
            "licence": DATA_LICENCE,
            "rights": DATA_RIGHTS,
        },
        [table],
        {"documents": graph.documents, "triples": int(graph.summary["triples"])},
        queries=loaded_query(),
        title_en="About",
        schema=dataset(graph),
        triples=lambda: triples(graph, "documents"),
    )


def editor(graph: Graph, visit: Visit) -> Page:
    """The SPARQL editor: a plain form; the query is in the address, so that it can be handed on."""
    query = visit.fields.get("edit", "") or FIRST_QUERY
    editor_there = "yasgui.min.js" in client_files()
    return Page(
        "sparql",
        "SPARQL",
        {"query": query, "editor": editor_there, "base": graph.base, "namespace": NAMESPACE},
        data={},
        title_en="SPARQL",
    )
