"""Glosses: Chinese in brackets by which an English question says again what its words mean.

*weather bureau (气象局)* names one body, *category heading (事项类别)* no duty, *camels (骆驼)* a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container

from kg.patterns import regex

_HAN = "[\u4e00-\u9fff]"
_SINGLE = regex(rf"(?<![A-Za-z])['‘“]([^'’”“\"]{{0,12}}{_HAN}[^'’”“\"]{{0,20}})['’”](?![A-Za-z])")
"""Chinese in single quotes: '12月底'."""
_EXPLAINED = regex(rf"(?<={_HAN}) ?\([A-Za-z ,'-]+\)|(?<={_HAN}”) ?\([A-Za-z ,'-]+\)")
"""Latin words in brackets after Chinese ones only explain them: 乡村振兴 (rural revitalisation)."""
_MEANT = regex(rf"(?<=[A-Za-z]) ?[(（]({_HAN}{{2,20}})[)）]")
"""Chinese ones after Latin words are what is meant: the one-card system (一卡通)."""
_AGAIN = regex(rf"(?P<name>{_HAN}{{2,}}) ?“(?P<again>{_HAN}{{2,20}})”")
"""A name that was put into Chinese, and says itself again: 气象局 “气象局”."""
_SPELT = regex(rf"(?P<latin>(?:[A-Z][A-Za-z'-]+[ -]){{1,4}})“(?P<again>{_HAN}{{2,20}})”")
"""A name that nothing loaded is like, with its Chinese: Qaraaghach “喀拉亚尕奇”."""


def opened(text: str, asking: Container[str]) -> str:
    """An English question with its Chinese words in quotes; those that ask or name a list are left out."""

    def kept(match: re.Match[str]) -> str:
        return "" if match[1] in asking else f" “{match[1]}”"

    return _MEANT.sub(kept, _EXPLAINED.sub("", _SINGLE.sub(r"“\1”", text)))


def once(
    text: str,
    is_name: Callable[[str], bool],
    is_place: Callable[[str], bool],
    empty: Container[str],
) -> str:
    """The question, its names in Chinese by now, with each name that is said twice said once.

    ``empty`` are words written large that belong to no name: In Qaraaghach.
    """

    def again(match: re.Match[str]) -> str:
        name, other = match["name"], match["again"]
        if is_name(other) and not (other in name or is_place(name)):
            return other
        return name if name in other or other in name else match[0]

    def spelt(match: re.Match[str]) -> str:
        if not is_place(match["again"]):
            return match[0]
        kept = [word for word in match["latin"].split() if word.casefold() in empty]
        return " ".join((*kept, match["again"]))

    return _SPELT.sub(spelt, _AGAIN.sub(again, text))
