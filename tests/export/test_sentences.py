"""Titles and sentences of reports in English: the words of the program are, names stay."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from kg.export.reports.language import in_language
from kg.export.reports.model import Report, Table, table
from kg.export.wording import phrase, sentence
from kg.resources import folder

Run = Callable[..., Result]
NAMES = re.compile(
    r"[\u4e00-\u9fff、]*(?:局|县|市|州|镇|乡|委员会|大队|中心|日期|人大|政协|部|院|联合会|协会|办公室|支队|司|所|会|社|站|银行|分局)"
)


@pytest.mark.usefixtures("remembered")
@pytest.mark.parametrize(
    ("command", "lines"),
    [
        (("impact", "县水利局", "--rename", "水务局"), 2),
        (("impact", "木垒县水利局", "--merge-into", "木垒县农业农村局"), 2),
        (("compare", "东城镇", "喀拉亚尕奇乡"), 2),
        (("contradictions",), 2),
        (("contradictions", "--level", "gap"), 2),
        (("load", "木垒县"), 2),
    ],
)
def test_the_head_of_a_report_is_in_english(
    kg: Run, two: Path, command: tuple[str, ...], lines: int
) -> None:
    done = kg(*command, "--lang", "en", "--store", two)
    head = "\n".join(done.stdout.splitlines()[:lines])
    rest = NAMES.sub("", head)

    assert head
    assert not re.search(r"[\u4e00-\u9fff]", rest), rest


def test_no_code_has_two_meanings() -> None:
    with (folder("vocabulary") / "codes.csv").open(encoding="utf-8", newline="") as table:
        codes = [(row["kind"], row["code"]) for row in csv.DictReader(table)]

    assert len(set(codes)) == len(codes) > 100


def test_names_inside_a_sentence_stay() -> None:
    said = sentence("涉及 2 项事项、3 处文字：改名 3 处。", "en")

    assert said == "2 duties, 3 texts: renamed 3."
    assert sentence("机构改革的影响：撤销木垒县水利局", "en").endswith("木垒县水利局 abolished")
    assert sentence("没有这样的句子。", "en") == "没有这样的句子。"
    assert sentence("机构改革的影响：撤销木垒县水利局") == "机构改革的影响：撤销木垒县水利局"


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        (
            "可能相关：甲镇配合31 防治（1.00，在另一张清单（配合履职事项），都说到：田间、防治）",
            "perhaps related: 甲镇配合31 防治 (1.00, in another list (cooperation), both speak of 田间、防治)",
        ),
        ("都是水资源（打井、节水）的事", "both are about 水资源（打井、节水）"),
        (
            "对应上级部门有 4 个（甲局、乙局），没有写明哪个牵头",
            "bodies in the column: 4 (甲局、乙局), no convener is stated",
        ),
    ],
)
def test_a_phrase_with_words_of_the_lists_in_it_is_in_english(chinese: str, english: str) -> None:
    assert phrase(chinese, "en") == english


def test_a_line_of_changed_words_begins_in_english() -> None:
    column = "文字差别（〔−甲有〕〔＋乙有〕）"
    made = in_language(
        Report(
            "",
            (table("", (column,), [["配合职责 1 → 2：上报〔−配合 3 项〕。\n工作方式：另做。"]]),),
        ),
        "en",
    )
    (block,) = made.blocks

    assert isinstance(block, Table)
    assert block.rows[0][0] == (
        "duties of the township 1 → 2: 上报〔−配合 3 项〕。\nway of working: 另做。"
    )
    assert block.header[0].startswith("wording")
