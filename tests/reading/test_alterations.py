"""No silent misreading: an altered list is read as it was, or the alteration is said."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from alterations import ALTERATIONS

from kg import resources
from kg.quality import irregularities as quality
from kg.reading.documents import Source, read_source
from kg.values import Document
from kg.vocabulary.loading import Vocabulary

CLEAN = """新疆维吾尔自治区昌吉回族自治州
木垒县东城镇
履职事项清单

2025年7月

昌吉州木垒县东城镇基本履职事项清单

序号\t事项类别\t事项名称
1\t党的建设\t负责党员发展、教育、管理工作
2\t党的建设\t做好村务公开工作
3\t经济发展\t做好农村经济统计工作
4\t经济发展\t开展招商引资工作
5\t民生服务\t做好养老服务工作
昌吉州木垒县东城镇配合履职事项清单

序号\t事项类别\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责
1\t民生服务\t临时救助发放工作\t木垒县民政局\t1.审核申请材料；2.发放救助金。\t1.受理申请；2.上报县民政局。
2\t乡村振兴\t农田灌溉调度工作\t木垒县水利局\t1.制定调度方案。\t1.宣传灌溉政策。
3\t乡村振兴\t动物防疫工作\t木垒县农业农村局\t1.组织强制免疫。\t1.通知养殖户。
昌吉州木垒县东城镇上级部门收回事项清单

序号\t事项类别\t事项名称\t承接部门及工作方式
1\t民生服务\t出具婚姻状况证明\t木垒县民政局： 依据婚姻登记档案出具证明。
2\t乡村振兴\t动物检疫\t木垒县农业农村局： 实施现场检疫。
3\t应急管理及消防\t加油站安全检查\t木垒县应急管理局： 开展执法检查。
"""
SEEDS = range(int(os.environ.get("KG_ALTERATIONS", "8")))
UNKNOWABLE = {
    # The words that are left are a sound list, too: nothing in it tells that it was another one.
    "rows_exchanged",
}

Records = list[tuple[object, ...]]
Found = Counter[tuple[str, str, str]]


def _bundled() -> str:
    return (resources.folder("sources") / "mulei-dongcheng-2025-07.txt").read_text("utf-8")


def read(tmp_path: Path, tables: Vocabulary, text: str) -> tuple[Records, Found, bool]:
    """The records of a text, its findings beyond notes, and whether one of them is an error."""
    path = tmp_path / "list.txt"
    path.write_text(text, "utf-8")
    documents = read_source(Source("list.txt", path), tables)
    found = [f for document in documents for f in document.findings]
    stops = any(f.severity == "error" for f in found)
    if not stops:
        found.extend(quality.check([d for d in documents if d.duties and d.township], tables))
    told = Counter((f.kind, str(f.severity), f.quote) for f in found if f.severity != "note")
    return sorted(record for d in documents for record in _records(d)), told, stops


def _records(document: Document) -> Records:
    township = document.township.name if document.township else ""
    return [
        (
            township,
            duty.row.kind.value,
            duty.row.number,
            duty.row.printed,
            duty.row.category,
            duty.row.name,
            tuple(d.name for d in duty.departments),
            tuple(d.name for d in duty.supporting),
            tuple(c.text for c in duty.superior),
            tuple(c.text for c in duty.township),
            duty.method,
            duty.discontinued,
        )
        for duty in document.duties
    ]


@pytest.fixture(scope="module")
def sound(
    tmp_path_factory: pytest.TempPathFactory, tables: Vocabulary
) -> dict[str, tuple[str, Records, Found]]:
    found = {}
    for name, text in {"small": CLEAN, "bundled": _bundled()}.items():
        records, told, stops = read(tmp_path_factory.mktemp("sound"), tables, text)
        assert not stops
        found[name] = (text, records, told)
    return found


@pytest.mark.parametrize("name", sorted(set(ALTERATIONS) - UNKNOWABLE))
@pytest.mark.parametrize("base", ["small", "bundled"])
def test_an_altered_list_is_read_as_it_was_or_the_alteration_is_said(
    tmp_path: Path,
    tables: Vocabulary,
    sound: dict[str, tuple[str, Records, Found]],
    name: str,
    base: str,
) -> None:
    text, records, told = sound[base]
    for seed in SEEDS if base == "small" else list(SEEDS)[:1]:
        lines = text.split("\n")
        ALTERATIONS[name](lines, Random(f"{name} {seed}"))
        altered = "\n".join(lines)
        found, said, stops = read(tmp_path, tables, altered)
        assert stops or found == records or said - told, (seed, _first_difference(text, altered))


def _first_difference(text: str, altered: str) -> list[str]:
    old = set(text.split("\n"))
    return [line for line in altered.split("\n") if line not in old][:3]


@pytest.mark.parametrize(
    "name", ["titles_exchanged", "title_of_another_kind", "title_of_a_village", "list_twice"]
)
def test_a_wrong_title_stops_the_build(tmp_path: Path, tables: Vocabulary, name: str) -> None:
    for seed in SEEDS:
        lines = CLEAN.split("\n")
        ALTERATIONS[name](lines, Random(seed))
        assert read(tmp_path, tables, "\n".join(lines))[2], seed


def test_every_line_of_an_altered_list_is_accounted_for(tmp_path: Path, tables: Vocabulary) -> None:
    """Whatever is in no record is known furniture or quoted in a finding."""
    path = tmp_path / "list.txt"
    for name, alter in sorted(ALTERATIONS.items()):
        for seed in list(SEEDS)[:4]:
            lines = CLEAN.split("\n")
            alter(lines, Random(f"{name} {seed}"))
            path.write_text("\n".join(lines), "utf-8")
            documents = read_source(Source("list.txt", path), tables)
            assert all(document.coverage.complete for document in documents)
            words = "".join(
                [text for d in documents for duty in d.duties for text in duty.row.texts]
                + [f.quote + f.message for d in documents for f in d.findings]
                + [title.text for d in documents for title in d.titles]
            )
            words = "".join(words.split())
            for line in lines:
                cells = [c for c in line.split("\t") if c.strip() and not c.strip().isdigit()]
                lost = [cell for cell in cells if "".join(cell.split()) not in words]
                if lost and not _is_furniture(line):
                    assert any(d.findings and _stops(d) for d in documents), (name, seed, lost)


HEADERS = {word for line in CLEAN.split("\n") if "序号" in line for word in line.split("\t")}


def _is_furniture(line: str) -> bool:
    known = "新疆 木垒县东城镇 履职事项清单 2025年 - 昌吉州".split()
    cells = [cell for cell in line.split("\t") if cell]
    return line.lstrip().startswith(tuple(known)) or HEADERS.issuperset(cells)


def _stops(document: Document) -> bool:
    return any(f.severity == "error" for f in document.findings)
