"""Reading: a question all of whose words are known becomes one of the algebra, if every word is used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kg.asking.closed.comparing import difference, minus, more
from kg.asking.closed.limits import LISTS, Unread, asked, left, limited, wanted
from kg.asking.closed.ordering import duties_by_size, placed, ranked
from kg.asking.closed.parse import Parse
from kg.asking.closed.words import BODY, NUMBER, TOWN, Item, Words
from kg.asking.frame import Ask, Frame, Question
from kg.asking.lexicon import Lexicon
from kg.asking.linking import Linker
from kg.patterns import regex
from kg.vocabulary.loading import Vocabulary

_YES_OR_NO = regex("[^?nhH]*Y")
"""A verb comes first, before any word that asks."""
_IN_COMMON = {"both", "in common", "shared by both", "common to both", "common to"}
COUNTS = {Ask.DEPARTMENTS: "departments", Ask.TOWNSHIPS: "townships", Ask.CATEGORIES: "categories"}


class Closed:
    """Reads English questions all of whose words are known."""

    def __init__(self, lexicon: Lexicon, linker: Linker, vocabulary: Vocabulary) -> None:
        """Prepare; the tables are read with the first English question."""
        self._lexicon = lexicon
        self._words = Words(lexicon, linker, vocabulary)

    def read(self, text: str) -> Question | None:
        """The question of an English text with its names in Chinese; None: it is not read here."""
        items = self._words.items(text)
        if items is None:
            return None
        parse = Parse(items, self._lexicon)
        parse.everywhere()
        if not (parse.named() and parse.bounded()):
            return None
        try:
            for way in _WAYS:
                attempt = parse.copy()
                question = way(attempt)
                if question is not None:
                    if _YES_OR_NO.match(parse.code) and question.ask is not Ask.BOOLEAN:
                        return None  # is the water bureau on the list?
                    left(attempt)
                    return replace(question, english=True)
        except Unread:
            pass
        return None


def average(parse: Parse) -> Question | None:
    """What a township has on average, or a duty, a category, a department."""
    if not parse.drop("a"):
        return None
    count = "average"
    parse.drop("n")
    if parse.take("Qg|gQ"):
        count = "per_category"
    elif parse.take("Qd"):
        count = "per_department"
    elif parse.take("(?<=[an])K?d") or parse.take("d(?=[^d]*Q[bck]*r)"):
        parse.drop("Q")
        count = "average_departments"
    elif parse.take("[ot]u|u[ot]|u"):
        if parse.has("D"):
            raise Unread
        parse.drop("Qt")
        count = "average_clauses"
    else:
        parse.drop("Qt")
        if parse.has(TOWN):
            raise Unread
        places = [i for i in parse.of(NUMBER) if i.number == len(parse.lexicon.townships)]
        parse.items = [i for i in parse.items if i not in places]
    return Question(Ask.NUMBER, limited(parse), count=count)


def share(parse: Parse) -> Question | None:
    """What part of the rows something limits further is of those rows."""
    if not parse.drop("s"):
        return None
    parse.drop("nW")
    frame = limited(parse)
    sizes = (frame.departments, frame.clauses, frame.upper)
    of_rows = (frame.bodies, frame.categories, frame.words, *sizes)
    told = [*map(bool, (*of_rows, frame.without, frame.other_categories))]
    further = sum((*told, frame.discontinued is not None))
    if further > 1:
        raise Unread
    if parse.all_places and (frame.townships or frame.places):
        whole = replace(frame, townships=(), places=())
        if further:
            raise Unread
    elif further and len(frame.lists) < 2:
        whole = replace(frame, bodies=(), categories=(), words=(), joint=False)
        whole = replace(whole, departments=None, clauses=None, upper=None)
        whole = replace(whole, without=(), other_categories=())
        whole = replace(whole, discontinued=None)
    elif not further and len(frame.lists) == 1:
        whole = replace(frame, lists=())
    else:
        raise Unread
    return Question(Ask.NUMBER, frame, count="percent", other=whole, relation="of")


def of_two_lists(parse: Parse) -> Question | None:
    """Departments or categories that are (not) in another list, too: that took duties back and never help."""
    here = [letter for letter in dict.fromkeys(parse.code) if letter in LISTS]
    group = next((letter for letter in "dhg" if parse.has(letter)), "")
    towns = {i.text for i in parse.of(TOWN)}
    if len(here) != 2 or not group or parse.has("nMERfzQK" + BODY) or len(towns) > 1:
        return None
    one = f"[{''.join(here)}]"
    out = parse.take(f"[xXA-][rlv1&YQHd]*(?P<keep>{TOWN}?){one}") or parse.take(
        f"{one}[rlY]*(?P<keep>{TOWN}?)[xA]"
    )
    if not out and not parse.drop("2"):
        return None
    second = next((i.letter for i in out if i.letter in here), here[1])
    first = next(letter for letter in here if letter != second)
    parse.drop("&dhg" + "".join(here))
    if parse.bounds.pop("r", (1, None)) != (1, None):
        raise Unread
    frame = limited(parse)
    if frame.limited or parse.bounds:
        raise Unread
    what = Ask.CATEGORIES if group == "g" else Ask.DEPARTMENTS
    if what is Ask.DEPARTMENTS and "b" in here:
        raise Unread
    mine, other = (replace(frame, lists=(LISTS[letter],)) for letter in (first, second))
    return Question(what, mine, other=other, relation=f"{what}-{'minus' if out else 'and'}")


def _common(parse: Parse) -> Question | None:
    """What two townships both have: rows, departments or categories."""
    towns = list(dict.fromkeys(i.span.iris for i in parse.of(TOWN) if i.span))
    said = {item.text for item in parse.of("2")} & _IN_COMMON
    if len(towns) != 2 or not said or parse.has("xXA-meME" + BODY):
        return None
    counted = parse.drop("n")
    group = wanted(parse)
    parse.drop("2&" + TOWN)
    parse.towns = True
    what = asked(parse, group)
    frame = limited(parse)
    if parse.bounds or not frame.lists or (counted and what is not Ask.DUTIES):
        raise Unread
    one, other = (replace(frame, townships=town) for town in towns)
    if what is Ask.DUTIES:
        what = Ask.NUMBER if counted else what
        return Question(what, one, other=other, relation="both")
    if what is Ask.TOWNSHIPS:
        raise Unread
    return Question(what, one, other=other, relation=f"{what}-and")


def _nowhere_else(parse: Parse) -> Question | None:
    """Duties that one township has and no other."""
    if not (parse.drop("U") or parse.take("!(?P<keep>[bck]?l)|(?<=&)!(?=[.]|$)")):
        return None
    counted = parse.drop("n")
    what = asked(parse, wanted(parse))
    frame = limited(parse)
    if len(frame.townships) != 1 or len(frame.lists) > 1:
        raise Unread
    others = tuple(t for t in parse.lexicon.townships if t not in frame.townships)
    if what is Ask.CATEGORIES and frame.lists and not frame.limited:
        there = replace(frame, townships=others)
        return Question(what, frame, other=there, relation="categories-minus")
    if what is not Ask.DUTIES:
        raise Unread
    return Question(Ask.NUMBER if counted else what, replace(frame, in_none=others))


def _beside(parse: Parse) -> Question | None:
    """The other departments that stand in rows with a body."""
    if not parse.take("[?h][bck]*%d|^%d|d(?=B)|h(?=.*B)") or len(parse.of(BODY)) != 1:
        return None
    if not parse.drop("B2"):
        return None
    parse.take(f"X(?={BODY})")
    frame = limited(parse)
    if parse.bounds or frame.without:
        raise Unread
    excluded = frame.bodies[0].bodies
    return Question(Ask.DEPARTMENTS, frame, parties="together", excluded=excluded)


def _plain(parse: Parse) -> Question | None:
    """Rows, or what they have, with all that limits them."""
    if parse.has("n"):
        if not parse.has("r") and any(item.text == "lists" for item in parse.of("l")):
            raise Unread  # on how many lists?
        counted = parse.take("nK?[dtg]|(?<=K)d")
        column = parse.has("}") and parse.has("K")
        parse.drop("n")
        if not parse.drop("K") or counted or column:
            counted = counted or [Item("d", "")] * column
        else:
            raise Unread
        what = {"d": Ask.DEPARTMENTS, "t": Ask.TOWNSHIPS, "g": Ask.CATEGORIES}.get(
            counted[-1].letter if counted else "", Ask.NUMBER
        )
        frame = limited(parse)
        if what is Ask.TOWNSHIPS or (counted and "r" in parse.bounds):
            raise Unread
        _see_limited(frame)
        return Question(Ask.NUMBER, frame, count=COUNTS.get(what, ""))
    parse.drop("K")
    parse.take("Q(?P<keep>[bck]*[rp])")
    group = wanted(parse)
    frame = limited(parse)
    what = asked(parse, group)
    if what is not Ask.TOWNSHIPS or "r" not in parse.bounds or not frame.lists:
        _see_limited(frame)
    if what is Ask.DUTIES and not (frame.lists or parse.has("rlp")):
        raise Unread  # what does the water bureau have to do?
    having = parse.bounds.get("r")
    if what is Ask.DUTIES and having:
        raise Unread
    if what is Ask.DEPARTMENTS and (frame.bodies or frame.without or len(frame.lists) != 1):
        raise Unread
    return Question(what, frame, having=having)


def _see_limited(frame: Frame) -> None:
    """Raise for what limits nothing, or too little to be a question of this kind."""
    named = frame.townships or frame.places or frame.limited or frame.departments or frame.clauses
    if not (named or frame.other_categories) or not (frame.lists or frame.limited):
        raise Unread


_WAYS: tuple[Callable[[Parse], Question | None], ...] = (
    average,
    share,
    difference,
    more,
    minus,
    _common,
    of_two_lists,
    _nowhere_else,
    _beside,
    ranked,
    duties_by_size,
    placed,
    _plain,
)
"""The kinds of questions; the first whose words are there reads it."""
