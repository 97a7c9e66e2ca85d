"""Archives: the zip files that DOCX, ODF and OFD documents are, opened with limits.

What an entry claims to unpack to is not believed: bytes are counted as they come. XML is parsed
without entities, document types or network; office formats forbid document types (ECMA-376 part 2,
OFD GB/T 33190), so one that has one is refused.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from kg.reading.containers.limits import MAX_ENTRIES, MAX_UNPACKED, Refused, too_large

if TYPE_CHECKING:
    from lxml.etree import _Element

_CHUNK = 1 << 20
_HEAD = 1 << 12
_DAMAGED = (
    "文件损坏或没有下载完整，打不开；请重新下载，或用 WPS、Word 打开后另存一份 (damaged file)"
)


class Archive:
    """A zip file in memory; all that is read of it counts against one limit."""

    def __init__(self, data: bytes) -> None:
        """Open the archive.

        Raises:
            Refused: it is damaged, has a password or too many entries.
        """
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise Refused("damaged", _DAMAGED) from error
        if len(entries) > MAX_ENTRIES:
            raise too_large(f"压缩包里有 {len(entries):,} 个文件，超过上限 {MAX_ENTRIES:,}")
        if any(entry.flag_bits & 1 for entry in entries):
            raise encrypted()
        self._left = MAX_UNPACKED
        self._entries = {entry.filename.lstrip("/").replace("\\", "/"): entry for entry in entries}

    @property
    def names(self) -> list[str]:
        """The names of the entries."""
        return list(self._entries)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def read(self, name: str) -> bytes:
        """The bytes of an entry.

        Raises:
            Refused: it is missing, damaged or unpacks to more than the limit.
        """
        entry = self._entries.get(name)
        if entry is None:
            raise Refused("damaged", f"文件里缺少 {name}；{_DAMAGED}")
        parts: list[bytes] = []
        try:
            with self._zip.open(entry) as stream:
                while part := stream.read(_CHUNK):
                    self._left -= len(part)
                    if self._left < 0:
                        limit = MAX_UNPACKED // 1048576
                        raise too_large(f"文件解压后超过上限 {limit} MB")
                    parts.append(part)
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            ValueError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise Refused("damaged", _DAMAGED) from error
        return b"".join(parts)

    def check_size(self) -> None:
        """Unpack everything once, so that a library which trusts the archive can be given it.

        Raises:
            Refused: as `read`.
        """
        for name in self._entries:
            if not name.startswith(("xl/media/", "xl/embeddings/", "docProps/")):
                self.read(name)

    def xml(self, name: str) -> _Element:
        """The root of an XML entry.

        Raises:
            Refused: as `read`; or it is not well-formed, nested too deeply or has a document type.
        """
        return parse_xml(self.read(name))


def parse_xml(data: bytes) -> _Element:
    """The root of an XML document, nothing in it expanded or fetched.

    Raises:
        Refused: it is not well-formed, nested too deeply or has a document type.
    """
    from lxml import etree

    if b"<!DOCTYPE" in data[:_HEAD].replace(b"\0", b""):
        raise _declared()
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if "unknown error" in str(error):  # how libxml2 says that it got no memory
            raise MemoryError from error
        raise Refused("damaged", f"{_DAMAGED}：XML {str(error)[:100]}") from error
    docinfo: Any = root.getroottree().docinfo
    if docinfo.doctype:
        raise _declared()
    return root


def _declared() -> Refused:
    what = "文件里有办公文档不该有的实体声明（DTD），不读入 (a document type declaration)"
    return Refused("damaged", what)


def encrypted() -> Refused:
    """The refusal of a document with a password."""
    return Refused(
        "encrypted", "文件有密码；请用 WPS、Word 或 Excel 打开，去掉密码后另存 (password)"
    )
