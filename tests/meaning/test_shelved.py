"""Vectors that are made while somebody waits are kept with the store, and taken only as they were laid there."""

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from kg.meaning.encoding import senses
from kg.meaning.encoding.encoder import Encoder, encoder
from kg.meaning.encoding.senses import Senses
from kg.meaning.encoding.shelved import FOLDER, Shelved

TEXTS = ["巡护林带里的芦苇塘", "清点集市的旧磅秤"]


def senses_of(store: Path) -> Senses:
    """Those of a store that was built without any."""
    found = Senses(store / "g-1" / senses.FILE)
    found.shelve(store)
    return found


def only_file(store: Path) -> Path:
    (path,) = (store / FOLDER).iterdir()
    return path


def test_what_one_process_has_made_another_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = senses_of(tmp_path).vectors(TEXTS)
    monkeypatch.setattr(Encoder, "vectors", None)  # whoever encodes now fails

    taken = senses_of(tmp_path).vectors(TEXTS)

    for text in TEXTS:
        assert np.array_equal(made[text], taken[text])


def test_what_is_made_does_not_make_a_store_prepared(tmp_path: Path) -> None:
    """A large store is weighed as one without senses, whatever has been made meanwhile: its answers stay."""
    one = senses_of(tmp_path)
    one.vectors(TEXTS)

    assert not senses_of(tmp_path).prepared
    assert not senses_of(tmp_path).at_hand(50)


def test_what_is_missing_is_made_once(tmp_path: Path) -> None:
    one = senses_of(tmp_path)

    assert one.missing(TEXTS) == sorted(TEXTS, key=lambda text: (len(text), text))
    assert one.make(TEXTS[:1])
    assert one.missing(TEXTS) == TEXTS[1:]
    assert senses_of(tmp_path).missing(TEXTS) == TEXTS[1:]


def test_nothing_is_missing_where_nothing_is_kept() -> None:
    one = Senses()

    assert one.missing(TEXTS) == []
    assert not one.make(TEXTS[:1])


def test_a_vector_that_was_changed_is_made_again(tmp_path: Path) -> None:
    made = senses_of(tmp_path).vectors(TEXTS)
    with closing(sqlite3.connect(only_file(tmp_path))) as database, database:
        database.execute("UPDATE sense SET vector = zeroblob(length(vector))")

    again = senses_of(tmp_path).vectors(TEXTS)

    for text in TEXTS:
        assert np.array_equal(made[text], again[text])


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" * 40])
def test_a_file_that_is_none_is_no_obstacle(tmp_path: Path, content: bytes) -> None:
    senses_of(tmp_path).vectors(TEXTS)
    only_file(tmp_path).write_bytes(content)

    found = senses_of(tmp_path).vectors(TEXTS)

    assert found[TEXTS[0]] @ encoder().vector(TEXTS[0]) > 0.999


def test_a_store_that_cannot_be_written_to_still_answers(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("in the way", "utf-8")
    one = senses_of(tmp_path)

    assert one.vectors(TEXTS).keys() == set(TEXTS)
    assert not one.make(TEXTS[:1])
    assert (tmp_path / FOLDER).read_text("utf-8") == "in the way"


def test_another_encoders_vectors_are_in_another_file(tmp_path: Path) -> None:
    senses_of(tmp_path).vectors(TEXTS)

    assert encoder().checksum in only_file(tmp_path).name


def test_two_that_add_at_once_lose_nothing(tmp_path: Path) -> None:
    one, two = (Shelved(tmp_path / FOLDER / "senses.sqlite") for _ in range(2))

    assert one.add({"a": b"1"})
    assert two.add({"b": b"2"})
    assert one.held(["a", "b", "c"]) == {"a": b"1", "b": b"2"}
