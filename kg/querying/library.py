"""The query library: one ``.rq`` file a question, with titles, parameters and expected answer.

A parameter's place in a query is a VALUES block marked ``# param NAME``; as the file stands it
holds the example, or UNDEF where the parameter may be left out, so every file runs by itself. A
value given by a person is resolved to the graph's terms and put there as escaped terms, never
pasted. Where the text index can tell which duties have a word, a line ``# indexed ?iri by WORDS in
FIELDS`` gives way to them, and parts marked ``# prepared`` to their rows (see kg.prepared); without
either the query answers the same, more slowly. Header fields: ``title``, ``description`` (each also ``@en``), ``keywords``, ``param``,
``columns``, ``group``, ``once``, ``each`` (of a count: the query and parameter that list the rows behind a line);
and what the five bundled lists answer: ``rows`` counts the rows, each
``has`` is one of them (``variable=value | …``), ``checked`` says how a person made sure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.folding import simplified
from kg.frozen import frozen
from kg.patterns import regex
from kg.querying.lookup import Lookup, near_names, shown
from kg.querying.numbered import duty, named
from kg.resources import folder
from kg.store.gate import Bound, iri_term, string_term
from kg.store.prepared import fill
from kg.vocabulary.running import numbered

if TYPE_CHECKING:
    from kg.store.graph import Graph

TYPES = ("department", "function", "township", "county", "list", "category", "text", "number")
"""Types of parameters."""

_FIELD = regex(r"#\s*([a-z]+(?:@en)?)\s*:\s*(.*)")
_PARAM = regex(
    r"(?P<name>\w+)\s+(?P<type>\w+)\s+(?P<needed>required|optional)\s+(?P<example>\S+)\s*(?P<help>.*)"
)
_SLOT = regex(r"VALUES\s*(?P<vars>\(?[?\w\s]+\)?)\s*\{[^{}]*\}\s*#\s*param\s+(?P<name>\w+)")
_INDEXED = regex(
    r"# indexed (?P<variable>\?\w+) by (?P<words>\w+|(?:\"[^\"\n]+\" ?)+?) in (?P<fields>[a-z ]+)$",
    re.MULTILINE,
)
_WORD = regex(r'"([^"]+)"')
_LONGEST = 64
"""Characters of a name beyond which nobody looks for one like it."""
_DIGITS = 18
"""No longer numbers: engines count in 64 bits."""
_HINTS = {
    "department": "its name, a short form, or without the county",
    "text": "in Chinese, as the lists have it",
}
"""How a parameter of a type is written."""


@frozen
class Parameter:
    """A parameter of a library query: its type, whether it must be given, an example."""

    name: str
    type: str
    required: bool
    example: str
    help: str

    @property
    def help_en(self) -> str:
        """What it asks for, in English: its name and how to write it."""
        name = self.name.replace("_", " ").replace("-", " ")
        more = f": {_HINTS[self.type]}" if self.type in _HINTS else ""
        return name[:1].upper() + name[1:] + more


@frozen
class LibraryQuery:
    """A question of the library.

    ``columns`` are the variables a person sees with their Chinese headings; rows are grouped by
    the variables of ``group``; those of ``once`` (a clause with several parties) are not repeated.
    ``each`` of a table of counts: the query that lists the rows behind a line, its parameter, and the
    variable whose value it takes.
    Machine formats give every variable.
    """

    name: str
    title: str
    title_en: str
    description: str
    description_en: str
    keywords: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    columns: tuple[tuple[str, str], ...]
    group: tuple[str, ...]
    once: tuple[str, ...]
    each: tuple[str, str, str] | None
    expected_rows: int | None
    expected: tuple[Mapping[str, str], ...]
    text: str

    def bind(self, graph: Graph, values: Mapping[str, str | int]) -> Bound:
        """The query with ``values`` (as people write them) bound.

        Raises:
            QueryError: a parameter is unknown, missing or empty, or its value is no text or names
                nothing in the graph.
        """
        given, terms = self._given(graph, values)
        text = _INDEXED.sub(lambda place: _candidates(place, given, graph), self.text)
        bound = _bound(text, terms)
        # Before the tables: words of a list that look like a parameter's place are no place.
        text = _SLOT.sub(lambda slot: _values(slot, terms[slot["name"]]), text)
        return Bound(fill(text, lambda select, over: graph.prepared(select, bound, over)))

    def written(self, graph: Graph, values: Mapping[str, str | int]) -> str:
        """The same query for people: what it means, without the rows that :meth:`bind` has looked up for it.

        Raises:
            QueryError: as :meth:`bind`.
        """
        _, terms = self._given(graph, values)
        return _SLOT.sub(lambda slot: _values(slot, terms[slot["name"]]), self.text)

    def _given(
        self, graph: Graph, values: Mapping[str, str | int]
    ) -> tuple[dict[str, str], dict[str, _Rows]]:
        """Values as they are written, and the terms of each parameter."""
        known = {parameter.name: parameter for parameter in self.parameters}
        given = {name: _written(name, value) for name, value in values.items()}
        given = _by_number(graph, known, given)
        for name in given:
            if name not in known:
                raise QueryError(
                    f"查询 {self.name} 没有参数 {name}；参数有：{'、'.join(known) or '无'} (no such parameter)"
                )
        for parameter in self.parameters:
            if parameter.required and parameter.name not in given:
                raise QueryError(
                    f"查询 {self.name} 需要参数 {parameter.name}，例如 -p {parameter.name}={parameter.example}"
                    " (parameter is missing)"
                )
        lookup = Lookup.of(graph)
        return given, {
            name: _terms(parameter, given.get(name), lookup) for name, parameter in known.items()
        }


def _by_number(
    graph: Graph, known: Mapping[str, Parameter], given: dict[str, str]
) -> dict[str, str]:
    """The values with a duty's list and number (东城镇配合第33项) put where the query wants them.

    ``duty`` stands for township, list and number; where a duty's name is wanted, its number will do.
    """
    if {"township", "list", "number"} <= known.keys() and "duty" in given:
        found = named(graph, given["duty"], given.get("township", ""))
        own = {"township": found.township, "list": found.list, "number": str(found.number)}
        return {name: value for name, value in given.items() if name != "duty"} | own
    if "name" in known and known["name"].type == "text" and numbered(given.get("name", "")):
        one = duty(graph, given["name"], given.get("township", ""))
        if one:
            place = {"township": one.township} if "township" in known else {}
            return given | place | {"name": one.name}
    return given


def _written(name: str, value: object) -> str:
    """A value as people write it; ``least=5`` from Python is as good as from the command line."""
    if isinstance(value, str):
        # An empty one is a slip, such as a variable of a script that was not set; to leave the
        # parameter out would answer another question.
        if not value.strip():
            raise QueryError(f"参数 {name} 是空的 (parameter is empty)")
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise QueryError(f"参数 {name} 应为文字 (must be text): {shown(repr(value))}")


def _candidates(place: re.Match[str], values: Mapping[str, str], graph: Graph) -> str:
    """VALUES with the duties the text index finds; the query itself still looks at every word."""
    words = _WORD.findall(place["words"]) or [values.get(place["words"], "")]
    found = graph.duties_with(words, place["fields"].split()) if all(words) else None
    if found is None:
        return place[0]
    return f"VALUES {place['variable']} {{ {' '.join(map(iri_term, found))} }}"


_Rows = tuple[tuple[str, ...], ...]
"""Terms for the variables of a parameter, a row for each thing it may be."""


def _bound(text: str, terms: Mapping[str, _Rows]) -> dict[str, str]:
    """Variable → the one term a parameter binds it to."""
    bound: dict[str, str] = {}
    for slot in _SLOT.finditer(text):
        for at, name in enumerate(re.findall(r"\?(\w+)", slot["vars"])):
            found = {row[at] for row in terms[slot["name"]]}
            if len(found) == 1 and min(found).startswith("<"):
                bound[name] = min(found)
    return bound


def _values(slot: re.Match[str], rows: _Rows) -> str:
    """The VALUES block with ``rows`` of terms; UNDEF is left out, since not every engine joins it right."""
    names = re.findall(r"\?\w+", slot["vars"])
    at = [place for place in range(len(names)) if rows[0][place] != "UNDEF"]
    if not at:
        return f"# any {slot['name']}"
    variables = " ".join(names[place] for place in at)
    values = " ".join(f"({' '.join(row[place] for place in at)})" for row in rows)
    return f"VALUES ({variables}) {{ {values} }} # param {slot['name']}"


def _terms(parameter: Parameter, value: str | None, lookup: Lookup) -> _Rows:
    """The terms that stand for a value, a row for each it may be; UNDEF where none is given."""
    if parameter.type == "department":
        if value is None:
            return (("UNDEF", "UNDEF"),)
        function, place = lookup.department(value)
        where = iri_term(place) if place else "UNDEF"
        return tuple((iri_term(kind), where) for kind in lookup.kin(function))
    return (_term(parameter, value, lookup),)


def _term(parameter: Parameter, value: str | None, lookup: Lookup) -> tuple[str, ...]:
    if value is None:
        return ("UNDEF",)
    if parameter.type == "number":
        if not value.strip().isdecimal() or len(value) > _DIGITS:
            raise QueryError(
                f"参数 {parameter.name} 应为整数 (must be a whole number): {shown(value)}"
            )
        return (str(int(value)),)
    if parameter.type == "text":
        return (_text(parameter, value),)
    if parameter.type == "list":
        return (string_term(lookup.list_kind(value)),)
    find = {
        "function": lookup.function,
        "township": lookup.township,
        "county": lookup.county,
        "category": lookup.category,
    }
    return (iri_term(find[parameter.type](value)),)


def _text(parameter: Parameter, value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError as error:  # bytes of another encoding on the command line
        raise QueryError(
            f"参数 {parameter.name} 不是 UTF-8 文字 (is no UTF-8 text): {shown(ascii(value))}"
        ) from error
    return string_term(simplified(value))


def library() -> dict[str, LibraryQuery]:
    """All queries of the library by name, sorted."""
    return {name: read_query(path) for name, path in _files().items()}


def find(name: str) -> LibraryQuery:
    """The library query of this name.

    Raises:
        QueryError: there is none; the message offers near names.
    """
    known = _files()
    if name not in known:
        near = near_names(name, known) if len(name) <= _LONGEST else ()
        hint = f"；是不是：{'、'.join(near)}" if near else ""
        raise QueryError(f"没有叫 {shown(name)} 的查询{hint}；kg queries 列出全部 (no such query)")
    return read_query(known[name])


def _files() -> dict[str, Path]:
    """The files of the library by name: what people write is looked up here, never among files."""
    return {path.stem: path for path in sorted(folder("queries").glob("*.rq"))}


def read_query(path: Path) -> LibraryQuery:
    """Read a ``.rq`` file with its header comments.

    Raises:
        QueryError: the header is incomplete or a parameter is malformed.
    """
    text = path.read_text("utf-8")
    fields: dict[str, str] = {}
    parameters: list[Parameter] = []
    expected: list[Mapping[str, str]] = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        match = _FIELD.match(line)
        if match is None:
            continue
        if match[1] == "param":
            found = _PARAM.fullmatch(match[2])
            if found is None or found["type"] not in TYPES:
                raise QueryError(f"{path.name}: 参数说明有误 (malformed parameter): {match[2]}")
            parameters.append(
                Parameter(
                    found["name"],
                    found["type"],
                    found["needed"] == "required",
                    found["example"],
                    found["help"],
                )
            )
        elif match[1] == "has":
            cells = (cell.partition("=") for cell in match[2].split(" | "))
            expected.append({name.strip(): value.strip() for name, _, value in cells})
        else:
            fields[match[1]] = match[2].strip()
    missing = {"title", "title@en", "description", "description@en", "keywords"} - set(fields)
    if missing:
        raise QueryError(f"{path.name}: 缺少 {'、'.join(sorted(missing))} (header is incomplete)")
    return LibraryQuery(
        path.stem,
        fields["title"],
        fields["title@en"],
        fields["description"],
        fields["description@en"],
        tuple(word.strip() for word in fields["keywords"].split(",")),
        tuple(parameters),
        _columns(fields.get("columns", "")),
        tuple(fields.get("group", "").split()),
        tuple(fields.get("once", "").split()),
        _each(fields.get("each", "")),
        int(fields["rows"]) if "rows" in fields else None,
        tuple(expected),
        text,
    )


def _each(field: str) -> tuple[str, str, str] | None:
    name, _, pair = field.partition(" ")
    parameter, equals, variable = pair.strip().partition("=")
    return (name, parameter, variable) if equals else None


def _columns(field: str) -> tuple[tuple[str, str], ...]:
    pairs = (part.split(None, 1) for part in field.split("|") if part.strip())
    return tuple((pair[0], pair[-1].strip()) for pair in pairs)
