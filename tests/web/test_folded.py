"""Long pages are folded, so that a phone shows what there is; all of it is there, and on paper, too."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest

from kg.building import Build
from kg.errors import QueryError
from kg.store.graph import Graph
from kg.web.site import duties, library
from kg.web.site.answers import asking, checking
from kg.web.site.cells import Cells
from kg.web.site.page import Column, Row, Table
from kg.web.site.site import answer

SOURCE = "source/mulei-dongcheng-2025-07.txt"
ROWS = 109 + 102 + 38
_PART = re.compile(
    r'<details class="part(?: wall)?"(?P<open> open)?[^>]*>(?P<rows>.*?)</details>', re.DOTALL
)
"""A folded part of a page: <details class="part wall" open id="…">…</details>."""


@pytest.fixture(scope="module")
def graph(five: Build) -> Graph:
    return Graph(five.store)


def page(graph: Graph, path: str, query: str = "", lang: str = "zh") -> str:
    message = {"path": path, "query": query, "accept": "text/html", "lang": lang, "root": ""}
    return answer(graph, message).body.decode()


def opened(text: str) -> list[str]:
    return [found["rows"] for found in _PART.finditer(text) if found["open"]]


def test_a_source_is_folded_by_category_and_has_every_row(graph: Graph) -> None:
    text = page(graph, SOURCE)
    parts = [found["rows"] for found in _PART.finditer(text)]

    assert opened(text) == []
    assert sum(part.count('<tr id="L') for part in parts) == text.count('<tr id="L') == ROWS
    assert max(part.count('<tr id="L') for part in parts) <= 20
    assert "党的建设" in parts[0]


def test_the_part_with_the_line_that_was_asked_for_is_open(graph: Graph) -> None:
    (part,) = opened(page(graph, SOURCE, "line=172"))

    assert 'id="L172" class="marked"' in part


def test_beside_a_line_that_is_no_row_the_nearest_one_is_open(graph: Graph) -> None:
    text = page(graph, SOURCE, "line=173")
    (part,) = opened(text)

    assert 'href="#L172"' in text
    assert 'id="L172"' in part


def test_a_source_can_be_opened_whole_and_folded_again(graph: Graph) -> None:
    text = page(graph, SOURCE, "open=all")

    assert len(opened(text)) == len(_PART.findall(text))
    assert 'href="?open=all"' in page(graph, SOURCE)
    assert 'href="?line=172"' in page(graph, SOURCE, "line=172&open=all")


def test_the_report_is_folded_by_kind_and_opens_the_kind_that_is_chosen(graph: Graph) -> None:
    text = page(graph, "report")
    one = page(graph, "report", "kind=list-mark")

    assert 'id="list-mark"><summary>' in text
    assert 'href="?kind=list-mark"' in text or "list-mark" in text
    assert 'id="list-mark" open' in one
    assert one.count('<details class="part"') == 1
    assert 'href="?"' in one


def test_a_township_is_folded_by_category_and_has_every_row_under_its_anchor(graph: Graph) -> None:
    text = page(graph, "township/652328104")
    parts = [found["rows"] for found in _PART.finditer(text)]
    anchors = re.findall(r'<tr id="([bcr]-\d+)">', text)

    assert opened(text) == []
    assert len(anchors) == len(set(anchors)) == ROWS
    assert sum(part.count("<tr id=") for part in parts) == ROWS
    assert "党的建设" in parts[0]
    assert len(opened(page(graph, "township/652328104", "open=all"))) > 30


def test_a_list_over_townships_is_folded_by_them(graph: Graph) -> None:
    text = page(graph, "category/livelihood-services")
    parts = [found["rows"] for found in _PART.finditer(text)]

    assert len(parts) == 5
    assert "木垒县东城镇" in parts[3]
    assert sum(part.count('<td class="name"') for part in parts) == text.count('<td class="name"')


def test_english_pages_call_categories_in_english(graph: Graph) -> None:
    for path in ("township/652328104", SOURCE, "duty/652328104/2025-07/c-012"):
        assert "Economic development" in page(graph, path, lang="en"), path
        assert "Economic development" not in page(graph, path), path


def test_a_long_table_of_relations_is_folded_after_its_beginning(graph: Graph) -> None:
    text = page(graph, "graph", lang="en")

    assert "Show the other" in text
    assert text.count("<tr><td") > 150


def test_of_very_many_duties_a_page_lists_the_first_and_a_file_all(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duties, "_WHOLE", 100)
    text = page(graph, "category/party-building")
    file = page(graph, "category/party-building", "format=csv")

    # Whole townships: a heading never says fewer than there are.
    assert "这里列前 100 项；其余在后面各乡镇里，全部见 Excel、CSV。" in text
    assert text.count('<td class="name"') == 100
    assert re.findall(r"<strong>([^<]+)</strong> <span class=\"soft\">(\d+)项", text) == [
        ("昌吉市庙尔沟乡", "33"),
        ("玛纳斯县六户地镇", "33"),
        ("奇台县西北湾镇", "34"),
    ]
    rest = re.findall(r"township=([^\"]+)\">([^<]+)</a> <span class=\"soft\">(\d+) 项", text)
    assert [(name, number) for _, name, number in rest] == [
        ("木垒县东城镇", "33"),
        ("伊宁县喀拉亚尕奇乡", "33"),
    ]
    assert file.count("\r\n") == 1 + 166

    alone = page(graph, "category/party-building", f"township={rest[0][0]}")
    assert alone.count('<td class="name"') == 33
    assert "只列 <strong>木垒县东城镇</strong>" in alone


def test_bodies_stand_in_the_order_of_the_source_however_many_there_are(graph: Graph) -> None:
    iris = [row["iri"] for row in graph.rows("SELECT ?iri { ?iri a :CooperationDuty }")]
    wanted: dict[str, list[tuple[int, str]]] = {}
    for row in graph.rows(
        "SELECT ?iri ?body ?position { ?x :responsibilityFor ?iri ; :role :role-leads ;"
        " :party ?body ; :position ?position . ?body :leads ?iri . ?iri a :CooperationDuty }"
    ):
        wanted.setdefault(row["iri"], []).append((int(row["position"]), row["body"]))
    for duty in duties.read(graph, iris):
        led = [b["body"] for b in duty["bodies"] if b["role"] == "leads"]
        assert led == list(dict.fromkeys(body for _, body in sorted(wanted[duty["iri"]])))


@pytest.mark.parametrize(
    ("categories", "folds"), [("aaabbbccc" * 3, True), ("abcabcabc" * 3, False), ("a" * 30, False)]
)
def test_a_list_whose_categories_alternate_is_not_folded_row_by_row(
    categories: str, folds: bool
) -> None:
    columns = (Column("number", "序号", "No.", "ordinal"), Column("category", "类别", "Category"))
    rows: list[Row] = [{"number": n, "category": c} for n, c in enumerate(categories)]
    table = Table("清单", "List", columns, rows, "x", "category")
    cells = Cells(lambda path: path, english=False)
    made = cells.folded(table)

    assert cells.folds(table) is folds
    assert ("<details" in made) is folds
    assert made.count("<tr>") >= len(rows)
    assert ('data-head="类别"' in made) is not folds


def test_an_unknown_township_is_told_and_not_taken_for_one_without_duties(graph: Graph) -> None:
    for path in ("category/party-building", "function/water-resources"):
        with pytest.raises(QueryError, match="东城"):
            page(graph, path, urlencode({"township": "东城鎮外"}))


def test_long_evidence_is_folded_by_township_and_a_long_answer_after_its_beginning(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = urlencode({"question": "县水利局把哪些事项交给乡镇配合？"})
    plain = page(graph, "ask", question)
    monkeypatch.setattr(asking, "_MANY", 40)
    monkeypatch.setattr(asking, "_SENTENCE", 40)
    folded = page(graph, "ask", question)

    assert '<details class="said-more">' not in plain
    assert "part wall" not in plain
    assert '<p class="said">共 45 项</p>' in folded
    assert "木垒县东城镇 9 项" in folded.partition("said-more")[2].partition("</details>")[0]
    assert len(_PART.findall(folded)) == 5
    assert folded.count('<td class="name"') == plain.count('<td class="name"') == 45
    assert len(opened(page(graph, "ask", f"{question}&open=all"))) == 5


def test_evidence_that_is_cut_has_whole_townships(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "MOST", 20)
    question = urlencode({"question": "县水利局把哪些事项交给乡镇配合？"})
    text = page(graph, "ask", question)

    assert text.count('<td class="name"') == 8 + 9
    assert "共 45 行，这里列前 17 行" in text


def test_a_task_checked_in_very_many_townships_has_its_replies_folded(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = urlencode({"text": "请做好工伤认定调查工作。", "township": ""})
    plain = page(graph, "check", fields)
    monkeypatch.setattr(checking, "_MANY", 4)
    folded = page(graph, "check", fields)
    several = "一、请做好工伤认定调查。二、请做好农村供水保障工作。三、请做好地名管理工作。四、请做好人大代表选举工作。五、请做好航天发射工作。"
    one = page(graph, "check", urlencode({"text": several, "township": "木垒县东城镇"}))

    assert plain.count('<details class="inside">') == 0
    assert folded.count('<details class="inside">') == 5
    assert one.count('<details class="inside">') == 0
    assert one.count('<article class="card">') == 5


def test_a_long_result_in_groups_is_folded_by_them(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = urlencode({"department": "县水利局"})
    plain = page(graph, "queries/pushed-down", fields)
    monkeypatch.setattr(library, "_MANY", 40)
    folded = page(graph, "queries/pushed-down", fields)
    ungrouped = page(graph, "queries/functions-by-load")

    assert opened(plain) == []
    assert "part wall" not in plain
    assert len(_PART.findall(folded)) == 5
    assert folded.count("<tr><td") == plain.count("<tr><td") == 45
    assert "<strong>木垒县" in folded
    assert "part wall" not in ungrouped


def test_one_township_alone_is_compared_with_nothing(graph: Graph, small_graph: Graph) -> None:
    assert len({d["township"] for d in small_graph.documents}) == 1
    assert "只载入了一个乡镇的清单" in page(small_graph, "compare")
    assert '<select name="b">' not in page(small_graph, "compare")
    assert '<select name="b">' in page(graph, "compare")
