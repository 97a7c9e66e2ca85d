"""Duties as rows of tables: every list of duties on the site is read and shown by this module."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from kg.citing import cited, is_recognised
from kg.rdf.terms import NAMESPACE
from kg.store.graph import Graph
from kg.values import LIST_ORDER, ListKind
from kg.web.site.corrected import notes
from kg.web.site.graphs import address, path_of, rows, source_path
from kg.web.site.page import Column, Link, Row, Table, Words

LISTS = {
    "basic": ("基本", "own"),
    "cooperation": ("配合", "cooperates"),
    "reclaimed": ("收回", "taken back"),
}
"""Short names of the lists in both languages."""
ROLES = {
    "leads": ("主责", "leads"),
    "convenes": ("牵头", "convenes"),
    "supports": ("支持配合", "supports"),
    "reclaimed": ("收回承接", "took back"),
}
"""Parts a department has in a duty as a whole."""

TOWNSHIP = Column("township", "乡镇", "Township")
LIST = Column("list", "清单", "List", "list")
NUMBER = Column("number", "序号", "No.", "ordinal")
CATEGORY = Column("category", "类别", "Category")
NAME = Column("name", "事项", "Duty")
BODIES = Column("bodies", "部门", "Departments")
SOURCE = Column("source", "出处", "Source", "source")
COLUMNS = (TOWNSHIP, LIST, NUMBER, CATEGORY, NAME, BODIES, SOURCE)
"""The columns of a list of duties."""
_EXTRAS = frozenset({"category", "method", "discontinued", "openEnded"})
"""Properties that a duty may have or not."""
_PART = 400
"""Duties named in one query."""
_WHOLE, _FIRST = 250, 100
"""Duties that a page lists all; of more it has so many: reading a duty takes half a millisecond."""


def first_of(iris: list[str], *, whole: bool) -> list[str]:
    """The duties that a page reads of these: all where ``whole`` is wanted, or where they are not too many."""
    return iris if whole or len(iris) <= _WHOLE else beginning(iris, _FIRST)


def beginning(iris: list[str], most: int) -> list[str]:
    """The duties of the first townships, all of each: a heading tells how many a township has.

    About ``most``; more where the first township has more.
    """
    end = 0
    for _, own in groupby(iris, _code):
        many = len(list(own))
        if end and end + many > most:
            break
        end += many
    return iris[:end]


def elsewhere(
    graph: Graph, iris: Iterable[str], shown: Iterable[str], path: str
) -> list[tuple[Link, int]]:
    """The townships whose duties a page at ``path`` has left out, each as a link to it with those alone."""
    names = {d["township_code"]: d["township"] for d in graph.documents}
    counts = Counter(map(_code, iris)) - Counter(map(_code, shown))
    return [
        (Link(names[code], address(path, township=names[code])), number)
        for code, number in sorted(counts.items())
        if code in names
    ]


def within(graph: Graph, iris: Iterable[str], township: str) -> list[str]:
    """The duties of a township, by its name or code; all if it is "".

    Raises:
        QueryError: no loaded township is called so.
    """
    if not township:
        return list(iris)
    name = "" if township in graph.current_editions else township_named(graph, township)
    codes = {d["township_code"] for d in graph.documents if d["township"] == name}
    return [iri for iri in iris if _code(iri) in codes or _code(iri) == township]


def township_named(graph: Graph, name: str) -> str:
    """The whole name of a loaded township; "" for "".

    Raises:
        QueryError: none is called so, or several are.
    """
    if not name or any(d["township"] == name for d in graph.documents):
        return name
    from kg.querying.lookup import Lookup

    return labels(graph).get(Lookup.of(graph).township(name), name)


def _code(iri: str) -> str:
    """The code of a duty's township, which its address names: …/duty/652328104/2025-07/c-012."""
    return iri.rsplit("/", 3)[-3]


class _Read(dict[str, dict[str, Any]]):
    """Duties read before: a store never changes, and pages name the same duties again and again."""


_KEPT = 20_000
"""Duties kept; beyond it a worker forgets them all and begins anew."""


def read(graph: Graph, iris: Iterable[str]) -> list[dict[str, Any]]:
    """What is printed of these duties, in the order of code, edition, list and number."""
    known = graph.once(_Read, _Read)
    wanted = list(dict.fromkeys(iris))
    if len(known) > _KEPT:
        known.clear()
    for part in _parts([iri for iri in wanted if iri not in known]):
        known |= _read(graph, part)
    order = LIST_ORDER
    return sorted(
        (known[iri] for iri in wanted if iri in known),
        key=lambda d: (d["code"], d["edition"], order[d["list"]], d["number"]),
    )


def _read(graph: Graph, part: list[str]) -> dict[str, dict[str, Any]]:
    """Duties by IRI, read from the store; those that are no duties are not among them."""
    names = labels(graph)
    codes = {
        f"{graph.base}township/{d['township_code']}": d["township_code"] for d in graph.documents
    }
    lists = _lists(graph)
    found: dict[str, dict[str, Any]] = {}
    for row in _printed(graph, part):
        if there := lists.get(row.pop("in")):
            found.setdefault(row["iri"], {"method": "", "discontinued": "", **row, **there})
    bodies = _bodies(graph, part)
    for iri, duty in found.items():
        named = [{**b, "name": names.get(b["body"], b["body"])} for b in bodies.get(iri, ())]
        duty["number"], duty["line"] = int(duty["number"]), int(duty["line"])
        duty["townshipName"] = names.get(duty["township"], duty["township"])
        duty["code"] = codes.get(duty["township"], duty["township"])
        if "category" in duty:
            duty["categoryName"] = names.get(duty["category"], "")
        duty["bodies"] = [b for b in named if b["role"] != "convenes"]
        duty["conveners"] = [b for b in named if b["role"] == "convenes"]
    return found


def _printed(graph: Graph, iris: list[str]) -> list[dict[str, str]]:
    """What is printed of each duty."""
    made = graph.prepared_of("duty-rows", iris)
    if made is not None:
        return made
    found = {row["iri"]: row for row in rows(graph, "duties", iris)}
    for row in rows(graph, "duty-extras", iris):
        name = row["property"].removeprefix(NAMESPACE)
        if name in _EXTRAS and row["iri"] in found:
            found[row["iri"]][name] = row["value"]
    return list(found.values())


def prepared_or_asked(
    graph: Graph, table: str, query: str, iris: list[str]
) -> list[dict[str, str]]:
    """Rows about these duties: of a prepared table, or of a page query of the same columns in an older store."""
    made = graph.prepared_of(table, iris)
    return list(rows(graph, query, iris)) if made is None else made


def matter(graph: Graph, iri: str) -> str:
    """The Matter of a duty; "" if it has none."""
    return next((row["matter"] for row in rows(graph, "duty-matter", [iri])), "")


def _bodies(graph: Graph, iris: list[str]) -> dict[str, list[dict[str, Any]]]:
    """The departments that have a part in each duty as a whole, in the order of the source."""
    township = f"{graph.base}township/"
    edges = {
        (row["iri"], row["edge"].removeprefix(NAMESPACE), row["body"])
        for row in prepared_or_asked(graph, "duty-edges", "duty-edges", iris)
        if not row["body"].startswith(township)
    }
    # One body has no order among others; most duties have one, and places take longest to read.
    counts = Counter(iri for iri, _, _ in edges)
    several = [iri for iri in iris if counts[iri] > 1]
    places = {edge: 0 for edge in edges if counts[edge[0]] == 1 and edge[1] in ROLES}
    for row in prepared_or_asked(graph, "duty-parties", "duty-roles", several) if several else ():
        role = row["role"].rpartition("#role-")[2]
        key = (row["iri"], role, row["party"])
        if role in ROLES and key in edges:
            places[key] = min(places.get(key, int(row["position"])), int(row["position"]))
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for (iri, role, body), _ in sorted(places.items(), key=lambda item: (item[1], item[0])):
        found[iri].append({"role": role, "body": body})
    return found


class _Lists(dict[str, dict[str, str]]):
    """Lists by IRI: their kind and the document they are in."""


def _lists(graph: Graph) -> dict[str, dict[str, str]]:
    return graph.once(_Lists, lambda: _Lists({row.pop("in"): row for row in rows(graph, "lists")}))


class _Labels(dict[str, str]):
    """Chinese names by IRI."""


def labels(graph: Graph) -> dict[str, str]:
    """The names of townships, categories and departments, read once."""
    kinds = ("names-township", "names-category", "names-department")
    return graph.once(
        _Labels,
        lambda: _Labels({row["iri"]: row["name"] for kind in kinds for row in rows(graph, kind)}),
    )


def is_current(graph: Graph, iri: str) -> bool:
    """Whether this is a duty of a current edition: its address names township and edition."""
    code, _, rest = iri.removeprefix(f"{graph.base}duty/").partition("/")
    edition, _, row_ = rest.partition("/")
    return bool(row_) and "/" not in row_ and graph.current_editions.get(code) == edition


def name_of(graph: Graph, iri: str) -> str:
    """The Chinese name of a township, category or department; of anything else the end of its address."""
    return labels(graph).get(iri) or iri.rsplit("/", 1)[-1]


class _English(dict[str, str]):
    """English names by IRI."""


def english_of(graph: Graph, iri: str) -> str:
    """The English name of a category or of a kind of department; "" for anything else."""
    return graph.once(
        _English,
        lambda: _English((row["iri"], row["name"]) for row in rows(graph, "names-english")),
    ).get(iri, "")


def _parts(iris: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(iris), _PART):
        yield iris[start : start + _PART]


class _Rows(dict[str, Row]):
    """Rows made before."""


def row(graph: Graph, duty: dict[str, Any]) -> Row:
    """A duty as a row of a table; made once, so nobody writes into it."""
    known = graph.once(_Rows, _Rows)
    if len(known) > _KEPT:
        known.clear()
    made = known.get(duty["iri"])
    if made is None:
        made = known[duty["iri"]] = _row(graph, duty)
    return made


def _row(graph: Graph, duty: dict[str, Any]) -> Row:
    return {
        "iri": duty["iri"],
        "township": Link(duty["townshipName"], path_of(graph, duty["township"])),
        "list": duty["list"],
        "number": duty["number"],
        "category": _category(graph, duty),
        "name": Link(duty["name"], path_of(graph, duty["iri"])),
        "bodies": who(graph, duty),
        "source": source(duty["document"], duty["line"], duty["locator"]),
    }


def _category(graph: Graph, duty: dict[str, Any]) -> Link | str:
    if "category" not in duty:
        return ""
    iri = duty["category"]
    return Link(duty.get("categoryName", ""), path_of(graph, iri), en=english_of(graph, iri))


def who(graph: Graph, duty: dict[str, Any]) -> list[Link | Words]:
    """Who has the duty: its departments; the township itself for a basic one."""
    if duty["list"] == "basic":
        return [Words("乡镇自己负责", "the township itself")]
    if duty.get("discontinued") == "true":
        return [Words("不再开展", "no longer done")]
    named: list[Link | Words] = []
    conveners = {b["body"] for b in duty["conveners"]}
    for body in duty["bodies"]:
        zh, en = ("（牵头）", " (convenes)") if body["body"] in conveners else ("", "")
        if body["role"] == "supports":
            zh, en = "（支持）", " (supports)"
        name, path = body["name"], path_of(graph, body["body"])
        named.append(Link(name + zh, path, en=name + en))
    if duty.get("openEnded") == "true":
        named.append(Words("等部门", "and others"))
    return named


def source(document: str, line: int | str, locator: str = "") -> Link:
    """The line of a document, as a link to it; what was recognised in a picture says so."""
    english = f"{document}:{line} (recognised, not printed)" if is_recognised(locator) else ""
    path = source_path(document, line)
    return Link(cited(document, line, locator), path, Words("看原文", "see the source"), en=english)


def source_of(duty: dict[str, Any]) -> Link:
    """The line a duty stands in."""
    return source(duty["document"], duty["line"], duty["locator"])


def lines(found: Sequence[Link | Words], number: int) -> list[Link | Words]:
    """The first of the lines that a row of several duties rests on, and how many others there are of ``number``."""
    rest = max(number, len(found)) - 1
    return [*found[:1], *([Words(f"另 {rest} 处", f"{rest} more")] if found and rest > 0 else [])]


def table(
    graph: Graph,
    duties: Iterable[dict[str, Any]],
    zh: str,
    en: str,
    columns: tuple[Column, ...] = COLUMNS,
    anchor: str = "",
    group: str = "",
) -> Table:
    """A table of duties, on a page parted by ``group``."""
    return Table(zh, en, columns, [row(graph, duty) for duty in duties], anchor, group)


class _All(list[dict[str, Any]]):
    """Findings of a generation."""


def findings(graph: Graph) -> list[dict[str, Any]]:
    """What was found in the loaded lists, read once: nobody writes into it."""
    return graph.once(_All, lambda: _All(graph.generation.findings))


class _Findings(dict[tuple[str, str, int], list[dict[str, Any]]]):
    """Findings by document, list and number."""


def remarks(graph: Graph, duty: dict[str, Any]) -> list[dict[str, Any]]:
    """What was found about the row of a duty, a person's corrections first."""
    found = graph.once(_Findings, lambda: _findings(graph)).get(
        (duty["document"], duty["list"], duty["number"]), []
    )
    return sorted(found, key=lambda item: item["kind"] != "corrected")


def _findings(graph: Graph) -> _Findings:
    found = _Findings()
    for item in findings(graph):
        if item["list"] and item["number"]:
            key = (item["document"], item["list"], item["number"])
            found.setdefault(key, []).append(item)
    return found


def record(graph: Graph, duty: dict[str, Any]) -> dict[str, Any]:
    """A duty in JSON: the words of the contract, and what people have put right in it."""
    return {
        "iri": duty["iri"],
        "township": duty["townshipName"],
        "list": duty["list"],
        "number": duty["number"],
        "name": duty["name"],
        "category": duty.get("categoryName", ""),
        "departments": [b["name"] for b in duty["bodies"] if b["role"] != "supports"],
        "supporting": [b["name"] for b in duty["bodies"] if b["role"] == "supports"],
        "conveners": [b["name"] for b in duty["conveners"]],
        "edition": duty["edition"],
        "document": duty["document"],
        "line": duty["line"],
        "locator": duty["locator"],
        "quote": duty["quote"],
        "method": duty["method"],
        "discontinued": duty["discontinued"] == "true",
        "corrected": notes(graph).of(duty["iri"]).splitlines(),
    }


def list_name(kind: str) -> str:
    """The name of a list as documents print it."""
    return ListKind(kind).zh
