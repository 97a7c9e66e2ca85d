"""The English glossary: what its users rely on."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "build" / "vocabulary"
NOTES = {"topic", "act", "people", "department", "thing"}


def _table(name: str) -> list[dict[str, str]]:
    text = (FOLDER / f"{name}.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    return _table("glossary")


def test_an_english_phrase_stands_in_one_row_only(rows: list[dict[str, str]]) -> None:
    phrases = [phrase for row in rows for phrase in row["english"].split(";")]
    twice = [phrase for phrase, number in Counter(phrases).items() if number > 1]
    assert twice == []


def test_phrases_are_lower_case_words_without_outer_blanks(rows: list[dict[str, str]]) -> None:
    odd = [
        phrase
        for row in rows
        for phrase in row["english"].split(";")
        if not re.fullmatch(r"[a-z0-9](?:[a-z0-9 ,&'-]*[a-z0-9'])?", phrase)
    ]
    assert odd == []


def test_every_row_has_chinese_and_a_known_note(rows: list[dict[str, str]]) -> None:
    assert {row["note"] for row in rows} == NOTES
    for row in rows:
        assert all(term and term == term.strip() for term in row["chinese"].split(";")), row


def test_every_chinese_stands_in_one_row_only(rows: list[dict[str, str]]) -> None:
    assert len({row["chinese"] for row in rows}) == len(rows)


def test_departments_are_names_that_the_table_of_functions_knows(
    rows: list[dict[str, str]],
) -> None:
    columns = ("name", "names", "forms", "stems", "generic")
    known = {
        term.removeprefix("委")
        for row in _table("functions")
        for column in columns
        for term in (row.get(column) or "").split(";")
    }
    departments = [row for row in rows if row["note"] == "department"]
    unknown = [
        term for row in departments for term in row["chinese"].split(";") if term not in known
    ]
    assert len(departments) > 100
    assert unknown == []
