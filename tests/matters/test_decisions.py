"""Decisions of people on pairs of duties, and the table that keeps them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import UsageError, VocabularyError
from kg.matters.decisions import parse_key
from kg.matters.matching import load_opinions, opinion, save_opinions

ONE, TWO = "110113001/2025-07/c-012", "130123002/u-12ab34cd/r-001"


@pytest.mark.parametrize(
    "text",
    [
        ONE,
        "110113001/2025-07/c-12",
        f"https://dutykg.example/duty/{ONE}",
        f" <https://dutykg.example/duty/{ONE}> ",
    ],
)
def test_a_duty_is_known_by_key_or_iri(text: str) -> None:
    assert parse_key(text) == ONE


@pytest.mark.parametrize("text", ["", "c-012", "110113001/2025-07/x-012", "110113001/2025-07/c-0"])
def test_what_names_no_duty_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UsageError, match="乡镇代码/版本/清单字母-序号"):
        parse_key(text)


def test_a_duty_cannot_be_paired_with_itself() -> None:
    with pytest.raises(UsageError, match="两个事项相同"):
        opinion(ONE, ONE, same=True)


def test_saved_decisions_are_read_back_and_a_new_verdict_replaces_the_old(tmp_path: Path) -> None:
    save_opinions(tmp_path, [opinion(TWO, ONE, same=True, note="看过，是一件事")])
    save_opinions(tmp_path, [opinion(ONE, TWO, same=False)])
    (item,) = load_opinions((tmp_path,)).items
    assert (item.pair, item.same, item.note) == ((ONE, TWO), False, "")
    assert b"\r" not in (tmp_path / "matters.csv").read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["matters.csv"]


def test_ones_own_folder_overrules_the_packaged_table(tmp_path: Path) -> None:
    packaged, own = tmp_path / "packaged", tmp_path / "own"
    save_opinions(packaged, [opinion(ONE, TWO, same=True)])
    save_opinions(own, [opinion(ONE, TWO, same=False)])
    assert [item.same for item in load_opinions((packaged, own)).items] == [False]


def test_a_row_written_the_other_way_round_is_the_same_pair(tmp_path: Path) -> None:
    packaged, own = tmp_path / "packaged", tmp_path / "own"
    save_opinions(packaged, [opinion(ONE, TWO, same=True)])
    own.mkdir()
    (own / "matters.csv").write_text(f"a,b,verdict,note\n{TWO},{ONE},different,\n", "utf-8")
    assert [item.same for item in load_opinions((packaged, own)).items] == [False]


def test_no_table_means_no_decisions(tmp_path: Path) -> None:
    assert load_opinions((tmp_path,)).items == ()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (f"{ONE},{TWO},maybe,", "verdict"),
        (f"{ONE},nothing,same,", "看不懂的事项"),
        (f"{ONE},{TWO},same", "应有 4 格"),
    ],
)
def test_a_mistake_in_the_table_is_named_with_its_line(
    tmp_path: Path, line: str, words: str
) -> None:
    (tmp_path / "matters.csv").write_text(f"a,b,verdict,note\n{line}\n", "utf-8")
    with pytest.raises(VocabularyError, match=words) as caught:
        load_opinions((tmp_path,))
    assert "matters.csv:2" in str(caught.value)


def test_every_way_in_which_duties_are_matched_has_a_word_for_people_and_for_others() -> None:
    """Methods stand in the source of the clusters: a new one is named where links are shown."""
    import re
    from pathlib import Path

    from kg.export.vocabularies.sssom import _JUSTIFICATIONS
    from kg.querying.matters import _METHODS

    folder = Path(__file__).parents[2] / "kg" / "matters"
    source = "\n".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    methods = set(re.findall(r'LinkKind\.\w+,\s*"(\w+)"', source))

    assert methods
    assert methods <= _METHODS.keys()
    assert methods <= _JUSTIFICATIONS.keys()
