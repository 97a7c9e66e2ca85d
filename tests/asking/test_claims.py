"""Numbers that somebody says: whether they are right."""

from __future__ import annotations

import pytest

from kg.asking import engine
from kg.asking.engine import Asker
from kg.asking.spoken import claims
from kg.store.graph import Graph


@pytest.fixture(scope="module")
def asker(graph: Graph) -> Asker:
    return engine.asker(graph)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("老张拍胸脯说奇台县残联在西北湾镇的配合清单里总共就挂了两条，他说得准不准", True),
        ("奇台县残联在西北湾镇的配合清单里总共挂了三条，对不对", False),
        ("东城镇收回的事项一共有38项，对吗", True),
    ],
)
def test_a_claimed_number_is_counted(asker: Asker, question: str, answer: bool) -> None:
    said = asker.ask(question)
    assert said.answer is answer, said.understood
    assert said.evidence


@pytest.mark.parametrize(
    "text",
    [
        "东城镇收回的事项一共有38项",
        "秸秆禁烧归我们管，对不对",
        "两家一起，对吗",
    ],
)
def test_what_claims_no_number_is_no_such_claim(text: str) -> None:
    assert claims.counted(text) is None
