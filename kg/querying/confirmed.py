"""Confirmed: what of a graph is known to be at another store, in a small file beside what is sent.

JSON lines: first what is sent and where, then a line for each parcel that the other side took. After an
interruption these are not sent again; when everything is there the file is removed. The address stands
in it without its query part, which may hold a key.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from pathlib import Path
from typing import Any

from kg.querying.transport import without_query
from kg.rdf.partitions import PUSHED

_WHAT = "duty-kg push"
_DIGITS = 16


class Confirmed:
    """The parcels of one graph at one target, in their order."""

    def __init__(self, folder: Path | None, url: str, target: str, dataset: str) -> None:
        """Read what was noted in ``folder``; None: nothing is kept."""
        key = hashlib.sha256(f"{url}\n{target}".encode()).hexdigest()
        self._head = {
            "what": _WHAT,
            "url": without_query(url),
            "graph": target,
            "target": key,
            "dataset": dataset,
        }
        self.path = folder / f"{PUSHED}{key[:_DIGITS]}.jsonl" if folder is not None else None
        self.parcels: list[tuple[str, int]] = self._read()
        """Checksum and number of statements of each."""
        self.problem: OSError | None = None
        """Why nothing is kept, if it should be."""

    def _read(self) -> list[tuple[str, int]]:
        rows: list[Any] = []
        if self.path is not None:
            with contextlib.suppress(OSError):
                for line in self.path.read_text("utf-8", "replace").split("\n"):
                    with contextlib.suppress(ValueError):  # a line that a kill has cut
                        rows.append(json.loads(line))
        if not rows or rows[0] != self._head:
            return []
        try:
            return [(str(row["sha256"]), int(row["statements"])) for row in rows[1:]]
        except (TypeError, KeyError, ValueError):
            return []

    def add(self, sha256: str, statements: int) -> None:
        """Note that the next parcel is there."""
        self.parcels.append((sha256, statements))
        row = {"sha256": sha256, "statements": statements}
        if len(self.parcels) == 1:
            self._write("w", self._head, row)
        else:
            self._write("a", row)

    def _write(self, mode: str, *rows: dict[str, Any]) -> None:
        if self.path is None or self.problem is not None:
            return
        try:
            with self.path.open(mode, encoding="utf-8", newline="\n") as stream:
                if mode == "a":
                    stream.write("\n")  # a kill may have cut the line before
                stream.writelines(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            self.problem = error

    def keep(self, count: int) -> None:
        """Believe only the first ``count`` parcels."""
        kept = self.parcels[:count]
        self.parcels = []
        self._remove()
        for sha256, statements in kept:
            self.add(sha256, statements)

    def done(self) -> None:
        """Everything is there: the file has done its work."""
        self._remove()

    def _remove(self) -> None:
        if self.path is not None:
            with contextlib.suppress(OSError):
                self.path.unlink(missing_ok=True)
