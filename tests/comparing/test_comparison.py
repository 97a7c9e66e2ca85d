"""Two townships, counties or any two sets side by side."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

import pytest
import rdflib
from click.testing import Result

from kg.building import build
from kg.comparing.changes import changes
from kg.comparing.comparison import Comparison, Status, compare, to_json
from kg.comparing.differences import Difference
from kg.comparing.duties import compare_duties
from kg.comparing.items import Recent
from kg.comparing.rows import Entry, Source, entries
from kg.comparing.sides import side
from kg.comparing.template import template
from kg.comparing.texts import difference, marked
from kg.comparing.topics import with_topics
from kg.errors import QueryError
from kg.export.reports.comparison import turtle
from kg.export.reports.notice import notice
from kg.export.reports.writing import to_markdown
from kg.meaning.letters import LetterReader
from kg.store.graph import Graph
from kg.values import Level, Place, Township
from kg.vocabulary import loading
from kg.vocabulary.loading import Vocabulary

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def two(graph: Graph) -> Comparison:
    return compare(graph, "东城镇", "西北湾镇")


def township(name: str, county: str, code: str) -> Township:
    above = Place(code[:6], county, Level.COUNTY, county)
    return Township(county + name, Place(code, name, Level.TOWNSHIP, name, parent=above))


def test_a_list_that_was_laid_by_is_compared_as_one_just_read(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    def compared() -> tuple[str, list[str]]:
        fresh, read = Graph(graph.directory), list[str]()
        monkeypatch.setattr(
            "kg.comparing.items.entries",
            lambda graph, documents: read.append(documents[0].path) or entries(graph, documents),
        )
        recent = fresh.once(Recent, lambda: Recent(fresh))
        if laid_by:
            for name in ("东城镇", "西北湾镇", "庙尔沟乡"):
                recent.lay_by(side(fresh, name).documents[0])
            read.clear()
        found = compare(fresh, "东城镇", "西北湾镇", brief=True)
        return json.dumps(to_json(found), ensure_ascii=False), read

    monkeypatch.setattr("kg.comparing.items.KEPT", 2)
    laid_by = False
    plain, read = compared()
    assert len(read) == 2
    laid_by = True
    assert compared() == (plain, [])


@pytest.mark.parametrize(
    ("a", "b"), [("东城镇", "西北湾镇"), ("木垒县", "伊宁县"), ("东城镇", "东城镇")]
)
def test_links_asked_for_by_name_are_those_of_all_that_are_read(
    graph: Graph, monkeypatch: pytest.MonkeyPatch, a: str, b: str
) -> None:
    by_name = to_json(compare(graph, a, b))
    monkeypatch.setattr("kg.comparing.comparison._NAMED", 0)

    assert to_json(compare(graph, a, b)) == by_name


def test_every_row_is_in_exactly_one_match(two: Comparison) -> None:
    for which, count in (("a", 109 + 102 + 38), ("b", 111 + 98 + 37)):
        rows = [row.iri for match in two.matches for row in getattr(match, which)]
        assert len(rows) == len(set(rows)) == count


def test_other_departments_are_those_of_the_library(two: Comparison) -> None:
    found = {
        match.a[0].number: [body.name for body in match.differences.only_a]
        for match in two.with_difference(Difference.DEPARTMENTS)
        if match.differences.only_a
    }

    assert found[15] == ["木垒县教育局"]
    assert found[13] == ["木垒县统计局"]


def test_another_list_is_said(graph: Graph) -> None:
    found = compare(graph, "木垒县", "伊宁县").with_difference(Difference.LIST)

    assert [
        (m.a[0].kind.letter, m.a[0].number, m.b[0].kind.letter, m.b[0].number) for m in found
    ] == [("r", 5, "c", 31)]


def test_what_one_side_lacks_leads_to_its_topic_in_another_list_of_the_other_side(
    graph: Graph,
) -> None:
    bare = compare(graph, "东城镇", "喀拉亚尕奇乡")
    found = with_topics(graph, bare)

    near = {match.name: match.near for match in found.of(Status.ONLY_A)}
    film = next(rows for name, rows in near.items() if "废旧农田地膜" in name)
    assert [(row.kind.letter, row.number) for row, _, _ in film][:1] == [("c", 34)]
    assert film[0][2].startswith("在另一张清单（配合履职事项），都说到：")
    for match in found.of(Status.ONLY_B):
        assert all(row.township.name == "木垒县东城镇" for row, _, _ in match.near)
    assert [m.status for m in found.matches] == [m.status for m in bare.matches]
    assert [m.doubtful for m in found.matches] == [m.doubtful for m in bare.matches]
    assert sum(bool(m.near) for m in found.matches) >= 80


def test_doubtful_pairs_have_score_and_reason(graph: Graph) -> None:
    found = compare(graph, "东城镇", "喀拉亚尕奇乡")
    pairs = [m for m in found.matches if m.method in ("matter", "content")]

    assert all(0 < m.score <= 1 for m in pairs)
    assert all(m.why for m in pairs)
    assert any(m.doubtful for m in found.matches)


def test_the_same_from_the_other_side(graph: Graph, two: Comparison) -> None:
    back = compare(graph, "西北湾镇", "东城镇")

    assert back.counts["same"] == two.counts["same"]
    assert back.counts["only-a"] == two.counts["only-b"]
    assert {(m.a[0].iri, m.b[0].iri) for m in two.matches if m.a and m.b} == {
        (m.b[0].iri, m.a[0].iri) for m in back.matches if m.a and m.b
    }


def test_a_list_with_itself_does_not_differ(graph: Graph) -> None:
    found = compare(graph, "东城镇", "652328104")

    assert found.empty
    assert found.counts["same"] == 249


def test_in_brief_the_same_is_said_without_the_words(graph: Graph) -> None:
    whole, brief = (
        compare(graph, "东城镇", "喀拉亚尕奇乡", brief=short) for short in (False, True)
    )

    said = [(m.status, m.kinds, m.a, m.b, m.near) for m in brief.matches]
    assert said == [(m.status, m.kinds, m.a, m.b, m.near) for m in whole.matches]
    assert any(m.differences.clauses for m in whole.matches)
    assert not any(m.differences.clauses for m in brief.matches)


def test_a_key_is_the_letters_alone(graph: Graph, tables: Vocabulary) -> None:
    reader = LetterReader(tables)
    rows = Recent(graph).rows(side(graph, "庙尔沟乡").documents)
    texts = [(text, row.township) for row in rows for text in (row.name, *row.texts)]

    assert [reader.key(*text) for text in texts] == [
        "".join(letter for letter, _, _ in reader.letters(*text)) for text in texts
    ]


def test_own_place_names_are_neutral_and_texts_stay_as_printed(tables: Vocabulary) -> None:
    reader = LetterReader(tables)
    one = township("东城镇", "木垒县", "652328104")
    two = township("西北湾镇", "奇台县", "652325108")
    a = "东城镇发现问题，及时报木垒县水利局；"
    b = "西北湾镇发现问题及时上报奇台县水利局。"

    pieces = difference(a, b, reader.letters(a, one), reader.letters(b, two))

    assert "".join(piece.a for piece in pieces) == a
    assert "".join(piece.b for piece in pieces) == b
    assert marked(pieces) == "西北湾镇发现问题及时〔＋上〕报奇台县水利局。"


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("每亩补贴3.5元", "每亩补贴35元", False),
        ("提高50%以上", "提高50以上", False),
        ("1.开展宣传；", "1、开展宣传。", True),
        ("落实ＡＢ级 管理", "落实ab级管理", True),
        ("本镇巡查", "镇巡查", True),
    ],
)
def test_what_counts_as_a_difference(a: str, b: str, same: bool, tables: Vocabulary) -> None:
    reader = LetterReader(tables)
    one = township("东城镇", "木垒县", "652328104")

    assert (reader.key(a, one) == reader.key(b, one)) is same


@pytest.mark.parametrize(
    ("name", "townships"),
    [
        ("东城镇", 1), ("木垒县", 1), ("木垒", 1), ("昌吉州", 4), ("昌吉回族自治州", 4),
        ("新疆维吾尔自治区", 5), ("全部", 5), ("东城镇+喀拉亚尕奇乡", 2), ("652328104", 1),
        ("东城镇@2025-07", 1), ("mulei-dongcheng-2025-07.txt", 1),
    ],
)  # fmt: skip
def test_sides_have_many_names(graph: Graph, name: str, townships: int) -> None:
    assert len(side(graph, name).townships) == townships


@pytest.mark.parametrize("name", ["东城", "桃园县", "东城镇@2031-01", "", "+"])
def test_an_unknown_side_is_said_with_near_names(graph: Graph, name: str) -> None:
    with pytest.raises(QueryError):
        side(graph, name)


def test_the_template_of_a_prefecture(graph: Graph) -> None:
    found = template(graph, "昌吉州")
    by_place = {item.b.title: item for item in found.departures}

    assert len(by_place) == 4
    assert len(found.common) > 200
    for item in by_place.values():
        rows = [row.iri for match in item.matches for row in match.b]
        assert len(rows) == len(set(rows))
        assert item.counts["same"] > 80
    names = [m.name for m in by_place["木垒县东城镇"].of(Status.ONLY_B)]
    assert any("鹰嘴豆" in name for name in names)
    with pytest.raises(QueryError, match="只有一个乡镇"):
        template(graph, "木垒县")


@pytest.mark.usefixtures("remembered")
@pytest.mark.parametrize("form", ["csv", "xlsx", "html", "markdown", "docx", "turtle", "json"])
def test_every_form_is_written(kg: Run, graph: Graph, tmp_path: Path, form: str) -> None:
    path = tmp_path / "out"
    done = kg(
        "compare", "木垒县", "奇台县", "--format", form, "-o", path, "--store", graph.directory
    )

    assert done.exit_code == 0, done.output
    data = path.read_bytes()
    if form in ("xlsx", "docx"):
        assert zipfile.ZipFile(BytesIO(data)).testzip() is None
    elif form == "turtle":
        assert len(rdflib.Graph().parse(data=data.decode(), format="turtle")) > 1000
    elif form == "json":
        assert json.loads(data)["editions"] is False
    elif form == "html":
        assert "<del>" in data.decode()
        assert "<svg" in data.decode()


def test_rdf_of_a_comparison_joins_rows_of_one_matter(two: Comparison) -> None:
    data = rdflib.Graph().parse(data=turtle(two).decode(), format="turtle")
    links = set(
        data.subjects(rdflib.RDF.type, rdflib.URIRef("https://dutykg.example/ontology#MatchLink"))
    )

    assert len(links) == sum(1 for m in two.matches if m.a and m.b)


def test_hostile_words_stay_words(two: Comparison) -> None:
    from kg.comparing.texts import Piece
    from kg.export.reports.model import Marked, Paragraph, Report
    from kg.export.reports.writing import to_html, to_markdown

    text = "<script>alert(1)</script> | [x](javascript:1)"
    made = Report(text, (Paragraph(Marked((Piece(False, text, text),))), Paragraph(text)))

    assert "<script>" not in to_html(made)
    assert "\\<script\\>" in to_markdown(made)
    assert to_json(two)["counts"]


def test_one_duty_by_its_number_with_the_same_matter_of_a_place(graph: Graph) -> None:
    found = compare_duties(graph, "东城镇配合34", "西北湾镇")

    assert found is not None
    (match,) = found.matches
    assert (match.status, match.a[0].number, match.b[0].number) == (Status.SAME, 34, 34)
    assert match.a[0].township != match.b[0].township


def test_two_duties_of_other_matters_are_set_side_by_side_and_said_to_be_two(graph: Graph) -> None:
    found = compare_duties(graph, "东城镇配合33", "西北湾镇配合34")

    assert found is not None
    (match,) = found.matches
    assert match.status is Status.DIFFERENT
    assert match.doubtful
    assert "不属于同一事项" in match.why


def test_places_alone_are_no_duties(graph: Graph) -> None:
    assert compare_duties(graph, "东城镇", "西北湾镇") is None


def test_a_place_without_the_matter_is_said(graph: Graph) -> None:
    with pytest.raises(QueryError, match="没有与"):
        compare_duties(graph, "东城镇收回34", "六户地镇")


def test_one_duty_alone_wants_the_other_side(kg: Run, graph: Graph) -> None:
    done = kg("compare", "东城镇配合33", "--store", graph.directory)

    assert done.exit_code != 0
    assert "和哪里比" in done.output


def test_a_list_compared_again_is_not_read_again(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def counted(graph: Graph, documents: Sequence[Source]) -> tuple[Entry, ...]:
        read.extend(document.path for document in documents)
        return entries(graph, documents)

    graph.derived.pop(Recent, None)
    alone = to_json(compare(graph, "东城镇", "西北湾镇", loading.load()))
    monkeypatch.setattr("kg.comparing.items.entries", counted)
    found = [to_json(compare(graph, "东城镇", b)) for b in ("西北湾镇", "六户地镇", "西北湾镇")]

    assert len(read) == len(set(read)) == 3
    assert found[0] == found[2] == alone


LIST = """碧水市云溪县松岭镇
履职事项清单

{month}

碧水市云溪县松岭镇配合履职事项清单

序号\t事项类别\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责
1\t民生服务\t高龄津贴发放\t云溪县民政局、云溪县财政局\t{clauses}\t1.受理申请。
2\t城市管理\t占道经营整治\t云溪县{bureau}（牵头）、云溪县公安局\t1.县{bureau}牵头查处； 2.县公安局维护秩序。\t1.劝导商贩。
3\t城市管理\t油烟扰民整治\t云溪县{bureau}\t1.查处。\t1.劝导。
"""
BEFORE = LIST.format(
    month="2025年5月",
    clauses="1.县民政局审批，发放津贴； 2.县财政局拨付资金。",
    bureau="综合行政执法局",
)
AFTER = LIST.format(
    month="2026年2月",
    clauses="<p>县民政局：</p> <p>1.审批，发放津贴；</p> <p>县财政局：</p> <p>1.拨付资金。</p>",
    bureau="城市管理局",
)


def test_a_department_above_its_clauses_says_what_it_says_in_them_and_a_renamed_convener_is_no_other(
    tmp_path: Path,
) -> None:
    for name, text in (("old", BEFORE), ("new", AFTER)):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    store = build([tmp_path / "old.txt", tmp_path / "new.txt"], into=tmp_path / "s").store
    found = compare(Graph(store), "松岭镇@2025-05", "松岭镇@2026-02")

    assert [change.match.b[0].name for change in changes(found)] == ["占道经营整治", "油烟扰民整治"]
    told = to_markdown(notice(found))
    assert "下列 2 项云溪县综合行政执法局改称云溪县城市管理局" in told
    assert "牵头部门由" not in told


def test_a_duty_that_the_other_place_has_in_parts_is_split_and_says_who_answers_for_them(
    graph: Graph,
) -> None:
    comparison = compare(graph, "东城镇", "喀拉亚尕奇乡")
    parts = {match.a[0].name: match for match in comparison.of(Status.SPLIT) if match.a[0].superior}

    disasters = parts["自然灾害的防范处置救助工作"]
    assert [row.name for row in disasters.b] == ["自然灾害的防范处置工作", "自然灾害救助工作"]
    assert disasters.kinds == (Difference.DEPARTMENTS,)
    assert len(disasters.differences.come) > 5
    assert sum("污染防治" in match.a[0].name and len(match.b) == 6 for match in parts.values()) == 1


def test_two_places_of_one_template_have_no_split_duties(two: Comparison) -> None:
    assert not [*two.of(Status.SPLIT), *two.of(Status.MERGED)]
