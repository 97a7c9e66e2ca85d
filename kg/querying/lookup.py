"""Look-up: names as people write them become the graph's own IRIs.

A name that fits nothing or several things is an error with near names, never a guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.folding import match_key
from kg.kinds import ListKind
from kg.patterns import regex
from kg.querying.offices import Offices
from kg.store.gate import string_term
from kg.store.names import rows
from kg.vocabulary.running import LISTS, numbered

if TYPE_CHECKING:
    from kg.store.graph import Graph

_GENERIC = ("", "县市区", "县市", "县(市)", "县、市", "县", "市", "区", "旗", "州")
"""What stands for a county without naming one; 县市监局 is a 县 with 市监局, not a 县市 with 监局."""
_WHOSE = regex("[各本全]")
_SHOWN = 60
_HIGHER = ("州", "省", "自治区", "地区")
_TAKEN = {
    "乡镇": ("a township", "看一个乡镇用 kg view township，数目用 kg load"),
    "地方": ("a place", "数目用 kg load，比较用 kg compare"),
    "部门": (
        "a department",
        "部门的事项用 kg query department-duties -p department={name}，改革影响用 kg impact",
    ),
    "事项类别": ("a category", "这一类的事项用 kg query category-duties -p category={name}"),
    "事项": ("a duty", "看一项用 kg view duty、kg matters"),
}
"""Kind of thing → what it is in English, and what takes it."""
_ENGLISH = {"地方（乡镇、县市、州、省）": "a place", "部门": "a department", "乡镇": "a township"}
_PART = 4
"""So much of a duty's name is taken for the name; less may be a word of many."""
_NAMED = (
    "SELECT ?duty WHERE { VALUES ?name { %s } ?duty rdfs:label ?name ; :number ?number } LIMIT 1"
)
_SECOND_NAME = regex(r"\((?:[县市区州旗])?([^()]{3,})\)$")
"""The name in brackets behind another; match_key has made the brackets of half width."""


class Lookup:
    """Finds departments, functions, places, townships and categories of one graph by name."""

    def __init__(self, graph: Graph) -> None:
        """Prepare for ``graph``; names are read when first needed."""
        self._graph = graph

    @classmethod
    def of(cls, graph: Graph) -> Lookup:
        """The look-up of ``graph``, its tables read once."""
        return graph.once(cls, lambda: cls(graph))

    def department(self, name: str) -> tuple[str, str | None]:
        """(function, jurisdiction): ``甲县水利局`` one body, ``县水利局``, ``水利局``, ``水利`` in every county.

        Raises:
            QueryError: no such body is in the graph, or the name fits several.
        """
        key = match_key(name).removeprefix("中共")
        for text in _without_county(key):
            if text in self._functions:
                return self._one(name, self._functions[text]), None
        for place in sorted(self._places, key=len, reverse=True):
            if key.startswith(place):
                rest = key[len(place) :]
                for function in self._functions.get(rest, ()):
                    for jurisdiction in self._places[place]:
                        if kind := self._offices.in_place(function, jurisdiction):
                            return kind, jurisdiction
        if key in self._departments:
            found = self._departments[key]
            functions = {function for function, _ in found}
            if len(functions) == 1 and not self._names_a_place(key):
                # One list's short form (公安) is no reason to answer for that list's county alone.
                return next(iter(functions)), None
            if len(found) == 1:
                return next(iter(found))
            raise QueryError(f"“{name}”有多个，请写全名：{self._examples(found)} (ambiguous)")
        raise self._unknown("部门", name, [*self._department_labels, *self._function_labels])

    def function(self, name: str) -> str:
        """The kind of office of this name (水利局, 县水利局), in whatever county."""
        for text in _without_county(match_key(name)):
            if text in self._functions:
                return self._one(name, self._functions[text])
        raise self._unknown("部门职能", name, self._function_labels)

    def township(self, name: str) -> str:
        """The township of this name, with or without its county."""
        return self._place_like("乡镇", name, self._townships)

    def county(self, name: str) -> str:
        """The county (or other jurisdiction) of this name."""
        return self._place_like("县市", name, self._places)

    def townships_of(self, name: str) -> tuple[str, ...]:
        """The codes of the townships that a name means, of all that have it or lie in the county or prefecture."""
        key = match_key(name)
        there = {iri.rsplit("/", 1)[1] for iri in self._townships.get(key, ())}
        if not there and key in self._places:
            within = [_code(iri) for iri in self._places[key]]
            rows_ = list(rows(self._graph, "townships"))
            there = {r["code"] for r in rows_ if r.get("place") in self._places[key]}
            there |= {r["code"] for r in rows_ if any(r["code"].startswith(c) for c in within if c)}
        return tuple(sorted(there))

    def function_name(self, function: str) -> str:
        """What a kind of office is called."""
        return next((row["label"] for row in self._function_rows if row["f"] == function), function)

    def category(self, name: str) -> str:
        """The duty category of this name or colloquial form."""
        return self._place_like("事项类别", name.removesuffix("类"), self._categories)

    def kin(self, function: str) -> tuple[str, ...]:
        """The kind of body with that of the office that serves it: 人大 is written as 人大办公室 elsewhere.

        Who asks for the body is told of its office; who asks for the office means the office
        (:mod:`kg.querying.offices`).
        """
        return self._offices.kin(function)

    @property
    def _offices(self) -> Offices:
        return Offices.of(self._graph)

    @staticmethod
    def list_kind(name: str) -> str:
        """``basic``, ``cooperation`` or ``reclaimed`` by its Chinese or English name."""
        key = name.strip().removesuffix("清单")
        for kind, names in LISTS.items():
            if key == kind or key in names:
                return kind
        raise QueryError(
            f"没有“{shown(name)}”这张清单；可用 {'、'.join(f'{kind.value}（{kind.zh}）' for kind in ListKind)} (no such list)"
        )

    # -- tables ---------------------------------------------------------------------------

    @cached_property
    def _functions(self) -> dict[str, set[str]]:
        return self._named("function-names")

    @cached_property
    def _function_rows(self) -> list[dict[str, str]]:
        return list(rows(self._graph, "functions"))

    @cached_property
    def _function_labels(self) -> list[str]:
        return sorted(row["label"] for row in self._function_rows)

    @cached_property
    def _places(self) -> dict[str, set[str]]:
        named = self._named("place-names")
        for name, iris in list(named.items()):
            if len(name) > 2 and name[-1] in "县市区旗":
                named.setdefault(name[:-1], set()).update(iris)
        return named

    @cached_property
    def _townships(self) -> dict[str, set[str]]:
        return self._named("township-names")

    @cached_property
    def _categories(self) -> dict[str, set[str]]:
        return self._named("category-names")

    @cached_property
    def _department_rows(self) -> list[dict[str, str]]:
        return list(rows(self._graph, "departments-written"))

    @cached_property
    def _departments(self) -> dict[str, set[tuple[str, str | None]]]:
        table: dict[str, set[tuple[str, str | None]]] = {}
        for row in self._department_rows:
            for name in (row["name"], row.get("alt", row["name"])):
                table.setdefault(match_key(name), set()).add((row["function"], row["place"]))
        return table

    @cached_property
    def _department_labels(self) -> list[str]:
        return sorted({row["name"] for row in self._department_rows})

    def _names_a_place(self, key: str) -> bool:
        """Whether the name of a body says itself where it is, or that it stands above counties."""
        return key.startswith(_HIGHER) or any(place in key for place in self._places)

    def _named(self, which: str) -> dict[str, set[str]]:
        """Key of a name → the IRIs that have it, of a table of two columns."""
        table: dict[str, set[str]] = {}
        for row in rows(self._graph, which):
            name = row.pop("name")
            table.setdefault(match_key(name), set()).update(row.values())
        return table

    # -- answers --------------------------------------------------------------------------

    def _place_like(self, what: str, name: str, table: Mapping[str, set[str]]) -> str:
        found = table.get(match_key(name))
        if found:
            return self._one(name, found)
        raise self._unknown(what, name, table)

    def _one(self, name: str, found: set[str]) -> str:
        if len(found) > 1:
            labels = sorted(
                row["name"]
                for iri in found
                for row in self._graph.rows(f"SELECT ?name WHERE {{ <{iri}> rdfs:label ?name }}")
            )
            raise QueryError(f"“{name}”有多个：{'、'.join(labels)} (ambiguous)")
        return next(iter(found))

    def _examples(self, found: Iterable[tuple[str, str | None]]) -> str:
        bodies = set(found)
        return "、".join(
            sorted(
                {r["name"] for r in self._department_rows if (r["function"], r["place"]) in bodies}
            )
        )

    def kind_of(self, name: str) -> str:
        """What a name is the name of, in words: 乡镇, 地方, 部门, 事项类别 or 事项; '' if of none of them."""
        key = match_key(name)
        if key in self._townships:
            return "乡镇"
        if key in self._places:
            return "地方"
        bare = _without_county(key.removeprefix("中共"))
        if key in self._departments or any(text in self._functions for text in bare):
            return "部门"
        if key in self._categories:
            return "事项类别"
        said = numbered(name)
        return "事项" if (said and said.list) or self._names_a_duty(name) else ""

    def _names_a_duty(self, name: str) -> bool:
        key = match_key(name)
        if not key:
            return False
        if self._graph.origin:  # its names are not at hand, and all of them are much to ask for
            term = string_term(name.strip())
            return any(self._graph.rows(_NAMED % f"{term} {term}@zh"))
        return any(
            key == known or (len(key) >= _PART and key in known)
            for known in (match_key(one.text) for one in self._graph.text.candidates(key))
        )

    def another(self, name: str, wanted: str, near: str = "") -> str:
        """What to say to a name of something else than what is ``wanted`` (in words); '' if it is no such name.

        ``near`` is what it may be instead, as a message has it.
        """
        kind = self.kind_of(name)
        if not kind or wanted.startswith(kind):
            return ""
        english, taken = _TAKEN[kind]
        one = "一项" if kind == "事项" else ""
        return (
            f"“{shown(name)}”是{one}{kind}，这里要写{wanted}{near}；{taken.format(name=shown(name))}"
            f" ({english}, not {_ENGLISH.get(wanted, 'what is wanted')})"
        )

    def _unknown(self, what: str, name: str, names: Iterable[str]) -> QueryError:
        near = near_names(name, names)
        hint = f"；是不是：{'、'.join(near)}" if near else ""
        if what == "部门" and not self.kind_of(name):
            forms = ((row["name"], row.get("alt", "")) for row in self._department_rows)
            said, _ = bracketed(name, forms)
            if said:
                return QueryError(f"“{shown(name)}”：{said} (the second name of another body)")
        if other := self.another(name, what, hint):
            return QueryError(other)
        return QueryError(
            f"已载入的清单里没有{what}“{shown(name)}”{hint} (not in the loaded lists)"
        )


def _code(place: str) -> str:
    """What the codes of all townships in a county or prefecture begin with; '' for a larger place."""
    code = place.rsplit("/", 1)[1].removesuffix("00")
    return "" if code.endswith("00") or len(code) < 4 or not code.isdigit() else code


def _without_county(key: str) -> list[str]:
    """``key`` and what is left of it without 县, 各县市 and the like before it."""
    bare = _WHOSE.sub("", key, count=1) if _WHOSE.match(key) else key
    left = [bare[len(prefix) :] for prefix in _GENERIC if bare.startswith(prefix)]
    left += [bare.removeprefix("党")] * bare.startswith("党委")  # as they are shown, see kg.values
    return [key, *(text.removeprefix("的") for text in left)]


def shown(value: str) -> str:
    """A value as a message quotes it: one line, and not the whole of a long one."""
    line = " ".join(value.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


def bracketed(name: str, written: Iterable[tuple[str, str]]) -> tuple[str, list[str]]:
    """What to say of a name that lists print as the second one of a body, 县政府办（数字化发展局）, and those bodies.

    ``written`` are bodies with a written form each; '' and none where no list prints the name so. Which body
    has that name elsewhere no list says: it is told, and not taken for an answer.
    """
    key = match_key(name)
    found: dict[str, str] = {}
    for label, form in written:
        if (inner := _SECOND_NAME.search(match_key(form))) and key.endswith(inner[1]):
            found.setdefault(label, form)
    said = "；".join(f"清单里写作“{form}”，即“{label}”" for label, form in found.items())
    return said, list(found)


def near_names(name: str, names: Iterable[str], limit: int = 5) -> list[str]:
    """Up to ``limit`` of ``names`` that look like ``name``, the nearest first."""
    from rapidfuzz import fuzz, process

    choices = sorted(set(names))
    found = process.extract(name, choices, scorer=fuzz.ratio, limit=limit, score_cutoff=50)
    return [choice for choice, _, _ in found]
