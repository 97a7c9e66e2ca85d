"""Impact: what a reform of a department touches, row by row and clause by clause, list by list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from kg.comparing.rows import Body, Entry, Part, Said, Source, entries, sources
from kg.errors import QueryError
from kg.querying.lookup import Lookup, shown
from kg.values import ListKind

if TYPE_CHECKING:
    from kg.store.graph import Graph


class Reform(StrEnum):
    """What happens to a department; NONE only looks at where it stands."""

    NONE = "none"
    MERGE = "merge"
    RENAME = "rename"
    ABOLISH = "abolish"


class Touch(StrEnum):
    """How a statement is touched."""

    RENAMED = "renamed"
    HANDED = "handed"
    FOLDED = "folded"
    ORPHANED = "orphaned"
    LOST = "lost"
    DANGLING = "dangling"
    NAMED = "named"

    @property
    def zh(self) -> str:
        """In Chinese."""
        return _ZH[self]


_ZH = {
    Touch.RENAMED: "改名",
    Touch.HANDED: "转给合并后的部门",
    Touch.FOLDED: "合并后的部门本已在内，少一个部门",
    Touch.ORPHANED: "再没有部门负责，要另定",
    Touch.LOST: "少一个部门，其他部门还在",
    Touch.DANGLING: "条款里写到的部门没有了，要改写",
    Touch.NAMED: "写有这个部门",
}


@dataclass(frozen=True, slots=True)
class Effect:
    """One statement about the department: its role in a row or clause, and what becomes of it.

    ``clause`` is the clause's text, "" for the row as a whole. ``before`` and ``after`` are the
    departments of the row, or the words as they read before and after.
    """

    entry: Entry
    role: str
    touch: Touch
    clause: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Impact:
    """All that a reform touches. ``names`` are the bodies meant, ``target`` the other one or the new name."""

    reform: Reform
    names: tuple[str, ...]
    target: str
    effects: tuple[Effect, ...]

    @property
    def duties(self) -> int:
        """How many duties are touched."""
        return len({effect.entry.iri for effect in self.effects})

    @property
    def orphans(self) -> tuple[Effect, ...]:
        """Duties that would have nobody left."""
        return tuple(e for e in self.effects if e.touch is Touch.ORPHANED)


def impact(
    graph: Graph,
    department: str,
    *,
    merge_into: str = "",
    rename: str = "",
    abolish: bool = False,
    documents: Sequence[Source] | None = None,
) -> Impact:
    """What is touched when a department is merged into another, renamed or abolished.

    ``department`` as people write it; without a county it is that kind of office everywhere, and
    ``merge_into`` is its neighbour of the other kind in each county.

    Raises:
        QueryError: a name is in no loaded list, or fits several bodies.
    """
    lookup = Lookup.of(graph)
    function, place = lookup.department(department)
    target_function, target_name = "", rename
    if merge_into:
        target_function, target_place = lookup.department(merge_into)
        if target_function == function and place == target_place:
            raise QueryError(
                f"“{shown(department)}”和“{shown(merge_into)}”是同一个部门 (both are one body)"
            )
        if place and target_place and place != target_place:
            raise QueryError(
                f"“{shown(department)}”和“{shown(merge_into)}”不在一个县 (bodies of two counties)"
            )
        target_name = merge_into
    reform = (
        Reform.MERGE
        if merge_into
        else Reform.RENAME
        if rename
        else Reform.ABOLISH
        if abolish
        else Reform.NONE
    )
    chosen = documents or [d for d in sources(graph) if d.current]
    rows = entries(graph, chosen)
    places = _jurisdictions(graph) if place else {}

    def meant(iri: str, kind: str) -> bool:
        return kind == function and (place is None or places.get(iri) == place)

    labels = {
        body.function: body.function_name
        for row in rows
        for body in (*row.departments, *row.supporting)
    }
    effects: list[Effect] = []
    names: dict[str, None] = {}
    for row in rows:
        for effect, name in _of_row(
            row, meant, reform, target_function, target_name, labels.get(function, "")
        ):
            effects.append(effect)
            names[name] = None
    return Impact(reform, tuple(names), target_name, tuple(effects))


def _jurisdictions(graph: Graph) -> dict[str, str]:
    query = "SELECT ?iri ?place WHERE { ?iri a :Department ; :jurisdiction ?place }"
    return {row["iri"]: row["place"] for row in graph.table(query, "iri")}


def _of_row(
    row: Entry,
    meant: Callable[[str, str], bool],
    reform: Reform,
    target_function: str,
    target: str,
    office: str,
) -> Iterator[tuple[Effect, str]]:
    lead = "reclaimed" if row.kind is ListKind.RECLAIMED else "leads"
    cells: list[tuple[str, tuple[Body, ...]]] = [
        (lead, row.departments),
        ("supports", row.supporting),
        ("convenes", row.conveners),
    ]
    own = ""
    for role, bodies in cells:
        mine = [body for body in bodies if meant(body.iri, body.function)]
        if not mine:
            continue
        own = mine[0].name
        touch, after = _touched(bodies, mine, reform, target_function, target, office)
        before = "、".join(body.name for body in bodies)
        yield Effect(row, role, touch, "", before, after), own
    for clause in (*row.superior, *row.cooperation):
        seen: set[str] = set()
        for part in clause.parts:
            if not part.function or not meant(part.iri, part.function) or part.role in seen:
                continue
            if part.certainty == "inferred":
                continue
            seen.add(part.role)
            after = clause.text
            new = _new_name(part.name, reform, target, office)
            if new and part.words:
                after = clause.text.replace(part.words, _short(part.words, part.name, new))
            touch = {
                Reform.RENAME: Touch.RENAMED,
                Reform.MERGE: Touch.HANDED,
                Reform.ABOLISH: _left(clause, part, meant),
            }.get(reform, Touch.NAMED)
            yield Effect(row, part.role, touch, clause.text, clause.text, after), part.name


def _left(clause: Said, part: Part, meant: Callable[[str, str], bool]) -> Touch:
    """What becomes of a clause when the body in it is gone."""
    if part.role not in ("acts", "convenes", "coordinates"):
        return Touch.DANGLING
    others = [
        p for p in clause.parts if p.role == part.role and p.name and not meant(p.iri, p.function)
    ]
    return Touch.LOST if others else Touch.ORPHANED


def _touched(
    bodies: Sequence[Body],
    mine: Sequence[Body],
    reform: Reform,
    target_function: str,
    target: str,
    office: str,
) -> tuple[Touch, str]:
    rest = [body.name for body in bodies if body not in mine]
    if reform is Reform.ABOLISH:
        return (Touch.LOST if rest else Touch.ORPHANED), "、".join(rest)
    if reform is Reform.NONE:
        return Touch.NAMED, "、".join(body.name for body in bodies)
    if reform is Reform.MERGE and any(body.function == target_function for body in bodies):
        return Touch.FOLDED, "、".join(rest)
    fresh = [
        _new_name(body.name, reform, target, office) if body in mine else body.name
        for body in bodies
    ]
    touch = Touch.RENAMED if reform is Reform.RENAME else Touch.HANDED
    return touch, "、".join(dict.fromkeys(fresh))


def _new_name(name: str, reform: Reform, target: str, office: str) -> str:
    """The full name after the reform: the county stays before a target named without one."""
    if reform in (Reform.NONE, Reform.ABOLISH):
        return ""
    county = name.removesuffix(office) if office and name.endswith(office) else ""
    bare = target.removeprefix("县") if county and target.startswith("县") else target
    return target if county and target.startswith(county) else county + bare


def _short(words: str, old: str, new: str) -> str:
    """The new name as the clause would print it: with as much of the county as the old one had."""
    for at in range(len(old)):
        if words.endswith(old[at:]):
            county = old[:at]
            return words[: len(words) - len(old[at:])] + (new.removeprefix(county) or new)
    return new


def to_json(found: Impact) -> dict[str, Any]:
    """``{"reform", "departments", "target", "duties", "orphans", "effects": [{"township", "list", "number", "name", "role", "touch", "clause", "before", "after", "document", "line", "iri"}]}``."""
    return {
        "reform": found.reform.value,
        "departments": list(found.names),
        "target": found.target,
        "duties": found.duties,
        "orphans": len(found.orphans),
        "effects": [
            {
                "township": e.entry.township.name,
                "list": e.entry.kind.value,
                "number": e.entry.number,
                "name": e.entry.name,
                "role": e.role,
                "touch": e.touch.value,
                "clause": e.clause,
                "before": e.before,
                "after": e.after,
                "document": e.entry.document,
                "line": e.entry.line,
                "iri": e.entry.iri,
            }
            for e in found.effects
        ],
    }
