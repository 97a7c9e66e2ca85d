"""A name that begins or ends inside a word, or has a misread character, is said; a whole name is not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from kg.reading.known.characters import words_of
from kg.reading.known.name_ends import NameEnds
from kg.reading.known.name_starts import NameStarts
from kg.reading.plausible.words import WordReader
from kg.values import Document, ListKind
from kg.vocabulary.loading import Vocabulary

DATA = Path(__file__).parents[1] / "data"
SMALL = (DATA / "made-up-list.txt").read_text("utf-8")


@pytest.fixture
def words(tables: Vocabulary) -> WordReader:
    return WordReader(tables)


def kinds(document: Document, number: int = 1) -> Sequence[str]:
    return [f.kind for f in document.findings if f.number == number and f.list == "basic"]


@pytest.mark.parametrize(
    "name", ["农业水价调", "落实耕地地力保护补贴政", "非物质文化遗产保护传", "小型水库巡"]
)
def test_a_name_cut_inside_a_word_ends_inside_it(words: WordReader, name: str) -> None:
    assert words.ends_inside(name)


@pytest.mark.parametrize(
    "name", ["农业水价调整", "小型水库巡查管护", "开展老年人文体活动", "“我们的节日”", "A", ""]
)
def test_a_whole_name_does_not(words: WordReader, name: str) -> None:
    assert not words.ends_inside(name)
    assert not words.begins_inside(name)


def test_names_of_other_provinces_begin_and_end_with_words(words: WordReader) -> None:
    lines = (DATA / "other-words.txt").read_text("utf-8").splitlines()
    names = [cells[2] for line in lines if len(cells := line.split("\t")) > 2]
    assert len(names) > 50
    odd = [name for name in names if words.ends_inside(name) or words.begins_inside(name)]
    assert len(odd) <= 1, odd


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("收集社情民意", ""),
        ("清理道河垃圾", "颠倒"),
        ("对公租房转租转借的查处", ""),
        ("发展脐橙、油茶，管护机耕道，做好餐厨垃圾收运", ""),
        ("做好小微企业、电商、夜市服务", ""),
        ("走访慰问高龄、居老人", "断在词的当中"),
        ("扶持种养大户、独居老人，做好农业培", "没有写完"),
        ("清理河河道垃圾", "多了一个字"),
        ("农村坝坝会议组织", ""),
    ],
)
def test_words_of_everyday_lists_are_whole(read, name: str, word: str) -> None:
    text = SMALL.replace("抓好党员教育培训，开展组织生活", name)
    text = text.replace("清理河道垃圾", "清理河道垃圾，组织坝坝会")
    found = [f for f in read(text).findings if (f.list, f.number) == ("basic", 1)]
    kinds = "name-doubtful", "cell-unfinished"
    messages = [f.message for f in found if f.kind in kinds and "别的都以" not in f.message]
    assert any(word in message for message in messages) if word else messages == []


def test_a_basic_duty_that_lost_its_beginning_is_said(read) -> None:
    document = read(SMALL.replace("抓好党员教育培训", "党员教育培训"))
    assert "name-doubtful" in kinds(document)
    assert "name-doubtful" not in kinds(read(SMALL))


def test_a_name_cut_in_a_list_is_said(read) -> None:
    document = read(SMALL.replace("抓好党员教育培训，开展组织生活", "抓好党员教育培"))
    assert "cell-unfinished" in kinds(document)


@pytest.mark.parametrize(
    "misread",
    [
        "抓好党员教育培训，开展组织生活亊项",
        "曰常管理党员，开展组织生活",
        "抓好党圆教育培训，开展组织生活",
        "抓好党员教肓培训，开展组织生活",
        "抓好党员教育培训，开展组职生活",
    ],
)
def test_a_misread_character_is_said(read, misread: str) -> None:
    document = read(SMALL.replace("抓好党员教育培训，开展组织生活", misread))
    assert "name-doubtful" in kinds(document)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("落实三会一课制度", ""),
        ("落实五会一课制度", "三会一课"),
        ("发展“二村一品”特色产业", "一村一品"),
        ("培训“三老四严”作风", ""),
    ],
)
def test_a_set_phrase_with_another_number_is_said(read, name: str, told: str) -> None:
    document = read(SMALL.replace("抓好党员教育培训，开展组织生活", name))
    said = [f.message for f in document.findings if "通常写作" in f.message]
    assert [told in message for message in said] == ([True] if told else [])


@pytest.mark.parametrize("name", ["院，开展老年人文体活动", "工企业整治", "农房安全检"])
def test_a_name_that_breaks_off_where_the_list_goes_on_is_said(read, name: str) -> None:
    cell = "1.组织化工企业培训；2.检查化工企业；3.开展农房安全检查；4.上报农房安全检查结果。"
    text = SMALL.replace("1.县水利局制定巡查制度，开展业务培训。", cell)
    assert cell in text
    document = read(text.replace("小型水库巡查管护", name))
    assert {"name-doubtful", "cell-unfinished"} & {
        f.kind for f in document.findings if f.list == "cooperation" and f.number == 1
    }


@pytest.mark.parametrize(
    ("second", "two"), [("清理河道垃圾", False), ("开展农村养犬登记工作", True)]
)
def test_a_name_that_holds_two_duties_is_said(read, second: str, two: bool) -> None:
    old = "走访慰问高龄、独居老人"
    assert old in SMALL
    found = kinds(read(SMALL.replace(old, f"{old}；{second}")), 3)
    assert ("name-doubtful" in found) is two


@pytest.mark.parametrize(
    ("name", "kind", "cut"),
    [
        ("畜禽粪污资源化利用", ListKind.COOPERATION, False),
        ("畜禽粪污资源化利", ListKind.COOPERATION, True),
        ("渣土车沿街抛洒的处罚", ListKind.RECLAIMED, False),
        ("渣土车沿街抛洒、户外广告", ListKind.RECLAIMED, True),
        ("做好统一战线工作，管护古榕树", ListKind.BASIC, False),
        ("推荐帮扶对象", ListKind.COOPERATION, False),
    ],
)
def test_a_name_ends_as_those_of_its_list_do(
    tables: Vocabulary, name: str, kind: ListKind, cut: bool
) -> None:
    assert NameEnds(tables, words_of(tables)).is_cut(name, kind, 0) is cut


@pytest.mark.parametrize(
    ("name", "kind", "late"),
    [
        ("冒领、骗取低保金的追缴", ListKind.RECLAIMED, False),
        ("取低保金的追缴和处罚", ListKind.RECLAIMED, True),
        ("开展村干部走访慰问", ListKind.BASIC, False),
        ("部日常管理和考核", ListKind.BASIC, True),
        ("烟花", ListKind.COOPERATION, False),
    ],
)
def test_a_name_begins_as_those_of_its_list_do(
    tables: Vocabulary, name: str, kind: ListKind, late: bool
) -> None:
    assert NameStarts(tables, words_of(tables)).is_late(name, kind, 0) is late


@pytest.mark.parametrize("first", ["残疾人证申领换发", "公租房租金收缴", "海上风电项目用海协调"])
def test_two_names_without_a_mark_between_them_are_said(read, first: str) -> None:
    lines = (DATA / "other-words.txt").read_text("utf-8").splitlines()
    at = next(n for n, line in enumerate(lines) if f"\t{first}\t" in line)
    second = lines.pop(at + 1).split("\t")[2]

    def said(document: Document) -> list[str]:
        return [f.quote for f in document.findings if "两项连在一起" in f.message]

    assert said(read("\n".join(lines))) == []
    glued = "\n".join(lines).replace(f"\t{first}\t", f"\t{first}{second}\t")
    assert said(read(glued)) == [f"{first}{second}"]


def test_a_category_behind_a_name_is_said(read) -> None:
    name = "出具居民身份信息证明"
    assert name in SMALL
    document = read(SMALL.replace(name, f"{name}生态环保"))
    assert ("reclaimed", 2) in {
        (f.list, f.number) for f in document.findings if "连着类别" in f.message
    }
