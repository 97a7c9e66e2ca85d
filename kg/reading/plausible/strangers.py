"""Strangers: duties that have nothing to do with the row they stand in.

The name, the departments and the two sides of a row speak of one matter, in words that are not those of every
duty. In eight lists hardly a side of some length shares no such word with the rest of its row (2 of 1,050, both
under names that known lists print with their office); of sides taken from another county's list three in four do.
A short one must speak for another kind of office besides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import lru_cache
from itertools import combinations, pairwise

from kg.findings import shorten
from kg.folding import USUAL, strip_blanks, strip_markup
from kg.reading.known.printed import Printed
from kg.reading.plausible.topics import TopicReader, grams
from kg.reading.rows import RowProblem
from kg.values import Department, Duty, ListKind, Row

_SHORTEST = 25
"""Pairs of characters that a side must have beside the common ones: a few words may be others by chance."""
_FEWEST = 6
_LITTLE = 0.0
"""The most that a stranger's words say for the row's office: of 814 sides of lists never seen six share no word with their
row, the least of them says 0.3; of sides of other rows seven in ten of those that share none say less.
"""
_SHORTEST_OF_OTHERS = 6
"""The same where its words speak against the row's office, and for another one."""
_AGAINST, _FOR_ANOTHER = -0.6, 0.8
"""What they say for the row's office at most, and how much more for another: of 2,630 sides of 47 lists none, of lists
never seen none that says less than -0.2; of sides of other lists half."""
_SHORTEST_INSIDE = 8
"""Characters of a side that the other one holds as a whole: 开展宣传。 both may have."""
_FEWEST_TELLING = 3
"""Words of a side beside the usual ones, from which on it can be a stranger to its row."""
_ALONE = 2
"""Rows that a word stands in which tells whose a side is: the one that has it, and its own."""
_ROLES = ("name", "departments", "superior", "township")
_WORDS = {"superior": "上级部门职责", "township": "乡镇配合职责"}
_SAID = frozenset(("cell-misplaced", "rows-crossed", "cells-repeated", "columns-swapped"))
_LABELS = {
    "superior": re.compile(
        r"(?:本|各)?(?:乡镇|镇街|镇|乡|街道)[\u4e00-\u9fff]{0,4}(?:职责|责任|任务|工作)[：:]|(?:本|各)(?:乡镇|镇|乡|街道)[：:]"
    ),
    "township": re.compile(
        r"(?:上级|[县市区]级|[县市区]直|部门|主管|牵头)[\u4e00-\u9fff]{0,6}(?:职责|责任|任务|工作)[：:]"
    ),
}
"""The other side's label in a side: ``乡镇职责：`` among those of the departments."""
_STOP = re.compile(r"[。；;]")
_ACTS = r"(?:负责|组织|开展|做好|落实|配合|协助|承担)"
_RUN = re.compile(r"[\u4e00-\u9fff]+")
_TEXTS = ("superior", "township", "taker-and-method", "method")
_QUOTE = 60


def judge_strangers(
    duties: Sequence[Duty],
    township: str,
    common: Collection[str],
    printed: Printed,
    topics: TopicReader,
    problems: list[RowProblem],
) -> None:
    """Add sides that share no word with their row, or are the other side's, to ``problems``.

    ``township`` is the list's; ``common`` are the pairs of characters that any duty may have; ``printed`` tells whether known lists
    print the name of a duty with its office. What a text says for the row's office by ``topics`` speaks for it, too.
    """
    if not common:
        return
    said = {p.line for p in problems if p.kind in _SAID}
    usual = frozenset(common)
    own = "|".join(map(re.escape, filter(None, (township, "乡镇", "本镇", "本乡", "本街道"))))
    acts = re.compile(f"(?:{own}){_ACTS}")
    for duty in duties:
        row = duty.row
        if row.kind is not ListKind.COOPERATION or row.line in said:
            continue
        if problem := _other_side(duty, acts):
            problems.append(problem)
            continue
        texts = {role: grams(row.cell(role) or "") - usual for role in _ROLES}
        for role, words in _WORDS.items():
            rest = frozenset().union(*(texts[other] for other in _ROLES if other != role))
            if len(texts[role]) < _SHORTEST_OF_OTHERS or len(rest) < _FEWEST or texts[role] & rest:
                continue
            if role == "superior" and printed.confirms(duty):
                continue
            cell, bodies = row.cell(role) or "", (*duty.departments, *duty.supporting)
            if len(texts[role]) < _SHORTEST:
                if not _is_of_another(cell, bodies, topics):
                    continue
            elif (topics.office(cell, duty.departments) or _LITTLE) > _LITTLE:
                continue
            text = strip_markup(row.cell(role) or "").strip()
            what = f"“{words}”一格与这一项的名称、部门和另一格没有一个共同的词，像是别的事项的，请核对：“{shorten(text, 30)}”"
            problems.append(RowProblem("cell-misplaced", row.line, what, text[:_QUOTE], row))
            break


def _is_of_another(text: str, bodies: Sequence[Department], topics: TopicReader) -> bool:
    """Whether a few words speak against the row's offices, and more for some other kind of office."""
    scores = topics.offices(text)
    own = [scores[body.function] for body in bodies if body.function in scores]
    others = (score for kind, score in scores.items() if topics.is_usual(kind))
    return bool(own) and max(own) < _AGAINST and max(others, default=0.0) - max(own) > _FOR_ANOTHER


def judge_exchanged_names(
    rows: Sequence[Row],
    link: Callable[[str, str], bool],
    usual: Collection[str],
    problems: list[RowProblem],
) -> None:
    """Add two rows whose names have no word in common with their own texts, and each one with the other's.

    Of 2,545 rows of thirty lists none are so; of names exchanged within their category 64 (cooperation) and 20
    (reclaimed) in 100. ``link`` tells two characters of a word, ``usual`` are the words that any duty may have.
    """
    said = {p.line for p in problems if p.kind in _SAID}
    for kind in (ListKind.COOPERATION, ListKind.RECLAIMED):
        strange = []
        for row in rows:
            if row.kind is kind and row.line not in said:
                name = words_in((row.name,), link, ())
                texts = words_in((row.cell(role) or "" for role in _TEXTS), link, ())
                own, rest = name.difference(usual), texts.difference(usual)
                if own and rest and not own & rest:
                    strange.append((row, name, texts))
        for (one, name, texts), (other, second, others) in combinations(strange, 2):
            there, back = name & others, second & texts
            rare = [shared.difference(usual) for shared in (there, back)]
            # A usual word (检查) tells the way back only where neither name has any word of its own texts.
            apart = not name & texts and not second & others
            if all(rare) or (apart and there and back and max(map(len, rare)) > 1):
                what = (
                    f"第 {one.number} 项与第 {other.number} 项的名称像是对调了：各自的职责里没有一个自己名称里的词，"
                    f"却有对方的（“{min(rare[0] or there)}”“{min(rare[1] or back)}”），请核对"
                )
                problems += [
                    RowProblem("rows-crossed", row.line, what, row.name, row)
                    for row in (one, other)
                ]


def judge_exchanged_sides(
    rows: Sequence[Row],
    link: Callable[[str, str], bool],
    usual: Collection[str],
    problems: list[RowProblem],
) -> None:
    """Add neighbours of which a side has no word in common with its own row, and one has a word of the other row alone.

    Of 60 lists one pair of rows is so; of the sides of neighbours exchanged more than half. ``link`` and ``usual`` as
    in :func:`judge_exchanged_names`.
    """
    said = {p.line for p in problems if p.kind in _SAID}
    cooperation = [row for row in rows if row.kind is ListKind.COOPERATION]
    words = [
        {role: words_in((row.cell(role) or "",), link, usual) for role in ("name", *_WORDS)}
        for row in cooperation
    ]
    spread = Counter(word for cells in words for word in set[str]().union(*cells.values()))
    for role, header in _WORDS.items():
        sides = [cells[role] for cells in words]
        rests = [set[str]().union(*(v for k, v in c.items() if k != role)) for c in words]
        strange = [
            len(side) >= _FEWEST_TELLING and bool(rest) and side.isdisjoint(rest)
            for side, rest in zip(sides, rests, strict=True)
        ]
        for at, (row, other) in enumerate(pairwise(cooperation)):
            shared = (sides[at] & rests[at + 1]) | (sides[at + 1] & rests[at])
            telling = min((word for word in shared if spread[word] <= _ALONE), default="")
            if not (strange[at] and strange[at + 1] and telling):
                continue
            if row.line in said or other.line in said:
                continue
            said |= {row.line, other.line}
            what = (
                f"第 {row.number} 项与第 {other.number} 项的“{header}”像是对调了：两格都没有一个自己这一项的词，"
                f"却有对方的（“{telling}”），请核对"
            )
            problems += [
                RowProblem("rows-crossed", one.line, what, one.name, one) for one in (row, other)
            ]


def words_in(
    texts: Iterable[str], link: Callable[[str, str], bool], usual: Collection[str]
) -> set[str]:
    """The words of two characters in texts, without those that any duty may have."""
    return (
        set[str]()
        .union(*((_kept_linked if len(text) <= USUAL else _linked)(text, link) for text in texts))
        .difference(usual)
    )


def _linked(text: str, link: Callable[[str, str], bool]) -> frozenset[str]:
    """The words of two characters in a text."""
    return frozenset(
        one + other
        for run in _RUN.findall(strip_blanks(strip_markup(text)))
        for one, other in pairwise(run)
        if link(one, other)
    )


_kept_linked = lru_cache(maxsize=1024)(_linked)
"""Lists have many a text in common."""


def _label(text: str, role: str) -> str:
    """The other side's label where a sentence of a side begins, '' if there is none."""
    label = _LABELS[role]
    starts = (0, *(stop.end() for stop in _STOP.finditer(text)))
    return next((match[0] for at in starts if (match := label.match(text, at))), "")


def _other_side(duty: Duty, acts: re.Pattern[str]) -> RowProblem | None:
    """A side under the other one's label, or an office's clause that begins with what the township does."""
    row = duty.row
    for role, words in _WORDS.items():
        text = strip_blanks(strip_markup(row.cell(role) or ""))
        if label := _label(text, role):
            where = "开头" if text.startswith(label) else "里"
            what = f"“{words}”一格{where}写的是“{label}”，两格职责可能填反了，请核对"
            return RowProblem("cells-exchanged", row.line, what, label, row)
    sides = {role: strip_blanks(strip_markup(row.cell(role) or "")) for role in _WORDS}
    for role, other in (("superior", "township"), ("township", "superior")):
        inside = sides[role] in sides[other] and sides[role] != sides[other]
        if inside and len(sides[role]) >= _SHORTEST_INSIDE:
            what = f"“{_WORDS[other]}”一格里有“{_WORDS[role]}”的整格文字，两格职责可能填到了一起，请核对"
            return RowProblem("cells-exchanged", row.line, what, sides[role][:_QUOTE], row)
    for clause in duty.superior:
        if found := acts.match(clause.text):
            what = f"写在上级部门职责里，开头做事的却是乡镇“{found[0]}”；两格职责可能写混了，请核对"
            return RowProblem("cells-exchanged", row.line, what, clause.text[:_QUOTE], row)
    return None
