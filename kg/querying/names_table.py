"""The table to fill in: unresolved names as rows of functions.csv, for a folder of one's own."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from kg.errors import ExportError, reason
from kg.folding import guarded
from kg.querying.departments import Entry
from kg.vocabulary.loading import COLUMNS


def write_names_table(folder: Path, entries: Sequence[Entry]) -> Path:
    """Write ``folder/unresolved-functions.csv``: one row a name, what it might be in the note.

    Fill in slug, standard name and branch, then save it as functions.csv: a name of its own it would
    overwrite nothing.

    Raises:
        ExportError: the folder cannot be written.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS["functions"])
    columns = COLUMNS["functions"]
    for number, entry in enumerate(entries, 1):
        office = entry.name.removeprefix(entry.place)
        where = entry.forms[0].first if entry.forms else ""
        near = "、".join(entry.near)
        row = dict.fromkeys(columns, "")
        row |= {
            "function": f"fill-in-{number}",
            "name": office,
            "branch": "government",
            "note": f"出处 {where}" + (f"；是不是 {near}" if near else ""),
        }
        writer.writerow([guarded(row[column]) for column in columns])
    path = folder / "unresolved-functions.csv"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(stream.getvalue(), "utf-8", newline="")
    except OSError as error:
        raise ExportError(f"写不了 {path}：{reason(error)} (cannot be written)") from error
    return path
