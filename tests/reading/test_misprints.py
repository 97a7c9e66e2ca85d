"""Characters of clauses that seem to be others, numbers without a clause, stamps of a printer: said, not in sound lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.quality import irregularities
from kg.reading.known.look_alikes import LookAlikes
from kg.values import Document
from kg.vocabulary.loading import Vocabulary

Read = Callable[..., Document]
TRAINING = Path(__file__).parents[2] / "build" / "training"
LIST = (TRAINING / "elsewhere" / "yantan.txt").read_text("utf-8")
DATA = Path(__file__).parents[1] / "data"


def said(document: Document) -> Counter[tuple[str, str | None, int | None]]:
    return Counter((f.kind, f.list, f.number) for f in document.findings if f.severity != "note")


def new(read: Read, old: str, other: str) -> set[tuple[str, str | None, int | None]]:
    assert old in LIST
    return set(said(read(LIST.replace(old, other, 1))) - said(read(LIST)))


@pytest.mark.parametrize(
    ("old", "other", "number"),
    [
        ("审核确认救助对象", "审合确认救助对象", 7),  # typed: 核
        ("1.发布招聘信息", "1.布发招聘信息", 11),  # turned round
    ],
)
def test_a_clause_with_another_character_is_said(
    read: Read, old: str, other: str, number: int
) -> None:
    assert ("word-doubtful", "cooperation", number) in new(read, old, other)


def test_a_clause_needs_a_usual_word_or_both_neighbours(tables: Vocabulary) -> None:
    alike = LookAlikes(tables)
    few = Counter({"审合": 1, "合确": 1, "确认": 9, "审核": 3})
    assert alike.mistyped("审合确认", few) == ("合", "核")
    assert alike.misprinted("审合确认", few) is None
    assert alike.misprinted("审合确认", few + Counter({"核确": 1})) == ("合", "核")
    assert alike.misprinted("审合确认", few + Counter({"审核": 5})) == ("合", "核")


def test_a_number_without_its_clause_is_said(read: Read) -> None:
    last = "2.任免材料报县委组织部备案。"
    assert ("clause-number-slip", "cooperation", 1) in new(read, last, f"2. 3.{last[2:]}")
    assert ("clause-number-slip", "cooperation", 1) in new(read, last, "2.")


@pytest.mark.parametrize("stamp", ["2025/7/3 15:22", "2025-07-03", "第 3 页", "共 12 页"])
def test_what_a_printer_puts_at_the_edge_is_said(read: Read, stamp: str) -> None:
    assert ("furniture-inside", "cooperation", 4) in new(
        read, "下发预警线索", f"下发{stamp}预警线索"
    )


@pytest.mark.parametrize("date", ["2025年7月3日", "12/24小时", "2025/2026年度"])
def test_dates_as_offices_write_them_are_none(read: Read, date: str) -> None:
    assert not {k for k, *_ in new(read, "下发预警线索", f"下发{date}预警线索")} & {
        "furniture-inside"
    }


def test_a_body_with_its_mark_behind_a_name_is_said(read: Read) -> None:
    name = "村党组织书记任职资格联审和备案"
    found = new(read, name, f"{name}蟠溪县委组织部（牵头）")
    assert ("name-doubtful", "cooperation", 1) in found


@pytest.mark.parametrize(
    ("words", "place"),
    [("协助白杨沟乡核查", "杨沟乡"), ("清理县道乡道，核查", ""), ("维护场镇秩序，核查", "")],
)
def test_a_township_that_no_table_has_is_said_where_its_name_ends_as_names_do(
    read: Read, tables: Vocabulary, words: str, place: str
) -> None:
    document = read(LIST.replace("2.上门核查享受", f"2.{words}享受", 1))
    found = [
        f.message for f in irregularities.check([document], tables) if f.kind == "foreign-place"
    ]
    assert [place in message for message in found] == [True] * bool(place)


@pytest.mark.parametrize(
    "path",
    [*sorted(TRAINING.glob("elsewhere/*.txt"))[:4], DATA / "other-words.txt"],
    ids=lambda p: p.stem,
)
def test_nothing_of_the_kind_is_said_of_sound_lists(read: Read, path: Path) -> None:
    assert not [
        f.quote for f in read(path.read_text("utf-8")).findings if f.kind == "word-doubtful"
    ]
