"""Readers go on to the end of their process; damage is one message; builds wait for each other."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from beside import WAITS, waiting
from click.testing import Result

import kg as package
from kg.building import build
from kg.errors import StoreError
from kg.querying.asked import AskedGraph
from kg.rdf.sorted_lines import HeldStatements
from kg.store import generations as store
from kg.store import holding
from kg.store.graph import Graph
from kg.web.sources import Source

Run = Callable[..., Result]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="files that are open stay there")


def rebuilt(small: Path, into: Path, times: int = 7) -> None:
    """Build another graph and another: more than any number of generations that are kept."""
    text = (small / "zhulin.txt").read_text("utf-8")
    for number in range(times):
        (small / "zhulin.txt").write_text(text.replace("收养登记", f"收养登记{number}"), "utf-8")
        build([small], into=into)


@POSIX
@pytest.mark.parametrize("opener", [Graph, package.open])
def test_a_graph_that_was_open_goes_on_whatever_is_built(
    small: Path, tmp_path: Path, opener: Callable[[Path], Graph]
) -> None:
    into = build([small], into=tmp_path / "s").store
    graph = opener(into)
    rebuilt(small, into)

    assert [hit.text for hit in graph.text.find("收养登记")] == ["收养登记", "负责收养登记。"]
    assert graph.summary["documents"]
    assert graph.generation.findings
    assert graph.doubts == []
    if isinstance(graph, AskedGraph):
        assert list(graph.rows("category-counts"))  # by a prepared table


@POSIX
def test_what_nobody_reads_any_more_goes_with_the_next_build(small: Path, tmp_path: Path) -> None:
    into = build([small], into=tmp_path / "s").store
    graph = Graph(into)
    old = graph.generation.path
    assert not holding.remove(old)
    assert old.is_dir()
    del graph
    assert holding.remove(old)


@POSIX
def test_a_batch_of_questions_goes_on_over_the_graph_it_began_with(
    small: Path, tmp_path: Path
) -> None:
    into = build([small], into=tmp_path / "s").store
    command = [sys.executable, "-m", "kg", "ask", "--batch", "-", "--store", str(into)]
    line = json.dumps({"id": 1, "question": "竹林镇收回事项有哪些"}) + "\n"
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdin
        assert process.stderr
        process.stderr.readline()  # the lists are loaded
        rebuilt(small, into)
        said, problems = process.communicate(line * 3)

    answers = [json.loads(text) for text in said.splitlines()]
    assert len(answers) == 3, problems
    assert {answer["status"] for answer in answers} == {"answered"}, answers[0]["text"]


FILES = (
    "text.sqlite",
    "findings.jsonl",
    "summary.json",
    "files.json",
    "provenance.ttl",
)


@pytest.mark.parametrize("how", ["gone", "cut off", "empty", "random", "one bit"])
@pytest.mark.parametrize(
    "name", [*FILES, "prepared/*.sqlite", "graph/*.sst", "graph/CURRENT", "graph/MANIFEST*"]
)
def test_a_damaged_store_is_one_message_whatever_is_damaged(
    kg: Run, small: Path, small_store: Path, name: str, how: str
) -> None:
    into = small_store
    path = sorted(store.current(into).path.glob(name))[0]
    data = bytearray(path.read_bytes())
    if how == "gone":
        path.unlink()
    elif how == "cut off":
        path.write_bytes(data[: len(data) // 2])
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "random":
        middle = len(data) // 2
        path.write_bytes(data[:middle] + os.urandom(50) + data[middle + 50 :])
    else:
        # Of the list of checksums one of these: a wrong time only makes the file be looked at again.
        at = data.index(b'", "version"') - 9 if name == "files.json" else len(data) // 2
        data[at] ^= 1
        path.write_bytes(data)
    os.utime(path) if path.exists() else None
    for command in (("query", "townships"), ("search", "供水"), ("report",)):
        done = kg(*command, "--store", into)
        if done.exit_code:
            assert done.exit_code == 1
            assert "Traceback" not in done.output
            assert done.exception is None or isinstance(done.exception, SystemExit)
            assert done.stderr.count("错误：") == 1
            assert "kg build" in done.stderr
        else:
            pytest.fail(f"{command} did not notice")
    if how in ("gone", "one bit"):  # a build compares checksums: more ways are no other branch
        build([small], into=into)
        assert kg("query", "townships", "--store", into).exit_code == 0


def test_what_a_disk_lost_without_a_trace_is_found_by_reading_all_of_it(
    kg: Run, small_store: Path
) -> None:
    source = Source(small_store)
    source.check()
    path = store.current(small_store).path / "meaning.sqlite"
    status, data = path.stat(), bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    with pytest.raises(StoreError, match=r"meaning\.sqlite"):
        source.check()
    done = kg("validate", "--store", small_store)
    assert done.exit_code == 1
    assert "meaning.sqlite" in done.stderr


@POSIX
def test_a_reader_has_a_bound_of_memory(small: Path, tmp_path: Path) -> None:
    into = build([small], into=tmp_path / "s").store
    code = (
        "import resource, sys; from kg.cli import main\n"
        f"main(['stats', '--store', {str(into)!r}], standalone_mode=False)\n"
        "print(resource.getrlimit(resource.RLIMIT_AS)[0] != resource.RLIM_INFINITY)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        encoding="utf-8",
        env={name: value for name, value in os.environ.items() if name != "KG_MEMORY"},
    )

    assert done.stdout.splitlines()[-1] == "True", done.stderr


def test_the_second_of_two_builds_says_that_it_waits_and_goes_on(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from kg.store import generations as g\n"
        "with g.writing(Path(sys.argv[1])):\n"
        f"    {WAITS}\n"
    )
    with (
        waiting(code, tmp_path / "s") as (pid, said, say),  # with the first word the first one ends
        store.writing(tmp_path / "s", say) as writing,
    ):
        line = "<http://e/s> <http://e/p> <http://e/o> ."
        writing.finish(HeldStatements([line]), {"n": 1}, [])

    assert f"另一个 kg build（进程 {pid}）正在写" in said[0]
    assert "轮到了" in said[-1]
    assert store.exists(tmp_path / "s")


def test_what_a_killed_build_left_goes_with_the_next(small: Path, tmp_path: Path) -> None:
    into = tmp_path / "s"
    code = (
        "import sys, os; from pathlib import Path; from kg.store import generations as g\n"
        "with g.writing(Path(sys.argv[1])) as w:\n"
        "    (w.folder / 'x').write_text('left'); os._exit(9)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(into)], check=False)
    assert [path.name for path in into.glob("tmp-*/x")] == ["x"]
    build([small], into=into)

    assert list(into.glob("tmp-*")) == []


def test_a_copied_store_is_still_believed_after_it_was_read(small: Path, tmp_path: Path) -> None:
    into = build([small], into=tmp_path / "s").store
    shutil.copytree(into, tmp_path / "copy", copy_function=shutil.copyfile)

    assert Graph(tmp_path / "copy").summary["documents"]


def test_a_file_from_an_older_version_is_no_damage(small: Path, tmp_path: Path) -> None:
    into = build([small], into=tmp_path / "s").store
    folder = store.current(into).path
    (folder / "files.json").write_text(json.dumps({"text.sqlite": 1}), "utf-8")
    (folder / holding.FILE).unlink()

    assert Graph(into).summary["documents"]
