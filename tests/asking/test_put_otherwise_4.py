"""Questions as still others put them: places in English orders, words left out, bodies compared, who asks from where."""

from __future__ import annotations

import pytest

from kg.asking import engine
from kg.asking.engine import Asker
from kg.asking.frame import Status
from kg.store.graph import Graph


@pytest.fixture(scope="module")
def asker(graph: Graph) -> Asker:
    return engine.asker(graph)


@pytest.mark.parametrize(
    ("order", "town"),
    [
        ("second-shortest list of duties taken back", "奇台县西北湾镇"),
        ("second fewest reclaimed duties", "奇台县西北湾镇"),
        ("shortest reclaimed list", "昌吉市庙尔沟乡"),
        ("second longest reclaimed list", "玛纳斯县六户地镇"),
    ],
)
def test_a_place_in_an_english_order_is_counted_from_its_end(
    asker: Asker, order: str, town: str
) -> None:
    said = asker.ask(f"Which township has the {order}?")
    assert said.answer == [town], said.understood


def test_words_that_are_left_out_and_stand_nowhere_were_read_wrongly(asker: Asker) -> None:
    said = asker.ask(
        "Apart from performance assessments, which duties has the Manas County human resources bureau taken back?"
    )
    assert said.status is Status.NOT_UNDERSTOOD
    assert "绩效考核" in said.text
    kept = asker.ask("玛纳斯县人社局收回的事项，除了考核类的，还有哪些")
    assert kept.status is not Status.ANSWERED or all("考核" not in r["name"] for r in kept.answer)


def test_a_county_beside_its_own_township_is_no_side_of_a_comparison(asker: Asker) -> None:
    said = asker.ask("玛纳斯县从六户地镇收回去的事项里，住建局接的比水利局接的多几项？")
    assert said.answer == 2, said.understood


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (
            "I'm translating the Kalayagaqi list and the page is smudged. Which departments stand next to 配合第104项?",
            ["伊宁县住房和城乡建设局", "伊宁县文化体育广播电视和旅游局", "伊宁县自然资源局"],
        ),
        (
            "I'm translating the Liuhudi list: what number does 地名管理 have among the cooperation duties?",
            [36],
        ),
    ],
)
def test_where_who_asks_is_limits_what_is_asked(
    asker: Asker, question: str, answer: list[object]
) -> None:
    said = asker.ask(question)
    found = [row["number"] if isinstance(row, dict) else row for row in said.answer]
    assert sorted(map(str, found)) == sorted(map(str, answer)), said.understood


def test_which_offices_asks_for_departments_in_a_story_too(asker: Asker) -> None:
    said = asker.ask(
        "I've rented an old farmhouse in Yining County and want to run it as a small guesthouse. Which offices will I need to deal with?"
    )
    assert said.type == "departments", said.understood


def test_words_said_in_both_tongues_are_said_once(asker: Asker) -> None:
    said = asker.ask(
        "Of the cooperation duties on the environment (生态环保) in Dongcheng Town, which ones do not involve the ecology and environment bureau?"
    )
    assert [row["number"] for row in said.answer] == [62, 65], said.understood


@pytest.mark.parametrize(
    "words", ["哪几项写到了台账", "里提到台账的有哪几项", "里写着“台账”的是哪几项"]
)
def test_words_that_are_also_ways_of_speaking_are_found_where_they_are_looked_for(
    asker: Asker, words: str
) -> None:
    said = asker.ask(f"东城镇的配合事项{words}")
    assert len(said.answer) == 5, said.understood


def test_where_the_words_that_are_looked_for_are_lost_no_whole_list_is_the_answer(
    asker: Asker,
) -> None:
    whole = {row["iri"] for row in asker.ask("东城镇的配合事项有哪些").answer}
    for word in ("名单", "材料", "步骤", "热线", "产业"):
        said = asker.ask(f"东城镇的配合事项里提到{word}的有哪些")
        assert said.status is not Status.ANSWERED or {r["iri"] for r in said.answer} < whole


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("庙尔沟乡收回清单里，哪些类别最多只有两项？", 6),
        ("六户地镇收回清单的头五项念给我听听", 5),
        ("庙尔沟乡的配合职责这一栏（就是乡里要干的），哪几项写到了台账？", 3),
    ],
)
def test_said_in_passing(asker: Asker, question: str, number: int) -> None:
    said = asker.ask(question)
    assert len(said.answer) == number, said.understood
