"""Fields: what a form says after its labels (诉求内容：, 办理要求：, 时间：), hotline slips and notes alike.

The contents are what is asked; what a slip says of how to handle it belongs to the same task; who
called, when and under which number is no task.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from kg.checking.reading.items import items
from kg.frozen import frozen
from kg.patterns import regex

_LABEL = regex(
    r"(?:^|(?<=[\n\s;；。】\]]))(?:[【\[](?P<boxed>[\u4e00-\u9fff]{2,6})[】\]]\s*[:：]?"
    r"|【?(?P<label>[\u4e00-\u9fff]{2,6})】?\s*[:：])"
)
"""诉求内容:, 【诉求】, [备注]"""
_HEAD = regex(
    r"(?:^|(?<=\n))(?:[【\[(][^】\])\n]{0,12}(?:工单|热线|12345|督办|诉求|转办|语音)[^】\])\n]{0,8}[】\])]"
    r"|(?:12345)?(?:政务服务)?(?:便民)?(?:热线)?(?:工单|来件|转办[单件]|派单)(?:编?号)?[A-Za-z0-9〔〕\[\]-]*[:,]\s*(?=[\u4e00-\u9fff]))"
)
"""【12345工单】, 工单号JX2025-0713: says what kind of slip it is."""
_HANDLING = regex("保密|泄露|隐私|个人信息|回访|满意度|联系来电人|联系市民|情绪")
"""What a slip says of how to treat who called."""
_LONG = 20
"""A field of this length that asks for something is a content whatever its label says."""


_BRIEF, _SHARED = 20, 2
"""An item so short speaks of the problem told above where they share so many characters."""
_STOPPED = frozenset(",。;:、!?的了是在把对请要有人不这那他她它们里上下就也都给让去来着")
"""Signs, and characters that say nothing of what a text is about."""


@frozen
class Told:
    """A text without its labels and the fields that are no task, and the fields that say how.

    ``form``: whether it is one, with a field of contents.
    """

    text: str
    how: tuple[str, ...]
    form: bool = False


def told(text: str, labels: Mapping[str, Sequence[str]], asks: Callable[[str], bool]) -> Told:
    """Read the fields of a folded text; ``labels`` are those of contents, of how, and others."""
    text = _HEAD.sub("", text)
    if ":" not in text and "【" not in text and "[" not in text and "(" not in text:
        return Told(text, ())
    kinds = {label: kind for kind, some in labels.items() for label in some}
    marks = [m for m in _LABEL.finditer(text) if _label(m) in kinds]
    if not marks:
        return Told(text, ())
    contents = any(kinds[_label(m)] == "content" for m in marks)
    before = text[: marks[0].start()]
    tells = "\n" in before.strip() or (len(before) > _LONG and before.rstrip().endswith("。"))
    kept, how = [before if not contents or tells else ""], []
    for at, mark in enumerate(marks):
        end = marks[at + 1].start() if at + 1 < len(marks) else len(text)
        kind, value = kinds[_label(mark)], text[mark.end() : end]
        first, _, rest = value.partition("\n")
        if kind == "field":
            if len(first) > _LONG and asks(first) and not _HANDLING.search(first):
                kept.append(first)
            kept.append(f"\n{rest}")
        elif kind == "how" and sum(item.marked for item in items(value)) > 1:
            kept.append(f"\n{value}")  # 转办意见：①…②…③…: each is a task
        elif kind == "how" and (contents or "".join(kept).strip()) and not rest.strip():
            how.append(first.strip())
        elif kind == "how" and contents:
            how.append(first.strip())
            kept.append(f"\n{rest}")
        else:
            kept.append(f"\n{value}")
    return Told("".join(kept).strip(), tuple(one for one in how if one), contents)


def _label(mark: re.Match[str]) -> str:
    return mark["boxed"] or mark["label"]


def led(lead: Sequence[str], sentences: list[str], bare: bool) -> list[str]:
    """A short item of a form with the sentence of the problem that it speaks of: 对开挖机的人罚款.

    A ``bare`` one, which says nothing of what it is about, with all of the problem: 请去看看,管一管.
    """
    if bare:
        return [*lead, *sentences]
    said = frozenset("".join(sentences)) - _STOPPED
    if len("".join(sentences)) > _BRIEF:
        return sentences
    shared = [len(said & frozenset(one)) for one in lead]
    most = max(shared)
    if most < _SHARED:
        return sentences
    return [[one for one, n in zip(lead, shared, strict=True) if n == most][-1], *sentences]
