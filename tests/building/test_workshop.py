"""Work side by side: the same store from one process and from several, and an end when it is wanted."""

from __future__ import annotations

import _thread
import signal
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest

from kg.building import build, workshop
from kg.building.workshop import Progress
from kg.matters import clusters
from kg.store import generations, loading

PLACES = ("竹林镇", "松岭镇", "梅溪乡", "桃园镇")


@pytest.fixture
def lists(tmp_path: Path, small_text: str) -> Path:
    folder = tmp_path / "lists"
    folder.mkdir()
    for place in PLACES:
        (folder / f"{place}.txt").write_text(small_text.replace("竹林镇", place), "utf-8")
    return folder


def test_several_processes_make_the_store_that_one_makes(
    lists: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = build([lists], into=tmp_path / "alone").store
    monkeypatch.setattr(workshop, "WORTH_PROCESSES", 2)
    several = build([lists], into=tmp_path / "several", workers=2).store

    assert generations.current(several).path.name == generations.current(alone).path.name


def test_it_is_said_when_other_words_are_not_looked_for(
    lists: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = lists / "梅溪乡.txt"
    path.write_text(path.read_text("utf-8").replace("地名管理", "粮食收购"), "utf-8")
    said: list[str] = []
    build([lists], into=tmp_path / "all", say=said.append)
    assert not [line for line in said if "换了说法" in line]

    monkeypatch.setattr(clusters, "MOST_LOOSE", 1)
    build([lists], into=tmp_path / "none", say=said.append)
    (line,) = [line for line in said if "换了说法" in line]
    assert line.startswith("有 2 项")


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize(("step", "left"), [("read", (1, 4)), ("part", (0, 1))])
def test_a_killed_build_of_many_goes_on_where_it_was(
    step: str,
    left: tuple[int, int],
    lists: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    code = """
        import os, signal, sys
        from pathlib import Path
        from kg.building import making, workshop
        making.WORTH_PROCESSES = 2
        step = sys.argv[3]
        work = getattr(workshop.Workshop, step)
        done = []
        def cut(self, task):
            found = work(self, task)
            done.append(task)
            if len(done) == 3:
                os.kill(os.getpid(), signal.SIGKILL)
            return found
        setattr(workshop.Workshop, step, cut)
        making.build([Path(sys.argv[1])], into=Path(sys.argv[2]))
        """
    store = tmp_path / "store"
    command = [sys.executable, "-c", textwrap.dedent(code), str(lists), str(store), step]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    read, made = [], []
    whole, make = workshop.Workshop.read, workshop.made
    monkeypatch.setattr(
        workshop.Workshop, "read", lambda self, task: (read.append(task), whole(self, task))[1]
    )
    monkeypatch.setattr(workshop, "made", lambda *given: (made.append(given), make(*given))[1])
    build([lists], into=store)

    assert (len(read), len(made)) == left
    assert len(generations.current(store).summary["documents"]) == len(PLACES)


def test_who_interrupts_does_not_wait_for_the_engine() -> None:
    released = threading.Event()

    def endless() -> None:
        _thread.interrupt_main()
        released.wait()

    # Whoever runs the tests in the background has set interruptions aside.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            loading._apart([endless])
    finally:
        signal.signal(signal.SIGINT, before)
    assert not released.is_set()
    released.set()


def test_progress_says_rate_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter((0.0, 1.0, 4.0, 5.0))
    monkeypatch.setattr(workshop.time, "monotonic", lambda: next(now))
    said: list[str] = []
    progress = Progress(400, "读", said.append)
    for _ in range(3):
        progress.step()

    assert said == ["读 2/400，每秒 0.5 份，还要 13 分 16 秒 (0.5/s, 13 min 16 s left)"]
