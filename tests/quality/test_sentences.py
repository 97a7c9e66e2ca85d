"""Sentences of the table: each rule finds its own examples and not those of how it is rightly said."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import VocabularyError
from kg.quality.sentences import COLUMNS, SentenceReader
from kg.resources import folder
from kg.vocabulary.loading import Vocabulary, load
from kg.vocabulary.tables import read_table

ROWS = read_table((folder("vocabulary"),), "sentences", COLUMNS, 1)


@pytest.mark.parametrize("row", [row for _, row in ROWS], ids=lambda row: row["name"])
def test_a_rule_finds_its_wrong_examples_only(row: dict[str, str], tmp_path: Path) -> None:
    import csv

    with (tmp_path / "sentences.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerow(row)
    reader = SentenceReader(Vocabulary((tmp_path,)))

    assert row["wrong"]
    assert row["right"]
    for text in row["wrong"].split("|"):
        assert list(reader.slips(text)), text
    for text in row["right"].split("|"):
        assert not list(reader.slips(text)), text


def test_what_is_quoted_stands_in_the_text() -> None:
    text = "县局负责审批；拟定编目大纲、分解编纂任务，印发通知；对完工的项目进行验。"
    found = list(SentenceReader(load()).slips(text))

    assert {kind for kind, _, _ in found} == {"list-mark", "word-missing"}
    assert all(quote in text and quote for _, _, quote in found)


def test_a_long_cell_without_a_mark_is_read_in_no_time() -> None:
    text = "负责对违反发现符合根据组织查处一个月制定" * 1500

    assert isinstance(list(SentenceReader(load()).slips(text)), list)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a,word-missing,(,少了字,甲,乙", "正则表达式有误"),
        ("a,no-such-kind,甲,少了字,甲,乙", "no-such-kind"),
        (f"a,word-missing,{'甲' * 301},少了字,甲,乙", "300"),
    ],
)
def test_a_rule_that_cannot_be_used_is_told_with_its_line(
    tmp_path: Path, row: str, said: str
) -> None:
    (tmp_path / "sentences.csv").write_text(f"{','.join(COLUMNS)}\n{row}\n", "utf-8")

    with pytest.raises(VocabularyError) as raised:
        SentenceReader(Vocabulary((tmp_path,)))

    assert said in str(raised.value)
    assert "sentences.csv:2" in str(raised.value)
