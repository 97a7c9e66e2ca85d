"""Calling: what a script hands to the functions of the package, looked at before anything is done.

A value of a type that a function cannot take, and a name that it does not know, are said in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from kg.errors import UsageError
from kg.kinds import ListKind

OPTIONS: Mapping[str, tuple[type, ...]] = {
    "place": (str, type(None)),
    "edition": (str, type(None)),
    "kind": (str, type(None)),
    "keep_going": (bool,),
    "overlay": (str, Path, type(None)),
    "base": (str,),
    "replace": (bool,),
    "workers": (int,),
    "say": (object,),
}
"""The options of :func:`kg.build`, and the types of their values."""
_WORDS = {str: "文字 (str)", Path: "Path", bool: "True 或 False (bool)", int: "整数 (int)"}


def a_path(value: object, name: str) -> Path:
    """``value`` as a path.

    Raises:
        UsageError: it is neither text nor a Path; ``name`` says what it was given for.
    """
    if value == "":
        raise UsageError(f"{name} 是空的 ({name} is empty)")
    if isinstance(value, str | Path):
        return Path(value)
    raise UsageError(_wrong(name, (str, Path), value))


def some_paths(values: Iterable[object]) -> list[Path]:
    """Paths, and collections of paths, as one list.

    Raises:
        UsageError: something is neither.
    """
    found = list[Path]()
    for value in values:
        several = isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping)
        found += (a_path(one, "paths") for one in (value if several else [value]))  # type: ignore[attr-defined]
    return found


def the_options(options: Mapping[str, object]) -> dict[str, Any]:
    """The options of a build, a text for a path made one.

    Raises:
        UsageError: an option is not known, or its value is of a wrong type.
    """
    for name, value in options.items():
        if name not in OPTIONS:
            near = get_close_matches(name, OPTIONS, 1)
            hint = f"；是不是 {near[0]} (did you mean {near[0]})" if near else ""
            raise UsageError(
                f"kg.build 没有 {name} 这个参数{hint}；可以用 store（或 into）、{'、'.join(OPTIONS)} (no such option)"
            )
        types = OPTIONS[name]
        if not isinstance(value, types) or (isinstance(value, bool) and types == (int,)):
            raise UsageError(_wrong(name, types, value))
    given: dict[str, Any] = dict(options)
    if isinstance(given.get("kind"), str):
        if given["kind"] not in set(ListKind):
            raise UsageError(
                f"kind 只能是 {'、'.join(ListKind)}，给的是 {given['kind']!r} (kind: one of {', '.join(ListKind)})"
            )
        given["kind"] = ListKind(given["kind"])
    if isinstance(given.get("overlay"), str):
        given["overlay"] = Path(str(given["overlay"]))
    return given


def _wrong(name: str, types: tuple[type, ...], value: object) -> str:
    words = " 或 ".join(_WORDS[one] for one in types if one in _WORDS)
    shown = repr(value)
    shown = shown if len(shown) <= 40 else f"{shown[:39]}…"
    return (
        f"{name} 要给{words}，给的是 {type(value).__name__}：{shown} "
        f"({name} of a wrong type: {type(value).__name__})"
    )
