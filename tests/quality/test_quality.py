"""Irregularities of a list as published: found, with line and quote, and nothing invented."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from kg.building import Build
from kg.findings import KINDS, Finding, said
from kg.matters.matching import match
from kg.quality import irregularities as quality
from kg.quality import slips
from kg.quality.report import HABIT, csv_rows, folded, to_html
from kg.reading.documents import Source, read_document, read_documents
from kg.vocabulary.loading import Vocabulary

LIST = """昌吉州奇台县西北湾镇配合履职事项清单

序号\t事项类别\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责
1\t民生服务\t甲工作\t{departments}\t{superior}\t{township}
"""


def found(tables: Vocabulary, tmp_path: Path, **cells: str) -> list[Finding]:
    row = {
        "departments": "奇台县水利局",
        "superior": "1.制定方案。",
        "township": "1.开展宣传。",
    } | cells
    path = tmp_path / "list.txt"
    path.write_text(LIST.format(**row), "utf-8")
    return list(quality.check([read_document(Source("list.txt", path), tables)], tables))


@pytest.mark.parametrize(
    ("kind", "quote", "cells"),
    [
        # 000: 塔西河乡 stands in a list of another township; 西地镇 likewise.
        ("foreign-place", "西地镇", {"superior": "1.指导学校配合西地镇政府开展整治。"}),
        # A township of another province: the list it was copied from.
        ("foreign-place", "河口镇", {"township": "1.河口镇受理申请。"}),
        ("latin-word", "and", {"superior": "1.对单位 and 个人进行奖励。"}),
        ("level-word", "全市", {"superior": "1.对全市森林资源做好清查。"}),
        ("level-word", "本乡", {"township": "1.上报本乡情况。"}),
        ("word-blank", "自然资 源局", {"superior": "1.资料报县自然资 源局审核。"}),
        (
            "clause-repeated",
            "移送有关部门",
            {"superior": "1.移送有关部门； 2.公告； 3.移送有关部门。"},
        ),
        ("stray-mark", "；；", {"superior": "1.制定方案；； 2.公告。"}),
        ("mark-unpaired", "（", {"superior": "1.制定方案（试行。"}),
        ("clause-number-slip", "备案，", {"superior": "1.报上级备案， 2.公告。"}),
        ("clause-glued", "；2.", {"superior": "1.制定方案；2.公告。"}),
        ("half-width", "方案;", {"superior": "1.制定方案; 2.公告。"}),
        ("open-set", "等部门", {"departments": "奇台县水利局等部门"}),
        (
            "clause-number-restart",
            "公告",
            {"superior": "一、甲 1.制定方案。 二、乙 1.公告。"},
        ),
        ("word-repeated", "的的", {"superior": "1.制定好的的方案。"}),
        ("name-unresolved", "县市住建局", {"superior": "1.分别报县市住建局、县公安局处理。"}),
        (
            "actor-not-in-column",
            "县公安局",
            {"superior": "1.县水利局制定方案； 2.县公安局负责查处。"},
        ),
        (
            "department-without-clause",
            "财政局",
            {"departments": "奇台县水利局、奇台县财政局", "superior": "1.县水利局制定方案。"},
        ),
        ("no-actor-named", "制定方案", {"departments": "奇台县水利局、奇台县财政局"}),
    ],
)
def test_an_irregularity_is_found_with_its_words(
    tables: Vocabulary, tmp_path: Path, kind: str, quote: str, cells: dict[str, str]
) -> None:
    matching = [f for f in found(tables, tmp_path, **cells) if f.kind == kind]

    assert matching
    assert quote in matching[0].quote
    assert matching[0].line == 4


def test_a_clean_row_has_no_finding(tables: Vocabulary, tmp_path: Path) -> None:
    assert found(tables, tmp_path, superior="1.县水利局制定方案； 2.公告。") == []


@pytest.mark.parametrize(
    "words", ["普及及推广", "使用APP办理", "城市建设", "乡村振兴", "乡土人才", "会同乡友", "中心镇"]
)
def test_ordinary_words_are_no_irregularity(tables: Vocabulary, tmp_path: Path, words: str) -> None:
    assert found(tables, tmp_path, superior=f"1.做好{words}工作。") == []


def test_every_quote_stands_in_its_line(five: Build) -> None:
    from kg.resources import folder

    lines = {
        path.name: path.read_text("utf-8").split("\n") for path in folder("sources").glob("*.txt")
    }
    for finding in five.findings:
        if (
            finding.line
            and finding.quote
            and "…" not in finding.quote
            and finding.kind != "header-unknown"
        ):
            line = lines[finding.document][finding.line - 1]
            assert finding.quote in line or finding.quote in line.replace("\t", " "), finding


def test_findings_keep_to_a_third_of_the_lines(five: Build) -> None:
    lines = sum(document.coverage.total for document in five.documents)

    assert len({(f.document, f.line) for f in five.findings}) <= lines / 3


def test_every_kind_is_explained() -> None:
    for kind in KINDS.values():
        assert kind.zh
        assert kind.en


def test_wording_that_departs_from_the_others_is_noted(tables: Vocabulary, tmp_path: Path) -> None:
    sources = []
    for name, place, words in (
        ("a", "木垒县东城镇", "合理布设回收站点，建立回收台账并依法查处"),
        ("b", "玛纳斯县六户地镇", "合理布设回收站点，建立回收台账并依法查处"),
        ("c", "奇台县西北湾镇", "合理布设回收站点，建立回收台帐并依法查处"),
    ):
        path = tmp_path / f"{name}.txt"
        text = LIST.format(departments="县水利局", superior=f"1.{words}。", township="1.宣传。")
        path.write_text(
            text.replace("奇台县西北湾镇", place).replace("甲工作", "农药包装废弃物回收"), "utf-8"
        )
        sources.append(Source(path.name, path))
    documents = read_documents(sources, tables)
    noted = list(slips.slips(documents, match(documents, tables), tables))

    assert [(f.document, f.line) for f in noted] == [("c.txt", 4)]
    assert "“账”写作“帐”" in noted[0].message


MARKED = "1.各村对申请人的家庭收入、住房状况等资料进行受理，公示并上报"
FILM = "1.以文化进万家活动为载体，广泛开展“我们的村晚”“文化大集”等各类文化惠民活动。"


def _said(tables: Vocabulary, tmp_path: Path, usual: str, here: str) -> list[Finding]:
    """What is said of a list that prints ``here`` where two others print ``usual``."""
    documents = []
    for name, place in (("a", "奇台县西北湾镇"), ("b", "木垒县东城镇"), ("c", "玛纳斯县六户地镇")):
        path = tmp_path / f"{name}.txt"
        county = place[:-4] if name == "c" else place[:3]
        text = here if name == "c" else usual
        row = LIST.format(departments=f"{county}民政局", superior="1.审核材料。", township=text)
        path.write_text(row.replace("奇台县西北湾镇", place), "utf-8")
        documents.append(read_document(Source(path.name, path), tables))
    return list(slips.slips(documents, match(documents, tables), tables))


@pytest.mark.parametrize(
    ("usual", "here", "said"),
    [
        (f"{MARKED}。", f"{MARKED}。".replace("家庭收入", "家庭、收入"), "标点不同：多“、”"),
        (f"{MARKED}。", f"{MARKED}。".replace("受理，", "受理。"), "标点不同：“，”写作“。”"),
        (FILM, FILM.replace("村晚", "春晚").replace("以", "县民政局以"), "“村”写作“春”"),
    ],
)
def test_one_mark_or_character_of_a_phrase(
    tables: Vocabulary, tmp_path: Path, usual: str, here: str, said: str
) -> None:
    noted = _said(tables, tmp_path, usual, here)

    assert [(f.document, f.line) for f in noted] == [("c.txt", 4)]
    assert said in noted[0].message
    assert usual.removeprefix("1.") in noted[0].message


@pytest.mark.parametrize(
    "here",
    [
        f"{MARKED}；",
        f"{MARKED}。".replace("，", ","),
        f"{MARKED}。".replace("各村", "各村（社区）"),
        "1.广泛开展“我们的春晚”活动，向群众赠送图书、春联，做好登记。",
    ],
)
def test_marks_of_half_width_at_the_end_and_in_other_sentences_are_no_slips(
    tables: Vocabulary, tmp_path: Path, here: str
) -> None:
    usual = FILM if "春晚" in here else f"{MARKED}。"

    assert _said(tables, tmp_path, usual, here) == []


def _note(line: int, kind: str = "markup-unclosed", document: str = "a.txt") -> dict[str, Any]:
    return {"document": document, "line": line, "kind": kind, "message": "没有配对"}


def test_a_habit_of_a_whole_list_stands_once_with_all_its_lines() -> None:
    many = [_note(line) for line in range(1, HABIT + 2)] + [_note(HABIT + 1)]
    rest = [_note(7, "half-width"), _note(3, document="b.txt")]

    first, *others = folded([*many, *rest])

    assert others == rest
    assert first["line"] == 1
    assert f"共 {HABIT + 2} 处" in first["message"]
    assert f"、{HABIT + 1} 行" in first["message"]


def test_what_is_found_twice_in_a_row_in_the_same_words_stands_once_with_how_often() -> None:
    first, other = folded([_note(1), _note(2), _note(1)])

    assert first["message"] == "没有配对；这一行有 2 处"
    assert other == _note(2)


def test_what_is_rare_stays_line_by_line() -> None:
    some = [_note(line) for line in range(1, HABIT + 1)]

    assert folded(some) == some


def test_that_no_list_has_a_count_is_said_once_a_document() -> None:
    def finding(document: str, line: int, kind: str = "count-unprinted") -> dict[str, object]:
        return {"document": document, "kind": kind, "line": line, "message": f"读到 {line} 项"}

    lists = [finding("a.txt", 9), finding("a.txt", 12, "half-width"), finding("a.txt", 20)]
    found = folded([*lists, finding("b.txt", 7)])

    assert [(f["document"], f["line"], f["kind"]) for f in found] == [
        ("a.txt", 9, "count-unprinted"),
        ("a.txt", 12, "half-width"),
        ("b.txt", 7, "count-unprinted"),
    ]
    assert found[0]["message"] == "读到 9 项；第 20 行：读到 20 项"


_CHINESE = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")


def test_every_kind_of_finding_is_said_in_english() -> None:
    for kind, meaning in KINDS.items():
        finding = Finding("list.txt", 7, kind, "第 7 行有“甲乡”与“乙乡”两种写法", "丙乡")
        told = finding.render("en")
        assert meaning.en.strip()
        assert meaning.en in told
        assert told.endswith(f": 甲乡; 乙乡 [{kind}]"), "the words that the message quotes are kept"
        assert not _CHINESE.search(told.replace("甲乡; 乙乡", "")), told
        assert said(kind, "少了一格", "丙乡", "en") == f"{meaning.en}: 丙乡"


def test_a_report_in_english_says_nothing_in_chinese_but_the_words_of_the_source() -> None:
    item = Finding("list.txt", 7, "serial-jump", "序号从 3 跳到 5", "5").to_json()
    (row,) = csv_rows([item], "en")
    assert not _CHINESE.search(" ".join(str(cell) for cell in row if cell))
    page = to_html([item], [], "en")
    assert '<html lang="en">' in page
    assert KINDS["serial-jump"].en in page
    assert KINDS["serial-jump"].zh not in page
    assert "序号从" not in page
