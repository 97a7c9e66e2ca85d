"""Claims: what somebody says of the lists, and whether that is so: 老张说甲局就挂了两条，准不准; 听说已经收走了，真的假的.

Who says it and the words that ask whether it holds are left out (their phrases stand in ``asides.csv``); what is
left is asked as a yes or no. A number is counted and compared; *none of it is ours* asks whether the township may
leave it alone. A claim of several parts, or one that is not understood, is refused, never half answered.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property

from kg.asking.answers import Answer
from kg.asking.frame import Ask, Refusal, Status
from kg.asking.linking import Linker
from kg.asking.reading.tokens import value
from kg.asking.spans import PLACED, SpanKind
from kg.asking.spoken.asides import CLAUSE, STOPS, TITLED
from kg.asking.wording import verdict
from kg.frozen import frozen
from kg.patterns import regex
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.phrases import Phrases

_SO = regex(
    "[,，。;；](?:他|她|他们|这|那|这话|这个?说法|这个?数|你看|您看|我)?(?:说得|讲得|说的|报的|数得|记得)?"
    "(?:准不准|准吗|对不对|对吗|对吧|是不是|是吗|没错吧|有没有错|属实吗|是真的吗|靠不靠谱|靠谱吗|对得上吗|是这样吗)[?？。 ]*$"
)
"""What asks whether a number holds: ……，他说得准不准."""
_COUNT = regex(
    "^(?P<head>.{3,}?)(?:一共|总共|合计|拢共|就|只|才|共|也)*(?P<verb>挂|有|是|配合|收回|收走|收|接走|接|列|占|写)(?:了|着)?(?:去|走)?"
    "(?P<n>[0-9]{1,3}|[一二两三四五六七八九十百零〇]{1,6})(?P<unit>[条项个家件])(?:事项|事|部门|配合事项|收回事项)?$"
)
"""So many, at the end of a claim."""
_NONE = regex(
    "(?:里|中|上)?没有?(?:[一1][项条件个]|任何一?[项条件个]?)(?:是|事项)?|[一1][项条件个](?:也|都)没有?(?=$)"
)
"""None, in a claim: 没有一项是……的, ……的一项都没有."""
_SAID = regex(
    "^(?:听说|据说|有人说|[老小][\u4e00-\u9fff](?:[^,，。说]{0,6})说|[\u4e00-\u9fff]{2,4}(?:拍胸脯|硬|一口咬定)?说)[,，:：]?"
)
"""Who says a number."""
_PERSON = f"(?:{TITLED}|同事|领导|市民|居民|村民|住户|群众|来电人|老百姓|网友|人家|他们|有人)"
_ANYBODY = (
    "[\\u4e00-\\u9fff]{2,12}?(?:坚持|非|硬|都|就)?(?<![听小传据])(?:说|讲)(?![明法的是话]|起来|不)"
)
_FIRMLY = "(?:就|非|硬|还|都|老|总|一直|坚持|一口咬定|拍胸脯|拍着胸脯|昨天|今天|刚才)*"
_NOT_OURS = regex(
    "(?:[跟和与](?:我们|咱们?|[乡镇][上里]?|街道)|(?:我们|咱们?|[乡镇][上里]?|街道)(?:也|就|是)?)(?:[一半]点|根本|都|也|就)*"
    "(?:不搭界|没关系|无关|不相干|不沾边|没事|不用管|不用做|不用沾手|不沾手|不办|没份|没责任|不管)了?"
    "|不是(?:我们|咱们?|[乡镇][上里]?|街道)的?(?:事|活|职责)|不归(?:我们|咱们?|他们|[乡镇][上里]?|街道)(?:管|办)?了?|是[县市区]里的(?:事|活)|归[县市区]里管"
)
"""It is not the township's: 跟乡上不搭界, 镇上没事, 乡里不办了."""
_ASSERTS = regex("[归由是属]|收|交给|不用|要|没|不|配合|牵头")
"""What says something, in a part of a claim."""


@frozen
class Claim:
    """What is asked (and ``otherwise``, if that is not understood), a number that is said, and what was left out."""

    question: str
    number: int | None = None
    dropped: tuple[str, ...] = ()
    otherwise: str = ""


class Claims:
    """Finds what somebody claims in a question, with the table of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary, linker: Linker) -> None:
        """Prepare; the table is read when first needed."""
        self._phrases, self._linker = Phrases(vocabulary, "asides"), linker

    @cached_property
    def _tail(self) -> re.Pattern[str]:
        """A clause that only asks whether what was said holds: 他说得对不对, 真的假的."""
        who = "(?:那?(?:他|她|他们|人家|你看|您看|我))?(?:这话|这个?说法|这个?数|这)?"
        return regex(f"^{who}{self._phrases.any('tail')}[撒噻嘛啊呀呢哈嘞]?$")

    @cached_property
    def _says(self) -> re.Pattern[str]:
        """How a clause begins that tells what somebody says."""
        who = self._phrases.any("who")
        return regex(
            f"^(?:可是?|但是?|不过|刚才|昨天|今天|我们|那个|窗口)?(?:{who}|{_PERSON}{_FIRMLY}(?:说|讲|喊|传|反映)|{_ANYBODY})[是的]?"
        )

    def stated(self, text: str) -> Claim | None:
        """The yes or no that asks whether what somebody says is so; None: that is not asked, or of a number.

        Raises:
            Refusal: several things are claimed.
        """
        clauses = CLAUSE.findall(text)
        last = next(
            (n for n, one in enumerate(clauses) if n and self._tail.match(one.strip(STOPS))), 0
        )
        if not last or len(clauses) - last > _REMARKS:
            return None
        told = [one.strip(STOPS) for one in clauses[:last]]
        first = next((n for n, one in enumerate(told) if self._says.match(one)), -1)
        before, said = (told[:first], told[first:]) if first >= 0 else ([], told)
        limits = [one for one in before if self._limits(one)]
        before = [one for one in before if one not in limits]
        dropped = [*before, *(c.strip(STOPS) for c in clauses[last:])]
        if first >= 0 and (head := self._says.match(said[0])):
            dropped.append(head[0])
            before = [*before, head[0]]
            said[0] = said[0][head.end() :].strip(STOPS)
        plainly = _PLAINLY.fullmatch(clauses[last].strip(STOPS))
        if not self._names_duty(
            "，".join((*limits, *said))
        ):  # 这次是公益林管护,…说收上去了: told before
            limits = [one for one in told[: max(first, 0)] if one]
        statement = "，".join(one for one in (*limits, *said) if one)
        if not statement or (plainly and first < 0):
            return None
        places = [s.text for s in self._linker.link("，".join(before)).spans if s.kind in PLACED]
        own = any(s.kind in PLACED for s in self._linker.link(statement).spans)
        where = f"{places[0]}，" if len(set(places)) == 1 and not own else ""
        left_out = tuple(filter(None, dropped))
        if none := _NONE.search(statement):
            counted_ = f"{where}{statement[: none.start()]}有几项{statement[none.end() :]}"
            return Claim(counted_, 0, left_out)
        if several(_NOT_OURS.sub("", statement)):
            each = tuple(f"{where}{one.strip(STOPS)}，对吗" for one in CLAUSE.findall(statement))
            text = "要核对的不止一件，请一句一句地问"
            raise Refusal(Status.NOT_UNDERSTOOD, text, each[:4])
        asked, otherwise = (f"{where}{one}" for one in _asked(statement))
        return Claim(asked, dropped=left_out, otherwise=otherwise)

    def _names_duty(self, statement: str) -> bool:
        """Whether words of a duty, a category or a comparison are in what is claimed."""
        kinds = {span.kind for span in self._linker.link(statement).spans}
        return bool(kinds & {SpanKind.TOPIC, SpanKind.CATEGORY} or _COMPARES.search(statement))

    def _limits(self, clause: str) -> bool:
        """Whether a clause before what is claimed says what it is about: 应急管理这一类配合的."""
        kinds = {span.kind for span in self._linker.link(clause).spans}
        return bool(kinds & {SpanKind.BODY, SpanKind.CATEGORY} or _LISTS.search(clause))


_COMPARES = regex("比|最[多少]|[0-9一二两三四五六七八九十]+[项条个家]|没有?[一1任]")
_LISTS = regex("基本|配合|收回|清单|事项")
_PLAINLY = regex("对(?:吗|吧|不对)|是(?:吗|吧)|没错吧|是不是")
"""What may also end a plain question."""
_REMARKS = 2
"""So many clauses stand at the end, of which one asks whether it holds: 是真的不,别绕弯子."""


def _asked(statement: str) -> tuple[str, str]:
    """The question whether a statement holds, in two ways to put it."""
    if _NOT_OURS.search(statement):
        rest = _NOT_OURS.sub("", statement).strip(STOPS)
        return f"{rest}，镇里可以不管吗", f"{rest}，镇里可以不做吗"
    plain = f"{statement}，对吗"
    return (f"{statement}吗", plain) if statement.endswith("了") else (plain, f"是不是{statement}")


def several(statement: str) -> bool:
    """Whether a claim has several parts each of which says something."""
    parts = [one for one in CLAUSE.findall(statement) if _ASSERTS.search(one)]
    return len(parts) > 1


def counted(text: str) -> Claim | None:
    """The question of how many, of a text that asks whether a number of them is right; None: it does not."""
    so = _SO.search(text)
    match = _COUNT.match(_SAID.sub("", text[: so.start()])) if so else None
    number = value(match["n"]) if match else None
    if match is None or number is None:
        return None
    return Claim(f"{match['head']}{match['verb']}了几{match['unit']}", number)


def checked(claim: Claim, tell: Callable[[str], Answer]) -> Answer:
    """Whether a claim holds; ``tell`` answers a question.

    Raises:
        Refusal: what is claimed is not understood, or is neither a yes or no nor a number.
    """
    try:
        answer = tell(claim.question)
    except Refusal:
        if not claim.otherwise:
            raise
        answer = tell(claim.otherwise)
    holds = answer if claim.number is None else judged(answer, claim)
    if holds is None or holds.type is not Ask.BOOLEAN:
        raise Refusal(Status.NOT_UNDERSTOOD, "没有看懂要核对的是哪句话")
    return holds


def judged(answer: Answer, claim: Claim) -> Answer | None:
    """Whether the number is that of the answer; None for an answer that is no number."""
    if answer.type is not Ask.NUMBER:
        return None
    holds = answer.answer == claim.number
    text = f"{verdict(holds)}：{answer.text}"
    return replace(answer, type=Ask.BOOLEAN, answer=holds, count=None, text=text)
