"""Fixtures: the five lists, two of them and a small one, built once in a run, by whichever process is first."""

from __future__ import annotations

import contextlib
import dataclasses
import gc
import itertools
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, settings
from remembering import remembered
from sharing import once
from stores import asked, filled, other, oxigraph, virtuoso

from kg.building import Build, build
from kg.cli import main
from kg.reading.documents import Source, read_document
from kg.resources import folder
from kg.store.graph import Graph
from kg.values import Document
from kg.vocabulary import loading as vocabulary

__all__ = ["asked", "filled", "other", "oxigraph", "remembered", "virtuoso"]

# Numpy's threads wait for each other by turning round: beside other processes that is most of what they do.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

# How long an example takes says more about what else the machine does than about the program.
settings.register_profile(
    "any machine",
    settings.get_profile(settings.get_current_profile_name()),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("any machine")


def pytest_collection_finish() -> None:
    """What is kept to the end anyway, tests and tables, is not looked through again and again for garbage."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


SMALL = (Path(__file__).parent / "data" / "zhulin.txt").read_text("utf-8")
"""A list of a made-up county: nothing in it is known to the tables of places."""


@pytest.fixture(scope="session", autouse=True)
def own_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No setting of the user's for this program, no proxy between the tests and loopback, no
    repository that a git hook has named, and a home in which nothing is left."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            named = name.startswith(("KG_", "GIT_")) and name != "KG_NODE_MODULES"
            if named or name.lower().endswith("_proxy"):
                patch.delenv(name)
        patch.setenv("no_proxy", "*")
        patch.setenv("HOME", str(home))
        patch.setenv(
            "KG_MEMORY", "0"
        )  # commands run in this process, too: it is not theirs to bound
        # Nor is what Python compiles to be made anew by each of the hundreds of processes that are started.
        gone = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "PYTHONDONTWRITEBYTECODE")
        for name in gone:
            patch.delenv(name, raising=False)
        # Writing waits for no disk here: processes are killed, the machine's power is not taken away.
        patch.setattr(os, "fsync", lambda handle: None)
        yield


@pytest.fixture(scope="session")
def tables() -> vocabulary.Vocabulary:
    """The packaged vocabulary."""
    return vocabulary.load()


@pytest.fixture(scope="session")
def five(tmp_path_factory: pytest.TempPathFactory, tables: vocabulary.Vocabulary) -> Build:
    """The five bundled lists, built; nobody changes the store."""

    def make(folder: Path) -> Build:
        return dataclasses.replace(build(into=folder / "store", senses=5), tables=None)

    return dataclasses.replace(once(tmp_path_factory, "five", make)[1], tables=tables)


@pytest.fixture(scope="session")
def graph(five: Build) -> Graph:
    """The graph of the five lists."""
    return Graph(five.store)


@pytest.fixture(scope="session")
def bundled(five: Build) -> tuple[Document, ...]:
    """The documents of the five lists."""
    return five.documents


@pytest.fixture(scope="session")
def alone(
    tmp_path_factory: pytest.TempPathFactory, tables: vocabulary.Vocabulary
) -> dict[str, Document]:
    """Each of the five lists read by itself, by the name of its file."""

    def make(at: Path) -> dict[str, Document]:
        lists = sorted(folder("sources").glob("*.txt"))
        return {path.name: read_document(Source(path.name, path), tables) for path in lists}

    return once(tmp_path_factory, "alone", make)[1]


@pytest.fixture(scope="session")
def again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five lists built a second time, by the command in a process of its own: to be read or copied.

    Sets have another order there, so that what depends on it differs from what ``five`` has.
    """

    def make(at: Path) -> None:
        root = str(Path(__file__).parents[1])
        told = {"KG_STORE": str(at / "store"), "PYTHONPATH": root, "PYTHONHASHSEED": "17"}
        command = [sys.executable, "-m", "kg", "build"]
        done = subprocess.run(
            command, cwd=at, env=os.environ | told, capture_output=True, encoding="utf-8"
        )
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr

    return once(tmp_path_factory, "again", make)[0] / "store"


@pytest.fixture(scope="session")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of two of the five lists, of two counties: to be read, or copied and changed."""

    def make(at: Path) -> None:
        names = ("mulei-dongcheng", "yining-kalayagaqi")
        build([folder("sources") / f"{name}-2025-07.txt" for name in names], into=at / "store")

    return once(tmp_path_factory, "two", make)[0] / "store"


@pytest.fixture(scope="session")
def two_graph(two: Path) -> Graph:
    """The graph of two of the five lists."""
    return Graph(two)


@pytest.fixture(scope="session")
def small_text() -> str:
    """The text of the small list."""
    return SMALL


@pytest.fixture(scope="session")
def caches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder of its own for the cache of each test: numbers are not looked for among thousands."""
    home = tmp_path_factory.mktemp("caches")
    return (home / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def cache(caches: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own."""
    folder = next(caches)
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("KG_CACHE", str(folder))
    return folder


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder with one small list of a made-up county."""
    folder = tmp_path / "lists"
    folder.mkdir()
    (folder / "zhulin.txt").write_text(SMALL, "utf-8")
    return folder


@pytest.fixture(scope="session")
def small_graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The graph of the small list."""

    def make(folder: Path) -> None:
        (folder / "zhulin.txt").write_text(SMALL, "utf-8")
        build([folder / "zhulin.txt"], into=folder / "store")

    return Graph(once(tmp_path_factory, "small", make)[0] / "store")


@pytest.fixture
def small_store(small_graph: Graph, tmp_path: Path) -> Path:
    """A store of the small list that the test may change."""
    return shutil.copytree(small_graph.directory, tmp_path / "s")


@pytest.fixture
def kg() -> Callable[..., Result]:
    """Run the command line with arguments."""

    def run(*arguments: str | Path, stdin: str | None = None) -> Result:
        return CliRunner().invoke(main, [str(a) for a in arguments], input=stdin)

    return run


@pytest.fixture
def listener() -> Iterator[tuple[str, list[object]]]:
    """A server nobody should call: its address, and who called."""
    calls: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def run() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, address = server.accept()
                    calls.append(address)
                    connection.close()

        threading.Thread(target=run, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/", calls
