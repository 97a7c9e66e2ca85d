"""Brackets: what is told in Chinese with English in brackets behind, for people who chose English.

``没有这个图库：/x；请先运行 kg build (no store there; run kg build)`` becomes ``no store there; run kg build: /x``. Names, paths
and numbers of the Chinese part that the English one lacks are laid to it: words of lists stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.patterns import regex

_CHINESE = regex("[\u3400-\u9fff]")
_QUOTED = regex(r"“[^“”]*”|'[^']*'|\"[^\"]*\"")
_WORDS = regex("[A-Za-z]{2}")
_HINT = regex(r"[；，。](?:请|用|选项|可用|可以|改|例如|要|如)[^“”]*$|，例如.*$")
"""Advice at the end of the Chinese part, which the English one gives itself."""
_THERE_ARE = regex(r"(?:有|可选|可用|是不是|还有)：(.+)$")
"""What can be named instead; these are names of lists, or values."""
_DATA = regex(r"“[^“”]*”|[!-~]+(?: [!-~]+)*")
_OPTION = regex(r"\s?-{1,2}[a-z][\w-]*(?:\s?/\s?-\w)?")
_COUNT = regex(r"(?:^|[^\w.])(\d[\d,]*) ?[\u3400-\u9fff]{1,4}$")
_REASON = regex("[\u3400-\u9fff，]+，(?=[A-Z][a-z])")
"""The Chinese of what a system says, in front of its own words."""
_ERROR = regex("^错误[：:] ?")


def in_english(message: str) -> str:
    """The English of a message that has it behind the Chinese; any other stays as it is."""
    return "\n".join(map(_line, message.split("\n")))


def _line(line: str) -> str:
    error = _ERROR.match(line)
    text = line[error.end() :] if error else line
    groups = list(_groups(text)) if _CHINESE.search(text) else []
    head = "error: " if error else ""
    if not groups:
        return head + text
    whole = " ".join(text[start + 1 : end - 1] for start, end in groups)
    parts, at = [], 0
    for start, end in groups:
        parts.append(_piece(text[at:start], text[start + 1 : end - 1].strip(), whole))
        at = end
    return head + ": ".join(parts) + _REASON.sub("", text[at:]).replace("：", ": ", 1)


def _groups(text: str) -> Iterator[tuple[int, int]]:
    """Where brackets with English begin and end."""
    depth, first = 0, 0
    for at, one in enumerate(text):
        if one == "(":
            first = first if depth else at
            depth += 1
        elif one == ")" and depth:
            depth -= 1
            inside = _QUOTED.sub("", text[first + 1 : at])
            if not depth and _WORDS.search(inside) and not _CHINESE.search(inside):
                yield first, at + 1


def _piece(chinese: str, english: str, whole: str) -> str:
    """The English of a part, with what only the Chinese one names."""
    text = chinese.strip(" ：:")
    there = _THERE_ARE.search(text)
    text = _HINT.sub("", text[: there.start()] if there else text)
    count = _COUNT.search(text)
    if count and not re.search(r"\d", english):
        return f"{count[1]} {english}"
    found = [one.strip(" :;,") for one in _DATA.findall(text)]
    option = _OPTION.match(text)
    data = [
        one
        for one in dict.fromkeys(found)
        if one.strip("“”")
        and not all(word in whole for word in one.strip("“”").split(" "))
        and (option or not one.startswith("-"))
    ]
    more = f"; there are: {there[1].strip()}" if there and there[1].strip() not in whole else ""
    return english + (f": {', '.join(data)}" if data else "") + more
