"""Bare names: an office in a clause that does not say whose it is, and so is nobody's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.bodies.names import NameReader
from kg.values import Duty
from kg.vocabulary.loading import Vocabulary

_WHOLE = re.compile("..+(?:局|委员会|联合会|总工会)")
"""Names that are an office's also where nothing stands before them: 民政局; 妇联 may be the village's."""
_BRANCH = re.compile("[\u4e00-\u9fff]{1,8}?(?:分局|支局|支队|大队|工作站)")
"""What makes one name with an office before it: 国家公园管理局 + 峨岭分局 is the office in 峨岭."""
_BEFORE = "[报向由经与将给对请合同助，、；。（]"
"""What may stand before a name that has lost its 县."""

_BEHIND = 2
"""Characters behind a name that tell it from a longer one."""


def bare_names(vocabulary: Vocabulary) -> re.Pattern[str]:
    """The full names of offices, where no 县 or 市 stands before them."""
    names = {
        name
        for function in vocabulary.functions.values()
        for name in (function.name, *function.names, *function.forms)
        if _WHOLE.fullmatch(name)
    }
    longest = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(f"(?:^|(?<={_BEFORE})|(?<=[\\d.．] ))(?:{'|'.join(map(re.escape, longest))})")


def without_place(
    duty: Duty, names: NameReader, bare: re.Pattern[str]
) -> Iterator[tuple[str, str, str]]:
    """Names in clauses that are read as no body; one after another (县水利局、住建局) shares its 县."""
    own = tuple(mention.written for mention in duty.mentions)
    for clause in (*duty.superior, *duty.township):
        for kind, message, _ in placeless((clause.text,), names, bare, own):
            yield kind, message, clause.quote


def placeless(
    texts: Iterable[str], names: NameReader, bare: re.Pattern[str], own: Iterable[str] = ()
) -> Iterator[tuple[str, str, str]]:
    """Such names in running texts, each with the words after it.

    One of the ``own`` names of a row may have them inside: 国家金融监督管理总局某州监管分局.
    """
    for text in texts:
        if not bare.search(text):
            continue
        read = [(mention.start, mention.end) for mention in names.find(text)]
        for match in bare.finditer(text):
            behind = text[match.start() : match.end() + _BEHIND]
            if len(behind) > len(match[0]) and any(behind in name for name in own):
                continue
            if _BRANCH.match(text, match.end()):
                continue
            if not any(start <= match.start() < end for start, end in read):
                message = f"“{match[0]}”没有写是哪一级的，没有算作哪个部门；照原样保留"
                yield "name-place-lost", message, text[match.start() : match.end() + 10].strip()
