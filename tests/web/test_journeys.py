"""Journeys of people that need no browser: link after link, as the pages give them.

Those that need one are in tests/browser/test_journeys.py.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
from serving import Site, serving

from kg import keeping
from kg.building import Build, build
from kg.reading.corrections import correction
from kg.store.graph import Graph

PAGE = {"Accept": "text/html"}
_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>')


@pytest.fixture(scope="module")
def site(five: Build) -> Iterator[Site]:
    with serving(five.store, "--workers", "2", "--time-limit", "60") as started:
        yield started


class Walk:
    """A person with a page before them."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.text = ""

    def to(self, path: str, **fields: str) -> Walk:
        whole = f"{path}?{urlencode(fields)}" if fields else path
        answer = self._site.send("GET", whole, headers=PAGE)
        while answer.status == 303:
            answer = self._site.send("GET", answer.headers["location"], headers=PAGE)
        assert answer.status == 200, (whole, answer.status)
        self.text = answer.text
        return self

    def follow(self, words: str) -> Walk:
        """Go where the first link leads that has these words."""
        for target, text in _LINK.findall(self.text):
            if words in re.sub(r"<[^>]*>", "", text):
                return self.to(html.unescape(target).partition("#")[0])
        raise AssertionError(f"no link says {words}")


def test_an_officer_goes_from_a_number_to_the_clauses_that_differ_elsewhere(site: Site) -> None:
    walk = Walk(site).to("/ask", question="东城镇配合第12项").follow("农业水价调整工作")

    assert "逐条对照" in walk.text
    assert "<ins>（社区）</ins>" in walk.text
    walk.follow("奇台县西北湾镇")
    assert "<h1>奇台县西北湾镇</h1>" in walk.text


def test_a_clerk_reads_whom_to_call_for_what_and_goes_there(site: Site) -> None:
    walk = Walk(site).to("/township/652328104")

    assert "找哪个部门办什么" in walk.text
    walk.follow("木垒县水利局")
    assert "交给乡镇配合的事" in walk.text


def test_a_near_reading_leads_to_the_duty_itself(site: Site) -> None:
    walk = Walk(site).to("/ask", question="东城镇的阿斯顿马丁管理谁负责")

    assert "您是不是想问" in walk.text
    walk.follow("木垒县东城镇 ")  # of which list is learned
    assert any(
        one in walk.text
        for one in ("乡镇自己的事", "部门主责、乡镇配合", "部门主责，乡镇配合", "不再做")
    )


def test_an_answer_is_drawn_with_links_to_what_it_names(site: Site) -> None:
    walk = Walk(site).to("/ask", question="农村供水保障由谁负责？")
    picture = walk.text[walk.text.index("<svg") : walk.text.index("</svg>")]

    assert picture.count("<circle") == 15
    assert 'href="/org/652328/water-resources"' in picture
    assert 'style="' not in picture


def test_a_journalist_compares_two_counties(site: Site) -> None:
    walk = Walk(site).to("/compare", a="木垒县", b="伊宁县")

    assert "清单相同、部门不同" in walk.text
    assert "mulei-dongcheng-2025-07.txt:" in walk.text


def test_a_word_that_differs_leads_to_both_texts(site: Site) -> None:
    walk = Walk(site).to("/compare", a="东城镇", b="西北湾镇")
    path, _, anchor = re.findall(r'href="(/duty/[^"#]*#diff-[^"]*)">职责条款不同', walk.text)[
        0
    ].partition("#")
    there = site.send("GET", path).text

    assert f'id="{anchor}"' in there
    assert "<ins>" in there[there.index(f'id="{anchor}"') :]


def test_an_engineer_goes_from_an_address_to_turtle_to_a_query(site: Site) -> None:
    path = "/duty/652328104/2025-07/c-012"
    turtle = site.send("GET", path, headers={"Accept": "text/turtle"})
    triples = list(ox.parse(turtle.body, format=ox.RdfFormat.TURTLE))
    iri = re.search(r'rel="describes"|<([^>]*)>; rel="describes"', turtle.headers["link"])
    assert iri is not None
    query = f"SELECT (COUNT(*) AS ?n) {{ <{iri[1]}> ?p ?o }}"
    found = site.send("GET", "/sparql?query=" + quote(query))

    own = sum(t.subject.value == iri[1] for t in triples if isinstance(t.subject, ox.NamedNode))
    assert json.loads(found.body)["results"]["bindings"][0]["n"]["value"] == str(own)


def test_a_bureau_takes_its_rows_with_their_lines_into_a_spreadsheet(site: Site) -> None:
    answer = site.send("GET", "/org/652328/water-resources?format=csv")
    rows = list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig"))))
    handed = [row for row in rows if row and row[0].startswith("交给乡镇")]

    assert len(handed) == 9
    assert all(any(".txt:" in cell for cell in row) for row in handed)


def test_a_dispatcher_asks_in_english_and_reads_english_around_the_source(site: Site) -> None:
    walk = Walk(site).to("/township/652328104", lang="en")

    assert "Whom to ask for what" in walk.text
    assert "the township itself" not in walk.text
    for chinese in ("找谁", "第18行", "打印上墙", "核对来文"):
        assert chinese not in walk.text


def test_an_answer_can_be_handed_on_by_its_address(site: Site) -> None:
    walk = Walk(site).to("/ask", question="县水利局收回了哪些事项？")
    first = walk.text
    walk.follow("/ask?question=县水利局收回了哪些事项？")

    assert walk.text == first


def test_a_clerk_reads_a_correction_on_the_way_from_question_to_source(
    tmp_path: Path, small_text: str
) -> None:
    """What a person put right is told at every step, and the printed text stays."""
    text = small_text.replace("\t云溪县民政局\t", "\t云溪县地名管护总站\t")
    (tmp_path / "a.txt").write_text(text, "utf-8")
    store = build([tmp_path / "a.txt"], into=tmp_path / "store").store
    code = Graph(store).documents[0]["township_code"]
    item = correction(
        "body", f"{code}/2025-07", "云溪县地名管护总站", "云溪县民政局", "张三", "2026-03-01", "已撤并"
    )  # fmt: skip
    keeping.correct(item, into=store)
    told = "印作“云溪县地名管护总站”，按“云溪县民政局”（张三，2026-03-01：已撤并）"
    with serving(store, "--workers", "1") as site:
        walk = Walk(site).to("/ask", question="竹林镇的地名管理由谁负责？")
        assert "云溪县民政局" in walk.text
        assert told in walk.text
        walk.follow("地名管理")
        assert told in walk.text
        walk.follow("a.txt:")

    assert told in walk.text
    assert "云溪县地名管护总站" in re.sub("印作“[^”]*”", "", walk.text)


def test_a_bureau_s_question_is_drawn_without_the_bureaus_nobody_asked_about(site: Site) -> None:
    walk = Walk(site).to("/ask", question="县水利局把哪些事项交给乡镇配合？")
    picture = walk.text[walk.text.index("<svg") : walk.text.index("</svg>")]
    left = re.search(r"这些事项还写了另外 (\d+) 个部门", walk.text)

    assert picture.count('class="body"') == 5
    assert picture.count("水利局</title>") == 5
    assert left
    rows = json.loads(
        Walk(site).to("/ask", question="县水利局把哪些事项交给乡镇配合？", format="json").text
    )["evidence"]
    assert len(rows) == 45
    walk.follow("木垒县水利局")
    assert "交给乡镇配合的事" in walk.text
