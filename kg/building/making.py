"""Making: from paths to a store, or to a clear list of what is wrong."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

from kg.building import former, lists, shelf
from kg.building.generation import derived, document_rows
from kg.building.parts import Part
from kg.building.stages import Stages
from kg.building.summaries import with_findings
from kg.building.workshop import WORTH_PROCESSES, Crew, Say, Workshop, cores
from kg.errors import InputError, StoreError
from kg.findings import Finding, errors
from kg.frozen import frozen
from kg.matters.matching import Matters, Opinions, load_opinions, opinion
from kg.meaning.index import FORMAT as MEANINGS_FORMAT
from kg.rdf.iris import Iris
from kg.rdf.terms import DEFAULT_BASE
from kg.reading import corrections
from kg.reading.documents import Source, collect
from kg.resources import folder
from kg.store import generations as store
from kg.store import ledger, originals, prepared
from kg.store.originals import Original
from kg.triples import provenance
from kg.values import Document, ListKind, shown_edition
from kg.vocabulary import loading as vocabulary


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


Check = Callable[[Sequence[dict[str, Any]], Sequence[Finding]], None]
"""Looks at the figures and findings of what would be built, before anything is: raises to stop it."""


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
    workers: int = 1,
    say: Say = lambda message: None,
) -> Build:
    """Read the lists under ``paths`` (none: the bundled ones) and make them the current graph.

    ``kind`` says which list the tables are that no title names. With ``keep_going`` documents that
    have errors, and files that were skipped, are left out and the others built. Lists that are in the store and not
    among these are dropped only with ``replace``. Many lists are done in ``workers`` processes (0: one for
    each core); a script that asks for several must be guarded by ``if __name__ == "__main__"``.

    Raises:
        InputError: something cannot be read without guessing; its findings say what and where. Or
            lists would be dropped. The old store is untouched.
        StoreError: the store cannot be written.
        VocabularyError: a table has a mistake.
    """
    given = list(paths)
    collected = collect(given) if given else collect([folder("sources")])
    if not collected.sources:
        where = "、".join(str(path) for path in given)
        raise InputError(f"没有可读的文件：{where} (no file to read)", collected.findings)
    files = tuple(
        dataclasses.replace(source, place=place, edition=edition, kind=kind)
        for source in collected.sources
    )

    def nothing_dropped(figures: Sequence[dict[str, Any]], _: Sequence[Finding]) -> None:
        _refuse_to_drop(into, figures)

    return make(
        files,
        into=into,
        findings=collected.findings,
        keep_going=keep_going,
        overlay=overlay,
        base=base,
        check=None if replace else nothing_dropped,
        announced=bool(given),
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
    announced: bool = False,
    workers: int = 1,
    say: Say = lambda message: None,
) -> Build:
    """Make the documents of these files the current graph; for the rest see :func:`build`.

    ``without``: by checksum, the (township code, edition) of documents to leave aside; ``what`` is
    said of it in the history. With ``announced`` each file is said as its turn comes. Documents that
    were read before, the parts of townships whose documents are the same, and of the graph and its
    indexes what does not change are not made again.
    """
    iris, started = Iris(base), provenance.now()
    tables = vocabulary.load(overlay)
    put_right = corrections.load((*tables.folders, into))
    say(f"读 {len(sources)} 个文件 (reading {len(sources)} files)")
    kept = _shelf(into, len(sources))
    workshop = Workshop(tables, iris, kept)
    crew = Crew(workshop, overlay, workers or cores(), say)
    found = lists.read(sources, crew, kept, tables, without, say if announced else None)
    unusable = found.unusable(workshop.documents)
    broken = lists.broken(unusable)
    if (broken or errors(findings)) and not keep_going:
        findings = (*findings, *found.findings(workshop.documents))
        count = len(errors(findings))
        raise InputError(
            f"有 {count} 处错误，没有建图，原图库未动；改正后再试，或用 --keep-going 略过有错误的文件 "
            f"({count} errors, nothing was built)",
            findings,
        )
    findings = (*findings, *(f for document in unusable for f in document.findings))
    recipes = found.recipes(put_right, base, tables)
    if not recipes:
        raise InputError(
            "没有一份可用的清单，没有建图 (no usable list, nothing was built)", findings
        )
    before = former.of(into, base)
    opinions = _opinions(put_right, tables)
    with Stages(recipes, before, workshop, crew, into, say) as stages:
        parts = stages.parts
        findings = (*findings, *(f for part in parts for f in part.findings("reading")))
        for item in put_right:
            if not any(item in part.used for part in parts):
                say(
                    f"更正表 {item.where}：没有用上，清单里没有这一处 (correction fits nothing: unused)"
                )
        figures = [one for part in parts for one in part.figures]
        if check is not None:
            check(figures, findings)
        matters = stages.match(opinions)
        _say_undone(matters, say)
        findings = (*findings, *(f for part in parts for f in part.findings("quality")))
        findings = (*findings, *stages.slips(matters))
        findings = tuple(sorted(findings, key=lambda f: (f.document, f.line, f.kind, f.quote)))
        figures = with_findings(figures, findings)
        files = _originals(sources, figures, without)
        lines, common = stages.lines(matters)
        say(f"写 {len(lines):,} 条三元组 (writing {len(lines):,} triples)")

        def prepare(target: Path) -> None:
            derived(target, stages, matters, common, tables)
            former.write(
                target,
                recipes,
                base,
                common,
                stages.wording_keys,
                stages.compared,
                tables.checksum,
            )
            provenance.write_provenance(
                target / provenance.FILE, _documents(parts), tables.checksum, iris, started
            )
            originals.write(target, files, base, str(overlay.resolve()) if overlay else None)

        stages.writing.finish(
            lines,
            _summary(figures, base, tables.checksum, len(lines)),
            [finding.to_json() for finding in findings],
            _doubts(matters, base),
            prepare,
            what,
            started.isoformat(),
            stages.former.path if stages.former else None,
        )
    _clear(into, kept)
    return Build(tuple(figures), broken, findings, matters, len(lines), into, tuple(parts), tables)


def _documents(parts: Iterable[Part]) -> Iterator[tuple[str, str, str]]:
    """IRI, path and checksum of every document."""
    for part in parts:
        for iri, one in zip(part.values["iris"], part.figures, strict=True):
            yield iri, one["document"], one["sha256"]


def _shelf(into: Path, count: int) -> shelf.Shelf:
    """The shelf of a store; in memory where there is no store yet and the work is little."""
    if store.exists(into) or count >= WORTH_PROCESSES or (into / shelf.FOLDER).is_dir():
        if not store.exists(into):
            with store.writing(into):
                pass  # the folder is a store's from now on
        return shelf.Shelf(into / shelf.FOLDER)
    return shelf.Shelf()


def _clear(into: Path, kept: shelf.Shelf) -> None:
    """Remove from the shelf what no generation that stays was made from."""
    known = ledger.read(into)
    names = known.kept(store.current(into).path.name) if known else ()
    kept.keep(key for name in names for key in former.keys(into / name))


def _opinions(
    put_right: Sequence[corrections.Correction], tables: vocabulary.Vocabulary
) -> Opinions:
    """What people decided about pairs of duties: matters.csv, and corrections over it."""
    found = {item.pair: item for item in load_opinions(tables.folders).items}
    for item in put_right:
        if item.kind in ("same", "different"):
            made = opinion(item.where, item.right, same=item.kind == "same", note=item.why)
            found[made.pair] = made
    return Opinions(tuple(sorted(found.values())))


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


def _refuse_to_drop(directory: Path, figures: Sequence[dict[str, Any]]) -> None:
    fresh = {(d["township_code"], d["edition"]) for d in figures}
    dropped = [
        d for d in loaded(directory) if (d.get("township_code"), d.get("edition")) not in fresh
    ]
    if not dropped:
        return
    names = "、".join(
        dict.fromkeys(f"{d['township']}（{shown_edition(d['edition'])}）" for d in dropped)
    )
    raise InputError(
        f"图库 {directory} 里已有 {len(dropped)} 份清单不在这次的文件里，这样建会丢掉：{names}。"
        "没有建图，原图库未动。要加进去用 kg add；确实要换掉用 kg build --replace"
        " (lists in the store would be dropped: use kg add to add, --replace to drop them)"
    )


def _summary(
    figures: Sequence[dict[str, Any]], base: str, vocabulary_checksum: str, triples: int
) -> dict[str, Any]:
    return {
        "format": store.FORMAT,
        "base": base,
        "vocabulary_sha256": vocabulary_checksum,
        "prepared_sha256": prepared.fingerprint(),
        "meaning_format": MEANINGS_FORMAT,
        "triples": triples,
        "documents": list(figures),
    }


def _say_undone(matters: Matters, say: Say) -> None:
    """Say which of people's decisions on Matters had no effect: none is dropped in silence."""
    for key in matters.unknown:
        say(
            f"matters.csv: {key} 不在已载入的清单里，这个决定没有用上 (not loaded: decision unused)"
        )
    for first, second in matters.contradictions:
        say(
            f"matters.csv: {first} 与 {second} 被判为不同，别的决定却使它们相同；没有分开"
            " (decisions contradict: not kept apart)"
        )


def _doubts(matters: Matters, base: str) -> list[dict[str, Any]]:
    return [
        {
            "first": f"{base}duty/{doubt.first.key}",
            "second": f"{base}duty/{doubt.second.key}",
            "score": round(doubt.score, 3),
            "why": doubt.why,
        }
        for doubt in matters.doubts
    ]
