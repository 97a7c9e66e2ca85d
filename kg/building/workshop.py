"""The workshop: reads files and makes parts, here or in processes side by side.

Whatever is made lies on the shelf; what goes between processes is small. Of a build that was killed the
next one finds there what was done.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import signal
import time
import zlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import astuple
from itertools import islice
from pathlib import Path
from typing import Any, Protocol, TypeVar

from kg.building import program, wordings
from kg.building.parts import HEAD, READ, Documents, Recipe, lines_of, made, taken
from kg.building.shelf import Shelf
from kg.errors import InputError
from kg.meaning.wording import WordingReader
from kg.meaning.words import Words, words_of
from kg.rdf.iris import Iris
from kg.reading.documents import read_source
from kg.reading.packed import pack
from kg.reading.placing import Head, heads_of
from kg.reading.sources import Source
from kg.store.originals import MAPPING
from kg.values import Department
from kg.vocabulary.loading import Vocabulary, load

WORTH_PROCESSES = 24
"""Fewer documents than this are done before other processes have started."""

_AHEAD = 4
"""So many tasks for each process are waiting."""

_SAY_SECONDS = 2.0
_MANY = 100

Say = Callable[[str], None]
_Task = TypeVar("_Task")
_Done = TypeVar("_Done")


class Workshop:
    """Makes entries of the shelf with one vocabulary."""

    def __init__(self, vocabulary: Vocabulary, iris: Iris, shelf: Shelf) -> None:
        """Work with these tables, for this base of IRIs."""
        self.vocabulary, self.iris, self.shelf = vocabulary, iris, shelf
        self.documents = Documents(shelf)
        self._reader: WordingReader | None = None
        self._words: Words | None = None

    def read(self, task: tuple[Source, str]) -> list[list[Any]]:
        """Read a file for its entry; the heads of its documents, as plain values."""
        source, key = task
        documents = read_source(
            source, self.vocabulary, place=source.place, edition=source.edition, kind=source.kind
        )
        heads = [list(astuple(head)) for head in heads_of(0, documents)]
        if source_key(source, self.vocabulary) == key:  # else it changed meanwhile
            self.shelf.put(READ, key, zlib.compress(pack(documents), 1))
            self.shelf.put(HEAD, key, json.dumps(heads, ensure_ascii=False).encode())
            return heads
        raise InputError(
            f"{source.name} 在读的时候变了，请再建一次 (the file changed while it was read)"
        )

    def part(self, task: tuple[Recipe, Path | None]) -> None:
        """Make a part; its lines go to a file, if one is named."""
        recipe, path = task
        lines = self.lines(recipe)
        if path is not None:
            with path.open("w", encoding="utf-8", newline="\n") as stream:
                stream.writelines(f"{line}\n" for line in lines)

    def lines(self, recipe: Recipe) -> list[str]:
        """Make a part, if it is not on the shelf, and give its lines, which are not kept there.

        Raises:
            LookupError: its documents are not on the shelf.
        """
        if taken(self.shelf, recipe) is not None:
            return lines_of(recipe, self.documents, self.vocabulary, self.iris)
        if self._reader is None:
            self._reader = WordingReader(self.vocabulary)
        return made(recipe, self.shelf, self.documents, self.vocabulary, self._reader, self.iris)

    def wordings(self, task: tuple[Recipe, str, dict[Department, str]]) -> None:
        """Put the wordings of a part on the shelf.

        Raises:
            LookupError: the part is not there.
        """
        recipe, entry, known = task
        part = taken(self.shelf, recipe)
        if part is None:
            raise LookupError(recipe.key)
        if self._words is None:
            self._words = words_of(self.vocabulary.folders)
        wordings.make(part, entry, known, self.documents, self.vocabulary, self._words, self.iris)


def source_key(source: Source, vocabulary: Vocabulary) -> str:
    """The key of what is read of a file: its bytes, what was said of it, and the tables."""
    said = source.path.with_name(source.path.name + MAPPING)
    kind = source.kind.value if source.kind else None
    return program.key(
        "read",
        vocabulary.checksum,
        source.name,
        source.place,
        source.edition,
        kind,
        _sum(source.path),
        _sum(said),
    )


def _sum(path: Path) -> str | None:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        return None if isinstance(error, FileNotFoundError) else f"! {type(error).__name__}"


def kept_heads(shelf: Shelf, key: str, source: int) -> list[Head] | None:
    """The heads of the documents of a file that was read; None where there are none."""
    data = shelf.get(HEAD, key)
    if data is None or not shelf.has(READ, key):
        return None
    return heads(json.loads(data), source)


def heads(values: Sequence[Sequence[Any]], source: int) -> list[Head]:
    """Heads from plain values, as those of the file number ``source``."""
    return [
        Head(source, i, p, s, c, e, n, tuple(k), w, b) for _, i, p, s, c, e, n, k, w, b in values
    ]


# -- side by side ---------------------------------------------------------------------------

_here: Workshop | None = None


def _begin(overlay: Path | None, base: str, folder: Path) -> None:
    """Set up a process: it ends with the one that started it, not by itself on Ctrl-C."""
    global _here  # noqa: PLW0603
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _here = Workshop(load(overlay), Iris(base), Shelf(folder))


def _do(name: str, task: Any) -> Any:
    assert _here is not None
    return getattr(_here, name)(task)


class Hands(Protocol):
    """Whoever does the tasks of a build."""

    def each(self, name: str, tasks: Sequence[Any], what: str) -> Iterator[Any]:
        """The results of the workshop's method ``name`` for all tasks, in their order."""
        ...


class Crew:
    """Does the tasks of a build in so many processes, or here."""

    def __init__(self, workshop: Workshop, overlay: Path | None, workers: int, say: Say) -> None:
        """``workers`` 1: everything is done here."""
        self._workshop, self._overlay, self._workers, self._say = workshop, overlay, workers, say

    def each(self, name: str, tasks: Sequence[Any], what: str) -> Iterator[Any]:
        """The results of the workshop's method ``name`` for all tasks, in their order."""
        progress = Progress(len(tasks), what, self._say)
        folder = self._workshop.shelf.folder
        if self._workers > 1 and len(tasks) >= WORTH_PROCESSES and folder is not None:
            results = self._side_by_side(name, tasks, folder)
        else:
            results = map(getattr(self._workshop, name), tasks)
        for result in results:
            progress.step()
            yield result

    def _side_by_side(self, name: str, tasks: Sequence[Any], folder: Path) -> Iterator[Any]:
        before = set(multiprocessing.active_children())
        pool = ProcessPoolExecutor(
            self._workers,
            multiprocessing.get_context("spawn"),
            _begin,
            (self._overlay, self._workshop.iris.base, folder),
        )
        waiting: deque[Future[Any]] = deque()
        rest = iter(tasks)
        try:
            for task in islice(rest, _AHEAD * self._workers):
                waiting.append(pool.submit(_do, name, task))
            while waiting:
                yield waiting.popleft().result()
                for task in islice(rest, 1):
                    waiting.append(pool.submit(_do, name, task))
        except BaseException:
            for process in set(multiprocessing.active_children()) - before:
                process.kill()
            raise
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def cores() -> int:
    """How many processes this one may keep busy."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not every system tells
        return os.cpu_count() or 1


class Progress:
    """Says now and then how far work is, how fast, and how long it will take."""

    def __init__(self, total: int, what: str, say: Say, unit: str = "份") -> None:
        """``what`` is done ``total`` times, counted in ``unit``."""
        self._total, self._what, self._say, self._unit = total, what, say, unit
        self._done = self._before = 0
        self._began = self._said = time.monotonic()

    def already(self, count: int) -> None:
        """So many were done before this work began."""
        self._done = self._before = count

    def step(self, count: int = 1) -> None:
        """So many more are done."""
        self._done += count
        now = time.monotonic()
        if now - self._said < _SAY_SECONDS or self._done == self._total:
            return
        self._said = now
        rate = (self._done - self._before) / (now - self._began)
        left = (self._total - self._done) / rate
        shown = f"{rate:.1f}" if rate < _MANY else f"{rate:,.0f}"
        self._say(
            f"{self._what} {self._done:,}/{self._total:,}，每秒 {shown} {self._unit}，还要 {_span(left)}"
            f" ({shown}/s, {_span(left, 'en')} left)"
        )


def _span(seconds: float, language: str = "zh") -> str:
    minutes, rest = divmod(round(seconds), 60)
    if language == "en":
        return f"{minutes} min {rest} s" if minutes else f"{rest} s"
    return f"{minutes} 分 {rest} 秒" if minutes else f"{rest} 秒"
