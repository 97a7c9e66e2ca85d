"""Where the program's own files lie: packaged in a wheel, or beside it in a checkout."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final, Literal, get_args

from kg.errors import UsageError

Name = Literal["ontology", "queries", "vocabulary", "sources"]
"""The folders a build or a query needs."""

NAMES: Final[tuple[Name, ...]] = get_args(Name)

_PACKAGE: Final = Path(__file__).resolve().parent
_IN_CHECKOUT: Final[dict[str, str]] = {
    "ontology": "ontology",
    "queries": "queries",
    "vocabulary": "build/vocabulary",
    "sources": "build/sources",
}


def folder(name: Name) -> Path:
    """Return the folder of that name, as an absolute path.

    A wheel carries the folders in `kg/_data/`; an editable install does not see files put there,
    so a checkout's own folders are used.

    Raises:
        ValueError: no such folder is part of the program.
        FileNotFoundError: the installation is incomplete.
    """
    if name not in _IN_CHECKOUT:
        raise ValueError(f"no folder {name!r}; there are: {', '.join(NAMES)}")
    packaged = _PACKAGE / "_data" / name
    if packaged.is_dir():
        return packaged
    beside = _PACKAGE.parent / _IN_CHECKOUT[name]
    if beside.is_dir():
        return beside
    raise FileNotFoundError(
        f"安装不完整，缺少 {name} 文件夹，请重新安装 (incomplete installation, folder {name} is"
        f" missing, please install again): {beside}"
    )


def client_files() -> dict[str, Path]:
    """JavaScript of others, brought in by hatch_build.py, by name; none where it was not made."""
    for place in (_PACKAGE / "_data" / "client", _PACKAGE.parent / "build" / "out" / "client"):
        if (place / "manifest.json").is_file():
            return {file.name: file for file in sorted(place.iterdir())}
    return {}


STORE_MARK, SITE_MARK = "duty-kg.json", "duty-kg-site.json"
"""Files that tell folders of ours: stores, static sites."""


def inside_store(path: Path) -> Path | None:
    """The store in whose folder ``path`` lies, whether it is there or not; None if in none."""
    return next((up for up in path.absolute().parents if (up / STORE_MARK).is_file()), None)


def in_checkout() -> bool:
    """Whether the program runs from its own source tree, not from an installed wheel."""
    root = _PACKAGE.parent
    return (
        not (_PACKAGE / "_data").is_dir()
        and (root / "pyproject.toml").is_file()
        and (root / "build" / "sources").is_dir()
    )


def default_store() -> Path:
    """Return the folder of the graph store that is used when none is named.

    In a checkout `build/out/graph`, else `duty-kg/graph` in the user's data directory. Nothing is
    created.

    Raises:
        UsageError: the user has no home directory.
    """
    if in_checkout():
        return _PACKAGE.parent / "build" / "out" / "graph"
    return _data_home() / "duty-kg" / "graph"


def default_cache() -> Path:
    """Return the folder for what can be made again: KG_CACHE, else the user's cache directory.

    Nothing is created.

    Raises:
        UsageError: the user has no home directory.
    """
    named = os.environ.get("KG_CACHE")
    if named:
        return Path(named)
    if sys.platform == "win32":
        return _data_home() / "duty-kg" / "cache"
    if sys.platform == "darwin":
        return _home() / "Library" / "Caches" / "duty-kg"
    home = _absolute(os.environ.get("XDG_CACHE_HOME")) or _home() / ".cache"
    return home / "duty-kg"


def _home() -> Path:
    """The user's home directory; a user of a container may have none."""
    try:
        return Path.home()
    except RuntimeError as error:
        raise UsageError(
            "找不到用户主目录，请设 HOME、KG_STORE 或 KG_CACHE"
            " (no home directory: set HOME, KG_STORE or KG_CACHE)"
        ) from error


def _data_home() -> Path:
    """The user's data directory: XDG base directories, Windows' known folders, Apple's library."""
    if sys.platform == "win32":
        return _absolute(os.environ.get("LOCALAPPDATA")) or _home() / "AppData" / "Local"
    if sys.platform == "darwin":
        return _home() / "Library" / "Application Support"
    return _absolute(os.environ.get("XDG_DATA_HOME")) or _home() / ".local" / "share"


def _absolute(value: str | None) -> Path | None:
    """The path, unless unset, empty or relative: the XDG specification says to ignore those."""
    path = Path(value) if value else None
    return path if path is not None and path.is_absolute() else None
