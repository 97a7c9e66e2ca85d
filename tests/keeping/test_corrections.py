"""A person's corrections: kept through every rebuild, shown beside the printed text."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from kg import keeping
from kg.building import build
from kg.errors import InputError, QueryError, UsageError, VocabularyError
from kg.export.records import records
from kg.querying.corrected import where_of
from kg.querying.departments import registry
from kg.querying.validation import validate
from kg.reading import corrections
from kg.reading.corrections import correction
from kg.store import generations, seals
from kg.store.graph import Graph

Run = Callable[..., Result]
WHEN = "2026-03-01"


@pytest.fixture
def store(tmp_path: Path, small_text: str) -> Path:
    """One list with a body nobody knows, twice."""
    text = small_text.replace("\t云溪县民政局\t", "\t云溪县地名管护总站\t")
    (tmp_path / "a.txt").write_text(text, "utf-8")
    (tmp_path / "b.txt").write_text(small_text.replace("竹林镇", "松岭镇"), "utf-8")
    return build([tmp_path / "a.txt", tmp_path / "b.txt"], into=tmp_path / "store").store


def code(store: Path, place: str) -> str:
    return next(d["township_code"] for d in Graph(store).documents if place in d["township"])


def row(store: Path, place: str, name: str) -> dict[str, object]:
    return next(r for r in records(Graph(store)) if place in r["township"] and r["name"] == name)


def unresolved(store: Path) -> tuple[list[str], list[str]]:
    """Unresolved names as ``kg names`` and as the report say them."""
    graph = Graph(store)
    names = [e.name for e in registry(graph) if e.unresolved]
    found = [f["quote"] for f in graph.generation.findings if f["kind"] == "name-unresolved"]
    return names, found


def test_a_body_is_put_right_and_stays_so(store: Path, tmp_path: Path, kg: Run) -> None:
    assert unresolved(store)[0] == ["云溪县地名管护总站"]

    done = kg(
        "correct", "body", code(store, "竹林镇"), "云溪县地名管护总站", "云溪县民政局",
        "--who", "张三", "--why", "机构已撤并", "--when", WHEN, "--store", store,
    )  # fmt: skip

    assert done.exit_code == 0, done.output
    assert (
        "人工更正：印作“云溪县地名管护总站”，按“云溪县民政局”（张三，2026-03-01：机构已撤并）"
        in done.output
    )
    assert row(store, "竹林镇", "地名管理")["departments"] == ["云溪县民政局"]
    assert unresolved(store) == ([], [])
    keeping.remove("松岭镇", into=store)
    build([tmp_path / "a.txt", tmp_path / "b.txt"], into=store)
    assert row(store, "竹林镇", "地名管理")["departments"] == ["云溪县民政局"]
    assert validate(Graph(store).store).problems == ()


def test_a_duty_is_corrected_by_its_list_and_number_and_a_body_by_its_township(
    store: Path, kg: Run
) -> None:
    graph = Graph(store)
    own = code(store, "竹林镇")

    assert where_of("竹林镇", lambda: graph) == own
    assert where_of("竹林镇配合1", lambda: graph).endswith("/c-001")
    for known in (own, f"{own}/2025-07/c-001", "x-0000000000"):
        assert where_of(known, lambda: graph) == known
    with pytest.raises(QueryError, match="没有"):
        where_of("竹林镇配合900", lambda: graph)

    done = kg(
        "correct", "departments", "竹林镇配合1", "云溪县民政局",
        "--who", "李四", "--why", "分错了", "--store", store,
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert corrections.load((store,))[0].where.endswith("/c-001")


def test_the_printed_text_stays_and_the_correction_stands_beside_it(store: Path) -> None:
    place = code(store, "竹林镇")
    item = correction(
        "body", f"{place}/2025-07", "云溪县地名管护总站", "云溪县民政局", "张三", WHEN, "印错"
    )

    keeping.correct(item, into=store)

    graph = Graph(store)
    (note,) = graph.rows("SELECT ?d ?n WHERE { ?d a :Duty ; skos:editorialNote ?n }")
    assert note["d"].endswith("/2025-07/c-002")
    assert "印作“云溪县地名管护总站”" in note["n"]
    (quote,) = graph.rows(f"SELECT ?q WHERE {{ <{note['d']}> :citation ?c . ?c :sourceRow ?q }}")
    assert "云溪县地名管护总站" in quote["q"]
    (finding,) = [f for f in graph.generation.findings if f["kind"] == "corrected"]
    assert finding["quote"] == "云溪县地名管护总站"


def test_answers_and_exports_say_what_was_put_right(store: Path, kg: Run) -> None:
    place = code(store, "竹林镇")
    item = correction(
        "body", f"{place}/2025-07", "云溪县地名管护总站", "云溪县民政局", "张三", WHEN, "印错"
    )
    keeping.correct(item, into=store)

    asked = kg("ask", "云溪县竹林镇配合第2项由谁负责", "--store", store)
    csv = kg("export", "--format", "csv", "--store", store).stdout_bytes.decode("utf-8-sig")

    assert "云溪县民政局" in asked.stdout
    assert "印作“云溪县地名管护总站”" in asked.stdout
    assert csv.splitlines()[0].endswith(",更正")
    assert sum("印作“云溪县地名管护总站”" in line for line in csv.splitlines()) == 1


def test_a_wrong_split_is_put_right(store: Path) -> None:
    where = f"{code(store, '松岭镇')}/2025-07/c-001"
    item = correction("departments", where, "", "云溪县水利局;云溪县民政局", "李四", WHEN, "分错了")

    keeping.correct(item, into=store)

    assert row(store, "松岭镇", "农村供水保障工作")["departments"] == [
        "云溪县水利局",
        "云溪县民政局",
    ]
    assert validate(Graph(store).store).problems == ()
    rows = Graph(store).rows(
        f"SELECT ?d WHERE {{ ?d :leads <https://dutykg.example/duty/{where}> }}"
    )
    assert len(list(rows)) == 2


def test_two_duties_are_kept_apart(store: Path) -> None:
    here, there = (f"{code(store, place)}/2025-07/c-002" for place in ("竹林镇", "松岭镇"))
    before = (
        row(store, "竹林镇", "地名管理")["concept"],
        row(store, "松岭镇", "地名管理")["concept"],
    )
    item = correction("different", here, "", there, "王五", WHEN, "两件事")

    keeping.correct(item, into=store)

    after = row(store, "竹林镇", "地名管理")["concept"], row(store, "松岭镇", "地名管理")["concept"]
    assert before[0] == before[1]
    assert after[0] != after[1]


def test_what_fits_nothing_changes_nothing(store: Path, kg: Run) -> None:
    place = code(store, "竹林镇")
    for item, error in (
        (
            correction("body", place, "云溪县气象局", "云溪县民政局", "张三", WHEN, "印错"),
            InputError,
        ),
        (
            correction("body", "x-0000000000", "甲", "云溪县民政局", "张三", WHEN, "印错"),
            InputError,
        ),
        (
            correction("body", place, "云溪县地名管护总站", "甲、乙", "张三", WHEN, "印错"),
            VocabularyError,
        ),
    ):
        with pytest.raises(error):
            keeping.correct(item, into=store)
    assert not (store / "corrections.csv").read_text("utf-8").splitlines()[1:]
    assert len(json.loads(kg("history", "--json", "--store", store).stdout)) == 1


@pytest.mark.parametrize(
    ("values", "what"),
    [
        (("body", "1", "", "民政局", "张三", WHEN, "印错"), "printed"),
        (("body", "1", "甲", "民政局", "", WHEN, "印错"), "who"),
        (("body", "1", "甲", "民政局", "张三", "昨天", "印错"), "when"),
        (("departments", "第三行", "", "民政局", "张三", WHEN, "印错"), "看不懂"),
        (("same", "1/2025-07/c-001", "", "1/2025-07/c-1", "张三", WHEN, "重"), "另一件"),
        (("magic", "1/2025-07/c-001", "", "x", "张三", WHEN, "重"), "kind"),
    ],
)
def test_a_correction_says_all_that_is_needed(values: tuple[str, ...], what: str) -> None:
    with pytest.raises(UsageError, match=what):
        correction(*values)


def test_a_correction_goes_and_comes_back_with_its_step(store: Path, kg: Run) -> None:
    first, second = (f"{code(store, place)}/2025-07/c-001" for place in ("竹林镇", "松岭镇"))
    own = correction("departments", first, "", "云溪县民政局", "李四", WHEN, "手写的")
    made = correction(
        "departments", second, "", "云溪县水利局;云溪县民政局", "李四", WHEN, "分错了"
    )
    keeping.correct(made, into=store)
    corrections.save(store, [own])  # by hand, since

    undone = kg("undo", "--store", store)
    assert f"退回的更正：{second}" in undone.stderr
    assert corrections.load((store,)) == (own,)
    again = kg("undo", "--to", "2", "--store", store)
    assert f"恢复的更正：{second}" in again.stderr
    assert set(corrections.load((store,))) == {own, made}


def test_a_correction_is_in_the_table_when_it_is_in_the_graph_and_not_before(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = f"{code(store, '松岭镇')}/2025-07/c-001"
    item = correction("departments", where, "", "云溪县民政局", "李四", WHEN, "分错了")
    seen = []

    def looking(known: Callable[..., object]) -> Callable[..., object]:
        def looked(*given: object) -> object:
            seen.append((corrections.load((store,)), (store / corrections.NEXT).is_file()))
            return known(*given)

        return looked

    monkeypatch.setattr(seals, "seal", looking(seals.seal))
    monkeypatch.setattr(generations, "_point", looking(generations._point))
    keeping.correct(item, into=store)

    assert seen == [((), False), ((), True)], "laid by before the graph is pointed at"
    assert corrections.load((store,)) == (item,)
    assert not (store / corrections.NEXT).exists()


def test_what_was_written_into_the_table_since_is_told(store: Path, kg: Run) -> None:
    where = f"{code(store, '松岭镇')}/2025-07/c-001"
    item = correction("departments", where, "", "云溪县民政局", "李四", WHEN, "分错了")
    corrections.save(store, [item])
    told: list[str] = []
    keeping.remove("竹林镇", into=store, say=told.append)
    assert any(f"上次建图以后写的，这次一起用：{where}" in line for line in told)

    corrections.restore(store, [])
    told.clear()
    keeping.correct(
        correction(
            "departments", where.replace("c-001", "c-002"), "", "云溪县水利局", "李四", WHEN, "错"
        ),
        into=store,
        say=told.append,
    )
    assert any(f"这次不再用：{where}" in line for line in told)
    assert not any("写的，这次一起用" in line for line in told)


def test_a_table_laid_by_for_a_graph_that_never_came_is_dropped(store: Path) -> None:
    corrections.pend(store, [_known(store)], "g-0000000000000000")

    keeping.remove("松岭镇", into=store)

    assert corrections.load((store,)) == ()
    assert unresolved(store)[0] == ["云溪县地名管护总站"]
    assert not (store / corrections.NEXT).exists()


def test_a_correction_killed_after_its_graph_was_there_is_in_the_table_again(store: Path) -> None:
    item = _known(store)
    keeping.correct(item, into=store)
    corrections.restore(store, ())
    corrections.pend(store, [item], generations.current(store).path.name)

    keeping.remove("松岭镇", into=store)

    assert corrections.load((store,)) == (item,)
    assert unresolved(store) == ([], [])


def test_stopped_after_the_graph_has_changed_the_table_goes_with_it(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    point = generations._point

    def pointed_and_stopped(directory: Path, name: str, within: Path) -> None:
        point(directory, name, within)
        raise KeyboardInterrupt

    item = _known(store)
    monkeypatch.setattr(generations, "_point", pointed_and_stopped)

    with pytest.raises(KeyboardInterrupt):
        keeping.correct(item, into=store)

    assert corrections.kept(generations.current(store).path) == (item,)
    assert corrections.load((store,)) == (item,)


def _known(store: Path) -> corrections.Correction:
    place = f"{code(store, '竹林镇')}/2025-07"
    return correction("body", place, "云溪县地名管护总站", "云溪县民政局", "张三", WHEN, "印错")


def test_a_body_that_nobody_knows_is_kept_as_written_and_said_so(store: Path, kg: Run) -> None:
    wanted = ("correct", "departments", "竹林镇配合1")
    why = ("--who", "李四", "--why", "试", "--store", store)

    done = kg(*wanted, "云溪县胡杨督导专班", *why)
    listed = kg("names", "--unresolved", "--store", store)
    again = kg(*wanted, "云溪县民政局", *why)

    assert "名录里没有“云溪县胡杨督导专班”" in done.output
    assert "云溪县胡杨督导专班（人工更正）" in listed.output
    assert "名录里没有" not in again.output


def test_a_day_that_no_calendar_has_is_refused(store: Path, kg: Run) -> None:
    wanted = (
        "correct",
        "departments",
        "竹林镇配合1",
        "云溪县民政局",
        "--who",
        "李四",
        "--why",
        "试",
    )

    done = kg(*wanted, "--when", "2026-02-30", "--store", store)

    assert done.exit_code == 2
    assert corrections.load((store,)) == ()
