"""The registry of departments, read from the graph: forms with their places, and what is unresolved."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.folding import match_key
from kg.querying.lookup import near_names

if TYPE_CHECKING:
    from kg.store.graph import Graph

_DEPARTMENTS = """
SELECT ?iri ?name ?function ?functionIri ?branch ?place ?code ?unresolved WHERE {
  ?iri a :Department ; rdfs:label ?name ; org:classification ?functionIri .
  ?functionIri rdfs:label ?function . FILTER(lang(?function) = "zh")
  OPTIONAL { ?iri :jurisdiction ?p . ?p rdfs:label ?place ; :code ?code }
  OPTIONAL { ?iri :branch ?branch }
  OPTIONAL { ?iri :unresolved ?unresolved }
}"""
_UNRESOLVED = "SELECT ?iri ?name WHERE { ?iri :unresolved true ; rdfs:label ?name }"
_QUOTED = re.compile("“([^”]+)”")
"""The name in a message about it: 疑似写错的部门名称“市县监局”."""
_PARENTS = "SELECT ?iri ?parent WHERE { ?iri org:unitOf ?p . ?p rdfs:label ?parent }"
_FORMS = """
SELECT ?iri ?form ?document ?line WHERE {
  ?f :formOf ?iri ; :asWritten ?form ; :citation ?c .
  ?c :inDocument ?d ; :line ?line . ?d :path ?document .
}"""
_FUNCTION_FORMS = "SELECT ?iri ?form WHERE { ?iri a :Function ; skos:altLabel ?form }"
_LABELS = "SELECT ?iri ?form WHERE { ?iri a :Department ; rdfs:label|skos:altLabel ?form }"


@dataclass(frozen=True, slots=True)
class Form:
    """A written form of a body, the first place where it stands and how often."""

    text: str
    first: str
    times: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One body of the registry; ``near`` are names it might be, for an unresolved one."""

    iri: str
    name: str
    function: str
    branch: str
    place: str
    parent: str
    unresolved: bool
    forms: tuple[Form, ...]
    near: tuple[str, ...] = ()
    kind_forms: frozenset[str] = frozenset()


def registry(graph: Graph) -> list[Entry]:
    """Every department of the graph, by jurisdiction and name."""
    places: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for row in graph.table(_FORMS, "iri"):
        places.setdefault((row["iri"], row["form"]), []).append((row["document"], int(row["line"])))
    forms: dict[str, set[str]] = {}
    for row in graph.table(_LABELS, "iri"):
        forms.setdefault(row["iri"], set()).add(row["form"])
    for iri, form in places:
        forms.setdefault(iri, set()).add(form)
    kinds: dict[str, set[str]] = {}
    for row in graph.table(_FUNCTION_FORMS, "iri"):
        kinds.setdefault(row["iri"], set()).add(row["form"])
    parents = {row["iri"]: row["parent"] for row in graph.table(_PARENTS, "iri")}
    rows = sorted(
        graph.table(_DEPARTMENTS, "iri"), key=lambda r: (r.get("code", "~"), r["name"], r["iri"])
    )
    known = [row["name"] for row in rows if "unresolved" not in row]
    return [
        Entry(
            row["iri"],
            row["name"],
            row["function"],
            row.get("branch", ""),
            row.get("place", ""),
            parents.get(row["iri"], ""),
            "unresolved" in row,
            tuple(
                _form(text, places.get((row["iri"], text), []))
                for text in sorted(forms[row["iri"]])
            ),
            tuple(near_names(row["name"], known, 3)) if "unresolved" in row else (),
            frozenset(kinds.get(row["functionIri"], ())),
        )
        for row in rows
    ]


def _form(text: str, places: list[tuple[str, int]]) -> Form:
    document, line = min(places, default=("", 0))
    return Form(text, f"{document}:{line}" if document else "", len(places))


def misprinted(graph: Graph, text: str = "") -> list[tuple[str, str]]:
    """(words of the finding, file:line) of names in clauses that fit no department; none at an endpoint.

    Bodies of a column that cannot be resolved are entries of their own, marked ``unresolved``.
    """
    if graph.origin:
        return []
    key = match_key(text)
    known = {name for entry in graph.table(_UNRESOLVED, "iri") for name in (entry["name"],)}
    found = []
    for finding in graph.generation.findings:
        if finding["kind"] != "name-unresolved":
            continue
        name = _QUOTED.search(finding["message"])
        written = name[1] if name else finding["quote"]
        if key in match_key(written) and not any(label.endswith(written) for label in known):
            found.append((written, f"{finding['document']}:{finding['line']}"))
    return found


def select(entries: list[Entry], text: str) -> list[Entry]:
    """The entries one of whose names or whose function holds ``text``."""
    key = match_key(text)
    return [
        entry
        for entry in entries
        if any(
            key in match_key(name)
            for name in (
                entry.name,
                entry.function,
                *entry.kind_forms,
                *(f.text for f in entry.forms),
            )
        )
    ]
