"""What the workers open: the current generation, with further graphs laid beside it if asked for."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from kg.errors import StoreError, UsageError
from kg.store import generations as store
from kg.store import seals
from kg.store.graph import Graph
from kg.store.holding import Swept, hold

_FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A further RDF file, served as a named graph."""

    graph: str
    path: Path

    @classmethod
    def read(cls, text: str) -> NamedFile:
        """``GRAPH=FILE``, split at the last ``=``.

        Raises:
            UsageError: the graph is no absolute IRI, the file does not exist or has no known ending.
        """
        graph, equals, file = text.rpartition("=")
        try:
            ox.NamedNode(graph)
        except ValueError:
            equals = ""
        if not equals:
            raise UsageError(f"--with 应写成 图的网址=文件 (must be GRAPH-IRI=FILE): {text}")
        path = Path(file)
        if not path.is_file():
            raise UsageError(f"--with：没有这个文件 (no such file): {file}")
        if path.suffix.lower() not in _FORMATS:
            raise UsageError(
                f"--with：不认识的格式，可用 (unknown format; there are) {' '.join(_FORMATS)}: {file}"
            )
        return cls(graph, path)


class Source:
    """The store of a server: which generation is current, and where the workers find its triples."""

    def __init__(self, directory: Path, named: Sequence[NamedFile] = ()) -> None:
        """Serve the store in ``directory`` and ``named`` files; nothing is opened yet."""
        self.directory = directory
        self.named = tuple(named)
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._files: tuple[NamedFile, ...] | None = None
        self._prepared: tuple[str, Path] | None = None
        self._lock = threading.Lock()
        self._pointer = directory / store.CURRENT
        self._seen: tuple[tuple[int, int, int], store.Generation] | None = None

    @cached_property
    def identity(self) -> str:
        """A checksum of the named files: with other ones answers differ."""
        found = hashlib.sha256()
        for item in self._kept():
            found.update(f"{item.graph}\n{item.path.stat().st_size}\n".encode())
            found.update(item.path.read_bytes())
        return found.hexdigest() if self.named else ""

    def current(self) -> store.Generation:
        """The generation to serve now.

        Raises:
            StoreError: the store is gone or damaged.
        """
        # Asked several times for each request: what names it is read when it is another file.
        try:
            status = os.stat(self._pointer)  # noqa: PTH116
        except OSError:
            return self._read()
        stamp = (status.st_ino, status.st_mtime_ns, status.st_size)
        if self._seen is None or self._seen[0] != stamp:
            self._seen = (stamp, self._read())
        return self._seen[1]

    def _read(self) -> store.Generation:
        return store.current(self.directory)

    def check(self) -> None:
        """Read the current generation through: a server goes on with what it opens for long.

        Raises:
            StoreError: it is damaged.
        """
        with contextlib.suppress(Swept):  # a build goes on: there is a fresh one
            path = self.current().path
            held = hold(path)
            seals.check(path, deep=True)
            del held

    def graph(self, generation: store.Generation) -> Path:
        """The folder with the triples of ``generation`` (and of the named files).

        The named files are read once, as they are when the server starts: what becomes of them later
        changes no answer, and stops none.

        Raises:
            UsageError: a named file cannot be parsed.
            StoreError: the copy that holds the named files cannot be made.
        """
        plain = generation.path / "graph"
        if not self.named:
            return plain
        with self._lock:
            if self._prepared is None or self._prepared[0] != generation.path.name:
                copied = self._copy(plain, generation.path.name)
                if self._prepared:
                    shutil.rmtree(self._prepared[1], ignore_errors=True)
                self._prepared = (generation.path.name, copied)
            return self._prepared[1]

    def close(self) -> None:
        """Remove what was prepared."""
        if self._folder:
            self._folder.cleanup()

    def _copy(self, plain: Path, name: str) -> Path:
        try:
            target = self._work() / name
            shutil.rmtree(target, ignore_errors=True)  # of a try that failed
            held = hold(plain.parent)  # nobody removes it while it is copied
            ox.Store.read_only(str(plain)).backup(str(target))
            writer = ox.Store(str(target))
            for kept, item in zip(self._kept(), self.named, strict=True):
                _load(writer, kept, item.path)
            writer.flush()
            del held
        except (OSError, RuntimeError) as error:
            raise StoreError(f"准备 --with 时出错 (cannot prepare): {error}") from error
        return target

    def _work(self) -> Path:
        """A folder of our own, removed in the end."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(
                prefix="kg-serve-", ignore_cleanup_errors=True
            )
        return Path(self._folder.name)

    def _kept(self) -> tuple[NamedFile, ...]:
        """Our own copies of the named files."""
        if self._files is None:
            files = []
            for number, item in enumerate(self.named):
                target = self._work() / f"{number}{item.path.suffix}"
                shutil.copyfile(item.path, target)
                files.append(NamedFile(item.graph, target))
            self._files = tuple(files)
        return self._files


def _load(writer: ox.Store, item: NamedFile, given: Path) -> None:
    node = ox.NamedNode(item.graph)
    try:
        writer.bulk_load(
            path=str(item.path),
            format=_FORMATS[item.path.suffix.lower()],
            base_iri=item.graph,
            to_graph=node,
        )
    except SyntaxError as error:
        raise UsageError(f"--with：{given} 读不懂 (cannot be parsed): {error}") from error
    writer.add_graph(node)


class Newest:
    """The graph of the current generation, opened when it is asked for; while there is none the last one goes on."""

    def __init__(self, source: Source, graph: Graph | None = None) -> None:
        """Of ``source``; ``graph`` is open already."""
        self._source, self._graph = source, graph

    @property
    def graph(self) -> Graph:
        """The graph now.

        Raises:
            StoreError: there is none, and never was.
        """
        try:
            current = self._source.current()
            if self._graph is None or self._graph.generation.path != current.path:
                opened = Graph(self._source.directory)
                _ = opened.summary
                self._graph = opened
        except (StoreError, OSError):
            if self._graph is None:
                raise
        return self._graph
