"""Leftovers: words of a question that are neither a name nor a duty's, and that ask nothing.

Latin words need no such list: those that questions do not use are taken for a duty's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.asking.frame import REPORTS, Ask, Question, Refusal, Status, Words
from kg.asking.reading.cues import Cues
from kg.asking.reading.tokens import Item, Token
from kg.meaning.words import FINES, function_words
from kg.patterns import regex

if TYPE_CHECKING:
    from kg.asking.planning.plan import Planner
    from kg.meaning.meaning import Meaning

_GRAMMAR = 0.3
"""From this on a character carries grammar."""
_LEAST = 2
_MOST = 5


def leftovers(
    found: Sequence[Token], items: Sequence[Item], cues: Cues, is_asked: Callable[[str], bool]
) -> tuple[str, ...]:
    """What a question says that nothing was done with: so that who asks sees it.

    ``is_asked`` tells pairs of characters that questions are made of: 牵涉, 保留一位小数.
    """
    free = [False] * len(found)
    for item, told in zip(items, _told(items, cues), strict=True):
        if item.last - item.first == 1 and not told:
            token = found[item.first]
            free[item.first] = not token.is_mark and not token.is_blank and token.key != "0"
    runs = dict.fromkeys(_runs(found, free))
    return tuple(r for r in runs if not all(map(is_asked, map("".join, pairwise(r)))))[:_MOST]


BESIDE = regex(
    "(?:提到|提及|写到|写有|写着|写了|出现|带有|含有|包含|涉及|说到)(?:了|过)?(?P<beside>[\u4e00-\u9fff]{1,4})“(?P<word>[^“”]+)”"
)
"""Words to be found, before which it is said whose they are: 提到村里“大喇叭”的."""


def beside_quoted(text: str, used: Sequence[str]) -> list[str]:
    """What is told of words beside quoted ones, unless they were looked for with them (``used``)."""
    return [
        f"只照引号里的“{match['word']}”找，不看前面的“{match['beside']}”"
        for match in BESIDE.finditer(text)
        if not any(match["beside"] in words for words in used)
    ]


def unread_place(cues: Cues) -> None:
    """Pass a question in which nothing unread stands beside a place as a second one: 甲镇和马坪的收回事项.

    Raises:
        Refusal: something does; it is named.
    """
    match = _SECOND_PLACE.search(cues.text)
    if match is None or any(
        c.start < match.end("name") and match.start("name") < c.end for c in cues.found
    ):
        return
    raise Refusal(Status.NOT_UNDERSTOOD, f"没有看懂“{match['name']}”是哪里，请写全名")


_SECOND_PLACE = regex(
    "[ⓉⓅ](?:和|、|与|跟|及|以及)(?!其[他它余]|另外?|别的?|各|全|所有|上级|县|市|区|本|我们?|咱|周边|剩|邻|附近|下面|哪|它|他|这|那|上面)"
    "(?P<name>[\u4e00-\u9fff]{2,4}?)(?=的(?:基本|配合|收回|清单|履职)|[两Ⓝ](?:个|地|家|边)?(?:乡|镇|地|的|处)|[ⓉⓅ])"
)
"""A name beside that of a place, before what both have: 甲镇和马坪的收回事项, 甲、乙两地."""


def unread_office(rest: Sequence[str]) -> None:
    """Pass a question in which nothing unread is the name of an office.

    Raises:
        Refusal: something is: nothing loaded has it.
    """
    for one in rest:
        if _OFFICE.fullmatch(one):
            raise Refusal(Status.NOT_FOUND, f"已载入的清单里没有“{one}”这个部门")


def unread_act(question: Question, rest: Sequence[str], meaning: Callable[[], Meaning]) -> None:
    """Pass a question about a duty beside which nothing unread says what is done: 应急救援奖励.

    Raises:
        Refusal: something does that the duty has not; there may be another one of that.
    """
    named = question.frame.topic and question.parties not in REPORTS
    rows = (question.frame.rows or ()) if named else ()
    for one in rest if rows else ():
        acts = meaning().acts(one) if len(one) <= _WORD_OF_ACT else ()
        if acts and not any({*acts} & {*meaning().row_acts(row)} for row in rows):
            raise Refusal(Status.NOT_UNDERSTOOD, f"没有用上“{one}”，不知道它在这里的意思")


_WORD_OF_ACT = 4
_OFFICE = regex("[\u4e00-\u9fff]{1,8}(?:局|委员会|办公室|法院|检察院|联合会|委)")
"""What is named like an office: 畜牧局."""


def unheard(question: Question, text: str) -> None:
    """Pass a question whose words for a penalty, or for sameness, were heard.

    Raises:
        Refusal: whether there is a row was read without them: 有没有要乡镇罚款的.
    """
    frame = question.frame
    if question.test != "exists" or frame.topic or frame.rows or frame.words:
        return
    for pattern in (FINES, _SAME_THING):
        if match := pattern.search(text):
            told = f"没有用上“{match[0]}”，不知道它在这里的意思"
            raise Refusal(Status.NOT_UNDERSTOOD, told)


_SAME_THING = regex("(?:同?一|一样的?|相同的?|同样的?)(?:回|码|件|个|项)?(?:事项?|东西)")
"""甲镇配合第33项和乙镇配合第40项是不是一回事."""
_ABOUT = regex("(?:跟|和|与|同|涉及|关于|有关)(?P<word>[\u4e00-\u9fff])字?(?:有关|相关|沾边|挂钩)")


WORD = 6
"""Characters of a word that is looked for; longer ones are a sentence, or tell something."""


def known_words(question: Question, text: str, known: Callable[[str], bool]) -> None:
    """Refuse to look for a whole sentence's words that the lists do not have; ``known`` tells those they have."""
    for frame in (question.frame, question.other):
        for words in frame.words if frame else ():
            said = [t for t in words.texts if f"“{t}" not in text]
            long = [t for t in said if len(t) > WORD or _CUT.search(t) or not _SOUGHT.search(text)]
            if long and not any(map(known, words.texts)):
                told = f"清单里没有“{long[0][:30]}”这几个字，也许是没有看懂；照字面找请加引号"
                raise Refusal(Status.NOT_UNDERSTOOD, told)


_SOUGHT = regex(
    "[写提说讲含带出]|名|标题|字|条款|职责|方式|文字|内容|涉|关|沾|搭边|挂钩|类|[a-zA-Z]"
)
"""What asks for words at all."""
_CUT = regex("(?:之|[那这]一?)$")
"""Words that were cut out of a phrase: 罚款处罚之(类的)."""


def limited(question: Question, whole: str, meaning: Callable[[], Meaning]) -> Question:
    """The question, if an act by which a selection was limited is in it: 要验收的事项有哪些.

    Raises:
        Refusal: it is not, so that the rows would be told whatever they are about.
    """
    frame = question.frame
    chosen = _ONE_OF_ROW.search(whole) if frame.numbers and not question.parties else None
    if chosen and question.ask is Ask.DEPARTMENTS:
        raise Refusal(Status.NOT_UNDERSTOOD, f"没有用上“{chosen['act']}”，不知道它在这里的意思")
    told = frame.topic or frame.rows or frame.words or frame.categories or question.parties
    if told or question.ask not in (Ask.DUTIES, Ask.NUMBER, Ask.TOWNSHIPS):
        return question
    for match in _OF_ACT.finditer(whole):
        if meaning().acts(match["act"]):
            raise Refusal(Status.NOT_UNDERSTOOD, f"没有用上“{match['act']}”，不知道它在这里的意思")
    return question


_ONE_OF_ROW = regex(
    "(?:家|单位|部门|局|项|条)[里中](?:面|头)?[,，]?(?P<act>(?!是)[^,，]{2,12}?)的(?:是|归)?(?:哪|谁)"
)
"""One body of a row is asked for by what it does: 三家里最后拨补贴的是哪家."""
_OF_ACT = regex("(?P<act>[\u4e00-\u9fff]{2,8})的(?:事|工作|有|是哪|[那这]?[几些][项件条个]|那些|$)")
"""What limits a selection: 可以罚款的事项, 要上报的有哪些."""


def taken_apart(
    question: Question, text: str, known: Callable[[str], bool], planner: Planner
) -> Question:
    """The question, words that no list has put together being looked for each by itself: 跟秦岭违建有关的.

    Where no row has them all they are not.

    Words in quotes, and those said to be printed (提到), are looked for as they are.

    Raises:
        Refusal: a whole sentence is to be looked for, or words, which no list has.
    """
    known_words(question, text, known)
    frame = question.frame
    (words, *more) = frame.words or (Words(("",)),)
    (said, *others) = words.texts
    about = _CONCERNS.search(text)
    if more or others or words.negated or words.where != "all" or not about or f"“{said}" in text:
        return question
    if known(said) or not _COMPOUND.fullmatch(said):
        return question
    cuts = (n for n in range(2, len(said) - 1) if known(said[:n]) and known(said[n:]))
    at = next(cuts, 0)
    if not at:
        raise Refusal(Status.NOT_UNDERSTOOD, f"没有找到说“{said}”的事项")
    parts = tuple(Words((part,), "all") for part in (said[:at], said[at:]))
    if not planner.count(replace(frame, words=parts), 0).total:
        return question
    note = f"清单里没有连在一起的“{said}”，按同时写到“{said[:at]}”和“{said[at:]}”找"
    return replace(question, frame=replace(frame, words=parts), notes=(*question.notes, note))


_CONCERNS = regex("有关|相关|沾边|涉及|关于|搭边|挂钩")
_COMPOUND = regex("[\u4e00-\u9fff]{4,8}")
"""Two words or more in one."""


def short_word(question: Question, text: str) -> Question:
    """The question, a word of one character limiting the rows as such: 跟水有关的."""
    frame = question.frame
    match = _ABOUT.search(text)
    if match is None or frame.topic or frame.rows or frame.words:
        return question
    return replace(question, frame=replace(frame, words=(Words((match["word"],), "all"),)))


def no_longer(question: Question, text: str) -> Question:
    """The question about reclaimed duties, limited by what the list says is not done any more: 写明不再考核的."""
    match = NO_LONGER.search(text)
    frame = question.frame
    if match is None or frame.lists != ("reclaimed",) or question.ask not in _ROWS:
        return question
    kept = tuple(w for w in frame.words if not (w.negated or match["word"] in w.texts))
    if not match["word"]:
        return replace(question, frame=replace(frame, words=kept, discontinued=True))
    said = tuple(Words((word,), "method") for word in ("不再", match["word"]))
    return replace(question, frame=replace(frame, words=(*kept, *said), discontinued=None))


_ROWS = (Ask.DUTIES, Ask.NUMBER, Ask.TOWNSHIPS)
NO_LONGER = regex(
    "(?:写明|写着|写了|写有|注明|标明|标注|明确|说明|规定)了?(?:以后|今后|往后)?不再(?:对|向)?(?:各?乡镇?|[镇村]上?|街道)?"
    "(?:搞|进行|开展|作|做|承担|此项工作)*(?P<word>(?!的)[\u4e00-\u9fff]{2,4}?)?(?:各?乡镇|街道)?(?:这?件?事|工作|此项工作)?(?:[的了]|$)"
)
"""Reclaimed duties whose way of working says that something is not done any more: 写明不再考核的."""


def unlimited(question: Question, rest: Sequence[str], planner: Planner) -> None:
    """Pass a selection that no word was left out of by which rows of it are called: 赤潮那项里某局的职责.

    Raises:
        Refusal: one was left out; it says which.
    """
    frame = question.frame
    if frame.topic or frame.rows or frame.words or frame.categories or frame.numbers:
        return
    for word in rest:
        named = replace(frame, words=(Words((word,), "name"),))
        if len(word) < WORD and planner.count(named, 0).total:
            raise Refusal(Status.NOT_UNDERSTOOD, f"没有用上“{word}”，不知道它在这里的意思")


def selects(question: Question) -> bool:
    """Whether what is left over could have limited the rows: of a duty that is known it does not."""
    known = (Ask.CLAUSES, Ask.LISTS, Ask.BOOLEAN)
    return question.ask not in known or (question.test == "exists" and not question.frame.rows)


def narrow(question: Question) -> bool:
    """Whether a question is about figures or ranks, or its rows are limited by more than a duty."""
    frame = question.frame
    figures = question.ask is Ask.NUMBER and question.count not in ("", "departments", "townships")
    more = question.rank or question.having or question.other or frame.words
    return figures or bool(more)


def _told(items: Sequence[Item], cues: Cues) -> Iterator[bool]:
    """For each item of the skeleton whether it stands in a phrase of the table."""
    covered: set[int] = set()
    for cue in cues.found:
        covered.update(range(cue.start, cue.end))
    at, blank = 0, False
    for item in items:
        if item.key.isspace():
            yield False
            at += not blank
            blank = True
            continue
        blank = False
        yield not covered.isdisjoint(range(at, at + len(item.key)))
        at += len(item.key)


def _runs(found: Sequence[Token], free: Sequence[bool]) -> Iterator[str]:
    run: list[Token] = []
    for token, is_free in zip(found, free, strict=True):
        if is_free and not token.text.isascii():
            run.append(token)
        else:
            yield from _content(run)
            run = []
    yield from _content(run)


def _content(run: Sequence[Token]) -> Iterator[str]:
    """The run without characters of grammar at its ends, if anything is left."""
    grammar = function_words()
    text = "".join(token.text for token in run)
    while text and (grammar.get(text[0], 0.0) >= _GRAMMAR or grammar.get(text[:2], 0.0) >= 1):
        text = text[2:] if grammar.get(text[:2], 0.0) >= 1 else text[1:]
    while text and (grammar.get(text[-1], 0.0) >= _GRAMMAR or grammar.get(text[-2:], 0.0) >= 1):
        text = text[:-2] if grammar.get(text[-2:], 0.0) >= 1 else text[:-1]
    if len(text) >= _LEAST:
        yield text
