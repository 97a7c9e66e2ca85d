"""The algebra: gold frames are executed exactly, without any language."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from golden import Golden
from scoring import judge

from kg.asking.answering.averages import average
from kg.asking.answering.figures import placed
from kg.asking.engine import Asker
from kg.asking.frame import Ask, Frame, Question, Rank, Words
from kg.asking.planning.restrictions import within
from kg.store.graph import Graph

QUESTIONS = Path(__file__).parents[2] / "build" / "training" / "questions.jsonl"


@pytest.fixture(scope="module")
def asker(graph: Graph) -> Asker:
    return Asker(graph)


def framed() -> list[dict[str, Any]]:
    every = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
    return [q for q in every if q.get("frame", {}).get("ask", "none") != "none"]


def test_gold_frames_give_their_golds(asker: Asker) -> None:
    golden, questions = Golden(asker), framed()
    wrong = [
        q["id"]
        for q in questions
        if judge(q, asker.execute(golden.question(q["frame"])).to_json()) != "right"
    ]

    assert len(wrong) <= len(questions) * 0.015, wrong


def test_the_query_of_a_frame_gives_its_duties(asker: Asker) -> None:
    township = next(iter(asker.lexicon.townships))
    others = [t for t in asker.lexicon.townships if t != township]
    water = asker.lexicon.surfaces["水利局"][0].iri
    category = next(iter(asker.lexicon.categories))
    frames = [
        Frame(lists=("cooperation",), townships=(township,), departments=(2, 3)),
        Frame(lists=("cooperation",), townships=(township,), clauses=(5, None)),
        Frame(lists=("reclaimed",), words=(Words(("处罚",), "name", negated=True),)),
        Frame(lists=("cooperation",), other_categories=(category,), numbers=(3, 4, 5)),
        Frame(lists=("reclaimed",), townships=(township,), in_none=tuple(others)),
        Frame(lists=("reclaimed",), townships=(township,), in_all=tuple(others[:2])),
        Frame(lists=("reclaimed",), discontinued=False, townships=(others[0],)),
        Frame(lists=("cooperation",), words=(Words(("防汛", "抗旱"), "clauses"),)),
    ]
    bodies = asker.planner.bodies
    assert bodies
    for frame in frames:
        found = asker.planner.find(frame)
        told = {row["duty"] for row in asker.graph.rows(found.sparql)}
        assert told == set(found.duties), frame
        assert found.duties or frame.numbers
    assert water


def test_a_selection_and_its_negation_part_the_whole(asker: Asker) -> None:
    reference = Golden(asker).body("公安局")
    whole = asker.planner.find(Frame(lists=("cooperation",)))
    named = asker.planner.find(Frame(lists=("cooperation",), bodies=(reference,)))
    others = asker.planner.find(Frame(lists=("cooperation",), without=(reference,)))

    assert set(named.duties) | set(others.duties) == set(whole.duties)
    assert not set(named.duties) & set(others.duties)


def test_an_average_tells_how_many_a_township_has(asker: Asker) -> None:
    question = Question(Ask.NUMBER, Frame(lists=("cooperation",)), count="average")

    assert asker.execute(question).to_json()["count"] == 106.0


@pytest.mark.parametrize(
    ("rank", "expected"),
    [
        (Rank(1), ["a"]),
        (Rank(2), ["a", "b", "c"]),
        (Rank(2, start=2), ["b", "c"]),
        (Rank(3, start=3), ["d"]),
    ],
)
def test_ties_stand_in_one_place(rank: Rank, expected: list[str]) -> None:
    ordered = [("a", 9), ("b", 5), ("c", 5), ("d", 1)]

    assert [name for name, _ in placed(ordered, rank)] == expected


def test_bounds_and_means() -> None:
    assert [within(3, (3, 3)), within(3, (4, None)), within(3, (0, 2))] == [True, False, False]
    assert [average(1, 4), average(3, 2), average(1, 0)] == [0.3, 1.5, 0.0]
