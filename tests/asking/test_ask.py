"""Answers keep the contract: status, type, evidence that stands in the source, refusals with reasons."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from pace import at_most

import kg as library
from kg.asking.answering.figures import percent
from kg.asking.engine import Asker
from kg.building import Build
from kg.resources import folder
from kg.store.graph import Graph

KEYS = {
    "question", "status", "understood", "type", "answer", "count", "text", "evidence",
    "evidence_total", "sparql", "suggestions",
}  # fmt: skip
EVIDENCE = {"township", "edition", "list", "number", "document", "line", "locator", "quote", "iri"}
ANSWERED = [
    "木垒县水利局把哪些事项交给乡镇配合？",
    "擅自取水的处罚现在归谁管？",
    "地名管理，东城镇的职责",
    "哪个乡镇被收回的事项最多？",
    "五个乡镇的配合履职事项加起来有多少项？",
    "东城镇：河长制 属于哪张清单",
    "现在还能让东城镇去做工伤认定调查吗？",
    "木垒县水利局的配合事项分布在哪些类别？",
    "六户地镇被收回了、但东城镇没有收回的事项有哪些？",
    "哪些事项涉及核电站？",
]


@pytest.fixture(scope="module")
def asker(graph: Graph) -> Asker:
    return Asker(graph)


@pytest.fixture(scope="module")
def small_asker(small_graph: Graph) -> Asker:
    return Asker(small_graph)


@pytest.mark.parametrize("question", ANSWERED)
def test_an_answer_has_the_contract_form(question: str, asker: Asker) -> None:
    answer = asker.ask(question).to_json()

    assert set(answer) == KEYS
    assert answer["status"] == "answered"
    assert answer["evidence"]
    assert all(set(row) == EVIDENCE for row in answer["evidence"])
    assert answer["evidence_total"] >= len(answer["evidence"])
    assert answer["understood"]
    json.dumps(answer)


@pytest.mark.parametrize("question", ANSWERED)
def test_every_quote_stands_in_its_line(question: str, asker: Asker) -> None:
    for row in asker.ask(question).evidence:
        lines = (folder("sources") / row["document"]).read_text("utf-8").splitlines()

        assert row["quote"] in lines[row["line"] - 1]


def test_rows_come_by_code_list_and_number(asker: Asker) -> None:
    rows = asker.ask("哪些事项涉及防汛？").evidence
    kinds = ["basic", "cooperation", "reclaimed"]
    order = [(r["iri"].split("/")[-3], kinds.index(r["list"]), r["number"]) for r in rows]

    assert order == sorted(order)


def test_an_empty_answer_cites_the_lists_searched(asker: Asker) -> None:
    answer = asker.ask("东城镇哪些事项涉及核电站？").to_json()

    assert answer["answer"] == []
    assert [(row["list"], row["number"]) for row in answer["evidence"]] == [
        ("basic", None), ("cooperation", None), ("reclaimed", None),
    ]  # fmt: skip


def test_figures_cite_at_most_two_hundred_rows(asker: Asker) -> None:
    answer = asker.ask("五个乡镇的配合履职事项加起来有多少项？").to_json()

    assert answer["count"] == answer["answer"] == answer["evidence_total"] == 530
    assert len(answer["evidence"]) == 200


@pytest.mark.parametrize(
    ("question", "status", "word"),
    [
        ("吉木萨尔县泉子街镇的配合履职事项有哪些？", "not_found", "吉木萨尔县"),
        ("木垒县海洋渔业局把哪些事项交给乡镇？", "not_found", "木垒县海洋渔业局"),
        ("木垒县城市管理局下派了哪些事项？", "not_found", "木垒县城市管理局"),
        ("东城镇的地铁运营管理由哪个部门牵头？", "not_found", "地铁运营管理"),
        ("喀拉亚尕奇乡的机电井管理由谁牵头？", "not_found", "机电井管理"),
        ("东城镇2019年的配合事项有哪些？", "not_found", "2019"),
        ("今天木垒县天气怎么样？", "out_of_scope", "天气"),
        ("擅自取水罚款多少钱？", "out_of_scope", "罚款"),
        ("你好", "not_understood", ""),
        ("？", "not_understood", ""),
        ("农村归哪个部门管？", "not_understood", "农村"),
    ],
)
def test_a_refusal_names_the_word_that_failed(
    question: str, status: str, word: str, asker: Asker
) -> None:
    answer = asker.ask(question).to_json()

    assert answer["status"] == status
    assert word in answer["text"]
    assert answer["answer"] is answer["type"] is None
    assert answer["evidence"] == []


def test_a_body_of_another_county_is_offered_not_borrowed(asker: Asker) -> None:
    answer = asker.ask("木垒县城市管理局下派了哪些事项？")

    assert "昌吉市城市管理局" in answer.suggestions


def test_words_count_and_accidents_do_not(asker: Asker, five: Build) -> None:
    names = [row["name"] for row in asker.ask("哪些事项是关于传销的？").to_json()["answer"]]

    assert names
    assert all("传销" in name for name in names)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("云溪县水利局把哪些事项交给乡镇配合？", [("cooperation", 1)]),
        ("云溪水利局 配合", [("cooperation", 1)]),
        ("云西县水利局下派事项", [("cooperation", 1)]),
        ("云溪县水利局和财政局共同牵头的配合事项", [("cooperation", 1)]),
        ("云溪县民政局收回了哪些事项", [("reclaimed", 1)]),
        ("哪些事项不再开展", [("reclaimed", 2)]),
        ("竹林镇民生服务类基本事项", [("basic", 2)]),
        ("地名管理在竹林镇清单第几项", [("cooperation", 2)]),
        (
            "Which duties does the Yunxi County Water Bureau push down to Zhulin Town?",
            [("cooperation", 1)],
        ),
    ],
)
def test_a_made_up_county_is_answered_as_well(
    question: str, expected: list[tuple[str, int]], small_asker: Asker
) -> None:
    answer = small_asker.ask(question).to_json()

    assert [(row["list"], row["number"]) for row in answer["answer"]] == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("竹林镇配合履职事项占全部的百分之几？", 33),
        ("竹林镇基本履职事项有多少项？", 2),
        ("竹林镇还要做惠民保征缴吗？", False),
        ("竹林镇需要配合地名管理吗", True),
        ("收养登记现在归谁管", ["云溪县民政局"]),
        ("农村供水保障工作中竹林镇要做什么？", ["开展宣传；", "发现问题报县水利局。"]),
        ("地名管理在竹林镇属于哪张清单", ["cooperation"]),
    ],
)
def test_figures_and_facts_of_a_made_up_county(
    question: str, expected: object, small_asker: Asker
) -> None:
    assert small_asker.ask(question).answer == expected


def test_half_a_per_cent_rounds_up() -> None:
    assert [percent(1, 8), percent(1, 200), percent(0, 0)] == [13, 1, 0]


@pytest.mark.parametrize(
    "text",
    ["", "a" * 100_000, "水利局" * 30_000, "哪些" * 450, "“" * 900, "占" * 900, "镇" * 999, "\ue000\ue001收回",
     "') } #", "2025年" * 150, "东城镇" * 300, "\x00\ufffd", "🚀" * 500],
)  # fmt: skip
def test_odd_questions_end_soon(text: str, asker: Asker) -> None:
    with at_most(4):
        answer = asker.ask(text)

    assert answer.status.value != "answered" or answer.evidence


def test_a_batch_answers_line_by_line(
    kg: Callable[..., Result], five: Build, tmp_path: Path
) -> None:
    lines = [
        json.dumps({"id": "a", "question": "东城镇基本履职事项一共多少项？"}),
        "{broken",
        json.dumps({"id": 7, "question": "今天天气怎么样"}),
        json.dumps({"id": 8}),
        json.dumps(["list"]),
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    result = kg(
        "ask", "--batch", tmp_path / "in.jsonl", "-o", tmp_path / "out.jsonl", "--store", five.store
    )
    answers = [
        json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()
    ]

    assert result.exit_code == 0
    assert [a["id"] for a in answers] == ["a", None, 7, None, None]
    assert [a["status"] for a in answers] == [
        "answered", "not_understood", "out_of_scope", "not_understood", "not_understood",
    ]  # fmt: skip


def test_the_command_says_what_it_understood_and_exits_by_status(
    kg: Callable[..., Result], five: Build
) -> None:
    told = kg("ask", "地名管理，东城镇的职责", "--store", five.store)
    refused = kg("ask", "今天天气怎么样", "--store", five.store, "--json")

    assert told.exit_code == 0
    assert "mulei-dongcheng" in told.stdout
    assert refused.exit_code == 1
    assert json.loads(refused.stdout)["status"] == "out_of_scope"


def test_the_library_answers_too(five: Build) -> None:
    assert library.ask("东城镇基本履职事项一共多少项？", five.store).answer == 109
