"""Triples: documents become N-Triples lines of the default graph.

Text is written directly, since building terms one by one costs ten times more; the lines
are loaded in bulk. Every statement of a duty or clause leads to a Citation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kg.folding import TAG
from kg.iris import Iris
from kg.places import unknown_code
from kg.records import (
    CODE_SCHEME,
    Clause,
    Department,
    Document,
    Duty,
    Level,
    ListKind,
    Mention,
    Place,
    Row,
    edition_order,
)
from kg.terms import D, W, X
from kg.vocabulary import Vocabulary

_LEVEL_CLASS = {
    Level.NATION: D.Nation,
    Level.PROVINCE: D.Province,
    Level.PREFECTURE: D.Prefecture,
    Level.COUNTY: D.County,
}
_DUTY_CLASS = {
    ListKind.BASIC: D.BasicDuty,
    ListKind.COOPERATION: D.CooperationDuty,
    ListKind.RECLAIMED: D.ReclaimedDuty,
}
_TOWNSHIP_EDGE = {
    ListKind.BASIC: D.leads,
    ListKind.COOPERATION: D.cooperatesOn,
    ListKind.RECLAIMED: D.relievedOf,
}
_DEPARTMENT_EDGE = {ListKind.COOPERATION: D.leads, ListKind.RECLAIMED: D.reclaimed}

_ESCAPES = str.maketrans(
    {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    | {chr(code): f"\\u{code:04X}" for code in (*range(9), 11, 12, *range(14, 32), 127)}
)


def literal(text: str, language: str = "") -> str:
    """An N-Triples literal."""
    quoted = f'"{text.translate(_ESCAPES)}"'
    return f"{quoted}@{language}" if language else quoted


def zh(text: str) -> str:
    """A Chinese literal."""
    return literal(text, "zh")


def typed(value: object, datatype: str) -> str:
    """A typed literal of a number, truth value or month."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f'"{text}"^^<{datatype}>'


def dataset_lines(documents: Sequence[Document], vocabulary: Vocabulary, iris: Iris) -> list[str]:
    """The whole dataset as sorted, distinct N-Triples lines (without line ends)."""
    writer = _Writer(vocabulary, iris)
    sound = [d for d in documents if d.duties and d.township]
    latest: dict[str, str] = {}
    for document in sorted(sound, key=lambda d: edition_order(d.edition)):
        assert document.township is not None
        latest[document.township.code] = document.edition
    for document in sound:
        assert document.township is not None
        writer.document(document, latest[document.township.code] == document.edition)
    writer.shared()
    return sorted(set(writer.lines))


class _Writer:
    """Collects the lines of a dataset; what lists share is written once, at the end."""

    def __init__(self, vocabulary: Vocabulary, iris: Iris) -> None:
        self.lines: list[str] = []
        self._vocabulary = vocabulary
        self._iris = iris
        self._departments: dict[Department, Counter[str]] = {}
        self._forms: dict[Department, set[str]] = {}
        self._places: dict[str, tuple[Place, set[str]]] = {}
        self._categories: set[str] = set()

    def _add(self, subject: str, predicate: str, value: str) -> None:
        self.lines.append(f"<{subject}> <{predicate}> {value} .")

    def _link(self, subject: str, predicate: str, target: str) -> None:
        self.lines.append(f"<{subject}> <{predicate}> <{target}> .")

    # -- documents ------------------------------------------------------------------------

    def document(self, document: Document, current: bool) -> None:
        """One document with its lists and duties; ``current`` if no later edition is loaded."""
        assert document.township is not None
        iri = self._iris.document(document)
        township = self._township(document)
        self._link(iri, W.type, D.Document)
        self._link(iri, W.type, W.Distribution)
        self._link(iri, D.ofTownship, township)
        self._add(iri, W.label, zh(f"{document.township.name}履职事项清单（{document.edition}）"))
        self._add(iri, D.edition, literal(document.edition))
        self._add(iri, D.current, typed(current, X.boolean))
        self._add(iri, D.path, literal(document.path))
        self._add(iri, D.sha256, literal(document.sha256))
        if document.date_printed:
            self._add(iri, D.datePrinted, zh(document.date_printed))
        if document.edition[:1].isdigit():
            self._add(iri, W.issued, typed(document.edition[:7], X.gYearMonth))
        for kind in ListKind:
            self._list(document, kind, iri, township)
        for duty in document.duties:
            self._duty(document, duty, iri, township)

    def _township(self, document: Document) -> str:
        township = document.township
        assert township is not None
        iri = self._iris.township(township.code)
        self._link(iri, W.type, D.Township)
        self._link(iri, W.type, W.FormalOrganization)
        self._add(iri, W.label, zh(township.name))
        self._add(iri, D.code, literal(township.code))
        self._add(iri, D.codeScheme, literal(CODE_SCHEME if township.place.known else "x"))
        self._add(iri, W.altLabel, zh(township.place.printed))
        if township.place.parent:
            self._link(iri, D.within, self._place(township.place.parent))
        return iri

    def _list(self, document: Document, kind: ListKind, source: str, township: str) -> None:
        rows = [duty.row for duty in document.duties if duty.row.kind is kind]
        titles = [title for title in document.titles if title.kind is kind]
        if not rows and not titles:
            return
        assert document.township is not None
        iri = self._iris.duty_list(document, kind)
        for cls in (D.DutyList, W.ConceptScheme, W.Dataset):
            self._link(iri, W.type, cls)
        self._add(iri, W.label, zh(f"{document.township.name}{kind.zh}清单"))
        self._add(iri, D.listKind, literal(kind.value))
        self._link(iri, D.ofTownship, township)
        self._link(iri, D.inDocument, source)
        self._link(iri, W.distribution, source)
        if titles:
            title = titles[0]
            self._citation(iri, source, title.line, title.locator, title.text)
        elif rows:
            self._citation(
                iri, source, rows[0].line, rows[0].locator, _between_tags(_name_cell(rows[0]))
            )
        if rows:
            header = "\t".join(cell.header for cell in rows[0].cells)
            self._add(iri, D.sourceHeader, literal(header))

    def _citation(
        self, iri: str, source: str, line: int, locator: str, quote: str, row: str = ""
    ) -> str:
        citation = f"{iri}/citation"
        self._link(iri, D.citation, citation)
        self._link(citation, W.type, D.Citation)
        self._link(citation, D.inDocument, source)
        self._add(citation, D.line, typed(line, X.integer))
        self._add(citation, D.locator, zh(locator))
        self._add(citation, D.quote, literal(quote))
        if row:
            self._add(citation, D.sourceRow, literal(row))
        return citation

    # -- duties ---------------------------------------------------------------------------

    def _duty(self, document: Document, duty: Duty, source: str, township: str) -> None:
        row = duty.row
        iri = self._iris.duty(document, row)
        duty_list = self._iris.duty_list(document, row.kind)
        for cls in (D.Duty, _DUTY_CLASS[row.kind], W.Concept, W.Entity):
            self._link(iri, W.type, cls)
        self._add(iri, W.label, zh(row.name))
        self._add(iri, D.number, typed(row.number, X.integer))
        self._add(iri, D.printedNumber, literal(row.printed))
        self._link(iri, D.inList, duty_list)
        self._link(iri, W.inScheme, duty_list)
        self._link(iri, D.ofTownship, township)
        self._link(iri, W.wasDerivedFrom, source)
        if row.category:
            category = self._category(row.category)
            self._link(iri, D.category, category)
            self._link(iri, W.subject, category)
        self._citation(
            iri, source, row.line, row.locator, _between_tags(_name_cell(row)), row.quote
        )
        self._link(township, _TOWNSHIP_EDGE[row.kind], iri)
        self._parties(duty, iri)
        if row.kind is ListKind.RECLAIMED:
            self._add(iri, D.method, zh(duty.method))
            self._add(iri, D.discontinued, typed(duty.discontinued, X.boolean))
        if duty.open_ended:
            self._add(iri, D.openEnded, typed(True, X.boolean))
            self._add(iri, D.openWords, zh(duty.open_words))
        for number, (header, value) in enumerate(duty.extra, 1):
            extra = f"{iri}/extra-{number}"
            self._link(iri, D.extraColumn, extra)
            self._link(extra, W.type, D.ExtraColumn)
            self._add(extra, D.position, typed(number, X.integer))
            self._add(extra, D.header, zh(header))
            self._add(extra, D.value, zh(value))
        for side, clauses in (("s", duty.superior), ("t", duty.township)):
            for clause in clauses:
                self._clause(clause, side, iri, source, row)

    def _parties(self, duty: Duty, iri: str) -> None:
        for mention in duty.mentions:
            self._note(mention)
        kind = duty.row.kind
        if kind in _DEPARTMENT_EDGE:
            edge = _DEPARTMENT_EDGE[kind]
            role = "leads" if kind is ListKind.COOPERATION else "reclaimed"
            written = {m.department: m.written for m in reversed(duty.mentions)}
            for position, department in enumerate(duty.departments, 1):
                target = self._department(department)
                self._link(target, edge, iri)
                self._responsibility(
                    iri, position, target, role, written.get(department, department.name)
                )
        for department in duty.conveners:
            self._link(self._department(department), D.convenes, iri)
        offset = len(duty.departments)
        for position, department in enumerate(duty.supporting, offset + 1):
            target = self._department(department)
            self._link(target, D.supports, iri)
            self._responsibility(iri, position, target, "supports", department.name)

    def _responsibility(self, iri: str, position: int, party: str, role: str, written: str) -> None:
        node = f"{iri}/r-{position:02d}"
        self._link(node, W.type, D.Responsibility)
        self._link(node, D.responsibilityFor, iri)
        self._link(node, D.party, party)
        self._link(node, D.role, self._iris.role(role))
        self._link(node, D.certainty, self._iris.certainty("column"))
        self._add(node, D.position, typed(position, X.integer))
        self._add(node, D.asWritten, zh(written))
        self._link(node, D.citation, f"{iri}/citation")

    def _clause(self, clause: Clause, side: str, duty: str, source: str, row: Row) -> None:
        iri = f"{duty}/clause-{side}{clause.number}"
        self._link(iri, W.type, D.Clause)
        self._link(iri, W.type, D.SuperiorClause if side == "s" else D.TownshipClause)
        self._link(iri, D.clauseOf, duty)
        self._add(iri, D.number, typed(clause.number, X.integer))
        self._add(iri, D.text, zh(clause.text))
        if clause.printed is not None:
            self._add(iri, D.printedNumber, literal(clause.printed))
        if clause.section:
            self._add(iri, D.section, zh(clause.section))
        if clause.heading:
            self._add(iri, D.heading, zh(clause.heading))
        self._citation(iri, source, row.line, row.locator, clause.quote)

    # -- what lists share -----------------------------------------------------------------

    def _department(self, department: Department) -> str:
        self._departments.setdefault(department, Counter())[department.name] += 1
        return self._iris.department(department)

    def _note(self, mention: Mention) -> None:
        self._forms.setdefault(mention.department, set()).add(mention.written)

    def _place(self, place: Place) -> str:
        _, names = self._places.setdefault(place.code, (place, set()))
        names.update((place.printed, place.name))
        if place.parent:
            self._place(place.parent)
        return self._iris.place(place)

    def _category(self, name: str) -> str:
        self._categories.add(name)
        known = self._vocabulary.category_by_form.get(name)
        return self._iris.category(known.id if known else unknown_code(name))

    def shared(self) -> None:
        """Departments, functions, categories and places met in the documents."""
        functions: set[str] = set()
        for department, names in sorted(self._departments.items()):
            self._write_department(department, names)
            functions.add(department.function)
        for slug in sorted(functions):
            self._write_function(slug, functions)
        for name in sorted(self._categories):
            self._write_category(name)
        for code in sorted(self._places):
            self._write_place(*self._places[code])
        for scheme, label in (("functions", "部门职能"), ("categories", "事项类别")):
            self._link(self._iris.scheme(scheme), W.type, W.ConceptScheme)
            self._add(self._iris.scheme(scheme), W.label, zh(label))

    def _write_department(self, department: Department, names: Counter[str]) -> None:
        iri = self._iris.department(department)
        name = min(names.items(), key=lambda item: (-item[1], item[0]))[0]
        self._link(iri, W.type, D.Department)
        self._link(iri, W.type, W.FormalOrganization)
        self._add(iri, W.label, zh(name))
        self._link(iri, W.classification, self._iris.function(department.function))
        if department.jurisdiction:
            self._link(iri, D.jurisdiction, self._place(department.jurisdiction))
        if department.branch:
            self._add(iri, D.branch, literal(department.branch))
        if not department.known:
            self._add(iri, D.unresolved, typed(True, X.boolean))
        for form in sorted({*names, *self._forms.get(department, ())} - {name}):
            self._add(iri, W.altLabel, zh(form))

    def _write_function(self, slug: str, used: set[str]) -> None:
        iri = self._iris.function(slug)
        self._link(iri, W.type, D.Function)
        self._link(iri, W.type, W.Concept)
        self._link(iri, W.inScheme, self._iris.scheme("functions"))
        function = self._vocabulary.functions.get(slug)
        if function is None:
            names = sorted(d.name for d in self._departments if d.function == slug)
            self._add(iri, W.label, zh(names[0]))
            self._add(iri, D.unresolved, typed(True, X.boolean))
            return
        self._add(iri, W.label, zh(function.name))
        if function.name_en:
            self._add(iri, W.label, literal(function.name_en, "en"))
        for form in (*function.names, *function.forms):
            self._add(iri, W.altLabel, zh(form))
        if function.broader:
            self._link(iri, W.broader, self._iris.function(function.broader))
            if function.broader not in used:
                used.add(function.broader)
                self._write_function(function.broader, used)

    def _write_category(self, name: str) -> None:
        known = self._vocabulary.category_by_form.get(name)
        iri = self._iris.category(known.id if known else unknown_code(name))
        self._link(iri, W.type, D.Category)
        self._link(iri, W.type, W.Concept)
        self._link(iri, W.inScheme, self._iris.scheme("categories"))
        self._add(iri, W.label, zh(known.name if known else name))
        if known and known.name_en:
            self._add(iri, W.label, literal(known.name_en, "en"))
        for form in sorted(
            {name, *(known.forms if known else ())} - {known.name if known else name}
        ):
            self._add(iri, W.altLabel, zh(form))

    def _write_place(self, place: Place, names: set[str]) -> None:
        iri = self._iris.place(place)
        self._link(iri, W.type, D.Jurisdiction)
        self._link(iri, W.type, _LEVEL_CLASS[place.level])
        label = place.printed if place.level is Level.COUNTY else place.name
        self._add(iri, W.label, zh(label))
        self._add(iri, D.code, literal(place.code))
        self._add(iri, D.codeScheme, literal(CODE_SCHEME if place.known else "x"))
        for name in sorted(names - {label}):
            self._add(iri, W.altLabel, zh(name))
        if place.parent:
            self._link(iri, D.within, self._iris.place(place.parent))


def _name_cell(row: Row) -> str:
    return row.cell("name") or ""


def _between_tags(cell: str) -> str:
    """The longest run of a cell between tags: found unchanged in the source."""
    if "<" not in cell:
        return cell.strip()
    return max((run.strip() for run in TAG.sub("\n", cell).splitlines()), key=len, default="")
