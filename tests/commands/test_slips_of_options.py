"""What a new user writes a little differently from what a command wants."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from kg.building import Build

Run = Callable[..., Result]


@pytest.mark.parametrize("command", [("build",), ("impact",)])
def test_a_folder_without_a_table_is_no_vocabulary(
    kg: Run, small: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "说明.txt").write_text("以后放词表", "utf-8")
    paths = [small / "zhulin.txt"] if command == ("build",) else []
    done = kg(*command, *paths, "--vocabulary", tmp_path / "tables", "--store", tmp_path / "s")

    assert done.exit_code == 2
    assert "没有一张词表" in done.stderr
    assert not (tmp_path / "s").exists()


def test_adding_with_such_a_folder_says_that_the_packaged_tables_are_used(
    kg: Run, small: Path, tmp_path: Path
) -> None:
    (tmp_path / "tables").mkdir()
    store = tmp_path / "s"
    kg("build", small / "zhulin.txt", "--store", store)
    done = kg(
        "replace", small / "zhulin.txt", "--vocabulary", tmp_path / "tables", "--store", store
    )

    assert done.exit_code == 0
    assert "只用自带的" in done.stderr


def test_words_to_search_need_no_quotation_marks(kg: Run, five: Build) -> None:
    apart = kg("search", "防汛", "抗旱", "--json", "--store", five.store)
    quoted = kg("search", "防汛 抗旱", "--json", "--store", five.store)

    assert apart.exit_code == 0
    assert apart.stdout == quoted.stdout
    assert kg("search", "--store", five.store).exit_code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("load", ""),
        ("load", "--in="),
        ("contradictions", " "),
        ("impact", "县水利局", "--rename", ""),
        ("report", "--township", ""),
        ("check", "防汛", "--department", ""),
        ("matters", ""),
        ("build", ""),
        ("build", "--base", ""),
        ("remove", ""),
    ],
)
def test_an_empty_value_is_no_leave_to_take_everything(
    kg: Run, five: Build, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    store = tmp_path / "s" if arguments[0] == "build" else five.store
    done = kg(*arguments, "--store", store)

    assert done.exit_code == 2
    assert "是空的" in done.stderr
    assert done.stdout == ""
    assert not (tmp_path / "s").exists()


@pytest.mark.usefixtures("remembered")
@pytest.mark.parametrize(
    "command",
    [
        ("load",),
        ("contradictions",),
        ("compare", "东城镇", "喀拉亚尕奇乡"),
        ("impact", "木垒县水利局"),
    ],
)
def test_a_report_goes_to_the_screen_as_text_only(
    kg: Run, two: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    binary = kg(*command, "--format", "docx", "--store", two)
    dash = kg(*command, "-o", "-", "--store", two)

    assert binary.exit_code == 2
    assert "-o" in binary.stderr
    assert dash.stdout
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", [("report",), ("search", "防汛"), ("stats",), ("names",)])
def test_markdown_is_not_promised_where_it_is_not_written(
    kg: Run, five: Build, tmp_path: Path, command: tuple[str, ...]
) -> None:
    done = kg(*command, "-o", tmp_path / "a.md", "--store", five.store)

    assert done.exit_code == 2
    assert not list(tmp_path.iterdir())


def test_a_report_as_a_text_is_a_table_and_no_csv(kg: Run, five: Build, tmp_path: Path) -> None:
    kg("report", "-o", tmp_path / "a.txt", "--store", five.store)

    head = (tmp_path / "a.txt").read_text("utf-8").splitlines()
    assert head[0].startswith("文件")
    assert "," not in head[0]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("impact", "木垒县"), "是地方，这里要写部门"),
        (("impact", "东城镇"), "是乡镇，这里要写部门"),
        (("query", "pushed-down", "-p", "department=东城镇"), "是乡镇，这里要写部门"),
        (
            ("query", "township-duties", "-p", "township=木垒县"),
            "这里要写乡镇；是不是：木垒县东城镇",
        ),
        (("query", "township-duties", "-p", "township=木垒县水利局"), "是部门，这里要写乡镇"),
        (("load", "东城镇配合33"), "是一项事项"),
        (("impact", "东城镇配合33"), "是一项事项，这里要写部门；看一项用 kg view duty"),
        (("impact", "农业水价调整工作"), "是一项事项，这里要写部门"),
        (("names", "配合33"), "是一项事项，这里要写部门"),
        (("query", "department-duties", "-p", "department=安全生产"), "是事项类别，这里要写部门"),
        (("query", "duty-parties", "-p", "duty=县水利局"), "是部门，这里要写事项"),
        (("contradictions", "水利局"), "是部门"),
        (("compare", "东城镇", "木垒县水利局"), "是部门"),
    ],
)
def test_a_name_of_another_kind_is_noticed(
    kg: Run, five: Build, arguments: tuple[str, ...], said: str
) -> None:
    done = kg(*arguments, "--store", five.store)

    assert done.exit_code == 1
    assert said in done.stderr
    assert done.stdout == ""


def test_a_site_is_not_written_into_what_is_called_a_file(
    kg: Run, five: Build, tmp_path: Path
) -> None:
    done = kg("site", "-o", tmp_path / "网站.html", "--store", five.store)

    assert done.exit_code == 2
    assert "文件夹" in done.stderr
    assert not list(tmp_path.iterdir())


def test_an_edition_without_a_date_is_called_as_people_call_it(kg: Run, five: Build) -> None:
    missing = kg("load", "六户地镇@2024-01", "--store", five.store)
    alone = kg("compare", "六户地镇", "--store", five.store)
    undated = kg("load", "六户地镇@未注明日期", "--store", five.store)

    assert missing.exit_code == alone.exit_code == 1
    assert "有：未注明日期" in missing.stderr
    assert "u-" not in missing.stderr + alone.stderr
    assert undated.exit_code == 0


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("--lang", "zh", "stats"), "选项写在命令后面"),
        (("--lang", "en", "stats"), "No such option '--lang'. Options stand behind the command."),
        (("names", "--json"), "用 --format json"),
        (("report", "--csv"), "用 --format csv"),
        (("report", "--kind", "order-diff"), "是不是：order-differs"),
    ],
)
def test_an_option_that_is_said_in_another_way_or_place_is_shown(
    kg: Run, words: tuple[str, ...], hint: str
) -> None:
    done = kg(*words)
    assert done.exit_code == 2
    assert hint in done.stderr
    assert len(done.stderr) < 400
