"""Clauses: what the township, or a department, has to do within a duty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.asking import wording
from kg.asking.answers import Answer, answered
from kg.asking.frame import Ask, Question, Refusal, Status
from kg.asking.rows import Clause, iris, order

if TYPE_CHECKING:
    from kg.asking.engine import Asker

_CLASS = {"township": ":TownshipClause", "superior": ":SuperiorClause"}


def answer(asker: Asker, question: Question, understood: str) -> Answer:
    """The clauses of one side; with a department only those where it acts.

    A department alone in its row answers for all superior clauses, and the text says so.

    Raises:
        Refusal: the named department has no part in the duty.
    """
    from dataclasses import replace

    side = question.side or "township"
    refs = question.frame.bodies if side == "superior" else ()
    frame = replace(question.frame, bodies=() if refs else question.frame.bodies)
    if refs and not (frame.townships or frame.places):
        places = tuple(ref.place for ref in refs if ref.place)
        frame = replace(frame, places=places)
    found = asker.planner.find(
        replace(frame, lists=frame.lists or ("cooperation",)) if _here(asker, frame) else frame
    )
    asker._narrow(found, question)
    actors = {b for ref in refs for b in asker.planner.bodies(ref, frame)}
    clauses, sparql = _read(asker, found.duties, side)
    note = ""
    duties = found.duties
    if refs:
        clauses, note, duties = _acting(asker, clauses, duties, actors, question)
    texts = [clause.text for clause in clauses]
    rows = asker.reader.rows(duties)
    return answered(
        "",
        Ask.CLAUSES,
        texts,
        understood=understood,
        text=wording.clauses(texts, rows, note),
        evidence=[row.evidence() for row in rows],
        sparql=f"{found.sparql}\n# clauses\n{sparql}",
    )


def _here(asker: Asker, frame: object) -> bool:
    """Whether the topic has a cooperation row: only such rows have clauses."""
    from dataclasses import replace

    from kg.asking.frame import Frame

    assert isinstance(frame, Frame)
    try:
        return bool(asker.planner.find(replace(frame, lists=("cooperation",))).duties)
    except Refusal:
        return False


def _read(asker: Asker, duties: tuple[str, ...], side: str) -> tuple[list[Clause], str]:
    sparql = f"""SELECT ?clause ?duty ?number ?text ?heading ?printed WHERE {{
  VALUES ?duty {{ {iris(duties)} }}
  ?clause :clauseOf ?duty ; a {_CLASS[side]} ; :number ?number ; :text ?text .
  OPTIONAL {{ ?clause :heading ?heading }} OPTIONAL {{ ?clause :printedNumber ?printed }}
}}"""
    found = [
        Clause(row["clause"], row["duty"], int(row["number"]), _spoken(row))
        for row in asker.graph.rows(sparql)
    ]
    found.sort(key=lambda clause: (order(clause.duty), clause.number))
    return found, sparql


def _spoken(row: dict[str, str]) -> str:
    """The text; a heading before an unnumbered clause is the subject of its sentence."""
    return row["text"] if "printed" in row else row.get("heading", "") + row["text"]


def _acting(
    asker: Asker,
    clauses: list[Clause],
    duties: tuple[str, ...],
    actors: set[str],
    question: Question,
) -> tuple[list[Clause], str, tuple[str, ...]]:
    """The clauses in which one of these departments acts."""
    query = f"""SELECT DISTINCT ?clause ?d WHERE {{ VALUES ?duty {{ {iris(duties)} }}
      ?clause :clauseOf ?duty ; a :SuperiorClause . ?d :actsIn ?clause }}"""
    acting: dict[str, set[str]] = {}
    for row in asker.graph.rows(query):
        acting.setdefault(row["clause"], set()).add(row["d"])
    columns: dict[str, set[str]] = {}
    for duty, department in asker.planner.edges.departments(duties)[0]:
        columns.setdefault(duty, set()).add(department)
    chosen: list[Clause] = []
    alone = False
    for clause in clauses:
        column = columns.get(clause.duty, set())
        if acting.get(clause.iri, set()) & actors:
            chosen.append(clause)
        elif len(column) == 1 and column <= actors:
            alone = True
            chosen.append(clause)
    if not chosen:
        named = {d for c in acting.values() for d in c} | {d for c in columns.values() for d in c}
        mine = named & actors
        text = "清单没有写明它做哪几条" if mine else "不在这件事项里"
        labels = tuple(
            sorted(asker.lexicon.bodies[d].label for d in named if d in asker.lexicon.bodies)
        )
        name = question.frame.bodies[0].text
        raise Refusal(Status.NOT_FOUND, f"“{name}”{text}", labels[:8])
    kept = tuple(d for d in duties if any(clause.duty == d for clause in chosen))
    return chosen, "该部门是唯一的上级部门，上级职责全部由它承担" if alone else "", kept
