"""Claims: how many there are, as somebody says, and whether that is so: 老张说甲局就挂了两条，准不准."""

from __future__ import annotations

from dataclasses import replace

from kg.asking.answers import Answer
from kg.asking.frame import Ask
from kg.asking.reading.tokens import value
from kg.asking.wording import verdict
from kg.frozen import frozen
from kg.patterns import regex

_SO = regex(
    "[,，。;；](?:他|她|他们|这|那|这话|这个?说法|这个?数|你看|您看|我)?(?:说得|讲得|说的|报的|数得|记得)?"
    "(?:准不准|准吗|对不对|对吗|对吧|是不是|是吗|没错吧|有没有错|属实吗|是真的吗|靠不靠谱|靠谱吗|对得上吗|是这样吗)[?？。 ]*$"
)
"""What asks whether a claim holds: ……，他说得准不准."""
_COUNT = regex(
    "^(?P<head>.{4,}?)(?:一共|总共|合计|拢共|就|只|才|共|也)*(?P<verb>挂|有|是|收回|收走|收|接走|接|列|占|写)(?:了|着)?(?:去|走)?"
    "(?P<n>[0-9]{1,3}|[一二两三四五六七八九十百]{1,5})(?P<unit>[条项个家件])(?:事项|事|部门|配合事项|收回事项)?$"
)
"""So many, at the end of a claim."""
_SAID = regex(
    "^(?:听说|据说|有人说|[老小][\u4e00-\u9fff](?:[^,，。说]{0,6})说|[\u4e00-\u9fff]{2,4}(?:拍胸脯|硬|一口咬定)?说)[,，:：]?"
)
"""Who says it."""


@frozen
class Claim:
    """A question of how many, and the number that is said to be its answer."""

    question: str
    number: int


def counted(text: str) -> Claim | None:
    """The question of how many, of a text that asks whether a number of them is right; None: it does not."""
    so = _SO.search(text)
    match = _COUNT.match(_SAID.sub("", text[: so.start()])) if so else None
    number = value(match["n"]) if match else None
    if match is None or number is None:
        return None
    return Claim(f"{match['head']}{match['verb']}了几{match['unit']}", number)


def judged(answer: Answer, claim: Claim) -> Answer | None:
    """Whether the number is that of the answer; None for an answer that is no number."""
    if answer.type is not Ask.NUMBER:
        return None
    holds = answer.answer == claim.number
    text = f"{verdict(holds)}：{answer.text}"
    return replace(answer, type=Ask.BOOLEAN, answer=holds, count=None, text=text)
