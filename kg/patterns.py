"""Regular expressions that are compiled when first used, and those a build has compiled.

A start that needs ten of them does not pay for two hundred; and since Python takes a millisecond to compile
one with a range of Chinese characters, a build keeps the compiled form of those that questions, queries and the
entry check use (``write``), to be taken from there (``offer``) by the same Python.
"""

from __future__ import annotations

import json
import re
import sys
from array import array
from binascii import a2b_base64, b2a_base64
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, AnyStr, cast

FILE = "patterns.txt"
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
_PYTHON = json.dumps([sys.version, sys.byteorder])
"""Compiled patterns are for the Python that compiled them."""

_made: dict[tuple[str, int], str] = {}
"""Every text pattern of this process and its flags → the module that keeps it."""
_ready: dict[bytes, bytes] = {}
"""Compiled patterns that were offered, by their key, each as JSON."""
_BETWEEN = b"\n\x1e\n"
"""What stands between a pattern and its compiled form, and in none."""


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
        compiled = _kept(self.pattern, self.flags) or re.compile(self.pattern, self.flags)
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
    try:
        python, *found = file.read_bytes().split(_BETWEEN)
        if python == _PYTHON.encode():
            # As bytes: of a thousand that are there a question takes a hundred.
            _ready.update(zip(found[::2], found[1::2], strict=True))
    except (OSError, ValueError):
        return


def fit(file: Path) -> bool:
    """Whether a file of compiled patterns is of this Python."""
    head = _PYTHON.encode()
    try:
        with file.open("rb") as stream:
            return stream.read(len(head)) == head
    except OSError:
        return False


def _kept(pattern: str | bytes, flags: int) -> re.Pattern[Any] | None:
    """A pattern that was compiled before, if it was offered."""
    found = _ready.get(_key(pattern, flags)) if isinstance(pattern, str) else None
    if found is None:
        return None
    try:
        from re import _compiler  # type: ignore[attr-defined]

        all_flags, code, groups, names = json.loads(found)
        by_number = [None] * (groups + 1)
        for name, number in names.items():
            by_number[number] = name
        steps = array("I", a2b_base64(code)).tolist()
        return cast(
            "re.Pattern[Any]",
            # The engine looks the steps over before it takes them.
            _compiler._sre.compile(pattern, all_flags, steps, groups, names, tuple(by_number)),
        )
    except (ImportError, ValueError, TypeError, IndexError, AttributeError, RuntimeError):
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
    parts = [_PYTHON.encode()]
    for (pattern, flags), module in sorted(_made.items()):
        if not module.startswith(_BUILDING) and (steps := _steps(pattern, flags)):
            parts += (_key(pattern, flags), json.dumps(steps).encode())
    return _BETWEEN.join(parts)


def _steps(pattern: str, flags: int) -> list[Any] | None:
    """A pattern as Python's compiler hands it to its engine; None where it has another."""
    try:
        from re import _compiler, _parser  # type: ignore[attr-defined]

        parsed = _parser.parse(pattern, flags)
        code = array("I", map(int, _compiler._code(parsed, flags)))
        state = parsed.state
        names = dict(state.groupdict)
        return [
            flags | state.flags,
            b2a_base64(code, newline=False).decode(),
            state.groups - 1,
            names,
        ]
    except (ImportError, AttributeError, OverflowError, re.error):
        return None


def _key(pattern: str, flags: int) -> bytes:
    return f"{int(flags)} {pattern}".encode("utf-8", "surrogatepass")
