"""The picture of an answer: every duty and body is drawn or counted, nothing in it runs."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from kg.building import Build
from kg.store.graph import Graph
from kg.web.site.answers import asking
from kg.web.site.answers.sketch import asked_bodies, sketch
from kg.web.site.page import Visit
from kg.web.site.render import html


def duty(number: int, *bodies: str, town: str = "甲") -> dict[str, Any]:
    return {
        "iri": f"https://dutykg.example/duty/{number}",
        "name": f"<b>事项{number}",
        "township": f"https://dutykg.example/township/{town}",
        "townshipName": town,
        "bodies": [
            {"body": f"https://dutykg.example/org/{name}", "name": name, "role": "leads"}
            for name in bodies
        ],
    }


def drawn(graph: Graph, duties: list[dict[str, Any]]) -> str:
    draw = sketch(graph, duties)
    assert draw is not None
    return str(draw.draw(lambda path: f"/{path}", False))


def test_only_the_departments_that_were_asked_about_are_drawn(small_graph: Graph) -> None:
    rows = [duty(1, "水利局", "公安局"), duty(2, "水利局", "民政局")]
    asked = {"https://dutykg.example/org/水利局"}
    found = sketch(small_graph, rows, asked)

    assert found is not None
    assert found.others == 2
    picture = str(found.draw(lambda path: path, False))
    assert "水利局" in picture
    assert "公安局" not in picture


def test_where_a_row_has_none_of_the_asked_departments_all_are_drawn(small_graph: Graph) -> None:
    rows = [duty(1, "水利局"), duty(2, "民政局")]
    found = sketch(small_graph, rows, {"https://dutykg.example/org/水利局"})

    assert found is not None
    assert found.others == 0


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"type": "departments", "answer": ["公安局"], "sparql": ""}, {"公安局"}),
        ({"type": "duties", "answer": [], "sparql": "{ <https://dutykg.example/org/水利局> }"}, {"水利局"}),
        ({"type": "number", "answer": 2, "sparql": "SELECT ?d {}"}, set()),
    ],
)  # fmt: skip
def test_an_answer_is_about_the_bodies_it_names_or_its_query_asks_for(
    told: dict[str, Any], expected: set[str]
) -> None:
    found = asked_bodies(told, [duty(1, "水利局", "公安局")])

    assert found == {f"https://dutykg.example/org/{name}" for name in expected}


def test_few_duties_stand_between_their_bodies_and_townships(small_graph: Graph) -> None:
    picture = drawn(small_graph, [duty(1, "水利局", "公安局"), duty(2, "水利局")])

    assert (picture.count('class="duty"'), picture.count('class="body"')) == (2, 2)
    assert picture.count("<path") == 3 + 2


def test_many_bodies_become_one_that_says_how_many(small_graph: Graph) -> None:
    picture = drawn(small_graph, [duty(n, f"局{n}") for n in range(20)])

    assert picture.count('class="body"') == 10
    assert "其余 11 个 11" in picture


def test_names_are_text(small_graph: Graph) -> None:
    picture = drawn(small_graph, [duty(1, '水"><script>局')])

    assert ET.fromstring(picture).tag == "svg"
    assert "<script" not in picture
    assert not re.search(r"<b>|style=", picture)


@pytest.mark.parametrize("duties", [[], [duty(1)]])
def test_without_a_body_there_is_no_picture(
    small_graph: Graph, duties: list[dict[str, Any]]
) -> None:
    assert sketch(small_graph, duties) is None


def test_a_long_answer_is_cut_on_the_page_and_whole_in_files(
    five: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "MOST", 10)
    fields = {"question": "县水利局把哪些事项交给乡镇配合？"}
    made = asking.ask(Graph(five.store), Visit("ask", "ask", fields))
    shown = html(made, Visit("ask", "ask", fields), str)

    assert "共 45 行，这里列前 8 行；全部见 Excel、CSV。" in shown
    assert sum(len(table.rows) for table in made.tables) == 45
    assert "图里只有" not in shown


def test_a_picture_of_short_names_fits_a_phone_and_says_so(small_graph: Graph) -> None:
    few = sketch(small_graph, [duty(n, f"水利局{n % 3}") for n in range(20)])
    some = sketch(small_graph, [duty(1, "水利局")])

    assert few is not None
    assert some is not None
    assert (few.wide, some.wide) == (False, True)
    assert "fits" in str(few.draw(lambda path: path, False))
