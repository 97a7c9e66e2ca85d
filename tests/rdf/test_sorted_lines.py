"""Lines are sorted in bounded memory: through files, the dataset is byte for byte the same."""

from __future__ import annotations

import errno
import signal
import subprocess
import sys
import textwrap
import tracemalloc
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import building
from kg.errors import StoreError
from kg.rdf import sorted_lines as runs
from kg.rdf.checksums import line_sum, shown
from kg.rdf.sorted_lines import FiledStatements, HeldStatements, SortedLines, Statements
from kg.resources import folder
from kg.store import generations as store
from kg.store import loading

DATASET, SHA = "http://x/dataset", "http://x/sha256"


def collected(folder: Path, limit: int, count: int = 1_000) -> Statements:
    """Lines in no order, every third one twice, some long, some beyond the 16-bit planes."""
    lines = SortedLines(folder, limit)
    for at in range(count):
        number = at * 7919 % (count * 2 // 3)
        lines.add(f"http://x/{number}", "http://p", f'"{"水" * (number % 90)}\U00020000{number}"')
        lines.add(f"http://x/{number}", "http://p", '"a"@zh')
        lines.settle()
    return lines.statements(DATASET, SHA)


def text(statements: Statements) -> bytes:
    with statements.open() as stream:
        return stream.read()


@pytest.mark.parametrize("limit", [2, 10, 333, 1_999])
def test_lines_through_files_are_those_sorted_in_memory(tmp_path: Path, limit: int) -> None:
    held = collected(tmp_path / "none", 1_000_000)
    filed = collected(tmp_path / "runs", limit)

    assert isinstance(held, HeldStatements)
    assert isinstance(filed, FiledStatements)
    assert not (tmp_path / "none").exists()
    assert text(filed) == text(held)
    assert len(filed) == len(held) == text(held).count(b"\n")
    assert [path.name for path in (tmp_path / "runs").iterdir()] == ["lines.nt"]


@pytest.mark.parametrize("least", [1, 50, 1 << 16])
def test_blocks_of_any_size_merge_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, least: int
) -> None:
    monkeypatch.setattr(runs, "_LEAST", least)
    monkeypatch.setattr(runs, "_MERGED", least)

    assert text(collected(tmp_path / "runs", 50)) == text(collected(tmp_path, 1_000_000))


@pytest.mark.parametrize("limit", [100, 1_000_000])
def test_one_line_is_the_checksum_of_the_others(tmp_path: Path, limit: int) -> None:
    lines = text(collected(tmp_path, limit)).decode().splitlines(keepends=True)
    own = [line for line in lines if line.startswith(f"<{DATASET}> <{SHA}> ")]
    others = line_sum(line.encode() for line in lines if line not in own)

    assert own == [f'<{DATASET}> <{SHA}> "{shown(others)}" .\n']
    assert lines == sorted(lines)


def test_memory_does_not_grow_with_the_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "_MERGED", 1 << 18)
    peaks = []
    for count in (10_000, 60_000):
        tracemalloc.start()
        try:
            lines = SortedLines(tmp_path / str(count), 5_000)
            for number in range(count):
                lines.add(f"http://x/{number}", "http://p", '"履职事项清单"')
                lines.settle()
            lines.statements(DATASET, SHA)
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()

    assert peaks[1] < 1.5 * peaks[0]


def test_more_runs_than_open_files(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (len(list(Path("/dev/fd").iterdir())) + 20, hard))
    try:
        filed = collected(tmp_path / "runs", 4)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))

    assert text(filed) == text(collected(tmp_path, 1_000_000))


def graph_of(directory: Path) -> bytes:
    _, graph = store.open_graph(directory)
    dump = graph.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    assert dump is not None
    return b"".join(sorted(dump.splitlines(keepends=True)))


def test_a_build_through_files_is_the_same_generation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = min(folder("sources").glob("mulei*.txt"))
    monkeypatch.setattr(runs, "LIMIT", 200)  # lines are put away early
    filed = building.build([sample], into=tmp_path / "filed")
    monkeypatch.setattr(runs, "LIMIT", 1_000_000)
    held = building.build([sample], into=tmp_path / "held")

    names = [store.current(tmp_path / name).path.name for name in ("filed", "held")]
    assert names[0] == names[1]
    assert filed.triples == held.triples == graph_of(tmp_path / "filed").count(b"\n")
    assert graph_of(tmp_path / "filed") == graph_of(tmp_path / "held")
    for name in ("filed", "held"):
        assert {p.name[:2] for p in (tmp_path / name).iterdir()} == {"cu", "du", "g-", "lo", "sh"}


@pytest.mark.parametrize("problem", [KeyboardInterrupt(), OSError(errno.ENOSPC, "full")])
@pytest.mark.parametrize("step", ["merge", "load"])
def test_nothing_is_left_of_a_build_that_fails_half_way(
    tmp_path: Path,
    small: Path,
    monkeypatch: pytest.MonkeyPatch,
    problem: BaseException,
    step: str,
) -> None:
    monkeypatch.setattr(runs, "LIMIT", 20)
    building.build([small], into=tmp_path / "s")
    before = sorted(path.name for path in (tmp_path / "s").iterdir())
    seen: list[str] = []

    def fail(*_: object) -> None:
        seen.extend(path.name for path in (tmp_path / "s").glob("tmp-*/*"))
        raise problem

    monkeypatch.setattr(*((runs, "_filed") if step == "merge" else (loading, "load")), fail)
    expected = KeyboardInterrupt if isinstance(problem, KeyboardInterrupt) else StoreError
    with pytest.raises(expected, match="磁盘已满" if expected is StoreError else None):
        building.build([small], into=tmp_path / "s", base="https://other.example/")

    assert any(name.endswith(".nt") for name in seen)
    assert sorted(path.name for path in (tmp_path / "s").iterdir()) == before
    assert graph_of(tmp_path / "s")


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_what_a_killed_build_put_into_files_is_swept_by_the_next(
    tmp_path: Path, small: Path
) -> None:
    code = """
        import os, signal, sys
        from pathlib import Path
        from kg import building
        from kg.rdf import sorted_lines as runs
        runs.LIMIT = 20
        runs._filed = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
        building.build([Path(sys.argv[1])], into=Path(sys.argv[2]))
        """
    command = [sys.executable, "-c", textwrap.dedent(code), str(small), str(tmp_path / "s")]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    assert list((tmp_path / "s").glob("tmp-*/run-*.nt"))

    building.build([small], into=tmp_path / "s")

    assert not list((tmp_path / "s").glob("tmp-*"))


class Counted(str):
    """A line that counts how often it is compared."""

    __slots__ = ()
    comparisons = 0

    def __lt__(self, other: str) -> bool:
        Counted.comparisons += 1
        return str.__lt__(self, other)

    def __hash__(self) -> int:
        return str.__hash__(self)


@pytest.mark.parametrize("count", [2_000, 64_000])
def test_lines_that_come_in_order_are_hardly_compared(tmp_path: Path, count: int) -> None:
    lines = SortedLines(tmp_path, 10 * count)
    for start in (0, 1):  # two documents, each with its lines in order
        lines.found += [Counted(f"<http://x/{at:06d}> .") for at in range(start, count, 2)]
    Counted.comparisons = 0
    lines.statements(DATASET, SHA)

    # A line a step of the merge; in the order of a set it would be log2 of their number.
    assert Counted.comparisons <= 2.5 * count
