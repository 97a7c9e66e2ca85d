"""Parsing: the names and cues of a question become a frame."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from kg.asking.cues import Cue, Cues, CueTable
from kg.asking.frame import Ask, BodyRef, Frame, Question, Refusal, Status
from kg.asking.lexicon import Lexicon
from kg.asking.linking import Linked, Linker, Span, SpanKind
from kg.asking.words import MARKS, Words
from kg.folding import has_chinese

_RECLAIM = re.compile("收|承接|接手|接管|接走|拿走|took|taken|reclaim", re.IGNORECASE)
_DEPTS = {"ge": (0, 0), "gt": (1, 0), "eq": (0, 1)}


class Parser:
    """Turns questions into frames with the names of one graph."""

    def __init__(
        self,
        lexicon: Lexicon,
        linker: Linker,
        cues: CueTable,
        acts: frozenset[str],
        known: Callable[[str], bool],
    ) -> None:
        """Prepare; ``acts`` are words for what is done (处罚), ``known`` tells words of the lists."""
        self._acts = acts
        self._known = known
        self._lexicon = lexicon
        self._linker = linker
        self._cues = cues

    def parse(self, text: str) -> Question:
        """The question in a normalised text.

        Raises:
            Refusal: a name that is not in the graph, a question outside the lists, or nothing
                that could be understood.
        """
        linked = self._linker.link(text)
        cues = self._cues.find(linked.masked, linked.text)
        reading = _Reading(self._lexicon, linked, cues, _english(text), self._acts, self._known)
        return reading.question()


class _Reading:
    """One question while it is read."""

    def __init__(
        self,
        lexicon: Lexicon,
        linked: Linked,
        cues: Cues,
        english: bool,
        acts: frozenset[str],
        known: Callable[[str], bool],
    ) -> None:
        self._lexicon = lexicon
        self._linked = linked
        self._cues = cues
        self._english = english
        self._notes: list[str] = []
        self._spans = self._positions()
        self._words = Words(lexicon, linked, cues, self._spans, english, acts, known)

    def _positions(self) -> list[tuple[int, Span]]:
        """Each span with its place in the masked text."""
        places = [i for i, c in enumerate(self._linked.masked) if c in MARKS]
        return list(zip(places, self._linked.spans, strict=True))

    # -- the question ---------------------------------------------------------------------

    def question(self) -> Question:
        self._refuse()
        for _, span in self._spans:
            if span.note.startswith("misspelt:"):
                self._notes.append(f"“{span.text}”按“{span.note.partition(':')[2]}”理解")
        pieces = self._words.pieces()
        ask = self._ask(bool(pieces))
        frame = self._frame(0, len(self._linked.masked))
        frame = self._words.applied(frame, pieces, ask)
        self._notes.extend(self._words.notes)
        compared = self._compared(frame, ask)
        if compared:
            return compared
        question = Question(ask, frame, english=self._english, notes=tuple(self._notes))
        question = self._refine(question)
        self._demand(question)
        return question

    def _refuse(self) -> None:
        for _, span in self._spans:
            if span.kind is SpanKind.UNKNOWN:
                self._unknown(span)
        outside = self._cues.of("refuse")
        if outside and not self._cues.has("mention"):
            raise Refusal(
                Status.OUT_OF_SCOPE,
                f"清单里不写这个（{outside[0].text}）；清单只写事项由谁牵头、谁配合、谁收回",
            )

    def _unknown(self, span: Span) -> None:
        from kg.querying.lookup import near_names

        if span.note == "body":
            names = [b.label for b in self._lexicon.bodies.values()]
            if span.function:
                same = [
                    b.label for b in self._lexicon.bodies.values() if b.function == span.function
                ]
                near = tuple(same[:5])
            else:
                near = tuple(near_names(span.text, names))
            raise Refusal(Status.NOT_FOUND, f"已载入的清单里没有“{span.text}”这个部门", near)
        loaded = tuple(t.name for t in self._lexicon.townships.values())
        raise Refusal(
            Status.NOT_FOUND,
            f"没有载入“{span.text}”的清单",
            tuple(near_names(span.text, loaded)) or loaded[:5],
        )

    # -- what is asked for ----------------------------------------------------------------

    def _ask(self, topical: bool) -> Ask:
        cues = self._cues
        asks = set(cues.values("ask"))
        if asks & {"share", "difference"} or cues.has("unit"):
            return Ask.NUMBER
        if "where" in asks:
            return Ask.DUTIES
        if "lists" in asks:
            return Ask.LISTS
        if "categories" in asks:
            return Ask.CATEGORIES
        if "departments" in asks or cues.has("cooccur") or cues.has("group", "function"):
            return Ask.DEPARTMENTS
        if asks & {"townships", "counties"}:
            return Ask.TOWNSHIPS
        if "number" in asks:
            return Ask.NUMBER
        if "boolean" in asks and not asks & {"duties", "clauses"}:
            return Ask.BOOLEAN
        if "clauses" in asks and topical:
            return Ask.CLAUSES
        ranks = [*cues.of("rank"), *cues.of("top")]
        if any(
            cue.value == "township" and any(0 <= cue.start - rank.end <= 1 for rank in ranks)
            for cue in cues.of("subject")
        ):
            return Ask.TOWNSHIPS
        return Ask.DUTIES

    # -- the frame ------------------------------------------------------------------------

    def _frame(self, start: int, end: int) -> Frame:
        """The frame of a stretch of the masked text, words not included."""
        spans = [span for place, span in self._spans if start <= place < end]
        cues = [cue for cue in self._cues.found if start <= cue.start < end]
        excluded = self._excluded()
        townships = [s.iris for s in spans if s.kind is SpanKind.TOWNSHIP]
        for iris in townships:
            if len(iris) > 1:
                names = tuple(self._lexicon.townships[t].name for t in iris)
                raise Refusal(Status.NOT_UNDERSTOOD, "同名乡镇不止一个，请写上县名", names)
        bodies = [s for s in spans if s.kind is SpanKind.BODY and s not in excluded]
        lists = [cue.value for cue in cues if cue.slot == "list"]
        for cue in cues:
            if cue.slot == "ask" and cue.value == "departments" and _RECLAIM.search(cue.text):
                lists.append("reclaimed")
        depts = self._depts(cues)
        return Frame(
            lists=tuple(k for k in ("basic", "cooperation", "reclaimed") if k in lists),
            townships=tuple(dict.fromkeys(iris[0] for iris in townships)),
            places=tuple(dict.fromkeys(s.iris[0] for s in spans if s.kind is SpanKind.PLACE)),
            bodies=_merged([BodyRef(s.text, s.function, s.iris, s.place) for s in bodies]),
            joint=any(cue.slot in ("joint", "cooccur") for cue in cues) and len(bodies) > 1,
            categories=tuple(iri for s in spans if s.kind is SpanKind.CATEGORY for iri in s.iris),
            depts=depts,
            discontinued=any(cue.slot == "discontinued" for cue in cues),
        )

    def _excluded(self) -> list[Span]:
        """Bodies that the question leaves out: 除…外."""
        cues = self._cues.of("except")
        return [
            span
            for place, span in self._spans
            if span.kind is SpanKind.BODY
            and any(cue.end == place or cue.start == place + 1 for cue in cues)
        ]

    @staticmethod
    def _depts(cues: list[Cue]) -> tuple[int, int]:
        for cue in cues:
            if cue.slot == "depts":
                if cue.value == "many":
                    return (2, 0)
                number = cue.number or 1
                add, upper = _DEPTS[cue.value]
                return (number + add, number if upper else 0)
        return (0, 0)

    # -- refinements ----------------------------------------------------------------------

    def _refine(self, question: Question) -> Question:
        cues, frame = self._cues, question.frame
        value, side, group, rank = "", "", "", None
        excluded = tuple(iri for span in self._excluded() for iri in span.iris)
        asks = cues.values("ask")
        if "where" in asks:
            value = "where"
        if question.ask is Ask.NUMBER and cues.has("unit"):
            group = cues.values("unit")[0]
        if cues.has("rank") or cues.has("top"):
            asked = [
                *cues.of("top"),
                *cues.of("rank"),
                *(cue for cue in cues.of("ask") if cue.value != "duties"),
            ]
            number = next((cue.number for cue in asked if cue.number), 1)
            rank = (number, (cues.values("rank") or ["max"])[0])
        if cues.has("group", "function"):
            group = "function"
        if "counties" in asks:
            group = "county"
        if cues.has("cooccur"):
            value = "together"
        if question.ask is Ask.CLAUSES:
            side = self._side(frame)
        if question.ask is Ask.BOOLEAN:
            value = self._sense(frame)
        if question.ask is Ask.DEPARTMENTS and not value and excluded:
            value = "except"
        return replace(
            question, value=value, side=side, group=group, rank=rank, excluded=excluded, frame=frame
        )

    def _side(self, frame: Frame) -> str:
        if frame.bodies and not re.search(
            f"{SpanKind.BODY.value}[^{SpanKind.BODY.value}]{{0,4}}(要|让|叫|需要|要求|给)[^{SpanKind.BODY.value}]*{SpanKind.TOWNSHIP.value}",
            self._linked.masked,
        ):
            return "superior"
        asked = " ".join(cue.text for cue in self._cues.of("ask"))
        upper = self._cues.has("subject", "superior") or "上级" in asked
        return "superior" if upper and not frame.bodies else "township"

    def _sense(self, frame: Frame) -> str:
        """What a yes means: may be asked (default), or stands in this very list."""
        if frame.lists and not self._cues.has("modal"):
            return frame.lists[0] if len(frame.lists) == 1 else "asked"
        if frame.lists == ("basic",):
            return "basic"
        if frame.lists == ("reclaimed",):
            return "reclaimed"
        if frame.bodies and self._cues.has("role"):
            return "leads"
        return "asked"

    def _demand(self, question: Question) -> None:
        """Refuse what has no content: no name, no list, no topic, nothing asked."""
        frame = question.frame
        empty = not (
            frame.lists
            or frame.bodies
            or frame.categories
            or frame.topic
            or frame.mentions
            or frame.name_words
            or frame.discontinued
            or frame.depts != (0, 0)
            or question.rank
        )
        if empty and not ((frame.townships or frame.places) and self._cues.has("ask")):
            if question.ask is Ask.NUMBER and self._cues.has("total"):
                return
            raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂问的是什么事项、部门或清单")
        needs = question.ask in (Ask.CLAUSES, Ask.LISTS) or (
            question.ask is Ask.BOOLEAN and not frame.mentions
        )
        if needs and not frame.topic:
            raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂问的是哪一件事项")

    # -- comparisons ----------------------------------------------------------------------

    def _compared(self, frame: Frame, ask: Ask) -> Question | None:
        from kg.asking.compare import compared

        return compared(
            self._linked, self._cues, self._frame, frame, ask, self._english, tuple(self._notes)
        )


def _english(text: str) -> bool:
    words = re.findall("[A-Za-z]{2,}", text)
    return len(words) >= 3 or (bool(words) and not has_chinese(text))


def _merged(refs: list[BodyRef]) -> tuple[BodyRef, ...]:
    """Bodies named twice count once; a name with its county narrows the same one without."""
    found: list[BodyRef] = []
    for ref in sorted(refs, key=lambda r: not r.place):
        if any(
            ref.function == other.function and (not ref.place or ref.place == other.place)
            for other in found
        ):
            continue
        found.append(ref)
    return tuple(sorted(found, key=refs.index))
