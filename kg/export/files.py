"""Files: an export goes to a file, a folder or stdout; a file is replaced only when complete."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from kg.errors import ExportError, UsageError, reason
from kg.export.networks import write_gexf, write_graphml, write_neo4j
from kg.export.rdf import FORMATS as RDF_FORMATS
from kg.export.rdf import write_rdf
from kg.export.records import records
from kg.export.source import write_source, write_source_folder
from kg.export.tables import write_duties, write_folder
from kg.export.targets import fitting, outside
from kg.triples.provenance import FILE as PROVENANCE

if TYPE_CHECKING:
    from kg.store.graph import Graph

Write = Callable[["Graph", IO[bytes], bool], None]
WriteFolder = Callable[["Graph", Path, bool], list[Path]]


@dataclass(frozen=True, slots=True)
class Format:
    """How a format is written: to a stream, to a folder or to either (last: all editions or not)."""

    stream: Write | None = None
    folder: WriteFolder | None = None
    binary: bool = False


def _rdf(name: str) -> Format:
    return Format(lambda graph, stream, _: write_rdf(graph, name, stream))


def _jsonl(graph: Graph, stream: IO[bytes], all_editions: bool) -> None:
    for record in records(graph, all_editions=all_editions):
        stream.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")


def _workbook(graph: Graph, stream: IO[bytes], all_editions: bool) -> None:
    from kg.export.workbook import write_workbook

    write_workbook(graph, stream, all_editions=all_editions)


def _graphml(graph: Graph, stream: IO[bytes], all_editions: bool) -> None:
    write_graphml(graph, stream, all_editions=all_editions)


def _gexf(graph: Graph, stream: IO[bytes], all_editions: bool) -> None:
    write_gexf(graph, stream, all_editions=all_editions)


def _neo4j(graph: Graph, folder: Path, all_editions: bool) -> list[Path]:
    return write_neo4j(graph, folder, all_editions=all_editions)


def _sssom(graph: Graph, stream: IO[bytes], _: bool) -> None:
    from kg.export.vocabularies.sssom import write_sssom

    write_sssom(graph, stream)


def _skos(graph: Graph, stream: IO[bytes], all_editions: bool) -> None:
    from kg.export.vocabularies.skos import write_skos

    write_skos(graph, stream, all_editions=all_editions)


def _cpsv(graph: Graph, stream: IO[bytes], all_editions: bool) -> None:
    from kg.export.vocabularies.cpsv import write_cpsv

    write_cpsv(graph, stream, all_editions=all_editions)


def _void(graph: Graph, stream: IO[bytes], _: bool) -> None:
    from kg.export.vocabularies.void import write_void

    write_void(graph, stream)


def _prov(graph: Graph, stream: IO[bytes], _: bool) -> None:
    path = graph.generation.path / PROVENANCE
    if not path.is_file():
        raise ExportError(
            "图库没有建图记录，请重新运行 kg build (no record of its build, run kg build again)"
        )
    stream.write(path.read_bytes())


FORMATS: dict[str, Format] = {
    **{name: _rdf(name) for name in RDF_FORMATS},
    "csv": Format(
        lambda graph, stream, every: write_duties(graph, stream, all_editions=every),
        lambda graph, folder, every: write_folder(graph, folder, all_editions=every),
    ),
    "jsonl": Format(_jsonl),
    "xlsx": Format(_workbook, binary=True),
    "graphml": Format(_graphml),
    "gexf": Format(_gexf),
    "neo4j": Format(folder=_neo4j),
    "sssom": Format(_sssom),
    "skos": Format(_skos),
    "cpsv-ap": Format(_cpsv),
    "void": Format(_void),
    "prov": Format(_prov),
    "source": Format(
        lambda graph, stream, _: write_source(graph, stream),
        lambda graph, folder, _: write_source_folder(graph, folder),
    ),
}
"""Names of the contract and how each is written."""


def export_to(
    graph: Graph,
    name: str,
    output: Path | None,
    *,
    as_folder: bool = False,
    all_editions: bool = False,
) -> list[Path]:
    """Write the export ``name``; return the files written (none for stdout).

    Raises:
        UsageError: the format cannot go there (binary to a terminal, several tables to one file).
        ExportError: the file cannot be written.
    """
    form = FORMATS[name]
    check_target(name, output, as_folder=as_folder)
    if output is None:
        assert form.stream is not None
        form.stream(graph, sys.stdout.buffer, all_editions)
        sys.stdout.buffer.flush()
        return []
    try:
        if form.folder is not None and (as_folder or form.stream is None):
            return form.folder(graph, output, all_editions)
        assert form.stream is not None
        partial = output.with_name(f"{output.name}.{os.getpid()}.part")
        try:
            with partial.open("wb") as stream:
                form.stream(graph, stream, all_editions)
            partial.replace(output)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise ExportError(f"写不了 {output}：{reason(error)} (cannot be written)") from error
    return [output]


def check_target(name: str, output: Path | None, *, as_folder: bool) -> None:
    """Whether the format ``name`` can go to ``output``.

    Raises:
        UsageError: it cannot; the message says what to type.
    """
    form = FORMATS[name]
    if as_folder:
        outside(output and output / name)
    elif output is not None:
        fitting(output, name, option="--format")
    if output is None and form.binary:
        raise UsageError(f"{name} 不是文字，要用 -o 文件 写到文件里 (binary: use -o FILE)")
    if output is None and form.stream is None:
        raise UsageError(f"{name} 有几个文件，要用 -o 文件夹/ (several files: use -o DIR/)")
    if as_folder and form.folder is None:
        raise UsageError(f"{name} 只有一个文件，-o 要写文件名 (one file: -o must name it)")
