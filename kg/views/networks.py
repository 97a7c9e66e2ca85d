"""A view as a networkx graph, and as GraphML or GEXF with positions for Gephi and Cytoscape."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from kg.citing import cited
from kg.views.words import KINDS, ROLES

if TYPE_CHECKING:
    import networkx

    from kg.views.facts import Facts
    from kg.views.model import View

MUTUAL = frozenset(("together",))
"""Roles of edges without a direction."""
# XML 1.0 allows no control characters but tab and line ends (https://www.w3.org/TR/xml/#charsets).
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_networkx(facts: Facts, view: View) -> networkx.MultiGraph[str]:
    """Nodes with kind, label, position and source; edges with role and number of duties.

    Undirected where no edge has a direction: bodies that work together do so both ways.
    """
    import networkx

    mutual = bool(view.edges) and all(edge.role in MUTUAL for edge in view.edges)
    made = networkx.MultiGraph if mutual else networkx.MultiDiGraph
    graph: networkx.MultiGraph[str] = made(name=_clean(view.title.zh))
    ids = {node.key: f"n{index}" for index, node in enumerate(view.nodes)}
    named = {node.duty for node in view.nodes if node.duty}
    known = {duty.iri: duty for duty in facts.those(named)} if named else {}
    for node in view.nodes:
        duty = known[node.duty] if node.duty else None
        graph.add_node(
            ids[node.key],
            label=_clean(node.label),
            label_en=_clean(node.label_en),
            kind=node.kind,
            kind_zh=KINDS[node.kind][0],
            iri=_iri(node.duty or node.key),
            weight=node.weight,
            x=node.x,
            y=-node.y,
            source=_clean(cited(duty.document, duty.line, duty.locator)) if duty else "",
            text=_clean(node.text),
        )
    for index, edge in enumerate(view.edges):
        graph.add_edge(
            ids[edge.source],
            ids[edge.target],
            key=f"e{index}",
            role=edge.role,
            role_zh=ROLES.get(edge.role, (edge.role, ""))[0],
            weight=max(1, edge.number),
            duties=edge.number,
        )
    return graph


def write(graph: networkx.MultiGraph[str], name: str) -> bytes:
    """GraphML or GEXF; the same graph gives the same bytes."""
    import networkx

    stream = io.BytesIO()
    if name == "graphml":
        networkx.write_graphml_xml(graph, stream)
        return stream.getvalue()
    placed = graph.copy()
    for _, data in placed.nodes(data=True):
        data["viz"] = {"position": {"x": data.pop("x"), "y": data.pop("y"), "z": 0.0}}
    networkx.write_gexf(placed, stream, version="1.2draft")
    # The writer notes the day; a file must not depend on the clock.
    return re.sub(rb' lastmodifieddate="[^"]*"', b"", stream.getvalue())


def _iri(key: str) -> str:
    first = key.split(" ", 1)[0]
    return first if "://" in first else ""


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
