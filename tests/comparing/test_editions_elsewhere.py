"""Editions of lists from six places, edited by hand in ways that lists are: exactly those changes."""

from __future__ import annotations

import re

import pytest
from editing import BASIC, COOPERATION, RECLAIMED, Change, Edition, Edits, compared, edited, told

from kg.comparing.comparison import Comparison
from kg.export.reports.notice import notice
from kg.export.reports.writing import to_markdown
from kg.store.graph import Graph

MOVED = "moved renamed"


def wangchao(new: Edition) -> set[Change]:
    """A street: a body renamed by a reform, a clause that changed sides, a row cut in two."""
    dogs = new.row(COOPERATION, "城区养犬登记")
    old_dogs, dogs[2] = dogs[2], "犬类饲养管理"
    fumes = new.row(COOPERATION, "餐饮油烟")
    fumes[3] = "屿澜市综合执法局"
    marks = new.row(COOPERATION, "城镇老旧小区改造")
    marks[4] = marks[4].replace("，", ",").replace("；", ";").replace("1.", "1、")
    water = new.row(COOPERATION, "学生暑期防溺水")
    water[4] = water[4].replace("； 4.市民政局把留守儿童、困境儿童列为重点关爱对象", "")
    water[5] = water[5].rstrip("。") + "； 3.把留守儿童、困境儿童列为重点关爱对象。"
    meals = new.row(COOPERATION, "老年食堂建设和助餐补贴审核")
    whole = meals[2]
    new.add(
        *(COOPERATION, int(meals[0]), meals[1], "助餐补贴审核", meals[3]),
        *("1.审核并兑付运营补助，抽查就餐人次。", "1.汇总就餐人次，按月报市民政局。"),
    )
    meals[2:] = [
        "老年食堂建设",
        meals[3],
        "1.布局助餐点，制定补助标准。",
        "1.选定场地，登记就餐老人。",
    ]
    times = new.row(COOPERATION, "适龄女性两癌")
    times[4] = times[4].replace("和筛查场次", "和2次筛查场次")
    trees = new.remove(BASIC, "看护辖区古树名木")
    new.add(
        *(COOPERATION, 10, trees[1], "古树名木看护和养护", "屿澜市综合行政执法局"),
        *("1.制定养护技术规范。", f"1.{trees[2]}。"),
    )
    noise = new.row(COOPERATION, "建筑工地扬尘")
    noise[4] = "1.审核夜间连续作业证明，约谈屡被投诉的施工单位； 2.督促工地落实围挡喷淋。"
    return {
        ("renamed", (old_dogs,), ("犬类饲养管理",)),
        ("departments", (fumes[2],), (fumes[2],)),
        ("clauses", (water[2],), (water[2],)),
        ("split", (whole,), ("老年食堂建设", "助餐补贴审核")),
        ("clauses", (times[2],), (times[2],)),
        (MOVED, (trees[2],), ("古树名木看护和养护",)),
    }


def yanweng(new: Edition) -> set[Change]:
    """A town: three rows in one, two that took each other's names, a convener, only a place more."""
    road, water, houses = (
        new.row(COOPERATION, name) for name in ("乡村公路日常", "山区人饮", "农村危房改造")
    )
    parts = (water[2], road[2], houses[2])
    merged = "乡村公路、人饮工程、农村危房改造等基础设施管护"
    road[2:] = [
        merged,
        "、".join((road[3], water[3], houses[3])),
        *(road[at] + water[at] + houses[at] for at in (4, 5)),
    ]
    new.remove(COOPERATION, parts[0])
    new.remove(COOPERATION, parts[2])
    weeds = new.row(COOPERATION, "薇甘菊")
    weeds[3] = "县自然资源局"
    fire = new.row(COOPERATION, "小商铺")
    fire[5] = fire[5].replace("每季度", "每月")
    inns, feasts = new.row(COOPERATION, "客栈民宿"), new.row(COOPERATION, "民族节庆")
    inns[2], feasts[2] = feasts[2], inns[2]
    food = new.row(RECLAIMED, "小作坊食品")
    food[3] = food[3].replace("县市场监管局", "云磨哈尼族拉祜族自治县市场监管局")
    clinic = new.row(RECLAIMED, "村卫生室校验")
    clinic[3] = "不再开展此项工作"
    army = new.row(COOPERATION, "年度征兵工作")
    army[3] = army[3].replace("县人武部", "县人武部（牵头）")
    peace = new.row(BASIC, "组建寨老调解队")
    old_peace, peace[2] = peace[2], "完善人民调解网络，化解山林水利和婚恋家事纠纷"
    return {
        ("merged", parts, (merged,)),
        ("departments", (weeds[2],), (weeds[2],)),
        ("clauses", (fire[2],), (fire[2],)),
        ("renamed", (feasts[2],), (inns[2],)),
        ("renamed", (inns[2],), (feasts[2],)),
        ("ended", (clinic[2],), (clinic[2],)),
        ("departments", (army[2],), (army[2],)),
        ("renamed", (old_peace,), (peace[2],)),
    }


def changlong(new: Edition) -> set[Change]:
    """A district's town: the order of bodies, a second name, short forms and markup are no change."""
    old_age = new.row(COOPERATION, "高龄补贴给付")
    old_age[5] = old_age[5].replace("年度", "半年")
    crops = new.remove(COOPERATION, "粮食产量抽样调查")
    added = "新生儿出生一件事联办"
    new.add(
        *(COOPERATION, 12, "民生服务", added, "松沃区营商环境建设监督局"),
        *("1.开通联办系统。", "1.帮助群众申报。"),
    )
    injury = new.remove(COOPERATION, "职工工伤情况调查")
    taken = "工伤事故调查取证"
    holder = "松沃区人力资源和社会保障局： 派员实地取证，作出工伤认定结论。"
    new.add(RECLAIMED, 3, injury[1], taken, holder)
    new.row(COOPERATION, "农田防护林更新改造")[3] = "松沃区农业农村局、松沃区林业和草原局"
    new.row(COOPERATION, "九小场所")[3] = "松沃区消防救援局、松沃区商务局"
    new.row(COOPERATION, "通村公路养护")[3] = "区交通运输局"
    water = new.row(COOPERATION, "村屯供水")
    water[3] = "松沃区水务局、松沃区卫生健康局"
    water[5] = water[5].replace("24小时", "12小时")
    dogs = new.row(COOPERATION, "农村养犬管理")
    dogs[4] = dogs[4].replace("</p> <p>", "</p><p>")
    prize = new.row(RECLAIMED, "为老服务先进")
    prize[1] = "党的建设"
    tractors = new.row(BASIC, "组织农机检修")
    old_tractors, tractors[2] = tractors[2], tractors[2].replace("备春耕", "备春耕生产")
    straw = new.row(RECLAIMED, "对露天焚烧秸秆")
    straw[3] = straw[3].replace("立案查处", "巡查发现后立案查处，结果抄送镇政府")
    soil = new.row(BASIC, "推广秸秆翻埋还田")
    whole, soil[2] = soil[2], "推广秸秆翻埋还田、打包离田"
    new.add(BASIC, int(soil[0]), soil[1], "宣传黑土地保护性耕作")
    return {
        ("clauses", (old_age[2],), (old_age[2],)),
        ("removed", (crops[2],), ()),
        ("added", (), (added,)),
        (MOVED, (injury[2],), (taken,)),
        ("clauses", (water[2],), (water[2],)),
        ("category", (prize[2],), (prize[2],)),
        ("renamed", (old_tractors,), (tractors[2],)),
        ("method", (straw[2],), (straw[2],)),
        ("split", (whole,), (soil[2], "宣传黑土地保护性耕作")),
    }


def xibeiwan(new: Edition) -> set[Change]:
    """A basic duty that a bureau took over, a body less, a date more."""
    food = new.remove(BASIC, "负责本镇食品摊贩")
    taken = "食品摊贩、小饭桌备案"
    holder = "奇台县市场监督管理局： 受理备案申请，核发备案卡。"
    new.add(RECLAIMED, 5, food[1], taken, holder)
    gone = new.remove(RECLAIMED, "收养登记")
    card = new.row(COOPERATION, "残疾人证管理")
    card[3] = card[3].replace("、奇台县民政局", "")
    school = new.row(COOPERATION, "校外培训")
    school[5] = school[5].replace("。", "，并于每年6月底前报县教育局。", 1)
    open_ = new.row(BASIC, "政府信息公开")
    old, open_[2] = open_[2], "政府信息公开"
    meals = new.row(COOPERATION, "食品安全监督管理日常协助工作")  # keeps its cells, cut by name
    whole = meals[2]
    feast = "农村集体聚餐食品安全管理"
    meals[2] = whole.removesuffix(f"，{feast}")
    new.add(
        *(COOPERATION, int(meals[0]), meals[1], feast, meals[3], "1.指导和监督农村集体聚餐活动。"),
        "1.登记农村集体聚餐活动； 2.发现问题上报县市场监督管理局。",
    )
    return {
        ("split", (whole,), (meals[2], feast)),
        (MOVED, (food[2],), (taken,)),
        ("removed", (gone[2],), ()),
        ("departments", (card[2],), (card[2],)),
        ("clauses", (school[2],), (school[2],)),
        ("renamed", (old,), (open_[2],)),
    }


def liuhudi(new: Edition) -> set[Change]:
    """Two basic duties in one, a cooperation duty in three, one under the name of another act."""
    count, survey = new.row(BASIC, "组织实施本镇经济普查"), new.row(BASIC, "组织实施本镇统计调查")
    names = (count[2], survey[2])
    count[2] = (
        "组织实施本镇经济普查、人口普查、农业普查和统计调查工作，加强统计队伍建设，"
        "承担经济运行数据监测上报，防范数据造假"
    )
    new.remove(BASIC, names[1])
    school = new.row(COOPERATION, "维护学校周边秩序")
    whole = school[2]
    clauses = [x.strip() for x in re.findall(r"\d\.[^\d]+", re.sub("<[^>]*>", "", school[4]))]
    later = ("校园食品卫生和文化环境整治", "校园设施设备安全保障")
    helps = "1.做好本镇学校周边设施、设备安全和安全保障工作，发现问题及时上报。"
    for name, bodies, chosen, help_ in (
        (later[1], ("住房和城乡建设局", "消防救援局", "发展和改革委员会"), (5, 7, 8), helps),
        (later[0], ("卫生健康委员会", "市场监督管理局"), (3, 4, 6), "1.协助检查校园周边。"),
    ):
        cell = " ".join(clauses[at - 1] for at in chosen)
        column = "、".join(f"玛纳斯县{body}" for body in bodies)
        new.add(COOPERATION, int(school[0]), school[1], name, column, cell, help_)
    school[2:] = [
        "维护学校周边秩序",
        "玛纳斯县教育局、玛纳斯县公安局",
        " ".join(clauses[:2]),
        "1.开展校园周边防火、用水、用电、饮食卫生、交通安全等方面宣传教育活动。",
    ]
    brave = new.row(COOPERATION, "见义勇为")
    old_brave, brave[2] = brave[2], "对见义勇为人员的确认和奖励"
    return {
        ("merged", names, (count[2],)),
        ("split", (whole,), (school[2], *later)),
        ("renamed", (old_brave,), (brave[2],)),
    }


def kalayagaqi(new: Edition) -> set[Change]:
    """Six duties in one, a body more, one that became the township's own."""
    safe = new.row(COOPERATION, "防溺水工作")
    safe[3] += "、伊宁县应急管理局"
    parts = [
        new.row(COOPERATION, f"{what}污染防治")
        for what in ("水", "大气", "土壤", "噪声", "固体废物", "畜禽养殖")
    ]
    names = tuple(row[2] for row in parts)
    first = parts[0]
    first[2:] = [
        "大气、水、土壤、固体废物、畜禽养殖、噪声等污染防治和监督管理工作",
        "、".join(dict.fromkeys(body for row in parts for body in row[3].split("、"))),
        *(" ".join(row[at] for row in parts) for at in (4, 5)),
    ]
    for name in names[1:]:
        new.remove(COOPERATION, name)
    smoke = new.row(BASIC, "负责世界无烟日")
    old_smoke, smoke[2] = smoke[2], "推进健康机关、健康村、健康家庭建设，开展控烟宣传"
    rail = new.remove(COOPERATION, "铁路护路联防")
    new.add(BASIC, 30, rail[1], "负责铁路护路联防工作")
    return {
        ("departments", (safe[2],), (safe[2],)),
        ("merged", names, (first[2],)),
        ("renamed", (old_smoke,), (smoke[2],)),
        (MOVED, (rail[2],), ("负责铁路护路联防工作",)),
    }


EDITS: Edits = {
    "望潮街道": (wangchao, "wangchao.txt", "2025年5月"),
    "岩翁镇": (yanweng, "yanweng.txt", "云南省普洱市\n云磨哈尼族拉祜族自治县岩翁镇"),
    "长垄镇": (changlong, "changlong.txt", "二〇二五年六月"),
    "西北湾镇": (xibeiwan, "", "2025年7月"),
    "六户地镇": (liuhudi, "", "昌吉回族自治州\n玛纳斯县六户地镇"),
    "喀拉亚尕奇乡": (kalayagaqi, "", "2025年7月"),
}


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Graph, dict[str, set[Change]]]:
    return edited(EDITS, tmp_path_factory.mktemp("elsewhere"))


@pytest.fixture(scope="module")
def comparisons(editions: tuple[Graph, dict[str, set[Change]]]) -> dict[str, Comparison]:
    return compared(editions[0], EDITS)


@pytest.mark.parametrize("place", EDITS)
def test_exactly_the_changes_that_were_made_are_found(
    place: str,
    editions: tuple[Graph, dict[str, set[Change]]],
    comparisons: dict[str, Comparison],
) -> None:
    assert told(comparisons[place]) == editions[1][place]


def test_a_body_renamed_by_a_reform_is_called_so(comparisons: dict[str, Comparison]) -> None:
    text = to_markdown(notice(comparisons["望潮街道"]))

    assert "屿澜市综合行政执法局改称屿澜市综合执法局" in text
