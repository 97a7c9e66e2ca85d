"""Names: whether a name is a name, and nothing but one.

In 1,760 rows of the lists seen no name begins with a mark, has the number of a clause inside it, is or holds a
clause of its own row, begins or ends with another name of its list, says a thing twice or says that it is no
longer done, or has fewer than four characters. Such a name was glued to another cell, cut, exchanged or edited;
it is kept as printed, and said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kg.findings import shorten
from kg.folding import fold_forms, strip_blanks, strip_markup
from kg.reading.rows import RowProblem
from kg.values import Duty, ListKind

_BEGINS = re.compile(r"[，。；：、,;:！？!?）)”》】.．…·-]")
"""A mark that no name begins with: ``，清理河道垃圾``."""
_ITEM_INSIDE = re.compile(r"[\u4e00-\u9fff）)”。；;]\d{1,2}[.．、](?!\d)")
"""The number of a clause behind words: ``调度工作1.宣传政策``."""
_LEFT_OUT = re.compile(r"(?<!…)…(?!…?$)|\.{3,}(?!$)")
"""Dots inside a name: its middle was left out."""
_CITATION = re.compile(
    r"(?:依据|根据|按照)?《[^《》]{2,40}》(?:第[\d一二三四五六七八九十百零]+条.*)?"
)
_PARENT = re.compile(r"[\u4e00-\u9fff\d]{2,8}(?:[_·•|]|-{1,2}|(?<!—)—(?!—))(?=[\u4e00-\u9fff“])")
"""A heading before a name: ``社会救助-临时救助``, but not ``——``."""
_COUNT_LAST = re.compile(r"[（(]共?\d{1,3}[条项个件]?[）)]$|等\d{1,3}[条项个件]$|[】\]]$")
_TWICE = re.compile(r"(.{5,60})\1")
_LONGEST = 300
"""Characters of a name that are looked at for what stands there twice: a hostile name has thousands."""
_SHORTEST = 4
_SHORTEST_CLAUSE = 4
_SHORTEST_PART = 5
_SHORTEST_BODY = 4
_ENDS = ("保障", "工作", "管理", "服务", "建设", "监管")
"""A name that ends so may be the beginning of a clause: 开展医疗互助保障."""
_PART = re.compile(r"[，；,;]")
_NO_LONGER = "不再"
_HELPS = re.compile(r"(?:协助|配合|参与)(?![度性])")
"""What was taken back is nobody's help: ``配合上级门店许可`` is a cooperation duty."""
_MARKS = "。；;，,：:"


def judge_names(
    duties: Sequence[Duty],
    denied: Sequence[str],
    not_denied: Sequence[str],
    problems: list[RowProblem],
) -> None:
    """Add names that are more or less than a name to ``problems``.

    ``denied`` are words by which a thing is done no longer, ``not_denied`` begin like one and are none.
    """
    said = {p.line for p in problems if p.kind in ("row-shifted", "name-doubtful")}
    names = {kind: _Others(d.row.name for d in duties if d.row.kind is kind) for kind in ListKind}
    for duty in duties:
        row = duty.row
        what = next(_odd(duty, tuple(denied), tuple(not_denied)), "")
        if other := "" if what else names[row.kind].inside(row.name):
            what = f"事项名称里连着另一项的名称“{shorten(other, 20)}”"
        if what and row.line not in said:
            what = f"{what}：“{shorten(row.name, 30)}”；照原样保留，请核对"
            problems.append(RowProblem("name-doubtful", row.line, what, row.name, row))


_MARKED_LAST = re.compile(r"[（(][\u4e00-\u9fff]{1,6}[）)]?$")
"""What is said of a body behind its name: ``县公安局（牵头``."""


class _Others:
    """The names of a list: which of them another one begins or ends with."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = {name for name in names if len(name) >= _SHORTEST}
        self._lengths = sorted(set(map(len, self._names)))

    def inside(self, name: str) -> str:
        """The other name that a name begins or ends with, '' if none."""
        for length in self._lengths:
            if length >= len(name):
                break
            for part in (name[:length], name[-length:]):
                if part in self._names:
                    return part
        return ""


def _odd(duty: Duty, denied: tuple[str, ...], not_denied: tuple[str, ...]) -> Iterator[str]:
    """What is odd about the name of a duty."""
    name = duty.row.name
    if _BEGINS.match(name):
        yield "事项名称以标点开头，像是少了前半截"
    if twice := _TWICE.search(name[:_LONGEST]):
        yield f"事项名称里“{shorten(twice[1], 20)}”写了两遍"
    if _LEFT_OUT.search(name):
        yield "事项名称中间省略了文字"
    if _CITATION.fullmatch(name):
        yield "事项名称写的是依据，不是事项"
    if parent := _PARENT.match(name):
        yield f"事项名称前面的“{parent[0]}”像是上一级的名称"
    if count := _COUNT_LAST.search(name):
        yield f"事项名称末尾的“{count[0]}”像是另加的"
    if _ITEM_INSIDE.search(name):
        yield "事项名称里像是连着职责条款"
    words = _bare(name)
    if len(words) < _SHORTEST:
        yield f"事项名称只有 {len(words)} 个字，可能没有写完"
    if any(
        part.startswith(denied) and not part.startswith(not_denied) for part in _PART.split(name)
    ):
        yield "事项名称写的是不再做的事，像是改过"
    if duty.row.kind is ListKind.RECLAIMED and (helps := _HELPS.match(name)):
        yield f"收回的事项，名称却以“{helps[0]}”开头，像是配合事项"
    if body := _joined_body(duty, words):
        yield f"事项名称里连着这一项的部门“{body}”，像是两格写在一起"
    if _NO_LONGER in name:
        yield f"事项名称里写着“{_NO_LONGER}”，像是改过"
    for clause in (*duty.superior, *duty.township):
        text = _bare(clause.text)
        if text == words:
            yield "事项名称与这一项的一条职责完全相同，像是填错了格"
        elif len(words) > _SHORTEST_PART and text.startswith(words) and not words.endswith(_ENDS):
            yield "事项名称是这一项一条职责的开头，像是填错了格，没有写完"
        elif len(text) >= _SHORTEST_CLAUSE and text in words:
            yield f"事项名称里连着这一项的一条职责“{shorten(text, 20)}”"


def _joined_body(duty: Duty, words: str) -> str:
    """The body of a row that its name begins or ends with, '' if it does with none."""
    words = _MARKED_LAST.sub("", words)
    bodies = (_bare(mention.written) for mention in duty.mentions)
    return next(
        (
            body
            for body in bodies
            if len(body) >= _SHORTEST_BODY
            and len(words) >= len(body) + _SHORTEST
            and (words.startswith(body) or words.endswith(body))
        ),
        "",
    )


def _bare(text: str) -> str:
    return strip_blanks(strip_markup(fold_forms(text))).strip(_MARKS)
