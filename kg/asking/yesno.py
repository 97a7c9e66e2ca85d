"""Yes or no: may we be asked, is it in that list, does that department lead it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.asking import wording
from kg.asking.answers import Answer, answered
from kg.asking.frame import Ask, Question
from kg.asking.rows import list_of

if TYPE_CHECKING:
    from kg.asking.engine import Asker


def answer(asker: Asker, question: Question, understood: str) -> Answer:
    """True or false with the rows it rests on; a duty listed nowhere there is not found.

    May be asked: reclaimed no, basic or cooperation yes. A list or a department named in the
    question is what the yes is about.
    """
    frame = question.frame
    bare = replace(frame, lists=(), bodies=())
    found = asker.planner.find(bare)
    asker._narrow(found, question)
    kinds = {list_of(duty) for duty in found.duties}
    sense = question.value
    if sense in ("basic", "cooperation", "reclaimed"):
        value = sense in kinds
        deciding = [d for d in found.duties if list_of(d) == sense] or list(found.duties)
    elif sense == "leads":
        leaders = {d for _, d in asker.planner.edges.departments(found.duties)[0]}
        wanted = {b for ref in frame.bodies for b in asker.planner.bodies(ref, frame)}
        value = bool(leaders & wanted)
        deciding = list(found.duties)
    else:
        value = "reclaimed" not in kinds
        deciding = [d for d in found.duties if (list_of(d) == "reclaimed") is not value]
    rows = asker.reader.rows(deciding)
    return answered(
        "",
        Ask.BOOLEAN,
        value,
        understood=understood,
        text=wording.yes_no(value, rows),
        evidence=[row.evidence() for row in rows],
        sparql=found.sparql,
    )
