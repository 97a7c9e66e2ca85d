"""Questions read what they show: counts come from tables, and no answer depends on where it is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from kg.asking.engine import Asker
from kg.asking.misspelt import one_apart
from kg.asking.planning import plan
from kg.building import Build
from kg.store import prepared
from kg.store.graph import Graph
from kg.store.prepared import Table
from kg.store.search import PIECE, TextIndex, grams, name_key

COUNTED = [
    "全部事项一共多少项？",
    "五个乡镇的配合履职事项加起来有多少项？",
    "东城镇基本履职事项一共多少项？",
    "社会保障类事项有多少项？",
    "收回事项占全部事项的百分之几？",
    "木垒县收回事项占全部事项的百分之几？",
    "有多少个部门收回了事项？",
    "收回事项有多少个类别？",
    "哪个部门下派给乡镇的事项最多？",
    "配合事项最少的部门是哪个？",
    "收回事项最多的前五个部门",
    "社会保障类收回事项最多的部门是哪个？",
    "不分县，哪类部门下派的事项最多？",
    "哪个乡镇的基本履职事项最少？",
    "哪个县的乡镇被收回的事项最多？",
    "上级部门最多的配合事项有哪些？",
]
OTHERS = [
    "配合事项最多的前三个类别",
    "哪个乡镇社会保障类的事项最多？",
    "木垒县哪个部门下派给乡镇的事项最多？",
    "木垒县水利局的配合事项分布在哪些类别？",
    "上级部门超过4个的配合事项有多少项？",
    "上级部门超过4个的配合事项有哪些？",
    "东城镇配合事项中上级部门超过4个的有哪几项？",
    "各县水利局谁下派的事项最多？",
    "名称里有处罚的收回事项有多少项？",
    "哪些事项不再开展？",
    "水利局和应急管理局共同牵头的事项有多少项？",
    "水利局和哪些部门在同一个配合事项里出现过？",
]


class Watched(Graph):
    """A graph that counts the rows its queries give."""

    read = 0

    def rows(self, sparql: str) -> Iterator[dict[str, str]]:
        for row in super().rows(sparql):
            self.read += 1
            yield row


class Plain(Graph):
    """A graph without prepared tables."""

    def prepared(self, select: str, bound: Mapping[str, str]) -> Table | None:
        return None

    def sums(
        self, select: str, by: str, among: Mapping[str, Collection[str]]
    ) -> dict[str, int] | None:
        return None


@pytest.fixture(scope="module")
def quick(five: Build) -> Asker:
    return Asker(Watched(five.store))


@pytest.fixture(scope="module")
def plain(five: Build) -> Asker:
    return Asker(Plain(five.store))


def read_by(asker: Asker, question: str) -> int:
    """The rows a question reads when names and their like have been read."""
    graph = asker.graph
    assert isinstance(graph, Watched)
    asker.ask(question)
    asker.reader._rows.clear()
    before = graph.read
    assert asker.ask(question).status.value == "answered"
    return graph.read - before


@pytest.mark.parametrize("question", [*COUNTED, *OTHERS])
def test_answers_are_the_same_without_tables(question: str, quick: Asker, plain: Asker) -> None:
    found, expected = quick.ask(question).to_json(), plain.ask(question).to_json()
    for answer in (found, expected):
        answer["sparql"] = answer["sparql"].partition("# departments")[0]

    assert expected["status"] == "answered"
    assert found == expected


@pytest.mark.parametrize("question", COUNTED)
def test_counts_and_rankings_read_the_rows_they_show(question: str, quick: Asker) -> None:
    answer = quick.ask(question)

    # A row is found by its department or category, and read once to be shown.
    assert read_by(quick, question) <= 3 * min(answer.evidence_total, 200)


@pytest.mark.parametrize(
    "question",
    [
        "东城镇：河长制 属于哪张清单",
        "东城镇机电井管理对应的上级部门是哪个？",
        "喀拉亚尕奇乡的微型消防站建设被谁收回了？",
        "农业水价调整工作中东城镇要做什么？",
    ],
)
def test_a_fact_of_one_township_reads_no_other_township(question: str, quick: Asker) -> None:
    assert read_by(quick, question) <= 12


@pytest.mark.parametrize(
    "question",
    [
        "水利局一共下派了多少项事项？",
        "水利局一共收回了多少项？",
        "不分县，哪类部门下派的事项最多？",
    ],
)
def test_a_function_s_first_duties_may_be_sought_by_township(
    question: str, quick: Asker, plain: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "_DENSE", 0)
    looked = []
    seek = plan.Planner._of_function
    monkeypatch.setattr(
        plan.Planner, "_of_function", lambda self, part: looked.append(part) or seek(self, part)
    )

    assert quick.ask(question).to_json() == plain.ask(question).to_json()
    assert looked


def test_the_query_of_an_answer_gives_its_duties(quick: Asker) -> None:
    for question in (
        "木垒县水利局收回了哪些事项",
        "东城镇社会保障类有哪些事项",
        "哪些事项不再开展",
    ):
        answer = quick.ask(question)

        given = {row["duty"] for row in quick.graph.rows(answer.sparql)}
        assert given == {row["iri"] for row in answer.answer}


def test_tables_sum_what_the_query_counts(five: Build) -> None:
    graph = Graph(five.store)
    for select in (
        prepared.marked("category-counts", "category-counts"),
        prepared.own("department-category-counts"),
    ):
        expected: Counter[str] = Counter()
        for row in graph.rows(select):
            if row["kind"] == "cooperation":
                expected[f"<{row['category']}>"] += int(row["n"])

        assert graph.sums(select, "category", {"kind": ['"cooperation"']}) == expected
        assert graph.sums(select, "category", {"kind": []}) == {}


def test_a_graph_without_the_table_has_no_sums(five: Build) -> None:
    assert Graph(five.store).sums("SELECT ?a ?n WHERE { ?a ?b ?n }", "a", {}) is None


def test_whole_lists_come_in_the_order_of_the_store(five: Build) -> None:
    graph = Graph(five.store)
    code = min(graph.current_editions)
    query = f'SELECT ?d {{ ?d a :ReclaimedDuty ; :ofTownship/:code "{code}" ; rdfs:label ?n'
    every = {row["d"] for row in graph.rows(query + " }")}
    punished = {row["d"] for row in graph.rows(query + ' FILTER(CONTAINS(?n, "处罚")) }')}
    found = graph.text.listed(["reclaimed"], [code])

    assert set(found) == every
    assert found == sorted(found)
    assert graph.text.listed(["reclaimed"], [code], limit=3) == found[:3]
    assert set(graph.text.listed(["reclaimed"], [code], words=["处罚"])) == punished
    assert graph.text.listed(editions=[]) == []


@pytest.mark.parametrize("older", [False, True])
def test_names_are_found_by_a_piece_of_them(
    older: bool, five: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = Graph(five.store).text
    every = {
        name_key(row["n"])
        for row in Graph(five.store).rows("SELECT ?n { ?d a :Duty ; rdfs:label ?n }")
    }
    if older:
        monkeypatch.setattr(TextIndex, "_has_pieces", False)
    name = max(every, key=lambda key: (len(key), key))
    for text in (name[3:9], f"在{name[-5:]}中", name[:3], "\ue000\ue001\ue002\ue003"):
        expected = {key for key in every if grams(key, PIECE) & grams(text, PIECE)}
        found = set(index.keys(text).split("\n")) - {""}

        assert found == (every if older else expected)


@given(st.text("甲乙丙丁", max_size=5), st.text("甲乙丙丁", max_size=5))
def test_one_apart_is_an_edit_distance_of_one(first: str, second: str) -> None:
    assert one_apart(first, second) == (Levenshtein.distance(first, second) == 1)
