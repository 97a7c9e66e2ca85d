"""Reach: what the name of a cooperation duty says, held against what its clauses say.

A name may promise what no clause of the township takes up, list fewer things than its clauses do, call a
thing by a longer word than they; a clause may say no more than the name. Each is told, none is put right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.folding import longest_run
from kg.quality.phrasing import says_nothing
from kg.values import Clause, Duty, ListKind

Slip = tuple[str, str, str]
"""Kind, message and the words of the source."""
NO_CONTENT = "no-content"
"""The sign in signs.csv of words that alone do not say what is done."""
_KIND = "name-and-clauses"
_PART = re.compile(r"[，,；;]")
_RUN = re.compile(r"[\u4e00-\u9fff]{2,}")
_LISTED = re.compile(r"(?:[\u4e00-\u9fff]{2}、)+[\u4e00-\u9fff]{2}(?=[\u4e00-\u9fff])")
"""Things that a name lists, two characters each: 设立、变更登记."""
_NEXT = re.compile(r"、[\u4e00-\u9fff]{2}(?=[\u4e00-\u9fff])")
_BRACKETS = re.compile(r"[（(][^（）()]*[)）]")
_TERM = re.compile(r"[\u4e00-\u9fff]{7,}")
_SHORTEST_TERM, _LONGEST_TERM, _LEFT_OUT = 7, 10, 2
_SHORTEST_PART = 6


class ReachReader:
    """Holds names against clauses; ``general`` are words that alone do not say what is done."""

    def __init__(self, general: Sequence[str]) -> None:
        """Use the words of the vocabulary's sign ``no-content``."""
        longest = sorted(general, key=lambda word: (-len(word), word))
        self._general = re.compile("|".join(map(re.escape, longest)) or r"(?!)")

    def slips(self, duty: Duty) -> Iterator[Slip]:
        """Where name and clauses of a cooperation duty do not go together."""
        if duty.row.kind is not ListKind.COOPERATION or not duty.superior or not duty.township:
            return
        name, clauses = duty.row.name, (*duty.superior, *duty.township)
        printed = duty.row.cell("name") or ""
        for kind, message, words in self._unmet(name, duty.superior, duty.township):
            yield kind, message, words if words in printed else longest_run(printed)
        yield from _narrower(name, clauses)
        yield from _other_term(name, clauses)
        parts = [part for part in _PART.split(name) if len(part) >= _SHORTEST_PART]
        for clause in clauses:
            if any(says_nothing(part, clause.text) for part in (name, *parts)):
                yield "method-says-nothing", "这一条只重复了事项名称，没有写怎么做", clause.quote

    def _unmet(
        self, name: str, superior: Sequence[Clause], township: Sequence[Clause]
    ) -> Iterator[Slip]:
        """Parts of a name that departments' clauses take up and the township's do not, others being met."""
        parts = [part for part in _PART.split(_BRACKETS.sub("", name)) if self._content(part)]
        theirs, own = ("".join(clause.text for clause in side) for side in (superior, township))
        unmet = [part for part in parts if not any(word in own for word in self._content(part))]
        if len(unmet) == len(parts):
            return
        for part in unmet:
            if any(word in theirs for word in self._content(part)):
                yield _KIND, f"名称里有“{part}”，乡镇职责里没有写到", part

    def _content(self, text: str) -> set[str]:
        """The pairs of characters of a text without its general words."""
        runs = _RUN.findall(self._general.sub(" ", text))
        return {run[at : at + 2] for run in runs for at in range(len(run) - 1)}


def _narrower(name: str, clauses: Sequence[Clause]) -> Iterator[Slip]:
    for match in _LISTED.finditer(name):
        for clause in clauses:
            at = clause.quote.find(f"{match[0]}、")
            more = _NEXT.match(clause.quote, at + len(match[0])) if at >= 0 else None
            if more:
                words = match[0] + more[0]
                yield _KIND, f"名称只写“{match[0]}”，条款写“{words}”", words
                return


def _other_term(name: str, clauses: Sequence[Clause]) -> Iterator[Slip]:
    """A term of the name that clauses print in full and, elsewhere, without two of its characters."""
    text = "\n".join(clause.quote for clause in clauses)
    for run in _TERM.findall(name):
        for length in range(min(_LONGEST_TERM, len(run)), _SHORTEST_TERM - 1, -1):
            for start in range(len(run) - length + 1):
                term = run[start : start + length]
                short = _short(term, name, text) if term in text else ""
                if short:
                    message = f"名称和条款里写“{term}”，条款里又写“{short}”，像是同一样"
                    yield _KIND, message, short
                    return


def _short(term: str, name: str, text: str) -> str:
    for cut in range(2, len(term) - _LEFT_OUT - 1):
        short = term[:cut] + term[cut + _LEFT_OUT :]
        if short in text and short not in name and short not in term:
            return short
    return ""
