"""Sides: what a name on the command line means: the documents of a township, county or edition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from kg.comparing.rows import Source, sources
from kg.errors import QueryError
from kg.folding import match_key
from kg.querying.lookup import Lookup, near_names, shown
from kg.values import Level, Place, shown_edition

if TYPE_CHECKING:
    from kg.store.graph import Graph

_ALL = frozenset(("全部", "所有", "all"))
_WANTED = "地方（乡镇、县市、州、省）"
_JOINED = "+＋"
_AUTONOMOUS = "自治区"
"""What ends a province that is also called by its first words alone (新疆维吾尔自治区, 新疆)."""
_AT = "@＠"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: what people call it, its documents, and of how many townships."""

    title: str
    documents: tuple[Source, ...]

    @property
    def townships(self) -> tuple[str, ...]:
        """Codes of its townships."""
        return tuple(sorted({document.code for document in self.documents}))

    @property
    def single(self) -> bool:
        """Whether it is one edition of one township."""
        return len({(document.code, document.edition) for document in self.documents}) == 1


def side(graph: Graph, name: str) -> Side:
    """The side of this name.

    ``木垒县东城镇`` or a county, prefecture or province: the current edition of each township in it;
    ``东城镇@2025-07``: one edition; ``a+b``: both together; ``全部``: everything that is loaded; the
    path of a loaded document: that one.

    Raises:
        QueryError: nothing loaded has this name, or several things have.
    """
    known = sources(graph)
    chosen: dict[str, Source] = {}
    parts = _split(name, _JOINED)
    for part in parts:
        try:
            documents = _documents(part, known)
        except QueryError as error:
            other = Lookup.of(graph).another(part, _WANTED)
            raise QueryError(other) if other else error from None
        for document in documents:
            chosen[document.iri] = document
    found = tuple(document for document in known if document.iri in chosen)
    return Side(_title(name, parts, found), found)


def last_two(graph: Graph, name: str) -> tuple[Side, Side]:
    """The last two editions of a township, the older first.

    Raises:
        QueryError: it has only one, or the name is that of several townships.
    """
    found = _in_place(name.strip(), sources(graph))
    codes = {document.code for document in found}
    if len(codes) > 1:
        raise QueryError(f"“{shown(name)}”有几个乡镇；请写两边 (several townships: name two sides)")
    editions = list(dict.fromkeys(document.edition for document in found))
    if len(editions) < 2:
        raise QueryError(
            f"“{shown(name)}”只载入了一版（{shown_edition(editions[0])}），没有可比的；请写两边"
            " (only one edition is loaded: name two sides)"
        )
    older, newer = (f"{next(iter(codes))}@{edition}" for edition in editions[-2:])
    return side(graph, older), side(graph, newer)


def _documents(name: str, known: Sequence[Source]) -> list[Source]:
    text, *edition = _split(name, _AT)
    if not text:
        raise QueryError(f"看不懂“{shown(name)}”：没有地名 (no place is named)")
    by_path = [document for document in known if document.path == name]
    if by_path:
        return by_path
    if text in _ALL:
        found = list(known)
    else:
        found = _in_place(text, known)
    if not edition:
        return [document for document in found if document.current]
    wanted = edition[0].strip()
    of_edition = [document for document in found if document.edition == wanted]
    of_edition = of_edition or [d for d in found if shown_edition(d.edition) == wanted]
    if not of_edition:
        there = "、".join(_called({document.edition for document in found}))
        raise QueryError(f"“{text}”没有 {shown(wanted)} 这一版；有：{there} (no such edition)")
    if len({(document.code, document.edition) for document in of_edition}) > len(
        {document.code for document in of_edition}
    ):
        there = "、".join(_called({document.edition for document in of_edition}))
        raise QueryError(f"“{text}”的 {shown(wanted)} 有几版：{there} (several such editions)")
    return of_edition


def _called(editions: Iterable[str]) -> list[str]:
    """Editions as people call them; those that are called alike with what to write for each."""
    known = sorted(editions)
    names = [shown_edition(edition) for edition in known]
    return [
        name if names.count(name) == 1 else f"{name}（写作 @{edition}）"
        for name, edition in zip(names, known, strict=True)
    ]


def _in_place(text: str, known: Sequence[Source]) -> list[Source]:
    key = match_key(text)
    townships = {
        d.code: d
        for d in known
        if key in {match_key(n) for n in _names(d.township.place)}
        or key == match_key(d.township.name)
        or key == d.code
    }
    if len(townships) > 1:
        names = "、".join(sorted(d.township.name for d in townships.values()))
        raise QueryError(f"“{shown(text)}”有多个：{names} (ambiguous)")
    if townships:
        return [document for document in known if document.code in townships]
    inside = [d for d in known if any(_is_called(place, key) for place in _above(d.township.place))]
    if inside:
        return inside
    names_known = sorted(
        {d.township.name for d in known}
        | {n for d in known for place in _above(d.township.place) for n in _names(place)}
    )
    near = near_names(text, names_known)
    hint = f"；是不是：{'、'.join(near)}" if near else ""
    raise QueryError(
        f"已载入的清单里没有“{shown(text)}”{hint} (no loaded township, county or edition)"
    )


def _is_called(place: Place, key: str) -> bool:
    names = {match_key(name) for name in _names(place)}
    bare = {name[:-1] for name in names if len(name) > 2 and name[-1] in "县市区旗州省"}
    people = place.level is Level.PROVINCE and len(key) > 1
    short = people and any(n.startswith(key) and n.endswith(_AUTONOMOUS) for n in names)
    return key in names | bare or short or key == place.code


def _above(place: Place) -> Iterable[Place]:
    return islice(place.lineage(), 1, None)


def _names(place: Place) -> set[str]:
    return {place.name, place.printed} - {""}


def _title(name: str, parts: Sequence[str], found: Sequence[Source]) -> str:
    if not found:
        raise QueryError(f"“{shown(name)}”没有现行的清单 (nothing current there)")
    codes = {document.code for document in found}
    if len(parts) == 1 and len(codes) == 1:
        first = found[0]
        return f"{first.township.name}（{shown_edition(first.edition)}）"
    if len(parts) == 1 and len(codes) > 1:
        return f"{name.strip()}（{len(codes)} 个乡镇）"
    return "、".join(
        dict.fromkeys(f"{d.township.name}（{shown_edition(d.edition)}）" for d in found)
    )


def _split(text: str, marks: str) -> list[str]:
    for mark in marks[1:]:
        text = text.replace(mark, marks[0])
    return [part.strip() for part in text.split(marks[0])]
