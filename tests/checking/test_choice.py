"""Choice: trees judge rows after the weights, by how they stand beside the others."""

from __future__ import annotations

from kg.checking.choice import Forest, Model, of_all
from kg.meaning.sayings.trees import Trees

WEIGHTS = Model({"odds": 2.0}, {"bias": 0.0}, {"bias": -1.0})
FIRST = {"odds": 1.0, "near": 0.75, "basic": 1.0, "reclaimed": 0.0}
SECOND = {"odds": 0.0, "near": 0.5, "basic": 0.0, "reclaimed": 1.0}
TEXT = {"bias": 1.0}


def test_rows_are_seen_beside_one_another() -> None:
    one, other = WEIGHTS.beside([FIRST, SECOND], TEXT)

    assert one["share"] > other["share"]
    assert one["share_ahead"] == -other["share_ahead"] > 0
    assert one["share_of_list"] == one["share"]
    assert (one["near_second"], one["share_most"]) == (0.5, one["share"])


def test_without_trees_the_weights_judge() -> None:
    shares, none = WEIGHTS.shares([FIRST, SECOND], TEXT)
    judged = WEIGHTS.judged([FIRST, SECOND], TEXT)

    assert (judged.shares, judged.none) == (shares, none)
    assert judged.unlisted == WEIGHTS.probably_unlisted(TEXT)


def test_what_trees_make_of_rows_never_adds_up_to_more_than_one() -> None:
    likely = Trees(("near",), 3.0, ([0, 0.6, 0.0, 2.0],))
    told = Trees(("chance_0",), 0.0, ([0, 0.5, 4.0, -4.0],))
    judged = Model(WEIGHTS.rows, WEIGHTS.none, WEIGHTS.unlisted, Forest(likely, told)).judged(
        [FIRST, SECOND], TEXT
    )

    assert judged.shares[0] > judged.shares[1]
    assert abs(sum(judged.shares) + judged.none - 1) < 1e-3
    assert judged.unlisted < 0.05


def test_the_likeliest_rows_tell_whether_anything_lists_a_task() -> None:
    seen = of_all(WEIGHTS.beside([FIRST, SECOND], TEXT), [0.2, 0.9])

    assert (seen["chance_0"], seen["chance_1"]) == (0.9, 0.2)
    assert (seen["reclaimed_0"], seen["chances_reclaimed"]) == (1.0, 0.9)
    assert (seen["greatest_near"], seen["rows"]) == (0.75, 2.0)


def test_the_program_has_trees_with_and_without_the_senses_of_rows() -> None:
    sensed, worded = Model.load(), Model.load(worded=True)

    assert sensed.trees
    assert worded.trees
    assert "near" in sensed.trees.rows.names
    assert "near" not in worded.trees.rows.names
