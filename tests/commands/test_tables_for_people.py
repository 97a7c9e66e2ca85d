"""Tables for people: their words, with the source, in every form; programs get theirs by asking."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import Result

from kg.building import Build
from kg.errors import UsageError
from kg.export.targets import chosen, fitting
from kg.export.terminal import print_text, stacked
from kg.export.wording import CODED, GROUPING, SAID, cell, heading, phrase, word
from kg.querying.library import library
from kg.resources import folder
from kg.store.graph import Graph

pytestmark = pytest.mark.usefixtures("remembered")
Run = Callable[..., Result]
LINES = frozenset(("documents", "duty-evidence"))
"""Registers whose rows are files and lines themselves."""
ASKED = "县水利局把哪些事项交给乡镇配合"


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("name", sorted(set(library()) - LINES))
def test_every_table_of_rows_shows_their_source(name: str) -> None:
    assert "source" in dict(library()[name].columns)


COUNTS = sorted(name for name, item in library().items() if item.each)


@pytest.mark.parametrize("name", COUNTS)
def test_a_count_says_its_first_line_and_how_to_see_the_others(name: str, graph: Graph) -> None:
    item = library()[name]
    assert item.each
    query, parameter, variable = item.each
    row = next(iter(graph.rows(item.text)))
    listed = list(graph.rows(library()[query].bind(graph, {parameter: row[variable]})))

    assert re.fullmatch(r"[^:]+\.txt:[1-9]\d*", row["source"])
    assert listed
    assert "source" in dict(library()[query].columns)


def test_the_first_line_is_the_first_in_number_not_in_letters(graph: Graph) -> None:
    for name, query in (
        ("departments-by-load", "pushed-down"),
        ("category-counts", "category-duties"),
    ):
        item = library()[name]
        assert item.each
        _, parameter, variable = item.each
        for row in list(graph.rows(item.text))[:5]:
            rows = graph.rows(library()[query].bind(graph, {parameter: row[variable]}))
            places = [found["source"].rpartition(":") for found in rows]
            first = min((document, int(line)) for document, _, line in places)
            assert row["source"] == f"{first[0]}:{first[1]}"


@pytest.mark.parametrize(
    ("command", "listing"),
    [
        (("departments-by-load", "-p", "county=木垒县"), "-p department=木垒县"),
        (("category-counts",), "kg query category-duties -p category="),
        (("common-matters",), "kg query same-duty -p name="),
    ],
)
def test_the_way_to_the_rows_stands_under_the_table(
    kg: Run, five: Build, command: tuple[str, ...], listing: str
) -> None:
    done = kg("query", *command, "--store", five.store)

    assert "最早出处" in done.stdout
    assert listing in done.stdout.splitlines()[-1]


@pytest.mark.parametrize("name", sorted(library()))
def test_no_table_for_people_has_codes_of_programs(name: str, graph: Graph) -> None:
    item = library()[name]
    shown = {variable for variable, _ in item.columns} | set(item.group)
    for row in graph.rows(item.text):
        for variable, value in row.items():
            code = re.fullmatch("[a-z][A-Za-z-]+", value)
            assert variable not in shown or not code or variable in CODED, (variable, value)


@pytest.mark.parametrize("name", sorted(n for n, item in library().items() if item.group))
def test_a_file_says_what_the_titles_of_its_tables_say(
    name: str, kg: Run, five: Build, tmp_path: Path
) -> None:
    item = library()[name]
    given = [f"-p{p.name}={p.example}" for p in item.parameters if p.required]
    kg("query", name, *given, "-o", f"{tmp_path}/a.csv", "--store", five.store)

    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        first, *rows = csv.reader(file)
    titles = [GROUPING[variable] for variable in item.group]
    assert set(titles) <= set(first)
    assert len(set(map(tuple, rows))) == len(rows)
    assert all(row[first.index(title)] for row in rows for title in titles)


@pytest.mark.parametrize("name", sorted(library()))
def test_the_words_of_a_query_itself_are_english_where_that_is_asked_for(
    name: str, graph: Graph
) -> None:
    item = library()[name]
    own = [line for line in item.text.splitlines() if re.search(r"VALUES|BIND|^ +\(", line)]
    words = {w for w in re.findall('"([^"]+)"', "\n".join(own)) if re.search("[一-鿿]", w)}
    shown = {variable for variable, _ in item.columns} | set(item.group)
    for row in graph.rows(item.text):
        for variable in shown & row.keys():
            if row[variable] in words and variable not in {
                "word",
                "duty",
            }:  # these are of the lists
                assert cell(variable, row[variable], "en").isascii(), (variable, row[variable])


def test_every_word_that_a_query_can_say_has_an_english_one() -> None:
    for item in library().values():
        for variable in SAID & {variable for variable, _ in item.columns}:
            bound = re.findall(rf"BIND\((.*) AS \?{variable}\)", item.text)
            for word_of_it in re.findall('"([^"]*[一-鿿][^"]*)"', " ".join(bound)):
                assert cell(variable, word_of_it, "en").isascii(), (item.name, word_of_it)


def test_what_is_said_below_a_table_is_in_the_chosen_language(kg: Run, five: Build) -> None:
    for words in (
        ("query", "category-counts"),
        ("query", "unresolved-names"),
        ("query", "township-duties", "-p", "township=东城镇", "-p", "list=收回"),
        ("names", "水利"),
        ("names", "--unresolved"),
    ):
        done = kg(*words, "--lang", "en", "--store", five.store)

        assert not re.search("[（）项共处]", done.stdout.splitlines()[-1]), done.stdout[-200:]


def test_every_heading_has_an_english_one() -> None:
    headings = {text for item in library().values() for _, text in item.columns}

    assert {text for text in headings if not heading(text, "en").isascii()} == set()


def test_the_words_for_codes_are_those_of_the_ontology(graph: Graph) -> None:
    import rdflib
    from rdflib.namespace import SKOS

    ontology = rdflib.Graph().parse(folder("ontology") / "duty.ttl")
    found = 0
    for concept, code in ontology.subject_objects(SKOS.notation):
        kind = str(concept).rpartition("#")[2].partition("-")[0]
        if kind in {"role", "certainty"}:
            found += 1
            labels = {str(o.language): str(o) for o in ontology.objects(concept, SKOS.prefLabel)}  # type: ignore[union-attr]
            assert {"zh": word(kind, str(code)), "en": word(kind, str(code), "en")} == labels

    assert found > 25


def test_a_clause_with_several_parties_is_printed_once(kg: Run, five: Build) -> None:
    done = kg("query", "duty-parties", "-p", "duty=东城镇配合85", "--store", five.store)
    clauses = [line for line in done.stdout.splitlines() if "mulei-dongcheng" in line]
    texts = [line.split("  ")[4:] for line in clauses]

    assert "实施" in done.stdout
    assert "acts" not in done.stdout
    assert len(clauses) == 14
    long = re.findall(r"[^\s]{25,}", done.stdout)
    assert len([t for t in long if "mulei" not in t and "─" not in t]) == len(
        {t for t in long if "mulei" not in t and "─" not in t}
    ), texts


def test_a_table_is_in_the_chosen_language(kg: Run, five: Build) -> None:
    done = kg(
        "query",
        "duty-departments",
        "-p",
        "duty=东城镇配合85",
        "--lang",
        "en",
        "--store",
        five.store,
    )

    assert "by the column" in done.stdout
    assert "source" in done.stdout.splitlines()[0]


@pytest.mark.parametrize(
    "command",
    [
        ("query", "pushed-down", "-p", "department=县水利局"),
        ("ask", ASKED),
        ("search", "防汛", "--all"),
    ],
)
def test_csv_and_workbooks_open_right_in_a_spreadsheet(
    kg: Run, five: Build, tmp_path: Path, command: tuple[str, ...]
) -> None:
    kg(*command, "-o", tmp_path / "a.csv", "--store", five.store)
    kg(*command, "-o", tmp_path / "a.xlsx", "--store", five.store)
    data = (tmp_path / "a.csv").read_bytes()
    header, *rows = rows_of(data)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]

    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == len(rows) + 1
    assert "乡镇" in header
    assert "出处" in header
    assert len(rows) >= 45
    assert [[str(c or "") for c in row] for row in sheet.values] == [header, *rows]


def test_programs_get_the_csv_of_the_w3c(kg: Run, five: Build) -> None:
    done = kg(
        "query", "pushed-down", "-p", "department=县水利局", "--format", "csv", "--plain",
        "--store", five.store,
    )  # fmt: skip

    assert done.stdout.startswith("county,department,township,list,")
    assert ",cooperation," in done.stdout


def test_plain_is_for_csv(kg: Run) -> None:
    assert kg("query", "townships", "--plain").exit_code == 2


def test_a_long_answer_says_how_to_see_the_rest_and_shows_it(kg: Run, five: Build) -> None:
    short = kg("ask", ASKED, "--store", five.store)
    whole = kg("ask", ASKED, "--all", "--store", five.store)

    assert "列了 40 条，共 45 条依据；--all 全部列出" in short.stdout
    assert whole.stdout.count(".txt:") == 45
    assert "--all" not in whole.stdout


def test_a_long_search_says_how_to_see_the_rest(kg: Run, five: Build) -> None:
    short = kg("search", "防汛", "--limit", "3", "--store", five.store)
    whole = kg("search", "防汛", "--all", "--json", "--store", five.store)

    assert "只列前 3 条；--all" in short.stderr
    assert len(whole.stdout.splitlines()) > 20
    assert all(".txt:" in json.loads(line)["source"] for line in whole.stdout.splitlines())


@pytest.mark.parametrize(
    "text",
    ["農業水價調整", "农业水价调整", "“农业水价 调整工作”", "「农业 水价」", "农业水价　调整"],
)
def test_a_search_finds_what_it_means_in_any_characters(kg: Run, five: Build, text: str) -> None:
    done = kg("search", text, "--store", five.store)

    assert done.exit_code == 0, done.stderr
    assert "农业水价" in done.stdout.replace("【", "").replace("】", "")
    assert "【" in done.stdout


def test_a_phrase_in_quotation_marks_is_one(kg: Run, five: Build) -> None:
    apart = kg("search", "工作 调整", "--all", "--json", "--store", five.store)
    whole = kg("search", "“工作 调整”", "--all", "--json", "--store", five.store)

    assert len(apart.stdout.splitlines()) > len(whole.stdout.splitlines())


@pytest.mark.parametrize(
    "command",
    [
        ("view", "matrix", "-o", "x.png"),
        ("view", "matrix", "-o", "x.SVG"),
        ("view", "overview", "-o", "x.pdf"),
        ("view", "overview", "-o", "x.csv"),
        ("export", "--format", "csv", "-o", "x.xlsx"),
        ("export", "--format", "xlsx", "-o", "x.csv"),
        ("export", "--format", "turtle", "-o", "x.json"),
        ("export", "--format", "graphml", "-o", "x.html"),
        ("report", "--format", "html", "-o", "x.csv"),
        ("report", "-o", "x.docx"),
        ("docs", "-o", "x.pdf"),
        ("query", "townships", "--format", "csv", "-o", "x.xlsx"),
        ("ask", ASKED, "-o", "x.png"),
        ("ask", ASKED, "--json", "-o", "x.csv"),
        ("search", "防汛", "-o", "x.pdf"),
    ],
    ids=" ".join,
)
def test_a_file_whose_name_says_another_format_is_refused(
    kg: Run, five: Build, tmp_path: Path, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    store = () if command[0] == "docs" else ("--store", str(five.store))
    done = kg(*command, *store)

    assert done.exit_code == 2
    assert "扩展名" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_names_that_say_nothing_or_something_fitting_are_taken() -> None:
    for path, name in (
        ("x", "csv"),
        ("x.data", "xlsx"),
        ("x.txt", "csv"),
        ("d.ttl", "skos"),
        ("X.HTM", "html"),
    ):
        fitting(path, name)
    assert chosen("a.xlsx", None, ("table", "xlsx")) == "xlsx"
    with pytest.raises(UsageError):
        chosen("a.xlsx", "table", ("table", "xlsx"))


def test_the_figures_of_names_and_report_agree(kg: Run, five: Build) -> None:
    names = kg("names", "--unresolved", "--store", five.store).stdout
    report = kg("report", "--kind", "name-unresolved", "--format", "json", "--store", five.store)

    assert names.count("疑似写错：") == len(json.loads(report.stdout)) == 3
    assert re.match(r"[1-9]\d* 个部门里无法识别 0 个；条款里疑似写错 3 处", names)
    assert "县市分局（yining-kalayagaqi-2025-07.txt:283）" in names


def test_the_figures_of_the_report_are_those_of_its_kinds_and_of_the_page(
    kg: Run, five: Build, graph: Graph
) -> None:
    """Also where many lines stand on one: 中文里用了半角标点."""
    table = kg("report", "--store", five.store).stdout.splitlines()
    counted = {
        row.split()[-4]: tuple(row.split()[-2:])
        for row in table
        if re.search(r" [a-z-]+ +(?:错误|提醒|说明) +\d+ +\d+$", row)
    }

    for kind in ("half-width", "markup-unclosed", "method-says-nothing", "count-unprinted"):
        own = kg("report", "--kind", kind, "--store", five.store).stdout.splitlines()[-1].split()
        assert counted[kind] == tuple(own[-2:])
    assert sum(int(count) for count, _ in counted.values()) == len(graph.generation.findings)


def test_no_row_of_the_report_stands_there_twice(kg: Run, five: Build) -> None:
    rows = rows_of(kg("report", "--format", "csv", "--store", five.store).stdout_bytes)

    assert len(set(map(tuple, rows))) == len(rows)


def test_a_report_of_some_kinds_does_not_call_a_list_clean(kg: Run, five: Build) -> None:
    done = kg("report", "--kind", "name-unresolved", "--store", five.store)

    assert "没有发现不合常规之处" not in done.stdout


def test_an_undated_edition_is_told_in_words(kg: Run, five: Build, tmp_path: Path) -> None:
    for command in (
        ("stats",),
        ("query", "townships"),
        ("query", "documents"),
        ("names", "水利局"),
    ):
        done = kg(*command, "--store", five.store)
        assert "u-cc5e8471" not in done.stdout + done.stderr
    kg("view", "matrix", "-o", tmp_path / "m.html", "--store", five.store)
    assert "u-cc5e8471）" not in (tmp_path / "m.html").read_text("utf-8")


def test_on_a_narrow_screen_rows_stack_and_file_names_stay_whole() -> None:
    rows = [
        ["木垒县东城镇", "配合履职事项", "12", "农业水价" * 12, "mulei-dongcheng-2025-07.txt:172"]
    ]
    lines = stacked(["乡镇", "清单", "序号", "事项", "出处"], rows, 40, "").splitlines()

    assert any("mulei-dongcheng-2025-07.txt:172" in line for line in lines)
    assert all(sum(1 + (ord(c) > 0x2E80) for c in line) <= 40 for line in lines)


def test_a_sentence_below_a_table_breaks_between_words_on_a_screen_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = "共 45 项：木垒县东城镇 9 项，见 mulei-dongcheng-2025-07.txt:172；全部用 --all"
    print_text(said)
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    print_text(said)

    whole, *lines = capsys.readouterr().out.splitlines()
    assert whole == said
    assert len(lines) > 1
    assert any("mulei-dongcheng-2025-07.txt:172" in line for line in lines)
    assert all(sum(1 + (ord(c) > 0x2E80) for c in line) <= 40 for line in lines)


def test_an_english_answer_says_in_english_how_to_see_the_rest(kg: Run, five: Build) -> None:
    done = kg("ask", ASKED, "--lang", "en", "--store", five.store)

    last = done.stdout.splitlines()[-1]
    assert "40 of 45 rows; --all shows them" in last
    assert not re.search("[一-鿿]", last)


def test_sources_in_a_table_break_between_them_only() -> None:
    from kg.export.terminal import _broken, _fits, _is_whole

    cell = "a-long-name.txt:12；another-name.txt:7"

    assert _broken(cell) == "a-long-name.txt:12；\nanother-name.txt:7"
    assert _broken("说明：甲；乙 丙") == "说明：甲；乙 丙"
    assert _is_whole([_broken(cell)])
    assert _fits(("出处",), [[_broken(cell)]], 30)
    assert not _fits(("出处",), [[_broken(cell)]], 15)


def test_a_source_among_words_is_not_broken_by_a_narrow_column() -> None:
    from kg.export.terminal import _broken, _fits

    cell = "甲局（10，a-rather-long-name-of-a-list.txt:192）；乙局（1，another-name.txt:7）"
    header = ("部门", "写法")

    assert _broken(cell).count("\n") == 1
    assert not _fits(header, [["甲县水利局", _broken(cell)]], 60)
    assert _fits(header, [["甲县水利局", _broken(cell)]], 80)


def test_a_table_whose_cells_would_be_columns_of_crumbs_is_stacked() -> None:
    from kg.export.terminal import _fits

    long = [["任务", "很长的答复" * 40, "file.txt:1"]]

    assert not _fits(("任务", "答复", "出处"), long, 60)
    assert _fits(("任务", "答复", "出处"), long, 160)


@pytest.mark.parametrize("text", ["", "  ", "“”"])
def test_a_search_for_nothing_is_wrong_usage(kg: Run, text: str) -> None:
    result = kg("search", text)

    assert result.exit_code == 2
    assert "没有写要找的字词" in result.output


@pytest.mark.parametrize(
    ("command", "column"),
    [
        (("names",), "最早出处"),
        (("matters",), "出处"),
        (("report",), "文件"),
        (("stats",), "文件"),
        (("compare", "东城镇", "六户地镇"), "甲出处"),
        (("load",), None),
        (("contradictions", "--level", "gap"), None),
        (("impact", "木垒县水利局"), None),
    ],
)
@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_every_command_with_a_table_writes_it_as_a_file(
    command: tuple[str, ...],
    column: str | None,
    form: str,
    kg: Run,
    five: Build,
    tmp_path: Path,
) -> None:
    file = tmp_path / f"out.{form}"

    done = kg(*command, "-o", file, "--store", five.store)

    assert done.exit_code == 0
    if form == "csv":
        assert file.read_bytes().startswith(b"\xef\xbb\xbf")
        assert column is None or column in rows_of(file.read_bytes())[0]
    elif form == "xlsx":
        assert openpyxl.load_workbook(file).active is not None
    else:
        assert json.loads(file.read_text("utf-8"))


@pytest.mark.parametrize(
    "command",
    [
        ("names",),
        ("matters",),
        ("compare", "东城镇", "六户地镇"),
        ("contradictions", "--level", "gap"),
        ("impact", "木垒县水利局"),
        ("load", "木垒县"),
    ],
)
def test_headings_are_english_where_that_is_asked_for(
    command: tuple[str, ...], kg: Run, five: Build, tmp_path: Path
) -> None:
    file = tmp_path / "out.xlsx"

    done = kg(*command, "--lang", "en", "-o", file, "--store", five.store)

    assert done.exit_code == 0
    places = {"木垒县东城镇"}
    for sheet in openpyxl.load_workbook(file):
        cells = {str(cell.value) for cell in next(sheet.iter_rows()) if cell.value} - places
        assert {text for text in cells if re.search("[一-鿿]", text)} == set()


def test_a_reclaimed_duty_is_called_by_the_name_of_its_list(
    kg: Run, five: Build, tmp_path: Path
) -> None:
    kg("compare", "东城镇", "六户地镇", "-o", tmp_path / "a.csv", "--store", five.store)
    text = (tmp_path / "a.csv").read_text("utf-8-sig")

    assert "木垒县东城镇收回9 " in text
    assert not re.search(r"镇上级\d", text)


@pytest.mark.parametrize(
    ("command", "ours"),
    [
        (("matters",), ("list", "basis")),
        (("matters", "--doubtful"), ()),
        (("compare", "东城镇", "六户地镇"), ("state", "clause")),
        (("names", "--unresolved"), ("state",)),
        (("names", "水利局"), ("kind of office",)),
        (("load",), ("category", "kind of office", "linked kinds of office")),
        (("query", "category-counts"), ("category",)),
        (("query", "functions-by-load"), ("kind of office",)),
        (("query", "departments-of-county"), ("kind of office",)),
        (("search", "防汛", "--all"), ("list", "where")),
        (("report",), ("list", "severity")),
        (("stats",), ("edition",)),
        (("impact", "木垒县水利局"), ("part", "effect")),
        (("contradictions", "--level", "gap"), ("severity", "kind")),
    ],
)
def test_the_words_of_the_program_are_english_where_that_is_asked_for(
    command: tuple[str, ...], ours: tuple[str, ...], kg: Run, five: Build, tmp_path: Path
) -> None:
    file = tmp_path / "out.xlsx"

    done = kg(*command, "--lang", "en", "-o", file, "--store", five.store)

    assert done.exit_code == 0, done.stderr
    for sheet in openpyxl.load_workbook(file):
        header, *rows = [[str(c or "") for c in row] for row in sheet.values]
        assert not re.search("[一-鿿]", re.sub("[一-鿿]+[镇乡]", "", "".join(header)))
        for column in ours:
            if column in header:
                cells = {row[header.index(column)] for row in rows}
                assert {cell for cell in cells if re.search("[一-鿿]", cell)} == set(), column


def test_phrases_of_the_program_keep_names_and_figures() -> None:
    assert phrase("同一事项 0.80（名称用词相近 68%；事项类别相同）", "en") == (
        "same matter 0.80 (names alike 68%; same category)"
    )
    assert phrase("部门不同：只在甲 木垒县人大，只在乙 玛纳斯县人大", "en") == (
        "other departments: only in A 木垒县人大, only in B 玛纳斯县人大"
    )
    assert phrase("1 → 无", "en") == "1 → none"
    assert phrase("同一事项 0.80") == "同一事项 0.80"


def test_a_body_keeps_its_name_and_its_kind_is_english() -> None:
    assert phrase("不是各地都有的：公安局、党委组织部", "en").endswith(
        "Public Security Bureau, Party Committee Organization Department"
    )
    assert phrase("只在甲 木垒县公安局", "en").endswith("木垒县公安局")
    assert cell("office", "没有这一类的局", "en") == "没有这一类的局"
    assert cell("office", "水利局") == "水利局"


def test_categories_and_kinds_of_an_answer_are_english(kg: Run, five: Build) -> None:
    for question, said in (
        ("哪些类别最多", "Party building (166)"),
        ("市场监管类有哪几项", "category: Market regulation"),
        ("水利局交给乡镇哪些事", "each county's Water Resources Bureau"),
    ):
        done = kg("ask", question, "--lang", "en", "--store", five.store)

        assert said in done.stdout + done.stderr


def test_the_history_is_in_words(kg: Run, five: Build) -> None:
    done = kg("history", "--store", five.store)

    assert "建图" in done.stdout
    assert not re.search("build|T\\d\\d:|g-[0-9a-f]", done.stdout)
    english = kg("history", "--lang", "en", "--store", five.store)
    assert "what was done" in english.stdout.splitlines()[0]
    assert not re.search("建图|清单|事项", english.stdout)


def test_unnamed_tables_of_a_workbook_have_the_name_of_their_heading(
    kg: Run, five: Build, tmp_path: Path
) -> None:
    kg("compare", "昌吉州", "--template", "-o", tmp_path / "a.xlsx", "--store", five.store)
    names = openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames

    assert not [name for name in names if re.fullmatch(r"表\d*", name)]
