"""Which list, whose list: a table is read where that is said, and refused where it is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.reading.documents import Source, read_documents, read_source
from kg.values import Document, ListKind
from kg.vocabulary.loading import Vocabulary

BASIC = "序号\t事项类别\t事项名称\n1\t党的建设\t做好党员发展工作\n2\t民生服务\t做好养老服务工作"
TOWN = "青山省碧水市云溪县竹林镇"


@pytest.fixture
def read(tmp_path: Path, tables: Vocabulary):
    def run(text: str, name: str = "list.txt", **given) -> tuple[Document, ...]:
        mapping = given.pop("mapping", None)
        path = tmp_path / name
        path.write_text(text, "utf-8")
        if mapping is not None:
            (tmp_path / f"{name}.map.json").write_text(json.dumps(mapping), "utf-8")
        return read_source(Source(name, path), tables, **given)

    return run


def errors(documents: tuple[Document, ...]) -> list[str]:
    return [f.kind for d in documents for f in d.findings if f.severity == "error"]


def kinds(documents: tuple[Document, ...]) -> list[ListKind]:
    return [duty.row.kind for d in documents for duty in d.duties]


def test_a_table_without_any_title_is_no_list(read) -> None:
    found = read(BASIC, place="云溪县/竹林镇")
    assert errors(found) == ["list-unnamed"]
    assert kinds(found) == []


def test_a_person_may_say_which_list_it_is(read) -> None:
    found = read(BASIC, place="云溪县/竹林镇", kind=ListKind.BASIC)
    assert errors(found) == []
    assert kinds(found) == [ListKind.BASIC] * 2


@pytest.mark.parametrize(
    "title",
    [
        "2026年重点工作任务清单",
        "审批事项清单",
        "问题整改台账",
        "镇街赋权事项收回事项清单",
        "竹林镇沙河村依法协助政府工作事项清单",
        "竹林镇基本履职事项清单（配合部分）",
    ],
)
def test_a_heading_that_is_no_known_title_is_quoted_against_the_table(read, title: str) -> None:
    found = read(f"{TOWN}\n2025年3月\n{title}\n{BASIC}")
    assert ListKind.BASIC not in kinds(found)
    assert errors(found)
    told = [f for f in found[0].findings if f.severity == "error"]
    assert any(title in f.message or title in f.quote or f.line == 4 for f in told)


@pytest.mark.parametrize("place", ["云溪县乡镇", "云溪县各乡镇", "云溪县"])
def test_words_for_all_townships_are_no_township(read, place: str) -> None:
    found = read(f"{place}履职事项清单\n2025年3月\n{place}基本履职事项清单\n{BASIC}")
    assert "no-place" in errors(found)


def test_a_village_is_no_township(read) -> None:
    found = read(f"{TOWN}沙河村\n2025年3月\n基本履职事项清单\n{BASIC}")
    assert errors(found)


@pytest.mark.parametrize("header", ["由谁办理", "承接部们", "办法"])
def test_a_reclaimed_list_without_a_known_column_of_holders_is_an_error(read, header: str) -> None:
    text = (
        f"{TOWN}上级部门收回事项清单\n序号\t事项名称\t{header}\n1\t收养登记\t县民政局：负责办理。"
    )
    found = read(text)
    assert "holder-column-missing" in errors(found)
    assert header in "".join(f.message for f in found[0].findings)
    assert not any(duty.discontinued for d in found for duty in d.duties)


@pytest.mark.parametrize("cell", ["", "负责办理。", "按规定执行", "无"])
def test_nothing_is_discontinued_unless_the_cell_says_so(read, cell: str) -> None:
    head = f"{TOWN}上级部门收回事项清单\n序号\t事项名称\t承接部门及工作方式\n"
    found = read(f"{head}1\t收养登记\t{cell}\n2\t考核工作\t不再开展此项工作。")
    assert "holder-unclear" in errors(found)
    assert [duty.discontinued for duty in found[0].duties] == [False, True]


@pytest.mark.parametrize("header", ["清单类型", "清单名称", "事项类型", "list"])
def test_a_column_says_the_list_of_each_row(read, header: str) -> None:
    text = f"""{TOWN}履职事项清单
2025年3月
序号\t{header}\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责\t承接部门\t工作方式
1\t基本履职\t做好党员发展工作\t\t\t\t\t
1\t配合履职\t农村供水保障\t县水利局\t1.制定规划。\t1.开展宣传。\t\t
1\t上级收回\t收养登记\t\t\t\t县民政局\t负责办理。"""
    found = read(text)
    assert errors(found) == []
    assert kinds(found) == list(ListKind)
    assert [d.name for d in found[0].duties[2].departments] == ["云溪县民政局"]


def test_a_list_of_rows_that_nobody_knows_is_an_error(read) -> None:
    text = f"{TOWN}履职事项清单\n清单类型\t序号\t事项名称\n基本履职\t1\t甲工作\n赋权事项\t2\t乙工作"
    assert "list-unknown" in errors(read(text))


COLUMNS = "清单类型\t乡镇\t序号\t事项类别\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责"
BARE = "做好党员发展工作\t\t\t"
WHOLE = "农村供水保障\t县水利局\t1.制定供水规划。\t1.开展供水宣传。"


def flat(rows: list[tuple[str, str, str]], town: str = TOWN) -> str:
    """A table of all lists: the list that each row says it is of, its township, what it is."""
    lines = [
        f"{kind}\t{place or town}\t{number}\t民生服务\t{number}{cells}"
        for number, (kind, place, cells) in enumerate(rows, 1)
    ]
    return "\n".join([f"{town}履职事项清单", COLUMNS, *lines])


@pytest.mark.parametrize(
    ("kinds", "refused"),
    [
        ("bbbccc", False),
        ("bbbbbc", True),  # dragged down
        ("bbbbbb", True),  # all of one list
        ("cccbbb", True),  # exchanged
    ],
)
def test_a_list_column_that_says_another_list_than_the_cells_is_an_error(
    read, kinds: str, refused: bool
) -> None:
    named = {"b": "基本履职", "c": "配合履职"}
    rows = [(named[kind], "", WHOLE if at > 2 else BARE) for at, kind in enumerate(kinds)]
    assert ("list-unknown" in errors(read(flat(rows)))) is refused


@pytest.mark.parametrize(
    "columns",
    [
        COLUMNS,
        COLUMNS.replace("序号\t", ""),
        COLUMNS.replace("清单类型\t乡镇\t序号", "序号\t清单类型\t乡镇"),
        COLUMNS.replace("清单类型", "类型").replace("事项类别", "领域"),
    ],
)
def test_a_row_whose_cells_are_words_of_headers_is_a_row(read, columns: str) -> None:
    rows = [("基本履职事项", "群团工作", ""), ("基本履职事项", "团场工作", "有关部门")]
    rows += [("收回事项", "民生服务", "承接部门"), ("配合履职事项", "党的建设", "县民政局")]
    lines = []
    for number, (kind, category, body) in enumerate(rows, 1):
        duties = ("1.审批。", "1.宣传。") if kind.startswith("配合") else ("", "")
        cells = [kind, TOWN, str(number), category, f"第{number}件工作", body, *duties]
        if columns.startswith("序号"):
            cells[:3] = cells[2], cells[0], cells[1]
        elif "序号" not in columns:
            del cells[2]
        lines.append("\t".join(cells))
    (found,) = read("\n".join([f"{TOWN}履职事项清单", columns, *lines]))
    assert errors((found,)) == []
    assert not any(f.kind.startswith("header") for f in found.findings)
    assert sorted((d.row.kind.value, d.row.category, d.row.name[1]) for d in found.duties) == [
        ("basic", "团场工作", "2"),
        ("basic", "群团工作", "1"),
        ("cooperation", "党的建设", "4"),
        ("reclaimed", "民生服务", "3"),
    ]


def test_a_header_of_another_table_below_a_list_column_is_a_header(read) -> None:
    text = "清单类型\t序号\t事项名称\n基本履职事项\t1\t甲工作\n"
    text += "序号\t类别\t基本履职事项\n1\t群团工作\t乙工作"
    (found,) = read(f"{TOWN}履职事项清单\n{text}")
    assert [d.row.name for d in found.duties] == ["甲工作"]
    assert errors((found,)) == ["list-unnamed"]


@pytest.mark.parametrize(("place", "refused"), [("", False), ("青山省碧水市云溪县松林镇", True)])
def test_a_row_of_another_township_whose_number_runs_on_is_an_error(
    read, place: str, refused: bool
) -> None:
    found = read(flat([("基本履职", place if at == 1 else "", BARE) for at in range(4)]))
    assert errors(found) == ["place-differs"] * refused


def test_two_townships_of_one_name_are_told_with_what_lies_above_them(read) -> None:
    other = "白水省红山市云溪县竹林镇"
    found = read(flat([("基本履职", other if at == 1 else "", BARE) for at in range(4)]))
    (said,) = [f.message for one in found for f in one.findings if f.kind == "place-differs"]
    assert other in said
    assert TOWN in said


def test_a_column_of_townships_makes_a_document_for_each(read) -> None:
    text = f"""清单类型\t乡镇\t序号\t事项名称
基本履职\t{TOWN}\t1\t甲工作
基本履职\t{TOWN}\t2\t乙工作
基本履职\t青山省碧水市云溪县松林镇\t1\t丙工作"""
    found = read(text)
    assert errors(found) == []
    assert [(d.township.name, len(d.duties)) for d in found if d.township] == [
        ("云溪县竹林镇", 2),
        ("云溪县松林镇", 1),
    ]
    assert all(d.coverage.complete for d in found)


def test_rows_seen_from_a_department_are_no_second_duty(read) -> None:
    text = """清单类型,单位,序号,事项名称,关联单位,职责,来源镇街
基本履职,竹林镇,1,甲工作,,,
配合履职,竹林镇,1,供水保障,县水利局,开展宣传。,
配合履职,县水利局,1,供水保障,竹林镇,制定规划。,竹林镇
"""
    found = read(text, "list.csv", place="云溪县/竹林镇")
    assert errors(found) == []
    assert kinds(found) == [ListKind.BASIC, ListKind.COOPERATION]
    assert [d.name for d in found[0].duties[1].departments] == ["云溪县水利局"]
    assert "row-mirrored" in {f.kind for f in found[0].findings}


def test_two_townships_in_one_file_are_two_documents(read) -> None:
    part = "履职事项清单\n2025年3月\n{0}基本履职事项清单\n" + BASIC
    found = read(f"{TOWN}{part.format(TOWN)}\n云溪县松林镇{part.format('云溪县松林镇')}")
    assert errors(found) == []
    assert [d.township.name for d in found if d.township] == ["云溪县竹林镇", "云溪县松林镇"]


@pytest.mark.parametrize(("printed", "refused"), [("云磨县", False), ("云石县", True)])
def test_an_autonomous_county_may_be_printed_short_in_its_titles(
    read, printed: str, refused: bool
) -> None:
    cover = "青海省海东市\n云磨回族土族自治县石滩镇\n履职事项清单\n2025年3月\n"
    found = read(f"{cover}{printed}石滩镇基本履职事项清单\n{BASIC}")
    assert ("place-differs" in errors(found)) is refused


def test_one_list_of_another_township_is_an_error(read) -> None:
    other = "云溪县松林镇上级部门收回事项清单\n序号\t事项名称\t承接部门\n1\t收养登记\t县民政局"
    found = read(f"云溪县竹林镇基本履职事项清单\n{BASIC}\n{other}")
    assert "place-differs" in errors(found)


def test_a_mapping_file_settles_what_the_program_cannot(read) -> None:
    text = f"{TOWN}\n序号\t事项名称\t由谁办理\n3\t收养登记\t县民政局：负责办理。"
    mapping = {"list": "reclaimed", "columns": {"由谁办理": "taker-and-method"}}
    assert errors(read(text, mapping=mapping)) == ["serial-start"]
    found = read(text, mapping={**mapping, "accept": ["serial-start"]})
    assert errors(found) == []
    assert [d.name for d in found[0].duties[0].departments] == ["云溪县民政局"]
    assert "accepted" in {f.kind for f in found[0].findings}


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_a_mapping_file_is_read_as_editors_save_it(
    tmp_path: Path, tables: Vocabulary, encoding: str
) -> None:
    said = {"list": "basic", "place": "云溪县/竹林镇"}
    (tmp_path / "a.txt").write_text(BASIC, "utf-8")
    (tmp_path / "a.txt.map.json").write_text(json.dumps(said, ensure_ascii=False), encoding)
    assert errors(read_source(Source("a.txt", tmp_path / "a.txt"), tables)) == []


@pytest.mark.parametrize(
    "mapping", [[], {"lists": 1}, {"list": "other"}, {"accept": ["undecodable"]}, {"columns": 3}]
)
def test_a_wrong_mapping_file_is_said(read, mapping: object) -> None:
    assert errors(read(BASIC, mapping=mapping)) == ["mapping-wrong"]


@pytest.mark.parametrize(
    ("date", "edition"),
    [
        ("2025年3月", "2025-03"),
        ("２０２５年３月", "2025-03"),
        ("2025.03", "2025-03"),
        ("2025-3-30", "2025-03"),
        ("二〇二五年三月", "2025-03"),
        ("（2025/3）", "2025-03"),
    ],
)
def test_dates_are_read_however_they_are_printed(read, date: str, edition: str) -> None:
    (found,) = read(f"{TOWN}履职事项清单\n{date}\n基本履职事项清单\n{BASIC}")
    assert found.edition == edition


def test_the_same_list_in_two_folders_under_one_name_is_read_once(
    tmp_path: Path, tables: Vocabulary
) -> None:
    (tmp_path / "x").mkdir()
    for path in (tmp_path / "a.txt", tmp_path / "x" / "a.txt"):
        path.write_text(f"{TOWN}基本履职事项清单\n{BASIC}\n", "utf-8")
    sources = [Source("a.txt", tmp_path / "a.txt"), Source("a.txt", tmp_path / "x" / "a.txt")]

    together = read_documents(sources, tables)

    assert sum(bool(d.duties) for d in together) == 1
    kinds = [f.kind for d in together for f in d.findings]
    assert "duplicate-document" in kinds
    assert "edition-again" not in kinds


def test_the_same_words_saved_again_are_the_same_edition(
    tmp_path: Path, tables: Vocabulary
) -> None:
    text = f"{TOWN}基本履职事项清单\n{BASIC}\n"
    forms = {"a.txt": "utf-8", "b.txt": "gb18030", "c.txt": "utf-16"}
    for name, encoding in forms.items():
        (tmp_path / name).write_bytes(text.replace("\n", "\r\n").encode(encoding))
    sources = [Source(name, tmp_path / name) for name in forms]
    alone = {read_documents([source], tables)[0].edition for source in sources}
    assert len(alone) == 1
    together = read_documents(sources, tables)
    assert sum(bool(d.duties) for d in together) == 1
    assert [f.kind for d in together for f in d.findings].count("duplicate-document") == 2


def test_characters_of_pdf_fonts_are_folded_and_the_quote_is_not(read) -> None:
    text = f"""{TOWN}配合履职事项清单
序号\t事项类别\t事项名称\t对应上级部门\t上级部门职责\t配合职责
1\t⺠⽣服务\t⼩型⽔库巡查\t县⽔利局\t1.县⽔利局开展⽇常检查。\t1.发现险情报县⽔利局。"""
    (found,) = read(text)
    (duty,) = found.duties
    assert errors((found,)) == []
    assert (duty.row.category, duty.row.name) == ("民生服务", "小型水库巡查")
    assert [d.name for d in duty.departments] == ["云溪县水利局"]
    assert duty.superior[0].text == "县水利局开展日常检查。"
    assert duty.superior[0].quote == "县⽔利局开展⽇常检查。"


def test_duties_of_supporting_departments_are_theirs_not_the_townships(read) -> None:
    text = f"""{TOWN}属地管理事项责任清单
序号\t事项名称\t主体责任部门\t主体责任\t配合责任部门\t配合责任\t镇责任
1\t违法建设治理\t县城市管理局\t1.依法查处。\t县自然资源局\t1.认定土地性质。\t1.日常巡查。"""
    (found,) = read(text)
    (duty,) = found.duties
    assert errors((found,)) == []
    assert [c.text for c in duty.township] == ["日常巡查。"]
    assert [c.text for c in duty.superior] == ["依法查处。", "认定土地性质。"]
    assert [d.name for d in duty.supporting] == ["云溪县自然资源局"]


@pytest.mark.parametrize(
    ("cell", "departments", "supporting"),
    [
        ("1.县应急管理局 2.县公安局", ["云溪县应急管理局", "云溪县公安局"], []),
        ("县应急管理局<br>县公安局", ["云溪县应急管理局", "云溪县公安局"], []),
        ("县应急管理局、县公安局（配合）", ["云溪县应急管理局"], ["云溪县公安局"]),
        ("县竹产业发展中心", ["云溪县竹产业发展中心"], []),
        ("碧水市生态环境局云溪分局", ["碧水市生态环境局云溪分局"], []),
        ("市自然资源局云溪分局", ["碧水市自然资源局云溪分局"], []),
    ],
)
def test_cells_of_departments_are_taken_apart_however_they_are_written(
    read, cell: str, departments: list[str], supporting: list[str]
) -> None:
    text = f"""{TOWN}配合履职事项清单
序号\t事项类别\t事项名称\t对应上级部门\t上级部门职责\t配合职责
1\t平安法治\t安全检查\t{cell}\t1.制定规划。\t1.开展宣传。"""
    (found,) = read(text)
    assert errors((found,)) == []
    assert [d.name for d in found.duties[0].departments] == departments
    assert [d.name for d in found.duties[0].supporting] == supporting


@pytest.mark.parametrize("empty", ["—", "－", "无", "/", "——"])
def test_a_dash_is_no_department(read, empty: str) -> None:
    text = f"""{TOWN}配合履职事项清单
序号\t事项类别\t事项名称\t牵头部门\t配合部门\t部门职责\t配合职责
1\t平安法治\t安全检查\t县公安局\t{empty}\t1.制定规划。\t1.开展宣传。"""
    (found,) = read(text)
    assert found.duties[0].supporting == ()


@pytest.mark.parametrize(("second", "said"), [("2025年7月", False), ("2023年3月", True)])
def test_two_dates_on_a_cover_are_said(read, second: str, said: bool) -> None:
    found = read(f"{TOWN}\n履职事项清单\n2025年7月\n{second}\n竹林镇基本履职事项清单\n{BASIC}")
    assert found[0].edition == "2025-07"
    assert ("date-differs" in {f.kind for f in found[0].findings}) is said


@pytest.mark.parametrize(
    ("cover", "behind", "edition"),
    [
        ("", "（2025年7月）", "2025-07"),
        ("", "（2025年7月）（共2项）", "2025-07"),
        ("", "（二〇二五年七月动态调整）", "2025-07"),
        ("履职事项清单\n2024年12月\n", "（2025年7月）", "2024-12"),
        ("", "（共2项）", None),
    ],
)
def test_a_date_behind_the_title_of_a_list_is_its_edition(
    read, cover: str, behind: str, edition: str | None
) -> None:
    (found,) = read(f"{TOWN}{cover}\n{TOWN}基本履职事项清单{behind}\n{BASIC}".lstrip())
    assert errors((found,)) == []
    assert found.edition == edition or (edition is None and found.edition.startswith("u-"))
    assert ("date-differs" in {f.kind for f in found.findings}) is bool(cover)


def test_words_for_an_empty_rest_of_a_page_are_no_part_of_a_row(read) -> None:
    found = read(f"{TOWN}基本履职事项清单\n{BASIC}\n\t\t（以下空白）")
    assert [d.row.name for d in found[0].duties] == ["做好党员发展工作", "做好养老服务工作"]


@pytest.mark.parametrize(
    ("cell", "refused"),
    [("县水利局；县茶叶中心", False), ("县水利局1.制定供水规划；2.核定水价。", True)],
)
def test_clauses_in_a_cell_of_departments_are_an_error(read, cell: str, refused: bool) -> None:
    found = read(
        f"{TOWN}配合履职事项清单\n序号\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责\n"
        f"1\t农村供水\t{cell}\t检查供水。\t开展宣传。"
    )
    assert errors(found) == ["department-odd"] * refused


def test_headers_of_list_type_and_category_that_changed_places_are_an_error(read) -> None:
    rows = "基本履职\t1\t党的建设\t甲工作\n收回\t1\t民生服务\t乙工作"
    text = f"{TOWN}履职事项清单\n事项类别\t序号\t清单类型\t事项名称\n{rows}"
    (document,) = read(text)
    assert [f.line for f in document.findings if f.kind == "columns-swapped"] == [2]
    assert [duty.row.category for duty in document.duties] == ["党的建设", "民生服务"]
