"""The entry check: one card a task, with its verdict, its rows and a reply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kg.errors import QueryError
from kg.querying.corrected import corrections
from kg.store.graph import Graph
from kg.views.details import ClauseFact
from kg.web.site import duties, engines
from kg.web.site.answers.asking import EMPTY
from kg.web.site.answers.letters import letter
from kg.web.site.graphs import about_duties, rows
from kg.web.site.page import Column, Page, Table, Visit, Words
from kg.web.site.things.clauses import clauses

_TEXT = 100_000
"""Characters of a notice."""
_MANY = 12
"""Cards above which those of one task in several townships are folded."""
_FEW = 30
"""Cards up to which each has the clauses of its rows."""
BY_TEXT = "auto"
"""What the form gives for the township unless somebody picks one: those that the text names, else all."""
VERDICTS = {
    "reclaimed": ("上级已收回，乡镇不再承担", "Taken back: no longer the township's"),
    "discontinued": ("不再开展", "No longer done by anybody"),
    "cooperation": ("属于配合事项，部门主责、乡镇配合", "Cooperation: the department leads"),
    "basic": ("属于乡镇自己的事", "The township's own duty"),
    "not_listed": ("清单里没有这件事", "Not in the lists"),
    "unclear": ("不能确定，请人工核对", "Unclear: a person should look"),
}
"""Verdicts of the entry check as people read them."""


class _Departments(list[str]):
    """The names of departments, for a pick list."""


def _departments(graph: Graph) -> list[str]:
    return graph.once(
        _Departments,
        lambda: _Departments(row["name"] for row in rows(graph, "names-department")),
    )


def check(graph: Graph, visit: Visit) -> Page:
    """The verdicts on a pasted text, one card a task; without a text the form."""
    text = visit.get("text", _TEXT)
    township, department = visit.get("township", 100), visit.get("department", 100)
    context: dict[str, Any] = {
        "text": text,
        "township": township,
        "department": department,
        "townships": list(dict.fromkeys(d["township"] for d in graph.documents)),
        "by_text": BY_TEXT,
        "named": (),
        "departments": _departments(graph),
        "verdicts": VERDICTS,
        "cards": [],
        "tasks": 0,
        "asker": None,
        "passed_over": (),
        "many": False,
        "problem": "",
    }
    if not text:
        return Page("check", "核对来文", context, title_en="Check a notice", form=EMPTY)
    try:
        chosen: str | tuple[str, ...] = township
        if township == BY_TEXT:
            chosen = context["named"] = engines.addressed(graph, text)
        told = engines.check(graph, text, chosen, department)
    except QueryError as error:
        context["problem"] = str(error)
        return Page(
            "check",
            "核对来文",
            context,
            data={"ok": False, "error": str(error), "status": 400},
            title_en="Check a notice",
            status=400,
        )
    context["asker"] = told["asker"]
    context["passed_over"] = engines.passed_over(graph, text)
    results = told["results"]
    meant = _meant(results) if len(results) <= _FEW else []
    said = clauses(graph, meant)
    duties.read(graph, [d["iri"] for result in results for d in result["duties"]])  # at once
    cards = context["cards"] = [_card(graph, result, said) for result in results]
    context["tasks"] = len(dict.fromkeys(card["task"] for card in cards))
    context["many"] = len(cards) > max(_MANY, context["tasks"])
    return Page(
        "check",
        "核对来文",
        context,
        [_verdicts(cards)],
        told,
        [d["iri"] for result in told["results"] for d in result["duties"]],
        about_duties(d["iri"] for result in results for d in result["duties"]),
        title_en="Check a notice",
        letter=lambda: letter(told, corrections(graph)),
    )


def _card(
    graph: Graph, result: dict[str, Any], said: Mapping[str, list[ClauseFact]]
) -> dict[str, Any]:
    """A result with links: its rows, their source and quote."""
    acts = {d["iri"]: d.get("act", "same") for d in result["duties"]}
    found = duties.read(graph, acts)
    order = {iri: place for place, iri in enumerate(acts)}
    found.sort(key=lambda duty: order[duty["iri"]])
    evidence = {e["iri"]: e for e in result["evidence"]}
    rows_ = [
        {
            **duties.row(graph, duty),
            "act": acts[duty["iri"]],
            "quote": evidence.get(duty["iri"], duty)["quote"],
            "steps": _steps(said.get(duty["iri"], ())),
        }
        for duty in found
    ]
    titles = [
        (e, duties.source(e["document"], e["line"], e["locator"]))
        for e in result["evidence"]
        if not e.get("number")
    ]
    return {**result, "rows": rows_, "titles": titles}


def _meant(results: list[dict[str, Any]]) -> list[str]:
    """The duties that tasks are, not those near them."""
    return [d["iri"] for r in results for d in r["duties"] if d.get("act", "same") == "same"]


def _steps(said: Sequence[ClauseFact]) -> list[tuple[Words, list[ClauseFact]]]:
    """What a row gives to the township, and what to the departments."""
    sides = (
        ("township", Words("乡镇做什么", "The township")),
        ("superior", Words("部门做什么", "The departments")),
    )
    found = [(words, [clause for clause in said if clause.side == side]) for side, words in sides]
    return [(words, own) for words, own in found if own]


def _verdicts(cards: list[dict[str, Any]]) -> Table:
    columns = (
        Column("task", "任务", "Task"),
        duties.TOWNSHIP,
        Column("verdict", "结论", "Verdict"),
        duties.LIST,
        duties.NUMBER,
        duties.NAME,
        duties.BODIES,
        Column("reply", "答复", "Reply"),
        duties.SOURCE,
    )
    lines = []
    for card in cards:
        base = {
            "task": card["task"],
            "verdict": Words(*VERDICTS[card["verdict"]]),
            "reply": card["reply"],
            "township": card["township"],
        }
        for line in card["rows"] or [{"source": [link for _, link in card["titles"]]}]:
            lines.append({**line, **base})
    return Table("核对结果", "Verdicts", columns, lines)
