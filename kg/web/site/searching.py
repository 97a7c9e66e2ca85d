"""Full-text search: ranked, with facets and highlights."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from kg.querying.finding.narrowed import Filter, as_word, without
from kg.querying.finding.searched import Searched
from kg.store.graph import Graph
from kg.store.search import Hit, highlight
from kg.web.site import duties, engines
from kg.web.site.graphs import about_duties, address
from kg.web.site.page import Column, Link, Page, Table, Visit, Words, chosen_of
from kg.web.site.render import MARKS

FIELD_NAMES = {
    "name": ("事项名称", "name"),
    "superior": ("上级部门职责", "what departments do"),
    "township": ("乡镇职责", "what the township does"),
    "method": ("工作方式", "way of working"),
}
FILTERS = {
    "township": ("乡镇", "Township"),
    "department": ("部门", "Department"),
    "list": ("清单", "List"),
}
_MOST = 2_000
"""Passages that are ranked and counted."""
_SHOWN = 60
"""Duties on a page."""


def search(graph: Graph, visit: Visit) -> Page:
    """Duties whose name, clauses or way of working have every word of ``text``."""
    if visit.get("name"):
        return _name(graph, visit)
    text = visit.get("text", 200) or visit.get("q", 200)
    kind, township, field = (visit.get(name, 100) for name in ("list", "township", "field"))
    chosen_of("清单", "lists", kind, duties.LISTS)
    chosen_of("部分", "parts", field, FIELD_NAMES)
    if township:
        township = duties.township_named(graph, township)
        visit = replace(visit, fields={**visit.fields, "township": township})
    names = {d["township_code"]: d["township"] for d in graph.documents}
    made = engines.search(graph, text, _MOST) if text else Searched([], "")
    hits = made.hits
    kept = [
        hit
        for hit in hits
        if (not kind or hit.kind == kind)
        and (not township or names.get(hit.township) == township)
        and (not field or hit.field == field)
    ]
    by_duty: dict[str, list[Hit]] = {}
    for hit in kept:
        by_duty.setdefault(hit.duty, []).append(hit)
    start = _SHOWN * (max(1, visit.number("page", 1)) - 1)
    wanted = list(by_duty) if visit.whole else list(by_duty)[start : start + _SHOWN]
    order = {iri: place for place, iri in enumerate(wanted)}
    found = sorted(duties.read(graph, wanted), key=lambda duty: order[duty["iri"]])
    lines = [_line(graph, duty, by_duty[duty["iri"]], made.marked) for duty in found]
    table = Table(
        "查找结果",
        "Found",
        (*duties.COLUMNS[:-1], Column("passage", "文字", "Passage"), duties.SOURCE),
        lines,
    )
    return Page(
        "search",
        f"查找 {text}" if text else "查找",
        {
            "text": text,
            "lines": lines,
            "total": len(by_duty),
            "cut": made.cut,
            "meant": made.by == "meaning" and bool(hits),
            "read": made.read_as,
            "filters": [_filter(visit, text, one) for one in made.filters],
            "unused": made.unused,
            "facets": _facets(hits, names, visit),
            "chosen": _chosen(kind, township, field),
            "next": _turn(visit, start + _SHOWN, len(by_duty), 1),
            "previous": _turn(visit, start - _SHOWN, len(by_duty), -1),
            "first": start + 1,
        },
        [table],
        {
            "text": text,
            "total": len(by_duty),
            "filters": [one.to_json() for one in made.filters],
            "duties": [
                {
                    **duties.record(graph, duty),
                    "passages": [
                        {"field": hit.field, "clause": hit.clause or None, "text": hit.text}
                        for hit in by_duty[duty["iri"]]
                    ],
                }
                for duty in found
            ],
        },
        [duty["iri"] for duty in found],
        about_duties(duty["iri"] for duty in found),
        title_en=f"Search {text}" if text else "Search",
    )


def _filter(visit: Visit, text: str, one: Filter) -> dict[str, Any]:
    """A word that was read as a filter: what as, the search without it, and the search for the word itself."""
    fields = {k: v for k, v in visit.fields.items() if k not in {"page", "format", "text", "q"}}
    said = one.word if one.name == one.word else f"{one.word}（{one.name}）"
    rest = without(text, one)
    return {
        "kind": FILTERS[one.kind],
        "said": said,
        "undo": address("search", **fields, text=rest) if rest else "",
        "word": address("search", **fields, text=as_word(text, one)),
    }


def _chosen(kind: str, township: str, field: str) -> list[Words | str]:
    """What the search was narrowed to, in words."""
    known = {kind: duties.LISTS.get(kind), field: FIELD_NAMES.get(field)}
    return [
        Words(*words) if (words := known.get(value)) else value
        for value in (kind, township, field)
        if value
    ]


def _line(graph: Graph, duty: dict[str, Any], hits: list[Hit], text: str) -> dict[str, Any]:
    marked = [(FIELD_NAMES[hit.field], hit.clause, _marked(hit.text, text)) for hit in hits]
    return {
        **duties.row(graph, duty),
        "marked": _marked(duty["name"], text),
        "passages": [item for item, hit in zip(marked, hits, strict=True) if hit.field != "name"],
        "passage": "\n".join(hit.text for hit in hits if hit.field != "name"),
    }


def _marked(text: str, words: str) -> str:
    bare = text.replace(MARKS[0], "").replace(MARKS[1], "")
    return highlight(bare, words, MARKS)


def _facets(hits: list[Hit], names: dict[str, str], visit: Visit) -> list[dict[str, Any]]:
    """How many duties each list, township and part of the text has, as links that choose them."""
    facets: list[dict[str, Any]] = []
    for name, zh, en, key, shown in (
        ("list", "清单", "List", "kind", duties.LISTS),
        ("township", "乡镇", "Township", "township", {k: (v, v) for k, v in names.items()}),
        ("field", "在哪里", "Where", "field", FIELD_NAMES),
    ):
        counts = Counter(value for value, _ in {(getattr(hit, key), hit.duty) for hit in hits})
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        choices = []
        for value, number in ordered:
            chosen = names.get(value, "") if name == "township" else value
            fields = {k: v for k, v in visit.fields.items() if k not in {"page", "format"}}
            now = fields.get(name) == chosen
            fields = {k: v for k, v in fields.items() if k != name}
            path = address("search", **(fields if now else fields | {name: chosen}))
            said, english = shown.get(value, (str(value), str(value)))
            choices.append((Link(said, path, en=english), number, now))
        if len(choices) > 1 or any(now for _, _, now in choices):
            facets.append({"zh": zh, "en": en, "choices": choices})
    return facets


def _turn(visit: Visit, start: int, total: int, step: int) -> str:
    """The address of the page before or after this one; "" if there is none."""
    if start < 0 or start >= total:
        return ""
    fields = {k: v for k, v in visit.fields.items() if k not in {"page", "format"}}
    return address("search", **fields, page=start // _SHOWN + 1)


def _name(graph: Graph, visit: Visit) -> Page:
    """A name of a department, township or category: its page, else the search for it."""
    from kg.web.site.things.named import page_of_name
    from kg.web.site.things.things import moved

    name = visit.get("name", 100)
    path = page_of_name(graph, name)
    return moved(path or address("search", text=name))
