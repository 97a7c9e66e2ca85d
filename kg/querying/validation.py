"""Validation: whether a graph keeps its rules, told with document and line.

Two engines, one kind of answer: the shapes (ontology/shapes.ttl, SHACL Core, pySHACL) look at
each node, the checks (queries/checks/*.rq) at what needs a query over the store. Every problem
names the source line, so that a person can look there.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.findings import shorten
from kg.querying import shapes
from kg.querying.locations import Location, Locator, Node
from kg.rdf.terms import CERTAINTIES, EDGES, NAMESPACE, RECLAIM_KINDS, ROLES, SHACL, D, S, W, X
from kg.resources import folder
from kg.vocabulary.plural import how_many

if TYPE_CHECKING:
    import rdflib

SHAPES = "https://dutykg.example/ontology/shapes#"
"""The namespace of the shapes; a shape's local name is the id of its rule."""

_TYPE = ox.NamedNode(W.type)
_FIELD = re.compile(r"#\s*(title|title@en|message|message@en):\s*(.*)")
_USED_TERMS = f"""
SELECT ?term (IRI(MIN(STR(?s))) AS ?node) WHERE {{
  {{ ?s ?term ?o }} UNION {{ ?s a ?term }}
  FILTER(STRSTARTS(STR(?term), "{NAMESPACE}"))
}} GROUP BY ?term"""
_UNKNOWN, _DANGLING = "unknown-term", "dangling-link"
"""Rules that :func:`_kept` can tell to hold."""
_BELONGS = (D.clauseOf, D.responsibilityFor)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A rule that does not hold: the rule's id, where, what (Chinese and English), which node."""

    document: str
    line: int
    rule: str
    node: str
    message: str
    message_en: str
    location: Location = field(compare=False, default_factory=Location)

    def place(self) -> str:
        """``file:line``; the file alone without a line, the node's IRI without a file."""
        if not self.document:
            return f"<{self.node}>"
        return f"{self.document}:{self.line}" if self.line else self.document

    def render(self) -> str:
        """One line for a terminal."""
        return self._line(f"{self.message} ({self.message_en})")

    def in_english(self) -> str:
        """That line without Chinese but for names."""
        return self._line(self.message_en)

    def _line(self, message: str) -> str:
        return f"{self.place()}: {message} [{self.rule}] <{self.node}>"

    def to_json(self) -> dict[str, Any]:
        """The JSON form of a finding, with the English message and the node."""
        where = self.location
        return {
            "document": self.document,
            "township": where.township,
            "list": where.list,
            "number": where.number,
            "line": self.line,
            "locator": where.locator,
            "kind": self.rule,
            "severity": "error",
            "quote": where.quote,
            "message": self.message,
            "message_en": self.message_en,
            "iri": self.node,
        }


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a validation looked at: the checks see everything, the shapes perhaps a sample."""

    triples: int
    duties: int
    duties_in_shapes: int
    shapes: int
    checks: int

    @property
    def complete(self) -> bool:
        """Whether the shapes saw every duty."""
        return self.duties == self.duties_in_shapes


@dataclass(frozen=True, slots=True)
class Validation:
    """The result: problems in the order of document and line, and what was covered."""

    problems: tuple[Problem, ...]
    coverage: Coverage

    @property
    def conforms(self) -> bool:
        """Whether no rule is broken."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class Check:
    """A rule that needs a query: its rows are the problems, ``node`` being where."""

    name: str
    title: str
    title_en: str
    message: str
    message_en: str
    text: str


def validate(
    graph: ox.Store,
    *,
    sample: int | None = None,
    say: Callable[[str], None] = lambda message: None,
) -> Validation:
    """Check the default graph of ``graph`` against every rule.

    With ``sample`` the shapes look at that many duties, chosen by a hash of their IRIs, with
    everything that belongs to them; the checks always look at the whole graph.
    """
    locator = Locator(graph)
    duties = _duties(graph)
    chosen = duties if sample is None or sample >= len(duties) else _sample(duties, sample)
    found = checks()
    whole = len(chosen) == len(duties)
    say(f"运行 {len(found) + 2} 项查询检查 (running {len(found) + 2} checks)")
    # What the triples, which the shapes need anyway, show to be kept is not asked of the engine.
    data = shapes.triples(graph) if whole else None
    kept = _kept(data) if data else frozenset()
    problems = {
        *_named_graphs(graph),
        *(() if _UNKNOWN in kept else _unknown_terms(graph, locator)),
        *(p for check in found if check.name not in kept for p in _run(check, graph, locator)),
    }
    say(
        f"按形状检查 {len(chosen):,} 个事项 (checking {how_many(len(chosen), 'duty')} against the shapes)"
    )
    # What is broken, and how, pySHACL says; that nothing is needs no copy of the graph for it.
    if data is None or not shapes.conform(data):
        quads = graph.quads_for_pattern(None, None, None, ox.DefaultGraph())
        copy = _to_rdflib(quads if whole else _part(graph, chosen))
        problems.update(_shape_problems(copy, locator))
    coverage = Coverage(len(graph), len(duties), len(chosen), _count_shapes(), len(found) + 2)
    return Validation(tuple(sorted(problems)), coverage)


@cache
def checks() -> tuple[Check, ...]:
    """The checks of the query library, by name."""
    return tuple(_read(path) for path in sorted((folder("queries") / "checks").glob("*.rq")))


def _read(path: Path) -> Check:
    text = path.read_text(encoding="utf-8")
    found = map(_FIELD.match, text.splitlines())
    fields = {match[1]: match[2] for match in found if match}
    return Check(
        path.stem,
        fields["title"],
        fields["title@en"],
        fields["message"],
        fields["message@en"],
        text,
    )


def _kept(data: shapes.Triples) -> frozenset[str]:
    """The dearest rules as far as the triples alone show that they hold; each goes through all of them."""
    ours, kind = f"<{NAMESPACE}", f"<{W.type}>"
    terms = (t for t in data.terms() if t.startswith(ours))
    linked = data.linked((kind, f"<{D.matchPredicate}>", f"<{W.license}>"))
    found = {
        _UNKNOWN: all(term[1:-1] in _known() for term in terms),
        _DANGLING: all(t.startswith(ours) or data.values(t, kind) for t in linked),
    }
    return frozenset(rule for rule, holds in found.items() if holds)


@cache
def _known() -> frozenset[str]:
    """The terms of the ontology."""
    own = (value for holder in (D, S) for value in vars(holder).values() if isinstance(value, str))
    told = (EDGES.values(), ROLES.values(), CERTAINTIES.values(), RECLAIM_KINDS.values())
    return frozenset(own).union(*told)


# -- checks --------------------------------------------------------------------------------


def _run(check: Check, graph: ox.Store, locator: Locator) -> Iterator[Problem]:
    solutions = graph.query(check.text)
    assert isinstance(solutions, ox.QuerySolutions)
    names = [variable.value for variable in solutions.variables if variable.value != "node"]
    for solution in solutions:
        node = solution["node"]
        if isinstance(node, ox.NamedNode | ox.BlankNode):
            values = {name: _readable(solution[name], locator) for name in names}
            message, english = check.message.format(**values), check.message_en.format(**values)
            yield _problem(check.name, node, message, english, locator)


def _readable(term: object, locator: Locator) -> str:
    if isinstance(term, ox.Literal):
        return shorten(term.value)
    if isinstance(term, ox.NamedNode):
        return locator.label(term) or term.value.removeprefix(NAMESPACE)
    return str(term)


def _problem(rule: str, node: Node, message: str, english: str, locator: Locator) -> Problem:
    where = locator.locate(node)
    return Problem(where.document, where.line, rule, node.value, message, english, where)


def _unknown_terms(graph: ox.Store, locator: Locator) -> Iterator[Problem]:
    """Terms of our namespace that the ontology does not have."""
    solutions = graph.query(_USED_TERMS)
    assert isinstance(solutions, ox.QuerySolutions)
    for solution in solutions:
        term, node = solution["term"], solution["node"]
        if isinstance(term, ox.NamedNode) and isinstance(node, ox.NamedNode):
            name = term.value.removeprefix(NAMESPACE)
            if term.value not in _known():
                zh, en = f"本体里没有 {name} 这个名称", f"the ontology has no term {name}"
                yield _problem(_UNKNOWN, node, zh, en, locator)


def _named_graphs(graph: ox.Store) -> Iterator[Problem]:
    for name in graph.named_graphs():
        if not graph.contains_named_graph(name):
            continue
        yield Problem(
            "",
            0,
            "named-graph",
            name.value,
            "三元组应都在默认图里",
            "all triples lie in the default graph",
        )


# -- shapes --------------------------------------------------------------------------------


def _shape_problems(data: rdflib.Graph, locator: Locator) -> Iterator[Problem]:
    import pyshacl
    from rdflib import SH, BNode, URIRef
    from rdflib.namespace import RDF

    conforms, report, _ = pyshacl.validate(data, shacl_graph=_shapes(), inplace=True)
    if conforms:
        return
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus, source = report.value(result, SH.focusNode), report.value(result, SH.sourceShape)
        texts = {
            getattr(text, "language", None): str(text)
            for text in report.objects(result, SH.resultMessage)
        }
        node: Node
        if isinstance(focus, URIRef):
            node = ox.NamedNode(str(focus))
        else:
            assert isinstance(focus, BNode)
            node = ox.BlankNode(str(focus))
        value = report.value(result, SH.value)
        shown = "" if value is None else f"：{shorten(str(value))}"
        yield _problem(
            str(source).removeprefix(SHAPES),
            node,
            texts.get("zh", "") + shown,
            texts.get("en", "") + shown.replace("：", ": "),
            locator,
        )


@cache
def _shapes() -> rdflib.Graph:
    """The shapes, each property shape aiming at the targets of its node shape itself.

    The same rules, but pySHACL then takes a property shape's nodes all at once instead of setting
    each up anew: with the five lists 17 s became 7 s.
    """
    import rdflib
    from rdflib import SH

    graph = rdflib.Graph().parse(folder("ontology") / "shapes.ttl", format="turtle")
    aims = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
    for shape, part in list(graph.subject_objects(SH.property)):
        targets = [(aim, target) for aim in aims for target in graph.objects(shape, aim)]
        if targets:
            graph.remove((shape, SH.property, part))
            for aim, target in targets:
                graph.add((part, aim, target))
    return graph


def _count_shapes() -> int:
    graph = ox.Store()
    graph.load(path=str(folder("ontology") / "shapes.ttl"), format=ox.RdfFormat.TURTLE)
    kinds = [ox.NamedNode(f"{SHACL}{kind}Shape") for kind in ("Node", "Property")]
    return sum(1 for kind in kinds for _ in graph.quads_for_pattern(None, _TYPE, kind))


def _to_rdflib(quads: Iterable[ox.Quad]) -> rdflib.Graph:
    """The triples for pySHACL; terms are made once each and literals keep their spelling."""
    import rdflib

    terms: dict[Any, rdflib.term.Node] = {}

    def term(value: Any) -> rdflib.term.Node:
        made = terms.get(value)
        if made is None:
            if isinstance(value, ox.NamedNode):
                made = rdflib.URIRef(value.value)
            elif isinstance(value, ox.BlankNode):
                made = rdflib.BNode(value.value)
            elif value.language:
                made = rdflib.Literal(value.value, lang=value.language)
            else:
                # rdflib tells "a" and "a"^^xsd:string apart, RDF 1.1 does not.
                plain = value.datatype.value == X.string
                datatype = None if plain else rdflib.URIRef(value.datatype.value)
                made = rdflib.Literal(value.value, datatype=datatype, normalize=False)
            terms[value] = made
        return made

    graph = rdflib.Graph()
    for quad in quads:
        graph.add((term(quad.subject), term(quad.predicate), term(quad.object)))
    return graph


def _duties(graph: ox.Store) -> list[Node]:
    """Every node that is a duty of any kind, so that one of a wrong kind is not passed over."""
    found: set[Node] = set()
    for kind in (D.Duty, D.BasicDuty, D.CooperationDuty, D.ReclaimedDuty):
        for quad in graph.quads_for_pattern(None, _TYPE, ox.NamedNode(kind), None):
            if isinstance(quad.subject, ox.NamedNode | ox.BlankNode):
                found.add(quad.subject)
    return sorted(found, key=str)


def _sample(duties: list[Node], size: int) -> list[Node]:
    """``size`` duties, always the same ones of the same graph, without regard to their order."""

    def chance(duty: Node) -> bytes:
        return hashlib.sha256(duty.value.encode()).digest()

    return sorted(duties, key=chance)[: max(size, 0)]


def _part(graph: ox.Store, duties: list[Node]) -> Iterator[ox.Quad]:
    """What belongs to ``duties`` and everything it leads to, other duties and clauses left out."""
    rows = ox.NamedNode(D.Duty), ox.NamedNode(D.Clause)
    waiting, seen = list(duties), set(duties)
    for duty in waiting:  # clauses and responsibilities are appended while it runs
        for predicate in _BELONGS:
            for quad in graph.quads_for_pattern(None, ox.NamedNode(predicate), duty, None):
                if (
                    isinstance(quad.subject, ox.NamedNode | ox.BlankNode)
                    and quad.subject not in seen
                ):
                    seen.add(quad.subject)
                    waiting.append(quad.subject)
    while waiting:
        for quad in graph.quads_for_pattern(waiting.pop(), None, None, ox.DefaultGraph()):
            target = quad.object
            if isinstance(target, ox.NamedNode | ox.BlankNode) and target not in seen:
                if any(ox.Quad(target, _TYPE, row) in graph for row in rows):
                    continue
                seen.add(target)
                waiting.append(target)
            yield quad
