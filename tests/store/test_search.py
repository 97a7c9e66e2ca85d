"""The text index finds every passage that has the words, and nothing across punctuation."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import Result

from kg.building import Build
from kg.errors import StoreError
from kg.store import generations as store
from kg.store.graph import Graph
from kg.store.search import FIELDS, TextIndex, highlight, match_expression, tokens


def passages(five: Build) -> set[tuple[str, str]]:
    found = set()
    for document in five.documents:
        for duty in document.duties:
            where = f"{document.path}:{duty.row.kind}:{duty.row.number}"
            texts = [
                duty.row.name,
                duty.method,
                *(c.text for c in (*duty.superior, *duty.township)),
            ]
            found |= {(where, text) for text in texts}
    return found


@pytest.mark.parametrize(
    "word", ["水", "井", "防汛", "取水", "传销", "狂犬病", "地名管理", "森林草原"]
)
def test_every_passage_with_a_word_is_found(word: str, five: Build, graph: Graph) -> None:
    expected = {text for _, text in passages(five) if word in text}

    found = {hit.text for hit in graph.text.find(word)}

    assert found >= expected
    assert expected


def test_a_phrase_does_not_run_across_punctuation(graph: Graph) -> None:
    assert graph.text.find("水利局公安局") == []


def test_all_parts_set_apart_by_blanks_must_occur(graph: Graph) -> None:
    both = graph.text.find("秸秆 焚烧")

    assert both
    assert all("秸秆" in hit.text and "焚烧" in hit.text for hit in both)


def test_names_come_first_and_the_limit_holds(graph: Graph) -> None:
    found = graph.text.find("防汛", limit=3)

    assert [hit.field for hit in found] == ["name"] * 3


@pytest.mark.parametrize("fields", [FIELDS, ("name",), ("superior", "method")])
@pytest.mark.parametrize("word", ["防汛", "管理", "的", "农业 用水"])
def test_a_limit_takes_the_first_of_the_whole_ranking(
    word: str, fields: tuple[str, ...], graph: Graph
) -> None:
    """Names are ranked by themselves, the others only where names are too few: the order is one."""
    sql = (
        "SELECT p.id, p.field, p.text, d.township FROM words JOIN passage p ON p.id = words.rowid"
        " JOIN duty d ON d.id = p.duty WHERE words MATCH ?"
        " ORDER BY p.field <> 'name', bm25(words), p.id"
    )
    ranked = [row[1:] for row in graph.text._rows(sql, match_expression(word)) if row[1] in fields]
    township = ranked[-1][2] if ranked else ""
    names = sum(field == "name" for field, _, _ in ranked)

    for limit in (1, names, names + 1, len(ranked) + 1):
        if limit:
            found = graph.text.find(word, fields=fields, limit=limit)
            assert [(hit.field, hit.text, hit.township) for hit in found] == ranked[:limit]
            there = graph.text.find(word, fields=fields, townships=[township], limit=limit)
            own = [row for row in ranked if row[2] == township]
            assert [(hit.field, hit.text, hit.township) for hit in there] == own[:limit]


@pytest.mark.parametrize(
    "text", ["", "  ", "，。", '"', "*", "a OR b", "name:水", "NEAR(水 利)", "\x00"]
)
def test_odd_queries_are_harmless(text: str, graph: Graph) -> None:
    assert isinstance(graph.text.find(text), list)


def test_letters_and_width_do_not_matter(graph: Graph) -> None:
    assert graph.text.find("Ｃ、Ｄ级") == graph.text.find("c、d级") != []


def test_candidates_share_characters(graph: Graph) -> None:
    assert graph.text.candidates("机电井管理")[0].text == "机电井管理"
    assert graph.text.candidates("鐵") == []


def test_tokens_keep_a_mark_for_punctuation() -> None:
    assert tokens("水利局、公安局").split(" ")[3] == "\u01c0"
    assert highlight("做好防汛工作", "防汛") == "做好【防汛】工作"


def test_a_store_without_the_index_says_so(five: Build) -> None:
    with pytest.raises(StoreError, match="kg build"):
        TextIndex(store.current(five.store).path / "graph")


def test_the_command_prints_json_and_fails_when_nothing_is_found(
    kg: Callable[..., Result], five: Build
) -> None:
    found = kg("search", "狂犬病", "--store", five.store, "--json", "--limit", "2")
    none = kg("search", "核电站", "--store", five.store)

    assert [json.loads(line)["list"] for line in found.stdout.splitlines()]
    assert none.exit_code == 1


@pytest.mark.parametrize("text", ["a\u0328b", "ｶﾞス", "e\u0301cole", "甲a\u0301乙"])
def test_a_mark_after_a_letter_does_not_hide_the_letter(text: str) -> None:
    """The index may find too much, never too little: CONTAINS decides afterwards."""
    for start in range(len(text)):
        part = tokens(text[start : start + 1])
        assert not part or f" {part} " in f" {tokens(text)} "
