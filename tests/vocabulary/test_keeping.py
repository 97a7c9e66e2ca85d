"""What a store was not built with is kept for the next start: tables and patterns, as they would be read anew."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from kg import patterns
from kg.patterns import regex
from kg.vocabulary import compiled, keeping
from kg.vocabulary.loading import load
from kg.vocabulary.tables import read_table


@pytest.fixture(autouse=True)
def _nothing_at_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "_offered", [])
    monkeypatch.setattr(patterns, "_ready", [])
    monkeypatch.setattr(patterns, "fresh", set())
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "cache"))
    compiled._index.cache_clear()


def kept(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "cache").glob("*"))


def test_tables_are_kept_once_and_read_as_they_are(tmp_path: Path) -> None:
    keeping.offer()
    assert not compiled.whole()
    folders, columns = load().folders, ("written", "standard", "example")
    anew = read_table(folders, "dialect", columns, 2)
    keeping.keep()
    (folder,) = kept(tmp_path)

    keeping.offer()
    assert compiled.whole()
    assert compiled._holder(folders[0] / "dialect.csv") == folder
    assert read_table(folders, "dialect", columns, 2) == anew
    keeping.keep()
    assert kept(tmp_path) == [folder]


def test_patterns_are_kept_with_those_kept_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = regex("first(?P<end>[一二]+)")
    assert first.search("first二")
    keeping.keep()
    monkeypatch.setattr(patterns, "fresh", {(f"second{n}", 0) for n in range(keeping._MANY)})
    keeping.offer()
    keeping.keep()
    patterns._ready.clear()
    compiled._offered.clear()
    keeping.offer()

    (file,) = patterns._ready
    known = patterns._kept("first(?P<end>[一二]+)", 0)
    assert known is not None
    match = known.search("first二")
    assert match
    assert match["end"] == "二"
    assert file.steps(patterns._key("second1", 0))


def test_a_few_patterns_are_not_worth_it(tmp_path: Path) -> None:
    keeping.keep()
    (folder,) = kept(tmp_path)
    keeping.offer()
    before = (folder / patterns.FILE).read_bytes()
    assert regex("a few[丙]").search("a few丙")
    keeping.keep()

    assert (folder / patterns.FILE).read_bytes() == before


def test_what_is_kept_of_another_state_of_the_tables_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping.keep()
    monkeypatch.setattr(keeping, "_state", lambda: [("dialect", 1, 2)])
    keeping.offer()

    assert not compiled.whole()


@pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")
def test_what_others_may_have_written_is_not_taken(tmp_path: Path) -> None:
    keeping.keep()
    (folder,) = kept(tmp_path)
    folder.chmod(0o777)
    keeping.offer()

    assert not compiled.whole()


def test_where_nothing_can_be_written_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cache").write_text("a file", "utf-8")
    keeping.keep()
    keeping.offer()
    monkeypatch.setenv("KG_CACHE", "")
    for name in ("HOME", "XDG_CACHE_HOME", "USERPROFILE"):
        monkeypatch.delenv(name, raising=False)

    def homeless() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", homeless)
    keeping.keep()
    keeping.offer()

    assert not compiled.whole()


def test_old_states_are_swept(tmp_path: Path) -> None:
    for n in range(6):
        old = tmp_path / "cache" / f"t1-{n}"
        old.mkdir(parents=True)
        os.utime(old, (n, n))
    (tmp_path / "cache" / "r1-another").mkdir()
    keeping.keep()

    names = [path.name for path in kept(tmp_path)]
    assert [name for name in names if len(name) < 6] == ["t1-3", "t1-4", "t1-5"]
    assert "r1-another" in names
    assert len(names) == 5


def test_a_spoilt_folder_is_read_over(tmp_path: Path) -> None:
    keeping.keep()
    (folder,) = kept(tmp_path)
    for path in folder.iterdir():
        path.write_bytes(b"\0spoilt")
    compiled._index.cache_clear()
    keeping.offer()

    assert not compiled.whole()
    assert load().functions
