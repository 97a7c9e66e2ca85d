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
    ("question", "answer"),
    [
        ("数一数：防溺水配合事项里写给喀拉亚尕奇乡的工作有几条", 5),
        ("五地收回清单共有事项数（同一事项合并计一项）", 14),
        ("有多少件事是五地无一例外都收回了的，重复的合成一件", 14),
        ("配合事项类别：喀拉亚尕奇乡有、西北湾镇无", ["商贸流通", "安全稳定"]),
        ("昌吉市承接庙尔沟乡收回事项最多部门（不计水利局）", ["昌吉市城市管理局"]),
        ("西北湾镇收回清单末位起第三项之承接部门", ["奇台县应急管理局"]),
        ("西北湾镇灌溉水费收取所属清单", ["basic"]),
        ("医疗救助审批权是否在六户地镇", False),
        ("应急管理及消防类配合事项：六户地镇是否多于东城镇", True),
        ("伊宁县农业农村局与他部门共同列名之配合事项数", 18),
        ("五地收回事项汇总，哪种部门（不论哪县）接手得最多", ["水利局"]),
        ("五地收回事项中名称含“处罚”者占比（%，取整）", 52),
        ("关于烟花爆竹安全监管之承接部门，奇台县", ["奇台县应急管理局"]),
        ("戈壁非法夹捕黄羊，举报受理单位，木垒县", ["木垒县林业和草原局"]),
        ("同事说东城镇配合一百零二项，对不对", True),
    ],
)  # fmt: skip
def test_what_clerks_write_in_nouns_alone_is_read(
    asker: Asker, question: str, answer: object
) -> None:
    said = asker.ask(question)
    found = sorted(said.answer) if isinstance(said.answer, list) else said.answer
    assert found == answer, said.text


def test_one_side_that_is_not_wanted_is_left_out(asker: Asker) -> None:
    said = asker.ask("六户地镇电动自行车这条里，县住建局一方的职责是什么？请给原文，镇里的不用")
    assert [clause for clause in said.answer if clause.startswith("县住房和城乡建设局督促")]
    assert len(said.answer) == 1


def test_who_asks_stays_where_the_question_is_about_the_own_office(asker: Asker) -> None:
    said = asker.ask("我奇台县水利局的，从西北湾镇手里一共接回来几件事？")
    assert said.answer == 6, said.understood


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
