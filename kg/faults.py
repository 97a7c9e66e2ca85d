"""Faults: what is wrong with the words of a list as published. Reported, never repaired.

A foreign township's name left in a clause, ``and`` inside Chinese text, a clause printed twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.findings import shorten
from kg.records import Clause, Duty, Row, Township
from kg.vocabulary import Vocabulary

_ENGLISH = re.compile(
    r"[\u4e00-\u9fff，。；、][ \u3000]?(?:and|or|of|the)[ \u3000]?[\u4e00-\u9fff]"
)


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of a row's words: kind of finding, message, verbatim quote."""

    row: Row
    kind: str
    message: str
    quote: str


def faults(
    duties: Sequence[Duty], township: Township | None, vocabulary: Vocabulary
) -> Iterator[Fault]:
    """The faults in the words of a document's duties, in order of kind and row."""
    # Nearly every document is without most faults: one search of all its text tells.
    texts = [duty.row.quote for duty in duties]
    whole = "\n".join(texts)
    if _may_hold_english(whole):
        for duty, text in zip(duties, texts, strict=True):
            match = _ENGLISH.search(text)
            if match:
                yield Fault(duty.row, "word-foreign", f"中文里夹着英文“{match[0]}”", match[0])
    for name in _neighbours(township, vocabulary):
        if name in whole:
            for duty, text in zip(duties, texts, strict=True):
                if name in text:
                    what = f"出现了别的乡镇的名称“{name}”，可能是套用时没有改"
                    yield Fault(duty.row, "place-foreign", what, name)
    for duty in duties:
        for clauses in (duty.superior, duty.township):
            if len(clauses) > 1:
                yield from _repeated(duty.row, clauses)


def _may_hold_english(text: str) -> bool:
    return any(word in text for word in ("and", "or", "of", "the"))


def _neighbours(township: Township | None, vocabulary: Vocabulary) -> list[str]:
    """The names of the other townships of the same county."""
    if township is None or not township.county.known:
        return []
    own = township.place.name
    names = [
        form
        for name in vocabulary.townships_of(township.county.code)
        if name != own
        for form in _forms(name)
    ]
    return [name for name in dict.fromkeys(names) if name not in own and own not in name]


def _forms(name: str) -> Iterator[str]:
    """The ways to write a township: 某哈萨克族乡 is called 某乡, whatever part of it is the people."""
    if len(name) > 2:
        yield name
    if name.endswith("族乡"):
        for length in range(2, len(name) - 3):
            yield name[:length] + "乡"


def _repeated(row: Row, clauses: tuple[Clause, ...]) -> Iterator[Fault]:
    seen = {clause.text for clause in clauses}
    if len(seen) == len(clauses):
        return
    for clause in clauses:
        if clause.text in seen:
            seen.discard(clause.text)
        else:
            what = f"同一格里有两条相同的条款：“{shorten(clause.text)}”"
            yield Fault(row, "clause-repeated", what, clause.quote)
