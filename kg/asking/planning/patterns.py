"""Patterns: the parts of a frame that need no look-up, as SPARQL."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.asking.frame import Bounds, Frame
from kg.store.gate import iris, string_term

_CLASSES = {"basic": ":BasicDuty", "cooperation": ":CooperationDuty", "reclaimed": ":ReclaimedDuty"}
_EDGES = {"cooperation": ":leads", "reclaimed": ":reclaimed"}


def edge_path(frame: Frame) -> str:
    """The edges from bodies to the duties of a frame's lists."""
    edges = {_EDGES[kind] for kind in frame.lists or _EDGES if kind in _EDGES}
    return "|".join(sorted(edges)) or ":leads"


def is_plain(frame: Frame) -> bool:
    """Whether a frame is about whole lists or categories of places and nothing else."""
    bare = replace(frame, lists=(), townships=(), places=(), categories=(), joint=False)
    return bare == Frame()


def name_words(frame: Frame) -> tuple[str, ...]:
    """The words that each must stand in the name of a frame's duties."""
    return tuple(
        words.texts[0]
        for words in frame.words
        if words.where == "name" and not words.negated and len(words.texts) == 1
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
    if name_words(frame):
        parts.append("?duty rdfs:label ?name .")
        parts.extend(f"FILTER(CONTAINS(?name, {string_term(w)}))" for w in name_words(frame))
    if frame.discontinued:
        parts.append("?duty :discontinued true .")
    return parts


def left_out(frame: Frame, without: Iterable[str], in_all: Iterable[str]) -> list[str]:
    """What must not hold of ?duty, and where else the same duty must (not) stand.

    ``without`` are the bodies that may not stand in the column, ``in_all`` and ``frame.in_none``
    townships that must, or may not, have the duty's Matter in the same list.
    """
    parts = []
    if bodies := iris(without):
        parts.append(
            f"FILTER NOT EXISTS {{ VALUES ?not {{ {bodies} }} ?not {edge_path(frame)} ?duty }}"
        )
    if frame.other_categories:
        kinds = iris(frame.other_categories)
        parts.append(f"FILTER NOT EXISTS {{ VALUES ?k {{ {kinds} }} ?duty :category ?k }}")
    if frame.discontinued is False:
        parts.append("FILTER NOT EXISTS { ?duty :discontinued true }")
    same = "?duty :matter ?m ; :inList/:listKind ?l . ?o :matter ?m ; :inList/:listKind ?l ; :ofTownship"
    parts.extend(f"FILTER EXISTS {{ {same} <{township}> }}" for township in in_all)
    if frame.in_none:
        parts.append(f"FILTER NOT EXISTS {{ VALUES ?t {{ {iris(frame.in_none)} }} {same} ?t }}")
    return parts


def bound(variable: str, bounds: Bounds) -> str:
    """A number of things that a variable counts, as a condition."""
    low, high = bounds
    count = f"COUNT(DISTINCT ?{variable})"
    if low == high:
        return f"{count} = {low}"
    return f"{count} >= {low}" + (f" && {count} <= {high}" if high is not None else "")


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
