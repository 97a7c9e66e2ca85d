"""Patterns that a build compiled are what Python would have compiled, and nothing else is taken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import patterns
from kg.asking.engine import patterns_of_tables
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


def offer(folder: Path, *parts: str) -> None:
    file = folder / patterns.FILE
    file.write_bytes(patterns._BETWEEN.join(part.encode() for part in parts))
    patterns.offer(file)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("patterns") / patterns.FILE
    patterns.write(file)
    return file


def kept(file: Path) -> Iterator[tuple[str, int]]:
    for key in file.read_bytes().split(patterns._BETWEEN)[1::2]:
        flags, _, pattern = key.decode().partition(" ")
        yield pattern, int(flags)


def test_patterns_taken_from_a_file_are_those_python_compiles(written: Path) -> None:
    patterns.offer(written)

    for pattern, flags in kept(written):
        taken = patterns._kept(pattern, flags)
        own = re.compile(pattern, flags)
        assert taken == own, pattern
        assert (taken.groups, dict(taken.groupindex)) == (own.groups, dict(own.groupindex))
        for text in TEXTS:
            assert [m.span() for m in taken.finditer(text)] == [
                m.span() for m in own.finditer(text)
            ]


def test_what_questions_and_checks_use_is_kept(written: Path) -> None:
    assert len(list(kept(written))) > 100


def test_what_consists_of_words_of_tables_is_kept(written: Path) -> None:
    found = {pattern for pattern, _ in kept(written)}

    assert {pattern.pattern for pattern in patterns_of_tables()} <= found


def test_a_file_fits_the_python_that_wrote_it(written: Path, tmp_path: Path) -> None:
    offer(tmp_path, "another Python", "0 a", "[]")

    assert patterns.fit(written)
    assert not patterns.fit(tmp_path / patterns.FILE)
    assert not patterns.fit(tmp_path / "none")


@pytest.mark.parametrize(
    ("python", "found"),
    [
        ("another Python", '[32, "AAAA", 0, {}]'),
        (patterns._PYTHON, '[32, "/////w==", 0, {}]'),
        (patterns._PYTHON, '["x"]'),
        (patterns._PYTHON, "?"),
    ],
)
def test_what_cannot_be_taken_is_compiled(tmp_path: Path, python: str, found: str) -> None:
    offer(tmp_path, python, "0 a(b)c", found)

    assert regex("a(b)c").fullmatch("abc")


@pytest.mark.parametrize("parts", [("",), ("[]",), (patterns._PYTHON, "0 a"), ("", "0 a", "[]")])
def test_a_spoilt_file_offers_nothing(tmp_path: Path, parts: tuple[str, ...]) -> None:
    offer(tmp_path, *parts)

    assert patterns._ready == {}
