"""Telling: whether a sentence tells what happened instead of naming a duty, and what it asks then."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.asking.frame import REPORTS, Ask, Question
from kg.asking.reading.addressees import sends_to
from kg.asking.reading.cues import ASKS_LAST, Cue, Cues, reports, told_lists
from kg.asking.reading.leftovers import beside_quoted
from kg.asking.reading.marks import Trace
from kg.asking.reading.numbers import clauses_counted
from kg.asking.reading.tagging import joined
from kg.asking.reading.tokens import BODY, CATEGORY, Item, Token
from kg.frozen import frozen
from kg.patterns import regex

if TYPE_CHECKING:
    from kg.meaning.sayings.listening import Listener

_STORY, _LONG = 14, 20
"""Characters beside names that make a story: with a pause (我家旱厕想改成水冲的,归谁管), and without."""
_WORDS = 9
"""English words beside names that make a story where they come in two sentences or clauses."""
_CLAUSES = regex(r"[,;!.]\s+\S| (?:and|but|because|since|after|when|while|so) ")
_ROW = regex("[这那]一?[件条项](?:配合|收回|基本)(?:履职)?事项")
"""A row is spoken of: 防台风转移群众这件配合事项."""
_CHINESE = regex("[\u4e00-\u9fff]")
_LATIN = regex("[A-Za-z][A-Za-z'’-]*")


_AND = regex("[、,，]|以及|还有|和|与|及| and ")


@frozen
class Said:
    """What a question says about a duty: the tagged runs, and the sentence without names.

    ``told`` is a story without the clauses that only ask.
    """

    runs: tuple[str, ...]
    whole: str
    told: str = ""
    reclaimed: bool = False
    narrated: bool = False
    several: bool = False

    @property
    def topic(self) -> str:
        """The runs as one text."""
        return joined(self.runs)

    @property
    def items(self) -> tuple[str, ...]:
        """The duties that are named one by one, of which some may be in the lists: 甲事、乙事、丙事里哪些收回了."""
        found = tuple(part for run in self.runs for part in run.split("、"))
        long = len(found) >= _ENUMERATED and all(len(part) >= _LEAST for part in found)
        return found if long and not self.narrated else ()

    @property
    def parts(self) -> tuple[str, ...]:
        """The duties that are named one by one: 防汛抗旱和禁毒分别由谁负责."""
        texts = (part.strip() for run in self.runs for part in _AND.split(run))
        return tuple(part for part in texts if len(part) > 1)


_ENUMERATED, _LEAST = 3, 4
"""From so many on, things of so many characters with 、 between them are duties one by one."""


def beside_names(found: Sequence[Token], *, looked_for: bool = False) -> str:
    """What a question says beside the names in it, and beside words in quotes that are ``looked_for``."""
    named = (token.is_mark or (looked_for and token.quoted) for token in found)
    return "".join(" " if name else token.text for name, token in zip(named, found, strict=True))


def is_story(whole: str) -> bool:
    """Whether a sentence tells what happened instead of naming a duty."""
    size = len(_CHINESE.findall(whole))
    words = len(_LATIN.findall(whole))
    if words > size:
        return words >= _WORDS and bool(_CLAUSES.search(whole))
    if _ROW.search(whole):
        return False
    return size >= _LONG or (size >= _STORY and bool(re.search("[,，。;；!！]", whole)))


def states(whole: str, cues: Cues) -> bool:
    """Whether a short sentence asks nothing and tells of something: 我们组水管子三天不来水了."""
    asks = cues.asking or cues.has("outside") or told_lists(cues) or "?" in whole
    return not asks and len(_CHINESE.findall(whole)) >= _STATED and bool(_HAPPENED.search(whole))


_STATED = 8
_HAPPENED = regex(
    "(?:了|着|过|没人管|不管|不给|不来|不走|不通|不亮|掉|坏|断|塌|堵|漏|臭|吵)(?=[,，。!！]|$)"
)
"""How a sentence ends that tells what has happened."""


AND_THEN = regex("(?:[谁哪几]|什么|多少).*[,，;；。?？][^,，;；。?？]{1,10}呢[?？。 ]*$")
"""A second question in short: 最多的是哪个乡镇,最少的呢."""


def asked_last(whole: str) -> str:
    """The last clause of a story: there it asks."""
    parts = [part for part in _PAUSES.split(whole.strip(" ?？。.!！")) if part.strip()]
    while len(parts) > 1 and _WHERE.fullmatch(parts[-1].strip()):
        parts.pop()
    return parts[-1] if parts else whole


def asked_first(whole: str) -> str:
    """The first clause of an English story that begins by asking: What are the opening hours, and …; else nothing."""
    first = _PAUSES.split(whole.strip(), maxsplit=1)[0]
    return first if _ASKS_FIRST.match(first) else ""


def asked_alone(whole: str, *, every: bool = False) -> str:
    """The clauses of a story that ask: the last, in English the first where it begins so; ``every`` one with its sign."""
    marked = _MARKED.findall(whole) if every else ()
    return ";".join((asked_first(whole), *marked, asked_last(whole)))


def told_first(whole: str, asking: re.Pattern[str]) -> str:
    """A story without clauses at its ends that only ask or say who tells: 热线来件:…,想举报,该找谁.

    ``asking`` are the words that ask who is responsible and tell nothing.
    """
    parts = [part.strip() for part in _BREATHS.split(whole) if part.strip()]
    while len(parts) > 1 and not _CONTENT.search(asking.sub("", parts[-1])):
        parts.pop()
    while len(parts) > 1 and not _CONTENT.search(asking.sub("", parts[0])):
        parts.pop(0)
    told = ",".join(parts)
    return told if len(_CHINESE.findall(told)) >= _TOLD else whole


def asked_of(
    question: Question, whole: str, heard: Sequence[Cue], asking: re.Pattern[str]
) -> Question:
    """The question with what the clause that asks says beside asking: 贴息的钱归谁拨 → 贴息 钱 拨.

    A clause that says next to nothing is taken with the one before; where a step is spoken of as one
    (…这一步由谁做), what stands before that is asked about, too. Several bodies do no single step.
    Who has now what was the township's is asked of what was taken back.
    ``heard`` are the cues of the sentence without names, ``asking`` the words that ask who is responsible.
    """
    if _is_of_clauses(question, whole):
        return replace(question, ask=Ask.CLAUSES, side="township")
    if counted := clauses_counted(question, whole):
        return counted
    if question.ask is Ask.DEPARTMENTS and not question.frame.lists and _HANDED.search(whole):
        question = replace(question, frame=replace(question.frame, lists=("reclaimed",)))
    if question.ask is Ask.DEPARTMENTS and not question.parties and sends_to(whole):
        question = replace(question, parties="reports")
    parts = [part for part in _BREATHS.split(whole) if part]
    first = max((n for n, part in enumerate(parts) if _WHO.search(part)), default=-1)
    if question.ask is not Ask.DEPARTMENTS or first < 0 or _SEVERAL.search(whole):
        return question
    said = asking.sub(" ", parts[first])
    least = _SPOKEN[question.parties in REPORTS]
    while first and len(_CHINESE.findall(said)) < least:
        first -= 1
        said = f"{asking.sub(' ', parts[first])},{said}"
    step = next((cue.start for cue in heard if cue.effect == "step"), 0)
    said = f"{asking.sub(' ', whole[:step])},{said}" if step else said
    return replace(question, focus=said, stepped=step > 0)


def _is_of_clauses(question: Question, whole: str) -> bool:
    """Whether it is asked how many things the township does in one duty: 配合第33项,镇上要做几条."""
    frame = question.frame
    counts = question.ask is Ask.NUMBER and not (question.count or question.other or question.rank)
    return counts and len(frame.numbers) == 1 and bool(_CLAUSES_OF_ROW.search(whole))


_CLAUSES_OF_ROW = regex(
    "(?:[镇乡]里?上?|街道|我们|咱们?|基层)[^,，。]{0,4}(?:职责|条款|任务)[^,，。]{0,3}(?:几|多少)[条项句款件]?"
    "|(?:[镇乡][里上]|街道|我们|咱们?)[^,，。]{0,3}(?:要|得|该|需要?)?(?:做|干|办|管|承担|负责)(?:的)?(?:有)?(?:几|多少)[条项件样]"
)
"""The township's clauses of one duty are counted: 乡镇职责有几条."""
_HANDED = regex(
    "(?:原来|原先|以前|过去|之前|本来)[^。？?]{0,16}(?:现在|如今|眼下)[^,，。？?]{0,4}(?:交给?|移给?|转给?|归|由|是|换)[^,，。？?]{0,4}(?:谁|哪|什么(?:部门|单位))"
)
"""What was the township's: 原来是镇里的活,现在交给谁了."""
_SEVERAL = regex("除了|除开|以外|之外|哪些|哪几|几家|都有谁|都是谁|分别")
"""Several bodies are asked for, or others."""
_SPOKEN = (2, 4)
"""Characters from which on a clause says what it asks about; where to report, it says little: 结果报哪个局."""
_WHO = regex("谁|哪|什么(?:部门|单位)")
_TOLD = 6
"""Characters of a story that are left, where its question is not listened to."""
_BREATHS = regex(r"[,，。.;；:：!！?？\s]+")
_CONTENT = regex("[\u4e00-\u9fff]{2}|[A-Za-z]{3}|[办查修治罚清]")
_WHERE = regex("(?:我们?|咱们?|在)?(?:这边|那边|这里|那里|这块|这儿|这头|的|人)?")
"""Where it is, said at last beside a name: 望潮街道这边."""
_PAUSES = regex("[,，。.;；!！?？]")
_MARKED = regex("[^,，。.;；!！?？]+[?？]")
_ASKS_FIRST = regex("(?i)(?:what|when|how|where|which)\\b")
_OURS = regex(
    "(?:我们|咱们?|镇里|乡里|镇上|乡上|村里)(?:还|得|要|去|来|自己|做|收|管|办|开|建|能|该|挨|也|继续)"
    "|(?:还得|还要|要|让|叫|归|由|该|是)(?:我们|咱们?|镇里|乡里|镇上|乡上)"
    "|(?:街道|办事处|乡镇|政府|镇里|乡里|Ⓣ)(?:这边|这里|到底|也)?(?:有没有份|有份[吗么]|管不管|要不要[管办做]|该不该[管办做])"
    "|(?:still|should|must|do|can|may) we\\b|\\bour job\\b|\\bstill ours\\b"
)
"""A clerk asks whether the township has to."""
_POWER = regex(
    "(?:街道办?(?:事处)?|办事处|乡镇|[乡镇][里上])(?:这边|自己|还|到底)*(?:能不能|可不可以|能否|可否|有没有权|有权|准不准)"
    "|\\b(?:[Mm]ay|[Cc]an|[Cc]ould|[Mm]ust|[Ss]hould) (?:the|our) (?:town(?:ship)?|subdistrict)\\b"
)
"""It is asked whether the township may: 街道办能不能自己发证."""
_AMOUNT = regex(
    "多少|几[点元块钱天年]|什么时候|how (?:much|long|many|often|far)|\\bwhen (?:is|are|do|does|will|can)\\b"
)
_LISTS = regex(
    r"\b(?:townships|towns|duties|lists|all (?:five|Ⓝ))\b|清单|哪[一几Ⓝ]?[条项]|哪[一几Ⓝ]?张|第几[条项]|同一[类条项]"
)
"""What speaks of lists and their townships tells no story."""
_OF_TOWNS = regex(
    "(?:in )?which (?:one |ones )?(?:of the )?(?:Ⓝ )?(?:places|townships|towns)|哪[几些一Ⓝ]?个?(?:乡镇|镇街|街道|乡|镇|地方)"
)
"""It is asked which townships: in which of the five places, 哪几个镇."""
_WHICH_ROW = regex("(?:对应|对着|对上|属于?|算|归|[是在])[^,，。]{0,10}?哪[一Ⓝ]?[条项][?？。 ]*$")
"""A story ends by asking which row it is about: 这事对应清单里哪一项."""
_YES = regex(r"(?:can|could|may|must|should|does|do|did|is|are|was|were|has|have|will)\b")
_ASKED = {"departments", "boolean", "none", "clauses"}
UNTOLD = (
    "none",
    "lists",
    "duties",
    "number",
    "townships",
    "categories",
    "boolean/exists",
    "boolean/reclaimed",
    "boolean/basic",
    "boolean/cooperation",
    "boolean/more",
)
"""What no story asks, whose words only look so: 这是不是骗子，哪里举报."""
_NEVER = ("rank", "bound", "compare", "exactly", "edition")


def told_kind(cues: Cues, items: Sequence[Item], whole: str, sure: str = "") -> str:
    """What somebody asks who tells of one matter: who is responsible, or whether the township has to.

    Nothing where the sentence speaks of lists, bodies, categories or figures, as no story does; nor where
    what was surely read (``sure``) is asked in so many words: which townships, or a yes or no and nothing else.
    """
    if sure.startswith("townships") and _OF_TOWNS.search(cues.text):
        return ""
    if sure.startswith("boolean") and cues.has("yesno") and not cues.has("wh"):
        return ""
    if sure == "duties" and cues.has("discontinued"):  # which tasks does nobody do any more
        return ""
    wanted = {kind.split("/")[0] for value in cues.values("kind") for kind in value.split("|")}
    if {item.key for item in items} & {BODY, CATEGORY} or told_lists(cues) or cues.has(*_NEVER):
        return ""
    if _WHICH_ROW.search(cues.text):
        return "duties"
    if (
        _AMOUNT.search(cues.text)
        or _LISTS.search(cues.text)
        or _YES.match(cues.text)
        or cues.values("where")
        or wanted - _ASKED
    ):
        return ""
    ours = _OURS.search(cues.text) or _POWER.search(whole)
    if ours and cues.has("yesno", "refuse") and not ASKS_LAST.search(cues.text):
        return "boolean/may_refuse" if cues.has("refuse") else "boolean/may"
    return "departments/reports_to" if reports(cues) else "departments"


def timed(cues: Cues, whole: Sequence[Cue], kind: str, sure: bool) -> str:
    """Whether it is asked how often something is due, or until when, as clauses may say.

    ``whole`` are the cues of the sentence without names, ``sure`` tells whether another ``kind`` of
    question was surely learned.
    """
    told = kind.startswith(("none", "clauses"))
    told = told or (kind.startswith("departments") and not _WHOM.search(cues.text))
    told = told or cues.has("quoted") or Cues(whole, "").has("quoted")
    other = sure and not told
    if other or cues.has("outside"):
        return ""
    beside = Cues(whole, "")
    said = (*cues.values("timed"), *beside.values("timed"))
    quoted = cues.has("quoted") or beside.has("quoted")
    whose = kind.startswith(_WHOSE) or ("source" in kind and _WHOM.search(cues.text))
    if not said and quoted and (whose or _EITHER.search(cues.text)):
        return "quoted"
    return said[0] if said else ""


_WHOSE = ("departments", "boolean/may", "boolean/leads", "lists")
"""Who does it, and where it says so: the clause is wanted."""
_EITHER = regex("还是[^,，。?]{0,3}Ⓑ|Ⓑ[^,，。?]{0,6}[,，]? ?还是")
"""我们自己办,还是农业农村局来办: whichever it is says the clause."""

_WHOM = regex("谁|哪(?!几天)[个家些里儿边]|部门|单位|\\b(?:who|whom|which|where)\\b")


def awaited(whole: str) -> bool:
    """Whether somebody waits for what an office does, which no clause tells: 几个工作日能批下来."""
    return bool(_AWAITED.search(whole))


_AWAITED = regex(
    "能[^,，。?]{0,4}[批办好拿领下]|批下来|办下来|办好|办完|答复|回复|出结果|有结果|到账|领到|拿到|解决|处理完|\\b(?:get|receive|wait|hear back|approved|issued|reply|answer)\\b",
    re.IGNORECASE,
)
"""What somebody waits for an office to do: 几个工作日能批下来."""


def nobody(whole: str) -> bool:
    """Whether somebody complains that nobody does anything about it, or asks last who does: that asks who should."""
    return bool(_NOBODY.search(whole) or _WHOSE_IT_IS.search(asked_last(whole)))


_WHOSE_IT_IS = regex("谁(?!都|也|家)|哪[个家](?:部门|单位|局)|什么(?:部门|单位)")
"""能不能在这考大学,是谁卡这道关."""


_NOBODY = regex(
    "没有?人(?:来)?(?:[管罚查修治问]|处理|整治|过问)(?:一?[管罚查修治])?了?(?:(?:吗|么|嘛|呢|啊)?[?。! ]*$|(?:吗|么|嘛)[,，?？])"
)
"""Whoever complains that nobody does anything asks who should: 没人罚吗."""


def beside(before: str, after: str) -> bool:
    """Whether a body that nothing knows only asks or tells: 我是机场的, 机场的人说."""
    return bool(_IDENTITY.search(before) or _TELLER.match(after))


_IDENTITY = regex("(?:我是|我们是|本人是|这里是|我在)[^,，。]*$")
_TELLER = regex(
    "(?:那边|方面)?(?:的(?:人|同志|干部|领导|工作人员))?(?:打电话|来电|跟我们?|给我们?)?[来]?(?:说|讲|称|反映|告诉)"
)


def notes(trace: Trace, whole: str) -> tuple[str, ...]:
    """How a question's words were taken, and what of it is not answered."""
    said = [
        f"“{token.span.text}”按“{token.span.note.partition(':')[2]}”理解"
        for token in trace.tokens
        if token.span is not None and token.span.note.startswith("misspelt:")
    ]
    said += beside_quoted("".join(t.text for t in trace.tokens), [m.text for m in trace.marks])
    rows = trace.guess.best("kind").startswith(("duties", "number", "townships", "categories"))
    if trace.cues.has("either") and not rows:
        said.append("问的是其中哪一家，答的是部门栏里写着的")
    if _FOLLOWS.match(whole.strip()):
        said.append("只按这一句答，不接着上一问")
    if _asks_more(whole, counted=bool(trace.guess.best("rank"))):
        said.append("问了不止一件，只答了一件，其余请分开问")
    return tuple(said)


def _asks_more(whole: str, *, counted: bool) -> bool:
    """Whether parts ask for different things (报给谁,多久报); an order (``counted``) and rows tell how many, too."""
    found: list[str] = []
    for part in PARTS.split(whole):
        found += [kind for kind, pattern in ASKED.items() if pattern.search(part)]
    kinds = {"count" if kind == "which" else kind for kind in found}
    kinds -= {"count"} if counted else set()
    return len(kinds) > 1 or found.count("does") > 1 or bool(AND_THEN.search(whole))


_FOLLOWS = regex("那么?(?:又|该|应该|是)?(?:由|归|报给?|找|向)?(?:谁|哪|多少|几|什么|怎么)")
"""What goes on from a question before: 那由谁发."""
PARTS = regex("[,，。.;；、?？!！]")
ASKED = {
    "to": regex("报(?:送|告)?(?:给|到)?(?:谁|哪)|向谁报"),
    "who": regex(
        "(?<!报给)(?<!报送给)(?<!报告给)(?<!报)(?:谁(?!家)|哪[个些家几]{0,2}(?:上级|县级)?(?:部门|单位|局))"
    ),
    "until": regex("多久|多长时间|几天|几日|多少天|什么时候|几个?小时|期限"),
    "does": regex("(?:做|干|管|负责)(?:些|点)?(?:什么|啥|哪些)|怎么配合|什么职责|哪些职责"),
    "count": regex("(?<!哪)(?<!第)(?:多少|几)(?:[项条件桩样]|个?事项)|[Hh]ow many "),
    "which": regex("哪[一几些]?[项条件]|哪些事"),
    "place": regex("哪[个张份]清单|第几[项条]"),
}
"""What parts of a sentence can ask for."""


def listener() -> Listener:
    """What listens to what people tell; of other questions nothing of it is imported."""
    from kg.meaning.sayings import listening

    return listening.listener()
