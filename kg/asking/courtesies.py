"""Courtesies: greetings, thanks and who is asking, left out of a question and told as not used.

The phrases stand in ``courtesy.csv``: clauses that are nothing else (``whole``), what leads up to
a question (``lead``), and what a person is called who says where he or she is from (``person``).
Who asks in English (:class:`Askers`) is left out after its names were put into Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from kg.asking.linking import Linker
from kg.asking.spans import PLACED, SpanKind
from kg.frozen import frozen
from kg.patterns import regex
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.phrases import Phrases

_PAUSE = regex("[,，。.;；:：!！?？~～ \\n]+")
_LATIN_PAUSE = regex(r"[,，。;；:：!！?？~～\n]+ ?|\.(?:\s+|$)")
_NAME = regex(
    "(?:的|(?<=[县市区旗镇乡局委办道府心站所]))(?:[小老][\u4e00-\u9fff]{1,2}|[\u4e00-\u9fff]某{1,2})$"
)
"""What a person is called behind where he or she is from: 西北湾镇的小王."""
_FROM = regex(
    "^(?:我|我们|咱|俺|本人|这里|这边)(?:就)?是.{2,}$|^(?:我叫|我姓|免贵姓)[\u4e00-\u9fff]{1,3}$"
)
_PURPOSE = regex(
    r"(?:for|to|i|i'm|we|our|my|one)\b[^,]{0,40}\b(?:articles?|papers?|thesis|dissertation|reports?|glossary|stud(?:y|ies)|research|story|survey|footnote|charts?|slides?|class|coursework|translation|checking|question|check)\b",
    re.IGNORECASE,
)
"""What an English question is for, before a colon: For an article on overload: which duties …."""
_CALL = regex("@[^@ ,，:：]{1,12}(?: |$)")
"""Whom a chat message calls: @编办老师."""
_CALLED = regex("^(?:我叫|我姓|免贵姓)")


@frozen
class Asked:
    """A question without courtesies, and what was left out of it."""

    text: str
    dropped: tuple[str, ...]


class Courtesies:
    """Leaves courtesies out, with the table of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Prepare; the table is read with the first question."""
        self.phrases = Phrases(vocabulary, "courtesy")

    @cached_property
    def _whole(self) -> frozenset[str]:
        return frozenset(self.phrases.kinds["whole"])

    def __call__(self, text: str) -> Asked:
        """The question that a normalised text asks; one that is nothing but courtesy stays."""
        pause = _LATIN_PAUSE if text.isascii() else _PAUSE
        kept: list[str] = []
        dropped: list[str] = []
        at = 0
        for match in [*pause.finditer(text), None]:
            clause = text[at : match.start() if match else len(text)]
            purpose = at == 0 and match and ":" in match[0] and _PURPOSE.match(clause)
            rest, left_out = ("", [clause]) if purpose else self._clause(clause)
            dropped += left_out
            if rest:
                kept.append(rest + (match[0] if match else ""))
            elif kept and match and re.search("[?？]", match[0]):
                kept[-1] = kept[-1].rstrip(" ,，。.;；") + match[0]
            at = match.end() if match else len(text)
        told = "".join(kept).strip().rstrip(",，;；")
        return Asked(told, tuple(dropped)) if dropped and told else Asked(text, ())

    def _clause(self, clause: str) -> tuple[str, list[str]]:
        """A clause without its courtesies, and those."""
        dropped: list[str] = []
        rest = clause.strip()
        if called := _CALL.match(rest):
            dropped.append(called[0].strip())
            rest = rest[called.end() :]
        while rest.casefold() not in self._whole and (lead := self._lead(rest)):
            dropped.append(rest[:lead])
            rest = rest[lead:].lstrip(" ,，:：")
        if rest.casefold() in self._whole or _CALLED.match(rest):
            return "", [*dropped, rest]
        if _FROM.match(rest):
            person = _NAME.search(rest) or self._person(rest)
            if person:
                dropped.append(person[0].removeprefix("的"))
                rest = f"{rest[: person.start()]}的"
        return rest, dropped

    def _lead(self, text: str) -> int:
        """The length of the phrase that leads up to what a clause asks; 0: none does."""
        folded = text.casefold()
        for phrase in self.phrases.kinds["lead"]:
            if folded.startswith(phrase):
                after = folded[len(phrase) : len(phrase) + 1]
                if after and not (after.isascii() and after.isalnum()):
                    return len(phrase)
        return 0

    @cached_property
    def _persons(self) -> re.Pattern[str]:
        person = self.phrases.any("person")
        return re.compile(f"(?<=[县市区旗镇乡局委办道府村])的?(?:一?名|一?个|普通)?{person}$")

    def _person(self, clause: str) -> re.Match[str] | None:
        return self._persons.search(clause)


_CLAUSE_END = regex(
    r"[.!?;:] +|, (?:and|so|but) (?=(?:I|we) )|, (?=(?:which|what|who|how) )", re.IGNORECASE
)
_HEADING = regex(r"(?P<told>[^:?]{4,80}): +")
_OURS = regex(r"\b(?:we|us|our|ours|i|my|me)\b", re.IGNORECASE)
_SOME = regex(r"\ban? $")
_OF_THAT = regex(r"\b(?:for|about|with|of|in|on|to) (?:that|this|it)\b *[?.]*$", re.IGNORECASE)
"""What is asked is of what was told before: what must the town do for that?"""
_SENTENCE = regex("[^。.;；:：!！?？\\n]+[。.;；:：!！?？\\n]*")
_I_AM = regex("(?:我们?|咱们?|本人)(?:就?是|在|来自)[^,，?？]{2,24}[,，]\\s*")
"""A first clause that only tells who asks."""
_FIRST = regex("(?P<clause>[^,，。:：;；!！?？\n]{3,24})[,，。:：;；!！\n] *")
_OWN = regex("[我咱俺]|本[局委办院会单部]|自己")
_TELLS = regex("[哪谁几吗么]|多少|什么|基本|配合|收回|上收|清单|的$|类$|[含带有]“")
"""What a clause has that asks, or may limit what is asked."""
_ASKED = 8
"""Characters from which on a sentence asks by itself."""
_SENTENCE_END = regex(r"[.!;:] +")
_LIMITING = regex(
    r"(?i)\?|\d|[“”\"]|\b(?:cooperation|basic|reclaim\w*|taken|only|except|without|not|no|more|most|less|fewer|least)\b"
)
"""What a sentence has that asks, or may limit what is asked."""
_FEWEST = 4
"""Words that ask by themselves."""
_LONGEST = 16
"""Words of a clause that only tells who asks."""


class Askers:
    """Leaves out what an English question tells of who asks it, and where a message comes from.

    *I am a meteorologist, and I would like to see …*; *message from a volunteer: …*. How such clauses open
    (``asker``), and what a heading before a colon has (``heading``), stands in the table. Their places are
    kept; a clause that names a body the rest does not name is no such clause.
    """

    def __init__(self, courtesies: Courtesies, linker: Linker) -> None:
        """Prepare; the table is that of the courtesies."""
        self._courtesies, self._linker = courtesies, linker

    def heading(self, text: str) -> Asked:
        """A question, its names in Chinese, without the heading of a message before a colon."""
        match = _HEADING.match(text)
        if match and self._headings.search(match["told"]):
            return self._without(match["told"], text[match.end() :]) or Asked(text, ())
        return Asked(text, ())

    def asker(self, text: str) -> Asked:
        """A question, its names in Chinese, without the clauses that tell who asks."""
        at = 0
        for match in [*_CLAUSE_END.finditer(text), None]:
            end = match.start() if match else len(text)
            clause, rest = text[at:end], text[:at] + text[match.end() if match else end :]
            tells = self._openings.match(clause) and len(clause.split()) <= _LONGEST
            asks = (match and "?" in match[0]) or clause.rstrip().endswith("?")
            if tells and not asks and rest.strip() and not _OF_THAT.search(rest):
                left = self._without(clause, rest)
                if left:
                    inner = self.asker(left.text)
                    return Asked(inner.text, (*left.dropped, *inner.dropped))
            at = match.end() if match else end
        return Asked(text, ())

    def last(self, text: str, above: Mapping[str, Sequence[str]]) -> Iterator[Asked]:
        """An English question, its names in Chinese, without its first sentences, as long as these name nothing else.

        *Looking for coordination nightmares: cooperation rows with at least eight departments.* ``above``: township →
        the jurisdictions above it, which may be named.
        """
        for match in _SENTENCE_END.finditer(text):
            before, rest = text[: match.start()], text[match.end() :]
            if len(rest.split()) < _FEWEST or _LIMITING.search(match[0] + before):
                return
            told, asked = (self._linker.link(part).spans for part in (before, rest))
            named = {iri for span in asked for iri in span.iris}
            named |= {place for iri in named for place in above.get(iri, ())}
            if all(span.iris and named.issuperset(span.iris) for span in told):
                yield Asked(rest[:1].upper() + rest[1:], (before,))

    def preface(self, text: str) -> Asked | None:
        """A Chinese question without the sentences before it that only tell who asks, and why.

        *我刚调到县水利局，下周去甲镇。想弄明白：我们局有哪些事是拉着他们镇干的？* What such clauses have (``teller``)
        stands in the table; each clause must have some of it. Their names stand where the question speaks of
        them (``their-body``, ``their-place``). None: there is nothing of the kind, or a name would be lost.
        """
        parts = [part for part in _SENTENCE.findall(text) if part.strip(" ,，。.;；:：!！?？")]
        before, asks = "".join(parts[:-1]), "".join(parts[-1:]).strip()
        if not before and (first := _I_AM.match(asks)):  # 我是县公安局的,想知道……我们局……
            before, asks = first[0], asks[first.end() :]
        clauses = [clause for clause in _PAUSE.split(before) if clause]
        if not clauses or re.search("[?？]", before) or len(asks) < _ASKED:
            return None
        if not all(map(self._spoken["teller"].search, clauses)):
            return None
        own = {span.kind for span in self._linker.link(asks).spans}
        told = self._linker.link(before).spans
        if any(span.kind is SpanKind.UNKNOWN and span.note != "body" for span in told):
            return None  # 我是某县某乡的,我们乡……: a place that is not loaded is not left out
        for kinds, phrases in (((SpanKind.BODY,), "their-body"), (PLACED, "their-place")):
            spans = [span for span in told if span.kind in kinds]
            names = list(dict.fromkeys(map(self._linker.full, spans)))
            pattern = self._spoken[phrases]
            spoken = pattern.search(asks)
            if not names or (own.intersection(kinds) and not spoken):
                continue
            if len(names) > 1 or (kinds != PLACED and not spoken):
                return None
            asks = pattern.sub(names[0], asks) if spoken else f"{names[0]}:{asks}"
        return Asked(asks, (before.strip(" ,，。.;；:："),))

    def errand(self, text: str) -> Asked:
        """A Chinese question without a first clause that only tells what it is for, or which office asks.

        *想测算协同强度：……*, *民政口问一下，……*. How such clauses open (``errand``) or end (``inquires``) stands in the
        table. One is kept that names a place, asks, or speaks of lists or of what limits them, and an office of which
        the question speaks as its own.
        """
        match = _FIRST.match(text)
        if match is None or len(text) - match.end() < _ASKED:
            return Asked(text, ())
        clause, rest = match["clause"], text[match.end() :]
        spans = self._linker.link(clause).spans
        spoken = self._spoken
        if spoken["errand"].match(clause):
            told = bool(spans or _TELLS.search(clause))
        else:
            found = spoken["inquires"].search(clause)
            told = (
                not found
                or [span.kind for span in spans] != [SpanKind.BODY]
                or (spans[0].start, spans[0].end) != (0, found.start())
                or bool(spans[0].place or _OWN.search(rest))
            )
        return Asked(text, ()) if told else Asked(rest, (clause,))

    @cached_property
    def _spoken(self) -> dict[str, re.Pattern[str]]:
        """What Chinese clauses have that only tell who asks, and what speaks of the names in them."""
        phrases = self._courtesies.phrases
        found = {
            kind: re.compile(phrases.any(kind))
            for kind in ("teller", "their-body", "their-place", "errand")
        }
        return {**found, "inquires": re.compile(f"{phrases.any('inquires')}$")}

    def _without(self, clause: str, rest: str) -> Asked | None:
        """The rest with the places of a clause that is left out; None if more than places would be lost."""
        spans = self._linker.link(clause).spans
        names = [span for span in spans if span.kind is not SpanKind.TOPIC]
        ours = _OURS.search(rest)
        for span in names:
            kind_of_office = not ours and _SOME.search(
                clause[: span.start]
            )  # we're a staffing office
            if span.kind not in PLACED and span.text not in rest and not kind_of_office:
                return None
        places = [span.text for span in names if span.kind in PLACED and span.text not in rest]
        told = f"{''.join(places)}: {rest}" if places else rest
        return Asked(told[:1].upper() + told[1:], (clause.strip(" .,"),))

    @cached_property
    def _openings(self) -> re.Pattern[str]:
        return _any(self._courtesies.phrases.any("asker"))

    @cached_property
    def _headings(self) -> re.Pattern[str]:
        return _any(self._courtesies.phrases.any("heading"))


def _any(phrases: str) -> re.Pattern[str]:
    return re.compile(rf"\b{phrases}(?![A-Za-z])", re.IGNORECASE)
