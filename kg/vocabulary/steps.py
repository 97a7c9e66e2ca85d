"""Steps: the tables steps.csv and acts.csv as one, words of what is asked to be done by the step they say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from kg.frozen import frozen
from kg.patterns import regex
from kg.vocabulary.tables import read_table

_LIST = regex("[;；]")
_COLUMNS = ("step", "acts", "words", "reserved", "note")


@frozen
class StepTable:
    """Word → step, and the steps that are reserved: they never go without saying.

    Nobody asks for one that is ``spoken`` without one of its words; ``powers`` decide over others.
    """

    words: Mapping[str, str]
    reserved: frozenset[str]
    spoken: frozenset[str]
    powers: frozenset[str]


def read_steps(folders: Sequence[Path]) -> StepTable:
    """The tables of these folders; a step's own words before those of the acts it has.

    Raises:
        VocabularyError: a table cannot be used; the message lists every problem as file:line.
    """
    acts = {
        row["act"]: _LIST.split(row["words"])
        for _, row in read_table(folders, "acts", ("act", "words", "note"), 1)
    }
    table = [row for _, row in read_table(folders, "steps", _COLUMNS, 1)]
    words: dict[str, str] = {}
    for row in table:
        for word in (row["step"], *_LIST.split(row["words"])):
            words.setdefault(word, row["step"])
    for row in table:
        for act in _LIST.split(row["acts"]):
            for word in acts.get(act, ()):
                words.setdefault(word, row["step"])
    words.pop("", None)
    return StepTable(
        words,
        frozenset(row["step"] for row in table if row["reserved"]),
        frozenset(row["step"] for row in table if row["reserved"] == "always"),
        frozenset(row["step"] for row in table if row["reserved"] not in ("", "part")),
    )
