"""Impact: what a reform of a department touches, row by row and clause by clause, list by list."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from kg.comparing.rows import DOING, Body, Entry, Part, Said, Source, entries, sources
from kg.errors import QueryError
from kg.folding import match_key
from kg.querying.lookup import Lookup, shown
from kg.querying.offices import Offices
from kg.store import names
from kg.values import ListKind
from kg.vocabulary.running import numbered

if TYPE_CHECKING:
    from kg.store.graph import Graph


_PLACE_WORD = re.compile(r"(?:[县区旗州省]|市(?![场政容])|自治区|地区)?")
"""What a clause writes for the county before a body: 县 of 县水利局."""


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
    ``merge_into`` is its neighbour of the other kind in each county. The office that serves a body goes the
    way of the body: renamed it is the office of the new name, merged it is the body merged into.

    Raises:
        QueryError: a name is in no loaded list, or fits several bodies.
    """
    lookup = Lookup.of(graph)
    function, place = lookup.department(department)
    targets: tuple[str, ...] = ()
    target_name = rename
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
        target_name, targets = merge_into, lookup.kin(target_function)
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
    kin = lookup.kin(function)

    def meant(iri: str, kind: str) -> bool:
        return kind in kin and (place is None or places.get(iri) == place)

    offices = frozenset(Offices.of(graph).serving(function))
    counties = _counties(graph)
    if rename:
        _see_that_new(graph, rename, meant, counties)
    plan = _Plan(reform, meant, targets, target_name, offices, counties, _forms(graph))
    effects: list[Effect] = []
    called: dict[str, None] = {}
    for row in rows:
        for effect, name in _of_row(row, plan):
            effects.append(effect)
            called[name] = None
    return Impact(reform, tuple(called) or (shown(department),), target_name, tuple(effects))


def _see_that_new(
    graph: Graph, rename: str, meant: Callable[[str, str], bool], counties: Mapping[str, str]
) -> None:
    """See that the new name of bodies is a department's, not theirs already, and none of a neighbour.

    Raises:
        QueryError: it is not.
    """
    lookup = Lookup.of(graph)
    said = numbered(rename)
    if lookup.kind_of(rename) in {"乡镇", "地方"} or (said and said.list):
        raise QueryError(lookup.another(rename, "部门的新名称"))
    rows = list(names.rows(graph, "departments"))
    own = {row["d"] for row in rows if meant(row["d"], row["function"])}
    places = {row.get("place") for row in rows if row["d"] in own}
    key = match_key(rename)
    for prefix in sorted({counties[iri] for iri in own} - {""}, key=len, reverse=True):
        key = key.removeprefix(match_key(prefix))
    key = _PLACE_WORD.sub("", key, count=1)
    alike = [
        row
        for row in rows
        if row.get("place") in places
        and match_key(row["label"].removeprefix(counties[row["d"]])) == key
    ]
    there = "、".join(sorted(row["label"] for row in alike if row["d"] not in own))
    if there:
        raise QueryError(
            f"已经有{there}；并入它用 --merge-into (there is such a department: merge into it)"
        )
    if own and own == {row["d"] for row in alike}:
        raise QueryError(f"“{shown(rename)}”就是现在的名称 (this is its name already)")


def _jurisdictions(graph: Graph) -> dict[str, str]:
    query = "SELECT ?iri ?place WHERE { ?iri a :Department ; :jurisdiction ?place }"
    return {row["iri"]: row["place"] for row in graph.table(query, "iri")}


def _counties(graph: Graph) -> dict[str, str]:
    """Department → the name of its county that its full name begins with, "" where it does not."""
    places: dict[str, list[str]] = defaultdict(list)
    for row in names.rows(graph, "place-names"):
        places[row["p"]].append(row["name"])
    found = {}
    for row in names.rows(graph, "departments"):
        before = [n for n in places[row.get("place", "")] if row["label"].startswith(n)]
        found[row["d"]] = max(before, key=len, default="")
    return found


def _forms(graph: Graph) -> dict[str, list[str]]:
    """Department → every way it is written, the longest first."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in names.rows(graph, "department-names"):
        found[row["d"]].append(row["name"])
    return {iri: sorted(own, key=len, reverse=True) for iri, own in found.items()}


@dataclass(frozen=True, slots=True)
class _Plan:
    """The reform: the bodies meant, what kinds they are merged into or their new name.

    ``offices`` are the kinds of office that serve a body meant; ``counties`` the county before a name,
    ``forms`` the ways a body is written.
    """

    reform: Reform
    meant: Callable[[str, str], bool]
    targets: tuple[str, ...]
    target: str
    offices: frozenset[str]
    counties: Mapping[str, str]
    forms: Mapping[str, Sequence[str]]

    def rewritten(self, text: str, part: Part) -> str:
        """A clause with the new name where it names the body, as much of the county before it as there was."""
        new = self.renamed(part)
        form = next((f for f in self.forms.get(part.iri, ()) if f in part.words), "")
        if not new or not form:
            return text
        county = self.counties.get(part.iri, "")
        before = county if county and form.startswith(county) else _PLACE_WORD.match(form)[0]  # type: ignore[index]
        bare = new.removeprefix(county)
        words = part.words.replace(form, before + bare if county else new, 1)
        return text.replace(part.words, words)

    def renamed(self, one: Body | Part) -> str:
        """The full name after the reform: the county stays before a target named without one."""
        if self.reform in (Reform.NONE, Reform.ABOLISH):
            return ""
        county = self.counties.get(one.iri, "")
        bare = self.target.removeprefix("县") if county else self.target
        new = self.target if county and self.target.startswith(county) else county + bare
        serves = self.reform is Reform.RENAME and one.function in self.offices
        return new + "办公室" * (serves and not new.endswith("办公室"))


def _of_row(row: Entry, plan: _Plan) -> Iterator[tuple[Effect, str]]:
    lead = "reclaimed" if row.kind is ListKind.RECLAIMED else "leads"
    cells: list[tuple[str, tuple[Body, ...]]] = [
        (lead, row.departments),
        ("supports", row.supporting),
        ("convenes", row.conveners),
    ]
    for role, bodies in cells:
        mine = [body for body in bodies if plan.meant(body.iri, body.function)]
        if not mine:
            continue
        touch, after = _touched(bodies, mine, plan)
        before = "、".join(body.name for body in bodies)
        yield Effect(row, role, touch, "", before, after), mine[0].name
    for clause in (*row.superior, *row.cooperation):
        seen: set[str] = set()
        for part in clause.parts:
            if not part.function or not plan.meant(part.iri, part.function) or part.role in seen:
                continue
            if part.certainty == "inferred":
                continue
            seen.add(part.role)
            after = plan.rewritten(clause.text, part)
            touch = {
                Reform.RENAME: Touch.RENAMED,
                Reform.MERGE: Touch.HANDED,
                Reform.ABOLISH: _left(clause, part, plan.meant),
            }.get(plan.reform, Touch.NAMED)
            yield Effect(row, part.role, touch, clause.text, clause.text, after), part.name


def _left(clause: Said, part: Part, meant: Callable[[str, str], bool]) -> Touch:
    """What becomes of a clause when the body in it is gone."""
    if part.role not in DOING:
        return Touch.DANGLING
    others = [
        p for p in clause.parts if p.role == part.role and p.name and not meant(p.iri, p.function)
    ]
    return Touch.LOST if others else Touch.ORPHANED


def _touched(bodies: Sequence[Body], mine: Sequence[Body], plan: _Plan) -> tuple[Touch, str]:
    rest = [body.name for body in bodies if body not in mine]
    if plan.reform is Reform.ABOLISH:
        return (Touch.LOST if rest else Touch.ORPHANED), "、".join(rest)
    if plan.reform is Reform.NONE:
        return Touch.NAMED, "、".join(body.name for body in bodies)
    if plan.reform is Reform.MERGE and any(body.function in plan.targets for body in bodies):
        return Touch.FOLDED, "、".join(rest)
    fresh = [plan.renamed(body) if body in mine else body.name for body in bodies]
    touch = Touch.RENAMED if plan.reform is Reform.RENAME else Touch.HANDED
    return touch, "、".join(dict.fromkeys(fresh))


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
