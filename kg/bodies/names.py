"""Names of bodies: from the words of a list to departments.

A department is (jurisdiction, function). Columns are taken apart into bodies, running text is
searched for them. A name that fits nothing is kept as written and flagged, never guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from kg.bodies.breaks import Breaks, before_bracket, is_broken
from kg.bodies.chosen import ChosenNames
from kg.bodies.forms import BodyReader, Form
from kg.folding import strip_blanks, strip_markup
from kg.values import Department, Mention, Township
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.rows import Function

_SEPARATOR = re.compile(r"[、，,；;/／|]+")
_JOINER = re.compile(r"[、，,/／]|以及|[和及与或]")
_JOINING = frozenset("、，,/／以和及与或")
_OPEN = re.compile(
    r"(?:等(?:其他|其它)?|(?:以及|及其?|和)?(?:其他|其它|有关|相关|各(?:有关|相关|行业)?))"
    r"[^、，,；;]{0,40}?(?:部门|单位|机构|成员)|等"
)
_GENERAL = re.compile(
    r"(?:上级|本级|[省州市县区旗师](?:级|直)?)?(?:各|有关|相关|行业|主管|职能|业务|责任|成员|其他|其它|涉及)+"
    r"(?:的)?(?:部门|单位|机构)"
)
"""Words that name no body: 县直各部门, 各行业主管部门, 有关单位."""
_LONGEST_HEADING, _LONGEST_NAME = 120, 80
_SHORTEST_ELIDED = 3


@dataclass(frozen=True, slots=True)
class NameProblem:
    """An irregularity of a department cell: kind of finding, message, quote."""

    kind: str
    message: str
    quote: str


@dataclass(frozen=True, slots=True)
class Split:
    """A department cell taken apart; ``departments`` has each body once, in the cell's order."""

    mentions: tuple[Mention, ...]
    departments: tuple[Department, ...]
    open_words: str
    problems: tuple[NameProblem, ...]


NO_NAMES = Split((), (), "", ())
"""What an empty cell holds."""


class NameReader:
    """Reads the names of bodies in one document, from the standpoint of its township."""

    def __init__(self, vocabulary: Vocabulary, township: Township | None) -> None:
        """Prepare for a document; without a township only full names resolve."""
        self._bodies = BodyReader(vocabulary, township.county if township else None)
        self._chosen: dict[tuple[str, str], str] = {}
        self._columns: set[tuple[str, str]] = set()
        self._strange: dict[str, Department] = {}
        self._splits: dict[str, Split] = {}
        self._whole: dict[str, Form | None] = {}
        self._headings: dict[str, tuple[Mention, ...]] = {}
        self._departments: dict[tuple[str, str, str], Department] = {}
        self._breaks = Breaks(self._is_known, lambda: self.places, vocabulary.signs)

    # -- learning the names a document prints ---------------------------------------------

    def learn(self, cells: Iterable[str]) -> None:
        """Note which names the department columns print, in full or else in short; they name the body throughout."""
        chosen, columns = ChosenNames(), set[tuple[str, str]]()
        for cell, times in Counter(cells).items():
            for mention in self.split(cell).mentions:
                columns.add(mention.department.key)
                if mention.department.known:
                    chosen.note(mention, times, full=self._is_full(mention))
                else:
                    self._bodies.learn_local(mention.written)
                    self._strange[mention.written] = mention.department
        self._chosen |= chosen.names()
        self._columns = columns
        self._departments.clear()
        self._headings.clear()
        for cell, split in self._splits.items():
            if any(self._name_of(body) != body.name for body in split.departments):
                self._splits[cell] = self._renamed(split)

    def _name_of(self, department: Department) -> str:
        return self._chosen.get(department.key, department.name)

    def _renamed(self, split: Split) -> Split:
        mentions = tuple(
            replace(
                mention,
                department=replace(mention.department, name=self._name_of(mention.department)),
            )
            for mention in split.mentions
        )
        departments = tuple(dict.fromkeys(mention.department for mention in mentions))
        return replace(split, mentions=mentions, departments=departments)

    def _is_full(self, mention: Mention) -> bool:
        """Whether the words name the office in full, not by a short form."""
        function = self.functions[mention.department.function]
        return mention.written.endswith((mention.department.name, function.name, *function.names))

    # -- columns --------------------------------------------------------------------------

    def split(self, cell: str) -> Split:
        """Take a department cell apart into bodies.

        A blank parts two whole names only: names broken by blanks are joined, glued ones are told apart.
        """
        split = self._splits.get(cell)
        if split is None:
            split = self._splits[cell] = self._split(cell)
        return split

    def _split(self, cell: str) -> Split:
        raw = strip_markup(self.parted(cell)).strip()
        text = strip_blanks(raw).strip("：:。")
        mentions: list[Mention] = []
        seen: dict[Department, None] = {}
        problems: list[NameProblem] = []
        open_words = ""
        position = segment_end = 0
        glued = False
        while position < len(text):
            separator = _SEPARATOR.match(text, position)
            if separator:
                if separator[0] != "、":
                    problems.append(
                        NameProblem("name-separator", f"部门之间写作“{separator[0]}”", raw)
                    )
                position, glued = separator.end(), False
                continue
            if mentions:
                joined = _JOINER.match(text, position)
                if joined and self._bodies.match(text, joined.end(), bare=True):
                    position, glued = joined.end(), False
                    continue
                opened = _OPEN.fullmatch(text, position)
                if opened:
                    open_words = text[position:]
                    break
            if position >= segment_end:
                segment_end = _segment_end(text, position)
                if _GENERAL.fullmatch(text, position, segment_end):
                    open_words = "、".join(filter(None, (open_words, text[position:segment_end])))
                    position = segment_end
                    continue
            form, end = self._next(text, position, segment_end)
            mention = self._mention(text, position, end, form)
            if glued:
                problems.append(NameProblem("name-glued", "两个部门之间缺少顿号", raw))
            problems.extend(self._problems(mention, form, mention.department in seen, raw))
            mentions.append(mention)
            seen[mention.department] = None
            position, glued = end, True
        if raw != strip_blanks(raw) and is_broken(raw, mentions):
            problems.append(NameProblem("name-broken", "部门名称中间有空格", raw))
        return Split(tuple(mentions), tuple(seen), open_words, tuple(problems))

    def parted(self, cell: str) -> str:
        """The cell with 、 where numbers, line breaks or blanks part its bodies."""
        return self._breaks.parted(cell)

    def is_name(self, words: str) -> bool:
        """Whether words are one whole name, of the tables or by how it begins and ends."""
        return self._breaks.is_whole(words)

    def _is_known(self, words: str) -> bool:
        """Whether words are the name of one body that the tables have."""
        form = self._bodies.match(words, 0, bare=True) if words else None
        return form is not None and form.end == len(words)

    def _next(self, text: str, position: int, end: int) -> tuple[Form | None, int]:
        """The body at ``position`` and where its words end; None for words that name none.

        ``end`` is where the words up to the next separator end.
        """
        if end - position <= _LONGEST_NAME:
            segment = text[position:end]
            if segment not in self._whole:
                form = self._bodies.match(segment, 0, bare=True)
                self._whole[segment] = form if form and form.end == len(segment) else None
            whole = self._whole[segment]
            if whole:
                return whole, end
        form = self._bodies.match(text, position, bare=True)
        if form is None or not self._ends_well(text, form.end):
            return None, self._next_glued(text, position, end) or max(end, position + 1)
        return form, form.end

    def _next_glued(self, text: str, position: int, end: int) -> int:
        """Where a known body with its place follows a strange one without a 、; 0 for nowhere."""
        for place in self.places:
            start = text.find(place, position + 1, end)
            while start > 0:
                if self.is_name(text[position:start]):
                    form = self._bodies.match(text, start, bare=False)
                    if form and form.end == end:
                        return start
                start = text.find(place, start + 1, end)
        return 0

    def _ends_well(self, text: str, end: int) -> bool:
        """Whether a name may end here: at a separator, an open set or another name."""
        return (
            end == len(text)
            or _SEPARATOR.match(text, end) is not None
            or _OPEN.fullmatch(text, end) is not None
            or self._bodies.match(text, end, bare=False) is not None
            or bool(
                (joined := _JOINER.match(text, end))
                and self._bodies.match(text, joined.end(), bare=True)
            )
        )

    def _mention(self, text: str, start: int, end: int, form: Form | None) -> Mention:
        written = text[start:end]
        department = self._department(form) if form else self._bodies.unknown(written)
        return Mention(written, start, end, department)

    @staticmethod
    def _problems(
        mention: Mention, form: Form | None, repeated: bool, raw: str
    ) -> Iterator[NameProblem]:
        if form is None:
            yield NameProblem(
                "name-unresolved", f"无法识别部门“{mention.written}”，照原样保留", raw
            )
        elif form.place_lost:
            yield NameProblem(
                "name-place-lost", f"“{mention.written}”应为{mention.department.name}", raw
            )
        if repeated:
            yield NameProblem("name-repeated", f"{mention.department.name}写了不止一次", raw)

    # -- running text ---------------------------------------------------------------------

    def find(self, text: str) -> tuple[Mention, ...]:
        """Find the bodies named in running text, elided ones in enumerations included."""
        starts = self._bodies.starts
        found: list[Mention] = []
        start = starts.search(text)
        while start:
            position = start.start()
            form = self._bodies.match(text, position, bare=False)
            if form is None:
                start = starts.search(text, position + 1)
                continue
            found.append(self._mention(text, position, form.end, form))
            start = starts.search(text, self._find_elided(text, form.end, found))
        return tuple(found)

    def begins(self, text: str) -> Mention | None:
        """The body with which running text begins, or None."""
        return next((first for first in self.find(text)[:1] if first.start == 0), None)

    def _find_elided(self, text: str, position: int, found: list[Mention]) -> int:
        """Names that go on an enumeration without their place (县水利局、农业农村局)."""
        while text[position : position + 1] in _JOINING:
            joined = _JOINER.match(text, position)
            if joined is None:
                return position
            start = joined.end()
            form = self._bodies.match(text, start, bare=True)
            if form is None or form.end - start < _SHORTEST_ELIDED:
                return position
            elided = self._bodies.match(text, start, bare=False) is None
            found.append(
                Mention(text[start : form.end], start, form.end, self._department(form), elided)
            )
            position = form.end
        return position

    def bare_at(self, text: str, position: int) -> Mention | None:
        """The office of the county named without its place at ``position`` (组织部), or None."""
        if self._bodies.county is None:
            return None
        form = self._bodies.match_office(text, position, self._bodies.county)
        if form is None:
            return None
        return Mention(text[position : form.end], position, form.end, self._department(form), True)

    def read_heading(self, text: str) -> tuple[Mention, ...]:
        """The bodies ``text`` names if it is nothing but their names (a heading), else ()."""
        if len(text) > 2 * _LONGEST_HEADING:
            return ()
        mentions = self._headings.get(text)
        if mentions is None:
            mentions = self._headings[text] = self._read_heading(text)
        return mentions

    def _read_heading(self, text: str) -> tuple[Mention, ...]:
        words = strip_blanks(text).rstrip("：:")
        if words in self._strange:  # a body of the columns that no table has
            return (Mention(words, 0, len(words), self._strange[words]),)
        if words[-1:] not in self._bodies.ends or len(words) > _LONGEST_HEADING:
            return ()
        mentions: list[Mention] = []
        position = 0
        while position < len(words):
            form = self._bodies.match(words, position, bare=True)
            if form is None:
                return ()
            mentions.append(self._mention(words, position, form.end, form))
            position = form.end
            if position == len(words) or _OPEN.fullmatch(words, position):
                break
            joined = _JOINER.match(words, position)
            if joined is None:
                return ()
            position = joined.end()
        return tuple(mentions)

    # -- offices --------------------------------------------------------------------------

    @property
    def functions(self) -> dict[str, Function]:
        """The kinds of office of the vocabulary, by id."""
        return self._bodies.vocabulary.functions

    @property
    def county_printed(self) -> str:
        """The document's county as it prints it, '' without one."""
        return self._bodies.county.printed if self._bodies.county else ""

    def signs(self, sign: str) -> tuple[str, ...]:
        """The words of the vocabulary that show ``sign`` (signs.csv)."""
        return self._bodies.vocabulary.signs.get(sign, ())

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The words for the document's own jurisdictions (甲县, 县, 州 …), longest first."""
        return tuple(sorted(self._bodies.own.prefixes, key=lambda word: (-len(word), word)))

    def office(self, function: Function, prefix: str = "") -> Department | None:
        """The office of this kind in the jurisdiction ``prefix`` names; none: the county's."""
        for place in self._bodies.own.places:
            if not prefix or prefix in self._bodies.own.names_of(place):
                name = self._bodies.full_name(function, function.name, place)
                return self._department(Form(0, function, place, name))
        return None

    def _in_columns(self, form: Form) -> Form:
        """The office of the columns that it stands for: 区综合执法局 for the 城市管理综合行政执法局 there."""
        code = form.place.code
        if self._columns and (code, form.function.id) not in self._columns:
            for other in self._bodies.vocabulary.stand_ins.get(form.function.id, ()):
                if (code, other) in self._columns:
                    function = self.functions[other]
                    name = self._bodies.full_name(function, function.name, form.place)
                    return replace(form, function=function, full_name=name)
        return form

    def _department(self, form: Form) -> Department:
        form = self._in_columns(form)
        key = (form.place.code, form.function.id, form.full_name)
        department = self._departments.get(key)
        if department is None:
            name = self._chosen.get(key[:2], form.full_name)
            department = self._departments[key] = Department(
                key[0], key[1], name, form.function.branch, form.place, not key[1].startswith("x-")
            )
        return department


def _segment_end(text: str, start: int) -> int:
    separator = _SEPARATOR.search(text, start)
    return separator.start() if separator else len(text)


def broken_in(
    cell: str, mentions: Iterable[Mention], known: Iterable[object]
) -> Iterator[NameProblem]:
    """Names that a blank of a cell breaks, where its labels and marks were taken off before it was split."""
    if any(isinstance(problem, NameProblem) and problem.kind == "name-broken" for problem in known):
        return
    raw = strip_markup(cell)
    closed = before_bracket(raw)
    for written in dict.fromkeys(mention.written for mention in mentions):
        apart = r"\s*".join(map(re.escape, written))
        if written not in closed and (found := re.search(apart, raw)):
            yield NameProblem("name-broken", "部门名称中间有空格", found[0])
