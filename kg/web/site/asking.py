"""The question box and the entry check, with a source for every row."""

from __future__ import annotations

import re
from typing import Any

from kg.errors import QueryError
from kg.store.graph import Graph
from kg.web.site import duties, engines
from kg.web.site.graphs import address, path_of, rows
from kg.web.site.page import Column, Link, Page, Table, Visit

_QUESTION = 500
"""Characters of a question."""
_TEXT = 100_000
"""Characters of a notice."""
_EMPTY = "没有文字 (there is no text): question=…, text=…"
_STATUS = {
    "answered": ("有答案", "Answered"),
    "not_found": ("清单里没有", "Not in the lists"),
    "not_understood": ("没有听懂", "Not understood"),
    "out_of_scope": ("清单不写这个", "Not what lists say"),
}
VERDICTS = {
    "reclaimed": ("上级已收回，乡镇不再承担", "Taken back: no longer the township's"),
    "discontinued": ("不再开展", "No longer done by anybody"),
    "cooperation": ("属于配合事项，部门主责、乡镇配合", "Cooperation: the department leads"),
    "basic": ("属于乡镇自己的事", "The township's own duty"),
    "not_listed": ("清单里没有这件事", "Not in the lists"),
    "unclear": ("不能确定，请人工核对", "Unclear: a person should look"),
}
"""Verdicts of the entry check as people read them."""
_PART = re.compile(r"^# (?P<name>[^\n]*)\n", re.MULTILINE)


def ask(graph: Graph, visit: Visit) -> Page:
    """The answer to ``question``, or the empty box."""
    question = visit.get("question", _QUESTION) or visit.get("q", _QUESTION)
    if not question:
        from kg.web.site.home import home

        context = {"question": "", "examples": home(graph, visit).context["examples"]}
        return Page("ask", "问答", {**context, "told": None}, title_en="Ask", form=_EMPTY)
    told = engines.ask(graph, question)
    shown = duties.read(graph, [e["iri"] for e in told["evidence"] if e.get("number")])
    groups = _by_county(graph, shown)
    titles = [e for e in told["evidence"] if not e.get("number")]
    return Page(
        "ask",
        question,
        {
            "question": question,
            "told": told,
            "status": _STATUS.get(told["status"], (told["status"],) * 2),
            "answers": _answers(graph, told),
            "groups": groups,
            "titles": [(e, duties.source(e["document"], e["line"])) for e in titles],
            "near": [_near(graph, text) for text in told["suggestions"]],
            "unused": told.get("unused") or [],
            "examples": [],
        },
        [table for _, table in groups] or [_titles(titles)],
        told,
        [duty["iri"] for duty in shown],
        _queries(told["sparql"]),
        title_en=question,
    )


def _answers(graph: Graph, told: dict[str, Any]) -> list[Link | str]:
    """The answer itself where it is a list of names or texts; duties stand in the table."""
    value = told["answer"]
    if told["type"] in {"departments", "townships", "categories"}:
        return [Link(name, address("search", name=name)) for name in value or ()]
    if told["type"] == "lists":
        return [duties.list_name(kind) for kind in value or ()]
    if told["type"] == "clauses":
        return [str(text) for text in value or ()]
    return []


def _near(graph: Graph, text: str) -> Link:
    """A suggestion as a link: a duty to its page, words to the question they make."""
    path = path_of(graph, text)
    if path:
        found = duties.read(graph, [text])
        if found:
            duty = found[0]
            short = duties.LISTS[duty["list"]][0]
            return Link(f"{duty['townshipName']} {short}{duty['number']} {duty['name']}", path)
        return Link(text, path)
    return Link(text, address("ask", question=text))


def _titles(evidence: list[dict[str, Any]]) -> Table:
    """The lists that were searched in vain."""
    return Table(
        "查过的清单",
        "Lists searched",
        (duties.TOWNSHIP, duties.LIST, duties.SOURCE),
        [
            {
                "township": e["township"],
                "list": e["list"],
                "source": duties.source(e["document"], e["line"]),
            }
            for e in evidence
        ],
    )


def _by_county(graph: Graph, shown: list[dict[str, Any]]) -> list[tuple[Link, Table]]:
    """Duties in a table a county, in the order in which the answer has them."""
    counties = {row["township"]: row for row in rows(graph, "counties")}
    groups: dict[str, list[dict[str, Any]]] = {}
    names: dict[str, Link] = {}
    for duty in shown:
        county = counties.get(duty["township"])
        key = county["county"] if county else ""
        groups.setdefault(key, []).append(duty)
        names[key] = Link(county["countyName"], path_of(graph, key)) if county else Link("", "")
    return [
        (names[key], duties.table(graph, members, names[key].text or "事项", "Duties"))
        for key, members in groups.items()
    ]


def _queries(sparql: str) -> list[tuple[str, str]]:
    """The SPARQL behind an answer: several queries are parted by comments that name them."""
    if not sparql.strip():
        return []
    parts = _PART.split(sparql)
    named = [("SPARQL", parts[0]), *zip(parts[1::2], parts[2::2], strict=True)]
    return [(name, text.strip()) for name, text in named if text.strip()]


def check(graph: Graph, visit: Visit) -> Page:
    """The verdicts on a pasted text, one card a task; without a text the form."""
    text = visit.get("text", _TEXT)
    township, department = visit.get("township", 100), visit.get("department", 100)
    context: dict[str, Any] = {
        "text": text,
        "township": township,
        "department": department,
        "townships": [d["township"] for d in graph.documents],
        "departments": [row["name"] for row in rows(graph, "names-department")],
        "verdicts": VERDICTS,
        "cards": [],
        "asker": None,
        "problem": "",
    }
    if not text:
        return Page("check", "核对来文", context, title_en="Check a notice", form=_EMPTY)
    try:
        told = engines.check(graph, text, township, department)
    except QueryError as error:
        context["problem"] = str(error)
        return Page(
            "check",
            "核对来文",
            context,
            data={"error": str(error)},
            title_en="Check a notice",
            status=400,
        )
    context["asker"] = told["asker"]
    context["cards"] = [_card(graph, result) for result in told["results"]]
    return Page(
        "check",
        "核对来文",
        context,
        [_verdicts(context["cards"])],
        told,
        [d["iri"] for result in told["results"] for d in result["duties"]],
        title_en="Check a notice",
    )


def _card(graph: Graph, result: dict[str, Any]) -> dict[str, Any]:
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
        }
        for duty in found
    ]
    titles = [
        (e, duties.source(e["document"], e["line"]))
        for e in result["evidence"]
        if not e.get("number")
    ]
    return {**result, "rows": rows_, "titles": titles}


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
            "verdict": VERDICTS[card["verdict"]][0],
            "reply": card["reply"],
            "township": card["township"],
        }
        for line in card["rows"] or [{"source": [link for _, link in card["titles"]]}]:
            lines.append({**line, **base})
    return Table("核对结果", "Verdicts", columns, lines)
