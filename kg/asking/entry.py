"""The entry check (职责准入): may this task be asked of the township, and what do the lists say?

The lists show the split; nothing here judges lawfulness. Disputes go to the staffing office (编办).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kg.asking.engine import Asker
from kg.asking.frame import LIST_NAMES, LISTS
from kg.asking.linking import SpanKind
from kg.asking.notices import Task, asker, tasks
from kg.asking.rows import Row, iris, list_of, township_code
from kg.asking.topics import core, fit
from kg.errors import QueryError
from kg.querying.lookup import near_names
from kg.store.search import name_key
from kg.vocabulary.tables import read_table

if TYPE_CHECKING:
    from kg.store.graph import Graph

SHORT = 80
"""Characters up to which a text without line breaks is one task, found or not."""

_RELATED = 0.5
_MOST_RELATED = 3
_TURNED = 0.9
_CONTENT = 0.66
_CLAUSE = 0.85
_BROAD = 6
_EMPTY = frozenset(
    "上报 报送 汇总 报告 台账 完成 会议 培训 通知 平台 系统 建设 项目 行为 机制 体系 活动 推广 应用 运行 运营 维护 提升 行动 专项 整治 方案 制定 使用 信息 数据".split()
)
_HELP = re.compile("配合|协助|协同|宣传|巡查|摸排|排查|上报|报告|劝导|提供|引导")
_OWN_STEP = ("处罚", "审批", "检疫", "考核", "追缴")
_JUDGING = re.compile("违法|非法")


@dataclass(frozen=True, slots=True)
class Act:
    """What is done to something: words that mean the same.

    ``alone`` if it never goes without saying (追缴 is not 发放).
    """

    term: str
    words: tuple[str, ...]
    alone: bool


class Checker:
    """Checks texts against the lists of one graph."""

    def __init__(self, graph: Graph) -> None:
        """Prepare for a graph."""
        self.asker = Asker(graph)
        self._graph = graph

    def check(
        self, text: str, township: str | None = None, department: str | None = None
    ) -> dict[str, Any]:
        """The verdicts of the contract, one for each task found and township.

        Raises:
            QueryError: the township or department is not in the loaded lists.
        """
        normal = self.asker.normal(text[:100_000].replace("\n", " \n "))
        raw = self.asker.normal
        lines = "\n".join(raw(line) for line in text[:100_000].splitlines())
        townships = self._townships(township)
        body = department or asker(lines, self.asker.linker)
        bodies = self._bodies(body, strict=bool(department), townships=townships)
        found = self._tasks(lines, normal)
        results: list[dict[str, Any]] = []
        leads: bool | None = None
        for task in found:
            rows = self._rows(task)
            for place in townships:
                result, mine = self._result(task, place, rows, bodies)
                results.append(result)
                if mine is not None:
                    leads = bool(leads) or mine
        label = self.asker.lexicon.bodies[bodies[0]].label if len(bodies) == 1 else body
        return {
            "text": text,
            "asker": {"department": label or None, "leads": leads if body else None},
            "results": results,
        }

    # -- what is meant --------------------------------------------------------------------

    def _townships(self, name: str | None) -> tuple[str, ...]:
        lexicon = self.asker.lexicon
        if name is None:
            return tuple(lexicon.townships)
        spans = self.asker.linker.link(self.asker.normal(name)).of(SpanKind.TOWNSHIP)
        if len(spans) == 1 and len(spans[0].iris) == 1:
            return spans[0].iris
        near = near_names(name, [t.name for t in lexicon.townships.values()])
        hint = f"；是不是：{'、'.join(near)}" if near else ""
        raise QueryError(f"没有载入“{name}”的清单{hint} (township not loaded)")

    def _bodies(self, name: str, strict: bool, townships: Sequence[str]) -> tuple[str, ...]:
        if not name:
            return ()
        lexicon = self.asker.lexicon
        spans = self.asker.linker.link(self.asker.normal(name)).of(SpanKind.BODY)
        bodies = spans[0].iris if spans else ()
        counties = {p for t in townships for p in lexicon.townships[t].places}
        mine = tuple(b for b in bodies if lexicon.bodies[b].place in counties)
        if mine:
            return mine
        if strict:
            near = near_names(name, [b.label for b in lexicon.bodies.values()])
            hint = f"；是不是：{'、'.join(near)}" if near else ""
            raise QueryError(f"已载入的清单里没有部门“{name}”{hint} (no such department)")
        return ()

    def _tasks(self, lines: str, normal: str) -> list[Task]:
        """The tasks of a text: those the lists know; a short text with one of them is that task."""
        pieces = list(tasks(lines))
        short = len(normal) <= SHORT and "\n" not in lines.strip()
        known: list[Task] = []
        taken: set[tuple[str, ...]] = set()
        for piece in pieces:
            rows = self._rows(piece)
            same = tuple(duty for duty, act in rows.items() if act == "same")
            content = len(self._bare(core(piece.topic))) > 1
            if same and content and same not in taken and not self._broad(same):
                taken.add(same)
                known.append(piece)
        if short and len(known) < 2:
            return pieces[:1] or [Task(normal, normal)]
        return known or pieces[:1] or [Task(normal[:SHORT], normal[:SHORT])]

    # -- rows that bear on a task ---------------------------------------------------------

    def _same(self, task: Task) -> list[str]:
        """Duties that say the task: its words in their name, or their name in its words."""
        found = list(self.asker.topics.link(task.topic).duties)
        text = core(task.topic)
        for candidate in self.asker.topics.fits(text):
            key = core(candidate.name.text)
            if len(key) >= 4 and len(key) * 3 >= len(text):
                cover, unbroken = fit(key, text)
                if cover >= _TURNED and unbroken >= _RELATED:
                    found.extend(row.duty for row in self._named([candidate.name.id]))
        return list(dict.fromkeys(found))

    @staticmethod
    def _broad(duties: Sequence[str]) -> bool:
        """Whether words fit so many duties of a township that they name none."""
        counts = Counter(township_code(duty) for duty in duties)
        return max(counts.values(), default=0) > _BROAD

    def _named(self, names: list[int]) -> list[Any]:
        current = self._graph.current_editions
        return [
            row
            for row in self._graph.text.duties(names)
            if current.get(row.township) == row.edition
        ]

    def _rows(self, task: Task) -> dict[str, str]:
        """Duty → same or related, over all townships."""
        acts = self._acts(task.topic)
        found: dict[str, str] = {}
        for row in self.asker.reader.rows(self._same(task)):
            found[row.iri] = "related" if self._clash(acts, row.name) else "same"
        text = core(task.topic)
        bare = self._bare(text)
        for candidate in self.asker.topics.fits(text)[: _MOST_RELATED * 4]:
            if candidate.cover >= _RELATED and (fit(bare, candidate.name.key)[0] >= _CONTENT):
                for named in self._named([candidate.name.id]):
                    found.setdefault(named.duty, "related")
        if len(bare) > 1:
            self._clauses(text, bare, acts, found)
        return found

    def _clauses(self, text: str, bare: str, acts: frozenset[str], found: dict[str, str]) -> None:
        """Add duties whose clauses speak of the task: a township's own clause says the same."""
        listed = "same" in found.values()
        for hit in self._graph.text.resembling(bare):
            if self._graph.current_editions.get(hit.township) != hit.edition:
                continue
            key = name_key(hit.text)
            own = hit.field == "township" and not listed and len(text) >= 5
            if own and fit(text, key)[0] >= _CLAUSE and not (acts - self._acts(hit.text)):
                found[hit.duty] = "same"
                continue
            if fit(bare, key)[0] >= _CONTENT:
                found.setdefault(hit.duty, "related")

    def _bare(self, text: str) -> str:
        """What a task is about: its words without acts and words that every duty has."""
        for word in self._empty_words:
            text = text.replace(word, "")
        return text

    @cached_property
    def _empty_words(self) -> tuple[str, ...]:
        """Words that say nothing about the matter, the longest first: acts and filler."""
        from kg.vocabulary.loading import load

        rows = read_table(load().folders, "synonyms", ("term", "words", "note"), 2)
        filler = {
            word
            for _, row in rows
            if row["term"] == "-"
            for word in re.split("[;；]", row["words"])
            if len(word) > 1
        }
        acts = {word for act in self._act_table for word in act.words if len(word) > 1}
        return tuple(sorted(filler | acts | _EMPTY, key=lambda word: (-len(word), word)))

    @cached_property
    def _act_table(self) -> tuple[Act, ...]:
        from kg.vocabulary.loading import load

        columns = ("aspect", "term", "words", "alone", "note")
        rows = read_table(load().folders, "contrasts", columns, 2)
        return tuple(
            Act(row["term"], tuple(re.split("[;；]", row["words"])), row["alone"] == "yes")
            for _, row in rows
            if row["aspect"] == "act"
        )

    def _acts(self, text: str) -> frozenset[str]:
        return frozenset(a.term for a in self._act_table if any(w and w in text for w in a.words))

    def _clash(self, acts: frozenset[str], name: str) -> bool:
        """Whether a name says another act than the task: 追缴 against 发放."""
        alone = {a.term for a in self._act_table if a.alone}
        theirs = self._acts(name)
        return bool((acts & alone) - theirs) or bool((theirs & alone) - acts)

    # -- verdicts -------------------------------------------------------------------------

    def _result(
        self, task: Task, township: str, rows: dict[str, str], bodies: tuple[str, ...]
    ) -> tuple[dict[str, Any], bool | None]:
        lexicon = self.asker.lexicon
        place = lexicon.townships[township]
        here = [d for d in rows if township_code(d) == place.code]
        same = [d for d in here if rows[d] == "same"]
        if self._broad(same):  # 处罚 alone names no duty
            rows = dict.fromkeys(rows, "related")
            same = []
        related = [d for d in here if rows[d] == "related"][:_MOST_RELATED]
        departments: dict[str, list[str]] = {}
        for duty, body in self.asker.planner.edges.departments([*same, *related])[0]:
            departments.setdefault(duty, []).append(body)
        verdict, deciding = self._verdict(same, related, departments)
        whose = ""
        if verdict == "cooperation" and not _HELP.search(task.text):
            whose = self._department_step(task, deciding)
            verdict = "unclear" if whose else verdict
        elif verdict == "unclear":
            steps = [d for d in related if list_of(d) == "cooperation"]
            whose = self._department_step(task, steps)
            deciding = steps if whose else deciding
        leads: bool | None = None
        if bodies and any(list_of(d) == "cooperation" for d in same):
            leading = {
                b for d in same if list_of(d) == "cooperation" for b in departments.get(d, ())
            }
            leads = bool(leading & set(bodies))
        reader = self.asker.reader
        shown = reader.rows([*same, *related])
        labels = {
            d: [lexicon.bodies[b].label for b in sorted(departments.get(d, ()))] for d in here
        }
        return {
            "task": task.text,
            "township": place.name,
            "verdict": verdict,
            "duties": [
                {**row.duty(), "act": rows[row.iri], "departments": labels[row.iri]}
                for row in shown
            ],
            "reply": self._reply(verdict, reader.rows(deciding), labels, whose, shown, rows),
            "evidence": [row.evidence() for row in shown] or reader.titles(LISTS, [place.code]),
        }, leads

    def _verdict(
        self, same: list[str], related: list[str], departments: dict[str, list[str]]
    ) -> tuple[str, list[str]]:
        """The verdict and the duties it rests on: reclaimed before cooperation before basic."""
        for kind in ("reclaimed", "cooperation", "basic"):
            mine = [duty for duty in same if list_of(duty) == kind]
            if mine and kind == "reclaimed" and not any(departments.get(d) for d in mine):
                return "discontinued", mine
            if mine:
                return kind, mine
        return ("unclear", related) if related else ("not_listed", [])

    def _department_step(self, task: Task, duties: list[str]) -> str:
        """The act the task asks for, if the rows give it to departments alone."""
        for act in self._act_table:
            if act.term not in _OWN_STEP or not any(w and w in task.text for w in act.words):
                continue
            query = f"""SELECT ?text WHERE {{ VALUES ?duty {{ {iris(duties)} }}
              ?clause a :TownshipClause ; :clauseOf ?duty ; :text ?text }}"""
            own = [row["text"] for row in self._graph.rows(query)]
            if own and not any(w in text for w in act.words for text in own if w):
                return act.term
        return ""

    def _reply(
        self,
        verdict: str,
        rows: Sequence[Row],
        labels: dict[str, list[str]],
        whose: str,
        shown: Sequence[Row],
        same: dict[str, str],
    ) -> str:
        """A sentence that can be put into a reply; it never calls anything unlawful."""
        told = "；".join(_where(row) for row in rows[:3])
        others = [row for row in shown if row not in rows and same.get(row.iri) == "same"]
        if others:
            told += f"（另见{'；'.join(_where(row) for row in others[:2])}）"
        bodies = "、".join(dict.fromkeys(b for row in rows for b in labels.get(row.iri, ())))
        office = "如有不同意见，可提请编办研究"
        if verdict == "reclaimed":
            return f"此事已由上级部门收回：{told}，由{bodies}承接，乡镇不再承担。{office}。"
        if verdict == "discontinued":
            return f"此事按清单不再开展：{told}，没有承接部门。{office}。"
        if verdict == "cooperation":
            return f"此事属于配合履职事项：{told}，由{bodies}牵头，乡镇按清单所列职责配合。"
        if verdict == "basic":
            return f"此事属于基本履职事项：{told}，由乡镇负责。"
        if whose:
            return f"清单把“{whose}”这一步交给{bodies}：{told}；乡镇只承担清单所列的配合职责。{office}。"
        if verdict == "unclear":
            near = "；".join(_where(row) for row in shown[:3])
            return f"清单里只有相近的事项：{near}；所做的事是否相同，请说明后再定。{office}。"
        return "三张清单里都没有列这件事；需要乡镇承担的，应按职责准入程序办理。可提请编办研究。"


def _where(row: Row) -> str:
    name = "" if _JUDGING.search(row.name) or len(row.name) > 60 else f"“{row.name}”"
    return f"{row.township}{LIST_NAMES[row.list]}第{row.number}项{name}"
