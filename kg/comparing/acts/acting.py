"""Acting: names and clauses of rows as weighed terms, with the acts they speak of and what each is done to."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.comparing.items import Reader
from kg.comparing.rows import Entry
from kg.meaning.acts import Acts
from kg.meaning.grams import pairs
from kg.meaning.wording import Wording
from kg.meaning.words import Words, words_of
from kg.meaning.wordset import WordSet
from kg.values import ListKind

ALIKE = 0.2
"""Rows of one Matter that share less of either name than this are about two things."""

SENTENCE = re.compile("[。；;]")
"""What parts the sentences of a clause: 受理；审核。"""
PART = re.compile("[，,。；;]")
"""What parts the duties of a name: 管理站点，开展巡查"""
NEARLY = 0.75
"""So much of what an act is done to is nearly all of it."""
SAME_THING = 0.5
"""So much of what a clause does its act to stands in the name of its row, if it is no other thing."""
_ACT = re.compile("[、，,。；;和与及]")
"""What stands between the acts of a name (排查和取缔)."""
_BETWEEN = re.compile("[^、，,。；;和与及]+")
"""What stands between them."""
_EXCEPTED = re.compile("[（(]([^（）()]+?)(?:除外|以外)[）)]")
"""What a name leaves out: 林木采伐许可（人工商品林除外）."""
_BEYOND = 2
"""So many letters may stand behind the act that ends a name (调查取证)."""


@dataclass(frozen=True, slots=True)
class Thing:
    """What an act is done to: its terms, its letters, the first term.

    ``added`` are terms of what everyday words stand for (砍树, 林木采伐), ``wider`` the letters with what includes the
    things (动物 for 牛羊) in their place.
    """

    terms: frozenset[str]
    letters: frozenset[str]
    first: str = ""
    added: frozenset[str] = frozenset()
    wider: frozenset[str] = frozenset()

    def within(self, other: Thing) -> bool:
        """Whether all it says is said in another text."""
        said = all(other.letters.issuperset(term) or term in other.added for term in self.terms)
        return said or self.letters <= other.wider


class Texts:
    """Names and clauses as sets of weighed terms, with the acts they speak of."""

    def __init__(self, rows: Sequence[Entry], reader: Reader) -> None:
        """Weigh terms by these rows."""
        self._reader = reader
        self._words = words_of(reader.vocabulary.folders)
        self._acts = Acts(self._words)
        self.cues = reader.cues
        names = {reader.name_key(row): row for row in rows}
        counts: Counter[str] = Counter()
        for row in names.values():
            counts.update(set(self.terms(row, row.name)))
        self._weight = {t: math.log(1 + len(names) / n) for t, n in counts.items()}
        self._rarest = math.log(1 + len(names))
        self._wholes: dict[frozenset[str], float] = {}
        self._asked: dict[str, frozenset[str]] = {}
        self._named: dict[str, frozenset[str]] = {}

    def key(self, row: Entry) -> str:
        """The name of a row, however it is printed."""
        return self._reader.name_key(row)

    def terms(self, row: Entry, text: str) -> tuple[str, ...]:
        """What a text of a row is compared by."""
        return self.wording(row, text).terms

    def wording(self, row: Entry, text: str) -> Wording:
        """A text of a row as names are compared."""
        return self._reader.wording(row, text)

    def name(self, row: Entry) -> frozenset[str]:
        """The terms of its name."""
        return frozenset(self.terms(row, row.name))

    def folded(self, text: str) -> str:
        """A text as it is looked at, however it is printed."""
        return self._words.fold(text)

    def acts(self, text: str) -> tuple[str, ...]:
        """The acts it speaks of, in their order."""
        return self._acts.of(self._words.fold(text))

    def named_acts(self, row: Entry) -> frozenset[str]:
        """The acts that the parts of its name end or begin with, "" for a part with neither.

        行政裁决前期调查 names no ruling; 取缔非法砂场 names what 非法砂场取缔 does.
        """
        known = self._named.get(row.iri)
        if known is None:
            known = self._named[row.iri] = frozenset(act for act, _ in self._parts(row))
        return known

    def _parts(self, row: Entry) -> Iterator[tuple[str, str]]:
        """(the act that ends a part of its name, or begins it, or ""; the part, folded)."""
        for part in _ACT.split(row.name):
            if part.strip():
                text = self._words.fold(part)
                helping = row.kind is ListKind.COOPERATION and self.cues.assists.search(part)
                yield "" if helping else self._act(text), text

    def _act(self, folded: str) -> str:
        """The act that a folded part of a name ends with, else that it begins with; else nothing."""
        return self._acts.last(folded, _BEYOND) or self._acts.first(folded, _BEYOND) or ""

    def closeness(self, led: Entry, other: Entry) -> float:
        """How much of another name, or of one part of the name of what is led, the two have in common.

        A part that only tells people of it (宣传垃圾分类) is not what is led.
        """
        names = self.name(led), self.name(other)
        parts = [part for part in PART.split(led.name) if part.strip()]
        kept = [part for part in parts if self._act(self._words.fold(part)) not in self.cues.around]
        if not kept:
            return 0.0
        whole = self.covered(names[1], names[0]) if kept == parts else 0.0
        shares = [self.covered(frozenset(self.terms(led, part)), names[1]) for part in kept]
        return max(whole, *shares)

    def own_acts(self, part: str) -> tuple[str, ...]:
        """The acts of a part that are not done by somebody whom it only urges: 督促经营者整改 asks no 整改.

        发放采伐许可证 asks what 采伐许可证核发 is called by.
        """
        own = self.cues.without_states(self.cues.own(part))
        told = (act for act in self.acts(part) if act in self.cues.around)
        return tuple(dict.fromkeys((*self.acts(own), *self.cues.parted_acts(own), *told)))

    def halves(self, row: Entry) -> Iterator[tuple[str, str]]:
        """(a part of its name that is a duty by itself, its act): 采砂许可和非法采砂查处 are two.

        None where a part has nothing of its own to be done to: 非法砂场排查和取缔.
        """
        found: list[tuple[str, str]] = []
        text = ""
        for part in _ACT.split(row.name):
            text += part
            folded = self._words.fold(part)
            act = self._act(folded)
            if act or self.cues.decides.search(part):
                # 养老机构安全检查和星级评定: 星级 is no thing by itself.
                if not self._bare(folded) or (found and len(self.things(row, part)) < 2):
                    return
                found.append((text, act))
                text = ""
        if len(found) > 1:
            yield from ((part, act) for part, act in found if act in self.cues.alone)

    def apart(self, one: Entry, two: Entry, act: str) -> bool:
        """Whether an act that both names have is done to two things: 煤矿安全检查 and 九小场所安全检查."""
        first, second = self._objects(one, act), self._objects(two, act)
        return bool(first and second) and all(
            a and b and not self._one_thing((one, a), (two, b)) for a in first for b in second
        )

    def _one_thing(self, one: tuple[Entry, str], two: tuple[Entry, str]) -> bool:
        """Whether two objects share words, and one has nearly all of the other's or the word that the other ends in."""
        first, second = (frozenset(self.terms(row, text)) - {""} for row, text in (one, two))
        if not first & second:
            return False
        if max(self.covered(first, second), self.covered(second, first)) >= NEARLY:
            return True
        texts = one[1].split(), two[1].split()
        heads = [words[-1][-2:] for words in texts]
        return any(
            head in word for head, other in zip(heads, texts[::-1], strict=True) for word in other
        )

    def _objects(self, row: Entry, act: str) -> list[str]:
        """What the act is done to in each part of the name that has it.

        A part that has no act is joined to the next one: 电梯和食品店检查.
        """
        found, text = [], ""
        for own, part in self._parts(row):
            text += part
            if own:
                if own == act:
                    found.append(self._bare(text))
                text = ""
        return found

    def things(self, row: Entry, text: str) -> frozenset[str]:
        """What a text of a row speaks of, its acts and words that name no thing aside, in terms."""
        return frozenset(self.terms(row, self._bare(self._words.fold(text)))) - {""}

    def bare(self, text: str) -> str:
        """A text with words for the same said alike, without its acts and the words that name no thing."""
        return self.cues.alike(self._bare(self._words.fold(text)))

    def _bare(self, folded: str) -> str:
        """A folded text without its acts and the words that name no thing."""
        bare = self.cues.assists.sub(" ", self._acts.without(folded))
        return self.cues.general.sub(" ", bare).strip()

    def several(self, row: Entry) -> bool:
        """Whether more than one part of its name says what is done: 安全检查和星级评定."""
        # 对擅自打井、修建水工程等行为的处罚 is one: the parts are what is fined.
        name = row.name
        said = name[name.rfind("的") + 1 :] if name.startswith("对") else name
        return sum(bool(self.cues.deeds(part)) for part in _ACT.split(said)) > 1

    def decided(self, row: Entry) -> frozenset[str]:
        """The words of its name that say that something is decided."""
        return frozenset(self.cues.decides.findall(row.name))

    def another_step(self, one: Entry, two: Entry) -> bool:
        """Whether only one of two names is about a step by itself (投入使用前)."""
        return bool(self.cues.steps.search(one.name)) != bool(self.cues.steps.search(two.name))

    def alike(self, one: Entry, two: Entry) -> bool:
        """Whether two names have enough in common to be about one thing."""
        first, second = self.name(one), self.name(two)
        return max(self.covered(first, second), self.covered(second, first)) >= ALIKE

    def covered(self, of: frozenset[str], inside: frozenset[str]) -> float:
        """How much of some terms others have, rare ones weighing more."""
        both = of & inside
        if not both:
            return 0.0
        # The same name is held against every row.
        whole = self._wholes.get(of)
        if whole is None:
            whole = self._wholes[of] = self._total(of)
        return self._total(both) / whole if whole else 0.0

    def _total(self, terms: frozenset[str]) -> float:
        weight, rarest = self._weight.get, self._rarest
        return math.fsum([weight(term, rarest) for term in terms])

    def asked(self, row: Entry) -> Iterator[str]:
        """What a row asks of the township by itself: its own clauses, or the parts of its name."""
        if row.kind is ListKind.COOPERATION:
            texts = [clause.text for clause in row.cooperation]
            cut = SENTENCE
        else:
            texts, cut = [row.name], PART
        for text in texts:
            for part in cut.split(text):
                if part.strip() and not self.cues.assists.search(part):
                    yield part

    def left_to_name(self, row: Entry) -> Iterator[tuple[str, str]]:
        """(act, the words of a clause that ask it of the township and leave it to the row's name what it is done to).

        冒领高龄津贴的处理: 负责追缴并上缴县民政局; 河道采砂管理: 对其进行处罚.
        """
        if row.kind is not ListKind.COOPERATION:
            return
        for clause in row.cooperation:
            bodies = {name for part in clause.parts for name in (part.words, part.name) if name}
            for part in PART.split(clause.text):
                acts = self.cues.alone.intersection(self.own_acts(part))
                if not acts or self.cues.assists.search(part):
                    continue
                own = part
                for name in sorted(bodies, key=len, reverse=True):
                    own = own.replace(name, " ")
                said = self.things(row, self.cues.refers.sub(" ", own))
                if not said or self.covered(said, self.name(row)) >= SAME_THING:
                    yield from ((act, part) for act in sorted(acts))

    def asks(self, row: Entry) -> Iterator[tuple[str, str, str]]:
        """(act, the words that ask it of the township, what they say with what they leave to the row's name)."""
        for text in self.asked(row):
            parts = [part for part in PART.split(text) if part.strip()]
            for said in dict.fromkeys((text, *parts)):
                yield from ((act, said, said) for act in self._kin(self.own_acts(said)))
        for act, part in self.left_to_name(row):
            yield from ((one, part, f"{row.name}，{part}") for one in self._kin((act,)))

    def takes(self, row: Entry) -> Iterator[tuple[str, str, list[str]]]:
        """(act, the part of a name that it ends, that part whole and each thing in it) for each act that a name ends a part with.

        食品小作坊、小摊贩备案和抽检 are two, done to two things each.
        """
        name = _EXCEPTED.sub("", row.name)
        start, object_, last = 0, "", ""
        for match in _BETWEEN.finditer(name):
            part = name[start : match.end()]
            ends = list(self._ending(match.group()))
            if not ends:
                continue
            if len(self.thing(row, part).terms) > 1 or not last:
                object_ = part
            else:
                part = last + match.group()
            start, last = match.end() + 1, object_
            pieces = [each for each in _BETWEEN.findall(part) if self.thing(row, each).terms]
            for act, behind in ends:
                whole = part[: len(part) - behind]
                yield act, whole, list(dict.fromkeys((whole, *pieces)))

    def _ending(self, part: str) -> Iterator[tuple[str, int]]:
        """(act, letters behind it) that a part of a name ends with, one before the other: 登记处罚."""
        folded = self._words.fold(part)
        before = self._acts.cut(folded, _BEYOND)
        for text, last in ((part, self._act(folded)), (before, self._acts.last(before, 0) or "")):
            for act in self._kin((last, *self.cues.named_acts(text))) if text else ():
                yield act, len(folded) - len(text) if text is before else 0

    def thing(self, row: Entry, text: str, *, read: bool = False) -> Thing:
        """What the acts of a text are done to; with ``read`` also what everyday words in it stand for."""
        folded = self._words.fold(text)
        terms = [term for term in self.terms(row, self._bare(self._plain(folded))) if term]
        added = set[str]()
        if read:
            phrases, everyday = _said_every_day(self._words)
            meant = (known for _, word in everyday.find(folded) for known in phrases[word])
            added.update(pair for known in meant for pair in pairs(known))
        wider = self.cues.wider(folded)
        letters = frozenset(self._plain(wider)) if wider != folded else frozenset[str]()
        first = terms[0] if terms else ""
        return Thing(frozenset(terms), frozenset("".join(terms)), first, frozenset(added), letters)

    def said(self, row: Entry, *texts: str) -> Thing:
        """What texts of a row say together, their acts among it."""
        folded = [self.cues.alike(self._words.fold(text)) for text in texts]
        terms = frozenset().union(*(self.terms(row, text) for text in folded)) - {""}
        return Thing(terms, frozenset("".join((*terms, *folded))))

    def _plain(self, folded: str) -> str:
        """A folded text with words that say one thing alike, without those of powers and those that point back."""
        text = self.cues.alike(self._acts.without(folded))
        return self.cues.refers.sub(" ", self.cues.powers.sub(" ", text))

    def assessed(self, row: Entry) -> list[str]:
        """What the assessment that a row is about looks at: its name without the words of assessing, and each thing in it."""
        name = self.cues.assesses.sub("", row.name)
        pieces = [each for each in _BETWEEN.findall(name) if len(self.things(row, each)) > 2]
        return list(dict.fromkeys((name, *pieces)))

    def excepted(self, row: Entry) -> frozenset[str]:
        """What a name leaves out, in terms."""
        return frozenset().union(*(self.things(row, text) for text in _EXCEPTED.findall(row.name)))

    def _kin(self, acts: Iterable[str]) -> tuple[str, ...]:
        """Acts that weigh enough to be a duty, each by the one of its kin: 办证 and 审批 are one."""
        kin, weighty = self.cues.kin, self.cues.weighty
        return tuple(dict.fromkeys(kin.get(act, act) for act in acts if act in weighty))

    def asks_act_of(self, row: Entry, text: str) -> bool:
        """Whether a row asks by itself for an act that a text speaks of, those around every duty aside."""
        return bool(self.asked_acts(row) & (set(self.acts(text)) - self.cues.around))

    def asked_acts(self, row: Entry) -> frozenset[str]:
        """The acts that a row asks of the township by itself."""
        known = self._asked.get(row.iri)
        if known is None:
            acts = (act for part in self.asked(row) for act in self.own_acts(part))
            known = self._asked[row.iri] = frozenset(acts)
        return known


@lru_cache(maxsize=2)
def _said_every_day(words: Words) -> tuple[dict[str, tuple[str, ...]], WordSet]:
    """Everyday words and synonyms with what they may stand for: to read the tables takes longer than to compare two lists."""
    found = {
        word: formal
        for word, (kind, formal) in words.phrases().items()
        if kind in ("everyday", "synonym")
    }
    return found, WordSet(found)
