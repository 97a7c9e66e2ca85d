"""A build on a cluster of two worker processes: the partitions are the graph, whatever happens to a worker."""

from __future__ import annotations

import dataclasses
import gzip
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from click.testing import Result

from kg.building import build, program, spreading
from kg.building.cluster import Bench, Cluster, Setup
from kg.errors import ClusterError, InputError, StoreError, UsageError
from kg.rdf import partitions
from kg.store.graph import Graph
from kg.vocabulary import loading as vocabulary

distributed = pytest.importorskip("distributed", reason="needs the extra cluster")

PLACES = ("竹林镇", "松岭镇", "梅溪乡", "桃园镇", "石桥镇")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A scheduler with two workers, each a process of its own."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0"
    ) as cluster:
        yield cluster.scheduler_address


@pytest.fixture
def lists(tmp_path: Path, small_text: str) -> Path:
    folder = tmp_path / "lists"
    folder.mkdir()
    for place in PLACES:
        (folder / f"{place}.txt").write_text(small_text.replace("竹林镇", place), "utf-8")
    return folder


def quads(folder: Path) -> list[ox.Quad]:
    """The statements of all partitions, as somebody else's parser reads them."""
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    found = []
    for part in manifest["parts"]:
        text = gzip.decompress((folder / part["file"]).read_bytes())
        own = list(ox.parse(text, ox.RdfFormat.N_QUADS))
        assert len(own) == part["statements"]
        found += own
    return found


def test_the_partitions_are_the_graph_though_a_worker_was_killed(
    lists: Path, tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    result, done = Cluster._result, []

    def cut(self: Cluster, future: Any) -> Any:
        found = result(self, future)
        done.append(found)
        if len(done) == len(PLACES) + 2:
            pids = self._client.run(os.getpid)
            os.kill(next(iter(pids.values())), signal.SIGKILL if os.name == "posix" else 9)
        return found

    monkeypatch.setattr(Cluster, "_result", cut)
    made = spreading.spread([lists], address=address, into=tmp_path / "parts")
    alone = build([lists], into=tmp_path / "store")
    found = quads(tmp_path / "parts")

    assert len(done) == 2 * len(PLACES)
    assert len(found) == len(set(found)) == made.partitions.statements == alone.triples
    assert set(found) == set(Graph(alone.store).store)
    assert made.findings == alone.findings
    assert made.figures == alone.figures
    assert found[-1].predicate.value.endswith("sha256")

    # What is there with its right checksum is not made again, what is damaged is.
    parts = sorted((tmp_path / "parts" / "parts").iterdir())
    before = {path.name: path.stat().st_mtime_ns for path in parts}
    parts[0].write_bytes(b"damaged")
    parts[1].unlink()
    again = spreading.spread([lists], address=address, into=tmp_path / "parts")
    after = {
        path.name: path.stat().st_mtime_ns for path in (tmp_path / "parts" / "parts").iterdir()
    }
    changed = {name for name in before if after[name] != before[name]}

    assert again.partitions.pieces == made.partitions.pieces
    assert changed == {parts[0].name, parts[1].name}
    assert set(quads(tmp_path / "parts")) == set(found)

    # Lists are dropped only when that is said.
    with pytest.raises(InputError, match="会丢掉"):
        spreading.spread([lists / f"{PLACES[0]}.txt"], address=address, into=tmp_path / "parts")
    (lists / f"{PLACES[1]}.txt").unlink()
    less = spreading.spread([lists], address=address, into=tmp_path / "parts", replace=True)
    assert len(less.partitions.pieces) == len(made.partitions.pieces) - 1
    assert {f"parts/{path.name}" for path in (tmp_path / "parts" / "parts").iterdir()} == {
        piece.file for piece in less.partitions.pieces
    }
    gone = {quad.subject for quad in set(found) - set(quads(tmp_path / "parts"))}
    assert any(d["document"] == f"{PLACES[1]}.txt" for d in made.figures)
    assert all(d["document"] != f"{PLACES[1]}.txt" for d in less.figures)
    assert len(gone) > 10


def test_machines_that_differ_are_told_apart(
    lists: Path, tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreading.program, "fingerprint", lambda: "0" * 64)
    with pytest.raises(ClusterError, match="不是同一版"):
        spreading.spread([lists], address=address, into=tmp_path / "parts")


def test_a_worker_that_has_another_folder_does_nothing(tmp_path: Path) -> None:
    setup = Setup(tmp_path, "build-0", "https://a.example/", "0" * 64, "0" * 64, "")
    with pytest.raises(ClusterError, match="共享文件夹"):
        Bench(setup)
    (tmp_path / "build-0").touch()
    with pytest.raises(ClusterError, match="不是同一版"):
        Bench(setup)
    with pytest.raises(ClusterError, match="词表"):
        Bench(dataclasses.replace(setup, program=program.fingerprint()))


def test_a_folder_of_other_things_is_left_alone(lists: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="别的东西"):
        spreading.spread([lists], address="tcp://127.0.0.1:1", into=lists)
    assert len(list(lists.iterdir())) == len(PLACES)


@pytest.mark.parametrize("address", ["::", "scheduler", "tcp://host", "http://host:80/x"])
def test_an_address_that_is_none_is_said(lists: Path, tmp_path: Path, address: str) -> None:
    with pytest.raises(UsageError, match="调度器的地址"):
        spreading.spread([lists], address=address, into=tmp_path / "parts")


def test_without_the_extra_it_is_said_how_to_install_it(
    lists: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match=r"duty-kg\[cluster\]"):
        spreading.spread([lists], address="tcp://127.0.0.1:1", into=tmp_path / "parts")


def test_the_command_writes_parts_and_no_store(
    lists: Path,
    tmp_path: Path,
    address: str,
    kg: Callable[..., Result],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KG_STORE", str(tmp_path / "store"))
    (lists / "odd.txt").write_text("", "utf-8")
    (lists / f"{PLACES[0]}.txt.map.json").write_text('{"edition": "2026-02"}', "utf-8")
    refused = kg("build", lists, "--cluster", address, "-o", tmp_path / "parts")
    (lists / "odd.txt").unlink()
    own = tmp_path / "own"
    own.mkdir()
    (own / "categories.csv").write_text("category,name,name_en,forms\nodd,怪事,Odd,怪\n", "utf-8")
    more = ("-q", "--vocabulary", own)
    done = kg("build", lists, "--cluster", address, "-o", tmp_path / "parts", *more)
    manifest = partitions.opened(tmp_path / "parts").values

    assert refused.exit_code == 1
    assert "odd.txt" in refused.stderr
    assert done.exit_code == 0, done.stderr
    assert "2026-02" in done.stdout
    assert f"{len(PLACES) + 2} 块" in done.stderr
    assert not (tmp_path / "store").exists()
    assert manifest["vocabulary_sha256"] == vocabulary.load(own).checksum


@pytest.mark.parametrize(
    "arguments", [("-o", "x"), ("--cluster", "tcp://127.0.0.1:1", "--store", "x")]
)
def test_a_store_and_parts_are_not_made_at_once(
    arguments: tuple[str, ...], lists: Path, kg: Callable[..., Result]
) -> None:
    assert kg("build", lists, *arguments).exit_code == 2
