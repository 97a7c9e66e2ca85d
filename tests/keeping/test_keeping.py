"""Keeping lists: one more, one less, one anew, and back, whatever became of the files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from beside import WAITS, waiting
from click.testing import Result

from kg import keeping
from kg.building import build
from kg.errors import InputError, QueryError, StoreError
from kg.store import generations, ledger, originals
from kg.store.graph import Graph

Run = Callable[..., Result]


def places(store: Path) -> list[tuple[str, str]]:
    return sorted((d["township"], d["edition"]) for d in Graph(store).documents)


@pytest.fixture
def lists(tmp_path: Path, small_text: str) -> Path:
    """Three townships of one county, each in a file."""
    folder = tmp_path / "files"
    folder.mkdir()
    for name, place in (("a", "竹林镇"), ("b", "松岭镇"), ("c", "梅溪乡")):
        (folder / f"{name}.txt").write_text(small_text.replace("竹林镇", place), "utf-8")
    return folder


@pytest.fixture
def store(lists: Path, tmp_path: Path) -> Path:
    """A store of the first two."""
    return build([lists / "a.txt", lists / "b.txt"], into=tmp_path / "store").store


def test_a_list_is_added_and_undone(store: Path, lists: Path, kg: Run) -> None:
    done = kg("add", lists / "c.txt", "--store", store)

    assert done.exit_code == 0, done.output
    assert [name for name, _ in places(store)] == ["云溪县松岭镇", "云溪县梅溪乡", "云溪县竹林镇"]
    undone = kg("undo", "--lang", "en", "--store", store)
    assert undone.exit_code == 0
    assert undone.stdout.startswith("back at step ")
    assert len(places(store)) == 2


def test_who_adds_while_another_adds_waits_and_adds_to_what_is_there_then(
    store: Path, lists: Path, small_text: str
) -> None:
    (lists / "d.txt").write_text(small_text.replace("竹林镇", "柳河乡"), "utf-8")
    code = (
        "import sys; from pathlib import Path; from kg import keeping\n"
        "from kg.store import generations\n"
        "store, file = map(Path, sys.argv[1:])\n"
        "with generations.alone(store):\n"
        f"    {WAITS}; keeping.add([file], into=store)\n"
    )
    # With the first word that is said the first one adds.
    with waiting(code, store, lists / "c.txt") as (_, said, say):
        keeping.add([lists / "d.txt"], into=store, say=say)

    assert "正在写" in said[0]
    assert [name[3:] for name, _ in places(store)] == ["松岭镇", "柳河乡", "梅溪乡", "竹林镇"]


def test_a_list_that_is_there_is_named_and_no_other(store: Path, lists: Path, kg: Run) -> None:
    done = kg("add", lists / "a.txt", "--store", store)

    assert done.exit_code == 1
    assert "竹林镇" in done.stderr
    assert "松岭镇" not in done.stderr


def test_adding_gives_the_same_graph_as_building_all(
    store: Path, lists: Path, tmp_path: Path
) -> None:
    keeping.add([lists / "c.txt"], into=store)
    whole = build([lists], into=tmp_path / "whole").store

    assert generations.current(store).path.name == generations.current(whole).path.name


def test_lists_are_kept_when_their_files_are_gone(store: Path, lists: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.txt"
    (lists / "c.txt").rename(new)
    for path in lists.iterdir():
        path.unlink()

    keeping.add([new], into=store)
    new.unlink()
    keeping.remove("竹林镇", into=store)

    assert [name for name, _ in places(store)] == ["云溪县松岭镇", "云溪县梅溪乡"]


def test_place_and_edition_given_for_a_list_stay_with_it(
    store: Path, lists: Path, small_text: str, tmp_path: Path
) -> None:
    bare = small_text.split("碧水市云溪县竹林镇基本履职事项清单", 1)[1]
    bare = bare.replace("碧水市云溪县竹林镇", "")
    path = tmp_path / "bare.txt"
    path.write_text("基本履职事项清单" + bare, "utf-8")
    place = "新疆维吾尔自治区/昌吉回族自治州/木垒县/东城镇"

    keeping.add([path], into=store, place=place, edition="2026-02")
    keeping.add([lists / "c.txt"], into=store)

    assert ("木垒县东城镇", "2026-02") in places(store)


def test_the_same_list_again_is_said(store: Path, lists: Path) -> None:
    with pytest.raises(InputError, match="已经在图库里"):
        keeping.add([lists / "a.txt"], into=store)


def test_a_list_that_is_there_in_another_encoding_is_named(store: Path, lists: Path) -> None:
    again = lists / "换名.txt"
    again.write_bytes((lists / "a.txt").read_text("utf-8").encode("gb18030"))

    with pytest.raises(InputError, match=r"没有变：换名\.txt 与 a\.txt 内容完全相同"):
        keeping.add([again], into=store)


def test_another_list_of_the_same_month_is_no_addition(store: Path, lists: Path) -> None:
    path = lists / "a.txt"
    path.write_text(path.read_text("utf-8").replace("地名管理", "门牌管理"), "utf-8")

    with pytest.raises(InputError, match="kg replace"):
        keeping.add([path], into=store)
    keeping.replace_lists([path], into=store)

    names = {row["n"] for row in Graph(store).rows("SELECT ?n { ?d a :Duty ; rdfs:label ?n }")}
    assert "门牌管理" in names
    assert len(places(store)) == 2


def test_nothing_to_replace_is_said(store: Path, lists: Path) -> None:
    with pytest.raises(InputError, match="kg add"):
        keeping.replace_lists([lists / "c.txt"], into=store)


def test_a_later_edition_is_an_addition_and_goes_alone(store: Path, lists: Path) -> None:
    path = lists / "a.txt"
    path.write_text(path.read_text("utf-8").replace("2025年7月", "2026年3月"), "utf-8")
    keeping.add([path], into=store)

    assert len(places(store)) == 3
    keeping.remove("竹林镇", into=store, edition="2025-07")
    assert places(store) == [("云溪县松岭镇", "2025-07"), ("云溪县竹林镇", "2026-03")]


def test_the_second_list_of_a_month_stays_the_second(lists: Path, tmp_path: Path) -> None:
    other = (lists / "a.txt").read_text("utf-8").replace("云溪县民政局", "云溪县水利局")
    (lists / "a2.txt").write_text(other, "utf-8")
    store = build([lists / "a.txt", lists / "a2.txt", lists / "b.txt"], into=tmp_path / "s").store
    second = ("云溪县竹林镇", "2025-07.2")
    assert second in places(store)

    keeping.remove("竹林镇", into=store, edition="2025-07")

    assert places(store) == [("云溪县松岭镇", "2025-07"), second]
    keeping.add([lists / "c.txt"], into=store)
    assert second in places(store)


def test_a_township_that_is_not_there_or_is_the_last_is_said(store: Path) -> None:
    with pytest.raises(QueryError, match="没有“桃园镇”"):
        keeping.remove("桃园镇", into=store)
    keeping.remove("竹林镇", into=store)
    with pytest.raises(InputError, match="一份清单也没有"):
        keeping.remove("松岭镇", into=store)


def test_building_over_other_lists_wants_replace(store: Path, lists: Path, kg: Run) -> None:
    refused = kg("build", lists / "c.txt", "--store", store)

    assert refused.exit_code == 1
    assert "云溪县竹林镇（2025-07）、云溪县松岭镇（2025-07）" in refused.output
    assert "--replace" in refused.output
    assert len(places(store)) == 2
    assert kg("build", lists / "c.txt", "--replace", "--store", store).exit_code == 0
    assert len(places(store)) == 1


def test_building_the_same_lists_again_drops_nothing(store: Path, lists: Path, kg: Run) -> None:
    same = ("build", lists / "a.txt", lists / "b.txt", "--store", store)
    kg(*same)  # the senses of rows, which the store was built without
    before = keeping.history(store)

    assert kg(*same).exit_code == 0
    assert keeping.history(store) == before
    assert kg("build", lists, "--store", store).exit_code == 0


def test_the_last_five_generations_are_listed_and_kept(store: Path, lists: Path, kg: Run) -> None:
    path = lists / "c.txt"
    text = path.read_text("utf-8")
    keeping.add([path], into=store)
    for number in range(6):
        path.write_text(text.replace("地名管理", f"地名管理第{number}种"), "utf-8")
        keeping.replace_lists([path], into=store)

    done = kg("history", "--json", "--store", store)
    rows = json.loads(done.stdout)

    assert len(rows) == ledger.KEPT == len(list(store.glob("g-*")))
    assert [row["current"] for row in rows] == [True, False, False, False, False]
    assert rows[0]["what"] == "replace c.txt"
    assert kg("undo", "--to", str(rows[-1]["number"]), "--store", store).exit_code == 0
    assert "地名管理第1种" in {
        row["n"] for row in Graph(store).rows("SELECT ?n { ?d a :Duty ; rdfs:label ?n }")
    }
    assert kg("undo", "--to", "999", "--store", store).exit_code == 1


def test_undo_goes_back_step_by_step_and_no_further(store: Path, lists: Path) -> None:
    keeping.add([lists / "c.txt"], into=store)
    keeping.remove("竹林镇", into=store)
    keeping.undo(store)
    assert len(places(store)) == 3
    keeping.undo(store)
    assert len(places(store)) == 2
    with pytest.raises(StoreError, match="没有可以退回"):
        keeping.undo(store)
    keeping.add([lists / "c.txt"], into=store)
    keeping.undo(store)
    assert len(places(store)) == 2


def test_a_kept_file_that_changed_is_said(store: Path, lists: Path) -> None:
    folder = generations.current(store).path / originals.FOLDER
    victim = next(folder.iterdir())
    victim.write_text("别的", "utf-8")

    with pytest.raises(StoreError, match="原件"):
        keeping.add([lists / "c.txt"], into=store)


def test_two_files_of_one_name_are_both_kept(store: Path, lists: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (lists / "c.txt").rename(other / "a.txt")

    keeping.add([other / "a.txt"], into=store)
    keeping.remove("松岭镇", into=store)

    assert {d["document"] for d in Graph(store).documents} == {"a.txt", "a (2).txt"}


def test_what_is_not_ours_is_never_touched(lists: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    for name in ("g-notes", "tmp-photos", "g-0123456789abcdef"):
        (folder / name).mkdir(parents=True)
        (folder / name / "x").write_text("mine", "utf-8")
    (folder / "current.txt").write_text("mine", "utf-8")

    with pytest.raises(StoreError, match="里有别的东西"):
        build([lists], into=folder)

    assert sorted(p.name for p in folder.iterdir()) == [
        "current.txt",
        "g-0123456789abcdef",
        "g-notes",
        "tmp-photos",
    ]
    assert (folder / "g-0123456789abcdef" / "x").read_text("utf-8") == "mine"


def test_things_put_into_a_store_stay(store: Path, lists: Path) -> None:
    for name in ("g-mine", "tmp-999", "g-0123456789abcdef"):
        (store / name).mkdir()
    (store / "current.bak").write_text("mine", "utf-8")

    keeping.add([lists / "c.txt"], into=store)

    assert {"g-mine", "tmp-999", "g-0123456789abcdef", "current.bak"} <= {
        path.name for path in store.iterdir()
    }


def test_a_store_of_an_older_version_is_taken_over(store: Path, lists: Path) -> None:
    (store / ledger.FILE).unlink()
    (store / "g-0123456789abcdef").mkdir()

    build([lists], into=store)

    assert (store / "g-0123456789abcdef").exists()
    assert len(places(store)) == 3
    assert len(keeping.history(store)) == 2


def test_an_empty_store_option_is_wrong_usage(kg: Run) -> None:
    done = kg("build", "--store", "")

    assert done.exit_code == 2
    assert "--store 是空的" in done.output


@pytest.mark.parametrize("text", ["{}", "mine", '{"what": "duty-kg store", "version": 1}'])
def test_a_marker_that_is_not_ours_is_said(store: Path, lists: Path, text: str) -> None:
    (store / ledger.FILE).write_text(text, "utf-8")

    with pytest.raises(StoreError, match="不是本程序写的"):
        build([lists], into=store)


def test_a_marker_that_names_another_folder_is_refused(store: Path, lists: Path) -> None:
    path = store / ledger.FILE
    data = json.loads(path.read_text("utf-8"))
    data["working"] = ["../../home"]
    path.write_text(json.dumps(data), "utf-8")

    with pytest.raises(StoreError, match="不是本程序写的"):
        build([lists], into=store)
