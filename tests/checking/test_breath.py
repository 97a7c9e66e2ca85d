"""Breath: what is spoken and written down without any sign is parted where a speaker takes breath."""

from __future__ import annotations

from kg.checking.reading.breath import breath
from kg.checking.reading.cutting import THING
from kg.checking.reading.notices import Notices
from kg.checking.reading.speech import joined
from kg.checking.reading.tasks import Task, following

SPOKEN = (
    "喂柳湾镇吗我水利局老赵啊这几天渠水大你们叫各村沿渠走一遍哪里漏了记下来给我还有就是上个月打井没批的那家"
    "你们镇里先去看看他还打不打要是还打就给我说一声我下午还有个会先挂了啊"
)


def test_a_spoken_run_is_parted_and_nothing_of_it_is_lost() -> None:
    told = breath().taken(SPOKEN)

    assert "".join(told.split()) == SPOKEN
    assert any(part.endswith("老赵啊") for part in told.split())
    assert max(map(len, told.split())) < len(SPOKEN) / 3


def test_what_has_signs_and_what_is_no_speech_stays_as_it_is() -> None:
    signed = (
        "喂，柳湾镇吗？我水利局老赵啊。这几天渠水大，你们叫各村沿渠走一遍，哪里漏了记下来给我。"
    )
    title = (
        "关于进一步做好二零二六年度全县农田水利基础设施隐患排查整治暨春季安全生产大检查工作的通知"
    )

    assert breath().taken(signed) == signed
    assert breath().taken(title) == title


def test_two_things_that_are_spoken_in_one_breath_are_two_tasks() -> None:
    tasks = [task.text.replace(",", "") for task in Notices().tasks(SPOKEN)]

    assert len(tasks) == 2
    assert "沿渠走一遍" in tasks[0]
    assert "打井没批的那家" in tasks[1]


ON_AND_ON = (
    "石桥乡值班室吗河堤上裂了条缝找人先拿沙袋堵上东头那家歌厅吵得邻居睡不着去跟老板讲一讲"
    "八十岁往上的老人名单核对一遍报上来去年那批树苗死了多少数清楚了告诉我检查组的饭我们自己吃"
)


def test_things_go_on_without_a_word_between_them_and_are_told_apart() -> None:
    things = breath().taken(ON_AND_ON).split(THING)
    tasks = [task.text.replace(",", "") for task in Notices().tasks(ON_AND_ON)]

    assert "".join("".join(things).split()) == ON_AND_ON
    assert len(things) >= 4
    assert any("沙袋" in task and "歌厅" not in task for task in tasks)
    assert any("老人名单" in task and "树苗" not in task for task in tasks)
    assert not any(THING in task for task in tasks)


def test_a_sign_of_its_own_stands_where_the_next_thing_begins() -> None:
    assert joined(["甲", "乙", "丙"], [2]) == f"甲 乙{THING}丙"


def test_few_words_are_read_with_what_was_said_before() -> None:
    long, short = "把退耕还林的合同一户一户补齐了再交上来", "最后镇上审完就算数"
    first, second, third = following([Task(t, t, t) for t in (long, short, long)], spoken=True)

    assert second.context == f"{long},{short}"
    assert (first.context, third.context) == ("", "")
