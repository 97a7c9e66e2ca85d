"""The store: generations of an on-disk graph, swapped whole.

``DIR`` holds ``g-<hash>/`` folders (graph, summary, findings), the one-line file ``current`` and the
marker that says what is ours (:mod:`kg.store.ledger`). A writer fills a folder nobody reads, under a
lock that dies with its process, then replaces ``current``; killed at any moment, the old generation
still answers. The last five generations stay, to go back to.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import StoreError, StoreMissing, reason
from kg.frozen import frozen
from kg.kinds import LIST_ORDER
from kg.store import holding, ledger, names, seals
from kg.store.ledger import Ledger, State
from kg.store.locking import locked
from kg.vocabulary import compiled

if TYPE_CHECKING:
    import hashlib

    from kg.rdf.sheaves import Change
    from kg.rdf.sorted_lines import Statements

CURRENT = "current"
FORMAT = 3
"""Version of the store's layout; a store of another layout is rebuilt, not read."""
_OPEN_TRIES = 10


@frozen
class Generation:
    """One complete state of the store."""

    path: Path
    held: object = field(default=None, compare=False, repr=False)
    """What keeps it on disk while it is read."""

    @classmethod
    def taken(cls, path: Path) -> Generation:
        """The generation in the folder ``path``, held for reading and found whole.

        Raises:
            Swept: it is being removed: there is a newer one.
            StoreError: it is damaged.
        """
        held = holding.hold(path)
        seals.check(path)
        compiled.offer(path / compiled.FOLDER)
        return cls(path, held)

    @property
    def summary(self) -> dict[str, Any]:
        """What was loaded: documents, counts, coverage, checksums."""
        with _readable(self.path):
            return dict(json.loads((self.path / "summary.json").read_text("utf-8")))

    @property
    def findings(self) -> list[dict[str, Any]]:
        """The findings of the build, in the JSON form of the contract."""
        return self._lines("findings")

    @property
    def doubts(self) -> list[dict[str, Any]]:
        """Pairs of duties a person should look at: first, second (IRIs), score, why."""
        return self._lines("doubts")

    def _lines(self, name: str) -> list[dict[str, Any]]:
        with _readable(self.path):
            lines = (self.path / f"{name}.jsonl").read_text("utf-8").split("\n")
            return list(json.loads(f"[{','.join(line for line in lines if line)}]"))


@contextlib.contextmanager
def _readable(path: Path) -> Iterator[None]:
    """What cannot be read of a generation becomes one message."""
    try:
        yield
    except (OSError, ValueError, TypeError) as error:
        raise StoreError(
            f"图库损坏，请重新运行 kg build：{path.parent} (damaged store: {error})"
        ) from error


@frozen
class Writing:
    """A store while it is written: its ``directory``, and an empty ``folder`` to work in.

    The folder is on the store's disk; whatever lies in it afterwards is removed. ``ledger`` is what
    the store held when the writing began.
    """

    directory: Path
    folder: Path
    ledger: Ledger

    def finish(
        self,
        lines: Statements | Change,
        summary: dict[str, Any],
        findings: Sequence[dict[str, Any]],
        doubts: Sequence[dict[str, Any]] = (),
        prepare: Callable[[Path], None] | None = None,
        what: str = "build",
        when: str = "",
        alike: Path | None = None,
        settle: Callable[[str], None] = lambda name: None,
    ) -> Generation:
        """Make a generation of ``lines`` the current one; readers of the old one go on undisturbed.

        ``what`` was done and ``when`` stand in the history. A generation ``alike`` was made by this very program.

        ``prepare`` adds what is derived from the same documents or triples (the text index,
        prepared tables) to the new folder before anybody sees it; ``settle`` of its name is the last step before everybody does.
        """
        summary_text = json.dumps(summary, ensure_ascii=False, sort_keys=True, indent=1)
        tables = {"findings": _json_lines(findings), "doubts": _json_lines(doubts)}
        digest = _digest(lines)
        digest.update(
            f"{FORMAT}\n{summary_text}\n{tables['findings']}\n{tables['doubts']}".encode()
        )
        name = f"g-{digest.hexdigest()[:16]}"
        target = self.directory / name
        if not (_whole(target, summary_text) and compiled.ours(target)):
            work = self.folder / name
            work.mkdir()
            from kg.store import loading  # readers have no use for it

            loading.load(work / "graph", lines)
            for table, text in tables.items():
                _write_text(work / f"{table}.jsonl", text)
            if prepare:
                prepare(work)
            names.write(work, alike)
            _write_text(work / holding.FILE, "")
            _write_text(work / seals.FILE, seals.seal(work, summary_text, self._former()))
            _write_text(work / "summary.json", summary_text)
            # Named before it is there: whoever sweeps after a kill knows that it is ours.
            self._record(name, summary, what, when)
            holding.clear(target)
            work.replace(target)
        else:
            self._record(name, summary, what, when)
        settle(name)
        _point(self.directory, name, self.folder)
        _sweep(self.directory, self.folder)
        return Generation(target)

    def _former(self) -> Path | None:
        now = _current_name(self.directory)
        return self.directory / now if now else None

    def _record(self, name: str, summary: dict[str, Any], what: str, when: str) -> None:
        now = _current_name(self.directory)
        known = ledger.read(self.directory) or self.ledger
        here = known.current(now)
        if here is not None and here.generation == name:
            return  # the same again
        documents = summary.get("documents", ())
        duties = sum(d.get(kind, 0) for d in documents for kind in LIST_ORDER)
        fresh = known.with_state(
            name, when, what, len(documents), duties, here.number if here else 0
        )
        ledger.write(self.directory, fresh, self.folder)

    def go_to(self, state: State) -> Generation:
        """Make the generation of an earlier state the current one again.

        Raises:
            StoreError: it is gone or damaged.
        """
        target = self.directory / state.generation
        try:
            kept = (target / "summary.json").read_text("utf-8")
        except OSError as error:
            raise StoreError(
                f"第 {state.number} 步的图库已不在：{target} (that state is gone)"
            ) from error
        if not _whole(target, kept):
            raise StoreError(f"第 {state.number} 步的图库已损坏：{target} (that state is damaged)")
        _point(self.directory, state.generation, self.folder)
        known = ledger.read(self.directory) or self.ledger
        ledger.write(self.directory, replace(known, at=state.number), self.folder)
        return Generation(target)


def _digest(lines: Statements | Change) -> hashlib._Hash:
    """A checksum of lines to go on with: of their own checksum where they know it."""
    import hashlib  # readers have no use for it

    from kg.rdf.sheaves import Change, Sheaf

    if isinstance(lines, Change | Sheaf):
        return hashlib.sha256(lines.checksum.encode())
    with lines.open() as stream:
        return hashlib.file_digest(stream, "sha256")


def _point(directory: Path, name: str, within: Path) -> None:
    """Replace ``current`` in one step."""
    fresh = within / CURRENT
    _write_text(fresh, name + "\n")
    fresh.replace(directory / CURRENT)
    _sync_folder(directory)


@contextlib.contextmanager
def writing(
    directory: Path, say: Callable[[str], None] = lambda message: None
) -> Iterator[Writing]:
    """Hold the lock of the store in ``directory`` (made if need be) to write a generation.

    Left early, it leaves the store as it was. While another build holds the lock it waits, and tells
    ``say`` so.

    Raises:
        StoreError: the directory cannot be written, or is no store but holds other things.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        known = ledger.claim(
            directory, _current_name(directory)
        )  # before anything is written there
        with locked(directory, say) as before:
            known = ledger.claim(directory, _current_name(directory))
            name = f"tmp-{os.getpid()}"
            folder = directory / name
            if folder.exists() and name not in known.working and not ledger.begun(folder):
                raise StoreError(
                    f"{folder} 不是本程序的，没有动它；请移走再建 (not ours: move it away first)"
                )
            folder.mkdir(exist_ok=True)
            fresh = ledger.working(known, directory, name, before)
            ledger.write(directory, fresh, folder)
            try:
                # What a killed build left goes first: it may be what fills the disk.
                _sweep(directory, folder)
                yield Writing(directory, folder, fresh)
            finally:
                _remove(folder)
    except OSError as error:
        raise StoreError(_unwritable(directory, error)) from error


@contextlib.contextmanager
def alone(
    directory: Path, say: Callable[[str], None] = lambda message: None, *, begun: bool = False
) -> Iterator[None]:
    """Hold the lock of a store: what is read of it until the end is still so when it is written.

    One that was ``begun`` may have no generation yet.

    Raises:
        StoreMissing: there is none.
        StoreError: the directory cannot be written, or is no store but holds other things.
    """
    with contextlib.ExitStack() as held:
        name = _current_name(directory) if begun else current(directory).path.name
        try:
            ledger.claim(directory, name)
            held.enter_context(locked(directory, say))
        except OSError as error:
            raise StoreError(_unwritable(directory, error)) from error
        yield


def _remove(folder: Path) -> None:
    """Remove a folder that the engine's own threads may still be writing in for a moment."""
    for _ in range(_OPEN_TRIES):
        holding.clear(folder)
        if not folder.exists():
            return
        time.sleep(0.05)


def _unwritable(directory: Path, error: OSError) -> str:
    # The graph engine hands on the system's words without their number.
    if error.errno == errno.ENOSPC or "No space left" in str(error):
        return f"磁盘已满，写不了图库 {directory}；原图库未动 (no space left, the old store is untouched)"
    return f"写不了图库 {directory}：{reason(error)} (the store cannot be written)"


def _whole(generation: Path, summary: str) -> bool:
    """Whether a generation has all its files, none changed: else building again makes it anew."""
    try:
        ox.Store.read_only(str(generation / "graph"))
        kept = (generation / "summary.json").read_text("utf-8")
    except (OSError, RuntimeError, ValueError):
        return False
    return kept == summary and not seals.damages(generation, deep=True)


def _json_lines(rows: Sequence[dict[str, Any]]) -> str:
    write = json.JSONEncoder(ensure_ascii=False).encode
    return "".join(f"{write(row)}\n" for row in rows)


def current(directory: Path) -> Generation:
    """The current generation of a store.

    Raises:
        StoreMissing: there is no store in ``directory``.
    """
    name = _current_name(directory)
    if name is None:
        raise StoreMissing(
            f"没有这个图库：{directory}；请先运行 kg build (no store there; run kg build)"
        )
    return Generation(directory / name)


def exists(directory: Path) -> bool:
    """Whether there is a store in ``directory``."""
    return _current_name(directory) is not None


def open_graph(directory: Path) -> tuple[Generation, ox.Store]:
    """Open the current generation read-only.

    Raises:
        StoreMissing: there is no store.
        StoreError: the store is damaged.
    """
    error: Exception | None = None
    for attempt in range(_OPEN_TRIES):
        path = current(directory).path
        try:
            generation = Generation.taken(path)
            return generation, ox.Store.read_only(str(path / "graph"))
        except (OSError, RuntimeError) as problem:
            # A writer may have swapped and swept between our two steps: look again.
            error = problem
            time.sleep(0.02 * (attempt + 1))
    raise StoreError(f"图库损坏，请重新运行 kg build：{directory} (damaged store: {error})")


def _current_name(directory: Path) -> str | None:
    try:
        name = (directory / CURRENT).read_text("utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise StoreError(
            f"读不了图库 {directory}：{reason(error)} (the store cannot be read)"
        ) from error
    except UnicodeDecodeError:
        name = ""
    plain = name.isascii() and name.replace("-", "").isalnum()
    if not (name.startswith("g-") and plain):
        raise StoreError(f"图库的 current 文件有误：{directory} (damaged store)")
    return name


def _sweep(directory: Path, own: Path) -> None:
    """Remove what the marker names and nobody needs; what a reader on Windows holds stays for later."""
    known = ledger.read(directory)
    if known is None:
        return
    kept = set(known.kept(_current_name(directory)))
    stale = {state.generation for state in known.states} - kept
    dead = [name for name in known.working if name != own.name]
    for name in sorted(stale):
        holding.remove(directory / name)  # a reader keeps what it reads
    for name in dead:
        holding.clear(directory / name)
    left = [name for name in dead if (directory / name).exists()]
    gone = [name for name in stale if not (directory / name).exists()]
    fresh = replace(known.without(gone), working=(*left, own.name))
    if fresh != known:
        ledger.write(directory, fresh, own)


def _write_text(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())


def _sync_folder(directory: Path) -> None:
    if sys.platform == "win32":  # a folder cannot be synced there
        return
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
