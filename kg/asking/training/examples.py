"""Examples: templates and questions with frames become sentences with their marks labelled.

Names and topics are put into the slots of a template, the sentence is linked as a question would
be, and every mark is told what it is there for. Seeded: the same data give the same examples.
"""

from __future__ import annotations

import contextlib
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.asking.english import English
from kg.asking.frame import Refusal
from kg.asking.lexicon import Lexicon
from kg.asking.linking import Linker
from kg.asking.normal import Normaliser
from kg.asking.reading.tagging import Tagger, trimmed
from kg.asking.reading.tokens import NUMBER, TOPIC, Item, Token, skeleton, tokens, value
from kg.asking.spans import Span, SpanKind
from kg.asking.training import labels
from kg.folding import has_chinese

_ALTERNATIVES = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{(\w+?)\}")
_NUMERALS = "零一二三四五六七八九十"
_TOPICAL = ("topic", "word", "unknown", "complaint")


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence ready for learning: its tokens, which are words of a duty, heads and roles."""

    source: str
    text: str
    tokens: Sequence[Token]
    topical: Sequence[bool]
    items: Sequence[Item]
    heads: dict[str, str]
    roles: Sequence[str | None]
    weight: float = 1.0


@dataclass(slots=True)
class Names:
    """What can stand in the slots."""

    lexicon: Lexicon
    topics: Sequence[str]
    words: Sequence[str]
    english_topics: Sequence[str]
    complaints: Sequence[str]
    english_complaints: Sequence[str]
    random: random.Random = field(default_factory=lambda: random.Random(7))

    def filled(self, slot: str, english: bool, near: dict[str, str], before: str) -> str:
        """A text for a slot such as town2; ``near`` is what other slots were filled with."""
        kind = slot.rstrip("0123456789")
        number = slot[len(kind) :]
        pick = self.random
        if kind == "town":
            return self._township(near.get(f"county{number}", ""))
        if kind in ("county", "place"):
            return self._county(near.get(f"town{number}", ""))
        if kind == "prefecture":
            places = [p for p in self.lexicon.places.values() if p.level == "prefecture"]
            return pick.choice(places).label
        if kind == "body":
            return self._body(next((c for c in near.values() if before.endswith(c)), ""))
        if kind == "cat":
            return pick.choice(list(self.lexicon.categories.values()))
        if kind in ("n", "m", "number"):
            count = pick.choice((2, 3, 3, 4, 5, 5, 6, 7, 8, 10, 12, 15, 20, 37))
            if english or count > 10 or pick.random() < 0.5:
                return str(count)
            return "两" if count == 2 else _NUMERALS[count]
        if kind == "complaint":
            return pick.choice(self.english_complaints if english else self.complaints)
        if kind == "word":
            return pick.choice(self.words)
        if english and pick.random() < 0.8:
            return pick.choice(self.english_topics)
        topic = pick.choice(self.topics)
        shape = pick.random()
        if shape < 0.12:
            return f"“{topic}”"
        return topic

    def _county(self, town: str) -> str:
        lexicon = self.lexicon
        counties = [p for p in lexicon.places.values() if p.level == "county"]
        if town:
            counties = [
                lexicon.places[lexicon.county_of(t.iri)]
                for t in lexicon.townships.values()
                if town in t.name
            ] or counties
        place = self.random.choice(counties)
        return place.label if self.random.random() < 0.8 else self.random.choice(place.names)

    def _township(self, county: str) -> str:
        found = [
            t
            for t in self.lexicon.townships.values()
            if not county or county in self.lexicon.places[self.lexicon.county_of(t.iri)].names
        ]
        township = self.random.choice(found or list(self.lexicon.townships.values()))
        shape = self.random.random()
        if shape < 0.35 and not county:
            return township.name
        if shape < 0.9 or len(township.short) < 4:
            return township.short
        return re.sub("(街道|镇|乡)$", "", township.short)

    def _body(self, county: str) -> str:
        """A body; right after a county one that it has."""
        functions = list(self.lexicon.functions)
        if county:
            places = {p.iri for p in self.lexicon.places.values() if county in (p.label, *p.names)}
            functions = [f for f in functions if self.lexicon.bodies_of(f, places)] or functions
        names = self.lexicon.function_names[self.random.choice(functions)]
        chinese = [
            name for name in names if has_chinese(name)
        ]  # the rest is put into Chinese first
        name = self.random.choice((chinese or names)[:4])
        if county:
            return name
        if name.startswith("委"):
            return self.random.choice("县县市") + name
        return self.random.choice(("", "", "", "县", "县", "市")) + name


class Maker:
    """Makes examples with the linker of one graph."""

    def __init__(self, linker: Linker, normal: Normaliser, english: English, names: Names) -> None:
        self.linker, self.normal, self.english, self.names = linker, normal, english, names

    def of_template(self, record: dict[str, Any], source: str) -> Example | None:
        """One sentence of a template; None where it has no frame."""
        gold = _word_slots(record)
        chosen = gold["q"]
        while _ALTERNATIVES.search(chosen):  # the inner ones first
            chosen = _ALTERNATIVES.sub(lambda m: self.names.random.choice(m[1].split("|")), chosen)
        chosen = chosen.replace("{}", "")
        text, slots = self._filled(chosen, record.get("lang") == "en")
        return self._example(text, slots, gold["frame"], source, record.get("weight", 1.0))

    def _filled(self, template: str, english: bool) -> tuple[str, dict[tuple[int, int], str]]:
        parts: list[str] = []
        slots: dict[tuple[int, int], str] = {}
        position, length = 0, 0
        given: dict[str, str] = {}
        for match in _SLOT.finditer(template):
            before = template[position : match.start()]
            parts.append(before)
            length += len(before)
            slot = match[1]
            written = given.get(slot)
            while written is None or (written in given.values() and slot not in given):
                filled = self.names.filled(slot, english, given, before)
                written = self.normal(filled)
            given[slot] = written
            slots[length, length + len(written)] = f"{{{slot}}}"
            parts.append(written)
            length += len(written)
            position = match.end()
        parts.append(template[position:])
        return "".join(parts), slots

    def _example(
        self,
        text: str,
        slots: dict[tuple[int, int], str],
        frame: dict[str, Any],
        source: str,
        weight: float,
    ) -> Example:
        found = tokens(self.linker.link(text))
        identity = [self._slot(token, slots) for token in found]
        tagged = [_topical(token, name) for token, name in zip(found, identity, strict=True)]
        topical = trimmed(found, tagged)
        names: list[str | None] = []
        for item in skeleton(found, topical):
            # the run of a quoted word begins with its quote, which no slot filled
            name = next((i for i in identity[item.first : item.last] if i), None)
            if found[item.first].is_mark and name and _is_topic(name):
                name = "topic"
            names.append(name)
        return self._labelled(source, text, found, tagged, topical, names, frame, weight)

    def _labelled(
        self,
        source: str,
        text: str,
        found: Sequence[Token],
        tagged: Sequence[bool],
        topical: Sequence[bool],
        names: Sequence[str | None],
        frame: dict[str, Any],
        weight: float = 1.0,
    ) -> Example:
        """An example whose marks are known by name."""
        items = skeleton(found, topical)
        wanted = labels.roles(frame)
        roles: list[str | None] = []
        spoken: dict[int, str] = {}
        for item, name in zip(items, names, strict=True):
            token = found[item.first]
            if item.key == NUMBER:
                number = value("".join(t.text for t in found[item.first : item.last]))
                if name is None and number is not None:
                    name = str(number)
                    if name in wanted:
                        spoken[number] = name
                roles.append(_one(wanted.get(name or "", set())))
            elif item.key == TOPIC or token.is_mark:
                roles.append("topic" if name == "topic" else _one(wanted.get(name or "", set())))
            else:
                roles.append(None)
        heads = labels.heads(frame, spoken)
        return Example(source, text, found, tagged, items, heads, roles, weight)

    def of_question(self, record: dict[str, Any], tagger: Tagger) -> Example | None:
        """A real question with its frame; its names are known by what they are linked to."""
        frame = record.get("frame")
        if not frame:
            return None
        text = self.normal(record["question"])
        with contextlib.suppress(Refusal):
            text = self.english(text)
        found = tokens(self.linker.link(text))
        topical = trimmed(found, tagger.tags(found, tagger.scores(found)))
        items = skeleton(found, topical)
        gold = self._by_name(_as_topic(frame, record["question"]))
        words = {
            t: t
            for w in gold.get("words", ())
            for t in ([w["text"]] if isinstance(w["text"], str) else w["text"])
        }
        names: list[str | None] = []
        for item in items:
            span = found[item.first].span
            if span is not None:
                names.append(self._name(span))
            elif item.key == TOPIC:
                run = "".join(t.text for t in found[item.first : item.last])
                names.append(
                    next(
                        (w for w in words if w in run),
                        gold.get("topic") or ("topic" if "rows" in gold else None),
                    )
                )
            else:
                names.append(None)
        if "rows" in gold and "topic" not in gold:
            gold = {**gold, "topic": "topic"}
        return self._labelled(record["id"], text, found, topical, topical, names, gold, 3.0)

    def _name(self, span: Span) -> str | None:
        lexicon = self.names.lexicon
        if span.kind is SpanKind.TOWNSHIP and span.iris:
            return lexicon.townships[span.iris[0]].name
        if span.kind is SpanKind.PLACE and span.iris:
            return lexicon.places[span.iris[0]].label
        if span.kind is SpanKind.BODY:
            return span.function
        if span.kind is SpanKind.CATEGORY and span.iris:
            return lexicon.categories[span.iris[0]]
        return None

    def _by_name(self, gold: Any) -> Any:
        """A frame with its bodies and places named as the linker does."""
        if isinstance(gold, list):
            return [self._by_name(item) for item in gold]
        if not isinstance(gold, dict):
            return gold
        found = {key: self._by_name(item) for key, item in gold.items()}
        lexicon = self.names.lexicon
        for key in ("function", "who"):
            if key in found:
                found[key] = self._function(found[key])
        if "except" in found:
            found["except"] = [self._function(name) for name in found["except"]]
        if "places" in found:
            labels_ = {n: p.label for p in lexicon.places.values() for n in (p.label, *p.names)}
            found["places"] = [labels_.get(name, name) for name in found["places"]]
        return found

    def _function(self, label: str) -> str:
        entities = self.names.lexicon.surfaces.get(label, ())
        return next((e.iri for e in entities if e.kind == "function"), label)

    @staticmethod
    def _slot(token: Token, slots: dict[tuple[int, int], str]) -> str | None:
        inside = [
            name for (start, end), name in slots.items() if start < token.end and token.start < end
        ]
        # 县水利局 after {county}: the body is what the mark is there for.
        return inside[-1] if inside else None


def _one(found: set[str]) -> str:
    """The role; of several the one that is told first in order."""
    return sorted(found)[0] if found else "none"


def _is_topic(name: str) -> bool:
    return name.strip("{}").rstrip("0123456789") in _TOPICAL


def _topical(token: Token, name: str | None) -> bool:
    quotes = token.is_blank and token.text in '“”"'
    return name is not None and _is_topic(name) and not token.is_mark and not quotes


_NAMES = re.compile("名称|名字|标题|带|含|类|处罚|考核|核发")


def _as_topic(frame: dict[str, Any], question: str) -> dict[str, Any]:
    """A frame in which words of a name that are just the duty asked about are its topic."""
    words = frame.get("words", ())
    if (
        len(words) != 1
        or words[0]["in"] != "name"
        or words[0].get("not")
        or _NAMES.search(question)
    ):
        return frame
    rest = {key: item for key, item in frame.items() if key != "words"}
    return {**rest, "topic": "topic"}


def _word_slots(record: dict[str, Any]) -> dict[str, Any]:
    """Words that a template says literally become slots: they can be any word."""
    template, frame = record["q"], record["frame"]
    words: list[dict[str, Any]] = []
    for w in frame.get("words", ()):
        texts = [w["text"]] if isinstance(w["text"], str) else list(w["text"])
        new: list[str] = []
        for text in texts:
            if not text.startswith("{") and text in template:
                slot = f"{{word{len(words) + len(new) + 5}}}"
                template = template.replace(text, slot, 1)
                new.append(slot)
            else:
                new.append(text)
        words.append({**w, "text": new[0] if isinstance(w["text"], str) else new})
    if words:
        frame = {**frame, "words": words}
    return {"q": template, "frame": frame}


def shuffled(records: Iterable[Any], seed: int) -> list[Any]:
    """The records in an order that is always the same."""
    found = list(records)
    random.Random(seed).shuffle(found)
    return found


def pieces(names: Sequence[str], pick: random.Random) -> Iterator[str]:
    """Duty names as people shorten them."""
    for name in names:
        clean = re.sub(r"[（(].*?[）)]|[“”\"]", "", name)
        yield clean
        parts = [p for p in re.split("[、，,；;]|以及|和", clean) if len(p) > 3]
        if parts:
            yield pick.choice(parts)
        shorter = re.sub("^(负责|做好|开展|加强|推进|配合|组织|协助)+", "", clean)
        shorter = re.sub("(工作|管理|建设|服务)+$", "", shorter)
        if 2 <= len(shorter) <= 14:
            yield shorter
        elif len(shorter) > 14:
            yield shorter[: pick.randint(4, 10)]
