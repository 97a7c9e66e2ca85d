"""Choosing: which of the Matters that a text may mean is taken, and the act asked about before its neighbour."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.asking.frame import Ask, Refusal, Status
from kg.asking.rows import list_of, order, township_code
from kg.meaning.wordset import WordSet
from kg.patterns import regex
from kg.resources import folder
from kg.vocabulary.steps import read_steps
from kg.vocabulary.tables import read_table

if TYPE_CHECKING:
    from kg.meaning.packing import Form
    from kg.meaning.sayings.recalling import Choice

NAMED = 0.5
"""A row is taken as meant by words for a duty from this probability on."""
_ALSO = 0.8
"""From this likeness on the rows of a further Matter are meant, too: seldom is a text about two."""
_OWN = 0.15
"""So much likelier a text must be about a duty of the township's own than about one of a department."""
_INNER = str.maketrans("“”", "‘’")
"""Quotes within quotes."""


def likeliest(choices: Sequence[Choice], ask: Ask, led: bool) -> Choice | None:
    """The likeliest Matter; of the townships' own only where it is clearly likelier."""
    if not choices:
        return None
    first = choices[0]
    if first.hits[0].list != "basic":
        return first
    above = next((c for c in choices[1:] if c.hits[0].list != "basic"), None)
    if above is None:
        return first
    if ask is Ask.CLAUSES and max(above.probability, above.hits[0].score) >= _ALSO:
        return above  # rows of the townships' own have no clauses
    return above if led and above.probability > first.probability - _OWN else first


def also(choice: Choice) -> bool:
    """Whether a further Matter is said as clearly."""
    return choice.hits[0].score >= _ALSO and choice.probability >= NAMED


def taken_as(chosen: Choice, text: str) -> tuple[str, ...]:
    """How the words of a text were taken for a duty's."""
    first = chosen.hits[0]
    told = [f"“{everyday}”按“{formal}”理解" for everyday, formal in first.read_as[:3]]
    told.append(
        f"“{text[:40].translate(_INNER)}”按事项“{first.name[:40].translate(_INNER)}”理解"
        f"（把握 {round(chosen.probability * 100)}%）"
    )
    return tuple(dict.fromkeys(told))


class AskedActs:
    """The acts that never go without saying (追缴, 考核, 审批): what is asked of them is asked of a row that has them.

    A penalty has grounds of its own (:mod:`grounds`).
    """

    @cached_property
    def _table(self) -> tuple[Mapping[str, str], frozenset[str]]:
        """Word → act by steps.csv and acts.csv; the acts that nobody asks for without one of their words."""
        folders = (folder("vocabulary"),)
        steps = read_steps(folders)
        found = dict(steps.words)
        for _, row in read_table(folders, "cues", ("effect", "phrases", "example"), 2):
            for word in row["phrases"].split(";") if row["effect"] == "refuse" else ():
                found.pop(word, None)  # 退回 refuses a task, 退回多领的 is one
        return found, steps.spoken - {_PENALTY}

    @cached_property
    def _set(self) -> WordSet:
        return WordSet(self._table[0])

    def of(self, text: str) -> frozenset[str]:
        """The acts that a text asks for or names; not what one helps another with, or has not."""
        words = self._table[0]
        found = (words[w] for at, w in self._set.find(text) if not _HELPED.search(text[:at]))
        return frozenset(found)

    def rows(
        self,
        rows: Sequence[str],
        said: str,
        form: Callable[[str], Form],
        choices: Callable[[Sequence[str]], Sequence[Choice]],
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The rows a yes or no rests on, and what is to be told of it: those of the act that is asked.

        Of rows kept and rows taken back those that have it; where there are only its neighbours on one side, a row of
        the same object on the other: 津贴 was found, 追回 is asked. ``choices`` tells what the text may mean in some lists.

        Raises:
            Refusal: an act is asked that is in none of the rows.
        """
        every = self.of(said)
        asked = every & self._table[1]
        back = {list_of(row) == "reclaimed" for row in rows}
        acts = {row: self.of(form(row).name) for row in rows}
        if len(back) > 1:
            kept = [r for r in rows if acts[r] & asked] or [r for r in rows if acts[r] & every]
            one = len({list_of(row) == "reclaimed" for row in kept}) == 1
            return tuple(kept if one else rows), ()
        if not asked or not rows or any(asked & found for found in acts.values()):
            return tuple(rows), ()
        lists = ("reclaimed",) if back == {False} else ("basic", "cooperation")
        codes = {township_code(row) for row in rows}
        objects = {pair for row in rows for pair in self._object(form(row).name)}
        for choice in choices(lists)[:_FEW]:
            hits = [hit for hit in choice.hits if township_code(hit.key) in codes]
            theirs = {pair for hit in hits for pair in self._object(hit.name)}
            same = len(theirs & objects)
            meant = {act for hit in hits for act in asked & self.of(hit.name)}
            if meant and same >= _SHARED and 2 * same >= len(theirs):
                told = f"问的是“{'、'.join(sorted(meant))}”，按事项“{hits[0].name.translate(_INNER)}”答"
                return tuple(sorted((hit.key for hit in hits), key=order)), (told,)
        if not any(asked & self._anywhere(form(row)) for row in rows):
            told = f"清单里最近的一项没有写“{'、'.join(sorted(asked))}”，不能据此说是或否"
            raise Refusal(Status.NOT_UNDERSTOOD, told, tuple(rows[:3]))
        return tuple(rows), ()

    def _anywhere(self, form: Form) -> frozenset[str]:
        """The acts of all that a row says."""
        clauses = (c.text for c in (*form.own, *form.superior))
        return frozenset(
            act for text in (form.name, form.method, *clauses) for act in self.of(text)
        )

    def _object(self, name: str) -> Iterator[str]:
        """What a name says beside its acts, in pairs of characters."""
        return (a + b for a, b in pairwise(self._set.without(name)))


_PENALTY = "处罚"
_HELPED = regex("(?:协助|配合|没有?|未|无|不得)[^,，。;；]{0,4}$")
"""What stands before an act that is not asked of the township itself."""
_FEW, _SHARED = 3, 3
"""So many of the likeliest Matters are looked at; so many pairs of characters, and half of theirs, they share with
what was found."""
