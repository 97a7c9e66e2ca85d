"""Actors: whether the clauses of a row stand under the offices that do such things.

Two offices' names exchanged in their clauses leave a row whose column and clauses name the same bodies. What tells is
that each text is about the other's work; less of that is needed where the clauses of all other rows come in the order
of the column, and those of this row do not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from kg.bodies.names import NameReader
from kg.findings import shorten
from kg.folding import fold_forms
from kg.reading.known.printed import Printed
from kg.reading.plausible.topics import TopicReader, topic_reader
from kg.reading.rows import RowProblem
from kg.values import Department, Duty, ListKind
from kg.vocabulary.loading import Vocabulary

_SURE, _SURE_EACH = 2.8, 0.3
"""Evidence (log-odds) for an exchange, and of each text: of 2,384 pairs of 47 lists two have it, a sixth of exchanges."""
_LIKELY, _LIKELY_EACH = 0.2, -0.6
"""The same for a row whose clauses alone come in another order than its offices."""
_ALONE, _ALONE_EACH, _FEWEST_STRICT = -0.5, -1.0, 10
"""The same where it is the only one of so many rows: of 53 lists one more has it, of exchanges nine in ten have."""
_FEWEST, _MOST_OTHERWISE = 8, 0.1
"""Rows in which an order shows, and the share of them that may have another: in lists of one hand one of twelve has it."""
_PART = re.compile("[；;]")
_LONGEST, _QUOTE = 120, 60

_Told = list[tuple[Department, str]]
"""The offices of a row's clauses in their order, with what they do."""


def judge_actors(
    duties: Sequence[Duty], names: NameReader, vocabulary: Vocabulary, problems: list[RowProblem]
) -> None:
    """Add rows whose clauses seem to have their offices exchanged to ``problems``."""
    topics, printed = topic_reader(vocabulary), Printed(vocabulary)
    said = {p.line for p in problems if p.kind in ("department-doubtful", "rows-crossed")}
    told = [(duty, _told(duty, names)) for duty in duties if duty.row.kind is ListKind.COOPERATION]
    several = [(duty, found) for duty, found in told if len(found) > 1]
    turned = {duty.row.line for duty, found in several if not _in_order(duty, found)}
    one_hand = len(several) >= _FEWEST and len(turned) <= _MOST_OTHERWISE * len(several) + 1
    alone = len(turned) == 1 and len(several) >= _FEWEST_STRICT
    for duty, found in several:
        if duty.row.line in said or printed.confirms(duty):
            continue
        least, each = _SURE, _SURE_EACH
        if one_hand and duty.row.line in turned:
            least, each = (_ALONE, _ALONE_EACH) if alone else (_LIKELY, _LIKELY_EACH)
        for first, second in combinations(found, 2):
            gains = _gains(first, second, topics)
            if min(gains) > each and sum(gains) > least:
                what = (
                    f"“{first[0].name}”和“{second[0].name}”的职责像是对调了（各自的文字更像对方的事），"
                    f"请核对哪一条由谁负责：“{shorten(first[1], 30)}”"
                )
                quote = duty.superior[0].quote[:_QUOTE]
                problems.append(
                    RowProblem("department-doubtful", duty.row.line, what, quote, duty.row)
                )
                break


def _told(duty: Duty, names: NameReader) -> _Told:
    found: dict[Department, str] = {}
    for clause in duty.superior:
        heads = clause.heading_mentions
        # Clauses that are not numbered may stand in one: 甲局核定面积；乙局审核补贴。
        for text in _PART.split(fold_forms(clause.text)):
            first = names.begins(text[:_LONGEST])
            if first is not None and first.department.known:
                body, text = first.department, text[first.end :]
            elif len(heads) == 1:
                body = heads[0].department
            else:
                continue
            found[body] = found.get(body, "") + text
    return list(found.items())


def _in_order(duty: Duty, told: _Told) -> bool:
    bodies = [*duty.departments, *duty.supporting]
    places = [bodies.index(body) for body, _ in told if body in bodies]
    return places == sorted(places)


def _gains(
    first: tuple[Department, str], second: tuple[Department, str], topics: TopicReader
) -> tuple[float, float]:
    """How much more each text speaks for the other office than for its own; 0 where nothing is known."""
    (one, text), (other, words) = first, second
    if topics.related(one.function, other.function):
        return 0.0, 0.0
    scores = [
        topics.office(said, [body])
        for said, body in ((text, other), (text, one), (words, one), (words, other))
    ]
    if None in scores:
        return 0.0, 0.0
    away, here, back, there = (score or 0.0 for score in scores)
    return away - here, back - there
