"""What a new user writes a little differently from what a command wants."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from kg.building import Build

Run = Callable[..., Result]


@pytest.mark.parametrize("command", [("build",), ("impact",)])
def test_a_folder_without_a_table_is_no_vocabulary(
    kg: Run, small: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "说明.txt").write_text("以后放词表", "utf-8")
    paths = [small / "zhulin.txt"] if command == ("build",) else []
    done = kg(*command, *paths, "--vocabulary", tmp_path / "tables", "--store", tmp_path / "s")

    assert done.exit_code == 2
    assert "没有一张词表" in done.stderr
    assert not (tmp_path / "s").exists()


def test_adding_with_such_a_folder_says_that_the_packaged_tables_are_used(
    kg: Run, small: Path, tmp_path: Path
) -> None:
    (tmp_path / "tables").mkdir()
    store = tmp_path / "s"
    kg("build", small / "zhulin.txt", "--store", store)
    done = kg(
        "replace", small / "zhulin.txt", "--vocabulary", tmp_path / "tables", "--store", store
    )

    assert done.exit_code == 0
    assert "只用自带的" in done.stderr


def test_words_to_search_need_no_quotation_marks(kg: Run, five: Build) -> None:
    apart = kg("search", "防汛", "抗旱", "--json", "--store", five.store)
    quoted = kg("search", "防汛 抗旱", "--json", "--store", five.store)

    assert apart.exit_code == 0
    assert apart.stdout == quoted.stdout
    assert kg("search", "--store", five.store).exit_code == 2
