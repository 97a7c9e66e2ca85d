"""kg search by meaning: words no list has are looked up by what they mean, the likeliest first."""

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
