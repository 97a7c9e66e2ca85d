"""Training: the fit finds what is there, and the weights of the program fit its evidence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.meaning import train
from kg.meaning.evidence import Evidence
from kg.meaning.fitting import Choice, Example, fit_choices, fit_probability, minimise
from kg.meaning.index import Index
from kg.meaning.model import Model, gaps, relative
from kg.meaning.rows import Row
from kg.meaning.words import Words


def test_the_smallest_point_of_a_bowl_is_found() -> None:
    def bowl(point: list[float]) -> tuple[float, list[float]]:
        one, two = point[0] - 3, point[1] + 1
        return one * one + 5 * two * two, [2 * one, 10 * two]

    assert minimise(bowl, [0.0, 0.0], 50) == pytest.approx([3, -1], abs=1e-2)


def test_what_parts_right_from_wrong_gets_the_weight() -> None:
    choices = [Choice(([1.0, 0.5], [0.0, 0.5]), (True, False)) for _ in range(20)]
    telling, useless = fit_choices(choices)
    assert telling > 1 > abs(useless)
    examples = [Example([1.0], True), Example([0.0], False)] * 20
    (weight,), bias = fit_probability(examples, ridge=0.1)
    assert weight > 1
    assert bias < 0


def test_the_gap_is_to_another_matter() -> None:
    assert gaps([3.0, 2.5, 1.0], [7, 7, 8]) == [2.0, 1.5, -2.0]
    assert gaps([3.0], [7])[0] > 5


def test_the_weights_of_the_program_are_for_its_evidence() -> None:
    row = Row("k", "m", "青泉县柳湾镇", "basic", 1, "民生", "高龄津贴发放")
    words = Words()
    evidence = Evidence(Index.of([row], words), words)
    names = set(evidence.measure(evidence.query("高龄津贴"), 0))
    model = Model.load()
    assert set(model.rank) == names
    assert set(model.trust) == names | set(relative(0.0, 0.0))


def test_the_training_texts_are_sound_and_their_figures_stand_beside_the_weights() -> None:
    training = Path(__file__).parents[2] / "build" / "training" / "texts.jsonl"
    texts = [json.loads(line) for line in training.read_text("utf-8").splitlines()]
    assert len(texts) > 1_500
    assert sum(not text["right"] for text in texts) > 400
    weights = json.loads(Path(train.__file__).with_name("weights.json").read_text("utf-8"))
    tested = weights["figures"]["cross-validated over topics"]
    assert tested["topic, five"]["right"] > 0.95
    assert tested["task, five"]["right"] > 0.85
    assert tested["complaint, five"]["wrong"] < 0.1
