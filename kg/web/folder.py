"""The site as a folder of files: the same pages, for any web server or none, with a search of its own."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, unquote

from kg.errors import ExportError, KgError, UsageError, reason
from kg.querying.library import library as questions
from kg.rdf.terms import NAMESPACE
from kg.resources import SITE_MARK
from kg.store.graph import Graph
from kg.views.page import shared_style
from kg.web.site import about, duties, home, library, ontology, pictures, sources
from kg.web.site.graphs import path_of, rows
from kg.web.site.page import Page, Visit
from kg.web.site.render import STATIC, html
from kg.web.site.things import clauses, named, things

_CLASSES = ("Duty", "Department", "Function", "Township", "Jurisdiction", "Category", "Matter")
_PICTURES = ("overview", "collaboration", "matrix")
LANGUAGES = (("zh", ""), ("en", "en"))
"""Languages with the folder below which their pages lie."""
_STEP = 100
"""Pages between two words of progress."""
MARK = SITE_MARK
"""A file that tells a folder of ours: only such a one, or an empty one, is written into."""


def write_site(
    graph: Graph, folder: Path, progress: Callable[[int], None] = lambda done: None
) -> int:
    """Write the site into ``folder``; the number of pages.

    Raises:
        UsageError: the folder holds something else.
        ExportError: a file cannot be written.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise UsageError(
            f"{folder} 里有别的文件，请另选一个空文件夹 (the folder holds other files: choose an empty one)"
        )
    try:
        return _write(graph, folder, progress)
    except OSError as error:
        raise ExportError(f"写不了 {folder}：{reason(error)} (cannot be written)") from error


def _write(graph: Graph, folder: Path, progress: Callable[[int], None]) -> int:
    known = dict.fromkeys(_paths(graph))
    for old in folder.glob("*/"):
        shutil.rmtree(old)
    (folder / "static").mkdir(parents=True, exist_ok=True)
    (folder / MARK).write_text(json.dumps({"pages": len(known)}) + "\n", "utf-8", newline="\n")
    for file in sorted(STATIC.iterdir()):
        text = shared_style() if file.name == "style.css" else ""
        (folder / "static" / file.name).write_bytes(text.encode() + file.read_bytes())
    (folder / "static" / "search-data.js").write_text(_index(graph), "utf-8", newline="\n")
    _read_all(graph)
    addresses = _Addresses(graph, known)
    for number, path in enumerate(known, 1):
        page = _page(graph, path)
        for lang, below in LANGUAGES:
            visit = Visit(path.partition("/")[0], path, {}, lang)
            target = folder / below / unquote(path)
            target.mkdir(parents=True, exist_ok=True)
            address, other = addresses.of(path, lang)
            text = html(page, visit, address, graph, switch=other)
            (target / "index.html").write_text(text, "utf-8", newline="\n")
        if number % _STEP == 0:
            progress(number)
    _write_pictures(graph, folder)
    _write_data(graph, folder)
    return len(known)


def _read_all(graph: Graph) -> None:
    """Read every duty with its clauses at once: page after page would ask for them one by one."""
    iris = [row["iri"] for row in rows(graph, "nodes", [f"{NAMESPACE}Duty"])]
    duties.read(graph, iris)
    clauses.clauses(graph, iris)


def _paths(graph: Graph) -> Iterator[str]:
    """Every page of the folder by its path."""
    yield from ("", "search", "queries", "matrix", "graph", "report", "about", "ontology", "source")
    for document in graph.documents:
        yield f"source/{document['document']}"
    for item in questions().values():
        if not any(p.required for p in item.parameters):
            yield f"queries/{item.name}"
    for name in _CLASSES:
        for row in rows(graph, "nodes", [f"{NAMESPACE}{name}"]):
            path = path_of(graph, row["iri"])
            if path:
                yield path


def _page(graph: Graph, path: str) -> Page:
    made = {
        "": home.home,
        "queries": library.queries,
        "matrix": pictures.matrix,
        "report": about.report,
        "about": about.about,
        "ontology": ontology.ontology,
        "source": sources.source,
    }
    first = path.partition("/")[0]
    visit = Visit(first, path, {"page": library.ALL})  # a file has no further pages
    if path == "search":
        return Page("static_search", "查找", title_en="Search")
    if path == "graph":
        return Page("static_graph", "关系图", {"kinds": _pictures(graph)}, title_en="Graph")
    return made.get(first, things.thing)(graph, visit)


class _Addresses:
    """Addresses relative to a page; what needs a server leads to the page that says so."""

    def __init__(self, graph: Graph, known: dict[str, None]) -> None:
        """For a folder that has the pages ``known``, in every language."""
        self._graph = graph
        self._known = known
        self._named: dict[str, str] = {}

    def of(self, here: str, lang: str) -> tuple[Callable[[str], str], str]:
        """What makes addresses for the page at ``here``, and the address of it in the other language."""
        root = "../" * (here.count("/") + 1 if here else 0)
        shared = root + ("../" if dict(LANGUAGES)[lang] else "")

        def address(path: str) -> str:
            if "://" in path:
                return path
            target, _, fragment = path.partition("#")
            target, _, query = target.partition("?")
            if target.startswith("static/") or target.endswith((".html", ".csv")):
                return shared + target
            if target == "search" and query:
                target = self._page_of(query) or target
            if target not in self._known and unquote(target) not in self._known:
                return f"{root}about/index.html#server"
            file = f"{target}/index.html" if target else "index.html"
            return f"{root}{file}{'#' + fragment if fragment else ''}"

        below = next(folder for name, folder in LANGUAGES if name != lang)
        other = "/".join(filter(None, (below, here, "index.html")))
        return address, shared + other

    def _page_of(self, query: str) -> str:
        """The page of the name that a search is for."""
        known = self._named.get(query)
        if known is None:
            names = parse_qs(query).get("name", [""])
            found = named.page_of_name(self._graph, names[0]) if names[0] else ""
            known = self._named[query] = found
        return known


def _pictures(graph: Graph) -> list[tuple[str, str, tuple[str, ...]]]:
    """(file, what it shows, kind and names) of the pictures beside the pages."""
    words = {name: zh for name, zh, _, _ in pictures.KINDS}
    found: list[tuple[str, str, tuple[str, ...]]] = [
        (f"graph/{kind}.html", words[kind], (kind,)) for kind in _PICTURES
    ]
    for document in graph.documents:
        name, code = document["township"], document["township_code"]
        if name and (f"graph/township-{code}.html", name, ("township", name)) not in found:
            found.append((f"graph/township-{code}.html", name, ("township", name)))
    return found


def _write_pictures(graph: Graph, folder: Path) -> None:
    from kg.views.page import assets, render
    from kg.web.site import engines

    for name, text in assets().items():
        (folder / "static" / name).write_text(text, "utf-8", newline="\n")
    for file, _, (kind, *names) in _pictures(graph):
        try:
            view = engines.view(graph, kind, tuple(names))
        except KgError:  # a township whose name fits several
            continue
        page = render(engines.facts(graph), view, assets="../static/")
        (folder / file).write_text(page, "utf-8", newline="\n")


def _write_data(graph: Graph, folder: Path) -> None:
    from kg.export.tables import write_duties

    (folder / "data").mkdir(exist_ok=True)
    with (folder / "data" / "duties.csv").open("wb") as output:
        write_duties(graph, output)


def _index(graph: Graph) -> str:
    """What the folder's own search looks through, as a script: files may not be fetched from a disk."""
    from kg.export.records import records

    entries = []
    for record in records(graph):
        clauses = [c["text"] for c in (*record["superior_clauses"], *record["township_clauses"])]
        entries.append(
            [
                path_of(graph, record["iri"]),
                record["township"],
                record["list"],
                record["number"],
                record["name"],
                "、".join(record["departments"]),
                "\n".join(filter(None, [*clauses, record["method"]])),
                record["document"],
                record["line"],
            ]
        )
    text = json.dumps(entries, ensure_ascii=False, separators=(",", ":"))
    return f"const DUTIES = {text};\n"
