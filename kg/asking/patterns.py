"""Patterns: the parts of a frame that need no look-up, as SPARQL."""

from __future__ import annotations

from kg.asking.frame import Frame
from kg.asking.rows import iris
from kg.store.gate import string_term

_CLASSES = {"basic": ":BasicDuty", "cooperation": ":CooperationDuty", "reclaimed": ":ReclaimedDuty"}
_EDGES = {"cooperation": ":leads", "reclaimed": ":reclaimed"}


def edge_path(frame: Frame) -> str:
    """The edges from bodies to the duties of a frame's lists."""
    edges = {_EDGES[kind] for kind in frame.lists or _EDGES if kind in _EDGES}
    return "|".join(sorted(edges)) or ":leads"


def is_plain(frame: Frame) -> bool:
    """Whether a frame is about whole lists or categories of places: no body, topic or words."""
    return not (
        frame.bodies
        or frame.topic
        or frame.mentions
        or frame.name_words
        or frame.discontinued
        or frame.depts != (0, 0)
    )


def condition_patterns(frame: Frame, bare: bool = False) -> list[str]:
    """What the graph has to tell of ?duty beside its bodies.

    With ``bare`` a single category stands in its triple: Oxigraph looks it up twice as quickly.
    """
    parts = []
    if bare and len(frame.categories) == 1:
        parts.append(f"?duty :category {iris(frame.categories)} .")
    elif frame.categories:
        parts.append(f"VALUES ?category {{ {iris(frame.categories)} }} ?duty :category ?category .")
    if frame.name_words:
        parts.append("?duty rdfs:label ?name .")
        parts.extend(f"FILTER(CONTAINS(?name, {string_term(w)}))" for w in frame.name_words)
    if frame.discontinued:
        parts.append("?duty :discontinued true .")
    return parts


def class_patterns(frame: Frame, bound: bool) -> list[str]:
    """The class of ?duty, where nothing else says it: bound duties and edges tell it already."""
    if bound or (frame.bodies and frame.lists != ("basic",)):
        return []
    if len(frame.lists) == 1:
        return [f"?duty a {_CLASSES[frame.lists[0]]} ."]
    if len(frame.lists) == 2:
        return [
            f"VALUES ?class {{ {' '.join(_CLASSES[k] for k in frame.lists)} }} ?duty a ?class ."
        ]
    return [] if frame.discontinued else ["?duty a :Duty ."]
