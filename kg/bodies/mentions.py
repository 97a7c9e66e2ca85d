"""Mentions: the bodies named in a clause, put together into the lists they stand in.

``县水利局、农业农村局`` is one group; so is ``县商工信、公安、住建等部门``, where offices are listed by
their stems alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kg.bodies.names import NameReader
from kg.values import Department, Mention
from kg.vocabulary.rows import Function

_OTHERS = r"(?:部门|单位|机关|机构|成员)"
_ETC = re.compile(rf"等[^，。；、：]{{0,30}}?{_OTHERS}")
_TAIL = re.compile(
    rf"等(?:[^，。；、：]{{0,30}}?{_OTHERS})?"
    rf"|(?:、|以?及|和|或)?(?:其他|其它|各|有关|相关)[^，。；、：]{{0,24}}?{_OTHERS}"
)
_LINK = re.compile(r"[、/／]|以及|[和及与或同]|[、，](?:和|及|与|以及)|[，,](?=.)")
_THING = r"[^，。；：、和及与]{0,10}(?:[乡镇村]|街道|单位|机构|部门|企业|公司|政府|社区|党组)"
_VIA = re.compile(rf"(?:、{_THING})+[、和及与]|(?:[和及与]{_THING})[、]")
_COMMAS = frozenset("，,")
_STEM_LINKS = "、和及与"
_ELSEWHERE = tuple("省 州 区 国 兵团 上级 各级 省级 市级 州级 地区 其他 外地 当地 邻".split())
_DUTIFUL = re.compile("负责|牵头")
_LONG_ENOUGH = 5
_DOES = re.compile("负责|牵头|具体负责|会同|组织|开展|依法|制定|对")
_TITLE = re.compile(r"[^，。；：、（）]{2,12}?[局委办部会](?=负责|牵头)")
_LISTING = frozenset("、和及与")
_TAIL_STARTS = frozenset("等、以及和或其各有相")


@dataclass(frozen=True, slots=True)
class Group:
    """Bodies named together; ``links`` are the words between them, ``open_words`` an open end."""

    mentions: tuple[Mention, ...]
    links: tuple[str, ...]
    end: int
    open_words: str

    @property
    def start(self) -> int:
        """Where the first name begins."""
        return self.mentions[0].start


class GroupReader:
    """Finds the groups of bodies in the clauses of one document."""

    def __init__(self, names: NameReader) -> None:
        """Prepare for a document whose names ``names`` reads."""
        self._names = names
        self._words: dict[str, tuple[str, ...]] = {}

    def words_in(
        self, text: str, column: tuple[Department, ...]
    ) -> tuple[tuple[str, Department], ...]:
        """Names without place of the column's bodies that occur in ``text``, longest first.

        ``民政局`` and ``公安机关`` mean the county's own where the column names it.
        """
        found = {
            word: department
            for department in column
            for word in self._words_of(department)
            if word in text
        }
        return tuple(sorted(found.items(), key=lambda item: (-len(item[0]), item[0])))

    def _words_of(self, department: Department) -> tuple[str, ...]:
        words = self._words.get(department.function)
        if words is None:
            function = self._names.functions.get(department.function)
            listed = (
                (function.name, *function.names, *function.forms, *function.generic)
                if function
                else (department.name.removeprefix(self._names.county_printed),)
            )
            words = tuple(dict.fromkeys(word for word in listed if len(word) > 2))
            self._words[department.function] = words
        return words

    def read(
        self,
        text: str,
        column: tuple[Department, ...] = (),
        words: tuple[tuple[str, Department], ...] = (),
    ) -> tuple[Group, ...]:
        """The groups of bodies named in ``text``, in textual order.

        ``column`` are the bodies the duty's column names: a short name (政协) counts in a list
        where the column has its body. ``words`` are those of :meth:`words_in`.
        """
        mentions = list(self._names.find(text))
        for word, department in words:
            position = text.find(word)
            if position >= 0:
                self._add_bare(text, position, word, department, mentions)
        mentions = self._with_stems(text, mentions)
        if not mentions or mentions[0].start > 0:
            self._add_first(text, mentions)
        if column and not (mentions and mentions[0].start == 0) and _DUTIFUL.search(text, 0, 16):
            misprint = _TITLE.match(text)
            if misprint:
                mentions[:0] = self._misprinted(misprint[0], column)
        if not mentions:
            return ()
        groups: list[Group] = []
        members = [mentions[0]]
        links: list[str] = []
        for mention in mentions[1:]:
            link = text[members[-1].end : mention.start]
            if self._joins(link, mention):
                members.append(mention)
                links.append(link)
            else:
                groups.append(self._group(text, members, links, column))
                members, links = [mention], []
        groups.append(self._group(text, members, links, column))
        return tuple(groups)

    def _add_first(self, text: str, mentions: list[Mention]) -> None:
        """An office named without its place that begins the clause and is said to do it."""
        first = self._names.bare_at(text, 0)
        if (
            first is not None
            and first.end >= _LONG_ENOUGH
            and text[first.end - 1] in "局委会"
            and _DOES.match(text, first.end)
        ):
            mentions.insert(0, first)

    def _misprinted(self, written: str, column: tuple[Department, ...]) -> list[Mention]:
        """A body of the column whose name stands there with its characters in another order."""
        letters = sorted(written)
        found = {
            department
            for department in column
            for word in self._words_of(department)
            for place in self._names.places
            if len(place) + len(word) == len(letters) and sorted(place + word) == letters
        }
        return [
            Mention(written, 0, len(written), department) for department in found if len(found) == 1
        ]

    @staticmethod
    def _add_bare(
        text: str, position: int, word: str, department: Department, mentions: list[Mention]
    ) -> None:
        while position >= 0:
            end = position + len(word)
            for mention in mentions:
                if mention.start < end and position < mention.end:
                    break
            else:
                if not text.endswith(_ELSEWHERE, 0, position):
                    mentions.append(Mention(word, position, end, department, True))
                    mentions.sort(key=lambda mention: mention.start)
            position = text.find(word, end)

    @staticmethod
    def _joins(link: str, mention: Mention) -> bool:
        if link in _COMMAS and not mention.elided:
            return False
        return _LINK.fullmatch(link) is not None or (
            len(link) > 2 and _VIA.fullmatch(link) is not None
        )

    def _group(
        self,
        text: str,
        members: list[Mention],
        links: list[str],
        column: tuple[Department, ...],
    ) -> Group:
        end = members[-1].end
        link = text[end : end + 1]
        if column and link in _LISTING:
            short = self._names.bare_at(text, end + 1)
            if short and short.department in column:
                members.append(short)
                links.append(link)
                end = short.end
        if text.startswith("党组", end) and members[-1].department in column:
            end += 2
        tail = _TAIL.match(text, end) if text[end : end + 1] in _TAIL_STARTS else None
        return Group(
            tuple(members), tuple(links), tail.end() if tail else end, tail[0] if tail else ""
        )

    # -- lists of stems -------------------------------------------------------------------

    def _with_stems(self, text: str, mentions: list[Mention]) -> list[Mention]:
        found = mentions
        end = text.find("等", 1)
        while end > 0:
            if text[end - 1] in self._by_end and _ETC.match(text, end):
                stems = list(self._stems_before(text, end))
                if stems:
                    start = stems[0].start
                    found = [m for m in found if m.end <= start or m.start >= end]
                    found.extend(stems)
                    found.sort(key=lambda mention: mention.start)
            end = text.find("等", end + 1)
        return found

    def _stems_before(self, text: str, end: int) -> Iterator[Mention]:
        """Stems of offices listed right before ``end``, last first (商工信、公安、住建|等部门)."""
        listed: list[tuple[int, int, Function]] = []
        while True:
            stem = next(
                (s for s in self._by_end.get(text[end - 1 : end], ()) if text.endswith(s, 0, end)),
                "",
            )
            if not stem:
                break
            listed.append((end - len(stem), end, self._by_stem[stem]))
            end -= len(stem) + 1
            if end <= 0 or text[end] not in _STEM_LINKS:
                break
        if not listed:
            return
        first = listed[-1][0]
        prefix = next((p for p in self._names.places if text.endswith(p, 0, first)), "")
        for start, stop, function in reversed(listed):
            begin = start - len(prefix) if start == first else start
            department = self._names.office(function, prefix)
            if department:
                yield Mention(text[begin:stop], begin, stop, department, True)

    @cached_property
    def _by_stem(self) -> dict[str, Function]:
        return {stem: f for f in self._names.functions.values() for stem in f.stems}

    @cached_property
    def _by_end(self) -> dict[str, tuple[str, ...]]:
        index: dict[str, list[str]] = {}
        for stem in sorted(self._by_stem, key=lambda s: (-len(s), s)):
            index.setdefault(stem[-1], []).append(stem)
        return {last: tuple(stems) for last, stems in index.items()}
