"""Rare: characters that hardly a text of an office has: what a damaged byte or a bad font makes of others (受䐆申请).

Offices write with the characters of GB 2312. Others stand in the names of places and people, and in a few words that
the table of words knows (瞭望). Of a list in traditional characters it is said once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import chain

from kg.folding import fold_forms, strip_markup
from kg.reading.rows import RowProblem
from kg.values import Duty, Township

_CHARACTER = re.compile("[\u3400-\u9fff]")
_PLACE = re.compile(
    "[\u3400-\u9fff]{0,4}?[村屯寨社组河湖江溪山岭沟沱水路街巷镇乡县区市州旗桥井湾库渠堤坝岛港寺庙塔洞院场]"
)
"""What stands behind a rare character in the name of a place."""
_MOST = 2
"""A character that stands there more often is one of the place's own: of a crop, a river."""
_SEVERAL = 8
"""So many different ones are a list in other characters."""
_AROUND, _QUOTE = 6, 60


def judge_rare(
    duties: Sequence[Duty],
    township: Township | None,
    link: Callable[[str, str], bool],
    problems: list[RowProblem],
) -> None:
    """Add rows with a character that no office writes to ``problems``.

    ``link`` tells two characters of a word; those in the names of the ``township`` and the places above it are its own.
    """
    own = "".join(place.name for place in township.place.lineage()) if township else ""
    texts = [(duty, fold_forms(strip_markup(text))) for duty in duties for text in duty.row.texts]
    counts = Counter(chain.from_iterable(text for _, text in texts if not _is_usual(text)))
    rare = {c for c, n in counts.items() if n <= _MOST and c not in own and _is_rare(c)}
    said: set[int] = set()
    found: list[tuple[Duty, str, str]] = []
    for duty, text in texts if rare else ():
        for at, character in enumerate(text):
            if (
                character not in rare
                or duty.row.line in said
                or link(text[at - 1 : at], character)
                or link(character, text[at + 1 : at + 2])
                or _PLACE.match(text, at + 1)
            ):
                continue
            said.add(duty.row.line)
            found.append((duty, character, text[max(0, at - _AROUND) : at + _AROUND]))
    for duty, character, near in found[:1] if len(rare) >= _SEVERAL else found:
        what = f"文字里的“{character}”是公文里几乎不用的字，可能是乱码或认错了：“{near}”；照原样保留，请核对"
        if len(rare) >= _SEVERAL:
            what = f"{what}；这样的字有 {len(rare)} 个，可能是繁体字或乱码"
        quote = _quote(duty, character)
        problems.append(RowProblem("cell-garbled", duty.row.line, what, quote, duty.row))


def _quote(duty: Duty, character: str) -> str:
    """The words around a character as they stand in the row."""
    for text in duty.row.texts:
        at = text.find(character)
        if at >= 0:
            return text[max(0, at - _AROUND) :].strip()[:_QUOTE].split("\n")[0]
    return duty.row.name


def _is_usual(text: str) -> bool:
    """Whether a text is written in the characters of GB 2312 alone."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _is_rare(character: str) -> bool:
    return bool(_CHARACTER.match(character)) and not _is_usual(character)
