"""The senses of rows: made with a graph or when they are asked for, and alike either way."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from kg.meaning.encoding import senses
from kg.meaning.encoding.encoder import encoder
from kg.meaning.encoding.nearness import nearness
from kg.meaning.encoding.senses import Senses, texts_of, write
from kg.meaning.packing import Form
from kg.meaning.rows import Clause
from kg.store.graph import Graph

TEXTS = ["秸秆禁烧巡查", "河道清淤", "养犬管理", "A dog bit me"]


def form(kind: str, name: str, *own: str) -> Form:
    return Form(0, 0, kind, "", name, (), (), tuple(Clause(text) for text in own), "", name)


def test_a_cooperation_row_is_sensed_by_its_name_and_by_what_it_gives_the_township() -> None:
    assert texts_of(form("basic", "养犬管理")) == ("养犬管理",)
    assert texts_of(form("cooperation", "养犬管理", "登记", "劝导")) == (
        "养犬管理",
        "养犬管理。登记；劝导",
    )
    assert len(texts_of(form("cooperation", "养犬管理", "登记" * 400))[1]) < 200


def test_vectors_are_the_same_from_a_file_and_made_on_the_spot(tmp_path: Path) -> None:
    write(tmp_path / senses.FILE, TEXTS, None, 2)
    kept, made = Senses(tmp_path / senses.FILE), Senses()

    assert kept.prepared
    assert not made.prepared
    there, here = kept.vectors(TEXTS), made.vectors(TEXTS[::-1])
    for text in TEXTS:
        assert np.array_equal(there[text], here[text])
        assert there[text] @ encoder().vector(text) > 0.999


def test_a_file_is_the_same_whether_all_are_made_or_some_are_taken_from_a_former_one(
    tmp_path: Path,
) -> None:
    whole, former, later = (tmp_path / name for name in ("whole", "former", "later"))
    write(whole, TEXTS, None, 1)
    write(former, [*TEXTS[2:], "别处的事项"], None, 1)
    write(later, TEXTS, former, 2)

    assert whole.read_bytes() == later.read_bytes()


def test_what_a_former_file_has_is_not_encoded_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "former", TEXTS, None, 1)
    asked: list[str] = []
    vectors = encoder().vectors
    monkeypatch.setattr(
        encoder(), "vectors", lambda some, **how: asked.extend(some) or vectors(some, **how)
    )
    write(tmp_path / "later", [*TEXTS, "新的事项"], tmp_path / "former", 1)

    assert asked == ["新的事项"]


@pytest.mark.parametrize("damage", ["another encoder", "no database"])
def test_a_file_that_this_encoder_did_not_make_is_not_used(tmp_path: Path, damage: str) -> None:
    path = tmp_path / senses.FILE
    write(path, TEXTS, None, 1)
    if damage == "no database":
        path.write_bytes(b"rubbish" * 100)
    else:
        with closing(sqlite3.connect(path)) as database, database:
            database.execute("UPDATE meta SET value = 'another'")

    found = Senses(path)
    assert not found.prepared
    assert found.vectors(TEXTS[:1])[TEXTS[0]] @ encoder().vector(TEXTS[0]) > 0.999


@pytest.mark.parametrize(
    ("task", "meant"),
    [
        ("请各村今晚起派人守着地头，看见点麦茬冒烟的马上扑灭", 0),
        ("把村口那条沟里的淤泥和树枝捞干净，汛前弄完", 1),
        ("挨家登记谁家养了大狗，提醒出门拴绳", 2),
        ("Get every household to keep its dog on a lead and register it", 2),
    ],
)
def test_a_task_is_nearest_to_its_duty_though_it_has_none_of_its_words(
    task: str, meant: int
) -> None:
    rows = [[encoder().vector(name)] for name in ("秸秆露天焚烧巡查", "河道沟渠清淤", "养犬管理")]
    near = nearness().to(encoder().vector(task), rows)
    assert max(range(3), key=near.__getitem__) == meant


def test_what_the_bundled_lists_say_was_encoded_before(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = graph.meanings
    forms = index.forms(range(index.size)).values()
    asked: list[str] = []
    monkeypatch.setattr(encoder(), "vectors", lambda some, **_: asked.extend(some) or [])
    write(tmp_path / "all", {text for form in forms for text in texts_of(form)}, None, 1)

    # python -m kg.asking.training.knowing makes them anew
    assert asked == []
