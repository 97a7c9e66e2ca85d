"""The store swaps generations whole: whatever happens to a writer, readers have an answer."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import StoreError, StoreMissing
from kg.rdf.ntriples import line_stream
from kg.rdf.sorted_lines import HeldStatements
from kg.store import generations as store
from kg.store import ledger, loading, locking, seals

LINE = '<https://x.example/a> <https://x.example/p> "{}" .'


def write(directory: Path, value: str) -> store.Generation:
    with store.writing(directory) as writing:
        return writing.finish(HeldStatements([LINE.format(value)]), {"n": value}, [])


def values(directory: Path) -> list[str]:
    _, graph = store.open_graph(directory)
    return [quad.object.value for quad in graph if isinstance(quad.object, ox.Literal)]


def test_the_last_written_generation_is_read(tmp_path: Path) -> None:
    write(tmp_path / "s", "old")
    write(tmp_path / "s", "new")

    assert values(tmp_path / "s") == ["new"]


def test_the_same_content_has_the_same_generation(tmp_path: Path) -> None:
    first = write(tmp_path / "s", "same")
    second = write(tmp_path / "s", "same")

    assert first == second
    assert len(list((tmp_path / "s").glob("g-*"))) == 1


@pytest.mark.parametrize(
    "damaged", ["more/table", "graph/*.log", "graph/CURRENT", "findings.jsonl", "summary.json"]
)
@pytest.mark.parametrize("how", ["gone", "cut off"])
def test_a_damaged_store_is_made_anew_by_building_again(
    tmp_path: Path, damaged: str, how: str
) -> None:
    def prepare(folder: Path) -> None:
        (folder / "more").mkdir()
        (folder / "more" / "table").write_text("derived", "utf-8")

    def build() -> store.Generation:
        lines = HeldStatements([LINE.format("a")])
        with store.writing(tmp_path / "s") as writing:
            return writing.finish(lines, {"n": 1}, [{"kind": "x"}], prepare=prepare)

    first = build().path
    whole = {name for name, _ in seals._files(first)}
    path = max(first.glob(damaged), key=lambda found: found.stat().st_size)
    path.unlink()
    if how == "cut off":
        path.write_bytes(b"")
    build()

    assert {name for name, _ in seals._files(first) if "graph/" not in name} == {
        name for name in whole if "graph/" not in name
    }
    assert seals.damages(first, deep=True) == []
    assert (first / "more" / "table").read_text("utf-8") == "derived"
    assert (first / "summary.json").read_text("utf-8").strip()
    assert values(tmp_path / "s") == ["a"]


@pytest.mark.parametrize("text", ["", "nonsense"])
def test_a_damaged_graph_is_one_message(tmp_path: Path, text: str) -> None:
    (write(tmp_path / "s", "a").path / "graph" / "CURRENT").write_text(text, "utf-8")

    with pytest.raises(StoreError, match="kg build"):
        store.open_graph(tmp_path / "s")


def test_a_whole_store_is_not_made_anew(tmp_path: Path) -> None:
    before = (write(tmp_path / "s", "same").path / "files.json").stat().st_ino

    assert (write(tmp_path / "s", "same").path / "files.json").stat().st_ino == before


def test_old_generations_and_leftovers_are_swept(tmp_path: Path) -> None:
    directory = tmp_path / "s"
    write(directory, "first")
    found = ledger.read(directory)
    assert found is not None
    (directory / "tmp-999").mkdir()
    killed = replace(found, working=("tmp-999",))
    ledger.write(directory, killed, directory / "tmp-999")
    for number in range(ledger.KEPT):
        write(directory, str(number))

    assert sorted(p.name[:2] for p in directory.iterdir()) == [
        "cu",
        "du",
        *["g-"] * ledger.KEPT,
        "lo",
    ]


def test_the_folder_of_a_writer_killed_before_it_was_named_is_swept(tmp_path: Path) -> None:
    directory = tmp_path / "s"
    write(directory, "first")
    (directory / "tmp-998").mkdir()
    (directory / "tmp-999").mkdir()
    (directory / locking.FILE).write_text(" 999\n", "utf-8")  # as its writer left it

    write(directory, "second")

    assert [path.name for path in directory.glob("tmp-*")] == ["tmp-998"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps open files")
def test_a_reader_survives_the_next_build(tmp_path: Path) -> None:
    write(tmp_path / "s", "old")
    _, graph = store.open_graph(tmp_path / "s")
    write(tmp_path / "s", "new")

    assert len(list(graph.query("SELECT ?o WHERE { ?s ?p ?o }"))) == 1


def test_a_missing_store_is_said_and_not_created(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match="没有这个图库"):
        store.open_graph(tmp_path / "none")

    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("name", [b"../elsewhere\n", b"g-0\xc1", b"g-0\0", b"", b"g-../x"])
def test_a_damaged_pointer_is_said(tmp_path: Path, name: bytes) -> None:
    write(tmp_path / "s", "x")
    (tmp_path / "s" / "current").write_bytes(name)

    with pytest.raises(StoreError, match="current"):
        store.open_graph(tmp_path / "s")


def test_a_file_in_the_way_is_said(tmp_path: Path) -> None:
    (tmp_path / "s").write_text("", "utf-8")

    with pytest.raises(StoreError, match="写不了图库"):
        write(tmp_path / "s", "x")


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize("delay", [0.0, 0.02, 0.05, 0.1])
def test_a_killed_writer_leaves_the_old_store_answering(tmp_path: Path, delay: float) -> None:
    directory = tmp_path / "s"
    write(directory, "old")
    code = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from kg.store import generations as store
from kg.store import loading
from kg.store import seals
        from kg.rdf.sorted_lines import HeldStatements
        lines = sorted('<https://x.example/a%d> <https://x.example/p> "new" .' % i for i in range(20000))
        print("go", flush=True)
        with store.writing(Path(sys.argv[1])) as writing:
            writing.finish(HeldStatements(lines), {}, [])
        """
    )
    child = subprocess.Popen([sys.executable, "-c", code, str(directory)], stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()
    time.sleep(delay)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdout.close()

    assert set(values(directory)) in ({"old"}, {"new"})
    write(directory, "next")
    assert values(directory) == ["next"]


@pytest.mark.parametrize("count", [0, 1, 1_999, 2_000, 5_001])
def test_lines_are_streamed_as_the_bytes_of_their_text(count: int) -> None:
    lines = [f'<http://a/{number}> <http://p> "水{number % 7}" .' for number in range(count)]
    stream = line_stream(lines)
    pieces = list(iter(lambda: stream.read(777), b""))
    assert b"".join(pieces) == "".join(f"{line}\n" for line in lines).encode()
    assert {len(piece) for piece in pieces[:-1]} <= {777}


def test_streaming_lines_takes_no_memory_of_the_size_of_their_text() -> None:
    lines = [
        f'<http://a/{number}> <http://p> "履职事项清单履职事项清单" .' for number in range(100_000)
    ]
    size = sum(len(line.encode()) for line in lines)
    tracemalloc.start()
    try:
        stream = line_stream(lines)
        while stream.read(1 << 16):
            pass
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < size / 4


def test_a_graph_loaded_in_pieces_is_complete(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "_PIECE", 1_000)
    lines = sorted(LINE.format(number) for number in range(2_000))
    with store.writing(tmp_path) as writing:
        writing.finish(HeldStatements(lines), {}, [])

    assert sorted(LINE.format(value) for value in values(tmp_path)) == lines


def test_a_piece_that_cannot_be_loaded_ends_the_loading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "_PIECE", 1_000)
    lines = [LINE.format(number) for number in range(100)]
    with pytest.raises(SyntaxError), store.writing(tmp_path) as writing:
        writing.finish(HeldStatements([*lines, "no triple", *lines]), {}, [])

    assert sorted(path.name for path in tmp_path.iterdir()) == [ledger.FILE, "lock"]
