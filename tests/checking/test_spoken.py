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
