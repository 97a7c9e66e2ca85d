"""Making: from paths to a store, or to a clear list of what is wrong."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import field
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

from kg.building import former, shelf
from kg.building.generation import derived, document_rows
from kg.building.order import Check, Order, documents_of, gathered, refuse_to_drop
from kg.building.parts import Part
from kg.building.stages import Stages
from kg.building.workshop import WORTH_PROCESSES, Crew, Say, Workshop, cores
from kg.errors import StoreError
from kg.findings import Finding
from kg.frozen import frozen
from kg.matters.matching import Matters
from kg.meaning.encoding.senses import FILE as SENSES
from kg.meaning.index import FORMAT as MEANINGS_FORMAT
from kg.rdf.iris import Iris
from kg.rdf.terms import DEFAULT_BASE
from kg.reading import corrections
from kg.reading.corrections import Correction
from kg.reading.documents import Source
from kg.store import generations as store
from kg.store import ledger, originals, prepared
from kg.store.originals import Original
from kg.triples import provenance
from kg.values import Document, ListKind
from kg.vocabulary import loading as vocabulary
from kg.vocabulary.plural import how_many


@frozen
class Build:
    """What a build did: the figures of the documents built, those left out, every finding."""

    figures: tuple[dict[str, Any], ...]
    left_out: tuple[Document, ...]
    findings: tuple[Finding, ...]
    matters: Matters
    triples: int
    store: Path
    parts: tuple[Part, ...] = field(repr=False, compare=False, default=())
    tables: vocabulary.Vocabulary | None = field(repr=False, compare=False, default=None)

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents built, taken from the shelf: of many lists, many values.

        Raises:
            LookupError: a later build has cleared them away.
        """
        assert self.tables is not None
        return document_rows(self.parts, self.tables)


def build(
    paths: Iterable[Path] = (),
    *,
    into: Path,
    place: str | None = None,
    edition: str | None = None,
    kind: ListKind | None = None,
    keep_going: bool = False,
    overlay: Path | None = None,
    base: str = DEFAULT_BASE,
    replace: bool = False,
    senses: int = 0,
    workers: int = 1,
    say: Say = lambda message: None,
) -> Build:
    """Read the lists under ``paths`` (none: the bundled ones) and make them the current graph.

    ``kind`` says which list the tables are that no title names. With ``keep_going`` documents that
    have errors, and files that were skipped, are left out and the others built. Lists that are in the store and not
    among these are dropped only with ``replace``. Of up to so many documents the ``senses`` of the rows
    are made (kg.meaning.encoding.senses); else the entry check makes them when it needs them. Many lists are done in ``workers`` processes (0: one for
    each core); a script that asks for several must be guarded by ``if __name__ == "__main__"``.

    Raises:
        InputError: something cannot be read without guessing; its findings say what and where. Or
            lists would be dropped. The old store is untouched.
        StoreError: the store cannot be written.
        VocabularyError: a table has a mistake.
    """
    given = list(paths)
    collected = gathered(given, place, edition, kind)

    def nothing_dropped(figures: Sequence[dict[str, Any]], _: Sequence[Finding]) -> None:
        refuse_to_drop(into, loaded(into), figures)

    return make(
        collected.sources,
        into=into,
        findings=collected.findings,
        keep_going=keep_going,
        overlay=overlay,
        base=base,
        check=None if replace else nothing_dropped,
        announced=bool(given),
        senses=senses,
        workers=workers,
        say=say,
    )


def make(
    sources: Sequence[Source],
    *,
    into: Path,
    findings: tuple[Finding, ...] = (),
    keep_going: bool = False,
    overlay: Path | None = None,
    base: str = DEFAULT_BASE,
    without: Mapping[str, Sequence[tuple[str, str]]] = MappingProxyType({}),
    check: Check | None = None,
    what: str = "build",
    put_right: Sequence[Correction] = (),
    announced: bool = False,
    senses: int = 0,
    workers: int = 1,
    say: Say = lambda message: None,
) -> Build:
    """Make the documents of these files the current graph; for the rest see :func:`build`.

    ``without``: by checksum, the (township code, edition) of documents to leave aside; ``what`` is
    said of it in the history. What is ``put_right`` comes into the store's table of corrections when
    the graph does. With ``announced`` each file is said as its turn comes. Of up to so many documents the
    ``senses`` of the rows are made, as they are where the store had them. Documents that were read
    before, the parts of townships whose documents are the same, and of the graph and its indexes
    what does not change are not made again.
    """
    with ExitStack() as alone:
        kept = _shelf(into, len(sources))
        if kept.folder is not None:  # what is read there now is still so when it is written
            alone.enter_context(store.alone(into, say, begun=True))
            corrections.settle(into, store.current(into).path.name if store.exists(into) else None)
        iris, started = Iris(base), provenance.now()
        before = former.of(into, base)  # first of all: it offers compiled tables
        tables = vocabulary.load(overlay)
        own = corrections.overruled(corrections.load((into,)), put_right)
        everywhere = corrections.overruled(corrections.load((*tables.folders, into)), put_right)
        _say_edited(into, own, put_right, say)
        say(f"读 {len(sources)} 个文件 (reading {how_many(len(sources), 'file')})")
        workshop = Workshop(tables, iris, kept)
        crew = Crew(workshop, overlay, workers or cores(), say)
        order = Order(sources, findings, keep_going, without, announced)
        intake = order.taken_in(workshop, crew, everywhere, say)
        recipes = intake.recipes
        with Stages(recipes, before, workshop, crew, into, say) as stages, stages.quiet():
            parts = stages.parts
            judged = intake.judged(stages, check, say)
            matters, figures, findings = judged.matters, judged.figures, judged.findings
            files = _originals(sources, figures, without)
            lines, common = stages.lines(matters)
            say(f"写 {len(lines):,} 条三元组 (writing {how_many(len(lines), 'triple')})")

            sensed = len(figures) <= senses or _had_senses(stages)

            def prepare(target: Path) -> None:
                derived(target, stages, matters, common, tables, cores() if sensed else 0)
                former.write(
                    target,
                    recipes,
                    base,
                    common,
                    (*stages.wording_keys, *stages.edition_keys),
                    former.Found(stages.compared, stages.names, stages.noted),
                    tables.checksum,
                )
                provenance.write_provenance(
                    target / provenance.FILE, documents_of(parts), tables.checksum, iris, started
                )
                originals.write(target, files, base, str(overlay.resolve()) if overlay else None)
                corrections.restore(target, own)

            stages.writing.finish(
                lines,
                _summary(figures, base, tables.checksum, len(lines), senses=sensed),
                [finding.to_json() for finding in findings],
                judged.doubts(base),
                prepare,
                what,
                started.isoformat(),
                stages.former.path if stages.former else None,
                lambda name: corrections.pend(into, own, name) if put_right else None,
            )
            corrections.settle(into, store.current(into).path.name)
            _clear(into, kept)
        return Build(
            tuple(figures), intake.broken, findings, matters, len(lines), into, tuple(parts), tables
        )


def _say_edited(
    into: Path, own: Sequence[Correction], put_right: Sequence[Correction], say: Say
) -> None:
    """Say what someone wrote into the store's table of corrections, or took out of it, since the last build."""
    before = corrections.kept(store.current(into).path) if store.exists(into) else None
    if before is None:
        return
    fresh = [c.where for c in own if c not in before and c not in put_right]
    there = {(c.kind, c.where, c.printed) for c in own}
    gone = [c.where for c in before if (c.kind, c.where, c.printed) not in there]
    if fresh:
        say(
            f"更正表里有 {len(fresh)} 处是上次建图以后写的，这次一起用：{'、'.join(fresh)}"
            " (corrections written since the last build are used, too)"
        )
    if gone:
        say(
            f"更正表里少了 {len(gone)} 处，这次不再用：{'、'.join(gone)}"
            " (corrections that are no longer in the table are not used)"
        )


def _shelf(into: Path, count: int) -> shelf.Shelf:
    """The shelf of a store; in memory where there is no store yet and the work is little."""
    if store.exists(into) or count >= WORTH_PROCESSES or (into / shelf.FOLDER).is_dir():
        if not store.exists(into):
            with store.writing(into):
                pass  # the folder is a store's from now on
        return shelf.Shelf(into / shelf.FOLDER)
    return shelf.Shelf()


def _had_senses(stages: Stages) -> bool:
    return stages.former is not None and (stages.former.path / SENSES).is_file()


def _clear(into: Path, kept: shelf.Shelf) -> None:
    """Remove from the shelf what no generation that stays was made from."""
    known = ledger.read(into)
    names = known.kept(store.current(into).path.name) if known else ()
    kept.keep(key for name in names for key in former.keys(into / name))


def _originals(
    sources: Sequence[Source],
    figures: Sequence[dict[str, Any]],
    without: Mapping[str, Sequence[tuple[str, str]]],
) -> list[tuple[Original, Path]]:
    """The files of the documents that are built, each once by name and content."""
    sums: dict[str, set[str]] = {}
    for one in figures:
        sums.setdefault(one["document"], set()).add(one["sha256"])
    found: dict[tuple[str, str], tuple[Original, Path]] = {}
    for source in sources:
        name = PurePosixPath(source.name).as_posix()
        several = sums.get(name, set())
        for checksum in sorted(several):
            if (name, checksum) in found:
                continue
            if len(several) > 1 and (
                hashlib.sha256(source.path.read_bytes()).hexdigest() != checksum
            ):
                continue  # another file of the same name
            original = Original(
                name,
                checksum,
                source.place,
                source.edition,
                source.kind.value if source.kind else None,
                tuple((code, edition) for code, edition in without.get(checksum, ())),
            )
            found[name, checksum] = (original, source.path)
    return list(found.values())


def loaded(directory: Path) -> list[dict[str, Any]]:
    """The documents of the store's current generation; none if there is no readable store."""
    try:
        return list(store.current(directory).summary["documents"])
    except (StoreError, OSError, ValueError, KeyError, TypeError):
        return []


def _summary(
    figures: Sequence[dict[str, Any]],
    base: str,
    vocabulary_checksum: str,
    triples: int,
    *,
    senses: bool,
) -> dict[str, Any]:
    return {
        "format": store.FORMAT,
        "base": base,
        "vocabulary_sha256": vocabulary_checksum,
        "prepared_sha256": prepared.fingerprint(),
        "meaning_format": MEANINGS_FORMAT,
        "senses": senses,
        "triples": triples,
        "documents": list(figures),
    }
