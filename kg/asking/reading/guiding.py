"""Guiding: what was learned is held against the phrases that leave no doubt.

A learned guess that a phrase contradicts, or that needs a phrase which is not there, becomes
unlikely; nothing is decided by a phrase alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from kg.asking.linking import SpanKind
from kg.asking.reading.cues import Cue
from kg.asking.reading.heads import Guess, Guesses
from kg.asking.reading.marks import lacks
from kg.asking.reading.numbers import comparison
from kg.asking.reading.tokens import MARKS, NUMBER, TOPIC, Item

_AGAINST, _DOUBTED = 0.02, 0.2
_NARRATED = 8
_COMPARED = ("minus", "percent", "difference", "more", "minus_departments", "and_departments", "minus_categories")
_PLACES = (MARKS[SpanKind.TOWNSHIP], MARKS[SpanKind.PLACE])
_BODY, _CATEGORY = MARKS[SpanKind.BODY], MARKS[SpanKind.CATEGORY]
_ACT = re.compile("处罚|考核|审批|核发|检查|登记|许可|备案|奖励|监管|执法")
_PLACE = re.compile(r"(?:第|排|no\.? ?|number |item |名次|位列)\s*$")
_ORDINAL = re.compile(r"(?:第|序号(?:是|为|:)?|编号(?:是|为|:)?|no\.? ?|number |item |#)\s*$")


class Cues:
    """The cues of one question, by what they tell."""

    def __init__(self, found: Sequence[Cue], text: str) -> None:
        """Sort them."""
        self.found, self.text = found, text
        self.effects = {cue.effect for cue in found}

    def has(self, *effects: str) -> bool:
        """Whether one of these was found."""
        return not self.effects.isdisjoint(effects)

    def values(self, family: str) -> list[str]:
        """What the cues of a family tell."""
        return [c.effect.partition(":")[2] for c in self.found if c.effect.startswith(f"{family}:")]


def compared(kind: str) -> bool:
    """Whether a kind of question has a second selection."""
    return any(part in _COMPARED for part in kind.split("/")[1:])


def guided(guess: Guess, cues: Cues, items: Sequence[Item]) -> Guess:
    """The guess, with what the cues speak against made unlikely."""
    heads = dict(guess.heads)
    heads["kind"] = _weighted(heads["kind"], lambda k: _kind(k, cues, items))
    kind = heads["kind"][0][0]
    if kind == "duties" and cues.has("negation", "exclusion") and _parts(items):
        kind = "duties/minus"
        heads["kind"] = ((kind, 0.6), *heads["kind"])
        heads["lists2"] = tuple((label or "-", p) for label, p in heads["lists"] if label != "-")
    second = compared(kind)
    heads["lists2"] = _weighted(
        heads["lists2"], lambda label: 1.0 if (label == "-") is not second else _AGAINST**2
    )
    heads["lists"], heads["lists2"] = _lists(heads["lists"], heads["lists2"], kind, cues, items)
    heads["cond"] = _weighted(heads["cond"], lambda label: _condition(label, cues, kind))
    heads["rank"] = _weighted(heads["rank"], lambda label: _rank(label, cues, kind))
    roles = tuple(
        _weighted(found, lambda role, at=at: _role(role, at, cues, items, kind)) if found else found  # type: ignore[misc]
        for at, found in enumerate(guess.roles)
    )
    guess = replace(guess, heads=heads, roles=roles)
    if kind.startswith("number/percent"):
        guess = _shared(guess, cues, items)
    return _spending(guess, cues, items)


def _parts(items: Sequence[Item]) -> bool:
    """Whether two places are named and one of them is said to have not."""
    at = [n for n, item in enumerate(items) if item.key in _PLACES]
    if len(at) != 2 or any(item.key in (_BODY, TOPIC) for item in items):
        return False
    return any(lacks(items, n) or _NOT_IN.search(_before(items, n)) for n in at)


_NOT_IN = re.compile("(?:not|without|but not|absent)(?: (?:in|on|from|for|by|the|list|lists|of|at))* ?$")


def _before(items: Sequence[Item], at: int) -> str:
    return " ".join("".join(i.key for i in items[max(0, at - 12) : at]).split())


def _weighted(found: Guesses, weight: Callable[[str], float]) -> Guesses:
    raw = [(label, odds * weight(label)) for label, odds in found]
    total = sum(odds for _, odds in raw) or 1.0
    return tuple(sorted(((label, round(odds / total, 3)) for label, odds in raw), key=_order))


def _order(item: tuple[str, float]) -> tuple[float, str]:
    return -item[1], item[0]


def _starts(kind: str, prefix: str) -> bool:
    return kind == prefix or kind.startswith(f"{prefix}/") or f"/{prefix}" in f"/{kind}"


def told_lists(cues: Cues) -> set[str]:
    """The lists that are named; 不属于基本履职 names the other two."""
    told = set(cues.values("list"))
    match = _NOT_LISTED.search(cues.text)
    if match:
        denied = _LIST_OF[match["list"]]
        return {"basic", "cooperation", "reclaimed"} - {denied} if told == {denied} else told
    return told


_NOT_LISTED = re.compile("(?:不属于|不是|不算|不在|非|除了?)(?:乡镇|上级部门|被)?(?P<list>基本|配合|收回)(?!.{0,12}(?:部门|单位))")
_LIST_OF = {"基本": "basic", "配合": "cooperation", "收回": "reclaimed"}


def _tells(items: Sequence[Item]) -> bool:
    """Whether a sentence that asks nothing tells something: a complaint to be passed on."""
    length = sum(item.last - item.first for item in items if item.key == TOPIC)
    return length >= _NARRATED and _BODY not in {item.key for item in items}


def _kind(kind: str, cues: Cues, items: Sequence[Item]) -> float:
    weight = 1.0
    wanted = [p for value in cues.values("kind") for p in value.split("|")]
    topical = any(item.key in (TOPIC, NUMBER) for item in items)
    others = [p for p in wanted if p not in ("duties/bare", "clauses", "boolean", "departments")]
    if "duties/bare" in wanted and not topical and not others:
        wanted.append("duties")
    if kind.startswith("clauses") and not topical:
        weight *= _AGAINST
    if kind == "duties/source" and "lists" in wanted and "duties/source" not in wanted:
        weight *= 0.01
    if wanted and kind != "none" and not any(_starts(kind, p) for p in wanted):
        weight *= 0.01
    asked = kind.startswith("boolean")
    if asked and not cues.has("yesno", "refuse") and not ("?" in cues.text and not cues.has("wh")):
        weight *= _AGAINST
    if not asked and cues.has("yesno", "refuse") and not cues.has("wh") and not kind.startswith(("lists", "none")):
        weight *= 0.05
    if not cues.has("wh", "yesno", "refuse") and not wanted and _tells(items):
        weight *= 1.0 if kind in ("departments", "none") else 0.05
    if kind == "boolean/may_refuse" and not cues.has("refuse"):
        weight *= _AGAINST
    if kind == "boolean/may" and cues.has("refuse"):
        weight *= 0.005
    if kind == "none":
        weight *= 50.0 if cues.has("outside") else 0.5
        if not cues.has("outside") and (told_lists(cues) or _BODY in {i.key for i in items}):
            weight *= _DOUBTED
    if kind == "clauses/department" and cues.has("side:township"):
        weight *= 0.1
    if asked and re.search("how many|how much|多少|几", cues.text):
        weight *= _AGAINST
    if kind == "boolean/more" and not cues.has("compare") and not re.search("更|多于|more", cues.text):
        weight *= _AGAINST
    if cues.has("rank") and kind in ("number/duties", "number/departments") and not re.search("多少|几|how many", cues.text):
        weight *= 0.05
    if kind == "number/percent" and "number/percent" not in cues.values("kind"):
        weight *= _AGAINST
    if kind.startswith("number/average") and "number/average" not in cues.values("kind"):
        weight *= _AGAINST
    if kind.startswith("number/categories") and not re.search("类|categor", cues.text):
        weight *= _AGAINST
    if kind.startswith("number/departments") and not re.search("部门|单位|[家局]|depart|bureau", cues.text):
        weight *= _AGAINST
    marks = {item.key for item in items}
    if _BODY not in marks and kind in ("boolean/leads", "boolean/sole", "clauses/department", "departments/together_with"):
        weight *= 0.1
    if kind in ("boolean/sole",) and not cues.has("only", "exactly"):
        weight *= _AGAINST
    if kind.endswith("negate") and not cues.has("negation"):
        weight *= _AGAINST
    if "function" in kind.split("/") and not re.search("不分县|不看县|职能|function|哪类部门|三类部门|类部门", cues.text):
        weight *= _AGAINST
    return weight


def _lists(
    first: Guesses, second: Guesses, kind: str, cues: Cues, items: Sequence[Item]
) -> tuple[Guesses, Guesses]:
    """The lists of both selections together: those that are named stand in one of them."""
    told = told_lists(cues)
    if _NOT_LISTED.search(cues.text) and len(told) == 2:
        label = "+".join(k for k in ("basic", "cooperation", "reclaimed") if k in told)
        return ((label, 1.0),), second
    free = kind.startswith(("lists", "boolean", "clauses"))
    bodied = any(item.key == _BODY for item in items)
    scored: dict[tuple[str, str], float] = {}
    for a, p in first:
        for b, q in second:
            have = {x for x in (*a.split("+"), *b.split("+")) if x and x != "-"}
            weight = 1.0
            if not free:
                weight *= 0.1 ** len(told - have)
                if not bodied and told:
                    weight *= 0.3 ** len(have - told)
                elif not bodied:
                    weight *= _AGAINST ** len(have)
            scored[a, b] = p * q * weight
    total = sum(scored.values()) or 1.0
    best = sorted(scored, key=lambda pair: (-scored[pair], pair))
    firsts = tuple(dict.fromkeys(a for a, _ in best))
    seconds = tuple(dict.fromkeys(b for _, b in best))
    return (
        tuple((a, round(sum(v for k, v in scored.items() if k[0] == a) / total, 3)) for a in firsts),
        tuple((b, round(sum(v for k, v in scored.items() if k[1] == b) / total, 3)) for b in seconds),
    )


def _condition(label: str, cues: Cues, kind: str) -> float:
    weight = 1.0
    if label.startswith(("in_", "not in_")) and not kind.startswith(("duties", "number/duties")):
        weight *= _AGAINST
    for part in filter(None, label.split("+")):
        if "discontinued" in part and not cues.has("discontinued"):
            weight *= _AGAINST
        if part.startswith("in_none") and not cues.has("only", "others"):
            weight *= _AGAINST
        if part.startswith(("in_all", "not in_all")) and not cues.has("everyone", "others"):
            weight *= _AGAINST
        if re.search(r"[<>=][3-9]", part):
            weight *= _AGAINST**2
        if part.endswith("=1") and not cues.has("only", "exactly"):
            weight *= _AGAINST
    return weight


def _rank(label: str, cues: Cues, kind: str) -> float:
    if kind.split("/")[0] not in RANKED:
        return _AGAINST if label else 1.0
    of_rows = label.startswith(("departments", "township_clauses"))
    if label and of_rows is not kind.startswith("duties"):
        return _AGAINST
    if label and not cues.has("rank"):
        return _AGAINST
    if not label and cues.has("rank"):
        return 0.1
    return 1.0


_NEEDS = {
    "name": "name",
    "clauses": "clauses",
    "township_clauses": "clauses",
    "department_clauses": "clauses",
    "method": "method",
    "all": "all",
}
"""Where words stand → the cue that says so."""
_DENIED_BEFORE = re.compile("没有?|不|无|非|未|除|抛开|刨去|撇开|剔除|without|not|except|no |excluding|other than")
_DENIED_AFTER = re.compile("不在|没有|没|除外|以外|之外|不含|无关|不算|缺席|不参与|excluded")


def _denied(items: Sequence[Item], at: int) -> bool:
    """Whether a body is left out by the words around it, up to the next body or mark."""
    before = ""
    for item in reversed(items[max(0, at - 8) : at]):
        if item.key in ",;。" or (item.key == _BODY and re.search("[在参有挂]", before)):
            break
        before = item.key + before
    after = ""
    for item in items[at + 1 : at + 9]:
        if item.key == _BODY or item.key in ",;。":
            break
        after += item.key
    return bool(_DENIED_BEFORE.search(before) or _DENIED_AFTER.match(after[1:]) or _DENIED_AFTER.match(after))


def _role(role: str, at: int, cues: Cues, items: Sequence[Item], kind: str) -> float:
    key = items[at].key
    bare = role.rstrip("+2|")
    left = "".join(i.key for i in items[max(0, at - 6) : at])
    if key == NUMBER:
        if bare.endswith("=") and bare[-2] not in "<>" and not comparison(items, at):
            return _AGAINST if not cues.has("only", "exactly") else 0.5
        if bare in ("first", "place") and not cues.has("rank"):
            return _AGAINST
        if bare == "place" and not _PLACE.search(left):
            return _DOUBTED
        if bare == "number" and not _ORDINAL.search(left):
            return _AGAINST
        if bare in ("none", "first") and cues.has("rank") and re.search("[哪前]$|top $", left):
            return 50.0 if bare == "first" else _AGAINST
        if bare == "none" and (comparison(items, at) not in ("", "=") or _ORDINAL.search(left)):
            return 0.3
        return 1.0
    if bare == "none" and key in _PLACES:
        return _DOUBTED
    if bare == "without" and key == _BODY:
        return 1.0 if _denied(items, at) else _AGAINST
    if bare in ("without", "not") or bare.startswith("not-"):
        return 1.0 if _denied(items, at) else _AGAINST**2
    if bare in ("none", "except") and key == _BODY:
        useless = not kind.startswith("departments") if bare == "except" else kind != "none"
        if useless:
            return 0.05
    if bare == "except" and "together" not in kind:
        return 1.0 if cues.has("exclusion", "others") or re.search("还有|一起|以外", cues.text) else _AGAINST
    if key == TOPIC:
        where = _NEEDS.get(bare.removeprefix("not-"))
        if bare == "name" and _ACT.search("".join(i.key for i in items)):
            return 1.0
        if where and not cues.has(f"where:{where}"):
            return 0.1
    if bare in ("in_all", "in_none"):
        if not kind.startswith(("duties", "number/duties")):
            return _AGAINST
        return 1.0 if cues.has("everyone", "only", "others", "negation") else _AGAINST
    return 1.0


# -- operators are used -------------------------------------------------------------------

_SPENT_BY: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "only": (
        ("sole", "minus_departments", "minus_categories"),
        ("=1", "in_none", "having="),
        ("departments=", "having=", "township_clauses=", "in_none"),
    ),
    "exactly": (("sole",), ("=",), ("departments=", "having=", "township_clauses=")),
    "negation": (
        ("negate", "minus", "minus_departments", "minus_categories", "may_refuse"),
        ("in_none", "discontinued", "not ", "=1"),
        ("without", "not", "not-", "in_none", "except", "departments="),
    ),
    "discontinued": ((), ("discontinued", "=0"), ("departments=",)),
    "exclusion": (("minus", "minus_departments", "minus_categories"), ("in_none",), ("except", "without", "not", "not-", "in_none")),
    "allof": (("and_departments",), ("in_all",), ("in_all",)),
    "compare": (("minus", "difference", "more", "minus_categories"), (), ()),
    "bound": ((), ("<", ">"), ("departments<", "departments>", "having<", "having>", "township_clauses<", "township_clauses>", "departments=", "having=", "township_clauses=")),
}
"""Operator → the parts of kinds, the conditions and the roles (by their beginning) that use it."""

RANKED = ("duties", "departments", "townships", "categories")
"""What can stand in an order."""

OPERATORS = tuple(_SPENT_BY)
"""What has to be used or refused."""


def spent(effect: str, guess: Guess, cues: Cues) -> bool:
    """Whether a guess uses an operator."""
    if effect in ("negation", "exclusion") and _NOT_LISTED.search(cues.text):
        return True
    kinds, conditions, roles = _SPENT_BY[effect]
    kind = guess.best("kind").split("/")
    if any(part in kinds for part in kind):
        return True
    if any(c in guess.best("cond") for c in conditions):
        return True
    return any(found and found[0][0].startswith(roles) for found in guess.roles) if roles else False


def _spending(guess: Guess, cues: Cues, items: Sequence[Item]) -> Guess:
    """The guess with the likeliest change by which each operator that was said is used."""
    ranked = guess.best("kind").split("/")[0] in RANKED
    if ranked and cues.has("rank") and not guess.best("rank") and len(guess.heads["rank"]) > 1:
        guess = _head(guess, "rank", guess.heads["rank"][1][0])
    for effect in OPERATORS:
        if not cues.has(effect) or spent(effect, guess, cues) or narrative(guess, items):
            continue
        changes: list[tuple[float, int, str, str]] = []
        _, conditions, roles = _SPENT_BY[effect]
        for label, odds in guess.heads["cond"]:
            if any(c in label for c in conditions):
                changes.append((odds, -1, "cond", label))
        if effect == "discontinued":
            changes.append((0.001, -1, "cond", "discontinued"))
        for at, found in enumerate(guess.roles):
            for role, odds in found if roles else ():
                if role.startswith(roles):
                    changes.append((odds / max(found[0][1], 0.01), at, "role", role))
        if changes:
            _, at, what, label = max(changes, key=lambda c: c[0])
            guess = _head(guess, "cond", label) if what == "cond" else _given(guess, at, label)
    return guess


def narrative(guess: Guess, items: Sequence[Item]) -> bool:
    """Whether a question tells of one matter: its little words are no operators on sets."""
    keys = {item.key for item in items}
    kind = guess.best("kind")
    told = kind.startswith(("departments", "boolean/may", "lists", "clauses", "duties/source"))
    whole = kind == "departments" and not keys & {*_PLACES, NUMBER} or TOPIC in keys
    return told and (whole or _simple(guess)) and not compared(kind) and _CATEGORY not in keys and (
        _BODY not in keys or kind.startswith(("boolean", "clauses"))
    )


def _simple(guess: Guess) -> bool:
    """Whether it is asked who is responsible, and nothing limits that but places."""
    return guess.best("kind") == "departments" and not (
        guess.best("lists") or guess.best("cond") or guess.best("rank")
    )


def _head(guess: Guess, head: str, label: str) -> Guess:
    found = guess.heads[head]
    first = (label, dict(found).get(label, 0.5))
    return replace(
        guess, heads={**guess.heads, head: (first, *(f for f in found if f[0] != label))}
    )


def _given(guess: Guess, at: int, role: str) -> Guess:
    roles = list(guess.roles)
    roles[at] = ((role, dict(roles[at]).get(role, 0.5)), *(r for r in roles[at] if r[0] != role))
    return replace(guess, roles=tuple(roles))


# -- shares -------------------------------------------------------------------------------

_WHOLE = re.compile("五地|全部乡镇|所有乡镇|各乡镇|各地|样本|五个|五份|几个乡镇|全州|all town|overall")


def _shared(guess: Guess, cues: Cues, items: Sequence[Item]) -> Guess:
    """A share: every mark is in the part, and in the whole unless that makes them the same."""
    lists = guess.best("lists")
    everywhere = bool(_WHOLE.search(cues.text))
    wholes = {lists: dict(guess.heads["lists2"]).get(lists, 0.01)}
    wholes.setdefault("", max(0.05, dict(guess.heads["lists2"]).get("", 0.0)))
    marked = [
        at
        for at, found in enumerate(guess.roles)
        if found and found[0][0].rstrip("+2") not in ("none", "except", "first", "place") and items[at].key != NUMBER
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
                place = items[at].key in _PLACES
                weight = max(0.02, dict(guess.roles[at]).get(role + scope, 0.0))
                if place:
                    weight = 0.02 if everywhere is bool(scope) else 1.0
                score *= weight
                given[at] = role + scope
            if score > best[0]:
                best = (score, whole, given)
    if best[0] < 0:
        return guess
    guess = _head(guess, "lists2", best[1])
    for at, role in best[2].items():
        guess = _given(guess, at, role)
    return guess


def _subsets(marked: Sequence[int]) -> list[frozenset[int]]:
    found: list[frozenset[int]] = [frozenset()]
    for at in marked[:6]:
        found += [known | {at} for known in found]
    return found
