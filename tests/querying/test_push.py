"""Pushing in parts: what was sent before an interruption is not sent again, and what is there is looked at."""

from __future__ import annotations

import dataclasses
import os
import shutil
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import Result
from stores import Other, answers, free_ports

from kg.errors import QueryError, StoreError
from kg.querying.confirmed import Confirmed
from kg.querying.parcels import OfPartitions, OfStore
from kg.querying.push import Push, asked_beside
from kg.querying.transport import Answer, Client
from kg.rdf import partitions
from kg.store.graph import Graph

Run = Callable[..., Result]
GRAPH = "https://example.org/in-parts"
FILES = 6


@pytest.fixture
def parts(tmp_path: Path, small_graph: Graph) -> Path:
    """The small graph as partitions, the dataset's checksum last, as ``kg build --cluster`` writes them."""
    folder = tmp_path / "parts"
    (whole,) = OfStore(small_graph.store).parcels(1 << 30)
    lines = whole.text.splitlines(keepends=True)
    size = len(lines) // FILES
    cut = [lines[at : at + size] for at in range(0, len(lines) - 1, size)]
    cut[-1] = [line for line in cut[-1] if line != lines[-1]]
    pieces = [
        partitions.write(folder, partitions.named(f"{at:04d}"), found)
        for at, found in enumerate([*filter(None, cut), lines[-1:]])
    ]
    checksum = lines[-1].split(b'"')[1].decode()
    partitions.finish(folder, pieces, {"sha256": checksum, "documents": []})
    return folder


@pytest.fixture
def target(oxigraph: Other) -> Iterator[Other]:
    """A named graph of the oxigraph server that nobody else uses."""
    yield dataclasses.replace(oxigraph, graph=GRAPH)
    Client().send("DELETE", f"{oxigraph.write}?graph={GRAPH}", None, {})


class Wire:
    """A client that notes what is sent, and is cut after so many pieces."""

    def __init__(self, after: int = 1 << 30) -> None:
        self.sent: list[str] = []
        self._after, self._client = after, Client()

    def send(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        if len(self.sent) == self._after:
            raise QueryError("cut")
        self.sent.append(method)
        return self._client.send(method, url, body, headers)


def pushing(parts: Path, target: Other, wire: Wire, **said: bool) -> Push:
    found = OfPartitions(partitions.opened(parts))
    kept = Confirmed(parts, target.write, target.graph, found.dataset)
    there = target.open() if said.get("asked", True) else None
    return Push(found, target.write, target.graph, wire, confirmed=kept, there=there)  # type: ignore[arg-type]


def triples(target: Other) -> set[str]:
    answer = Client().send(
        "GET", f"{target.write}?graph={target.graph}", None, {"Accept": "application/n-triples"}
    )
    return set(answer.body.decode().splitlines())


def whole(graph: Graph) -> set[str]:
    return {f"{quad.triple} ." for quad in graph.store}


def notes(folder: Path) -> list[Path]:
    return list(folder.glob(f"{partitions.PUSHED}*"))


KILLED = """
    import os, signal, sys
    from kg.cli import main
    from kg.querying.transport import Client
    send, sent = Client.send, []
    def cut(self, method, url, body, headers):
        if method in ("PUT", "POST") and "graph=" in url:
            sent.append(url)
            if len(sent) == 4:
                os.kill(os.getpid(), signal.SIGKILL)
        return send(self, method, url, body, headers)
    Client.send = cut
    main(sys.argv[1:])
    """


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_push_that_was_killed_goes_on_where_it_was(
    parts: Path, target: Other, small_graph: Graph, kg: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ["push", target.write, str(parts), "--graph", GRAPH]
    command = [sys.executable, "-c", textwrap.dedent(KILLED), *arguments]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    killed = subprocess.run(command, check=False, env=environment, capture_output=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    (kept,) = notes(parts)
    assert kept.read_text("utf-8").count("statements") == 3
    assert triples(target) < whole(small_graph)

    send, sent = Client.send, []

    def counting(self: Client, method: str, url: str, *rest: object) -> Answer:
        sent.append((method, "graph=" in url))
        return send(self, method, url, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Client, "send", counting)
    done = kg(*arguments)

    assert done.exit_code == 0, done.stderr
    assert "接着送" in done.stderr
    assert "点过数" in done.stdout
    assert triples(target) == whole(small_graph)
    assert ("PUT", True) not in sent
    assert sent.count(("POST", True)) == len(partitions.opened(parts).pieces) - 3
    assert notes(parts) == []


def test_a_server_that_was_killed_in_the_middle_gets_the_rest(
    parts: Path, tmp_path: Path, small_graph: Graph, oxigraph: Other
) -> None:
    program = shutil.which("oxigraph", path=Path(sys.executable).parent) or "oxigraph"
    (port,) = free_ports(1)
    address = f"http://127.0.0.1:{port}"
    command = [program, "serve", "--location", str(tmp_path / "data"), "--bind", address[7:]]
    own = Other("own", f"{address}/query", f"{address}/store", GRAPH)

    def started() -> subprocess.Popen[bytes]:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        assert answers(process, f"{address}/")
        return process

    class Killer(Wire):
        def send(self, *request: object) -> Answer:
            if len(self.sent) == 3:
                server.kill()
                server.wait()
            return super().send(*request)  # type: ignore[arg-type]

    server = started()
    try:
        wire = Killer()
        wire._client = Client(wait=lambda seconds: None)
        with pytest.raises(QueryError, match="不完整"):
            pushing(parts, own, wire).run(lambda sent: None)
        server = started()
        second = Wire()
        sent = pushing(parts, own, second).run(lambda sent: None)

        assert sent == len(whole(small_graph))
        assert triples(own) == whole(small_graph)
        assert second.sent == ["POST"] * (len(partitions.opened(parts).pieces) - 3)
    finally:
        server.kill()
        server.wait()


def test_virtuoso_gets_the_rest_too(parts: Path, virtuoso: Other, small_graph: Graph) -> None:
    own = dataclasses.replace(virtuoso, graph=GRAPH)
    first, second = Wire(3), Wire()
    first._client, second._client = own.client(), own.client()
    with pytest.raises(QueryError, match="不完整"):
        pushing(parts, own, first).run(lambda sent: None)
    pushing(parts, own, second).run(lambda sent: None)

    assert "PUT" not in second.sent
    assert own.open().count() == len(whole(small_graph))


def test_what_is_gone_there_is_sent_again(parts: Path, target: Other, small_graph: Graph) -> None:
    with pytest.raises(QueryError, match="不完整"):
        pushing(parts, target, Wire(3)).run(lambda sent: None)
    Client().send("DELETE", f"{target.write}?graph={GRAPH}", None, {})
    wire = Wire()
    pushing(parts, target, wire).run(lambda sent: None)

    assert wire.sent[0] == "PUT"
    assert triples(target) == whole(small_graph)


def test_another_graph_is_not_added_to_the_rest(parts: Path, target: Other) -> None:
    with pytest.raises(QueryError):
        pushing(parts, target, Wire(3)).run(lambda sent: None)
    found = partitions.opened(parts)
    last = partitions.write(
        parts,
        partitions.named("other"),
        [b'<https://a.example/d> <https://a.example/sha256> "1" .\n'],
    )
    pieces = [*found.pieces[:-1], last]
    partitions.finish(parts, pieces, {"sha256": "1" * 64, "documents": []})
    wire = Wire()
    pushing(parts, target, wire).run(lambda sent: None)

    assert wire.sent[0] == "PUT"
    assert len(triples(target)) == sum(piece.statements for piece in pieces)


def test_triples_that_others_wrote_meanwhile_are_noticed(parts: Path, target: Other) -> None:
    with pytest.raises(QueryError):
        pushing(parts, target, Wire(3)).run(lambda sent: None)
    strange = b"<https://a.example/s> <https://a.example/p> <https://a.example/o> .\n"
    headers = {"Content-Type": "text/turtle"}
    Client().send("POST", f"{target.write}?graph={GRAPH}", strange, headers)

    with pytest.raises(QueryError, match="--restart"):
        pushing(parts, target, Wire()).run(lambda sent: None)


def test_a_damaged_part_is_not_sent(parts: Path, target: Other, kg: Run) -> None:
    piece = partitions.opened(parts).pieces[2]
    (parts / piece.file).write_bytes(b"damaged")
    done = kg("push", target.write, parts, "--graph", GRAPH)

    assert done.exit_code == 1
    assert "对不上" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_holds_no_parts_is_said(
    tmp_path: Path, small_graph: Graph, kg: Run, parts: Path
) -> None:
    url = "http://127.0.0.1:1/store"
    (parts / partitions.JOURNAL).touch()
    (parts / partitions.MANIFEST).unlink()

    assert "kg build --cluster" in kg("push", url, tmp_path).stderr
    assert "接着写" in kg("push", url, parts).stderr
    assert "--store" in kg("push", url, small_graph.directory).stderr


def test_a_name_in_the_manifest_never_leads_out_of_the_folder(parts: Path) -> None:
    manifest = parts / partitions.MANIFEST
    manifest.write_text(manifest.read_text("utf-8").replace("parts/0000", "../0000"), "utf-8")
    with pytest.raises(StoreError, match="损坏"):
        partitions.opened(parts)


def test_no_key_and_no_password_is_noted_or_said(
    parts: Path, small_graph: Graph, kg: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_PASSWORD", "geheimnis")
    monkeypatch.setattr("kg.querying.transport._PAUSES", ())
    url = "http://127.0.0.1:1/store?apikey=geheim"
    done = kg("push", url, parts, "--user", "someone")
    confirmed = Confirmed(parts, url, "", "0" * 64)
    confirmed.add("1" * 64, 5)

    assert done.exit_code == 1
    assert "geheim" not in done.stderr + done.stdout
    assert all("geheim" not in path.read_text("utf-8") for path in notes(parts))
    assert Confirmed(parts, url, "", "0" * 64).parcels == [("1" * 64, 5)]
    assert Confirmed(parts, url, "", "2" * 64).parcels == []
    assert Confirmed(parts, url, GRAPH, "0" * 64).parcels == []


def test_a_cut_line_of_the_notes_is_left_out(tmp_path: Path) -> None:
    confirmed = Confirmed(tmp_path, "http://a.example/", "", "0" * 64)
    for at in range(3):
        confirmed.add(str(at) * 64, at)
    assert confirmed.path is not None
    text = confirmed.path.read_text("utf-8")
    confirmed.path.write_text(text[:-20], "utf-8")

    again = Confirmed(tmp_path, "http://a.example/", "", "0" * 64)
    assert [statements for _, statements in again.parcels] == [0, 1]
    again.add("9" * 64, 9)
    assert [n for _, n in Confirmed(tmp_path, "http://a.example/", "", "0" * 64).parcels] == [
        0,
        1,
        9,
    ]


def test_a_store_is_resumed_piece_by_piece(
    small_graph: Graph, target: Other, tmp_path: Path
) -> None:
    def once(wire: Wire) -> int:
        found = OfStore(small_graph.store)
        kept = Confirmed(tmp_path, target.write, GRAPH, found.dataset)
        push = Push(
            found,
            target.write,
            GRAPH,
            wire,  # type: ignore[arg-type]
            confirmed=kept,
            there=target.open(),
            size=4_000,
        )
        return push.run(lambda sent: None)

    with pytest.raises(QueryError, match="不完整"):
        once(Wire(5))
    wire = Wire()
    assert once(wire) == len(whole(small_graph))
    assert "PUT" not in wire.sent
    assert triples(target) == whole(small_graph)


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("http://a:7878/store", "http://a:7878/query"),
        ("http://a/sparql-graph-crud-auth", "http://a/sparql"),
        ("http://a/ds/data", "http://a/ds/sparql"),
        ("http://a/repositories/x/rdf-graphs/service", "http://a/repositories/x"),
        ("http://a/else", ""),
    ],
)
def test_where_a_store_is_asked_is_known_for_the_usual_ones(written: str, asked: str) -> None:
    assert asked_beside(written) == asked


def test_a_long_part_is_sent_in_pieces(parts: Path) -> None:
    found = OfPartitions(partitions.opened(parts))
    first = next(found.parcels(1 << 20))
    (text,) = first.bodies(1 << 30)
    cut = first.bodies(1_000)

    assert b"".join(cut) == text
    assert len(cut) > 3
    assert all(body.endswith(b" .\n") for body in cut)
    assert len(list(ox.parse(text, ox.RdfFormat.N_TRIPLES))) == first.statements
