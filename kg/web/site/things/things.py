"""Things of the graph by their IRI: which page shows them, and a plain page for every other node."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from kg.errors import QueryError
from kg.export.results import LIST_NAMES
from kg.export.wording import word
from kg.querying.lookup import Lookup
from kg.querying.numbered import duty as duty_of
from kg.rdf.terms import NAMESPACE, PREFIXES, D, W
from kg.store.graph import Graph
from kg.views.words import KINDS
from kg.web.site import duties
from kg.web.site.graphs import bound, path_of, rows
from kg.web.site.home import edition
from kg.web.site.ontology import labels
from kg.web.site.page import Column, Link, Page, Table, Visit, Words, not_found
from kg.web.site.things import bodies, duty, places

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
        Refused: 404, the graph has no such thing.
    """
    for iri in _iris(graph, visit.path):
        kinds = list(rows(graph, "kinds", [iri]))
        if kinds:
            break
    else:
        named = _named(graph, visit.path)
        if named:
            return moved(named)
        raise not_found(
            "没有这个页面，已载入的清单里也没有这一项：网址可能没有抄全，或清单换过版本 (no such page, and nothing of that name in the loaded lists: the address may be incomplete, or the list has another edition)"
        )
    classes = {row["class"] for row in kinds}
    for kind, page in _PAGES.items():
        if kind in classes:
            return page(graph, visit, iri)
    return plain(graph, visit, iri, kinds[0].get("name", ""), classes)


def moved(path: str) -> Page:
    """Not a page but the way to one."""
    return Page("moved", path, {"location": path}, status=303)


def page_of_name(graph: Graph, name: str) -> str:
    """The path of the department, township, place, category or function of this name, or the duty of this number.

    "" if there is none.
    """
    lookup = Lookup.of(graph)
    try:
        if one := duty_of(graph, name):
            return path_of(graph, one.iri)
    except QueryError:
        return ""
    for find in (lookup.township, lookup.category, lookup.county):
        try:
            return path_of(graph, find(name))
        except QueryError:
            continue
    try:
        function, place = lookup.department(name)
    except QueryError:
        return ""
    if place is None:
        return path_of(graph, function)
    found = [
        row["iri"]
        for kind in lookup.kin(function)
        for row in rows(graph, "bodies-of-function", [kind])
        if row.get("place") == place
    ]
    return path_of(graph, found[0]) if found else path_of(graph, function)


def _named(graph: Graph, path: str) -> str:
    """For ``department/县水利局`` the page of that name."""
    kind, _, name = path.partition("/")
    if name and kind in {"department", "township", "function", "category", "county", "duty"}:
        return page_of_name(graph, unquote(name))
    return ""


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
    lines = [
        {"property": _term(row["property"]), "value": _value(graph, row)}
        for row in rows(graph, "thing", [iri])
    ]
    back = [
        {
            "property": _term(row["property"]),
            "value": _link(graph, row["subject"], row.get("name", "")),
        }
        for row in rows(graph, "thing-back", [iri])
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
    kind = _kind(classes)
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


def _kind(classes: Iterable[str]) -> Words:
    """What a node is: the narrowest of its classes, which the ontology names by a word before the wider's."""
    own = sorted((c for c in classes if c.startswith(NAMESPACE)), key=lambda c: (-len(c), c))
    return _term(own[0]) if own else Words("图谱里的一条记录", "A node of the graph")


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


def _value(graph: Graph, row: dict[str, str]) -> Link | Words | str:
    value = row["value"]
    if row["property"] == D.listKind and value in LIST_NAMES:
        return Words(LIST_NAMES[value], KINDS[value][1])
    if row["property"] == D.edition:
        return edition(value)
    if value in {"true", "false"}:
        return Words(word("truth", value), word("truth", value, "en"))
    return _link(graph, row["value"], row.get("valueName", ""))


def _link(graph: Graph, value: str, name: str) -> Link | str:
    if value.startswith(NAMESPACE):  # it may lie below the base of the data
        words = _term(value)
        return Link(words.zh, f"ontology#{value[len(NAMESPACE) :]}", value, words.en)
    path = path_of(graph, value)
    if path:
        return Link(name or path, path, value)
    return name or _short(value)


_COMMON = {
    W.type: ("是什么", "type"),
    W.label: ("名称", "label"),
    f"{PREFIXES['skos']}inScheme": ("所属体系", "in scheme"),
    f"{PREFIXES['skos']}prefLabel": ("名称", "label"),
    f"{PREFIXES['skos']}altLabel": ("别的写法", "alternative label"),
    f"{PREFIXES['skos']}notation": ("代码", "notation"),
    f"{PREFIXES['dcterms']}source": ("出处", "source"),
    f"{PREFIXES['dcat']}distribution": ("文件", "distribution"),
}
"""Terms of others that stand on many nodes."""


def _term(iri: str) -> Words:
    """A property or class as people read it: the ontology's label, else its short name."""
    zh, en = _COMMON.get(iri) or labels().get(iri, ("", ""))
    return Words(zh or _short(iri), en or _short(iri))


def _short(iri: str) -> str:
    """``prefix:name`` where the namespace has a prefix."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
