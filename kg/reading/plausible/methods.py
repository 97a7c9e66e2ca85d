"""Methods: whether the way of working of a reclaimed duty is that of one row.

A cell says once who takes over, and then how. A second holder behind the first one's text, the label of the
cell again, or 不再开展此项工作 behind a way of working: the next row ran into this one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from kg.findings import shorten
from kg.folding import fold_forms, strip_markup
from kg.reading.rows import RowProblem
from kg.values import Duty, ListKind, Mention

_HOLDER = re.compile(r"(?:^|[。；;！\s])([\u4e00-\u9fff、（）()]{3,40})[：:]")
_LABEL = re.compile(r"(?<=.)(?:承接部门|收回部门|工作方式)[：:]", re.DOTALL)
_QUOTE = 60


def judge_methods(
    duties: Sequence[Duty],
    nobody: Sequence[str],
    bodies: Callable[[str], Sequence[Mention]],
    problems: list[RowProblem],
) -> None:
    """Add ways of working that go on with another row to ``problems``.

    ``nobody`` are words by which nobody does a thing any more; ``bodies`` reads a text that names bodies
    and nothing else.
    """
    said = {p.line for p in problems if p.kind == "holder-contradicted"}
    for duty in duties:
        if duty.row.kind is ListKind.RECLAIMED and duty.row.line not in said:
            problems.extend(_two_rows(duty, tuple(nobody), bodies))


def _two_rows(
    duty: Duty, nobody: tuple[str, ...], bodies: Callable[[str], Sequence[Mention]]
) -> Iterator[RowProblem]:
    text = fold_forms(strip_markup(duty.method)).strip()
    found = _LABEL.search(text)
    second = found[0] if found else ""
    if not second:
        second = next((m[1] for m in _HOLDER.finditer(text) if bodies(m[1])), "")
    if not second:
        # A duty that goes on may say 不再考核 of a part; that nobody does it is said of the whole.
        ends = [part.strip() for part in re.split(r"[。；;\s]", text) if part.strip()]
        whole = [
            part
            for part in ends[1:]
            if part.startswith(nobody) and len(part) <= len("不再开展此项工作")
        ]
        second = whole[0] if whole else ""
    if second:
        what = f"工作方式里又写着“{shorten(second, 20)}”，像是连着下一项的文字；照原样保留，请核对"
        yield RowProblem("holder-contradicted", duty.row.line, what, text[:_QUOTE], duty.row)
