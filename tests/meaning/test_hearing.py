"""Hearing: a story's Matters are weighed against one another and against none."""

from __future__ import annotations

import json

import pytest

from kg.asking.engine import Asker
from kg.meaning.meaning import Meaning
from kg.meaning.sayings import hearing
from kg.meaning.sayings.hearing import Hearer
from kg.meaning.sayings.listening import listener
from kg.meaning.sayings.sorting import Sort
from kg.store.graph import Graph

STORY = "楼下工地夜里两点还在打混凝土，娃娃睡不成"


@pytest.fixture(scope="module")
def meaning(graph: Graph) -> Meaning:
    return Meaning(graph.meanings)


def test_what_a_story_may_mean_adds_up_to_less_than_one(meaning: Meaning) -> None:
    choices = listener().choices(meaning, STORY, townships=["木垒县东城镇"], story=STORY)
    chances = [choice.probability for choice in choices]
    assert chances == sorted(chances, reverse=True)
    assert 0 < sum(chances) <= 1


def test_a_fine_that_is_asked_for_speaks_for_the_penalty(meaning: Meaning) -> None:
    told = "有人在河道里偷着挖砂石往外拉"
    place = ["木垒县东城镇"]
    plain, fined = (
        listener().choices(meaning, told, townships=place, story=told + end)
        for end in ("", "，谁来罚他")
    )
    penalty = {c.hits[0].key: c.probability for c in plain if "处罚" in c.hits[0].name}
    assert penalty
    assert all(c.probability >= penalty[c.hits[0].key] for c in fined if c.hits[0].key in penalty)


def test_without_any_evidence_none_is_meant() -> None:
    assert Hearer({}, {"bias": 1.0}).choices([], []) == []


def test_the_weights_were_measured_on_lists_that_were_left_out() -> None:
    found = json.loads(hearing.WEIGHTS.read_text("utf-8"))["figures"]
    told = found["elsewhere"]
    right, wrong = told["right and wrong from 0.5"]
    assert right >= told["stories"] * 0.7
    assert wrong <= told["stories"] * 0.035
    hard = found["elsewhere, hard"]  # written to mislead
    right, wrong = hard["right and wrong from 0.5"]
    assert right >= hard["stories"] * 0.45
    assert wrong <= hard["stories"] * 0.15
    stories = found["elsewhere, of another place"]
    assert stories["right and wrong from 0.5"][1] <= stories["stories"] * 0.1


def test_what_is_only_mentioned_is_not_what_a_story_is_about() -> None:
    duties = [Sort(0.4, ("高空抛物治理",)), Sort(-0.3, ("养犬管理",)), Sort(-0.6, ())]
    rows: list[hearing.Duties] = [((name,), {}) for name in ("养犬管理", "高空抛物防治")]

    (dogs, thrown), none, _ = hearing.agreement(rows, hearing.shares(duties))

    assert thrown > dogs > 0
    assert 0 < none < dogs


def test_a_story_that_is_on_no_list_is_not_taken_for_a_row(graph: Graph) -> None:
    asker = Asker(graph)
    for story in (
        "我的快递显示签收了，可我压根没收到，东城镇这边找谁查",
        "昨晚打滴滴司机绕了十几公里，多收我三十多块，西北湾镇归谁管",
        "家里祖传的辣酱想把名字注册成商标，庙尔沟乡这边归哪个部门",
    ):
        assert asker.ask(story).answer is None, story
