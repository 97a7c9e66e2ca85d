"""Names: the tables with which every question begins (townships, places, departments, categories).

Their queries are ``queries/names/*.rq``. A build evaluates them once; the rows lie beside the graph as JSON,
each with the query it answers. Where there is none for the query as it is now, the graph is asked.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.rdf.terms import PREFIXES
from kg.resources import folder

if TYPE_CHECKING:
    from kg.store.graph import Graph

FOLDER = "names"
"""Name of the folder, of queries and in a generation."""


@cache
def select(name: str) -> str:
    """The query of the table ``name``."""
    text = (folder("queries") / FOLDER / f"{name}.rq").read_text("utf-8")
    return text[text.index("SELECT") :].strip()


def rows(graph: Graph, name: str) -> Iterable[dict[str, str]]:
    """The rows of the table ``name`` as variable → value; unbound ones are left out."""
    query = select(name)
    found = _kept(graph.generation.path / FOLDER / f"{name}.json") if not graph.origin else {}
    if found.get("select") == query:
        columns = found["columns"]
        return [
            {column: value for column, value in zip(columns, row, strict=True) if value is not None}
            for row in found["rows"]
        ]
    return graph.table(query, query.split()[1].removeprefix("?"))


def _kept(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):  # built by an older version
        return {}
    return found if isinstance(found, dict) else {}


def write(generation: Path, alike: Path | None = None) -> None:
    """Evaluate the queries over a generation's graph and keep their rows beside it; the vocabulary too.

    That of a generation ``alike``, which this very program made, is taken where its tables are the same.

    Raises:
        OSError: they cannot be written.
    """
    from kg import patterns
    from kg.vocabulary import compiled, spellings

    place = generation / compiled.FOLDER
    if alike is None or not compiled.taken(place, alike / compiled.FOLDER):
        compiled.write(place, spellings.to_keep())
        patterns.write(place / patterns.FILE)
    graph = ox.Store.read_only(str(generation / "graph"))
    (generation / FOLDER).mkdir()
    for path in sorted((folder("queries") / FOLDER).glob("*.rq")):
        query = select(path.stem)
        solutions = graph.query(query, prefixes=PREFIXES)
        assert isinstance(solutions, ox.QuerySolutions)
        columns = [variable.value for variable in solutions.variables]
        found = sorted(_values(solutions), key=lambda row: [value or "" for value in row])
        body = {"select": query, "columns": columns, "rows": found}
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
        (generation / FOLDER / f"{path.stem}.json").write_text(text, "utf-8", newline="\n")


def _values(solutions: ox.QuerySolutions) -> Iterator[list[str | None]]:
    for solution in solutions:
        yield [term and term.value for term in solution]
