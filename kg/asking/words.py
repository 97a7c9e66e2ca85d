"""Words: what a question says beyond names and cues becomes topic, mentions, categories."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from kg.asking.cues import USED, Cue, Cues
from kg.asking.frame import Ask, BodyRef, Frame, Refusal, Status
from kg.asking.lexicon import Lexicon
from kg.asking.linking import Linked, Span, SpanKind
from kg.folding import has_chinese, match_key

Piece = tuple[int, int, str]
"""A piece of the question: start and end in the masked text, its words."""

MARKS = frozenset(kind.value for kind in SpanKind)
"""The characters that stand for names in a masked question."""

_SMALL = re.compile(
    r"^[的了在由把将给让从对里中内上下和与及或跟同是有要被还去做到为于就都也又再会能可以其之地得着过吧呢啊嘛呀后前时等者及、,;:.?!。\s\-—·()“”\"'…]*$"
)
_EDGE = "、,;:.?!。 -—·()“”\"'…"
_LEAD = "里的了在由把将给让从对中和与及或跟同是有要被还去做到为于就都也又再会能可时"
_TRAIL = "的了在由把被对从里中内上下时是有要被还去做到为于吗呢啊嘛呀吧等和与及"
_SUFFIX = re.compile(
    r"(?P<word>[\u4e00-\u9fff]{2,8})(?:类|类别|方面|领域|板块)(?:的)?(?:工作|事项|活儿?|任务|事)?$"
)
_YEAR = re.compile(r"(20\d\d)年(?:\d{1,2}月)?(?:份|度|版)?(?:的)?(?:版本|版|清单)?")
_NOISE = re.compile(
    "^(?:工作|事项|事情|任务|部门|单位|职责|内容|清单|类别|情况|名单|业务|具体|一项|两项|几项|标注|标明|注明|下面|县市?|要求|求|各|个|项|条|件|所|及|其|它|他|们|所有|全部|一个|同一|同在|谁|一|相|看|彻底|完全|凡是|啥|[干搞办做管拿派收交的了在由把将给让从对里中内上下和与及或跟同是有要被还去做到为])+$"
)
_LATIN = re.compile("[A-Za-z]{4,}")


class Words:
    """The remaining words of one question."""

    def __init__(
        self,
        lexicon: Lexicon,
        linked: Linked,
        cues: Cues,
        spans: list[tuple[int, Span]],
        english: bool,
        acts: frozenset[str],
        known: Callable[[str], bool],
    ) -> None:
        """Prepare; ``spans`` are the names with their places in the masked text."""
        self._lexicon = lexicon
        self._linked = linked
        self._cues = cues
        self._spans = spans
        self._english = english
        self._acts = acts
        self._known = known
        self._editions = lexicon.editions
        self.notes: list[str] = []

    def _raw(self) -> list[Piece]:
        """What neither names nor cues explain: (start, end, text) in the masked text."""
        rest = list(self._cues.rest)
        topics = [(p, s) for p, s in self._spans if s.kind is SpanKind.TOPIC]
        for (left, _), (right, _) in pairwise(topics):
            between = self._linked.masked[left + 1 : right]
            if len(between) <= 4 and not any(c in MARKS for c in between):
                rest[left + 1 : right] = between  # a cue inside a duty's name is none
        pieces: list[Piece] = []
        start = 0
        marks = dict(self._spans)
        breaks = ",;:.?!。\n" if topics else ",;?!。\n"
        for position in range(len(rest) + 1):
            stop = position == len(rest) or (
                rest[position] == USED
                or rest[position] in breaks
                or (rest[position] in MARKS and marks[position].kind is not SpanKind.TOPIC)
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

    def pieces(self) -> list[Piece]:
        """What neither names nor cues explain, without the year of an edition.

        Raises:
            Refusal: no edition of that year is loaded.
        """
        kept = []
        for start, end, text in self._raw():
            dated = _YEAR.search(text)
            if dated and not any(edition.startswith(dated[1]) for edition in self._editions):
                raise Refusal(
                    Status.NOT_FOUND, f"没有载入{dated[1]}年的版本", tuple(self._editions)
                )
            rest = self._trimmed(_YEAR.sub("", text)) if dated else text
            if rest and not _NOISE.match(rest):
                kept.append((start, end, rest))
        return kept

    def _trimmed(self, text: str) -> str:
        """A piece without the particles around it, unless they belong to a word of the lists."""
        text = text.strip(_EDGE).lstrip("的了")
        while text and text[0] in _LEAD and not self._known(text[:3]):
            text = text[1:].strip(_EDGE)
        while text and text[-1] in _TRAIL:
            text = text[:-1].strip(_EDGE)
        return text

    def applied(self, frame: Frame, pieces: list[Piece], ask: Ask) -> Frame:
        """The frame with what the remaining words say."""
        asks = {cue.start for cue in self._cues.of("ask") if cue.value != "duties"}
        asks |= {cue.start for cue in self._cues.of("unit")}
        mentions = [cue for cue in self._cues.of("mention") if cue.end not in asks]
        words = pieces
        if self._english:
            words = [(a, b, _chinese(text)) for a, b, text in pieces if has_chinese(text)]
            strange = [text for _, _, text in pieces if _LATIN.search(_unglossed(text))]
            if strange and not words:
                raise Refusal(
                    Status.NOT_UNDERSTOOD, f"没有看懂这些词 (not understood): {', '.join(strange)}"
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
            span.text for place, span in self._spans if span.kind is SpanKind.BODY and place in ends
        ]

    def _mentioned(self, frame: Frame, left: list[Piece], mentions: list[Cue]) -> Frame:
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
            self.notes.append(f"没有用到的字：{'、'.join(dropped)}")
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


def _plain_body(text: str) -> str:
    """A body's name without the level before it: 县水利局 → 水利局."""
    return re.sub("^[县市区旗州](?=.{2,})", "", text)


def _unglossed(text: str) -> str:
    """The Latin words of a piece; where the duty is named in Chinese too they only explain it."""
    return "" if has_chinese(text) else text


def _chinese(text: str) -> str:
    """The Chinese words of a piece of an English question."""
    return "".join(re.findall("[\u4e00-\u9fff、，]+", text))


def _without_kind(text: str) -> str:
    """行政处罚类 → 处罚: the act alone."""
    return re.sub("(?:类别|类型|性质|方面|类)(?:的)?$", "", text).removeprefix("行政").strip(_EDGE)
