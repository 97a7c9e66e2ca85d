"""Chosen: under which of the names that a document prints for a body it is known throughout."""

from __future__ import annotations

from collections import Counter, defaultdict

from kg.values import Mention

_Key = tuple[str, str]


class ChosenNames:
    """Counts how the columns of one document name each body."""

    def __init__(self) -> None:
        self._full: dict[_Key, Counter[str]] = defaultdict(Counter)
        self._short: dict[_Key, Counter[str]] = defaultdict(Counter)
        self._written: dict[_Key, Counter[str]] = defaultdict(Counter)

    def note(self, mention: Mention, times: int, *, full: bool) -> None:
        """Count a name of a known body, printed in full or in short."""
        department = mention.department
        names = self._full if full else self._short
        names[department.key][department.name] += times
        if not full:
            self._written[department.key][mention.written] += times

    def names(self) -> dict[_Key, str]:
        """The most frequent name of each body: of those in full, unless its short forms are short for another."""
        full = {key: names for key, names in self._full.items() if self._stand_for(key, names)}
        return {
            key: min(names.items(), key=lambda item: (-item[1], item[0]))[0]
            for key, names in (self._short | full).items()
        }

    def _stand_for(self, key: _Key, names: Counter[str]) -> bool:
        """Whether the short forms do not mostly speak for another name.

        县林草局 is short for 林业和草原局, not for the 林业局 that one row prints.
        """
        written = self._written[key]
        others = sum(
            times for form, times in written.items() if not any(_is_short(form, n) for n in names)
        )
        return others <= max(names.total(), written.total() - others)


def _is_short(form: str, name: str) -> bool:
    """Whether a form has only characters of a name, in their order."""
    letters = iter(name)
    return all(letter in letters for letter in form)
