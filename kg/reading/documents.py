"""Reading: files become documents with duties, findings and a count of coverage."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from sys import intern

from kg.bodies.attribution import ResponsibilityReader
from kg.bodies.names import NameReader
from kg.bodies.places import PlaceProblem, locate, split_path
from kg.collecting import uncollected
from kg.findings import Finding, errors
from kg.reading.containers import MAX_FILE_BYTES, read_blocks
from kg.reading.duties import department_cell, interpret
from kg.reading.lists import ListReading, folded_cover, read_lists
from kg.reading.sources import Collected, Source, collect
from kg.reading.titles import month_of
from kg.values import Coverage, Document, Duty, ListKind, Row, Township
from kg.vocabulary.loading import Vocabulary

_LONGEST_QUOTE = 200
_NOTHING = Coverage(0, 0, 0, 0)

__all__ = ["MAX_FILE_BYTES", "Collected", "Source", "collect", "read_document", "read_documents"]


def read_documents(
    sources: Iterable[Source],
    vocabulary: Vocabulary,
    *,
    place: str | None = None,
    edition: str | None = None,
) -> tuple[Document, ...]:
    """Read every source; each problem is a finding of its document, none stops the others.

    ``place`` (省/州市/县/乡镇) is for documents that name none or an ambiguous one, ``edition``
    overrides the printed date. Documents come in the order of township code, edition and path.
    """
    with uncollected():
        documents = list(_read_once(sources, vocabulary, place, edition))
    documents.sort(key=_order)
    return tuple(sorted(_with_editions(documents), key=_order))


def _read_once(
    sources: Iterable[Source], vocabulary: Vocabulary, place: str | None, edition: str | None
) -> Iterator[Document]:
    """Read every source; one whose bytes were read before is left out with a finding."""
    seen: dict[str, str] = {}
    for source in sources:
        document = read_document(
            source,
            vocabulary,
            place=source.place or place,
            edition=source.edition or edition,
        )
        first = seen.setdefault(document.sha256, document.path) if document.sha256 else ""
        if first and first != document.path and document.duties:
            what = f"与 {first} 内容完全相同，只读一次"
            document = replace(
                document,
                duties=(),
                titles=(),
                findings=(Finding(document.path, 0, "duplicate-document", what),),
                coverage=_NOTHING,
            )
        yield document


def _order(document: Document) -> tuple[str, str, int, str]:
    township = document.township
    return (township.code if township else "~", document.edition, document.part, document.path)


def _with_editions(documents: Iterable[Document]) -> Iterator[Document]:
    """Tell the documents of one township and month apart.

    The same list a second time is another edition (``2025-07.2``). Lists published in files of
    their own are parts of one edition.
    """
    editions: dict[tuple[str, str], list[tuple[str, set[ListKind]]]] = {}
    parts: dict[tuple[str, str], int] = {}
    for document in documents:
        township = document.township
        if township is None or not document.duties:
            yield document
            continue
        kinds = {duty.row.kind for duty in document.duties}
        undated = document.edition.startswith("u-")
        group = editions.setdefault((township.code, "" if undated else document.edition), [])
        name = next((name for name, taken in group if taken.isdisjoint(kinds)), None)
        if name is None:
            name = document.edition
            if group and not undated:
                name = f"{document.edition}.{len(group) + 1}"
            group.append((name, kinds))
        else:
            next(taken for other, taken in group if other == name).update(kinds)
        part = parts[township.code, name] = parts.get((township.code, name), 0) + 1
        if (name, part) != (document.edition, document.part):
            document = replace(document, edition=name, part=part)
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
        if source.path.is_dir():
            return _unread(name, "", "unreadable", "这是文件夹，不是文件")
        size = source.path.stat().st_size
        if size > MAX_FILE_BYTES:
            limit = MAX_FILE_BYTES // 1048576
            what = f"文件有 {size / 1048576:.0f} MB，超过上限 {limit} MB；请拆分或检查文件"
            return _unread(name, "", "too-large", what)
        data = source.path.read_bytes()
    except OSError as error:
        return _unread(name, "", "unreadable", f"文件读不到：{_reason(error)}")
    checksum = hashlib.sha256(data).hexdigest()
    blocks, problems = read_blocks(name, data)
    before = [Finding(name, p.line, p.kind, p.message, p.quote) for p in problems]
    if not blocks:
        return Document(name, checksum, "", "", None, (), (), tuple(before), _NOTHING)
    assembler = _Assembler(name, checksum, vocabulary, place, edition)
    return assembler.assemble(read_lists(blocks, vocabulary), before)


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "文件不存在（可能刚被删除或改名）"
    if isinstance(error, PermissionError):
        return "没有读取权限"
    return error.strerror or type(error).__name__


def _unread(name: str, checksum: str, kind: str, message: str) -> Document:
    finding = Finding(name, 0, kind, message)
    return Document(name, checksum, "", "", None, (), (), (finding,), _NOTHING)


class _Assembler:
    """Puts a document together from what was read of it."""

    def __init__(
        self,
        name: str,
        checksum: str,
        vocabulary: Vocabulary,
        place: str | None,
        edition: str | None,
    ) -> None:
        self._name = name
        self._checksum = checksum
        self._vocabulary = vocabulary
        self._place = place
        self._edition = edition
        self._findings: list[Finding] = []
        self._township: Township | None = None

    def assemble(self, reading: ListReading, before: list[Finding]) -> Document:
        """The document; ``before`` are findings about lines that could not be read at all."""
        self._findings.extend(before)
        if reading.rows:
            self._township = self._locate(reading)
        duties = self._duties(reading.rows)
        refused = reading.other_document is not None and not reading.rows
        for problem in () if refused else reading.problems:
            self._add(problem.kind, problem.line, problem.message, problem.quote, problem.row)
        month = month_of(reading.date_printed)
        edition = self._edition or month or f"u-{self._checksum[:8]}"
        self._check_whole(reading, edition)
        counted = reading.coverage
        coverage = replace(
            counted, total=counted.total + len(before), findings=counted.findings + len(before)
        )
        self._drop_echoes()
        self._findings.sort(key=lambda f: (f.line, f.kind, f.quote, f.message))
        return Document(
            self._name,
            self._checksum,
            edition,
            reading.date_printed,
            self._township,
            tuple(reading.titles),
            duties,
            tuple(self._findings),
            coverage,
        )

    def _drop_echoes(self) -> None:
        """A list is empty because its rows could not be read: those are said, not the emptiness."""
        broken = [f.line for f in errors(self._findings) if f.kind != "list-empty" and f.line]
        self._findings = [
            f
            for f in self._findings
            if f.kind != "list-empty" or not any(line > f.line for line in broken)
        ]

    def _duties(self, rows: list[Row]) -> tuple[Duty, ...]:
        names = NameReader(self._vocabulary, self._township)
        names.learn(department_cell(row) for row in rows)
        responsibilities = ResponsibilityReader(names, self._township, self._vocabulary.roles)
        duties = []
        for row in rows:
            interpreted = interpret(row, names)
            duty = interpreted.duty
            if not any(problem.kind == "too-large" for problem in interpreted.problems):
                found = responsibilities.read(duty)
                named = tuple(
                    (d, w, intern(f"{side[0]}{n}")) for d, w, side, n in responsibilities.seen
                )
                duty = duty.attributed(found, named)
            duties.append(duty)
            for problem in interpreted.problems:
                quote = problem.quote[:_LONGEST_QUOTE]
                if not any(quote in text for text in row.texts):
                    quote = row.quote[:_LONGEST_QUOTE]
                self._add(problem.kind, row.line, problem.message, quote, row)
        return tuple(duties)

    # -- the place ------------------------------------------------------------------------

    def _locate(self, reading: ListReading) -> Township | None:
        """The township the titles or the cover name; ``--place`` where they do not tell."""
        texts = [(place, title.line, "标题") for place, title in reading.title_places]
        if reading.cover:
            texts.append((folded_cover(reading.cover), reading.cover[0].line, "封面"))
        found: Township | None = None
        unclear: PlaceProblem | None = None
        for text, line, where in texts:
            located = locate(text, self._vocabulary)
            if isinstance(located, PlaceProblem):
                unclear = unclear or PlaceProblem(located.kind, f"{where}：{located.message}")
            elif located and found is None:
                found = located
            elif located and found and located.code != found.code:
                what = f"{where}写的是{located.name}，前面写的是{found.name}；按前面的读"
                self._add("place-differs", line, what, "")
        if found is None and self._place is not None:
            located = locate(split_path(self._place), self._vocabulary)
            if isinstance(located, PlaceProblem):
                unclear = PlaceProblem(located.kind, f"--place：{located.message}")
            elif located is None:
                what = f"--place 写的“{self._place}”里认不出乡镇；应为 省/州市/县/乡镇"
                unclear = PlaceProblem("no-place", what)
            found = located if isinstance(located, Township) else None
        if found is None:
            what = "看不出是哪个乡镇的清单；请用 --place 省/州市/县/乡镇 指明"
            unclear = unclear or PlaceProblem("no-place", what)
            self._add(unclear.kind, 0, unclear.message)
        elif not found.place.known:
            what = f"“{found.name}”不在行政区划表中，用临时代码"
            self._add("place-unknown", 0, what, found.place.printed)
        return found

    # -- the whole ------------------------------------------------------------------------

    def _check_whole(self, reading: ListReading, edition: str) -> None:
        if not reading.rows:
            other = reading.other_document
            if other is not None:
                what = "这是权责清单一类的文件，不是履职事项清单，不读入"
                self._add("other-document", other.line, what, other.text.strip()[:_LONGEST_QUOTE])
            elif not any(finding.kind == "list-empty" for finding in self._findings):
                what = "没有找到履职事项清单：没有“序号、事项类别、事项名称”这样的表头和表行"
                self._add("no-list", 0, what)
            return
        if not reading.cover:
            self._add("cover-missing", 0, "没有封面")
        if not reading.date_printed:
            self._add("date-missing", 0, f"没有印制日期，版本记为 {edition}")
        present = {row.kind for row in reading.rows} | {title.kind for title in reading.titles}
        for kind in ListKind:
            if kind not in present:
                self._add("list-missing", 0, f"没有《{kind.zh}清单》")

    def _add(
        self, kind: str, line: int, message: str, quote: str = "", row: Row | None = None
    ) -> None:
        self._findings.append(
            Finding(
                self._name,
                line,
                kind,
                message,
                quote,
                self._township.name if self._township else None,
                row.kind.value if row else None,
                row.number if row else None,
                row.locator if row else "",
            )
        )
