"""Help texts on a screen of 80 columns: nothing is wider, nothing breaks where it should not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from kg.cli import main
from kg.helping import cells, wrapped

Run = Callable[..., Result]
COMMANDS = ["", *main.list_commands(None)]  # type: ignore[arg-type]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda name: name or "kg")
def test_help_fits_a_screen_of_80_columns(command: str) -> None:
    done = CliRunner().invoke(main, [*filter(None, [command]), "--help"], terminal_width=80)

    assert done.exit_code == 0
    wide = [line.strip() for line in done.output.splitlines() if cells(line) > 80]
    # A command to be copied stays on its line.
    assert [line for line in wide if not line.startswith(("kg ", "KG_")) or "   " in line] == []


def test_lines_break_between_chinese_characters_and_never_before_a_mark() -> None:
    assert wrapped("清单里没有的，就说没有。", 12) == ["清单里没有", "的，就说没", "有。"]
    assert wrapped("写成 .jsonl 文件", 10) == ["写成", ".jsonl 文", "件"]
    assert wrapped("see the list（表）", 10) == ["see the", "list（表）"]


def test_what_no_line_holds_is_not_lost() -> None:
    assert "".join(wrapped("https://example.org/a/b/c 甲", 8)) == "https://example.org/a/b/c甲"
