"""The commands as people use them: exit codes, messages, what goes to which stream."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from kg.building import Build

Run = Callable[..., Result]


def test_help_loads_click_and_nothing_heavy() -> None:
    code = (
        "import sys; import kg.cli; "
        "print(sorted({m.split('.')[0] for m in sys.modules} & "
        "{'pyoxigraph', 'rdflib', 'networkx', 'rich', 'rapidfuzz', 'pyvis', 'numpy', 'json', 'csv'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_every_command_has_help(kg: Run) -> None:
    for command in ("build", "export", "query", "queries", "stats"):
        done = kg(command, "--help")

        assert done.exit_code == 0
        assert "--help" in done.stdout


def test_a_made_up_county_is_built_and_answered(kg: Run, small: Path, tmp_path: Path) -> None:
    built = kg("build", small, "--store", tmp_path / "s")
    asked = kg("query", "pushed-down", "-p", "department=县水利局", "--store", tmp_path / "s")

    assert built.exit_code == 0, built.stderr
    assert "不在行政区划表中" in built.stderr
    assert asked.exit_code == 0
    assert "云溪县水利局（1 项）" in asked.stdout
    assert "zhulin.txt:16" in asked.stdout


def test_a_broken_list_stops_the_build_and_leaves_the_old_store(
    kg: Run, small: Path, tmp_path: Path
) -> None:
    kg("build", small, "--store", tmp_path / "s")
    before = (tmp_path / "s" / "current").read_text("utf-8")
    bad = small / "bad.txt"
    bad.write_text((small / "zhulin.txt").read_text("utf-8") + "3\t社会保障\n", "utf-8")
    done = kg("build", small, "--store", tmp_path / "s")

    assert done.exit_code == 1
    assert "bad.txt:24: 错误" in done.stderr
    assert (tmp_path / "s" / "current").read_text("utf-8") == before


def test_keep_going_builds_the_sound_lists_and_names_the_others(
    kg: Run, small: Path, tmp_path: Path
) -> None:
    (small / "bad.txt").write_text("序号\t事项类别\t事项名称\n1\t党的建设\n", "utf-8")
    done = kg("build", small, "--keep-going", "--store", tmp_path / "s")

    assert done.exit_code == 0
    assert "略过 (left out): bad.txt" in done.stderr


def test_a_named_store_that_does_not_exist_is_not_created(kg: Run, tmp_path: Path) -> None:
    done = kg("stats", "--store", tmp_path / "none")

    assert done.exit_code == 1
    assert "没有这个图库" in done.stderr
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("query", "pushed-down", "-p", "x"),
        ("export", "--format", "word"),
        ("nonsense",),
        ("build", "no-such-file"),
    ],
)
def test_wrong_usage_ends_with_2(kg: Run, arguments: tuple[str, ...]) -> None:
    assert kg(*arguments).exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "chinese", "english"),
    [
        (("serve", "--port", "x"), "--port 的值不对：x 不是整数", "is not a valid integer"),
        (("serve", "--port", "水"), "水 不是整数", "is not a valid integer"),
        (("serve", "--port", "70000"), "70000 超出范围 0<=x<=65535", "is not in the range"),
        (("query", "x", "--format", "nope"), "nope 不在可选的值中：table、csv", "is not one of"),
        (("view", "overview", "--level", "x"), "x 不对，只能是 all", "is not 'all'"),
        (("query", "x", "--formt", "csv"), "没有 --formt 这个选项；是不是：--format", "No such option"),
        (("query",), "缺少参数 NAME|FILE|-", "Missing argument"),
        (("view",), "缺少参数 KIND，可选：overview、", "Missing argument"),
        (("export",), "缺少选项 --format，可选：", "Missing option"),
        (("query", "x", "y"), "多出了 y", "unexpected extra argument"),
        (("query", "x", "--store"), "选项 --store 后面要有一个值", "requires an argument"),
        (("query", "--help=3"), "选项 --help 不带值", "does not take a value"),
        (("bulid",), "没有 bulid 这个命令", "No such command"),
        (("stats", "--store", __file__), "是文件，应为文件夹", "is a file"),
        (("query", "x", "-p", "y"), "-p 的值不对 (invalid value)：应写成 名=值", "must be name=value"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)  # fmt: skip
def test_wrong_usage_is_told_in_both_languages(
    kg: Run, arguments: tuple[str, ...], chinese: str, english: str
) -> None:
    done = kg(*arguments)

    assert done.exit_code == 2
    assert chinese in done.stderr
    assert english in done.stderr
    assert done.stderr.count("错误：") == 1
    assert "Error" not in done.stderr


@pytest.mark.parametrize(
    ("option", "value"),
    [
        *(("--time-limit", value) for value in ("0", "-1", "nan", "inf", "1e9")),
        *(("--patience", value) for value in ("0", "-3", "nan")),
        *(("--memory-limit", value) for value in ("-5", "99999999999")),
        *(
            (f"--max-{what}", "0")
            for what in ("rows", "answer", "request", "connections", "sending")
        ),
        ("--workers", "0"),
        ("--workers", "100000"),
        ("--waiting", "0"),
    ],
)
def test_a_limit_that_means_nothing_is_refused(
    kg: Run, tmp_path: Path, option: str, value: str
) -> None:
    done = kg("serve", option, value, "--store", tmp_path / "none")

    assert done.exit_code == 2
    assert f"错误：{option} 的值不对" in done.stderr


def test_nothing_found_ends_with_1(kg: Run, five: Build) -> None:
    done = kg("query", "text", "-p", "word=地铁", "--store", five.store)

    assert done.exit_code == 1
    assert "没有结果" in done.stdout


def test_a_query_is_read_from_stdin(kg: Run, five: Build) -> None:
    done = kg(
        "query", "-", "--format", "csv", "--plain", "--store", five.store,
        stdin="SELECT (COUNT(*) AS ?n) WHERE { ?d a :Duty }",
    )  # fmt: skip

    assert done.exit_code == 0
    assert done.stdout.split() == ["n", "1258"]


def test_a_malformed_query_is_one_message(kg: Run, five: Build) -> None:
    done = kg("query", "-", "--store", five.store, stdin="SELECT oops")

    assert done.exit_code == 1
    assert "SPARQL 语法有误" in done.stderr
    assert "Traceback" not in done.stderr


def test_stats_shows_that_every_line_is_accounted_for(kg: Run, five: Build) -> None:
    done = kg("stats", "--json", "--store", five.store)

    for document in json.loads(done.stdout)["documents"]:
        parts = ("lines_in_records", "lines_furniture", "lines_reported")
        assert document["lines"] == sum(document[part] for part in parts)


@pytest.mark.skipif(sys.platform == "win32", reason="sends a POSIX signal")
def test_ctrl_c_ends_a_query_at_once_without_a_traceback(five: Build) -> None:
    command = [sys.executable, "-m", "kg", "query", "-", "--store", str(five.store)]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
        process.stdin.close()
        process.stderr.readline()  # the lists are loaded: the query begins
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)

        assert process.wait(10) == -signal.SIGINT
        assert process.stderr.read() == ""


@pytest.mark.parametrize("data", [b"\xff\xfe\x00q", b"SELECT * { ?s ?p '\x80' }"])
def test_a_query_that_is_no_text_is_one_message(kg: Run, five: Build, data: bytes) -> None:
    done = kg("query", "-", "--store", five.store, stdin=data)  # type: ignore[arg-type]

    assert done.exit_code == 1
    assert "UTF-8" in done.stderr


def test_a_query_that_brings_the_engine_down_is_one_message(kg: Run, five: Build) -> None:
    done = kg("query", "-", "--store", five.store, stdin="SELECT * " + "{" * 20_000 + "}" * 20_000)

    assert done.exit_code == 1
    assert "嵌套超过 50 层" in done.stderr
    assert len(done.stderr.splitlines()) < 3


def test_a_quiet_build_counts_what_it_noticed_in_one_line(
    kg: Run, small: Path, tmp_path: Path
) -> None:
    done = kg("build", small, "--quiet", "--store", tmp_path / "s")

    assert done.exit_code == 0
    assert done.stderr.count("处提醒") == 1
    assert "kg report" in done.stderr
    assert "zhulin.txt:" not in done.stderr


def test_make_run_prints_a_line_of_notes_and_make_says_how_long_tests_take() -> None:
    makefile = (Path(__file__).parents[2] / "Makefile").read_text("utf-8")

    assert "kg build --quiet" in makefile
    assert "quick: .venv/.installed-dev" in makefile
    assert "PIP_CACHE_DIR := $(CURDIR)/build/out" in makefile


@pytest.mark.skipif(sys.platform == "win32", reason="arguments are Unicode there")
@pytest.mark.parametrize(
    "arguments",
    [
        (b"ask", "县水利局配合".encode("gb18030")),
        (b"query", b"pushed-down", b"-p", "department=县水利局".encode("gb18030")),
        (b"search", b"\xff\xfe"),
        (b"names", b"\xe5\x8e"),
        (b"view", b"department", b"\xb2\xe2", b"-o", b"x.html"),
        (b"check", b"\xc7\xeb"),
        (b"matters", b"\xff"),
    ],
)
def test_an_argument_that_is_no_text_is_refused_and_not_called_unknown(
    tmp_path: Path, arguments: tuple[bytes, ...]
) -> None:
    command = [sys.executable.encode(), b"-m", b"kg", *arguments]
    done = subprocess.run(command, capture_output=True, cwd=tmp_path, encoding="utf-8")

    assert done.returncode == 2
    assert "不是 UTF-8 文字" in done.stderr
    assert "清单里没有" not in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="file names are bytes on Linux only")
def test_a_file_with_a_name_in_another_encoding_is_still_read(small: Path, tmp_path: Path) -> None:
    name = bytes(tmp_path) + "/清单.txt".encode("gb18030")
    Path(os.fsdecode(name)).write_bytes((small / "zhulin.txt").read_bytes())
    command = [sys.executable.encode(), b"-m", b"kg", b"build", name, b"--store", b"s"]
    done = subprocess.run(command, capture_output=True, cwd=tmp_path, encoding="utf-8")

    assert "不是 UTF-8 文字" not in done.stderr
    assert "Traceback" not in done.stderr


def test_half_a_character_in_a_batch_is_a_malformed_line(
    kg: Run, five: Build, tmp_path: Path
) -> None:
    (tmp_path / "q.jsonl").write_text('{"id": "\\ud800", "question": "\\udfff水利局"}\n', "utf-8")
    done = kg(
        "ask", "--batch", tmp_path / "q.jsonl", "-o", tmp_path / "a.jsonl", "--store", five.store
    )

    assert done.exit_code == 0, done.output
    assert json.loads((tmp_path / "a.jsonl").read_text("utf-8"))["status"] == "not_understood"
