"""Building: from paths to a store, or to a clear list of what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import InputError
from kg.findings import Finding, errors
from kg.matters.matching import Matters, match
from kg.meaning.index import FILE as MEANINGS
from kg.meaning.index import FORMAT as MEANINGS_FORMAT
from kg.quality import irregularities as quality
from kg.quality.slips import slips
from kg.rdf.iris import Iris
from kg.rdf.terms import DEFAULT_BASE, PREFIXES
from kg.reading.documents import Source, collect, read_documents
from kg.resources import folder
from kg.store import generations as store
from kg.store import meanings, prepared, search
from kg.store.graph import as_rows
from kg.store.passages import duty_texts
from kg.triples import provenance
from kg.triples.documents import dataset_lines
from kg.values import Document, ListKind
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


def build(
    paths: Iterable[Path] = (),
    *,
    into: Path,
    place: str | None = None,
    edition: str | None = None,
    keep_going: bool = False,
    overlay: Path | None = None,
    base: str = DEFAULT_BASE,
    say: Callable[[str], None] = lambda message: None,
) -> Build:
    """Read the lists under ``paths`` (none: the bundled ones) and make them the current graph.

    With ``keep_going`` documents that have errors are left out and the others built.

    Raises:
        InputError: something cannot be read without guessing; its findings say what and where.
            The old store is untouched.
        StoreError: the store cannot be written.
        VocabularyError: a table has a mistake.
    """
    iris, started = Iris(base), provenance.now()
    tables = vocabulary.load(overlay)
    given = list(paths)
    collected = collect(given) if given else collect([folder("sources")])
    if not collected.sources:
        where = "、".join(str(path) for path in given)
        raise InputError(f"没有可读的文件：{where} (no file to read)", collected.findings)
    say(f"读 {len(collected.sources)} 个文件 (reading {len(collected.sources)} files)")
    sources = _announced(collected.sources, say) if given else iter(collected.sources)
    documents = read_documents(sources, tables, place=place, edition=edition)
    findings = (*collected.findings, *(f for document in documents for f in document.findings))
    broken = tuple(document for document in documents if errors(document.findings))
    if broken and not keep_going:
        count = len(errors(findings))
        raise InputError(
            f"有 {count} 处错误，没有建图，原图库未动 ({count} errors, nothing was built)", findings
        )
    sound = tuple(d for d in documents if not errors(d.findings) and d.duties)
    if not sound:
        raise InputError(
            "没有一份可用的清单，没有建图 (no usable list, nothing was built)", findings
        )
    matters = match(sound, tables)
    _say_undone(matters, say)
    findings = (*findings, *quality.check(sound, tables), *slips(sound, matters, tables))
    findings = tuple(sorted(findings, key=lambda f: (f.document, f.line, f.kind, f.quote)))

    def prepare(target: Path) -> None:
        search.write_index(target / search.FILE, duty_texts(sound, iris))
        prepare_tables(target)
        prepare_meanings(target, tables.folders)
        provenance.write_provenance(target / provenance.FILE, sound, tables.checksum, iris, started)

    with store.writing(into, say) as writing:
        lines = dataset_lines(sound, matters, tables, iris, writing.folder)
        say(f"写 {len(lines):,} 条三元组 (writing {len(lines):,} triples)")
        writing.finish(
            lines,
            _summary(sound, findings, base, tables.checksum, len(lines)),
            [finding.to_json() for finding in findings],
            _doubts(matters, base),
            prepare,
        )
    return Build(sound, broken, findings, matters, len(lines), into)


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
    severities = Counter(f.severity.value for f in findings if f.document == document.path)
    township = document.township
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
