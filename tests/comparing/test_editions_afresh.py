"""Six editions edited afresh, with what is easily mistaken: exactly those changes, in every form."""

from __future__ import annotations

import re
from collections import Counter

import pyoxigraph as ox
import pytest
from editing import BASIC, COOPERATION, RECLAIMED, Change, Edition, Edits, compared, edited, told

from kg.comparing.comparison import Comparison
from kg.export.reports.comparison import turtle
from kg.export.reports.notice import notice
from kg.export.reports.writing import to_markdown
from kg.querying import library
from kg.store.graph import Graph


def same(kinds: str, *rows: list[str]) -> set[Change]:
    """Changes of rows that keep their names."""
    return {(kinds, (row[2],), (row[2],)) for row in rows}


def dongcheng(new: Edition) -> set[Change]:
    """One duty gone and another come in its place, a renamed one with other bodies, a new category."""
    gone = new.row(COOPERATION, "粮油应急供应网点")
    old = gone[2]
    gone[2:] = [
        "托育服务综合监管", "木垒县卫生健康委员会",
        "1.核定托育机构备案； 2.组织开展联合检查。",
        "1.摸排辖区托育点； 2.发现无备案收托的，上报县卫生健康委员会。",
    ]  # fmt: skip
    dogs = new.row(COOPERATION, "文明养犬")
    old_dogs, dogs[2] = dogs[2], "养犬登记和流浪犬处置"
    dogs[3] = dogs[3].replace("、木垒县卫生健康委员会", "、木垒县财政局")
    wells = new.row(COOPERATION, "机电井管理")
    moved = "对东城镇提出的更新机电井申请材料进行初审并对机电井更新过程进行监督；"
    wells[4] = wells[4].replace(f"<p>2.{moved}</p>", "")
    wells[5] = wells[5] + f"<p>9.{moved}</p>"
    invest = [row for row in new.rows(BASIC) if row[1] == "投资促进"]
    for row in invest:
        row[1] = "项目投资"
    rows = new.rows(BASIC)
    at = next(n for n, row in enumerate(rows) if row[2].startswith("负责本镇网络安全"))
    old_net, rows[at][2] = rows[at][2], "负责本镇预防校园欺凌工作"
    return {
        ("removed", (old,), ()),
        ("added", (), (gone[2],)),
        ("departments renamed", (old_dogs,), (dogs[2],)),
        ("removed", (old_net,), ()),
        ("added", (), (rows[at][2],)),
        *same("clauses", wells),
        *same("category", *invest),
    }


def miaoergou(new: Edition) -> set[Change]:
    """Order, blanks, brackets and the width of digits are nothing; one word of one clause is."""
    rows = new.rows(COOPERATION)
    rows[30][:], rows[33][:] = list(rows[33]), list(rows[30])
    for row in rows[40:60]:
        row[4] = row[4].replace("1.", "１．").replace("2.", "２．").replace("；", ";")
        row[5] = row[5].replace("，", ",").replace("。", ".") if row[5].count(".") < 2 else row[5]
    names = new.rows(BASIC)
    for row in names[60:70]:
        row[2] = row[2].replace("（", "(").replace("）", ")") + "。"
    names[64][1] = " ".join(names[64][1])
    taken = new.remove(COOPERATION, "农作物病虫害防治")
    holder = "昌吉市农业农村局： 组织农业技术人员核查、治理农作物病虫害。"
    new.add(RECLAIMED, 6, taken[1], taken[2], holder)
    clinic = new.row(COOPERATION, "疫苗接种")
    clinic[5] = clinic[5].replace("摸排适龄儿童底数", "每季度摸排适龄儿童底数")
    return {("moved", (taken[2],), (taken[2],)), *same("clauses", clinic)}


def liuhudi(new: Edition) -> set[Change]:
    """A bureau renamed in every row and clause, two duties that are one now, blanks in a name."""
    touched = []
    for row in (*new.rows(COOPERATION), *new.rows(RECLAIMED)):
        before = list(row)
        for at in range(3, len(row)):
            row[at] = re.sub(r"县 ?应 ?急 ?管 ?理 ?局", "县应急管理和防灾减灾局", row[at])
        if row[3] != before[3]:
            touched.append(row)
    flood = new.row(COOPERATION, "蓄滞洪区")
    flood[2] = flood[2].replace("预报警报", "预报 警报").replace("，", ",")
    one, two = new.row(BASIC, "开展基本医疗保险"), new.row(BASIC, "开展医疗救助政策宣传")
    names = one[2], two[2]
    new.remove(BASIC, names[1])
    one[2] = one[2] + "；" + two[2]
    return {
        *same("departments", *touched),
        ("merged", names, (one[2],)),
    }


def changlong(new: Edition) -> set[Change]:
    """A cooperation row cut in three, a duty that a bureau took over, a unit of law renamed."""
    soil = new.row(COOPERATION, "黑土地质量监测和盗挖黑土查处")
    whole = soil[2]
    new.add(
        *(COOPERATION, int(soil[0]), soil[1], "盗挖黑土刑事打击", "绥化市公安局松沃分局"),
        *("打击盗挖、贩卖黑土犯罪。", "提供盗挖黑土线索。"),
    )
    new.add(
        *(COOPERATION, int(soil[0]), soil[1], "盗挖黑土查处", "松沃区自然资源局"),
        *("查处盗挖黑土行为。", "组织村屯巡查，发现盗挖黑土线索立即报区自然资源局。"),
    )
    soil[2:] = [
        "黑土地质量监测", "松沃区农业农村局",
        "布设耕地质量监测点，评价耕地等级。", "协助开展土样采集。",
    ]  # fmt: skip
    heat = new.row(COOPERATION, "镇区集中供热质量投诉处理")
    heat[4] = "<p>受理投诉，组织入户测温，责令退费；</p> <p>监督供热企业达标供热。</p>"
    fire = new.remove(COOPERATION, "九小场所消防隐患排查")
    new.add(
        *(RECLAIMED, 5, fire[1], "九小场所消防隐患排查"),
        "松沃区消防救援局： 抽查九小场所，依法处理火灾隐患。",
    )
    crops = new.row(COOPERATION, "玉米螟")
    crops[5] = "组织农户放蜂，" + crops[5].removeprefix("组织农户放蜂，").replace("确认", "核实")
    seeds = new.row(RECLAIMED, "对销售假劣种子")
    old_seeds = seeds[2]
    seeds[2:] = ["对违规燃放烟花爆竹的处罚", "绥化市公安局松沃分局： 依法立案处罚。"]
    snow = new.row(BASIC, "组织镇区和通村路冬季清雪")
    old_snow, snow[2] = snow[2], "组织镇区、通村路冬季清雪和防滑，保障出行"
    return {
        ("split", (whole,), ("黑土地质量监测", "盗挖黑土查处", "盗挖黑土刑事打击")),
        ("moved", (fire[2],), (fire[2],)),
        *same("clauses", crops),
        ("removed", (old_seeds,), ()),
        ("added", (), (seeds[2],)),
        ("renamed", (old_snow,), (snow[2],)),
    }


def wangchao(new: Edition) -> set[Change]:
    """A category renamed for all its rows, two duties in one, a helper more, a holder exchanged."""
    ships = [row for row in new.rows(COOPERATION) + new.rows(RECLAIMED) if row[1] == "海洋渔业"]
    ships += [row for row in new.rows(BASIC) if row[1] == "海洋渔业"]
    for row in ships:
        row[1] = "海洋经济"
    boats, three = new.row(COOPERATION, "渔船进出港"), new.row(COOPERATION, "“三无”船舶")
    names = boats[2], three[2]
    new.remove(COOPERATION, names[1])
    boats[2] = "渔船进出港报告、休渔期管理和“三无”船舶清理取缔"
    boats[4] = boats[4] + " 3.认定无船名船号、无船舶证书、无船籍港的船舶，依法没收、拆解。"
    boats[5] = boats[5] + three[5]
    ships = [row for row in ships if row[2] not in (names[1], boats[2])]
    lift = new.row(COOPERATION, "电梯困人")
    lift[3] += "、屿澜市应急管理局"
    paint = new.row(RECLAIMED, "对露天烧烤污染的处罚")
    paint[3] = "台州市生态环境局屿澜分局： 巡查发现后依法立案处罚。"
    nursery = new.row(RECLAIMED, "民办幼儿园年检")
    nursery[3] = "屿澜市教育局： 组织年度检查，并向社会公布结果。"
    typhoon = new.row(COOPERATION, "台风期间避灾")
    typhoon[5] = typhoon[5].replace(
        "1.打开避灾点，登记安置人员； 2.保障食宿和秩序", "1.保障食宿和秩序"
    )
    typhoon[5] += " 2.打开避灾点，登记安置人员。"
    people = new.row(BASIC, "走访服务个体工商户")
    old_people = people[2]
    people[1:] = ["民生服务", "开展残疾人就业帮扶和辅具申领"]
    return {
        ("merged", names, (boats[2],)),
        *same("category", *ships),
        *same("departments", lift, paint),
        *same("method", nursery),
        ("removed", (old_people,), ()),
        ("added", (), (people[2],)),
    }


def yanweng(new: Edition) -> set[Change]:
    """Full-width digits, a bracket, a short form: nothing. A clause the other way round: something."""
    for row in new.rows(COOPERATION):
        row[4] = row[4].translate(str.maketrans("123456789", "１２３４５６７８９"))
    bodies = new.row(COOPERATION, "乡村公路日常")
    bodies[3] = "云磨哈尼族拉祜族自治县交通运输局"
    parks = new.row(COOPERATION, "地质灾害群测群防")
    parks[4] = parks[4].replace("县气象局会同县自然资源局发布", "县自然资源局会同县气象局发布")
    tobacco = new.row(COOPERATION, "烤烟收购")
    tobacco[4] = tobacco[4].replace("打击", "依法打击")
    old_tobacco, tobacco[2] = tobacco[2], "烟叶收购秩序维护"
    card = new.row(RECLAIMED, "取水许可审批")
    card[3] = "县自然资源局： 受理申请，组织论证，核发取水许可证。"
    loans = new.remove(COOPERATION, "残疾人两项补贴")
    new.add(BASIC, 12, loans[1], "负责残疾人两项补贴的受理、审核和发放")
    shows = [row for row in new.rows(COOPERATION) if row[3] in ("县文旅局", "县文化和旅游局")]
    for row in shows:
        row[3] = "县文化广电和旅游局"
    tea = new.row(BASIC, "引导茶农")
    old_tea, tea[2] = (
        tea[2],
        tea[2].replace("茶农", "茶农、咖农").replace("茶叶专业", "茶叶、咖啡专业"),
    )
    return {
        *same("clauses", parks),
        ("renamed clauses", (old_tobacco,), (tobacco[2],)),
        *same("departments", card, *shows),
        ("moved renamed", (loans[2],), ("负责残疾人两项补贴的受理、审核和发放",)),
        ("renamed", (old_tea,), (tea[2],)),
    }


EDITS: Edits = {
    "东城镇": (dongcheng, "", "2025年7月"),
    "庙尔沟乡": (miaoergou, "", "2025年7月"),
    "六户地镇": (liuhudi, "", "昌吉回族自治州\n玛纳斯县六户地镇"),
    "长垄镇": (changlong, "changlong.txt", "二〇二五年六月"),
    "望潮街道": (wangchao, "wangchao.txt", "2025年5月"),
    "岩翁镇": (yanweng, "yanweng.txt", "云南省普洱市\n云磨哈尼族拉祜族自治县岩翁镇"),
}


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Graph, dict[str, set[Change]]]:
    return edited(EDITS, tmp_path_factory.mktemp("afresh"))


@pytest.fixture(scope="module")
def comparisons(editions: tuple[Graph, dict[str, set[Change]]]) -> dict[str, Comparison]:
    return compared(editions[0], EDITS)


@pytest.mark.parametrize("place", EDITS)
def test_exactly_the_changes_that_were_made_are_found(
    place: str,
    editions: tuple[Graph, dict[str, set[Change]]],
    comparisons: dict[str, Comparison],
) -> None:
    assert _plain(told(comparisons[place])) == _plain(editions[1][place])


WORDS = {
    "added": "新增", "removed": "不再有", "renamed": "改了名称", "moved": "换了清单",
    "departments": "部门变了", "clauses": "职责变了", "method": "工作方式变了",
    "category": "类别变了", "split": "拆分", "merged": "合并",
}  # fmt: skip


@pytest.mark.parametrize("place", EDITS)
def test_the_library_query_agrees(
    place: str, editions: tuple[Graph, dict[str, set[Change]]]
) -> None:
    graph, expected = editions
    rows = graph.rows(library.find("edition-changes").bind(graph, {"township": place}))
    wanted = {
        (WORDS[kind], name)
        for kinds, old, new in _plain(expected[place])
        for kind in kinds.split()
        for name in new or old
    }

    found = {(row["change"], re.sub(r"[\s\W]", "", row["duty"])) for row in rows}

    # It does not know that a clause only calls a bureau by its new name, nor short forms of old ones:
    # its description says so, and names the page that does.
    assert "以“比较”为准" in library.find("edition-changes").description
    assert "only Compare" in library.find("edition-changes").description_en
    renamed = {("职责变了", name) for change, name in wanted if change == "部门变了"}
    assert wanted - found <= {("部门变了", "非遗保护传承"), ("部门变了", "民族节庆活动安全保障")}
    assert found - wanted <= renamed


def _plain(found: set[Change]) -> set[Change]:
    """Without blanks and marks in names."""
    plain = [[re.sub(r"\W", "", name) for name in (*old, *new)] for _, old, new in found]
    return {
        (kinds, tuple(names[: len(old)]), tuple(names[len(old) :]))
        for (kinds, old, _), names in zip(found, plain, strict=True)
    }


def test_the_notice_says_once_what_happened_to_several_rows(
    comparisons: dict[str, Comparison],
) -> None:
    text = to_markdown(notice(comparisons["六户地镇"]))

    told = "下列 5 项上级部门由玛纳斯县应急管理局改为玛纳斯县应急管理和防灾减灾局"
    assert text.count(told) == 1
    assert "下列 2 项类别由“海洋渔业”改为“海洋经济”" in to_markdown(notice(comparisons["望潮街道"]))


def test_the_notice_says_which_clause_went_to_the_township(
    comparisons: dict[str, Comparison],
) -> None:
    text = to_markdown(notice(comparisons["东城镇"]))

    assert "上级部门职责第 2 条转为配合职责第 6 条：“对东城镇提出的更新机电井" in text
    assert "删去" not in text


def test_quotation_marks_inside_a_quoted_name_are_single_ones(
    comparisons: dict[str, Comparison],
) -> None:
    text = to_markdown(notice(comparisons["望潮街道"]))

    assert "“‘三无’船舶清理取缔”" in text


def test_the_changes_as_rdf_name_what_came_and_went(comparisons: dict[str, Comparison]) -> None:
    data = ox.parse(turtle(comparisons["望潮街道"]), format=ox.RdfFormat.TURTLE)
    comments = Counter(
        str(triple.object.value).partition("：")[0]
        for triple in data
        if triple.predicate.value.endswith("#comment")
        and not str(triple.object.value).startswith("相同")
    )

    assert comments == {
        "取消": 1, "新增": 1, "几项并成一项": 2, "有差别；部门不同": 2,
        "有差别；类别不同": 2, "有差别；工作方式不同": 1,
    }  # fmt: skip
