"""Partitions: a graph as N-Quads in many compressed files, and the manifest by which they are whole.

A folder of them holds ``parts/*.nq.gz`` (https://www.w3.org/TR/n-quads/; every line stands in the
default graph) and ``manifest.json``, which names each file with its number of statements, size and
SHA-256. No statement is in two files, and none has a blank node: in any order, and twice, they load
to the same graph. The last file has one line, the dataset's checksum: where it is, all is there.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from kg.errors import StoreError, reason
from kg.frozen import frozen
from kg.patterns import regex

FOLDER, MANIFEST, JOURNAL = "parts", "manifest.json", "written.jsonl"
"""Names in a folder of partitions; the journal names what is written while the manifest is not."""
PUSHED = "pushed-"
"""Beginning of the names of files in which ``kg push`` notes what is there."""
WHAT, FORMAT = "duty-kg parts", 1

_LEVEL = 6
_NAME = regex(r"parts/[\w-]{1,64}\.nq\.gz")
_SUM = regex(r"[0-9a-f]{64}")


@frozen
class Piece:
    """One file: its path in the folder with a forward slash, what it holds and its checksum."""

    file: str
    statements: int
    size: int
    sha256: str

    def to_json(self) -> dict[str, Any]:
        """Plain values that :meth:`kept` takes."""
        return {
            "file": self.file,
            "statements": self.statements,
            "bytes": self.size,
            "sha256": self.sha256,
        }

    @classmethod
    def kept(cls, values: Any) -> Piece:
        """A piece from plain values.

        Raises:
            ValueError, TypeError, KeyError: they are none; a name never leads out of the folder.
        """
        found = cls(
            str(values["file"]),
            int(values["statements"]),
            int(values["bytes"]),
            str(values["sha256"]),
        )
        if not _NAME.fullmatch(found.file) or not _SUM.fullmatch(found.sha256):
            raise ValueError(found.file)
        return found


def named(name: str) -> str:
    """The path of the file of this name in a folder of partitions."""
    return f"{FOLDER}/{name}.nq.gz"


class _Counted:
    """A stream that knows the checksum and size of what was written to it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self.digest, self.size = stream, hashlib.sha256(), 0

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        self.size += len(data)
        return self._stream.write(data)

    def flush(self) -> None:
        self._stream.flush()


def write(folder: Path, file: str, lines: Iterable[bytes]) -> Piece:
    """Write lines (with their ends) to a file of the folder, in one step; the same lines give the same bytes.

    Raises:
        OSError: it cannot be written.
    """
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    # Machines that share the folder may have processes of the same number.
    work = path.with_name(f"{path.name}.{os.getpid()}-{os.urandom(4).hex()}.tmp")
    count = 0
    try:
        with work.open("wb") as stream:
            counted = _Counted(stream)
            with gzip.GzipFile("", "wb", _LEVEL, counted, mtime=0) as packed:
                for line in lines:
                    packed.write(line)
                    count += 1
            stream.flush()
            os.fsync(stream.fileno())
        work.replace(path)
    finally:
        work.unlink(missing_ok=True)
    return Piece(file, count, counted.size, counted.digest.hexdigest())


def whole(folder: Path, piece: Piece) -> bool:
    """Whether the file is there as it was written."""
    try:
        with (folder / piece.file).open("rb") as stream:
            if os.fstat(stream.fileno()).st_size != piece.size:
                return False
            return hashlib.file_digest(stream, "sha256").hexdigest() == piece.sha256
    except OSError:
        return False


def lines(folder: Path, piece: Piece) -> list[bytes]:
    """The lines (with their ends) of a piece, once it is seen to be whole.

    Raises:
        StoreError: the file is gone or is not what the manifest says.
    """
    path = folder / piece.file
    try:
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != piece.sha256:
            raise ValueError(piece.sha256)
        found = gzip.decompress(data).splitlines(keepends=True)
        if len(found) != piece.statements:
            raise ValueError(piece.statements)
    except OSError as error:
        raise StoreError(f"读不了 {path}：{reason(error)} (cannot be read)") from error
    except (ValueError, EOFError, zlib.error) as error:
        raise StoreError(
            f"{path} 与清单文件 {MANIFEST} 对不上，可能损坏或没有写完；请再运行一次 kg build --cluster"
            " (not the file that the manifest names: build again)"
        ) from error
    return found


# -- manifest and journal ---------------------------------------------------------------------


@frozen
class Partitions:
    """A complete folder: its pieces in the order in which to load them, and all that its manifest says."""

    folder: Path
    pieces: tuple[Piece, ...]
    values: dict[str, Any]

    @property
    def statements(self) -> int:
        """How many statements all pieces have."""
        return sum(piece.statements for piece in self.pieces)

    @property
    def sha256(self) -> str:
        """The checksum of the dataset."""
        return str(self.values["sha256"])


def opened(folder: Path) -> Partitions:
    """The partitions of a folder; the files themselves are not read yet.

    Raises:
        StoreError: there is no manifest, or it is damaged, or not ours.
    """
    path = folder / MANIFEST
    try:
        values = json.loads(path.read_text("utf-8"))
        if (
            values["what"] != WHAT
            or values["format"] != FORMAT
            or not _SUM.fullmatch(values["sha256"])
        ):
            raise ValueError(WHAT)
        pieces = tuple(Piece.kept(one) for one in values["parts"])
        if sum(piece.statements for piece in pieces) != values["statements"]:
            raise ValueError("statements")
    except FileNotFoundError as error:
        unfinished = (folder / JOURNAL).is_file()
        raise StoreError(
            f"{folder} 还没有写完：没有 {MANIFEST}；再运行一次同样的 kg build --cluster 就接着写"
            " (not complete yet: run the same kg build --cluster again)"
            if unfinished
            else f"{folder} 里没有 {MANIFEST}，不是 kg build --cluster 写的文件夹"
            " (no manifest there: not written by kg build --cluster)"
        ) from error
    except OSError as error:
        raise StoreError(f"读不了 {path}：{reason(error)} (cannot be read)") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise StoreError(
            f"{path} 不是本程序写的，或已损坏 (not written by this program, or damaged)"
        ) from error
    return Partitions(folder, pieces, values)


def known(folder: Path) -> dict[str, Piece]:
    """The pieces that were written before, by file, as the manifest and the journal say."""
    found: dict[str, Piece] = {}
    with contextlib.suppress(StoreError):
        found = {piece.file: piece for piece in opened(folder).pieces}
    for values in journal(folder / JOURNAL):
        try:
            piece = Piece.kept(values)
        except (ValueError, TypeError, KeyError):
            continue
        found[piece.file] = piece
    return found


def journal(path: Path) -> Iterator[Any]:
    """The values of a file of JSON lines; a line that a kill has cut is left out."""
    try:
        text = path.read_text("utf-8", "replace")
    except OSError:
        return
    for line in text.split("\n"):
        try:
            yield json.loads(line)
        except ValueError:
            continue


def finish(folder: Path, pieces: Sequence[Piece], values: dict[str, Any]) -> Partitions:
    """Write the manifest, in one step; then what it does not name of our files is removed.

    Raises:
        OSError: it cannot be written.
    """
    data = {
        "what": WHAT,
        "format": FORMAT,
        **values,
        "statements": sum(piece.statements for piece in pieces),
        "parts": [piece.to_json() for piece in pieces],
    }
    work = folder / f"{MANIFEST}.tmp"
    with work.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(json.dumps(data, ensure_ascii=False, indent=1) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    work.replace(folder / MANIFEST)
    (folder / JOURNAL).unlink(missing_ok=True)
    wanted = {piece.file for piece in pieces}
    for path in (folder / FOLDER).iterdir():
        ours = path.name.endswith((".nq.gz", ".tmp"))
        if ours and f"{FOLDER}/{path.name}" not in wanted:
            path.unlink(missing_ok=True)
    return Partitions(folder, tuple(pieces), data)
