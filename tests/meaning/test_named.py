"""What the names of rows sort under: worked out with a graph, and the same as when they are sorted on the spot."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from kg.meaning.sayings import hearing, named, recalling
from kg.meaning.sayings.named import MOST, Named, write
from kg.meaning.sayings.sorting import Sort, Sorter
from kg.store.graph import Graph

NAMES = ["秸秆禁烧巡查", "河道清淤", "养犬管理", "Keeping dogs", "——"]


@pytest.fixture(scope="module")
def sorter() -> Sorter:
    return Sorter.load()


def none(name: str) -> tuple[Sort, ...]:
    raise AssertionError(f"{name} is sorted anew")


def test_names_sort_as_they_do_on_the_spot(tmp_path: Path, sorter: Sorter) -> None:
    write(tmp_path / named.FILE, NAMES, None, sorter)
    found = Named(tmp_path / named.FILE, sorter, none)
    found.read(NAMES)

    for name in NAMES:
        assert found(name) == sorter.sorted(name)[:MOST]
    assert found("养犬管理")


def test_what_is_not_there_is_sorted_when_it_is_asked_for(tmp_path: Path, sorter: Sorter) -> None:
    write(tmp_path / named.FILE, NAMES[:1], None, sorter)
    asked: list[str] = []
    found = Named(tmp_path / named.FILE, sorter, lambda name: (asked.append(name), ())[1])
    found.read(NAMES[:2])

    assert found(NAMES[0])
    assert found(NAMES[1]) == ()
    assert asked == [NAMES[1]]


def test_no_more_is_asked_of_a_name_than_is_kept() -> None:
    assert max(len(hearing._SORTED), recalling._NAMED) <= MOST


@pytest.mark.parametrize("damage", ["another file", "no database", "nothing"])
def test_a_file_of_other_weights_is_not_used(tmp_path: Path, sorter: Sorter, damage: str) -> None:
    path = tmp_path / named.FILE
    if damage == "no database":
        path.write_bytes(b"rubbish" * 100)
    elif damage == "another file":
        write(path, NAMES, None, sorter)
        with closing(sqlite3.connect(path)) as database, database:
            database.execute("UPDATE meta SET value = 'another'")

    found = Named(path, sorter, sorter.sorted)
    found.read(NAMES)
    assert found(NAMES[0]) == sorter.sorted(NAMES[0])


def test_a_file_is_the_same_whether_all_is_sorted_or_some_is_taken_from_a_former_one(
    tmp_path: Path, sorter: Sorter, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, former, later = (tmp_path / name for name in ("whole", "former", "later"))
    write(whole, NAMES, None, sorter)
    write(former, [*NAMES[2:], "别处的事项"], None, sorter)
    asked: list[str] = []
    numbered = sorter.numbered
    monkeypatch.setattr(sorter, "numbered", lambda name: asked.append(name) or numbered(name))
    write(later, NAMES, former, sorter)

    assert whole.read_bytes() == later.read_bytes()
    assert sorted(asked) == sorted(NAMES[:2])


def test_a_built_graph_has_the_names_of_all_its_rows(graph: Graph, sorter: Sorter) -> None:
    index = graph.meanings
    assert index.beside is not None
    index.forms(range(index.size))
    names: Sequence[str] = [index.form(number).printed for number in range(index.size)]
    found = Named(index.beside / named.FILE, sorter, none)
    found.read(names)

    for name in names[::50]:
        assert found(name) == sorter.sorted(name)[:MOST]
    for name in names:
        found(name)
