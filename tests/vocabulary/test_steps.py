"""Steps: two tables as one, from which checks and questions take the words of an act."""

from __future__ import annotations

from pathlib import Path

from kg.vocabulary.steps import read_steps


def test_a_steps_own_words_come_before_those_of_acts(tmp_path: Path) -> None:
    (tmp_path / "acts.csv").write_text("act,words,note\n审批,批准;报批,\n上报,报送,\n", "utf-8")
    (tmp_path / "steps.csv").write_text(
        "step,acts,words,reserved,note\n审批,审批,许可,yes,\n上报,上报,报批,,\n处罚,,罚,always,\n登记,,上户,part,\n",
        "utf-8",
    )

    found = read_steps((tmp_path,))

    assert {found.words[word] for word in ("审批", "批准", "许可")} == {"审批"}
    assert found.words["报批"] == found.words["报送"] == "上报"
    assert found.reserved == {"审批", "处罚", "登记"}
    assert (found.spoken, found.powers) == ({"处罚"}, {"审批", "处罚"})
