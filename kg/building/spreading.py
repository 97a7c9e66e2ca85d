"""Spreading: from paths to partitions, made by the workers of a cluster.

Documents are read, and each township's part is made and written, by the workers, each into the shared
folder (:mod:`kg.rdf.partitions`); the steps that go through all parts are done here, of the small values
that the parts have on the shelf. What is there already with its right checksum is not made again.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.building import program
from kg.building.cluster import MARK, TABLES, Cluster, Setup, until_seen
from kg.building.order import Intake, Order, documents_of, gathered, refuse_to_drop
from kg.building.parts import Recipe, taken
from kg.building.shelf import FOLDER as SHELF
from kg.building.shelf import Shelf
from kg.building.stages import Shared, Steps
from kg.building.workshop import Hands, Say, Workshop
from kg.errors import StoreError, reason
from kg.findings import Finding
from kg.frozen import frozen
from kg.rdf import partitions
from kg.rdf.iris import Iris
from kg.rdf.partitions import Partitions, Piece
from kg.rdf.sorted_lines import Statements
from kg.rdf.terms import DEFAULT_BASE, D
from kg.reading import corrections
from kg.store import ledger, locking
from kg.triples import provenance
from kg.values import Document, ListKind
from kg.version import VERSION
from kg.vocabulary import loading as vocabulary
from kg.vocabulary.plural import how_many

FINDINGS, DOUBTS = "findings.jsonl", "doubts.jsonl"
"""What else lies beside the partitions, as in a store."""

CLAIM = "duty-kg-parts.json"
"""The marker by which a folder is known as one of partitions; without it none is written to unless it is empty."""
_CLAIMED = """{
 "what": "duty-kg parts",
 "note": "kg build --cluster 写的分块图谱，见 manifest.json (partitions of a graph, written by kg build --cluster)"
}
"""
_WORK = "work"
_PIECE = 8 << 20
"""Lines that no part has alone are written in pieces of about so many bytes."""
_OURS = frozenset(
    (
        *(CLAIM, SHELF, _WORK, locking.FILE, corrections.TABLE + ".csv", corrections.NEXT),
        *(partitions.FOLDER, partitions.MANIFEST, partitions.MANIFEST + ".tmp"),
        *(partitions.JOURNAL, FINDINGS, DOUBTS, provenance.FILE),
    )
)


@frozen
class Spread:
    """What was made: the partitions, figures of the documents, those left out, every finding."""

    partitions: Partitions
    figures: tuple[dict[str, Any], ...]
    left_out: tuple[Document, ...]
    findings: tuple[Finding, ...]


def spread(
    paths: Iterable[Path] = (),
    *,
    address: str,
    into: Path,
    place: str | None = None,
    edition: str | None = None,
    kind: ListKind | None = None,
    keep_going: bool = False,
    overlay: Path | None = None,
    base: str = DEFAULT_BASE,
    replace: bool = False,
    say: Say = lambda message: None,
) -> Spread:
    """Make the graph of the lists under ``paths`` as partitions in ``into``, on the cluster at ``address``.

    The folder is seen by all workers under the same path. For the rest see :func:`kg.building.build`:
    the statements of all partitions are those of the store that it makes.

    Raises:
        ClusterError: the cluster cannot be reached, is lost, or its machines differ.
        InputError: as of ``build``; lists that were there before are dropped only with ``replace``.
        StoreError: the folder cannot be written, or holds other things.
        UsageError: the extra ``cluster`` is not installed, or ``address`` is none.
        VocabularyError: a table has a mistake.
    """
    given = list(paths)
    collected = gathered(given, place, edition, kind)
    order = Order(collected.sources, collected.findings, keep_going, announced=bool(given))
    folder = into.absolute()
    try:
        with _claimed(folder, say) as mark:
            tables = vocabulary.load(overlay)
            put_right = corrections.load((*tables.folders, folder))
            own = _taken_along(overlay, folder, tables.checksum)
            setup = Setup(folder, mark, base, program.fingerprint(), tables.checksum, own)
            workshop = Workshop(tables, Iris(base), Shelf(folder / SHELF))
            say(f"读 {len(order.sources)} 个文件 (reading {how_many(len(order.sources), 'file')})")
            with Cluster(address, setup, workshop, say) as cluster:
                intake = order.taken_in(workshop, cluster, put_right, say)
                with _Whole(folder, workshop, intake, cluster) as whole:
                    return whole.finish(replace, say)
    except OSError as error:
        raise StoreError(f"写不了 {folder}：{reason(error)} (cannot be written)") from error


class _Whole(Steps):
    """All parts of a build, written to files, and what is made of them together."""

    def __init__(self, folder: Path, workshop: Workshop, intake: Intake, hands: Hands) -> None:
        super().__init__(intake.recipes, workshop)
        self._folder, self._intake, self._hands = folder, intake, hands
        self._started = provenance.now()
        self._known = partitions.known(folder)
        self._pieces: list[Piece] = []
        self.parts = []

    def __enter__(self) -> _Whole:
        """Have every part made and written, and write down which are."""
        tasks = [
            (recipe, self._known.get(partitions.named(recipe.key[:32]))) for recipe in self._recipes
        ]
        self._journal = (self._folder / partitions.JOURNAL).open(
            "a", encoding="utf-8", newline="\n"
        )
        try:
            for piece in self._hands.each("partition", tasks, "写"):
                self._note(piece)
            for recipe in self._recipes:
                until_seen(lambda recipe=recipe: self._is_taken(recipe))  # type: ignore[misc]
        except BaseException:
            self._journal.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._journal.close()

    def _is_taken(self, recipe: Recipe) -> bool:
        part = taken(self._workshop.shelf, recipe)
        if part is not None:
            self.parts.append(part)
        return part is not None

    def _note(self, piece: Piece) -> None:
        self._pieces.append(piece)
        if self._known.get(piece.file) != piece:
            self._journal.write("\n" + json.dumps(piece.to_json()) + "\n")
            self._journal.flush()

    def _write_shared(self, shared: Shared) -> str:
        """Write the lines that no part has alone, last the one with the dataset's checksum, which is given back."""
        mark = f"<{self.iris.dataset()}> <{D.sha256}> ".encode()
        last, name = b"", shared.checksum[:32]
        for at, lines in enumerate(_pieces(shared.lines)):
            last = next((line for line in lines if line.startswith(mark)), last)
            if kept := [line for line in lines if not line.startswith(mark)]:
                self._write(f"{name}-{at:05d}", kept)
        self._write(f"{name}-last", [last])
        return last.split(b'"')[1].decode()

    def _write(self, name: str, lines: list[bytes]) -> None:
        file = partitions.named(name)
        known = self._known.get(file)
        if known is None or not partitions.whole(self._folder, known):
            known = partitions.write(self._folder, file, lines)
        self._note(known)

    def finish(self, replace: bool, say: Say) -> Spread:
        """Do what goes through all parts, and write the manifest."""
        folder, intake = self._folder, self._intake

        def nothing_dropped(figures: Sequence[Mapping[str, Any]], _: Sequence[Finding]) -> None:
            refuse_to_drop(
                folder,
                _before(folder),
                figures,
                "要留着就把它们的文件也给出来 (name their files, too)",
            )

        judged = intake.judged(self, None if replace else nothing_dropped, say)
        shared = self.shared(judged.matters, folder / _WORK)
        say(f"写 {shared.count:,} 条三元组 (writing {how_many(shared.count, 'triple')})")
        checksum = self._write_shared(shared)
        self._journal.close()
        tables = self._workshop.vocabulary
        _json_lines(folder / FINDINGS, (finding.to_json() for finding in judged.findings))
        _json_lines(folder / DOUBTS, judged.doubts(self.iris.base))
        provenance.write_provenance(
            folder / provenance.FILE,
            documents_of(self.parts),
            tables.checksum,
            self.iris,
            self._started,
        )
        made = partitions.finish(
            folder,
            self._pieces,
            {
                "program": VERSION,
                "program_sha256": program.fingerprint(),
                "base": self.iris.base,
                "vocabulary_sha256": tables.checksum,
                "sha256": checksum,
                "documents": judged.figures,
            },
        )
        keys = {recipe.key for recipe in self._recipes}
        self._workshop.shelf.keep(keys.union(intake.entries, self.edition_keys))
        return Spread(made, tuple(judged.figures), intake.broken, judged.findings)


def _before(folder: Path) -> list[dict[str, Any]]:
    """The documents of the partitions that are there."""
    try:
        return list(partitions.opened(folder).values["documents"])
    except (StoreError, KeyError, TypeError):
        return []


def _pieces(lines: Statements) -> Iterator[list[bytes]]:
    with lines.open() as stream:
        while found := stream.readlines(_PIECE):
            yield found


def _json_lines(path: Path, rows: Iterable[Any]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@contextlib.contextmanager
def _claimed(folder: Path, say: Say) -> Iterator[str]:
    """Hold the lock of a folder that is empty, new or ours; the name of this build's mark in it.

    Raises:
        StoreError: it holds other things.
    """
    folder.mkdir(parents=True, exist_ok=True)
    others = sorted(entry.name for entry in folder.iterdir() if not _is_ours(entry.name))
    if others or (any(folder.iterdir()) and not (folder / CLAIM).is_file()):
        shown = "、".join(others[:5] or [entry.name for entry in folder.iterdir()][:5])
        raise StoreError(
            f"{folder} 里有别的东西（{shown}），没有动它；-o 请给一个空的或新的文件夹"
            " (the folder holds other things: name an empty or a new one)"
        )
    (folder / CLAIM).write_text(_CLAIMED, "utf-8", newline="\n")
    with locking.locked(folder, say):
        work = folder / _WORK
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        for left in folder.glob(f"{MARK}*"):
            left.unlink(missing_ok=True)
        mark = folder / f"{MARK}{os.urandom(8).hex()}"
        mark.touch()
        try:
            yield mark.name
        finally:
            mark.unlink(missing_ok=True)
            shutil.rmtree(work, ignore_errors=True)


def _is_ours(name: str) -> bool:
    begun = name.startswith((MARK, TABLES, partitions.PUSHED))
    return begun or name in _OURS or name in ledger.NOBODYS


def _taken_along(overlay: Path | None, folder: Path, checksum: str) -> str:
    """Put the user's own tables where the workers see them; the name of their folder, if there are any."""
    name = f"{TABLES}{checksum[:16]}"
    for left in folder.glob(f"{TABLES}*"):
        if overlay is None or left.name != name:
            shutil.rmtree(left, ignore_errors=True)
    if overlay is None:
        return ""
    (folder / name).mkdir(exist_ok=True)
    for table in sorted(overlay.glob("*.csv")):
        shutil.copyfile(table, folder / name / table.name)
    return name
