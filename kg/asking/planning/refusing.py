"""Refusing: questions that pass over words they have, by tables of what is passed over, the words, and how to ask."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from kg.asking.frame import Question, Refusal, Status

Rule = tuple[Callable[[Question], bool], re.Pattern[str], str]
"""Whether a question does without it, the words in its skeleton, and how to ask."""

_MARKED = str.maketrans({"Ⓝ": "几", "Ⓑ": "", "Ⓣ": "", "Ⓟ": "", "Ⓚ": "", "Ⓒ": ""})


def see_used(question: Question, text: str, rules: Sequence[Rule], longest: int = 0) -> None:
    """Pass a question (and its skeleton) of which no word of these rules was passed over.

    Raises:
        Refusal: one was; it is named, of many characters the last ``longest``.
    """
    for without, words, told in rules:
        if without(question) and (match := words.search(text)):
            named = match[0].translate(_MARKED)[-longest:]
            raise Refusal(Status.NOT_UNDERSTOOD, f"没有用上“{named}”，{told}")
