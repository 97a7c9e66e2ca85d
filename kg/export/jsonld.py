"""JSON-LD: the graph with ontology/context.jsonld, one node a line.

The context stands in the file, with the dataset's base, so that it can be read without a network:
IRIs are relative, names are those of the ontology, numbers and truth values JSON's own. What the
context has no fitting term for is written out in full, so nothing is lost.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.collecting import uncollected
from kg.patterns import regex
from kg.rdf.terms import W, X
from kg.resources import folder

if TYPE_CHECKING:
    from kg.store.graph import Graph

Json = Any
"""A JSON value."""
_AT_ONCE = 1000
"""Nodes that are written at once."""
_KNOWN = 100_000
"""Statements whose text is kept: a small part of a large graph."""
_SPECIAL = regex(r"[\\\x00-\x1f]")
"""What a JSON string cannot have as it stands; N-Triples escape a quotation mark, too."""
_ESCAPE = regex(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
"""An escape of N-Triples: ``\\u00b7``, ``\\n``."""
_LETTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def write_jsonld(graph: Graph, output: IO[bytes]) -> None:
    """Write the graph; the same graph, the same bytes."""
    context = {"@base": graph.base, **_context()}
    compact = _Compacter(context, graph.base)
    output.write(f'{{"@context": {json.dumps(context, ensure_ascii=False)},\n"@graph": ['.encode())
    before = "\n"
    with uncollected():
        nodes = (compact.node(subject, said) for subject, said in _by_subject(graph))
        while some := list(islice(nodes, _AT_ONCE)):
            output.write((before + ",\n".join(some)).encode())
            before = ",\n"
    output.write(b"\n]}\n")


def _context() -> dict[str, Json]:
    text = (folder("ontology") / "context.jsonld").read_text("utf-8")
    return dict(json.loads(text)["@context"])


def _by_subject(graph: Graph) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Every subject with its predicates and objects, sorted; objects as N-Triples write them.

    Terms are told by their text: making objects of them takes longer than all the rest.
    """
    data = graph.store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    assert data is not None
    found: dict[str, list[tuple[str, str]]] = {}
    for line in data.decode().split("\n"):
        if line.startswith("<"):  # the graph has no blank nodes
            subject, predicate, rest = line.split(" ", 2)
            found.setdefault(subject, []).append((predicate[1:-1], rest[:-2]))
    for subject in sorted(found, key=lambda text: text[1:-1]):
        yield subject[1:-1], sorted(found[subject])


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
        self._rules = {
            self._expanded(value["@id"]): _Rule(name, value)
            for name, value in context.items()
            if isinstance(value, dict)
        }
        self._names: dict[str, str] = {}
        self._known: dict[tuple[str, str], str] = {}

    def _expanded(self, name: str) -> str:
        prefix, _, local = name.partition(":")
        return self._prefixes[prefix] + local if prefix in self._prefixes else name

    def node(self, subject: str, said: Sequence[tuple[str, str]]) -> str:
        """One subject with everything said of it, as JSON."""
        members = [f'"id":{self._relative(subject)}']
        at, known = 0, self._known
        while at < len(said):
            first, end = said[at], at + 1
            while end < len(said) and said[end][0] == first[0]:
                end += 1
            # Four in five are said of other nodes, too.
            member = known.get(first) if end == at + 1 else None
            if member is None:
                member = self._member(first[0], [text for _, text in said[at:end]])
                if end == at + 1:
                    if len(known) >= _KNOWN:
                        known.clear()
                    known[first] = member
            members.append(member)
            at = end
        return f"{{{','.join(members)}}}"

    def _member(self, predicate: str, values: Sequence[str]) -> str:
        """What is said of a subject by a predicate."""
        if predicate == W.type:
            return f'"type":{_one([self._class(value) for value in values])}'
        rule = self._rules.get(predicate)
        if rule is None:
            rule = self._rules[predicate] = _Rule(predicate, {})
        if rule.by_language and all(map(_language, values)):
            return f"{rule.name}:{_by_language(values)}"
        plain = [text for value in values if (text := self._plain(value, rule)) is not None]
        if len(plain) == len(values):
            return f"{rule.name}:{_one(plain)}"
        return f"{_json(predicate)}:{_one([self._whole(value) for value in values])}"

    def _relative(self, iri: str) -> str:
        """An IRI without the base; the whole one where what is left could be read otherwise."""
        local = iri.removeprefix(self._base)
        safe = local != iri and local[:1].isalpha() and ":" not in local
        return _json(local if safe else iri)

    def _class(self, term: str) -> str:
        found = self._names.get(term)
        if found is None:
            found = self._names[term] = _json(self._name(term[1:-1]))
        return found

    def _name(self, iri: str) -> str:
        """A class by its name in the vocabulary or with a prefix."""
        if iri.startswith(self._vocabulary):
            return iri.removeprefix(self._vocabulary)
        for prefix, namespace in self._prefixes.items():
            if iri.startswith(namespace):
                return f"{prefix}:{iri.removeprefix(namespace)}"
        return iri

    def _plain(self, term: str, rule: _Rule) -> str | None:
        """The plain form of a term; None where that would not mean the same value again."""
        if term[0] == "<":
            return self._relative(term[1:-1]) if rule.of_iris else None
        text, tail = _parted(term)
        if tail[:1] == "@":
            return _string(text) if rule.language == tail[1:] else None
        datatype = tail[3:-1] or X.string
        if rule.type is not None:
            return _string(text) if rule.type == f"xsd:{datatype.rpartition('#')[2]}" else None
        if datatype in _NATIVE:
            return text if not rule.of_language and _NATIVE[datatype](text) else None
        untagged = rule.of_language and rule.language is None
        return _string(text) if untagged and datatype == X.string else None

    def _whole(self, term: str) -> str:
        if term[0] == "<":
            return f'{{"@id":{self._relative(term[1:-1])}}}'
        text, tail = _parted(term)
        value = f'"@value":{_string(text)}'
        if tail.startswith("@"):
            return f'{{{value},"@language":{_json(tail[1:])}}}'
        return f'{{{value},"@type":{_json(tail[3:-1])}}}' if tail else f"{{{value}}}"


class _Rule:
    """What the context says of a term."""

    __slots__ = ("by_language", "language", "name", "of_iris", "of_language", "type")

    def __init__(self, name: str, rule: Mapping[str, Json]) -> None:
        self.name = _json(name)
        self.type = rule.get("@type")
        self.of_iris = self.type == "@id"
        self.of_language = "@language" in rule
        self.language = rule.get("@language")
        self.by_language = rule.get("@container") == "@language"


def _parted(term: str) -> tuple[str, str]:
    """The text of a literal, its escapes as they stand, and what follows: ``@zh``, ``^^<…>`` or nothing."""
    end = term.rindex('"')
    return term[1:end], term[end + 1 :]


def _is_number(text: str) -> bool:
    """Whether JSON writes a whole number just so."""
    return text.removeprefix("-").isdecimal() and text.isascii() and str(int(text)) == text


_NATIVE: dict[str, Callable[[str], bool]] = {
    X.integer: _is_number,
    X.boolean: lambda text: text in {"true", "false"},
}
"""Datatypes that JSON has itself → whether it writes a text of them just so."""


def _language(term: str) -> str:
    return "" if term[0] == "<" or term.endswith(('"', ">")) else term[term.rindex('"') + 2 :]


def _by_language(terms: Sequence[str]) -> str:
    found: dict[str, list[str]] = {}
    for term in terms:
        text, tail = _parted(term)
        found.setdefault(tail[1:], []).append(_string(text))
    members = (f"{_json(language)}:{_one(texts)}" for language, texts in sorted(found.items()))
    return f"{{{','.join(members)}}}"


def _one(values: Sequence[str]) -> str:
    return values[0] if len(values) == 1 else f"[{','.join(values)}]"


def _string(text: str) -> str:
    """A text of N-Triples as a JSON string."""
    return _json(_ESCAPE.sub(_unescaped, text)) if "\\" in text else _json(text)


def _unescaped(match: Any) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _LETTERS.get(match[3], match[3])


def _json(text: str) -> str:
    plain = not _SPECIAL.search(text) and '"' not in text
    return f'"{text}"' if plain else json.dumps(text, ensure_ascii=False)
