"""Meaning: a text finds the row it means, says how sure that is, and otherwise says none."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.bodies.place_words import place_words
from kg.meaning.index import Index
from kg.meaning.meaning import Meaning
from kg.meaning.rows import Clause, Row


def rows() -> list[Row]:
    def row(number: int, kind: str, name: str, *own: str, method: str = "", by: str = "") -> Row:
        return Row(
            f"https://x/duty/{kind}-{number}",
            f"https://x/matter/{kind}-{number}",
            "青泉县柳湾镇",
            kind,
            number,
            "民生服务",
            name,
            (by,) if by else (),
            (Clause("县民政局发放津贴。", ("青泉县民政局",)),) if by and own else (),
            tuple(Clause(text) for text in own),
            method,
        )

    return [
        row(1, "cooperation", "高龄津贴发放", "核实老人信息并上报。", by="青泉县民政局"),
        row(1, "reclaimed", "对违规领取高龄津贴的追缴", method="县民政局追缴。", by="青泉县民政局"),
        row(2, "cooperation", "电动自行车安全管理", "排查楼道内停放充电。", by="青泉县公安局"),
        row(1, "basic", "开展农村人居环境整治，清理生活垃圾"),
        row(2, "basic", "做好退役军人优抚工作"),
        row(3, "basic", "落实河长制，开展巡河工作"),
        row(4, "basic", "负责小饭桌备案"),
    ]


@pytest.fixture(scope="module")
def meaning() -> Meaning:
    return Meaning(Index.of(rows()))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("高龄津贴发放", "cooperation-1"),
        ("追缴违规领取的高龄津贴", "reclaimed-1"),
        ("电动自行车管理", "cooperation-2"),
        ("電動自行車管理", "cooperation-2"),
        ("小饭桌备案", "basic-4"),
    ],
)
def test_the_row_that_is_meant_comes_first(meaning: Meaning, text: str, key: str) -> None:
    assert meaning.hits(text)[0].key.endswith(key)


@pytest.mark.parametrize("text", ["地铁运营管理", "护照办理", "天气", "", "？！"])
def test_what_no_list_has_is_none(meaning: Meaning, text: str) -> None:
    decision = meaning.decide(text)
    assert decision.kind == "none"
    assert not decision.hits


def test_filters_hide_other_lists_and_townships(meaning: Meaning) -> None:
    assert {hit.list for hit in meaning.hits("高龄津贴", lists=["reclaimed"])} == {"reclaimed"}
    assert meaning.hits("高龄津贴", townships=["别处镇"]) == []


def test_a_saved_index_answers_like_the_one_in_memory(tmp_path: Path, meaning: Meaning) -> None:
    path = tmp_path / "meaning.sqlite"
    Index.of(reversed(rows())).save(path)
    loaded = Meaning(Index.load(path))
    assert loaded.hits("高龄津贴发放") == meaning.hits("高龄津贴发放")


def test_a_file_that_is_no_index_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "meaning.sqlite"
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(ValueError, match="索引"):
        Index.load(path)


def test_acts_say_who_does_them(meaning: Meaning) -> None:
    assert "发放" in meaning.acts("请发放津贴")
    assert meaning.row_acts("https://x/duty/reclaimed-1")["追缴"] == "name"
    assert meaning.row_acts("https://x/duty/cooperation-2")["排查"] == "township"


def test_places_are_where_and_not_what() -> None:
    assert place_words("青泉县柳湾镇") == ("青泉县柳湾镇", "柳湾镇", "青泉县", "青泉")


def test_of_ranked_matters_the_first_row_tells_its_words(meaning: Meaning) -> None:
    hits = {hit.key: hit for hit in meaning.hits("高龄津贴发放")}

    for group in meaning.ranked("高龄津贴发放"):
        assert group == sorted(group, key=lambda hit: (-hit.score, hit.key))
        assert (group[0].matched, group[0].read_as) == (
            hits[group[0].key].matched,
            hits[group[0].key].read_as,
        )


def test_the_row_most_like_a_further_text_stays_however_unlike_the_text(meaning: Meaning) -> None:
    found = meaning.ranked("高龄津贴发放", limit=1, also=("小饭桌备案管理",))
    assert found[0][0].key.endswith("cooperation-1")
    assert any(hits[0].key.endswith("basic-4") for hits in found)
    assert len(meaning.ranked("高龄津贴发放", limit=1)) == 1
