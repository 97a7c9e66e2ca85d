"""Source: the tables of each document written again, from the graph alone.

Every cell is the one that was read: markup, blanks and misprints stand as in the source. What is
not kept: lines between the tables (cover, contents, page heads, a header repeated on a later page)
and blanks around a line; a tab inside a cell becomes a blank, a line break ``<br>``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from kg.values import LIST_ORDER, ListKind

if TYPE_CHECKING:
    from kg.store.graph import Graph

_LISTS = """
SELECT ?list ?kind ?title ?header ?code ?edition ?document ?current ?township ?printed ?t WHERE {
  ?list a :DutyList ; :listKind ?kind ; :inDocument ?d ; :ofTownship ?t ; rdfs:label ?title .
  ?d :path ?document ; :edition ?edition ; :current ?current .
  ?t :code ?code ; rdfs:label ?township .
  OPTIONAL { ?list :sourceHeader ?header }
  OPTIONAL { ?d :datePrinted ?printed }
}"""
_ROWS = """
SELECT ?list ?number ?row ?header WHERE {
  ?duty :inList ?list ; :number ?number ; :citation ?c . ?c :sourceRow ?row .
  OPTIONAL { ?c :sourceHeader ?header }
}"""
Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceTable:
    """One list of one document as published: its header and its rows, cell by cell.

    ``headers`` has, by running number, the header of rows that stand under another one.
    """

    document: str
    township: str
    code: str
    edition: str
    current: bool
    kind: ListKind
    title: str
    printed: str
    header: Cells
    rows: tuple[Cells, ...]
    headers: tuple[tuple[int, Cells], ...] = ()

    @property
    def name(self) -> str:
        """The name of the table's file: code, edition and list."""
        return f"{self.code}-{self.edition}-{self.kind.value}.tsv"

    def lines(self) -> Iterator[Cells]:
        """Header and rows in order, each header where it stands."""
        others = dict(self.headers)
        last = self.header
        yield last
        for number, row in enumerate(self.rows, 1):
            header = others.get(number, self.header)
            if header != last:
                yield header
                last = header
            yield row


def source_tables(graph: Graph) -> list[SourceTable]:
    """Every table of every loaded document, in the order of code, edition and list."""
    rows: dict[str, list[tuple[int, Cells, str]]] = {}
    for row in graph.rows(_ROWS):
        cells = tuple(row["row"].split("\t"))
        rows.setdefault(row["list"], []).append((int(row["number"]), cells, row.get("header", "")))
    tables = []
    for found in graph.rows(_LISTS):
        ordered = sorted(rows.get(found["list"], ()))
        tables.append(
            SourceTable(
                found["document"],
                found["township"],
                found["code"],
                found["edition"],
                found["current"] == "true",
                ListKind(found["kind"]),
                found["title"],
                found.get("printed", ""),
                tuple(found.get("header", "").split("\t")) if "header" in found else (),
                tuple(cells for _, cells, _ in ordered),
                tuple((number, tuple(h.split("\t"))) for number, _, h in ordered if h),
            )
        )
    tables.sort(key=lambda t: (t.code, t.edition, LIST_ORDER[t.kind.value]))
    return tables


def write_source(graph: Graph, output: IO[bytes]) -> None:
    """All tables as one text: the title of each list, its header and its rows, cells parted by tabs."""
    for table in source_tables(graph):
        output.write(f"{table.title}\n\n{_text(table)}\n".encode())


def write_source_folder(graph: Graph, folder: Path) -> list[Path]:
    """Write one TSV file a table, named by code, edition and list; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for table in source_tables(graph):
        path = folder / table.name
        path.write_bytes(_text(table).encode())
        paths.append(path)
    return paths


def _text(table: SourceTable) -> str:
    lines = table.lines() if table.header != () else iter(table.rows)
    return "".join("\t".join(map(_one_line, cells)) + "\n" for cells in lines)


def _one_line(cell: str) -> str:
    """A cell without line breaks; only CSV, spreadsheets and documents have such cells."""
    return cell.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "<br>")
