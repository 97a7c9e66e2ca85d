"""The cache holds whole files only, is made again when damaged, and never stands in the way."""

from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import Path

import pytest

from kg import resources
from kg.errors import QueryError, StoreError, UsageError
from kg.resources import default_cache
from kg.store.cache import Cache, sound_database


def write(path: Path) -> None:
    path.write_text("whole", "utf-8")


def whole(path: Path) -> bool:
    return path.read_text("utf-8") == "whole"


def database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t(x)")
    connection.executemany("INSERT INTO t VALUES(?)", [(str(n) * 50,) for n in range(500)])
    connection.commit()
    connection.close()


def test_a_file_is_made_once() -> None:
    made: list[Path] = []

    def make(path: Path) -> None:
        made.append(path)
        write(path)

    first = Cache("a").file("x", make, whole)

    assert Cache("a").file("x", make, whole) == first
    assert len(made) == 1
    assert made[0] != first


def test_another_state_has_files_of_its_own() -> None:
    assert Cache("a", "there").file("x", write, whole) != Cache("b", "there").file(
        "x", write, whole
    )


def test_who_is_interrupted_leaves_nothing() -> None:
    def make(path: Path) -> None:
        path.write_text("ha", "utf-8")
        raise QueryError("gone")

    cache = Cache("a")
    with pytest.raises(QueryError):
        cache.file("x", make, whole)

    assert list(cache.folder.iterdir()) == []


def test_what_a_killed_process_left_is_no_file_and_goes_in_time() -> None:
    cache = Cache("a")
    left = cache.folder / "tmp-1"
    left.mkdir()
    (left / "x").write_text("ha", "utf-8")
    os.utime(left, (0, 0))

    assert whole(cache.file("x", write, whole))
    assert not (Cache("a").folder / "tmp-1").exists()


def test_a_damaged_file_is_made_again() -> None:
    path = Cache("a").file("x", write, whole)
    path.write_text("wh", "utf-8")

    assert whole(Cache("a").file("x", write, whole))


@pytest.mark.parametrize("cut", [0, 10, 4096, 9000])
def test_half_a_database_is_not_sound(tmp_path: Path, cut: int) -> None:
    database(tmp_path / "d")
    assert sound_database(tmp_path / "d")
    (tmp_path / "d").write_bytes((tmp_path / "d").read_bytes()[:cut])

    assert not sound_database(tmp_path / "d")


def test_a_database_written_over_is_not_sound(tmp_path: Path) -> None:
    database(tmp_path / "d")
    data = bytearray((tmp_path / "d").read_bytes())
    data[5000:9000] = b"x" * 4000
    (tmp_path / "d").write_bytes(data)

    assert not sound_database(tmp_path / "d")


def test_only_the_folders_used_last_stay(cache: Path) -> None:
    for number in range(12):
        folder = Cache(str(number)).folder
        os.utime(folder, (number, number))
    kept = Cache("0").file("x", write, whole)

    assert whole(kept)
    assert len(list(cache.iterdir())) == 8
    assert Cache("11").folder in cache.iterdir()


def test_other_things_in_the_folder_stay(cache: Path) -> None:
    (cache / "mine").mkdir()
    for number in range(12):
        assert Cache(str(number)).folder.is_dir()

    assert (cache / "mine").is_dir()


def test_a_cache_nobody_can_write_is_said_and_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "file"))
    said: list[str] = []
    cache = Cache("a", say=said.append)

    assert whole(cache.file("x", write, whole))
    assert whole(cache.file("y", write, whole))
    assert len(said) == 1
    assert "KG_CACHE" in said[0]


def test_a_user_without_a_home_has_a_temporary_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    def home() -> Path:
        raise RuntimeError("Could not determine home directory.")

    for name in ("KG_CACHE", "XDG_CACHE_HOME", "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", home)
    monkeypatch.setattr(resources, "in_checkout", lambda: False)
    said: list[str] = []

    assert whole(Cache("a", say=said.append).file("x", write, whole))
    assert "HOME" in said[0]
    with pytest.raises(UsageError, match="KG_STORE"):
        resources.default_store()


def test_no_room_is_one_message() -> None:
    def make(path: Path) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(StoreError, match="No space"):
        Cache("a").file("x", make, whole)


def test_the_folder_is_the_users_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("KG_CACHE")
    names = {"win32": "LOCALAPPDATA", "darwin": "", "linux": "XDG_CACHE_HOME"}
    for platform, name in names.items():
        monkeypatch.setattr(sys, "platform", platform)
        if name:
            monkeypatch.setenv(name, str(tmp_path))
            assert default_cache().is_relative_to(tmp_path)
            monkeypatch.setenv(name, "")
        assert default_cache().is_relative_to(Path.home())
        assert "duty-kg" in default_cache().parts
