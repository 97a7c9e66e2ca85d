"""Texts as vectors: how they are cut, that numpy runs the encoder as it was trained, what lies near what."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from kg.matrices import Matrices, list_in_text, write
from kg.meaning.encoding.encoder import FOR, LONGEST, Encoder, encoder
from kg.meaning.encoding.pieces import Pieces
from kg.meaning.sayings.listening import listener
from kg.meaning.sayings.understanding import Understanding

BEGIN, END, UNKNOWN = 0, 1, 2
PIECES = ["<s>", "</s>", "<unk>", "▁", "▁query", ":", "养", "老", "养老", "金", "▁a", "b", "▁ab"]
SCORES = [0.0, 0.0, 0.0, -2.0, -3.0, -2.0, -5.0, -5.0, -6.0, -5.0, -3.0, -3.0, -9.0]
SIZE, WIDE, HEADS, LAYERS = 8, 12, 2, 2


@pytest.fixture(scope="module")
def shipped() -> Encoder:
    return Encoder()


@pytest.fixture
def small(tmp_path: Path) -> tuple[Path, dict[str, np.ndarray]]:
    """An encoder with chance weights, and these as the file gives them back."""
    pick = np.random.default_rng(5)
    shapes: dict[str, tuple[int, ...]] = {
        "words": (len(PIECES), SIZE),
        "places": (LONGEST, SIZE),
        "first": (SIZE,),
        "first.bias": (SIZE,),
    }
    dense = {"mix": (3 * SIZE, SIZE), "out": (SIZE, SIZE), "into": (WIDE, SIZE)}
    dense["back"] = (SIZE, WIDE)
    for n in range(LAYERS):
        for name, shape in dense.items():
            shapes |= {f"layer{n}.{name}": shape, f"layer{n}.{name}.bias": shape[:1]}
        for name in ("mixed", "done"):
            shapes |= {f"layer{n}.{name}": (SIZE,), f"layer{n}.{name}.bias": (SIZE,)}
    made = {name: pick.normal(size=shape).astype("f4") for name, shape in shapes.items()}
    about = {
        "layers": LAYERS,
        "heads": HEADS,
        "epsilon": 1e-12,
        "begin": BEGIN,
        "end": END,
        "unknown": UNKNOWN,
        "pieces": "\n".join(PIECES),
        "scores": list_in_text("d", SCORES),
    }
    path = tmp_path / "encoder.bin"
    write(path, about, made)
    read = Matrices(path)
    return path, {name: np.array(read.array(name), "f8") for name in made}


def even(row: np.ndarray, scale: np.ndarray, bias: np.ndarray) -> np.ndarray:
    middle = row - row.mean()
    return np.asarray(middle / math.sqrt((middle * middle).mean() + 1e-12) * scale + bias)


def by_hand(numbers: list[int], own: dict[str, np.ndarray]) -> np.ndarray:
    """The vector of a text by the formulas of the paper, a piece and a head at a time."""
    states = [
        even(own["words"][n] + own["places"][at], own["first"], own["first.bias"])
        for at, n in enumerate(numbers)
    ]
    part = SIZE // HEADS
    for n in range(LAYERS):
        layer = {k.removeprefix(f"layer{n}."): v for k, v in own.items() if f"layer{n}." in k}
        mixed = [layer["mix"] @ state + layer["mix.bias"] for state in states]
        after = []
        for at, state in enumerate(states):
            taken = []
            for head in range(HEADS):
                asks = mixed[at][head * part : (head + 1) * part]
                keys = [m[SIZE + head * part : SIZE + (head + 1) * part] for m in mixed]
                values = [m[2 * SIZE + head * part :][:part] for m in mixed]
                near = np.exp([asks @ key / math.sqrt(part) for key in keys])
                taken.append(sum(w * v for w, v in zip(near / near.sum(), values, strict=True)))
            whole = layer["out"] @ np.concatenate(taken) + layer["out.bias"]
            one = even(state + whole, layer["mixed"], layer["mixed.bias"])
            inner = layer["into"] @ one + layer["into.bias"]
            bent = np.array([x * (1 + math.erf(x / math.sqrt(2))) / 2 for x in inner])
            last = layer["back"] @ bent + layer["back.bias"]
            after.append(even(one + last, layer["done"], layer["done.bias"]))
        states = after
    mean = np.mean(states, axis=0)
    return np.asarray(mean / np.linalg.norm(mean))


def test_a_word_is_cut_where_its_pieces_are_likeliest_together() -> None:
    pieces = Pieces(PIECES, SCORES, UNKNOWN)

    assert pieces.cut("养老金") == [3, 8, 9]  # 养老 is likelier than 养 and 老
    assert pieces.cut("ab") == [10, 11]  # and a, b than ab


def test_what_no_piece_has_is_unknown_once_however_long() -> None:
    pieces = Pieces(PIECES, SCORES, UNKNOWN)

    assert pieces.cut("养狗猫金") == [3, 6, UNKNOWN, 9]
    assert pieces.cut("") == []


def test_full_width_letters_and_blanks_are_those_of_half_the_width() -> None:
    pieces = Pieces(PIECES, SCORES, UNKNOWN)

    assert pieces.cut("ａ　\n b") == pieces.cut("a b")


def test_the_encoder_gives_what_its_formulas_give(
    small: tuple[Path, dict[str, np.ndarray]],
) -> None:
    path, own = small
    encoder = Encoder(path)
    for text in ("养老金", "a b", "狗"):
        numbers = encoder.numbers(text)
        assert numbers[0] == BEGIN
        assert numbers[-1] == END
        assert np.allclose(encoder.vector(text), by_hand(numbers, own), atol=1e-4)


def test_a_long_text_is_looked_at_as_far_as_there_are_places(
    small: tuple[Path, dict[str, np.ndarray]],
) -> None:
    encoder = Encoder(small[0])

    assert len(encoder.numbers("金 " * 500)) == LONGEST
    assert math.isclose(float(np.linalg.norm(encoder.vector("金 " * 500))), 1, abs_tol=1e-5)


def test_texts_of_one_sense_lie_nearer_than_others_in_either_language(shipped: Encoder) -> None:
    dog, bitten, water, english = (
        shipped.vector(text)
        for text in (
            "邻居的狗没拴绳，把我孩子咬了",
            "谁家养的犬伤了人",
            "自来水停了三天没人修",
            "My neighbour never ties up his sheepdog and it bit my daughter",
        )
    )
    assert dog @ bitten > dog @ water
    assert dog @ english > water @ english


def test_a_story_is_understood_in_words_that_no_list_has() -> None:
    understanding = Understanding()
    for story, word in (
        ("三只胀鼓鼓的死羊漂在水库边上没人捞", "死亡畜禽"),
        ("隔壁的恶犬见人就扑，把送报纸的老头腿都咬烂了", "犬"),
        ("A sheepdog that its owner never ties up bit my daughter in the calf", "犬"),
    ):
        found = understanding.likeliest(encoder().vector(story))
        assert math.fsum(one.probability for one in found) <= 1.001
        assert any(word in name for one in found[:2] for name in one.names), found[:3]


def test_a_text_without_letters_means_nothing() -> None:
    assert listener().understand(("12345!!",)) == {"12345!!": (None, ())}
    assert FOR.endswith(" ")


def test_texts_together_have_the_vectors_that_each_has_alone(shipped: Encoder) -> None:
    texts = ["三只死羊漂在水库边上", "", "邻居的狗没拴绳" * 12, "A dog bit me", "水"] * 3
    together = shipped.vectors(texts)

    assert len(together) == len(texts)
    for text, vector in zip(texts, together, strict=True):
        assert np.allclose(vector, shipped.vector(text), atol=1e-5)
    assert shipped.vectors([]) == []


def test_a_text_has_the_same_vector_before_and_after_the_matrices_are_kept(
    small: tuple[Path, dict[str, np.ndarray]],
) -> None:
    encoder = Encoder(small[0])
    found = {encoder.vector("养老金").tobytes() for _ in range(6)}

    assert "layers" in vars(encoder)
    assert len(found) == 1
