"""kg search beyond its words: filters by place, department and list; meaning, the likeliest first."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import Result

from kg.building import Build


def test_everyday_words_find_the_duty_and_say_how_they_were_read(
    kg: Callable[..., Result], five: Build
) -> None:
    done = kg("search", "狗咬人", "--store", five.store, "--json")
    assert done.exit_code == 0
    assert all("犬" in json.loads(line)["text"] for line in done.stdout.splitlines())
    assert "“狗咬人”读作" in done.stderr


def test_the_row_that_is_meant_comes_before_those_that_have_the_word(
    kg: Callable[..., Result], five: Build
) -> None:
    done = kg("search", "高龄津贴", "--store", five.store, "--json", "--limit", "1")
    assert "高龄津贴" in json.loads(done.stdout)["text"]
    assert json.loads(done.stdout)["field"] == "name"


@pytest.mark.parametrize("text", ["核电站", "护照办理"])
def test_what_no_list_means_is_not_found(kg: Callable[..., Result], five: Build, text: str) -> None:
    assert kg("search", text, "--store", five.store).exit_code == 1


@pytest.mark.parametrize(
    ("text", "townships", "lists", "kinds"),
    [
        ("东城镇 防汛", {"木垒县东城镇"}, {"cooperation", "reclaimed"}, ["township"]),
        ("东城镇防汛", {"木垒县东城镇"}, {"cooperation", "reclaimed"}, ["township"]),
        ("木垒县 玛纳斯县 防汛", {"木垒县东城镇", "玛纳斯县六户地镇"}, {"cooperation", "reclaimed"}, ["township", "township"]),
        ("收回 高龄津贴 庙尔沟乡", {"昌吉市庙尔沟乡"}, {"reclaimed"}, ["list", "township"]),
        ("伊宁县 水利局 收回", {"伊宁县喀拉亚尕奇乡"}, {"reclaimed"}, ["township", "department", "list"]),
        ("东城镇 狗咬人", {"木垒县东城镇"}, {"cooperation"}, ["township"]),
    ],
)  # fmt: skip
def test_names_of_places_departments_and_lists_narrow_a_search_and_that_is_said(
    text: str,
    townships: set[str],
    lists: set[str],
    kinds: list[str],
    kg: Callable[..., Result],
    five: Build,
) -> None:
    done = kg("search", *text.split(), "--store", five.store, "--json", "--all")
    found = [json.loads(line) for line in done.stdout.splitlines()]

    assert {one["township"] for one in found} == townships
    assert {one["list"] for one in found} == lists
    assert [one["kind"] for one in found[0]["filters"]] == kinds
    assert "读作筛选" in done.stderr


def test_a_department_narrows_to_what_it_has_a_part_in_or_is_named_in(
    kg: Callable[..., Result], five: Build
) -> None:
    def numbers(*text: str) -> set[tuple[str, str]]:
        done = kg("search", *text, "--store", five.store, "--json", "--all")
        return {(one["iri"], one["text"]) for one in map(json.loads, done.stdout.splitlines())}  # fmt: skip

    assert numbers("县林业和草原局", "防火") < numbers("防火")
    assert numbers("“县农业农村局”", "秸秆") < numbers("县农业农村局", "秸秆")


@pytest.mark.parametrize("text", ["教育 安全", "“配合” 防汛", "水利局"])
def test_words_of_duties_quoted_names_and_a_department_alone_are_words(
    text: str, kg: Callable[..., Result], five: Build
) -> None:
    assert "读作筛选" not in kg("search", *text.split(), "--store", five.store).stderr


def test_where_the_filters_leave_nothing_the_search_says_how_to_go_on(
    kg: Callable[..., Result], five: Build
) -> None:
    done = kg("search", "基本 水利局 防汛", "--store", five.store)

    assert done.exit_code == 1
    assert "不加筛选再找：kg search 防汛" in done.stderr
