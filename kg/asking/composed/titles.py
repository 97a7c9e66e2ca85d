"""Titles: the words that names or clauses have, or have not."""

from __future__ import annotations

from kg.asking.closed.limits import Unread
from kg.asking.closed.parse import Parse
from kg.asking.closed.words import BODY, CATEGORY, WORD, Item
from kg.asking.frame import Words
from kg.patterns import regex

_TITLES = regex(
    f'x?[NCuD"@+r2]*x?[@+"2]*{WORD}(?:["r+]*[|&2NC.+x]*{WORD})*["]*(?:[@+]*[NCuD](?![.]))?'
)
_WHERE = {"N": "name", "C": "clauses", "u": "township", "D": "department"}
"""Letters that say where words stand."""
_LONGEST_HEAD = len("事项名称")
"""A longer word for names says that words stand there: 名称里写着."""


def words_taken(parse: Parse) -> None:
    """Take the words that names or clauses have, or have not.

    Raises:
        Unread: it is not said where they stand, or whether one is enough.
    """
    if not parse.has(WORD):
        parse.drop("N")  # 第二项的名称
        return
    if any(one.text == "配合" for one in parse.of("c")) and "cC" in parse.code:
        raise Unread  # 配合职责 are those of the township
    found = parse.take(_TITLES.pattern)
    code = "".join(item.letter for item in found)
    said = {*code} & {*_WHERE}
    if said == {"C"}:
        parse.items = [i for i in parse.items if i.letter != "N" or len(i.text) > _LONGEST_HEAD]
    parse.drop('"')
    if len(said) != 1 or parse.has(WORD + "NC"):
        raise Unread
    part = _WHERE[said.pop()]
    texts, out = _texts(found, code)
    behind = bool(not parse.has(BODY + CATEGORY) and parse.take("A|X"))
    if (out and texts) or behind:
        if len(texts) > 1 or len(out) > 1 or (behind and out):
            raise Unread
        parse.words = (Words(texts, part, negated=behind),)  # 有“审批”但没有“许可”
        parse.words += (Words(out, part, negated=True),) if out else ()
        return
    wanted = out or texts
    either = "|" in code or (len(wanted) > 1 and "2" not in code and parse.drop("|"))
    if len(wanted) > 1 and "2" in code and not either:
        parse.words = tuple(Words((text,), part, bool(out)) for text in wanted)
    elif len(wanted) == 1 or either:
        parse.words = (Words(wanted, part, bool(out)),)
    else:
        raise Unread


def _texts(found: list[Item], code: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words that are to stand there, and those that are not to."""
    texts: tuple[str, ...] = ()
    out: tuple[str, ...] = ()
    for n, item in enumerate(found):
        if item.letter != WORD:
            continue
        if "x" in code[:n].rpartition(WORD)[2]:
            out += (item.text,)
        else:
            texts += (item.text,)
    return texts, out
