"""Kinds: the kinds of Chinese questions, each of which takes the letters that it understands."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from kg.asking.closed.comparing import difference, more
from kg.asking.closed.limits import GROUPS, LISTS, Unread, asked, limited, wanted
from kg.asking.closed.ordering import placed, ranked
from kg.asking.closed.parse import Parse
from kg.asking.closed.reading import COUNTS, average, of_two_lists, share
from kg.asking.closed.words import BODY, CATEGORY, NUMBER, ORDINAL, PLACE, TOWN, Item
from kg.asking.frame import EVERY, Ask, Frame, Question, Rank

_T = TOWN
_ROWS = tuple("项条件桩样宗行号")
"""Units of rows."""


def _average(parse: Parse) -> Question | None:
    """What a township has on average, or a duty, a category, a department."""
    if not parse.has("a"):
        return None
    if parse.take("S[+]*n"):
        parse.items += [Item("n", ""), Item("u", "")]
    if not parse.has("bckW"):
        if not parse.has("u"):
            raise Unread
        parse.items.append(Item("c", ""))
    parse.items = [replace(i, letter="Q") if i.letter == "d" and i.text[0] == "各" else i for i in parse.items]
    parse.take("Q(?P<keep>d)|Q(?=[ank])", "Qd") if "Q" in parse.code and not parse.has("dgrt") else None
    parse.take(f"{NUMBER}(?P<keep>[dg])") and parse.take("(?P<keep>[dg])", "Q")
    for way, of in ((f"{NUMBER}(?P<keep>t)", ""), (NUMBER, "")):
        if any(i.letter == NUMBER and i.number != 1 for i in parse.items):
            raise Unread
        parse.take(way, of)
    parse.drop("?2")
    if "Qr" in parse.code and not parse.has("du"):
        raise Unread
    if parse.take("nd|(?<=r)d|d(?=.*Qr)"):
        parse.items[:0] = [Item("d", "")]
        if not parse.has("Q"):
            parse.items += [Item("Q", ""), Item("r", "")]
    if not parse.has(TOWN):
        parse.drop("t")
    return average(parse)


def _refuse() -> None:
    raise Unread


def _difference(parse: Parse) -> Question | None:
    if parse.has("MEfzRsa2"):
        return None
    if parse.has("?") and not parse.has("n"):
        return None
    if parse.has("-"):
        parse.drop("i")
    if parse.has("i") and not parse.has("me"):
        parse.drop("_")
    return difference(parse)


def _more(parse: Parse) -> Question | None:
    if parse.has("MEfzRsan") or not parse.has("_q"):
        return None
    question = more(parse)
    if question is not None:
        parse.drop("_q")
    return question


def _minus(parse: Parse) -> Question | None:
    """What one township has and another has not: rows, categories or departments."""
    towns = list(dict.fromkeys(i.span.iris for i in parse.of(TOWN) if i.span))
    if len(towns) != 2 or parse.has("MERfzaesi>"):
        return None
    if re.search(f"{_T}x{_T}(?![+])", parse.code):
        raise Unread
    more_of = not parse.has("n") and parse.has("?") and parse.take(f"(?<={_T}_){_T}m")
    if parse.has("m"):
        return None
    out = (
        more_of
        or parse.take(f"{_T}x(?={_T}[+])")
        or parse.take(f"-[+&.bckrl]*(?P<t>{_T})")
        or parse.take(f"{_T}[lrbck+@d&]*(?:[2]?[Ax])(?!{_T})")
        or parse.take(f"x[+]*{_T}")
        or parse.take(f"X[+]*{_T}[lrbck+]*[}}]?")
    )
    if not out:
        return None
    if parse.has("_") and parse.has(BODY):
        raise Unread
    there = next(i.span.iris for i in out if i.letter == TOWN and i.span)
    parse.items += [i for i in out if i.letter in LISTS]
    here = next(town for town in towns if town != there)
    parse.drop(_T + "_AxXU2v*")
    parse.towns = True
    what = _asked(parse)
    if len({i.letter for i in parse.items if i.letter in LISTS}) != 1:
        raise Unread
    frame = replace(limited(parse), townships=here)
    other = replace(frame, townships=there)
    if what in (Ask.DUTIES, Ask.NUMBER):
        return Question(what, frame, other=other, relation="minus")
    if what is Ask.CATEGORIES and not frame.limited:
        return Question(what, frame, other=other, relation="categories-minus")
    raise Unread


def _asked(parse: Parse) -> Ask:
    """What is asked for: a group that was put first, a number, or the rows."""
    if parse.take("^n[dtg]"):
        raise Unread
    if parse.drop("n"):
        return Ask.NUMBER
    found = parse.take("^[?][dtg]")
    return GROUPS[found[1].letter] if found else Ask.DUTIES


def _common(parse: Parse) -> Question | None:
    """What two townships both have: rows, departments or categories."""
    towns = list(dict.fromkeys(i.span.iris for i in parse.of(TOWN) if i.span))
    if len(towns) != 2 or not parse.has("2") or parse.has("xXA-meMERfzsai" + BODY):
        return None
    parse.drop("2&_" + _T)
    parse.items = [i for i in parse.items if i.letter != NUMBER or i.number != 2]
    parse.towns = True
    what = _asked(parse)
    frame = limited(parse)
    if parse.bounds or len(frame.lists) != 1:
        raise Unread
    one, other = (replace(frame, townships=town) for town in towns)
    if what in (Ask.DUTIES, Ask.NUMBER):
        return Question(what, one, other=other, relation="both")
    if what is not Ask.CATEGORIES:
        raise Unread
    return Question(what, one, other=other, relation="categories-and")


def _of_two_lists(parse: Parse) -> Question | None:
    """Departments or categories that are (not) in another list, too."""
    here = {i.letter for i in parse.items if i.letter in LISTS}
    if len(here) != 2 or not parse.code.startswith("?") or parse.has("MERfzsaime"):
        return None
    one = f"[{''.join(here)}]"
    if not parse.has("xXA-"):  # 只收回、不配合
        parse.drop("v")
    parse.take("(?<=.)[vV](?=[^.]*[.&][^.]*[xA])")
    parse.drop("Uv") if parse.has("xXA") else None
    parse.take(f"(?<={one})r?[+]")
    return of_two_lists(parse)


def _nowhere_else(parse: Parse) -> Question | None:
    """Duties or categories that one township has and no other."""
    said = parse.drop("U")
    said = bool(parse.take("[xX]!2?(?P<keep>[bck])?|![lrbck@+]*2?[Ax](?P<kept>[bck])?")) or said
    said = bool(parse.take(f"X[+]*(?P<keep>{_T})[}}.]*![lrbck@+]*2?[Ax](?P<kept>[bck])?")) or said
    said = bool(parse.take(f"v[+]?(?={_T})")) or said
    parse.items = [i for i in parse.items if i.letter != NUMBER or (i.number, i.text) != (1, "家")]
    if not said:
        return None
    parse.drop("_B")
    parse.take("(?<![?])[2]")
    parse.take("[!][lrbck@+]*2?[Ax]")
    towns = {i.text for i in parse.of(TOWN)}
    if len(towns) != 1:
        raise Unread
    what = _asked(parse)
    frame = limited(parse)
    if len(frame.townships) != 1 or len(frame.lists) != 1 or parse.bounds:
        raise Unread
    others = tuple(t for t in parse.lexicon.townships if t not in frame.townships)
    if what is Ask.CATEGORIES and not frame.limited:
        there = replace(frame, townships=others)
        return Question(what, frame, other=there, relation="categories-minus")
    if what not in (Ask.DUTIES, Ask.NUMBER):
        raise Unread
    return Question(what, replace(frame, in_none=others))


def _beside(parse: Parse) -> Question | None:
    """The other departments that stand in rows with a body."""
    if not parse.code.startswith("?d") or len({i.text for i in parse.of(BODY)}) != 1:
        return None
    if parse.has("MERnsaifz"):
        return None
    strong = any(i.text[0] not in "都均皆也又且" for i in parse.of("2")) or parse.has("B%")
    strong = strong or "X}" in parse.code
    if parse.without or not strong:
        return None
    parse.take("X[}]")
    parse.drop("B2%?d&K")
    frame = limited(parse)
    if parse.bounds or frame.lists not in (("cooperation",), ()):
        raise Unread
    frame = replace(frame, lists=("cooperation",))
    return Question(Ask.DEPARTMENTS, frame, parties="together", excluded=frame.bodies[0].bodies)


def _others_than(parse: Parse) -> Question | None:
    """The departments of rows but those that are named: 除水利局外还有哪些部门."""
    if not parse.code.startswith("?d") or not parse.without or parse.has("MERfzsain2" + BODY):
        return None
    parse.drop("?d%*&")
    frame = limited(parse)
    if len(frame.lists) != 1 or parse.bounds or frame.lists == ("basic",):
        raise Unread
    excluded = tuple(body for ref in frame.without for body in ref.bodies)
    return Question(Ask.DEPARTMENTS, replace(frame, without=()), excluded=excluded)


def _by_size(parse: Parse) -> Question | None:
    """The rows with most departments or clauses."""
    if parse.code.startswith("?") and parse.code[1:2] in ("d", "t", "g"):
        return None
    found = parse.take("[duD]n?[+@]*[ME]|[ME][+]*[duD]|[uD]n?(?P<keep>f)")
    if not found:
        return None
    by = {"d": "departments", "u": "clauses", "D": "upper"}[
        next(i.letter for i in found if i.letter in "duD")
    ]
    most = not any(i.letter == "E" for i in found)
    number = parse.take(f"[f?]?{NUMBER}|{ORDINAL}")
    if any(i.letter == ORDINAL for i in number) or parse.has("n") or parse.bounds:
        raise Unread
    parse.drop("fR")
    size = next((i.number for i in number if i.number), 1)
    frame = limited(parse)
    if frame.lists != ("cooperation",):
        raise Unread
    return Question(Ask.DUTIES, frame, rank=Rank(size, most, 1, by))


def _ranked(parse: Parse) -> Question | None:
    """The departments, townships or categories that have most rows, or the second most."""
    if parse.code[:1] == "n" or parse.code[:2] not in ("?d", "?t", "?g"):
        return None
    if not parse.has("MERZ>f" + ORDINAL):
        return None
    if parse.has(ORDINAL) and re.search(f"(?<!{ORDINAL})[ME]", parse.code):
        raise Unread  # the most and the second most
    parse.drop("Q")
    group = parse.code[1]
    if group != "t" and any(i.text == "垫底" for i in parse.of("E")):
        raise Unread  # the last row?
    if any(i.text in _ROWS for i in parse.items if i.letter in NUMBER + ORDINAL):
        return None
    if any(re.search("[几多]", i.text) for i in parse.of("n")):
        raise Unread  # how many the first has
    if group == "t" and (parse.take("Z", ORDINAL) or parse.take(">(?=.)")):
        parse.items.append(Item("E", ""))
        parse.items = [replace(i, number=i.number or 2) if i.letter == ORDINAL else i for i in parse.items]
    if parse.has("ME") and parse.has("f"):
        parse.drop("f")
    if parse.has("R") and not parse.has("MEf" + NUMBER + ORDINAL):
        parse.drop("Rn*%")
        frame = limited(parse)
        if group == "d" and frame.lists not in _LED or parse.bounds or frame.limited or not frame.lists:
            raise Unread
        return Question(GROUPS[group], _without_group(parse, frame), rank=Rank(EVERY, True))
    numbers = parse.of(NUMBER)
    if len(numbers) == 1 and parse.has("MEf"):
        parse.drop(NUMBER)
        at = next(n for n, i in enumerate(parse.items) if i.letter in "MEf")
        parse.items.insert(at + 1, numbers[0])
    parse.drop("n*%")
    if group != "t" and (parse.has(TOWN + PLACE) or parse.all_places):
        parse.drop("t")
    parse.take("d(?=[+]*[MEf])") if group == "d" else None
    if {i.letter for i in parse.items if i.letter in GROUPS} != {group}:
        raise Unread
    if parse.has("2v"):
        raise Unread
    parse.take(f"{NUMBER}(?P<keep>[ME])") if parse.has("f") else None
    if not parse.has("MER"):
        parse.items.append(Item("R", ""))
    if parse.without and group == "d":
        for ref in parse.without:
            parse.items += [Item("X", ""), Item(BODY, ref.text, body=ref)]
        parse.without = ()
    return ranked(parse)


def _without_group(parse: Parse, frame: Frame) -> Frame:
    """The frame of a ranking, the word for its group taken."""
    parse.take("^[?][dtg]")
    return frame


def _everywhere(parse: Parse) -> Question | None:
    """What all townships have: rows, kinds of departments, categories."""
    if not parse.has("2") or not parse.all_places or parse.has(PLACE + "xXA_meMERfzsai" + ORDINAL + NUMBER):
        return None
    if len({item.text for item in parse.of(TOWN)}) > 1:
        return None
    if len({item.text for item in parse.of(BODY)}) > 1:
        return None
    parse.drop("2")
    what = _asked(parse)
    frame = limited(parse)
    if parse.bounds or len(frame.lists) != 1:
        raise Unread
    if what in (Ask.DUTIES, Ask.NUMBER):
        return Question(what, replace(frame, in_all=tuple(parse.lexicon.townships)))
    if frame.townships or what is Ask.TOWNSHIPS or (what is Ask.DEPARTMENTS and frame.lists == ("basic",)):
        raise Unread
    return Question(what, frame, parties="everywhere")


def _first_of_each(parse: Parse) -> Question | None:
    """The first or last row of every category."""
    if not parse.has("Q") or parse.has("a") or not parse.take("Qg|gQ"):
        return None
    place = parse.take(f"{ORDINAL}|[fz]{NUMBER}?")
    if not place or parse.has("nMER2" + ORDINAL):
        raise Unread
    number = next((i.number for i in place if i.number), 1)
    last = place[0].letter == "z"
    start = number if place[0].letter == ORDINAL else 1
    parse.drop("g?")
    frame = limited(parse)
    if len(frame.lists) != 1 or len(frame.townships) != 1 or frame.limited or parse.bounds:
        raise Unread
    rank = Rank(number, last, start, "number")
    return Question(Ask.DUTIES, frame, rank=rank, each=True, group="category")


def _placed(parse: Parse) -> Question | None:
    """The rows at a place of a list, or the departments of one.

    Raises:
        Unread: something is said of the rows at these places, or departments are counted.
    """
    if re.search(f"(?:[fz]{NUMBER}|{ORDINAL}|[Zz]).*[{BODY}{CATEGORY}]", parse.code) or (parse.words and re.search(f"[fz]{NUMBER}[+]", parse.code)):
        raise Unread  # which of the first ten are of the water bureau?
    if parse.has("n2UME") or parse.code[:2] in ("?t", "?g"):
        return None
    if any(i.text in ("名", "位", "家") for i in parse.of(NUMBER)) or any(i.text == "名" for i in parse.of(ORDINAL)):
        raise Unread  # of departments
    parse.take(f"v(?=[fz{NUMBER}{ORDINAL}])|v(?=[?])")
    if parse.take(f"z?>(?=[?]?{NUMBER})"):
        at = parse.code.index(NUMBER)
        parse.items.insert(at, Item("z", ""))
    if parse.take(f"[fz](?=.*[fz]{NUMBER})") and parse.has("fz") and {*parse.code} >= {*"fz"}:
        raise Unread
    parse.take(f"[?](?={NUMBER})")
    if parse.has(ORDINAL + "Z>fz"):
        parse.drop("<")
    several = [i for i in parse.take(f"{ORDINAL}(?:[~][{NUMBER}{ORDINAL}]|(?:&[{NUMBER}{ORDINAL}])+)")]
    if several:
        said = [i.number for i in several if i.number]
        if any(i.letter == "~" for i in several):
            said = list(range(said[0], said[-1] + 1))
        parse.drop("?")
        frame = limited(parse)
        if len(frame.lists) != 1 or len(frame.townships) != 1 or parse.bounds or frame.words:
            raise Unread
        if frame.limited or frame.without or frame.other_categories or not said:
            if said != [*range(1, len(said) + 1)] or frame.departments:
                raise Unread
            return Question(Ask.DUTIES, frame, rank=Rank(said[-1], False, 1, "number"))
        return Question(Ask.DUTIES, replace(frame, numbers=tuple(said)))
    if parse.code.startswith("?d"):
        rows = parse.take(f"f{NUMBER}") or parse.take(ORDINAL)
        if not rows or parse.has(">Zfz" + BODY):
            return None
        parse.drop("?d")
        frame = limited(parse)
        if len(frame.lists) != 1 or len(frame.townships) != 1 or frame.limited or parse.bounds:
            raise Unread
        number = rows[-1].number
        numbers = (number,) if rows[0].letter == ORDINAL else tuple(range(1, number + 1))
        return Question(Ask.DEPARTMENTS, replace(frame, numbers=numbers))
    return placed(parse)


def _plain(parse: Parse) -> Question | None:
    """Rows, or what they have, with all that limits them."""
    if parse.has("MERfzZ>sai_-" + ORDINAL + NUMBER):
        return None
    counted = parse.take("^n[dtg]")
    number = parse.drop("n") or bool(counted)
    found = parse.take("^[?][dtg]")
    group = (counted or found)[1].letter if counted or found else ""
    if not counted and group and number:
        raise Unread
    parse.drop("K")
    whole = not parse.has("bck") and parse.drop("W")
    if parse.has("dtgQ"):
        parse.take("t") if parse.has(TOWN + PLACE) or parse.all_places else None
    if parse.has(BODY) and not parse.has("bck") and not whole:
        raise Unread  # what the water bureau has to do with
    joined = re.search("[bck][lr]*[&|/=][bck]", parse.code)
    frame = limited(parse)
    what = GROUPS[group] if group else Ask.DUTIES
    having = parse.bounds.get("r")
    named = frame.townships or frame.places or parse.all_places or (group == "t" and (having or parse.without or parse.other_categories))
    if len(frame.lists) > 1 and group and not having:
        raise Unread  # of one, or of both?
    if not (named or frame.limited or frame.departments or frame.clauses or frame.upper):
        raise Unread
    if not frame.lists and not (whole or parse.has("rl") or frame.departments):
        raise Unread
    if len(frame.lists) == 2 and not joined:
        raise Unread  # 收回以后还配合的
    if what is Ask.DUTIES:
        if having or not (frame.lists or frame.limited or number or whole):
            raise Unread
        if number:
            return Question(Ask.NUMBER, frame)
        return Question(what, frame)
    if what is Ask.DEPARTMENTS and (frame.bodies or frame.without or frame.lists not in _LED):
        raise Unread
    negate = False
    if what is Ask.TOWNSHIPS:
        left = len(frame.without) + len(frame.other_categories)
        if left == 1 and not (frame.limited or having or counted):  # which have none of the water bureau's?
            frame = replace(frame, bodies=frame.without, categories=frame.other_categories)
            frame, negate = replace(frame, without=(), other_categories=()), True
        elif left or any(words.negated for words in frame.words):
            raise Unread
        elif not (frame.limited or having):
            raise Unread
    if counted:
        return Question(Ask.NUMBER, frame, count=COUNTS[what], having=having)
    return Question(what, frame, having=having, negate=negate)


_LED = (("cooperation",), ("reclaimed",))

KINDS: tuple[Callable[[Parse], Question | None], ...] = (
    _average,
    share,
    _difference,
    _more,
    _minus,
    _common,
    _of_two_lists,
    _everywhere,
    _first_of_each,
    _nowhere_else,
    _beside,
    _by_size,
    _ranked,
    _others_than,
    _placed,
    _plain,
)
"""The kinds of questions; the first whose words are there reads it."""
