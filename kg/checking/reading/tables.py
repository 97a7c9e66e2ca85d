"""Tables: the rows of a pasted table as items: what is to be done, without numbers and deadlines.

A row that others are to do is left out: the lists are asked what the township is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from kg.checking.reading.letters import BODY
from kg.patterns import regex

_RULE = regex(r"^[\s|:+=_—-]+$")
_WIDE = regex(r"\t+| {2,}| / ")
_OTHERS = regex(rf"^(?:[\u4e00-\u9fff]{{0,12}}(?:{BODY}|科室|股室|学校|企业|公司|医院|[股科]))$")
_DATE = regex(
    r"^(?:[\d.]+|[^,。;]{0,8}(?:年|月|日|号|周|天|底|初|季度|前|内|旬|时|长期|常态|全年|每.|即办|随办)|[^,。;]{0,10}(?:乡|镇|街道|村|社区|书记|主任|长))$"
)
"""When, where or by whom: 6月底, 长期, 各村"""
_BETWEEN = regex("[、,，;；/和及 ]+")
_BRACKET = regex(r"[(\[【](?P<label>[\u4e00-\u9fff]{2,6}):[^()\[\]【】\n]{1,80}[)\]】]")
"""(责任单位:某某乡;时限:10月底)"""
_NAMED = regex(
    r"(?:^|(?<=[\s。;,(\[【]))(?P<label>[\u4e00-\u9fff]{2,6}):(?P<told>[^:;。)\]】\n]{1,60})(?=[;。)\]】\n]|$)"
)
_UNIT = regex(r"^\s*(?P<who>[\u4e00-\u9fff()、]{2,20}):\s*(?P<told>[^\s:].{5,})$")
_TOWNSHIP = regex("(?:乡镇|乡|镇|街道)(?:人民政府|政府|办事处)?$")
_MARK = "● "
_LEAST, _MOST, _UNITS = 2, 12, 3

Columns = Callable[[str], Sequence[str]]
"""A kind of columns (work, who, column) → what they are called."""


def told(text: str, columns: Columns) -> str:
    """A folded text with each of its tables as a list of what the rows ask for."""
    named = {name: kind for kind in ("column", "who", "work") for name in columns(kind)}
    lines = text.splitlines()
    if not any(sign in text for sign in ("|", "\t", "  ", " / ")) and not any(
        _headed(line.split(","), named) for line in lines
    ):
        return text
    kept: list[str] = []
    at = 0
    while at < len(lines):
        rows, end = _table(lines, at, named)
        if len(rows) < _LEAST:
            kept.append(lines[at])
            at += 1
            continue
        kept.extend(_told(rows, named))
        at = end
    return "\n".join(kept)


def _table(lines: Sequence[str], start: int, named: dict[str, str]) -> tuple[list[list[str]], int]:
    """The rows of the table that begins at a line, and the line after it."""
    commas = _headed(lines[start].split(","), named)
    first = _cells(lines[start], commas=commas)
    headed = _headed(first, named)
    if len(first) < _LEAST or not (headed or "|" in lines[start]):
        return [], start
    rows, at = [first], start + 1
    while at < len(lines):
        line = lines[at]
        cells = _cells(line, commas=commas)
        if not line.strip() or _RULE.match(line):
            at += 1
        elif len(cells) >= _LEAST and abs(len(cells) - len(first)) < len(first) - 1:
            rows.append(cells)
            at += 1
        else:
            break
    return rows, at


def _cells(line: str, *, commas: bool = False) -> list[str]:
    """The cells of a line: between bars, tabs or wide blanks, or commas where the heads are."""
    line = line.strip()
    if "|" in line:
        cells = line.strip("|").split("|")
    else:
        cells = line.split(",") if commas else _WIDE.split(line)
    return [cell.strip() for cell in cells][:_MOST]


def _headed(cells: Sequence[str], named: dict[str, str]) -> bool:
    """Whether a row says what the columns are."""
    known = [named.get(_bare(cell)) for cell in cells]
    return "work" in known and sum(map(bool, known)) >= _LEAST


def _bare(cell: str) -> str:
    return cell.replace(" ", "").strip("*:()")


def _told(rows: Sequence[Sequence[str]], named: dict[str, str]) -> list[str]:
    """What each row asks for."""
    head, body = (rows[0], rows[1:]) if _headed(rows[0], named) else ((), rows)
    kinds = [named.get(_bare(cell), "work") for cell in head]
    work = [n for n, kind in enumerate(kinds) if kind == "work"]
    who = [n for n, kind in enumerate(kinds) if kind == "who"]
    if not work:
        width = max(map(len, body))
        columns = [[row[n] for row in body if n < len(row)] for n in range(width)]
        longest = max(range(width), key=lambda n: sum(map(len, columns[n])))
        work = [n for n in range(width) if n == longest or _tells(columns[n])]
    mine = [row for row in body if not _of_others(row[n] for n in who if n < len(row))]
    found = []
    for row in mine or body:
        told = (row[n].strip("。;") for n in work if n < len(row))
        if task := ",".join(filter(None, told)):
            found.append(f"{_MARK}{task}")
    return found


def assigned(text: str, columns: Columns) -> str:
    """A folded text without what its lines say of who does them; without lines that are only others'.

    补坑槽(责任单位:某某乡;时限:10月底). Where every line is others', each stays: they ask all the same.
    """
    text = _by_units(text)
    who = frozenset(columns("who"))
    if not any(f"{label}:" in text for label in who):
        return text
    known = who | frozenset(columns("column"))
    lines: list[tuple[str, bool]] = []
    whose = 0
    for line in text.splitlines():
        doers = [m["told"] for m in _NAMED.finditer(line) if m["label"] in who]
        rest = _BRACKET.sub(lambda m: "" if m["label"] in known else m[0], line)
        others = len(doers) == 1 and _of_others(doers)
        whose += bool(doers) and not others
        if others and _NAMED.match(line) and lines:
            lines[-1] = lines[-1][0], True  # the line above says what
        lines.append((rest, others))
    return "\n".join(line for line, others in lines if not (others and whose))


def _by_units(text: str) -> str:
    """A text that says line by line which body does what, without the lines of others: 某某镇:设卡登记."""
    lines = text.splitlines()
    units = [_UNIT.match(line) for line in lines]
    others = [bool(unit and _OTHERS.match(unit["who"])) for unit in units]
    mine = [bool(unit and _TOWNSHIP.search(unit["who"])) for unit in units]
    if not any(others) or not any(mine) or sum(others) + sum(mine) < _UNITS:
        return text
    return "\n".join(
        f"{_MARK if sum(mine) > 1 else ''}{unit['told']}" if own and unit else line
        for line, unit, own, other in zip(lines, units, mine, others, strict=True)
        if not other
    )


def _tells(cells: Sequence[str]) -> bool:
    """Whether a column without a name says what is to be done: most of its cells are no date, number or body."""
    no = sum(not cell or bool(_DATE.match(cell) or _OTHERS.match(cell)) for cell in cells)
    return 2 * no < len(cells)


def _of_others(told: Iterable[str]) -> bool:
    """Whether those who are named are all other bodies than townships."""
    doers = [one for who in told for one in _BETWEEN.split(who) if one]
    return bool(doers) and all(map(_OTHERS.match, doers))
