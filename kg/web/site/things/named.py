"""Names in an address: ``department/县水利局`` leads to that page; to a name that nothing has, near ones are offered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from kg.errors import QueryError
from kg.folding import match_key
from kg.kinds import ListKind
from kg.querying import numbered
from kg.querying.lookup import Lookup, near_names, shown
from kg.store.graph import Graph
from kg.store.names import rows as table
from kg.web.errors import Refused
from kg.web.site.graphs import address, path_of, rows, whole

_NAMED: dict[str, tuple[Callable[[Lookup, str], object], tuple[str, ...]]] = {
    "department": (Lookup.department, ("names-department", "names-function")),
    "org": (Lookup.department, ("names-department",)),
    "township": (Lookup.township, ("names-township",)),
    "function": (Lookup.function, ("names-function",)),
    "category": (Lookup.category, ("names-category",)),
    "county": (Lookup.county, ("counties",)),
    "place": (Lookup.county, ("counties",)),
}
"""What an address begins with → what finds such a thing by its name, and the page queries that know the names."""
_DUTIES = ("duty", "matter")
_MOST, _FEW = 5, 3
"""Names that are offered, and those of codes that are near."""
_NOTHING = (
    "没有这个页面，已载入的清单里也没有这一项：网址可能没有抄全，或清单换过版本 (no such page, and nothing of that name"
    " in the loaded lists: the address may be incomplete, or the list has another edition)"
)
_HINT = re.compile(r"；是不是：[^ (；]+")
"""Names in a message, which are links here."""
_ROW = re.compile(r"(?P<list>[bcr])-(?P<number>\d{3,6})")
"""The end of a duty's IRI: c-012."""


def page_of_name(graph: Graph, name: str) -> str:
    """The path of the department, township, place, category or function of this name, or the duty of this number.

    "" if there is none.
    """
    lookup = Lookup.of(graph)
    try:
        if one := numbered.duty(graph, name):
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


def named(graph: Graph, path: str) -> str:
    """For ``department/县水利局`` the page of that name, for ``matter/农村供水`` that of the matter; "" if there is none."""
    kind, _, rest = path.partition("/")
    name = unquote(rest)
    if not name or kind not in {*_NAMED, *_DUTIES}:
        return ""
    found = "" if kind == "matter" else page_of_name(graph, name)
    if not found and kind in _DUTIES and not name.isascii():
        return _of_duties(graph, kind, name)
    return found


def _of_duties(graph: Graph, kind: str, name: str) -> str:
    """The page of the duty of this name or number, or of its matter; what finds them where that is not one page."""
    try:
        by_number = numbered.duty(graph, name)
    except QueryError:
        return ""
    key = match_key(name)
    duties = [by_number] if by_number else numbered.of_name(graph, key, exact=True)
    if len(duties) == 1 and kind == "duty":
        return path_of(graph, duties[0].iri)
    found = rows(graph, "duty-matter", [duty.iri for duty in duties])
    matters = {row["matter"] for row in found}
    if len(matters) == 1:
        return path_of(graph, matters.pop())
    return address("search", text=name) if duties else ""


def nothing(graph: Graph, path: str) -> Refused:
    """What to say of an address that leads to nothing: names that are near what it says, each with its page."""
    kind, _, rest = path.partition("/")
    name = unquote(rest)
    near = list(dict.fromkeys(_near(graph, kind, name)))[:_MOST] if name else []
    said = _said(graph, kind, name) if name and not name.isascii() else ""
    return Refused(404, said or _NOTHING, near)


def _said(graph: Graph, kind: str, name: str) -> str:
    """What is wrong with a name of this kind of thing; "" for an address of no such kind."""
    try:
        if kind in _DUTIES:
            numbered.duty(graph, name)
            return f"已载入的清单里没有事项“{shown(name)}” (no such duty)"
        if kind in _NAMED:
            _NAMED[kind][0](Lookup.of(graph), name)
    except QueryError as error:
        return _HINT.sub("", str(error))
    return ""


def _near(graph: Graph, kind: str, name: str) -> Iterator[tuple[str, str]]:
    """(name, path) of what may be meant instead, the nearest first."""
    if kind in _DUTIES:
        yield from _near_rows(graph, name) if name.isascii() else _near_duties(graph, name)
        return
    known = _known(graph, kind)
    if not name.isascii():
        for found in near_names(name, known, _MOST):
            yield from known[found]
        return
    coded = {path.partition("/")[2]: said for said in known.values() for _, path in said}
    for code in near_names(name, coded, _FEW):
        yield from coded[code]


def _known(graph: Graph, kind: str) -> dict[str, list[tuple[str, str]]]:
    """The names of a kind of thing, a township's also without its county → all that have it: (full name, path)."""
    queries = _NAMED[kind][1] if kind in _NAMED else ()
    known: dict[str, list[tuple[str, str]]] = {}
    full = {
        path_of(graph, row.get("iri") or row["county"]): row.get("name") or row["countyName"]
        for query in queries
        for row in whole(graph, query)
    }
    names = [(name, path) for path, name in full.items()]
    if kind == "township":
        names += ((row["name"], path_of(graph, row["t"])) for row in table(graph, "township-names"))
    for name, path in names:
        if (full[path], path) not in (has := known.setdefault(name, [])):
            has.append((full[path], path))
    return known


def _near_duties(graph: Graph, name: str) -> Iterator[tuple[str, str]]:
    """Duties of names that hold this one or look like it."""
    key = match_key(name)
    names = [one.text for one in graph.text.candidates(key)]
    holding = sorted((n for n in set(names) if key in match_key(n)), key=lambda n: (len(n), n))
    for found in [*holding[:_MOST], *near_names(name, names, _MOST)]:
        if path := _of_duties(graph, "matter", found):
            yield found, path


def _near_rows(graph: Graph, name: str) -> Iterator[tuple[str, str]]:
    """For ``652328104/2024-01/c-012`` that row of the township's list of now, and the township."""
    code, _, rest = name.partition("/")
    place = next((d["township"] for d in graph.documents if d["township_code"] == code), "")
    if not place:
        return
    row = _ROW.fullmatch(rest.rpartition("/")[2])
    iri = f"{graph.base}duty/{code}/{graph.current_editions[code]}/{row[0] if row else ''}"
    if row and any(rows(graph, "kinds", [iri])):
        short = next(kind.short for kind in ListKind if kind.letter == row["list"])
        yield f"{place}{short}{int(row['number'])}", path_of(graph, iri)
    yield place, f"township/{code}"
