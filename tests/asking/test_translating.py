"""The program's own sentences about an answer, in English."""

from __future__ import annotations

import re

import pytest

from kg.asking.engine import Asker
from kg.asking.translating import in_english, suggested
from kg.store.graph import Graph

_CHINESE = re.compile("[\u4e00-\u9fff]")
QUESTIONS = (
    "东城镇和西北湾镇，谁的配合事项更多",
    "哪些事项由水利局下派给乡镇",
    "东城镇配合事项平均一条对几个部门",
    "收回事项最多的前三个部门",
    "六户地镇收回清单打头的三条给我看看",
    "东城镇的民宿管理由谁负责",
    "东城镇能不能不做高龄津贴发放",
    "西北湾镇的机井用水量隔多长时间往上报一回？",
    "东城镇今天几度",
    "七户地镇有哪些收回事项",
    "东城镇占用月球由谁管",
    "六户地镇要报给县住建局的配合事项有哪些",
    "东城镇、六户地镇收回事项最多的部门各是谁",
    "东城镇99项配合履职事项中，只对应一个上级部门的占百分之多少？",
    "请把东城镇配合清单中注明了“牵头”的部门报出来",
    "东城镇的配合事项是不是每一项都有县公安局？",
    "东城镇配合事项里没有县公安局的吗",
    "东城镇民生服务类配合事项第三项是哪项",
    "东城镇的农业水价调整工作，除了县水利局还有别的部门吗",
    "东城镇的配合事项和六户地镇的配合事项一样多吗",
    "东城镇跟沙堆清理有关的配合事项有哪些",
    "东城镇有哪些配合事项由两个部门共同牵头",
    "六户地镇和西北湾镇的收回清单，承接部门完全一样的事项有哪些",
    "东城镇半小时内要报的事项有哪些",
    "庙尔沟乡要不要制定牧民定居方案",
    "东城镇末级渠系运行维修养护工作要不要报县司法局",
    "东城镇被收回的事项有几项，都由谁承接",
    "东城镇配合清单里县水利局牵头的有哪些",
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_was_understood_and_answered_is_told_in_english(question: str, graph: Graph) -> None:
    answer = Asker(graph).ask(question)
    for told in (in_english(answer.understood), in_english(answer.text)):
        bare = re.sub("“[^”]*”|\\([^()]*\\)", "", told)
        assert not _CHINESE.search(without_names(bare, graph)), told


def without_names(text: str, graph: Graph) -> str:
    lexicon = Asker(graph).lexicon
    names = {t.name for t in lexicon.townships.values()}
    names |= {b.label for b in lexicon.bodies.values()} | set(lexicon.functions.values())
    names |= {p.label for p in lexicon.places.values()} | {"东城镇"}
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "")
    return text


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("东城镇今天几度", 3),
        ("木垒县水利局的电话是多少", 2),
        ("东城镇的防汛奖金是多少元", 3),
        ("防汛奖金是多少元", 2),
        ("东城镇管自来水的人今天几点下班", 3),
    ],
)
def test_what_may_have_been_meant_is_told_in_english(
    question: str, count: int, graph: Graph
) -> None:
    near = Asker(graph).ask(question).suggestions
    assert len(near) == count
    for text in map(suggested, near):
        bare = re.sub("“[^”]*”|(?<=: ).*", "", text)
        assert not _CHINESE.search(without_names(bare, graph)), text


def test_a_suggested_duty_keeps_its_name() -> None:
    assert suggested("木垒县东城镇 上级部门收回事项 第9项：清单管理") == (
        "木垒县东城镇 reclaimed duties no. 9: 清单管理"
    )


def test_words_in_quotes_stay_as_they_are() -> None:
    assert in_english("没有看懂“没有看懂”在这里的意思") == "“没有看懂” was not understood here"


def test_what_stands_in_both_languages_is_said_once_in_english() -> None:
    told = in_english("基本履职事项，由乡镇自己负责 (a basic duty: the township itself leads)")
    assert told == "a basic duty: the township itself leads"
