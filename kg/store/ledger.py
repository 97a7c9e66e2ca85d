"""The ledger: the marker by which a folder is known as a store, and what this program made in it.

``duty-kg.json`` in the store's folder has the states of the store in the order in which they were
made, and the folders a writer works in. Only what it names is ever removed; a folder without it is
nobody's store, and is not touched unless it is empty or an older version's store.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from kg.errors import StoreError, reason
from kg.frozen import frozen
from kg.patterns import regex
from kg.resources import STORE_MARK
from kg.store import locking

FILE = STORE_MARK
"""The marker's name."""

KEPT = 5
"""So many generations are kept."""

_LOCK_BYTES = 24
_WHAT = "duty-kg store"
_VERSION = 1
_GENERATION = regex(r"g-[0-9a-f]{16}")
_WORK = regex(r"tmp-\d+")
NOBODYS = frozenset((".DS_Store", "Thumbs.db", "desktop.ini"))
"""What systems put into folders by themselves."""


@frozen
class State:
    """A state of the store: its generation, when it became current, what was done, what it holds.

    ``before`` is the number of the state it came from, 0 for none.
    """

    number: int
    generation: str
    when: str
    what: str
    documents: int
    duties: int
    before: int


@frozen
class Ledger:
    """All states, the number of the current one, and folders that are being worked in."""

    states: tuple[State, ...] = ()
    at: int = 0
    working: tuple[str, ...] = ()

    def current(self, generation: str | None) -> State | None:
        """The state of the current ``generation``; ``at`` is one step behind after a kill."""
        found = [state for state in self.states if state.generation == generation]
        here = [state for state in found if state.number == self.at] or found
        return here[-1] if here else None

    def state(self, number: int) -> State | None:
        """The state of this number."""
        return next((state for state in self.states if state.number == number), None)

    def kept(self, current: str | None) -> tuple[str, ...]:
        """The generations to keep: the current one and the last others."""
        order = [current] if current else []
        here = self.current(current)
        if here is not None and (before := self.state(here.before)):
            order.append(before.generation)
        order += [state.generation for state in reversed(self.states)]
        return tuple(dict.fromkeys(order))[:KEPT]

    def with_state(
        self, generation: str, when: str, what: str, documents: int, duties: int, before: int
    ) -> Ledger:
        """The ledger with one state more."""
        number = max((state.number for state in self.states), default=0) + 1
        fresh = State(number, generation, when, what, documents, duties, before)
        return replace(self, states=(*self.states, fresh), at=number)

    def without(self, generations: Iterable[str]) -> Ledger:
        """The ledger without the states of generations that are gone."""
        gone = set(generations)
        return replace(self, states=tuple(s for s in self.states if s.generation not in gone))


def read(directory: Path) -> Ledger | None:
    """The ledger of a store; None where there is no marker.

    Raises:
        StoreError: there is a file of that name, but it is not ours, or damaged.
    """
    path = directory / FILE
    try:
        text = path.read_text("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise StoreError(f"读不了 {path}：{reason(error)} (cannot be read)") from error
    except UnicodeDecodeError as error:
        raise _damaged(path) from error
    try:
        data: dict[str, Any] = json.loads(text)
        if data["what"] != _WHAT or data["version"] != _VERSION:
            raise ValueError(data["what"])
        states = tuple(State(**state) for state in data["states"])
        ledger = Ledger(states, int(data["at"]), tuple(data["working"]))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise _damaged(path) from error
    sound = all(_GENERATION.fullmatch(state.generation) for state in states) and all(
        isinstance(name, str) and _WORK.fullmatch(name) for name in ledger.working
    )
    if not sound:  # a name that leads elsewhere must never be removed
        raise _damaged(path)
    return ledger


def _damaged(path: Path) -> StoreError:
    return StoreError(
        f"{path} 不是本程序写的，或已损坏；没有动这个文件夹。请另给一个图库目录，或移走这个文件再建"
        " (not written by this program, or damaged; the folder was left alone)"
    )


def write(directory: Path, ledger: Ledger, within: Path) -> None:
    """Replace the marker in one step; ``within`` is a folder of ours on the same disk.

    Raises:
        OSError: it cannot be written.
    """
    data = {
        "what": _WHAT,
        "version": _VERSION,
        "note": "本程序的图库；只有这里列出的东西会被清理 (only what is named here is ever removed)",
        "at": ledger.at,
        "states": [asdict(state) for state in ledger.states],
        "working": list(ledger.working),
    }
    fresh = within / FILE
    with fresh.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(json.dumps(data, ensure_ascii=False, indent=1) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(directory / FILE)


def claim(directory: Path, current: str | None) -> Ledger:
    """The ledger of a folder that may be written: ours, empty, or a store of an older version.

    Raises:
        StoreError: it has other things in it.
    """
    found = read(directory)
    if found is not None:
        return found
    if current is not None and (directory / current / "summary.json").is_file():
        return Ledger().with_state(current, "", "build", 0, 0, 0)
    others = sorted(
        entry.name
        for entry in directory.iterdir()
        if entry.name not in NOBODYS and not begun(entry) and not _is_lock(entry)
    )
    if others:
        shown = "、".join(others[:5]) + ("……" if len(others) > 5 else "")
        raise StoreError(
            f"{directory} 里有别的东西（{shown}），不是图库，没有动它；请给一个空的或新的文件夹"
            " (the folder holds other things and is no store; nothing there was touched)"
        )
    return Ledger()


def working(known: Ledger, directory: Path, name: str, before: int | None) -> Ledger:
    """The ledger with the folder ``name`` that is worked in.

    The writer of the number ``before`` may have been killed when its folder was there and not yet named: it is, too.
    """
    dead = f"tmp-{before}"
    left = (dead,) if begun(directory / dead) else ()
    return replace(known, working=tuple(dict.fromkeys((*known.working, *left, name))))


def begun(entry: Path) -> bool:
    """Whether this is the folder of a writer that was killed before the marker named it."""
    return (
        _WORK.fullmatch(entry.name) is not None
        and entry.is_dir()
        and {inside.name for inside in entry.iterdir()} <= {FILE}
    )


def _is_lock(entry: Path) -> bool:
    """Whether this is the lock of a writer that was killed early: empty, or with its number."""
    if entry.name != locking.FILE or not entry.is_file() or entry.stat().st_size > _LOCK_BYTES:
        return False
    text = entry.read_bytes().strip()
    return not text or text.isdigit()
