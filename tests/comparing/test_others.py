"""What others do, or whose score it is: a text that speaks of a deed asks it of the township only if it does it itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.comparing.contradictions import Finding, Kind
from kg.comparing.cues import Cues, turned
from kg.vocabulary import loading
from tests.comparing.test_contradictions import listed

Look = Callable[..., list[Finding]]


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("送县农业农村局换发土地承包经营权证", ""),
        ("领着受伤职工去县人社局做工伤认定", "领着受伤职工"),
        ("跟着县水利局的人检测水质", ""),
        ("到市场检查熟食摊", "到市场检查熟食摊"),
        ("收齐材料，由县水利局核定", "收齐材料，"),
        ("帮职工问清补助何时发放", ""),
        ("帮扶困难户发放补贴", "帮扶困难户发放补贴"),
        ("陪伤者做鉴定", ""),
        ("给鉴定校舍的专家开门带路", ""),
        ("给出栏的生猪检疫", "给出栏的生猪检疫"),
        ("向违规领取人员追回多发的养老金", "向违规领取人员追回多发的养老金"),
        ("告诉村民去哪里补办驾驶证", ""),
        ("劝住户让鉴定危房的人进门", ""),
        ("每周检查卫生，向村民告知结果", "每周检查卫生，向村民"),
        ("企业被检查以后帮其整改", "企业 以后帮其整改"),
        ("询问残疾人办证意愿", ""),
        ("登记办证的残疾人", "登记办证的残疾人"),
        ("检验设备的师傅来了，安排食宿", "来了，安排食宿"),
        ("验收治理工程时，维持秩序", "，维持秩序"),
        ("检查及时", "检查及时"),
        ("对乱张贴小广告的进行处罚", "对乱张贴小广告的进行处罚"),
        ("劝阻野泳", "劝阻野泳"),
        ("检查工程进度", "检查工程进度"),
        ("对开门营业的店铺检查", "对开门营业的店铺检查"),
        ("接村医去参加资格考核", "接村医去"),
        ("给来鉴定古树的林业专家指路", "指路"),
        ("张贴船员发证通知", ""),
        ("通知儿童接种", ""),
        ("发现管道破损报分局维修", "发现管道破损"),
    ],
)
def test_what_of_a_text_the_township_does(text: str, own: str) -> None:
    assert Cues(loading.load()).own(text) == own


@pytest.mark.parametrize(
    ("gone", "name", "clause", "asked"),
    [
        ("校舍安全鉴定", "校舍管护", "给鉴定校舍的专家开门带路", False),
        ("校舍安全鉴定", "校舍管护", "组织校舍安全鉴定", True),
        ("排污许可证核发", "企业服务", "帮企业打听排污许可证办到哪一步", False),
        ("排污许可证核发", "企业服务", "为企业核发排污许可证", True),
        ("水库移民身份核定", "移民服务", "替移民上传身份资料，由县水利局核定", False),
        ("水库移民身份核定", "移民服务", "逐户核定水库移民身份", True),
        ("工伤认定", "职工服务", "领着受伤职工去县水利局做工伤认定", False),
    ],
)
def test_what_others_do_is_not_asked_of_the_township(
    gone: str, name: str, clause: str, asked: bool, found: Look
) -> None:
    text = listed(
        "竹林镇",
        cooperation=f"乡村振兴\t{name}\t云溪县水利局\t1.安排资金。\t1.开展宣传； 2.{clause}。",
        reclaimed=f"乡村振兴\t{gone}\t云溪县水利局： 由县水利局组织。",
    )

    assert [one.kind for one in found(text)] == [Kind.RECLAIMED_STILL_ASKED] * asked


@pytest.mark.parametrize(
    ("clause", "called"),
    [
        ("按防火检查次数多少给各乡镇排座次", True),
        ("防火检查次数折成分值，列入乡镇年终成绩单", True),
        ("防火检查次数多少，每月给各乡镇晒榜单", True),
        ("给各村护林员排班", False),
        ("公布各乡镇护林员防火检查电话榜单", False),
        ("组织各乡镇选手比赛防火检查，给选手记分", False),
    ],
)
def test_an_assessment_is_known_in_everyday_words(clause: str, called: bool, found: Look) -> None:
    text = listed(
        "竹林镇",
        cooperation=f"生态环保\t森林防火检查\t云溪县林业局\t1.配发器材； 2.{clause}。\t巡山。",
        reclaimed="生态环保\t森林防火检查次数考核\t不再对乡镇进行考核",
    )

    kinds = {one.kind for one in found(text)}
    assert (Kind.ASSESSMENT_STILL_ASKED in kinds) is called


@pytest.mark.parametrize(
    ("text", "townships"),
    [
        ("各乡镇企业入规率排名", True),
        ("各乡镇造林大户的苗木评级打分", False),
        ("公布各乡镇服务电话", False),
        ("公布各乡镇婚检服务红黑榜", False),
        ("各乡镇好人榜单上墙", False),
        ("每月给各乡镇晒榜单", True),
    ],
)
def test_whose_score_it_is(text: str, townships: bool) -> None:
    assert Cues(loading.load()).assesses_townships(text) is townships


@pytest.mark.parametrize(
    ("name", "deed"),
    [
        ("惠民保征缴工作", "征收"),
        ("集体建设用地的审核（不涉及农用地）", "审核"),
        ("建立微型消防站", "建立"),
        ("安全生产检查企业数量的月度通报", ""),
        ("社区工作者职业资格证代审", ""),
        ("路域环境整治中拆除违法广告牌", "拆除"),
        ("收入证明的出具", "出具证明"),
        ("小型水库的维修加固", "维修"),
    ],
)
def test_the_deed_that_names_a_duty_stands_at_its_end_or_beginning(name: str, deed: str) -> None:
    assert Cues(loading.load()).named_deed(name) == deed


def test_what_is_said_of_things_is_done_by_nobody() -> None:
    assert Cues.without_states("查找未备案开办的养老机构").strip() == "查找 养老机构"
    assert Cues.without_states("未经批准的拆除") == "未经批准的拆除"
    assert Cues.without_states("受理资格认定申请，认定资格") == "受理申请，认定资格"


def test_a_name_that_ends_in_its_deed_is_read_as_a_clause() -> None:
    assert turned("无犯罪记录证明的出具") == "出具无犯罪记录证明"
    assert turned("收养登记") == "收养登记"


def test_a_deed_that_says_which_are_meant_is_not_done() -> None:
    cues = Cues(loading.load())

    assert "办证" not in cues.deeds("统计未上牌的拖拉机台数")
    assert "办证" in cues.deeds("给拖拉机上牌")


@pytest.mark.parametrize(
    ("gone", "clause", "asked"),
    [
        ("食品小作坊登记证核发", "对做豆腐、打年糕的家庭作坊，到户看过后发给牌证", True),
        ("食品小作坊登记证核发", "对做豆腐、打年糕的家庭作坊，到户讲食品卫生", False),
        ("农民工欠薪案件查处", "对老板拖欠工钱的，立案查处", True),
        ("农民工欠薪案件查处", "对老板拖欠工钱的，打电话报县水利局", False),
    ],
)
def test_what_is_heard_as_the_duty_is_asked_with_its_topic(
    gone: str, clause: str, asked: bool, found: Look
) -> None:
    text = listed(
        "竹林镇",
        cooperation=f"乡村振兴\t村级事务服务\t云溪县水利局\t1.安排资金。\t1.开展宣传； 2.{clause}。",
        reclaimed=f"乡村振兴\t{gone}\t云溪县水利局： 由县水利局组织。",
    )

    assert [one.kind for one in found(text)] == [Kind.RECLAIMED_STILL_ASKED] * asked
