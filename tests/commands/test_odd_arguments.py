"""What a newcomer types: a file where words belong, options that contradict, an answer over its own input.

Each is noticed and said; nothing is written over, nothing is passed over in silence.
"""

from __future__ import annotations

import errno
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from kg.building import Build
from kg.errors import QueryError, reason
from kg.reading.documents import read_source
from kg.reading.sources import Source
from kg.store.gate import misread
from kg.vocabulary.loading import Vocabulary

Run = Callable[..., Result]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder a person is in, with a notice and a folder."""
    (tmp_path / "通知.txt").write_text("请各乡镇开展工伤认定调查。\n", "utf-8")
    (tmp_path / "来文").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("command", ["ask", "check", "search"])
@pytest.mark.parametrize("text", ["通知.txt", "./通知.txt", "来文/", "没有这个.docx", "../x"])
def test_a_file_or_folder_where_words_belong_is_noticed(
    kg: Run, five: Build, here: Path, command: str, text: str
) -> None:
    done = kg(command, text, "--store", five.store)

    assert done.exit_code == 2
    assert text in done.stderr
    assert ("文件" in done.stderr) or ("文件夹" in done.stderr)
    assert done.stdout == ""


def test_words_that_are_also_a_folder_are_checked_and_said(
    kg: Run, five: Build, here: Path
) -> None:
    (here / "工伤认定调查").mkdir()

    done = kg("check", "工伤认定调查", "--store", five.store)

    assert done.exit_code == 0
    assert "文件夹" in done.stderr
    assert "工伤认定调查" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", "工伤认定由谁承接", "--json", "--format", "csv"),
        ("ask", "工伤认定由谁承接", "--json", "-o", "a.csv"),
        ("check", "工伤认定", "--json", "--format", "docx", "-o", "a.docx"),
        ("check", "工伤认定", "--json", "-o", "a.xlsx"),
        ("search", "防汛", "--json", "--format", "xlsx", "-o", "a.xlsx"),
        ("search", "防汛", "--json", "-o", "a.csv"),
        ("stats", "--json", "--format", "csv"),
        ("ask", "--batch", "通知.txt", "--format", "csv"),
    ],
)
def test_options_that_contradict_are_refused(
    kg: Run, five: Build, here: Path, arguments: tuple[str, ...]
) -> None:
    done = kg(*arguments, "--store", five.store)

    assert done.exit_code == 2
    assert done.stdout == ""
    assert not list(here.glob("a.*"))


def test_the_hits_of_a_search_go_to_the_file_that_was_named(
    kg: Run, five: Build, here: Path
) -> None:
    done = kg("search", "防汛", "--json", "-o", "a.json", "--store", five.store)

    assert done.exit_code == 0
    assert done.stdout == ""
    assert all(hit["source"] for hit in json.loads((here / "a.json").read_text("utf-8")))


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--file", "通知.txt", "-o", "通知.txt"),
        ("ask", "--batch", "q.jsonl", "-o", "q.jsonl"),
    ],
)
def test_an_answer_is_not_written_over_what_it_is_about(
    kg: Run, five: Build, here: Path, arguments: tuple[str, ...]
) -> None:
    (here / "q.jsonl").write_text('{"id": 1, "question": "工伤认定由谁承接"}\n', "utf-8")
    before = {path.name: path.read_bytes() for path in here.iterdir() if path.is_file()}

    done = kg(*arguments, "--store", five.store)

    assert done.exit_code == 2
    assert {path.name: path.read_bytes() for path in here.iterdir() if path.is_file()} == before


@pytest.mark.parametrize(
    "words", [("export", "--format", "jsonl"), ("export", "--format", "csv"), ("view", "overview")]
)
@pytest.mark.parametrize("name", ["current", "new.html", "out/"])
def test_nothing_is_written_into_a_store(
    kg: Run, tmp_path: Path, words: tuple[str, ...], name: str
) -> None:
    """One that is over its own files is lost."""
    (tmp_path / "duty-kg.json").write_bytes(b"{}")
    (tmp_path / "current").write_bytes(b"g-0")

    done = kg(*words, "-o", f"{tmp_path}/{name}", "--store", tmp_path)

    assert done.exit_code == 2
    assert (tmp_path / "current").read_bytes() == b"g-0"
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("text", ["你好", "123", "😀"])
def test_a_text_without_a_task_is_said_to_have_none(kg: Run, five: Build, text: str) -> None:
    said = kg("check", text, "--store", five.store)
    data = kg("check", text, "--json", "--store", five.store)

    assert said.exit_code == 1
    assert "没有读出" in said.stderr
    assert data.exit_code == 0
    assert json.loads(data.stdout)["results"] == []


def test_a_report_of_a_township_that_is_not_loaded_is_no_clean_report(kg: Run, five: Build) -> None:
    done = kg("report", "--township", "火星镇", "--store", five.store)

    assert done.exit_code == 1
    assert "没有载入“火星镇”" in done.stderr
    assert "没有这样的发现" not in done.stdout


def test_one_list_is_not_compared_with_itself(kg: Run, five: Build) -> None:
    done = kg("compare", "东城镇", "木垒县东城镇", "--store", five.store)

    assert done.exit_code == 2
    assert "同样的清单" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("township",), "township 要 1 个名称，没有给"),
        (("overview", "东城镇"), "overview 不带名称"),
        (("compare", "东城镇"), "compare 要 2 个名称，给了 1 个"),
    ],
)
def test_a_view_says_how_many_names_it_takes(
    kg: Run, five: Build, here: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = kg("view", *arguments, "-o", "a.html", "--store", five.store)

    assert done.exit_code == 2
    assert said in done.stderr


@pytest.mark.parametrize("arguments", [("docs", "-o", "a.pdf"), ("view", "matrix", "-o", "a.svg")])
def test_a_command_without_format_option_does_not_offer_one(
    kg: Run, five: Build, here: Path, arguments: tuple[str, ...]
) -> None:
    done = kg(*arguments)

    assert done.exit_code == 2
    assert "--format" not in done.stderr


def test_options_of_a_build_that_were_not_needed_are_said(small: Path, tables: Vocabulary) -> None:
    source = Source("zhulin.txt", small / "zhulin.txt")
    (document,) = read_source(source, tables, place="火星", edition="2020-01")
    messages = {finding.kind: finding.message for finding in document.findings}

    assert document.edition == "2020-01"
    assert "印的日期是“2025年7月”" in messages["date-differs"]
    assert "“火星”没有用上" in messages["place-unused"]


def test_options_that_say_what_the_list_says_are_no_finding(
    small: Path, tables: Vocabulary
) -> None:
    source = Source("zhulin.txt", small / "zhulin.txt")
    (document,) = read_source(
        source, tables, place="青山省/碧水市/云溪县/竹林镇", edition="2025-07"
    )

    assert not {"date-differs", "place-unused"} & {f.kind for f in document.findings}


def test_the_reasons_of_the_system_are_said_in_chinese() -> None:
    assert reason(OSError(errno.ENOSPC, "No space left on device")).startswith("没有空间了")
    assert reason(OSError(9999, "strange")) == "strange"


@pytest.mark.parametrize("query", ["DELETE WHERE { ?s ?p ?o }", "PREFIX a: <b:> insert data { }"])
def test_a_change_is_said_to_be_none_of_this(query: str) -> None:
    error = misread(query, SyntaxError("expected SELECT"))

    assert isinstance(error, QueryError)
    assert "只能查" in str(error)


def test_a_query_with_a_slip_is_no_change() -> None:
    assert "语法有误" in str(misread("SELECT ?insert WHERE { ?insert", SyntaxError("x")))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("names 農業農村局", "木垒县农业农村局"),
        ("matters 農業水價", "农业水价调整工作"),
        ("check 機電井管理 --township 東城鎮", "配合履职事项第33项"),
        ("query named -p name=機電井", "机电井管理"),
        ("query pushed-down -p department=縣水利局", "木垒县水利局"),
        ("report --township 東城鎮 --kind name-repeated", "mulei-dongcheng"),
        ("impact 縣水利局", "木垒县水利局"),
        ("compare 東城鎮配合33 西北灣鎮", "机电井管理"),
        ("view duty 東城鎮配合33 -o x.html", "木垒县水利局"),
        ("search 東城鎮配合第33項", "机电井管理"),
    ],
)
def test_traditional_characters_are_read_by_every_command(
    kg: Run, five: Build, here: Path, line: str, said: str
) -> None:
    done = kg(*line.split(), "--store", five.store)

    assert done.exit_code == 0, done.stderr
    assert said in done.stdout + done.stderr


@pytest.mark.parametrize(
    "line",
    [
        *(
            "names 通知.txt",
            "matters 通知.txt",
            "view township 通知.txt -o x.html",
            "load 通知.txt",
        ),
        *("compare 东城镇 通知.txt", "impact 通知.txt", "contradictions --level gap 通知.txt"),
        *("check 防汛 --department 通知.txt", "check 防汛 --township 通知.txt"),
        *("query text -p word=通知.txt", "query pushed-down -p department=通知.txt"),
        "correct same 通知.txt 东城镇配合1 --who a --why b",
    ],
)
def test_a_file_where_a_name_belongs_is_noticed(
    kg: Run, five: Build, here: Path, line: str
) -> None:
    done = kg(*line.split(), "--store", five.store)

    assert done.exit_code == 2
    assert "“通知.txt”是一个文件；要看其中的清单，先用 kg add" in done.stderr


def test_a_file_where_a_new_name_belongs_is_noticed(kg: Run, five: Build, here: Path) -> None:
    done = kg("impact", "县水利局", "--rename", "通知.txt", "--store", five.store)

    assert done.exit_code == 2
    assert "“通知.txt”是一个文件；新名称请直接写出来" in done.stderr
