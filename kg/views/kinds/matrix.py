"""The matrix: department functions × townships, with numbers; a cell opens its duties."""

from __future__ import annotations

from collections import defaultdict

from kg.views.bundles import Pile
from kg.views.facts import Facts
from kg.views.model import Cut, Node, Said, View

MOST_COLUMNS = 40
"""Townships shown singly; with more, columns are counties, then what lies above them."""


def matrix(facts: Facts) -> View:
    """Functions as rows by number of duties, townships (or counties) as columns."""
    columns = {iri: iri for iri in facts.townships}
    by_county = len(columns) > MOST_COLUMNS
    if by_county:
        columns = {iri: named.place or iri for iri, named in facts.townships.items()}
    down: dict[tuple[str, str], Pile] = defaultdict(Pile)
    back: dict[tuple[str, str], Pile] = defaultdict(Pile)
    load: dict[str, Pile] = defaultdict(Pile)
    for bundle in facts.bundles:
        for body in bundle.bodies:
            function = facts.function(body)
            cells = down if bundle.kind == "cooperation" else back
            cells[function, columns[bundle.township]].add(bundle)
            load[function].add(bundle)
    rows = sorted(load, key=lambda f: (-len(load[f]), facts.name(f), f))
    heads = list(dict.fromkeys(columns.values()))
    nodes = [
        Node(f, "function", facts.name(f), facts.named(f).label_en, weight=len(load[f]))
        for f in rows
    ]
    nodes += [Node(c, "county" if by_county else "township", facts.name(c)) for c in heads]
    edges = []
    for function in rows:
        for head in heads:
            if (function, head) in down:
                edges.append(down[function, head].edge(function, head, "leads"))
            if (function, head) in back:
                edges.append(back[function, head].edge(head, function, "reclaimed"))
    what = ("县市", "counties") if by_county else ("乡镇", "townships")
    return View(
        kind="matrix",
        title=Said(
            "部门 × 乡镇：交办与收回", "Departments × townships: handed down and taken back"
        ),
        headline=Said(
            f"{len(rows)} 类部门，{len(heads)} 个{what[0]}；格子里是事项数，点开看是哪些",
            f"{len(rows)} kinds of department, {len(heads)} {what[1]}; a cell opens its duties",
        ),
        nodes=tuple(nodes),
        edges=tuple(edges),
        cuts=(
            Cut("部门职能", "functions", len(rows), len(rows)),
            Cut(what[0], what[1], len(heads), len(heads)),
        ),
    )
