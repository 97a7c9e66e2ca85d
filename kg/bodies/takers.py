"""Takers: who holds a reclaimed duty by its cell, and the way of working written behind the names.

The cell has four shapes: ``X局：text``, ``X局。工作方式：text``, ``承接部门：X 工作方式：text`` and ``X局：text；Y局：text``,
in which each holder has a text of its own.
"""

from __future__ import annotations

import re

from kg.bodies.breaks import lines_of
from kg.bodies.names import NameReader
from kg.folding import fold_blanks, strip_blanks, strip_markup

_LABELLED = re.compile(
    r"\s*(?:承接|收回|承办|责任)(?:部门|单位|主体)\s*[：:]\s*(?P<taker>.*?)\s*"
    r"(?:工作|承接|履职|实施)(?:方式|措施|方法)\s*[：:]\s*(?P<method>.*)",
    re.DOTALL,
)
_TAKER_ONLY = re.compile(
    r"\s*(?:承接|收回|承办|责任)(?:部门|单位|主体)\s*[：:]\s*(?P<taker>.*)", re.DOTALL
)
_METHOD_ONLY = re.compile(
    r"\s*(?:工作|承接|履职|实施)(?:方式|措施|方法)\s*[：:]\s*(?P<method>.*)", re.DOTALL
)
"""A cell that names no holder: 工作方式：组织专业队伍建设."""
_BEFORE_METHOD = re.compile(
    r"\s*(?P<taker>[^：:。；]{2,90}?)[。；;，,\s]*(?:工作|承接|履职|实施)(?:方式|措施|方法)\s*[：:]\s*(?P<method>.*)",
    re.DOTALL,
)
"""A holder without a label before the label of the way of working: ``甲局。工作方式：…``."""
_HEADED = re.compile(r"(?P<taker>[^：:。；]{2,90}?)\s*[：:]\s*(?P<method>.*)", re.DOTALL)
_HEAD = re.compile(
    r"(?:^|(?<=[。；;\n]))\s*(?:\d{1,2}[.．、]|[（(]\d{1,2}[)）]|[①-⑳])?\s*"
    r"(?P<taker>[^：:。；;，,\n]{2,60}?)\s*[：:]"
)
"""A holder with a text of its own: at the beginning, on a line or behind the end of a sentence."""
_MARK = re.compile(r"[（(](?:牵头|主责|主办|配合|协同|协助|协办|参与)(?:部门|单位)?[)）]")
_NOT_A_NAME = re.compile(r"[，。；、]|方式|职责|要求|负责|开展")
_NO_HOLDER = re.compile(r"(?:部门|单位|机构|主体)$|[乡镇村]|街道|社区")
"""Words before a colon that are a label (牵头单位), or of the township, which holds nothing any more."""
_ENDS_OF_BODIES = "局办委会室院部心站队社司"


def taker_part(cell: str, names: NameReader) -> str:
    """The words of a cell that name its holders, '' where none does."""
    several = _several(cell, names)
    if several:
        return "、".join(several)
    words = _words(cell)
    if _METHOD_ONLY.fullmatch(words):
        return ""
    for pattern in (_LABELLED, _TAKER_ONLY, _BEFORE_METHOD, _HEADED):
        match = pattern.fullmatch(words)
        if match and (pattern is not _BEFORE_METHOD or _is_holder(match["taker"], names)):
            return _with_breaks(match["taker"], cell, names)
    return ""


def taker_and_method(cell: str, names: NameReader) -> tuple[str, str]:
    """Split a reclaimed cell into the holders' names and the way of working.

    Where each of several holders has its own text the way of working is the whole cell.
    """
    words = _words(cell)
    labelled = _LABELLED.fullmatch(words)
    if labelled:
        return _with_breaks(labelled["taker"], cell, names), labelled["method"]
    alone = _TAKER_ONLY.fullmatch(words)
    if alone:
        return _with_breaks(alone["taker"], cell, names), ""
    if unnamed := _METHOD_ONLY.fullmatch(words):
        return "", unnamed["method"]
    several = _several(cell, names)
    if several:
        return "、".join(several), words
    before = _BEFORE_METHOD.fullmatch(words)
    if before and _is_holder(before["taker"], names):
        return _with_breaks(before["taker"], cell, names), before["method"]
    headed = _HEADED.fullmatch(words)
    if headed:
        taker = _with_breaks(headed["taker"], cell, names)
        if _is_name(taker, names) or _could_be_name(taker):
            return taker, headed["method"]
    if not headed and names.read_heading(words):
        return words, ""
    return "", words


def glued_on(cell: str, names: NameReader) -> str:
    """The holder that stands right behind another one's full stop, as where the next row ran into this; else ''."""
    text = lines_of(cell)
    for head in _HEAD.finditer(text):
        if text[: head.start("taker")].endswith("。") and _is_holder(head["taker"], names):
            return head["taker"].strip()
    return ""


def _several(cell: str, names: NameReader) -> list[str]:
    """The holders that have a text of their own each: ``甲局：这样做；乙局：那样做。``; none unless two have."""
    text = lines_of(cell)
    heads = [head for head in _HEAD.finditer(text) if _is_holder(head["taker"], names)]
    found = list(dict.fromkeys(head["taker"].strip() for head in heads))
    return found if len(found) > 1 and not text[: heads[0].start()].strip() else []


def _is_holder(words: str, names: NameReader) -> bool:
    words = strip_blanks(_MARK.sub("", words))
    if not words or _NO_HOLDER.search(words.removeprefix(names.county_printed)):
        return bool(words) and bool(names.read_heading(words))
    return bool(names.read_heading(words)) or (names.is_name(words) and _could_be_name(words))


def _with_breaks(taker: str, cell: str, names: NameReader) -> str:
    """The holders' names with 、 where a line break or a blank of the cell parts them."""
    apart = re.compile(r"\s*".join(map(re.escape, strip_blanks(taker))))
    found = apart.search(lines_of(cell))
    parted = names.parted(found[0]) if found else taker
    return parted if found and parted != found[0] else taker


def _words(cell: str) -> str:
    return fold_blanks(strip_markup(cell)).strip()


def _is_name(text: str, names: NameReader) -> bool:
    if names.read_heading(text):
        return True
    split = names.split(text)
    return bool(split.mentions) and len(text) <= 40 and text[-1] in _ENDS_OF_BODIES


def _could_be_name(text: str) -> bool:
    """Whether words before a colon look like the name of a body that no table has."""
    words = strip_blanks(text)
    return len(words) <= 24 and words[-1:] in _ENDS_OF_BODIES and not _NOT_A_NAME.search(words)
