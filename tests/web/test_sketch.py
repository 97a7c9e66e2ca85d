"""The picture of an answer: every duty and body is drawn or counted, nothing in it runs."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from kg.store.graph import Graph
from kg.web.site.answers.sketch import sketch


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
    return str(draw(lambda path: f"/{path}", False))


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
