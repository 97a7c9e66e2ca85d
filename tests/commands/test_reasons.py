"""A message gives the real reason: of a base that is none, of places that differ, of columns alike."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from kg.errors import UsageError
from kg.rdf.iris import Iris
from kg.reading.lists.elsewhere import told_apart
from kg.values import Level, Place, Township

Run = Callable[..., Result]


@pytest.mark.parametrize(
    ("base", "reason"),
    [
        ("example.org/", "http:// 或 https:// 开头"),
        ("ftp://example.org/", "http:// 或 https:// 开头"),
        ("https://example.org/a", "以 / 结尾"),
        ("https://例子.中国/", "xn--"),
        ("https://example.org/a b/", "空格"),
        ("https://example.org/<x>/", "<"),
        ("https:///", "域名"),
        ("", "开头"),
        ("https://example.org/data#/", "不能有 #"),
        ("https://example.org#/", "不能有 #"),
        ("https://example.org/data#", "不能有 #"),
        ("https://example.org/?id=/", "不能有 ?"),
        ('https://example.org/"x"/', '"'),
        ("https://example.org/%zz/", "十六进制"),
        ("https://:80/", "域名"),
        ("https://a..b/", "域名"),
        ("https://a.b:port/", "域名"),
        ("https://a.b:65536/", "端口"),
        ("https://[::1]:65536/", "端口"),
        ("https://who:secret@example.org/", "用户名"),
        ("https://example.org/../", "路径"),
    ],
)
def test_a_base_that_is_none_is_refused_for_the_reason_it_has(base: str, reason: str) -> None:
    with pytest.raises(UsageError) as raised:
        Iris(base)

    assert reason in str(raised.value)


@pytest.mark.parametrize(
    "base", ["http://localhost:8000/", "http://[::1]/", "https://a.example/x%20y/z-1_2~/"]
)
def test_a_base_of_any_host_and_path_is_taken(base: str) -> None:
    assert Iris(base).dataset() == f"{base}dataset"


def test_two_places_of_one_name_aretold_apart() -> None:
    def township(prefecture: str, code: str) -> Township:
        above = Place(code[:4] + "00", prefecture, Level.PREFECTURE, prefecture)
        county = Place(code[:6], "城关县", Level.COUNTY, "城关县", parent=above)
        return Township(
            "城关县河东镇", Place(code, "河东镇", Level.TOWNSHIP, "河东镇", parent=county)
        )

    one, other = township("甲州", "111111111"), township("乙州", "222222222")

    assert told_apart(one, other) == ("甲州城关县河东镇", "乙州城关县河东镇")
    assert len(set(told_apart(one, township("甲州", "333333333")))) == 2


def test_columns_with_one_header_keep_their_values_apart(
    kg: Run, small: Path, tmp_path: Path
) -> None:
    text = (small / "zhulin.txt").read_text("utf-8")
    text = text.replace("序号\t事项类别\t事项名称\n", "序号\t事项类别\t事项名称\t备注\t备注\n")
    text = text.replace("加强基层党组织建设\n", "加强基层党组织建设\t甲注\t乙注\n")
    text = text.replace("开展临时救助工作\n", "开展临时救助工作\t\t丙注\n")
    (small / "zhulin.txt").write_text(text, "utf-8")
    built = kg("build", small, "--store", tmp_path / "s")
    done = kg("export", "--format", "jsonl", "--store", tmp_path / "s")
    extras = [json.loads(line)["extra"] for line in done.stdout.splitlines()]

    assert built.exit_code == 0, built.stderr
    assert extras[0] == {"备注": "甲注", "备注（2）": "乙注"}
    assert extras[1] == {"备注（2）": "丙注"}
    assert "第 2 个“备注”列" in built.stderr
