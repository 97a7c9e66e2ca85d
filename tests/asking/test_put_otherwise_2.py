"""More questions as others put them: what a township only helps with, headings, words that turn up, what is made light of."""

from __future__ import annotations

import pytest

from kg.asking import engine
from kg.asking.answering.turned import Turns
from kg.asking.engine import Asker
from kg.asking.frame import Status
from kg.asking.translating import in_english
from kg.store.graph import Graph
from kg.vocabulary.loading import Vocabulary


@pytest.fixture(scope="module")
def asker(graph: Graph) -> Asker:
    return engine.asker(graph)


def _said(asker: Asker, question: str) -> object:
    """The answer; of duties their places and numbers."""
    answer = asker.ask(question)
    if answer.type != "duties":
        return answer.answer
    return [row["iri"].rpartition("/")[2] for row in answer.answer]


@pytest.mark.parametrize(
    "question",
    [
        "In how many of the items where Xibeiwan only helps out is the county police named among the responsible bodies?",
        "How many of the items where Xibeiwan only helps out name the county police?",
        "How many of the tasks where Xibeiwan merely assists list the police among the departments?",
        "How many of the duties that Xibeiwan only assists with involve the public security bureau?",
        "西北湾镇只是打下手的事项里，责任单位里有公安局的有几项",
        "西北湾镇只管配合的那些事，部门里带公安的有几件",
        "西北湾镇仅仅协助的事项中公安局榜上有名的有几项",
    ],
)
def test_what_a_township_only_helps_with_is_its_cooperation_list(
    asker: Asker, question: str
) -> None:
    said = asker.ask(question)

    assert said.answer == 10, said.understood


def test_what_a_township_only_helps_with_is_nothing_that_it_has_alone(asker: Asker) -> None:
    assert asker.ask("How many items does Xibeiwan only help with?").answer == 98
    alone = "How many of the items where Xibeiwan only helps out have the police as the only department?"
    assert asker.ask(alone).answer == 1


@pytest.mark.parametrize(
    "question",
    [
        "昌吉市行政审批局挂了名、但不是我们独一家的配合事项有哪些",
        "行政审批局在列、又不是独此一家的配合事项有哪些",
        "行政审批局挂了名、但不止它一家的配合事项有哪些",
    ],
)
def test_not_alone_is_with_others(asker: Asker, question: str) -> None:
    assert _said(asker, question) == ["c-019", "c-024", "c-052", "c-100"]


@pytest.mark.parametrize(
    ("question", "township"),
    [
        (
            "Of the five places in the store, which one has the longest list of basic duties?",
            "奇台县西北湾镇",
        ),
        ("Whose list of basic duties is the longest?", "奇台县西北湾镇"),
        ("Which of the five has the longest cooperation list?", "伊宁县喀拉亚尕奇乡"),
        ("Of the five lists, whose list of reclaimed duties is the shortest?", "昌吉市庙尔沟乡"),
        ("哪个乡镇的配合清单最厚", "伊宁县喀拉亚尕奇乡"),
        ("库里五个乡镇，谁家的基本清单最长", "奇台县西北湾镇"),
    ],
)
def test_the_longest_list_is_that_of_the_township_with_most(
    asker: Asker, question: str, township: str
) -> None:
    said = asker.ask(question)

    assert said.answer == [township], said.text


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How many more tasks did the county take off Kalayagaqi than the city took off Miaoergou?", 18),
        ("How many fewer tasks were taken off Miaoergou than off Kalayagaqi?", 18),
        ("How many more duties were taken away from Kalayagaqi than from Miaoergou?", 18),
        ("县里从喀拉亚尕奇乡收走的活，比市里从庙尔沟乡收走的多多少件", 18),
        ("两地农口比一比：喀拉亚尕奇乡配合清单里有农业农村局名字的，比东城镇多出几项", 16),
        ("喀拉亚尕奇乡配合清单里有农业农村局名字的，比东城镇多几项", 16),
        ("西北湾镇名称里带“处罚”的收回事项比东城镇多几项", 3),
        ("西北湾镇有三个以上部门的配合事项比东城镇多几项", 0),
    ],
)  # fmt: skip
def test_what_is_said_of_the_first_of_two_holds_of_the_second(
    asker: Asker, question: str, answer: int
) -> None:
    said = asker.ask(question)

    assert said.answer == answer, said.understood


def test_a_body_of_one_county_is_not_counted_in_another(asker: Asker) -> None:
    said = asker.ask("伊宁县农业农村局要喀拉亚尕奇乡配合的比东城镇多几项")

    assert said.status is Status.NOT_UNDERSTOOD
    assert "不管相比的乡镇" in said.text


@pytest.mark.parametrize(
    "question",
    [
        "Under what heading does Kalayagaqi file the work of guarding the railway line?",
        "Under which heading is railway protection filed in Kalayagaqi?",
        "What heading does railway protection come under in Kalayagaqi's list?",
        "Which heading has Kalayagaqi put railway protection under?",
        "In which section of Kalayagaqi's list does railway protection sit?",
        "喀拉亚尕奇乡把铁路护路归在哪个栏目底下",
        "铁路护路在喀拉亚尕奇乡是归到哪个标题下面的",
        "喀拉亚尕奇乡的铁路护路挂在哪个大项下头",
    ],
)
def test_a_heading_is_a_category(asker: Asker, question: str) -> None:
    said = asker.ask(question)

    assert said.answer == ["安全稳定"], said.understood


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Does WeChat turn up anywhere in these documents? Show me the entries.", ["c-044"]),
        ("Which entries say anything about WeChat?", ["c-044"]),
        ("Where do the documents mention “微信”?", ["c-044"]),
        ("“微信”两个字在这些清单里出现过没有，出现在哪几项", ["c-044"]),
        ("清单里哪儿写到了微信群，把条目列给我", ["c-044"]),
        ("Does the word “微信” turn up anywhere in the lists?", True),
        ("Do drones appear anywhere in these lists? Show me the items.", []),
    ],
)
def test_whether_a_word_turns_up_is_looked_up(asker: Asker, question: str, answer: object) -> None:
    assert _said(asker, question) == answer


def test_what_no_list_says_is_looked_for_only_as_a_word_in_quotes(asker: Asker) -> None:
    assert asker.ask("东城镇政府的微信是多少").status is Status.OUT_OF_SCOPE


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("昌吉市农业农村局今春想让庙尔沟乡派几个人跟着技术员下地取土化验，按清单说得过去吗", True),
        ("民政局让东城镇配合地名管理，站得住脚吗", True),
        ("农业农村局要东城镇接着做农机安全检查，按清单站得住吗", False),
        ("民政局让东城镇配合地名管理，我们当没听见行吗", False),
        ("民政局让东城镇配合地名管理，装聋作哑行不行", False),
        ("民政局让东城镇配合地名管理，不搭理可以吗", False),
        ("农业农村局叫庙尔沟乡接着做农机安全检查，置之不理行不行", True),
        ("The civil affairs bureau asks Dongcheng to assist with place names. Can the town just ignore it?", False),
        ("May we ignore a letter from the water bureau asking Dongcheng to look after wells?", False),
    ],
)  # fmt: skip
def test_whether_it_holds_good_or_may_be_made_light_of(
    asker: Asker, question: str, answer: bool
) -> None:
    said = asker.ask(question)

    assert said.answer is answer, said.understood


@pytest.mark.parametrize(
    "question",
    [
        "Changji has one of those one-stop bureaus that issue permits (行政审批局). In which tasks is Miaoergou made to assist it?",
        "There is a bureau that issues permits (行政审批局) in Changji. Which tasks does Miaoergou assist it with?",
    ],
)
def test_a_body_told_first_is_it(asker: Asker, question: str) -> None:
    assert _said(asker, question) == ["c-019", "c-024", "c-052", "c-097", "c-100"]


def test_a_body_told_first_is_that_of_its_place(asker: Asker) -> None:
    said = asker.ask(
        "Mulei has a bureau for water (水利局). Which of its tasks does Miaoergou have to assist?"
    )

    assert said.status is Status.NOT_UNDERSTOOD, said.understood


def test_what_must_be_done_for_that_is_of_what_was_told(asker: Asker) -> None:
    said = asker.ask(
        "Our charity wants to help get village doctors' clinics up to standard around Kalayagaqi."
        " What is the township itself obliged to do for that?"
    )

    assert said.type == "clauses"
    assert {row["number"] for row in said.evidence} == {107}


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("水被污染那一项中伊宁县卫健委分到哪句", 72),
        ("东城镇地名管理那项里民政局分到了哪几句", 36),
        ("When place names are managed in Dongcheng, what does the civil affairs bureau of the county have to do?", 36),
    ],
)  # fmt: skip
def test_what_falls_to_a_body_are_its_clauses(asker: Asker, question: str, number: int) -> None:
    said = asker.ask(question)

    assert said.type == "clauses", said.understood
    assert {row["number"] for row in said.evidence} == {number}


@pytest.mark.parametrize(
    ("question", "departments"),
    [
        ("我们东城村放电影归谁管", ["木垒县委宣传部"]),
        ("往年都有人来给我们东城村的机电井做检修，今年没人来，该找谁", ["木垒县水利局"]),
    ],
)
def test_a_village_of_a_townships_name_whose_people_ask_lies_there(
    asker: Asker, question: str, departments: list[str]
) -> None:
    said = asker.ask(question)

    assert said.answer == departments, said.understood
    assert "“东城”按“东城镇”理解" in said.understood


def test_another_year_of_a_list_is_not_loaded(asker: Asker) -> None:
    assert asker.ask("往年东城镇收回了什么").status is Status.NOT_FOUND


def test_shapes_that_only_look_alike_stay(tables: Vocabulary) -> None:
    turns = Turns(tables)

    for text in ("物业一直装聋作哑，该找谁", "要派几个人", "甲局是唯一一家的配合事项有哪些"):
        assert turns.turned(text) is None, text


@pytest.mark.parametrize(
    "question",
    [
        "五个乡镇按收回事项从少到多排名",
        "按收回事项从少到多给五个乡镇排名",
        "五个乡镇的收回事项数从低到高排一下",
        "Put the five townships in order by number of reclaimed duties, fewest first.",
        "List the townships from fewest to most reclaimed duties.",
    ],
)
def test_an_order_of_all_is_all_of_them(asker: Asker, question: str) -> None:
    said = asker.ask(question)

    assert said.answer == [
        "昌吉市庙尔沟乡",
        "奇台县西北湾镇",
        "木垒县东城镇",
        "玛纳斯县六户地镇",
        "伊宁县喀拉亚尕奇乡",
    ]
    assert "from fewest to most" in in_english(said.understood)


def test_departments_are_put_in_order_too(asker: Asker) -> None:
    said = asker.ask("东城镇收回事项各部门从多到少排列")

    assert said.type == "departments"
    assert said.answer[0] == "木垒县水利局"
    assert len(said.answer) > 10


def test_categories_are_put_in_order_too(asker: Asker) -> None:
    said = asker.ask("按类别把东城镇的配合事项从多到少排一下")

    assert said.type == "categories"
    assert said.answer[0] == "乡村振兴"


def test_an_order_that_is_not_read_is_not_just_the_first(asker: Asker) -> None:
    assert asker.ask("Rank the bureaus of Dongcheng.").status is Status.NOT_UNDERSTOOD
    assert len(asker.ask("五个乡镇按收回事项从少到多排名，列出全部").answer) == 5


@pytest.mark.parametrize(
    "question",
    [
        "东城镇要往上报材料的配合事项有多少",
        "东城镇要交表的配合事项有多少",
        "东城镇需要入户的事项有哪些",
        "东城镇要派人去现场的配合事项有几项",
    ],
)
def test_what_the_duties_ask_for_is_not_left_out(asker: Asker, question: str) -> None:
    said = asker.ask(question)

    assert said.status is Status.NOT_UNDERSTOOD, said.understood
    assert "没有用上" in said.text


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("东城镇需要配合完成的事项有多少", 102),
        ("东城镇应当承担的基本履职事项有几项", 109),
        ("东城镇需要配合水利局的事项有多少", 9),
        ("西北湾镇配合事项里只有公安局的有几项", 1),
        ("西北湾镇和六户地镇都收回了、而东城镇没收回的事项有几项", 9),
        ("东城镇只有水利局的配合事项有几项", 6),
        ("Between them, how many duties do the police and the fire brigade push onto Xibeiwan?", 15),
        ("哪两个乡镇的配合事项最少", ["奇台县西北湾镇", "玛纳斯县六户地镇"]),
        ("What's the very last item on Dongcheng's cooperation list?", ["c-102"]),
        ("What page or line is place-name management on in Dongcheng's list?", ["c-036"]),
    ],
)  # fmt: skip
def test_figures_and_places_are_answered(asker: Asker, question: str, answer: object) -> None:
    assert _said(asker, question) == answer


def test_to_do_with_is_to_mention(asker: Asker) -> None:
    said = asker.ask("我想查东城镇与教育相关的所有条目")

    assert said.answer == asker.ask("东城镇涉及教育的事项有哪些").answer


def test_lists_in_quotes_are_no_words_to_be_found(asker: Asker) -> None:
    said = asker.ask("庙尔沟乡同时出现在“配合”和“收回”两张单子上的部门有哪些")

    assert said.answer != ["昌吉市消防救援局"]
    assert asker.ask("哪些事项名称里有“配合”").status is Status.ANSWERED


@pytest.mark.parametrize(
    "among",
    [
        "，几家里头牵头的是谁",
        "，几个部门里牵头的是哪个",
        "，这三家当中哪家是牵头的",
        "那三个单位里是哪家牵头",
    ],
)
def test_who_leads_among_several_is_whom_the_list_marks(asker: Asker, among: str) -> None:
    said = asker.ask(f"喀拉亚尕奇乡的大气污染防治{among}")

    assert "标明由哪些部门牵头" in said.understood
    assert "没有标明由谁牵头" in said.text


def test_the_database_is_all_that_is_loaded(asker: Asker) -> None:
    said = asker.ask("How many cooperation duties are there in the database?")
    plain = asker.ask("How many cooperation duties are there?")

    assert said.answer == plain.answer is not None


@pytest.mark.parametrize(
    ("question", "township"),
    [
        ("Are there more reclaimed items in Dongcheng or in Miaoergou?", "木垒县东城镇"),
        ("Which has more reclaimed items, Dongcheng or Miaoergou?", "木垒县东城镇"),
        (
            "Which of the two has fewer cooperation duties, Dongcheng or Miaoergou?",
            "昌吉市庙尔沟乡",
        ),
        (
            "Of Dongcheng and Miaoergou, which one has fewer cooperation duties?",
            "昌吉市庙尔沟乡",
        ),
    ],
)
def test_which_of_two_has_more_is_one_of_them(asker: Asker, question: str, township: str) -> None:
    said = asker.ask(question)

    assert said.answer == [township], said.understood


@pytest.mark.parametrize(
    "question",
    [
        "Which two townships share the most reclaimed duties?",
        "哪两个乡镇的收回事项重合最多",
        "大多数乡镇都有的收回事项是哪些",
        "Which duties are shared by most townships?",
    ],
)
def test_what_places_have_in_common_is_not_ranked(asker: Asker, question: str) -> None:
    said = asker.ask(question)

    assert said.status is Status.NOT_UNDERSTOOD
    assert "没有用上" in said.text


def test_running_errands_is_to_cooperate(asker: Asker) -> None:
    said = asker.ask("西北湾镇替县公安局跑腿的事有哪些")

    assert said.answer == asker.ask("西北湾镇配合县公安局的事有哪些").answer


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("六户地镇自己必须干的一共多少条", 110),
        ("东城镇自家得办的有多少项", 109),
        ("西北湾镇被收走的事比六户地镇少几项？", 6),
        ("五个乡镇摆一块儿比，哪家被上级收走的事最多？", ["伊宁县喀拉亚尕奇乡"]),
    ],
)
def test_what_a_township_must_do_itself_and_what_was_taken_from_it(
    asker: Asker, question: str, answer: object
) -> None:
    said = asker.ask(question)

    assert said.answer == answer, said.understood
