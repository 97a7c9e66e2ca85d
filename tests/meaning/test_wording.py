"""Wording: what of a name counts when duties are compared."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kg.errors import VocabularyError
from kg.meaning.wording import WordingReader
from kg.resources import folder
from kg.vocabulary import loading as vocabulary


@pytest.fixture(scope="module")
def reader() -> WordingReader:
    return WordingReader(vocabulary.load())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("负责本镇档案工作", "负责本乡档案工作"),
        ("负责本辖区档案工作", "负责本街道档案工作"),
        ("推荐县级以上代表", "推荐市级以上代表"),
        ("协助县文化局整治", "协助市文化局整治"),
        ("登记（备案）、核发", "登记(备案)核发"),
    ],
)
def test_places_and_punctuation_do_not_count(reader: WordingReader, one: str, other: str) -> None:
    assert reader.key(one) == reader.key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("城镇燃气管理", "城乡燃气管理"),
        ("城市照明", "城县照明"),
        ("党内统计工作", "党内统计"),
        ("市场监管", "县场监管"),
        ("城市街道清扫", "城市乡清扫"),
    ],
)
def test_words_that_only_contain_a_place_word_keep_it(
    reader: WordingReader, one: str, other: str
) -> None:
    assert reader.key(one) != reader.key(other)


def test_the_act_of_a_name_is_its_sole_one_only_if_it_lists_no_others(
    reader: WordingReader,
) -> None:
    assert reader.wording("对甲、乙，丙行为的处罚").sole == "act:处罚"
    assert reader.wording("负责甲的审批，对乙进行处罚").sole == ""


def test_an_adverbial_opening_is_not_what_the_name_is_about(reader: WordingReader) -> None:
    assert "档案" in reader.wording("按照管理权限，负责档案工作").head


@pytest.mark.parametrize("table", ["neutral", "synonyms", "contrasts"])
def test_no_cell_of_a_table_has_stray_blanks_or_empty_words(table: str) -> None:
    text = (folder("vocabulary") / f"{table}.csv").read_text("utf-8")
    for row in csv.reader(text.splitlines()):
        for cell in row:
            assert cell == cell.strip()
        if table != "neutral":
            assert all(row[1 if table == "synonyms" else 2].split(";")), row


def test_one_word_stands_for_one_term_only() -> None:
    text = (folder("vocabulary") / "synonyms.csv").read_text("utf-8")
    terms: dict[str, str] = {}
    for row in csv.DictReader(text.splitlines()):
        for word in row["words"].split(";"):
            assert terms.setdefault(word, row["term"]) == row["term"], word


def test_a_bad_pattern_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "neutral.csv").write_text("pattern,text,note\n(,本乡,\n", "utf-8")
    with pytest.raises(VocabularyError, match=r"neutral\.csv:2"):
        WordingReader(vocabulary.load(tmp_path))
