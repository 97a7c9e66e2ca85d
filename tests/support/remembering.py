"""What is compared is remembered, for tests of the forms in which it is written."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest

from kg.comparing.comparison import Comparison
from kg.store.graph import Graph
from kg.vocabulary.loading import Vocabulary

_FUNCTIONS = (
    "kg.comparing.comparison.compare",
    "kg.comparing.contradictions.contradictions",
    "kg.comparing.load.load",
    "kg.comparing.topics.with_topics",
)
_known: dict[tuple[object, ...], tuple[Any, object]] = {}


@pytest.fixture
def remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Comparisons of one graph are made once in a process, whatever they are written as."""
    for name in _FUNCTIONS:
        module, _, function = name.rpartition(".")
        monkeypatch.setattr(name, _once(name, getattr(import_module(module), function)))


def _once(name: str, make: Callable[..., Any]) -> Callable[..., Any]:
    def run(graph: object, *given: object, **named: object) -> Any:
        values = (*given, *(value for key, value in named.items() if key != "say"))
        if not isinstance(graph, Graph) or any(isinstance(one, Vocabulary) for one in values):
            return make(graph, *given, **named)
        # A comparison is known by itself, and is kept, so that no other one takes its place.
        told = tuple(id(one) if isinstance(one, Comparison) else repr(one) for one in values)
        key = (name, str(graph.generation.path), *told)
        if key not in _known:
            _known[key] = make(graph, *given, **named), values
        return _known[key][0]

    return run
