"""Nodes without a name of their own: what to call a clause, a responsibility, a citation that something points to."""

from __future__ import annotations

from collections.abc import Iterable

from kg.citing import cited
from kg.rdf.terms import NAMESPACE, PREFIXES, W
from kg.store.graph import Graph
from kg.web.site.graphs import rows
from kg.web.site.ontology import labels
from kg.web.site.page import Words

_SHOWN = 40
"""Characters of a clause that stand for it."""
_COMMON = {
    W.type: ("是什么", "type"),
    W.label: ("名称", "label"),
    f"{PREFIXES['skos']}inScheme": ("所属体系", "in scheme"),
    f"{PREFIXES['skos']}prefLabel": ("名称", "label"),
    f"{PREFIXES['skos']}altLabel": ("别的写法", "alternative label"),
    f"{PREFIXES['skos']}notation": ("代码", "notation"),
    f"{PREFIXES['dcterms']}source": ("出处", "source"),
    f"{PREFIXES['dcat']}distribution": ("文件", "distribution"),
}
"""Terms of others that stand on many nodes."""


def called(graph: Graph, iris: Iterable[str]) -> dict[str, Words]:
    """IRI → words, of nodes that have no name: what they say, else what kind of node they are."""
    wanted = sorted(set(iris))
    kinds: dict[str, set[str]] = {}
    said: dict[str, dict[str, str]] = {}
    for row in rows(graph, "unnamed", wanted) if wanted else ():
        kinds.setdefault(row["iri"], set()).add(row["class"])
        said.setdefault(row["iri"], row)
    return {iri: _words(row, kind_of(kinds[iri])) for iri, row in said.items()}


def _words(row: dict[str, str], kind: Words) -> Words:
    if "document" in row:
        place = cited(row["document"], row["line"], row["locator"])
        return Words(place, place)
    if "text" in row:
        text = row["text"]
        said = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
        return Words(f"{kind.zh} {row['number']}：{said}", f"{kind.en} {row['number']}: {said}")
    if "role" in row:
        role, who = term_of(row["role"]), row.get("party") or row.get("written", "")
        return Words(f"{role.zh}：{who}", f"{role.en}: {who}") if who else role
    about = row.get("other") or row.get("written")
    return Words(f"{kind.zh}：{about}", f"{kind.en}: {about}") if about else kind


def kind_of(classes: Iterable[str]) -> Words:
    """What a node is: the narrowest of its classes, which the ontology names by a word before the wider's."""
    own = sorted((c for c in classes if c.startswith(NAMESPACE)), key=lambda c: (-len(c), c))
    return term_of(own[0]) if own else Words("图谱里的一条记录", "A node of the graph")


def term_of(iri: str) -> Words:
    """A property or class as people read it: the ontology's label, else its short name."""
    zh, en = _COMMON.get(iri) or labels().get(iri, ("", ""))
    return Words(zh or short(iri), en or short(iri))


def short(iri: str) -> str:
    """``prefix:name`` where the namespace has a prefix."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
