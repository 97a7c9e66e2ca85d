"""Stems: English words without their endings, so that *adoptions* is found under *adoption*.

The stems are those of Snowball's English stemmer (https://snowballstem.org), after British spelling
and the commonest irregular forms, which it does not know. They need not be words, only the same
letters for the same word.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from kg.patterns import regex

STOP_WORDS = frozenset(
    (
        "a an the of for to in on at by from with within into onto over about around and or nor but if as than "
        "then that this these those there here it its itself he she they them their theirs his her him hers we "
        "us our ours you your yours i me my mine who whom whose which what when where why how is are was were be "
        "been being am do does did done doing has have had having can could may might must shall should will "
        "would not no s t don doesn isn aren didn ve ll re d m one's any some all both each every other another "
        "somebody someone anybody anyone nobody somewhere anything something nothing please just still yet now "
        "today again already also too very much many more most such only even ever so because while after before "
        "during until since up down out off go goes going gone went come comes came get gets got getting gotten "
        "let lets want wants wanted need needs needed like supposed really back away myself ourselves"
    ).split()
)
"""Words that say nothing about a matter."""

_IRREGULAR = {
    form: word
    for word, forms in {
        "child": "children", "person": "people persons", "man": "men", "woman": "women",
        "wife": "wives", "life": "lives", "calf": "calves", "leaf": "leaves", "sheep": "sheep",
        "bite": "bit bitten biting", "steal": "stole stolen", "break": "broke broken", "dig": "dug digging",
        "fall": "fell fallen", "sell": "sold", "buy": "bought", "build": "built", "burn": "burnt",
        "sale": "sales", "keep": "kept", "give": "gave given giving", "take": "took taken taking",
        "write": "wrote written writing", "drive": "drove driven driving driver drivers",
        "teach": "taught", "catch": "caught", "find": "found", "pay": "paid payment payments", "lend": "lent",
        "die": "died dies dying dead death deaths", "tie": "tied ties tying", "lose": "lost losing loss",
        "grow": "grew grown", "run": "ran running", "hit": "hitting", "cut": "cutting cuts",
        "shoot": "shot shooting", "freeze": "froze frozen freezing", "ill": "illness", "sow": "sown",
        "news": "news", "bus": "buses", "gas": "gases", "crisis": "crises", "fly": "flew flown flies",
        "rear": "reared rearing", "analyse": "analysis analyses", "register": "registration registrations",
        "drunk": "drunken", "thief": "thieves theft", "hospital": "hospitalisation hospitalization", "beat": "beaten beating",
    }.items()
    for form in forms.split()
}  # fmt: skip
_SPELLING = (
    (regex("(?<=..)isation"), "ization"),
    (regex("(?<=..)is(?=(?:e|ed|es|ing)$)"), "iz"),
    (regex("(?<=lab|col|fav|hon|arb|ghb|avi)our"), "or"),
    (regex("(?<=...)tre(?=s?$)"), "ter"),
    (regex("^licen[cs]"), "licens"),
    (regex("^practi[cs]e"), "practice"),
    (regex("^(?:programme|program)"), "program"),
    (regex("^plough"), "plow"),
    (regex("^(?:grey)"), "gray"),
    (regex("^tyre"), "tire"),
    (regex("^cheque"), "check"),
    (regex("aeroplane"), "airplane"),
)


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """The stem of a word in small letters; words of up to three letters stay."""
    word = word.replace("’", "'").removesuffix("'s").replace("'", "")
    word = _IRREGULAR.get(word, word)
    if len(word) < 4:
        return word
    for pattern, other in _SPELLING:
        word = pattern.sub(other, word)
    return str(_stemmer().stemWord(word))


@cache
def _stemmer() -> Any:
    import snowballstemmer  # some milliseconds, which Chinese texts do not pay

    return snowballstemmer.stemmer("english")
