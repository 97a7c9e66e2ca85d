"""Kills keepers at random moments, counted in calls and not in time, and says what is left.

Run as a program with a folder that has a store, ``next.txt`` (a list more) and ``newer.txt`` (a list
of it anew); prints a JSON line for each run. The processes are forked, so that Python and the
program are loaded once.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import FrameType

import pyoxigraph as ox

from kg import keeping
from kg.quality.irregularities import check
from kg.reading.corrections import TABLE, Correction, correction
from kg.reading.documents import Source, read_document
from kg.store import generations, seals
from kg.vocabulary import loading

PLACE = "松岭镇"
LATE = 20_000
"""About the last calls of an action, in which the new store takes the place of the old one."""


def actions(home: Path) -> dict[str, Callable[[Path], object]]:
    """What a keeper does, by name."""
    return {
        "add": lambda store: keeping.add([home / "next.txt"], into=store),
        "replace": lambda store: keeping.replace_lists([home / "newer.txt"], into=store),
        "remove": lambda store: keeping.remove(PLACE, into=store),
        "correct": lambda store: keeping.correct(corrected(store), into=store),
        "undo": keeping.undo,
    }


def corrected(store: Path) -> Correction:
    """A correction of what a row of the township prints."""
    documents = generations.current(store).summary["documents"]
    code = next(d["township_code"] for d in documents if PLACE in d["township"])
    return correction(
        "departments", f"{code}/2025-07/c-002", "", "云溪县水利局", "张三", "2026-03-01", "分错了"
    )


def forked(work: Callable[[], object]) -> tuple[int, str]:
    """How a process that does this ended (the signal, 0 if it did not), and what it said."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            os.write(writer, str(work()).encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as stream:
        said = stream.read().decode()
    return os.WTERMSIG(os.waitpid(child, 0)[1]), said


def counted(action: Callable[[Path], object], store: Path, end: int = 0) -> int:
    """Calls that an action makes; the process is killed at the call of this number."""
    calls = 0

    def call(frame: FrameType, event: str, given: object) -> None:
        nonlocal calls
        calls += 1
        if calls == end:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(call)
    try:
        action(store)
    finally:
        sys.setprofile(None)
    return calls


def state(store: Path) -> str:
    """The sum of all that a store says, its corrections too; what is damaged in it comes first."""
    table = store / f"{TABLE}.csv"
    put_right = table.read_text("utf-8").count("\n") if table.is_file() else 0
    damages = seals.damages(generations.current(store).path, deep=True)
    _, graph = generations.open_graph(store)
    data = graph.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    lines = b"\n".join(sorted((data or b"").splitlines()))
    said = hashlib.sha256(lines).hexdigest()
    return f"{''.join(str(damage) for damage in damages)}{said} {max(0, put_right - 1)}"


def told(home: Path, name: str, kills: int, dice: random.Random) -> dict[str, object]:
    """An action once whole, then killed some times, then once more on what the last kill left."""
    action, store = actions(home)[name], home / "run"

    def fresh() -> None:
        shutil.rmtree(store, ignore_errors=True)
        shutil.copytree(home / "store", store)

    def now() -> str:
        return forked(lambda: state(store))[1]

    fresh()
    old = now()
    calls = int(forked(lambda: counted(action, store))[1])
    new = now()
    found = []
    for number in range(kills):
        fresh()
        # Every other one late, where the new store takes the place of the old one.
        end = dice.randint(max(1, calls - LATE) if number % 2 else 1, calls)
        killed, _ = forked(lambda end=end: counted(action, store, end))  # type: ignore[misc]
        found.append({"killed": killed, "state": now()})
    left = []
    if found[-1]["state"] == old:
        forked(lambda: action(store))
        left = [path.name for path in store.glob("tmp-*")]
    return {"action": name, "old": old, "new": new, "found": found, "again": now(), "left": left}


def ready(home: Path) -> None:
    """Read the tables and import what an action needs, once for all that are forked: kills hit what it does.

    The engine of the graph is opened in no process that is forked: its threads would be missing.
    """
    tables = loading.load()
    names = ("next.txt", "newer.txt")
    documents = [read_document(Source(name, home / name), tables) for name in names]
    assert list(check(documents, tables))
    shutil.copytree(home / "store", home / "tried")
    add = actions(home)["add"]
    _, imported = forked(lambda: (add(home / "tried"), " ".join(sys.modules))[1])
    for name in imported.split():
        if name.startswith("kg."):
            import_module(name)


if __name__ == "__main__":
    folder, dice = Path(sys.argv[1]), random.Random(int(sys.argv[3]))
    ready(folder)
    for what in actions(folder):
        print(json.dumps(told(folder, what, int(sys.argv[2]), dice)))
