"""Excluding: what a clause of its own takes out of a question: 除了……, ……不算, ……那条去掉.

The question is read without the clause, and the clause then limits its frame: places, bodies, duties with only one
department, lists, categories, words of names, single duties. The phrases stand in ``excluding.csv``. A clause
that cannot be applied leaves the question to be read as a whole, which applies it or refuses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from kg.asking.frame import (
    GROUPS,
    LISTS,
    ROWS,
    Ask,
    Bounds,
    Frame,
    Question,
    Refusal,
    Status,
    Words,
)
from kg.asking.linking import Linker
from kg.asking.planning.plan import Planner
from kg.asking.planning.sides import of_other_side
from kg.asking.reading.operators import LISTED
from kg.asking.reading.tokens import value
from kg.asking.spans import PLACED, Span, SpanKind
from kg.asking.spoken.asides import COUNTY
from kg.frozen import frozen
from kg.patterns import regex
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.phrases import Phrases

if TYPE_CHECKING:
    from kg.meaning.meaning import Meaning

_CLAUSE = regex("[^,，。;；?？!！—…]+[,，。;；?？!！—…]*")
_STOPS = " ,，。;；?？!！—…"
_LEAST = 0.5
"""From this probability on a row is the one that a clause leaves out."""
_PAIR = 2
"""Characters of a word that is looked for although it was to be left out."""
_LONGEST = 16
"""Characters of what a clause leaves out."""
_WORD = regex(
    "^(?:事项)?(?:名称?|名字|标题|题目)?(?:里|中|上)?(?:面|头)?[带有含写](?:有|着|了)?(?:“(?P<quoted>[^“”]+)”|(?P<said>[\\u4e00-\\u9fff]{2,6}?))(?:这?[两二三]?个?字|字样|字眼)?的?$"
)
"""A word of names: 名称里带“处罚”的, 带考核的."""
_NAMED = regex("^(?P<said>[\\u4e00-\\u9fff]{2,3})的?$")
"""An act by a word of names: 处罚的."""
_COUNT = regex(
    "^(?:正好|刚好|只有|才|光有?)?(?P<n>[0-9一二两三四五六七八九十]+)[个家条项](?:部门|单位|整)?的?$"
)
"""So many as the bound does not take: 八项整的, 七家的."""
_OURSELVES = regex("(?:就)?是?我们?自己?(?:单位|局)?$|自家$|的$")
"""Behind a body that is the asker's own: 教育局就是我们自己."""
_STOPPED = regex(
    "(?:那些?)?(?:写明|注明|标明|写着|注着|写了|注了|标了)?(?:为|是)?(?:不再开展|不干了|停办|取消|没人接|没人承接|无人承接|没有部门承接)的?(?:那?[几些]?[项条个件]?)?"
)
"""What nobody does any more: 注明不再开展的."""
_OF_LIST = regex("^(?:的)?(?:清单|单子|表)?(?:上|里|中)?的?")
_REST = regex(
    "(?:剩下|余下|剩余|其余|另外|别)的?(?:各?[项条件]|(?:事项|条目)(?:里|中)?)?(?=(?:还)?[有是都]?(?:哪|几|多少))|还剩(?:下|余)?|还有(?=哪[个家]?[^,，?？]{0,20}最)"
    "|(?:其[余他它]|剩下|余下|另外)的?(?:那|这)?[几两二三四五六七八九]?个?(?:乡镇|地方?|家|处|县市?)的?"
)
"""What is left: of it is asked without the clause, too."""
_LEFT = regex(
    "(?:[,，]|的)(?:把)?(?:剩下?|其余|余下|剩余|别|其[他它])的?(?:各?[项条件])?(?:事项)?(?:请|麻烦|都|全|一并)*(?:列?给我|列出来|要|列一列|列一下|补给我|报给?我|给我列[^,，]{0,2})?[。 ]*$"
)
""", 剩下的: nothing more is said of what is left."""
_LEFT_WHAT = regex(
    "[,，]?(?:还(?:剩下?|有|余下?)|剩下?|余下?)的?(?:些)?(?:有|是)?(?:啥|什么|哪[些几][条项个]?)[。?？ ]*$"
)
"""还剩啥: which are left."""
_INNER = regex(
    "(?P<main>.{4,24}?(?:事项|清单|条目|任务)(?:里|中|上|当中)(?:面|头)?)(?P<what>.{3,})$"
)
"""Rows, and which of them are taken out: 把甲乡乙局的配合事项里带丙局的筛走."""
_OTHERS_WANTED = regex("其余|剩下|剩余|余下|还剩|别的")
"""The others are asked for: of what was named before them, it is left out."""
_ASIDE = regex(
    "一边|(?:先不|别|甭)[看管算]|^把|撇开|刨开|不参[与加]|不[跟和][它他]比|[不别]带[它他]|撂[开下]"
)
_INLINE = regex(
    "(?:以外|之外)(?=[还另](?:挂|写|列|得|要|叫)|还有[哪谁]|剩)|(?<=[条项个类的])(?:去掉|刨掉|除掉|扣掉|剔除|不算|除外)(?:以?后|的话)?(?=还?[剩有])"
)
"""那条去掉还剩几项: a clause without a mark behind it."""
_OWN = regex("(?:我们|咱们?|我|本单位|本局|我局)(?:自己|自个儿?|本身)?(?:单位|局)?")
_ASKER = regex("^(?:我|我们|咱们?|这里)(?:是|这边是)?(?P<name>[\u4e00-\u9fff]{2,14})的[,，]")
"""Who asks: 我甲县教育局的."""
_OTHERS = regex("别的|其他|其它|另外|合着|联合|一起|一块")
_ASKS = regex("[哪谁]|(?<!那)几|什么|多少")


@frozen
class Parted:
    """A question without a clause that takes something out, what it takes out, and the clause as it was said."""

    main: str
    what: str
    said: str


class _Said:
    """The table ``excluding.csv``, as patterns of clauses and of what stands in them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._phrases = Phrases(vocabulary, "excluding")

    @cached_property
    def opening(self) -> re.Pattern[str]:
        """A clause that begins with words that exclude: 除了……以外."""
        opens, closes = map(self._phrases.any, ("opens", "closes"))
        return regex(f"^(?:但是?|不过|只是|可是?)?{opens}(?P<what>.{{1,24}}?){closes}*$")

    @cached_property
    def late(self) -> re.Pattern[str]:
        """A clause that begins so and is not the first: 别带……."""
        return regex(f"^{self._phrases.any('opens-late')}(?P<what>.{{2,16}})$")

    @cached_property
    def ending(self) -> re.Pattern[str]:
        """A clause that ends with words that exclude: ……不算."""
        before, ends, tails = map(self._phrases.any, ("before", "ends", "tails"))
        return regex(
            "^(?:但是?|不过|只是|可是?|其中|里头|里面|哦|噢|嗯|哎|对了)?(?:要是|如果|凡是?)?(?:把)?"
            f"(?P<what>.{{1,24}}?){before}*{ends}{tails}*$"
        )

    @cached_property
    def only_ends(self) -> re.Pattern[str]:
        """A clause of nothing but words that exclude: 不用说."""
        before, ends, tails = map(self._phrases.any, ("before", "ends", "tails"))
        return regex(f"^{before}*{ends}{tails}*$")

    @cached_property
    def alone(self) -> re.Pattern[str]:
        """What says that one department does it alone."""
        return regex(self._phrases.any("alone"))

    @cached_property
    def one_of(self) -> re.Pattern[str]:
        """What stands behind the words for a duty: 那条."""
        return regex(f"{self._phrases.any('one-of')}$")

    def only(self, kind: str, rest: str) -> bool:
        """Whether nothing but phrases of this kind is said."""
        return not re.sub(f'{self._phrases.any(kind)}|[“”"()（） ]', "", rest)


def _beside(text: str, spans: Sequence[Span]) -> str:
    """What stands beside these pieces of a text."""
    return "".join(c for n, c in enumerate(text) if not any(s.start <= n < s.end for s in spans))


def patterns(vocabulary: Vocabulary) -> Iterator[re.Pattern[str]]:
    """Those of the table that questions are looked through for."""
    said = _Said(vocabulary)
    yield from (said.opening, said.late, said.ending)


class Excluding:
    """Takes clauses that exclude off a question, and applies them to what was read."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        linker: Linker,
        planner: Planner,
        meaning: Callable[[], Meaning],
        has: Callable[[str], bool],
    ) -> None:
        """Prepare; ``has`` tells whether the lists have a word."""
        self._said = _Said(vocabulary)
        self._linker, self._planner, self._meaning, self._has = linker, planner, meaning, has

    def parted(self, text: str) -> Parted | None:
        """The question without its last clause that excludes; None where none does."""
        clauses = _CLAUSE.findall(_INLINE.sub(r"\g<0>，", text))
        if len(clauses) < 2:
            return None
        for at in range(len(clauses) - 1, -1, -1):
            bare = clauses[at].strip(_STOPS)
            opened, ended = self._said.opening.match(bare), self._said.ending.match(bare)
            others = ended and _OTHERS_WANTED.search("".join(clauses[1:]))
            if not at and not (opened or others or _ASIDE.search(bare)):
                continue  # what a question begins with is left out only where that is said: ……先放一边
            match = opened or ended or (self._said.late.match(bare) if at else None)
            first = at
            if match is None and at and self._said.only_ends.match(bare):  # 那条我们知道,不用说
                first = at - 1
                said = clauses[first].strip(_STOPS)
                match, bare = self._said.ending.match(said + bare), f"{said}，{bare}"
            if match is None or _ASKS.search(match["what"]):
                continue
            rest = "".join(clauses[:first] + clauses[at + 1 :])
            said, rest = self._ourselves(match["what"], rest)
            inner = _INNER.match(said)
            where, what = inner.groups() if inner else self._placed(said, rest)
            rest = where + rest.rstrip(",，;；—…")
            asked = _LEFT_WHAT.sub("有哪些", rest)
            asked = _LEFT.sub("" if _ASKS.search(asked) else "有哪些", asked)
            return Parted(_REST.sub("", asked), what, bare)
        return None

    def _ourselves(self, what: str, rest: str) -> tuple[str, str]:
        """What is left out, and the rest; where that is the asker's own body it is named: 我甲局的,……我们自己不算."""
        if not _OWN.fullmatch(what):
            return what, rest
        spans = self._linker.link(rest).spans
        bodies = [s for s in spans if s.kind is SpanKind.BODY]
        asker = _ASKER.match(rest)
        if (
            len(bodies) != 1
            or asker is None
            or not asker.start("name") <= bodies[0].start < asker.end()
        ):
            return what, rest
        body = bodies[0]
        county = COUNTY.match(body.text)
        place = f"{county[0]}，" if county and body.place else ""
        return body.text, place + rest[asker.end() :]

    def _placed(self, what: str, rest: str) -> tuple[str, str]:
        """A place that only what is left out names (甲镇清单上救助那条), for the question, and the rest of it."""
        spans = [s for s in self._linker.link(what).spans if s.kind in PLACED]
        if len(spans) != 1 or any(s.kind in PLACED for s in self._linker.link(rest).spans):
            return "", what
        more = what[: spans[0].start] + what[spans[0].end :]
        more = _OF_LIST.sub("", more)
        if self._said.only("of-place", more):
            return "", what
        return f"{self._linker.full(spans[0])}，", more

    def see_applied(self, question: Question, parted: Parted) -> None:
        """See that a clause that takes something out, of a question that was read as a whole, was used.

        Raises:
            Refusal: it was left out of what was understood.
        """
        frames = [frame for frame in (question.frame, question.other) if frame]
        spans = self._linker.link(parted.what).spans
        named = {iri for s in spans if s.kind is not SpanKind.TOPIC for iri in s.iris}
        wanted = {
            iri
            for frame in frames
            for iri in (
                *frame.townships,
                *frame.places,
                *frame.categories,
                *(body for ref in frame.bodies for body in ref.bodies),
            )
        }
        words = [t for f in frames for w in f.words if not w.negated for t in w.texts]
        sought = any(text[:_PAIR] in parted.what for text in words)
        topic = question.frame.topic[:_LONGEST]
        meant = bool(topic) and len(parted.what) >= _PAIR and parted.what[:_PAIR] in topic
        if named & wanted or sought or meant or any(one in parted.said for one in question.unused):
            told = f"没有看懂“{parted.said}”要去掉的是什么"
            raise Refusal(Status.NOT_UNDERSTOOD, told)

    def applied(self, question: Question, parted: Parted) -> Question | None:
        """The question without what the clause takes out; None if it is not known how."""
        odd = question.other or question.then or question.compared or question.relation
        if question.ask is Ask.CLAUSES:
            return of_other_side(question, parted.what)
        if odd or question.ask not in (*ROWS, *GROUPS) or len(parted.what) > _LONGEST:
            return None
        if question.ask is Ask.DEPARTMENTS and (less := self._bodies(parted.what)):
            more, note = (*question.excluded, *less), f"不算“{parted.what}”"
            return replace(question, excluded=more, notes=(*question.notes, note))
        frame = self._left(question, parted.what)
        if frame is None:
            return None
        note = f"不算“{parted.what}”" if frame != question.frame else f"“{parted.said}”已在所问之外"
        return replace(question, frame=frame, notes=(*question.notes, note))

    def _left(self, question: Question, what: str) -> Frame | None:
        """The frame without what is said; the same where it does not take that anyway."""
        frame = question.frame
        spans = [s for s in self._linker.link(what).spans if s.kind is not SpanKind.TOPIC]
        rest = _beside(what, spans)
        kinds = {span.kind for span in spans}
        if kinds and kinds.issubset(PLACED):
            return self._elsewhere(frame, spans) if self._said.only("of-place", rest) else None
        bodies = [s for s in spans if s.kind is SpanKind.BODY]
        if frame.departments == (1, 1) and not spans and _OTHERS.search(what):
            return frame  # duties of one department have no others
        if frame.joint and self._said.alone.search(rest):
            return frame  # what only one of them does is no duty of both
        alone = self._said.alone.fullmatch(rest.strip("的那条项这件个几些"))
        if alone and len(bodies) == len(spans) <= 1:
            return self._together(frame)
        if bodies and len(bodies) == len(spans):
            rest = self._said.one_of.sub("", rest)
            known = question.ask is not Ask.DEPARTMENTS and self._said.only("of-body", rest)
            return self._without(frame, bodies) if known else None
        if _STOPPED.fullmatch(what):
            return replace(frame, discontinued=False) if frame.discontinued is not True else None
        if count := _COUNT.match(what):
            return self._bounded(question, value(count["n"]) or 0)
        own = [
            kind
            for kind in LISTS
            if LISTED[kind].fullmatch(re.sub("(?:清单|事项|里|的|那张)+$", "", what))
        ]
        if own:
            return self._unlisted(frame, own)
        bare = self._said.one_of.sub("", what)
        if kinds == {SpanKind.CATEGORY} and not re.sub(
            "属于|归|[那这一类个种块摊的先把]", "", rest
        ):
            less = tuple(iri for span in spans for iri in span.iris)
            return None if frame.categories else replace(frame, other_categories=less)
        word = _WORD.match(bare) or _NAMED.match(bare)
        if word and not spans:
            said = word.groupdict().get("quoted") or word["said"]
            if self._named(frame, said):
                return replace(frame, words=(*frame.words, Words((said,), "name", negated=True)))
            if frame.words and self._named(replace(frame, words=()), said):
                return frame  # none of those that are asked for has it
        return self._without_rows(question, bare)

    def _bodies(self, what: str) -> tuple[str, ...]:
        """The bodies that what is left out names and nothing else; by their stems, too: 公安."""
        spans = self._linker.link(what).spans
        if not spans:
            spans = self._linker.link(f"{_OURSELVES.sub('', what)}局").spans
            what = f"{_OURSELVES.sub('', what)}局"
        bodies = [s for s in spans if s.kind is SpanKind.BODY]
        rest = _beside(what, bodies)
        if (
            not bodies
            or len(bodies) != len(spans)
            or not self._said.only("of-body", _OURSELVES.sub("", rest))
        ):
            return ()
        return tuple(iri for span in bodies for iri in span.body().bodies)

    def _elsewhere(self, frame: Frame, spans: Sequence[Span]) -> Frame | None:
        """The frame without these places; None: it is not known whether these have what all the others have."""
        named = tuple(iri for s in spans for iri in s.iris)
        less = {*named, *self._planner.townships(Frame(places=named))}
        towns = self._planner.townships(frame)
        kept = tuple(t for t in towns if t not in less)
        some = 0 < len(kept) < len(towns) and not frame.in_all
        return replace(frame, townships=kept, places=()) if some else None

    @staticmethod
    def _together(frame: Frame) -> Frame | None:
        """The duties that have another department besides."""
        if frame.departments is None:
            return replace(frame, departments=(2, None))
        return frame if frame.departments[0] > 1 else None

    @staticmethod
    def _without(frame: Frame, bodies: Sequence[Span]) -> Frame | None:
        refs = tuple(s.body() for s in bodies)
        if any(ref.function == own.function for ref in refs for own in frame.bodies):
            return None
        return replace(frame, without=(*frame.without, *refs))

    @staticmethod
    def _bounded(question: Question, number: int) -> Frame | None:
        """The frame, if its bounds leave such a number out already."""
        bounds: Bounds | None = (
            question.having or question.frame.departments or question.frame.clauses
        )
        if bounds is None:
            joint = question.frame.joint and number == 1
            return question.frame if joint else None
        low, high = bounds
        return None if low <= number and (high is None or number <= high) else question.frame

    @staticmethod
    def _unlisted(frame: Frame, less: Sequence[str]) -> Frame | None:
        kept = tuple(kind for kind in frame.lists or LISTS if kind not in less)
        return replace(frame, lists=kept) if kept else None

    def _named(self, frame: Frame, word: str) -> bool:
        """Whether some names of the selection have the word."""
        whole = replace(frame, words=(*frame.words, Words((word,), "name")))
        return self._has(word) and bool(self._planner.count(whole, 0).total)

    def _without_rows(self, question: Question, said: str) -> Frame | None:
        """The frame without the rows that what is said means."""
        frame = question.frame
        if question.ask not in ROWS or question.rank or question.having or len(said) < 2:
            return None
        found = self._planner.find(frame).duties
        hits = self._meaning().hits(said, lists=frame.lists or None, limit=40)
        out = {hit.key for hit in hits if hit.score >= _LEAST} & {*found}
        kept = tuple(duty for duty in found if duty not in out)
        return replace(frame, topic="", words=(), rows=kept) if out and kept else None
