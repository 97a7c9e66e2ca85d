"""Regular expressions that are compiled when first used, and those a build has compiled.

A start that needs ten of them does not pay for two hundred; and since Python takes a millisecond to compile
one with a range of Chinese characters, a build keeps the compiled form of those that questions and the
entry check use (``to_keep``), to be taken from there (``offer``) by the same Python.
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

NAME = "patterns"
"""Name of the compiled patterns beside the compiled tables."""

_METHODS = ("search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn")
_STARTS = ("kg.asking.engine", "kg.checking.entry", "kg.commands.ask", "kg.commands.check")
"""Where what a person waits for begins: the patterns of what these modules import are kept."""
_BUILDING = ("kg.reading.", "kg.quality.", "kg.matters.", "kg.building.", "kg.triples.")
"""What only a build uses: nobody waits for its patterns."""
_PYTHON = [sys.version, sys.byteorder]
"""Compiled patterns are for the Python that compiled them."""

_made: dict[tuple[str, int], str] = {}
"""Every text pattern of this process and its flags → the module that keeps it."""
_ready: dict[str, str] = {}
"""Compiled patterns that were offered, by their key, each as JSON."""
_BETWEEN = "\n\x1e\n"
"""What stands between two patterns, and in none."""


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
        found = json.loads(file.read_bytes())
        if found["python"] == _PYTHON:
            keys, compiled = found["keys"].split(_BETWEEN), found["patterns"].split("\n")
            _ready.update(zip(keys, compiled, strict=True))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return


def fit(file: Path) -> bool:
    """Whether a file of compiled patterns is of this Python."""
    try:
        return bool(json.loads(file.read_bytes())["python"] == _PYTHON)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
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


@cache
def to_keep() -> dict[str, Any]:
    """The compiled form of the patterns that questions and checks use, to be written and offered later.

    The steps of a pattern are what Python's own compiler makes of it; where a Python has no such
    compiler, none is kept.
    """
    for module in _STARTS:
        import_module(module)
    kept: dict[str, str] = {}
    for (pattern, flags), module in sorted(_made.items()):
        if not module.startswith(_BUILDING) and (steps := _steps(pattern, flags)):
            kept[_key(pattern, flags)] = json.dumps(steps)
    whole = {"python": _PYTHON, "keys": _BETWEEN.join(kept), "patterns": "\n".join(kept.values())}
    return {NAME: whole}


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


def _key(pattern: str, flags: int) -> str:
    return f"{int(flags)} {pattern}"
