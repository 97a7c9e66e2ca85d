"""The reader: a normalised question becomes a question of the algebra, or a refusal with a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.asking.frame import REPORTS, Ask, Frame, Question, Refusal, Status
from kg.asking.lexicon import Lexicon
from kg.asking.linking import Linker
from kg.asking.planning.plan import Planner
from kg.asking.reading.addressees import receiving, told_to
from kg.asking.reading.assembling import Assembler
from kg.asking.reading.certainty import (
    KIND,
    certain,
    demand,
    empty,
    limits,
    of_all,
    plausible_empty,
    together,
    unused,
    used,
)
from kg.asking.reading.cues import Cues, CueTable, loaded_edition, plain
from kg.asking.reading.duties import Duties
from kg.asking.reading.fitting import (
    fitting,
    one_thing,
    selecting,
)
from kg.asking.reading.guiding.guesses import guided
from kg.asking.reading.guiding.unlisted import in_lists, outside
from kg.asking.reading.guiding.unread import see_all_read
from kg.asking.reading.heads import TOLD, Model, compared, with_head
from kg.asking.reading.leftovers import (
    NO_LONGER,
    WORD,
    leftovers,
    limited,
    selects,
    taken_apart,
    unlimited,
    unread_act,
    unread_office,
)
from kg.asking.reading.marks import (
    Mark,
    Parts,
    Sorted,
    Trace,
    beside_asking,
    marks,
    nothing_left_out,
    of_one_matter,
    placed,
    untagged,
)
from kg.asking.reading.nets import Nets
from kg.asking.reading.numbers import counted, within
from kg.asking.reading.operators import listed
from kg.asking.reading.tagging import (
    Surroundings,
    Tagger,
    acting,
    cleaned,
    lone,
    suspected,
    telling_words,
    trimmed,
    without,
    worded,
)
from kg.asking.reading.telling import (
    UNTOLD,
    Said,
    asked_alone,
    asked_first,
    asked_of,
    awaited,
    beside,
    beside_names,
    is_story,
    listener,
    nobody,
    notes,
    states,
    timed,
    told_first,
    told_kind,
)
from kg.asking.reading.tokens import PLACES, TOPIC, in_quotes, language, skeleton, sought, tokens
from kg.asking.reading.wheres import alternatives, plainly
from kg.asking.spans import Span
from kg.asking.topics import Topics
from kg.patterns import regex

if TYPE_CHECKING:
    from kg.meaning.meaning import Meaning
    from kg.store.graph import Graph

_RECLAIM = regex(
    "(?i)收回|收走|承接|上收|收归|收上|(?:现在|如今|眼下|后来|已经?|都)[^,，。?？]{0,6}[交移转]给谁|[交移转]给谁(?:了|去?管)|接手|接管|接走|拿走|took over|(?:took|takes?) [^,.;?]{1,40} back|taken|reclaim"
)
_TOPICAL = ("topic", "none", "all")


class Reader:
    """Reads questions with the names of one graph."""

    def __init__(
        self,
        graph: Graph,
        lexicon: Lexicon,
        linker: Linker,
        topics: Topics,
        planner: Planner,
        meaning: Callable[[], Meaning],
        cues: CueTable,
        formal: Callable[[str], list[str]],
        parts: Parts,
        nets: Nets | None = None,
    ) -> None:
        """Prepare; the nets are those of the program unless others are given."""
        self._lexicon, self._linker, self._planner = lexicon, linker, planner
        opened = lru_cache(maxsize=1)(lambda: nets or Nets(Path(__file__).with_name("nets.bin")))
        self.tagger = Tagger(opened, Surroundings(graph))
        self._model = Model(opened)
        self._cues = cues
        self._listed = cues.listed
        self._text = graph.text
        self._assembler = Assembler(lexicon, parts)
        self._formal, self._parts = formal, parts
        self.duties = Duties(topics, meaning, lexicon, planner)
        self._meaning = meaning

    def trace(self, text: str) -> Trace:
        """What was learned, said of a normalised question."""
        linked = self._linker.link(text)
        found = tokens(linked)
        scores = self.tagger.scores(found)
        topical = trimmed(found, self.tagger.tags(found, scores))
        topical = suspected(found, topical, scores, self._said, self.tagger.asks)
        topical = acting(found, topical)
        topical = without(found, topical, self._listed)
        topical = worded(found, topical, lambda word: self.tagger.only_asks(word, self._formal))
        asking = self._cues.asking(found)
        topical = [
            tag and (token.quoted or not ask)
            for tag, ask, token in zip(topical, asking, found, strict=True)
        ]
        topical = lone(found, topical)
        items = skeleton(found, topical)
        text = plain(items)
        cues = Cues(self._cues.find(text), text)
        whole = beside_names(found, looked_for=bool(cues.values("where")))
        if self._cues.outside(asked_first(whole) if cues.asks else whole):
            cues.effects.add("outside")
        alone = asked_alone(whole, every=not cues.asks)
        if cues.has("outside") and is_story(whole) and not self._cues.outside(alone):
            cues.effects.discard("outside")  # 一下雪路就没人推……这是谁的活: the weather is told
        guess = guided(self._model.guess(items), cues, items)
        guess = listed(guess, cues)
        kind = guess.best("kind")
        relation = compared(kind)
        parted = relation and "percent" not in kind
        sorted_ = within(marks(items, found, guess, relation, parted), items)
        if kind.split("/")[0] not in ("duties", "number"):
            sorted_ = placed(sorted_)
        if kind.startswith(("boolean", "lists")) and kind != "boolean/more":
            sorted_ = of_one_matter(sorted_, items)
        idle = self._cues.generic
        places = [p for m in sorted_ if m.span and m.item.key in PLACES for p in m.span.iris]
        sizes = {len(self._lexicon.townships_in(place)) for place in places}
        known = self._lexicon.townships
        named = {t for p in places for t in ((p,) if p in known else self._lexicon.townships_in(p))}
        sizes |= {len(known), len(named)}
        sorted_ = [
            m
            for m in sorted_
            if not of_all(m, items, sizes)
            and (m.item.key != TOPIC or sought(items, m.at, found) or cleaned(m.text) not in idle)
        ]
        quoted = [m.item.key == TOPIC and in_quotes(m.item, found) for m in sorted_]
        meant = any(quoted) and language(found) == "en"  # the one-card system (一卡通)
        told: list[Mark] = []
        first = next((m.at for m, is_quoted in zip(sorted_, quoted, strict=True) if is_quoted), 0)
        for m, is_quoted in zip(sorted_, quoted, strict=True):
            if is_quoted or not (meant and m.item.key == TOPIC and cues.values("where")):
                read = plainly(m, items, cues, kind, self._parts, quoted=is_quoted)
                told.append(
                    read if is_quoted or self._is_word(read) else replace(read, role="topic")
                )
            elif m.at > first:  # the phrase “12月底” in the entries on farm machinery
                told.append(replace(m, role="topic"))
        told = alternatives(told, items)
        return Trace(found, topical, items, guess, told, cues)

    def _is_word(self, mark: Mark) -> bool:
        """Whether a mark is no sentence of words that the lists lack: such a one means a duty."""
        words = cleaned(mark.text)
        found = mark.role not in ("all", "clauses") or len(words) <= WORD or words.isascii()
        return found or self._text.has(words)

    def _said(self, text: str) -> bool:
        """Whether the lists say these words."""
        return len(text) > 1 and text not in self._cues.generic and self._text.has(text)

    def read(self, text: str, english: bool = False) -> Question:
        """The question of a normalised text.

        Raises:
            Refusal: it cannot be answered; the reason names the word.
        """
        trace = self.trace(text)
        self._known(trace)
        nothing_left_out(trace.marks)
        loaded_edition(text, trace.cues, self._lexicon)
        whole = beside_names(trace.tokens).strip()
        in_lists(self._cues, whole)
        stated = states(whole, trace.cues)
        story = stated or is_story(whole)
        trace = self._as_told(trace, whole) if story else trace
        kind = trace.guess.best("kind")
        runs = self._runs(trace)
        heard = self._cues.find(whole)
        due = timed(trace.cues, heard, kind, trace.guess.sure("kind") >= KIND)
        if due and (runs or self._narrated(trace)) and not awaited(whole):
            spoken = f"{whole} {' '.join(self._formal(whole))}"
            marked = Sorted(trace.marks, self._lexicon)
            frame = Frame(townships=marked.townships("at"), places=marked.places("at"))
            own = "township" if trace.cues.has("side:township") else ""
            asked = Question(Ask.CLAUSES, frame, side=own, timed=due, said=spoken, english=english)
            return self.duties.due(asked, Said(runs, whole))
        if kind == "none":
            raise outside(trace, whole, stated=stated)
        sorted_marks = Sorted(trace.marks, self._lexicon)
        question = self._assembler.question(trace.guess, sorted_marks, trace.items, trace.cues)
        asks = asked_of(question, whole, heard, self._cues.asking_words)
        question = replace(asks, english=english, notes=notes(trace, whole))
        if question.relation != "both":
            unused(trace)
            certain(trace.guess, question, trace.cues)
            limits = counted(trace.marks, trace.items, question, self._planner)
            used(limits, trace.items, question, story)
            fitting(trace.marks, trace.tokens, question, self._lexicon)
            one_thing(question, trace.cues.text, whole)
        demand(question, trace)
        if question.relation != "both":
            together(trace.guess, trace.marks, trace.tokens)
        question = taken_apart(question, text, self._text.has, self._planner)
        if question.test == "leads" and "牵头" in text:
            question = replace(question, test="convenes")
        if question.test in ("leads", "convenes", "sole") and not question.asker:
            raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂问的是哪个部门")
        question = selecting(question, text, trace, self._planner)
        question = receiving(question, trace.marks, trace.items, self._planner)
        question = limited(self._found(question, trace, text, whole), whole, self._meaning)
        question = told_to(question, trace.marks, trace.items, self._planner)
        # The words of a story limit nothing, nor those beside a number.
        by_number = question.frame.numbers and question.parties
        read = () if by_number or (story and question.frame.rows) else trace.tokens
        if not read and question.ask is Ask.DEPARTMENTS:
            question = replace(question, frame=replace(question.frame, words=(), discontinued=None))
        rest = leftovers(read, trace.items, trace.cues, self.tagger.is_asked) if read else ()
        if gone := NO_LONGER.search(text):
            rest = tuple(one for one in rest if one not in gone[0])
        unread_office(rest)
        unread_act(question, rest, self._meaning)
        if selects(question):
            generic, stems = self._cues.generic, self._lexicon.stems
            see_all_read(question, rest, trace, self._linker.link(text), generic, stems)
            unlimited(question, rest, self._planner)
        frail = not plausible_empty(question, trace.guess, trace.cues)
        return replace(question, frail=frail, unused=rest)

    def _as_told(self, trace: Trace, whole: str) -> Trace:
        """The trace of a story (``whole``) about a duty that is surely known, as stories ask."""
        guess = trace.guess
        if guess.best("kind").startswith("boolean") and nobody(whole):
            heads = {**guess.heads, "kind": (("departments", 1.0), *guess.heads["kind"])}
            return replace(trace, guess=replace(guess, heads=heads))
        sure = guess.best("kind") if guess.sure("kind") >= KIND else ""
        if sure and not sure.startswith(UNTOLD):
            return trace
        kind = told_kind(trace.cues, trace.items, whole, sure)
        if not kind or self._cues.outside(asked_alone(whole, every=not trace.cues.asks)):
            return trace
        told, towns = told_first(whole, self._cues.asking_words), self._named(trace)
        choices = listener().choices(self._meaning(), told, townships=towns, story=whole)
        if not choices or choices[0].probability < _LEAST[trace.cues.asking]:
            return trace
        heads = {**guess.heads, "kind": ((kind, TOLD), *guess.heads["kind"])}
        # What a story tells (老板不给钱) limits no rows.
        return replace(trace, guess=with_head(replace(guess, heads=heads), "cond", ""))

    def _named(self, trace: Trace) -> list[str] | None:
        """The townships that are named, or that lie in places that are; None: nothing is."""
        known = self._lexicon.townships
        places = [mark.span for mark in trace.marks if mark.span and mark.item.key in PLACES]
        found = [iri for span in places for iri in span.iris]
        inside = [
            t
            for iri in found
            for t in ((iri,) if iri in known else self._lexicon.townships_in(iri))
        ]
        return [known[t].name for t in dict.fromkeys(inside)] or None

    def _known(self, trace: Trace) -> None:
        """Refuse names that are not in the graph."""
        for token in trace.tokens:
            span = token.span
            if span is not None and span.kind.name == "UNKNOWN":
                said = "".join(t.text for t in trace.tokens if t.end <= span.start)
                after = "".join(t.text for t in trace.tokens if t.start >= span.end)
                if span.note == "body" and (beside(said, after) or self._of_township(trace, span)):
                    continue  # who is asking, or tells of it, or an office of the township itself
                self._unknown(span)

    @staticmethod
    def _of_township(trace: Trace, span: Span) -> bool:
        """Whether an unknown office stands right behind a known township: 东城镇综治办."""
        return any(t.key == PLACES[0] and t.end == span.start for t in trace.tokens)

    def _unknown(self, span: Span) -> None:
        from kg.querying.lookup import bracketed, near_names

        if span.note == "body":
            all_ = self._lexicon.bodies.values()
            same = [b.label for b in all_ if span.function and b.function == span.function]
            told, second = bracketed(span.text, ((b.label, n) for b in all_ for n in b.names))
            likely = [*second, *same][:5] or near_names(span.text, [b.label for b in all_])
            none = f"已载入的清单里没有“{span.text}”这个部门"
            raise Refusal(Status.NOT_FOUND, told or none, tuple(likely))
        loaded = [t.name for t in self._lexicon.townships.values()]
        likely = near_names(span.text, loaded) or loaded[:5]
        raise Refusal(Status.NOT_FOUND, f"没有载入“{span.text}”的清单", tuple(likely))

    def _found(self, question: Question, trace: Trace, text: str, whole: str) -> Question:
        """The question with its topic resolved, where it has one or needs one."""
        frame = question.frame
        if frame.numbers and len(frame.lists) == 1:  # 配合40那一项，名单收齐以后往哪儿报
            frame = replace(frame, topic="")
            question = replace(question, frame=frame)
        if frame.numbers and question.parties in REPORTS:
            return question
        needs = question.ask in (Ask.CLAUSES, Ask.LISTS) or (
            question.ask is Ask.BOOLEAN and question.test != "more" and not frame.words
        )
        runs = self._runs(trace)
        if question.test == "exists" and not runs and not frame.topic and not empty(frame):
            return question  # 有没有只有甲镇配合的: what limits it is no duty
        if not frame.topic and not (needs and not frame.numbers):
            reported = question.parties in REPORTS and self._narrated(trace)
            if question.ask is not Ask.DEPARTMENTS or (
                limits(question, trace.cues) and not reported
            ):
                return question
        runs = runs or untagged(beside_asking(trace.tokens, self._cues.asking))
        if not runs and not self._narrated(trace):
            raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂问的是哪一件事项")
        told = question.ask in (Ask.DEPARTMENTS, Ask.BOOLEAN) and is_story(whole)
        several = trace.cues.has("each") or bool(_TWO.search(text))
        if question.english:
            whole = " ".join(_OF_LISTS.sub(" ", whole).split())
        heard = told_first(whole, self._cues.asking_words) if told else ""
        said = Said(runs, whole, heard, bool(_RECLAIM.search(text)), told, several)
        return self.duties.resolved(question, said)

    def _narrated(self, trace: Trace) -> bool:
        """Whether a sentence says enough beside its names and question to mean a duty."""
        said = [t for t in trace.tokens if not (t.is_mark or t.is_blank)]
        return len(said) >= 8 and len(beside_asking(trace.tokens, self._cues.asking)) > WORD

    def _runs(self, trace: Trace) -> tuple[str, ...]:
        found = (
            telling_words(cleaned(m.text), self._cues.generic)
            for m in trace.marks
            if m.item.key == TOPIC and m.role in _TOPICAL and m.scope != "2"
        )
        return tuple(text for text in found if text)


_OF_LISTS = regex(r"(?i)\b(?:dut(?:y|ies)|lists?|listed|cooperation|reclaimed)\b")
"""English words that speak of the lists, whose Chinese would be words of duties: duty, 值班."""
_LEAST = {False: 0.6, True: 0.75}
"""From this probability on the duty a story means tells what it asks, where its words ask nothing (or leave it open)."""
_TWO = regex("[两二三][件项样个](?:事|工作|活|事项)|哪[两二三][件项样条]|both of them|these two")
"""Several duties are named, each of which is asked about."""
