"""Evidence: what speaks for and against a text meaning a form, as named numbers of 0 to 1."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import lru_cache

from kg.frozen import frozen
from kg.meaning.acts import STRONG, Acts
from kg.meaning.grams import characters, longest_common, pairs, within
from kg.meaning.index import Index
from kg.meaning.packing import Form
from kg.meaning.query import Queries, Query, Rarity, aspects
from kg.meaning.words import Words
from kg.patterns import regex

_TEXTS = 4
"""Texts of which it is kept what was measured: a task, and what stands above it."""
_PARTS = regex("[,，;；、。()（）]")
_SEPARATORS = regex(r"[^0-9a-z\u3400-\u4dbf\u4e00-\u9fff]+")


@frozen
class Measured:
    """A form made ready: grams with weights of its name, parts of it, clauses, acts.

    ``row`` is the text of all clauses; its grams are not made: few of them are ever looked for.
    """

    form: Form
    core: str
    name: Mapping[str, float]
    total: float
    object: Mapping[str, float]
    object_total: float
    parts: tuple[tuple[Mapping[str, float], float], ...]
    clauses: tuple[str, ...]
    row: str
    names: frozenset[str]
    full_name: frozenset[str]
    characters: frozenset[str]
    character_total: float
    name_acts: frozenset[str]


class Evidence:
    """Measures texts against the forms of one index."""

    def __init__(self, index: Index, words: Words, rarity: Rarity | None = None) -> None:
        """Measure against the forms of this index with these words.

        ``rarity`` says how telling characters and pairs are; None: the index itself does.
        """
        self.index, self.words, self.acts = index, words, Acts(words)
        self.queries = Queries(index, words, self.acts, rarity)
        self.query = lru_cache(maxsize=_TEXTS)(self.queries.query)
        self.wanted, self.weight = self.queries.wanted, self.queries.weight
        self._measured: dict[int, tuple[Query, dict[int, Mapping[str, float]]]] = {}
        self.form = lru_cache(maxsize=4096)(self._form)
        self.held = lru_cache(maxsize=4096)(self._held)
        # Of most forms nobody asks these.
        self.acts_in = lru_cache(maxsize=4096)(self._acts_in)
        self.aspects_in = lru_cache(maxsize=4096)(self._aspects_in)

    def prepare(self, numbers: Iterable[int]) -> None:
        """Read forms that will be measured, and weigh what stands in their names, all at once."""
        found = self.index.forms(numbers).values()
        self.queries.weigh({one for f in found for one in (*pairs(f.name), *f.name)})

    def _acts_in(self, number: int) -> dict[str, str]:
        """Act → who does it in a form."""
        return self.acts.of_form(self.index.form(number))

    def _aspects_in(self, number: int) -> frozenset[str]:
        """Whom or what a form's name speaks of."""
        return aspects(self.words, self.index.form(number).name)

    def _form(self, number: int) -> Measured:
        form = self.index.form(number)
        letters = characters(form.name)
        weights = self.queries.weights
        core = self.words.filler.blank(form.name)
        name = weights(pairs(core) or pairs(form.name))
        things = weights(pairs(self.acts.without(core)))
        pieces = _PARTS.split(form.name)
        parts = [
            weights(found)
            for piece in (pieces if len(pieces) > 1 else ())
            if (found := pairs(self.words.filler.blank(piece)))
        ]
        texts = [c.text for c in (*form.own, *form.superior)] + [form.method]
        clauses = tuple(text for text in texts if text)
        return Measured(
            form,
            _SEPARATORS.sub("", core),
            name,
            math.fsum(name.values()) or 1e-9,
            things,
            math.fsum(things.values()) or 1e-9,
            tuple((p, math.fsum(p.values()) or 1e-9) for p in (parts or [name])),
            clauses,
            "\n".join(clauses),
            frozenset(name).union(pairs(form.name)),
            frozenset(pairs(form.name)),
            letters,
            math.fsum(weights(letters).values()) or 1e-9,
            frozenset(self.acts.of(form.name)),
        )

    def _held(self, grams: frozenset[str], number: int) -> frozenset[str]:
        """Those of the grams that a form has anywhere."""
        it = self.form(number)
        return (grams & it.names).union(within(grams, it.row))

    def measure(self, query: Query, number: int) -> Mapping[str, float]:
        """The evidence for one form; one township after another is asked the same, and many share a form."""
        kept = self._measured.get(id(query))  # which no other query has while it is held here
        if kept is None:
            if len(self._measured) >= _TEXTS:
                self._measured = {}  # a new one: another thread may be reading the old
            kept = self._measured[id(query)] = (query, {})
        found = kept[1].get(number)
        if found is None:
            found = kept[1][number] = self._measure(query, number)
        return found

    def _measure(self, query: Query, number: int) -> dict[str, float]:
        it = self.form(number)
        in_name = self.queries.covered(query, it.full_name, it.characters)
        held = self.held(query.words, number)
        in_row = self.queries.covered(query, held, frozenset())
        best_clause = self._said(query, query.said & held, it.clauses)
        own = self._overlap(it.name, query.said)
        part = max(
            self._overlap(p, query.said) / total * min(1.0, len(p) / 3) for p, total in it.parts
        )
        chars = query.characters & it.characters
        name_chars = math.fsum(map(self.weight, chars)) / it.character_total
        run = longest_common(query.core, it.core)
        short = 1.0 if len(query.core) <= 10 else 0.0
        acts, strong, main = _asked(query.acts)
        name_strong = it.name_acts & STRONG
        given = self.acts_in(number) if acts else {}
        spoken = self.aspects_in(number) if query.aspects else frozenset()
        where = given.get(main, "absent") if main else ""
        thing = in_name.things
        rarest = max(map(it.name.__getitem__, it.name.keys() & query.said), default=0.0)
        said = own / it.total
        return {
            "text_in_name": in_name.all,
            "text_in_row": in_row.all,
            "text_in_clause": best_clause,
            "name_in_text": said,
            "object_in_name": in_name.things,
            "object_in_row": in_row.things,
            "object_of_name": self._overlap(it.object, query.said) / it.object_total,
            "read": in_name.read,
            "read_in_row": in_row.read,
            "part_in_text": part,
            "matched_weight": min(1.0, own / 6),
            "matched_text": min(1.0, in_name.all * query.total / 5),
            "unmatched_text": min(1.0, (1 - in_row.all) * query.total / 5),
            "characters_of_name": name_chars,
            "run": min(run, 8) / 8,
            "rarest": rarest,
            "short": short,
            "short_text_in_name": short * in_name.all,
            "short_name_in_text": short * said,
            "act_in_name": float(bool(acts & it.name_acts)),
            "act_clash": float(bool(acts and it.name_acts and not acts & it.name_acts)),
            "act_of_text_missing": float(bool(strong - it.name_acts)),
            "act_of_name_missing": float(bool(name_strong - acts)),
            "act_absent": float(bool(strong - given.keys())),
            "act_and_object": float(bool(acts & it.name_acts)) * thing,
            "missing_and_object": float(bool(name_strong - acts)) * thing,
            "main_in_name": float(where == "name") * thing,
            "main_in_own": float(where == "township") * thing,
            "main_in_department": float(where.startswith("department")) * thing,
            "main_by_holder": float(where == "holder") * thing,
            "main_absent": float(where == "absent") * thing,
            "act_of_township": float(any(given.get(a) == "township" for a in acts)),
            "act_of_department": float(
                bool(acts) and all(given.get(a, "").startswith("department") for a in acts)
            ),
            "people_agree": float(bool(query.aspects & spoken)),
            "people_clash": float(_clash(query.aspects, spoken)),
            "reclaimed": float(it.form.list == "reclaimed"),
            "basic": float(it.form.list == "basic"),
            "department_named": float(any(d in query.text for d in it.form.departments)),
            "category_said": self._overlap_share(pairs(it.form.category), query.said),
        }

    def _said(self, query: Query, held: frozenset[str], clauses: Iterable[str]) -> float:
        """The largest share of the weight of the text's pairs that one of the clauses has; quick."""
        found = [math.fsum(map(self.weight, within(held, clause))) for clause in clauses]
        return max(found) / query.weight if found else 0.0

    @staticmethod
    def _overlap(weights: Mapping[str, float], grams: frozenset[str]) -> float:
        return math.fsum(map(weights.__getitem__, weights.keys() & grams))

    @staticmethod
    def _overlap_share(wanted: Iterable[str], grams: frozenset[str]) -> float:
        wanted = tuple(wanted)
        return sum(1 for gram in wanted if gram in grams) / len(wanted) if wanted else 0.0

    def matched(self, query: Query, number: int) -> tuple[str, ...]:
        """The words of the text that the form says, in the order of the text."""
        shares = self.queries.shares(query, self.held(query.words, number), frozenset())
        found, run = [], ""
        for one, share in zip((*query.text, "\n"), (*shares, 0.0), strict=True):
            if share > 0 and one != "\n":
                run += one
            elif run:
                found.append(run)
                run = ""
        return tuple(dict.fromkeys(found))

    def read_as(self, query: Query, number: int) -> tuple[tuple[str, str], ...]:
        """The words of the text that this form says in other words, and those."""
        held = self.held(query.words, number)
        found: dict[str, str] = {}
        for reading in query.readings:
            surface = frozenset(pairs(reading.surface))
            if surface == self._held(surface, number):
                continue
            for option in reading.options:
                if held.issuperset(option.grams):
                    found.setdefault(reading.surface, option.formal)
                    break
        return tuple(found.items())


@lru_cache(maxsize=1024)
def _asked(acts: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str], str]:
    """The acts of a text, the strong ones, and the last of those."""
    main = next((act for act in reversed(acts) if act in STRONG), "")
    return frozenset(acts), frozenset(acts) & STRONG, main


def _clash(first: frozenset[str], second: frozenset[str]) -> bool:
    """Whether both speak of an aspect and say different things about it."""
    if not first or not second:
        return False
    kinds = {one.partition(":")[0] for one in first} & {one.partition(":")[0] for one in second}
    return any(not {a for a in first if a.startswith(f"{kind}:")} & second for kind in kinds)
