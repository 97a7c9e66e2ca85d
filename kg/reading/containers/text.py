"""Plain text, Markdown, TSV and CSV as blocks.

One physical line is one block: a table row where it holds tabs (or is a Markdown pipe row),
else a paragraph. A CSV record is one block at the line it begins. Chinese offices write UTF-8 and
GB18030; both are read, UTF-16 with its mark too.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.reading.blocks import Block

MAX_LINE = 400_000
"""Longest line in characters; real rows stay below 1,500."""
MAX_TAGS = 20_000
"""Most HTML tags in one line; real rows stay below 60."""

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_MARKERS = ("清单", "事项", "序号", "职责", "部门")
_CONTROL = bytes([*range(0x09), *range(0x0E, 0x20), 0x7F])
_PIPE_RULE = re.compile(r"\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?")
_PIPE = re.compile(r"(?<!\\)\|")
_NOTHING = "文件是空的，没有任何文字"
_NO_TEXT = "不是文本文件（既不是 UTF-8，也不是 GB18030 编码）"


@dataclass(frozen=True, slots=True)
class TextProblem:
    """Why (part of) a file could not be read: kind of finding, line (0 = whole), message, quote."""

    kind: str
    line: int
    message: str
    quote: str = ""


def read_text_blocks(
    data: bytes, *, comma_separated: bool = False
) -> tuple[list[Block], list[TextProblem]]:
    """Split a text file into blocks.

    Problems name the physical line. A file that is no text yields no blocks.
    """
    if not data.strip():
        return [], [TextProblem("empty", 0, _NOTHING)]
    decoded = _decode(data)
    if isinstance(decoded, TextProblem):
        return [], [decoded]
    text = decoded
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text or text.isspace():
        return [], [TextProblem("empty", 0, _NOTHING)]
    if comma_separated:
        return _comma_blocks(text)
    blocks: list[Block] = []
    problems: list[TextProblem] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line or line.isspace():
            continue
        if len(line) > MAX_TAGS and (problem := _oversized(number, line)):
            problems.append(problem)
        elif "\t" in line:
            blocks.append(Block(number, line, tuple(line.split("\t")), True, f"第{number}行"))
        else:
            blocks.append(_line_block(number, line))
    return blocks, problems


def _line_block(number: int, line: str) -> Block:
    """A paragraph or, in Markdown, a table row between pipes."""
    locator = f"第{number}行"
    stripped = line.strip()
    if stripped.startswith("|") and stripped.endswith("|") and stripped.count("|") > 2:
        if _PIPE_RULE.fullmatch(stripped):
            return Block(number, line, ("",), False, locator)
        cells = tuple(cell.strip() for cell in _PIPE.split(stripped[1:-1]))
        return Block(number, line, cells, True, locator)
    return Block(number, line, (line,), False, locator)


def _comma_blocks(text: str) -> tuple[list[Block], list[TextProblem]]:
    blocks: list[Block] = []
    problems: list[TextProblem] = []
    for start, cells in _records(text, problems):
        filled = [cell for cell in cells if cell and not cell.isspace()]
        if not filled:
            continue
        line = "\t".join(cells)
        if len(line) > MAX_TAGS and (problem := _oversized(start, line)):
            problems.append(problem)
            continue
        locator = f"第{start}行"
        if len(filled) > 1:
            blocks.append(Block(start, line, tuple(cells), True, locator))
        else:
            blocks.append(Block(start, filled[0], (filled[0],), False, locator))
    return blocks, problems


def _records(text: str, problems: list[TextProblem]) -> Iterator[tuple[int, list[str]]]:
    """The records of a CSV file with the line each begins at."""
    lines = text.split("\n")
    separator = ";" if _looks_semicolon_separated(lines) else ","
    csv.field_size_limit(MAX_LINE * 4)
    reader = csv.reader((line + "\n" for line in lines), delimiter=separator, strict=True)
    start = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error:
            problems.append(
                TextProblem(
                    "undecodable",
                    start,
                    f"第{start}行起的 CSV 引号没有配对，或单元格太长；后面的内容读不了",
                    lines[start - 1][:40],
                )
            )
            return
        if cells is None:
            return
        yield start, cells
        start = reader.line_num + 1


def _looks_semicolon_separated(lines: list[str]) -> bool:
    """Whether a header is parted by ; (a spreadsheet in some regional settings writes so)."""
    return any("序号;" in line or ";序号" in line for line in lines[:50])


def _oversized(number: int, line: str) -> TextProblem | None:
    tags = line.count("<")
    if len(line) > MAX_LINE:
        what = f"{len(line):,} 个字符，超过上限 {MAX_LINE:,}"
    elif tags > MAX_TAGS:
        what = f"{tags:,} 个标记，超过上限 {MAX_TAGS:,}"
    else:
        return None
    message = f"第{number}行有 {what}；请检查文件是否损坏"
    return TextProblem("too-large", number, message, line[:40])


def _decode(data: bytes) -> str | TextProblem:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError as error:
                return _undecodable(data, error.start, encoding.upper())
            return _control_problem(text.encode("utf-8", "surrogatepass")) or text
    control = _control_problem(data)
    if control:
        return control
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        position = error.start
    # A broken UTF-8 file often "decodes" as GB18030 into rubbish: the words of a list decide.
    if _looks_like_list(data.decode("utf-8", "ignore")):
        return _undecodable(data, position, "UTF-8")
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        if _looks_like_list(data.decode("gb18030", "ignore")):
            return _undecodable(data, error.start, "GB18030")
        return TextProblem("undecodable", 0, _NO_TEXT)
    return text if _is_chinese(text) else TextProblem("undecodable", 0, _NO_TEXT)


def _looks_like_list(text: str) -> bool:
    return sum(marker in text for marker in _MARKERS) >= 2


def _is_chinese(text: str) -> bool:
    """Whether text decoded as GB18030 has words in it; nearly any bytes decode to something."""
    return any(marker in text for marker in (*_MARKERS, "的", "工作", "乡", "镇"))


def _control_problem(data: bytes) -> TextProblem | None:
    """The first control character, which no text file has (no byte of GB18030 or UTF-8 is one)."""
    if len(data.translate(None, _CONTROL)) == len(data):
        return None
    position = next(place for place, byte in enumerate(data) if byte in _CONTROL)
    line = data[:position].replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
    code = f"U+{data[position]:04X}"
    what = f"第{line}行有控制字符（{code}），不是正常的文本文件，也可能是没有标记的 UTF-16 编码"
    return TextProblem("undecodable", line, what)


def _undecodable(data: bytes, position: int, encoding: str) -> TextProblem:
    line = data[:position].replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
    byte = f"0x{data[position]:02X}"
    message = f"第{line}行有不合法的 {encoding} 字节（{byte}），文件可能损坏或被截断"
    return TextProblem("undecodable", line, message)
