"""Views: counted against the graph, bounded, the same every time, in one file by itself."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import networkx
import pytest
from click.testing import Result

from kg.building import Build
from kg.errors import QueryError, UsageError
from kg.rdf.terms import ROLES as TERMS
from kg.store.graph import Graph
from kg.views import bundles, payload, view
from kg.views import catalogue as kinds
from kg.views.facts import Facts
from kg.views.model import EGO_LIMIT, NODE_KINDS, View
from kg.views.page import TEMPLATES, render, vis_network
from kg.views.words import KINDS, ROLES

EVERY = [
    ("overview",),
    ("township", "东城镇"),
    ("department", "县水利局"),
    ("department", "木垒县水利局"),
    ("duty", "东城镇", "配合85"),
    ("matter", "农村供水保障工作"),
    ("compare", "东城镇", "喀拉亚尕奇乡"),
    ("compare", "木垒县", "伊宁县"),
    ("matrix",),
    ("collaboration",),
    ("collaboration", "水利局"),
]


@pytest.fixture(scope="module")
def facts(graph: Graph) -> Facts:
    return Facts(graph)


@pytest.fixture(scope="module")
def drawn(graph: Graph) -> Callable[..., str]:
    """The page of a kind and names, made once."""
    made: dict[tuple[str, ...], str] = {}

    def run(*names: str) -> str:
        if names not in made:
            made[names] = view(graph, *names).html
        return made[names]

    return run


def count(graph: Graph, pattern: str, what: str = "?d") -> int:
    (row,) = graph.rows(f"SELECT (COUNT(DISTINCT {what}) AS ?n) {{ {pattern} }}")
    return int(row["n"])


def duties(found: View, role: str) -> set[str]:
    return {d for e in found.edges if e.role == role for d in e.duties}


@pytest.mark.parametrize("arguments", EVERY, ids="-".join)
def test_a_view_is_the_same_whether_all_duties_have_been_read_or_only_its_own(
    graph: Graph, facts: Facts, arguments: tuple[str, ...]
) -> None:
    kind, *names = arguments
    whole, alone = facts, Facts(graph)
    _ = whole.duties
    made = [kinds.of_facts(each, kind, names) for each in (whole, alone)]

    assert made[0] == made[1]
    assert payload.payload(whole, made[0]) == payload.payload(alone, made[1])


# -- what is drawn, and what it is counted against ---------------------------------------------


def test_a_department_hands_down_what_the_graph_says(graph: Graph, facts: Facts) -> None:
    found = kinds.of_facts(facts, "department", ["县水利局"])
    of_function = "?b org:classification/rdfs:label '水利局'@zh"
    assert len(duties(found, "leads")) == count(graph, f"{of_function} ; :leads ?d")
    assert len(duties(found, "reclaimed")) == count(graph, f"{of_function} ; :reclaimed ?d")
    listed = [node for node in found.nodes if node.duty]
    assert len(listed) == found.cuts[0].shown == found.cuts[0].total


def test_a_township_shows_its_three_lists_whole(graph: Graph, facts: Facts) -> None:
    found = kinds.of_facts(facts, "township", ["东城镇"])
    town = "?t rdfs:label '木垒县东城镇'@zh"
    assert len(duties(found, "basic")) == count(graph, f"{town} ; :leads ?d . ?d a :BasicDuty")
    assert len(duties(found, "leads")) == count(graph, f"{town} ; :cooperatesOn ?d")
    gone = duties(found, "reclaimed") | duties(found, "relievedOf")
    assert len(gone) == count(graph, f"{town} ; :relievedOf ?d")


def test_duties_nobody_took_over_stand_by_themselves(facts: Facts) -> None:
    found = kinds.of_facts(facts, "township", ["喀拉亚尕奇乡"])
    (edge,) = [e for e in found.edges if e.target == "nobody"]
    assert len(edge.duties) == 2


def test_the_overview_counts_every_duty_once_by_category(graph: Graph, facts: Facts) -> None:
    found = kinds.of_facts(facts, "overview", [])
    numbers = [d for e in found.edges if e.role == "covers" for d in e.duties]
    assert len(numbers) == len(set(numbers)) == count(graph, "?d a :Duty")
    want = {
        (row["f"], row["d"])
        for row in graph.rows(
            "SELECT ?f ?d { ?b a :Department ; org:classification ?f ; :leads|:reclaimed ?d }"
        )
    }
    ends = [
        (edge.source if edge.role == "leads" else edge.target, edge.duties)
        for edge in found.edges
        if edge.role in {"leads", "reclaimed"}
    ]
    drawn = {(f, d) for f, behind in ends if f != "others" for d in behind}
    parts = {
        (e.target, d)
        for e in found.edges
        if (e.source, e.role) == ("others", "part")
        for d in e.duties
    }
    assert drawn | parts == want
    assert not drawn & parts
    merged = {d for f, behind in ends if f == "others" for d in behind}
    assert merged == {d for _, d in parts}


def test_the_level_of_duties_has_every_direct_edge(graph: Graph, facts: Facts) -> None:
    found = kinds.of_facts(facts, "overview", [], every_duty=True)
    assert sum(bool(n.duty) for n in found.nodes) == count(graph, "?d a :Duty")
    want = sum(
        1
        for _ in graph.rows(
            "SELECT ?a ?r ?d { VALUES ?r { :leads :convenes :supports :cooperatesOn :reclaimed"
            " :relievedOf } ?a ?r ?d . ?d a :Duty }"
        )
    )
    assert len(found.edges) == want


def test_the_matrix_has_every_pair_of_function_and_duty(graph: Graph, facts: Facts) -> None:
    found = kinds.of_facts(facts, "matrix", [])
    want = {
        (row["f"], row["d"])
        for row in graph.rows(
            "SELECT ?f ?d { ?b a :Department ; org:classification ?f ; :leads|:reclaimed ?d }"
        )
    }
    drawn = {
        (e.source if e.role == "leads" else e.target, d) for e in found.edges for d in e.duties
    }
    assert drawn == want


def test_collaboration_states_the_ties_it_leaves_out(facts: Facts) -> None:
    found = kinds.of_facts(facts, "collaboration", [])
    ties = found.cuts[1]
    assert ties.shown == len(found.edges) < ties.total
    assert ties.rule
    assert ties.rule_en


def test_a_comparison_shows_every_duty_of_both_sides_once(facts: Facts) -> None:
    found = kinds.of_facts(facts, "compare", ["东城镇", "喀拉亚尕奇乡"])
    groups = [n.key for n in found.nodes if n.kind == "others"]
    own = [d for e in found.edges if e.role != "part" for d in e.duties]
    inside = [d for e in found.edges if e.role == "part" for d in e.duties]
    expected = [d.iri for d in facts.duties if d.township.endswith(("652328104", "654021202"))]

    assert groups[0] == "otherList"
    assert groups[-1] == "alike"
    assert sorted(own) == sorted(inside) == sorted(expected)


def test_a_comparison_calls_alike_what_has_one_list_and_one_kind_of_department(
    facts: Facts,
) -> None:
    found = kinds.of_facts(facts, "compare", ["东城镇", "六户地镇"])
    place = {duty.iri: duty for duty in facts.duties}
    for edge in found.edges:
        if edge.role == "part" and edge.source == "alike":
            one, other = (place[iri] for iri in edge.duties)
            assert one.kind == other.kind
            # A body and the office that serves it are one house.
            houses = [
                {
                    facts.function(body).removesuffix("-office")
                    for body in duty.departments("leads", "reclaimed")
                }
                for duty in (one, other)
            ]
            assert houses[0] == houses[1]


def test_a_duty_shows_who_reports_to_whom(facts: Facts) -> None:
    found = kinds.of_facts(facts, "duty", ["东城镇", "c-85"])
    clauses = [n for n in found.nodes if n.kind in {"superior", "clause"}]
    assert len(clauses) == found.cuts[0].total == 8
    assert {e.role for e in found.edges} >= {"leads", "cooperatesOn", "acts", "assists"}


def test_a_matter_has_the_same_duty_of_each_township(facts: Facts) -> None:
    found = kinds.of_facts(facts, "matter", ["农村供水保障工作"])
    assert sum(n.kind == "township" for n in found.nodes) == 5
    assert "5 个乡镇有，0 个没有" in found.headline.zh


def test_without_matters_a_matter_is_rows_of_one_name(graph: Graph, facts: Facts) -> None:
    from dataclasses import replace

    from kg.views.kinds.matter import matter

    bare = Facts(graph)
    bare.duties = [replace(duty, matter="") for duty in facts.duties]
    one = next(d for d in bare.duties if d.name == "农村供水保障工作")
    assert "名称完全相同" in matter(bare, one.iri).headline.zh


# -- bounds ------------------------------------------------------------------------------------


def test_ego_views_draw_at_most_150_nodes(facts: Facts) -> None:
    from kg.views.kinds.department import department
    from kg.views.kinds.duty import duty_view
    from kg.views.kinds.matter import matter
    from kg.views.kinds.township import township

    functions = {d.function for d in facts.departments.values()}
    made = [township(facts, iri) for iri in facts.townships]
    made += [department(facts, function) for function in sorted(functions)]
    made += [duty_view(facts, d.iri) for d in facts.duties[::40]]
    made += [matter(facts, d.iri) for d in facts.duties[::40]]
    for found in made:
        assert len(found.nodes) <= EGO_LIMIT, found.title
        for cut in found.cuts:
            assert cut.shown == cut.total or cut.rule, found.title


def test_many_townships_are_cut_by_a_stated_rule(graph: Graph) -> None:
    sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
    try:
        from many import multiplied
    finally:
        sys.path.pop(0)
    from kg.views.kinds.department import department
    from kg.views.kinds.matrix import matrix
    from kg.views.kinds.overview import overview

    many = multiplied(graph, 12)
    water = next(f for f, named in many.concepts.items() if named.label == "水利局")
    found = department(many, water)
    assert len(found.nodes) <= EGO_LIMIT
    assert found.cuts[0].shown < found.cuts[0].total == 12 * 82
    assert found.cuts[1].shown < found.cuts[1].total == 60
    assert sum(bool(n.duty) for n in found.nodes) == found.cuts[0].shown
    assert sum(n.kind == "county" for n in matrix(many).nodes) == 5
    assert len([n for n in overview(many).nodes if not n.parent]) < 60


def test_a_nation_is_drawn_as_sums(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.views.kinds import everything

    monkeypatch.setattr(payload, "DUTIES_UP_TO", 500)
    monkeypatch.setattr(everything, "MOST", 1000)
    facts = Facts(graph)
    for kind in ("overview", "matrix"):
        made = payload.payload(facts, kinds.of_facts(facts, kind, []))
        assert made["duties"] == []
        assert sum(edge[3] for edge in made["edges"]) == sum(
            len(edge.duties) for edge in kinds.of_facts(facts, kind, []).edges
        )
    with pytest.raises(QueryError, match="超过"):
        kinds.of_facts(facts, "overview", [], every_duty=True)


def test_no_two_nodes_of_a_picture_lie_on_each_other(facts: Facts) -> None:
    for kind, *names in EVERY:
        found = kinds.of_facts(facts, kind, names)
        if kind != "matrix":
            places = [(n.x, n.y) for n in found.nodes if not n.parent]
            assert len(places) == len(set(places)), kind
    found = kinds.of_facts(facts, "overview", [], every_duty=True)
    assert len({(n.x, n.y) for n in found.nodes}) == len(found.nodes)


# -- files -------------------------------------------------------------------------------------


@pytest.mark.parametrize("names", EVERY, ids=" ".join)
def test_the_same_graph_gives_the_same_bytes(
    names: tuple[str, ...], graph: Graph, drawn: Callable[..., str]
) -> None:
    assert view(graph, *names).html == drawn(*names)


def test_bytes_do_not_depend_on_the_process(five: Build, tmp_path: Path) -> None:
    written = []
    for seed in ("1", "2"):
        target = tmp_path / f"{seed}.html"
        environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C", "PYTHONUTF8": "0"}
        if subprocess.run(
            [sys.executable, "-c", ""], capture_output=True, env=environment
        ).returncode:
            pytest.skip(
                "before 3.13 Python needs UTF-8 where a .pth names a folder like this one's"
            )
        subprocess.run(
            [sys.executable, "-m", "kg", "view", "collaboration", "-o", target, "--store", five.store],
            check=True, capture_output=True, env=environment, cwd=Path(__file__).parents[2],
        )  # fmt: skip
        written.append(target.read_bytes())
    assert written[0] == written[1]
    assert "哪些部门一起办事" in written[0].decode("utf-8")


@pytest.mark.parametrize("names", EVERY, ids=" ".join)
def test_a_page_asks_nobody_for_anything(names: tuple[str, ...], drawn: Callable[..., str]) -> None:
    html = drawn(*names).replace(vis_network(), "")
    assert not re.search(r"""(?:src|href|action)\s*=\s*["'](?!\s*$)""", html.split("<script")[0])
    assert not re.search(
        r"url\(|@import|import\(|fetch\(|XMLHttpRequest|sendBeacon|WebSocket", html
    )
    assert "default-src 'none'" in html
    assert "innerHTML" not in html
    assert "document.write" not in html


def test_our_scripts_have_no_way_from_data_to_markup() -> None:
    for path in sorted(TEMPLATES.glob("*.js")):
        text = path.read_text("utf-8")
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", text
        ), path.name


def test_every_word_of_the_pages_has_two_languages() -> None:
    used = set()
    for path in sorted(TEMPLATES.glob("*")):
        text = path.read_text("utf-8")
        used |= set(re.findall(r"""word\("(\w+)"\)""", text))
        used |= set(re.findall(r'data-(?:word|label)="(\w+)"', text))
    from kg.views.words import PAGE

    assert used <= set(PAGE)
    assert set(NODE_KINDS) == set(KINDS)
    assert set(TERMS) <= set(ROLES)
    for table in (KINDS, ROLES, PAGE):
        assert all(zh and en for zh, en in table.values())


def test_shapes_and_colours_are_all_told_apart() -> None:
    paint = (TEMPLATES / "paint.js").read_text("utf-8")
    marks = dict(re.findall(r'^  (\w+): \{ color: "#\w+", shape: "(\w+)"', paint, re.MULTILINE))
    assert set(marks) == set(NODE_KINDS)
    assert len(set(marks.values())) == len(marks)


@pytest.mark.parametrize("suffix", ["graphml", "gexf"])
def test_other_programs_get_positions(suffix: str, graph: Graph, tmp_path: Path) -> None:
    made = view(graph, "department", "县水利局")
    path = made.save(tmp_path / f"water.{suffix}")
    assert path.read_bytes() == made.save(tmp_path / f"again.{suffix}").read_bytes()
    assert b"lastmodified" not in path.read_bytes()
    read = networkx.read_graphml(path) if suffix == "graphml" else networkx.read_gexf(path)
    assert len(read) == len(made.view.nodes)
    assert read.number_of_edges() == len(made.view.edges)
    node = next(data for _, data in read.nodes(data=True) if data["label"] == "木垒县东城镇")
    place = node["viz"]["position"] if suffix == "gexf" else node
    drawn = next(n for n in made.view.nodes if n.label == "木垒县东城镇")
    assert (float(place["x"]), float(place["y"])) == (drawn.x, -drawn.y)


def test_a_large_picture_has_its_own_viewer_and_no_library(graph: Graph) -> None:
    from dataclasses import replace as changed

    facts = Facts(graph)
    found = kinds.of_facts(facts, "overview", [], every_duty=True)
    first = found.nodes[0]
    copies = tuple(changed(first, key=f"copy {i}", x=float(i)) for i in range(5000))
    html = render(facts, changed(found, nodes=(*found.nodes, *copies)))
    assert "canvasStage(host, on) {" in html
    assert (
        "vis-network" not in html.split("<script", 1)[1][:200_000]
        or vis_network()[:500] not in html
    )


# -- the command -------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", sorted(kinds.KINDS))
def test_the_command_writes_each_kind(
    kind: str, kg: Callable[..., Result], five: Build, tmp_path: Path
) -> None:
    names = next(rest for first, *rest in EVERY if first == kind)
    result = kg("view", kind, *names, "-o", tmp_path / "a.html", "--store", five.store)
    assert result.exit_code == 0, result.output
    assert (tmp_path / "a.html").read_bytes().startswith(b"<!doctype html>")


@pytest.mark.parametrize(
    ("arguments", "words", "code"),
    [
        (("township", "没有镇"), "已载入的清单里没有乡镇", 1),
        (("department", "县没有局"), "已载入的清单里没有部门", 1),
        (("duty", "东城镇", "配合999"), "没有事项", 1),
        (("duty", "机电井管理"), "请写 乡镇 清单序号", 1),
        (("compare", "东城镇"), "2 个名称", 2),
        (("matrix", "东城镇"), "不带名称", 2),
        (("township", "东城镇", "--level", "all"), "只用于 overview", 2),
        (("poster",), "poster", 2),
    ],
)
def test_what_cannot_be_drawn_is_said(
    arguments: tuple[str, ...],
    words: str,
    code: int,
    kg: Callable[..., Result],
    five: Build,
    tmp_path: Path,
) -> None:
    result = kg("view", *arguments, "-o", tmp_path / "a.html", "--store", five.store)
    assert result.exit_code == code, result.output
    assert words in result.output
    assert not list(tmp_path.glob("a.html*"))


def test_a_folder_that_is_not_there_is_said(
    kg: Callable[..., Result], five: Build, tmp_path: Path
) -> None:
    result = kg("view", "matrix", "-o", tmp_path / "no" / "a.html", "--store", five.store)
    assert result.exit_code == 1
    assert "写不了" in result.output


def test_a_duty_is_found_as_people_write_it(facts: Facts) -> None:
    want = kinds.of_facts(facts, "duty", ["东城镇", "配合12"]).focus
    for names in (["东城镇", "c12"], ["东城镇", "配合-012"], ["东城镇", "农业水价"], [want]):
        assert kinds.of_facts(facts, "duty", names).focus == want


def test_python_makes_pictures_too(graph: Graph) -> None:
    import kg

    picture = kg.view("township", "东城镇", store=graph)
    assert picture._repr_html_().startswith("<iframe srcdoc=")
    assert 'sandbox="allow-scripts' in picture._repr_html_()
    assert len(picture.to_networkx()) == len(picture.view.nodes)
    with pytest.raises(QueryError):
        kg.view("township", "没有镇", store=graph)
    with pytest.raises(UsageError):
        kg.view("poster", store=graph)


@pytest.mark.parametrize("suffix", ["graphml", "gexf"])
@pytest.mark.parametrize(("kind", "directed"), [("collaboration", False), ("overview", True)])
def test_bodies_that_work_together_do_so_in_no_direction(
    graph: Graph, tmp_path: Path, kind: str, directed: bool, suffix: str
) -> None:
    path = view(graph, kind).save(tmp_path / f"v.{suffix}")
    read = networkx.read_graphml(path) if suffix == "graphml" else networkx.read_gexf(path)

    assert read.is_directed() is directed
    assert read.number_of_edges() > 0


@pytest.mark.parametrize("kind", ["overview", "matrix", "collaboration"])
def test_counting_bundles_draws_what_reading_every_duty_draws(
    graph: Graph, facts: Facts, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = kinds.of_facts(facts, kind)
    monkeypatch.setattr(bundles, "NAMED_UP_TO", 0)
    sums = kinds.of_facts(Facts(graph), kind)

    def numbers(found: View) -> list[tuple[str, str, str, int]]:
        return sorted((e.source, e.target, e.role, e.number) for e in found.edges)

    assert sums.sums
    assert not named.sums
    assert numbers(sums) == numbers(named)
    assert sums.nodes == named.nodes
    assert sums.headline == named.headline
    assert sums.cuts == named.cuts


def test_an_overview_of_many_townships_reads_no_duty(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundles, "NAMED_UP_TO", 0)
    monkeypatch.setattr(Facts, "duties", property(lambda self: pytest.fail("duties are read")))
    facts = Facts(graph)
    for kind in ("overview", "matrix", "collaboration"):
        made = payload.payload(facts, kinds.of_facts(facts, kind))
        assert made["sums"]
