"""Reading: files become documents with duties, findings and a count of coverage."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from kg.collecting import uncollected
from kg.errors import reason
from kg.findings import Finding
from kg.reading.assembly import Assembler
from kg.reading.blocks import Block
from kg.reading.containers import MAX_FILE_BYTES, read_blocks
from kg.reading.mapping import Mapping, MappingError, read_mapping
from kg.reading.placing import heads_of, places, settled
from kg.reading.shapes.settling import read_lists
from kg.reading.sources import Collected, Source, collect
from kg.values import Coverage, Document, ListKind
from kg.vocabulary.loading import Vocabulary

_NOTHING = Coverage(0, 0, 0, 0)

__all__ = [
    "MAX_FILE_BYTES",
    "Collected",
    "Source",
    "collect",
    "read_document",
    "read_documents",
    "read_source",
]


def read_documents(
    sources: Iterable[Source],
    vocabulary: Vocabulary,
    *,
    place: str | None = None,
    edition: str | None = None,
    kind: ListKind | None = None,
) -> tuple[Document, ...]:
    """Read every source; each problem is a finding of its document, none stops the others.

    ``place`` (省/州市/县/乡镇) is for documents that name none or an ambiguous one, ``edition``
    overrides the printed date, ``kind`` says which list the tables are that no title names.
    Documents come in the order of township code, edition and path; a file with the lists of several
    townships gives one for each.
    """
    with uncollected():
        found = [
            read_source(
                source,
                vocabulary,
                place=source.place or place,
                edition=source.edition or edition,
                kind=source.kind or kind,
            )
            for source in sources
        ]
    heads = [head for number, documents in enumerate(found) for head in heads_of(number, documents)]
    return tuple(
        settled(found[placing.head.source][placing.head.index], placing)
        for placing in places(heads)
    )


def read_document(
    source: Source,
    vocabulary: Vocabulary,
    *,
    place: str | None = None,
    edition: str | None = None,
    kind: ListKind | None = None,
) -> Document:
    """Read one file; of several townships in it the first. See :func:`read_source`."""
    return read_source(source, vocabulary, place=place, edition=edition, kind=kind)[0]


def read_source(
    source: Source,
    vocabulary: Vocabulary,
    *,
    place: str | None = None,
    edition: str | None = None,
    kind: ListKind | None = None,
) -> tuple[Document, ...]:
    """Read one file: a document for each township it has lists of, at least one.

    Whatever is wrong with it is in the findings of the results.
    """
    name = PurePosixPath(source.name).as_posix()
    try:
        if source.path.is_dir():
            return (_unread(name, "", "unreadable", "这是文件夹，不是文件"),)
        size = source.path.stat().st_size
        if size > MAX_FILE_BYTES:
            limit = MAX_FILE_BYTES // 1048576
            what = f"文件有 {size / 1048576:.0f} MB，超过上限 {limit} MB；请拆分或检查文件"
            return (_unread(name, "", "too-large", what),)
        data = source.path.read_bytes()
    except OSError as error:
        return (_unread(name, "", "unreadable", f"文件读不到：{_reason(error)}"),)
    checksum = hashlib.sha256(data).hexdigest()
    try:
        mapping = read_mapping(source.path)
    except MappingError as error:
        return (_unread(name, checksum, "mapping-wrong", str(error)),)
    said = mapping.or_else(Mapping(kind, place, edition))
    blocks, problems = read_blocks(name, data)
    before = [Finding(name, p.line, p.kind, p.message, p.quote) for p in problems]
    if not blocks:
        return (Document(name, checksum, "", "", None, (), (), tuple(before), _NOTHING),)
    reading = read_lists(blocks, vocabulary, said.columns)
    words = _checksum_of_words(data, blocks)
    return Assembler(name, checksum, words, vocabulary, said).assemble(reading, before)


def _checksum_of_words(data: bytes, blocks: Sequence[Block]) -> str:
    """The checksum of a text saved as UTF-8 with plain line ends, whatever it is saved as.

    A list without date is known by it: saved again in another encoding it is the same edition.
    """
    for encoding in (
        "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig",
        "gb18030",
    ):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    text = "\n".join("\t".join(block.cells) for block in blocks)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "文件不存在（可能刚被删除或改名）"
    if isinstance(error, PermissionError):
        return "没有读取权限"
    return reason(error)


def _unread(name: str, checksum: str, kind: str, message: str) -> Document:
    finding = Finding(name, 0, kind, message)
    return Document(name, checksum, "", "", None, (), (), (finding,), _NOTHING)
