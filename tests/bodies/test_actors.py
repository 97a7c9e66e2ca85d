"""Who acts in a clause: every case quotes a row of a published list."""

from __future__ import annotations

from functools import cache

import pytest

from kg.bodies.actors import WITH, PartReader
from kg.bodies.mentions import GroupReader
from kg.bodies.names import NameReader
from kg.bodies.places import PlaceProblem, locate
from kg.values import Department
from kg.vocabulary import loading as vocabulary

MULEI = "昌吉州木垒县东城镇"
YINING = "伊犁州伊宁县喀拉亚尕奇乡"
CHANGJI = "昌吉州昌吉市庙尔沟乡"


@cache
def _names(place: str) -> NameReader:
    tables = vocabulary.load()
    township = locate(place, tables)
    assert township is not None
    assert not isinstance(township, PlaceProblem)
    return NameReader(tables, township)


def _in(role: str, text: str, place: str, column: str = "") -> list[str]:
    names = _names(place)
    groups = GroupReader(names)
    departments: tuple[Department, ...] = names.split(column).departments if column else ()
    read = groups.read(text, departments, groups.words_in(text, departments))
    parts = PartReader(vocabulary.load().roles.values()).read(text, read)
    found = dict.fromkeys(d for part in parts if part.role == role for d in part.departments)
    return [department.name.removeprefix(place[3:6]) for department in found]


def actors(text: str, place: str = YINING, column: str = "") -> list[str]:
    return _in("acts", text, place, column)


def joined(text: str, place: str = YINING, column: str = "") -> list[str]:
    return _in(WITH, text, place, column)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("县公安局发现流浪乞讨人员，告知其到救助管理机构求助；", ["公安局"]),
        (
            "县市场监督管理局、县税务局负责做好农民专业合作社设立、变更、注销登记工作。",
            ["市场监督管理局", "税务局"],
        ),
        ("州生态环境局木垒县分局开展民用散煤整治工作。", ["昌吉州生态环境局木垒县分局"]),
        ("县住房和城乡建设局、东城镇分别对清洁能源改造资料进行装订归档；", ["住房和城乡建设局"]),
        (
            "县应急管理局及其他负有安全生产监督管理职责的部门负责各行业内安全生产工作，对有关生产经营单位实施检查",
            ["应急管理局"],
        ),
    ],
)
def test_subjects_at_the_start_act(text: str, expected: list[str]) -> None:
    assert actors(text, MULEI) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "县水利局、农业农村局、住建局依职责分工监督水域责任单位因地制宜在水域周边设置安全隔离带、防护栏等",
            ["水利局", "农业农村局", "住房和城乡建设局"],
        ),
        ("县委组织部、统战部就推荐人选名单听取县政协党组意见", ["委组织部", "委统一战线工作部"]),
        ("县市监局和县公安局对处罚结果进行公示。", ["市场监督管理局", "公安局"]),
    ],
)
def test_elided_and_joined_names_are_bodies_of_the_county(text: str, expected: list[str]) -> None:
    assert actors(text) == expected


def test_offices_listed_by_their_stems_act() -> None:
    text = (
        "县商工信、公安、住建、交通、水利、农业农村、市场监管等其他负有安全生产监督管理职责的部门依照"
        "《自治区实施〈地方党政领导干部安全生产责任制规定〉细则》确定的职责范围，依法实施监督检查"
    )
    assert actors(text) == [
        "商务和工业信息化局",
        "公安局",
        "住房和城乡建设局",
        "交通运输局",
        "水利局",
        "农业农村局",
        "市场监督管理局",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "发生安全生产事故后，县应急管理局协调县应急救援指挥部各成员单位按照职责分工，组织实施应急救援。",
            ["应急管理局"],
        ),
        (
            "建设单位提出申请，县林草局、县自然资源局出具用地说明，县林草局确认使用林地范围；",
            ["林业和草原局", "自然资源局"],
        ),
        ("指导村卫生室开展自评，县卫健委初审后报州卫健委复核。", ["卫生健康委员会"]),
        (
            "县林草局出具说明，长期占用的，由县林草局出具植被恢复措施，临时占用的由建设单位制定；",
            ["林业和草原局"],
        ),
        (
            "会同县司法局、县公安局向社会公示名单，并由县人民法院提请县人民代表大会常务委员会任命；",
            ["人民法院"],
        ),
        ("根据州林草局审核意见，县林草局出具森林植被恢复费通知书；", ["林业和草原局"]),
        (
            "县委统战部汇总并征求有关方面意见后，由县委组织部、统战部对提名人选进行考察",
            ["委统一战线工作部", "委组织部"],
        ),
    ],
)
def test_subjects_after_a_condition_or_by_agent_act(text: str, expected: list[str]) -> None:
    assert actors(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "会同县委编办、县人社局按照干部管理权限及规定程序，办理录（聘）用手续。",
        "对接县委机构编制委员会办公室，进行编制预留；",
        "对科技特派员进行年度考核定等，并报州科技局进行备案。",
        "承保机构（保险公司）将保险档案资料提交县农业农村局、县林草局；",
        "征占用草原的单位或个人向县林草局提出草原征占用申请，并提交相关材料；",
        "通知可能受到事故影响的单位和人员，隔离事故现场，协调县公安局实施交通管制；",
        "督促当事人积极履行处罚决定，对拒不执行的，申请县法院强制执行；构成刑事案件的，移交县公安局。",
        "建立健全县水利局作为运行维护主体的农田水利工程运行维护机制",
        "对县农业农村局推送的经营异常名录进行现场核实",
        "县人民政府出具承诺函；",
        "县委巡察组进驻被巡察村开展巡察；",
        "同步征求纪委监委、政法、民政、公安等相关部门及驻村工作队意见建议；",
        "各推荐单位研究提出推荐人选名单，按照党内、党外分别报县委组织部、统战部；",
    ],
)
def test_other_parties_do_not_act(text: str) -> None:
    assert actors(text) == []


@pytest.mark.parametrize(
    ("text", "acting", "partners"),
    [
        (
            "县教育局发挥“双减”工作协调机制牵头作用，会同县公安局进行日常监管；",
            ["教育局"],
            ["公安局"],
        ),
        (
            "县委组织部牵头，与县委统战部、县政协党组共同研究县政协换届工作方案",
            ["委组织部"],
            ["委统一战线工作部", "政协"],
        ),
        (
            "县农业农村局、县林草局会同州生态环境局伊宁县分局、县自然资源局对农用地地块进行重点监测;",
            ["农业农村局", "林业和草原局"],
            ["伊犁州生态环境局伊宁县分局", "自然资源局"],
        ),
        (
            "县应急管理局联合县水利、自然资源等部门开展安全生产检查",
            ["应急管理局"],
            ["水利局", "自然资源局"],
        ),
        (
            "会同农业、林草等有关部门，对土地复垦相关内容进行验收；",
            [],
            ["农业农村局", "林业和草原局"],
        ),
    ],
)
def test_bodies_joined_act_with_the_subject(
    text: str, acting: list[str], partners: list[str]
) -> None:
    assert actors(text) == acting
    assert joined(text) == partners


def test_joint_action_with_a_possessive_before_it_splits_subject_and_partner() -> None:
    text = "市林业和草原局根据庙尔沟乡提供的采伐申请与市行政审批局及庙尔沟乡共同踏勘现场"
    assert actors(text, CHANGJI) == ["林业和草原局"]
    assert joined(text, CHANGJI) == ["行政审批局"]


def test_bodies_called_on_or_urged_do_not_act() -> None:
    assert actors("县应急管理局组织水利、气象等部门开展会商研判，做好监测预警信息发布；") == [
        "应急管理局"
    ]
    assert actors("县应急管理局负责防灾减灾检查，督促县气象局负责做好气象预警信息发布；") == [
        "应急管理局"
    ]


def test_a_command_set_up_for_an_event_is_no_department() -> None:
    text = (
        "县应急管理局接到灾情信息后，报县人民政府；县防汛抗旱指挥部按照灾害等级启动相应级别应急响应"
    )
    assert actors(text) == ["应急管理局"]


def test_the_words_before_a_generic_place_do_not_make_it_another_county() -> None:
    # 会同县 and 和县 exist; here 会同 and 和 are words of the sentence.
    assert joined("会同县农业农村局开展保险投保、理赔等工作的监督检查；", MULEI) == ["农业农村局"]
    assert actors("县市监局和县公安局对处罚结果进行公示。")[1] == "公安局"


def test_a_name_without_place_counts_where_the_column_has_its_body() -> None:
    assert actors("民政局与镇、村同步进行公示；", MULEI, "木垒县民政局") == ["民政局"]
    assert actors("民政局与镇、村同步进行公示；", MULEI, "木垒县水利局") == []


def test_a_party_group_stands_for_a_body_of_the_column() -> None:
    text = "县委组织部、统战部和政协党组共同协商研究，提出换届人事安排的建议意见"
    column = "木垒县委组织部、木垒县委统一战线工作部、木垒县政协"
    assert actors(text, MULEI, column) == ["委组织部", "委统一战线工作部", "政协"]


def test_a_name_with_its_characters_in_another_order_is_the_body_of_the_column() -> None:
    text = "市县监局负责电动车及充电器、蓄电池、电动机等零部件的产品质量安全；"
    assert actors(text, YINING, "县消防救援局、县公安局、县市场监督管理局") == ["市场监督管理局"]
    assert actors(text, YINING, "县消防救援局、县公安局") == []


def test_the_verb_inside_a_name_governs_nothing() -> None:
    assert actors("县委组织部牵头抓总、县人社局具体负责。") == ["委组织部", "人力资源和社会保障局"]
    assert actors("组织县公安局抽调人员、县民政局派人开展检查。") == []


def test_a_bracketed_second_name_is_no_second_body() -> None:
    text = "县文体广旅局、县消防救援大队（县消防救援局）、县林草局等部门定期开展联合执法检查；"
    assert actors(text) == ["文化体育广播电视和旅游局", "消防救援局", "林业和草原局"]
