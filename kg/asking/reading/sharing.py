"""Sharing: what is the part and what the whole of a share."""

from __future__ import annotations

from collections.abc import Sequence

from kg.asking.reading.cues import Cues
from kg.asking.reading.heads import Guess, with_head, with_role
from kg.asking.reading.tokens import BODY, NUMBER, PLACES, Item
from kg.patterns import regex

_WHOLE = regex(
    "[五Ⓝ](?:地|个乡镇|个地方|份|家)|五地|全部乡镇|所有乡镇|各乡镇|各地|样本|五个|五份|几个乡镇|全州|all town|overall"
)


def shared(guess: Guess, cues: Cues, items: Sequence[Item]) -> Guess:
    """A share: every mark is in the part, and in the whole unless that makes them the same."""
    lists = guess.best("lists")
    everywhere = bool(_WHOLE.search(cues.text))
    wholes = {lists: dict(guess.heads["lists2"]).get(lists, 0.01)}
    wholes.setdefault("", max(0.05, dict(guess.heads["lists2"]).get("", 0.0)))
    marked = [
        at
        for at, found in enumerate(guess.roles)
        if found
        and found[0][0].rstrip("+2") not in ("none", "except", "first", "place")
        and items[at].key != NUMBER
    ]
    differs = bool(guess.best("cond")) or any(
        found and items[at].key == NUMBER and "=" in found[0][0] + "=" and found[0][0] != "none"
        for at, found in enumerate(guess.roles)
    )
    best: tuple[float, str, dict[int, str]] = (-1.0, "", {})
    for whole, odds in wholes.items():
        for both in _subsets(marked):
            if whole == lists and len(both) == len(marked) and not differs:
                continue
            score, given = odds, {}
            for at in marked:
                role = guess.roles[at][0][0].rstrip("+2")
                scope = "+" if at in both else ""
                place = items[at].key in PLACES
                weight = max(0.02, dict(guess.roles[at]).get(role + scope, 0.0))
                if items[at].key == BODY and guess.best("cond") == "departments=1":
                    weight = 1.0 if scope else 0.05  # of its duties those it has alone
                if place:
                    weight = 0.02 if everywhere is bool(scope) else 1.0
                score *= weight
                given[at] = role + scope
            if score > best[0]:
                best = (score, whole, given)
    if best[0] < 0:
        return guess
    guess = with_head(guess, "lists2", best[1])
    for at, role in best[2].items():
        guess = with_role(guess, at, role)
    return guess


def _subsets(marked: Sequence[int]) -> list[frozenset[int]]:
    found: list[frozenset[int]] = [frozenset()]
    for at in marked[:6]:
        found += [known | {at} for known in found]
    return found
