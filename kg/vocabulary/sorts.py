"""Sorts: categories and kinds of office by their English names.

They sort duties and bodies, so readers of English have them in English; a body keeps its own name.
"""

from __future__ import annotations

from functools import cache

from kg.kinds import shown_function
from kg.patterns import regex
from kg.vocabulary.loading import load

_CHINESE = regex("[\u4e00-\u9fff]+")
"""Chinese characters that stand together."""


@cache
def _names() -> dict[str, str]:
    """The English names of categories, as lists may print them, and of kinds of office."""
    vocabulary = load()
    found: dict[str, str] = {}
    for category in vocabulary.categories.values():
        for name in (category.name, *category.forms):
            found.setdefault(name, category.name_en)
    for office in vocabulary.functions.values():
        found[office.name] = found[shown_function(office.name)] = office.name_en
    return found


def sort_name(chinese: str, language: str = "en") -> str:
    """The name of a category or a kind of office in the chosen language; itself where no table has it."""
    return chinese if language == "zh" else _names().get(chinese) or chinese


def sort_names(chinese: str) -> str:
    """Listed names (甲局、乙局等) in English; the text itself where one of them is something else."""
    listed = chinese.removesuffix("等").split("、")
    if any(name not in _names() for name in listed):
        return chinese
    return ", ".join(map(sort_name, listed)) + " and others" * chinese.endswith("等")


def sorted_out(text: str) -> str:
    """A sentence in which each name that stands by itself is English: category: 党的建设 (166)."""
    return _CHINESE.sub(lambda found: sort_name(found[0]), text)
