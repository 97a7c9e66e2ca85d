"""Tagging: which words of a question are about a duty, and which ask."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from kg.asking.reading import tokens
from kg.asking.reading.cues import WHETHER
from kg.asking.reading.leftovers import BESIDE
from kg.asking.reading.nets import Nets
from kg.asking.reading.tokens import Around, Token, written
from kg.folding import has_chinese
from kg.patterns import regex
from kg.stems import STOP_WORDS

if TYPE_CHECKING:
    from kg.store.graph import Graph

_SMALL = frozenset(
    "fall falls into belong belongs among within across during after before still yet already please tell want need needs get gets got make makes made take takes took taken give given back over off out down up under per than then when while if because about along upon onto toward towards only just exactly least both neither nor either second third apart alone whole round also too even again ever never always now today currently contains contain containing includes including include mention mentions mentioned handles handle handled around about concerning regarding whose name names listed stand stands appear appears most fewest top number percentage share together categories category between each every both all any other others one two three four five six seven eight nine ten eleven twelve the and for are loaded rely relies relying above below gave given went entry entries stand stands someone somebody anybody anyone pls please hand handed push pushes pushing desk carry carries anything something nothing hello sir madam good day was who how not can may its our your their from with this that".split()
)
_CHANGE = 2.2
"""What a change between the two kinds of words costs."""


class Surroundings:
    """What the lists of a graph know of the pairs of characters of a question."""

    def __init__(self, graph: Graph) -> None:
        self._index = graph.text
        self._known: dict[str, tuple[int, int]] = {}

    def of(self, found: Sequence[Token]) -> Around:
        """The counts for the pairs of these tokens."""
        wanted = tokens.pairs(found)
        new = [pair for pair in wanted if pair not in self._known and len(pair) == 2]
        if new:
            if len(self._known) > 20_000:
                self._known.clear()
            passages, names = self._index.pairs(new), self._index.name_pairs(new)
            self._known.update((p, (passages.get(p, 0), names.get(p, 0))) for p in new)
        known = {pair: self._known[pair] for pair in wanted if pair in self._known}
        return Around({p: c[0] for p, c in known.items()}, {p: c[1] for p, c in known.items()})


class Tagger:
    """Parts the words of a duty from the words of a question."""

    def __init__(self, nets: Callable[[], Nets], around: Surroundings) -> None:
        self._nets, self._around = nets, around

    def scores(self, found: Sequence[Token]) -> list[float]:
        """How much more each token belongs to a duty than to the question (log odds)."""
        seen = tokens.seen(found, self._around.of(found))
        scores = self._nets().tags.scores([token.key for token in found], seen)
        return [0.0 if t.is_mark else round(s, 3) for t, s in zip(found, scores, strict=True)]

    def asks(self, word: str) -> bool:
        """Whether a Latin word is known from questions."""
        return word in _SMALL or self._nets().asks(word)

    def is_asked(self, pair: str) -> bool:
        """Whether a pair of characters is known from questions."""
        return self._nets().asks(pair)

    def only_asks(self, word: str, formal: Callable[[str], list[str]]) -> bool:
        """Whether a Latin word asks and, by ``formal``, stands for nothing in the lists."""
        return (
            word in _SMALL or word in STOP_WORDS or (self._nets().asks(word) and not formal(word))
        )

    def tags(self, found: Sequence[Token], scores: Sequence[float]) -> list[bool]:
        """The likeliest sequence, changes having their price; quoted words are always a duty's."""
        best = (0.0, 0.0)
        back: list[tuple[bool, bool]] = []
        for token, score in zip(found, scores, strict=True):
            if token.quoted:
                score = 50.0
            ask, topic = best
            if token.is_mark:
                both = max(ask, topic)
                back.append((topic > ask, topic > ask))
                best = (both, both)
                continue
            from_topic = topic - _CHANGE > ask
            from_ask = ask - _CHANGE > topic
            back.append((from_topic, not from_ask))
            best = (max(ask, topic - _CHANGE), max(topic, ask - _CHANGE) + score)
        state = best[1] > best[0]
        tags = [False] * len(found)
        for i in range(len(found) - 1, -1, -1):
            if found[i].is_mark:
                state = back[i][0]
                continue
            tags[i] = state
            state = back[i][1] if state else back[i][0]
        return tags


_ACT = regex(
    r"(?:行政)?(?:处罚|考核|审批|核发|检查|许可|奖励|强制|登记|备案|检疫|认定)(?=类|权|性|方面的|事项|的收回|的有|的事)|行政(?:处罚|许可|强制|检查)"
)
_KIND = regex(
    r"(?<=属于)(?:行政)?(?:处罚|考核|审批|核发|检查|许可|奖励|强制)|(?<=不是)(?:行政)?(?:处罚|考核|审批|核发|检查|许可|奖励)"
)
_NAMED = regex(
    r"(?<=[有含带])(?:处罚|考核|审批|核发|检查|许可|奖励|登记)(?=[二两]?字|的|$|也|又|和|或|、|却)"
)
_NAMES = regex("名称|名字|标题|name")
_NO = "哪|最|多少|几|什么|谁|的|啥|[一二两三四五六七八九十0-9\ue000]"
_SAID = regex(
    rf"(?:有关|出现(?![在次过的得])|(?P<where>(?:标题|题目|名称|名字|条款)[里中上内]?(?:带有?|含有?|写[有到着了]?))|提[到及]|涉及到?|关于|写[到有]|包含|搜索?|检索)[了过:： ]?(?P<word>(?!{_NO})[^ ,。?;:、的有\ue000哪几]{{2,12}}?)(?=[的,。?有都吗、]|事项|$)"
    rf"|[跟和与同](?P<with>(?!{_NO})[^ ,。?;:\ue000]{{2,14}}?)(?:有关|相关|沾边)"
)
_OURSELVES = regex(
    "(?:我|我们|咱|咱们|本|你|你们|贵)(?:局|会|委|办|院|队|部|厅|中心|公司|单位|部门|镇|乡|街道)?"
)
"""Who asks is no word to be found: 跟我们会有关的."""
_BOUND = regex(
    "[一二两三四五六七八九十0-9]+[个家项条类](?:部门|单位)?[及或]?其?以[上下内]|百分(?:之[多少几]*|比|点)"
    "|(?:相关|有关)(?=的?(?:事项|事情|工作|内容|条目|有))"
)
"""Bounds and shares are no words of a duty: 三家及以上, 百分之几; nor is 相关 before 事项."""
_LEFT_OUT = regex(
    "(?<=[,，])(?:除了|除开|除去|抛开|撇开|刨开)[^,，。?？]*(?=[,，][^,，。?？]{0,8}(?:还|另|其他|其它|别的|剩))|(?<=[有没些项条])(?:关于|涉及)(?=[^,，])|^关于"
)
"""What is left out is no word of the duty before it: 电动车安全管理,除了消防上的."""
_KIND_WORD = regex("类别|类|方面|领域|板块")
_LEADS = regex("(?:关于|有关|涉及到?|提到|提及)(?=..)")
_SOUGHT = regex(
    '(?:提到|提及|写到|写了|写有|带有?|含有?|出现|(?:名称|条款|职责)[里中]?有)[了过]?[“"][^“”"]{1,20}[”"](?=但|却|而|可|的|也|又)'
)
"""A quoted word that is looked for, and goes on with what is said of it."""
_TAIL = "却但而则是吗呢吧么嘛啊呀没不未被由把将了在从给让要,，。、;；:： "
_HEAD = ",，。、;；:： 了着过的呢啊吧嘛哦哈"


def trimmed(found: Sequence[Token], topical: Sequence[bool]) -> list[bool]:
    """The tags with words of kinds (处罚类) put in and loose ends of runs left out."""
    tags = list(topical)
    text = "".join(t.text if not t.is_mark else "\ue000" * len(t.text) for t in found)
    at = [n for n, t in enumerate(found) for _ in t.text]
    for pattern in (_ACT, _KIND, *([_NAMED] if _NAMES.search(text) else ())):
        for match in pattern.finditer(text):
            for n in range(match.start(), match.end()):
                if not found[at[n]].is_mark:
                    tags[at[n]] = True
    for match in _SAID.finditer(text):
        if match["with"] and _OURSELVES.fullmatch(match["with"]):
            continue
        first, last = match.span("word" if match["word"] else "with")
        for n in range(first, last):
            tags[at[n]] = tags[at[n]] or not found[at[n]].is_mark
        for n in range(*match.span("where")) if match["where"] else ():
            tags[at[n]] = False
    for pattern in (_LEFT_OUT, _BOUND, WHETHER):
        for match in pattern.finditer(text):
            for n in range(*match.span()):
                tags[at[n]] = tags[at[n]] and found[at[n]].quoted
    for match in _SOUGHT.finditer(text):
        for n in range(match.end(), len(text)):  # “安全”但名称没提的: the quoted word is looked for
            if not tags[at[n]]:
                break
            tags[at[n]] = False
    for start, end in stretches(list(tags)):
        last = end
        while last > start and found[last - 1].text in _TAIL and not found[last - 1].quoted:
            last -= 1
            tags[last] = False
        first = start
        if first and found[first - 1].key == "Ⓒ":
            kind = _KIND_WORD.match("".join(t.text for t in found[first:last]))
            for n in range(first, first + (kind.end() if kind else 0)):
                tags[n] = False
            first += kind.end() if kind else 0
        lead = _LEADS.match("".join(t.text for t in found[first:last]))
        for n in range(first, first + (lead.end() if lead else 0)):
            tags[n] = False
        first += lead.end() if lead else 0
        while first < last and found[first].text in _HEAD and not found[first].quoted:
            tags[first] = False
            first += 1
        if last - first == 1 and not found[first].quoted and not found[first].text.isascii():
            tags[first] = False
    return tags


def lone(found: Sequence[Token], tags: Sequence[bool]) -> list[bool]:
    """The tags without runs of which only one Chinese character is left, or a clause that refuses: no duty is named."""
    kept = refusing(found, tags := written(found, tags))
    for start, end in stretches(list(tags)):
        text = cleaned("".join(t.text for t in found[start:end]))
        if len(text) < 2 and not text.isascii() and not any(t.quoted for t in found[start:end]):
            kept[start:end] = [False] * (end - start)
    return kept


def refusing(found: Sequence[Token], tags: Sequence[bool]) -> list[bool]:
    """The tags without a last clause that asks whether one may refuse: …,说这跟咱没关系,可以不管吧."""
    kept = list(tags)
    if match := _REFUSES.search("".join("\ue000" if t.is_mark else t.text for t in found)):
        length = len(match["asks"])
        at = len(found)
        while at and length > 0:
            at -= 1
            length -= 1 if found[at].is_mark else len(found[at].text)
        kept[at:] = [False] * (len(found) - at)
    return kept


_REFUSES = regex(
    "(?<=[,，。;；、])(?P<asks>(?:那|这)?(?:我们?|咱们?|镇里|乡里|村里|社区|\ue000)?(?:是不是|是否|能不能|可不可以|可以|能|该)?"
    "不(?:管|理|去|干|做|办|配合|接|搭理|出人|参加)了?(?:也行|也可以|行不行)?[吧吗么嘛啊]?[?？!。 ]*)$"
)


def stretches(tags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Where tagged tokens stand one after the other: (first, past the last)."""
    at = 0
    for tagged, group in groupby(tags):
        size = len(list(group))
        if tagged:
            yield at, at + size
        at += size


def without(found: Sequence[Token], tags: Sequence[bool], words: frozenset[str]) -> list[bool]:
    """The tags without runs that are one of these words: the name of a list is no duty."""
    kept = list(tags)
    open_ = [tag and not token.quoted for tag, token in zip(tags, found, strict=True)]
    for start, end in stretches(open_):
        if cleaned("".join(t.text for t in found[start:end])) in words:
            kept[start:end] = [False] * (end - start)
    return kept


def worded(found: Sequence[Token], tags: Sequence[bool], asks: Callable[[str], bool]) -> list[bool]:
    """The tags without English runs all of whose words only ask: *comes second by* is no duty."""
    kept = list(tags)
    for start, end in stretches(tags):
        words = [t for t in found[start:end] if t.key[0].isalnum()]
        latin = all(t.key.isascii() for t in words) and not any(t.quoted for t in words)
        if words and latin and all(t.key.isalpha() and asks(t.key) for t in words):
            kept[start:end] = [False] * (end - start)
    return kept


_CLEAN = regex(
    r"^(?:关于|有关|涉及|提到|搜索|查一下|查找|跟|和|与|同|把|将|对于|行政(?=处罚|许可|强制))[:：]?(?=..)|(?<=..)(?:(?<![实体发出兑涌表])现在?|如今|目前|已经|到底|究竟|的|相关的?|有关的?)$|[(（“\"”)）:：]+$|^[(（“\"”)）:：]+"
)


def suspected(
    found: Sequence[Token],
    tags: Sequence[bool],
    scores: Sequence[float],
    known: Callable[[str], bool],
    asked: Callable[[str], bool],
) -> list[bool]:
    """The tags with runs that look like words of a duty, and are words of the lists.

    ``asked`` tells Latin words that questions use; any other one is about a duty.
    """
    more = list(tags)
    for n, token in enumerate(found):
        parts = [part for part in token.key.split("-") if len(part) > 2]
        latin = token.key.isascii() and bool(parts) and all(map(str.isalpha, parts))
        if latin and not token.is_mark and not all(map(asked, parts)):
            more[n] = True
        if token.key == "0" and _CODE.fullmatch(token.text) and known(token.text):
            more[n] = True
    for start, end in _runs(found, tags, scores):
        text = "".join(t.text for t in found[start:end])
        if sum(scores[start:end]) >= _SUSPECT and known(text):
            more[start:end] = [True] * (end - start)
    at = [n for n, t in enumerate(found) for _ in t.text]
    for match in BESIDE.finditer("".join(t.text for t in found)):
        if not known(match["beside"] + match["word"]):  # what is in quotes is the word
            for n in range(*match.span("beside")):
                more[at[n]] = False
    return more


def acting(found: Sequence[Token], tags: Sequence[bool]) -> list[bool]:
    """The tags with the kinds of act by which duties are told apart: 收回的处罚中, penalty powers."""
    more = list(tags)
    text = "".join(t.text if len(t.text) == 1 else "\ue000" * len(t.text) for t in found)
    at = [n for n, t in enumerate(found) for _ in t.text]
    for match in _ACTS.finditer(text):
        if not any(found[at[n]].is_mark for n in range(*match.span())):
            for n in range(*match.span()):
                more[at[n]] = True
    for n, token in enumerate(found):
        if token.key in _ENGLISH_ACTS:
            more[n] = True
    return _of_one(found, more)


def _of_one(found: Sequence[Token], tags: Sequence[bool]) -> list[bool]:
    """The tags with what English says *of* the words of a duty: the handling of accidents, issuing of certificates."""
    more = list(tags)
    words = [n for n, token in enumerate(found) if not token.is_blank]
    for n, at in enumerate(words):
        if found[at].key != "of" or not 0 < n < len(words) - 1:
            continue
        before, after = words[n - 1], words[n + 1 + (found[words[n + 1]].key == "the")]
        if tags[after] and (tags[before] or _DOING.fullmatch(found[before].key)):
            more[before : after + 1] = [True] * (after + 1 - before)
    return more


_DOING = regex("(?!during|accord|regard|concern|includ)[a-z]{3,}ing")
"""What is done with what follows: handling of, issuing of."""
_OF_ACTS = regex("(?<=处罚|考核|审批|检查|许可|登记|核发)(?:权|类|性|事项|[二两]字)$")
_ACTS = regex(
    "(?<=[的了回派])(?:行政)?(?:处罚|考核|审批|许可|登记|备案|认定|检疫|奖励)(?=类|权|事项|[中里的,，]|$)"
)
_ENGLISH_ACTS = frozenset("penalty penalties fines licensing licences licenses permits".split())
_CODE = regex(r"(?!(?:19|20)\d\d$)\d{4,8}")
"""Figures that count nothing: 12345 热线."""
_SUSPECT = 0.6


def _runs(
    found: Sequence[Token], tags: Sequence[bool], scores: Sequence[float]
) -> Iterator[tuple[int, int]]:
    """Stretches of question words whose scores speak for a duty: the best part of each."""
    start = 0
    while start < len(found):
        if (
            tags[start]
            or scores[start] <= 0
            or not found[start].key[0].isalnum()
            or found[start].is_mark
        ):
            start += 1
            continue
        end, best, total, stop = start, 0.0, 0.0, start
        while (
            end < len(found)
            and not tags[end]
            and found[end].key[0].isalnum()
            and not found[end].is_mark
        ):
            total += scores[end]
            end += 1
            if total >= best:
                best, stop = total, end
            if total < best - 2.5:
                break
        if stop - start > 1 or found[start].text.isascii():
            yield start, stop
        start = max(stop, start + 1)


_QUOTED = regex(
    '[A-Za-z ,\'’-]*[“"](?P<words>[^“”"]{1,20})[”"](?:[一二两三四]?个?字(?:样|眼)?|一?词|字样|字眼|的|[这那][种类样个]|[之一]类|期限|时限|说法|表述|提法|措辞|写法|[要得须应]当?(?:上?报|报告|办结?|完成))*[A-Za-z ,\'’-]*'
)
"""Words in quotes with what only says that they are words, or what they are in English: “考核”二字."""


_OPENED = regex('[^“”"]{0,6}[“"](?P<words>[^“”"]{2,20})')
"""Words in quotes of which only the first belongs to the run: 建“台账."""


_LED = regex("[\u4e00-\u9fff]“(?P<words>[^“”]{2,})”")
"""A word in quotes, with what is done with it: 建“台账”."""


def cleaned(text: str) -> str:
    """Words of a duty without what only leads to them or encloses them."""
    quoted = _QUOTED.fullmatch(text) or _OPENED.fullmatch(text)
    if quoted:
        return quoted["words"]
    if led := _LED.fullmatch(text):
        return led["words"]
    text = text.strip('，,、。；;：: “”"')
    if "(" in text and has_chinese(text) and re.search("[A-Za-z]{3}", text):
        text = "".join(re.findall("[\u4e00-\u9fff、，]+", text))  # Latin words only explain it
    while (shorter := _CLEAN.sub("", text)) != text:
        text = shorter
    text = text.strip('，,、。；;：: “”"')
    return _OF_ACTS.sub("", text)


def joined(runs: Sequence[str]) -> str:
    """Runs of words as one text; Latin ones are kept apart."""
    return (" " if any(run[-1:].isascii() and run[-1:].isalpha() for run in runs) else "").join(
        runs
    )


def telling_words(text: str, generic: frozenset[str]) -> str:
    """English words of a duty without those that say nothing of it."""
    if not any(c.isascii() and c.isalpha() for c in text):
        return text
    return " ".join(word for word in text.split() if word.casefold() not in generic)
