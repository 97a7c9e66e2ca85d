"""Names of bodies: from the words of a list to departments.

A department is (jurisdiction, function). A name is a place (``木垒县``, ``县``, ``州``) and a kind
of office from the vocabulary, longest match; vertical bodies match the vocabulary's templates.
A name that fits nothing is kept as written and flagged, never guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

from kg.folding import strip_blanks, strip_markup
from kg.places import place_of, unknown_code
from kg.records import Department, Level, Mention, Place, Township
from kg.vocabulary import Function, Vocabulary

_SEPARATOR = re.compile(r"[、，,；;/／|]+")
_JOINER = re.compile(r"[、，,/／]|以及|[和及与或]")
_JOINING = frozenset("、，,/／以和及与或")
_BRACKET = re.compile(r"[（(]([^（）()]{1,30})[)）]")
_OFFICE_END = re.compile(r"(?:局|办|委|会|室|中心|部|院|队|站|馆|社|所|公司|分局)$")
_OPEN = re.compile(
    r"(?:等(?:其他|其它)?|(?:以及|及其?|和)?(?:其他|其它|有关|相关|各(?:有关|相关|行业)?))"
    r"[^、，,；;]{0,40}?(?:部门|单位|机构|成员)|等"
)
_NOT_BEFORE_GENERIC = "全各每跨出邻外进城该两多"
_OPENS = frozenset("（(")
_BOUNDARY = "，,；;。：:、（("
_COUNTY_ENDS = ("县", "市", "区", "旗")


@dataclass(frozen=True, slots=True)
class NameProblem:
    """An irregularity of a department cell: kind of finding, message, quote."""

    kind: str
    message: str
    quote: str


@dataclass(frozen=True, slots=True)
class Split:
    """A department cell taken apart."""

    mentions: tuple[Mention, ...]
    open_words: str
    problems: tuple[NameProblem, ...]

    @property
    def departments(self) -> tuple[Department, ...]:
        """Each body once, in the order of the cell."""
        return tuple(dict.fromkeys(mention.department for mention in self.mentions))


@dataclass(frozen=True, slots=True)
class _Match:
    """A name found at a position: where it ends and what it means."""

    end: int
    function: Function
    place: Place
    full_name: str
    place_lost: bool = False


class NameReader:
    """Reads the names of bodies in one document, from the standpoint of its township."""

    def __init__(self, vocabulary: Vocabulary, township: Township | None) -> None:
        """Prepare for a document; without a township only full names resolve."""
        self._vocabulary = vocabulary
        self._county = township.county if township else None
        self._chosen: dict[tuple[str, str], str] = {}
        self._splits: dict[str, Split] = {}
        self._departments: dict[tuple[str, str, str], Department] = {}

    # -- learning the names a document prints ---------------------------------------------

    def learn(self, cells: Iterable[str]) -> None:
        """Note which full names the department columns print; they name the body throughout."""
        printed: dict[tuple[str, str], Counter[str]] = {}
        for cell in cells:
            for mention in self.split(cell).mentions:
                if mention.department.known and self._is_full(mention):
                    department = mention.department
                    printed.setdefault(department.key, Counter())[department.name] += 1
        self._chosen = {
            key: min(names.items(), key=lambda item: (-item[1], item[0]))[0]
            for key, names in printed.items()
        }
        self._departments.clear()
        self._splits = {
            cell: replace(split, mentions=tuple(self._renamed(mention) for mention in split.mentions))
            for cell, split in self._splits.items()
        }

    def _renamed(self, mention: Mention) -> Mention:
        name = self._chosen.get(mention.department.key, mention.department.name)
        return replace(mention, department=replace(mention.department, name=name))

    def _is_full(self, mention: Mention) -> bool:
        """Whether the words name the office in full, not by a short form."""
        written = mention.written
        return any(
            written.endswith(name)
            for name in (mention.department.name, *self._tails(mention.department))
        )

    def _tails(self, department: Department) -> tuple[str, ...]:
        function = self._vocabulary.functions[department.function]
        return (function.name, *function.names)

    # -- columns --------------------------------------------------------------------------

    def split(self, cell: str) -> Split:
        """Take a department cell apart into bodies.

        A blank is no separator: names broken by blanks are joined, glued ones are told apart.
        """
        split = self._splits.get(cell)
        if split is None:
            split = self._splits[cell] = self._split(cell)
        return split

    def _split(self, cell: str) -> Split:
        raw = strip_markup(cell).strip()
        text = strip_blanks(raw).strip("：:。")
        mentions: list[Mention] = []
        problems: list[NameProblem] = []
        open_words = ""
        position = 0
        glued = False
        while position < len(text):
            separator = _SEPARATOR.match(text, position)
            if separator:
                if separator[0] != "、":
                    problems.append(NameProblem("name-separator", f"部门之间写作“{separator[0]}”", raw))
                position, glued = separator.end(), False
                continue
            if mentions:
                joined = _JOINER.match(text, position)
                if joined and self._match(text, joined.end(), bare=True):
                    position, glued = joined.end(), False
                    continue
                opened = _OPEN.fullmatch(text, position)
                if opened:
                    open_words = text[position:]
                    break
            match = self._match(text, position, bare=True)
            end = self._segment_end(text, position) if match is None else match.end
            if match is not None and not self._ends_well(text, end):
                match, end = None, self._segment_end(text, position)
            mention = self._mention(text, position, end, match)
            if glued:
                problems.append(NameProblem("name-glued", "两个部门之间缺少顿号", raw))
            mentions.append(mention)
            problems.extend(self._problems(mention, match, mentions[:-1], raw))
            position, glued = end, True
        if raw != strip_blanks(raw) and _broken(raw, mentions):
            problems.append(NameProblem("name-broken", "部门名称中间有空格", raw))
        return Split(tuple(mentions), open_words, tuple(problems))

    def _ends_well(self, text: str, end: int) -> bool:
        """Whether a name may end here: at a separator, an open set or another name."""
        return (
            end == len(text)
            or _SEPARATOR.match(text, end) is not None
            or _OPEN.fullmatch(text, end) is not None
            or self._match(text, end, bare=False) is not None
            or bool((joined := _JOINER.match(text, end)) and self._match(text, joined.end(), bare=True))
        )

    @staticmethod
    def _segment_end(text: str, start: int) -> int:
        separator = _SEPARATOR.search(text, start)
        return separator.start() if separator else len(text)

    def _mention(self, text: str, start: int, end: int, match: _Match | None) -> Mention:
        written = text[start:end]
        department = self._department(match) if match else self._unknown(written)
        return Mention(written, start, end, department)

    @staticmethod
    def _problems(
        mention: Mention, match: _Match | None, before: list[Mention], raw: str
    ) -> Iterator[NameProblem]:
        if match is None:
            yield NameProblem("name-unresolved", f"无法识别部门“{mention.written}”，照原样保留", raw)
        elif match.place_lost:
            yield NameProblem(
                "name-place-lost", f"“{mention.written}”应为{mention.department.name}", raw
            )
        if any(other.department == mention.department for other in before):
            yield NameProblem("name-repeated", f"{mention.department.name}写了不止一次", raw)

    # -- running text ---------------------------------------------------------------------

    def find(self, text: str) -> tuple[Mention, ...]:
        """Find the bodies named in running text, elided ones in enumerations included."""
        found: list[Mention] = []
        start = self._starts.search(text)
        while start:
            position = start.start()
            match = self._match(text, position, bare=False)
            if match is None:
                start = self._starts.search(text, position + 1)
                continue
            found.append(Mention(text[position : match.end], position, match.end, self._department(match)))
            start = self._starts.search(text, self._find_elided(text, match.end, found))
        return tuple(found)

    def bare_at(self, text: str, position: int) -> Mention | None:
        """The office of the county named without its place at ``position`` (组织部), or None."""
        if self._county is None:
            return None
        match = self._match_office(text, position, self._county)
        if match is None:
            return None
        return Mention(text[position : match.end], position, match.end, self._department(match), True)

    def office(self, function: Function, prefix: str = "") -> Department | None:
        """The office of this kind in the jurisdiction ``prefix`` (县, 州 …) names; none: the county's."""
        for place in self._jurisdictions:
            if not prefix or prefix in self._own_names(place):
                match = _Match(0, function, place, self._full(function, function.name, place))
                return self._department(match)
        return None

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The words for the document's own jurisdictions (木垒县, 县, 州 …), longest first."""
        prefixes = (prefix for group in self._prefixes.values() for prefix, _ in group)
        return tuple(sorted(prefixes, key=lambda prefix: (-len(prefix), prefix)))

    @property
    def functions(self) -> dict[str, Function]:
        """The kinds of office of the vocabulary, by id."""
        return self._vocabulary.functions

    def _find_elided(self, text: str, position: int, found: list[Mention]) -> int:
        """Names that go on an enumeration without their place (县水利局、农业农村局)."""
        while text[position : position + 1] in _JOINING:
            joined = _JOINER.match(text, position)
            if joined is None:
                return position
            match = self._match(text, joined.end(), bare=True)
            if match is None or match.end - joined.end() < 3:
                return position
            elided = self._match(text, joined.end(), bare=False) is None
            found.append(
                Mention(
                    text[joined.end() : match.end],
                    joined.end(),
                    match.end,
                    self._department(match),
                    elided,
                )
            )
            position = match.end
        return position

    def read_heading(self, text: str) -> tuple[Mention, ...]:
        """The bodies ``text`` names if it is nothing but their names (a heading), else ()."""
        words = strip_blanks(text).rstrip("：:")
        if not words or len(words) > 120:
            return ()
        mentions: list[Mention] = []
        position = 0
        while position < len(words):
            match = self._match(words, position, bare=True)
            if match is None:
                return ()
            mentions.append(
                Mention(words[position : match.end], position, match.end, self._department(match))
            )
            position = match.end
            if position == len(words) or _OPEN.fullmatch(words, position):
                break
            joined = _JOINER.match(words, position)
            if joined is None:
                return ()
            position = joined.end()
        return tuple(mentions)

    # -- matching -------------------------------------------------------------------------

    def _match(self, text: str, position: int, *, bare: bool) -> _Match | None:
        """The longest name that begins at ``position``; ``bare`` allows names without a place."""
        best = self._match_vertical(text, position)
        for prefix, place in self._prefixes.get(text[position : position + 1], ()):
            if not text.startswith(prefix, position):
                continue
            if len(prefix) <= 2 and prefix in self._generic:
                place = self._foreign(text, position, prefix) or place
                if position and text[position - 1] in _NOT_BEFORE_GENERIC:
                    continue
            best = self._longer(best, self._match_office(text, position + len(prefix), place))
        if best is None and self._county:
            for lost in self._bare_places:
                if text.startswith(lost, position):
                    match = self._match_office(text, position + len(lost), self._county)
                    if match and match.end - position - len(lost) >= 3:
                        best = replace(match, place_lost=True)
        if best is None and bare:
            best = self._match_known_place(text, position)
        if best is None and bare and self._county:
            best = self._match_office(text, position, self._county)
        return self._with_bracket(text, best) if best else None

    @staticmethod
    def _longer(first: _Match | None, second: _Match | None) -> _Match | None:
        if first is None or (second is not None and second.end > first.end):
            return second
        return first

    def _match_office(self, text: str, position: int, place: Place) -> _Match | None:
        spellings, starts = self._vocabulary.spellings, self._vocabulary.spellings_by_start
        for length in (3, 2):
            for spelling in starts.get(text[position : position + length], ()):
                if text.startswith(spelling, position):
                    function, name = spellings[spelling]
                    return _Match(
                        position + len(spelling), function, place, self._full(function, name, place)
                    )
        return None

    def _full(self, function: Function, name: str, place: Place) -> str:
        """The full name of an office in ``place``: by its first template, else place + name."""
        if (
            name == function.name
            and function.patterns
            and function.patterns[0] not in function.own_patterns
            and place is self._county
        ):
            rendered = _render(function.patterns[0], place)
            if rendered:
                return rendered
        return place.printed + name

    def _match_vertical(self, text: str, position: int) -> _Match | None:
        for literal, function, full_name in self._literals.get(text[position : position + 2], ()):
            if text.startswith(literal, position) and self._county:
                return _Match(position + len(literal), function, self._county, full_name)
        return None

    def _match_known_place(self, text: str, position: int) -> _Match | None:
        """A body of a place outside the document's own jurisdictions (another county)."""
        for level in (Level.COUNTY, Level.PREFECTURE, Level.PROVINCE):
            names = self._vocabulary.places_by_name.get(level, {})
            for length in range(min(12, len(text) - position), 1, -1):
                rows = names.get(text[position : position + length], ())
                if len(rows) == 1:
                    place = place_of(rows[0].code, self._vocabulary, text[position : position + length])
                    match = self._match_office(text, position + length, place)
                    if match:
                        return match
        return None

    def _foreign(self, text: str, position: int, prefix: str) -> Place | None:
        """The other county or city whose name ends in this 县/市, if the text names one."""
        if text[position - 1 : position + 1] not in self._vocabulary.place_endings:
            return None
        names = self._vocabulary.places_by_name
        for length in range(min(10, position + 1), 1, -1):
            name = text[position - length + 1 : position + len(prefix)]
            if len(name) == 2 and position > 1 and text[position - 2] not in _BOUNDARY:
                continue  # 甲局和县公安局 does not name 和县, 相应县级部门 not 应县
            if name.removesuffix(prefix) in self._vocabulary.role_words:
                continue  # 会同县公安局 does not name 会同县
            for level in (Level.COUNTY, Level.PREFECTURE):
                rows = names.get(level, {}).get(name, ())
                if len(rows) == 1:
                    return place_of(rows[0].code, self._vocabulary, name)
        return None

    @staticmethod
    def _with_bracket(text: str, match: _Match) -> _Match:
        """A bracket after a name is part of it where it holds another name of the office."""
        if text[match.end : match.end + 1] not in _OPENS:
            return match
        bracket = _BRACKET.match(text, match.end)
        if bracket and _OFFICE_END.search(bracket[1]):
            return replace(match, end=bracket.end())
        return match

    def _department(self, match: _Match) -> Department:
        place, function = match.place, match.function
        known = self._departments.get((place.code, function.id, match.full_name))
        if known is None:
            name = self._chosen.get((place.code, function.id), match.full_name)
            known = Department(place.code, function.id, name, function.branch, place, True)
            self._departments[place.code, function.id, match.full_name] = known
        return known

    def _unknown(self, written: str) -> Department:
        code = self._county.code if self._county else "x"
        office = written
        if self._county:
            for prefix in sorted(self._own_names(self._county), key=len, reverse=True):
                if written.startswith(prefix) and len(written) > len(prefix) + 1:
                    office = written[len(prefix) :]
                    break
        return Department(code, unknown_code(office), written, "", self._county, False)

    # -- the document's own places --------------------------------------------------------

    @cached_property
    def _generic(self) -> frozenset[str]:
        return frozenset(name for place in self._jurisdictions for name in _generic_names(place))

    @cached_property
    def _jurisdictions(self) -> tuple[Place, ...]:
        places = []
        place = self._county
        while place is not None and place.level is not Level.NATION:
            places.append(place)
            place = place.parent
        return tuple(places)

    @cached_property
    def _prefixes(self) -> dict[str, tuple[tuple[str, Place], ...]]:
        """First character → (prefix, place), longest first; the nearest place owns a generic word."""
        table: dict[str, Place] = {}
        for place in self._jurisdictions:
            for name in self._own_names(place):
                table.setdefault(name, place)
                table.setdefault("中共" + name, place)
        index: dict[str, list[tuple[str, Place]]] = {}
        for name, place in table.items():
            index.setdefault(name[0], []).append((name, place))
        return {
            first: tuple(sorted(names, key=lambda item: (-len(item[0]), item[0])))
            for first, names in index.items()
        }

    @cached_property
    def _starts(self) -> re.Pattern[str]:
        """Where a name with its place may begin: most positions need no closer look."""
        offices = re.escape("".join(sorted({name[0] for name in self._vocabulary.spellings})))
        # Every branch begins with a letter of its own, so that the search can skip to it.
        parts = [f"{re.escape(place)}(?=[{offices}])" for place in self.places]
        parts.extend(map(re.escape, sorted([*self._bare_places, *self._literals])))
        return re.compile("|".join(parts) or r"(?!)")

    def _own_names(self, place: Place) -> tuple[str, ...]:
        row = self._vocabulary.places.get(place.code)
        aliases = (row.name, *row.aliases) if row else (place.name,)
        return tuple(
            dict.fromkeys(
                (place.printed, *(name for name in aliases if len(name) > 2), *_generic_names(place))
            )
        )

    @cached_property
    def _bare_places(self) -> tuple[str, ...]:
        county = self._county
        if county is None or county.printed[-1] not in _COUNTY_ENDS or len(county.printed) < 3:
            return ()
        return (county.printed[:-1],)

    @cached_property
    def _literals(self) -> dict[str, tuple[tuple[str, Function, str], ...]]:
        """The names of vertical bodies in this county: first two characters → names, longest first."""
        index: dict[str, list[tuple[str, Function, str]]] = {}
        if self._county is None:
            return {}
        names = {place.level: self._own_names(place) for place in self._jurisdictions}
        bare = tuple(name[:-1] for name in names.get(self._county.level, ()) if len(name) > 2)
        for place in self._jurisdictions[1:]:
            row = self._vocabulary.places.get(place.code)
            if row and row.bare:
                names[place.level] = (*names[place.level], row.bare)
        for function in self._vocabulary.functions.values():
            for template in function.patterns:
                if template.removeprefix("{county}") in self._vocabulary.spellings:
                    continue
                kept = template if template in function.own_patterns else function.patterns[0]
                full_name = _render(kept, self._county)
                if full_name is None:
                    continue
                for literal, spelt_out in _expand(template, names, bare, self._generic):
                    kept_name = literal if spelt_out and template in function.own_patterns else full_name
                    index.setdefault(literal[:2], []).append((literal, function, kept_name))
        return {
            start: tuple(sorted(items, key=lambda item: (-len(item[0]), item[0], item[1].id)))
            for start, items in index.items()
        }


_FIELD = re.compile(r"\{(nation|province|prefecture|county|county-bare)\}")


def _render(template: str, county: Place) -> str | None:
    """A template with the county's and its parents' printed names; None if one is missing."""
    values = {"county": county.printed, "county-bare": county.printed[:-1]}
    for level in (Level.PREFECTURE, Level.PROVINCE):
        place = county.ancestor(level)
        if place:
            values[level.value] = place.printed
    try:
        return _FIELD.sub(lambda match: values[match[1]], template)
    except KeyError:
        return None


def _expand(
    template: str,
    names: dict[Level, tuple[str, ...]],
    bare: tuple[str, ...],
    generic: frozenset[str],
) -> Iterator[tuple[str, bool]]:
    """Every way the template may be written, and whether all its places are spelt out."""
    fields = list(dict.fromkeys(_FIELD.findall(template)))
    choices = []
    for name in fields:
        options = bare if name == "county-bare" else names.get(Level(name), ())
        if not options:
            return
        choices.append(options)
    for values in product(*choices):
        literal = template
        for name, value in zip(fields, values, strict=True):
            literal = literal.replace("{" + name + "}", value)
        if len(literal) > 3:
            yield literal, generic.isdisjoint(values)


def _generic_names(place: Place) -> tuple[str, ...]:
    """The words a text uses for the place by its level: 县, 本县, 州, 自治区."""
    name = place.printed
    if place.level is Level.PROVINCE:
        word = "自治区" if name.endswith("自治区") else "省" if name.endswith("省") else name[-1:]
    elif name.endswith("地区"):
        word = "地区"
    else:
        word = name[-1:]
    return (word, "本" + word, "我" + word) if word else ()


def _broken(raw: str, mentions: list[Mention]) -> bool:
    """Whether a blank stands inside a name rather than between two."""
    raw = re.sub(r"\s+(?=[（(])", "", raw)
    return any(mention.written not in raw for mention in mentions)
