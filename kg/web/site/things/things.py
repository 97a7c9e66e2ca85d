"""Things of the graph by their IRI: which page shows them, and a plain page for every other node."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from kg.export.results import LIST_NAMES
from kg.export.wording import word
from kg.rdf.terms import NAMESPACE, D
from kg.store.graph import Graph
from kg.views.words import KINDS
from kg.web.site import duties
from kg.web.site.graphs import bound, path_of, rows
from kg.web.site.home import edition
from kg.web.site.page import Column, Link, Page, Table, Visit, Words
from kg.web.site.things import bodies, duty, places
from kg.web.site.things.named import named, nothing
from kg.web.site.things.unnamed import called, kind_of, short, term_of

_PAGES = {
    D.Duty: duty.duty,
    D.Department: bodies.department,
    D.Function: bodies.function,
    D.Township: places.township,
    D.Jurisdiction: places.place,
    D.Category: places.category,
    D.Matter: duty.matter,
}
_BASIC_LATIN = 0x7F


def thing(graph: Graph, visit: Visit) -> Page:
    """The page of the thing whose IRI has this path.

    Raises:
        Refused: 404, the graph has no such thing; what is near is named.
    """
    for iri in _iris(graph, visit.path):
        kinds = list(rows(graph, "kinds", [iri]))
        if kinds:
            break
    else:
        if there := named(graph, visit.path):
            return moved(there)
        raise nothing(graph, visit.path)
    classes = {row["class"] for row in kinds}
    for kind, page in _PAGES.items():
        if kind in classes:
            return page(graph, visit, iri)
    return plain(graph, visit, iri, kinds[0].get("name", ""), classes)


def moved(path: str) -> Page:
    """Not a page but the way to one."""
    return Page("moved", path, {"location": path}, status=303)


def _iris(graph: Graph, path: str) -> list[str]:
    """The IRIs this path may stand for: below the base, also where the base's own path is in it."""
    made = [graph.base + path]
    own = urlsplit(graph.base).path.strip("/")
    if own and path.startswith(own + "/"):
        made.append(graph.base + path[len(own) + 1 :])
    return [iri for iri in made if _is_iri(iri)]


def _is_iri(iri: str) -> bool:
    return not any(c in '<>"{}|^`\\' or ord(c) <= 0x20 or ord(c) > _BASIC_LATIN for c in iri)


def plain(graph: Graph, visit: Visit, iri: str, name: str, classes: Iterable[str] = ()) -> Page:
    """Everything the graph says of a node, both ways, and the lines it rests on."""
    said, pointing = list(rows(graph, "thing", [iri])), list(rows(graph, "thing-back", [iri]))
    unnamed = [row["value"] for row in said if "valueName" not in row]
    unnamed += [row["subject"] for row in pointing if "name" not in row]
    words = called(graph, (iri for iri in unnamed if path_of(graph, iri)))
    lines = [
        {"property": term_of(row["property"]), "value": _value(graph, row, words)} for row in said
    ]
    back = [
        {
            "property": term_of(row["property"]),
            "value": _link(graph, row["subject"], row.get("name", ""), words),
        }
        for row in pointing
    ]
    columns = (Column("property", "项目", "Property"), Column("value", "内容", "Value"))
    tables = [
        Table("记了什么", "Properties", columns, lines, "properties"),
        Table("哪些记录提到它", "What points to it", columns, back, "back"),
    ]
    sources = [
        duties.source(row["document"], row["line"], row["locator"])
        for row in rows(graph, "thing-sources", [iri])
    ]
    kind = kind_of(classes)
    shown = _titled(graph, iri, name, kind)
    return Page(
        "thing",
        shown.zh,
        {
            "iri": iri,
            "kind": kind,
            "sources": sources,
            "tables": [table for table in tables if table.rows],
        },
        [*tables, *([_lines(sources)] if sources else [])],
        {
            "iri": iri,
            "sources": [str(source) for source in sources],
            "properties": [{k: str(v) for k, v in line.items()} for line in lines],
            "incoming": [{k: str(v) for k, v in line.items()} for line in back],
        },
        [iri],
        [("DESCRIBE", bound("describe", [iri]))],
        title_en=shown.en,
    )


def _lines(sources: list[Link]) -> Table:
    return Table("出处", "Source", (duties.SOURCE,), [{"source": source} for source in sources])


def _titled(graph: Graph, iri: str, name: str, kind: Words) -> Words:
    """What a node is called: its name; of what is part of a duty or a body also whose part it is."""
    path = path_of(graph, iri)
    owner, _, part = path.rpartition("/")
    while owner and not name and part:
        whole = next(
            (row.get("name", "") for row in rows(graph, "kinds", [graph.base + owner])), ""
        )
        if whole:
            return Words(f"{whole} · {kind.zh}", f"{whole} · {kind.en}")
        owner = owner.rpartition("/")[0]
    return Words(name or path, name or path)


def _value(graph: Graph, row: dict[str, str], called: Mapping[str, Words]) -> Link | Words | str:
    value = row["value"]
    if row["property"] == D.listKind and value in LIST_NAMES:
        return Words(LIST_NAMES[value], KINDS[value][1])
    if row["property"] == D.edition:
        return edition(value)
    if value in {"true", "false"}:
        return Words(word("truth", value), word("truth", value, "en"))
    return _link(graph, row["value"], row.get("valueName", ""), called)


def _link(graph: Graph, value: str, name: str, called: Mapping[str, Words]) -> Link | str:
    if value.startswith(NAMESPACE):  # it may lie below the base of the data
        words = term_of(value)
        return Link(words.zh, f"ontology#{value[len(NAMESPACE) :]}", value, words.en)
    path = path_of(graph, value)
    if path:
        words = called.get(value, Words(path, path))
        return Link(name or words.zh, path, value, name or words.en)
    return name or short(value)
