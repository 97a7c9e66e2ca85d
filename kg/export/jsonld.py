"""JSON-LD: the graph with ontology/context.jsonld, one node a line.

The context stands in the file, with the dataset's base, so that it can be read without a network:
IRIs are relative, names are those of the ontology, numbers and truth values JSON's own. What the
context has no fitting term for is written out in full, so nothing is lost.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import IO, TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.rdf.terms import W, X
from kg.resources import folder

if TYPE_CHECKING:
    from kg.store.graph import Graph

Json = Any
"""A JSON value."""
_NATIVE: dict[str, Callable[[str], int]] = {X.integer: int, X.boolean: lambda text: text == "true"}


def write_jsonld(graph: Graph, output: IO[bytes]) -> None:
    """Write the graph; the same graph, the same bytes."""
    context = {"@base": graph.base, **_context()}
    compact = _Compacter(context, graph.base)
    output.write(f'{{"@context": {json.dumps(context, ensure_ascii=False)},\n"@graph": ['.encode())
    before = "\n"
    for subject, quads in _by_subject(graph):
        node = json.dumps(compact.node(subject, quads), ensure_ascii=False, separators=(",", ":"))
        output.write(f"{before}{node}".encode())
        before = ",\n"
    output.write(b"\n]}\n")


def _context() -> dict[str, Json]:
    text = (folder("ontology") / "context.jsonld").read_text("utf-8")
    return dict(json.loads(text)["@context"])


def _by_subject(graph: Graph) -> Iterator[tuple[str, list[ox.Quad]]]:
    found = graph.store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    quads = [quad for quad in found if isinstance(quad.subject, ox.NamedNode)]
    keyed = sorted(
        ((_iri(quad.subject), quad.predicate.value, str(quad.object), quad) for quad in quads),
        key=lambda item: item[:3],
    )
    for subject, group in groupby(keyed, key=lambda item: item[0]):
        yield subject, [item[3] for item in group]


def _iri(term: object) -> str:
    assert isinstance(term, ox.NamedNode)  # the graph has no blank nodes
    return term.value


class _Compacter:
    """Writes terms as a context allows."""

    def __init__(self, context: Mapping[str, Json], base: str) -> None:
        self._base = base
        self._vocabulary = str(context["@vocab"])
        self._prefixes = {
            name: value
            for name, value in context.items()
            if isinstance(value, str) and not name.startswith("@") and "://" in value
        }
        terms = {
            name: value if isinstance(value, dict) else {"@id": value}
            for name, value in context.items()
            if isinstance(value, dict)
        }
        self._terms = {self._expanded(value["@id"]): (name, value) for name, value in terms.items()}

    def _expanded(self, name: str) -> str:
        prefix, _, local = name.partition(":")
        return self._prefixes[prefix] + local if prefix in self._prefixes else name

    def node(self, subject: str, quads: list[ox.Quad]) -> dict[str, Json]:
        """One subject with everything said of it."""
        node: dict[str, Json] = {"id": self._relative(subject)}
        for predicate, group in groupby(quads, key=lambda quad: quad.predicate.value):
            values = [quad.object for quad in group]
            if predicate == W.type:
                node["type"] = _one([self._name(_iri(value)) for value in values])
                continue
            name, rule = self._terms.get(predicate, (predicate, {}))
            if rule.get("@container") == "@language" and all(map(_language, values)):
                node[name] = _by_language(values)
            elif all(_fits(value, rule) for value in values):
                node[name] = _one([self._value(value, rule) for value in values])
            else:
                node[predicate] = _one([self._whole(value) for value in values])
        return node

    def _relative(self, iri: str) -> str:
        """An IRI without the base; the whole one where what is left could be read otherwise."""
        local = iri.removeprefix(self._base)
        safe = local != iri and local[:1].isalpha() and ":" not in local
        return local if safe else iri

    def _name(self, iri: str) -> str:
        """A class by its name in the vocabulary or with a prefix."""
        if iri.startswith(self._vocabulary):
            return iri.removeprefix(self._vocabulary)
        for prefix, namespace in self._prefixes.items():
            if iri.startswith(namespace):
                return f"{prefix}:{iri.removeprefix(namespace)}"
        return iri

    def _value(self, value: object, rule: Mapping[str, Json]) -> Json:
        if isinstance(value, ox.Literal):
            native = _NATIVE.get(value.datatype.value) if "@type" not in rule else None
            return native(value.value) if native else value.value
        return self._relative(_iri(value))

    def _whole(self, value: object) -> Json:
        if not isinstance(value, ox.Literal):
            return {"@id": self._relative(_iri(value))}
        if value.language:
            return {"@value": value.value, "@language": value.language}
        if value.datatype.value == X.string:
            return {"@value": value.value}
        return {"@value": value.value, "@type": value.datatype.value}


def _fits(value: object, rule: Mapping[str, Json]) -> bool:
    """Whether the plain form of ``value`` under this term means the same value again."""
    if not isinstance(value, ox.Literal):
        return rule.get("@type") == "@id"
    if value.language:
        return bool(rule.get("@language") == value.language)
    datatype = value.datatype.value
    if "@type" in rule:
        return bool(rule["@type"] == f"xsd:{datatype.rpartition('#')[2]}")
    if datatype in _NATIVE:
        plain = str(_NATIVE[datatype](value.value)).lower()
        return "@language" not in rule and plain == value.value
    return datatype == X.string and "@language" in rule and rule["@language"] is None


def _language(value: object) -> str:
    return value.language or "" if isinstance(value, ox.Literal) else ""


def _by_language(values: list[Any]) -> dict[str, Json]:
    found: dict[str, list[str]] = {}
    for value in values:
        found.setdefault(value.language, []).append(value.value)
    return {language: _one(texts) for language, texts in sorted(found.items())}


def _one(values: list[Json]) -> Json:
    return values[0] if len(values) == 1 else values
