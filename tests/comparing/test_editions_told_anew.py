"""Editions with every kind of change at once, and duties laid together or cut up whose clauses are told anew."""

from __future__ import annotations

import re

import pytest
from editing import BASIC, COOPERATION, RECLAIMED, Change, Edition, Edits, compared, edited, told

from kg.comparing.changes import ChangeKind
from kg.comparing.comparison import Comparison
from kg.export.reports.language import in_language
from kg.export.reports.notice import notice
from kg.export.reports.writing import to_markdown


def laid_together(new: Edition, first: str, second: str, name: str, *cells: str) -> Change:
    """Two duties as one, called by both names, what is done told in few words."""
    gone = new.remove(COOPERATION, second)
    one = new.row(COOPERATION, first)
    old = (one[2], gone[2])
    one[2:] = [name, *cells]
    return ("merged", old, (name,))


def wangchao(new: Edition) -> set[Change]:
    """Each kind of change once."""
    rice = new.row(COOPERATION, "市级劳动模范")
    rice[5] = rice[5].replace("职工意见后", "职工意见并公示5天后")
    dogs = new.row(COOPERATION, "城区养犬")
    old_dogs, dogs[2] = dogs[2], "城区养犬登记管理和流浪犬收容处置"
    care = new.row(COOPERATION, "城乡居民医保")
    care[3] = care[3].replace("、", "、屿澜市民政局、", 1)
    weeds = new.row(COOPERATION, "加拿大一枝黄花")
    weeds[1] = "乡村振兴"
    smoke = new.remove(COOPERATION, "餐饮油烟")
    new.add(RECLAIMED, 6, smoke[1], smoke[2], "屿澜市综合行政执法局： 受理投诉，上门检查。")
    rooms = new.remove(COOPERATION, "群租房")
    new.add(
        COOPERATION, 4, "党的建设", "代表联络站点共建", "屿澜市委组织部", "核拨经费。", "提供场地。"
    )
    shelter = new.row(COOPERATION, "台风期间避灾安置")
    whole, halves = shelter[2], ("避灾安置场所启用", "避灾安置群众食宿保障")
    shelter[2:] = [halves[0], shelter[3], "发布避灾场所启用指令。", "打开避灾点，登记安置人员。"]
    later = [
        "应急管理及消防",
        halves[1],
        shelter[3],
        "调拨救灾物资。",
        "保障食宿和秩序，人数报市应急管理局。",
    ]
    new.add(COOPERATION, int(shelter[0]), *later)
    school = new.row(RECLAIMED, "民办幼儿园")
    school[3] = "不再开展此项工作"
    green = new.row(RECLAIMED, "街道绿化覆盖率")
    green[3] = "屿澜市综合行政执法局： 由市综合行政执法局统一通报。"
    fuel = new.row(RECLAIMED, "渔船燃油补贴")
    fuel[3] = fuel[3].replace("公示发放", "公示，15日内发放")
    merged = laid_together(
        new, "渔船进出港", "“三无”船舶", "渔船进出港报告、休渔期管理和“三无”船舶清理取缔",
        "屿澜市港航口岸和渔业管理局", "统筹渔港秩序。", "摸排港口船只。",
    )  # fmt: skip
    return {
        ("clauses", (rice[2],), (rice[2],)),
        ("renamed", (old_dogs,), (dogs[2],)),
        ("departments", (care[2],), (care[2],)),
        ("category", (weeds[2],), (weeds[2],)),
        ("moved", (smoke[2],), (smoke[2],)),
        ("removed", (rooms[2],), ()),
        ("added", (), ("代表联络站点共建",)),
        ("split", (whole,), halves),
        ("ended", (school[2],), (school[2],)),
        ("resumed", (green[2],), (green[2],)),
        ("method", (fuel[2],), (fuel[2],)),
        merged,
    }


def yanweng(new: Edition) -> set[Change]:
    """Two mergers in few words, and a duty of another kind in the place of one that is gone."""
    weeds = laid_together(
        new, "薇甘菊", "草地贪夜蛾", "草地贪夜蛾、稻飞虱等病虫害和薇甘菊、紫茎泽兰等有害植物防治",
        "县农业农村局、县林草局", "会商部署，落实经费。", "动员群众，汇总上报。",
    )  # fmt: skip
    homes = laid_together(
        new, "库区移民扶持资金", "农村危房改造对象", "库区移民扶持资金申报和农村危房改造对象认定",
        "县搬迁安置办公室、县住建局", "审核名单。", "受理申请。",
    )  # fmt: skip
    gone = new.row(COOPERATION, "烤烟收购秩序")
    old = gone[2]
    gone[2:] = ["新能源汽车充电桩消防检查", "县消防救援大队", "抽查充电场站。", "摸排充电桩底数。"]
    return {weeds, homes, ("removed", (old,), ()), ("added", (), (gone[2],))}


def changlong(new: Edition) -> set[Change]:
    """A basic duty laid to another one, a cooperation duty cut in two, each half with a bureau of its own."""
    grants = laid_together(
        new, "耕地地力保护补贴", "农机购置补贴", "耕地地力保护补贴、玉米大豆生产者补贴和农机购置补贴发放",
        "松沃区财政局、松沃区农业农村局", "核拨资金。", "核实公示。",
    )  # fmt: skip
    soil = new.row(COOPERATION, "黑土地质量监测")
    whole, halves = soil[2], ("黑土地质量监测评价", "盗挖黑土行为查处")
    soil[2:] = [halves[0], "松沃区农业农村局", "编制年度方案。", "按方案配合。"]
    thieves = "松沃区自然资源局、绥化市公安局松沃分局"
    new.add(COOPERATION, int(soil[0]), "自然资源", halves[1], thieves, "依法立案。", "巡查报告。")
    snow = new.remove(BASIC, "组织镇区和通村路冬季清雪")
    return {grants, ("split", (whole,), halves), ("removed", (snow[2],), ())}


EDITS: Edits = {
    "望潮街道": (wangchao, "wangchao.txt", "2025年5月"),
    "岩翁镇": (yanweng, "yanweng.txt", "云南省普洱市\n云磨哈尼族拉祜族自治县岩翁镇"),
    "长垄镇": (changlong, "changlong.txt", "二〇二五年六月"),
}

Editions = tuple[dict[str, Comparison], dict[str, set[Change]]]


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Editions:
    graph, expected = edited(EDITS, tmp_path_factory.mktemp("anew"))
    return compared(graph, EDITS), expected


@pytest.mark.parametrize("place", EDITS)
def test_exactly_the_changes_that_were_made_are_found(place: str, editions: Editions) -> None:
    assert _plain(told(editions[0][place])) == _plain(editions[1][place])


def test_the_notice_numbers_a_section_for_each_kind_of_change(editions: Editions) -> None:
    text = to_markdown(notice(editions[0]["望潮街道"]))

    headings = re.findall(r"^## (\S+?)、", text, re.MULTILINE)
    kinds = len(ChangeKind) - 1  # no list of these has further columns
    assert headings == [*"一二三四五六七八九十", "十一", "十二"][:kinds]
    assert "不再列" not in text.replace("上级部门不再列", "").replace("承接部门不再列", "")


def test_the_notice_says_who_answers_for_what_was_cut_up_laid_together_or_taken_up_again(
    editions: Editions,
) -> None:
    streets, dark = (to_markdown(notice(editions[0][place])) for place in ("望潮街道", "长垄镇"))

    assert "“街道绿化覆盖率排名通报”，原来不再开展。\n\n承接部门：屿澜市综合行政执法局。" in streets
    assert "\n\n工作方式：由市综合行政执法局统一通报。" in streets
    assert "清理取缔”。\n\n上级部门：屿澜市港航口岸和渔业管理局。" in streets
    assert re.search(
        r"“盗挖黑土行为查处”（配合履职事项第 (\d+) 项）。\n\n其中第 \d+ 项上级部门：松沃区农业农村局。"
        r"\n\n其中第 \1 项上级部门：松沃区自然资源局、绥化市公安局松沃分局。",
        dark,
    )


@pytest.mark.parametrize("place", ["望潮街道", "长垄镇"])
def test_the_notice_of_all_of_them_speaks_english(place: str, editions: Editions) -> None:
    text = to_markdown(in_language(notice(editions[0][place]), "en"))

    ours = (
        "第 [0-9]+ [项条]|改为“|转为|拆分为|合并为|上级部门：|承接部门：|工作方式：|原来不再|不再列"
    )
    assert not re.search(ours, text)


def _plain(found: set[Change]) -> set[Change]:
    """Without blanks and marks in names, in no order."""
    return {
        (kinds, *(tuple(sorted(re.sub(r"\W", "", name) for name in names)) for names in sides))
        for kinds, *sides in found
    }
