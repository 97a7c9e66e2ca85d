"""Patterns that a build compiled are what Python would have compiled, and nothing else is taken."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg import patterns
from kg.patterns import regex

TEXTS = (
    "",
    "请各乡镇做好燃气安全检查",
    "第3项 shared by 2026年11月",
    "abc 12.5%",
    "（一）关于…的通知",
)


@pytest.fixture(autouse=True)
def _nothing_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "_ready", {})


def offer(folder: Path, whole: dict[str, Any]) -> None:
    file = folder / "patterns.json"
    file.write_text(json.dumps(whole), "utf-8")
    patterns.offer(file)


def kept() -> Iterator[tuple[str, int]]:
    for key in patterns.to_keep()[patterns.NAME]["keys"].split(patterns._BETWEEN):
        flags, _, pattern = key.partition(" ")
        yield pattern, int(flags)


def test_patterns_taken_from_a_file_are_those_python_compiles(tmp_path: Path) -> None:
    offer(tmp_path, patterns.to_keep()[patterns.NAME])

    for pattern, flags in kept():
        taken = patterns._kept(pattern, flags)
        own = re.compile(pattern, flags)
        assert taken == own, pattern
        assert (taken.groups, dict(taken.groupindex)) == (own.groups, dict(own.groupindex))
        for text in TEXTS:
            assert [m.span() for m in taken.finditer(text)] == [
                m.span() for m in own.finditer(text)
            ]


def test_what_questions_and_checks_use_is_kept() -> None:
    assert len(list(kept())) > 100


@pytest.mark.parametrize(
    ("python", "found"),
    [
        (["another Python", "little"], '[32, "AAAA", 0, {}]'),
        (patterns._PYTHON, '[32, "/////w==", 0, {}]'),
        (patterns._PYTHON, '["x"]'),
        (patterns._PYTHON, "?"),
    ],
)
def test_what_cannot_be_taken_is_compiled(tmp_path: Path, python: list[str], found: str) -> None:
    offer(tmp_path, {"python": python, "keys": "0 a(b)c", "patterns": found})

    assert regex("a(b)c").fullmatch("abc")


@pytest.mark.parametrize("text", ["", "[]", "{", '{"python": []}'])
def test_a_spoilt_file_offers_nothing(tmp_path: Path, text: str) -> None:
    file = tmp_path / "patterns.json"
    file.write_text(text, "utf-8")

    patterns.offer(file)

    assert patterns._ready == {}
