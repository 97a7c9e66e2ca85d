"""The front page: one question box, examples made from the loaded lists, what is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from kg.errors import KgError
from kg.kinds import shown_edition, shown_function
from kg.rdf.terms import DATA_LICENCE
from kg.store import prepared
from kg.store.graph import Graph
from kg.version import VERSION
from kg.web.site import duties, engines
from kg.web.site.graphs import path_of, rows, source_path, text_of, triples
from kg.web.site.page import Column, Link, Page, Row, Table, Visit, Words

_SHOWN = 12
"""Kinds of departments on the page, those that hand down most."""
_LONGEST = 18
"""Characters of a duty's name in an example: longer ones are no question people type."""


@dataclass
class _Front:
    """What the front page shows, made once a generation."""

    context: dict[str, Any]
    tables: list[Table]
    data: dict[str, list[dict[str, Any]]]


def home(graph: Graph, visit: Visit) -> Page:
    """The front page."""
    front = graph.once(_Front, lambda: _make(graph))
    shown = examples(graph, visit.lang)
    return Page(
        "home",
        "乡镇（街道）履职事项清单",
        {**front.context, "examples": shown},
        front.tables,
        {"documents": graph.documents, "examples": shown, **front.data},
        queries=loaded_query(),
        title_en="Township duty lists",
        schema=dataset(graph),
        triples=lambda: triples(graph, "documents"),
    )


def loaded_query() -> list[tuple[str, str]]:
    """The query for what is loaded."""
    return [("SPARQL", text_of("loaded"))]


def dataset(graph: Graph) -> dict[str, Any]:
    """The graph as search engines read of it."""
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": graph.base,
        "name": "履职事项清单知识图谱",
        "alternateName": "Knowledge graph of township duty lists",
        "description": "乡镇（街道）的基本、配合、收回三张清单：谁牵头、谁配合、谁收回，句句有出处。",
        "inLanguage": "zh",
        "license": DATA_LICENCE,
        "version": VERSION,
        "spatialCoverage": list(dict.fromkeys(d["township"] for d in graph.documents)),
        "isBasedOn": [d["document"] for d in graph.documents],
    }


def _make(graph: Graph) -> _Front:
    loaded = loaded_table(graph)
    totals = {
        kind: sum(int(d[kind]) for d in _current(graph))
        for kind in ("basic", "cooperation", "reclaimed")
    }
    ranked = {"functions": _functions(graph)[:_SHOWN], "categories": _categories(graph)}
    return _Front(
        {"loaded": loaded, "totals": totals, **ranked},
        [
            loaded,
            *(_ranking(graph, *_RANKED[name], found) for name, found in ranked.items() if found),
        ],
        {
            name: [
                {"name": link.text, "duties": number, "path": link.path} for link, number in found
            ]
            for name, found in ranked.items()
        },
    )


_RANKED = {
    "functions": ("哪类部门交给乡镇配合的事最多", "Which departments hand down most", "部门", "Department"),
    "categories": ("按事项类别看", "By category", "类别", "Category"),
}  # fmt: skip
"""Rankings: their names and the heads of their first columns."""


def _ranking(
    graph: Graph, zh: str, en: str, head: str, head_en: str, found: list[tuple[Link, int]]
) -> Table:
    columns = (
        Column("name", head, head_en),
        Column("duties", "事项数", "Duties", "number"),
        duties.SOURCE,
    )
    lines = [
        {"name": link, "duties": number, "source": _lines(graph, link, number)}
        for link, number in found
    ]
    return Table(zh, en, columns, lines)


def _lines(graph: Graph, ranked: Link, number: int) -> list[Link | Words]:
    """A line that a sum rests on, and how many others there are."""
    some = rows(graph, "duty-behind", [graph.base + unquote(ranked.path)])
    first = next((row["iri"] for row in some if duties.is_current(graph, row["iri"])), None)
    read = duties.read(graph, [first] if first else ())
    return duties.lines([duties.source_of(duty) for duty in read], number)


def _current(graph: Graph) -> list[dict[str, Any]]:
    current = graph.current_editions
    return [d for d in graph.documents if current.get(d["township_code"]) == d["edition"]]


def loaded_table(graph: Graph) -> Table:
    """The loaded lists, the older editions too."""
    current = graph.current_editions
    lines: list[Row] = []
    for document in graph.documents:
        path = path_of(graph, f"{graph.base}township/{document['township_code']}")
        now = current.get(document["township_code"]) == document["edition"]
        lines.append(
            {
                "township": Link(document["township"] or document["document"], path),
                "edition": edition(document["edition"], "" if now else "（旧版）"),
                **{
                    kind: Link(str(document[kind]), f"{path}#{kind}")
                    for kind in ("basic", "cooperation", "reclaimed")
                },
                "source": Link(
                    document["document"], source_path(document["document"], 1).split("?")[0]
                ),
            }
        )
    return Table(
        "已载入的清单",
        "Loaded lists",
        (
            Column("township", "乡镇", "Township"),
            Column("edition", "版本", "Edition"),
            Column("basic", "基本", "Own", "number"),
            Column("cooperation", "配合", "Cooperates", "number"),
            Column("reclaimed", "收回", "Taken back", "number"),
            Column("source", "原文", "Source", "source"),
        ),
        lines,
        "loaded",
    )


def edition(name: str, old: str = "") -> Words:
    """An edition as people say it: a list that prints no date has none; ``old`` marks one that is not current."""
    english = shown_edition(name, "no date printed")
    return Words(shown_edition(name) + old, english + (" (older)" if old else ""))


def _functions(graph: Graph) -> list[tuple[Link, int]]:
    """Kinds of departments by the duties they hand down."""
    sums = graph.sums(prepared.own("function-counts"), "function", {"kind": ['"cooperation"']})
    return _asked(graph, "functions-load") if sums is None else _ranked(graph, sums)


def _categories(graph: Graph) -> list[tuple[Link, int]]:
    """Categories by their duties."""
    sums = graph.sums(prepared.own("category-counts"), "category", {})
    return _asked(graph, "categories-load") if sums is None else _ranked(graph, sums)


def _ranked(graph: Graph, sums: dict[str, int]) -> list[tuple[Link, int]]:
    """Named things with their sums, the largest first."""
    concepts = engines.facts(graph).concepts
    found = [
        (concepts[term[1:-1]], number) for term, number in sums.items() if term[1:-1] in concepts
    ]
    ordered = sorted(found, key=lambda item: (-item[1], item[0].label))
    return [
        (Link(named.label, path_of(graph, named.iri), en=named.label_en), number)
        for named, number in ordered
    ]


def _asked(graph: Graph, query: str) -> list[tuple[Link, int]]:
    """The same, asked of a store in which it was not prepared."""
    return [
        (Link(shown_function(row["name"]), path_of(graph, row["iri"])), int(row["duties"]))
        for row in rows(graph, query)
    ]


class _Examples(dict[str, list[str]]):
    """Examples by language, made when they are first shown."""


def examples(graph: Graph, lang: str = "zh") -> list[str]:
    """Questions about what is loaded that the engine answers, of several kinds."""
    known = graph.once(_Examples, _Examples)
    if lang not in known:
        known[lang] = _answered(graph, (_english if lang == "en" else _chinese)(graph))
    return known[lang]


def _answered(graph: Graph, questions: list[str]) -> list[str]:
    found: list[str] = []
    for question in questions:
        try:
            told = engines.ask(graph, question)
        except KgError:
            continue
        if told["status"] == "answered" and told["answer"] not in ([], None):
            found.append(question)
    return found


def _english(graph: Graph) -> list[str]:
    documents = _current(graph)
    if not documents:
        return []
    first, last = documents[0], documents[-1]
    made = [f"How many duties does {last['township']} have?"]
    loads = _functions(graph)[:1]
    made += [
        f"Which duties does the {link.en} hand down to {first['township']}?" for link, _ in loads
    ]
    for document, kind, words in (
        (last, "cooperation", "Who is responsible for {name} in {township}?"),
        (first, "reclaimed", "May {township} be asked to do {name}?"),
    ):
        name = _short_name(graph, document, kind)
        if name:
            made.append(words.format(township=document["township"], name=name))
    return [*made, f"Which duties of {last['township']} were taken back?"]


def _chinese(graph: Graph) -> list[str]:
    documents = _current(graph)
    if not documents:
        return []
    first, last = documents[0], documents[-1]
    loads = _functions(graph)[:_SHOWN]
    offices = [f"县{link.text.removeprefix('党')}" for link, _ in loads]
    made = [f"{offices[0]}把哪些事项交给乡镇配合？"] if loads else []
    for document, kind, words in (
        (last, "cooperation", "{township}的{name}由谁负责？"),
        (first, "reclaimed", "能不能要求{township}做{name}？"),
        (first, "cooperation", "{name}，各乡镇分别在哪张清单？"),
    ):
        name = _short_name(graph, document, kind)
        if name:
            made.append(words.format(township=document["township"], name=name))
    made.append(f"{first['township']}有多少项基本履职事项？")
    if loads:
        made.append(f"哪些事项由{offices[-1]}收回？")
    return made


def _short_name(graph: Graph, document: dict[str, Any], kind: str) -> str:
    iri = f"{graph.base}township/{document['township_code']}"
    names = [
        row["name"]
        for row in rows(graph, "duty-names", [iri])
        if row["list"] == kind and 4 <= len(row["name"]) <= _LONGEST
    ]
    return max(names, key=lambda name: (-abs(len(name) - 8), name)) if names else ""
