"""Shapes: whether a whole graph keeps ontology/shapes.ttl, found without pySHACL.

SHACL Core (https://www.w3.org/TR/shacl/) over the lines of the graph: five lists in a second, where pySHACL and
the copy it needs take fifteen. It only says *whether* all holds; who wants to know what does not asks
pySHACL, which also decides where a shape uses what is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property
from typing import Any

import pyoxigraph as ox

from kg.patterns import regex
from kg.rdf.terms import SHACL, W, X
from kg.resources import folder

_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_LITERAL = regex(r'"(.*)"(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?', re.DOTALL)
"""A literal as N-Triples writes it: text, language, datatype."""
_ESCAPE = regex(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_LANGUAGE_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
_LEXICAL: dict[str, re.Pattern[str]] = {
    _LANGUAGE_STRING: regex(r"(?s:.*)"),
    X.string: regex(r"(?s:.*)"),
    X.integer: regex(r"[+-]?\d+", re.ASCII),
    X.boolean: regex(r"true|false|1|0"),
    X.decimal: regex(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII),
    X.gYearMonth: regex(r"\d{4}-(?:0[1-9]|1[0-2])", re.ASCII),
}
"""What may stand in a literal of a datatype; one of another datatype is left to pySHACL."""
_NUMBERS = frozenset((X.integer, X.decimal))
_TARGETS = ("targetClass", "targetSubjectsOf", "targetObjectsOf")
_IGNORED = frozenset(("message", "path", "property", *_TARGETS))
_KIND = f"<{W.type}>"
_RDF = W.type.removesuffix("type")

Values = set[str]
Test = Callable[[str, Values], bool]
"""Whether a node with these value nodes keeps a constraint."""


class Unknown(Exception):
    """A shape uses what is not known here."""


def conform(data: Triples) -> bool:
    """Whether a graph surely keeps every shape; False is no proof that it does not."""
    try:
        return Shapes(data).hold()
    except Unknown:
        return False


def triples(graph: ox.Store) -> Triples:
    """Those of the default graph."""
    data = graph.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    assert data is not None
    return Triples(data.decode())


class Triples:
    """The triples of a graph as texts, by subject and predicate."""

    def __init__(self, text: str) -> None:
        """Read N-Triples as the engine writes them: a triple a line, single blanks between."""
        self.of: dict[str, dict[str, Values]] = {}
        for line in text.split("\n"):
            if line:
                subject, predicate, rest = line.split(" ", 2)
                said = self.of.setdefault(subject, {})
                said.setdefault(predicate, set()).add(rest[:-2])

    def values(self, node: str, predicate: str) -> Values:
        """The objects of a node's triples."""
        return self.of.get(node, {}).get(predicate, set())

    @cached_property
    def _above(self) -> dict[str, Values]:
        """Class → the classes directly above it."""
        predicate = f"<{_RDFS}subClassOf>"
        return {node: said[predicate] for node, said in self.of.items() if predicate in said}

    @cached_property
    def _kinds(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def subjects(self) -> dict[str, list[str]]:
        """Predicate → the nodes that have it."""
        found: dict[str, list[str]] = {}
        for node, said in self.of.items():
            for predicate in said:
                found.setdefault(predicate, []).append(node)
        return found

    @cached_property
    def instances(self) -> dict[str, list[str]]:
        """Class → its instances, those of narrower classes among them."""
        found: dict[str, list[str]] = {}
        for node in self.subjects.get(_KIND, ()):
            for kind in frozenset().union(*map(self.classes, self.of[node][_KIND])):
                found.setdefault(kind, []).append(node)
        return found

    def terms(self) -> set[str]:
        """Every predicate, and what nodes are said to be."""
        kinds = (self.of[node][_KIND] for node in self.subjects.get(_KIND, ()))
        return set(self.subjects).union(*kinds)

    def linked(self, but: Collection[str]) -> set[str]:
        """The IRIs that links lead to, but for those predicates."""
        links = (v for said in self.of.values() for p, v in said.items() if p not in but)
        return {value for values in links for value in values if value[0] == "<"}

    def classes(self, kind: str) -> frozenset[str]:
        """A class with all above it."""
        found = self._kinds.get(kind)
        if found is None:
            seen, waiting = {kind}, [kind]
            while waiting:
                for above in self._above.get(waiting.pop(), ()):
                    if above not in seen:
                        seen.add(above)
                        waiting.append(above)
            found = self._kinds[kind] = frozenset(seen)
        return found

    def is_a(self, node: str, kind: str) -> bool:
        """Whether a node is an instance of a class."""
        kinds = self.values(node, _KIND)
        return kind in kinds or any(kind in self.classes(one) for one in kinds)


class Shapes:
    """The shapes over one graph."""

    def __init__(self, data: Triples) -> None:
        """Read the shapes.

        Raises:
            Unknown: they use what is not known here.
        """
        self._data = data
        self._shapes = ox.Store()
        self._shapes.load(path=str(folder("ontology") / "shapes.ttl"), format=ox.RdfFormat.TURTLE)
        self._tests: dict[str, list[tuple[tuple[str, ...], list[Test]]]] = {}

    def hold(self) -> bool:
        """Whether every target keeps its shapes."""
        for shape in self._nodes_with(*_TARGETS):
            tests = self._compiled(shape)
            for node in self._targets(shape):
                if not self._keeps(node, tests):
                    return False
        return True

    # -- targets --------------------------------------------------------------------------

    def _targets(self, shape: str) -> Iterator[str]:
        for kind in self._said(shape, "targetClass"):
            yield from self._data.instances.get(kind, ())
        for predicate in self._said(shape, "targetSubjectsOf"):
            yield from self._data.subjects.get(predicate, ())
        for predicate in self._said(shape, "targetObjectsOf"):
            subjects = self._data.subjects.get(predicate, ())
            yield from set[str]().union(*(self._data.of[node][predicate] for node in subjects))

    # -- shapes ---------------------------------------------------------------------------

    def _keeps(self, node: str, tests: list[tuple[tuple[str, ...], list[Test]]]) -> bool:
        said = self._data.of.get(node, {})
        for path, constraints in tests:
            if not path:
                values = {node}
            elif len(path) == 1:
                values = said.get(path[0], set())
            else:
                values = set().union(*(said.get(predicate, ()) for predicate in path))
            if not all(keeps(node, values) for keeps in constraints):
                return False
        return True

    def _compiled(self, shape: str) -> list[tuple[tuple[str, ...], list[Test]]]:
        """The paths of a shape and its properties, each with its constraints; no path: the node itself."""
        found = self._tests.get(shape)
        if found is None:
            paths = self._said(shape, "path")
            path = self._path(paths[0]) if paths else ()
            found = [(path, self._constraints(shape))]
            for part in self._said(shape, "property"):
                found.extend(self._compiled(part))
            if paths and len(found) > 1:
                raise Unknown("a property of a property")
            self._tests[shape] = found
        return found

    def _path(self, path: str) -> tuple[str, ...]:
        if path.startswith("<"):
            return (path,)
        parts = self._said(path, "alternativePath")
        found = tuple(self._list(parts[0])) if len(parts) == 1 else ()
        if not found or not all(part.startswith("<") for part in found):
            raise Unknown("a path")
        return found

    def _constraints(self, shape: str) -> list[Test]:
        made: list[Test] = []
        subject = _term(shape)
        for quad in self._shapes.quads_for_pattern(subject, None, None):
            name = quad.predicate.value
            if not name.startswith(SHACL) or (name := name.removeprefix(SHACL)) in _IGNORED:
                continue
            if name == "qualifiedValueShape":
                [least] = self._said(shape, "qualifiedMinCount")
                made.append(self._qualified(str(quad.object), int(_text(least))))
            elif name == "qualifiedMinCount":
                pass
            else:
                made.append(self._constraint(name, str(quad.object)))
        return made

    def _qualified(self, shape: str, least: int) -> Test:
        tests = self._compiled(shape)
        return lambda node, values: sum(self._keeps(v, tests) for v in values) >= least

    def _constraint(self, name: str, told: str) -> Test:
        data = self._data
        match name:
            case "minCount":
                least = int(_text(told))
                return lambda node, values: len(values) >= least
            case "maxCount":
                most = int(_text(told))
                return lambda node, values: len(values) <= most
            case "class":
                return lambda node, values: all(data.is_a(value, told) for value in values)
            case "hasValue":
                return lambda node, values: told in values
            case "in":
                allowed = frozenset(self._list(told))
                return lambda node, values: allowed.issuperset(values)
            case "equals":
                return lambda node, values: values == data.values(node, told)
            case "disjoint":
                return lambda node, values: values.isdisjoint(data.values(node, told))
            case "uniqueLang":
                return lambda node, values: _unique(_parts(v)[1] for v in values if v[0] == '"')
            case "or" | "xone":
                parts = [self._compiled(shape) for shape in self._list(told)]
                return self._some(parts, exactly=name == "xone")
            case _:
                single = self._single(name, told)
                return lambda node, values: all(map(single, values))

    def _some(self, parts: list[Any], *, exactly: bool) -> Test:
        def keeps(node: str, values: Values) -> bool:
            counts = (sum(self._keeps(value, part) for part in parts) for value in values)
            return all(count == 1 if exactly else count > 0 for count in counts)

        return keeps

    def _single(self, name: str, told: str) -> Callable[[str], bool]:
        """A constraint that looks at each value node alone."""
        match name:
            case "nodeKind" if told == f"<{SHACL}IRI>":
                return lambda value: value[0] == "<"
            case "datatype":
                datatype = told[1:-1]
                return lambda value: value[0] == '"' and _is_of(value, datatype)
            case "languageIn":
                ranges = tuple(_text(one).lower() for one in self._list(told))
                return lambda value: value[0] == '"' and _speaks(_parts(value)[1], ranges)
            case "minLength":
                least = int(_text(told))
                return lambda value: value[0] != "_" and len(_text(value)) >= least
            case "pattern":
                pattern = re.compile(_text(told))
                return lambda value: value[0] != "_" and pattern.search(_text(value)) is not None
            case "minInclusive":
                low = float(_text(told))
                return lambda value: _number(value) >= low
            case "maxInclusive":
                high = float(_text(told))
                return lambda value: _number(value) <= high
        raise Unknown(name)

    # -- the graph of the shapes ----------------------------------------------------------

    def _said(self, node: str, name: str) -> list[str]:
        found = self._shapes.quads_for_pattern(_term(node), ox.NamedNode(SHACL + name), None)
        return sorted(str(quad.object) for quad in found)

    def _nodes_with(self, *names: str) -> list[str]:
        known = {ox.NamedNode(SHACL + name) for name in names}
        found = self._shapes.quads_for_pattern(None, None, None)
        return sorted({str(quad.subject) for quad in found if quad.predicate in known})

    def _list(self, node: str) -> list[str]:
        found: list[str] = []
        while node != f"<{_RDF}nil>":
            [first] = self._shapes.quads_for_pattern(
                _term(node), ox.NamedNode(_RDF + "first"), None
            )
            [rest] = self._shapes.quads_for_pattern(_term(node), ox.NamedNode(_RDF + "rest"), None)
            found.append(str(first.object))
            node = str(rest.object)
        return found


def _term(node: str) -> ox.NamedNode | ox.BlankNode:
    return ox.NamedNode(node[1:-1]) if node[0] == "<" else ox.BlankNode(node[2:])


def _parts(term: str) -> tuple[str, str, str]:
    """Text, language and datatype of a literal."""
    match = _LITERAL.fullmatch(term)
    assert match is not None
    text, language, datatype = match.groups("")
    return text, language.lower(), datatype or (_LANGUAGE_STRING if language else X.string)


def _text(term: str) -> str:
    """What ``str`` gives of a term: an IRI, or the text of a literal."""
    if term[0] == "<":
        return term[1:-1]
    text = _parts(term)[0]
    return _ESCAPE.sub(_unescaped, text) if "\\" in text else text


def _unescaped(match: re.Match[str]) -> str:
    short, long, letter = match.groups()
    return chr(int(short or long, 16)) if short or long else _ESCAPED.get(letter, letter)


def _is_of(term: str, datatype: str) -> bool:
    text, _, own = _parts(term)
    if own != datatype:
        return False
    if datatype not in _LEXICAL:
        raise Unknown(datatype)
    return _LEXICAL[datatype].fullmatch(text) is not None


def _speaks(language: str, ranges: tuple[str, ...]) -> bool:
    """Basic filtering, https://www.rfc-editor.org/rfc/rfc4647#section-3.3.1 says how."""
    return any(language == one or language.startswith(f"{one}-") for one in ranges)


def _unique(languages: Iterable[str]) -> bool:
    found = [language for language in languages if language]
    return len(found) == len(set(found))


def _number(term: str) -> float:
    """The number of a literal; one that compares with nothing for other terms."""
    if term[0] != '"':
        return float("nan")
    text, _, datatype = _parts(term)
    sound = datatype in _NUMBERS and _LEXICAL[datatype].fullmatch(text)
    return float(text) if sound else float("nan")
