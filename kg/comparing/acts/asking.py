"""Asking still: what a department has taken back and a row still asks of the township, act for act.

A row of the township asks it if one clause of its own, or one part of its name where it leads, has the
act and nearly all other words of the reclaimed name, and does not merely assist. Rows of one Matter, too, say the
contrary only where they name the act or ask for it: who takes back the approval of an allowance still leaves
applications for it with the township.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.comparing.acts.acting import Texts
from kg.comparing.acts.meant import Meant, meant
from kg.comparing.acts.otherwise import Otherwise, otherwise
from kg.comparing.rows import Entry, order
from kg.meaning.same_duty import apartness
from kg.values import ListKind

if TYPE_CHECKING:
    from kg.meaning.encoding.senses import Senses
    from kg.store.graph import Graph

COVERED = 0.75
"""So much of a reclaimed name, rare words weighing more, must stand in what is asked."""

PARTLY = 0.55
"""So much is enough where the whole name of the row that asks it stands in the reclaimed one."""

CLOSE = 0.65
"""So much in common makes rows one duty where a name has no act to tell it by."""

HALF = 0.5
"""So much of one of two names must stand in the other for a clause to ask the act of the one thing."""

WHOLE = 0.9
"""So much of a name is the whole of it."""

_UNKNOWN = ""
"""An act that no word of the table says: only nearly all the words of a name tell that it is asked."""

_LOOK = "可能是同一件事，只是换了说法：请核对两处原文"

TERMS = 3
"""A name of fewer terms says too little to be looked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A matter that is gone, where it is still asked with the words, how certain, why."""

    gone: tuple[Entry, ...]
    asked: tuple[tuple[Entry, str], ...]
    certainty: float
    why: str
    sure: bool = True

    @property
    def pairs(self) -> frozenset[frozenset[str]]:
        """The pairs of rows (IRIs) that it sets against each other."""
        return frozenset(
            frozenset((gone.iri, row.iri)) for gone in self.gone for row, _ in self.asked
        )


@dataclass(frozen=True, slots=True)
class Across:
    """Rows of one Matter in two lists, how surely they are one; ``act``: whether they say it of one act."""

    rows: tuple[Entry, ...]
    certainty: float
    act: bool

    @property
    def reclaimed(self) -> bool:
        """Whether one of them is reclaimed."""
        return any(row.kind is ListKind.RECLAIMED for row in self.rows)


def across(
    by_matter: Mapping[str, Sequence[Entry]], graph: Graph, texts: Texts
) -> Iterator[Across]:
    """What each Matter that stands in several lists says there: the rows of one act, or that there are none."""
    score = _scores(graph)
    for rows in by_matter.values():
        kinds = {row.kind for row in rows}
        if len(kinds) < 2:
            continue
        gone = [row for row in rows if row.kind is ListKind.RECLAIMED]
        led = [row for row in rows if row.kind is ListKind.BASIC]
        helped = [row for row in rows if row.kind is ListKind.COOPERATION]
        found = [
            some
            for some in (
                _together(gone, [*led, *helped], lambda one, two: _asks(one, two, texts)),
                _together(led, helped, lambda one, two: _same_acts(one, two, texts)),
            )
            if some
        ]
        for some in found or [list(rows)]:
            certainty = min(score.get(row.iri, 1.0) for row in some)
            yield Across(tuple(sorted(some, key=order)), round(certainty, 3), bool(found))


def _together(
    ones: Sequence[Entry], others: Sequence[Entry], same: Callable[[Entry, Entry], bool]
) -> list[Entry]:
    """The rows of two lists that have the same act as one of the other list."""
    pairs = [(one, two) for one in ones for two in others if same(one, two)]
    met = {row.iri for pair in pairs for row in pair}
    return [row for row in (*ones, *others) if row.iri in met]


def _asks(gone: Entry, row: Entry, texts: Texts) -> bool:
    """Whether a row names the act that is gone elsewhere, or asks the township for it."""
    if texts.key(gone) == texts.key(row):
        return True
    if not texts.alike(gone, row) or not texts.decided(gone) <= texts.decided(row):
        return False
    if texts.another_step(gone, row):
        return False
    names = texts.name(gone), texts.name(row)
    shares = texts.covered(*names), texts.covered(*names[::-1])
    # What is called otherwise and asks none of the acts leaves them with the department, as here.
    helps = row.kind is ListKind.COOPERATION
    same = min(shares) >= CLOSE and sum(shares) / 2 >= COVERED
    if helps and not same and not texts.asks_act_of(row, gone.name):
        return False
    # The act that names the duty stands at its end: 对…的监督检查.
    acts, named = texts.acts(gone.name)[-1:], texts.named_acts(row)
    if not acts or acts[0] not in texts.named_acts(gone):
        return shares[0] >= COVERED and (not acts or "" in named or acts[0] in named)
    if acts[0] in named:
        return not texts.apart(gone, row, acts[0])
    return acts[0] in texts.asked_acts(row) and max(shares) >= HALF


def _same_acts(led: Entry, helped: Entry, texts: Texts) -> bool:
    """Whether what the township leads here and helps with there may be one act: neither names another alone."""
    if texts.key(led) == texts.key(helped):
        return True
    if not texts.alike(led, helped):
        return False
    own, other = texts.named_acts(led), texts.named_acts(helped)
    # To tell people of a duty and to report it are asked in every row.
    shared = (own - {""}) & (other | texts.asked_acts(helped) - texts.cues.around)
    if any(act not in other or not texts.apart(led, helped, act) for act in shared):
        return True
    return "" in own | other and texts.closeness(led, helped) >= CLOSE


def _scores(graph: Graph) -> dict[str, float]:
    """How surely each row belongs to its Matter: the best of its links."""
    query = """SELECT ?first ?second ?score WHERE {
      ?link a :MatchLink ; :matchSubject ?first ; :matchObject ?second ; :matchScore ?score ;
        :matchPredicate ?kind . FILTER(?kind IN (skos:exactMatch, skos:closeMatch)) }"""
    found: dict[str, float] = {}
    for row in graph.table(query, "first"):
        for iri in (row["first"], row["second"]):
            found[iri] = max(found.get(iri, 0.0), float(row["score"]))
    return found


def asked_still(
    rows: Sequence[Entry],
    texts: Texts,
    senses: Senses | None = None,
    told: Set[frozenset[str]] = frozenset(),
) -> list[Asked]:
    """What is reclaimed somewhere and still asked of a township under another name, or in other words.

    ``told``: pairs of rows (IRIs) of which it is said already.
    """
    taken = [row for row in rows if row.kind is ListKind.RECLAIMED]
    others = [row for row in rows if row.kind is not ListKind.RECLAIMED]
    gone, asked = by_matter(taken), _asked_by_act(others, texts)
    found: list[Asked] = []
    seen: set[frozenset[str]] = set(told)
    for matter, group in gone.items():
        name = group[0].name
        best: dict[str, tuple[float, Entry, str]] = {}
        done: dict[str, None] = {}
        # The act that names the duty stands at its end: 对…的监督检查.
        acts = (*texts.acts(name), *texts.cues.parted_acts(name))[-1:] or (_UNKNOWN,)
        for part, act in (*((name, act) for act in acts), *texts.halves(group[0])):
            wanted = _Said(group[0], part, texts)
            for said in asked.get(act, ()):
                row = said.row
                if row.matter == matter or not (share := wanted.asked_by(said, texts)):
                    continue
                if act == _UNKNOWN and share < WHOLE:
                    continue
                if apartness(texts.wording(group[0], part), texts.wording(row, said.text)):
                    continue
                known = best.get(row.iri)
                if known is None or share > known[0]:
                    best[row.iri] = (share, row, said.text)
                    done[act] = None
        known_acts = "、".join(filter(None, done))
        what = f"收回的事（{known_acts}）" if known_acts else "收回的事"
        found += grouped(group, best, f"{what}在别的事项里仍由乡镇自己做")
        seen |= {frozenset((one.iri, iri)) for one in group for iri in best}
    if senses is not None:
        again = list(_meant(meant(taken, others, texts, senses), gone, seen))
        seen.update(pair for one in again for pair in one.pairs)
        found += again
        likely = list(otherwise(taken, others, texts, senses, seen))
        found += _meant((one for one in likely if one.sure), gone, seen)
        doubtful = _meant((one for one in likely if not one.sure), gone, seen)
        found += (
            replace(one, sure=False, why=_LOOK, certainty=one.certainty / 2) for one in doubtful
        )
    return found


def _meant(
    pairs: Iterable[Meant | Otherwise],
    gone: Mapping[str, Sequence[Entry]],
    known: Set[frozenset[str]],
) -> Iterator[Asked]:
    """One finding for each Matter that asks in other words what a Matter took back."""
    best: dict[str, dict[str, tuple[float, Entry, str]]] = defaultdict(dict)
    taken: dict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        if frozenset((pair.gone.iri, pair.row.iri)) in known:
            continue
        found = best[pair.gone.matter]
        taken[pair.gone.matter].add(pair.gone.iri)
        if pair.row.iri not in found or found[pair.row.iri][0] < pair.nearness:
            found[pair.row.iri] = (pair.nearness, pair.row, pair.text)
    for matter, rows in best.items():
        why = "收回的事，别的事项换了说法仍由乡镇自己做"
        own = [row for row in gone[matter] if row.iri in taken[matter]]
        yield from grouped(own, rows, why, "意思相近")


class _Said:
    """A text of a row: its terms, and those without its acts, of which 危房鉴定 and 对危房进行鉴定 have the same.

    ``of_name``: what it is about stands in the name of the row.
    """

    def __init__(self, row: Entry, text: str, texts: Texts, of_name: bool = False) -> None:
        self.row, self.text = row, text
        self.terms = frozenset(texts.terms(row, text))
        self.things = texts.things(row, text)
        if of_name:
            self.terms |= texts.name(row)
            self.things |= texts.things(row, row.name)
        self.letters = frozenset("".join(self.things))

    def asked_by(self, other: _Said, texts: Texts) -> float:
        """How much of this reclaimed name another text asks; 0 where it asks something else."""
        share = 0.0
        if len(self.terms) >= TERMS:
            share = texts.covered(self.terms, other.terms)
            if share < PARTLY:
                return 0.0
            if share < COVERED and texts.covered(texts.name(other.row), self.terms) < WHOLE:
                share = 0.0
        if not share and len(self.things) > 1:
            share = texts.covered(self.things, other.things)
            # 油烟直排 and 直排油烟: all the letters, in another order.
            turned = share >= PARTLY and self.letters <= other.letters
            share = share if share >= WHOLE or turned else 0.0
        # What a cooperation row is called says what the departments do: it asks that only by the very name.
        if other.row.kind is ListKind.COOPERATION and other.text == other.row.name:
            back = texts.covered(other.things, self.things)
            if share < WHOLE or (back < HALF and not texts.asks_act_of(other.row, self.text)):
                return 0.0
        return share


def _asked_by_act(rows: Sequence[Entry], texts: Texts) -> dict[str, list[_Said]]:
    """Act → the texts that ask it."""
    found: dict[str, list[_Said]] = defaultdict(list)
    for row in rows:
        for part in texts.asked(row):
            said = _Said(row, part, texts)
            acts = texts.own_acts(part)
            for act in acts or ((_UNKNOWN,) if texts.cues.own(part) == part else ()):
                found[act].append(said)
        for act, part in texts.left_to_name(row):
            found[act].append(_Said(row, part, texts, of_name=True))
        if row.kind is ListKind.COOPERATION:
            said = _Said(row, row.name, texts)
            for act in texts.named_acts(row) - {""}:
                found[act].append(said)
    return found


def grouped(
    gone: Sequence[Entry],
    best: Mapping[str, tuple[float, Entry, str]],
    why: str,
    by: str = "用词重合",
) -> Iterator[Asked]:
    """One finding for each Matter that still asks it."""
    groups: dict[str, list[tuple[float, Entry, str]]] = defaultdict(list)
    for item in best.values():
        groups[item[1].matter].append(item)
    for items in groups.values():
        items.sort(key=lambda item: order(item[1]))
        certainty = round(max(share for share, _, _ in items), 3)
        asked = tuple((row, part) for _, row, part in items)
        yield Asked(tuple(gone), asked, certainty, f"{why}（{by} {round(certainty * 100)}%）")


def by_matter(rows: Iterator[Entry] | Sequence[Entry]) -> dict[str, list[Entry]]:
    """Matter → its rows."""
    found: dict[str, list[Entry]] = {}
    for row in rows:
        found.setdefault(row.matter, []).append(row)
    return found
