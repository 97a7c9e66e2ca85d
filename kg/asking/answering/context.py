"""What answering needs: the graph, its names, rows and plans, in one place for every handler."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any

from kg.asking.answers import EVIDENCE_LIMIT, Answer
from kg.asking.frame import LISTS, BodyRef, Frame, Question, Refusal, Status
from kg.asking.lexicon import Lexicon
from kg.asking.planning.plan import Found, Planner
from kg.asking.rows import RowReader, order, township_code
from kg.frozen import frozen
from kg.store.gate import Bound, iris

if TYPE_CHECKING:
    from kg.store.graph import Graph

_MANY = 6
"""Distinct duties of one township beyond which a topic is too broad for a single fact."""


@frozen
class Context:
    """One graph, ready to execute frames."""

    graph: Graph
    lexicon: Lexicon
    planner: Planner
    reader: RowReader

    def found(self, question: Question) -> Found:
        """The duties of a question, compared by Matter with its second frame where it has one.

        Raises:
            Refusal: as for :meth:`Planner.find`.
        """
        if question.relation not in ("minus", "both") or question.other is None:
            return self.planner.find(question.frame)
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

    def convened(self, duties: Sequence[str]) -> set[tuple[str, str]]:
        """The (duty, body) pairs of which the source marks 牵头, of these duties as a whole."""
        return self.planner.edges.conveners(duties)

    def conveners(self, duties: Sequence[str]) -> set[str]:
        """Bodies the source marks 牵头 for these duties as a whole."""
        return {body for _, body in self.convened(duties)}

    def convened_steps(self, duties: Sequence[str]) -> list[tuple[str, str, str]]:
        """(duty, body, clause) of the clauses of these duties that say who leads (牵头) what they tell of."""
        if not duties:
            return []
        query = f"""SELECT ?duty ?d ?text WHERE {{ VALUES ?duty {{ {iris(duties)} }}
          ?clause :clauseOf ?duty ; :text ?text ; :number ?n . ?d :convenes ?clause }} ORDER BY ?duty ?n ?d"""
        return [(row["duty"], row["d"], row["text"]) for row in self.graph.rows(Bound(query))]

    def evidence(self, duties: Sequence[str], frame: Frame) -> list[dict[str, Any]]:
        """The rows as evidence; for an empty set the title lines of the lists searched."""
        if duties:
            return [row.evidence() for row in self.reader.rows(duties)]
        return self.reader.titles(frame.lists or LISTS, self.planner.codes(frame))

    def cited(
        self, first: Sequence[str], total: int, frame: Frame
    ) -> tuple[list[dict[str, Any]], int]:
        """The first of ``total`` duties as evidence and how many rows of it there are."""
        evidence = self.evidence(first[:EVIDENCE_LIMIT], frame)
        return evidence, total or len(evidence)

    def narrow(self, found: Found, frame: Frame) -> None:
        """A topic that many duties of one township have is too broad for one fact.

        Raises:
            Refusal: it is; the duties are offered.
        """
        counts = Counter(map(township_code, found.duties))
        if frame.topic and counts and max(counts.values()) > _MANY:
            raise Refusal(
                Status.NOT_UNDERSTOOD,
                f"“{frame.topic}”有 {len(found.duties)} 项，请说得更具体",
                found.duties[:5],
            )

    def departments(self, refs: Sequence[BodyRef], frame: Frame) -> set[str]:
        """The departments that names can mean in a frame's places; none where there is no such."""
        return self.planner.named(refs, frame)

    def shared(self, here: Collection[str], there: Collection[str], relation: str) -> set[str]:
        """The bodies, or the categories, of ``here`` that are there, too; for a ``relation`` minus those that are not.

        Offices of other counties are the same where they are of one kind.
        """
        known, both = self.lexicon.bodies, relation.endswith("-and")
        mine, other = ({b for b in group if b in known} for group in (here, there))
        if mine and {known[b].place for b in mine}.isdisjoint({known[b].place for b in other}):
            kinds = {known[b].function for b in other}
            return {b for b in mine if (known[b].function in kinds) is both}
        return {one for one in here if (one in there) is both}

    def everywhere(self, pairs: Sequence[tuple[str, str]], frame: Frame) -> list[tuple[str, str]]:
        """The (duty, body) pairs of bodies, by what they are, that each of a frame's townships has."""
        known, bodies = self.lexicon.townships, self.lexicon.bodies
        codes = {known[t].code for t in self.planner.townships(frame)}
        have: dict[str, set[str]] = {}
        for duty, body in pairs:
            have.setdefault(bodies[body].function or body, set()).add(township_code(duty))
        return [pair for pair in pairs if have[bodies[pair[1]].function or pair[1]] >= codes]

    def categories(self, frame: Frame) -> dict[str, str]:
        """The names of categories, as the lists of a frame's townships print them."""
        printed = self.planner.edges.category_names(self.planner.townships(frame))
        return {**self.lexicon.categories, **printed}

    def labels(self, bodies: Sequence[str]) -> list[str]:
        """The names of departments, each once."""
        known = self.lexicon.bodies
        return list(dict.fromkeys(known[body].label for body in bodies if body in known))


Handler = Callable[[Context, Question, str], Answer]
"""Answers one kind of question: (context, question, what was understood)."""
