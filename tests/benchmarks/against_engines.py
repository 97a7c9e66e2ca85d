"""Every library query on the five lists against the bare engine and against rdflib's.

``python tests/benchmarks/against_engines.py`` prints a table; ``--write docs/measurements.md`` puts
it into that page. rdflib's engine may take ``--seconds`` for a query; where it is ended the ratio
is a lower bound. Where it ends, its rows must be ours: a check of the queries by another engine.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import statistics
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import pages
from engines import (
    Answer,
    Job,
    Rows,
    Took,
    Worker,
    answers,
    jobs,
    rdflib_answers,
    timed_engine,
    timed_library,
    timed_same_text,
)

from kg.building import build
from kg.store.graph import Graph

TURNS = 3
_OWN_SECONDS = 120.0
_PATIENCE = 3_600.0
"""Seconds of the clock after which something else is wrong: rdflib's engine is ended by its CPU time."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One query: CPU seconds here, by the bare engine and by rdflib's, and the rows of both."""

    job: Job
    own: float
    same_text: float
    bare: float
    rdflib: float
    rows: Rows
    rdflib_rows: Rows | None

    @property
    def over_same_text(self) -> float:
        """How much more than the bare engine with the same text ready-made the library takes."""
        return self.own / self.same_text

    @property
    def over_bare(self) -> float:
        """How much more than the bare engine with the query's own text the library takes."""
        return self.own / self.bare

    @property
    def advantage(self) -> float:
        """How much longer rdflib's engine takes; a lower bound if it was ended."""
        return self.rdflib / self.own

    @property
    def ended(self) -> bool:
        """Whether rdflib's engine was ended before it had answered."""
        return self.rdflib_rows is None

    @property
    def same(self) -> bool:
        """Whether no answer of rdflib's engine differs from ours."""
        return self.ended or self.rdflib_rows == self.rows


def compared(store: Path, seconds: int) -> Iterator[Compared]:
    """Every library query by the three engines, in turns.

    Raises:
        RuntimeError: an engine failed or was too late where it must not be.
    """
    other = functools.partial(rdflib_answers, seconds=seconds)
    timed = (timed_library, timed_same_text, timed_engine)
    with contextlib.ExitStack() as stack:
        sides = [stack.enter_context(Worker(opener, store)) for opener in timed]
        rows = stack.enter_context(Worker(answers, store))
        rdflib = stack.enter_context(Worker(other, store))
        for job in jobs(Graph(store)):
            turns = [
                [_took(side.ask(job, _OWN_SECONDS), job).again for side in sides]
                for _ in range(TURNS)
            ]
            times = [statistics.median(side) for side in zip(*turns, strict=True)]
            mine = _answer(rows.ask(job, _OWN_SECONDS), job)
            theirs = _answer(rdflib.ask(job, _PATIENCE), job)
            assert mine.rows is not None
            yield Compared(job, *times, theirs.cpu, mine.rows, theirs.rows)


def _took(found: object, job: Job) -> Took:
    if not isinstance(found, Took):
        raise RuntimeError(f"{job.name}: {found or 'too late'}")
    return found


def _answer(found: object, job: Job) -> Answer:
    if not isinstance(found, Answer):
        raise RuntimeError(f"{job.name}: {found or 'too late'}")
    return found


def report(found: list[Compared]) -> str:
    """The table, the least advantage first, and what it comes to."""
    rows = [
        (
            one.job.name,
            sum(one.rows.values()),
            f"{one.own * 1000:.1f}",
            f"{one.over_same_text:.2f}",
            f"{one.over_bare:.2f}",
            f"{'> ' if one.ended else ''}{one.rdflib:.2f}",
            f"{'> ' if one.ended else ''}{one.advantage:,.0f}",
            "–" if one.ended else "=" if one.same else "≠",
        )
        for one in sorted(found, key=lambda one: (one.advantage, one.job.name))
    ]
    headings = "查询 query|行 rows|本程序 here, ms|÷ pyoxigraph, 同样文本 same text|÷ pyoxigraph, 查询原文 own text|rdflib, s|rdflib ÷ 本程序 here|结果 rows"
    return "\n\n".join([pages.table(headings.split("|"), rows), summary(found)])


def summary(found: list[Compared]) -> str:
    """What the table comes to, in a few sentences."""
    advantages = [one.advantage for one in found]
    ended = [one for one in found if one.ended]
    differing = sorted(one.job.name for one in found if not one.same)
    return (
        f"{len(found)} queries. Library over bare pyoxigraph: median"
        f" {statistics.median(one.over_same_text for one in found):.2f} with the same text ready-made,"
        f" {statistics.median(one.over_bare for one in found):.2f} with the query's own text. rdflib's engine over the library: median"
        f" {statistics.median(advantages):.0f} × (least {min(advantages):.1f} ×); {len(ended)} of them ended at the"
        f" time-out and count as lower bounds. Rows compared on {len(found) - len(ended)} queries:"
        f" {'different on ' + ', '.join(differing) if differing else 'all the same'}."
    )


def differences(one: Compared) -> str:
    """A row each that only one engine answers."""
    theirs = one.rdflib_rows or type(one.rows)()
    sides = (("ours", one.rows - theirs), ("rdflib's", theirs - one.rows))
    return "\n".join(
        f"{one.job.name}: {sum(rows.values())} only {side}, e.g. {min(rows, key=str)}"
        for side, rows in sides
        if rows
    )


def main() -> int:
    """Measure and report as the command line says; exit status 1 if rows differ."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=60, help="CPU time-out of rdflib's engine")
    parser.add_argument("--store", type=Path, help="a store of the five lists; otherwise built")
    parser.add_argument("--write", type=Path, help="put the table into this page")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        store = options.store or build(into=Path(temporary) / "store").store
        found = []
        for one in compared(store, options.seconds):
            found.append(one)
            print(f"{one.job.name} {one.advantage:,.0f} ×", file=sys.stderr, flush=True)
    print(report(found))
    for one in found:
        if not one.same:
            print(differences(one))
    if options.write:
        pages.replace(options.write, "engines", report(found))
    return 0 if all(one.same for one in found) else 1


if __name__ == "__main__":
    sys.exit(main())
