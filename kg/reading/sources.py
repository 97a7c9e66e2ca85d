"""Sources: the files a build reads, found under files and folders."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath

from kg.errors import reason
from kg.findings import Finding
from kg.reading.containers import SUFFIXES, may_hold_a_list
from kg.resources import SITE_MARK, STORE_MARK
from kg.values import ListKind

_IGNORED = ("readme", "manifest", "license", "licence", "说明")
_BESIDE = ".map.json"
"""The end of the name of a mapping file, which belongs to the document beside it."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read and the path it is reported and cited under.

    ``place`` (省/州市/县/乡镇), ``edition`` and ``kind`` are what a person said of it, if anything.
    """

    name: str
    path: Path
    place: str | None = None
    edition: str | None = None
    kind: ListKind | None = None

    def __post_init__(self) -> None:
        """Have a name that is text, whatever bytes the file system has for it."""
        object.__setattr__(self, "name", readable(self.name))


def readable(name: str) -> str:
    """A file's name as text: bytes that are no UTF-8 are read as GB18030, what is left is marked."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", "replace")
    return name


@dataclass(frozen=True, slots=True)
class Collected:
    """The sources found under the given paths, and what was left out."""

    sources: tuple[Source, ...]
    findings: tuple[Finding, ...]


def collect(paths: Iterable[Path]) -> Collected:
    """Find the list files under files and folders, in a stable order.

    In folders hidden files, READMEs and manifests are left alone; a file is a document by its
    content, whatever its name; others are reported. A file given by name is always read.
    """
    sources: dict[Path, Source] = {}
    findings: list[Finding] = []
    for path in paths:
        if not path.is_dir():
            sources.setdefault(path.resolve(), Source(path.name, path))
            continue
        for name in _files(path, findings):
            file = path / name
            if file.stem.lower().startswith(_IGNORED) or name.lower().endswith(_BESIDE):
                continue
            if file.suffix.lower() in SUFFIXES or may_hold_a_list(file):
                sources.setdefault(file.resolve(), Source(name, file))
            else:
                what = f"没有读入：不像清单文档“{file.suffix or file.name}”"
                findings.append(Finding(readable(name), 0, "file-skipped", readable(what)))
    return Collected(tuple(sources.values()), tuple(findings))


def _files(folder: Path, findings: list[Finding]) -> list[str]:
    """The files under ``folder`` as relative paths with forward slashes, sorted."""
    found: list[str] = []

    def closed(error: OSError) -> None:
        name = PurePath(os.path.relpath(error.filename, folder)).as_posix()
        what = f"文件夹打不开：{reason(error)}"
        findings.append(Finding(readable(name), 0, "unreadable", what))

    for parent, folders, files in os.walk(folder, onerror=closed):
        folders[:] = [name for name in folders if not _is_hidden(name)]
        inside = PurePath(os.path.relpath(parent, folder))
        if not {STORE_MARK, SITE_MARK}.isdisjoint(files):  # it keeps copies of the lists
            what = "没有读入：是本程序的图库或网站，不是放清单的文件夹"
            findings.append(Finding(readable(inside.as_posix()), 0, "file-skipped", what))
            folders.clear()
            continue
        found.extend((inside / name).as_posix() for name in files if not _is_hidden(name))
    return sorted(found)


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~$"))
