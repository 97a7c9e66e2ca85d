"""Parts: a row that fell into several, told by what each of them says of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kg.matters.items import Item, covered
from kg.values import ListKind

PART = 0.6
"""So much of a row must be in another one to be a part of it."""

WHOLE = 0.7
"""So much of a row must be in the parts that it fell into."""

GAIN = 0.2
"""So much more of it must the last part bring, or, of a row that fell into many, …"""

SHARE = 0.04
"""… so much, if nearly all of the part that is in the row is in no other one."""

NEARLY = 0.8

OWN = 0.15
"""So much of a row's name each of two parts has alone, if they share it out, …"""

BOTH = 0.6
"""… so much of it they have together, …"""

SAID = 0.4
"""… and so much of what each of them says is in the row."""


_JOINING = re.compile("以及|[、和与及]")
"""What joins the parts of a name; it moves when a name is cut: 甲、乙和丙 is 甲和乙 and 丙."""

_HEAD = 3
"""Character pairs of a first part that says what a row is about."""

_OWN = 2
"""So many letters at least each half of a name has for itself."""


def split_up(
    wholes: Sequence[Item],
    items: Sequence[Item],
    partner: dict[int, int],
    closed: Iterable[int] = (),
    used: Iterable[int] = (),
) -> list[tuple[int, tuple[int, ...], float]]:
    """(whole, its parts, share of it they cover) for each row that fell into several."""
    taken = set(partner.values()) | set(used)
    loose = [at for at in range(len(items)) if at not in taken]
    found: list[tuple[int, tuple[int, ...], float]] = []
    closed = set(closed)
    edges: dict[int, list[int]] = {}
    spare: dict[int, list[int]] = {}
    for at in loose:
        best: tuple[float, int] | None = None
        for whole, item in enumerate(wholes):
            if whole in closed:
                continue
            inside = _inside(items[at], item)
            near = partner.get(whole)
            named = near is not None and (
                _named_apart(item, items[near], items[at])
                or _taken_in(item, items[near], items[at])
            )
            if inside < PART and not named:
                continue
            if near is not None and not _lost(item, items[near], items[at]):
                spare.setdefault(whole, []).append(at)
                continue
            if best is None or inside > best[0]:
                best = (inside, whole)
        if best is not None:
            edges.setdefault(best[1], []).append(at)
    given = {at for parts in edges.values() for at in parts}
    for whole, parts in sorted(edges.items()):
        near = partner.get(whole)
        if near is not None:
            parts.append(near)
        if len(parts) < 2:
            continue
        for at in spare.get(whole, ()):
            if at not in given and _brings(
                wholes[whole], [items[part] for part in parts], items[at]
            ):
                parts.append(at)
                given.add(at)
        share = together(wholes[whole], [items[at] for at in parts])
        if near is not None and any(
            _named_apart(wholes[whole], items[near], items[at]) for at in parts if at != near
        ):
            # Clauses copied into both are, being so common now, no longer their own; or they were put in other words.
            share = max(share, _name_share(wholes[whole], [items[at] for at in parts]))
        least = BOTH if _named_in(wholes[whole], *(items[at] for at in parts)) else WHOLE
        if share >= least:
            found.append((whole, tuple(sorted(parts)), share))
    return found


def _inside(part: Item, whole: Item) -> float:
    """How much of a row stands in another one; ways of working are told anew when rows are laid together, names less so."""
    found = covered(part, whole)
    if part.kind is whole.kind is ListKind.RECLAIMED:
        terms = frozenset(part.wording.terms)
        named = len(terms.intersection(whole.wording.terms)) / len(terms) if terms else 0.0
        found = max(found, named)
    return found


def _lost(whole: Item, partner: Item, part: Item) -> bool:
    """Whether the partner of a row no longer says what a third row says."""
    if _named_apart(whole, partner, part) or _taken_in(whole, partner, part):
        return True
    if covered(partner, whole) < PART:
        return False
    gain = together(whole, [partner, part]) - together(whole, [partner])
    if gain >= GAIN or _divided(whole, partner, part):
        return True
    # One of many parts, each a small one: it brings little, but all it has.
    alone = together(whole, [part])
    return gain >= SHARE and gain >= NEARLY * alone and covered(part, whole) >= NEARLY


def _brings(whole: Item, parts: Sequence[Item], part: Item) -> bool:
    """Whether a row has of another one, surely cut up, nearly all it says and what no part has."""
    if covered(part, whole) < NEARLY:
        return False
    return together(whole, [*parts, part]) - together(whole, parts) >= SHARE


def _divided(whole: Item, partner: Item, part: Item) -> bool:
    """Whether two names share out the name of a row, each with its clauses: 森林防灭火、草原防灭火."""
    names = [frozenset(item.wording.key) for item in (whole, partner, part)]
    said = names[1] | names[2]
    return (
        said == names[0]
        and bool(names[1] - names[2] and names[2] - names[1])
        and len(names[1] & names[2]) * 3 >= len(names[0])
    )


def _named_apart(whole: Item, partner: Item, part: Item) -> bool:
    """Whether two rows share out the name of a third one; both may have all its clauses."""
    if _cut_in_two(whole, partner, part):
        return True
    name, one, two = (frozenset(item.wording.terms) for item in (whole, partner, part))
    return (
        min(len(name & one - two), len(name & two - one)) >= OWN * len(name)
        and len(name & (one | two)) >= BOTH * len(name)
        and (
            min(covered(partner, whole), covered(part, whole)) >= SAID
            or _named_in(whole, partner, part)
        )
    )


def _named_in(whole: Item, *parts: Item) -> bool:
    """Whether reclaimed rows are in the name of another one, whatever their ways of working say."""
    name = frozenset(whole.wording.terms)
    return all(
        item.kind is whole.kind is ListKind.RECLAIMED
        and len(name.intersection(item.wording.terms)) >= PART * len(item.wording.terms)
        for item in parts
    )


def _taken_in(whole: Item, partner: Item, part: Item) -> bool:
    """Whether a row without clauses has, beside what its partner says, what another one begins with.

    受理低保和临时救助申请，入户核查 has taken in 办理临时救助，先行救助后补手续.
    """
    if whole.content or part.content or whole.kind is not part.kind:
        return False
    head = frozenset(part.wording.head)
    more = frozenset(whole.wording.terms) - frozenset(partner.wording.terms)
    return len(head) >= _HEAD and len(head & more) >= NEARLY * len(head)


def _cut_in_two(whole: Item, partner: Item, part: Item) -> bool:
    """Whether two names are the halves of the name of a row, whatever their clauses say.

    They may both have its beginning and its end: 危房改造和抗震改造认定 is 危房改造认定 and 抗震改造认定.
    """
    name, *halves = (_JOINING.sub("", item.wording.key) for item in (whole, partner, part))
    both = sum(map(len, halves)) - len(name)
    if both < 0 or min(map(len, halves)) - both < _OWN:
        return False
    return any(
        name == one[: len(one) - both + at] + two[at:]
        and one[:at] == two[:at]
        and one[len(one) - both + at :] == two[len(two) - both + at :]
        for one, two in (halves, halves[::-1])
        for at in range(both + 1)
    )


def together(whole: Item, parts: Sequence[Item]) -> float:
    """How much of a row its parts say: of its clauses, or of its name where it has none."""
    if whole.content and all(part.content for part in parts):
        said = frozenset[str]().union(*(part.content for part in parts))
        return len(whole.content & said) / len(whole.content)
    return _name_share(whole, parts)


def _name_share(whole: Item, parts: Sequence[Item]) -> float:
    terms = frozenset(whole.wording.terms)
    said = frozenset(term for part in parts for term in part.wording.terms)
    return len(terms & said) / len(terms) if terms else 0.0
