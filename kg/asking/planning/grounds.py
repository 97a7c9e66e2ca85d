"""Grounds: what an answer about a duty has to rest on; a row that is only near is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.asking.frame import Ask, Question, Refusal, Status
from kg.meaning.words import FINES
from kg.patterns import regex

if TYPE_CHECKING:
    from kg.asking.planning.plan import Planner
    from kg.meaning.sayings.recalling import Choice

PENALTY = regex("(?:处罚|罚款|查处|取缔|强制拆除)$|的(?:行政)?处罚")
"""A name of a penalty."""
_INSTITUTION = regex("^[^,，。]{1,6}(?:院|馆|站|(?<!厕)所|校|中心|银行|公司)$")
"""An institution and nothing about it: 卫生院, 图书馆; 卫生院门口的垃圾 is a matter."""
_AGAINST = 0.5
"""From this part of the likeliest one's probability on another reading of a yes or no counts."""


_PUNISHED = regex(
    "[罚抓管治]|查处|取缔|拆除?|没收|执法|违法|违规|非法|无照|无证|擅自|\\bstop|\\bclos|illegal|violat"
)
"""What a penalty may answer: 还能管无照经营的吗."""


_ACTS = "登记|备案|审批|审核|许可|发证|核发|检查|验收|鉴定|认定|评估|检测|征收|发放"
_OTHER_ACTS = regex(_ACTS)
_BESIDE = regex(f"({_ACTS})(?:管理|工作)?[、和及与](?=[^的]{{0,8}}(?:处罚|罚款|查处|取缔)$)")
"""Acts that a name has beside a penalty: 摊贩登记管理和处罚, not 未经许可取水的处罚."""


def on_no_penalty(names: Sequence[str], said: str, near: Sequence[str]) -> None:
    """See that a yes or no about something else does not rest on penalties alone.

    Raises:
        Refusal: all rows that are meant are penalties, and nobody spoke of one.
    """
    punished = bool(names) and all(map(PENALTY.search, names))
    if punished and any(
        act in _OTHER_ACTS.findall(said) for n in names for act in _BESIDE.findall(n)
    ):
        return  # 摊贩登记管理和处罚: the name has what is asked about, too
    if punished and not (FINES.search(said) or _PUNISHED.search(said)):
        told = "清单里最近的一项是处罚，问的不是处罚，不能据此说是或否"
        raise Refusal(Status.NOT_UNDERSTOOD, told, tuple(near[:3]))


def on_exclusion(question: Question, planner: Planner) -> None:
    """See that words which are left out (除考核以外) leave something out: else they were read wrongly.

    Raises:
        Refusal: no row says them.
    """
    frame = question.frame
    out = [words for words in frame.words if words.negated]
    if not out or question.other or question.ask not in (Ask.DUTIES, Ask.NUMBER):
        return
    whole = replace(frame, words=tuple(w for w in frame.words if not w.negated))
    kept, found = planner.find(frame).duties, planner.find(whole).duties
    if found and len(kept) == len(found):
        told = "、".join(f"“{text}”" for words in out for text in words.texts)
        raise Refusal(
            Status.NOT_UNDERSTOOD,
            f"要除去的是写着{told}的，可所问的事项里没有一项这样写；请用清单上的字再问",
            found[:4],
        )


def on_penalty(rows: Sequence[str], names: Sequence[str], said: str) -> None:
    """See that a yes or no about a penalty rests on a penalty: a duty on its topic says nothing of it.

    Raises:
        Refusal: none of these rows is one.
    """
    if rows and not any("罚" in name for name in names):
        told = f"清单里与“{said}”最近的一项没有写处罚，不能说能不能罚"
        raise Refusal(Status.NOT_UNDERSTOOD, told, tuple(rows[:3]))


def on_institution(rows: Sequence[str], names: Sequence[str], topic: str) -> None:
    """See that whose an institution is rests on a row that names it: reading is no library.

    Raises:
        Refusal: none of the names has anything of its name.
    """
    if not _INSTITUTION.search(topic):
        return
    pairs = [a + b for a, b in pairwise(topic)]
    if rows and not any(pair in name for name in names for pair in pairs):
        told = f"清单里没有写“{topic}”归谁管；最接近的见下，说的不是它"
        raise Refusal(Status.NOT_UNDERSTOOD, told, tuple(rows[:3]))


def on_one_side(chosen: Choice, choices: Sequence[Choice], said: str) -> None:
    """See that a yes or no rests on the one duty that can be meant: none was taken back while another is kept.

    Raises:
        Refusal: a duty nearly as likely would be answered the other way.
    """
    back = chosen.hits[0].list == "reclaimed"
    likely = (c for c in choices if c.probability >= _AGAINST * chosen.probability)
    other = next((c for c in likely if (c.hits[0].list == "reclaimed") is not back), None)
    if other is not None:
        told = f"“{said}”可能指收回的一项，也可能指仍要做的一项，请说得更具体"
        raise Refusal(Status.NOT_UNDERSTOOD, told, (chosen.hits[0].key, other.hits[0].key))


def on_both(chosen: Choice, parts: Sequence[str]) -> None:
    """See that of two duties named together (地名管理和农村公路养护) not one alone is answered.

    Raises:
        Refusal: the row says one of the parts as it stands and shares nothing with the other.
    """
    names = [hit.name for hit in chosen.hits]
    said = [part for part in parts if any(part in name for name in names)]
    rest = [
        part
        for part in parts
        if len(part) >= _LONG
        and not any(a + b in name for name in names for a, b in pairwise(part))
    ]
    if said and rest:
        told = f"“{said[0]}”和“{rest[0]}”是两件事，请分开问"
        raise Refusal(Status.NOT_UNDERSTOOD, told, (chosen.hits[0].key,))


_LONG = 4
"""A part of so many characters names a duty of its own."""
_ACT, _NEAR, _FEW = 0.012, 0.08, 5
"""A penalty among what is near is meant from such a probability and such a likeness of its own on."""


def acted(choices: Sequence[Choice]) -> Sequence[Choice]:
    """The Matters where a penalty is asked for: the act goes before the topic, if a penalty is near."""
    if not choices or PENALTY.search(choices[0].hits[0].name):
        return choices
    for choice in choices[1:_FEW]:
        first = choice.hits[0]
        near = choice.probability >= _ACT and first.score >= _NEAR
        if near and PENALTY.search(first.name):
            taken = replace(choice, probability=max(c.probability for c in choices))
            topic = replace(choices[0], probability=min(c.probability for c in choices[:_FEW]))
            return [taken, *(c for c in choices[1:] if c is not choice), topic]
    return choices
