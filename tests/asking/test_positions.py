"""Rows by where they stand in a list, and clauses that say how often or until when."""

from __future__ import annotations

import pytest

from kg.asking.engine import Asker
from kg.store.graph import Graph


@pytest.fixture(scope="module")
def asker(graph: Graph) -> Asker:
    return Asker(graph)


@pytest.mark.parametrize(
    ("question", "list_", "numbers"),
    [
        ("东城镇配合清单头两条是什么", "cooperation", [1, 2]),
        ("六户地镇收回清单打头的三条给我看看", "reclaimed", [1, 2, 3]),
        ("东城镇配合事项的最后三项列出来", "cooperation", [100, 101, 102]),
        ("六户地镇配合清单倒数第二条", "cooperation", [98]),
        ("The first three duties on Dongcheng's reclaimed list?", "reclaimed", [1, 2, 3]),
    ],
)
def test_rows_are_found_by_where_they_stand(
    question: str, list_: str, numbers: list[int], asker: Asker
) -> None:
    answer = asker.ask(question)
    assert [(d["list"], d["number"]) for d in answer.answer] == [(list_, n) for n in numbers]
    assert len(answer.evidence) == len(numbers)


def test_the_most_are_counted_not_the_first_rows(asker: Asker) -> None:
    answer = asker.ask("东城镇配合事项里牵涉部门最多的前三项")
    assert answer.type == "duties"
    assert [d["number"] for d in answer.answer] != [1, 2, 3]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("西北湾镇的机井用水量隔多长时间往上报一回？", "每季度"),
        (
            "How often does Liuhudi town have to report the water drawn from its motor-pumped wells?",
            "每季度",
        ),
        ("喀拉亚尕奇乡复审完公租房的材料，公示最少得挂几个工作日？", "7个工作日"),
    ],
)
def test_clauses_say_how_often_and_how_long(question: str, said: str, asker: Asker) -> None:
    answer = asker.ask(question)
    assert answer.type == "clauses", answer
    assert all(said in text for text in answer.answer)
    assert answer.evidence


@pytest.mark.parametrize(
    "question",
    ["办低保几个工作日能批下来，东城镇", "残疾证几天内能办好", "东城镇高龄津贴隔多久复核一次"],
)
def test_times_no_clause_tells_are_refused(question: str, asker: Asker) -> None:
    assert asker.ask(question).status == "out_of_scope"


def test_a_place_in_small_letters_that_is_not_loaded_is_not_found(asker: Asker) -> None:
    answer = asker.ask("Which county departments work with Yaha town in Kuqa on flood control?")
    assert answer.status == "not_found"


def test_a_long_name_is_known_by_its_first_character(asker: Asker) -> None:
    answer = asker.ask("喀乡的民宿管理由谁负责")
    assert "伊宁县喀拉亚尕奇乡" in answer.understood
    assert answer.status == "answered"


def test_an_office_of_the_township_itself_asks_and_is_not_looked_up(asker: Asker) -> None:
    answer = asker.ask("铁路护路联防由哪家统筹牵头，喀拉亚尕奇乡综治办要对接")
    assert answer.status == "answered"
    assert "伊宁县委政法委员会" in answer.answer
