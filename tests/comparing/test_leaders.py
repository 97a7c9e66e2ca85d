"""One thing with two departments to lead it, in a county; lists of two provinces; what is asked in other words."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import pytest

from kg.comparing.acts.contrasting import replaced
from kg.comparing.acts.weighing import FILE, likelihood
from kg.comparing.contradictions import Finding, Kind, Level
from kg.comparing.cues import Cues
from kg.comparing.training import DATA, HELD, sensible
from kg.vocabulary import loading

HEAD = """{province}{city}
{county}{place}
履职事项清单

2025年7月
"""
TITLES = {
    "basic": ("基本履职事项清单", "序号\t事项类别\t事项名称"),
    "cooperation": (
        "配合履职事项清单",
        "序号\t事项类别\t事项名称\t对应上级部门\t上级部门职责\t乡镇配合职责",
    ),
    "reclaimed": ("上级部门收回事项清单", "序号\t事项类别\t事项名称\t承接部门及工作方式"),
}
PLAIN = {
    "basic": "党的建设\t加强基层党组织建设",
    "cooperation": "社会管理\t地名管理\t{county}民政局\t1.审核地名； 2.公告。\t做好地名标志维护工作。",
    "reclaimed": "民生服务\t收养登记\t{county}民政局： 负责收养登记。",
}


def listed(place: str, county: str = "云溪县", province: str = "青山省", **rows: str) -> str:
    """A list with one plain row in each part and the rows given."""
    city = "碧水市" if province == "青山省" else "丹霞市"
    text = HEAD.format(province=province, city=city, county=county, place=place)
    for kind, (title, header) in TITLES.items():
        own = [PLAIN[kind].format(county=county), *filter(None, rows.get(kind, "").split("\n"))]
        numbered = "\n".join(f"{at}\t{row}" for at, row in enumerate(own, 1))
        text += f"\n{city}{county}{place}{title}\n\n{header}\n{numbered}\n"
    return text


def led(name: str, clause: str, *others: str) -> str:
    bodies = "、".join(f"云溪县{body}" for body in others)
    return f"平安法治\t{name}\t{bodies}\t1.县{clause}； 2.县{others[-1]}派人参加。\t1.巡查上报。"


Look = Callable[..., list[Finding]]


def test_one_matter_of_a_county_led_by_two_and_taken_back_by_two(found: Look) -> None:
    here = listed(
        "竹林镇",
        cooperation=led("水库周边游泳劝阻", "水利局牵头水库周边游泳劝阻工作", "水利局", "公安局"),
        reclaimed="自然资源\t废弃矿洞封堵\t云溪县自然资源局： 组织封堵。",
    )
    there = listed(
        "松岭镇",
        cooperation=led("水库周边游泳劝阻", "公安局牵头水库周边游泳劝阻工作", "公安局", "水利局"),
        reclaimed="自然资源\t废弃矿洞封堵\t云溪县应急管理局： 组织封堵。",
    )

    twice = [one for one in found(here, there) if one.kind is Kind.TWO_LEADS]

    assert {one.name for one in twice} == {"水库周边游泳劝阻", "废弃矿洞封堵"}
    assert all(len({q.entry.township.code for q in one.quotes}) == 2 for one in twice)


def test_one_matter_led_by_two_departments_of_two_counties_is_none(found: Look) -> None:
    row = led("水库周边游泳劝阻", "水利局牵头水库周边游泳劝阻工作", "水利局", "公安局")
    other = led("水库周边游泳劝阻", "公安局牵头水库周边游泳劝阻工作", "公安局", "水利局")
    there = listed("松岭镇", "石桥县", cooperation=other.replace("云溪县", "石桥县"))

    assert found(listed("竹林镇", cooperation=row), there) == []


@pytest.mark.parametrize(
    ("one", "two", "twice", "why"),
    [
        (
            led("农村散养犬管理", "公安局牵头农村散养犬只管理工作", "公安局", "农业农村局"),
            led("村庄环境整治", "农业农村局牵头农村散养犬管理", "农业农村局", "住房和城乡建设局"),
            True,
            "the thing is led in a clause of a row about more",
        ),
        (
            led("草原火灾预防", "林业和草原局牵头草原火灾预防工作", "林业和草原局", "气象局"),
            led("草原火灾扑救", "应急管理局牵头草原火灾扑救工作", "应急管理局", "公安局"),
            False,
            "before it burns, and then",
        ),
        (
            led("老旧电梯更换", "市场监督管理局牵头制定方案", "市场监督管理局", "财政局"),
            led("破损路灯更换", "住房和城乡建设局牵头制定方案", "住房和城乡建设局", "财政局"),
            False,
            "to make a plan is a step of every duty",
        ),
        (
            led("孤寡老人照料", "民政局牵头孤寡老人关爱照料", "民政局", "财政局"),
            led("留守儿童照料", "教育局牵头留守儿童关爱照料", "教育局", "财政局"),
            False,
            "other people",
        ),
    ],
)
def test_two_rows_of_a_list_that_give_one_thing_to_two(
    one: str, two: str, twice: bool, why: str, found: Look
) -> None:
    here = listed("竹林镇", cooperation=f"{one}\n{two}")

    assert [each.kind for each in found(here)] == [Kind.TWO_LEADS] * twice, why


def test_lists_of_two_provinces_differ_and_do_not_contradict_each_other(found: Look) -> None:
    clause = "安全监管\t冰雪游乐场安全检查\t{}市场监督管理局\t1.制定计划。\t1.每月检查冰雪游乐场。"
    gone = listed(
        "竹林镇", reclaimed="安全监管\t冰雪游乐场安全检查\t云溪县市场监督管理局： 负责检查。"
    )
    near = listed("松岭镇", cooperation=clause.format("云溪县"))
    far = listed("柳湾镇", "石桥县", "蓝海省", cooperation=clause.format("石桥县"))

    assert found(gone, far) == []
    told = [one for one in found(gone, far, level=Level.DIFFERENCE) if len(one.quotes) == 2]
    assert any("各省" in one.why and one.name == "冰雪游乐场安全检查" for one in told)
    (one,) = found(gone, near, far)
    assert {q.entry.township.county.name for q in one.quotes} == {"云溪县"}


@pytest.mark.parametrize(
    ("clause", "named"),
    [
        ("由镇人民政府组织清淤，各村具体落实。", False),
        ("编制清淤计划，由镇人民政府组织清淤。", True),
    ],
)
def test_of_one_department_with_nothing_to_do_it_is_told(
    clause: str, named: bool, found: Look
) -> None:
    text = listed("竹林镇", cooperation=f"乡村振兴\t池塘清淤\t云溪县水利局\t{clause}\t组织村民。")

    kinds = {one.kind for one in found(text, level=Level.GAP)}

    assert (Kind.NOBODY_NAMED in kinds) is not named


@pytest.mark.parametrize(
    ("gone", "row", "clause", "asked"),
    [
        (
            "水产苗种场检查",
            "渔业生产服务",
            "每季度到水产苗种场查看亲鱼来源和用药",
            True,
        ),
        ("村级动物防疫员补助发放", "动物防疫员管理", "将补助款打到村级防疫员账户", True),
        ("农村房屋抗震鉴定", "农村房屋抗震改造", "评定农户房屋抗震的危险等级", True),
        ("水产苗种场检查", "渔业生产服务", "引导渔民到水产苗种场购买良种", False),
        ("村级动物防疫员补助发放", "动物防疫员管理", "组织村级防疫员参加培训", False),
        ("农药经营检查", "农资服务", "到兽药经营店检查兽药", False),
    ],
)
def test_what_was_taken_back_is_asked_by_the_deed(
    gone: str, row: str, clause: str, asked: bool, found: Look
) -> None:
    text = listed(
        "竹林镇",
        cooperation=f"乡村振兴\t{row}\t云溪县农业农村局\t1.安排资金。\t1.开展宣传； 2.{clause}。",
        reclaimed=f"乡村振兴\t{gone}\t云溪县农业农村局： 由县农业农村局组织。",
    )

    assert [one.kind for one in found(text)] == [Kind.RECLAIMED_STILL_ASKED] * asked


def test_a_word_in_the_place_of_another_tells_two_things_apart() -> None:
    assert replaced("农药经营", "兽药经营")
    assert replaced("农药经营", "到兽药经营店")
    assert replaced("烟草专卖零售点", "烟草专卖批发点")
    assert not replaced("农药经营门店", "农资店农药台账")
    assert not replaced("居住证", "外来务工者居住证件")


@pytest.mark.parametrize(
    ("this", "that", "apart"),
    [
        ("雨雪天气道路除冰", "雨雪天气农作物防冻", True),
        ("留守妇女技能培训", "留守妇女权益保护", True),
        ("村庄绿化", "村庄亮化", True),
        ("黑土地保护利用", "黑土地保护利用工作", False),
        ("农村充电桩布设运行", "农村充电桩建设管理", False),
    ],
)
def test_things_that_only_begin_alike_are_two(
    this: str, that: str, apart: bool, found: Look
) -> None:
    rows = (
        led(this, f"水利局牵头{this}工作", "水利局", "公安局"),
        led(that, f"公安局牵头{that}工作", "公安局", "水利局"),
    )

    kinds = [one.kind for one in found(listed("竹林镇", cooperation="\n".join(rows)))]

    assert kinds == [] if apart else [Kind.TWO_LEADS]


def test_cues_of_stages_people_and_steps() -> None:
    cues = Cues(loading.load())

    assert [cues.stage(text) for text in ("洪水防范", "洪水抢险", "洪水防范和抢险")] == [
        "before",
        "after",
        "",
    ]
    assert cues.people("空巢老人和孩子") == {"老年人", "儿童"}
    assert cues.only_step("制定工作方案")
    assert not cues.only_step("散养犬管理")
    assert cues.deeds("判定申请人是否贫困") == ("核定",)
    assert cues.deeds("受理许可申请") == ()


def test_the_weights_are_those_of_the_training_data() -> None:
    pairs = [json.loads(line) for line in DATA.read_text("utf-8").splitlines()]
    kept = json.loads(FILE.read_text("utf-8"))
    names = list(pairs[0]["evidence"])
    known = [pair for pair in pairs if pair["set"] != HELD]
    rows = np.array([[pair["evidence"][name] for name in names] for pair in known])
    labels = np.array([float(pair["label"]) for pair in known])
    counts = np.array([{"sound": 3.0, "mixed": 0.4}.get(pair["set"], 1.0) for pair in known])

    weights = sensible(rows, labels, counts, names)

    assert {name: kept["weights"][name] for name in names} == pytest.approx(
        dict(zip(names, weights[:-1], strict=True)), abs=0.002
    )
    held = [pair for pair in pairs if pair["set"] == HELD]
    told = [likelihood(pair["evidence"]) >= 0.5 for pair in held]
    assert sum(told) >= 16
    assert all(pair["label"] for pair, said in zip(held, told, strict=True) if said)
