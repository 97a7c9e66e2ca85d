"""Every kind of page in a browser: drawn as counted, usable by keyboard, nothing asked of anybody."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from kg.store.graph import Graph
from kg.views import view

from .conftest import wait_until

KINDS = [
    ("overview",),
    ("township", "东城镇"),
    ("department", "县水利局"),
    ("duty", "东城镇", "配合85"),
    ("matter", "农村供水保障工作"),
    ("compare", "东城镇", "喀拉亚尕奇乡"),
    ("collaboration",),
]
Show = Callable[..., Any]
COLOURS = """() => { const c = document.querySelector('#stage canvas'), copy = document.createElement('canvas');
copy.width = c.width; copy.height = c.height; const drawn = copy.getContext('2d', {willReadFrequently: true});
drawn.drawImage(c, 0, 0); const d = drawn.getImageData(0, 0, c.width, c.height).data, found = new Set();
for (let i = 0; i < d.length; i += 4) found.add(d[i] << 16 | d[i + 1] << 8 | d[i + 2]);
return found.size > 20; }"""
"""The picture is not blank; read from a copy, for the browser warns of a picture that is read again and again."""


@pytest.mark.parametrize("names", KINDS, ids=lambda names: names[0])
def test_what_is_drawn_is_what_the_view_has(
    names: tuple[str, ...], show: Show, drawn: Callable[..., Any]
) -> None:
    page = show(*names)
    made = drawn(*names).view
    top = [node for node in made.nodes if not node.parent or node.parent in made.opened]
    keys = {node.key for node in top}
    edges = [edge for edge in made.edges if edge.source in keys and edge.target in keys]
    data = page.evaluate("({...document.documentElement.dataset})")
    assert (int(data["nodes"]), int(data["edges"])) == (len(top), len(edges))
    wait_until(page, f"({COLOURS})()")


def test_every_duty_is_drawn_at_the_level_of_duties(show: Show, graph: Graph) -> None:
    page = show("overview", level="all")
    duties = sum(1 for _ in graph.query("SELECT ?d { ?d a :Duty }"))
    bodies = sum(
        1 for _ in graph.query("SELECT DISTINCT ?b { ?b :leads|:reclaimed ?d . ?b a :Department }")
    )
    assert int(page.get_attribute("html", "data-nodes")) == duties + bodies + 5


def test_a_click_on_a_name_tells_about_it(show: Show) -> None:
    page = show("department", "县水利局", at="#at=n3")
    text = page.text_content("#panel")
    assert "农业水价调整工作" in text
    assert "changji-miaoergou-2025-07.txt:" in text
    page.click("#panel a.link[href^='#at=n']")
    assert page.evaluate("location.hash").startswith("#at=n")


def test_the_panel_of_a_duty_has_clauses_source_and_quote(show: Show) -> None:
    page = show("duty", "东城镇", "配合12")
    page.focus("#stage")
    page.keyboard.press("ArrowDown")
    text = page.text_content("#panel")
    assert "制定农田水利培训计划" in text
    assert "mulei-dongcheng-2025-07.txt:172" in text
    assert page.text_content("#panel .quote").strip() == "农业水价调整工作"


def test_the_keyboard_moves_opens_and_clears(show: Show) -> None:
    page = show("overview")
    before = int(page.get_attribute("html", "data-nodes"))
    page.focus("#stage")
    page.keyboard.press("ArrowDown")
    first = page.text_content("#panel h2")
    page.keyboard.press("ArrowDown")
    assert page.text_content("#panel h2") != first
    page.keyboard.press("Enter")
    assert int(page.get_attribute("html", "data-nodes")) > before
    page.keyboard.press("Escape")
    assert page.is_hidden("#panel")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    assert page.is_visible("#rows")


def test_a_search_finds_words_of_clauses_too(show: Show) -> None:
    page = show("department", "县水利局")
    page.fill("#search", "大喇叭")
    found = page.text_content("#results")
    assert "农业水价调整工作" in found
    page.fill("#search", "没有这个词")
    assert "没有符合筛选的内容" in page.text_content("#results")


def test_filters_recount_the_picture(show: Show) -> None:
    page = show("department", "县水利局")
    page.uncheck("#lists input[value=reclaimed]")
    assert "list=basic.cooperation" in page.evaluate("location.hash")
    page.click("#view-table")
    page.click("#rows-duties")
    assert "45" in page.text_content("#rows caption")
    page.click("#reset")
    assert "82" in page.text_content("#rows caption")
    page.select_option("#township", label="木垒县东城镇")
    assert "17" in page.text_content("#rows caption")


def test_the_address_brings_the_same_picture_back(show: Show, page: Any) -> None:
    show("overview", at="#lang=en&theme=dark&open=2&at=n2&camera=0,0,0.7")
    assert page.text_content("#title").startswith("Overview")
    assert page.get_attribute("html", "data-theme") == "dark"
    assert "水利局" in page.text_content("#panel") or "Water" in page.text_content("#panel")
    assert "camera=0%2C0%2C0.7" in page.evaluate("location.hash")


@pytest.mark.parametrize(
    "bad",
    [
        "#at=n99999",
        "#open=x.-1.99999&camera=a,b,c",
        "#lang=<img>&role=__proto__",
        "#at=constructor",
    ],
)
def test_a_broken_address_is_harmless(bad: str, show: Show) -> None:
    assert show("township", "东城镇", at=bad).is_visible("#stage")


def test_the_table_has_every_drawn_edge_and_its_csv(show: Show, drawn: Callable[..., Any]) -> None:
    page = show("township", "东城镇")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "table"
    edges = drawn("township", "东城镇").view.edges
    assert page.locator("#rows tbody tr").count() == len(edges)
    with page.expect_download() as download:
        page.click("#csv")
    text = Path(download.value.path()).read_text("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 1 + len(edges)
    assert sum(int(row[3]) for row in rows[1:] if row[1] == "自己做") == 109


def test_svg_and_png_are_saved_with_names(show: Show) -> None:
    page = show("department", "县水利局")
    with page.expect_download() as download:
        page.click("#svg")
    svg = ElementTree.parse(download.value.path()).getroot()
    assert "昌吉市水利局" in "".join(svg.itertext())
    assert not svg.findall(".//{http://www.w3.org/2000/svg}script")
    with page.expect_download() as download:
        page.click("#png")
    assert Path(download.value.path()).read_bytes().startswith(b"\x89PNG")


def test_english_changes_every_word_of_the_page(show: Show) -> None:
    page = show("township", "东城镇", at="#lang=en")
    for part in (".filters", "footer .legend", "#cuts"):
        text = page.inner_text(part)
        assert not [c for c in text if "\u4e00" <= c <= "\u9fff"], text
    assert page.get_attribute("html", "lang") == "en"


def test_the_matrix_adds_up_and_its_cells_open(show: Show, graph: Graph) -> None:
    page = show("matrix")
    rows = page.locator("table.matrix tbody tr")
    functions = {
        row["f"]
        for row in graph.rows(
            "SELECT DISTINCT ?f { ?b org:classification ?f ; :leads|:reclaimed ?d . ?b a :Department }"
        )
    }
    assert rows.count() == len(functions)
    cell = page.locator("table.matrix tr", has_text="水利局").first.locator("td").nth(3)
    assert re.findall("[↓↑][0-9]+", cell.inner_text()) == ["↓9", "↑8"]
    cell.locator("a").first.click()
    assert page.locator("#panel ul.duties li").count() == 9
    total = page.locator("table.matrix tfoot td").nth(4).inner_text().split()
    (want,) = graph.rows(
        "SELECT (COUNT(DISTINCT ?d) AS ?n) { ?d a :CooperationDuty ; :ofTownship/rdfs:label '伊宁县喀拉亚尕奇乡'@zh }"
    )
    assert total[0] == f"↓{want['n']}"


def test_a_notebook_shows_the_page_in_its_frame(
    page: Any, drawn: Callable[..., Any], tmp_path: Path
) -> None:
    path = tmp_path / "notebook.html"
    cell = drawn("department", "县水利局")._repr_html_()
    path.write_text(f"<!doctype html><meta charset=utf-8>{cell}", "utf-8")
    page.goto(path.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("html[data-ready=yes]").wait_for(state="attached")
    frame.locator("#view-table").click()
    assert frame.locator("#rows tbody tr").count() > 80


def test_it_prints_without_its_buttons(show: Show) -> None:
    page = show("department", "县水利局")
    page.emulate_media(media="print")
    assert page.is_hidden("#png")
    assert page.is_visible("#stage")


def test_paper_has_the_picture_in_its_own_colours_and_the_screen_gets_its_own_back(
    show: Show,
) -> None:
    page = show("township", "东城镇", at="#theme=dark")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.is_hidden("#stage")
    inks = page.eval_on_selector_all(
        "#paper text", "all => [...new Set(all.map(t => t.getAttribute('fill')))]"
    )
    assert inks == ["#000000"]
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.is_visible("#stage")
    assert not page.locator("#paper").count()


def test_it_can_be_printed_before_the_picture_is_there(show: Show, page: Any) -> None:
    # The first pause of the page's own work: nothing has been placed yet.
    page.add_init_script(
        "const later = setTimeout; window.setTimeout = (work, ...rest) => {"
        " window.setTimeout = later; dispatchEvent(new Event('beforeprint'));"
        " return later(work, ...rest); }"
    )
    made = show("township", "东城镇")
    assert made.locator("#rows tbody tr").count() > 60
    assert made.locator("#paper").count()
    made.evaluate("dispatchEvent(new Event('afterprint'))")
    assert made.is_visible("#stage")


def test_a_comparison_shows_duties_at_once(show: Show) -> None:
    page = show("compare", "东城镇", "西北湾镇")
    at_first = int(page.get_attribute("html", "data-nodes"))
    page.evaluate("location.hash = '#open='")
    wait_until(page, f"+document.documentElement.dataset.nodes < {at_first}")
    assert 10 < at_first - int(page.get_attribute("html", "data-nodes")) <= 40


def test_small_screens_keep_everything_in_reach(show: Show) -> None:
    page = show("township", "东城镇")
    page.set_viewport_size({"width": 420, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 420
    page.evaluate("location.hash = '#at=n1'")
    page.wait_for_selector("#panel h2")
    assert page.locator("#stage").bounding_box()["height"] > 300


def test_the_page_names_what_it_left_out(show: Show) -> None:
    page = show("collaboration")
    assert "90 / 共" in page.inner_text("#cuts")
    data = json.loads(page.text_content("#data"))
    assert data["cuts"][1]["n"] == 90


@pytest.mark.parametrize("kind", ["overview", "matrix"])
def test_a_page_of_sums_shows_numbers(
    kind: str, show: Show, graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kg.views import payload

    monkeypatch.setattr(payload, "DUTIES_UP_TO", 500)
    page = show(kind, at="#at=n1", html=view(graph, kind).html)
    assert "只有数目" in page.inner_text("#cuts")
    assert re.search("[0-9]{2}", page.inner_text("#panel ul"))
