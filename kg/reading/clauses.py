"""Clauses: the items of a duty cell.

A clause starts at a printed number, at a new block of markup, at a heading or, in a cell without
numbers, after ；, ; or 。 followed by a blank. A heading ``一、…`` is the section of what
follows; a department standing as a heading is its actor (design: contract Record).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from sys import intern

from kg.folding import ANY_BLANK, fold_blanks, resolve_references, tags, without_tags
from kg.values import Clause, Mention

HeadingReader = Callable[[str], tuple[Mention, ...]]
"""Tells whether a text is nothing but department names; returns them, or ()."""

_CUT = "\ufdd0"
"""Stands where an inline tag was: a character that no text may contain (Unicode noncharacter)."""
_STOP = "；;。：:！!？?"
_NUMERAL = "一二三四五六七八九十"
_BREAK = re.compile(
    r"</?(?:p|ol|ul|li|br|div|tr|td|table|h[1-6])(?:\s[^<>]*)?/?>|[\n\r\v\f\x85\u2028\u2029]+",
    re.IGNORECASE,
)
# The digit comes first: the engine finds digits fast and looks behind only there.
_NUMBER = re.compile(
    rf"([0-9０-９](?<![^{_STOP}，,\s{_CUT}][0-9０-９])[0-9０-９]{{0,2}})"
    rf"[\s{_CUT}]*[.．、](?![0-9０-９])[\s{_CUT}]*"
)
_BRACKETED = re.compile(r"[（(](\d{1,2})[)）]\s*|([①-⒛])\s*|(\d{1,2})[)）]\s*")
_BRACKET_START = re.compile(
    rf"(?:(?<=[{_STOP}】\s{_CUT}])|^)(?=[（(]\d{{1,2}}[)）]|[①-⒛]|\d{{1,2}}[)）])"
)
_MAYBE_BRACKETED = re.compile(r"[)）①-⒛]")
_MAYBE_SECTION = re.compile(rf"[{_NUMERAL}][、.．)）]")
_SECTION = re.compile(rf"[（(]?([{_NUMERAL}]{{1,3}})(?:[、.．]|[)）]、?)\s*")
_SECTION_START = re.compile(
    rf"[{_NUMERAL}](?<![^；;。\s{_CUT}][{_NUMERAL}])(?=[{_NUMERAL}]{{0,2}}、)"
)
_SENTENCE_END = re.compile(r"(?<=[；;。])\s+")
_INNER_END = re.compile(r"[；;。]\s+(?=\S)")
_JOINED_HEADING = re.compile(r"(?<=[；;。])(?=[^；;。，,：:\s]{3,60}[：:])")
"""``…无证驾驶。县交通运输局：1.…``: paragraphs put together without a break; the name decides."""
_HEADING_END = re.compile(r"\s*[：:]\s*|\s+|(?=\d{1,3}[.．、](?!\d))")
_IN_BRACKETS = re.compile(r"[【\[]([^【】\[\]]{2,60})[】\]]\s*[：:]?\s*")
"""【县水利局】 as the heading of what it does."""
_LONGEST_HEADING = 250
_MOST_PROBLEMS = 50
"""Irregularities reported of one cell; a cell with more is rubbish, and said to be so 50 times."""
_CLOSING = "；;。"
_MARKS = "；;。，,、"
_BULLETS = "•●○◆◇■□▪▫◦‣►▶➢➤✓✔"
"""Marks of a list without numbers: they are no words of the clause."""
_TWO_MARKS = frozenset((*_MARKS, *(a + b for a in _MARKS for b in _MARKS)))
_ONLY_MARKS = re.compile(rf"[\s{_STOP}，,、.．]*")


@dataclass(frozen=True, slots=True)
class ClauseProblem:
    """An irregularity of a cell: kind of finding, message, verbatim quote."""

    kind: str
    message: str
    quote: str


def read_clauses(
    cell: str, read_heading: HeadingReader
) -> tuple[tuple[Clause, ...], tuple[ClauseProblem, ...]]:
    """Split a clause cell into its items, with what is irregular about it.

    ``cell`` is verbatim, markup included; ``read_heading`` recognises department headings.
    """
    reader = _CellReader(read_heading)
    reader.read(cell)
    return tuple(reader.clauses), tuple(reader.problems)


def _text(cell: str) -> str:
    """The cell with a line break for each block tag and a mark for each inline tag."""
    if "<" not in cell:
        return cell.strip()
    text = cell.replace("<p>", "\n").replace("</p>", "\n")
    if "<" in text:
        text = _BREAK.sub("\n", text)
        if "<" in text:
            text = without_tags(text, _CUT)
    return text.strip()


class _CellReader:
    """Walks through a cell; keeps the headings in force and the numbering."""

    __slots__ = (
        "_bracketed",
        "_heading",
        "_last",
        "_marked",
        "_mentions",
        "_numbered",
        "_read_heading",
        "_section",
        "clauses",
        "problems",
    )

    def __init__(self, read_heading: HeadingReader) -> None:
        self.clauses: list[Clause] = []
        self.problems: list[ClauseProblem] = []
        self._read_heading = read_heading
        self._section: str | None = None
        self._heading: str | None = None
        self._mentions: tuple[Mention, ...] = ()
        self._last = 0
        self._numbered = False
        self._bracketed = False
        self._marked = False

    def read(self, cell: str) -> None:
        """Read the whole cell into ``clauses`` and ``problems``."""
        text = _text(cell)
        numbers = list(_NUMBER.finditer(text))
        self._numbered = bool(numbers)
        self._marked = _CUT in text or "&" in text
        if not numbers and _MAYBE_BRACKETED.search(text):
            self._bracketed = any(_BRACKET_START.search(line) for line in _lines(text))
        if _MAYBE_SECTION.search(text):
            for line in _lines(text):
                for part in _cut(line, _SECTION_START):
                    rest = self._take_section(part)
                    self._read_items(rest, list(_NUMBER.finditer(rest)))
        else:
            self._read_items(text, numbers)
        if self._several_under_one_heading() and not self._numbered and not self._bracketed:
            self._report(
                "clause-unnumbered", "条款没有编号，按标点和段落分条", self.clauses[0].quote
            )
        if "<" in cell:
            self.problems.extend(_markup_problems(cell))

    def _several_under_one_heading(self) -> bool:
        """Whether numbers are missed: the only clause under a heading needs none."""
        places = [(clause.section, clause.heading) for clause in self.clauses]
        return len(set(places)) < len(places)

    # -- headings -------------------------------------------------------------------------

    def _take_section(self, text: str) -> str:
        """Take a heading ``一、…`` off the front of ``text``; return what is left."""
        match = _SECTION.match(text)
        if match is None:
            return text
        body = text[match.end() :]
        end = _HEADING_END.search(body, 0, _LONGEST_HEADING)
        title = body[: end.start()] if end else body
        if title.rstrip().endswith(("。", "；", ";")):
            # ``二、某局指导…。``: an item numbered in Chinese, no heading.
            self._stand_under(None, None, ())
            self._add_folded(match[1], body)
            return ""
        mentions = self._read_heading(title.replace(_CUT, ""))
        if mentions:
            words = (text[: match.end()] + title).replace(_CUT, "").strip()
            self._stand_under(None, words, mentions)
        else:
            words = text[: match.end()].replace(" ", "") + title
            self._stand_under(_words(words), None, ())
        return body[end.end() :] if end else ""

    def _take_heading(self, text: str) -> str:
        """Take a department heading off the front of ``text``; return what is left."""
        body = text.lstrip()
        if body[:1] in "【[" and (headed := _IN_BRACKETS.match(body)):
            if mentions := self._read_heading(headed[1].replace(_CUT, "").strip()):
                self._stand_under(self._section, headed[0].strip(), mentions)
                return body[headed.end() :]
            return text
        end = _HEADING_END.search(body, 0, _LONGEST_HEADING)
        candidates = [(body, "")] if len(body) <= _LONGEST_HEADING else []
        if end:
            candidates.append((body[: end.start()], body[end.end() :]))
        for title, rest in candidates:
            words = title.replace(_CUT, "").strip()
            mentions = self._read_heading(words)
            if mentions:
                self._stand_under(self._section, words, mentions)
                return rest
        return text

    def _stand_under(
        self, section: str | None, heading: str | None, mentions: tuple[Mention, ...]
    ) -> None:
        if (section, heading) != (self._section, self._heading):
            self._last = 0
        self._section, self._heading, self._mentions = section, heading, mentions

    # -- items ----------------------------------------------------------------------------

    def _read_items(self, text: str, numbers: list[re.Match[str]]) -> None:
        """Read the items of a text that holds no section heading.

        A number begins an item after a stop, elsewhere only where the count goes on.
        """
        begun: re.Match[str] | None = None
        last = 0
        for number in numbers:
            value = int(number[1])
            begin = number.start()
            if value in (last + 1, 1) or _follows_stop(text, begin):
                if begun is not None:
                    self._read_numbered(begun[1], last, text[begun.end() : begin].strip())
                elif begin:
                    self._read_lines(text[:begin])
                begun, last = number, value
        if begun is None:
            self._read_lines(text)
        else:
            self._read_numbered(begun[1], last, text[begun.end() :].strip())

    def _read_numbered(self, printed: str, value: int, text: str) -> None:
        """Read a numbered item and what stands behind it: further blocks, headings."""
        if not text:
            what = f"编号 {printed} 后面没有文字，这一条的内容可能丢了，请核对"
            self._report("clause-number-slip", what, printed)
        elif value != self._last + 1:
            self._report_slip(value, text)
        self._last = value
        if ANY_BLANK.search(text) is None and not _JOINED_HEADING.search(text):
            if text:
                self._add(printed, text, text)
            return
        first, *further = _lines(text)
        pieces = self._cut_headings(first) if _may_go_on(first) else [first]
        self._add_folded(printed, pieces[0])
        for piece in (*pieces[1:], *further):
            self._read_item(piece)

    def _read_lines(self, text: str) -> None:
        for line in _lines(text):
            for item in _cut(line, _BRACKET_START) if self._bracketed else [line]:
                self._read_item(item)

    def _cut_headings(self, text: str) -> list[str]:
        """Cut where, after the end of a sentence and a blank, a department is a heading."""
        edges = [0]
        starts = {match.end() for match in _SENTENCE_END.finditer(text)}
        starts.update(match.end() for match in _JOINED_HEADING.finditer(text))
        for start in sorted(starts):
            end = _HEADING_END.search(text, start, start + _LONGEST_HEADING)
            if end and not end[0]:
                continue
            if self._read_heading(text[start : end.start() if end else None]):
                edges.append(start)
        edges.append(len(text))
        return [text[a:b] for a, b in pairwise(edges)]

    def _read_item(self, text: str) -> None:
        """Read an item that may begin with a heading, a number, a number in brackets or neither."""
        if not self._numbered:
            for piece in self._cut_headings(text) if _may_go_on(text) else [text]:
                self._read_unnumbered(piece)
            return
        words = self._take_heading(text)
        number = _NUMBER.match(words)
        if number:
            self._read_numbered(number[1], int(number[1]), words[number.end() :].strip())
        else:
            self._add_folded(None, words)

    def _read_unnumbered(self, text: str) -> None:
        number = _BRACKETED.match(text) if self._bracketed else None
        words = text if number else self._take_heading(text)
        number = number or (_BRACKETED.match(words) if self._bracketed else None)
        if number:
            printed = next(group for group in number.groups() if group)
            if printed.isdecimal():
                if int(printed) != self._last + 1:
                    self._report_slip(int(printed), words[number.end() :].strip())
                self._last = int(printed)
            self._add_folded(printed, words[number.end() :])
        elif self._bracketed:
            self._add_folded(None, words)
        else:
            for sentence in _SENTENCE_END.split(words):
                self._add_folded(None, sentence)

    # -- clauses --------------------------------------------------------------------------

    def _add_folded(self, printed: str | None, piece: str) -> None:
        quote = piece.strip()
        self._add(printed, quote, fold_blanks(quote))

    def _add(self, printed: str | None, quote: str, words: str) -> None:
        """Add the clause that stands as ``quote`` in the cell and reads ``words``."""
        if self._marked:
            quote = max(quote.split(_CUT), key=len).strip()
            words = _words(words)
        if words[:1] in _BULLETS:
            words = words.lstrip(_BULLETS).lstrip()
        if not words:
            return
        if words[-2:] in _TWO_MARKS:
            if _ONLY_MARKS.fullmatch(words):
                self._report("stray-mark", f"多余的标点“{words}”", quote)
                return
            words, stray = _without_stray_marks(words)
            if stray:
                self._report("stray-mark", f"多余的标点“{stray}”", quote[-12:])
        clauses = self.clauses
        clauses.append(
            Clause(
                len(clauses) + 1,
                printed,
                self._section,
                intern(words),
                intern(quote),
                self._heading,
                self._mentions,
            )
        )

    def _report_slip(self, value: int, text: str) -> None:
        """Report a printed number that does not go on from the last one."""
        what = f"编号应为 {self._last + 1}，印作 {value}"
        self._report("clause-number-slip", what, text[:30].split("\n", maxsplit=1)[0])

    def _report(self, kind: str, message: str, quote: str) -> None:
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(ClauseProblem(kind, message, quote))


def _may_go_on(text: str) -> bool:
    """Whether a heading may stand behind the end of a sentence."""
    return _INNER_END.search(text) is not None or _JOINED_HEADING.search(text) is not None


def _words(text: str) -> str:
    return fold_blanks(resolve_references(text.replace(_CUT, "")))


def _cut(text: str, start: re.Pattern[str]) -> list[str]:
    positions = [match.start() for match in start.finditer(text) if match.start() > 0]
    edges = [0, *positions, len(text)]
    return [text[a:b] for a, b in pairwise(edges) if text[a:b].strip()]


def _follows_stop(text: str, position: int) -> bool:
    """Whether a line begins at ``position`` or a stop stands before, blanks not counted."""
    before = position - 1
    while before >= 0 and text[before] != "\n" and (text[before].isspace() or text[before] == _CUT):
        before -= 1
    return before < 0 or text[before] == "\n" or text[before] in _STOP


def _lines(text: str) -> list[str]:
    return [stripped for line in text.splitlines() if (stripped := line.strip())]


def _without_stray_marks(words: str) -> tuple[str, str]:
    """Drop what follows the first stop at the end (``…工作。。``)."""
    body = words.rstrip(_MARKS)
    tail = words[len(body) :]
    stop = next((place for place, mark in enumerate(tail) if mark in _CLOSING), len(tail))
    return body + tail[: stop + 1], tail[stop + 1 :]


def _markup_problems(cell: str) -> Iterator[ClauseProblem]:
    opened = cell.count("<p>")
    if 2 * opened == cell.count("<") and opened == cell.count("</p>"):
        return
    depth: dict[str, int] = {}
    for match in tags(cell):
        name = match[1].lower()
        if name == "br" or match[0].endswith("/>"):
            continue
        depth[name] = depth.get(name, 0) + (-1 if match[0].startswith("</") else 1)
    for name, open_tags in sorted(depth.items()):
        if open_tags:
            yield ClauseProblem("markup-unclosed", f"<{name}> 没有配对", f"<{name}")
