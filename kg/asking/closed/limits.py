"""Limits: which rows are meant, from what is left of a question when its kind is known."""

from __future__ import annotations

from kg.asking.closed.parse import ONLY, Parse
from kg.asking.closed.words import BODY, CATEGORY, PLACE, TOWN, WORD, Item
from kg.asking.frame import Ask, BodyRef, Bounds, Frame, Words
from kg.patterns import regex

LISTS = {"b": "basic", "c": "cooperation", "k": "reclaimed"}
"""The letters of the lists."""
GROUPS = {"d": Ask.DEPARTMENTS, "t": Ask.TOWNSHIPS, "g": Ask.CATEGORIES}
"""The letters of what rows are counted by."""
_PASSED = frozenset(".rlY?&qHpW}")
"""What may be left of a question that is read: pauses, words for rows and lists, who is addressed."""


_SEVERAL = regex(f"{TOWN}[&|.]*{TOWN}")
"""Townships named in one breath."""
_NUMBERED = frozenset(("number", "no", "nr", "#"))
"""What calls for a number behind it."""


class Unread(Exception):
    """A question that is not read here."""


def left(parse: Parse) -> None:
    """See that all words were used.

    Raises:
        Unread: some were not.
    """
    if parse.towns:
        parse.drop("t")
    if set(parse.code) - _PASSED or any(i.text in _NUMBERED for i in parse.of("p")):
        raise Unread


def wanted(parse: Parse) -> Ask | None:
    """What is asked for by a word that asks right before it, which is taken: which departments; None: nothing is."""
    found = parse.take("[?h](?P<keep>[bckK%]*)[dtg]")
    group = next((GROUPS[item.letter] for item in found if item.letter in GROUPS), None)
    return None if group is Ask.TOWNSHIPS and parse.has(TOWN) else group


def asked(parse: Parse, group: Ask | None = None) -> Ask:
    """What is asked for, of a ``group`` if it is known: else what is spoken of beside rows, or the rows themselves."""
    if group is None and (found := parse.take("[dg](?!X)")):
        group = GROUPS[found[0].letter]
    if group is None and parse.drop("h"):
        group = Ask.DEPARTMENTS
    return group or Ask.DUTIES


def limited(parse: Parse) -> Frame:
    """The frame of all that limits rows; what was used is taken.

    Raises:
        Unread: it is not clear what something limits.
    """
    own(parse)
    _see_dropped(parse)
    if len({i.text for i in parse.of(TOWN)}) > 1 and not _SEVERAL.search(parse.code):
        raise Unread  # which did the one keep that the other lost?
    categories, other_categories = _categories(parse)
    without = (*parse.without, *_without(parse))
    departments = _departments(parse)
    bodies, joint = _bodies(parse)
    if {ref.function for ref in bodies} & {ref.function for ref in without}:
        raise Unread
    return Frame(
        lists=lists(parse),
        townships=named(parse, TOWN),
        places=named(parse, PLACE),
        bodies=bodies,
        joint=joint,
        without=without,
        categories=categories,
        other_categories=(*parse.other_categories, *other_categories),
        words=parse.words or _words(parse),
        departments=departments,
        clauses=parse.bounds.get("u") if not parse.drop("D") else None,
        upper=parse.bounds.get("D", parse.bounds.get("u") if parse.has("D") else None),
        discontinued=parse.discontinued,
    )


def _see_dropped(parse: Parse) -> None:
    """Turn a bound round that is of rows to be left out: drop those with under seven clauses."""
    if not parse.has("X") or parse.has(BODY + CATEGORY + "v") or len(parse.bounds) != 1:
        return
    ((noun, (low, high)),) = parse.bounds.items()
    if noun in "ud" and (low == 0) is not (high is None):
        parse.bounds[noun] = (0, low - 1) if high is None else (high + 1, None)
        parse.drop("X")
        parse.take("%")


def named(parse: Parse, letter: str) -> tuple[str, ...]:
    """The places of a letter, taken."""
    iris = tuple(iri for item in parse.of(letter) if item.span for iri in item.span.iris)
    parse.towns = parse.towns or bool(iris)
    parse.drop(letter)
    return tuple(dict.fromkeys(iris))


def lists(parse: Parse) -> tuple[str, ...]:
    """The lists that are named, taken; of all three none limits anything."""
    found = tuple(name for letter, name in LISTS.items() if letter in parse.code)
    parse.drop("bck")
    return () if len(found) == len(LISTS) else found


def own(parse: Parse) -> None:
    """Take *own*: the township's own duties are the basic ones, its own clauses its side."""
    if "u" in parse.bounds:
        parse.drop("o")
    elif parse.take(f"o(?P<keep>[rl])|(?P<kept>{TOWN}Y?)o|to(?![rlu])"):
        parse.items.append(Item("b", "own"))
    elif (
        not parse.has(BODY)
        and not any(item.text in ONLY for item in parse.of("v"))
        and parse.take(f"(?P<keep>{TOWN}Y?)v")
    ):
        parse.items.append(Item("b", "by itself"))


def _categories(parse: Parse) -> tuple[tuple[str, ...], tuple[str, ...]]:
    out = parse.take(f"[X-]{CATEGORY}|x{CATEGORY}|{CATEGORY}A")
    other = tuple(item.category for item in out if item.category)
    kept = tuple(dict.fromkeys(item.category for item in parse.of(CATEGORY)))
    parse.drop(CATEGORY)
    return tuple(one for one in kept if one not in other), other


def _without(parse: Parse) -> tuple[BodyRef, ...]:
    found: list[BodyRef] = []
    ways = (
        f"d?X{BODY}",
        f"[xX-][1&?YrlckHQ.]*{BODY}(?![&.]*x)",
        f"{BODY}[Y1]*[xA0]d?",
        f"A{BODY}",
    )
    for way in ways:
        while taken := parse.take(way):
            found += [item.body for item in taken if item.body]
            parse.items += [item for item in taken if item.letter in "ck"]
    return tuple(found)


def _departments(parse: Parse) -> Bounds | None:
    """How many departments a row has: one where a body is alone in it, two or more where it is not."""
    bounds = parse.bounds.get("d")
    one = parse.has(BODY)
    if one and (parse.take("[xX][HrYQ]*vd?|B%d?") or parse.drop("w")):
        sole: Bounds | None = (2, None)
    elif one and (parse.take("vd") or parse.take(f"(?<={BODY})v|v(?={BODY})")):
        sole = (1, 1)
    else:
        return bounds
    if bounds and bounds != sole:
        raise Unread
    return sole


def _bodies(parse: Parse) -> tuple[tuple[BodyRef, ...], bool]:
    found = tuple(item.body for item in parse.of(BODY) if item.body)
    parse.drop("1")
    if len(found) < 2 and parse.bounds.get("d", (0,))[0] > 1:
        parse.drop("2")  # together with at least one other
    if len(found) > 1:
        joint, either = parse.drop("2"), parse.drop("|")
        if joint is either:
            raise Unread
        parse.drop(BODY)
        return found, joint
    parse.drop(BODY)
    return found, False


def _words(parse: Parse) -> tuple[Words, ...]:
    """Words of names, where it is said that they stand there."""
    said = parse.of(WORD)
    if not said or len(said) > 1 or not parse.drop("N"):
        return ()
    parse.drop(WORD)
    return (Words((said[0].text.removesuffix("类"),), "name"),)
