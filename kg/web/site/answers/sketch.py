"""A small picture of an answer, drawn on the server: which departments, which duties, which townships.

It is SVG in the page, without script; the table below it has the same and more. Whatever is left out
of the picture is counted in it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from markupsafe import Markup, escape

from kg.store.graph import Graph
from kg.web.site.graphs import path_of

_MOST = 9
"""Nodes of a column; the others become one."""
_NAMED = 10
"""Duties up to which they stand in the middle themselves."""
_ROW, _TOP = 34, 30
"""Height of a row, of the heads."""
_APART, _NEAR = 260, 90
"""Distance of two columns with names between them, and of two without."""
_LETTERS = 15
"""Characters of a name in the picture."""
_PHONE = 460
"""Width up to which a picture made as small as a phone can still be read."""
_IRI = re.compile(r"<([^<>\s]+)>")
"""An IRI in a query: ``<https://dutykg.example/org/652328/water-resources>``."""
_COLUMNS = {
    "body": ("部门", "departments"),
    "duty": ("事项", "duties"),
    "town": ("乡镇", "townships"),
}


@dataclass(frozen=True, slots=True)
class Sketch:
    """A picture, and how many departments of its rows it leaves out: nobody asked about them."""

    draw: Callable[..., Markup]
    others: int
    wide: bool
    """Whether it has to be moved on a phone."""


def asked_bodies(told: Mapping[str, Any], duties: Sequence[dict[str, Any]]) -> set[str]:
    """The departments an answer is about: those it names, and those its query asks for."""
    names = set(told["answer"] or ()) if told["type"] == "departments" else set()
    query = set(_IRI.findall(told["sparql"]))
    return {
        b["body"]
        for duty in duties
        for b in duty["bodies"]
        if b["name"] in names or b["body"] in query
    }


def sketch(
    graph: Graph, duties: Sequence[dict[str, Any]], asked: Collection[str] = ()
) -> Sketch | None:
    """What draws the duties of an answer; None where there is nothing to draw: no department has a part.

    Where every duty has one of the ``asked`` departments, only those are drawn.
    """
    every = {b["body"] for duty in duties for b in duty["bodies"]}
    parts = [[b for b in duty["bodies"] if b["body"] in asked] for duty in duties]
    if not all(parts):
        parts = [duty["bodies"] for duty in duties]
    duties = [{**duty, "bodies": own} for duty, own in zip(duties, parts, strict=True)]
    bodies: Counter[tuple[str, str]] = Counter()
    for duty in duties:
        bodies.update(dict.fromkeys((b["body"], b["name"]) for b in duty["bodies"]).keys())
    if not bodies or not duties:
        return None
    towns = Counter((duty["township"], duty["townshipName"]) for duty in duties)
    middle = Counter({(d["iri"], d["name"]): 1 for d in duties}) if len(duties) <= _NAMED else None
    left, right = _column(bodies), _column(towns)
    centre = _column(middle) if middle else []
    edges: Counter[tuple[str, str]] = Counter()
    for duty in duties:
        town = _slot(right, duty["township"])
        mine = {_slot(left, b["body"]) for b in duty["bodies"]}
        if middle:
            edges.update((body, duty["iri"]) for body in mine)
            edges[duty["iri"], town] += 1
        else:
            edges.update((body, town) for body in mine)

    columns = [("body", left), *([("duty", centre)] if middle else []), ("town", right)]

    def draw(href: Callable[[str], str], english: bool) -> Markup:
        return _draw(graph, columns, edges, href, english)

    return Sketch(draw, len(every) - len(bodies), _widths(columns)[2] > _PHONE)


_Node = tuple[str, str, int]
"""Key, name, number of duties; the key "" is what the others became."""


def _column(counts: Counter[tuple[str, str]]) -> list[_Node]:
    # Equals keep the order in which the answer has them: fewer lines cross.
    ordered = sorted(counts.items(), key=lambda item: -item[1])
    if len(ordered) <= _MOST + 1:
        return [(iri, name, number) for (iri, name), number in ordered]
    rest = ordered[_MOST:]
    kept = [(iri, name, number) for (iri, name), number in ordered[:_MOST]]
    return [*kept, ("", str(len(rest)), sum(number for _, number in rest))]


def _slot(column: list[_Node], key: str) -> str:
    return key if any(node[0] == key for node in column) else ""


def _widths(columns: list[tuple[str, list[_Node]]]) -> tuple[int, int, int]:
    """Where the first column stands, how far the next ones are, how wide the picture is."""
    left, right = (
        max((min(len(name), _LETTERS) for _, name, _ in columns[place][1]), default=4) * 16 + 36
        for place in (0, -1)
    )
    apart = _APART if len(columns) > 2 else _NEAR
    return left, apart, left + apart * (len(columns) - 1) + right


def _draw(
    graph: Graph,
    columns: list[tuple[str, list[_Node]]],
    edges: Counter[tuple[str, str]],
    href: Callable[[str], str],
    english: bool,
) -> Markup:
    tallest = max(len(nodes) for _, nodes in columns)
    height = _TOP + tallest * _ROW + 6
    at: dict[tuple[str, str], tuple[float, float]] = {}
    marks: list[str] = []
    last = len(columns) - 1
    left, apart, width = _widths(columns)
    for place, (kind, nodes) in enumerate(columns):
        x = left + place * apart
        title = _COLUMNS[kind][english]
        anchor = ("end", "start")[place == last] if place in {0, last} else "middle"
        marks.append(f'<text class="head" x="{x:.0f}" y="16" text-anchor="{anchor}">{title}</text>')
        top = _TOP + (tallest - len(nodes)) * _ROW / 2
        for row, (key, name, number) in enumerate(nodes):
            y = top + row * _ROW + _ROW / 2
            at[kind, key] = (x, y)
            marks.append(_node(graph, kind, (key, name, number), (x, y), anchor, href, english))
    lines: list[str] = []
    most = max(edges.values(), default=1)
    for (kind, _), (other, _) in pairwise(columns):
        for (start, end), number in sorted(edges.items()):
            if (kind, start) in at and (other, end) in at and _joins(kind, other, start, end, at):
                (x1, y1), (x2, y2) = at[kind, start], at[other, end]
                half = (x1 + x2) / 2
                thick = 1.2 + 4 * number / most if most > 1 else 1.6
                lines.append(
                    f'<path d="M{x1 + 7:.0f} {y1:.1f}C{half:.0f} {y1:.1f} {half:.0f} {y2:.1f} '
                    f'{x2 - 7:.0f} {y2:.1f}" stroke-width="{thick:.1f}"/>'
                )
    label = "回答里的部门、事项和乡镇" if not english else "departments, duties, townships"
    return Markup(  # noqa: S704 -- every name is escaped
        f'<svg class="{"sketch" if width > _PHONE else "sketch fits"}" viewBox="0 0 {width} {height:.0f}" width="{width}" height="{height:.0f}" role="group" '
        f'aria-label="{label}">{"".join(lines)}{"".join(marks)}</svg>'
    )


def _joins(
    kind: str, other: str, start: str, end: str, at: dict[tuple[str, str], tuple[float, float]]
) -> bool:
    """Whether an edge lies between these two columns: what the others became is in several."""
    return not (start == "" and end == "" and (kind, other) != ("body", "town"))


def _node(
    graph: Graph,
    kind: str,
    node: _Node,
    at: tuple[float, float],
    anchor: str,
    href: Callable[[str], str],
    english: bool,
) -> str:
    key, name, number = node
    x, y = at
    if key:
        text = name if len(name) <= _LETTERS else f"{name[: _LETTERS - 1]}…"
    else:
        text = f"{name} others" if english else f"其余 {name} 个"
    count = f" {number}" if kind != "duty" and number > 1 else ""
    side = {"end": -12, "start": 12, "middle": 0}[anchor]
    low = -10 if anchor == "middle" else 5
    body = (
        f"<title>{escape(name)}</title>"
        f'<circle class="{kind}" cx="{x:.0f}" cy="{y:.1f}" r="6"/>'
        f'<text x="{x + side:.0f}" y="{y + low:.1f}" text-anchor="{anchor}">'
        f"{escape(text)}{count}</text>"
    )
    path = path_of(graph, key) if key else ""
    return f'<a href="{escape(href(path))}">{body}</a>' if path else f"<g>{body}</g>"
