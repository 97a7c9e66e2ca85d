"""Gold frames as the bank writes them, turned into questions of the algebra."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kg.asking.engine import Asker
from kg.asking.frame import Ask, BodyRef, Bounds, Frame, Question, Rank, Words

LISTS = {"basic": "b", "cooperation": "c", "reclaimed": "r"}
LABELS = {"商工信局": "商务科技和工业信息化局", "退役局": "退役军人事务局"}
RELATIONS = {
    "minus": "minus",
    "and_departments": "departments-and",
    "minus_departments": "departments-minus",
    "minus_categories": "categories-minus",
}


class Golden:
    """Turns gold frames into questions over one graph."""

    def __init__(self, asker: Asker) -> None:
        self.lexicon = asker.lexicon
        self.editions = asker.graph.current_editions
        self.base = asker.graph.base
        self.townships = {t.name: t for t in self.lexicon.townships.values()}

    def question(self, gold: dict[str, Any]) -> Question:
        """The question a gold frame means."""
        count = gold.get("count", "")
        relation, other = "", None
        for key, name in RELATIONS.items():
            if key in gold:
                relation, other = name, self.frame(gold[key])
        if "of" in gold:
            relation, other = "of", self.frame(gold["of"])
        asks = [d for d in gold.get("departments", ()) if d["role"] in ("asks", "acts")]
        named = [self.body(d["function"]) for d in asks]
        who = [self.body(gold["who"])] if "who" in gold else []
        rank = gold.get("rank")
        refs = [self.body(label) for label in gold.get("except", ())]
        ask = Ask(gold["ask"])
        return Question(
            ask,
            self.frame(gold),
            count="" if count == "duties" else count,
            other=other,
            relation=relation,
            rank=rank
            and Rank(
                rank["n"],
                rank["order"] == "desc",
                rank.get("from", 1),
                rank["by"],
            ),
            having=bounds(**gold["having"]) if "having" in gold else None,
            group=gold.get("group", "").replace("township", ""),
            side={"department": "superior"}.get(gold.get("side", ""), gold.get("side", "")),
            actors=tuple(named) if ask is Ask.CLAUSES else (),
            parties={"together_with": "together", "reports_to": "reports"}.get(
                gold.get("relation", ""), ""
            ),
            excluded=tuple(iri for ref in refs for iri in ref.bodies),
            test={"may_refuse": "may_not"}.get(gold.get("test", ""), gold.get("test", "")),
            asker=tuple(who or (named if ask is Ask.BOOLEAN else ())),
            negate=gold.get("negate", False),
            where=gold.get("source", False),
        )

    def frame(self, gold: dict[str, Any]) -> Frame:
        """The selection of a gold frame."""
        departments = [
            d
            for d in gold.get("departments", ())
            if d["role"] in ("leads", "reclaimed") and "who" not in gold
        ]
        plain = [d for d in departments if not d.get("not")]
        categories = gold.get("category", ())
        out = isinstance(categories, dict) and categories.get("not", False)
        names = categories["name"] if isinstance(categories, dict) else categories
        kinds = tuple(self.category(n) for n in ([names] if isinstance(names, str) else names))
        conditions = {c["field"]: c for c in gold.get("conditions", ())}
        numbers = {
            field: bounds(conditions[field]["op"], conditions[field]["value"])
            for field in ("departments", "township_clauses")
            if field in conditions
        }
        return Frame(
            lists=tuple(gold.get("lists", ())),
            townships=tuple(self.townships[name].iri for name in gold.get("townships", ())),
            places=tuple(self.place(name) for name in gold.get("places", ())),
            bodies=tuple(self.body(d["function"]) for d in plain),
            joint=len(plain) > 1 and not plain[0].get("any"),
            without=tuple(self.body(d["function"]) for d in departments if d.get("not")),
            categories=() if out else kinds,
            other_categories=kinds if out else (),
            topic=gold.get("topic", ""),
            rows=tuple(map(self.row, gold["rows"])) if "rows" in gold else None,
            words=tuple(
                Words(
                    (w["text"],) if isinstance(w["text"], str) else tuple(w["text"]),
                    {"township_clauses": "township", "department_clauses": "department"}.get(
                        w["in"], w["in"]
                    ),
                    w.get("not", False),
                )
                for w in gold.get("words", ())
            ),
            departments=numbers.get("departments"),
            clauses=numbers.get("township_clauses"),
            discontinued=conditions.get("discontinued", {}).get("value"),
            in_all=self.places(conditions.get("in_all", {}).get("value", ())),
            in_none=self.places(conditions.get("in_none", {}).get("value", ())),
        )

    def row(self, row: dict[str, Any]) -> str:
        code = self.townships[row["township"]].code
        letter = LISTS[row["list"]]
        return f"{self.base}duty/{code}/{self.editions[code]}/{letter}-{row['number']:03d}"

    def place(self, name: str) -> str:
        return next(p.iri for p in self.lexicon.places.values() if name in (p.label, *p.names))

    def places(self, names: Iterable[str]) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for name in names:
            if name in self.townships:
                found[self.townships[name].iri] = None
            else:
                found.update(dict.fromkeys(self.lexicon.townships_in(self.place(name))))
        return tuple(found)

    def category(self, name: str) -> str:
        return next(iri for iri, label in self.lexicon.categories.items() if label == name)

    def body(self, label: str) -> BodyRef:
        name = LABELS.get(label, label)
        entities = self.lexicon.surfaces.get(name, ())
        functions = [e.iri for e in entities if e.kind == "function"]
        if not functions:
            return BodyRef(label, "", ())
        return BodyRef(label, functions[0], self.lexicon.bodies_of(functions[0]))


def bounds(op: str, value: int) -> Bounds:
    """A comparison as bounds."""
    return {
        "=": (value, value),
        ">=": (value, None),
        ">": (value + 1, None),
        "<": (0, value - 1),
        "<=": (0, value),
    }[op]
