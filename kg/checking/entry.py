"""The entry check of a text: tasks, verdicts and replies as the contract's JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from kg.asking.frame import LISTS
from kg.checking import replies
from kg.checking.candidates import Candidates
from kg.checking.listed import NO_ROW, Listed, Referred
from kg.checking.names import Asker, Names, Township
from kg.checking.reading.notices import Notices
from kg.checking.reading.tasks import Task, folded
from kg.checking.steps import Steps
from kg.checking.verdicts import Verdict, decide
from kg.checking.weighing import Weighed, Weigher
from kg.meaning.meaning import Meaning

if TYPE_CHECKING:
    from kg.store.graph import Graph

_SURE = 0.6
"""From this score on a part of a sentence is a duty of its own."""

_APART = 2
"""Of so many duties a sentence that runs on must surely be."""

_SURELY = 0.9
"""From this probability on a part of a sentence is on no list."""
_BEGINS = 18
"""Characters with which a task begins."""
_SHORT = 8
"""Characters of a task that may be nothing but a step."""
_AT_ONCE = 64
"""Tasks that are understood together."""

LONGEST = 100_000
"""Characters of a text that are taken."""
_OVERHEARD = 12
"""Townships, a county's, up to which what is heard goes by senses that must first be made: a fifth of a second each."""


class Checker:
    """Checks texts against the lists of one graph; prepare one and give it many."""

    def __init__(self, graph: Graph) -> None:
        """Prepare for a graph; names, tables and the index are read when first needed."""
        self._notices, self._names = Notices(), Names(graph)
        self._listed, self._referred = Listed(graph), Referred(graph)
        self._steps = Steps()
        meaning = Meaning(graph.meanings)
        self._senses, self._weigher = meaning.index.senses, Weigher(meaning, self._steps)

    def addressed(self, text: str) -> tuple[str, ...]:
        """The loaded townships that a text names; none if it names none, or is written to all.

        All are those of the sender's county where it names one.
        """
        told = folded(text[:LONGEST])
        if self._notices.to_everybody(told):
            return tuple(t.name for t in self._names.under(self._notices.sender(told)))
        return tuple(township.name for township in self._names.within(told))

    def check(
        self,
        text: str,
        township: str | Sequence[str] | None = None,
        department: str | None = None,
    ) -> dict[str, Any]:
        """The verdicts of the contract: one for each task found and township (all loaded ones for None).

        A department that the lists do not have is kept as it is written.

        Raises:
            QueryError: the township is not in the loaded lists.
        """
        told = folded(text[:LONGEST])
        wanted = [township] if isinstance(township, str) or township is None else township
        townships = tuple(place for name in wanted for place in self._names.asked(name))
        asker = self._names.asker(department or self._notices.sender(told), townships)
        results: list[dict[str, Any]] = []
        leads: bool | None = None
        sensed = self._senses.at_hand(len(townships))
        looked = (sensed, sensed or len(townships) <= _OVERHEARD)
        for task, places in self._heard(told, townships, township is not None):
            near, above = self._weigher.candidates(task), self._weigher.above(task)
            verdicts = [self._verdict(task, place, asker, near, above, looked) for place in places]
            self._listed.prepare([row.hit.key for one in verdicts for row in _shown(one)])
            for place, verdict in zip(places, verdicts, strict=True):
                result, mine = self._result(task, place, verdict, asker)
                results.append(result)
                if mine is not None:
                    leads = bool(leads) or mine
        return {
            "text": text,
            "asker": {"department": asker.name or None, "leads": leads},
            "results": results,
        }

    def passed_over(self, text: str) -> list[str]:
        """What was not taken for a task though it is worded like one: a person may see whether it is none."""
        return self._notices.passed_over(folded(text[:LONGEST]))

    def _heard(
        self, text: str, townships: Sequence[Township], chosen: bool
    ) -> Iterator[tuple[Task, Sequence[Township]]]:
        """The tasks that are asked, some at a time: what they mean is found for all of these at once."""
        asked = self._asked(text, townships, chosen)
        while some := list(islice(asked, _AT_ONCE)):
            self._weigher.understand([task for task, _ in some])
            yield from some

    def _asked(
        self, text: str, townships: Sequence[Township], chosen: bool
    ) -> Iterator[tuple[Task, Sequence[Township]]]:
        """The tasks of a text with the townships each is asked of.

        One that names a duty by list and number is about what stands there in each township.
        """
        for task in self._tasks(text, townships):
            named, rest = self._referred.rest(task.text)
            told = [place for place in townships if place.bare and place.bare in task.text]
            for place in told:
                rest = rest.replace(place.short, "").replace(place.bare, "")
            if not named or (rest and not self._notices.bare(rest)):
                yield task, self._told(task, townships) if chosen else townships
                continue
            for word, number in named:
                for place in told or townships:
                    name = self._referred.name(word, number, place)
                    yield (
                        self._notices.task(name) if name else replace(task, topic=NO_ROW),
                        (place,),
                    )

    def _told(self, task: Task, townships: Sequence[Township]) -> Sequence[Township]:
        """Of several townships those that a task begins with: 东城镇查农机,西北湾镇捞死畜."""
        if len(townships) < _APART:
            return townships
        named = [place for place in townships if place.bare in task.text[:_BEGINS]]
        return named or townships

    def _tasks(self, text: str, townships: Sequence[Township]) -> Iterator[Task]:
        """The tasks of a text; what may be several is, where each part is a duty of its own.

        So it is where one is a duty and another surely is on no list: 做好参保动员,并代销彩票.
        """
        for task in self._notices.tasks(text, [place.bare for place in townships]):
            near = [self._weigher.candidates(part) for part in task.parts]
            first = [one.everywhere()[:1] for one in near]
            sure = [found[0] if found and found[0].score >= _SURE else None for found in first]
            listed = {one.matter for one in sure if one}
            several = len(listed) == len(task.parts) > 1
            if not several and sum(map(bool, sure)) == len(listed) == len(task.parts) - 1 > 0:
                odd = sure.index(None)
                several = self._unlisted(task.parts[odd], near[odd], townships)
            yield from task.parts if several else self._run_on(task)

    def _run_on(self, task: Task) -> Sequence[Task]:
        """The tasks of a sentence that runs on: a clause begins one if it surely is of another duty.

        So does one that says itself who does it; what says neither goes with the clause before.
        """
        groups: list[list[Task]] = []
        matters: list[str] = []
        for clause in task.runs:
            found = self._weigher.candidates(clause).everywhere()[:1]
            doing = self._notices.doing(clause)
            matter = found[0].matter if doing and found and found[0].score >= _SURE else ""
            own = self._notices.told_apart(clause)
            if not groups or (matter and matter not in matters and any(matters)) or own:
                groups.append([clause])
                matters.append(matter)
            else:
                groups[-1].append(clause)
                matters[-1] = matters[-1] or matter
        if len(set(filter(None, matters))) < _APART:
            return (task,)
        return [self._notices.task(",".join(c.text for c in group)) for group in groups]

    def _unlisted(self, task: Task, near: Candidates, townships: Sequence[Township]) -> bool:
        """Whether a part of a sentence is a task that no list has."""
        if self._says_nothing(task) or not townships:
            return False
        weighing = self._weigher.weigh(task, townships[0].name, near, sensed=False)
        return weighing.unlisted >= _SURELY and weighing.none >= _SURELY

    def is_listed(self, department: str, township: str | None = None) -> bool:
        """Whether the lists have a body of this name in the township's county."""
        return bool(self._names.asker(department, self._names.asked(township)).bodies)

    def _result(
        self, task: Task, place: Township, verdict: Verdict, asker: Asker
    ) -> tuple[dict[str, Any], bool | None]:
        same = (*verdict.deciding, *verdict.others)
        rows = self._listed.reader.rows([row.hit.key for row in _shown(verdict)])
        leads = self._leads(same, asker)
        return {
            "task": task.text,
            "township": place.name,
            "verdict": verdict.kind,
            "duties": [
                {
                    **row.duty(),
                    "act": "same" if n < len(same) else "related",
                    "departments": self._departments(row.iri),
                }
                for n, row in enumerate(rows)
            ],
            "reply": replies.reply(verdict, self._departments, self._conveners, asker, leads),
            "evidence": [row.evidence() for row in rows]
            or self._listed.reader.titles(LISTS, [place.code]),
        }, leads

    def _verdict(
        self,
        task: Task,
        place: Township,
        asker: Asker,
        near: Candidates,
        above: Candidates | None,
        looked: tuple[bool, bool],
    ) -> Verdict:
        """The verdict in a township; ``looked`` says whether senses of rows tell, and what is heard by them."""
        sensed, overheard = looked

        def own(rows: Sequence[str]) -> dict[str, bool]:
            return self._listed.own(rows, asker.bodies)

        if task.topic == NO_ROW:
            return Verdict("unclear", why="number")
        if len(task.topic) <= _SHORT and self._says_nothing(task):
            return Verdict("unclear", why="bare")
        weighing = self._weigher.weigh(
            task, place.name, near, above, own, sensed=sensed, overheard=overheard
        )
        return decide(weighing)

    def _says_nothing(self, task: Task) -> bool:
        """Whether a task is nothing but a step: 收回, 检查处罚."""
        return self._notices.bare(self._steps.without(task.topic))

    def _leads(self, same: Sequence[Weighed], asker: Asker) -> bool | None:
        """Whether the asker is in the column of the cooperation rows; None without one."""
        rows = [row.hit.key for row in same if row.hit.list == "cooperation"]
        if not rows or not asker.name:
            return None
        return any(asker.bodies & set(self._listed.bodies(duty)) for duty in rows)

    def _departments(self, duty: str) -> list[str]:
        return [name for body in self._listed.bodies(duty) if (name := self._names.label(body))]

    def _conveners(self, duty: str) -> list[str]:
        return [name for body in self._listed.conveners(duty) if (name := self._names.label(body))]


def _shown(verdict: Verdict) -> tuple[Weighed, ...]:
    """The rows that are shown with a verdict."""
    return (*verdict.deciding, *verdict.others, *verdict.related)
