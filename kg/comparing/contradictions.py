"""Contradictions: where lists say two things about one act, with the quotes side by side.

By act, not by topic: paying an allowance and recovering what was wrongly paid are two acts. Three
levels: a *contradiction* (both cannot hold), a *gap* (what a list should say and does not), a
*difference* (lists handle one topic differently, which each may do).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from kg.comparing.acts.acting import Texts
from kg.comparing.acts.asking import Across, Asked, across, asked_still
from kg.comparing.acts.assessing import assessed_still
from kg.comparing.acts.leaders import coordinated, led_in_county
from kg.comparing.acts.places import parted
from kg.comparing.acts.twice import Leads, led_across, led_apart, led_twice
from kg.comparing.cues import Cues
from kg.comparing.items import Reader
from kg.comparing.rows import DOING, Body, Entry, Source, entries, order, sources
from kg.comparing.topics import topics
from kg.kinds import shown_function
from kg.meaning.encoding.senses import Senses
from kg.values import ListKind

if TYPE_CHECKING:
    from kg.store.graph import Graph
    from kg.vocabulary.loading import Vocabulary


class Level(StrEnum):
    """How serious a finding is."""

    CONTRADICTION = "contradiction"
    GAP = "gap"
    DIFFERENCE = "difference"

    @property
    def zh(self) -> str:
        """In Chinese."""
        return {"contradiction": "矛盾", "gap": "缺漏", "difference": "做法不同"}[self.value]


class Kind(StrEnum):
    """What is wrong or different."""

    RECLAIMED_STILL_ASKED = "reclaimed-still-asked"
    LEAD_OR_COOPERATE = "lead-or-cooperate"
    TWO_LEADS = "two-leads"
    ASSESSMENT_STILL_ASKED = "assessment-still-asked"
    NO_HOLDER = "reclaimed-without-holder"
    NOBODY_NAMED = "nobody-named"
    NO_CONVENER = "no-convener"
    NOTHING_ASKED = "township-not-told-what-to-do"
    MAY_BE_ASKED = "may-still-be-asked"
    OTHER_DEPARTMENTS = "other-departments"
    OTHER_LIST = "topic-in-other-list"
    TWO_LISTS = "topic-in-two-lists"

    @property
    def zh(self) -> str:
        """In Chinese."""
        return _KINDS[self][0]

    @property
    def level(self) -> Level:
        """How serious it is."""
        return _KINDS[self][1]


_KINDS = {
    Kind.RECLAIMED_STILL_ASKED: ("一处已收回，一处仍要乡镇做", Level.CONTRADICTION),
    Kind.LEAD_OR_COOPERATE: ("一处由乡镇主责，一处由部门主责", Level.CONTRADICTION),
    Kind.TWO_LEADS: ("同一件事两个部门牵头", Level.CONTRADICTION),
    Kind.ASSESSMENT_STILL_ASKED: ("已取消的考核仍在要求", Level.CONTRADICTION),
    Kind.NO_HOLDER: ("收回后没有承接部门", Level.GAP),
    Kind.NOBODY_NAMED: ("条款没有说哪个部门做", Level.GAP),
    Kind.NO_CONVENER: ("多个部门而没有写明牵头", Level.GAP),
    Kind.NOTHING_ASKED: ("配合事项没有写乡镇做什么", Level.GAP),
    Kind.MAY_BE_ASKED: ("收回的事换了说法可能仍要乡镇做，请核对", Level.DIFFERENCE),
    Kind.OTHER_DEPARTMENTS: ("同一事项各地部门不同", Level.DIFFERENCE),
    Kind.OTHER_LIST: ("相近的事各地分在不同清单", Level.DIFFERENCE),
    Kind.TWO_LISTS: ("相近的事同一地方分在两张清单", Level.DIFFERENCE),
}


_APART = (Kind.RECLAIMED_STILL_ASKED, Kind.ASSESSMENT_STILL_ASKED)
_TWICE = "两条说的是同一件事，各由不同的部门牵头或负责"


@dataclass(frozen=True, slots=True)
class Quote:
    """A row and the words of it that count, verbatim."""

    entry: Entry
    words: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: its kind, what it is about, how certain (0…1), why, and the quotes."""

    kind: Kind
    name: str
    certainty: float
    why: str
    quotes: tuple[Quote, ...]
    gone: frozenset[str] = frozenset()
    """Of what is still asked: the rows (IRIs) that took it back or ended it."""

    @property
    def level(self) -> Level:
        """How serious it is."""
        return self.kind.level


def contradictions(
    graph: Graph,
    documents: Sequence[Source] | None = None,
    vocabulary: Vocabulary | None = None,
    *,
    levels: Iterable[Level] = tuple(Level),
    say: Callable[[str], None] = lambda message: None,
) -> tuple[Finding, ...]:
    """What the current lists (or those of ``documents``) contradict, leave open or handle differently.

    The most serious and certain first.
    """
    chosen = documents or [document for document in sources(graph) if document.current]
    rows = entries(graph, chosen)
    wanted = set(levels)
    reader = Reader(vocabulary)
    by_matter: dict[str, list[Entry]] = defaultdict(list)
    for row in rows:
        by_matter[row.matter or row.iri].append(row)
    found: list[Finding] = []
    told: set[frozenset[str]] = set()
    if wanted & {Level.CONTRADICTION, Level.DIFFERENCE}:
        texts = Texts(rows, reader)
        # Of another store the index of meanings would have to be made first, only for the senses in it.
        senses = Senses() if graph.origin else graph.meanings.senses
        found += [_one_matter(item) for item in across(by_matter, graph, texts)]
        told = {frozenset(q.entry.matter for q in f.quotes) for f in found}
        again = asked_still(rows, texts, senses, _pairs(found))
        found += [
            _asked(Kind.RECLAIMED_STILL_ASKED if item.sure else Kind.MAY_BE_ASKED, item)
            for item in again
        ]
        known = {pair for item in again if item.sure for pair in item.pairs}
        found += [
            _asked(Kind.ASSESSMENT_STILL_ASKED, item)
            for item in assessed_still(_dropped(graph, rows, reader), rows, texts, senses)
            if not item.pairs <= known
        ]
        found += [_marked_twice(row) for row in rows if len(_houses(row.conveners)) > 1]
        found += _led_twice(rows, texts, reader, senses)
    if Level.GAP in wanted:
        found += _gaps(rows, reader.cues)
    if Level.DIFFERENCE in wanted:
        found += _departments(by_matter)
        told |= {frozenset(q.entry.matter for q in f.quotes) for f in found}
        for topic in topics(graph, by_matter, reader, say):
            if frozenset((topic.one[0].matter, topic.two[0].matter)) not in told:
                shown = tuple(Quote(row, row.name) for row in (*topic.one, *topic.two))
                kind = Kind.OTHER_LIST if topic.differs else Kind.TWO_LISTS
                name = min(topic.one[0].name, topic.two[0].name, key=len)
                found.append(Finding(kind, name, topic.certainty, topic.why, shown))
    found = [part for finding in found for part in _in_one_province(finding)]
    rank = {level: at for at, level in enumerate(Level)}
    kinds = {kind: at for at, kind in enumerate(Kind)}
    found = [finding for finding in found if finding.level in wanted]
    found.sort(key=lambda f: (rank[f.level], kinds[f.kind], -f.certainty, order(f.quotes[0].entry)))
    return tuple(found)


def _in_one_province(found: Finding) -> Iterator[Finding]:
    """What is taken back and what is asked, as far as lists of one province say so; of two provinces it is a difference."""
    if found.kind not in _APART:
        yield found
        return
    within, over = parted(found.quotes, lambda quote: quote.entry, found.gone)
    for quotes in within:
        yield replace(found, quotes=tuple(quotes))
    if over:
        why = f"各省可以各自规定：{found.why}"
        yield replace(found, kind=Kind.OTHER_LIST, why=why, quotes=tuple(over))


def _pairs(found: Sequence[Finding]) -> set[frozenset[str]]:
    """The pairs of rows that a contradiction quotes."""
    return {
        frozenset((one.entry.iri, two.entry.iri))
        for finding in found
        if finding.level is Level.CONTRADICTION
        for one in finding.quotes
        for two in finding.quotes
    }


def _one_matter(item: Across) -> Finding:
    """One Matter in two lists."""
    if not item.act:
        kind, why = Kind.OTHER_LIST, "相近的事分在不同的清单，做的不是同一个动作"
    elif item.reclaimed:
        kind = Kind.RECLAIMED_STILL_ASKED
        why = "同一事项：有的清单已由部门收回，有的清单仍列为乡镇的事"
    elif rows := _of_one_county(item.rows):
        kind = Kind.LEAD_OR_COOPERATE
        why = "同一事项：有的清单列为基本（乡镇主责），有的清单列为配合（部门主责）"
        item = replace(item, rows=rows)
    else:
        kind = Kind.OTHER_LIST
        why = "同一事项：有的县列为基本（乡镇主责），有的县列为配合（部门主责）"
    quotes = tuple(Quote(row, row.quote) for row in item.rows)
    gone = frozenset(row.iri for row in item.rows if row.kind is ListKind.RECLAIMED)
    return Finding(kind, item.rows[0].name, item.certainty, why, quotes, gone)


def _of_one_county(rows: Sequence[Entry]) -> tuple[Entry, ...]:
    """The rows of counties that say both: each county may decide for itself which list a duty is in."""
    lists: dict[str, set[ListKind]] = defaultdict(set)
    for row in rows:
        lists[row.township.county.code].add(row.kind)
    return tuple(row for row in rows if len(lists[row.township.county.code]) > 1)


def _houses(bodies: Sequence[Body]) -> set[str]:
    """Bodies apart; a body and the office that serves it are one."""
    return {body.house.name or body.iri for body in bodies}


def _marked_twice(row: Entry) -> Finding:
    """A row whose column says of several departments that they lead."""
    why = f"对应上级部门一栏标了几个牵头：{'、'.join(body.name for body in row.conveners)}"
    return Finding(Kind.TWO_LEADS, row.name, 1.0, why, (Quote(row, row.name),))


def _led_twice(
    rows: Sequence[Entry], texts: Texts, reader: Reader, senses: Senses
) -> Iterator[Finding]:
    """One act with two departments to lead it, in a row, in clauses of two rows, or in two rows of a list."""
    leads = Leads(reader)
    for entry, one, two, score in led_twice(rows, leads):
        quotes = (Quote(entry, one), Quote(entry, two))
        yield Finding(Kind.TWO_LEADS, entry.name, score, _TWICE, quotes)
    told: set[frozenset[str]] = set()
    for (first, one), (second, two), score in led_across(rows, leads):
        told.add(frozenset((first.iri, second.iri)))
        quotes = (Quote(first, one), Quote(second, two))
        yield Finding(Kind.TWO_LEADS, first.name, score, _TWICE, quotes)
    for first, second, score in led_apart(rows, texts, senses, leads):
        if frozenset((first.iri, second.iri)) in told:
            continue
        why = f"同一张清单的两项是同一件事，各由不同的部门{_hold(first)}（意思相近 {round(score * 100)}%）"
        told.add(frozenset((first.iri, second.iri)))
        pair = (Quote(first, first.quote), Quote(second, second.quote))
        yield Finding(Kind.TWO_LEADS, first.name, score, why, pair)
    for led in led_in_county(rows, texts, senses, leads):
        if frozenset(row.iri for row, _ in led.rows) in told:
            continue
        first = led.rows[0][0]
        why = f"同一个县里说的是同一件事，各由不同的部门{_hold(first)}（意思相近 {round(led.nearness * 100)}%）"
        said = tuple(Quote(row, words) for row, words in led.rows)
        yield Finding(Kind.TWO_LEADS, first.name, led.nearness, why, said)


def _hold(row: Entry) -> str:
    """What departments do with a row of this kind."""
    return "收回" if row.kind is ListKind.RECLAIMED else "牵头或负责"


def _dropped(graph: Graph, rows: Sequence[Entry], reader: Reader) -> list[Entry]:
    """Rows that say an assessment ends: in the way of working, or because what is no longer done is one."""
    query = """SELECT DISTINCT ?iri WHERE {
      VALUES ?kind { :reclaim-assessment-dropped :reclaim-shared-not-assessed }
      ?r :reclaimKind ?kind ; :responsibilityFor ?iri }"""
    said = {row["iri"] for row in graph.rows(query)}
    assesses, ended = reader.cues.assesses, reader.cues.ended
    return [
        row
        for row in rows
        if row.iri in said
        or (
            row.kind is ListKind.RECLAIMED
            and assesses.search(row.name)
            and (row.discontinued or ended.search(row.method))
        )
    ]


def _asked(kind: Kind, item: Asked) -> Finding:
    quotes = [Quote(row, row.quote) for row in item.gone]
    quotes += [Quote(row, words) for row, words in item.asked]
    gone = frozenset(row.iri for row in item.gone)
    return Finding(kind, item.gone[0].name, item.certainty, item.why, tuple(quotes), gone)


def _gaps(rows: Sequence[Entry], cues: Cues) -> list[Finding]:
    found = []
    telling = {(row.township.code, row.edition) for row in rows if row.cooperation}
    for row in rows:
        told = row.kind is not ListKind.COOPERATION or row.cooperation
        # Where no row of a list tells the township what to do, the list has no such column.
        if not told and (row.township.code, row.edition) in telling:
            why = "配合职责一栏是空的，没有写乡镇做什么"
            found.append(Finding(Kind.NOTHING_ASKED, row.name, 1.0, why, (Quote(row, row.name),)))
        # What nobody does any more needs no holder.
        held = row.departments or row.discontinued
        if row.kind is ListKind.RECLAIMED and not held:
            why = "收回一栏没有写由哪个部门承接"
            found.append(Finding(Kind.NO_HOLDER, row.name, 1.0, why, (Quote(row, row.quote),)))
        helps = row.kind is ListKind.COOPERATION and bool(row.departments)
        if helps and row.superior and all(cues.own_actors.match(c.text) for c in row.superior):
            why = "上级部门职责一栏只写了乡镇、村做什么，没有写部门做什么"
            quote = Quote(row, row.superior[0].text)
            found.append(Finding(Kind.NOBODY_NAMED, row.name, 1.0, why, (quote,)))
            continue
        # Of a body and the office that serves it neither needs to say which of them leads.
        several = len(_houses(row.departments))
        if row.kind is not ListKind.COOPERATION or several < 2:
            continue
        names = "、".join(body.name for body in row.departments)
        stated = {
            part.role
            for clause in row.superior
            for part in clause.parts
            if part.certainty in ("stated", "heading")
            and (part.function or not cues.everybody.fullmatch(part.words))
        }
        led = "convenes" in stated or any(cues.says_who_leads(c.text) for c in row.superior)
        led = led or coordinated(row, cues)
        unled = "" if row.conveners or led else "，没有写明哪个牵头"
        why = f"对应上级部门有 {several} 个（{names}）{unled}"
        named = any(cues.names_office(clause.text) for clause in row.superior)
        if row.superior and not named and not stated & DOING:
            quote = Quote(row, row.superior[0].text)
            why += "，各条职责都没有写由谁做"
            found.append(Finding(Kind.NOBODY_NAMED, row.name, 1.0, why, (quote,)))
        elif unled:
            found.append(Finding(Kind.NO_CONVENER, row.name, 1.0, why, (Quote(row, row.name),)))
    return found


def _departments(by_matter: dict[str, list[Entry]]) -> list[Finding]:
    """One Matter in one list, with other kinds of office in other places."""
    found = []
    for rows in by_matter.values():
        for kind in (ListKind.COOPERATION, ListKind.RECLAIMED):
            same = [row for row in rows if row.kind is kind]
            if len({row.functions for row in same}) < 2:
                continue
            common = frozenset.intersection(*(row.functions for row in same))
            apart = sorted(
                {
                    shown_function(b.house.kind or b.function_name)
                    for row in same
                    for b in row.departments
                    if b.kind not in common
                }
            )
            why = f"不是各地都有的：{'、'.join(apart)}"
            quotes = tuple(
                Quote(row, "、".join(body.name for body in row.departments) or row.method)
                for row in sorted(same, key=order)
            )
            found.append(Finding(Kind.OTHER_DEPARTMENTS, same[0].name, 1.0, why, quotes))
    return found


def to_json(found: Sequence[Finding]) -> list[dict[str, Any]]:
    """``[{"kind", "level", "name", "certainty", "why", "quotes": [{"iri", "township", "edition", "list", "number", "name", "document", "line", "locator", "quote"}]}]``."""
    return [
        {
            "kind": finding.kind.value,
            "level": finding.level.value,
            "name": finding.name,
            "certainty": finding.certainty,
            "why": finding.why,
            "quotes": [
                {
                    "iri": quote.entry.iri,
                    "township": quote.entry.township.name,
                    "edition": quote.entry.edition,
                    "list": quote.entry.kind.value,
                    "number": quote.entry.number,
                    "name": quote.entry.name,
                    "document": quote.entry.document,
                    "line": quote.entry.line,
                    "locator": quote.entry.locator,
                    "quote": quote.words,
                }
                for quote in finding.quotes
            ],
        }
        for finding in found
    ]
