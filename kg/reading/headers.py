"""Headers: which row of a table says what its columns are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from kg.folding import fold_forms, plain, strip_blanks, strip_markup
from kg.reading.tables import Table, serial
from kg.values import Columns
from kg.vocabulary.loading import Vocabulary

LONGEST_HEADER = 60
"""Longest text of a header cell, in characters."""
_MOST_COLUMNS = 40
_LEAST_TITLE = 4
_FEWEST_KNOWN = 2
"""Words for columns in a lower row of which one cell may be unknown."""
_LARGEST_SERIAL = 999
"""2025 may head a column of that year."""
EXTRA = "extra"
"""The role of a column whose header the vocabulary does not know."""
OF_SUPPORTING = "superior-of-supporting"
"""The role of a column with the duties of the supporting departments in the column before it."""
_NAMING_LISTS = frozenset({"list", "category", "departments", EXTRA})
"""The columns that may say the list of each row, whatever they are called."""
_SUPPORTIVE = ("配合", "协同", "协助", "协办")
_FORMER = re.compile("原|(?:收回|上收|下放|调整|移交|划转|修订|改革|承接)前")
"""原配合职责, 收回前实施部门 say what was, not what is."""
_BEHIND = re.compile(r"[（(][^（）()]{1,20}[)）]$")
_AGAIN = re.compile(
    r"[（(](?:单位|部门|机构|街道|乡|镇|乡镇|场|社区|村|县|市|区|市、区|县、区)[)）]"
)
_LONGEST_ASIDE = 12
_MATTER = re.compile(
    r"(?:配合|协助|协同|协办)(?:上级)?(?:履职|履责|工作)?(?:事项|任务)(?:名称|内容)?"
)
_BOTH_NAMED = re.compile(
    "(?:部门|上级|[县区市]级)[^职责]{0,4}[及和与、/／](?:各|本)?(?:乡|镇|街道)"
)
"""上级部门及乡镇职责: what both do, and not which of them what."""
_OF_BOTH = re.compile("(?:工作)?(?:职责|责任)(?:任务)?(?:分工|划分)")
"""What both sides do in one column: 职责分工."""
_THEIRS = re.compile(
    r"(?:配合|协同|协办|协助|参与)(?:责任)?(?:部门|单位)(?:的)?(?:主要|工作|配合|具体)?(?:职责|责任)"
)
"""配合部门职责, right beside 配合部门: what those departments do."""
_OFFICES_HELP = re.compile(
    r"(?!.*[乡镇街团场本我]).*(?:部门|单位).*(?:配合|协助|协同).*(?:职责|责任)"
)
"""部门配合职责: by its words what departments do, not the township; 配合上级部门职责 is the township's."""
_NOT_A_HEADER = "。；;："
_DUTIES = "职责"
_BODY = "部门"
_OF_BODIES = re.compile("部门|单位|上级")
_SERIES = (
    tuple(map(str, range(1, _MOST_COLUMNS))),
    tuple("甲乙丙丁戊己庚辛壬癸"),
    tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    tuple("一二三四五六七八九十"),
    tuple("ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ"),
    tuple("I II III IV V VI VII VIII IX X".split()),
    tuple("①②③④⑤⑥⑦⑧⑨⑩⑪⑫"),
)
"""What columns are numbered with."""
_AROUND_LABELS = "（）()[]【】〔〕.．、第栏列"


class HeaderReader:
    """Recognises headers by the patterns of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary, stated: Mapping[str, str] | None = None) -> None:
        """Use the headers of ``vocabulary``; ``stated`` maps printed headers to roles by hand."""
        self._patterns = vocabulary.headers
        self._not_in_force = vocabulary.signs.get("title-remark", ())
        self._numbering = (
            *vocabulary.signs.get("column-numbering", ()),
            *vocabulary.signs.get("empty", ()),
        )
        self._categories = vocabulary.category_by_form
        self._lists = vocabulary.lists_by_word
        self._stated = {_key(title): role for title, role in (stated or {}).items()}
        self._role = lru_cache(maxsize=256)(self._find_role)
        # The header stands again on every page: the same cells give the same columns.
        self._known = lru_cache(maxsize=64)(self._read)

    def read(self, cells: tuple[str, ...]) -> Columns | None:
        """The columns a header row names; None if the row is no header."""
        if len(cells) > _MOST_COLUMNS or len(cells[-1]) > LONGEST_HEADER:
            return None
        return self._known(cells)

    def _read(self, cells: tuple[str, ...]) -> Columns | None:
        if max(map(len, cells)) > LONGEST_HEADER:
            return None
        if self._is_numbered(cells):
            return None
        roles = _with_name(tuple(self._role(cell) for cell in cells), cells)
        # 群团工作 reads like 某团工作, what a township does: a category says nothing for a header.
        known = {
            role
            for role, cell in zip(roles, cells, strict=True)
            if role != EXTRA and not self._is_category(cell)
        }
        if "name" not in known or len(known) < 2:
            return None
        titles = tuple(plain(fold_forms(cell)) for cell in cells)
        return Columns(_distinct(_in_context(roles, titles)), titles)

    def role_of(self, title: str) -> str:
        """The role of a column with this header, :data:`EXTRA` if it is not known."""
        return self._role(title)

    def resembles(self, cells: tuple[str, ...]) -> int:
        """How many cells of a row are words for columns, if the row could be a header at all."""
        filled = [cell for cell in cells if cell.strip()]
        if (
            len(filled) < 2
            or self._is_numbered(cells)
            or any(
                len(cell) > LONGEST_HEADER or any(mark in cell for mark in _NOT_A_HEADER)
                for cell in filled
            )
        ):
            return 0
        return sum(self._role(cell) != EXTRA and not self._is_category(cell) for cell in filled)

    def is_row(self, cells: tuple[str, ...], table: Table) -> bool:
        """Whether cells below a header say themselves that they are a row: by number or by list.

        基本履职事项 is a list in one column and a header in another: it stands where the column
        is one of lists, or the row above names a list there.
        """
        roles = table.columns.roles
        if len(cells) != len(roles):
            return False
        if cells[0].isdecimal():
            return True
        if not cells[roles.index("name")].strip():
            return False
        if "number" in roles and serial(cells[roles.index("number")]) is not None:
            return True
        above = table.lines[-1].cells if table.lines else ()
        return any(
            role in _NAMING_LISTS
            and _key(cells[at]).casefold() in self._lists
            and (role == "list" or (bool(above) and _key(above[at]).casefold() in self._lists))
            for at, role in enumerate(roles)
        )

    def is_numbering(self, cells: tuple[str, ...], table: Table) -> bool:
        """Whether cells right below a header number its columns: 甲 乙 丙 1 2 3; （1）（2）（3）; A B C.

        Every cell is the next label of its series, at most two series follow on each other (甲 乙 1 2), and
        the column of names has one: no duty is called 丙. The first cell may be blank or say 栏次.
        """
        if not table.at_header or len(cells) > len(table.columns.roles):
            return False
        labels = [_key(cell).strip(_AROUND_LABELS) for cell in cells]
        start = int(not labels[0] or _key(cells[0]) in self._numbering)
        while labels and not labels[-1]:
            labels.pop()
        named = table.columns.roles.index("name")
        return start <= named < len(labels) and len(labels) - start >= 2 and _counts(labels[start:])

    def _is_numbered(self, cells: tuple[str, ...]) -> bool:
        """Whether a cell is a running number: a header has words."""
        for at, cell in enumerate(cells):
            number = serial(cell)
            if number is None or _key(cell) in self._stated:
                continue
            if not at or number <= _LARGEST_SERIAL:
                return True
        return False

    def _is_category(self, cell: str) -> bool:
        title = _key(cell)
        return title in self._categories and title not in self._stated

    def misread(self, cells: tuple[str, ...], columns: Columns) -> tuple[str, ...] | None:
        """The cells that differ where a row is the header ``columns`` with a few wrong characters.

        () if it is that header exactly, None if it is another row. At most half of the cells may
        be misread, each by one character in four.
        """
        if len(cells) != len(columns.titles):
            return None
        wrong = []
        for cell, title in zip(cells, columns.titles, strict=True):
            words = _key(cell)
            if words == strip_blanks(title):
                continue
            if len(title) < _LEAST_TITLE or OSA.distance(words, title) > max(1, len(title) // 4):
                return None
            wrong.append(cell)
        return tuple(wrong) if 2 * len(wrong) <= len(cells) else None

    def under(self, upper: tuple[str, ...], lower: tuple[str, ...]) -> Columns | None:
        """The columns of a header in two rows; None if the two rows are none.

        The lower row names what the upper one only groups (职责分工 over 上级部门职责, 配合职责).
        """
        if len(upper) != len(lower) or self.resembles(lower) < 1:
            return None
        found = self._joined(upper, lower, whole=False)
        grouped = any(_DUTIES in above for above in upper)
        if found and (not grouped or {"superior", "township"} & set(found.roles)):
            return found
        return self._joined(upper, lower, whole=True) or found

    def _joined(
        self, upper: tuple[str, ...], lower: tuple[str, ...], *, whole: bool
    ) -> Columns | None:
        """The columns of two rows; ``whole``: 牵头 below 上级部门, 乡镇 below 职责分工 say the rest of it."""
        cells = []
        group, unknown = "", ""
        for above, below in zip(upper, lower, strict=True):
            group = above if above.strip() else group
            if not below.strip() or below == above:
                cells.append(above)
                continue
            more = (below + group[-2:], below + group) if whole else ()
            # 主要职责, 名称 below 对应上级部门及职责 are the department's.
            theirs = (_BODY + below,) if _OF_BODIES.search(group) else ()
            both = (group + below, *more, *theirs, below)
            cells.append(next((cell for cell in both if self._role(cell) != EXTRA), below))
            if cells[-1] == below and self._role(below) == EXTRA:
                if unknown or self.resembles(lower) < _FEWEST_KNOWN:
                    return None
                unknown = below
        return self.read(tuple(cells))

    def _find_role(self, cell: str) -> str:
        title = _key(cell)
        stated = self._stated.get(title)
        if stated:
            return stated
        if _FORMER.match(title):
            return EXTRA
        role = self._by_pattern(title)
        if role != EXTRA:
            return role
        # 上级部门（单位）职责: words in brackets that say the same again.
        role = self._by_pattern(_AGAIN.sub("", title))
        if role != EXTRA:
            return role
        # 上级部门（牵头/配合）, 事项名称（12项）: what stands in brackets behind a known header.
        bare = _BEHIND.sub("", title)
        if bare == title or not bare:
            return EXTRA
        role = self._by_pattern(bare)
        aside = title[len(bare) :]
        if any(word in aside for word in self._not_in_force):
            return EXTRA
        if role == "departments" and any(w in aside for w in _SUPPORTIVE) and "牵头" not in aside:
            return "supporting"
        return (
            role if role not in ("superior", "township") or len(aside) < _LONGEST_ASIDE else EXTRA
        )

    def _by_pattern(self, title: str) -> str:
        for role, pattern in self._patterns:
            if pattern.fullmatch(title):
                return role
        return EXTRA


def _counts(labels: Sequence[str]) -> bool:
    """Whether labels are one series from its beginning, or has numbers behind it: 甲 乙 1 2."""
    used: list[tuple[str, ...]] = []
    place = 0
    for label in labels:
        if used and used[-1][place : place + 1] == (label.upper(),):
            place += 1
            continue
        series = next((s for s in _SERIES if s[0] == label.upper() and s not in used), None)
        if series is None:
            return False
        used.append(series)
        place = 1
    return len(used) < 2 or (len(used) == 2 and used[1] == _SERIES[0])


def _key(cell: str) -> str:
    return fold_forms(strip_blanks(strip_markup(cell))).strip("*")


def _with_name(roles: tuple[str, ...], cells: tuple[str, ...]) -> tuple[str, ...]:
    """配合事项 is the name where another column says what the township does, alone or with the departments."""
    both = any(_OF_BOTH.fullmatch(_key(cell)) for cell in cells)
    if "name" in roles or roles.count("township") != (1 if both else 2):
        return roles
    at = roles.index("township")
    return (*roles[:at], "name", *roles[at + 1 :]) if _MATTER.fullmatch(_key(cells[at])) else roles


def _in_context(roles: tuple[str, ...], titles: tuple[str, ...]) -> tuple[str, ...]:
    """配合责任 right beside 配合责任部门 is those departments' duty where the township has its own."""
    found = list(roles)
    for place in range(1, len(roles)):
        if roles[place - 1] == "supporting" and _THEIRS.fullmatch(titles[place]):
            found[place] = OF_SUPPORTING
        elif roles[place] == "township" and _OFFICES_HELP.fullmatch(titles[place]):
            found[place] = OF_SUPPORTING if roles[place - 1] == "supporting" else EXTRA
        elif roles[place] == "township" and _BOTH_NAMED.search(titles[place]):
            found[place] = EXTRA
    if roles.count("township") < 2:
        return tuple(found)
    for place in range(1, len(roles)):
        if (
            roles[place - 1] == "supporting"
            and roles[place] == "township"
            and titles[place].startswith(_SUPPORTIVE)
        ):
            found[place] = OF_SUPPORTING
    return tuple(found)


def _distinct(roles: tuple[str, ...]) -> tuple[str, ...]:
    """Of several columns with one role the first has it, the others are kept as extra."""
    return tuple(EXTRA if role in roles[:position] else role for position, role in enumerate(roles))
