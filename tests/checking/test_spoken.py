"""What people speak or type in a hurry: lines and breaths stand for the full stops that are not there."""

from __future__ import annotations

import pytest

from kg.checking.reading.haste import typed
from kg.checking.reading.notices import Notices
from kg.checking.reading.tasks import folded

SPOKEN = (
    "喂王镇长我是县住建局的小陈嗯两个事第一个就是青泉村那几栋墙裂了口子的老房子你们派人这礼拜挨家看一遍拍照发给我"
    "第二个就是工地门口堆的那些沙子叫村上清走罚款单子你们先开上嗯至于那个塔吊有我们局里的人去看不用你们管"
)


def test_what_the_office_does_itself_hides_nothing_that_was_spoken_before_it() -> None:
    tasks = [task.text for task in Notices().tasks(folded(SPOKEN))]

    assert len(tasks) == 2
    assert "罚款单子你们先开上" in tasks[1].replace(",", "")
    assert "塔吊" not in "".join(tasks)


def test_lines_of_a_message_keep_apart_in_its_task() -> None:
    text = "【县畜牧局 老赵】@青泉镇 几个事一起说\n河湾村昨晚死了两头猪没人报\n往后猪牛死得不明不白的先别动，马上给我们站里打电话"

    (task,) = Notices().tasks(folded(text))

    assert "没人报。往后" in task.text
    assert "没人报,往后" in task.topic


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        (
            "这边①油烟那家又吵起来了，先上门让老板洗烟道②垃圾房早晚没人站桶，赶紧把人配上③烤串的今晚去开罚单",
            ["油烟", "垃圾房", "烤串"],
        ),
        (
            "三件事 一个是泔水别往河沟倒 看见了拍照报 二是煤气罐怎么用 给老板们讲讲 三是储备地垃圾堆成山 雇车拉干净 对了 听说有人私自灌气卖 你们直接封了他",
            ["泔水", "煤气罐", "储备地", "对了"],
        ),
        (
            "@各乡镇文化站 通知几个事哈 车赛16号发枪，你们凑80个人过来加油，名单周三给小马；观景台的栏杆谁地盘谁去查一遍，松了自己修好；房顶“小锅”再挨村扫一圈，看见的记下户主",
            ["车赛", "观景台", "房顶"],
        ),
        (
            "轮椅要换新的这周统计完发我 奖金镇上发掉 不走县里了哈 顺便把去年过世的持证人捋一遍 开个证明交过来",
            ["轮椅", "顺便"],
        ),
        (
            "来电——1.接到屋里不热的电话，转给供热办；2.量出来不够18度的，镇里直接罚款",
            ["接到", "量出来"],
        ),
    ],
)
def test_the_things_of_a_message_typed_in_haste_are_apart(text: str, begins: list[str]) -> None:
    tasks = [task.text for task in Notices().tasks(folded(text))]

    assert len(tasks) == len(begins)
    assert all(task.startswith(begin) for task, begin in zip(tasks, begins, strict=True)), tasks


def test_sentences_of_one_task_that_ask_once_stay_together() -> None:
    text = "河湾村昨晚死了两头猪。没人报上来。往后猪牛死得不明不白的先别动，马上给我们站里打电话"

    assert len(Notices().tasks(folded(text))) == 1


HASTY = (
    "喂 老李啊 我林草局小贾 头一件 这两天沟里的鹅喉羚老往下跑 你们让转沟的人多走两趟 看见谁下套子拍个照片发给我 "
    "第二件 前几年把坡地退下来种树的那几户 苗子死了不少 你们盯着叫他们这个月补上 补完了自己先数一遍 "
    "再一个啊 沟口那片公益林子 看护打药你们镇上找几个人长年给管起来 行吧 "
    "还有植树节领着大家伙栽树那个事照旧 一个干部十棵 苗子我来调 不用你们掏钱 完了啊 改天喝茶"
)


def test_a_message_with_blanks_alone_is_read_thing_by_thing() -> None:
    tasks = [task.text for task in Notices().tasks(folded(HASTY))]

    assert len(tasks) == 4
    assert [
        word in task for word, task in zip(("鹅喉羚", "坡地", "公益林", "栽树"), tasks, strict=True)
    ] == [True] * 4
    assert not any(word in "".join(tasks) for word in ("苗子我来调", "掏钱", "喝茶"))


def test_who_speaks_next_speaks_of_another_thing() -> None:
    text = "县水利局小王: 河道里的垃圾你们捞一捞\n县农业局老李: 插一嘴 圈里的猪你们去看看有没有病\n"

    tasks = [task.text for task in Notices().tasks(folded(text))]

    assert len(tasks) == 2
    assert "猪" not in tasks[0]


def test_numbered_and_formal_texts_are_not_read_as_typed_in_haste() -> None:
    assert not typed(
        folded(
            "请各镇做好三件事：①把考勤表每月25日前送我局；②附件所列的18人，由镇里把多领的钱追回来；③对老人做一遍年度核对。"
        ),
        numbered=True,
    )
    assert not typed(
        "请你镇于5月底前对辖区内的沟渠开展一次排查,登记造册,形成台账,并于6月1日前报我局,逾期通报,不得有误,务必认真对待,按时完成"
    )
    assert typed(HASTY)


def test_commas_alone_part_no_things_but_what_follows_them_does() -> None:
    text = (
        "乡里住建办的同志好，又要麻烦你们，要拆了旧房盖新房拿补助的那十一户，村上交来的表你们过一遍，贴出来让大家看看，没人说啥就送我这里，钱按进度我们往卡上打，"
        "第二个嘛，巷子里头铺面门口东西堆得人都走不成，你们天天溜一圈，说他两句让搬，不搬的报我，第三，花园小区二楼那家把阳台改成灶房，下面漏水吵架，你们去罚，天凉了多穿点"
    )
    tasks = [task.text for task in Notices().tasks(folded(text))]

    assert len(tasks) >= 3
    assert not any("补助" in task and "阳台" in task for task in tasks)


def test_what_the_sender_does_and_what_is_only_named_is_no_task() -> None:
    text = (
        "年底了又该你熬夜了哈哈 党员进进出出的数你们填一填 对平了导出来给我 培训上周已经讲过了我就不再讲 "
        "再说各村澡堂子旧得不行的 你们跑一圈看看破到啥程度 报给我 招标盖房都是部里的事 上个月砂厂压了人那回"
    )
    tasks = "".join(task.text for task in Notices().tasks(folded(text)))

    assert "填一填" in tasks
    assert "破到啥程度" in tasks
    assert not any(word in tasks for word in ("不再讲", "部里的事", "砂厂"))
