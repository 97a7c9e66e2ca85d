"""The same list again: saved anew it is one list, with other words it is said to be another edition."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("改名.txt", lambda text: text.encode()),
        ("b.txt", lambda text: text.encode("gb18030")),
        ("b.txt", lambda text: codecs.BOM_UTF8 + text.replace("\n", "\r\n").encode()),
        ("b.csv", lambda text: text.replace("\t", ",").encode("gb18030")),
    ],
)
def test_a_list_saved_anew_is_read_once(
    kg: Run, small: Path, small_text: str, tmp_path: Path, name: str, data: Callable[[str], bytes]
) -> None:
    (small / name).write_bytes(data(small_text))

    done = kg("build", small, "--store", tmp_path / "s")

    assert done.exit_code == 0
    assert "内容完全相同，只读一次" in done.stderr
    assert "共 6 项" in done.stdout


def test_the_same_edition_with_other_words_is_said_to_be_there_twice(
    kg: Run, small: Path, small_text: str, tmp_path: Path
) -> None:
    (small / "zz.txt").write_text(small_text.replace("加强基层", "加大基层"), "utf-8")

    done = kg("build", small, "--store", tmp_path / "s")

    assert "edition-again" in done.stderr
    assert "记作 2025-07.2" in done.stderr
    assert done.stderr.count("edition-again") == 1


def test_an_undated_list_twice_is_not_silently_ranked(
    kg: Run, small: Path, small_text: str, tmp_path: Path
) -> None:
    text = small_text.replace("2025年7月\n", "")
    (small / "zhulin.txt").write_text(text, "utf-8")
    (small / "zz.txt").write_text(text.replace("加强基层", "加大基层"), "utf-8")

    undated = kg("build", small, "--store", tmp_path / "s")
    (small / "zz.txt").write_text(small_text, "utf-8")
    dated = kg("build", small, "--store", tmp_path / "t")

    assert "分不出哪份新" in undated.stderr
    assert "分不出哪份新" not in dated.stderr
