"""Asking still: what a department has taken back and a row still asks of the township, act for act.

A row of the township asks it if one clause of its own, or one part of its name where it leads, has the
act and nearly all other words of the reclaimed name, and does not merely assist.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.comparing.cues import Cues
from kg.comparing.items import Reader
from kg.comparing.rows import Entry, order
from kg.meaning.acts import Acts
from kg.meaning.same_duty import apartness
from kg.meaning.words import words_of
from kg.values import ListKind

COVERED = 0.75
"""So much of a reclaimed name, rare words weighing more, must stand in what is asked."""

PARTLY = 0.55
"""So much is enough where the whole name of the row that asks it stands in the reclaimed one."""

WHOLE = 0.9
"""So much of a name is the whole of it."""

_SENTENCE = re.compile("[。；;]")
_PART = re.compile("[，,。；;]")


@dataclass(frozen=True, slots=True)
class Asked:
    """A matter that is gone, where it is still asked with the words, how certain, why."""

    gone: tuple[Entry, ...]
    asked: tuple[tuple[Entry, str], ...]
    certainty: float
    why: str


class _Texts:
    """Names and clauses as sets of weighed terms, with the acts they speak of."""

    def __init__(self, rows: Sequence[Entry], reader: Reader) -> None:
        self._reader = reader
        self._words = words_of(reader.vocabulary.folders)
        self._acts = Acts(self._words)
        self.cues = Cues(reader.vocabulary)
        names = {reader.name_key(row): row for row in rows}
        counts: Counter[str] = Counter()
        for row in names.values():
            counts.update(set(self.terms(row, row.name)))
        self._weight = {t: math.log(1 + len(names) / n) for t, n in counts.items()}
        self._rarest = math.log(1 + len(names))
        self._wholes: dict[frozenset[str], float] = {}

    def terms(self, row: Entry, text: str) -> tuple[str, ...]:
        return self._reader.wording(row, text).terms

    def name(self, row: Entry) -> frozenset[str]:
        return frozenset(self.terms(row, row.name))

    def acts(self, text: str) -> tuple[str, ...]:
        return self._acts.of(self._words.fold(text))

    def covered(self, of: frozenset[str], inside: frozenset[str]) -> float:
        both = of & inside
        if not both:
            return 0.0
        # The same name is held against every row.
        whole = self._wholes.get(of)
        if whole is None:
            whole = self._wholes[of] = self._total(of)
        return self._total(both) / whole if whole else 0.0

    def _total(self, terms: frozenset[str]) -> float:
        weight, rarest = self._weight.get, self._rarest
        return math.fsum([weight(term, rarest) for term in terms])

    def asked(self, row: Entry) -> Iterator[str]:
        """What a row asks of the township by itself: its own clauses, or the parts of its name."""
        if row.kind is ListKind.COOPERATION:
            texts = [clause.text for clause in row.cooperation]
            cut = _SENTENCE
        else:
            texts, cut = [row.name], _PART
        for text in texts:
            for part in cut.split(text):
                if part.strip() and not self.cues.assists.search(part):
                    yield part


def asked_still(rows: Sequence[Entry], reader: Reader) -> list[Asked]:
    """What is reclaimed somewhere and still asked of a township under another name."""
    texts = _Texts(rows, reader)
    gone = _by_matter(row for row in rows if row.kind is ListKind.RECLAIMED)
    asked = _asked_terms([row for row in rows if row.kind is not ListKind.RECLAIMED], texts)
    found: list[Asked] = []
    for matter, group in gone.items():
        name = group[0].name
        own, acts = frozenset(texts.terms(group[0], name)), texts.acts(name)
        if len(own) < 3 or not acts:
            continue
        best: dict[str, tuple[float, Entry, str]] = {}
        for row, part, terms in asked:
            if row.matter == matter or (share := texts.covered(own, terms)) < PARTLY:
                continue
            if share < COVERED and texts.covered(texts.name(row), own) < WHOLE:
                continue
            # The act that names the duty stands at its end: 对…的监督检查.
            if acts[-1] not in texts.acts(part):
                continue
            if apartness(reader.wording(group[0], name), reader.wording(row, part)):
                continue
            known = best.get(row.iri)
            if known is None or share > known[0]:
                best[row.iri] = (share, row, part)
        found += _grouped(group, best, f"收回的事（{acts[-1]}）在别的事项里仍由乡镇自己做")
    return found


def assessed_still(dropped: Sequence[Entry], rows: Sequence[Entry], reader: Reader) -> list[Asked]:
    """Assessments that one row ends and another row, or a clause, still asks for."""
    texts = _Texts(rows, reader)
    found: list[Asked] = []
    ended = {row.matter for row in dropped}
    said = [
        (row, text)
        for row in rows
        if row.matter not in ended
        for text in (row.name, *row.texts)
        for text in _SENTENCE.split(text)
        if texts.cues.assesses.search(text)
    ]
    terms = [(row, text, frozenset(texts.terms(row, text))) for row, text in said]
    for group in _by_matter(dropped).values():
        name = texts.cues.assesses.sub("", group[0].name)
        own = frozenset(texts.terms(group[0], name))
        best: dict[str, tuple[float, Entry, str]] = {}
        for row, text, inside in terms:
            share = texts.covered(own, inside)
            if len(own) >= 3 and share >= COVERED and share > best.get(row.iri, (0.0,))[0]:
                best[row.iri] = (share, row, text)
        found += _grouped(group, best, "这项考核已说不再进行，别处仍在考核或要指标")
    return found


def _asked_terms(rows: Sequence[Entry], texts: _Texts) -> list[tuple[Entry, str, frozenset[str]]]:
    return [
        (row, part, frozenset(texts.terms(row, part))) for row in rows for part in texts.asked(row)
    ]


def _grouped(
    gone: Sequence[Entry], best: dict[str, tuple[float, Entry, str]], why: str
) -> Iterator[Asked]:
    """One finding for each Matter that still asks it."""
    groups: dict[str, list[tuple[float, Entry, str]]] = defaultdict(list)
    for item in best.values():
        groups[item[1].matter].append(item)
    for items in groups.values():
        items.sort(key=lambda item: order(item[1]))
        certainty = round(max(share for share, _, _ in items), 3)
        asked = tuple((row, part) for _, row, part in items)
        yield Asked(tuple(gone), asked, certainty, f"{why}（用词重合 {round(certainty * 100)}%）")


def _by_matter(rows: Iterator[Entry] | Sequence[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for row in rows:
        found.setdefault(row.matter, []).append(row)
    return found
