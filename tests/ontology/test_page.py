"""The ontology's page: whole, in both languages, loading nothing from anywhere."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from kg.rdf.terms import D

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    # pyLODE leaves its style sheet open.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


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
