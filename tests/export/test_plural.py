"""English counts: what stands behind a 1 is in the singular, everywhere the same."""

from __future__ import annotations

import pytest

from kg.export.wording import dated, sentence
from kg.views.model import Said
from kg.vocabulary.plural import how_many, ones


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("1 duties, 3 texts", "1 duty, 3 texts"),
        ("1 duties name more than one", "1 duty names more than one"),
        ("1 took back 1; 1 are no longer done", "1 took back 1; 1 is no longer done"),
        ("the 1 loaded townships", "the 1 loaded township"),
        ("1 townships in 1 counties", "1 township in 1 county"),
        ("1 rows only have another number", "1 row only has another number"),
        ("21 duties, 1,001 rows, 0.1 rows, list-1 rows", "21 duties, 1,001 rows, 0.1 rows, list-1 rows"),
        ("1 to 2 departments", "1 to 2 departments"),
    ],
)  # fmt: skip
def test_nouns_and_verbs_agree_with_a_one(written: str, said: str) -> None:
    assert ones(written) == said
    assert Said("", written).en == said


def test_a_number_has_its_noun() -> None:
    assert [how_many(n, "duty") for n in (0, 1, 1200)] == ["0 duties", "1 duty", "1,200 duties"]
    assert [how_many(2, noun) for noun in ("day", "process", "list")] == ["2 days", "2 processes", "2 lists"]  # fmt: skip


def test_sentences_of_reports_in_english_have_their_own_brackets_and_numbers() -> None:
    said = sentence("涉及 1 项事项、3 处文字：改名 3 处。", "en")

    assert said.startswith("1 duty, 3 texts")
    assert dated("甲镇（2025-07）与乙镇（未注明日期）", "en") == "甲镇 (2025-07)与乙镇 (undated)"
    assert dated("甲镇（2025-07）") == "甲镇（2025-07）"
