"""The ontology's page: whole, in both languages, loading nothing from anywhere."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from kg.rdf.terms import NAMESPACE, D


@pytest.fixture
def page(kg: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    def refuse(*_: object) -> None:
        raise AssertionError("a request left the machine")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    done = kg("docs", "-o", tmp_path / "onto.html")

    assert done.exit_code == 0, done.stderr
    return (tmp_path / "onto.html").read_text("utf-8")


def test_every_term_is_on_the_page(page: str) -> None:
    terms = [value for name, value in vars(D).items() if not name.startswith("_")]

    assert [term for term in terms if term not in page] == []
    assert "配合履职事项" in page


def test_the_page_loads_nothing(page: str) -> None:
    assert re.findall(r"<(?:script|img|iframe|link)[^>]*(?:src|href)=[\"']https?:", page) == []


def test_the_page_names_the_ontology_once(page: str) -> None:
    assert re.findall(r"<title>(.*?)</title>", page) == ["履职事项本体 · Duty ontology"]
    assert f"<code>{NAMESPACE.removesuffix('#')}</code>" in page


def test_every_term_is_a_place_of_its_own_on_the_page(page: str) -> None:
    ids = re.findall(r' id="([^"]+)"', page)

    assert len(ids) == len(set(ids))
    assert all(target in ids for target in re.findall(r'href="#([^"]+)"', page))
