"""Borrowed: sentences that another row has word for word, and that speak of that row's matter and not of this one's.

Who pastes a clause, or the way of working of a reclaimed duty, one row too low leaves it in both. Two rows may well say
the same of the same matter; what has a word of the other row's name, and none of the rest of its own row, is not its own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from kg.findings import shorten
from kg.folding import fold_blanks, fold_forms, strip_markup
from kg.reading.rows import RowProblem
from kg.values import Duty, ListKind

_SENTENCE = re.compile(r"[。；;！!\n]|(?<![\d.．])\d{1,2}[.．、](?!\d)")
"""What parts the sentences of a cell: marks, and the numbers of clauses."""
_SHORTEST = 5
"""Characters of a sentence: 宣传政策 may be said of anything."""
_MOST_ROWS = 3
"""What more rows say is a manner of the list."""
_SIDES = {"superior": "上级部门职责", "township": "乡镇配合职责"}
_QUOTE = 60
_SAID = frozenset(("cells-repeated", "cell-misplaced", "rows-crossed", "cells-exchanged"))

Words = Callable[[Iterable[str]], set[str]]


def judge_borrowed(duties: Sequence[Duty], words: Words, problems: list[RowProblem]) -> None:
    """Add rows with a sentence of another row to ``problems``.

    ``words`` are the words of two characters in texts, without those that any duty may have.
    """
    said = {p.line for p in problems if p.kind in _SAID}
    for problem in (*_sentences(duties, words), *_methods(duties, words)):
        if problem.line not in said:
            said.add(problem.line)
            problems.append(problem)


def _sentences(duties: Sequence[Duty], words: Words) -> Iterator[RowProblem]:
    """Sentences of the sides of cooperation duties that another row has, too."""
    rows = [duty for duty in duties if duty.row.kind is ListKind.COOPERATION]
    sides = [{role: _parted(duty.row.cell(role) or "") for role in _SIDES} for duty in rows]
    wholes = [{_folded(clause.text) for clause in (*d.superior, *d.township)} for d in rows]
    at: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for place, found in enumerate(sides):
        for role, sentences in found.items():
            for sentence in dict.fromkeys(sentences):
                at[sentence].append((place, role))
    for sentence, places in at.items():
        if not 1 < len(places) <= _MOST_ROWS or not (meant := words([sentence])):
            continue
        for place, role in places:
            duty = rows[place]
            rest = (s for found in sides[place].values() for s in found if s != sentence)
            own = words((duty.row.name, duty.row.cell("departments") or "", *rest))
            home = next((p for p, _ in places if meant & words([rows[p].row.name])), place)
            if home == place and sentence not in wholes[place]:
                home = next((p for p, _ in places if sentence in wholes[p]), place)
            if home != place and not meant & own:
                what = f"“{_SIDES[role]}”里的“{shorten(sentence, 30)}”"
                yield _of(duty, rows[home], what, sentence)


def _methods(duties: Sequence[Duty], words: Words) -> Iterator[RowProblem]:
    """Ways of working that another reclaimed duty has, too."""
    at: dict[str, list[Duty]] = defaultdict(list)
    for duty in duties:
        text = _folded(duty.method)
        if duty.row.kind is ListKind.RECLAIMED and len(text) >= _SHORTEST:
            at[text].append(duty)
    for text, found in at.items():
        if not 1 < len(found) <= _MOST_ROWS or not (meant := words([text])):
            continue
        home = next((duty for duty in found if meant & words([duty.row.name])), None)
        for duty in found:
            if home is not None and not meant & words([duty.row.name]):
                yield _of(duty, home, f"工作方式“{shorten(text, 30)}”", duty.method)


def _of(duty: Duty, home: Duty, what: str, quote: str) -> RowProblem:
    what = (
        f"{what}与第 {home.row.number} 项的一字不差，与这一项别的文字没有一个共同的词；"
        "像是复制来的，照原样保留，请核对"
    )
    quote = quote if any(quote in text for text in duty.row.texts) else duty.row.name
    return RowProblem("cells-repeated", duty.row.line, what, quote.strip()[:_QUOTE], duty.row)


def _parted(cell: str) -> list[str]:
    """The sentences of a cell that are long enough."""
    parts = (_folded(part) for part in _SENTENCE.split(strip_markup(cell)))
    return [part for part in parts if len(part) >= _SHORTEST]


def _folded(text: str) -> str:
    return fold_forms(fold_blanks(strip_markup(text))).strip(" ，,。；;")
