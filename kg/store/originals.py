"""Originals: the bytes of the lists a generation was built from, kept in it, by checksum.

With them a list can be added or removed long after the files are gone.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from kg.errors import StoreError

FOLDER = "sources"
"""Name of the folder in a generation."""

MAPPING = ".map.json"
"""The end of the name of what a person said of a file, beside it (see kg.reading.mapping)."""

_MANIFEST = "sources.json"
_ENDING = re.compile(r"\.[a-z0-9]{1,12}")
_NAME = re.compile(r"[0-9a-f]{64}(?:\.[a-z0-9]{1,12})?")


@dataclass(frozen=True, slots=True)
class Original:
    """A kept file: the path it is cited under, its checksum, and how it was read.

    ``without`` are (township code, edition) of documents in it that were taken out.
    """

    name: str
    sha256: str
    place: str | None = None
    edition: str | None = None
    kind: str | None = None
    without: tuple[tuple[str, str], ...] = ()

    @property
    def file(self) -> str:
        """Its name in the folder: the checksum, with the ending that says what it is."""
        ending = os.path.splitext(self.name)[1].lower()  # noqa: PTH122
        return self.sha256 + (ending if _ENDING.fullmatch(ending) else "")


@dataclass(frozen=True, slots=True)
class Originals:
    """All files of a build, and the options it was made with."""

    files: tuple[Original, ...]
    base: str
    overlay: str | None
    folder: Path

    def path(self, original: Original) -> Path:
        """Where a file lies."""
        return self.folder / original.file


def write(
    generation: Path,
    files: Iterable[tuple[Original, Path]],
    base: str,
    overlay: str | None,
) -> None:
    """Keep these files in a generation; on one disk a file that is kept already is not copied.

    Raises:
        StoreError: a file is not what was read.
        OSError: they cannot be written.
    """
    folder = generation / FOLDER
    folder.mkdir()
    kept: dict[str, Original] = {}
    entries = []
    for original, path in files:
        entries.append(asdict(original))
        if original.file in kept:
            continue
        kept[original.file] = original
        target = folder / original.file
        said = path.with_name(path.name + MAPPING)
        if said.is_file():
            shutil.copyfile(said, target.with_name(target.name + MAPPING))
        if path.name == original.file and path.parent.name == FOLDER:
            try:
                os.link(path, target)
                continue
            except OSError:
                pass  # another disk, or one without links: copied
        shutil.copyfile(path, target)
        if _checksum(target) != original.sha256:
            raise StoreError(
                f"{original.name} 在读的时候变了，请再建一次 (the file changed while it was read)"
            )
    data = {"base": base, "overlay": overlay, "files": entries}
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    (generation / _MANIFEST).write_text(text, "utf-8", newline="\n")


def read(generation: Path) -> Originals:
    """The originals of a generation.

    Raises:
        StoreError: it was built without them, or they are damaged.
    """
    path = generation / _MANIFEST
    try:
        data: Mapping[str, object] = json.loads(path.read_text("utf-8"))
        entries = data["files"]
        assert isinstance(entries, list)
        files = tuple(
            Original(
                entry["name"],
                entry["sha256"],
                entry["place"],
                entry["edition"],
                entry.get("kind"),
                tuple((code, edition) for code, edition in entry["without"]),
            )
            for entry in entries
        )
        base, overlay = data["base"], data["overlay"]
        assert isinstance(base, str)
        assert overlay is None or isinstance(overlay, str)
    except FileNotFoundError as error:
        raise StoreError(
            "这个图库是旧版建的，没有留下原件；请用 kg build 和全部文件重建一次"
            " (built by an older version, without its sources: build it again)"
        ) from error
    except (OSError, ValueError, KeyError, TypeError, AssertionError) as error:
        raise _damaged(path) from error
    found = Originals(files, base, overlay, generation / FOLDER)
    for original in files:
        if not _NAME.fullmatch(original.file):
            raise _damaged(path)
        if not found.path(original).is_file() or _checksum(found.path(original)) != original.sha256:
            raise StoreError(
                f"图库里 {original.name} 的原件缺了或坏了；请用 kg build 和全部文件重建"
                " (a kept source is missing or damaged: build again from all files)"
            )
    return found


def _damaged(path: Path) -> StoreError:
    return StoreError(f"图库损坏，请重新运行 kg build：{path} (damaged store)")


def _checksum(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
