"""Which row of a newer edition follows which of an older one: renamed, cut up or laid together in other words."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kg.matters.items import Item, ItemReader
from kg.matters.succession import How, Pair, pairs
from kg.values import ListKind
from kg.vocabulary import loading

Rows = Sequence[tuple[str, ...]]
BEFORE = ("民生服务", "组织农村供水工程水费收缴")
AFTER = ("民生服务", "开展红色旧址参观接待")


@pytest.fixture(scope="module")
def reader() -> ItemReader:
    return ItemReader(loading.load())


def _items(reader: ItemReader, kind: ListKind, rows: Rows) -> list[Item]:
    return [
        reader.item(kind, number, name, texts, None, category)
        for number, (category, name, *texts) in enumerate(rows, 1)
    ]


def _matched(reader: ItemReader, kind: ListKind, old: Rows, new: Rows) -> tuple[Pair, ...]:
    """Pairs of the rows between two that stay."""
    both = [_items(reader, kind, (BEFORE, *rows, AFTER)) for rows in (old, new)]
    found = pairs(both[0], both[1])
    ends = {0, len(both[0]) - 1}
    return tuple(pair for pair in found if not ends & set(pair.old))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("做好“双拥”工作", "开展拥军优属工作"),
        ("负责关工委工作", "做好关心下一代工作"),
        ("做好计生工作", "负责计划生育服务"),
        ("开展爱卫工作，整治卫生死角", "落实爱国卫生制度"),
        ("承接省、州、县政务服务便民热线转办工单", "负责12345热线转办件办理"),
        ("拖欠农民工工资案件受理", "欠薪案件处置"),
    ],
)
def test_a_duty_under_another_word_for_the_same_is_renamed(
    reader: ItemReader, old: str, new: str
) -> None:
    found = _matched(reader, ListKind.BASIC, [("平安法治", old)], [("平安法治", new)])

    assert [(pair.old, pair.new) for pair in found] == [((1,), (1,))]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("推广龙牙百合标准化种植", "落实电影下乡放映场次和场地"),
        ("管理镇敬老院，开展老年助餐服务", "维护殡葬服务价目公示牌"),
        ("做好“双拥”工作", "开展无障碍环境建设需求摸排"),
        ("落实封山禁牧制度", "开展飞手安全宣传"),
        ("管护镇区污水管网", "组织老年大学教学点招生"),
        ("开展拥军优属工作", "做好新就业群体驿站运营"),
    ],
)
def test_an_unrelated_duty_in_the_place_of_one_that_is_gone_is_new(
    reader: ItemReader, old: str, new: str
) -> None:
    assert not _matched(reader, ListKind.BASIC, [("民生服务", old)], [("民生服务", new)])


def test_a_duty_of_another_category_is_no_other_name_of_the_one_before(reader: ItemReader) -> None:
    old, new = [("党的建设", "做好计生工作")], [("平安法治", "负责计划生育服务")]

    assert not _matched(reader, ListKind.BASIC, old, new)


@pytest.mark.parametrize(
    ("whole", "halves", "clauses"),
    [
        (
            "秸秆、垃圾露天禁烧管控",
            ("秸秆禁烧", "垃圾露天焚烧管控"),
            (
                "生态环境分局牵头通报火点，开展督查",
                "农业农村局推广秸秆还田、打捆离田",
                "城市管理局管控镇区垃圾焚烧",
                "落实网格巡查，劝阻露天焚烧，接到火点通报后到场处置",
            ),
        ),
        (
            "养老机构安全检查和星级评定",
            ("养老机构安全检查", "养老机构星级评定"),
            ("民政局会同消防救援大队定期检查，组织星级评定",),
        ),
        (
            "海漂垃圾和入海排污口整治",
            ("岸滩和海漂垃圾清理", "入海排污口溯源整治"),
            (
                "生态环境分局溯源整治入海排污口，处罚超标排放",
                "城市管理局组建海上环卫，转运海漂垃圾",
            ),
        ),
    ],
)
@pytest.mark.parametrize("back", [False, True])
def test_a_duty_cut_in_two_with_all_clauses_in_both_is_split_and_the_other_way_merged(
    reader: ItemReader, whole: str, halves: tuple[str, str], clauses: tuple[str, ...], *, back: bool
) -> None:
    one = [("生态环保", whole, *clauses)]
    two = [("生态环保", half, *clauses) for half in halves]
    old, new = (two, one) if back else (one, two)

    (found,) = _matched(reader, ListKind.COOPERATION, old, new)

    assert (found.split, found.merged) == (not back, back)


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        (
            (
                ("动物及动物产品检疫", "派官方兽医到场检疫"),
                ("兽药、饲料经营门店监督检查", "由农业农村局执法大队开展检查"),
            ),
            ("动物检疫和兽药、饲料门店监督检查", "派官方兽医到场检疫，由执法大队开展检查"),
        ),
        (
            (
                ("对盗伐、滥伐林木的处罚", "开展案件调查，责令补种树木并处罚款"),
                ("集体林木采伐许可", "在线受理，现场核查，核发采伐许可证"),
            ),
            (
                "林木采伐许可和盗伐、滥伐查处",
                "在线受理，现场核查，核发许可证；开展案件调查，责令补种并处罚款",
            ),
        ),
    ],
)
def test_two_reclaimed_duties_laid_together_are_merged(
    reader: ItemReader, parts: tuple[tuple[str, str], ...], whole: tuple[str, str]
) -> None:
    old, new = [("乡村振兴", *part) for part in parts], [("乡村振兴", *whole)]

    (found,) = _matched(reader, ListKind.RECLAIMED, old, new)

    assert found.merged


def test_a_duty_renamed_beside_one_that_is_gone_is_no_merger(reader: ItemReader) -> None:
    way = "由农业农村局立案查处"
    old = [("乡村振兴", "对无证经营农药的处罚", way), ("乡村振兴", "对私屠滥宰生猪的处罚", way)]
    new = [("乡村振兴", "对无证经营农药行为的处罚", way)]

    (found,) = _matched(reader, ListKind.RECLAIMED, old, new)

    assert (found.old, found.new) == ((1,), (1,))


@pytest.mark.parametrize(
    ("old", "new", "merged"),
    [
        (
            (
                "受理最低生活保障、特困供养申请，开展家庭经济状况核查和动态管理",
                "办理临时救助，对急难家庭先行救助、后补手续",
            ),
            "受理最低生活保障、特困供养和临时救助申请，开展家庭经济状况核查和动态管理",
            True,
        ),
        (
            (
                "受理最低生活保障、特困供养申请，开展家庭经济状况核查和动态管理",
                "办理残疾人证申领，代送评残材料",
            ),
            "受理最低生活保障、特困供养和临时救助申请，开展家庭经济状况核查和动态管理",
            False,
        ),
    ],
)
def test_a_duty_without_clauses_that_has_taken_in_what_another_one_begins_with_is_merged(
    reader: ItemReader, old: tuple[str, str], new: str, merged: bool
) -> None:
    rows = [("民生服务", name) for name in old]

    found = _matched(reader, ListKind.BASIC, rows, [("民生服务", new)])

    assert [pair.old for pair in found] == ([(1, 2)] if merged else [(1,)])


def test_reclaimed_duties_that_share_a_name_are_merged_though_the_way_of_working_is_new(
    reader: ItemReader,
) -> None:
    old = [
        ("民生服务", "违规领取低保资金的追缴", "核定违规金额，下达追缴通知，责令退回。"),
        ("民生服务", "违规领取养老保险待遇的追缴", "比对死亡信息，追回多领待遇。"),
    ]
    new = [("民生服务", "违规领取低保、养老保险等资金的追缴", "由民政、人社部门各自办理清退。")]

    (pair,) = _matched(reader, ListKind.RECLAIMED, old, new)

    assert (pair.old, pair.new) == ((1, 2), (1,))


@pytest.mark.parametrize(
    ("name", "moved"),
    [
        ("组织护路队员巡查铁路沿线，清理彩钢房、塑料薄膜等轻飘物", True),
        ("组织护林队员巡查公益林，清理枯枝落叶、防火隔离带杂草", False),
    ],
)
def test_a_duty_called_by_what_its_clauses_said_came_from_another_list(
    reader: ItemReader, name: str, moved: bool
) -> None:
    clauses = ("1.排查沿线彩钢房、塑料薄膜等轻飘物并清理；", "2.组织护路队员巡查。")
    old = _items(reader, ListKind.COOPERATION, [("平安法治", "铁路沿线安全隐患整治", *clauses)])
    new = _items(reader, ListKind.BASIC, [("平安法治", name)])

    assert bool(pairs(old, new)) is moved


@pytest.mark.parametrize(
    ("whole", "halves"),
    [
        ("农村公路养护和危旧桥梁排查", ("农村公路养护", "危旧桥梁排查")),
        ("矿山开采秩序巡查和非法采砂制止", ("矿山开采秩序巡查", "非法采砂行为制止")),
    ],
)
@pytest.mark.parametrize("back", [False, True])
@pytest.mark.parametrize("own", [False, True])
def test_names_say_that_a_duty_was_cut_up_whose_clauses_are_told_anew(
    reader: ItemReader, whole: str, halves: tuple[str, str], *, back: bool, own: bool
) -> None:
    one = [("自然资源", whole, "印发年度方案，按季调度通报", "摸清底数，建立台账")]
    two = [
        ("自然资源", halves[0], "安排专项资金，委托第三方实施", "协调施工用地"),
        ("自然资源", halves[1], "受理举报线索，依法立案处置", "看护现场，留存影像"),
    ]
    sides = [_items(reader, ListKind.COOPERATION, rows) for rows in (one, two)]

    (found,) = pairs(*(sides[::-1] if back else sides), own=own)

    assert (found.split, found.merged) == (not back, back)


def test_rows_that_only_share_an_act_with_a_name_are_no_parts_of_it(reader: ItemReader) -> None:
    whole = [("乡村振兴", "农药包装废弃物回收处置", "布设回收点", "发动农户送交")]
    others = [
        ("乡村振兴", "农药使用指导服务及农药包装废弃物回收清理工作", "编印用药手册", "入户讲解"),
        ("自然资源", "草原违法行为处置工作", "现场勘验并立案", "上报开垦草原的线索"),
        ("社会管理", "流浪犬、猫的控制和处置", "设立收容所", "劝导拴养"),
    ]
    old, new = (_items(reader, ListKind.COOPERATION, rows) for rows in (others, whole))

    assert all(not pair.merged for pair in pairs(old, new, own=False))


LISTED = "大气、水、土壤、固体废物等污染防治和监督管理工作"
EACH = (
    "水污染防治和监督管理工作",
    "大气污染防治和监督管理及节能降碳工作",
    "固体废物污染防治和监督管理工作",
    "土壤污染防治工作",
)


@pytest.mark.parametrize("back", [False, True])
def test_a_row_that_lists_things_is_split_where_each_has_a_row(
    reader: ItemReader, *, back: bool
) -> None:
    rows = [("生态环保", LISTED)], [("生态环保", name) for name in (*EACH, "污染源普查工作")]
    sides = [_items(reader, ListKind.COOPERATION, side) for side in rows]

    found = [p for p in pairs(*(sides[::-1] if back else sides), own=False) if p.how is How.PART]

    assert [(p.new, p.old) if back else (p.old, p.new) for p in found] == [((0,), (0, 1, 2, 3))]


def test_a_row_that_lists_things_is_not_split_where_one_of_them_has_a_row(
    reader: ItemReader,
) -> None:
    old = _items(reader, ListKind.COOPERATION, [("生态环保", LISTED)])
    new = _items(
        reader, ListKind.COOPERATION, [("生态环保", EACH[0]), ("生态环保", "水土保持监督管理")]
    )

    assert all(not pair.split for pair in pairs(old, new, own=False))


def test_a_duty_in_the_place_of_another_one_with_quite_other_clauses_is_new(
    reader: ItemReader,
) -> None:
    old = (
        "应急管理",
        "电动自行车楼道停放充电治理",
        "检查高层住宅，查处改装电池",
        "劝阻楼道停放、飞线充电",
    )
    new = ("应急管理", "新能源汽车充电桩消防检查", "抽查公共场站灭火器材", "摸排站点数量和权属")

    assert not _matched(reader, ListKind.COOPERATION, [old], [new])
