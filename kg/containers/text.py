"""Plain text, Markdown, TSV and CSV as blocks.

One physical line is one block: a table row where it holds tabs (or is a Markdown pipe row),
else a paragraph. Chinese offices write UTF-8 and GB18030; both are read, UTF-16 with its mark too.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass

from kg.records import Block

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
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_PIPE_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?")
_NEWLINE = re.compile(r"\r\n|\r|\n")


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
        return [], [TextProblem("empty", 0, "文件是空的，没有任何文字")]
    decoded = _decode(data)
    if isinstance(decoded, TextProblem):
        return [], [decoded]
    if comma_separated:
        return _comma_blocks(decoded)
    blocks: list[Block] = []
    problems: list[TextProblem] = []
    for number, line in enumerate(_NEWLINE.split(decoded), 1):
        if not line.strip():
            continue
        problem = _oversized(number, line)
        if problem:
            problems.append(problem)
        else:
            blocks.append(_block(number, line))
    return blocks, problems


def _block(number: int, line: str) -> Block:
    locator = f"第{number}行"
    if "\t" in line:
        return Block(number, line, tuple(line.split("\t")), True, locator)
    stripped = line.strip()
    if stripped.startswith("|") and stripped.endswith("|") and stripped.count("|") > 2:
        if _PIPE_RULE.fullmatch(stripped):
            return Block(number, line, ("",), False, locator)
        cells = tuple(cell.strip() for cell in stripped[1:-1].split("|"))
        return Block(number, line, cells, True, locator)
    return Block(number, line, (line,), False, locator)


def _comma_blocks(text: str) -> tuple[list[Block], list[TextProblem]]:
    blocks: list[Block] = []
    problems: list[TextProblem] = []
    csv.field_size_limit(MAX_LINE * 4)
    reader = csv.reader(_NEWLINE.split(text), strict=False)
    start = 1
    try:
        for cells in reader:
            line = "\t".join(cells)
            if line.strip():
                problem = _oversized(start, line)
                if problem:
                    problems.append(problem)
                else:
                    filled = [cell for cell in cells if cell.strip()]
                    tabular = len(filled) > 1
                    blocks.append(
                        Block(
                            start,
                            line,
                            tuple(cells) if tabular else (filled[0],),
                            tabular,
                            f"第{start}行",
                        )
                    )
            start = reader.line_num + 1
    except csv.Error:
        problems.append(
            TextProblem("too-large", start, f"第{start}行的 CSV 单元格太长或没有结束引号")
        )
    return blocks, problems


def _oversized(number: int, line: str) -> TextProblem | None:
    if len(line) > MAX_LINE:
        return TextProblem(
            "too-large",
            number,
            f"第{number}行有 {len(line):,} 个字符，超过上限 {MAX_LINE:,}；请检查文件是否损坏",
            line[:40],
        )
    if line.count("<") > MAX_TAGS:
        return TextProblem(
            "too-large",
            number,
            f"第{number}行有 {line.count('<'):,} 个标记，超过上限 {MAX_TAGS:,}；请检查文件是否损坏",
            line[:40],
        )
    return None


def _decode(data: bytes) -> str | TextProblem:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return _checked(data.decode(encoding))
            except UnicodeDecodeError as error:
                return _undecodable(data, error.start, encoding)
    try:
        return _checked(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        position = error.start
    # A broken UTF-8 file often "decodes" as GB18030 into rubbish: the words of a list decide.
    lenient = data.decode("utf-8", "ignore")
    if _looks_like_list(lenient):
        return _undecodable(data, position, "UTF-8")
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        if _looks_like_list(data.decode("gb18030", "ignore")):
            return _undecodable(data, error.start, "GB18030")
        return TextProblem("undecodable", 0, "不是文本文件（既不是 UTF-8，也不是 GB18030 编码）")
    return _checked(text)


def _looks_like_list(text: str) -> bool:
    return sum(marker in text for marker in _MARKERS) >= 2


def _checked(text: str) -> str | TextProblem:
    match = _CONTROL.search(text)
    if match is None:
        return text
    line = text.count("\n", 0, match.start()) + 1
    return TextProblem(
        "undecodable", line, f"第{line}行有控制字符（U+{ord(match[0]):04X}），不是正常的文本文件"
    )


def _undecodable(data: bytes, position: int, encoding: str) -> TextProblem:
    line = data.count(b"\n", 0, position) + 1
    return TextProblem(
        "undecodable",
        line,
        f"第{line}行有不合法的 {encoding} 字节（0x{data[position]:02X}），文件可能损坏或被截断",
    )
