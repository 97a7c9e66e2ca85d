"""Readings: everyday phrases are read where they stand, also loosely; words are found whole."""

from __future__ import annotations

import pytest

from kg.meaning.readings import Phrase, read
from kg.meaning.wordset import WordSet
from kg.stems import stem

BITE = Phrase("狗追人咬", "everyday", ("文明养犬管理",))


def weight(unit: str) -> float:
    return 1.0


def test_a_phrase_is_read_where_it_stands() -> None:
    (found,) = read("昨天狗追人咬了", [BITE], weight)
    assert (found.surface, found.sure) == ("狗追人咬", 1.0)
    assert found.options[0].formal == "文明养犬管理"


def test_a_phrase_is_read_with_words_between_but_less_surely() -> None:
    (found,) = read("小狗追着人乱咬", [BITE], weight)
    assert found.surface == "狗追人咬"
    assert found.sure < 1


@pytest.mark.parametrize("text", ["狗在家，他去上班，客人说牙咬不动，追不上", "追人", "养猫"])
def test_characters_far_apart_or_too_few_are_no_phrase(text: str) -> None:
    assert read(text, [BITE], weight) == []


def test_synonyms_are_read_only_as_they_are_written() -> None:
    assert read("小狗追着人乱咬", [Phrase("狗追人咬", "synonym", ("养犬",))], weight) == []


def test_the_longest_word_is_found_first_and_latin_words_whole() -> None:
    words = WordSet(["工作", "工作人员", "dog"])
    assert words.find("工作人员dogs，dog") == [(0, "工作人员"), (9, "dog")]
    assert words.blank("做工作", frozenset({1})) == "做工作"
    assert words.blank("做工作") == "做\n\n"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("adoptions", "adopted"),
        ("drilling", "drilled"),
        ("licences", "licensed"),
        ("registration", "registering"),
        ("compensation", "compensates"),
        ("organise", "organized"),
        ("stolen", "stealing"),
    ],
)
def test_forms_of_an_english_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_different_english_words_keep_different_stems() -> None:
    words = "station tree three hour our permit permission fine fire".split()
    assert len({stem(word) for word in words}) == len(words)


def test_an_english_phrase_is_read_in_other_forms_and_order() -> None:
    phrase = Phrase("adoption registration", "english", ("收养登记",))
    found = read("who registers the adoptions now", [phrase], lambda gram: 1.0)
    assert [one.options[0].formal for one in found] == ["收养登记"]
    assert not read("who registers the dogs now", [phrase], lambda gram: 1.0)


def test_a_word_of_a_longer_english_phrase_is_not_read_alone() -> None:
    phrases = [
        Phrase("fire", "english", ("火灾",)),
        Phrase("fire extinguisher", "english", ("消防设施",)),
    ]
    found = read("the fire extinguishers are empty", phrases, lambda gram: 1.0)
    assert [one.options[0].formal for one in found] == ["消防设施"]
