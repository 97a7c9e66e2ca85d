"""Placing: documents in order, editions of one township told apart, the same list read once.

What decides it is a few figures of each document, its head: with them thousands of documents are
placed without being at hand.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.findings import Finding, errors
from kg.folding import match_key, plain
from kg.frozen import frozen
from kg.values import Coverage, Document

_NOTHING = Coverage(0, 0, 0, 0)


@frozen
class Head:
    """What of a document decides its place: ``index`` is its position in the file number ``source``.

    ``code`` is "" where no township is known, ``words`` a checksum of what it says, "" where that is
    no duty; ``broken`` says whether it has errors.
    """

    source: int
    index: int
    path: str
    sha256: str
    code: str
    edition: str
    part: int
    kinds: tuple[str, ...]
    words: str
    broken: bool


@frozen
class Placing:
    """A document's edition among the others; ``twin`` is the file that says the same, or ""."""

    head: Head
    edition: str
    part: int
    twin: str = ""

    @property
    def usable(self) -> bool:
        """Whether it has duties of a known township and no error."""
        return bool(self.head.code and self.head.words and not self.twin and not self.head.broken)


def heads_of(source: int, documents: Sequence[Document]) -> list[Head]:
    """The heads of the documents of one file."""
    return [
        Head(
            source,
            index,
            document.path,
            document.sha256,
            document.township.code if document.township else "",
            document.edition,
            document.part,
            tuple(sorted({duty.row.kind.value for duty in document.duties})),
            _words_of(document) if document.duties else "",
            bool(errors(document.findings)),
        )
        for index, document in enumerate(documents)
    ]


def places(heads: Iterable[Head]) -> list[Placing]:
    """The documents in the order of township code, edition and path.

    One whose words were read before is left out: the same list saved again (in another encoding,
    with other line ends, in another container) is not another edition.
    """
    seen: dict[str, Head] = {}
    found = []
    for head in heads:
        # Files of one name may lie in two of the folders given.
        first = seen.setdefault(head.words, head) if head.words else head
        twin = "" if first is head else first.path
        found.append(Placing(head, head.edition, head.part, twin))
    found.sort(key=_order)
    return sorted(_with_editions(found), key=_order)


def settled(document: Document, placing: Placing) -> Document:
    """The document as it stands among the others."""
    if placing.twin:
        what = f"与 {placing.twin} 内容完全相同，只读一次"
        return replace(
            document,
            duties=(),
            titles=(),
            findings=(Finding(document.path, 0, "duplicate-document", what),),
            coverage=_NOTHING,
        )
    if (placing.edition, placing.part) == (document.edition, document.part):
        return document
    findings = document.findings
    if placing.edition != document.edition:
        what = (
            f"同一乡镇 {document.edition} 版的清单已有一份，内容不同；这一份记作 {placing.edition}，以后一份为现行"
            "；若是同一份改过的，请删去一份"
        )
        findings = (Finding(document.path, 0, "edition-again", what), *findings)
    return replace(document, edition=placing.edition, part=placing.part, findings=findings)


def _words_of(document: Document) -> str:
    """A checksum of what a document says: township, edition as printed and every cell's words."""
    township = document.township
    digest = hashlib.sha256()
    edition = "" if document.edition.startswith("u-") else document.edition
    for part in (township.code if township else "", edition):
        digest.update(part.encode() + b"\0")
    for duty in document.duties:
        row = duty.row
        for words in (row.kind.value, *(match_key(plain(text)) for text in row.texts)):
            digest.update(words.encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()


def _order(placing: Placing) -> tuple[str, str, int, str]:
    return (placing.head.code or "~", placing.edition, placing.part, placing.head.path)


def _with_editions(placings: Iterable[Placing]) -> Iterator[Placing]:
    """Tell the documents of one township and month apart.

    The same list a second time is another edition (``2025-07.2``). Lists published in files of
    their own are parts of one edition.
    """
    editions: dict[tuple[str, str], list[tuple[str, set[str]]]] = {}
    parts: dict[tuple[str, str], int] = {}
    for placing in placings:
        head = placing.head
        if not head.code or not head.words or placing.twin:
            yield placing
            continue
        kinds = set(head.kinds)
        undated = head.edition.startswith("u-")
        group = editions.setdefault((head.code, "" if undated else head.edition), [])
        name = next((name for name, taken in group if taken.isdisjoint(kinds)), None)
        if name is None:
            name = head.edition
            if group and not undated:
                name = f"{head.edition}.{len(group) + 1}"
            group.append((name, kinds))
        else:
            next(taken for other, taken in group if other == name).update(kinds)
        part = parts[head.code, name] = parts.get((head.code, name), 0) + 1
        yield replace(placing, edition=name, part=part)
