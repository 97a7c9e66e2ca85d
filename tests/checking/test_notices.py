"""Tasks of a text: one for each thing asked, whatever its form; nothing for what is not asked."""

from __future__ import annotations

import pytest

from kg.checking.reading.items import items
from kg.checking.reading.notices import Notices
from kg.checking.reading.tasks import folded

OFFICIAL = """青泉县农业农村局文件
青农〔2026〕15号
关于做好2026年春季动物防疫工作的通知
各乡镇人民政府、街道办事处：
为切实做好我县春季重大动物疫病防控工作，根据省农业农村厅统一部署，现就有关事项通知如下：
一、高度重视，加强组织领导
各乡镇要充分认识春防工作的重要性，主要领导亲自抓。
二、主要任务
（一）强制免疫。对口蹄疫、小反刍兽疫实行应免尽免，建立免疫档案。
（二）疫情监测。我局将组织技术人员采样检测，乡镇无需参与。
（三）死畜处理。发现河道漂浮死亡畜禽的，请组织打捞并无害化处理。
三、时间安排
4月1日至5月31日。
四、工作要求
请于5月10日前将工作总结（电子版）报送县农业农村局畜牧股。联系人：王五，电话：0994-1234567。
附件：1.春季防疫物资分配表
青泉县农业农村局
2026年3月15日
（此件公开发布）"""


@pytest.fixture(scope="module")
def notices() -> Notices:
    return Notices()


def topics(notices: Notices, text: str) -> list[str]:
    return [task.topic for task in notices.tasks(folded(text))]


def test_an_official_notice_gives_what_the_township_is_asked(notices: Notices) -> None:
    found = topics(notices, OFFICIAL)

    assert len(found) == 2
    assert found[0].startswith("强制免疫")
    assert found[1].startswith("死畜处理")
    assert notices.sender(folded(OFFICIAL)) == "青泉县农业农村局"


@pytest.mark.parametrize(
    "marks",
    [
        ("1.", "2.", "3."),
        ("1、", "2、", "3、"),
        ("（1）", "（2）", "（3）"),
        ("⑴", "⑵", "⑶"),
        ("①", "②", "③"),
        ("一、", "二、", "三、"),
        ("（一）", "（二）", "（三）"),
        ("一是", "二是", "三是"),
        ("第一，", "第二，", "第三，"),
        ("首先，", "其次，", "最后，"),
        ("甲、", "乙、", "丙、"),
        ("A.", "B.", "C."),
        ("(i)", "(ii)", "(iii)"),
        ("I、", "II、", "III、"),
        ("❶", "❷", "❸"),
        ("任务1：", "任务2：", "任务3："),
        ("序号1：", "序号2：", "序号3："),
        ("事项一：", "事项二：", "事项三："),
        ("\n1 ", "\n2 ", "\n3 "),
        ("\n2.1 ", "\n2.2 ", "\n2.3 "),
        ("\n1、", "\n2、", "\n4、"),
        ("\n一、", "\n二、", "\n二、"),
        ("\n● ", "\n● ", "\n● "),
    ],
)
@pytest.mark.parametrize("joint", ["；", "。\n"])
def test_items_in_every_numbering(marks: tuple[str, ...], joint: str, notices: Notices) -> None:
    wanted = ["登记流动食品摊贩", "处罚无照经营的商户", "宣传电梯安全"]
    text = "请各乡镇：" + joint.join(m + w for m, w in zip(marks, wanted, strict=True)) + "。"

    assert topics(notices, text) == wanted


def test_a_list_without_numbers_is_a_list(notices: Notices) -> None:
    text = "请办三件事：流动食品摊贩登记；没有执照的商户的处罚；维修村里的末级渠道。"

    assert len(topics(notices, text)) == 3


@pytest.mark.parametrize(
    "text",
    [
        "由我局统一采样检测，乡镇无需参与。",
        "请乡镇不要再开展惠民保征缴工作。",
        "房屋安全鉴定由县住建局牵头开展。",
        "请认真抓好落实。",
        "请于6月30日前将工作总结报送我局。",
        "联系人：张三，电话：0994-1234567",
        "",
        "\n\n",
    ],
)
def test_what_is_no_task_of_the_township(text: str, notices: Notices) -> None:
    assert topics(notices, text) == []


def test_a_negated_part_leaves_the_rest(notices: Notices) -> None:
    text = "请各乡镇排查农村危房，不需要乡镇入户鉴定。"

    assert topics(notices, text) == ["请各乡镇排查农村危房"]


def test_what_says_only_how_belongs_to_what(notices: Notices) -> None:
    text = "一是要加强宣传，二是要加强巡查，三是加大处罚力度，确保秸秆禁烧取得实效。"

    assert len(topics(notices, text)) == 1


def test_a_title_is_the_task_where_the_text_says_only_how(notices: Notices) -> None:
    text = "关于做好机电井管理工作的通知\n各乡镇：\n请高度重视，抓好落实。"

    (topic,) = topics(notices, text)
    assert topic.startswith("做好机电井管理工作")


def test_the_part_that_asks_is_told_from_the_reason(notices: Notices) -> None:
    (task,) = notices.tasks("有人损坏抗旱设施,要处罚当事人,请乡里先巡查,把线索报上来")

    assert task.asked == "请乡里先巡查,把线索报上来"
    assert "抗旱设施" in task.topic


def test_chat_gives_each_thing_asked(notices: Notices) -> None:
    two = topics(notices, "大家好，请巡查河道，另外养老认证也请催一下，弄完说一声")
    counted = topics(notices, "两个事啊，第一个，把独居老人摸一遍；第二个，清雪的事抓紧")
    blanks = topics(notices, "请各村清理积雪 维修路灯和健身器材 登记流动摊贩并发卡")

    assert (len(two), len(counted), len(blanks)) == (2, 2, 3)


def test_what_is_asked_besides_the_numbered_things_is_parted_request_by_request(
    notices: Notices,
) -> None:
    text = "东城镇：请办好几件事。一是对自建房再摸一遍底；二是动员群众参保。另外请你镇派人协助做好春季防疫。高龄津贴年审今年照旧做好。县法院有两个案子要查被执行人的下落，请派人带路。"
    found = [task.text for task in notices.tasks(folded(text))]
    said = ("自建房", "参保", "防疫", "津贴", "带路")
    assert [words in task for words, task in zip(said, found, strict=True)] == [True] * 5


def test_lines_numbered_before_a_bracket_are_items(notices: Notices) -> None:
    text = "1 【宣传口】请各村月底前评两户简办的人家。\n2 【史志口】请镇里写出年鉴那一章的稿子。"

    assert [task.text for task in notices.tasks(text)] == [
        "【宣传口】请各村月底前评两户简办的人家。",
        "【史志口】请镇里写出年鉴那一章的稿子。",
    ]


def test_what_is_asked_by_the_way_is_another_task(notices: Notices) -> None:
    text = "药昨天到县库了。请按各村麦地亩数分开,发完把单子收齐。\n顺带一件:报名的人由乡里考,考过的把证发给他们。"

    assert [task.text.startswith("顺带一件") for task in notices.tasks(text)] == [False, True]


def test_another_thing_in_one_sentence_is_another_task(notices: Notices) -> None:
    text = "请你镇完成高标准农田项目申报，同时对破坏农田设施的行为进行处罚。"

    assert len(topics(notices, text)) == 2


@pytest.mark.parametrize(
    ("text", "sender"),
    [
        ("县人民法院：请东城镇协助送达文书。", "县人民法院"),
        ("东城镇政府：请受理申请。", ""),
        ("各镇人民政府：\n1.清雪\n2.修路", ""),
        ("木垒县水利局关于机电井管理的通知\n各乡镇：请巡查。", "木垒县水利局"),
        (
            "青泉县卫生健康委员会\n关于请协助接种的函\n柳湾镇：\n请通知。\n2025年6月18日",
            "青泉县卫生健康委员会",
        ),
        (
            "青泉县林业和草原局文件\n关于巡护的通知\n柳湾镇：\n请巡护。\n2025年9月15日",
            "青泉县林业和草原局",
        ),
        ("青泉县公安局致柳湾镇\n一、请登记租户。\n2025年10月20日", "青泉县公安局"),
        (
            "关于夏收的通知\n（青泉县农业农村局　2025年5月12日）\n柳湾镇：请组织夏收。",
            "青泉县农业农村局",
        ),
        ("青泉县人民法院协助函\n柳湾镇：请协助送达。\n二〇二五年十月", "青泉县人民法院"),
        ("青泉县农村信用合作联社\n关于清收贷款的函\n柳湾镇：请协助。", "青泉县农村信用合作联社"),
    ],
)
def test_who_asks(text: str, sender: str, notices: Notices) -> None:
    assert notices.sender(folded(text)) == sender


def test_numbers_inside_a_sentence_are_no_items(notices: Notices) -> None:
    assert len(topics(notices, "请摸排第1、2、4村民小组的机电井用水量")) == 1


def test_rows_of_a_pasted_table_are_tasks(notices: Notices) -> None:
    text = "序号\t任务\t时限\n1\t摸排机电井用水量\t6月底\n2\t开展防溺水巡查\t7月底"

    assert len(topics(notices, text)) == 2


def test_what_a_task_speaks_of_comes_with_it(notices: Notices) -> None:
    told = "近期有群众贷款时被要求出具婚姻状况。请你乡为有需要的群众开具该类证明。"
    found = topics(notices, told)

    assert len(found) == 1
    assert "婚姻状况" in found[0]


def test_telling_of_applications_asks_for_nothing(notices: Notices) -> None:
    told = "一季度你乡报来救助申请12份。请对上述申请作出决定。"

    assert len(topics(notices, told)) == 1


@pytest.mark.parametrize(
    "told", ["备案的事我们自己办。", "婚姻登记仍由县民政局婚姻登记处办理，无需乡镇配合。"]
)
def test_what_others_do_is_no_task(told: str, notices: Notices) -> None:
    assert len(topics(notices, f"请每季度检查一次托育园。{told}")) == 1


@pytest.mark.parametrize(
    "told",
    [
        "加油站检查由应急局自己搞，不用你们管。",
        "未尽事宜另行通知。",
        "此复",
        "各乡镇要高度重视，加强领导。",
    ],
)
def test_what_ends_a_text_is_no_task(told: str, notices: Notices) -> None:
    assert len(topics(notices, f"请镇上把机场周边的养鸽户排查一下。\n{told}")) == 1


def test_tasks_run_on_with_commas_are_parted_where_several_are_announced(notices: Notices) -> None:
    told = "请各镇本周内完成以下工作：摸排空置房屋，对独居老人逐户走访，把广告牌登记造册，结果报县民政局。"
    assert topics(notices, told) == ["摸排空置房屋", "对独居老人逐户走访", "把广告牌登记造册"]


def test_commas_of_one_task_part_nothing(notices: Notices) -> None:
    assert len(topics(notices, "请做好以下工作：加强防火宣传，重点是学校周边。")) == 1


def test_a_named_township_that_is_to_do_something_is_asked(notices: Notices) -> None:
    told = "会议议定，由柳湾镇举办一期就业培训班；失业登记由镇里直接办；便民服务中心做好养老认证。"
    assert len(topics(notices, told)) == 3


def test_what_others_organise_can_be_joined_in(notices: Notices) -> None:
    assert len(topics(notices, "①参加县局组织的土地复垦项目核验；②巡查辖区测量标志")) == 2


def test_a_number_left_out_in_one_line_loses_no_task(notices: Notices) -> None:
    assert len(topics(notices, "任务：1、摸排危房；2、统计机电井水量；4、防溺水巡查")) == 3


@pytest.mark.parametrize(
    "told",
    [
        "羊出栏前的检疫由县动物卫生所派兽医上门办理，无需你乡配合。",
        "进户看管线的事由燃气公司来办，镇里不用派人。",
        "围墙倒塌那件事我们城管去查，乡里不用管。",
        "新增人数今年不再对乡镇考核，该项贵镇不必填报。",
    ],
)
def test_what_comes_before_a_refusal_is_others_work(told: str, notices: Notices) -> None:
    text = f"一、请组织农户收回空药瓶。\n二、请把养犬的人家登记一遍。{told}"

    assert topics(notices, text) == ["请组织农户收回空药瓶", "请把养犬的人家登记一遍"]


def test_what_the_township_is_to_do_stays_beside_a_refusal(notices: Notices) -> None:
    (task,) = topics(notices, "请摸排拖欠工资的线索，你镇无需立案查处。")

    assert task == "请摸排拖欠工资的线索"


@pytest.mark.parametrize(
    "told",
    [
        "以上请遵照执行。",
        "来信来电请找综合股。",
        "各项工作进展情况请于每月5日前报送。",
        "请务必绷紧安全这根弦，认真抓好落实。",
        "计量股",
        "某某机场公司运行部",
        "国网青泉县供电公司安监部",
        "青泉县农业农村局 2026年4月7日",
    ],
)
def test_zeal_and_signatures_are_no_tasks(told: str, notices: Notices) -> None:
    text = f"请做好机电井管理。请登记辖区养犬户。{told}"

    assert len(topics(notices, text)) == 2


def test_what_is_to_be_reported_goes_with_what_is_to_be_done(notices: Notices) -> None:
    (task,) = topics(notices, "请你乡把市场里的电子秤摸一遍底。发现不准的告诉我们。")

    assert "电子秤" in task
    assert "告诉我们" in task


def test_what_somebody_else_wants_is_the_reason_of_a_request(notices: Notices) -> None:
    (task,) = topics(notices, "通信公司要在你们镇立个基站，地方没定。麻烦镇里召集村上选个址。")

    assert "基站" in task
    assert "选个址" in task


def test_a_text_without_numbers_has_no_items_to_look_for() -> None:
    assert [item.text for item in items("请做好机电井管理")] == ["请做好机电井管理"]


@pytest.mark.parametrize("asked", ["请认真落实河长制巡河", "请按时完成秸秆禁烧宣传"])
def test_zeal_for_something_is_a_task(asked: str, notices: Notices) -> None:
    assert topics(notices, f"请登记辖区养犬户。{asked}。") == ["请登记辖区养犬户", asked]


def test_a_month_behind_the_number_of_an_item_leaves_it_an_item() -> None:
    found = items("1.9月底前把用水量汇总成表报送。\n2.10月起每周巡查一次。\n3.对农户开罚单。")

    assert [one.marked for one in found] == [True, True, True]


def test_a_further_thing_in_a_letter_stands_for_itself(notices: Notices) -> None:
    found = notices.tasks(
        "首先感谢贵乡支持，恳请贵乡帮助摸清上述人员现住何处。\n其次，请贵乡物色人民陪审员十五名。\n"
        "另外，由于人手紧张，开庭传票拟自下月起统一交乡政府代为送到当事人手中。\n"
        "还有一事，请贵乡给这些当事人写一份分居的凭据。"
    )

    assert len(found) == 4


def test_contacts_with_their_figures_hidden_are_no_tasks(notices: Notices) -> None:
    found = notices.tasks("请清理垃圾，并做好日常管护。\n专班联系人：王某\n回访电话：138××××2206")

    assert len(found) == 1


def test_what_a_slip_numbers_are_tasks_of_their_own(notices: Notices) -> None:
    text = "【转办单】内容：三个月没有发工钱。转办意见：①请镇里先把双方找来调解；②请把工伤的情况调查清楚"
    assert topics(notices, text) == ["请镇里先把双方找来调解", "请把工伤的情况调查清楚"]


CHATS = {
    "a name before each message": "县水利局老马：{}\n小阿：收到\n县水利局老马：{}",
    "a name and the time above it": "老马 10:32\n{}\n\n小阿 10:33\n好的\n\n老马 10:34\n{}",
    "a date, the time and a name": "2026-05-06 11:02:17 老马(33214)\n{}\n2026-05-06 11:05:02 老马(33214)\n{}",
    "the time on a line of its own": "老马（县局）\n7月3日 下午4:12\n{}\n老马（县局）\n7月3日 下午4:13\n{}",
    "a name, the message below": "张股长：\n{}\n王助理：\n好的\n张股长：\n{}",
    "a title, an answer quoted": "【防汛群】\n县水利局老马：@小阿 {}\n「老马：周五前」\n- - - -\n县水利局老马：{}",
}


@pytest.mark.parametrize("form", CHATS.values(), ids=CHATS.keys())
def test_messages_of_a_chat_are_tasks_without_who_says_them(form: str, notices: Notices) -> None:
    wanted = ["各村把机井抽了多少水报上来", "还有河滩上种玉米的你们去罚"]

    assert topics(notices, form.format(*wanted)) == wanted


@pytest.mark.parametrize(
    "said",
    [
        "乡综治办艾主任：证明这个我得问问",
        "六户地社保所小吴：去年不是收上去了吗",
        "县水利局老马：图斑销号我们做，不占你们的人",
        "县水利局老马：在吗",
        "县水利局老马：王主任你好，我是水利局老马",
    ],
)
def test_what_a_township_answers_and_what_the_office_does_is_no_task(
    said: str, notices: Notices
) -> None:
    text = f"县水利局老马：请各村清一清渠\n{said}\n县水利局老马：请把井登记一下"

    assert [task.topic for task in notices.tasks(folded(text), ["六户地"])] == [
        "请各村清一清渠",
        "请把井登记一下",
    ]


def test_what_leads_to_a_request_belongs_to_it(notices: Notices) -> None:
    text = (
        "赵股 15:03\n还有一家娃不上学\n赵股 15:04\n劝了三回不听\n赵股 15:05\n你们镇上下个罚款决定"
    )

    assert topics(notices, text) == ["还有一家娃不上学,劝了三回不听,你们镇上下个罚款决定"]


@pytest.mark.parametrize("rule", ["|", "\t", "    "])
def test_columns_of_a_table_are_told_apart(rule: str, notices: Notices) -> None:
    rows = [
        ("序号", "工作内容", "责任单位", "时限"),
        ("1", "摸排机电井", "各村、水管站", "6月底"),
        ("2", "分配水量指标", "县水利局", "7月"),
        ("3", "维修末级渠道", "某某镇", "长期"),
    ]
    text = "\n".join(rule.join(row) for row in rows)

    assert topics(notices, text) == ["摸排机电井", "维修末级渠道"]


def test_items_say_in_brackets_who_does_them(notices: Notices) -> None:
    text = (
        "1.补好村道。（责任单位：某某乡；时限：10月底）\n2.重划标线。（责任单位：市交通局；时限：8月底）\n"
        "3.宣传交通安全。（责任单位：某某乡、市公安局；时限：每月）"
    )

    assert topics(notices, text) == ["补好村道", "宣传交通安全"]


def test_all_stays_where_every_item_is_named_as_others(notices: Notices) -> None:
    text = "1.补好村道。（牵头单位：市交通局）\n2.宣传交通安全。（牵头单位：市公安局）"

    assert topics(notices, text) == ["补好村道", "宣传交通安全"]


def test_lines_that_give_each_body_its_work_leave_the_townships(notices: Notices) -> None:
    text = (
        "县林草局：负责制定防火方案。\n某某镇：负责巡山护林，设卡登记。\n县气象局：负责火险预报。"
    )

    assert topics(notices, text) == ["负责巡山护林,设卡登记"]


def test_a_case_spoken_of_again_is_named(notices: Notices) -> None:
    first, second = topics(
        notices, "近来有人砸井房，请多巡一巡。对查实的那一户，处罚决定请以你镇名义下达。"
    )

    assert "砸井房" in first
    assert "砸井房" in second


@pytest.mark.parametrize(
    "text",
    [
        "请镇里组织人员清理村道。\n县道上的标志牌由我局更换。",
        "一、管好标志牌。对涂抹界桩的，由各乡镇每处罚款五百元。\n二、以上请抓紧。",
    ],
)
def test_what_the_sender_does_and_the_heading_of_an_item_are_no_tasks(
    text: str, notices: Notices
) -> None:
    found = topics(notices, text)

    assert len([task for task in found if "标志牌" not in task or "罚款" in task]) == len(found), (
        found
    )


def test_the_boxed_fields_of_a_ticket_are_read(notices: Notices) -> None:
    text = (
        "【工单号】Q-1\n【反映问题】有人开着履带挖机上柏油路，压出一道道沟。\n"
        "【诉求】1.对开挖机的人罚款；2.请镇里去看看，管一管。\n"
        "【派单】某某镇人民政府，请逐项办理。\n【备注】来电人要求保密，请承办单位不得泄露其身份信息。"
    )
    first, second = topics(notices, text)

    assert "履带" in first
    assert "罚款" in first
    assert "履带" in second


def test_in_minutes_who_reports_says_the_tasks_and_who_presides_none(notices: Notices) -> None:
    text = (
        "某某镇班子碰头会记录（8月11日）\n参加：班子成员\n"
        "水管站：县水利局上午来电话，要我们办三样。\n一个，没批手续打井的两户，让镇上直接罚。\n"
        "再一个，每口井用了多少水，15号前统计报过去。\n还有，欠的水费让镇里挨家去收。\n"
        "书记：先弄清楚哪些是咱的活，不是的要说清楚。散会。"
    )
    first, second, third = topics(notices, text)

    assert ("打井" in first, "用了多少水" in second, "水费" in third) == (True, True, True)


@pytest.mark.parametrize(
    "rest",
    [
        "此函。",
        "给您添麻烦了。",
        "以上请在节前一周办结。",
        "时间紧，盼两周内完成为感！",
        "某某县公证处",
        "国家统计局某某调查队 住户科",
        "（附：试点联系表）",
        "会议同时通报了前三季度情况。",
    ],
)
def test_what_closes_a_letter_is_no_task(rest: str, notices: Notices) -> None:
    text = f"某某镇人民政府：\n请组织村民清理村道两侧的杂草。\n{rest}"

    assert topics(notices, text) == ["请组织村民清理村道两侧的杂草"]


def test_words_of_a_closing_do_not_hide_a_task(notices: Notices) -> None:
    text = "一、干完活拿不到工钱的农民工，镇里先摸排出来。\n二、请各村召开村民会议，通知党员参加。"

    assert len(topics(notices, text)) == 2


def test_a_request_that_names_nothing_goes_with_what_was_told(notices: Notices) -> None:
    (topic,) = topics(notices, "近期群众反映，某村耕地上堆了建筑垃圾。请你镇先去现场看看，制止住。")

    assert "建筑垃圾" in topic


def test_what_stands_above_the_items_is_not_the_items(notices: Notices) -> None:
    tasks = notices.tasks("有几样事托给镇上：\n1）地里的残膜要捡\n2）查一查合作社的台账")

    assert "残膜" not in tasks[1].context


@pytest.mark.parametrize(
    "text",
    [
        "督办单\n交办内容:[1]把三处塌了半截的土房情况摸上来；[2]给住在里头的两户老人先挪个地方。\n承办人签字：____ 年 月 日",
        "会 议 纪 要（节选）\n会议明确：\n【1】把三处塌了半截的土房情况摸上来；\n【2】给住在里头的两户老人先挪个地方。",
        "交办内容,怎么做\n塌了半截的土房,镇上先把情况摸上来\n里头的两户老人,先挪个地方",
        "事项一 把三处塌了半截的土房情况摸上来\n事项二 给住在里头的两户老人先挪个地方",
        "请于3日内：一是把三处塌了半截的土房情况摸上来，二是给住在里头的两户老人先挪个地方。\n签收人：\n审核人:",
    ],
)
def test_forms_and_minutes_are_cut_at_their_numbers_and_nothing_else_is_a_task(
    notices: Notices, text: str
) -> None:
    first, second = topics(notices, text)

    assert "情况" in first
    assert "挪个地方" in second


def test_what_looks_like_a_number_and_is_none_is_read_on(notices: Notices) -> None:
    assert topics(notices, "二三、把沟渠清一清。\n一三、请把井盖补上。")


SELF = """请你镇把全镇拖拉机的台数报上来。
水情我局每天在群里发。
会议强调，各单位要相互补台，不得推诿。"""


def test_what_a_sender_does_himself_is_no_task_and_is_not_passed_over_in_silence(
    notices: Notices,
) -> None:
    text = folded(SELF.replace("\n", ""))
    found = [task.text for task in notices.tasks(text)]

    assert len(found) == 1
    assert "拖拉机" in found[0]
    assert not [one for one in notices.passed_over(text) if "拖拉机" in one]


def test_a_short_imperative_among_others_stays_a_task(notices: Notices) -> None:
    assert topics(notices, "一是摸清底数；二是宣传电梯安全；三是登记摊贩。")[1:]


def test_who_goes_by_a_shorter_name_still_asks(notices: Notices) -> None:
    told = (
        "县局反诈专班-老牛：@柳岔镇综治 你们镇那个小伙子人还在境外，名单里第3个\n"
        "老牛：你们派个干部上他爸妈家里坐坐，叫老两口打视频劝他回来，周五前给我说一声\n"
        "柳岔镇综治：好的牛队，下午就去"
    )
    found = topics(notices, told)

    assert any("派个干部上他爸妈家里" in one for one in found)
    assert not any("好的牛队" in one for one in found)


@pytest.mark.parametrize(
    "told",
    [
        "请安排人晚上九点以后在桥洞、车站门口转一转，见到没地方住的给救助站打6638110，等车来了再走。接站由救助站办。",
        "会议议定，柳湾镇负责落实：\n（一）进山的五条道都要摆上桌子站上人，县局派督查组抽看；\n（二）村里每天去转一转。",
    ],
)
def test_a_request_beside_a_telephone_number_or_what_others_do_is_not_lost(
    notices: Notices, told: str
) -> None:
    assert any("转一转" in one or "摆上桌子" in one for one in topics(notices, told)[:1])


def test_a_last_request_to_deal_with_it_is_no_further_task(notices: Notices) -> None:
    asked = "诉求:早年领取的光荣证遗失,希望青泉镇政府给补一本。请青泉镇办理并于3个工作日内回复。"
    assert len(topics(notices, asked)) == 1
    assert len(topics(notices, "请青泉镇组织消防排查。请青泉镇依法对占道经营处罚。")) == 2


def test_tasks_that_are_numbered_task_the_first_task_the_second_are_several(
    notices: Notices,
) -> None:
    text = """青泉县应急管理局
现提出三项硬任务，请对照执行。
任务之一：对烟花爆竹门店开展检查。
任务之二：排查小饭馆的安全隐患，整改不了的报我局。
任务之三：值班表排到人，遇有险情第一时间上报。"""

    assert [one[:8] for one in topics(notices, text)] == [
        topic[:8]
        for topic in ("对烟花爆竹门店开展检查", "排查小饭馆的安全隐患", "值班表排到人,遇有险情")
    ]


def test_what_stands_above_the_items_and_asks_for_no_work_is_no_task(notices: Notices) -> None:
    text = """关于医保征缴的通知
州里每周点名，压力请一起扛。下面两件麻烦马上办：
● 用大喇叭讲清医保缴费标准；
● 已缴费的人逐村点数，花名册报我局。
请主动作为，不推诿不扯皮。"""

    assert len(topics(notices, text)) == 2


def test_a_message_that_only_leads_up_to_the_work_is_no_task(notices: Notices) -> None:
    text = """消防-张参谋 9:12
六户地的同志早上好，防火动员会定在周五，先把活派一派👇
消防-张参谋 9:13
你们镇每村建一个微型消防站，器材自己配；再有，碰到把安全出口锁死的店，你们当场开罚单就行"""

    assert len(topics(notices, text)) == 2
