"""What a run shares is made once, and anew where making it was broken off."""

from __future__ import annotations

from pathlib import Path

import pytest
from sharing import once


def test_who_comes_later_gets_what_the_first_one_made(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    def make(folder: Path) -> dict[str, int]:
        (folder / "file").write_text("made", "utf-8")
        return {"answer": 42}

    first = once(tmp_path_factory, "of-this-test", make)
    second = once(tmp_path_factory, "of-this-test", lambda _: pytest.fail("made again"))

    assert first == second
    assert (second[0] / "file").read_text("utf-8") == "made"


def test_what_was_broken_off_is_made_anew(tmp_path_factory: pytest.TempPathFactory) -> None:
    def broken(folder: Path) -> None:
        (folder / "half").touch()
        raise OSError("broken off")

    with pytest.raises(OSError, match="broken off"):
        once(tmp_path_factory, "of-that-test", broken)
    folder, _ = once(tmp_path_factory, "of-that-test", lambda _: None)

    assert list(folder.iterdir()) == []
