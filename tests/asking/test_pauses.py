"""Blanks of people in haste: they part clauses, names and words that are looked up stay whole."""

from __future__ import annotations

import pytest

from kg.asking import engine
from kg.asking.engine import Asker
from kg.asking.frame import Status
from kg.store.graph import Graph


@pytest.fixture(scope="module")
def asker(graph: Graph) -> Asker:
    return engine.asker(graph)


@pytest.mark.parametrize(
    ("written", "marked"),
    [
        ("数花眼了 东城镇收回了几项 快点报", "数花眼了，东城镇收回了几项，快点报"),
        ("民政局 公安局 两家都有的 东城镇几项", "民政局、公安局，两家都有的，东城镇几项"),
        ("木垒县农业 农村局收回了几项", "木垒县农业农村局收回了几项"),
        ("东城镇的 配合事项 一共几项 PPT上要写", "东城镇的，配合事项，一共几项，PPT上要写"),
        ("东城镇的配合事项 3项以上的", "东城镇的配合事项 3项以上的"),
        ("东城镇 养犬", "东城镇 养犬"),
        ("东 城 镇的 配合事项有几项啊", "东 城 镇的 配合事项有几项啊"),
        ("喂 我问一下 东城镇收回了几项", "喂，我问一下，东城镇收回了几项"),
        ("which duties were taken back", "which duties were taken back"),
    ],
)
def test_a_blank_between_clauses_is_a_pause(asker: Asker, written: str, marked: str) -> None:
    assert asker.pauses(written) == marked


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("防汛会刚散 又来催年鉴 防汛不说了 东城镇编年鉴这活 县里哪个部门抓的", ["木垒县委党史和文献研究室"]),
        ("领导刚问我 六户地收回去的活 玛纳斯哪个部门接最多 哦住建局别算 并列的也给我", ["玛纳斯县人力资源和社会保障局", "玛纳斯县农业农村局"]),
        ("木垒县教育局 哦不对说错了 是卫健委 卫健委收了几项啊", 2),
        ("刚有人跟我打赌 托育机构监管 五个乡镇哪个都收回去了 他说得对不对撒 输了请抓饭呢", False),
        ("排个名 配合履职条数 从多往少数 第二个是哪个乡镇 PPT上要写", ["木垒县东城镇"]),
        ("我伊宁县气象局的 配合清单里谁跟我们写一条上过 应急局就别说了 别的都报", ["伊宁县农业农村局", "伊宁县民政局", "伊宁县林业和草原局", "伊宁县住房和城乡建设局", "伊宁县自然资源局", "伊宁县水利局"]),
        ("我伊宁县教育局的 下午防溺水开会发通知 我们自己不算 别的还要叫谁", ["伊宁县农业农村局", "伊宁县民政局", "伊宁县卫生健康委员会", "伊宁县住房和城乡建设局", "伊宁县公安局", "伊宁县水利局"]),
        ("知道住建局最多 不说它了 六户地收回的那些 县里剩下的部门谁接得最多 要是打平了都报上", ["玛纳斯县人力资源和社会保障局", "玛纳斯县农业农村局"]),
    ],
)  # fmt: skip
def test_what_is_written_in_haste_is_read_clause_by_clause(
    asker: Asker, question: str, answer: object
) -> None:
    said = asker.ask(question)
    assert said.answer == answer, said.text


@pytest.mark.parametrize(
    "question",
    [
        "哎 上周停水那张单 谁在办 办成啥样了 我这边等着回话",
        "上周停水的那件工单进展如何，由谁经办？",
        "五个乡镇各有多少在编人员，最少的是哪一个？",
        "领导开会要例子 去年干了已收回的事结果被问责的 各个乡镇总共几个人啊",
        "帮我起草一份秸秆禁烧的通知",
    ],
)
def test_what_no_list_tells_is_out_of_scope_whatever_else_is_said(
    asker: Asker, question: str
) -> None:
    assert asker.ask(question).status is Status.OUT_OF_SCOPE
