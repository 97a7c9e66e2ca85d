"""Building: from paths to a store, or to a clear list of what is wrong."""

from __future__ import annotations

import dataclasses
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

import pyoxigraph as ox

from kg.errors import InputError, StoreError
from kg.findings import Finding, errors
from kg.matters.matching import Matters, Opinions, load_opinions, match, opinion
from kg.meaning.index import FILE as MEANINGS
from kg.meaning.index import FORMAT as MEANINGS_FORMAT
from kg.quality import irregularities as quality
from kg.quality.slips import slips
from kg.rdf.iris import Iris
from kg.rdf.terms import DEFAULT_BASE, PREFIXES
from kg.reading import corrections
from kg.reading.documents import Source, collect, read_documents
from kg.resources import folder
from kg.store import generations as store
from kg.store import meanings, originals, prepared, search
from kg.store.graph import as_rows
from kg.store.originals import Original
from kg.store.passages import duty_texts
from kg.triples import provenance
from kg.triples.documents import dataset_lines
from kg.values import Document, ListKind, shown_edition
from kg.vocabulary import loading as vocabulary


@dataclass(frozen=True, slots=True)
class Build:
    """What a build did: the documents built, those left out, every finding."""

    documents: tuple[Document, ...]
    left_out: tuple[Document, ...]
    findings: tuple[Finding, ...]
    matters: Matters
    triples: int
    store: Path


Check = Callable[[Sequence[Document]], None]
"""Looks at the documents that would be built, before anything is: raises to stop it."""


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
    say: Callable[[str], None] = lambda message: None,
) -> Build:
    """Read the lists under ``paths`` (none: the bundled ones) and make them the current graph.

    ``kind`` says which list the tables are that no title names. With ``keep_going`` documents that
    have errors, and files that were skipped, are left out and the others built. Lists that are in the store and not
    among these are dropped only with ``replace``.

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

    def nothing_dropped(documents: Sequence[Document]) -> None:
        _refuse_to_drop(into, documents)

    return make(
        files,
        into=into,
        findings=collected.findings,
        keep_going=keep_going,
        overlay=overlay,
        base=base,
        check=None if replace else nothing_dropped,
        announced=bool(given),
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
    say: Callable[[str], None] = lambda message: None,
) -> Build:
    """Make the documents of these files the current graph; for the rest see :func:`build`.

    ``without``: by checksum, the (township code, edition) of documents to leave aside; ``what`` is
    said of it in the history. With ``announced`` each file is said as its turn comes.
    """
    iris, started = Iris(base), provenance.now()
    tables = vocabulary.load(overlay)
    say(f"读 {len(sources)} 个文件 (reading {len(sources)} files)")
    read = read_documents(_announced(sources, say) if announced else sources, tables)
    documents = tuple(document for document in read if not _left_aside(document, without))
    put_right = corrections.load((*tables.folders, into))
    corrected = corrections.apply(documents, put_right, tables)
    documents = corrected.documents
    for item in corrected.unused:
        say(f"更正表 {item.where}：没有用上，清单里没有这一处 (correction fits nothing: unused)")
    skipped = errors(findings)
    findings = (*findings, *(f for document in documents for f in document.findings))
    broken = tuple(document for document in documents if errors(document.findings))
    if (broken or skipped) and not keep_going:
        count = len(errors(findings))
        raise InputError(
            f"有 {count} 处错误，没有建图，原图库未动；改正后再试，或用 --keep-going 略过有错误的文件 "
            f"({count} errors, nothing was built)",
            findings,
        )
    sound = tuple(d for d in documents if not errors(d.findings) and d.duties)
    if not sound:
        raise InputError(
            "没有一份可用的清单，没有建图 (no usable list, nothing was built)", findings
        )
    if check is not None:
        check(sound)
    matters = match(sound, tables, _opinions(put_right, tables))
    _say_undone(matters, say)
    findings = (*findings, *quality.check(sound, tables), *slips(sound, matters, tables))
    findings = tuple(sorted(findings, key=lambda f: (f.document, f.line, f.kind, f.quote)))
    kept = _originals(sources, sound, without)

    def prepare(target: Path) -> None:
        search.write_index(target / search.FILE, duty_texts(sound, iris))
        prepare_tables(target)
        prepare_meanings(target, tables.folders)
        provenance.write_provenance(target / provenance.FILE, sound, tables.checksum, iris, started)
        originals.write(target, kept, base, str(overlay.resolve()) if overlay else None)

    with store.writing(into, say) as writing:
        lines = dataset_lines(sound, matters, tables, iris, writing.folder, corrected.notes)
        say(f"写 {len(lines):,} 条三元组 (writing {len(lines):,} triples)")
        writing.finish(
            lines,
            _summary(sound, findings, base, tables.checksum, len(lines)),
            [finding.to_json() for finding in findings],
            _doubts(matters, base),
            prepare,
            what,
            started.isoformat(),
        )
    return Build(sound, broken, findings, matters, len(lines), into)


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


def _left_aside(document: Document, without: Mapping[str, Sequence[tuple[str, str]]]) -> bool:
    township = document.township
    return township is not None and (township.code, document.edition) in without.get(
        document.sha256, ()
    )


def _originals(
    sources: Sequence[Source],
    documents: Sequence[Document],
    without: Mapping[str, Sequence[tuple[str, str]]],
) -> list[tuple[Original, Path]]:
    """The files of the documents that are built, each once by name and content."""
    names = {(document.path, document.sha256) for document in documents}
    found: dict[tuple[str, str], tuple[Original, Path]] = {}
    for source in sources:
        name = PurePosixPath(source.name).as_posix()
        for path, checksum in sorted(names):
            if path != name or (path, checksum) in found:
                continue
            if len([1 for other, _ in names if other == name]) > 1 and (
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
            found[path, checksum] = (original, source.path)
    return list(found.values())


def loaded(directory: Path) -> list[dict[str, Any]]:
    """The documents of the store's current generation; none if there is no readable store."""
    try:
        return list(store.current(directory).summary["documents"])
    except (StoreError, OSError, ValueError, KeyError, TypeError):
        return []


def _refuse_to_drop(directory: Path, documents: Sequence[Document]) -> None:
    fresh = {(d.township.code, d.edition) for d in documents if d.township}
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


def prepare_meanings(generation: Path, folders: Sequence[Path]) -> None:
    """Write the index of what the rows of a generation's graph mean.

    Raises:
        StoreError: it cannot be written.
    """
    graph = ox.Store.read_only(str(generation / "graph"))

    def table(select: str, _: str) -> Iterator[Mapping[str, str]]:
        return as_rows(graph.query(select, prefixes=PREFIXES))

    meanings.write_index(generation / MEANINGS, table, folders)


def _announced(sources: Sequence[Source], say: Callable[[str], None]) -> Iterator[Source]:
    """The sources one by one, each said as its turn comes: large folders take a while."""
    for number, source in enumerate(sources, 1):
        if len(sources) > 1:
            say(f"读 {number}/{len(sources)}：{source.name}")
        yield source


def prepare_tables(generation: Path) -> None:
    """Evaluate the marked parts of the library over a generation's graph and keep their rows.

    Raises:
        StoreError: they cannot be written.
    """
    graph = ox.Store.read_only(str(generation / "graph"))
    for select in prepared.selects().values():
        solutions = graph.query(select, prefixes=PREFIXES)
        assert isinstance(solutions, ox.QuerySolutions)
        rows = ([str(term) for term in solution] for solution in solutions)
        prepared.write_table(generation / prepared.FOLDER, select, rows)


def _summary(
    documents: Sequence[Document],
    findings: Sequence[Finding],
    base: str,
    vocabulary_checksum: str,
    triples: int,
) -> dict[str, Any]:
    return {
        "format": store.FORMAT,
        "base": base,
        "vocabulary_sha256": vocabulary_checksum,
        "prepared_sha256": prepared.fingerprint(),
        "meaning_format": MEANINGS_FORMAT,
        "triples": triples,
        "documents": [document_summary(document, findings) for document in documents],
    }


def _say_undone(matters: Matters, say: Callable[[str], None]) -> None:
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


def document_summary(document: Document, findings: Sequence[Finding]) -> dict[str, Any]:
    """The figures of one document, as ``kg stats`` and the build's table show them."""
    township = document.township
    name = township.name if township else None
    severities = Counter(
        f.severity.value
        for f in findings
        if f.document == document.path and f.township in (name, None)
    )
    return {
        "document": document.path,
        "sha256": document.sha256,
        "township": township.name if township else None,
        "township_code": township.code if township else None,
        "county": township.county.printed if township else None,
        "edition": document.edition,
        **{kind.value: document.count(kind) for kind in ListKind},
        "superior_clauses": sum(len(duty.superior) for duty in document.duties),
        "township_clauses": sum(len(duty.township) for duty in document.duties),
        "lines": document.coverage.total,
        "lines_in_records": document.coverage.records,
        "lines_furniture": document.coverage.furniture,
        "lines_reported": document.coverage.findings,
        "warnings": severities["warning"],
        "notes": severities["note"],
    }
