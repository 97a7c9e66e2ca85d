"""Glosses: Chinese in brackets by which an English question says again what its words mean.

*weather bureau (气象局)* names one body, *category heading (事项类别)* no duty, *camels (骆驼)* a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from itertools import pairwise

from kg.patterns import regex

_HAN = "[\u4e00-\u9fff]"
_SINGLE = regex(rf"(?<![A-Za-z])['‘“]([^'’”“\"]{{0,12}}{_HAN}[^'’”“\"]{{0,20}})['’”](?![A-Za-z])")
"""Chinese in single quotes: '12月底'."""
_EXPLAINED = regex(rf"(?<={_HAN}) ?\([A-Za-z ,'’–—-]+\)|(?<={_HAN}”) ?\([A-Za-z ,'’–—-]+\)")
"""Latin words in brackets after Chinese ones only explain them: 乡村振兴 (rural revitalisation)."""
_MEANT = regex(rf"(?<=[A-Za-z]) ?[(（]({_HAN}{{2,20}})[)）]")
"""Chinese ones after Latin words are what is meant: the one-card system (一卡通)."""
_WORD = regex(
    rf"\b(?P<lead>words?|terms?|phrase|wording|expression|string|characters?) (?P<word>{_HAN}{{2,20}})"
)
"""Chinese words that are spoken of as words: the word 四道沟遗址."""
_AGAIN = regex(rf"(?P<name>{_HAN}{{2,}}) ?“(?P<again>{_HAN}{{2,20}})”")
"""A name that was put into Chinese, and says itself again: 气象局 “气象局”."""
_SPELT = regex(rf"(?P<latin>(?:[A-Z][A-Za-z'-]+[ -]){{1,4}})“(?P<again>{_HAN}{{2,20}})”")
"""A name that nothing loaded is like, with its Chinese: Qaraaghach “喀拉亚尕奇”."""
_SORTED = regex(
    rf"(?:\b(?P<lead>the |an? |in |under )(?:[A-Za-z,-]+ ){{1,5}}?|^[A-Z][a-z]+-[a-z]+ )(?:category|heading|section|field) “(?P<again>{_HAN}{{2,20}})”"
)
"""A category with its Chinese: the health category “卫生健康”."""
_DESCRIBED = regex(
    rf"(?P<words>(?<![A-Za-z'’-])[a-z][a-z'’-]*(?:(?:,? and |,? & |, | )[a-z][a-z'’-]*)*) “(?P<again>{_HAN}{{2,24}})”"
)
"""Words in small letters with their Chinese: the county's commerce, science and industry bureau “…”."""
_BEFORE = frozenset(
    "a an the of in to from for by on with at which what whose our their its this that all any every each do does did has have is are was were and or list show name give how many".split()
)
"""Words at which the description of a body or category begins, going back."""
_OFFICE_WORDS = frozenset(
    "bureau bureaus commission department office committee federation administration authority agency station"
    " branch brigade team court procuratorate board centre center union institute company".split()
)
_LISTED_BEHIND = regex(
    r" (?:(?:cooperation|cooperative|reclaimed|basic|own) )?(?:dut(?:y|ies)|items?|matters?|entr(?:y|ies)|list|category)\b"
)
"""What is said behind a category: social-security “社会保障” cooperation duties."""
_BRANCH = regex(rf"(?P<place>{_HAN}{{2,}}) branch of (?:the )?(?P<body>{_HAN}{{3,}})")
"""The branch of a city's bureau in a district: 松沃区 branch of the 绥化市公安局."""


_LEVELS = "县市区旗州盟省"


def opened(text: str, asking: Container[str]) -> str:
    """An English question with its Chinese words in quotes; those that ask or name a list are left out."""

    def kept(match: re.Match[str]) -> str:
        return "" if match[1] in asking else f" “{match[1]}”"

    text = _WORD.sub(r"\g<lead> “\g<word>”", _SINGLE.sub(r"“\1”", text))
    return _MEANT.sub(kept, _EXPLAINED.sub("", text))


def described(
    text: str,
    kinds: Callable[[str], Container[str]],
    means: Callable[[str], Iterable[str]],
) -> str:
    """The question, an English description of a body or category with its Chinese being the Chinese alone.

    ``means`` gives Chinese words for English ones: of words with a comma or *and* between them each must have one that
    the Chinese shares a character with, for they may be several bodies.
    """

    def shorter(match: re.Match[str]) -> str:
        again, words = match["again"], match["words"].split(" ")
        bare = again[1:] if again[0] in _LEVELS else again
        found = {
            k
            for name in (again, bare)
            for k in ("department", "function", "category")
            if k in kinds(name)
        }
        start = len(words)
        while (
            start
            and words[start - 1].strip(",") not in _BEFORE - {"and"}
            and not words[start - 1].endswith(("'s", "’s"))
        ):
            start -= 1
        own = [word.strip(",") for word in words[start:]]
        if not own or not found or (own[-1] in _OFFICE_WORDS) is (found == {"category"}):
            return match[0]
        if found == {"category"}:
            if not _LISTED_BEHIND.match(text, match.end()) or set(own) & (_OFFICE_WORDS | {"and"}):
                return match[0]
        else:
            content = [word for word in own if word not in _OFFICE_WORDS | {"and", "&"}]
            several = "and" in own or any(word.endswith(",") for word in words[start:])
            meant = [said for word in content if (said := {*"".join(means(word))})]
            apart = several and not (meant and all(said & {*again} for said in meant))
            if not content or apart or [w in _OFFICE_WORDS for w in own].index(True) < len(own) - 1:
                return match[0]
        return " ".join((*words[:start], f"“{again}”" if found == {"category"} else again))

    return _DESCRIBED.sub(shorter, text)


def once(text: str, kinds: Callable[[str], Container[str]], empty: Container[str]) -> str:
    """The question, its names in Chinese by now, with each name that is said twice said once.

    ``kinds`` tells what a name can mean, ``empty`` are words written large that belong to no name: In Qaraaghach.
    """

    def is_place(name: str) -> bool:
        return any(kind in kinds(name) for kind in ("township", "place"))

    def again(match: re.Match[str]) -> str:
        name, other = match["name"], match["again"]
        bare = other[1:] if other[0] in _LEVELS else other  # the county water bureau (县水务局)
        if (kinds(other) or kinds(bare)) and not (other in name or is_place(name)):
            return other
        return name if name in other or other in name else match[0]

    def spelt(match: re.Match[str]) -> str:
        if not is_place(match["again"]):
            return match[0]
        kept = [word for word in match["latin"].split() if word.casefold() in empty]
        return " ".join((*kept, match["again"]))

    def filed(match: re.Match[str]) -> str:
        known = "category" in kinds(match["again"])
        return f"{match['lead'] or ''}category “{match['again']}”" if known else match[0]

    def branch(match: re.Match[str]) -> str:
        body = match["body"]
        if not is_place(match["place"]):
            return match[0]
        cut = next((n for n in range(len(body) - 2, 1, -1) if is_place(body[:n])), 0)
        return f"{match['place']}{body[cut:]}"

    text = _BRANCH.sub(branch, text)
    return _SORTED.sub(filed, _SPELT.sub(spelt, _AGAIN.sub(again, text)))


def together(groups: Sequence[Sequence[str]], known: Callable[[str], bool]) -> list[str]:
    """What phrases stand for, first what two of them make together: 农产品质量安全, 事故.

    ``known`` tells words that the lists have. What only says again what the one before says is passed over.
    """
    parts: list[Sequence[str]] = []
    for group in groups:
        if not (parts and any(word in other for other in parts[-1] for word in group)):
            parts.append(group)
    joined = (a + b for one, other in pairwise(parts) for a in one for b in other)
    return list(dict.fromkeys([*filter(known, joined), *(w for group in groups for w in group)]))


def plainly(rows: Iterable[Mapping[str, str]]) -> Callable[[str], str]:
    """What puts ways of speaking of lists and duties into the words that questions are learned in.

    ``rows`` have the ways in ``english``, the words in ``chinese``: assisting tasks → cooperation duties.
    """
    said = {one: row["chinese"] for row in rows for one in row["english"].split(";")}
    words = sorted(said, key=len, reverse=True)
    ways = re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)
    return lambda text: ways.sub(lambda match: said[match[0].casefold()], text) if said else text


_ENDING = regex(r"(?:ization|isation|izing|ising|s)$")


def stem(word: str) -> str:
    """An English word in small letters, without the ending of its plural or form."""
    return _ENDING.sub("", word.casefold()) or word.casefold()


def loose(phrase: str) -> str:
    """A phrase as a pattern: British and American spelling, blanks or hyphens."""
    pattern = re.escape(phrase).replace(r"\ ", r"[\s-]+").replace(r"\-", r"[\s-]+")
    return pattern.replace("is", "i[sz]")


def within(text: str, start: int) -> bool:
    """Whether a word stands within a sentence, where only names are written large: *in Yaha town*."""
    return bool(re.search(r"[a-z,;:] ?$", text[:start]))
