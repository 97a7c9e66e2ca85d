"""Pasted: pieces of other texts inside a row, and texts whose first characters are gone.

Half of another duty's name in the middle of a name, the number of a seal behind the last cell, a clause that begins
with what is left of its first word: what half an undone change, a seal over the page or a cut margin leaves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from kg.findings import shorten
from kg.folding import fold_forms, strip_blanks, strip_markup
from kg.reading.rows import RowProblem
from kg.values import Duty, ListKind, Row

_RUN = 8
"""Characters with which another name begins that stand inside this one: of 47 lists no basic duty has them."""
_BEGUN_LATE = re.compile(
    r"[，。；：、！？）)】》”’%]|(?![一二三四五六七八九十])[\u4e00-\u9fff][，；。]"
)
"""A mark, or one character before a mark, at the beginning of a clause: ``请，查验证件``."""
_NUMBER_GONE = re.compile(r"[；;。]\s*[.．](?=[\u4e00-\u9fff])")
"""The mark behind the number of a clause, and no number: ``；.县公安局``."""
_SEVERAL = 3
"""Cells of a column that begin with nothing to do: of 8,100 clauses of 47 lists four do, two of a list at most."""
_NUMBER = re.compile(r"(?<![\d.\-－/])\d{9,24}(?![\d.])")
"""A number that counts nothing: of a seal, a file, a telephone."""
_WHOLE = re.compile(r"[此该本这]项?(?:工作|事项|职责|任务|职能)(?P<rest>[^，,。；;]+)")
"""What the words 不再开展 are followed by, and what should not be there."""
_HOLDER = re.compile(r"[^，。；：]{2,40}：")
"""A holder in front of its own text, where several have one each."""
_OPENING = re.compile(
    "(?P<body>[\u4e00-\u9fff]{2,16}?(?:分局|局|委员会|办公室|办|委|大队|支队|中心|公司|联合会|院|所|站))"
)
"""The body that a clause begins with: 市打私办牵头."""
_LEVELS = "省州盟市县区旗"
_TEXTS = ("name", "departments", "superior", "township", "taker", "taker-and-method", "method")
_QUOTE = 60


def judge_pasted(
    duties: Sequence[Duty],
    nobody: Sequence[str],
    acts: Callable[[str], bool],
    inside: Callable[[str], bool],
    problems: list[RowProblem],
) -> None:
    """Add rows with pieces of other texts, or without their first characters, to ``problems``.

    ``nobody`` are words by which nobody does a thing any more, ``acts`` tells a text that begins with something to do,
    ``inside`` one that begins with the last part of a word.
    """
    said = {p.line for p in problems if p.kind == "name-doubtful"}
    rows = [duty.row for duty in duties if duty.row.kind is ListKind.BASIC]
    problems.extend(p for p in _names_inside(rows, acts) if p.line not in said)
    for side in ("superior", "township"):
        problems.extend(_late_clauses(duties, side, acts, inside))
    for duty in duties:
        method = fold_forms(duty.method).strip().lstrip("“‘《")
        late = method and inside(method) and not acts(method) and not _HOLDER.match(method)
        late = late and not _by_own(duty, method)
        if _BEGUN_LATE.match(method) or late:
            problems.append(_begun_late(duty, method))
        problems.extend(_number(duty.row))
        problems.extend(_number_gone(duty))
        problems.extend(_behind_nobody(duty, tuple(nobody)))


def _names_inside(rows: Sequence[Row], acts: Callable[[str], bool]) -> Iterator[RowProblem]:
    """Names with the beginning of another one, something to do, in their middle."""
    begins: dict[str, list[Row]] = {}
    for row in rows:
        if len(row.name) > _RUN + 1 and acts(row.name):
            begins.setdefault(row.name[:_RUN], []).append(row)
    for row in rows:
        for at in range(2, len(row.name) - _RUN + 1):
            others = begins.get(row.name[at : at + _RUN], ())
            other = next((r for r in others if r.name not in row.name and r is not row), None)
            if other is None:
                continue
            what = (
                f"事项名称中间有第 {other.number} 项名称的开头“{row.name[at : at + _RUN]}”："
                f"“{shorten(row.name, 40)}”；像是两项的文字混在了一起，照原样保留，请核对"
            )
            yield RowProblem("name-doubtful", row.line, what, row.name, row)
            break


def _late_clauses(
    duties: Sequence[Duty], side: str, acts: Callable[[str], bool], inside: Callable[[str], bool]
) -> Iterator[RowProblem]:
    """Clauses that begin with a mark or with what is left of a word; more where several begin with nothing to do."""
    odd: list[Duty] = []
    said: set[int] = set()
    for duty in duties:
        clauses = duty.superior if side == "superior" else duty.township
        for place, clause in enumerate(clauses):
            text = fold_forms(clause.text).strip().lstrip("“‘《")
            first = place == 0 and not clause.heading and not (acts(text) or _by_own(duty, text))
            if first:
                odd.append(duty)
            if _BEGUN_LATE.match(text) or (first and inside(text)):
                said.add(duty.row.line)
                yield _begun_late(duty, clause.text)
                break
    if len(odd) >= _SEVERAL:
        for duty in odd:
            if duty.row.line not in said:
                yield _begun_late(duty, getattr(duty, side)[0].text)


def _by_own(duty: Duty, text: str) -> bool:
    """Whether a clause begins with a body of its own row, as it is printed there or without its place."""
    opening = _OPENING.match(text)
    if opening is None:
        return False
    printed = strip_blanks(fold_forms(duty.row.cell("departments") or ""))
    at = printed.find(opening["body"])
    level = opening["body"][0] in _LEVELS
    return level or at == 0 or (at > 0 and printed[at - 1] in f"{_LEVELS}、,，;；\n")


def _begun_late(duty: Duty, text: str) -> RowProblem:
    what = f"条款开头像是少了字：“{shorten(text, 24)}”；照原样保留，请核对"
    return RowProblem("cell-unfinished", duty.row.line, what, text[:_QUOTE], duty.row)


def _number(row: Row) -> Iterator[RowProblem]:
    for role in _TEXTS:
        text = fold_forms(strip_markup(row.cell(role) or ""))
        if found := _NUMBER.search(text):
            what = f"文字里有一长串数字“{found[0]}”，像是印章、文件上的；照原样保留，请核对"
            yield RowProblem("furniture-inside", row.line, what, text[-_QUOTE:].strip(), row)
            return


def _number_gone(duty: Duty) -> Iterator[RowProblem]:
    for clause in (*duty.superior, *duty.township):
        if found := _NUMBER_GONE.search(clause.text):
            near = shorten(clause.text[max(0, found.start() - 8) :], 24)
            what = f"两条职责之间的编号不见了，只剩一个点：“{near}”；照原样连着读入，请核对"
            quote = clause.quote[:_QUOTE]
            yield RowProblem("clause-number-slip", duty.row.line, what, quote, duty.row)
            return


def _behind_nobody(duty: Duty, nobody: tuple[str, ...]) -> Iterator[RowProblem]:
    """Words glued to those by which nobody does the whole thing any more: ``不再开展此项工作人民政府``."""
    text = strip_blanks(fold_forms(strip_markup(duty.method)))
    first = next((word for word in nobody if text.startswith(word)), "")
    behind = _WHOLE.match(text, len(first)) if first and duty.discontinued else None
    if behind:
        what = f"“不再开展”后面连着别的字“{shorten(behind['rest'], 20)}”；照原样保留，请核对"
        yield RowProblem("holder-contradicted", duty.row.line, what, text[:_QUOTE], duty.row)
