"""English questions all of whose words are known: read by what they say, in any order, or left to the nets."""

from __future__ import annotations

import pytest

from kg.asking import engine
from kg.asking.closed.words import LETTERS
from kg.asking.engine import Asker
from kg.asking.frame import Ask, Question, Status
from kg.resources import folder
from kg.store.graph import Graph
from kg.vocabulary.tables import read_table

ROWS = read_table((folder("vocabulary"),), "operators", ("kind", "phrases", "example"), 2)
NAMES = {"甲镇": "东城镇", "乙镇": "庙尔沟乡"}


@pytest.fixture(scope="module")
def asker(graph: Graph) -> Asker:
    return engine.asker(graph)


def read(asker: Asker, question: str) -> Question | None:
    return asker.closed.read(asker.asked(asker.normal(question)).text)


def test_every_sense_has_a_letter_and_no_phrase_has_two() -> None:
    phrases = [phrase for _, row in ROWS for phrase in row["phrases"].split(";")]

    assert {row["kind"] for _, row in ROWS} == set(LETTERS)
    assert len(phrases) == len(set(phrases))


@pytest.mark.parametrize("row", [row for _, row in ROWS], ids=lambda row: row["kind"])
def test_a_sense_is_read(asker: Asker, row: dict[str, str]) -> None:
    example = row["example"]
    for name, loaded in NAMES.items():
        example = example.replace(name, loaded)

    said = row["example"].casefold().replace("-", " ").replace("–", "~")
    assert any(phrase in said for phrase in row["phrases"].split(";"))
    assert read(asker, example) is not None


@pytest.mark.parametrize(
    ("odd", "plain"),
    [
        ("Bureaus ranked by what they took off Dongcheng, number two only", "Which department took back the second most duties from Dongcheng?"),
        ("After the leader, who reclaimed most from Dongcheng? Leave first place aside.", "Which department took back the second most duties from Dongcheng?"),
        ("Dongcheng, cooperation list: entries whose departments do not include the water bureau, culture and tourism section", "Which culture and tourism cooperation duties of Dongcheng do not involve the water bureau?"),
        ("From Dongcheng's cooperation duties, take out those with fewer than six departments.", "Which cooperation duties of Dongcheng have at least six departments?"),
        ("Cooperation rows of Miaoergou: fire and rescue yes, public security no", "Which cooperation duties of Miaoergou involve the fire and rescue bureau but not the public security bureau?"),
        ("What proportion of what was recalled from Xibeiwan is now with the water bureau? No decimals.", "What percentage of the duties reclaimed from Xibeiwan went to the water bureau?"),
        ("Reclaimed items shared out evenly over the five townships: how many per township?", "What is the average number of reclaimed duties per township?"),
        ("By what margin does Liuhudi's basic list exceed Dongcheng's?", "By how many items is Liuhudi's basic list longer than Dongcheng's?"),
        ("Dongcheng's basic list falls short of Liuhudi's by how many rows?", "By how many items is Liuhudi's basic list longer than Dongcheng's?"),
        ("Two final entries, Dongcheng, reclaimed list", "What are the last two duties on Dongcheng's reclaimed list?"),
        ("Which one is the twelfth of the things Dongcheng assists with?", "What is number 12 on the cooperation list of Dongcheng?"),
        ("Where the Organisation Department is not the sole department: Liuhudi cooperation items", "Which cooperation duties of Liuhudi belong to the Organisation Department together with at least one other body?"),
        ("Red Cross and Civil Affairs side by side: cooperation duties of Dongcheng", "Which cooperation duties of Dongcheng have both the Red Cross and the civil affairs bureau?"),
        ("The three offices that relieved Liuhudi of most duties", "Which three departments took back the most duties from Liuhudi?"),
        ("Dongcheng, reclaimed duties, different departments: how many?", "How many different departments are named in the reclaimed list of Dongcheng?"),
        ("Categories of Kalayagaqi's cooperation list on no other township's cooperation list", "Which categories occur on Kalayagaqi's cooperation list and on nobody else's cooperation list?"),
        ("Reclaimed by the housing bureau or by the water bureau: which duties of Xibeiwan?", "Which duties were reclaimed from Xibeiwan by either the housing bureau or the water bureau?"),
    ],
)  # fmt: skip
def test_words_in_any_order_say_the_same(asker: Asker, odd: str, plain: str) -> None:
    said, meant = asker.ask(odd), asker.ask(plain)

    assert read(asker, odd) is not None
    assert meant.status is Status.ANSWERED
    assert meant.answer
    assert said.answer == meant.answer, said.understood


@pytest.mark.parametrize(
    "question",
    [
        "Which cooperation duties of Dongcheng mention camels?",  # a word of a duty
        "Which cooperation duties of Dongcheng have the water bureau and the housing bureau?",  # both or either
        "Which duties of Dongcheng are neither the water bureau's nor many?",
        "Only the first, if not the last, duty of Dongcheng",
    ],
)
def test_what_is_not_clear_is_left(asker: Asker, question: str) -> None:
    assert read(asker, question) is None


def test_what_minus_means_between_places_is_asked(asker: Asker) -> None:
    said = asker.ask("Water bureau, reclaimed duties: Yining county minus Qitai county")

    assert said.status is Status.NOT_UNDERSTOOD
    assert "minus" in said.text


def test_clauses_may_be_either_sides(asker: Asker) -> None:
    read_ = read(asker, "Which Dongcheng cooperation duty has the most clauses on the county side?")

    assert read_ is not None
    assert read_.ask is Ask.DUTIES
    assert read_.rank is not None
    assert read_.rank.by == "upper"


def test_a_range_is_all_of_its_rows_and_what_one_lacks_is_what_the_other_has(asker: Asker) -> None:
    rows = asker.ask("Dongcheng Town cooperation items 20 to 22").answer
    lacked = asker.ask("What does Xibeiwan lack compared with Liuhudi among cooperation duties?")
    longer = "Is Liuhudi's cooperation list longer than Dongcheng's, is it by more than 30?"

    assert [row["number"] for row in rows] == [20, 21, 22]
    assert {row["township"] for row in lacked.answer} == {"玛纳斯县六户地镇"}
    assert asker.ask(longer).status is not Status.ANSWERED


@pytest.mark.parametrize(
    "question",
    [
        "Which categories do the three lists of Dongcheng have in common?",
        "For Dongcheng: which departments do the dog-keeping duty and the town gas safety duty have in common?",
    ],
)
def test_what_two_selections_have_in_common_is_not_told_of_one(asker: Asker, question: str) -> None:
    assert asker.ask(question).status is Status.NOT_UNDERSTOOD
