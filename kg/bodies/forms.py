"""Bodies: the written forms of bodies, told from the standpoint of one document.

In a list of 甲县 the words ``县水利局``, ``甲县水利局`` and ``乙州生态环境局甲县分局`` each mean one body.
A form is one of the document's own places and a kind of office, a template of the vocabulary, or
a known place elsewhere and a kind of office; the longest form wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from kg.bodies.jurisdictions import FIELDS, Jurisdictions
from kg.bodies.places import place_of, unknown_code
from kg.bodies.templates import PlaceName, Template, TemplateIndex, render
from kg.values import Department, Level, Place
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.rows import Function

_BRACKET = re.compile(r"[（(]([^（）()]{1,30})[)）]")
_OFFICE_END = re.compile(r"(?:局|办|委|会|室|中心|部|院|队|站|馆|社|所|公司|分局)$")
_NOT_BEFORE_GENERIC = "全各每跨出邻外进城该两多"
_BOUNDARY = "，,；;。：:、（("
_OPENS = frozenset("（(")
_COUNTY_ENDS = ("县", "市", "区", "旗")


@dataclass(frozen=True, slots=True)
class Form:
    """A written form found in a text: where it ends and which body it means.

    ``place_lost``: the word 县/市 is missing from its place (昌吉人力资源和社会保障局).
    """

    end: int
    function: Function
    place: Place
    full_name: str
    place_lost: bool = False


class BodyReader:
    """Finds the written forms of bodies in the texts of one document."""

    def __init__(self, vocabulary: Vocabulary, county: Place | None) -> None:
        """Prepare for a document of ``county`` (None: only names with a known place are found)."""
        self.vocabulary = vocabulary
        self.county = county
        self.own = Jurisdictions(vocabulary, county)
        self._templates = templates_of(vocabulary)
        self._full_names: dict[tuple[str, str], str] = {}
        self._local: dict[str, Function] = {}

    def match(self, text: str, position: int, *, bare: bool) -> Form | None:
        """The longest form that begins at ``position``; ``bare`` allows names without a place."""
        best = self._match_own_place(text, position)
        if best is None and bare:
            best = self._match_known_place(text, position)
            if best is None and self.county:
                best = self.match_office(text, position, self.county)
        return _with_bracket(text, best) if best else None

    def match_office(self, text: str, position: int, place: Place) -> Form | None:
        """The longest office without a place at ``position``, taken as one of ``place``."""
        spellings, starts = self.vocabulary.spellings, self.vocabulary.spellings_by_start
        if self._local and place is self.county:
            own = (name for name in self._local if text.startswith(name, position))
            local = next(own, None)
            if local:
                whole = place.printed + local
                return Form(position + len(local), self._local[local], place, whole)
        for length in (3, 2):
            for spelling in starts.get(text[position : position + length], ()):
                if text.startswith(spelling, position):
                    function, name = spellings[spelling]
                    key = (spelling, place.code)
                    full_name = self._full_names.get(key)
                    if full_name is None:
                        full_name = self.full_name(function, name, place)
                        self._full_names[key] = full_name
                    return Form(position + len(spelling), function, place, full_name)
        return None

    def full_name(self, function: Function, name: str, place: Place) -> str:
        """The full name of an office in ``place``: by its first template, else place + name."""
        if name == function.name and place is self.county and function.patterns:
            first = function.patterns[0]
            if first not in function.own_patterns:
                return render(first, place) or place.printed + name
        return place.printed + name

    # -- the ways a form may begin --------------------------------------------------------

    def _match_own_place(self, text: str, position: int) -> Form | None:
        names = [
            (name, place)
            for name, place in self.own.names_by_start.get(text[position : position + 1], ())
            if text.startswith(name.text, position)
        ]
        best = None
        if text[position : position + 2] in self._templates.starts or any(
            "" in starts
            or text[position + len(name.text) : position + len(name.text) + 2] in starts
            for name, _ in names
            if (starts := self._template_starts[name.text])
        ):
            best = self._match_template(text, position, names)
        for name, place in names:
            if place is None:
                continue
            if name.text in self.own.generic:
                if position and text[position - 1] in _NOT_BEFORE_GENERIC:
                    continue
                place = self._foreign(text, position, name.text) or place
            form = self.match_office(text, position + len(name.text), place)
            if form and place is not self.county:
                form = self._branch(text, name, form) or form
            if form and (best is None or form.end > best.end):
                best = form
        if best is None:
            best = self._match_lost_place(text, position)
        return best

    def _branch(self, text: str, name: PlaceName, form: Form) -> Form | None:
        """A city's office with its branch in the county (市自然资源局乙分局): the county's own body."""
        if self.county is None or not form.function.name.endswith("局"):
            return None
        for county in (
            *self.own.fields.get("{county-bare}", ()),
            *self.own.fields.get("{county}", ()),
        ):
            if text.startswith(county.text + "分局", form.end):
                end = form.end + len(county.text) + 2
                return replace(
                    form,
                    end=end,
                    place=self.county,
                    full_name=f"{form.full_name}{county.text}分局",
                )
        return None

    def _match_template(
        self, text: str, position: int, names: Iterable[tuple[PlaceName, Place | None]]
    ) -> Form | None:
        if self.county is None:
            return None
        found = self._templates.match(
            text,
            position,
            self.own.fields,
            ((field, name) for name, _ in names for field in self.own.fields_by_name[name.text]),
        )
        if found is None:
            return None
        end, template, spelt_out = found
        place = self._place_of(template)
        if template.own and spelt_out:
            name = text[position:end]
        else:
            name = self._standard_name(template, place)
        return Form(end, template.function, place, name)

    def _place_of(self, template: Template) -> Place:
        """The jurisdiction of a body: the smallest place of its template."""
        assert self.county is not None
        if "{county" in template.text:
            return self.county
        for level in (Level.PREFECTURE, Level.PROVINCE):
            place = self.county.ancestor(level)
            if place and FIELDS[level] in template.text:
                return place
        return self.county

    def _standard_name(self, template: Template, place: Place) -> str:
        assert self.county is not None
        own = template.own or place is not self.county
        rendered = render(template.text if own else template.standard, self.county)
        return rendered or place.printed + template.function.name

    def _match_lost_place(self, text: str, position: int) -> Form | None:
        county = self.county
        if county is None or county.printed[-1] not in _COUNTY_ENDS or len(county.printed) < 3:
            return None
        lost = county.printed[:-1]
        if not text.startswith(lost, position):
            return None
        after = position + len(lost)
        form = self.match_office(text, after, county)
        return replace(form, place_lost=True) if form and form.end - after >= 3 else None

    def _match_known_place(self, text: str, position: int) -> Form | None:
        """A body of a place outside the document's own jurisdictions (another county)."""
        for level in (Level.COUNTY, Level.PREFECTURE, Level.PROVINCE):
            names = self.vocabulary.places_by_name.get(level, {})
            for length in range(min(12, len(text) - position), 1, -1):
                rows = names.get(text[position : position + length], ())
                if len(rows) == 1:
                    printed = text[position : position + length]
                    place = place_of(rows[0].code, self.vocabulary, printed)
                    form = self.match_office(text, position + length, place)
                    if form:
                        return form
        return None

    def _foreign(self, text: str, position: int, word: str) -> Place | None:
        """The other county or city whose name ends in this 县/市, if the text names one."""
        if text[position - 1 : position + 1] not in self.vocabulary.place_endings:
            return None
        names = self.vocabulary.places_by_name
        for length in range(min(10, position + 1), 1, -1):
            name = text[position - length + 1 : position + len(word)]
            if len(name) == 2 and position > 1 and text[position - 2] not in _BOUNDARY:
                continue  # 甲局和县公安局 does not name 和县, 相应县级部门 not 应县
            if name.removesuffix(word) in self.vocabulary.role_words:
                continue  # 会同县公安局 does not name 会同县
            for level in (Level.COUNTY, Level.PREFECTURE):
                rows = names.get(level, {}).get(name, ())
                if len(rows) == 1:
                    return place_of(rows[0].code, self.vocabulary, name)
        return None

    @cached_property
    def starts(self) -> re.Pattern[str]:
        """Where a form with its place may begin: most positions of a text need no closer look."""
        begin = {name[0] for name in (*self.vocabulary.spellings, *self._local)}
        offices = re.escape("".join(sorted(begin)))
        words = sorted(self.own.prefixes, key=lambda name: (-len(name), name))
        # Every branch begins with a letter of its own, so that the search can skip to it.
        parts = [f"{re.escape(word)}(?=[{offices}])" for word in words]
        if self.county:
            names = {name.text for group in self.own.names_by_start.values() for name, _ in group}
            begins = {name for name in names if name not in self.own.generic} | {
                self.county.printed[:-1],
                *self._templates.starts,
            }
            parts.extend(map(re.escape, sorted(begins, key=lambda name: (-len(name), name))))
            parts.extend(
                f"{re.escape(name)}(?={'|'.join(map(re.escape, sorted(starts)))})"
                for name in sorted(self.own.generic & names)
                if (starts := self._template_words(name))
            )
        return re.compile("|".join(parts) or r"(?!)")

    @cached_property
    def ends(self) -> frozenset[str]:
        """The characters a list of names may end with: of offices, brackets, 等部门."""
        local = {name[-1] for name in self._local}
        return frozenset(self._templates.ends).union(")）", _OPEN_ENDS, local)

    def _template_words(self, name: str) -> set[str]:
        """What may follow the place ``name`` in a template."""
        starts = self._template_starts.get(name, frozenset())
        words = {start for start in starts if start}
        return words | {other[:1] for other in self.own.prefixes} if "" in starts else words

    @cached_property
    def _template_starts(self) -> dict[str, frozenset[str]]:
        """A name of a place → the two characters that may follow in a template, '' for a place."""
        return {
            name: frozenset(start for field in fields for start in self._templates.after(field))
            for name, fields in self.own.fields_by_name.items()
        }

    # -- departments ----------------------------------------------------------------------

    def unknown(self, written: str) -> Department:
        """A body that is not in the tables, under the name it is written with."""
        code = self.county.code if self.county else "x"
        office, name = self._office_of(written), written
        if office != written and self.county and self._is_office(office):
            name = self.county.printed + office
        return Department(code, unknown_code(office), name, "", self.county, False)

    def _office_of(self, written: str) -> str:
        """The words of a name behind the document's own county, all of them where it is not there."""
        if self.county:
            for prefix in sorted(self.own.names_of(self.county), key=len, reverse=True):
                if written.startswith(prefix) and len(written) > len(prefix) + 1:
                    return written[len(prefix) :]
        return written

    def _is_office(self, office: str) -> bool:
        ends = self.vocabulary.signs.get("office-end", ())
        return _LOCAL.fullmatch(office) is not None and office.endswith(ends)

    def learn_local(self, written: str) -> None:
        """Know a body of the county that no table has by its name from here on (县茶叶中心)."""
        office = self._office_of(written)
        if office == written or office in self._local or not self._is_office(office):
            return
        self._local[office] = Function(
            unknown_code(office), office, "", "", (), (), "", (), frozenset(), (), ()
        )
        self._local = dict(sorted(self._local.items(), key=lambda item: -len(item[0])))
        self.__dict__.pop("starts", None)
        self.__dict__.pop("ends", None)


_LOCAL = re.compile(r"[\u4e00-\u9fff（）]{3,24}")
_OPEN_ENDS = "等门位构员"
_INDEXES: dict[str, TemplateIndex] = {}


def templates_of(vocabulary: Vocabulary) -> TemplateIndex:
    """The index of the vocabulary's templates, made once."""
    index = _INDEXES.get(vocabulary.checksum)
    if index is None:
        _INDEXES.clear()
        index = _INDEXES[vocabulary.checksum] = TemplateIndex(vocabulary)
    return index


def _with_bracket(text: str, form: Form) -> Form:
    """A bracket after a name is part of it where it holds another name of the office."""
    if text[form.end : form.end + 1] not in _OPENS:
        return form
    bracket = _BRACKET.match(text, form.end)
    if bracket and _OFFICE_END.search(bracket[1]):
        return replace(form, end=bracket.end())
    return form
