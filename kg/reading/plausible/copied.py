"""Copied: cells that say word for word what another row of the list says.

In the lists seen no two rows have the same name or the same duties; what offices say of their way of working
they do repeat, each of its own matters. Two rows with the same words had one of them copied over the other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from kg.findings import shorten
from kg.folding import fold_forms, strip_blanks, strip_markup
from kg.reading.rows import RowProblem
from kg.values import Duty, ListKind, Row

_WORDS = {"name": "事项名称", "superior": "上级部门职责", "township": "乡镇配合职责"}
_SHORTEST = 8
"""Fewer characters (开展宣传。) two rows may have in common."""
_LONG_CLAUSE = 14
"""Characters from which on no two rows of a list have the same clause."""
_PAIR = 2
_QUOTE = 60


def judge_copies(duties: Sequence[Duty], problems: list[RowProblem]) -> None:
    """Report rows of one list with a cell in common; neighbours are reported by ``cells``."""
    said = {p.line for p in problems if p.kind in ("cells-repeated", "cell-misplaced")}
    for kind in ListKind:
        found = [duty for duty in duties if duty.row.kind is kind]
        for problem in _same(found):
            if problem.line not in said:
                said.add(problem.line)
                problems.append(problem)
        for problem in _same_clause(found):
            if problem.line not in said:
                said.add(problem.line)
                problems.append(problem)


def _same(duties: list[Duty]) -> Iterator[RowProblem]:
    for role, words in _WORDS.items():
        for first, *others in _by_text((duty, duty.row.cell(role)) for duty in duties):
            for other in others:
                what = f"“{words}”一格与第 {first.row.number} 项完全相同"
                yield _of(other.row, what, other.row.cell(role) or "")
    # 依法处罚 is said of many rows, and of neighbouring ones by one office.
    for found in _by_text((duty, duty.method) for duty in duties):
        first, other = found[0], found[-1]
        if len(found) == _PAIR and not set(first.departments) & set(other.departments):
            what = f"工作方式与第 {first.row.number} 项完全相同，而承接部门不同"
            yield _of(other.row, what, other.method)
            continue
        # Fines are all imposed in one way; what ends otherwise is another work.
        ends = Counter(_end(duty) for duty in found)
        # Of two the one is meant whose name has more of the words.
        known = sorted(found, key=_strange) if len(found) == _PAIR else found
        usual = next(_end(duty) for duty in known if ends[_end(duty)] == max(ends.values()))
        for duty in found:
            if _end(duty) != usual:
                row = first.row if duty is not first else other.row
                what = f"工作方式与第 {row.number} 项完全相同，而名称说的是另一件事"
                yield _of(duty.row, what, duty.method)


def _same_clause(duties: list[Duty]) -> Iterator[RowProblem]:
    """A long clause that another row has, too: one of them was pasted into the other's."""
    first: dict[str, Row] = {}
    for duty in duties:
        for clause in (*duty.superior, *duty.township):
            words = strip_blanks(fold_forms(clause.text))
            row = first.setdefault(words, duty.row) if len(words) >= _LONG_CLAUSE else duty.row
            if row is not duty.row:
                what = f"一条职责与第 {row.number} 项的完全相同"
                yield _of(duty.row, what, clause.text)


def _end(duty: Duty) -> str:
    """The last two characters of a name: 处罚."""
    return strip_blanks(strip_markup(fold_forms(duty.row.name))).rstrip("。；;")[-2:]


def _strange(duty: Duty) -> int:
    """How few of its characters the name of a duty has in common with its way of working, as a negative number."""
    return -len(set(duty.row.name) & set(duty.method))


def _by_text(texts: Iterable[tuple[Duty, str | None]]) -> list[list[Duty]]:
    """Duties that share a long text."""
    found: dict[str, list[Duty]] = defaultdict(list)
    for duty, text in texts:
        words = strip_blanks(strip_markup(fold_forms(text or "")))
        if len(words) >= _SHORTEST and not duty.discontinued:
            found[words].append(duty)
    return [same for same in found.values() if len(same) > 1]


def _of(row: Row, what: str, quote: str) -> RowProblem:
    what = f"{what}，像是复制来的，请核对：“{shorten(quote, 30)}”"
    return RowProblem("cells-repeated", row.line, what, quote.strip()[:_QUOTE], row)
