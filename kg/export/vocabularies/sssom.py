"""SSSOM: the links between duties as a table others' mapping tools read.

Slots of SSSOM 1.0 (https://w3id.org/sssom/), justifications of the Semantic Mapping Vocabulary
(https://w3id.org/semapv/vocab/). The set's metadata stand in front as a YAML comment.
"""

from __future__ import annotations

import csv
import io
from typing import IO, TYPE_CHECKING

from kg.rdf.terms import DATA_LICENCE

if TYPE_CHECKING:
    from kg.store.graph import Graph

_LINKS = """
SELECT ?subject ?subjectLabel ?subjectList ?predicate ?object ?objectLabel ?objectList ?method ?score ?why WHERE {
  ?x a :MatchLink ; :matchSubject ?subject ; :matchPredicate ?predicate ; :matchObject ?object ;
    :matchMethod ?method ; :matchScore ?score ; :matchReason ?why .
  ?subject rdfs:label ?subjectLabel ; :inList ?subjectList .
  ?object rdfs:label ?objectLabel ; :inList ?objectList .
}"""
_COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "subject_source",
    "object_source",
    "confidence",
    "comment",
)
"""Slots of a mapping, in the order of the schema."""
_JUSTIFICATIONS = {
    "text": "LexicalMatching",
    "wording": "CompositeMatching",
    "meaning": "SemanticSimilarityThresholdMatching",
    "part": "CompositeMatching",
    "person": "ManualMappingCuration",
}
"""Our methods: same words; words, category, departments and clauses weighed together; meaning; a person."""
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_SEMAPV = "https://w3id.org/semapv/vocab/"


def write_sssom(graph: Graph, output: IO[bytes]) -> None:
    """Write every link between two duties, sorted."""
    from kg.version import VERSION

    base = graph.base
    duties, lists = f"{base}duty/", f"{base}list/"
    prefixes = {"duty": duties, "list": lists, "semapv": _SEMAPV, "skos": _SKOS}
    head = [
        "curie_map:",
        *(f"  {prefix}: {iri}" for prefix, iri in prefixes.items()),
        f"mapping_set_id: {base}matters.sssom.tsv",
        "mapping_set_title: 履职事项之间的对应",
        "mapping_set_description: Links between duties of different townships, lists and editions",
        f"license: {DATA_LICENCE}",
        "mapping_tool: duty-kg",
        f"mapping_tool_version: {VERSION}",
        "subject_match_field:",
        "  - rdfs:label",
        "object_match_field:",
        "  - rdfs:label",
    ]
    stream = io.StringIO(newline="")
    stream.writelines(f"#{line}\n" for line in head)
    writer = csv.writer(stream, delimiter="\t", lineterminator="\n")
    writer.writerow(_COLUMNS)
    rows = (
        (
            "duty:" + row["subject"].removeprefix(duties),
            _flat(row["subjectLabel"]),
            "skos:" + row["predicate"].removeprefix(_SKOS),
            "duty:" + row["object"].removeprefix(duties),
            _flat(row["objectLabel"]),
            "semapv:" + _JUSTIFICATIONS[row["method"]],
            "list:" + row["subjectList"].removeprefix(lists),
            "list:" + row["objectList"].removeprefix(lists),
            f"{float(row['score']):.3f}",
            _flat(row["why"]),
        )
        for row in graph.rows(_LINKS)
    )
    writer.writerows(sorted(rows))
    output.write(stream.getvalue().encode())


def _flat(text: str) -> str:
    return " ".join(text.split())
