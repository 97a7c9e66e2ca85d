"""What people hand in comes in the encodings of their machines; what goes out as XML is XML."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from kg.cli import main

SMALL = """青山省碧水市
云溪县竹林镇履职事项清单
2025年7月
云溪县竹林镇配合履职事项清单
序号\t事项类别\t事项名称\t对应上级部门\t上级部门职责\t配合职责
1\t乡村振兴\t农村供水\x0b保障工作\t县水利局\t1.制定供水规划。\t1.开展宣传；2.发现问题报县水利局。
2\t平安法治\t烟花爆竹安全监管\t县公安局\t1.查处非法运输。\t1.开展排查。
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("encodings")
    (home / "list.txt").write_text(SMALL, "utf-8", newline="\n")
    result = CliRunner().invoke(main, ["build", "--store", str(home / "s"), str(home / "list.txt")])
    assert result.exit_code == 0, result.output
    assert "control-character" in result.output
    return home / "s"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_batch_is_read_in_any_encoding(tmp_path: Path, store: Path, encoding: str) -> None:
    line = json.dumps({"id": 1, "question": "县水利局把哪些事项交给乡镇配合"}, ensure_ascii=False)
    (tmp_path / "in.jsonl").write_bytes(f"{line}\n\n{{bad\n".encode(encoding))
    out = tmp_path / "out.jsonl"
    arguments = [
        "ask",
        "--store",
        str(store),
        "--batch",
        str(tmp_path / "in.jsonl"),
        "-o",
        str(out),
    ]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    first, second = map(json.loads, out.read_text("utf-8").splitlines())
    assert first["id"] == 1
    assert first["question"] == "县水利局把哪些事项交给乡镇配合"
    assert second["id"] is None


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_text_to_check_is_read_in_any_encoding(store: Path, encoding: str) -> None:
    text = "请各乡镇组织开展烟花爆竹安全监管工作。"
    arguments = ["check", "-", "--json", "--store", str(store)]
    result = CliRunner().invoke(main, arguments, input=text.encode(encoding))
    assert json.loads(result.stdout)["text"] == text


def test_bytes_that_are_no_text_are_not_judged(store: Path) -> None:
    result = CliRunner().invoke(
        main, ["check", "-", "--store", str(store)], input=bytes(range(0x80, 0xFF)) * 20
    )
    assert result.exit_code == 2


def test_what_xml_cannot_hold_is_a_blank_in_xml(tmp_path: Path, store: Path) -> None:
    out = tmp_path / "graph.rdf"
    arguments = ["export", "--store", str(store), "--format", "rdfxml", "-o", str(out)]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    assert "农村供水 保障工作" in "".join(ElementTree.parse(out).getroot().itertext())
