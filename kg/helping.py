"""Help texts that fit a screen: Chinese characters take two columns, and lines may break between them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

import click

_PIECE = re.compile(
    "[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]|[^\\s\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+|\\s+"
)
_NEVER_FIRST = frozenset("，。；：、！？）】》”’,.;:!?)]")
_NEVER_LAST = frozenset("（【《“‘([")
_CHINESE = re.compile("[\u3400-\u9fff]")
_IN_QUOTES = re.compile(r"“[^“”]*”|`[^`]*`|\([^()]*\)")
_MEANING = re.compile(r"(?<=  )[^\x00-\x7f][^()]*\(([^()]+)\)$")
_BESIDE = re.compile(r"(?<=\S)\s{3,}[\u3400-\u9fff][^a-z]*$")
_VALUES = {
    "省/州市/县/乡镇": "PROVINCE/PREFECTURE/COUNTY/TOWNSHIP",
    "乡镇": "TOWNSHIP",
    "部门": "DEPARTMENT",
    "地方": "PLACE",
    "名=值": "NAME=VALUE",
    "/路径": "/PATH",
    "图=文件": "GRAPH=FILE",
}
"""What an option's value is called."""
_SENTENCE = re.compile(r"(?<=[。；：）]) +")
_MOST = 30
"""The widest first column; what is wider has a line of its own."""


def cells(text: str) -> int:
    """How many columns of a screen a text takes."""
    return sum(1 + (unicodedata.east_asian_width(c) in "WFA") for c in text)


def in_english(text: str) -> str:
    """The English sentences of a help text; all of it where there are none."""
    parts = [part for part in _SENTENCE.split(text) if part.strip()]
    kept = [part for part in parts if not _CHINESE.search(_IN_QUOTES.sub("", part))]
    return " ".join(kept) or text


def _spoken(paragraph: str) -> str:
    """The English of a paragraph, '' where it has none."""
    english = in_english(_joined(paragraph.split("\n")))
    return "" if _CHINESE.search(_IN_QUOTES.sub("", english)) else english


def _table(paragraph: str) -> str:
    """A paragraph that keeps its lines, in English where that stands in brackets; examples without what they mean."""
    lines = (_MEANING.sub(r"\1", line) for line in paragraph.split("\n"))
    return "\n".join(_BESIDE.sub("", line) for line in lines)


class Formatter(click.HelpFormatter):
    """click's, measured in columns of the screen."""

    english = False
    """Whether only the English of a text is shown."""

    def write_text(self, text: str) -> None:
        """Write paragraphs, each wrapped but those that are marked to stay as they are."""
        if self.english:
            paragraphs = [p for p in re.split(r"\n\s*\n", text) if p.strip()]
            spoken = [_table(p) if p.strip().startswith("\b") else _spoken(p) for p in paragraphs]
            text = "\n\n".join(filter(None, spoken)) or text
        indent = " " * self.current_indent
        room = self.width - self.current_indent
        lines = [f"{indent}{line}".rstrip() for line in _paragraphs(text, room)]
        self.write("\n".join(lines) + "\n")

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = _MOST, col_spacing: int = 2
    ) -> None:
        """Write terms with what they mean beside them."""
        rows = [(_named(term) if self.english else term, meaning) for term, meaning in rows]
        column = min(max((cells(term) for term, _ in rows), default=0), col_max) + col_spacing
        indent = " " * self.current_indent
        for term, meaning in rows:
            beside = cells(term) <= column - col_spacing
            said = in_english(_joined(meaning.split("\n"))) if self.english else meaning
            lines = _paragraphs(said, max(self.width - column - self.current_indent, 10))
            gap = " " * (column - cells(term)) if beside else f"\n{indent}{' ' * column}"
            shown = f"\n{indent}  ".join(_choices(term, self.width - self.current_indent - 2))
            self.write(f"{indent}{shown}{gap}{lines[0]}\n" if lines else f"{indent}{shown}\n")
            for line in lines[1:]:
                self.write(f"{indent}{' ' * column}{line}".rstrip() + "\n")


def _named(term: str) -> str:
    """An option whose value has an English name."""
    option, blank, value = term.rpartition(" ")
    return f"{option}{blank}{_VALUES.get(value, value)}"


def _choices(term: str, room: int) -> list[str]:
    """A term in lines, broken between the choices it lists: --format [csv|xlsx|…]."""
    lines = [""]
    for piece in re.split(r"(?<=\|)", term):
        if lines[-1] and cells(lines[-1] + piece) > room:
            lines.append("")
        lines[-1] += piece
    return lines


def _paragraphs(text: str, room: int) -> list[str]:
    """The lines of a text; a paragraph that click marks as it is keeps its own."""
    lines: list[str] = []
    for paragraph in re.split(r"\n\s*\n", text.strip("\n")):
        if lines:
            lines.append("")
        own = paragraph.split("\n")
        if own[0].strip() == "\b":
            lines += map(str.rstrip, own[1:])
        else:
            lines += wrapped(_joined(own), room)
    return lines


def _joined(lines: list[str]) -> str:
    """The lines of a paragraph as one; no blank is put between Chinese characters."""
    text = ""
    for line in filter(None, map(str.strip, lines)):
        close = text and cells(text[-1]) == 2 and cells(line[0]) == 2
        text += ("" if close or not text else " ") + line
    return text


def wrapped(text: str, room: int) -> list[str]:
    """A text in lines of at most ``room`` columns, broken at blanks and between Chinese characters."""
    lines, line, width = [], "", 0
    for piece in _unbroken(text):
        size = cells(piece.rstrip())
        if line and width + size > room:
            lines.append(line.rstrip())
            line, width = "", 0
        piece = piece if line else piece.lstrip()
        line += piece
        width += cells(piece)
    return [*lines, line.rstrip()] if line.strip() else lines


def _unbroken(text: str) -> Iterator[str]:
    """Pieces between which a line may break: no mark begins a line that belongs behind a word."""
    held = ""
    for piece in _PIECE.findall(text):
        if held and piece not in _NEVER_FIRST and held[-1] not in _NEVER_LAST:
            yield held
            held = ""
        held += piece
    if held:
        yield held
