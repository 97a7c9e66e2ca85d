"""Cluster: the tasks of a build on the workers of a Dask cluster, which share one folder.

https://distributed.dask.org: a worker that dies has its tasks done by another. So tasks are such as may be
done twice: what they make is written in one step, under a name that says what it was made from. What goes
over the network is small: bytes of one document there, heads, counts and checksums back; never triples.
Documents go with their tasks and not by ``scatter``, whose data are lost with the worker that has them.
"""

from __future__ import annotations

import logging
import pickle
import socket
import tempfile
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor
from dataclasses import replace
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from kg.building import program
from kg.building.parts import READ, Recipe, taken
from kg.building.shelf import FOLDER as SHELF
from kg.building.shelf import Shelf
from kg.building.workshop import Progress, Say, Workshop
from kg.errors import ClusterError, StoreError, UsageError, VocabularyError, reason
from kg.frozen import frozen
from kg.patterns import regex
from kg.rdf import partitions
from kg.rdf.iris import Iris
from kg.rdf.partitions import Piece
from kg.reading.containers import MAX_FILE_BYTES
from kg.reading.sources import Source
from kg.store.originals import MAPPING
from kg.vocabulary.loading import load

if TYPE_CHECKING:
    from distributed import Future

MARK = "build-"
"""Beginning of the name of the file in the shared folder by which a worker knows that it has the same one."""
TABLES = "tables-"
"""Beginning of the name of the folder in it with the user's own tables.

Both names are new for each content: a network's file system may show what a name meant some seconds ago.
"""

_ADDRESS = regex(r"(?:[a-z]+://)?[^\s/:]+:\d{1,5}|(?:[a-z]+://)?\[[0-9a-fA-F:.]+\]:\d{1,5}")
_AHEAD = 3
"""So many tasks for each worker are on their way."""
_CONNECT_SECONDS = 20
_LISTEN_SECONDS = 5
_PAUSES = (0.1, 1.0, 5.0, 10.0, 20.0, 30.0)


@frozen
class Setup:
    """What every worker has to have in common with whoever asks it.

    ``mark`` and ``overlay`` (empty: none) are names in ``folder``, ``program`` and ``tables`` checksums.
    """

    folder: Path
    mark: str
    base: str
    program: str
    tables: str
    overlay: str


@frozen
class Sent:
    """A file on its way: its source, key, bytes, and those of the mapping file beside it."""

    source: Source
    key: str
    data: bytes
    mapping: bytes | None


class Bench(Workshop):
    """A workshop on a worker."""

    def __init__(self, setup: Setup) -> None:
        """Work in the shared folder.

        Raises:
            ClusterError: this machine does not have the same folder, program or tables.
        """
        where = socket.gethostname()
        if not (setup.folder / setup.mark).is_file():
            raise ClusterError(
                f"worker {where} 看不到这里的文件夹 {setup.folder}；-o 要放在每台机器都以同一路径看得到的共享文件夹里"
                " (a worker does not see the folder: it must be shared, under the same path)"
            )
        if program.fingerprint() != setup.program:
            raise ClusterError(
                f"worker {where} 上的 duty-kg 与这里的不是同一版；各台机器要装同一版"
                " (a worker has another version of the program)"
            )
        try:
            tables = load(setup.folder / setup.overlay if setup.overlay else None)
            same = tables.checksum == setup.tables
        except (OSError, VocabularyError):
            same = False
        if not same:
            raise ClusterError(
                f"worker {where} 上的词表与这里的不同 (a worker has other tables of the vocabulary)"
            )
        super().__init__(tables, Iris(setup.base), Shelf(setup.folder / SHELF))
        self._folder = setup.folder

    def read_sent(self, sent: Sent) -> list[list[Any]]:
        """Read a file that was sent here; the heads of its documents, as plain values."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / sent.source.path.name  # messages name the mapping file beside it
            path.write_bytes(sent.data)
            if sent.mapping is not None:
                path.with_name(path.name + MAPPING).write_bytes(sent.mapping)
            return self.read((replace(sent.source, path=path), sent.key))

    def partition(self, task: tuple[Recipe, Piece | None]) -> Piece:
        """Make a part and write its lines; what is there and ``known`` to be right stays.

        Raises:
            LookupError: its documents are not on the shelf.
        """
        recipe, known = task
        if known and taken(self.shelf, recipe) and partitions.whole(self._folder, known):
            return known
        found = (f"{line}\n".encode() for line in self.lines(recipe))
        return partitions.write(self._folder, partitions.named(recipe.key[:32]), found)


# -- on the workers --------------------------------------------------------------------------

_benches: dict[Setup, Bench] = {}
"""The workshop of this process, for the build that was here last."""
_hand = ThreadPoolExecutor(1, "duty-kg")
"""The one thread that works, however many a worker has: they would only wait for each other.

It is not one of Dask's own: the frames of those are held by another thread for its statistics of time,
and what a query gives may only be let go by the thread that has asked.
"""


def _do(packed: bytes) -> bytes:
    """Do a task."""
    return _hand.submit(_work, packed).result()


def _work(packed: bytes) -> bytes:
    setup, name, task = pickle.loads(packed)  # noqa: S301
    try:
        if setup not in _benches:
            made = Bench(setup)
            _benches.clear()
            _benches[setup] = made
        return pickle.dumps(getattr(_benches[setup], name)(task))
    except OSError as error:
        raise StoreError(
            f"worker {socket.gethostname()} 写不了 {setup.folder}：{reason(error)} (a worker cannot write there)"
        ) from error
    except BaseException as error:
        traceback.clear_frames(error.__traceback__)
        raise


# -- here ------------------------------------------------------------------------------------


class Cluster:
    """Does the tasks of a build on a cluster; what only this machine can do is done in ``workshop``."""

    def __init__(self, address: str, setup: Setup, workshop: Workshop, say: Say) -> None:
        """The scheduler is at ``address``: tcp://host:8786.

        Raises:
            UsageError: that is no address.
        """
        if not _ADDRESS.fullmatch(address):
            raise UsageError(
                f"--cluster 应为调度器的地址，如 tcp://主机:8786 (must be a scheduler's address): {address}"
            )
        self._address, self._setup = address, setup
        self._workshop, self._say = workshop, say

    def __enter__(self) -> Cluster:
        """Connect.

        Raises:
            UsageError: the extra is not installed, or the address is none.
            ClusterError: nobody answers there.
        """
        try:
            from distributed import Client
        except ImportError as error:
            raise UsageError(
                "--cluster 要先安装：pip install 'duty-kg[cluster]' (the extra cluster is not installed)"
            ) from error
        # Its messages about a lost scheduler are tracebacks; ours says the same.
        logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
        try:
            self._client = Client(self._address, timeout=_CONNECT_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]
        except OSError as error:
            raise ClusterError(
                f"连不上 Dask 调度器 {self._address}，那里没有 dask scheduler，或被防火墙挡住"
                " (no Dask scheduler answers there)"
            ) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave the cluster; tasks that nobody waits for are dropped."""
        self._client.close()  # type: ignore[no-untyped-call]

    def each(self, name: str, tasks: Sequence[Any], what: str) -> Iterator[Any]:
        """The results of the bench's method ``name`` for all tasks, in their order.

        Raises:
            ClusterError: the cluster is lost, or a task has brought down one worker after another.
        """
        progress = Progress(len(tasks), what, self._say)
        waiting: deque[Future[bytes] | list[Any]] = deque()
        rest, done = iter(tasks), 0
        try:
            for task in islice(rest, self._ahead()):
                waiting.append(self._begun(name, task))
            while waiting:
                first = waiting.popleft()
                result = first if isinstance(first, list) else self._result(first)
                progress.step()
                if name == "read":
                    key = tasks[done][1]
                    until_seen(lambda key=key: self._workshop.shelf.seen(READ, key))  # type: ignore[misc]
                done += 1
                yield result
                for task in islice(rest, max(0, self._ahead() - len(waiting))):
                    waiting.append(self._begun(name, task))
        finally:
            for one in waiting:
                if not isinstance(one, list):
                    one.cancel(reason="the build has ended")  # type: ignore[no-untyped-call]

    def _ahead(self) -> int:
        """How many tasks to have on their way: workers come and go."""
        return _AHEAD * max(1, self._workers())

    def _workers(self) -> int:
        return len(self._client.nthreads())  # type: ignore[no-untyped-call]

    def _begun(self, name: str, task: Any) -> Future[bytes] | list[Any]:
        """A task given to the cluster; its result, where it can be done only here."""
        if name == "read":
            source, key = task
            sent = _sent(source, key)
            if sent is None:
                return self._workshop.read(task)
            name, task = "read_sent", sent
        packed = pickle.dumps((self._setup, name, task))
        return self._client.submit(_do, packed, pure=False)

    def _result(self, future: Future[bytes]) -> Any:
        from distributed import KilledWorker

        alone = False
        while True:
            try:
                return pickle.loads(future.result(timeout=_LISTEN_SECONDS))  # noqa: S301
            except TimeoutError:
                if not alone and not self._workers():
                    alone = True
                    self._say(
                        f"{self._address} 现在没有 worker，等它们来；按 Ctrl-C 停下，再运行就接着做"
                        " (no workers there now: waiting for them)"
                    )
            except KilledWorker as error:
                raise ClusterError(
                    "一个任务接连使几个 worker 中断，多半是内存不够；看 worker 的日志，再运行就接着做"
                    " (a task has brought down several workers: see their logs, run again to go on)"
                ) from error
            except (OSError, CancelledError) as error:
                raise ClusterError(
                    f"与 Dask 调度器 {self._address} 的连接断了；再运行一次就接着做"
                    " (the scheduler was lost: run again to go on)"
                ) from error


def until_seen(look: Callable[[], object]) -> None:
    """Wait until what a worker wrote is seen here, as it is after some seconds at most where folders are shared.

    Raises:
        ClusterError: it is not.
    """
    for pause in (*_PAUSES, None):
        if look():
            return
        if pause is not None:
            time.sleep(pause)
    raise ClusterError(
        "worker 写好的东西这里看不到；-o 要放在各台机器共享的文件夹里"
        " (what a worker wrote is not seen here: the folder must be shared)"
    )


def _sent(source: Source, key: str) -> Sent | None:
    """A file to send; None where it cannot be read here either, and where it is too long to be read."""
    try:
        if source.path.stat().st_size > MAX_FILE_BYTES:
            return None
        data = source.path.read_bytes()
        said = source.path.with_name(source.path.name + MAPPING)
        mapping = said.read_bytes() if said.exists() else None
    except OSError:
        return None
    return Sent(replace(source, path=Path(source.path.name)), key, data, mapping)
