"""What is done the quick way gives what the plain way gives."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.checking.candidates import Candidates
from kg.meaning import index as index_module
from kg.meaning.grams import pairs, within
from kg.meaning.meaning import Meaning
from kg.meaning.pairs import Scorer
from kg.meaning.wordset import WordSet
from kg.store.graph import Graph
from kg.vocabulary import compiled, spellings
from kg.vocabulary.loading import load

TEXTS = (
    "对违规领取高龄津贴的追缴",
    "开展12345热线、pm25监测",
    "秸秆,焚烧",
    "水 电a 气",
    "责令改正",
    "",
)


@pytest.fixture(scope="module")
def meaning(graph: Graph) -> Meaning:
    return Meaning(graph.meanings)


@pytest.mark.parametrize("text", TEXTS)
def test_grams_looked_for_in_a_text_are_those_it_is_made_of(text: str) -> None:
    wanted = {gram for other in TEXTS for gram in pairs(other)} | {"水", "津", "12", "pm", "a"}

    assert set(within(wanted, text)) == wanted & set(pairs(text))


def test_words_are_found_as_an_alternation_finds_them() -> None:
    words = ["检查", "检", "检查验收", "查", "处罚", "a b"]
    found = WordSet(words).find("先检查验收,再查处罚检a bc")

    wanted = re.finditer("检查验收|检查|处罚|检|查", "先检查验收,再查处罚检a bc")
    assert found == [(match.start(), match[0]) for match in wanted]


def test_forms_that_were_scored_are_chosen_as_candidates_are(meaning: Meaning) -> None:
    index = meaning.index
    wanted = meaning.evidence.queries.wanted_by("燃气安全隐患排查")
    scores = index.scores(wanted)

    assert index.best(scores, 9) == index.candidates(wanted, 9)
    for township in index.townships:
        found = index.best(scores, 9, (township,))
        assert found == index.candidates(wanted, 9, townships=(township,))
        assert found


def test_a_township_asked_after_others_has_the_same_candidates(meaning: Meaning) -> None:
    text, names = "清理烟道和燃气管道", ("燃气安全隐患排查", "农村危房改造")
    first, second = Candidates(meaning, text), Candidates(meaning, text)
    for near in (first, second):
        near.like([meaning.words.fold(name) for name in names])
    townships = meaning.index.townships
    one = {name: first.of(name) for name in townships}
    other = {name: second.of(name) for name in reversed(townships)}

    assert one == other
    assert any(row.form.id in first._named(name) for name in townships for row in one[name])


@pytest.mark.parametrize("text", [*TEXTS, "燃气安全隐患排查", "开展农村公路养护和道路交通安全宣传"])
def test_scores_added_up_many_at_a_time_choose_the_same_forms(meaning: Meaning, text: str) -> None:
    wanted = meaning.evidence.queries.wanted_by(text)

    for limit in (1, 9, 36, 10_000):
        assert Scorer(meaning.index).candidates(wanted, limit) == meaning.index.candidates(
            wanted, limit
        )


@pytest.mark.parametrize("text", ["我家附近有人半夜放鞭炮", "高龄津贴发放", "burning straw"])
def test_what_is_looked_for_is_what_a_text_made_ready_looks_for(
    meaning: Meaning, text: str
) -> None:
    evidence = meaning.evidence

    assert evidence.queries.wanted_by(text) == evidence.wanted(evidence.query(text))


def test_weights_and_forms_read_at_once_are_those_read_one_by_one(graph: Graph) -> None:
    index, other = graph.meanings, Meaning(graph.meanings).index
    grams = ["津贴", "安全", "龘龘", "全"]

    assert index.weights(grams) == {gram: other.weight(gram) for gram in grams}
    assert [index.form(n) for n in (3, 1)] == [
        index.forms([n]).get(n) or other.form(n) for n in (3, 1)
    ]


def test_compiled_spellings_are_those_of_the_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled, "_offered", [])
    compiled.write(tmp_path / "v", spellings.to_keep())
    made = spellings.spellings(load())
    compiled.offer(tmp_path / "v")

    assert spellings.spellings(load()) == made
    assert made.stems["water-resources"]


def test_a_word_at_the_beginning_is_the_longest_and_words_can_be_cut_out() -> None:
    words = WordSet(["检查", "检", "检查验收", "ab"])

    assert [words.match(text) for text in ("检查验收了", "检疫", "abc", "先检查")] == [
        "检查验收",
        "检",
        "",
        "",
    ]
    assert words.without("先检查验收,再检疫abc") == "先,再疫abc"
    assert words.within("再检疫")
    assert not words.within("abc")


@pytest.mark.parametrize("lists", [None, ["basic"], ["basic", "reclaimed"]])
def test_rows_of_a_township_are_found_among_its_own_as_among_all(
    graph: Graph, monkeypatch: pytest.MonkeyPatch, lists: list[str] | None
) -> None:
    index = graph.meanings
    asked = [
        {"forms": forms, "matters": matters, "townships": [township], "lists": lists}
        for township in (*index.townships, "别处镇")
        for forms, matters in ((range(0, 90, 7), ()), ((), range(60)), (range(40), range(30, 50)))
    ]
    own = [index.rows(**one) for one in asked]  # type: ignore[arg-type]
    monkeypatch.setattr(index_module, "_PLACES", 0)

    assert own == [index.rows(**one) for one in asked]  # type: ignore[arg-type]
    assert any(own)
    assert not own[-1]
