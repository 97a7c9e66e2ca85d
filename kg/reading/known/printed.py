"""Printed: what known lists print of the same matters, to tell a name that was cut, glued or misfiled.

Townships of a province copy their lists from one model, so most names stand in many lists word for
word. The table printed.csv has those of the bundled lists. A name that is a piece of a known one, or two
known ones in one, another category or office than all lists give it, a known list in the same edition
that has other rows: each is said, none is mended.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rapidfuzz.distance import OSA, Postfix, Prefix

from kg.findings import shorten
from kg.folding import match_key, strip_blanks, strip_markup
from kg.reading.known.digest import changed
from kg.reading.known.sequence import left_out, out_of_order
from kg.reading.rows import RowProblem
from kg.values import Department, Duty, ListKind, Row
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.tables import read_table

COLUMNS = ("list", "name", "categories", "functions", "lists")
_SHORTEST = 6
"""Shortest name that is looked for as a piece of another."""
_LEAST_GONE = 4
"""Fewest characters that a piece must lack: endings such as 工作 come and go."""
_LEAST_CUT = 2
"""The same at the end of a name, where it is none of those."""
_SHORTEST_HOLED = 8
_OWN_WORDS = frozenset("本该我镇乡县市区州村街道级和与及或者的等在对、，,；;“”")
"""Characters by which lists of one model differ."""
_FREE_ENDINGS = ("工作", "管理", "服务", "监管", "活动", "行为", "等工作")
_NEVER_LAST = ("负责", "做好")
"""Beginnings of names that no name ends with."""
_FOR = re.compile(
    r"(?<=[\u4e00-\u9fff）)])(?<![核比校应相面针反派配查绝结])对(?!象|接|策|比|应|方|外|话|口|账|立|抗|标|称|照|症).{0,3}$"
)
"""对 behind other words, and hardly anything behind it: ``的处罚对在河``, but ``结对``, ``帮扶对象``."""
_FRAME = re.compile("结合|依托|通过|借助|围绕|利用|针对|根据|按照|对|为|在|以|由|与")
"""How a phrase begins that says by what means or for whom, and what is done behind it: 结合……活动做好……."""
_SAME_LIST = 0.9
"""Where a document has this share of the rows of a known list, each that is gone is said."""
_SAME_ROWS = 0.5
"""A document of the same edition is another copy of a known list where more of its rows than this are in that list."""
_EXCERPT = 1 / 3
"""With so few rows of a known list it is an excerpt."""
_MOST = 30
_PARTS = ",;"
_BETWEEN = ",;、。"
"""Marks between the parts of a name, folded: a name is seldom the first part of another one."""
_SHORT_NAME = 10
"""Unless it is short and ends as names do: 临时救助工作."""
_PROVINCE = 2
"""Digits of a township's code that are its province's."""


@dataclass(frozen=True, slots=True)
class Matter:
    """A name as known lists print it; ``lists`` are ``code@edition`` of those that have it, with its number; ``sums`` what it says there."""

    name: str
    categories: frozenset[str]
    functions: frozenset[str]
    lists: dict[str, int]
    sums: dict[str, str]


class Printed:
    """The names of known lists, by the table of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Use the table printed.csv of ``vocabulary``; without one nothing is told."""
        self._lists = {
            kind: _read(vocabulary.checksum, vocabulary.folders, kind) for kind in ListKind
        }
        starts, ends = (
            "|".join(map(re.escape, vocabulary.signs.get(sign, ())))
            for sign in ("name-start", "name-end")
        )
        self._glued = re.compile(f"(?:{ends}|；)(?=(?:{starts}))") if starts and ends else None
        self._category = {form: c.id for form, c in vocabulary.category_by_form.items()}

    def judge(
        self, duties: Sequence[Duty], township: str, edition: str, problems: list[RowProblem]
    ) -> None:
        """Add what differs from the known lists to ``problems``."""
        for duty in duties:
            names = self._lists[duty.row.kind]
            matter = names.exact.get(key(duty.row.name))
            if matter is None:
                elsewhere = self._of_another_list(duty, township[:_PROVINCE])
                problems.extend(
                    elsewhere
                    or _piece(duty, names, township[:_PROVINCE])
                    or self._two_names(duty)
                    or _edited(duty, names)
                )
            else:
                problems.extend(self._misfiled(duty, matter, township[:_PROVINCE]))
        for kind in ListKind:
            of_kind = [duty for duty in duties if duty.row.kind is kind]
            here = edition_key(township, edition)
            gone = list(_missing(of_kind, self._lists[kind], here))
            problems.extend(gone)
            known = [self._lists[kind].exact.get(key(duty.row.name)) for duty in of_kind]
            places = [matter.lists if matter else {} for matter in known]
            rows = [duty.row for duty in of_kind]
            problems.extend(out_of_order(rows, places, here))
            problems.extend(changed(of_kind, [m.sums if m else {} for m in known], here))
            if not gone:
                problems.extend(left_out(rows, places, self._lists[kind].numbered(here), here))

    def _of_another_list(self, duty: Duty, province: str) -> list[RowProblem]:
        """A name that known lists of the same province print in another list only."""
        row = duty.row
        others = [
            kind
            for kind, names in self._lists.items()
            if (matter := names.exact.get(key(row.name)))
            and any(edition.startswith(province) for edition in matter.lists)
        ]
        if not others:
            return []
        what = f"别的清单把“{shorten(row.name, 30)}”都列在《{others[0].zh}清单》里，请核对这一行是不是列错了清单"
        return [RowProblem("list-doubtful", row.line, what, row.name, row)]

    def _two_names(self, duty: Duty) -> list[RowProblem]:
        """A name that ends as names end and goes on as names begin: 公开工作做好养老服务."""
        name = strip_blanks(strip_markup(duty.row.name))
        what = ""
        for at in self._glued.finditer(name) if self._glued else ():
            if _FRAME.match(re.split("[，；]", name[: at.end()])[-1]):
                continue
            first, second = shorten(name[: at.end()]), shorten(name[at.end() :])
            if min(at.end(), len(name) - at.end()) >= _SHORTEST:
                what = f"事项名称里像是连着两项：“{first}”和“{second}”"
            elif at.start() == 0:
                what = f"事项名称前面的“{first}”像是上一项的末尾：“{shorten(name, 30)}”"
            elif second.startswith(_NEVER_LAST):
                what = f"事项名称末尾的“{second}”像是下一项的开头：“…{name[-20:]}”"
            if what:
                break
        else:
            if begun := _FOR.search(name):
                what = f"事项名称末尾的“{begun[0]}”像是下一项的开头：“…{name[-20:]}”"
        if not what:
            return []
        what = f"{what}；照原样保留"
        return [RowProblem("name-doubtful", duty.row.line, what, duty.row.name, duty.row)]

    def prints(self, row: Row) -> bool:
        """Whether known lists of the same kind print this name."""
        return key(row.name) in self._lists[row.kind].exact

    def confirms(self, duty: Duty) -> bool:
        """Whether known lists print this name with one of its departments."""
        matter = self._lists[duty.row.kind].exact.get(key(duty.row.name))
        return matter is not None and not matter.functions.isdisjoint(
            d.function for d in duty.departments
        )

    def gives(self, row: Row, body: Department) -> bool:
        """Whether known lists print this name with this kind of body."""
        matter = self._lists[row.kind].exact.get(key(row.name))
        return matter is not None and body.function in matter.functions

    def confirms_category(self, row: Row) -> bool:
        """Whether known lists print this name under its category."""
        matter = self._lists[row.kind].exact.get(key(row.name))
        return matter is not None and self._category.get(row.category) in matter.categories

    def _misfiled(self, duty: Duty, matter: Matter, province: str) -> Iterator[RowProblem]:
        """Another category or office than all known lists give it; those of another province may have their own."""
        row = duty.row
        near = any(edition.startswith(province) for edition in matter.lists)
        category = self._category.get(row.category, "")
        if near and category and matter.categories and category not in matter.categories:
            what = f"别的清单里“{shorten(row.name, 30)}”都不在“{row.category}”这一类，请核对类别"
            yield RowProblem("category-doubtful", row.line, what, row.name, row)
        functions = {d.function for d in duty.departments}
        if near and functions and matter.functions and not functions & matter.functions:
            what = (
                f"别的清单里“{shorten(row.name, 30)}”不由{duty.departments[0].name}负责，请核对部门"
            )
            yield RowProblem("department-doubtful", row.line, what, row.name, row)
        if matter.functions and duty.discontinued and not duty.departments:
            what = f"别的清单里“{shorten(row.name, 30)}”有部门承接，这里写着不再开展，请核对"
            yield RowProblem("holder-contradicted", row.line, what, row.name, row)


@dataclass(frozen=True, slots=True)
class _Names:
    """The names of one kind of list: by key, in order, and in the order of their reversed keys."""

    exact: dict[str, Matter]
    forward: tuple[str, ...]
    backward: tuple[str, ...]
    longest: int

    def known_in(self, name: str, province: str) -> bool:
        """Whether a list of this province prints the name."""
        return any(edition.startswith(province) for edition in self.exact[name].lists)

    def around(self, length: int) -> Iterator[str]:
        """The names of a length, or of one character more or less."""
        return (name for name in self.forward if abs(len(name) - length) < 2)

    def begun(self, head: str) -> str:
        """A known name that begins so, '' if none does."""
        at = bisect_left(self.forward, head)
        found = self.forward[at] if at < len(self.forward) else ""
        return found if found.startswith(head) else ""

    def ended(self, tail: str) -> str:
        """A known name that ends so, '' if none does."""
        at = bisect_left(self.backward, tail[::-1])
        found = self.backward[at][::-1] if at < len(self.backward) else ""
        return found if found.endswith(tail) else ""

    def numbered(self, edition: str) -> dict[int, str]:
        """The names of an edition by their numbers."""
        return {m.lists[edition]: m.name for m in self.exact.values() if edition in m.lists}

    def with_hole(self, name: str) -> str:
        """A known name that ``name`` is without a piece of its middle, '' if there is none."""
        at = bisect_left(self.forward, name[:_LEAST_GONE])
        while at < len(self.forward) and self.forward[at].startswith(name[:_LEAST_GONE]):
            known = self.forward[at]
            start = Prefix.similarity(known, name)
            end = Postfix.similarity(known, name)
            long_enough = len(known) >= len(name) + _LEAST_GONE
            if long_enough and end >= _LEAST_GONE and start + end >= len(name):
                return known
            at += 1
        return ""


def edition_key(township: str, edition: str) -> str:
    """An edition as the table has it; a list without date is known by its township alone."""
    return f"{township}@{'u' if edition.startswith('u-') else edition}"


def key(name: str) -> str:
    """A name as names are compared."""
    return match_key(strip_markup(name)).rstrip("。；;，,")


@lru_cache(maxsize=16)
def _read(checksum: str, folders: tuple[Path, ...], kind: ListKind) -> _Names:
    exact = {}
    for _, row in read_table(folders, "printed", COLUMNS, 2):
        if row["list"] == kind.value:
            categories, functions = (
                frozenset(filter(None, row[column].split(";")))
                for column in ("categories", "functions")
            )
            lists, sums = {}, {}
            for place in filter(None, row["lists"].split(";")):
                edition, _, rest = place.partition("#")
                number, _, sums[edition] = rest.partition(":")
                lists[edition] = int(number or 0)
            exact[key(row["name"])] = Matter(row["name"], categories, functions, lists, sums)
    backward = tuple(sorted(name[::-1] for name in exact))
    return _Names(exact, tuple(sorted(exact)), backward, max(map(len, exact), default=0))


def _piece(duty: Duty, names: _Names, province: str) -> list[RowProblem]:
    """A name that is the beginning or the end of a known one of its province, or begins with a whole one.

    Elsewhere a shorter name is another way to call the duty.
    """
    row, name = duty.row, key(duty.row.name)
    if len(name) < _SHORTEST:
        return []
    whole = _longer(name, names.forward, _LEAST_CUT)
    if whole and whole[len(name) :] not in _FREE_ENDINGS and names.known_in(whole, province):
        what = f"事项名称像是没有写完，别的清单写作“{shorten(names.exact[whole].name, 40)}”"
        return [RowProblem("name-doubtful", row.line, f"{what}；照原样保留", row.name, row)]
    turned = _longer(name[::-1], names.backward)
    if turned and names.known_in(turned[::-1], province):
        what = f"事项名称像是少了开头，别的清单写作“{shorten(names.exact[turned[::-1]].name, 40)}”"
        return [RowProblem("name-doubtful", row.line, f"{what}；照原样保留", row.name, row)]
    for cut in range(_SHORTEST, min(len(name) - _SHORTEST, names.longest) + 1):
        rest = name[cut:].lstrip(_BETWEEN)
        if name[:cut] in names.exact and (rest in names.exact or _longer(rest, names.forward)):
            what = f"事项名称里像是连着两项：“{shorten(name[:cut])}”和“{shorten(name[cut:])}”"
            return [RowProblem("name-doubtful", row.line, f"{what}；照原样保留", row.name, row)]
    return []


def _edited(duty: Duty, names: _Names) -> list[RowProblem]:
    """A name that is a known one but for a character, or without a piece of its middle."""
    row, name = duty.row, key(duty.row.name)
    if len(name) < _SHORTEST or len(name) > names.longest + 1:
        return []
    near = next((known for known in names.around(len(name)) if _is_slip(known, name)), "")
    holed = "" if near or len(name) < _SHORTEST_HOLED else names.with_hole(name)
    if not near and not holed:
        return _mixed(duty, names)
    what = "与别的清单只差一个字" if near else "像是中间少了一截"
    what = (
        f"事项名称{what}，别的清单写作“{shorten(names.exact[near or holed].name, 40)}”；照原样保留"
    )
    return [RowProblem("name-doubtful", row.line, what, row.name, row)]


def _mixed(duty: Duty, names: _Names) -> list[RowProblem]:
    """A name that begins as one known name up to a mark and ends as another behind it."""
    row, name = duty.row, key(duty.row.name)
    for place, mark in enumerate(name):
        head, tail = name[: place + 1], name[place:]
        if mark not in _PARTS or min(len(head), len(tail)) < _SHORTEST:
            continue
        first, last = names.begun(head), names.ended(tail)
        if first and last and first[:_SHORTEST] != last[:_SHORTEST]:
            what = (
                f"事项名称像是由两项拼成的，别的清单写作“{shorten(names.exact[first].name, 30)}”"
                f"和“{shorten(names.exact[last].name, 30)}”；照原样保留"
            )
            return [RowProblem("name-doubtful", row.line, what, row.name, row)]
    return []


def _is_slip(known: str, name: str) -> bool:
    """Whether one character more, less, other or in another place makes a name of a known one.

    Lists have their own words for place, level and joining: 本镇 and 本乡, 和 and 与 are no slips.
    """
    if OSA.distance(known, name, score_cutoff=1) > 1:
        return False
    start = Prefix.similarity(known, name)
    end = Postfix.similarity(known[start:], name[start:])
    changed = known[start : len(known) - end] + name[start : len(name) - end]
    return not set(changed) <= _OWN_WORDS


def _longer(name: str, names: tuple[str, ...], least: int = _LEAST_GONE) -> str:
    """A known name that begins with ``name`` and goes on for some characters, '' if there is none.

    Where it goes on behind a bracket or 、 the shorter one may be a name of its own.
    """
    at = bisect_left(names, name)
    found = names[at] if at < len(names) else ""
    if not found.startswith(name) or len(found) < len(name) + least:
        return ""
    goes_on = found[len(name)].isalnum()
    if found[len(name)] in _PARTS:
        goes_on = len(name) > _SHORT_NAME or not name.endswith(_FREE_ENDINGS)
    return found if goes_on and name[-1].isalnum() else ""


def _missing(duties: list[Duty], names: _Names, edition: str) -> Iterator[RowProblem]:
    """Rows of a known list that are not there, where this is that list in the same edition.

    Each is said of the row that bears its number and no known name, else of the last one; where they are many,
    of the last one together.
    """
    there = {k: matter for k, matter in names.exact.items() if edition in matter.lists}
    here = {key(duty.row.name): duty.row for duty in duties}
    gone = [matter for k, matter in there.items() if k not in here]
    same = len(here.keys() & there.keys())
    if not gone or same <= max(_SAME_ROWS * len(here), _EXCERPT * len(there)):
        return
    last = duties[-1].row
    if len(gone) > min(_MOST, (1 - _SAME_LIST) * len(there)):
        what = (
            f"随附的同一版清单有 {len(there)} 项，其中 {len(gone)} 项这里没有（“{shorten(gone[0].name, 30)}”等；"
            "缺行，或文字有改动），请核对"
        )
        yield RowProblem("row-missing", last.line, what, "", last)
        return
    others = {row.number: row for k, row in here.items() if k not in there}
    for matter in gone:
        what = f"随附的同一版清单里还有“{shorten(matter.name, 40)}”，这里没有（缺行，或文字有改动），请核对"
        row = others.get(matter.lists[edition], last)
        yield RowProblem("row-missing", row.line, what, "", row)
