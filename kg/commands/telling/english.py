"""English: the language people chose, and telling them something in it.

A message stands in Chinese with English in brackets behind; how the one is taken from the other is in
:mod:`kg.commands.telling.brackets`, which only who reads English pays for.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import pairwise

import click

_chosen = ["zh"]


def choose(arguments: Sequence[str]) -> None:
    """Take the language from the words of a command line, or else from KG_LANG: an error may come of any word."""
    asked = {value for option, value in pairwise(arguments) if option == "--lang"}
    asked |= {word.partition("=")[2] for word in arguments if word.startswith("--lang=")}
    english = "en" in asked or (not asked and os.environ.get("KG_LANG") == "en")
    _chosen[0] = "en" if english else "zh"


def language() -> str:
    """The language that was chosen: ``zh`` or ``en``."""
    return _chosen[0]


def tell(message: str) -> None:
    """Tell people something on stderr, in the language they chose."""
    click.echo(told(message), err=True)


def told(message: str) -> str:
    """A message as people are told it."""
    if language() != "en":
        return message
    from kg.commands.telling.brackets import in_english

    return in_english(message)
