"""What people speak or type in a hurry: lines and breaths stand for the full stops that are not there."""

from __future__ import annotations

import pytest

from kg.checking.reading.chats import punctuated
from kg.checking.reading.notices import Notices
from kg.checking.reading.tasks import folded

SPOKEN = (
    "喂王镇长我是县住建局的小陈嗯两个事第一个就是青泉村那几栋墙裂了口子的老房子你们派人这礼拜挨家看一遍拍照发给我"
    "第二个就是工地门口堆的那些沙子叫村上清走罚款单子你们先开上嗯至于那个塔吊有我们局里的人去看不用你们管"
)


@pytest.mark.parametrize(
    ("told", "parted"),
    [
        (
            "发我一份嗯打架闹事的那种你直接打电话就行" * 4,
            "发我一份嗯。打架闹事的那种你直接打电话就行" * 4,
        ),
        (
            "让网格员挨门问一遍嘛叫啥名字从哪里来的" * 4,
            "让网格员挨门问一遍嘛,叫啥名字从哪里来的" * 4,
        ),
        ("请喇嘛到场,嗯先这样", "请喇嘛到场,嗯先这样"),
    ],
)
def test_a_long_run_without_signs_is_parted_where_one_takes_breath(told: str, parted: str) -> None:
    assert punctuated(told) == parted


def test_what_the_office_does_itself_hides_nothing_that_was_spoken_before_it() -> None:
    tasks = [task.text for task in Notices().tasks(folded(SPOKEN))]

    assert len(tasks) == 2
    assert "罚款单子你们先开上" in tasks[1]
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
            ["@各", "观景台", "房顶"],
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
