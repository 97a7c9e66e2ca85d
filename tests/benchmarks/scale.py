"""Every library query on the five lists and on many synthetic townships: what grows, and how much.

``python tests/benchmarks/scale.py 200``: builds both stores in a temporary folder, prints a table
sorted by time, writes nothing into the project. ``--keep DIR`` leaves lists and stores there and
uses those it finds; ``--write docs/measurements.md`` puts the table into that page. A query that
takes longer than ``--seconds`` is ended and reported as such.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import pages
import synthetic
from engines import Job, Took, Worker, jobs, timed_library

from kg.querying import library as queries
from kg.store.graph import Graph

ROOT = Path(__file__).resolve().parents[2]
FEW = 5
POINT_LIMIT = 0.010
"""Seconds a question about one township may take (the project's target)."""
_BUILD = """
import json, sys, time
from pathlib import Path
from kg.building import build
made = build([Path(path) for path in sys.argv[2:]], into=Path(sys.argv[1]))
figures = {"lists": len(made.documents), "triples": made.triples, "cpu": time.process_time()}
try:
    import resource
    unit = 1 if sys.platform == "darwin" else 1024
    figures["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
except ImportError:
    figures["memory"] = 0
print(json.dumps(figures))
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One query on few and on many lists; None where it was ended or failed."""

    job: Job
    few: Took | None
    many: Took | None

    @property
    def point(self) -> bool:
        """Whether it asks about one township."""
        item = queries.find(self.job.name)
        return any(p.required and p.type == "township" for p in item.parameters)

    @property
    def growth(self) -> float | None:
        """Time on many lists over time on few."""
        return self.many.again / self.few.again if self.many and self.few else None


def built(home: Path, name: str, lists: list[Path]) -> Path:
    """The store ``name`` under ``home``; it is built, with its figures beside it, if it is not there."""
    store, figures = home / name, home / f"{name}.json"
    if not figures.exists():
        print(f"building {name} …", file=sys.stderr, flush=True)
        done = subprocess.run(
            [sys.executable, "-c", _BUILD, str(store), *map(str, lists)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        figures.write_text(done.stdout, "utf-8")
    return store


def costs(home: Path, names: list[str]) -> str:
    """The table of what the builds cost."""
    rows = []
    for name in names:
        figures = json.loads((home / f"{name}.json").read_text("utf-8"))
        size = sum(f.stat().st_size for f in (home / name).rglob("*") if f.is_file())
        graph = sum(f.stat().st_size for f in (home / name).glob("g-*/graph/*"))
        rows.append(
            (
                figures["lists"],
                f"{figures['triples']:,}",
                f"{figures['cpu']:.1f}",
                f"{figures['lists'] / figures['cpu']:.1f}",
                f"{figures['triples'] / figures['cpu']:,.0f}",
                f"{figures['memory'] / 1e9:.2f}" if figures["memory"] else "–",
                f"{size / 1e6:,.0f}",
                f"{graph / figures['triples']:.0f}",
            )
        )
    headings = "清单 lists|三元组 triples|CPU s|清单/秒 lists/s|三元组/秒 triples/s|内存 memory GB|图库 store MB|字节/三元组 bytes/triple"
    return pages.table(headings.split("|"), rows)


def measured(few: Path, many: Path, seconds: float) -> list[Line]:
    """Every library query on both stores, the slowest on many lists first."""
    asked = {job.name: job for job in jobs(Graph(few))}
    lines = []
    with Worker(timed_library, few) as small, Worker(timed_library, many) as big:
        for job in jobs(Graph(many)):
            found = [small.ask(asked[job.name], seconds), big.ask(job, seconds)]
            for answer in found:
                if isinstance(answer, Exception):
                    print(f"{job.name}: {answer}", file=sys.stderr)
            one, other = (answer if isinstance(answer, Took) else None for answer in found)
            lines.append(Line(job, one, other))
    return sorted(lines, key=lambda line: (-(line.many.again if line.many else 1e9), line.job.name))


def report(lines: list[Line], count: int, seconds: float) -> str:
    """The table and what it comes to."""
    late = f"> {seconds:g} s"

    def milliseconds(took: Took | None, first: bool = False) -> str:
        return late if took is None else f"{(took.first if first else took.again) * 1000:.1f}"

    rows = [
        (
            f"{line.job.name}{' •' if line.point else ''}",
            milliseconds(line.few),
            milliseconds(line.many),
            f"{line.growth:.1f}" if line.growth else "–",
            line.few.rows if line.few else "–",
            line.many.rows if line.many else "–",
            milliseconds(line.many, first=True),
        )
        for line in lines
    ]
    headings = [
        "查询 query（• 问一个乡镇 asks about one township）",
        f"{FEW} 份 lists, ms",
        f"{count} 个乡镇 townships, ms",
        "倍 ×",
        f"行 rows, {FEW}",
        f"行 rows, {count}",
        "第一次 first time, ms",
    ]
    return "\n\n".join([pages.table(headings, rows), summary(lines, count)])


def summary(lines: list[Line], count: int) -> str:
    """What the table comes to, in a few sentences."""
    points = [line for line in lines if line.point and line.growth is not None]
    growths = [line.growth for line in points if line.growth is not None]
    quick = sum(line.many is not None and line.many.again <= POINT_LIMIT for line in points)
    times = [line.many.again for line in lines if line.many]
    ended = sum(line.many is None for line in lines)
    flat = (
        f"{len(points)} queries ask about one township: on {count} townships {quick} of them take at most"
        f" {POINT_LIMIT * 1000:g} ms; growth median {statistics.median(growths):.1f} ×, most {max(growths):.1f} ×."
        if growths
        else "No query asks about one township."
    )
    return (
        f"{flat} All {len(lines)} queries: median {statistics.median(times) * 1000:.1f} ms, slowest"
        f" {max(times) * 1000:,.0f} ms, {ended} ended or failed."
    )


def main() -> int:
    """Measure and report as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int, nargs="?", default=200, help="number of townships")
    parser.add_argument("--seconds", type=float, default=60.0, help="time-out of one query")
    parser.add_argument("--keep", type=Path, help="folder for lists and stores")
    parser.add_argument("--write", type=Path, help="put the tables into this page")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        home = (options.keep or Path(temporary)).resolve()
        home.mkdir(parents=True, exist_ok=True)
        few = built(home, "five", [])
        lists = home / f"lists-{options.count}"
        synthetic.write(options.count, lists)
        many = built(home, f"many-{options.count}", [lists])
        text = "\n\n".join(
            [
                costs(home, [few.name, many.name]),
                report(measured(few, many, options.seconds), options.count, options.seconds),
            ]
        )
    print(text)
    if options.write:
        pages.replace(options.write, "scale", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
