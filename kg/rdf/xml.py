"""XML: characters that no XML document may hold (https://www.w3.org/TR/xml/#charsets).

Texts of lists carry some, as vertical tabs of word processors; in XML a blank stands for them.
"""

from __future__ import annotations

from typing import IO, cast

_CONTROL = bytes([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20)])
_BLANKS = bytes.maketrans(_CONTROL, b" " * len(_CONTROL))
_NO_CHARACTERS = ((b"\xef\xbf\xbe", b"\xef\xbf\xbd"), (b"\xef\xbf\xbf", b"\xef\xbf\xbd"))


def xml_safe(data: bytes) -> bytes:
    """UTF-8 with a blank for every character that XML cannot hold; as long as before."""
    data = data.translate(_BLANKS)
    for wrong, replacement in _NO_CHARACTERS:
        data = data.replace(wrong, replacement)
    return data


class XmlWriter:
    """A file for a serialiser: what is written to it can be read as XML."""

    def __init__(self, output: IO[bytes]) -> None:
        """Write to ``output``."""
        self._output = output

    def write(self, data: bytes) -> int:
        """Write ``data`` with blanks for what XML cannot hold."""
        return self._output.write(xml_safe(bytes(data)))

    def flush(self) -> None:
        """Write through."""
        self._output.flush()


def xml_writer(output: IO[bytes]) -> IO[bytes]:
    """``output`` as a file whose content can be read as XML."""
    return cast("IO[bytes]", XmlWriter(output))
