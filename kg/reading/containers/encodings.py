"""Encodings: the bytes of a text file become text, or one message that says where they are wrong.

Chinese offices write UTF-8 and GB18030; spreadsheets ("Unicode text") and Notepad write UTF-16,
with its mark or without. Nearly any bytes decode as GB18030 or UTF-16 to something: the words of a
list decide whether they are meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.reading.containers.limits import Refused

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_MARKERS = ("清单", "事项", "序号", "职责", "部门")
_CONTROL = bytes([*range(0x09), *range(0x0E, 0x20), 0x7F])
_META = re.compile(rb"(?i)charset\s*=\s*[\"']?\s*([a-z0-9_-]{2,20})")
_NO_TEXT = (
    "不是文本文件（既不是 UTF-8，也不是 GB18030 或 UTF-16 编码）；"
    "请用原来的软件打开，另存为 .docx、.xlsx 或 UTF-8 文本 (not a text file)"
)
_HEAD = 1 << 12


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file and the encoding it was in."""

    text: str
    encoding: str


def decode(data: bytes) -> Decoded:
    """The text of a file, line ends as they are.

    Raises:
        Refused: it is no text, or broken; the message names the line.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError as error:
                raise _undecodable(data, error.start, encoding.upper()) from error
            _check_control(text.encode("utf-8", "surrogatepass"))
            return Decoded(text, encoding.removesuffix("-sig"))
    if b"\0" in data and (found := _unmarked_utf16(data)):
        return found
    _check_control(data)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        position = error.start
    # A broken UTF-8 file often "decodes" as GB18030 into rubbish: the words of a list decide.
    if _looks_like_list(data.decode("utf-8", "ignore")):
        raise _undecodable(data, position, "UTF-8")
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        if _looks_like_list(data.decode("gb18030", "ignore")):
            raise _undecodable(data, error.start, "GB18030") from error
        raise Refused("undecodable", _NO_TEXT) from error
    if not _is_chinese(text):
        raise Refused("undecodable", _NO_TEXT)
    return Decoded(text, "gb18030")


def decode_page(data: bytes, named: str = "") -> Decoded:
    """The text of a web page: by its mark, else by the encoding it names, else as any text.

    Raises:
        Refused: as `decode`.
    """
    if not data.startswith(tuple(mark for mark, _ in _BOMS)):
        match = _META.search(data[:_HEAD])
        name = named or (match[1].decode("ascii").lower() if match else "")
        # Browsers read GB2312 and GBK as GB18030 too (WHATWG encoding standard).
        name = "gb18030" if name in ("gb2312", "gbk", "gb_2312-80", "x-gbk") else name
        if name in ("utf-8", "utf8", "gb18030", "big5"):
            try:
                return Decoded(data.decode(name), name)
            except UnicodeDecodeError:
                pass
    return decode(data)


def _unmarked_utf16(data: bytes) -> Decoded | None:
    """UTF-16 without its mark, where the words of a list say so."""
    for encoding in ("utf-16-le", "utf-16-be"):
        even = data[: len(data) // 2 * 2]
        try:
            text = even.decode(encoding)
        except UnicodeDecodeError as error:
            text = even[: error.start].decode(encoding, "ignore")
            if _looks_like_list(text):
                raise _undecodable(data, error.start, "UTF-16") from error
            continue
        if _looks_like_list(text):
            if len(even) != len(data):
                raise _undecodable(data, len(even), "UTF-16")
            _check_control(text.encode("utf-8", "surrogatepass"))
            return Decoded(text, encoding)
    return None


def _looks_like_list(text: str) -> bool:
    return sum(marker in text for marker in _MARKERS) >= 2


def _is_chinese(text: str) -> bool:
    """Whether text decoded as GB18030 has words in it; nearly any bytes decode to something."""
    return any(marker in text for marker in (*_MARKERS, "的", "工作", "乡", "镇"))


def _check_control(data: bytes) -> None:
    """Refuse control characters, which no text file has (no byte of GB18030 or UTF-8 is one)."""
    if len(data.translate(None, _CONTROL)) == len(data):
        return
    position = next(place for place, byte in enumerate(data) if byte in _CONTROL)
    line = _line(data, position)
    what = (
        f"第{line}行有控制字符（U+{data[position]:04X}），不是正常的文本文件；"
        "请用原来的软件打开，另存为 .docx、.xlsx 或 UTF-8 文本 (a control character: no text file)"
    )
    raise Refused("undecodable", what, line)


def _undecodable(data: bytes, position: int, encoding: str) -> Refused:
    line = _line(data, position)
    byte = f"0x{data[position]:02X}" if position < len(data) else "…"
    message = f"第{line}行有不合法的 {encoding} 字节（{byte}），文件可能损坏或被截断"
    return Refused("undecodable", message, line)


def _line(data: bytes, position: int) -> int:
    return data[:position].replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
