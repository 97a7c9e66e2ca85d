"""CPU seconds of one build by its stages, in one process: which stage grows faster than the lists do.

``python tests/benchmarks/stages.py STORE PATH…`` builds the lists of PATH into STORE and prints one line
of JSON: lists, townships, triples, memory, CPU seconds of every stage (user and system, of all threads). With
``--add PATH`` it then adds that list to the store and prints a second line.
``python tests/benchmarks/stages.py --growth A.jsonl B.jsonl`` prints CPU a township in B over that in A.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import pages

from kg import keeping
from kg.building import build, former, generation, lists, parts, stages
from kg.quality import irregularities
from kg.store import loading, meanings, names, seals

STAGES = {
    "reading": [(lists, "read")],
    "parts": [(stages.Stages, "_make_parts")],
    "triples": [(parts, "township_lines")],
    "quality": [(irregularities, "check")],
    "matters": [(stages.Steps, "match")],
    "slips": [(stages.Steps, "slips")],
    "lines": [(stages.Stages, "lines")],
    "loading": [(loading, "load")],
    "text index": [(generation, "_write_texts")],
    "prepared tables": [(generation, "_prepare_tables")],
    "meanings": [(generation, "_index"), (meanings, "save"), (meanings, "write_senses")],
    "names": [(names, "write")],
    "seals": [(seals, "seal")],
    "former": [(former, "write"), (former, "of")],
}
"""The functions that are a build's stages."""


class Clock:
    """Shares CPU time out among stages; a stage inside another takes its time from it."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self._open = ["rest"]
        self._at = time.process_time()

    def _turn(self) -> None:
        now = time.process_time()
        self.spent[self._open[-1]] += now - self._at
        self._at = now

    def watch(self, owner: Any, name: str, stage: str) -> None:
        """Count what the function ``name`` of a module or class takes for ``stage``."""
        function: Callable[..., Any] = getattr(owner, name)

        @functools.wraps(function)
        def timed(*given: Any, **named: Any) -> Any:
            self._turn()
            self._open.append(stage)
            try:
                return function(*given, **named)
            finally:
                self._turn()
                self._open.pop()

        setattr(owner, name, timed)

    def taken(self) -> dict[str, float]:
        """The seconds of every stage since the last time."""
        self._turn()
        found, self.spent = dict(self.spent), defaultdict(float)
        return {stage: round(seconds, 3) for stage, seconds in sorted(found.items())}


def _watched(clock: Clock) -> None:
    for stage, functions in STAGES.items():
        for owner, name in functions:
            clock.watch(owner, name, stage)


def _at_once(owner: Any, name: str) -> None:
    """Have a generator's work done where it is asked for, not later, a piece at a time, on another stage's bill."""
    found = getattr(owner, name)
    setattr(owner, name, functools.wraps(found)(lambda *given: list(found(*given))))


def main() -> int:
    """Build and print, or compare what was printed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("store", type=Path)
    parser.add_argument("paths", type=Path, nargs="+")
    parser.add_argument("--add", type=Path)
    parser.add_argument("--growth", action="store_true")
    given = parser.parse_args()
    if given.growth:
        few, many = (
            json.loads(path.read_text("utf-8").split("\n")[0])
            for path in (given.store, *given.paths)
        )
        print(growth(few, many))
        return 0
    clock = Clock()
    _at_once(stages.Steps, "slips")
    _at_once(irregularities, "check")
    _watched(clock)
    before = resource.getrusage(resource.RUSAGE_SELF)
    made = build(given.paths, into=given.store, workers=1)
    print(_line("build", clock, before, made), flush=True)
    if given.add:
        clock.taken()
        before = resource.getrusage(resource.RUSAGE_SELF)
        made = keeping.add([given.add], into=given.store)
        print(_line("add", clock, before, made), flush=True)
    return 0


def _line(what: str, clock: Clock, before: resource.struct_rusage, made: Any) -> str:
    spent, now = clock.taken(), resource.getrusage(resource.RUSAGE_SELF)
    figures = {
        "what": what,
        "lists": len(made.figures),
        "townships": len({one["township_code"] for one in made.figures}),
        "triples": made.triples,
        "cpu": round(now.ru_utime + now.ru_stime - before.ru_utime - before.ru_stime, 2),
        "memory": now.ru_maxrss * 1024,
        "load": os.getloadavg()[0],
        "stages": spent,
    }
    return json.dumps(figures)


def growth(few: dict[str, Any], many: dict[str, Any]) -> str:
    """A table of CPU a township by stages."""

    def each(figures: dict[str, Any], stage: str) -> float:
        spent = figures["stages"].get(stage, 0.0) if stage else figures["cpu"]
        return float(spent) / int(figures["townships"])

    rows = []
    for stage in (*sorted(many["stages"], key=lambda stage: -many["stages"][stage]), ""):
        one, other = each(few, stage), each(many, stage)
        shown = f"{other / one:.2f}" if one else "–"
        rows.append((stage or "合计 total", f"{one * 1000:.0f}", f"{other * 1000:.0f}", shown))
    heads = ("步骤 stage", f"{few['townships']}, ms", f"{many['townships']}, ms", "倍 ×")
    return pages.table(heads, rows)


if __name__ == "__main__":
    sys.exit(main())
