"""Forms of names: one body written in several ways, in the columns of a document or in its clauses."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from kg.bodies.names import NameReader
from kg.folding import longest_run
from kg.values import Department, Document, Place, Row

Slip = tuple[Row, str, str, str]
"""Row, kind, message and the words of the source."""
_FULL_WIDTH = str.maketrans("()", "（）")
_RARE = 2
_USUAL = 4
"""In clauses, where names are shortened freely: a form this rare beside one this frequent."""


def in_columns(document: Document, county: Place) -> Iterator[Slip]:
    """One body, several spellings in one document's columns: said once a rarer spelling."""
    forms: dict[Department, Counter[str]] = defaultdict(Counter)
    first: dict[tuple[Department, str], Row] = {}
    for duty in document.duties:
        for mention in duty.mentions:
            if mention.department.known:
                form = _without_place(mention.written.translate(_FULL_WIDTH), county)
                forms[mention.department][form] += 1
                first.setdefault((mention.department, form), duty.row)
    for department, counts in sorted(forms.items()):
        usual = min(counts.items(), key=lambda item: (-item[1], item[0]))[0]
        for form in sorted(set(counts) - {usual}):
            row = first[department, form]
            yield row, "name-variants", _said(form, usual, department), longest_run(column(row))


def in_clauses(document: Document, county: Place, names: NameReader) -> Iterator[Slip]:
    """A body that clauses nearly always write in one way, written otherwise once or twice."""
    forms: dict[Department, Counter[str]] = defaultdict(Counter)
    first: dict[tuple[Department, str], tuple[Row, str]] = {}
    for duty in document.duties:
        for clause in (*duty.superior, *duty.township):
            for mention in names.find(clause.text):
                if mention.department.known:
                    form = _without_place(mention.written.translate(_FULL_WIDTH), county)
                    forms[mention.department][form] += 1
                    first.setdefault((mention.department, form), (duty.row, clause.quote))
    for department, counts in sorted(forms.items()):
        usual, times = min(counts.items(), key=lambda item: (-item[1], item[0]))
        for form in sorted(set(counts) - {usual}):
            shortened = form.endswith(usual) or usual.endswith(form)
            if counts[form] <= _RARE and times >= _USUAL and not shortened:
                row, quote = first[department, form]
                yield row, "name-variants", f"条款里{_said(form, usual, department)}", quote


def column(row: Row) -> str:
    """The verbatim cell that names the departments."""
    return row.cell("departments") or row.cell("taker") or row.cell("taker-and-method") or ""


def _said(form: str, usual: str, department: Department) -> str:
    return f"同一部门有两种写法：“{form}”和“{usual}”，都读作{department.name}"


def _without_place(written: str, county: Place) -> str:
    for prefix in (county.printed, county.name, county.printed[-1:]):
        if prefix and written.startswith(prefix) and len(written) > len(prefix) + 1:
            return written[len(prefix) :]
    return written
