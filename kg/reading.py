"""Reading: files and folders become documents with duties, findings and a count of coverage."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from kg.attribution import ResponsibilityReader
from kg.containers import SUFFIXES, read_blocks
from kg.duties import Problem, department_cell, interpret
from kg.findings import Finding, shorten
from kg.lists import ListReading, RowProblem, folded_cover, month_of, read_lists
from kg.names import NameReader
from kg.places import PlaceProblem, locate, split_path
from kg.records import Coverage, Document, Duty, ListKind, Row, Township
from kg.vocabulary import Vocabulary

MAX_FILE_BYTES = 32 * 1024 * 1024
"""Largest file read; real lists are about 0.15 MB as text."""

_IGNORED = ("readme", "manifest", "license", "licence", "说明")


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read and the path it is reported and cited under."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Collected:
    """The sources found under the given paths, and what was left out."""

    sources: tuple[Source, ...]
    findings: tuple[Finding, ...]


def collect(paths: Iterable[Path]) -> Collected:
    """Find the list files under files and folders, in a stable order.

    In folders hidden files, READMEs and manifests are left alone; files of unknown formats are
    reported. A file given by name is always read.
    """
    sources: dict[Path, Source] = {}
    findings: list[Finding] = []
    for path in paths:
        if path.is_dir():
            for file in sorted(path.rglob("*"), key=lambda p: p.relative_to(path).as_posix()):
                name = file.relative_to(path).as_posix()
                if not file.is_file() or any(part.startswith((".", "~$")) for part in Path(name).parts):
                    continue
                if file.stem.lower().startswith(_IGNORED):
                    continue
                if file.suffix.lower() in SUFFIXES:
                    sources.setdefault(file.resolve(), Source(name, file))
                else:
                    findings.append(
                        Finding(name, 0, "file-skipped", f"没有读入：不认识的文件格式“{file.suffix or file.name}”")
                    )
        else:
            sources.setdefault(path.resolve(), Source(path.name, path))
    return Collected(tuple(sources.values()), tuple(findings))


def read_documents(
    sources: Sequence[Source],
    vocabulary: Vocabulary,
    *,
    place: str | None = None,
    edition: str | None = None,
) -> tuple[Document, ...]:
    """Read every source; each problem is a finding of its document, none stops the others.

    ``place`` (省/州市/县/乡镇) is for documents that name none, ``edition`` overrides the printed
    date. Documents come in the order of township code, edition and path; of the same list in
    the same month the second gets the edition ``2025-07.2``.
    """
    seen: dict[str, str] = {}
    documents: list[Document] = []
    for source in sources:
        document = read_document(source, vocabulary, place=place, edition=edition)
        if document.sha256 and document.sha256 in seen and document.duties:
            repeated = Finding(
                document.path, 0, "duplicate-document", f"与 {seen[document.sha256]} 内容完全相同，只读一次"
            )
            document = replace(document, duties=(), titles=(), findings=(repeated,), coverage=_NOTHING)
        seen.setdefault(document.sha256, document.path)
        documents.append(document)
    documents.sort(key=_order)
    return tuple(_with_distinct_editions(documents))


_NOTHING = Coverage(0, 0, 0, 0)


def _order(document: Document) -> tuple[str, str, str]:
    return (
        document.township.code if document.township else "~",
        document.edition,
        document.path,
    )


def _with_distinct_editions(documents: list[Document]) -> Iterable[Document]:
    counts: Counter[tuple[str, str]] = Counter()
    for document in documents:
        if document.township is None or not document.duties:
            yield document
            continue
        key = (document.township.code, document.edition)
        counts[key] += 1
        if counts[key] > 1:
            document = replace(document, edition=f"{document.edition}.{counts[key]}")
        yield document


def read_document(
    source: Source,
    vocabulary: Vocabulary,
    *,
    place: str | None = None,
    edition: str | None = None,
) -> Document:
    """Read one file. Whatever is wrong with it is in the findings of the result."""
    name = PurePosixPath(source.name).as_posix()
    try:
        size = source.path.stat().st_size
        if size > MAX_FILE_BYTES:
            return _unread(
                name,
                "",
                "too-large",
                f"文件有 {size / 1048576:.0f} MB，超过上限 {MAX_FILE_BYTES // 1048576} MB；请拆分或检查文件",
            )
        data = source.path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return _unread(name, "", "unreadable", f"文件读不到：{reason}")
    checksum = hashlib.sha256(data).hexdigest()
    if source.path.suffix.lower() not in SUFFIXES:
        return _unread(
            name,
            checksum,
            "unknown-format",
            f"不认识的文件格式“{source.path.suffix}”；能读 {'、'.join(SUFFIXES)}",
        )
    blocks, problems = read_blocks(name, data)
    if not blocks:
        found = [Finding(name, p.line, p.kind, p.message, p.quote) for p in problems]
        return Document(name, checksum, "", "", None, (), (), tuple(found), _NOTHING)
    return _Assembler(name, checksum, vocabulary, place, edition).assemble(
        read_lists(blocks, vocabulary),
        [Finding(name, p.line, p.kind, p.message, p.quote) for p in problems],
    )


def _unread(name: str, checksum: str, kind: str, message: str) -> Document:
    finding = Finding(name, 0, kind, message)
    return Document(name, checksum, "", "", None, (), (), (finding,), _NOTHING)


class _Assembler:
    """Puts a document together from what was read of it."""

    def __init__(
        self, name: str, checksum: str, vocabulary: Vocabulary, place: str | None, edition: str | None
    ) -> None:
        self._name = name
        self._checksum = checksum
        self._vocabulary = vocabulary
        self._place = place
        self._edition = edition
        self._findings: list[Finding] = []
        self._township: Township | None = None

    def assemble(self, reading: ListReading, before: list[Finding]) -> Document:
        self._findings.extend(before)
        if reading.rows or not reading.other_document:
            self._township = self._locate(reading)
        duties = self._duties(reading.rows)
        for problem in reading.problems:
            self._findings.append(self._row_finding(problem))
        self._check_whole(reading)
        month = month_of(reading.date_printed)
        edition = self._edition or month or f"u-{self._checksum[:8]}"
        coverage = reading.coverage
        unread = len(before)
        coverage = replace(
            coverage, total=coverage.total + unread, findings=coverage.findings + unread
        )
        findings = sorted(self._findings, key=lambda f: (f.line, f.kind, f.quote, f.message))
        return Document(
            self._name,
            self._checksum,
            edition,
            reading.date_printed,
            self._township,
            tuple(reading.titles),
            duties,
            tuple(
                replace(f, township=self._township.name if self._township else None) for f in findings
            ),
            coverage,
        )

    def _duties(self, rows: list[Row]) -> tuple[Duty, ...]:
        names = NameReader(self._vocabulary, self._township)
        names.learn(department_cell(row) for row in rows)
        responsibilities = ResponsibilityReader(names, self._township, self._vocabulary.roles)
        duties = []
        for row in rows:
            interpreted = interpret(row, names)
            duty = interpreted.duty
            found = responsibilities.read(duty)
            named = tuple((d, w, f"{side[0]}{n}") for d, w, side, n in responsibilities.seen)
            duties.append(replace(duty, responsibilities=found, named=named))
            self._findings.extend(self._cell_finding(row, problem) for problem in interpreted.problems)
        return tuple(duties)

    def _cell_finding(self, row: Row, problem: Problem) -> Finding:
        return Finding(
            self._name,
            row.line,
            problem.kind,
            problem.message,
            shorten(problem.quote, 200),
            list=row.kind.value,
            number=row.number,
            locator=row.locator,
        )

    def _row_finding(self, problem: RowProblem) -> Finding:
        return Finding(
            self._name,
            problem.line,
            problem.kind,
            problem.message,
            problem.quote,
            list=problem.list.value if problem.list else None,
            number=problem.number,
        )

    def _locate(self, reading: ListReading) -> Township | None:
        if self._place is not None:
            return self._found(split_path(self._place), "--place")
        cover = folded_cover(reading.cover)
        for text, where in (*((p, "标题") for p in reading.title_places), (cover, "封面")):
            township = self._found(text, where) if text else None
            if township or any(f.kind == "place-ambiguous" for f in self._findings):
                return township
        if reading.rows:
            self._add("no-place", 0, "看不出是哪个乡镇的清单；请用 --place 省/州市/县/乡镇 指明")
        return None

    def _found(self, text: str, where: str) -> Township | None:
        located = locate(text, self._vocabulary)
        if isinstance(located, PlaceProblem):
            self._add(located.kind, 0, f"{where}：{located.message}")
            return None
        if located and not located.place.known:
            self._add("place-unknown", 0, f"{where}：“{located.name}”不在行政区划表中，用临时代码", located.name)
        return located

    def _check_whole(self, reading: ListReading) -> None:
        if reading.other_document is not None and not reading.rows:
            block = reading.other_document
            self._add("other-document", block.line, "这是权责清单一类的文件，不是履职事项清单，不读入", block.text.strip())
            return
        if not reading.rows:
            self._add("no-list", 0, "没有找到履职事项清单：没有“序号、事项类别、事项名称”这样的表头和表行")
            return
        if not reading.cover:
            self._add("cover-missing", 0, "没有封面")
        if not reading.date_printed:
            self._add("date-missing", 0, f"没有印制日期，版本记为 {self._edition or 'u-' + self._checksum[:8]}")
        present = {row.kind for row in reading.rows}
        for kind in ListKind:
            if kind not in present and not any(t.kind is kind for t in reading.titles):
                self._add("list-missing", 0, f"没有《{kind.zh}清单》")

    def _add(self, kind: str, line: int, message: str, quote: str = "") -> None:
        self._findings.append(Finding(self._name, line, kind, message, quote))
