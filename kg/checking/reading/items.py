"""Items: where a text numbers what it says, in whatever style, on lines or run on; and its sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.checking.reading.terms import WHEN
from kg.frozen import frozen
from kg.patterns import regex

_CHINESE = "一二三四五六七八九十"
_FORMAL = "壹贰叁肆伍陆柒捌玖拾"
_STEMS = "甲乙丙丁戊己庚辛"
_LETTERS = "ABCDEFGH"
CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_DISCS = "❶❷❸❹❺❻❼❽❾❿"
_ROMAN = "roman"
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_SKIPPED = 3
"""A numbering may leave out a number or two where each stands at the beginning of a line or sentence."""
_ENDS = "\n。；;"
_BEFORE = r"(?:^|(?<=[\n。；;：:，,、—\s！!？?]))"
_ITEM_STYLES: tuple[tuple[str, str], ...] = (
    (r"(?P<n>[一二三四五六七八九十]{1,3})\s*[、.．]", _CHINESE),
    (r"[（(](?P<n>[一二三四五六七八九十]{1,3})[）)]\s*[、.．]?", _CHINESE),
    (r"(?P<n>[壹贰叁肆伍陆柒捌玖拾])\s*[、.．,，:：]", _FORMAL),
    (r"(?P<n>\d{1,2})\s*(?:[、)）]|[.．](?!\d(?!\d?[年月日])))", ""),
    (r"[（(](?P<n>\d{1,2})[）)]\s*[、.．]?", ""),
    (r"[\[【](?P<n>\d{1,2})[\]】]\s*[、.．:：]?", ""),
    (r"[\[【](?P<n>[一二三四五六七八九十]{1,2})[\]】]\s*[、.．:：]?", _CHINESE),
    (rf"(?P<n>[{CIRCLES}])\s*[、.．]?", CIRCLES),
    (
        r"[第头](?P<n>[一二三四五六七八九十])(?:个(?:是|事|呢)?[,，:：]?|条|项|点|[件桩样](?:事|是)?[,，:：]?|，|,|、|：|:|是)\s*",
        _CHINESE,
    ),
    (r"其(?P<n>[一二三四五六])[,，:：]", _CHINESE),
    (rf"[（(]?(?P<n>[{_LETTERS}{_LETTERS.lower()}])\s*[、.．:：)）]", _LETTERS),
    (rf"(?P<n>[{_DISCS}])\s*[、.．]?", _DISCS),
    (r"(?:任务|事项|工作|要求|问题|诉求|请求|反映|内容|序号|编号)(?P<n>\d{1,2})\s*[、.．:：]", ""),
    (
        r"(?:任务|事项|工作|要求|问题|诉求|请求|反映)(?P<n>[一二三四五六七八九十])(?:\s*[、.．:：]|\s+(?=[\u4e00-\u9fff]))",
        _CHINESE,
    ),
    (
        r"(?:任务|事项|工作|要求|重点|举措|措施|问题|诉求)之(?P<n>[一二三四五六七八九十])\s*[、.．:：,，]",
        _CHINESE,
    ),
    (r"[（(](?P<n>[ivxIVX]{1,4})[）)]\s*[、.．]?", _ROMAN),
    (r"(?P<n>[ivxIVX]{1,4})\s*[、.．)）]", _ROMAN),
)
_NESTED = r"(?:^|(?<=\n))[ \t]*\d{1,2}[.．](?P<n>\d{1,2})(?:[.．、]|[ \t]+|(?=[\u4e00-\u9fff]))(?![米元公万亿吨亩倍年月日小个])"
"""1.1 做好…, below 1."""
_LINE_STYLE = r"(?:^|(?<=\n))[ \t]*(?P<n>\d{1,2})[ \t]+(?=[\u4e00-\u9fff【])"
"""1 做好…, 1 【宣传口】…, and the rows of a pasted table."""
"""How a number is written and the row of its signs (none: figures)."""

_BEGINS = r"(?:^|(?<=[\n。；;：:]))[ \t]*"
_COMMAS: tuple[tuple[str, str], ...] = (
    (rf"{_BEGINS}(?P<n>[一二三四五六七八九十])[,，](?=.{{4}})", _CHINESE),
    (rf"{_BEGINS}(?P<n>\d{{1,2}})[,，](?=[\u4e00-\u9fff]{{2}})", ""),
)
"""1,做好…: only where a line or sentence begins."""
_RUN_ON = regex(
    r"(?<![第每之统唯万专单有哪另])(?P<n>[一二三四五六七八九十])(?:[个件条]?就?是|要(?=.{4}))[,，:：]?"
)
"""一是…二是…, 一个是…二是…"""
_CIRCLED = regex(rf"(?P<n>[{CIRCLES}])")
"""…说合②垃圾房: a number in a circle needs no sign before it."""
_STEM = regex(rf"[（(]?(?P<n>[{_STEMS}])\s*[、.．:：)）](?=[^{_STEMS}]{{4}})")
_SPOKEN = regex(r"第(?P<n>[一二三四五六])(?:个|件事|点)(?:是|事|呢|就是)?[,，:：]?(?![月季批年代])")
_ORDER = ("首先", "其次", "再次", "最后")
_FIRST = regex(rf"{_BEFORE}(?P<n>首先|其次|再次|最后)[,，:：]?")
_PATTERNS = (
    *((regex(_BEFORE + pattern), signs) for pattern, signs in _ITEM_STYLES),
    (regex(_LINE_STYLE), ""),
    (regex(_NESTED), ""),
    *((regex(pattern), signs) for pattern, signs in _COMMAS),
    (_RUN_ON, _CHINESE),
    (_CIRCLED, CIRCLES),
    (_STEM, _STEMS),
    (_FIRST, _ORDER),
    (_SPOKEN, _CHINESE),
)
_BULLETS = "●■◆○〇◇□▪▶►•·★☆√✓➢-*—–"
_BULLET = regex(rf"(?:^|(?<=\n))[ \t]*(?:[{_BULLETS[:-4]}]|[-*—–]\s?)\s*(?=\S)")
_LISTED = regex(r"[^。\n]{0,60}[:：](?P<items>[^。\n:：]{4,}[；;][^。\n]{4,})")
_SHORT_HEAD = 24
_SENTENCE = regex(
    r"(?<=[。！？!?；;])|\n|[,，](?=(?:另外|还有|再一[个件样条]|再就是|再有|顺[便带手](?:再?把|再?将|请))(?:那个|一个|个|就是)?)"
    r"|[,，](?=对了[,，])"
    r"|(?<=[\u4e00-\u9fff]{6})\s+(?=[\u4e00-\u9fff]{6})"
)
_SIGNS, _MORE = (
    frozenset("。！？!?；;\n\r\t\f\v "),
    ("另外", "还有", "再一", "再就是", "再有", "顺", "对了"),
)
_STOPS = frozenset(",，、:：。；;！!？?")
"""Without any of these a text is one sentence, one clause."""
BESIDES = regex(
    "[,，]?(?:另外|还有|再一[个件样条]|再就是|再有|此外|另,|顺[带便]再?[说提]?[一个][件个下样桩事])"
)
"""How a further thing begins."""
_THINGS = regex(
    r"(?<=[,，。;；!！?？\s])(?=(?:另外(?!一)|还有|再一[个件样条]|再就是|再有|然后那个|然后就是|对了|哦对|顺[便带手](?:再?[把将]|请)|第[二三四五六](?:个|件)|另?一[个件样桩](?:事|是)?[,，])(?!没|什么|谁))"
)
_RUN = regex("[\u4e00-\u9fff]{40,}")
_NEXT = regex(
    "(?<=[\u4e00-\u9fff]{8})(?:然后|完了|再)?(?=(?:然后那个|然后就是|还有就是|还有一个|还有那个|另外就是|另外那个|再一[个件样条]|再就是)[\u4e00-\u9fff]{8})"
)
"""Where a long run of characters goes on to another thing."""
ONE_THING = regex(
    "(?:另外|还有|再一[个件样条]|再就是|再有|然后那个|然后就是|对了|哦对|此外|另,|(?:第|头)[一二三四五六]个|一[个件](?:事)?(?:就)?是|另?一[个件样桩]事?[,:])"
)
"""How one of several things begins in a message."""
_CLAUSE = regex(r"(?<=[,，、:：])|(?<=[。；;！!？?])")
_ANOTHER = regex(
    r"[,，](?=(?:同时|另外|另|此外)(?:请|要)?(?:对|由)[^,，]{8,})|[,，](?=另(?:外)?请[^,，]{6,})"
)
OWN = regex("(?:由|请|要)(?:你|贵|各|本)?(?:镇|乡|街道)(?:里|上|政府|村)?[^,，]{2,}")
"""What says itself that the township does it: 由镇里审查备案"""
_APART = regex("^[^,，]{4,}的[,，](?:一律)?由(?:你|贵|各|本)?(?:镇|乡|街道)[^,，]{2,}")
"""已经压占管道的,由你镇下处罚决定"""
PLEASE = "请(?!求|示|假|愿)|麻烦|务必"
"""Words that ask somebody to do something, in a pattern."""
_ASKED = regex(f"{PLEASE}|照旧|照常|(?:由|让|要|需)(?:各|你|贵|乡|镇|街道)")
"""What asks, or says that all goes on as before: 年审今年照旧."""
_BY_THE_WAY = regex("^(?:哦,?)?(?:对了|哦对|另外|还有一?[个件]事),?(?=.{10})")
"""对了,有人举报…: another thing, told in the last item."""
_HEADING = 10
"""Characters of a sentence that is only the heading of its item: 管好标志牌。"""
_LABEL = regex(r"^(?:通知|工单|诉求|内容|事由|标题|主题|任务|事项|要求|备注|温馨提示|提醒)[:：]\s*")


@frozen
class Item:
    """A piece of a text: a numbered item (``marked``) or what stands around items."""

    text: str
    marked: bool
    before_items: bool = False
    after_items: bool = False


def items(text: str) -> list[Item]:
    """The pieces of a text in its order; items inside an item stand for it."""
    starts = _marks(text)
    if not starts:
        return _listed(text)
    found = []
    lead = text[: starts[0][0]].strip()
    if lead:
        found.append(Item(lead, False, before_items=True))
    for at, (_, begin) in enumerate(starts):
        end = starts[at + 1][0] if at + 1 < len(starts) else len(text)
        piece, tail = text[begin:end].strip(), ""
        if at + 1 == len(starts):
            piece, tail = _last(piece)
        found.extend(_inside(piece))
        if tail:
            found.append(Item(tail, False, after_items=True))
    return found


def _first_signs(signs: Sequence[str]) -> frozenset[str]:
    """Characters of which a run of this style has one: its first numbers, some of which may be missing."""
    if signs is _ORDER:
        return frozenset("首")
    if signs is _ROMAN:
        return frozenset("I")
    return frozenset(signs[: _SKIPPED + 1]) if signs else frozenset("0123456789")


def _last(piece: str) -> tuple[str, str]:
    """The last item and what follows it: later lines, unless they are numbered themselves."""
    head, _, rest = piece.partition("\n")
    if not rest.strip() or _marks(piece):
        return piece, ""
    if head.startswith("关于") and len(head) <= _SHORT_HEAD:  # a heading: the work follows it
        body, _, rest = rest.strip().partition("\n")
        head = f"{head}\n{body}"
    return head, rest.strip()


def _inside(piece: str) -> Iterator[Item]:
    """An item, or the items it has itself."""
    inner = _marks(piece)
    if not inner:
        if piece:
            yield Item(piece, True)
        return
    head = piece[: inner[0][0]].strip()
    if len(head) > _SHORT_HEAD and not head.endswith((":", "：")):
        yield Item(piece, True)  # 一是…二是… say how the one task is done
        return
    for at, (_, begin) in enumerate(inner):
        end = inner[at + 1][0] if at + 1 < len(inner) else len(piece)
        yield from _inside(piece[begin:end].strip())


def _marks(text: str) -> list[tuple[int, int]]:
    """Where the items of the outermost numbering begin: (start of the mark, end of it)."""
    best: list[tuple[int, int]] = []
    there = frozenset(text.upper())
    for pattern, signs in _PATTERNS:
        if there.isdisjoint(_first_signs(signs)):
            continue  # not even a first number: the pattern is not compiled
        found = _run(pattern, signs, text)
        if len(found) > 1 and (not best or found[0][0] < best[0][0]):
            best = found
    if there.isdisjoint(_BULLETS):
        return best
    bullets = [(m.start(), m.end()) for m in _BULLET.finditer(text)]
    if len(bullets) > 1 and (not best or bullets[0][0] < best[0][0]):
        return bullets
    return best


def _run(pattern: re.Pattern[str], signs: Sequence[str], text: str) -> list[tuple[int, int]]:
    """The marks of one style that count on from one; at the beginning of lines and sentences some may be missing."""
    found: list[tuple[int, int]] = []
    last = 0
    for match in pattern.finditer(text):
        number = _number(match["n"], signs, last)
        before = text[: match.start()].rstrip(" \t")
        heads = not before or before[-1] in _ENDS
        slip = heads and last <= number <= last + _SKIPPED and (last or number <= _SKIPPED)
        if number == last + 1 or (slip and number):
            found.append((match.start(), match.end()))
            last = number
    return found


def _number(sign: str, signs: Sequence[str], before: int) -> int:
    if signs is _ORDER:
        return before + 1 if sign != "首先" or not before else 0
    if not signs:
        return int(sign)
    if signs is _ROMAN:
        return _ROMANS.index(sign.lower()) + 1 if sign.lower() in _ROMANS else 0
    if signs is _CHINESE:
        tens, ten, ones = sign.rpartition("十")
        if ten:
            return (_CHINESE.find(tens) + 1 if tens else 1) * 10 + (_CHINESE.find(ones) + 1)
    known = sign.upper() in signs  # 二三、 is no number
    return signs.index(sign.upper()) + 1 if known else 0


def _listed(text: str) -> list[Item]:
    """A text without numbers: 三件事：…；…；… is a list all the same."""
    match = _LISTED.search(text) if ":" in text or "：" in text else None
    if not match or len(parts := [p for p in re.split("[；;]", match["items"]) if p.strip()]) < 2:
        return [Item(text, False)]
    start, end = match.span("items")
    found = [Item(text[:start].strip(), False, before_items=True)]
    found += [Item(part.strip(), True) for part in parts]
    rest = text[end:].strip("。\n ")
    return [*found, Item(rest, False, after_items=True)] if rest else found


def sentences_of(text: str) -> list[str]:
    """A text by its sentences; most short ones are one, and no pattern is compiled for them."""
    plain = _SIGNS.isdisjoint(text) and not any(map(text.__contains__, _MORE))
    return [text] if plain else _SENTENCE.split(text)


def clauses_of(text: str) -> list[str]:
    """A text by its clauses, each with the sign that ends it."""
    return [text] if _STOPS.isdisjoint(text) else _CLAUSE.split(text)


def parted(sentences: Sequence[str]) -> list[list[str]]:
    """The sentences of a task, or of several where one says 同时对…, 另请…."""
    *before, last = sentences
    first, *others = _ANOTHER.split(last)
    return [[*before, first], *([other] for other in others)]


def told_apart(sentences: Sequence[str]) -> Iterator[list[str]]:
    """The sentences of an item; one that says itself of what and who does it is a task of its own."""
    found = [sentences[0]]
    beside = False
    for sentence in sentences[1:]:
        apart = _APART.search(sentence) and not (len(found) == 1 and len(found[0]) <= _HEADING)
        by_the_way = bool(_BY_THE_WAY.match(sentence))
        beside = beside or by_the_way
        # After the numbered things each request is one of its own.
        further = beside and _ASKED.search(sentence) and any(map(_ASKED.search, found))
        if apart or by_the_way or further:
            yield found
            found = []
        found.append(sentence)
    yield found


def topic(text: str) -> str:
    """The words of a text that are looked up: no label, no date."""
    text = _LABEL.sub("", WHEN.sub(" ", text))
    return text.strip('“”"《》、,，:：。；; \n')[:160]


def things(text: str) -> list[str]:
    """The parts of a message that each speak of another thing: …, 还有…, 另外….

    What was spoken and written down without any sign is parted at 然后那个, too.
    """
    apart = _RUN.sub(lambda m: _NEXT.sub(",", m[0]), text)
    return [part for one in _THINGS.split(apart) if (part := one.strip())]
