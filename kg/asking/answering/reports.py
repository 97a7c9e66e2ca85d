"""Reports: to whom a township reports, hands over or answers within a duty."""

from __future__ import annotations

from collections.abc import Sequence

from kg.asking import wording
from kg.asking.answering.context import Context
from kg.asking.answering.steps import Steps
from kg.asking.answers import Answer, answered
from kg.asking.frame import Ask, Question, Refusal, Status
from kg.asking.planning.plan import Found
from kg.store.gate import iris

_ROLES = ("reportsTo", "handsOver", "refersTo", "feedsBackTo", "appliesTo", "filesWith")
_HANDED = ("handsOver", "refersTo")


def reported(context: Context, question: Question, understood: str) -> Answer | None:
    """The bodies that the township's clauses report to; only where none, those handed over to.

    None: the clauses name nobody.

    Raises:
        Refusal: a case is to be handed over, and the clauses do not say to whom.
    """
    handed = question.parties == "handover"
    every = _HANDED if handed else _ROLES
    found = context.found(question)
    context.narrow(found, question.frame)
    if len(found.duties) == 1:
        row = context.reader.rows(found.duties)[0]
        if step := Steps(context, question, row).reported(every):
            pairs = sorted((row.iri, body) for body in step.bodies)
            query = f"# 原文：{step.clause.text}\nSELECT ?d WHERE {{ <{step.clause.iri}> {_path(every)} ?d }}"
            return _told(context, found, pairs, understood, query)
    for roles in (every[:1], every[1:]):
        sparql = f"""SELECT DISTINCT ?duty ?d WHERE {{ VALUES ?duty {{ {iris(found.duties)} }}
  ?clause a :TownshipClause ; :clauseOf ?duty ; {_path(roles)} ?d }}"""
        pairs = [(row["duty"], row["d"]) for row in context.graph.rows(sparql)]
        pairs = sorted(pair for pair in pairs if pair[1] in context.lexicon.bodies)
        if pairs:
            break
    else:
        if handed:
            raise Refusal(Status.NOT_FOUND, "条款没有写移交给哪个部门", found.duties[:5])
        return None
    return _told(context, found, pairs, understood, f"# reports to\n{sparql}")


def _path(roles: Sequence[str]) -> str:
    """Any of these roles, as a property path."""
    return "|".join(f":{role}" for role in roles)


def partners(context: Context, question: Question, understood: str) -> Answer:
    """The bodies that the duties' clauses say another acts together with (会同); of one body, its own.

    Raises:
        Refusal: the clauses name none.
    """
    found = context.found(question)
    context.narrow(found, question.frame)
    sparql = f"""SELECT DISTINCT ?duty ?d ?who WHERE {{ VALUES ?duty {{ {iris(found.duties)} }}
  ?clause a :SuperiorClause ; :clauseOf ?duty ; :actsWith ?d . OPTIONAL {{ ?who :actsIn ?clause }} }}"""
    actors = context.departments(question.actors, question.frame) if question.actors else set()
    pairs = sorted(
        {
            (row["duty"], row["d"])
            for row in context.graph.rows(sparql)
            if row["d"] in context.lexicon.bodies and (not actors or row.get("who") in actors)
        }
    )
    if not pairs:
        raise Refusal(Status.NOT_FOUND, "条款没有写明会同哪个部门", found.duties[:5])
    return _told(context, found, pairs, understood, f"# acts with\n{sparql}")


def _told(
    context: Context, found: Found, pairs: Sequence[tuple[str, str]], understood: str, sparql: str
) -> Answer:
    """The bodies of the (duty, body) pairs, cited to those duties."""
    labels = context.labels([body for _, body in pairs])
    rows = context.reader.rows(list(dict.fromkeys(duty for duty, _ in pairs)))
    return answered(
        "",
        Ask.DEPARTMENTS,
        labels,
        understood=understood,
        text=wording.names(labels, "个部门"),
        evidence=[row.evidence() for row in rows],
        sparql=f"{found.sparql}\n{sparql}",
    )
