"""The ontology as a web page: every term of ``ontology/duty.ttl`` with its labels, definitions, examples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.rdf.terms import NAMESPACE
from kg.resources import folder

_TEMPLATES = Path(__file__).with_name("templates")
_OWL = "http://www.w3.org/2002/07/owl#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_DCTERMS = "http://purl.org/dc/terms/"
_SCHEMA = "https://schema.org/"

_SECTIONS = (
    ("classes", "类", "Classes", (f"{_OWL}Class",)),
    ("relations", "关系", "Object properties", (f"{_OWL}ObjectProperty",)),
    ("values", "值", "Datatype properties", (f"{_OWL}DatatypeProperty",)),
    ("concepts", "固定概念", "Fixed concepts", (f"{_SKOS}ConceptScheme", f"{_SKOS}Concept")),
)
_LINKS = (
    (f"{_RDFS}subClassOf", "上位类", "subclass of"),
    (f"{_RDFS}domain", "主语", "domain"),
    (f"{_SCHEMA}domainIncludes", "主语", "domain includes"),
    (f"{_RDFS}range", "取值", "range"),
    (f"{_SCHEMA}rangeIncludes", "取值", "range includes"),
    (f"{_OWL}disjointWith", "互不相交", "disjoint with"),
    (f"{_SKOS}inScheme", "所属", "in scheme"),
    (f"{_RDFS}seeAlso", "另见", "see also"),
)


@dataclass(frozen=True, slots=True)
class Both:
    """A text in Chinese and English."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Term:
    """A class, property or concept: ``links`` are (Chinese, English, IRI, short name)."""

    iri: str
    name: str
    label: Both
    definition: Both
    example: Both
    links: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The terms of one sort."""

    key: str
    title: Both
    terms: tuple[Term, ...]


def ontology_page() -> str:
    """Return the page: every class and property with labels, definitions and examples.

    Nothing is fetched; the page holds links to other vocabularies but loads nothing from them.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    read = _Ontology(folder("ontology") / "duty.ttl")
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    ontology = NAMESPACE.removesuffix("#")
    return environment.get_template("ontology.html").render(
        title=read.both(ontology, f"{_DCTERMS}title"),
        description=read.both(ontology, f"{_DCTERMS}description"),
        iri=ontology,
        version=read.value(ontology, f"{_OWL}versionInfo"),
        license=read.value(ontology, f"{_DCTERMS}license"),
        modified=read.value(ontology, f"{_DCTERMS}modified"),
        sections=tuple(read.sections()),
    )


class _Ontology:
    """The ontology's file, read."""

    def __init__(self, path: Path) -> None:
        import pyoxigraph as ox

        self._ox = ox
        self._store = ox.Store()
        self._store.load(path.read_bytes(), format=ox.RdfFormat.TURTLE)

    def sections(self) -> Iterator[Section]:
        for key, zh, en, kinds in _SECTIONS:
            found = {iri for kind in kinds for iri in self._of(kind)}
            terms = sorted(map(self._term, found), key=lambda term: term.name.lower())
            yield Section(key, Both(zh, en), tuple(terms))

    def both(self, subject: str, predicate: str) -> Both:
        texts = {o.language: o.value for o in self._objects(subject, predicate)}
        return Both(texts.get("zh", ""), texts.get("en", ""))

    def value(self, subject: str, predicate: str) -> str:
        return next((o.value for o in self._objects(subject, predicate)), "")

    def _term(self, iri: str) -> Term:
        label = self.both(iri, f"{_RDFS}label")
        return Term(
            iri,
            _short(iri),
            label if label.zh else self.both(iri, f"{_SKOS}prefLabel"),
            self.both(iri, f"{_SKOS}definition"),
            self.both(iri, f"{_SKOS}example"),
            tuple(
                (zh, en, target.value, _short(target.value))
                for predicate, zh, en in _LINKS
                for target in sorted(self._objects(iri, predicate), key=str)
            ),
        )

    def _of(self, kind: str) -> list[str]:
        ox = self._ox
        type_ = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
        quads = self._store.quads_for_pattern(None, type_, ox.NamedNode(kind))
        return [q.subject.value for q in quads if isinstance(q.subject, ox.NamedNode)]

    def _objects(self, subject: str, predicate: str) -> list[_Plain]:
        node, link = self._ox.NamedNode(subject), self._ox.NamedNode(predicate)
        found = self._store.quads_for_pattern(node, link, None)
        return [_Plain(quad.object) for quad in found]


class _Plain:
    """An object as text, with the language it has."""

    def __init__(self, node: object) -> None:
        self.value = str(getattr(node, "value", ""))
        self.language = getattr(node, "language", None)

    def __str__(self) -> str:
        return self.value


def _short(iri: str) -> str:
    return iri.rsplit("#", 1)[-1] if "#" in iri else iri.rstrip("/").rsplit("/", 1)[-1]
