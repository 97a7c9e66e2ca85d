"""Phrases of an index: made once of the same tables, taken from the index before, the same either way."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from kg.meaning import packing
from kg.meaning.index import Index
from kg.meaning.words import Words


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "words"
    found.mkdir()
    (found / "everyday.csv").write_text("everyday,formal,note\n水贵了,水价;农业水价,\n", "utf-8")
    (found / "glossary.csv").write_text("english,chinese,note\nwater price,水价,\n", "utf-8")
    return found


def saved(path: Path, folder: Path, former: Path | None = None) -> bytes:
    """The index of no rows with the phrases of ``folder``, made by a process that has made none."""
    packing._phrases.cache_clear()
    packing._offered.clear()
    if former:
        packing.offer(former)
    Index.of_wordings([], Words([folder])).save(path)
    return path.read_bytes()


def surfaces(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    found = connection.execute("SELECT surface FROM phrase ORDER BY id").fetchall()
    connection.close()
    return [surface for (surface,) in found]


def test_phrases_from_the_index_before_are_those_of_the_tables(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = saved(tmp_path / "first", folder)
    monkeypatch.setattr(Words, "phrases", lambda self: pytest.fail("made anew"))

    assert saved(tmp_path / "second", folder, tmp_path / "first") == first
    assert surfaces(tmp_path / "second") == ["water price", "水贵了"]


def test_changed_tables_make_other_phrases(folder: Path, tmp_path: Path) -> None:
    saved(tmp_path / "first", folder)
    (folder / "everyday.csv").write_text("everyday,formal,note\n水涨价,水价,\n", "utf-8")
    saved(tmp_path / "second", folder, tmp_path / "first")

    assert surfaces(tmp_path / "second") == ["water price", "水涨价"]
    Index.of_wordings([], Words([folder])).save(tmp_path / "third")
    assert (tmp_path / "third").read_bytes() == (tmp_path / "second").read_bytes()


@pytest.mark.parametrize("damage", ["gone", "cut off", "no index"])
def test_an_index_before_that_cannot_be_read_is_not_needed(
    folder: Path, tmp_path: Path, damage: str
) -> None:
    first = saved(tmp_path / "first", folder)
    before = tmp_path / "before"
    if damage != "gone":
        before.write_bytes(first[: len(first) // 2] if damage == "cut off" else b"x" * 9)

    assert saved(tmp_path / "second", folder, before) == first
