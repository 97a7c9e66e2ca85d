"""The same duty across lists: what is joined, what stays apart, and why."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from kg.bodies.places import place_of
from kg.matters import matching as matters
from kg.matters import nearest
from kg.matters.candidates import Candidates
from kg.matters.clusters import FLOOR, Matching
from kg.matters.extracts import extract
from kg.matters.forms import Form
from kg.matters.items import Item, ItemReader
from kg.matters.matching import DutyRef, LinkKind, Matters, Opinions, match, matter_iri, opinion
from kg.matters.parts import split_up
from kg.meaning.same_duty import Comparer
from kg.meaning.wording import WordingReader
from kg.values import (
    Clause,
    Columns,
    Coverage,
    Department,
    Document,
    Duty,
    Level,
    ListKind,
    Place,
    Row,
    Township,
)
from kg.vocabulary.loading import Vocabulary

B, C, R = ListKind.BASIC, ListKind.COOPERATION, ListKind.RECLAIMED
TOWNSHIPS = {"a": ("河湾镇", "110113"), "b": ("石桥乡", "130123"), "c": ("柳林镇", "130181")}


def township(letter: str, tables: Vocabulary) -> Township:
    name, county = TOWNSHIPS[letter]
    above = place_of(county, tables)
    place = Place(f"{county}{ord(letter):03d}", name, Level.TOWNSHIP, name, True, above)
    return Township(above.name + name, place)


def duty(kind: ListKind, number: int, name: str, function: str = "", text: str = "") -> Duty:
    row = Row(kind, number, str(number), "民生服务", name, number, "", Columns((), ()), ())
    bodies = (Department("110113", function, function),) if function else ()
    clauses = (Clause(1, "1", None, text, text),) if text else ()
    return Duty(row, departments=bodies, township=clauses)


def document(letter: str, duties: Iterable[Duty], tables: Vocabulary) -> Document:
    return Document(
        f"{letter}.txt",
        letter * 64,
        "2025-07",
        "",
        township(letter, tables),
        (),
        tuple(duties),
        (),
        Coverage(0, 0, 0, 0),
    )


def matched(tables: Vocabulary, opinions: Opinions | None = None, **lists: list[Duty]) -> Matters:
    documents = [document(letter, duties, tables) for letter, duties in lists.items()]
    return match(documents, tables, opinions or Opinions(()))


def groups(matters: Matters) -> set[frozenset[str]]:
    """Members as ``a-c1``: township letter, list letter and number."""
    return {frozenset(map(short, matter.members)) for matter in matters.matters}


def short(ref: DutyRef) -> str:
    return f"{chr(int(ref.township[-3:]))}-{ref.kind.letter}{ref.number}"


def key(text: str) -> str:
    letter, rest = text.split("-")
    _, county = TOWNSHIPS[letter]
    return f"{county}{ord(letter):03d}/2025-07/{rest[0]}-{int(rest[1:]):03d}"


FILL = [
    duty(B, 90, "组织开展森林防火巡护"),
    duty(B, 91, "做好统计调查队伍建设"),
    duty(B, 92, "推进图书阅览室开放"),
]
"""Rows of other topics, so that term weights mean something."""


def test_names_that_differ_in_places_only_are_exactly_one_matter(tables: Vocabulary) -> None:
    found = matched(
        tables,
        a=[duty(C, 1, "河湾镇范围内本区级以上表彰工作")],
        b=[duty(C, 4, "石桥乡范围内本县级以上表彰工作")],
    )
    assert groups(found) == {frozenset({"a-c1", "b-c4"})}
    assert [(link.kind, link.method, link.score) for link in found.links] == [
        (LinkKind.EXACT, "text", 1.0)
    ]


def test_filler_words_make_a_close_link_not_an_exact_one(tables: Vocabulary) -> None:
    found = matched(
        tables,
        a=[duty(C, 1, "做好粮油应急网点保障"), *FILL],
        b=[duty(C, 2, "粮油应急网点保障工作")],
    )
    assert frozenset({"a-c1", "b-c2"}) in groups(found)
    (link,) = found.links
    assert (link.kind, link.method) == (LinkKind.CLOSE, "wording")
    assert 0.4 <= link.score <= 1
    assert "名称用词相近" in link.why


def test_synonyms_and_clause_texts_join_differently_worded_rows(tables: Vocabulary) -> None:
    text = "查处扰民伤人案件，收容流浪犬只，注射狂犬病疫苗"
    found = matched(
        tables,
        a=[duty(C, 1, "文明养犬管理工作", "public-security", text), *FILL],
        b=[duty(C, 2, "家养动物（宠物）的管理工作", "public-security", text + "，登记")],
    )
    assert frozenset({"a-c1", "b-c2"}) in groups(found)


def test_the_same_duty_in_another_list_is_one_matter(tables: Vocabulary) -> None:
    found = matched(
        tables,
        a=[duty(R, 5, "农产品质量安全事故处理", "agriculture"), *FILL],
        b=[duty(C, 31, "农产品质量安全事故处理工作", "agriculture")],
    )
    assert frozenset({"a-r5", "b-c31"}) in groups(found)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("老年人高龄津贴的发放管理", "对违规领取高龄津贴的追缴"),
        ("困难老年人家庭适老化改造", "困难残疾人家庭无障碍改造"),
        ("屠宰检疫", "动物及动物产品检疫"),
        ("食品小作坊登记", "对食品小作坊违法生产经营的处罚"),
        ("农产品质量安全监督管理", "农产品质量安全事故处理"),
        ("草原有害生物防治工作", "农作物病虫害防治"),
        ("电力设施保护工作", "石油天然气长输管道保护"),
        ("国土调查工作", "国土资源监督检查"),
        ("取水许可审批", "河道采砂许可审批"),
        ("危险化学品经营许可证核发", "农药经营许可证核发"),
        ("对冒领、骗取高龄补助资金的追缴", "低保、特困对象资金冒领的追回"),
        ("城乡居民医保参保率考核排名", "招商引资签约额考核排名"),
        ("对无证销售烟花爆竹的查处", "对燃放烟花爆竹违法行为的处罚"),
    ],
)
def test_look_alikes_stay_apart(tables: Vocabulary, one: str, other: str) -> None:
    found = matched(
        tables,
        a=[duty(C, 1, one, "agriculture"), *FILL],
        b=[duty(C, 2, other, "agriculture")],
    )
    assert frozenset({"a-c1"}) in groups(found)


def test_one_row_that_is_three_elsewhere_is_linked_as_broader_not_merged(
    tables: Vocabulary,
) -> None:
    found = matched(
        tables,
        a=[duty(C, 1, "大气、噪声、固体废物、畜禽养殖等污染防治工作", "ecology"), *FILL],
        b=[
            duty(C, 1, "噪声污染防治工作", "ecology"),
            duty(C, 2, "固体废物污染防治工作", "ecology"),
            duty(C, 3, "畜禽养殖污染防治工作", "ecology"),
        ],
    )
    assert frozenset({"a-c1"}) in groups(found)
    broader = {
        (short(link.first), short(link.second))
        for link in found.links
        if link.kind is LinkKind.BROADER
    }
    assert {("b-c1", "a-c1"), ("b-c2", "a-c1"), ("b-c3", "a-c1")} <= broader


def test_two_rows_of_one_list_never_share_a_matter_by_likeness(tables: Vocabulary) -> None:
    found = matched(
        tables,
        a=[duty(C, 1, "自然灾害的防范处置救助工作", "emergency"), *FILL],
        b=[
            duty(C, 1, "自然灾害的防范处置工作", "emergency"),
            duty(C, 2, "自然灾害救助", "emergency"),
        ],
    )
    for members in groups(found):
        assert not {"b-c1", "b-c2"} <= members


def test_a_person_confirms_and_the_match_is_exact(tables: Vocabulary) -> None:
    lists = {"a": [duty(B, 1, "老旧小区改造"), *FILL], "b": [duty(C, 7, "人民陪审员选任")]}
    said = Opinions((opinion(key("a-b1"), key("b-c7"), same=True, note="同一件事"),))
    found = matched(tables, said, **lists)
    assert frozenset({"a-b1", "b-c7"}) in groups(found)
    assert [link.method for link in found.links if link.kind is LinkKind.EXACT] == ["person"]


def test_a_rejection_keeps_identical_rows_apart_also_through_others(tables: Vocabulary) -> None:
    lists = {
        "a": [duty(C, 1, "打击传销工作")],
        "b": [duty(C, 1, "打击传销工作")],
        "c": [duty(C, 1, "打击传销")],
    }
    said = Opinions((opinion(key("a-c1"), key("b-c1"), same=False),))
    for members in groups(matched(tables, said, **lists)):
        assert not {"a-c1", "b-c1"} <= members
    assert frozenset({"a-c1", "b-c1", "c-c1"}) in groups(matched(tables, **lists))


def test_a_rejection_of_another_row_does_not_loosen_identical_names(tables: Vocabulary) -> None:
    said = Opinions((opinion(key("a-c1"), key("b-c2"), same=False),))
    found = matched(
        tables,
        said,
        a=[duty(C, 1, "打击传销工作")],
        b=[duty(C, 1, "打击传销工作"), duty(C, 2, "地名管理")],
    )
    assert frozenset({"a-c1", "b-c1"}) in groups(found)


def test_decisions_that_contradict_each_other_are_reported(tables: Vocabulary) -> None:
    pairs = [("a-c1", "b-c1", True), ("b-c1", "c-c1", True), ("a-c1", "c-c1", False)]
    said = Opinions(tuple(opinion(key(a), key(b), same=same) for a, b, same in pairs))
    found = matched(
        tables, said, a=[duty(C, 1, "甲类")], b=[duty(C, 1, "乙类")], c=[duty(C, 1, "丙类")]
    )
    assert found.contradictions == ((key("a-c1"), key("c-c1")),)


def test_decisions_on_duties_that_are_not_loaded_are_named(tables: Vocabulary) -> None:
    said = Opinions((opinion(key("a-c1"), key("c-c9"), same=True),))
    assert matched(tables, said, a=[duty(C, 1, "地名管理")]).unknown == (key("c-c9"),)


def test_the_id_of_a_matter_comes_from_its_earliest_member() -> None:
    iris = ["https://x/duty/2/2025-07/c-001", "https://x/duty/1/2025-07/c-002"]
    assert matter_iri("https://x/", iris) == matter_iri("https://x/", iris[1:])
    assert len(matter_iri("https://x/", iris).rpartition("/")[2]) == 12
    assert matter_iri("https://x/", iris) != matter_iri("https://x/", iris[:1])


def test_the_number_of_comparisons_grows_with_the_rows_not_with_their_square(
    tables: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = []
    pairs = Candidates.pairs

    def counted(self: Candidates) -> Any:
        found = pairs(self)
        counts[-1] += len(found)
        return found

    monkeypatch.setattr(Candidates, "pairs", counted)
    for size in (500, 1000):
        counts.append(0)
        # Every name shares the common term; each has a rare one of its own.
        names = [f"{chr(0x4E00 + at)}{chr(0x6E00 + at)}安全生产检查" for at in range(size)]
        matched(tables, a=[duty(C, at + 1, name) for at, name in enumerate(names)])
    assert 0 < counts[1] < 2.5 * counts[0]
    assert counts[1] < 1000 * 1000 / 2 / 10


@pytest.fixture(scope="module")
def found(bundled: tuple[Document, ...], tables: Vocabulary) -> Matters:
    """The matters of the bundled lists."""
    return match(bundled, tables)


def test_every_bundled_duty_is_in_exactly_one_matter(
    bundled: tuple[Document, ...], found: Matters
) -> None:
    members = [member for matter in found.matters for member in matter.members]
    assert len(members) == len(set(members)) == sum(len(item.duties) for item in bundled)
    assert [matter.members[0] for matter in found.matters] == sorted(
        matter.members[0] for matter in found.matters
    )


def test_the_order_of_documents_changes_nothing(
    bundled: tuple[Document, ...], found: Matters, tables: Vocabulary
) -> None:
    assert found == match(tuple(reversed(bundled)), tables)


def labelled() -> list[tuple[str, list[str]]]:
    path = Path(__file__).parents[1] / "data" / "matters.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [line.split() for line in lines if line and not line.startswith("#")]
    return [(row[0], row[1:]) for row in rows]


def test_labelled_rows_of_the_bundled_lists(found: Matters) -> None:
    owner = {ref.key.replace(ref.edition, "*"): m for ref, m in found.by_duty().items()}
    wrong = []
    hits = total = 0
    for verdict, keys in labelled():
        for one, other in combinations(keys, 2):
            joined = owner[one] is owner[other]
            if verdict == "different" and joined:
                wrong.append((one, other))
            elif verdict == "same":
                total += 1
                hits += joined
    assert not wrong
    assert hits / total >= 0.97


def forms_of(documents: tuple[Document, ...], tables: Vocabulary) -> list[Form]:
    reader = WordingReader(tables)
    extracts = [extract(document, reader, tables) for document in documents]
    return matters.forms_of(extracts, reader, Opinions(()))


def test_many_at_a_time_are_compared_as_each_is(
    bundled: tuple[Document, ...], tables: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nearest, "_PAIRS", 1_000)
    monkeypatch.setattr(nearest, "_NAMES", 30)
    evidence = [form.evidence for form in forms_of(bundled, tables)]
    comparer = Comparer(evidence)
    looked_at = Candidates([(e.wording.terms, e.functions) for e in evidence], comparer.weight)
    each = {
        (one, two): comparer.compare(evidence[one], evidence[two])
        for one, two in (divmod(int(pair), len(evidence)) for pair in looked_at.pairs())
    }

    found = list(nearest.Nearest(evidence, comparer).pairs(FLOOR))

    assert len(each) > 5_000
    assert {(one, two): likeness for one, two, likeness in found} == {
        pair: likeness for pair, likeness in each.items() if likeness.score >= FLOOR
    }
    assert len({likeness.apart for _, _, likeness in found}) > 2


def test_a_row_s_candidates_share_most_weight_with_it() -> None:
    names = ["甲乙", "甲丙", "甲乙丙", "丁", "乙丁戊"]
    items = [(tuple(name), frozenset[str]()) for name in names]
    pairs = Candidates(items, lambda term: {"甲": 1.0, "丁": 3.0}.get(term, 2.0)).pairs()
    found = {divmod(int(pair), len(names)) for pair in pairs}

    assert found == {(0, 1), (0, 2), (1, 2), (0, 4), (2, 4), (3, 4)}


def test_forms_that_are_near_know_each_other_once(
    bundled: tuple[Document, ...], tables: Vocabulary
) -> None:
    forms = forms_of(bundled, tables)
    nearest = Matching(forms, Opinions(()), None)._nearest()

    known = [[other for other, _ in near] for near in nearest]
    assert any(known)
    for at, others in enumerate(known):
        assert len(others) == len(set(others))
        assert all(at in known[other] for other in others)


@pytest.mark.parametrize(
    ("name", "first", "second", "parts"),
    [
        ("农村公路养护和“四好农村路”建设", "农村公路养护", "“四好农村路”建设", [(0, 1)]),
        ("农村公路养护和“四好农村路”建设", "农村公路养护", "农村客运站建设", []),
        # What joins the names moves from one joint to the other.
        ("农村公路养护、桥梁加固和客运站建设", "农村公路养护和桥梁加固", "客运站建设", [(0, 1)]),
        ("农村公路和桥梁小修养护", "农村公路小修养护", "桥梁小修养护", [(0, 1)]),
        ("农村公路和桥梁小修养护", "农村公路小修养护", "农村公路绿化", []),
    ],
)
def test_a_name_cut_in_two_is_a_split_whatever_its_halves_are_asked(
    name: str, first: str, second: str, parts: list[tuple[int, ...]], tables: Vocabulary
) -> None:
    reader = ItemReader(tables)

    def item(number: int, name: str, *texts: str) -> Item:
        return reader.item(ListKind.COOPERATION, number, name, texts, None)

    kept = ("编制县乡公路养护计划，拨付养护资金。", "组织村道日常清扫和小修；")
    whole = item(1, name, *kept, "组织大中修工程。")
    one = item(1, first, *kept)
    other = item(2, second, "组织大中修工程。", "协调工程用地，化解青苗补偿纠纷，维护施工秩序。")

    assert [found[1] for found in split_up([whole], [one, other], {0: 0})] == parts
