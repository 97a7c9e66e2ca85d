"""Ten ways to ask each kind of question get the same answer, counted again from the records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from kg.asking.engine import Asker
from kg.export.records import records
from kg.store.graph import Graph

Record = dict[str, Any]
Keep = Callable[[Record], bool]

DONG, LIU, KALA, XIBEI, MIAO = (
    "木垒县东城镇",
    "玛纳斯县六户地镇",
    "伊宁县喀拉亚尕奇乡",
    "奇台县西北湾镇",
    "昌吉市庙尔沟乡",
)


class Source:
    """The records, filtered by plain Python: the other way to the answer."""

    def __init__(self, graph: Graph) -> None:
        self.all = list(records(graph))

    def duties(self, keep: Keep) -> set[tuple[str, str, int]]:
        return {(r["township"], r["list"], r["number"]) for r in self.all if keep(r)}

    def count(self, keep: Keep) -> int:
        return len(self.duties(keep))

    def townships(self, keep: Keep) -> set[str]:
        return {r["township"] for r in self.all if keep(r)}

    def departments(self, keep: Keep) -> set[str]:
        return {d for r in self.all if keep(r) for d in r["departments"]}

    def categories(self, keep: Keep) -> set[str]:
        return {r["category"] for r in self.all if keep(r)}

    def top(self, keep: Keep, what: str, n: int = 1) -> set[str]:
        counts: Counter[str] = Counter()
        for r in self.all:
            if keep(r):
                counts.update(r["departments"] if what == "departments" else [r[what]])
        edge = sorted(counts.values(), reverse=True)[n - 1]
        return {name for name, count in counts.items() if count >= edge}


def at(
    township: str = "", kind: str = "", dept: str = "", category: str = "", name: str = ""
) -> Keep:
    def keep(r: Record) -> bool:
        return (
            (not township or township in r["township"])
            and (not kind or r["list"] == kind)
            and (not dept or any(dept in d for d in r["departments"]))
            and (not category or r["category"] == category)
            and name in r["name"]
        )

    return keep


def text(word: str, kind: str = "", clauses: bool = False) -> Keep:
    def keep(r: Record) -> bool:
        parts = [c["text"] for c in r["superior_clauses"] + r["township_clauses"]] + [r["method"]]
        return (not kind or r["list"] == kind) and any(
            word in p for p in parts + ([] if clauses else [r["name"]])
        )

    return keep


COOP, BASIC, BACK = "cooperation", "basic", "reclaimed"

CASES: list[tuple[str, Callable[[Source], Any], list[str]]] = [
    ("pushed by one county's body", lambda s: s.duties(at(XIBEI, COOP, "奇台县公安局")), [
        "奇台县公安局把哪些事项交给乡镇配合？", "奇台县公安局下派给乡镇的事项有哪些", "奇台县公安局要求乡镇配合哪些工作？",
        "奇台县公安局让西北湾镇配合干哪些事", "需要西北湾镇配合县公安局做的事项有哪些？", "奇台公安局派给乡镇的活儿都有啥",
        "奇台县公安局交办事项清单", "列出奇台县公安局下沉到乡镇的全部事项", "西北湾镇要配合奇台县公安局的事项",
        "奇台县公安局安排给西北湾镇的配合履职事项是哪些？", "公安局给西北湾镇压了哪些任务", "奇台縣公安局把哪些事項交給鄉鎮配合？",
        "Which duties does the Qitai County Public Security Bureau push down to Xibeiwan Town?"]),
    ("pushed everywhere", lambda s: s.duties(at(kind=COOP, dept="司法局")), [
        "司法局把哪些事项下派给乡镇？", "县司法局把哪些事项交给乡镇配合", "各县（市）司法局都要乡镇配合哪些事项？", "各县司法局让乡镇干哪些活儿",
        "司法局 配合", "县司法局下沉给乡镇的事项都有哪些", "所有县市的司法局要求乡镇配合的事项", "司法局要乡镇配合的有哪些？",
        "五个县市的司法局交办了哪些事项", "县（市）司法局安排乡镇配合的工作有哪些", "Which duties do justice bureaus push down to townships?"]),
    ("pushed in a category", lambda s: s.duties(at(MIAO, COOP, "昌吉市住房和城乡建设局", "城乡建设")), [
        "昌吉市住建局在城乡建设类别里有哪些事项要庙尔沟乡配合？", "昌吉市住房和城乡建设局下派给庙尔沟乡的城乡建设类事项", "城建方面，昌吉市住建局给庙尔沟乡派了哪些活",
        "昌吉市住建局交给乡镇的“城乡建设”类事项有哪些？", "庙尔沟乡要配合市住建局的城乡建设类事项有哪些", "城乡建设类中昌吉市住建局要求庙尔沟乡配合的事项",
        "昌吉市住建局城乡建设领域下沉了哪些事项", "列一下昌吉市住建局让庙尔沟乡配合的城建类工作"]),
    ("reclaimed by one body", lambda s: s.duties(at(XIBEI, BACK, "奇台县住房和城乡建设局")), [
        "奇台县住建局从乡镇收回了哪些事项？", "奇台县住房和城乡建设局收回事项", "由奇台县住建局承接的收回事项有哪些", "奇台县住建局上收了什么事项",
        "西北湾镇的哪些事项被县住建局收走了？", "奇台县住建局收回了西北湾镇的哪些事", "奇台 住建局 收回", "奇台县住建局从西北湾镇手里收走了啥",
        "哪些事项由奇台县住房和城乡建设局收回承接？", "Which duties did the Qitai County Housing and Urban-Rural Development Bureau take back?"]),
    ("reclaimed everywhere", lambda s: s.duties(at(kind=BACK, dept="交通运输局")), [
        "交通运输局收回了哪些事项？", "县交通运输局从乡镇收回的事项有哪些", "各县交通局一共收走了哪些事", "交通局 收回", "五个县市的交通运输局收回了哪些事项",
        "交通运输局承接的收回事项", "哪些事项被县交通运输局收回了？", "各县（市）交通运输局上收了哪些乡镇事项", "交通运输局都把哪些事收回去了"]),
    ("reclaimed from a township by category", lambda s: s.duties(at(KALA, BACK, category="城乡建设")), [
        "喀拉亚尕奇乡城乡建设类有哪些事项被收回？", "喀拉亚尕奇乡收回清单中城建类是哪几条", "喀拉亚尕奇乡被上级部门收回的城乡建设类事项", "伊宁县喀拉亚尕奇乡城乡建设方面收回了哪些事项",
        "喀拉亚尕奇 城建类 收回", "上级部门收回喀拉亚尕奇乡的事项里，城乡建设类有哪些？", "列出喀拉亚尕奇乡上级部门收回事项：城乡建设", "城乡建设类里喀拉亚尕奇乡被收走的事项"]),
    ("reclaimed with a word", lambda s: s.duties(at(KALA, BACK, name="考核")), [
        "喀拉亚尕奇乡被收回的事项里，考核类的有哪些？", "喀拉亚尕奇乡收回清单里属于考核的事项", "喀拉亚尕奇乡被收回的考核类事项有哪些", "喀拉亚尕奇乡收回的考核事项"]),
    ("reclaimed penalties", lambda s: s.duties(at(MIAO, BACK, name="处罚")), [
        "庙尔沟乡被收回的行政处罚有哪些？", "庙尔沟乡被收回的事项里，处罚类的有哪些", "庙尔沟乡收回清单中属于行政处罚的事项", "昌吉市庙尔沟乡被收回的处罚事项有哪些？", "庙尔沟乡 处罚类 收回"]),
    ("who took over", lambda s: {"奇台县人力资源和社会保障局"}, [
        "奇台县工伤认定调查现在由哪个部门承接？", "工伤认定调查在西北湾镇被谁收回了？", "西北湾镇的工伤认定调查收归哪个部门了", "奇台县谁接手了工伤认定调查", "工伤认定调查在西北湾镇已经收回，承接部门是？",
        "西北湾镇工伤认定调查现在归谁管？", "奇台县的工伤认定调查由哪个局收回", "现在西北湾镇的工伤认定调查该找哪个部门", "西北湾镇工伤认定调查的承接部门是哪个",
        "Which department took over 工伤认定调查 from Xibeiwan Town?"]),
    ("who took over, everywhere", lambda s: s.departments(at(kind=BACK, name="无照经营")), [
        "对从事无照经营的处罚现在归谁管？", "无照经营处罚由哪个部门收回？", "谁收回了无照经营的处罚", "无照经营的处罚现在由谁负责", "从事无照经营的处罚收归哪个局了"]),
    ("discontinued", lambda s: s.duties(lambda r: r["discontinued"]), [
        "哪些事项不再开展了？", "哪些事项彻底没有部门承接、不再开展", "不再开展的事项有哪些", "哪些收回事项没有承接部门？", "有哪些工作是谁也不做了的", "被取消、不再开展的事项", "Which duties are discontinued?"]),
    ("still to do", lambda s: False, [
        "喀拉亚尕奇乡还要出具婚姻状况证明吗？", "喀拉亚尕奇乡还需要出具婚姻状况证明吗", "现在还能让喀拉亚尕奇乡出具婚姻状况证明吗？", "可以要求喀拉亚尕奇乡出具婚姻状况证明吗？", "喀拉亚尕奇乡是否还要做出具婚姻状况证明这项工作"]),
    ("who leads", lambda s: {"奇台县发展和改革委员会", "奇台县公安局"}, [
        "西北湾镇电力设施保护工作由哪些上级部门负责？", "奇台县电力设施保护谁牵头", "电力设施保护在西北湾镇对应的上级部门是哪些？", "西北湾镇的电力设施保护归哪些部门管", "西北湾镇电力设施保护涉及哪些上级部门",
        "电力设施保护这件事，西北湾镇应该找县里哪个部门？", "西北湾镇电力设施保护工作的主管部门是谁", "谁负责西北湾镇的电力设施保护", "奇台县的电力设施保护由谁主管？",
        "Who leads the protection of power facilities (电力设施保护) in Xibeiwan Town?"]),
    ("except one", lambda s: {"奇台县公安局", "昌吉州生态环境局奇台县分局"}, [
        "奇台县农作物秸秆禁烧、综合利用工作，除了农业农村局还有哪些部门参与？", "西北湾镇农作物秸秆禁烧、综合利用除县农业农村局外还涉及哪些部门", "西北湾镇的秸秆禁烧，除农业农村局之外还有谁负责？",
        "除县农业农村局以外，西北湾镇农作物秸秆禁烧综合利用还有哪些上级部门"]),
    ("township clauses", lambda s: {c["text"] for r in s.all if at(XIBEI, COOP, name="地名管理")(r) for c in r["township_clauses"]}, [
        "地名管理工作中西北湾镇要做什么？", "地名管理，西北湾镇的职责", "西北湾镇在地名管理里的配合职责有哪几条？", "西北湾镇怎么配合地名管理", "在地名管理方面，西北湾镇具体要干什么", "地名管理这件事西北湾镇负责什么？",
        "西北湾镇地名管理的配合职责是什么", "What must Xibeiwan Town do for place name management (地名管理)?"]),
    ("department's clauses", lambda s: {c["text"] for r in s.all if at(XIBEI, COOP, name="城镇燃气")(r) for c in r["superior_clauses"] if "奇台县交通运输局" in c["actors"]}, [
        "城镇燃气安全监督管理中奇台县交通运输局的职责", "奇台县交通运输局在城镇燃气安全监督管理里做什么？", "城镇燃气安全监督管理，县交通运输局在西北湾镇负责什么", "西北湾镇城镇燃气安全监督管理中县交通局干什么",
        "在城镇燃气安全监督管理这件事里，奇台县交通运输局具体承担什么职责？"]),
    ("led by the township itself", lambda s: s.duties(at(LIU, BASIC, category="卫生健康")), [
        "六户地镇自己牵头的卫生健康类事项有哪些？", "六户地镇基本履职清单里卫生健康类的事项", "列出六户地镇基本履职事项：卫生健康", "六户地镇在卫生健康方面自己负责哪些事？", "六户地镇主责的卫生健康类事项", "六户地镇基本事项中卫健类有哪些", "卫生健康类里六户地镇的基本履职事项是哪些？",
        "Which 卫生健康 duties does Liuhudi Town lead itself?"]),
    ("count of a list", lambda s: s.count(at(XIBEI, BASIC)), [
        "西北湾镇基本履职事项一共多少项？", "西北湾镇有几项基本履职事项", "西北湾镇基本履职清单共有多少条？", "奇台县西北湾镇的基本事项有多少个", "西北湾镇自己牵头的事项有多少项", "How many basic duties does Xibeiwan Town have?"]),
    ("count reclaimed", lambda s: s.count(at(KALA, BACK)), [
        "喀拉亚尕奇乡被收回了几项？", "喀拉亚尕奇乡被收回多少项", "喀拉亚尕奇乡收回事项总数是多少？", "喀拉亚尕奇乡有多少项被上级部门收回", "上级从喀拉亚尕奇乡收走了多少项事项", "How many duties were taken back from Kalayagaqi Township?"]),
    ("count over all", lambda s: s.count(at(kind=BACK)), [
        "五个乡镇的收回事项加起来有多少项？", "全部乡镇一共收回了多少项", "所有乡镇收回事项合计多少项？", "五个乡镇总共被收回多少项事项", "收回事项一共有多少项？"]),
    ("count of all lists", lambda s: s.count(at(MIAO)), [
        "庙尔沟乡三张清单一共多少项？", "庙尔沟乡全部事项合计多少项", "庙尔沟乡总共有多少项事项？", "昌吉市庙尔沟乡的履职事项总数是多少"]),
    ("count of a body", lambda s: s.count(at(XIBEI, COOP, "奇台县自然资源局")), [
        "奇台县自然资源局要乡镇配合的事项有几项？", "奇台县自然资源局下派了多少项", "奇台县自然资源局交给西北湾镇多少项配合事项？", "西北湾镇要配合县自然资源局的事项有多少条", "奇台县自然资源局安排乡镇配合几项工作"]),
    ("count in a category", lambda s: s.count(at(MIAO, COOP, category="自然资源")), [
        "庙尔沟乡配合清单里自然资源类有多少条", "庙尔沟乡自然资源类配合事项有几项？", "庙尔沟乡配合履职事项中，自然资源类别共多少项", "庙尔沟乡的配合事项里自然资源方面有多少项"]),
    ("rank of departments", lambda s: s.top(at(XIBEI, COOP), "departments"), [
        "奇台县哪个部门下派给乡镇的事项最多？", "奇台县下派事项最多的部门是哪个", "奇台县给乡镇派活最多的部门", "西北湾镇的配合事项里，哪个上级部门最多？", "奇台县要乡镇配合最多的是哪个局", "哪个部门交给西北湾镇的配合事项最多"]),
    ("rank of takers", lambda s: s.top(at(KALA, BACK), "departments"), [
        "伊宁县收回事项最多的部门是哪个？", "伊宁县哪个部门收回的事项最多", "喀拉亚尕奇乡的事项被哪个部门收回最多？", "伊宁县承接收回事项最多的部门"]),
    ("top three", lambda s: s.top(at(KALA, BACK), "departments", 3), [
        "伊宁县收回事项最多的前三个部门", "伊宁县收回事项前三名的部门是哪些？", "伊宁县哪三个部门收回的事项最多", "伊宁县收回事项排名前三的部门"]),
    ("rank of townships", lambda s: s.top(at(kind=COOP), "township"), [
        "哪个乡镇的配合事项最多？", "配合履职事项最多的乡镇是哪个", "哪个乡镇要配合的事项最多？", "配合清单最长的是哪个乡镇", "Which township has the most cooperation duties?"]),
    ("fewest", lambda s: {MIAO}, ["哪个乡镇被收回的事项最少？", "收回事项最少的乡镇是哪个", "被收回最少的是哪个乡镇"]),
    ("share of a list", lambda s: (200 * s.count(at(LIU, BACK)) + s.count(at(LIU))) // (2 * s.count(at(LIU))), [
        "六户地镇全部事项中收回事项占百分之几？", "六户地镇收回事项占全部事项的百分之几", "六户地镇的收回事项占比是多少？取整", "六户地镇三张清单里收回事项占多少比例（取整数）", "What percentage of Liuhudi Town's duties are reclaimed?"]),
    ("share of a body", lambda s: 50 if False else (200 * s.count(at(KALA, BACK, "伊宁县住房和城乡建设局")) + 52) // 104, [
        "喀拉亚尕奇乡收回清单里由县住建局承接的占百分之多少？取整数", "喀拉亚尕奇乡收回事项中，县住建局承接的占百分之几", "伊宁县住建局承接的事项占喀拉亚尕奇乡收回事项的百分之几？", "喀拉亚尕奇乡被收回的事项里有百分之多少由县住建局承接？"]),
    ("difference", lambda s: s.count(at(KALA, COOP, "伊宁县公安局")) - s.count(at(XIBEI, COOP, "奇台县公安局")), [
        "伊宁县公安局比奇台县公安局多让乡镇配合几项？", "伊宁县公安局下派的事项比奇台县公安局多几项", "伊宁县公安局要乡镇配合的比奇台县公安局多多少项？", "伊宁县公安局和奇台县公安局要乡镇配合的事项相差几项"]),
    ("difference of townships", lambda s: s.count(at(KALA, COOP)) - s.count(at(MIAO, COOP)), [
        "喀拉亚尕奇乡的配合事项比庙尔沟乡多几项？", "喀拉亚尕奇乡比庙尔沟乡多多少项配合事项", "庙尔沟乡的配合事项比喀拉亚尕奇乡少几项？", "喀拉亚尕奇乡和庙尔沟乡的配合事项相差多少项"]),
    ("several departments", lambda s: s.duties(lambda r: r["township"] == XIBEI and r["list"] == COOP and len(r["departments"]) > 4), [
        "西北湾镇配合事项中上级部门超过4个的有哪几项？", "西北湾镇哪些配合事项的上级部门多于四个", "西北湾镇有5个以上部门的配合事项有哪些？", "西北湾镇涉及五个及以上部门的配合事项", "西北湾镇上级部门不少于5个的配合事项有哪些", "西北湾镇哪些配合事项由至少五个部门牵头"]),
    ("two departments", lambda s: s.duties(lambda r: r["list"] == COOP and r["township"] == XIBEI and {"奇台县公安局", "奇台县教育局"} <= set(r["departments"])), [
        "奇台县同时涉及公安局和教育局的配合事项", "奇台县公安局和教育局共同作为上级部门的事项有哪些？", "西北湾镇由县公安局与县教育局共同牵头的配合事项", "西北湾镇哪些配合事项同时有公安局、教育局两个部门", "奇台县教育局和公安局一起负责的配合事项有哪些"]),
    ("together with", lambda s: s.departments(at(XIBEI, COOP, "奇台县财政局")) - {"奇台县财政局"}, [
        "奇台县财政局和哪些部门在同一个配合事项里出现过？", "和奇台县财政局一起出现在同一事项里的部门有哪些", "奇台县财政局跟哪些部门共同牵头配合事项？", "奇台县财政局与哪些部门有共同的配合事项", "哪些部门和奇台县财政局同在一个配合事项里？", "Which departments work together with the Qitai County Finance Bureau?"]),
    ("may be asked: no", lambda s: False, [
        "现在还能让六户地镇去做屠宰检疫吗？", "六户地镇还要做屠宰检疫吗", "县农业农村局能不能把屠宰检疫派给六户地镇？", "可以要求六户地镇做屠宰检疫吗", "屠宰检疫还归六户地镇做吗？", "六户地镇是不是还要承担屠宰检疫", "能把屠宰检疫交给六户地镇办吗？", "Can Liuhudi Town still be asked to do 屠宰检疫?"]),
    ("may be asked: yes", lambda s: True, [
        "县卫健委可以要求西北湾镇配合疫苗接种工作吗？", "西北湾镇需要配合疫苗接种吗", "能不能让西北湾镇配合疫苗接种？", "疫苗接种是不是要西北湾镇配合", "西北湾镇要不要配合疫苗接种工作？", "可以让西北湾镇去配合疫苗接种吗"]),
    ("lists", lambda s: {COOP}, [
        "机电井管理在庙尔沟乡属于基本、配合还是收回事项？", "机电井管理在庙尔沟乡是哪一类清单的事项？", "庙尔沟乡：机电井管理 属于哪张清单", "庙尔沟乡的机电井管理在哪张清单里", "机电井管理是庙尔沟乡的基本事项还是配合事项？", "庙尔沟乡机电井管理列在哪个清单"]),
    ("lists reclaimed", lambda s: {BACK}, ["公益林管护在东城镇属于哪类清单？", "东城镇的公益林管护是基本、配合还是收回？", "东城镇公益林管护列在什么清单"]),
    ("where", lambda s: {(XIBEI, COOP, 36)}, [
        "“地名管理”在西北湾镇清单的出处：哪张清单第几号？", "地名管理是西北湾镇哪个清单的第几项？", "西北湾镇地名管理在哪张清单第几号", "西北湾镇的“地名管理”出自哪里", "地名管理在西北湾镇清单里的序号是多少？", "西北湾镇：地名管理，出处", "Where is 地名管理 in the lists of Xibeiwan Town?"]),
    ("mention", lambda s: s.duties(text("狂犬病")), [
        "哪些事项涉及狂犬病？", "提到狂犬病的事项有哪些", "跟狂犬病有关的事项", "哪些事项是关于狂犬病的？", "与狂犬病相关的事项有哪些", "有关狂犬病的事项", "狂犬病相关事项有哪些？", "涉及“狂犬病”的有哪些事项", "Which duties mention rabies?"]),
    ("mention in clauses", lambda s: s.duties(text("滴灌", clauses=True)), [
        "条款里提到滴灌的事项", "哪些事项的条款里提到了滴灌？", "职责条款中出现滴灌的事项有哪些", "条款涉及滴灌的事项"]),
    ("mention in a township", lambda s: s.duties(lambda r: r["township"] == MIAO and text("无人机")(r)), [
        "庙尔沟乡哪些事项提到无人机？", "庙尔沟乡涉及无人机的事项有哪些", "庙尔沟乡跟无人机有关的事项"]),
    ("townships that have it", lambda s: s.townships(at(kind=BACK, name="医疗救助待遇审批")), [
        "哪些乡镇的医疗救助待遇审批被收回了？", "医疗救助待遇审批在哪些乡镇已被收回？", "医疗救助待遇审批是哪几个乡镇的收回事项", "有哪些乡镇收回了医疗救助待遇审批"]),
    ("townships by words", lambda s: s.townships(lambda r: r["list"] == BASIC and "林长制" in r["name"]), [
        "哪些乡镇的基本清单写了“林长制”？", "哪些乡镇的基本履职事项提到林长制", "基本履职清单里有林长制的乡镇是哪些", "林长制写进了哪些乡镇的基本清单？"]),
    ("categories", lambda s: s.categories(at(XIBEI, COOP, "奇台县农业农村局")), [
        "奇台县农业农村局的配合事项分布在哪些类别？", "奇台县农业农村局下派的事项涉及哪些类别", "奇台县农业农村局要乡镇配合的事项都属于什么类别？", "奇台县农业农村局的配合事项有哪几个类别", "In which categories are the cooperation duties of the Qitai County Agriculture and Rural Affairs Bureau?"]),
    ("keywords", lambda s: s.duties(at(XIBEI, COOP, "奇台县林业和草原局")), [
        "西北湾镇 林草局 配合", "奇台 林草局 下派", "林草局 西北湾镇 配合事项", "奇台县林草局下派事项", "西北弯镇 林草局 配合", "奇台县 林业和草原局 配合"]),
]  # fmt: skip

REFUSED = [
    "今天奇台县天气怎么样？", "西北湾镇镇长是谁？", "六户地镇政府电话多少", "奇台县水利局的联系方式", "庙尔沟乡有多少工作人员", "擅自取水要罚多少钱？", "无照经营罚款标准是多少",
    "奇台县海事局下派了哪些事项？", "木垒县渔业局收回了哪些事项", "呼图壁县水利局把哪些事项交给乡镇？", "阜康市九运街镇的基本履职事项有哪些", "木垒县雀仁乡被收回了几项？", "北京市海淀区的配合事项有哪些",
    "奇台县三个庄子镇的收回事项", "东城镇的核电站运行由谁牵头？", "西北湾镇的高铁站建设由哪个部门负责", "收养登记在喀拉亚尕奇乡被谁收回了？", "屠宰检疫在东城镇属于哪类清单？", "六户地镇的地铁运营在哪张清单",
    "木垒县人民银行下派了哪些事项", "高龄津贴每月发多少钱", "低保怎么申请", "你好", "帮我写一首诗", "？？？", "asdf qwer", "What is the weather in Qitai County?", "Who is the mayor of Dongcheng Town?",
    "Which duties does the Springfield County Water Bureau push down?", "木垒县城管局收回了哪些事项", "庙尔沟乡的编制有多少", "玛纳斯县塔西河乡配合履职事项有哪些", "东城镇的航空港建设归哪个部门管？",
]  # fmt: skip


@pytest.fixture(scope="module")
def asker(graph: Graph) -> Asker:
    return Asker(graph)


@pytest.fixture(scope="module")
def source(graph: Graph) -> Source:
    return Source(graph)


def ways() -> Iterator[Any]:
    for kind, expected, questions in CASES:
        for question in questions:
            yield pytest.param(expected, question, id=f"{kind}-{question}")


def given(answer: Any) -> Any:
    if not isinstance(answer, list):
        return answer
    return {(a["township"], a["list"], a["number"]) if isinstance(a, dict) else a for a in answer}


@pytest.mark.parametrize(("expected", "question"), list(ways()))
def test_however_it_is_asked_the_answer_is_the_same(
    expected: Callable[[Source], Any], question: str, asker: Asker, source: Source
) -> None:
    answer = asker.ask(question).to_json()

    assert answer["status"] == "answered", answer["text"]
    assert given(answer["answer"]) == expected(source), answer["understood"]
    assert answer["evidence"]


@pytest.mark.parametrize("question", REFUSED)
def test_what_the_lists_do_not_say_is_refused(question: str, asker: Asker) -> None:
    answer = asker.ask(question).to_json()

    assert answer["status"] != "answered", answer["understood"]
    assert answer["text"]
    assert answer["answer"] is None
