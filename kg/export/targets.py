"""Targets: what the name of an output file says of its format, and whether that fits."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from kg.errors import UsageError
from kg.resources import inside_store

_MEANT = {
    ".csv": "csv", ".tsv": "tsv", ".xlsx": "xlsx", ".json": "json", ".jsonl": "jsonl",
    ".ndjson": "jsonl", ".html": "html", ".htm": "html", ".ttl": "turtle", ".nt": "ntriples",
    ".nq": "nquads", ".trig": "trig", ".jsonld": "jsonld", ".rdf": "rdfxml", ".owl": "rdfxml",
    ".xml": "xml", ".graphml": "graphml", ".gexf": "gexf", ".md": "markdown",
    ".png": "png", ".svg": "svg", ".jpg": "jpeg", ".jpeg": "jpeg", ".gif": "gif", ".webp": "webp",
    ".pdf": "pdf", ".docx": "docx", ".doc": "doc", ".wps": "wps", ".xls": "xls", ".et": "et",
    ".ods": "ods", ".odt": "odt", ".pptx": "pptx", ".zip": "zip", ".gz": "gzip", ".rq": "sparql",
    ".py": "python", ".txt": "text", ".srx": "xml", ".srj": "json",
}  # fmt: skip
"""Endings of file names and the format people mean by them; what is not here says nothing."""
_ALSO = {
    "jsonld": {"json"},
    "rdfxml": {"xml"},
    "graphml": {"xml"},
    "gexf": {"xml"},
    "sssom": {"tsv", "text", "csv"},
    "skos": {"turtle"},
    "cpsv-ap": {"turtle"},
    "void": {"turtle"},
    "prov": {"turtle", "ntriples"},
    "source": {"text", "tsv"},
    "table": {"text"},
    "tsv": {"text"},
    "csv": {"text"},
    "ntriples": {"text"},
    "jsonl": {"json", "text"},
    "json": {"text"},
}
"""Formats and what else a file of theirs may be called."""


def meant(path: Path | str) -> str:
    """The format that a file's name says, '' if it says none."""
    return _MEANT.get(Path(path).suffix.lower(), "")


def outside(path: Path | str | None) -> None:
    """See that what is written does not go into a store, which would be damaged.

    Raises:
        UsageError: it would.
    """
    store = inside_store(Path(path)) if path is not None else None
    if store is not None:
        raise UsageError(
            f"{path} 在图库 {store} 里面，写了图库会坏；请写到别处 (inside a store: write it elsewhere)"
        )


def fitting(path: Path | str | None, name: str, hint: str = "", option: str = "") -> None:
    """See that a file of format ``name`` may be called ``path``; ``option`` would choose another.

    Raises:
        UsageError: its ending means another format; ``hint`` says what to do instead. Or it would
            lie in a store.
    """
    outside(path)
    said = meant(path) if path is not None else ""
    if said and said != name and said not in _ALSO.get(name, ()):
        raise UsageError(
            f"{path} 的扩展名是 {said}，写进去的却会是 {name}；请改文件名{f'或 {option}' if option else ''}"
            f"{'；' + hint if hint else ''} (the name says {said}, the content would be {name})"
        )


def chosen(path: Path | str | None, given: str | None, formats: Collection[str]) -> str:
    """The format: as given, else as the file's name says, else a table for people.

    Raises:
        UsageError: name and format do not fit, or nothing here writes what the name says.
    """
    said = meant(path) if path is not None else ""
    name = given or (said if said in formats else "table")
    if name == "table" and said == "markdown" and said in formats:
        return said
    fitting(path, name, f"可用 {'、'.join(formats)}", "--format")
    return name
