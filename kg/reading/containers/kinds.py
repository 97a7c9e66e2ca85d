"""Kinds: which container a file is, told by its bytes, never by its name.

Signatures are those of the formats' own specifications: zip (APPNOTE 4.3.7), OLE compound files
([MS-CFB] 2.2), PDF (ISO 32000-1, 7.5.2), RTF, MIME; inside a zip the parts decide (ECMA-376 part 2,
OpenDocument part 3, GB/T 33190).
"""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum

from kg.reading.containers.limits import Refused
from kg.reading.containers.recognising import HOW_TO_READ, can_recognise


class Kind(StrEnum):
    """The containers that are told apart."""

    TEXT = "text"
    HTML = "html"
    MHTML = "mhtml"
    SPREADSHEET = "xlsx"
    OLD_SPREADSHEET = "xls"
    ODS = "ods"
    WORD = "docx"
    ODT = "odt"
    PDF = "pdf"
    OFD = "ofd"
    OLD_WORD = "doc"
    RTF = "rtf"
    PICTURE = "picture"
    SLIDES = "slides"
    ENCRYPTED = "encrypted"
    ARCHIVE = "archive"
    OTHER = "other"

    @property
    def zh(self) -> str:
        """What people call it."""
        return _NAMES[self]


_NAMES = {
    Kind.TEXT: "文本",
    Kind.HTML: "网页（HTML）",
    Kind.MHTML: "网页档案（MHTML）",
    Kind.SPREADSHEET: "Excel 工作簿（.xlsx）",
    Kind.OLD_SPREADSHEET: "旧版 Excel／WPS 表格（.xls、.et）",
    Kind.ODS: "开放文档表格（.ods）",
    Kind.WORD: "Word 文档（.docx）",
    Kind.ODT: "开放文档文本（.odt）",
    Kind.PDF: "PDF",
    Kind.OFD: "版式文件（OFD）",
    Kind.OLD_WORD: "旧版 Word／WPS 文字（.doc、.wps）",
    Kind.RTF: "RTF 文档",
    Kind.PICTURE: "图片",
    Kind.SLIDES: "演示文稿",
    Kind.ENCRYPTED: "有密码的办公文档",
    Kind.ARCHIVE: "压缩包",
    Kind.OTHER: "别的程序的文件",
}

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")
_ARCHIVES = (b"Rar!\x1a", b"7z\xbc\xaf'\x1c", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ")
_PROGRAMS = (b"MZ", b"\x7fELF", b"SQLite format 3\0", b"\xca\xfe\xba\xbe")
_WORD_STREAMS = ("WordDocument",)
_BOOK_STREAMS = ("Workbook", "Book")
_SLIDE_STREAMS = ("PowerPoint Document",)
_LOCKED_STREAMS = ("EncryptedPackage", "EncryptionInfo")
_HTML_START = re.compile(
    r"(?is)\s*(?:<\?xml[^>]{0,200}>\s*|<!--.{0,2000}?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|meta|table|div|title|style)[\s>]"
)
_ROW_IN_HTML = re.compile(r"(?i)<tr[\s>]")
_CELL_IN_HTML = re.compile(r"(?i)<t[dh][\s>]")
_FAR = 1 << 16


def recognise(data: bytes) -> Kind:
    """The container of a file; text of any encoding is TEXT (`is_html` tells web pages apart).

    Raises:
        Refused: a zip file that is damaged.
    """
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(data)
    if data.startswith(_OLE):
        return _kind_of_ole(data)
    if data.startswith((b"\t\x08", b"\t\x04\x06\x00", b"\t\x00\x04\x00")):
        return Kind.OLD_SPREADSHEET  # a bare BIFF stream, as old programs export
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    if data.lstrip()[:5] == b"{\\rtf":
        return Kind.RTF
    if data.startswith(_PICTURES) or data[:4] + data[8:12] == b"RIFFWEBP":
        return Kind.PICTURE
    if data.startswith(_ARCHIVES):
        return Kind.ARCHIVE
    if data.startswith(_PROGRAMS) and b"\0" in data[:512]:
        return Kind.OTHER
    head = data[:_FAR]
    if re.search(rb"(?im)^mime-version:", head) and re.search(rb"(?im)^content-type:", head):
        return Kind.MHTML
    return Kind.TEXT


def is_html(text: str) -> bool:
    """Whether decoded text holds tables of a web page, whatever its name; markup in cells is none."""
    if _HTML_START.match(text[:4096]):
        return True
    return bool(_ROW_IN_HTML.search(text) and _CELL_IN_HTML.search(text))


def _kind_of_zip(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.lstrip("/").replace("\\", "/") for name in archive.namelist()}
            kind = b""
            if "mimetype" in names:
                with archive.open("mimetype") as stream:
                    kind = stream.read(200)
            types = b""
            if "[Content_Types].xml" in names:
                with archive.open("[Content_Types].xml") as stream:
                    types = stream.read(1 << 20)
    except Exception as error:
        raise Refused(
            "damaged",
            "文件开头是压缩格式（.docx、.xlsx、.ofd 都是），但打不开：损坏或没有下载完整；"
            "请重新下载，或打开后另存一份 (damaged or cut off)",
        ) from error
    if b"opendocument.text" in kind:
        return Kind.ODT
    if b"opendocument.spreadsheet" in kind:
        return Kind.ODS
    if b"opendocument.presentation" in kind:
        return Kind.SLIDES
    if "OFD.xml" in names:
        return Kind.OFD
    if b"wordprocessingml" in types or "word/document.xml" in names:
        return Kind.WORD
    if b"spreadsheetml" in types or b"ms-excel" in types or "xl/workbook.xml" in names:
        return Kind.SPREADSHEET
    if b"presentationml" in types or "ppt/presentation.xml" in names:
        return Kind.SLIDES
    return Kind.ARCHIVE


def _kind_of_ole(data: bytes) -> Kind:
    """By the names of its streams, which the directory of a compound file holds as UTF-16."""

    def holds(names: tuple[str, ...]) -> bool:
        return any((name + "\0").encode("utf-16-le") in data for name in names)

    if holds(_LOCKED_STREAMS):
        return Kind.ENCRYPTED
    if holds(_WORD_STREAMS):
        return Kind.OLD_WORD
    if holds(_BOOK_STREAMS):
        return Kind.OLD_SPREADSHEET
    if holds(_SLIDE_STREAMS):
        return Kind.SLIDES
    return Kind.OTHER


def refusal(kind: Kind) -> Refused | None:
    """Why a container is never read and how to get in; None for those that are."""
    if kind is Kind.PICTURE:
        return None if can_recognise() else Refused("scanned", f"这是图片，{HOW_TO_READ}")
    if kind is Kind.ARCHIVE:
        return Refused(
            "unknown-format",
            "这是压缩包；请解压，把里面的清单文件放进文件夹再读 (an archive: unpack it first)",
        )
    if kind is Kind.SLIDES:
        return Refused(
            "unknown-format",
            "这是演示文稿；请把清单的表复制到 Word 或 Excel，另存为 .docx 或 .xlsx (slides)",
        )
    if kind is Kind.ENCRYPTED:
        return Refused(
            "encrypted",
            "文件有密码；请用 WPS、Word 或 Excel 打开，去掉密码后另存为 .docx 或 .xlsx (password)",
        )
    if kind is Kind.OTHER:
        return Refused(
            "unknown-format",
            "这是别的程序的文件，不是清单文档；能读文本、网页、.csv、.xlsx、.docx、.pdf、.ofd 等，"
            "请另存为 .docx 或 .xlsx (not a document this program reads)",
        )
    return None
