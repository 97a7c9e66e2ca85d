"""Patterns that a build compiled are what Python would have compiled, and nothing else is taken."""

from __future__ import annotations

import re
import struct
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
    monkeypatch.setattr(patterns, "_ready", [])


def offer(folder: Path, data: bytes) -> None:
    file = folder / patterns.FILE
    file.write_bytes(data)
    patterns.offer(file)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("patterns") / patterns.FILE
    patterns.write(file)
    return file


def kept() -> Iterator[tuple[str, int]]:
    """The patterns of this process that the file offered has."""
    for pattern, flags in list(patterns._made):
        if any(file.steps(patterns._key(pattern, flags)) for file in patterns._ready):
            yield pattern, flags


def test_patterns_taken_from_a_file_are_those_python_compiles(written: Path) -> None:
    patterns.offer(written)

    for pattern, flags in kept():
        taken = patterns._kept(pattern, flags)
        own = re.compile(pattern, flags)
        assert taken == own, pattern
        assert (taken.groups, dict(taken.groupindex)) == (own.groups, dict(own.groupindex))
        for text in TEXTS:
            assert [m.span() for m in taken.finditer(text)] == [
                m.span() for m in own.finditer(text)
            ]


def test_what_questions_and_checks_use_is_kept(written: Path) -> None:
    patterns.offer(written)

    assert len(list(kept())) > 100


def test_what_consists_of_words_of_tables_is_kept(written: Path) -> None:
    patterns.offer(written)
    found = {pattern for pattern, _ in kept()}

    assert {pattern.pattern for pattern in patterns_of_tables()} <= found


def test_a_file_fits_the_python_that_wrote_it(written: Path, tmp_path: Path) -> None:
    offer(tmp_path, b"another Python" + written.read_bytes())

    assert patterns.fit(written)
    assert not patterns.fit(tmp_path / patterns.FILE)
    assert not patterns.fit(tmp_path / "none")


def spoilt(pattern: str, told: bytes, code: bytes) -> bytes:
    """A file of one pattern, of which such things are told."""
    key = patterns._key(pattern, 0)
    piece = struct.pack("=II", len(key), len(told)) + key + told + code
    index = struct.pack("=QQII", 1, patterns._number(key), 0, len(piece))
    return patterns._HEAD + index + piece


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (b"[32, 1, {}]", b"\xff\xff\xff\xff"),
        (b"[32, 1, {}]", b"\xff"),
        (b'["x"]', b""),
        (b"?", b""),
        (b"", b""),
    ],
)
def test_what_cannot_be_taken_is_compiled(tmp_path: Path, told: bytes, code: bytes) -> None:
    offer(tmp_path, spoilt("a(b)c", told, code))

    assert len(patterns._ready) == 1
    assert regex("a(b)c").fullmatch("abc")


def test_of_another_python_none_is_taken(tmp_path: Path) -> None:
    offer(tmp_path, b"another" + spoilt("a(b)c", b"[32, 1, {}]", b""))

    assert patterns._ready == []


@pytest.mark.parametrize("rest", [b"", b"\1", b"\1" + bytes(7), b"\xff" * 8, b"\xff" * 30])
def test_a_spoilt_file_offers_nothing(tmp_path: Path, rest: bytes) -> None:
    offer(tmp_path, patterns._HEAD + rest)

    assert regex("a(b)d").fullmatch("abd")


def test_a_file_cut_off_anywhere_offers_what_python_compiles(written: Path, tmp_path: Path) -> None:
    patterns.offer(written)
    some = list(kept())[::40]
    data = written.read_bytes()
    for at in range(len(patterns._HEAD), len(data), len(data) // 12):
        patterns._ready.clear()
        offer(tmp_path, data[:at])
        for pattern, flags in some:
            assert patterns._kept(pattern, flags) in (None, re.compile(pattern, flags))
