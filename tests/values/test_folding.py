"""Folding: characters in other forms become the usual ones, whichever they are."""

from __future__ import annotations

from kg import folding
from kg.folding import fold_forms, has_chinese


def test_every_character_that_is_folded_is_looked_for() -> None:
    for code, folded in folding._FORMS.items():
        assert fold_forms(f"甲{chr(code)}乙") == f"甲{folded}乙"
    assert fold_forms("请各乡镇：１２Ａｂ，⺠生") == "请各乡镇：12Ab，民生"


def test_a_text_is_chinese_by_one_character() -> None:
    assert has_chinese("about 水 only")
    assert has_chinese("⽔")
    assert not has_chinese("about water only, 12 ．")
