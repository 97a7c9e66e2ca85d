"""Loading: lines become a graph on disk, all of them or what changed since an earlier graph.

The engine works in threads that end with the process: whoever is interrupted need not wait for it.
"""

from __future__ import annotations

import contextlib
import io
import os
import queue
import shutil
import threading
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph as ox

from kg.rdf.ntriples import line_stream
from kg.rdf.sheaves import Change
from kg.rdf.sorted_lines import Statements

_LOADERS = 2
_PIECE = 1 << 26
"""So many bytes of lines are loaded at a time, by each of the loaders.

The engine takes five times as much memory for them. Given all at once it works in steps of a
million triples, three of them at once, in twice the memory and no faster.
"""
_TABLES = ".sst"
"""The end of the names of the engine's tables, which it writes once and only ever removes."""
_NOT_TAKEN = ("LOG", "LOCK")
_LISTEN_SECONDS = 0.5
"""Where waiting for a thread cannot be interrupted it is heard within this time."""
_MUCH = 4
"""A change of one in so many triples is worth putting the tables in order."""


def load(path: Path, lines: Statements | Change) -> None:
    """Make the graph of these lines in the folder ``path``, which must not be there.

    Raises:
        OSError: it cannot be written.
        SyntaxError: a line is no triple.
    """
    if isinstance(lines, Change):
        _copied(lines.base, path)
        _in_graph(path, lambda graph: _change(graph, lines))
    else:
        _in_graph(path, lambda graph: _fill(graph, lines))


def _in_graph(path: Path, work: Callable[[ox.Store], None]) -> None:
    graph = ox.Store(str(path))
    try:
        work(graph)
        _apart([graph.flush])
    except BaseException as error:
        # What an error knows of its place would keep the graph open, and its files with it.
        traceback.clear_frames(error.__traceback__)
        raise
    finally:
        del graph


def _fill(graph: ox.Store, lines: Statements) -> None:
    turn, stopped = threading.Lock(), threading.Event()

    def work() -> None:
        while not stopped.is_set():
            with turn:
                text = stream.read(_PIECE) + stream.readline()
            if not text:
                return
            # Our own lines are well-formed: lenient parsing skips a second check (engines: 281,000/s).
            graph.bulk_load(text, ox.RdfFormat.N_TRIPLES, lenient=True)

    with lines.open() as stream:
        try:
            _apart([work] * _LOADERS)
        finally:
            stopped.set()
    _apart([graph.optimize])


def _change(graph: ox.Store, change: Change) -> None:
    def work() -> None:
        for triple in _triples(change.removed):
            graph.remove(ox.Quad(triple.subject, triple.predicate, triple.object))
        if change.added:
            graph.bulk_load(_stream(change.added), ox.RdfFormat.N_TRIPLES, lenient=True)
        if _MUCH * (len(change.removed) + len(change.added)) > change.count:
            graph.optimize()

    _apart([work])


def _triples(lines: Iterable[str]) -> Iterable[ox.Quad]:
    return ox.parse(_stream(lines), ox.RdfFormat.N_TRIPLES, lenient=True)


def _stream(lines: Iterable[str]) -> io.BufferedReader:
    return line_stream(list(lines))


def _apart(tasks: list[Callable[[], None]]) -> None:
    """Do tasks in threads of their own; an interruption leaves them to end with the process."""
    ended: queue.SimpleQueue[BaseException | None] = queue.SimpleQueue()

    def run(task: Callable[[], None]) -> None:
        try:
            task()
        except BaseException as error:  # noqa: BLE001
            ended.put(error)
        else:
            ended.put(None)

    for task in tasks:
        threading.Thread(target=run, args=(task,), daemon=True).start()
    problems: list[BaseException | None] = []
    while len(problems) < len(tasks):
        with contextlib.suppress(queue.Empty):
            problems.append(ended.get(timeout=_LISTEN_SECONDS))
    for problem in problems:
        if problem is not None:
            raise problem


def _copied(base: Path, path: Path) -> None:
    """The files of a graph once more: its tables as they lie, all else as copies."""
    path.mkdir(parents=True)
    for file in base.iterdir():
        if file.name.startswith(_NOT_TAKEN):
            continue
        target = path / file.name
        if file.suffix == _TABLES:
            try:
                os.link(file, target)
                continue
            except OSError:
                pass  # a file system without links: copied
        shutil.copyfile(file, target)
