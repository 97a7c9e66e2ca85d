"""Opening: the bytes of a file become blocks by whatever container they are.

This is what runs in the child process (`apart`); text alone, which Python reads itself, is opened
where the program runs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePath

from kg.reading.blocks import Block
from kg.reading.containers import kinds
from kg.reading.containers.encodings import decode, decode_page
from kg.reading.containers.kinds import Kind
from kg.reading.containers.limits import Refused, TextProblem
from kg.reading.containers.text import text_blocks

_NOTHING = "文件是空的，没有任何文字"
LOOK = 1 << 16
"""Bytes from the beginning of a file that tell whether it may hold a list."""
_WORDS = ("履职", "职责", "清单", "事项")
_DOCUMENTS = frozenset(Kind) - {Kind.TEXT, Kind.OTHER}


@dataclass(slots=True)
class Contents:
    """What a file holds: its container, its blocks, what was wrong or left aside."""

    kind: Kind
    blocks: list[Block] = field(default_factory=list)
    problems: list[TextProblem] = field(default_factory=list)


def looks_like_document(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a document, or text that speaks of lists."""
    if head.startswith(b"PK"):
        return True
    kind = kinds.recognise(head)
    if kind is not Kind.TEXT:
        return kind in _DOCUMENTS
    for encoding in ("utf-8", "gb18030", "utf-16-le", "utf-16-be"):
        text = head.decode(encoding, "ignore")
        if sum(word in text for word in _WORDS) > 1:
            return True
    return False


def open_text(name: str, data: bytes) -> Contents | None:
    """The contents of a text file; None where the file is something else.

    Problems that leave nothing to read come with an empty list of blocks.
    """
    if not data.strip():
        return Contents(Kind.TEXT, [], [TextProblem("empty", 0, _NOTHING)])
    try:
        kind = kinds.recognise(data)
        if kind is not Kind.TEXT:
            refused = kinds.refusal(kind)
            return Contents(kind, [], [refused.problem]) if refused else None
        decoded = decode(data)
        text = decoded.text
    except Refused as refused:
        return Contents(Kind.TEXT, [], [refused.problem])
    if not text or text.isspace():
        return Contents(Kind.TEXT, [], [TextProblem("empty", 0, _NOTHING)])
    if kinds.is_html(text):
        return None
    # "Unicode text" of spreadsheets is UTF-16; few other programs write it.
    spreadsheet = decoded.encoding.startswith("utf-16")
    blocks, problems = text_blocks(text, PurePath(name).suffix.lower(), spreadsheet=spreadsheet)
    return Contents(Kind.TEXT, blocks, problems)


def open_any(name: str, data: bytes) -> Contents:
    """The contents of any file, opened in this process: call it in one that may be lost."""
    found = open_text(name, data)
    if found is not None:
        return found
    kind = kinds.recognise(data)
    if kind is Kind.TEXT:
        kind = Kind.HTML
    try:
        blocks, problems = _read(kind, data)
    except Refused as refused:
        return Contents(kind, [], [refused.problem])
    if not blocks and not problems:
        problems = [TextProblem("empty", 0, _NOTHING)]
    return Contents(kind, blocks, problems)


def _read(kind: Kind, data: bytes) -> tuple[list[Block], list[TextProblem]]:
    """By the container's own reader; each loads its library when it is needed."""
    if kind is Kind.HTML:
        from kg.reading.containers.html import html_blocks

        return html_blocks(decode_page(data).text)
    if kind is Kind.MHTML:
        from kg.reading.containers.html import mhtml_blocks

        return mhtml_blocks(data)
    if kind in (Kind.SPREADSHEET, Kind.OLD_SPREADSHEET):
        from kg.reading.containers.sheets import workbook_blocks

        return workbook_blocks(data)
    if kind in (Kind.ODS, Kind.ODT):
        from kg.reading.containers.odf import odf_blocks

        return odf_blocks(data)
    if kind is Kind.PDF:
        from kg.reading.containers.printed.pdf import pdf_blocks

        return pdf_blocks(data)
    if kind is Kind.OFD:
        from kg.reading.containers.printed.ofd import ofd_blocks

        return ofd_blocks(data)
    if kind is Kind.PICTURE:
        from kg.reading.containers.printed.pictures import picture_blocks

        return picture_blocks(data)
    from kg.reading.containers.word import word_blocks

    if kind in (Kind.OLD_WORD, Kind.RTF):
        from kg.reading.containers.office import to_docx

        data = to_docx(data, kind)
    return word_blocks(data)
