"""The name of a duty against its clauses, and who is told and who acts: found, look-alikes are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.quality import irregularities as quality
from kg.quality.differences import is_manner
from kg.quality.phrasing import says_nothing
from kg.reading.documents import Source, read_document
from kg.vocabulary.loading import Vocabulary

LIST = """昌吉州奇台县西北湾镇配合履职事项清单

序号\t事项类别\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责
1\t民生服务\t{name}\t{departments}\t{superior}\t{township}
"""
NAME = "户外广告管理，建设文化长廊"
OFFICES = "奇台县水利局、奇台县公安局"
KINDS = {"name-and-clauses", "report-to-nobody", "actor-not-in-column", "list-mark"}
KINDS |= {"method-says-nothing"}


@pytest.mark.parametrize(
    ("cells", "kind", "words"),
    [
        (
            {"name": NAME, "superior": "1.审批户外广告； 2.设立文化长廊。", "township": "1.巡查户外广告。"},
            "name-and-clauses",
            "建设文化长廊",
        ),
        ({"name": "摊点设立、变更登记", "superior": "1.办理摊点设立、变更、注销登记。"}, "name-and-clauses", "设立、变更、注销"),
        (
            {"name": "公路建筑控制区管控", "superior": "1.公告公路建筑控制区范围； 2.在公路控制区内巡查。"},
            "name-and-clauses",
            "公路控制区",
        ),
        ({"name": "摊点备案工作", "superior": "1.县水利局负责摊点备案。"}, "method-says-nothing", "县水利局负责摊点备案"),
        ({"departments": OFFICES, "township": "1.开展巡查，发现问题及时上报。"}, "report-to-nobody", "及时上报"),
        ({"superior": "1.各行业主管部门依据职责给予指导。"}, "actor-not-in-column", "各行业主管部门"),
        ({"superior": "1.县水利局制定方案；农业综合行政执法机构具体负责执法。"}, "actor-not-in-column", "执法机构"),
        ({"superior": "1.对符合条件的审批发放。对不符合的退回； 2.公告。"}, "list-mark", "审批发放。对不符合"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_does_not_go_together_is_found(
    tables: Vocabulary, tmp_path: Path, cells: dict[str, str], kind: str, words: str
) -> None:
    found = {(k, q) for k, q in _found(tables, tmp_path, cells) if k in KINDS}

    assert [k for k, q in found if words in q] == [kind]


@pytest.mark.parametrize(
    "cells",
    [
        {"name": NAME, "superior": "1.审批户外广告； 2.设立文化长廊。", "township": "1.巡查户外广告，维护文化长廊。"},
        {"name": NAME, "superior": "1.审批户外广告。", "township": "1.巡查户外广告。"},
        {"name": "摊点设立、变更登记", "superior": "1.办理摊点设立、变更登记。"},
        {"name": "公路建筑控制区管控", "superior": "1.公告公路建筑控制区范围。"},
        {"name": "摊点备案工作", "superior": "1.县水利局负责摊点备案的公告。"},
        {"departments": OFFICES, "township": "1.开展巡查，发现问题及时上报县水利局。"},
        {"departments": OFFICES, "township": "1.指导各村摸排、上报； 2.通知各村上报。"},
        {"township": "1.开展巡查，发现问题及时上报。"},
        {"superior": "1.有关部门的意见由县水利局汇总。"},
        {"departments": "奇台县水利局等有关部门", "superior": "1.各有关部门依据职责给予指导。"},
        {"superior": "1.对符合条件的审批发放。对不符合的退回。"},
    ],
)  # fmt: skip
def test_what_goes_together_is_not(
    tables: Vocabulary, tmp_path: Path, cells: dict[str, str]
) -> None:
    assert not {(k, q) for k, q in _found(tables, tmp_path, cells) if k in KINDS}


def test_the_only_clause_under_a_heading_needs_no_number(
    tables: Vocabulary, tmp_path: Path
) -> None:
    cells = {"departments": OFFICES, "superior": "县水利局： 制定方案。 县公安局： 维护秩序。"}
    one = {kind for kind, _ in _found(tables, tmp_path, cells)}
    cells["superior"] = "县水利局： 制定方案； 组织实施。 县公安局： 维护秩序。"
    several = {kind for kind, _ in _found(tables, tmp_path, cells)}

    assert "clause-unnumbered" not in one
    assert "clause-unnumbered" in several


@pytest.mark.parametrize(
    ("usual", "here", "manner"),
    [
        ("做好民政服务工作", "做好民政工作", True),
        ("纳入监管范围", "纳入管理范围", True),
        ("开展安全生产检查", "开展安生生产检查", False),
    ],
)
def test_words_as_good_are_those_of_the_table(
    tables: Vocabulary, usual: str, here: str, manner: bool
) -> None:
    assert is_manner(usual, here, tables.signs["as-good"]) is manner


def test_one_character_in_common_is_no_repetition() -> None:
    assert not says_nothing("组织代表参加相关会议", "通知代表参加会议")


def _found(tables: Vocabulary, tmp_path: Path, cells: dict[str, str]) -> list[tuple[str, str]]:
    row = {
        "name": "甲工作",
        "departments": "奇台县水利局",
        "superior": "1.制定方案。",
        "township": "1.开展宣传。",
    }
    path = tmp_path / "list.txt"
    path.write_text(LIST.format(**(row | cells)), "utf-8")
    document = read_document(Source("list.txt", path), tables)
    read = [*document.findings, *quality.check([document], tables)]
    return [(finding.kind, finding.quote) for finding in read]
