"""Answering: a question understood, executed over the graph; one handler a kind of answer."""

from __future__ import annotations

from kg.asking.answering import averages, figures, naming
from kg.asking.answering.apart import apart
from kg.asking.answering.clauses import clauses
from kg.asking.answering.context import Context, Handler
from kg.asking.answering.sameness import compare
from kg.asking.answering.turned import figures_of
from kg.asking.answering.yesno import boolean
from kg.asking.answers import Answer
from kg.asking.frame import Ask, Question

HANDLERS: dict[Ask, Handler] = {
    Ask.DUTIES: naming.duties,
    Ask.DEPARTMENTS: naming.departments,
    Ask.TOWNSHIPS: naming.townships,
    Ask.CATEGORIES: naming.categories,
    Ask.CLAUSES: clauses,
    Ask.LISTS: naming.lists,
    Ask.NUMBER: figures.number,
    Ask.BOOLEAN: boolean,
}


def execute(context: Context, question: Question, understood: str) -> Answer:
    """The answer to a question understood.

    Raises:
        Refusal: the graph does not have what it is about.
    """
    handler = HANDLERS[question.ask]
    if question.then:
        return figures_of(context, question, understood)
    if question.compared:
        return compare(context, question, understood)
    if question.count in averages.COUNTS:
        return averages.mean(context, question, understood)
    if question.each:
        return apart(handler, context, question, understood)
    return handler(context, question, understood)
