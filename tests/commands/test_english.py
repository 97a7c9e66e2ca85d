"""Who chose English reads English: progress, hints, errors, help. Words of the lists stay what they are."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from kg.cli import main
from kg.commands.telling.brackets import in_english

Kg = Callable[..., Result]
CHINESE = re.compile("[\u3400-\u9fff]")


@pytest.fixture
def english(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> Kg:
    monkeypatch.setenv("KG_LANG", "en")
    return kg


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("写好 (written): a.ttl", "written: a.ttl"),
        ("读 1 个文件 (reading 1 file)", "reading 1 file"),
        ("100 页 (pages) …", "100 pages …"),
        (
            "错误：没有这个图库：/x；请先运行 kg build (no store there; run kg build)",
            "error: no store there; run kg build: /x",
        ),
        ("错误：没有载入“甲镇”的清单 (township not loaded)", "error: township not loaded: “甲镇”"),
        (
            "错误：没有“x”；有：甲镇、乙镇 (township not loaded)",
            "error: township not loaded: “x”; there are: 甲镇、乙镇",
        ),
        (
            "错误：写不了 /x：没有这个文件或文件夹，No such file or directory (cannot be written)",
            "error: cannot be written: /x, No such file or directory",
        ),
        (
            "PATH 的值不对 (invalid value)：没有这个文件 (not found): /x",
            "invalid value: PATH: not found: /x",
        ),
        ("没有统计这个命令 (No such command '统计'.)", "No such command '统计'."),
        ("甲镇的清单", "甲镇的清单"),
    ],
)
def test_the_english_in_brackets_is_told_with_what_the_chinese_names(
    message: str, said: str
) -> None:
    assert in_english(message) == said


@pytest.mark.parametrize(
    "words",
    [
        ("nosuch",),
        ("build", "/nosuch.txt"),
        ("build", "--edition", "x"),
        ("export", "--format", "nosuch"),
        ("export", "--format", "xlsx"),
        ("export", "--store", "/nosuch", "--format", "csv"),
        ("query", "nosuch"),
        ("query", "/nosuch.rq"),
        ("ask",),
        ("ask", "--batch", "/nosuch", "-o", "/nosuch.x"),
        ("check", "--file", "/nosuch"),
        ("compare", "nosuch", "other"),
        ("impact", "nosuch"),
        ("report", "--kind", "nosuch"),
        ("report", "-o", "/nosuch/x.xlsx"),
        ("add", "/nosuch"),
        ("search", "zzzz", "--json"),
        ("inspect", "/nosuch"),
        ("view", "nosuch", "-o", "x.html"),
        ("view", "overview"),
        ("serve", "--port", "99999999"),
        ("serve", "--with", "x"),
        ("site", "-o", "/etc/hostname"),
        ("push", "x"),
        ("docs", "-o", "/nosuch/x.html"),
        ("validate", "nosuch"),
        ("stats", "--limit"),
    ],
    ids=" ".join,
)
def test_what_goes_wrong_is_told_in_english(
    english: Kg, small_store: Path, words: tuple[str, ...]
) -> None:
    if "--store" not in words and words[0] not in ("nosuch", "build", "inspect", "docs", "add"):
        words = (*words, "--store", str(small_store))
    done = english(*words)
    told = [line for line in done.stderr.splitlines() if "loaded: " not in line]
    assert done.exit_code
    assert told
    assert not [line for line in told if CHINESE.search(line) and "there are" not in line]


def test_progress_is_told_in_english(english: Kg, small: Path, tmp_path: Path) -> None:
    done = english("build", "--quiet", str(small), "--store", str(tmp_path / "store"))
    first, second, *_ = done.stderr.splitlines()
    assert first == "reading 1 file"
    assert second.startswith("writing ")
    assert (
        english("stats", "--store", str(tmp_path / "store"))
        .stdout.rstrip()
        .split("\n")[-1]
        .startswith("triples: ")
    )


def test_the_language_may_stand_behind_the_command(kg: Kg, small_store: Path) -> None:
    for words in (("--lang", "en"), ("--lang=en",)):
        done = kg("search", "zzzz", *words, "--store", str(small_store))
        assert done.stderr.splitlines()[-1] == "nothing found: “zzzz”"
    assert "没有找到" in kg("search", "zzzz", "--store", str(small_store)).stderr


@pytest.mark.parametrize("name", ["", *sorted(main.commands)])
def test_help_is_english(english: Kg, name: str) -> None:
    lines = english(*filter(None, (name, "--help"))).stdout.splitlines()
    examples = re.compile(r"\s+(?:kg |township |department |duty |matter |compare )")
    assert len(lines) > 5
    assert not [line for line in lines if CHINESE.search(line) and not examples.match(line)]


def test_help_says_in_which_form_json_comes(kg: Kg) -> None:
    for name in ("search", "inspect"):
        assert "JSON Lines" in kg(name, "--help").stdout
