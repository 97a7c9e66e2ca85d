"""The engine: a question in, an answer with its evidence out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from kg.asking import figures, wording
from kg.asking.answers import EVIDENCE_LIMIT, Answer, answered, refused
from kg.asking.cues import CueTable, acts
from kg.asking.english import English
from kg.asking.frame import LIST_NAMES, LISTS, Ask, Frame, Question, Refusal, Status
from kg.asking.lexicon import Lexicon
from kg.asking.linking import Linker
from kg.asking.normal import Normaliser
from kg.asking.parse import Parser
from kg.asking.plan import Found, Planner
from kg.asking.rows import Row, RowReader, iris, list_of, order
from kg.asking.texts import Mentions
from kg.asking.topics import Topics
from kg.errors import StoreError
from kg.vocabulary.loading import load

if TYPE_CHECKING:
    from pathlib import Path

    from kg.store.graph import Graph

LONGEST = 1_000
"""Characters a question may have; longer texts are for the entry check."""

_MANY = 6
"""Distinct duties of one township beyond which a topic is too broad for a single fact."""


class Asker:
    """Answers questions over one graph; prepare one and ask it many."""

    def __init__(self, graph: Graph, overlay: Path | None = None) -> None:
        """Prepare for a graph; names are read with the first question.

        Raises:
            StoreError: the store has no text index.
            VocabularyError: a table has a mistake.
        """
        tables = load(overlay)
        self.graph = graph
        self.normal = Normaliser(tables)
        self.lexicon = Lexicon(graph, tables)
        self.english = English(graph, self.lexicon, self.normal, tables)
        self.reader = RowReader(graph)
        self.topics = Topics(graph, graph.text)
        self.mentions = Mentions(graph, graph.text)
        self.linker = Linker(self.lexicon, self.normal, graph.text)
        self.parser = Parser(self.lexicon, self.linker, CueTable(tables), acts(tables), self._known)
        self.planner = Planner(graph, self.lexicon, self.topics, self.mentions)

    def ask(self, question: str) -> Answer:
        """The answer; a question that cannot be answered has another status than answered."""
        understood = ""
        try:
            if len(question) > LONGEST:
                raise Refusal(
                    Status.NOT_UNDERSTOOD,
                    f"问题超过 {LONGEST} 字；整篇文字请用 kg check",
                    ("kg check",),
                )
            text = self.english(self.normal(question))
            if not text:
                raise Refusal(Status.NOT_UNDERSTOOD, "没有问题")
            parsed = self.parser.parse(text)
            understood = wording.understood(parsed, self.lexicon)
            return self._answer(parsed, understood).asked(question)
        except Refusal as refusal:
            return refused(question, self._named(refusal), understood)

    def _known(self, word: str) -> bool:
        """Whether the lists have these words together."""
        return len(word) > 1 and bool(self.graph.text.find(word, limit=1))

    def _named(self, refusal: Refusal) -> Refusal:
        """Suggestions that are duties, told by where they stand."""
        if not any(s.startswith(self.graph.base) for s in refusal.suggestions):
            return refusal
        rows = self.reader.rows([s for s in refusal.suggestions if s.startswith(self.graph.base)])
        told = tuple(f"{r.township} {LIST_NAMES[r.list]} 第{r.number}项：{r.name}" for r in rows)
        return Refusal(refusal.status, refusal.text, told)

    def _answer(self, question: Question, understood: str) -> Answer:
        handlers: dict[Ask, Callable[[Question, str], Answer]] = {
            Ask.DUTIES: self._duties,
            Ask.DEPARTMENTS: self._departments,
            Ask.TOWNSHIPS: self._townships,
            Ask.CATEGORIES: self._categories,
            Ask.CLAUSES: self._clauses,
            Ask.LISTS: self._lists,
            Ask.NUMBER: self._number,
            Ask.BOOLEAN: self._boolean,
        }
        return handlers[question.ask](question, understood)

    # -- finding --------------------------------------------------------------------------

    def _compared(self, question: Question) -> Found:
        """The duties of a comparison: rows of the first frame, by Matter."""
        assert question.other is not None
        left, right = self.planner.find(question.frame), self.planner.find(question.other)
        matters = self.planner.edges.same_matter([*left.duties, *right.duties])
        there = {matters.get(duty, duty) for duty in right.duties}
        if question.relation == "minus":
            duties = tuple(d for d in left.duties if matters.get(d, d) not in there)
        else:  # the rows of both
            here = {matters.get(duty, duty) for duty in left.duties}
            duties = tuple(
                d
                for d in sorted({*left.duties, *right.duties}, key=order)
                if matters.get(d, d) in here and matters.get(d, d) in there
            )
        return Found(duties, f"{left.sparql}\n# {question.relation} (:matter)\n{right.sparql}")

    def _found(self, question: Question) -> Found:
        if question.relation in ("minus", "both"):
            return self._compared(question)
        return self.planner.find(question.frame)

    def _evidence(self, duties: Sequence[str], frame: Frame) -> list[dict[str, Any]]:
        """The rows as evidence; for an empty set the title lines of the lists searched."""
        if duties:
            return [row.evidence() for row in self.reader.rows(duties)]
        return self.reader.titles(frame.lists or LISTS, self.planner.codes(frame))

    # -- kinds of answers -----------------------------------------------------------------

    def _duties(self, question: Question, understood: str) -> Answer:
        if question.rank:
            return figures.ranked_duties(self, question, understood)
        found = self._found(question)
        rows = self.reader.rows(found.duties)
        return answered(
            "",
            Ask.DUTIES,
            [row.duty() for row in rows],
            understood=understood,
            text=wording.duties(rows, question),
            evidence=self._evidence(found.duties, question.frame),
            sparql=found.sparql,
        )

    def _departments(self, question: Question, understood: str) -> Answer:
        if question.rank or question.group == "function":
            return figures.ranking(self, question, understood)
        found = self._found(question)
        if question.frame.topic:
            self._narrow(found, question)
        pairs, sparql = self.planner.edges.departments(found.duties)
        excluded = set(question.excluded)
        if question.value == "together":
            excluded |= {b for ref in question.frame.bodies for b in ref.bodies}
        bodies = self.lexicon.bodies
        order = {duty: n for n, duty in enumerate(found.duties)}
        pairs.sort(key=lambda pair: (order[pair[0]], self._position(pair)))
        labels = list(dict.fromkeys(bodies[d].label for _, d in pairs if d not in excluded))
        rows = self.reader.rows(found.duties)
        return answered(
            "",
            Ask.DEPARTMENTS,
            labels,
            understood=understood,
            text=wording.departments(labels, rows, self._conveners(found.duties)),
            evidence=self._evidence(found.duties, question.frame),
            sparql=f"{found.sparql}\n# departments\n{sparql}",
        )

    def _position(self, pair: tuple[str, str]) -> tuple[int, str]:
        return (0, pair[1])

    def _conveners(self, duties: Sequence[str]) -> list[str]:
        """Bodies the source marks 牵头 for these duties as a whole."""
        query = (
            f"SELECT DISTINCT ?d WHERE {{ VALUES ?duty {{ {iris(duties)} }} ?d :convenes ?duty }}"
        )
        return [
            self.lexicon.bodies[row["d"]].label
            for row in self.graph.rows(query)
            if row["d"] in self.lexicon.bodies
        ]

    def _narrow(self, found: Found, question: Question) -> None:
        """A topic that many duties of one township have is too broad for one fact.

        Raises:
            Refusal: it is; the duties are offered.
        """
        counts: dict[str, int] = {}
        for duty in found.duties:
            township = duty.rsplit("/", 2)[0]
            counts[township] = counts.get(township, 0) + 1
        if counts and max(counts.values()) > _MANY:
            raise Refusal(
                Status.NOT_UNDERSTOOD,
                f"“{question.frame.topic}”有 {len(found.duties)} 项，请说得更具体",
                found.duties[:5],
            )

    def _townships(self, question: Question, understood: str) -> Answer:
        return self._names(question, understood, "个乡镇", lambda rows: [r.township for r in rows])

    def _categories(self, question: Question, understood: str) -> Answer:
        labels = self.lexicon.categories

        def names(rows: Sequence[Row]) -> list[str | None]:
            of = dict(self.planner.edges.categories([row.iri for row in rows]))
            return [labels.get(of.get(row.iri, "")) for row in rows]

        return self._names(question, understood, "个类别", names)

    def _names(
        self,
        question: Question,
        understood: str,
        unit: str,
        named: Callable[[Sequence[Row]], Sequence[str | None]],
    ) -> Answer:
        """What the rows found are called by ``named``, each once; ranked where asked."""
        if question.rank:
            return figures.ranking(self, question, understood)
        found = self._found(question)
        rows = self.reader.rows(found.duties)
        names = list(dict.fromkeys(filter(None, named(rows))))
        return answered(
            "",
            question.ask,
            names,
            understood=understood,
            text=wording.names(names, unit, rows),
            evidence=self._evidence(found.duties, question.frame),
            sparql=found.sparql,
        )

    def _clauses(self, question: Question, understood: str) -> Answer:
        from kg.asking import clauses

        return clauses.answer(self, question, understood)

    def _lists(self, question: Question, understood: str) -> Answer:
        found = self.planner.find(question.frame)
        self._narrow(found, question)
        kinds = [kind for kind in LISTS if any(list_of(d) == kind for d in found.duties)]
        rows = self.reader.rows(found.duties)
        return answered(
            "",
            Ask.LISTS,
            kinds,
            understood=understood,
            text=wording.lists(kinds, rows),
            evidence=self._evidence(found.duties, question.frame),
            sparql=found.sparql,
        )

    def _number(self, question: Question, understood: str) -> Answer:
        return figures.number(self, question, understood)

    def _boolean(self, question: Question, understood: str) -> Answer:
        from kg.asking import yesno

        return yesno.answer(self, question, understood)

    def cited(
        self, first: Sequence[str], total: int, frame: Frame
    ) -> tuple[list[dict[str, Any]], int]:
        """The first of ``total`` duties as evidence and how many rows of it there are."""
        evidence = self._evidence(first[:EVIDENCE_LIMIT], frame)
        return evidence, total or len(evidence)


def asker(graph: Graph, overlay: Path | None = None) -> Asker:
    """An asker for a graph.

    Raises:
        StoreError: the store was built by an older version.
    """
    try:
        return Asker(graph, overlay)
    except FileNotFoundError as error:
        raise StoreError(str(error)) from error
