"""Steps: the one clause of a duty that a question speaks of, and who acts in it.

*创业担保贷款，贴息的钱归谁拨* names a duty and one step of it: the step is what its name does not say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from kg.asking.answering.clauses import clauses_of
from kg.asking.answering.context import Context
from kg.asking.frame import Question
from kg.asking.rows import Clause, Row
from kg.frozen import frozen
from kg.patterns import regex
from kg.store.gate import iris

_WITH_US = regex(
    "乡镇|街道|社区|村委|(?:会同|授权|委托|指导|督促|组织|要求|向|由|与|和)[^,，。；;]{0,8}[乡镇]|[乡镇](?:上报|协助|配合)"
)
"""A department's clause that has the township do something: 授权某镇协助募捐."""
_ALONE = 3
"""So many characters of what is said a clause has that nothing of the township's has."""
_OWN, _SHARE = 2, 0.4
"""So many characters only the clauses of one body have, and so much of what is asked its clauses and the name have."""
_STEP = 2
"""So many characters say which step is meant."""
_NEAR = 0.5
"""Share of the characters of one body alone that another may have alone."""
_HAN = regex("[\u4e00-\u9fff]")

Bodies = Callable[[Clause], frozenset[str]]


@frozen
class Step:
    """A clause with the bodies that do it, or to which it leads."""

    clause: Clause
    bodies: frozenset[str]


class Steps:
    """The clauses of a duty as a question speaks of them, each read when first needed."""

    def __init__(self, context: Context, question: Question, row: Row) -> None:
        """Prepare for the duty of ``row``."""
        self._context = context
        self._question = question
        self._row = row

    @cached_property
    def _superior(self) -> list[Clause]:
        return clauses_of(self._context, [self._row.iri], "superior")[0]

    @cached_property
    def _township(self) -> list[Clause]:
        return clauses_of(self._context, [self._row.iri], "township")[0]

    @cached_property
    def _bodies(self) -> Bodies:
        return _acting(self._context, [*self._superior, *self._township], "actsIn")

    def asked(self) -> Step | None:
        """The step that is asked about, of whoever acts in it."""
        if not _beside(self._question, self._row.name):
            return None
        clauses = [*self._superior, *filter(self._bodies, self._township)]
        return _asked(self._question, self._row.name, clauses, self._bodies)

    def above(self) -> Step | None:
        """The clause of a department above that alone has what is said: no name and no township's clause has it."""
        clause = _alone(self._question, [self._row], self._superior, self._township)
        return Step(clause, self._bodies(clause)) if clause else None

    def reported(self, roles: Sequence[str]) -> Step | None:
        """The township's clause that is asked about, with the bodies it goes to in one of these roles."""
        if not self._question.focus:
            return None
        bodies = _acting(self._context, self._township, *roles)
        return _asked(self._question, self._row.name, self._township, bodies)


def is_above(context: Context, question: Question, rows: Sequence[Row]) -> bool:
    """Whether what is said is in one clause of a department above alone, of all these duties' clauses."""
    sides = [
        clauses_of(context, [row.iri for row in rows], side)[0] for side in ("superior", "township")
    ]
    return _alone(question, rows, *sides) is not None


def _alone(
    question: Question, rows: Sequence[Row], superior: Sequence[Clause], township: Sequence[Clause]
) -> Clause | None:
    said = ",".join(filter(None, (question.frame.topic, *question.unused)))
    here = _covered(said, [row.name for row in rows] + [clause.text for clause in township])
    found = _most(said, here, [c for c in superior if not _WITH_US.search(c.text)])
    return found[0] if found and _beyond(said, here, found[0]) >= _ALONE and not found[1:] else None


def _acting(context: Context, clauses: Sequence[Clause], *roles: str) -> Bodies:
    """Which bodies have one of these roles in a clause: actsIn from the body, others from the clause."""
    ways = [f"{{ ?d :{r} ?clause }}" if r == "actsIn" else f"{{ ?clause :{r} ?d }}" for r in roles]
    query = f"""SELECT DISTINCT ?clause ?d WHERE {{
  VALUES ?clause {{ {iris([clause.iri for clause in clauses])} }} {" UNION ".join(ways)} }}"""
    found: dict[str, set[str]] = {}
    for row in context.graph.rows(query) if clauses else ():
        if row["d"] in context.lexicon.bodies:
            found.setdefault(row["clause"], set()).add(row["d"])
    return lambda clause: frozenset(found.get(clause.iri, ()))


def _asked(question: Question, name: str, clauses: Sequence[Clause], bodies: Bodies) -> Step | None:
    """The clause of the one body whose clauses alone have what is asked, if that says most of it.

    What the duty's name says is said of all its clauses, unless a step is spoken of as one.
    """
    said = question.focus
    by: dict[str, list[Clause]] = {}
    for clause in clauses if said and not question.excluded else ():
        for body in bodies(clause) or {""}:
            by.setdefault(body, []).append(clause)
    named = _covered(said, [name])
    if question.stepped and _covered(said, [clause.text for clause in clauses]) - named:
        named = set()
    alone: dict[str, int] = {}
    for body, own in by.items():
        others = [clause.text for clause in clauses if clause not in own]
        mine = _covered(said, [clause.text for clause in own])
        alone[body] = len(mine - _covered(said, others) - named)
    most = max(alone.values(), default=0)
    best = frozenset(body for body, count in alone.items() if count == most)
    step = next((c for c in _most(said, named, clauses) if best <= bodies(c)), None)
    if not most or step is None or any(_NEAR * most < alone[b] for b in alone.keys() - best):
        return None
    whole = len(_HAN.findall(said))
    mine = _covered(said, [name, *(clause.text for body in best for clause in by[body])])
    return Step(step, best) if most >= _OWN and len(mine) >= _SHARE * whole else None


def _beside(question: Question, name: str) -> bool:
    """Whether anything is asked about that the duty's name does not say."""
    said = question.focus
    return question.stepped or len(_HAN.findall(said)) >= len(_covered(said, [name])) + _STEP


def _beyond(said: str, here: set[int], clause: Clause) -> int:
    return len(_covered(said, [clause.text]) - here)


def _most(said: str, here: set[int], clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses that have most of what is said beyond what is had already."""
    counts = [_beyond(said, here, clause) for clause in clauses]
    most = max(counts, default=0)
    return [clause for clause, count in zip(clauses, counts, strict=True) if count == most]


def _covered(said: str, texts: Sequence[str]) -> set[int]:
    """The characters of what is said that stand, two and two together, in one of the texts."""
    found: set[int] = set()
    for n in range(len(said) - 1):
        if any(said[n : n + 2] in text for text in texts):
            found |= {n, n + 1}
    return found
