"""Evidence: what speaks for and against a text meaning a form, as named numbers of 0 to 1."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from kg.meaning.acts import STRONG, Acts
from kg.meaning.grams import characters, longest_common, pairs
from kg.meaning.index import Form, Index, place_words
from kg.meaning.words import Words, alternation

_PARTS = re.compile("[,，;；、。()（）]")
_SEPARATORS = re.compile(r"[^0-9a-z\u3400-\u4dbf\u4e00-\u9fff]+")
_UNKNOWN = 1.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text that a row should say: any of the alternatives (sets of grams) says it."""

    surface: str
    alternatives: tuple[tuple[str, ...], ...]
    formal: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Query:
    """A text made ready: its pieces, grams, characters, acts, people and length."""

    text: str
    core: str
    pieces: tuple[Piece, ...]
    total: float
    grams: frozenset[str]
    characters: frozenset[str]
    acts: tuple[str, ...]
    aspects: frozenset[str]
    read_as: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """A form made ready: grams with weights of its name, parts of it, clauses, acts, aspects."""

    form: Form
    core: str
    name: Mapping[str, float]
    total: float
    parts: tuple[Mapping[str, float], ...]
    clauses: tuple[frozenset[str], ...]
    everywhere: frozenset[str]
    characters: frozenset[str]
    acts: Mapping[str, str]
    name_acts: frozenset[str]
    aspects: frozenset[str]


class Evidence:
    """Measures texts against the forms of one index."""

    def __init__(self, index: Index, words: Words, chatter: Mapping[str, float]) -> None:
        """``chatter`` are grams of people's talk that say nothing: gram → share of its weight."""
        self.index, self.words, self.acts = index, words, Acts(words)
        self._chatter = chatter
        self.form = lru_cache(maxsize=4096)(self._form)

    @cached_property
    def _places(self) -> re.Pattern[str]:
        """Names of the loaded places: where, not what."""
        names = {self.words.fold(word) for t in self.index.townships for word in place_words(t)}
        return alternation(names)

    def weight(self, gram: str) -> float:
        """How telling a gram of a text is."""
        return self.index.weight(gram) * self._chatter.get(gram, 1.0)

    def query(self, text: str) -> Query:
        """Make a text ready."""
        folded = self._places.sub(lambda m: "\n" * len(m[0]), self.words.fold(text))
        readings = self.words.readings(folded)
        masked = list(folded)
        pieces: list[Piece] = []
        inside: list[tuple[int, int, str]] = []
        for reading in readings:
            own = tuple(pairs(reading.surface))
            options = tuple(dict.fromkeys([own, *(pairs(f) for f in reading.formal)]))
            options = tuple(option for option in options if option)
            weight = max(
                (math.fsum(map(self.weight, option)) for option in options[1:]),
                default=math.fsum(map(self.weight, own)),
            )
            if reading.kind == "synonym":
                weight = math.fsum(map(self.weight, own))
            pieces.append(Piece(reading.surface, options, ("", *reading.formal), weight))
            inside.append((reading.start, reading.end, reading.kind))
        spans = [(m.start(), m.end()) for m in self.words.filler.finditer(folded)]
        for start, end in spans:
            if not any(s < end and start < e for s, e, _ in inside):
                masked[start:end] = "\n" * (end - start)
        for start, end, kind in inside:
            if kind != "synonym":
                masked[start:end] = "\n" * (end - start)
        seen = {gram for piece in pieces for gram in piece.alternatives[0]}
        core = "".join(masked)
        kept = [gram for gram in pairs(core) if gram not in seen]
        pieces += [Piece(gram, ((gram,),), ("",), self.weight(gram)) for gram in kept]
        grams = frozenset(g for piece in pieces for option in piece.alternatives for g in option)
        letters = frozenset(c for piece in pieces for o in piece.alternatives for g in o for c in g)
        return Query(
            folded,
            _SEPARATORS.sub("", core),
            tuple(pieces),
            math.fsum(piece.weight for piece in pieces) or 1e-9,
            grams,
            characters("".join(letters)),
            self.acts.of(folded),
            self._aspects(folded),
            tuple(dict.fromkeys((r.surface, f) for r in readings for f in r.formal)),
        )

    def wanted(self, query: Query) -> list[tuple[str, float]]:
        """What candidates should have: grams, those of other readings, single characters."""
        found: dict[str, float] = {}
        for piece in query.pieces:
            for at, option in enumerate(piece.alternatives):
                for gram in option:
                    weight = self.weight(gram) * (0.9 if at else 1.0)
                    found[gram] = max(found.get(gram, 0.0), weight)
        for one in query.characters:
            found.setdefault(one, 0.25 * self.weight(one))
        return sorted(found.items())

    def _aspects(self, text: str) -> frozenset[str]:
        return frozenset(
            f"{aspect}:{term}"
            for aspect, words in self.words.aspects.items()
            for word, term in words
            if word in text
        )

    def _form(self, number: int) -> Measured:
        form = self.index.form(number)
        weight = self.index.weight
        core = self.words.filler.sub("\n", form.name)
        name = {gram: weight(gram) for gram in pairs(core) or pairs(form.name)}
        parts = [
            {gram: weight(gram) for gram in found}
            for part in _PARTS.split(form.name)
            if (found := pairs(self.words.filler.sub("\n", part)))
        ]
        texts = [c.text for c in (*form.own, *form.superior)] + [form.method]
        clauses = tuple(frozenset(pairs(text)) for text in texts if text)
        acts = self.acts.of_form(form)
        return Measured(
            form,
            _SEPARATORS.sub("", core),
            name,
            math.fsum(name.values()) or 1e-9,
            tuple(parts) or (name,),
            clauses,
            frozenset(name).union(pairs(form.name), *clauses),
            characters(form.name),
            acts,
            frozenset(act for act, who in acts.items() if who == "name"),
            self._aspects(form.name),
        )

    def measure(self, query: Query, number: int) -> dict[str, float]:
        """The evidence for one form."""
        it = self.form(number)
        full_name = frozenset(pairs(it.form.name))
        in_name = self._covered(query, full_name)
        in_all = self._covered(query, it.everywhere)
        best_clause = max((self._covered(query, clause) for clause in it.clauses), default=0.0)
        said = self._overlap(it.name, query.grams) / it.total
        part = max(
            self._overlap(p, query.grams) / (math.fsum(p.values()) or 1e-9) * min(1.0, len(p) / 3)
            for p in it.parts
        )
        own = self._overlap(it.name, query.grams)
        chars = query.characters & it.characters
        weight = self.index.weight
        text_chars = math.fsum(map(weight, chars)) / (
            math.fsum(weight(c) * self._chatter.get(c, 1.0) for c in query.characters) or 1e-9
        )
        name_chars = math.fsum(map(weight, chars)) / (math.fsum(map(weight, it.characters)) or 1e-9)
        run = longest_common(query.core, it.core)
        short = 1.0 if len(query.core) <= 10 else 0.0
        acts = frozenset(query.acts)
        strong, name_strong = acts & STRONG, it.name_acts & STRONG
        unmatched = max(
            (p.weight for p in query.pieces if not self._says(p, it.everywhere)), default=0.0
        )
        rarest = max((weight(g) for g in it.name if g in query.grams), default=0.0)
        return {
            "text_in_name": in_name,
            "text_in_row": in_all,
            "text_in_clause": best_clause,
            "name_in_text": said,
            "part_in_text": part,
            "matched_weight": min(1.0, own / 6),
            "characters_of_text": min(1.0, text_chars),
            "characters_of_name": name_chars,
            "run": min(run, 8) / 8,
            "rarest": rarest,
            "unmatched": min(1.0, unmatched / 2),
            "short": short,
            "short_text_in_name": short * in_name,
            "short_name_in_text": short * said,
            "act_in_name": float(bool(acts & it.name_acts)),
            "act_clash": float(bool(acts and it.name_acts and not acts & it.name_acts)),
            "act_of_text_missing": float(bool(strong - it.name_acts)),
            "act_of_name_missing": float(bool(name_strong - acts)),
            "act_of_township": float(any(it.acts.get(a) == "township" for a in acts)),
            "act_of_department": float(
                bool(acts) and all(it.acts.get(a, "").startswith("department") for a in acts)
            ),
            "people_agree": float(bool(query.aspects & it.aspects)),
            "people_clash": float(_clash(query.aspects, it.aspects)),
            "reclaimed": float(it.form.list == "reclaimed"),
            "basic": float(it.form.list == "basic"),
            "department_named": float(any(d in query.text for d in it.form.departments)),
            "category_said": self._overlap_share(pairs(it.form.category), query.grams),
        }

    def _says(self, piece: Piece, grams: frozenset[str]) -> bool:
        return any(any(g in grams for g in option) for option in piece.alternatives)

    def _covered(self, query: Query, grams: frozenset[str]) -> float:
        """Share of the text's weight that these grams say."""
        found = 0.0
        for piece in query.pieces:
            if len(piece.alternatives) == 1 and len(piece.alternatives[0]) == 1:
                if piece.alternatives[0][0] in grams:
                    found += piece.weight
                continue
            best = 0.0
            for option in piece.alternatives:
                hit = sum(1 for gram in option if gram in grams)
                if hit:
                    best = max(best, hit / len(option))
            found += best * piece.weight
        return min(1.0, found / query.total)

    @staticmethod
    def _overlap(weights: Mapping[str, float], grams: frozenset[str]) -> float:
        return math.fsum(weight for gram, weight in weights.items() if gram in grams)

    @staticmethod
    def _overlap_share(wanted: Iterable[str], grams: frozenset[str]) -> float:
        wanted = tuple(wanted)
        return sum(1 for gram in wanted if gram in grams) / len(wanted) if wanted else 0.0

    def matched(self, query: Query, number: int) -> tuple[str, ...]:
        """The words of the text that the form says, in the order of the text."""
        it = self.form(number)
        marks = [False] * len(query.text)
        for piece in query.pieces:
            if self._says(piece, it.everywhere):
                at = query.text.find(piece.surface)
                while at >= 0:
                    marks[at : at + len(piece.surface)] = [True] * len(piece.surface)
                    at = query.text.find(piece.surface, at + 1)
        found, run = [], ""
        for one, marked in zip((*query.text, "\n"), (*marks, False), strict=True):
            if marked:
                run += one
            elif run:
                found.append(run)
                run = ""
        return tuple(dict.fromkeys(found))

    def read_as(self, query: Query, number: int) -> tuple[tuple[str, str], ...]:
        """The words of the text that this form says in other words, and those."""
        it = self.form(number)
        found = []
        for piece in query.pieces:
            if len(piece.alternatives) < 2 or all(
                g in it.everywhere for g in piece.alternatives[0]
            ):
                continue
            for option, formal in zip(piece.alternatives[1:], piece.formal[1:], strict=False):
                if all(gram in it.everywhere for gram in option):
                    found.append((piece.surface, formal))
                    break
        return tuple(found)


def _clash(first: frozenset[str], second: frozenset[str]) -> bool:
    """Whether both speak of an aspect and say different things about it."""
    kinds = {one.partition(":")[0] for one in first} & {one.partition(":")[0] for one in second}
    return any(not {a for a in first if a.startswith(f"{kind}:")} & second for kind in kinds)
