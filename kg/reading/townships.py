"""Townships: whose lists the tables of a document are.

A file may hold the lists of several townships, told apart by titles, covers or a column. Where
the places that a file names do not agree, nothing is guessed: it is an error at that line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, takewhile

from kg.bodies.places import PlaceProblem, bare_name, locate, split_path
from kg.folding import fold_forms, strip_blanks, strip_markup
from kg.reading.blocks import Block
from kg.reading.lists.elsewhere import (
    Printed,
    check_above,
    is_new,
    is_shorter,
    same_place,
    told_apart,
)
from kg.reading.lists.found import ListReading, folded_cover
from kg.reading.naming import Named
from kg.reading.rows import RowProblem
from kg.reading.tables import Line, serial_of
from kg.reading.titles import TitleReader, title_text
from kg.values import Level, ListKind, Place, Title, Township
from kg.vocabulary.loading import Vocabulary

_BARE = re.compile(r"[\u4e00-\u9fff]{1,10}(?:镇|乡|街道|团场|苏木)")
_COLUMNS = ("place-prefecture", "place-county", "place")
_LONGEST_QUOTE = 200


@dataclass(slots=True)
class Share:
    """What belongs to one township: its rows by list and table, titles and cover (a region)."""

    township: Township | None
    named: list[Named] = field(default_factory=list)
    titles: list[Title] = field(default_factory=list)
    region: int = 0

    @property
    def kinds(self) -> frozenset[ListKind]:
        """The lists it has rows of."""
        return frozenset(n.kind for n in self.named)


class Divider:
    """Divides the tables of a document among townships."""

    def __init__(
        self, reading: ListReading, vocabulary: Vocabulary, place: str | None, hint: str
    ) -> None:
        """``place`` is what the user says (``--place``), ``hint`` what the file's name says."""
        self._reading = reading
        self._vocabulary = vocabulary
        self._place = place
        self._hint = hint
        self._covers: dict[int, Township | PlaceProblem | None] = {}
        self._same: dict[str, Township] = {}
        self._titles = TitleReader(vocabulary)
        self._given_problem: PlaceProblem | None = None
        self._given = self._locate_given()
        self.problems: list[RowProblem] = []

    def divide(self, named: list[Named]) -> list[Share]:
        """The shares in the order of the document; one without township where none is named."""
        shares: dict[str, Share] = {}
        unclear: list[tuple[int, PlaceProblem]] = []
        for part in named:
            for township, lines in self._by_place(part, unclear):
                code = township.code if township else ""
                share = shares.setdefault(code, Share(township, region=part.table.region))
                share.named.append(replace(part, lines=lines))
                title = part.table.title
                if title and title not in share.titles:
                    share.titles.append(title)
        nowhere = shares.get("")
        if nowhere is not None and len(shares) == 2:  # tables that name no place of their own
            (share,) = (s for s in shares.values() if s is not nowhere)
            share.named.extend(nowhere.named)
            share.titles.extend(nowhere.titles)
            order = {id(part.table): place for place, part in enumerate(named)}
            share.named.sort(key=lambda n: (order[id(n.table)], n.lines[0].block.line))
            share.titles.sort(key=lambda title: title.line)
            del shares[""]
        found = list(shares.values())
        if len(found) > 1:
            found = self._settle_several(found)
        for share in found:
            if share.township is None:
                self._say_unknown(unclear)
            else:
                self._check_cover(share, single=len(found) == 1)
                printed = self._printed(share, single=len(found) == 1)
                if self._given is None or self._given.code != share.township.code:
                    self.problems.extend(check_above(printed, self._vocabulary))
        self._check_given(found)
        return found

    def _printed(self, share: Share, *, single: bool) -> Iterator[Printed]:
        """The places that the cover (of a ``single`` township), titles and columns print."""
        if single and (cover := self._reading.covers[share.region]):
            first, words = cover[0], folded_cover(cover)
            yield Printed(first.line, "封面", words, first.text.strip()[:_LONGEST_QUOTE])
        seen: set[str] = set()
        for part in share.named:
            title, roles = part.table.title, part.columns.roles
            if title and part.table.place and title.text not in seen:
                seen.add(title.text)
                yield Printed(title.line, "标题", fold_forms(part.table.place), title.text)
            at = [roles.index(role) for role in _COLUMNS if role in roles]
            for line in part.lines if at else ():
                words = _words_at(line, at)
                if words not in seen:
                    seen.add(words)
                    quote = line.block.text.strip()[:_LONGEST_QUOTE]
                    yield Printed(line.block.line, "乡镇一列", words, quote)

    # -- where a table says it is from ----------------------------------------------------

    def _by_place(
        self, part: Named, unclear: list[tuple[int, PlaceProblem]]
    ) -> list[tuple[Township | None, list[Line]]]:
        """The rows of a table by township: by a column of townships, else all by its title."""
        roles = part.columns.roles
        above = self._above(part, unclear)
        if "place" not in roles:
            return [(above, part.lines)]
        at = [roles.index(role) for role in _COLUMNS if role in roles]
        groups: dict[str, list[Line]] = {}
        last = ""
        for line in part.lines:
            words = _words_at(line, at)
            last = words or last
            groups.setdefault(last, []).append(line)
        found: list[tuple[Township | None, list[Line]]] = []
        for words, lines in groups.items():
            township = self._of_words(words, above)
            if township is None and self._given and len(groups) == 1:
                what = f"乡镇一列写的是“{words}”，按 --place 读作{self._given.name}"
                self.problems.append(RowProblem("place-varies", lines[0].block.line, what, words))
            elif township is None:
                first = lines[0].block
                what = f"乡镇一列写的“{words or '空'}”认不出是哪个乡镇；请写全 县（市、区）和乡镇"
                self.problems.append(RowProblem("no-place", first.line, what, words))
            found.append((township or above, lines))
        if len(found) > 1:
            self._check_enclosed(part, found)
        return found

    def _check_enclosed(self, part: Named, found: list[tuple[Township | None, list[Line]]]) -> None:
        """Rows of one township among those of another whose numbers run on over them."""
        whose = {id(line): township for township, lines in found for line in lines}
        runs = [list(run) for _, run in groupby(part.lines, lambda line: whose[id(line)])]
        for before, run, after in zip(runs, runs[1:], runs[2:], strict=False):
            one, other = whose[id(run[0])], whose[id(before[0])]
            numbers = [
                serial_of(line.cells, part.columns) or 0
                for line in (before[-1], run[0], run[-1], after[0])
            ]
            runs_on = numbers[0] + 1 == numbers[1] and numbers[2] + 1 == numbers[3]
            if whose[id(after[0])] == other and runs_on and one and other:
                own, theirs = told_apart(one, other)
                what = (
                    f"第 {numbers[1]} 项写的是{own}，前后各项是{theirs}，序号却连着；"
                    "乡镇一列可能填错，请改正"
                )
                quote = run[0].block.text.strip()[:_LONGEST_QUOTE]
                self.problems.append(RowProblem("place-differs", run[0].block.line, what, quote))

    def _of_words(self, words: str, above: Township | None) -> Township | None:
        first = None
        for text in (words, *self._contexts(above, words)):
            located = locate(text, self._vocabulary)
            if isinstance(located, Township):
                if located.place.known:
                    return located
                # With what stands above it a county outside the tables has a city and a province.
                if first is None or located.county.parent:
                    first = located
        return first

    def _contexts(self, above: Township | None, words: str) -> list[str]:
        """The township's words with the county in front that the document or the user names."""
        texts = []
        for township in (above, self._given):
            if township:
                county = township.county.printed
                if _COUNTY.match(words) and not words.startswith(county):
                    continue
                path = words if words.startswith(county) else county + words
                texts.append(_with_above(path, township.county))
        for text in (folded_cover(self._reading.covers[0]), self._hint, self._place or ""):
            county = _county_of(text)
            if county and not _COUNTY.match(words):
                texts.append(county + words)
        return texts

    def _above(self, part: Named, unclear: list[tuple[int, PlaceProblem]]) -> Township | None:
        """The township that the title of a table names, else its cover, else the user."""
        table = part.table
        cover = self._cover(table.region)
        if table.place:
            located = locate(fold_forms(table.place), self._vocabulary)
            if isinstance(located, Township):
                located = self._with_parents(located, cover)
                return self._same.setdefault(located.name, located) if is_new(located) else located
            line = table.title.line if table.title else table.header.line
            if isinstance(located, PlaceProblem):
                unclear.append((line, PlaceProblem(located.kind, f"标题：{located.message}")))
            elif isinstance(cover, Township):
                self._check_bare(table.place, cover, line)
        if isinstance(cover, Township):
            return cover
        if isinstance(cover, PlaceProblem):
            unclear.append((self._cover_line(table.region), cover))
        if self._given:
            return self._given
        if self._hint and not unclear:
            located = locate(self._hint, self._vocabulary)
            if isinstance(located, Township):
                return located
        return None

    def _with_parents(self, located: Township, cover: Township | PlaceProblem | None) -> Township:
        """A county no table has, with the province and city that the cover prints above it."""
        if not isinstance(cover, Township) or located.county.known or located.county.parent:
            return located
        if cover.county.parent is None or located.county.printed != cover.county.printed:
            return located
        richer = locate(_with_above(located.name, cover.county), self._vocabulary)
        return richer if isinstance(richer, Township) else located

    def _check_bare(self, place: str, cover: Township, line: int) -> None:
        """A title with the township alone must mean the one of the cover."""
        words = fold_forms(place)
        names = {cover.place.name, cover.place.printed, cover.name}
        if _BARE.fullmatch(words) and not any(
            name.endswith(words) or words.endswith(name) for name in names
        ):
            what = f"标题写的是“{words}”，封面写的是{cover.name}；请改正，或拆成两个文件"
            self.problems.append(RowProblem("place-differs", line, what, place))

    def _cover(self, region: int) -> Township | PlaceProblem | None:
        if region not in self._covers:
            every = self._reading.covers[region]
            blocks = [block for block in every if block.line]  # the title of a page comes last
            located = locate(folded_cover(blocks), self._vocabulary) if blocks else None
            if not isinstance(located, Township):  # a page may have much else around its title
                located = self._titled(blocks) or self._titled(every) or located
            elif is_new(located):
                located = self._without_other_words(located, blocks)
            if isinstance(located, PlaceProblem):
                located = PlaceProblem(located.kind, f"封面：{located.message}")
            for other in self._covers.values():  # sheets may print less above it than the first
                if isinstance(other, Township) and isinstance(located, Township):
                    located = other if is_shorter(located, other) else located
            self._covers[region] = located
        return self._covers[region]

    def _titled(self, blocks: list[Block]) -> Township | None:
        """The township of the one line of a cover that is a title of the whole document.

        One that prints nothing above a county no table has counts where no other line contradicts it.
        """
        alone: dict[str, Township] = {}
        for block in blocks:
            match = self._titles.match(title_text(block.text))
            located = locate(match[1], self._vocabulary) if match and match[1] else None
            if not isinstance(located, Township):
                continue
            if located.county.parent is not None:
                return located
            alone[located.name] = located
        return next(iter(alone.values())) if len(alone) == 1 else None

    def _without_other_words(self, located: Township, blocks: list[Block]) -> Township:
        """A township outside the tables by its title alone, where a page has other words before it."""
        for block in blocks:
            match = self._titles.match(title_text(block.text))
            titled = locate(match[1], self._vocabulary) if match and match[1] else None
            if (
                isinstance(titled, Township)
                and located.place.printed == titled.place.printed
                and located.county.printed != titled.county.printed
                and located.county.printed.endswith(titled.county.printed)
            ):
                return titled
        return located

    def _cover_line(self, region: int) -> int:
        blocks = self._reading.covers[region]
        return blocks[0].line if blocks else 0

    def _locate_given(self) -> Township | None:
        if self._place is None:
            return None
        located = locate(split_path(self._place), self._vocabulary)
        if isinstance(located, PlaceProblem):
            self._given_problem = PlaceProblem(located.kind, f"--place：{located.message}")
        elif located is None:
            what = f"--place 写的“{self._place}”里认不出乡镇；应为 省/州市/县/乡镇"
            self._given_problem = PlaceProblem("no-place", what)
        return located if isinstance(located, Township) else None

    # -- whether the places agree ---------------------------------------------------------

    def _settle_several(self, shares: list[Share]) -> list[Share]:
        """Several townships in one file are so where each has the same lists; else an error."""
        if any(part.by_column or "place" in part.columns.roles for s in shares for part in s.named):
            return shares
        first = shares[0]
        for share in shares[1:]:
            if share.kinds == first.kinds and share.township and first.township:
                continue
            title = share.titles[0] if share.titles else None
            line = title.line if title else share.named[0].table.header.line
            names = [s.township.name if s.township else "（没有写）" for s in (share, first)]
            if share.township and first.township:
                names = list(told_apart(share.township, first.township))
            what = (
                f"这里写的是{names[0]}，前面写的是{names[1]}，两处的清单不成套；"
                "请改正，或拆成两个文件"
            )
            self.problems.append(
                RowProblem("place-differs", line, what, title.text if title else "")
            )
        return shares

    def _check_cover(self, share: Share, *, single: bool) -> None:
        """Whether the cover of a region names the township of its titles."""
        township = share.township
        assert township is not None
        cover = self._cover(share.region)
        if single and isinstance(cover, Township) and not self._agree(cover, township):
            if self._given and self._given.code == township.code:
                return
            above, below = told_apart(cover, township)
            what = f"封面写的是{above}，标题写的是{below}；请改正，或用 --place 指明"
            line = self._cover_line(share.region)
            self.problems.append(RowProblem("place-differs", line, what, ""))
        if not township.place.known:
            what = f"“{township.name}”不在行政区划表中，用临时代码"
            self.problems.append(RowProblem("place-unknown", 0, what, township.place.printed))

    def _agree(self, one: Township, other: Township) -> bool:
        """Whether two are one township; an autonomous county no table has may be printed short."""
        if same_place(one, other):
            return True
        peoples = self._vocabulary.signs.get("ethnic", ())
        names = {bare_name(place.county.printed, peoples) for place in (one, other)}
        new = is_new(one) and is_new(other)
        return new and one.place.printed == other.place.printed and len(names) == 1

    def _check_given(self, shares: list[Share]) -> None:
        """A place that was given and is none of those the document names: said, not passed over."""
        named = [share.township for share in shares]
        if self._place is None or None in named:
            return
        own = [township for township in named if township]
        if self._given is None or not any(same_place(self._given, t) for t in own):
            said = self._given.name if self._given else self._place
            names = "、".join(dict.fromkeys(township.name for township in own))
            what = f"文件里写的是{names}，指明的“{said}”没有用上"
            self.problems.append(RowProblem("place-unused", 0, what, ""))

    def _say_unknown(self, unclear: list[tuple[int, PlaceProblem]]) -> None:
        if self._given_problem:
            unclear.insert(0, (0, self._given_problem))
        what = "看不出是哪个乡镇的清单；请用 --place 省/州市/县/乡镇 指明"
        line, problem = unclear[0] if unclear else (0, PlaceProblem("no-place", what))
        self.problems.append(RowProblem(problem.kind, line, problem.message, ""))


def _words_at(line: Line, at: Sequence[int]) -> str:
    return "".join(fold_forms(strip_blanks(strip_markup(line.cells[p]))) for p in at)


_COUNTY = re.compile(r"[\u4e00-\u9fff]{2,12}?(?:自治县|自治旗|县|市|区|旗)")


def _with_above(path: str, county: Place) -> str:
    """A path that begins with a county, with what is printed of the places above it."""
    for place in takewhile(lambda place: place.level is not Level.NATION, county.lineage()):
        path = path if place is county else place.printed + path
    return path


def _county_of(text: str) -> str:
    """The words of a text up to the last 县 or 市 in its first part."""
    found = list(_COUNTY.finditer(text[:40]))
    return text[: found[-1].end()] if found else ""
