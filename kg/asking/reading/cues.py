"""Cues: short phrases that tell what a question asks, from a table that people edit.

They guide what was learned (a question with 多少个部门 is none about categories) and are checked
against the frame: a word such as 除 or 最多 is used or the question is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from kg.asking.frame import Refusal, Status
from kg.asking.reading.tokens import BODY, NUMBER, PLACES, Item, Token
from kg.frozen import frozen
from kg.patterns import regex
from kg.vocabulary.tables import read_table

if TYPE_CHECKING:
    from kg.asking.lexicon import Lexicon
    from kg.vocabulary.loading import Vocabulary

COLUMNS = ("effect", "phrases", "example")


@frozen
class Cue:
    """A phrase found: what it tells and where it stands in the plain skeleton."""

    effect: str
    text: str
    start: int
    end: int


class CueTable:
    """The phrases of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Read the table.

        Raises:
            VocabularyError: it has a mistake.
        """
        self._by_first: dict[str, list[tuple[str, str]]] = {}
        self._under = lru_cache(maxsize=_HEADS)(self._beginning)
        self._tail: set[str] = set()
        for _, row in read_table(vocabulary.folders, "cues", COLUMNS, 2):
            if row["effect"] == "tail":  # these tell nothing where they stand among others
                self._tail.update(filter(None, row["phrases"].split(";")))
                continue
            for phrase in filter(None, row["phrases"].split(";")):
                known = self._by_first.setdefault(phrase[0], [])
                known.append((phrase, row["effect"]))
                if "哪一" in phrase:
                    said = phrase.replace("哪一", f"哪{NUMBER}")
                    self._by_first.setdefault(said[0], []).append((said, row["effect"]))

    @cached_property
    def generic(self) -> frozenset[str]:
        """Words that say nothing about a duty by themselves."""
        return frozenset(
            phrase
            for found in self._by_first.values()
            for phrase, effect in found
            if effect == "generic"
        )

    @cached_property
    def asking_words(self) -> re.Pattern[str]:
        """The words of a clause that only asks who is responsible: 这种事该找哪个部门."""
        words = sorted(self._tail, key=lambda word: (-len(word), word))
        return regex("|".join(map(re.escape, words)))

    @cached_property
    def listed(self) -> frozenset[str]:
        """Words that name a list, with and without what goes with them."""
        named = {
            phrase
            for found in self._by_first.values()
            for phrase, effect in found
            if effect.startswith("list:")
        }
        ends = ("履职", "事项", "履职事项", "清单", "的", "类")
        return frozenset(named | {f"{name}{end}" for name in named for end in ends})

    def find(self, plain: str) -> list[Cue]:
        """Every phrase in a plain skeleton; within one effect the longest, an idle one hides others."""
        found = list(self._all(plain))
        either = [match.span() for match in WHETHER.finditer(plain)]
        told = list(_told(plain))
        found = [
            c
            for c in found
            if not (c.effect == "negation" and _within(c, either))
            and not (c.effect in _COUNTS and _THOSE.search(plain, 0, c.start + 1))
            and not (c.effect in _OF_SETS and _within(c, told))
        ]
        kept = [c for c in found if not _hidden(c, found)]
        return [c for c in kept if not any(_inside(c, other) for other in kept if other is not c)]

    def asking(self, found: Sequence[Token]) -> list[bool]:
        """Which tokens belong to a phrase that asks (who is supposed, 哪几个类别) or, in English, limits (alone)."""
        text = "".join("\ue000" * len(t.text) if t.is_mark else t.text.casefold() for t in found)
        spans = [
            (cue.start, cue.end)
            for cue in self._all(text)
            if (cue.effect in _LIMITS and cue.text.isascii())
            or (
                cue.effect.startswith(("kind:", "where:"))
                and (" " in cue.text if cue.text.isascii() else len(cue.text) >= _ASKS)
            )
        ]
        first = found[0].start if found else 0
        asking = [any(a <= t.start - first < b for a, b in spans) for t in found]
        for n, token in enumerate(found):
            if token.key == "0" and _NUMBERED.search(text[: token.start - first]):
                asking[n] = True
        return asking

    def outside(self, text: str, effect: str = "outside") -> bool:
        """Whether something is said that no list tells: 几点上班; "writing" is a text to be written."""
        found = list(self._all(text))
        return any(cue.effect == effect and not _hidden(cue, found) for cue in found)

    def _all(self, plain: str) -> Iterator[Cue]:
        for start, character in enumerate(plain):
            if character not in self._by_first:
                continue
            for phrase, effect in self._under(plain[start : start + 2]):
                if plain.startswith(phrase, start) and _whole_word(plain, start, phrase):
                    yield Cue(effect, phrase, start, start + len(phrase))

    def _beginning(self, head: str) -> list[tuple[str, str]]:
        """The phrases that a text may have where it goes on with these two characters."""
        known = self._by_first[head[0]]
        return [(phrase, effect) for phrase, effect in known if head.startswith(phrase[:2])]


_COUNTS = ("kind:number/duties|number/each", "kind:number/departments")
_THOSE = regex("[那这头前后][几]$")
"""So many that are known already: 那几项."""
_OF_SETS = ("negation", "everyone", "others", "exclusion", "only", "exactly", "allof", "bound")
"""Little words that work on sets of duties, unless somebody's story has them."""
CLAUSE = regex("(?P<said>[^,，。.!！?？;；:：]+)(?P<end>[,，。.!！?？;；:：]*)")
_TELLS = regex(
    "[说讲称嚷骂吵犟催](?!明)|推给|反映|来电|打(?:来)?电话|发函|通报|[叫让逼](?:我们|咱)|非[要让]|不认识|踢皮球|互相[踢推]"
)
"""What somebody else says or does: 调查队说不认识我们."""
_OF_LISTS = regex("配合|收回|上收|基本|主责|清单|事项|单子|Ⓒ|名称|条款|职责|部门|类别")


def _told(plain: str) -> Iterator[tuple[int, int]]:
    """Where a Chinese question only tells what happened: sentences before the last, clauses with who says what.

    Neither speaks of the lists.
    """
    clauses = list(CLAUSE.finditer(plain))
    for clause in clauses[:-1]:
        ended = bool(set(clause["end"]) & set("。!！;；"))
        if (ended or _TELLS.search(clause[0])) and not _OF_LISTS.search(clause[0]):
            yield clause.span()


_NUMBERED = regex(r"\b(?:items?|numbers?|no\.?|dut(?:y|ies)|entry|#) ?#?$", re.IGNORECASE)
"""What stands before the number of a duty."""
_LIMITS = ("only", "exclusion")
_HEADS = 4096
"""Most pairs of characters whose phrases are remembered."""
_ASKS = 3
"""Characters of a Chinese phrase that asks, wherever it stands; shorter ones may be of a duty."""
_UNLESS_IDLE = ("kind:departments/reports_to", "where:name")
_HIDING = ("idle", "exactly", "bound", "exclusion", "only", "discontinued", "rank", "refuse")


def _hidden(cue: Cue, found: Sequence[Cue]) -> bool:
    """Whether a little word is part of a longer phrase that means something else: 不 in 不多不少."""
    if cue.effect == "outside":  # 电话 in 打哪个部门电话
        return any(o.effect == "kind:departments" and _longer(o, cue) for o in found)
    if cue.effect in _UNLESS_IDLE:  # 部门报 in 把部门报出来, name in name the duties
        return any(o.effect == "idle" and _longer(o, cue) for o in found)
    if cue.effect in ("yesno", "wh") or cue.effect.partition(":")[0] in ("kind", "list", "where"):
        return False
    return any(
        (other.effect in _HIDING or other.effect.startswith("list:")) and _longer(other, cue)
        for other in found
    )


def _longer(other: Cue, cue: Cue) -> bool:
    """Whether a longer phrase has this one in it."""
    return (
        other.start <= cue.start
        and cue.end <= other.end
        and other.end - other.start > cue.end - cue.start
    )


def _within(cue: Cue, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= cue.start and cue.end <= end for start, end in spans)


def _inside(cue: Cue, other: Cue) -> bool:
    """Whether a longer phrase of the same family has this one in it."""
    return _longer(other, cue) and cue.effect.partition(":")[0] == other.effect.partition(":")[0]


def _whole_word(plain: str, start: int, phrase: str) -> bool:
    if not phrase[0].isascii() or not phrase[0].isalpha():
        return True
    end = start + len(phrase)
    before = plain[start - 1 : start]
    after = plain[end : end + 1] if phrase[-1].isalpha() else ""
    return not (before.isascii() and before.isalpha()) and not (after.isascii() and after.isalpha())


def plain(items: Sequence[Item]) -> str:
    """A skeleton as a text in which names are one character each."""
    return re.sub(r"\s+", " ", "".join(item.key for item in items))


WHETHER = regex("([\u4e00-\u9fff])不\\1")
"""A question in one word: 办不办, 收不收."""

_EITHER_WAY = regex("有没有?|有无")


def without_whether(text: str) -> str:
    """A text without the words that ask yes or no, whose 不 and 没 deny nothing: 有没有公安局的."""
    return _EITHER_WAY.sub("", WHETHER.sub("", text))


_WHETHER_END = regex("(?:[吗嘛吧]|(?<![什怎多那这])么|了没有?|了不)[?。!~ ]*$")
"""A question at the end of a sentence: 还得我们去收么."""

WHO_MORE = regex(
    r"(?:谁|哪个|哪家|哪边)[^,，?多少]{0,14}[多少][?。 ]*$|\bwhich (?:one |of (?:the|these) (?:two|Ⓝ) |of them |did |does |has |had |got |have )[^,.;]{0,60}\b(?:more|fewer)\b(?! than)"
)
"""民政局和残联谁派的活多, from which did it take more: asks for the first of those named."""

_TAKEN_BACK = regex(
    r"\b(?:took|takes?|taken|taking) (?:Ⓚ|Ⓝ|[a-z' -]){1,40} back\b(?= from|[ ,.?]|$)"
)
"""Which departments took penalty powers back."""

PER_DUTY = regex(
    "(?:平均|均摊|摊到)[^,，。]{0,6}[每一Ⓝ]一?个?(?:[项件条]|事项)(?!类)|[每一Ⓝ]一?个?(?:[项件条]|事项)(?!类)[^,，。乡镇]{0,10}(?:平均|均摊)"
    "|每[一Ⓝ]?个?(?:配合|收回|基本)事项[^。]{0,14}平均(?!每)"
    "|(?:average|mean).*(?:per|each|a|one|every) (?:[a-z-]+ )?(?:duty|item|entry)|(?:per|each|a|one|every) (?:[a-z-]+ )?(?:duty|item|entry).*(?:average|mean)"
)
"""A mean over duties, not over townships."""


ASKS_LAST = regex(
    r"[,;.] ?(?:then |so |and )?(?:to |by |from |with |at |in |for )?(?:which|what|who|whom|whose|where)\b(?![^?]*\b(?:right|correct|true)\?)[^,;.?]*\? *$"
)
"""The last clause asks for a name: …, to which office must the town report it?"""


_DECLINED = regex(
    "(?:可以|能|可)不(?!可以|能|可)[\u4e00-\u9fff]{1,3}(?:吗|么|[?]|$)|不(?:[给帮替]Ⓚ|(?:去|再|来|[给帮替](?:他们|人家)?)?[做办开接搞报去管收查填干签催检审盖发贴])[^,，。?？吗么行]{0,4}[,，]?(?:这样|那)?(?:行不行|行吗|可以吗|可不可以|成不成|成吗|中不中)"
)
"""我们可以不开吗, 不报行不行, 不去查,行不行, 不给他们盖章行不行."""


_STILL = regex(
    "还(?:用|得|要|需要?|该)(?!不)(?!.*(?:谁|哪|什么|啥|几[个项条家]|多少|怎么))[^,，。?？Ⓑ]{2,24}(?:吗|么|嘛|不)[?？。 ]*$"
)
"""Whether something is still to be done, whatever is said between: 今年还用挨家挨户去催费吗."""


_EITHER_BODY = regex(
    "Ⓑ[^ⒷⓉ,，。?？多少]{0,8}[,，]?还是(?:是|由|归|给|让|找|该|属于?)*Ⓑ[^ⒷⓉ,，。?？多少几]{0,8}[?？。 ]*$"
)
"""Which of two bodies it is: 是水利局管还是农业农村局管."""
_EITHER_ENGLISH = regex(
    r"(?<!either )(?<!whether )(?:the )?Ⓑ,? or (?:(?:with|by|from|to|for|is it) )?(?:the )?Ⓑ[? .]*$"
)
"""As much in English: is that the housing bureau or the urban management bureau."""


class Cues:
    """The cues of one question, by what they tell."""

    def __init__(self, found: Sequence[Cue], text: str) -> None:
        """Sort them."""
        split = _TAKEN_BACK.search(text)
        if split:
            found = [*found, Cue("list:reclaimed", split[0], *split.span())]
        self.found, self.text = found, text
        self.effects = {cue.effect for cue in found}
        if WHO_MORE.search(text):
            self.effects.add("rank")
        if _DECLINED.search(text):
            self.effects |= {"refuse", "declined"}
        either = _EITHER_BODY.search(text) or _EITHER_ENGLISH.search(text)
        if either and not self.has("rank", "compare"):
            self.effects.add("either")
        still = _STILL.search(text)
        if still:
            self.found = [*found, Cue("kind:boolean/may", still[0], *still.span())]
            self.effects.add("kind:boolean/may")
        if WHETHER.search(text) or _WHETHER_END.search(text):
            self.effects.add("yesno")

    @property
    def asks(self) -> bool:
        """Whether a phrase asks for something."""
        return any(e == "wh" or e.startswith("kind:") for e in self.effects)

    @property
    def asking(self) -> bool:
        """Whether a phrase asks for something, or whether."""
        return self.asks or "yesno" in self.effects

    def has(self, *effects: str) -> bool:
        """Whether one of these was found."""
        return not self.effects.isdisjoint(effects)

    def values(self, family: str) -> list[str]:
        """What the cues of a family tell."""
        return [c.effect.partition(":")[2] for c in self.found if c.effect.startswith(f"{family}:")]


def told_lists(cues: Cues) -> set[str]:
    """The lists that are named; 不属于基本履职 names the other two."""
    told = set(cues.values("list"))
    match = NOT_LISTED.search(cues.text)
    if match:
        denied = _LIST_OF[match["list"]]
        return {"basic", "cooperation", "reclaimed"} - {denied} if told == {denied} else told
    return told


GONE = regex("no longer|not any ?more|any longer|不再|不用再|不必再|已经不")
"""What is not done any more was taken back: which towns no longer do it because the county took it back."""

TAKEN_OVER = regex(
    "(?:有没有|有无|是否有|是不是有)(?:哪个|别的)?(?:部门|单位|局)[^,，。?？]{0,4}(?:承接|接手|接管|接过去|接走)"
    "|\\b(?:any|some)(?: other)? (?:[a-z]+ )?(?:department|bureau|office|body|agency)\\b[^,.?]*\\bt(?:ake|aken|ook)\\b[^,.?]*\\bover\\b"
)
"""Whether somebody has taken a duty over, and not only whether it was taken back."""

NOT_LISTED = regex(
    "(?:不属于|不是|不算|不在|非|除了?)(?:乡镇|上级部门|被)?(?P<list>基本|配合|收回)(?!.{0,12}(?:部门|单位))"
)
_LIST_OF = {"基本": "basic", "配合": "cooperation", "收回": "reclaimed"}


WITH_WORD = regex(
    '(?:[和与跟同][“"]?Ⓚ[”"]?(?:两字|[Ⓝ]个字)?(?:有关|相关)|(?:涉及|提到|写到|写有|带有|含有)[“"]?Ⓚ)[^,，。]{0,8}(?:的|事项|[,，])'
)
"""Rows that have a quoted word are meant, not one duty."""


def loaded_edition(text: str, cues: Cues, lexicon: Lexicon) -> None:
    """Pass a question about the editions that are loaded.

    Raises:
        Refusal: another is asked about.
    """
    loaded = tuple(lexicon.editions)
    year = _YEAR.search(text)
    if year and not any(edition.startswith(year[1]) for edition in loaded):
        raise Refusal(Status.NOT_FOUND, f"没有载入{year[1]}年的版本", loaded)
    older = next((c for c in cues.found if c.effect == "edition"), None)
    if older:
        raise Refusal(Status.NOT_FOUND, f"没有载入“{older.text.strip(_NAMES)}”的版本", loaded)


_YEAR = regex(r"(20\d\d) ?(?:年|edition|version|list)")
_NAMES = "".join((*PLACES, BODY))
"""What stands for names in a phrase of the table."""


def reports(cues: Cues) -> bool:
    """Whether it is asked in so many words whom the township reports to."""
    asked = "departments/reports_to" in cues.values("kind")
    return asked and bool(_REPORTED.search(cues.text) or _REPORTS_TO.search(cues.text))


_REPORTED = regex(
    "报(?:送|到|给)?(?:到|给)?哪|往哪[^,，]{1,2}(?:送|报)|[送交](?:给|到)?哪[个家](?:局|部门|单位|委)?|(?:告诉|通知|知会)哪|报(?:送|到|给)+谁|(?:部门|单位|局|哪里|哪儿)报(?!案|警|名)"
)
_REPORTS_TO = regex(
    "(?:they|we|Ⓣ|town(?:ship)?|staff|village) (?:(?:has|have|is|are) to |must |should )?(?:report|pass|hand|refer|forward|send|notify|inform|alert)\\b|[Tt]o (?:which|what) (?:office|bureau|department|body|agency) (?:does|do|must|should|is|are) (?:the |Ⓣ|they|we)"
)
"""It is asked whom the township reports to: 报给哪个局, which bureau do they report it to."""
CLAUSES_COUNTED = regex("[条款句步点]|职责|clause|step|sentence|point|responsib|task")
OF_BODIES = regex("部门|单位|[家局]|depart|bureau|office|agenc|bod(?:y|ies)|authorit|hands|crowd")
"""What speaks of departments."""
BY_FUNCTION = regex(
    "不分县|不看县|职能|function|类(?:上级|县级)?(?:部门|单位|局|机构)|(?:部门|单位|局)[^,，ⒷⓉⓀ]{0,3}[,，]?(?:一共|总共|共)?有?(?:哪?几|哪些|多少)类[?？。 ]*$|合(?:着|起来|并|在一起)(?:来)?(?:看|算|数)|加总|合到一起|加在一起|汇总起来"
)
"""Offices are counted by what they are, those of all counties together: 哪几类局, 五地合着看."""
SUM = regex(
    "(?:统计|数一?数|清点|计算|算)[^,，。]{0,40}(?:条数|项数|件数|个数|总数|数目)[?？。 ]*$|的(?:事项|条|项|件)数(?:量|目)?[?？。 ]*$"
)
"""请统计配合事项的条数: a number, not the rows."""
