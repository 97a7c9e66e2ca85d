"""What a page shows can be taken along: its query, its triples, its rows with their sources, in JSON too."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pyoxigraph as ox
import pytest

from kg.building import Build
from kg.store.graph import Graph
from kg.web.agents import tools
from kg.web.site.site import Reply, answer

GRAPHS = {
    f"graph {kind}": "graph?" + urlencode({"kind": kind, **names})
    for kind, names in (
        ("overview", {}),
        ("collaboration", {}),
        ("matrix", {}),
        ("township", {"name": "东城镇"}),
        ("department", {"name": "县水利局"}),
        ("duty", {"name": "农村供水保障工作", "other": "东城镇"}),
        ("matter", {"name": "农村供水保障工作"}),
        ("compare", {"name": "东城镇", "other": "六户地镇"}),
    )
}
PAGES = {
    "home": "",
    "ask": "ask?" + urlencode({"question": "县水利局把哪些事项交给乡镇配合？"}),
    "check": "check?" + urlencode({"text": "工伤认定调查", "township": "东城镇"}),
    "search": "search?" + urlencode({"text": "防汛"}),
    "query": "queries/pushed-down?" + urlencode({"department": "县水利局"}),
    "compare": "compare?" + urlencode({"a": "东城镇", "b": "六户地镇"}),
    "matrix": "matrix",
    "sources": "source",
    "source": "source/mulei-dongcheng-2025-07.txt",
    "about": "about",
    "report": "report",
    "duty": "duty/652328104/2025-07/c-012",
    "department": "org/652328/water-resources",
    "function": "function/water-resources",
    "township": "township/652328104",
    "county": "place/652328",
    "category": "category/health",
    **GRAPHS,
}
"""Pages about what is in the graph."""
THINGS = ("duty", "department", "function", "township", "county", "category")
_EDIT = re.compile(r'href="(?P<address>[^"]*\?edit=[^"]*)"')
"""A link to the editor: href="/sparql?edit=SELECT…"."""
_SCHEMA = re.compile(r'<script type="application/ld\+json">(?P<json>.*?)</script>', re.DOTALL)
"""What search engines read: <script type="application/ld+json">{…}</script>."""


@pytest.fixture(scope="module")
def graph(five: Build) -> Graph:
    return Graph(five.store)


def got(graph: Graph, path: str, accept: str = "text/html", **more: Any) -> Reply:
    """The reply to a visit."""
    page, _, query = path.partition("?")
    message = {"path": page, "query": query, "accept": accept, "lang": "zh", "root": ""}
    return answer(graph, message | more)


def in_format(path: str, name: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}format={name}"


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_a_page_leads_to_its_query_in_the_editor_and_the_query_answers(
    graph: Graph, path: str
) -> None:
    found = _EDIT.findall(got(graph, path).body.decode())
    queries = [parse_qs(urlsplit(html.unescape(one)).query)["edit"][0] for one in found]

    assert queries
    assert all(any(True for _ in graph.query(query)) for query in queries)


@pytest.mark.parametrize("path", [*PAGES.values(), "queries", "ontology"])
def test_a_page_has_its_triples(graph: Graph, path: str) -> None:
    reply = got(graph, in_format(path, "turtle"))

    assert reply.media == "text/turtle"
    assert len(list(ox.parse(reply.body, ox.RdfFormat.TURTLE))) > 5


def test_the_query_of_the_matrix_counts_what_the_matrix_shows(graph: Graph) -> None:
    shown = json.loads(got(graph, in_format("matrix", "json")).body)
    query = parse_qs(
        urlsplit(html.unescape(_EDIT.findall(got(graph, "matrix").body.decode())[0])).query
    )
    counted = {
        (row["name"], row["townshipName"]): (int(row["down"]), int(row["back"]))
        for row in graph.rows(query["edit"][0])
    }
    water = next(f for f in shown["functions"] if f["name"] == "水利局")

    assert [counted["水利局", town] for town in shown["townships"]] == list(
        zip(water["down"], water["back"], strict=True)
    )


@pytest.mark.parametrize("path", GRAPHS.values(), ids=GRAPHS)
def test_a_relation_that_is_drawn_names_a_line_it_rests_on(graph: Graph, path: str) -> None:
    rows = list(
        csv.DictReader(io.StringIO(got(graph, in_format(path, "csv")).body.decode("utf-8-sig")))
    )
    counted = [row for row in rows if row["事项数"]]

    assert counted
    assert all(".txt:" in row["出处"] for row in counted)


def test_a_relation_of_several_duties_says_how_many_lines_there_are(graph: Graph) -> None:
    text = got(graph, in_format(GRAPHS["graph department"], "csv")).body.decode("utf-8-sig")
    row = next(r for r in csv.DictReader(io.StringIO(text)) if r["关系"] == "主责、交办")

    assert row["出处"].endswith(f"、另 {int(row['事项数']) - 1} 处")


def test_the_findings_are_results_of_a_validation(graph: Graph) -> None:
    shacl = "http://www.w3.org/ns/shacl#"
    found = json.loads(got(graph, "report?format=json").body)
    triples = list(ox.parse(got(graph, "report?format=nt").body, ox.RdfFormat.N_TRIPLES))
    nodes = {q.object.value for q in triples if q.predicate.value == f"{shacl}focusNode"}

    assert sum(q.object == ox.NamedNode(f"{shacl}ValidationResult") for q in triples) == len(found)
    assert f"{graph.base}document/652328104/2025-07" in nodes


@pytest.mark.parametrize("path", ["org/652328/water-resources", "function/water-resources"])
def test_a_department_in_json_has_its_duties_with_their_sources(graph: Graph, path: str) -> None:
    told = json.loads(got(graph, in_format(path, "json")).body)

    assert all(duty["document"] and duty["line"] for duty in told["handed"] + told["reclaimed"])
    assert {"name", "township", "number"} <= set(told["handed"][0])


def test_the_triples_of_a_function_have_its_departments(graph: Graph) -> None:
    turtle = got(graph, "function/water-resources?format=nt").body.decode()

    assert f"<{graph.base}org/652328/water-resources> <{graph.base}ontology#leads>" in turtle


@pytest.mark.parametrize("name", [*THINGS, "home", "about"])
def test_pages_say_what_they_are_about_in_the_words_of_search_engines(
    graph: Graph, name: str
) -> None:
    found = _SCHEMA.search(got(graph, PAGES[name]).body.decode())
    told = json.loads(found["json"]) if found else {}

    assert told["@context"] == "https://schema.org"
    assert told["name"]
    assert name not in THINGS or told["@id"] == graph.base + PAGES[name]


def test_the_query_of_the_report_names_the_rows_that_it_finds_fault_with(graph: Graph) -> None:
    path = "report?" + urlencode({"severity": "warning", "township": "木垒县东城镇"})
    found = json.loads(got(graph, in_format(path, "json")).body)[:60]
    (link,) = _EDIT.findall(got(graph, path).body.decode())
    query = parse_qs(urlsplit(html.unescape(link)).query)["edit"][0]
    told = {
        (row["document"], int(row["line"]), row["kind"], int(row.get("number", 0)))
        for row in graph.rows(query)
    }

    assert told == {(f["document"], f["line"], f["kind"], f["number"] or 0) for f in found}


def test_every_row_of_the_matrix_names_a_line_it_rests_on(graph: Graph) -> None:
    text = got(graph, in_format("matrix", "csv")).body.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))

    assert rows
    assert all(".txt:" in row["出处"] for row in rows)
    assert rows[0]["出处"].endswith(f"、另 {int(rows[0]['合计（去重）']) - 1} 处")
    assert got(graph, "matrix").body.decode().count('<td class="source">') == len(rows)


# -- all of it, or the beginning -----------------------------------------------------------


def rows_of(reply: Reply) -> int:
    return len(list(csv.reader(io.StringIO(reply.body.decode("utf-8-sig"))))) - 1


def test_all_rows_come_by_accept_as_by_format(graph: Graph) -> None:
    by_format = got(graph, "report?format=csv")
    by_accept = got(graph, "report", accept="text/csv")

    assert rows_of(by_format) == rows_of(by_accept) > 300


def test_a_format_that_does_not_fit_leaves_a_page_as_long_as_it_is(graph: Graph) -> None:
    assert got(graph, "report?format=docx").body == got(graph, "report").body


def test_the_api_gives_all_duties_found_unless_a_page_is_named(graph: Graph) -> None:
    path = "search?" + urlencode({"text": "工作"})
    whole = json.loads(got(graph, path, json_only=True).body)
    second = json.loads(got(graph, path + "&page=2", json_only=True).body)

    assert len(whole["duties"]) == whole["total"] > 120
    assert second["duties"] == whole["duties"][60:120]


# -- sent on ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("department/木垒县水利局?format=csv", "/org/652328/water-resources?format=csv"),
        ("township/东城镇?lang=en&x=1", "/township/652328104?lang=en"),
        (
            "function/水利局?township=木垒县东城镇",
            "/function/water-resources?township=%E6%9C%A8%E5%9E%92%E5%8E%BF%E4%B8%9C%E5%9F%8E%E9%95%87",
        ),
        ("search?name=木垒县水利局&format=ttl", "/org/652328/water-resources?format=ttl"),
        (
            "search?name=没有的局&lang=en",
            "/search?text=%E6%B2%A1%E6%9C%89%E7%9A%84%E5%B1%80&lang=en",
        ),
    ],
)
def test_who_is_sent_on_takes_format_and_language_along(
    graph: Graph, path: str, location: str
) -> None:
    reply = got(graph, path)

    assert (reply.status, reply.location) == (303, location)


def test_every_relation_in_the_picture_of_a_duty_names_its_line(graph: Graph) -> None:
    text = got(graph, in_format(GRAPHS["graph duty"], "csv")).body.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))

    assert len(rows) > 3
    assert all(".txt:" in row["出处"] for row in rows)


def test_a_search_in_vain_leads_on(graph: Graph) -> None:
    text = got(graph, "search?" + urlencode({"text": "航天飞机"})).body.decode()

    assert "/ask?question=%E8%88%AA%E5%A4%A9%E9%A3%9E%E6%9C%BA" in text


CODES = {"table", "side", "list", "verdict", "category", "group", "relation"}
QUESTIONS = (
    *PAGES.values(),
    "queries",
    "queries/duty-clauses?" + urlencode({"name": "机电井管理"}),
    "queries/goes-up?" + urlencode({"township": "东城镇"}),
)


@pytest.mark.parametrize("path", QUESTIONS)
def test_the_file_of_an_english_page_is_english(graph: Graph, path: str) -> None:
    places = "|".join(document["township"] for document in graph.documents)

    def english(text: str) -> bool:
        return re.sub(places, "", text).isascii()

    found = got(graph, in_format(path, "csv"), lang="en").body.decode("utf-8-sig")
    first, *rows = csv.reader(io.StringIO(found))

    printed = path.startswith("source/")  # its headings are those of the source
    assert printed or all(map(english, first))
    assert len(set(first)) == len(first)
    for row in rows:
        first = row if row[:1] == ["table"] else first
        for column, cell in zip(first, row, strict=False):
            assert column.casefold() not in CODES or english(cell), (column, cell)


def test_what_several_rows_say_stands_once_on_the_page_of_a_query(graph: Graph) -> None:
    path = "queries/duty-parties?" + urlencode({"duty": "东城镇配合85"})
    page = got(graph, path, lang="en").body.decode()
    clause = "配合县应急管理局及其他负有安全监管职责的部门定期开展"

    assert page.count(clause) == 1
    assert got(graph, in_format(path, "csv")).body.decode().count(clause) == 2


def test_the_groups_of_a_query_are_named_in_the_language_of_the_page(graph: Graph) -> None:
    path = "queries/township-duties?" + urlencode({"township": "东城镇"})

    assert "<h2>基本履职事项（109 项）</h2>" in got(graph, path).body.decode()
    assert "<h2>basic (109)</h2>" in got(graph, path, lang="en").body.decode()


@pytest.mark.parametrize(
    "path",
    [
        "ask?" + urlencode({"question": "东城镇配合第33项由谁负责"}),
        "check?" + urlencode({"text": "东城镇配合33"}),
        "search?" + urlencode({"text": "东城镇配合33"}),
        "compare?" + urlencode({"a": "东城镇配合33", "b": "西北湾镇"}),
        "compare?" + urlencode({"a": "西北湾镇配合33", "b": "东城镇配合33"}),
        "graph?" + urlencode({"kind": "duty", "name": "东城镇配合33"}),
        "queries/duty-parties?" + urlencode({"duty": "东城镇配合第33项"}),
        "queries/duty-clauses?" + urlencode({"name": "东城镇配合33"}),
    ],
)
def test_a_duty_by_list_and_number_is_taken_by_every_page(graph: Graph, path: str) -> None:
    page = got(graph, path).body.decode()

    assert "机电井管理" in page
    assert "mulei-dongcheng-2025-07.txt" in page


def test_a_duty_by_list_and_number_has_an_address_and_is_known_to_agents(graph: Graph) -> None:
    agents = tools(graph)
    iri = f"{graph.base}duty/652328104/2025-07/c-033"

    assert got(graph, "duty/东城镇配合33").location == "/duty/652328104/2025-07/c-033"
    assert agents["entity"](iri_or_name="东城镇配合33")["iri"] == iri
    assert agents["compare"](a="东城镇配合33", b="西北湾镇")["totals"]["same"] == 1
    assert agents["check"](text="东城镇配合33")["results"][0]["duties"][0]["iri"] == iri


def test_passages_of_a_file_stand_in_lines_of_their_own(graph: Graph) -> None:
    path = "search?" + urlencode({"text": "防汛抗旱"})
    found = got(graph, in_format(path, "csv")).body.decode("utf-8-sig")
    passages = [row["文字"] for row in csv.DictReader(io.StringIO(found))]

    assert any("；\n" in passage for passage in passages)
    assert not any("；；" in passage for passage in passages)


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_a_file_has_one_heading_and_a_row_a_line(graph: Graph, path: str) -> None:
    text = got(graph, in_format(path, "csv")).body.decode("utf-8-sig")
    heads, *rows = csv.reader(io.StringIO(text))

    assert len(set(heads)) == len(heads)
    assert {len(row) for row in rows} <= {len(heads)}
    assert all(any(row) and row != heads for row in rows)


def lines_of(graph: Graph, path: str) -> list[dict[str, str]]:
    """The rows of a page's CSV file."""
    text = got(graph, in_format(path, "csv")).body.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_files_of_a_duty_say_what_its_page_says(graph: Graph) -> None:
    reclaimed, cooperation = (f"duty/652328104/2025-07/{end}" for end in ("r-005", "c-012"))
    row = lines_of(graph, reclaimed)[0]
    data = json.loads(got(graph, in_format(reclaimed, "json")).body)
    page_ = got(graph, reclaimed).body.decode()

    assert row["工作方式"] == data["method"]
    assert row["工作方式"] in page_
    assert row["原文的问题"] in page_
    assert data["remarks"]
    own, *others = lines_of(graph, cooperation)
    assert (own["表"], own["部门"]) == ("事项", "木垒县水利局")
    assert {row["表"] for row in others} == {"条款", "同一事项在别处"}


@pytest.mark.parametrize("name", ["home", "department", "township", "county", "function"])
def test_sums_name_a_line_that_they_rest_on_too(graph: Graph, name: str) -> None:
    rows = lines_of(graph, PAGES[name])

    assert len(rows) > 20
    assert all(".txt" in row.get("出处", "") + row.get("原文", "") for row in rows)
    counted = [row for row in rows if row.get("表") == "哪类部门交给乡镇配合的事最多"]
    assert all(row["出处"].endswith(f"、另 {int(row['事项数']) - 1} 处") for row in counted)


def test_whom_a_department_stands_beside_is_shown_with_a_line(graph: Graph) -> None:
    page_ = got(graph, PAGES["department"]).body.decode()
    beside = page_.partition("常和哪些部门一起")[2].partition("</ul>")[0]

    assert beside.count("<li>") == beside.count('<span class="source">') > 2


def test_the_files_of_a_department_and_a_township_have_what_stands_beside_their_duties(
    graph: Graph,
) -> None:
    tables = {row["表"] for row in lines_of(graph, "org/652328/water-resources")}
    called = [
        row for row in lines_of(graph, "township/652328104") if row["表"] == "找哪个部门办什么"
    ]

    assert {"常和哪些部门一起", "清单里的写法"} <= tables
    assert len(called) > 20
    assert {"哪类部门交给乡镇配合的事最多", "按事项类别看"} <= {
        row["表"] for row in lines_of(graph, "")
    }


def test_every_department_of_a_place_names_a_line_it_is_written_in(graph: Graph) -> None:
    rows = [row for row in lines_of(graph, "place/652328") if row["表"] == "部门"]

    assert len(rows) > 20
    assert all(re.match(r"mulei-dongcheng-2025-07\.txt:\d+", row["出处"]) for row in rows)


@pytest.mark.parametrize("end", ["/clause-t1", "/r-06", "/clause-t1/citation"])
def test_what_is_part_of_a_duty_is_named_after_it_and_names_its_line(
    graph: Graph, end: str
) -> None:
    path = "duty/652328104/2025-07/c-012" + end
    page_ = got(graph, path).body.decode()

    assert re.search("<h1>农业水价调整工作 · [^/<]+</h1>", page_)
    assert "source/mulei-dongcheng-2025-07.txt?line=172" in page_
    assert json.loads(got(graph, in_format(path, "json")).body)["sources"] == [
        "mulei-dongcheng-2025-07.txt:172"
    ]


def test_what_is_wrong_with_a_notice_is_said_in_english_on_an_english_page(graph: Graph) -> None:
    path = "check?" + urlencode({"text": "防汛", "township": "六户镇"})
    reply = got(graph, path, lang="en")

    assert reply.status == 400
    assert 'role="alert">Township not loaded<br>' in reply.body.decode()
