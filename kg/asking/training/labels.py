"""Labels: what a gold frame says of a sentence (heads) and of each name in it (roles).

A frame is the one of the training data: see build/training/README.md. Names stand in it by an
identity: a slot (``{town2}``) in a template, a label in a real question.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Gold = Mapping[str, Any]

SECOND = ("minus", "of", "minus_departments", "and_departments", "minus_categories")
"""Keys of a frame under which a second selection stands."""


def second(gold: Gold) -> tuple[str, Gold]:
    """The second selection of a frame and what it is there for; nothing where there is none."""
    for key in SECOND:
        if key in gold:
            return key, gold[key]
    return "", {}


def heads(gold: Gold, spoken: Mapping[int, str]) -> dict[str, str]:
    """Head → label. ``spoken``: numbers that stand in the sentence (value → identity)."""
    relation, other = second(gold)
    return {
        "kind": _kind(gold, relation),
        "lists": _lists(gold) if not _tested(gold) else "",
        "lists2": _lists(other) if relation else "-",
        "cond": "+".join(sorted(_conditions(gold, spoken))),
        "rank": _rank(gold, spoken),
        "any": "any" if any(d.get("any") for d in gold.get("departments", ())) else "",
    }


def _lists(gold: Gold) -> str:
    return "+".join(gold.get("lists", ()))


def _tested(gold: Gold) -> bool:
    """Whether a yes means that the duty stands in a certain list."""
    named = "topic" in gold or "rows" in gold
    return gold.get("test") == "exists" and len(gold.get("lists", ())) == 1 and named


def _kind(gold: Gold, relation: str) -> str:
    ask = gold["ask"]
    parts = [ask]
    if ask == "number":
        parts.append(gold.get("count", "") or "duties")
        if gold.get("group") == "township":
            parts.append("each")
    elif ask == "boolean":
        test = gold.get("test", "may")
        parts.append(gold["lists"][0] if _tested(gold) else test)
    elif ask == "clauses":
        parts.append(gold.get("side", "township"))
    if gold.get("source"):
        parts.append("source")
    if gold.get("negate"):
        parts.append("negate")
    if gold.get("relation"):
        parts.append(gold["relation"])
    if gold.get("group") == "function":
        parts.append("function")
    if relation and not (relation == "of" and ask in ("number", "boolean")):
        parts.append(relation)
    return "/".join(parts)


def _conditions(gold: Gold, spoken: Mapping[int, str]) -> Iterator[str]:
    for c in gold.get("conditions", ()):
        negated = "not " if c.get("not") else ""
        if c["field"] == "discontinued":
            yield f"{negated}discontinued"
        elif c["field"] in ("in_all", "in_none"):
            for name in c["value"]:
                if name in ("all", "others"):
                    yield f"{negated}{c['field']} {name}"
        elif isinstance(c["value"], int) and c["value"] not in spoken:
            yield f"{c['field']}{c['op']}{c['value']}"
    having = gold.get("having")
    if having and isinstance(having["value"], int) and having["value"] not in spoken:
        yield f"having{having['op']}{having['value']}"


def _rank(gold: Gold, spoken: Mapping[int, str]) -> str:
    rank = gold.get("rank")
    if not rank:
        return ""
    number = rank["n"]
    told = "n" if not isinstance(number, int) or (number > 1 and number in spoken) else number
    start = " from" if "from" in rank else ""
    return f"{rank['by']} {rank['order']} {told}{start}"


def roles(gold: Gold) -> dict[str, set[str]]:
    """Identity → what it is there for."""
    found: dict[str, set[str]] = {}
    relation, other = second(gold)

    def add(name: Any, role: str) -> None:
        found.setdefault(str(name), set()).add(role)

    own, theirs = dict(_names(gold)), dict(_names(other)) if relation else {}
    for (name, role), _ in ((key, None) for key in {**own, **theirs}):
        scope = ""
        if relation:
            here, there = (name, role) in own, (name, role) in theirs
            scope = "+" if here and there else "" if here else "2"
        add(name, f"{role}{scope}")
    for name in gold.get("except", ()):
        add(name, "except")
    if "who" in gold:
        found[gold["who"]] = {"who"}
    rank = gold.get("rank")
    if rank and (not isinstance(rank["n"], int) or rank["n"] > 1):
        add(rank["n"], "place" if "from" in rank else "first")
    having = gold.get("having")
    if having:
        add(having["value"], f"having{having['op']}")
    for c in gold.get("conditions", ()):
        if c["field"] in ("in_all", "in_none"):
            for name in c["value"]:
                add(name, c["field"])
        elif c["field"] != "discontinued":
            add(c["value"], f"{c['field']}{c['op']}")
    return found


def _names(gold: Gold) -> Iterator[tuple[tuple[str, str], None]]:
    """(identity, role) of the names a selection has."""
    for name in (*gold.get("townships", ()), *gold.get("places", ())):
        yield (name, "at"), None
    for d in gold.get("departments", ()):
        role = d.get("role", "leads")
        if role in ("leads", "reclaimed"):
            role = "without" if d.get("not") else "in"
        yield (d["function"], role), None
    category = gold.get("category")
    if category:
        out = isinstance(category, dict) and category.get("not")
        names = category["name"] if isinstance(category, dict) else category
        for name in [names] if isinstance(names, str) else names:
            yield (name, "not" if out else "in"), None
    topic = gold.get("topic", [])
    for text in [topic] if isinstance(topic, str) else topic:
        yield (text, "topic"), None
    if "unknown" in gold:
        yield (gold["unknown"], "unknown"), None
    for w in gold.get("words", ()):
        texts = [w["text"]] if isinstance(w["text"], str) else w["text"]
        for text in texts:
            yield (
                (text, f"{'not-' if w.get('not') else ''}{w['in']}{'|' if len(texts) > 1 else ''}"),
                None,
            )
    if "number" in gold:
        yield (str(gold["number"]), "number"), None
