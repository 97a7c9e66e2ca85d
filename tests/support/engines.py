"""Engines to measure, each in a process of its own: the library, the bare engine, rdflib's.

A query that runs too long is killed with its process and stops no report. Times are CPU seconds:
other work on the machine moves only the clock on the wall.
"""

from __future__ import annotations

import contextlib
import math
import multiprocessing
import os
import signal
import statistics
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Self

import pyoxigraph as ox

from kg.errors import QueryError
from kg.querying import library as queries
from kg.querying.lookup import Lookup
from kg.rdf.terms import PREFIXES
from kg.store.graph import Graph

Cell = tuple[str, str] | None
Rows = Counter[tuple[Cell, ...]]

RUNS = 5
_ENOUGH = 1.0
"""Seconds of CPU after which a query is not run again for a better median."""
_PATIENCE = 20
"""How many times longer than its CPU time a query may take by the clock on the wall."""
_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = frozenset(_XSD + name for name in ("integer", "decimal", "double", "float"))


@dataclass(frozen=True, slots=True)
class Job:
    """A library query with values as people write them, and its own text with these values bound.

    The text has neither prepared rows nor duties of the text index in it: any engine can take it.
    """

    name: str
    values: dict[str, str]
    text: str


@dataclass(frozen=True, slots=True)
class Took:
    """CPU seconds of a query the first time and again (median), and its number of rows."""

    first: float
    again: float
    rows: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What an engine answered and its CPU seconds; ``rows`` is None where it was stopped."""

    cpu: float
    rows: Rows | None


Engine = Callable[[Job], Any]
Opener = Callable[[Path], Engine]


class Plain(Graph):
    """A graph without prepared tables and text index: what a query's own text asks of an engine."""

    def prepared(self, select: str, bound: Mapping[str, str], over: str = "") -> None:
        """None is at hand."""

    def duties_with(self, words: Collection[str], fields: Collection[str] = ()) -> None:
        """None is known."""


# -- what is asked ---------------------------------------------------------------------------


def jobs(graph: Graph) -> list[Job]:
    """Every library query with its examples; places that are not loaded give way to the first ones."""
    plain, found = Plain(graph.directory), []
    for name, item in sorted(queries.library().items()):
        values = example_values(graph, item)
        found.append(Job(name, values, item.bind(plain, values)))
    return found


def example_values(graph: Graph, item: queries.LibraryQuery) -> dict[str, str]:
    """The examples of the required parameters, each of something that is in the graph."""
    lookup = Lookup.of(graph)
    values: dict[str, str] = {}
    for parameter in (p for p in item.parameters if p.required):
        values[parameter.name] = parameter.example
        find = getattr(lookup, parameter.type, None)
        if find is None:
            continue
        try:
            find(parameter.example)
        except QueryError:
            others = _names(graph, parameter.type)
            fresh = [name for name in others if name not in values.values()]
            values[parameter.name] = (fresh or others)[0]
    return values


def _names(graph: Graph, kind: str) -> list[str]:
    """Names of this kind in the graph, water offices first among departments."""
    if kind in ("township", "county"):
        return sorted({document[kind] for document in graph.documents})
    of_county = "; :jurisdiction/a :County" if kind == "department" else ""
    rows = graph.rows(
        f"SELECT ?name WHERE {{ ?iri a :{kind.capitalize()} ; rdfs:label ?name {of_county} }}"
    )
    return sorted({row["name"] for row in rows}, key=lambda name: ("水利" not in name, name))


# -- processes -------------------------------------------------------------------------------


class Worker:
    """A process that opens an engine and answers jobs one by one; a late one is replaced."""

    def __init__(self, opener: Opener, store: Path) -> None:
        """Start the process and wait until the engine is open."""
        self._opener, self._store = opener, store
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, far = context.Pipe()
        arguments = (self._opener, self._store, far)
        self._process = context.Process(target=_serve, args=arguments, daemon=True)
        self._process.start()
        far.close()
        self._pipe.recv()

    def ask(self, job: Job, seconds: float) -> Any:
        """The engine's answer, the error it raised, or None if neither came in time."""
        self._pipe.send(job)
        if self._pipe.poll(seconds):
            with contextlib.suppress(EOFError):
                return self._pipe.recv()
        self.close()
        self._start()
        return None

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()
        self._pipe.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _serve(opener: Opener, store: Path, pipe: Connection) -> None:
    engine = opener(store)
    pipe.send("ready")
    with contextlib.suppress(EOFError):
        while True:
            job = pipe.recv()
            try:
                answer = engine(job)
            except Exception as error:  # noqa: BLE001 - whatever goes wrong belongs in the report
                answer = RuntimeError(f"{type(error).__name__}: {error}")
            pipe.send(answer)


def forked(engine: Engine, job: Job, seconds: int) -> Answer:
    """The engine's answer from a copy of this process, which ends after ``seconds`` of CPU.

    POSIX only.
    """
    import resource

    receiver, sender = multiprocessing.Pipe(duplex=False)
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        try:
            sender.send(engine(job))
        finally:
            os._exit(0)
    sender.close()
    answer = None
    if receiver.poll(seconds * _PATIENCE):
        with contextlib.suppress(EOFError):
            answer = receiver.recv()
    else:
        os.kill(child, signal.SIGKILL)
    _, _, used = os.wait4(child, 0)
    receiver.close()
    return answer or Answer(used.ru_utime + used.ru_stime, None)


# -- engines ---------------------------------------------------------------------------------


def timed_library(store: Path) -> Engine:
    """How long this program takes: names bound, query evaluated, rows fetched."""
    graph = Graph(store)

    def ask(job: Job) -> Took:
        item = queries.find(job.name)
        return _timed(lambda: graph.query(item.bind(graph, job.values)))

    return ask


def timed_engine(store: Path) -> Engine:
    """How long the bare engine takes for the query's own text."""
    graph = Graph(store)
    return lambda job: _timed(lambda: graph.store.query(job.text, prefixes=PREFIXES))


def timed_same_text(store: Path) -> Engine:
    """How long the bare engine takes for the text this program gives it, once that is made."""
    graph = Graph(store)

    def ask(job: Job) -> Took:
        text = queries.find(job.name).bind(graph, job.values)
        return _timed(lambda: graph.store.query(text, prefixes=PREFIXES))

    return ask


def answers(store: Path) -> Engine:
    """The rows this program answers."""
    graph = Graph(store)

    def ask(job: Job) -> Answer:
        start = time.process_time()
        found = list(graph.query(queries.find(job.name).bind(graph, job.values)))
        return Answer(time.process_time() - start, _counted(found, _own_cell))

    return ask


def rdflib_answers(store: Path, seconds: int) -> Engine:
    """The rows rdflib's engine answers to the query's own text, each in a copy of this process."""
    import rdflib.plugins.sparql

    # Without this a query could make rdflib read files and addresses.
    rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS = False
    other = Graph(store).to_rdflib()

    def evaluate(job: Job) -> Answer:
        start = time.process_time()
        found = list(other.query(job.text))
        return Answer(time.process_time() - start, _counted(found, _rdflib_cell))

    return lambda job: forked(evaluate, job, seconds)


def _timed(query: Callable[[], Iterable[Any]]) -> Took:
    times, rows = [], 0
    while len(times) <= RUNS and sum(times) < _ENOUGH:
        start = time.process_time()
        rows = sum(1 for _ in query())
        times.append(time.process_time() - start)
    return Took(times[0], statistics.median(times[1:] or times), rows)


# -- rows that can be compared ---------------------------------------------------------------


def _counted(solutions: Iterable[Iterable[Any]], cell: Callable[[Any], Cell]) -> Rows:
    return Counter(tuple(map(cell, solution)) for solution in solutions)


def _own_cell(term: Any) -> Cell:
    if term is None:
        return None
    if isinstance(term, ox.Literal):
        return _literal(term.value, term.language, term.datatype.value)
    return ("iri", term.value) if isinstance(term, ox.NamedNode) else ("blank", "")


def _rdflib_cell(term: Any) -> Cell:
    import rdflib

    if term is None:
        return None
    if isinstance(term, rdflib.Literal):
        return _literal(str(term), term.language, str(term.datatype or ""))
    return ("iri", str(term)) if isinstance(term, rdflib.URIRef) else ("blank", "")


def _literal(value: str, language: str | None, datatype: str) -> Cell:
    """A literal by its value: engines write the same number in different ways."""
    if language:
        return language.lower(), value
    if datatype in _NUMBERS:
        number = float(value)
        return "number", f"{number:.9g}" if math.isfinite(number) else value
    return ("text" if datatype in ("", _XSD + "string") else datatype), value
