"""The program's own sentences about an answer, in English."""

from __future__ import annotations

import re

import pytest

from kg.asking.engine import Asker
from kg.asking.translating import in_english
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
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_was_understood_and_answered_is_told_in_english(question: str, graph: Graph) -> None:
    answer = Asker(graph).ask(question)
    names = {t.name for t in Asker(graph).lexicon.townships.values()}
    names |= {b.label for b in Asker(graph).lexicon.bodies.values()}
    names |= set(Asker(graph).lexicon.functions.values()) | {
        p.label for p in Asker(graph).lexicon.places.values()
    }
    for told in (in_english(answer.understood), in_english(answer.text)):
        bare = re.sub("“[^”]*”|\\([^()]*\\)", "", told)
        for name in sorted(names, key=len, reverse=True):
            bare = bare.replace(name, "")
        assert not _CHINESE.search(bare), told


def test_words_in_quotes_stay_as_they_are() -> None:
    assert in_english("没有看懂“没有看懂”在这里的意思") == "“没有看懂” was not understood here"
