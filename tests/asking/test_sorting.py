"""What people said of duties sorts new texts, where the lists have those duties and where not."""

from __future__ import annotations

from math import exp

import pytest

from kg.asking.training.sorting import held_out
from kg.meaning.rows import Hit
from kg.meaning.sayings.recalling import Judge, evidence, kin
from kg.meaning.sayings.sorting import MANY, RARITY, STEPS, Sorter, grams

DOGS, LIFTS = ("犬只管理",), ("电梯安全监管", "电梯监管")


def _sorter() -> Sorter:
    table = {
        "狗": ((RARITY, STEPS), (1, 2 * STEPS)),
        "电梯": ((RARITY, STEPS), (2, 2 * STEPS)),
        "困": ((RARITY, STEPS), (2, STEPS)),
    }
    return Sorter(lambda gram: table.get(gram, ()), [DOGS, LIFTS], [-1.0, -1.0])


def _hits(name: str, score: float = 0.4) -> tuple[Hit, ...]:
    return (Hit(f"x/{name}", f"m/{name}", "某镇", "cooperation", 1, name, score, {}),)


def test_a_text_is_sorted_by_the_words_it_has() -> None:
    best, other = _sorter().sorted("电梯又困人了")
    assert best.names == LIFTS
    assert best.value > 1 > -1 == other.value


def test_a_text_without_a_known_word_is_not_sorted() -> None:
    assert _sorter().sorted("今天天气不错") == ()


@pytest.mark.parametrize("text", ["电梯又困人了", "流浪狗 dogs 咬人狗", "危房", "q"])
def test_a_text_is_sorted_alike_with_and_without_numpy(text: str) -> None:
    sorter = Sorter.load()
    plain, summed = sorter._values(text), sorter._summed(text)
    assert plain == summed
    assert bool(plain) == (text != "q")


def test_english_words_count_by_their_stems() -> None:
    assert grams("Dogs biting a dog")["_dog"] == 2


def test_only_taught_duties_are_weighed_by_what_was_taught() -> None:
    weights = {"taught": {"bias": 0.0, "sorted": 3.0}, "untaught": {"bias": -2.0, "odds": 1.0}}
    sorts = _sorter().sorted("狗")
    ranked = [_hits("犬只管理"), _hits("秸秆禁烧")]
    weights["few"] = {"bias": 1.0}
    chosen = Judge(weights, {"犬只管理": MANY}).choices(ranked, [], sorts)
    assert chosen[0].hits[0].name == "犬只管理"
    assert chosen[0].probability > 0.9 > 0.2 > chosen[1].probability
    few = Judge(weights, {"犬只管理": MANY - 1}).choices(ranked, [], sorts)
    assert few[0].probability == round(1 / (1 + exp(-1.0)), 4)


def test_a_duty_of_another_list_speaks_for_what_it_is_here() -> None:
    sorts = _sorter().sorted("狗")
    ranked = [_hits("禁止放养大型动物"), _hits("秸秆禁烧")]
    kin = {"犬只管理": {ranked[0][0].matter: 0.9}}
    alone, with_kin = (evidence(ranked, [], sorts, near)[0]["sorted"] for near in ({}, kin))
    assert alone == 0 < with_kin


def test_a_row_is_of_the_duty_of_another_list_that_its_own_name_sorts_under() -> None:
    sorter = _sorter()
    ranked = [_hits("狗只登记"), _hits("秸秆禁烧")]
    near = kin(ranked, [], sorter.sorted("狗"), sorter.sorted)
    assert near["犬只管理"] == {ranked[0][0].matter: 1.0}
    unnamed = kin(ranked, [], sorter.sorted("狗"), sorter.sorted, but=("犬只管理",))
    assert unnamed["犬只管理"] == {}


def test_names_that_are_alike_are_sorted_under_too() -> None:
    sorts = _sorter().sorted("电梯困人")
    same, alike, other = evidence(
        [_hits("电梯监管"), _hits("电梯安全监督管理"), _hits("秸秆禁烧")], [], sorts
    )
    assert same["sorted"] > alike["sorted"] > other["sorted"] == 0


def test_texts_that_judge_are_sorted_without_themselves() -> None:
    said = {DOGS: "第{}只狗咬了人", LIFTS: "第{}部电梯困住他", (): "护照第{}回办不成"}
    told = [(text.format(n), names) for names, text in said.items() for n in range(8)]
    alone = ("泔水桶", LIFTS)
    *held, last = held_out([*told, alone])
    assert all(found[0].names == names for found, (_, names) in zip(held, told, strict=True))
    assert last == () or last[0].value < 1
