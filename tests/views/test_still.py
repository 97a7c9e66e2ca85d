"""The still picture of a view: what the view shows at first, without script."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from kg.store.graph import Graph
from kg.views import catalogue
from kg.views.facts import Facts
from kg.views.model import Edge, Node, Said, View
from kg.views.page import TEMPLATES
from kg.views.still import LINES, MARKS, still

_LOOK = re.compile(r'(?P<name>\w+): \{ color: "(?P<colour>#\w+)"(?:, dash: (?P<dash>\[[^\]]*\]))?')
"""A look in paint.js: leads: { color: "#0072B2", dash: [] }."""


@pytest.fixture(scope="module")
def facts(graph: Graph) -> Facts:
    return Facts(graph)


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("overview", ()),
        ("township", ("东城镇",)),
        ("department", ("县水利局",)),
        ("duty", ("东城镇", "配合85")),
        ("matter", ("农村供水保障工作",)),
        ("compare", ("东城镇", "六户地镇")),
        ("collaboration", ()),
    ],
)
def test_a_picture_has_every_node_and_line_that_is_shown(
    facts: Facts, kind: str, names: tuple[str, ...]
) -> None:
    view = catalogue.of_facts(facts, kind, names)
    nodes = [n for n in view.nodes if not n.parent]
    keys = {n.key for n in nodes}
    drawn = ElementTree.fromstring(still(view))
    texts = "".join(text.text or "" for text in drawn.iter("text"))

    assert sum(e.get("class") == "tip" for e in drawn.iter("path")) == sum(
        {e.source, e.target} <= keys for e in view.edges
    )
    assert all((n.short or n.label)[:4] in texts for n in nodes)
    assert "style=" not in still(view)


def test_no_two_marks_lie_on_each_other_and_a_group_says_how_many_it_has(facts: Facts) -> None:
    view = catalogue.of_facts(facts, "compare", ("东城镇", "六户地镇"))
    drawn = ElementTree.fromstring(still(view))
    texts = list(drawn.iter("text"))
    groups = [n for n in view.nodes if n.kind == "others"]

    assert len({(text.get("x"), text.get("y")) for text in texts}) == len(texts)
    assert groups
    assert {f"{n.label} {n.weight}" for n in groups} <= {text.text for text in texts}


def test_a_matrix_has_no_still_picture(facts: Facts) -> None:
    assert still(catalogue.of_facts(facts, "matrix", ())) == ""


def test_text_of_a_list_is_text_of_the_picture() -> None:
    evil = '<script>alert(1)</script>"&'
    one = Node("a", "township", evil).at(0, 0, "left")
    two = replace(one, key="b").at(100, 50, "right")
    view = View("overview", Said(evil, evil), Said("", ""), (one, two), (Edge("a", "b", "leads"),))

    drawn = ElementTree.fromstring(still(view))

    assert [e.tag for e in drawn.iter() if e.tag == "script"] == []
    assert drawn.get("aria-label") == evil


def test_colours_are_those_of_the_picture_that_moves() -> None:
    paint = (TEMPLATES / "paint.js").read_text("utf-8")
    looks = {m["name"]: (m["colour"], m["dash"]) for m in _LOOK.finditer(paint)}

    assert {name: looks[name][0] for name in MARKS if name != "basic"} == {
        name: colour for name, colour in MARKS.items() if name != "basic"
    }
    assert {name: (looks[name][0], json.loads(looks[name][1])) for name in LINES} == {
        name: (colour, [int(part) for part in dash.split()])
        for name, (colour, dash) in LINES.items()
    }
