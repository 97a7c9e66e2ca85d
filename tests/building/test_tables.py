"""Prepared tables from parts: what of a township's lines they are made of."""

from __future__ import annotations

import pytest

from kg.building import tables
from kg.building.tables import Kind, Select
from kg.rdf.terms import D, W

LINES = [
    f"<https://x.example/a> <{W.type}> <{D.Duty}> .",
    f"<https://x.example/a> <{W.type}> <{D.Clause}> .",
    f"<https://x.example/a> <{D.leads}> <https://x.example/b> .",
    f"<https://x.example/a> <{D.category}> <https://x.example/b> .",
]


def asked(monkeypatch: pytest.MonkeyPatch, text: str) -> list[int]:
    """The lines, by their places, that a select asks for."""
    select = Select(text, Kind.WHOLE, frozenset(tables._names(text)), tables._any_class(text))
    monkeypatch.setattr(tables, "selects", lambda: (select,))
    return [LINES.index(line) for line in tables._asked_for(LINES, Kind)]


def test_lines_of_the_predicates_and_classes_it_names(monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked(monkeypatch, "SELECT ?a ?b WHERE { ?a a :Duty ; :leads ?b }") == [0, 2]


def test_classes_that_are_given_as_values(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "SELECT ?a { VALUES ?class { :Clause } ?a a ?class }"
    assert asked(monkeypatch, text) == [1]


def test_every_class_where_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked(monkeypatch, "SELECT ?a { ?a a ?class }") == [0, 1]
