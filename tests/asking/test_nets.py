"""The nets that read questions: their file, and that numpy runs them as they were learned."""

from __future__ import annotations

import math
import random
from pathlib import Path

import numpy as np
import pytest

from kg.asking.reading import nets
from kg.asking.reading.nets import Nets, pieces
from kg.matrices import write

WORDS = ["哪", "些", "Ⓣ", "which"]
SIZE, LAYERS = 6, 2


def matrices() -> dict[str, np.ndarray]:
    pick = np.random.default_rng(3)
    shapes = {"words": (len(WORDS) + 2, SIZE), "pieces": (33, SIZE), "attention": (4, SIZE)}
    for layer in range(LAYERS):
        for way in ("forward", "backward"):
            own = f"layer{layer}.{way}"
            shapes |= {f"{own}.input": (2 * SIZE, SIZE), f"{own}.hidden": (2 * SIZE, SIZE // 2)}
            shapes |= {f"{own}.bias": (2 * SIZE,)}
    shapes["attention.bias"] = (4,)
    for name, wide, out in (("kind", 3, 3), ("lists", 3, 2), ("role", 2, 2), ("out", 1, 1)):
        shapes |= {f"{name}.first": (SIZE, wide * SIZE), f"{name}.first.bias": (SIZE,)}
        shapes |= {f"{name}.last": (out, SIZE), f"{name}.last.bias": (out,)}
    made = {f"frames0.{name}": pick.normal(size=shape) for name, shape in shapes.items()}
    made |= {f"tags0.{name}": pick.normal(size=shape) for name, shape in shapes.items()}
    made["tags0.seen0"] = pick.normal(size=(3, SIZE))
    return {name: array.astype("f4") for name, array in made.items()}


ABOUT = {
    "asked": ["which", "哪些"],
    "tags": {"words": WORDS, "layers": LAYERS, "seen": 1},
    "frames": {
        "words": WORDS,
        "members": 1,
        "layers": LAYERS,
        "heads": {"kind": ["a", "b", "c"], "lists": ["", "basic"]},  # not in the alphabet's order
        "roles": {"Ⓣ": ["at", "in_all"]},
    },
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "nets.bin"
    write(path, ABOUT, matrices())
    return path


def test_matrices_come_back_as_they_were_written_but_for_a_byte_s_steps(file: Path) -> None:
    read = Nets(file)
    for name, array in matrices().items():
        step = np.abs(array).max(axis=-1, keepdims=True) / 127
        assert (np.abs(read.array(name) - array) <= step / 2 + 1e-6).all(), name


def test_another_file_is_no_nets(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"something else")
    with pytest.raises(ValueError, match="no matrices"):
        Nets(path)


def test_latin_words_have_pieces_and_chinese_ones_none() -> None:
    assert pieces("哪", 100) == []
    assert pieces("a", 100) == []
    assert pieces("townships", 100)[:2] == pieces("township", 100)[:2]
    assert len(pieces("responsibilities", 100)) == 12


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def written_out(read: Nets, rows: list[list[float]], net: str) -> list[list[float]]:
    """A bidirectional LSTM as the textbook has it, number by number; gates in the order in, keep, new, out."""
    half = SIZE // 2
    for layer in range(LAYERS):
        both = []
        for way in ("forward", "backward"):
            into, over, bias = (
                read.array(f"{net}.layer{layer}.{way}.{part}").tolist()
                for part in ("input", "hidden", "bias")
            )
            state, cell, out = [0.0] * half, [0.0] * half, []
            for row in rows if way == "forward" else rows[::-1]:
                sums = [
                    sum(w * x for w, x in zip(into[g], row, strict=True))
                    + sum(w * x for w, x in zip(over[g], state, strict=True))
                    + bias[g]
                    for g in range(4 * half)
                ]
                for k in range(half):
                    let, keep = sigmoid(sums[k]), sigmoid(sums[half + k])
                    cell[k] = keep * cell[k] + let * math.tanh(sums[2 * half + k])
                state = [sigmoid(sums[3 * half + k]) * math.tanh(cell[k]) for k in range(half)]
                out.append(state)
            both.append(out if way == "forward" else out[::-1])
        rows = [a + b for a, b in zip(*both, strict=True)]
    return rows


def test_states_are_those_of_the_textbook(file: Path) -> None:
    read = Nets(file)
    pick = random.Random(5)
    rows = [[pick.gauss(0, 1) for _ in range(SIZE)] for _ in range(7)]
    found = nets._Recurrent(read, "frames0", LAYERS).run(np.array(rows, "f4"))

    assert found == pytest.approx(np.array(written_out(read, rows, "frames0")), abs=1e-4)


def test_labels_keep_the_order_they_were_learned_in(file: Path) -> None:
    heads, roles = Nets(file).frames.guess(["哪", "些", "Ⓣ", "?"])

    assert list(heads) == ["kind", "lists"]
    assert [sum(odds.values()) for odds in heads.values()] == pytest.approx([1, 1])
    assert [list(odds) for odds in roles] == [[], [], ["at", "in_all"], []]


def test_nothing_can_be_asked(file: Path) -> None:
    assert Nets(file).frames.guess([])[1] == []
    assert Nets(file).tags.scores([], []) == []


def test_what_is_known_of_a_word_moves_its_score(file: Path) -> None:
    tags = Nets(file).tags
    assert tags.scores(["哪", "水"], [[0], [0]]) != tags.scores(["哪", "水"], [[0], [2]])


def test_words_that_ask_are_told(file: Path) -> None:
    read = Nets(file)
    assert read.asks("which")
    assert read.asks("哪些")
    assert not read.asks("water")
