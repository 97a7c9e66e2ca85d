"""Narrowed: the words of a search that name a place, a department or a list, and so narrow it.

东城镇 防汛 is the floods of that township, no passage that has its name. What stands in quotation marks
is never read so; who shows what was found says what was.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.frozen import frozen
from kg.kinds import ListKind
from kg.patterns import regex
from kg.querying.finding.wanted import parts
from kg.querying.lookup import Lookup
from kg.store.gate import batches, iris

if TYPE_CHECKING:
    from kg.store.graph import Graph

_LONGEST = 16
_SHOWN = 3
_PLACE = regex("[县市区旗州盟乡镇道场团]$")
"""How a place ends that is cut off from the words behind it: 木垒 may be part of one."""
_OFFICE = regex(r"(?:[局办委会室部院队站所]|中心|公司|厅)$")
"""How the name of a body ends; 公安 and 教育 are words of duties, too."""
_PARTY = """SELECT DISTINCT ?iri WHERE {
  %s VALUES ?function { %s } ?d org:classification ?function . %s ?d ?part ?iri .
  VALUES ?part { :leads :convenes :supports :reclaimed } ?iri :number ?number . }"""


@frozen
class Filter:
    """A word that narrows a search: ``kind`` is township, department or list, ``name`` what it was read as.

    ``townships`` are codes, ``list`` is basic, cooperation or reclaimed, ``functions`` and ``place`` (IRIs)
    say which bodies.
    """

    kind: str
    word: str
    name: str
    townships: tuple[str, ...] = ()
    list: str = ""
    functions: tuple[str, ...] = ()
    place: str = ""

    def to_json(self) -> dict[str, str]:
        """The filter as JSON has it."""
        return {"kind": self.kind, "word": self.word, "name": self.name}


@frozen
class Narrowed:
    """A search as it was read: ``words`` are looked for, within ``filters``."""

    words: str
    filters: tuple[Filter, ...]

    @property
    def townships(self) -> tuple[str, ...]:
        """Codes of the townships it is narrowed to, of each that is named; none: all."""
        return tuple(dict.fromkeys(code for one in self.filters for code in one.townships))

    @property
    def lists(self) -> tuple[str, ...]:
        """The lists it is narrowed to; none: all three."""
        return tuple(dict.fromkeys(one.list for one in self.filters if one.list))

    @property
    def bodies(self) -> tuple[Filter, ...]:
        """The departments it is narrowed to: all of them have a part."""
        return tuple(one for one in self.filters if one.kind == "department")


def narrowed(graph: Graph, text: str) -> Narrowed:
    """How a search is read. A department alone is looked for in the words, as any word is."""
    words: list[str] = []
    filters: list[Filter] = []
    for word, quoted in parts(text):
        rest = word
        if not quoted:
            read, rest = _read(graph, word)
            filters += read
        words += [rest] if rest else []
    if not words and len(filters) == 1 and filters[0].kind == "department":
        return Narrowed(filters[0].word, ())
    return Narrowed(" ".join(words), tuple(filters))


def without(text: str, one: Filter) -> str:
    """A search without the word that narrows it."""
    return _rewritten(text, one.word, "")


def as_word(text: str, one: Filter) -> str:
    """A search that looks for the word instead of being narrowed by it: in quotation marks."""
    return _rewritten(text, one.word, f"“{one.word}”")


def _rewritten(text: str, word: str, by: str) -> str:
    """A search with ``by`` for a word where a part of it is the word or begins with it."""
    found = []
    for part, quoted in parts(text):
        if quoted:
            found.append(f"“{part}”")
        elif part.startswith(word):
            found += [by, part[len(word) :]]
        else:
            found.append(part)
    return " ".join(part for part in found if part)


def having(graph: Graph, body: Filter, duties: Collection[str] = ()) -> set[str]:
    """Which of these duties (none given: of all) the department has a part in as a whole."""
    functions = " ".join(f"<{function}>" for function in body.functions)
    place = f"?d :jurisdiction <{body.place}> ." if body.place else ""
    found: set[str] = set()
    named = [f"VALUES ?iri {{ {iris(some)} }}" for some in batches(list(duties))]
    for these in named or [""]:
        found |= {row["iri"] for row in graph.rows(_PARTY % (these, functions, place))}
    return found


def _read(graph: Graph, word: str) -> tuple[list[Filter], str]:
    """The filter that a word is or begins with, and what is left of it to look for."""
    whole = _place(graph, word) or _list(word) or _department(graph, word)
    if whole:
        return [whole], ""
    if graph.text.has(word):
        return [], word
    for length in range(min(len(word) - 1, _LONGEST), 2, -1):
        if _PLACE.search(word[:length]) and (place := _place(graph, word[:length])):
            rest, left = _read(graph, word[length:])
            return [place, *rest], left
    return [], word


def _place(graph: Graph, word: str) -> Filter | None:
    codes = Lookup.of(graph).townships_of(word)
    if not codes:
        return None
    names = {str(d["township_code"]): str(d["township"]) for d in graph.documents}
    known = [names[code] for code in codes if code in names]
    shown = "、".join(known[:_SHOWN]) + (f"等 {len(known)} 个乡镇" if len(known) > _SHOWN else "")
    return Filter("township", word, shown, townships=codes) if known else None


def _list(word: str) -> Filter | None:
    try:
        kind = ListKind(Lookup.list_kind(word))
    except QueryError:
        return None
    return None if word.isascii() else Filter("list", word, kind.zh, list=kind)


def _department(graph: Graph, word: str) -> Filter | None:
    if not _OFFICE.search(word):
        return None
    lookup = Lookup.of(graph)
    try:
        function, place = lookup.department(word)
    except QueryError:
        return None
    name = word if place else lookup.function_name(function)
    functions = tuple(dict.fromkeys((function, *lookup.kin(function))))
    return Filter("department", word, name, functions=functions, place=place or "")
