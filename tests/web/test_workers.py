"""The workers of the endpoint: replaced when they end, renewed with the store, gone with their server."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import loops
import pytest
from serving import ENDLESS, HANGS, Site, alive, asking, message, serving, until

from kg.building import Build, build
from kg.errors import StoreError
from kg.store.generations import Generation
from kg.web import pool as pools
from kg.web.errors import Refused
from kg.web.limits import Limits
from kg.web.pool import Pool
from kg.web.process import Answer, Worker
from kg.web.sources import Source
from kg.web.worker import FRAME

CHILDREN = pytest.mark.skipif(
    not Path(f"/proc/self/task/{os.getpid()}/children").exists(),
    reason="needs /proc with the children of a process",
)
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps open files")
COUNT = "SELECT (COUNT(*) AS ?n) { ?d a :Duty }"


def workers(site: Site) -> list[int]:
    listed = Path(f"/proc/{site.pid}/task/{site.pid}/children").read_text("ascii")
    return [int(pid) for pid in listed.split()]


def running(pid: int) -> bool:
    """Whether a process runs: one that has ended may be listed until somebody asks for its code."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_client_that_goes_away_frees_its_worker(five: Build) -> None:
    """There is one worker: as long as it goes on for nobody, nobody else is answered."""
    with serving(five.store, "--workers", "1", "--time-limit", "120") as site:
        for _ in range(6):
            with asking(site, ENDLESS, 1):
                time.sleep(0.05)
        assert alive(site)  # within the 30 seconds that `send` waits


def test_a_new_build_is_served_without_a_restart(small: Path, tmp_path: Path) -> None:
    store = build([small], into=tmp_path / "store").store
    count = "SELECT (COUNT(*) AS ?n) { ?d a :Duty }"
    with serving(store) as site:
        before = site.get(count, "text/csv")
        text = (small / "zhulin.txt").read_text("utf-8")
        more = text.replace("竹林镇", "松林镇").replace("2025年7月", "2025年8月")
        (small / "songlin.txt").write_text(more, "utf-8")
        build([small], into=store)
        deadline = time.monotonic() + HANGS
        while (after := site.get(count, "text/csv")).text == before.text:
            assert time.monotonic() < deadline
        assert int(after.text.split()[1]) == 2 * int(before.text.split()[1])
        assert after.headers["etag"] != before.headers["etag"]
        assert "松林镇" in site.send("GET", "/").text


@POSIX
@CHILDREN
def test_without_a_store_and_workers_everybody_is_refused_until_it_is_back(
    small: Path, tmp_path: Path
) -> None:
    store = build([small], into=tmp_path / "store").store
    with serving(store, "--workers", "2") as site:
        until(lambda: len(workers(site)) == 2)  # none that has opened it comes later
        store.rename(tmp_path / "away")
        assert alive(site)  # what is open goes on answering
        for pid in workers(site):
            os.kill(pid, signal.SIGKILL)
        until(lambda: not any(map(running, workers(site))))
        # Each another one: what was answered before is known until the server has seen them end.
        refused = [site.get(f"ASK {{}} # {number}") for number in range(3)]
        (tmp_path / "away").rename(store)
        until(lambda: alive(site))
        until(lambda: len(workers(site)) == 2)
        said = site.said

    assert [answer.status for answer in refused] == [503] * 3
    assert "图库暂时打不开" in message(refused[0])
    assert refused[0].headers["retry-after"]
    assert said.count("没有这个图库") == 1
    assert "Traceback" not in said


class Stub(Worker):
    """A worker without a process."""

    alive = True

    def __init__(self, generation: Generation) -> None:
        self.generation = generation
        self.warm, self.warmed = True, 0

    async def ended(self) -> None:
        await asyncio.Event().wait()

    async def kill(self) -> None:
        pass


def test_what_was_in_the_way_is_not_said_once_another_worker_has_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Two are started again; the one that was begun while the store was away fails after the other has started."""
    tries: list[asyncio.Future[Worker]] = []

    async def spawn(source: Source, generation: Generation, limits: Limits) -> Worker:
        tries.append(asyncio.get_running_loop().create_future())
        return await tries[-1]

    async def started(count: int) -> None:
        while len(tries) < count:
            await asyncio.sleep(0)

    async def fail_late() -> tuple[list[str], list[str]]:
        source = Source(tmp_path)
        pool = Pool(source, Limits(workers=2))
        starting = asyncio.ensure_future(pool.start())
        await started(2)
        for one in tries:
            one.set_result(Stub(source.current()))
        await starting
        for worker in list(pool._idle):
            pool._replace(worker)
        await started(4)
        tries[2].set_exception(StoreError("away"))
        await started(5)  # it is tried again
        first = [record.message for record in caplog.records]
        tries[3].set_result(Stub(source.current()))
        while not pool._idle:
            await asyncio.sleep(0)
        tries[4].set_exception(StoreError("away"))
        await started(6)
        await pool.close()
        return first, [record.message for record in caplog.records]

    monkeypatch.setattr(Source, "current", lambda self: Generation(tmp_path))
    monkeypatch.setattr(Worker, "spawn", spawn)
    monkeypatch.setattr(pools, "_PAUSES", (0.0,))

    assert loops.run(asyncio.wait_for(fail_late(), HANGS)) == (["away"], ["away"])


class Busy(Stub):
    """A worker over something long: what it has spent is what the clock says, or nothing."""

    spent = 0.0
    working = False

    async def ask(self, message: dict[str, Any]) -> Answer:
        for _ in range(7):
            await asyncio.sleep(0.1)
            self.spent += 0.1 * self.working
        return Answer({"status": 200}, b"", "")


@pytest.mark.parametrize(("working", "statuses"), [(False, [200, 200]), (True, [200, 504])])
def test_a_query_has_its_time_of_a_processor_where_others_use_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, working: bool, statuses: list[int]
) -> None:
    """A page may take three times as long as a query."""
    asked = [
        {"path": "compare", "query": ""},
        {"query": "ASK {}", "accept": "", "base": "http://a/"},
    ]

    async def status(pool: Pool, message: dict[str, Any]) -> int:
        try:
            return int((await pool.run(message, "a")).head["status"])
        except Refused as refused:
            return refused.status

    async def ask() -> list[int]:
        pool = Pool(Source(tmp_path), Limits(workers=1, seconds=0.3))
        await pool.start()
        found = [await status(pool, message) for message in asked]
        await pool.close()
        return found

    async def spawn(source: Source, generation: Generation, limits: Limits) -> Worker:
        return Busy(generation)

    monkeypatch.setattr(Source, "current", lambda self: Generation(tmp_path))
    monkeypatch.setattr(Worker, "spawn", spawn)
    monkeypatch.setattr(Busy, "working", working)

    assert loops.run(asyncio.wait_for(ask(), HANGS)) == statuses


@POSIX
def test_a_generation_that_cannot_be_opened_leaves_the_old_one(small: Path, tmp_path: Path) -> None:
    store = build([small], into=tmp_path / "store").store
    with serving(store, "--workers", "2") as site:
        before = site.get(COUNT, "text/csv")
        (store / "current").write_text("g-0123456789abcdef\n", "ascii")
        after = [site.get(COUNT, "text/csv") for _ in range(3)]
        until(lambda: "仍用旧的" in site.said)

    assert [(answer.status, answer.text) for answer in after] == [(200, before.text)] * 3
    assert {answer.headers["etag"] for answer in after} == {before.headers["etag"]}


def test_named_files_are_served_as_they_were_at_the_start(small: Path, tmp_path: Path) -> None:
    store = build([small], into=tmp_path / "store").store
    extra = tmp_path / "extra.ttl"
    extra.write_text("<http://a.example/s> <http://a.example/p> 1 .", "utf-8")
    ask = "ASK { GRAPH <http://a.example/g> { ?s ?p 1 } }"
    with serving(store, "--workers", "1", "--with", f"http://a.example/g={extra}") as site:
        before = site.get(ask)
        extra.unlink()
        build([small], into=store, base="https://other.example/")
        after = site.get(ask)

    assert json.loads(before.body)["boolean"] is json.loads(after.body)["boolean"] is True
    assert before.headers["etag"] != after.headers["etag"]


@CHILDREN
def test_idle_workers_that_were_killed_fail_no_query(five: Build) -> None:
    with serving(five.store, "--workers", "3") as site:
        for pid in workers(site):
            os.kill(pid, signal.SIGKILL)
        assert [site.get("ASK {}").status for _ in range(3)] == [200] * 3
        until(lambda: len(workers(site)) == 3)
        assert "never retrieved" not in site.said


@CHILDREN
def test_a_server_that_is_killed_leaves_no_worker_behind(five: Build) -> None:
    with (
        serving(five.store, "--workers", "2", "--time-limit", "120") as site,
        asking(site, ENDLESS, 1),
    ):
        time.sleep(0.3)  # the query is being evaluated
        left = workers(site)
        os.kill(site.pid, signal.SIGKILL)
        until(lambda: not any(map(running, left)))


def test_a_worker_ends_with_its_input_over_the_longest_query(five: Build) -> None:
    """What ends a worker on every system, whatever the system itself does."""
    generation = next(five.store.glob("g-*"))
    settings = {
        "directory": str(five.store),
        "generation": str(generation),
        "graph": str(generation / "graph"),
        "memory": 0,
        "rows": 10,
        "answer": 1000,
    }
    text = json.dumps({"query": ENDLESS, "accept": "", "base": "http://a.example/"}).encode()
    with subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from kg.web.worker import main; main()",
            json.dumps(settings),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])},
    ) as worker:
        assert worker.stdin
        assert worker.stdout
        said = []
        for sent in (b"", FRAME.pack(len(text), 0) + text):
            worker.stdin.write(sent)
            worker.stdin.flush()
            head, _ = FRAME.unpack(worker.stdout.read(FRAME.size))
            said.append(worker.stdout.read(head))
        time.sleep(0.2)  # the query is being evaluated
        worker.stdin.close()
        assert worker.wait(HANGS) == 0
    assert said == [b'{"ready": true}', b""]


def test_workers_take_no_modules_from_where_the_server_is_started(
    five: Build, tmp_path: Path
) -> None:
    root = Path(__file__).resolve().parents[2]
    for name in ("html", "csv", "struct", "queue"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('not this one')", "ascii")
    # The command itself is started as its console script is: without the directory in its path.
    start = f"import sys; sys.path[:1] = [{str(root)!r}]; from kg.cli import main; main()"
    options = ["serve", "--port", "0", "--store", str(five.store), "--workers", "1"]
    environment = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    with subprocess.Popen(
        [sys.executable, "-c", start, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env=environment,
    ) as process:
        assert process.stdout
        address = process.stdout.readline()
        process.terminate()
        said = process.communicate()[1]

    assert address.startswith("http://"), said


def test_a_worker_that_cannot_start_is_one_message_with_the_cause(
    five: Build, tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\nif '-P' in sys.orig_argv: sys.exit('no luck today')", "ascii"
    )
    root = str(Path(__file__).resolve().parents[2])
    done = subprocess.run(
        [sys.executable, "-m", "kg", "serve", "--port", "0", "--store", str(five.store)],
        capture_output=True,
        text=True,
        timeout=HANGS,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), root]), "PYTHONUTF8": "1"},
    )

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.splitlines()[-1].startswith("错误：查询进程启动不了")
    assert done.stderr.splitlines()[-1].endswith("no luck today")
    assert "Traceback" not in done.stderr


@POSIX
def test_a_worker_that_cannot_start_is_started_later(small: Path, tmp_path: Path) -> None:
    store = build([small], into=tmp_path / "store").store
    parts = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(9))
    with serving(store, "--workers", "1", "--time-limit", "0.5") as site:
        store.rename(tmp_path / "away")
        # What differs from call to call has no ETag: the store itself is not looked at.
        ended = site.get(f"SELECT (COUNT(*) AS ?n) (NOW() AS ?now) {{ {parts} }}")
        time.sleep(0.3)  # the worker is gone, and no other can start
        (tmp_path / "away").rename(store)
        assert ended.status in {504, 507}
        assert alive(site)


@POSIX
def test_a_server_that_ends_refuses_who_is_not_answered_and_says_nothing_more(five: Build) -> None:
    limits = ("--workers", "1", "--time-limit", "120")
    with serving(five.store, *limits) as site, asking(site, ENDLESS, 3) as asked:
        time.sleep(0.3)  # one is being evaluated, the others wait
        os.kill(site.pid, signal.SIGTERM)
        answers = [connection.recv(1 << 16) for connection in asked]
        until(lambda: not running(site.pid))
        assert "ERROR" not in site.said
    assert [answer[:12] for answer in answers] == [b"HTTP/1.1 503"] * 3


@CHILDREN
def test_no_worker_outlives_its_server(five: Build) -> None:
    with serving(five.store, "--workers", "2") as site:
        listed = workers(site)
        assert len(listed) == 2
    until(lambda: not any(map(running, listed)))


def halfway(worker: Worker) -> bool:
    """Whether an answer has come in part: reading is paused, or a piece of it is there."""
    reader = worker._process.stdout
    return bool(getattr(reader, "_paused")) or len(getattr(reader, "_buffer")) > 1 << 15  # noqa: B009


def test_clients_that_leave_in_the_middle_of_an_answer_cost_no_worker(five: Build) -> None:
    """A reader paused then would stay paused, and the end of its worker would never be seen."""
    question = {"query": "SELECT * { ?s ?p ?o } LIMIT 60000", "accept": "", "base": "http://a/"}

    async def leave_and_ask() -> int:
        pool = Pool(Source(five.store), Limits(workers=1, seconds=120, wait=HANGS))
        await pool.start()
        try:
            for _ in range(3):
                leaving = asyncio.ensure_future(pool.run(dict(question), "a"))
                while not leaving.done():
                    await asyncio.sleep(0)
                    if any(map(halfway, pool._busy)):
                        leaving.cancel()
                await asyncio.gather(leaving, return_exceptions=True)
                assert leaving.cancelled()
            return int((await pool.run(question | {"query": "ASK {}"}, "b")).head["status"])
        finally:
            await pool.close()

    assert loops.run(leave_and_ask()) == 200


@POSIX
def test_a_page_does_not_need_the_folder_its_worker_was_opened_from(
    small: Path, tmp_path: Path
) -> None:
    store = build([small], into=tmp_path / "store").store
    with serving(store, "--workers", "1") as site:
        store.rename(tmp_path / "away")
        page = site.get("ASK {}", "text/html")
        home = site.send("GET", "/")
        void = site.send("GET", "/void")

    assert [page.status, home.status, void.status] == [200, 200, 503]
    assert str(tmp_path) not in void.text
