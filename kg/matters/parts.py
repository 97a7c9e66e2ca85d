"""Parts: a row that fell into several, told by what each of them says of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import takewhile

from kg.matters.enumerated import enumerated
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

ALONE = 2
"""Or, whatever they say, so many character pairs of its name before its end each of two parts has alone, …"""

FIFTH = 0.2
"""… so much of it without filler, …"""

NEARLY_ALL = 0.85
"""… nearly all of it they have together, …"""

MOSTLY = 0.45
"""… and so much of each part's own name is in it."""


_JOINING = re.compile("以及|[、和与及]")
"""What joins the parts of a name; it moves when a name is cut: 甲、乙和丙 is 甲和乙 and 丙."""

_HEAD = 3
"""Character pairs of a first part that says what a row is about."""

_ACT = 4
"""So many letters at most at the end of a name say what is done."""

_MOST = 4
"""So many rows at most are laid together that have nothing but their names to tell it by."""

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
    closed, taken = set(closed), set(partner.values()) | set(used)
    found = enumerated(wholes, items, partner, closed, taken)
    closed.update(whole for whole, _, _ in found)
    taken.update(at for _, parts, _ in found for at in parts)
    loose = [at for at in range(len(items)) if at not in taken]
    edges: dict[int, list[int]] = {}
    spare: dict[int, list[int]] = {}
    told = _Told(wholes, [items[at] for at in loose])
    for at in loose:
        best: tuple[float, int] | None = None
        for whole in told.by(items[at]):
            if whole in closed:
                continue
            item = wholes[whole]
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
        more = _left(wholes[whole], [items[at] for at in parts], items, set(loose) - given)
        parts += more
        given.update(more)
        share = together(wholes[whole], [items[at] for at in parts])
        if near is not None and any(
            _named_apart(wholes[whole], items[near], items[at]) for at in parts if at != near
        ):
            # Clauses copied into both are, being so common now, no longer their own; or they were put in other words.
            share = max(share, _name_share(wholes[whole], [items[at] for at in parts]))
        least = BOTH if _named_in(wholes[whole], *(items[at] for at in parts)) else WHOLE
        if share >= least:
            found.append((whole, tuple(sorted(parts)), share))
    closed.update((*partner, *(whole for whole, _, _ in found)))
    told_of = {at for _, parts, _ in found for at in parts}
    left = [at for at in loose if at not in told_of]
    return found + _by_names(wholes, items, closed, left, told)


def _by_names(
    wholes: Sequence[Item],
    items: Sequence[Item],
    closed: Iterable[int],
    loose: Sequence[int],
    told: _Told,
) -> list[tuple[int, tuple[int, ...], float]]:
    """The same of rows that are left whole, whose clauses were all told anew: by two names, or a few, that are all of theirs."""
    parts_of = dict[int, list[int]]()
    closed = set(closed)
    for at in loose:
        terms = _pairs(items[at].wording.terms)
        for whole in told.by(items[at]):
            shared = len(terms & _pairs(wholes[whole].wording.terms))
            if whole not in closed and shared >= MOSTLY * len(terms):
                parts_of.setdefault(whole, []).append(at)
    found, used = [], set[int]()
    for whole, parts in sorted(parts_of.items()):
        if not 1 < len(parts) <= _MOST or used.intersection(parts):
            continue
        both = [items[at] for at in parts]
        if _names_say_all(wholes[whole], *both):
            found.append((whole, tuple(parts), _name_share(wholes[whole], both)))
            used.update(parts)
    return found


class _Told:
    """Rows by what they say, to be asked for those of which one of some few ``parts`` may be a part."""

    def __init__(self, rows: Sequence[Item], parts: Sequence[Item]) -> None:
        self._rows = rows
        self._content: dict[str, list[int]] = {}
        self._terms: dict[str, list[int]] = {}
        content = frozenset[str]().union(*(part.content for part in parts))
        terms = frozenset[str]().union(*(part.wording.terms for part in parts))
        for at, row in enumerate(rows):
            for gram in row.content & content:
                self._content.setdefault(gram, []).append(at)
            for term in _pairs(row.wording.terms) & terms:
                self._terms.setdefault(term, []).append(at)

    def by(self, part: Item) -> list[int]:
        """Those that say so much of it, or of whose names it has so much, that a look is worth while."""
        terms = _pairs(part.wording.terms)
        said = Counter(at for gram in part.content for at in self._content.get(gram, ()))
        named = Counter(at for term in terms for at in self._terms.get(term, ()))
        found = {at for at, count in said.items() if count >= PART * len(part.content)}
        for at, count in named.items():
            name = self._rows[at].wording
            if count >= min(OWN * len(name.terms), PART * len(terms)) or _end_alike(
                _joined(name.key), _joined(part.wording.key)
            ):
                found.add(at)
        return sorted(found)


def _end_alike(name: str, other: str) -> bool:
    return name[:_OWN] == other[:_OWN] or name[-_OWN:] == other[-_OWN:]


@lru_cache(maxsize=4096)
def _pairs(terms: tuple[str, ...]) -> frozenset[str]:
    return frozenset(terms)


@lru_cache(maxsize=4096)
def _printed(name: str) -> frozenset[str]:
    return frozenset(name[at : at + 2] for at in range(len(name) - 1))


def _ending(name: str, part: str) -> int:
    """How many characters two names end with in common, if that is but an act that many names have."""
    if part in name:
        return 0
    ends = zip(reversed(name), reversed(part), strict=False)
    return min(_ACT, sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], ends)))


@lru_cache(maxsize=4096)
def _joined(key: str) -> str:
    return _JOINING.sub("", key)


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
    name, two = _pairs(whole.wording.terms), _pairs(part.wording.terms)
    taken = name & two
    if len(taken) < OWN * len(name):
        return False
    one = _pairs(partner.wording.terms)
    return (
        min(len(name & one - two), len(taken - one)) >= OWN * len(name)
        and len(name & (one | two)) >= BOTH * len(name)
        and (
            min(covered(partner, whole), covered(part, whole)) >= SAID
            or _named_in(whole, partner, part)
            or _names_say_all(whole, partner, part)
        )
    )


def _names_say_all(whole: Item, *parts: Item) -> bool:
    """Whether two long names or a few, each with much of its own, are all but all of the name of a row.

    Clauses of rows that were laid together are often told anew: 渔船管理和码头管理 for 渔船管理 and 码头管理.
    """
    if any(item.kind is not whole.kind for item in parts):
        return False
    name, *said = (_pairs(item.wording.terms) for item in (whole, *parts))
    keys = [_joined(item.wording.key) for item in (whole, *parts)]
    printed, *letters = map(_printed, keys)
    ends = [_printed(key[: len(key) - _ending(keys[0], key)]) for key in keys[1:]]
    alone = [len(printed & end - _others(letters, at)) for at, end in enumerate(ends)]
    own = [len(name & terms - _others(said, at)) for at, terms in enumerate(said)]
    return (
        min(alone) >= ALONE
        and min(own) >= 2 * FIFTH / len(parts) * len(name)
        and len(name.intersection(frozenset().union(*said))) >= NEARLY_ALL * len(name)
        and all(len(name & terms) >= MOSTLY * len(terms) for terms in said)
    )


def _others(sets: Sequence[frozenset[str]], at: int) -> frozenset[str]:
    return frozenset[str]().union(*sets[:at], *sets[at + 1 :])


def _left(
    whole: Item, parts: Sequence[Item], items: Sequence[Item], loose: Iterable[int]
) -> list[int]:
    """A further row without clauses that has most of what no part has of a name: the third of 工会、共青团、妇联组织建设."""
    if whole.content or any(part.content for part in parts):
        return []
    said = frozenset[str]().union(*(part.wording.terms for part in parts))
    more = frozenset(whole.wording.terms) - said
    if len(more) < _HEAD:
        return []
    found = [
        (-len(more.intersection(items[at].wording.terms)), at)
        for at in loose
        if not items[at].content and items[at].kind is parts[0].kind
    ]
    count, at = min(found, default=(0, 0))
    return [at] if -count >= max(_HEAD, PART * len(more)) else []


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
    name, *halves = (_joined(item.wording.key) for item in (whole, partner, part))
    if not _end_alike(name, halves[1]):
        return False
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
