"""The engine: a question in, an answer with its evidence out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from kg.asking import wording
from kg.asking.answering import execute
from kg.asking.answering.context import Context
from kg.asking.answering.otherwise import Otherwise
from kg.asking.answering.sameness import compared, comparing
from kg.asking.answering.turned import Turns, asked_then
from kg.asking.answers import Answer, refused
from kg.asking.closed.reading import Closed
from kg.asking.composed.pairs import Pairs
from kg.asking.composed.reading import Composed
from kg.asking.courtesies import Asked, Askers, Courtesies
from kg.asking.english import English, is_english
from kg.asking.frame import LIST_NAMES, ROWS, Ask, Question, Refusal, Status
from kg.asking.lexicon import Lexicon
from kg.asking.linking import Linker
from kg.asking.normal import Normaliser
from kg.asking.planning.plan import Planner
from kg.asking.reading.certainty import KIND_ENGLISH
from kg.asking.reading.cues import CueTable
from kg.asking.reading.reader import Reader
from kg.asking.reading.selections import limits, listed_too
from kg.asking.rows import RowReader
from kg.asking.spoken import asides, claims, excluding
from kg.asking.spoken.asides import Asides, of_claim
from kg.asking.spoken.claims import Claims
from kg.asking.spoken.excluding import Excluding, Parted
from kg.asking.spoken.pauses import Pauses
from kg.asking.suggesting import near_questions
from kg.asking.texts import Mentions
from kg.asking.topics import Topics
from kg.errors import StoreError
from kg.folding import has_chinese
from kg.vocabulary.loading import load

if TYPE_CHECKING:
    import re
    from pathlib import Path

    from kg.asking.reading.nets import Nets
    from kg.meaning.meaning import Meaning
    from kg.store.graph import Graph

_OF_ROWS = ("duties", "number", "townships", "categories", "clauses", "lists")
"""What is asked of the lists, whoever asks."""

_READ_TWICE = 200
"""Characters of a question that is looked at again for what could be meant."""

LONGEST = 1_000
"""Characters a question may have; longer texts are for the entry check."""


class Asker:
    """Answers questions over one graph; prepare one and ask it many."""

    def __init__(self, graph: Graph, overlay: Path | None = None, nets: Nets | None = None) -> None:
        """Prepare for a graph; names are read with the first question.

        ``nets`` of the reader default to those of the program.

        Raises:
            StoreError: the store has no text index.
            VocabularyError: a table has a mistake.
        """
        tables = load(overlay)
        self.graph = graph
        self.normal = Normaliser(tables)
        self.courtesies = Courtesies(tables)
        self.turns = Turns(tables)
        self.lexicon = Lexicon(graph, tables)
        cues = CueTable(tables)
        self.english = English(graph, self.lexicon, self.normal, tables, cues)
        self.reader = RowReader(graph)
        self.topics = Topics(graph, graph.text)
        self.mentions = Mentions(graph, graph.text)
        self.linker = Linker(self.lexicon, self.normal, graph.text)
        self.askers = Askers(self.courtesies, self.linker)
        self.asides = Asides(tables, self.linker)
        self.claims = Claims(tables, self.linker)
        self.pauses = Pauses(self.linker)
        self.planner = Planner(graph, self.lexicon, self.mentions)
        self.closed = Closed(self.lexicon, self.linker, tables)
        self.composed = Composed(self.lexicon, self.linker, self.planner, tables)
        self.reading = Reader(
            graph,
            self.lexicon,
            self.linker,
            self.topics,
            self.planner,
            lambda: self.meaning,
            cues,
            self.english.formal,
            self.english.parts,
            nets,
        )
        self.pairs = Pairs(self.composed.words, self.linker, self.reading)
        self.excluding = Excluding(
            tables, self.linker, self.planner, lambda: self.meaning, graph.text.has
        )
        self.context = Context(graph, self.lexicon, self.planner, self.reader)
        self.otherwise = Otherwise(self.lexicon, self.planner, lambda: self.meaning, graph.text)

    def ask(self, question: str) -> Answer:
        """The answer; a question that cannot be answered has another status than answered."""
        understood = plain = ""
        try:
            if len(question) > LONGEST:
                raise Refusal(
                    Status.NOT_UNDERSTOOD,
                    f"问题超过 {LONGEST} 字；整篇文字请用 kg check",
                    ("kg check",),
                )
            plain = self.normal(self.pauses(question))
            if not any(c.isalnum() for c in plain):
                raise Refusal(Status.NOT_UNDERSTOOD, "没有写要问什么")
            asked = self.asked(plain)
            try:
                if told := self._claimed(asked, plain):
                    return told.asked(question)
            except Refusal as refusal:  # no other question is asked beside a claim
                return refused(question, self._named(refusal))
            for other in self._meant(asked):
                with suppress(Refusal):
                    return self._told(other, plain).asked(question)
            if told := self._put_off(asked, plain):
                return told.asked(question)
            read = self._whole(asked, plain)
            understood = wording.understood(read, self.lexicon, asked.dropped)
            return self._executed(read, understood, plain).asked(question)
        except Refusal as refusal:
            if told := self._beside(refusal, plain):
                return told.asked(question)
            return refused(question, self._named(self._nearest(question, refusal)), understood)

    def _claimed(self, asked: Asked, plain: str) -> Answer | None:
        """Whether it is so what somebody says; None where that is not asked.

        Raises:
            Refusal: it is asked, and it is not understood what is claimed.
        """
        if is_english(asked.text):
            return None
        claim = claims.counted(asked.text)
        if claim is not None:
            with suppress(Refusal):
                counted = Asked(claim.question, asked.dropped)
                return claims.judged(self._told(counted, plain), claim)
        claim = self.claims.stated(asked.text)
        if claim is None:
            return None
        dropped = (*asked.dropped, *claim.dropped)
        return claims.checked(claim, lambda text: self._told(Asked(text, dropped), plain))

    def _put_off(self, asked: Asked, plain: str) -> Answer | None:
        """The answer about one duty beside another that is put off; None: none is, or rows are asked for."""
        other = None if is_english(asked.text) else self.asides.set_aside(asked.text)
        if other is not None:
            with suppress(Refusal):
                rest = Asked(other.text, (*asked.dropped, *other.dropped))
                read = self._whole(rest, plain)
                if read.frame.rows and read.ask not in ROWS:
                    return self._answer(read, rest, plain)
        return None

    def _meant(self, asked: Asked) -> Iterator[Asked]:
        """What a Chinese question is more likely to ask than what it says as a whole."""
        if has_chinese(asked.text) and not is_english(asked.text):
            finds = (self.asides.unslipped, self.asides.corrected, self.asides.disputed)
            for find in finds:
                if other := find(asked.text):
                    yield Asked(other.text, (*asked.dropped, *other.dropped))

    def _whole(self, asked: Asked, plain: str) -> Question:
        """The question of what is asked, every clause of it used.

        Raises:
            Refusal: it is not understood.
        """
        if not is_english(asked.text):
            known = self.composed.read(asked.text) or self.pairs.read(asked.text)
            if known is not None:
                return listed_too(known, asked.dropped)
        parted = self.excluding.parted(asked.text)
        read = self._without(parted) if parted else None
        if read is None:
            read = self._compared(asked.text, plain)
            read = read or self._read(asked.text, is_english(plain))
            if parted:
                self.excluding.see_applied(read, parted)
            if of_claim(asked.text) and read.ask is not Ask.BOOLEAN:
                raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂要核对的是哪句话")
        return listed_too(read, asked.dropped)

    def _told(self, asked: Asked, plain: str) -> Answer:
        """The answer to what is asked.

        Raises:
            Refusal: it is not understood, or most likely was not.
        """
        read = self._whole(asked, plain)
        if not limits(read):
            raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂问的是什么事项、部门或清单")
        return self._answer(read, asked, plain)

    def _answer(self, read: Question, asked: Asked, plain: str) -> Answer:
        """The answer to a question that was read, of what was asked.

        Raises:
            Refusal: nothing is found, and the question was most likely read wrongly.
        """
        understood = wording.understood(read, self.lexicon, asked.dropped)
        return self._executed(read, understood, plain)

    def _beside(self, refusal: Refusal, plain: str) -> Answer | None:
        """The answer to a refused question without what was said beside it; None if it is refused without, too."""
        if plain and not is_english(plain):
            with suppress(Refusal):
                asked = self.asked(plain)
                other = self.asides.without(asked.text)
                if other is not None:
                    return self._told(Asked(other.text, (*asked.dropped, *other.dropped)), plain)
        elif plain and (told := self._last_asked(plain)):
            return told
        return None if refusal.status is Status.OUT_OF_SCOPE else self._prefaced(plain)

    def _last_asked(self, plain: str) -> Answer | None:
        """The answer to the last sentences of an English question all of whose words are known; None: there are none.

        What is said before them names nothing else.
        """
        with suppress(Refusal):
            asked = self.asked(plain)
            for other in self.askers.last(asked.text, self._above):
                if (read := self.closed.read(other.text)) and limits(read):
                    told = Asked(other.text, (*asked.dropped, *other.dropped))
                    return self._answer(read, told, plain)
        return None

    def _prefaced(self, plain: str) -> Answer | None:
        """The answer to what is asked behind sentences that only tell who asks; None unless it is of lists or bodies."""
        asked = None if is_english(plain) else self.askers.preface(self.courtesies(plain).text)
        if asked is None:
            return None
        try:
            read = self._read(asked.text, english=False)
            if not read.frame.lists and not read.frame.bodies:
                return None
            return self._answer(read, asked, plain)
        except Refusal:
            return None

    def _executed(self, read: Question, understood: str, text: str) -> Answer:
        """The answer to a question that was read.

        Raises:
            Refusal: nothing is found, and the question was most likely read wrongly.
        """
        answer = execute(self.context, read, understood)
        counted = read.count == "difference" or bool(read.then)
        alike = counted and bool(answer.evidence)  # as many here as there
        empty = answer.status is Status.ANSWERED and answer.count == 0 and not alike
        if read.frail and empty:
            raise Refusal(
                Status.NOT_UNDERSTOOD,
                "照这样理解一项也没有，多半没有看懂，所以不当作答案；请换个说法",
            )
        if empty and len(read.frame.words) > 1 and self.otherwise.each_alone(read):
            words = "、".join(f"“{words.texts[0]}”" for words in read.frame.words)
            told = f"没有一项同时写着{words}，只写着其中一个的有；要找的是哪些字，请写在引号里"
            raise Refusal(Status.NOT_UNDERSTOOD, told)
        if empty and (rows := self.otherwise.rows(read, text)):
            word = read.frame.words[0].texts[0]
            told = f"所问的事项里没有写着“{word}”的；下面几项可能说的就是它"
            raise Refusal(Status.NOT_UNDERSTOOD, told, rows)
        return answer

    def _read(self, text: str, english: bool) -> Question:
        """The question of a normalised text, put into a shape that is read."""
        if english and (read := self.closed.read(text)):
            return read
        shape = self.turns.turned(text)
        if shape is None:
            return self.reading.read(text, english=english)
        read = None if shape.then else self._compared(shape.text, text)
        read = read or self.reading.read(shape.text, english=english)
        return asked_then(read, shape, self.lexicon)

    def _without(self, parted: Parted) -> Question | None:
        """The question without what a clause takes out; None: it is read as a whole."""
        with suppress(Refusal):
            return self.excluding.applied(self._read(parted.main, english=False), parted)
        return None

    def _compared(self, text: str, plain: str) -> Question | None:
        """The question whether bodies are the same, or which one place has more of a duty.

        Raises:
            Refusal: sameness was asked of what cannot be compared.
        """
        comparison = compared(text)
        if comparison is None:
            return None
        try:
            read = self.reading.read(comparison.text, english=is_english(plain))
            return comparing(read, comparison.how)
        except Refusal:
            if comparison.how not in ("first", "second"):
                raise
            return None  # of whole lists: 甲镇比乙镇多哪几家上级部门

    def asked(self, plain: str) -> Asked:
        """What a normalised question asks, its names in Chinese: without courtesies, and without who asks.

        The latter only where it asks of rows: what citizens tell of themselves (I run a canteen)
        belongs to their case.
        """
        courteous = self.courtesies(plain)
        text = self.english(courteous.text)
        if text == courteous.text and not is_english(text):
            asked = self.askers.errand(text)
            return Asked(asked.text, (*courteous.dropped, *asked.dropped))
        headed = self.askers.heading(text)
        bare = self.askers.asker(headed.text)
        dropped = (*courteous.dropped, *headed.dropped)
        if bare.dropped:
            guess = self.reading.trace(bare.text).guess
            if guess.best("kind").startswith(_OF_ROWS) and guess.sure("kind") >= KIND_ENGLISH:
                return Asked(bare.text, (*dropped, *bare.dropped))
        return Asked(headed.text, dropped)

    def _nearest(self, question: str, refusal: Refusal) -> Refusal:
        """A refusal without a suggestion gets questions near to it that can be typed."""
        if refusal.suggestions or len(question) > _READ_TWICE or refusal.status is Status.NOT_FOUND:
            return refusal
        try:
            plain = self.normal(self.pauses(question))
            marks = self.reading.trace(self.asked(plain).text).marks
        except Refusal:
            return refusal
        return Refusal(refusal.status, refusal.text, near_questions(marks))

    @cached_property
    def _above(self) -> dict[str, tuple[str, ...]]:
        return {iri: township.places for iri, township in self.lexicon.townships.items()}

    @cached_property
    def meaning(self) -> Meaning:
        """What texts mean, over this graph's rows."""
        from kg.meaning.meaning import Meaning

        return Meaning(self.graph.meanings)

    def execute(self, question: Question, text: str = "") -> Answer:
        """The answer to a question that is understood already."""
        understood = wording.understood(question, self.lexicon)
        try:
            return execute(self.context, question, understood).asked(text)
        except Refusal as refusal:
            return refused(text, self._named(refusal), understood)

    def _named(self, refusal: Refusal) -> Refusal:
        """Suggestions that are duties, told by where they stand."""
        if not any(s.startswith(self.graph.base) for s in refusal.suggestions):
            return refusal
        rows = self.reader.rows([s for s in refusal.suggestions if s.startswith(self.graph.base)])
        told = tuple(f"{r.township} {LIST_NAMES[r.list]} 第{r.number}项：{r.name}" for r in rows)
        return Refusal(refusal.status, refusal.text, told)


def patterns_of_tables() -> list[re.Pattern[str]]:
    """The patterns that the packaged tables give: a build keeps them compiled (kg.patterns)."""
    tables = load()
    return [
        *(Normaliser(tables).dialect, CueTable(tables).asking_words),
        *(*Turns(tables).patterns(), *asides.patterns(tables), *excluding.patterns(tables)),
    ]


def asker(graph: Graph, overlay: Path | None = None) -> Asker:
    """An asker for a graph.

    Raises:
        StoreError: the store was built by an older version.
    """
    try:
        return Asker(graph, overlay)
    except FileNotFoundError as error:
        raise StoreError(str(error)) from error
