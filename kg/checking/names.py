"""Names: the townships and the body that a check is about, as the lists have them or as written."""

from __future__ import annotations

import contextlib
from functools import cached_property
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.folding import match_key
from kg.frozen import frozen
from kg.querying.lookup import Lookup, near_names
from kg.store.names import rows

if TYPE_CHECKING:
    from kg.store.graph import Graph

_ENDS = ("街道办事处", "街道", "镇", "乡")


@frozen
class Township:
    """A loaded township: code, full name, name without the county, jurisdiction above it."""

    code: str
    name: str
    short: str
    place: str

    @property
    def bare(self) -> str:
        """The name without its last word: how people call the place."""
        return next((self.short.removesuffix(e) for e in _ENDS if self.short.endswith(e)), "")


@frozen
class Asker:
    """Who asks: the name to print, and the bodies of the lists it can be (none: not in the lists)."""

    name: str
    bodies: frozenset[str]


class Names:
    """Looks up names in one graph."""

    def __init__(self, graph: Graph) -> None:
        """Prepare; names are read when first needed."""
        self._graph = graph

    @cached_property
    def townships(self) -> tuple[Township, ...]:
        """The loaded townships in the order of their codes."""
        found: dict[str, Township] = {}
        for row in rows(self._graph, "townships"):
            short = row.get("short") or row["name"]
            known = found.get(row["code"])
            if known is None or len(short) < len(known.short):
                found[row["code"]] = Township(
                    row["code"], row["name"], short, row.get("place") or ""
                )
        return tuple(found[code] for code in sorted(found))

    def asked(self, name: str | None) -> tuple[Township, ...]:
        """The townships a check is for: the one of this name, or all.

        Raises:
            QueryError: there is none, or several.
        """
        if name is None:
            return self.townships
        key = match_key(name)
        exact = [t for t in self.townships if key in (match_key(t.name), match_key(t.short))]
        ends = [t for t in self.townships if len(key) > 1 and _fits(key, t)]
        found = exact or ends
        if len(found) == 1:
            return tuple(found)
        if found:
            names = "、".join(t.name for t in found)
            raise QueryError(f"“{name}”有多个：{names} (ambiguous)")
        near = near_names(name, [t.name for t in self.townships])
        hint = f"；是不是：{'、'.join(near)}" if near else ""
        raise QueryError(f"没有载入“{name}”的清单{hint} (township not loaded)")

    def within(self, text: str) -> tuple[Township, ...]:
        """The townships that a text names in full (东城镇, not 东城); each piece of it is one name only."""
        key = match_key(text)
        named: dict[str, set[str]] = {}
        for township in self.townships:
            for name in (township.name, township.short):
                named.setdefault(match_key(name), set()).add(township.code)
        found: set[str] = set()
        for name in sorted(named, key=lambda name: (-len(name), name)):
            if len(name) > 2 and name in key:
                found |= named[name]
                key = key.replace(name, "\n")
        return tuple(t for t in self.townships if t.code in found)

    def under(self, sender: str) -> tuple[Township, ...]:
        """The townships of the county whose full name a sender's name begins with: 木垒县水利局."""
        key = match_key(sender).removeprefix("中共")
        above = {t.code: match_key(t.name.removesuffix(t.short)) for t in self.townships}
        return tuple(t for t in self.townships if len(c := above[t.code]) > 2 and key.startswith(c))

    def asker(self, name: str, townships: tuple[Township, ...]) -> Asker:
        """The body of this name in the counties of these townships; unknown: as written."""
        name = name.strip()
        if not name:
            return Asker("", frozenset())
        places = {t.place for t in townships}
        key = match_key(name).removeprefix("中共")
        labels = {iri: label for iri, (label, _, _) in self._bodies.items()}
        exact = self._named.get(key, frozenset())
        lookup = Lookup.of(self._graph)
        meant: set[tuple[str, str | None]] = {self._bodies[body][1:] for body in exact}
        if not any(place in places for _, place in meant):
            with contextlib.suppress(QueryError):
                meant.add(lookup.department(name))
        found = [
            iri
            for iri, (_, of, where) in self._bodies.items()
            if any(of in lookup.kin(kind) and place in (None, where) for kind, place in meant)
        ]
        here = frozenset(iri for iri in found if self._bodies[iri][2] in places)
        elsewhere = frozenset(b for b in exact if match_key(labels[b])[:2] == key[:2])
        chosen = here or (elsewhere if len(elsewhere) == 1 else frozenset())
        if not chosen:
            return Asker(name, frozenset())
        named = chosen & exact or chosen
        return Asker(labels[min(named)] if len(named) == 1 else name, chosen)

    def label(self, body: str) -> str:
        """The full name of a body."""
        return self._bodies[body][0] if body in self._bodies else ""

    @cached_property
    def _bodies(self) -> dict[str, tuple[str, str, str]]:
        """Body → label, function, jurisdiction."""
        return {
            row["d"]: (row["label"], row["function"], row.get("place") or "")
            for row in rows(self._graph, "departments")
        }

    @cached_property
    def _named(self) -> dict[str, frozenset[str]]:
        """Written form → the bodies it can be."""
        found: dict[str, set[str]] = {}
        named = [(body, label) for body, (label, _, _) in self._bodies.items()]
        named += [(row["d"], row["name"]) for row in rows(self._graph, "department-names")]
        for body, name in named:
            found.setdefault(match_key(name).removeprefix("中共"), set()).add(body)
        return {name: frozenset(bodies) for name, bodies in found.items()}


def _fits(key: str, township: Township) -> bool:
    """Whether a name is the township's with its county, or without its last word."""
    name, short = match_key(township.name), match_key(township.short)
    bare = match_key(township.bare) or short
    return name.endswith(key) or (key.endswith(short) and name.startswith(key[:2])) or key == bare
