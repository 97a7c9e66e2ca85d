"""A check of many townships makes nothing twice, and no senses of rows that would first have to be made."""

from __future__ import annotations

from collections import Counter

import pytest

from kg.checking import entry
from kg.checking.entry import Checker
from kg.meaning.encoding.senses import Senses
from kg.meaning.evidence import Evidence
from kg.meaning.query import Query
from kg.store.graph import Graph

TASK = "请各乡镇做好农村供水保障工作。"
ALL = 5


@pytest.mark.parametrize(
    ("townships", "county", "times"), [(1, 12, 2), (3, 12, 6), (ALL, 12, ALL), (ALL, 4, 0)]
)
def test_rows_are_encoded_on_the_spot_for_few_townships_only(
    graph: Graph, monkeypatch: pytest.MonkeyPatch, townships: int, county: int, times: int
) -> None:
    """Both by what weighs rows and by what hears them for three, by what hears them for a county."""
    asked: list[int] = []
    monkeypatch.setattr(entry, "_OVERHEARD", county)
    near = Senses.near

    def counted(self: Senses, *given: object) -> list[float]:
        asked.append(1)
        return near(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Senses, "prepared", False)
    monkeypatch.setattr(Senses, "near", counted)
    names = [document["township"] for document in graph.documents][:townships]
    told = Checker(graph).check(TASK, names if townships < ALL else None)

    assert len(asked) == times
    assert len(told["results"]) == townships
    assert all(result["evidence"] for result in told["results"])


def test_a_wording_is_measured_once_however_many_townships_share_it(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured = Counter[tuple[str, int]]()
    measure = Evidence._measure

    def counted(self: Evidence, query: Query, number: int) -> dict[str, float]:
        measured[query.text, number] += 1
        return measure(self, query, number)

    monkeypatch.setattr(Evidence, "_measure", counted)
    Checker(graph).check(TASK)

    assert len(measured) > ALL
    assert set(measured.values()) == {1}


def test_what_was_measured_of_one_text_is_no_answer_for_another(graph: Graph) -> None:
    evidence = Checker(graph)._weigher._meaning.evidence
    texts = ("农村供水保障工作", "工伤认定调查", "养犬管理", "森林防火", "地名管理", "高龄津贴")
    fresh = {text: dict(evidence._measure(evidence.query(text), 7)) for text in texts}

    for text in (*texts, *reversed(texts)):
        assert evidence.measure(evidence.query(text), 7) == fresh[text]
