"""Steps: the one clause of a duty that a question speaks of, and who acts in it.

*创业担保贷款，贴息的钱归谁拨* names a duty and one step of it: the step is what its name does not say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kg.asking.answering.clauses import clauses_of
from kg.asking.answering.context import Context
from kg.asking.frame import Question
from kg.asking.rows import Clause, iris, list_of
from kg.frozen import frozen
from kg.patterns import regex

_WITH_US = regex(
    "乡镇|街道|社区|村委|(?:会同|授权|委托|指导|督促|组织|要求|向|由|与|和)[^,，。；;]{0,8}[乡镇]|[乡镇](?:上报|协助|配合)"
)
"""A department's clause that has the township do something: 授权某镇协助募捐."""
_ALONE = 3
"""So many characters of what is said a clause has that nothing of the township's has."""
_OWN = ((2, 0.4),)
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


def step_above(context: Context, question: Question, duties: Sequence[str]) -> Clause | None:
    """The clause of a department above that alone has what is said: no name and no township's clause has it."""
    said = _said(question)
    here = _covered(said, _own(context, duties))
    found = _most(said, here, _above(context, duties))
    return found[0] if found and _beyond(said, here, found[0]) >= _ALONE and not found[1:] else None


def steps_above(context: Context, question: Question, duties: Sequence[str]) -> list[Step]:
    """The step that is asked about in each of these duties; none where one has none."""
    found = []
    for duty in [d for d in duties if list_of(d) == "cooperation"] or duties:
        if not _beside(question, _name(context, duty)):
            return []
        clauses = clauses_of(context, [duty], "superior")[0]
        own = clauses_of(context, [duty], "township")[0]
        bodies = acting(context, [*clauses, *own], "actsIn")
        step = _asked(question, _name(context, duty), [*clauses, *filter(bodies, own)], bodies)
        if step is None:
            return []
        found.append(step)
    return found


def step_reported(
    context: Context, question: Question, duty: str, roles: Sequence[str]
) -> Step | None:
    """The township's clause that is asked about, with the bodies it goes to in one of these roles."""
    clauses = clauses_of(context, [duty], "township")[0]
    return _asked(question, _name(context, duty), clauses, acting(context, clauses, *roles))


def acting(context: Context, clauses: Sequence[Clause], *roles: str) -> Bodies:
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
    named = set() if question.stepped else _covered(said, [name])
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
    if any(most >= least and len(mine) >= share * whole for least, share in _OWN):
        return Step(step, best)
    return None


def _beside(question: Question, name: str) -> bool:
    """Whether anything is asked about that the duty's name does not say."""
    said = question.focus
    return question.stepped or len(_HAN.findall(said)) >= len(_covered(said, [name])) + _STEP


def _name(context: Context, duty: str) -> str:
    return context.reader.rows([duty])[0].name


def _said(question: Question) -> str:
    return ",".join(filter(None, (question.frame.topic, *question.unused)))


def _own(context: Context, duties: Sequence[str]) -> list[str]:
    """The names of duties and what the township does in them."""
    names = [row.name for row in context.reader.rows(duties)]
    return names + [clause.text for clause in clauses_of(context, duties, "township")[0]]


def _above(context: Context, duties: Sequence[str]) -> list[Clause]:
    """The clauses of the departments above, without those that have the township do something."""
    found = clauses_of(context, duties, "superior")[0]
    return [clause for clause in found if not _WITH_US.search(clause.text)]


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
