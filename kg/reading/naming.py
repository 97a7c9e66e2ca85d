"""Naming: which of the three lists a table is.

A table is read only where it is named: by a known title, a column that says the list of each row,
a complete set of three, or a person's word. A header alone never makes a list, and a title never
makes one of a table that cannot be it: the wrong list would turn an answer into its opposite.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.findings import shorten
from kg.folding import fold_forms, strip_blanks, strip_markup
from kg.reading.headers import EXTRA, HeaderReader
from kg.reading.lists.found import ListReading
from kg.reading.mirrors import whose_rows, without_mirrors
from kg.reading.rows import RowProblem
from kg.reading.tables import Line, Table
from kg.values import Columns, ListKind
from kg.vocabulary.loading import Vocabulary

_PLAIN = frozenset({"number", "code", "category", "name", "basis", "notes"})
_HOLDERS = frozenset({"taker", "taker-and-method", "method"})
_CLAUSES = ("superior", "township")
_ONLY_IN = {
    **dict.fromkeys(("superior", "township"), ListKind.COOPERATION),
    **dict.fromkeys(("taker", "taker-and-method", "method"), ListKind.RECLAIMED),
}
"""Columns that one list alone fills where a table holds all three."""
_MOST_FILLED = 0.34
_FEWEST_WHOLE, _MOST_WHOLE = 2, 0.95
"""So many rows that are cooperation duties by their cells, and others that are not, are no basic list."""
_ROLE_ZH = {"superior": "上级部门职责", "township": "乡镇配合职责"}
_DUTY = re.compile("职责|责任|任务")
_LONGEST_QUOTE = 200


@dataclass(slots=True)
class Named:
    """Rows of one table that belong to one list; ``columns`` have their roles in that list."""

    table: Table
    kind: ListKind
    columns: Columns
    lines: list[Line]
    by_column: bool = False


@dataclass(frozen=True, slots=True)
class Stated:
    """What a person says about the tables of a document: their list, by header or for all.

    A header is told by its line or, where lines begin again on every sheet, by the words for its place.
    """

    kind: ListKind | None = None
    by_header: Mapping[str, ListKind] | None = None

    def of(self, table: Table) -> ListKind | None:
        """The list said of ``table``, None if nothing is."""
        said = self.by_header or {}
        by_line = said.get(str(table.header.line), self.kind)
        return said.get(strip_blanks(table.header.locator), by_line)


class Namer:
    """Names the tables of one document; what cannot be named goes into ``problems``."""

    def __init__(
        self,
        reading: ListReading,
        vocabulary: Vocabulary,
        stated: Stated,
        hint: ListKind | None = None,
    ) -> None:
        """``hint`` is the list that the file's own name says."""
        self._reading = reading
        self._words = vocabulary.lists_by_word
        self._stated = stated
        self._headers = HeaderReader(vocabulary)
        self._categories = vocabulary.category_by_form
        self._hint = hint
        self.problems: list[RowProblem] = []
        self.aside: list[Table] = []

    def name(self) -> list[Named]:
        """The rows of every table that is named, list by list."""
        tables = [table for table in self._reading.tables if table.lines]
        found: list[Named] = []
        kinds: dict[int, ListKind | None] = {}
        open_tables: list[Table] = []
        for table in tables:
            at = None if self._stated.of(table) else self._list_column(table)
            if at is not None:
                found.extend(self._by_column(table, at))
                continue
            kind = self._stated.of(table) or (table.title.kind if table.title else None)
            kinds[id(table)] = kind
            if kind is None:
                open_tables.append(table)
        named = {n.kind for n in found} | {kind for kind in kinds.values() if kind}
        kinds.update(self._by_set(open_tables, named))
        complete = {n.kind for n in found} | {k for k in kinds.values() if k} == set(ListKind)
        for table in tables:
            if id(table) not in kinds:
                continue
            kind = kinds[id(table)]
            if kind is None:
                self._unnamed(table, complete)
            else:
                found.append(self._whole(table, kind))
        order = {id(table): place for place, table in enumerate(tables)}
        # Lines begin again on every sheet: the order is that of the tables, then of their rows.
        return sorted(found, key=lambda n: (order[id(n.table)], n.lines[0].block.line))

    # -- a column that says it ------------------------------------------------------------

    def _list_column(self, table: Table) -> int | None:
        """The column whose cells name lists, by its header or by all its values."""
        roles = table.columns.roles
        if "list" in roles:
            at = roles.index("list")
            if any(self._list_of(line.cells[at]) for line in table.lines):
                return at
        for at, role in enumerate(roles):
            if role in ("category", EXTRA, "departments") and all(
                self._list_of(line.cells[at]) for line in table.lines
            ):
                return at
        return None

    def _list_of(self, cell: str) -> ListKind | None:
        words = fold_forms(strip_blanks(strip_markup(cell))).casefold()
        return self._words.get(words)

    def _by_column(self, table: Table, at: int) -> Iterator[Named]:
        columns = self._with_list(table, at)
        columns = whose_rows(columns, table.lines, self._headers)
        lines: dict[ListKind, list[Line]] = {}
        own = without_mirrors(table, columns, table.lines, self.problems)
        counted = {id(line) for line in own}
        self._reading.reported += sum(
            line.blocks for line in table.lines if id(line) not in counted
        )
        for line in own:
            kind = self._list_of(line.cells[at])
            if kind is None:
                what = f"清单类型一格是“{shorten(line.cells[at]) or '空'}”，不是基本、配合、收回中的一种"
                self._report("list-unknown", line, what, line.cells[at])
                self._reading.reported += line.blocks
            else:
                lines.setdefault(kind, []).append(line)
        for kind, group in lines.items():
            adapted = self._roles_in(columns, kind, group)
            self._check_columns(table, kind, adapted, group)
            if kind is ListKind.COOPERATION and len(lines) > 1:
                self._check_bare(table, columns, group)
            self._check_filled(kind, columns, group)
            yield Named(table, kind, adapted, group, True)

    def _with_list(self, table: Table, at: int) -> Columns:
        """The columns with the list at ``at``; 领域 beside it is the category that 类型 looked like."""
        roles, titles = list(table.columns.roles), table.columns.titles
        places = [p for p, title in enumerate(titles) if self._headers.role_of(title) == "category"]
        other = next((p for p in places if roles[p] == EXTRA), None)
        if roles[at] == "category" and other is not None:
            roles[other] = "category"
            said = ("header-unknown", table.header.line, titles[other])
            self._reading.problems = [
                p for p in self._reading.problems if (p.kind, p.line, p.quote) != said
            ]
        turned = roles.index("list") if "list" in roles else at
        if turned != at:
            roles[turned] = "category"
            what = f"“{titles[turned]}”一列写的不是清单，“{titles[at]}”一列写的是清单；两列的表头像是对调了"
            quote = table.header.text.strip()[:_LONGEST_QUOTE]
            self._reading.problems.append(
                RowProblem("columns-swapped", table.header.line, what, quote)
            )
        roles[at] = "list"
        return replace(table.columns, roles=tuple(roles))

    def _check_filled(self, kind: ListKind, columns: Columns, lines: Sequence[Line]) -> None:
        """Whether single rows fill columns that the others of their list leave empty.

        A basic row with a department's duties is a cooperation row whose list was dragged down to it.
        Where many have them and others none, the column says the wrong list.
        """
        whole = [line for line in lines if _is_filled(line, columns, ("departments", *_CLAUSES))]
        if kind is ListKind.BASIC and _FEWEST_WHOLE <= len(whole) < _MOST_WHOLE * len(lines):
            what = (
                f"清单类型写的是“{kind.zh}”的有 {len(whole)} 行填了部门、部门职责和乡镇职责，像是配合事项，"
                f"另外 {len(lines) - len(whole)} 行不填；清单类型可能填错，请改正"
            )
            self._report("list-unknown", whole[0], what, whole[0].block.text[:_LONGEST_QUOTE])
            return
        places = [
            place
            for place, role in enumerate(columns.roles)
            if role in _ONLY_IN and _ONLY_IN[role] is not kind and _is_seldom(place, lines)
        ]
        for line in lines:
            for place in places:
                if len(line.cells[place].strip()) < 2:
                    continue
                what = (
                    f"这一行写的是“{kind.zh}”，却填了“{columns.titles[place]}”，本清单别的行都不填；"
                    "清单类型可能填错，请核对"
                )
                self._report("list-doubtful", line, what, line.cells[place][:_LONGEST_QUOTE])
                break

    def _check_bare(self, table: Table, columns: Columns, lines: Sequence[Line]) -> None:
        """Whether any cooperation row of a table for several lists has a department or duties."""
        roles = [role for role in ("departments", *_CLAUSES) if role in columns.roles]
        if not roles or any(_is_filled(line, columns, (role,)) for line in lines for role in roles):
            return
        heads = "、".join(columns.titles[columns.roles.index(role)] for role in roles)
        what = (
            f"清单类型写的是“{ListKind.COOPERATION.zh}”的 {len(lines)} 行都没有填{heads}；"
            "清单类型可能填错，请改正"
        )
        self._report("list-unknown", lines[0], what, lines[0].block.text[:_LONGEST_QUOTE])

    # -- titles and sets ------------------------------------------------------------------

    def _by_set(self, tables: Sequence[Table], named: set[ListKind]) -> dict[int, ListKind]:
        """Tables without title whose headers complete the set of three lists, each once."""
        if self._hint and not named and len({t.columns for t in tables}) == 1:
            told = self._told(tables[0].columns)
            if not any(t.strange for t in tables) and told in (None, self._hint, ListKind.BASIC):
                return {id(table): self._hint for table in tables}
        found: dict[int, ListKind] = {}
        for table in tables:
            told = self._told(table.columns)
            if told is None or told in named or told in found.values() or table.strange:
                return {}
            found[id(table)] = told
        if named | set(found.values()) != set(ListKind):
            return {}
        for table in tables:
            kind = found[id(table)]
            what = f"清单没有标题，按三张清单中缺的一张和表头判断为《{kind.zh}清单》"
            self._report_header("title-missing", table, what)
        return found

    @staticmethod
    def _told(columns: Columns) -> ListKind | None:
        """The list whose columns these are and no other's."""
        roles = set(columns.roles)
        if roles <= _PLAIN:
            return ListKind.BASIC
        told = columns.kind
        if told is ListKind.COOPERATION and not ("departments" in roles and roles & set(_CLAUSES)):
            return None
        if told is ListKind.COOPERATION and roles & {"taker", "taker-and-method"}:
            return None
        return told

    def _unnamed(self, table: Table, complete: bool) -> None:
        count = sum(line.blocks for line in table.lines)
        self._reading.reported += count
        self.aside.append(table)
        strange = table.strange
        if strange is not None:
            heading = shorten(strange.text.strip().lstrip("# "))
            what = f"标题“{heading}”不是基本、配合、收回三张清单的标题，下面的 {len(table.lines)} 行没有读入"
            kind = "table-aside" if complete else "title-unknown"
            if not complete:
                what += "；如果确是其中一张，请用 --list basic|cooperation|reclaimed 指明"
            problem = RowProblem(kind, strange.line, what, strange.text.strip()[:_LONGEST_QUOTE])
            self.problems.append(problem)
            return
        heads = "、".join(filter(None, table.columns.titles))
        what = (
            f"表格上面没有清单标题，也没有“清单类型”一列，不能只凭表头（{heads}）断定是哪张清单；"
            "请补上标题，或用 --list basic|cooperation|reclaimed 指明"
        )
        self._report_header("list-unnamed", table, what)

    def _whole(self, table: Table, kind: ListKind) -> Named:
        columns = self._roles_in(table.columns, kind, table.lines)
        told = self._told(table.columns) or table.columns.kind
        weak = table.columns.is_weak
        if told and told is not kind and not weak and told is not ListKind.BASIC:
            heads = "、".join(filter(None, table.columns.titles))
            where = f"标题“{shorten(table.title.text)}”" if table.title else "指明的清单"
            what = (
                f"{where}与表头不符：表头（{heads}）是《{told.zh}清单》的，标题是《{kind.zh}清单》"
            )
            self._report_header("title-header-differ", table, what)
        else:
            self._check_columns(table, kind, columns, table.lines)
        return Named(table, kind, columns, table.lines)

    # -- columns --------------------------------------------------------------------------

    @staticmethod
    def _roles_in(columns: Columns, kind: ListKind, lines: Sequence[Line]) -> Columns:
        """The columns with the roles they have in this list.

        A column of departments in a reclaimed list names who took over; the duties of departments
        beside it, where nothing else does, say how.
        """
        if kind is not ListKind.RECLAIMED:
            return columns
        filled = {
            role
            for place, role in enumerate(columns.roles)
            if any(line.cells[place].strip() for line in lines)
        }
        swap: dict[str, str] = {}
        if "departments" in columns.roles and not filled & {"taker", "taker-and-method"}:
            swap = {"departments": "taker", "taker": EXTRA, "taker-and-method": EXTRA}
        for side in _CLAUSES:
            if side in filled and not filled & {"method", "taker-and-method"}:
                swap |= {side: "method", "method": EXTRA}
                break
        if not swap:
            return columns
        return replace(columns, roles=tuple(swap.get(role, role) for role in columns.roles))

    def _check_columns(
        self, table: Table, kind: ListKind, columns: Columns, lines: Sequence[Line]
    ) -> None:
        """Whether the columns are there without which such a list says nothing or the opposite."""
        roles = set(columns.roles)
        unknown = [
            title
            for place, (role, title) in enumerate(zip(columns.roles, columns.titles, strict=True))
            if role == EXTRA and (title or any(line.cells[place].strip() for line in lines))
        ]
        instead = "、".join(f"“{title or '（空）'}”" for title in unknown)
        instead = f"；不认识的列是 {instead}" if unknown else ""
        heads = f"；表头是“{'、'.join(filter(None, columns.titles))}”"
        if kind is ListKind.RECLAIMED and not roles & _HOLDERS:
            what = f"收回清单里没有找到写“由谁承接”的一列（承接部门、工作方式）{instead or heads}"
            self._report_header("holder-column-missing", table, what)
        if kind is ListKind.COOPERATION:
            if "departments" not in roles:
                what = f"配合清单里没有找到写“对应上级部门”的一列{instead or heads}"
                self._report_header("department-column-missing", table, what)
            missing = [role for role in _CLAUSES if role not in roles]
            if missing:
                named = "、".join(_ROLE_ZH[role] for role in missing)
                what = f"配合清单里没有找到“{named}”一列{instead or heads}"
                flat = "list" in roles  # a table for all lists may have one column of duties
                written = any(
                    role == EXTRA and _DUTY.search(title) and not _is_seldom(place, lines)
                    for place, (role, title) in enumerate(
                        zip(columns.roles, columns.titles, strict=True)
                    )
                )
                serious = (unknown and (written or not flat)) or len(missing) == len(_CLAUSES)
                self._report_header(
                    "duty-column-missing" if serious else "column-missing", table, what
                )
        for role, name in (("number", "序号"), ("category", "事项类别")):
            others = [t for t in self._reading.tables if t is not table]
            if role == "category" and all(line.category for line in table.lines):
                continue  # categories stand as headings
            if role == "category" and (title := self._of_categories(columns, lines)):
                what = f"没有“事项类别”一列，而“{title}”一列写的是类别；表头可能写错了"
                self._report_header("columns-swapped", table, what)
                continue
            if role not in roles and (unknown or any(role in t.columns.roles for t in others)):
                self._report_header("column-missing", table, f"没有“{name}”一列{instead}")

    def _of_categories(self, columns: Columns, lines: Sequence[Line]) -> str:
        """The header of a column that holds categories where none is the one of them, else ''."""
        for place, (role, title) in enumerate(zip(columns.roles, columns.titles, strict=True)):
            words = [word for line in lines if len(word := strip_blanks(line.cells[place])) > 2]
            known = 2 * sum(word in self._categories for word in words) > len(lines)
            if known and "category" not in columns.roles and role != EXTRA:
                return title
        return ""

    def _report_header(self, kind: str, table: Table, what: str) -> None:
        quote = table.header.text.strip()[:_LONGEST_QUOTE]
        self.problems.append(RowProblem(kind, table.header.line, what, quote))

    def _report(self, kind: str, line: Line, what: str, quote: str) -> None:
        self.problems.append(RowProblem(kind, line.block.line, what, quote.strip()))


def _is_filled(line: Line, columns: Columns, roles: Sequence[str]) -> bool:
    """Whether a row has words in all columns with these roles."""
    return all(
        role in columns.roles and len(line.cells[columns.roles.index(role)].strip()) > 1
        for role in roles
    )


def _is_seldom(place: int, lines: Sequence[Line]) -> bool:
    """Whether no more than a few rows have words in a column."""
    filled = sum(len(line.cells[place].strip()) > 1 for line in lines)
    return filled <= _MOST_FILLED * len(lines)
