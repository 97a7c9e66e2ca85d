"""Parsing: the names and cues of a question become a frame."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from kg.asking.cues import USED, Cue, Cues, CueTable
from kg.asking.frame import Ask, BodyRef, Frame, Question, Refusal, Status
from kg.asking.lexicon import Lexicon
from kg.asking.linking import Linked, Linker, Span, SpanKind
from kg.folding import has_chinese, match_key

_MARK = {kind.value: kind for kind in SpanKind}
_SMALL = re.compile(
    r"^[的了在由把将给让从对里中内上下和与及或跟同是有要被还去做到为于就都也又再会能可以其之地得着过吧呢啊嘛呀后前时等者及、,;:.?!。\s\-—·()“”\"'…]*$"
)
_EDGE = "、,;:.?!。 -—·()“”\"'…"
_LEAD = "里的了在由把将给让从对中和与及或跟同是有要被还去做到为于就都也又再会能可时"
_TRAIL = "的了在由把被对从里中内上下时是有要被还去做到为于吗呢啊嘛呀吧等和与及"
_SUFFIX = re.compile(
    r"(?P<word>[\u4e00-\u9fff]{2,8})(?:类|类别|方面|领域|板块)(?:的)?(?:工作|事项|活儿?|任务|事)?$"
)
_NOISE = re.compile(
    "^(?:工作|事项|事情|任务|部门|单位|职责|内容|清单|类别|情况|名单|业务|具体|一项|两项|几项|标注|标明|注明|下面|县市?|要求|求|各|个|项|条|件|所|及|其|它|他|们|所有|全部|一个|同一|同在|谁|一|相|看|彻底|完全|凡是|啥|[干搞办做管拿派收交的了在由把将给让从对里中内上下和与及或跟同是有要被还去做到为])+$"
)
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
        self._acts = acts
        self._known = known
        self._notes: list[str] = []
        self._spans = self._positions()

    def _positions(self) -> list[tuple[int, Span]]:
        """Each span with its place in the masked text."""
        places = [i for i, c in enumerate(self._linked.masked) if c in _MARK]
        return list(zip(places, self._linked.spans, strict=True))

    # -- the question ---------------------------------------------------------------------

    def question(self) -> Question:
        self._refuse()
        for _, span in self._spans:
            if span.note.startswith("misspelt:"):
                self._notes.append(f"“{span.text}”按“{span.note.partition(':')[2]}”理解")
        pieces = self._pieces()
        ask = self._ask(bool(pieces))
        frame = self._frame(0, len(self._linked.masked))
        frame = self._with_words(frame, pieces, ask)
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
        from kg.lookup import near_names

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

    # -- words: topic, mentions, categories -----------------------------------------------

    def _pieces(self) -> list[tuple[int, int, str]]:
        """What neither names nor cues explain: (start, end, text) in the masked text."""
        rest = list(self._cues.rest)
        topics = [(p, s) for p, s in self._spans if s.kind is SpanKind.TOPIC]
        for (left, _), (right, _) in zip(topics, topics[1:], strict=False):
            between = self._linked.masked[left + 1 : right]
            if len(between) <= 4 and not any(c in _MARK for c in between):
                rest[left + 1 : right] = between  # a cue inside a duty's name is none
        pieces: list[tuple[int, int, str]] = []
        start = 0
        marks = {place: span for place, span in self._spans}
        breaks = ",;:.?!。\n" if topics else ",;?!。\n"
        for position in range(len(rest) + 1):
            stop = position == len(rest) or (
                rest[position] == USED
                or rest[position] in breaks
                or (rest[position] in _MARK and marks[position].kind is not SpanKind.TOPIC)
            )
            if stop:
                text = "".join(
                    marks[i].text if i in marks else rest[i] for i in range(start, position)
                )
                text = self._trimmed(text)
                if text and not _SMALL.match(text) and not _NOISE.match(text):
                    pieces.append((start, position, text))
                start = position + 1
        return pieces

    def _trimmed(self, text: str) -> str:
        """A piece without the particles around it, unless they belong to a word of the lists."""
        text = text.strip(_EDGE)
        while text and text[0] in _LEAD and not self._known(text[:3]):
            text = text[1:].strip(_EDGE)
        while text and text[-1] in _TRAIL:
            text = text[:-1].strip(_EDGE)
        return text

    def _with_words(self, frame: Frame, pieces: list[tuple[int, int, str]], ask: Ask) -> Frame:
        """The frame with what the remaining words say."""
        asks = {cue.start for cue in self._cues.of("ask") if cue.value != "duties"}
        asks |= {cue.start for cue in self._cues.of("unit")}
        mentions = [cue for cue in self._cues.of("mention") if cue.end not in asks]
        words = pieces
        if self._english:
            words = [(a, b, _chinese(text)) for a, b, text in pieces if has_chinese(text)]
            if not words and not self._spans and pieces:
                raise Refusal(
                    Status.NOT_UNDERSTOOD, f"没有看懂这些词 (not understood): {pieces[0][2]}"
                )
        categories, names, left = list(frame.categories), [], []
        quoted = [s.text for _, s in self._spans if s.kind is SpanKind.TOPIC]
        for start, end, text in words:
            stem = self._lexicon.stems.get(text)
            if stem and not self._cues.has("ask") and not mentions:
                bodies = self._lexicon.bodies_of(stem)
                frame = replace(frame, bodies=(*frame.bodies, BodyRef(text, stem, bodies)))
                continue
            found = self._category(text, ask, bool(mentions))
            if found:
                categories.append(found)
                continue
            act = _without_kind(text)
            if act in self._acts and not mentions and ask in (Ask.DUTIES, Ask.NUMBER):
                names.append(act)
                continue
            suffix = _SUFFIX.match(text)
            if (
                suffix
                and not mentions
                and ask in (Ask.DUTIES, Ask.NUMBER, Ask.DEPARTMENTS, Ask.TOWNSHIPS)
            ):
                names.append(suffix["word"])
                continue
            left.append((start, end, text))
        if frame.discontinued and all("不再" in text for text in quoted):
            left = [piece for piece in left if "不再" not in piece[2]]
        frame = replace(frame, categories=tuple(dict.fromkeys(categories)), name_words=tuple(names))
        said = self._bodies_said()
        if said:
            frame = replace(
                frame,
                bodies=tuple(ref for ref in frame.bodies if ref.text not in said),
                mentions=tuple(_plain_body(text) for text in said),
                clauses_only=self._cues.values("mention") == ["clauses"],
            )
        if not left:
            return frame
        if mentions and (
            ask in (Ask.DUTIES, Ask.NUMBER, Ask.TOWNSHIPS, Ask.CATEGORIES, Ask.DEPARTMENTS)
        ):
            return self._mentioned(frame, left, mentions)
        topic = "".join(text for _, _, text in left) if len(left) > 1 else left[0][2]
        return replace(frame, topic=topic.strip(_EDGE))

    def _bodies_said(self) -> list[str]:
        """Bodies right after 提到, 写到: words in the text, not the column."""
        ends = {
            cue.end
            for cue in self._cues.of("mention")
            if cue.value == "clauses" or re.search("提|写|出现|说|mention", cue.text)
        }
        return [
            span.text
            for place, span in self._spans
            if span.kind is SpanKind.BODY and place in ends
        ]

    def _mentioned(
        self, frame: Frame, left: list[tuple[int, int, str]], mentions: list[Cue]
    ) -> Frame:
        """Words next to 涉及, 提到, 有关 are looked up in the texts."""
        near = [
            piece
            for piece in left
            if any(
                -1 <= piece[0] - cue.end <= 1 or -1 <= cue.start - piece[1] <= 1 for cue in mentions
            )
        ] or left
        dropped = [text for piece in left if piece not in near for text in (piece[2],)]
        if dropped:
            self._notes.append(f"没有用到的字：{'、'.join(dropped)}")
        words = [
            word.strip(_EDGE + "工作事项") if len(word) > 4 else word.strip(_EDGE)
            for _, _, text in near
            for word in re.split("[、,和及或]|以及", text)
        ]
        clauses = all(cue.value == "clauses" for cue in mentions)
        return replace(
            frame, mentions=tuple(dict.fromkeys(w for w in words if w)), clauses_only=clauses
        )

    def _category(self, text: str, ask: Ask, mentioned: bool) -> str:
        """The category that a piece of the question names, by its own or a colloquial name."""
        suffix = _SUFFIX.match(text)
        word = match_key(suffix["word"] if suffix else text)
        entity = self._lexicon.category_forms.get(word)
        if not entity or mentioned:
            return ""
        keywords = ask is Ask.DUTIES and not self._cues.has("ask")
        if suffix or keywords or entity.label == word:
            return entity.iri
        return ""

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
            asked = [*cues.of("top"), *cues.of("rank"), *(cue for cue in cues.of("ask") if cue.value != "duties")]
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


def _plain_body(text: str) -> str:
    """A body's name without the level before it: 县水利局 → 水利局."""
    return re.sub("^[县市区旗州](?=.{2,})", "", text)


def _chinese(text: str) -> str:
    """The Chinese words of a piece of an English question."""
    return "".join(re.findall("[\u4e00-\u9fff、，]+", text))


def _english(text: str) -> bool:
    words = re.findall("[A-Za-z]{2,}", text)
    return len(words) >= 3 or (bool(words) and not has_chinese(text))


def _without_kind(text: str) -> str:
    """行政处罚类 → 处罚: the act alone."""
    return re.sub("(?:类别|类型|性质|方面|类)(?:的)?$", "", text).removeprefix("行政").strip(_EDGE)


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
    return tuple(sorted(found, key=lambda r: refs.index(r)))
