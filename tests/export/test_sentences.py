"""Titles and sentences of reports in English: the words of the program are, names stay."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from kg.export.wording import sentence
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
