"""Misused words: what the table lists is found where it is wrong, and only there."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.quality.misused import MisuseReader
from kg.vocabulary.loading import Vocabulary, load


@pytest.fixture(scope="module")
def reader() -> MisuseReader:
    return MisuseReader(load())


@pytest.mark.parametrize(
    ("texts", "wrong"),
    [
        (("既使下雨也要巡查",), "既使"),
        (("建立台帐，及时更新",), "台帐"),
        (("拔付补助资金",), "拔付"),
        (("登陆平台填报",), "登陆"),
        (("对台风登陆地区开展巡查",), ""),
        (("向上级反应问题",), "反应"),
        (("建立快速反应机制",), ""),
        (("开展河道巡察",), "巡察"),
        (("配合县委巡察组做好日常谈话",), ""),
        (("摸底数", "对规模底数进行核查"), ""),
        (("绘制土地权属界限图",), "权属界限"),
        (("绘制土地权属界线图",), ""),
        (("做好无害化处理",), ""),
        (("做好无害处理",), "无害处理"),
        (("捕捉流浪狗", "收容流浪犬"), "流浪狗"),
        (("捕捉流浪狗",), ""),
        (("督促施工工期",), "督促……工期"),
        (("督促施工单位按工期施工",), ""),
        (("县水利局并提交全县普查数据工作",), "提交……工作"),
        (("提交普查数据并做好归档工作",), ""),
        (("承担数据监测、上报工作",), ""),
        (("定期未完成的",), ""),
    ],
)
def test_a_word_is_misused_where_the_table_says_so(
    reader: MisuseReader, texts: tuple[str, ...], wrong: str
) -> None:
    found = [message for _, message, _ in reader.slips(texts)]

    assert len(found) == bool(wrong), found
    assert all(f"“{wrong}”" in message for message in found)


def test_the_phrase_is_quoted_as_it_stands(reader: MisuseReader) -> None:
    ((kind, _, quote),) = reader.slips(["制定方案，上报权属界限及线索；做好归档。"])

    assert (kind, quote) == ("word-misused", "上报权属界限及线索")


def test_people_add_words_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "misused.csv").write_text(
        "wrong,right,near,unless,note\n草厂,草场,,,\n既使,即使,没有这个词,,\n", "utf-8"
    )
    reader = MisuseReader(load(tmp_path))

    assert [quote for _, _, quote in reader.slips(["巡查草厂，既使有雨"])] == ["巡查草厂"]


def test_without_the_table_nothing_is_found(tmp_path: Path) -> None:
    assert not list(MisuseReader(Vocabulary((tmp_path,))).slips(["既使下雨"]))


def test_no_row_of_the_table_finds_what_it_calls_right() -> None:
    from kg.quality.misused import COLUMNS
    from kg.resources import folder
    from kg.vocabulary.tables import read_table

    reader = MisuseReader(load())
    for where, row in read_table((folder("vocabulary"),), "misused", COLUMNS, 2):
        assert "" != row["wrong"] != row["right"] != "", where
        if "…" not in row["wrong"]:
            assert not [m for _, m, _ in reader.slips([row["right"]]) if row["wrong"] in m], where
