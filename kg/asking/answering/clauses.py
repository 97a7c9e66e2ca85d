"""Clauses: what the township, or a department, has to do within a duty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.asking import wording
from kg.asking.answering.context import Context
from kg.asking.answers import Answer, answered
from kg.asking.frame import Ask, Question, Refusal, Status
from kg.asking.planning.edges import CLAUSE_CLASSES
from kg.asking.rows import Clause, list_of, order
from kg.meaning.grams import pairs
from kg.store.gate import iris
from kg.times import SAYS

_CLEARLY = 2
"""Pairs of characters that a clause must have of what is said, so that it is the one meant."""


def clauses(context: Context, question: Question, understood: str) -> Answer:
    """The clauses of one side; with a department only those where it acts.

    A department alone in its row answers for all superior clauses, and the text says so.

    Raises:
        Refusal: the named department has no part in the duty, or its row has no clauses of that side.
    """
    side, frame = question.side or "township", question.frame
    refs = question.actors if side == "superior" else ()
    if refs and not (frame.townships or frame.places):
        frame = replace(frame, places=tuple(ref.place for ref in refs if ref.place))
    found = context.planner.find(frame)
    duties = tuple(d for d in found.duties if list_of(d) == "cooperation") or found.duties
    context.narrow(replace(found, duties=duties), frame)
    texts, sparql = clauses_of(context, duties, "township" if side == "both" else side)
    if side == "both":
        upper, more = clauses_of(context, duties, "superior")
        texts, sparql = [*upper, *texts], f"{more}\n{sparql}"
    note = ""
    if question.timed:
        if not question.side:  # nobody said whose: both sides' clauses say it
            texts = [*texts, *clauses_of(context, duties, "superior")[0]]
        names = [row.name for row in context.reader.rows(duties)]
        texts = _timed(texts, question, names)
        duties = tuple(d for d in duties if any(clause.duty == d for clause in texts))
    if question.parties == "jointly" and len(refs) > 1:
        texts = _jointly(context, texts, duties, [context.departments([r], frame) for r in refs])
    elif refs:
        actors = context.departments(refs, frame)
        texts, note = _acting(context, texts, duties, actors, refs[0].text)
    if refs:
        kept = {clause.duty for clause in texts}
        duties = tuple(duty for duty in duties if duty in kept)
    if not texts:
        told = "上级部门" if side == "superior" else "乡镇"
        raise Refusal(Status.NOT_FOUND, f"清单没有写明这一项里{told}的职责", duties[:5])
    rows = context.reader.rows(duties)
    counted = question.count == "clauses"
    return answered(
        "",
        Ask.NUMBER if counted else Ask.CLAUSES,
        len(texts) if counted else [clause.text for clause in texts],
        understood=understood,
        text=wording.clauses([clause.text for clause in texts], rows, note),
        evidence=context.evidence(duties, frame),
        sparql=f"{found.sparql}\n# clauses\n{sparql}",
    )


def _timed(texts: Sequence[Clause], question: Question, names: Sequence[str]) -> list[Clause]:
    """The clauses that say how often, or until when, and have most of what the question speaks of.

    Of the one that is quoted what the duty's name says tells nothing: all its clauses speak of that.

    Raises:
        Refusal: none does.
    """
    said, asked = set(pairs(question.said)), question.timed
    if asked == "quoted":
        said -= {pair for name in names for pair in pairs(name)}
    found = _saying(texts, said, asked)
    if asked in _EITHER and not any(
        shared for shared, _ in found
    ):  # 多久报: how often, or how soon
        found = _saying(texts, said, _EITHER[asked])
    most = max((shared for shared, _ in found), default=0)
    said_so = {clause.text for shared, clause in found if shared == most}
    if asked == "quoted" and (most < _CLEARLY or len(said_so) > 1):
        raise Refusal(Status.NOT_UNDERSTOOD, "这一项的条款里，没有把握说的是哪一句")
    if not most:
        raise Refusal(Status.OUT_OF_SCOPE, "这一项的条款没有写期限或次数")
    return [clause for shared, clause in found if shared == most]


_EITHER = {"often": "until"}


def _saying(texts: Sequence[Clause], said: set[str], asked: str) -> list[tuple[int, Clause]]:
    """The clauses that say what is asked, each with how much it has of what is said."""
    return [
        (len(said & set(pairs(clause.text))), clause)
        for clause in texts
        if asked == "quoted" or SAYS[asked](clause.text)
    ]


def clauses_of(context: Context, duties: Sequence[str], side: str) -> tuple[list[Clause], str]:
    """The clauses of one side (township, superior) of some duties, and the query that found them."""
    sparql = f"""SELECT ?clause ?duty ?number ?text ?heading ?printed WHERE {{
  VALUES ?duty {{ {iris(duties)} }}
  ?clause :clauseOf ?duty ; a {CLAUSE_CLASSES[side]} ; :number ?number ; :text ?text .
  OPTIONAL {{ ?clause :heading ?heading }} OPTIONAL {{ ?clause :printedNumber ?printed }}
}}"""
    found = [
        Clause(row["clause"], row["duty"], int(row["number"]), _spoken(row))
        for row in context.graph.rows(sparql)
    ]
    found.sort(key=lambda clause: (order(clause.duty), clause.number))
    return found, sparql


def _spoken(row: dict[str, str]) -> str:
    """The text; a heading before an unnumbered clause is the subject of its sentence, one with a colon its label."""
    heading = row.get("heading", "")
    alone = "printed" in row or heading.rstrip().endswith((":", "："))
    return row["text"] if alone else heading + row["text"]


def _jointly(
    context: Context, texts: list[Clause], duties: Sequence[str], each: Sequence[set[str]]
) -> list[Clause]:
    """The clauses in which each of several departments acts, by itself or with another (会同, 联合).

    Raises:
        Refusal: there is none.
    """
    query = f"""SELECT DISTINCT ?clause ?d WHERE {{ VALUES ?duty {{ {iris(duties)} }}
      ?clause :clauseOf ?duty . {{ ?d :actsIn ?clause }} UNION {{ ?clause :actsWith ?d }} }}"""
    there: dict[str, set[str]] = {}
    for row in context.graph.rows(query):
        there.setdefault(row["clause"], set()).add(row["d"])
    found = [c for c in texts if all(there.get(c.iri, set()) & actors for actors in each)]
    if not found:
        told = "清单没有写明哪一条由所说的部门一起做"
        raise Refusal(Status.NOT_FOUND, told, tuple(duties[:5]))
    return found


_JOINED = """SELECT DISTINCT ?clause ?d WHERE {{ VALUES ?duty {{ {} }}
  ?clause :clauseOf ?duty ; a :SuperiorClause ; :actsWith ?d }}"""


def _acting(
    context: Context, texts: list[Clause], duties: Sequence[str], actors: set[str], name: str
) -> tuple[list[Clause], str]:
    """The clauses in which one of these departments acts, and a note.

    Where none is its own, those in which another acts together with it (会同).

    Raises:
        Refusal: none of them has a part in it.
    """
    query = f"""SELECT DISTINCT ?clause ?d WHERE {{ VALUES ?duty {{ {iris(duties)} }}
      ?clause :clauseOf ?duty ; a :SuperiorClause . ?d :actsIn ?clause }}"""
    acting: dict[str, set[str]] = {}
    for row in context.graph.rows(query):
        acting.setdefault(row["clause"], set()).add(row["d"])
    columns: dict[str, set[str]] = {}
    for duty, department in context.planner.edges.departments(duties)[0]:
        columns.setdefault(duty, set()).add(department)
    chosen: list[Clause] = []
    alone = False
    for clause in texts:
        column = columns.get(clause.duty, set())
        if acting.get(clause.iri, set()) & actors:
            chosen.append(clause)
        elif len(column) == 1 and column <= actors:
            alone = True
            chosen.append(clause)
    if not chosen:
        joined = {row["clause"] for row in context.graph.rows(_JOINED.format(iris(duties)))
                  if row["d"] in actors}  # fmt: skip
        chosen = [clause for clause in texts if clause.iri in joined]
        if chosen:
            return chosen, f"“{name}”没有单独的条款；这里写的是别的部门会同它做"
        named = {d for c in (*acting.values(), *columns.values()) for d in c}
        text = "清单没有写明它做哪几条" if named & actors else "不在这件事项里"
        labels = tuple(sorted(context.labels(sorted(named))))
        raise Refusal(Status.NOT_FOUND, f"“{name}”{text}", labels[:8])
    return chosen, "该部门是唯一的上级部门，上级职责全部由它承担" if alone else ""
