"""Breath: what is spoken and written down without any sign is parted where a speaker takes breath."""

from __future__ import annotations

from kg.checking.reading.breath import breath
from kg.checking.reading.notices import Notices

SPOKEN = (
    "喂柳湾镇吗我水利局老赵啊这几天渠水大你们叫各村沿渠走一遍哪里漏了记下来给我还有就是上个月打井没批的那家"
    "你们镇里先去看看他还打不打要是还打就给我说一声我下午还有个会先挂了啊"
)


def test_a_spoken_run_is_parted_and_nothing_of_it_is_lost() -> None:
    told = breath().taken(SPOKEN)

    assert told.replace(" ", "") == SPOKEN
    assert "老赵啊 " in told
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
