"""Assessing: assessments that one row ends and that are still made elsewhere, in the same words or in others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from typing import TYPE_CHECKING

from kg.comparing.acts.acting import SENTENCE, Texts, Thing
from kg.comparing.acts.asking import COVERED, PARTLY, TERMS, Asked, by_matter, grouped
from kg.comparing.acts.hearing import Hearing
from kg.comparing.acts.otherwise import nearness_of
from kg.comparing.rows import Entry
from kg.values import ListKind

if TYPE_CHECKING:
    from kg.meaning.encoding.senses import Senses

A_PART = 0.3
"""So much of what was assessed a clause names itself, if its row's name has the rest."""

ROW, TEXT, BOTH = 0.75, 0.74, 1.5
"""So near are a row, and a clause that says townships are assessed, to an assessment of the same; and both together."""

HEARD = 0.5
"""Or the clause, wherever it stands, is heard so far as the same (:mod:`hearing`)."""

WELL = 0.65
"""Heard so far as what was assessed, a text that names a part of it and speaks of an assessment is one of the same."""

_WHY = "这项考核已说不再进行，别处仍在考核或要指标"


def assessed_still(
    dropped: Sequence[Entry], rows: Sequence[Entry], texts: Texts, senses: Senses | None = None
) -> list[Asked]:
    """Assessments that one row ends and another row, or a clause, still asks for."""
    found: list[Asked] = []
    ended = {row.matter for row in dropped}
    said = [
        (row, text)
        for row in rows
        if row.matter not in ended
        for text in (row.name, *row.texts)
        for text in SENTENCE.split(text)
        if texts.cues.assesses.search(text)
    ]
    terms = [
        (row, text, frozenset(texts.terms(row, text)), texts.said(row, text, row.name))
        for row, text in said
    ]
    hearing = Hearing(senses) if senses is not None else None
    for group in by_matter(dropped).values():
        assessed = [
            (frozenset(texts.terms(group[0], part)), texts.said(group[0], part))
            for part in texts.assessed(group[0])
        ]
        best: dict[str, tuple[float, Entry, str]] = {}
        for row, text, inside, whole in terms:
            share = max(_still(*part, inside, whole, texts) for part in assessed)
            if share < PARTLY and hearing and _named(group[0], row, assessed, inside, texts):
                share = _heard(hearing, group[0], text)
                share = share if share >= WELL else 0.0
            if share >= PARTLY and share > best.get(row.iri, (0.0,))[0]:
                best[row.iri] = (share, row, text)
        found += grouped(group, best, _WHY)
    if senses is not None:
        told = {pair for one in found for pair in one.pairs}
        found += _otherwise(dropped, rows, texts, senses, told)
    return found


def _otherwise(
    dropped: Sequence[Entry],
    rows: Sequence[Entry],
    texts: Texts,
    senses: Senses,
    told: Set[frozenset[str]],
) -> Iterator[Asked]:
    """Assessments of townships that a county ended and a department there still makes in other words.

    招商引资到位资金考核, and 按季通报各镇引进项目资金名次: of what a clause assesses the nearest is what was ended.
    """
    ended = {row.matter for row in dropped}
    clauses: dict[str, list[tuple[Entry, str]]] = defaultdict(list)
    for row in rows:
        if row.kind is not ListKind.RECLAIMED and row.matter not in ended:
            clauses[row.township.county.code] += ((row, text) for text in _scored(row, texts))
    best: dict[tuple[str, str], tuple[float, Entry]] = {}
    hearing = Hearing(senses)
    for county, said in clauses.items():
        gone = [row for row in dropped if row.township.county.code == county]
        near = nearness_of(gone, [row for row, _ in said], texts, senses)
        vectors = senses.vectors(
            [*(row.name for row in gone), *(text for _, text in said)] if gone else ()
        )
        for one, whole in zip(gone, near, strict=True):
            for (row, text), of_row in zip(said, whole, strict=True):
                of_text = float(vectors[one.name] @ vectors[text])
                both = of_row + of_text
                if (of_row < ROW or of_text < TEXT or both < BOTH) and _heard(
                    hearing, one, text
                ) < HEARD:
                    continue
                if row.kind is ListKind.BASIC and not texts.cues.of_villages(one.name):
                    continue
                if (row.iri, text) not in best or best[row.iri, text][0] < both:
                    best[row.iri, text] = (both, one)
    found: dict[str, dict[str, tuple[float, Entry, str]]] = defaultdict(dict)
    for said in clauses.values():
        for row, text in said:
            if (row.iri, text) in best:
                both, one = best[row.iri, text]
                if frozenset((one.iri, row.iri)) not in told:
                    found[one.matter].setdefault(row.iri, (both / 2, row, text))
    for matter, group in by_matter(dropped).items():
        yield from grouped(group, found[matter], _WHY, "意思相近")


def _named(
    gone: Entry,
    row: Entry,
    assessed: Sequence[tuple[frozenset[str], Thing]],
    inside: frozenset[str],
    texts: Texts,
) -> bool:
    """Whether a row of the same county names a part of what was assessed there."""
    here = gone.township.county.code == row.township.county.code
    return here and any(texts.covered(own, inside) >= A_PART for own, _ in assessed)


def _heard(hearing: Hearing, gone: Entry, text: str) -> float:
    """How far a text is heard as what was assessed, by its letters or its senses."""
    hearing.listen((gone.name, text))
    return max(hearing.meant(gone.name, text), hearing.sorted(gone.name, text))


def _scored(row: Entry, texts: Texts) -> Iterator[str]:
    """What departments say in a row by which they assess townships, not villages or firms; or a township its villages."""
    if row.kind is ListKind.BASIC:
        if texts.cues.assesses_villages(row.name):
            yield row.name
        return
    for clause in row.superior:
        for text in SENTENCE.split(clause.text):
            if texts.cues.assesses_townships(text):
                yield text


def _still(
    own: frozenset[str], thing: Thing, inside: frozenset[str], whole: Thing, texts: Texts
) -> float:
    """How much of what was assessed a text speaks of, by itself or with its row's name."""
    alone = texts.covered(own, inside)
    if len(own) >= TERMS and alone >= COVERED:
        return alone
    if len(own) > 1 and alone >= A_PART and frozenset("".join(thing.terms)) <= whole.letters:
        # 按到位资金排名 in a row called 招商引资: what is assessed stands in both.
        return texts.covered(thing.terms, whole.terms)
    return 0.0
