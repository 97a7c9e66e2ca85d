"""The question box: what was understood, the answer, a source for every row."""

from __future__ import annotations

import re
from typing import Any

from kg.errors import QueryError
from kg.store.graph import Graph
from kg.web.site import duties, engines
from kg.web.site.answers.sketch import asked_bodies, sketch
from kg.web.site.graphs import address, path_of, rows, whole
from kg.web.site.page import Link, Page, Table, Visit

MOST = 500
"""Rows of evidence on a page; the other formats have all of them."""
_MANY = 100
"""Rows of evidence above which they are folded by township."""
_SENTENCE, _HEAD = 300, 40
"""Characters of an answer that stand at once; of its beginning, where one is longer."""
_QUESTION = 500
"""Characters of a question."""
EMPTY = "没有文字 (there is no text): question=…, text=…"
"""Why a page has nothing but its form yet."""
_STATUS = {
    "answered": ("有答案", "Answered"),
    "not_found": ("清单里没有", "Not in the lists"),
    "not_understood": ("没有听懂", "Not understood"),
    "out_of_scope": ("清单不写这个", "Not what lists say"),
}
_PART = re.compile(r"^# (?P<name>[^\n]*)\n", re.MULTILINE)


def ask(graph: Graph, visit: Visit) -> Page:
    """The answer to ``question``, or the empty box."""
    question = visit.get("question", _QUESTION) or visit.get("q", _QUESTION)
    if not question:
        from kg.web.site.home import examples

        context = {"question": "", "examples": examples(graph, visit.lang)}
        return Page("ask", "问答", {**context, "told": None}, title_en="Ask", form=EMPTY)
    from kg.asking.answers import NOT_UNDERSTOOD

    told = engines.ask(graph, question)
    shown = duties.read(graph, [e["iri"] for e in told["evidence"] if e.get("number")])
    table, files = _by_county(graph, shown)
    titles = [e for e in told["evidence"] if not e.get("number")]
    return Page(
        "ask",
        question,
        {
            "question": question,
            "told": told,
            "understood": ""
            if told["understood"] == NOT_UNDERSTOOD
            else _spoken(told["understood"].removeprefix("问："), visit),
            "status": _STATUS.get(told["status"], (told["status"],) * 2),
            "answers": _answers(graph, told),
            "evidence": table,
            "titles": [(e, duties.source(e["document"], e["line"], e["locator"])) for e in titles],
            "near": [_near(graph, text) for text in told["suggestions"]],
            "unused": told.get("unused") or [],
            "examples": [],
            "sketch": sketch(graph, shown, asked_bodies(told, shown)),
            "plain": _parted(_spoken(told["text"], visit)),
            "many": _MANY,
        },
        files or [_titles(titles)],
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


_ENGLISH = re.compile(
    r"（\d+ (?:dut(?:y|ies)|(?:township|department|item|list)s?)）|(?<=[是否]) \((?:yes|no)\)"
)
"""The English that an answer has beside its figure: 共 45 项（45 duties）, 是 (yes)."""


def _spoken(text: str, visit: Visit) -> str:
    """A sentence of the answer in the language of the page."""
    from kg.asking.translating import in_english

    return in_english(text) if visit.lang == "en" else _ENGLISH.sub("", text)


def _parted(text: str) -> tuple[str, str]:
    """An answer as it is read first, and the rest of one that goes through sixty townships."""
    head, mark, rest = text.partition("：" if "：" in text[:_HEAD] else ": ")
    if len(text) <= _SENTENCE or not mark or len(head) > _HEAD:
        return text, ""
    return head, rest


def _near(graph: Graph, text: str) -> Link:
    """A suggestion as a link: a duty to its page, a command to the page that does the same, words to the question they make."""
    path = path_of(graph, text)
    if path:
        found = duties.read(graph, [text])
        return _to(graph, found[0]) if found else Link(text, path)
    if text.startswith("kg check"):
        return Link(
            "核对来文：把整篇文字粘到那里", "check", en="Check a notice: paste the whole text"
        )
    place, mark, _ = text.partition("：")
    if row := _duty(graph, place) if mark else None:
        return _to(graph, row)
    from kg.asking.translating import suggested

    return Link(text, address("ask", question=text), en=suggested(text))


def _to(graph: Graph, duty: dict[str, Any]) -> Link:
    """A duty by its township, list, number and name."""
    zh, en = duties.LISTS[duty["list"]]
    where, name = duty["townshipName"], duty["name"]
    number = duty["number"]
    path = path_of(graph, duty["iri"])
    return Link(f"{where} {zh}{number} {name}", path, en=f"{where} {en} {number} {name}")


def _duty(graph: Graph, text: str) -> dict[str, Any] | None:
    """The duty that ``东城镇 基本履职事项 第5项`` means."""
    from kg.querying.lookup import Lookup
    from kg.vocabulary.running import numbered

    said = numbered(text)
    if said is None or not said.township or not said.list:
        return None
    try:
        township = Lookup.of(graph).township(said.township)
    except QueryError:
        return None
    own = duties.read(graph, [row["iri"] for row in rows(graph, "duties-of-township", [township])])
    return next((d for d in own if (d["list"], d["number"]) == (said.list, said.number)), None)


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
                "source": duties.source(e["document"], e["line"], e["locator"]),
            }
            for e in evidence
        ],
    )


def _by_county(graph: Graph, shown: list[dict[str, Any]]) -> tuple[Table, list[Table]]:
    """Duties by county, in the order in which the answer has them: one table for the page, one a county for files."""
    counties = {row["township"]: row for row in whole(graph, "counties")}
    groups: dict[str, list[dict[str, Any]]] = {}
    names: dict[str, Link] = {}
    for duty in shown:
        county = counties.get(duty["township"])
        key = county["county"] if county else ""
        groups.setdefault(key, []).append(duty)
        names[key] = Link(county["countyName"], path_of(graph, key)) if county else Link("", "")
    files = [
        duties.table(graph, members, names[key].text or "事项", "Duties")
        for key, members in groups.items()
    ]
    together = [duty for members in groups.values() for duty in members]
    page = duties.table(
        graph,
        together[: len(duties.beginning([duty["iri"] for duty in together], MOST))],
        "依据",
        "Evidence",
        anchor="evidence",
        group="township",
    )
    page.total = len(together)
    return page, files


def _queries(sparql: str) -> list[tuple[str, str]]:
    """The SPARQL behind an answer: several queries are parted by comments that name them."""
    if not sparql.strip():
        return []
    parts = _PART.split(sparql)
    named = [("SPARQL", parts[0]), *zip(parts[1::2], parts[2::2], strict=True)]
    return [(name, text.strip()) for name, text in named if text.strip()]
