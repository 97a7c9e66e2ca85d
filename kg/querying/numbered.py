"""A duty by its list and number, as people write it: 东城镇配合第33项, 配合12, 收回清单第三项.

No grammar of sentences: a text that is nothing but a place, a list and a number. Every command that
takes a duty reads it here.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.folding import match_key
from kg.frozen import frozen
from kg.kinds import ListKind
from kg.querying.lookup import Lookup, near_names, shown
from kg.store.gate import batches, iris
from kg.vocabulary.running import Numbered, numbered

if TYPE_CHECKING:
    from kg.store.graph import Graph

_SHORT = {kind.value: kind.short for kind in ListKind}
_SHOWN = 8
_DUTY = """
SELECT ?iri ?township ?place ?code ?edition ?list ?number ?name WHERE {
  %s ?iri rdfs:label ?name ; :number ?number ; :ofTownship ?place ; :inList ?l .
  ?l :listKind ?list ; :inDocument ?d . ?d :edition ?edition .
  ?place rdfs:label ?township ; :code ?code .
}"""


@frozen
class Found:
    """A duty that was meant, where it stands."""

    iri: str
    township: str
    code: str
    edition: str
    list: str
    number: int
    name: str

    @property
    def label(self) -> str:
        """``木垒县东城镇 配合12 农业水价调整工作``."""
        return f"{self.township} {_SHORT[self.list]}{self.number} {self.name}"


def duty(graph: Graph, text: str, township: str = "") -> Found | None:
    """The duty of the current lists that a text names by list and number; None if it does not.

    ``township`` is where to look if the text names no place.

    Raises:
        QueryError: no such township, no duty of that number, or several fit.
    """
    said = numbered(text)
    if said is None:
        return None
    place = said.township or township
    rows = _rows(graph, Lookup.of(graph).township(place) if place else "", said)
    if not rows:
        raise QueryError(
            f"已载入的清单里没有“{shown(text)}”这一项 (no such duty in the loaded lists)"
        )
    return only(rows, text)


def all_of(graph: Graph, text: str) -> list[Found]:
    """Every duty of the current lists that a text names by its number; none if it is a bare number or more."""
    said = numbered(text)
    if said is None or unicodedata.normalize("NFKC", text).strip().isdigit():
        return []
    try:
        place = Lookup.of(graph).township(said.township) if said.township else ""
    except QueryError:
        return []
    return _rows(graph, place, said)


def only(found: list[Found], text: str) -> Found:
    """The one that was found.

    Raises:
        QueryError: there are several; the message names them.
    """
    if len(found) > 1:
        listed = "；".join(f"{item.label[:44]}" for item in found[:_SHOWN])
        raise QueryError(
            f"“{shown(text)}”有 {len(found)} 项，请写乡镇、清单和序号，例如：{listed} (several fit)"
        )
    return found[0]


def named(graph: Graph, text: str, township: str = "") -> Found:
    """The duty that a text means, by list and number or else by its name.

    Raises:
        QueryError: none fits, or several do.
    """
    by_number = duty(graph, text, township)
    if by_number:
        return by_number
    key = match_key(text)
    duties = of_name(graph, key, township)
    if not duties:
        if other := Lookup.of(graph).another(text, "事项"):
            raise QueryError(other)
        names = near_names(text, (name.text for name in graph.text.candidates(key)))
        hint = f"；是不是：{'、'.join(names)}" if names else ""
        raise QueryError(f"已载入的清单里没有事项“{shown(text)}”{hint} (no such duty)")
    return only(duties, text)


def of_name(graph: Graph, key: str, township: str = "", *, exact: bool = False) -> list[Found]:
    """The duties of this folded name, where there are none and it need not be ``exact`` those whose names hold it."""
    near = [name for name in graph.text.candidates(key) if key in match_key(name.text)]
    same = [name for name in near if match_key(name.text) == key]
    code = Lookup.of(graph).township(township).rsplit("/", 1)[1] if township else ""
    current = graph.current_editions
    wanted = [name.id for name in (same if exact else same or near)]
    duties = [
        item.duty
        for item in graph.text.duties(wanted)
        if current.get(item.township) == item.edition and code in {"", item.township}
    ]
    return of_duties(graph, duties)


def of_duties(graph: Graph, duties: list[str]) -> list[Found]:
    """These duties, where they stand, in the order of code, list and number; those of current editions only."""
    found: list[Found] = []
    for some in batches(duties):
        found += _found(graph, f"VALUES ?iri {{ {iris(some)} }}")
    return found


def _rows(graph: Graph, township: str, said: Numbered) -> list[Found]:
    parts = [f"VALUES ?number {{ {said.number} }}"]
    if township:
        parts.append(f"VALUES ?place {{ <{township}> }}")
    if said.list:
        parts.append(f'VALUES ?list {{ "{said.list}" }}')
    return _found(graph, " ".join(parts))


def _found(graph: Graph, pattern: str) -> list[Found]:
    current = graph.current_editions
    rows = [
        Found(
            row["iri"],
            row["township"],
            row["code"],
            row["edition"],
            row["list"],
            int(row["number"]),
            row["name"],
        )
        for row in graph.rows(_DUTY % pattern)
        if current.get(row["code"]) == row["edition"]
    ]
    return sorted(rows, key=lambda item: (item.code, item.list, item.number, item.iri))
