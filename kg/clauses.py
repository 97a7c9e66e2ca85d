"""Clauses: the items of a duty cell.

A clause starts at a printed number, at a new block of markup, at a heading or, in a cell without
numbers, after ；, ; or 。 followed by a blank. A heading ``一、…`` is the section of what
follows; a department standing as a heading is its actor (design: contract Record).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kg.folding import TAG, fold_blanks
from kg.records import Clause, Mention

HeadingReader = Callable[[str], tuple[Mention, ...]]
"""Tells whether a text is nothing but department names; returns them, or ()."""

_BLOCK_TAGS = frozenset("p ol ul li br div tr td table h1 h2 h3 h4 h5 h6".split())
_STOP = "；;。：:！!？?"
_NUMBER = re.compile(r"(\d{1,3})\s*[.．、](?![\d])\s*")
_BRACKETED = re.compile(r"[（(](\d{1,2})[)）]\s*|([①-⑳])\s*|(\d{1,2})[)）]\s*")
_ANY_START = re.compile(rf"(?:(?<=[{_STOP}，,\s])|^)(?=\d{{1,3}}\s*[.．、](?!\d))")
_BRACKET_START = re.compile(rf"(?:(?<=[{_STOP}\s])|^)(?=[（(]\d{{1,2}}[)）]|[①-⑳]|\d{{1,2}}[)）])")
_SECTION = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}(?:[、.．]|[)）]、?)\s*")
_SECTION_START = re.compile(r"(?:(?<=[；;。\s])|^)(?=[一二三四五六七八九十]{1,3}、)")
_SENTENCE_END = re.compile(r"(?<=[；;。])\s+")
_HEADING_END = re.compile(r"\s*[：:]\s*|\s+|(?=\d{1,3}[.．、](?!\d))")
_ONLY_MARKS = re.compile(rf"[\s{_STOP}，,、.．]*")


@dataclass(frozen=True, slots=True)
class ClauseProblem:
    """An irregularity of a cell: kind of finding, message, verbatim quote."""

    kind: str
    message: str
    quote: str


@dataclass(slots=True)
class _State:
    """Headings in force while a cell is walked through."""

    section: str | None = None
    heading: str | None = None
    mentions: tuple[Mention, ...] = ()


def read_clauses(
    cell: str, read_heading: HeadingReader
) -> tuple[tuple[Clause, ...], tuple[ClauseProblem, ...]]:
    """Split a clause cell into its items, with what is irregular about it.

    ``cell`` is verbatim, markup included; ``read_heading`` recognises department headings.
    """
    blocks = [text for text in _blocks(cell) if text.strip()]
    numbered = any(_ANY_START.search(text.strip()) for text in blocks)
    bracketed = not numbered and any(_BRACKET_START.search(text.strip()) for text in blocks)
    state = _State()
    clauses: list[Clause] = []
    problems: list[ClauseProblem] = []
    for block in blocks:
        for piece in _pieces(block, numbered, bracketed, state, read_heading):
            printed, text = piece
            words = fold_blanks(text)
            if _ONLY_MARKS.fullmatch(words):
                problems.append(ClauseProblem("stray-mark", f"多余的标点“{words}”", text.strip()))
                continue
            words, stray = _without_stray_mark(words)
            if stray:
                problems.append(
                    ClauseProblem("stray-mark", f"多余的标点“{stray}”", text.strip()[-12:])
                )
            clauses.append(
                Clause(
                    len(clauses) + 1,
                    printed,
                    state.section,
                    words,
                    _verbatim(cell, text.strip()),
                    state.heading,
                    state.mentions,
                )
            )
    problems.extend(_numbering_problems(clauses, numbered or bracketed))
    problems.extend(_markup_problems(cell))
    return tuple(clauses), tuple(problems)


def _verbatim(cell: str, text: str) -> str:
    """``text`` if it stands unchanged in the cell, else its longest run between inline tags."""
    if text in cell:
        return text
    runs = [run.strip() for run in TAG.sub("\n", cell).splitlines()]
    return max((run for run in runs if run and run in text), key=len, default="")


def _blocks(cell: str) -> Iterator[str]:
    """Verbatim runs of text between block tags and line breaks; inline tags are cut out."""
    start = 0
    run: list[str] = []
    for match in TAG.finditer(cell):
        run.append(cell[start : match.start()])
        start = match.end()
        if match[1].lower() in _BLOCK_TAGS:
            yield from "".join(run).splitlines()
            run = []
    run.append(cell[start:])
    yield from "".join(run).splitlines()


def _pieces(
    block: str, numbered: bool, bracketed: bool, state: _State, read_heading: HeadingReader
) -> Iterator[tuple[str | None, str]]:
    """Items of one block as (printed number, verbatim text); headings go into ``state``."""
    for part in _cut(block.strip(), _SECTION_START):
        rest = _take_section(part, state, read_heading)
        for item in _cut_items(rest, numbered, bracketed):
            for text in _cut_headings(item, read_heading):
                printed, words = _take_number(text, bracketed)
                if printed is None:
                    words = _take_heading(words, state, read_heading)
                    inner, tail = _take_number(words, bracketed)
                    if inner is not None:
                        printed, words = inner, tail
                    elif not numbered and not bracketed:
                        yield from ((None, piece) for piece in _SENTENCE_END.split(words) if piece)
                        continue
                if words.strip():
                    yield printed, words


def _cut(text: str, start: re.Pattern[str]) -> list[str]:
    positions = [match.start() for match in start.finditer(text) if match.start() > 0]
    edges = [0, *positions, len(text)]
    return [text[a:b] for a, b in zip(edges, edges[1:], strict=False) if text[a:b].strip()]


def _take_section(text: str, state: _State, read_heading: HeadingReader) -> str:
    """Take a heading ``一、…`` off the front of ``text`` into ``state``; return what is left."""
    match = _SECTION.match(text)
    if match is None:
        return text
    body = text[match.end() :]
    end = _HEADING_END.search(body)
    title = body[: end.start()] if end else body
    if _is_sentence(title):
        # ``二、某局指导…。``: an item numbered in Chinese, no heading.
        state.section = state.heading = None
        state.mentions = ()
        return body
    mentions = read_heading(title)
    if mentions:
        state.section, state.heading, state.mentions = None, title.strip(), mentions
    else:
        state.section = fold_blanks(text[: match.end()]).replace(" ", "") + fold_blanks(title)
        state.heading, state.mentions = None, ()
    return body[end.end() :] if end else ""


def _is_sentence(title: str) -> bool:
    return title.rstrip().endswith(("。", "；", ";"))


def _cut_items(text: str, numbered: bool, bracketed: bool) -> list[str]:
    if numbered:
        return _cut_at_numbers(text)
    if bracketed:
        return _cut(text, _BRACKET_START)
    return [text]


def _cut_at_numbers(text: str) -> list[str]:
    """Cut before item numbers: after a stop anywhere, elsewhere only where the count goes on."""
    edges = [0]
    last = 0
    for match in _ANY_START.finditer(text):
        number = _NUMBER.match(text, match.start())
        if number is None:
            continue
        value = int(number[1])
        before = text[: match.start()].rstrip()
        after_stop = not before or before[-1] in _STOP
        if after_stop or value == last + 1 or value == 1:
            last = value
            if match.start() > 0:
                edges.append(match.start())
    edges.append(len(text))
    return [text[a:b] for a, b in zip(edges, edges[1:], strict=False) if text[a:b].strip()]


def _cut_headings(text: str, read_heading: HeadingReader) -> list[str]:
    """Cut where, after the end of a sentence and a blank, a department stands as a heading."""
    edges = [0]
    for match in _SENTENCE_END.finditer(text):
        end = _HEADING_END.search(text, match.end())
        if end and end[0] and read_heading(text[match.end() : end.start()]):
            edges.append(match.end())
    edges.append(len(text))
    return [text[a:b] for a, b in zip(edges, edges[1:], strict=False) if text[a:b].strip()]


def _take_heading(text: str, state: _State, read_heading: HeadingReader) -> str:
    """Take a department heading off the front of ``text`` into ``state``; return what is left."""
    mentions = read_heading(text)
    if mentions:
        state.heading, state.mentions = text.strip(), mentions
        return ""
    end = _HEADING_END.search(text.lstrip())
    if end is None:
        return text
    body = text.lstrip()
    mentions = read_heading(body[: end.start()])
    if not mentions:
        return text
    state.heading, state.mentions = body[: end.start()].strip(), mentions
    return body[end.end() :]


def _take_number(text: str, bracketed: bool) -> tuple[str | None, str]:
    body = text.lstrip()
    match = (_BRACKETED if bracketed else _NUMBER).match(body)
    if match is None:
        return None, text
    printed = next(group for group in match.groups() if group)
    return printed, body[match.end() :]


def _without_stray_mark(words: str) -> tuple[str, str]:
    """Drop a second stop after the first one at the end (``…工作。 。``)."""
    match = re.search(r"(?<=[；;。])([；;。，,、]+)$", words)
    return (words[: match.start()], match[1]) if match else (words, "")


def _numbering_problems(clauses: list[Clause], numbered: bool) -> Iterator[ClauseProblem]:
    if not numbered:
        if len(clauses) > 1:
            yield ClauseProblem(
                "clause-unnumbered", "条款没有编号，按标点和段落分条", clauses[0].quote
            )
        return
    last = 0
    frame: tuple[str | None, str | None] = (None, None)
    for clause in clauses:
        if (clause.section, clause.heading) != frame:
            frame, last = (clause.section, clause.heading), 0
        if clause.printed is None or not clause.printed.isdigit():
            continue
        value = int(clause.printed)
        if value != last + 1:
            yield ClauseProblem(
                "clause-number-slip",
                f"编号应为 {last + 1}，印作 {value}",
                f"{clause.printed}.{clause.quote[:30]}",
            )
        last = value


def _markup_problems(cell: str) -> Iterator[ClauseProblem]:
    depth: dict[str, int] = {}
    for match in TAG.finditer(cell):
        name = match[1].lower()
        if name == "br" or match[0].endswith("/>"):
            continue
        depth[name] = depth.get(name, 0) + (-1 if match[0].startswith("</") else 1)
    for name, open_tags in sorted(depth.items()):
        if open_tags:
            yield ClauseProblem("markup-unclosed", f"<{name}> 没有配对", f"<{name}")
