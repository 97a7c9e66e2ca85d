"""Templates: the names of bodies that are not simply place + office.

``{prefecture}生态环境局{county}分局`` stands for every way a document may write it: each field is any
name of its own prefecture or county. A template is matched part by part; its spellings are never
written out, there would be thousands in every county.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.values import Level, Place
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.rows import Function

_FIELD = re.compile(r"\{(nation|province|prefecture|county|county-bare)\}")
_SHORTEST = 4
"""Characters of the shortest name a template may match; 木海关 would be found everywhere."""


@dataclass(frozen=True, slots=True)
class Template:
    """One template of a kind of office.

    ``parts`` are literal texts and names of fields in turn, a field as ``{county}``. ``own``:
    a body so written keeps that name, else it has the name of the ``standard`` template.
    """

    function: Function
    text: str
    parts: tuple[str, ...]
    own: bool
    standard: str


@dataclass(frozen=True, slots=True)
class PlaceName:
    """One way a document may name one of its own jurisdictions; ``full``: it names it in full."""

    text: str
    full: bool


Fields = dict[str, tuple[PlaceName, ...]]
"""Field → the names it may stand for in a document, longest first."""


class TemplateIndex:
    """All templates of a vocabulary, found by how they begin."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Take the templates apart; those that say the same as place + name are left out."""
        self.ends: set[str] = {spelling[-1] for spelling in vocabulary.spellings}
        self._by_start: dict[str, list[Template]] = {}
        self._by_field: dict[str, dict[str, list[Template]]] = {}
        for template in _templates(vocabulary):
            self.ends.add(template.text[-1])
            first = template.parts[0]
            if first.startswith("{"):
                second = template.parts[1]
                start = "" if second.startswith("{") else second[:2]
                self._by_field.setdefault(first, {}).setdefault(start, []).append(template)
            else:
                self._by_start.setdefault(first[:2], []).append(template)
        self.starts = frozenset(self._by_start)

    def after(self, field: str) -> tuple[str, ...]:
        """What may follow a ``field`` that begins a template; '' stands for another place."""
        return tuple(sorted(self._by_field.get(field, ())))

    def match(
        self, text: str, position: int, fields: Fields, names: Iterable[tuple[str, PlaceName]]
    ) -> tuple[int, Template, bool] | None:
        """The longest name by a template at ``position``.

        ``names`` are the (field, name) pairs found at ``position``. Returns where the name ends,
        its template, and whether all places in it are named in full.
        """
        best: tuple[int, Template, bool] | None = None
        for template in self._by_start.get(text[position : position + 2], ()):
            for end, full in _ends(text, position, template.parts, 0, fields):
                if end - position >= _SHORTEST and (best is None or end > best[0]):
                    best = end, template, full
        for field, name in names:
            starts = self._by_field.get(field)
            if starts is None:
                continue
            after = position + len(name.text)
            for start in (text[after : after + 2], ""):
                for template in starts.get(start, ()):
                    for end, full in _ends(text, after, template.parts, 1, fields):
                        if end - position >= _SHORTEST and (best is None or end > best[0]):
                            best = end, template, full and name.full
        return best


def render(template: str, county: Place) -> str | None:
    """A template with the county's and its parents' printed names; None if one is missing."""
    values = {"county": county.printed, "county-bare": county.printed[:-1]}
    for level in (Level.PREFECTURE, Level.PROVINCE):
        place = county.parent.ancestor(level) if county.parent else None
        if place:
            values[level.value] = place.printed
    if any(field not in values for field in _FIELD.findall(template)):
        return None
    return _FIELD.sub(lambda match: values[match[1]], template)


def _templates(vocabulary: Vocabulary) -> Iterator[Template]:
    for function in vocabulary.functions.values():
        for text in function.patterns:
            if text.removeprefix("{county}") in vocabulary.spellings:
                continue
            parts = tuple(part for part in re.split(r"(\{[a-z-]+\})", text) if part)
            if len(parts) > 1:
                yield Template(
                    function, text, parts, text in function.own_patterns, function.patterns[0]
                )


def _ends(
    text: str, position: int, parts: tuple[str, ...], index: int, fields: Fields
) -> Iterator[tuple[int, bool]]:
    """Every end of a match of ``parts`` from ``index`` on, and whether its places are full."""
    if index == len(parts):
        yield position, True
        return
    part = parts[index]
    if not part.startswith("{"):
        if text.startswith(part, position):
            yield from _ends(text, position + len(part), parts, index + 1, fields)
        return
    for name in fields.get(part, ()):
        if text.startswith(name.text, position):
            for end, full in _ends(text, position + len(name.text), parts, index + 1, fields):
                yield end, full and name.full
