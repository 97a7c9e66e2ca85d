"""Only what changed is made anew, and the store is the one that a build of all lists makes."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Collection, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from sharing import once

from kg import keeping, patterns
from kg.building import build, former, making, stages
from kg.building.parts import PART, READ, TEXTS
from kg.building.renewing import renewed
from kg.building.shelf import Shelf
from kg.building.workshop import Workshop
from kg.findings import Finding
from kg.meaning.index import FILE as MEANINGS
from kg.meaning.wording import Wording, WordingReader
from kg.meaning.words import words_of
from kg.quality.slips import Wordings
from kg.resources import folder
from kg.store import generations, prepared, seals, text_writing
from kg.store.search import TextIndex
from kg.vocabulary import compiled
from kg.vocabulary.loading import Vocabulary

PLACES = ("竹林镇", "松岭镇", "梅溪乡", "桃园镇", "柳河镇", "杏林乡")
OTHER = ("地名管理", "门牌管理", "地名与门牌管理", "地名标志维护")


def text(small: str, place: str, change: int, later: bool = False) -> str:
    """The small list as another township's, a duty of it by another name, perhaps of a later month."""
    found = small.replace("竹林镇", place).replace("地名管理", OTHER[change])
    return found.replace("2025年7月", "2026年3月") if later else found


def dump(store: Path) -> list[bytes]:
    _, graph = generations.open_graph(store)
    data = graph.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    assert data is not None
    return sorted(data.splitlines())


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of a database, as they lie."""
    connection = sqlite3.connect(path)
    names = [
        name
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        )
    ]
    found = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names}
    connection.close()
    return found


def answers(path: Path) -> list[object]:
    """What the text index says, in its order."""
    index = TextIndex(path)
    words = ("管理", "地名", "收养 登记", "门牌", "工作", "的")
    found: list[object] = [index.find(word, limit=limit) for word in words for limit in (None, 5)]
    found += [[name.text for name in index.candidates(word)] for word in words]
    found += [index.resembling(word) for word in words]
    found += [
        index.listed(),
        index.keys("地名与门牌管理工作"),
        index.pairs(["地名", "管理", "门牌"]),
    ]
    return found


def said(store: Path) -> dict[str, object]:
    """All that a store says, by what says it."""
    now = generations.current(store)
    tables = sorted((now.path / prepared.FOLDER).iterdir())
    return {
        "graph": dump(store),
        "name": now.path.name,
        "ledger": (now.findings, now.doubts, now.summary),
        "meanings": rows(now.path / MEANINGS),
        **{f"table {path.name}": rows(path) for path in tables},
        "answers": answers(now.path),
    }


def same(store: Path, whole: dict[str, object]) -> None:
    """See that a store says the same as another one, all through."""
    found = said(store)
    assert list(found) == list(whole)
    for name, wanted in whole.items():
        assert found[name] == wanted, name
    assert seals.damages(generations.current(store).path, deep=True) == []


class Keeper:
    """A store and the files that it should hold, changed at random."""

    def __init__(self, home: Path, small: str, seed: int) -> None:
        self.home, self.small, self.chance = home, small, random.Random(seed)
        self.store = home / "store"
        self.held: dict[str, str] = {}
        self.before: list[dict[str, str]] = []
        for place in PLACES[:5]:
            self.held[f"{place}.txt"] = text(small, place, self.chance.randrange(len(OTHER)))
        build(self.files("first", self.held), into=self.store)

    def files(self, name: str, texts: dict[str, str]) -> list[Path]:
        folder = self.home / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for file, said in texts.items():
            (folder / file).write_text(said, "utf-8")
        return sorted(folder.iterdir())

    def step(self) -> None:
        """One list more, less or anew, or back."""
        done = self.chance.choice(["add", "later", "remove", "replace", "undo"])
        free = [place for place in PLACES if f"{place}.txt" not in self.held]
        fresh = dict(self.held)
        if done == "undo" and self.before:
            keeping.undo(self.store)
            self.held = self.before.pop()
            return
        if done == "add" and free:
            name, place = f"{free[0]}.txt", free[0]
            fresh[name] = text(self.small, place, self.chance.randrange(len(OTHER)))
            keeping.add(self.files("new", {name: fresh[name]}), into=self.store)
        elif done == "later" and (old := self._without_later()):
            name = f"later-{old}.txt"
            fresh[name] = text(self.small, old, self.chance.randrange(len(OTHER)), later=True)
            keeping.add(self.files("new", {name: fresh[name]}), into=self.store)
        elif done == "remove" and len({name.removeprefix("later-") for name in fresh}) > 4:
            place = self.chance.choice(sorted(fresh)).removeprefix("later-").removesuffix(".txt")
            keeping.remove(place, into=self.store)
            fresh = {name: said for name, said in fresh.items() if f"{place}.txt" not in name}
        else:
            name = self.chance.choice(sorted(name for name in fresh if "later" not in name))
            old = next(at for at, other in enumerate(OTHER) if f"\t{other}" in fresh[name])
            place = name.removesuffix(".txt")
            fresh[name] = text(self.small, place, (old + 1) % len(OTHER))
            keeping.replace_lists(self.files("new", {name: fresh[name]}), into=self.store)
        self.before.append(self.held)
        self.held = fresh

    def _without_later(self) -> str | None:
        found = [
            place
            for place in PLACES
            if f"{place}.txt" in self.held and f"later-{place}.txt" not in self.held
        ]
        return self.chance.choice(found) if found else None


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_changes_give_the_store_of_a_build_of_all(
    tmp_path: Path, small_text: str, seed: int
) -> None:
    keeper = Keeper(tmp_path, small_text, seed)
    for _ in range(4):
        keeper.step()
        whole = tmp_path / "whole"
        shutil.rmtree(whole, ignore_errors=True)
        build(keeper.files("all", keeper.held), into=whole)
        same(keeper.store, said(whole))


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, small_text: str) -> Path:
    """A store of five lists, their files and that of a sixth, and a store of all six."""

    def make(home: Path) -> None:
        (home / "lists").mkdir()
        for place in PLACES[:5]:
            (home / "lists" / f"{place}.txt").write_text(text(small_text, place, 0), "utf-8")
        (home / "sixth.txt").write_text(text(small_text, PLACES[5], 1), "utf-8")
        build([home / "lists"], into=home / "store")
        build([home / "lists", home / "sixth.txt"], into=home / "whole")

    return once(tmp_path_factory, "incremental", make)[0]


@pytest.fixture(scope="module")
def old(made: Path) -> list[bytes]:
    """The graph of the five lists."""
    return dump(made / "store")


@pytest.fixture(scope="module")
def whole(made: Path) -> dict[str, object]:
    """All that the store of all six lists says."""
    return said(made / "whole")


@pytest.fixture
def five(tmp_path: Path, made: Path) -> Path:
    """A store of five lists, and a sixth in a file beside it."""
    for name in ("lists", "store"):
        shutil.copytree(made / name, tmp_path / name)
    shutil.copyfile(made / "sixth.txt", tmp_path / "sixth.txt")
    return tmp_path / "store"


def test_what_is_there_is_not_read_nor_made_again(
    five: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    for name in ("read", "part", "wordings"):
        method = getattr(Workshop, name)

        def counted(self: Workshop, task: object, name: str = name, method=method) -> object:  # type: ignore[no-untyped-def]
            done.append(name)
            return method(self, task)

        monkeypatch.setattr(Workshop, name, counted)
    monkeypatch.setattr(text_writing, "write_index", lambda *_: pytest.fail("written anew"))

    keeping.add([tmp_path / "sixth.txt"], into=five)

    assert done == ["read", "part", "wordings"]


def test_names_and_slips_of_what_stays_are_not_looked_at_again(
    five: Path, tmp_path: Path, whole: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    looked: list[set[str]] = []
    one, slips = WordingReader._read, stages.slips_of

    def reading(self: WordingReader, text: str) -> Wording:
        read.append(text)
        return one(self, text)

    def looking(rows: list[Wordings], as_good: Collection[str]) -> Iterator[Finding]:
        looked.append({row.path for row in rows})
        return slips(rows, as_good)

    monkeypatch.setattr(WordingReader, "_read", reading)
    monkeypatch.setattr(stages, "slips_of", looking)
    keeping.add([tmp_path / "sixth.txt"], into=five)

    assert read == [OTHER[1]]
    assert looked
    assert all("sixth.txt" in paths for paths in looked)
    same(five, whole)


@pytest.mark.parametrize("name", [former.NAMES, former.NOTED])
def test_what_was_found_out_is_found_again_where_it_is_damaged(
    five: Path, tmp_path: Path, whole: dict[str, object], name: str
) -> None:
    path = generations.current(five).path / name
    path.write_bytes(path.read_bytes()[:-5])
    keeping.add([tmp_path / "sixth.txt"], into=five)
    same(five, whole)


def test_compiled_tables_are_taken_from_the_former_generation(
    five: Path, tmp_path: Path, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled, "write", lambda *_: pytest.fail("written anew"))
    keeping.add([tmp_path / "sixth.txt"], into=five)

    one, two = (
        generations.current(store).path / compiled.FOLDER for store in (five, made / "whole")
    )
    assert sorted(path.name for path in one.iterdir()) == sorted(p.name for p in two.iterdir())
    for path in folder("vocabulary").glob("*.csv"):
        name = f"{path.stem}.json"
        assert (one / name).read_bytes() == (two / name).read_bytes()


def test_compiled_tables_are_at_hand_when_the_tables_are_read(
    five: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    former = generations.current(five).path / compiled.FOLDER
    monkeypatch.setattr(compiled, "_offered", [])
    offered: list[Path] = []
    load = making.vocabulary.load

    def loaded(overlay: Path | None) -> Vocabulary:
        offered.extend(compiled._offered)
        return load(overlay)

    monkeypatch.setattr(making.vocabulary, "load", loaded)

    keeping.add([tmp_path / "sixth.txt"], into=five)

    assert offered == [former]


def test_compiled_tables_of_another_python_or_of_changed_tables_are_not_taken(
    five: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    former = generations.current(five).path / compiled.FOLDER
    monkeypatch.setattr(patterns, "_HEAD", b"another")
    assert not compiled.taken(tmp_path / "one", former)
    monkeypatch.undo()
    tables = shutil.copytree(folder("vocabulary"), tmp_path / "tables")
    monkeypatch.setattr(compiled, "folder", lambda name: tables)
    assert compiled.taken(tmp_path / "two", former)
    with (tables / "acts.csv").open("a", encoding="utf-8") as stream:
        stream.write("\n")
    assert not compiled.taken(tmp_path / "three", former)
    assert not (tmp_path / "three").exists()


def test_the_same_lists_are_built_anew_where_another_python_compiled_the_patterns(
    five: Path, tmp_path: Path
) -> None:
    (generations.current(five).path / compiled.FOLDER / patterns.FILE).write_bytes(b"another")
    build([tmp_path / "lists"], into=five)

    # What a process keeps depends on what it has imported: the same process writes the same.
    own = tmp_path / "own"
    patterns.write(own)
    made = generations.current(five).path / compiled.FOLDER / patterns.FILE
    assert made.read_bytes() == own.read_bytes()


@pytest.mark.parametrize("kind", [READ, PART, *TEXTS])
def test_a_shelf_that_is_damaged_is_filled_again(
    five: Path, tmp_path: Path, whole: dict[str, object], kind: str
) -> None:
    for path in (five / "shelf").glob(f"*/*.{kind}"):
        path.write_bytes(path.read_bytes()[:-5])
    keeping.add([tmp_path / "sixth.txt"], into=five)
    assert dump(five) == whole["graph"]


def test_an_index_that_cannot_be_read_is_not_renewed(tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"no database at all")
    for name in ("none", "other"):
        assert renewed(tmp_path / name, lambda iri: True, (), {}, words_of()) is None


def test_a_shelf_that_is_gone_is_filled_again(five: Path, tmp_path: Path) -> None:
    keeping.add([tmp_path / "sixth.txt"], into=five)
    shutil.rmtree(five / "shelf")
    keeping.remove(PLACES[0], into=five)

    rest = [tmp_path / "lists" / f"{place}.txt" for place in PLACES[1:5]]
    build([*rest, tmp_path / "sixth.txt"], into=tmp_path / "whole")
    assert dump(five) == dump(tmp_path / "whole")


def test_the_shelf_holds_what_the_kept_generations_are_made_of(five: Path, tmp_path: Path) -> None:
    before = {path.name for path in (five / "shelf").glob("*/*")}
    for _ in range(5):  # six generations: the first one goes
        keeping.add([tmp_path / "sixth.txt"], into=five)
        keeping.remove(PLACES[5], into=five)
    after = {path.name for path in (five / "shelf").glob("*/*")}

    assert before <= after
    assert len(after) < 2 * len(before)


def test_a_shelf_gives_nothing_but_documents(tmp_path: Path) -> None:
    import pickle

    from kg.reading.packed import unpack

    with pytest.raises(ValueError, match="no documents"):
        unpack(pickle.dumps((print, "hello")))
    shelf = Shelf(tmp_path)
    shelf.put("part", "0" * 64, b"{}")
    next(tmp_path.glob("*/*")).write_bytes(b"something else")
    assert shelf.get("part", "0" * 64) is None


def test_documents_are_packed_the_same_with_the_first_releases_of_python_3_11(
    small: Path, tables: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kg.findings import Severity
    from kg.kinds import ListKind
    from kg.reading.documents import collect, read_documents
    from kg.reading.packed import pack, unpack

    documents = read_documents(collect([small]).sources, tables)
    for kind in (ListKind, Severity):  # so 3.11.2 pickles a member, Debian 12's Python
        monkeypatch.setattr(
            kind,
            "__reduce_ex__",
            lambda member, _: (getattr, (type(member), member.name)),
            raising=False,
        )

    assert unpack(pack(documents)) == documents


MOMENTS = (
    "kg.building.parts.made",
    "kg.store.loading._copied",
    "kg.store.loading._change",
    "kg.store.text_writing.change_index",
    "kg.building.tables.write",
    "kg.store.seals.seal",
    "kg.store.generations._point",
    "kg.store.generations._sweep",
)
CUT = """
    import importlib, os, signal, sys
    from pathlib import Path
    from kg import keeping, patterns
    from kg.building import generation, parts, stages, tables, workshop
    from kg.vocabulary import loading
    def add(moment, home):
        module, _, name = moment.rpartition(".")
        module = importlib.import_module(module)
        whole, seen = getattr(module, name), []
        def cut(*given):
            if name == "_sweep" and not seen:
                seen.append(True)  # the first one comes before anything is written
                return whole(*given)
            whole(*given)
            os.kill(os.getpid(), signal.SIGKILL)
        for user in (module, generation, parts, stages, tables, workshop):
            if getattr(user, name, None) is whole:
                setattr(user, name, cut)
        keeping.add([home / "sixth.txt"], into=home / "store")
    loading.load()
    for moment in sys.argv[2:]:
        child = os.fork()
        if not child:
            try:
                add(moment, Path(sys.argv[1]) / moment)
            finally:
                os._exit(0)
        print(os.WTERMSIG(os.waitpid(child, 0)[1]))
    """
"""Adds the sixth list, once for each moment, in a process that is killed there; the program is loaded once."""


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory, made: Path) -> dict[str, Path]:
    """The folder in which somebody was killed at a moment."""
    home = tmp_path_factory.mktemp("killed")
    for moment in MOMENTS:
        shutil.copytree(made / "store", home / moment / "store")
        shutil.copyfile(made / "sixth.txt", home / moment / "sixth.txt")
    command = [sys.executable, "-c", textwrap.dedent(CUT), str(home), *MOMENTS]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ended.stdout.split() == [str(int(signal.SIGKILL))] * len(MOMENTS)
    return {moment: home / moment for moment in MOMENTS}


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_at_any_moment_the_store_is_the_old_or_the_new_one(
    cut: dict[str, Path], old: list[bytes], whole: dict[str, object], moment: str
) -> None:
    store = cut[moment] / "store"
    found = dump(store)
    assert (found != old) == (moment.endswith(("_point", "_sweep")))
    assert seals.damages(generations.current(store).path, deep=True) == []
    if found == old:
        keeping.add([cut[moment] / "sixth.txt"], into=store)
        assert not list(store.glob("tmp-*"))
    same(store, whole)
