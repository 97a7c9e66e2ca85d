"""Tables: CSV that opens right in a Chinese Excel.

UTF-8 with byte order mark, CRLF; a cell that a spreadsheet would take for a formula gets an
apostrophe in front (https://owasp.org/www-community/attacks/CSV_Injection).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from kg.export.records import records
from kg.export.wording import word
from kg.folding import guarded
from kg.kinds import ListKind, shown_edition
from kg.querying.corrected import corrections
from kg.rdf.terms import NAMESPACE

if TYPE_CHECKING:
    from kg.store.graph import Graph

DUTY_COLUMNS = (
    "乡镇",
    "清单",
    "序号",
    "印刷编号",
    "事项类别",
    "事项名称",
    "上级部门",
    "配合部门",
    "牵头部门",
    "含其他部门",
    "不再开展",
    "工作方式",
    "上级部门职责",
    "乡镇配合职责",
    "文件",
    "行",
    "版本",
    "IRI",
    "更正",
)
"""What is said of a duty; the last what a person has put right in it."""
_CLAUSE_COLUMNS = (
    "乡镇",
    "清单",
    "序号",
    "事项名称",
    "哪一方",
    "条号",
    "印刷编号",
    "小标题",
    "内容",
    "行动者",
    "共同者",
    "上报给",
    "文件",
    "行",
    "IRI",
)
DEPARTMENT_COLUMNS = ("名称", "职能", "所在地", "系统", "其他写法", "IRI")
"""What is said of a department."""
_DEPARTMENTS = """
SELECT ?iri ?name ?function ?place ?branch ?forms WHERE {
  { SELECT ?iri (GROUP_CONCAT(?alt; separator="；") AS ?forms) WHERE {
      ?iri a :Department . OPTIONAL { ?iri skos:altLabel ?alt } } GROUP BY ?iri }
  ?iri rdfs:label ?name ; org:classification ?f . ?f rdfs:label ?function .
  FILTER(lang(?function) = "zh")
  OPTIONAL { ?iri :jurisdiction ?p . ?p rdfs:label ?place }
  OPTIONAL { ?iri :branch ?branch }
} ORDER BY ?iri"""
_EDGES = """
SELECT ?from ?fromName ?role ?to ?toName WHERE {
  VALUES ?role { :leads :convenes :supports :cooperatesOn :reclaimed :relievedOf }
  ?from ?role ?to ; rdfs:label ?fromName . ?to rdfs:label ?toName .
} ORDER BY ?from ?role ?to"""


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV file of text cells: BOM, CRLF, formulas guarded; numbers stay numbers."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([cell if isinstance(cell, int) else guarded(cell) for cell in row])
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def write_duties(graph: Graph, output: IO[bytes], *, all_editions: bool = False) -> None:
    """One row a duty."""
    notes = corrections(graph)
    rows = (duty_row(item, notes) for item in records(graph, all_editions=all_editions))
    output.write(csv_bytes(DUTY_COLUMNS, rows))


def write_folder(graph: Graph, folder: Path, *, all_editions: bool = False) -> list[Path]:
    """Write duties.csv, clauses.csv, departments.csv and edges.csv; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    found = list(records(graph, all_editions=all_editions))
    notes = corrections(graph)
    tables = {
        "duties": csv_bytes(DUTY_COLUMNS, (duty_row(item, notes) for item in found)),
        "clauses": csv_bytes(
            _CLAUSE_COLUMNS, (row for record in found for row in _clause_rows(record))
        ),
        "departments": csv_bytes(DEPARTMENT_COLUMNS, department_rows(graph)),
        "edges": csv_bytes(
            ("从", "角色", "到", "从IRI", "到IRI"),
            (
                (
                    r["fromName"],
                    word("role", r["role"].removeprefix(NAMESPACE)),
                    r["toName"],
                    r["from"],
                    r["to"],
                )
                for r in graph.rows(_EDGES)
            ),
        ),
    }
    paths = []
    for name, data in tables.items():
        path = folder / f"{name}.csv"
        path.write_bytes(data)
        paths.append(path)
    return paths


def department_rows(graph: Graph) -> Iterable[tuple[object, ...]]:
    """A row a department, in the order of :data:`DEPARTMENT_COLUMNS`."""
    for row in graph.rows(_DEPARTMENTS):
        yield (
            row["name"],
            row["function"],
            row.get("place"),
            word("branch", row.get("branch", "")),
            "；".join(sorted(filter(None, row.get("forms", "").split("；")))),
            row["iri"],
        )


def duty_row(record: dict[str, Any], notes: Mapping[str, str]) -> tuple[object, ...]:
    """A row a duty, in the order of :data:`DUTY_COLUMNS`; ``notes`` are the corrections of duties."""
    return (
        record["township"],
        ListKind(record["list"]).zh,
        record["number"],
        record["printed"],
        record["category"],
        record["name"],
        "、".join(record["departments"]),
        "、".join(record["supporting"]),
        "、".join(record["conveners"]),
        "是" if record["open_ended"] else "",
        "是" if record["discontinued"] else "",
        record["method"],
        _clause_text(record["superior_clauses"]),
        _clause_text(record["township_clauses"]),
        record["document"],
        record["line"],
        shown_edition(record["edition"]),
        record["iri"],
        notes.get(record["iri"], ""),
    )


def _clause_text(clauses: list[dict[str, Any]]) -> str:
    return "\n".join(f"{clause['number']}. {clause['text']}" for clause in clauses)


def _clause_rows(record: dict[str, Any]) -> Iterable[tuple[object, ...]]:
    for side, name in (("superior_clauses", "上级部门"), ("township_clauses", "乡镇")):
        for clause in record[side]:
            letter = "s" if side.startswith("s") else "t"
            yield (
                record["township"],
                ListKind(record["list"]).zh,
                record["number"],
                record["name"],
                name,
                clause["number"],
                clause["printed"],
                clause["section"],
                clause["text"],
                "、".join(clause.get("actors", ())),
                "、".join(clause.get("with", ())),
                "、".join(clause.get("reports_to", ())),
                record["document"],
                record["line"],
                f"{record['iri']}/clause-{letter}{clause['number']}",
            )
