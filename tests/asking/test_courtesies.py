"""Courtesies are left out of a question; they and other words nothing was done with are told."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kg.asking.courtesies import Courtesies
from kg.asking.engine import Asker
from kg.store.graph import Graph
from kg.vocabulary.loading import load

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def courtesies() -> Courtesies:
    return Courtesies(load())


@pytest.fixture(scope="module")
def asker(graph: Graph) -> Asker:
    return Asker(graph)


@pytest.mark.parametrize(
    ("question", "asked", "dropped"),
    [
        (
            "你好,我是西北湾镇的小王,麻烦问一下县水利局把哪些事项交给乡镇配合,谢谢",
            "我是西北湾镇的,县水利局把哪些事项交给乡镇配合",
            ("你好", "小王", "麻烦问一下", "谢谢"),
        ),
        ("请问养犬归谁管?急用", "养犬归谁管?", ("请问", "急用")),
        (
            "Hi, sorry to bother you, could you please tell me who catches stray dogs? Thanks a lot!",
            "who catches stray dogs?",
            ("Hi", "sorry to bother you", "could you please tell me", "Thanks a lot"),
        ),
        ("我是昌吉市的,养犬归谁管", "我是昌吉市的,养犬归谁管", ()),
        ("谢谢", "谢谢", ()),
    ],
)
def test_courtesies_are_left_out_and_places_stay(
    question: str, asked: str, dropped: tuple[str, ...], courtesies: Courtesies
) -> None:
    found = courtesies(question)

    assert found.text == asked
    assert found.dropped == dropped


def test_phrases_of_the_table_are_left_out_of_their_examples(
    courtesies: Courtesies, asker: Asker
) -> None:
    askers = asker.askers
    others = {"asker": askers.asker, "heading": askers.heading}
    others |= {"errand": askers.errand, "inquires": askers.errand}
    behind = ("teller", "their-body", "their-place")  # whole sentences, see test_prefaces.py
    with (ROOT / "build" / "vocabulary" / "courtesy.csv").open(encoding="utf-8") as table:
        for row in csv.DictReader(table):
            if row["kind"] in behind:
                continue
            left_out = others.get(row["kind"], courtesies)
            assert left_out(row["example"].replace("，", ",")).dropped, row["example"]


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        (
            "I'm compiling the Kalayagaqi list for a colleague. How many duties have two departments?",
            "喀拉亚尕奇乡: How many duties have two departments?",
        ),
        (
            "We're a water bureau; which cooperation duties of Dongcheng name the court?",
            "Which cooperation duties of 东城镇 name the 法院?",
        ),
        (  # the body is one that the question is about
            "We work with the Red Cross in Manas. Which cooperation duties of Liuhudi name it?",
            "We work with the 红十字会 in 玛纳斯县. Which cooperation duties of 六户地镇 name it?",
        ),
        (  # what a citizen tells belongs to the case
            "I am a shepherd near Dongcheng and wolves take my lambs. Who should I call?",
            "I am a shepherd near 东城镇 and wolves take my lambs. Who should I call?",
        ),
        (
            "Voice message from a teacher in Liuhudi: a dog bit two pupils. Who catches it?",
            "六户地镇: a dog bit two pupils. Who catches it?",
        ),
    ],
)
def test_who_asks_is_left_out_where_it_is_asked_of_rows(
    question: str, asked: str, asker: Asker
) -> None:
    assert asker.asked(asker.normal(question)).text.replace(": A", ": a") == asked


def test_what_was_not_used_is_told(graph: Graph) -> None:
    answer = Asker(graph).ask("你好，请问东城镇有哪些配合履职事项？谢谢")

    assert answer.evidence
    assert "没有用上：“你好”、“请问”、“谢谢”" in answer.understood
