"""Meaning: which rows a text means, how sure that is, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from kg.frozen import frozen
from kg.meaning.evidence import Evidence
from kg.meaning.index import Index
from kg.meaning.model import Model, gaps
from kg.meaning.packing import Form
from kg.meaning.query import Query
from kg.meaning.rows import Decision, Hit, Row
from kg.meaning.words import Words

ACCEPT = 0.5
"""From this probability on a row is taken as meant."""

ALSO = 0.8
"""From this probability on a further Matter is meant, too: seldom is a text about two."""

SHARED = 0.2
"""Matters that are each at least this likely, and together ACCEPT, make a text ambiguous."""

_LOOKED_AT, _ALSO_AT, _KEPT = 30, 4, 2
"""How many rows are looked at by a text, and by each further one; of the latter so many stay."""
_NEAR = 3

_Told = tuple[tuple[str, ...], tuple[tuple[str, str], ...], str | None]
_UNTOLD: _Told = ((), (), None)


@frozen
class _Scored:
    """A candidate form with its probability."""

    form: int
    matter: int
    score: float
    evidence: Mapping[str, float]


class Meaning:
    """Reads texts against the rows of one index."""

    def __init__(
        self, index: Index, words: Words | None = None, model: Model | None = None
    ) -> None:
        """``words`` default to those the index was made with, ``model`` to the program's."""
        self.index = index
        self.words = words or index.words
        self.model = model or Model.load()
        self.evidence = Evidence(index, self.words)
        self._like = lru_cache(maxsize=1024)(self._find_like)
        self._wanted = lru_cache(maxsize=256)(self.evidence.queries.wanted_by)

    def hits(
        self,
        text: str,
        *,
        townships: Collection[str] | None = None,
        lists: Collection[str] | None = None,
        limit: int = 10,
    ) -> list[Hit]:
        """Rows the text may mean, the likeliest first; townships and lists as rows have them."""
        query = self.evidence.query(text)
        scored = self._scored(query, townships, lists)[:limit]
        return self._hits(query, scored, townships, lists)[:limit]

    def matters(
        self, text: str, *, lists: Collection[str] | None = None
    ) -> list[tuple[str, float, tuple[str, ...]]]:
        """Matters the text may mean, each once with its probability and the words that say so.

        The likeliest first, however many townships have a row of it.
        """
        query = self.evidence.query(text)
        best: dict[int, _Scored] = {}
        for one in self._scored(query, None, lists):
            best.setdefault(one.matter, one)
        keys = self.index.matter_keys
        return [
            (keys[one.matter], one.score, tuple(self.evidence.matched(query, one.form)))
            for one in best.values()
        ]

    def ranked(
        self,
        text: str,
        *,
        townships: Collection[str] | None = None,
        lists: Collection[str] | None = None,
        limit: int = 8,
        also: Sequence[str] = (),
    ) -> list[list[Hit]]:
        """The likeliest Matters, best first, each with all its rows.

        Rows that have the words of ``also`` are looked at, too, and the likest to each of them are
        there however little the text itself says of them. Only the first row of a Matter tells what
        words it has in common with the text.
        """
        query = self.evidence.query(text)
        scored = self._scored(query, townships, lists, also)
        first = list(dict.fromkeys(one.matter for one in scored))[:limit]
        like = (self._like(other, _sorted(townships), _sorted(lists)) for other in also)
        kept = [self.index.matters[form] for found in like for form, _ in found[:_KEPT]]
        matters = list(dict.fromkeys((*first, *kept)))
        chosen = [one for one in scored if one.matter in matters]
        groups: dict[str, list[Hit]] = {}
        for hit in self._hits(query, chosen, townships, lists, matters=matters, told=1):
            groups.setdefault(hit.matter, []).append(hit)
        return list(groups.values())

    def decide(
        self,
        text: str,
        *,
        townships: Collection[str] | None = None,
        lists: Collection[str] | None = None,
        accept: float = ACCEPT,
    ) -> Decision:
        """What the text means: one Matter (or several that are all meant), several, or none.

        ``accept`` is the probability from which the likeliest Matter is taken as meant.
        """
        query = self.evidence.query(text)
        scored = self._scored(query, townships, lists)
        if not scored:
            return Decision("none", (), ())
        best: dict[int, _Scored] = {}
        for one in scored:
            best.setdefault(one.matter, one)
        ranked = list(best.values())
        accepted = [
            one.matter for at, one in enumerate(ranked) if one.score >= (ALSO if at else accept)
        ]
        rest = [one for one in ranked if one.matter not in accepted][:_NEAR]
        near = self._first(query, rest, townships, lists)
        top = ranked[0].score
        if accepted:
            chosen = [one for one in scored if one.matter in accepted]
            hits = self._hits(query, chosen, townships, lists, matters=accepted)
            return Decision("match", tuple(hits), near, top, rest[0].score if rest else 0.0)
        likely = [one.score for one in ranked if one.score >= SHARED]
        if len(likely) > 1 and sum(likely) >= accept:
            return Decision("ambiguous", (), near, top)
        return Decision("none", (), near, top)

    def acts(self, text: str) -> tuple[str, ...]:
        """What a text asks to be done, in the order it says so."""
        return self.evidence.acts.of(self.words.fold(text))

    def row_acts(self, row: Row | str) -> dict[str, str]:
        """Act → who does it in this row (or the row of this key).

        Who is ``name`` (the row's name says it), ``township``, ``department:<bodies>`` or, in a
        reclaimed row, ``holder``.
        """
        return self.evidence.acts.of_form(self.form_of(row if isinstance(row, str) else row.key))

    def form_of(self, key: str) -> Form:
        """The words of a row.

        Raises:
            KeyError: there is no such row.
        """
        return self.index.form(self.index.form_numbers((key,))[key])

    # -- scores ---------------------------------------------------------------------------

    def _scored(
        self,
        query: Query,
        townships: Collection[str] | None,
        lists: Collection[str] | None,
        also: Sequence[str] = (),
    ) -> list[_Scored]:
        found = self.index.candidates(
            self.evidence.wanted(query), _LOOKED_AT, townships=townships, lists=lists
        )
        for other in also:
            found += self._like(other, _sorted(townships), _sorted(lists))
        forms = list(dict.fromkeys(form for form, _ in found))
        self.evidence.prepare(forms)
        evidence = [self.evidence.measure(query, form) for form in forms]
        raw = [self.model.raw(one) for one in evidence]
        matters = [self.index.matters[form] for form in forms]
        scored = [
            _Scored(form, matter, round(self.model.probability(one, score, gap), 4), one)
            for form, matter, one, score, gap in zip(
                forms, matters, evidence, raw, gaps(raw, matters), strict=True
            )
        ]
        return sorted(scored, key=lambda one: (-one.score, one.form))

    def _find_like(
        self, other: str, townships: tuple[str, ...] | None, lists: tuple[str, ...] | None
    ) -> list[tuple[int, float]]:
        """The forms that a further text may mean: the same names come up again and again."""
        wanted = self._wanted(other)
        return self.index.candidates(wanted, _ALSO_AT, townships=townships, lists=lists)

    def _hits(
        self,
        query: Query,
        scored: list[_Scored],
        townships: Collection[str] | None,
        lists: Collection[str] | None,
        *,
        matters: Collection[int] = (),
        told: int | None = None,
    ) -> list[Hit]:
        """The rows of these forms and Matters; rows of an unmeasured form get their Matter's best.

        So many of each Matter (None: all) with the words they have in common with the text.
        """
        by_form = {one.form: one for one in scored}
        by_matter: dict[str, _Scored] = {}
        rows = self.index.rows(
            forms=list(by_form), matters=matters, townships=townships, lists=lists
        )
        for _, form, matter, *_ in rows:
            known = by_form.get(form)
            if known and (matter not in by_matter or by_matter[matter].score < known.score):
                by_matter[matter] = known
        of = ((by_form.get(row[1]) or by_matter.get(row[2]), row) for row in rows)
        found = [(one, row) for one, row in of if one is not None]
        found.sort(key=lambda both: (-both[0].score, both[1][0]))
        self.index.forms({form for _, (_, form, *_) in found})
        words: dict[int, _Told] = {}
        many: Counter[str] = Counter()
        hits = []
        for one, (key, form, matter, township, kind, number) in found:
            many[matter] += 1
            if form not in words and (told is None or many[matter] <= told):
                words[form] = self._told(query, form)
            name, more = self.index.form(form).printed, words.get(form, _UNTOLD)
            hits.append(
                Hit(key, matter, township, kind, number, name, one.score, one.evidence, *more)
            )
        return hits

    def _first(
        self,
        query: Query,
        scored: list[_Scored],
        townships: Collection[str] | None,
        lists: Collection[str] | None,
    ) -> tuple[Hit, ...]:
        """One row for each form."""
        found: dict[str, Hit] = {}
        for hit in self._hits(query, scored, townships, lists):
            found.setdefault(hit.matter, hit)
        return tuple(found.values())

    def _told(self, query: Query, form: int) -> _Told:
        """The words of the text that a form says and reads, and what the text asks of it."""
        acts = self.evidence.acts_in(form) if query.acts else {}
        return (
            self.evidence.matched(query, form),
            self.evidence.read_as(query, form),
            next((act for act in query.acts if act in acts), None),
        )


def _sorted(given: Collection[str] | None) -> tuple[str, ...] | None:
    return None if given is None else tuple(sorted(given))
