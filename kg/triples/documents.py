"""Triples: documents become N-Triples lines of the default graph.

Text is written directly, since building terms one by one costs ten times more; the lines
are loaded in bulk. Every statement of a duty or clause leads to a Citation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType

from kg.folding import longest_run
from kg.matters.matching import Matters
from kg.rdf.iris import Iris
from kg.rdf.ntriples import Lines, literal, typed, zh
from kg.rdf.sorted_lines import SortedLines
from kg.rdf.terms import DATA_LICENCE, D, W, X
from kg.triples.matters import matter_lines
from kg.triples.responsibilities import PartyWriter
from kg.triples.shared_nodes import Met, Shared
from kg.values import (
    CODE_SCHEME,
    Clause,
    Document,
    Duty,
    ListKind,
    Row,
    edition_order,
    shown_edition,
)
from kg.vocabulary.loading import Vocabulary

_DUTY_CLASS = {
    ListKind.BASIC: D.BasicDuty,
    ListKind.COOPERATION: D.CooperationDuty,
    ListKind.RECLAIMED: D.ReclaimedDuty,
}

_PLAIN = (".txt", ".text", ".md", ".markdown")
"""Files whose lines a fragment can name: RFC 5147 (text/plain), RFC 7763 (text/markdown)."""


def township_lines(
    documents: Sequence[Document], vocabulary: Vocabulary, iris: Iris
) -> tuple[list[str], Met]:
    """The lines of the documents of one township, sorted and distinct, and what they share with others.

    No line of them is among those of another township or of what all share.
    """
    lines = Lines()
    shared = Shared(lines, vocabulary, iris)
    writer = _Writer(lines, shared, iris)
    latest = max((document.edition for document in documents), key=edition_order)
    for document in documents:
        writer.document(document, document.edition == latest)
    lines.found.sort()
    return [line for line, _ in groupby(lines.found)], shared.met()


def common_lines(
    met: Iterable[Met],
    matters: Matters,
    revisions: Iterable[Sequence[str]],
    vocabulary: Vocabulary,
    iris: Iris,
    lines: SortedLines,
    notes: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> None:
    """Write what belongs to no township alone: shared nodes, Matters, revisions, the dataset.

    ``revisions`` are the links between the editions of each township that has several, ``notes`` what
    people said of duties, by ``township code/edition/c-012``.

    Raises:
        OSError: a file cannot be written.
    """
    for key, said in sorted(notes.items()):
        for note in said:
            lines.add(f"{iris.base}duty/{key}", W.editorialNote, zh(note))
    matter_lines(matters, iris, lines)
    for found in revisions:
        lines.found += found
        lines.settle()
    shared = Shared(lines, vocabulary, iris)
    for one in met:
        shared.meet(one)
    shared.write()
    dataset = iris.dataset()
    for cls in (D.Dataset, W.Dataset):
        lines.link(dataset, W.type, cls)
    lines.add(dataset, W.label, zh("履职事项清单知识图谱"))
    lines.link(dataset, W.license, DATA_LICENCE)


class _Writer:
    """Writes documents with their lists, duties and clauses."""

    def __init__(self, lines: Lines, shared: Shared, iris: Iris) -> None:
        self._lines = lines
        self._shared = shared
        self._iris = iris
        self._parties = PartyWriter(lines, shared, iris)
        self._plain = False

    # -- documents ------------------------------------------------------------------------

    def document(self, document: Document, current: bool) -> None:
        """One document with its lists and duties; ``current`` if no later edition is loaded."""
        assert document.township is not None
        iri = self._iris.document(document)
        self._plain = document.path.lower().endswith(_PLAIN)
        township = self._township(document)
        self._lines.link(iri, W.type, D.Document)
        self._lines.link(iri, W.type, W.Distribution)
        self._lines.link(iri, D.ofTownship, township)
        self._lines.add(
            iri,
            W.label,
            zh(f"{document.township.name}履职事项清单（{shown_edition(document.edition)}）"),
        )
        self._lines.add(iri, D.edition, literal(document.edition))
        self._lines.add(iri, D.current, typed(current, X.boolean))
        self._lines.add(iri, D.path, literal(document.path))
        self._lines.add(iri, D.sha256, literal(document.sha256))
        if document.date_printed:
            self._lines.add(iri, D.datePrinted, zh(document.date_printed))
        if document.edition[:1].isdigit():
            self._lines.add(iri, W.issued, typed(document.edition[:7], X.gYearMonth))
        for kind in ListKind:
            self._list(document, kind, iri, township)
        headers: dict[ListKind, tuple[str, ...]] = {}
        for duty in document.duties:
            self._duty(document, duty, iri, township, headers)

    def _township(self, document: Document) -> str:
        township = document.township
        assert township is not None
        iri = self._iris.township(township.code)
        self._lines.link(iri, W.type, D.Township)
        self._lines.link(iri, W.type, W.FormalOrganization)
        self._lines.add(iri, W.label, zh(township.name))
        self._lines.add(iri, D.code, literal(township.code))
        self._lines.add(iri, D.codeScheme, literal(CODE_SCHEME if township.place.known else "x"))
        self._lines.add(iri, W.altLabel, zh(township.place.printed))
        if township.place.parent:
            self._lines.link(iri, D.within, self._shared.place(township.place.parent))
        return iri

    def _list(self, document: Document, kind: ListKind, source: str, township: str) -> None:
        rows = [duty.row for duty in document.duties if duty.row.kind is kind]
        titles = [title for title in document.titles if title.kind is kind]
        if not rows and not titles:
            return
        assert document.township is not None
        iri = self._iris.duty_list(document, kind)
        for cls in (D.DutyList, W.ConceptScheme, W.Dataset):
            self._lines.link(iri, W.type, cls)
        self._lines.add(iri, W.label, zh(f"{document.township.name}{kind.zh}清单"))
        self._lines.add(iri, D.listKind, literal(kind.value))
        self._lines.link(iri, D.ofTownship, township)
        self._lines.link(iri, D.inDocument, source)
        self._lines.link(iri, W.distribution, source)
        if titles:
            title = titles[0]
            self._citation(iri, source, title.line, title.locator, title.text)
        elif rows:
            self._citation(
                iri, source, rows[0].line, rows[0].locator, longest_run(_name_cell(rows[0]))
            )
        if rows:
            self._lines.add(iri, D.sourceHeader, literal(_joined(rows[0].columns.titles)))

    def _citation(
        self, iri: str, source: str, line: int, locator: str, quote: str, row: str = ""
    ) -> str:
        citation = f"{iri}/citation"
        self._lines.link(iri, D.citation, citation)
        self._lines.link(citation, W.type, D.Citation)
        self._lines.link(citation, D.inDocument, source)
        self._lines.add(citation, D.line, typed(line, X.integer))
        self._lines.add(citation, D.locator, zh(locator))
        self._lines.add(citation, D.quote, literal(quote))
        if self._plain:
            self._lines.add(citation, D.fragment, literal(f"line={line - 1},{line}"))
        if row:
            self._lines.add(citation, D.sourceRow, literal(row))
        return citation

    # -- duties ---------------------------------------------------------------------------

    def _duty(
        self,
        document: Document,
        duty: Duty,
        source: str,
        township: str,
        headers: dict[ListKind, tuple[str, ...]],
    ) -> None:
        """One duty; ``headers`` has the header of each list, so that another one is kept with its row."""
        row = duty.row
        iri = self._iris.duty(document, row)
        duty_list = self._iris.duty_list(document, row.kind)
        for cls in (D.Duty, _DUTY_CLASS[row.kind], W.Concept, W.Entity):
            self._lines.link(iri, W.type, cls)
        self._lines.add(iri, W.label, zh(row.name))
        self._lines.add(iri, D.number, typed(row.number, X.integer))
        self._lines.add(iri, D.printedNumber, literal(row.printed))
        self._lines.link(iri, D.inList, duty_list)
        self._lines.link(iri, W.inScheme, duty_list)
        self._lines.link(iri, D.ofTownship, township)
        self._lines.link(iri, W.wasDerivedFrom, source)
        if row.category:
            category = self._shared.category(row.category)
            self._lines.link(iri, D.category, category)
            self._lines.link(iri, W.subject, category)
            if row.category != self._shared.category_name(row.category):
                self._lines.add(iri, D.printedCategory, zh(row.category))
        self._citation(
            iri, source, row.line, row.locator, longest_run(_name_cell(row)), _joined(row.texts)
        )
        if row.columns.titles != headers.setdefault(row.kind, row.columns.titles):
            self._lines.add(f"{iri}/citation", D.sourceHeader, literal(_joined(row.columns.titles)))
        self._parties.write(duty, iri)
        if row.kind is ListKind.RECLAIMED:
            self._lines.add(iri, D.method, zh(duty.method))
            self._lines.add(iri, D.discontinued, typed(duty.discontinued, X.boolean))
        if duty.open_ended:
            self._lines.add(iri, D.openEnded, typed(True, X.boolean))
            self._lines.add(iri, D.openWords, zh(duty.open_words))
        for number, (header, value) in enumerate(duty.extra, 1):
            extra = f"{iri}/extra-{number}"
            self._lines.link(iri, D.extraColumn, extra)
            self._lines.link(extra, W.type, D.ExtraColumn)
            self._lines.add(extra, D.position, typed(number, X.integer))
            self._lines.add(extra, D.header, zh(header))
            self._lines.add(extra, D.value, zh(value))
        for side, clauses in (("s", duty.superior), ("t", duty.township)):
            for clause in clauses:
                self._clause(clause, side, iri, source, row)

    def _clause(self, clause: Clause, side: str, duty: str, source: str, row: Row) -> None:
        iri = f"{duty}/clause-{side}{clause.number}"
        self._lines.link(iri, W.type, D.Clause)
        self._lines.link(iri, W.type, D.SuperiorClause if side == "s" else D.TownshipClause)
        self._lines.link(iri, D.clauseOf, duty)
        self._lines.add(iri, D.number, typed(clause.number, X.integer))
        self._lines.add(iri, D.text, zh(clause.text))
        if clause.printed is not None:
            self._lines.add(iri, D.printedNumber, literal(clause.printed))
        if clause.section:
            self._lines.add(iri, D.section, zh(clause.section))
        if clause.heading:
            self._lines.add(iri, D.heading, zh(clause.heading))
        self._citation(iri, source, row.line, row.locator, clause.quote)


def _joined(cells: Sequence[str]) -> str:
    """Cells joined by tabs; a tab inside a cell (only CSV has such) becomes a blank."""
    return "\t".join(cell.replace("\t", " ") for cell in cells)


def _name_cell(row: Row) -> str:
    return row.cell("name") or ""
