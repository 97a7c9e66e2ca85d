"""Examples: like texts mean like duties, in any list that names them alike."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.checking.choice import Model
from kg.checking.examples import Examples, evidence
from kg.meaning.grams import pairs

SAID = [
    ("水边立警示牌看住娃娃", ("防溺水工作",)),
    ("上街代收车船税", ()),
    ("给机井装水表报水量", ("机电井管理", "机电井管理工作")),
]


@pytest.fixture(scope="module")
def examples() -> Examples:
    return Examples.of(((pairs(text), names) for text, names in SAID), lambda _: 0.5)


def said(text: str) -> dict[str, float]:
    return dict.fromkeys(pairs(text), 0.5)


def test_the_nearest_example_comes_first(examples: Examples) -> None:
    near = examples.near(said("给每眼机井装水表"))

    assert [examples.names[n] for n in near[0].names] == ["机电井管理", "机电井管理工作"]


def test_an_example_speaks_for_rows_named_alike(examples: Examples) -> None:
    near = examples.near(said("看住水边的娃娃"))
    own, other = evidence(examples, near, [("防溺水工作", "a"), ("防汛抗旱", "b")])

    assert own["example"] > 0.3 > other["example"] == 0
    assert own["example_first"] == 1


def test_an_example_on_no_list_names_nothing(examples: Examples) -> None:
    assert examples.near(said("代收车船税"))[0].names == ()


def test_examples_are_kept_in_a_file(examples: Examples, tmp_path: Path) -> None:
    examples.save(tmp_path / "examples.json")
    read = Examples.load(tmp_path / "examples.json")

    assert read.near(said("机井水表")) == examples.near(said("机井水表"))


def test_shares_of_rows_and_none_are_one() -> None:
    model = Model({"odds": 2.0}, {"bias": 0.0}, {"bias": -1.0})
    rows, none = model.shares([{"odds": 1.0}, {"odds": -1.0}], {"bias": 1.0})

    assert sum(rows) + none == pytest.approx(1, abs=0.001)
    assert rows[0] > none > rows[1]
    assert model.probably_unlisted({"bias": 1.0}) < 0.5


def test_a_pair_of_the_file_is_found_where_it_stands(examples: Examples, tmp_path: Path) -> None:
    examples.save(tmp_path / "examples.json")
    kept = Examples.load(tmp_path / "examples.json")
    pairs_there = sorted({gram for text, _ in SAID for gram in pairs(text)})

    assert [kept.near({gram: 0.5}) for gram in pairs_there] == [
        examples.near({gram: 0.5}) for gram in pairs_there
    ]
    assert kept.near({"龘龘": 0.5, "": 0.5}) == []
    assert json.loads((tmp_path / "examples.json").read_text("utf-8"))["grams"].keys() == set(
        pairs_there
    )
