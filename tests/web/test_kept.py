"""Pages kept for everybody stay within their bound; what was asked for last stays longest."""

from __future__ import annotations

from kg.web.http.kept import Kept
from kg.web.process import Answer


def answer(size: int) -> Answer:
    return Answer({"status": 200}, bytes(size), "g")


def test_the_one_asked_for_longest_ago_goes_first() -> None:
    kept = Kept(100, 50)
    for name in ("a", "b"):
        kept.put(name, answer(40))
    kept.get("a")
    kept.put("c", answer(40))

    assert [name for name in "abc" if kept.get(name)] == ["a", "c"]


def test_short_ones_count_with_what_each_takes_besides() -> None:
    kept = Kept(100, 50, each=40)
    for name in "abc":
        kept.put(name, answer(1))

    assert [name for name in "abc" if kept.get(name)] == ["b", "c"]


def test_a_large_one_is_not_kept() -> None:
    kept = Kept(100, 50)
    kept.put("a", answer(51))

    assert kept.get("a") is None
