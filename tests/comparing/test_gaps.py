"""Whether a row says who does something, and who of several departments leads."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.comparing.contradictions import Finding, Kind, Level
from kg.comparing.cues import Cues
from kg.vocabulary import loading
from tests.comparing.test_contradictions import listed

Look = Callable[..., list[Finding]]


@pytest.mark.parametrize(
    ("clause", "kind"),
    [
        ("各部门各司其职，齐抓共管", Kind.NOBODY_NAMED),
        ("各成员单位密切配合", Kind.NOBODY_NAMED),
        ("上述部门负责排课；监管部门负责护学", Kind.NOBODY_NAMED),
        ("交通部门负责排课；交警部门负责护学", Kind.NO_CONVENER),
        ("县教育局负责排课；各部门齐抓共管", Kind.NO_CONVENER),
        ("1.县教育局负责统筹协调，制定方案； 2.县公安局护学", None),
        ("1.县教育局负责综合协调，制定指引； 2.县公安局护学", None),
        ("县公安局护学；县教育局负责综合协调", None),
        ("1.县教育局组织协调医疗机构体检； 2.县公安局护学", Kind.NO_CONVENER),
        ("1.县教育局负责统筹协调； 2.县公安局负责统筹协调", Kind.NO_CONVENER),
        ("1.县教育局为牵头单位，制定方案； 2.县公安局护学", None),
        ("1.县教育局是学生护学工作的牵头部门； 2.县公安局护学", None),
        ("1.县教育局配合牵头单位制定方案； 2.县公安局护学", Kind.NO_CONVENER),
        ("1.县教育局制定方案； 2.县公安局为牵头单位提供警力", Kind.NO_CONVENER),
    ],
)
def test_whether_somebody_is_named_and_somebody_leads(
    clause: str, kind: Kind | None, found: Look
) -> None:
    text = listed(
        "竹林镇",
        cooperation=f"教育\t学生护学\t云溪县教育局、云溪县公安局\t{clause}。\t组织志愿者护学。",
    )

    kinds = [one.kind for one in found(text, level=Level.GAP)]
    assert kinds == ([kind] if kind else [])


def test_whoever_leads_is_told_from_who_leads() -> None:
    cues = Cues(loading.load())

    assert cues.says_who_leads("县教育局为牵头单位")
    assert not cues.says_who_leads("配合牵头单位开展检查")
    assert cues.led("县教育局为牵头单位，制定方案") == "县教育局，制定方案"
    assert cues.led("县教育局牵头制定方案") == "县教育局制定方案"
    assert cues.names_office("交警部门负责疏导")
    assert not cues.names_office("有关部门负责疏导")


@pytest.mark.parametrize("leads", ["为牵头单位，", "牵头"])
def test_two_that_are_said_to_lead_steps_lead_no_one_thing(leads: str, found: Look) -> None:
    step = f"{leads}制定年度实施方案和应急预案"
    text = listed(
        "竹林镇",
        cooperation=(
            f"教育\t学生护学\t云溪县教育局、云溪县公安局\t1.县教育局{step}； 2.县公安局派警。\t护学。\n"
            f"3\t教育\t防汛演练\t云溪县水利局、云溪县公安局\t1.县水利局{step}； 2.县公安局派警。\t演练。"
        ),
    )

    assert not found(text)
