"""Files: an export goes to a file, a folder or stdout; a file is replaced only when complete."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING

from kg.errors import ExportError
from kg.export.rdf import FORMATS, write_rdf
from kg.export.records import records
from kg.export.tables import write_duties, write_folder

if TYPE_CHECKING:
    from kg.graph import Graph


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
        ExportError: the file cannot be written.
    """
    if output is None:
        _write(graph, name, sys.stdout.buffer, all_editions)
        sys.stdout.buffer.flush()
        return []
    try:
        if as_folder:
            return write_folder(graph, output, all_editions=all_editions)
        partial = output.with_name(f"{output.name}.{os.getpid()}.part")
        try:
            with partial.open("wb") as stream:
                _write(graph, name, stream, all_editions)
            partial.replace(output)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise ExportError(
            f"写不了 {output}：{error.strerror or error} (cannot be written)"
        ) from error
    return [output]


def _write(graph: Graph, name: str, stream: IO[bytes], all_editions: bool) -> None:
    if name in FORMATS:
        write_rdf(graph, name, stream)
    elif name == "csv":
        write_duties(graph, stream, all_editions=all_editions)
    else:
        for record in records(graph, all_editions=all_editions):
            stream.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")
