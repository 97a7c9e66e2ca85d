"""Readings: everyday phrases are read where they stand, also loosely; words are found whole."""

from __future__ import annotations

import pytest

from kg.meaning.readings import Phrase, read
from kg.meaning.wordset import WordSet

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
