"""Regular expressions that are compiled when first used, and those a build has compiled.

A start that needs ten of them does not pay for two hundred; and since Python takes a millisecond to compile
one with a range of Chinese characters, a build keeps the compiled form of those that questions, queries and the
entry check use (``write``), to be taken from there (``offer``) by the same Python.
"""

from __future__ import annotations

import json
import re
import struct
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from itertools import accumulate
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any, AnyStr, cast

from kg.hashing import blake2b

FILE = "patterns.bin"
"""Name of the compiled patterns beside the compiled tables."""

_METHODS = ("search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn")
_COMMANDS = ("ask", "check", "query", "search")
_STARTS = (
    *("kg.asking.engine", "kg.checking.entry", "kg.querying.library", "kg.meaning.meaning"),
    *("kg.querying.finding.searched", "kg.export.terminal"),
    *(f"kg.commands.{name}" for name in _COMMANDS),
)
"""Where what a person waits for begins: the patterns of what these modules import are kept."""
_OF_TABLES = ("kg.asking.engine", "patterns_of_tables")
"""What makes those that consist of words of the packaged tables."""
_BUILDING = ("kg.reading.", "kg.quality.", "kg.matters.", "kg.building.", "kg.triples.")
"""What only a build uses: nobody waits for its patterns."""
_PYTHON = json.dumps([sys.version, sys.byteorder]).encode()
_HEAD = _PYTHON + b" " * (-len(_PYTHON) % 8)
"""Compiled patterns are for the Python that compiled them."""
_NONE: dict[int, bytes] = {}
_COUNT, _SIZES = struct.Struct("=Q"), struct.Struct("=II")

_made: dict[tuple[str, int], str] = {}
"""Every text pattern of this process and its flags → the module that keeps it."""
fresh: set[tuple[str, int]] = set()
"""The text patterns that this process had to compile, with their flags."""
_ready: list[_Offered] = []
"""Files of compiled patterns that were offered, the newest first."""
_KEPT, _TOO_MANY = 4, 4_000


class Regex:
    """A pattern with the methods of ``re.Pattern``; a mistake in it shows when it is first used.

    A test compiles every one that a module keeps.
    """

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        """Keep the pattern."""
        self.pattern = pattern
        self.flags = flags
        if isinstance(pattern, str):
            _made[pattern, flags] = sys._getframe(2).f_globals.get("__name__", "")

    def __getattr__(self, name: str) -> Any:
        """Any attribute of the compiled pattern; its methods become this object's own."""
        if name.startswith("__"):  # copying and pickling look for such names: there are none
            raise AttributeError(name)
        compiled = _kept(self.pattern, self.flags)
        if compiled is None:
            compiled = re.compile(self.pattern, self.flags)
            if isinstance(self.pattern, str):
                fresh.add((self.pattern, self.flags))
        self.__dict__.update({method: getattr(compiled, method) for method in _METHODS})
        self.__dict__["compiled"] = compiled
        return getattr(self, name) if name in self.__dict__ else getattr(compiled, name)

    def __repr__(self) -> str:
        """As a call."""
        return f"regex({self.pattern!r})"


def regex(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A pattern to be used like a compiled one; not for the functions of ``re``, which take text."""
    return cast("re.Pattern[AnyStr]", Regex(pattern, flags))


def offer(file: Path) -> None:
    """Let patterns be taken from a file of compiled ones; from one of another Python none is."""
    if fit(file):
        try:
            _ready.insert(0, _Offered(file))
        except (OSError, ValueError, TypeError, struct.error):
            return
        del _ready[_KEPT:]


_UNFIT = (
    *(ImportError, ValueError, TypeError, IndexError, AttributeError, RuntimeError),
    struct.error,
)
"""What a file says that was spoilt: Python compiles the pattern itself."""


def fit(file: Path) -> bool:
    """Whether a file of compiled patterns is of this Python."""
    try:
        with file.open("rb") as stream:
            return stream.read(len(_HEAD)) == _HEAD
    except OSError:
        return False


class _Offered:
    """A file of compiled patterns: of a thousand that are there a question takes a hundred, and no other is read.

    After the Python they are of: how many there are, the number of each in order, where each begins, and each
    with the lengths of its two texts before them and its steps.
    """

    def __init__(self, file: Path) -> None:
        """Open it.

        Raises:
            ValueError: it is not whole.
        """
        with file.open("rb") as stream:
            # Windows removes no file that is mapped: a generation's is read there.
            data = (
                stream.read()
                if sys.platform == "win32"
                else mmap(stream.fileno(), 0, access=ACCESS_READ)
            )
        at = len(_HEAD)
        (self._count,) = _COUNT.unpack(data[at : at + _COUNT.size])
        starts = at + _COUNT.size + 8 * self._count
        self._rest = starts + 4 * (self._count + 1)
        view = memoryview(data)
        self._numbers = view[at + _COUNT.size : starts].cast("Q")
        self._starts = view[starts : self._rest].cast("I")
        self._data = data

    def steps(self, key: bytes) -> tuple[list[Any], bytes] | None:
        """What is told of the pattern with this key and its steps, if it is there."""
        number = _number(key)
        at = bisect_left(self._numbers, number)
        if at == self._count or self._numbers[at] != number:
            return None
        piece = self._piece(at)
        size, told = _SIZES.unpack_from(piece)
        start = _SIZES.size + size
        if piece[_SIZES.size : start] != key:
            return None
        return json.loads(piece[start : start + told]), piece[start + told :]

    def _piece(self, at: int) -> bytes:
        return self._data[self._rest + self._starts[at] : self._rest + self._starts[at + 1]]

    def pieces(self) -> dict[int, bytes]:
        """All that the file has, as it is there."""
        return {number: self._piece(at) for at, number in enumerate(self._numbers)}


def _kept(pattern: str | bytes, flags: int) -> re.Pattern[Any] | None:
    """A pattern that was compiled before, if it was offered."""
    if not _ready or not isinstance(pattern, str):
        return None
    key = _key(pattern, flags)
    try:
        found = next(filter(None, (file.steps(key) for file in _ready)), None)
        if found is None:
            return None
        from re import _compiler  # type: ignore[attr-defined]

        (all_flags, groups, names), code = found
        by_number = [None] * (groups + 1)
        for name, number in names.items():
            by_number[number] = name
        steps = array("I", code).tolist()
        return cast(
            "re.Pattern[Any]",
            # The engine looks the steps over before it takes them.
            _compiler._sre.compile(pattern, all_flags, steps, groups, names, tuple(by_number)),
        )
    except _UNFIT:
        return None


def write(file: Path) -> None:
    """Write the compiled form of the patterns that questions, queries and checks use, to be offered later.

    The steps of a pattern are what Python's own compiler makes of it; where a Python has no such
    compiler, none is kept.

    Raises:
        OSError: the file cannot be written.
    """
    file.write_bytes(_written())


@cache
def _written() -> bytes:
    for module in _STARTS:
        import_module(module)
    module, name = _OF_TABLES
    getattr(import_module(module), name)()
    return _packed(one for one, module in _made.items() if not module.startswith(_BUILDING))


def add_fresh(file: Path, former: Path | None = None) -> None:
    """Write the patterns that this process had to compile, with those that a ``former`` file has.

    Raises:
        OSError: the file cannot be written.
    """
    known = _Offered(former).pieces() if former is not None and fit(former) else {}
    if len(known) > _TOO_MANY:  # some were of what was asked
        known = {}
    file.write_bytes(_packed(fresh, known))


def _packed(wanted: Iterable[tuple[str, int]], known: Mapping[int, bytes] = _NONE) -> bytes:
    """A file of these patterns, compiled, and of those that are ``known``."""
    found = dict(known)
    for pattern, flags in wanted:
        if compiled := _steps(pattern, flags):
            key, told = _key(pattern, flags), json.dumps(compiled[0]).encode()
            found[_number(key)] = _SIZES.pack(len(key), len(told)) + key + told + compiled[1]
    pieces = dict(sorted(found.items()))
    starts = accumulate(map(len, pieces.values()), initial=0)
    index = array("Q", pieces).tobytes() + array("I", starts).tobytes()
    return b"".join((_HEAD, _COUNT.pack(len(pieces)), index, *pieces.values()))


def _steps(pattern: str, flags: int) -> tuple[list[Any], bytes] | None:
    """A pattern as Python's compiler hands it to its engine; None where it has another."""
    try:
        from re import _compiler, _parser  # type: ignore[attr-defined]

        parsed = _parser.parse(pattern, flags)
        code = array("I", map(int, _compiler._code(parsed, flags)))
        state = parsed.state
        told = [flags | state.flags, state.groups - 1, dict(state.groupdict)]
        return told, code.tobytes()
    except (ImportError, AttributeError, OverflowError, re.error):
        return None


def _key(pattern: str, flags: int) -> bytes:
    return f"{int(flags)} {pattern}".encode("utf-8", "surrogatepass")


def _number(key: bytes) -> int:
    return int.from_bytes(blake2b(key, digest_size=8).digest(), "little")
